"""The share of ascorbic acid that has kept its proton, at the ionic strength of the solution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calc import catalog
from calc.chemistry.acidity import A, unionised_share

Array = NDArray[np.float64]

# Of finding an ionic strength that the share itself decides.
_ROUNDS = 3
# Where Davies' equation ends [mol/kg].
_MOST_IONIC = 0.5


def pKa_at(ionic_strength: ArrayLike) -> Array:
    """Return the first pKa of ascorbic acid as a ratio of concentrations, at an ionic strength.

    pKa′ = pKa + log γ(anion) − log γ(acid), with Davies' equation for the anion and 0.1 I for the acid.

    Parameters
    ----------
    ionic_strength : array
        [mol/kg water]; the model is good up to about 0.5.

    Returns
    -------
    array

    Examples
    --------
    >>> pKa_at([0.0, 0.2]).round(2)
    array([4.17, 4.02])
    """
    ionic = np.asarray(ionic_strength, dtype=np.float64)
    root = np.sqrt(ionic)
    log_anion = -A * (root / (1 + root) - 0.3 * ionic)
    return np.asarray(catalog.acids()["ascorbic"].pKa[0].centre + log_anion - 0.1 * ionic)


def acid_share(pH: ArrayLike, ionic_strength: ArrayLike) -> Array:
    """Return the share of ascorbic acid that has kept its first proton [0–1].

    Parameters
    ----------
    pH : array
        Activity of the proton, as a meter shows it.
    ionic_strength : array
        [mol/kg water]

    Returns
    -------
    array
        [0–1]; NaN where either is.

    Examples
    --------
    >>> acid_share([3.0, 3.5], [0.07, 0.2]).round(2)
    array([0.92, 0.77])
    """
    return unionised_share(pH, pKa_at(ionic_strength))


def anion_share(pH: ArrayLike, strength_g_per_L: ArrayLike) -> Array:
    """Return the share of ascorbic acid that has lost its first proton, in a solution of its own salt [0–1].

    The ionic strength is that of the ascorbate itself, I = share · C / M, within the reach of the model;
    other salts are left out.

    Parameters
    ----------
    pH : array
        −∞ where there is no water.
    strength_g_per_L : array
        Ascorbic acid by volume, C [g/L].

    Returns
    -------
    array
        [0–1]

    Examples
    --------
    >>> anion_share([3.0, 3.5], 150.0).round(3)
    array([0.079, 0.23 ])
    """
    molar_mass = catalog.forms()["l_ascorbic_acid"].value("molar_mass")
    assert molar_mass
    molar = np.asarray(strength_g_per_L, dtype=np.float64) / molar_mass.centre
    share = 1 - unionised_share(pH, pKa_at(0.0))
    for _ in range(_ROUNDS):
        share = 1 - acid_share(pH, np.minimum(share * molar, _MOST_IONIC))
    return share
