"""What only a real browser shows: typing, reload, links, phone width, dark mode, accessibility."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = [
    (1280, 900, "light"),
    (1280, 900, "dark"),
    (390, 844, "light"),
    (390, 844, "dark"),
]
THIN = "\u202f"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The app on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def wait_until_healthy(base: str, server: subprocess.Popen[bytes]) -> None:
    """Wait for the server; unknown paths answer 200 too, so the body is what counts."""
    for _ in range(300):
        assert server.poll() is None, "the server stopped before it answered"
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer within 30 s")


def launched(playwright: Playwright) -> Browser:
    """Return a Chromium: the machine's, or Playwright's own, fetched if need be."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found:
        return playwright.chromium.launch(executable_path=found, args=QUIET)
    try:
        return playwright.chromium.launch(args=QUIET)
    except Error:
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, timeout=300, check=True, capture_output=True)
        return playwright.chromium.launch(args=QUIET)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; without one these tests are skipped loudly, and fail under CI."""
    with sync_playwright() as playwright:
        try:
            chromium = launched(playwright)
        except (Error, subprocess.SubprocessError) as error:
            if os.environ.get("CI"):
                pytest.fail(f"no Chromium to be had: {error}")
            pytest.skip("no Chromium to be had")
        yield chromium
        chromium.close()


def screen(browser: Browser, width: int, height: int, scheme: str) -> BrowserContext:
    """Return a fresh browser of a size and a colour scheme that talks to this machine only."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(15_000)
    context.route(
        re.compile(r"^(?!(https?|ws)://127\.0\.0\.1)"),
        lambda route: pytest.fail(f"the page asked for {route.request.url}"),
    )
    return context


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The open page on a wide, light screen."""
    yield from opened(browser, address, *SCREENS[0])


@pytest.fixture(params=SCREENS, ids=lambda screen: f"{screen[0]}-{screen[2]}")
def every_page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The open page on each kind of screen."""
    yield from opened(browser, address, *request.param)


def opened(browser: Browser, address: str, width: int, height: int, scheme: str) -> Iterator[Page]:
    """Yield the page once its answer is there, and close its browser afterwards."""
    context = screen(browser, width, height, scheme)
    page = context.new_page()
    page.goto(address)
    answered(page)
    yield page
    context.close()


def answered(page: Page) -> None:
    """Wait until the page shows an answer."""
    expect(page.get_by_role("heading", name=re.compile("^(Weigh .+ of|You have)"))).to_be_visible()
    settled(page)


def settled(page: Page) -> None:
    """Wait until no rerun is under way."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def fill(page: Page, label: str, text: str) -> None:
    """Type a text into a field, key by key, and leave it with Tab."""
    field = page.get_by_label(label, exact=True)
    field.fill("")
    field.press_sequentially(text)
    field.press("Tab")
    settled(page)


@pytest.mark.parametrize(("typed", "read"), [("0,05", "0.05"), ("0.05", "0.05"), ("3/4", "0.75")])
def test_typed_numbers_are_read_as_meant(page: Page, typed: str, read: str) -> None:
    fill(page, "My scale shows steps of", typed)
    expect(page.get_by_text(f"= {read}{THIN}g", exact=True)).to_be_visible()


def test_ambiguous_number_is_settled_with_a_button(every_page: Page) -> None:
    fill(every_page, "Batch size", "4,545")
    expect(every_page.get_by_text("this can be read in two ways").first).to_be_visible()
    expect(every_page.get_by_role("button", name="4545")).to_be_visible()
    every_page.get_by_role("button", name="4.545").click()
    expect(every_page.get_by_label("Batch size", exact=True)).to_have_value("4.545")
    expect(every_page.get_by_role("heading", name=re.compile("^Weigh 0.69"))).to_be_visible()


def test_a_pause_is_enough(page: Page) -> None:
    field = page.get_by_label("Strength", exact=True)
    field.fill("10")
    expect(page.get_by_role("heading", name=re.compile("^Weigh 3.03.g"))).to_be_visible()
    expect(field).to_be_focused()


def test_whole_job_survives_reload_and_hand_over(every_page: Page, browser: Browser) -> None:
    page = every_page
    fill(page, "Strength", "12,5")
    fill(page, "Batch size", "1 fl oz")
    page.get_by_text("Full bench", exact=True).click()
    others = page.get_by_label("Other ingredients, one per line")
    others.fill("glycerin 5 %\nferulic acid 0,15 g")
    others.press("Control+Enter")
    expect(page.get_by_role("checkbox", name=re.compile("Ferulic acid"))).to_be_visible()
    page.get_by_text(re.compile("L-ascorbic acid .±")).click()
    expect(page.get_by_role("checkbox", name=re.compile("L-ascorbic acid"))).to_be_checked()
    sheet = ticks(page).all_inner_texts()
    assert any("0.15" in row for row in sheet)
    page.wait_for_url(re.compile(r"\?r=1"))
    page.reload()
    answered(page)
    expect(ticks(page)).to_have_text(sheet)
    page.get_by_role("button", name="Copy link").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    fresh = screen(browser, 390, 844, "light")
    other = fresh.new_page()
    other.goto(link)
    answered(other)
    expect(ticks(other)).to_have_text(sheet)
    expect(other.get_by_label("Strength", exact=True)).to_have_value("12,5")
    fresh.close()


def ticks(page: Page) -> Locator:
    """Return the rows of the weighing sheet."""
    return page.get_by_test_id("stCheckbox").filter(has_text="±")


def test_stop_is_seen_and_said(every_page: Page) -> None:
    fill(every_page, "Strength", "22 %")
    stop = every_page.get_by_role("alert").filter(has_text="STOP")
    expect(stop).to_be_visible()
    expect(stop.get_by_test_id("stAlertDynamicIcon")).to_be_visible()
    fill(every_page, "Strength", "20.0 %")
    expect(every_page.get_by_role("alert").filter(has_text="STOP")).to_have_count(0)


def test_start_again_is_undone(page: Page) -> None:
    fill(page, "Strength", "11 %")
    page.get_by_role("button", name="Start again").click()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("15 %")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_label("Strength", exact=True)).to_have_value("11 %")


def test_keyboard_is_enough(page: Page) -> None:
    page.get_by_label("Strength", exact=True).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("10 %")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Weigh 3.03.g"))).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "checkbox" and "±" in page.evaluate(
            "document.activeElement.closest('label').innerText"
        ):
            break
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name=re.compile("Water"))).to_be_checked()


def test_damaged_link_is_explained(browser: Browser, address: str) -> None:
    context = screen(browser, 390, 844, "light")
    page = context.new_page()
    page.goto(f"{address}?r=1damaged")
    answered(page)
    expect(page.get_by_text("this link is damaged")).to_be_visible()
    context.close()


def test_fits_the_screen_and_has_no_serious_barrier(every_page: Page) -> None:
    page = every_page
    fill(page, "Strength", "22 %")
    page.get_by_text("Full bench", exact=True).click()
    expect(page.get_by_label("Purity of the powder")).to_be_visible()
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_role("table")).to_be_visible()
    settled(page)
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), "the page scrolls sideways"
    page.wait_for_timeout(500)  # axe must not meet an element that is still fading in
    barriers = [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}"
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert not barriers, "\n".join(barriers)
