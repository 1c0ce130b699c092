"""Names of ingredients looked up: whole, among words that do not change them, in any order, or nearly so."""

from __future__ import annotations

import pytest

from calc.parsing.known_names import (
    changing_words,
    is_in_names,
    is_wider,
    known_id,
    nearest_name,
    stemmed_words,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("glycerins", "glycerin"),
        ("sodium ascorbates", "sodium_ascorbate"),
        ("reine Ascorbinsäurepulver", "l_ascorbic_acid"),
        ("citric acid monohydrate powder", "citric_acid_monohydrate"),
        # A remark behind it, a role in front of it, another name beside it.
        ("water - boiled for long", "water"),
        ("Solvent: water", "water"),
        ("water/aqua", "water"),
        ("glycerin glycerol", "glycerin"),
        ("vegetable organic glycerin", "glycerin"),
        # Words in another order, and in another case.
        ("acid ascorbic", "l_ascorbic_acid"),
        ("acid citric powder", "citric_acid"),
        ("кислота аскорбиновая", "l_ascorbic_acid"),
        ("к-та лимонная", "citric_acid"),
        ("кислотой лимонной", "citric_acid"),
        ("gliceryną", "glycerin"),
        ("глицерином", "glycerin"),
        # Scripts that do not part words.
        ("食品级甘油", "glycerin"),
        ("甘油溶液", "glycerin"),
        ("glycerin甘油", "glycerin"),
        ("甘油 glycerin 纯", "glycerin"),
        ("SAP抗坏血酸磷酸酯钠", "sodium_ascorbyl_phosphate"),
    ],
)
def test_a_name_is_known_by_what_does_not_change_it(text: str, id: str) -> None:
    assert known_id(text) == id


@pytest.mark.parametrize(
    "text",
    [
        *("wonderstuff", "Wonderpulver", "Solvent:", "水溶液", "SAP甘油", "vitamin F", "sodium sulfate"),
        *("ascorbic acid ester", "ester of ascorbic acid", "vitamin C (l-ascorbic acid) derivative"),
        *("glycerin stearate", "wonder glycerin stuff", ""),
    ],
)
def test_a_word_that_may_change_a_name_leaves_none(text: str) -> None:
    assert known_id(text) == ""


@pytest.mark.parametrize(
    ("text", "name", "is_close"),
    [
        ("ascorbic acd", "ascorbic acid", True),
        ("ascorbi acid", "ascorbic acid", True),
        ("asocrbic acid", "ascorbic acid", True),
        ("glycerim", "glycerin", True),
        ("panthenl", "panthenol", True),
        ("xanthan gun", "xanthan gum", True),
        # Two letters, or an ending that makes another substance: never taken.
        ("potasium sorbat", "potassium sorbate", False),
        ("sodium sulfit", "sodium sulfite", False),
    ],
)
def test_a_name_is_nearly_so(text: str, name: str, is_close: bool) -> None:
    near = nearest_name(words_of(text))
    assert near is not None
    assert (near[0], near[2]) == (name, is_close)
    assert near[1] == known_id(name)


@pytest.mark.parametrize(
    "text", ["glyc", "watre", "vitamin d", "polysorbate 21", "citrc acdi", "moonlight", ""]
)
def test_short_words_and_other_numbers_are_near_nothing(text: str) -> None:
    assert nearest_name(words_of(text)) is None


@pytest.mark.parametrize(
    ("text", "id"),
    [
        # The same with an article that lost its vowel, signs of an older form, endings of cases.
        ("l'acide ascorbique", "l_ascorbic_acid"),
        ("l’acide ascorbique", "l_ascorbic_acid"),
        ("d'acide citrique", "citric_acid"),
        ("гиалуроновой кислоты", "sodium_hyaluronate"),
        ("к-та аскорбиновая", "l_ascorbic_acid"),
        ("аскорбиновая к-та", "l_ascorbic_acid"),
        # A trade name and INCI in a row, and a powder grown together with its name.
        ("Glycerin Glycerol", "glycerin"),
        ("Glycerin / Glycerol", "glycerin"),
        ("Ascorbinsäurepulver", "l_ascorbic_acid"),
        # Words in another order, a remark behind, a role before, a plural.
        ("acid, citric", "citric_acid"),
        ("acid citric", "citric_acid"),
        ("citric acid - a fine one", "citric_acid"),
        ("Humectant: glycerin", "glycerin"),
        ("glycerins", "glycerin"),
        # Of two names that mean different things none.
        ("Glycerin Urea", ""),
        ("glycerin moon", ""),
        ("ascorbic acid derivative", ""),
        ("", ""),
    ],
)
def test_a_name_in_many_guises_is_that_name(text: str, id: str) -> None:
    assert known_id(text) == id


