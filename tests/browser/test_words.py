"""The pages in a language with longer words: what people read comes from the catalogue, and has room."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from calc.messages import FOLDER
from calc.messages import LANGUAGE as VARIABLE
from tests.chromium import PHONE, App, Opener, settled
from tests.pseudo_locale import ACCENTED, LANGUAGE, write_catalogue

pytestmark = pytest.mark.browser

PAGES = ("", "keeps", "compare", "check", "batches", "evidence")
# Every text that is drawn.
SHOWN_TEXTS = """
() => {
  const found = [], seen = {visibilityProperty: true, opacityProperty: true};
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const text = node.textContent.trim(), element = node.parentElement;
    if (!text || !element.checkVisibility(seen)) continue;
    if (element.closest("style, script")) continue;
    if (getComputedStyle(element).fontFamily.includes("Material")) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 2 && box.height > 2) found.push(text);
  }
  return found;
}
"""
# Controls whose words are cut off at their edge, and pairs of which one lies on the other.
FAULTS = """
() => {
  const seen = {visibilityProperty: true, opacityProperty: true};
  const main = document.querySelector("[data-testid=stMain]");
  const controls = [...main.querySelectorAll("button, input, textarea, a[href]")]
    .filter(one => one.tabIndex >= 0 && one.checkVisibility(seen) && !one.closest(".st-key-pages"))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 8 && box.height > 8);
  const words = [...main.querySelectorAll("button p, summary p, label p")];
  const cut = words.filter(one => one.checkVisibility(seen) && one.clientWidth > 2)
    .filter(one => one.scrollWidth > one.clientWidth + 1);
  const found = cut.map(one => `cut: ${one.textContent}`);
  controls.forEach(([a, first], i) => controls.slice(i + 1).forEach(([b, other]) => {
    if (a.contains(b) || b.contains(a) || a.closest("label")?.contains(b)) return;
    const wide = Math.min(first.right, other.right) - Math.max(first.left, other.left);
    const high = Math.min(first.bottom, other.bottom) - Math.max(first.top, other.top);
    const [one, another] = [a, b].map(control => control.outerHTML.slice(0, 90));
    if (wide > 3 && high > 3) found.push(`overlap: ${one} and ${another}`);
  }));
  return found;
}
"""
# What no catalogue holds: names, codes, what people type, and what Streamlit itself says.
NAMES = re.compile(
    r"ascorb|sodium|Water|water|soda|CSV|Excel|SQLite|http|^yyyy$"
    r"|^Upload$|per file$|unknown|^(NOTE|CAUTION|STOP)$"
)
# Of Evidence every second text may be a name, a word of the data files for a kind, or a place in a source.
PLAIN_SHARE = {"evidence": 0.5}


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The app in a language that nobody speaks."""
    folder = tmp_path_factory.mktemp("locale")
    write_catalogue(folder)
    log = str(tmp_path_factory.mktemp("own") / "batches.sqlite")
    app = App(BENCH_LOG_FILE=log, **{VARIABLE: LANGUAGE, FOLDER: str(folder)})
    yield app
    app.stop()


@pytest.mark.parametrize("path", PAGES)
def test_a_longer_language_fits_on_a_phone(spoken: App, opener: Opener, path: str) -> None:
    phone = opener(f"{spoken.base}/{path}", PHONE)
    expect(phone.locator(".st-key-pages a")).to_have_count(6)
    expect(phone.get_by_text(ACCENTED).nth(6)).to_be_visible()
    settled(phone)
    assert phone.locator("[data-testid=stException]").count() == 0
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not phone.evaluate(wider), "the page scrolls sideways"
    assert phone.evaluate(FAULTS) == []
    texts = set(phone.evaluate(SHOWN_TEXTS))
    words = [text for text in texts if re.search(r"[^\W\d_]{3}", text) and not NAMES.search(text)]
    assert words
    plain = [text for text in words if not ACCENTED.search(text)]
    assert len(plain) <= PLAIN_SHARE.get(path, 0) * len(words), f"outside the catalogue: {plain}"
