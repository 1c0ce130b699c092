"""The amounts of one line of a recipe: which number counts, what the others say, how strong a solution is."""

from __future__ import annotations

import pytest

from calc.errors import InputError
from calc.parsing.ingredient_names import named_ingredient
from calc.parsing.line_amounts import (
    GONE,
    added_amounts,
    amounts_of,
    choose_amount,
    counted_amount,
    in_brackets,
    is_aim,
    is_of_solution,
    is_purity,
    is_strength,
    quiet_amounts,
    stated_amounts,
    strength_in_brackets,
    without_amounts,
)


@pytest.mark.parametrize(
    ("line", "amounts"),
    [
        ("polysorbate 20 2 g", [(2, "g")]),
        ("Polysorbate 20: 2 g", [(2, "g")]),
        ("d-panthenol 75 - 2 g", [(2, "g")]),
        ("polysorbate 20 and polysorbate 80 2 g", [(2, "g")]),
        # Where nothing else has a unit, the number of a name may be the amount.
        ("polysorbate 20 g", [(20, "g")]),
        ("polysorbate 20", [(20, "")]),
        ("5 g glycerin", [(5, "g")]),
        ("glycerin", []),
    ],
)
def test_a_number_of_a_name_is_no_amount(line: str, amounts: list[tuple[float, str]]) -> None:
    assert [(amount.value, amount.unit) for amount in amounts_of(line)] == amounts


def test_a_number_of_two_meanings_beside_that_of_a_name_is_asked_about_as_it_was_written() -> None:
    with pytest.raises(InputError) as caught:
        amounts_of("polysorbate 20 1,234 g")
    assert caught.value.readings == ("polysorbate 20 1.234 g", "polysorbate 20 1234 g")
    assert caught.value.given == "1,234"
    (one,) = quiet_amounts("polysorbate 20 1,234 g")
    assert (one.unit, one.end) == ("g", 0)
    assert stated_amounts("polysorbate 20 1,234 g") == []


def test_amounts_with_a_unit_and_one_meaning_are_stated() -> None:
    assert [amount.value for amount in stated_amounts("5 g glycerin 3 of 2 ml")] == [5, 2]


@pytest.mark.parametrize(
    ("line", "both"),
    [
        ("20 g + 5 g glycerin", (20, 5)),
        ("20 + 5 g glycerin", (20, 5)),
        ("glycerin 20 g. + 5 g", (20, 5)),
        ("1 g 20 g + 5 g glycerin", (20, 5)),
        ("20 g + 5 % glycerin", None),
        ("20 g - 5 g glycerin", None),
        ("20 g + 5 glycerin", None),
        ("20 g and + 5 g glycerin", None),
        ("20 g glycerin", None),
        ("20 g + 1,234 g glycerin", None),
    ],
)
def test_two_amounts_with_a_plus_between_are_added(line: str, both: tuple[float, float] | None) -> None:
    added = added_amounts(line)
    assert (added and tuple(amount.value for amount in added)) == both


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        ("2 x 5 g", (2, 5)),
        ("2x 5 g", (2, 5)),
        ("2 × 5 g", (2, 5)),
        ("2x glycerin 5 g", (2, 5)),
        ("1 g 2 x 5 g", (2, 5)),
        ("glycerin 5 g x 2", (2, 5)),
        ("glycerin 5 g x2", (2, 5)),
        ("glycerin 5 g × 2 3 g", (2, 5)),
        # Nothing is counted by the name of a vitamin, a number of three digits or where no amount stands.
        ("vitamin X 5 g", None),
        ("vitamin x 5 g", None),
        ("200 x 5 g", None),
        ("glycerin 5 g x 2%", None),
        ("2 x glycerin", None),
        ("5 g 2 x", None),
        ("5 g", None),
    ],
)
def test_how_often_an_amount_is_taken(line: str, counted: tuple[float, float] | None) -> None:
    result = counted_amount(line)
    assert (result and (result[0], result[1].value)) == counted


def test_a_text_without_its_amounts_shows_where_they_stood() -> None:
    line = "5 g glycerin (1 tsp) 5 %"
    assert without_amounts(line, amounts_of(line)) == f"{GONE} glycerin ({GONE}) {GONE}"
    assert without_amounts(line, reversed(amounts_of(line))) == f"{GONE} glycerin ({GONE}) {GONE}"  # type: ignore[arg-type]
    assert without_amounts(line, ()) == line


@pytest.mark.parametrize(
    ("text", "at", "inside"),
    [
        ("a (b) c", 0, False),
        ("a (b) c", 3, True),
        ("a (b) c", 6, False),
        ("a) (b", 4, False),
        ("((a", 2, True),
    ],
)
def test_where_brackets_are_open(text: str, at: int, inside: bool) -> None:
    assert in_brackets(text, at) is inside


