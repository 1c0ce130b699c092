"""How an answer is drawn in a terminal."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from calc.cli.blocks import Block, Blocks, OutputLine, Rows, Said, between, printable

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


def draw(blocks: Blocks) -> None:
    """Draw an answer on standard output, as wide as the terminal and no wider than can be read.

    Parameters
    ----------
    blocks : sequence of Block
    """
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.width = min(console.width, _WIDEST)
    for block in blocks:
        console.print(_drawn(block, console))


def _fitted(block: Rows, width: int) -> list[int | None]:
    """Return how wide each column of a table is that fits a screen: the widest give way first."""
    rows = [block.heads, *block.rows] if block.heads else block.rows
    widths = [max(len(printable(row[at])) for row in rows) for at in range(len(rows[0]))]
    room = width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return [*widths]


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
    if isinstance(block, OutputLine):
        return Text(printable(block.text), style=_LOOKS.get(block.look, ""))
    if isinstance(block, Said):
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column()
        look = _LOOKS[block.severity.name]
        title = Text.assemble((printable(block.title), "bold"), between(block.title) + printable(block.body))
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
        table.add_row(*(Text(printable(cell)) for cell in row))
    return table
