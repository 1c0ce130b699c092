"""Takes every sentence that people see out of the sources and data files into `locale/messages.pot`."""

from __future__ import annotations

import ast
import csv
import functools
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import tomli
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from calc.catalog.shown_words import SHOWN, SHOWN_COLUMNS, shown_words  # noqa: E402

POT = ROOT / "locale" / "messages.pot"
# The functions that look a sentence up, and how many of their first arguments are forms of it.
KEYWORDS = {"say": 1, "say_n": 2}


def sources() -> list[Path]:
    """Return every file of code in which a sentence can stand."""
    return [*sorted((ROOT / "calc").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py")), ROOT / "app.py"]


def sentences(path: Path) -> Iterator[str | tuple[str, ...]]:
    """Yield the sentences of a file of code, one with its plural form as a pair."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
            given = node.args[: KEYWORDS[node.func.id]]
            texts = [one.value for one in given if isinstance(one, ast.Constant)]
            if len(texts) == KEYWORDS[node.func.id]:
                yield texts[0] if len(texts) == 1 else tuple(texts)


@functools.cache
def catalogue() -> Catalog:
    """Return every sentence of sources and data files, each with the files in which it stands."""
    whole = Catalog(fuzzy=False)
    for path in sources():
        for message in sentences(path):
            whole.add(message, locations=[(str(path.relative_to(ROOT)), None)])
    for name in SHOWN:
        path = ROOT / "data" / name
        for text in shown_words(name, tomli.loads(path.read_text(encoding="utf-8"))):
            if text:
                whole.add(text, locations=[(f"data/{name}", None)])
    for name, columns in SHOWN_COLUMNS.items():
        with (ROOT / "data" / name).open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                for column in columns:
                    if row[column]:
                        whole.add(row[column], locations=[(f"data/{name}", None)])
    return whole


def as_text(whole: Catalog) -> str:
    """Return a catalogue as the file has it: by file, without what differs from one run to the next."""
    out = BytesIO()
    write_po(out, whole, omit_header=True, sort_by_file=True, include_lineno=False, width=110)
    return out.getvalue().decode("utf-8")


if __name__ == "__main__":
    whole = catalogue()
    POT.write_text(as_text(whole), encoding="utf-8")
    print(f"{POT.relative_to(ROOT)}: {len(whole)} sentences")
