"""Products that were seen on the market, and the names under which forms of vitamin C stand on labels.

As strict as `catalog`, whose sources and forms it refers to. A name says what the label says: words such
as “vitamin C” name no form, and none is guessed.
"""

from __future__ import annotations

import csv
import datetime
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from calc import casebook, catalog
from calc.datafile import DataFile
from calc.errors import DataError

#: A comparator is no leave-on cosmetic, and never ranked among them.
KINDS = ("product", "comparator")
#: What a number rests on: what pack or maker say, the name alone, an official register, what somebody else
#: reports without saying whence, or an assay.
BASES = ("label", "name", "register", "reported", "lab")
#: What a product is made on; `two_part` is a powder and its liquid, mixed by the buyer.
VEHICLES = ("water", "anhydrous", "powder", "two_part")
#: Packages, as `calc.product` names them.
PACKAGES = (
    *("sealed_ampoule", "airless_pump", "dropper_bottle", "pump_bottle", "tube", "jar", "powder_jar"),
    "ampoule",
)
CURRENCIES = ("CAD", "EUR", "GBP", "HKD", "INR", "KRW", "USD")
CONFIDENCES = ("high", "medium")
_FILE = "products.csv"
_SPREADS = (
    ("strength_percent", "strength_low_percent", "strength_high_percent"),
    ("strength_g_per_100mL", "strength_low_g_per_100mL", "strength_high_g_per_100mL"),
    ("pH", "pH_low", "pH_high"),
)
_STRENGTHS = (*_SPREADS[0], *_SPREADS[1], "total_percent")
_ABOVE_ZERO = ("size_mL", "size_g", "pieces", "price")
_NUMBERS = (*_STRENGTHS, *_SPREADS[2], *_ABOVE_ZERO)
_LISTS = ("second_forms", "coactives", "sources")


@dataclass(frozen=True)
class SecondForm:
    """A form of vitamin C that a product has besides its first.

    ``low_percent``, ``high_percent``: its mass fraction [%]; None is not stated.
    """

    form: str
    low_percent: float | None = None
    high_percent: float | None = None


def _range(value: float | None, low: float | None, high: float | None) -> tuple[float, float, float] | None:
    """Return a value with its ends; the middle of a range; None where only a bound is known, or nothing."""
    if value is not None:
        return value, value if low is None else low, value if high is None else high
    return None if low is None or high is None else ((low + high) / 2, low, high)


@dataclass(frozen=True)
class MarketProduct:
    """A product as it was seen; None or "" is not known.

    A value stands alone or within its ``low`` and ``high``; an end alone is a bound. ``total_percent``: of
    all forms together, where that is the figure on the label. ``size``: of one of the ``pieces``.
    ``price``: in ``currency`` on ``price_date``, as seen. Dates are ISO, of a day, a month or a year.
    """

    id: str
    kind: str
    brand: str
    product: str
    form: str
    second_forms: tuple[SecondForm, ...]
    strength_percent: float | None
    strength_low_percent: float | None
    strength_high_percent: float | None
    strength_g_per_100mL: float | None
    strength_low_g_per_100mL: float | None
    strength_high_g_per_100mL: float | None
    total_percent: float | None
    strength_basis: str
    pH: float | None
    pH_low: float | None
    pH_high: float | None
    pH_basis: str
    base: str
    package: str
    size_mL: float | None
    size_g: float | None
    pieces: int | None
    price: float | None
    currency: str
    price_date: str
    price_place: str
    coactives: tuple[str, ...]
    seen_on: str
    sources: tuple[str, ...]
    confidence: str
    note: str

    @property
    def is_comparator(self) -> bool:
        """Whether it is no leave-on cosmetic."""
        return self.kind == "comparator"

    @property
    def percent_range(self) -> tuple[float, float, float] | None:
        """Its strength by mass with its ends [%]; the middle of a range; None for a bound or nothing."""
        return _range(self.strength_percent, self.strength_low_percent, self.strength_high_percent)

    @property
    def volume_range(self) -> tuple[float, float, float] | None:
        """Its strength by volume with its ends [g/100 mL]."""
        ends = (self.strength_low_g_per_100mL, self.strength_high_g_per_100mL)
        return _range(self.strength_g_per_100mL, *ends)

    @property
    def pH_range(self) -> tuple[float, float, float] | None:
        """Its pH with its ends."""
        return _range(self.pH, self.pH_low, self.pH_high)

    @property
    def price_per_mL(self) -> float | None:
        """What a millilitre cost [currency/mL]; None for a comparator, or where a part of it is not known."""
        return self._price_per(self.size_mL)

    @property
    def price_per_g(self) -> float | None:
        """What a gram cost [currency/g]; None for a comparator, or where a part of it is not known."""
        return self._price_per(self.size_g)

    def _price_per(self, size: float | None) -> float | None:
        """Return the price over the size of all pieces."""
        if self.is_comparator or self.price is None or size is None:
            return None
        return self.price / (size * (self.pieces or 1))


