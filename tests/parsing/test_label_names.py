"""Names of forms on labels: every name of the data, hand-checked labels and lists, and any other text."""

from __future__ import annotations

import csv
import re
import time
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog import market
from calc.catalog.normalize import fold_with_positions
from calc.parsing.forms_in_text import NamedForm, forms_named
from tests.cases import every_case

REFERENCE = Path(__file__).parents[1] / "reference"
with (REFERENCE / "label_names.csv").open(encoding="utf-8", newline="") as file:
    LABELS = list(csv.DictReader(file))
with (REFERENCE / "ingredient_lists.csv").open(encoding="utf-8", newline="") as file:
    LISTS = list(csv.DictReader(file))
#: How the reference writes what is no form.
SIGNS = {"unnamed": "?", "other": "!"}


def form_of(texts: list[str]) -> list[str | None]:
    """Return for each text the form that it names first."""
    return [next((hit.form for hit in forms_named(text) if hit.status != "unnamed"), None) for text in texts]


def signs(result: tuple[NamedForm, ...]) -> list[str]:
    """Return what was found as the reference writes it."""
    return [hit.form or SIGNS[hit.status] for hit in result]


def test_recall_and_precision_of_hand_checked_lists() -> None:
    assert len(LISTS) >= 300
    assert len({row["text"] for row in LISTS}) == len(LISTS)
    right = wanted = result = 0
    wrong = []
    for row in LISTS:
        expected = row["forms"].split(",") if row["forms"] else []
        got = signs(forms_named(row["text"].replace("\n", ";")))
        forms = [Counter(sign for sign in every if sign not in "?!") for every in (expected, got)]
        right += (forms[0] & forms[1]).total()
        wanted += forms[0].total()
        result += forms[1].total()
        wrong += [(row["text"], expected, got)] if got != expected else []
    assert right / wanted >= 0.995, wrong
    assert right / result >= 0.998, wrong
    # What names no form, or one that is not known here, is told as such.
    assert len(wrong) <= 0.01 * len(LISTS), wrong


@every_case("row", LABELS)
def test_labels_name_their_forms(row: dict[str, str]) -> None:
    forms = forms_named(row["text"])
    assert signs(forms) == (row["forms"].split(",") if row["forms"] else [])
    assert row["why"]
    for hit in forms:
        assert row["text"][hit.start : hit.end] == hit.words
        assert (hit.form is not None) == (hit.status == "form")


def test_the_reference_is_large_and_covers_every_form() -> None:
    assert len(LABELS) >= 60
    assert len({row["text"] for row in LABELS}) == len(LABELS)
    assert {form for row in LABELS for form in row["forms"].split(",")} >= set(catalog.forms())


def test_every_name_leads_to_its_form() -> None:
    for key, row in market.label_names().items():
        if key == "guards":
            continue
        expected = {"vitamin_c": ["?"], "no_vitamin_c": [], "another_form": ["!"]}.get(key, [key])
        for names in row.values():
            for name in names:
                assert signs(forms_named(name)) == expected, name


def test_labels_and_the_catalogue_agree() -> None:
    for key, form in catalog.forms().items():
        if key != "encapsulated_ascorbic_acid":  # its INCI name is that of what is inside
            assert form_of([form.inci]) == [key]
        for names in market.label_names()[key].values():
            for name in names:
                assert not catalog.is_ingredient(name) or catalog.find_ingredient(name).id == key, name


def test_what_matched_is_shown_where_it_stands() -> None:
    text = "Wasser, 3-O-Ethyl-Ascorbic  Acid (2 %), Vitamin C"
    ethyl, plain = forms_named(text)
    assert ethyl == NamedForm("ethyl_ascorbic_acid", "3-O-Ethyl-Ascorbic  Acid", 8, 32, "form")
    assert plain == NamedForm(None, "Vitamin C", 40, 49, "unnamed")
    (inside,) = forms_named("高浓度维生素C精华")
    assert (inside.words, inside.start, inside.end) == ("维生素C", 3, 7)


def test_a_column_is_read_by_what_comes_first() -> None:
    texts = [
        "Vitamin C Serum",
        "Vitamin C: Water, Ascorbyl Glucoside, Ascorbic Acid",
        "Water, Ascorbyl Linoleate, Ascorbic Acid",
        "",
        "Isoascorbic Acid, Ascorbic Acid",
    ]
    assert form_of(texts) == [None, "ascorbyl_glucoside", None, None, "l_ascorbic_acid"]
    assert form_of([]) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ascorbic Acid, " * 7000,
        "ascorbic " * 12000,
        "3-O-" * 25000,
        "SAP, " * 20000,
        "sap 1 " * 17000,
        "é" * 100_000,
        " - " * 33000,
        "アスコルビ" * 20000,
        "维生素C" * 25000,
        "ascorbyl" * 12500,
        "ascorbic acid" + " 1" * 50000 + " ascorbic acid",
    ],
    ids=lambda text: text[:14],
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    start = time.process_time()
    forms_named(text)
    # A second or less when alone; what grows with the square of the length takes minutes.
    assert time.process_time() - start < 10


