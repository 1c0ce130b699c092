"""The dialog that keeps the batch of Mix in the log."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import streamlit as st

from calc.chemistry.recipe import recipe_of
from calc.log import LoggedBatch, WeighedLine
from calc.messages import say
from calc.reports.content import default_name
from calc.reports.share import worked_out
from ui import days, state, widgets
from ui.batches import inputs, log_choice, undo

if TYPE_CHECKING:
    from calc.mixing.batch import Batch
    from calc.mixing.request import MixRequest
    from calc.rules.assessment import Assessment

_NAME, _MADE, _LOT = "keep-name", "keep-made-on", "keep-lot"
_PROPOSED, _KEPT = "keep-proposed", "keep-kept"
_DAY = inputs.reader("made_on")


def offer_keeping(request: MixRequest, batch: Batch, report: Assessment) -> None:
    """Offer to keep a batch: its name, when it was made, and the lot of its powder."""
    keeping = widgets.popover(say("Save to Batches"), "keep", icon=":material/bookmark_add:", type="primary")
    with keeping:
        if keeping.open:
            _ask(request, batch, report)
    undo.forget_outcome()


def _ask(request: MixRequest, batch: Batch, report: Assessment) -> None:
    """Ask what to keep a batch with, and say what came of it."""
    _propose(str(st.session_state.get(state.NAME) or "") or default_name(batch, report))
    st.session_state.setdefault(_MADE, request.made_on or datetime.date.today().isoformat())
    widgets.aside(say("Saves the recipe and storage under Batches. Nothing about you is stored."))
    inputs.line(_NAME, say("Name"))
    days.pick(_MADE, say("Made on"))
    inputs.line(
        _LOT, say("Lot of the powder"), placeholder=say("optional – as printed on the powder's label")
    )
    label = say("Save another") if is_kept(request) else say("Save")
    st.button(label, icon=":material/check:", on_click=_keep, args=(request,), type="primary")
    undo.show_outcome()
    link_to_kept(request)


def link_to_kept(request: MixRequest) -> None:
    """Link to the batch that was kept, until the recipe changes."""
    if is_kept(request):
        label, icon = say("Open it in Batches"), ":material/arrow_forward:"
        chosen = {log_choice.BATCH: st.session_state[_KEPT][0]}
        st.page_link("ui/views/batches.py", label=label, icon=icon, query_params=chosen)


def is_kept(request: MixRequest) -> bool:
    """Tell whether this very recipe was kept last."""
    kept = st.session_state.get(_KEPT)
    return bool(kept and kept[1] == request)


def _propose(name: str) -> None:
    """Put a name into the field, unless somebody typed another."""
    if st.session_state.get(_NAME) in (None, "", st.session_state.get(_PROPOSED)):
        st.session_state[_NAME] = name
    st.session_state[_PROPOSED] = name


def _keep(request: MixRequest) -> None:
    """Keep a batch in the log; what was typed stays where that fails."""
    if undo.attempt(_add, request):
        inputs.put(_LOT, "")
        inputs.put(_NAME, "")


def _add(request: MixRequest) -> str:
    """Write a batch into the log."""
    worked = worked_out(request)
    recipe = worked.recipe
    made_on = inputs.in_field(_MADE)
    entry = LoggedBatch(
        inputs.in_field(_NAME),
        recipe_of(recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims),
        request.as_dict(),
        tuple(WeighedLine(row.ingredient, row.mass_g, name=row.called) for row in worked.batch.weigh),
        _DAY(made_on) if made_on else None,
        inputs.in_field(_LOT),
    )
    kept = log_choice.current_log().add(entry)
    st.session_state[_KEPT] = (kept.id, request)
    return say("Saved: {batch}.", batch=kept.name)
