"""Whether a zip archive is a workbook that may be opened: looked through before it is."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Sequence

from calc.errors import InputError
from calc.tables import bounds
from calc.tables.bounds import ACCEPTED, COMMAND, refusal

_MOST_UNPACKED = 100_000_000  # a minute of reading
_MOST_MEMBERS = 2_000
_MOST_TAGS = 10_000_000
_MOST_IN_ROW = 8_000_000
# Rows that Excel has, cells that hold nothing, sheets, and tags of parts that say how others hang together.
_MOST_ROWS, _MOST_EMPTY, _MOST_SHEETS, _MOST_LINKS = 1_048_576, 500_000, 500, 20_000
_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
_FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)[ />]")
_ROW = re.compile(rb"<(?:\w+:)?row[ />]")
_SHEET = re.compile(rb"<(?:\w+:)?sheet[ />]")


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
            formulas = [_look_into(archive, member, name) for member in members if _is_xml(member)]
    except InputError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        accepted = "this file starts as Excel files do, and breaks off or is damaged."
        raise refusal(name, "Excel", accepted, "Save it again as .xlsx, or as CSV.") from error
    return any(formulas)


def _is_xml(member: zipfile.ZipInfo) -> bool:
    """Tell whether a part of a workbook is XML."""
    return member.filename.lower().endswith((".xml", ".rels", ".vml"))


def _refuse_bomb(members: Sequence[zipfile.ZipInfo], size: int, name: str) -> None:
    """Refuse an archive that unpacks to too much, or cannot be unpacked within bounds."""
    unpacked = sum(member.file_size for member in members)
    most = min(_MOST_UNPACKED, max(bounds.SMALL, bounds.MOST_RATIO * size))
    if unpacked > most or len(members) > _MOST_MEMBERS:
        given = f"{unpacked / 1e6:.0f} MB in {len(members)} parts"
        limit = f"it would unpack to more than {most / 1e6:.0f} MB, or {_MOST_MEMBERS} parts."
        raise refusal(name, given, limit, f"Save the sheet as CSV; for a large one run {COMMAND}.")
    if any(member.flag_bits & 1 or member.compress_type not in (0, 8) for member in members):
        raise refusal(
            name, "Excel", "it has a password or an unusual packing.", "Save it without a password."
        )


def _refuse_other_archives(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse zip archives that are no workbook."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype")[:200].startswith(b"application/vnd.oasis"):
        raise refusal(name, "an OpenDocument file (.ods)", ACCEPTED, "Save it as .xlsx or CSV.")
    if "xl/workbook.bin" in names:
        raise refusal(name, "a binary Excel file (.xlsb)", ACCEPTED, "Save it as .xlsx or CSV.")
    if not any(part.startswith("xl/") for part in names):
        raise refusal(name, "a zip archive", ACCEPTED, "Unpack it and give the table in it.")


def _look_into(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bool:
    """Refuse XML that declares entities, hides its letters or is all tags; tell whether it holds formulas."""
    sheet = member.filename.startswith("xl/worksheets/")
    formulas, last, tags, row, empty, rows = False, b"", 0, 0, 0, 0
    links = member.filename.endswith((".rels", "workbook.xml", "[Content_Types].xml"))
    most = _MOST_LINKS if links else _MOST_TAGS
    with archive.open(member) as stream:
        while piece := stream.read(1 << 20):
            if not last:
                _refuse_hidden(piece, member.filename, name)
            window = last + piece
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                accepted = "this part declares entities, which no sheet needs."
                raise refusal(name, member.filename, accepted, "Save the sheet as CSV.")
            tags += 0 if sheet else max(piece.count(b"<"), piece.count(b"="))
            row = row + len(piece) if sheet and b"</row" not in window else 0
            if sheet:
                empty += len(_CELL.findall(piece)) - len(_FILLED.findall(piece))
                rows += len(_ROW.findall(piece))
            sheets = len(_SHEET.findall(piece)) if links else 0
            if (
                tags > most
                or row > _MOST_IN_ROW
                or empty > _MOST_EMPTY
                or rows > _MOST_ROWS
                or sheets > _MOST_SHEETS
            ):
                accepted = "this part holds more than is read."
                raise refusal(name, member.filename, accepted, "Save the sheet as CSV.")
            formulas = formulas or (sheet and bool(re.search(rb"<(?:\w+:)?f[ >/]", window)))
            last = window[-16:]
    return formulas


def _refuse_hidden(start: bytes, part: str, name: str) -> None:
    """Refuse XML in an encoding in which a declaration of entities would not be seen."""
    start = start[:1000]
    stated = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", start)
    plain = re.match(rb"(?:\xef\xbb\xbf)?\s*<", start) and b"\0" not in start
    if not plain or (stated and stated[1].lower() not in (b"utf-8", b"us-ascii", b"ascii")):
        raise refusal(name, part, "this part is not XML in UTF-8.", "Save the sheet as CSV.")
