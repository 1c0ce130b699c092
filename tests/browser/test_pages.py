"""What only a real browser shows of every page: the row of pages, typing, accessibility."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import (
    DARK_PHONE,
    WIDE,
    assert_no_barrier,
    fill,
    press,
    settled,
    show_on,
    way,
)

pytestmark = pytest.mark.browser

THIN = "\u202f"
# Opens all that is folded; returns how many that were.
# One at a time, as a finger does: of two in one breath a browser names the part of the page of one alone.
OPEN_A_FOLD = """
() => {
  const fold = document.querySelector("details:not([open]) > summary");
  fold?.click();
  return Boolean(fold);
}
"""
PAGES = ("Mix", "Keeps", "Compare", "Check", "Batches", "Evidence")


def test_six_pages_in_one_row_on_every_screen(page: Page) -> None:
    links = page.locator(".st-key-pages a")
    expect(links).to_have_text([re.compile(f"{name}$") for name in PAGES])
    for screen in (WIDE, DARK_PHONE):
        show_on(page, screen)
        places = [link.bounding_box() for link in links.all()]
        assert len({place["y"] for place in places}) == 1
        assert places[0]["y"] < 16, "no blank band"
        assert all(place["height"] >= 40 for place in places)
        assert places[-1]["x"] + places[-1]["width"] <= screen[0]
    titles = {page.title()}
    for name in PAGES[1:]:
        links.filter(has_text=name).click()
        expect(page).to_have_title(re.compile(name))
        titles.add(page.title())
    assert len(titles) == len(PAGES)
    expect(links.first).to_be_in_viewport()
    # Evidence is the last of them: from Mix a source is found in three interactions.
    page.get_by_label("Ask a question", exact=True).fill("Pinnell 2001")
    link = page.get_by_role("link", name="Pinnell 2001").first
    expect(link).to_have_attribute("href", "https://doi.org/10.1046/j.1524-4725.2001.00264.x")


def test_typed_numbers_are_read_as_meant(page: Page) -> None:
    field = page.get_by_label("Powder you have", exact=True)
    for typed, read in (("0,05", "0.05"), ("3/4", "0.75")):
        field.fill("")
        field.press_sequentially(typed)
        field.press("Tab")
        expect(page.get_by_text(f"= {read}{THIN}g", exact=True)).to_be_visible()
    fill(page, "Powder you have", "")
    # What can be read in two ways is settled with a button.
    fill(page, "Size", "45,450")
    expect(page.get_by_text("this can be read in two ways").first).to_be_visible()
    expect(page.get_by_role("button", name="45450")).to_be_visible()
    press(page, "45.450")
    expect(page.get_by_label("Size", exact=True)).to_have_value("45.450")
    expect(page.get_by_role("checkbox", name=re.compile("6.89.g"))).to_be_visible()
    # A pause is enough.
    field = page.get_by_label("Strength", exact=True)
    field.fill("10")
    expect(page.get_by_role("checkbox", name=re.compile("4.59.g"))).to_be_visible()
    expect(field).to_be_focused()


def test_start_again_empties_what_is_hidden_too_and_is_undone(page: Page) -> None:
    way(page, "Check a recipe")
    fill(page, "Claimed strength", "12 %")
    way(page, "Make a batch")
    fill(page, "Strength", "22 %")
    stop = page.get_by_role("alert").filter(has_text="STOP")
    expect(stop.get_by_test_id("stAlertDynamicIcon")).to_be_visible()
    press(page, "Start again")
    expect(page.get_by_label("Strength", exact=True)).to_have_value("15 %")
    page.get_by_label("Strength", exact=True).press("Control+z")  # the browser would mix both texts
    settled(page)
    expect(page.get_by_label("Strength", exact=True)).to_have_value("15 %")
    expect(stop).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    settled(page)
    expect(page.get_by_label("Strength", exact=True)).to_have_value("22 %")
    press(page, "Start again")
    fill(page, "Size", "40 g")  # whatever the browser still held would be sent now
    way(page, "Check a recipe")
    expect(page.get_by_label("Claimed strength", exact=True)).to_have_value("")


def test_everything_open_has_no_serious_barrier(page: Page) -> None:
    fill(page, "Strength", "22 %")
    page.get_by_text("More options: purity, density …", exact=True).click()
    expect(page.get_by_label("Purity of the powder")).to_be_visible()
    # What is in a fold may be folded too, and comes with the answer to its opening.
    while page.evaluate(OPEN_A_FOLD):
        settled(page)
    expect(page.get_by_role("table")).to_be_visible()
    assert_no_barrier(page, WIDE, DARK_PHONE)
    show_on(page, WIDE)
    press(page, "STR-001 in Evidence")
    expect(page.get_by_role("heading", name=re.compile("found for “STR-001”"))).to_be_visible()
    page.get_by_role("link", name="Mix", exact=True).click()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("22 %")
