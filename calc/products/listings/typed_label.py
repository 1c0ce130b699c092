"""A label as somebody types it: fields by name, or free words from which they are told.

Everything that was typed goes somewhere: what is told apart becomes a field, the rest stays in the name. The
fields are then read as the cells of a table are, each by itself, so that one that cannot be read costs no
other.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from calc import catalog
from calc.catalog import people
from calc.catalog.market import COLUMN_FIELDS, CURRENCIES, table_words
from calc.catalog.normalize import normalize
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say
from calc.parsing.forms_in_text import forms_named
from calc.parsing.phrases import alternation
from calc.parsing.price import read_price
from calc.parsing.size import read_size
from calc.parsing.strength import UNKNOWN_WORDS
from calc.products.listings.heading import FURTHER, names_another_ingredient
from calc.products.listings.listing import Listing
from calc.products.listings.named_forms import forms_in
from calc.products.listings.row import ListingRow, package_named

#: What a label can say, as somebody types it.
LABEL_FIELDS = COLUMN_FIELDS
#: Longest text that is read as a label [characters].
LONGEST_LABEL = 6_000
# Bare numbers are meant as labels print them: a strength in per cent.
_HEADINGS = {"strength": "strength (%)"}
# What else states the same, and must go where somebody states it anew.
_SAME_FACT = {
    "strength": (
        *("strength_low_percent", "strength_high_percent", "strength_g_per_100mL", "strength_basis"),
        *("strength_low_g_per_100mL", "strength_high_g_per_100mL", "total_percent", "total_g_per_100mL"),
    ),
    "form": ("second_forms",),
    "pH": ("pH_low", "pH_high"),
    "size": ("size_mL", "size_g", "pieces"),
    "price": ("currency", "price_date"),
}
_NUMBER = r"(?<!\d)\d+(?:[.,]\d+)?"  # from its first digit: each of a thousand would be tried otherwise
_RANGE = rf"{_NUMBER}(?:\s*(?:[-–—]|\bto\b|\bbis\b)\s*{_NUMBER})?"
_PH = re.compile(
    rf"\b(?:pH|рН)\b\s*(?:value\b)?\s*(?:(?:of|is|von)\b|[=:≈~])?\s*(?P<value>{_RANGE})", re.IGNORECASE
)
_UNIT_OF_SIZE = r"(?:ml|мл|cl|l|fl\.?\s?oz\.?|oz\.?|g|gr|г|毫升|kg)(?![^\W\d_])(?!\s*(?:/|per\b|\d))"
_COUNT = r"(?:\d+\s*(?:ampoules?|ampullen?|capsules?|vials?)?\s*[x×*]\s*)?"
_ONE_SIZE = rf"{_COUNT}(?<![/\d.,]){_NUMBER}\s*{_UNIT_OF_SIZE}(?:\s*[x×*]\s*\d+\b)?"
_SIZE = re.compile(rf"(?<![/\d.,]){_ONE_SIZE}(?:\s*[/|(≈=]\s*{_ONE_SIZE}\)?)?", re.IGNORECASE)
_STRENGTH = re.compile(
    rf"{_RANGE}\s*(?:[%％](?:\s*\(?[wmv]/[wmv]\)?)?|mg\s*/\s*m?[lg]\b|g\s*/\s*100\s*m?[lg]\b)", re.IGNORECASE
)
_MONEY = r"\d{1,3}(?:[ .,'\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_ENTRY = re.compile(r"(?<!\d)[,;]|[,;](?!\d)|[+&\n•|]|\b(?:and|with|und|mit|et)\b", re.IGNORECASE)
_LIST = re.compile(r"[,;•\n]")
_LEAST_LISTED, _LEAST_KNOWN = 4, 2
_NAME_BEFORE = re.compile(
    r"(?P<name>[^,;•\n]+?)\s+(?P<list>(?:Aqua\b|Water\s*[(/\\]).*)", re.IGNORECASE | re.DOTALL
)
_EDGES = " \t,;:·|–—-/()"


class LabelReading(NamedTuple):
    """What a label comes to: the product, by field what of it cannot be read, and what else is not used."""

    listing: Listing
    errors: Mapping[str, InputError]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class TypedLabel:
    """A label as typed: texts by what they say, in the order of `LABEL_FIELDS`.

    Parameters
    ----------
    cells : tuple of (str, str)
        A field of `LABEL_FIELDS`, or of the further columns of the list of this program, with its text.

    Examples
    --------
    >>> label = TypedLabel((("form", "ascorbic acid"), ("strength", "15"), ("pH", "3.2")))
    >>> label.reading.listing.mass_fraction.median, label.with_fact("pH", "").texts
    (0.15, {'form': 'ascorbic acid', 'strength': '15'})
    """

    cells: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """The texts by field."""
        return dict(self.cells)

    def with_fact(self, field: str, text: str) -> TypedLabel:
        """Return it with one more field, or with another text in it; an empty one takes it away.

        Parameters
        ----------
        field : str
            One of `LABEL_FIELDS`.
        text : str
        """
        gone = {field, *_SAME_FACT.get(field, ())}
        kept = {name: cell for name, cell in self.cells if name not in gone}
        return _label(kept | ({field: text.strip()} if text.strip() else {}))

    @property
    def reading(self) -> LabelReading:
        """The product that it describes; a field that cannot be read is unknown, with its reason."""
        return _reading(self)


@functools.lru_cache(maxsize=1024)
def _reading(label: TypedLabel) -> LabelReading:
    """Return what a label comes to."""
    cells, errors = label.texts, dict[str, InputError]()
    readers: dict[str, Callable[[str], object]] = {
        "size": read_size,
        "price": functools.partial(_refuse_no_price, own=cells.get("currency", "")),
        "package": package_named,
    }
    for name in [name for name in readers if name in cells]:
        try:
            readers[name](cells[name])
        except InputError as error:
            errors[name] = error
            del cells[name]
    while True:
        row = ListingRow(cells, {name: _HEADINGS.get(name, name) for name in cells}, "")
        try:
            listing = row.listing()
        except (InputError, InputErrors) as refused:
            problem = refused.errors[0] if isinstance(refused, InputErrors) else refused
        else:
            said = replace(listing, words_say="" if listing.forms else _words_say(cells))
            return LabelReading(said, MappingProxyType(errors), tuple(row.unread))
        field = {"mass_fraction": "strength"}.get(problem.field, problem.field)
        field = field if field in cells else next(iter(cells))
        errors[field] = problem
        del cells[field]


def _refuse_no_price(text: str, own: str) -> None:
    """Refuse a text that is no price; ``own``: the currency that is stated beside it.

    Raises
    ------
    InputError
    """
    if read_price(text, own=own) is None and text.casefold() not in UNKNOWN_WORDS:
        raise InputError("price", text, say("this holds no price."), say("Write for example 29 EUR."))


def _words_say(cells: Mapping[str, str]) -> str:
    """Return which of `listing.VITAMIN_C` a label without a form says."""
    if any(forms_named(cells.get(field, "")) for field in ("form", "ingredients", "product")):
        return "unnamed"
    return "none" if cells.get("ingredients") else "no_list"


def _label(cells: Mapping[str, str]) -> TypedLabel:
    """Return a label with its fields in order."""
    order = (*LABEL_FIELDS, *FURTHER)
    return TypedLabel(tuple((name, cells[name]) for name in order if cells.get(name)))


# --- text -----------------------------------------------------------------------------------------


def read_label(text: str) -> TypedLabel:
    """Return what somebody typed of a label.

    Parameters
    ----------
    text : str
        Fields by name, ``name=C15; form=ascorbic acid; strength=15%; pH=3.2; price=29 EUR; size=30 mL``, in
        any language of the columns; or free words, ``C15 serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR``;
        or a list of ingredients, with a name before it or none.

    Raises
    ------
    InputErrors
        Nothing, too long, a name of a field that is not known, or one that stands twice.

    Examples
    --------
    >>> read_label("name=C15; form=LAA; strength=15%; pH=3.2").texts
    {'product': 'C15', 'form': 'LAA', 'strength': '15%', 'pH': '3.2'}
    >>> read_label("Glow serum with 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR").texts["price"]
    '29 EUR'
    """
    if not text.strip():
        refuse([InputError("product", text, say("nothing is typed."), say("Type what the label says."))])
    if len(text) > LONGEST_LABEL:
        accepted = say("a label has up to {longest_label:,} characters.", longest_label=LONGEST_LABEL)
        refuse(
            [
                InputError(
                    "product",
                    say("{count:,} characters", count=len(text)),
                    accepted,
                    say("Leave a part of it out."),
                )
            ]
        )
    matches = [match for match in _keys().finditer(text) if _field_of(match["key"])]
    unknown = [match["key"].strip() for match in _ANY_KEY.finditer(text) if not _field_of(match["key"])]
    fix = say("Use {fields}: name=C15; strength=15%; pH=3.2.", fields=", ".join(("name", *LABEL_FIELDS[1:])))
    refuse([InputError("label", key, say("this is not a field of a label."), fix) for key in unknown])
    cells: dict[str, str] = {}
    ends = [*(match.start() for match in matches[1:]), len(text)]
    for match, end in zip(matches, ends):
        field, value = _field_of(match["key"]), text[match.end() : end].strip(" \t\r\n;,.")
        if field in cells:
            refuse([InputError(field, value, say("this is given twice."), say("Give it once."))])
        cells[field] = value
    free = text[: matches[0].start()] if matches else text
    return _label({**_free(free), **cells})


_ANY_KEY = re.compile(r"(?:^|[;\n])\s*(?P<key>[^=;\n,]{1,40})=(?=[^=])")


@functools.cache
def _keys() -> re.Pattern[str]:
    """Return how the name of a field stands before its text."""
    names = {name for field in LABEL_FIELDS for name in (field, *table_words().columns[field])}
    words = alternation(name.replace("_", " ") for name in names)
    return re.compile(rf"(?:^|[;\n,]|\.\s)\s*(?P<key>{words})\s*[=:]\s*", re.IGNORECASE)


def _field_of(key: str) -> str:
    """Return the field that a name stands for; "" for none."""
    name = normalize(key)
    return next(
        (field for field in LABEL_FIELDS if name == normalize(field) or name in table_words().columns[field]),
        "",
    )


def _free(text: str) -> dict[str, str]:
    """Return the fields that free words say; what is none of them is the name."""
    name, ingredients = _parted(text)
    cells = {"ingredients": ingredients}
    if match := _PH.search(name):
        cells["pH"] = match["value"]
        name = _cut(name, match)
    for field, pattern in (("price", _price()), ("size", _SIZE)):
        if match := pattern.search(name):
            cells[field] = match.group().strip()
            name = _cut(name, match)
    cells["strength"] = _strength_of(name)
    cells["package"] = _package_in(name)
    cells["coactives"] = "; ".join(_actives_in(name))
    cells["product"] = _name_in(name, cells["package"])
    return cells


def _name_in(text: str, package: str) -> str:
    """Return the name that is left of a text, without entries that say a strength or a package alone."""
    entries = [" ".join(entry.split()).strip(_EDGES) for entry in re.split(r"[,;·|\n](?!\d)", text)]
    kept = [
        entry
        for entry in entries
        if entry and not _STRENGTH.fullmatch(entry) and not (package and normalize(entry) == package)
    ]
    name = ", ".join(kept)
    return name + ")" * max(name.count("(") - name.count(")"), 0)


def _parted(text: str) -> tuple[str, str]:
    """Return a text as what stands before its list of ingredients, and that list; "" for either."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    for at, line in enumerate(lines):
        head, colon, tail = line.partition(":")
        for before, listed in ((head, tail), ("", line)) if colon else (("", line),):
            whole = "\n".join([listed.strip(), *lines[at + 1 :]])
            if (_is_known(listed) or _is_list(listed)) and _is_list(whole):
                # A field of one line makes a space of the break between name and list.
                match = None if before else _NAME_BEFORE.match(whole)
                before, whole = (match["name"], match["list"]) if match else (before, whole)
                return "\n".join([*lines[:at], before]), whole
    return "\n".join(lines), ""