COLUMNS = tuple(MarketProduct.__dataclass_fields__)


@functools.cache
def products() -> Mapping[str, MarketProduct]:
    """Return every product that was seen on the market, by its id.

    Raises
    ------
    DataError
        Naming the line, where a column, word, form, unit or source is unknown, a number is not finite
        or not in order, a price has no date or no currency, or a product stands twice.
    """
    found: dict[str, MarketProduct] = {}
    seen: dict[tuple[str, ...], str] = {}
    for line, row in _rows():
        problem = next(_problems(row), "")
        mark = tuple(casebook.folded(row[key]) for key in ("brand", "product", "seen_on"))
        if not problem and row["id"] in found:
            problem = f"id “{row['id']}” stands twice"
        if not problem and seen.setdefault(mark, row["id"]) != row["id"]:
            problem = f"{seen[mark]} is the same product, seen on the same date"
        if problem:
            raise DataError(_FILE, line, problem)
        found[row["id"]] = _product(row)
    return MappingProxyType(found)


def _rows() -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of the file with their lines."""
    with (catalog.DATA / _FILE).open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text, strict=True)
        try:
            head = next(reader, [])
            if tuple(head) != COLUMNS:
                odd = next((f"; “{name}” is none of them" for name in head if name not in COLUMNS), "")
                raise DataError(_FILE, 1, f"the columns are {', '.join(COLUMNS)}{odd}")
            for cells in reader:
                if len(cells) != len(COLUMNS):
                    problem = f"{len(cells)} cells instead of {len(COLUMNS)}"
                    raise DataError(_FILE, reader.line_num, problem)
                yield reader.line_num, dict(zip(COLUMNS, cells))
        except csv.Error as error:
            raise DataError(_FILE, reader.line_num, str(error)) from error


def _product(row: Mapping[str, str]) -> MarketProduct:
    """Return a row that was found in order as a record."""
    numbers = {name: float(row[name]) if row[name] else None for name in _NUMBERS}
    lists = {name: tuple(row[name].split(";")) if row[name] else () for name in _LISTS}
    own = {
        "second_forms": tuple(map(_second_form, lists["second_forms"])),
        "pieces": int(row["pieces"]) if row["pieces"] else None,
    }
    return MarketProduct(**{**row, **numbers, **lists, **own})  # type: ignore[arg-type]


def _second_form(text: str) -> SecondForm:
    """Read a second form: its id, alone or with `:value` or `:low-high`."""
    form, _, amount = text.partition(":")
    if not amount:
        return SecondForm(form)
    low, _, high = amount.partition("-")
    return SecondForm(form, float(low), float(high or low))


def _problems(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a row; a check may rely on those before it."""
    yield from _problems_of_cells(row)
    yield from _problems_of_words(row)
    yield from _problems_of_lists(row)
    yield from _problems_of_numbers(row)
    yield from _problems_of_strength(row)
    yield from _problems_of_price(row)


