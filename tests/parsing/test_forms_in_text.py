"""The forms that a list names: read entry by entry, it says what it says as a whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog.market.form_names import FOREIGN, label_names, names_sought
from calc.parsing import forms_in_text
from calc.parsing.forms_in_text import forms_named
from calc.parsing.misspelt_names import MOST_LOOKED_AT

TABLE = Path(__file__).with_name("form_names.txt")
LABELS = [
    tuple(line.split(" => "))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
SIGNS = {"unnamed": "?", "other": "!"}
NAMES = sorted({" ".join(name) for name in names_sought().spelled})
#: Words that change a name beside them, abbreviations, slips, and signs that part what is no entry.
BESIDE = (
    *("Aqua", "Glycerin (10 %)", "SAP", "sap 5 %", "MAP", "free of ascorbic acid", "sans acide ascorbique"),
    *("1,2-Hexanediol", "Vit. C", "ascorbyl", "glucoside", "Ascorbil Palmitate", "3-O-", "Ethyl", "VC-IP"),
    *("Ascorbinsäure", "ascorbic acid derivative", "L ascorbic acid 15 %", "2 %", "維生素C", "бета-глюкан"),
)
ENTRIES = st.lists(st.sampled_from([*NAMES, *BESIDE]), min_size=3, max_size=8)


@pytest.mark.parametrize(("text", "wanted"), LABELS)
def test_a_label_names_its_forms_with_all_words_that_belong_to_them(text: str, wanted: str) -> None:
    named = [f"{form.form or SIGNS[form.status]}: {form.words}" for form in forms_named(text)]
    assert (" ; ".join(named) or "–") == wanted


def as_a_whole(text: str) -> object:
    """Return what a text names when it is not parted."""
    parted = forms_in_text._with_entries(text)
    return forms_in_text._named(text, parted)[0]


@given(ENTRIES, st.lists(st.sampled_from([", ", "; ", ",", " ", ",  ", ". ", " - "]), min_size=7, max_size=7))
def test_a_list_names_what_its_entries_name(entries: list[str], signs: list[str]) -> None:
    text = "".join(f"{entry}{sign}" for entry, sign in zip(entries, [*signs, ""])).strip()
    for written in (text, text.upper(), text.lower()):
        assert forms_named(written) == as_a_whole(written)


def test_labels_as_they_are_written_name_the_same_either_way() -> None:
    dice = random.Random(5)
    inci = [record.inci or record.name for record in catalog.ingredients().values()]
    for _ in range(60):
        label = ", ".join(dice.sample([*inci, *BESIDE], 15))
        assert forms_named(label) == as_a_whole(label)


def test_a_list_of_many_slips_is_read_as_a_whole() -> None:
    slips = ", ".join(["Ascorbil Palmitate"] * (MOST_LOOKED_AT + 2))
    assert forms_in_text._named_in_list(slips) is None
    few = ", ".join(["Ascorbil Palmitate"] * MOST_LOOKED_AT)
    assert len(forms_in_text._named_in_list(few) or ()) == MOST_LOOKED_AT
    assert forms_named(slips) == as_a_whole(slips)


def test_an_entry_is_read_once_where_it_may_name_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = forms_in_text._named

    def counted(text: str, *rest: str) -> object:
        read.append(text)
        return whole(text, *rest)

    monkeypatch.setattr(forms_in_text, "_named", counted)
    forms_in_text._named_in_entry.cache_clear()
    for last in ("Panthenol", "Sodium Ascorbate", "Panthenol"):
        forms_named(f"Aqua, Ascorbic Acid, Glycerin, {last}")
    assert sorted(read) == ["Ascorbic Acid, ", "Sodium Ascorbate"]


def test_every_name_is_looked_at_in_text_that_may_hold_one() -> None:
    names = [
        name
        for key, row in label_names().items()
        if key not in ("guards", FOREIGN)
        for names in row.values()
        for name in names
    ]
    assert len(names) > 500
    for name in names:
        assert forms_in_text.may_name_form(f"pure {name}"), name
        assert forms_in_text.may_name_form(f"(5 %) {name.upper()}, Aqua"), name


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("AQUA, TOCOPHEROL, PARFUM, ASCORBYL, PALMITATE", "ascorbyl_palmitate"),
        ("Aqua, Tocopherol, Parfum, ascorbyl, glucoside", "ascorbyl_glucoside"),
        ("磷脂、氨基丙醇抗坏血酸磷酸酯、甘油", "aminopropyl_ascorbyl_phosphate"),
    ],
)
def test_names_found_in_public_lists_are_known(text: str, form: str) -> None:
    assert [named.form for named in forms_named(text)] == [form]


@pytest.mark.parametrize(
    "text",
    [
        "free from: ascorbic acid",
        "Frei von: Ascorbinsäure",
        "sans : acide ascorbique",
        "Without (ascorbic acid)",
        "does not contain: ascorbic acid, retinol",
        "Formulated without: vitamin C",
    ],
)
def test_a_colon_parts_no_name_from_what_says_that_it_is_left_out(text):
    assert not forms_named(text)
    assert forms_named("Notes (none): ascorbic acid")


def test_a_form_that_is_not_known_is_told_with_all_words_of_its_entry() -> None:
    entry = "Potassium Ascorbyl Tocopheryl Lactate"
    (form,) = forms_named(f"A serum of water with much of it that is good, {entry}")
    assert (form.words, form.status) == (entry, "other")


@pytest.mark.parametrize("sign", ["- ", "– "])
def test_a_list_whose_entries_begin_with_dashes_is_parted_there(sign: str) -> None:
    text = f"{sign}Water {sign}Ascorbic Acid 5 % {sign}Glycerin {sign}Panthenol"
    parted = forms_in_text._with_entries(text)
    assert len(parted) == len(text)
    assert parted.count(";") == 3
    assert forms_in_text._with_entries(f"{sign}Water, 1,2-Hexanediol") == f"{sign}Water, 1,2-Hexanediol"
