"""The front door: page config and navigation, nothing else."""

from __future__ import annotations

import copy
import gc
import sys

import streamlit as st

from calc.messages import say
from ui import frame

#: A change on Mix ends within it: two that take turns would both end late [s].
TURN_S = 0.02
#: Python's 700 have it walk through what all visitors hold every few seconds: of a hundred, for 0.2 s.
NEW_OBJECTS = 5_000


@st.cache_resource(show_spinner=False)
def settle() -> None:
    """Suit Python to many visitors, once per process, when all is imported.

    What the imports made, hundreds of thousands of objects of pint and pandas, is taken out of the garbage
    collector's walk; it walks seldom, and threads take turns seldom.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    sys.setswitchinterval(TURN_S)


@st.cache_resource(show_spinner=False)
def made_pages() -> tuple[list[st.Page], list[st.Page]]:
    """Return the pages of the row and those under their old addresses, found on disk once per process.

    Each run takes copies, since Streamlit marks in a page that it may be run.
    """
    pages = [
        st.Page("ui/views/mix.py", title=say("Mix"), icon=":material/blender:", default=True),
        st.Page("ui/views/keeps.py", title=say("Keeps"), icon=":material/event:"),
        st.Page("ui/views/compare.py", title=say("Compare"), icon=":material/compare:"),
        st.Page("ui/views/check.py", title=say("Check"), icon=":material/person_check:"),
        st.Page("ui/views/batches.py", title=say("Batches"), icon=":material/inventory_2:"),
        st.Page("ui/views/evidence.py", title=say("Evidence"), icon=":material/menu_book:"),
    ]
    moved = [
        st.Page("ui/views/log.py", title=say("Batches")),
        st.Page("ui/views/shelf.py", title=say("Keeps")),
    ]
    return pages, moved


def main() -> None:
    """Show the chosen page."""
    pages, moved = ([copy.copy(page) for page in row] for row in made_pages())
    page = st.navigation([*pages, *moved], position="hidden")
    st.set_page_config(page_title=frame.tab_name(page.title), page_icon="ui/icon.png", layout="wide")
    frame.show_page(pages, page)
    settle()


if __name__ == "__main__":  # not in processes that Python starts from this one
    main()
