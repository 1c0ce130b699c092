"""Products side by side, and a catalogue screened, in a real browser, wide and on a phone."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from calc.catalog import market
from tests.chromium import PHONE, SCREENS, Opener, assert_no_barrier, choose, settled

pytestmark = pytest.mark.browser

OWN = (
    "Produkt;INCI;Wie viel;pH;Inhalt;Preis\n"
    "Serum A;Ascorbic Acid;15 %;3,2;30 ml;29,90 €\n"
    "<script>window.bad=1</script>;Sodium Ascorbyl Phosphate;5 %;6,5;30 ml;12,50 €\n"
    "Serum C;Ascorbic Acid;0,15;3,2;30 ml;9,90 €\n"
)
FORMULAS = (
    "name;water_g;l_ascorbic_acid_g\n=1+1;85;15\n<img src=x onerror=window.bad=1>;96,5;3,5\nbroken;-1;3\n"
)


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
    expect(page.get_by_role("heading", name="Better at")).to_be_visible()
    return settled(page)


def bring(page: Page, content: str, name: str = "own.csv", encoding: str = "cp1252") -> None:
    """Put a file on the page."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode(encoding)}
    page.locator("input[type=file]").set_input_files(file)


def bring_own(page: Page) -> None:
    """Put a table of products on the page, and wait until it was read."""
    page.get_by_text("Bring a table of your own", exact=True).click()
    bring(page, OWN)
    expect(page.get_by_text("3 products read, 0 left out.")).to_be_visible()
    settled(page)


def downloaded(page: Page, label: str) -> Path:
    """Return a file that a button hands out."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    return Path(waiting.value.path())


def rows_in(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_table_of_ones_own_is_read_and_a_column_is_named(phone: Page) -> None:
    page = phone
    assert_no_barrier(page, *SCREENS)
    bring_own(page)
    expect(page.get_by_role("heading", name="Serum A", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="<script>window.bad=1</script>")).to_be_visible()
    assert page.evaluate("window.bad") is None
    page.get_by_text("Which column is which", exact=True).click()
    choose(page, "Strength", "Wie viel")
    expect(page.get_by_text("2 products read, 1 left out.")).to_be_visible()
    expect(page.get_by_text("this could be a fraction or a percentage")).to_be_visible()
    expect(page.get_by_text("Least EUR per gram of ascorbic acid")).to_be_visible()
    assert_no_barrier(page, *SCREENS)


def test_both_pictures_are_told_to_those_who_do_not_see_them(wide: Page) -> None:
    page = wide
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("L-ascorbic acid needs pH 3–3.5"))
    page.get_by_text("Price against content", exact=True).click()
    expect(chart).to_have_attribute("aria-label", re.compile(r"C E Ferulic: 5\.\d+ USD per gram"))
    expect(page.get_by_text("without a price")).to_be_visible()
    assert_no_barrier(page, *SCREENS)


def test_the_list_is_narrowed_and_taken_away(wide: Page) -> None:
    page = wide
    page.get_by_label("Search names and forms").fill("deyga glucoside")
    every = sum(not product.is_comparator for product in market.products().values())
    expect(page.get_by_text(f"1 of {every} products")).to_be_visible()
    settled(page)
    (row,) = rows_in(downloaded(page, "List as CSV"))
    assert row["product"] == "Deyga 10% Vitamin C Face Serum"
    assert float(row["strength_percent"]) == 10
    assert row["price"] == "unknown"
    findings = rows_in(downloaded(page, "Findings as CSV"))
    assert [finding["severity"] for finding in findings] == ["CAUTION", "NOTE"]
    assert downloaded(page, "List as Excel").read_bytes().startswith(b"PK")


def test_everything_is_reached_by_keyboard(phone: Page) -> None:
    page = phone
    page.get_by_role("radio", name="fresh").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("May be left by now")).to_be_visible()
    page.get_by_role("radio", name="Strength against pH").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Price against content")).to_be_checked()
    settled(page)
    page.get_by_role("radio", name="Side by side").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Bring a table; the answer stands here.")).to_be_visible()


def test_a_catalogue_is_screened_and_taken_away(wide: Page) -> None:
    page = wide
    page.get_by_text("Screen a catalogue", exact=True).click()
    expect(page.get_by_text("Bring a table; the answer stands here.")).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    bring(page, FORMULAS, "my list.csv")
    expect(page.get_by_text("3 formulas. At worst: 2 STOP. 1 could not be read.")).to_be_visible()
    page.get_by_text("What the codes say", exact=True).click()
    expect(page.get_by_role("cell", name="PH-001")).to_be_visible()
    assert page.evaluate("window.bad") is None
    assert_no_barrier(page, *SCREENS)
    rows = rows_in(downloaded(page, "All rows as CSV"))
    assert [row["worst"] for row in rows] == ["STOP", "STOP", ""]
    assert rows[0]["name"] == "'=1+1"
    assert float(rows[1]["mass_fraction"]) == pytest.approx(0.035)
    assert downloaded(page, "All rows as Parquet").read_bytes().startswith(b"PAR1")
