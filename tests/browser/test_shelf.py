"""How long it keeps, in a real browser, wide and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PHONE, SCREENS, WIDE, Opener, Screen, assert_no_barrier, fill, settled

pytestmark = pytest.mark.browser

DISCARD = re.compile("^Discard")


def open_shelf(opener: Opener, address: str, screen: Screen) -> Page:
    """Open the page, and wait for its answer."""
    page = opener(f"{address}shelf", screen)
    expect(page.get_by_role("heading", name=DISCARD)).to_be_visible()
    return settled(page)


def days_of(page: Page) -> float:
    """Return the median of the days until a tenth is lost."""
    told = page.get_by_text(re.compile("A tenth of the vitamin C is gone after about")).inner_text()
    return float(re.search(r"about (\d+) days", told)[1])


def ends_of(page: Page) -> tuple[float, float]:
    """Return the ends of the band of these days."""
    told = page.get_by_text(re.compile("A tenth of the vitamin C is gone after about")).inner_text()
    low, high = re.search(r"\((\d+)–(\d+)\)", told).groups()
    return float(low), float(high)


def test_from_the_fridge_to_the_bathroom_and_an_assay(opener: Opener, address: str) -> None:
    page = open_shelf(opener, address, WIDE)
    fill(page, "Made on", "2026-03-01")
    expect(page.get_by_role("heading", name="Discard on 15 March 2026")).to_be_visible()
    cold = days_of(page)
    fill(page, "Kept at", "25 °C")
    expect(page.get_by_role("heading", name="Discard on 08 March 2026")).to_be_visible()
    assert days_of(page) < cold / 3
    low, high = ends_of(page)
    page.get_by_text("I have an assay", exact=True).click()
    settled(page)
    fill(page, "Left of the start, measured", "95 %")
    fill(page, "Measured on", "2026-04-01")
    expect(page.get_by_text("your assay sharpened that")).to_be_visible()
    after = ends_of(page)
    assert after[1] / after[0] < high / low
    assert_no_barrier(page, *SCREENS)


def test_what_cannot_be_read_is_told_and_kept(opener: Opener, address: str) -> None:
    page = open_shelf(opener, address, PHONE)
    fill(page, "Kept at", "77")
    expect(page.get_by_text("write 77 °F")).to_be_visible()
    expect(page.get_by_label("Kept at", exact=True)).to_have_value("77")
    fill(page, "Kept at", "41 °F")
    expect(page.get_by_role("heading", name=DISCARD)).to_be_visible()
    fill(page, "Kept at", "4,5 °C 22 h, 25 °C 2 h")
    expect(page.get_by_text("Mean kinetic temperature")).to_be_visible()
    page.get_by_text("I have a temperature log", exact=True).click()
    broken = {"name": "log.csv", "mimeType": "text/csv", "buffer": b"when;warm\nx;y\n"}
    page.locator("input[type=file]").set_input_files(broken)
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Kept at", exact=True)).to_have_value("4,5 °C 22 h, 25 °C 2 h")
