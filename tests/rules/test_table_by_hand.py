"""Facts of small tables, each decision with its numbers by hand: contents, what dissolves, derivatives."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.predictability import predictability
from calc.chemistry.recipe import Storage
from calc.rules import formula_facts as made
from calc.rules.acidity_facts import Acidity, acidity_of, pH_facts
from calc.rules.formula_facts import (
    Derivative,
    Dissolution,
    acid_facts,
    all_dissolve,
    by_derivative,
    coldest_of,
    content_facts,
    days_in_water,
    derivative_facts,
    derivative_of,
    dissolution_of,
    formula_facts,
    without_derivative,
)
from calc.units import Q_

NAN = math.nan
ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
MAP = "magnesium_ascorbyl_phosphate"
GLUCOSIDE = "ascorbyl_glucoside"
PALMITATE = "ascorbyl_palmitate"


def table(*rows: dict[str, float], system: str = "solution") -> FormulaTable:
    """Return formulas, each by its masses [g]."""
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    grams = np.array([[row.get(name, 0.0) for row in rows] for name in names])
    return FormulaTable.of_grams(grams, names, system)


def dissolution(*dissolves: float, by_water: bool = True) -> Dissolution:
    return Dissolution(np.array(dissolves), np.full(len(dissolves), by_water))


# --- contents -------------------------------------------------------------------------------------


FORM = {"has_form", "has_water_soluble_form"}


@pytest.mark.parametrize(
    ("masses", "flags"),
    [
        # Half a gram is there as much as ten.
        ({"water": 0.5, ACID: 0.5}, {"has_laa", "has_ascorbate", *FORM}),
        ({"water": 99.5, SAP: 0.5}, {"has_derivative", *FORM}),
        # A salt of the acid is told as a form of its own, and counted with the acid.
        ({"water": 99.5, "sodium_ascorbate": 0.5}, {"has_derivative", "has_ascorbate", *FORM}),
        ({"water": 99.5, "ethyl_ascorbic_acid": 0.5}, {"has_derivative", "has_ethyl", *FORM}),
        # Palmitate dissolves in oil, glycerin is no form.
        ({"squalane": 99, PALMITATE: 0.5}, {"has_derivative", "has_form"}),
        ({"water": 90, "glycerin": 0.5}, set()),
        ({"water": 90, "carbomer": 0.5}, {"has_carbomer"}),
        ({"water": 90, "sodium_hyaluronate": 0.5}, {"has_hyaluronate"}),
        ({"water": 90, "copper_tripeptide_1": 0.5}, {"has_copper"}),
        ({"water": 90, "ferulic_acid": 0.5}, {"has_ferulic"}),
        ({"water": 90, "niacinamide": 0.5}, {"has_niacinamide"}),
        ({"water": 90, "sodium_hydroxide": 0.5}, {"has_lye"}),
        ({"water": 90, "potassium_hydroxide": 0.5}, {"has_lye"}),
        ({"water": 90, "phenoxyethanol": 0.5}, {"has_preservative"}),
        ({"serum": 90, "glycerin": 0.5}, {"is_finished"}),
        # Soda foams in acid, not by itself.
        ({"water": 90, ACID: 5, "sodium_bicarbonate": 0.5}, {"has_laa", "has_ascorbate", "foams", *FORM}),
        ({"water": 90, "sodium_bicarbonate": 0.5}, set()),
    ],
)
def test_what_is_in_it_is_told_and_what_is_not_is_not(masses, flags):
    one = table(masses)
    row = content_facts(one, predictability(one).reason)
    # Of what is bought nobody says whether it is preserved; a table states no purities.
    told = dict.fromkeys(row, 0.0) | dict.fromkeys(flags, 1.0)
    told |= {
        "has_preservative": NAN if "serum" in masses else told["has_preservative"],
        "purity_stated": float("has_form" not in flags),
        "has_free_water": float("water" in masses),
        # An oil has no water; of a bought serum it is there, and nobody knows how much.
        "has_water": float("squalane" not in masses),
    }
    assert {name: column.item() for name, column in row.items()} == pytest.approx(told, nan_ok=True)


def test_a_preserved_product_is_preserved_though_it_is_bought():
    one = table({"serum": 90, "phenoxyethanol": 0.5})
    assert content_facts(one, predictability(one).reason)["has_preservative"].tolist() == [1]


# --- what dissolves -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        # One that does not dissolve is enough, whatever is known of the other and whichever comes first.
        ((0.0, NAN), 0),
        ((NAN, 0.0), 0),
        ((1.0, 0.0), 0),
        ((0.0, 0.5), 0),
        ((1.0, 1.0), 1),
        # Within the range of its limit it is not known, nor is it beside what is not known.
        ((1.0, 0.5), NAN),
        ((1.0, NAN), NAN),
        ((0.5, 0.5), NAN),
    ],
)
def test_all_dissolve_where_each_does_and_not_where_one_does_not(verdicts, expected):
    # Of a tenth of a gram as of ten.
    both = table({"water": 90, ACID: 0.1, SAP: 0.1})
    result = all_dissolve(both, {form: dissolution(one) for form, one in zip((ACID, SAP), verdicts)})
    assert result.tolist() == pytest.approx([expected], nan_ok=True)


def test_what_is_not_in_a_formula_does_not_hinder_it():
    rows = table({"water": 90, ACID: 5}, {"water": 90, SAP: 5}, {"water": 90})
    verdicts = {ACID: dissolution(1.0, 0.0, 0.0), SAP: dissolution(0.0, 1.0, 0.0)}
    assert all_dissolve(rows, verdicts).tolist() == pytest.approx([1, 1, NAN], nan_ok=True)


@pytest.mark.parametrize(
    ("masses", "form", "dissolves", "by_water"),
    [
        # 25.5 to 28.9 g of acid dissolve in 100 g of water at 20 °C.
        ({"water": 100, ACID: 20}, ACID, 1, True),
        ({"water": 100, ACID: 40}, ACID, 0, True),
        ({"water": 100, ACID: 27}, ACID, 0.5, True),
        # In oil it does not dissolve; in glycol, alcohol or a bought serum nobody knows how much.
        ({"squalane": 90, ACID: 5}, ACID, 0, False),
        ({"ethanol": 90, ACID: 5}, ACID, NAN, False),
        ({"serum": 90, ACID: 5}, ACID, NAN, False),
        # None of it is judged by no water; of a form without a published figure nothing is known.
        ({"water": 90, SAP: 5}, ACID, NAN, False),
        ({"water": 90, GLUCOSIDE: 5}, GLUCOSIDE, NAN, True),
        # 0.0006 g/mL of palmitate in squalane of 0.81 g/mL: 0.074 g in 100 g.
        ({"squalane": 100, PALMITATE: 0.08}, PALMITATE, 0, False),
        ({"squalane": 100, PALMITATE: 0.07}, PALMITATE, NAN, False),
        # What is no oil takes none up: beside 50 g of powder, or water, it is the oil that counts.
        ({"squalane": 100, "sorbitol": 50, PALMITATE: 0.08}, PALMITATE, 0, False),
        ({"squalane": 100, "water": 50, PALMITATE: 0.08}, PALMITATE, 0, False),
        # Twice the oil takes up twice as much, in two oils together.
        ({"squalane": 100, "isopropyl_myristate": 100, PALMITATE: 0.09}, PALMITATE, NAN, False),
        # Without oil, in alcohol, or in what is bought nothing is known; of what nobody measured neither.
        ({"water": 100, PALMITATE: 0.08}, PALMITATE, NAN, False),
        ({"squalane": 50, "ethanol": 50, PALMITATE: 1}, PALMITATE, NAN, False),
        ({"squalane": 50, "serum": 50, PALMITATE: 1}, PALMITATE, NAN, False),
        ({"squalane": 90, "tetrahexyldecyl_ascorbate": 90}, "tetrahexyldecyl_ascorbate", NAN, False),
    ],
)
def test_whether_a_form_dissolves(masses, form, dissolves, by_water):
    one = table(masses)
    judged = dissolution_of(one, form, 20.0, acidity_of(one)) if form in one.forms else None
    if judged is None:
        judged = dissolution_of(table({**masses, form: 0.0}), form, 20.0)
    assert judged.dissolves.dtype == np.float64
    assert judged.dissolves.tolist() == pytest.approx([dissolves], nan_ok=True)
    assert judged.by_water.tolist() == [by_water]


def test_what_a_base_has_neutralised_needs_no_room():
    # 30 g of acid are too much for 100 g of water; with 0.1 mol of it as its ion 12 g are left beside it.
    alone, with_lye = table({"water": 100, ACID: 30}), table({"water": 100, ACID: 30, "sodium_hydroxide": 4})
    assert dissolution_of(alone, ACID, 20.0, acidity_of(alone)).dissolves.tolist() == [0]
    assert dissolution_of(with_lye, ACID, 20.0, acidity_of(with_lye)).dissolves.tolist() == [1]
    # Where nobody says what is neutralised, nothing is.
    assert dissolution_of(with_lye, ACID, 20.0).dissolves.tolist() == [0]


@pytest.mark.parametrize(
    ("storage", "celsius"),
    [
        (None, 20),
        (Storage(), 20),
        (Storage(temperature=Q_(5, "degC")), 5),
        (Storage(schedule=((Q_(30, "degC"), 4.0), (Q_(8, "degC"), 20.0))), 8),
    ],
)
def test_it_is_judged_at_the_coldest_and_in_a_room_where_nobody_says(storage, celsius):
    assert coldest_of(storage) == celsius


# --- the acid at three temperatures ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "room", "fridge", "coldest_C", "expected"),
    [
        # Kept in a room: it dissolves, and what a refrigerator would do to it is told.
        (1, 1, 1, 20, {"laa_dissolves": 1}),
        (1, 1, 0, 20, {"laa_dissolves": 1, "falls_out_cold": 1}),
        (1, 1, 0.5, 20, {"laa_dissolves": 1, "may_fall_out_cold": 1}),
        (1, 1, NAN, 20, {"laa_dissolves": 1}),
        # What does not dissolve in a room never does; within the limit nothing else is told.
        (0, 0, 0, 20, {"laa_never_dissolves": 1}),
        (0.5, 0.5, 0, 20, {"laa_dissolves": 0.5, "laa_near_limit": 1}),
        # Kept in the cold: what would dissolve, or may, in a room falls out now.
        (0, 1, 0, 5, {"laa_falls_out_now": 1}),
        (0, 0.5, 0, 5, {"laa_falls_out_now": 1}),
        (0, 0, 0, 5, {"laa_never_dissolves": 1}),
        (1, 1, 0, 5, {"laa_dissolves": 1}),
        # Between room and refrigerator both are asked.
        (0, 1, 0, 10, {"laa_falls_out_now": 1}),
        (1, 1, 0, 10, {"laa_dissolves": 1, "falls_out_cold": 1}),
    ],
)
def test_the_acid_is_judged_as_kept_in_a_room_and_in_a_refrigerator(now, room, fridge, coldest_C, expected):
    by_C = {5: fridge, 20: room, coldest_C: now}
    row = acid_facts(
        table({"water": 85, ACID: 15}), np.array([100.0]), lambda form, C: dissolution(by_C[C]), coldest_C
    )
    numbers = {name: column.item() for name, column in row.items()}
    told = {"laa_dissolves": 0.0, "laa_mass_fraction": 0.15, "laa_aim": 0.15, **expected}
    assert numbers == {**dict.fromkeys(numbers, 0.0), **told}


def test_without_the_acid_nothing_is_asked_of_it():
    def never(form: str, celsius: float) -> Dissolution:
        raise AssertionError("nothing to dissolve")

    row = acid_facts(table({"water": 90, "sodium_ascorbate": 10}), np.array([100.0]), never, 20.0)
    assert math.isnan(row["laa_dissolves"].item())
    assert math.isnan(row["laa_never_dissolves"].item())
    assert row["laa_mass_fraction"].tolist() == pytest.approx([0.0889])
    assert [row[name].item() for name in ("laa_near_limit", "laa_falls_out_now", "falls_out_cold")] == [0] * 3


def test_a_row_without_the_acid_stays_unknown_beside_one_with_it():
    rows = table({"water": 90, ACID: 10}, {"water": 90, SAP: 10})
    row = acid_facts(rows, rows.total_g, lambda form, C: dissolution(0.0, 0.0), 5.0)
    assert row["laa_dissolves"].tolist() == pytest.approx([0, NAN], nan_ok=True)
    assert row["laa_never_dissolves"].tolist() == pytest.approx([1, NAN], nan_ok=True)
    assert row["laa_falls_out_now"].tolist() == [0, 0]


def test_only_what_may_be_otherwise_is_asked_at_another_temperature():
    def asked(now: float, coldest_C: float) -> list[float]:
        seen: list[float] = []

        def dissolving(form: str, celsius: float) -> Dissolution:
            seen.append(celsius)
            return dissolution(now)

        acid_facts(table({"water": 85, ACID: 15}), np.array([100.0]), dissolving, coldest_C)
        return seen

    assert asked(1, 20.0) == [20, 5]
    assert asked(0, 20.0) == [20]
    assert asked(0.5, 20.0) == [20]
    assert asked(0, 5.0) == [5, 20]
    assert asked(1, 5.0) == [5]
    assert asked(1, 4.0) == [4]
    assert asked(0, 25.0) == [25]


# --- derivatives ----------------------------------------------------------------------------------


def one_derivative(form: str, grams: float = 2.0, **more: object) -> dict[str, float]:
    """Return the facts about a form in 50 g of water."""
    one = table({"water": 50 - grams, form: grams})
    held = derivative_of(
        one, form, one.total_g, lambda name, C: dissolution(0.5), 20.0, np.array([True]), np.array([6.5])
    )
    return {
        name: float(np.ravel(values)[0])
        for name, values in derivative_facts(one, replace(held, **more), np.array([0])).items()
    }


def test_a_derivative_is_told_with_its_strength_and_its_acid():
    row = one_derivative(SAP)
    # 2 g in 50 g are 4 %, of which 0.4919 is the acid of which it is made.
    assert row["derivative_mass_fraction"] == pytest.approx(0.04)
    assert row["derivative_aa_equivalent"] == pytest.approx(0.04 * 0.4919, rel=1e-3)
    assert (row["has_content"], row["derivative_near_limit"], row["derivative_limit_unknown"]) == (1, 1, 0)
    assert (row["derivative_by_water"], row["derivative_dissolves"]) == (1, 0.5)
    unknown = one_derivative("ascorbyl_methylsilanol_pectinate")
    assert unknown["has_content"] == 0
    assert math.isnan(unknown["derivative_aa_equivalent"])


@pytest.mark.parametrize(
    ("dissolves", "near", "unknown"), [(1.0, 0, 0), (0.0, 0, 0), (0.5, 1, 0), (NAN, 0, 1)]
)
def test_what_is_known_of_its_solubility_is_told(dissolves, near, unknown):
    row = one_derivative(SAP, dissolution=dissolution(dissolves, by_water=False))
    assert (row["derivative_near_limit"], row["derivative_limit_unknown"]) == (near, unknown)
    assert row["derivative_by_water"] == 0


@pytest.mark.parametrize(
    ("form", "low", "high", "has_range"),
    [
        (SAP, 0.002, 0.05, 1),
        # Of a salt the usual range of its acid counts, so none of its own.
        ("sodium_ascorbate", 0, math.inf, 1),
        ("calcium_ascorbate", 0, math.inf, 1),
        ("glyceryl_ascorbate", NAN, NAN, 0),
    ],
)
def test_a_derivative_has_the_usual_strength_of_its_form(form, low, high, has_range):
    row = one_derivative(form)
    assert (
        row["derivative_usual_low"],
        row["derivative_usual_high"],
        row["has_usual_range"],
    ) == pytest.approx((low, high, has_range), nan_ok=True)


def test_crystal_water_matters_only_where_the_content_is_assumed_and_nobody_states_it():
    rows = {form: record.value("aa_eq") for form, record in catalog.forms().items()}
    assumed = {form for form, row in rows.items() if row is not None and row.kind == "assumed"}
    # Magnesium ascorbyl phosphate is sold with unlike amounts of it; glucoside has none.
    assert MAP in assumed
    assert GLUCOSIDE not in assumed
    for form, expected in ((MAP, 1), (GLUCOSIDE, 0), ("ascorbyl_methylsilanol_pectinate", 0)):
        assert one_derivative(form)["crystal_water_unstated"] == expected
    stated = replace(table({"water": 50, MAP: 2}), content_stated=frozenset({MAP}))
    assert made._crystal_water_unstated(stated, MAP) is False


@pytest.mark.parametrize("system", ["solution", "o_w_emulsion", "w_o_emulsion"])
def test_an_oil_meets_water_with_a_pH_in_an_emulsion_alone(system):
    form = "tetrahexyldecyl_ascorbate"
    one = table({"water": 75, "squalane": 20, form: 5}, system=system)
    held = Derivative(form, np.array([0.05]), np.array([0.01]), dissolution(NAN), None)
    high = float(derivative_facts(one, held, np.array([0]))["derivative_pH_high"][0])
    assert high == (math.inf if system == "solution" else 6)


def test_a_salt_has_no_state_and_a_derivative_the_one_of_its_pH():
    states = [name for name in one_derivative(SAP) if name.startswith("state_")]
    assert [name for name in states if one_derivative(SAP)[name]] == ["state_stable"]
    assert not any(one_derivative("sodium_ascorbate")[name] for name in states)
    assert one_derivative("sodium_ascorbate").keys() >= {*states}


def test_without_a_derivative_flags_are_down_and_numbers_unknown():
    row = without_derivative(2)
    assert all(column.shape == (2,) for column in row.values())
    assert {name for name, column in row.items() if np.isnan(column).all()} == {
        *("has_usual_range", "derivative_usual_low", "derivative_usual_high", "derivative_pH_low"),
        *("derivative_pH_high", "derivative_mass_fraction", "derivative_aa_equivalent"),
        "derivative_dissolves",
    }
    assert {name for name, column in row.items() if (column == 0).all()} == {*row} - {
        name for name, column in row.items() if np.isnan(column).all()
    }
    assert row.keys() == {*one_derivative(SAP)}


def test_rows_come_again_for_each_further_derivative():
    rows = table(
        {"water": 90},
        {"water": 90, SAP: 1},
        {"water": 90, MAP: 1, GLUCOSIDE: 1},
        {"water": 90, SAP: 1, MAP: 1, GLUCOSIDE: 1},
    )
    levels = [(places.tolist(), held.tolist()) for places, held in by_derivative(rows, [SAP, MAP, GLUCOSIDE])]
    assert levels == [([0, 1, 2, 3], [3, 0, 1, 0]), ([2, 3], [2, 1]), ([3], [2])]
    assert [(places.tolist(), held.tolist()) for places, held in by_derivative(rows, [])] == [
        ([0, 1, 2, 3], [0, 0, 0, 0])
    ]


def test_each_level_of_a_table_has_the_facts_of_its_own_derivative():
    grams = np.array([[90.0, 4.0, 6.0], [95.0, 5.0, 0.0], [100.0, 0.0, 0.0], [180.0, 8.0, 12.0]])
    found = formula_facts(grams, ("water", SAP, GLUCOSIDE))
    (first_rows, first), (second_rows, second) = found.facts
    assert (first_rows.tolist(), second_rows.tolist()) == ([0, 1, 2, 3], [0, 3])
    assert first.columns["derivative_mass_fraction"].tolist() == pytest.approx(
        [0.04, 0.05, NAN, 0.04], nan_ok=True
    )
    assert second.columns["derivative_mass_fraction"].tolist() == pytest.approx([0.06, 0.06])
    assert first.columns["is_phosphate"].tolist() == [1, 1, 0, 1]
    assert second.columns["is_phosphate"].tolist() == [0, 0]
    # Of both: 4 % × 0.4919 and 6 % × 0.5207; the strongest is the glucoside.
    assert found.aa_equivalent.tolist() == pytest.approx([0.0509, 0.0246, 0, 0.0509], abs=1e-4)
    assert found.mass_fraction.tolist() == pytest.approx([0.06, 0.05, 0.0, 0.06])


def test_what_only_a_batch_has_is_down_or_unknown_in_a_table():
    facts = formula_facts(np.array([[85.0, 15.0]]), ("water", ACID)).facts[0][1].columns
    down = ("has_label_strength", "by_eye", "has_reading", "has_dose", "has_unread", "has_assay")
    assert [facts[name].tolist() for name in down] == [[0.0]] * 6
    unknown = ("reading_off", "dose_g", "claimed_pH", "lightest_steps", "assay_off", "clear_strength")
    assert all(np.isnan(facts[name]).all() for name in unknown)


# --- the pH and what decides it -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("masses", "flags"),
    [
        ({"water": 99, "citric_acid": 0.5}, {"has_citrate"}),
        ({"water": 99, "trisodium_citrate_dihydrate": 0.5}, {"has_citrate"}),
        ({"water": 99, "lactic_acid": 0.5}, set()),
        ({"water": 99, "lactobionic_acid": 0.5, "citric_acid": 0.5}, {"has_citrate", "has_uncounted"}),
        ({"water": 99, ACID: 15, "other_oil": 0.5}, {"has_other"}),
        ({"water": 80, ACID: 5, "other_unknown": 15}, {"has_other", "hides_pH", "no_pH"}),
        ({"water": 99, SAP: 0.5}, {"no_pH", "no_pH_form"}),
        ({"water": 99, "glycerin": 0.5}, {"no_pH", "no_pH_acid"}),
        ({"squalane": 99, PALMITATE: 0.5}, {"no_pH"}),
    ],
)
def test_what_decides_the_pH_is_told(masses, flags):
    one = table(masses)
    row = pH_facts(one, acidity_of(one), 22.0)
    looked_at = {"no_pH", "no_pH_form", "no_pH_acid", "has_citrate", "has_other", "hides_pH", "has_uncounted"}
    assert {name for name in looked_at if row[name].item() == 1} == flags
    assert {name for name in looked_at if row[name].item() == 0} == looked_at - flags
    assert row["has_pH"].item() == ("no_pH" not in flags)
    assert row["shelf_C"].tolist() == [22.0]


def test_a_reading_takes_the_reason_away():
    one = table({"water": 99, SAP: 0.5})
    read = Acidity(np.array([6.5]), np.array([NAN]), predictability(one))
    row = pH_facts(one, read, None)
    assert (row["no_pH"].item(), row["no_pH_form"].item(), row["has_pH"].item()) == (0, 0, 0)
    assert row["pH"].item() == 6.5
    assert math.isnan(row["shelf_C"].item())
    nothing = table({"water": 99, "glycerin": 0.5})
    read = Acidity(np.array([6.5]), np.array([NAN]), predictability(nothing))
    assert pH_facts(nothing, read, None)["no_pH_acid"].item() == 0


def test_solids_glycols_and_ions_are_told_where_they_are_known():
    rows = table({"water": 50, ACID: 5}, {"squalane": 50, PALMITATE: 1}, {"water": 5, ACID: 10})
    row = pH_facts(rows, acidity_of(rows), None)
    assert row["solids_per_water"].tolist() == pytest.approx([10, NAN, 200], nan_ok=True)
    # 5 g in 50 g are 0.57 mol/kg, of which a hundredth is an ion; too dry, nobody asked.
    assert row["ionic_strength"][0] == pytest.approx(0.0075, abs=0.002)
    salty = table({"water": 70, ACID: 10, "sodium_hydroxide": 18})
    given = acidity_of(salty)
    assert math.isnan(given.ionic_strength.item())
    assert pH_facts(salty, given, None)["ionic_strength"].item() > 6


def test_what_stays_behind_does_not_acidify():
    # 0.3 g of sorbic acid are more than 100 g of water dissolve, 0.16 g: five grams make no other pH.
    rows = table(
        {"water": 100, "sorbic_acid": 0.5}, {"water": 100, "sorbic_acid": 5}, {"water": 100, ACID: 1}
    )
    found = acidity_of(rows)
    assert found.pH[1] == pytest.approx(found.pH[0], abs=0.02)
    # 0.014 mol/kg of pKa 4.76: (4.76 − log 0.014) / 2.
    assert found.pH[0] == pytest.approx(3.31, abs=0.05)
    alone = acidity_of(rows.part(np.array([2])))
    assert found.pH[2] == pytest.approx(alone.pH[0], abs=1e-6)
    np.testing.assert_allclose(found.ionic_strength[0], 10 ** -found.pH[0], rtol=0.1)


# --- days on a label ------------------------------------------------------------------------------


def test_the_higher_of_two_pH_counts_for_what_keeps():
    strength = np.array([0.15, 0.15, 0.15])
    days = days_in_water(ACID, strength, np.array([NAN, 1.0, 3.2]), made.USUAL)
    # Predicted 2.1: a label of 1.0 counts as that, one of 3.2 counts, and is faster.
    assert days[0] == days[1] > days[2] > 0
    assert days_in_water(ACID, np.array([0.15]), np.array([9.0]), made.USUAL).tolist() == pytest.approx(
        [NAN], nan_ok=True
    )
