"""The Evidence page in a real browser: finding, links, downloads, phone width, dark mode, barriers."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import SCREENS, answered, assert_no_barrier, screen, settled

pytestmark = pytest.mark.browser


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[2]}")
def evidence_page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The Evidence page on each kind of screen."""
    context = screen(browser, *request.param)
    page = context.new_page()
    page.goto(f"{address}evidence")
    shown(page)
    yield page
    context.close()


@pytest.fixture
def wide_page(browser: Browser) -> Iterator[Page]:
    """An empty page on a wide, light screen."""
    context = screen(browser, *SCREENS[0])
    yield context.new_page()
    context.close()


def shown(page: Page) -> None:
    """Wait until the whole page is there."""
    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()
    expect(page.get_by_text(re.compile("^Model .+ data"))).to_be_visible()
    settled(page)


def search(page: Page, text: str) -> None:
    """Type a search and wait for what it finds."""
    page.get_by_label("Search", exact=True).fill(text)
    expect(page.get_by_role("heading", name=f"found for “{text}”")).to_be_visible()
    settled(page)


def test_found_from_mix_in_three_interactions(wide_page: Page, address: str) -> None:
    page = wide_page
    page.goto(address)
    answered(page)
    page.get_by_role("link", name="Evidence").click()
    page.get_by_label("Search", exact=True).fill("Pinnell")
    first = page.get_by_role("heading", level=3).first
    expect(first).to_contain_text("Pinnell 2001 · Topical L-ascorbic acid")
    link = page.get_by_role("link", name=re.compile("doi.org")).first
    expect(link).to_have_attribute("href", "https://doi.org/10.1046/j.1524-4725.2001.00264.x")


def test_an_address_leads_to_its_entry_and_follows_the_search(wide_page: Page, address: str) -> None:
    page = wide_page
    page.goto(f"{address}evidence?q=STR-001")
    expect(page.get_by_role("heading", name="STR-001 · Above 20 %: STOP")).to_be_visible()
    search(page, "glycerin")
    page.wait_for_url(re.compile(r"\?q=glycerin"))
    page.reload()
    expect(page.get_by_label("Search", exact=True)).to_have_value("glycerin")
    expect(page.get_by_role("heading", name="found for “glycerin”")).to_be_visible()


def test_typing_is_enough_and_keeps_the_place(evidence_page: Page) -> None:
    field = evidence_page.get_by_label("Search", exact=True)
    field.press_sequentially("SAP density unknown")
    expect(evidence_page.get_by_role("heading", level=3).first).to_contain_text("density: unknown")
    expect(field).to_be_focused()
    expect(field).to_have_value("SAP density unknown")


def test_both_files_come_down(wide_page: Page, address: str) -> None:
    page = wide_page
    page.goto(f"{address}evidence")
    shown(page)
    with page.expect_download() as table:
        page.get_by_role("button", name="Everything as CSV").click()
    with page.expect_download() as sources:
        page.get_by_role("button", name="Sources as BibTeX").click()
    assert re.fullmatch(r"vitamin-c-evidence-\w+\.csv", table.value.suggested_filename)
    lines = list(csv.DictReader(io.StringIO(Path(table.value.path()).read_text("utf-8-sig"))))
    assert any(line["key"] == "STR-001.most" and line["value"] == "20" for line in lines)
    assert sources.value.suggested_filename.endswith(".bib")
    assert "@article{pinnell_2001," in Path(sources.value.path()).read_text("utf-8")


def test_overview_fits_and_has_no_serious_barrier(evidence_page: Page) -> None:
    evidence_page.locator("summary").first.click()
    expect(evidence_page.get_by_role("heading", name="L-ascorbic acid · form of vitamin C")).to_be_visible()
    for table in evidence_page.get_by_test_id("stTable").all():
        assert table.evaluate(
            "box => [box, ...box.querySelectorAll('*')].every("
            "each => each.scrollWidth <= each.clientWidth + 1 || !each.clientWidth)"
        )
    assert_no_barrier(evidence_page)


def test_findings_fit_and_have_no_serious_barrier(evidence_page: Page) -> None:
    for text in ("STR-001", "pinnell_2001", "usual_use", "intake.adult", "course.alcohol", "The Ordinary"):
        search(evidence_page, text)
        assert_no_barrier(evidence_page)


def test_headings_go_down_one_step_at_a_time(evidence_page: Page) -> None:
    search(evidence_page, "density")
    levels = [
        int(each.evaluate("heading => heading.tagName.slice(1)"))
        for each in evidence_page.get_by_role("heading").all()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
