"""What is typed about a batch: kept apart from the log until it is saved, and never overwritten silently.

A draft remembers the batch as it was read when its fields were filled. Saving gives that version; where
somebody else changed the same field meanwhile, both stand side by side until one is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from calc import catalog
from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch
from calc.units import (
    THIN,
    read_quantity,
    show_mass,
    show_number,
)
from ui import widgets
from ui.batches import inputs, undo

if TYPE_CHECKING:
    from calc.log import Log

_GRAMS = "grams"
_DAY = inputs.reader("made_on")


def key(id: str, field: str) -> str:
    """Return the widget key of a field of a batch."""
    return f"log-{id}-{field}"


def _grams(text: str) -> float:
    """Read a mass that was weighed [g]."""
    return float(read_quantity(text, field="actual_g", default="g", accepts=("g",)).m_as("g"))


# --- the draft ------------------------------------------------------------------------------------


def follow(entry: LoggedBatch) -> None:
    """Fill the fields of a batch, anew where somebody changed it; what was typed stays, and may be torn."""
    base = _base(entry.id)
    if base is None:
        fill(entry)
    elif base.version != entry.version:
        mine = typed_in(base)
        if not _overlap(base, entry, mine):
            fill(entry)
            for field, text in mine.items():
                st.session_state[key(entry.id, field)] = text


def _overlap(base: LoggedBatch, now: LoggedBatch, mine: Mapping[str, str]) -> bool:
    """Tell whether what was typed would overwrite something that somebody else changed."""
    before, there = texts(base), texts(now)
    changed = {field for field in mine if there.get(field) not in (before[field], mine[field].strip())}
    return bool(changed or (mine and now.deleted_at))


def fill(entry: LoggedBatch) -> None:
    """Put a batch as it was read into its fields."""
    st.session_state[_base_key(entry.id)] = entry
    for field, text in texts(entry).items():
        st.session_state[key(entry.id, field)] = text


def texts(entry: LoggedBatch) -> dict[str, str]:
    """Return what stands in the fields of a batch that nobody touched."""
    weighed = {
        f"{_GRAMS} {number}": "" if row.actual_g is None else f"{row.actual_g:.10g} g"
        for number, row in enumerate(entry.weighed)
    }
    made = entry.made_on.isoformat() if entry.made_on else ""
    return {**weighed, "name": entry.name, "made_on": made, "powder_lot": entry.powder_lot}


def typed_in(base: LoggedBatch) -> dict[str, str]:
    """Return what was typed, by field: only what is another than it was."""
    now = {field: str(st.session_state.get(key(base.id, field), old)) for field, old in texts(base).items()}
    return {field: text for field, text in now.items() if text.strip() != texts(base)[field]}


def changes(entry: LoggedBatch, mine: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed as changes of a batch; rows that nobody touched stay as they are there.

    Raises
    ------
    InputErrors
        Everything that cannot be read.
    """
    found: dict[str, Any] = {}
    weighed, errors = list(entry.weighed), []
    for field, text in mine.items():
        try:
            if field.startswith(_GRAMS):
                number = int(field.split(" ")[1])
                actual = _grams(text) if text.strip() else None
                if number < len(weighed):
                    weighed[number] = replace(weighed[number], actual_g=actual)
                found["weighed"] = tuple(weighed)
            elif field == "made_on":
                found[field] = _DAY(text) if text.strip() else None
            else:
                found[field] = text.strip()
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return found


def _base(id: str) -> LoggedBatch | None:
    """Return the batch that the fields were filled from."""
    found: LoggedBatch | None = st.session_state.get(_base_key(id))
    return found


def _base_key(id: str) -> str:
    """Return where the batch as it was read is held."""
    return key(id, "base")


# --- the form -------------------------------------------------------------------------------------


def form(log: Log, entry: LoggedBatch) -> None:
    """Show what was weighed, name, day and lot, with the button that saves them."""
    st.subheader("As it was weighed")
    if not entry.weighed:
        widgets.aside("There is no weighing with it.")
    steps = {each["ingredient"]: each.get("mass_plus_minus_g") for each in entry.recipe["lines"]}
    for number, row in enumerate(entry.weighed):
        name, step = catalog.ingredients()[row.ingredient].name, steps.get(row.ingredient)
        target = show_mass(row.target_g, step) if step else show_number(row.target_g, 4)
        label = f"{number + 1} · {name}, meant: {target}{THIN}g"
        inputs.line(key(entry.id, f"{_GRAMS} {number}"), label, _grams, placeholder="grams that it was")
    inputs.line(key(entry.id, "name"), "Name")
    inputs.line(key(entry.id, "made_on"), "Made on", _DAY, placeholder="2026-03-31")
    inputs.line(key(entry.id, "powder_lot"), "Lot of the powder", placeholder="as its label has it")
    base = _base(entry.id) or entry
    if not is_torn(entry):
        st.button("Save", icon=":material/save:", type="primary", on_click=save, args=(log, base))
    if typed_in(base):
        widgets.aside("Not saved yet.")


def save(log: Log, base: LoggedBatch) -> None:
    """Save what was typed, unless somebody else saved first."""
    mine = typed_in(base)
    if mine:
        undo.attempt(_save, log, base, mine)
    else:
        undo.attempt(lambda: "There was nothing to save.")


def _save(log: Log, entry: LoggedBatch, mine: Mapping[str, str]) -> str:
    """Write what was typed over a batch that is as it was read."""
    fill(log.change(entry.id, entry.version, **changes(entry, mine)))
    return "Saved."


# --- two people at once ---------------------------------------------------------------------------


def is_torn(entry: LoggedBatch) -> bool:
    """Tell whether somebody else saved a batch while something was typed here."""
    base = _base(entry.id)
    return base is not None and base.version != entry.version and bool(typed_in(base))


def conflict(log: Log, entry: LoggedBatch) -> None:
    """Show what somebody else saved beside what was typed here, and ask which of them holds."""
    base = _base(entry.id)
    if base is None or not is_torn(entry):
        return
    mine, there = typed_in(base), texts(entry)
    done = "deleted" if entry.deleted_at else "changed"
    st.warning(
        f"Somebody {done} this batch while you typed. Nothing was overwritten: choose what holds.",
        icon=":material/group:",
    )
    st.table(
        {
            "What": [_called(field, base) for field in mine],
            "Yours": [widgets.plain(text.strip()) or "nothing" for text in mine.values()],
            "There now": [widgets.plain(there.get(field, "")) or "nothing" for field in mine],
        },
        border="horizontal",
        hide_index=True,
    )
    before = texts(base)
    changed = [field for field, text in there.items() if text != before.get(field) and field not in mine]
    other = [_called(field, entry) for field in changed]
    if other:
        widgets.aside(f"Changed there: {', '.join(other)}. What you did not touch stays as it is there.")
    with st.container(horizontal=True):
        st.button("Keep mine", icon=":material/edit:", on_click=_keep_mine, args=(log, entry, base))
        st.button("Take what is there", icon=":material/download_done:", on_click=fill, args=(entry,))


def _keep_mine(log: Log, now: LoggedBatch, base: LoggedBatch) -> None:
    """Save what was typed over what is there now; a batch that was deleted comes back."""

    def act() -> str:
        back = log.restore(now.id) if now.deleted_at else now
        return _save(log, back, typed_in(base))

    undo.attempt(act)


def _called(field: str, entry: LoggedBatch) -> str:
    """Return what a field is called."""
    if not field.startswith(_GRAMS):
        return undo.label_of(field)
    number = int(field.split(" ")[1])
    return catalog.ingredients()[entry.weighed[number].ingredient].name
