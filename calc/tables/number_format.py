"""Which cells look like numbers, and whether their decimals stand behind commas or dots."""

from __future__ import annotations

import functools
import re
from typing import Any

from calc.messages import say

_LONGEST = 40
# What tells of decimals how a table writes them.
_ROWS_LOOKED_AT, _CELLS_LOOKED_AT = 2_000, 100_000
# Excel lets nobody write a longer format.
_LONGEST_FORMAT = 255
_NUMERIC = re.compile(r"[<>≤≥~]?\s*[+-]?\d[\d., ]*%?")
_FORMAT_TOKEN = re.compile(
    r'(?P<quoted>"(?P<quoted_text>[^"]*)")|(?P<currency>\[\$(?P<currency_text>[^\]-]*)[^\]]*\])|(?P<other>\[[^\]]*\])'
    r"|(?P<escaped>\\(?P<escaped_text>.))|(?P<skipped>[_*].)|(?P<percent>%)|(?P<digits>[0#?][0#?.,/]*(?:E[+-]0+)?)"
    r"|(?P<sign>[$€£¥₩₽₴₹])|(?P<space>\s)|(?P<letters>[A-Za-z]+)|(?P<rest>.)",
    re.DOTALL,
)
_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
# Three digits behind a mark may be thousands, so they tell nothing, unless a zero is in front.
_AMOUNT_CELL = r"\s*[^\d\s.,]{{0,4}}\s*{0}(?:\s*[-–—]\s*{0})?\s*[^\d.,;–—-]{{0,12}}\s*"
_COMMA_CELL = _AMOUNT_CELL.format(r"(?:\d{1,3}(?:[. ]\d{3})+|\d+),(?:\d{1,2}|\d{4,})") + r"|\s*0,\d+\s*%?\s*"
_DOT_CELL = (
    _AMOUNT_CELL.format(r"(?:\d{1,3}(?:[, ]\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,}))") + r"|\s*0\.\d+\s*%?\s*"
)


def clear_decimal(number: str) -> str:
    """Return a number with a decimal dot written so that the dot cannot be taken to part thousands.

    Parameters
    ----------
    number : str

    Examples
    --------
    >>> clear_decimal("1.234"), clear_decimal("1.23")
    ('1.2340', '1.23')
    """
    return f"{number}0" if _LIKE_THOUSANDS.fullmatch(number) else number


@functools.lru_cache(maxsize=1024)
def around_number(code: str) -> tuple[str, str, bool]:
    """Return what a number format of a spreadsheet writes before and behind a number, and whether in percent.

    Parameters
    ----------
    code : str

    Examples
    --------
    >>> around_number('0" g"'), around_number('"€"#,##0.00'), around_number("0.0%")
    (('', ' g', False), ('€', '', False), ('', ' %', True))
    >>> around_number("#,##0.00 [$€-407]"), around_number("General")
    (('', ' €', False), ('', '', False))
    """
    texts = ["", ""]
    behind = percent = False
    if len(code) > _LONGEST_FORMAT:
        return "", "", False
    for token in _FORMAT_TOKEN.finditer(code.split(";")[0]):
        kind, text = str(token.lastgroup), token[0]
        if kind == "digits":
            behind = True
        elif kind == "percent":
            percent = True
            texts[behind] += " %" if behind else "% "
        elif kind in ("quoted", "currency", "escaped", "sign"):
            texts[behind] += token[kind] if kind == "sign" else token.group(f"{kind}_text")
        elif kind == "space":
            texts[behind] += " "
        elif kind == "letters" and text.lower() != "general":
            return "", "", False
    if not behind:
        return "", "", False
    return texts[0].lstrip(), texts[1].rstrip(), percent


def is_number(cell: str) -> bool:
    """Tell whether a cell looks like a number.

    Parameters
    ----------
    cell : str

    Examples
    --------
    >>> is_number("≥ 15 %"), is_number("15 g")
    (True, False)
    """
    return len(cell) <= _LONGEST and bool(_NUMERIC.fullmatch(cell.strip()))


def decimal_mark(frame: Any) -> tuple[str, list[str]]:
    """Return how most numbers with a fraction are written, and notes about it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Of text.

    Returns
    -------
    tuple of str and list of str
        "," or "."; "" when no number shows it. The notes name columns that mix both.
    """
    import pandas

    first = frame.head(min(_ROWS_LOOKED_AT, max(_CELLS_LOOKED_AT // max(len(frame.columns), 1), 1)))
    names = [name for name, dtype in first.dtypes.items() if dtype == "str"]
    cells = pandas.Series(first[names].to_numpy(dtype=object).ravel(), dtype="str")
    cells = cells.where(cells.str.len() <= _LONGEST)
    comma, dot = (
        cells.str.fullmatch(pattern).to_numpy(dtype=bool).reshape(len(first), len(names)).sum(axis=0)
        for pattern in (_COMMA_CELL, _DOT_CELL)
    )
    commas, dots = int(comma.sum()), int(dot.sum())
    mixed = [name for name, comma_cells, dot_cells in zip(names, comma, dot) if comma_cells and dot_cells]
    notes = [say("Numbers have a decimal comma.")] if commas > dots else []
    if mixed:
        notes.append(
            say(
                "Decimal commas and dots are mixed in {columns}; each cell is read as it is written.",
                columns=", ".join(mixed),
            )
        )
    return ("," if commas > dots else "." if dots else ""), notes
