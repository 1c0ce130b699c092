"""What a formula and its storage mean for the loss: the conditions, and where no number is given."""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.formula import Formula, Line, composition
from calc.chemistry.formula_table import FormulaTable, table_of
from calc.chemistry.recipe import Measured, Storage
from calc.chemistry.stability import (
    DOMAIN,
    REASONS,
    FormState,
    StabilityConditions,
    form_states,
    microbial_limit_days,
    stability_conditions,
    strength_band,
    supports_growth,
    vehicle_of,
)
from calc.chemistry.stability.conditions import glycol_powers, loss_conditions, t90_as_stated
from calc.chemistry.stability.derivatives import state_of
from calc.chemistry.stability.storage import may_see_daylight
from calc.uncertainty import Band
from calc.units import Q_

ACID = "l_ascorbic_acid"
DROPPER = {"package": "dropper_bottle", "openings_per_day": 1}


def bottle(system: str = "solution", **masses: float) -> Formula:
    lines = (
        Line(name, mass, 1.0, purity_plus_minus=0.0) if name in catalog.forms() else Line(name, mass)
        for name, mass in masses.items()
    )
    return Formula(tuple(lines), system)


def serum(strength: float = 15.0, **others: float) -> Formula:
    """Return 100 g of a serum with plain water as the rest."""
    return bottle(water=100 - strength - sum(others.values()), l_ascorbic_acid=strength, **others)


def at(celsius: float | None = 25.0, **more: object) -> Storage:
    temperature = None if celsius is None else Q_(celsius, "degC")
    return Storage(temperature, **{**DROPPER, **more})


def read(pH: float) -> Measured:
    return Measured(pH=pH, pH_sd=0.02)


def found(formula: Formula, storage: Storage | None = None, pH: float | None = 3.0) -> StabilityConditions:
    return stability_conditions(formula, storage or at(), None if pH is None else read(pH))


def strength(formula: Formula) -> Band | None:
    return strength_band(table_of(formula), composition(formula))


def germs_days(formula: Formula, storage: Storage, pH: float | None) -> float | None:
    """Return how long water may be used in which germs grow; None where nothing ends it."""
    table, at = table_of(formula), np.array([np.nan if pH is None else pH])
    days = float(microbial_limit_days(table, storage, vehicle_of(table), at)[0])
    return None if np.isnan(days) else days


def states(formula: Formula, pH: float | None = 3.0) -> tuple[FormState, ...]:
    conditions = found(formula, pH=pH)
    return form_states(formula, conditions.vehicle, conditions.pH)


def made_with_base(pH: float) -> Formula:
    """Return a serum of 15 % that sodium hydroxide brought about to a pH."""
    grams = {3.0: 0.27, 5.7: 3.38, 9.0: 3.6}[pH]
    return serum(sodium_hydroxide=grams)


# --- conditions -----------------------------------------------------------------------------------


def test_a_plain_serum():
    kept = found(serum(), pH=None)
    assert (kept.reason, kept.domain, kept.assumed, kept.vehicle) == ("", (), (), "water")
    assert kept.conditions.pH.median == pytest.approx(2.09, abs=0.05)
    assert kept.conditions.stays == ((298.15, 1.0),)
    assert kept.conditions.factors == (("between_laboratories", 1.0),)
    assert not kept.conditions.ferulic


def test_strength_by_volume():
    # 85 / 0.9982 + 15 × 105 / 176.124 = 94.096 mL hold 15 g: 159.41 g/L.
    assert strength(serum()).median == pytest.approx(159.41, rel=1e-4)
    assert strength(bottle(water=90, ascorbyl_glucoside=2)) is None


def test_a_salt_counts_as_the_acid_that_it_is_in_water():
    # Sodium ascorbate is 176.124 / 198.106 ascorbic acid.
    both = strength(bottle(water=85, l_ascorbic_acid=10, sodium_ascorbate=5))
    acid = strength(bottle(water=85, l_ascorbic_acid=10 + 5 * 176.124 / 198.106))
    assert both.median == pytest.approx(acid.median, rel=0.02)


def test_a_reading_counts_and_a_contradiction_spans_both():
    agrees, contradicts = found(made_with_base(3.0), pH=3.02), found(made_with_base(3.0), pH=4.5)
    assert agrees.pH.median == pytest.approx(3.02, abs=0.03)
    assert contradicts.pH.low < 3.1
    assert contradicts.pH.median == 4.5
    assert found(made_with_base(3.0), pH=2.0).pH.median == pytest.approx(3.0, abs=0.1)


