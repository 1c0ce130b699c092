"""What all sheets look like: colours, marks, sections, and how a page for a browser is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from html import escape

from calc.findings import Finding, Severity
from calc.messages import language_tag, say

#: Most findings and most things not checked on a sheet; the longest text of one thing [characters].
MOST_FINDINGS, MOST_NOT_CHECKED, LONGEST = 6, 24, 360
MORE = say("… and {} more, see the page")

MARKS = {Severity.STOP: "stop", Severity.CAUTION: "caution", Severity.NOTE: "note"}
COLOURS = {"stop": "#A61B1B", "caution": "#7A5200", "note": "#1F5F8B", "go": "#2B6A3F"}
SIGNS = {"stop": "!", "caution": "!", "note": "i", "go": "✓"}
# Corners in a square of side 1, the y axis downwards; a mark without corners is a disc.
CORNERS = {
    "stop": ((0.3, 0), (0.7, 0), (1, 0.3), (1, 0.7), (0.7, 1), (0.3, 1), (0, 0.7), (0, 0.3)),
    "caution": ((0.5, 0), (1, 1), (0, 1)),
}
TEXT, QUIET, ACCENT, PANEL, LINE = "#23201C", "#5C564E", "#B4500B", "#F6F1E9", "#D9D0C3"


@dataclass(frozen=True)
class Item:
    """One thing of a section: a mark or a box to tick, when, what, and the rest."""

    mark: str
    when: str
    title: str
    text: str


@dataclass(frozen=True)
class Section:
    """A part of a sheet; ``hidden``: how many things are not shown; ``columns``: parts side by side."""

    name: str
    items: tuple[Item, ...] = ()
    hidden: int = 0
    note: str = ""
    columns: tuple[Section, ...] = ()

    @property
    def length(self) -> int:
        """How many things stand below each other."""
        return max([len(self.items), *(column.length for column in self.columns)])

    def cut(self, most: int) -> Section:
        """Return the section with so many things at most below each other."""
        hidden = max(0, len(self.items) - most)
        columns = tuple(column.cut(most) for column in self.columns)
        return replace(self, items=self.items[:most], hidden=self.hidden + hidden, columns=columns)

    def clipped(self, length: int) -> Section:
        """Return the section with no text longer than so many characters."""
        return replace(
            self,
            items=tuple(
                replace(item, title=clean(item.title, length), text=clean(item.text, length))
                for item in self.items
            ),
            columns=tuple(column.clipped(length) for column in self.columns),
        )


def findings_section(name: str, findings: Iterable[Finding], nothing: str) -> Section:
    """Return findings as a section, loudest first; ``nothing`` says what it means that there are none.

    Examples
    --------
    >>> findings_section("What was found", [], "Nothing was found.").note
    'Nothing was found.'
    """
    loudest = sorted(findings, key=lambda finding: (-finding.severity, -finding.action))
    items = tuple(finding_item(finding) for finding in loudest)
    return Section(name, items).cut(MOST_FINDINGS) if items else Section(name, note=nothing)


def finding_item(finding: Finding) -> Item:
    """Return a finding as a thing on a sheet."""
    text = f"{finding.message} {finding.remedy}".strip()
    title = f"{finding.severity.name}: {finding.title}"
    return Item(MARKS[finding.severity], "", clean(title), clean(text))


def plain_section(name: str, texts: Sequence[str], mark: str = "") -> Section:
    """Return texts as a section.

    Examples
    --------
    >>> plain_section("How it keeps", ["Discard it in May."], "dot").items[0].title
    'Discard it in May.'
    """
    return Section(name, tuple(Item(mark, "", clean(text), "") for text in texts))


def clean(text: str, longest: int = LONGEST) -> str:
    """Return a text on one line without what cannot be written, cut where it is too long.

    Examples
    --------
    >>> clean('two\\nlines'), clean('a long text', longest=6)
    ('two lines', 'a lon…')
    """
    line = re.sub(r"[\x00-\x20\x7f-\x9f\ud800-\udfff]+", " ", text).strip()
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def provenance(day: date, model_version: str, data_hash: str) -> str:
    """Return when and with what a sheet was made.

    Examples
    --------
    >>> provenance(date(2026, 3, 31), "1.0", "abc")
    'Printed on 2026-03-31 · Vitamin C bench 1.0 · data abc'
    """
    version, facts = clean(model_version, 40), clean(data_hash, 40)
    return say(
        "Printed on {day} · Vitamin C bench {version} · data {facts}",
        day=day.isoformat(),
        version=version,
        facts=facts,
    )


# --- for a browser --------------------------------------------------------------------------------

STYLE = f"""
@page {{ size: A4; margin: 15mm }}
body {{ font: 15px/1.45 "DejaVu Sans", "Noto Sans", Verdana, sans-serif; color: {TEXT};
  background: #FFFDFA; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.5rem; margin: 0 0 .75rem; overflow-wrap: anywhere }}
h2 {{ font-size: 1rem; color: {ACCENT}; border-bottom: 1px solid {LINE}; margin: 1.25rem 0 .5rem }}
svg {{ width: 1em; height: 1em; vertical-align: -.12em }}
.verdict svg {{ margin-right: .5em }}
.verdict {{ background: {PANEL}; padding: .6rem .9rem; font-size: 1.15rem; font-weight: bold; margin: 0 }}
ul {{ list-style: none; padding: 0; margin: 0 }}
li {{ display: grid; grid-template-columns: 1.2em 1fr 2fr; gap: 0 .6em;
  margin: .35rem 0; break-inside: avoid }}
li.dated {{ grid-template-columns: 1.2em 10.5em 11em 1fr }}
li.plain {{ display: block }}
.columns {{ display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.5rem }}
.columns h3 {{ font-size: 1rem; margin: .25rem 0 }}
.columns li:not(.plain) {{ display: grid; grid-template-columns: 1.2em 1fr }}
.columns li > * + * {{ grid-column: 2 }}
.blanks {{ display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 0 1.5rem; margin: .9rem 0 }}
.blanks span {{ border-bottom: 1px solid {QUIET}; padding-bottom: .15rem; min-height: 1.5em }}
.when {{ color: {QUIET} }}
footer {{ color: {QUIET}; font-size: .85em; margin-top: 1.5rem }}
@media screen and (max-width: 40rem) {{
  li, li.dated {{ grid-template-columns: 1.2em 1fr }}
  li > * + * {{ grid-column: 2 }}
  .columns, .blanks {{ grid-template-columns: 1fr }}
}}
@media print {{
  body {{ font-size: 9.5pt; background: none; margin: 0; padding: 0; max-width: none }}
  .verdict {{ border: 1px solid {LINE} }}
  svg, .verdict {{ print-color-adjust: exact; -webkit-print-color-adjust: exact }}
}}
"""


def html_page(title: str, body: Iterable[str], style: str = STYLE) -> str:
    """Return a page that stands alone and runs no script; ``title`` is plain text, ``body`` is HTML."""
    return "\n".join(
        (
            f'<!DOCTYPE html>\n<html lang="{escape(language_tag())}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>",
            *body,
            "</body>\n</html>\n",
        )
    )


def html_section(section: Section) -> str:
    """Return a part of a sheet as HTML."""
    note = f"<p>{escape(section.note)}</p>\n" if section.note else ""
    columns = "".join(
        f"<div>\n<h3>{escape(column.name)}</h3>\n{_html_list(column)}</div>\n" for column in section.columns
    )
    beside = f'<div class="columns">\n{columns}</div>\n' if columns else ""
    return f"<section>\n<h2>{escape(section.name)}</h2>\n{note}{_html_list(section)}{beside}</section>"


def _html_list(section: Section) -> str:
    """Return the things of a part as HTML; "" where there are none."""
    items = [_html_item(item) for item in section.items]
    if section.hidden:
        items.append(f'<li class="plain">{MORE.format(section.hidden)}</li>')
    return f"<ul>\n{chr(10).join(items)}\n</ul>\n" if items else ""


def _html_item(item: Item) -> str:
    """Return one thing as HTML."""
    if not item.text:
        sign = "☐ " if item.mark == "box" else ""
        return f'<li class="plain">{sign}{escape(item.title)}</li>'
    mark = {"box": "☐", "dot": "•"}.get(item.mark) or svg(item.mark)
    when = f'<span class="when">{escape(item.when)}</span> ' if item.when else ""
    kind = ' class="dated"' if item.when else ""
    return (
        f"<li{kind}><span>{mark}</span> {when}"
        f"<strong>{escape(item.title)}</strong> <span>{escape(item.text)}</span></li>"
    )


def svg(mark: str) -> str:
    """Return a mark as a picture for the eye alone: its word always stands beside it."""
    corners = " ".join(f"{10 * x:g},{10 * y:g}" for x, y in CORNERS.get(mark, ()))
    shape = f'<polygon points="{corners}"/>' if corners else '<circle cx="5" cy="5" r="5"/>'
    sign = f'<text x="5" y="8.3" font-size="8" font-weight="bold" fill="#fff">{SIGNS[mark]}</text>'
    return (
        f'<svg viewBox="0 0 10 10" aria-hidden="true" fill="{COLOURS[mark]}" text-anchor="middle">'
        f"{shape}{sign}</svg>"
    )
