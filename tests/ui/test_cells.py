"""The cells of a comparison: words, marks, and which field a “?” opens."""

from __future__ import annotations

import pytest

from calc.products import compare, read_chosen
from ui.compare.cells import Cell, duration, rows_of_table

WITHOUT = "Aqua, Glycerin, Niacinamide, Panthenol"


def row(key: str, *labels: str) -> list[Cell]:
    """Return the cells of a row, thin spaces plain."""
    chosen = [read_chosen(label) for label in labels]
    rows = rows_of_table(chosen, compare([one.listing for one in chosen]).products)
    return list(next(row.cells for row in rows if row.key == key))


def words(key: str, label: str) -> str:
    """Return what stands in a cell, its lines joined."""
    (cell,) = row(key, label)
    return "; ".join(cell.lines).replace("\u202f", " ")


@pytest.mark.parametrize(
    ("key", "label", "said"),
    [
        ("vitamin_c", "LAA 15 %", "15 %; L-ascorbic acid"),
        ("vitamin_c", "SAP 5 %", "up to 2.73 %; as ascorbic acid; 5 % Sodium ascorbyl phosphate"),
        ("vitamin_c", "vitamin C 20 %", "20 %; of which form is not stated"),
        ("vitamin_c", "Aqua, Glycerin, Niacinamide, Panthenol", "An ingredient list without vitamin C"),
        (
            "verdict",
            "Aqua, Glycerin, Niacinamide, Panthenol",
            "No vitamin C; The ingredient list names none.",
        ),
        (
            "verdict",
            "name=C for infusion; form=LAA; strength=10 %; pH=6",
            "No leave-on product; It is injected, needled in or swallowed, so it is never the best here.",
        ),
        ("pH", "LAA, pH 2.7", "2.7; wrong for this form (needs 3–3.5)"),
        ("pH", "LAA, pH 2.8-3.2", "3.0 (2.8–3.2); partly right for this form (needs 3–3.5)"),
        ("sting", "LAA, pH 2.9", "May sting; acid below pH 3"),
        ("sting", "LAA, pH 3.0", "Stings less; acid at pH 3 or above"),
        ("sting", "LAA, pH 1.9", "Burns; too far from the pH of skin"),
        ("keeps", "SAP 5 %, pH 6.5", "for months"),
        ("size", "LAA, 10 x 2 ml", "20 mL; 10 pieces"),
        ("price", "LAA, 1,234.50 USD", "1,234.50 USD"),
        ("strength", "LAA 150 mg/mL", "15 g per 100 mL"),
    ],
)
def test_what_is_known_is_said_as_somebody_would(key, label, said):
    assert words(key, label) == said


@pytest.mark.parametrize(
    ("key", "label", "field"),
    [
        ("vitamin_c", "X cream", "form"),
        ("vitamin_c", "LAA", "strength"),
        ("pH", "LAA", "pH"),
        ("sting", "LAA", "pH"),
        ("keeps", "LAA 15 %", "pH"),
        ("keeps", "LAA, pH 3", "strength"),
        ("price_per_gram", "LAA 15 %, 30 mL", "price"),
        ("price_per_gram", "LAA 15 %, 3 EUR", "size"),
        ("package", "LAA", "package"),
    ],
)
def test_what_is_unknown_opens_the_field_that_tells_it(key, label, field):
    (cell,) = row(key, label)
    assert not cell.lines
    assert cell.ask is not None
    assert cell.ask.field == field


def test_the_best_is_marked_never_a_stop_and_never_an_unknown():
    assert [
        cell.is_best for cell in row("vitamin_c", "A, LAA 25 %", "B, LAA 15 %", "C, LAA 5 %", "D, LAA")
    ] == [*(False, True, False, False)]
    assert not any(cell.is_best for cell in row("vitamin_c", "A, LAA 15 %"))
    assert not any(cell.is_best for cell in row("vitamin_c", "A, LAA 25 %", "B, LAA 30 %"))


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0.2, "1 day"),
        (89, "89 days"),
        (91, "3 months"),
        (549, "18 months"),
        (700, "2 years"),
        (365, "12 months"),
    ],
)
def test_times_are_said_in_the_unit_that_fits(days, said):
    assert duration(days) == said


def test_the_name_of_a_typed_product_can_be_changed_and_that_of_the_list_cannot():
    typed, listed = row("product", "name=Glow serum; form=LAA; strength=15 %", "cipla_vc_15")
    assert (typed.lines, typed.ask.field, typed.ask.value) == (("Glow serum",), "product", "Glow serum")
    assert listed.ask is None
    changed = read_chosen("name=Glow serum; form=LAA; strength=15 %").with_fact("product", "Dew")
    assert changed.listing.name == "Dew"
    assert "product" not in {one.key for one in rows_of_table([], [])}
