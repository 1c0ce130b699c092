"""The words that a product on the market is described with, and the dates that go with them."""

from __future__ import annotations

import datetime
import re

#: A comparator is no leave-on cosmetic, and never ranked among them.
KINDS = ("product", "comparator")
#: What a number rests on: what pack or maker say, the name alone, an official register, what somebody else
#: reports without saying whence, or an assay.
BASES = ("label", "name", "register", "reported", "lab")
#: What a product is made on; `two_part` is a powder and its liquid, mixed by the buyer.
VEHICLES = ("water", "anhydrous", "powder", "two_part")
#: Packages, as `calc.client.product` names them.
PACKAGES = (
    *("sealed_ampoule", "airless_pump", "dropper_bottle", "pump_bottle", "tube", "jar", "powder_jar"),
    "ampoule",
)
CURRENCIES = ("CAD", "EUR", "GBP", "HKD", "INR", "KRW", "USD")
CONFIDENCES = ("high", "medium")
#: Languages of the names; `short` holds the abbreviations, `code` the numbers of additives.
LANGUAGES = (
    *("inci", "en", "fr", "es", "pt", "it", "de", "pl", "ru", "el", "ja", "ko", "zh", "nl", "sv", "da", "nb"),
    *("is", "fi", "cs", "sk", "hu", "ro", "bg", "uk", "be", "sr", "hr", "sl", "mk", "lt", "lv", "et", "tr"),
    *("vi", "id", "ms", "th", "ar", "fa", "he", "hi", "ca", "eu", "mt", "ka", "hy", "la", "short", "code"),
)


def is_date(text: str) -> bool:
    """Tell whether a text is an ISO date of a day, a month or a year.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> is_date("2024-02"), is_date("2024-13")
    (True, False)
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True
