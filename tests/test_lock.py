"""The locks: they satisfy the ranges, are whole, hold a hash for everything, and name no address."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.markers import Environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs import licences

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "requirements.lock": ("requirements.txt",),
    "requirements-extras.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("requirements.txt", "requirements-dev.txt"),
}
_ENTRY = re.compile(
    r"^(?P<requirement>[a-z0-9][^\\\n]+) \\\n(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.M
)
#: Linux, macOS and Windows, on every Python that is promised: what a marker may ask for.
PLATFORMS = [
    Environment(
        implementation_name="cpython",
        implementation_version=f"3.{minor}.0",
        os_name="nt" if system == "Windows" else "posix",
        platform_machine="x86_64",
        platform_python_implementation="CPython",
        platform_release="",
        platform_system=system,
        platform_version="",
        python_full_version=f"3.{minor}.0",
        python_version=f"3.{minor}",
        sys_platform={"Linux": "linux", "Darwin": "darwin", "Windows": "win32"}[system],
    )
    for system in ("Linux", "Darwin", "Windows")
    for minor in (11, 12, 13, 14)
]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def ranges(name: str) -> list[Requirement]:
    """Return what a file of ranges asks for."""
    if name == "pyproject.toml":
        extras = tomllib.loads(text_of(name))["project"]["optional-dependencies"]
        return [Requirement(line) for lines in extras.values() for line in lines]
    lines = (line.partition("#")[0].strip() for line in text_of(name).splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def entries(lock: str) -> dict[str, Requirement]:
    """Return what a lock pins, by name."""
    pinned = [Requirement(match["requirement"]) for match in _ENTRY.finditer(text_of(lock))]
    return {canonicalize_name(entry.name): entry for entry in pinned}


def pinned(pins: dict[str, Requirement], wanted: Requirement) -> Requirement:
    """Return what a lock pins for a requirement."""
    name = canonicalize_name(wanted.name)
    assert name in pins, f"{wanted} is not pinned: `make lock` does it"
    assert version(pins[name]) in wanted.specifier, (
        f"{wanted} is pinned as {pins[name]}: `make lock` mends it"
    )
    return pins[name]


def version(entry: Requirement) -> str:
    (pin,) = entry.specifier
    assert pin.operator == "=="
    return pin.version


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_pins_with_hashes_and_nothing_else(lock):
    text = text_of(lock)
    rest = re.sub(r"^#.*\n", "", _ENTRY.sub("", text), flags=re.M)
    assert rest == ""
    assert "make lock" in text.splitlines()[1]
    assert len(entries(lock)) == len(_ENTRY.findall(text)) > 20
    assert not re.search(r"://|index|find-links|trusted-host|[/~]\w", text.replace("httptools", ""))


@pytest.mark.parametrize(("lock", "files"), LOCKS.items())
def test_a_lock_satisfies_the_ranges(lock, files):
    pins = entries(lock)
    for wanted in (wanted for name in files for wanted in ranges(name)):
        assert pinned(pins, wanted)


@pytest.mark.parametrize(("lock", "files"), LOCKS.items())
def test_a_lock_is_whole(lock, files):
    """What a package asks for on any platform is pinned for it, in a version that it takes."""
    pins = entries(lock)
    ahead = [(wanted, wanted.extras) for name in files for wanted in ranges(name)]
    seen = set()
    while ahead:
        wanted, extras = ahead.pop()
        name = canonicalize_name(wanted.name)
        assert pinned(pins, wanted)
        if (name, *sorted(extras)) in seen:
            continue
        seen.add((name, *sorted(extras)))
        try:
            needs = [Requirement(line) for line in requires(name) or ()]
        except PackageNotFoundError:  # for another platform than this
            assert pins[name].marker
            continue
        for need in needs:
            on = [at for at in PLATFORMS if _is_needed(need, at, extras) and _is_needed(pins[name], at)]
            if on:
                pin = pinned(pins, need)
                assert all(_is_needed(pin, at) for at in on), f"{wanted} needs {need}, pinned as {pin}"
                ahead.append((need, need.extras))
    assert {name for name, *_ in seen} == set(pins), "pinned for nothing"


def _is_needed(need: Requirement, platform: Environment, extras: set[str] | None = None) -> bool:
    """Tell whether a requirement counts on a platform, for the extras that were asked for."""
    marker = need.marker
    return not marker or any(marker.evaluate({**platform, "extra": name}) for name in extras or {""})


def test_the_locks_pin_the_same():
    *others, tests = (entries(lock) for lock in LOCKS)
    for pins in others:
        assert {name: version(pin) for name, pin in pins.items()} == {
            name: version(tests[name]) for name in pins
        }


def test_every_package_in_the_locks_is_listed_with_its_licence():
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (\S.*) \|$", text_of("THIRD_PARTY.md"), flags=re.M)
    listed = {canonicalize_name(name): pinned for name, pinned, _ in rows if name not in ("package", "---")}
    assert listed == licences.locked("requirements-dev.lock")
    assert listed == {name: version(entry) for name, entry in entries("requirements-dev.lock").items()}


def test_the_fonts_are_under_the_open_font_licence():
    text = text_of("THIRD_PARTY.md")
    fonts = [
        name
        for name in entries("requirements.lock")
        if "font" in name and name not in ("fontpkg", "fonttools")
    ]
    assert len(fonts) == 8
    assert all(re.search(rf"^\| {name} \| \S+ \| OFL-1\.1 \|$", text, flags=re.M) for name in fonts)
