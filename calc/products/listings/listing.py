"""A product as it is listed: its label, its forms of vitamin C, its size and its price."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from calc import catalog
from calc.catalog import Value
from calc.catalog.market import MarketProduct, SecondaryForm
from calc.client.product import Product
from calc.messages import say
from calc.uncertainty import Band

#: How a strength that is counted as ascorbic acid follows from the forms of a product, in words.
EQUIVALENTS = {
    "": "",
    "one": say("at most, by the content of its form"),
    "sum": say("at most, the sum of its forms"),
    "between": say("from the least to the greatest content of its forms: how much of each is unknown"),
    "stated": say("of the forms whose strength is stated alone: how much of the others is unknown"),
    "no_form": say("the form is unknown"),
    "no_content": say("the content of one of its forms is unknown"),
    "no_strength": say("the strength is unknown"),
    "by_volume": say("the strength is by volume, and is not turned into one by mass"),
}

#: What of vitamin C a listing names, in words.
VITAMIN_C = {
    "form": say("a form of vitamin C"),
    "other_form": say("an ascorbyl substance not known here"),
    "unnamed": say("vitamin C without its form"),
    "none": say("an ingredient list without vitamin C"),
    "no_list": say("no ingredient list, and no form named"),
}


@dataclass(frozen=True)
class Listing:
    """A product as it is listed, with its price and size; None or "" is unknown.

    Parameters
    ----------
    name : str
    product : Product
        What its label tells of it.
    strength : Band, optional
        Of its first form, where the label gives a range [0–1].
    g_per_100mL : Band, optional
        A strength by volume, which is not turned into one by mass.
    second_forms : tuple of SecondaryForm
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
    words_say : str
        A key of `VITAMIN_C`, where a row of a table was read.

    Examples
    --------
    >>> from calc.units import Q_
    >>> product = Product(form="ascorbyl_glucoside", mass_fraction=Q_(10, "percent"))
    >>> round(Listing("Serum", product).aa_equivalent.median, 4), Listing("Serum", product).aa_equivalent_key
    (0.0521, 'one')
    """

    name: str
    product: Product
    strength: Band | None = None
    g_per_100mL: Band | None = None
    second_forms: tuple[SecondaryForm, ...] = ()
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
    words_say: str = ""

    @classmethod
    def of_market(cls, row: MarketProduct) -> Listing:
        """Return a product of the list of this program as a listing.

        Parameters
        ----------
        row : MarketProduct
            A row of ``data/products.csv``.

        Examples
        --------
        >>> from calc.catalog import market
        >>> Listing.of_market(market.products()["cipla_vc_15"]).product.form
        'l_ascorbic_acid'
        """
        pieces = row.pieces or 1
        total, strength = row.total_percent, row.percent_range
        return cls(
            f"{row.brand} {row.product}".strip(),
            Product.of_market(row),
            strength and _fraction(*strength),
            row.volume_range and Band(*row.volume_range),
            row.second_forms,
            None if total is None else Band(total / 100, total / 100, total / 100),
            size_g=None if row.size_g is None else row.size_g * pieces,
            size_mL=None if row.size_mL is None else row.size_mL * pieces,
            pieces=row.pieces,
            price=None if row.is_comparator else row.price,
            currency=row.currency,
            price_date=row.price_date,
            kind=row.kind,
            base=row.base,
            basis=row.strength_basis,
            sources=row.sources,
            note=row.note,
        )

    @property
    def other_forms(self) -> tuple[str, ...]:
        """The other forms of vitamin C in it."""
        return tuple(second.form for second in self.second_forms)

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form of vitamin C in it, the first that is named first."""
        return tuple(form for form in (self.product.form, *self.other_forms) if form)

    @property
    def vitamin_c(self) -> str:
        """A key of `VITAMIN_C`: what of vitamin C it names."""
        if self.forms:
            return "form"
        return "other_form" if self.has_unknown_form else self.words_say or "no_list"

    @property
    def is_comparator(self) -> bool:
        """Whether it is no leave-on cosmetic."""
        return self.kind == "comparator"

    @functools.cached_property
    def mass_fraction(self) -> Band | None:
        """The strength of its first form by mass, with its range [0–1]."""
        value = self.product.strength
        return self.strength or (None if value is None else Band(value, value, value))

    @property
    def shares(self) -> tuple[tuple[str, Band | None], ...]:
        """Every form with its own strength [0–1]; None where that is unknown."""
        first = [(self.product.form, self.mass_fraction)] if self.product.form else []
        return (*first, *((second.form, second.strength) for second in self.second_forms))

    @property
    def aa_equivalent(self) -> Band | None:
        """Its strength counted as ascorbic acid [0–1]; None for the reason in ``aa_equivalent_key``.

        What a label states of all forms together, less what it states of single ones, is counted from
        the least to the greatest content of the forms that are left.
        """
        return self._counted[0]

    @property
    def aa_equivalent_key(self) -> str:
        """A key of `EQUIVALENTS`: how it was counted as ascorbic acid, or why that is unknown."""
        return self._counted[1]

    @functools.cached_property
    def _counted(self) -> tuple[Band | None, str]:
        """Its strength counted as ascorbic acid [0–1], and a key of `EQUIVALENTS`."""
        shares, total = self.shares, self.total
        if not shares or self.product.form is None:
            return None, "no_form"
        stated = [(form, share) for form, share in shares if share is not None]
        unstated = [form for form, share in shares if share is None]
        if self.has_unknown_form and total:
            return None, "no_content"
        if not stated and total is None:
            by_volume = self.g_per_100mL or self.total_g_per_100mL
            return None, "by_volume" if by_volume else "no_strength"
        counted = [form for form, _ in stated] + (unstated if total else [])
        contents = {form: row.to("dimensionless") for form in counted if (row := _content(form))}
        if {*counted} - {*contents}:
            return None, "no_content"
        parts = [_times(share, contents[form]) for form, share in stated]
        if total and unstated:
            parts.append(_rest(total, stated, [contents[form] for form in unstated]))
            key = "between" if len(unstated) > 1 or not stated else "sum"
        elif unstated or self.has_unknown_form:
            key = "stated"
        else:
            key = "sum" if len(stated) > 1 else "one"
        sums = (sum(getattr(part, end) for part in parts) for end in ("median", "low", "high"))
        return Band(*sums), key


def _fraction(median: float, low: float, high: float) -> Band:
    """Return percentages as a band of fractions."""
    return Band(median / 100, low / 100, high / 100)


def _content(form: str) -> Value | None:
    """Return the ascorbic acid that a gram of a form stands for [g/g]."""
    return catalog.forms()[form].aa_equivalent


def _times(share: Band, content: tuple[float, float, float]) -> Band:
    """Return a strength counted as ascorbic acid."""
    centre, low, high = content
    return Band(share.median * centre, share.low * low, share.high * high)


def _rest(total: Band, stated: list[tuple[str, Band]], contents: list[tuple[float, float, float]]) -> Band:
    """Return what is left of a total, counted from the least to the greatest content of some forms."""
    low = max(total.low - sum(share.high for _, share in stated), 0.0)
    high = max(total.high - sum(share.low for _, share in stated), 0.0)
    if len(contents) == 1:
        middle = max(total.median - sum(share.median for _, share in stated), 0.0)
        return _times(Band(middle, low, high), contents[0])
    ends = low * min(content[1] for content in contents), high * max(content[2] for content in contents)
    return Band(sum(ends) / 2, *ends)
