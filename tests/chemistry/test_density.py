"""Densities of solutions: against measured points, at the ends, and as invariants."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import Q_, catalog, new_batch
from calc.chemistry.density import (
    apparent_volume,
    density_of,
    is_electrolyte,
    is_water_like,
    sampled_volumes,
    specific_volume,
    volume_inputs,
    volumes_per_gram,
)
from calc.uncertainty import Band, Samples

REFERENCE = Path(__file__).parents[1] / "reference" / "solution_densities.csv"


def measured() -> list[dict[str, str]]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def density(**grams: float) -> Band:
    """Return the density of a mixture with its band [g/mL]."""
    names, masses = tuple(grams), np.array([*grams.values()])
    draws = Samples(volume_inputs(names))
    return draws.band(masses.sum() / (sampled_volumes(names, draws, masses) @ masses))


@pytest.mark.parametrize("row", measured(), ids=lambda row: f"{row['id']} {row['mass_percent']} %")
def test_measured_densities_lie_inside_a_band_of_at_most_one_per_cent(row):
    share, true = float(row["mass_percent"]), float(row["density_g_per_mL"])
    band = density(**{"water": 100 - share, row["id"]: share})
    assert band.low <= true <= band.high
    assert band.median == pytest.approx(true, abs=float(row["tolerance"]))
    assert band.high - band.low < 0.021 * band.median


def test_water_is_water_and_a_liquid_alone_is_itself():
    assert density(water=100).median == pytest.approx(0.9982, abs=0.0002)
    assert density(ethanol=100).median == pytest.approx(0.7893, abs=0.0005)
    assert apparent_volume("glycerin", 1.0) == specific_volume("glycerin")[0]


def test_a_measured_solution_is_better_known_than_one_by_its_class():
    known, unknown = density(water=90, sodium_chloride=10), density(water=90, sodium_benzoate=10)
    assert known.high - known.low < (unknown.high - unknown.low) / 5


def test_adding_up_is_uncertain_only_by_what_is_not_measured():
    def drivers(name: str) -> set[str]:
        return {driver.name for driver in density(**{"water": 80, name: 20}).drivers}

    assert "adding volumes up" not in drivers("ethanol")
    assert "adding volumes up" not in drivers("l_ascorbic_acid")
    assert "adding volumes up" in drivers("squalane")


@pytest.mark.parametrize("name", ["sodium_benzoate", "sodium_ascorbyl_phosphate", "potassium_sorbate"])
def test_no_electrolyte_counts_as_anything_from_an_oil_to_a_crystal(name):
    assert is_electrolyte(catalog.ingredients()[name])
    assert density(water=90, **{name: 10}).low > 1.01


def test_the_strength_by_volume_is_known_better_than_to_one_per_cent():
    band = new_batch("vitamin C", mass_fraction=Q_(15, "percent"), batch_mass=Q_(30, "g"), purity=1.0)
    volume = band.mass_concentration
    assert volume.median == pytest.approx(0.15 * 1.0627, rel=2e-3)
    assert volume.high - volume.low < 0.01 * volume.median


def test_a_batch_by_volume_has_the_volume_that_its_masses_have():
    batch = new_batch("vitamin C", mass_fraction=0.1, batch_volume=Q_(100, "mL"), purity=1.0)
    assert batch.volume.median == pytest.approx(100, rel=1e-3)


@settings(max_examples=30)
@given(
    st.floats(0.1, 60), st.floats(1, 100), st.sampled_from(["ethanol", "l_ascorbic_acid", "sodium_chloride"])
)
def test_the_size_of_a_mixture_does_not_move_what_a_gram_adds(share, times, name):
    masses = np.array([100 - share, share])
    one, many = (volumes_per_gram(("water", name), masses * factor) for factor in (1.0, times))
    assert one.tolist() == pytest.approx(many.tolist(), rel=1e-9)


def test_mixtures_are_computed_row_by_row():
    rows = np.array([[90.0, 50.0, 0.0], [10.0, 50.0, 20.0]])
    together = volumes_per_gram(("water", "ethanol"), rows)
    one_by_one = [volumes_per_gram(("water", "ethanol"), row) for row in rows.T]
    assert together.T.tolist() == [row.tolist() for row in one_by_one]


# --- what is not measured -------------------------------------------------------------------------


def of_little(name: str) -> tuple[float, float, float]:
    """Return what a gram adds to much water, and its ends [mL/g]."""
    draws, masses = Samples(volume_inputs(("water", name))), np.array([99.0, 1.0])
    band = draws.band(sampled_volumes(("water", name), draws, masses)[:, 1])
    return band.median, band.low, band.high


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("cucumis_sativus_fruit_water", "density_water_like"),
        ("other_water", "density_water_like"),
        ("leucidal_liquid", "density_water_like"),
        ("snail_secretion_filtrate", "density_water_like"),
        ("sodium_hyaluronate_gel_1_percent", "density_water_like"),
        # What there is most of stands first: glycerin, sorbitol, benzyl alcohol.
        ("sorbitol_solution_70_percent", "density_poured"),
        ("matrixyl_3000", "density_poured"),
        ("geogard_221", "density_poured"),
        ("natapres", "density_poured"),
        ("bakuchiol", "density_oil"),
        # A form of vitamin C in oil is a crystal or a liquid; nobody knows.
        ("ascorbyl_palmitate", "density_unknown"),
        ("niacinamide", "density_unknown"),
        ("other_powder", "density_unknown"),
    ],
)
def test_what_has_no_density_of_its_own_has_that_of_its_class(name, row):
    assumed = catalog.inputs().assumed
    assert density_of(name) == assumed[row].to("g/mL")
    poured = "density_poured" if row == "density_unknown" else row
    assert density_of(name, is_poured=True) == assumed[poured].to("g/mL")
    assert specific_volume(name) == pytest.approx([1 / assumed[row].to("g/mL")[at] for at in (0, 2, 1)])


def test_what_has_a_density_keeps_it_poured_or_not():
    own = catalog.ingredients()["propanediol"].value("density").to("g/mL")
    assert density_of("propanediol") == density_of("propanediol", is_poured=True) == own


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("sodium_benzoate", "volume_electrolyte"),
        ("magnesium_ascorbyl_phosphate", "volume_electrolyte"),
        ("ascorbyl_glucoside", "volume_solute"),
        ("niacinamide", "volume_solute"),
    ],
)
def test_what_is_dissolved_takes_the_room_of_its_class(name, row):
    expected = catalog.inputs().assumed[row].to("mL/g")
    assert of_little(name) == pytest.approx(expected, rel=0.03, abs=0.02)
    # A hundredth in the water, alone a powder.
    assert apparent_volume(name, [0.01, 1.0]).tolist() == [expected[0], specific_volume(name)[0]]


@pytest.mark.parametrize("name", ["ferulic_acid", "squalane", "other_water"])
def test_what_does_not_dissolve_keeps_its_volume(name):
    assert apparent_volume(name, [0.01, 1.0]).tolist() == [specific_volume(name)[0]] * 2
    assert of_little(name) == pytest.approx(specific_volume(name), rel=0.02)


def test_a_molar_volume_by_hand():
    record = catalog.ingredients()["sodium_ascorbate"]
    per_gram = [volume / 198.107 for volume in record.value("apparent_molar_volume").to("mL/mol")]
    assert of_little("sodium_ascorbate") == pytest.approx(per_gram, rel=0.02)


@pytest.mark.parametrize("name", ["allantoin", "panthenol"])
def test_what_is_no_salt_takes_the_room_of_an_organic_solute(name):
    row = catalog.inputs().assumed["volume_solute"].to("mL/g")
    assert apparent_volume(name, 0.01) == pytest.approx(row[0])
    assert of_little(name) == pytest.approx(row, rel=0.02)


def test_a_glycol_shrinks_in_water_by_a_few_hundredths():
    # Butylene glycol: 1.0053 g/mL, 0.9947 mL/g; 3 % less in water, and 6 % at most.
    own = 1 / catalog.ingredients()["butylene_glycol"].value("density").centre
    assert apparent_volume("butylene_glycol", 0.01) == pytest.approx(0.97 * own)
    assert of_little("butylene_glycol") == pytest.approx((0.97 * own, 0.94 * own, own), rel=0.01)


@pytest.mark.parametrize(
    ("name", "is_like"),
    [
        ("citrus_limon_juice", True),
        ("leucidal_liquid", True),
        ("matrixyl_3000", True),
        ("rosa_damascena_flower_water", True),
        ("aloe_barbadensis_leaf_juice_powder", False),
        ("vodka", False),
        ("ethanol", False),
        ("niacinamide", False),
        ("other_powder", False),
        ("other_oil", False),
    ],
)
def test_what_is_a_watery_liquid(name, is_like):
    assert is_water_like(catalog.ingredients()[name]) == is_like


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("sodium_hydroxide", True),
        ("potassium_sorbate", True),
        ("magnesium_ascorbyl_phosphate", True),
        ("zinc_gluconate", True),
        ("triethanolamine", True),
        ("niacinamide", False),
        ("l_ascorbic_acid", False),
        ("glycerin", False),
    ],
)
def test_what_an_electrolyte_is(name, is_one):
    if name in catalog.ingredients():
        assert is_electrolyte(catalog.ingredients()[name]) == is_one


def test_volumes_of_a_mix_by_hand():
    # Of 80 g of water and 20 g of squalane (0.811 g/mL): 80.14 + 24.7 mL.
    masses = np.array([80.0, 20.0])
    oil = specific_volume("squalane")[0]
    per_gram = volumes_per_gram(("water", "squalane"), masses)
    assert per_gram.tolist() == pytest.approx([specific_volume("water")[0], oil])
    # Two lines of one ingredient are in the same water; nothing of one is as little of it.
    split = volumes_per_gram(("water", "ethanol", "ethanol"), np.array([50.0, 25.0, 25.0]))
    assert split[1] == split[2] == apparent_volume("ethanol", 0.5)
    assert volumes_per_gram(("water", "ethanol"), np.array([0.0, 0.0])).shape == (2,)
    assert volumes_per_gram(("water", "ethanol"), np.array([0.0, 5.0]))[1] == specific_volume("ethanol")[0]


def test_adding_up_is_uncertain_by_the_share_that_is_not_measured():
    names, masses = ("water", "squalane"), np.array([75.0, 25.0])
    draws = Samples(volume_inputs(names))
    mixing, always = (draws.columns[name] for name in ("adding volumes up", "temperature of the volume"))
    own = np.column_stack([draws.columns[f"density of {name}"] for name in names])
    plain = volumes_per_gram(names, masses) + own
    expected = plain * (1 + 0.25 * mixing + always)[:, np.newaxis]
    assert sampled_volumes(names, draws, masses) == pytest.approx(expected, rel=1e-12)


def test_an_ingredient_without_a_name_is_like_water_where_it_is_said_to_be():
    records = catalog.ingredients()
    alike = {name for name in records if "other" in records[name].roles and is_water_like(records[name])}
    assert alike == {"other_water", "other_gum"}
    assert is_water_like(records["rosa_damascena_flower_water"])
    assert not is_water_like(records["glycerin"])
