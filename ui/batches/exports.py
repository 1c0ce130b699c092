"""What comes out of a batch in the log: card, label and link; and what was learned from it."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass

import streamlit as st

from calc.errors import InputErrors
from calc.log import LoggedBatch, current_recipe, logged_recipe, repeat_batch
from calc.messages import say
from calc.mixing.request import MixRequest
from calc.reports import (
    BatchLabel,
    RecipeCard,
    batch_label_html,
    batch_label_pdf,
    fill_batch_label,
    fill_recipe_card,
    recipe_card_html,
    recipe_card_pdf,
)
from calc.reports.share import share_link, worked_out
from ui import components, state, widgets

_PDF, _HTML = "application/pdf", "text/html"
_TICKS = {True: ":green[:material/check_circle:]", False: ":orange[:material/lightbulb:]"}


@dataclass(frozen=True)
class BatchFiles:
    """Card, label and link of a batch as it was weighed and measured; the link is "" where it is too long."""

    card: RecipeCard
    label: BatchLabel
    link: str


def batch_files(entry: LoggedBatch, today: datetime.date) -> BatchFiles:
    """Return what can be taken away of a batch.

    Raises
    ------
    InputErrors
        A recipe that cannot be read here any more.
    """
    worked = worked_out(current_recipe(entry, today))
    link, made_on = recipe_link(entry), entry.made_on or today
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
        worked.batch, worked.report, made_on=entry.made_on, storage=worked.storage, name=entry.name, link=link
    )
    return BatchFiles(card, label, link)


def offer_label(files: BatchFiles) -> None:
    """Offer the label."""
    widgets.download(say("Label"), functools.partial(batch_label_pdf, files.label), "batch-label.pdf", _PDF)


def offer_files(files: BatchFiles, id: str) -> None:
    """Offer the card, both as web pages, and the link."""
    with st.container(horizontal=True):
        widgets.download(say("Card"), functools.partial(recipe_card_pdf, files.card), "recipe-card.pdf", _PDF)
        page = functools.partial(recipe_card_html, files.card)
        widgets.download(say("Card as a web page"), page, "recipe-card.html", _HTML)
        small = functools.partial(batch_label_html, files.label)
        widgets.download(say("Label as a web page"), small, "batch-label.html", _HTML)
        if files.link:
            components.copy_button(say("Copy link"), files.link, done=say("Copied"), key=f"copy-{id}")
    if files.link:
        widgets.aside(
            say("The link opens the recipe in Mix, here or on a phone. It says nothing of this log.")
        )
    else:
        widgets.aside(say("This recipe is too long for a link."))


def recipe_link(entry: LoggedBatch) -> str:
    """Return the link that reopens the recipe as it was typed; "" when it is too long for one."""
    home = state.base_address().removesuffix("batches")
    try:
        what = logged_recipe(entry) if entry.request is None else MixRequest.from_dict(dict(entry.request))
        return share_link(what, home)
    except InputErrors:
        return ""


def show_lessons(entry: LoggedBatch, today: datetime.date) -> None:
    """Say what was learned from a batch."""
    try:
        report = repeat_batch(entry, today)
    except InputErrors as errors:
        widgets.wrong(str(errors))
        return
    lines = [
        f"- {_TICKS[lesson.expected]} {widgets.escape_markdown(lesson.words)}" for lesson in report.lessons
    ]
    st.markdown("\n".join(lines) or say("Nothing yet. Enter real weights or a reading."))