def test_a_schedule_has_shares_of_the_day():
    storage = Storage(schedule=((Q_(5, "degC"), 22.0), (Q_(25, "degC"), 2.0)), **DROPPER)
    assert stability_conditions(serum(), storage).conditions.stays == ((278.15, 22 / 24), (298.15, 2 / 24))


@pytest.mark.parametrize(
    ("storage", "package", "domain", "assumed"),
    [
        (at(), "dropper_bottle", (), ()),
        (at(package="airless_pump", openings_per_day=None), "airless_pump", (), ()),
        (at(openings_per_day=None), "dropper_bottle", (), ("openings",)),
        (at(wall="LDPE"), "jar", (), ()),
        (at(wall="LDPE", package="airless_pump"), "airless_pump", (), ()),
        (at(package="sealed_ampoule"), "sealed_ampoule", (), ()),
        (
            at(package="sealed_ampoule", opened_on=datetime.date(2026, 1, 1)),
            "dropper_bottle",
            ("package",),
            ("package",),
        ),
        (at(package="powder_jar"), "dropper_bottle", ("package",), ("package",)),
        (at(package=None), "dropper_bottle", ("package",), ("package",)),
        (Storage(), "dropper_bottle", ("package",), ("temperature", "package", "openings")),
    ],
)
def test_packages(storage, package, domain, assumed):
    kept = found(serum(), storage)
    assert (kept.conditions.package, kept.domain, kept.assumed) == (package, domain, assumed)


def factors(formula: Formula, pH: float | None = 3.0) -> dict[str, float]:
    conditions = found(formula, pH=pH).conditions
    return {**dict(conditions.factors), **({"ferulic": 1.0} if conditions.ferulic else {})}


@pytest.mark.parametrize(
    ("glycerin", "some", "most"),
    [
        # Of 85 g of liquid: half of the way to 10 %; 10 to 30 % alike; half of the way from 30 to 90 %.
        (4.25, 0.5, 0.0),
        (17.0, 1.0, 0.0),
        (25.5, 1.0, 0.0),
        (51.0, 0.5, 0.5),
    ],
)
def test_glycol_in_water(glycerin, some, most):
    names = factors(serum(glycerin=glycerin))
    assert names.get("some_glycol", 0.0) == pytest.approx(some, abs=1e-9)
    assert names.get("propylene_glycol", 0.0) == pytest.approx(most, abs=1e-9)


def test_antioxidants_by_what_there_is_of_them():
    carriers = {"ethoxydiglycol": 10.0, "polysorbate_20": 2.0}
    full = {"ferulic_acid": 0.5, "tocopherol": 1.0, **carriers}
    # Without what carries them there are grains and drops of oil, which protect nothing.
    assert "ferulic" not in factors(serum(ferulic_acid=0.5, tocopherol=1.0))
    assert "ferulic" in factors(serum(**full))
    assert "ferulic" in factors(serum(**full), pH=4.2)
    assert "ferulic" not in factors(serum(**full), pH=4.6)
    assert "ferulic" not in factors(serum(ferulic_acid=0.5, **carriers))
    assert "ferulic" not in factors(serum(ferulic_acid=0.3, tocopherol=1.0, **carriers))
    assert "sulfite_or_glutathione" in factors(serum(sodium_metabisulfite=0.1))
    assert "sulfite_or_glutathione" in factors(serum(glutathione=0.2))
    assert "sulfite_or_glutathione" not in factors(serum(glutathione=0.02))
    assert "sulfite_or_glutathione" not in factors(serum(**full, glutathione=0.2))
    assert "sulfite_or_glutathione" in factors(serum(**full, glutathione=0.2), pH=5.0)
    assert "chelator" in factors(serum(disodium_edta=0.1))
    assert "chelator" not in factors(serum(disodium_edta=0.01))


def test_propylene_glycol_without_water_needs_no_pH():
    kept = found(bottle(propylene_glycol=95, l_ascorbic_acid=5), pH=None)
    assert (kept.reason, kept.domain, kept.vehicle) == ("", (), "glycol")
    assert kept.conditions.pH is None
    assert dict(kept.conditions.factors) == {"between_laboratories": 1.0, "propylene_glycol": 1.0}


