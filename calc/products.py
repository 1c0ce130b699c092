"""Products side by side: what is really in the bottle, judged by the rules that judge everything else.

Never one score for all: each line says which is better at what. What a label does not tell is unknown.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from calc import casebook, catalog, rules
from calc.batch import specific_volume
from calc.draws import Band
from calc.errors import InputError, refuse
from calc.findings import Action, Finding, Severity
from calc.formula import Formula, Line
from calc.market import MarketProduct
from calc.product import PURE_ACIDS, Product
from calc.recipe import PACKAGES, Measured, Storage
from calc.rules import Skipped
from calc.shelf import ShelfLife, shelf_life
from calc.units import Q_
from calc.visit import Visit
from calc.visit_facts import visit_facts

#: How many can be held side by side.
HANDFUL = 5
#: So long ago, at most, that what is left is still asked for.
MOST_MONTHS = 120
_DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True)
class Offer:
    """A product as it is offered; None or "" is unknown.

    Parameters
    ----------
    name : str
    product : Product
        What its label tells of it.
    strength : Band, optional
        Where the label gives a range [0–1].
    g_per_100mL : Band, optional
        A strength by volume, which is not turned into one by mass.
    others : tuple of str
        Other forms of vitamin C in it.
    size_g, size_mL : float, optional
        Of all pieces together.
    price : float, optional
        In ``currency``, as seen on ``price_date``.
    basis : str
        What the strength rests on.
    sources : tuple of str
        Keys of `catalog.sources`.
    note : str
    """

    name: str
    product: Product
    strength: Band | None = None
    g_per_100mL: Band | None = None
    others: tuple[str, ...] = ()
    size_g: float | None = None
    size_mL: float | None = None
    price: float | None = None
    currency: str = ""
    price_date: str = ""
    basis: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""

    @classmethod
    def of_market(cls, seen: MarketProduct) -> Offer:
        """Return a product of the list as an offer."""
        pieces = seen.pieces or 1
        percent, volume = seen.percent_range, seen.volume_range
        return cls(
            f"{seen.brand} {seen.product}".strip(),
            Product.of_market(seen),
            percent and Band(percent[0] / 100, percent[1] / 100, percent[2] / 100),
            volume and Band(*volume),
            tuple(each.form for each in seen.second_forms),
            None if seen.size_g is None else seen.size_g * pieces,
            None if seen.size_mL is None else seen.size_mL * pieces,
            None if seen.is_comparator else seen.price,
            seen.currency,
            seen.price_date,
            seen.strength_basis,
            seen.sources,
            seen.note,
        )


@dataclass(frozen=True)
class Compared:
    """An offer with what follows from it.

    Parameters
    ----------
    offer : Offer
    mass_fraction : Band, optional
        Strength of its form [0–1].
    aa_equivalent : Band, optional
        Counted as ascorbic acid, a ceiling [0–1].
    window : tuple of float, optional
        The pH that its form needs; an end is None where there is none.
    in_window : bool, optional
        None where the pH or the window is unknown.
    price_per_g, price_per_g_aa : float or Band, optional
        Of the product, and of the ascorbic acid that it stands for [currency/g]; the second is the
        least that it can be. The mass of what is sold by volume is estimated by adding up volumes.
    price_per_mL : float, optional
        [currency/mL]
    cost_per_day : float, optional
        Of a face a day at the amount of cosmetic practice [currency].
    life : ShelfLife, optional
        In its package at room temperature.
    left : Band, optional
        What may be left of the acid after so many months [0–1].
    findings : tuple of Finding
    skipped : tuple of Skipped
    """

    offer: Offer
    mass_fraction: Band | None
    aa_equivalent: Band | None
    window: tuple[float | None, float | None] | None
    in_window: bool | None
    price_per_g: float | None
    price_per_mL: float | None
    price_per_g_aa: Band | None
    cost_per_day: float | None
    life: ShelfLife | None
    left: Band | None
    findings: tuple[Finding, ...]
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]

    @property
    def worst(self) -> Severity | None:
        """The worst severity of its findings."""
        return max((each.severity for each in self.findings), default=None)

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in JSON; null is unknown."""
        offer, product = self.offer, self.offer.product
        return {
            "product": offer.name,
            "form": product.form,
            "other_forms": list(offer.others),
            "mass_fraction": _dict(self.mass_fraction),
            "g_per_100mL": _dict(offer.g_per_100mL),
            "aa_equivalent_fraction": _dict(self.aa_equivalent),
            "pH": _dict(product.pH_band),
            "pH_window": self.window and list(self.window),
            "in_pH_window": self.in_window,
            "package": product.package,
            "coactives": None if product.coactives is None else list(product.coactives),
            "price": offer.price,
            "currency": offer.currency or None,
            "price_date": offer.price_date or None,
            "price_per_g": self.price_per_g,
            "price_per_mL": self.price_per_mL,
            "price_per_g_aa_equivalent": _dict(self.price_per_g_aa),
            "cost_per_day": self.cost_per_day,
            "t90_days": _dict(self.life.t90_days if self.life else None),
            "left_fraction": _dict(self.left),
            "findings": [each.as_dict() for each in self.findings],
            "rules": {
                "evaluated": list(self.evaluated),
                "skipped": [vars(each) for each in self.skipped],
            },
        }


