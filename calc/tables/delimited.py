"""Text with separated columns (CSV, TSV and the like): what separates them, and where their names stand."""

from __future__ import annotations

import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from calc.messages import say
from calc.tables import bounds
from calc.tables.blocks import BlockReader
from calc.tables.bounds import too_large
from calc.tables.encoding import ENCODINGS, SAMPLE
from calc.tables.file import File
from calc.tables.header import (
    HEADER_WITHIN,
    column_names,
    find_header,
    joined_groups,
    joined_units,
    stated_header,
    trim,
)
from calc.tables.headless import NO_HEADER, find_names, numbered_columns
from calc.tables.lines import NumberedLine, TextLines, split_records, split_text
from calc.tables.number_format import is_number
from calc.tables.open_beauty_facts import (
    CREDIT,
    KIND,
    is_dump,
    is_kept,
)
from calc.tables.rows import Shape, frames_of
from calc.tables.short_rows import filled
from calc.tables.types import (
    Block,
    FoundTable,
    ReadLog,
    ReadOptions,
    Record,
    Unread,
)

_SAMPLE_ROWS = 200
_GROUPS = say("Headings of columns stand in two lines, {} and {}.")
_BAR = "|"
_SEPARATORS = {"\t": "tabs", ";": "semicolons", _BAR: say("vertical bars"), ",": "commas"}
# A line that is drawn: “|---|:--:|”, “+-----+”; the bars at the ends of a line; and how many rows there were.
_RULE = re.compile(r"[\s|+:=─-]*[=─-]{2,}[\s|+:=─-]*")
_FIRST_BAR, _LAST_BAR = re.compile(r"^\s*\|"), re.compile(r"\|\s*$")
_COUNT = re.compile(r"\s*\(\d+ rows?\)\s*")


def read_delimited(file: File, log: ReadLog, options: ReadOptions, encoding: str, text: str) -> FoundTable:
    """Start to read text with separated columns.

    Parameters
    ----------
    file : File
    log : ReadLog
        Takes down notes and rows that cannot be read.
    options : ReadOptions
    encoding : str
        Python's name of it.
    text : str
        The start of the file.
    """
    _refuse_many_rows(file, options, encoding)
    dump = is_dump(text)
    delimiter = "\t" if dump else _delimiter(text)
    # The dump has one line for each product, and quotation marks in it are only that.
    alike = BlockReader(delimiter or ",", quoted=not dump)
    lines = TextLines(file, encoding)
    records: Iterator[Record | Block] = (
        split_records(_without_frame(lines, text), delimiter)
        if delimiter == _BAR and _is_drawn(text)
        else split_text(lines, delimiter or ",", not dump, alike)
    )
    line, cells, below = _start(records, log, options.how.header_row)
    columns = tuple(cells) if line == NO_HEADER else column_names(trim(cells), line, log)
    between = _SEPARATORS.get(delimiter, delimiter)
    log.notes.insert(
        0,
        say(
            "{encoding} text, {between} between columns.",
            encoding=ENCODINGS.get(encoding, encoding),
            between=between,
        ),
    )
    if not encoding.startswith("utf") and not options.how.encoding:
        log.notes.append(
            say("The encoding was told by its letters; if names look wrong, state it: --encoding.")
        )
    keep = tuple(i for i, name in enumerate(columns) if is_kept(name)) if dump else ()
    if keep:
        log.notes.append(CREDIT)
    shape = Shape(columns, len(cells), keep)
    alike.columns, alike.keep = columns, keep
    if not dump:  # a line of the dump that lacks cells is broken
        below = filled(below, len(columns), log)
    kind = KIND if dump else "tsv" if delimiter == "\t" else "csv"
    return FoundTable(kind, shape.kept, frames_of(below, shape, log, options.size), encoding, delimiter)


def _is_drawn(text: str) -> bool:
    """Tell whether a table with bars is drawn, with a line below its names."""
    return any(map(_RULE.fullmatch, text.splitlines()))


def _without_frame(lines: Iterable[NumberedLine], text: str) -> Iterator[NumberedLine]:
    """Yield the lines of a drawn table without what draws them, and without the count below it.

    ``text``: its beginning; where all lines begin with a bar, that is none between cells.
    """
    rows = [line for line in text.splitlines() if line.strip() and not _RULE.fullmatch(line)]
    ends = [pattern for pattern in (_FIRST_BAR, _LAST_BAR) if all(map(pattern.search, rows[:-1]))]
    for number, line in lines:
        if line is None:
            yield number, None
        elif not _RULE.fullmatch(line) and not _COUNT.fullmatch(line):
            for pattern in ends:
                line = pattern.sub("", line)
            yield number, line


