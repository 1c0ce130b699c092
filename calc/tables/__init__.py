"""Tables that people bring: found out what they are, read as text, their faults listed by line.

`read_table` takes in a table whole, `stream_table` in pieces; `export_csv` and `export_xlsx` write one that
opens safely in a spreadsheet. What is in a file decides what it is, its name only where the content leaves
it open. Every cell stays the text that was typed; `calc.parsing.strength.read_strength` reads the strength
in one. Nothing is unpacked, nor taken into memory, without a bound.
"""

from calc.tables.bounds import (
    ACCEPTED,
    COMMAND,
    LONGEST_CELL,
    LONGEST_LINE,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_LISTED,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNPACKED,
)
from calc.tables.encoding import ENCODINGS
from calc.tables.export import export_csv, export_xlsx
from calc.tables.headless import NO_HEADER
from calc.tables.open_beauty_facts import BEAUTY_COLUMNS, ODBL_CREDIT
from calc.tables.reading import (
    Stream,
    Table,
    read_table,
    stream_table,
)
from calc.tables.types import FileChoices, Unread

__all__ = [
    "ACCEPTED",
    "BEAUTY_COLUMNS",
    "COMMAND",
    "ENCODINGS",
    "LONGEST_CELL",
    "LONGEST_LINE",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_LISTED",
    "MOST_RATIO",
    "MOST_ROWS",
    "MOST_UNPACKED",
    "NO_HEADER",
    "ODBL_CREDIT",
    "FileChoices",
    "Stream",
    "Table",
    "Unread",
    "export_csv",
    "export_xlsx",
    "read_table",
    "stream_table",
]
