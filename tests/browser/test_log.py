"""A batch from the bench to the bin, in a real browser: on a file of this computer, and on a server."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from calc.log import LoggedBatch, WeighedLine, open_log
from calc.mixing.request import MixRequest
from calc.reports import share
from tests.chromium import (
    PHONE,
    SCREENS,
    WIDE,
    App,
    Opener,
    Screen,
    answered,
    assert_no_barrier,
    fill,
    press,
    settled,
    show_on,
)
from tests.postgres import Server

pytestmark = pytest.mark.browser

ENTRY = re.compile(r"batch=[0-9a-f-]{36}")
RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 25.33},
        {"ingredient": "l_ascorbic_acid", "mass_g": 4.55, "purity": 0.99},
    ],
    "storage": {"temperature_C": 5.0, "package": "dropper_bottle"},
}


@pytest.fixture
def visit(opener: Opener) -> Opener:
    """Opens pages, and waits until each is there."""

    def opened(url: str, screen: Screen = WIDE) -> Page:
        page = opener(url, screen)
        expect(page.get_by_role("link", name="Batches")).to_be_visible()
        return settled(page)

    return opened


def keep(page: Page, name: str, lot: str = "") -> None:
    """Keep the batch of Mix, and open it."""
    page.get_by_role("button", name="Save to Batches").click()
    expect(page.get_by_label("Lot of the powder", exact=True)).to_be_visible()
    fill(page, "Name", name)
    fill(page, "Lot of the powder", lot)
    press(page, "Save")
    expect(page.get_by_text(f"Saved: {name}.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name=re.compile("^Open it in")).first.click()
    expect(page.get_by_role("heading", name="Readings")).to_be_visible()
    settled(page)


def unfold(page: Page, name: str) -> None:
    """Open a folded part."""
    page.locator("summary").filter(has_text=name).click()
    settled(page)


def weigh(page: Page, row: str, text: str) -> None:
    """Type what was weighed, key by key."""
    field = page.get_by_label(re.compile(f"^{row}"))
    field.press_sequentially(text)
    field.press("Tab")
    settled(page)


def code_on(label: bytes | Path) -> str:
    """Return what the code on a label holds, by another program than the one that drew it."""
    document = pypdfium2.PdfDocument(label)
    picture = document[0].render(scale=6).to_pil()
    document.close()
    (code,) = zxingcpp.read_barcodes(picture)
    return str(code.text)


def test_a_batch_is_made_weighed_measured_labelled_deleted_brought_back_and_made_again(
    server: App, visit: Opener, tmp_path: Path
) -> None:
    page = visit(f"{server.base}/batches", PHONE)
    expect(page.get_by_text("No batches yet.")).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    page.get_by_role("link", name="Mix a batch").click()
    answered(page)
    show_on(page, WIDE)
    fill(page, "Strength", "12 %")
    fill(page, "Size", "50 g")
    name = "Evening serum with a name that is so long that a phone has to break it"
    keep(page, name, "A12")
    kept_at = page.url
    assert ENTRY.search(kept_at)

    unfold(page, "What was weighed")
    weigh(page, "1 · Water", "43,70")
    weigh(page, "2 · L-ascorbic acid", "6.1 g")
    press(page, "Save")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    press(page, "Reading")
    fill(page, "Measured pH", "3.15")
    fill(page, "Accuracy (± of meter, or strip step)", "0.05")
    press(page, "Save reading")
    expect(page.get_by_text(re.compile("pH 3.15 ± 0.05$")).first).to_be_visible()
    expect(page.get_by_text(re.compile("°C and measured; your meter"))).to_be_visible()
    unfold(page, "Card, web pages and link")
    assert_label_reopens_the_recipe(page, tmp_path)
    unfold(page, "Finish or delete")
    press(page, "Reading")
    page.get_by_text("Colour", exact=True).click()
    settled(page)
    fill(page, "Colour in words", "pale straw")
    assert_no_barrier(page, *SCREENS)
    press(page, "Save reading")
    expect(page.get_by_text(re.compile(": pale straw$")).first).to_be_visible()
    press(page, "Delete it from the log")
    undo = page.get_by_role("button", name=re.compile("^Undo: bring"))
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is back")).to_be_visible()
    settled(page)
    unfold(page, "Export / import")
    expect(page.get_by_role("button", name="Everything as JSON")).to_be_visible()
    assert_no_barrier(page, *SCREENS)

    server.restart()
    later = visit(f"{server.base}/log")
    later.wait_for_url(re.compile("/batches$"))
    later.get_by_role("button", name=name).click()
    expect(later.get_by_role("heading", name=name)).to_be_visible()
    settled(later)
    unfold(later, "What was weighed")
    expect(later.get_by_label(re.compile("^2 · L-ascorbic acid"))).to_have_value("6.1 g")
    expect(later.get_by_label("Lot of the powder", exact=True)).to_have_value("A12")
    expect(later.get_by_text(re.compile("pH 3.15 ± 0.05$")).first).to_be_visible()
    assert ENTRY.search(later.url)[0] == ENTRY.search(kept_at)[0]
    press(later, "Make again")
    answered(later)
    expect(later.get_by_label("Strength", exact=True)).to_have_value("12 %")


def assert_label_reopens_the_recipe(page: Page, to: Path) -> None:
    """Refuse a label that does not say what was measured, or whose code is not the link of the recipe."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Label", exact=True).click()
    label = to / download.value.suggested_filename
    download.value.save_as(label)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert code_on(label) == link
    recipe = share.open_link(link)
    assert isinstance(recipe, MixRequest)
    assert (recipe.strength, recipe.batch) == ("12 %", "50 g")
    text = pypdfium2.PdfDocument(label)
    said = text[0].get_textpage().get_text_bounded()
    text.close()
    assert "Evening serum" in said
    assert "measured" in said


