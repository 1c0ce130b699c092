"""The batch label: what is in the bottle, how strong, how acid, since when and until when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from calc.messages import say
from calc.reports import layout
from calc.reports.layout import Cell, Row
from calc.reports.qr import TOO_LONG, draw_qr, qr_modules, qr_svg
from calc.reports.style import COLOURS, QUIET, TEXT, clean, html_page, svg

#: How large a label is, width and height [mm].
SIZE_MM = (62.0, 40.0)
_EDGE, _CODE_MM, _BETWEEN = 2.0, 26.0, 1.0
_SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)  # pt
# Longest text of one thing once the type cannot shrink any further [characters].
_LENGTHS = (120, 80, 60, 44, 32, 24, 16)
#: Stands where a day is written by hand.
_TO_WRITE = "_" * 12
_CODE_WORDS = say("QR code that reopens the recipe")


@dataclass(frozen=True)
class BatchLabel:
    """What stands on a label.

    Parameters
    ----------
    name : str
    strength, pH : str
        As they are written; of a pH with whether it was measured or predicted.
    made_on : datetime.date, optional
        None where nobody says: then it has a line to write on.
    discard, storage : str
        By when or after how long to discard it, and how it is kept; or that this is unknown.
    stop : sequence of str
        Titles of the findings that say stop.
    link : str
        What reopens the recipe; "" for none.
    """

    name: str
    strength: str
    pH: str
    made_on: datetime.date | None
    discard: str
    storage: str
    stop: Sequence[str] = ()
    link: str = ""

    @property
    def stopped(self) -> str:
        """What says stop, in a line; "" for nothing."""
        return clean(say("STOP: {stop}", stop="; ".join(self.stop))) if self.stop else ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Everything but the name and what says stop."""
        made_on = self.made_on.isoformat() if self.made_on else _TO_WRITE
        made = say("Made on {date}", date=made_on)
        return tuple(map(clean, (self.strength, self.pH, made, self.discard, self.storage)))


def batch_label_pdf(label: BatchLabel) -> bytes:
    """Return a label as a PDF of one page of its own size.

    The type shrinks to 5 pt until everything fits; after that the longest texts are shortened and
    end in “…”. The same label gives the same bytes.

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> label = BatchLabel("Serum", "15 %", "pH 3.2", day, "Discard by May", "Keep cold")
    >>> batch_label_pdf(label)[:5]
    b'%PDF-'
    """
    pdf = layout.empty_page(say("Batch label"), label.made_on or datetime.date.today(), SIZE_MM)
    squares = qr_modules(label.link, _CODE_MM) if label.link else ()
    rows, size, _ = _fitted(
        label, bool(squares), layout.row_measure(pdf), layout.undrawn_words(pdf, label.name)
    )
    for row in rows:
        layout.draw_row(pdf, row, size)
    if squares:
        corner = (SIZE_MM[0] - _CODE_MM, SIZE_MM[1] - _CODE_MM)
        draw_qr(pdf, squares, *corner, _CODE_MM, label.link)
    return bytes(pdf.output())


def _fitted(
    label: BatchLabel, coded: bool, measure: layout.Measure, note: str = ""
) -> tuple[list[layout.PlacedRow], float, int]:
    """Return the rows of a label in their places, the size of their type [pt], and its longest text."""
    bottom = SIZE_MM[1] - _EDGE
    head_end = bottom - _CODE_MM + 2.0 if coded else bottom
    for size, length in _attempts():
        heads, _ = layout.fit_rows([(size, _heads(label, length))], measure, _EDGE, bottom)
        under = heads[-1].bottom
        facts, _ = layout.fit_rows([(size, _facts(label, length, coded, note))], measure, under, bottom)
        if under <= head_end and facts[-1].bottom <= bottom:
            break
    return [*heads, *facts], size, length


def _attempts() -> Iterable[tuple[float, int]]:
    """Yield what to try until it fits: smaller type, then shorter texts."""
    yield from ((size, 200) for size in _SIZES)
    yield from ((_SIZES[-1], length) for length in _LENGTHS)


