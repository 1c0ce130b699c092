"""The way to a pH and the check of a recipe, in a real browser, wide and on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import SCREENS, answered, assert_no_barrier, choose, fill, press, settled

pytestmark = pytest.mark.browser


def measure(page: Page, text: str) -> None:
    """Type what the meter showed."""
    page.get_by_text("I have measured the pH", exact=True).click()
    settled(page)
    fill(page, "pH I read", text)


def test_first_part_reading_and_rest(page: Page) -> None:
    fill(page, "Strength", "15 %")
    fill(page, "pH I want", "3,2")
    choose(page, "Brought there with", "Baking soda (sodium bicarbonate)")
    expect(
        page.get_by_role("checkbox", name=re.compile(r"0.2\d*.g first, then measure; in all 0.2\d"))
    ).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Add the first part")).to_be_visible()
    measure(page, "3,0")
    expect(page.get_by_text(re.compile("Add 0.0\\d+.g .* of baking soda .* more"))).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile(r"0.2\d*.g so far; in all 0.2\d"))).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    page.wait_for_url(re.compile(r"\?r=2"))
    page.reload()
    answered(page)
    expect(page.get_by_label("pH I read", exact=True)).to_have_value("3,0")


def test_a_reading_that_is_no_number_loses_nothing(page: Page) -> None:
    measure(page, "about three")
    expect(page.get_by_role("heading", name="Waiting for: pH I read")).to_be_visible()
    expect(page.get_by_label("pH I read", exact=True)).to_have_value("about three")
    expect(page.get_by_label("Strength", exact=True)).to_have_value("15 %")


def test_a_wrong_recipe_and_its_verdict(phone_page: Page) -> None:
    page = phone_page
    page.get_by_text("I have", exact=True).click()
    settled(page)
    page.get_by_role("button", name="Wrong recipes found in public").click()
    press(page, re.compile("5 g acid, 15 g water"))
    page.keyboard.press("Escape")
    expect(page.get_by_label("It claims a pH of", exact=True)).to_have_value("5")
    expect(page.get_by_text("It has the pH 5 that it claims")).to_be_visible()
    expect(page.get_by_text(re.compile(r"pH 1\.9\d* \(1\.\d"))).to_be_visible()
    stops = page.get_by_role("alert").filter(has_text="STOP")
    expect(stops).to_have_count(3)
    expect(stops.filter(has_text="baking soda").first).to_contain_text(
        re.compile(r"0\.3\d*.g of baking soda")
    )
    assert_no_barrier(page, *SCREENS)
