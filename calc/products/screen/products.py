"""A table of products → what every rule about products says of each, at the values as its labels state them.

What `products.compared` says of one product, said of n at once. Cells are read by `offers`, each
distinct text once; plain numbers all together. What a label does not tell is unknown, and the rules
that need it are skipped. A range stands at its middle.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.chemistry.recipe import PACKAGES as STORED_IN
from calc.chemistry.recipe import Storage
from calc.chemistry.stability import KINDS
from calc.client.facts import visit_facts
from calc.client.intake import skin_bound_mg
from calc.client.product import Product, is_nothing_else
from calc.client.visit import Visit
from calc.errors import InputError, refuse
from calc.products.listing import Listing, equivalent
from calc.products.screen.verdicts import ADDED, answered, rule_columns
from calc.products.table import NEEDED, read_listings, recognised
from calc.rules import Facts
from calc.rules.formula_facts import days_in_water
from calc.tables import Table
from calc.tables.number_format import clear_decimal
from calc.units import Q_

if TYPE_CHECKING:
    import pandas

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]

#: What a column must say, one of these, for there to be something to judge.
JUDGED = ("form", "ingredients", "strength", "pH", "package", "coactives")
_ENDS = {"strength": ("strength_low_percent", "strength_high_percent"), "pH": ("pH_low", "pH_high")}
# So many texts are read together, and so many are remembered.
_TOGETHER, _REMEMBERED = 1_000, 200_000
_PLAIN = r"\d+(?:\.\d+)?"
_COMMA = r"\d+,\d{1,2}"
_THOUSAND = r"[1-9]\d{0,2}\.\d{3}"
_NAN = float("nan")
_ACID = "l_ascorbic_acid"
# A column in which no number is plain.
_NONE = (1.0, np.inf, -np.inf)
_LEAST = 1e-9
_TRIALS = [("1",), ("0.5",)]
# Columns that have the name of one that is added, and what is read in them; they stay, under another name.
_MOVED = {"pH": "pH", "mass_fraction": "strength"}
_GIVEN = "_given"
_NAMELESS, _PROBE = "\0", "\0 strength"
# What is read of a row: words, and numbers; the rest has no say in a verdict.
_WORDS = (
    *("form", "ingredients", "second_forms", "coactives", "package", "base", "total_percent"),
    *("total_g_per_100mL", "strength_g_per_100mL", "strength_low_g_per_100mL", "strength_high_g_per_100mL"),
)
_NUMBERS = ("strength", "strength_low_percent", "strength_high_percent", "pH", "pH_low", "pH_high")


def screen_products(frame: pandas.DataFrame, *, decimal: str = "") -> pandas.DataFrame:
    """Return a table of products with what every rule about products says of each.

    Parameters
    ----------
    frame : DataFrame
        A product per row, with the columns of `data/products.csv` or such as `offers.recognised`
        knows; an empty cell is unknown. Other columns are left as they are.
    decimal : str, optional
        "," for a table whose texts have decimal commas.

    Returns
    -------
    DataFrame
        With `verdicts.ADDED`. ``mass_fraction``, ``aa_equivalent_fraction`` and ``pH`` are as the
        label states them, a range by its middle; ``dissolves`` is unknown; ``t90_days`` is at room
        temperature in its package. A row with a cell that cannot be read says so in ``unread`` and
        has nothing else.

    Raises
    ------
    InputErrors
        No column that names a product or its form, one that would be added.
    """
    added = label_columns(frame, decimal=decimal)
    return frame.assign(**{name: added[name] for name in added})


def label_columns(frame: pandas.DataFrame, *, decimal: str = "") -> pandas.DataFrame:
    """Return the columns that `screen_products` adds.

    Parameters
    ----------
    frame, decimal
        As for `screen_products`.

    Returns
    -------
    DataFrame
        With `verdicts.ADDED`.
    """
    names = recognised(tuple(map(str, frame.columns)))
    given = [each for each, field in _MOVED.items() if names.get(field) == each]
    _refuse_columns(frame, names, given)
    labels = _labels(_Sheet(frame, names, decimal))
    added = answered(_judged(labels.good()), labels.wrong, labels.reasons, frame.index)
    return added.assign(**{f"{each}{_GIVEN}": frame[each] for each in given})


def _refuse_columns(frame: pandas.DataFrame, names: Mapping[str, str], given: Sequence[str]) -> None:
    """Refuse columns that stand twice or in the way, and a table in which nothing names a product."""
    columns = [str(each) for each in frame.columns]
    twice, taken = "this column stands twice.", "the answer has a column of this name."
    again = [each for each in dict.fromkeys(columns) if columns.count(each) > 1]
    added = [*(each for each in ADDED if each not in given), *(f"{each}{_GIVEN}" for each in given)]
    errors = [InputError("columns", each, twice, "Rename or remove one.") for each in again]
    errors += [InputError("columns", each, taken, "Rename it.") for each in added if each in columns]
    if not {*NEEDED} & {*names}:
        accepted = f"a column for {', '.join(NEEDED)} is needed."
        errors.append(InputError("columns", ", ".join(columns[:12]), accepted, "Name one so."))
    refuse(errors)


# --- cells ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cells:
    """Which columns of a table are read together, by what they say, and how it writes numbers."""

    names: tuple[tuple[str, str], ...]
    decimal: str


class _Remembered(dict[tuple[_Cells, tuple[str, ...]], Any]):
    """Offers by the cells that were read; for cells that cannot be read the reason."""

    def of(self, cells: _Cells, texts: Sequence[tuple[str, ...]]) -> list[Listing | str]:
        """Return what `offers.read_listings` reads in rows of these cells alone."""
        known = {each: self.get((cells, each)) for each in dict.fromkeys(texts)}
        new = [each for each, read in known.items() if read is None]
        for i in range(0, len(new), _TOGETHER):
            some = new[i : i + _TOGETHER]
            known.update(zip(some, _offers(cells, some)))
        if len(self) + len(new) > _REMEMBERED:
            self.clear()
        self.update(((cells, each), known[each]) for each in new)
        return [read for each in texts if (read := known[each]) is not None]


_READ = _Remembered()


def _offers(cells: _Cells, texts: Sequence[tuple[str, ...]]) -> list[Listing | str]:
    """Return rows of some cells as offers, or why they cannot be read."""
    import pandas

    names = dict(cells.names)
    frame = pandas.DataFrame(texts, columns=list(names.values()), dtype="str")
    if not {*NEEDED} & {*names}:
        names["product"] = _NAMELESS
        frame[_NAMELESS] = ""
    table = Table(tuple(frame.columns), frame, (), 0, "", "", cells.decimal, "", ())
    read = read_listings(table, names)
    unread = {each.line: each.reason for each in read.unread}
    offers = iter(read.offers)
    return [unread[i] if i in unread else next(offers) for i in range(len(texts))]


def _texts(column: pandas.Series) -> NDArray[np.object_]:
    """Return the cells of a column as text; "" where there is nothing."""
    import pandas

    if pandas.api.types.is_float_dtype(column.dtype):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return np.array(
            ["" if each != each else clear_decimal(f"{each:.15g}") for each in values.tolist()], dtype=object
        )
    texts = column.astype("object")
    return np.asarray(texts.where(column.notna(), "").map(str), dtype=object)


@dataclass(frozen=True, eq=False)
class _Numbers:
    """A column of numbers, NaN where it is empty or not plain, and which of its cells are not plain."""

    values: Array
    odd: Flags


@dataclass(frozen=True, eq=False)
class _Sheet:
    """A table of products, with what each of its columns says."""

    frame: pandas.DataFrame
    names: Mapping[str, str]
    decimal: str

    def of(self, rows: Rows) -> _Sheet:
        """Return some of the rows."""
        return replace(self, frame=self.frame.iloc[rows])

    def offers(self, *fields: str) -> tuple[Rows, list[Listing | str]]:
        """Return what the cells of some fields say together: which of the readings each row has."""
        names = tuple((each, self.names[each]) for each in fields if each in self.names)
        columns = [_texts(self.frame[name]) for _, name in names]
        which = np.zeros(len(self.frame), dtype=np.intp)
        for column in columns:
            places, first = _factorized(column)
            which = _factorized(which * max(first.size, 1) + places)[0]
        places, first = _factorized(which)
        rows = [tuple(str(column[i]) for column in columns) for i in first.tolist()]
        return places, _READ.of(_Cells(names, self.decimal), rows)

    def numbers(self, field: str, scale: float = 1.0, least: float = 0.0, most: float = 14.0) -> _Numbers:
        """Return a column of numbers; one is worth ``scale``, and beyond the ends none is plain."""
        size = len(self.frame)
        if field not in self.names:
            return _Numbers(np.full(size, _NAN), np.zeros(size, dtype=bool))
        column = self.frame[self.names[field]]
        typed = _as_floats(column, self.decimal)
        plain = (typed >= least) & (typed <= most)
        values = typed if scale >= 1 else typed / round(1 / scale)
        return _Numbers(np.where(plain, values, _NAN), ~plain & ~_is_empty(column))

    def stated(self, field: str, whole: _Numbers, ends: tuple[_Numbers, _Numbers]) -> _Numbers:
        """Return numbers with their ends: the middle of these where there is nothing else."""
        low, high = ends
        middle = np.where(np.isnan(whole.values), (low.values + high.values) / 2, whole.values)
        apart = (low.values > middle) | (high.values < middle) | (low.values > high.values)
        return _Numbers(middle, whole.odd | low.odd | high.odd | apart)

    def strength(self) -> _Numbers:
        """Return the strengths [0–1]."""
        plain = _plain_strengths(_Cells((("strength", self.names.get("strength", "")),), self.decimal))
        low, high = (self.numbers(each, 0.01, 0.0, 100.0) for each in _ENDS["strength"])
        whole = self.numbers("strength", *plain)
        found = self.stated("strength", whole, (low, high))
        return _Numbers(found.values, found.odd | (found.values <= 0))

    def pH(self) -> _Numbers:
        """Return the pH."""
        low, high = (self.numbers(each) for each in _ENDS["pH"])
        return self.stated("pH", self.numbers("pH"), (low, high))


@dataclass(frozen=True, eq=False)
class _Labels:
    """What n labels tell, (n,) each; the numbers NaN where unknown.

    ``mass_fraction``, ``aa_equivalent``: of the first form, and of all [0–1]. ``kinds``: positions among
    ``examples``, products without strength and pH. ``stored``: positions among `recipe.PACKAGES`, one
    beyond for unknown. ``wrong``: 0, or from 1 which of the reasons keeps it from being read.
    """

    mass_fraction: Array
    aa_equivalent: Array
    pH: Array
    kinds: Rows
    stored: Rows
    examples: tuple[Product, ...]
    wrong: Rows
    reasons: tuple[str, ...]

    def good(self) -> _Labels:
        """Return those that can be read."""
        rows = np.flatnonzero(self.wrong == 0)
        own = {name: getattr(self, name)[rows] for name in (*_COLUMNS, "kinds", "stored")}
        return replace(self, **own)

    def of_kind(self, value: Callable[[Product], float]) -> Array:
        """Return a number that hangs on the kind alone, (n,)."""
        return np.array([value(each) for each in self.examples], dtype=np.float64)[self.kinds]


def _labels(sheet: _Sheet) -> _Labels:
    """Return the labels of a table.

    What its words say is read once for all rows that say the same; its numbers go with it where both are
    plain. Every other row is read as it stands.
    """
    size = len(sheet.frame)
    told = _Told(size)
    odd = np.ones(size, dtype=bool)
    if size:
        strength, pH = sheet.strength(), sheet.pH()
        places, words = _words(sheet)
        plain = [_Plain.of(each) for each in words]
        odd = strength.odd | pH.odd | np.array([each is None for each in plain])[places]
        rows = np.flatnonzero(~odd)
        told.add(rows, places[rows], [None if each is None else each.offer for each in plain])
        shares = np.array([(0.0, 0.0) if each is None else each.shares for each in plain])[places[rows]]
        known = strength.values[rows]
        told.numbers["mass_fraction"][rows] = np.where(shares[:, 0] > 0, known, _NAN)
        told.numbers["aa_equivalent"][rows] = known * shares[:, 1]
        told.numbers["pH"][rows] = pH.values[rows]
    rows = np.flatnonzero(odd)
    places, read = sheet.of(rows).offers(*_WORDS, "product", *_NUMBERS)
    told.add(rows, places, read)
    for name, pick in _COLUMNS.items():
        values = [None if isinstance(each, str) else pick(each) for each in read]
        column = np.array([_NAN if each is None else each for each in values], dtype=np.float64)
        told.numbers[name][rows] = column[places]
    return told.labels()


def _words(sheet: _Sheet) -> tuple[Rows, list[tuple[Listing | str, Listing | str]]]:
    """Return what the words of each row say: without a strength, and with one of ten per cent.

    The name of a product counts only where nothing else names a form.
    """
    probe = sheet
    if {"strength", *_ENDS["strength"]} & {*sheet.names}:  # else nothing is to be told from it
        probe = replace(sheet, frame=sheet.frame.assign(**{_PROBE: "10 %"}))
        probe = replace(probe, names={**sheet.names, "strength": _PROBE})
    places, bare = sheet.offers(*_WORDS)
    same, tried = probe.offers(*_WORDS, "strength")
    pairs = list(zip(bare, (tried[i] for i in _matching(places, same, len(bare)))))
    nameless = np.array([not isinstance(each, str) and _is_nameless(each) for each in bare], dtype=bool)
    rows = np.flatnonzero(nameless[places]) if "product" in sheet.names else np.zeros(0, dtype=np.intp)
    if rows.size:
        own, named = sheet.of(rows).offers(*_WORDS, "product")
        same, tried = probe.of(rows).offers(*_WORDS, "product", "strength")
        places[rows] = len(pairs) + own
        pairs += zip(named, (tried[i] for i in _matching(own, same, len(named))))
    return places, pairs


def _matching(places: Rows, other: Rows, size: int) -> list[int]:
    """Return which of the other readings goes with each of the first ones."""
    found = np.zeros(size, dtype=np.intp)
    found[places] = other
    return [int(each) for each in found]


def _is_nameless(offer: Listing) -> bool:
    """Tell whether nothing names a form."""
    return not offer.forms and not offer.has_unknown_form


class _Plain(NamedTuple):
    """Words with which a strength alone decides: which share of it is the first form's, and ascorbic acid."""

    offer: Listing
    shares: tuple[float, float]

    @classmethod
    def of(cls, pair: tuple[Listing | str, Listing | str]) -> _Plain | None:
        """Return what words say; None where they state a strength themselves, or cannot be read."""
        bare, tried = pair
        if isinstance(bare, str) or isinstance(tried, str):
            return None
        stated = (bare.total, bare.g_per_100mL, bare.total_g_per_100mL)
        if any(stated) or any(share for _, share in bare.shares):
            return None
        content = equivalent(tried)[0]
        part = 10 * tried.mass_fraction.median if tried.mass_fraction else 0.0
        return cls(bare, (part, _NAN if content is None else 10 * content.median))