def _problems_of_cells(row: Mapping[str, str]) -> Iterator[str]:
    """Yield cells that are not one trimmed line, and those that are missing."""
    for name, cell in row.items():
        if cell != cell.strip() or not cell.isprintable():
            yield f"{name}: spaces around it, or more than one line"
    for name in ("id", "kind", "brand", "product", "form", "sources", "confidence"):
        if not row[name]:
            yield f"{name} is missing"
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", row["id"]):
        yield f"id “{row['id']}” is not in snake_case"


def _problems_of_words(row: Mapping[str, str]) -> Iterator[str]:
    """Yield words that are not known."""
    words: Mapping[str, Iterable[str]] = {
        "kind": KINDS,
        "form": tuple(catalog.forms()),
        "strength_basis": BASES,
        "pH_basis": BASES,
        "base": VEHICLES,
        "package": PACKAGES,
        "currency": CURRENCIES,
        "confidence": CONFIDENCES,
    }
    for name, allowed in words.items():
        if row[name] and row[name] not in allowed:
            yield f"{name} “{row[name]}” is none of {', '.join(allowed)}"
    for name in ("price_date", "seen_on"):
        if row[name] and not is_date(row[name]):
            yield f"{name} “{row[name]}” is no date: YYYY, YYYY-MM or YYYY-MM-DD"


def is_date(text: str) -> bool:
    """Tell whether a text is an ISO date of a day, a month or a year.

    Parameters
    ----------
    text : str
    """
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        datetime.date.fromisoformat(text + "-01" * (2 - text.count("-")))
    except ValueError:
        return False
    return True


def _problems_of_lists(row: Mapping[str, str]) -> Iterator[str]:
    """Yield entries of lists that are not known, or stand twice."""
    seconds, coactives, sources = (row[name].split(";") if row[name] else [] for name in _LISTS)
    for text in seconds:
        if not re.fullmatch(r"[a-z_]+(:[0-9.]+(-[0-9.]+)?)?", text):
            yield f"second_forms: “{text}” reads neither form, form:value nor form:low-high"
    forms = [text.split(":")[0] for text in seconds]
    actives, ingredients = casebook.words("actives"), catalog.ingredients()
    for text in forms:
        if text not in catalog.forms():
            yield f"second_forms: “{text}” is not a form of vitamin C"
    for text in coactives:
        if text in catalog.forms() or not (text in actives or text in ingredients):
            yield f"coactives: “{text}” is neither in people.toml nor in ingredients.toml"
    for text in sources:
        if text not in catalog.sources():
            yield f"source “{text}” is not in sources.toml"
    for name, every in (
        ("second_forms", [row["form"], *forms]),
        ("coactives", coactives),
        ("sources", sources),
    ):
        if len(set(every)) < len(every):
            yield f"{name}: one of them stands twice"


def _problems_of_numbers(row: Mapping[str, str]) -> Iterator[str]:
    """Yield numbers that are none, out of bounds or out of order."""
    for name in _NUMBERS:
        if row[name] and not _is_number(row[name]):
            yield f"{name} “{row[name]}” is not a finite number"
    for name in (*_STRENGTHS, *_SPREADS[2]):
        most = 14 if name.startswith("pH") else 100
        if row[name] and not 0 <= float(row[name]) <= most:
            yield f"{name} lies from 0 to {most}"
    for name in _ABOVE_ZERO:
        if row[name] and not float(row[name]) > 0:
            yield f"{name} lies above 0"
    if row["pieces"] and not row["pieces"].isdigit():
        yield "pieces is a whole number"
    for value, low, high in _SPREADS:
        told = [float(row[name]) for name in (low, value, high) if row[name]]
        if told != sorted(told):
            yield f"{value}: low ≤ value ≤ high must hold"
    if row["size_mL"] and row["size_g"]:
        yield "a size is a volume or a mass, not both"


def _is_number(text: str) -> bool:
    """Tell whether a text is a number as the files write them."""
    return re.fullmatch(r"[0-9]+(\.[0-9]+)?", text, re.ASCII) is not None


