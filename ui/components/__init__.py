"""Small parts that Streamlit does not have, each a script of its own beside this file, without a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent


def _text(name: str) -> str:
    """Return a file that stands beside this one."""
    return (_HERE / name).read_text(encoding="utf-8")


_page = st.components.v2.component("bench_page", js=_text("page.js"))
_sheet = st.components.v2.component("bench_sheet", js=_text("sheet.js"), css=_text("sheet.css"))
_copy = st.components.v2.component("bench_copy", js=_text("copy.js"), css=_text("copy.css"))

_picture = st.components.v2.component(
    "bench_picture", html='<div class="place"></div>', js=_text("picture.js"), css=_text("picture.css")
)


def page_manners() -> None:
    """Give number fields a keypad on phones, and tell the style sheet of a page that was reloaded."""
    _page(key="page-manners", height=1)


def copy_button(label: str, text: str, *, done: str, key: str, carried: str = "") -> None:
    """Show a button that copies a text, or the address of the page.

    Parameters
    ----------
    label : str
        On the button.
    text : str
        What is copied.
    done : str
        What the button says then.
    key : str
    carried : str
        What the address holds in place of the text: where it does when the button is pressed, that is copied.
    """
    data = {"label": label, "text": text, "done": done, "carried": carried}
    _copy(key=key, data=data, width="content")


def weighing_sheet(name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Show rows to weigh, each with a box to tick.

    Parameters
    ----------
    name : str
        Of the sheet: the ticks of one are not those of another.
    rows : sequence of mapping
        Each with ``id``, ``number``, ``name`` and ``mass``, and where there is one the ``note`` under the
        name, what stands ``beside`` the mass, and the ``phase`` that begins with it.
    """
    _sheet(key=f"sheet-{name}", data={"name": name, "rows": [dict(row) for row in rows]})


def picture(svg: str, *, key: str) -> None:
    """Show a drawing.

    Parameters
    ----------
    svg : str
        Made of numbers and words of ours alone.
    key : str
    """
    _picture(key=key, data={"svg": svg})
