"""Tables that people bring: found out what they are, read as text, their faults listed by line.

What is in a file decides what it is, its name only where the content leaves it open. Every cell stays
the text that was typed; `read_amount` reads the strength in one. Nothing is unpacked, nor taken into
memory, without a bound.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import itertools
import json
import math
import operator
import re
import warnings
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc.errors import InputError

if TYPE_CHECKING:
    import pandas
    import pyarrow

#: The largest file that is read in one piece, and what it may hold when unpacked [bytes].
MOST_BYTES = 50_000_000
MOST_UNPACKED = 200_000_000
#: What is packed more tightly than this, and is not small, is a bomb.
MOST_RATIO = 100
#: The largest table that is read in one piece, and the widest of all.
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
#: The longest cell, as the csv module has it, and the longest line [characters].
LONGEST_CELL = 131_072
LONGEST_LINE = 1_000_000
#: So many rows that cannot be read are listed; the rest is counted.
MOST_LISTED = 1_000
#: What is kept of a file of Open Beauty Facts; a language may follow the ingredients.
BEAUTY_COLUMNS = (
    "code", "product_name", "brands", "quantity", "packaging", "categories", "ingredients_text", "countries",
)  # fmt: skip
#: What reads a table of any size.
COMMAND = "python -m calc screen FILE OUT"

ACCEPTED = "CSV, TSV, Excel (.xlsx), Parquet and JSON are read, and the files of Open Beauty Facts."

_SMALL = 10_000_000
_MOST_IN_WORKBOOK = 100_000_000  # a minute of reading
_MOST_CHARACTERS = 400_000_000
_MOST_IN_PIECE = 64_000_000
_MOST_MEMBERS = 2_000
_MOST_VALUES = 5_000_000
_HEAD = 1_000_000
_SAMPLE = 256_000
_SAMPLE_ROWS = 200
_HEADER_WITHIN = 50
_RECOVERIES = 100
_AHEAD = 1_000
_LONGEST_NUMBER = 40
_ROWS_IN_EXCEL = 1_048_575
_MOST_TAGS = 10_000_000
_MOST_IN_ROW = 8_000_000
_CONTROL_SHARE = 0.05
_DUMP_MARKS = {"code", "creator", "created_t", "product_name"}
_SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas"}
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "windows-1251": "Windows-1251",
    "windows-1252": "Windows-1252",
}
_OTHER_FORMATS = {
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
    b"GIF8": "a picture (GIF)",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel file (.xls), or one with a password",
    b"BZh": "a packed file (bzip2)",
    b"\xfd7zXZ": "a packed file (xz)",
    b"7z\xbc\xaf": "a packed file (7z)",
    b"Rar!": "a packed file (RAR)",
    b"\x28\xb5\x2f\xfd": "a packed file (zstd)",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a text document (RTF)",
    b"ARROW1": "an Arrow file",
    b"\x7fELF": "a program",
}


class Unread(NamedTuple):
    """A row that cannot be read: the line it starts in, and why."""

    line: int
    reason: str


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was brought; every cell is text, and an empty one is "".

    Parameters
    ----------
    columns : tuple of str
        As the file names them; a name that comes again gets a number, "price (2)".
    rows : pandas.DataFrame
        Of these columns; its index, named "line", says where each row starts.
    unread : tuple of Unread
        Rows that cannot be read; the first `MOST_LISTED`.
    unread_count : int
        How many there are in all.
    encoding : str
        Python's name of it; "" for what is no text.
    delimiter : str
        What stands between the columns; "" where nothing does.
    decimal : str
        "," or ".", as most of its numbers have it; "" when none shows it.
    kind : str
        csv, tsv, xlsx, parquet, json or openbeautyfacts.
    notes : tuple of str
        What was found out, and what was left out, in plain words.
    """

    columns: tuple[str, ...]
    rows: pandas.DataFrame
    unread: tuple[Unread, ...]
    unread_count: int
    encoding: str
    delimiter: str
    decimal: str
    kind: str
    notes: tuple[str, ...]

    @property
    def lines(self) -> NDArray[np.int64]:
        """The line, or the row of the sheet, or the number of the object, of each row."""
        return np.asarray(self.rows.index, dtype=np.int64)


class Stream:
    """A table that comes in pieces; made by `stream_table`.

    The pieces are DataFrames as `Table.rows` is one. ``columns``, ``encoding``, ``delimiter``,
    ``decimal`` (of the first piece) and ``kind`` are as in `Table` and known from the start;
    ``unread``, ``unread_count`` and ``notes`` grow while it is read.
    """

    def __init__(self, found: _Found, log: _Log) -> None:
        self._log = log
        self._pieces = found.pieces
        self.columns, self.kind = found.columns, found.kind
        self.encoding, self.delimiter = found.encoding, found.delimiter
        first = next(self._pieces, None)
        if first is None:
            if not log.count:
                raise _refusal(log.name, "no rows", "there is nothing under the names of the columns.")
            first = _frame(found.columns, [], [])
        self.decimal, mixed = _decimal(first)
        log.notes.extend(mixed)
        self._first: list[Any] = [first]

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The rows that could not be read so far; the first `MOST_LISTED`."""
        return tuple(self._log.unread)

    @property
    def unread_count(self) -> int:
        """How many rows could not be read so far."""
        return self._log.count

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found out so far, in plain words."""
        return self._log.told()

    def __iter__(self) -> Stream:
        return self

    def __next__(self) -> pandas.DataFrame:
        return self._first.pop() if self._first else next(self._pieces)


def read_table(source: bytes | Path, *, name: str, most_bytes: int = MOST_BYTES) -> Table:
    """Read a table that fits in memory, whatever kind it is of.

    Parameters
    ----------
    source : bytes or Path
        The content, or where it is.
    name : str
        Name of the file, for messages, and where the content alone does not tell what it is.
    most_bytes : int, optional
        The largest that is read [bytes].

    Returns
    -------
    Table

    Raises
    ------
    InputError
        Too large, empty, of no kind that is read, broken as a whole, or a table without rows.
    """
    log = _Log(name, most_characters=_MOST_CHARACTERS)
    file = _File(source, name, most_unpacked=max(MOST_UNPACKED, most_bytes))
    if file.size > most_bytes:
        raise _too_large(name, f"{file.size / 1e6:.1f} MB", f"up to {most_bytes / 1e6:g} MB are read here.")
    stream = Stream(_found(file, log, _Way(32_768, whole=True, numbers=False)), log)
    pieces, rows = [], 0
    for piece in stream:
        pieces.append(piece)
        rows += len(piece)
        if rows > MOST_ROWS:
            raise _too_large(name, f"more than {MOST_ROWS} rows", f"up to {MOST_ROWS} rows are read here.")
    return Table(
        columns=stream.columns,
        rows=_joined(pieces),
        unread=stream.unread,
        unread_count=stream.unread_count,
        encoding=stream.encoding,
        delimiter=stream.delimiter,
        decimal=stream.decimal,
        kind=stream.kind,
        notes=stream.notes,
    )


