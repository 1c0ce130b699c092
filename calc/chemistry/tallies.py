"""What a solution holds at given unknowns: charges, squared charges and metals, and how these change.

`charge_balance` has the equations.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from calc.chemistry.mixture import FREE_METALS, LN10, NEGATIVE, POSITIVE, SQUARES, Mixture, product
from calc.chemistry.solution import Array

#: Debye–Hückel constant of water at 25 °C [kg^½ mol^−½].
A = 0.51002
# In place of no acid, to divide by [mol/kg water].
_NO_ACID = 1e-30


class _Numbers(NamedTuple):
    """Numbers of the equations as arrays: NumPy takes half the time over them that it takes over floats."""

    one: Array
    half: Array
    reach_of_sit: Array
    screening: Array
    salting: Array
    neutral: Array


@functools.cache
def _numbers(precision: np.dtype[np.floating]) -> _Numbers:
    """Return the numbers in a precision."""
    values = (1.0, 0.5, 1.5, LN10 * A, LN10 * A * 0.3, LN10 * 0.1)
    return _Numbers(*(np.array(value, dtype=precision) for value in values))


def tallied(mixture: Mixture, unknowns: Array) -> Array:
    """Return the tallies, (tallies, n) [mol/kg water], and after them the sums of ε over the anions, if any.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    table, scratch, kinds = mixture.table, mixture.scratch, len(mixture.fixed)
    scratch.clear()
    amounts, _ = _amounts(mixture, _drives(unknowns, mixture)[0], unknowns[kinds - 1 :], sums=1)
    tallies = product(table.counts[:kinds], amounts, scratch)
    tallies += mixture.fixed
    if mixture.epsilon is None:
        return tallies
    return np.concatenate([tallies, (mixture.epsilon * amounts).sum(axis=1)])


def tallied_with_slopes(mixture: Mixture, unknowns: Array) -> tuple[Array, Array]:
    """Return what `tallied` returns, and the slopes (unknowns, tallies, n).

    Those of the logarithms of tallies, and of the sums of ε themselves. The tallies are in scratch memory:
    they stand until the next ones.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
    """
    scratch, table, kinds = mixture.scratch, mixture.table, len(mixture.fixed)
    scratch.clear()
    drives, bend, neutral = _drives(unknowns, mixture)
    amounts, means = _amounts(mixture, drives, unknowns[kinds - 1 :], sums=1 + len(drives))
    counted = product(table.counts, amounts, scratch)
    tallies, slopes = counted[:kinds], counted[kinds:].reshape(len(drives), *mixture.fixed.shape)
    tallies += mixture.fixed
    # Covariances of the marks with what the tallies count, mean product less product of means; the
    # means of n, r and m are those of what N, Q and B count.
    of_metals = means[: kinds - 1]
    of_tallies = np.multiply(of_metals, mixture.totals, out=scratch.like(of_metals))
    of_others = slopes[:, NEGATIVE:]
    of_others -= np.einsum("ifn,jfn->ijn", means, of_tallies)
    if mixture.epsilon is None:
        slopes = slopes / tallies
    else:
        tallies, slopes = _with_sums(mixture, mixture.epsilon, amounts, means, tallies, slopes)
    of_ionic = slopes[1]
    of_ionic *= bend
    if mixture.activity == "davies":
        of_ionic += neutral * slopes[-1]
        slopes = slopes[:-1]
    return tallies, slopes