def test_what_protects_does_so_in_water_and_in_glycol_and_not_in_oil():
    others = {"disodium_edta": 0.1, "glutathione": 0.2}
    for vehicle, expected in (("propylene_glycol", True), ("squalane", False)):
        held = factors(bottle(**{vehicle: 95}, l_ascorbic_acid=5, **others), pH=None)
        assert ("chelator" in held, "sulfite_or_glutathione" in held) == (expected, expected)


def test_powder_in_oil_is_an_order_of_magnitude():
    kept = found(bottle("suspension", squalane=90, l_ascorbic_acid=10), pH=None)
    assert (kept.reason, kept.domain, kept.vehicle) == ("", ("suspension",), "oil")
    assert dict(kept.conditions.factors) == {"outside": 1.0, "oil": 1.0}


def test_an_emulsion_of_water_in_oil():
    kept = found(bottle("w_o_emulsion", water=48, squalane=50, l_ascorbic_acid=2))
    assert kept.domain == ("emulsion",)
    assert dict(kept.conditions.factors) == {"outside": 1.0, "w_o_emulsion": 1.0}


# The least that counts, in 100 g of a serum, and a little less of it [g].
@pytest.mark.parametrize(
    ("factor", "others"),
    [
        ("chelator", {"disodium_edta": 0.05}),
        ("chelator", {"sodium_phytate": 0.03, "disodium_edta": 0.02}),
        ("sulfite_or_glutathione", {"sodium_metabisulfite": 0.1}),
        ("sulfite_or_glutathione", {"glutathione": 0.1}),
        ("ferulic", {"ferulic_acid": 0.5, "tocopherol": 0.8, "ethoxydiglycol": 10.0, "polysorbate_20": 2.0}),
    ],
)
def test_the_least_of_what_protects(factor, others):
    assert factor in factors(serum(**others))
    name = "tocopherol" if factor == "ferulic" else next(iter(others))
    assert factor not in factors(serum(**{**others, name: others[name] * 0.999}))


@pytest.mark.parametrize(
    ("masses", "vehicle"),
    [
        ({"water": 2.001, "squalane": 88, "l_ascorbic_acid": 9.999}, "water"),
        ({"water": 2.0, "squalane": 88, "l_ascorbic_acid": 10}, "oil"),
        ({"water": 1.0, "glycerin": 1, "squalane": 88, "l_ascorbic_acid": 10}, "glycol"),
        ({"ethanol": 45, "propylene_glycol": 45, "l_ascorbic_acid": 10}, "glycol"),
        ({"ethanol": 1, "squalane": 89, "l_ascorbic_acid": 10}, "other"),
        ({"squalane": 1, "l_ascorbic_acid": 99}, "oil"),
        ({"l_ascorbic_acid": 99, "niacinamide": 1}, "powder"),
        ({"serum": 10, "l_ascorbic_acid": 90}, "water"),
    ],
)
def test_what_the_acid_is_in(masses, vehicle):
    assert vehicle_of(table_of(bottle(**masses))).name() == vehicle


# Glycols as a share of them and the water, and how much of the factor for some and for glycol alone counts.
@pytest.mark.parametrize(
    ("share", "some", "most"),
    [
        (0.0, 0.0, 0.0),
        (0.05, 0.5, 0.0),
        (0.1, 1.0, 0.0),
        (0.3, 1.0, 0.0),
        (0.45, 0.75, 0.25),
        (0.9, 0.0, 1.0),
        (1.0, 0.0, 1.0),
    ],
)
def test_the_powers_of_glycol(share, some, most):
    assert [float(power) for power in glycol_powers(share)] == pytest.approx([some, most], abs=1e-12)


def test_glycol_in_an_emulsion_of_water_in_oil_and_in_oil_has_no_factor():
    emulsion = bottle("w_o_emulsion", water=30, propylene_glycol=18, squalane=50, l_ascorbic_acid=2)
    assert factors(emulsion) == {"outside": 1.0, "w_o_emulsion": 1.0}
    assert found(bottle(propylene_glycol=90, water=5, l_ascorbic_acid=5), pH=2.5).vehicle == "water"
    wet = factors(bottle(propylene_glycol=90, water=5, l_ascorbic_acid=5), pH=2.5)
    assert wet == {"outside": 1.0, "propylene_glycol": 1.0}


