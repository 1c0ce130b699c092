"""What a reading of the pH asks for next, on the page, the command line and the card alike."""

from __future__ import annotations

import pytest

from calc.mixing.next_step import _as_weighed, next_step
from calc.mixing.request import MixRequest, batch_of, parse_request
from calc.uncertainty import Band

ACID = MixRequest(
    form="l_ascorbic_acid",
    start="batch",
    strength="15 %",
    batch="30 g",
    target_pH="3.2",
    adjuster="sodium_bicarbonate",
    scale="0.01 g",
)


@pytest.mark.parametrize(
    ("scale", "added", "reading", "why", "what"),
    [
        ("0.01 g", "0.21 g", "3.05", "", "Add 0.07 g more"),
        ("", "0.21 g", "3.05", "", "Add 0.066 g more"),
        (
            "0.05 g",
            "0.21 g",
            "3.05",
            "which your scale can’t weigh.",
            "Stop here, or use a solution of baking",
        ),
        ("0.01 g", "0.28 g", "3.2", "", "That is it: add nothing more."),
        ("0.01 g", "0.6 g", "3.6", "That is more than it takes.", "To go back, add"),
        ("0.01 g", "0.21 g", "6", "was expected.", "Measure again."),
    ],
)
def test_a_reading_asks_for_one_thing(scale, added, reading, why, what) -> None:
    typed = {"scale": scale, "added": added, "reading": reading, "instrument": "meter"}
    step = next_step(batch_of(parse_request(MixRequest(**{**vars(ACID), **typed}))))
    assert step is not None
    assert step.why.endswith(why)
    assert step.what.replace("\u202f", " ").startswith(what)


def test_without_a_reading_there_is_no_next_step() -> None:
    assert next_step(batch_of(parse_request(ACID))) is None


@pytest.mark.parametrize(
    ("scale", "what", "then"),
    [
        ("0.01 g", "Add 0.07 g more", "(0.03–0.12 g), stir, and measure again."),
        ("", "Add 0.066 g more", "(0.026–0.117 g), stir, and measure again."),
    ],
)
def test_more_is_told_with_its_range_as_the_scale_shows_it(scale, what, then) -> None:
    typed = {"scale": scale, "added": "0.21 g", "reading": "3.05", "instrument": "meter"}
    step = next_step(batch_of(parse_request(MixRequest(**{**vars(ACID), **typed}))))
    assert (step.what.replace("\u202f", " "), step.then.replace("\u202f", " ")) == (what, then)


def test_less_than_half_a_step_of_the_scale_is_nothing() -> None:
    # 4 mg are less than half of 0.01 g, 6 mg are more.
    assert [_as_weighed(Band(0.05, low, 0.1), 0.01) for low in (-0.02, 0.004, 0.006)] == [
        ("0.05", "0", "0.10"),
        ("0.05", "0", "0.10"),
        ("0.05", "0.01", "0.10"),
    ]
