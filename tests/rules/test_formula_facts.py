"""Facts of many formulas at once: each row for itself, and as the assessment of one serum has them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from calc import Q_, Storage, catalog, rules
from calc.chemistry.formula import SYSTEMS, Formula, Line
from calc.chemistry.formula_table import FormulaTable
from calc.rules.analysis import analyse
from calc.rules.batch_facts import facts_of
from calc.rules.formula_facts import USUAL, dissolution_of, formula_facts
from calc.units import ureg

ROWS = 1_000
#: Facts that hang on the ends of a band or on its median, of which a table has only the centre.
BANDED = (
    *("pH", "preservative_share", "laa_dissolves", "laa_near_limit", "falls_out_cold"),
    *("laa_never_dissolves", "may_fall_out_cold"),  # at the limit only a band says that it may
    *("derivative_dissolves", "derivative_near_limit", "derivative_limit_unknown"),
    *("derivative_aa_equivalent", "no_days_alkaline", "has_t90", "outside_series"),
    *("ends_by_t90", "ends_by_germs", "ends_by_six_months"),
)
#: Columns of a table that stand for what only a batch has.
OF_A_BATCH = (
    *("strength_low", "strength_high", "strength_spread", "window_width", "true_strength"),
    *("true_strength_low", "true_strength_high", "true_pH_low", "true_pH_high"),
    *("clear_strength", "clear_strength_cold"),
)
STORAGES = {
    "usual": USUAL,
    "nothing said": Storage(),
    "fridge": Storage(temperature=Q_(4, "degC"), package="airless_pump", wall="PP"),
    "frozen": Storage(temperature=Q_(-5, "degC"), package="dropper_bottle"),
    "hot": Storage(temperature=Q_(60, "degC"), package="jar"),
    "clear in daylight": Storage(temperature=Q_(22, "degC"), wall="clear_glass", light="daylight"),
    "a jar of powder": Storage(temperature=Q_(22, "degC"), package="powder_jar", openings_per_day=0),
    "a day out": Storage(
        schedule=((Q_(5, "degC"), 14), (Q_(30, "degC"), 10)), package="tube", light="daylight"
    ),
}


#: Ingredients that random formulas hold whatever else is drawn.
ALWAYS = {
    *(
        "water",
        "serum",
        "lotion",
        "glycerin",
        "sodium_hydroxide",
        "potassium_hydroxide",
        "copper_tripeptide_1",
    ),
    *catalog.forms(),
}


def random_grams(n: int, seed: int, others: int | None = None) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return formulas of all ingredients, or of some at random: most a serum, some anything at all."""
    dice, names = np.random.default_rng(seed), tuple(catalog.ingredients())
    if others is not None:
        drawn = {*dice.choice(names, others, replace=False).tolist(), *ALWAYS}
        names = tuple(name for name in names if name in drawn)
    k = len(names)
    present = dice.random((n, k)) < dice.choice([1 / k, 4 / k, 9 / k], (n, 1))
    grams = np.where(present, dice.lognormal(-0.5, 1.6, (n, k)), 0.0)
    water, acid = names.index("water"), names.index("l_ascorbic_acid")
    grams[:, water] = np.where(dice.random(n) < 0.8, dice.uniform(0, 100, n), 0.0)
    grams[:, acid] = np.where(dice.random(n) < 0.6, dice.uniform(0, 35, n), 0.0)
    bought = [names.index(name) for name in ("serum", "lotion")]
    grams[np.ix_(dice.random(n) < 0.9, bought)] = 0.0
    for name in ("sodium_hydroxide", "potassium_hydroxide", "copper_tripeptide_1"):
        grams[:, names.index(name)] *= 0.1
    forms = [names.index(form) for form in catalog.forms() if form != "l_ascorbic_acid"]
    often = dice.random((n, len(forms))) < 0.1
    grams[:, forms] = np.where(often, dice.lognormal(-0.5, 1.6, (n, len(forms))), 0.0)
    grams[np.ix_(dice.random(n) < 0.5, forms)] = 0.0
    grams[grams.sum(axis=1) == 0, water] = 1.0
    return grams, names


def formula(row: np.ndarray, names: tuple[str, ...], system: str = "solution") -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in zip(names, row.tolist()) if mass > 0), system)


class Judged:
    """The verdicts of a table, each level judged once."""

    def __init__(self, table) -> None:
        self.found = table
        self.levels = [(list(rows), rules.evaluate(facts)) for rows, facts in table.facts]

    def codes(self, row: int, words: str) -> set[str]:
        return {
            code
            for rows, verdicts in self.levels
            for place in ([rows.index(row)] if row in rows else [])
            for code in verdicts.of_row(getattr(verdicts, words), place)
        }


