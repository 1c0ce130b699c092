"""Formulas as a table, by hand.

Molar masses [g/mol]: ascorbic acid 176.124, sodium ascorbate 198.106, sodium bicarbonate 84.007, carbon
dioxide 44.009, sodium chloride 58.443, citric acid 192.123, trisodium citrate dihydrate 294.10.
"""

from __future__ import annotations

import numpy as np
import pytest

from calc.chemistry.co_ingredients import credited_g, dissolved_of
from calc.chemistry.formula import Formula, Line
from calc.chemistry.formula_table import (
    ACID,
    Categories,
    FormulaTable,
    content,
    is_cosolvent,
    is_derivative,
    is_form,
    table_of,
    takes_part,
)
from calc.chemistry.phases import phases_of
from calc.chemistry.predictability import predictability
from calc.chemistry.recipe import Storage
from calc.chemistry.solubility import cosolvent_factors, fullness, solvent_of
from calc.chemistry.stability.limits import outside_of, reason_of
from calc.chemistry.stability.mixture import glycol_share, has_ferulic, strength_g_per_L, vehicle_of

SODA, SALT, LOADED = "sodium_bicarbonate", "sodium_ascorbate", "encapsulated_ascorbic_acid"


def table(system: str = "solution", **grams: float | list[float]) -> FormulaTable:
    """Return a table of pure ingredients; a list holds a number for each formula."""
    columns = np.array([np.atleast_1d(each) for each in grams.values()], dtype=float)
    return FormulaTable.of_grams(columns, tuple(grams), system)


# --- names ----------------------------------------------------------------------------------------


def test_each_row_has_the_first_name_whose_flag_is_up():
    up, down = np.array([True, True, False, False]), np.array([False, True, True, False])
    found = Categories.first(("a", "b", "c"), [("b", up), ("c", down)], "a")
    assert [found.name(row) for row in range(4)] == ["b", "b", "c", "a"]
    assert found.isin("b").tolist() == [True, True, False, False]
    assert found.isin("a", "c").tolist() == [False, False, True, True]
    assert found.isin("d").tolist() == [False] * 4
    some = found.at(np.array([3, 0]))
    assert (some.name(0), some.name(1), some.names) == ("a", "b", ("a", "b", "c"))


@pytest.mark.parametrize(
    ("flags", "names"),
    [
        ([("b", True), ("c", np.array([True, False]))], ["b", "b"]),
        ([("c", np.array([True, False])), ("b", True)], ["c", "b"]),
        ([("b", False), ("c", np.array([True, False]))], ["c", "a"]),
        ([("b", True)], ["b"]),
        ([("b", False)], ["a"]),
        ([], ["a"]),
    ],
)
def test_a_flag_may_be_one_for_all_rows(flags, names):
    found = Categories.first(("a", "b", "c"), flags, "a")
    assert [found.name(row) for row in range(found.positions.size)] == names


# --- sums -----------------------------------------------------------------------------------------

MIXED = table(water=[80, 50], glycerin=[5, 0], ethanol=[0, 10], squalane=[5, 40], l_ascorbic_acid=[10, 0])


def test_masses_by_name_role_and_phase():
    assert MIXED.size == 2
    assert MIXED.of("water").tolist() == [80, 50]
    assert MIXED.of("water", "glycerin", "citric_acid").tolist() == [85, 50]
    assert MIXED.of("citric_acid").tolist() == [0, 0]
    assert MIXED.share("squalane").tolist() == [0.05, 0.4]
    assert MIXED.where(is_cosolvent).tolist() == [5, 10]
    assert MIXED.where(is_form).tolist() == [10, 0]
    assert MIXED.has_role("oil").tolist() == [True, True]
    assert MIXED.has_role("finished").tolist() == MIXED.is_finished.tolist() == [False, False]
    # Water is no other solvent; oil is none either.
    assert MIXED.has_solvent("water", "both").tolist() == [True, True]
    assert MIXED.has_solvent("both").tolist() == [False, True]
    assert MIXED.has_solvent("oil").tolist() == [False, False]
    assert MIXED.glycols_g.tolist() == [5, 0]
    assert (MIXED.liquid_water_g.tolist(), MIXED.water_g.tolist()) == ([80, 50], [80, 50])
    assert MIXED.forms == (ACID,)
    assert [record.id for record in MIXED.records] == list(MIXED.ingredients)
    assert MIXED.summed([1.0, 2.0, 0.0, 0.0, 3.0]).tolist() == [80 + 10 + 30, 50]
    assert MIXED.summed([1.0], np.array([[7.0, 8.0]])).tolist() == [7, 8]


