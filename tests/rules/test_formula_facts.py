"""Facts of many formulas at once: the same as of one formula at a time, with every input at its centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import pytest

from calc import (
    Q_,
    Storage,
    catalog,
    rules,
    uncertainty,
)
from calc.chemistry.formula import (
    SYSTEMS,
    Formula,
    Line,
    composition,
)
from calc.rules.batch_facts import facts_of, known_of
from calc.rules.formula_facts import USUAL, formula_facts
from calc.rules.formula_facts.table import _IDLE
from calc.units import ureg
from tests.conftest import forget_data

ROWS = 1_000
#: Inputs that stay ranges: what is published about a solubility.
RANGES = ("solubility of ", "temperature of the published solubility")
#: Columns that only messages show.
TOLD = (
    *("dilution_g", "dissolved_C", "cold_C", "powder_g", "fitting_scale_g", "mend_g", "mend_pH", "gas_g"),
    *("reading", "reach_low", "reach_high", "first_g", "stock_mL", "stock_first_mL", "stock_powder_g"),
    *("water_share", "mended_water", "claimed_powder_g", "claimed_rest_g", "claimed_dose_g"),
    *("lightest_g", "weighable_batch_g", "stock_part_g", "stock_carrier_g", "stock_saved_g"),
    *("stock_dose_g", "known_C_low", "known_C_high", "known_pH_high"),
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


@pytest.fixture(scope="module")
def centred() -> Iterator[None]:
    """Every uncertain input of the single path at its centre; published solubilities stay ranges."""
    drawn: Callable[..., np.ndarray] = uncertainty._column

    def column(uncertain: uncertainty.UncertainInput, size: int) -> np.ndarray:
        if uncertain.name.startswith(RANGES):
            return drawn(uncertain, size)
        return np.full(size, uncertain.value)

    forget_data()
    uncertainty._column = column
    yield
    uncertainty._column = drawn
    forget_data()


def random_grams(n: int, seed: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return formulas of any ingredients: most a serum with some others, some of anything at all."""
    dice, names = np.random.default_rng(seed), tuple(catalog.ingredients())
    k = len(names)
    present = dice.random((n, k)) < dice.choice([1 / k, 4 / k, 9 / k], (n, 1))
    grams = np.where(present, dice.lognormal(-0.5, 1.6, (n, k)), 0.0)
    water, acid = names.index("water"), names.index("l_ascorbic_acid")
    grams[:, water] = np.where(dice.random(n) < 0.8, dice.uniform(0, 100, n), 0.0)
    grams[:, acid] = np.where(dice.random(n) < 0.6, dice.uniform(0, 35, n), 0.0)
    bought = [names.index(each) for each in ("serum", "lotion")]
    grams[np.ix_(dice.random(n) < 0.9, bought)] = 0.0
    for name in ("sodium_hydroxide", "potassium_hydroxide", "copper_tripeptide_1"):
        grams[:, names.index(name)] *= 0.1
    forms = [names.index(each) for each in catalog.forms() if each != "l_ascorbic_acid"]
    grams[np.ix_(dice.random(n) < 0.5, forms)] = 0.0
    grams[grams.sum(axis=1) == 0, water] = 1.0
    return grams, names


def formula(row: np.ndarray, names: tuple[str, ...], system: str = "solution") -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in zip(names, row.tolist()) if mass > 0), system)


class Judged:
    """The verdicts of a table, each level judged once."""

    def __init__(self, found) -> None:
        self.found = found
        self.levels = [(list(rows), rules.evaluate(facts)) for rows, facts in found.facts]

    def codes(self, row: int, words: str) -> set[str]:
        return {
            code
            for rows, verdicts in self.levels
            for place in ([rows.index(row)] if row in rows else [])
            for code in verdicts.of_row(getattr(verdicts, words), place)
        }


def same(mine: Mapping[str, float], theirs: Mapping[str, float], names, where) -> None:
    for name in names:
        assert mine[name] == pytest.approx(theirs[name], rel=1e-9, abs=1e-12, nan_ok=True), (name, where)


def compare(grams: np.ndarray, names: tuple[str, ...], storage: Storage, system: str) -> None:
    """Hold every row beside the single path."""
    found = formula_facts(grams, names, storage, system)
    judged = Judged(found)
    judged_columns = [each for each in rules.FORMULA_FACTS if each not in (*TOLD, *_IDLE)]
    for row, masses in enumerate(grams):
        one = formula(masses, names, system)
        known = known_of(one, composition(one), storage=storage)
        facts = facts_of(known)
        derivatives = 0
        for rows, table in found.facts:
            place = np.flatnonzero(rows == row)
            if not place.size:
                continue
            mine = {name: float(column[place[0]]) for name, column in table.columns.items()}
            held = [i for i in range(facts.size) if _same_form(mine, facts, i)]
            assert held, (row, one)
            theirs = {name: float(column[held[0]]) for name, column in facts.columns.items()}
            same(mine, theirs, judged_columns, (row, one))
            derivatives += 1
        assert derivatives == facts.size
        verdicts = rules.evaluate(facts)
        for words in ("fires", "skipped"):
            theirs = {
                code for i in range(facts.size) for code in verdicts.of_row(getattr(verdicts, words), i)
            }
            assert judged.codes(row, words) == theirs, (row, one)
        strengths = known.composition.strengths
        whole, life = known.composition.aa_equivalent, known.life
        numbers = {
            "mass_fraction": strengths[0].nominal if strengths else 0.0,
            "aa_equivalent": np.nan if whole is None else whole.median,
            "pH": np.nan if known.pH is None else known.pH.median,
            "t90_days": life.t90_days.median if life and life.t90_days else np.nan,
            "dissolves": np.nan
            if not known.solubilities or known.solubilities[0].dissolves is None
            else float(known.solubilities[0].dissolves),
        }
        same({name: float(getattr(found, name)[row]) for name in numbers}, numbers, numbers, (row, one))


