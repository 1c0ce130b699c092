"""A client in the chair, in a real browser, wide and on a phone."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
import vobject
from playwright.sync_api import Locator, Page, expect

from tests.chromium import (
    PHONE,
    SCREENS,
    Opener,
    assert_no_barrier,
    choose,
    fill,
    press,
    settled,
    show_on,
    still,
)

pytestmark = pytest.mark.browser

TITLE = "Is it right for this skin, today?"


@pytest.fixture
def phone(opener: Opener, address: str) -> Page:
    """The open page on a phone."""
    return asked(opener(f"{address}check", PHONE))


def asked(page: Page) -> Page:
    """Wait until the page asks its questions; returns the page."""
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    return settled(page)


def tick(page: Page, *names: str) -> None:
    """Press chips."""
    for name in names:
        page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).first.click()
        settled(page)


def unfold(page: Page, name: str) -> None:
    """Open a folded part."""
    page.locator("summary").filter(has_text=name).click()
    settled(page)


def verdict(page: Page, word: str) -> Locator:
    """Return the box with the verdict."""
    return page.get_by_test_id("stAlert").filter(has_text=word).first


def test_a_worked_case_takes_twelve_steps_and_the_verdict_is_in_sight(phone: Page) -> None:
    page = phone
    steps = [
        lambda: tick(page, "Serum"),
        lambda: choose(page, "Form of vitamin C", "L-ascorbic acid"),
        lambda: fill(page, "Strength on the label", "15 %"),
        lambda: fill(page, "pH, if stated", "3,2"),
        lambda: fill(page, "Age", "34"),
        lambda: tick(page, "Sensitive"),
        lambda: tick(page, "Face"),
        lambda: press(page, "I asked – nothing else applies"),
    ]
    assert len(steps) <= 12
    for step in steps:
        step()
    expect(verdict(page, "Go, with care")).to_be_in_viewport()
    assert_no_barrier(page)
    # A reload forgets the client.
    assert "?" not in page.url
    page.reload()
    asked(page)
    expect(page.get_by_role("textbox", name="Age")).to_have_value("")


def test_from_the_third_answer_the_verdict_stays_in_sight_and_says_who_says_so(phone: Page) -> None:
    page = phone
    tick(page, "Needling")
    fill(page, "Age", "34")
    tick(page, "Pregnant")
    page.get_by_role("button", name="article 000 · 4 more").click()
    settled(page)
    expect(page.get_by_text("All four articles that list").last).to_be_visible()
    expect(page.get_by_role("button", name="Open in Evidence")).to_be_visible()
    assert page.url.endswith("/check")
    assert_no_barrier(page)
    page.keyboard.press("Escape")
    settled(page)
    box = verdict(page, "Ask a doctor first")
    for place in (page.get_by_text("Reloading clears"), page.get_by_text("What this sheet is not")):
        place.scroll_into_view_if_needed()
        expect(box).to_be_in_viewport(ratio=0.9)
    there = box.bounding_box()
    assert there is not None
    assert 0 <= there["y"] < 120
    assert there["height"] < 844 / 4
    show_on(page, (1440, 900, "light"))
    page.get_by_text("Reloading clears").scroll_into_view_if_needed()
    expect(box).to_be_in_viewport(ratio=0.8)
    sides = [page.locator(f".st-key-{side}-check").bounding_box() or {"x": 0.0} for side in ("ask", "told")]
    assert sides[1]["x"] > sides[0]["x"] + 400, "side by side"


def test_needles_dates_calendar_and_sheet(opener: Opener, address: str) -> None:
    page = asked(opener(f"{address}check"))
    tick(page, "Needling", "No product")
    fill(page, "Age", "34")
    # An appointment that cannot be read takes nothing away.
    fill(page, "Appointment", "whenever she likes")
    expect(verdict(page, "Not sure yet")).to_be_visible()
    expect(page.get_by_label("Appointment", exact=True)).to_have_value("whenever she likes")
    fill(page, "Appointment", "03/12/2026")
    page.get_by_role("button", name="2026-12-03", exact=False).click()
    settled(page)
    expect(page.get_by_text("= Thursday 3 December 2026, 12:00")).to_be_visible()
    fill(page, "Appointment", "1.12.2026 15:00")
    expect(page.get_by_text("Wed 2 Dec, 06:00")).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    events = calendar_of(page)
    assert len(events) > 10
    assert any("sauna" in event.summary.value for event in events)
    text = sheet_of(page)
    for words in ("Not sure yet", "For:", "Filled in by:", "Tue 1 Dec 2026, 15:00", "Before", "After"):
        assert words in text, words
    tick(page, "Pregnant")
    expect(page.get_by_text("Why it does not happen now")).to_be_visible()
    expect(page.get_by_text("No sauna, pool or solarium")).to_have_count(0)
    (event,) = calendar_of(page)
    assert "Not done" in event.summary.value


def calendar_of(page: Page) -> list[Any]:
    """Return the entries of the calendar that the page offers."""
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Calendar").click()
    return list(vobject.readOne(calendar.value.path().read_text(encoding="utf-8")).vevent_list)


def sheet_of(page: Page) -> str:
    """Return what stands on the sheet that the page offers, which is one page."""
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Client sheet").click()
    pages = pypdf.PdfReader(io.BytesIO(sheet.value.path().read_bytes())).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def say(page: Page, label: str, *words: str) -> None:
    """Type words of one's own into a list with search."""
    box = page.get_by_role("combobox", name=label, exact=True)
    still(page)  # a list closes when what it hangs on moves, as an opening fold does
    box.click()
    for word in words:
        page.keyboard.type(word)
        expect(box).to_have_value(word)
        page.keyboard.press("Enter")
        settled(page)
    page.keyboard.press("Escape")
    settled(page)


