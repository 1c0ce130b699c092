"""The care sheet: what was found of a client, the skin test, what to leave, when to see a doctor."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from calc.client.event import Event
from calc.errors import InputError
from calc.findings import VERDICT_WORDS, Finding
from calc.reports import layout, style
from calc.reports.layout import LEFT, WIDTH, Cell, Row
from calc.reports.style import Item, Section, clean, findings_section, html_page, html_section, plain_section

#: Verdicts with their mark.
VERDICT_MARKS = {"go": "go", "care": "caution", "unsure": "caution", "not_now": "stop", "refer": "stop"}

_AT_ONCE = "At once: trouble breathing, a swollen face, fever, pus, or redness that spreads."
_IS_NOT = (
    "This sheet is no advice, no diagnosis and no permission. It repeats what rules found in what was "
    "entered; what was not entered was not looked at. It holds no instruction for needling or injecting. "
    "Ask a doctor or a pharmacist."
)


@dataclass(frozen=True)
class CareSheet:
    """What stands on a care sheet.

    Parameters
    ----------
    title : str
        What it is about; never a person's name.
    verdict : str
        One of `VERDICT_MARKS`.
    findings : sequence of Finding
        The loudest are shown, `style.MOST_FINDINGS` at most.
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
        return VERDICT_WORDS[self.verdict]

    @property
    def made(self) -> str:
        """When and with what it was made."""
        return style.provenance(self.made_on, self.model_version, self.data_hash)

    def __post_init__(self) -> None:
        if self.verdict not in VERDICT_MARKS:
            fix = f"Use one of {', '.join(VERDICT_MARKS)}."
            raise InputError("verdict", self.verdict, "this verdict is not known.", fix)


def _sections(sheet: CareSheet) -> tuple[Section, ...]:
    """Return the parts of a sheet in their order; those with nothing in them are left out."""
    signs = [event for event in sheet.care if event.kind == "doctor"]
    around = [event for event in sheet.care if event.kind != "doctor"]
    year = sheet.made_on.year
    parts = (
        findings_section("What was found", sheet.findings, "Nothing was found by the checks that ran."),
        Section("Skin test", tuple(_event_item(event, year) for event in sheet.test_plan)),
        Section(
            "Before and after",
            (
                *(_event_item(event, year) for event in around),
                *(Item("box", "", clean(limit), "") for limit in sheet.limits),
            ),
        ),
        Section(
            "When to see a doctor", tuple(_event_item(event, year, "dot") for event in signs), note=_AT_ONCE
        ),
        plain_section("Not checked", sheet.not_checked).cut(style.MOST_NOT_CHECKED),
    )
    return tuple(section for section in parts if section.items or section.note)


def _event_item(event: Event, year: int, mark: str = "box") -> Item:
    """Return an event as a thing on the sheet, which shows the year once, at its foot."""
    title = re.sub("^Skin test: ([a-z])", lambda findings_section: findings_section[1].upper(), event.title)
    return Item(mark, event.words(year), clean(title), clean(event.text))


def care_sheet_html(sheet: CareSheet) -> str:
    """Return a care sheet as a page that stands alone, prints on A4 and runs no script.

    Examples
    --------
    >>> sheet = CareSheet("Serum", "go", (), (), (), (), datetime.date(2026, 3, 31), "1.0", "abc")
    >>> "<h1>Serum</h1>" in care_sheet_html(sheet)
    True
    """
    mark, title = VERDICT_MARKS[sheet.verdict], clean(sheet.title)
    return html_page(
        title,
        (
            f"<main>\n<header>\n<h1>{escape(title)}</h1>",
            f'<p class="verdict">{style.svg(mark)}{sheet.words}</p>\n</header>',
            *(html_section(section) for section in _sections(sheet)),
            f"</main>\n<footer>\n<h2>What this sheet is not</h2>\n<p>{escape(_IS_NOT)}</p>",
            f"<p>{escape(sheet.made)}</p>\n</footer>",
        ),
    )


def care_sheet_pdf(sheet: CareSheet) -> bytes:
    """Return a care sheet as a PDF of exactly one page of A4.

    The type shrinks, to 7 pt at the least, until everything fits; after that the longest lists are
    cut, and say by how much. The same sheet gives the same bytes.

    Examples
    --------
    >>> sheet = CareSheet("Serum", "go", (), (), (), (), datetime.date(2026, 3, 31), "1.0", "abc")
    >>> care_sheet_pdf(sheet)[:5]
    b'%PDF-'
    """
    pdf = layout.empty_page("Care sheet", sheet.made_on)
    attempts = (
        (size, _rows(sheet, sections)) for size, sections in layout.shrinking_sections(_sections(sheet))
    )
    placed, size = layout.fit_rows(attempts, layout.row_measure(pdf), layout.TOP, layout.BOTTOM)
    for row in placed:
        layout.draw_row(pdf, row, size)
    layout.draw_foot(pdf, sheet.made, placed)
    return bytes(pdf.output())


def _rows(sheet: CareSheet, sections: Iterable[Section]) -> list[Row]:
    """Return everything on the sheet but its last line, from the top."""
    mark = VERDICT_MARKS[sheet.verdict]
    verdict = Cell(LEFT + 11, WIDTH - 14, sheet.words, True, style.COLOURS[mark])
    return [
        Row((Cell(LEFT, WIDTH, clean(sheet.title, 120), True),), 0, 1.6),
        Row((verdict,), 0.9, 1.25, mark, box=True),
        *(row for section in sections for row in layout.section_rows(section)),
        layout.heading_row("What this sheet is not"),
        Row((Cell(LEFT, WIDTH, _IS_NOT, colour=style.QUIET),), 0.45),
    ]
