"""Mean kinetic temperature."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.units import ureg

Array = NDArray[np.float64]

_GAS_CONSTANT = float(ureg.Quantity(1.0, "molar_gas_constant").m_as("J/(mol*K)"))


def mean_kinetic_temperature(
    temperatures_K: Array | Sequence[float], weights: Array | Sequence[float], energy: float | None = None
) -> float:
    """Return the constant temperature with the same degradation: T = (Ea/R) / −ln Σ wᵢ exp(−Ea/R Tᵢ).

    United States Pharmacopeia, general chapter 1160, with weights that add up to 1.

    Parameters
    ----------
    temperatures_K : (n,) array
        [K]
    weights : (n,) array
        Time spent at each [any unit].
    energy : float, optional
        Activation energy Ea [J/mol]; by default that of the pharmacopoeia.

    Returns
    -------
    float
        [K]

    Examples
    --------
    >>> f"{mean_kinetic_temperature([278.15, 298.15], weights=[12, 12]):.1f} K"
    '292.8 K'
    """
    if energy is None:
        energy = catalog.stability().assumed["mean_kinetic_energy"].to("J/mol")[0]
    kelvin, share = np.asarray(temperatures_K, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    ratio = energy / _GAS_CONSTANT
    return ratio / -math.log(float(np.average(np.exp(-ratio / kelvin), weights=share)))
