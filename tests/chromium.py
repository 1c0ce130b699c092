"""A real browser on the real app: what all browser tests share."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    Error,
    Locator,
    Page,
    Playwright,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parent.parent
# Without a window Chromium is drawn with a fifth less work, where it is installed.
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No page lives long enough to win back what compilers that optimise cost, nor a tidy young generation.
    "--js-flags=--no-maglev --no-turbofan --min-semi-space-size=16",
    # No name but this machine's leads anywhere, whatever a page asks for.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
Screen = tuple[int, int, str]
WIDE: Screen = (1280, 900, "light")
PHONE: Screen = (390, 844, "light")
DARK_PHONE: Screen = (390, 844, "dark")
# No contrast hangs on the width, and no width on the colours: these two show what all four would.
SCREENS: tuple[Screen, ...] = (WIDE, DARK_PHONE)
ALL_SCREENS: tuple[Screen, ...] = (WIDE, (1280, 900, "dark"), DARK_PHONE, PHONE)

# Waits are for states. This is how long a state may take on a machine that is busy with other work.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)

# Counts, in the page, the reruns it asked for that have not begun, and those begun that are not over.
# The numbers are those of the fields of Streamlit's BackMsg and ForwardMsg; a field begins with its
# number and the kind of its value (0 a varint, 2 a length and as many bytes).
COUNT_RERUNS = """
(() => {
  const RERUN_SCRIPT = 11, NEW_SESSION = 4, SCRIPT_FINISHED = 6, EARLY_FOR_RERUN = 2;
  const reruns = window.reruns = {asked: 0, running: 0, last: performance.now()};
  const varint = (bytes, at) => {
    let value = 0, scale = 1, byte;
    do { byte = bytes[at++]; value += (byte & 127) * scale; scale *= 128; } while (byte & 128);
    return [value, at];
  };
  const fields = data => {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data, values = new Map();
    for (let at = 0, tag, value; at < bytes.length;) {
      [tag, at] = varint(bytes, at);
      [value, at] = varint(bytes, at);
      values.set(Math.floor(tag / 8), value);
      if (tag % 8 === 2) at += value;
    }
    return values;
  };
  const heard = message => {
    if (!(message.data instanceof ArrayBuffer)) return;
    const values = fields(message.data);
    reruns.last = performance.now();
    if (values.has(NEW_SESSION)) {
      reruns.asked = Math.max(0, reruns.asked - 1);
      reruns.running = 1;
    }
    // A run that gives way to one of parts of the page is not over with its own end.
    if (values.has(SCRIPT_FINISHED) && values.get(SCRIPT_FINISHED) !== EARLY_FOR_RERUN) reruns.running = 0;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", heard);
    }
    send(data) {
      if (typeof data !== "string" && fields(data).has(RERUN_SCRIPT)) {
        reruns.asked += 1;
        reruns.last = performance.now();
      }
      super.send(data);
    }
  };
})();
"""

# Waits, in the page, until it has nothing left to do and no rerun is asked for, under way or still being
# drawn; false when that took too long. Of two reruns asked for in one breath the server may run the second
# alone: then the count stays one too high, and the answer that came, with nothing after it, is what counts.
SETTLE = """
async patience => {
  const until = performance.now() + patience;
  const isSettled = async () => {
    for (let pass = 0; pass < 2; pass++) {
      // A page in the background has no idle moments of its own.
      await new Promise(done => requestIdleCallback(done, {timeout: 200}));
      const {asked, running, last} = window.reruns;
      const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
      if (state !== "notRunning" || running || document.querySelector("[data-stale=true]")) return false;
      if (asked && performance.now() - last < 2000) return false;
    }
    return true;
  };
  while (!await isSettled()) {
    if (performance.now() > until) return false;
    await new Promise(done => setTimeout(done, 20));
  }
  window.reruns.asked = 0;
  return true;
}
"""

# True once nothing fades, slides or unfolds any more; what turns for ever is left out.
IS_STILL = """
() => document.getAnimations().every(
  one => one.playState !== "running" || one.effect?.getComputedTiming().endTime === Infinity
)
"""

# Only what fails is brought over, in few words. Text outside of landmarks takes long to look for and is
# never called serious.
FIND_BARRIERS = """
() => axe.run(document, {
  resultTypes: ["violations"], rules: {region: {enabled: false}}
}).then(({violations}) => violations
  .filter(({impact}) => impact === "serious" || impact === "critical")
  .map(({id, help, nodes}) => `${id}: ${help}: ${nodes[0].html.slice(0, 200)}`))
