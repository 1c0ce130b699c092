"""Work on large files beside the page: in a process of its own, one after another, stopped with its visitor.

The page answers everybody from one process, in which one visitor's large file would hold up all others. The
memory of such a process goes back whole when it ends. It holds no Streamlit: ``python -m ui.side_process``
reads what to do from its input, and writes how far it has come and what it found, each as a pickle.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from calc.errors import BenchError, InputError
from calc.messages import say

#: Takes how far it has come.
Tell = Callable[[Any], None]
#: What such a process may hold [bytes], and how long it may work [s of processor time].
MOST_HELD, MOST_SECONDS = 2_000_000_000, 600
#: How often somebody who waits is looked after [s].
_LOOK = 0.2
_ROOT = Path(__file__).parent.parent
_LENGTH = struct.Struct("<Q")
_ENDED = say("the work on this file ended before it was done; it may take more memory than there is.")


class _Line:
    """Those who wait for the process, the first first."""

    def __init__(self) -> None:
        self._waiting: list[object] = []
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def turn(self, tell_place: Callable[[int], None]) -> Iterator[None]:
        """Wait for a turn, and hold it; ``tell_place`` takes how many come before."""
        me = object()
        with self._changed:
            self._waiting.append(me)
        try:
            while place := self._place(me):
                tell_place(place)
                with self._changed:
                    self._changed.wait(_LOOK)
            yield
        finally:
            with self._changed:
                self._waiting.remove(me)
                self._changed.notify_all()

    def _place(self, me: object) -> int:
        """Return how many come before."""
        with self._changed:
            return self._waiting.index(me)


_LINE = _Line()


class Progress(NamedTuple):
    """How work stands: how many others come before it (0 once it is under way), and what it last said."""

    before: int
    said: Any = None


def work_beside(work: Callable[..., Any], *arguments: Any, show: Callable[[Progress], None]) -> Any:
    """Return what a function gives, worked out in a process of its own when its turn has come.

    Whatever ``show`` raises stops it, as Streamlit does when its visitor presses something or leaves.

    Parameters
    ----------
    work : callable
        Of a module; takes a `Tell`, then the arguments.
    *arguments
        That can be pickled.
    show : callable
        Called several times a second with a `Progress`.

    Raises
    ------
    BenchError
        As the function raises it, or because it needed too much.
    """
    with _LINE.turn(lambda before: show(Progress(before))):
        process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        try:
            return _outcome(process, (work, arguments), show)
        finally:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    stream and stream.close()


def _outcome(
    process: subprocess.Popen[bytes],
    task: tuple[Callable[..., Any], Sequence[Any]],
    show: Callable[[Progress], None],
) -> Any:
    """Give a process its task, show what it tells, and return what it finds."""
    assert process.stdin
    assert process.stdout
    messages: list[tuple[str, Any]] = []
    listener = threading.Thread(target=_listen, args=(process.stdout, messages), daemon=True)
    listener.start()
    with contextlib.suppress(OSError):  # it may be gone before it has heard all
        _write(process.stdin, task)
    while listener.is_alive():
        show(Progress(0, next((value for kind, value in reversed(messages) if kind == "told"), None)))
        listener.join(_LOOK)
    kind, value = messages[-1] if messages else ("", None)
    if kind == "raised" and isinstance(value, BenchError):
        raise value
    if kind != "found":
        raise InputError("file", "", _ENDED, say("Leave out what is not needed, or use the command line."))
    return value


def _listen(stream: IO[bytes], messages: list[tuple[str, Any]]) -> None:
    """Take down what a process tells until it ends."""
    with contextlib.suppress(OSError, ValueError, EOFError, pickle.UnpicklingError):
        while True:
            messages.append(_read(stream))


def _write(stream: IO[bytes], value: Any) -> None:
    """Write a value behind its length."""
    data = pickle.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _read(stream: IO[bytes]) -> Any:
    """Return the next value.

    Raises
    ------
    EOFError
        There is none.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))


def _be_modest() -> None:
    """Let the page go first, and take no more than is allowed, where the system can see to that."""
    if hasattr(os, "nice"):
        os.nice(10)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MOST_HELD, MOST_HELD))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def main() -> None:
    """Do what stands in the input; the output is for what is told alone, whatever a library prints."""
    said = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _be_modest()
    try:
        work, arguments = _read(sys.stdin.buffer)
        _write(said, ("found", work(lambda value: _write(said, ("told", value)), *arguments)))
    except BenchError as error:
        _write(said, ("raised", error))
    except MemoryError:
        pass  # whoever waits sees that nothing was found


if __name__ == "__main__":
    main()
