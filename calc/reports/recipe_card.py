"""The recipe card: what to weigh, in what order, how to get to the pH, what to mind, how long it keeps."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from calc.errors import InputError, InputErrors
from calc.findings import Finding, Severity
from calc.messages import say
from calc.reports import layout
from calc.reports.layout import LEFT, TOP, WIDTH, Cell, Row
from calc.reports.qr import TOO_LONG, draw_qr, qr_modules, qr_svg
from calc.reports.style import (
    COLOURS,
    MOST_NOT_CHECKED,
    QUIET,
    STYLE,
    Section,
    clean,
    findings_section,
    html_page,
    html_section,
    plain_section,
    provenance,
    svg,
)

#: Most lines that a card has room for; there a line is 5.5 pt high.
MOST_LINES = 50
_CODE_MM = 38.0
_CODE_LEFT = LEFT + WIDTH - _CODE_MM
_BESIDE = WIDTH - _CODE_MM - 4
# pt: as on every sheet, and further down for the longest recipes, of which nothing may be left out.
_SIZES = (*layout.SIZES, 6.5, 6.0, 5.5)
_CODE_WORDS = say("Scan to reopen this recipe")
_IS_NOT = say(
    "This card is not medical advice. It only checks what you entered. "
    "For intact skin only. Never use with needles or injections."
)


@dataclass(frozen=True)
class CardLine:
    """One line of the sheet, as it is written: so much in ``unit``, with a ``note`` below.

    ``step``: what stands over it and over its neighbours of the same step.
    ``scale`` and ``method``: half-widths of 95 %, of the scale and of everything else.
    """

    name: str
    mass: str
    unit: str
    scale: str
    method: str
    note: str = ""
    step: str = ""


@dataclass(frozen=True)
class RecipeCard:
    """What stands on a recipe card.

    Parameters
    ----------
    title : str
        What it is, or what somebody calls it.
    facts : sequence of (str, str)
        What comes out: size, strength, pH; each with its name.
    heading : str
        What the lines are: to weigh, or as they were weighed.
    lines : sequence of CardLine
        In the order of addition; `MOST_LINES` at most.
    protocol : sequence of str
        The way to a pH, step by step.
    findings : sequence of Finding
        The loudest are shown, `style.MOST_FINDINGS` at most; notes are left to the page.
    keeps : sequence of str
        How it keeps, and until when.
    not_checked : sequence of str
    checks : int
        How many checks ran.
    made_on : datetime.date
    model_version, data_hash : str
    link : str
        What reopens it; "" for none.
    about : sequence of str
        What to know of the recipe before making it.

    Raises
    ------
    InputErrors
        More lines than there is room for.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    heading: str
    lines: Sequence[CardLine]
    protocol: Sequence[str]
    findings: Sequence[Finding]
    keeps: Sequence[str]
    not_checked: Sequence[str]
    checks: int
    made_on: datetime.date
    model_version: str
    data_hash: str
    link: str = ""
    about: Sequence[str] = ()

    @property
    def made(self) -> str:
        """When and with what it was made."""
        return provenance(self.made_on, self.model_version, self.data_hash)

    @property
    def stop(self) -> str:
        """What says stop, in a line; "" for nothing."""
        titles = [finding.title for finding in self.findings if finding.severity == Severity.STOP]
        return clean(say("STOP: {titles}", titles="; ".join(titles))) if titles else ""

    def __post_init__(self) -> None:
        if len(self.lines) > MOST_LINES:
            accepted = say("a card has room for {most_lines} lines.", most_lines=MOST_LINES)
            raise InputErrors(
                [
                    InputError(
                        "lines", say("{count} lines", count=len(self.lines)), accepted, say("Use the page.")
                    )
                ]
            )


def _sections(card: RecipeCard) -> tuple[Section, ...]:
    """Return what stands under the sheet, in its order; parts with nothing in them are left out."""
    loud = [finding for finding in card.findings if finding.severity > Severity.NOTE]
    silent = say("Nothing that asks for care was found by the {checks} checks that ran.", checks=card.checks)
    parts = (
        plain_section(say("About this recipe"), card.about, "dot"),
        plain_section(say("The way to the pH"), card.protocol, "box"),
        findings_section(say("Mind this"), loud, silent),
        plain_section(say("How it keeps"), card.keeps, "dot"),
        plain_section(say("Not checked, because it is not known"), card.not_checked).cut(MOST_NOT_CHECKED),
    )
    return tuple(section for section in parts if section.items or section.note)


# --- for a browser --------------------------------------------------------------------------------

