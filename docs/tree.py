"""Print the tree of the program, each file with the first sentence of its own docstring.

python docs/tree.py [FOLDER …]
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("app.py", "ui", "calc", "tests", "bench")
_WIDTH = 34


def summary(path: Path) -> str:
    """Return the first sentence of a module's docstring."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def tree(path: Path, depth: int = 0) -> Iterator[str]:
    """Yield a line for a file, or for a folder and everything in it that has a docstring."""
    name = path.name + ("" if path.is_file() else "/")
    door = path if path.is_file() else path / "__init__.py"
    words = summary(door) if door.exists() else ""
    yield f"{'  ' * depth + name:<{_WIDTH}} {words}".rstrip()
    if path.is_dir():
        inside = [entry for entry in path.iterdir() if entry.suffix == ".py" and entry.name != "__init__.py"]
        folders = [entry for entry in path.iterdir() if entry.is_dir() and any(entry.glob("*.py"))]
        for entry in (*sorted(folders), *sorted(inside)):
            yield from tree(entry, depth + 1)


if __name__ == "__main__":
    for folder in sys.argv[1:] or FOLDERS:
        print("\n".join(tree(ROOT / folder)))