def _problems_of_strength(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what does not fit together in strength and pH."""
    by_mass, by_volume, pH = (any(row[name] for name in names) for names in _SPREADS)
    if by_mass and by_volume:
        yield "a strength is by mass or by volume, not both"
    for name, known in (("strength_basis", by_mass or by_volume or row["total_percent"]), ("pH_basis", pH)):
        if bool(row[name]) != bool(known):
            yield f"{name}: a number and what it rests on come together"
    parts = row["second_forms"].split(";") if row["second_forms"] else []
    amounts = [part.partition(":")[2] for part in parts]
    ends = [end for amount in amounts if amount for end in amount.split("-")]
    if not all(_is_number(end) and float(end) <= 100 for end in ends):
        yield "second_forms: an amount lies from 0 to 100"
    seconds = [_second_form(part) for part in parts]
    if any((each.low_percent or 0) > (each.high_percent or 0) for each in seconds):
        yield "second_forms: low ≤ high must hold"
    first = row["strength_percent"] or row["strength_low_percent"] or 0
    if row["total_percent"]:
        least = float(first) + sum(each.low_percent or 0 for each in seconds)
        if not seconds or least > float(row["total_percent"]) + 1e-9:
            yield "total_percent is the sum of several forms, and not less than they"


def _problems_of_price(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what a price misses."""
    told = [name for name in ("price", "currency", "price_date") if row[name]]
    if told and len(told) < 3:
        missing = next(name for name in ("price", "currency", "price_date") if not row[name])
        yield f"{missing} is missing: a price has its currency and its date"
    if row["price_place"] and not told:
        yield "price_place without a price"


# --- tests of bought products ---------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """One thing that a test found: what it says, and its number with source, kind and caveat."""

    says: str
    row: catalog.Value


@dataclass(frozen=True)
class MarketTest:
    """A test of bought products against their labels: what was bought, when and where, what was found."""

    id: str
    what: str
    date: str
    place: str
    found: tuple[Outcome, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of `catalog.sources`."""
        return tuple(dict.fromkeys(each.row.source for each in self.found))


@functools.cache
def tests() -> Mapping[str, MarketTest]:
    """Return what tests of bought products found, by their id.

    Raises
    ------
    DataError
        Naming the line, where a key, unit, kind or source is unknown, a number is not in order, a
        date is none, or a property stands twice.
    """
    file = DataFile(catalog.DATA / "market_tests.toml")
    return MappingProxyType({key: _test(key, table, file) for key, table in file.tables.items()})


def _test(key: str, table: Mapping[str, Any], file: DataFile) -> MarketTest:
    """Read one test strictly."""
    needed = ("what", "date", "place", "found")
    file.keys(table, key, needed, needed)
    file.texts(table, key, "what", "date", "place")
    if not is_date(table["date"]):
        raise file.error(key, ("date",), f"date “{table['date']}” is no date: YYYY, YYYY-MM or YYYY-MM-DD")
    found: dict[str, Outcome] = {}
    for row in file.rows(table, key, "found"):
        says = row.get("says")
        if not isinstance(says, str) or not says:
            raise file.row_error(key, row, "“says” is missing")
        fact = Outcome(says, catalog.value_row({k: v for k, v in row.items() if k != "says"}, file, key))
        if found.setdefault(fact.row.property, fact) is not fact:
            raise file.row_error(key, row, f"“{fact.row.property}” stands twice")
    if not found:
        raise file.error(key, ("found",), "found names nothing")
    return MarketTest(key, table["what"], table["date"], table["place"], tuple(found.values()))


# --- columns of tables ----------------------------------------------------------------------------

#: What a column of a table can say.
COLUMN_FIELDS = (
    *("product", "brand", "form", "ingredients", "strength", "pH", "package", "size", "price", "currency"),
    "coactives",
)
#: Units that have other letters elsewhere, and words around a size.
SIZE_WORDS = ("mL", "g", "L", "pieces", "times", "net")


@dataclass(frozen=True)
class TableWords:
    """What stands in tables of products, folded, each by what it means.

    ``columns``: names of columns, by a word of `COLUMN_FIELDS`. ``packages``: by package, the telling
    word first. ``sizes``: by a word of `SIZE_WORDS`. ``kinds``: of what is no leave-on cosmetic.
    ``currencies``: signs by code, in small letters.
    """

    columns: Mapping[str, tuple[str, ...]]
    packages: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]
    currencies: Mapping[str, tuple[str, ...]]


@functools.cache
def table_words() -> TableWords:
    """Return how tables of products name their columns, packages, sizes and currencies.

    Raises
    ------
    DataError
        Naming the line, where a part, a key or a language is unknown, a list names nothing, a code is
        none, or a name leads to two things.
    """
    file = DataFile(catalog.DATA / "columns.toml")
    parts = tuple(each.name for each in fields(TableWords))
    file.parts(parts)
    allowed = {"columns": COLUMN_FIELDS, "packages": PACKAGES, "sizes": SIZE_WORDS, "kinds": KINDS[1:]}
    named = {part: _names_of_part(file, part, keys) for part, keys in allowed.items()}
    return TableWords(**named, currencies=_currencies(file))


def _names_of_part(file: DataFile, part: str, allowed: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the names of one part of columns.toml by what they mean."""
    found: dict[str, tuple[str, ...]] = {}
    owners: dict[str, str] = {}
    file.keys(file.tables[part], part, allowed, ())
    for key, row in file.tables[part].items():
        table = f"{part}.{key}"
        file.keys(row, table, LANGUAGES, ())
        file.lists(row, table, *LANGUAGES)
        if not row or not all(row.values()):
            raise file.error(table, (), "a list without a name")
        names = {name: casebook.folded(name) or name.casefold() for each in row.values() for name in each}
        for name, plain in names.items():
            if not plain or owners.setdefault(plain, key) != key:
                raise file.error(table, (f'"{name}"',), f"“{name}” is empty, or claimed by another too")
        found[key] = tuple(dict.fromkeys(names.values()))
    return MappingProxyType(found)


def _currencies(file: DataFile) -> Mapping[str, tuple[str, ...]]:
    """Return the currencies of columns.toml, by their code."""
    table = file.tables["currencies"]
    owners: dict[str, str] = {}
    file.lists(table, "currencies", *table)
    for code, signs in table.items():
        if not re.fullmatch("[A-Z]{3}", code):
            raise file.error("currencies", (code,), f"“{code}” is no code of a currency")
        for sign in signs:
            if not sign or sign != sign.casefold() or owners.setdefault(sign, code) != code:
                problem = f"“{sign}” is empty, in capitals, or claimed by another too"
                raise file.error("currencies", (f'"{sign}"',), problem)
    return MappingProxyType({code: tuple(signs) for code, signs in table.items()})


# --- names on labels ------------------------------------------------------------------------------

#: Languages of the names; `short` holds the abbreviations.
LANGUAGES = ("inci", "en", "fr", "es", "pt", "it", "de", "pl", "ru", "el", "ja", "ko", "zh", "short")
#: Tables of labels.toml that are no forms.
_UNNAMED, _FOREIGN = "vitamin_c", "no_vitamin_c"
_GUARDS = ("roots", "before", "before_ends", "after_ends", "between")
_MARKS = dict.fromkeys("™℠®©", " ")
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u3099\u309a])*|\d+")
_JOINS = re.compile(r"[\s_'’\-\u2010-\u2015\u2212\u30a0\ufe58]*")
_LONGEST_OTHER = 80