def _heads(label: BatchLabel, length: int) -> list[Row]:
    """Return what stands across the whole label: its name, and what says stop."""
    width = SIZE_MM[0] - 2 * _EDGE
    rows = [Row((Cell(_EDGE, width, clean(label.name, length) or say("Vitamin C"), True),), 0, 1.25)]
    if label.stopped:
        stop = Cell(_EDGE, width, clean(label.stopped, length), True, COLOURS["stop"])
        rows.append(Row((stop,), 0.1))
    return rows


def _facts(label: BatchLabel, length: int, coded: bool, note: str) -> list[Row]:
    """Return what stands beside the code; ``note``: what could not be drawn."""
    width = SIZE_MM[0] - 2 * _EDGE - ((_CODE_MM - _EDGE + _BETWEEN) if coded else 0.0)
    texts = [clean(text, length) for text in label.facts]
    rows = [
        Row((Cell(_EDGE, width, text, not at),), 0.35 if at == 0 else 0.2) for at, text in enumerate(texts)
    ]
    notes = [note, TOO_LONG if label.link and not coded else ""]
    return rows + [Row((Cell(_EDGE, width, text, colour=QUIET),), 0.2, 0.8) for text in notes if text]


_STYLE = f"""
@page {{ size: {SIZE_MM[0]:g}mm {SIZE_MM[1]:g}mm; margin: 0 }}
* {{ box-sizing: border-box }}
body {{ margin: 0; color: {TEXT}; background: #fff;
  font: {{size}}pt/1.25 "DejaVu Sans", "Noto Sans", Verdana, sans-serif }}
main {{ width: {SIZE_MM[0]:g}mm; min-height: {SIZE_MM[1]:g}mm; padding: {_EDGE:g}mm;
  overflow-wrap: anywhere }}
h1 {{ font-size: 1.2em; line-height: 1.15; margin: 0 0 .6mm }}
p {{ margin: 0 0 .5mm }}
.stop {{ color: {COLOURS["stop"]}; font-weight: bold }}
.stop svg {{ width: 1em; height: 1em; vertical-align: -.12em; margin-right: .4em }}
.facts {{ display: flex; justify-content: space-between; gap: {_BETWEEN:g}mm }}
.facts p:first-child {{ font-weight: bold }}
svg.code {{ width: {_CODE_MM:g}mm; height: {_CODE_MM:g}mm; flex: none;
  margin: 0 -{_EDGE:g}mm -{_EDGE:g}mm 0 }}
@media screen {{ main {{ zoom: 1.4; border: 1px solid #D9D0C3; margin: 2mm }} }}
@media print {{
  main {{ min-height: 0; height: {SIZE_MM[1] - 0.2:g}mm }}
  svg {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}
}}
"""
# In a browser the type may be wider than DejaVu Sans, so it is a little smaller than on paper.
_SMALLER = 0.9


def batch_label_html(label: BatchLabel) -> str:
    """Return a label as a page that stands alone, prints at its own size and runs no script.

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> label = BatchLabel("Serum", "15 %", "pH 3.2", day, "Discard by May", "Keep cold")
    >>> "Discard by May" in batch_label_html(label)
    True
    """
    squares = qr_modules(label.link, _CODE_MM) if label.link else ()
    pdf = layout.empty_page(say("Batch label"), label.made_on or datetime.date.today(), SIZE_MM)
    _, size, length = _fitted(label, bool(squares), layout.row_measure(pdf))
    pdf.output()  # closes the files of its type
    name = clean(label.name, length) or say("Vitamin C")
    code = qr_svg(squares, _CODE_WORDS) if squares else ""
    paragraphs = [f"<p>{escape(clean(text, length))}</p>" for text in label.facts]
    if label.link and not squares:
        paragraphs.append(f"<p>{escape(TOO_LONG)}</p>")
    stopped = escape(clean(label.stopped, length))
    stop = f'<p class="stop">{svg("stop")}{stopped}</p>' if stopped else ""
    facts = "\n".join(paragraphs)
    return html_page(
        name,
        (
            f"<main>\n<h1>{escape(name)}</h1>\n{stop}",
            f'<div class="facts">\n<div>\n{facts}\n</div>\n{code}</div>\n</main>',
        ),
        _STYLE.replace("{size}", f"{_SMALLER * size:g}"),
    )
