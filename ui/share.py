"""Sharing a recipe: its card, its label and its link; and recipes to start from."""

from __future__ import annotations

import datetime
from collections.abc import Hashable

import streamlit as st

from calc.errors import InputErrors
from calc.messages import say
from calc.mixing.request import MixRequest
from calc.reports import (
    BatchLabel,
    RecipeCard,
    batch_label_html,
    batch_label_pdf,
    recipe_card_html,
    recipe_card_pdf,
)
from calc.reports.links import LINK
from calc.reports.share import is_worked_out_first, make_card, make_label, refuse_unmakeable
from ui import components, state, widgets

_PDF, _HTML = "application/pdf", "text/html"


def offer_actions(request: MixRequest, *, answered: bool) -> None:
    """Offer what can be done with the recipe; a card and a label once there is an answer."""
    with st.container(horizontal=True):
        if answered:
            offer_cards(request)
        if state.address(request):
            copy_link(request)
        st.button(say("Start again"), icon=":material/restart_alt:", on_click=state.start_again)
        if state.can_undo():
            st.button(say("Undo: bring my recipe back"), icon=":material/undo:", on_click=state.undo)


def copy_link(request: MixRequest) -> None:
    """Offer to copy the link: the address, or what it stands for where it holds none or a damaged one."""
    is_address = not state.link_error()
    link = state.address(state.FIRST if is_address else request)
    components.copy_button(
        say("Copy link"),
        link,
        done=say("Link copied"),
        key="copy-link",
        carried=LINK if is_address else "",
    )


def shown_actions(request: MixRequest) -> Hashable:
    """Return what the actions hang on, beside what the files are made of when they are asked for."""
    return (
        bool(state.address(request)),
        state.can_undo(),
        state.unchanged_preset(request),
        request if is_worked_out_first(request) else None,
    )


def offer_cards(request: MixRequest) -> None:
    """Offer the card and the label; each file is made when asked for, of the fields as they are then."""
    started = state.unchanged_preset(request)
    name = str(st.session_state.get(state.NAME) or (started.name if started else ""))
    day, address, held = datetime.date.today(), state.base_address(), state.held_recipe()
    try:
        refuse_unmakeable(request)
    except InputErrors as errors:
        for error in errors.errors:
            widgets.wrong(say("No card and no label yet. {error}", error=error))
        return

    def card() -> RecipeCard:
        return make_card(held[0], made_on=day, address=address, title=name)

    def label() -> BatchLabel:
        return make_label(held[0], address=address, name=name)

    widgets.download(say("Card"), lambda: recipe_card_pdf(card()), "recipe-card.pdf", _PDF)
    widgets.download(say("Label"), lambda: batch_label_pdf(label()), "batch-label.pdf", _PDF)
    # Built before it is opened: closing it would draw the page again under a click on a file.
    with st.popover(say("More: name it, save as web page"), icon=":material/more_horiz:"):
        st.text_input(
            say("Name"),
            key=state.NAME,
            max_chars=120,
            placeholder=say("My serum"),
            autocomplete="off",
            persist_state="session",
        )
        widgets.aside(say("Printed on the card and label only; not stored."))
        widgets.download(
            say("Card as a web page"), lambda: recipe_card_html(card()), "recipe-card.html", _HTML
        )
        widgets.download(
            say("Label as a web page"), lambda: batch_label_html(label()), "batch-label.html", _HTML
        )


def show_preset(request: MixRequest) -> None:
    """Say which recipe this is, what to know of it, and where it is from; nothing once it was changed."""
    preset = state.unchanged_preset(request)
    if preset:
        kind = {"published": say("Published strengths"), "illustrative": say("Illustrative")}[preset.kind]
        widgets.aside(widgets.escape_markdown(f"{kind}. {preset.caveat}"))
        widgets.lead(say("Where this recipe is from"), f"preset.{preset.id}")
