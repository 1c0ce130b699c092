"""What kind of thing an ingredient is that is not known: as somebody says it in brackets behind its name."""

from __future__ import annotations

import pytest

from calc.catalog.recipe_words import KINDS
from calc.parsing.account import Account
from calc.parsing.ingredient_names import OTHER, stated_kind, with_kind, written_name
from calc.parsing.recipe_text import read_recipe_text

LINES = [
    ("4 g wonderstuff", "wonderstuff"),
    ("wonderstuff\t4 g", "wonderstuff"),
    ("- Чудо-комплекс 2 мл", "Чудо-комплекс"),
    ("4g 龙血树脂粉", "龙血树脂粉"),
    ("Wunderextrakt Plus | Mirabilis Complexum | 5 g", "Wunderextrakt Plus"),
    ("2 ml **Magic Potion**®, organic (optional)", "Magic Potion , organic"),
    ("ferulic acd 2 g", "ferulic acd"),
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("line", "name"), LINES)
def test_a_stated_kind_counts_and_changes_nothing_else(line: str, name: str, kind: str) -> None:
    (before,) = read_recipe_text(line)
    changed = with_kind(line, name, kind)
    (after,) = read_recipe_text(changed)
    assert after.ingredient is not None
    assert after.ingredient.id == f"{OTHER}{kind}"
    assert after.amount is not None
    assert before.amount is not None
    assert (after.amount.value, after.amount.unit) == (before.amount.value, before.amount.unit)
    assert with_kind(changed, name, kind) == changed, "said twice it is said once"


@pytest.mark.parametrize("said", ["(Oil)", "[ oil ]", "(An oil)"])
def test_a_kind_is_known_however_it_is_written(said: str) -> None:
    assert stated_kind(f"wonderstuff {said}") == ("wonderstuff", "oil")


@pytest.mark.parametrize("line", ["vitamin E (oil) 1 g", "5 g glycerin (powder)"])
def test_what_is_known_stays_what_it_is(line: str) -> None:
    (read,) = read_recipe_text(line)
    assert read.ingredient is not None
    assert read.ingredient.is_known


@pytest.mark.parametrize(("text", "after"), [("a\nb\n", "a\nb\nc"), ("", "c"), ("a\n\n  ", "a\nc")])
def test_what_has_no_text_of_its_own_becomes_a_line_at_the_end(text: str, after: str) -> None:
    assert Account("", "assumed").replaced_by("c", text, "another text") == after


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["wonderstuff", "Buriti oil", "magic powder"])
def test_a_name_that_is_written_down_keeps_its_kind(name: str, kind: str) -> None:
    (line,) = read_recipe_text(f"4 g {written_name(f'{OTHER}{kind}', name)}")
    assert line.ingredient is not None
    assert (line.ingredient.id, line.ingredient.name) == (f"{OTHER}{kind}", name)
