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
from calc.messages import say, say_list
from calc.parsing.plain_text import runs_of_letters
from calc.parsing.strength import refuse_thousand
from calc.units import read_number

_CODE = re.compile(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])")
_ONE_PRICE = re.compile(r"(\D*)(\d[\d.,'’ \u00a0\u202f]*?)(\D*)")
_BRACKETED = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
# 499/- and 299,- have no cents.
_NO_CENTS = re.compile(r"(?<=\d)(?:/[-–—=]+|[.,][-–—]+)")
_CENTS_BEHIND_SIGN = re.compile(r"(?<!\d)(\d{1,4})\s?([€£])\s?(\d\d)(?!\d)")
# AU $12 is no American dollar.
_PARTED_SIGN = re.compile(r"\b([a-z]{2,3})\s([$¥£])")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_NO_PRICE_BEFORE = re.compile(r"[-−–+]|(?<![^\W\d])[.,]\s*$")
_NO_PRICE_BEHIND = re.compile(r"[/%]|\bper\b")
# Currencies whose prices stand behind “$” alone, in their own country.
_DOLLARS = ("ARS", "AUD", "CAD", "CLP", "COP", "HKD", "MXN", "NZD", "SGD", "TWD")
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
        return currency == self.to or currency in self.of

    def _problems(self) -> Iterable[InputError]:
        """Yield what is wrong."""
        fix = say("Write for example USD=0.92 EUR.")
        for code in (self.to, *self.of):
            if not re.fullmatch("[A-Z]{3}", code):
                yield InputError("rate", code, say("this is not a code of a currency."), fix)
        low, high = catalog.inputs().accepted["rate"].ends
        for code, rate in self.of.items():
            if not (math.isfinite(rate) and low <= rate <= high):
                yield InputError("rate", f"{code}={rate}", say("a rate is a number above 0."), fix)
        if self.to in self.of and self.of[self.to] != 1:
            yield InputError(
                "rate", self.to, say("a currency is worth one of itself."), say("Take this rate out.")
            )


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
            errors.append(
                InputError(
                    "rate", text, say("{code} has another rate too.", code=code), say("Give one of them.")
                )
            )
    if len(targets) > 1:
        fix = say("Give every rate in the same currency.")
        errors.append(InputError("rate", ", ".join(targets), say("there is one currency to turn into."), fix))
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
        raise InputError("rate", text, say("this is not a rate."), say("Write for example USD=0.92 EUR."))
    value, unit = read_number(parts[2], field="rate")
    if unit:
        raise InputError("rate", text, say("a rate is a number."), say("Write for example USD=0.92 EUR."))
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
    folded = _PARTED_SIGN.sub(r"\1\2", text.casefold())
    return code or next((name for sign, name in _signs() if sign in folded and _has_sign(folded, sign)), "")


def read_price(text: str, *, own: str = "", column: str = "", decimal: str = "") -> tuple[float, str] | None:
    """Read the price that a cell states; None where it states none.

    Parameters
    ----------
    text : str
        ``24.95 EUR`` · ``€ 24,95`` · ``₩12,000`` · ``Rs. 499/-`` · ``299,- Kč`` · ``$32 ($64 value)``; the
        currency of the cell goes before that of its own column, and this before the name of the column. “$”
        and “kr” alone are the dollar and the crown of these, if they name one.
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
    >>> read_price("€ 24,95"), read_price("12.000₫")
    ((24.95, 'EUR'), (12000.0, 'VND'))
    """
    if not any(sign.isnumeric() for sign in text):
        return None
    stated, _ = part_price(text)
    currency, offered = _currency_of(stated, own, column)
    parts = _ONE_PRICE.fullmatch(stated)
    if parts is None or _is_odd(parts[1], parts[3]):
        raise InputError(
            "price", text, say("this is not one price."), _advice(stated, currency or offered[0])
        )
    value = _amount(text, parts[2].strip(), currency or offered[0], decimal)
    low, high = catalog.inputs().accepted["price"].ends
    if not low <= value <= high:
        raise InputError(
            "price", text, say("this is not a price of a product."), say("Check it, or leave it empty.")
        )
    if not currency:
        readings = [f"{value:.10g} {code}" for code in offered] if len(offered) > 1 else []
        fix = (
            say("Write {readings}.", readings=say_list(readings, "or"))
            if readings
            else say("State that of all (--currency EUR). Write for example {value:.10g} EUR.", value=value)
        )
        raise InputError("price", text, say("a price needs its currency."), fix, readings)
    return value, currency


def _is_odd(before: str, behind: str) -> bool:
    """Tell whether what stands around a number makes it no price."""
    odd = _NO_PRICE_BEFORE.search(before) or _NO_PRICE_BEHIND.search(behind.casefold())
    return bool(odd) or any(sign.isnumeric() for sign in before + behind)


