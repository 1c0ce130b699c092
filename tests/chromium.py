"""A real browser on the real app: what all browser tests share."""

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
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect, sync_playwright

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


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
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
    """Wait until no rerun is under way, and none is about to start."""
    page.wait_for_timeout(250)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def fill(page: Page, label: str, text: str) -> None:
    """Type a text into a field, key by key, and leave it with Tab."""
    field = page.get_by_label(label, exact=True)
    field.fill("")
    field.press_sequentially(text)
    field.press("Tab")
    settled(page)


def assert_no_barrier(page: Page) -> None:
    """Refuse a page that scrolls sideways or that axe finds serious fault with."""
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
