"""The pages in a language with longer words: what people read comes from the catalogue, and has room.

Everything that folds is unfolded, and a panel of each kind is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from calc import catalog
from calc.messages import FOLDER
from calc.messages import LANGUAGE as VARIABLE
from tests.chromium import PHONE, App, Opener, settled, still
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
  const words = [...document.querySelectorAll(`button p, summary p, label p, h1, h2, h3, h4, td, th,
    [data-testid=stMarkdownContainer] > p, [data-testid=stMarkdownContainer] li, .st-key-pages a`)];
  // What only a screen reader says stands in a box of a dot's size, or is clipped away.
  const isDrawn = one => {
    for (let part = one, level = 0; part && level < 6; part = part.parentElement, level++) {
      const box = part.getBoundingClientRect();
      const clipped = getComputedStyle(part).clipPath !== "none" || getComputedStyle(part).clip !== "auto";
      if (box.height <= 2 || box.width <= 2 || clipped) return false;
    }
    return true;
  };
  const cut = words.filter(one => one.checkVisibility(seen) && isDrawn(one))
    .filter(one => one.scrollWidth > one.clientWidth + 1);
  const found = cut.map(one => `cut: ${one.textContent}`);
  const pages = [...document.querySelectorAll(".st-key-pages a p")].map(one => {
    const range = document.createRange();
    range.selectNodeContents(one);
    return [one.textContent, range.getBoundingClientRect()];
  });
  pages.slice(1).forEach(([name, box], i) => {
    if (box.left < pages[i][1].right) found.push(`overlap: ${pages[i][0]} and ${name}`);
    if (box.right > innerWidth) found.push(`cut: ${name}`);
  });
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
# Opens what is folded, and says how much that was.
UNFOLD = """
() => {
  const folded = [...document.querySelectorAll("[data-testid=stMain] details:not([open]) > summary")]
    .filter(one => one.checkVisibility());
  folded.forEach(one => one.click());
  return folded.length;
}
"""
# The panels of a page that can be opened, one of each kind: those of many rows are alike.
PANELS = """
() => {
  const kinds = new Set();
  const panels = [...document.querySelectorAll("[data-testid=stMain] [data-testid=stPopoverButton]")];
  panels.forEach((one, i) => one.setAttribute("data-panel", i));
  return panels.filter(one => one.checkVisibility() && !one.disabled).filter(one => {
    const kind = one.textContent.startsWith("info") ? "info" : one.textContent;
    return !kinds.has(kind) && kinds.add(kind);
  }).map(one => one.getAttribute("data-panel"));
}
"""
# What no catalogue holds: codes, units, what people type, what Streamlit itself says, and how a source is
# cited: who wrote what, where and when.
PLAIN = re.compile(
    r"^[A-Z]{2,}-\d+|sqlite$|^yyyy$|^Upload$|per file$|^(NOTE|CAUTION|STOP)$|^• [A-Z, ]+$|^\W*(\w+ )*CSV"
    r"|^Excel$|http"
    r"|^\W*\d[\d.–() ,/-]*\s(g/cm³|g/mol|cm\^3/mol|kJ/mol)|^[a-z_]+_g$"
)


def cited() -> set[str]:
    """Return how sources are cited, letters and digits alone."""
    words = set()
    for source in catalog.sources().values():
        named = (source.authors, source.title, source.container, source.cited, source.short, source.link)
        words |= {re.sub(r"\W", "", name) for name in named if name}
    return words


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
    answer_wrongly(phone, path)
    while phone.evaluate(UNFOLD):
        still(phone)
    assert_fits_and_is_translated(phone)
    for panel in phone.evaluate(PANELS):
        button = phone.locator(f"[data-panel='{panel}']")
        button.click()
        expect(phone.locator("[data-testid=stPopoverBody]")).to_be_visible()
        still(phone)
        assert_fits_and_is_translated(phone)
        phone.keyboard.press("Escape")
        expect(phone.locator("[data-testid=stPopoverBody]")).to_be_hidden()


def answer_wrongly(phone: Page, path: str) -> None:
    """Fill in a page that is a form, with one thing that cannot be read."""
    if path == "":
        phone.locator(".st-key-summary button").click()
    elif path == "check":
        phone.get_by_role("radio").nth(0).click()
        settled(phone)
        phone.get_by_role("radio").nth(4).click()
    else:
        return
    settled(phone)
    field = phone.locator("[data-testid=stMain] input[type=text]:visible").first
    field.fill("?")
    field.press("Tab")
    settled(phone)


def assert_fits_and_is_translated(phone: Page) -> None:
    """Refuse words that are cut, that lie on each other, or that no catalogue holds."""
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not phone.evaluate(wider), "the page scrolls sideways"
    phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    assert phone.evaluate(FAULTS) == []
    texts = set(phone.evaluate(SHOWN_TEXTS))
    words = [text for text in texts if re.search(r"[^\W\d_]{3}", text) and not PLAIN.search(text)]
    assert words
    sources = cited()
    plain = [
        text
        for text in words
        if not ACCENTED.search(text)
        and not any(name in re.sub(r"\W", "", text) or re.sub(r"\W", "", text) in name for name in sources)
    ]
    assert not plain, f"outside the catalogue: {plain}"
