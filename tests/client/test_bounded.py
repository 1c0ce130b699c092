"""Whatever is said of a client is read, or refused, within bounded work: a family of texts each."""

from __future__ import annotations

import datetime
import json

import pytest

from calc.client.person import MOST_CHARACTERS, Client
from calc.client.verdict import check
from calc.client.visit import MOST_ENTRIES, load_visit
from calc.errors import InputErrors
from calc.parsing.json_reader import MOST_ERRORS
from calc.parsing.plain_text import plain_text
from calc.parsing.term_names import close_names
from calc.parsing.terms_in_text import LONGEST, mentions_in
from calc.products.listings.typed_label import LONGEST_LABEL, read_label
from tests.hostile import OF_PEOPLE, TEXTS, bounded, is_linear

DAY = datetime.date(2026, 3, 31)
EVERY = {**TEXTS, **{f"{name}, of people": write for name, write in OF_PEOPLE.items()}}


@pytest.mark.parametrize("name", EVERY)
def test_an_answer_of_the_most_characters_is_read(name):
    text = EVERY[name](LONGEST)
    with bounded(len(text), seconds=0.5):  # a client has room for three of them
        mentions = mentions_in(text, DAY)
    assert mentions or not any(map(str.isalnum, plain_text(text)))


MANY = ["isotretinoin", "warfrin", "allergy to nickel", "no diabetes", "9" * 40, "(eczema)", "blue knees"]


@pytest.mark.parametrize("name", MANY)
def test_as_many_answers_as_are_read_take_bounded_work(name):
    lists = ("conditions", "medicines", "actives", "reactions")
    most = min(MOST_ENTRIES, MOST_CHARACTERS // len(lists) // (len(name) + 4))
    client = {kind: [f"{name} {kind[0]}{number}" for number in range(most)] for kind in lists}
    text = json.dumps({"client": {"age": 34, **client}, "product": {"form": "l_ascorbic_acid"}})
    with bounded(len(text)):
        assert check(load_visit(text)).verdict != "go"


@pytest.mark.parametrize("kind", ["conditions", "medicines", "reactions"])
def test_more_words_of_a_client_than_are_read_are_refused_with_their_field(kind):
    said = {"actives": ("retinol",), kind: ("eczema and so on " * 50,) * (MOST_CHARACTERS // 800 + 1)}
    with pytest.raises(InputErrors, match="all answers together have up to 6,000 characters") as caught:
        Client(**said)
    (error,) = caught.value.errors
    assert (error.field, error.fix) == (kind, "Name each thing once, in a few words.")
    assert Client(**{kind: ("eczema " * 200,)})


def test_words_that_are_not_known_take_time_in_proportion():
    assert is_linear(lambda count: [close_names(f"{count}wonderpill{at}") for at in range(count)], 50, 500)


def test_of_very_many_keys_that_are_none_the_first_are_told():
    text = json.dumps({"client": {f"k{number:03}": 1 for number in range(3 * MOST_ERRORS)}})
    with pytest.raises(InputErrors) as caught:
        load_visit(text)
    assert [error.field for error in caught.value.errors] == [
        f"client.k{number:03}" for number in range(MOST_ERRORS)
    ]


@pytest.mark.parametrize("name", [name for name in TEXTS if "lines" in name or "names" in name])
def test_a_label_of_the_most_characters_is_read_or_refused(name):
    text = TEXTS[name](LONGEST_LABEL)
    with bounded(len(text)):
        try:
            cells, errors = read_label(text).texts, ()
        except InputErrors as refused:
            cells, errors = {}, refused.errors
    assert cells or errors or not any(map(str.isalnum, text))
    assert all(error.field and error.fix for error in errors)
