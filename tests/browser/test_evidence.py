"""The Evidence page in a real browser: finding, links, downloads, phone width, dark mode, barriers."""

from __future__ import annotations

import csv
import io
import itertools
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import (
    PHONE,
    SCREENS,
    Opener,
    assert_no_barrier,
    assert_page_passes,
    settled,
    show_on,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def evidence_on_a_phone(opener: Opener, address: str) -> Page:
    """The Evidence page on a phone."""
    return shown(opener(f"{address}evidence", PHONE))


def shown(page: Page) -> Page:
    """Wait until the whole page is there; returns the page."""
    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("^Model .+ data"))).to_be_visible()
    return settled(page)


def search(page: Page, text: str) -> None:
    """Type a search and wait for what it finds."""
    page.get_by_label("Ask a question", exact=True).fill(text)
    expect(page.get_by_role("heading", name=f"found for “{text}”")).to_be_visible()
    settled(page)


def test_an_address_leads_to_its_entry_which_opens_in_place(opener: Opener, address: str) -> None:
    page = opener(f"{address}evidence?q=STR-001")
    expect(page.get_by_text("Above 20 %").first).to_be_visible()
    settled(page)
    page.get_by_role("button", name="More").first.click()
    settled(page)
    expect(page.get_by_text("In pig skin more than that went in less well").first).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    page.keyboard.press("Escape")
    search(page, "glycerin")
    page.wait_for_url(re.compile(r"\?q=glycerin"))
    page.reload()
    expect(page.get_by_label("Ask a question", exact=True)).to_have_value("glycerin")
    expect(page.get_by_role("heading", name="found for “glycerin”")).to_be_visible()


def test_overview_fits_and_has_no_serious_barrier(evidence_on_a_phone: Page) -> None:
    page = evidence_on_a_phone
    page.locator("summary").filter(has_text="L-ascorbic acid").first.click()
    expect(page.get_by_text("usual strength, L-ascorbic acid").first).to_be_visible()
    settled(page)
    for screen in SCREENS:
        show_on(page, screen)
        assert page.get_by_test_id("stTable").count()
        for table in page.get_by_test_id("stTable").all():
            assert table.evaluate(
                "box => [box, ...box.querySelectorAll('*')].every("
                "part => part.scrollWidth <= part.clientWidth + 1 || !part.clientWidth)"
            ), screen
        assert_page_passes(page, f" on {screen}")


def test_findings_fit_and_have_no_serious_barrier_and_both_files_come_down(evidence_on_a_phone: Page) -> None:
    page = evidence_on_a_phone
    search(page, "usual_use")
    # Headings go down one step at a time.
    levels = page.get_by_role("heading").evaluate_all("all => all.map(one => Number(one.tagName.slice(1)))")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert_no_barrier(page, *SCREENS)
    with page.expect_download() as table:
        page.get_by_role("button", name="Everything as CSV").click()
    with page.expect_download() as sources:
        page.get_by_role("button", name="Sources as BibTeX").click()
    assert re.fullmatch(r"vitamin-c-evidence-\w+\.csv", table.value.suggested_filename)
    lines = list(csv.DictReader(io.StringIO(Path(table.value.path()).read_text("utf-8-sig"))))
    assert any(line["key"] == "STR-001.most" and line["value"] == "20" for line in lines)
    assert sources.value.suggested_filename.endswith(".bib")
    assert "@article{pinnell_2001," in Path(sources.value.path()).read_text("utf-8")
