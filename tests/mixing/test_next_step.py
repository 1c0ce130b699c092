"""What a reading of the pH asks for next, on the page, the command line and the card alike."""

from __future__ import annotations

import pytest

from calc.mixing.next_step import NextStep, _as_weighed, next_step
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
    assert (step.why, step.what.replace("\u202f", " "), step.then.replace("\u202f", " ")) == ("", what, then)


def test_less_than_half_a_step_of_the_scale_is_nothing() -> None:
    # 4 mg are less than half of 0.01 g, 6 mg are more.
    assert [_as_weighed(Band(0.05, low, 0.1), 0.01) for low in (-0.02, 0.004, 0.006)] == [
        ("0.05", "0", "0.10"),
        ("0.05", "0", "0.10"),
        ("0.05", "0.01", "0.10"),
    ]


def step_of(**typed: str) -> NextStep:
    step = next_step(batch_of(parse_request(MixRequest(**{**vars(ACID), **typed}))))
    assert step is not None
    return NextStep(*(part.replace("\u202f", " ") for part in step))


def test_what_a_scale_cannot_weigh_is_made_with_a_solution() -> None:
    step = step_of(scale="0.05 g", added="0.21 g", reading="3.05")
    # 0.28 g bring it to 3.2, and 0.21 g are in: some 0.07 g, of 0.25 g that such a scale weighs at least.
    assert step.why.startswith("About 0.07")
    assert step.why.endswith(" g more would do it, which your scale can’t weigh.")
    assert step.what == "Stop here, or use a solution of baking soda."
    lye = step_of(scale="0.05 g", added="0.1 g", reading="3.05", adjuster="lye")
    assert lye.what == "Stop here, or use a solution of lye."


def test_a_way_back_says_both_what_undoes_it_and_how_much_more_of_the_rest() -> None:
    step = step_of(added="0.6 g", reading="3.6")
    assert step.why == "That is more than it takes."
    assert step.what.startswith("To go back, add ")
    assert " g) of citric acid (anhydrous), or make everything else " in step.what
    assert step.what.endswith(" times as much.")
    assert step.then == ""


def test_where_the_pH_is_there_nothing_else_is_said() -> None:
    assert step_of(added="0.28 g", reading="3.2") == ("", "That is it: add nothing more.", "")


def test_what_does_not_fit_says_what_was_expected() -> None:
    step = step_of(added="0.21 g", reading="6")
    assert step.what == "Measure again."
    low, high = step.why.removeprefix("That does not fit: ").removesuffix(" was expected.").split("–")
    # With 0.21 g of the 0.28 g that bring it to 3.2 it is near 3.05.
    assert 2.8 < float(low) < 3.05 < float(high) < 3.4


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (NextStep("", "Stop."), "Stop."),
        (NextStep("Enough.", "Stop."), "Enough. Stop."),
        (NextStep("", "Add 1 g", "(0–2 g)."), "Add 1 g (0–2 g)."),
    ],
)
def test_a_step_is_one_text(step: NextStep, text: str) -> None:
    assert str(step) == text


@pytest.mark.parametrize(
    ("band", "step_g", "words"),
    [
        # As the scale shows it; where it cannot weigh it, or nobody named one, as the band allows.
        (Band(0.27, 0.21, 0.33), 0.01, ("0.27", "0.21", "0.33")),
        (Band(0.274, 0.206, 0.331), 0.01, ("0.27", "0.21", "0.33")),
        (Band(0.27, 0.21, 0.33), 0.1, ("0.27", "0.21", "0.33")),
        (Band(0.27, -0.1, 0.33), None, ("0.27", "0.00", "0.33")),
        (Band(0.5, 0.05, 0.9), 0.1, ("0.5", "0.1", "0.9")),
        (Band(0.5, 0.049, 0.9), 0.1, ("0.5", "0", "0.9")),
    ],
)
def test_a_mass_is_told_as_it_can_be_weighed(band, step_g, words) -> None:
    assert _as_weighed(band, step_g) == words
