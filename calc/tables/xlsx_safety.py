"""Whether a zip archive is a workbook that may be opened: looked through before it is."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from calc.errors import InputError
from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import ACCEPTED, COMMAND, refusal

_MOST_UNPACKED = 100_000_000  # a minute of reading
_MOST_MEMBERS = 2_000
# Most tags of all parts together, however small the file, and for each byte of it: a cell has four of them,
# and takes three bytes at least when it is packed. Of these so many may stand in one row, or in none.
_MOST_TAGS, _TAGS_A_BYTE, _MOST_ASIDE, _MOST_IN_ROW = 1_000_000, 2, 200_000, 8_000_000
# Most tags or attributes of texts that cells share, and of parts that say how others hang together; most tags
# of formats, of which Excel has 65,490.
_MOST_SHARED, _MOST_LINKS, _MOST_FORMATS = 5_000_000, 20_000, 80_000
# Most number formats, of which Excel has 250, and the longest [bytes]: Excel's have 255 letters, and fewer
# brackets, for each of which its end is sought.
_MOST_CODES, _LONGEST_CODE = 1_000, 2_000
_CODE = re.compile(rb"<(?:\w+:)?numFmt\s")
_ODD_CODE = re.compile(
    rb"formatCode\s*=\s*([\"'])(?:(?!\1).){2000}|formatCode\s*=\s*[\"'](?:[^\[\"']*\[){40}", re.DOTALL
)
# Rows that Excel has, and sheets that are looked at.
_MOST_ROWS, _MOST_SHEETS = 1_048_576, 500
_ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^<>]*)?(?:/>|>.*?</(?:\w+:)?row\s*>)", re.DOTALL)
_ROW_STARTS = re.compile(rb"<(?:\w+:)?row[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)")
_ID = re.compile(rb"\w:id\s*=\s*[\"']([^\"']*)")
_TARGET = re.compile(rb"\sTarget\s*=\s*[\"']([^\"']*worksheets/[^\"']*)")
# What would make a row of what is none.
_HIDES_ROWS = re.compile(rb"<!--[^>]*?</?(?:\w+:)?row|<!\[CDATA\[[^\]<]*<|<\?(?!xml)")
# A tag of Excel has a handful of attributes; what takes them in compares each with all others.
_LONG_TAG = re.compile(rb"<[^<>!?][^<>]{20000}")
_PIECE = 1 << 18


def check_workbook(data: bytes, name: str) -> bool:
    """Refuse what is no workbook, or a bomb, before it is opened; tell whether it holds formulas.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file.

    Returns
    -------
    bool
        Whether a sheet of it holds formulas.

    Raises
    ------
    InputError
        Another kind of archive, one that is damaged or unpacks to too much, XML that is not plain.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _refuse_bomb(members, len(data), name)
            _refuse_other_archives(archive, name)
            tags, formulas = 0, False
            for member in filter(_is_xml, members):
                held = _look_into(archive, member, name)
                tags, formulas = tags + held.tags, formulas or held.formulas
                if tags > max(_MOST_TAGS, _TAGS_A_BYTE * len(data)):
                    raise _holds_too_much(member.filename, name)
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        accepted = say("this file starts as Excel files do, and breaks off or is damaged.")
        raise refusal(name, "Excel", accepted, say("Save it again as .xlsx, or as CSV.")) from error
    return formulas


def _is_xml(member: zipfile.ZipInfo) -> bool:
    """Tell whether a part of a workbook is XML."""
    return member.filename.lower().endswith((".xml", ".rels", ".vml"))