@dataclass(frozen=True)
class NamedForm:
    """A form of vitamin C as a text names it: ``words`` stand from ``start`` to ``end``.

    ``status``: `form` where it is known which; `unnamed` for words that say vitamin C and no more;
    `other` for a form that is not known here. ``form`` is None but for the first.
    """

    form: str | None
    words: str
    start: int
    end: int
    status: str


@dataclass(frozen=True)
class _Names:
    """The names of labels.toml, folded and squeezed: what each leads to, and what changes a name."""

    owners: Mapping[str, str]
    shorts: frozenset[str]
    loose: re.Pattern[str]
    starts: Mapping[str, tuple[int, ...]]
    guards: Mapping[str, tuple[str, ...]]
    roots: re.Pattern[str]


@dataclass(frozen=True)
class _Token:
    """A run of letters or of digits: in the squeezed text from ``at``, in the folded from ``start``.

    ``entry``: of the list, or of the phrase, that it belongs to; ``hangs``: on the one before, by a hyphen
    or by nothing.
    """

    text: str
    at: int
    start: int
    end: int
    entry: int
    hangs: bool


def forms_named(text: str) -> tuple[NamedForm, ...]:
    """Return the forms of vitamin C that an ingredient list or a product name names, in their order.

    The longest name wins. Case, accents, spaces and hyphens do not count. A name that a word beside it
    turns into that of another substance is never read as the shorter one.
    """
    folded, origin = _folded(text)
    tokens, squeezed = _tokens(folded)
    hits = _hits(tokens, squeezed, text, origin)
    hits += _loose_hits(tokens, squeezed, hits)
    hits += _rest(tokens, hits)
    told = sorted((hit for hit in hits if hit.owner != _FOREIGN), key=lambda hit: hit.start)
    return tuple(_shown(hit, text, origin) for hit in told)


