"""A user without a browser: speaks Streamlit's own protocol to a server on this machine."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

ROOT = Path(__file__).parent.parent


@contextlib.contextmanager
def serving(script: str) -> Iterator[tuple[int, int]]:
    """Yield the port and the process id of a server of a script, and stop it afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(port)
            yield port, server.pid
        finally:
            server.terminate()


def _wait(port: int) -> None:
    """Wait until the server is healthy."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            address = f"http://127.0.0.1:{port}/_stcore/health"
            if urllib.request.urlopen(address, timeout=2).read() == b"ok":
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not answer within 30 s")


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class User:
    """One session on a server.

    Attributes
    ----------
    inputs, buttons, panels : dict of str to str
        Ids of the fields, the buttons and the panels that open on the page, by label.
    values : dict of str to str
        What stands in each field, by label.
    query : str
        What the address holds.
    received : int
        Bytes that came for the last run.
    """

    def __init__(self, connection: ClientConnection, query: str = "") -> None:
        self.connection = connection
        self.query = query
        self.inputs: dict[str, str] = {}
        self.buttons: dict[str, str] = {}
        self.panels: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self.received = 0
        self._page = ""
        self._kept: set[str] = set()
        self._part_of: dict[str, str] = {}

    @classmethod
    async def arrive(cls, port: int) -> Self:
        """Open the page and wait until it has been drawn."""
        return await cls.arrive_at(f"ws://127.0.0.1:{port}")

    @classmethod
    async def arrive_at(cls, base: str, query: str = "", **connecting: Any) -> Self:
        """Open the page under an address and wait until it has been drawn.

        Parameters
        ----------
        base : str
            ``ws://…`` or ``wss://…``, without a path.
        query : str
            What the address holds.
        connecting
            For the connection: headers, TLS.
        """
        connection = await connect(
            f"{base}/_stcore/stream",
            max_size=None,
            subprotocols=[Subprotocol("streamlit")],
            compression=None,
            proxy=None,
            **connecting,
        )
        user = cls(connection, query)
        try:
            await user._rerun(BackMsg())
        except BaseException:
            await user.leave()
            raise
        return user

    async def change(self, label: str, text: str) -> float:
        """Type into a field; return the seconds until the page was drawn again."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = self.inputs[label], text
        return await self._rerun(message)

    async def press(self, label: str) -> float:
        """Press a button; return the seconds until the page was drawn again."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.trigger_value = self.buttons[label], True
        return await self._rerun(message)

    async def open(self, label: str) -> float:
        """Open a panel; return the seconds until the page was drawn again."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.bool_value = self.panels[label], True
        return await self._rerun(message)

    def _of_page(self, message: BackMsg) -> BackMsg:
        """Return a request for a run with what a browser says of the page."""
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page
        for widget in message.rerun_script.widget_states.widgets:
            message.rerun_script.fragment_id = self._part_of.get(widget.id, "")
        message.rerun_script.cached_message_hashes.extend(self._kept)
        return message

    async def _rerun(self, message: BackMsg) -> float:
        """Ask for a run and wait for its end."""
        start, self.received = time.perf_counter(), 0
        await self.connection.send(self._of_page(message).SerializeToString())
        while True:
            content = await self.connection.recv(decode=False)
            self.received += len(content)
            answer = ForwardMsg.FromString(content)
            if answer.metadata.cacheable:  # a browser keeps what is long, and says that it has it
                self._kept.add(answer.hash)
            kind = answer.WhichOneof("type")
            if kind == "delta":
                part = answer.delta.fragment_id
                self._see(answer.delta.new_element, part)
                panel = answer.delta.add_block.popover
                self.panels |= {panel.label: panel.id} if panel.id else {}
                self._part_of |= {panel.id: part} if panel.id else {}
            elif kind == "navigation":
                self._page = answer.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = answer.page_info_changed.query_string
            elif kind == "script_finished" and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - start

    def _see(self, element: Element, part: str) -> None:
        """Remember a field or a button, and the part of the page that it is drawn with."""
        kind = element.WhichOneof("type")
        if kind in ("text_input", "button"):
            self._part_of[getattr(element, kind).id] = part
        if kind == "text_input":
            field = element.text_input
            self.inputs[field.label] = field.id
            self.values[field.label] = field.value if field.set_value else field.default
        elif kind == "button":
            self.buttons[element.button.label] = element.button.id

    async def leave(self) -> None:
        """Close the session."""
        await self.connection.close()
