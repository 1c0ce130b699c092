"""The care sheet: what was found of a client, the skin test, what to leave, when to see a doctor."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from calc.client.care import UndatedLimit
from calc.client.event import Event, reference
from calc.errors import InputError
from calc.findings import VERDICT_WORDS, Finding
from calc.messages import say
from calc.reports import layout, style
from calc.reports.layout import LEFT, WIDTH, Cell, Row
from calc.reports.style import Item, Section, clean, findings_section, html_page, html_section, plain_section

#: Verdicts with their mark.
VERDICT_MARKS = {"go": "go", "care": "caution", "unsure": "caution", "not_now": "stop", "refer": "stop"}

_AT_ONCE = say("At once: trouble breathing, a swollen face, fever, pus, or redness that spreads.")
_IS_NOT = say(
    "This sheet is not medical advice or a diagnosis. It only checks what was entered, and gives no "
    "instructions for needling or injecting. Ask a doctor or a pharmacist."
)
#: What is filled in by hand.
_BLANKS = (say("For"), say("Appointment"), say("Filled in by"))
_BEFORE, _AFTER = ("ask", "before"), ("session", "after", "holiday")


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
    limits : sequence of UndatedLimit, optional
        Where no appointment is known.
    refused : sequence of Finding, optional
        Why the procedure does not happen: then nothing of it is prepared, and ``care``, ``limits`` and
        ``test_plan`` do not stand on the sheet.
    come_back : str, optional
        When somebody who was refused may come back.
    headline : str, optional
        The verdict in a line with what was checked and what is open; the verdict alone when left out.
    appointment : str, optional
        In words; a blank to fill in when left out.

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
    limits: Sequence[UndatedLimit] = ()
    refused: Sequence[Finding] = ()
    come_back: str = ""
    headline: str = ""
    appointment: str = ""

    @property
    def words(self) -> str:
        """The verdict, with what was checked and what is open."""
        return self.headline or VERDICT_WORDS[self.verdict]

    @property
    def blanks(self) -> tuple[tuple[str, str], ...]:
        """What is filled in by hand, each with what is known of it."""
        known = {say("Appointment"): clean(self.appointment, 40)}
        return tuple((name, known.get(name, "")) for name in _BLANKS)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of what is planned, each once, in the order of their numbers."""
        if self.refused:
            return tuple(dict.fromkeys(key for finding in self.refused for key in finding.sources))
        planned = [part.sources for part in (*self.test_plan, *self.care)]
        planned += [limit.sources for limit in self.limits]
        return tuple(dict.fromkeys(key for keys in planned for key in keys))

    @property
    def made(self) -> str:
        """When and with what it was made."""
        return style.provenance(self.made_on, self.model_version, self.data_hash)

    def __post_init__(self) -> None:
        if self.verdict not in VERDICT_MARKS:
            fix = say("Use one of {verdict_marks}.", verdict_marks=", ".join(VERDICT_MARKS))
            raise InputError("verdict", self.verdict, say("this verdict is not known."), fix)


def _sections(sheet: CareSheet) -> tuple[Section, ...]:
    """Return the parts of a sheet in their order; those with nothing in them are left out."""
    heading = say("What else was found") if sheet.refused else say("What was found")
    others = [finding for finding in sheet.findings if finding not in sheet.refused]
    nothing = "" if sheet.refused else say("Nothing was found by the checks that ran.")
    parts = (
        *(_refusal_sections(sheet) if sheet.refused else ()),
        findings_section(heading, others, nothing),
        *(() if sheet.refused else _plan_sections(sheet)),
        plain_section(say("Not checked"), sheet.not_checked).cut(style.MOST_NOT_CHECKED),
        _sources_section(sheet),
    )
    return tuple(section for section in parts if section.items or section.note or section.columns)


def _refusal_sections(sheet: CareSheet) -> tuple[Section, ...]:
    """Return why a procedure does not happen, what would have to change, and when to come back."""
    numbers = {key: number for number, key in enumerate(sheet.references, start=1)}
    why = (
        Item(
            style.MARKS[finding.severity],
            "",
            clean(finding.title),
            clean(f"{finding.message} {_marks(finding.sources, numbers)}"),
        )
        for finding in sheet.refused
    )
    change = tuple(dict.fromkeys(finding.remedy for finding in sheet.refused))
    return (
        Section(say("Why it does not happen now"), tuple(why)),
        plain_section(say("What would have to change"), change, "box"),
        Section(say("When to come back"), note=sheet.come_back),
    )