@pytest.mark.parametrize(
    ("text", "near"),
    [
        # A letter missing, wrong, doubled or exchanged with its neighbour is a slip; another series is none.
        ("glycerne", ("glycerine", "glycerin", True)),
        ("glycrein", ("glycerin", "glycerin", True)),
        ("glycerrin", ("glycerin", "glycerin", True)),
        ("niacinamidd", ("niacinamid", "niacinamide", True)),
        ("panthenoll", ("panthenol", "panthenol", True)),
        ("sodium sulfate", ("sodium sulfite", "sodium_sulfite", False)),
        ("panthanel", None),
        ("glyc", None),
    ],
)
def test_a_slip_of_a_letter_is_close(text: str, near: tuple[str, str, bool] | None) -> None:
    assert nearest_name(text) == near


@pytest.mark.parametrize(
    ("text", "id"),
    [
        # In scripts without spaces: words at either end, beside another script, and what is not known.
        ("純甘油", "glycerin"),
        ("glycerin 純", "glycerin"),
        ("純 glycerin", "glycerin"),
        ("甘油 5", "glycerin"),
        ("甘油 (純)", "glycerin"),
        ("甘油純怪", ""),
        ("甘油 純怪", ""),
        ("純", ""),
        # Of several words around a name each must be known not to change it.
        ("pure glycerin", "glycerin"),
        ("pure organic glycerin", "glycerin"),
        ("pure organic vegetable glycerin powder", "glycerin"),
        ("pure moon glycerin", ""),
        ("glycerin 99", "glycerin"),
        ("of the glycerin", "glycerin"),
        ("glycerin of the moon", ""),
        (" ".join(["pure"] * 15 + ["glycerin"]), "glycerin"),
        (" ".join(["pure"] * 16 + ["glycerin"]), ""),
        # A role in front, a remark behind, either side of a slash.
        ("Solvent: pure water", "water"),
        ("Solvent : water", "water"),
        (": water", "water"),
        ("water:", "water"),
        ("moon / water", "water"),
        ("water / moon", "water"),
        ("moon & water", "water"),
        ("/", ""),
        ("glycerin, the best", "glycerin"),
        ("glycerin; the best", "glycerin"),
        ("glycerin – the best", "glycerin"),
        ("glycerin - the best", "glycerin"),
        ("glycerin-the best", ""),
        # What is dissolved keeps its name where its solution has one of its own.
        ("hyaluronic acid solution", "sodium_hyaluronate_gel_1_percent"),
        ("glycerin solution", "glycerin"),
    ],
)
def test_what_stands_around_a_name(text: str, id: str) -> None:
    assert known_id(text) == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        # What changes vitamin C makes no other form unknown.
        ("stabilised glycerin", ""),
        ("stabilised vitamin C", ""),
        ("vitamin C", "l_ascorbic_acid"),
        ("sodium ascorbyl phosphate, stable", "sodium_ascorbyl_phosphate"),
        ("vitamin C derivative", ""),
        ("ascorbic acid (a derivative)", ""),
    ],
)
def test_what_makes_another_form_of_vitamin_c_changes_nothing_else(text: str, id: str) -> None:
    assert known_id(text) == id


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pure Glycerin", "glycerin"),
        ("the glycerin of the moon", "glycerin moon"),
        ("glycerin", "glycerin"),
        ("pure", ""),
        ("", ""),
    ],
)
def test_words_that_may_change_a_name(text: str, words: str) -> None:
    assert changing_words(text) == words


@pytest.mark.parametrize(
    ("words", "stemmed"),
    [
        ("кислота аскорбиновая", "кислот аскорбинов"),
        ("gliceryny", "gliceryn"),
        ("甘油", "甘油"),
        ("сок", "сок"),
        ("", ""),
    ],
)
def test_words_without_the_endings_of_their_cases(words: str, stemmed: str) -> None:
    assert stemmed_words(words) == stemmed


@pytest.mark.parametrize(
    ("word", "stands"),
    [("glycerin", True), ("Ascorbic", True), ("pure", True), ("moon", False), ("gel", True)],
)
def test_words_of_names_and_beside_them(word: str, stands: bool) -> None:
    assert is_in_names(word) is stands


def test_what_is_named_by_its_kind_alone_is_wider() -> None:
    assert is_wider("vegetable_oil", "simmondsia_chinensis_seed_oil")
    assert not is_wider("simmondsia_chinensis_seed_oil", "vegetable_oil")
    assert is_wider("glycerin", "glycerin")
    assert not is_wider("glycerin", "water")


@pytest.mark.parametrize("text", ["Huile d'argan", "Huile d’argan", "l'huile argan", "l’huile d'argan"])
def test_an_article_without_its_vowel_is_no_word_whatever_its_apostrophe(text: str) -> None:
    assert words_of(text) == "huile argan"