@pytest.mark.parametrize(
    ("line", "first", "others", "share"),
    [
        # A mass before a volume, this before a spoon, this before a count, this before a percentage.
        ("5 g glycerin 6 ml", "5 g", "6 mL", None),
        ("6 ml glycerin 5 g", "5 g", "6 mL", None),
        ("1 tsp glycerin 5 ml", "5 mL", "1 teaspoon", None),
        ("10 drops glycerin 1 tsp", "1 teaspoon", "10 drop", None),
        ("2 % glycerin 10 drops", "10 drop", "2 percent", 0.02),
        ("5 kg glycerin 6 l", "5 kg", "6 L", None),
        # Of two alike the one outside of brackets, else the first.
        ("(5 g) 6 g glycerin", "6 g", "5 g", None),
        ("5 g 6 g glycerin", "5 g", "6 g", None),
        # A percentage outside of brackets is how strong something is; inside where it says so.
        ("glycerin 5 g 10 %", "5 g", "10 percent", 0.1),
        ("glycerin 5 g (10 %)", "5 g", "10 percent", None),
        ("glycerin 5 g (10 % solution)", "5 g", "10 percent", 0.1),
        ("glycerin 5 g 100 %", "5 g", "100 percent", 1.0),
        ("glycerin 5 g 0 %", "5 g", "0 percent", None),
        ("glycerin 5 g for a 10 % solution", "5 g", "10 percent", None),
        # Of two percentages the strength stands in brackets, behind, or with its solution; from half on it is
        # a grade.
        ("glycerin 5 % (10 %)", "5 percent", "", 0.1),
        ("glycerin (10 %) 5 %", "5 percent", "", 0.1),
        ("10 % glycerin 5 %", "5 percent", "", 0.1),
        ("glycerin 10 % solution 5 %", "5 percent", "", 0.1),
        ("5 % glycerin 10 % solution", "5 percent", "", 0.1),
        ("5 % tocopherol 95 %", "5 percent", "", 0.95),
        ("tocopherol 95 % 5 %", "5 percent", "", 0.95),
        ("tocopherol 95 % (5 %)", "5 percent", "", 0.95),
        ("tocopherol 50 % (5 %)", "5 percent", "", 0.5),
        ("tocopherol 49 % (5 %)", "49 percent", "", 0.05),
        ("tocopherol 95 % (50 %)", "95 percent", "", 0.5),
        ("tocopherol 95 % (5 % solution)", "95 percent", "", 0.05),
        ("glycerin 5 % (100 %)", "5 percent", "", 1.0),
        ("glycerin 5 % (5-10 %)", "5 percent", "", None),
        ("glycerin 5 %", "5 percent", "", None),
        ("glycerin 5 % 6 % 7 %", "5 percent", "6 percent, 7 percent", 0.06),
        ("glycerin", "", "", None),
    ],
)
def test_which_of_several_amounts_counts(line: str, first: str, others: str, share: float | None) -> None:
    amount, rest, strength = choose_amount(amounts_of(line), line)
    assert (f"{amount.value:g} {amount.unit}" if amount else "") == first
    assert ", ".join(f"{one.value:g} {one.unit}" for one in rest) == others
    assert strength == (None if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("line", "strength", "of_solution", "aim", "purity"),
    [
        ("(10 % solution) q.s.", True, True, False, False),
        ("10 % solution", False, True, False, False),
        ("10 % in solution", False, True, False, False),
        ("(10 %)", False, False, False, False),
        ("for a 10 % solution", False, False, True, False),
        ("(for a 10 % solution)", False, False, True, False),
        ("to make 50 g of a 10 % solution", False, False, True, False),
        ("purity 99 %", False, False, False, True),
        ("99 % purity", False, False, False, True),
        ("(purity: 99 %)", False, False, False, True),
        ("purity of this good old stuff is about 99 %", False, False, False, False),
        ("99 % of purity", False, False, False, True),
        ("99 % and its purity", False, False, False, False),
        ("99 %", False, False, False, False),
    ],
)
def test_what_a_percentage_says(
    line: str, strength: bool, of_solution: bool, aim: bool, purity: bool
) -> None:
    share = next(amount for amount in amounts_of(line) if amount.unit == "percent")
    assert is_strength(line, share) is strength
    assert is_of_solution(line, share) is of_solution
    assert is_aim(line, share) is aim
    assert is_purity(line, share) is purity


@pytest.mark.parametrize(
    ("name", "line", "share"),
    [
        # Of lye from a twentieth on, of what is sold as a solution from half its strength on.
        ("sodium hydroxide", "NaOH 5 g (5 %)", 0.05),
        ("sodium hydroxide", "NaOH 5 g (4 %)", None),
        ("potassium hydroxide", "KOH 5 g ( 10 % )", 0.1),
        ("sodium hydroxide", "NaOH 5 g (99 %)", 0.99),
        ("sodium hydroxide", "NaOH 5 g (100 %)", None),
        ("sodium hydroxide", "NaOH 5 g (10 % pure)", None),
        ("sodium hydroxide", "NaOH 5 g 10 %", None),
        ("sodium hydroxide", "NaOH 5 g (10 g)", None),
        ("sodium hydroxide", "NaOH 5 g (1 %) (10 %)", 0.1),
        ("lactic acid", "lactic acid 5 g (80 %)", 0.8),
        ("lactic acid", "lactic acid 5 g (2 %)", None),
        ("glycerin", "glycerin 5 g (80 %)", None),
        ("wonderstuff", "wonderstuff 5 g (80 %)", None),
    ],
)
def test_a_percentage_alone_in_brackets_may_be_how_strong_it_is(
    name: str, line: str, share: float | None
) -> None:
    assert strength_in_brackets(named_ingredient(name), line, amounts_of(line)) == share