"""


def run_app(port: int, *options: str, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the app on a port, and wait until it answers."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), *options]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        wait_until_healthy(f"http://127.0.0.1:{port}", server)
    except BaseException:
        server.kill()
        server.wait()
        raise
    return server


def stop_app(server: subprocess.Popen[bytes]) -> None:
    """Stop the app, and wait until it is gone."""
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_healthy(base: str, server: subprocess.Popen[bytes]) -> None:
    """Wait for the server; unknown paths answer 200 too, so the body is what counts."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped before it answered"
        try:
            with urllib.request.urlopen(f"{base}/_stcore/health", timeout=5) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer within a minute")


class App:
    """The app as a process of its own, which can be stopped and started.

    Parameters
    ----------
    *options : str
        Of ``streamlit run``.
    **environment : str
        Variables that it finds beside those of this process.
    """

    def __init__(self, *options: str, **environment: str) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.options = options
        self.environment = {**os.environ, **environment}
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = run_app(self.port, *self.options, environment=self.environment)

    def stop(self) -> None:
        """Stop it."""
        stop_app(self.process)

    def restart(self) -> None:
        """Stop it and start it again."""
        self.stop()
        self.start()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app on a free port of this machine, one for all tests, on a log that nobody has kept a batch in."""
    app = App(BENCH_LOG_FILE=str(tmp_path_factory.mktemp("own") / "new" / "batches.sqlite"))
    yield app
    app.stop()


@pytest.fixture(scope="session")
def address(server: App) -> str:
    """Where the app is."""
    return f"{server.base}/"


def launched(playwright: Playwright) -> Browser:
    """Return a Chromium: the machine's, or Playwright's own, fetched if need be."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program:
        return playwright.chromium.launch(executable_path=program, args=QUIET)
    try:
        return playwright.chromium.launch(args=QUIET)
    except Error:
        fetch = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(fetch, timeout=300, check=True, capture_output=True)
        return playwright.chromium.launch(args=QUIET)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; without one they are skipped loudly, and fail under CI."""
    with sync_playwright() as playwright:
        try:
            chromium = launched(playwright)
        except (Error, subprocess.SubprocessError) as error:
            if os.environ.get("CI"):
                pytest.fail(f"no Chromium to be had: {error}")
            pytest.skip("no Chromium to be had")
        yield chromium
        chromium.close()


# Opens an address in a window of its own, on a wide and light screen or another.
Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def computers(browser: Browser) -> Iterator[Callable[[int], Page]]:
    """Gives the window on somebody's computer by its number.

    It stays open from test to test, since a new one starts a process and compiles the scripts again.
    """
    pages: list[Page] = []

    def computer(number: int) -> Page:
        while number >= len(pages):
            context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
            context.set_default_timeout(PATIENCE_MS)
            context.add_init_script(COUNT_RERUNS)
            pages.append(context.new_page())
        return pages[number]

    yield computer
    for page in pages:
        page.context.close()


@pytest.fixture
def opener(computers: Callable[[int], Page]) -> Iterator[Opener]:
    """Opens addresses, each on a computer of its own that remembers no other test, and leaves them all.

    A page that asks anything of another machine fails the test.
    """
    pages: list[Page] = []
    strangers: list[str] = []

    def note(url: str) -> None:
        if re.match(r"(https?|wss?)://(?!127\.0\.0\.1[:/])", url):
            strangers.append(url)

    def note_request(request: Request) -> None:
        note(request.url)

    def note_socket(socket: WebSocket) -> None:
        note(socket.url)

    def opened(url: str, screen: Screen = WIDE) -> Page:
        width, height, scheme = screen
        page = computers(len(pages))
        pages.append(page)
        page.on("request", note_request)
        page.on("websocket", note_socket)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        if url.startswith("http"):
            # What an earlier test left is taken away where no script runs that could write it again.
            page.goto(urllib.parse.urljoin(url, "/_stcore/health"))
            page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        page.goto(url)
        return page

    yield opened
    for page in pages:
        page.goto("about:blank")
        page.context.clear_cookies()
        page.remove_listener("request", note_request)
        page.remove_listener("websocket", note_socket)
    assert not strangers, f"a page asked for {strangers}"


@pytest.fixture
def page(opener: Opener, address: str) -> Page:
    """The open page on a wide, light screen."""
    return answered(opener(address))


@pytest.fixture
def phone_page(opener: Opener, address: str) -> Page:
    """The open page on a phone."""
    return answered(opener(address, PHONE))


def answered(page: Page) -> Page:
    """Wait until Mix shows an answer; returns the page."""
    expect(page.locator(".st-key-answer-sheet h3")).to_be_visible()
    expect(sheet_rows(page).or_(page.locator(".st-key-ways-out")).first).to_be_visible()
    return settled(page)


def sheet_rows(page: Page) -> Locator:
    """Return the rows of the weighing sheet."""
    return page.locator(".st-key-answer-sheet .row")


def way(page: Page, name: str) -> None:
    """Choose what to do on Mix."""
    page.get_by_role("radio", name=name, exact=True).click()
    settled(page)


def settled(page: Page) -> Page:
    """Wait until no rerun is under way, and none was asked for; returns the page."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            assert page.evaluate(SETTLE, PATIENCE_MS), f"still at work: {page.evaluate('window.reruns')}"
        except Error as gone:  # the page was loaded anew meanwhile: the new one is waited for
            if "context was destroyed" not in str(gone) or time.monotonic() > until:
                raise
        else:
            return page