def test_what_is_weighed_is_more_than_what_is_pure():
    weighed, pure = np.array([[80.0], [20.0]]), np.array([[80.0], [18.0]])
    both = FormulaTable(weighed, pure, ("water", ACID))
    assert (both.of(ACID).tolist(), both.pure(ACID).tolist()) == ([20], [18])
    assert (both.where(is_form).tolist(), both.pure_where(is_form).tolist()) == ([20], [18])
    assert both.share(ACID).tolist() == [0.2]
    assert both.aa_equivalent().tolist() == [0.18]
    assert both.total_g.tolist() == [100]
    assert both.summed([0.0, 1.0]).tolist() == [18]


def test_moles_and_charges_by_hand():
    mixed = table(
        water=100, l_ascorbic_acid=1.76124, sodium_chloride=0.58443, trisodium_citrate_dihydrate=2.941
    )
    # 10 mmol of each; the citrate brings three sodium, and the salt as many charges of either sign.
    assert mixed.acid_mol[:, 0] == pytest.approx([0.01, 0.01], rel=1e-3)
    assert mixed.ion_mol[:, 0] == pytest.approx([0.04, 0, 0, 0, 0.01], rel=1e-3, abs=1e-12)
    assert mixed.strong_charge_mol == pytest.approx([0.03], rel=1e-3)


@pytest.mark.parametrize(
    ("grams", "gas"),
    [
        ({"water": 85, ACID: 15, SODA: 2}, 2 / 84.007 * 44.009),
        # Of the acid one proton drives it out, and there is less of that.
        ({"water": 85, ACID: 0.5, SODA: 2}, 0.5 / 176.124 * 44.009),
        ({"water": 85, SODA: 2}, 0.0),
        ({"water": 85, ACID: 15}, 0.0),
        ({"squalane": 85, ACID: 15, SODA: 2}, 0.0),
        # Of citric acid two, at 3.1 and 4.8; the third, at 6.4, is weaker than carbonic acid.
        ({"water": 85, ACID: 0.5, SODA: 2, "citric_acid": 0.192123}, (0.5 / 176.124 + 0.002) * 44.009),
    ],
)
def test_the_gas_that_leaves_a_table(grams, gas):
    held = table(**grams)
    assert held.gas_g == pytest.approx([gas], rel=2e-3, abs=1e-12)
    assert held.total_g == pytest.approx([sum(grams.values()) - gas], rel=1e-5)


def test_the_acid_that_forms_stand_for():
    forms = table(water=[80, 80], l_ascorbic_acid=[10, 0], sodium_ascorbate=[10, 20])
    per_gram = 176.124 / 198.106
    assert content(ACID) == 1
    assert content(SALT) == pytest.approx(per_gram, rel=2e-3)
    assert forms.form_equivalent_g(SALT) == pytest.approx([10 * content(SALT), 20 * content(SALT)])
    assert forms.aa_equivalent() == pytest.approx([(10 + 10 * content(SALT)) / 100, 20 * content(SALT) / 100])
    assert np.isnan(content(LOADED))
    # A form of unknown content makes it unknown where it is in, and only there.
    some = table(water=[80, 80], l_ascorbic_acid=[10, 10], encapsulated_ascorbic_acid=[0, 10])
    assert some.aa_equivalent() == pytest.approx([10 / 90, np.nan], nan_ok=True)


def test_a_formula_as_a_table_of_one_row():
    lines = (
        Line("water", 70.0),
        Line(ACID, 8.0, 0.9, 0.1),
        Line(ACID, 2.0),
        Line(LOADED, 10.0, 0.5, aa_eq=0.4),
        Line(LOADED, 10.0, aa_eq=0.2),
    )
    held = table_of(Formula(lines, "suspension"))
    assert (held.ingredients, held.system, held.size) == (("water", ACID, LOADED), "suspension", 1)
    assert held.of(ACID).tolist() == [10]
    assert held.pure(ACID) == pytest.approx([8 * 0.9 + 2])
    # With the water of the powder, which is none that was poured.
    assert (held.water_g, held.liquid_water_g.tolist()) == (pytest.approx([70.8]), [70])
    assert held.form_equivalent_g(LOADED) == pytest.approx([10 * 0.5 * 0.4 + 10 * 0.2])
    assert held.aa_equivalent() == pytest.approx([(9.2 + 4) / 100])
    assert held.content_stated == {LOADED}
    partly = table_of(Formula((*lines, Line(LOADED, 1.0))))
    assert partly.content_stated == frozenset()
    assert np.isnan(partly.form_equivalent_g(LOADED)).all()


