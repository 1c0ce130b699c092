"""What stands around every page: the row of pages, the style, the title of the tab."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import streamlit as st

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
BRAND = "Vitamin C bench"
_OPEN = "frame-open-page"


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
    state.follow_address(page.title, st.session_state.get(_OPEN, ""))
    st.session_state[_OPEN] = page.title
    with st.container(key="pages", horizontal=True, gap=None, wrap=False):
        recipe = state.carried_recipe()
        for entry in pages:
            carried = recipe if entry.title in state.RECIPE_PAGES else None
            st.page_link(entry, label=entry.title, icon=entry.icon, query_params=carried)
    components.page_manners()
    page.run()


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
