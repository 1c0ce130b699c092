"""Saturation by measured tables on mole fraction, with the spread that the tables themselves show.

Between two measured temperatures ln x is straight in 1/T, and beyond the table it goes on as between the two
last points. The spread is that of the points about van 't Hoff's line ln x = a + b/T through all of them;
it grows with the distance from their middle as the spread of a predicted point does,

    s √(1 + 1/n + (1/T − m)² / Σ(1/Tᵢ − m)²),    m: mean of 1/Tᵢ.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.uncertainty import Z95, Band
from calc.units import ureg

Array = NDArray[np.float64]

_ZERO_CELSIUS_K = float(ureg.Quantity(0.0, "degC").m_as("K"))
_WATER_G_PER_MOL = 18.015


@dataclass(frozen=True, eq=False)
class SaturationCurve:
    """Measured solubilities of one solute in water.

    Parameters
    ----------
    inverse_K : (n,) array
        1/T of the points, falling [1/K].
    log_x : (n,) array
        ln of their mole fractions.
    molar_mass : float
        Of the solute [g/mol].
    scatter : float
        Of the points about the straight line through all of them: one standard deviation of ln x.
    """

    inverse_K: Array
    log_x: Array
    molar_mass: float
    scatter: float

    def log_fraction(self, temperature_C: float) -> tuple[float, float]:
        """Return ln x at a temperature and its standard deviation.

        Parameters
        ----------
        temperature_C : float
            [°C]
        """
        at, known = 1 / (temperature_C + _ZERO_CELSIUS_K), self.inverse_K
        after = min(max(int(np.searchsorted(-known, -at)), 1), known.size - 1)
        slope = (self.log_x[after] - self.log_x[after - 1]) / (known[after] - known[after - 1])
        centre = self.log_x[after] + slope * (at - known[after])
        away = known - known.mean()
        grown = 1 + 1 / known.size + (at - known.mean()) ** 2 / (away @ away)
        return float(centre), self.scatter * math.sqrt(grown)

    def limit(self, temperature_C: float) -> Band:
        """Return what dissolves in 100 g of water at a temperature, with its 95 % interval [g].

        Parameters
        ----------
        temperature_C : float
            [°C]
        """
        centre, sd = self.log_fraction(temperature_C)
        ends = np.exp([centre, centre - Z95 * sd, centre + Z95 * sd])
        return Band(*grams_per_100g(ends, self.molar_mass).tolist())


def grams_per_100g(mole_fraction: Array | float, molar_mass: float) -> Array:
    """Return the mass of a solute in 100 g of water at a mole fraction, element by element.

    Parameters
    ----------
    mole_fraction : array or float
        x [0–1].
    molar_mass : float
        Of the solute [g/mol].

    Returns
    -------
    array
        [g/100 g]

    Examples
    --------
    >>> f"{grams_per_100g(0.02705, molar_mass=176.124):.1f}"
    '27.2'
    """
    x = np.asarray(mole_fraction, dtype=np.float64)
    return np.asarray(100 * x / (1 - x) * molar_mass / _WATER_G_PER_MOL)


@functools.cache
def saturation_curve(solute: str) -> SaturationCurve | None:
    """Return the measured solubilities of a solute in water as a curve; None where no table is known.

    Parameters
    ----------
    solute : str
        Id in `catalog.ingredients`.

    Examples
    --------
    >>> acid = saturation_curve("l_ascorbic_acid")
    >>> [f"{acid.limit(celsius).median:.1f} g" for celsius in (5.0, 20.0)]
    ['16.2 g', '27.2 g']
    """
    points = catalog.saturation_points().get((solute, "water"))
    molar_mass = catalog.ingredients()[solute].value("molar_mass")
    if points is None or molar_mass is None:
        return None
    inverse_K = np.array([1 / (point.temperature_C + _ZERO_CELSIUS_K) for point in points])
    log_x = np.log([point.mole_fraction for point in points])
    away = inverse_K - inverse_K.mean()
    misses = log_x - log_x.mean() - away * (away @ log_x) / (away @ away)
    scatter = math.sqrt(float(misses @ misses) / (log_x.size - 2))
    return SaturationCurve(inverse_K, log_x, molar_mass.to("g/mol")[0], scatter)