def stream_table(path: Path, *, rows_per_piece: int = 32_768, numbers: bool = False) -> Stream:
    """Read a table of any size in pieces, in bounded memory.

    CSV and TSV, also gzip, JSON lines and Parquet may be of any size; Excel and other JSON are held
    to `MOST_BYTES`.

    Parameters
    ----------
    path : Path
    rows_per_piece : int, optional
        The most rows of a piece.
    numbers : bool, optional
        Leave the numbers of a Parquet file numbers, instead of text.

    Returns
    -------
    Stream
        An iterator of DataFrames.

    Raises
    ------
    InputError
        As `read_table`, at once; while it is read, for what breaks off or turns out to be a bomb.
    """
    log = _Log(path.name)
    file = _File(path, path.name)
    return Stream(_found(file, log, _Way(rows_per_piece, whole=False, numbers=numbers)), log)


# --- what it is -----------------------------------------------------------------------------------


class _Way(NamedTuple):
    """How to read: rows per piece, everything at once or in pieces, numbers as they are."""

    size: int
    whole: bool
    numbers: bool


class _Found(NamedTuple):
    """What a reader of one kind found, and the pieces that it will give."""

    kind: str
    columns: tuple[str, ...]
    pieces: Iterator[Any]
    encoding: str = ""
    delimiter: str = ""


@dataclass
class _Log:
    """What is told of a file besides its cells."""

    name: str
    most_characters: float = math.inf
    notes: list[str] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    count: int = 0
    empty: int = 0
    comments: int = 0
    characters: int = 0

    def add(self, each: Unread) -> None:
        """Take down a row that cannot be read."""
        self.count += 1
        if self.count <= MOST_LISTED:
            self.unread.append(each)

    def weigh(self, characters: int) -> None:
        """Refuse a table whose cells hold more than fits in memory, as a few long ones repeated do."""
        self.characters += characters
        if self.characters > self.most_characters:
            raise _too_large(self.name, "too much text", "its cells hold more than is read here.")

    def told(self) -> tuple[str, ...]:
        """Return the notes, with what was counted."""
        counted = (
            (self.empty, f"Empty rows left out: {self.empty}."),
            (self.comments, f"Rows of comment (#) left out: {self.comments}."),
            (
                self.count > MOST_LISTED,
                f"Rows that cannot be read: {self.count}; the first {MOST_LISTED} are listed.",
            ),
        )
        return (*self.notes, *(text for number, text in counted if number))


def _refusal(name: str, given: str, accepted: str, fix: str = "") -> InputError:
    """Return why a file is not read."""
    return InputError(name, given, accepted, fix or "Export it again as CSV in UTF-8, with one header line.")


def _too_large(name: str, given: str, accepted: str) -> InputError:
    """Return that a file is too large, with the command for it."""
    fix = f"Leave out what you do not compare, or run {COMMAND}: it reads CSV, Parquet, JSON lines in pieces."
    return _refusal(name, given, accepted, fix)


