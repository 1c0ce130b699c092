"""What comes out of a batch in the log: card, label and link; its lessons, and the recipe at another size."""

from __future__ import annotations

import datetime
import functools
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import (
    LoggedBatch,
    current_recipe,
    logged_recipe,
    repeat_batch,
    rescale,
)
from calc.mixing.request import MixRequest
from calc.reports import (
    batch_label_html,
    batch_label_pdf,
    fill_batch_label,
    fill_recipe_card,
    recipe_card_html,
    recipe_card_pdf,
)
from calc.reports.share import name_and_strength, request_of, share_link, worked_out
from calc.units import Q_, read_quantity
from ui import state, widgets
from ui.batches import inputs, undo
from ui.batches.drafts import field_key

if TYPE_CHECKING:
    from calc.units import Quantity

_PDF, _HTML = "application/pdf", "text/html"
_TICKS = {True: ":green[:material/check_circle:]", False: ":orange[:material/lightbulb:]"}


def offer_batch_files(entry: LoggedBatch, today: datetime.date) -> None:
    """Offer card and label of the batch as it was weighed and measured, and the link of its recipe."""
    try:
        worked = worked_out(current_recipe(entry, today))
        link = recipe_link(entry)
    except InputErrors as errors:
        widgets.wrong(f"No card and no label: {errors}")
        return
    made_on = entry.made_on or today
    card = fill_recipe_card(
        worked.batch,
        worked.report,
        made_on=made_on,
        storage=worked.storage,
        title=entry.name,
        link=link,
        heading=worked.heading,
    )
    label = fill_batch_label(
        worked.batch, worked.report, made_on=made_on, storage=worked.storage, name=entry.name, link=link
    )
    with st.container(horizontal=True):
        widgets.download("Card", functools.partial(recipe_card_pdf, card), "recipe-card.pdf", _PDF)
        widgets.download("Label", functools.partial(batch_label_pdf, label), "batch-label.pdf", _PDF)
        with st.popover("Web pages", icon=":material/more_horiz:"):
            page = functools.partial(recipe_card_html, card)
            widgets.download("Card as a web page", page, "recipe-card.html", _HTML)
            small = functools.partial(batch_label_html, label)
            widgets.download("Label as a web page", small, "batch-label.html", _HTML)
        with st.popover("Copy link", icon=":material/link:"):
            if link:
                st.markdown("This link reopens the recipe, here or on a phone. Nothing of the log is in it.")
                st.code(link, language=None, wrap_lines=True)
            else:
                st.markdown("This recipe is too long for a link.")


def recipe_link(entry: LoggedBatch) -> str:
    """Return the link that reopens the recipe as it was typed; "" when it is too long for one."""
    home = state.base_address().removesuffix("log")
    try:
        what = logged_recipe(entry) if entry.request is None else MixRequest.from_dict(dict(entry.request))
        return share_link(what, home)
    except InputErrors:
        return ""


# --- made again ------------------------------------------------------------------------------------


def show_lessons(entry: LoggedBatch, today: datetime.date) -> None:
    """Say what was learned from a batch, and open it in Mix once more, or at another size."""
    try:
        report = repeat_batch(entry, today)
    except InputErrors as errors:
        widgets.wrong(str(errors))
        return
    st.markdown("**What it taught**")
    lines = [
        f"- {_TICKS[lesson.expected]} {widgets.escape_markdown(lesson.words)}" for lesson in report.lessons
    ]
    st.markdown("\n".join(lines) or "Nothing yet: what is weighed and measured teaches something.")
    if report.request:
        _to_mix("Make it again", MixRequest.from_dict(report.request), entry.id)
    else:
        widgets.aside("Its recipe is too long for the fields of Mix.")
    _another_size(entry)


def _another_size(entry: LoggedBatch) -> None:
    """Show the recipe at another size, as it would be weighed."""
    name = field_key(entry.id, "size")
    inputs.line(name, "Another size", _mass, placeholder="50 g")
    text = inputs.in_field(name)
    if not text:
        return
    try:
        larger = rescale(logged_recipe(entry), _mass(text))
        worked = worked_out(larger)
    except InputErrors as errors:
        for line in undo.error_lines(errors):
            widgets.wrong(line)
        return
    except InputError:
        return  # told under the field
    widgets.weighing_sheet(worked.batch.weigh)
    request, lost = request_of(larger)
    if not request.recipe:
        widgets.aside("It is too long for the fields of Mix.")
        return
    lines = {(line.ingredient, line.name): line for line in larger.formula.lines}
    rows = [
        f"{name_and_strength(lines[row.ingredient, row.called])} {widgets.shown_mass(row)} g"
        for row in worked.batch.weigh
    ]
    _to_mix("Open this size in Mix", replace(request, recipe="\n".join(rows)), f"{entry.id}-size")
    if lost:
        places = dict.fromkeys(place.rsplit(".", 1)[-1].replace("_", " ") for place in lost)
        widgets.aside(f"Mix has no field for all of it; this does not come along: {', '.join(places)}.")


def _mass(text: str) -> Quantity:
    """Read the mass of a batch."""
    return Q_(read_quantity(text, field="mass", default="g", accepts=("g",)).m_as("g"), "g")


def _to_mix(label: str, request: MixRequest, name: str) -> None:
    """Offer to open a request in Mix."""
    icon = ":material/blender:"
    if st.button(label, f"to-mix-{name}", icon=icon, on_click=state.open_request, args=(request,)):
        st.switch_page("ui/views/mix.py")
