"""A table that somebody brought, read as products: which column says what, and what each row is.

A cell that cannot be read leaves its row out, with line and reason; the rest goes on. An empty cell is
unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from calc import casebook, catalog
from calc.assess import MODEL_VERSION
from calc.casebook import folded
from calc.draws import Band
from calc.errors import InputError, InputErrors
from calc.findings import Finding
from calc.market import forms_named
from calc.person import NOTHING
from calc.product import PACKAGES, Product
from calc.products import HANDFUL, Compared, Offer, better_at, compare
from calc.strengths import UNKNOWN_WORDS, read_amount, unit_in_name
from calc.tables import Table, Unread
from calc.units import Q_, is_like, read_number, read_quantity, show_number

#: What a column can say, with the names that such columns go by, folded.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "product": (
        *("product", "product name", "name", "title", "item", "produkt"),
        *("producto", "nom", "название", "продукт"),
    ),
    "brand": ("brand", "brands", "maker", "marke", "marca", "marque", "бренд", "марка"),
    "form": ("form", "form of vitamin c", "vitamin c form", "inci", "active", "форма"),
    "ingredients": (
        *("ingredients", "ingredients text", "ingredient list", "inci list", "состав"),
        *("inhaltsstoffe", "composition", "ingrédients", "ingredientes"),
    ),
    "strength": (
        *("strength", "strength percent", "concentration", "concentration percent", "percent", "%"),
        *("mass fraction", "vitamin c", "dose", "konzentration", "concentración", "концентрация"),
    ),
    "pH": ("ph", "ph value", "ph wert"),
    "package": ("package", "packaging", "container", "verpackung", "упаковка"),
    "size": ("size", "volume", "quantity", "net", "content", "inhalt", "grösse", "объем", "объём", "размер"),
    "price": ("price", "cost", "preis", "precio", "prix", "цена"),
    "currency": ("currency", "währung", "валюта"),
    "coactives": ("coactives", "co actives", "other actives", "actives"),
}
#: Without one of these there is nothing to compare.
NEEDED = ("product", "form", "ingredients")
# The longer first: a Hong Kong dollar is none of the United States.
_SIGNS = {
    "hk$": "HKD", "us$": "USD", "ca$": "CAD", "c$": "CAD", "au$": "AUD", "a$": "AUD", "nz$": "NZD",
    "nt$": "TWD", "s$": "SGD", "r$": "BRL", "mx$": "MXN", "$": "USD", "€": "EUR", "euro": "EUR", "£": "GBP",
    "₽": "RUB", "руб": "RUB", "¥": "JPY", "₩": "KRW", "₹": "INR", "zł": "PLN", "₺": "TRY",
}  # fmt: skip
_CODES = frozenset(
    "AED AUD BRL BYN CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW KZT MXN MYR NOK NZD PHP PLN"
    " RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split()
)
_CODE = re.compile(r"(?<![^\W\d_])[A-Z]{3}(?![^\W\d_])")
_ONE_PRICE = re.compile(r"(\D*)(\d[\d.,'’ ]*?)(\D*)")
_NO_PRICE_BEFORE = re.compile(r"[-−–+]|(?<![^\W\d])[.,]\s*$")
_NO_PRICE_BEHIND = re.compile(r"[/%]|\bper\b")
_THOUSAND = re.compile(r"[1-9]\d{0,2}\.\d{3}(?![.,]?\d)")
_PH_RANGE = re.compile(r"^\s*([\d.,]+)\s*[-–—…]\s*([\d.,]+)\s*$")


@dataclass(frozen=True)
class Offers:
    """The products of a table.

    ``columns``: which column of the table was taken for what. ``unread``: rows that were left out.
    """

    offers: tuple[Offer, ...]
    unread: tuple[Unread, ...]
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Comparison:
    """The products of a table with what follows from each, and what could not be read."""

    found: tuple[Compared, ...]
    unread: tuple[Unread, ...]
    columns: Mapping[str, str]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all of them."""
        return tuple(finding for each in self.found for finding in each.findings)

    def as_dict(self) -> dict[str, object]:
        """Return the comparison as it stands in JSON."""
        return {
            "products": [each.as_dict() for each in self.found],
            "better_at": [
                {"at": each.at, "products": list(each.winners), "unknown": list(each.unknown)}
                for each in (better_at(self.found) if len(self.found) <= HANDFUL else ())
            ],
            "unread": [{"line": each.line, "reason": each.reason} for each in self.unread],
            "columns": dict(self.columns),
            "model_version": MODEL_VERSION,
            "data_hash": catalog.data_hash(),
        }


