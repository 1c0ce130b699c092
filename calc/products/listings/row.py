"""One row of a table as a product: what its cells state, and which of them cannot be read.

A strength, a pH or a form that cannot be read leaves the row out, for a wrong one harms; a size, a price
or a package that cannot be read is unknown, and said to be.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from calc import catalog
from calc.catalog import market
from calc.catalog.market import SecondaryForm, table_words
from calc.catalog.normalize import normalize
from calc.client.person import NOTHING
from calc.client.product import PACKAGES, Product, is_nothing_else
from calc.errors import InputError
from calc.messages import say
from calc.parsing.price import part_price, read_price
from calc.parsing.size import Size, read_size, size_unit
from calc.parsing.strength import (
    UNKNOWN_WORDS,
    StatedStrength,
    read_strength,
    unit_in_name,
    without_about,
)
from calc.parsing.strength_beside import without_strength
from calc.products.listings.heading import heading_readings, plain_name
from calc.products.listings.kinds import kind_said
from calc.products.listings.listed_parts import beside_form, between_entries, listed_part
from calc.products.listings.listing import Listing
from calc.products.listings.named_forms import (
    Forms,
    band_of,
    entries_of,
    forms_in,
    named_in,
)
from calc.products.listings.stated_acidity import is_bound_of_pH, one_pH, pH_of, pHs_said, without_word
from calc.tables.export import escape_formula
from calc.uncertainty import Band
from calc.units import Q_, read_number

_CLOSE = 1e-9
_TAKEN = say("That of its own column was taken.")
# Where a row states the strength of its first form, or of all together.
_STRENGTHS = (
    *("strength", "strength_low_percent", "strength_high_percent"),
    *("strength_g_per_100mL", "strength_low_g_per_100mL", "strength_high_g_per_100mL"),
)
_WITHOUT_WATER = ("anhydrous", "powder")


@dataclass(frozen=True)
class _Strengths:
    """A strength by mass [0–1] and one by volume [g/100 mL]: of the first form, and of all together."""

    mass: Band | None = None
    volume: Band | None = None
    total: Band | None = None
    total_volume: Band | None = None


@dataclass(frozen=True)
class ListingRow:
    """The cells of one row by what they say, and how its table writes numbers.

    Parameters
    ----------
    cells : mapping of str to str
        By field.
    names : mapping of str to str
        Name of the column, by field.
    decimal : str
        As of `tables.Table`.
    unread : list of str
        Cells that could not be read, with the reason; filled by `listing`.
    about : list of str
        Cells that say that their number is about right; filled by `listing`.

    Examples
    --------
    >>> row = ListingRow({"product": "A", "pH": "3.0-3.5"}, {"product": "name", "pH": "pH"}, ".")
    >>> row.listing().product.pH.low
    3.0
    """

    cells: Mapping[str, str]
    names: Mapping[str, str]
    decimal: str
    unread: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    @functools.cached_property
    def _parted(self) -> dict[str, str]:
        """The cells in which line breaks part entries, as far as they were asked for."""
        return {}

    @functools.cached_property
    def _texts(self) -> dict[str, str]:
        """The cells in one line each, as far as they were asked for."""
        return {}

    def listing(self) -> Listing:
        """Return the row as a listing.

        Raises
        ------
        InputError
            The form, the strength or the pH cannot be read.
        InputErrors
            They are no label of a product.
        """
        forms, strengths = self._forms_and_strengths()
        size, price = self._size(), self._price()
        label = self._label(forms, strengths)
        form = label.product.form
        said = catalog.forms()[form].name if form else say("without a name")
        words = next((words for words, _ in forms.matched), "")
        kind = self._kind()
        return replace(
            label,
            name=self._name() or words or said,
            size_g=size.g,
            size_mL=size.mL,
            pieces=size.pieces,
            price=price[0] if price and kind == "product" else None,
            currency=price[1] if price else "",
            price_date=self._date() if price else "",
            kind=kind,
            basis=self._word("strength_basis", market.BASES) or ("name" if forms.in_title else ""),
            sources=tuple(key for key in self._cell("sources").split(";") if key in catalog.sources()),
            matched=forms.matched,
            note=self._note(forms),
        )

    def label(self) -> Listing:
        """Return what rules look at of a row alone: its label, without name, size and price.

        Raises
        ------
        InputError, InputErrors
            As `listing`.
        """
        return self._label(*self._forms_and_strengths())

    def _label(self, forms: Forms, strengths: _Strengths) -> Listing:
        """Return a listing of nothing but the label."""
        form, base = forms.first, self._word("base", market.VEHICLES)
        return Listing(
            "",
            self._product(form, strengths.mass, base),
            strengths.mass,
            strengths.volume,
            tuple(SecondaryForm(name, share) for name, share in forms.shares.items() if name != form),
            strengths.total,
            strengths.total_volume,
            base=base,
            has_unknown_form=forms.foreign >= 0,
        )

    def _product(self, form: str | None, mass: Band | None, base: str) -> Product:
        """Return what the row tells of its product."""
        return Product(
            form=form,
            mass_fraction=None if mass is None else Q_(mass.median, "dimensionless"),
            pH=self._pH(),
            package=self._package(),
            home_made=False,
            coactives=self._coactives(),
            has_water=False if base in _WITHOUT_WATER else None,
            is_powder=base == "powder" or is_nothing_else(form, mass.low if mass else None),
        )

    def _name(self) -> str:
        """Return brand and product, without the apostrophe that `export.escape_formula` set before them."""
        name = " ".join(filter(None, (self._cell("brand"), self._cell("product"))))
        return name[1:] if name[:1] == "'" and name[1:] and escape_formula(name[1:]) == name else name

    def _cell(self, name: str) -> str:
        """Return a cell in one line, "" where there is none."""
        cell = self.cells.get(name)
        if not cell:
            return ""
        if name not in self._texts:
            self._texts[name] = " ".join(cell.split())
        return self._texts[name]

    def _read(self, name: str, read: Callable[[str], Any]) -> Any:
        """Return what a cell says; None for an empty one."""
        text = self._cell(name)
        return read(text) if text and text.casefold() not in UNKNOWN_WORDS else None

    def _leave(self, name: str, read: Callable[[str], Any]) -> Any:
        """Return what a cell says; None, with the reason kept, where it cannot be read."""
        try:
            return self._read(name, read)
        except InputError as error:
            self.unread.append(str(error))
            return None

    def _word(self, name: str, words: Iterable[str]) -> str:
        """Return a cell that is one of some words, "" where it is none of them."""
        return next((word for word in words if word == self._cell(name)), "")

    # --- forms ------------------------------------------------------------------------------------

    def _forms(self) -> Forms:
        """Return the forms that the row names."""
        if self._cell("second_forms"):
            return self._listed_forms()
        for name in ("form", "ingredients", "product"):
            text = self._entries(name)
            every = forms_in(text)
            alone = catalog.is_ingredient(text) if name == "form" and not every else False
            if name == "form" and (text in catalog.forms() or alone):
                form = catalog.find_form(text).id
                return self._with_the_list(Forms({form: None}, of_first=True))
            if any(named.status != "unnamed" for named in every):
                forms = named_in(text, decimal=self.decimal, in_title=name == "product")
                single = name == "form" and len(forms.shares) == 1 and forms.foreign < 0
                return self._with_the_list(forms) if single else forms
        return Forms({})

    def _entries(self, name: str) -> str:
        """Return a cell in which line breaks part entries."""
        if name not in self._parted:
            self._parted[name] = entries_of(self.cells.get(name, ""))
        return self._parted[name]

    def _listed_forms(self) -> Forms:
        """Return the first form, and the second ones as the list of this program writes them."""
        seconds = {}
        for part in self._cell("second_forms").split(";"):
            name, _, amount = part.strip().partition(":")
            share = self._band(amount, "second_forms", "percent") if amount else None
            seconds[catalog.find_form(name).id] = share
        form = self._cell("form")
        named = (name.form for name in forms_in(form) if name.form)
        first = form if form in catalog.forms() else next(named, None)
        if first is None:
            raise InputError(
                "form", form, say("a product with second forms has a first."), say("Name its form.")
            )
        return Forms(
            {first: None, **{second: share for second, share in seconds.items() if second != first}},
            of_first=True,
        )

    def _with_the_list(self, forms: Forms) -> Forms:
        """Return a form that a row names, with those that only its list of ingredients names besides."""
        listed = named_in(self._entries("ingredients"), decimal=self.decimal)
        return forms.with_list(listed) if listed.shares else forms

    # --- strength ---------------------------------------------------------------------------------

    def _forms_and_strengths(self) -> tuple[Forms, _Strengths]:
        """Return the forms that the row names, and their strength: of its cell, beside names, in the title.

        What stands beside names and cannot be used is kept.
        """
        forms, (mass, volume) = self._forms(), self._stated()
        total = self._read("total_percent", lambda text: self._band(text, "total_percent", "percent"))
        whole = self._read("total_g_per_100mL", lambda text: self._volume(text, "total_g_per_100mL"))
        if self._cell("second_forms") or total or whole:
            return forms, _Strengths(mass, volume, total, whole)
        if forms.in_title and (mass or volume) and not forms.several:
            if mass and not any(share and _equal(share, mass) for share in forms.shares.values()):
                problem = say("the name of the product states another strength.")
                self.unread.append(str(InputError("strength", self._cell("strength"), problem, _TAKEN)))
            forms = forms.without_strengths()
        if not (mass or volume or forms.is_stated) and forms.shares:
            forms = forms.with_title(self._entries("product"), self.decimal)
        self.unread.extend(str(problem) for problem in forms.problems if not _states(problem.given, mass))
        self.unread.extend(map(str, _unused_volumes(forms)))
        if forms.in_title and forms.is_stated:
            self.about.append(say("The strength is stated in the name of the product."))
        return forms, self._strengths(forms, mass, volume)

    def _strengths(self, forms: Forms, mass: Band | None, volume: Band | None) -> _Strengths:
        """Return the strength of the first form, or of all together where nothing tells them apart."""
        first = forms.shares[forms.first] if forms.first else None
        beside = forms.volumes.get(forms.first or "")
        several = forms.several
        if mass is None and volume is None and beside and not first:
            return _Strengths(None, beside)
        if mass is None:
            return _Strengths(first, None if several or first else volume, None, volume if several else None)
        least = sum(share.low for share in forms.shares.values() if share)
        if first and _equal(mass, first):
            return _Strengths(mass)
        if (first and not several) or mass.high < least - _CLOSE:
            self._refuse_contradiction(100 * (least if several or not first else first.median))
        return _Strengths(first, total=mass) if several else _Strengths(mass)

    def _refuse_contradiction(self, percent: float) -> None:
        """Refuse a strength that is not the one that stands beside the names of the forms.

        Raises
        ------
        InputError
        """
        accepted = say("beside the names of the forms stands {percent:g} %.", percent=percent)
        raise InputError("strength", self._cell("strength"), accepted, say("Correct one of them."))

    def _stated(self) -> tuple[Band | None, Band | None]:
        """Return the strength that the row states, by mass and by volume, with its ends."""
        if not any(map(self._cell, _STRENGTHS)):
            return None, None
        cell = self._exact("strength")
        amount = read_strength(cell, field="strength", unit=self._unit("strength"), decimal=self.decimal)
        if amount.bound:
            problem = InputError(
                "strength", cell, say("a bound is not a strength."), say("It stays unknown.")
            )
            self.unread.append(str(problem))
        mass = _of_amount(amount, "mass fraction")
        volume = _of_amount(amount, "mass concentration")
        ends = [self._end(f"strength_{end}_percent", "percent") for end in ("low", "high")]
        mass = _within(mass, *ends, name="strength")
        stated = self._read("strength_g_per_100mL", lambda text: self._volume(text, "strength_g_per_100mL"))
        ends = [self._end(f"strength_{end}_g_per_100mL", "g/100mL") for end in ("low", "high")]
        volume = _within(volume or stated, *ends, name="strength")
        if mass and volume:
            raise InputError(
                "strength", cell, say("it is stated by mass and by volume."), say("Give one of them.")
            )
        return mass, volume

    def _end(self, name: str, unit: str) -> float | None:
        """Return one end of a strength."""
        band = self._read(name, lambda text: self._band(text, name, unit))
        return None if band is None else float(band.median)

    def _band(self, text: str, name: str, unit: str) -> Band:
        """Return a strength in a unit: a number or a range [0–1; g/100 mL].

        Raises
        ------
        InputError
        """
        amount = read_strength(text, field=name, unit=unit, decimal=self.decimal)
        if not amount.known or amount.bound:
            raise InputError(
                name, text, say("a number is needed here."), say("Correct it, or leave it empty.")
            )
        return band_of(amount)

    def _volume(self, text: str, name: str) -> Band:
        """Return a strength by volume [g/100 mL]."""
        return self._band(text, name, "g/100mL")

    def _unit(self, name: str) -> str:
        """Return the unit that the name of a column says; a column of fractions says so by its name."""
        column = self.names.get(name, "")
        return "g/g" if plain_name(column) == "mass fraction" else unit_in_name(column)

    # --- the rest ---------------------------------------------------------------------------------

    def _pH(self) -> float | Band | None:
        """Return the pH, or a range of it; a bound alone is none."""
        pH = self._read("pH", lambda _: self._stated_pH(self._exact("pH")))
        low, high = (self._read(name, one_pH) for name in ("pH_low", "pH_high"))
        if isinstance(pH, Band) or (low is None and high is None):
            return pH
        band = _within(None if pH is None else Band(pH, pH, pH), low, high, name="pH")
        return band.median if band and band.low == band.high else band

    def _stated_pH(self, text: str) -> float | Band | None:
        """Return the pH that a cell states."""
        said = pHs_said(text)
        plain = without_word(said[0] if len(said) == 1 else text)
        if len(said) > 1 and self._is_remark("pH"):
            self._leave_pH(say("it says more than one pH."))
            return None
        if is_bound_of_pH(plain):
            self._leave_pH(say("a bound is not a pH."))
            return None
        try:
            return pH_of(without_about(plain), self._cell("pH"))
        except InputError as error:
            if not self._is_remark("pH"):
                raise
            if not self._says_more("pH"):
                self._leave_pH(error.accepted)
            return None

    def _leave_pH(self, reason: str) -> None:
        """Keep why a cell states no pH."""
        self.unread.append(str(InputError("pH", self._cell("pH"), reason, say("It stays unknown."))))

    def _is_remark(self, name: str) -> bool:
        """Tell whether the column of a field is called by another name, as one of remarks is."""
        said = heading_readings(self.names.get(name, name))
        return not any(reading.field == name for reading in said)

    def _says_more(self, name: str) -> bool:
        """Tell whether the column of a field says another field too, so that not every cell is about it."""
        return [*self.names.values()].count(self.names.get(name, "")) > 1

    def _exact(self, name: str) -> str:
        """Return a cell without the word that says that its number is about right, and keep that it did."""
        cell = self._cell(name)
        plain = without_about(cell)
        if plain != cell:
            self.about.append(say("“{cell}” was taken for {plain}.", cell=cell, plain=plain))
        return plain

    def _package(self) -> str | None:
        """Return the package, where its word is known."""
        return self._leave("package", package_named)

    def _kind(self) -> str:
        """Return the kind of the product: a comparator where it is said to be injected or swallowed."""
        said = (kind_said(self._cell(name)) for name in ("kind", "product", "package"))
        return next((kind for kind in said if kind != market.KINDS[0]), market.KINDS[0])

    def _coactives(self) -> tuple[str, ...] | None:
        """Return what else is in it: named in a column of its own, or in the list of ingredients."""
        named = [without_strength(name.strip()) for name in re.split(r"[;,|]", self._cell("coactives"))]
        named = [name for name in named if name.casefold() not in UNKNOWN_WORDS - {*NOTHING}]
        entries = [*between_entries(self._entries("ingredients")), *beside_form(self._entries("form"))]
        listed = map(listed_part, entries)
        recognised = [part for part in listed if part.kind]
        # Water does not contradict “none”.
        if named and recognised and not any(part.kind == "active" for part in recognised):
            named = [name for name in named if name.casefold() not in NOTHING]
        return tuple(dict.fromkeys([*named, *(part.name for part in recognised)])) or None

    def _size(self) -> Size:
        """Return the size of all pieces; what cannot be read is unknown."""
        pieces = self._leave("pieces", _pieces_of)
        units = {"size": size_unit(self.names.get("size", "")), "size_mL": "mL", "size_g": "g"}
        sizes = (
            self._leave(name, functools.partial(self._one_size, unit=unit, pieces=pieces))
            for name, unit in units.items()
        )
        stated = [size for size in sizes if size]
        g = next((part.g for part in stated if part.g), None)
        mL = next((part.mL for part in stated if part.mL), None)
        return Size(g, mL, next((part.pieces for part in stated if part.pieces), pieces))

    def _one_size(self, text: str, unit: str, pieces: int | None) -> Size:
        """Return the size that one cell states."""
        size = read_size(text, unit=unit, decimal=self.decimal, pieces=pieces)
        if size.g is None or not self._is_liquid_by_volume():
            return size
        fluid = read_size(text, unit=unit, decimal=self.decimal, pieces=pieces, is_liquid=True)
        if fluid != size:
            self.about.append(
                say("“{text}” was taken for fluid ounces, as the column says a volume.", text=text)
            )
        return fluid

    def _is_liquid_by_volume(self) -> bool:
        """Tell whether the column of sizes says a volume, and the row names a liquid product."""
        words = table_words().liquids
        said = {*normalize(self.names.get("size", "").replace("_", " ")).split()}
        named = f" {normalize(' '.join((self._cell('product'), self._cell('kind'))))} "
        return bool(said & {*words["volume"]}) and any(word in named for word in words["product"])

    def _price(self) -> tuple[float, str] | None:
        """Return the price with its currency; what cannot be read is unknown."""
        if aside := part_price(self._cell("price"))[1]:
            self.about.append(say("“{aside}” beside the price was set aside.", aside=aside))
        return self._leave(
            "price",
            lambda text: read_price(
                text, own=self._cell("currency"), column=self.names.get("price", ""), decimal=self.decimal
            ),
        )

    def _date(self) -> str:
        """Return the day on which the price was seen."""
        return self._leave("price_date", _date_of) or ""

    def _note(self, forms: Forms) -> str:
        """Return what is said besides, and which words were taken for which form."""
        taken = (
            say(
                "“{text}” was taken for {form}, for it is spelled nearly so.",
                text=words,
                form=catalog.forms()[form].name,
            )
            if words in forms.misspelt
            else say("“{text}” was taken for {form}.", text=words, form=catalog.forms()[form].name)
            for words, form in forms.matched
        )
        return " ".join(filter(None, (*taken, *self.about, self._cell("note"))))


def _states(text: object, mass: Band | None) -> bool:
    """Tell whether a text states a strength that is known already."""
    try:
        stated = read_strength(str(text), field="strength")
    except InputError:
        return False
    band = _of_amount(stated, "mass fraction")
    return bool(mass and band and _equal(mass, band))


def _unused_volumes(forms: Forms) -> list[InputError]:
    """Return what is said of strengths by volume beside further forms, which add to none by mass."""
    problem = say("the strength by volume of another form is not added to the others.")
    return [
        InputError(
            "strength",
            f"{10 * volume.median:g} mg/mL",
            say("beside {form}: {problem}", form=catalog.forms()[form].name, problem=problem),
            say("It is not used."),
        )
        for form, volume in forms.volumes.items()
        if form != forms.first
    ]


def _of_amount(amount: StatedStrength, kind: str) -> Band | None:
    """Return a strength of one kind as a band: a fraction [0–1], or grams in 100 mL."""
    return None if amount.kind != kind or amount.bound else band_of(amount)


def _within(band: Band | None, low: float | None, high: float | None, *, name: str) -> Band | None:
    """Return a value within its stated ends; a bound alone is no value.

    Raises
    ------
    InputError
    """
    if band is None:
        if low is None or high is None:
            return None
        band = Band((low + high) / 2, low, high)
    ends = band.low if low is None else low, band.high if high is None else high
    if not ends[0] <= band.median <= ends[1]:
        given = say("{value:g} from {low:g} to {high:g}", value=band.median, low=ends[0], high=ends[1])
        raise InputError(name, given, say("low ≤ value ≤ high must hold."), say("Correct one of them."))
    return Band(band.median, *ends)


def _equal(one: Band, other: Band) -> bool:
    """Tell whether two strengths are the same."""
    pairs = ((one.low, other.low), (one.high, other.high))
    return all(math.isclose(a, b, rel_tol=_CLOSE) for a, b in pairs)


def package_named(text: str) -> str:
    """Return the package that a text names.

    Parameters
    ----------
    text : str

    Raises
    ------
    InputError
        It names none that is known.

    Examples
    --------
    >>> package_named("amber dropper")
    'dropper_bottle'
    """
    words = normalize(text).split()
    if "_".join(words) in PACKAGES:
        return "_".join(words)
    packages = table_words().packages.items()
    said = f" {' '.join(words)} "
    named = (package for package, names in packages if any(f" {name} " in said for name in names))
    package = next(named, "")
    if not package:
        fix = say("Use {packages}.", packages=", ".join(package.replace("_", " ") for package in PACKAGES))
        raise InputError("package", text, say("this names no package known here."), fix)
    return package


def _pieces_of(text: str) -> int:
    """Return a number of pieces."""
    value, unit = read_number(text, field="pieces")
    low, high = catalog.inputs().accepted["pieces"].ends
    if unit or value != int(value) or not low <= value <= high:
        raise InputError("pieces", text, say("this is not a number of pieces."), say("Write for example 10."))
    return int(value)


def _date_of(text: str) -> str:
    """Return an ISO date of a day, a month or a year."""
    if not market.is_date(text):
        raise InputError(
            "price_date", text, say("this is not a date."), say("Write YYYY-MM-DD, YYYY-MM or YYYY.")
        )
    return text