def form_of(texts: Iterable[str]) -> list[str | None]:
    """Return for each text the form that it names first, which in a list is that of the greatest amount.

    None where no form is named, or where the first that is named is not known here.
    """
    return [_first(forms_named(text)) for text in texts]


def _first(named: Iterable[NamedForm]) -> str | None:
    """Return the form of the first that is more than the words vitamin C."""
    return next((each.form for each in named if each.status != "unnamed"), None)


@dataclass(frozen=True)
class _Hit:
    """Words ``first`` to ``last`` that stand for ``owner``: a form, a table that is none, or "".

    ``start``, ``end``: where in the folded text.
    """

    first: int
    last: int
    owner: str
    start: int
    end: int


def _hit(tokens: list[_Token], first: int, last: int, owner: str) -> _Hit:
    """Return a hit that begins and ends with whole words."""
    return _Hit(first, last, owner, tokens[first].start, tokens[last].end)


def _shown(hit: _Hit, text: str, origin: list[int] | None) -> NamedForm:
    """Return a hit as it stands in the text."""
    start, end = hit.start, hit.end
    if origin is not None:
        start, end = origin[start], origin[end - 1] + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    status = {_UNNAMED: "unnamed", "": "other"}.get(hit.owner, "form")
    return NamedForm(hit.owner if status == "form" else None, text[start:end], start, end, status)


# --- matching -------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=4096)
def _folded_sign(sign: str) -> str:
    """Return one sign without case, width and accent; "" for signs that do not show."""
    if sign in _MARKS:
        return _MARKS[sign]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(
        each for each in folded if not "\u0300" <= each <= "\u036f" and unicodedata.category(each) != "Cf"
    )


def _folded(text: str) -> tuple[str, list[int] | None]:
    """Return a text folded, and where each of its signs comes from; None is the same place."""
    if text.isascii():
        return text.lower(), None
    parts = [_folded_sign(sign) for sign in text]
    return "".join(parts), [at for at, part in enumerate(parts) for _ in part]


def _tokens(folded: str) -> tuple[list[_Token], str]:
    """Return the words of a folded text and all of them squeezed; a line break parts two entries."""
    tokens: list[_Token] = []
    squeezed: list[str] = []
    at = entry = end = 0
    for match in _TOKEN.finditer(folded):
        gap = folded[end : match.start()]
        if tokens and not _JOINS.fullmatch(gap):
            entry += 1
            at += 1
            squeezed.append("\n")
        hangs = bool(tokens) and not re.search(r"[\s'’]", gap)
        tokens.append(_Token(match[0], at, match.start(), match.end(), entry, hangs))
        squeezed.append(match[0])
        at += len(match[0])
        end = match.end()
    return tokens, "".join(squeezed)


