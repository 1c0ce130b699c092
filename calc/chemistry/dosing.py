"""The dose of a base or acid for a target pH, the remaining dose after a reading, and the way back.

The dose is that of `titration.sampled_adjuster_mass` for every draw of the uncertain inputs, as a band. A pH
reading during adjustment conditions the draws (`uncertainty.condition`), which narrows the remaining dose.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.adjusters import ACIDS_DOWN, ADJUSTERS, BASES_UP, Adjuster, with_adjuster
from calc.chemistry.formula import Formula, sample_lines
from calc.chemistry.nominal_acidity import solve_together
from calc.chemistry.predictability import why_unpredictable
from calc.chemistry.prediction import predict_pH
from calc.chemistry.reading_bands import expected_reading, reading_bands
from calc.chemistry.titration import nominal_adjuster_mass, sampled_adjuster_mass, sampled_pH_with
from calc.chemistry.uncertain_acidity import model_inputs, pH_inputs, sampled_pH
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say, say_list
from calc.uncertainty import (
    Band,
    Reading,
    Samples,
    condition,
)
from calc.units import show_at_most, show_number


@dataclass(frozen=True)
class Overshoot:
    """The way back from too much of an adjuster.

    Parameters
    ----------
    back : str
        Id of the adjuster that moves the pH the other way.
    mass : Band, optional
        Its mass [g]; None where it does not reach the target.
    larger : Band, optional
        Factor by which to enlarge everything else instead; None where even the mix without any
        adjuster may be past the target.
    """

    back: str
    mass: Band | None
    larger: Band | None


@dataclass(frozen=True)
class RemainingDose:
    """What is still to add for a target pH after a reading.

    Parameters
    ----------
    added_g : float
        Of the adjuster, when the pH was read [g].
    reading : Reading
    expected : Band
        The pH predicted for that mass.
    z : float
        How far the reading lies above the prediction, in predictive standard deviations.
    now : Band
        The present pH by prediction and reading; ``expected`` where the reading is too far off to
        be explained.
    rest : Band, optional
        Of the adjuster still to add [g]; None for such a reading, and where too much was added.
    too_much : Overshoot, optional
        The way back, where more was added than the target needs.
    then : Band, optional
        The pH after adding the rest; None where there is no rest.
    """

    added_g: float
    reading: Reading
    expected: Band
    z: float
    now: Band
    rest: Band | None = None
    too_much: Overshoot | None = None
    then: Band | None = None

    @property
    def believed(self) -> bool:
        """False for a reading too far off to be explained."""
        return self.rest is not None or self.too_much is not None

    def as_dict(self) -> dict[str, object]:
        """Return it as a JSON object."""
        back = self.too_much
        return {
            "added_g": self.added_g,
            "reading": self.reading.value,
            "expected_pH": self.expected.as_dict(),
            "expected_reading": expected_reading(self.expected, self.reading).as_dict(),
            "standard_deviations_off": self.z,
            "believed": self.believed,
            "pH": self.now.as_dict(),
            "remaining_g": _dict_of(self.rest),
            "too_much": None
            if back is None
            else {"back": back.back, "mass_g": _dict_of(back.mass), "enlarge_by": _dict_of(back.larger)},
        }


@dataclass(frozen=True)
class Dose:
    """The dose of an adjuster for a target pH.

    Parameters
    ----------
    adjuster : Adjuster
    target_pH : float
    without : Formula
        What it goes into.
    mass : Band, optional
        Of the adjuster as weighed [g]; None where the target is out of reach.
    first_g : float
        First addition, before measuring [g]; rounded down to two digits for weighing.
    farthest_pH : float
        With `largest_dose_g` of it.
    after : RemainingDose, optional
        The remaining dose after a reading.
    """

    adjuster: Adjuster
    target_pH: float
    without: Formula
    mass: Band | None
    first_g: float
    farthest_pH: float
    after: RemainingDose | None = None

    @functools.cached_property
    def now(self) -> Band:
        """The pH without it, worked out when it is looked at."""
        pH = predict_pH(self.without).pH
        assert pH is not None
        return pH

    @property
    def reach(self) -> tuple[float, float]:
        """The pH without it, and with `largest_dose_g` of it."""
        return self.now.median, self.farthest_pH

    @property
    def is_there(self) -> bool:
        """Whether a reading shows the target pH."""
        if self.after is None or not self.after.believed:
            return False
        close = catalog.inputs().assumed["pH_reached"].centre
        return abs(self.after.now.median - self.target_pH) <= close

    @property
    def planned_g(self) -> float:
        """The total dose, as far as it is known [g]."""
        if self.after and self.after.believed:
            return self.after.added_g + (self.after.rest.median if self.after.rest else 0.0)
        return self.mass.median if self.mass else 0.0

    @property
    def half_width_g(self) -> float:
        """Half the width of the 95 % interval of the total dose [g]."""
        remaining = self.after.rest if self.after and self.after.believed else self.mass
        return (remaining.high - remaining.low) / 2 if remaining else 0.0

    def as_dict(self) -> dict[str, object]:
        """Return the dose as a JSON object."""
        return {
            "adjuster": self.adjuster.ingredient,
            "adjuster_strength": self.adjuster.strength,
            "target_pH": self.target_pH,
            "now": self.now.as_dict(),
            "now_reading": reading_bands(self.now).as_dict(),
            "mass_g": _dict_of(self.mass),
            "first_addition_g": self.first_g,
            "reachable_pH": sorted(self.reach),
            "after": None if self.after is None else self.after.as_dict(),
        }


def _dict_of(band: Band | None) -> dict[str, float] | None:
    """Return a band as a JSON object."""
    return None if band is None else band.as_dict()


def default_target_pH() -> float:
    """Return the default target pH, also for the correction of a mix that is too acid.

    >>> default_target_pH()
    3.2
    """
    return catalog.inputs().assumed["first_target_pH"].centre


@functools.lru_cache(maxsize=64)
def dose(formula: Formula, adjuster: Adjuster, target_pH: float, *, near_g: float | None = None) -> Dose:
    """Return the dose of an adjuster that brings a formula to a pH, as a band.

    Parameters
    ----------
    formula : Formula
        Without the adjuster.
    adjuster : Adjuster
        One of `adjusters.ADJUSTERS`.
    target_pH : float
    near_g : float, optional
        A mass close to it, for a shorter search [g].

    Returns
    -------
    Dose

    Raises
    ------
    InputErrors
        A target out of range; a pH that cannot be predicted; an unknown adjuster, or one that moves
        the pH the other way.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> f"{dose(serum, Adjuster('sodium_bicarbonate'), target_pH=3.2).mass.median:.1f} g"
    '0.9 g'
    """
    refuse_target(formula, adjuster, target_pH)
    most = largest_dose_g(formula, adjuster)
    needed = nominal_adjuster_mass(formula, adjuster, target_pH, most, near_g=near_g)
    # How well the model fits is asked of what is there in the end.
    adjusted, farthest = (with_adjuster(formula, adjuster, mass_g) for mass_g in (needed, most))
    *_, at_most = solve_together((formula, adjusted, farthest))
    if needed == 0:
        _refuse_wrong_way(formula, adjuster, target_pH)
    draws = Samples([*pH_inputs(formula, adjuster), *model_inputs(adjusted)])
    masses = sampled_adjuster_mass(formula, draws, adjuster, target_pH, most, near_g=near_g)
    band = draws.band(masses)
    if band.median >= most:
        return Dose(adjuster, target_pH, formula, None, 0.0, at_most.pH)
    share = catalog.inputs().assumed["first_addition"].to("dimensionless")[0]
    first_g = float(show_at_most(min(band.low, share * band.median)))
    return Dose(adjuster, target_pH, formula, band, first_g, at_most.pH)


def largest_dose_g(formula: Formula, adjuster: Adjuster) -> float:
    """Return the largest mass of an adjuster that is tried [g].

    Parameters
    ----------
    formula : Formula
    adjuster : Adjuster
        Limited by the ionic strength that the activity model covers. A solution brings its own water,
        so its limit is by the total mass.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> f"{largest_dose_g(serum, Adjuster('sodium_bicarbonate')):.0f} g"
    '14 g'
    """
    inputs = catalog.inputs()
    record = catalog.ingredients()[adjuster.ingredient]
    molar_mass = record.value("molar_mass")
    assert molar_mass is not None
    strongest = inputs.assumed["most_adjuster"].to("mol/kg")[0]
    per_kg = strongest / max(record.sodium + record.potassium, 1) ** 2
    room_g = formula.water_g if adjuster.strength == 1 else formula.total_mass_g
    most = per_kg * room_g / 1000 * molar_mass.to("g/mol")[0] / adjuster.strength
    return min(most, inputs.accepted["line_mass"].ends[1])


def remaining_dose(
    formula: Formula,
    adjuster: Adjuster,
    target_pH: float,
    *,
    added_g: float,
    reading: Reading,
    scale_g: float = 0.0,
) -> RemainingDose:
    """Return what is still to add after a pH reading, or the way back.

    Parameters
    ----------
    formula : Formula
        Without the adjuster.
    adjuster : Adjuster
    target_pH : float
    added_g : float
        Of the adjuster, when the pH was read [g].
    reading : Reading
        Of the pH, at 20–25 °C.
    scale_g : float
        Readability of the scale that weighed it [g].

    Returns
    -------
    RemainingDose

    Raises
    ------
    InputErrors
        As `dose`.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> soda, strip = Adjuster("sodium_bicarbonate"), Reading(2.8, sd=0.1)
    >>> after = remaining_dose(serum, soda, target_pH=3.2, added_g=0.5, reading=strip)
    >>> f"{after.rest.median:.1f} g still to add"
    '0.4 g still to add'
    """
    refuse_target(formula, adjuster, target_pH)
    mixed = with_adjuster(formula, adjuster, added_g, scale_g)
    reason = why_unpredictable(mixed)
    if reason:
        raise InputErrors([InputError("added", f"{show_number(added_g)} g", *_WHY[reason])])
    back = Adjuster(ACIDS_DOWN[0] if adjuster.ingredient in BASES_UP else BASES_UP[0])
    inputs = [*pH_inputs(formula, adjuster), *pH_inputs(mixed, back)]
    conditioned = condition(inputs, functools.partial(sampled_pH, mixed), reading)
    expected = predict_pH(mixed).pH
    assert expected is not None
    if not conditioned.believed:
        return RemainingDose(added_g, reading, expected, conditioned.z, expected)
    draws, now = conditioned.draws, conditioned.draws.band(conditioned.predicted)
    total = sampled_adjuster_mass(formula, draws, adjuster, target_pH, largest_dose_g(formula, adjuster))
    weighed = sample_lines(mixed, draws).masses_g[:, -1] if added_g > 0 else np.zeros(draws.size)
    rest = draws.band(total - weighed)
    if rest.median >= 0:
        finished = (weighed + rest.median)[np.newaxis]
        then = draws.band(sampled_pH_with(formula, draws, adjuster, finished)[0])
        return RemainingDose(added_g, reading, expected, conditioned.z, now, rest, None, then)
    most = largest_dose_g(formula, back)
    masses = draws.band(sampled_adjuster_mass(mixed, draws, back, target_pH, most))
    reachable = total.min() > 0
    larger = draws.band(weighed / total) if reachable else None
    way_back = Overshoot(back.ingredient, masses if masses.median < most else None, larger)
    return RemainingDose(added_g, reading, expected, conditioned.z, now, None, way_back)


# --- refusals -------------------------------------------------------------------------------------


_WHY: Mapping[str, tuple[str, str]] = {
    "no_water": (say("without water there is no pH."), say("Add water, or leave the pH out.")),
    "finished": (
        say("what a finished product holds is not known, so its pH cannot be worked out."),
        say("Measure it."),
    ),
    "other": (
        say("an ingredient in it is not known here, so its pH cannot be worked out."),
        say("Leave the pH out, and measure it."),
    ),
    "form": (
        say("the acid constants of this form of vitamin C are not known."),
        say("Adjust in small steps, measuring."),
    ),
    "cosolvent": (
        say("with so much glycol or alcohol no pH can be predicted."),
        say("Use more water, or measure it."),
    ),
    "too_dry": (say("with so little water most of it stays grains."), say("Use more water.")),
    "too_salty": (
        say("so much salt or lye is more than the pH can be worked out for."),
        say("Use less, or more water."),
    ),
    "no_acid": (say("nothing here decides the pH."), say("Leave the pH out.")),
}


def refuse_target(formula: Formula, adjuster: Adjuster, target_pH: float) -> None:
    """Refuse a target or an adjuster that is impossible for a formula.

    Parameters
    ----------
    formula : Formula
        Without the adjuster.
    adjuster : Adjuster
    target_pH : float

    Raises
    ------
    InputErrors
        Everything that is wrong.
    """
    errors = []
    low, high = catalog.inputs().accepted["target_pH"].ends
    if not low <= target_pH <= high:
        accepted = say("for ascorbic acid a pH from {low:g} to {high:g} makes sense.", low=low, high=high)
        goes_in = catalog.rules()["PH-003"].limit["from"]
        fix = say(
            "It is absorbed below {goes_in}: try {default_target_pH}.",
            goes_in=show_number(goes_in),
            default_target_pH=show_number(default_target_pH()),
        )
        errors.append(InputError("target_pH", target_pH, accepted, fix))
    if adjuster.ingredient not in ADJUSTERS:
        fix = say("Use {adjusters}.", adjusters=", ".join(ADJUSTERS))
        errors.append(
            InputError("adjuster", adjuster.ingredient, say("this does not adjust a pH here."), fix)
        )
    if not 0 < adjuster.strength <= 1:
        fix = say("Give 10 % as 0.1, or leave it out for a solid.")
        errors.append(InputError("adjuster_strength", adjuster.strength, say("this is not a strength."), fix))
    reason = why_unpredictable(formula)
    if reason:
        errors.append(InputError("target_pH", target_pH, *_WHY[reason]))
    refuse(errors)


def _refuse_wrong_way(formula: Formula, adjuster: Adjuster, target_pH: float) -> None:
    """Refuse an adjuster of which nothing is needed, unless the pH may lie on either side of the target."""
    now = predict_pH(formula).pH
    assert now is not None
    if now.low <= target_pH <= now.high:
        return
    up = adjuster.ingredient in BASES_UP
    name = catalog.ingredients()[adjuster.ingredient].name.lower()
    median = show_number(now.median, 2)
    accepted = (
        say("this raises the pH, and without it the mix is near {pH} already.", pH=median)
        if up
        else say("this lowers the pH, and without it the mix is near {pH} already.", pH=median)
    )
    others = [
        catalog.ingredients()[ingredient].name.lower() for ingredient in (ACIDS_DOWN if up else BASES_UP)[:2]
    ]
    fix = say(
        "To reach {target_pH} use {others}.", target_pH=show_number(target_pH), others=say_list(others, "or")
    )
    raise InputErrors([InputError("adjuster", name, accepted, fix)])
