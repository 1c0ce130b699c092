"""Which column of a table of products says what: by its name, and where that leaves it open by its cells.

Every column is accounted for: it is used as something, or named as unused with what it looks like.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from calc import catalog
from calc.catalog.market import KINDS, table_words
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.products.listings.cell_kinds import (
    LOOKED_AT,
    are_dates,
    are_names,
    are_numbers,
    are_pH,
    look_of,
    look_without_heading,
    may_be_pH,
    name_forms,
    said_in_some,
)
from calc.products.listings.heading import (
    FURTHER,
    HeadingReading,
    abbreviated,
    heading_readings,
    names_another_ingredient,
    names_price,
    nearly_named,
)
from calc.products.listings.kinds import kind_said

if TYPE_CHECKING:
    import pandas

#: What a column can say, with the names that such columns go by, normalised.
COLUMNS: Mapping[str, tuple[str, ...]] = table_words().columns
#: Without one of these there is nothing to compare.
NEEDED = ("product", "form", "ingredients")
#: So many rows of a table are looked at to tell what its columns say.
SAMPLE_ROWS = 2_000
# What `tables` calls a column that has no name.
_NAMELESS = re.compile(re.escape(say("column {number}", number="NUMBER")).replace("NUMBER", r"\d+"))
# Fewer cells do not gainsay a heading.
_LEAST_CELLS = 3
_STRENGTH_OF = "strength of "
_WHOLES = {"pH_low": "pH", "pH_high": "pH"} | {
    f"strength_{end}_percent": "strength" for end in ("low", "high")
}
_OTHER_ENDS = {
    "pH_low": "pH_high", "pH_high": "pH_low",
    "strength_low_percent": "strength_high_percent", "strength_high_percent": "strength_low_percent",
}  # fmt: skip


def meaning_words(key: str) -> str:
    """Return in words what a column is used as.

    Parameters
    ----------
    key : str
        Of `ColumnMatch.columns`.

    Examples
    --------
    >>> meaning_words("strength of sodium_ascorbyl_phosphate"), meaning_words("pH")
    ('strength of Sodium ascorbyl phosphate', 'pH')
    """
    form = key.removeprefix(_STRENGTH_OF)
    return key if form == key else say("strength of {form}", form=catalog.forms()[form].name)


class UnusedColumn(NamedTuple):
    """A column that is not used.

    ``looks_like``: what it could be used as, "" for nothing; ``reason``: why it is not. ``in_some``: what
    only some of its cells say, the first of which it could be used as.
    """

    name: str
    looks_like: str = ""
    reason: str = ""
    in_some: tuple[str, ...] = ()

    @property
    def usable_as(self) -> tuple[str, ...]:
        """What it could be used as."""
        return self.in_some or ((self.looks_like,) if self.looks_like else ())

    def __str__(self) -> str:
        words = f"“{self.name}”"
        if self.in_some:
            said = say_list([_IN_SOME[key] for key in self.in_some], "and")
            words = say("“{column}” tells {meaning} in some cells", column=self.name, meaning=said)
        elif self.looks_like:
            words = say("“{column}” looks like {meaning}", column=self.name, meaning=_LOOKS[self.looks_like])
        return f"{words} ({self.reason})" if self.reason else words

    def as_dict(self) -> dict[str, str | None]:
        """Return it as it stands in JSON."""
        return {"name": self.name, "looks_like": self.looks_like or None, "reason": self.reason or None}


_LOOKS = {
    "kind": say("kinds of products"),
    "product": say("names of products"),
    "brand": say("a brand"),
    "form": say("forms of vitamin C"),
    "ingredients": say("lists of ingredients"),
    "strength": say("a strength"),
    "pH": say("a pH"),
    "pH_low": say("a pH"),
    "pH_high": say("a pH"),
    "strength_low_percent": say("a strength"),
    "strength_high_percent": say("a strength"),
    "package": say("a package"),
    "size": say("a size"),
    "price": say("a price"),
    "currency": say("a currency"),
    "coactives": say("other actives"),
}

_IN_SOME = {"form": say("the form of vitamin C"), "pH": say("a pH")}
_OF_PH = ("pH", "pH_low", "pH_high")
# The column that says that a product is injected or swallowed, whatever it is called.
_KIND = "kind"

# Why a column is taken, by the quality of its heading, where that is told.
_TAKEN_BY = {3: say("by what stands in it"), 4: say("as its name comes close to that")}


@dataclass(frozen=True)
class ColumnMatch:
    """What is made of the columns of a table.

    Parameters
    ----------
    fields : mapping of str to str
        Column by what it says: a key of `COLUMNS` or of `FURTHER`.
    unused : tuple of UnusedColumn
        Every other column, in the order of the table.
    notes : tuple of str
        Where one of several columns was taken, and why.
    forms : mapping of str to str
        Form of vitamin C by column of strengths, where the heading names it; the first is that of
        ``fields``, the others are strengths of further forms.
    also : mapping of str to str
        Column by what it is used as besides: the order of the ingredients.
    """

    fields: Mapping[str, str]
    unused: tuple[UnusedColumn, ...] = ()
    notes: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, str]:
        """Column by what it is used as; strengths of further forms under their names."""
        further = {f"{_STRENGTH_OF}{form}": name for name, form in self.forms.items()}
        taken = {*self.fields.values()}
        further = {key: name for key, name in further.items() if name not in taken}
        return {**self.fields, **further, **self.also}

    @property
    def doubtful(self) -> tuple[UnusedColumn, ...]:
        """The unused columns that look like something that could be used."""
        return tuple(column for column in self.unused if column.looks_like)


class _Candidate(NamedTuple):
    """A column with one thing that it may say, and where it stands in the table."""

    column: str
    reading: HeadingReading
    place: int


def recognised(columns: tuple[str, ...]) -> dict[str, str]:
    """Return which column of a table says what, as far as their names tell.

    Parameters
    ----------
    columns : tuple of str
        As the table names them.

    Examples
    --------
    >>> recognised(("Produkt", "Stärke (%)", "Preis in EUR"))
    {'product': 'Produkt', 'strength': 'Stärke (%)', 'price': 'Preis in EUR'}
    """
    return dict(match_columns(columns).fields)


def match_columns(
    columns: Sequence[str],
    sample: pandas.DataFrame | None = None,
    given: Mapping[str, str] | None = None,
) -> ColumnMatch:
    """Return what is made of the columns of a table.

    Parameters
    ----------
    columns : sequence of str
        As the table names them.
    sample : DataFrame, optional
        Its first rows. Without them the names alone tell.
    given : mapping of str to str, optional
        Column by what it says, as somebody states it; "" for none. It goes before what is found out.

    Raises
    ------
    InputErrors
        A column or a thing to say that there is not.

    Examples
    --------
    >>> match = match_columns(("Name", "Active %", "rating"))
    >>> match.fields, [column.name for column in match.unused]
    ({'product': 'Name', 'strength': 'Active %'}, ['rating'])
    """
    given = dict(given or {})
    _refuse_given(given, columns)
    taken = {name for name in given.values() if name}
    cells = {name: _cells(sample, name) for name in columns}
    candidates = [
        _Candidate(name, reading, place)
        for place, name in enumerate(columns)
        if name not in taken
        for reading in _by_cells(name, _readings(name, cells[name]), cells[name])
    ]
    fields = {key: name for key, name in given.items() if name}
    notes: list[str] = []
    for key in dict.fromkeys([*COLUMNS, *_WHOLES]):
        if key in given:
            continue
        of_field = [one for one in candidates if one.reading.field == key and one.column not in taken]
        if of_field:
            # Of columns without a name the one with most different cells names the products.
            best = min(
                of_field,
                key=lambda one: (
                    one.reading.quality,
                    -len(cells[one.column]) if _NAMELESS.fullmatch(one.column) and key == "product" else 0,
                    one.place,
                ),
            )
            fields[key] = best.column
            taken.add(best.column)
            if best.reading.quality in _TAKEN_BY:
                notes.append(_taken_words(best.column, key, best.reading.quality))
    forms = _heading_forms(candidates, fields, taken)
    further = [name for name in FURTHER if name in columns and name not in taken and name not in given]
    fields |= {name: name for name in further}
    taken |= {*further}
    for key, name in _by_their_cells(columns, taken, {**dict.fromkeys(given, ""), **fields}, forms, cells):
        fields[key] = name
        taken.add(name)
        further += [key] if key == _KIND else []
        notes.append(_taken_words(name, key, 3))
    ordered = {key: fields[key] for key in (*further, *given, *COLUMNS, *_WHOLES) if key in fields}
    notes += _lone_ends(ordered)
    unused = tuple(
        _unused(name, cells[name], [one for one in candidates if one.column == name], fields)
        for name in columns
        if name not in taken
    )
    return ColumnMatch(ordered, unused, tuple(notes), forms)


def _taken_words(column: str, key: str, quality: int) -> str:
    """Return why a column is taken for something."""
    return say(
        "“{column}” is taken for {meaning}, {reason}.",
        column=column,
        meaning=_LOOKS[key],
        reason=_TAKEN_BY[quality],
    )


def _by_their_cells(
    columns: Sequence[str],
    taken: set[str],
    known: Mapping[str, str],
    forms: Mapping[str, str],
    cells: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, str]]:
    """Yield what columns of names that nobody knows say by their cells, where no other column says it.

    What a product is made of, its pH, its name, and that it is no leave-on cosmetic.

    ``known``: column by what it says, "" where none shall; ``forms``: form by column of strengths.
    """
    free = [name for name in columns if name not in taken and cells[name]]
    says_form = bool(forms) or not {*NEEDED[1:]}.isdisjoint(known)
    found = dict[str, str]()
    if _KIND not in known:
        found[_KIND] = next((name for name in free if any(map(_is_aside, cells[name]))), "")
    if not says_form:
        lists = [name for name in free if look_of(name, cells[name]) == "ingredients"]
        named = [name for name in free if name_forms(cells[name])]
        found |= {"ingredients": lists[0]} if lists else {"form": named[0]} if named else {}
    if {*_OF_PH}.isdisjoint(known):
        values = [name for name in free if are_pH(name, cells[name])]
        beside = [name for key, name in found.items() if key != _KIND and "pH" in said_in_some(cells[name])]
        found |= {"pH": (values or beside)[0]} if len(values) == 1 or (beside and not values) else {}
    of_what = {{**known, **found}.get(key, "") for key in NEEDED[1:]} | {*forms}
    if "product" not in known and any(of_what):
        before = itertools.takewhile(lambda name: name not in of_what, columns)
        names = (name for name in before if name in free and are_names(cells[name]))
        found |= {"product": next(names, "")}
    yield from ((key, name) for key, name in found.items() if name)


def _is_aside(cell: str) -> bool:
    """Tell whether a cell is about what is no leave-on cosmetic."""
    return kind_said(cell) != KINDS[0]


def _refuse_given(given: Mapping[str, str], columns: Sequence[str]) -> None:
    """Refuse columns that are not there, and things that no column says."""
    has = say("The table has {columns}.", columns=", ".join([*columns[:12], *["..."] * (len(columns) > 12)]))
    errors = [
        InputError(key, name, say("the table has no such column."), has)
        for key, name in given.items()
        if key in (*COLUMNS, *FURTHER) and name and name not in columns
    ]
    says = say("Use {columns}.", columns=", ".join(COLUMNS))
    errors += [
        InputError(key, name, say("this is not something a column can say."), f"{has} {says}")
        for key, name in given.items()
        if key not in (*COLUMNS, *FURTHER)
    ]
    if errors:
        raise InputErrors(errors)


def _cells(sample: pandas.DataFrame | None, name: str) -> list[str]:
    """Return some different cells of a column that are not empty."""
    if sample is None or not len(sample):
        return []
    column = sample[name]
    distinct = column.head(SAMPLE_ROWS).dropna().drop_duplicates().head(LOOKED_AT + 1)
    return [text for value in distinct.tolist() if (text := str(value)).strip()]


def _readings(name: str, cells: Sequence[str]) -> Sequence[HeadingReading]:
    """Return what a heading may say; where that is not known, what its cells or a slip in it tell."""
    if readings := heading_readings(name):
        return readings
    if _NAMELESS.fullmatch(name):
        look = look_without_heading(cells)
        return [HeadingReading(look, 3)] if look else []
    if names_price(name) and look_of(name, cells) == "price":
        return [HeadingReading("price", 3)]
    guessed = abbreviated(name) or nearly_named(name)
    return [guessed] if guessed else []


def _by_cells(name: str, readings: Iterable[HeadingReading], cells: Sequence[str]) -> list[HeadingReading]:
    """Return what a heading says that its cells do not contradict."""
    readings = list(readings)
    if not readings or not cells:
        return readings
    look = look_of(name, cells) if len(cells) >= _LEAST_CELLS else ""
    return [better for reading in readings if (better := _with_look(reading, look, cells))]


def _with_look(reading: HeadingReading, look: str, cells: Sequence[str]) -> HeadingReading | None:
    """Return a reading of a heading beside what its cells look like; None where they contradict it."""
    key = reading.field
    if key in ("form", "strength") and look == "ingredients":
        return HeadingReading("ingredients", 3)
    if key in ("product", "brand") and (are_dates(cells) or (reading.quality > 3 and are_numbers(cells))):
        return None
    if key == "size" and look == "strength":
        return HeadingReading("strength", 3)
    if key == "strength" and name_forms(cells):
        return HeadingReading("form", 3)
    if key == "strength" and look in ("price", "pH"):
        return None
    if key in ("price", "package", "pH") and look in ("ingredients", "strength"):
        return None
    if not reading.is_open or look == "strength":
        return reading
    if name_forms(cells):
        return HeadingReading("form", 3)
    digits = sum(1 for cell in cells if any(letter.isdigit() for letter in cell))
    return reading if 2 * digits >= len(cells) else None


def _heading_forms(
    candidates: Sequence[_Candidate], fields: Mapping[str, str], taken: set[str]
) -> dict[str, str]:
    """Return the forms that headings of strengths name; columns of further forms become taken."""
    of_strength = {one.column: one.reading.form for one in candidates if one.reading.field == "strength"}
    first = fields.get("strength", "")
    form = of_strength.get(first) or _named_form(first)
    if not form:
        return {}
    forms = {first: form}
    for name, further in of_strength.items():
        if further and name not in taken and further not in forms.values():
            forms[name] = further
            taken.add(name)
    return forms


def _named_form(name: str) -> str | None:
    """Return the form that the heading of a strength names."""
    return next((reading.form for reading in heading_readings(name) if reading.form), None)


def _lone_ends(fields: Mapping[str, str]) -> list[str]:
    """Return what is said of one end of a value without the other."""
    return [
        say(
            "“{column}” is one end of {meaning}; without the other end, or a value, it says nothing.",
            column=name,
            meaning=_LOOKS[key],
        )
        for key, name in fields.items()
        if key in _WHOLES and _OTHER_ENDS[key] not in fields and _WHOLES[key] not in fields
    ]


def _unused(
    name: str, cells: Sequence[str], candidates: Sequence[_Candidate], fields: Mapping[str, str]
) -> UnusedColumn:
    """Return a column that is not used, with what it looks like."""
    key = next((one.reading.field for one in candidates), "")
    if key in fields:
        return UnusedColumn(name, key, say("“{fields}” is used for it", fields=fields[key]))
    look = look_of(name, cells)
    if _NAMELESS.fullmatch(name) and cells and not look:
        shown = say("it holds {cells}", cells=", ".join([*cells[:3], *["..."] * (len(cells) > 3)]))
        return UnusedColumn(name, "pH" if may_be_pH(cells) and "pH" not in fields else "", shown)
    if not look and not key:
        if names_another_ingredient(name):
            return UnusedColumn(name, "", say("of another ingredient"))
        return _of_words(name, said_in_some(cells), fields)
    look = look or key
    return UnusedColumn(
        name, look, say("“{fields}” is used for it", fields=fields[look]) if look in fields else ""
    )


def _of_words(name: str, said: Sequence[str], fields: Mapping[str, str]) -> UnusedColumn:
    """Return a column of words that is not used, with what it tells that no other column does."""
    known = {"form": NEEDED[1:], "pH": _OF_PH}
    missing = tuple(key for key in said if {*known[key]}.isdisjoint(fields))
    return UnusedColumn(name, next(iter(missing), ""), "", missing)


def refuse_columns(match: ColumnMatch, columns: Sequence[str]) -> None:
    """Refuse a table in which nothing names a product.

    Parameters
    ----------
    match : ColumnMatch
    columns : sequence of str
        As the table names them.

    Raises
    ------
    InputErrors

    Examples
    --------
    >>> refuse_columns(ColumnMatch({"product": "Name"}), ("Name", "Price"))
    """
    if {*NEEDED} & {*match.fields} or match.forms:
        return
    accepted = say("a column for {needed} is needed.", needed=", ".join(NEEDED))
    if all(_NAMELESS.fullmatch(name) for name in columns):
        accepted = say(
            "no line names the columns, and none was set to say {needed}.", needed=say_list(NEEDED, "or")
        )
    fix = say('Say which one it is: --column product="{columns}".', columns=columns[0] if columns else "NAME")
    looks = [str(column) for column in match.doubtful if column.looks_like in NEEDED]
    if looks:
        fix = f"{'; '.join(looks)}. {fix}"
    shown = ", ".join(columns[:12]) + (", ..." if len(columns) > 12 else "")
    raise InputErrors([InputError("columns", shown, accepted, fix)])
