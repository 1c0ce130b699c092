"""The search for the pH at which the charges of a solution balance.

The unknowns are x = −ln a(H⁺), ln I and, for each metal that makes ion pairs, y = ln a(metal). The
species of an acid are counted from the fully protonated one, whose charge is z₀. Another one has lost n
protons, holds m metal ions, and has a charge z. For each molecule of the first there are

    w = β exp(n x − r ln γ + m y + q ln γ₀),    r = z² − z₀²,

of it, where γ is the coefficient of a single charge and γ₀ that of none, and where q is 1 if only z₀
is zero, −1 if only z is. Free ions follow the same law, w being their amount: H⁺ with n = −1, OH⁻
with n = 1, the metal with m = 1, each with r = z². The sums Σ ε m of SIT over metals without pairs are part
of β. Where a metal makes pairs, β of an anion has the factor exp(−ε [metal]) for it, and that of the metal
exp(−s): its sum s = Σ ε [anion] is an unknown too, and this its equation. Let ⟨n⟩ be the mean over all
species of an acid, T its total, S = S₊ − S₋ the strong charge, C the total of a metal of charge c. The
tallies

    P = S₊ + Σ T z₀₊ + [H⁺]                                           positive charge
    N = S₋ + Σ T (z₀₋ + ⟨n⟩) + [OH⁻]                                  negative charge
    Q = |S − Σ c C| + Σ T (z₀² + ⟨r⟩) + [H⁺] + [OH⁻] + Σ c² [metal]   squared charges
    B = Σ T ⟨m⟩ + [metal]                                             a metal, one tally for each

then have to satisfy these equations; of a metal without ion pairs the last one holds by itself:

    ln P = ln N,    ln Q = ln 2I,    ln B = ln C.

Newton's method takes them together. Between logarithms they are close to straight lines, piece by
piece, so that few steps are needed from anywhere. The slopes cost little more than the tallies,
because a mean over weighted species follows whatever drives the weights by a covariance:

    d⟨a⟩ = cov(a, n) dx − cov(a, r) d ln γ + cov(a, m) dy + cov(a, q) d ln γ₀ − cov(a, ε) d[metal].
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from calc.chemistry.mixture import BALANCES, LN10, NEGATIVE, POSITIVE, SQUARES, Mixture
from calc.chemistry.solution import Array
from calc.chemistry.tallies import tallied, tallied_with_slopes

#: Rows of n matrices, value by value.
Factors = Sequence[Sequence[Array]] | Array

# Numbers in an array each: NumPy takes half the time over them that it takes over floats.

# Steps in single precision, steps after them with the last of their slopes, and how far rounding may put the
# slopes wrong.
_APPROACHES, _CORRECTIONS, _ROUNDING = 3, 2, 1e-6
_LN2, _ONE = np.array(np.log(2.0)), np.array(1.0)
# Steps of the unknowns, all logarithms. A unit of pH: linearisation does not reach further.
_LONGEST_STEP = LN10
# Limit of a step that turns back, relative to the one before; growth of the limit at each step after it.
# With 2 for the second, strong pairs can make a cycle of four steps.
_HELD_BACK, _LET_GO = np.array(0.5), np.array(1.5)
# Below this no step is held back: rounding turns back too.
_LEAST_LIMIT = 1e-10
# What a step leaves is about its own size times the way since the slopes were taken: the square of the step
# with new ones.
_ACCURATE = np.array(1e-10)
# After a step this short the slopes serve once more.
_SHORT = np.array(0.1)
# Solutions that have converged leave the search once no more than this share is left: to part them costs
# time too.
_FEW = 0.25
# None of millions of random solutions of up to 60 mol/kg water took half of them.
_MOST_STEPS = 100


def settled(mixture: Mixture, unknowns: Array, at_pH: bool = False) -> Array:
    """Return the unknowns that satisfy the equations by Newton's method, NaN where it does not converge.

    Where solutions are many, single precision leads close in half the time, and its slopes serve from there
    on. What is not settled then is searched for step by step.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
        To start from; changed.
    at_pH : bool
        Keep the first unknown, and drop the charge balance.
    """
    sought = slice(1 if at_pH else 0, None)
    if mixture.rough is mixture:
        return _searched(mixture, unknowns, sought)
    near, factors, drift = _approached(mixture.rough, unknowns, sought)
    for _ in range(_CORRECTIONS):
        step = _root(factors, _residuals(mixture, near, tallied(mixture, near), sought))
        size = _largest(step)
        near[sought] += step
        drift += size
        left = np.flatnonzero(~(size * drift <= _ACCURATE))
        if left.size <= _FEW * size.size:
            break
    if left.size:
        first = np.where(size[left] < _SHORT, near[:, left], unknowns[:, left])
        near[:, left] = _searched(mixture.part(left), first, sought)
    return near


def _approached(mixture: Mixture, unknowns: Array, sought: slice) -> tuple[Array, Factors, Array]:
    """Return unknowns (unknowns, n) a few steps on, in the precision of the mixture.

    Also the factors of the last slopes, and how far these are from right, (n,): the step taken since, and the
    rounding of the first of them.
    """
    near = unknowns.astype(mixture.totals.dtype)
    for _ in range(_APPROACHES):
        tallies, of_tallies = tallied_with_slopes(mixture, near)
        factors = _factored(of_tallies, len(mixture.fixed), sought)
        rounding = _ROUNDING / np.abs(factors[0][0])
        step = _root(factors, _residuals(mixture, near, tallies, sought))
        size = _largest(step)
        if not (size <= _LONGEST_STEP).all():
            step *= _LONGEST_STEP / np.maximum(size, _LONGEST_STEP)
        near[sought] += step
    found = near.astype(np.float64)
    found[: sought.start] = unknowns[: sought.start]
    return found, np.array(factors, dtype=np.float64), size + rounding


def _searched(mixture: Mixture, unknowns: Array, sought: slice) -> Array:
    """Return the unknowns that satisfy the equations by Newton's method, NaN where it does not converge.

    A step that turns back is shortened: at the edge of a buffer's range the method would oscillate for
    ever. After a short step the slopes serve once more. Solutions that have converged leave once few
    others are left.

    Parameters
    ----------
    mixture : Mixture
    unknowns : (unknowns, n) array
        To start from; changed.
    sought : slice
        The unknowns that are not kept.
    """
    n, slopes_serve = unknowns.shape[1], False
    solved, rows, longest = None, None, None
    step, drift = np.zeros(unknowns[sought].shape), np.zeros(n)
    size = np.empty(n)
    size.fill(_LONGEST_STEP / _HELD_BACK)
    for _ in range(_MOST_STEPS):
        last, before = step, size
        if slopes_serve:
            tallies = tallied(mixture, unknowns)
        else:
            tallies, of_tallies = tallied_with_slopes(mixture, unknowns)
            factors, drift = _factored(of_tallies, len(mixture.fixed), sought), np.zeros(n)
        step = _root(factors, _residuals(mixture, unknowns, tallies, sought))
        size = _largest(step)
        slopes_serve = not slopes_serve and np.count_nonzero(size < _SHORT) == size.size
        drift = drift + size
        rests = size * drift <= _ACCURATE
        count = rests.size - np.count_nonzero(rests)
        if longest is not None:
            longest *= _LET_GO
        if count and np.count_nonzero(size > _HELD_BACK * before):
            longest = np.full(size.shape, _LONGEST_STEP) if longest is None else longest
            step, size = _held_back(step, last, before, longest)
        moving = unknowns[sought]
        moving += step
        if not count and solved is None:
            return unknowns
        if count <= _FEW * rests.size:
            if solved is None or rows is None:
                solved, rows = np.full(unknowns.shape, np.nan), np.arange(n)
            done = np.flatnonzero(rests)
            solved[:, rows.take(done)] = unknowns.take(done, axis=1)
            if not count:
                return solved
            left = np.flatnonzero(~rests)
            mixture, rows, rests, n = mixture.part(left), rows[left], rests[left], left.size
            size, drift = size[left], drift[left]
            longest = None if longest is None else longest[left]
            unknowns, step = unknowns.take(left, axis=1), step.take(left, axis=1)
            factors = [[value.take(left) for value in row] for row in factors]
    if solved is None or rows is None:
        solved, rows = np.full(unknowns.shape, np.nan), np.arange(n)
    done = np.flatnonzero(rests)
    solved[:, rows.take(done)] = unknowns.take(done, axis=1)
    return solved


def _largest(step: Array) -> Array:
    """Return the size of the largest of each column, (n,)."""
    size = np.abs(step[0])
    for row in step[1:]:
        np.maximum(size, np.abs(row), out=size)
    return size


def _held_back(step: Array, last: Array, before: Array, longest: Array) -> tuple[Array, Array]:
    """Return a step (unknowns, n) and its size, shortened where it turns back; its limit is changed."""
    turns_back = (step * last).sum(axis=0) < 0
    np.minimum(longest, _LONGEST_STEP, out=longest)
    longest[turns_back] = np.maximum(_HELD_BACK * before[turns_back], _LEAST_LIMIT)
    size = _largest(step)
    return step * (longest / np.maximum(size, longest)), np.minimum(size, longest)


def _residuals(mixture: Mixture, unknowns: Array, tallies: Array, sought: slice) -> Array:
    """Return by how much each equation is missed that the sought unknowns have to satisfy, (sought, n)."""
    kinds, missed = len(mixture.fixed), np.empty(unknowns.shape)
    logs = np.log(tallies[:kinds])
    if not sought.start:
        np.subtract(logs[NEGATIVE], logs[POSITIVE], out=missed[0])
    of_squares = np.subtract(unknowns[1], logs[SQUARES], out=missed[1])
    of_squares += _LN2
    if kinds > BALANCES:
        np.subtract(mixture.log_metals, logs[BALANCES:], out=missed[2 : kinds - 1])
        np.subtract(unknowns[kinds - 1 :], tallies[kinds:], out=missed[kinds - 1 :])
    return missed[sought]


def _factored(slopes: Array, kinds: int, sought: slice) -> Factors:
    """Return the factors of n matrices (k, k, n), in their place, for `_root`.

    Without pivoting: each equation depends most on its own unknown.
    """
    own = slopes[1, SQUARES]
    own -= _ONE
    for sums in range(kinds, slopes.shape[1]):
        slopes[sums - 1, sums] -= 1
    if not sought.start:
        of_charge = slopes[:, POSITIVE]
        of_charge -= slopes[:, NEGATIVE]
    tallies = (POSITIVE, *range(SQUARES, slopes.shape[1]))[sought]
    rows = [[slopes[unknown, tally] for unknown in range(sought.start, len(slopes))] for tally in tallies]
    for i, row in enumerate(rows):
        for below in rows[i + 1 :]:
            below[i] /= row[i]
            for j in range(i + 1, len(row)):
                below[j] -= below[i] * row[j]
    return rows


def _root(factors: Factors, missed: Array) -> Array:
    """Return the solutions (k, n) of n linear systems, in the place of what is missed."""
    size = len(factors)
    sought = [missed[i] for i in range(size)]
    for i in range(1, size):
        for j in range(i):
            sought[i] -= factors[i][j] * sought[j]
    for i in reversed(range(size)):
        for j in range(i + 1, size):
            sought[i] -= factors[i][j] * sought[j]
        sought[i] /= factors[i][i]
    return missed
