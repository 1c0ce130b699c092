"""A salon's page behind nginx with two processes, one of which is killed under load: who loses what?

    python -m bench.outage [users] [seconds]

Uses the configuration that is shown, ``docs/serving/nginx.conf``. Bounded: it stops by itself, and talks to
this machine only.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import random
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path

from websockets.exceptions import WebSocketException

from bench.client import ROOT, User, cpu_seconds
from calc.log import open_log

SITE = ROOT / "docs" / "serving" / "nginx.conf"
PASSWORD = "salon:not-to-be-shown"
#: How long a browser waits before it tries again [s], and how long it takes at most to be back.
PAUSE, MOST_SECONDS = 0.5, 5.0
_START_S = 60
_MAIN = """
daemon off; pid {folder}/pid; error_log {folder}/error.log warn; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  include {folder}/bench.conf;
}}
"""


def nginx() -> str | None:
    """Return the program; None where it is not installed."""
    return shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin:/usr/local/sbin")


@dataclass
class Site:
    """What runs: nginx on a port, and the two processes behind it."""

    port: int
    folder: Path
    apps: list[subprocess.Popen[bytes]]
    context: ssl.SSLContext

    @property
    def base(self) -> str:
        """Return the address of the page, without its scheme."""
        return f"127.0.0.1:{self.port}"

    def open(self, path: str = "/", **headers: str) -> tuple[int, list[str]]:
        """Ask for a page; return the status, and the cookies that it sets."""
        request = urllib.request.Request(f"https://{self.base}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=20, context=self.context) as answer:
                return answer.status, answer.headers.get_all("Set-Cookie") or []
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get_all("Set-Cookie") or []

    def cookies(self) -> dict[str, str]:
        """Return the cookies that whoever knows the password is given."""
        known = base64.b64encode(PASSWORD.encode()).decode()
        status, given = self.open(Authorization=f"Basic {known}")
        assert status == 200, status
        return {name: morsel.value for line in given for name, morsel in SimpleCookie(line).items()}


@contextlib.contextmanager
def serving_site() -> Iterator[Site]:
    """Yield the page behind nginx, with its shared log in a folder of its own; stop everything afterwards."""
    program = nginx()
    assert program, "nginx is not installed"
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-site-")))
        ports = [_free_port() for _ in range(4)]
        _configure(folder, ports)
        environment = os.environ | {"BENCH_LOG": "shared", "BENCH_LOG_FILE": str(folder / "batches.sqlite")}
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port"]
        apps = [
            stack.enter_context(_running([*command, str(port)], environment=environment))
            for port in ports[2:]
        ]
        stack.enter_context(
            _running([program, "-e", str(folder / "start.log"), "-c", str(folder / "main.conf")])
        )
        context = ssl.create_default_context(cafile=str(folder / "cert.pem"))
        site = Site(ports[1], folder, apps, context)
        for port in ports[2:]:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", folder)
        _wait(f"https://{site.base}/", folder, context)
        yield site


def _configure(folder: Path, ports: list[int]) -> None:
    """Write what nginx reads: the site as it is shown, with this machine's ports and files."""
    certificate = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    certificate += [
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([*certificate, *files], check=True, capture_output=True)
    name, _, password = PASSWORD.partition(":")
    (folder / "bench.htpasswd").write_text(f"{name}:{{PLAIN}}{password}\n")
    (folder / "bench.pass").write_text(f'map "" $bench_pass {{ default {secrets.token_hex(32)}; }}\n')
    text = SITE.read_text(encoding="utf-8")
    live = "/etc/letsencrypt/live/bench.example.org"
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{ports[0]};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{ports[1]} ssl;"),
        (f"{live}/fullchain.pem", str(folder / "cert.pem")),
        (f"{live}/privkey.pem", str(folder / "key.pem")),
        ("/etc/nginx/bench.", f"{folder}/bench."),
        (":8501", f":{ports[2]}"),
        (":8502", f":{ports[3]}"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    (folder / "bench.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "main.conf").write_text(_MAIN.format(folder=folder, user=user))


@contextlib.contextmanager
def _running(
    command: list[str], environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program, and end it afterwards."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(url: str, folder: Path, context: ssl.SSLContext | None = None) -> None:
    """Wait until an address answers, whatever it says."""
    until = time.monotonic() + _START_S
    while True:
        try:
            urllib.request.urlopen(url, timeout=5, context=context).close()
        except urllib.error.HTTPError:
            pass
        except OSError:
            logs = "".join(path.read_text() for path in folder.glob("*.log"))
            assert time.monotonic() < until, f"{url} does not answer: {logs}"
            time.sleep(0.05)
            continue
        return


def _free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Seen:
    """What the users saw of it.

    Attributes
    ----------
    times : list of float
        Of every change, the seconds until the page was drawn again.
    back : list of float
        Of everybody whose process was killed, the seconds until the page was drawn by the other one.
    lost : list of str
        What stood in an address and not on the page that came back.
    moved : int
        How many have been told to ask the other process for files too.
    """

    times: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    moved: int = 0
    killed_at: float = 0.0


class Salon:
    """Users who type and keep batches; a process is killed under them as soon as everybody has kept one.

    Parameters
    ----------
    site : Site
    users : int
    pause : float
        Between two changes of one user, on average [s].
    seconds : float
        How long they go on after that, everybody at least until the next change.
    """

    def __init__(self, site: Site, users: int, pause: float, seconds: float = 0.0) -> None:
        self.site, self.pause, self.seconds = site, pause, seconds
        self.people = [Person(site, number) for number in range(users)]
        self.seen = Seen()
        self.killed = asyncio.Event()

    async def run(self) -> Seen:
        """Let everybody come, a few at a time, and return what they saw."""
        for start in range(0, len(self.people), 5):
            await asyncio.gather(*(person.arrive() for person in self.people[start : start + 5]))
        await asyncio.gather(*map(self._work, self.people))
        await asyncio.gather(*(person.user.leave() for person in self.people))
        return self.seen

    def _kill_one(self) -> None:
        """Kill the first process."""
        self.seen.killed_at = time.perf_counter()
        self.site.apps[0].send_signal(signal.SIGKILL)
        self.killed.set()

    async def _work(self, person: Person) -> None:
        """Type, keep a batch once, and come back where the connection is lost."""
        typed_after = False
        while not typed_after or time.perf_counter() < self.seen.killed_at + self.seconds:
            is_after = self.killed.is_set()
            try:
                await person.rest(self.pause * person.dice.uniform(0.5, 1.5))
                self.seen.times.append(await person.type_strength())
                typed_after = is_after
                if not person.kept:
                    await person.keep()
                    if all(other.kept for other in self.people):
                        self._kill_one()
            except WebSocketException:
                await self._come_back(person)

    async def _come_back(self, person: Person) -> None:
        """Open the address again until the page is there, as a browser does."""
        await person.user.leave()
        while True:
            try:
                await person.arrive()
                break
            except (WebSocketException, OSError):
                await asyncio.sleep(PAUSE)
        self.seen.back.append(time.perf_counter() - self.seen.killed_at)
        here = person.user.values.get("Strength", "nothing")
        if here != person.typed:
            self.seen.lost.append(f"{person.typed} became {here}")
        person.cookies |= await asyncio.to_thread(person.refresh)
        self.seen.moved += person.cookies["bench_seat"] == "b"


class Person:
    """One of the users, with a browser of theirs: cookies, and an address."""

    def __init__(self, site: Site, number: int) -> None:
        self.site, self.number = site, number
        self.dice = random.Random(number)
        self.cookies: dict[str, str] = {}
        self.query = ""
        self.typed = ""
        self.kept = False

    def refresh(self) -> dict[str, str]:
        """Return the cookies after one more request that says those of before."""
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        status, given = self.site.open("/_stcore/health", Cookie=said)
        assert status == 200, status
        return {name: morsel.value for line in given for name, morsel in SimpleCookie(line).items()}

    async def arrive(self) -> None:
        """Open the page, with the password the first time and with the cookie alone from then on."""
        if not self.cookies:
            self.cookies = await asyncio.to_thread(self.site.cookies)
        said = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.user = await User.arrive_at(
            f"wss://{self.site.base}",
            self.query,
            ssl=self.site.context,
            origin=f"https://{self.site.base}",
            additional_headers={"Cookie": said},
        )

    async def rest(self, seconds: float) -> None:
        """Do nothing for a while; a lost connection is noticed at once, as a browser does."""
        connection = self.user.connection
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.wait_closed(), seconds)
            raise connection.protocol.close_exc

    async def type_strength(self) -> float:
        """Type another strength; return the seconds until the address held it."""
        text = f"{5 + self.number * 0.2 + self.dice.randrange(10) / 100:.2f} %"
        seconds = await self.user.change("Strength", text)
        self.typed, self.query = text, self.user.query
        return seconds

    async def keep(self) -> None:
        """Keep the batch in the log."""
        await self.user.open("Save to Batches")
        await self.user.press("Save")
        self.kept = True


def kept_in(site: Site) -> int:
    """Return how many batches the log holds."""
    with open_log(str(site.folder / "batches.sqlite")) as log:
        return len(log.entries())


def main() -> None:
    """Run and print."""
    users, seconds = (int(argument) for argument in (sys.argv[1:] + ["50", "30"][len(sys.argv) - 1 :])[:2])
    with serving_site() as site:
        seen = asyncio.run(Salon(site, users, pause=5.0, seconds=seconds).run())
        kept = kept_in(site)
        used = cpu_seconds(site.apps[1].pid)
    times = sorted(seen.times)
    print(f"{users} users behind nginx, two processes, one killed: {len(times)} changes")
    print(f"  p50 {times[len(times) // 2] * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms")
    worst = max(seen.back, default=0.0)
    print(f"  {len(seen.back)} had to come back: worst {worst:.1f} s (aim: {MOST_SECONDS:g} s)")
    print(f"  typed and lost: {len(seen.lost)}; batches in the log: {kept}, told as kept: {users}")
    print(f"  processor of the process that was left: {used:.1f} s")


if __name__ == "__main__":
    main()
