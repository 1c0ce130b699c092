"""Files that people bring: limited in size, worked on beside the page when large, held for the visit."""

from __future__ import annotations

import gc
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import streamlit as st
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from calc.messages import say, say_n
from calc.tables import COMMAND, MOST_BYTES
from ui import visitor, widgets
from ui.side_process import Progress, work_beside

Result = TypeVar("Result")
#: The largest file of somebody who may sit anywhere; what all visits hold together, here and then [bytes].
MOST_OF_OTHERS, MOST_IN_ALL, MOST_OF_ALL_OTHERS = 20_000_000, 1_000_000_000, 400_000_000
#: Smaller files are worked on at once; that takes less than a process takes to start [bytes].
SMALL = 200_000
#: How long files stay after their visitor left, for somebody who comes back; Streamlit's
#: `disconnectedSessionTTL` is a little longer. How often it is looked [s].
STAY_S, LOOK_S = 600.0, 15.0
_HELD, _STOPPED, _REFUSED = "uploads-held", "uploads-stopped", "uploads-refused"


class Upload(Protocol):
    """An uploaded file, as Streamlit gives it."""

    file_id: str
    name: str
    size: int

    def getvalue(self) -> bytes:
        """Return its content."""


class _Visit:
    """The sizes of the files that one visit holds, by their fields; goes with the visit."""

    def __init__(self, session_id: str = "") -> None:
        self.session_id = session_id
        self.sizes: dict[str, int] = {}


class Sessions(Protocol):
    """The sessions of a server, as Streamlit's runtime has them."""

    def is_active_session(self, session_id: str) -> bool:
        """Return whether somebody is there."""

    def clear_user_info_for_session(self, session_id: str) -> None:
        """End a session in which nobody is any more, with all that it holds."""


_VISITS: weakref.WeakSet[_Visit] = weakref.WeakSet()
_COUNTING = threading.Lock()


def most_bytes() -> int:
    """Return the largest file that is taken [bytes]: less where the page is open to others."""
    return MOST_BYTES if visitor.is_at_this_computer() else min(MOST_BYTES, MOST_OF_OTHERS)


def ask_for_file(
    label: str, key: str, slot: str, types: Sequence[str] | None = None, *, any_size: bool = True
) -> Upload | None:
    """Show where to put a file; return it unless it is too large, or others have brought too much.

    ``slot``: where `compute_once` keeps what it made of the file. It stays while other pages are
    visited, and goes when the file is removed. ``any_size``: whether the command line screens a larger one.
    What is refused is not kept: the field is empty again, with the reason below.
    """
    most = most_bytes()
    words = say("{most:g} MB", most=most / 1000000.0)
    refused: dict[str, tuple[int, str, bool]] = st.session_state.setdefault(_REFUSED, {})
    turn, why, is_large = refused.get(key, (0, "", False))
    place = f"{key}-{turn}" if turn else key
    file: Upload | None = st.file_uploader(
        say("{label}, up to {limit}", label=label, limit=words),
        type=None if types is None else list(types),
        key=place,
        max_upload_size=most // 1_000_000,
        on_change=_gone,
        args=(place, slot),
    )
    too_large = file is not None and file.size > most
    if not _is_room(key, 0 if too_large or file is None else file.size):
        why = say("Other people's files are using all the space just now. Try again in a few minutes.")
    elif file is not None and too_large:
        why = say(
            "{file} has {size:.1f} MB; a page takes up to {limit}.",
            file=file.name,
            size=file.size / 1000000.0,
            limit=words,
        )
    elif file is not None:
        refused[key] = (turn, "", False)
        return file
    if file is not None:
        _give_back(file)
        refused[key] = (turn + 1, why, too_large)
        st.rerun()
    if why:
        widgets.wrong(why)
    if is_large and any_size:
        st.markdown(say("A table of any size is screened by the command line:"))
        st.code(COMMAND, language=None)
    return None


def _give_back(file: Upload) -> None:
    """Take a file out of the memory in which Streamlit keeps it while its visit lasts."""
    context = get_script_run_ctx()
    manager = context.uploaded_file_mgr if context else None
    if context and isinstance(manager, MemoryUploadedFileManager):
        manager.remove_file(context.session_id, file.file_id)