class _File:
    """A file on the disk or in memory, unpacked when it is gzip."""

    def __init__(self, source: bytes | Path, name: str, most_unpacked: float = math.inf) -> None:
        self.source, self.name, self.most_unpacked = source, name, most_unpacked
        self.most_lines = 5 * MOST_ROWS if most_unpacked < math.inf else math.inf
        self.packed = False
        try:
            self.size = len(source) if isinstance(source, bytes) else source.stat().st_size
            self.head = self.read(_HEAD)
        except OSError as error:
            raise _refusal(name, error.strerror or "", "this is not a file that can be read.") from error
        if not self.size:
            raise _refusal(name, "0 bytes", "the file is empty.")
        if self.head.startswith(b"\x1f\x8b"):
            self.packed = True
            self.head = self.read(_HEAD)

    def open(self) -> BinaryIO:
        """Return it as a stream of bytes, from its start."""
        raw = io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")
        if not self.packed:
            return raw
        most = min(self.most_unpacked, max(_SMALL, MOST_RATIO * self.size))
        return io.BufferedReader(_Unpacked(raw, self.name, most))

    def read(self, most: int = -1) -> bytes:
        """Return its first bytes, or all."""
        with self.open() as stream:
            return stream.read(most)


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, up to a bound."""

    def __init__(self, raw: BinaryIO, name: str, most: float) -> None:
        self._raw, self._name, self._most = raw, name, most
        self._gzip = gzip.GzipFile(fileobj=raw)
        self._given = 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack the next bytes."""
        try:
            piece = self._gzip.read(len(buffer))
        except (EOFError, OSError, zlib.error) as error:
            accepted = "this gzip file breaks off or is damaged."
            raise _refusal(self._name, "gzip", accepted, "Download or pack it again.") from error
        self._given += len(piece)
        if self._given > self._most:
            raise _too_large(
                self._name, "gzip", f"it unpacks to more than {self._most / 1e6:g} MB, which is not done."
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Close the file below as well."""
        self._gzip.close()
        self._raw.close()
        super().close()


def _found(file: _File, log: _Log, way: _Way) -> _Found:
    """Find out what a file is, and start to read it."""
    head = file.head
    _refuse_other_formats(file.name, head)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PAR1")) and file.packed:
        raise _refusal(file.name, "gzip", "of gzip files only text is read.", "Unpack it first.")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _excel(file, log, way)
    if head.startswith(b"PAR1"):
        return _parquet(file, log, way)
    encoding = _encoding(file)
    text = _sample(head, encoding)
    _refuse_what_is_no_table(file.name, text)
    if file.packed:
        log.notes.append("Unpacked from gzip.")
    named = re.search(r"\.(json|jsonl|ndjson)(\.gz)?$", file.name.lower())
    if (named and re.search(r"^[ \t]*[\[{]", text, re.MULTILINE)) or re.match(
        r'\s*(\{\s*["}]|\[\s*[\[{\]])', text
    ):
        return _json(file, log, way, encoding, text)
    return _text(file, log, way, encoding, text)


def _refuse_other_formats(name: str, head: bytes) -> None:
    """Refuse what its first bytes tell to be something else."""
    for magic, words in _OTHER_FORMATS.items():
        if head.startswith(magic):
            fix = "Save it as .xlsx without a password, or as CSV."
            raise _refusal(
                name, words, ACCEPTED, fix if "Excel" in words else "Save the table as CSV or .xlsx."
            )


def _refuse_what_is_no_table(name: str, text: str) -> None:
    """Refuse bytes that are no text, pages of the web, and nothing."""
    control = sum(1 for each in text if each < " " and each not in "\t\n\r\f")
    if control > 1 and control > _CONTROL_SHARE * len(text):
        raise _refusal(name, "no text", f"this is neither text nor a kind of file known here. {ACCEPTED}")
    start = text[:500].lstrip().lower()
    if not start:
        raise _refusal(name, "blank lines", "the file is empty.")
    if re.match(r"<(!doctype|html|head|body|table|\?xml)", start):
        fix = "Download the table itself, or copy it into a sheet and save it as CSV."
        raise _refusal(name, "a page of the web, or XML", ACCEPTED, fix)


# --- letters --------------------------------------------------------------------------------------


def _encoding(file: _File) -> str:
    """Return Python's name of the encoding of a text.

    By its mark; else UTF-16 by where the NULs stand; else UTF-8 when nearly all of it is that; else
    Windows-1251 when letters above ASCII stand side by side, as they do in Russian words, and
    Windows-1252 when they stand alone, as they do in Western ones. (charset-normalizer took two of
    four short Russian tables for Korean, so it is not asked.)
    """
    head = file.head
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    sample = head if not head.isascii() else _beyond_ascii(file)
    if _nearly_utf8(sample):
        return "utf-8"
    return "windows-1251" if _is_russian(sample) else "windows-1252"


def _wide(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is in, or ""."""
    even, odd = head[0:_SAMPLE:2].count(0), head[1:_SAMPLE:2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 2 or most < 20 * least or most * 20 < len(head[:_SAMPLE]):
        return ""
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = _sample(head, name)
    usual = sum(1 for each in text if each < "\u0530" or "\u2000" <= each < "\u20d0")
    return name if usual >= 0.9 * len(text) else ""  # pairs of ASCII letters would read as Chinese


def _beyond_ascii(file: _File) -> bytes:
    """Return the first part of a file that is not ASCII; nothing when all is."""
    with file.open() as stream:
        while piece := stream.read(_HEAD):
            if not piece.isascii():
                return piece
    return b""


def _nearly_utf8(sample: bytes) -> bool:
    """Tell whether a text is UTF-8, but for a broken byte here and there."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    beyond = [each for each in decoder.decode(sample.lstrip(bytes(range(0x80, 0xC0)))) if each > "\x7f"]
    broken = sum(1 for each in beyond if "\udc80" <= each <= "\udcff")
    return len(beyond) - broken >= 10 * broken


def _is_russian(sample: bytes) -> bool:
    """Tell whether most letters above ASCII have such a letter beside them."""
    each = np.frombuffer(sample, dtype=np.uint8)
    letters = (each >= 0xC0) | (each == 0xA8) | (each == 0xB8)  # Ё and ё stand apart
    beside = np.zeros_like(letters)
    beside[1:] |= letters[:-1]
    beside[:-1] |= letters[1:]
    return bool(2 * np.count_nonzero(letters & beside) > np.count_nonzero(letters))


def _sample(head: bytes, encoding: str) -> str:
    """Return the start of a text."""
    return head[:_SAMPLE].decode(encoding, "replace").removeprefix("\ufeff")


# --- lines ----------------------------------------------------------------------------------------

_Record = tuple[int, Sequence[str]] | Unread


def _numbered(file: _File, encoding: str) -> Iterator[tuple[int, str | None]]:
    """Yield the lines of a text with their numbers; None for one that is too long."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    with io.TextIOWrapper(file.open(), encoding=encoding, errors=errors, newline="") as stream:
        for number in itertools.count(1):
            line = stream.readline(LONGEST_LINE)
            if not line:
                return
            if number > file.most_lines:
                raise _too_large(file.name, "too many lines", f"up to {file.most_lines} are read here.")
            if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
                while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
                    pass
                yield number, None
            else:
                yield number, line.removeprefix("\ufeff") if number == 1 else line


class _Feed:
    """Lines for the csv reader, which can be given back when a quotation mark does not close."""

    def __init__(self, lines: Iterator[tuple[int, str | None]]) -> None:
        self._lines = lines
        self._waiting: deque[tuple[int, str]] = deque()
        self._taken: list[tuple[int, str]] = []
        self._recoveries = 0
        self.too_long: list[int] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        number, line = self._waiting.popleft() if self._waiting else next(self._lines)
        while line is None:
            self.too_long.append(number)
            number, line = next(self._lines)
        self._taken.append((number, line))
        return line

    def record(self) -> int:
        """Return the line in which the record that was just read starts, and let go of it."""
        number = self._taken[0][0] if self._taken else 0
        self._taken.clear()
        return number

    def give_back(self) -> tuple[int, int]:
        """Return the lines that are lost: the first of a record, or all of it after many such."""
        first, last = self._taken[0][0], self._taken[-1][0]
        self._recoveries += 1
        if self._recoveries <= _RECOVERIES:
            self._waiting.extendleft(reversed(self._taken[1:]))
            last = first
        self._taken.clear()
        return first, last


def _records(
    lines: Iterator[tuple[int, str | None]], delimiter: str, quoted: bool = True
) -> Iterator[_Record]:
    """Split lines into cells; a quoted cell may go on over several."""
    feed = _Feed(lines)
    if quoted:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
    else:
        reader = csv.reader(feed, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        record: _Record | None
        try:
            cells = next(reader)
            record = (feed.record(), cells)
        except StopIteration:
            record = None
        except csv.Error as error:
            first, last = feed.give_back()
            upto = f" The text up to line {last} is lost with it." if last > first else ""
            record = Unread(first, _csv_reason(str(error)) + upto)
        for number in feed.too_long:
            yield Unread(number, f"The line is longer than {LONGEST_LINE} characters.")
        feed.too_long.clear()
        if record is None:
            return
        yield record


def _csv_reason(error: str) -> str:
    """Say in plain words what the csv module found."""
    if "larger than field limit" in error:
        return f"A cell is longer than {LONGEST_CELL} characters; a quotation mark may not be closed."
    if "unexpected end" in error:
        return "A quotation mark opens here and does not close."
    if "expected after" in error:
        return "A quotation mark stands inside a quoted cell; write it twice."
    return f"The cells cannot be told apart ({error})."


# --- delimiter and header -------------------------------------------------------------------------


def _delimiter(text: str) -> str:
    """Return what stands between the columns: what splits most lines into the same number of cells."""
    lines = io.StringIO(text, newline="").readlines()
    if len(text) >= _SAMPLE // 4 and len(lines) > 2:
        lines = lines[:-1]  # the sample may cut it
    said = re.fullmatch(r"sep=(.)\s*", lines[0])
    if said:
        return said.group(1)
    fits = {each: _fit(lines, each) for each in _SEPARATORS}
    best = max(fits, key=lambda each: fits[each])
    return best if fits[best] else ""


def _fit(lines: Sequence[str], delimiter: str) -> float:
    """Return the share of lines that a delimiter splits alike; less when they start with no header."""
    records = itertools.islice(_records(iter(list(enumerate(lines, 1))), delimiter), _SAMPLE_ROWS)
    rows = [() if isinstance(record, Unread) else record[1] for record in records if record[1]]
    wide = Counter(len(row) for row in rows if len(row) > 1)
    at = _header_at(rows)
    if not wide or at < 0:
        return 0.0
    share = max(wide.values()) / len(rows)
    return share * (1.0 if at == 0 else 0.8) * (0.8 if any(map(_is_number, rows[at])) else 1.0)


def _filled(cells: Sequence[str]) -> list[str]:
    """Return cells without the empty ones at their end."""
    last = max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)
    return list(cells[:last])


_NUMERIC = re.compile(r"[<>≤≥~]?\s*[+-]?\d[\d., ]*%?")


def _is_number(cell: str) -> bool:
    """Tell whether a cell looks like a number."""
    return len(cell) <= _LONGEST_NUMBER and bool(_NUMERIC.fullmatch(cell.strip()))


def _header_at(rows: Sequence[Sequence[str]]) -> int:
    """Return which row names the columns, or -1.

    The first that is not much narrower than the others. If it is narrower, or holds a number ("Prices,
    2026"), it gives way to a row close below that is as wide as the others, full, and without numbers.
    """
    trimmed = [_filled(row) for row in rows]
    wide = [sum(1 for cell in row if cell.strip()) for row in trimmed]
    if max(wide, default=0) < 2:
        return -1
    first = next(i for i, number in enumerate(wide) if number >= max(2, max(wide) / 2))
    usual = Counter(len(row) for row in trimmed[first + 1 :] if len(row) > 1).most_common(1)
    if usual and (len(trimmed[first]) < usual[0][0] or any(map(_is_number, trimmed[first]))):
        for i, row in enumerate(trimmed[first + 1 : first + 5], first + 1):
            if len(row) == usual[0][0] == wide[i] and not any(map(_is_number, row)):
                return i
    return first


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Return names for columns, each of its own."""
    names: list[str] = []
    taken = {" ".join(cell.split()) for cell in cells}
    seen: set[str] = set()
    for i, cell in enumerate(cells, 1):
        plain = " ".join(cell.replace("\0", " ").split()) or f"column {i}"
        name = plain
        for number in itertools.count(2):
            if name not in seen and (name == plain or name not in taken):
                break
            name = f"{plain} ({number})"
        seen.add(name)
        names.append(name)
    return tuple(names)


def _columns_of(named: Sequence[str], line: int, log: _Log) -> tuple[str, ...]:
    """Return the columns that a header names, and note what is odd in it."""
    if len(named) < 2:
        accepted = "only one column was found; a comparison needs a name and a strength at least."
        fix = "Separate the columns by commas, semicolons or tabs, and name them in the first line."
        raise _refusal(log.name, "one column", accepted, fix)
    _refuse_width(len(named), log.name)
    columns = _named(named)
    again = [new for new, old in zip(columns, named) if new != " ".join(old.split())]
    if again:
        log.notes.append(f"Columns named here, as their names were empty or came twice: {', '.join(again)}.")
    if any(map(_is_number, named)):
        log.notes.append(f"Line {line} is taken for the names of the columns, though it holds numbers.")
    if line > 1:
        log.notes.append(f"The names of the columns stand in line {line}; what is above is left out.")
    return columns


def _refuse_width(width: int, name: str) -> None:
    """Refuse a table that is too wide."""
    if width > MOST_COLUMNS:
        fix = "Leave out the columns that are not compared."
        raise _refusal(name, f"{width} columns", f"up to {MOST_COLUMNS} are read.", fix)


def _start(records: Iterator[_Record], log: _Log) -> tuple[int, Sequence[str], Iterator[_Record]]:
    """Find the header: return its line, its cells and the records below it."""
    first = list(itertools.islice(records, _HEADER_WITHIN))
    rows = [() if isinstance(each, Unread) else each[1] for each in first]
    at = _header_at(rows)
    if at < 0:
        widest = next((row for row in rows if _filled(row)), ())
        return first[0][0] if first else 1, widest[:1], iter(())
    for each in first[:at]:
        if isinstance(each, Unread):
            log.add(each)
    return first[at][0], rows[at], itertools.chain(first[at + 1 :], records)


def _text(file: _File, log: _Log, way: _Way, encoding: str, text: str) -> _Found:
    """Read CSV and its kin."""
    dump = set(text.split("\n", 1)[0].rstrip("\r").split("\t")) >= _DUMP_MARKS
    delimiter = "\t" if dump else _delimiter(text)
    # The dump has one line for each product, and quotation marks in it are only that.
    records = _records(_numbered(file, encoding), delimiter or ",", quoted=not dump)
    line, cells, below = _start(records, log)
    columns = _columns_of(_filled(cells), line, log)
    log.notes.insert(
        0, f"{_ENCODINGS[encoding]} text, {_SEPARATORS.get(delimiter, delimiter)} between columns."
    )
    if encoding.startswith("windows"):
        log.notes.append("The encoding was told by its letters; if names look wrong, save the file as UTF-8.")
    keep = _beauty(columns) if dump else None
    if keep:
        log.notes.append(
            "A file of Open Beauty Facts (ODbL, © its contributors); only some columns are kept."
        )
    kind = "openbeautyfacts" if dump else "tsv" if delimiter == "\t" else "csv"
    pieces = _pieces(below, _Shape(columns, len(cells), keep), log, way.size)
    kept = tuple(columns[i] for i in keep) if keep else columns
    return _Found(kind, kept, pieces, encoding, delimiter)


def _beauty(columns: Sequence[str]) -> tuple[int, ...]:
    """Return where the columns stand that are kept of a file of Open Beauty Facts."""
    return tuple(i for i, name in enumerate(columns) if _is_beauty(name))


def _is_beauty(name: str) -> bool:
    """Tell whether a column of Open Beauty Facts is kept."""
    return name in BEAUTY_COLUMNS or bool(re.fullmatch(r"ingredients_text_[a-z]{2}", name))


# --- rows -----------------------------------------------------------------------------------------


class _Shape(NamedTuple):
    """The columns, how many cells a row may have, what is kept, and whether cells may be missing.

    Cells beyond the names must be empty, and there may be as many as in the header: a row that is longer
    than that holds a delimiter that is none, though its last cell be empty.
    """

    columns: tuple[str, ...]
    widest: int
    keep: tuple[int, ...] | None = None
    pad: bool = False


def _pieces(records: Iterable[_Record], shape: _Shape, log: _Log, size: int) -> Iterator[Any]:
    """Gather records to DataFrames; what does not fit is listed."""
    width = len(shape.columns)
    columns = tuple(shape.columns[i] for i in shape.keep) if shape.keep else shape.columns
    pick = operator.itemgetter(*shape.keep) if shape.keep and len(shape.keep) > 1 else None
    lines: list[int] = []
    rows: list[Sequence[str]] = []
    weight = 0
    for record in records:
        if isinstance(record, Unread):
            log.add(record)
            continue
        line, cells = record
        characters = "".join(cells)
        if not characters or characters.isspace():
            log.empty += bool(cells)
            continue
        if len(cells) != width or len(characters) > LONGEST_CELL or not _is_plain(characters):
            cells, reason = _fitted(cells, shape)
            if reason == "#":
                log.comments += 1
                continue
            if reason:
                log.add(Unread(line, reason))
                continue
        lines.append(line)
        rows.append(pick(cells) if pick else cells)
        log.weigh(len(characters))
        weight += len(characters)
        if len(rows) == size or weight > _MOST_IN_PIECE:
            yield _frame(columns, lines, rows)
            lines, rows, weight = [], [], 0
    if rows:
        yield _frame(columns, lines, rows)


def _is_plain(text: str) -> bool:
    """Tell whether all of a text could be decoded, and none of it is NUL."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _fitted(cells: Sequence[str], shape: _Shape) -> tuple[Sequence[str], str]:
    """Return a row as wide as the header, or why it cannot be; "#" for a comment."""
    width, given = len(shape.columns), len(cells)
    if width < given <= shape.widest and not any(cell.strip() for cell in cells[width:]):
        cells = cells[:width]
    elif shape.pad and given < width:
        cells = [*cells, *[""] * (width - given)]
    if len(cells) != width:
        comment = cells[0].lstrip().startswith("#")
        return cells, "#" if comment else f"{width} columns are named, this row has {given} cells."
    if max(map(len, cells)) > LONGEST_CELL:
        return cells, f"A cell is longer than {LONGEST_CELL} characters."
    text = "".join(cells)
    if "\0" in text:
        return cells, "It holds NUL, which is no letter."
    return cells, "" if _is_plain(text) else "It holds what is no letter in the encoding of the file."


def _frame(columns: Sequence[str], lines: Sequence[int], rows: Sequence[Sequence[str]]) -> Any:
    """Return rows as a DataFrame of text."""
    import pandas as pd

    index = pd.Index(np.asarray(lines, dtype=np.int64), name="line")
    cells = zip(*rows) if rows else itertools.repeat(())
    data = {name: pd.array(list(column), dtype="str") for name, column in zip(columns, cells)}
    return pd.DataFrame(data, index=index, columns=pd.Index(columns, dtype="str"))


def _joined(pieces: Sequence[Any]) -> Any:
    """Return pieces as one DataFrame."""
    import pandas as pd

    return pieces[0] if len(pieces) == 1 else pd.concat(pieces)


# Three digits behind a mark may be thousands, so they tell nothing, unless a zero is in front.
_AMOUNT_CELL = r"\s*[^\d\s.,]{{0,4}}\s*{0}(?:\s*[-–—]\s*{0})?\s*[^\d.,;–—-]{{0,12}}\s*"
_COMMA_CELL = _AMOUNT_CELL.format(r"(?:\d{1,3}(?:[. ]\d{3})+|\d+),(?:\d{1,2}|\d{4,})") + r"|\s*0,\d+\s*%?\s*"
_DOT_CELL = (
    _AMOUNT_CELL.format(r"(?:\d{1,3}(?:[, ]\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,}))") + r"|\s*0\.\d+\s*%?\s*"
)


def _decimal(frame: Any) -> tuple[str, list[str]]:
    """Return how most numbers with a fraction are written, and the columns that mix both ways."""
    mixed, commas, dots = [], 0, 0
    for name in frame.columns:
        cells = frame[name].head(2_000)
        if cells.dtype != "str":
            continue
        cells = cells[cells.str.len() <= _LONGEST_NUMBER]
        comma, dot = (int(cells.str.fullmatch(pattern).sum()) for pattern in (_COMMA_CELL, _DOT_CELL))
        commas, dots = commas + comma, dots + dot
        if comma and dot:
            mixed.append(name)
    notes = ["Numbers have a decimal comma."] if commas > dots else []
    if mixed:
        notes.append(
            f"Decimal commas and dots are mixed in {', '.join(mixed)}; each cell is read as it is written."
        )
    return ("," if commas > dots else "." if dots else ""), notes


# --- JSON -----------------------------------------------------------------------------------------


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def _parsed(text: str) -> Any:
    """Read JSON; numbers stay as they were typed."""
    return _DECODER.decode(text)


def _json(file: _File, log: _Log, way: _Way, encoding: str, text: str) -> _Found:
    """Read JSON: lines, a list, or one object."""
    if _is_json_lines(text, file.name):
        return _json_lines(file, log, way, encoding)
    if not way.whole and file.size > MOST_BYTES:
        fix = "Write one object in each line (JSON lines), or CSV."
        raise _refusal(file.name, f"{file.size / 1e6:.1f} MB", "a list in JSON is not read in pieces.", fix)
    data = file.read(MOST_UNPACKED)
    if data.count(b",") > _MOST_VALUES or data.count(b"[") + data.count(b"{") > 2 * MOST_ROWS:
        raise _too_large(file.name, "too many values", f"up to {_MOST_VALUES} are read here.")
    fix = "Write a list of objects, or one object in each line."
    try:
        value = _parsed(data.decode(encoding, "replace").removeprefix("\ufeff"))
        items = _items(value, file.name)
        rows = ((i, each if isinstance(each, dict) else Unread(i, "This is no object.")) for i, each in items)
        return _of_objects(rows, log, way, encoding)
    except RecursionError as error:
        raise _refusal(file.name, "JSON", "it is nested too deeply.", fix) from error
    except json.JSONDecodeError as error:
        where = f"broken in line {error.lineno}, column {error.colno}: {error.msg}."
        raise _refusal(file.name, "JSON", where, fix) from error


def _is_json_lines(text: str, name: str) -> bool:
    """Tell whether each line is an object of its own."""
    if re.search(r"\.(jsonl|ndjson)(\.gz)?$", name.lower()):
        return True
    first, _, rest = text.lstrip().partition("\n")
    try:
        return bool(rest.strip()) and isinstance(_parsed(first), dict)
    except (ValueError, RecursionError):
        return False


def _items(value: Any, name: str) -> Iterator[tuple[int, Any]]:
    """Return the objects of a JSON file, numbered from one."""
    if isinstance(value, dict):
        product, products = value.get("product"), value.get("products")
        if isinstance(product, dict):
            value = [{"code": value.get("code", ""), **product}]
        elif isinstance(products, list):
            value = products
        elif value and not any(isinstance(each, (dict, list)) for each in value.values()):
            value = [value]
    if not isinstance(value, list) or not value:
        accepted = "a list of objects, an object with products, or a product of Open Beauty Facts is needed."
        raise _refusal(name, "JSON", accepted, "Write for example [{“product”: …, “strength”: …}].")
    if len(value) > MOST_ROWS:
        fix = f"Write one object in each line (JSON lines), and run {COMMAND}."
        raise _refusal(name, f"{len(value)} objects", f"up to {MOST_ROWS} are read.", fix)
    return enumerate(value, 1)


def _json_lines(file: _File, log: _Log, way: _Way, encoding: str) -> _Found:
    """Read JSON lines."""
    log.notes.append("One JSON object in each line.")

    def objects() -> Iterator[tuple[int, dict[str, Any] | Unread]]:
        for number, line in _numbered(file, encoding):
            if line is not None and not line.strip():
                continue
            yield number, _object(number, line)

    return _of_objects(objects(), log, way, encoding)


def _object(number: int, line: str | None) -> dict[str, Any] | Unread:
    """Read one line of JSON lines."""
    if line is None:
        return Unread(number, f"The line is longer than {LONGEST_LINE} characters.")
    try:
        value = _parsed(line)
    except (ValueError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deeply")
        return Unread(number, f"This is not JSON: {reason}.")
    return value if isinstance(value, dict) else Unread(number, "This is no object.")


def _of_objects(
    objects: Iterator[tuple[int, dict[str, Any] | Unread]], log: _Log, way: _Way, encoding: str
) -> _Found:
    """Return objects as a table of what their keys name."""
    ahead = list(itertools.islice(objects, MOST_ROWS + 1 if way.whole else _AHEAD))
    keys = list(dict.fromkeys(key for _, each in ahead if isinstance(each, dict) for key in each))
    beauty = {"code", "product_name"} <= set(keys) and any(key.endswith(("_tags", "_t")) for key in keys)
    if beauty:
        keys = [key for key in keys if _is_beauty(key)]
        log.notes.append(
            "A file of Open Beauty Facts (ODbL, © its contributors); only some columns are kept."
        )
    if not keys:
        raise _refusal(
            log.name, "JSON", "nothing in it is an object with names.", "Write one object in each line."
        )
    columns = _columns_of(keys, 1, log)

    def records() -> Iterator[_Record]:
        known, missed = set(keys), False
        for number, each in itertools.chain(ahead, objects):
            if isinstance(each, Unread):
                yield each
                continue
            if not beauty and not missed and each.keys() - known:
                missed = True
                late = ", ".join(sorted(each.keys() - known))[:200]
                log.notes.append(f"Left out, as they first come in line {number}: {late}.")
            try:
                yield number, [_json_cell(each.get(key)) for key in keys]
            except RecursionError:
                yield Unread(number, "It is nested too deeply.")

    kind = "openbeautyfacts" if beauty else "json"
    return _Found(kind, columns, _pieces(records(), _Shape(columns, len(columns)), log, way.size), encoding)


def _json_cell(value: Any) -> str:
    """Return a value as the text of a cell: a plain list with commas, what is nested as JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ",".join(value)
    return json.dumps(value, ensure_ascii=False)


# --- Parquet --------------------------------------------------------------------------------------


def _parquet(file: _File, log: _Log, way: _Way) -> _Found:
    """Read Parquet, by batches of its row groups."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    def opened(texts: Sequence[str] = ()) -> Any:
        source = io.BytesIO(file.source) if isinstance(file.source, bytes) else str(file.source)
        return pq.ParquetFile(source, read_dictionary=list(texts))

    try:
        with opened() as parquet:
            schema, rows = parquet.schema_arrow, parquet.metadata.num_rows
            groups = [parquet.metadata.row_group(i).total_byte_size for i in range(parquet.num_row_groups)]
    except (pa.ArrowException, OSError, ValueError, TypeError, OverflowError) as error:
        accepted = "this Parquet file breaks off or is damaged."
        raise _refusal(file.name, "Parquet", accepted, "Download or write it again.") from error
    if way.whole and (rows > MOST_ROWS or sum(groups) > MOST_UNPACKED):
        limits = f"up to {MOST_ROWS} rows and {MOST_UNPACKED / 1e6:g} MB unpacked are read here."
        raise _too_large(file.name, f"{rows} rows", limits)
    fields = [each for each in schema if not pa.types.is_binary(each.type)]
    beauty = {"code", "product_name"} <= set(schema.names) and bool(
        {"created_t", "creator"} & set(schema.names)
    )
    if beauty:
        fields = [each for each in fields if _is_beauty(each.name)]
    if len(set(schema.names)) < len(schema.names):
        raise _refusal(file.name, "Parquet", "two columns have the same name.", "Rename one of them.")
    names = [each.name for each in fields]
    columns = _columns_of(names, 1, log)
    if len(fields) < len(schema):
        log.notes.append("Columns that hold bytes, or are not needed, are left out.")
    texts = [each.name for each in fields if _is_text(each.type)]
    pieces = _parquet_pieces(lambda: opened(texts), names, columns, log, way)
    return _Found("openbeautyfacts" if beauty else "parquet", columns, pieces)


def _is_text(kind: pyarrow.DataType) -> bool:
    """Tell whether a column of Parquet holds text."""
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _parquet_pieces(
    opened: Callable[[], Any], names: list[str], columns: tuple[str, ...], log: _Log, way: _Way
) -> Iterator[Any]:
    """Yield the batches of a Parquet file as DataFrames."""
    import pandas as pd
    import pyarrow as pa

    line = 1
    try:
        with opened() as parquet:
            for batch in parquet.iter_batches(batch_size=way.size, columns=names):
                texts = [_arrow_text(batch.column(name), log, way.numbers) for name in names]
                index = pd.RangeIndex(line, line + len(batch), name="line")
                frame = pa.table(texts, names=list(columns)).to_pandas().set_index(index)
                line += len(batch)
                log.weigh(sum(each.nbytes for each in texts))
                yield _fitting(frame, log)
    except (pa.ArrowException, OSError) as error:
        accepted = f"this Parquet file is damaged after row {line - 1}."
        raise _refusal(log.name, "Parquet", accepted, "Download or write it again.") from error


def _arrow_text(column: pyarrow.Array, log: _Log, numbers: bool) -> pyarrow.Array:
    """Return a column of Parquet as text; null and NaN as ""."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if numbers and (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        return column
    if pa.types.is_dictionary(kind):
        lengths = pc.take(pc.binary_length(column.dictionary.cast(pa.large_string())), column.indices)
        if (pc.sum(lengths).as_py() or 0) > 2 * _MOST_IN_PIECE:
            raise _refusal(log.name, "Parquet", "its cells are too long.", "Leave out the long texts.")
        column = column.dictionary_decode()
    if pa.types.is_floating(kind):
        column = pc.if_else(pc.is_nan(column), None, column)
    if pa.types.is_nested(kind):
        listed = [_json_cell(_plain_values(each)) for each in column.to_pylist()]
        return pa.array(listed, type=pa.large_string())
    text = column.cast(pa.large_string())
    if pa.types.is_timestamp(kind):
        text = pc.replace_substring_regex(text, r"(?: 00:00:00)?(?:\.0+)?$", "")
    return text.fill_null("")


def _plain_values(value: Any) -> Any:
    """Return nested values as JSON has them."""
    return json.loads(json.dumps(value, default=str))


def _fitting(frame: Any, log: _Log) -> Any:
    """Return the rows of a piece that can be read; the others are listed."""
    bad = np.zeros(len(frame), dtype=bool)
    for name in frame.columns:
        if frame[name].dtype == "str":
            bad |= np.asarray(frame[name].str.len() > LONGEST_CELL, dtype=bool)
            bad |= np.asarray(frame[name].str.contains("\0", regex=False), dtype=bool)
    for line in frame.index[bad]:
        log.add(Unread(int(line), f"A cell is longer than {LONGEST_CELL} characters, or holds NUL."))
    return frame[~bad] if bad.any() else frame


# --- Excel ----------------------------------------------------------------------------------------


def _excel(file: _File, log: _Log, way: _Way) -> _Found:
    """Read the first sheet of a workbook that has a table."""
    if file.size > MOST_BYTES:
        given, fix = f"{file.size / 1e6:.1f} MB", "Save the sheet as CSV."
        raise _refusal(file.name, given, f"up to {MOST_BYTES / 1e6:g} MB of Excel are read.", fix)
    data = file.read()
    formulas = _looked_through(data, file.name)
    book = _workbook(data, file.name, values=True)
    sheets = [each for each in book.worksheets if each.sheet_state == "visible"] or list(book.worksheets)
    found = _first_table(sheets, file.name)
    if found is None:
        accepted = "no sheet has a header of two columns or more with a row below."
        raise _refusal(file.name, "Excel", accepted, "Name the columns in one row of the first sheet.")
    sheet, line, cells = found
    columns = _columns_of(cells, line, log)
    if len(sheets) > 1:
        others = ", ".join(f"“{each.title}”" for each in sheets if each is not sheet)
        log.notes.insert(0, f"Read from the sheet “{sheet.title}”; left out: {others}.")
    second = _workbook(data, file.name, values=False)[sheet.title] if formulas else None
    records = _sheet_records(sheet, second, (line, len(columns) + 1), log)
    return _Found(
        "xlsx", columns, _pieces(records, _Shape(columns, len(columns) + 1, pad=True), log, way.size)
    )


def _looked_through(data: bytes, name: str) -> bool:
    """Refuse what is no workbook, or a bomb, before it is opened; tell whether it holds formulas."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bomb(members, len(data), name)
            _refuse_other_archives(archive, name)
            found = [
                _look_into(archive, each, name) for each in members if _is_xml(each)
            ]  # each is looked at
            return any(found)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as e:
        if isinstance(e, InputError):
            raise
        accepted = "this file starts as Excel files do, and breaks off or is damaged."
        raise _refusal(name, "Excel", accepted, "Save it again as .xlsx, or as CSV.") from e


def _is_xml(member: zipfile.ZipInfo) -> bool:
    """Tell whether a part of a workbook is XML."""
    return member.filename.lower().endswith((".xml", ".rels", ".vml"))


def _refuse_bomb(members: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse an archive that unpacks to too much, or cannot be unpacked within bounds."""
    unpacked = sum(each.file_size for each in members)
    most = min(_MOST_IN_WORKBOOK, max(_SMALL, MOST_RATIO * size))
    if unpacked > most or len(members) > _MOST_MEMBERS:
        given = f"{unpacked / 1e6:.0f} MB in {len(members)} parts"
        limit = f"it would unpack to more than {most / 1e6:.0f} MB, or {_MOST_MEMBERS} parts."
        raise _refusal(name, given, limit, f"Save the sheet as CSV; for a large one run {COMMAND}.")
    if any(each.flag_bits & 1 or each.compress_type not in (0, 8) for each in members):
        raise _refusal(
            name, "Excel", "it has a password or an unusual packing.", "Save it without a password."
        )


def _refuse_other_archives(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse zip archives that are no workbook."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype")[:200].startswith(b"application/vnd.oasis"):
        raise _refusal(name, "an OpenDocument file (.ods)", ACCEPTED, "Save it as .xlsx or CSV.")
    if "xl/workbook.bin" in names:
        raise _refusal(name, "a binary Excel file (.xlsb)", ACCEPTED, "Save it as .xlsx or CSV.")
    if not any(each.startswith("xl/") for each in names):
        raise _refusal(name, "a zip archive", ACCEPTED, "Unpack it and give the table in it.")


def _look_into(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bool:
    """Refuse XML that declares entities, hides its letters or is all tags; tell whether it holds formulas."""
    sheet = member.filename.startswith("xl/worksheets/")
    formulas, last, tags, row = False, b"", 0, 0
    with archive.open(member) as stream:
        while piece := stream.read(1 << 20):
            if not last:
                _refuse_hidden(piece, member.filename, name)
            window = last + piece
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                accepted = "this part declares entities, which no sheet needs."
                raise _refusal(name, member.filename, accepted, "Save the sheet as CSV.")
            tags += 0 if sheet else max(piece.count(b"<"), piece.count(b"="))
            row = row + len(piece) if sheet and b"</row" not in window else 0
            if tags > _MOST_TAGS or row > _MOST_IN_ROW:
                accepted = "this part holds more than is read."
                raise _refusal(name, member.filename, accepted, "Save the sheet as CSV.")
            formulas = formulas or (sheet and bool(re.search(rb"<(?:\w+:)?f[ >/]", window)))
            last = window[-16:]
    return formulas


def _refuse_hidden(start: bytes, part: str, name: str) -> None:
    """Refuse XML in an encoding in which a declaration of entities would not be seen."""
    said = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", start[:1000])
    plain = re.match(rb"(?:\xef\xbb\xbf)?\s*<", start[:1000])
    if (
        not plain
        or b"\0" in start[:1000]
        or (said and said[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"))
    ):
        raise _refusal(name, part, "this part is not XML in UTF-8.", "Save the sheet as CSV.")


def _workbook(data: bytes, name: str, values: bool) -> Any:
    """Open a workbook: its values, or its formulas."""
    import openpyxl

    with _careful(name):
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)


class _careful:  # noqa: N801  used like a function
    """Turn whatever openpyxl trips over into one refusal, and keep its warnings to itself."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._warnings = warnings.catch_warnings()

    def __enter__(self) -> None:
        self._warnings.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        self._warnings.__exit__(kind, error, trace)
        if isinstance(error, Exception) and not isinstance(error, (InputError, StopIteration)):
            accepted = "this workbook is damaged, or not as Excel writes it."
            raise _refusal(self._name, "Excel", accepted, "Save it again as .xlsx, or as CSV.") from error


def _first_table(sheets: Iterable[Any], name: str) -> tuple[Any, int, list[str]] | None:
    """Return the first sheet with a header and something below it, the header's row, and the header."""
    for sheet in sheets:
        with _careful(name):
            sheet.reset_dimensions()
            found = sheet.iter_rows(max_row=_HEADER_WITHIN, max_col=MOST_COLUMNS + 1)
            rows = [[_excel_cell(cell) for cell in row] for row in found]
        at = _header_at(rows)
        if at >= 0 and (at == _HEADER_WITHIN - 1 or any(_filled(row) for row in rows[at + 1 :])):
            return sheet, at + 1, _filled(rows[at])
    return None


def _sheet_records(sheet: Any, second: Any, start: tuple[int, int], log: _Log) -> Iterator[_Record]:
    """Yield the rows of a sheet below its header; note formulas and those without a value."""
    header, width = start
    values = _sheet_rows(sheet, width, log.name)
    formulas = _sheet_rows(second, width, log.name) if second is not None else itertools.repeat(())
    unknown, known = [], 0
    for number, (row, behind) in enumerate(zip(values, formulas), 1):
        if number <= header:
            continue
        for cell, formula in zip(row, behind):
            if getattr(formula, "data_type", "") != "f":
                continue
            known += cell.value is not None
            if cell.value is None:
                unknown.append(f"{formula.column_letter}{number}")
        yield number, [_excel_cell(cell) for cell in row]
    if known:
        log.notes.append(f"Cells with formulas: {known}; their last values are taken.")
    if unknown:
        shown = ", ".join(unknown[:5]) + (" …" if len(unknown) > 5 else "")
        log.notes.append(
            f"Formulas that were never worked out, so unknown: {len(unknown)} ({shown}). "
            "Open the file in a spreadsheet and save it."
        )


def _sheet_rows(sheet: Any, width: int, name: str) -> Iterator[Sequence[Any]]:
    """Yield the rows of a sheet, with the gaps between them."""
    sheet.reset_dimensions()
    rows = iter(sheet.iter_rows(max_row=_ROWS_IN_EXCEL + 1, max_col=width))
    while True:
        with _careful(name):
            some = list(itertools.islice(rows, _SAMPLE_ROWS))
        if not some:
            return
        yield from some


def _excel_cell(cell: Any) -> str:
    """Return the text of a cell: numbers as Excel shows them, with 15 digits; percentages with their sign."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        percent = "%" in re.sub(r'"[^"]*"|\\.', "", cell.number_format or "")
        number = value * 100 if percent else value
        text = str(number) if isinstance(number, int) else f"{number:.15g}"
        return f"{text} %" if percent else text
    return str(value).removesuffix(" 00:00:00")
