"""How long it keeps, in a real browser, wide and on a phone."""

from __future__ import annotations

import datetime
import io
import re

import pypdf
import pytest
import vobject
from playwright.sync_api import Page, expect

from tests.chromium import PHONE, SCREENS, WIDE, Opener, Screen, assert_no_barrier, fill, press, settled

pytestmark = pytest.mark.browser

DISCARD = re.compile("^Discard by")


def open_keeps(opener: Opener, address: str, screen: Screen) -> Page:
    """Open the page, and wait for its answer."""
    page = opener(f"{address}shelf", screen)
    expect(page.get_by_role("heading", name=DISCARD)).to_be_visible()
    return settled(page)


def test_the_date_stands_first_and_goes_into_a_calendar(opener: Opener, address: str) -> None:
    page = open_keeps(opener, address, PHONE)
    expect(page.get_by_role("heading", name=DISCARD)).to_be_in_viewport()
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Add to calendar").click()
    (event,) = vobject.readOne(calendar.value.path().read_text(encoding="utf-8")).vevent_list
    assert event.dtstart.value == datetime.date.today() + datetime.timedelta(days=14)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    for words in ("Discard by", "Container: Dropper bottle", "CAUTION"):
        assert words in paper
    for words in ("Made on", "Add to calendar", "How much is left"):
        assert words not in paper
    fill(page, "Storage temperature", "77")
    expect(page.get_by_text("write 77 °F")).to_be_visible()
    expect(page.get_by_role("heading", name=DISCARD)).to_be_visible()
    expect(page.get_by_label("Storage temperature", exact=True)).to_have_value("77")
    press(page, "Room")
    expect(page.get_by_role("heading", name=re.compile(r"\(7 days\)"))).to_be_visible()
    fill(page, "Storage temperature", "4,5 °C 22 h, 25 °C 2 h")
    expect(page.get_by_text("Mean kinetic temperature")).to_be_visible()


def test_a_day_is_picked_and_an_assay_sharpens(opener: Opener, address: str) -> None:
    page = open_keeps(opener, address, WIDE)
    month_ago = datetime.date.today() - datetime.timedelta(days=31)
    page.get_by_role("spinbutton", name="day, Made on").focus()
    page.keyboard.type(f"{month_ago:%d%m%Y}")
    page.keyboard.press("Escape")
    settled(page)
    expect(page.get_by_role("heading", name="Discard it: its last day was")).to_be_visible()
    page.get_by_text("I had it tested", exact=True).click()
    settled(page)
    fill(page, "Strength left, as measured", "95 %")
    fill(page, "Measured on", datetime.date.today().isoformat())
    expect(page.get_by_text("Your test sharpened that")).to_be_visible()
    assert_no_barrier(page, *SCREENS)
