"""A table of products → what every rule about products says of each, at the values as its labels state them.

What `compare` says of one product, said of n at once. What a label does not tell is unknown, and the rules
that need it are skipped. A range stands at its middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.chemistry.recipe import PACKAGES as STORED_IN
from calc.chemistry.stability import KINDS
from calc.client.product import is_nothing_else
from calc.errors import InputError, refuse
from calc.messages import say
from calc.parsing.price import currency_in
from calc.products.labels import ACID, Array, Flags, LabelColumns, Labels, Rows, label_facts
from calc.products.listings.header import SAMPLE_ROWS, ColumnMatch, match_columns, refuse_columns
from calc.products.listings.ingredient_rows import IngredientRows
from calc.products.listings.listing import Listing
from calc.products.listings.shape import TableShape
from calc.products.screening.cells import ProductSheet
from calc.products.screening.verdicts import ADDED, NONE, UNNAMED, answered, named_column, rule_columns
from calc.products.stability import at_room_temperature
from calc.rules.formula_facts import days_in_water

if TYPE_CHECKING:
    import pandas

#: What a column must say, one of these, for there to be something to judge.
JUDGED = ("form", "ingredients", "strength", "pH", "package", "coactives")
#: Why a row is not judged.
NOT_LEFT_ON = say("it is injected, needled in or swallowed: no leave-on cosmetic")
_NAN = float("nan")
# The words of so many rows are in memory together.
_ROWS_AT_ONCE = 4_096
# Columns that have the name of one that is added, and what is read in them; they stay, under another name.
_MOVED = {"pH": "pH", "mass_fraction": "strength"}
_GIVEN = "_given"
_PROBE = "\0 strength"
# What is read of a row: words, and numbers; the rest has no say in a verdict.
_WORDS = (
    *("form", "ingredients", "second_forms", "coactives", "package", "base", "total_percent"),
    *("total_g_per_100mL", "strength_g_per_100mL", "strength_low_g_per_100mL", "strength_high_g_per_100mL"),
)
_STRENGTHS = ("strength", "strength_low_percent", "strength_high_percent")
_NUMBERS = (*_STRENGTHS, "pH", "pH_low", "pH_high")


def screen_products(
    frame: pandas.DataFrame, *, decimal: str = "", shape: TableShape | None = None
) -> pandas.DataFrame:
    """Return a table of products with what every rule about products says of each.

    Parameters
    ----------
    frame : DataFrame
        A product per row, with the columns of `data/products.csv` or such as `recognised`
        knows; an empty cell is unknown. Other columns are left as they are. Where each row is one
        ingredient, the rows of a product become one.
    decimal : str, optional
        "," for a table whose texts have decimal commas.
    shape : TableShape, optional
        How its columns are read; as the table itself tells when left out.

    Returns
    -------
    DataFrame
        With `verdicts.ADDED`, and ``currency`` where one is stated for prices that name none.
        ``mass_fraction``, ``aa_equivalent_fraction`` and ``pH`` are as the
        label states them, a range by its middle; ``dissolves`` is unknown; ``t90_days`` is at room
        temperature in its package. A row with a cell that cannot be read says so in ``unread`` and
        has nothing else.

    Raises
    ------
    InputErrors
        No column that names a product or its form, one that would be added.

    Examples
    --------
    >>> import pandas
    >>> frame = pandas.DataFrame({"product": ["A"], "form": ["l_ascorbic_acid"], "pH": ["2.0"]})
    >>> screen_products(frame)["codes"].tolist()
    ['PH-001;PH-020']
    """
    if shape is None and (rows := ingredient_rows(frame)):
        frame = rows.grouped(frame)
        shape = TableShape.of(rows.match, frame.head(SAMPLE_ROWS))
    added = label_columns(frame, decimal=decimal, shape=shape)
    return frame.assign(**{name: added[name] for name in added})


def shape_of(
    frame: pandas.DataFrame,
    columns: Mapping[str, str] | None = None,
    *,
    currency: str = "",
    units: Mapping[str, str] | None = None,
) -> TableShape:
    """Return how the columns of a table are read, as its first rows tell.

    Parameters
    ----------
    frame : DataFrame
        Its first rows, `SAMPLE_ROWS` of them where there are so many.
    columns, currency, units
        As for `read_listings`.
    """
    names = tuple(map(str, frame.columns))
    if len({*names}) < len(names):
        return TableShape(match_columns(names, None, columns), currency, units or {})
    sample = frame.head(SAMPLE_ROWS)
    return TableShape.of(match_columns(names, sample, columns), sample, currency, units)


def ingredient_rows(
    frame: pandas.DataFrame,
    columns: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
) -> IngredientRows | None:
    """Return how rows of single ingredients are put together; None for a table of a product in each row.

    Parameters
    ----------
    frame : DataFrame
        Its first rows, `SAMPLE_ROWS` of them where there are so many.
    columns, units
        As for `read_listings`.
    """
    names = tuple(map(str, frame.columns))
    if len({*names}) < len(names):
        return None
    sample = frame.head(SAMPLE_ROWS)
    return IngredientRows.of(match_columns(names, sample, columns), sample, units)


def label_columns(
    frame: pandas.DataFrame, *, decimal: str = "", shape: TableShape | None = None
) -> pandas.DataFrame:
    """Return the columns that `screen_products` adds.

    Parameters
    ----------
    frame, decimal
        As for `screen_products`.
    shape : TableShape, optional
        How its columns are read; as the table itself tells when left out.

    Returns
    -------
    DataFrame
        With `verdicts.ADDED`.
    """
    shape = shape or shape_of(frame)
    given = [name for name in _MOVED if name in shape.match.fields.values() and name in frame.columns]
    _refuse_columns(frame, shape.match, given)
    brought, names = shape.shaped(frame)
    sheet, aside = ProductSheet.of_table(brought, names, decimal), shape.heading_rows(frame)
    aside = np.where((aside == "") & sheet.not_left_on(), NOT_LEFT_ON, aside)
    labels = _labels(sheet, aside)
    added = answered(_judged(labels.readable()), labels.wrong, labels.reasons, frame.index)
    if shape.currency and "price" in shape.match.fields:
        added["currency"] = _currencies(frame, shape)
    return added.assign(**{f"{name}{_GIVEN}": frame[name] for name in given})


def _currencies(frame: pandas.DataFrame, shape: TableShape) -> list[str]:
    """Return the currency of each price: its own, or the one that is stated."""
    fields = shape.match.fields
    rows = zip(*(frame[fields[key]].map(str) for key in ("price", "currency") if key in fields))
    return [next((code for text in row if (code := currency_in(text))), shape.currency) for row in rows]


def _refuse_columns(frame: pandas.DataFrame, match: ColumnMatch, given: Sequence[str]) -> None:
    """Refuse columns that stand twice or in the way, and a table in which nothing names a product."""
    columns = [str(name) for name in frame.columns]
    twice, taken = say("this column is there twice."), say("the answer has a column of this name.")
    again = [name for name in dict.fromkeys(columns) if columns.count(name) > 1]
    added = [*(name for name in ADDED if name not in given), *(f"{name}{_GIVEN}" for name in given)]
    errors = [InputError("columns", name, twice, say("Rename or remove one.")) for name in again]
    errors += [InputError("columns", name, taken, say("Rename it.")) for name in added if name in columns]
    refuse(errors)
    refuse_columns(match, columns)


# --- labels ---------------------------------------------------------------------------------------


def _labels(sheet: ProductSheet, aside: NDArray[np.object_]) -> Labels:
    """Return the labels of a table; ``aside``: why each row is no product.

    What its words say is read once for all rows that say the same; its numbers go with it where both are
    plain. Every other row is read as it stands.
    """
    size = len(sheet.frame)
    columns = LabelColumns(size)
    for start in range(0, size, _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, size))
        _add_labels(columns, rows, sheet.of(rows), aside[rows])
    labels = columns.labels()
    pure = labels.of_kind(lambda product: is_nothing_else(product.form, 1.0)) == 1
    return replace(labels, is_powder=labels.is_powder | (pure & (labels.mass_fraction >= 1)))


def _add_labels(columns: LabelColumns, at: Rows, sheet: ProductSheet, aside: NDArray[np.object_]) -> None:
    """Add the labels of some rows; ``at``: where they stand among all."""
    apart = aside != ""
    strength, pH = sheet.strength(), sheet.pH()
    words = _Words.of(sheet)
    odd = strength.odd | pH.odd | np.array([plain is None for plain in words.plain])[words.places]
    # Where the row names a form, a strength in the name of the product is that of the form.
    bare = np.flatnonzero(np.isnan(strength.values) & ~odd & words.with_form())
    odd[bare[sheet.of(bare).titles_with_strength()]] = True
    odd &= ~apart
    rows = np.flatnonzero(~odd & ~apart)
    listings = [plain and plain.listing for plain in words.plain]
    columns.add_words(at[rows], words.places[rows], listings, sheet.said[rows])
    columns.vitamin_c[at[rows[words.in_titles[rows]]]] = UNNAMED
    nothing = (0.0, _NAN, _NAN)
    first, low, high = np.array([plain.shares if plain else nothing for plain in words.plain])[
        words.places[rows]
    ].T
    stated = strength.values[rows]
    columns.numbers["mass_fraction"][at[rows]] = np.where(first > 0, stated, _NAN)
    columns.numbers["aa_equivalent"][at[rows]] = (stated * low + stated * high) / 2
    reasons = [str(reason) for reason in aside[apart]]
    columns.add_words(at[apart], np.arange(len(reasons)), reasons)
    for rows, numbers in ((odd & pH.odd, _NUMBERS), (odd & ~pH.odd, _STRENGTHS)):
        places, readings = (some := sheet.of(np.flatnonzero(rows))).listings(*_WORDS, "product", *numbers)
        columns.add_words(at[rows], places, readings, some.said)
        columns.add_numbers(at[rows], places, readings)
    plain = ~apart & ~pH.odd
    columns.numbers["pH"][at[plain]] = pH.values[plain]


class _PlainWords(NamedTuple):
    """Words with which a strength alone decides.

    ``shares``: which share of it is the first form's, and the least and the greatest of it that counts as
    ascorbic acid; NaN where nobody knows.
    """

    listing: Listing
    shares: tuple[float, float, float]

    @classmethod
    def of(cls, bare: Listing | str, tried: Listing | str | None) -> _PlainWords | None:
        """Return what words say; None where they state a strength themselves, or cannot be read.

        Parameters
        ----------
        bare : Listing or str
            Without a strength.
        tried : Listing, str or None
            With one of a hundred per cent, where they name several forms.
        """
        if isinstance(bare, str) or isinstance(tried, str):
            return None
        stated = (bare.total, bare.g_per_100mL, bare.total_g_per_100mL)
        if any(stated) or any(share for _, share in bare.shares):
            return None
        if tried:
            content, first = tried.aa_equivalent, 1.0 if tried.mass_fraction else 0.0
            ends = (_NAN, _NAN) if content is None else (content.median, content.median)
            if content and tried.aa_equivalent_key == "between":
                ends = content.low, content.high
            return cls(bare, (first, *ends))
        form = bare.product.form
        value = catalog.forms()[form].aa_equivalent if form else None
        centre = value.to("dimensionless")[0] if value else _NAN
        return cls(bare, (1.0, centre, centre))


@dataclass(frozen=True, eq=False)
class _Words:
    """What the words of the rows of a table say, without strengths and pH.

    Parameters
    ----------
    places : array of int
        Which of the readings each row has.
    readings : list of Listing or str
        A text is the reason why they cannot be read.
    plain : list of _PlainWords or None
        Of each reading.
    in_titles : array of bool
        Whether the name of the product says vitamin C, and nothing else in a row names a form of it.
    """

    places: Rows
    readings: list[Listing | str]
    plain: list[_PlainWords | None]
    in_titles: Flags

    @classmethod
    def of(cls, sheet: ProductSheet) -> _Words:
        """Return what the words of each row say.

        The name of a product counts only where nothing else names a form.
        """
        places, readings = sheet.listings(*_WORDS)
        in_words = len(readings)
        nameless = np.array([_is_nameless(reading) for reading in readings], dtype=bool)[places]
        rows = np.flatnonzero(nameless)
        said = sheet.of(rows).named_by_titles()
        in_titles = np.zeros(places.size, dtype=bool)
        in_titles[rows[said == "unnamed"]] = True
        if (rows := rows[said == "form"]).size:
            of_names, named = sheet.of(rows).listings(*_WORDS, "product")
            places[rows] = len(readings) + of_names
            readings = [*readings, *named]
        tried = _tried(sheet, places, readings, in_words)
        plain = [_PlainWords.of(reading, tried.get(place)) for place, reading in enumerate(readings)]
        return cls(places, readings, plain, in_titles)

    def with_form(self) -> Flags:
        """Tell which rows name a form that is known here."""
        named = [not isinstance(reading, str) and bool(reading.forms) for reading in self.readings]
        return np.array(named, dtype=bool)[self.places]


def _tried(
    sheet: ProductSheet, places: Rows, readings: list[Listing | str], in_words: int
) -> dict[int, Listing | str]:
    """Return the words that name several forms with a strength of a hundred per cent, by their place.

    Of these alone it is to be found out whether a strength is that of the first, or of all together. From
    the place ``in_words`` on the name of the product names them.
    """
    every, first = np.unique(places, return_index=True)
    several = {
        place: row
        for place, row in zip(every.tolist(), first.tolist())
        if not isinstance(reading := readings[place], str)
        and len(reading.forms) + reading.has_unknown_form > 1
    }
    tried: dict[int, Listing | str] = {}
    for fields in ((), ("product",)):
        rows = {place: row for place, row in several.items() if (place >= in_words) == bool(fields)}
        if rows:
            some = sheet.of(np.array([*rows.values()], dtype=np.intp))
            probe = replace(some, frame=some.frame.assign(**{_PROBE: "100 %"}))
            probe = replace(probe, names={**some.names, "strength": _PROBE})
            same, with_strength = probe.listings(*_WORDS, *fields, "strength")
            tried |= {place: with_strength[which] for place, which in zip(rows, same.tolist())}
    return tried


def _is_nameless(reading: Listing | str) -> bool:
    """Tell whether a row can be read, and nothing in it names a form."""
    return not isinstance(reading, str) and not reading.forms and not reading.has_unknown_form


# --- verdicts -------------------------------------------------------------------------------------


def _judged(labels: Labels) -> dict[str, Any]:
    """Return the columns of an answer for labels that can be read."""
    results = rules.evaluate(label_facts(labels), ("product",))
    # In a list without vitamin C there is nothing for them to look at.
    looked = (labels.vitamin_c != NONE)[:, np.newaxis]
    fires, skipped = (
        np.where(looked, words, 0).astype(np.uint64) for words in (results.fires, results.skipped)
    )
    return {
        "mass_fraction": labels.mass_fraction,
        "aa_equivalent_fraction": labels.aa_equivalent,
        "pH": labels.pH,
        "dissolves": np.full(labels.pH.size, _NAN),
        "t90_days": _t90_days(labels),
        **rule_columns(fires, skipped, "product"),
        "vitamin_c_named": named_column(labels.vitamin_c),
    }


def _t90_days(labels: Labels) -> Array:
    """Return when a tenth of the acid is lost at room temperature [day]; NaN where no number is given."""
    days = np.full(labels.pH.size, _NAN)
    forms = (None, *catalog.forms())
    form_places = labels.of_kind(lambda product: forms.index(product.form)).astype(np.intp)
    wet = labels.of_kind(lambda product: product.has_water is not False) == 1
    usable = wet & (labels.mass_fraction < 1) & ((form_places != forms.index(ACID)) | ~np.isnan(labels.pH))
    acids = [place for place, form in enumerate(forms) if form and catalog.forms()[form].kind in KINDS]
    cells = form_places * (len(STORED_IN) + 1) + labels.packages
    groups = np.where(usable & np.isin(form_places, acids), cells, -1)
    for group in np.unique(groups[groups >= 0]).tolist():
        rows = np.flatnonzero(groups == group)
        form_place, package_place = divmod(group, len(STORED_IN) + 1)
        storage = at_room_temperature((*STORED_IN, None)[package_place])
        strength, pH = labels.mass_fraction[rows], labels.pH[rows]
        days[rows] = days_in_water(str(forms[form_place]), strength, pH, storage)
    return days
