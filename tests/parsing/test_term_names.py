"""Names of terms: stems of words, names at a place in a text, and names that come close."""

from __future__ import annotations

import pytest

from calc.parsing.plain_text import without_accents
from calc.parsing.spelling import spelling_distance
from calc.parsing.term_names import close_names, slip_of, stem, term_at


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        # Plurals and cases; short words and numbers stay, and enough of a word is left to know it by.
        ("diabetes", "diabet"),
        ("acne", "acne"),
        ("acnes", "acne"),
        ("warfarina", "warfarin"),
        ("warfarinom", "warfarin"),
        ("allergien", "allerg"),
        ("stents", "stent"),
        ("mass", "mass"),
        ("mono", "mono"),
        ("soda", "soda"),
        ("stent", "stent"),
        ("items", "item"),
        ("women", "women"),
        ("123456", "123456"),
        ("диабетами", "диабет"),
        ("диабетом", "диабет"),
        ("диабета", "диабет"),
        ("кожами", "кожам"),
        ("стома", "стом"),
        ("aaaaaa", "aaaa"),
    ],
)
def test_a_word_without_its_ending(word: str, bare: str) -> None:
    assert stem(word) == bare


@pytest.mark.parametrize(
    ("one", "other", "most", "away"),
    [
        ("cat", "cat", 2, 0),
        ("cat", "cut", 2, 1),
        ("cat", "at", 2, 1),
        ("cat", "xcat", 2, 1),
        ("cat", "catx", 2, 1),
        ("cat", "act", 2, 1),
        ("cat", "cta", 2, 1),
        ("cat", "dog", 2, 3),
        ("cat", "c", 2, 2),
        ("cat", "c", 1, 2),
        ("cat", "catxxx", 2, 3),
        ("cat", "catxx", 2, 2),
        ("cat", "dog", 5, 3),
        ("", "cat", 5, 3),
        ("abcdef", "badcfe", 3, 3),
        ("abcdef", "badcfe", 2, 3),
        ("ca", "abc", 5, 3),
    ],
)
def test_letters_that_change_come_go_or_trade_places(one: str, other: str, most: int, away: int) -> None:
    assert spelling_distance(one, other, most) == spelling_distance(other, one, most) == away


@pytest.mark.parametrize(
    ("text", "term", "end", "hidden"),
    [
        ("high blood pressure", "high_blood_pressure", 19, False),
        ("high-blood_pressure", "high_blood_pressure", 19, False),
        ("high  blood / pressure", "high_blood_pressure", 22, False),
        ("high very blood pressure", "high_blood_pressure", 24, False),
        ("diabetes mellitus", "diabetes", None, False),
        ("diabetem", "diabetes", 8, True),
        ("HIV", "immunosuppression", 3, False),
        ("hiv", "immunosuppression", 3, True),
        ("MS", "autoimmune_disease", 2, False),
        ("ms", "autoimmune_disease", 2, True),
        # One of two letters counts in capitals, where these say anything, or alone.
        ("ms and more", "", None, False),
        ("MS and more", "autoimmune_disease", 2, False),
        ("MS AND MUCH MORE OTHER", "", None, False),
        ("moonlight", "", None, False),
        ("", "", None, False),
    ],
)
def test_the_longest_name_at_a_place(text: str, term: str, end: int | None, hidden: bool) -> None:
    found = term_at(text, without_accents(text).lower(), 0)
    assert (next(iter(found.terms.values())).id if found else "") == term
    if found:
        assert found.is_hidden is hidden
        assert end is None or found.end == end


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        # In six or seven letters one slip, in longer names two where they begin alike.
        ("diabetes", 0),
        ("diabtes", 1),
        ("idabetes", 1),
        ("diabts", None),
        ("dibts", None),
        ("asthma", 0),
        ("asthna", 1),
        ("astna", None),
        ("xsthma", 1),
        ("isotretinoin", 0),
        ("isotretinion", 1),
        ("isotretnion", 2),
        ("sotretinoin", 1),
        ("xxotretinoin", None),
        ("moonlight", None),
        ("acne", None),
        ("", None),
    ],
)
def test_a_name_is_close_by_so_many_letters(text: str, distance: int | None) -> None:
    assert next((near.distance for near in close_names(text)), None) == distance


def test_the_closest_names_come_first_each_of_another_term() -> None:
    near = close_names("epilepsi", reach=2)
    assert [one.distance for one in near] == sorted(one.distance for one in near)
    ids = [tuple(term.id for term in one.terms.values()) for one in near]
    assert len({*ids}) == len(ids)
    assert ids[0] == ("epilepsy",)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("isotretinion", "isotretinoin"),
        ("epilepsi", "epilepsy"),
        ("epilepsy", ""),
        ("moonlight", ""),
        ("", ""),
    ],
)
def test_a_slip_is_of_one_class(text: str, term: str) -> None:
    slip = slip_of(text)
    assert (next(iter(slip.terms.values())).id if slip else "") == term