#: What random formulas seldom are.
RARE: tuple[dict[str, float], ...] = (
    {"water": 83.5, "l_ascorbic_acid": 15, "ferulic_acid": 0.5, "tocopherol": 1},
    {"water": 81, "l_ascorbic_acid": 15, "ferulic_acid": 0.5, "tocopherol": 1, "sodium_hydroxide": 2},
    {"water": 81, "l_ascorbic_acid": 10, "ferulic_acid": 0.5, "tocopherol": 1, "sodium_hydroxide": 2},
    {"water": 83.5, "l_ascorbic_acid": 15, "ferulic_acid": 0.39, "tocopherol": 1, "glutathione": 0.2},
    {"water": 83.5, "l_ascorbic_acid": 15, "ferulic_acid": 0.5, "tocopherol": 1, "glutathione": 0.2},
    {"water": 84, "l_ascorbic_acid": 15, "sodium_metabisulfite": 0.2, "disodium_edta": 0.1},
    {"serum": 85, "l_ascorbic_acid": 15},
    {"lotion": 85, "l_ascorbic_acid": 15},
    {"serum": 99, "ascorbyl_glucoside": 1},
    {"water": 60, "l_ascorbic_acid": 15, "propylene_glycol": 20},
    {"water": 78, "l_ascorbic_acid": 15, "glycerin": 5, "propanediol": 2},
    {"propylene_glycol": 90, "l_ascorbic_acid": 10},
    {"propylene_glycol": 40, "glycerin": 50, "l_ascorbic_acid": 10},
    {"ethanol": 90, "l_ascorbic_acid": 10},
    {"squalane": 90, "l_ascorbic_acid": 10},
    {"squalane": 90, "ascorbyl_palmitate": 10},
    {"l_ascorbic_acid": 10},
    {"water": 70, "ethanol": 20, "l_ascorbic_acid": 10},
    {"water": 90, "l_ascorbic_acid": 10, "sodium_benzoate": 0.5},
    {"water": 90, "l_ascorbic_acid": 10, "sodium_bicarbonate": 4, "phenoxyethanol": 0.8},
    {"water": 90, "l_ascorbic_acid": 10, "trisodium_citrate_dihydrate": 14},
    {"water": 90, "sodium_ascorbate": 10},
    {"water": 90, "l_ascorbic_acid": 0.5},
    {"water": 90, "l_ascorbic_acid": 10, "sodium_hydroxide": 1.5},
    {"water": 99.5, "potassium_hydroxide": 0.1},
)


def compare(grams: np.ndarray, names: tuple[str, ...], storage: Storage, system: str) -> None:
    """Hold rows beside the facts of the same formulas with their bands."""
    table = formula_facts(grams, names, storage, system)
    rows, columns = table.facts[0][0], table.facts[0][1].columns
    assert rows.tolist() == list(range(len(grams)))
    for row, masses in enumerate(grams):
        one = formula(masses, names, system)
        facts = facts_of(analyse(one, storage=storage))
        form = "derivative_mass_fraction"
        places = [
            place
            for place in range(facts.size)
            if columns[form][row] == pytest.approx(facts.columns[form][place], rel=1e-9, nan_ok=True)
        ]
        assert places, (row, one)
        for name in {*columns} - {*BANDED} - {*OF_A_BATCH}:
            mine, theirs = columns[name][row], facts.columns[name][places[0]]
            assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-12, nan_ok=True), (name, row, one)
        pH, low, high = (facts.columns[name][places[0]] for name in ("pH", "true_pH_low", "true_pH_high"))
        off = np.fmax(0.3, (high - low) / 2)  # where nothing buffers, the median and the nominal pH part
        assert columns["pH"][row] == pytest.approx(pH, abs=off, nan_ok=True), (row, one)


@pytest.mark.parametrize("name", STORAGES)
def test_the_facts_of_one_serum_are_those_of_its_row(name):
    # What differs is only what bands decide; 24 formulas meet each fact, and each system in turn.
    system = SYSTEMS[len(name) % len(SYSTEMS)]
    compare(*random_grams(24, seed=len(name)), STORAGES[name], system)


def test_the_random_formulas_meet_every_case():
    grams, names = random_grams(ROWS, seed=20)
    grams[: len(RARE)] = [[masses.get(name, 0.0) for name in names] for masses in RARE]
    table = formula_facts(grams, names)
    facts = table.facts[0][1].columns
    assert len(table.facts) >= 4, "several derivatives in one"
    for flag in ("has_laa", "has_derivative", "has_form", "has_water", "is_finished", "has_preservative"):
        assert {0.0, 1.0} <= {*facts[flag]}, flag
    for flag in ("no_pH_form", "no_pH_acid", "foams", "has_lye", "falls_out_cold", "laa_near_limit"):
        assert {0.0, 1.0} == {*facts[flag]}, flag
    for flag in ("has_t90", "no_days_alkaline", "no_days_pH", "no_days_powder", "no_days_solvent"):
        assert {0.0, 1.0} == {*facts[flag]}, flag
    for flag in ("ends_by_t90", "ends_by_germs", "ends_by_six_months"):
        assert {0.0, 1.0} == {*facts[flag]}, flag
    assert {0.0, 1.0} <= {*table.dissolves}
    fired = {
        code
        for rows, verdicts in Judged(table).levels
        for i in range(len(rows))
        for code in verdicts.of_row(verdicts.fires, i)
    }
    assert len(fired) > 50


