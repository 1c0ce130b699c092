"""JSON read strictly: no key twice, no key that is not known, everything that is wrong at once."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from calc.errors import InputError, InputErrors
from calc.messages import say

#: Longest file that is read [bytes].
LONGEST = 1_000_000
#: Most mistakes in one file that are told.
MOST_ERRORS = 50


def read_json(text: str | bytes, what: str, longest: int = LONGEST) -> Any:
    """Return what JSON text holds.

    Parameters
    ----------
    text : str or bytes
    what : str
        What the file is, as an error names it.
    longest : int
        The longest that is read [bytes].

    Raises
    ------
    InputErrors
        Too large, not JSON, a key twice, or a number that is none.

    Examples
    --------
    >>> read_json('{"pH": 3.1}', "recipe")
    {'pH': 3.1}
    """
    if len(text) > longest:
        fix = (
            say("One {kind} is a few lines long.", kind=what)
            if longest == LONGEST
            else say("Give a part of it.")
        )
        raise InputErrors(
            [InputError(what, say("{count} bytes", count=len(text)), say("this file is too large."), fix)]
        )
    try:
        return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        fix = say("Check the file in an editor that knows JSON.")
        raise InputErrors([InputError(what, str(error), say("this is not JSON."), fix)]) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a key that stands twice in an object: one of the two would be lost silently."""
    row: dict[str, Any] = {}
    for key, value in pairs:
        if key in row:
            raise ValueError(say("the key {key!r} is given twice", key=key))
        row[key] = value
    return row


def _refuse_constant(name: str) -> float:
    """Refuse NaN and Infinity, which JSON does not have."""
    raise ValueError(f"{name} is not a number")


def within(place: str, key: str) -> str:
    """Return where a key stands.

    Parameters
    ----------
    place : str
        Of the object, "" at the top.
    key : str
        Of the value in it.

    Examples
    --------
    >>> within("storage", "temperature_C")
    'storage.temperature_C'
    """
    return f"{place}.{key}" if place else key


class Reader:
    """Reads the objects of a JSON file strictly and gathers everything that is wrong.

    Examples
    --------
    >>> reader = Reader()
    >>> top = reader.table({"pH": "three"}, "measured", ("pH",))
    >>> reader.number(top, "pH", "measured") is None, reader.errors[0].field
    (True, 'measured.pH')
    """

    def __init__(self) -> None:
        self.errors: list[InputError] = []

    def wrong(self, field: str, given: object, accepted: str, fix: str) -> None:
        """Note an error; raise them where there are so many that more would say nothing new.

        Raises
        ------
        InputErrors
        """
        self.errors.append(InputError(field, given, accepted, fix))
        self.stop_at_many()

    def stop_at_many(self) -> None:
        """Raise the first of many errors.

        Raises
        ------
        InputErrors
        """
        if len(self.errors) >= MOST_ERRORS:
            raise InputErrors(self.errors[:MOST_ERRORS])

    def finish(self) -> None:
        """Raise what was noted, if anything was.

        Raises
        ------
        InputErrors
        """
        if self.errors:
            raise InputErrors(self.errors)

    def table(self, row: Any, place: str, allowed: tuple[str, ...]) -> Mapping[str, Any]:
        """Return an object with none but known keys; an empty one when it is none."""
        if not isinstance(row, dict):
            self.wrong(
                place,
                row,
                say("this must be an object."),
                say("It may have {allowed}.", allowed=", ".join(allowed)),
            )
            return {}
        for key in sorted(row.keys() - set(allowed)):
            self.wrong(
                within(place, key),
                row[key],
                say("this key is not known."),
                say("Use {allowed}.", allowed=", ".join(allowed)),
            )
        return row

    def number(self, row: Mapping[str, Any], key: str, place: str, low: float = -math.inf) -> float | None:
        """Return a finite number, or None when it is left out."""
        value = row.get(key)
        if value is None:
            return None
        usable = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not usable or not max(low, -1e12) <= value <= 1e12:
            accepted = (
                say("this must be a number from {low:g} up.", low=low)
                if low > -math.inf
                else say("this must be a number.")
            )
            self.wrong(within(place, key), value, accepted, say("Write it without a unit."))
            return None
        return float(value)

    def list(self, row: Mapping[str, Any], key: str, place: str) -> Sequence[Any]:
        """Return a list, an empty one when it is left out."""
        items = row.get(key)
        if items is not None and not isinstance(items, list):
            self.wrong(within(place, key), items, say("this must be a list."), say("Write [ … ]."))
        return items if isinstance(items, list) else ()

    def part(self, top: Mapping[str, Any], key: str, read: Any) -> Any:
        """Return an optional part, with its errors at their place."""
        if top.get(key) is None:
            return None
        try:
            return read(top[key])
        except InputErrors as errors:
            self.stop_at_many()
            self.errors.extend(error.renamed(f"{key}.{error.field}") for error in errors.errors)
            return None

    def date(self, row: Mapping[str, Any], key: str, place: str) -> datetime.date | None:
        """Return an ISO date, or None when it is left out."""
        if row.get(key) is None:
            return None
        try:
            return datetime.date.fromisoformat(str(row[key]))
        except ValueError:
            self.wrong(within(place, key), row[key], say("this is not a date."), say("Write 2026-03-31."))
            return None
