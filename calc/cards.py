"""Sheets to take away: the care sheet, on one page of A4 or as a page of its own for a browser.

A sheet shows what others found and planned; it decides nothing. It never asks for a name.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from calc.course import Event
from calc.errors import InputError
from calc.findings import Finding, Severity, verdict_words

if TYPE_CHECKING:
    from fpdf import FPDF

#: Verdicts with their mark.
VERDICTS = {"go": "go", "care": "caution", "not_now": "stop", "refer": "stop"}
#: Most findings and most things not checked on a sheet; the longest text of one thing [characters].
MOST_FINDINGS, MOST_NOT_CHECKED, LONGEST = 6, 24, 360

_MARKS = {Severity.STOP: "stop", Severity.CAUTION: "caution", Severity.NOTE: "note"}
_COLOURS = {"stop": "#A61B1B", "caution": "#7A5200", "note": "#1F5F8B", "go": "#2B6A3F"}
_SIGNS = {"stop": "!", "caution": "!", "note": "i", "go": "✓"}
# Corners in a square of side 1, the y axis downwards; a mark without corners is a disc.
_CORNERS = {
    "stop": ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)),
    "caution": ((0.5, 0), (1, 1), (0, 1)),
}
_TEXT, _QUIET, _ACCENT, _PANEL, _LINE = "#23201C", "#5C564E", "#B4500B", "#F6F1E9", "#D9D0C3"

_AT_ONCE = "At once: trouble breathing, a swollen face, fever, pus, or redness that spreads."
_IS_NOT = (
    "This sheet is no advice, no diagnosis and no permission. It repeats what rules found in what was "
    "entered; what was not entered was not looked at. It holds no instruction for needling or injecting. "
    "Ask a doctor or a pharmacist."
)
_MORE = "… and {} more, see the page"


@dataclass(frozen=True)
class CareSheet:
    """What stands on a care sheet.

    Parameters
    ----------
    title : str
        What it is about; never a person's name.
    verdict : str
        One of `VERDICTS`.
    findings : sequence of Finding
        The loudest are shown, `MOST_FINDINGS` at most.
    test_plan, care : sequence of Event
        Dated; those of kind “doctor” stand apart.
    not_checked : sequence of str
    made_on : datetime.date
    model_version, data_hash : str
    limits : sequence of str, optional
        Limits without dates, where no appointment is known.

    Raises
    ------
    InputError
        An unknown verdict.
    """

    title: str
    verdict: str
    findings: Sequence[Finding]
    test_plan: Sequence[Event]
    care: Sequence[Event]
    not_checked: Sequence[str]
    made_on: datetime.date
    model_version: str
    data_hash: str
    limits: Sequence[str] = ()

    @property
    def words(self) -> str:
        """What the verdict is called."""
        return verdict_words(self.verdict, unknown=bool(self.not_checked))

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            fix = f"Use one of {', '.join(VERDICTS)}."
            raise InputError("verdict", self.verdict, "this verdict is not known.", fix)


@dataclass(frozen=True)
class _Item:
    """One thing of a section: a mark or a box to tick, when, what, and the rest."""

    mark: str
    when: str
    title: str
    text: str


@dataclass(frozen=True)
class _Section:
    """A part of the sheet; ``hidden``: how many things are not shown."""

    name: str
    items: tuple[_Item, ...]
    hidden: int = 0
    note: str = ""

    def cut(self, most: int) -> _Section:
        """Return the section with so many things at most."""
        hidden = max(0, len(self.items) - most)
        return replace(self, items=self.items[:most], hidden=self.hidden + hidden)

    def clipped(self, length: int) -> _Section:
        """Return the section with no text longer than so many characters."""
        return replace(
            self,
            items=tuple(
                replace(each, title=_clean(each.title, length), text=_clean(each.text, length))
                for each in self.items
            ),
        )


def _sections(sheet: CareSheet) -> tuple[_Section, ...]:
    """Return the parts of a sheet in their order; those with nothing in them are left out."""
    loudest = sorted(sheet.findings, key=lambda each: (-each.severity, -each.action))
    found = _Section("What was found", tuple(_finding_item(each) for each in loudest)).cut(MOST_FINDINGS)
    signs = [each for each in sheet.care if each.kind == "doctor"]
    around = [each for each in sheet.care if each.kind != "doctor"]
    year = sheet.made_on.year
    parts = (
        found if found.items else replace(found, note="Nothing was found by the checks that ran."),
        _Section("Skin test", tuple(_event_item(each, year) for each in sheet.test_plan)),
        _Section(
            "Before and after",
            (
                *(_event_item(each, year) for each in around),
                *(_Item("box", "", _clean(each), "") for each in sheet.limits),
            ),
        ),
        _Section(
            "When to see a doctor", tuple(_event_item(each, year, "dot") for each in signs), note=_AT_ONCE
        ),
        _Section("Not checked", tuple(_Item("", "", _clean(each), "") for each in sheet.not_checked)).cut(
            MOST_NOT_CHECKED
        ),
    )
    return tuple(each for each in parts if each.items or each.note)


def _finding_item(finding: Finding) -> _Item:
    """Return a finding as a thing on the sheet."""
    title = f"{finding.severity.name}: {finding.title}"
    return _Item(
        _MARKS[finding.severity], "", _clean(title), _clean(f"{finding.message} {finding.remedy}".strip())
    )


def _event_item(event: Event, year: int, mark: str = "box") -> _Item:
    """Return an event as a thing on the sheet, which tells its own year once, at its foot."""
    title = re.sub("^Skin test: ([a-z])", lambda found: found[1].upper(), event.title)
    return _Item(mark, event.told(year), _clean(title), _clean(event.text))


def _clean(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line without control characters, cut where it is too long."""
    line = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", text).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _made(sheet: CareSheet) -> str:
    """Return when and with what a sheet was made."""
    return (
        f"Made on {sheet.made_on.isoformat()} · Vitamin C bench {_clean(sheet.model_version, 40)} · "
        f"data {_clean(sheet.data_hash, 40)}"
    )


