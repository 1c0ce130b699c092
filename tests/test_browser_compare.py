"""Products side by side, in a real browser, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chromium import SCREENS, assert_no_barrier, screen, settled
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

OWN = (
    "Produkt;INCI;Konzentration;pH;Inhalt;Preis\n"
    "Serum A;Ascorbic Acid;15 %;3,2;30 ml;29,90 €\n"
    "<script>window.bad=1</script>;Sodium Ascorbyl Phosphate;5 %;6,5;30 ml;12,50 €\n"
    "Serum C;Ascorbic Acid;0,15;3,2;30 ml;9,90 €\n"
)


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[2]}")
def shelf(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The open page on each kind of screen."""
    context = screen(browser, *request.param)
    page = context.new_page()
    page.goto(f"{address}compare")
    expect(page.get_by_role("heading", name="What is really in the bottle?")).to_be_visible()
    expect(page.get_by_role("heading", name="Better at")).to_be_visible()
    settled(page)
    yield page
    context.close()


def test_a_table_of_ones_own_is_read_at_first_try(shelf: Page) -> None:
    page = shelf
    assert_no_barrier(page)
    page.get_by_text("Bring a table of your own", exact=True).click()
    file = {"name": "own.csv", "mimeType": "text/csv", "buffer": OWN.encode("cp1252")}
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("2 products read, 1 left out.")).to_be_visible()
    expect(page.get_by_text("this could be a fraction or a percentage")).to_be_visible()
    box = page.get_by_role("combobox", name="Two to 5 products")
    for name in ("Serum A", "<script>window.bad=1</script>"):
        box.click()
        box.press_sequentially(name)
        page.get_by_role("option", name=name, exact=True).click()
        settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Serum A", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="<script>window.bad=1</script>")).to_be_visible()
    assert page.evaluate("window.bad") is None
    expect(page.get_by_text("Least EUR per gram of ascorbic acid")).to_be_visible()
    assert_no_barrier(page)
