"""How a product keeps, as far as its label tells: days of an acid or a salt, a state of other forms."""

from __future__ import annotations

import datetime
import functools

from calc import catalog
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import PACKAGES, Measured, Storage
from calc.chemistry.stability import KINDS, FormState, StabilityConditions, form_states
from calc.chemistry.stability.life import ShelfLife, shelf_life
from calc.products.listings.listing import Listing
from calc.uncertainty import Band
from calc.units import Q_

_DAYS_PER_MONTH = 365.25 / 12
# Any day will do: only the time since then counts.
_MADE_ON = datetime.date(2000, 1, 1)


def label_shelf_life(listing: Listing, months: float = 0.0) -> ShelfLife | None:
    """Return how long the acid or salt of a listing keeps in its package at room temperature.

    None where no number of days is known: of a derivative, of what holds no water, without a strength, and
    of L-ascorbic acid without a pH, for how far the maker has neutralised it is not known.

    Parameters
    ----------
    listing : Listing
    months : float, optional
        Since it was made, for what may be left of it.

    Examples
    --------
    >>> from calc.client.product import Product
    >>> listing = Listing("Serum", Product(form="LAA", mass_fraction=Q_(15, "percent"), pH=3.0))
    >>> label_shelf_life(listing).t90_days.median > 10
    True
    """
    product, strength = listing.product, listing.mass_fraction
    if product.form is None or strength is None or product.has_water is False or strength.median >= 1:
        return None
    if catalog.forms()[product.form].kind not in KINDS:
        return None
    if product.form == "l_ascorbic_acid" and product.pH is None:
        return None
    package = "sealed_ampoule" if product.package == "ampoule" else product.package
    stored_in = package if package in PACKAGES else None
    return _shelf_life(product.form, strength.median, product.pH_band, stored_in, months)


@functools.lru_cache(maxsize=4096)
def _shelf_life(form: str, strength: float, pH: Band | None, package: str | None, months: float) -> ShelfLife:
    """Return how long an acid or a salt keeps in water at room temperature."""
    formula = Formula((Line("water", 1 - strength), Line(form, strength, together="label")))
    measured = None if pH is None else Measured(pH=pH.median, pH_step=max(pH.high - pH.low, 0.01))
    day = _MADE_ON + datetime.timedelta(days=round(months * _DAYS_PER_MONTH)) if months else None
    return shelf_life(formula, storage=at_room_temperature(package), measured=measured, on=day)


@functools.cache
def at_room_temperature(package: str | None) -> Storage:
    """Return how a package stands in a room from the day on which it was made.

    Parameters
    ----------
    package : str or None
        One of `recipe.PACKAGES`; None where it is unknown.

    Examples
    --------
    >>> at_room_temperature("tube").package
    'tube'
    """
    room = catalog.stability().assumed["room"].to("degC")[0]
    return Storage(temperature=Q_(room, "degC"), package=package, made_on=_MADE_ON)


def label_states(listing: Listing) -> tuple[FormState, ...]:
    """Return how the forms other than ascorbic acid and its salts keep at the pH of a listing.

    Parameters
    ----------
    listing : Listing

    Returns
    -------
    tuple of FormState
        Of a form two where the ends of the pH differ.

    Examples
    --------
    >>> from calc.client.product import Product
    >>> [state.form for state in label_states(Listing("Oil", Product(form="ascorbyl_palmitate")))]
    ['ascorbyl_palmitate']
    """
    pH = listing.product.pH_band
    ends = (None,) if pH is None else tuple(dict.fromkeys((pH.low, pH.high)))
    vehicle = "powder" if listing.product.has_water is False else "water"
    states = (state for form in listing.forms for end in ends for state in _states(form, end, vehicle))
    return tuple(dict.fromkeys(states))


@functools.lru_cache(maxsize=4096)
def _states(form: str, pH: float | None, vehicle: str) -> tuple[FormState, ...]:
    """Return how a form keeps at a pH; nothing of ascorbic acid and its salts, which have days."""
    # How strong it is does not matter to the state.
    formula = Formula((Line("water", 0.9), Line(form, 0.1, together="label")))
    band = None if pH is None else Band(pH, pH, pH)
    return form_states(formula, StabilityConditions(None, "derivative", (), (), band, vehicle))
