"""What a listing costs: per gram, per millilitre, per gram of ascorbic acid, and a face a day."""

from __future__ import annotations

from typing import NamedTuple

from calc import catalog
from calc.catalog import Value
from calc.catalog.intake import oral_facts
from calc.chemistry.density import apparent_volume, specific_volume
from calc.products.listings.listing import Listing
from calc.uncertainty import Band


class UnitPrices(NamedTuple):
    """What a listing costs, in its own currency; None is unknown.

    ``per_g_aa`` is of the ascorbic acid that it stands for, the least that it can be;
    ``per_day`` of a face a day at the amount of `applied`.
    """

    per_g: float | None = None
    per_mL: float | None = None
    per_g_aa: Band | None = None
    per_day: float | None = None


def applied() -> Value:
    """Return how much goes on a face in a day, on which a cost per day rests, with its source.

    Examples
    --------
    >>> round(applied().to("g/day")[0], 2)
    1.54
    """
    return oral_facts().applied


def unit_prices(listing: Listing) -> UnitPrices:
    """Return what a listing costs by mass, by volume, by ascorbic acid and by day.

    Parameters
    ----------
    listing : Listing
        Where it is sold by volume, its mass is estimated from volumes that add up.

    Examples
    --------
    >>> from calc.client.product import Product
    >>> unit_prices(Listing("Serum", Product(), size_g=30.0, price=15.0)).per_g
    0.5
    """
    price = listing.price
    if price is None:
        return UnitPrices()
    size_g = listing.size_g or _mass_g(listing)
    per_g = price / size_g if size_g else None
    per_mL = price / listing.size_mL if listing.size_mL else None
    pure = listing.mass_fraction is not None and listing.mass_fraction.median >= 1
    per_day = None if per_g is None or pure or listing.product.is_powder else per_g * applied().to("g/day")[0]
    content = listing.aa_equivalent
    if per_g is None or content is None or content.low <= 0:
        return UnitPrices(per_g, per_mL, None, per_day)
    dearest, cheapest = per_g / content.low, per_g / content.high
    return UnitPrices(per_g, per_mL, Band(per_g / content.median, cheapest, dearest), per_day)


def _mass_g(listing: Listing) -> float | None:
    """Return the mass of a watery product that is sold by volume, from volumes that add up [g]."""
    product, strength = listing.product, listing.mass_fraction
    watery = product.has_water is not False and product.form and catalog.forms()[product.form].phase != "oil"
    if not listing.size_mL or not watery or strength is None or strength.median >= 1:
        return None
    share, form = strength.median, str(product.form)
    mL_per_g = (1 - share) * specific_volume("water")[0] + share * float(apparent_volume(form, share))
    return listing.size_mL / mL_per_g
