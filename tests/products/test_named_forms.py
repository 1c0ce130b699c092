"""Forms in lists of ingredients: recall and precision over hand-checked ones; entries, titles."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from calc.products.listings.named_forms import entries_of, forms_in, named_in
from tests.cases import every_case

REFERENCE = Path(__file__).parents[1] / "reference"
with (REFERENCE / "ingredient_lists.csv").open(encoding="utf-8", newline="") as file:
    LISTS = list(csv.DictReader(file))
with (REFERENCE / "strengths_beside.csv").open(encoding="utf-8", newline="") as file:
    STRENGTHS = list(csv.DictReader(file))
#: How the reference writes what is no form.
SIGNS = {"unnamed": "?", "other": "!"}


def signs(text: str) -> list[str]:
    """Return what a list names as the reference writes it."""
    return [hit.form or SIGNS[hit.status] for hit in forms_in(entries_of(text))]


def test_recall_and_precision_of_hand_checked_lists() -> None:
    assert len(LISTS) >= 300
    assert len({row["text"] for row in LISTS}) == len(LISTS)
    right = wanted = result = 0
    wrong = []
    for row in LISTS:
        expected = row["forms"].split(",") if row["forms"] else []
        got = signs(row["text"])
        forms = [Counter(sign for sign in every if sign not in "?!") for every in (expected, got)]
        right += (forms[0] & forms[1]).total()
        wanted += forms[0].total()
        result += forms[1].total()
        wrong += [(row["text"], expected, got)] if got != expected else []
    assert right / wanted >= 0.995, wrong
    assert right / result >= 0.998, wrong
    # What names no form, or one that is not known here, is told as such.
    assert len(wrong) <= 0.01 * len(LISTS), wrong


@every_case("row", STRENGTHS)
def test_the_strength_beside_the_first_name(row: dict[str, str]) -> None:
    forms = named_in(entries_of(row["text"]))
    first = forms.first or ""
    band = forms.volumes.get(first) or forms.shares.get(first)
    assert len(forms.problems) == (row["says"] == "unusable")
    assert (first in forms.volumes) == (row["kind"] == "by volume")
    if row["says"] != "stated":
        assert band is None
        return
    scale = 10 if row["kind"] == "by volume" else 1  # g/L beside g/100 mL
    assert band is not None
    assert (scale * band.low, scale * band.high) == pytest.approx((float(row["low"]), float(row["high"])))


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("Niacinamide 25%\nAscorbic Acid", "Niacinamide 25%\nAscorbic Acid"),
        ("Niacinamide 25%<br/>Ascorbic Acid", "Niacinamide 25%\nAscorbic Acid"),
        ("<p>Aqua</p><p>Ascorbic  Acid</p>", "Aqua\nAscorbic Acid"),
        ("Aqua\r\n\r\nAscorbic Acid", "Aqua\nAscorbic Acid"),
        ("Aqua, Sodium\nAscorbyl Phosphate, Parfum", "Aqua, Sodium Ascorbyl Phosphate, Parfum"),
        ("Aqua, Sodium Ascorbyl Phos-\nphate, Parfum", "Aqua, Sodium Ascorbyl Phos-phate, Parfum"),
        ("Aqua, Ascorbic Acid\n10% Niacinamide, Parfum", "Aqua, Ascorbic Acid\n10% Niacinamide, Parfum"),
        ("", ""),
    ],
)
def test_line_breaks_part_entries_and_wrapped_lists_are_one(cell: str, entries: str) -> None:
    assert entries_of(cell) == entries


def test_the_same_strength_of_another_entry_is_never_taken() -> None:
    forms = named_in(entries_of("Niacinamide 25%\nAscorbic Acid"))
    assert (dict(forms.shares), forms.problems) == ({"l_ascorbic_acid": None}, ())
    (problem,) = named_in("Niacinamide 25% Ascorbic Acid").problems
    assert "may belong to what stands before it" in str(problem)


@pytest.mark.parametrize(
    ("title", "forms", "share", "problems"),
    [
        ("Ascorbic Acid 8% + Alpha Arbutin 2%", "Ascorbic Acid, Alpha-Arbutin", 0.08, 0),
        ("Timeless 20% L-Ascorbic Acid Serum", "Aqua, Ascorbic Acid", 0.2, 0),
        ("Vitamin C 20 % Serum", "Aqua, Ascorbic Acid", 0.2, 0),
        ("Vitamin C 20 % Serum", "Aqua, Ascorbyl Glucoside", None, 1),
        ("Vitamin C 20 % Serum", "Aqua, Ascorbic Acid, Ascorbyl Glucoside", None, 1),
        ("Niacinamide 10% Ascorbic Acid", "Aqua, Ascorbic Acid", None, 1),
        ("Serum 30 ml", "Aqua, Ascorbic Acid", None, 0),
    ],
)
def test_what_a_title_states(title: str, forms: str, share: float | None, problems: int) -> None:
    named = named_in(forms).with_title(title, "")
    first = next(iter(named.shares.values()))
    assert (first and first.median) == share
    assert (named.in_title, len(named.problems)) == (share is not None, problems)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Water- Peg-150- Ascorbyl Glucoside- Peg-10- 3-O-Ethyl Ascorbic Acid- Ppg-26",
         ["ascorbyl_glucoside", "ethyl_ascorbic_acid"]),
        ("-Water -Polyethylene - Aminopropyl Ascorbyl Phosphate - Parfum - Mica",
         ["aminopropyl_ascorbyl_phosphate"]),
        ("['aqua', ' ascorbyl', ' glucoside', ' citric acid']", ["ascorbyl_glucoside"]),
        ("Aqua, Ascorbyl Glu- Coside, Parfum", ["ascorbyl_glucoside"]),
        ("Aqua, E303", [None]), ("E304, Aqua", [None]), ("E302", ["calcium_ascorbate"]),
    ],
)  # fmt: skip
def test_lists_as_shops_write_them(text, forms):
    assert [name.form for name in forms_in(text)] == forms
