"""The other ways in, in a real browser, wide and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import PHONE, SCREENS, Opener, answered, assert_no_barrier, fill, press, settled

pytestmark = pytest.mark.browser


def task(page: Page, name: str) -> None:
    """Choose another task."""
    page.get_by_text(name, exact=True).click()
    settled(page)


def test_boost(page: Page) -> None:
    task(page, "Boost")
    fill(page, "How much of that", "30 g")
    fill(page, "It holds already", "10 %")
    page.get_by_text("Full bench", exact=True).click()
    settled(page)
    fill(page, "Purity of the powder", "100 %")
    # 30 g × 0.05 / 0.85 = 1.765 g.
    expect(page.get_by_role("heading", name=re.compile("^Weigh 1.76.g"))).to_be_visible()
    fill(page, "Strength", "5 %")
    expect(page.get_by_text("dilute it with 30 g").first).to_be_visible()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("5 %")


def test_one_dose(phone_page: Page) -> None:
    page = phone_page
    task(page, "One dose")
    expect(page.get_by_role("heading", name=re.compile("^You have 2.3.* 11.%"))).to_be_visible()
    fill(page, "One dose of that", "30 mL")
    fill(page, "Powder in one dose", "1 tsp")
    expect(page.get_by_role("heading", name=re.compile("^Weigh it"))).to_be_visible()
    assert_no_barrier(page, *SCREENS)


def test_what_have_i_made(page: Page, opener: Opener) -> None:
    task(page, "I have")
    lines = page.get_by_label("What went in, one per line")
    lines.fill("3/4 tsp glycerin\n5 g vitamin C\n20,5 ml water")
    lines.press("Control+Enter")
    expect(page.get_by_role("checkbox", name=re.compile("Glycerin"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^You have 30.1"))).to_be_visible()
    settled(page)  # the address follows at the end of a rerun; the task alone had given it one
    other = answered(opener(page.url, PHONE))
    expect(other.get_by_label("What went in, one per line")).to_have_value(re.compile("20,5 ml water"))


def test_a_finding_leads_to_its_entry_and_back_nothing_is_lost(page: Page) -> None:
    fill(page, "Strength", "22 %")
    expect(page.get_by_role("alert").filter(has_text="STOP")).to_be_visible()
    settled(page)
    page.locator("summary").first.click()
    expect(page.get_by_text("How sure, and from where")).to_be_visible()
    press(page, "STR-001 in Evidence")
    expect(page.get_by_role("heading", name=re.compile("found for “STR-001”"))).to_be_visible()
    page.get_by_role("link", name="Mix", exact=True).click()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("22 %")


def test_starting_again_empties_what_is_hidden_too(page: Page) -> None:
    task(page, "I have")
    fill(page, "It claims a strength of", "12 %")
    task(page, "New batch")
    fill(page, "Strength", "11 %")
    press(page, "Start again")
    fill(page, "Batch size", "40 g")  # whatever the browser still held would be sent now
    task(page, "I have")
    expect(page.get_by_label("It claims a strength of", exact=True)).to_have_value("")