def answer_everything(page: Page) -> None:
    """Answer in every kind of field, and hide one of the answers again."""
    tick(page, "No product", "Mesotherapy")
    choose(page, "Which kind", "Injection")
    tick(page, "Needling")  # the kind is hidden, and still there
    fill(page, "Appointment", "1.12.2026 15:00")
    unfold(page, "Tablets")
    fill(page, "Vitamin C tablets, one per line", "1000 mg, 2 a day")
    fill(page, "Age", "34")
    tick(page, "Acne", "Breastfeeding", "Herpes", "Yes")
    unfold(page, "Other conditions, medicines")
    say(page, "Medicines", "warfarin 5 mg", "frobnicol")
    say(page, "Conditions", "epilepsy")
    unfold(page, "Another treatment")
    fill(page, "Another treatment, in words", "threads")


def test_the_next_client_finds_every_field_empty(phone: Page) -> None:
    page = phone
    answer_everything(page)
    press(page, "Next client")
    fill(page, "Age", "30")  # whatever the browser still held would come back now
    tick(page, "Mesotherapy")
    for label in (
        "Appointment",
        "Vitamin C tablets, one per line",
        "Another treatment, in words",
    ):
        expect(page.get_by_label(label, exact=True)).to_have_value("")
    for word in ("frobnicol", "epilepsy", "warfarin"):
        expect(page.get_by_text(word)).to_have_count(0)
    expect(page.get_by_role("combobox", name="Which kind", exact=True)).to_have_value("Not asked yet")
    for label in ("Medicines", "Conditions"):
        chosen = page.get_by_test_id("stMultiSelect").filter(has_text=label)
        expect(chosen.locator("[data-baseweb=tag]")).to_have_count(0)
    chips = page.get_by_test_id("stButtonGroup").locator("[aria-checked=true], [aria-pressed=true]")
    expect(chips).to_have_text(["No product", "Mesotherapy"])
    page.get_by_role("button", name="Pick day and time").click()
    expect(page.get_by_role("spinbutton", name="day, Day")).to_have_text("dd")


def test_a_word_that_nobody_knows_is_settled_by_keyboard(phone: Page) -> None:
    page = phone
    tick(page, "No product", "Laser")
    unfold(page, "Other conditions, medicines")
    say(page, "Medicines", "zzyzx")
    expect(page.get_by_text("“zzyzx” was not understood, so it was not checked.")).to_be_visible()
    expect(verdict(page, "1 phrase not understood")).to_be_visible()
    assert_no_barrier(page)
    page.get_by_role("button", name="Not a medicine: leave it out").focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("“zzyzx” was not understood")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    settled(page)
    choose(page, "Choose from the list what “zzyzx” is", "Warfarin")
    expect(page.get_by_text("zzyzx")).to_have_count(0)


def test_by_keyboard_alone(phone: Page) -> None:
    page = phone
    page.get_by_role("radio", name="Serum", exact=True).focus()
    page.keyboard.press("Space")
    settled(page)
    page.get_by_role("combobox", name="Form of vitamin C").focus()
    page.keyboard.type("L-asc")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.type("25 %")
    page.keyboard.press("Tab")
    settled(page)
    page.keyboard.type("2,4")
    page.keyboard.press("Tab")
    settled(page)
    expect(verdict(page, "Not now")).to_be_visible()
