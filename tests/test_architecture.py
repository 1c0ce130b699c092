"""Who may import whom, who may read the data, and what a start costs."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

import calc

ROOT = Path(__file__).resolve().parent.parent
CALC = sorted((ROOT / "calc").rglob("*.py"))
SCREEN = sorted([*(ROOT / "ui").rglob("*.py"), ROOT / "app.py"])

# From the ground up: a package imports those before it, never one after it. Every sentence goes through
# `messages`, those of errors and units too, so that it lies below all.
PACKAGES = (
    "messages",
    "date_words",
    "errors",
    "units",
    "findings",
    "uncertainty",
    "catalog",
    "parsing",
    "tables",
    "chemistry",
    "rules",
    "mixing",
    "client",
    "reports",
    "products",
    "log",
    "cli",
)
# The doors: `calc` itself, and what `python -m calc` runs. They may use everything.
DOORS = ("__init__.py", "__main__.py")
# The parts of the core that open files: the data, tables that people bring, and the command line.
OPENERS = ("catalog", "tables", "cli")


class Import(NamedTuple):
    """One name that a file imports: ``from module import name``, or ``import module``."""

    module: str
    name: str
    line: int


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def imports(path: Path) -> tuple[Import, ...]:
    """Return everything that a file imports, wherever in the file."""
    return tuple(found_imports(tree(path)))


def found_imports(parsed: ast.Module) -> Iterator[Import]:
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, "", node.lineno)
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Import("." * node.level + (node.module or ""), alias.name, node.lineno)


def listed(offenders: Iterable[str]) -> str:
    """Return all offenders, one a line."""
    return "\n".join(offenders)


def module_name(path: Path) -> str:
    """Return the dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path) for path in CALC}


def package_of(module: str) -> str:
    """Return the package, or the single module, right under ``calc`` that a module belongs to."""
    return module.split(".")[1] if module.startswith("calc.") else ""


def target(one: Import) -> str:
    """Return the module that an import leads to: the one that is named, or the one that holds the name."""
    whole = f"{one.module}.{one.name}"
    return whole if whole in MODULES else one.module


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_imports_are_absolute():
    offenders = [
        place(path, one.line)
        for path in (*CALC, *SCREEN)
        for one in imports(path)
        if one.module.startswith(".")
    ]
    assert not offenders, listed(offenders)


def test_packages_import_those_before_them():
    inside = [path for path in CALC if path.parent != ROOT / "calc" or path.name not in DOORS]
    offenders = []
    for path in inside:
        package = package_of(module_name(path))
        for one in imports(path):
            if one.module.split(".")[0] != "calc":
                continue
            other = package_of(target(one))
            if other not in PACKAGES or PACKAGES.index(other) > PACKAGES.index(package):
                offenders.append(f"{place(path, one.line)}: {package} imports {other or 'calc itself'}")
    assert not offenders, listed(offenders)


def test_the_list_of_packages_is_complete():
    tops = {path.relative_to(ROOT / "calc").parts[0].removesuffix(".py") for path in CALC}
    assert tops - {"__init__", "__main__"} == set(PACKAGES)


def test_modules_import_each_other_in_no_circle():
    below: dict[str, set[str]] = {}
    for path in CALC:
        module = module_name(path)
        asked = {target(one) for one in imports(path)} & MODULES
        below[module] = asked - {module}
    try:
        list(TopologicalSorter(below).static_order())
    except CycleError as error:
        raise AssertionError(" → ".join(error.args[1])) from None


def test_no_private_name_crosses_packages():
    offenders = []
    for path in (*CALC, *SCREEN):
        own = package_of(module_name(path))
        brought = {}
        for one in imports(path):
            other = package_of(target(one))
            if one.module.split(".")[0] != "calc" or other == own:
                continue
            brought[one.name] = target(one)
            if any(part.startswith("_") for part in f"{one.module}.{one.name}".split(".")):
                offenders.append(f"{place(path, one.line)}: {one.module}.{one.name}")
        for node in ast.walk(tree(path)):
            if (
                isinstance(node, ast.Attribute)
                and node.attr.startswith("_")
                and not node.attr.startswith("__")
                and isinstance(node.value, ast.Name)
                and brought.get(node.value.id) in MODULES
                and brought[node.value.id].endswith(f".{node.value.id}")
            ):
                offenders.append(f"{place(path, node.lineno)}: {node.value.id}.{node.attr}")
    assert not offenders, listed(offenders)


