"""A table of products → what every rule about products says of each, at the values as its labels state them.

What `compare` says of one product, said of n at once. What a label does not tell is unknown, and the rules
that need it are skipped. A range stands at its middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.chemistry.recipe import PACKAGES as STORED_IN
from calc.chemistry.stability import KINDS
from calc.client.product import is_nothing_else
from calc.errors import InputError, refuse
from calc.parsing.price import currency_in
from calc.products.labels import ACID, Array, LabelColumns, Labels, Rows, label_facts
from calc.products.listings.header import SAMPLE_ROWS, ColumnMatch, match_columns, refuse_columns
from calc.products.listings.ingredient_rows import IngredientRows
from calc.products.listings.listing import Listing
from calc.products.listings.shape import TableShape
from calc.products.screening.cells import ENDS, ProductSheet
from calc.products.screening.verdicts import ADDED, NONE, answered, named_column, rule_columns
from calc.products.stability import at_room_temperature
from calc.rules.formula_facts import days_in_water

if TYPE_CHECKING:
    import pandas

#: What a column must say, one of these, for there to be something to judge.
JUDGED = ("form", "ingredients", "strength", "pH", "package", "coactives")
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
_NUMBERS = ("strength", "strength_low_percent", "strength_high_percent", "pH", "pH_low", "pH_high")


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
    labels = _labels(ProductSheet(brought, names, decimal), shape.heading_rows(frame))
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
    twice, taken = "this column stands twice.", "the answer has a column of this name."
    again = [name for name in dict.fromkeys(columns) if columns.count(name) > 1]
    added = [*(name for name in ADDED if name not in given), *(f"{name}{_GIVEN}" for name in given)]
    errors = [InputError("columns", name, twice, "Rename or remove one.") for name in again]
    errors += [InputError("columns", name, taken, "Rename it.") for name in added if name in columns]
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
    places, pairs = _words(sheet)
    plain = [_PlainWords.of(pair) for pair in pairs]
    odd = strength.odd | pH.odd | np.array([words is None for words in plain])[places]
    odd |= np.isnan(strength.values) & sheet.titles_with_strength()
    odd &= ~apart
    rows = np.flatnonzero(~odd & ~apart)
    listings = [None if words is None else words.listing for words in plain]
    columns.add_words(at[rows], places[rows], listings)
    shares = np.array([(0.0, 0.0) if words is None else words.shares for words in plain])[places[rows]]
    stated = strength.values[rows]
    columns.numbers["mass_fraction"][at[rows]] = np.where(shares[:, 0] > 0, stated, _NAN)
    columns.numbers["aa_equivalent"][at[rows]] = stated * shares[:, 1]
    columns.numbers["pH"][at[rows]] = pH.values[rows]
    reasons = [str(reason) for reason in aside[apart]]
    columns.add_words(at[apart], np.arange(len(reasons)), reasons)
    rows = np.flatnonzero(odd)
    places, readings = sheet.of(rows).listings(*_WORDS, "product", *_NUMBERS)
    columns.add_words(at[rows], places, readings)
    columns.add_numbers(at[rows], places, readings)


def _words(sheet: ProductSheet) -> tuple[Rows, list[tuple[Listing | str, Listing | str]]]:
    """Return what the words of each row say: without a strength, and with one of ten per cent.

    The name of a product counts only where nothing else names a form.
    """
    probe = sheet
    if {"strength", *ENDS["strength"]} & {*sheet.names}:  # else nothing is to be told from it
        probe = replace(sheet, frame=sheet.frame.assign(**{_PROBE: "10 %"}))
        probe = replace(probe, names={**sheet.names, "strength": _PROBE})
    places, bare = sheet.listings(*_WORDS)
    same, tried = probe.listings(*_WORDS, "strength")
    pairs = list(zip(bare, (tried[i] for i in _matching(places, same, len(bare)))))
    nameless = np.array([_is_nameless(reading) for reading in bare], dtype=bool)
    rows = np.flatnonzero(nameless[places]) if "product" in sheet.names else np.zeros(0, dtype=np.intp)
    if rows.size:
        of_names, named = sheet.of(rows).listings(*_WORDS, "product")
        same, tried = probe.of(rows).listings(*_WORDS, "product", "strength")
        places[rows] = len(pairs) + of_names
        pairs += zip(named, (tried[i] for i in _matching(of_names, same, len(named))))
    return places, pairs


def _matching(places: Rows, other: Rows, size: int) -> list[int]:
    """Return which of the other readings goes with each of the first ones."""
    matches = np.zeros(size, dtype=np.intp)
    matches[places] = other
    return [int(match) for match in matches]


def _is_nameless(reading: Listing | str) -> bool:
    """Tell whether a row can be read, and nothing in it names a form."""
    return not isinstance(reading, str) and not reading.forms and not reading.has_unknown_form


class _PlainWords(NamedTuple):
    """Words with which a strength alone decides: which share of it is the first form's, and ascorbic acid."""

    listing: Listing
    shares: tuple[float, float]

    @classmethod
    def of(cls, pair: tuple[Listing | str, Listing | str]) -> _PlainWords | None:
        """Return what words say; None where they state a strength themselves, or cannot be read."""
        bare, tried = pair
        if isinstance(bare, str) or isinstance(tried, str):
            return None
        stated = (bare.total, bare.g_per_100mL, bare.total_g_per_100mL)
        if any(stated) or any(share for _, share in bare.shares):
            return None
        content = tried.aa_equivalent
        part = 10 * tried.mass_fraction.median if tried.mass_fraction else 0.0
        return cls(bare, (part, _NAN if content is None else 10 * content.median))


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
