"""A scale that is too coarse: one answer with its ways out, in place of a sheet that nobody can weigh."""

from __future__ import annotations

import streamlit as st

from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.coarse_scale import CoarseScale, cannot_weigh_words, spoken_name, way_words
from calc.units import show_number
from ui import state


def scale_title(coarse: CoarseScale) -> str:
    """Return the answer in a line.

    Parameters
    ----------
    coarse : CoarseScale
    """
    return say("A {step_g}\u202fg scale can’t weigh this", step_g=show_number(coarse.step_g))


def show_coarse(coarse: CoarseScale, batch: Batch) -> None:
    """Say what the scale cannot weigh, and offer every way out as a button.

    Parameters
    ----------
    coarse : CoarseScale
    batch : Batch
        The one that it is about.
    """
    st.subheader(scale_title(coarse), anchor=False)
    st.markdown(f"{cannot_weigh_words(coarse)} {say('Choose one:')}")
    mover = batch.dose.adjuster.ingredient if batch.dose else ""
    name = next((spoken_name(row) for row in batch.weigh if row.ingredient == mover), "")
    with st.container(key="ways-out", gap="small"):
        for way in coarse.ways:
            st.button(
                way_words(way, name),
                key=f"way-out-{way.kind}",
                type="primary" if way is coarse.ways[0] else "secondary",
                width="stretch",
                on_click=state.change_fields,
                args=(way.changes,),
            )