def still(page: Page) -> Page:
    """Wait until the page is settled and nothing on it moves; returns the page."""
    settled(page)
    page.wait_for_function(IS_STILL)
    return page


def fill(page: Page, label: str, text: str) -> None:
    """Put a text into a field and leave it with Tab."""
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")
    settled(page)


def press(page: Page, label: str | re.Pattern[str]) -> None:
    """Press a button."""
    page.get_by_role("button", name=label, exact=True).click()
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list, as somebody does who types what is looked for."""
    settled(page)  # a page that is being drawn again may replace the box
    box = page.get_by_role("combobox", name=label, exact=True)
    box.scroll_into_view_if_needed()
    still(page)  # a list closes when what it hangs on moves, as an opening fold does
    box.click()
    box.press_sequentially(option)
    page.get_by_role("option", name=option, exact=True).click()
    settled(page)


def show_on(page: Page, screen: Screen) -> None:
    """Show an open page on another screen."""
    width, height, scheme = screen
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.wait_for_function(
        """scheme => {
          const channels = getComputedStyle(document.querySelector("[data-testid=stApp]"))
            .backgroundColor.match(/[0-9.]+/g).map(Number);
          return (channels[0] + channels[1] + channels[2] < 384) === (scheme === "dark");
        }""",
        arg=scheme,
    )
    still(page)


def assert_no_barrier(page: Page, *screens: Screen) -> None:
    """Refuse a page that scrolls sideways or that axe finds serious fault with.

    Parameters
    ----------
    page : Page
        As it stands, or on each of the screens in turn: it stays on the last.
    """
    if not screens:
        still(page)
        assert_page_passes(page)
    for screen in screens:
        show_on(page, screen)
        assert_page_passes(page, f" on {screen}")


def assert_page_passes(page: Page, where: str = "") -> None:
    """Refuse a page, whatever it is of, that scrolls sideways or that axe finds serious fault with."""
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), f"the page scrolls sideways{where}"
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    barriers: Sequence[str] = page.evaluate(FIND_BARRIERS)
    assert not barriers, "\n".join([f"barriers{where}:", *barriers])
