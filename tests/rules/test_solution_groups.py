"""Solutions in groups of the same kinds of acids: the pH of all together, without acids that are absent."""

from __future__ import annotations

import numpy as np
import pytest

from calc.chemistry.acidity import balance
from calc.chemistry.activity import PREFERRED
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.solution import Acid, Interaction, Pair, Solution
from calc.chemistry.solution_totals import table_totals
from calc.rules import solution_groups
from calc.rules.solution_groups import solve_by_groups

#: By charge and steps: two acids of one step, two of two, one base, and phosphoric acid, which holds sodium.
ACIDS = (
    *(Acid("lactic", (3.86,)), Acid("phosphoric", (2.15, 7.2, 12.4)), Acid("malic", (3.46, 5.1))),
    *(Acid("benzoic", (4.2,)), Acid("triethanolammonium", (7.76,), 1), Acid("succinic", (4.24, 5.71))),
)
LACTIC, PHOSPHORIC, MALIC, BENZOIC, AMINE, SUCCINIC = range(6)
PAIRS = (Pair(PHOSPHORIC, 1, 0.87, 2), Pair(PHOSPHORIC, 1, 0.81, 2, metal=1))
#: Of each anion with sodium another one, and of one with potassium; of the hydroxide ion too.
INTERACTIONS = (
    *(Interaction(LACTIC, 1, 0.05), Interaction(BENZOIC, 1, 0.4), Interaction(MALIC, 1, -0.1)),
    *(Interaction(MALIC, 2, 0.3), Interaction(SUCCINIC, 2, -0.2), Interaction(PHOSPHORIC, 1, -0.15)),
    *(Interaction(SUCCINIC, 1, 0.2, metal=1), Interaction(solution_groups.HYDROXIDE, 1, 0.04)),
)
#: Which acids are in a formula: each group differs in how many of each kind there are.
HELD = (
    *((), (LACTIC,), (BENZOIC,), (LACTIC, BENZOIC), (MALIC,), (SUCCINIC, LACTIC), (MALIC, BENZOIC)),
    *((MALIC, SUCCINIC), (AMINE, LACTIC), (AMINE,), (PHOSPHORIC,), (PHOSPHORIC, SUCCINIC, BENZOIC)),
    *((PHOSPHORIC, MALIC, LACTIC), tuple(range(6))),
)
#: HELD has eleven groups: lactic or benzoic acid is one, and so is one of them beside malic or succinic acid.
GROUPS = (1, 2, 1, 1, 2, 1, 1, 1, 1, 2, 1)


def solutions(times: int = 1) -> Solution:
    """Return each of `HELD`, with as much of everything as differs from row to row."""
    dice = np.random.default_rng(7)
    held = np.array([[i in acids for i in range(len(ACIDS))] for acids in HELD * times])
    totals = np.where(held, dice.uniform(0.05, 0.5, held.shape), 0.0)
    metals = dice.uniform(0.05, 0.3, (len(held), 2))
    return Solution(ACIDS, totals, metals.sum(axis=1), metals, PAIRS, INTERACTIONS, (1, 1))


def epsilons(solution: Solution) -> dict[tuple[int, int, int], list[float]]:
    """Return the interactions of solutions, by acid, protons lost and metal."""
    return {(one.acid, one.lost, one.metal): np.ravel(one.epsilon).tolist() for one in solution.interactions}


@pytest.fixture
def asked(monkeypatch) -> list[Solution]:
    """Return what is solved at a time."""
    seen: list[Solution] = []

    def spy(solution: Solution, model: str):
        seen.append(solution)
        return balance(solution, model)

    monkeypatch.setattr(solution_groups, "balance", spy)
    return seen


