"""What a line of a recipe names: the part in which the name stands, alternatives, and what fills up."""

from __future__ import annotations

import pytest

from calc.parsing.ingredient_names import NamedIngredient
from calc.parsing.line_amounts import quiet_amounts
from calc.parsing.line_names import (
    are_apart,
    begins_with_measure,
    begins_with_name,
    holds_name,
    made_up_to,
    name_in,
    named_as_needed,
    named_before,
    named_behind,
    named_last,
    named_part,
    outside_brackets,
    parted_number,
)


def id_of(named: NamedIngredient | None) -> str:
    """Return the id of what was named, "" for nothing."""
    return named.id if named else ""


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("glycerin (pure) 5 g", "glycerin   5 g"),
        ("[5 g] glycerin", "  glycerin"),
        ("glycerin (pure [fine]) 5 g", "glycerin (pure  ) 5 g"),
        ("glycerin (pure", "glycerin (pure"),
        ("()", " "),
        ("", ""),
    ],
)
def test_what_stands_in_brackets_leaves_a_blank(text: str, outside: str) -> None:
    assert outside_brackets(text) == outside


@pytest.mark.parametrize(
    ("rest", "part"),
    [
        ("glycerin", "glycerin"),
        (" - glycerin: ", "glycerin"),
        ("glycerin =", "glycerin"),
        ("/glycerin-", "glycerin"),
        ("glycerin (~)", "glycerin"),
        ("glycerin (pure)", "glycerin (pure)"),
        ("glycerin ()", "glycerin"),
        ("glycerin [-] fine", "glycerin   fine"),
        # Of the cells of a table the one that names something known, else the first that has a word.
        ("wonderstuff | glycerin", "glycerin"),
        ("glycerin | wonderstuff", "glycerin"),
        ("wonderstuff | fluff", "wonderstuff"),
        ("1 | wonderstuff | fluff", "wonderstuff"),
        ("a | wonderstuff", "wonderstuff"),
        ("1 | 2", ""),
        ("wonderstuff   glycerin", "glycerin"),
        ("wonderstuff\tglycerin", "glycerin"),
        ("| 甘", "甘"),
        # What fills up is no part of the name.
        ("water q.s. to", "water"),
        ("fluff | water q.s.", "water"),
        ("fluff | wonder q.s.", "fluff"),
        ("wonderstuff to", "wonderstuff"),
        ("", ""),
    ],
)
def test_the_name_stands_in_one_part_of_a_line(rest: str, part: str) -> None:
    assert named_part(rest).split() == part.split()


@pytest.mark.parametrize(
    ("line", "name", "note", "others"),
    [
        ("glycerin", "Glycerin", "", ()),
        ("glycerin or honey", "Glycerin", "“Glycerin” counts; it says “or honey” too.", ("honey",)),
        (
            "glycerin, honey or urea",
            "Glycerin",
            "“Glycerin” counts; it says “or honey or urea” too.",
            ("honey", "urea"),
        ),
        # A word of a list that names nothing parts nothing.
        (
            "glycerin, fine or urea",
            "Glycerin",
            "“Glycerin” counts; it says “or urea” too.",
            ("urea",),
        ),
        (
            "one of the following: glycerin, honey or urea",
            "Glycerin",
            "“Glycerin” counts; it says “or honey or urea” too.",
            ("honey", "urea"),
        ),
        ("(glycerin or honey)", "Glycerin", "“Glycerin” counts; it says “or honey” too.", ("honey",)),
        ("glycerin (or honey)", "Glycerin", "“Glycerin” counts; it says “or honey” too.", ("honey",)),
        ("glycerin (or moonlight)", "Glycerin", "", ()),
        ("green or black tea", "Green tea water or infusion", None, ("black tea",)),
        ("fluff or wonderstuff", "fluff or wonderstuff", None, ()),
        ("glycerin (optional)", "Glycerin", "Written as optional; it counts.", ()),
        ("optional glycerin", "Glycerin", "Written as optional; it counts.", ()),
        (
            "glycerin or honey (optional)",
            "Glycerin",
            "Written as optional; it counts. “Glycerin” counts; it says “or honey” too.",
            ("honey",),
        ),
        # A remark in brackets is no part of a name that is not known.
        ("wonderstuff (note: a new one)", "wonderstuff", "", ()),
        ("wonderstuff (which I bought in the shop)", "wonderstuff", "", ()),
        ("wonderstuff (which I bought here)", "wonderstuff (which I bought here)", "", ()),
    ],
)
def test_a_line_names_one_and_may_say_others(
    line: str, name: str, note: str | None, others: tuple[str, ...]
) -> None:
    named, said, also = name_in(line, ())
    assert (named.name, also) == (name, others)
    assert note is None or said == note


@pytest.mark.parametrize(
    ("line", "parted"),
    [
        ("Polysorbate 806-12%", "Polysorbate 80 6-12%"),
        ("polysorbate 205 %", "polysorbate 20 5 %"),
        ("polysorbate 20", ""),
        ("glycerin 805 %", ""),
        ("wonderstuff 805 %", ""),
        ("5 g", ""),
    ],
)
def test_a_number_that_has_grown_into_a_name_is_parted(line: str, parted: str) -> None:
    assert parted_number(line) == parted


