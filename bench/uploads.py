"""Visitors who each bring a table of 20 MB: how much longer does somebody on Mix wait meanwhile?

    python -m bench.uploads [visitors] [seconds]

Alone for so many seconds, then until every file is read, at most ten times as long: it stops by itself, and
talks to this machine only. The processor time of the page's own process says how much was done in it.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
import urllib.request
from typing import Any, NamedTuple

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.client import User, cpu_seconds, serving

SIZE = 20_000_000
#: Between two changes of somebody on Mix [s].
PAUSE = 1.0


class Visitor(User):
    """Somebody on Compare."""

    session = uploader = ""

    async def bring(self, port: int, content: bytes, name: str) -> float:
        """Put a file into the field for one; return the seconds until it is read."""
        start = time.perf_counter()
        request = BackMsg()
        request.file_urls_request.request_id = name
        request.file_urls_request.file_names.append(name)
        request.file_urls_request.session_id = self.session
        await self.connection.send(request.SerializeToString())
        answer = ForwardMsg()
        while answer.WhichOneof("type") != "file_urls_response":
            answer = ForwardMsg.FromString(await self.connection.recv())
        (urls,) = answer.file_urls_response.file_urls
        await asyncio.to_thread(_put, f"http://127.0.0.1:{port}{urls.upload_url}", content, name)
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = self.uploader
        brought = widget.file_uploader_state_value.uploaded_file_info.add()
        brought.file_id, brought.name, brought.size = urls.file_id, name, len(content)
        brought.file_urls.CopyFrom(urls)
        await self._rerun(message)
        return time.perf_counter() - start

    async def _rerun(self, message: BackMsg) -> float:
        """Ask for a run of Compare and wait for its end."""
        start = time.perf_counter()
        message.rerun_script.page_name = "compare"
        await self.connection.send(message.SerializeToString())
        while True:
            answer = ForwardMsg.FromString(await self.connection.recv())
            kind = answer.WhichOneof("type")
            if kind == "new_session":
                self.session = answer.new_session.initialize.session_id or self.session
            elif answer.delta.new_element.WhichOneof("type") == "file_uploader":
                self.uploader = answer.delta.new_element.file_uploader.id
            elif kind == "script_finished":
                return time.perf_counter() - start


def _put(address: str, content: bytes, name: str) -> None:
    """Send a file as a browser does."""
    head = f'--end\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + content + b"\r\n--end--\r\n"
    with urllib.request.urlopen(address.partition("/_stcore")[0] + "/_stcore/health", timeout=60) as health:
        token = (health.headers["Set-Cookie"] or "").partition(";")[0].partition("=")[2]
    headers = {
        "Content-Type": "multipart/form-data; boundary=end",
        "X-Xsrftoken": token,
        "Cookie": f"_streamlit_xsrf={token}",
    }
    request = urllib.request.Request(address, body, headers, method="PUT")
    urllib.request.urlopen(request, timeout=60).close()


def large_table(size: int = SIZE) -> bytes:
    """Return a table of so many bytes."""
    row = b"Serum with a name of its own,L-ascorbic acid,%d %%,3.2,pump\n"
    rows = b"".join(row % (i % 20 + 1) for i in range(1000))
    return b"product,form,strength,pH,package\n" + rows * (size // len(rows))


class Measured(NamedTuple):
    """The times of changes on Mix alone, and while files are read; those until each file was read [s]."""

    alone: list[float]
    meanwhile: list[float]
    read: list[float]


async def measured(port: int, visitors: int, seconds: float) -> Measured:
    """Measure somebody on Mix alone for so long, then until all files are read: ten times as long at most."""
    alone = await change_until(port, asyncio.create_task(asyncio.sleep(seconds)))
    table = large_table()

    async def visit(number: int) -> float:
        visitor = await Visitor.arrive(port)
        try:
            return await visitor.bring(port, table, f"table-{number}.csv")
        finally:
            await visitor.leave()

    visits = [asyncio.create_task(visit(number)) for number in range(visitors)]
    meanwhile = await change_until(port, asyncio.create_task(asyncio.wait(visits, timeout=10 * seconds)))
    read = [task.result() for task in visits if task.done()]
    for task in visits:
        task.cancel()
    await asyncio.gather(*visits, return_exceptions=True)
    return Measured(alone, meanwhile, read)


async def change_until(port: int, end: asyncio.Task[Any]) -> list[float]:
    """Change the strength on Mix about once a second until something is done; return the time of each [s]."""
    user, times, dice = await User.arrive(port), list[float](), random.Random(1)
    while not end.done():
        times.append(await user.change("Strength", f"{dice.uniform(5, 22):.2f} %"))
        await asyncio.wait([end], timeout=PAUSE * dice.uniform(0.8, 1.2))
    await end
    await user.leave()
    return times


def main() -> None:
    """Run and print."""
    visitors, seconds = (int(text) for text in (sys.argv[1:] + ["5", "60"][len(sys.argv) - 1 :])[:2])
    with serving("app.py") as (port, pid):
        found = asyncio.run(measured(port, visitors, seconds))
        used = cpu_seconds(pid)
    before, after = (1000 * np.quantile(times, 0.95) for times in (found.alone, found.meanwhile))
    print(f"{visitors} visitors bring {SIZE / 1e6:g} MB each; {len(found.read)} files were read", end="")
    print(f", the last after {max(found.read):.0f} s:" if found.read else f" within {10 * seconds} s:")
    print(f"  p95 on Mix {before:.0f} ms alone, of {len(found.alone)} changes;", end=" ")
    print(f"{after:.0f} ms meanwhile, of {len(found.meanwhile)}:", end=" ")
    print(f"{after / before:.1f} times as long (aim: at most 3)")
    print(f"  processor time of the page's own process {used:.1f} s in all")


if __name__ == "__main__":
    main()
