"""Uncertain inputs to samples to bands.

Every uncertain input is sampled together with the others by a Latin hypercube whose columns are
seeded by the input's own name: the same input always gives the same answer, and adding another
input changes none of the columns that were there. The samples go through the same kernels as the
nominal values do.
"""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Draws per design unless asked otherwise.
DEFAULT_DRAWS = 1024
#: 97.5 % point of the standard normal: a 95 % half-width is this many standard deviations.
Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Uncertain:
    """A value that is not known exactly, with the ends of its 95 % interval.

    Parameters
    ----------
    name : str
        Names the input, seeds its column and appears among a band's drivers.
    value, low, high : float
        Centre and ends [in the unit of the input]. The two sides may differ: each is half a
        normal. An end equal to the centre means that the value never lies on that side.
    floor, ceiling : float
        Hard limits that no draw passes.

    Raises
    ------
    ValueError
        When the three are not in order, or a limit cuts the centre off.
    """

    name: str
    value: float
    low: float
    high: float
    floor: float = -math.inf
    ceiling: float = math.inf

    def __post_init__(self) -> None:
        if not self.floor <= self.value <= self.ceiling or not self.low <= self.value <= self.high:
            raise ValueError(f"{self.name}: low ≤ value ≤ high must hold, inside the limits")

    @property
    def is_exact(self) -> bool:
        """True when there is nothing to sample."""
        return self.low == self.high


@dataclass(frozen=True)
class Driver:
    """An input and the share of a band's spread that goes back to it [0–1]."""

    name: str
    share: float


@dataclass(frozen=True)
class Band:
    """Median and 95 % interval of a result, and which inputs widen it most, widest first."""

    median: float
    low: float
    high: float
    drivers: tuple[Driver, ...] = ()

    def as_dict(self) -> dict[str, float]:
        """Return the three numbers as they stand in JSON."""
        return {"median": self.median, "low": self.low, "high": self.high}


class Draws:
    """Samples of named uncertain inputs, all drawn together.

    Parameters
    ----------
    inputs : iterable of Uncertain
        Names must differ.
    size : int
        Number of draws.
    """

    def __init__(self, inputs: Iterable[Uncertain], size: int = DEFAULT_DRAWS) -> None:
        self.size = size
        self._inputs = {each.name: each for each in inputs}
        self._columns = {each.name: _column(each, size) for each in self._inputs.values()}

    @property
    def columns(self) -> Mapping[str, Array]:
        """The samples, (size,) each, by the input's name."""
        return self._columns

    def band(self, values: Array) -> Band:
        """Return the band of a result computed from these draws.

        Parameters
        ----------
        values : (size,) array
            The result, draw by draw, in the order of `columns`.
        """
        low, median, high = _quantiles(values, (0.025, 0.5, 0.975))
        return Band(median, low, high, self._drivers(values))

    def half_width(self, values: Array) -> float:
        """Return half the width of the 95 % interval of a result computed from these draws."""
        low, high = _quantiles(values, (0.025, 0.975))
        return (high - low) / 2

    def _drivers(self, values: Array) -> tuple[Driver, ...]:
        """Share the spread out by regression on ranks; shares under 1 % are noise.

        Single correlations would credit an input with what another does, where their columns
        happen to correlate.
        """
        if np.ptp(values) <= 1e-12 * np.max(np.abs(values), initial=0.0):
            return ()
        ranks = _centred_ranks(values)
        varying = [name for name, each in self._inputs.items() if not each.is_exact]
        columns = np.array([_standard_ranks(name, self.size) for name in varying])
        squares = np.linalg.solve(columns @ columns.T, columns @ ranks) ** 2
        shares = zip(varying, squares / squares.sum(), strict=True)
        told = [Driver(name, float(share)) for name, share in shares if share >= 0.01]
        return tuple(sorted(told, key=lambda driver: -driver.share))


def _quantiles(values: Array, points: Sequence[float]) -> list[float]:
    """Return quantiles, straight between neighbours; np.quantile says the same, slower."""
    ordered = np.sort(values)
    return [
        float(each) for each in np.interp(np.multiply(points, values.size - 1), _ranks(values.size), ordered)
    ]


@functools.lru_cache(maxsize=4)
def _ranks(size: int) -> Array:
    """Return 0, 1, 2 … as floats."""
    return np.arange(size, dtype=np.float64)


def _column(uncertain: Uncertain, size: int) -> Array:
    """Return the samples of one input."""
    if uncertain.is_exact:
        return np.full(size, uncertain.value)
    below, above = uncertain.value - uncertain.low, uncertain.high - uncertain.value
    side = 0 if below and above else (1 if above else -1)
    z = _strata(size, side)[_order(uncertain.name, size)]
    spread = np.where(z < 0, below, above) / Z95
    return np.clip(uncertain.value + z * spread, uncertain.floor, uncertain.ceiling)


@functools.lru_cache(maxsize=512)
def _order(name: str, size: int) -> NDArray[np.intp]:
    """Return the order in which an input visits the strata of its hypercube axis."""
    return np.random.default_rng(zlib.crc32(name.encode())).permutation(size)


@functools.lru_cache(maxsize=8)
def _strata(size: int, side: int) -> Array:
    """Return the standard normal at the middle of each of ``size`` equally likely strata.

    ``side`` −1 or 1 gives the half-normal below or above zero, in rising order all the same.
    """
    low, high = {-1: (0.0, 0.5), 0: (0.0, 1.0), 1: (0.5, 1.0)}[side]
    normal = NormalDist()
    return np.array([normal.inv_cdf(low + (high - low) * (i + 0.5) / size) for i in range(size)])


@functools.lru_cache(maxsize=512)
def _standard_ranks(name: str, size: int) -> Array:
    """Return the centred, normalised ranks of one input's samples."""
    return _centred_ranks(_order(name, size).astype(np.float64))


def _centred_ranks(values: Array) -> Array:
    """Return ranks with mean 0 and length 1, so that a product of two is their correlation."""
    ranks = np.empty(values.size)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size)
    ranks -= (values.size - 1) / 2
    return ranks / float(np.linalg.norm(ranks))