def test_a_server_shows_and_keeps_what_other_processes_do(postgres: Server, visit: Opener) -> None:
    database = postgres.new_database()
    entry = LoggedBatch("Evening serum", RECIPE, weighed=(WeighedLine("water", 25.33),), powder_lot="A12")
    with open_log(database) as log:
        id = log.add(entry).id
    app = App(DATABASE_URL=database)
    try:
        page = visit(f"{app.base}/batches?batch={id}")
        expect(page.get_by_role("heading", name="Evening serum")).to_be_visible()
        settled(page)
        expect(page.get_by_label("Lot of the powder", exact=True)).to_have_value("A12")
        unfold(page, "What was weighed")
        weigh(page, "1 · Water", "25,10")
        press(page, "Save")
        expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    finally:
        app.stop()
    with open_log(database) as log:
        assert log.get(id).weighed[0].actual_g == 25.1


def test_a_page_for_others_gives_the_log_as_a_file(visit: Opener, tmp_path: Path) -> None:
    app = App("--server.address", "0.0.0.0", BENCH_LOG_FILE=str(tmp_path / "batches.sqlite"))
    try:
        page = visit(app.base)
        answered(page)
        keep(page, "Evening serum")
        press(page, "All batches")
        expect(page.get_by_text("lives in this visit alone")).to_be_visible()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download my log file").click()
        file = tmp_path / "mine.json"
        download.value.save_as(file)
        other = visit(f"{app.base}/batches")
        expect(other.get_by_text("No batches yet.")).to_be_visible()
        other.locator("input[type=file]").set_input_files(file)
        expect(other.get_by_text("In this file: 1 batch: Evening serum")).to_be_visible()
        press(other, "Add them")
        expect(other.get_by_text("1 batch added, 0 here already.")).to_be_visible()
        expect(other.get_by_role("button", name="Evening serum")).to_be_visible()
        assert_no_barrier(other)
    finally:
        app.stop()
    assert not (tmp_path / "batches.sqlite").exists()