def compare_table(
    table: Table, columns: Mapping[str, str] | None = None, *, months: float = 0.0
) -> Comparison:
    """Return the products of a table side by side.

    Parameters
    ----------
    table : Table
    columns : mapping of str to str, optional
        As for `offers_of`.
    months : float, optional
        As for `products.compared`.

    Raises
    ------
    InputErrors
        As `offers_of`.
    """
    read = offers_of(table, columns)
    return Comparison(compare(read.offers, months=months), read.unread, read.columns)


def recognised(columns: tuple[str, ...]) -> dict[str, str]:
    """Return which column of a table says what, as far as their names tell.

    Parameters
    ----------
    columns : tuple of str
        As the table names them.
    """
    found: dict[str, str] = {}
    for field, names in COLUMNS.items():
        plain = _without_unit if field in ("size", "price") else _plain
        own = [each for each in columns if plain(each) in names and each not in found.values()]
        if own:
            found[field] = own[0]
    return found


def offers_of(table: Table, columns: Mapping[str, str] | None = None) -> Offers:
    """Return the products of a table.

    Parameters
    ----------
    table : Table
    columns : mapping of str to str, optional
        Which column says what, by a key of `COLUMNS`; what the names tell when left out.

    Raises
    ------
    InputErrors
        No column that names a product or its form, or one that the table does not have.
    """
    chosen = dict(columns) if columns is not None else recognised(table.columns)
    _refuse_columns(chosen, table)
    offers: list[Offer] = []
    unread = list(table.unread)
    wanted = table.rows[list(dict.fromkeys(chosen.values()))]
    for line, cells in zip(table.lines, wanted.to_dict("records")):
        row = _Row({field: str(cells[name]) for field, name in chosen.items()}, chosen, table.decimal)
        try:
            offers.append(row.offer())
        except InputError as error:
            unread.append(Unread(int(line), str(error)))
        except InputErrors as errors:
            unread.append(Unread(int(line), "; ".join(map(str, errors.errors))))
    return Offers(tuple(offers), tuple(unread), chosen)


def _refuse_columns(chosen: Mapping[str, str], table: Table) -> None:
    """Refuse columns that are not there, and a table in which nothing names a product.

    Raises
    ------
    InputErrors
    """
    has = f"The table has {', '.join(table.columns[:12])}."
    errors = [
        InputError(field, name, "the table has no such column.", has)
        for field, name in chosen.items()
        if name not in table.columns or field not in COLUMNS
    ]
    if not {*NEEDED} & {*chosen}:
        accepted = f"a column for {', '.join(NEEDED)} is needed."
        errors.append(
            InputError("columns", ", ".join(table.columns[:12]), accepted, "Say which column is which.")
        )
    if errors:
        raise InputErrors(errors)


def _plain(name: str) -> str:
    """Return the name of a column without its unit, case and signs."""
    without = re.sub(r"[(\[].*?[)\]]", " ", name)
    return folded(without) or name.strip().casefold()


def _without_unit(name: str) -> str:
    """Return the name of a column as `_plain`, without a unit or currency behind it as in ``size_mL``."""
    words = _plain(name).split()
    while len(words) > 1 and (words[-1] in _SIZE_WORDS or words[-1].upper() in _CODES):
        words.pop()
    return " ".join(words)


def _size_unit(name: str) -> str:
    """Return the unit of the sizes in a column, as its name says; mL where it says none."""
    name = _in_latin(name)
    words = [each for each in re.split(r"[\s,;:_()\[\]]+", name) if each]
    for text in (*re.findall(r"[(\[]([^)\]]*)[)\]]", name), " ".join(words[-2:]), *words[-1:]):
        try:
            unit = read_number(f"1 {text}", field="size").unit
        except InputError:
            continue
        if unit and (is_like(Q_(1, unit), "g") or is_like(Q_(1, unit), "mL")):
            return unit
    return "mL"


