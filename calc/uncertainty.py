"""Uncertain inputs to samples to bands, and samples weighed by a reading.

Every uncertain input is sampled together with the others by a Latin hypercube (McKay, Beckman and
Conover 1979) whose columns are seeded by the input's own name: the same input always gives the same
answer, and adding another input changes none of the columns that were there. The samples go through the
same kernels as the nominal values do: propagation of distributions by a Monte Carlo method (JCGM
101:2008). What widens a band is shared out by regression on ranks (Saltelli and others 2008).

A reading of something that they predict weighs them by its likelihood (importance sampling): those that
predict it well count for more, in every band computed from them.
"""

from __future__ import annotations

import copy
import functools
import math
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Asked = TypeVar("Asked", bound=Hashable)
Kept = TypeVar("Kept")

#: Draws per design unless asked otherwise.
DEFAULT_DRAWS = 1024
#: Draws per design where a reading leaves too few that count.
LARGER_DESIGNS = (8192, 65536)
#: Effective sample size below which a design grows.
LEAST_EFFECTIVE = 200
#: Predictive standard deviations beyond which a reading is not believed.
FARTHEST_BELIEVED = 3.0
#: 97.5 % point of the standard normal: a 95 % half-width is this many standard deviations.
Z95 = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class UncertainInput:
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

    Examples
    --------
    >>> UncertainInput("purity", 0.99, 0.97, 1.0, ceiling=1.0).is_exact
    False
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
class Contribution:
    """An input and the share of a band's spread that goes back to it [0–1]."""

    name: str
    share: float


