"""Rows of cells on paper: measured, placed and drawn; the type shrinks until everything fits."""

from __future__ import annotations

import datetime
import functools
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from calc.messages import say
from calc.reports import scripts
from calc.reports.style import (
    ACCENT,
    COLOURS,
    CORNERS,
    LINE,
    MORE,
    PANEL,
    QUIET,
    SIGNS,
    TEXT,
    Item,
    Section,
)

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).resolve().parent / "fonts"
#: What stands for characters that the type does not have, and the words about it.
UNDRAWN, UNDRAWN_WORDS = "?", say("“?”: letters that cannot be printed here; the web page shows them.")
SIZES = tuple(quarter / 4 for quarter in range(40, 27, -1))  # pt: 10 down to the floor of 7
LEFT, TOP, WIDTH, BOTTOM = 16.0, 14.0, 178.0, 279.0  # mm
MM_PER_PT = 25.4 / 72


@dataclass(frozen=True)
class Cell:
    """Text in a column: its left edge and width [mm].

    ``point``: the text is a number whose decimal point stands at ``x``.
    """

    x: float
    width: float
    text: str
    bold: bool = False
    colour: str = TEXT
    point: bool = False


@dataclass(frozen=True)
class Row:
    """Cells side by side; ``gap``: space above [lines]; ``scale``: times the size of the sheet.

    ``mark``: what stands in front; ``box``: on a panel; ``rule``: under a line; ``below``: not above
    this height on the page [mm].
    """

    cells: tuple[Cell, ...]
    gap: float = 0.25
    scale: float = 1.0
    mark: str = ""
    box: bool = False
    rule: bool = False
    below: float = 0.0


