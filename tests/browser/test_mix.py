"""Mix as a new user would use it, and what only a browser shows of it: taps, places, ticks, links, paper."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.chromium import (
    DARK_PHONE,
    PHONE,
    SCREENS,
    Opener,
    answered,
    assert_no_barrier,
    fill,
    press,
    settled,
    sheet_rows,
    still,
    way,
)

pytestmark = pytest.mark.browser

THIN = "\u202f"
DESK = (1440, 900, "light")
# The kind of field that is in focus, also inside a part of ours.
KIND_IN_FOCUS = """
() => {
  let field = document.activeElement;
  while (field.shadowRoot?.activeElement) field = field.shadowRoot.activeElement;
  return field.type;
}
"""
OTHERS = "ferulic acid 0.5 %\nvitamin E 1 %\nethoxydiglycol 10 %\nphenoxyethanol 1 %"


def paste(page: Page, text: str) -> None:
    """Paste a list of other ingredients."""
    press(page, "Paste a list")
    field = page.get_by_label("One ingredient per line, with its amount")
    field.fill(text)
    field.press("Control+Enter")
    settled(page)
    page.keyboard.press("Escape")
    still(page)


def assert_paper_has_the_sheet_and_not_the_form(page: Page) -> None:
    """Refuse a print of the first recipe that lacks a row, or shows what is only for the screen."""
    still(page)
    text = pypdf.PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text()
    for words in ("Weigh, in this order", "Water", "25.33", "Baking soda", "15.0", "CAUTION"):
        assert words in text
    for words in ("Scale reads to", "Copy link", "Evidence", "Make a batch", "Measured pH"):
        assert words not in text


def test_a_kitchen_scale_on_a_phone_in_six_taps(opener: Opener, address: str) -> None:
    page = answered(opener(address, DARK_PHONE))
    taps = 0
    page.get_by_role("button", name=re.compile("edit")).click()
    settled(page)
    taps += 1
    for label, text in (("Size", "30 mL"), ("Powder you have", "20 g")):
        page.get_by_label(label, exact=True).click()
        taps += 1
        fill(page, label, text)
    page.get_by_role("radio", name="1 g", exact=True).click()
    taps += 1
    title = f"A 1{THIN}g scale can’t weigh this"
    expect(page.locator(".st-key-screen-bar")).to_have_text(title)
    page.get_by_role("button", name=re.compile("done")).click()
    taps += 1
    expect(page.get_by_role("heading", name=title)).to_be_in_viewport()
    expect(page.get_by_role("button", name=f"Use a 0.01{THIN}g pocket scale")).to_be_in_viewport()
    larger = page.get_by_role("button", name=re.compile("^Make 132.g, which uses your 20.g"))
    expect(larger).to_be_in_viewport()
    assert taps <= 6
    assert_no_barrier(page)
    larger.click()
    settled(page)
    expect(sheet_rows(page)).to_have_text([re.compile("90.g"), re.compile("20.g"), re.compile("18.g")])


def test_a_full_recipe_on_a_desk_prints_and_shows_without_scrolling_and_without_a_jump(
    opener: Opener, address: str
) -> None:
    page = answered(opener(address, DESK))
    assert_paper_has_the_sheet_and_not_the_form(page)
    paste(page, OTHERS)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    rows = sheet_rows(page)
    names = ["Water", "L-ascorbic", "Ethoxydiglycol", "Ferulic", "Tocopherol", "Phenoxy", "Baking soda"]
    expect(rows).to_have_text([re.compile(name) for name in names])
    expect(page.locator(".phase")).to_have_text([re.compile("^Dissolve these"), re.compile("^Pour that in")])
    for at in (0, len(names) - 1):
        expect(rows.nth(at)).to_be_in_viewport(ratio=1)
    assert all(row.bounding_box()["height"] >= 56 for row in rows.all())
    # Nothing moves while only numbers change.
    page.evaluate(
        """() => {
          window.places = new Set();
          const look = () => {
            for (const name of ["sheet", "result"]) {
              const part = document.querySelector(`.st-key-answer-${name}`)?.getBoundingClientRect();
              window.places.add(part && `${name} ${part.x} ${part.y}`);
            }
            requestAnimationFrame(look);
          };
          look();
        }"""
    )
    for strength in ("12 %", "8 %", "18 %"):
        fill(page, "Strength", strength)
    assert len(page.evaluate("[...window.places]")) == 2
    assert_no_barrier(page, *SCREENS, (768, 1024, "light"), (720, 450, "light"))


def test_a_shared_recipe_on_a_phone(page: Page, opener: Opener) -> None:
    fill(page, "Strength", "12,5")
    fill(page, "Size", "1 fl oz")
    page.wait_for_url(re.compile(r"\?r=2"))
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    shared = answered(opener(link, PHONE))
    expect(shared.get_by_text("Shared recipe: 12,5 · 1 fl oz · pH 3.2 · 0.01 g")).to_be_visible()
    expect(sheet_rows(shared).first).to_be_in_viewport(ratio=1)
    expect(shared.get_by_label("Strength", exact=True)).to_be_hidden()
    expect(sheet_rows(shared)).to_have_text(sheet_rows(page).all_text_contents())
    assert_no_barrier(shared)
    press(shared, "Change it")
    expect(shared.get_by_label("Strength", exact=True)).to_have_value("12,5")
    shared.reload()
    expect(sheet_rows(answered(shared)).first).to_be_visible()
    expect(shared.get_by_text("Shared recipe")).to_be_hidden()


def test_back_and_forward(page: Page) -> None:
    first = page.title()
    fill(page, "Strength", "12 %")
    page.wait_for_url(re.compile(r"\?r=2"))
    expect(page).to_have_title("12 % at pH 3.2 – Mix")
    page.get_by_role("link", name="Keeps", exact=True).click()
    expect(page).to_have_title(re.compile("^Keeps"))
    settled(page)
    page.go_back()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("12 %")
    settled(page)
    # What was typed a moment ago is never undone by an address that is late.
    page.wait_for_function("performance.now() - window.reruns.last > 1100")
    page.go_back()
    expect(page).to_have_title(first)
    expect(page.get_by_label("Strength", exact=True)).to_have_value("15 %")
    settled(page)
    page.go_forward()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("12 %")


def test_ticks_by_keyboard_last_over_a_reload_and_go_with_their_mass(page: Page) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate(KIND_IN_FOCUS) == "checkbox":
            break
    assert page.evaluate(KIND_IN_FOCUS) == "checkbox"
    page.keyboard.press("Space")
    water = page.get_by_role("checkbox", name=re.compile("Water"))
    expect(water).to_be_checked()
    page.get_by_text("L-ascorbic acid", exact=True).last.click()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic"))).to_be_checked()
    answered(page.reload() and page)
    expect(water).to_be_checked()
    fill(page, "Size", "40 g")
    expect(water).not_to_be_checked()


def test_the_reading_and_its_rest_stand_in_the_step(phone_page: Page) -> None:
    page = phone_page
    expect(page.get_by_label("Measured pH")).to_have_attribute("inputmode", "decimal")
    fill(page, "Measured pH", "3,0")
    expect(page.get_by_text(re.compile(r"Add 0\.0\d+.g more"))).to_be_visible()
    reading = page.get_by_label("Measured pH").bounding_box()
    soda = sheet_rows(page).filter(has_text="Baking soda").bounding_box()
    assert 0 < reading["y"] - soda["y"] - soda["height"] < 60
    page.wait_for_url(re.compile(r"\?r=2"))
    answered(page.reload() and page)
    expect(page.get_by_label("Measured pH")).to_have_value("3,0")
    fill(page, "Measured pH", "about three")
    expect(page.get_by_text("As of your last readable entry:")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Add 0\.0\d+.g more"))).to_be_visible()
    assert_no_barrier(page, *SCREENS)


def test_a_damaged_link_is_explained_and_one_dose_speaks_in_the_measures_that_were_typed(
    opener: Opener, address: str
) -> None:
    page = answered(opener(f"{address}?r=1damaged", PHONE))
    expect(page.get_by_text("this link is damaged")).to_be_visible()
    way(page, "Mix one dose")
    fill(page, "Amount of serum per use", "20 drops")
    fill(page, "Powder per use", "1/4 tsp")
    expect(sheet_rows(page)).to_have_text([re.compile("20 drops≈ .*g$"), re.compile("1/4 tsp≈ .*g$")])
    assert_no_barrier(page, *SCREENS)


def test_a_wrong_recipe_and_its_verdict(phone_page: Page) -> None:
    page = phone_page
    way(page, "Check a recipe")
    page.get_by_role("button", name="Try a recipe that is wrong").click()
    press(page, re.compile("5 g acid, 15 g water"))
    page.keyboard.press("Escape")
    expect(page.get_by_label("Claimed pH", exact=True)).to_have_value("5")
    expect(page.get_by_text("It has the pH 5 that it claims")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="STOP")).to_have_count(3)
    assert_no_barrier(page, *SCREENS)