class _Told:
    """What labels tell, gathered from several readings."""

    def __init__(self, size: int) -> None:
        self.numbers = {name: np.full(size, _NAN) for name in _COLUMNS}
        self.kinds, self.stored, self.wrong = np.zeros((3, size), dtype=np.intp)
        self._examples: dict[tuple[object, ...], int] = {}
        self._products: list[Product] = []
        self._reasons: dict[str, int] = {}

    def add(self, rows: Rows, places: Rows, read: Sequence[Listing | str | None]) -> None:
        """Take what the words of some rows say: one of the readings each."""
        if not rows.size:
            return
        wrong = [self._reason(each) if isinstance(each, str) else 0 for each in read]
        offers = [None if isinstance(each, str) else each for each in read]
        self.wrong[rows] = np.array(wrong, dtype=np.intp)[places]
        self.kinds[rows] = np.array([self._kind(each) if each else 0 for each in offers])[places]
        stored = [_stored(each.product.package) if each else 0 for each in offers]
        self.stored[rows] = np.array(stored, dtype=np.intp)[places]

    def _reason(self, reason: str) -> int:
        """Return the number of a reason, from 1."""
        return self._reasons.setdefault(reason, len(self._reasons) + 1)

    def _kind(self, offer: Listing) -> int:
        """Return which kind of product an offer is: the same for all that are alike to rules."""
        product = offer.product
        bare = replace(product, mass_fraction=None, pH=None, package=None)
        mix = _mix(product.coactives)
        place = self._examples.setdefault(
            (product.form, product.home_made, product.has_water, product.is_powder, *mix), len(self._products)
        )
        if place == len(self._products):
            self._products.append(bare)
        return place

    def labels(self) -> _Labels:
        """Return the labels."""
        return _Labels(
            **self.numbers,
            kinds=self.kinds,
            stored=self.stored,
            examples=tuple(self._products) or (Product(),),
            wrong=self.wrong,
            reasons=tuple(self._reasons),
        )