def _squeezed(name: str) -> str:
    """Return a name as it stands in a squeezed text."""
    return "".join(token.text for token in _tokens(_folded(name)[0])[0])


def _hits(tokens: list[_Token], squeezed: str, text: str, origin: list[int] | None) -> list[_Hit]:
    """Return the names that begin and end with a word, the longest at each place, from left to right."""
    names = _names()
    ends = {token.at + len(token.text): i for i, token in enumerate(tokens)}
    words = sum(not token.text.isdigit() for token in tokens)
    mixed = any(sign.islower() for sign in text)
    hits: list[_Hit] = []
    free = 0
    for first, token in enumerate(tokens):
        if first < free:
            continue
        for length in names.starts.get(token.text[:2], ()):
            name = squeezed[token.at : token.at + length]
            last = ends.get(token.at + length, -1)
            if last < first or name not in names.owners:
                continue
            if name in names.shorts:
                own = tokens[first : last + 1]
                alone = words == sum(not each.text.isdigit() for each in own)
                if not (alone or (mixed and _is_capital(own, text, origin))):
                    continue
            hits.append(_guarded(tokens, first, last, names.owners[name]))
            free = hits[-1].last + 1
            break
    return hits


def _is_capital(own: list[_Token], text: str, origin: list[int] | None) -> bool:
    """Tell whether an abbreviation stands in capitals, and without spaces."""
    start, end = own[0].start, own[-1].end
    written = text[start:end] if origin is None else text[origin[start] : origin[end - 1] + 1]
    return written.isupper() and not any(sign.isspace() for sign in written)


def _guarded(tokens: list[_Token], first: int, last: int, owner: str) -> _Hit:
    """Return a hit, or the unknown form that the words beside it make of it."""
    if owner in (_UNNAMED, _FOREIGN):
        return _hit(tokens, first, last, owner)
    begin, end = _guard_before(tokens, first), _guard_after(tokens, last)
    return _hit(tokens, begin, end, owner if (begin, end) == (first, last) else "")


def _guard_before(tokens: list[_Token], first: int) -> int:
    """Return the first word of a name with what stands in front and changes it.

    Numbers in front of a name are passed over; a word of one or two letters counts where it hangs on by a
    hyphen, as in 2-O-, or behind a number; a longer one wherever it hangs on, or is among the guards.
    """
    guards, entry = _names().guards, tokens[first].entry
    at = first - 1
    while at >= 0 and tokens[at].entry == entry and tokens[at].text.isdigit():
        at -= 1
    if at < 0 or tokens[at].entry != entry:
        return first
    word = tokens[at].text
    if len(word) <= 2:
        counted = at > 0 and tokens[at - 1].text.isdigit() and tokens[at - 1].entry == entry
        return at if word in guards["before"] and (tokens[at + 1].hangs or counted) else first
    joined = at == first - 1 and tokens[first].hangs
    changes = joined or word in (*guards["before"], *guards["between"])
    changes = changes or word.endswith(guards["before_ends"])
    return at if changes else first


def _guard_after(tokens: list[_Token], last: int) -> int:
    """Return the last word of a name with what stands behind and changes it."""
    guards = _names().guards
    at = last + 1
    while at < len(tokens) and tokens[at].entry == tokens[last].entry and at <= last + 6:
        word = tokens[at].text
        if word.endswith(guards["after_ends"]):
            return at
        if not (word.isdigit() or len(word) == 1 or word in guards["between"]):
            break
        at += 1
    return last


def _loose_hits(tokens: list[_Token], squeezed: str, hits: list[_Hit]) -> list[_Hit]:
    """Return words for vitamin C that stand among others without spaces, as in Chinese or Japanese."""
    taken = _taken(hits)
    found: list[_Hit] = []
    if not (matches := list(_names().loose.finditer(squeezed))):
        return found
    places = {
        token.at + i: (at, token.start + i) for at, token in enumerate(tokens) for i in range(len(token.text))
    }
    for match in matches:
        behind = squeezed[match.end() : match.end() + 1]
        (first, start), (last, end) = places[match.start()], places[match.end() - 1]
        if not (behind.isascii() and behind.isalpha()) and not taken & set(range(first, last + 1)):
            found.append(_Hit(first, last, _UNNAMED, start, end + 1))
    return found


