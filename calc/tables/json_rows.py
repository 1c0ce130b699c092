"""JSON as a table: lines, a list of objects, or one object; numbers stay as they were typed."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import COMMAND, refusal, too_large
from calc.tables.file import File
from calc.tables.header import column_names, known_headings
from calc.tables.lines import numbered_lines
from calc.tables.number_format import clear_decimal
from calc.tables.open_beauty_facts import (
    CREDIT,
    KIND,
    is_by_language,
    is_kept,
    is_their_json,
    main_text,
    with_main_texts,
)
from calc.tables.rows import Shape, frames_of
from calc.tables.types import FoundTable, ReadLog, ReadOptions, Record, Unread

_AHEAD = 1_000
_MOST_VALUES = 5_000_000
# Keys that name a product.
_NAMES = frozenset(("product", "product_name", "product name", "name", "title"))
# So many names are too many, whatever of them is kept.
_MOST_KEYS = 20 * bounds.MOST_COLUMNS
_DECODER = json.JSONDecoder(parse_int=str, parse_float=clear_decimal, parse_constant=str)

_Object = tuple[int, dict[str, Any] | Unread]


def read_json_rows(file: File, log: ReadLog, options: ReadOptions, encoding: str, text: str) -> FoundTable:
    """Start to read JSON: one object a line, a list of objects, or one object.

    Parameters
    ----------
    file, log, options, encoding, text
        As for `delimited.read_delimited`.
    """
    if _is_json_lines(text, file.name):
        return _json_lines(file, log, options, encoding)
    if not options.whole and file.size > bounds.MOST_BYTES:
        fix = say("Write one object in each line (JSON lines), or CSV.")
        raise refusal(
            file.name,
            say("{size:.1f} MB", size=file.size / 1000000.0),
            say("a list in JSON is not read in pieces."),
            fix,
        )
    data = file.read(bounds.MOST_UNPACKED)
    if data.count(b",") > _MOST_VALUES or data.count(b"[") + data.count(b"{") > 2 * bounds.MOST_ROWS:
        raise too_large(
            file.name,
            say("too many values"),
            say("up to {most_values} are read here.", most_values=_MOST_VALUES),
        )
    fix = say("Write a list of objects, or one object in each line.")
    try:
        value = _parsed(data.decode(encoding, "replace").removeprefix("\ufeff"))
        objects = ((i, _checked(i, item)) for i, item in enumerate(_items(value, file.name), 1))
        return _of_objects(objects, log, options, encoding)
    except RecursionError as error:
        raise refusal(file.name, "JSON", say("it is nested too deeply."), fix) from error
    except json.JSONDecodeError as error:
        where = say(
            "broken in line {lineno}, column {colno}: {msg}.",
            lineno=error.lineno,
            colno=error.colno,
            msg=error.msg,
        )
        raise refusal(file.name, "JSON", where, fix) from error


def _is_json_lines(text: str, name: str) -> bool:
    """Tell whether each line is an object of its own."""
    if re.search(r"\.(jsonl|ndjson)(\.gz)?$", name.lower()):
        return True
    first, _, rest = text.lstrip().partition("\n")
    try:
        return bool(rest.strip()) and isinstance(_parsed(first), dict)
    except (ValueError, RecursionError):
        return False


def _parsed(text: str) -> Any:
    """Read JSON; numbers stay as they were typed."""
    return _DECODER.decode(text)


def _items(value: Any, name: str) -> list[Any]:
    """Return the objects of a JSON file."""
    if isinstance(value, dict):
        inside = (len(item) for item in value.values() if isinstance(item, (dict, list)))
        _refuse_many(max(inside, default=0), name)
        value = _rows_of_object(value)
    elif isinstance(value, list) and len(value) > 1 and all(isinstance(item, list) for item in value):
        _refuse_many(len(value), name)
        value = [dict(zip(map(cell_text, value[0]), row)) for row in value[1:]]
    if not isinstance(value, list) or not value:
        accepted = say(
            "a list of objects, an object with products, or a product of Open Beauty Facts is needed."
        )
        raise refusal(name, "JSON", accepted, say("Write for example [{“product”: …, “strength”: …}]."))
    _refuse_many(len(value), name)
    return value


def _refuse_many(count: int, name: str) -> None:
    """Refuse more objects than are read, before they are made."""
    if count > bounds.MOST_ROWS:
        fix = say("Write one object in each line (JSON lines), and run {command}.", command=COMMAND)
        raise refusal(
            name,
            say("{count} objects", count=count),
            say("up to {most_rows} are read.", most_rows=bounds.MOST_ROWS),
            fix,
        )


def _rows_of_object(value: dict[str, Any]) -> Any:
    """Return the rows that an object holds: its list, its columns, its members by name; or itself as one."""
    inside = [item for item in value.values() if isinstance(item, (dict, list)) and item]
    lists = [item for item in inside if isinstance(item, list)]
    columns = len(inside) == len(value) and not lists and _numbered_columns(value)
    if isinstance(value.get("product"), dict) and not columns:
        return [value]
    if isinstance(value.get("columns"), list) and isinstance(value.get("data"), list):
        names = list(map(cell_text, value["columns"]))
        return [dict(zip(names, row)) for row in value["data"] if isinstance(row, list)]
    if isinstance(value.get("products"), list):
        return value["products"]
    if len(inside) == len(value) and len(lists) == len(value) > 1 and len({*map(len, lists)}) == 1:
        return [dict(zip(value, row)) for row in zip(*value.values())]
    of_objects = [item for item in lists if all(isinstance(one, dict) for one in item)]
    if len(of_objects) == 1 and not known_headings(
        [key for key in value if not isinstance(value[key], list)]
    ):
        return of_objects[0]
    if value and len(inside) == len(value) and not lists:
        return _rows_of_members(value)
    return [value] if value and (not inside or known_headings(list(value))) else value


def _rows_of_members(value: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Return objects under names as rows; where these are columns, the rows of those."""
    if _numbered_columns(value):
        return [{name: cells[key] for name, cells in value.items()} for key in next(iter(value.values()))]
    named = known_headings([key for item in value.values() for key in item if key.casefold() in _NAMES])
    return [item if named else {"product": name, **item} for name, item in value.items()]


