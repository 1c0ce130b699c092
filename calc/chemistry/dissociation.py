"""The share of ascorbic acid that has kept its proton, at the ionic strength of the solution."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from calc import catalog
from calc.chemistry.acidity import A, unionised_share

Array = NDArray[np.float64]


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
