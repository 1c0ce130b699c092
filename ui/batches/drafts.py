"""What is typed about a batch: kept apart from the log until it is saved, and never overwritten silently.

A draft remembers the batch as it was read when its fields were filled. Saving gives that version; where
somebody else changed the same field meanwhile, both stand side by side until one is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch
from calc.messages import say, say_list
from calc.units import (
    read_quantity,
    show_mass,
    show_number,
)
from ui import days, widgets
from ui.batches import inputs, undo

if TYPE_CHECKING:
    from calc.log.store import Log

_GRAMS = "grams"
_DAY = inputs.reader("made_on")


def field_key(id: str, field: str) -> str:
    """Return the widget key of a field of a batch."""
    return f"log-{id}-{field}"


def _grams(text: str) -> float:
    """Read a mass that was weighed [g]."""
    return float(read_quantity(text, field="actual_g", default="g", accepts=("g",)).m_as("g"))


# --- the draft ------------------------------------------------------------------------------------


def follow(entry: LoggedBatch) -> None:
    """Fill the fields of a batch; again once somebody changed it, but never over what was typed here."""
    base = _base(entry.id)
    if base is None:
        fill(entry)
    elif base.version != entry.version:
        mine = typed_changes(base)
        if not _overlap(base, entry, mine):
            fill(entry)
            for field, text in mine.items():
                st.session_state[field_key(entry.id, field)] = text


def _overlap(base: LoggedBatch, now: LoggedBatch, mine: Mapping[str, str]) -> bool:
    """Tell whether what was typed would overwrite something that somebody else changed."""
    before, there = field_texts(base), field_texts(now)
    changed = {field for field in mine if there.get(field) not in (before[field], mine[field].strip())}
    return bool(changed or (mine and now.deleted_at))


def fill(entry: LoggedBatch) -> None:
    """Put a batch as it was read into its fields."""
    st.session_state[_base_key(entry.id)] = entry
    for field, text in field_texts(entry).items():
        st.session_state[field_key(entry.id, field)] = text


def field_texts(entry: LoggedBatch) -> dict[str, str]:
    """Return what stands in the fields of a batch that nobody touched."""
    weighed = {
        f"{_GRAMS} {number}": "" if row.actual_g is None else f"{row.actual_g:.10g} g"
        for number, row in enumerate(entry.weighed)
    }
    made_on = entry.made_on.isoformat() if entry.made_on else ""
    return {**weighed, "name": entry.name, "made_on": made_on, "powder_lot": entry.powder_lot}


def typed_changes(base: LoggedBatch) -> dict[str, str]:
    """Return what was typed, by field: only what differs from the batch as it was read."""
    now = {
        field: str(st.session_state.get(field_key(base.id, field), old))
        for field, old in field_texts(base).items()
    }
    return {field: text for field, text in now.items() if text.strip() != field_texts(base)[field]}


def is_edited(entry: LoggedBatch) -> bool:
    """Tell whether something was typed about a batch that is not saved yet."""
    base = _base(entry.id)
    return base is not None and bool(typed_changes(base))


def read_changes(entry: LoggedBatch, mine: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as changes of a batch; rows that nobody touched stay as they are.

    Raises
    ------
    InputErrors
        Everything that cannot be read.
    """
    changes: dict[str, Any] = {}
    weighed, errors = list(entry.weighed), []
    for field, text in mine.items():
        try:
            if field.startswith(_GRAMS):
                number = int(field.split(" ")[1])
                actual = _grams(text) if text.strip() else None
                if number < len(weighed):
                    weighed[number] = replace(weighed[number], actual_g=actual)
                changes["weighed"] = tuple(weighed)
            elif field == "made_on":
                changes[field] = _DAY(text) if text.strip() else None
            else:
                changes[field] = text.strip()
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return changes


def _base(id: str) -> LoggedBatch | None:
    """Return the batch that the fields were filled from."""
    entry: LoggedBatch | None = st.session_state.get(_base_key(id))
    return entry


def _base_key(id: str) -> str:
    """Return where the batch as it was read is held."""
    return field_key(id, "base")


# --- the form -------------------------------------------------------------------------------------


