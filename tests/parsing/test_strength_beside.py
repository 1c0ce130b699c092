"""The strength that stands beside a name: hand-checked labels, and what states a strength at all."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from calc.parsing.forms_in_text import forms_named
from calc.parsing.strength_beside import BesideName, states_strength, strengths_beside, without_strength
from tests.cases import every_case

with (Path(__file__).parents[1] / "reference/strengths_beside.csv").open(
    encoding="utf-8", newline=""
) as file:
    STRENGTHS = list(csv.DictReader(file))
KINDS = {"by mass": "mass fraction", "by volume": "mass concentration"}


def beside(text: str, **options: bool) -> list[BesideName]:
    """Return what stands beside the names of a text that say of which form they are."""
    names = forms_named(text)
    every = strengths_beside(text, names, **options)
    return [one for name, one in zip(names, every, strict=True) if name.status == "form"]


@every_case("row", STRENGTHS)
def test_the_strength_beside_the_first_name(row: dict[str, str]) -> None:
    first, *_ = beside(row["text"])
    assert bool(first.problem) == (row["says"] == "unusable")
    assert bool(first.text) == (row["says"] != "nothing")
    assert (first.strength is not None) == (row["says"] == "stated")
    if first.strength:
        assert first.strength.kind == KINDS[row["kind"]]
        assert (first.strength.low, first.strength.high) == pytest.approx(
            (float(row["low"]), float(row["high"]))
        )


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("Serum 15 %", True),
        ("Serum 15% 30 ml", True),
        ("Serum %15", True),
        ("Serum 500 ppm", True),
        ("Serum 100 mg/ml", True),
        ("Serum 10 g per 100 ml", True),
        ("Serum 15 Prozent", True),
        ("美容液 15％", True),
        ("Serum 30 ml", False),
        ("SPF 50", False),
        ("100% natural 15", True),
        ("Serum %", False),
        ("", False),
    ],
)
def test_what_states_a_strength(text: str, states: bool) -> None:
    assert states_strength(text) == states


@pytest.mark.parametrize(
    ("entry", "bare"),
    [
        ("Retinol (0.3 %)", "Retinol"),
        ("Retinol: 0,3%", "Retinol"),
        ("0.3% - Retinol", "Retinol"),
        (" 5 % Niacinamide ", "Niacinamide"),
        ("Aqua – 80%", "Aqua"),
        ("Aqua @ 80%", "Aqua"),
        ("Zinc 5 % PCA", "Zinc 5 % PCA"),
        ("Glycolic 8% Acid 10%", "Glycolic 8% Acid"),
        ("Laureth-7", "Laureth-7"),
        ("Polysorbate 20", "Polysorbate 20"),
        ("", ""),
    ],
)
def test_an_entry_loses_the_strength_at_its_ends_alone(entry: str, bare: str) -> None:
    assert without_strength(entry) == bare


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Timeless 20% L-Ascorbic Acid Serum", True),
        ("Radiance 20% Ascorbic Acid", True),
        ("Niacinamide 10% Ascorbic Acid", False),
        ("Ferulic Acid 10% Ascorbic Acid", False),
        ("Radiance Sodium PCA 10% Ascorbic Acid", False),
        ("Retinol 1% Serum 20% Ascorbic Acid", False),
    ],
)
def test_in_a_title_words_that_name_nothing_may_stand_before(text: str, stated: bool) -> None:
    assert bool(beside(text, in_title=True)[0].strength) == stated
    assert not beside(text)[0].strength
    assert beside(text)[0].problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Niacinamide 10% Ascorbic Acid", "it may belong to what stands before it."),
        ("10% Ascorbic Acid (20%)", "one strength stands before the name and another behind it."),
        ("Ascorbic Acid 500 mg", "this is not a strength without its unit."),
        ("Ascorbic Acid Urea 8%", "other words stand between the two."),
        ("Ascorbic Acid <5%", "a bound is not a strength."),
        ("Ascorbic Acid 0%", "nothing of it is in there."),
        ("Ascorbic Acid (5 % early and 10 % later)", "other words stand between the two."),
        ("Ascorbic Acid 120%", "a strength must be between 0 and 100 %."),
    ],
)
def test_what_cannot_be_used_says_why(text: str, problem: str) -> None:
    (one,) = beside(text)
    assert one.strength is None
    assert one.problem.startswith(problem)


def test_the_decimals_of_the_table_tell_how_a_dot_is_read() -> None:
    text = "Ascorbic Acid 1.000 ppm"
    names = forms_named(text)
    (unread,) = strengths_beside(text, names)
    assert unread.strength is None
    (one,) = strengths_beside(text, names, decimal=".")
    assert one.strength
    assert one.strength.low == pytest.approx(1e-6)


def test_each_of_two_forms_has_its_own_strength() -> None:
    ones = beside("Aqua, Ascorbic Acid 10 %, Ascorbyl Glucoside 2 %, Glycerin 5 %")
    assert [one.strength and one.strength.low for one in ones] == [0.1, 0.02]
    ones = beside("10% Ascorbic Acid 2% Ascorbyl Glucoside")
    assert [one.text for one in ones] == ["10% … 2%", "2%"]


@pytest.mark.parametrize("count", [60, 61, 200])
def test_of_very_many_names_the_first_have_their_strengths(count: int) -> None:
    text = ", ".join(["Ascorbic Acid 10 %"] * count)
    ones = beside(text)
    assert len(ones) == count
    stated = [one.strength is not None for one in ones]
    assert stated == [at < 12 or count <= 60 for at in range(count)]


def test_a_strength_far_from_its_name_is_none_of_it() -> None:
    assert beside("Ascorbic Acid" + " " * 70 + "10 %")[0].strength
    assert beside("Ascorbic Acid" + " " * 90 + "10 %") == [BesideName()]


BETWEEN = "other words stand between the two."
NO_UNIT = "this is not a strength without its unit."
TWICE = "one strength stands before the name and another behind it."
BEFORE = "it may belong to what stands before it."


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        # Behind the name, with signs, brackets and small words between; before it at the start of its entry.
        ("Ascorbic Acid 15%", "15%"),
        ("Ascorbic Acid [15 %]", "15 %"),
        ("Ascorbic Acid: 15 %", "15 %"),
        ("Ascorbic Acid ... 15 %", "15 %"),
        ("Ascorbic Acid (), 15 %", "15 %"),
        ("Ascorbic Acid ) 15 %", "15 %"),
        ("Ascorbic Acid at 15 %", "15 %"),
        ("Ascorbic Acid (powder, 15 %)", "15 %"),
        ("Ascorbic Acid (99% pure) 15 %", "15 %"),
        ("15% Ascorbic Acid", "15%"),
        ("1. Ascorbic Acid 15 %", "15 %"),
        ("- 15 % Ascorbic Acid", "15 %"),
        ("Actives: 15 % Ascorbic Acid", "15 %"),
        ("Ascorbic Acid 10-15 %", "10-15 %"),
        # In the entry behind, where that is a strength and nothing else, and the first entry is none.
        ("Ascorbic Acid, 15 %", "15 %"),
        ("Ascorbic Acid\n15 %", "15 %"),
        ("Glycerin 5%, Ascorbic Acid, 15 %", "15 %"),
        ("Ascorbic Acid (Vitamin C), 15 %, Glycerin", "15 %"),
        ("5 %, Ascorbic Acid, 10 %", ""),
        ("Ascorbic Acid, 15 % Glycerin", ""),
        ("Ascorbic Acid\n\n15 %", ""),
        # What stands in another entry, or belongs to another name, is none of it.
        ("Ascorbic Acid 15 % and Glycerin 5 %", "15 %"),
        ("Glycerin 5 % and Ascorbic Acid", ""),
        ("Ascorbic Acid and 15 % Glycerin", ""),
        ("Ascorbic Acid 15% Sodium Ascorbate 5%", "15%"),
        ("Ascorbic Acid (Vitamin C) 12 %", "12 %"),
        # The same on either side of the name is one strength, however it is spaced.
        ("15% Ascorbic Acid 15 %", "15%"),
        ("15 % Ascorbic Acid (15 %)", "15 %"),
    ],
)
def test_a_strength_stands_in_the_entry_of_its_name(text: str, stated: str) -> None:
    first = beside(text)[0]
    assert (first.text, first.problem) == (stated, "")
    assert (first.strength is not None) == bool(stated)


@pytest.mark.parametrize(
    ("text", "stated", "problem"),
    [
        ("15% Ascorbic Acid 10%", "15% … 10%", TWICE),
        ("Niacinamide 10% Ascorbic Acid", "10%", BEFORE),
        ("Ascorbic Acid 500 mg", "500 mg", NO_UNIT),
        ("Ascorbic Acid - 500 mg", "500 mg", NO_UNIT),
        ("Ascorbic Acid (500 mg)", "500 mg", NO_UNIT),
        ("Ascorbic Acid 15", "15", NO_UNIT),
        ("Ascorbic Acid (purity 99%)", "99%", BETWEEN),
        ("Ascorbic Acid (10 %, 15 %)", "10 %", BETWEEN),
        ("Ascorbic Acid of good quality 15 %", "15 %", BETWEEN),
        ("Ascorbic Acid < 5 %", "< 5 %", "a bound is not a strength."),
        ("Ascorbic Acid up to 20 %", "up to 20 %", "a bound is not a strength."),
        ("Ascorbic Acid 0 %", "0 %", "nothing of it is in there."),
    ],
)
def test_a_strength_that_cannot_be_used_is_shown_as_it_stands(text: str, stated: str, problem: str) -> None:
    first = beside(text)[0]
    assert (first.strength, first.text, first.problem) == (None, stated, problem)


@pytest.mark.parametrize(
    ("text", "stated", "problem"),
    [
        ("Serum 15% Ascorbic Acid", "15%", ""),
        ("My Brand 15 % Ascorbic Acid 30 ml", "15 %", ""),
        # Of an ingredient before it, or of one of two, it may be another's.
        ("Niacinamide 10 % Ascorbic Acid", "10 %", BEFORE),
        ("10 % Niacinamide 15 % Ascorbic Acid", "15 %", BEFORE),
        ("Hyaluronic Acid 10 % Ascorbic Acid", "10 %", BEFORE),
        ("Brand Sodium Hyaluronate 10 % Ascorbic Acid", "10 %", BEFORE),
        ("Brand Aloe Barbadensis Leaf Juice 10 % Ascorbic Acid", "10 %", BEFORE),
        ("Brand New 10 % Ascorbic Acid", "10 %", ""),
        ("10 % Ascorbic Acid", "10 %", ""),
        ("Serum (new) 10 % Ascorbic Acid", "10 %", ""),
    ],
)
def test_in_a_title_a_strength_stands_before_its_name(text: str, stated: str, problem: str) -> None:
    first = beside(text, in_title=True)[0]
    assert (first.text, first.problem) == (stated, problem)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        # Commas part entries, but for those inside brackets; a bracket that nobody closed ends with its line.
        ("Ascorbic Acid (vegan, pure), Niacinamide 10 %", ""),
        ("Ascorbic Acid (vegan, pure) 5 %, Niacinamide 10 %", "5 %"),
        ("Aqua (pure\nAscorbic Acid (L, pure) 5 %, Niacinamide 10 %", "5 %"),
        ("Aqua (x, y), 5 % Ascorbic Acid, Urea", "5 %"),
        ("Aqua 80 %, Ascorbic Acid, Urea 5 %", ""),
        ("Aqua, Ascorbic Acid, 5 %, Urea", "5 %"),
        ("5 %, Ascorbic Acid, 10 %", ""),
        ("Ascorbic Acid; 5 %; Urea", "5 %"),
        ("Ascorbic Acid | 5 %", "5 %"),
        ("Ascorbic Acid\n5 %", "5 %"),
        ("Aqua and Ascorbic Acid 5 % and Urea 10 %", "5 %"),
        ("Ascorbic Acid & Urea 10 %", ""),
        # Brackets in the entries before and behind, with commas of their own.
        ("Aqua (pure, soft), Ascorbic Acid (L, fine) 5 %", "5 %"),
        ("Aqua (pure, soft), Ascorbic Acid (L, fine), Urea 5 %", ""),
        ("Aqua (pure), Ascorbic Acid (L), 5 %", "5 %"),
        ("Aqua (pure [soft, clear], old), Ascorbic Acid 5 %, Urea (10 %)", "5 %"),
        ("Aqua), Ascorbic Acid 5 %, Urea 10 %", "5 %"),
        ("Blend (Ascorbic Acid, Urea) 5 %", ""),
        ("Blend (Ascorbic Acid 5 %, Urea 2 %)", "5 %"),
        ("Blend (Urea 2 %, Ascorbic Acid 5 %) 7 %", "5 %"),
        ("Ascorbic Acid (L) (fine) 5 %", "5 %"),
        ("Ascorbic Acid (L)) 5 %", "5 %"),
        # Signs and words that may stand between.
        ("Ascorbic Acid: 5 %", "5 %"),
        ("Ascorbic Acid - 5 %", "5 %"),
        ("Ascorbic Acid – 5%", "5%"),
        ("Ascorbic Acid® 5 %", "5 %"),
        ("Ascorbic Acid* 5 %", "5 %"),
        ("Ascorbic Acid = 5 %", "5 %"),
        ("Ascorbic Acid (5 %)", "5 %"),
        ("Ascorbic Acid [5 %]", "5 %"),
        ("Ascorbic Acid ( 5 % )", "5 %"),
        ("Ascorbic Acid (Vitamin C) (5 %)", "5 %"),
        ("Ascorbic Acid (Vitamin C), 5 %", "5 %"),
        ("Ascorbic Acid, at 5 %", ""),
        ("(5 %) Ascorbic Acid", "5 %"),
        ("5 % Ascorbic Acid", "5 %"),
        ("5% - Ascorbic Acid", "5%"),
        ("- 5 % Ascorbic Acid", "5 %"),
        ("1. 5 % Ascorbic Acid", "5 %"),
        ("Actives: 5 % Ascorbic Acid", "5 %"),
        ("5 % Ascorbic Acid 5 %", "5 %"),
        ("5 % Ascorbic Acid (5%)", "5 %"),
        # In the ways of several countries and labels.
        ("Ascorbic Acid 5 wt%", "5 wt%"),
        ("Ascorbic Acid 5 % w/w", "5 % w/w"),
        ("Ascorbic Acid 5 percent", "5 percent"),
        ("Ascorbic Acid 5 Prozent", "5 Prozent"),
        ("Ascorbic Acid 0,5 %", "0,5 %"),
        ("Ascorbic Acid 5-10 %", "5-10 %"),
        ("Ascorbic Acid 5 % - 10 %", "5 % - 10 %"),
        ("Ascorbic Acid 500 ppm", "500 ppm"),
        ("Ascorbic Acid 50 mg/ml", "50 mg/ml"),
        ("Ascorbic Acid 50 mg/g", "50 mg/g"),
        ("Ascorbic Acid 5 g/100 ml", "5 g/100 ml"),
        ("Ascorbic Acid %5", "%5"),
    ],
)
def test_which_strength_belongs_to_a_name(text: str, stated: str) -> None:
    (one,) = beside(text)
    assert (one.text if one.strength else "") == stated


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        # What stands behind a name is its own, and not that of the next one.
        ("Ascorbic Acid 15 % Sodium Ascorbate", ["15 %", ""]),
        ("Ascorbic Acid 15 % Sodium Ascorbate 5 %", ["15 %", "5 %"]),
        ("Ascorbic Acid (15 %) Sodium Ascorbate (5 %)", ["15 %", "5 %"]),
        ("Ascorbic Acid, Sodium Ascorbate 5 %", ["", "5 %"]),
        ("15 % Ascorbic Acid, 5 % Sodium Ascorbate", ["15 %", "5 %"]),
        ("15 % Ascorbic Acid and Sodium Ascorbate", ["15 %", ""]),
        ("Ascorbic Acid and Sodium Ascorbate 15 %", ["", "15 %"]),
        ("Ascorbic Acid 15 %, Ascorbic Acid 15 %", ["15 %", "15 %"]),
    ],
)
def test_each_of_several_names_has_its_own(text: str, stated: list[str]) -> None:
    assert [one.text if one.strength else "" for one in beside(text)] == stated


def test_many_names_are_looked_at_with_their_neighbours() -> None:
    text = ", ".join(["Ascorbic Acid 5 %", "Sodium Ascorbate 2 %"] * 40)
    every = beside(text)
    assert [one.text for one in every[:24]] == ["5 %", "2 %"] * 12
    assert {one.text for one in every[24:]} == {""}