def test_a_group_has_the_pH_that_its_solutions_have_among_all_others(monkeypatch, asked):
    whole = solutions(3)
    monkeypatch.setattr(solution_groups, "_SMALLEST_GROUP", 1)
    pH, ionic = solve_by_groups(whole)
    expected_pH, expected_ionic = balance(whole, PREFERRED)
    np.testing.assert_allclose(pH, expected_pH, rtol=0, atol=1e-8)
    np.testing.assert_allclose(ionic, expected_ionic, rtol=1e-8)
    # What is not there takes no part, and each group is solved once.
    assert sorted(solution.strong_charge.size // 3 for solution in asked) == sorted(GROUPS)
    assert all((solution.totals > 0).all() for solution in asked)


def test_interactions_follow_the_acid_that_is_in_each_solution(monkeypatch, asked):
    # In one group lactic acid in the first solution, benzoic acid in the second.
    whole = solutions().part(np.array([1, 2]))
    monkeypatch.setattr(solution_groups, "_SMALLEST_GROUP", 1)
    solve_by_groups(whole)
    (group,) = asked
    (acid,) = group.acids
    assert (acid.pKa[0].tolist(), acid.charge) == ([3.86, 4.2], 0)
    assert epsilons(group) == {(solution_groups.HYDROXIDE, 1, 0): [0.04], (0, 1, 0): [0.05, 0.4]}
    assert group.pairs == []


def test_pairs_follow_their_acid_to_its_new_place(monkeypatch, asked):
    monkeypatch.setattr(solution_groups, "_SMALLEST_GROUP", 1)
    solve_by_groups(solutions().part(np.array([HELD.index((PHOSPHORIC,))])))
    (group,) = asked
    assert group.acids == [ACIDS[PHOSPHORIC]]
    assert group.pairs == [Pair(0, 1, 0.87, 2), Pair(0, 1, 0.81, 2, metal=1)]
    assert epsilons(group) == {(solution_groups.HYDROXIDE, 1, 0): [0.04], (0, 1, 0): [-0.15]}


@pytest.mark.parametrize(("smallest", "sizes"), [(1, [*[2] * 6, *[3] * 3]), (3, [3, 3, 3, 12]), (4, [21])])
def test_small_groups_are_solved_together_with_all_acids(monkeypatch, asked, smallest, sizes):
    # Three solutions each of three kinds, and two each of six others.
    of_three, of_two = (1, 4, 10), (0, 3, 7, 8, 9, 13)
    monkeypatch.setattr(solution_groups, "_SMALLEST_GROUP", smallest)
    whole = solutions().part(np.array([*of_three * 3, *of_two * 2]))
    pH, _ = solve_by_groups(whole)
    np.testing.assert_allclose(pH, balance(whole, PREFERRED)[0], rtol=0, atol=1e-8)
    assert sorted(solution.strong_charge.size for solution in asked) == sizes
    assert [len(one.acids) for one in asked if one.strong_charge.size > 3] == [6] * (smallest > 1)


def test_without_any_acid_in_the_table_there_are_no_groups(asked):
    # Lye alone: 0.1 mol/kg of sodium.
    lye = Solution((), np.zeros((2, 0)), np.array([0.1, 0.1]), np.full((2, 1), 0.1))
    pH, _ = solve_by_groups(lye)
    assert len(asked) == 1
    # 14 + log 0.1 and the activity of hydroxide, 0.77.
    assert pH == pytest.approx([12.88, 12.88], abs=0.03)


def test_a_real_table_of_serums_is_solved_in_groups_as_it_is_together(monkeypatch):
    names = ("water", "l_ascorbic_acid", "sodium_hydroxide", "citric_acid", "lactic_acid", "niacinamide")
    dice = np.random.default_rng(3)
    grams = np.where(dice.random((60, 6)) < 0.6, dice.uniform(0.1, 3, (60, 6)), 0.0)
    grams[:, 0] = 90
    totals = table_totals(FormulaTable.of_grams(grams.T, names), np.arange(60)).solution()
    monkeypatch.setattr(solution_groups, "_SMALLEST_GROUP", 1)
    alone = solve_by_groups(totals)
    monkeypatch.setattr(solution_groups, "_SMALLEST_GROUP", 10**9)
    together = solve_by_groups(totals)
    np.testing.assert_allclose(alone, together, rtol=0, atol=1e-8)
