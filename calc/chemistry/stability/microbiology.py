"""How long a product with water may be used without an effective preservative."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from calc import catalog
from calc.chemistry.acidity import unionised_share
from calc.chemistry.formula_table import NAN, Array, Categories, Flags, FormulaTable
from calc.chemistry.recipe import Storage
from calc.units import PH_TOLERANCE

#: Of water alone.
NEUTRAL = 7.0


def microbial_limit_days(table: FormulaTable, storage: Storage, vehicle: Categories, pH: Array) -> Array:
    """Return how long formulas with water may be used without an effective preservative.

    Parameters
    ----------
    table : FormulaTable
    storage : Storage
        The longer limit applies only in a refrigerator.
    vehicle : Categories
        As `mixture.vehicle_of` returns it.
    pH : (n,) array
        NaN where it is not known.

    Returns
    -------
    (n,) array
        [day]; NaN where the risk is low, and for a finished product, whose preservative is its maker's.
    """
    grow = supports_growth(table.share("ethanol"), pH, preserved_share(table, pH))
    return np.where(~table.is_finished & vehicle.isin("water") & grow, growth_limit(storage), NAN)


def growth_limit(storage: Storage) -> float:
    """Return how long water in which germs can grow may be used [day]; longer in a refrigerator.

    Parameters
    ----------
    storage : Storage

    >>> growth_limit(Storage())
    7
    """
    warmest = catalog.stability().assumed["fridge_warmest"].to("degC")[0]
    cold = bool(storage.stays) and all(celsius <= warmest + 1e-9 for celsius, _ in storage.stays)
    return catalog.stability().assumed["germs"].ends[1 if cold else 0]


def supports_growth(ethanol: Array | float, pH: Array | float, preserving: Array | float) -> Flags:
    """Tell where germs can grow in water, element by element.

    Parameters
    ----------
    ethanol : array or float
        Mass fraction [0–1].
    pH : array or float
        NaN where unknown, which does not stop growth.
    preserving : array or float
        `preserving_shares` of the most effective preservative; NaN without one.

    Returns
    -------
    array of bool

    >>> supports_growth(ethanol=0.0, pH=np.array([2.0, 6.0]), preserving=np.nan).tolist()
    [False, True]
    """
    limit, least = catalog.rules()["MICRO-001"].limit, catalog.rules()["MICRO-002"].limit["least"]
    hostile = (np.asarray(ethanol) > limit["alcohol"]) | (np.asarray(pH) < limit["below"] - PH_TOLERANCE)
    return np.asarray(~(hostile | (np.asarray(preserving) >= least - 1e-9)))


def preserving_shares(table: FormulaTable, pH: Array) -> Mapping[str, Array]:
    """Return the active share of each preservative by its id: of an acid, its undissociated share.

    Parameters
    ----------
    table : FormulaTable
    pH : (n,) array
        NaN where it is not known.

    Returns
    -------
    mapping of str to (n,) array
        [0–1]; NaN where it is absent, and for an acid where the pH is unknown. There the share at pH 7
        counts of one that has kept most of its protons at it, such as a paraben.

    >>> table = FormulaTable.of_grams(np.array([[99.7], [0.3]]), ("water", "sodium_benzoate"))
    >>> print(f"{preserving_shares(table, np.array([4.2]))['sodium_benzoate'][0]:.1f}")
    0.5
    """
    shares: dict[str, Array] = {}
    for record in table.records:
        if "preservative" in record.roles:
            share: Array | float = 1.0
            if record.acid:
                pKa = catalog.acids()[record.acid].pKa[0].centre
                share = unionised_share(np.where(np.isnan(pH) & (pKa > NEUTRAL), NEUTRAL, pH), pKa)
            shares[record.id] = np.where(table.of(record.id) > 0, share, NAN)
    return shares


def preserved_share(table: FormulaTable, pH: Array) -> Array:
    """Return `preserving_shares` of the most effective preservative, (n,) [0–1]; NaN without one."""
    best = np.full(table.size, NAN)
    for share in preserving_shares(table, pH).values():
        best = np.fmax(best, share)
    return best
