"""What to do next on the way to a pH, once one was read: for the page, the command line and the card."""

from __future__ import annotations

from typing import NamedTuple

from calc import catalog
from calc.chemistry.dosing import Overshoot
from calc.chemistry.reading_bands import expected_reading
from calc.messages import say, say_list
from calc.mixing.batch import Batch
from calc.mixing.coarse_scale import is_weighable
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_mass, show_number


class NextStep(NamedTuple):
    """What a reading asks for: why, what to do, and how sure that is and what follows."""

    why: str
    what: str
    then: str = ""

    def __str__(self) -> str:
        """Return all of it as one text."""
        return " ".join(filter(None, self))


def next_step(batch: Batch) -> NextStep | None:
    """Return what the reading of a batch asks for next; None without one.

    Amounts are as the scale of the batch can show them.

    Parameters
    ----------
    batch : Batch

    Examples
    --------
    >>> from calc.mixing.batch_from_two import new_batch
    >>> from calc.units import Q_
    >>> batch = new_batch(
    ...     "l_ascorbic_acid", mass_fraction=Q_(15, "percent"), batch_mass=Q_(30, "g"), target_pH=3.2
    ... )
    >>> next_step(batch) is None
    True
    """
    dose = batch.dose
    if dose is None or dose.after is None:
        return None
    if dose.is_there:
        return NextStep("", say("That is it: add nothing more."))
    step_g = next((row.scale_plus_minus_g for row in batch.weigh if row.scale_plus_minus_g), None)
    after = dose.after
    if after.rest:
        median, low, high = _as_weighed(after.rest, step_g)
        if not is_weighable(after.rest.median, step_g):
            name = catalog.ingredients()[dose.adjuster.ingredient].said.split(" (")[0]
            why = say("About {mass}\u202fg more would do it, which your scale can’t weigh.", mass=median)
            return NextStep(why, say("Stop here, or use a solution of {ingredient}.", ingredient=name))
        return NextStep(
            "",
            say("Add {mass}\u202fg more", mass=median),
            say("({low}–{high}\u202fg), stir, and measure again.", low=low, high=high),
        )
    if after.too_much:
        return NextStep(
            say("That is more than it takes."),
            say("To go back, {way_back}.", way_back=_way_back(after.too_much)),
        )
    expected = expected_reading(after.expected, after.reading)
    _, low, high = show_band(expected.median, expected.low, expected.high)
    return NextStep(
        say("That does not fit: {low}–{high} was expected.", low=low, high=high), say("Measure again.")
    )


def mass_words(mass: Band) -> str:
    """Return a mass with its ends, none of them below nothing.

    Parameters
    ----------
    mass : Band
        [g]

    Examples
    --------
    >>> mass_words(Band(0.0912, -0.01, 0.2031)).replace(THIN, " ")
    '0.091 g (0.000–0.204 g)'
    """
    median, low, high = _as_weighed(mass, None)
    return f"{median}{THIN}g ({low}–{high}{THIN}g)"


def _as_weighed(mass: Band, step_g: float | None) -> tuple[str, str, str]:
    """Return a mass and its ends as a scale can show them; without a scale as the band allows."""
    low = max(mass.low, 0.0)
    if step_g is None or not is_weighable(mass.median, step_g):
        return show_band(mass.median, low, mass.high)
    median, least, most = (show_mass(end, step_g) for end in (mass.median, low, mass.high))
    return median, "0" if low < step_g / 2 else least, most


def _way_back(back: Overshoot) -> str:
    """Return the ways back from too much, as the end of a sentence."""
    ways = []
    if back.mass:
        ways.append(
            say(
                "add {mass} of {ingredient}",
                mass=mass_words(back.mass),
                ingredient=catalog.ingredients()[back.back].said,
            )
        )
    if back.larger:
        ways.append(say("make everything else {times} times as much", times=show_number(back.larger.median)))
    return say_list(ways, ", or") or say("start a new batch")