def show_form(log: Log, entry: LoggedBatch) -> None:
    """Show what was weighed, name, day and lot, with the button that saves them."""
    if not entry.weighed:
        widgets.aside(say("Nothing was weighed for it here."))
    steps = {line["ingredient"]: line.get("mass_plus_minus_g") for line in entry.recipe["lines"]}
    for number, row in enumerate(entry.weighed):
        name, step = row.shown, steps.get(row.ingredient)
        target = show_mass(row.target_g, step) if step else show_number(row.target_g, 4)
        label = say(
            "{number} · {ingredient}, planned {planned}\u202fg",
            number=number + 1,
            ingredient=name,
            planned=target,
        )
        inputs.line(field_key(entry.id, f"{_GRAMS} {number}"), label, _grams, placeholder=say("actual g"))
    inputs.line(field_key(entry.id, "name"), say("Name"))
    days.pick(field_key(entry.id, "made_on"), say("Made on"))
    inputs.line(
        field_key(entry.id, "powder_lot"),
        say("Lot of the powder"),
        placeholder=say("as printed on the powder"),
    )
    base = _base(entry.id) or entry
    if not has_conflict(entry):
        st.button(say("Save"), icon=":material/save:", type="primary", on_click=save, args=(log, base))
    if typed_changes(base):
        widgets.aside(say("Not saved yet."))


def save(log: Log, base: LoggedBatch) -> None:
    """Save what was typed, unless somebody else saved first."""
    mine = typed_changes(base)
    if mine:
        undo.attempt(_save, log, base, mine)
    else:
        undo.attempt(lambda: say("There was nothing to save."))


def _save(log: Log, entry: LoggedBatch, mine: Mapping[str, str]) -> str:
    """Write what was typed over a batch that is as it was read."""
    fill(log.change(entry.id, entry.version, **read_changes(entry, mine)))
    return say("Saved.")


# --- two people at once ---------------------------------------------------------------------------


def has_conflict(entry: LoggedBatch) -> bool:
    """Tell whether somebody else saved a batch while something was typed here."""
    base = _base(entry.id)
    return base is not None and base.version != entry.version and bool(typed_changes(base))


def show_conflict(log: Log, entry: LoggedBatch) -> None:
    """Show what somebody else saved beside what was typed here, and ask which of them holds."""
    base = _base(entry.id)
    if base is None or not has_conflict(entry):
        return
    mine, there = typed_changes(base), field_texts(entry)
    done = "deleted" if entry.deleted_at else "changed"
    st.warning(
        say(
            "This batch was {done} in another window while you typed. Nothing is overwritten: choose.",
            done=done,
        ),
        icon=":material/group:",
    )
    st.table(
        {
            say("What"): [_field_name(field, base) for field in mine],
            say("Yours"): [widgets.escape_markdown(text.strip()) or "nothing" for text in mine.values()],
            say("There now"): [widgets.escape_markdown(there.get(field, "")) or "nothing" for field in mine],
        },
        border="horizontal",
        hide_index=True,
    )
    before = field_texts(base)
    changed = [field for field, text in there.items() if text != before.get(field) and field not in mine]
    other = [_field_name(field, entry) for field in changed]
    if other:
        widgets.aside(
            say(
                "Changed there: {fields}. What you did not touch stays as it is there.",
                fields=say_list(other, ","),
            )
        )
    with st.container(horizontal=True):
        st.button(say("Keep mine"), icon=":material/edit:", on_click=_keep_mine, args=(log, entry, base))
        st.button(say("Take what is there"), icon=":material/download_done:", on_click=fill, args=(entry,))


def _keep_mine(log: Log, now: LoggedBatch, base: LoggedBatch) -> None:
    """Save what was typed over what is there now; a batch that was deleted comes back."""

    def act() -> str:
        back = log.restore(now.id) if now.deleted_at else now
        return _save(log, back, typed_changes(base))

    undo.attempt(act)


def _field_name(field: str, entry: LoggedBatch) -> str:
    """Return what a field is called."""
    if not field.startswith(_GRAMS):
        return undo.field_label(field)
    number = int(field.split(" ")[1])
    return entry.weighed[number].shown
