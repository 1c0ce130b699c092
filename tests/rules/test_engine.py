"""How rules are evaluated: where one applies, where it can look, and which end of a band it looks at."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from calc import catalog
from calc.rules import FORMULA_FACTS, Facts, columns, engine, evaluate

NAN = math.nan
ENDS = ("median", "low", "high")


def facts(values: dict[str, list[float]], bands: dict[str, tuple[list[float], ...]] | None = None) -> Facts:
    """Return facts, and bands by (median, low, high)."""
    ends = {
        name: dict(zip(ENDS, (np.array(column) for column in of_band)))
        for name, of_band in (bands or {}).items()
    }
    return Facts({name: np.array(column) for name, column in values.items()}, ends)


def judged(judges: str, told: Facts, scope: tuple = ((True,), None)) -> tuple[list[bool] | None, ...]:
    """Return where a rule of more than 5 fires, may fire and is skipped."""
    text = replace(catalog.rules()["PH-001"], judges=judges, limits={})
    views = {end: told.at(end) for end in ("nominal", *ENDS)}
    known, skipped = (None if flags is None else np.array(flags) for flags in scope)
    result = engine._judge(lambda view, limit: view["x"] > 5, text, views, (known, skipped))
    return tuple(None if flags is None else flags.tolist() for flags in result)


@pytest.mark.parametrize(
    ("stated", "median", "low", "high", "expected"),
    [
        # For a rule that judges what is stated, the median, the low end, the high end, both ends.
        (6, 6, 6, 6, "fires fires fires fires fires"),
        (6, 4, 4, 4, "fires silent silent silent silent"),
        (4, 6, 6, 6, "silent fires fires fires fires"),
        (4, 4, 4, 6, "silent silent silent may may"),
        (4, 4, 6, 4, "silent silent may silent may"),
        (4, 6, 4, 4, "silent fires fires fires fires"),
    ],
)
def test_a_rule_fires_by_its_middle_and_may_by_the_ends_that_it_judges(stated, median, low, high, expected):
    told = facts({"x": [stated]}, {"x": ([median], [low], [high])})
    for judges, what in zip(("nominal", "median", "low", "high", "ends"), expected.split()):
        fires, may, _ = judged(judges, told)
        assert (fires, may or [False]) == ([what == "fires"], [what == "may"]), judges


@pytest.mark.parametrize("judges", ["nominal", "median", "low", "high", "ends"])
def test_without_a_band_nothing_only_may_be(judges):
    assert judged(judges, facts({"x": [6.0]})) == ([True], None, None)
    assert judged(judges, facts({"x": [4.0]})) == ([False], None, None)


def test_a_rule_looks_only_where_it_applies():
    told = facts({"x": [6, 6, 4]}, {"x": ([6, 6, 4], [6, 6, 6], [6, 6, 6])})
    fires, may, skipped = judged("ends", told, ([True, False, False], [False, True, False]))
    assert (fires, may, skipped) == ([True, False, False], [False] * 3, [False, True, False])
    fires, may, _ = judged("ends", told, ([False, False, True], None))
    assert (fires, may) == ([False] * 3, [False, False, True])
    # Where it is known nowhere it is skipped, and not asked.
    assert judged("ends", told, (None, [True, True, True])) == (None, None, [True, True, True])


def scope(
    when: dict[str, list[float]], needs: dict[str, list[float]]
) -> tuple[list[bool] | None, ...] | None:
    """Return where a rule of these flags and facts can be judged and where it is skipped."""
    state = engine._State(facts({"size": [0.0, 0.0, 0.0], **when, **needs}))
    first = state.scope(tuple(when), tuple(needs))
    assert state.scope(tuple(when), tuple(needs)) is first, "asked again it is the same"
    return None if first is None else tuple(None if flags is None else flags.tolist() for flags in first)


@pytest.mark.parametrize(
    ("when", "needs", "expected"),
    [
        # Judged everywhere; a rule without any flag applies to all.
        ({}, {}, ([True] * 3, None)),
        ({"a": [1, 1, 1]}, {"x": [1, 2, 3]}, ([True] * 3, None)),
        # Applies where every flag is set, or is not known; there it is skipped.
        ({"a": [1, 0, 1], "b": [1, 1, 0]}, {}, ([True, False, False], None)),
        ({"a": [1, 0, NAN], "b": [1, NAN, 1]}, {}, ([True, False, False], [False, False, True])),
        ({"a": [NAN, 0, NAN]}, {}, (None, [True, False, True])),
        ({"a": [1, 0, NAN], "b": [NAN, NAN, 0]}, {}, (None, [True, False, False])),
        # A need that is unknown skips where the rule applies, and nowhere else.
        ({"a": [1, 1, 0]}, {"x": [5, NAN, NAN]}, ([True, False, False], [False, True, False])),
        ({"a": [0, 1, 0]}, {"x": [NAN, 5, NAN]}, ([False, True, False], None)),
        ({}, {"x": [NAN, NAN, 5], "y": [NAN, 5, 5]}, ([False, False, True], [True, True, False])),
        # Nowhere.
        ({"a": [0, 0, 0]}, {"x": [NAN, 5, 5]}, None),
        ({"a": [0, 0, 1], "b": [1, 1, 0]}, {}, None),
        ({"a": [0, 0, 0], "b": [1, 1, 1]}, {}, None),
    ],
)
def test_a_rule_is_judged_where_its_flags_hold_and_all_it_needs_is_known(when, needs, expected):
    assert scope(when, needs) == expected


def test_facts_are_shown_as_stated_or_at_an_end_of_their_band():
    told = facts({"x": [1.0], "y": [2.0]}, {"x": ([3.0], [4.0], [5.0])})
    assert {end: (told.at(end)["x"].item(), told.at(end)["y"].item()) for end in ("nominal", *ENDS)} == {
        "nominal": (1.0, 2.0),
        "median": (3.0, 2.0),
        "low": (4.0, 2.0),
        "high": (5.0, 2.0),
    }
    assert facts({"x": [1.0]}).at("low") == {"x": [1.0]}


def test_a_limit_is_passed_by_more_than_noise():
    values = np.array([0.2 - 1e-6, 0.2 - 1e-10, 0.2, 0.2 + 1e-10, 0.2 + 1e-6])
    assert engine.above(values, 0.2).tolist() == [False] * 4 + [True]
    assert engine.below(values, 0.2).tolist() == [True] + [False] * 4
    # A meter shows hundredths: half of one is none.
    pH = np.array([2.99, 2.994, 2.996, 3.0, 3.01])
    assert engine.more_acid(pH, 3.0).tolist() == [True, True, False, False, False]


def test_a_rule_without_a_predicate_of_its_own_holds_everywhere():
    held = engine.always({"x": np.array([NAN, 0.0, 1.0])}, {})
    assert (held.dtype, held.tolist()) == (np.bool_, [True] * 3)


def test_an_answer_that_follows_from_several_questions_asks_each():
    fact = columns._of_several("the skin", "conditions")
    assert (fact.label, fact.kind) == ("the skin and conditions", "flag")
    assert fact.questions == ("the skin", "conditions")
    assert columns.Fact("the age", "years").questions == ("the age",)


def test_rules_of_two_subjects_are_those_of_each_in_their_order():
    formula, client = engine.codes_of("formula"), engine.codes_of("client")
    both = engine.codes_of("formula", "client")
    assert set(both) == {*formula, *client}
    assert list(both) == [code for code in engine.PREDICATES if code in both]
    assert "STR-001" in formula
    assert "AGE-001" in client
    assert "AGE-001" not in formula


def test_a_rule_that_applies_nowhere_is_told_nowhere():
    unknown = {name: [NAN, NAN] for name in FORMULA_FACTS}
    results = evaluate(facts({**unknown, "is_finished": [0.0, 1.0], "no_pH": [1.0, 1.0]}))
    assert [results.of_row(results.fires, row) for row in (0, 1)] == [[], ["PH-015"]]
    skipped = results.of_row(results.skipped, 0)
    assert "PH-015" not in skipped
    assert "STR-001" in skipped
