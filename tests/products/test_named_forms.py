"""Forms in lists of ingredients: recall and precision over hand-checked ones; entries, titles."""

from __future__ import annotations

import pytest

from calc.products.listings.named_forms import entries_of, forms_in, named_in


@pytest.mark.parametrize(
    ("text", "share", "volume", "problems"),
    [
        ("Ascorbic Acid (15-20%)", (0.15, 0.2), None, 0),
        ("Ascorbic Acid 15% w/v", None, (15, 15), 0),
        ("Ascorbic Acid up to 20%", None, None, 1),
        ("Zinc 5%<br>Ascorbic Acid", None, None, 0),
    ],
)
def test_a_strength_beside_a_name_is_by_mass_or_by_volume(text, share, volume, problems) -> None:
    forms = named_in(entries_of(text))
    bands = (forms.shares["l_ascorbic_acid"], forms.volumes.get("l_ascorbic_acid"))
    assert [band and (band.low, band.high) for band in bands] == [share, volume]
    assert len(forms.problems) == problems


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("Niacinamide 25%\nAscorbic Acid", "Niacinamide 25%\nAscorbic Acid"),
        ("Aqua\nfree of\nascorbic acid", "Aqua\nfree of ascorbic acid"),
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
        ("정제수, 글리세린, 아스코르빈산, 판테놀", ["l_ascorbic_acid"]),
        ("정제수, 아스코르빈산나트륨", ["sodium_ascorbate"]),
        ("정제수, 아스코르빈산 유도체", [None]),
        ("Eau, phosphate d'ascorbyle sodique", ["sodium_ascorbyl_phosphate"]),
        ("Aqua, E303", [None]), ("E304, Aqua", [None]), ("E302", ["calcium_ascorbate"]),
    ],
)  # fmt: skip
def test_lists_as_shops_write_them(text, forms):
    assert [name.form for name in forms_in(text)] == forms


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("Niacinamide 25%\nAscorbic Acid", ["Niacinamide 25%", "Ascorbic Acid"]),
        ("Aqua\nSodium\nAscorbyl\nPhosphate\nGlycerin", ["Aqua", "Sodium Ascorbyl Phosphate", "Glycerin"]),
        ("10% Sodium<br>Ascorbyl Phosphate, Aqua", ["10% Sodium Ascorbyl Phosphate, Aqua"]),
        ("Aqua\nAscor-\nbyl Glucoside 2%\nAlcohol", ["Aqua", "Ascor-byl Glucoside 2%", "Alcohol"]),
        ("Ascorbic Acid 2-\nGlucoside", ["Ascorbic Acid 2-Glucoside"]),
        ("Glycerin\nTocopheryl\nAcetate 0.5%", ["Glycerin", "Tocopheryl Acetate 0.5%"]),
        ("Ascorbic Acid\nSodium Phosphate", ["Ascorbic Acid", "Sodium Phosphate"]),
        ("PEG-8\nAscorbic Acid\nCitric Acid", ["PEG-8", "Ascorbic Acid", "Citric Acid"]),
        ("Cetyl Alcohol, Ethyl Ferulate\nAscorbic Acid", ["Cetyl Alcohol, Ethyl Ferulate", "Ascorbic Acid"]),
        ("Citric Acid\nFerulic Acid\nLactic Acid", ["Citric Acid", "Ferulic Acid", "Lactic Acid"]),
    ],
)
def test_a_break_within_a_known_name_parts_no_entries(cell: str, entries: list[str]) -> None:
    assert entries_of(cell).split("\n") == entries
