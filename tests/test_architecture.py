"""Who may import whom, who may read the data, and what a start costs."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CALC = sorted((ROOT / "calc").rglob("*.py"))
SCREEN = sorted([*(ROOT / "ui").rglob("*.py"), *ROOT.glob("app.py")])

# From the ground up: a module imports its own storey's lower ones and those below, never above.
STOREYS = [
    {"errors"},
    {
        "units",
        "findings",
        "draws",
        "datafile",
        "jsonfile",
        "acidity",
        "tables",
        "strengths",
        "takeaway",
    },
    {"catalog"},
    {"casebook", "market"},
    {"ions", "stability", "temperatures", "intake", "course", "money"},
    {"formula"},
    {"titration", "person"},
    {"dosing"},
    {"batch", "evidence", "recipe", "rules"},
    {"mixing", "measures", "copies", "solubility", "keeping", "product", "calendar_file"},
    {"shelf", "oxygen", "visit", "ampoule"},
    {"keeping_facts"},
    {"boost", "made", "facts"},
    {"assess", "visit_facts", "offered"},
    {"check", "products", "cards"},
    {"offers"},
    {"screen"},
]
# Doors for people; they may use everything in calc.
DOORS = {"fields", "request", "visit_request", "kept", "links", "keepsakes", "log", "commands"}
DOORS |= {"__main__", "__init__"}
# Only these read data/.
READERS = ("catalog", "casebook", "market")
# Packages of rooms, each of which asks the rooms below it.
ROOMED = ("catalog", "keeping", "market", "offers", "screen", "screen.facts", "tables")
# Within a storey these arrows are allowed.
LEVEL_ARROWS = {("units", "errors"), ("strengths", "units"), ("market", "casebook")}


def imports(path: Path) -> set[str]:
    """Return the dotted names of everything that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} | {module}
    return found


def module_of(path: Path) -> str:
    """Return the module of calc, or the package there, that a file belongs to."""
    inside = path.relative_to(ROOT / "calc").parts
    return inside[0].removesuffix(".py")


def calc_modules(path: Path) -> set[str]:
    """Return the modules of calc that a file imports."""
    names = {module_of(each) for each in CALC}
    parts = [name.split(".") for name in imports(path) if name.split(".")[0] == "calc"]
    return {part[1] for part in parts if len(part) > 1 and part[1] in names}


def room_of(path: Path, package: str) -> str:
    """Return the room of a package that a file belongs to; "" for none, and for the door of the package."""
    folder = (ROOT / "calc").joinpath(*package.split("."))
    room = path.relative_to(folder).parts[0] if folder in path.parents else "__init__.py"
    return "" if room == "__init__.py" else room.removesuffix(".py")


def rooms_asked(path: Path, package: str) -> set[str]:
    """Return the rooms of a package that a file imports."""
    inside = f"calc.{package}."
    return {name.removeprefix(inside).split(".")[0] for name in imports(path) if name.startswith(inside)}


def storey(module: str) -> int:
    return next(i for i, modules in enumerate(STOREYS) if module in modules)


@pytest.mark.parametrize("path", CALC, ids=lambda path: path.stem)
def test_the_core_does_not_know_the_screen(path):
    tops = {name.split(".")[0] for name in imports(path)}
    assert not tops & {"streamlit", "altair", "ui", "app"}


@pytest.mark.parametrize("path", CALC, ids=lambda path: path.stem)
def test_arrows_in_the_core_point_down(path):
    own = module_of(path)
    if own in DOORS:
        return
    for other in calc_modules(path) - {own}:
        assert other not in DOORS, f"{own} imports {other}"
        below = storey(other) < storey(own)
        assert below or (own, other) in LEVEL_ARROWS, f"{own} imports {other}"


@pytest.mark.parametrize("package", ROOMED)
def test_rooms_do_not_go_round_in_circles(package):
    below: dict[str, set[str]] = {}
    for path in CALC:
        if room := room_of(path, package):
            below.setdefault(room, set()).update(rooms_asked(path, package) - {room})
    assert set().union(*below.values()) <= set(below), "a room asks a room, not the package"
    assert len(list(TopologicalSorter(below).static_order())) == len(below) > 1


def test_every_module_has_its_storey():
    placed = set().union(*STOREYS) | DOORS
    assert {module_of(path) for path in CALC} <= placed


def test_nobody_imports_the_command_line():
    for path in (*CALC, *SCREEN):
        assert "__main__" not in calc_modules(path), path.name


def test_only_the_screen_imports_streamlit():
    for path in ROOT.rglob("*.py"):
        inside = path.relative_to(ROOT).parts
        if inside[0] in ("ui", "app.py", "tests", "bench") or inside[0].startswith("."):
            continue
        assert "streamlit" not in {name.split(".")[0] for name in imports(path)}, path


def test_views_are_not_imported_by_anyone():
    for path in (*CALC, *SCREEN):
        assert not any(name.startswith("ui.views.") for name in imports(path)), path.name


def test_importing_the_core_is_cheap():
    # Where dask is installed, pint imports it by itself; without it, nothing here may ask for it.
    code = (
        "import sys\n"
        "sys.modules['dask'] = None\n"
        "import calc\n"
        "import calc.log\n"
        "heavy = ('streamlit', 'altair', 'pandas', 'scipy', 'matplotlib', 'sqlalchemy', 'openpyxl', 'ui')\n"
        "print(*[name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_only_the_catalogue_opens_the_data():
    readers = {"open", "read_text", "read_bytes", "tomllib"}
    for path in CALC:
        if module_of(path) in (*READERS, "datafile", "tables", "commands"):
            continue
        used = {
            getattr(node, "attr", None) or getattr(node, "id", None)
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, (ast.Attribute, ast.Name))
        }
        assert not used & readers, path.name
        assert "tomllib" not in imports(path), path.name
    for path in others_than_readers():
        text = path.read_text(encoding="utf-8")
        used = {node.attr for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)}
        assert not used & {"DATA", "data_path", "data_file"}, path.name


def test_only_the_catalogue_reads_data_files():
    for path in others_than_readers():
        assert "datafile" not in calc_modules(path), path.name


def others_than_readers() -> list[Path]:
    """Return the files of the core and of the screen that have no business in data/."""
    return [*(path for path in CALC if module_of(path) not in READERS), *SCREEN]


def test_data_holds_no_code():
    assert not list((ROOT / "data").rglob("*.py"))
