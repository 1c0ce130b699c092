"""How an answer is drawn: in colour and as wide as the terminal, or plain where it is piped on."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calc.cli.blocks import Block, Blocks, Line, Rows, Said

_LOOKS = {
    "title": "bold",
    "quiet": "dim",
    "good": "green",
    "STOP": "bold red",
    "CAUTION": "bold yellow",
    "NOTE": "bold cyan",
}
#: So many lines of a finding stand on one screen, beside its severity.
_MOST_LINES = 2
_SEVERITY_WIDTH = 8
#: No column of a table gets narrower [characters].
_NARROWEST = 6
#: No line is longer where somebody reads it.
_WIDEST = 100
#: What a terminal would obey rather than show, but for the ends of lines.
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A}


def show(blocks: Blocks, file: TextIO | None = None) -> None:
    """Write an answer.

    Parameters
    ----------
    blocks : sequence of Block
    file : TextIO, optional
        Standard output when not given.
    """
    console = Console(file=file or sys.stdout, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        for block in blocks:
            for line in _plain(block):
                print(line, file=console.file)
        return
    console.width = min(console.width, _WIDEST)
    for block in blocks:
        console.print(_drawn(block, console))


def _clean(text: str) -> str:
    """Return a text without what a terminal would obey."""
    return text.translate(_CONTROLS)


def _plain(block: Block) -> list[str]:
    """Return a block as lines that a program can read: one a row, one a finding, none broken."""
    if isinstance(block, Line):
        return [_clean(block.text)]
    if isinstance(block, Said):
        said = _clean(f"{block.title}{_between(block.title)}{block.body}")
        return [f"{block.severity.name} {said}".rstrip()]
    rows = [tuple(map(_clean, row)) for row in ((block.heads, *block.rows) if block.heads else block.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return ["  ".join(_padded(block, row, widths)).rstrip() for row in rows]


def _padded(block: Rows, row: tuple[str, ...], widths: list[int]) -> list[str]:
    """Return the cells of a row, as wide as their columns."""
    return [
        cell.rjust(width) if at in block.right else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(row, widths))
    ]


def _fitted(block: Rows, width: int) -> list[int | None]:
    """Return how wide each column of a table is that fits a screen: the widest give way first."""
    rows = [block.heads, *block.rows] if block.heads else block.rows
    widths = [max(len(_clean(row[at])) for row in rows) for at in range(len(rows[0]))]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return [*widths]


def _between(title: str) -> str:
    """Return what stands between a title and the sentence behind it."""
    return " " if title.endswith(("?", "!", ".")) else ". "


def _shortened(said: Text, console: Console) -> Text:
    """Return the first two lines of a finding, as wide as the column beside its severity."""
    lines = said.wrap(console, max(console.width - _SEVERITY_WIDTH, 10))
    if len(lines) <= _MOST_LINES:
        return said
    last = lines[_MOST_LINES - 1]
    last.rstrip()
    last.truncate(max(console.width - _SEVERITY_WIDTH - 2, 9))
    last.append(" …")
    return Text("\n").join(lines[:_MOST_LINES])


def _drawn(block: Block, console: Console) -> Text | Table:
    """Return a block as it is drawn in a terminal."""
    if isinstance(block, Line):
        return Text(_clean(block.text), style=_LOOKS.get(block.look, ""))
    if isinstance(block, Said):
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column()
        look = _LOOKS[block.severity.name]
        title = Text.assemble((_clean(block.title), "bold"), _between(block.title) + _clean(block.body))
        said = title if block.is_whole else _shortened(title, console)
        grid.add_row(Text(f"{block.severity.name:<7}", style=look), said)
        return grid
    table = Table(box=None, show_header=bool(block.heads), header_style="dim", pad_edge=False, padding=(0, 1))
    widths = _fitted(block, console.width) if block.one_line else [None] * len(block.rows[0])
    for at, width in enumerate(widths):
        table.add_column(
            block.heads[at] if block.heads else "",
            justify="right" if at in block.right else "left",
            style="bold" if at in block.bold else "",
            width=width,
            no_wrap=block.one_line or at in block.right,
            overflow="ellipsis" if block.one_line else "fold",
        )
    for row in block.rows:
        table.add_row(*(Text(_clean(cell)) for cell in row))
    return table
