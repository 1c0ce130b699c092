"""Products side by side, and a whole list checked, in a real browser, wide and on a phone."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from calc.catalog import market
from calc.products import Listing
from tests.chromium import PHONE, SCREENS, WIDE, Opener, assert_no_barrier, choose, press, settled

pytestmark = pytest.mark.browser

GLOW, MILD = "Glow serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR", "Mild lotion, SAP 5 %, 12 EUR"
OWN = (
    "Produkt;INCI;Wie viel;pH;Inhalt;Preis\n"
    "Serum A;Ascorbic Acid;15 %;3,2;30 ml;29,90 €\n"
    "<script>window.bad=1</script>;Sodium Ascorbyl Phosphate;5 %;6,5;30 ml;12,50 €\n"
)
FORMULAS = (
    "name;water_g;l_ascorbic_acid_g\n=1+1;85;15\n<img src=x onerror=window.bad=1>;96,5;3,5\nbroken;-1;3\n"
)
MOST_TAPS = 12
NAME = Listing.of_market(market.products()["cipla_vc_15"]).name


@pytest.fixture
def wide(opener: Opener, address: str) -> Page:
    """The open page on a wide, light screen."""
    return shown(opener(f"{address}compare"))


@pytest.fixture
def phone(opener: Opener, address: str) -> Page:
    """The open page on a phone."""
    return shown(opener(f"{address}compare", PHONE))


def shown(page: Page) -> Page:
    """Wait until the whole page is there; returns the page."""
    expect(page.get_by_role("heading", name="What is really in the bottle?")).to_be_visible()
    expect(page.get_by_role("heading", name="The whole list")).to_be_visible()
    return settled(page)


def add(page: Page, text: str) -> int:
    """Add a product by hand; returns how often somebody taps for it."""
    page.get_by_label("Add a product", exact=True).fill(text)
    button = page.get_by_role("button", name="Add this product")
    expect(button).to_be_visible()
    settled(page)
    button.click()
    settled(page)
    return 2


def row(page: Page, head: str) -> Locator:
    """Return a row of the table."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=head, exact=True))


def downloaded(page: Page, label: str) -> Path:
    """Return a file that a button hands out."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return Path(waiting.value.path())


def bring(page: Page, content: str, name: str = "own.csv", encoding: str = "cp1252") -> None:
    """Put a file on the page."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode(encoding)}
    page.locator("input[type=file]").set_input_files(file)


def test_a_shopper_compares_two_bottles_on_a_phone_and_a_friend_sees_the_same(
    phone: Page, opener: Opener, address: str
) -> None:
    assert_no_barrier(phone)
    taps = add(phone, GLOW) + add(phone, MILD)
    expect(row(phone, "Vitamin C")).to_contain_text("up to 2.73 %")
    row(phone, "pH for its form").get_by_role("button", name="Add the pH: Mild lotion, SAP 5 %").click()
    field = phone.get_by_role("textbox", name="Add the pH: Mild lotion, SAP 5 %")
    assert field.get_attribute("inputmode") == "decimal"
    field.fill("6,5")
    press(phone, "Add")
    taps += 2
    expect(row(phone, "pH for its form")).to_contain_text("6.5")
    assert taps < MOST_TAPS
    press(phone, "Copy link")
    link = phone.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{address}compare?r=3")
    friend = shown(opener(link))
    for head in ("Verdict", "Vitamin C", "pH for its form", "Price"):
        assert row(friend, head).inner_text() == row(phone, head).inner_text()
    assert_no_barrier(friend, *SCREENS)


def test_a_cell_is_filled_and_mended_by_keyboard_and_a_reload_keeps_it(wide: Page) -> None:
    page = wide
    add(page, "name=X; form=LAA; strength=15%")
    ask = page.get_by_role("button", name="Add the pH: X").first
    ask.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("sour")
    page.keyboard.press("Enter")
    expect(row(page, "pH for its form")).to_contain_text("this is not a pH")
    settled(page)
    page.get_by_role("button", name="Change the pH: X").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("2,2")
    page.keyboard.press("Escape")
    expect(row(page, "pH for its form")).to_contain_text("this is not a pH")
    page.keyboard.press("Enter")
    page.keyboard.type("2,2")
    page.keyboard.press("Enter")
    expect(row(page, "Verdict")).to_contain_text("STOP")
    settled(page)
    page.reload()
    shown(page)
    expect(row(page, "pH for its form")).to_contain_text("2.2")
    page.get_by_role("button", name="Change the name: X").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Dew")
    page.keyboard.press("Enter")
    expect(row(page, "Name")).to_contain_text("Dew")
    press(page, "Remove Dew")
    expect(page.get_by_role("row")).to_have_count(0)