@pytest.mark.parametrize(
    ("kept", "sees"),
    [
        ({}, False),
        ({"light": "daylight"}, True),
        ({"light": "room"}, False),
        ({"light": "dark", "wall": "clear_glass"}, False),
        ({"wall": "clear_glass"}, True),
        ({"wall": "PET"}, False),
        ({"wall": "PET", "light": "daylight"}, True),
        ({"wall": "amber_glass", "light": "daylight"}, False),
        ({"wall": "aluminium", "light": "daylight"}, False),
    ],
)
def test_what_daylight_reaches(kept, sees):
    assert may_see_daylight(at(**kept)) == sees


# With every input as stated 100 mg/mL at pH 2.21 and 23 °C, opened daily, go at the rate of the fit; the rest
# are factors of the table.
@pytest.mark.parametrize(
    ("formula", "storage", "pH", "times"),
    [
        (serum(), at(23.0), 2.21, 1.0),
        (serum(disodium_edta=0.1), at(23.0), 2.21, 0.7),
        (serum(sodium_metabisulfite=0.2), at(23.0), 2.21, 0.5),
        (serum(), at(23.0, package="jar"), 2.21, 2.0),
        (serum(), at(23.0, openings_per_day=2), 2.21, 0.25 + 2 * 0.75),
        (serum(), at(23.0, openings_per_day=None), 2.21, 1.0),
        (serum(glycerin=8.5), at(23.0), 2.21, 0.8),
        (bottle("suspension", squalane=85, l_ascorbic_acid=15), at(23.0), None, 0.01),
    ],
)
def test_days_with_every_input_as_stated_by_hand(formula, storage, pH, times):
    table = table_of(formula)
    loss = loss_conditions(table, storage, np.array([np.nan if pH is None else pH]))
    fitted = {name: row.centre for name, row in catalog.stability().fitted.items()}
    rate = fitted["rate_at_reference"] * times
    rate *= (float(loss.strength_g_per_L[0]) / 100) ** fitted["strength_exponent"]
    # Of the pH little is left to tell: at 2.21 one in seventy has let go.
    days = (1 - 0.9 ** (1 - fitted["order"])) / (1 - fitted["order"]) / rate
    assert t90_as_stated(loss, storage)[0] == pytest.approx(days, rel=0.06)


def test_days_as_stated_row_by_row():
    names = ("water", ACID, "disodium_edta")
    grams = np.array([[85.0, 84.9, 100.0, 85.0], [15.0, 15.0, 0.0, 15.0], [0.0, 0.1, 0.0, 0.0]])
    table = FormulaTable.of_grams(grams, names)
    days = t90_as_stated(loss_conditions(table, at(), np.array([3.0, 3.0, 3.0, 7.0])), at())
    assert days[1] == pytest.approx(days[0] / 0.7, rel=1e-3)
    assert np.isnan(days[2:]).all()
    none = loss_conditions(FormulaTable.of_grams(np.array([[1.0]]), ("water",)), at(), np.array([7.0]))
    assert np.isnan(t90_as_stated(none, at())).all()


def test_the_highest_pH_counts_where_a_reading_contradicts():
    above = found(made_with_base(3.0), pH=4.5).pH
    below = found(made_with_base(3.0), pH=2.0).pH
    assert (above.median, above.high) == (4.5, pytest.approx(4.54, abs=0.01))
    assert (below.low, below.high) == (pytest.approx(1.96, abs=0.01), pytest.approx(3.0, abs=0.3))
    assert below.median == pytest.approx(3.0, abs=0.1)
    # Of what nobody can predict the reading alone is known.
    alone = found(bottle(serum=85, l_ascorbic_acid=15), pH=3.0).pH
    assert (alone.median, alone.low, alone.high) == pytest.approx((3.0, 2.961, 3.039), abs=1e-3)