def _numbered_columns(value: dict[str, dict[str, Any]]) -> bool:
    """Tell whether objects under names are columns, whose cells are numbered alike."""
    keys = next(iter(value.values()), {}).keys()
    return all(item.keys() == keys for item in value.values()) and all(key.isdecimal() for key in keys)


def _json_lines(file: File, log: ReadLog, options: ReadOptions, encoding: str) -> FoundTable:
    """Read JSON lines."""
    log.notes.append(say("One JSON object in each line."))
    lines = numbered_lines(file, encoding)
    objects = ((number, _object(number, line)) for number, line in lines if line is None or line.strip())
    return _of_objects(objects, log, options, encoding)


def _object(number: int, line: str | None) -> dict[str, Any] | Unread:
    """Read one line of JSON lines."""
    if line is None:
        return Unread(
            number,
            say("The line is longer than {longest_line} characters.", longest_line=bounds.LONGEST_LINE),
        )
    try:
        return _checked(number, _parsed(line))
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        return Unread(number, say("This is not JSON: {reason}.", reason=reason))


def _checked(number: int, value: Any) -> dict[str, Any] | Unread:
    """Return what has to be an object."""
    if not isinstance(value, dict):
        return Unread(number, say("This is no object."))
    product = value.get("product")  # Open Beauty Facts wraps it
    return {"code": value.get("code", ""), **product} if isinstance(product, dict) else value


def _of_objects(objects: Iterator[_Object], log: ReadLog, options: ReadOptions, encoding: str) -> FoundTable:
    """Return objects as a table of what their keys name."""
    ahead, keys = _ahead(objects, bounds.MOST_ROWS + 1 if options.whole else _AHEAD, log.name)
    beauty = is_their_json(keys)
    if beauty:
        several = any(key.startswith("ingredients_text_") for key in keys)
        added = ["product_name", *(["ingredients_text"] if several else [])]
        keys = [key for key in dict.fromkeys([*keys, *added]) if is_kept(key)]
        log.notes.append(CREDIT)
    if not keys:
        accepted = say("nothing in it is an object with names.")
        raise refusal(log.name, "JSON", accepted, say("Write one object in each line."))
    columns = column_names(keys, 1, log)
    every: Iterator[_Object] = itertools.chain(ahead, objects)
    if beauty:
        every = ((line, with_main_texts(item) if isinstance(item, dict) else item) for line, item in every)
    records = _records(every if beauty else _noting_late_keys(every, set(keys), log), keys)
    pieces = frames_of(records, Shape(columns, len(columns)), log, options.size)
    return FoundTable(KIND if beauty else "json", columns, pieces, encoding)


def _ahead(objects: Iterator[_Object], most: int, name: str) -> tuple[list[_Object], list[str]]:
    """Return the first objects with the names in them; hardly any, or names without end, are refused."""
    ahead: list[_Object] = []
    keys: dict[str, None] = {}
    wrong = 0
    for number, item in itertools.islice(objects, most):
        ahead.append((number, item))
        if isinstance(item, Unread):
            wrong += 1
            if wrong > bounds.MOST_UNREAD and wrong > 10 * (len(ahead) - wrong):
                given = say(
                    "{wrong:,} lines that cannot be read, and {count:,} that can",
                    wrong=wrong,
                    count=len(ahead) - wrong,
                )
                fix = say("Write one object in each line.")
                raise refusal(
                    name, given, say("line {line}: {reason}", line=item.line, reason=item.reason), fix
                )
        else:
            keys.update(dict.fromkeys(item))
            if len(keys) > _MOST_KEYS:
                fix = say("Leave out the columns that are not compared.")
                raise refusal(
                    name,
                    say("{count:,} names", count=len(keys)),
                    say("up to {most_columns:,} columns are read.", most_columns=bounds.MOST_COLUMNS),
                    fix,
                )
    return ahead, list(keys)


def _noting_late_keys(objects: Iterator[_Object], keys: set[str], log: ReadLog) -> Iterator[_Object]:
    """Yield objects as they are; note the first keys that came too late to become columns."""
    noted = False
    for number, item in objects:
        if not noted and isinstance(item, dict) and item.keys() - keys:
            noted = True
            late = ", ".join(sorted(item.keys() - keys))[:200]
            log.notes.append(
                say("Left out, as they first come in line {number}: {late}.", number=number, late=late)
            )
        yield number, item


def _records(objects: Iterator[_Object], keys: list[str]) -> Iterator[Record]:
    """Yield objects as the cells of their keys."""
    for number, item in objects:
        if isinstance(item, Unread):
            yield item
            continue
        try:
            yield number, [cell_text(item.get(key)) for key in keys]
        except RecursionError:
            yield Unread(number, say("It is nested too deeply."))


def cell_text(value: Any) -> str:
    """Return a value as the text of a cell: a plain list with commas, one of several languages, else JSON.

    Parameters
    ----------
    value : object
        As JSON has it.

    Examples
    --------
    >>> cell_text(["water", "glycerin"]), cell_text(True), cell_text(None)
    ('water,glycerin', 'true', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ",".join(value)
    if is_by_language(value):
        return main_text(value)
    return json.dumps(value, ensure_ascii=False)