def _refuse_bomb(members: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse an archive that unpacks to too much, or cannot be unpacked within bounds."""
    unpacked = sum(member.file_size for member in members)
    most = min(_MOST_UNPACKED, max(bounds.SMALL, bounds.MOST_RATIO * size))
    if unpacked > most or len(members) > _MOST_MEMBERS:
        given = say("{unpacked:.0f} MB in {count} parts", unpacked=unpacked / 1000000.0, count=len(members))
        limit = say(
            "it would unpack to more than {most:.0f} MB, or {most_members} parts.",
            most=most / 1000000.0,
            most_members=_MOST_MEMBERS,
        )
        raise refusal(
            name, given, limit, say("Save the sheet as CSV; for a large one run {command}.", command=COMMAND)
        )
    if any(member.flag_bits & 1 or member.compress_type not in (0, 8) for member in members):
        raise refusal(
            name, "Excel", say("it has a password or an unusual packing."), say("Save it without a password.")
        )


def _refuse_other_archives(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse zip archives that are no workbook."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype")[:200].startswith(b"application/vnd.oasis"):
        raise refusal(name, say("an OpenDocument file (.ods)"), ACCEPTED, say("Save it as .xlsx or CSV."))
    if "xl/workbook.bin" in names:
        raise refusal(name, say("a binary Excel file (.xlsb)"), ACCEPTED, say("Save it as .xlsx or CSV."))
    if not any(part.startswith("xl/") for part in names):
        raise refusal(name, say("a zip archive"), ACCEPTED, say("Unpack it and give the table in it."))


class _Held(NamedTuple):
    """What a part of a workbook holds: how many tags, and whether formulas."""

    tags: int
    formulas: bool


def _holds_too_much(part: str, name: str) -> InputError:
    """Return that a part of a workbook is too much."""
    return refusal(name, part, say("this part holds more than is read."), say("Save the sheet as CSV."))


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """Yield XML piece by piece; refuse what declares entities or hides its letters."""
    last = b""
    with archive.open(member) as stream:
        while piece := stream.read(_PIECE):
            if not last:
                _refuse_hidden(piece, member.filename, name)
            window = last + piece
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                accepted = say("this part declares entities, which no sheet needs.")
                raise refusal(name, member.filename, accepted, say("Save the sheet as CSV."))
            if _LONG_TAG.search(window):
                raise _holds_too_much(member.filename, name)
            yield piece
            last = window[-16:]


def _look_into(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> _Held:
    """Return what a part of a workbook holds; refuse what is no plain XML, or more than is read."""
    pieces, part = _pieces(archive, member, name), member.filename
    if part.startswith("xl/worksheets/") and not part.endswith(".rels"):
        return _look_into_sheet(pieces, part, name)
    links = part.lower().endswith((".rels", "workbook.xml", "[content_types].xml"))
    formats = part.lower().endswith("styles.xml")
    most = _MOST_LINKS if links else _MOST_FORMATS if formats else _MOST_SHARED
    tags, codes, odd = 0, 0, False
    whole = last = b""
    for piece in pieces:
        tags += max(piece.count(b"<"), 0 if formats else piece.count(b"="))
        whole += piece if links else b""
        if formats:
            codes += len(_CODE.findall(piece))
            odd = bool(_ODD_CODE.search(last + piece))
            last = piece[-_LONGEST_CODE - 20 :]
        if tags > most or codes > _MOST_CODES or odd:
            raise _holds_too_much(part, name)
    sheets = _SHEET.findall(whole)
    targets = _TARGET.findall(whole)
    if len(sheets) > _MOST_SHEETS:
        raise _holds_too_much(part, name)
    for same in (_ID.findall(b" ".join(sheets)), [posixpath.normpath(target) for target in targets]):
        if len(set(same)) < len(same):
            accepted = say("two sheets of it are one and the same part.")
            raise refusal(name, part, accepted, say("Save it again as .xlsx, or as CSV."))
    return _Held(tags, False)


def _look_into_sheet(pieces: Iterable[bytes], part: str, name: str) -> _Held:
    """Return what a sheet holds; refuse one with more rows than there are, or more in or beside one."""
    tags = aside = rows = 0
    formulas, left = False, b""
    for piece in pieces:
        tags += piece.count(b"<")
        whole = left + piece
        formulas = formulas or bool(_FORMULA.search(whole))
        if _HIDES_ROWS.search(whole):
            accepted = say("this sheet is not as Excel writes it.")
            raise refusal(name, part, accepted, say("Save it again as .xlsx, or as CSV."))
        beside, count = _ROW.subn(b"", whole)
        start = next((row.start() for row in _ROW_STARTS.finditer(beside)), len(beside))
        start = min(start, max(beside.rfind(b"<"), 0))  # a tag may go on in the next piece
        left, rows, aside = beside[start:], rows + count, aside + beside.count(b"<", 0, start)
        in_row = left.count(b"<")
        if rows > _MOST_ROWS or max(aside, in_row) > _MOST_ASIDE or len(left) > _MOST_IN_ROW:
            raise _holds_too_much(part, name)
    return _Held(tags, formulas)


def _refuse_hidden(start: bytes, part: str, name: str) -> None:
    """Refuse XML in an encoding in which a declaration of entities would not be seen."""
    start = start[:1000]
    stated = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", start)
    plain = re.match(rb"(?:\xef\xbb\xbf)?\s*<", start) and b"\0" not in start
    if not plain or (stated and stated[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise refusal(name, part, say("this part is not XML in UTF-8."), say("Save the sheet as CSV."))