def test_some_rows_of_a_table_are_what_they_were():
    whole = table(water=[80, 70, 60], l_ascorbic_acid=[10, 20, 30], sodium_bicarbonate=[1, 2, 3])
    known, fresh = whole.part(np.array([0, 1, 2])), whole.total_g
    part = whole.part(np.array([2, 0]))
    assert part.total_g.tolist() == fresh[[2, 0]].tolist()
    assert part.gas_g == pytest.approx(whole.gas_g[[2, 0]])
    assert part.weighed_g is part.pure_g
    assert part.of(ACID).tolist() == [30, 10]
    assert known.gas_g == pytest.approx(whole.gas_g)
    impure = FormulaTable(np.array([[80.0, 70.0]]), np.array([[8.0, 7.0]]), ("water",), "suspension").part(
        np.array([1])
    )
    assert (impure.pure_g.tolist(), impure.system) == ([[7.0]], "suspension")


SERUMS = (
    {"water": 60, "glycerin": 20, ACID: 15, "squalane": 4, "polysorbate_20": 1},
    {"water": 70, "propylene_glycol": 10, ACID: 10, "ferulic_acid": 1, "tocopherol": 1, SODA: 1},
    {"propylene_glycol": 90, ACID: 10},
    {"squalane": 90, "ascorbyl_palmitate": 1},
    {"lotion": 85, "squalane": 5, ACID: 10, "copper_tripeptide_1": 1},
    {"serum": 85, "ethanol": 5, "other_gum": 1, ACID: 10, "sodium_benzoate": 1},
)


@pytest.mark.parametrize("grams", SERUMS)
@pytest.mark.parametrize("times", [1e-4, 1e3])
def test_the_size_of_a_formula_moves_nothing_but_its_masses(grams, times):
    whole, scaled = table(**grams), table(**{name: mass * times for name, mass in grams.items()})
    pH, ionic = np.array([3.0]), np.array([0.1])

    def shares(held: FormulaTable) -> dict[str, np.ndarray]:
        """Return what has no size."""
        known, phases = predictability(held), phases_of(held)
        there = dissolved_of(held, pH)
        full = fullness(held, ACID, 20.0, pH, ionic) if "water" in grams else None
        return {
            "acid": held.aa_equivalent(),
            "forms": held.where(is_form) / held.total_g,
            **outside_of(held, Storage(), vehicle_of(held)),
            "reason": reason_of(held, Storage(), vehicle_of(held), pH, strength_g_per_L(held)).positions,
            "glycol": glycol_share(held),
            "strength": strength_g_per_L(held),
            "solids": known.solids_per_water,
            "cosolvent": known.cosolvent_share,
            "predictable": known.reason.positions,
            "vehicle": vehicle_of(held).positions,
            "solvent": solvent_of(held).positions,
            "separates": phases.separates,
            "held": phases.held_g / held.total_g,
            "gas": held.gas_g / held.total_g,
            "ferulic": has_ferulic(held, pH),
            "least": cosolvent_factors(held, ACID)[0] if full else pH,
            "most": cosolvent_factors(held, ACID)[1] if full else pH,
            "full": full.high if full else pH,
            **{
                f"{name} {kind}": getattr(it, kind) / held.total_g
                for name, it in there.items()
                for kind in (
                    "least_g",
                    "most_g",
                    "least_limit_g",
                    "most_limit_g",
                )
            },
            **{f"{name} credited": credited_g(held, name, pH) / held.total_g for name in there},
        }

    small = shares(scaled)
    for name, value in shares(whole).items():
        assert small[name] == pytest.approx(value, rel=1e-9, nan_ok=True), name


def test_what_an_ingredient_is():
    def of(test, *names):
        return [test(table(**{name: 1}).records[0]) for name in names]

    assert of(is_form, ACID, SALT, "ascorbyl_glucoside", "citric_acid") == [True, True, True, False]
    assert of(is_derivative, ACID, SALT, "ascorbyl_glucoside", "citric_acid") == [False, True, True, False]
    assert of(takes_part, ACID, "sodium_chloride", "sodium_hydroxide", "niacinamide", "squalane") == [
        *(True, True, True, True, False),
    ]
    assert of(is_cosolvent, "glycerin", "ethanol", "water", "squalane") == [True, True, False, False]