def end_visits_left(sessions: Sessions, left: dict[str, float], now: float) -> None:
    """End every visit that holds a file and was left some time ago.

    Streamlit itself ends those only when somebody else arrives. ``left``: when each was first seen without
    its visitor [s]; kept from one look to the next.
    """
    with _COUNTING:
        holding = {visit.session_id: visit for visit in _VISITS if any(visit.sizes.values())}
    for session_id in {*holding, *left}:
        if session_id not in holding or sessions.is_active_session(session_id):
            left.pop(session_id, None)
        elif now - left.setdefault(session_id, now) >= STAY_S:
            sessions.clear_user_info_for_session(session_id)
            holding[session_id].sizes.clear()


@st.cache_resource(show_spinner=False)
def _watch_visits() -> threading.Thread:
    """Look from time to time for visits that were left, as long as the server runs."""
    sessions = runtime.get_instance()

    def look() -> None:
        left: dict[str, float] = {}
        while True:
            time.sleep(LOOK_S)
            end_visits_left(sessions, left, time.monotonic())
            if left:
                gc.collect()  # what was ended still holds itself

    thread = threading.Thread(target=look, name="visits", daemon=True)
    thread.start()
    return thread


def _is_room(key: str, size: int) -> bool:
    """Count the file of a field, 0 for none; tell whether all that are held together are few enough."""
    if _HELD not in st.session_state:
        context = get_script_run_ctx()
        st.session_state[_HELD] = _Visit(context.session_id if context else "")
    if size and runtime.exists():
        _watch_visits()
    own: _Visit = st.session_state[_HELD]
    most = MOST_IN_ALL if visitor.is_at_this_computer() else MOST_OF_ALL_OTHERS
    with _COUNTING:
        _VISITS.add(own)
        own.sizes.pop(key, None)
        if size and sum(sum(visit.sizes.values()) for visit in _VISITS) + size > most:
            return False
        own.sizes[key] = size
    return True


def _gone(key: str, slot: str) -> None:
    """Forget what was made of a file that was removed."""
    if st.session_state.get(key) is None:
        st.session_state.pop(slot, None)


def compute_once(slot: str, key: Hashable, make: Callable[[], Result]) -> Result:
    """Return the result for a key; it is computed only when the key has changed."""
    held: tuple[Any, Result] | None = st.session_state.get(slot)
    if held is None or held[0] != key:
        held = (key, make())
        st.session_state[slot] = held
    return held[1]


def is_stopped(file: Upload) -> bool:
    """Tell whether somebody stopped the work on a file."""
    return bool(st.session_state.get(_STOPPED) == file.file_id)


def offer_again(slot: str) -> None:
    """Say that the work on a file was stopped, and offer to begin again."""
    widgets.aside(say("Stopped."))
    st.button(say("Start again"), key=f"{slot}-again", on_click=st.session_state.pop, args=(_STOPPED, None))


def work_on(file: Upload, slot: str, work: Callable[..., Any], *arguments: Any, ending: str = "") -> Any:
    """Return what a function makes of a file: of a small one at once, else beside the page in its turn.

    ``work``: of `file_work`, or like those; takes a function that is told how far it is, and the path. Of a
    large file its place in the line is shown, with a button that stops it; it ends when its visitor goes.
    ``ending``: of the file's name.
    """
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / f"table{ending}"
        path.write_bytes(file.getvalue())
        bar = st.empty()
        name = widgets.escape_markdown(file.name)
        if file.size <= SMALL:
            return work(lambda progress: None, path, *arguments)
        stop = st.empty()
        stop.button(
            say("Stop"), key=f"{slot}-stop", icon=":material/stop:", on_click=_stop, args=(slot, file.file_id)
        )

        def show(progress: Progress) -> None:
            if progress.before:
                waiting = say_n(
                    "{number} file is before {file}",
                    "{number} files are before {file}",
                    progress.before,
                    file=name,
                )
                bar.progress(0.0, waiting)
            elif progress.said is None:
                bar.progress(0.0, say("Reading {file}", file=name))
            else:
                bar.progress(min(progress.said.share, 1.0), str(progress.said))

        try:
            return work_beside(work, path, *arguments, show=show)
        finally:
            bar.empty()
            stop.empty()


def _stop(slot: str, file_id: str) -> None:
    """Remember that the work on a file was stopped; pressing anything has ended it already."""
    st.session_state[_STOPPED] = file_id
    st.session_state.pop(slot, None)