# --- for a browser --------------------------------------------------------------------------------

_STYLE = f"""
@page {{ size: A4; margin: 15mm }}
body {{ font: 15px/1.45 "DejaVu Sans", "Noto Sans", Verdana, sans-serif; color: {_TEXT};
  background: #FFFDFA; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.5rem; margin: 0 0 .75rem }}
h2 {{ font-size: 1rem; color: {_ACCENT}; border-bottom: 1px solid {_LINE}; margin: 1.25rem 0 .5rem }}
svg {{ width: 1em; height: 1em; vertical-align: -.12em }}
.verdict svg {{ margin-right: .5em }}
.verdict {{ background: {_PANEL}; padding: .6rem .9rem; font-size: 1.15rem; font-weight: bold; margin: 0 }}
ul {{ list-style: none; padding: 0; margin: 0 }}
li {{ display: grid; grid-template-columns: 1.2em 1fr 2fr; gap: 0 .6em;
  margin: .35rem 0; break-inside: avoid }}
li.dated {{ grid-template-columns: 1.2em 10.5em 11em 1fr }}
li.plain {{ display: block }}
.when {{ color: {_QUIET} }}
footer {{ color: {_QUIET}; font-size: .85em; margin-top: 1.5rem }}
@media screen and (max-width: 40rem) {{
  li, li.dated {{ grid-template-columns: 1.2em 1fr }}
  li > * + * {{ grid-column: 2 }}
}}
@media print {{
  body {{ font-size: 9.5pt; background: none; margin: 0; padding: 0; max-width: none }}
  .verdict {{ border: 1px solid {_LINE} }}
  svg, .verdict {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}
}}
"""


def care_sheet_html(sheet: CareSheet) -> str:
    """Return a care sheet as a page that stands alone, prints on A4 and runs no script."""
    mark, word = VERDICTS[sheet.verdict], sheet.words
    title = escape(_clean(sheet.title))
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
            f'<header>\n<h1>{title}</h1>\n<p class="verdict">{_svg(mark)}{word}</p>\n</header>',
            *(_html_section(each) for each in _sections(sheet)),
            f"</main>\n<footer>\n<h2>What this sheet is not</h2>\n<p>{escape(_IS_NOT)}</p>",
            f"<p>{escape(_made(sheet))}</p>\n</footer>",
            "</body>\n</html>\n",
        )
    )


def _html_section(section: _Section) -> str:
    """Return a part of the sheet as HTML."""
    items = [_html_item(each) for each in section.items]
    if section.hidden:
        items.append(f'<li class="plain">{_MORE.format(section.hidden)}</li>')
    listed = f"<ul>\n{chr(10).join(items)}\n</ul>\n" if items else ""
    note = f"<p>{escape(section.note)}</p>\n" if section.note else ""
    return f"<section>\n<h2>{escape(section.name)}</h2>\n{note}{listed}</section>"


def _html_item(item: _Item) -> str:
    """Return one thing as HTML."""
    if not item.text:
        sign = "☐ " if item.mark == "box" else ""
        return f'<li class="plain">{sign}{escape(item.title)}</li>'
    mark = {"box": "☐", "dot": "•"}.get(item.mark) or _svg(item.mark)
    when = f'<span class="when">{escape(item.when)}</span> ' if item.when else ""
    kind = ' class="dated"' if item.when else ""
    return (
        f"<li{kind}><span>{mark}</span> {when}"
        f"<strong>{escape(item.title)}</strong> <span>{escape(item.text)}</span></li>"
    )


