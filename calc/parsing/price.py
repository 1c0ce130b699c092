"""Prices as cells of a table state them, and rates between currencies that somebody gives."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from calc import catalog
from calc.catalog.market import table_words
from calc.errors import InputError, refuse
from calc.parsing.strength import refuse_thousand
from calc.units import read_number

_CODE = re.compile(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])")
_ONE_PRICE = re.compile(r"(\D*)(\d[\d.,'’ ]*?)(\D*)")
_NO_PRICE_BEFORE = re.compile(r"[-−–+]|(?<![^\W\d])[.,]\s*$")
_NO_PRICE_BEHIND = re.compile(r"[/%]|\bper\b")
# Currencies whose prices stand behind “$” alone, in their own country.
_DOLLARS = ("AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD")
_NAMES_USD = re.compile(r"\bUSD?\b")
_RATE = re.compile(r"\s*([A-Za-z]{3})\s*=\s*(.+?)\s*([A-Za-z]{3})\s*")


@dataclass(frozen=True)
class Rates:
    """What one of each currency is worth in one currency, as somebody says.

    Parameters
    ----------
    to : str
        Code of the currency that all are turned into.
    of : mapping of str to float
        By code, how much of ``to`` one of it is.

    Raises
    ------
    InputErrors
        A code that is none, or a rate that is not above 0 and finite.

    Examples
    --------
    >>> Rates("EUR", {"USD": 0.92}).into(50, "USD")
    46.0
    """

    to: str
    of: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse(list(self._problems()))

    def into(self, amount: float, currency: str) -> float | None:
        """Return an amount of a currency in the one currency; None where no rate is given."""
        if currency == self.to:
            return amount
        rate = self.of.get(currency)
        return None if rate is None else amount * rate

    def covers(self, currency: str) -> bool:
        """Tell whether a currency can be turned into the one."""
        return self.into(1.0, currency) is not None

    def _problems(self) -> Iterable[InputError]:
        """Yield what is wrong."""
        fix = "Write for example USD=0.92 EUR."
        for code in (self.to, *self.of):
            if not re.fullmatch("[A-Z]{3}", code):
                yield InputError("rate", code, "this is no code of a currency.", fix)
        low, high = catalog.inputs().accepted["rate"].ends
        for code, rate in self.of.items():
            if not (math.isfinite(rate) and low <= rate <= high):
                yield InputError("rate", f"{code}={rate}", "a rate is a number above 0.", fix)
        if self.to in self.of and self.of[self.to] != 1:
            yield InputError("rate", self.to, "a currency is worth one of itself.", "Take this rate out.")


def read_rates(texts: Iterable[str]) -> Rates | None:
    """Read rates as people type them; None where there are none.

    Parameters
    ----------
    texts : iterable of str
        Each as ``USD=0.92 EUR``: what one of the first is worth in the second, which all have alike.

    Raises
    ------
    InputErrors
        One that is no rate, two currencies to turn into, or two rates of one currency.

    Examples
    --------
    >>> read_rates(["USD=0.92 EUR"])
    Rates(to='EUR', of={'USD': 0.92})
    """
    errors: list[InputError] = []
    rates: dict[str, float] = {}
    targets: dict[str, None] = {}
    for text in texts:
        try:
            code, rate, to = _rate(text)
        except InputError as error:
            errors.append(error)
            continue
        targets[to] = None
        if rates.setdefault(code, rate) != rate:
            errors.append(InputError("rate", text, f"{code} has another rate too.", "Give one of them."))
    if len(targets) > 1:
        fix = "Give every rate in the same currency."
        errors.append(InputError("rate", ", ".join(targets), "there is one currency to turn into.", fix))
    refuse(errors)
    return Rates(next(iter(targets)), rates) if targets else None


def _rate(text: str) -> tuple[str, float, str]:
    """Read one rate.

    Raises
    ------
    InputError
    """
    parts = _RATE.fullmatch(text)
    if parts is None:
        raise InputError("rate", text, "this is no rate.", "Write for example USD=0.92 EUR.")
    value, unit = read_number(parts[2], field="rate")
    if unit:
        raise InputError("rate", text, "a rate is a number.", "Write for example USD=0.92 EUR.")
    return parts[1].upper(), value, parts[3].upper()


@functools.lru_cache(maxsize=4096)
def currency_in(text: str) -> str:
    """Return the currency that a text names by its code or sign, "" where it names none.

    Examples
    --------
    >>> currency_in("24,95 €")
    'EUR'
    """
    currencies = table_words().currencies
    code = next((word for word in _CODE.findall(text.upper()) if word in currencies), "")
    folded = text.casefold()
    return code or next((name for sign, name in _signs() if sign in folded and _has_sign(folded, sign)), "")


def read_price(text: str, *, own: str = "", column: str = "", decimal: str = "") -> tuple[float, str] | None:
    """Read the price that a cell states; None where it states none.

    Parameters
    ----------
    text : str
        ``24.95 EUR`` · ``€ 24,95`` · ``24.95``; the currency of the cell goes before that of its own
        column, and this before the name of the column. “$” alone is the dollar of these, if they name one.
    own : str, optional
        The cell of the column of currencies.
    column : str, optional
        Name of the column of prices.
    decimal : str, optional
        As for `strength.read_strength`.

    Returns
    -------
    (float, str) or None
        Price and code of its currency.

    Raises
    ------
    InputError
        Not one price, one without a currency, or one with two readings.

    Examples
    --------
    >>> read_price("€ 24,95")
    (24.95, 'EUR')
    """
    if not any(sign.isnumeric() for sign in text):
        return None
    parts = _ONE_PRICE.fullmatch(text)
    before, digits, behind = parts.groups() if parts else ("-", "", "")
    odd = _NO_PRICE_BEFORE.search(before) or _NO_PRICE_BEHIND.search(behind.casefold())
    if odd or any(sign.isnumeric() for sign in before + behind):
        raise InputError("price", text, "this is not one price.", "Write for example 12.50 EUR.")
    refuse_thousand("price", digits, decimal)
    value = read_number(digits, field="price").value
    low, high = catalog.inputs().accepted["price"].ends
    if not low <= value <= high:
        raise InputError("price", text, "this is no price of a product.", "Check it, or leave it empty.")
    code = own.upper() if re.fullmatch("[A-Za-z]{3}", own) and own.upper() != "NAN" else ""
    elsewhere = currency_in(own) or code or currency_in(column)
    currency = currency_in(text) or elsewhere
    if currency == "USD" and elsewhere in _DOLLARS and not _NAMES_USD.search(text.upper()):
        currency = elsewhere
    if not currency:
        raise InputError("price", text, "a price needs its currency.", "Write for example 12.50 EUR.")
    return value, currency


@functools.cache
def _signs() -> tuple[tuple[str, str], ...]:
    """Return signs with their currencies, the longest first."""
    pairs = [(sign, code) for code, signs in table_words().currencies.items() for sign in signs]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _has_sign(text: str, sign: str) -> bool:
    """Tell whether a text has the sign of a currency; one that begins with a letter begins a word."""
    return bool(re.search((r"(?<![^\W\d_])" if sign[0].isalpha() else "") + re.escape(sign), text))