def _same_form(mine: Mapping[str, float], facts: rules.Facts, row: int) -> bool:
    """Tell whether both speak of the same derivative: its strength tells random ones apart."""
    name = "derivative_mass_fraction"
    return mine[name] == pytest.approx(float(facts.columns[name][row]), rel=1e-9, nan_ok=True)


def test_a_thousand_random_formulas_are_as_one_at_a_time(centred):
    compare(*random_grams(ROWS, seed=20), USUAL, "solution")


@pytest.mark.parametrize("name", STORAGES)
def test_every_way_of_keeping_is_as_one_at_a_time(centred, name):
    compare(*random_grams(60, seed=len(name)), STORAGES[name], "solution")


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_is_as_one_at_a_time(centred, system):
    compare(*random_grams(60, seed=5), USUAL, system)


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


@pytest.mark.parametrize("package", ["dropper_bottle", "jar"])
@pytest.mark.parametrize("celsius", [5, 25, 45, 50])
def test_rare_formulas_are_as_one_at_a_time(centred, celsius, package):
    names = tuple(dict.fromkeys(name for each in RARE for name in each))
    grams = np.array([[each.get(name, 0.0) for name in names] for each in RARE], dtype=float)
    compare(grams, names, Storage(temperature=Q_(celsius, "degC"), package=package), "solution")


def test_the_random_formulas_meet_every_case():
    grams, names = random_grams(ROWS, seed=20)
    found = formula_facts(grams, names)
    facts = found.facts[0][1].columns
    assert len(found.facts) >= 4, "several derivatives in one"
    for flag in ("has_laa", "has_derivative", "has_form", "has_water", "is_finished", "has_preservative"):
        assert {0.0, 1.0} <= {*facts[flag]}, flag
    for flag in ("no_pH_form", "no_pH_acid", "foams", "has_lye", "falls_out_cold", "laa_near_limit"):
        assert {0.0, 1.0} == {*facts[flag]}, flag
    for flag in ("has_t90", "no_days_alkaline", "no_days_pH", "no_days_powder", "no_days_solvent"):
        assert {0.0, 1.0} == {*facts[flag]}, flag
    for flag in ("ends_by_t90", "ends_by_germs", "ends_by_six_months"):
        assert {0.0, 1.0} == {*facts[flag]}, flag
    assert {0.0, 1.0} <= {*found.dissolves}
    fired = {
        code
        for rows, each in Judged(found).levels
        for i in range(len(rows))
        for code in each.of_row(each.fires, i)
    }
    assert len(fired) > 50


def test_a_row_does_not_depend_on_its_neighbours():
    grams, names = random_grams(300, seed=8)
    whole = formula_facts(grams, names)
    alone = [formula_facts(grams[i : i + 1], names) for i in range(0, 300, 7)]
    for name in ("mass_fraction", "aa_equivalent", "pH", "dissolves", "t90_days"):
        one = np.concatenate([getattr(each, name) for each in alone])
        np.testing.assert_allclose(getattr(whole, name)[::7], one, rtol=1e-10, atol=0)


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
    found = formula_facts(np.zeros((0, 2)), ("water", "l_ascorbic_acid"))
    assert found.pH.shape == (0,)
    assert found.facts[0][1].size == 0


def test_a_table_without_vitamin_c():
    found = formula_facts(np.array([[90.0, 10.0]]), ("water", "glycerin"))
    assert found.mass_fraction.tolist() == [0.0]
    assert found.aa_equivalent.tolist() == [0.0]
    assert np.isnan(found.dissolves).all()
    assert np.isnan(found.t90_days).all()
    assert "STR-007" in Judged(found).codes(0, "fires")


def test_a_serum_by_hand():
    # 15 g in 100 g: 0.15; 15 g in 85 g of water is 17.6 g per 100 g, under the 22–26 that dissolve.
    found = formula_facts(np.array([[85.0, 15.0]]), ("water", "l_ascorbic_acid"))
    assert found.mass_fraction[0] == pytest.approx(0.15)
    assert found.aa_equivalent[0] == pytest.approx(0.15)
    # 1.002 mol/kg of an acid of pKa 4.17, most of it whole: pH = (4.17 − log 1.002) / 2.
    assert found.pH[0] == pytest.approx(2.08, abs=0.05)
    assert found.dissolves[0] == 1
    assert float(ureg.Quantity(found.t90_days[0], "day").m_as("week")) > 1
