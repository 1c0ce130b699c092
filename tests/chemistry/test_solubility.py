"""Whether each form dissolves in the water that is there: against print, by hand, and as invariants."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.formula import Formula, Line
from calc.chemistry.solubility import Solubility, saturation, solubilities
from calc.uncertainty import Band

REFERENCE = Path(__file__).parents[1] / "reference"
ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
SALT = "sodium_ascorbate"
MAP = "magnesium_ascorbyl_phosphate"
PALMITATE = "ascorbyl_palmitate"
#: Worst first.
RANK = {False: 0, None: 1, True: 2}


def read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bottle(**masses: float) -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in masses.items()))


def known(ingredient: str, mass: float, **more: float) -> Line:
    """Return a line of which nothing is uncertain."""
    return Line(ingredient, mass, purity_plus_minus=0.0, **{"purity": 1.0, **more})


def only(formula: Formula, coldest_C: float) -> Solubility:
    (single,) = solubilities(formula, coldest_C)
    return single


def of(formula: Formula, form: str, coldest_C: float) -> Solubility:
    return next(verdict for verdict in solubilities(formula, coldest_C) if verdict.form == form)


def width(band: Band) -> float:
    return band.high - band.low


# --- against print --------------------------------------------------------------------------------


@pytest.mark.parametrize("row", read("solubility.csv"), ids=lambda row: f"{row['temperature_C']} °C")
def test_the_limit_agrees_with_the_published_ranges(row):
    limit = of(bottle(water=100, **{row["id"]: 1}), row["id"], float(row["temperature_C"]))
    band, tolerance = limit.limit_g_per_100g_water, float(row["tolerance"])
    assert band.low == pytest.approx(float(row["low_g_per_100g"]), abs=tolerance)
    assert band.high == pytest.approx(float(row["high_g_per_100g"]), abs=tolerance)


@pytest.mark.parametrize("row", read("solubility_trials.csv"), ids=lambda row: row["g_per_100g_water"])
def test_home_trials_came_out_as_judged(row):
    formula = bottle(water=100, **{row["id"]: float(row["g_per_100g_water"])})
    assert only(formula, float(row["temperature_C"])).dissolves is (row["dissolves"] == "True")


# --- by hand --------------------------------------------------------------------------------------


def test_van_t_hoff():
    # 20500 / 8.314463 = 2465.58 K; 1/293.15 - 1/298.15 = 5.72067e-5 /K; e^0.141048 = 1.151480.
    assert saturation(33.3, 20500.0, 293.15, 298.15) == pytest.approx(33.3 * 1.151480, rel=1e-5)
    assert saturation(33.3, 20500.0, 298.15, 298.15) == 33.3


def test_the_ends_of_the_limit_are_those_of_its_anchor():
    # 1/278.15 - 1/298.15 = 2.41169e-4 /K and 1/278.15 - 1/293.15 = 1.83962e-4 /K, × 2465.58 K:
    # 33.3 g × e^-0.594621 = 18.374 and × e^-0.453573 = 21.157; a hundredth of the width as tolerance.
    band = only(bottle(water=80, l_ascorbic_acid=20), 5.0).limit_g_per_100g_water
    assert (band.low, band.high) == pytest.approx((18.374, 21.157), abs=0.03)
    assert [driver.name for driver in band.drivers] == ["temperature of the published solubility"]


@pytest.mark.parametrize(("coldest", "dissolves"), [(5.0, False), (22.5, True), (25.0, True)])
def test_a_serum_of_twenty_per_cent_crystallises_in_the_fridge(coldest, dissolves):
    # 20 / 80: 25 g per 100 g of water.
    verdict = only(bottle(water=80, l_ascorbic_acid=20), coldest)
    assert verdict.dissolves is dissolves
    assert verdict.reason == ""
    assert verdict.g_per_100g_water.high == pytest.approx(25.0, abs=0.01)


def test_five_grams_in_a_tablespoon_of_water_are_at_the_limit():
    # 33.3 g per 100 g of water: at 20 °C dissolves 28.9 to 33.3.
    verdict = only(bottle(water=15, l_ascorbic_acid=5), 20.0)
    assert verdict.dissolves is None
    assert verdict.reason == "between"


def test_only_what_is_pure_counts():
    # 20 × 0.9 / 80 = 22.5 g per 100 g.
    powder = known(ACID, 20.0, purity=0.9)
    amount = only(Formula((Line("water", 80.0), powder)), 25.0).g_per_100g_water
    assert (amount.low, amount.median, amount.high) == pytest.approx((22.5,) * 3)


def test_lines_of_a_form_add_up():
    # 12 × 0.99 + 8 × 0.95 = 19.48 g in 80 g: 24.35 g per 100 g.
    lines = (Line("water", 80.0), known(ACID, 12.0, purity=0.99), known(ACID, 8.0, purity=0.95))
    assert only(Formula(lines), 25.0).g_per_100g_water.median == pytest.approx(24.35)


def test_water_that_comes_with_a_powder_dissolves_too():
    # 20 g of acid in 70 + 0.25 × 40 = 80 g of water.
    moist = known(SAP, 40.0, purity=0.75, water_content=0.25)
    formula = Formula((Line("water", 70.0), known(ACID, 20.0), moist))
    assert of(formula, ACID, 25.0).g_per_100g_water.median == pytest.approx(25.0)
    assert of(formula, SAP, 25.0).g_per_100g_water.median == pytest.approx(100 * 30 / 80)


def test_the_water_of_a_powder_alone_is_far_too_little():
    # 19 g in 1 g of water.
    formula = Formula((Line("squalane", 80.0), known(ACID, 20.0, purity=0.95, water_content=0.05)))
    verdict = only(formula, 25.0)
    assert verdict.dissolves is False
    assert verdict.g_per_100g_water.median == pytest.approx(1900)


# --- limits of the other forms --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [
        # 620 g in a litre of water, 998.2 g; or in a litre of solution, whose 620 / 1.3 = 476.92 mL
        # of salt leave 523.08 mL or 522.14 g of water: 118.74.
        (SALT, 62.11, 118.74),
        # 789 / 998.2; or 789 / 1.3 = 606.92 mL, 392.37 g of water: 201.09.
        (SAP, 79.04, 201.09),
        # 15 g in 100 g of water, or in 85 g.
        (MAP, 15.0, 17.647),
    ],
)
def test_per_litre_of_what_is_not_clear(form, low, high):
    verdict = only(bottle(water=100, **{form: 1}), 25.0)
    band = verdict.limit_g_per_100g_water
    assert band.low == pytest.approx(low, rel=0.01)
    assert band.high == pytest.approx(high, rel=0.01)
    assert verdict.dissolves is True


@pytest.mark.parametrize(
    ("mass", "dissolves", "reason"), [(60.0, True, ""), (90.0, None, "between"), (130.0, False, "")]
)
def test_a_salt_below_inside_and_above_its_range(mass, dissolves, reason):
    verdict = only(bottle(water=100, sodium_ascorbate=mass), 20.0)
    assert (verdict.dissolves, verdict.reason) == (dissolves, reason)


@pytest.mark.parametrize(("form", "stated"), [(SALT, 20.0), (SAP, 20.0), (MAP, 25.0)])
def test_colder_than_was_measured_is_unknown(form, stated):
    formula = bottle(water=100, **{form: 1})
    assert only(formula, stated).dissolves is True
    colder = only(formula, stated - 0.1)
    assert (colder.dissolves, colder.reason) == (None, "cold_unknown")
    assert colder.limit_g_per_100g_water is None
    assert colder.g_per_100g_water.high <= 1.0


@pytest.mark.parametrize(
    "form", [record.id for record in catalog.forms().values() if not record.value("solubility_water")]
)
def test_what_is_not_known_stays_unknown(form):
    verdict = only(bottle(water=100, **{form: 1e-3}), 25.0)
    assert verdict.dissolves is None
    assert verdict.limit_g_per_100g_water is None
    assert verdict.reason == ("unknown_oil" if form == PALMITATE else "unknown_limit")
    judged_by_water = catalog.forms()[form].phase == "water"
    assert (verdict.g_per_100g_water is not None) is judged_by_water


@pytest.mark.parametrize("form", catalog.forms())
def test_a_solubility_has_its_temperature(form):
    stated = [catalog.forms()[form].value(name) for name in ("solubility_water", "solubility_oil")]
    names = ("solubility_temperature", "dissolution_enthalpy")
    assert any(stated) is any(catalog.forms()[form].value(name) for name in names)


# --- ice ------------------------------------------------------------------------------------------


def test_below_freezing_nothing_is_promised():
    # At -5 °C 13.3 to 15.3 g: 1 g dissolves, were it not for the ice; 20 g do not in any case.
    little, much = (only(bottle(water=100, l_ascorbic_acid=mass), -5.0) for mass in (1, 20))
    assert (little.dissolves, little.reason) == (None, "cold_unknown")
    assert (much.dissolves, much.reason) == (False, "")
    assert only(bottle(water=100, l_ascorbic_acid=1), 0.0).dissolves is True


# --- without water --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [ACID, SALT, "ethyl_ascorbic_acid"])
def test_no_water_and_an_oil_dissolves_nothing(form):
    verdict = only(bottle(squalane=90, **{form: 10}), 20.0)
    assert (verdict.dissolves, verdict.reason) == (False, "no_water")
    assert verdict.g_per_100g_water is None


@pytest.mark.parametrize("other", ["glycerin", "propanediol", "ethanol", "ethoxydiglycol"])
def test_what_other_solvents_dissolve_is_not_known(other):
    for rest in ({}, {"squalane": 50}):
        verdict = only(bottle(**{other: 50}, **rest, l_ascorbic_acid=10), 20.0)
        assert (verdict.dissolves, verdict.reason) == (None, "other_solvent")
        assert verdict.g_per_100g_water is None


def test_the_moisture_of_a_powder_is_not_judged_where_a_solvent_is_poured():
    formula = Formula((Line("propanediol", 90.0), Line(ACID, 10.0, water_content=0.01)))
    assert only(formula, 20.0).reason == "other_solvent"


def test_a_dry_powder_is_not_judged():
    verdict = only(bottle(l_ascorbic_acid=10, ferulic_acid=1), 20.0)
    assert (verdict.dissolves, verdict.reason) == (None, "no_water")


@pytest.mark.parametrize("base", ["serum", "lotion"])
def test_how_much_water_a_finished_product_holds_is_not_known(base):
    verdict = only(bottle(**{base: 90}, water=5, l_ascorbic_acid=1), 20.0)
    assert (verdict.dissolves, verdict.reason) == (None, "unknown_water")
    assert verdict.g_per_100g_water is None


# --- in oil ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mass", "coldest", "dissolves", "reason"),
    [
        # 100 g of squalane are 123.2 mL and take 0.0739 g, at 20 °C and if it were cottonseed oil.
        (0.07, 20.0, None, "one_oil"),
        (0.08, 20.0, False, ""),
        (0.08, 5.0, False, ""),
        (0.08, 21.0, None, "one_oil"),
    ],
)
def test_palmitate_in_oil_is_never_promised_to_dissolve(mass, coldest, dissolves, reason):
    verdict = only(bottle(squalane=100, water=50, ascorbyl_palmitate=mass), coldest)
    assert (verdict.dissolves, verdict.reason) == (dissolves, reason)
    assert verdict.g_per_100g_water is None
    assert verdict.limit_g_per_100g_water is None


@pytest.mark.parametrize(
    ("rest", "reason"),
    [
        ({"water": 90}, "unknown_oil"),
        ({"lotion": 90, "squalane": 5}, "unknown_oil"),
        ({"squalane": 50, "ethanol": 40}, "other_solvent"),
        ({"squalane": 50, "glycerin": 40}, ""),
    ],
)
def test_palmitate_in_something_else(rest, reason):
    verdict = only(bottle(**rest, ascorbyl_palmitate=5), 20.0)
    assert (verdict.dissolves, verdict.reason) == (None if reason else False, reason)


# --- as a whole -----------------------------------------------------------------------------------


def test_no_form_no_verdict():
    assert solubilities(bottle(water=100, l_ascorbic_acid=0), 5.0) == ()


def test_what_does_not_dissolve_stands_first():
    formula = bottle(water=100, ethyl_ascorbic_acid=2, sodium_ascorbate=1, l_ascorbic_acid=45, **{MAP: 5})
    forms = [verdict.form for verdict in solubilities(formula, 25.0)]
    assert forms == [ACID, "ethyl_ascorbic_acid", MAP, SALT]


def test_json_holds_medians_and_null():
    acid, ethyl = solubilities(bottle(water=80, l_ascorbic_acid=20, ethyl_ascorbic_acid=1), 5.0)
    content = json.loads(json.dumps(acid.as_dict()))
    assert list(content) == ["form", "dissolves", "g_per_100g_water", "limit_g_per_100g_water", "coldest_C"]
    assert content["dissolves"] is False
    assert content["g_per_100g_water"] == acid.g_per_100g_water.median
    assert content["limit_g_per_100g_water"] == acid.limit_g_per_100g_water.median
    assert ethyl.as_dict()["dissolves"] is None
    assert ethyl.as_dict()["limit_g_per_100g_water"] is None


def test_what_is_known_exactly_has_no_width():
    lines = (Line("water", 80.0), known(ACID, 20.0))
    assert width(only(Formula(lines), 5.0).g_per_100g_water) < 1e-12
    scaled = (Line("water", 80.0, mass_plus_minus_g=1.0), *lines[1:])
    assert width(only(Formula(scaled), 5.0).g_per_100g_water) > 0.1


def test_a_better_known_anchor_narrows_the_limit(spoil):
    wide = only(bottle(water=80, l_ascorbic_acid=20), 5.0).limit_g_per_100g_water
    spoil(
        "inputs.toml",
        "solubility_anchor       = { low = 20, high = 25",
        "solubility_anchor       = { low = 25, high = 25",
    )
    narrow = only(bottle(water=80, l_ascorbic_acid=20), 5.0).limit_g_per_100g_water
    assert width(narrow) < 1e-12 < width(wide)
    assert narrow.median == pytest.approx(wide.low, rel=0.005)


@pytest.mark.parametrize("mass", [1e-6, 1e5])
def test_a_scale_coarser_than_the_lines_gives_finite_bands(mass):
    lines = (Line("water", mass, mass_plus_minus_g=10.0), Line(ACID, mass, mass_plus_minus_g=10.0))
    verdict = only(Formula(lines), 5.0)
    assert np.isfinite([verdict.g_per_100g_water.low, verdict.g_per_100g_water.high]).all()
    assert verdict.dissolves is not True


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=40)
grams = st.floats(0.1, 1000)
celsius = st.floats(0, 40)
water_forms = st.sampled_from([ACID, SALT, SAP, MAP, "ascorbyl_glucoside"])


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(273.15, 323.15)), min_size=1, max_size=8))
def test_the_kernel_is_the_same_element_by_element(rows):
    anchors, temperatures = np.array(rows).T
    together = saturation(33.3, 20500.0, 270 + anchors / 2, temperatures)
    one_by_one = [saturation(33.3, 20500.0, 270 + anchor / 2, kelvin) for anchor, kelvin in rows]
    assert together.tolist() == pytest.approx([float(value) for value in one_by_one], rel=1e-14)


@given(st.floats(250, 350), st.floats(250, 350), st.floats(0, 1e5))
def test_more_dissolves_in_the_warmth(one, other, enthalpy):
    cold, warm = sorted((one, other))
    assert saturation(33.3, enthalpy, 293.15, cold) <= saturation(33.3, enthalpy, 293.15, warm)


@fewer
@given(water_forms, grams, grams, celsius, celsius)
def test_warmer_is_never_worse(form, powder, water, one, other):
    cold, warm = (only(bottle(water=water, **{form: powder}), value) for value in sorted((one, other)))
    if cold.reason != "cold_unknown":
        assert RANK[cold.dissolves] <= RANK[warm.dissolves]


@fewer
@given(water_forms, grams, grams, st.floats(1, 10), celsius)
def test_more_powder_is_never_better(form, powder, water, factor, coldest):
    less, more = (
        only(bottle(water=water, **{form: mass}), coldest) for mass in (powder, min(powder * factor, 1e5))
    )
    assert RANK[less.dissolves] >= RANK[more.dissolves]


@fewer
@given(water_forms, grams, grams, st.floats(0, 1000), celsius, st.sampled_from(["glycerin", "squalane"]))
def test_more_water_is_never_worse(form, powder, water, added, coldest, other):
    before, after = (
        only(bottle(water=mass, **{other: 5.0, form: powder}), coldest) for mass in (water, water + added)
    )
    assert RANK[before.dissolves] <= RANK[after.dissolves]


@fewer
@given(water_forms, grams, grams, st.floats(0.01, 100), celsius)
def test_the_size_of_the_batch_changes_nothing(form, powder, water, factor, coldest):
    one, many = (
        only(bottle(water=water * times, **{form: powder * times}), coldest) for times in (1.0, factor)
    )
    assert one.g_per_100g_water.median == pytest.approx(many.g_per_100g_water.median, rel=1e-9)
    assert one.limit_g_per_100g_water == many.limit_g_per_100g_water
    assert (one.dissolves, one.reason) == (many.dissolves, many.reason)


@fewer
@given(grams, grams, st.floats(0.01, 0.99), celsius)
def test_splitting_a_line_changes_nothing(powder, water, share, coldest):
    whole = Formula((Line("water", water), known(ACID, powder)))
    parts = (known(ACID, powder * share), known(ACID, powder * (1 - share)))
    split = Formula((*parts, Line("water", water / 2), Line("water", water / 2)))
    one, other = only(whole, coldest), only(split, coldest)
    assert one.g_per_100g_water.median == pytest.approx(other.g_per_100g_water.median, rel=1e-9)
    assert one.dissolves is other.dissolves


@fewer
@given(grams, grams, grams, celsius)
def test_a_second_form_changes_nothing_about_the_first(powder, water, second, coldest):
    alone = only(bottle(water=water, l_ascorbic_acid=powder), coldest)
    assume(alone.dissolves is not None)
    both = bottle(water=water, l_ascorbic_acid=powder, ascorbyl_glucoside=second)
    together = of(both, ACID, coldest)
    assert together.dissolves is alone.dissolves
    assert together.limit_g_per_100g_water.median == alone.limit_g_per_100g_water.median
