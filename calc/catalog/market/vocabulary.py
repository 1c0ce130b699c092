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
CURRENCIES = (
    *("AED", "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF"),
    *("IDR", "ILS", "INR", "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON"),
    *("RUB", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR"),
)
#: Countries by their codes in ISO 3166.
COUNTRIES = frozenset(
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV "
    "BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES "
    "ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE "
    "IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY "
    "MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU "
    "NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM "
    "SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE "
    "VG VI VN VU WF WS YE YT ZA ZM ZW".split()
)
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
