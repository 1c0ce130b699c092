"""JSON as a table: lines, a list of objects, or one object; numbers stay as they were typed."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from calc.errors import InputError
from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import COMMAND, refusal, too_large
from calc.tables.file import File
from calc.tables.header import column_names, known_headings, refuse_width
from calc.tables.json_items import DECODER, ListItems, value_of_line
from calc.tables.lines import TextLines
from calc.tables.open_beauty_facts import (
    CREDIT,
    KIND,
    is_by_language,
    is_kept,
    is_their_json,
    main_text,
    with_main_texts,
)
from calc.tables.rows import Shape, frames_of, in_pieces, is_plain_text, text_frame
from calc.tables.types import Block, FoundTable, ReadLog, ReadOptions, Record, Unread

# So many objects tell the columns of a table that is read in pieces, or so many times those held at once.
_AHEAD, _MOST_AHEAD = 1_000, 40
# Fewer objects become rows one by one.
_FEW = 20
# What an object of columns or of products holds at most, for it is taken in whole.
_MOST_VALUES, _MOST_LISTS = 2_500_000, 400_000
# Keys that name a product.
_NAMES = frozenset(("product", "product_name", "product name", "name", "title"))
# So much of a text is held as objects, which take many times as much [characters], and so many of them.
_AT_ONCE, _ROWS_AT_ONCE = 1 << 17, 8_192
_BYTES = 1 << 20

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
    fix = say("Write a list of objects, or one object in each line.")
    try:
        taken: Callable[[], int] = lambda: 0  # noqa: E731
        if text.lstrip().startswith("["):
            if options.whole:
                _refuse_values(file, 2 * _MOST_VALUES, 2 * bounds.MOST_ROWS)
            in_list = ListItems(file, encoding)
            items, taken = _list_items(iter(in_list)), lambda: in_list.taken
        else:
            items = _whole_items(file, encoding)
        objects = ((i, _checked(i, item)) for i, item in enumerate(items, 1))
        return _of_objects(_together(_in_words(objects, file.name, fix), taken), log, options, encoding)
    except (RecursionError, json.JSONDecodeError) as error:
        raise _refused(error, file.name, fix) from error


def _together(objects: Iterator[_Object], taken: Callable[[], int]) -> Iterator[list[_Object]]:
    """Yield objects some at a time; ``taken`` tells how much of the text was taken [characters]."""
    some: list[_Object] = []
    start = taken()
    for numbered in objects:
        some.append(numbered)
        if len(some) == _ROWS_AT_ONCE or taken() - start > _AT_ONCE:
            yield some
            some, start = [], taken()
    if some:
        yield some


def _in_words(objects: Iterator[_Object], name: str, fix: str) -> Iterator[_Object]:
    """Yield objects; whatever is wrong with the next is said in words, and more than are read are refused."""
    count = 0
    try:
        for count, item in objects:
            yield count, item
            _refuse_many(count, name)
    except (RecursionError, json.JSONDecodeError) as error:
        raise _refused(error, name, fix) from error
    if not count:
        raise _no_rows(name)


def _refused(error: RecursionError | json.JSONDecodeError, name: str, fix: str) -> InputError:
    """Return what is wrong with JSON."""
    if isinstance(error, RecursionError):
        return refusal(name, "JSON", say("it is nested too deeply."), fix)
    where = say(
        "broken in line {lineno}, column {colno}: {msg}.",
        lineno=error.lineno,
        colno=error.colno,
        msg=error.msg,
    )
    return refusal(name, "JSON", where, fix)


def _list_items(items: Iterator[Any]) -> Iterator[Any]:
    """Yield the items of a list; of lists the first names what stands in the others."""
    first = list(itertools.islice(items, 2))
    every = itertools.chain(first, items)
    if len(first) < 2 or not all(isinstance(item, list) for item in first):
        yield from every
        return
    names = list(map(cell_text, next(every)))
    for item in every:
        yield dict(zip(names, item)) if isinstance(item, list) else item


def _whole_items(file: File, encoding: str) -> Iterator[Any]:
    """Yield the rows that an object holds."""
    _refuse_values(file, _MOST_VALUES, _MOST_LISTS)
    data = file.read(bounds.MOST_UNPACKED)
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    del data
    yield from _items(DECODER.decode(text), file.name)


def _refuse_values(file: File, most: int, lists: int) -> None:
    """Refuse JSON of more values, or more lists and objects, before one of them is made."""
    values = opened = 0
    with file.open() as stream:
        while piece := stream.read(_BYTES):
            values += piece.count(b",")
            opened += piece.count(b"[") + piece.count(b"{")
            if values > most or opened > lists:
                limit = say("up to {most_values} are read here.", most_values=most)
                raise too_large(file.name, say("too many values"), limit)


def _is_json_lines(text: str, name: str) -> bool:
    """Tell whether each line is an object of its own."""
    if re.search(r"\.(jsonl|ndjson)(\.gz)?$", name.lower()):
        return True
    first, _, rest = text.lstrip().partition("\n")
    try:
        return bool(rest.strip()) and isinstance(DECODER.decode(first), dict)
    except (ValueError, RecursionError):
        return False


def _items(value: Any, name: str) -> list[Any]:
    """Return the objects of a JSON file."""
    if isinstance(value, dict):
        inside = (len(item) for item in value.values() if isinstance(item, (dict, list)))
        _refuse_many(max(inside, default=0), name)
        value = _rows_of_object(value)
    if not isinstance(value, list) or not value:
        raise _no_rows(name)
    _refuse_many(len(value), name)
    return value


def _no_rows(name: str) -> InputError:
    """Return that JSON holds no objects."""
    accepted = say("a list of objects, an object with products, or a product of Open Beauty Facts is needed.")
    return refusal(name, "JSON", accepted, say("Write for example [{“product”: …, “strength”: …}]."))


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
    lines = TextLines(file, encoding)
    objects = ((number, _object(number, line)) for number, line in lines if line is None or line.strip())
    return _of_objects(_together(objects, lambda: lines.taken), log, options, encoding)


def _object(number: int, line: str | None) -> dict[str, Any] | Unread:
    """Read one line of JSON lines."""
    if line is None:
        return Unread(
            number,
            say("The line is longer than {longest_line} characters.", longest_line=bounds.LONGEST_LINE),
        )
    return _checked(number, value_of_line(number, line))


def _checked(number: int, value: Any) -> dict[str, Any] | Unread:
    """Return what has to be an object."""
    if isinstance(value, Unread):
        return value._replace(line=number)
    if not isinstance(value, dict):
        return Unread(number, say("This is no object."))
    product = value.get("product")  # Open Beauty Facts wraps it
    return {"code": value.get("code", ""), **product} if isinstance(product, dict) else value


def _of_objects(
    objects: Iterator[list[_Object]], log: ReadLog, options: ReadOptions, encoding: str
) -> FoundTable:
    """Return objects, some at a time, as a table of what their keys name."""
    first = next(objects, [])
    names = _names_in(first)
    every: Iterator[list[_Object]] = itertools.chain([first], objects)
    beauty = is_their_json(names)
    if beauty:
        every = (list(_with_main_texts(some)) for some in every)
        log.notes.append(CREDIT)
    kept = is_kept if beauty else None
    kind = KIND if beauty else "json"
    if options.whole:
        names, frames = _frames(every, kept, log)
    else:
        ahead = list(_ahead(every))
        names = _names_in(itertools.islice(itertools.chain.from_iterable(ahead), _AHEAD), kept)
        every = itertools.chain(ahead, every)
    if not names:
        accepted = say("nothing in it is an object with names.")
        given = log.unread[0].reason if log.unread else "JSON"
        raise refusal(log.name, given, accepted, say("Write one object in each line."))
    columns = column_names(names, 1, log)
    if options.whole:
        return FoundTable(kind, columns, _of_all_columns(frames, columns, options.size), encoding)
    if not beauty:
        every = _noting_late_keys(every, set(names), log)
    pieces = frames_of(
        _records_of(every, names, columns, log), Shape(columns, len(columns)), log, options.size
    )
    return FoundTable(kind, columns, pieces, encoding)


def _with_main_texts(objects: Iterable[_Object]) -> Iterator[_Object]:
    """Yield products of Open Beauty Facts whose texts stand in one language."""
    return ((line, with_main_texts(item) if isinstance(item, dict) else item) for line, item in objects)


def _names_in(objects: Iterable[_Object], kept: Callable[[str], bool] | None = None) -> list[str]:
    """Return the names in objects that are kept, each once."""
    names = dict.fromkeys(name for _, item in objects if isinstance(item, dict) for name in item)
    return list(filter(kept, names)) if kept else list(names)


def _ahead(objects: Iterator[list[_Object]]) -> Iterator[list[_Object]]:
    """Yield as many objects as tell the columns of a table that is read in pieces."""
    count = 0
    for some in itertools.islice(objects, _MOST_AHEAD):
        yield some
        count += len(some)
        if count >= _AHEAD:
            return


def _frames(
    objects: Iterator[list[_Object]], kept: Callable[[str], bool] | None, log: ReadLog
) -> tuple[list[str], list[Any]]:
    """Return the names in all objects, and these as frames of the names that were met so far."""
    names: dict[str, None] = {}
    frames: list[Any] = []
    for some in objects:
        new = [name for name in _names_in(some, kept) if name not in names]
        names.update(dict.fromkeys(new))
        refuse_width(len(names), log.name)
        log.lack(len(new) * log.read)
        if names:
            shape = Shape(tuple(map(str, range(len(names)))), len(names))
            records = _records_of([some], list(names), shape.columns, log)
            frames.extend(frames_of(records, shape, log, _ROWS_AT_ONCE))
        else:
            for _, item in some:
                if isinstance(item, Unread):
                    log.add(item)
    return list(names), frames


def _of_all_columns(frames: Sequence[Any], columns: Sequence[str], size: int) -> Iterator[Any]:
    """Return frames with all columns, those that they lack empty, in pieces of so many rows."""

    def filled() -> Iterator[Any]:
        import pandas as pd

        for frame in frames:
            empty = pd.array([""] * len(frame), dtype="str")
            added = {str(place): empty for place in range(frame.shape[1], len(columns))}
            yield (frame.assign(**added) if added else frame).set_axis(pd.Index(columns, dtype="str"), axis=1)

    return in_pieces(filled(), size)


def _records_of(
    objects: Iterable[list[_Object]], names: Sequence[str], columns: Sequence[str], log: ReadLog
) -> Iterator[Record | Block]:
    """Yield objects as the cells of their names, many at once where they are alike."""
    for some in objects:
        block = _alike(some, names, columns) if len(some) > _FEW else None
        if block:
            yield block
        else:
            yield from _records(some, names, log)


def _alike(objects: Sequence[_Object], names: Sequence[str], columns: Sequence[str]) -> Block | None:
    """Return objects that have just these names as rows; None for others, and for odd texts."""
    items = [item for _, item in objects if isinstance(item, dict) and len(item) == len(names)]
    if len(items) < len(objects) or not names:
        return None
    try:
        cells = list(zip(*([item[name] for name in names] for item in items)))
        texts = [[value if type(value) is str else cell_text(value) for value in column] for column in cells]
    except (KeyError, RecursionError):
        return None
    characters = sum(sum(map(len, column)) for column in texts)
    plain = all(map(is_plain_text, map("".join, texts)))
    blank = any(not (first.strip() or last.strip()) for first, last in zip(texts[0], texts[-1]))
    if (
        blank
        or not plain
        or (characters > bounds.LONGEST_CELL and max(map(len, itertools.chain(*texts))) > bounds.LONGEST_CELL)
    ):
        return None
    frame = text_frame(columns, [number for number, _ in objects], list(zip(*texts)))
    return Block(frame, len(objects), characters)


def _noting_late_keys(
    objects: Iterator[list[_Object]], keys: set[str], log: ReadLog
) -> Iterator[list[_Object]]:
    """Yield objects as they are; note the first keys that came too late to become columns."""
    noted = False
    for some in objects:
        for number, item in () if noted else some:
            if isinstance(item, dict) and not item.keys() <= keys:
                noted = True
                late = ", ".join(sorted(item.keys() - keys))[:200]
                log.notes.append(
                    say("Left out, as they first come in line {line}: {columns}.", line=number, columns=late)
                )
                break
        yield some


def _records(objects: Iterable[_Object], keys: Collection[str], log: ReadLog) -> Iterator[Record]:
    """Yield objects as the cells of their keys."""
    for number, item in objects:
        if isinstance(item, Unread):
            yield item
            continue
        try:
            log.lack(max(len(keys) - len(item), 0))
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
