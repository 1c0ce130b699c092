"""By how many letters two spellings differ, held against the same said by recursion."""

from __future__ import annotations

import functools
from itertools import product

import pytest

from calc.parsing.spelling import spelling_distance

WORDS = [
    "".join(letters)
    for length in range(5)
    for letters in product("abc"[: 3 if length < 4 else 2], repeat=length)
]


@functools.cache
def least(one: str, other: str) -> int:
    """Return the least number of letters that change, come, go or trade places with a neighbour."""
    if not one or not other:
        return len(one) + len(other)
    ways = [
        least(one[1:], other) + 1,
        least(one, other[1:]) + 1,
        least(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if len(one) > 1 and one[:2] == other[1::-1]:
        ways.append(least(one[2:], other[2:]) + (one[0] != one[1]))
    return min(ways)


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4])
def test_no_way_from_one_word_to_the_other_is_shorter(most: int) -> None:
    for one, other in product(WORDS, repeat=2):
        assert spelling_distance(one, other, most) == min(least(one, other), most + 1), (one, other)


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("isotretinoin", "isotretinion", 1),
        ("glycerin", "glycerine", 1),
        ("glycerin", "clygerin", 2),
        ("niacinamide", "nicotinamide", 3),
    ],
)
def test_words_of_people(one: str, other: str, away: int) -> None:
    assert (spelling_distance(one, other, 3), spelling_distance(other, one, 3)) == (away, away)
