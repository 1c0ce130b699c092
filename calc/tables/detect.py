"""What a file is: found out from its content, and from its name only where the content leaves it open."""

from __future__ import annotations

import re

from calc.tables.bounds import ACCEPTED, refusal
from calc.tables.delimited import read_delimited
from calc.tables.encoding import detect_encoding, sample_text
from calc.tables.excel import read_excel
from calc.tables.file import File
from calc.tables.json_rows import read_json_rows
from calc.tables.parquet import read_parquet
from calc.tables.types import FoundTable, ReadLog, ReadOptions

_CONTROL_SHARE = 0.05
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
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


def open_any(file: File, log: ReadLog, options: ReadOptions) -> FoundTable:
    """Find out what a file is, and start to read it.

    Parameters
    ----------
    file : File
    log : ReadLog
        Takes down notes and rows that cannot be read.
    options : ReadOptions

    Raises
    ------
    InputError
        No table of a format that is read.
    """
    head = file.head
    _refuse_other_formats(file.name, head)
    if file.packed and head.startswith((*_ZIP, _PARQUET)):
        raise refusal(file.name, "gzip", "of gzip files only text is read.", "Unpack it first.")
    if head.startswith(_ZIP):
        return read_excel(file, log, options)
    if head.startswith(_PARQUET):
        return read_parquet(file, log, options)
    encoding = detect_encoding(file)
    text = sample_text(head, encoding)
    _refuse_what_is_no_table(file.name, text)
    if file.packed:
        log.notes.append("Unpacked from gzip.")
    read = read_json_rows if _is_json(file.name, text) else read_delimited
    return read(file, log, options, encoding, text)


def _is_json(name: str, text: str) -> bool:
    """Tell whether a text is JSON: by how it starts, or by its name when a line starts so."""
    if re.search(r"\.(json|jsonl|ndjson)(\.gz)?$", name.lower()) and re.search(
        r"^[ \t]*[\[{]", text, re.MULTILINE
    ):
        return True
    return bool(re.match(r'\s*(\{\s*["}]|\[\s*[\[{\]])', text))


def _refuse_other_formats(name: str, head: bytes) -> None:
    """Refuse what its first bytes tell to be something else."""
    for magic, words in _OTHER_FORMATS.items():
        if head.startswith(magic):
            fix = "Save the table as CSV or .xlsx."
            if "Excel" in words:
                fix = "Save it as .xlsx without a password, or as CSV."
            raise refusal(name, words, ACCEPTED, fix)


def _refuse_what_is_no_table(name: str, text: str) -> None:
    """Refuse bytes that are no text, pages of the web, and nothing."""
    control = sum(1 for letter in text if letter < " " and letter not in "\t\n\r\f")
    if control > 1 and control > _CONTROL_SHARE * len(text):
        raise refusal(name, "no text", f"this is neither text nor a kind of file known here. {ACCEPTED}")
    start = text[:500].lstrip().lower()
    if not start:
        raise refusal(name, "blank lines", "the file is empty.")
    if re.match(r"<(!doctype|html|head|body|table|\?xml)", start):
        fix = "Download the table itself, or copy it into a sheet and save it as CSV."
        raise refusal(name, "a page of the web, or XML", ACCEPTED, fix)