def test_back_goes_through_what_was_compared_to_nothing_and_forward_again(wide: Page) -> None:
    page = wide
    for text in (GLOW, MILD):
        add(page, text)
        page.wait_for_function("performance.now() - window.reruns.last > 1100")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    page.go_back()
    expect(page.get_by_role("columnheader")).to_have_count(1)
    settled(page)
    page.go_back()
    expect(page.get_by_role("row")).to_have_count(0)
    settled(page)
    page.go_forward()
    expect(row(page, "Vitamin C")).to_contain_text("15 %")
    settled(page)
    page.get_by_role("link", name="Compare", exact=True).click()
    settled(page)
    expect(row(page, "Vitamin C")).to_contain_text("15 %")


def test_a_tick_adds_and_what_is_compared_leaves_as_a_workbook(wide: Page) -> None:
    page = wide
    page.get_by_label("Search the list").fill(NAME)
    expect(page.get_by_text(re.compile(r"^1 of \d+ products"))).to_be_visible()
    settled(page)
    grid = page.get_by_test_id("stDataFrame")
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 16, "y": 52})
    expect(row(page, "pH for its form")).to_contain_text("wrong for this form")
    settled(page)
    page.get_by_role("button", name="Download…").click()
    sheet = load_workbook(io.BytesIO(downloaded(page, "This comparison (Excel)").read_bytes())).active
    assert sheet is not None
    assert sheet.freeze_panes == "A2"
    assert sheet["A2"].value == NAME
    content = downloaded(page, "Warnings of this comparison (CSV)").read_text(encoding="utf-8-sig")
    assert [line["severity"] for line in csv.DictReader(io.StringIO(content))] == ["CAUTION"]


def test_a_table_of_ones_own_is_read_and_a_column_is_named(phone: Page) -> None:
    page = phone
    page.get_by_role("button", name="Upload a table").click()
    bring(page, OWN)
    expect(page.get_by_text("2 products read, 0 left out.")).to_be_visible()
    settled(page)
    page.get_by_text("Which column is which", exact=True).click()
    choose(page, "Strength", "Wie viel")
    page.keyboard.press("Escape")
    expect(row(page, "Vitamin C")).to_contain_text("15 %")
    expect(page.get_by_role("columnheader", name="<script>window.bad=1</script>")).to_be_visible()
    assert page.evaluate("window.bad") is None
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("L-ascorbic acid needs pH 3–3.5"))


def test_a_whole_list_is_checked_and_taken_away(wide: Page) -> None:
    page = wide
    page.get_by_text("Check a whole list", exact=True).click()
    expect(page.get_by_text("Upload a table to see the result here.")).to_be_visible()
    bring(page, FORMULAS, "my list.csv")
    expect(page.get_by_text("3 formulas. At worst: 2 STOP. 1 could not be read.")).to_be_visible()
    page.get_by_text("What the codes say", exact=True).click()
    expect(page.get_by_role("cell", name="PH-001")).to_be_visible()
    assert page.evaluate("window.bad") is None
    grid = page.get_by_test_id("stDataFrame").first
    grid.hover()
    tools = page.get_by_test_id("stElementToolbar").filter(has=page.get_by_label("Search"))
    expect(tools.first.get_by_label(re.compile("^Search"))).to_be_visible()
    expect(tools.get_by_label(re.compile("^Download as CSV")).filter(visible=True)).to_have_count(0)
    assert_no_barrier(page, WIDE, PHONE)
    content = downloaded(page, "All rows (CSV)").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [line["worst"] for line in rows] == ["STOP", "STOP", ""]
    assert rows[0]["name"] == "'=1+1"
    assert float(rows[1]["mass_fraction"]) == pytest.approx(0.035)
    assert downloaded(page, "All rows (Parquet)").read_bytes().startswith(b"PAR1")
