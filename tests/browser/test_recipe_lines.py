"""A pasted recipe with doubts in it, in a real browser: each reading takes its own line, or goes back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.chromium import (
    SCREENS,
    Opener,
    answered,
    assert_no_barrier,
    choose,
    fill,
    press,
    settled,
    still,
    way,
)

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
    way(page, "Check a recipe")
    field = page.get_by_label("Ingredients, one per line")
    field.fill(text)
    field.press("Control+Enter")
    settled(page)
    return field


def enter(page: Page, text: str) -> None:
    """Put another recipe into the field that is open."""
    field = page.get_by_label("Ingredients, one per line")
    field.fill(text)
    field.press("Control+Enter")
    settled(page)


def test_two_doubts_in_one_recipe_each_take_their_own_line(phone_page: Page) -> None:
    page = phone_page
    field = pasted(page)
    expect(page.get_by_text(re.compile("^You have"))).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    page.get_by_role("button", name="1.234 g panthenol", exact=True).nth(1).click()
    settled(page)
    before, _, after = PASTED.rpartition("1,234 g panthenol")
    expect(field).to_have_value(f"{before}1.234 g panthenol{after}")
    press(page, "1234 g panthenol")
    expect(field).to_have_value(
        f"{before}1.234 g panthenol{after}".replace("1,234 g panthenol", "1234 g panthenol")
    )
    # What is not known keeps its kind through a reload.
    enter(page, "5 g vitamin C\n4 g wonderstuff\n20 ml water")
    choose(page, "What is wonderstuff like?", "A powder")
    expect(field).to_have_value("5 g vitamin C\n4 g wonderstuff (powder)\n20 ml water")
    assert_no_barrier(page, *SCREENS)
    page.reload()
    press(answered(page), re.compile("edit"))
    kind = page.get_by_role("combobox", name="What is wonderstuff like?", exact=True)
    expect(kind).to_have_value("A powder")
    expect(page.get_by_role("checkbox", name=re.compile("wonderstuff.*4.00.g"))).to_be_visible()


def undo_by_keys(page: Page, field: Locator) -> None:
    """Press the keys that undo until the page has them; before that they do nothing."""
    before = field.input_value()
    for _ in range(20):
        field.press("Control+z")
        still(page)
        if field.input_value() != before:
            return


def test_the_keys_that_undo_typing_bring_typed_text_back(page: Page) -> None:
    field = pasted(page)
    page.get_by_role("button", name="1.234 g panthenol", exact=True).first.click()
    settled(page)
    press(page, "2 g Tocopherol (vitamin E)")
    expect(field).to_have_value(re.compile(r"1\.234 g panthenol\n2 g Tocopherol"))
    undo_by_keys(page, field)
    expect(field).to_have_value(re.compile(r"1\.234 g panthenol\n2 g tocopherl"))
    undo_by_keys(page, field)
    expect(field).to_have_value(PASTED)
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    enter(page, "vitamin C 15 %\nglycerin 5 %")
    press(page, "water to 100 %")
    expect(field).to_have_value("vitamin C 15 %\nglycerin 5 %\nwater to 100 %")
    expect(page.get_by_role("checkbox", name=re.compile("Water.*80.g"))).to_be_visible()
    undo_by_keys(page, field)
    expect(field).to_have_value("vitamin C 15 %\nglycerin 5 %")


def test_nothing_that_is_typed_takes_an_answer_or_what_was_typed_away(page: Page) -> None:
    field = pasted(page, "5 g vitamin C\n20 ml water\n15 g")
    expect(page.get_by_text("Not counted: 15 g")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic acid"))).to_be_visible()
    enter(page, "vitamin C")
    expect(page.get_by_text("As of your last readable entry:")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic acid"))).to_be_visible()
    # A paste that is too long stays and is told.
    too_long = f"5 g vitamin C\n20 ml water\n{'stir it well ' * 1600}"
    enter(page, too_long)
    expect(page.get_by_role("alert").filter(has_text="20,000 characters").first).to_be_visible()
    expect(field).to_have_value(too_long)
    # A reading is chosen in one breath with typing.
    enter(page, "1,234 g panthenol\n5 g vitamin C\n20 ml water")
    field.press("Control+Home")
    field.press_sequentially("1,111 g urea\n")
    page.get_by_role("button", name="1.234 g panthenol", exact=True).click()
    settled(page)
    expect(field).to_have_value("1,111 g urea\n1.234 g panthenol\n5 g vitamin C\n20 ml water")


# Fields that offer readings: the task, the label, what is typed, the button, and what stands there then.
OFFERED = (
    ("Make a batch", "Strength", "1,234 %", "1.234 %", "1.234 %"),
    ("Make a batch", "Size", "1,234 g", "1234 g", "1234 g"),
    ("Make a batch", "Target pH", "3,125", "3.125", "3.125"),
    ("Strengthen a serum", "Amount", "1,234 g", "1234 g", "1234 g"),
    ("Mix one dose", "Amount of serum per use", "1,234 mL", "1.234 mL", "1.234 mL"),
    ("Check a recipe", "Claimed pH", "3,125", "3.125", "3.125"),
)


def test_a_reading_of_a_field_goes_in_and_back(page: Page) -> None:
    open_task = "Make a batch"
    for task, label, typed, reading, chosen in OFFERED:
        if task != open_task:
            way(page, open_task := task)
        field = page.get_by_label(label, exact=True)
        fill(page, label, typed)
        press(page, reading)
        expect(field).to_have_value(chosen)
        field.press("Control+z")
        settled(page)
        expect(field).to_have_value(typed)


# Fields of Check: how one gets at them, the label, what is typed, the button, and what stands there then.
LINES = (
    (
        "Tablets",
        "Vitamin C tablets, one per line",
        "1,000 mg\n500 mg, 2 a day\n1,000 mg",
        "1000 mg",
        "1000 mg\n500 mg, 2 a day\n1,000 mg",
    ),
    ("Needling", "Appointment", "1/2/2026 15:00", "2026-02-01 15:00", "2026-02-01 15:00"),
)


def test_a_reading_of_one_of_several_lines_leaves_the_others(opener: Opener, address: str) -> None:
    page = opener(f"{address}check")
    for way_there, label, typed, reading, chosen in LINES:
        field = page.get_by_label(label, exact=True)
        page.locator("summary, [data-testid=stButtonGroup] button").filter(has_text=way_there).first.click()
        settled(page)
        fill(page, label, typed)
        page.get_by_role("button", name=reading, exact=True).first.click()
        settled(page)
        expect(field).to_have_value(chosen)
        field.press("Control+z")
        settled(page)
        expect(field).to_have_value(typed)