def _is_list(text: str) -> bool:
    """Tell whether a text is a list of ingredients."""
    entries = [entry for entry in _LIST.split(text) if entry.strip(_EDGES)]
    known = sum(map(_is_known, entries))
    if _STRENGTH.search(text) and known < len(entries):
        return False
    return len(entries) >= _LEAST_LISTED and known >= _LEAST_KNOWN


def _is_known(entry: str) -> bool:
    """Tell whether an entry of a list is an ingredient that is known here."""
    name = entry.strip(f"{_EDGES}.*")
    return catalog.is_ingredient(name) or bool(forms_in(name))


def _cut(text: str, match: re.Match[str]) -> str:
    """Return a text without what was taken out of it."""
    return f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}"


@functools.cache
def _price() -> re.Pattern[str]:
    """Return how a price stands in a text: beside the code or the sign of its currency."""
    words = table_words()
    names = {sign for signs in words.currencies.values() for sign in signs} | {*words.shared_signs, "kr"}
    signs = alternation(sign for sign in names if not sign.isalpha())
    letters = alternation([*(name for name in names if name.isalpha()), *CURRENCIES, *words.currencies])
    one = rf"(?:{signs}|(?<![^\W\d_])(?:{letters})(?![^\W\d_]))"
    return re.compile(rf"{one}\s?(?:{_MONEY})|(?<![\d.,])(?:{_MONEY})\s?{one}", re.IGNORECASE)


