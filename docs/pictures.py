"""Make the pictures of the pages that the README shows, with Chromium: ``make pictures``."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.chromium import COUNT_RERUNS, answered, free_port, launched, run_app, still, stop_app  # noqa: E402

#: File, address under the app, width and height [px], colours.
PICTURES = (
    ("mix.png", "", 1440, 900, "light"),
    ("phone.png", "", 390, 844, "dark"),
)


def make_pictures() -> None:
    """Take a picture of each page in `PICTURES`."""
    port = free_port()
    server = run_app(port)
    try:
        with sync_playwright() as playwright:
            browser = launched(playwright)
            for name, path, width, height, scheme in PICTURES:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if scheme == "dark" else "light",
                )
                context.add_init_script(COUNT_RERUNS)
                page = context.new_page()
                page.goto(f"http://127.0.0.1:{port}/{path}")
                still(answered(page)).screenshot(path=ROOT / "docs" / name)
                context.close()
            browser.close()
    finally:
        stop_app(server)


if __name__ == "__main__":
    make_pictures()