@dataclass(frozen=True)
class PlacedRow:
    """A row at its height on the page, and how high it is itself [mm]."""

    row: Row
    y: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends [mm]."""
        return self.y + self.height


Measure = Callable[[Row, float], float]
#: What to try in turn: a size of type [pt] with the rows at it.
Attempts = Iterable[tuple[float, Sequence[Row]]]


def empty_page(title: str, made_on: datetime.date, size_mm: tuple[float, float] | None = None) -> FPDF:
    """Return a page with its fonts, and nothing about anybody in its metadata; of A4 unless given."""
    from fpdf import FPDF

    pdf = FPDF(format=size_mm or "A4")
    pdf.set_creation_date(datetime.datetime.combine(made_on, datetime.time(), tzinfo=datetime.UTC))
    pdf.set_title(title)
    pdf.set_lang("en-GB")
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.add_font("DejaVu", "", FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.add_page()
    return pdf


def fit_rows(
    attempts: Attempts, measure: Measure, top: float, bottom: float
) -> tuple[list[PlacedRow], float]:
    """Return the first attempt that fits, else the last, in its places; and the size of its type [pt].

    Each attempt takes less room than the one before, so that the first is found by halving.
    """
    tries = list(attempts)

    @functools.cache
    def placed(at: int) -> list[PlacedRow]:
        size, rows = tries[at]
        return list(_placed(rows, size, measure, top))

    first = bisect_left(range(len(tries) - 1), True, key=lambda at: placed(at)[-1].bottom <= bottom)
    return placed(first), tries[first][0]


def _placed(rows: Sequence[Row], size: float, measure: Measure, top: float) -> Iterable[PlacedRow]:
    """Yield rows in their places, from the top."""
    y = top
    for row in rows:
        y = max(y + row.gap * text_line(size), row.below)
        height = measure(row, size)
        yield PlacedRow(row, y, height)
        y += height


def text_line(size: float) -> float:
    """Return the height of a line of type of a size [mm]."""
    return 1.3 * size * MM_PER_PT


def heading_row(name: str) -> Row:
    """Return the head of a section."""
    return Row((Cell(LEFT, WIDTH, name, True, ACCENT),), 1.0, 1.05, rule=True)


def section_rows(section: Section) -> Iterable[Row]:
    """Yield the rows of a section."""
    yield heading_row(section.name)
    if section.note:
        yield Row((Cell(LEFT, WIDTH, section.note),), 0.45)
    yield from _column_rows(section.columns)
    more = MORE.format(section.hidden) if section.hidden else ""
    if section.items and not section.items[0].mark:
        listed = " · ".join(filter(None, (*(item.title for item in section.items), more)))
        yield Row((Cell(LEFT, WIDTH, listed),), 0.45)
        return
    for at, item in enumerate(section.items):
        yield Row(_item_cells(item), 0.25 if at else 0.45, mark=item.mark)
    if more:
        yield Row((Cell(LEFT + 6, WIDTH - 6, more, colour=QUIET),))


def _column_rows(columns: Sequence[Section]) -> Iterable[Row]:
    """Yield the rows of parts that stand side by side: their heads, then their things in pairs.

    The more stands in a part, the wider it is.
    """
    if not columns:
        return
    weights = [3 + min(part.length, 6) for part in columns]
    wide = [WIDTH * weight / sum(weights) for weight in weights]
    left = [LEFT + width for width in accumulate(wide, initial=0.0)]
    yield Row(tuple(Cell(x, width, part.name, True) for x, width, part in zip(left, wide, columns)), 0.45)
    for items in zip_longest(*(_with_hidden(part) for part in columns)):
        heads, texts = [], []
        for x, width, item in zip(left, wide, items):
            if item is None:
                continue
            box = {"box": "☐", "dot": "•"}.get(item.mark, "")
            heads.append(Cell(x + 0.4, 5, box, True, QUIET))
            heads.append(Cell(x + 6, width - 9, item.title, bool(item.text)))
            texts.append(Cell(x + 6, width - 9, " · ".join(filter(None, (item.when, item.text)))))
        yield Row(tuple(heads), 0.25)
        if any(cell.text for cell in texts):
            yield Row(tuple(texts), 0)


def _with_hidden(section: Section) -> tuple[Item, ...]:
    """Return the things of a part, with a line that says how many are not shown."""
    more = (Item("", "", MORE.format(section.hidden), ""),) if section.hidden else ()
    return (*section.items, *more)


def shrinking_sections(
    sections: tuple[Section, ...], sizes: Sequence[float] = SIZES
) -> Iterable[tuple[float, tuple[Section, ...]]]:
    """Yield what to try until it fits: smaller type, then shorter lists, then shorter texts."""
    for size in sizes:
        yield size, sections
    while (most := max((section.length for section in sections), default=0)) > 1:
        longest = next(section for section in sections if section.length == most)
        left = most - max(1, most // 8)
        sections = tuple(section.cut(left) if section is longest else section for section in sections)
        yield sizes[-1], sections
    for length in (180, 90, 45, 20):
        yield sizes[-1], tuple(section.clipped(length) for section in sections)


def _item_cells(item: Item) -> tuple[Cell, ...]:
    """Return one thing in the columns of its section."""
    start, end = LEFT + 6, LEFT + WIDTH
    if not item.text:
        return (Cell(start, end - start, item.title),)
    if not item.when:
        return Cell(start, 48, item.title, True), Cell(start + 51, end - start - 51, item.text)
    return (
        Cell(start, 38, item.when, colour=QUIET),
        Cell(start + 40, 43, item.title, True),
        Cell(start + 85, end - start - 85, item.text),
    )


def row_measure(pdf: FPDF) -> Measure:
    """Return what measures a row on a page [mm]; it remembers what it has measured."""
    heights: dict[tuple[Cell, float], float] = {}

    def height(cell: Cell, size: float) -> float:
        if (cell, size) not in heights:
            pdf.set_font("DejaVu", "B" if cell.bold else "", size)
            text = drawable(pdf, cell.text)
            _shape(pdf, text)
            lines_height = pdf.multi_cell(
                cell.width,
                text_line(size),
                text,
                align="L",
                dry_run=True,
                output="HEIGHT",
            )
            heights[cell, size] = float(str(lines_height))
        return heights[cell, size]

    def measured(row: Row, size: float) -> float:
        inside = max(height(cell, row.scale * size) for cell in row.cells)
        return inside + (0.9 * text_line(size) if row.box else 0.0)

    return measured


def draw_row(pdf: FPDF, placed: PlacedRow, size: float) -> None:
    """Put a row on the page."""
    row, y, height = placed.row, placed.y, placed.height
    type_size = row.scale * size
    if row.box:
        pdf.set_fill_color(PANEL)
        pdf.rect(LEFT, y, WIDTH, height, style="F")
        y += 0.45 * text_line(size)
    if row.rule:
        pdf.set_draw_color(LINE)
        pdf.set_line_width(0.2)
        pdf.line(LEFT, y + height + 0.3, LEFT + WIDTH, y + height + 0.3)
    if row.mark:
        draw_mark(pdf, row.mark, row.cells[0].x - (7 if row.box else 5.6), y, type_size)
    for cell in row.cells:
        pdf.set_font("DejaVu", "B" if cell.bold else "", type_size)
        pdf.set_text_color(cell.colour)
        text = drawable(pdf, cell.text)
        _shape(pdf, text)
        before = pdf.get_string_width(text.partition(".")[0]) if cell.point else 0.0
        pdf.set_xy(cell.x - before, y)
        pdf.multi_cell(cell.width, text_line(type_size), text, align="L")


def draw_foot(pdf: FPDF, made: str, placed: Iterable[PlacedRow]) -> None:
    """Put the last line on a page: when it was made, and what could not be drawn of it."""
    lost = undrawn_words(pdf, *(cell.text for row in placed for cell in row.row.cells))
    words = f"{made} · {lost}" if lost else made
    draw_row(pdf, PlacedRow(Row((Cell(LEFT, WIDTH, words, colour=QUIET),)), BOTTOM + 3, 0), 7.0)


def drawable(pdf: FPDF, text: str) -> str:
    """Return a text with one `UNDRAWN` for each run of characters that cannot be drawn here.

    Type for the letters of other scripts is loaded where it is installed.
    """
    composed = _composed(text)
    lost = [letter for letter in composed if not _has_glyph(pdf, letter)]
    if lost:
        scripts.load_fonts(pdf, "".join(lost))
    drawn = [letter if _is_drawn(pdf, letter) else "\0" for letter in composed]
    return re.sub("\0+", UNDRAWN, "".join(drawn))


def _composed(text: str) -> str:
    """Return a text with a character for each letter, without what only joins pictures."""
    kept = text if scripts.needs_shaping(text) else re.sub("[\u200c\u200d]", "", text)
    return re.sub("[\ufe0e\ufe0f]", "", unicodedata.normalize("NFC", kept))


def _has_glyph(pdf: FPDF, letter: str) -> bool:
    """Tell whether a font of the page draws a letter."""
    from fpdf.fonts import TTFFont

    return any(isinstance(font, TTFFont) and ord(letter) in font.cmap for font in pdf.fonts.values())


def _is_drawn(pdf: FPDF, letter: str) -> bool:
    """Tell whether a letter comes out as it is written; one that is to be shaped, only where that is done."""
    if letter in "\u200c\u200d":
        return scripts.can_shape()
    return _has_glyph(pdf, letter) and (scripts.can_shape() or not scripts.needs_shaping(letter))


def _shape(pdf: FPDF, text: str) -> None:
    """Have a text shaped where its letters join, change places or run from right to left."""
    pdf.set_text_shaping(scripts.needs_shaping(text) and scripts.can_shape())


def undrawn_words(pdf: FPDF, *texts: str) -> str:
    """Return what to say where something of some texts cannot be drawn; "" where all of it can."""
    lost = any(drawable(pdf, text) != _composed(text) for text in texts)
    return UNDRAWN_WORDS if lost else ""


def draw_mark(pdf: FPDF, mark: str, x: float, y: float, size: float) -> None:
    """Draw a mark, a box to tick or a dot, as high as its line."""
    side = 0.95 * size * MM_PER_PT
    top = y + (text_line(size) - side) / 2
    sign = {"box": "☐", "dot": "•"}.get(mark)
    pdf.set_font("DejaVu", "B", size if sign else 0.75 * size)
    pdf.set_text_color(QUIET if sign else "#FFFFFF")
    if not sign:
        sign = SIGNS[mark]
        pdf.set_fill_color(COLOURS[mark])
        if mark in CORNERS:
            corners = [(x + side * across, top + side * down) for across, down in CORNERS[mark]]
            pdf.polygon(corners, style="F")
        else:
            pdf.ellipse(x, top, side, side, style="F")
    lowered = 0.06 * side if mark == "caution" else 0
    pdf.set_xy(x, top + lowered)
    pdf.cell(side, side, sign, align="C")