def compared(offer: Offer, *, months: float = 0.0) -> Compared:
    """Return what follows from an offer.

    Parameters
    ----------
    offer : Offer
    months : float, optional
        Since it was made, for what may be left of it.

    Returns
    -------
    Compared

    Raises
    ------
    InputErrors
        Months below 0 or above `MOST_MONTHS`.
    """
    if not 0 <= months <= MOST_MONTHS:
        accepted = f"this lies from 0 to {MOST_MONTHS}."
        refuse([InputError("months", months, accepted, "Correct it, or leave it out.")])
    product = offer.product
    facts = visit_facts(Visit(product=product), None)
    verdicts = rules.evaluate(facts, ("product",))
    strength = _strength(offer)
    equivalent = _equivalent(product.form, strength)
    life, left = _keeping(offer, strength, months)
    window = window_of(product.form)
    per_g, per_mL, per_g_aa, per_day = _prices(offer, equivalent)
    skipped = rules.skipped_of(verdicts, facts)
    missed = {each.code for each in skipped}
    return Compared(
        offer,
        strength,
        equivalent,
        window,
        _inside(product.pH_band, window),
        per_g,
        per_mL,
        per_g_aa,
        per_day,
        life,
        left,
        rules.findings_of(verdicts, facts),
        tuple(code for code in verdicts.codes if code not in missed),
        skipped,
    )


# --- what follows ---------------------------------------------------------------------------------


def _dict(band: Band | None) -> dict[str, float] | None:
    """Return a band as it stands in JSON."""
    return None if band is None else band.as_dict()


def _strength(offer: Offer) -> Band | None:
    """Return the strength by mass with its range."""
    value = offer.product.strength
    return offer.strength or (None if value is None else Band(value, value, value))


def _equivalent(form: str | None, strength: Band | None) -> Band | None:
    """Return the strength counted as ascorbic acid, at most."""
    content = catalog.forms()[form].value("aa_eq") if form else None
    if strength is None or content is None:
        return None
    centre, low, high = content.to("dimensionless")
    return Band(strength.median * centre, strength.low * low, strength.high * high)


def window_of(form: str | None) -> tuple[float | None, float | None] | None:
    """Return the pH that a form needs; of ascorbic acid the window that the rules have."""
    if form == "l_ascorbic_acid":
        texts = catalog.rules()
        return texts["PH-002"].limit["below"], texts["PH-003"].limit["from"]
    row = catalog.forms()[form].value("pH_window") if form else None
    return None if row is None else (row.low, row.high)


def _inside(pH: Band | None, window: tuple[float | None, float | None] | None) -> bool | None:
    """Tell whether a pH lies in a window, ends and all; None where that is not known."""
    if pH is None or window is None:
        return None
    low, high = window
    above = low is None or pH.median >= low - rules.PH_TOLERANCE
    return above and (high is None or pH.median <= high + rules.PH_TOLERANCE)


def _prices(
    offer: Offer, equivalent: Band | None
) -> tuple[float | None, float | None, Band | None, float | None]:
    """Return the price per gram, per mL, per gram of ascorbic acid, and of a face a day."""
    price = offer.price
    if price is None:
        return None, None, None, None
    size_g = offer.size_g or _grams(offer)
    per_g = price / size_g if size_g else None
    per_mL = price / offer.size_mL if offer.size_mL else None
    strength = _strength(offer)
    is_powder = strength is not None and strength.median >= 1  # it is mixed first
    applied = casebook.oral_facts().applied.to("g/day")[0]
    per_day = None if per_g is None or is_powder else per_g * applied
    if per_g is None or equivalent is None or equivalent.low <= 0:
        return per_g, per_mL, None, per_day
    dearest, cheapest = per_g / equivalent.low, per_g / equivalent.high
    return per_g, per_mL, Band(per_g / equivalent.median, cheapest, dearest), per_day


def _grams(offer: Offer) -> float | None:
    """Return the mass of a watery product that is sold by volume, from volumes that add up [g]."""
    product, strength = offer.product, _strength(offer)
    watery = product.has_water is not False and product.form and catalog.forms()[product.form].phase != "oil"
    if not offer.size_mL or not watery or strength is None or strength.median >= 1:
        return None
    share, form = strength.median, str(product.form)
    per_gram = (1 - share) * specific_volume("water")[0] + share * specific_volume(form)[0]
    return offer.size_mL / per_gram