def _with_sums(
    mixture: Mixture, epsilon: Array, amounts: Array, means: Array, tallies: Array, slopes: Array
) -> tuple[Array, Array]:
    """Return tallies and their slopes with those of the sums of ε, by x, −ln γ, y and the sums.

    Parameters
    ----------
    mixture : Mixture
    epsilon : (metals, species, n) or (metals, species, 1) array
    amounts : (species, n) array
    means : (marks, acids, n) array
    tallies : (tallies, n) array
    slopes : (marks, tallies, n) array
        Not of logarithms, and with the sums held.
    """
    table, (acids, n), (marks, kinds, _) = mixture.table, mixture.totals.shape, slopes.shape
    weighted = epsilon * amounts
    metals = slice(FREE_METALS, FREE_METALS + len(weighted))
    # Covariances of ε with what the tallies count, and with ε.
    held, of_epsilon = (
        table.members[:acids] @ weighted,
        np.empty((len(weighted), kinds + len(weighted), n), amounts.dtype),
    )
    of_tallies, of_sums = of_epsilon[:, :kinds], of_epsilon[:, kinds:]
    np.matmul(table.counts[:kinds], weighted, out=of_tallies)
    of_tallies[:, NEGATIVE:] -= np.einsum("kfn,tfn->ktn", held, means)
    mean = held / np.maximum(mixture.totals, _NO_ACID)
    np.subtract(
        (weighted[:, np.newaxis] * epsilon).sum(axis=2),
        np.einsum("kfn,lfn->kln", held, mean),
        out=of_sums,
    )
    whole = np.empty((marks + len(weighted), kinds + len(weighted), n), amounts.dtype)
    whole[:marks, :kinds] = slopes
    np.subtract(of_tallies[:, NEGATIVE], of_tallies[:, POSITIVE], out=whole[0, kinds:])
    whole[1:marks, kinds:] = of_tallies[:, SQUARES:].swapaxes(0, 1)
    # The free metal, exp(y − z² ln γ − sum), moves them all.
    free = amounts[metals, np.newaxis]
    of_epsilon *= free
    whole[1] -= np.einsum("k,ktn->tn", table.marks[metals, 1], of_epsilon)
    whole[2:marks] -= of_epsilon
    whole[marks:] = of_epsilon
    whole[marks:, :kinds] -= table.counts[:kinds, metals].T[:, :, np.newaxis] * free
    whole[:, :kinds] /= tallies
    return np.concatenate([tallies, weighted.sum(axis=1)]), whole


def _amounts(mixture: Mixture, drives: Array, sums_of_metals: Array, sums: int) -> tuple[Array, Array]:
    """Return the amounts of all species (species, n), and the means of the first marks of each acid.

    Parameters
    ----------
    mixture : Mixture
    drives : (marks, n) array
    sums_of_metals : (metals, n) array
        Those of ε over the anions, of each metal that makes ion pairs, where SIT has any.
    sums : int
        How many there are of each acid: that of the weights, and one for each mark.
    """
    table, scratch, (acids, n) = mixture.table, mixture.scratch, mixture.totals.shape
    weights = product(table.marks, drives, scratch)
    weights += mixture.log_beta
    if mixture.epsilon is not None:
        metals = weights[FREE_METALS : FREE_METALS + len(sums_of_metals)]
        metals -= sums_of_metals
        for epsilon, free in zip(mixture.epsilon, np.exp(metals)):
            weights -= epsilon * free
    np.exp(weights, out=weights)
    members = product(table.members[: sums * acids], weights, scratch)
    share, means = members[:acids], members[acids:].reshape(sums - 1, acids, n)
    share += _numbers(share.dtype).one
    np.reciprocal(share, out=share)  # of the fully protonated species
    means *= share
    share *= mixture.totals
    of_acids = weights[table.ions :]
    of_acids *= share.take(table.family, axis=0, out=scratch.like(of_acids), mode="clip")
    return weights, means


def _drives(unknowns: Array, mixture: Mixture) -> tuple[Array, Array, Array]:
    """Return the factors of the marks in the weights: x, −ln γ, y and with Davies ln γ₀.

    Also the slopes of −ln γ and ln γ₀ by ln I.
    """
    own = len(mixture.fixed) - 1
    minus_log, bend, neutral = coefficients(np.exp(unknowns[1]), mixture.activity)
    drives = np.empty((mixture.table.marks.shape[1], unknowns.shape[1]), unknowns.dtype)
    if len(drives) > own:
        drives[-1] = neutral
    drives[:own] = unknowns[:own]
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
        none = np.zeros(ionic.shape, ionic.dtype)
        return none, none, none
    numbers = _numbers(ionic.dtype)
    root = np.sqrt(ionic)
    reach = numbers.reach_of_sit * root if activity == "sit" else root
    reach = np.reciprocal(numbers.one + reach)
    screening = numbers.screening * root
    screening *= reach
    bend = numbers.half * screening
    bend *= reach
    if activity == "sit":
        return screening, bend, np.zeros(ionic.shape, ionic.dtype)
    salting = numbers.salting * ionic
    return screening - salting, bend - salting, numbers.neutral * ionic
