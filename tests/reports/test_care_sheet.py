"""The care sheet: one page always, all that matters on it, nothing on it that runs or names anybody."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import reports
from calc.client import answer, care, skin_test
from calc.client.person import Client
from calc.client.visit import Visit
from calc.errors import InputError
from calc.findings import (
    Action,
    Evidence,
    Finding,
    Severity,
)
from calc.reports import CareSheet, layout, style

NOON = datetime.datetime(2026, 12, 1, 12, 0)


def finding(severity=Severity.CAUTION, title="Acid", message="It stings.") -> Finding:
    return Finding(
        "PH-001",
        severity,
        Action.adapt,
        "person",
        title,
        message,
        "Take less.",
        Evidence.B,
        ("bench_editorial",),
    )


SHEET = CareSheet(
    "Care sheet: L-ascorbic acid 15\u202f%",
    "care",
    [finding(), finding(Severity.STOP, "No needles", "≥ 22 years, ≤ 5\u202f°C – µ")],
    skin_test.plan_skin_test(NOON - datetime.timedelta(days=20), True),
    care.plan_care(NOON),
    ["Φάρμακο Ωmega: not known here", "Лекарство: not known here"],
    datetime.date(2026, 11, 1),
    "0.5.0",
    "abcdef123456",
)


_BARRED = Visit(Client(conditions=("epilepsy",)), procedure="microneedling")
#: Of a procedure that does not happen: what it holds of a plan must not show.
REFUSED = replace(
    SHEET,
    verdict="refer",
    findings=(),
    limits=care.summarise_limits(),
    refused=answer.refusals(_BARRED),
    come_back=answer.come_back(answer.refusals(_BARRED)),
)


def read(sheet: CareSheet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(reports.care_sheet_pdf(sheet)))


def text_of(sheet: CareSheet) -> str:
    return " ".join(read(sheet).pages[0].extract_text().split())


# --- on paper -------------------------------------------------------------------------------------


def test_everything_that_matters_is_on_the_page():
    text = text_of(SHEET)
    for words in (
        "Care sheet: L-ascorbic acid",
        "Go, with care",
        "STOP: No needles",
        "It stings. Take less.",
        "Tue 1 Dec – Sun 6 Dec",
        "Tue 1 Dec, 12:00 – Wed 2 Dec, 03:00",
        "Ask who prescribed them.",
        "When to see a doctor",
        "Still bruised?",
        "This sheet is not medical advice",
        "2026-11-01",
        "0.5.0",
        "abcdef123456",
    ):
        assert words in text, words
    assert text.index("STOP: No needles") < text.index("CAUTION: Acid")


def test_other_alphabets_and_signs_survive():
    text = text_of(SHEET)
    for words in ("Φάρμακο Ωmega", "Лекарство", "≥ 22 years", "≤ 5", "°C – µ", "☐"):
        assert words in text, words


@pytest.mark.parametrize("verdict", reports.VERDICT_MARKS)
def test_every_verdict_has_its_word(verdict):
    sheet = replace(SHEET, verdict=verdict)
    assert sheet.words in text_of(sheet)
    assert sheet.words in reports.care_sheet_html(sheet)


def test_it_is_one_page_of_a4_whatever_stands_on_it():
    long = [finding(title="Long title " * 9, message="word " * 300)] * 12
    sheet = replace(
        SHEET,
        title="W" * 500,
        findings=long,
        test_plan=[*SHEET.test_plan] * 5,
        care=[*SHEET.care] * 5,
        not_checked=["m" * 900] * 40,
    )
    pages = read(sheet).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    text = " ".join(pages[0].extract_text().split())
    # Findings, skin test, before, after, doctor, what was not checked, sources.
    assert text.count("more, see the page") == 7
    # What stands last is still there.
    assert "This sheet is not medical advice" in text
    assert "abcdef123456" in text


def test_one_page_even_when_every_text_is_far_too_long():
    # Cutting the lists alone would go on for ever.
    wide = "W" * 2000
    event = replace(SHEET.care[0], title=wide, text=wide)
    sheet = replace(
        SHEET,
        title=wide,
        findings=[finding(title=wide, message=wide)],
        test_plan=[event],
        care=[event, replace(event, kind="doctor")],
        not_checked=[wide],
        model_version=wide,
    )
    pages = read(sheet).pages
    assert len(pages) == 1
    assert "This sheet is not medical advice" in " ".join(pages[0].extract_text().split())


def test_what_is_cut_is_counted():
    sheet = replace(SHEET, findings=[finding()] * 30, care=(), test_plan=())
    assert "… and 24 more, see the page" in text_of(sheet)
    assert text_of(sheet).count("CAUTION: Acid") == style.MOST_FINDINGS


# Three: each is a page set in full; the fullest pages have tests of their own above.
@settings(max_examples=3)
@given(
    st.integers(0, 12),
    st.integers(0, 3),
    st.integers(0, 40),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400),
)
def test_any_sheet_has_one_page(findings, plans, unchecked, text):
    sheet = replace(
        SHEET,
        title=text,
        findings=[finding(title=text, message=text)] * findings,
        test_plan=[*SHEET.test_plan] * plans,
        care=[*SHEET.care] * plans,
        not_checked=[text] * unchecked,
    )
    assert len(read(sheet).pages) == 1


def test_type_is_never_smaller_than_7_points():
    assert min(layout.SIZES) == 7
    assert max(layout.SIZES) == 10


def test_nothing_stands_below_the_page_or_beside_it():
    seen = []
    read(replace(SHEET, findings=[finding(message="word " * 60)] * 9)).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: seen.append((tm[4], tm[5])) if text.strip() else None
    )
    assert all(40 < x < 560 and 20 < y < 820 for x, y in seen)


def test_the_same_sheet_gives_the_same_bytes():
    assert reports.care_sheet_pdf(SHEET) == reports.care_sheet_pdf(replace(SHEET))
    assert reports.care_sheet_html(SHEET) == reports.care_sheet_html(replace(SHEET))


def test_metadata_tell_nothing_about_anybody():
    read_back = read(replace(SHEET, title="Somebody")).metadata
    assert set(read_back) <= {"/Title", "/CreationDate", "/Producer"}
    assert read_back["/Title"] == "Care sheet"
    assert read_back["/CreationDate"] == "D:20261101000000Z"


def test_an_empty_sheet_says_what_that_means():
    sheet = replace(SHEET, verdict="go", findings=(), test_plan=(), care=(), not_checked=())
    for text in (text_of(sheet), reports.care_sheet_html(sheet)):
        assert "Nothing was found by the checks that ran." in text
        assert "trouble breathing" in text
        assert "Before and after" not in text
        assert "safe" not in text.lower().split()


def test_limits_without_dates_can_stand_there():
    sheet = replace(SHEET, care=(), limits=care.summarise_limits())
    for text in (text_of(sheet), reports.care_sheet_html(sheet)):
        assert re.search(r"No alcohol: 5 days \[\d\]", text)
        assert "“Long clinic text on biorevitalisation and mesotherapy" in text
        assert "article 0" not in text.lower()


def test_every_mark_leads_to_a_source_and_every_source_has_a_mark():
    for sheet in (SHEET, REFUSED, replace(SHEET, care=(), limits=care.summarise_limits())):
        body, _, listed = reports.care_sheet_html(sheet).partition("<h2>Sources</h2>")
        marks = set(re.findall(r"\[(\d+)\]", body))
        assert marks
        assert marks == set(re.findall(r"\[(\d+)\] [^<]", listed))


def test_name_appointment_and_who_filled_it_in_are_blanks():
    for text in (text_of(SHEET), reports.care_sheet_html(SHEET)):
        for blank in ("For:", "Appointment:", "Filled in by:"):
            assert blank in text
    result = replace(SHEET, appointment="Tue 1 Dec 2026, 12:00")
    assert "Appointment: Tue 1 Dec 2026, 12:00" in text_of(result)
    assert "Appointment: Tue 1 Dec 2026, 12:00" in reports.care_sheet_html(result)


def test_before_and_after_stand_side_by_side():
    place = {}

    def note(text, cm, tm, font, size):
        place.setdefault(text.strip(), (tm[4], tm[5]))

    read(SHEET).pages[0].extract_text(visitor_text=note)
    (before, height), (after, same_height) = place["Before"], place["After"]
    assert after > before + 100
    assert same_height == pytest.approx(height)
    html = reports.care_sheet_html(SHEET)
    assert html.index("<h3>Before</h3>") < html.index("Aspirin") < html.index("<h3>After</h3>")


def test_a_refused_procedure_has_no_preparation_but_reason_change_and_return():
    for text in (text_of(REFUSED), reports.care_sheet_html(REFUSED)):
        for words in ("Why it does not happen now", "Needling and epilepsy", "What would have to change"):
            assert words in text
        assert "Ask the doctor who treats it." in text
        assert "With the doctor's answer" in text.replace("&#x27;", "'")
        for words in ("Before and after", "Skin test", "sauna", "alcohol", "When to see a doctor"):
            assert words not in text
        assert "Nothing was found" not in text


def test_what_is_refused_is_told_once():
    finding = REFUSED.refused[0]
    assert reports.care_sheet_html(replace(REFUSED, findings=[finding])).count(finding.title) == 1


def test_the_headline_says_what_was_checked_and_what_is_open():
    line = "Go, with care: 1 point to heed, 2 questions open"
    sheet = replace(SHEET, headline=line)
    assert line in text_of(sheet)
    assert line in reports.care_sheet_html(sheet)


def test_an_unknown_verdict_is_refused():
    with pytest.raises(InputError) as caught:
        replace(SHEET, verdict="safe")
    assert caught.value.field == "verdict"


def test_the_type_comes_with_its_licence():
    assert {path.name for path in layout.FONTS.iterdir()} == {
        "DejaVuSans.ttf",
        "DejaVuSans-Bold.ttf",
        "LICENSE.txt",
    }
    assert "Bitstream Vera" in (layout.FONTS / "LICENSE.txt").read_text(encoding="utf-8")


# --- for a browser --------------------------------------------------------------------------------


class Tags(HTMLParser):
    """What tags a page has, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.seen: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag not in ("meta",):
            self.opened.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.opened.pop() == tag


