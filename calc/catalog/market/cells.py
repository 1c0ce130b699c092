"""The cells of products.csv: which of them are numbers or lists, and how they are read."""

from __future__ import annotations

import re

from calc.catalog.market.product import SecondaryForm
from calc.uncertainty import Band

FILE = "products.csv"
SPREADS = (
    ("strength_percent", "strength_low_percent", "strength_high_percent"),
    ("strength_g_per_100mL", "strength_low_g_per_100mL", "strength_high_g_per_100mL"),
    ("pH", "pH_low", "pH_high"),
)
STRENGTHS = (*SPREADS[0], *SPREADS[1], "total_percent")
ABOVE_ZERO = ("size_mL", "size_g", "pieces", "price")
NUMBERS = (*STRENGTHS, *SPREADS[2], *ABOVE_ZERO)
LISTS = ("second_forms", "coactives", "sources")


def is_plain_number(text: str) -> bool:
    """Tell whether a text is a number as the files write them.

    Examples
    --------
    >>> is_plain_number("12.5"), is_plain_number("1e3")
    (True, False)
    """
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII) is not None


def second_form(text: str) -> SecondaryForm:
    """Read a second form: its id, alone or with `:value` or `:low-high` in per cent.

    Examples
    --------
    >>> second_form("ascorbyl_glucoside:1-3").strength.high
    0.03
    """
    form, _, amount = text.partition(":")
    if not amount:
        return SecondaryForm(form)
    least, _, most = amount.partition("-")
    low, high = float(least), float(most or least)
    return SecondaryForm(form, Band((low + high) / 2 / 100, low / 100, high / 100))