def _keeping(offer: Offer, strength: Band | None, months: float) -> tuple[ShelfLife | None, Band | None]:
    """Return how long its acid keeps in its package at room temperature, and what may be left by now."""
    product = offer.product
    if product.form is None or strength is None or product.has_water is False or strength.median >= 1:
        return None, None
    if product.form == "l_ascorbic_acid" and product.pH is None:
        return None, None  # how far the maker has neutralised it is not known
    bottle = Formula(
        (Line("water", 1 - strength.median), Line(product.form, strength.median, together="label"))
    )
    pH = product.pH_band
    measured = None if pH is None else Measured(pH=pH.median, pH_step=max(pH.high - pH.low, 0.01))
    package = "sealed_ampoule" if product.package == "ampoule" else product.package
    made = datetime.date(2000, 1, 1)
    room = catalog.stability().assumed["room"].to("degC")[0]
    storage = Storage(
        temperature=Q_(room, "degC"), package=package if package in PACKAGES else None, made_on=made
    )
    day = made + datetime.timedelta(days=round(months * _DAYS_PER_MONTH)) if months else None
    life = shelf_life(bottle, storage=storage, measured=measured, on=day)
    return life, life.now


# --- better at what -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Better:
    """Which of some products is better at something, and how far that is known.

    ``winners``: names; several where they are equal. ``unknown``: those of which it is not known.
    """

    at: str
    winners: tuple[str, ...]
    unknown: tuple[str, ...]


def better_at(found: Sequence[Compared]) -> tuple[Better, ...]:
    """Return, for each thing that products can be better at, which of them is; never a total.

    Parameters
    ----------
    found : sequence of Compared
        Two or more.
    """
    lines = [
        _best("most vitamin C, counted as ascorbic acid at most", found, _most_vitamin_c),
        _best("pH in the window of its form", found, lambda each: _truth(each.in_window)),
        _best("mildest by its form", found, _mildness),
        _best("fewest warnings", found, _calm),
    ]
    priced = {each.offer.currency for each in found if each.price_per_g_aa}
    for currency in sorted(priced - {""}):
        own = [each for each in found if each.offer.price is None or each.offer.currency == currency]
        lines.append(_best(f"least {currency} per gram of ascorbic acid", own, _least_price))
    return tuple(line for line in lines if line)


def _best(at: str, found: Sequence[Compared], worth: Callable[[Compared], float | None]) -> Better | None:
    """Return who is best at something; None where nobody's worth is known, or everybody's is the same."""
    worths = [(each.offer.name, worth(each)) for each in found]  # a name may come twice
    known = [(name, value) for name, value in worths if value is not None]
    most = max((value for _, value in known), default=0.0)
    winners = tuple(name for name, value in known if math.isclose(value, most, rel_tol=1e-9))
    if len(winners) == len(known):
        return None
    return Better(at, winners, tuple(name for name, value in worths if value is None))


def _most_vitamin_c(each: Compared) -> float | None:
    """Return the content of ascorbic acid, at most."""
    return each.aa_equivalent.median if each.aa_equivalent else None


def _least_price(each: Compared) -> float | None:
    """Return the price, less being better."""
    return -each.price_per_g_aa.median if each.price_per_g_aa else None


def _truth(value: bool | None) -> float | None:
    """Return a truth as a number."""
    return None if value is None else float(value)


def _mildness(each: Compared) -> float | None:
    """Return 1 for a derivative and 0 for the acid itself."""
    form = each.offer.product.form
    return None if form is None else float(form not in PURE_ACIDS)


def _calm(each: Compared) -> float | None:
    """Return how few findings ask for something; None where something that matters is not known."""
    if any(catalog.rules()[skip.code].action > Action.none for skip in each.skipped):
        return None
    return -float(sum(finding.action > Action.none for finding in each.findings))


def compare(offers: Iterable[Offer], *, months: float = 0.0) -> tuple[Compared, ...]:
    """Return what follows from each of some offers, in their order.

    Parameters
    ----------
    offers : iterable of Offer
    months : float, optional
        As for `compared`.
    """
    return tuple(compared(each, months=months) for each in offers)


# --- as a table -----------------------------------------------------------------------------------


def rows_of(found: Iterable[Compared]) -> list[dict[str, object]]:
    """Return products as rows of a table to sort, filter and take away; None is unknown."""
    return [_row(each) for each in found]


def _row(each: Compared) -> dict[str, object]:
    """Return one product as a row: percentages, one number each, and the codes of its findings."""
    offer, product, strength = each.offer, each.offer.product, each.mass_fraction
    worst = each.worst
    return {
        "product": offer.name,
        "form": product.form,
        "strength_percent": strength and 100 * strength.median,
        "strength_low_percent": strength and 100 * strength.low,
        "strength_high_percent": strength and 100 * strength.high,
        "aa_equivalent_at_most_percent": each.aa_equivalent and 100 * each.aa_equivalent.median,
        "pH": product.pH_band and product.pH_band.median,
        "in_pH_window": each.in_window,
        "package": product.package,
        "t90_days": each.life and each.life.t90_days and each.life.t90_days.median,
        "price": offer.price,
        "currency": offer.currency or None,
        "price_date": offer.price_date or None,
        "price_per_g_aa_at_least": each.price_per_g_aa and each.price_per_g_aa.median,
        "worst": worst.name if worst else None,
        "findings": "; ".join(f"{finding.code} {finding.title}" for finding in each.findings),
        "not_checked": "; ".join(dict.fromkeys(skip.reason for skip in each.skipped)),
    }
