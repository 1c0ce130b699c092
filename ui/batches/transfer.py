"""The whole log as files: taken away, and brought again."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from typing import TYPE_CHECKING

import streamlit as st

from calc.errors import InputErrors
from calc.log import (
    LONGEST_FILE,
    LoggedBatch,
    export_tables,
    read_log,
)
from ui import uploads, widgets
from ui.batches import undo

if TYPE_CHECKING:
    from calc.log import Log

FILE, _SLOT = "log-file", "log-file-read"
#: What is told of what is wrong with a file.
_MOST_TOLD = 5


def take_away(log: Log, label: str) -> None:
    """Offer everything as files, the one that can be brought again under its label."""
    day = datetime.date.today().isoformat()
    with st.container(horizontal=True):
        widgets.download(label, lambda: as_json(log), f"batches-{day}.json", "application/json")
        widgets.download("Tables as CSV", lambda: as_csv(log), f"batches-{day}.zip", "application/zip")


def as_json(log: Log) -> bytes:
    """Return every batch as a file that can be brought again."""
    return json.dumps(log.export(), indent=1).encode()


def as_csv(log: Log) -> bytes:
    """Return every batch as tables, in one archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in export_tables(log.entries()).items():
            archive.writestr(f"{name}.csv", content)
    return packed.getvalue()


def bring(log: Log, label: str) -> None:
    """Ask for a log file, say what is in it, and add it."""
    file = st.file_uploader(
        f"{label}, up to {LONGEST_FILE / 1e6:g} MB",
        type=["json"],
        key=FILE,
        max_upload_size=int(LONGEST_FILE / 1e6),
    )
    if file is None:
        return
    found = uploads.once(_SLOT, file.file_id, lambda: _read(file.getvalue()))
    if isinstance(found, InputErrors):
        for each in found.errors[:_MOST_TOLD]:
            widgets.wrong(str(each))
        if len(found.errors) > _MOST_TOLD:
            widgets.aside(f"And {len(found.errors) - _MOST_TOLD} more. Nothing was added.")
        return
    names = ", ".join(each.name for each in found[:3]) + (", …" if len(found) > 3 else "")
    st.markdown(widgets.plain(f"In this file: {_count(len(found))}{': ' if names else ''}{names}"))
    widgets.aside("What is in the log already stays as it is.")
    st.button("Add them", icon=":material/add:", on_click=undo.attempt, args=(_add, log, found))


def _read(content: bytes) -> tuple[LoggedBatch, ...] | InputErrors:
    """Return the batches of a file, or what is wrong with it."""
    try:
        return read_log(content)
    except InputErrors as errors:
        return errors


def _add(log: Log, found: tuple[LoggedBatch, ...]) -> str:
    """Add the batches of a file."""
    done = log.import_(found)
    gone = f", {done.deleted} here and deleted" if done.deleted else ""
    return f"{_count(done.added)} added, {done.there} here already{gone}."


def _count(number: int) -> str:
    """Return a number of batches in words."""
    return f"{number} batch" if number == 1 else f"{number} batches"