def test_a_row_does_not_depend_on_its_neighbours():
    grams, names = random_grams(300, seed=8)
    whole = formula_facts(grams, names)
    alone = [formula_facts(grams[i : i + 1], names) for i in range(0, 300, 25)]
    for name in ("mass_fraction", "aa_equivalent", "pH", "dissolves", "t90_days"):
        one = np.concatenate([getattr(table, name) for table in alone])
        np.testing.assert_allclose(getattr(whole, name)[::25], one, rtol=1e-10, atol=0)


def test_the_order_of_the_columns_changes_nothing():
    grams, names = random_grams(200, seed=9)
    there, back = formula_facts(grams, names), formula_facts(grams[:, ::-1], names[::-1])
    for name in ("mass_fraction", "aa_equivalent", "pH", "dissolves", "t90_days"):
        np.testing.assert_allclose(getattr(there, name), getattr(back, name), rtol=1e-10, atol=0)


def test_without_a_storage_it_stands_at_25_degrees_in_a_bottle_with_a_dropper():
    grams, names = random_grams(50, seed=10)
    np.testing.assert_array_equal(
        formula_facts(grams, names).t90_days, formula_facts(grams, names, USUAL).t90_days
    )
    assert USUAL.coldest_C == pytest.approx(25)
    assert (USUAL.package, USUAL.openings_per_day) == ("dropper_bottle", 1)


def test_no_formulas_are_no_facts():
    table = formula_facts(np.zeros((0, 2)), ("water", "l_ascorbic_acid"))
    assert table.pH.shape == (0,)
    assert table.facts[0][1].size == 0


def test_a_table_without_vitamin_c():
    table = formula_facts(np.array([[90.0, 10.0]]), ("water", "glycerin"))
    assert table.mass_fraction.tolist() == [0.0]
    assert table.aa_equivalent.tolist() == [0.0]
    assert np.isnan(table.dissolves).all()
    assert np.isnan(table.t90_days).all()
    assert "STR-007" in Judged(table).codes(0, "fires")


def test_a_serum_by_hand():
    # 15 g in 100 g: 0.15; 15 g in 85 g of water is 17.6 g per 100 g, under the 22–26 that dissolve.
    table = formula_facts(np.array([[85.0, 15.0]]), ("water", "l_ascorbic_acid"))
    assert table.mass_fraction[0] == pytest.approx(0.15)
    assert table.aa_equivalent[0] == pytest.approx(0.15)
    # 1.002 mol/kg of an acid of pKa 4.17, most of it whole: pH = (4.17 − log 1.002) / 2.
    assert table.pH[0] == pytest.approx(2.08, abs=0.05)
    assert table.dissolves[0] == 1
    assert float(ureg.Quantity(table.t90_days[0], "day").m_as("week")) > 1


@pytest.mark.parametrize(("grams", "dissolves"), [(0.07, math.nan), (0.08, 0.0)])
def test_palmitate_beyond_what_oil_takes_is_judged_and_less_is_not_known(grams, dissolves):
    # 100 g of squalane are 123.2 mL and take 0.0739 g at 20 °C.
    table = FormulaTable.of_grams(np.array([[100.0], [grams]]), ("squalane", "ascorbyl_palmitate"))
    judged = dissolution_of(table, "ascorbyl_palmitate", 20.0)
    np.testing.assert_array_equal(judged.dissolves, [dissolves])
    assert judged.by_water.tolist() == [False]
    # Beside alcohol nobody knows, however much it is.
    beside = FormulaTable.of_grams(
        np.array([[50.0], [40.0], [10.0]]), ("squalane", "ethanol", "ascorbyl_palmitate")
    )
    np.testing.assert_array_equal(dissolution_of(beside, "ascorbyl_palmitate", 20.0).dissolves, [math.nan])


def test_alcohol_is_its_share_of_all():
    grams = np.array([[70.0, 20.0, 10.0], [85.0, 0.0, 15.0]])
    ((_, facts),) = formula_facts(grams, ("water", "ethanol", "l_ascorbic_acid")).facts
    assert facts.columns["ethanol"].tolist() == pytest.approx([0.2, 0.0])
