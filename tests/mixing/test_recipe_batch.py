"""Recipes as people write them, to a batch: every line right or asked about, none misread."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.errors import InputErrors
from calc.mixing.recipe_batch import batch_of_recipe
from calc.mixing.request import MixRequest, assess_request, parse_request
from calc.parsing.recipe_text import read_recipe_text

RECIPES = json.loads((Path(__file__).parents[1] / "reference" / "recipes.json").read_text(encoding="utf-8"))


def test_the_recipes_are_many_and_of_many_languages():
    assert len(RECIPES) >= 60
    assert sum(recipe["language"] != "en" for recipe in RECIPES) >= 20


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe["title"] for recipe in RECIPES])
def test_every_line_is_right_or_asked_about(recipe):
    batch, lines = batch_of_recipe(read_recipe_text(recipe["text"]))
    assert [line.status for line in lines] == [expected["status"] for expected in recipe["lines"]]
    for line, expected in zip(lines, recipe["lines"], strict=True):
        ingredient = "other" if line.kind == "other" else line.ingredient
        if "ingredient" in expected:
            assert ingredient == expected["ingredient"], line.text
        else:
            assert line.mass is None, line.text
        for unit, whole in (("grams", 1.0), ("percent", batch.formula.total_mass_g / 100)):
            if unit in expected:
                low, high = expected[unit]
                assert line.mass is not None, line.text
                assert 0.99 * low <= line.mass.median / whole <= 1.01 * high, line.text


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)  # some seconds
def test_no_text_raises_anything_else(text):
    with contextlib.suppress(InputErrors):
        batch_of_recipe(read_recipe_text(text))


def test_a_solution_in_brackets_is_no_salt_and_no_pure_lye():
    lines = read_recipe_text(
        "Sodium Hydroxide (10% sol.) q.s. to pH 6.5\nSodium Hydroxide (10% sol.) 2 g\nwater 20 g"
    )
    assert [line.ingredient.id for line in lines] == ["sodium_hydroxide", "sodium_hydroxide", "water"]
    assert (lines[0].status, lines[1].share) == ("not_understood", 0.1)


def test_a_line_that_is_in_no_figure_is_told_as_a_finding():
    def cautions(recipe: str) -> dict[str, str]:
        report = assess_request(parse_request(MixRequest(way="made", recipe=recipe)))[1]
        return {finding.code: finding.message for finding in report.findings}

    whole = "15 g vitamin C\n85 g water\nStir until it is clear."
    assert "MIX-024" not in cautions(whole)
    assert "“11/2 tsp glycerin”" in cautions(f"{whole}\n11/2 tsp glycerin")["MIX-024"]