NAMES = [
    (name, key)
    for key, row in market.label_names().items()
    if key in catalog.forms()
    for language, names in row.items()
    for name in names
    if language not in ("short", "code")
]


@st.composite
def respelt(draw: st.DrawFn) -> tuple[str, str]:
    """Return a name in another spelling, and the form that it names."""
    name, key = draw(st.sampled_from(NAMES))
    signs = [" ", "-", "  ", "\u00a0", "\u2011", "\n"]
    if len(re.findall("[ -]", name)) < 3:  # more dashes with space around them part the entries of a list
        signs.append(" - ")
    for sign in " -":
        name = name.replace(sign, draw(st.sampled_from(signs)))
    change = draw(st.sampled_from([str, str.upper, str.lower, str.title, str.casefold]))
    form = draw(st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
    return unicodedata.normalize(form, change(name)), key


@given(respelt(), st.sampled_from(["", "Aqua, ", "1. "]), st.sampled_from(["", ", Glycerin", " 15 %", "*"]))
def test_case_accents_spaces_and_hyphens_do_not_count(name: tuple[str, str], before: str, after: str) -> None:
    text = before + name[0] + after
    (result,) = forms_named(text)
    assert result.form == name[1]
    assert text[result.start : result.end] == result.words == name[0]


ACIDS = [
    name
    for names in market.label_names()["l_ascorbic_acid"].values()
    for name in names
    if "itamin" not in name and "ビタミン" not in name and "비타민" not in name and "витамин" not in name
]
GROUPS = ["2-O-Methyl", "Cetyl", "5,6-O-Isopropyl", "Di-Palmitoyl", "Iso", "Dehydro", "Homo", "Butyl"]
TAILS = ["2-Phosphate", "Palmitate", "6-Stearate", "2-Sulfate", "Polypeptide", "Magnesium Phosphate"]


@given(
    st.sampled_from(["Ascorbic Acid", "L-Ascorbic Acid", "ASCORBIC-ACID"]),
    st.sampled_from(GROUPS),
    st.sampled_from(["", " ", "-", "  ", "\n"]),
)
def test_a_group_in_front_is_never_the_pure_acid(acid: str, group: str, gap: str) -> None:
    assert "l_ascorbic_acid" not in signs(forms_named(group + gap + acid))


@given(
    st.sampled_from(["Ascorbic Acid", "Acide ascorbique"]),
    st.sampled_from(TAILS),
    st.sampled_from([" ", "-"]),
)
def test_a_group_behind_is_never_the_pure_acid(acid: str, tail: str, gap: str) -> None:
    assert "l_ascorbic_acid" not in signs(forms_named(acid + gap + tail))


@given(st.sampled_from([name for name, key in NAMES if key != "l_ascorbic_acid"]), st.text(max_size=40))
def test_a_derivative_never_turns_into_the_pure_acid(name: str, around: str) -> None:
    text = f"{around}, {name}, {around}"
    if not any(word in fold_with_positions(around)[0] for word in ("ascorb", "c")):
        assert "l_ascorbic_acid" not in signs(forms_named(text))


@given(st.sampled_from(ACIDS), st.text(alphabet="abcdefgжяアイ한국酸基", min_size=1, max_size=6))
def test_the_acid_inside_a_longer_word_is_not_the_acid(acid: str, letters: str) -> None:
    assert "l_ascorbic_acid" not in signs(forms_named(acid + letters))


@given(st.text(max_size=200))
def test_any_text_is_read_and_shown_as_it_stands(text: str) -> None:
    forms = forms_named(text)
    assert all(text[hit.start : hit.end] == hit.words for hit in forms)
    assert [hit.start for hit in forms] == sorted(hit.start for hit in forms)
    assert all(one.end <= other.start for one, other in pairwise(forms))


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("2 O Ascorbic Acid", ["!"]),
        ("2-O-Ascorbic Acid", ["!"]),
        ("aqua, 2 di ascorbic acid", ["!"]),
        ("L Ascorbic Acid", ["l_ascorbic_acid"]),
        ("2 Ascorbic Acid", ["l_ascorbic_acid"]),
        ("Aqua 2, O, Ascorbic Acid", ["l_ascorbic_acid"]),
    ],
)
def test_a_letter_behind_a_number_in_front_of_a_name_changes_it(text: str, forms: list[str]) -> None:
    assert signs(forms_named(text)) == forms