# --- no number ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "formula", "storage", "pH"),
    [
        ("no_form", bottle(water=100), at(), None),
        ("derivative", bottle(water=98, ascorbyl_glucoside=2), at(), 6.0),
        ("dry_powder", bottle(l_ascorbic_acid=100), at(), None),
        ("clear_in_daylight", serum(), at(light="daylight", wall="clear_glass"), 3.0),
        ("too_cold", serum(), at(-0.1), 3.0),
        ("too_hot", serum(), at(50.1), 3.0),
        ("unknown_solvent", bottle(ethanol=95, l_ascorbic_acid=5), at(), None),
        ("no_pH", bottle(serum=85, l_ascorbic_acid=15), at(), None),
        ("no_pH", serum(glycerin=50), at(), None),
        ("too_alkaline", serum(), at(), 6.8),
        ("too_alkaline", made_with_base(9.0), at(), None),
    ],
)
def test_why_there_is_no_number(reason, formula, storage, pH):
    kept = found(formula, storage, pH)
    assert kept.reason == reason
    assert kept.conditions is None


@pytest.mark.parametrize(
    ("storage", "pH"),
    [(at(0.0), 3.0), (at(50.0), 3.0), (at(), 6.0), (at(light="daylight", wall="amber_glass"), 3.0)],
)
def test_at_the_limit_there_is_one(storage, pH):
    assert found(made_with_base(5.7) if pH == 6.0 else serum(), storage, pH).reason == ""


def test_a_schedule_is_as_hot_as_its_hottest():
    storage = Storage(schedule=((Q_(5, "degC"), 23.0), (Q_(55, "degC"), 1.0)), **DROPPER)
    assert stability_conditions(serum(), storage).reason == "too_hot"


# --- far from every series ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("domain", "formula", "storage"),
    [
        (("weak", "benzoate"), bottle(water=99.5, l_ascorbic_acid=0.05, sodium_benzoate=0.02), at(6)),
        (("weak",), serum(0.99), at()),
        ((), serum(1.0), at()),
        (("benzoate",), serum(sodium_benzoate=0.3), at()),
        (("metals",), serum(copper_tripeptide_1=0.1), at()),
        (("alcohol",), serum(ethanol=6), at()),
        ((), serum(ethanol=5), at()),
        (("solvent",), serum(glycerin=30), at()),
        (("solvent",), bottle(propanediol=90, l_ascorbic_acid=10), at()),
        (("emulsion",), bottle("o_w_emulsion", water=70, squalane=20, l_ascorbic_acid=10), at()),
        (("suspension",), bottle("suspension", water=60, l_ascorbic_acid=40), at()),
        (("finished",), bottle(serum=85, l_ascorbic_acid=15), at()),
        (("finished", "emulsion"), bottle(lotion=85, l_ascorbic_acid=15), at()),
        (("package",), serum(), at(package=None)),
        (("light",), serum(), at(light="daylight")),
        (("light",), serum(), at(wall="clear_glass")),
        ((), serum(), at(wall="clear_glass", light="room")),
        ((), serum(), at(wall="aluminium", light="daylight")),
    ],
)
def test_what_makes_the_band_wide(domain, formula, storage):
    kept = found(formula, storage)
    assert kept.domain == domain
    assert ("outside" in dict(kept.conditions.factors)) is bool(domain)


def test_every_key_is_listed():
    assert "" in REASONS
    assert len(set(DOMAIN)) == len(DOMAIN)


# --- germs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "celsius", "pH", "days"),
    [
        (serum(), 5.0, 3.2, 14),
        (serum(), 8.0, 3.2, 14),
        (serum(), 8.1, 3.2, 7),
        (serum(), None, 3.2, 7),
        (serum(), 5.0, 2.9, None),
        (serum(), 5.0, 3.0, 14),
        (serum(ethanol=21), 5.0, 3.2, None),
        (serum(phenoxyethanol=0.9), 25.0, 5.5, None),
        (serum(potassium_sorbate=0.3), 25.0, 3.5, None),
        (serum(potassium_sorbate=0.3), 5.0, 6.0, 14),
        (bottle(propylene_glycol=95, l_ascorbic_acid=5), 25.0, None, None),
        (bottle(serum=85, l_ascorbic_acid=15), 25.0, None, None),
    ],
)
def test_germs(formula, celsius, pH, days):
    assert germs_days(formula, at(celsius), pH) == days


def test_germs_element_by_element():
    nan = float("nan")
    ethanol = np.array([0.0, 0.2, 0.21, 0.0, 0.0, 0.0, 0.0, 0.0])
    pH = np.array([4.0, 4.0, 4.0, 2.9, 3.0, nan, 4.0, 4.0])
    preserving = np.array([nan, nan, nan, nan, nan, nan, 0.19, 0.2])
    expected = [True, True, False, False, True, True, True, False]
    assert supports_growth(ethanol, pH, preserving).tolist() == expected


