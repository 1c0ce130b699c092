"""Writes THIRD_PARTY.md: every package in the locks, its version, and the licence that it states.

    make licences

What this machine does not need (a package for Windows, say) is fetched into a folder for the time being.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "THIRD_PARTY.md"
_HEAD = """# What it is made of

Made by `make licences` from the metadata of the packages themselves. The versions are those of
`requirements.lock` and `requirements-dev.lock`, which hold the hash of every file. Each package comes with
the text of its licence.

In this repository itself: DejaVu Sans (`calc/reports/fonts/`, Bitstream Vera licence, beside it).

Eight packages hold the type for names in Chinese, Japanese, Korean, Devanagari, Bengali, Tamil, Telugu, Thai
and Khmer letters, each for a script that no other one draws: 36 MB installed, of which 31 MB are the two for
Chinese and Korean (half of that a serif that is not used; no package without it was found).
"""
#: Longer than that, the field is the text of the licence and no name for it.
_LONGEST_NAME = 60
#: A licence as a classifier, a field or the head of a file names it, and its SPDX name.
_SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Licence 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "MIT License": "MIT",
    "MPL 2.0": "MPL-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}
_LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ \\]+)", re.MULTILINE)


def locked(lock: str) -> dict[str, str]:
    """Return the version of every package in a lock, by its canonical name."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {canonicalize_name(entry["name"]): entry["version"] for entry in _LOCKED.finditer(text)}


def licence_of(package: Distribution) -> str:
    """Return the licence that a package states: an SPDX expression, a classifier, a field, or a file."""
    metadata = package.metadata
    expression = str(metadata.get("License-Expression") or "")
    field = str(metadata.get("License") or "").strip().partition("\n")[0]
    classifiers = [
        text.rpartition(" :: ")[2]
        for text in metadata.get_all("Classifier") or []
        if text.startswith("License :: OSI Approved :: ")
    ]
    short = field if len(field) <= _LONGEST_NAME else ""
    named = expression or short or " OR ".join(_SPDX.get(text, text) for text in classifiers)
    if named in ("BSD", "BSD License"):
        text = " ".join(_text_of(package).split())
        return "BSD-3-Clause" if "to endorse or promote" in text else "BSD-2-Clause"
    named = named or field or _text_of(package).strip().partition("\n")[0].strip()
    return _SPDX.get(named, named)


def _text_of(package: Distribution) -> str:
    """Return the text of a package's licence; refuse a package that has none."""
    for path in package.files or ():
        if re.match(r"(?i)(licen[cs]e|copying)", path.name) and Path(str(path.locate())).is_file():
            return path.read_text(encoding="utf-8")
    raise SystemExit(f"{package.metadata['Name']} states no licence")


def packages(*folders: str) -> dict[str, Distribution]:
    """Return what is installed, here or in folders, by canonical name."""
    search = {"path": list(folders)} if folders else {}
    return {canonicalize_name(entry.metadata["Name"]): entry for entry in distributions(**search)}


def fetch(names: set[str], folder: str) -> None:
    """Install packages of the lock into a folder, whatever platform they are for."""
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=\w)", lock)
    wanted = [entry for entry in entries if canonicalize_name(entry.partition("==")[0]) in names]
    listed = Path(folder) / "wanted.txt"
    listed.write_text("".join(re.sub(r" ; [^\\]+", " ", entry) for entry in wanted), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "--target", folder, "-r", str(listed)], check=True)


def table(versions: dict[str, str], known: dict[str, Distribution]) -> str:
    """Return packages with version and licence as a table."""
    rows = [
        f"| {known[name].metadata['Name']} | {version} | {licence_of(known[name])} |"
        for name, version in sorted(versions.items())
    ]
    return "\n".join(["| package | version | licence |", "|---|---|---|", *rows])


def main() -> None:
    """Write the file."""
    runs, every = locked("requirements.lock"), locked("requirements-dev.lock")
    known = packages()
    missing = set(every) - set(known)
    with tempfile.TemporaryDirectory() as folder:
        if missing:
            fetch(missing, folder)
            known = packages(folder) | known
        tests = {name: version for name, version in every.items() if name not in runs}
        parts = [_HEAD.strip(), "## Runs the app", table(runs, known)]
        parts += ["## Tests, checks and figures only", table(tests, known)]
        TARGET.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(runs)} packages run the app, {len(tests)} more test it.")


if __name__ == "__main__":
    main()