def _svg(mark: str) -> str:
    """Return a mark as a picture for the eye alone: its word always stands beside it."""
    corners = " ".join(f"{10 * x:g},{10 * y:g}" for x, y in _CORNERS.get(mark, ()))
    shape = f'<polygon points="{corners}"/>' if corners else '<circle cx="5" cy="5" r="5"/>'
    sign = f'<text x="5" y="8.3" font-size="8" font-weight="bold" fill="#fff">{_SIGNS[mark]}</text>'
    return (
        f'<svg viewBox="0 0 10 10" aria-hidden="true" fill="{_COLOURS[mark]}" text-anchor="middle">'
        f"{shape}{sign}</svg>"
    )


# --- on paper -------------------------------------------------------------------------------------

_FONTS = Path(__file__).resolve().parent / "fonts"
_SIZES = tuple(quarter / 4 for quarter in range(40, 27, -1))  # pt: 10 down to the floor of 7
_LEFT, _TOP, _WIDTH, _BOTTOM = 16.0, 14.0, 178.0, 279.0  # mm
_MM_PER_PT = 25.4 / 72


@dataclass(frozen=True)
class _Cell:
    """Text in a column: its left edge and width [mm]."""

    x: float
    width: float
    text: str
    bold: bool = False
    colour: str = _TEXT


@dataclass(frozen=True)
class _Row:
    """Cells side by side; ``gap``: space above [lines]; ``scale``: times the size of the sheet.

    ``mark``: what stands in front; ``box``: on a panel; ``rule``: under a line.
    """

    cells: tuple[_Cell, ...]
    gap: float = 0.25
    scale: float = 1.0
    mark: str = ""
    box: bool = False
    rule: bool = False


_Measure = Callable[[_Row, float], float]


def care_sheet_pdf(sheet: CareSheet) -> bytes:
    """Return a care sheet as a PDF of exactly one page of A4.

    The type shrinks, to 7 pt at the least, until everything fits; after that the longest lists are
    cut, and say by how much. The same sheet gives the same bytes.
    """
    pdf = _empty_page(sheet)
    measure = _measure(pdf)
    rows, size = _fitted(sheet, measure)
    y = _TOP
    for row in rows:
        y += row.gap * _line(size)
        height = measure(row, size)
        _draw(pdf, row, y, size, height)
        y += height
    _draw(pdf, _Row((_Cell(_LEFT, _WIDTH, _made(sheet), colour=_QUIET),)), _BOTTOM + 3, 7.0, 0)
    return bytes(pdf.output())


