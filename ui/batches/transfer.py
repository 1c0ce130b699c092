"""The whole log as files: exported, and imported again."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import TYPE_CHECKING

import streamlit as st

from calc.errors import InputError, InputErrors
from calc.log import LoggedBatch, export_tables
from calc.messages import say, say_list, say_n
from ui import uploads, widgets
from ui.batches import undo
from ui.file_readers import read_batches

if TYPE_CHECKING:
    from calc.log.store import Log

LOG_FILE, _SLOT = "log-file", "log-file-read"
#: So many errors of a file are shown.
_MOST_ERRORS = 5


def offer_log_files(log: Log, label: str) -> None:
    """Offer everything as files, the one that can be imported again under its label."""
    day = datetime.date.today().isoformat()
    with st.container(horizontal=True):
        widgets.download(label, lambda: log_json(log), f"batches-{day}.json", "application/json")
        widgets.download(say("Tables as CSV"), lambda: log_csv(log), f"batches-{day}.zip", "application/zip")


def log_json(log: Log) -> bytes:
    """Return every batch as a file that can be imported again."""
    return json.dumps(log.export(), indent=1).encode()


def log_csv(log: Log) -> bytes:
    """Return every batch as tables, in one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in export_tables(log.entries()).items():
            archive.writestr(f"{name}.csv", content)
    return packed.getvalue()


def offer_import(log: Log, label: str) -> None:
    """Ask for a log file, say what is in it, and add it."""
    file = uploads.ask_for_file(label, LOG_FILE, _SLOT, ["json"], any_size=False)
    if file is None:
        return
    if uploads.is_stopped(file):
        uploads.offer_again(_SLOT)
        return
    entries, damaged = uploads.compute_once(_SLOT, file.file_id, lambda: _read(file))
    if isinstance(entries, InputErrors):
        for error in entries.errors[:_MOST_ERRORS]:
            widgets.wrong(str(error))
        if len(entries.errors) > _MOST_ERRORS:
            widgets.aside(
                say("And {count} more. Nothing was added.", count=len(entries.errors) - _MOST_ERRORS)
            )
        return
    names = say_list([entry.name for entry in entries[:3]] + ["…"] * (len(entries) > 3), ",")
    count = _count(len(entries))
    held = (
        say("In this file: {count}: {names}", count=count, names=names)
        if names
        else say("In this file: {count}", count=count)
    )
    st.markdown(widgets.escape_markdown(held))
    if damaged:
        widgets.aside(
            say(
                "{damaged} in it were damaged when it was written, and cannot be added.",
                damaged=_count(damaged),
            )
        )
    widgets.aside(say("What is in the log already stays as it is."))
    st.button(say("Add them"), icon=":material/add:", on_click=_import, args=(log, entries))


def _read(file: uploads.Upload) -> tuple[tuple[LoggedBatch, ...] | InputErrors, int]:
    """Return the batches of a file, or what is wrong with it; and how many stand in it damaged."""
    try:
        entries, damaged = uploads.work_on(file, _SLOT, read_batches)
        return entries, damaged
    except InputErrors as errors:
        return errors, 0
    except InputError as error:
        return InputErrors([error]), 0


def _import(log: Log, entries: tuple[LoggedBatch, ...]) -> None:
    """Add the batches of a file, and note what became of it."""
    undo.attempt(_add, log, entries)


def _add(log: Log, entries: tuple[LoggedBatch, ...]) -> str:
    """Write the batches of a file into the log."""
    report = log.import_(entries)
    if report.deleted:
        return say(
            "{added} added, {known} here already, {deleted} here and deleted.",
            added=_count(report.added),
            known=report.there,
            deleted=report.deleted,
        )
    return say("{added} added, {known} here already.", added=_count(report.added), known=report.there)


def _count(number: int) -> str:
    """Return a number of batches in words."""
    return say_n("{number} batch", "{number} batches", number)
