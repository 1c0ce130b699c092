"""A product as it was seen: what is known of it, its ranges, and its price by size."""

from __future__ import annotations

from dataclasses import dataclass

from calc.uncertainty import Band


@dataclass(frozen=True)
class SecondaryForm:
    """A form of vitamin C that a product has besides its first; its strength [0–1], None is unknown."""

    form: str
    strength: Band | None = None


def _range(value: float | None, low: float | None, high: float | None) -> tuple[float, float, float] | None:
    """Return a value with its ends; the middle of a range; None where only a bound is known, or nothing."""
    if value is not None:
        return value, value if low is None else low, value if high is None else high
    return None if low is None or high is None else ((low + high) / 2, low, high)


@dataclass(frozen=True)
class MarketProduct:
    """A product as it was seen; None or "" is not known.

    ``country``: of the maker. A value stands alone or within its ``low`` and ``high``; an end alone is a
    bound. ``total_percent``: of all forms together, where that is the figure on the label. ``size``: of one
    of the ``pieces``. ``price``: in ``currency`` on ``price_date``, as seen. Dates are ISO, of a day, a
    month or a year.
    """

    id: str
    kind: str
    brand: str
    country: str
    product: str
    form: str
    second_forms: tuple[SecondaryForm, ...]
    strength_percent: float | None
    strength_low_percent: float | None
    strength_high_percent: float | None
    strength_g_per_100mL: float | None
    strength_low_g_per_100mL: float | None
    strength_high_g_per_100mL: float | None
    total_percent: float | None
    strength_basis: str
    pH: float | None
    pH_low: float | None
    pH_high: float | None
    pH_basis: str
    base: str
    package: str
    size_mL: float | None
    size_g: float | None
    pieces: int | None
    price: float | None
    currency: str
    price_date: str
    price_place: str
    coactives: tuple[str, ...]
    seen_on: str
    sources: tuple[str, ...]
    confidence: str
    note: str

    @property
    def is_comparator(self) -> bool:
        """Whether it is no leave-on cosmetic."""
        return self.kind == "comparator"

    @property
    def percent_range(self) -> tuple[float, float, float] | None:
        """Its strength by mass with its ends [%]; the middle of a range; None for a bound or nothing."""
        return _range(self.strength_percent, self.strength_low_percent, self.strength_high_percent)

    @property
    def volume_range(self) -> tuple[float, float, float] | None:
        """Its strength by volume with its ends [g/100 mL]."""
        ends = (self.strength_low_g_per_100mL, self.strength_high_g_per_100mL)
        return _range(self.strength_g_per_100mL, *ends)

    @property
    def pH_range(self) -> tuple[float, float, float] | None:
        """Its pH with its ends."""
        return _range(self.pH, self.pH_low, self.pH_high)

    @property
    def price_per_mL(self) -> float | None:
        """What a millilitre cost [currency/mL]; None for a comparator, or where a part of it is not known."""
        return self._price_per(self.size_mL)

    @property
    def price_per_g(self) -> float | None:
        """What a gram cost [currency/g]; None for a comparator, or where a part of it is not known."""
        return self._price_per(self.size_g)

    def _price_per(self, size: float | None) -> float | None:
        """Return the price over the size of all pieces."""
        if self.is_comparator or self.price is None or size is None:
            return None
        return self.price / (size * (self.pieces or 1))


COLUMNS = tuple(MarketProduct.__dataclass_fields__)
