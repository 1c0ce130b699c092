"""A batch made again: its recipe opened in Mix, at the size that it had or at another."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch, logged_recipe, repeat_batch, rescale
from calc.messages import say
from calc.mixing.request import MixRequest, batch_of, parse_request
from calc.reports.share import name_and_strength, request_of, worked_out
from calc.units import Q_, THIN, read_quantity, show_number
from ui import state
from ui.batches import undo
from ui.sheet import shown_mass

if TYPE_CHECKING:
    from calc.chemistry.recipe import Recipe
    from calc.units import Quantity

#: Masses of a recipe at another size that differ by less than this are the same.
_SAME = 0.01
_MIX = "ui/views/mix.py"


def offer(entry: LoggedBatch, today: datetime.date, *, key: str, size: str = "") -> None:
    """Offer to open a batch in Mix again.

    ``size``: the mass that was typed; that of the batch where nothing is.
    """
    icon, args = ":material/replay:", (entry, today, size)
    if st.button(say("Make again"), key=key, icon=icon, on_click=_open_again, args=args) and undo.is_done():
        st.switch_page(_MIX)


def _open_again(entry: LoggedBatch, today: datetime.date, size: str) -> None:
    """Put a batch into the fields of Mix."""

    def act() -> str:
        request, lost = request_again(entry, today, size)
        state.open_request(request)
        return (
            say("Not carried over to Mix: {lost}.", lost=", ".join(lost))
            if lost
            else say("It is open in Mix.")
        )

    undo.attempt(act)


def size_words(entry: LoggedBatch) -> str:
    """Return the mass of a batch as it was planned; "" where its recipe cannot be read here."""
    try:
        return f"{show_number(logged_recipe(entry).formula.total_mass_g)}{THIN}g"
    except InputErrors:
        return ""


def request_again(entry: LoggedBatch, today: datetime.date, size: str = "") -> tuple[MixRequest, list[str]]:
    """Return the fields of Mix for a batch at a size, and what they have no place for.

    Raises
    ------
    InputError, InputErrors
        A size that cannot be read, or a recipe that Mix cannot open.
    """
    if not size or size == size_words(entry):
        typed = repeat_batch(entry, today).request
        if typed:
            return MixRequest.from_dict(typed), []
    recipe = logged_recipe(entry)
    mass = _mass(size) if size else Q_(recipe.formula.total_mass_g, "g")
    larger = rescale(recipe, mass)
    same = _typed_at(entry, today, larger)
    if same:
        return same, []
    request, lost = request_of(larger)
    if not request.recipe:
        raise InputErrors(
            [InputError("mass", size, say("this recipe is too long for Mix."), say("Copy its link."))]
        )
    lines = {(line.ingredient, line.name): line for line in larger.formula.lines}
    rows = [
        f"{name_and_strength(lines[row.ingredient, row.called])} {shown_mass(row)} g"
        for row in worked_out(larger).batch.weigh
    ]
    names = dict.fromkeys(place.rsplit(".", 1)[-1].replace("_", " ") for place in lost)
    return replace(request, recipe="\n".join(rows)), list(names)


def _typed_at(entry: LoggedBatch, today: datetime.date, larger: Recipe) -> MixRequest | None:
    """Return the fields as they were typed at another batch size, where they say the same as the recipe."""
    typed = repeat_batch(entry, today).request
    if not typed or typed.get("way", "new") != "new" or typed.get("start", "batch") != "batch":
        return None
    total = larger.formula.total_mass_g
    request = MixRequest.from_dict({**typed, "batch": f"{total:.6g} g"})
    try:
        lines = batch_of(parse_request(request)).formula.lines
    except InputErrors:
        return None
    wanted = {line.ingredient: line.mass_g for line in larger.formula.lines}
    is_same = {line.ingredient for line in lines} == set(wanted) and all(
        abs(line.mass_g - wanted[line.ingredient]) <= _SAME * wanted[line.ingredient] for line in lines
    )
    return request if is_same else None


def _mass(text: str) -> Quantity:
    """Read the mass of a batch."""
    return Q_(read_quantity(text, field="mass", default="g", accepts=("g",)).m_as("g"), "g")
