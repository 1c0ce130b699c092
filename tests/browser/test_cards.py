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
from playwright.sync_api import Browser, Page, expect

from calc import catalog
from calc.reports import batch_label_html, recipe_card_html, share
from tests.chromium import (
    PHONE,
    SCREENS,
    WIDE,
    Opener,
    answered,
    assert_no_barrier,
    assert_page_passes,
    fill,
    settled,
    sheet_rows,
)

pytestmark = pytest.mark.browser


def start_from(page: Page, name: str) -> None:
    """Choose a recipe to start from, by keyboard alone."""
    choice = page.get_by_role("radio", name=re.compile(name))
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


def test_the_code_on_the_label_reopens_the_recipe(page: Page, opener: Opener, tmp_path: Path) -> None:
    start_from(page, "15 % acid with ferulic acid")
    expect(page.get_by_role("checkbox", name=re.compile("7.58"))).to_be_visible()
    sheet = sheet_rows(page).all_text_contents()
    path = saved(page, "Label", tmp_path)
    assert path.name == "batch-label.pdf"
    document = pypdfium2.PdfDocument(path)
    (code,) = zxingcpp.read_barcodes(document[0].render(scale=6).to_pil())
    document.close()
    other = answered(opener(code.text, PHONE))
    expect(sheet_rows(other)).to_have_text(sheet)
    assert_no_barrier(page, *SCREENS)


def test_the_papers_carry_the_name_and_the_web_pages_have_no_barrier(
    page: Page, opener: Opener, tmp_path: Path
) -> None:
    page.get_by_role("button", name="More: name it, save as web page").click()
    fill(page, "Name", "Утренняя сыворотка")
    card = saved(page, "Card as a web page", tmp_path)
    label = saved(page, "Label as a web page", tmp_path)
    assert "<h1>Утренняя сыворотка</h1>" in card.read_text("utf-8")
    page.keyboard.press("Escape")
    pdf = saved(page, "Card", tmp_path)
    assert "Утренняя сыворотка" in pypdf.PdfReader(pdf).pages[0].extract_text()
    # The name stands on the paper and nowhere else.
    assert "Утренняя" not in page.url
    for path in (card, label):
        sheet = opener(path.as_uri())
        for width, height, _ in (WIDE, PHONE):
            sheet.set_viewport_size({"width": width, "height": height})
            assert_page_passes(sheet, f" of {path.name} {width} wide")


def test_the_web_pages_print_on_one_page(browser: Browser) -> None:
    sheet = browser.new_page()
    made_on = datetime.date(2026, 11, 23)
    longest = sorted(
        catalog.presets(),
        key=lambda name: len(recipe_card_html(share.make_card(share.preset(name), made_on=made_on))),
    )[-2:]
    for preset in longest:
        request = share.preset(preset)
        stopped = replace(share.make_label(request, made_on=made_on), stop=["Too strong", "Too acid"])
        for html, size in (
            (recipe_card_html(share.make_card(request, made_on=made_on)), (210, 297)),
            (batch_label_html(stopped), (62, 40)),
        ):
            sheet.set_content(html)
            pages = pypdf.PdfReader(io.BytesIO(sheet.pdf(prefer_css_page_size=True))).pages
            assert len(pages) == 1, preset
            printed = [float(side) / 72 * 25.4 for side in pages[0].mediabox[2:]]
            assert printed == pytest.approx(size, abs=0.3), preset
    sheet.close()