def test_only_the_screen_knows_the_screen():
    screen = {"streamlit", "altair", "ui", "app"}
    files = [path for path in [*CALC, *ROOT.glob("*.py")] if path not in SCREEN]
    offenders = [
        f"{place(path, one.line)}: {one.module}"
        for path in files
        for one in imports(path)
        if one.module.split(".")[0] in screen
    ]
    assert not offenders, listed(offenders)


def test_nobody_imports_the_command_line():
    offenders = [
        place(path, one.line)
        for path in (*CALC, *SCREEN)
        for one in imports(path)
        if target(one) == "calc.__main__"
        or (package_of(target(one)) == "cli" and path.parent.name != "cli" and path.name != "__main__.py")
    ]
    assert not offenders, listed(offenders)


def test_nobody_imports_a_view():
    offenders = [
        f"{place(path, one.line)}: {one.module}"
        for path in (*CALC, *SCREEN)
        for one in imports(path)
        if f"{one.module}.{one.name}".startswith("ui.views.")
    ]
    assert not offenders, listed(offenders)


def test_importing_the_core_is_cheap():
    # What a first answer does not need is imported when it is asked for; then it is there by its name.
    late = [f"calc.{name}" for name in ("client", "products", "reports", "log", "tables")]
    code = (
        "import sys\n"
        "import calc, calc.cli.mix\n"
        f"print(*[name for name in {late} if name in sys.modules])\n"
        "calc.reports.recipe_card_pdf, calc.log.read_log, calc.tables.read_table, calc.client.verdict.check\n"
        "[getattr(calc, name) for name in calc.__all__]\n"
        "heavy = ('streamlit', 'altair', 'pandas', 'scipy', 'dask', 'sqlalchemy', 'openpyxl', 'fpdf', 'ui')\n"
        "print(*[name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_the_doors_that_open_late_are_those_that_a_type_checker_sees():
    door = ROOT / "calc" / "__init__.py"
    block = next(node for node in tree(door).body if isinstance(node, ast.If))
    seen = {(one.module, one.name) for one in found_imports(block)}
    assert {(module, name) for module, names in calc._LATE.items() for name in names} == seen
    assert {one.name for one in imports(door)} - {"TYPE_CHECKING", "import_module"} == set(calc.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        calc.nothing  # noqa: B018
    assert set(calc.__all__) <= set(dir(calc))


def test_only_the_catalogue_reads_the_data():
    openers = {"open", "read_text", "read_bytes", "tomllib", "tomli"}
    readers = {"DATA", "data_path", "data_file", "DataFile"}
    offenders = []
    for path in (*CALC, *SCREEN):
        package = package_of(module_name(path))
        if package == "catalog":
            continue
        forbidden = readers if package in OPENERS or path in SCREEN else readers | openers
        for node in ast.walk(tree(path)):
            name = getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None)
            if isinstance(node, (ast.Attribute, ast.Name, ast.alias)) and name in forbidden:
                offenders.append(f"{place(path, node.lineno)}: {name}")
    assert not offenders, listed(offenders)


def test_csv_is_written_in_one_place():
    writers = {"to_csv", "writer", "DictWriter", "write_csv", "CSVWriter", "savetxt"}
    offenders = []
    for path in (*CALC, *SCREEN):
        if module_name(path) == "calc.tables.export":
            continue
        for node in ast.walk(tree(path)):
            name = getattr(node, "attr", None) or getattr(node, "name", None)
            if isinstance(node, (ast.Attribute, ast.alias)) and name in writers:
                offenders.append(f"{place(path, node.lineno)}: {name}")
    assert not offenders, listed(offenders)


def test_data_holds_no_code():
    assert not list((ROOT / "data").rglob("*.py"))
