"""A table brought into the shape in which rows are read: what headings and options say becomes cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from calc.catalog.market import table_words
from calc.catalog.normalize import normalize
from calc.errors import InputError, refuse
from calc.messages import say
from calc.parsing.forms_in_text import forms_named
from calc.parsing.price import currency_in
from calc.parsing.size import size_unit
from calc.parsing.strength import UNKNOWN_WORDS, unit_in_name
from calc.products.listings.footnotes import footnote_of, is_footnote, is_marked
from calc.products.listings.header import ColumnMatch
from calc.products.listings.heading import spaced

if TYPE_CHECKING:
    import pandas

#: Why a row of a table is no product.
SUMMARY, SECTION = say("a row that sums up others, no product"), say("a heading among the rows, no product")
FOOTNOTE = say("a line below a table, no product")
# A table of fewer columns has rows of one cell that are products.
_LEAST_COLUMNS = 4
_ZERO = re.compile(r"0+(?:[.,]0+)?\s*%?")
_WEIGHTS = re.compile(r"\b(?:weight|wt|gewicht|вес|масса|hmotnost|vikt|ağırlık|중량|重量)\b", re.IGNORECASE)
# A column that is made here has a name that no table has.
_MADE = "\0 "


@dataclass(frozen=True)
class TableShape:
    """How the columns of a table are read.

    Parameters
    ----------
    match : ColumnMatch
    currency : str
        Code of the currency of prices that name none.
    units : mapping of str to str
        Unit of bare numbers, by "strength" or "size"; it goes before what a heading says.
    told_currency : str
        Code of the currency of the other prices, where ``currency`` is not stated.
    """

    match: ColumnMatch
    currency: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    told_currency: str = ""

    @classmethod
    def of(
        cls,
        match: ColumnMatch,
        sample: pandas.DataFrame,
        currency: str = "",
        units: Mapping[str, str] | None = None,
    ) -> TableShape:
        """Return how a table is read, with the currency that its other prices have where some name none.

        Parameters
        ----------
        match, currency, units
            As of the class.
        sample : DataFrame
            Its first rows.
        """
        currency_note = "" if currency else _told_currency(match, sample)
        return cls(match, currency, units or {}, currency_note)

    def notes(self) -> tuple[str, ...]:
        """Return what was found out about its columns, in plain words."""
        if not self.told_currency:
            return self.match.notes
        return (
            *self.match.notes,
            say(
                "Prices that name no currency are taken as {told_currency}, as the others are.",
                told_currency=self.told_currency,
            ),
        )

    def shaped(self, frame: pandas.DataFrame) -> tuple[pandas.DataFrame, dict[str, str]]:
        """Return a table with the cells that follow from headings and options, and column by what it says.

        Parameters
        ----------
        frame : DataFrame
            With the columns that were matched.
        """
        names = dict(self.match.fields)
        made: dict[str, object] = {}
        if self.match.forms and "second_forms" not in names:
            made, names = self._with_forms(frame, names)
        for key in ("strength", "size", "price"):
            heading = self._heading(key)
            if key in names and heading != names[key]:
                made[f"{_MADE}{heading}"] = made.pop(names[key]) if names[key] in made else frame[names[key]]
                names[key] = f"{_MADE}{heading}"
        currency = self.currency or self.told_currency
        if currency and "price" in names:
            cells = frame[names["currency"]] if "currency" in names else None
            name = f"{_MADE}currency"
            made[name] = currency if cells is None else cells.where(_texts(cells) != "", currency)
            names["currency"] = name
        return (frame.assign(**made) if made else frame), names

    def _heading(self, key: str) -> str:
        """Return the heading of a column as its unit is read: its own, or one with the unit that is given."""
        own = self.match.fields.get(key, "")
        if self.units.get(key):
            return f"{key} ({self.units[key]})"
        if key == "size" and _WEIGHTS.search(own) and size_unit(own) == "mL" and "ml" not in own.lower():
            return "size (g)"
        parted = spaced(own)
        if key == "price":
            return own if currency_in(own) else parted
        return parted if key == "strength" and not unit_in_name(own) and unit_in_name(parted) else own

    def _with_forms(
        self, frame: pandas.DataFrame, names: dict[str, str]
    ) -> tuple[dict[str, object], dict[str, str]]:
        """Return columns of forms and strengths where headings of strengths name forms."""
        columns = {form: _texts(frame[name]) for name, form in self.match.forms.items()}
        size = len(frame)
        empty = np.full(size, "", dtype=object)
        words = _texts(frame[names["form"]]) if "form" in names else empty
        lists = _texts(frame[names["ingredients"]]) if "ingredients" in names else empty
        rows = [
            _row_of_forms(
                {form: str(cells[row]) for form, cells in columns.items()}, str(words[row]), str(lists[row])
            )
            for row in range(size)
        ]
        keys = {
            "form": f"{_MADE}form",
            "strength": f"{_MADE}{names['strength']}",
            "second_forms": f"{_MADE}second_forms",
        }
        made: dict[str, object] = {
            name: np.array([row[place] for row in rows], dtype=object)
            for place, name in enumerate(keys.values())
        }
        return made, {**names, **keys}

    def heading_rows(self, frame: pandas.DataFrame) -> NDArray[np.object_]:
        """Return why each row is no product: a line below the table, a sum, a heading; "" for products.

        Parameters
        ----------
        frame : DataFrame
            As it was brought.
        """
        fields = self.match.fields
        reasons = _footnotes(frame, self.match.fields.get("product", ""))
        rows = np.flatnonzero(reasons == "")
        for key in ("form", "ingredients", "second_forms"):
            if key in fields and rows.size:
                rows = rows[_is_empty(frame[fields[key]].iloc[rows])]
        if not rows.size or "product" not in fields:
            return reasons
        brands = _texts(frame[fields.get("brand", fields["product"])].iloc[rows])
        products = _texts(frame[fields["product"]].iloc[rows])
        said = [normalize(str(brand) or str(product)) for brand, product in zip(brands, products)]
        is_summary = np.array([words in table_words().rows["summary"] for words in said], dtype=bool)
        reasons[rows[is_summary]] = SUMMARY
        rows = rows[~is_summary]
        reasons[rows[_are_sections(frame.iloc[rows], fields["product"])]] = SECTION
        return reasons


def _told_currency(match: ColumnMatch, sample: pandas.DataFrame) -> str:
    """Return the currency of prices that name one, where it is one, and others name none; else ""."""
    heading = match.fields.get("price", "")
    if not heading or "currency" in match.fields or currency_in(heading) or heading not in sample:
        return ""
    texts = [text for text in map(str, sample[heading].dropna().unique()) if any(map(str.isdigit, text))]
    named = {currency_in(text) for text in texts}
    return max(named) if len(named) == 2 and "" in named else ""


def _footnotes(frame: pandas.DataFrame, product: str) -> NDArray[np.object_]:
    """Return which rows are lines below the table; a mark alone tells at its end, behind the last product."""
    reasons = np.full(len(frame), "", dtype=object)
    if frame.shape[1] < 2 or not len(frame):
        return reasons
    first, last = frame.iloc[:, 0], frame.iloc[:, -1]
    rows = np.flatnonzero(_is_empty(last) | _is_empty(first))
    begins = _texts(first.iloc[rows])
    if product in frame.columns:
        begins = np.where(begins == "", _texts(frame[product].iloc[rows]), begins)
    behind = len(frame)
    for row, begin in zip(reversed(rows.tolist()), reversed(begins.tolist())):
        at_end = row == behind - 1
        if not (is_footnote(begin) or (at_end and (not begin.strip() or is_marked(begin)))):
            continue
        cells = ["" if cell is None or cell != cell else str(cell) for cell in frame.iloc[row]]
        is_line = bool(footnote_of(cells))
        if is_line and begin.strip():
            reasons[row] = FOOTNOTE
        if at_end and (is_line or not any(map(str.strip, cells))):
            behind = row
    return reasons


def _are_sections(frame: pandas.DataFrame, product: str) -> NDArray[np.bool_]:
    """Tell which rows are headings of those below: one cell alone, marked as one or in its own place."""
    sections = np.zeros(len(frame), dtype=bool)
    if frame.shape[1] < _LEAST_COLUMNS or not len(frame):
        return sections
    filled = np.sum([~_is_empty(frame[name]) for name in frame.columns], axis=0)
    for place in np.flatnonzero(filled == 1).tolist():
        cells = [str(cell) for cell in frame.iloc[place] if isinstance(cell, str) and cell.strip()]
        text, name = "".join(cells).strip(), str(frame[product].iloc[place] or "")
        of_its_own = not name.strip() or normalize(text) in table_words().rows["section"]
        marked = (
            (text.isupper() and len(text) > 3) or text.endswith(":") or text.startswith(("--", "==", "##"))
        )
        sections[place] = (of_its_own or marked) and not forms_named(text)
    return sections


def _texts(column: pandas.Series) -> NDArray[np.object_]:
    """Return the cells of a column as text; "" where there is nothing."""
    return np.asarray(column.astype("object").where(column.notna(), "").map(str), dtype=object)


def _is_empty(column: pandas.Series) -> NDArray[np.bool_]:
    """Tell which cells of a column hold nothing."""
    import pandas

    missing = np.asarray(column.isna(), dtype=bool)
    if pandas.api.types.is_numeric_dtype(column.dtype):
        return missing
    plain = column if "string" in str(column.dtype) or str(column.dtype) == "str" else column.astype("object")
    if "dictionary" in str(column.dtype):
        plain = column.astype("object")
    return missing | np.asarray((plain == "").fillna(False), dtype=bool)


def _row_of_forms(strengths: Mapping[str, str], words: str, ingredients: str) -> tuple[str, str, str]:
    """Return first form, its strength and further forms of a row whose columns name forms."""
    stated = {
        form: text
        for form, cell in strengths.items()
        if (text := cell.strip()) and text.casefold() not in UNKNOWN_WORDS and not _ZERO.fullmatch(text)
    }
    if not stated:
        return words, "", ""
    first, *further = stated
    seconds = [f"{form}:{stated[form]}" for form in further]
    named = _forms_of(words) + (_forms_of(ingredients) if seconds else [])
    others = [form for form in dict.fromkeys(named) if form not in stated]
    return first, stated[first], ";".join([*seconds, *others])


def _forms_of(text: str) -> list[str]:
    """Return the forms that a text names."""
    return [hit.form for hit in forms_named(text) if hit.form] if text else []


def read_units(texts: Sequence[str]) -> dict[str, str]:
    """Read units of bare numbers as people state them: of strengths or of sizes.

    Parameters
    ----------
    texts : sequence of str
        Each one unit: ``mg/mL``, ``%``, ``ml``, ``oz``.

    Raises
    ------
    InputErrors
        What is no unit of a strength or of a size, and two for one of them.

    Examples
    --------
    >>> read_units(["mg/mL", "oz"])
    {'strength': 'mg/mL', 'size': 'oz'}
    """
    units: dict[str, str] = {}
    errors = []
    for text in texts:
        plain = text.strip()
        key = "strength" if unit_in_name(f"({plain})") else "size" if _is_size_unit(plain) else ""
        if not key:
            fix = say("Use %, mg/mL, ppm, w/v, g, ml or oz.")
            errors.append(InputError("unit", text, say("this is not a unit of strength or of size."), fix))
        elif units.setdefault(key, plain) != plain:
            errors.append(
                InputError(
                    "unit", text, say("{units} is given too.", units=units[key]), say("Give one of them.")
                )
            )
    refuse(errors)
    return units


def _is_size_unit(text: str) -> bool:
    """Tell whether a text is a unit of mass or of volume."""
    return size_unit(f"size ({text})") != "mL" or text.casefold() in ("ml", "мл", "milliliter", "millilitre")


def read_currency(text: str) -> str:
    """Return the code of a currency as somebody states it, "" for nothing.

    Parameters
    ----------
    text : str
        A code or a sign.

    Raises
    ------
    InputErrors
        No currency that is known here.

    Examples
    --------
    >>> read_currency("eur"), read_currency("₩"), read_currency("")
    ('EUR', 'KRW', '')
    """
    plain = text.strip()
    currencies = table_words().currencies
    by_sign = {sign: code for code, signs in currencies.items() for sign in signs}
    code = plain.upper() if plain.upper() in currencies else by_sign.get(plain.casefold(), "")
    if plain and not code:
        fix = say("Use a code: {currencies}, ...", currencies=", ".join(list(currencies)[:8]))
        refuse([InputError("currency", text, say("this names no currency known here."), fix)])
    return code


def read_column_choices(texts: Sequence[str]) -> dict[str, str]:
    """Read which column says what, as people state it.

    Parameters
    ----------
    texts : sequence of str
        Each as ``strength=stated_percent``; nothing behind the sign for no column.

    Raises
    ------
    InputErrors
        What is not written so, and two columns for one thing.

    Examples
    --------
    >>> read_column_choices(["strength=stated_percent", 'product="Item name"'])
    {'strength': 'stated_percent', 'product': 'Item name'}
    """
    choices: dict[str, str] = {}
    errors = []
    for text in texts:
        key, sign, name = (part.strip() for part in text.partition("="))
        name = name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name
        key = {"ph": "pH"}.get(key, key)
        if not sign or not key:
            fix = say("Write for example strength=stated_percent.")
            errors.append(InputError("column", text, say("this does not say which column is which."), fix))
        elif choices.setdefault(key, name) != name:
            errors.append(
                InputError("column", text, say("{key} is given twice.", key=key), say("Give it once."))
            )
    refuse(errors)
    return choices