def _mass_fraction(offer: Listing) -> float | None:
    """Return the strength of the first form [0–1]."""
    return offer.mass_fraction.median if offer.mass_fraction else None


def _equivalent(offer: Listing) -> float | None:
    """Return the strength of all forms counted as ascorbic acid [0–1]."""
    content = equivalent(offer)[0]
    return None if content is None else content.median


def _pH(offer: Listing) -> float | None:
    """Return the pH of an offer."""
    band = offer.product.pH_band
    return None if band is None else band.median


_COLUMNS: Mapping[str, Callable[[Listing], float | None]] = {
    "mass_fraction": _mass_fraction,
    "aa_equivalent": _equivalent,
    "pH": _pH,
}


@functools.lru_cache(maxsize=64)
def _plain_strengths(cells: _Cells) -> tuple[float, float, float]:
    """Return what a plain 1 is worth in a column of strengths, and the least and the most that is plain."""
    if not cells.names[0][1]:
        return _NONE
    one, half = (each if isinstance(each, str) else each.mass_fraction for each in _offers(cells, _TRIALS))
    if one is None or isinstance(one, str):
        return _NONE
    least = 1.0 if half is None or isinstance(half, str) else _LEAST
    return one.median, least, round(1 / one.median)


def _factorized(values: Any) -> tuple[Rows, Rows]:
    """Return which distinct value each is, and where each of these stands first."""
    import pandas

    places = pandas.factorize(values)[0].astype(np.intp)
    _, first = np.unique(places, return_index=True)
    return places, first


