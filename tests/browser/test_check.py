"""A client in the chair, in a real browser, wide and on a phone."""

from __future__ import annotations

import io

import pypdf
import pytest
import vobject
from playwright.sync_api import Locator, Page, expect

from tests.chromium import PHONE, SCREENS, Opener, assert_no_barrier, choose, fill, press, settled

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


def tick(page: Page, name: str) -> None:
    """Press the word beside a box or a radio button."""
    page.get_by_test_id("stMain").get_by_text(name, exact=True).first.click()
    settled(page)


def verdict(page: Page, word: str) -> Locator:
    """Return the box with the verdict."""
    return page.get_by_test_id("stAlert").filter(has_text=word).first


def test_a_worked_case_takes_twelve_steps_and_the_verdict_is_in_sight(phone: Page) -> None:
    page = phone
    steps = [
        lambda: choose(page, "Form of vitamin C", "L-ascorbic acid"),
        lambda: fill(page, "Strength on the label", "15 %"),
        lambda: fill(page, "pH, if it is told", "3,2"),
        lambda: fill(page, "Age", "34"),
        lambda: tick(page, "Sensitive"),
        lambda: tick(page, "Face"),
        lambda: fill(page, "Vitamin C by mouth, one per line", "1000 mg, 2 a day"),
        lambda: press(page, "Asked: nothing else applies"),
    ]
    assert len(steps) <= 12
    for step in steps:
        step()
    box = verdict(page, "Go, with care")
    expect(box).to_be_visible()
    page.keyboard.press("Control+Home")
    assert box.bounding_box()["y"] < 844, "the verdict stands on the first screen"
    assert "not known" not in box.inner_text().lower().split("checked")[0]
    assert_no_barrier(page)


def test_needles_dates_calendar_and_sheet(opener: Opener, address: str) -> None:
    page = asked(opener(f"{address}check"))
    choose(page, "Form of vitamin C", "L-ascorbic acid")
    fill(page, "Age", "34")
    choose(page, "Procedure, today or soon", "Microneedling")
    expect(verdict(page, "Not now")).to_be_visible()
    fill(page, "Appointment", "1.12.2026 15:00")
    expect(page.get_by_text("Wed 2 Dec 2026, 06:00")).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Calendar").click()
    events = list(vobject.readOne(calendar.value.path().read_text(encoding="utf-8")).vevent_list)
    assert len(events) > 10
    assert any("sauna" in event.summary.value for event in events)
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Sheet to print (PDF)").click()
    pages = pypdf.PdfReader(io.BytesIO(sheet.value.path().read_bytes())).pages
    assert len(pages) == 1
    assert "Not now" in pages[0].extract_text()


def test_by_keyboard_alone(phone: Page) -> None:
    page = phone
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
    page.get_by_role("checkbox", name="Rosacea", exact=True).focus()
    page.keyboard.press("Space")
    settled(page)
    expect(page.get_by_text("Sensitive skin or rosacea: rather no pure acid").first).to_be_visible()


def test_a_reload_forgets_the_client(phone: Page) -> None:
    page = phone
    fill(page, "Age", "34")
    tick(page, "Rosacea")
    assert "?" not in page.url
    page.reload()
    asked(page)
    expect(page.get_by_role("textbox", name="Age")).to_have_value("")


def test_typing_own_words_keeps_them_through_other_pages(phone: Page) -> None:
    page = phone
    choose(page, "Form of vitamin C", "L-ascorbic acid")
    fill(page, "Vitamin C by mouth, one per line", "500 mg")
    box = page.get_by_role("combobox", name="Medicines")
    box.click()
    page.keyboard.type("frobnicol")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("was not understood").first).to_be_visible()
    expect(page.get_by_text("frobnicol").first).to_be_visible()
