"""A pasted recipe with doubts in it, in a real browser: each reading takes its own line, or goes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import SCREENS, assert_no_barrier, fill, press, settled

pytestmark = pytest.mark.browser

PASTED = """\
My vitamin C serum
- 5 g L-ascorbic acid
1,234 g panthenol
2 g tocopherl
1,234 g panthenol
20 ml water
Mix well."""


def pasted(page: Page, text: str = PASTED) -> Locator:
    """Put a recipe into its field; returns the field."""
    page.get_by_text("I have", exact=True).click()
    settled(page)
    field = page.get_by_label("What went in, one per line")
    field.fill(text)
    field.press("Control+Enter")
    settled(page)
    return field


def test_two_doubts_in_one_recipe_each_take_their_own_line(phone_page: Page) -> None:
    page = phone_page
    field = pasted(page)
    expect(page.get_by_role("heading", name=re.compile("^You have"))).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    page.get_by_role("button", name="1.234 g panthenol", exact=True).nth(1).click()
    settled(page)
    before, _, after = PASTED.rpartition("1,234 g panthenol")
    expect(field).to_have_value(f"{before}1.234 g panthenol{after}")
    press(page, "1234 g panthenol")
    expect(field).to_have_value(
        f"{before}1.234 g panthenol{after}".replace("1,234 g panthenol", "1234 g panthenol")
    )


def test_the_keys_that_undo_typing_bring_typed_text_back(page: Page) -> None:
    field = pasted(page)
    page.get_by_role("button", name="1.234 g panthenol", exact=True).first.click()
    settled(page)
    press(page, "2 g Tocopherol (vitamin E)")
    expect(field).to_have_value(re.compile(r"1\.234 g panthenol\n2 g Tocopherol"))
    field.focus()
    field.press("Control+z")
    settled(page)
    expect(field).to_have_value(re.compile(r"1\.234 g panthenol\n2 g tocopherl"))
    field.press("Control+z")
    settled(page)
    expect(field).to_have_value(PASTED)
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)


def test_undo_in_a_field_of_one_line(page: Page) -> None:
    fill(page, "Batch size", "1,234 g")
    press(page, "1234 g")
    field = page.get_by_label("Batch size", exact=True)
    expect(field).to_have_value("1234 g")
    field.press("Control+z")
    settled(page)
    expect(field).to_have_value("1,234 g")


def test_a_line_that_cannot_be_read_takes_no_answer_away(page: Page) -> None:
    field = pasted(page, "5 g vitamin C\n20 ml water\n15 g")
    expect(page.get_by_text("Not counted: 15 g")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic acid"))).to_be_visible()
    field.fill("vitamin C")
    field.press("Control+Enter")
    settled(page)
    expect(page.get_by_text("As of your last readable entry:")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic acid"))).to_be_visible()