def _is_empty(column: pandas.Series) -> Flags:
    """Tell which cells of a column hold nothing."""
    import pandas

    if pandas.api.types.is_numeric_dtype(column.dtype):
        return np.asarray(column.isna().to_numpy(dtype=bool))
    return np.asarray(_texts(column) == "", dtype=bool)


def _as_floats(column: pandas.Series, decimal: str) -> Array:
    """Return the plain numbers of a column; NaN for all that is more than digits and a point."""
    import pandas

    types = pandas.api.types
    if types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype):
        return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
    texts = pandas.Series(_texts(column), dtype="str")
    plain = texts.str.fullmatch(_PLAIN)
    if decimal == ",":
        commas = texts.str.fullmatch(_COMMA)
        plain = (plain & ~texts.str.fullmatch(_THOUSAND)) | commas
        texts = texts.where(~commas, texts.str.replace(",", ".", regex=False))
    return np.asarray(pandas.to_numeric(texts.where(plain), errors="coerce").to_numpy(dtype=np.float64))


@functools.cache
def _forms() -> tuple[str | None, ...]:
    """Return the forms of vitamin C, the unknown one first."""
    return (None, *catalog.forms())


@functools.lru_cache(maxsize=_REMEMBERED)
def _mix(coactives: tuple[str, ...] | None) -> tuple[frozenset[str] | None, bool, bool]:
    """Return what rules see of what else is in a product: its flags, a preservative, unknown names."""
    product = Product(coactives=coactives)
    return product.flags, product.is_preserved, bool(product.unrecognised)


