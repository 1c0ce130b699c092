"""From the address to the answer in Chromium, beside an almost empty Streamlit page, in one run.

    python -m bench.first_page [rounds]

Each round opens both, one after the other, each as somebody who was never there before. Seconds are those of
the page itself, from its address to the first frame in which the answer is drawn.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

from bench.client import serving
from tests.chromium import launched

#: At most so many times as long as the almost empty page.
MOST = 1.3
_WATCH = """
window.seen = 0
const look = () => {
  const drawn = document.querySelector('%s')
  if (drawn && drawn.offsetHeight) window.seen = performance.now()
  else requestAnimationFrame(look)
}
requestAnimationFrame(look)
"""


def seconds(browser: Browser, port: int, drawn: str) -> float:
    """Return the seconds until something is drawn on the first page of a server."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(_WATCH % drawn)
    page.goto(f"http://127.0.0.1:{port}/", wait_until="commit")
    page.wait_for_function("window.seen", polling=50)
    used = float(page.evaluate("window.seen")) / 1000
    context.close()
    return used


def main() -> None:
    """Run and print."""
    rounds = int((sys.argv[1:] or ["15"])[0])
    with (
        serving("app.py") as (own, _),
        serving("bench/empty_page.py") as (empty, _),
        sync_playwright() as playwright,
    ):
        browser = launched(playwright)
        pages = {own: ".st-key-headline", empty: '[data-testid="stMarkdown"]'}
        times = [
            {port: seconds(browser, port, drawn) for port, drawn in pages.items()} for _ in range(rounds + 2)
        ]
        browser.close()
    mine, peer = (statistics.median(one[port] for one in times[2:]) for port in (own, empty))
    ratio = f"{mine / peer:.2f} × (aim: at most {MOST} ×)"
    print(f"the answer {mine:.2f} s, an almost empty page {peer:.2f} s: {ratio}")


if __name__ == "__main__":
    main()