def _plan_sections(sheet: CareSheet) -> tuple[Section, ...]:
    """Return the skin test, what to leave before and after, and when to see a doctor."""
    numbers = {key: number for number, key in enumerate(sheet.references, start=1)}
    year = sheet.made_on.year

    def items(kinds: Iterable[str], mark: str = "box") -> tuple[Item, ...]:
        dated = [_event_item(event, year, numbers, mark) for event in sheet.care if event.kind in kinds]
        limits = [
            Item(mark, "", clean(f"{limit.words} {_marks(limit.sources, numbers)}"), "")
            for limit in sheet.limits
            if limit.when in kinds
        ]
        return (*dated, *limits)

    columns = (Section(say("Before"), items(_BEFORE)), Section(say("After"), items(_AFTER)))
    return (
        Section(say("Skin test"), tuple(_event_item(event, year, numbers) for event in sheet.test_plan)),
        Section(say("Before and after"), columns=tuple(part for part in columns if part.items)),
        Section(say("When to see a doctor"), items(("doctor",), "dot"), note=_AT_ONCE),
    )


def _sources_section(sheet: CareSheet) -> Section:
    """Return where the numbers come from, by the marks that stand behind them."""
    named = (f"[{number}] {reference(key)}" for number, key in enumerate(sheet.references, start=1))
    return plain_section(say("Sources"), tuple(named))


def _event_item(event: Event, year: int, numbers: Mapping[str, int], mark: str = "box") -> Item:
    """Return an event as a thing on the sheet, which shows the year once, at its foot."""
    title = re.sub("^Skin test: ([a-z])", lambda begin: begin[1].upper(), event.title)
    text = f"{event.text} {_marks(event.sources, numbers)}"
    return Item(mark, event.words(year), clean(title), clean(text))


def _marks(sources: Iterable[str], numbers: Mapping[str, int]) -> str:
    """Return the numbers of sources, as they stand behind a statement."""
    return "".join(f"[{numbers[key]}]" for key in sources)


def care_sheet_html(sheet: CareSheet) -> str:
    """Return a care sheet as a page that stands alone, prints on A4 and runs no script.

    Examples
    --------
    >>> sheet = CareSheet("Serum", "go", (), (), (), (), datetime.date(2026, 3, 31), "1.0", "abc")
    >>> "<h1>Serum</h1>" in care_sheet_html(sheet)
    True
    """
    head, body, foot = _html_parts(sheet)
    title = clean(sheet.title)
    parts = (
        f"<main>\n<header>\n<h1>{escape(title)}</h1>",
        head,
        "</header>",
        body,
        "</main>\n<footer>",
        foot,
    )
    return html_page(title, (*parts, "</footer>"))


def care_sheet_fragment(sheet: CareSheet) -> str:
    """Return a care sheet as a part of another page, which says how it looks.

    Examples
    --------
    >>> sheet = CareSheet("Serum", "go", (), (), (), (), datetime.date(2026, 3, 31), "1.0", "abc")
    >>> '<p class="title">Serum</p>' in care_sheet_fragment(sheet)
    True
    """
    title = f'<p class="title">{escape(clean(sheet.title))}</p>'
    return "\n".join(('<article class="care-sheet">', title, *_html_parts(sheet), "</article>"))


def _html_parts(sheet: CareSheet) -> tuple[str, str, str]:
    """Return a care sheet as HTML: what stands under its title, its sections, its last lines."""
    mark = style.svg(VERDICT_MARKS[sheet.verdict])
    return (
        f'<p class="verdict">{mark}{escape(sheet.words)}</p>\n{_html_blanks(sheet)}',
        "\n".join(html_section(section) for section in _sections(sheet)),
        f"<h2>{escape(say('What this sheet is not'))}</h2>\n<p>{escape(_IS_NOT)}</p>\n"
        f"<p>{escape(sheet.made)}</p>",
    )


def _html_blanks(sheet: CareSheet) -> str:
    """Return the blanks as HTML."""
    blanks = "".join(f"<span>{escape(name)}: {escape(known)}</span>" for name, known in sheet.blanks)
    return f'<p class="blanks">{blanks}</p>'


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
    pdf = layout.empty_page(say("Care sheet"), sheet.made_on)
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
    starts = (LEFT, LEFT + 48, LEFT + 121)
    blanks = tuple(
        Cell(x, 70, f"{name}: {known or 17 * '_'}") for x, (name, known) in zip(starts, sheet.blanks)
    )
    return [
        Row((Cell(LEFT, WIDTH, clean(sheet.title, 120), True),), 0, 1.6),
        Row((verdict,), 0.9, 1.25, mark, box=True),
        Row(blanks, 1.1),
        *(row for section in sections for row in layout.section_rows(section)),
        layout.heading_row(say("What this sheet is not")),
        Row((Cell(LEFT, WIDTH, _IS_NOT, colour=style.QUIET),), 0.45),
    ]