@dataclass(frozen=True)
class Band:
    """Median and 95 % interval of a result.

    ``spread``: how to share that out among the inputs, for `drivers`; None where nobody asks.
    """

    median: float
    low: float
    high: float
    spread: Callable[[], tuple[Contribution, ...]] | None = field(default=None, repr=False, compare=False)

    @functools.cached_property
    def drivers(self) -> tuple[Contribution, ...]:
        """Which inputs widen it most, widest first; worked out when it is looked at, as few bands are."""
        return () if self.spread is None else self.spread()

    def as_dict(self) -> dict[str, float]:
        """Return the three numbers as they stand in JSON."""
        return {"median": self.median, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Reading:
    """A measurement of something that is predicted, by a meter or by a strip.

    Parameters
    ----------
    value : float
        As read.
    sd : float, optional
        Standard deviation of a meter, whose error is normal [in the unit of the value].
    step : float, optional
        Step of a strip: the true value lies within half of it, anywhere alike [in the unit of the
        value].

    Raises
    ------
    ValueError
        When not exactly one of ``sd`` and ``step`` is given, or it is not above 0, or anything is
        not finite.

    Examples
    --------
    >>> band = Reading(3.2, step=0.5).band
    >>> band.low, band.high
    (2.95, 3.45)
    """

    value: float
    sd: float | None = None
    step: float | None = None

    def __post_init__(self) -> None:
        given = [spread for spread in (self.sd, self.step) if spread is not None]
        if len(given) != 1 or not 0 < given[0] < math.inf or not math.isfinite(self.value):
            raise ValueError("a reading has a finite value and either sd or step, finite and above 0")

    @property
    def spread(self) -> float:
        """Standard deviation of the error."""
        return self.sd if self.sd is not None else self._half_step / math.sqrt(3)

    @property
    def band(self) -> Band:
        """The reading with its 95 % interval; for a strip the whole step."""
        half = Z95 * self.sd if self.sd is not None else self._half_step
        return Band(self.value, self.value - half, self.value + half)

    def likelihood(self, values: Array) -> Array:
        """Return how likely this reading is for each true value, 1 at most.

        exp(−½ ((values − value) / sd)²) for a meter; 1 inside the step of a strip and 0 outside.

        Parameters
        ----------
        values : (n,) array
            [unit of the value]

        Returns
        -------
        (n,) array
            [0–1]
        """
        off = values - self.value
        if self.sd is not None:
            return np.exp(-0.5 * (off / self.sd) ** 2)
        return (np.abs(off) <= self._half_step).astype(np.float64)

    @property
    def _half_step(self) -> float:
        return (self.step or 0.0) / 2


class Samples:
    """Samples of named uncertain inputs, all drawn together.

    Parameters
    ----------
    inputs : iterable of UncertainInput
        Names must differ.
    size : int
        Number of draws.

    Examples
    --------
    >>> draws = Samples([UncertainInput("mass", 10.0, 9.9, 10.1), UncertainInput("purity", 0.99, 0.98, 1.0)])
    >>> band = draws.band(draws.columns["mass"] * draws.columns["purity"])
    >>> f"{band.median:.2f} ({band.low:.2f} to {band.high:.2f}), most by {band.drivers[0].name}"
    '9.90 (9.76 to 10.04), most by purity'
    """

    def __init__(self, inputs: Iterable[UncertainInput], size: int = DEFAULT_DRAWS) -> None:
        self.size = size
        self._inputs = {uncertain.name: uncertain for uncertain in inputs}
        self._columns = {uncertain.name: _column(uncertain, size) for uncertain in self._inputs.values()}
        self._weights: Array | None = None

    @property
    def columns(self) -> Mapping[str, Array]:
        """The samples, (size,) each, by the input's name."""
        return self._columns

    @property
    def weights(self) -> Array | None:
        """What each draw counts, (size,), summing to 1; None where all count alike."""
        return self._weights

    @property
    def effective_size(self) -> float:
        """How many draws that count alike would tell as much."""
        return float(self.size) if self._weights is None else _effective_size(self._weights)

    def weighted(self, weights: Array) -> Samples:
        """Return the same draws with weights, in place of any that they carry.

        Parameters
        ----------
        weights : (size,) array
            What each draw counts, up to a common factor.

        Returns
        -------
        Samples

        Raises
        ------
        ValueError
            When there is not one weight for each draw, one is below 0 or not finite, or all are 0.
        """
        total = float(weights.sum())
        if weights.shape != (self.size,) or not (weights >= 0).all() or not 0 < total < math.inf:
            raise ValueError("weights: one for each draw, none below 0, not all 0, finite")
        carrying = copy.copy(self)
        carrying._weights = weights / total
        return carrying

    def band(self, values: Array) -> Band:
        """Return the band of a result computed from these draws.

        Parameters
        ----------
        values : (size,) array
            The result, draw by draw, in the order of `columns`.

        Returns
        -------
        Band
            Quantiles 2.5 %, 50 % and 97.5 %, with its drivers.
        """
        low, median, high = self._quantiles(values, (0.025, 0.5, 0.975))
        varying = tuple(name for name, uncertain in self._inputs.items() if not uncertain.is_exact)
        spread = functools.partial(_drivers, values, varying, self._weights)
        if self.size > DEFAULT_DRAWS:
            drivers = spread()  # a band that is kept would keep half a megabyte of draws
            return Band(median, low, high, lambda: drivers)
        return Band(median, low, high, spread)

    def ends(self, values: Array) -> Band:
        """Return a band of which nobody asks what widens it: quicker."""
        low, median, high = self._quantiles(values, (0.025, 0.5, 0.975))
        return Band(median, low, high)

    def half_width(self, values: Array) -> float:
        """Return half the width of the 95 % interval of a result computed from these draws."""
        low, high = self._quantiles(values, (0.025, 0.975))
        return (high - low) / 2

    def _quantiles(self, values: Array, points: Sequence[float]) -> list[float]:
        """Return quantiles of a result, by weight where there are weights."""
        if self._weights is None:
            return _quantiles(values, points)
        return _weighted_quantiles(values, self._weights, points)


@dataclass(frozen=True)
class Conditioned:
    """Draws after a reading of something that they predict.

    Parameters
    ----------
    draws : Samples
        Weighted by the reading; unweighted where it was not believed.
    predicted : (draws.size,) array
        What was predicted for these draws.
    z : float
        How far the reading lies above the prediction, in predictive standard deviations: those of
        prediction and reading together.
    believed : bool
        False where the reading lies too far off to be combined with the prediction.
    """

    draws: Samples
    predicted: Array
    z: float
    believed: bool


def condition(
    inputs: Iterable[UncertainInput],
    predict: Callable[[Samples], Array],
    reading: Reading,
) -> Conditioned:
    """Draw inputs and weigh the draws by a reading of something that they predict.

    A weight is the likelihood of the reading. A sharp reading leaves few draws that count; below
    `LEAST_EFFECTIVE` the design grows through `LARGER_DESIGNS`. A reading more than
    `FARTHEST_BELIEVED` predictive standard deviations off changes nothing, nor does one that is
    impossible for every draw of the largest design.

    Parameters
    ----------
    inputs : iterable of UncertainInput
        Names must differ.
    predict : callable
        From draws to the quantity that was read, (draws.size,), finite.
    reading : Reading
        In the unit of what ``predict`` returns.

    Returns
    -------
    Conditioned

    Examples
    --------
    >>> inputs = [UncertainInput("pH", 3.0, 2.5, 3.5)]
    >>> known = condition(inputs, lambda draws: draws.columns["pH"], Reading(3.2, sd=0.05))
    >>> f"{known.draws.band(known.predicted).median:.2f}, {known.z:.1f} standard deviations off"
    '3.19, 0.8 standard deviations off'
    """
    designs = _designs(tuple(inputs), predict)
    draws, predicted = next(designs)
    z = float((reading.value - predicted.mean()) / math.hypot(predicted.std(), reading.spread))
    not_believed = Conditioned(draws, predicted, z, believed=False)
    if abs(z) > FARTHEST_BELIEVED:
        return not_believed
    weights = reading.likelihood(predicted)
    while _effective_size(weights) < LEAST_EFFECTIVE and (larger := next(designs, None)):
        draws, predicted = larger
        weights = reading.likelihood(predicted)
    if not weights.any():
        return not_believed
    return Conditioned(draws.weighted(weights), predicted, z, believed=True)


def _designs(
    inputs: Sequence[UncertainInput], predict: Callable[[Samples], Array]
) -> Iterator[tuple[Samples, Array]]:
    """Yield larger and larger designs, each with what is predicted for it."""
    for size in (DEFAULT_DRAWS, *LARGER_DESIGNS):
        draws = Samples(inputs, size)
        yield draws, predict(draws)


def _effective_size(weights: Array) -> float:
    """Return how many equal weights would tell as much; 0 where all are 0."""
    largest = weights.max()
    if largest == 0:
        return 0.0
    shares = weights / largest  # the squares of unlikely ones would all underflow
    return float(shares.sum() ** 2 / (shares @ shares))


def _quantiles(values: Array, points: Sequence[float]) -> list[float]:
    """Return quantiles, straight between neighbours; np.quantile says the same, slower."""
    ordered = np.sort(values)
    return [
        float(quantile)
        for quantile in np.interp(np.multiply(points, values.size - 1), _ranks(values.size), ordered)
    ]


def _weighted_quantiles(values: Array, weights: Array, points: Sequence[float]) -> list[float]:
    """Return weighted quantiles, straight between neighbours; for equal weights as `_quantiles`."""
    # What weighs nothing must go: an end would lie part of the way towards it.
    counting = np.flatnonzero(weights)
    order = counting[np.argsort(values[counting])]
    middles = np.cumsum(weights[order]) - weights[order] / 2
    where = middles[0] + np.multiply(points, middles[-1] - middles[0])
    return [float(quantile) for quantile in np.interp(where, middles, values[order])]


@functools.lru_cache(maxsize=4)
def _ranks(size: int) -> Array:
    """Return 0, 1, 2 … as floats."""
    return np.arange(size, dtype=np.float64)


def _kept(
    most: int,
) -> Callable[[Callable[[Asked, int], Kept]], Callable[[Asked, int], Kept]]:
    """Remember what is asked for again and again; of larger designs that would be half a gigabyte."""

    def keeping(function: Callable[[Asked, int], Kept]) -> Callable[[Asked, int], Kept]:
        remembered = functools.lru_cache(maxsize=most)(function)

        @functools.wraps(function)
        def answer(asked: Asked, size: int) -> Kept:
            return remembered(asked, size) if size <= DEFAULT_DRAWS else function(asked, size)

        return answer

    return keeping


@_kept(512)
def _column(uncertain: UncertainInput, size: int) -> Array:
    """Return the samples of one input, which nobody may change: constants have the same in every answer."""
    if uncertain.is_exact:
        return np.full(size, uncertain.value)
    below, above = uncertain.value - uncertain.low, uncertain.high - uncertain.value
    side = 0 if below and above else (1 if above else -1)
    z = _strata(size, side)[_order(uncertain.name, size)]
    one_sided = above if side > 0 else below
    spread = one_sided if side or below == above else np.where(z < 0, below, above)
    column = uncertain.value + z * (spread / Z95)
    if uncertain.floor != -math.inf or uncertain.ceiling != math.inf:
        column = np.minimum(np.maximum(column, uncertain.floor), uncertain.ceiling)
    column.flags.writeable = False
    return column


@_kept(512)
def _order(name: str, size: int) -> NDArray[np.intp]:
    """Return the order in which an input visits the strata of its hypercube axis."""
    return np.random.default_rng(zlib.crc32(name.encode())).permutation(size)


@functools.lru_cache(maxsize=16)
def _strata(size: int, side: int) -> Array:
    """Return the standard normal at the middle of each of ``size`` equally likely strata.

    ``side`` −1 or 1 gives the half-normal below or above zero, in rising order all the same.
    """
    low, high = {-1: (0.0, 0.5), 0: (0.0, 1.0), 1: (0.5, 1.0)}[side]
    normal = NormalDist()
    return np.array([normal.inv_cdf(low + (high - low) * (i + 0.5) / size) for i in range(size)])


@_kept(512)
def _standard_ranks(name: str, size: int) -> Array:
    """Return the centred, normalised ranks of one input's samples."""
    return _centred(_order(name, size).astype(np.float64))


@_kept(16)
def _design(names: tuple[str, ...], size: int) -> tuple[Array, Array]:
    """Return the centred ranks of several inputs, (inputs, size), and the products of each two."""
    columns = np.array([_standard_ranks(name, size) for name in names])
    return columns, columns @ columns.T


def _drivers(values: Array, varying: tuple[str, ...], weights: Array | None) -> tuple[Contribution, ...]:
    """Share the spread of a result out among inputs by regression on ranks; shares under 1 % are noise.

    Single correlations would credit an input with what another does, where their columns happen to correlate.
    """
    counting = values if weights is None else values[weights > 0]
    if np.ptp(counting) <= 1e-12 * np.max(np.abs(counting), initial=0.0):
        return ()
    if (values.size if weights is None else _effective_size(weights)) <= len(varying):
        return ()  # too few to tell the inputs apart
    ranks = _centred_ranks(values)
    columns, products = _design(varying, values.size)
    if weights is not None:
        ranks, columns = _reweighted(ranks, weights), _reweighted(columns, weights)
        products = columns @ columns.T
    squares = np.linalg.solve(products, columns @ ranks) ** 2
    shares = zip(varying, squares / squares.sum(), strict=True)
    contributions = [Contribution(name, float(share)) for name, share in shares if share >= 0.01]
    return tuple(sorted(contributions, key=lambda driver: -driver.share))


def _centred_ranks(values: Array) -> Array:
    """Return ranks with mean 0 and length 1, so that a product of two is their correlation."""
    ranks = np.empty(values.size)
    ranks[np.argsort(values, kind="stable")] = np.arange(values.size)
    return _centred(ranks)


def _centred(ranks: Array) -> Array:
    """Return the ranks 0 to n − 1, in any order, with mean 0 and length 1."""
    ranks -= (ranks.size - 1) / 2
    return ranks / float(np.linalg.norm(ranks))


def _reweighted(ranks: Array, weights: Array) -> Array:
    """Return rows with weighted mean 0 and length 1: a product of two is their weighted correlation."""
    centred = (ranks - (ranks @ weights)[..., np.newaxis]) * np.sqrt(weights)
    return centred / np.linalg.norm(centred, axis=-1, keepdims=True)