def test_an_acid_preserves_nothing_at_a_pH_that_is_not_known():
    assert germs_days(serum(potassium_sorbate=0.3), at(5.0), None) == 14


@pytest.mark.parametrize(("pH", "days"), [(None, None), (5.0, None), (7.0, None), (8.4, None), (9.5, 7)])
def test_a_paraben_preserves_until_it_has_lost_its_proton(pH, days):
    assert germs_days(serum(methylparaben=0.3), at(25.0), pH) == days


def test_a_fridge_that_is_left_every_day_is_none():
    storage = Storage(schedule=((Q_(5, "degC"), 22.0), (Q_(25, "degC"), 2.0)), **DROPPER)
    assert germs_days(serum(), storage, 3.2) == 7


# --- other forms ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "pH", "key"),
    [
        ("sodium_ascorbyl_phosphate", 6.5, "stable"),
        ("sodium_ascorbyl_phosphate", 7.6, "caution"),
        ("sodium_ascorbyl_phosphate", 5.5, "caution"),
        ("sodium_ascorbyl_phosphate", 5.0, "caution"),
        ("sodium_ascorbyl_phosphate", 4.9, "falls_apart"),
        ("magnesium_ascorbyl_phosphate", 8.0, "stable"),
        ("magnesium_ascorbyl_phosphate", 13.9, "stable"),
        ("magnesium_ascorbyl_phosphate", 5.9, "caution"),
        ("ascorbyl_glucoside", 6.4, "stable"),
        ("ascorbyl_glucoside", 4.5, "caution"),
        ("ethyl_ascorbic_acid", 5.5, "buffer"),
        ("ethyl_ascorbic_acid", 3.5, "caution"),
        ("dehydroascorbic_acid", 7.0, "falls_apart"),
        ("dehydroascorbic_acid", 4.0, "caution"),
        ("ascorbyl_palmitate", 6.0, "poor"),
        ("tetrahexyldecyl_ascorbate", 6.0, "keep_dark"),
        ("encapsulated_ascorbic_acid", 6.0, "released"),
        ("glyceryl_ascorbate", 6.0, "not_known"),
        ("sodium_ascorbyl_phosphate", None, "no_pH"),
    ],
)
def test_states_of_other_forms(form, pH, key):
    formula = bottle(water=95, **{form: 3})
    (state,) = states(formula, pH=pH)
    assert (state.form, state.key) == (form, key)
    assert bool(state.sources) is (key != "not_known")


@pytest.mark.parametrize(
    ("form", "pH", "key"),
    [
        ("sodium_ascorbyl_phosphate", 7.5, "stable"),
        ("sodium_ascorbyl_phosphate", 7.51, "caution"),
        ("sodium_ascorbyl_phosphate", 6.0, "stable"),
        ("sodium_ascorbyl_phosphate", 5.99, "caution"),
        ("sodium_ascorbyl_phosphate", 4.99, "falls_apart"),
        ("dehydroascorbic_acid", 5.0, "caution"),
        ("dehydroascorbic_acid", 5.01, "falls_apart"),
        ("dehydroascorbic_acid", 0.0, "caution"),
        ("ascorbyl_palmitate", np.nan, "poor"),
        ("glyceryl_ascorbate", np.nan, "not_known"),
    ],
)
def test_states_at_the_ends_of_their_windows(form, pH, key):
    assert state_of(form, np.array([True]), np.array([pH])).name() == key
    dry = {"tetrahexyldecyl_ascorbate": "keep_dark", "encapsulated_ascorbic_acid": "stable"}
    assert state_of(form, np.array([False]), np.array([pH])).name() == dry.get(form, "not_known")


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("encapsulated_ascorbic_acid", "stable"),
        ("tetrahexyldecyl_ascorbate", "keep_dark"),
        ("ascorbyl_palmitate", "not_known"),
    ],
)
def test_states_without_water(form, key):
    formula = bottle(squalane=95, **{form: 3})
    assert [state.key for state in states(formula, pH=None)] == [key]


def test_a_salt_has_no_state_of_its_own():
    formula = bottle(water=85, l_ascorbic_acid=10, sodium_ascorbate=5)
    assert states(formula) == ()
