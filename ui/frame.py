"""What stands around every page: the row of pages, the style, the title of the tab."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st

from calc.messages import say
from ui import components, state

#: Colours of the theme that the style sheet uses as ``--bench-…``, with their names in ``config.toml``.
_COLOURS = {
    "background": "backgroundColor",
    "panel": "secondaryBackgroundColor",
    "text": "textColor",
    "quiet": "grayTextColor",
    "border": "borderColor",
    "accent": "primaryColor",
    "link": "linkColor",
    "good": "greenColor",
}
#: What the tab says after the name of the page.
BRAND = say("Vitamin C bench")
_OPEN, _COMPARE = "frame-open-page", say("Compare")


def show_page(pages: Sequence[st.Page], page: st.Page) -> None:
    """Show the row of pages and the page below it.

    Parameters
    ----------
    pages : sequence of Page
        In the order of the row.
    page : Page
        The one that is open.
    """
    st.html(_style())
    before = st.session_state.get(_OPEN, "")
    state.follow_address(page.title, before)
    st.session_state[_OPEN], st.session_state[state.STAYED] = page.title, page.title == before
    with st.container(key="pages", horizontal=True, gap=None, wrap=False):
        _link_recipe([entry for entry in pages if entry.title in state.RECIPE_PAGES])
        compared = _comparison(page.title == _COMPARE)
        for entry in pages:
            if entry.title not in state.RECIPE_PAGES:
                _link(entry, compared if entry.title == _COMPARE else None)
    components.page_manners()
    page.run()


@st.fragment(key=state.LINKS)
def _link_recipe(pages: Sequence[st.Page]) -> None:
    """Show the links that carry the recipe; they are drawn again when that changes."""
    carried = state.carried_by_frame()
    for entry in pages:
        _link(entry, carried)


def _link(entry: st.Page, carried: dict[str, str] | None) -> None:
    """Show the link to a page, with what its address holds."""
    st.page_link(entry, label=entry.title, icon=entry.icon, query_params=carried)


def _comparison(is_open: bool) -> dict[str, str] | None:
    """Return what a link to Compare carries, once it was open; there the address is followed first."""
    if not is_open and state.COMPARED not in st.session_state:
        return None
    from ui.compare import chosen  # what compares products is not needed by the other pages

    if is_open:
        chosen.open_address()
    return chosen.carried_comparison()


def name_tab(*words: str) -> None:
    """Name the tab of the browser.

    Parameters
    ----------
    *words : str
        From the narrowest to the widest: ``15 % at pH 3.2``, ``Mix``.
    """
    st.set_page_config(page_title=tab_name(*words))


def tab_name(*words: str) -> str:
    """Return what the tab says.

    Parameters
    ----------
    *words : str
        As for `name_tab`.

    Examples
    --------
    >>> tab_name("Mix")
    'Mix – Vitamin C bench'
    """
    return " – ".join([*words, BRAND] if len(words) == 1 else words)


@cache
def _style() -> str:
    """Return what the theme cannot say, with the colours of the theme for it, light and dark.

    They are the root's, since what opens over the page, as a popover does, stands beside the app and not
    in it; there the scheme is the system's, which the theme follows.
    """
    colours = "".join(
        f"--bench-{name}: light-dark({st.get_option(f'theme.light.{option}')},"
        f" {st.get_option(f'theme.dark.{option}')});"
        for name, option in _COLOURS.items()
    )
    sheet = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
    # It goes over the wire with every change: comments and indents stay here.
    sheet = re.sub(r"/\*.*?\*/|\n\s*", "", sheet, flags=re.DOTALL)
    return f"<style>:root {{color-scheme: light dark; {colours}}}\n{sheet}</style>"
