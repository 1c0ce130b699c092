"""Whether each form dissolves in the water that is there: against print, by hand, and as invariants."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.dissociation import pKa_at
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.saturation import grams_per_100g, saturation_curve
from calc.chemistry.solubility import (
    Solubility,
    clear_strength,
    cosolvent_factors,
    counted_g,
    fullness,
    limit_in_water,
    oil_limit,
    solubilities,
    solvent_of,
    verdict_in_water,
)
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


@pytest.mark.parametrize(
    "row", read("solubility.csv"), ids=lambda row: f"{row['id']} {row['temperature_C']} °C"
)
def test_measured_points_lie_inside_a_band_that_is_not_wide(row):
    limit = of(bottle(water=100, **{row["id"]: 1}), row["id"], float(row["temperature_C"]))
    band, measured = limit.limit_g_per_100g_water, float(row["g_per_100g_water"])
    assert band.low <= measured <= band.high
    assert band.median == pytest.approx(measured, abs=float(row["tolerance"]), rel=0.005)
    assert width(band) < 0.15 * band.median


@pytest.mark.parametrize("form", [ACID, SALT])
def test_points_that_are_left_out_lie_in_the_band_of_the_others(form, monkeypatch):
    points, inside = catalog.saturation_points()[form, "water"], []
    for point in points[1:-1]:
        rest = tuple(other for other in points if other is not point)
        monkeypatch.setattr(
            catalog, "saturation_points", lambda rest=rest: {(form, "water"): rest}, raising=True
        )
        saturation_curve.cache_clear()
        band = saturation_curve(form).limit(point.temperature_C)
        molar_mass = catalog.forms()[form].value("molar_mass").centre
        inside.append(band.low <= grams_per_100g(point.mole_fraction, molar_mass) <= band.high)
    monkeypatch.undo()
    saturation_curve.cache_clear()
    # The step of sodium ascorbate from 25 to 30 °C is twice as steep as its neighbours.
    assert inside.count(False) <= (form == SALT)


@pytest.mark.parametrize("row", read("solubility_trials.csv"), ids=lambda row: row["g_per_100g_water"])
def test_home_trials_came_out_as_judged(row):
    formula = bottle(water=100, **{row["id"]: float(row["g_per_100g_water"])})
    assert only(formula, float(row["temperature_C"])).dissolves is (row["dissolves"] == "True")


# --- by hand --------------------------------------------------------------------------------------


def test_the_limit_below_the_table_goes_on_as_steeply_as_its_first_step():
    # ln(0.0369 / 0.02705) / (1/293.15 − 1/303.15) = 2759.6 K; 1/278.15 − 1/293.15 = 1.83962e-4 /K:
    # x = 0.02705 e^−0.50767 = 0.016281, and 0.016281 / 0.983719 × 176.124 / 18.015 = 16.18 g in 100 g.
    band = limit_in_water(ACID, 5.0)
    assert band.median == pytest.approx(16.18, abs=0.01)
    assert 14.5 < band.low < 15.5 < 17 < band.high < 18.5


@pytest.mark.parametrize(
    ("coldest", "grams", "dissolves"),
    [
        *((5.0, 14.0, True), (5.0, 15.5, None), (5.0, 16.1, None), (5.0, 16.3, False)),
        *((20.0, 25.0, True), (20.0, 27.0, None), (20.0, 27.4, False)),
    ],
)
def test_free_acid_below_inside_and_above_its_limit(coldest, grams, dissolves):
    formula = Formula((Line("water", 100.0), known(ACID, grams)))
    # Without a base about one per cent of the acid has lost its proton.
    verdict = only(formula, coldest)
    assert verdict.g_per_100g_water.median == pytest.approx(grams, rel=0.015)
    scaled = Formula((Line("water", 100.0), known(ACID, grams * grams / verdict.g_per_100g_water.median)))
    assert only(scaled, coldest).dissolves is dissolves


def test_only_the_free_acid_counts():
    # 0.79 g of sodium hydroxide (19.75 mmol) neutralise 23.2 % of 85.2 mmol, and make 0.36 g of water.
    plain = only(bottle(water=85, l_ascorbic_acid=15), 5.0)
    adjusted = of(bottle(water=84.2, l_ascorbic_acid=15, sodium_hydroxide=0.79), ACID, 5.0)
    share = adjusted.g_per_100g_water.median * 84.2 / 1500
    assert share == pytest.approx(0.768 * 84.2 / 84.56, abs=0.015)
    assert (plain.dissolves, adjusted.dissolves) == (False, True)


def test_acid_beside_its_salt_counts_as_what_the_pH_makes_of_them():
    # 5 g of acid and 5 g of salt: pH near 4.1, half of each is acid.
    mixed = solubilities(bottle(water=90, l_ascorbic_acid=5, sodium_ascorbate=5), 20.0)
    amounts = {verdict.form: verdict.g_per_100g_water.median for verdict in mixed}
    assert amounts[ACID] + 0.889 * amounts[SALT] == pytest.approx(100 * (5 + 0.889 * 5) / 90, rel=6e-3)


def test_without_a_pH_all_of_the_acid_counts():
    # Sodium ascorbyl phosphate has no constants, and so no pH.
    formula = Formula((Line("water", 100.0), known(ACID, 20.0), known(SAP, 1.0)))
    assert of(formula, ACID, 20.0).g_per_100g_water.median == pytest.approx(20.0)


def test_the_strength_that_stays_clear_does():
    strong = bottle(water=80, l_ascorbic_acid=20)
    clear = clear_strength(strong, 5.0)
    assert 0.12 < clear < 0.135
    assert only(bottle(water=100 * (1 - clear), l_ascorbic_acid=100 * clear), 5.0).dissolves is True
    stronger = clear * 1.01
    assert only(bottle(water=100 * (1 - stronger), l_ascorbic_acid=100 * stronger), 5.0).dissolves is not True
    assert np.isnan(clear_strength(bottle(squalane=80, l_ascorbic_acid=20), 5.0))


def test_a_glycol_of_known_solubility_widens_the_limit_and_another_does_not():
    water = only(bottle(water=80, l_ascorbic_acid=10), 20.0).limit_g_per_100g_water
    glycol = only(bottle(water=80, propylene_glycol=20, l_ascorbic_acid=10), 20.0).limit_g_per_100g_water
    other = only(bottle(water=80, propanediol=20, l_ascorbic_acid=10), 20.0).limit_g_per_100g_water
    assert glycol.low < 0.95 * water.low
    assert glycol.median == pytest.approx(water.median, rel=0.01)
    assert other.low == pytest.approx(water.low, rel=1e-9)


@pytest.mark.parametrize(("coldest", "dissolves"), [(5.0, False), (22.5, True), (25.0, True)])
def test_a_serum_of_twenty_per_cent_crystallises_in_the_fridge(coldest, dissolves):
    # 20 / 80: 25 g per 100 g of water, about one per cent of it without its proton.
    verdict = only(bottle(water=80, l_ascorbic_acid=20), coldest)
    assert verdict.dissolves is dissolves
    assert verdict.reason == ""
    assert verdict.g_per_100g_water.high == pytest.approx(24.8, abs=0.2)


def test_five_grams_in_a_tablespoon_of_water_do_not_all_dissolve():
    # 33.3 g per 100 g of water: at 20 °C 27 dissolve.
    verdict = only(bottle(water=15, l_ascorbic_acid=5), 20.0)
    assert verdict.dissolves is False
    assert verdict.reason == ""


def test_only_what_is_pure_counts():
    # 20 × 0.9 / 80 = 22.5 g per 100 g.
    powder = known(SAP, 20.0, purity=0.9)
    amount = only(Formula((Line("water", 80.0), powder)), 25.0).g_per_100g_water
    assert (amount.low, amount.median, amount.high) == pytest.approx((22.5,) * 3)


def test_lines_of_a_form_add_up():
    # 12 × 0.99 + 8 × 0.95 = 19.48 g in 80 g: 24.35 g per 100 g.
    lines = (Line("water", 80.0), known(SAP, 12.0, purity=0.99), known(SAP, 8.0, purity=0.95))
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
    ("mass", "dissolves", "reason"), [(75.0, True, ""), (120.0, None, "between"), (210.0, False, "")]
)
def test_a_salt_below_inside_and_above_its_range(mass, dissolves, reason):
    verdict = only(bottle(water=100, sodium_ascorbyl_phosphate=mass), 20.0)
    assert (verdict.dissolves, verdict.reason) == (dissolves, reason)


@pytest.mark.parametrize(("form", "stated"), [(SAP, 20.0), (MAP, 25.0)])
def test_colder_than_was_measured_is_unknown(form, stated):
    formula = bottle(water=100, **{form: 1})
    assert only(formula, stated).dissolves is True
    colder = only(formula, stated - 0.1)
    assert (colder.dissolves, colder.reason) == (None, "cold_unknown")
    assert colder.limit_g_per_100g_water is None
    assert colder.g_per_100g_water.high <= 1.0


@pytest.mark.parametrize(
    "form", [record.id for record in catalog.forms().values() if limit_in_water(record.id, 25.0) is None]
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
    has_table = saturation_curve(form) is not None
    assert any(stated) is (has_table or catalog.forms()[form].value("solubility_temperature") is not None)


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [
        # As above, by the specific volume of water of 1.0018 mL/g.
        (SAP, 78.9 * 1.0018, 78.9 * 1.0018 / (1 - 0.789 / 1.3)),
        (MAP, 15.0, 15 / 0.85),
    ],
)
def test_the_ends_of_what_a_source_states(form, low, high):
    limit = limit_in_water(form, 25.0)
    assert (limit.low, limit.high) == pytest.approx((low, high), rel=2e-4)
    assert limit.median == pytest.approx((low + high) / 2, rel=2e-4)


# Of 15 g of acid and 8 g of its salt in 85 g of water, where half has kept its proton, and at other pH.
@pytest.mark.parametrize(("share", "pH_off"), [(0.5, 0.0), (1 / 1.1, -1.0), (1 / 11, 1.0)])
def test_what_counts_against_each_limit_by_hand(share, pH_off):
    table = FormulaTable.of_grams(np.array([[85.0], [15.0], [8.0], [3.0]]), ("water", ACID, SALT, SAP))
    pH, ionic = np.array([float(pKa_at(0.1)) + pH_off]), np.array([0.1])
    per_salt = 176.124 / 198.106
    whole = 15 + 8 * per_salt
    assert counted_g(table, ACID, pH, ionic) == pytest.approx([whole * share], rel=2e-3)
    assert counted_g(table, SALT, pH, ionic) == pytest.approx([whole * (1 - share) / per_salt], rel=2e-3)
    assert counted_g(table, SAP, pH, ionic).tolist() == [3.0]
    unknown = np.array([np.nan])
    assert counted_g(table, ACID, unknown, ionic).tolist() == [15.0]
    assert counted_g(table, SALT, pH, unknown).tolist() == [8.0]


def test_what_glycols_and_alcohol_do_to_a_limit_by_hand():
    # 50 g/L of propylene glycol of 1.036 g/mL are 4.83 g in 100 g, of 27.2 in water at 20 °C: 0.1775.
    limit = limit_in_water(ACID, 20.0).median
    own = 5 / 1.036 / limit
    table = FormulaTable.of_grams(
        np.array([[80.0], [20.0], [5.0]]), ("water", "propylene_glycol", "propanediol")
    )
    least, most = (float(factor[0]) for factor in cosolvent_factors(table, ACID))
    assert least == pytest.approx(100 / 80 * math.exp(20 * math.log(own) / 100), rel=0.01)
    assert most == pytest.approx(1 + 20 / 80 * own, rel=0.01)
    plain = FormulaTable.of_grams(np.array([[80.0], [5.0]]), ("water", "propanediol"))
    assert [float(factor[0]) for factor in cosolvent_factors(plain, ACID)] == [1.0, 1.0]
    # Of what is not known in water nothing is known with a glycol in it either.
    assert [float(factor[0]) for factor in cosolvent_factors(table, "ethyl_ascorbic_acid")] == [1.0, 1.0]


@pytest.mark.parametrize(
    ("masses", "solvent"),
    [
        ({"water": 90, "serum": 5}, "finished"),
        ({"serum": 5, "squalane": 90}, "finished"),
        ({"water": 1, "glycerin": 90}, "water"),
        ({"glycerin": 90, "squalane": 5}, "other"),
        ({"ethoxydiglycol": 90}, "other"),
        ({"water": 1, "squalane": 90}, "water"),
        ({"rosa_damascena_flower_water": 1}, "water"),
        ({"squalane": 90}, "oil"),
        ({"l_ascorbic_acid": 90}, "none"),
    ],
)
def test_what_a_form_is_judged_by(masses, solvent):
    table = FormulaTable.of_grams(np.array([[mass] for mass in masses.values()]), tuple(masses))
    assert solvent_of(table).name() == solvent


@pytest.mark.parametrize(
    ("sure", "high", "coldest", "verdict"),
    [
        (0.5, 1.0, 5.0, 1.0),
        (1.0, 1.0, 0.0, 1.0),
        (1.0, 1.01, 5.0, 0.5),
        (1.01, 1.2, 5.0, 0.0),
        (1.01, 1.2, -1.0, 0.0),
        (0.9, 1.1, -1.0, 0.5),
        (0.5, 0.6, -0.1, math.nan),
    ],
)
def test_the_verdict_at_its_edges(sure, high, coldest, verdict):
    assert float(verdict_in_water(sure, high, coldest)) == pytest.approx(verdict, nan_ok=True)


def test_an_oil_is_known_up_to_the_temperature_that_is_stated():
    palmitate = catalog.forms()[PALMITATE]
    high = palmitate.value("solubility_oil").to("g/mL")[2]
    assert (oil_limit(palmitate, 20.0), oil_limit(palmitate, 5.0)) == (high, high)
    assert oil_limit(palmitate, 20.1) is None
    assert oil_limit(catalog.forms()["tetrahexyldecyl_ascorbate"], 20.0) is None


def test_how_full_it_is_by_hand():
    table = FormulaTable.of_grams(np.array([[100.0, 50.0], [20.0, 20.0]]), ("water", ACID))
    unknown = np.full(2, np.nan)
    full, limit = fullness(table, ACID, 20.0, unknown, unknown), limit_in_water(ACID, 20.0)
    assert full.sure == pytest.approx(np.array([20, 40]) / limit.median)
    assert full.high == pytest.approx(np.array([20, 40]) / limit.low)
    # Of what a source states between two ends only what is above the high one is sure.
    table, limit = (
        FormulaTable.of_grams(np.array([[100.0], [20.0]]), ("water", MAP)),
        limit_in_water(MAP, 25.0),
    )
    full = fullness(table, MAP, 25.0, unknown[:1], unknown[:1])
    assert (full.sure[0], full.high[0]) == pytest.approx((20 / limit.high, 20 / limit.low))
    assert fullness(table, MAP, 20.0, unknown[:1], unknown[:1]) is None


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
    assert width(only(Formula(lines), 5.0).g_per_100g_water) < 1e-9
    scaled = (Line("water", 80.0, mass_plus_minus_g=1.0), *lines[1:])
    assert width(only(Formula(scaled), 5.0).g_per_100g_water) > 0.1


@pytest.mark.parametrize("mass", [1e-6, 1e5])
def test_a_scale_coarser_than_the_lines_gives_finite_bands(mass):
    lines = (Line("water", mass, mass_plus_minus_g=10.0), Line(ACID, mass, mass_plus_minus_g=10.0))
    verdict = only(Formula(lines), 5.0)
    assert np.isfinite([verdict.g_per_100g_water.low, verdict.g_per_100g_water.high]).all()
    assert verdict.dissolves is not True


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=25)
grams = st.floats(0.1, 1000)
celsius = st.floats(0, 40)
water_forms = st.sampled_from([ACID, SALT, SAP, MAP, "ascorbyl_glucoside"])


@given(st.sampled_from([ACID, SALT]), st.floats(0, 50), st.floats(0, 50))
def test_more_dissolves_in_the_warmth(form, one, other):
    cold, warm = (limit_in_water(form, celsius) for celsius in sorted((one, other)))
    assert cold.median <= warm.median


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
    # From 100 g in 100 g of water on no pH is predicted, and all of the acid counts.
    assume(powder < 0.99 * water)
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


@pytest.mark.parametrize("water", [0.4, 0.9, 1.0, 250.0])
def test_how_full_a_solution_is_does_not_hang_on_its_size(water):
    unknown = np.array([np.nan])
    small, large = (
        fullness(
            FormulaTable.of_grams(np.array([[w], [w / 5]]), ("water", ACID)), ACID, 20.0, unknown, unknown
        )
        for w in (water, 100.0)
    )
    assert small.sure[0] == pytest.approx(large.sure[0])
    assert small.high[0] == pytest.approx(large.high[0])


def test_without_acid_there_is_no_strength_that_stays_clear():
    assert math.isnan(clear_strength(bottle(water=80), 5.0))
    assert math.isnan(clear_strength(bottle(water=80, l_ascorbic_acid=0), 5.0))
    assert math.isnan(clear_strength(bottle(water=80, sodium_ascorbyl_phosphate=5), 5.0))