def _strength_of(text: str) -> str:
    """Return the strength that a text states of its vitamin C; "" where that is open."""
    entries = [entry for entry in _ENTRY.split(text) if _STRENGTH.search(entry)]
    own = [entry for entry in entries if forms_named(entry)]
    others = [entry for entry in entries if not _is_of_another(entry)]
    chosen = own if len(own) == 1 else others if len(others) == 1 and not own else []
    matches = [match.group().strip() for entry in chosen for match in _STRENGTH.finditer(entry)]
    return matches[0] if len(matches) == 1 else ""


def _is_of_another(entry: str) -> bool:
    """Tell whether an entry states the strength of another ingredient."""
    name = _STRENGTH.sub(" ", entry).strip(_EDGES)
    return names_another_ingredient(name) or bool(people.find_term("actives", name) and not forms_named(name))


def _package_in(text: str) -> str:
    """Return the words of a package that stand in a text."""
    said = f" {normalize(text)} "
    names = (name for words in table_words().packages.values() for name in words)
    return next((name for name in names if f" {name} " in said), "")


def _actives_in(text: str) -> Iterator[str]:
    """Yield the names of other actives in a text."""
    for entry in _ENTRY.split(text):
        name = _STRENGTH.sub(" ", entry).strip(_EDGES)
        if name and not forms_named(name) and people.find_term("actives", name):
            yield " ".join(name.split())