def _stored(package: str | None) -> int:
    """Return the position of how a package keeps; the last where that is not known."""
    kept = "sealed_ampoule" if package == "ampoule" else package
    return STORED_IN.index(kept) if kept in STORED_IN else len(STORED_IN)


# --- verdicts -------------------------------------------------------------------------------------


def _judged(labels: _Labels) -> dict[str, Any]:
    """Return the columns of an answer for labels that can be read."""
    verdicts = rules.evaluate(_facts(labels), ("product",))
    return {
        "mass_fraction": labels.mass_fraction,
        "aa_equivalent_fraction": labels.aa_equivalent,
        "pH": labels.pH,
        "dissolves": np.full(labels.pH.size, _NAN),
        "t90_days": _t90_days(labels),
        **rule_columns(verdicts.fires, verdicts.skipped, "product"),
    }


def _content(form: str | None, end: int) -> float:
    """Return the ascorbic acid per mass of a form: its centre, or its low or high end."""
    row = catalog.forms()[form].value("aa_eq") if form else None
    return _NAN if row is None else row.to("dimensionless")[end]


def _facts(labels: _Labels) -> Facts:
    """Return what rules look at: what each kind has, and what hangs on strength and pH."""
    found = [visit_facts(Visit(product=each), None).columns for each in labels.examples]
    columns: dict[str, Array] = {}
    for name in found[0]:
        values = np.array([each[name][0] for each in found])
        alike = bool((values == values[0]).all() or np.isnan(values).all())
        columns[name] = np.broadcast_to(values[0], labels.kinds.size) if alike else values[labels.kinds]
    pure = labels.of_kind(lambda each: is_nothing_else(each.form, 1.0)) == 1
    powder = (labels.of_kind(lambda each: each.is_powder) == 1) | (pure & (labels.mass_fraction >= 1))
    strength = np.where(powder, _NAN, labels.mass_fraction)
    acid = labels.of_kind(lambda each: each.form == _ACID) == 1
    other = labels.of_kind(lambda each: each.form not in (None, _ACID)) == 1
    centre = labels.of_kind(lambda each: _content(each.form, 0))
    high = labels.of_kind(lambda each: _content(each.form, 2))
    own = {
        "laa_mass_fraction": np.where(acid, strength, _NAN),
        "derivative_mass_fraction": np.where(other, strength, _NAN),
        "derivative_aa_equivalent": np.where(other, strength * centre, _NAN),
        "skin_bound_mg": strength * high * _bound_of_pure_mg(),
        "pH": labels.pH,
    }
    return Facts({**columns, **own})