def tags_of(sheet: CareSheet) -> Tags:
    tags = Tags()
    tags.feed(reports.care_sheet_html(sheet))
    tags.close()
    assert not tags.opened
    return tags


def test_the_page_is_well_formed_and_has_one_main_heading():
    tags = tags_of(SHEET)
    assert tags.seen.count("h1") == tags.seen.count("main") == 1
    assert tags.seen.count("h2") == 7
    assert tags.seen.count("h3") == 2
    html = reports.care_sheet_html(SHEET)
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "@page" in html
    assert "Tue 1 Dec – Sun 6 Dec" in html


def test_nothing_on_the_page_runs():
    evil = "<script>alert('1')</script><img src=x onerror=\"a()\">&"
    event = replace(SHEET.care[0], title=evil, text=evil)
    sheet = replace(
        SHEET,
        title=evil,
        findings=[finding(title=evil, message=evil)],
        test_plan=[event],
        care=[event],
        not_checked=[evil],
        limits=[care.UndatedLimit(evil, "after", evil, ("bench_editorial",))],
        headline=evil,
        appointment=evil,
        model_version=evil,
        data_hash=evil,
    )
    tags = tags_of(sheet)
    assert not {"script", "img", "iframe", "link"} & set(tags.seen)
    assert not tags.handlers
    assert "&lt;script&gt;" in reports.care_sheet_html(sheet)
    assert "http" not in reports.care_sheet_html(SHEET)