def _rest(tokens: list[_Token], hits: list[_Hit]) -> list[_Hit]:
    """Return what is left of the family: names of forms that are not known here."""
    taken, named = _taken(hits), {tokens[hit.first].entry for hit in hits}
    roots = _names().roots
    found: list[_Hit] = []
    bounds: dict[int, tuple[int, int]] = {}
    for at, token in enumerate(tokens):
        low, _ = bounds.get(token.entry, (at, at))
        bounds[token.entry] = (low, at)
    for at, token in enumerate(tokens):
        if at in taken or not roots.search(token.text):
            continue
        first, last = bounds[token.entry]
        whole = token.entry not in named and tokens[last].end - tokens[first].start <= _LONGEST_OTHER
        found.append(_hit(tokens, first, last, "") if whole else _hit(tokens, at, at, ""))
        taken |= set(range(found[-1].first, found[-1].last + 1))
    return found


def _taken(hits: Iterable[_Hit]) -> set[int]:
    """Return the numbers of the words that hits cover."""
    return {at for hit in hits for at in range(hit.first, hit.last + 1)}


# --- labels.toml ----------------------------------------------------------------------------------


@functools.cache
def label_names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return the names of every form on labels, by its id and then by language.

    Raises
    ------
    DataError
        Naming the line, where a form or a language is unknown, a name is empty, or leads to two forms.
    """
    file = DataFile(catalog.DATA / "labels.toml")
    allowed = (*catalog.forms(), _UNNAMED, _FOREIGN, "guards")
    for key in file.tables:
        if key not in allowed:
            raise file.error(key, (), f"“{key}” is not a form of vitamin C")
    file.parts(allowed)
    owners: dict[str, str] = {}
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    for key, row in file.tables.items():
        keys = _GUARDS if key == "guards" else LANGUAGES
        file.keys(row, key, keys, _GUARDS if key == "guards" else ())
        file.lists(row, key, *keys)
        if not row or not all(row.values()):
            raise file.error(key, (), "a list without a name")
        for name in (name for names in row.values() for name in names):
            squeezed = _squeezed(name)
            if len(squeezed) < (1 if key == "guards" else 3):
                raise file.error(key, (f'"{name}"',), f"“{name}” is too short for a name")
            if key != "guards" and owners.setdefault(squeezed, key) != key:
                raise file.error(key, (f'"{name}"',), f"“{name}” is claimed by {owners[squeezed]} too")
        found[key] = MappingProxyType({name: tuple(row[name]) for name in row})
    return MappingProxyType(found)


@functools.cache
def _names() -> _Names:
    """Return the names as they are looked for."""
    every = label_names()
    guards = {key: tuple(_folded(name)[0] for name in names) for key, names in every["guards"].items()}
    told = {key: names for key, names in every.items() if key != "guards"}
    owners = {_squeezed(name): key for key, row in told.items() for names in row.values() for name in names}
    shorts = {_squeezed(name) for row in told.values() for name in row.get("short", ())}
    loose = [name for name, key in owners.items() if key == _UNNAMED and not _is_spaced(name)]
    starts: dict[str, set[int]] = {}
    for name in owners:
        for length in (1, 2):
            starts.setdefault(name[:length], set()).add(len(name))
    return _Names(
        owners,
        frozenset(shorts),
        _any_of(loose),
        {start: tuple(sorted(lengths, reverse=True)) for start, lengths in starts.items()},
        guards,
        _any_of(guards["roots"]),
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of plain words, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _is_spaced(name: str) -> bool:
    """Tell whether a name is written in a script that parts words by spaces."""
    return all(sign < "\u1100" for sign in name)
