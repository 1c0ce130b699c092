"""The mass of an adjuster (base or acid) for a target pH, and the pH against its mass.

A dose is the mass at which the charges balance at the target,

    z(m) = Σ charges at the target pH = 0,

found for all draws at once by secants that begin at the dose of the stated values. Where these do not settle,
regula falsi with halved ends takes over (the Illinois method, Dowell and Jarratt 1971).

Of an acid that hardly dissolves only what does at the target counts: what is left as grains takes no base.

`nominal_…` works from the values as stated, `sampled_…` from draws of everything uncertain.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc.chemistry import acidity
from calc.chemistry.activity import PREFERRED
from calc.chemistry.adjusters import Adjuster, with_adjuster
from calc.chemistry.formula import Formula
from calc.chemistry.ions import ion_contributions
from calc.chemistry.nominal_acidity import nominal_totals, solve_together
from calc.chemistry.partly_dissolved import dissolved_at
from calc.chemistry.solution_totals import SolutionTotals
from calc.chemistry.uncertain_acidity import model_error, pH_inputs, purity_of, sampled_totals
from calc.uncertainty import Band, Samples

Array = NDArray[np.float64]

# Largest net charge at the root, and the same as a secant foretells it, who is careful [mol/kg water].
_CLOSE, _FORETOLD = 1e-9, 3e-8
_MOST_STEPS = 100
# Steps after which every other one bisects; a dose takes about five.
_PATIENCE = 10
# Masses of a row among which a dose at the stated values is looked for, and the smallest of the first row as
# a part of the largest; about a mass that is close, the row reaches a fiftieth.
_ROW, _FINEST = 17, 1000.0
_FIRST_ROW = np.geomspace(1 / _FINEST, 1.0, _ROW - 1)
_AROUND = np.array([*np.linspace(0.98, 1.02, _ROW - 2), np.inf])
# Two are enough nearly always.
_MOST_ROWS = 20
# A smaller difference of charge tells nothing about the slope [mol/kg water].
_TELLING = 1e-7
# A dose takes two or three.
_MOST_SECANTS = 8
# Fewer draws than for a number: a plot shows no difference.
_CURVE_DRAWS = 256


def sampled_pH_with(formula: Formula, draws: Samples, adjuster: Adjuster, masses_g: Array) -> Array:
    """Return draws of the pH of a formula with several masses of an adjuster, (masses, draws.size).

    Parameters
    ----------
    formula : Formula
        Without it.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    adjuster : Adjuster
    masses_g : (masses,) or (masses, draws.size) array
        As weighed [g].
    """
    totals, ions = sampled_totals(formula, draws, adjuster), ion_contributions((adjuster.ingredient,))
    purity = draws.columns[purity_of(formula, adjuster)]
    times = masses_g.shape[0]
    masses = np.broadcast_to(masses_g.reshape(times, -1), (times, draws.size)).ravel()
    pure, water = masses * np.tile(purity, times), masses * (1 - adjuster.strength)
    grams = np.median(masses.reshape(times, -1), axis=1).tolist()
    totals = totals.repeated(times).reduced(_dissolved_with(formula, adjuster, grams))
    pH = totals.plus(ions, pure, water).pH().reshape(times, draws.size)
    return pH + model_error(draws)


def sampled_adjuster_mass(
    formula: Formula,
    draws: Samples,
    adjuster: Adjuster,
    target_pH: float,
    most_g: float,
    *,
    near_g: float | None = None,
) -> Array:
    """Return draws of the mass of an adjuster that brings a formula to a pH, (draws.size,) [g].

    Parameters
    ----------
    formula : Formula
        Without it.
    draws : Samples
        Of `pH_inputs`, and of anything else.
    adjuster : Adjuster
    target_pH : float
    most_g : float
        Upper end of the search [g].
    near_g : float, optional
        A mass close to it at the stated values, for a shorter search [g].

    Returns
    -------
    (draws.size,) array
        [g]; 0 where the pH is past the target without it, ``most_g`` where that does not reach it.
    """
    purity = draws.columns[purity_of(formula, adjuster)]
    target = target_pH - model_error(draws)
    totals = sampled_totals(formula, draws, adjuster).reduced([dissolved_at(formula, target_pH)])
    charge = _charge_with(totals, adjuster, purity, target)
    nominal, as_stated = (
        _nominal_dose(formula, adjuster, target_pH, most_g, near_g),
        purity / adjuster.strength,
    )
    return _balanced(charge, nominal.mass_g / as_stated, nominal.per_gram * as_stated, most_g)


def nominal_adjuster_mass(
    formula: Formula, adjuster: Adjuster, target_pH: float, most_g: float, *, near_g: float | None = None
) -> float:
    """Return the mass of an adjuster that brings a formula to a pH, at the stated values [g].

    Parameters
    ----------
    formula, adjuster, target_pH, most_g, near_g
        As for `sampled_adjuster_mass`.

    Returns
    -------
    float
        [g]; 0 where the pH is past the target without it, ``most_g`` where that does not reach it.

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> f"{nominal_adjuster_mass(serum, Adjuster('sodium_bicarbonate'), target_pH=3.2, most_g=5.0):.2f} g"
    '0.86 g'
    """
    return _nominal_dose(formula, adjuster, target_pH, most_g, near_g).mass_g


@dataclass(frozen=True)
class _NominalDose:
    """A dose at the stated values [g], and the charge of one more gram of it [mol/kg water]."""

    mass_g: float
    per_gram: float


@functools.lru_cache(maxsize=64)
def _nominal_dose(
    formula: Formula, adjuster: Adjuster, target_pH: float, most_g: float, near_g: float | None
) -> _NominalDose:
    """Return a dose at the stated values: by rows of masses, each closer round it than the one before."""
    dissolved = dissolved_at(formula, target_pH)
    totals = nominal_totals(formula, adjuster).reduced([dissolved]).repeated(_ROW)
    purity, target = np.full(_ROW, adjuster.strength), np.full(_ROW, target_pH)
    charge = _charge_with(totals, adjuster, purity, target)
    closest = _FIRST_ROW if near_g is None else near_g / most_g * _AROUND
    row = np.array([0.0, *most_g * _between(closest, 1.0)])
    row[-1] = most_g
    for _ in range(_MOST_ROWS):
        charges = charge(row)
        masses, first = np.unique(row[np.isfinite(charges)], return_index=True)
        charges = charges[np.isfinite(charges)][first]
        rises = charges[-1] > charges[0]
        past = (charges >= 0) == rises
        if past[0] or not past[-1]:
            slope = (charges[1] - charges[0]) / (masses[1] - masses[0])
            return _NominalDose(0.0 if past[0] else most_g, float(slope))
        after = int(np.argmax(past))
        low, high = masses[after - 1], masses[after]
        slope = (charges[after] - charges[after - 1]) / (high - low)
        near = slice(max(after - 2, 0), after + 2)
        at, off = _root_through(masses[near], charges[near])
        if off * abs(slope) < _FORETOLD:
            break
        around = np.linspace(max(low, at - 3 * off), min(high, at + 3 * off), _ROW - 2)
        row = np.array([low, *around, high])
    return _NominalDose(at, float(slope))


def _root_through(masses: Array, charges: Array) -> tuple[float, float]:
    """Return where the curve through a few points has no charge, and how far off the last point but one was.

    By Neville's scheme on the inverse function, which is as smooth.
    """
    column, before = masses.copy(), masses[0]
    for width in range(1, masses.size):
        before = column[0]
        lower, upper = charges[:-width], charges[width:]
        column = (column[1:] * lower - column[:-1] * upper) / (lower - upper)
    return float(column[0]), abs(float(column[0] - before))


def _dissolved_with(
    formula: Formula, adjuster: Adjuster, masses_g: list[float]
) -> Sequence[Mapping[str, float]]:
    """Return the shares of the acids that do not dissolve as a whole, with each mass of an adjuster."""
    ends = (with_adjuster(formula, adjuster, mass_g) for mass_g in (min(masses_g), max(masses_g)))
    if not any(known.dissolved for known in solve_together(tuple(ends))):
        return [{}]
    with_it = [with_adjuster(formula, adjuster, mass_g) for mass_g in masses_g]
    return [known.dissolved for known in solve_together(with_it)]


def _charge_with(
    totals: SolutionTotals, adjuster: Adjuster, purity: Array, target: Array
) -> Callable[[Array], Array]:
    """Return a function from masses of an adjuster [g] to the net charge at the target [mol/kg water]."""
    ions = ion_contributions((adjuster.ingredient,))
    ionic: Array | None = None

    def charge(grams: Array) -> Array:
        """Return the net charge at the target: zero where the dose is right."""
        nonlocal ionic
        more = totals.plus(ions, grams * purity, grams * (1 - adjuster.strength))
        net, ionic_there = acidity.charge_at(more.solution(), target, PREFERRED, near=ionic)
        ionic = np.where(np.isfinite(ionic_there), ionic_there, 1.0)
        # Total charge, not charge per kilogram, which much of a dilute adjuster would lower by dilution.
        return net * more.water_kg / totals.water_kg

    return charge


def _balanced(charge: Callable[[Array], Array], near: Array, slope: Array, most_g: float) -> Array:
    """Return the masses from 0 to the most at which there is no charge [g].

    By secants from masses nearby with the slopes there; where these do not settle, between the ends.
    """
    at = _between(near, most_g)
    last_at = last = None
    for _ in range(_MOST_SECANTS):
        value = charge(at)
        if last_at is not None and last is not None:
            tells = np.abs(value - last) > _TELLING
            slope = np.where(tells, (value - last) / np.where(tells, at - last_at, 1.0), slope)
        following = _between(at - value / slope, most_g)
        # At an end it stays there; elsewhere a secant leaves the share that the one before it has left.
        off = np.where(following == at, 0.0, np.abs(value))
        left = off if last is None else off * np.minimum(off / np.maximum(np.abs(last), _CLOSE), 1.0)
        if left.max() < _FORETOLD:
            return following
        if not np.isfinite(following).all():
            break
        last_at, last, at = at, value, following
    nothing, most = np.zeros_like(near), np.full_like(near, most_g)
    return _crossing(charge, nothing, most, (charge(nothing), charge(most)))


def _between(masses: Array, most: float) -> Array:
    """Return masses no smaller than 0 and no larger than the most; np.clip says the same, slower."""
    return np.minimum(np.maximum(masses, 0.0), most)


def _crossing(
    function: Callable[[Array], Array], low: Array, high: Array, ends: tuple[Array, Array]
) -> Array:
    """Return where each of many functions crosses zero, by the Illinois method.

    ``ends``: the values at ``low`` and ``high``. A function that is past zero at ``low`` gives ``low``,
    one that does not reach it gives ``high``. After `_PATIENCE` steps every other one bisects, for
    strongly curved functions.
    """
    at_low, at_high = ends
    rises = at_high >= at_low
    passed, short = (at_low >= 0) == rises, (at_high < 0) == rises
    best, before = np.where(passed, low, high), np.zeros(low.size)
    between = ~(passed | short)
    for step in range(_MOST_STEPS):
        span = np.where(between, at_high - at_low, 1.0)
        halved = step >= _PATIENCE and step % 2 == 0
        guess = (low + high) / 2 if halved else (low * at_high - high * at_low) / span
        best = np.where(between, guess, best)
        value = function(best)
        if np.abs(value[between]).max(initial=0.0) < _CLOSE:
            break
        lower = (value < 0) == rises
        side = np.where(lower, 1.0, -1.0)
        weight = np.where(side == before, 0.5, 1.0)
        low, at_low = np.where(lower, best, low), np.where(lower, value, at_low * weight)
        high, at_high = np.where(lower, high, best), np.where(lower, at_high * weight, value)
        before = side
    return best


@dataclass(frozen=True)
class TitrationCurve:
    """The pH of a formula against the mass of an adjuster: a band for each mass [g], rising."""

    mass_g: tuple[float, ...]
    bands: tuple[Band, ...]


@functools.lru_cache(maxsize=64)
def titration_curve(formula: Formula, adjuster: Adjuster, up_to_g: float, points: int = 33) -> TitrationCurve:
    """Return the pH against the mass of an adjuster.

    Parameters
    ----------
    formula : Formula
        Without it; its pH can be predicted.
    adjuster : Adjuster
    up_to_g : float
        The last mass [g].
    points : int
        Number of masses, evenly spaced from 0.

    Returns
    -------
    TitrationCurve

    Examples
    --------
    >>> from calc.chemistry.formula import Line
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> curve = titration_curve(serum, Adjuster("sodium_bicarbonate"), up_to_g=3.0, points=3)
    >>> [f"{band.median:.1f}" for band in curve.bands]
    ['2.1', '3.5', '3.9']
    """
    draws = Samples(pH_inputs(formula, adjuster), _CURVE_DRAWS)
    masses = np.linspace(0.0, up_to_g, points)
    bands = (draws.ends(pH) for pH in sampled_pH_with(formula, draws, adjuster, masses))
    return TitrationCurve(tuple(masses.tolist()), tuple(bands))
