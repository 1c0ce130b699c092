"""What stands above the fields of Mix: recipes to start from, or the recipe that came with a link."""

from __future__ import annotations

import streamlit as st

from calc import catalog
from calc.messages import say
from calc.mixing.request import MixRequest
from ui import state, widgets

_WITHOUT_STRIP = "mix-opened-by-link"


def show_start(request: MixRequest) -> None:
    """Show recipes to start from, or the one of a link; what stood here at first stays: nothing jumps."""
    st.session_state.setdefault(_WITHOUT_STRIP, bool(st.session_state.get(state.SHARED)))
    if st.session_state.get(state.SHARED):
        show_shared(request)
    elif not st.session_state[_WITHOUT_STRIP]:
        show_presets()


def show_shared(request: MixRequest) -> None:
    """Say which recipe came with the link, and ask what to do with it."""
    with st.container(key="screen-shared", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            shared_words(request),
            width="stretch",
        )
        st.button(
            say("Make it"),
            type="primary",
            on_click=state.close_shared,
            kwargs={"editing": False},
        )
        st.button(say("Change it"), on_click=state.close_shared, kwargs={"editing": True})


def shared_words(request: MixRequest) -> str:
    """Return what is said of a recipe that came with a link; "" for any other."""
    if not st.session_state.get(state.SHARED):
        return ""
    return say("Shared recipe: **{summary}**", summary=widgets.escape_markdown(summary(request)))


def show_presets() -> None:
    """Show the recipes to start from as a row of cards."""
    records = catalog.presets()

    def words(name: str) -> str:
        return say(
            "**{recipe}** :small[{description}]", recipe=records[name].name, description=records[name].about
        )

    st.pills(
        say("Start from a recipe"),
        list(records),
        format_func=words,
        key=state.PRESETS,
        on_change=_open,
        wrap=False,
        label_visibility="collapsed",
    )


def _open() -> None:
    """Put the recipe that was chosen into the fields."""
    chosen = st.session_state.get(state.PRESETS)
    if chosen:
        state.open_preset(chosen)


def summary(request: MixRequest) -> str:
    """Return what is asked for in one line.

    Parameters
    ----------
    request : MixRequest

    Examples
    --------
    >>> summary(MixRequest(strength="15 %", batch="30 mL", target_pH="3.2", scale="0.01 g"))
    '15 % · 30 mL · pH 3.2 · 0.01 g'
    """
    if request.way == "made":
        lines = [line for line in request.recipe.splitlines() if line.strip()]
        return f"{len(lines)} {'line' if len(lines) == 1 else 'lines'}"
    parts = [getattr(request, field).strip() for field in request.needed if field not in ("form", "base")]
    if request.way == "new" and request.target_pH.strip():
        parts.append(f"pH {request.target_pH.strip()}")
    parts.append(request.scale.strip())
    return " · ".join(part for part in parts if part)


def title_words(request: MixRequest) -> str:
    """Return what the tab says before the name of the page: the answer that is asked for.

    Parameters
    ----------
    request : MixRequest

    Examples
    --------
    >>> title_words(MixRequest(strength="15 %", batch="30 g", target_pH="3.2"))
    '15 % at pH 3.2'
    """
    if request.way == "made":
        return say("Check a recipe")
    strength = request.strength.strip() if "strength" in request.needed else ""
    pH = request.target_pH.strip() if request.way == "new" else ""
    return say("{strength} at pH {pH}", strength=strength, pH=pH) if strength and pH else strength
