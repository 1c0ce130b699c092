"""A formula at a mass: its volume, its strength by volume, and the order of addition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.density import sampled_volumes, specific_volume, volume_inputs
from calc.chemistry.dosing import dose
from calc.chemistry.formula import Formula, Line, composition
from calc.mixing.batch import Weighing, as_batch, turn
from calc.uncertainty import Samples
from tests.cases import every_case

ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
TWO_LIQUIDS = Formula((Line("water", 100.0), Line("glycerin", 50.0)))
SERUM = Formula((Line("water", 85.0), Line(ACID, 15.0, 1.0, purity_plus_minus=0.0)))


# --- by hand --------------------------------------------------------------------------------------


def test_the_volume_of_two_liquids():
    # A third of glycerin: 1.0727 at 30 % and 1.126 at 50 %, 0.7694 and 0.7727 mL a gram, so 0.7700 there:
    # 100 g / 0.9982 + 50 g × 0.7700 = 100.1803 + 38.5 = 138.68 mL, which is 1.0816 g/mL.
    batch = as_batch(TWO_LIQUIDS, ())
    assert batch.volume.median == pytest.approx(138.68, rel=3e-4)
    assert batch.volume.high - batch.volume.low < 0.01 * batch.volume.median
    assert batch.volume.drivers[0].name == "density of glycerin"
    assert not batch.density_given


def test_a_density_takes_the_place_of_ideal_mixing():
    # 150 g / 1.2 g/mL = 125 mL, and nothing about it is uncertain.
    batch = as_batch(TWO_LIQUIDS, (), density=1.2)
    assert batch.density_given
    for end in (batch.volume.low, batch.volume.median, batch.volume.high):
        assert end == pytest.approx(125.0, rel=1e-12)
    assert batch.volume.drivers == ()


def test_the_strength_by_volume():
    # 15 g in 100 g at 1.05 g/mL: 95.238 mL; 15 / 95.238 = 0.1575 g/mL.
    batch = as_batch(SERUM, (), density=1.05)
    assert batch.mass_concentration.median == pytest.approx(0.1575, rel=1e-12)
    # Without a density: 85 / 0.9982 + 15 × 105 / 176.124 = 85.1533 + 8.9426 = 94.0959 mL; 0.159412 g/mL.
    estimated = as_batch(SERUM, ()).mass_concentration
    assert estimated.median == pytest.approx(0.159412, rel=1e-4)
    assert estimated.high - estimated.low < 0.007 * estimated.median


def test_an_unknown_density_widens_the_volume():
    # Panthenol has none: 10 g are 10/1.7 = 5.88 to 10/0.9 = 11.11 mL, in the middle 10/1.3 = 7.69 mL.
    band = as_batch(Formula((Line("panthenol", 10.0),)), ()).volume
    assert band.median == pytest.approx(10 / 1.3, rel=2e-3)
    assert band.low == pytest.approx(10 / 1.7, rel=0.02)
    assert band.high == pytest.approx(10 / 0.9, rel=0.02)


def test_two_lines_of_a_form_count_together():
    # 10 + 5 g of pure acid in 100 g at 1 g/mL: 0.15 g/mL.
    lines = (Line("water", 85.0), *(Line(ACID, mass, 1.0, purity_plus_minus=0.0) for mass in (10.0, 5.0)))
    batch = as_batch(Formula(lines), (), density=1.0)
    assert batch.mass_concentration.median == pytest.approx(0.15, rel=1e-12)


def test_gas_takes_no_part_of_a_density():
    # 15 g of acid and 1.68 g of soda, of which 0.8801 g leave: 84.2 + 15.7999 = 99.9999 g, at 1.05 g/mL.
    lines = (*replace_water(84.2), Line("sodium_bicarbonate", 1.68))
    batch = as_batch(Formula(lines), (), density=1.05)
    assert batch.volume.median == pytest.approx(99.9999 / 1.05, rel=1e-5)
    assert batch.mass_concentration.median == pytest.approx(15 / 99.9999 * 1.05, rel=1e-4)


def test_a_dose_is_handed_on():
    wanted = dose(SERUM, Adjuster("sodium_hydroxide"), 3.5)
    assert as_batch(SERUM, (), dose=wanted).dose is wanted
    assert as_batch(SERUM, ()).dose is None


def replace_water(mass: float) -> tuple[Line, ...]:
    """Return the lines of the serum with another mass of water."""
    return (Line("water", mass), *SERUM.lines[1:])


# --- what it is about -----------------------------------------------------------------------------


def test_no_vitamin_c_no_form():
    batch = as_batch(TWO_LIQUIDS, ())
    assert batch.form == ""
    assert (batch.mass_concentration.low, batch.mass_concentration.high) == (0.0, 0.0)


def test_it_is_about_the_strongest_form_unless_told():
    # 10 g of acid and 4 g of SAP in 100 g, 1 g/mL.
    formula = Formula((Line("water", 86.0), Line(SAP, 4.0, 1.0), Line(ACID, 10.0, 1.0)))
    assert as_batch(formula, (), density=1.0).form == ACID
    result = as_batch(formula, (), form=SAP, density=1.0)
    assert result.form == SAP
    assert result.mass_concentration.median == pytest.approx(0.04, rel=2e-3)


def test_the_sheet_is_handed_on():
    rows = [Weighing("water", 85.0, 0.1, 0.0), Weighing(ACID, 15.0, None, 0.3)]
    batch = as_batch(SERUM, iter(rows))
    assert batch.weigh == tuple(rows)
    assert batch.formula is SERUM
    assert rows[1].as_dict() == {
        "ingredient": ACID,
        "mass_g": 15.0,
        "scale_plus_minus_g": None,
        "method_plus_minus_g": 0.3,
        "first_g": None,
        "strength": 1.0,
    }
    base = Weighing("sodium_hydroxide", 8.0, 0.01, 1.1, 6.4, 0.1).as_dict()
    assert (base["first_g"], base["strength"]) == (6.4, 0.1)


def test_the_same_formula_twice_is_the_same_batch():
    assert as_batch(SERUM, ()) == as_batch(SERUM, ())


# --- pieces ---------------------------------------------------------------------------------------


def test_specific_volumes_are_one_over_density_with_the_ends_swapped():
    assert specific_volume("water") == pytest.approx((1 / 0.9982,) * 3)
    assert specific_volume("serum") == pytest.approx((1 / 1.03, 1 / 1.1, 1 / 0.98))
    assert specific_volume("panthenol") == pytest.approx((1 / 1.3, 1 / 1.7, 1 / 0.9))


@every_case("ingredient", sorted(catalog.ingredients()))
def test_specific_volumes_are_in_order(ingredient):
    centre, low, high = specific_volume(ingredient)
    assert 0.5 < low <= centre <= high < 2


def test_every_ingredient_is_drawn_once():
    names = [volume.name for volume in volume_inputs(["water", "glycerin", "water"])]
    assert names[2:] == ["density of water", "density of glycerin"]


def test_sampled_volumes_have_a_column_for_each_ingredient():
    names = ["water", "panthenol", "water"]
    draws = Samples(volume_inputs(names))
    columns = sampled_volumes(names, draws, np.array([40.0, 10.0, 50.0]))
    assert columns.shape == (draws.size, 3)
    assert np.array_equal(columns[:, 0], columns[:, 2])
    # Adding up is off by the same factor for all, by the share that was not measured: a tenth.
    off = 0.1 * draws.columns["adding volumes up"] + draws.columns["temperature of the volume"]
    assert columns[:, 0] * 0.9982 == pytest.approx(1 + off)


def test_what_goes_in_first():
    order = sorted(["squalane", ACID, "glycerin", "water", "serum", "ferulic_acid"], key=turn)
    assert order == ["serum", "water", ACID, "glycerin", "ferulic_acid", "squalane"]


def test_what_dissolves_in_oil_goes_with_the_oil_whatever_it_is_for():
    oils = ("bakuchiol", "retinol", "ascorbyl_palmitate", "tocopherol")
    assert {turn(name) for name in oils} == {turn("squalane")}
    assert turn("ethanol") == turn("propylene_glycol") < turn("ferulic_acid") < turn("squalane")
    assert turn("squalane") < turn("olivem_1000") < turn("phenoxyethanol") < turn("xanthan_gum")


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["water", ACID, "propylene_glycol", "ferulic_acid"], ["propylene_glycol", "ferulic_acid"]),
        (["serum", "propylene_glycol", "ferulic_acid"], ["propylene_glycol", "ferulic_acid"]),
        # Without water there is nothing to stir it into, and without a carrier nothing to dissolve it in.
        (["propylene_glycol", "ferulic_acid"], []),
        (["water", "ferulic_acid"], []),
        (["water", "propylene_glycol"], []),
    ],
)
def test_what_water_does_not_dissolve_goes_in_with_what_carries_it(names, together):
    formula = Formula(tuple(Line(name, 10.0) for name in names))
    batch = as_batch(formula, [Weighing(name, 10.0, None, 0.0) for name in names])
    assert [row.ingredient for row in batch.weigh if row.step == "dissolve_together"] == together


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=25)


@fewer
@given(st.floats(0.01, 1e4), st.floats(0.01, 1e4), st.floats(0.6, 2))
def test_mass_is_volume_times_density(one, two, density):
    batch = as_batch(Formula((Line("water", one), Line("glycerin", two))), (), density=density)
    assert batch.volume.median * density == pytest.approx(one + two, rel=1e-12)


@fewer
@given(st.floats(0.001, 0.9), st.floats(0.6, 2))
def test_by_volume_is_by_mass_times_density(strength, density):
    formula = Formula((Line("water", 100 * (1 - strength)), Line(ACID, 100 * strength, 0.99)))
    by_mass = composition(formula).strength_of(ACID).mass_fraction
    by_volume = as_batch(formula, (), density=density).mass_concentration
    for end in ("low", "median", "high"):
        assert getattr(by_volume, end) == pytest.approx(getattr(by_mass, end) * density, rel=1e-9)


@fewer
@given(st.floats(0.01, 100))
def test_a_larger_batch_has_the_same_strength(factor):
    larger = Formula(tuple(Line(line.ingredient, line.mass_g * factor, line.purity) for line in SERUM.lines))
    same = Formula(tuple(Line(line.ingredient, line.mass_g, line.purity) for line in SERUM.lines))
    one, two = as_batch(same, ()), as_batch(larger, ())
    assert two.volume.median == pytest.approx(one.volume.median * factor, rel=1e-9)
    assert two.mass_concentration.median == pytest.approx(one.mass_concentration.median, rel=1e-9)


#: Who goes in when, from the first to the last: those of a row together.
ORDER = (
    ("serum", "lotion", "gel_base"),
    ("water", "tap_water", "aloe_barbadensis_leaf_juice"),
    ("disodium_edta",),
    ("sodium_metabisulfite",),
    (ACID, SAP, "encapsulated_ascorbic_acid"),
    ("citric_acid", "glycolic_acid"),
    ("trisodium_citrate_dihydrate", "sodium_lactate"),
    # An antioxidant that dissolves in water goes with the actives, and so does what is both.
    ("niacinamide", "panthenol", "glutathione", "carnosine", "copper_tripeptide_1", "urea"),
    # What carries others, though it dissolves in oil too or preserves besides.
    ("glycerin", "ethanol", "ethoxydiglycol", "propanediol", "hexanediol_1_2", "cyclodextrin"),
    ("sorbitol", "sucrose"),
    # What needs to be carried, acids and actives among it.
    ("ferulic_acid", "salicylic_acid", "zinc_oxide", "hexylresorcinol"),
    ("squalane", "retinol", "ascorbyl_palmitate", "tetrahexyldecyl_ascorbate"),
    ("polysorbate_20", "lecithin", "cetyl_alcohol", "cholesterol", "tocophersolan"),
    ("phenoxyethanol", "caprylyl_glycol", "undecylenic_acid"),
    # What thickens, though it holds water, dissolves, melts in oil or emulsifies.
    ("xanthan_gum", "sodium_hyaluronate", "aloe_vera_gel", "cera_alba", "sepigel_305", "silica"),
    ("sodium_hydroxide", "sodium_bicarbonate"),
    ("other_powder", "other_oil", "other_unknown"),
)


def test_each_ingredient_has_its_turn():
    turns = [{turn(name) for name in names} for names in ORDER]
    assert [len(each) for each in turns] == [1] * len(ORDER)
    first_to_last = [each.pop() for each in turns]
    assert first_to_last == sorted(set(first_to_last))


@pytest.mark.parametrize(
    ("names", "together"),
    [
        # An emulsifier carries the oil; the preservative goes in after it, the acid before.
        (["water", ACID, "squalane", "polysorbate_20", "phenoxyethanol"], ["squalane", "polysorbate_20"]),
        (["lotion", "propylene_glycol", "ferulic_acid"], ["propylene_glycol", "ferulic_acid"]),
        (["rosa_damascena_flower_water", "ethanol", "retinol"], ["ethanol", "retinol"]),
        # Alcohol alone is a solvent too: what it dissolves is stirred into it.
        (["ethanol", "retinol"], ["ethanol", "retinol"]),
        (["squalane", "retinol", "polysorbate_20"], []),
        (["water", "sorbitol", "squalane"], []),
        (["water", "glycerin", "propanediol"], []),
        (["water", "glycerin", "sorbitol", "niacinamide"], ["glycerin", "sorbitol"]),
    ],
)
def test_what_is_dissolved_together_before_it_goes_in(names, together):
    formula = Formula(tuple(Line(name, 10.0) for name in names))
    batch = as_batch(formula, [Weighing(name, 10.0, None, 0.0) for name in names], density=1.0)
    steps = {row.ingredient: row.step for row in batch.weigh}
    assert steps == {name: "dissolve_together" if name in together else "" for name in names}


def test_the_water_in_a_powder_takes_the_room_of_water():
    # 10 g with a fifth of water and 90 g of water are 8 g of the acid in 92 g of water.
    moist = Formula((Line("water", 90.0), Line(ACID, 10.0, 0.8, 0.2, purity_plus_minus=0.0)))
    dry = Formula((Line("water", 92.0), Line(ACID, 8.0, 1.0, purity_plus_minus=0.0)))
    one, two = as_batch(moist, ()), as_batch(dry, ())
    # 8 × 105 / 176.124 + 92 / 0.9982 = 96.935 mL.
    assert one.volume.median == pytest.approx(8 * 105 / 176.124 + 92 / 0.9982, rel=1e-3)
    assert one.volume.median == pytest.approx(two.volume.median, rel=1e-6)
    assert one.mass_concentration.median == pytest.approx(two.mass_concentration.median, rel=1e-6)


def test_a_row_is_called_as_the_recipe_calls_it():
    assert Weighing("other_unknown", 1.0, None, 0.0, called="moon dust").name == "moon dust"
    assert Weighing("water", 1.0, None, 0.0).name == "Water"
    called = Weighing("other_unknown", 1.0, None, 0.0, called="moon dust", step="dissolve_together").as_dict()
    assert (called["called"], called["step"]) == ("moon dust", "dissolve_together")
    assert not {"called", "step"} & Weighing("water", 1.0, None, 0.0).as_dict().keys()