def _in_latin(text: str) -> str:
    """Return a size with its Russian units in Latin letters."""
    return re.sub(r"(?<![^\W\d_])(мл|гр|г|л)\b\.?", lambda found: _LATIN[found[1].lower()], text, flags=re.I)


def _currency(text: str) -> str:
    """Return the currency that a text names by its code or sign, "" where it names none."""
    code = next((each for each in _CODE.findall(text.upper()) if each in _CODES), "")
    return code or next((name for sign, name in _SIGNS.items() if _has_sign(text.casefold(), sign)), "")


def _has_sign(text: str, sign: str) -> bool:
    """Tell whether a text has the sign of a currency; one that begins with a letter begins a word."""
    return bool(re.search((r"(?<![^\W\d_])" if sign[0].isalpha() else "") + re.escape(sign), text))


@dataclass(frozen=True)
class _Row:
    """The cells of one row by what they say, and how its table writes numbers."""

    cells: Mapping[str, str]
    names: Mapping[str, str]
    decimal: str

    def cell(self, field: str) -> str:
        """Return a cell, "" where there is none."""
        return " ".join(self.cells.get(field, "").split())

    def offer(self) -> Offer:
        """Return the row as an offer."""
        form, matched, others = self.form()
        mass_fraction, strength, volume = self.strength()
        size_g, size_mL = self.size()
        price, currency = self.price()
        said = catalog.forms()[form].name if form else "without a name"
        name = " ".join(filter(None, (self.cell("brand"), self.cell("product")))) or matched or said
        product = Product(
            form=form,
            mass_fraction=mass_fraction,
            pH=self.read("pH", self.pH),
            package=self.package(),
            coactives=self.coactives(),
        )
        note = f"“{matched}” was taken for {catalog.forms()[form].name}." if form and matched else ""
        return Offer(name, product, strength, volume, others, size_g, size_mL, price, currency, note=note)

    def read(self, field: str, read: Callable[[str], Any]) -> Any:
        """Return what a cell says; None for an empty one."""
        text = self.cell(field)
        return read(text) if text and text.casefold() not in UNKNOWN_WORDS else None

    def form(self) -> tuple[str | None, str, tuple[str, ...]]:
        """Return the form that is named first, the words that name it, and the other forms."""
        for field in ("form", "ingredients", "product"):
            text = self.cell(field)
            if field == "form" and text in catalog.forms():
                return text, "", ()
            every = forms_named(text)
            named = [each for each in every if each.status != "unnamed"]
            if field == "form" and not every and catalog.is_ingredient(text):
                return catalog.find_form(text).id, "", ()
            if named:
                others = dict.fromkeys(each.form for each in named if each.form not in (None, named[0].form))
                return named[0].form, named[0].words, tuple(filter(None, others))
        return None, "", ()

    def strength(self) -> tuple[Any, Band | None, Band | None]:
        """Return the strength by mass, its range, and a strength by volume."""
        text = self.cell("strength")
        amount = read_amount(text, field="strength", unit=self.unit("strength"), decimal=self.decimal)
        if not amount.known or amount.bound:
            return None, None, None
        middle = (amount.low + amount.high) / 2
        if amount.kind == "mass fraction":
            return Q_(middle, "dimensionless"), Band(middle, amount.low, amount.high), None
        return None, None, Band(middle / 10, amount.low / 10, amount.high / 10)

    def unit(self, field: str) -> str:
        """Return the unit that the name of a column says; a column of fractions says so by its name."""
        name = self.names.get(field, "")
        return "g/g" if _plain(name) == "mass fraction" else unit_in_name(name)

    def pH(self, text: str) -> float | Band:
        """Return a pH, or a range of it."""
        plain = re.sub(r"^\s*ph\s*[:=]?\s*", "", text, flags=re.IGNORECASE)
        found = _PH_RANGE.match(plain)
        if found:
            low, high = (read_number(each, field="pH").value for each in found.groups())
            if low > high:
                raise InputError("pH", text, "the first number must be the smaller one.", "Write 3.0-3.5.")
            return Band((low + high) / 2, low, high)
        value, unit = read_number(plain, field="pH")
        if unit:
            raise InputError("pH", text, "a pH has no unit.", "Check which column is the pH.")
        return value

    def package(self) -> str | None:
        """Return the package, where its word is known."""
        words = folded(self.cell("package")).split()
        if "_".join(words) in PACKAGES:
            return "_".join(words)
        return next((package for word, package in _PACKAGES.items() if word in words), None)

    def coactives(self) -> tuple[str, ...] | None:
        """Return what else is in it: named in a column of its own, or in the list of ingredients."""
        told = [each.strip() for each in re.split(r"[;,|]", self.cell("coactives"))]
        told = [each for each in told if each.casefold() not in UNKNOWN_WORDS - {*NOTHING}]
        listed = [each.strip() for each in re.split(r"[;,•]", self.cell("ingredients")) if each.strip()]
        listed = [each for each in listed if not forms_named(each)]
        active = [each for each in listed if casebook.find_word("actives", each)]
        known = [each for each in listed if each in active or catalog.is_ingredient(each)]
        if known and not active:  # water does not contradict “none”
            told = [each for each in told if each.casefold() not in NOTHING]
        return tuple(dict.fromkeys([*told, *known])) or None

    def size(self) -> tuple[float | None, float | None]:
        """Return the size in grams, or in millilitres."""
        text = self.cell("size")
        unit = _size_unit(self.names.get("size", ""))
        self.refuse_thousand("size", text)
        found = self.read(
            "size",
            lambda each: read_quantity(_in_latin(each), field="size", default=unit, accepts=("g", "mL")),
        )
        if found is None or not text:
            return None, None
        by_mass = found.check("[mass]")
        value = float(found.m_as("g" if by_mass else "mL"))
        if not 0 < value <= _LARGEST:
            fix = "Check the size and its unit."
            raise InputError("size", text, f"a size lies above 0 and up to {show_number(_LARGEST)}.", fix)
        return (value, None) if by_mass else (None, value)

    def price(self) -> tuple[float | None, str]:
        """Return the price with its currency; none without a currency."""
        text, own = self.cell("price"), self.cell("currency").upper()
        if not any(sign.isnumeric() for sign in text):
            return None, ""
        found = _ONE_PRICE.fullmatch(text)
        before, digits, behind = found.groups() if found else ("-", "", "")
        odd = _NO_PRICE_BEFORE.search(before) or _NO_PRICE_BEHIND.search(behind.casefold())
        if odd or any(sign.isnumeric() for sign in before + behind):
            raise InputError("price", text, "this is not one price.", "Write for example 12.50 EUR.")
        self.refuse_thousand("price", digits)
        value = read_number(digits, field="price").value
        if not 0 < value <= _DEAREST:
            raise InputError("price", text, "this is no price of a product.", "Check it, or leave it empty.")
        column = _currency(own) or (own if re.fullmatch("[A-Z]{3}", own) and own != "NAN" else "")
        currency = _currency(text) or column or _currency(self.names.get("price", ""))
        return (value, currency) if currency else (None, "")

    def refuse_thousand(self, field: str, text: str) -> None:
        """Refuse a number that may be a thousand, in a table whose decimals have commas.

        Raises
        ------
        InputError
        """
        found = _THOUSAND.match(text) if self.decimal == "," else None
        if found:
            readings = (found[0], found[0].replace(".", ""))
            fix = f"Write {readings[0]}0 or {readings[1]}."
            raise InputError(field, text, "this can be read in two ways.", fix, readings)


_LATIN = {"мл": "ml", "гр": "g", "г": "g", "л": "l"}
_SIZE_WORDS = {"ml", "g", "l", "oz", "fl", "cl", "kg", *_LATIN}
# The telling word first: an airless bottle is no bottle with a dropper, and “bottle” alone tells nothing.
_PACKAGES = {
    "airless": "airless_pump",
    "ampoule": "ampoule",
    "ampoules": "ampoule",
    "ampulla": "ampoule",
    "dropper": "dropper_bottle",
    "pipette": "dropper_bottle",
    "pump": "pump_bottle",
    "tube": "tube",
    "jar": "jar",
}
# g or mL, and money: more is a slip or an attack.
_LARGEST, _DEAREST = 100_000.0, 1e7
