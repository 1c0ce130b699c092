"""What a solution holds at given unknowns: charges, squared charges and metals, and how these change.

`charge_balance` has the equations.
"""

from __future__ import annotations

import numpy as np

from calc.chemistry.mixture import LN10, NEGATIVE, Mixture, product
from calc.chemistry.solution import Array

#: Debye–Hückel constant of water at 25 °C [kg^½ mol^−½].
A = 0.51002


def tallied(mixture: Mixture, unknowns: Array) -> Array:
    """Return the tallies, (tallies, n) [mol/kg water].

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    mixture.scratch.clear()
    amounts, _ = _amounts(mixture, _drives(unknowns, mixture.activity)[0], sums=1)
    kinds, n = mixture.fixed.shape
    tallies = product(mixture.table.counts[:kinds], amounts, np.empty((kinds, n), amounts.dtype))
    tallies += mixture.fixed
    return tallies


def tallied_with_slopes(mixture: Mixture, unknowns: Array) -> tuple[Array, Array]:
    """Return the tallies (tallies, n), and the slopes of their logarithms (unknowns, tallies, n).

    Both are in scratch memory: they stand until the next tallies.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    scratch, table, (kinds, n) = mixture.scratch, mixture.table, mixture.fixed.shape
    scratch.clear()
    drives, bend, neutral = _drives(unknowns, mixture.activity)
    amounts, means = _amounts(mixture, drives, sums=1 + len(drives))
    counted = product(table.counts, amounts, scratch.array(len(table.counts), n, like=drives))
    tallies, slopes = counted[:kinds], counted[kinds:].reshape(len(drives), kinds, n)
    tallies += mixture.fixed
    # Covariances of the marks with what the tallies count, mean product less product of means; the
    # means of n, r and m are those of what N, Q and B count.
    of_tallies = np.multiply(
        means[: kinds - 1], mixture.totals, out=scratch.array(kinds - 1, *mixture.totals.shape, like=drives)
    )
    slopes[:, NEGATIVE:] -= np.einsum("ifn,jfn->ijn", means, of_tallies)
    slopes /= tallies
    slopes[1] *= bend
    if len(slopes) > len(unknowns):
        slopes[1] += neutral * slopes[-1]
    return tallies, slopes[: len(unknowns)]


def _amounts(mixture: Mixture, drives: Array, sums: int) -> tuple[Array, Array]:
    """Return the amounts of all species (species, n), and the means of the first marks of each acid.

    Parameters
    ----------
    mixture : Mixture
    drives : (marks, n) array
    sums : int
        How many there are of each acid: that of the weights, and one for each mark.
    """
    table, scratch, (acids, n) = mixture.table, mixture.scratch, mixture.totals.shape
    mixture.follow_metals(drives)
    weights = product(table.marks, drives, scratch.array(len(table.marks), n, like=drives))
    weights += mixture.log_beta
    np.exp(weights, out=weights)
    members = product(table.members[: sums * acids], weights, scratch.array(sums * acids, n, like=drives))
    share, means = members[:acids], members[acids:].reshape(sums - 1, acids, n)
    share += 1
    np.reciprocal(share, out=share)  # of the fully protonated species
    means *= share
    share *= mixture.totals
    amounts = weights
    amounts[table.ions :] *= share.take(
        table.family, axis=0, out=scratch.array(len(table.family), n, like=drives), mode="clip"
    )
    mixture.follow_anions(amounts)
    return amounts, means


def _drives(unknowns: Array, activity: str) -> tuple[Array, Array, Array]:
    """Return the factors of the marks in the weights: x, −ln γ, y and with Davies ln γ₀.

    Also the slopes of −ln γ and ln γ₀ by ln I.
    """
    minus_log, bend, neutral = coefficients(np.exp(unknowns[1]), activity)
    drives = np.empty((len(unknowns) + (activity == "davies"), unknowns.shape[1]), unknowns.dtype)
    drives[-1] = neutral
    drives[: len(unknowns)] = unknowns
    drives[1] = minus_log
    return drives, bend, neutral


def coefficients(ionic: Array, activity: str) -> tuple[Array, Array, Array]:
    """Return −ln γ of a single charge, its slope by ln I, and ln γ₀, which is its own slope, (n,) each.

    Parameters
    ----------
    ionic : (n,) array
        Ionic strength [mol/kg water].
    activity : str
        One of `acidity.ACTIVITIES`.
    """
    if activity == "ideal":
        return np.zeros_like(ionic), np.zeros_like(ionic), np.zeros_like(ionic)
    root = np.sqrt(ionic)
    reach = 1 / (1 + (1.5 if activity == "sit" else 1.0) * root)
    screening = LN10 * A * root * reach
    bend = 0.5 * screening * reach
    if activity == "sit":
        return screening, bend, np.zeros_like(ionic)
    salting = LN10 * A * 0.3 * ionic
    return screening - salting, bend - salting, LN10 * 0.1 * ionic