_CARD_STYLE = f"""{STYLE}
.top {{ display: flex; gap: 1.5rem; justify-content: space-between; align-items: start; flex-wrap: wrap }}
.top > div {{ flex: 1 1 18rem }}
svg.code {{ width: 10rem; height: 10rem; display: block; border-radius: 4px }}
figure {{ margin: 0; font-size: .85em; text-align: center; max-width: 10rem }}
dl {{ display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 }}
dt {{ color: {QUIET} }}
dd {{ margin: 0 }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }}
th {{ text-align: left; font-weight: normal; color: {QUIET}; font-size: .85em }}
td, th {{ padding: .25rem .5rem .25rem 0; vertical-align: top }}
td.number, th.number {{ text-align: right; white-space: pre; padding-right: .35em }}
tr {{ break-inside: avoid }}
td small {{ color: {QUIET}; display: block }}
@media screen and (max-width: 40rem) {{
  table {{ font-size: .85em }}
  td, th {{ padding-right: .25rem }}
  .count {{ display: none }}
}}
@media print {{
  body {{ font-size: 8pt; line-height: 1.3 }}
  h2 {{ margin: .7rem 0 .3rem }}
  td, th {{ padding: .1rem .5rem .1rem 0 }}
  li {{ margin: .2rem 0 }}
  svg.code {{ width: 34mm; height: 34mm }}
  footer {{ margin-top: .7rem }}
}}
.stop {{ color: {COLOURS["stop"]}; margin-top: 1rem }}
a {{ color: {COLOURS["note"]}; overflow-wrap: anywhere }}
"""


def recipe_card_html(card: RecipeCard) -> str:
    """Return a recipe card as a page that stands alone, prints on A4 and runs no script.

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> line = CardLine("Water", "85.0", "g", "0.1", "0")
    >>> card = RecipeCard("Serum", (), "Weigh", (line,), (), (), (), (), 0, day, "1.0", "abc")
    >>> "<h1>Serum</h1>" in recipe_card_html(card)
    True
    """
    title = clean(card.title, 120)
    facts = "\n".join(
        f"<dt>{escape(clean(name))}</dt><dd>{escape(clean(text))}</dd>" for name, text in card.facts
    )
    stop = f'<p class="verdict stop">{svg("stop")}{escape(card.stop)}</p>' if card.stop else ""
    return html_page(
        title,
        (
            f'<main>\n<header>\n<h1>{escape(title)}</h1>\n<div class="top">\n<div><dl>\n{facts}\n</dl></div>',
            f"{_html_code(card.link)}</div>\n{stop}</header>",
            f"<section>\n<h2>{escape(clean(card.heading))}</h2>\n{_html_table(card.lines)}</section>",
            *(html_section(section) for section in _sections(card)),
            f"</main>\n<footer>\n<h2>{escape(say('What this card is not'))}</h2>\n<p>{escape(_IS_NOT)}</p>",
            f"<p>{escape(card.made)}</p>\n</footer>",
        ),
        _CARD_STYLE,
    )


def _html_code(link: str) -> str:
    """Return the code with its link under it; "" where there is no link."""
    if not link:
        return ""
    squares = qr_modules(link, _CODE_MM)
    picture = f"{qr_svg(squares, say('QR code'))}{_CODE_WORDS}" if squares else TOO_LONG
    return f'<figure>{picture}<br><a href="{escape(link)}">{escape(say("Open the recipe"))}</a></figure>'


def _html_table(lines: Sequence[CardLine]) -> str:
    """Return the sheet as a table."""
    decimals = max(len(line.mass.partition(".")[2]) for line in lines) if lines else 0
    over = {min(numbers): words for numbers, words in _steps(lines)}
    rows = (
        f"{_html_step(over.get(number, ''))}"
        f'<tr><td>☐</td><td class="number count">{number}</td><td>{escape(clean(line.name))}'
        f"{f'<small>{escape(clean(line.note))}</small>' if line.note else ''}</td>"
        f'<td class="number">{_aligned(line.mass, decimals)}</td><td>{escape(line.unit)}</td>'
        f'<td class="number">{escape(line.scale)}</td><td class="number">{escape(line.method)}</td></tr>'
        for number, line in enumerate(lines, start=1)
    )
    return f"<table>\n<thead><tr>{_HEADS}</tr></thead>\n<tbody>\n{chr(10).join(rows)}\n</tbody>\n</table>\n"


def _html_step(words: str) -> str:
    """Return a row that stands over the rows of a step; "" where there is none."""
    return (
        f'<tr><td colspan="2"></td><th colspan="5" scope="rowgroup">{escape(words)}</th></tr>\n'
        if words
        else ""
    )


def _steps(lines: Iterable[CardLine]) -> Iterator[tuple[range, str]]:
    """Yield the numbers of the lines of each step, with what stands over them."""
    for words, group in groupby(enumerate(lines, start=1), key=lambda pair: pair[1].step):
        numbers = [number for number, _ in group]
        if words:
            yield range(numbers[0], numbers[-1] + 1), f"{words}: {numbers[0]}–{numbers[-1]}"


_HEADS = "".join(
    f"<th{kind}>{escape(head)}</th>"
    for kind, head in (
        ("", say("Done")),
        (' class="number count"', say("No.")),
        ("", say("What")),
        (' class="number"', say("How much")),
        ("", say("Unit")),
        (' class="number"', say("± scale")),
        (' class="number"', say("± method")),
    )
)


