"""Everything in data/ to take away, as CSV and as BibTeX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from calc import catalog
from calc.catalog import market
from calc.reports import evidence
from calc.reports.evidence import EvidenceEntry, export

ROOT = Path(__file__).parents[2]
APP = str(ROOT / "app.py")
VIEW = "ui/views/evidence.py"


def every_row() -> list[catalog.Value]:
    """Return every value row of data/."""
    inputs = catalog.inputs()
    return [
        *(row for record in catalog.ingredients().values() for row in record.values),
        *(row for acid in catalog.acids().values() for row in acid.values),
        *(row for rule in catalog.rules().values() for row in rule.limits.values()),
        *inputs.accepted.values(),
        *inputs.assumed.values(),
    ]


def keys(result: tuple[EvidenceEntry, ...]) -> list[str]:
    return [entry.key for entry in result]


def test_csv_holds_every_entry() -> None:
    lines = list(csv.DictReader(io.StringIO(export.entries_csv())))
    assert [line["key"] for line in lines] == keys(evidence.all_entries())
    sap = next(line for line in lines if line["key"] == "sodium_ascorbyl_phosphate.aa_eq.hydrate_not_stated")
    assert (sap["value"], sap["low"], sap["high"], sap["unit"]) == ("0.4919", "0.45", "0.5469", "g/g")
    assert (sap["kind"], sap["preferred"], sap["grade"]) == ("assumed", "yes", "D")
    pinnell = next(line for line in lines if line["key"] == "pinnell_2001")
    assert pinnell["links"] == "https://doi.org/10.1046/j.1524-4725.2001.00264.x"
    assert "STR-001" in pinnell["used_in"]


def test_csv_holds_what_is_known_of_people_and_products() -> None:
    lines = {line["key"]: line for line in csv.DictReader(io.StringIO(export.entries_csv()))}
    level = lines["intake.adult.ul"]
    assert (level["value"], level["unit"], level["kind"]) == ("2000", "mg/day", "regulatory")
    assert level["used_in"] == "the sum of tablets on Check; ORAL-001"
    assert lines["intake.infant_0_6_months.ul"]["text"] == "not set"
    sessions = lines["course.face_000.sessions"]
    assert (sessions["low"], sessions["high"], sessions["sources"]) == ("8", "12", "seed_000")
    assert lines["course.sport.seed_001"]["text"] == "unknown"
    for key, product in market.products().items():
        line = lines[f"product.{key}"]
        assert (line["subject"].lstrip("'"), line["kind"]) == (product.brand, product.kind)
        assert (line["sources"], line["used_in"]) == ("; ".join(product.sources), "Compare")
    assert "Price as seen: USD\u00a033.99, 2012-12-08." in lines["product.mad_hippie_vitamin_c_2012"]["notes"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\\t", "\\r"])
def test_csv_cells_are_no_formulas(spoil: Callable[[str, str, str], int], start: str) -> None:
    spoil("sources.toml", '"occluded pig skin, not people"', f'"{start}HYPERLINK(1)"')
    lines = csv.DictReader(io.StringIO(export.entries_csv()))
    caveat = next(line["caveat"] for line in lines if line["key"] == "pinnell_2001")
    assert caveat == "'" + start.encode().decode("unicode_escape") + "HYPERLINK(1)"


def parsed(bibtex: str) -> dict[str, dict[str, str]]:
    """Read BibTeX strictly: one entry after another, a field on a line, braces in balance."""
    result: dict[str, dict[str, str]] = {}
    pattern = r"@(article|incollection|techreport|misc)\{([a-z0-9_]+),\n((?:  [a-z]+ = \{.*\},\n)+)\}\n"
    at = 0
    for match in re.finditer(pattern, bibtex):
        assert not bibtex[at : match.start()].strip(), bibtex[at : match.start()]
        at = match.end()
        kind, key, body = match.groups()
        assert key not in result
        fields = re.findall(r"^  ([a-z]+) = \{(.*)\},$", body, re.MULTILINE)
        assert len(dict(fields)) == len(fields)
        for name, text in fields:
            assert balanced(text), f"{key}: {name}"
            assert name in ("doi", "url") or not re.search(r"(?<!\\)[&%$#_]", text), f"{key}: {name}"
        result[key] = {"type": kind, **dict(fields)}
    assert not bibtex[at:].strip()
    return result


def balanced(text: str) -> bool:
    """Tell whether every brace is closed again and none before it was opened."""
    depth = 0
    for sign in re.findall(r"(?<!\\)[{}]", text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def test_bibtex_holds_every_source() -> None:
    result = parsed(export.sources_bibtex())
    assert set(result) == set(catalog.sources())
    assert result["pinnell_2001"] == {
        "type": "article",
        "author": "Pinnell, SR and others",
        "title": "{Topical L-ascorbic acid: percutaneous absorption studies}",
        "journal": "Dermatologic Surgery 27, 137",
        "year": "2001",
        "doi": "10.1046/j.1524-4725.2001.00264.x",
        "keywords": "article, grade A",
        "note": "occluded pig skin, not people",
    }
    assert result["woolery_lloyd_2010"]["author"] == "Woolery-Lloyd, H and Baumann, L and Ikeno, H"
    assert result["mansfield_whiting_1956"]["author"] == "Mansfield and Whiting"
    assert result["hpe"]["booktitle"] == "Handbook of Pharmaceutical Excipients"
    assert result["iso_29621"]["type"] == "techreport"
    assert result["khan_martell_1967"]["title"] == "{Title unknown}"


def test_bibtex_escapes_what_latex_would_read(spoil: Callable[[str, str, str], int]) -> None:
    spoil("sources.toml", '"occluded pig skin, not people"', r"'a}{b \ & % $ # _ ~ ^'")
    spoil("sources.toml", '"10.1046/j.1524-4725.2001.00264.x"', "'10.1/}{x'")
    result = parsed(export.sources_bibtex())["pinnell_2001"]
    expected = r"a\}\{b \textbackslash{} \& \% \$ \# \_ \textasciitilde{} \textasciicircum{}"
    assert result["note"] == expected
    assert result["doi"] == "10.1/%7D%7Bx"