@pytest.mark.parametrize(
    ("line", "apart"),
    [
        ("80 g water with 5 g of something", True),
        ("80 ml water with 5 ml of something", True),
        ("80 % water with 5 % of something", True),
        ("water 80 g wonderstuff 5 g", True),
        # Of two kinds, in brackets, with nothing between, or nothing on the other side.
        ("80 g water with 5 ml of something", False),
        ("80 g water with 5 % of something", False),
        ("80 g water (5 g of something)", False),
        ("80 g 5 g water", False),
        ("80 g water 5 g", False),
        ("80 g or 5 g water", False),
        ("80 g water 5 g (something)", False),
        ("80 g", False),
        # How strong a solution is, is no second ingredient.
        ("80 % of a solution 5 % of wonder", False),
        ("80 ml of some stuff of which 5 ml are water", True),
    ],
)
def test_amounts_of_one_kind_may_belong_to_two(line: str, apart: bool) -> None:
    assert are_apart(line, quiet_amounts(line)) is apart


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("some glycerin here", True),
        ("two glycerin", True),
        ("moon citric acid", True),
        ("rose and shea butter", True),
        ("(glycerin) moon", False),
        ("moonlight", False),
        ("some glycerin here.", False),
        ("some glycerin here!", False),
        ("some glycerin here?", False),
        ("some glycerin here:", False),
        ("more and one of all these good things with pure glycerin", False),
        ("more of all these good things with glycerin", True),
        ("", False),
    ],
)
def test_a_few_words_may_hold_a_name(line: str, holds: bool) -> None:
    assert holds_name(line) is holds


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("tsp of it", True),
        ("teaspoon", True),
        ("g of it", False),
        ("mL", False),
        ("a tsp", False),
        ("", False),
    ],
)
def test_a_line_may_begin_with_a_measure(line: str, begins: bool) -> None:
    assert begins_with_measure(line) is begins


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("glycerin", True),
        ("glycerin moon", True),
        ("glycerin moon sun", True),
        ("glycerin moon sun sea", True),
        ("citric acid moon", True),
        ("citric acid moon sun", True),
        ("moon glycerin", False),
        ("", False),
    ],
)
def test_a_text_may_begin_with_a_name(text: str, begins: bool) -> None:
    assert begins_with_name(text) is begins


@pytest.mark.parametrize(
    ("line", "fills"),
    [
        ("water to 100 g", True),
        ("water up to 100", True),
        ("water ad 100", True),
        ("water q.s. 100", True),
        ("water q.s.", True),
        ("water qs", True),
        # As much as is needed fills up where it dissolves the others.
        ("glycerin q.s.", False),
        ("wonderstuff q.s.", False),
        ("tocopherol q.s.", False),
        ("q.s.", False),
        # An amount before the words is its own; a short word fills up to what stands right behind it.
        ("water 5 g to 100 g", False),
        ("two to three drops of water", False),
        ("water ad", False),
        ("water ad about all 100", False),
        ("add water 100", False),
        ("water", False),
    ],
)
def test_what_fills_up(line: str, fills: bool) -> None:
    assert made_up_to(line) is fills


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("glycerin as needed", "glycerin"),
        ("as needed: glycerin", "glycerin"),
        ("some stuff - glycerin, as needed", "glycerin"),
        ("to taste; honey", "mel"),
        ("glycerin", ""),
        ("wonderstuff, as needed", ""),
        ("as needed", ""),
    ],
)
def test_of_what_as_much_as_is_needed_is_taken(line: str, id: str) -> None:
    assert id_of(named_as_needed(line)) == id


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("half a sachet of glycerin", "glycerin"),
        ("a bag of citric acid", "citric_acid"),
        ("some more glycerin", "glycerin"),
        # Too few words or too many, an end as of a sentence, or what is finished.
        ("more glycerin", ""),
        ("half a small sachet of glycerin", ""),
        ("half a sachet of glycerin.", ""),
        ("half a sachet of glycerin!", ""),
        ("half a sachet of glycerin?", ""),
        ("half a sachet of glycerin:", ""),
        ("a jar of lotion", ""),
        ("half a sachet of moonlight", ""),
    ],
)
def test_a_short_line_may_end_with_a_name(line: str, id: str) -> None:
    assert id_of(named_last(line)) == id


@pytest.mark.parametrize(
    ("part", "id"),
    [
        (" glycerin into it", "glycerin"),
        (" citric acid and more", "citric_acid"),
        (" of citric acid; it is fine", "citric_acid"),
        (" citric acid, fine as it is and good", "citric_acid"),
        (" glycerin, citric acid", "glycerin"),
        (", glycerin", ""),
        ("; glycerin", ""),
        (". glycerin", ""),
        (" moon glycerin", ""),
        ("", ""),
    ],
)
def test_behind_an_amount_the_first_words_name_it(part: str, id: str) -> None:
    text = f"5 g{part} 6 g urea"
    assert id_of(named_behind(text, 3, 3 + len(part))) == id


@pytest.mark.parametrize(
    ("part", "id"),
    [
        ("and glycerin ", "glycerin"),
        ("and citric acid: ", "citric_acid"),
        ("the good citric acid (", "citric_acid"),
        ("glycerin moon ", ""),
        (" ", ""),
        ("", ""),
    ],
)
def test_before_an_amount_the_last_words_name_it(part: str, id: str) -> None:
    text = f"urea {part}6 g"
    assert id_of(named_before(text, 5, 5 + len(part))) == id
