"""How much is read of a file, and the words of a refusal.

Other modules write ``bounds.MOST_ROWS``, so that each limit stands here alone.
"""

from __future__ import annotations

from calc.errors import InputError
from calc.messages import say

#: The largest file that is read in one piece, and what it may hold when unpacked [bytes].
MOST_BYTES = 50_000_000
MOST_UNPACKED = 200_000_000
#: What is packed more tightly than this, and is not small [bytes], is a bomb.
MOST_RATIO = 100
SMALL = 10_000_000
#: The largest table that is read in one piece, and the widest of all: more than a column for each ingredient.
MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
#: The most lines of a text that is read in one piece, for cells may hold several; and so many rows that
#: cannot be read, nearly all of them, are enough to say what is wrong.
MOST_LINES = 2 * MOST_ROWS
MOST_UNREAD = 100_000
#: The most that the cells of a table that is read in one piece hold beside the size of its file: their text,
#: and so much for each cell, though it be empty [bytes]. The most text of a piece [characters], and cells.
MOST_HELD, HELD_BY_CELL = 100_000_000, 8
MOST_IN_PIECE, CELLS_IN_PIECE = 16_000_000, 1_000_000
#: The most cells that a table read in one piece lacks, in rows that are shorter than others.
MOST_LACKING = 4_000_000
#: The most HTML entities that are decoded in one table.
MOST_ENTITIES = 4_000_000
#: The longest cell, as much as one of Excel holds, and the longest line [characters].
LONGEST_CELL = 32_767
LONGEST_LINE = 1_000_000
#: So many rows that cannot be read are listed; the rest is counted.
MOST_LISTED = 1_000
#: What reads a table of any size.
COMMAND = "python -m calc screen FILE OUT"

ACCEPTED = say(
    "CSV, TSV, Excel (.xlsx, .xls), Parquet and JSON are read, and the files of Open Beauty Facts."
)


def refusal(name: str, given: str, accepted: str, fix: str = "") -> InputError:
    """Return why a file is not read.

    Parameters
    ----------
    name : str
        Of the file.
    given : str
        What it is, or holds.
    accepted : str
        What would be read.
    fix : str
        What to do; to export it again as CSV, when not given.
    """
    return InputError(
        name, given, accepted, fix or say("Export it again as CSV in UTF-8, with one header line.")
    )


def too_large(name: str, given: str, accepted: str) -> InputError:
    """Return that a file is too large, with the command that reads one of any size.

    Parameters
    ----------
    name, given, accepted : str
        As for `refusal`.
    """
    fix = say(
        "Leave out what you do not compare, or run {command}: it reads CSV, Parquet, JSON lines in pieces.",
        command=COMMAND,
    )
    return refusal(name, given, accepted, fix)
