"""What only a real browser shows: typing, reload, links, phone width, dark mode, accessibility."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import (
    ALL_SCREENS,
    PHONE,
    Opener,
    answered,
    assert_no_barrier,
    fill,
    press,
    settled,
    still,
)

pytestmark = pytest.mark.browser

THIN = "\u202f"


def test_typed_numbers_are_read_as_meant(page: Page) -> None:
    field = page.get_by_label("My scale shows steps of", exact=True)
    for typed, read in (("0,05", "0.05"), ("3/4", "0.75"), ("0.05", "0.05")):
        field.fill("")
        field.press_sequentially(typed)
        field.press("Tab")
        expect(page.get_by_text(f"= {read}{THIN}g", exact=True)).to_be_visible()


def test_ambiguous_number_is_settled_with_a_button(phone_page: Page) -> None:
    page = phone_page
    fill(page, "Batch size", "4,545")
    expect(page.get_by_text("this can be read in two ways").first).to_be_visible()
    expect(page.get_by_role("button", name="4545")).to_be_visible()
    press(page, "4.545")
    expect(page.get_by_label("Batch size", exact=True)).to_have_value("4.545")
    expect(page.get_by_role("heading", name=re.compile("^Weigh 0.69"))).to_be_visible()


def test_a_pause_is_enough(page: Page) -> None:
    field = page.get_by_label("Strength", exact=True)
    field.fill("10")
    expect(page.get_by_role("heading", name=re.compile("^Weigh 3.03.g"))).to_be_visible()
    expect(field).to_be_focused()


def test_whole_job_survives_reload_and_hand_over(page: Page, opener: Opener) -> None:
    fill(page, "Strength", "12,5")
    fill(page, "Batch size", "1 fl oz")
    page.get_by_text("Full bench", exact=True).click()
    settled(page)
    others = page.get_by_label("Other ingredients, one per line")
    others.fill("glycerin 5 %\nferulic acid 0,15 g")
    others.press("Control+Enter")
    expect(page.get_by_role("checkbox", name=re.compile("Ferulic acid"))).to_be_visible()
    settled(page)
    expect(ticks(page)).to_have_count(5)
    page.get_by_text(re.compile("L-ascorbic acid .±")).click()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic acid"))).to_be_checked()
    expect(ticks(page).first).to_be_visible()
    sheet = ticks(page).all_inner_texts()
    assert any("0.15" in row for row in sheet)
    page.wait_for_url(re.compile(r"\?r=2"))
    page.reload()
    answered(page)
    expect(ticks(page)).to_have_text(sheet)
    page.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    other = answered(opener(link, PHONE))
    expect(ticks(other)).to_have_text(sheet)
    expect(other.get_by_label("Strength", exact=True)).to_have_value("12,5")


def ticks(page: Page) -> Locator:
    """Return the rows of the weighing sheet."""
    return page.get_by_test_id("stCheckbox").filter(has_text="±")


def test_stop_is_seen_and_said(phone_page: Page) -> None:
    page = phone_page
    fill(page, "Strength", "22 %")
    stop = page.get_by_role("alert").filter(has_text="STOP")
    expect(stop).to_be_visible()
    expect(stop.get_by_test_id("stAlertDynamicIcon")).to_be_visible()
    fill(page, "Strength", "20.0 %")
    expect(page.get_by_role("alert").filter(has_text="STOP")).to_have_count(0)


def test_start_again_is_undone(page: Page) -> None:
    fill(page, "Strength", "11 %")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("15 %")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("11 %")


def test_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("Strength", exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10 %")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Weigh 3.03.g"))).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox" and "±" in page.evaluate(
            "document.activeElement.closest('label').innerText"
        ):
            break
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=re.compile("Water"))).to_be_checked()


def test_damaged_link_is_explained(opener: Opener, address: str) -> None:
    page = answered(opener(f"{address}?r=1damaged", PHONE))
    expect(page.get_by_text("this link is damaged")).to_be_visible()


def test_fits_the_screen_and_has_no_serious_barrier(page: Page) -> None:
    fill(page, "Strength", "22 %")
    page.get_by_text("Full bench", exact=True).click()
    expect(page.get_by_label("Purity of the powder")).to_be_visible()
    for summary in page.locator("summary").all():
        still(page)  # a fold that is opened while the page is drawn anew closes again
        summary.click()
    expect(page.get_by_role("table")).to_be_visible()
    assert_no_barrier(page, *ALL_SCREENS)