def _refuse_many_rows(file: File, options: ReadOptions, encoding: str) -> None:
    """Refuse a text whose ends of lines alone tell that it has more rows than are read in one piece."""
    if not options.whole or file.packed or encoding.startswith("utf-16"):
        return
    data = file.read()
    lines = data.count(b"\n") or data.count(b"\r")
    if lines <= bounds.MOST_ROWS:
        return
    blank = data.count(b"\n\n") + data.count(b"\n\r\n") + data.count(b"\r\r")
    rows = lines - blank if b'"' not in data else 0  # a quoted cell may hold many lines
    if lines > bounds.MOST_LINES or rows > bounds.MOST_ROWS + HEADER_WITHIN:
        raise too_large(
            file.name,
            say("{lines:,} lines", lines=lines),
            say("up to {most_rows:,} rows are read here.", most_rows=bounds.MOST_ROWS),
        )


def _start(
    records: Iterator[Record | Block], log: ReadLog, header_row: int
) -> tuple[int, Sequence[str], Iterator[Record | Block]]:
    """Find the header: return its line, or `NO_HEADER`, its cells and the records below it.

    No block comes while the columns are not known.
    """
    first: list[Record] = []
    for record in itertools.islice(records, max(HEADER_WITHIN, header_row)):
        assert not isinstance(record, Block)
        first.append(record)
    rows = [() if isinstance(record, Unread) else record[1] for record in first]
    numbered = [(record[0], cells) for record, cells in zip(first, rows)]
    at, headless = find_names(rows)
    if header_row:
        headless = header_row == NO_HEADER
        filled = next((i for i, row in enumerate(rows) if trim(row)), -1)
        at = filled if headless else stated_header(header_row, numbered, log.name)
    if headless and at >= 0:
        columns = numbered_columns(rows[at:], first[at][0], bool(header_row), log)
        for record in first[:at]:
            if isinstance(record, Unread):
                log.add(record)
        if len(columns) > 1:
            return NO_HEADER, columns, itertools.chain(first[at:], records)
    if at < 0:
        widest = next((row for row in rows if trim(row)), ())
        return first[0][0] if first else 1, widest[:1], iter(())
    for record in first[:at]:
        if isinstance(record, Unread):
            log.add(record)
    cells, after = rows[at], at + 1
    lower = joined_groups(trim(cells), trim(rows[after])) if after < len(rows) else None
    upper = joined_groups(trim(rows[at - 1]), trim(cells)) if at and not header_row else None
    if lower or upper:
        log.notes.append(_GROUPS.format(first[at if lower else at - 1][0], first[after if lower else at][0]))
        cells, after = lower or upper or cells, after + bool(lower)
    units = joined_units(trim(cells), rows[after]) if after < len(rows) else None
    if units:
        log.notes.append(say("Units of columns stand in line {first}.", first=first[after][0]))
        cells, after = [*units, *cells[len(units) :]], after + 1
    return first[at - bool(upper and not lower)][0], cells, itertools.chain(first[after:], records)


def _delimiter(text: str) -> str:
    """Return what stands between the columns: what splits most lines into the same number of cells."""
    lines = io.StringIO(text, newline="").readlines()
    if len(text) >= SAMPLE // 4 and len(lines) > 2:
        lines = lines[:-1]  # the sample may cut it
    stated = re.fullmatch(r"sep=(.)\s*", lines[0])
    if stated:
        return stated.group(1)
    fits = {separator: _fit(lines, separator) for separator in _SEPARATORS}
    best = max(fits, key=lambda separator: fits[separator])
    return best if fits[best] else ""


def _fit(lines: Sequence[str], delimiter: str) -> float:
    """Return the share of lines that a delimiter splits alike; less when they start with no header."""
    records = itertools.islice(split_records(enumerate(lines, 1), delimiter), _SAMPLE_ROWS)
    rows = [() if isinstance(record, Unread) else record[1] for record in records if record[1]]
    wide = Counter(len(row) for row in rows if len(row) > 1)
    at = find_header(rows)
    if not wide or at < 0:
        return 0.0
    share = max(wide.values()) / len(rows)
    return share * (1.0 if at == 0 else 0.8) * (0.8 if any(map(is_number, rows[at])) else 1.0)