def part_price(text: str) -> tuple[str, str]:
    """Return a cell without what it says of another price in brackets, and that: “$32 ($64 value)”.

    Dashes that stand for no cents, as in ``499/-`` and ``299,-``, are left out too.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> part_price("$32 ($64 value)"), part_price("Rs. 499/-")
    (('$32', '($64 value)'), ('Rs. 499', ''))
    """
    aside = [match[0].strip() for match in _BRACKETED.finditer(text) if _is_aside(match[0])]
    stated = _BRACKETED.sub(lambda match: " " if _is_aside(match[0]) else match[0], text)
    stated = _NO_CENTS.sub("", _CENTS_BEHIND_SIGN.sub(r"\1.\3 \2", stated))
    return " ".join(stated.split()), " ".join(aside)


def _is_aside(bracketed: str) -> bool:
    """Tell whether brackets hold another price, or how it is reckoned."""
    words = {*runs_of_letters(bracketed.casefold())}
    numbered = any(sign.isdigit() for sign in bracketed)
    phrases = table_words().prices["aside"]
    return (
        bool(words & {*phrases}) or "%" in bracketed or (numbered and ("/" in bracketed or _is_size(words)))
    )


def _is_size(words: set[str]) -> bool:
    """Tell whether words hold a unit of a size."""
    return bool(words & {"ml", "g", "oz", "l", "мл", "г"})


def _currency_of(text: str, own: str, column: str) -> tuple[str, tuple[str, ...]]:
    """Return the currency of a price, "" where nothing tells, and the codes that it may have."""
    code = own.upper() if re.fullmatch("[A-Za-z]{3}", own) and own.upper() != "NAN" else ""
    elsewhere = currency_in(own) or code or currency_in(column)
    currency = currency_in(text)
    if currency == "USD" and elsewhere in _DOLLARS and not _NAMES_USD.search(text.upper()):
        return elsewhere, ()
    if not currency and (shared := _shared_sign(text) or (not elsewhere and _shared_sign(f"{own} {column}"))):
        return (elsewhere, ()) if elsewhere in shared else ("", tuple(shared))
    return currency or elsewhere, ("EUR",)


def _shared_sign(text: str) -> tuple[str, ...]:
    """Return the currencies of a sign that several share; none where a text has no such sign."""
    folded = text.casefold().replace("￥", "¥")
    return next(
        (
            codes
            for sign, codes in table_words().shared_signs.items()
            if sign in folded and _has_sign(folded, sign)
        ),
        (),
    )


def _amount(text: str, digits: str, currency: str, decimal: str) -> float:
    """Return the amount of a price; three digits behind a mark are thousands where there are no cents.

    Where a currency has a thousand parts they are these.

    Raises
    ------
    InputError
    """
    grouped = _GROUPED.fullmatch(digits)
    marks = {sign for sign in digits if sign in ".,"}
    if (
        grouped
        and len(marks) == 1
        and (currency in table_words().prices["whole"] or (decimal, marks) == (".", {","}))
    ):
        return float(re.sub(r"[.,]", "", digits))
    if grouped and digits.count(",") + digits.count(".") == 1 and currency in table_words().prices["thirds"]:
        return float(digits.replace(",", "."))
    try:
        refuse_thousand("price", digits, decimal)
        return read_number(digits, field="price").value
    except InputError as error:
        if not error.readings:
            raise InputError(
                "price", text, say("this is not one price."), _advice(digits, currency)
            ) from error
        readings = [f"{re.sub(r'[.,]', '', digits)} {currency}", f"{digits.replace(',', '.')}0 {currency}"]
        fix = say("Write {reading} or {other_reading}.", reading=readings[0], other_reading=readings[1])
        raise InputError("price", text, say("this can be read in two ways."), fix, readings) from error


def _advice(stated: str, currency: str) -> str:
    """Return how to write the first amount of a cell."""
    first = re.search(r"\d+(?:[.,]\d{1,2}(?!\d))?", stated)
    amount = first[0] if first and float(first[0].replace(",", ".")) > 0 and len(first[0]) < 8 else "12.50"
    return say("Write for example {amount} {currency}.", amount=amount, currency=currency)


@functools.cache
def _signs() -> tuple[tuple[str, str], ...]:
    """Return signs with their currencies, the longest first."""
    pairs = [(sign, code) for code, signs in table_words().currencies.items() for sign in signs]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _has_sign(text: str, sign: str) -> bool:
    """Tell whether a text has the sign of a currency; one that begins with a letter begins a word.

    A short one of Latin letters is a whole word: “ft” is none of “soft”, and “r” none of “rub”.
    """
    begins = r"(?<![^\W\d_])" if sign[0].isalpha() else ""
    ends = r"(?![^\W\d_])" if sign.isalpha() and len(sign) < 4 and sign < "\u0250" else ""
    return bool(re.search(begins + re.escape(sign) + ends, text))
