"""Who types on while an answer is drawn: what the first change would have shown is shown with the second."""

from __future__ import annotations

import asyncio

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.client import User, serving

#: Between the two changes, from while the first is read until after all of it is drawn [s].
GAPS_S = [gap / 1000 for gap in range(0, 64, 4)]


class Typist(User):
    """Somebody who does not wait for the answer."""

    async def type(self, text: str) -> None:
        """Type a strength."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = self.inputs["Strength"], text
        await self.connection.send(self._of_page(message).SerializeToString())

    async def stops_until(self, text: str) -> set[str]:
        """Return the titles of what stops that come until all is drawn for a strength."""
        stops, is_drawn = set(), False
        while True:
            answer = ForwardMsg.FromString(await self.connection.recv(decode=False))
            if answer.WhichOneof("type") == "delta":
                element = answer.delta.new_element
                is_drawn |= element.button.label.replace("\\", "").startswith(text)
                stops |= {element.alert.title} if element.alert.title.startswith("STOP") else set()
            is_over = answer.WhichOneof("type") == "script_finished"
            if is_over and is_drawn and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return stops


async def shown(port: int, gap_s: float) -> set[str]:
    """Return what stops of two strengths too high that are typed with so much time between them."""
    typist = await Typist.arrive(port)
    await typist.change("Strength", f"14.{gap_s * 1000:02.0f} %")
    first, second = (f"22.{gap_s * 1000:02.0f}{digit} %" for digit in "12")
    await typist.type(first)
    await asyncio.sleep(gap_s)
    await typist.type(second)
    stops = await asyncio.wait_for(typist.stops_until(second), 60)
    await typist.leave()
    return stops


def test_no_stop_is_lost_between_two_changes() -> None:
    with serving("app.py") as (port, _):
        stops = [asyncio.run(shown(port, gap_s)) for gap_s in GAPS_S]
    assert stops == [{"STOP · Above 20 %"}] * len(GAPS_S)
