"""A product as it is offered: its label, its forms of vitamin C, its size and its price."""

from __future__ import annotations

from dataclasses import dataclass

from calc import catalog
from calc.catalog.market import MarketProduct, SecondaryForm
from calc.client.product import Product
from calc.uncertainty import Band

#: How a strength that is counted as ascorbic acid follows from the forms of a product, in words.
EQUIVALENTS = {
    "": "",
    "one": "at most, by the content of its form",
    "sum": "at most, the sum of its forms",
    "between": "from the least to the greatest content of its forms: how much of each is unknown",
    "stated": "of the forms whose strength is stated alone: how much of the others is unknown",
    "no_form": "the form is unknown",
    "no_content": "the content of one of its forms is unknown",
    "no_strength": "the strength is unknown",
    "by_volume": "the strength is by volume, and is not turned into one by mass",
}


@dataclass(frozen=True)
class Second:
    """A form of vitamin C that a product has besides its first; its strength [0–1], None is unknown."""

    form: str
    strength: Band | None = None


@dataclass(frozen=True)
class Listing:
    """A product as it is offered; None or "" is unknown.

    Parameters
    ----------
    name : str
    product : Product
        What its label tells of it.
    strength : Band, optional
        Of its first form, where the label gives a range [0–1].
    g_per_100mL : Band, optional
        A strength by volume, which is not turned into one by mass.
    seconds : tuple of Second
        Other forms of vitamin C in it.
    total, total_g_per_100mL : Band, optional
        Of all its forms together, where that is the figure on the label [0–1; g/100 mL].
    size_g, size_mL : float, optional
        Of all pieces together.
    pieces : int, optional
    price : float, optional
        In ``currency``, as seen on ``price_date``.
    kind : str
        One of `market.KINDS`; a comparator is no leave-on cosmetic, and never ranked.
    base : str
        One of `market.VEHICLES`.
    basis : str
        What the strength rests on, one of `market.BASES`.
    sources : tuple of str
        Keys of `catalog.sources`.
    matched : tuple of (str, str)
        Words of the label, each with the form that they were taken for.
    has_unknown_form : bool
        Whether the label names a form of vitamin C that is not known here.
    note : str
    """

    name: str
    product: Product
    strength: Band | None = None
    g_per_100mL: Band | None = None
    seconds: tuple[Second, ...] = ()
    total: Band | None = None
    total_g_per_100mL: Band | None = None
    size_g: float | None = None
    size_mL: float | None = None
    pieces: int | None = None
    price: float | None = None
    currency: str = ""
    price_date: str = ""
    kind: str = "product"
    base: str = ""
    basis: str = ""
    sources: tuple[str, ...] = ()
    matched: tuple[tuple[str, str], ...] = ()
    has_unknown_form: bool = False
    note: str = ""

    @classmethod
    def of_market(cls, seen: MarketProduct) -> Listing:
        """Return a product of the list as an offer."""
        pieces = seen.pieces or 1
        total = seen.total_percent
        return cls(
            f"{seen.brand} {seen.product}".strip(),
            Product.of_market(seen),
            _fraction(seen.percent_range),
            seen.volume_range and Band(*seen.volume_range),
            tuple(map(_second, seen.second_forms)),
            None if total is None else Band(total / 100, total / 100, total / 100),
            size_g=None if seen.size_g is None else seen.size_g * pieces,
            size_mL=None if seen.size_mL is None else seen.size_mL * pieces,
            pieces=seen.pieces,
            price=None if seen.is_comparator else seen.price,
            currency=seen.currency,
            price_date=seen.price_date,
            kind=seen.kind,
            base=seen.base,
            basis=seen.strength_basis,
            sources=seen.sources,
            note=seen.note,
        )

    @property
    def others(self) -> tuple[str, ...]:
        """The other forms of vitamin C in it."""
        return tuple(each.form for each in self.seconds)

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of vitamin C in it, the first that is named first."""
        return tuple(each for each in (self.product.form, *self.others) if each)

    @property
    def is_comparator(self) -> bool:
        """Whether it is no leave-on cosmetic."""
        return self.kind == "comparator"

    @property
    def mass_fraction(self) -> Band | None:
        """The strength of its first form by mass, with its range [0–1]."""
        value = self.product.strength
        return self.strength or (None if value is None else Band(value, value, value))

    @property
    def shares(self) -> tuple[tuple[str, Band | None], ...]:
        """Every form with its own strength [0–1]; None where that is unknown."""
        first = [(self.product.form, self.mass_fraction)] if self.product.form else []
        return (*first, *((each.form, each.strength) for each in self.seconds))


def equivalent(offer: Listing) -> tuple[Band | None, str]:
    """Return the strength of a product counted as ascorbic acid, and how it was counted.

    What a label states of all forms together, less what it states of single ones, is counted from
    the least to the greatest content of the forms that are left.

    Parameters
    ----------
    offer : Listing

    Returns
    -------
    Band or None
        [0–1]; None where it is not known.
    str
        A key of `EQUIVALENTS`.
    """
    shares, total = offer.shares, offer.total
    if not shares or offer.product.form is None:
        return None, "no_form"
    known = [(form, share) for form, share in shares if share is not None]
    unsaid = [form for form, share in shares if share is None]
    if offer.has_unknown_form and total:
        return None, "no_content"
    if not known and total is None:
        by_volume = offer.g_per_100mL or offer.total_g_per_100mL
        return None, "by_volume" if by_volume else "no_strength"
    counted = [form for form, _ in known] + (unsaid if total else [])
    contents = {form: _content(form) for form in counted}
    if None in contents.values():
        return None, "no_content"
    told = {form: ends for form, ends in contents.items() if ends}
    parts = [_times(share, told[form]) for form, share in known]
    if total and unsaid:
        parts.append(_rest(total, known, [told[form] for form in unsaid]))
        key = "between" if len(unsaid) > 1 or not known else "sum"
    else:
        key = "stated" if unsaid or offer.has_unknown_form else "sum" if len(known) > 1 else "one"
    sums = (sum(getattr(each, end) for each in parts) for end in ("median", "low", "high"))
    return Band(*sums), key


def _content(form: str) -> tuple[float, float, float] | None:
    """Return the ascorbic acid per gram of a form, with its ends."""
    row = catalog.forms()[form].value("aa_eq")
    return None if row is None else row.to("dimensionless")


def _times(share: Band, content: tuple[float, float, float]) -> Band:
    """Return a strength counted as ascorbic acid."""
    centre, low, high = content
    return Band(share.median * centre, share.low * low, share.high * high)


def _rest(total: Band, known: list[tuple[str, Band]], contents: list[tuple[float, float, float]]) -> Band:
    """Return what is left of a total, counted from the least to the greatest content of some forms."""
    low = max(total.low - sum(share.high for _, share in known), 0.0)
    high = max(total.high - sum(share.low for _, share in known), 0.0)
    if len(contents) == 1:
        middle = max(total.median - sum(share.median for _, share in known), 0.0)
        return _times(Band(middle, low, high), contents[0])
    ends = low * min(each[1] for each in contents), high * max(each[2] for each in contents)
    return Band(sum(ends) / 2, *ends)


def _fraction(percent: tuple[float, float, float] | None) -> Band | None:
    """Return percentages as a band of fractions."""
    return percent and Band(percent[0] / 100, percent[1] / 100, percent[2] / 100)


def _second(seen: SecondaryForm) -> Second:
    """Return a second form of the list with its strength."""
    low, high = seen.low_percent, seen.high_percent
    share = None if low is None or high is None else _fraction(((low + high) / 2, low, high))
    return Second(seen.form, share)