def _empty_page(sheet: CareSheet) -> FPDF:
    """Return a page with its fonts, and nothing about anybody in its metadata."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_creation_date(datetime.datetime.combine(sheet.made_on, datetime.time(), tzinfo=datetime.UTC))
    pdf.set_title("Care sheet")
    pdf.set_lang("en-GB")
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    pdf.add_font("DejaVu", "", _FONTS / "DejaVuSans.ttf")
    pdf.add_font("DejaVu", "B", _FONTS / "DejaVuSans-Bold.ttf")
    pdf.add_page()
    return pdf


def _fitted(sheet: CareSheet, measure: _Measure) -> tuple[list[_Row], float]:
    """Return the rows of a sheet that fit on the page, and the size of their type [pt]."""
    for size, sections in _attempts(_sections(sheet)):
        rows = _rows(sheet, sections)
        if _total(rows, size, measure) <= _BOTTOM - _TOP:
            break
    return rows, size


def _attempts(sections: tuple[_Section, ...]) -> Iterable[tuple[float, tuple[_Section, ...]]]:
    """Yield what to try until it fits: smaller type, then shorter lists, then shorter texts."""
    for size in _SIZES:
        yield size, sections
    while (most := max(len(each.items) for each in sections)) > 1:
        longest = next(each for each in sections if len(each.items) == most)
        left = most - max(1, most // 8)
        sections = tuple(each.cut(left) if each is longest else each for each in sections)
        yield _SIZES[-1], sections
    for length in (180, 90, 45, 20):
        yield _SIZES[-1], tuple(each.clipped(length) for each in sections)


def _total(rows: Iterable[_Row], size: float, measure: _Measure) -> float:
    """Return the height of rows with what stands between them [mm]."""
    return sum(row.gap * _line(size) + measure(row, size) for row in rows)


def _line(size: float) -> float:
    """Return the height of a line of type of a size [mm]."""
    return 1.3 * size * _MM_PER_PT


def _rows(sheet: CareSheet, sections: Sequence[_Section]) -> list[_Row]:
    """Return everything on the sheet but its last line, from the top."""
    mark, word = VERDICTS[sheet.verdict], sheet.words
    verdict = _Cell(_LEFT + 11, _WIDTH - 14, word, True, _COLOURS[mark])
    return [
        _Row((_Cell(_LEFT, _WIDTH, _clean(sheet.title, 120), True),), 0, 1.6),
        _Row((verdict,), 0.9, 1.25, mark, box=True),
        *(row for each in sections for row in _section_rows(each)),
        _heading("What this sheet is not"),
        _Row((_Cell(_LEFT, _WIDTH, _IS_NOT, colour=_QUIET),), 0.45),
    ]


def _heading(name: str) -> _Row:
    """Return the head of a section."""
    return _Row((_Cell(_LEFT, _WIDTH, name, True, _ACCENT),), 1.0, 1.05, rule=True)


def _section_rows(section: _Section) -> Iterable[_Row]:
    """Yield the rows of a section."""
    yield _heading(section.name)
    if section.note:
        yield _Row((_Cell(_LEFT, _WIDTH, section.note),), 0.45)
    more = _MORE.format(section.hidden) if section.hidden else ""
    if section.items and not section.items[0].mark:
        listed = " · ".join(filter(None, (*(each.title for each in section.items), more)))
        yield _Row((_Cell(_LEFT, _WIDTH, listed),), 0.45)
        return
    for at, each in enumerate(section.items):
        yield _Row(_item_cells(each), 0.25 if at else 0.45, mark=each.mark)
    if more:
        yield _Row((_Cell(_LEFT + 6, _WIDTH - 6, more, colour=_QUIET),))


def _item_cells(item: _Item) -> tuple[_Cell, ...]:
    """Return one thing in the columns of its section."""
    start, end = _LEFT + 6, _LEFT + _WIDTH
    if not item.text:
        return (_Cell(start, end - start, item.title),)
    if not item.when:
        return _Cell(start, 48, item.title, True), _Cell(start + 51, end - start - 51, item.text)
    return (
        _Cell(start, 38, item.when, colour=_QUIET),
        _Cell(start + 40, 43, item.title, True),
        _Cell(start + 85, end - start - 85, item.text),
    )


def _measure(pdf: FPDF) -> _Measure:
    """Return what measures a row on a page [mm]; it remembers what it has measured."""
    known: dict[tuple[_Cell, float], float] = {}

    def height(cell: _Cell, size: float) -> float:
        if (cell, size) not in known:
            pdf.set_font("DejaVu", "B" if cell.bold else "", size)
            found = pdf.multi_cell(
                cell.width, _line(size), cell.text, align="L", dry_run=True, output="HEIGHT"
            )
            known[cell, size] = float(str(found))
        return known[cell, size]

    def measured(row: _Row, size: float) -> float:
        inside = max(height(cell, row.scale * size) for cell in row.cells)
        return inside + (0.9 * _line(size) if row.box else 0.0)

    return measured


def _draw(pdf: FPDF, row: _Row, y: float, size: float, height: float) -> None:
    """Put a row on the page at a height [mm]."""
    own = row.scale * size
    if row.box:
        pdf.set_fill_color(_PANEL)
        pdf.rect(_LEFT, y, _WIDTH, height, style="F")
        y += 0.45 * _line(size)
    if row.rule:
        pdf.set_draw_color(_LINE)
        pdf.set_line_width(0.2)
        pdf.line(_LEFT, y + height + 0.3, _LEFT + _WIDTH, y + height + 0.3)
    if row.mark:
        _draw_mark(pdf, row.mark, _LEFT + (4 if row.box else 0.4), y, own)
    for cell in row.cells:
        pdf.set_font("DejaVu", "B" if cell.bold else "", own)
        pdf.set_text_color(cell.colour)
        pdf.set_xy(cell.x, y)
        pdf.multi_cell(cell.width, _line(own), cell.text, align="L")


def _draw_mark(pdf: FPDF, mark: str, x: float, y: float, size: float) -> None:
    """Draw a mark, a box to tick or a dot, as high as its line."""
    side = 0.95 * size * _MM_PER_PT
    top = y + (_line(size) - side) / 2
    sign = {"box": "☐", "dot": "•"}.get(mark)
    pdf.set_font("DejaVu", "B", size if sign else 0.75 * size)
    pdf.set_text_color(_QUIET if sign else "#FFFFFF")
    if not sign:
        sign = _SIGNS[mark]
        pdf.set_fill_color(_COLOURS[mark])
        if mark in _CORNERS:
            corners = [(x + side * each, top + side * down) for each, down in _CORNERS[mark]]
            pdf.polygon(corners, style="F")
        else:
            pdf.ellipse(x, top, side, side, style="F")
    lowered = 0.06 * side if mark == "caution" else 0
    pdf.set_xy(x, top + lowered)
    pdf.cell(side, side, sign, align="C")