@functools.cache
def _bound_of_pure_mg() -> float:
    """Return what reaches the skin in a day at the very most, of nothing but ascorbic acid [mg]."""
    return float(skin_bound_mg(1.0).m_as("mg/day"))


def _t90_days(labels: _Labels) -> Array:
    """Return when a tenth of the acid is lost at room temperature [day]; NaN where no number is given."""
    days = np.full(labels.pH.size, _NAN)
    forms = labels.of_kind(lambda each: _forms().index(each.form)).astype(np.intp)
    wet = labels.of_kind(lambda each: each.has_water is not False) == 1
    known = wet & (labels.mass_fraction < 1) & ((forms != _forms().index(_ACID)) | ~np.isnan(labels.pH))
    acids = [i for i, each in enumerate(_forms()) if each and catalog.forms()[each].kind in KINDS]
    groups = np.where(known & np.isin(forms, acids), forms * (len(STORED_IN) + 1) + labels.stored, -1)
    for group in np.unique(groups[groups >= 0]).tolist():
        rows = np.flatnonzero(groups == group)
        form, stored = divmod(group, len(STORED_IN) + 1)
        package = (*STORED_IN, None)[stored]
        given = labels.mass_fraction[rows], labels.pH[rows]
        days[rows] = days_in_water(str(_forms()[form]), *given, _kept(package))
    return days


@functools.cache
def _kept(package: str | None) -> Storage:
    """Return a package at room temperature."""
    room = catalog.stability().assumed["room"].to("degC")[0]
    return Storage(temperature=Q_(room, "degC"), package=package)
