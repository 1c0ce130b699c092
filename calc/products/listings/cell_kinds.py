"""What the cells of a column look like, whatever its name says."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from calc import catalog
from calc.catalog.market import table_words
from calc.parsing.forms_in_text import forms_named
from calc.products.listings.heading import names_another_ingredient, plain_name
from calc.tables.number_format import is_number

#: So many different cells of a column are looked at.
LOOKED_AT = 200
_LISTS_LOOKED_AT = 20
_MOST = 0.6
_KNOWN = 0.25
_ENTRY = re.compile(r"[,;•|、，・·\n]|\s/\s")
_PERCENTAGE = re.compile(
    r"\W{0,3}\d+(?:[.,]\d+)?(?:\s*[-–—]\s*\d+(?:[.,]\d+)?)?\s*(?:%|percent|mg\s*/\s*ml|ppm).{0,12}",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:m?l|cl|g|oz|fl\.?\s*oz|мл|г|毫升)\.?", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|(?:true|false|yes|no|none|n/a|null)$", re.IGNORECASE)
_PH = re.compile(r"\W*(?:ph|рн)\s*[:=~≈]?\s*\d+(?:[.,]\d+)?.{0,12}", re.IGNORECASE)
# The same within a sentence, and a day or a month of a year.
_PH_SAID = re.compile(
    r"\b(?:ph|рн)(?:\s*-?\s*(?:value|wert|level))?\s*(?:is|of|ist|von|около|ca\.?|approx\.?|around|about)?"
    r"\s*[:=~≈<>≤≥]*\s*\d",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{1,4}\s*[-./]\s*)?(?:\d{1,2}|[^\W\d_]{3,9}\.?)\s*[-./ ,]\s*(?:\d{1,2},?\s+)?\d{2,4}"
    r"(?:[T ]\d{1,2}:\d{2}.*)?|(?:19|20)\d{2}"
)
# Names of products are no longer than this, as a rule.
_LONGEST_NAME = 60
# Of a long text the beginning is read for what it says.
_READ_OF_TEXT = 500
# The pH that products for the skin have.
_LEAST_PH, _MOST_PH = 1.5, 9.5
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Percentages of other things.
_NO_STRENGTH = re.compile(
    r"discount|rabatt|remise|descuento|sconto|скидк|\boff\b|\b(?:vat|tax|iva|tva|mwst|alcohol|share|rating|score|match|margin)\b",
    re.IGNORECASE,
)
_BARE_UNIT = re.compile(r"[%％]|\b(?:percent|pct|percentage|prozent|procent|процент)\b", re.IGNORECASE)


def look_of(heading: str, cells: Sequence[str]) -> str:
    """Return what a column looks like by its cells: ingredients, strength, pH, price, or "" for nothing.

    Parameters
    ----------
    heading : str
        Its name, for cells that are bare numbers.
    cells : sequence of str
        Some that are not empty.

    Examples
    --------
    >>> look_of("formula", ["Aqua, Glycerin, Ascorbic Acid, Parfum", "Aqua, Panthenol, Carbomer, Parfum"])
    'ingredients'
    >>> look_of("stated_percent", ["25", "10"]), look_of("was", ["€12.50"]), look_of("rating", ["4.5"])
    ('strength', 'price', '')
    """
    looked = [cell.strip() for cell in cells[:LOOKED_AT] if cell.strip()]
    if not looked:
        return ""
    if are_pH(heading, looked):
        return "pH"
    if _share(looked, _price_sign().search) >= _MOST and _share(looked, _is_short_amount) >= _MOST:
        return "price"
    if _share(looked, _PERCENTAGE.fullmatch) >= _MOST:
        return "" if _is_of_another(heading) else "strength"
    if _share(looked, is_number) >= _MOST:
        return _look_of_numbers(heading, looked)
    return "ingredients" if _are_lists(looked[:_LISTS_LOOKED_AT]) else ""


def look_without_heading(cells: Sequence[str]) -> str:
    """Return what a column that has no name says by its cells; "" for nothing, "product" for other words.

    Parameters
    ----------
    cells : sequence of str
        Some that are not empty, each once.

    Examples
    --------
    >>> look_without_heading(["30 ml", "50 ml"]), look_without_heading(["Glow", "C serum"])
    ('size', 'product')
    >>> look_without_heading(["3.2", "4.5"])
    ''
    """
    looked = [cell.strip() for cell in cells[:LOOKED_AT] if cell.strip()]
    if not looked:
        return ""
    if _share(looked, _SIZE.fullmatch) >= _MOST:
        return "size"
    if look := look_of("", looked):
        return look
    if name_forms(looked):
        return "form"
    words = [cell for cell in looked if sum(map(str.isalpha, cell)) >= 2 and not _NO_NAME.match(cell)]
    return "product" if len(words) >= _MOST * len(looked) else ""


def may_be_pH(cells: Sequence[str]) -> bool:
    """Tell whether bare numbers may be the pH of skin care, some with a decimal.

    Examples
    --------
    >>> may_be_pH(["3.2", "6", "5,5"]), may_be_pH(["1", "2"]), may_be_pH(["12.5", "3"])
    (True, False, False)
    """
    texts = [cell.strip().replace(",", ".") for cell in cells[:LOOKED_AT]]
    if not texts or not all(_NUMBER.fullmatch(text) for text in texts):
        return False
    return all(_LEAST_PH <= float(text) <= _MOST_PH for text in texts) and any("." in text for text in texts)


def are_pH(heading: str, cells: Sequence[str]) -> bool:
    """Tell whether most cells are a pH, or numbers that may be one under a heading that says so.

    Examples
    --------
    >>> are_pH("acid?", ["pH 3.2", "pH 4"]), are_pH("final pH (meter)", ["3.2", "4"]), are_pH("size", ["3.2"])
    (True, True, False)
    """
    looked = [cell.strip() for cell in cells[:LOOKED_AT] if cell.strip()]
    if not looked:
        return False
    if _share(looked, _PH.fullmatch) >= _MOST:
        return True
    return (
        _says_pH(heading) and _share(looked, is_number) >= _MOST and _look_of_numbers(heading, looked) == "pH"
    )


def _says_pH(heading: str) -> bool:
    """Tell whether a heading has the word."""
    return "ph" in plain_name(heading.replace("_", " ")).split()


def are_dates(cells: Sequence[str]) -> bool:
    """Tell whether most cells are days, months or years.

    Examples
    --------
    >>> are_dates(["01/2025", "2024-06-30", "Mar 2024"]), are_dates(["Derma X", "Lab 21"])
    (True, False)
    """
    looked = [cell.strip() for cell in cells[:LOOKED_AT] if cell.strip()]
    return bool(looked) and _share(looked, _DATE.fullmatch) >= _MOST


def are_numbers(cells: Sequence[str]) -> bool:
    """Tell whether most cells are bare numbers."""
    looked = [cell.strip() for cell in cells[:LOOKED_AT] if cell.strip()]
    return bool(looked) and _share(looked, is_number) >= _MOST


def are_names(cells: Sequence[str]) -> bool:
    """Tell whether different cells of a column, each once, may be names of products: a few words each.

    Examples
    --------
    >>> are_names(["Glow serum", "Night oil"]), are_names(["4.5", "3"]), are_names(["A text. " * 30])
    (True, False, False)
    """
    looked = [cell.strip() for cell in cells[:LOOKED_AT] if cell.strip()]
    if look_without_heading(looked) != "product":
        return False
    return sum(map(len, looked)) <= _LONGEST_NAME * len(looked)


def said_in_some(cells: Sequence[str]) -> tuple[str, ...]:
    """Return what some cells of a column of words say besides: "form", "pH".

    Examples
    --------
    >>> said_in_some(["LAA, pH 3.1", "stings"]), said_in_some(["stings", "vegan"])
    (('form', 'pH'), ())
    """
    looked = [cell[:_READ_OF_TEXT] for cell in cells[:LOOKED_AT]]
    says_form = any(hit.form for cell in looked[:_LISTS_LOOKED_AT] for hit in forms_named(cell))
    says_pH = any(map(_PH_SAID.search, looked))
    return tuple(key for key, is_said in (("form", says_form), ("pH", says_pH)) if is_said)


def name_forms(cells: Sequence[str]) -> bool:
    """Tell whether most cells name forms of vitamin C.

    Examples
    --------
    >>> name_forms(["L-Ascorbic Acid", "SAP"]), name_forms(["yes", "no"])
    (True, False)
    """
    looked = [cell for cell in cells[:LOOKED_AT] if cell.strip()]
    return bool(looked) and _share(looked, forms_named) >= _MOST


def _share(cells: Sequence[str], tells: object) -> float:
    """Return the share of cells for which something is told."""
    assert callable(tells)
    return sum(1 for cell in cells if tells(cell)) / len(cells)


def _is_short_amount(cell: str) -> bool:
    """Tell whether a cell is hardly more than one number."""
    return len(cell) <= 30 and bool(_NUMBER.search(cell))


@functools.cache
def _price_sign() -> re.Pattern[str]:
    """Return what finds a currency."""
    currencies = table_words().currencies
    signs = sorted((sign for signs in currencies.values() for sign in signs), key=len, reverse=True)
    every = [*map(re.escape, signs), "[¥￥]", rf"\b(?:{'|'.join(currencies)})\b", r"\bkr\b"]
    return re.compile("|".join(every), re.IGNORECASE)


def _look_of_numbers(heading: str, cells: Sequence[str]) -> str:
    """Return what bare numbers look like beside their heading."""
    matches = [_NUMBER.search(cell) for cell in cells]
    values = [float(match[0].replace(",", ".")) for match in matches if match]
    if _says_pH(heading) and values and all(0 < value <= 14 for value in values):
        return "pH"
    if _BARE_UNIT.search(heading.replace("_", " ")) and all(0 <= value <= 100 for value in values):
        return "" if _is_of_another(heading) else "strength"
    prices = {name for name in table_words().columns["price"] if len(name) > 3 and " " not in name}
    return "price" if prices & {*plain_name(heading.replace("_", " ")).split()} else ""


def _is_of_another(heading: str) -> bool:
    """Tell whether percentages are those of something else than vitamin C."""
    return bool(_NO_STRENGTH.search(heading.replace("_", " "))) or names_another_ingredient(heading)


def _are_lists(cells: Sequence[str]) -> bool:
    """Tell whether most cells are lists of ingredients."""
    return _share(cells, _is_list) >= _MOST


def _is_list(cell: str) -> bool:
    """Tell whether a cell is a list of ingredients: several entries, some of them known."""
    entries = [entry.strip(" []'\"().:") for entry in _ENTRY.split(cell[:2_000])]
    entries = [entry for entry in entries if entry][:12]
    if len(entries) < 3:
        return False
    known = sum(1 for entry in entries if catalog.is_ingredient(entry) or forms_named(entry))
    return known >= max(1, _KNOWN * len(entries))
