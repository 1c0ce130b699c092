"""Card and label in a real browser: a recipe to start from, its files, and the code on the label."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from calc import catalog
from calc.reports import batch_label_html, recipe_card_html, share
from tests.chromium import answered, assert_no_barrier, fill, screen, settled

pytestmark = pytest.mark.browser


def start_from(page: Page, name: str) -> None:
    """Choose a recipe to start from, by keyboard alone."""
    page.get_by_role("button", name="Start from a recipe").focus()
    page.keyboard.press("Enter")
    choice = page.get_by_role("button", name=name)
    expect(choice).to_be_visible()
    choice.focus()
    page.keyboard.press("Enter")
    settled(page)


def saved(page: Page, label: str, to: Path) -> Path:
    """Return a file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=label, exact=True).click()
    path = to / download.value.suggested_filename
    download.value.save_as(path)
    return path


def ticks(page: Page) -> Locator:
    return page.get_by_test_id("stCheckbox").filter(has_text="±")


def test_the_code_on_the_label_reopens_the_recipe(every_page: Page, browser: Browser, tmp_path: Path) -> None:
    page = every_page
    start_from(page, "15 % acid with ferulic acid")
    expect(page.get_by_role("heading", name=re.compile("^Weigh 7.58"))).to_be_visible()
    # The choice closes by itself, so that the answer is seen.
    expect(page.get_by_role("button", name="One dose in the palm")).to_be_hidden()
    sheet = ticks(page).all_inner_texts()
    path = saved(page, "Label", tmp_path)
    assert path.name == "batch-label.pdf"
    document = pypdfium2.PdfDocument(path)
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=6).to_pil())
    document.close()
    fresh = screen(browser, 390, 844, "light")
    other = fresh.new_page()
    other.goto(code.text)
    answered(other)
    expect(ticks(other)).to_have_text(sheet)
    fresh.close()
    assert_no_barrier(page)


def test_the_card_carries_the_name(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Name, web page").click()
    fill(page, "What you call it", "Утренняя сыворотка")
    html = saved(page, "Card as a web page", tmp_path).read_text("utf-8")
    assert "<h1>Утренняя сыворотка</h1>" in html
    page.keyboard.press("Escape")
    pdf = saved(page, "Card", tmp_path)
    assert "Утренняя сыворотка" in pypdf.PdfReader(pdf).pages[0].extract_text()
    # The name stands on the paper and nowhere else.
    assert "Утренняя" not in page.url


@pytest.mark.parametrize("kind", ["Card as a web page", "Label as a web page"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_web_pages_are_without_barriers(
    page: Page, browser: Browser, tmp_path: Path, kind: str, width: int
) -> None:
    page.get_by_role("button", name="Name, web page").click()
    path = saved(page, kind, tmp_path)
    context = browser.new_context(viewport={"width": width, "height": 844}, offline=True)
    sheet = context.new_page()
    sheet.goto(path.as_uri())
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not sheet.evaluate(wider)
    found = Axe().run(sheet).response["violations"]
    assert not [each["id"] for each in found if each["impact"] in ("serious", "critical")]
    context.close()


def test_the_recipes_to_start_from_are_without_barriers(every_page: Page) -> None:
    title = every_page.get_by_role("heading", name="What do you want to make?")
    assert title.bounding_box()["y"] < 260
    every_page.get_by_role("button", name="Start from a recipe").click()
    expect(every_page.get_by_role("button", name="Acid in squalane")).to_be_attached()
    assert_no_barrier(every_page)


@pytest.mark.parametrize("preset", catalog.presets())
def test_the_web_pages_print_on_one_page(browser: Browser, tmp_path: Path, preset: str) -> None:
    sheet = browser.new_page()
    made_on = datetime.date(2026, 11, 23)
    request = share.preset(preset)
    stopped = replace(share.make_label(request, made_on=made_on), stop=["Too strong", "Too acid"])
    for html, size in (
        (recipe_card_html(share.make_card(request, made_on=made_on)), (210, 297)),
        (batch_label_html(stopped), (62, 40)),
    ):
        sheet.set_content(html)
        (page,) = pypdf.PdfReader(io.BytesIO(sheet.pdf(prefer_css_page_size=True))).pages
        assert [float(each) / 72 * 25.4 for each in page.mediabox[2:]] == pytest.approx(size, abs=0.3)
    sheet.close()