def _aligned(mass: str, decimals: int) -> str:
    """Return a number with spaces as wide as digits behind it, so that decimal points stand in line."""
    _, point, places = mass.partition(".")
    missing = decimals - len(places) + (1 if decimals and not point else 0)
    return escape(mass) + "\u2007" * missing


# --- on paper -------------------------------------------------------------------------------------


def recipe_card_pdf(card: RecipeCard) -> bytes:
    """Return a recipe card as a PDF of exactly one page of A4.

    The type shrinks until everything fits; after that the lists under the sheet are cut, and say by
    how much. No line of the sheet is ever left out. The same card gives the same bytes.

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> line = CardLine("Water", "85.0", "g", "0.1", "0")
    >>> card = RecipeCard("Serum", (), "Weigh", (line,), (), (), (), (), 0, day, "1.0", "abc")
    >>> recipe_card_pdf(card)[:5]
    b'%PDF-'
    """
    pdf = layout.empty_page(say("Recipe card"), card.made_on)
    squares = qr_modules(card.link, _CODE_MM) if card.link else ()
    attempts = (
        (size, _rows(card, sections, bool(squares), size < min(layout.SIZES)))
        for size, sections in layout.shrinking_sections(_sections(card), _SIZES)
    )
    placed, size = layout.fit_rows(attempts, layout.row_measure(pdf), TOP, layout.BOTTOM)
    for row in placed:
        layout.draw_row(pdf, row, size)
    if squares:
        draw_qr(pdf, squares, _CODE_LEFT, TOP - 3, _CODE_MM, card.link)
    layout.draw_foot(pdf, card.made, placed)
    return bytes(pdf.output())


def _rows(card: RecipeCard, sections: Iterable[Section], coded: bool, tight: bool) -> list[Row]:
    """Return everything on the card but its last line, from the top; ``tight``: a line for each line."""
    width = _BESIDE if coded else WIDTH
    under = TOP + _CODE_MM - 3 if coded else 0.0
    stop = Cell(LEFT + 11, WIDTH - 14, card.stop, True, COLOURS["stop"])
    facts = [
        Row(
            (
                Cell(LEFT, 28, clean(name, 40), colour=QUIET),
                Cell(LEFT + 30, width - 30, clean(text, 160)),
            ),
            0.3 if at else 0.8,
        )
        for at, (name, text) in enumerate(card.facts)
    ]
    unlinked = [Row((Cell(LEFT, WIDTH, TOO_LONG, colour=QUIET),))] if card.link and not coded else []
    scan = [Row((Cell(_CODE_LEFT + 3, _CODE_MM, _CODE_WORDS, colour=QUIET),), 0, 0.7, below=under)]
    return [
        Row((Cell(LEFT, width, clean(card.title, 120), True),), 0, 1.6),
        *facts,
        *(scan if coded else unlinked),
        *([Row((stop,), 0.6, 1.1, "stop", box=True)] if card.stop else []),
        layout.heading_row(clean(card.heading, 80)),
        *_table(card.lines, tight),
        *(row for section in sections for row in layout.section_rows(section)),
        layout.heading_row(say("What this card is not")),
        Row((Cell(LEFT, WIDTH, _IS_NOT, colour=QUIET),), 0.45),
    ]


# Columns [mm]: the number of a line, its name, the decimal point of its mass, the unit, how far off.
_NUMBER, _NAME, _POINT, _UNIT = LEFT + 6, LEFT + 14, LEFT + 112, LEFT + 126
_SCALE, _METHOD = LEFT + 138, LEFT + 158


def _table(lines: Sequence[CardLine], tight: bool) -> Iterable[Row]:
    """Yield the sheet: a box to tick, what, how much of it, how far off that may be."""
    heads = (
        (_NAME, say("What")),
        (_POINT - 8, say("How much")),
        (_SCALE, say("± scale")),
        (_METHOD, say("± method")),
    )
    yield Row(tuple(Cell(x, 40, head, colour=QUIET) for x, head in heads), 0.45, 0.85)
    over = {min(numbers): words for numbers, words in _steps(lines)}
    for number, line in enumerate(lines, start=1):
        if number in over:
            yield Row((Cell(_NAME, LEFT + WIDTH - _NAME, over[number], True),), 0.3, 0.9)
        name, note = clean(line.name, 60 if tight else 90), clean(line.note, 160)
        if tight and note:
            name = clean(f"{name} ({note})", 60)
        yield Row(
            (
                Cell(_NUMBER, 7, f"{number}", colour=QUIET),
                Cell(_NAME, _POINT - 16 - _NAME, name),
                Cell(_POINT, 40, line.mass, True, point=True),
                Cell(_UNIT, 10, line.unit),
                Cell(_SCALE, _METHOD - _SCALE, clean(line.scale, 12), colour=QUIET),
                Cell(_METHOD, LEFT + WIDTH - _METHOD, clean(line.method, 12), colour=QUIET),
            ),
            0.15 if tight else 0.3,
            mark="box",
        )
        if note and not tight:
            yield Row((Cell(_NAME, LEFT + WIDTH - _NAME, note, colour=QUIET),), 0.0, 0.9)
