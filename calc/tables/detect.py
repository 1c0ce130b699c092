"""What a file is: found out from its content, and from its name only where the content leaves it open."""

from __future__ import annotations

import re

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import ACCEPTED, refusal
from calc.tables.delimited import read_delimited
from calc.tables.encoding import detect_encoding, sample_text, stated_encoding
from calc.tables.excel import read_excel
from calc.tables.file import File
from calc.tables.json_rows import read_json_rows
from calc.tables.old_excel import MAGIC
from calc.tables.parquet import read_parquet
from calc.tables.types import FoundTable, ReadLog, ReadOptions

_CONTROL_SHARE = 0.05
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PARQUET = b"PAR1"
_OTHER_FORMATS = {
    b"\x89PNG": say("a picture (PNG)"),
    b"\xff\xd8\xff": say("a picture (JPEG)"),
    b"GIF8": say("a picture (GIF)"),
    b"%PDF": say("a PDF"),
    b"BZh": say("a packed file (bzip2)"),
    b"\xfd7zXZ": say("a packed file (xz)"),
    b"7z\xbc\xaf": say("a packed file (7z)"),
    b"Rar!": say("a packed file (RAR)"),
    b"\x28\xb5\x2f\xfd": say("a packed file (zstd)"),
    b"SQLite format 3": say("a database"),
    b"{\\rtf": say("a text document (RTF)"),
    b"ARROW1": say("an Arrow file"),
    b"\x7fELF": say("a program"),
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
    if file.packed and head.startswith((*_ZIP, _PARQUET, MAGIC)):
        raise refusal(file.name, "gzip", say("of gzip files only text is read."), say("Unpack it first."))
    if head.startswith((*_ZIP, MAGIC)):
        return read_excel(file, log, options)
    if options.how.sheet:
        raise refusal(
            file.name,
            say("sheet {sheet}", sheet=options.how.sheet),
            say("this is not a workbook."),
            say("Leave the sheet out."),
        )
    if head.startswith(_PARQUET):
        _refuse_header_row(file.name, options)
        return read_parquet(file, log, options)
    stated = options.how.encoding
    encoding = stated_encoding(stated) if stated else detect_encoding(file)
    file, text = _with_ends_of_lines(file, sample_text(head, encoding), log)
    _refuse_what_is_no_table(file.name, text)
    if file.packed:
        log.notes.append(say("Unpacked from gzip."))
    if _is_json(file.name, text):
        _refuse_header_row(file.name, options)
        return read_json_rows(file, log, options, encoding, text)
    return read_delimited(file, log, options, encoding, text)


def _refuse_header_row(name: str, options: ReadOptions) -> None:
    """Refuse a header row of a file whose columns have their names in another way."""
    if options.how.header_row:
        given, accepted = (
            say("header row {header_row}", header_row=options.how.header_row),
            say("a file of this kind has no such row."),
        )
        raise refusal(name, given, accepted, say("Leave the header row out."))


def _with_ends_of_lines(file: File, text: str, log: ReadLog) -> tuple[File, str]:
    """Return a text with ends of lines where it has a backslash and a letter for them."""
    ends = text.count("\\n")
    if (
        ends < 2
        or text.count("\n") > 1
        or file.size > bounds.MOST_BYTES
        or text.lstrip().startswith(("{", "["))
    ):
        return file, text
    log.notes.append(say("The rows end in a backslash and an n; these were taken for ends of lines."))
    data = file.read(bounds.MOST_UNPACKED).replace(b"\\r\\n", b"\n").replace(b"\\n", b"\n")
    return File(data, file.name, file.most_unpacked), text.replace("\\r\\n", "\n").replace("\\n", "\n")


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
            fix = say("Save the table as CSV or .xlsx.")
            raise refusal(name, words, ACCEPTED, fix)


def _refuse_what_is_no_table(name: str, text: str) -> None:
    """Refuse bytes that are no text, pages of the web, and nothing."""
    control = sum(1 for letter in text if letter < " " and letter not in "\t\n\r\f")
    if control > 1 and control > _CONTROL_SHARE * len(text):
        raise refusal(
            name,
            say("no text"),
            say("this is neither text nor a kind of file known here. {accepted}", accepted=ACCEPTED),
        )
    start = text[:500].lstrip().lower()
    if not start:
        raise refusal(name, say("blank lines"), say("the file is empty."))
    if re.match(r"<(!doctype|html|head|body|table|\?xml)", start):
        fix = say("Download the table itself, or copy it into a sheet and save it as CSV.")
        raise refusal(name, say("a page of the web, or XML"), ACCEPTED, fix)
