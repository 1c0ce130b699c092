"""How an answer is written: in colour and as wide as the terminal, or plain where it is piped on."""

from __future__ import annotations

import os
import sys

from calc.cli.blocks import Block, Blocks, OutputLine, Rows, Said, between, printable


def show(blocks: Blocks) -> None:
    """Write an answer to standard output.

    Parameters
    ----------
    blocks : sequence of Block
    """
    if sys.stdout is None:  # closed, so that nobody hears it
        return
    if sys.stdout.isatty() or os.environ.get("FORCE_COLOR"):
        from calc.cli.drawing import draw  # what draws takes time to import, and a pipe needs none of it

        draw(blocks)
        return
    for block in blocks:
        for line in plain_lines(block):
            print(line)


def discard_rest() -> None:
    """Let what was not written yet go nowhere, so that the end of the process does not try it again."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def plain_lines(block: Block) -> list[str]:
    """Return a block as lines that a program can read: one a row, one a finding, none broken."""
    if isinstance(block, OutputLine):
        return [printable(block.text)]
    if isinstance(block, Said):
        said = printable(f"{block.title}{between(block.title)}{block.body}")
        return [f"{block.severity.name} {said}".rstrip()]
    rows = [tuple(map(printable, row)) for row in ((block.heads, *block.rows) if block.heads else block.rows)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))] if rows else []
    return ["  ".join(_padded(block, row, widths)).rstrip() for row in rows]


def _padded(block: Rows, row: tuple[str, ...], widths: list[int]) -> list[str]:
    """Return the cells of a row, as wide as their columns."""
    return [
        cell.rjust(width) if at in block.right else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(row, widths))
    ]
