"""A docstring is a contract: what every public name in the core must tell, and how long it may be.

Each test names all offenders at once.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

import calc

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "calc").rglob("*.py"))
# Without what runs a program when it is imported: the command line, and the steps of the log's schema.
IMPORTED = [path for path in FILES if path.name != "__main__.py" and "migrations" not in path.parts]
MOST_LINES = 60
MOST_NAMES = 40

# Small enough that their first sentence tells their parameters.
IN_ONE_SENTENCE = {
    "findings_of",
    "find_term",
    "open_questions",
    "purity_input",
    "sampled_volumes",
    "show_at_most",
    "show_band",
    "show_mass",
    "show_number",
    "skipped_of",
}
# Public names that stand in more than one module, and why each of them means one thing.
SAME_IN_SEVERAL_MODULES = {
    "add": "each command of `calc.cli` adds itself to the parser",
}


class Public(NamedTuple):
    """A public function or class, and where it stands."""

    module: str
    name: str
    object: type | FunctionType

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


def listed(offenders: Iterable[str]) -> str:
    """Return all offenders, one a line."""
    return "\n".join(offenders)


def module_name(path: Path) -> str:
    """Return the dotted name of a file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def modules() -> dict[str, ModuleType]:
    """Return the modules of the core by their dotted names."""
    return {module_name(path): importlib.import_module(module_name(path)) for path in IMPORTED}


@functools.cache
def public_names() -> tuple[Public, ...]:
    """Return the public functions and classes, each where it is defined."""
    return tuple(
        Public(module, name, value)
        for module, loaded in modules().items()
        for name, value in vars(loaded).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module
    )


def public_functions() -> list[Public]:
    return [one for one in public_names() if inspect.isfunction(one.object)]


def functions_of_packages() -> list[Public]:
    """Return the functions that each package hands out to the others."""
    tops = [module for name, module in modules().items() if name.count(".") == 1]
    handed = {id(value) for module in tops for value in vars(module).values()}
    return [one for one in public_functions() if id(one.object) in handed]


def functions(node: ast.AST, inner: bool = False) -> Iterator[tuple[ast.FunctionDef, bool]]:
    """Yield the functions and methods in a piece of code, and whether each is hidden inside another."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child, inner
            yield from functions(child, True)
        else:
            hidden = isinstance(child, ast.ClassDef) and child.name.startswith("_")
            yield from functions(child, inner or hidden)


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def code_lines(node: ast.FunctionDef, source: list[str]) -> int:
    """Count the lines of a function without docstring, blank lines and comments."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return 0
    lines = [
        *source[node.lineno - 1 : node.body[0].lineno - 1],
        *source[body[0].lineno - 1 : node.end_lineno],
    ]
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


def raises_input_error(node: ast.FunctionDef) -> bool:
    """Tell whether a function itself raises an input error."""
    raised = [inside.exc for inside in ast.walk(node) if isinstance(inside, ast.Raise) and inside.exc]
    names = {getattr(getattr(error, "func", error), "id", "") for error in raised}
    return bool(names & {"InputError", "InputErrors"})


def test_every_public_name_is_documented():
    def documented(one: Public) -> bool:
        text = inspect.getdoc(one.object) or ""
        # A docstring of its own, not the generated one of a dataclass.
        return len(text.split()) > 1 and not text.startswith(f"{one.name}(")

    offenders = [str(one) for one in public_names() if not documented(one)]
    assert not offenders, listed(offenders)


def test_a_function_of_several_parameters_tells_them():
    offenders = []
    for one in functions_of_packages():
        # ``field`` only names the place for an error.
        parameters = set(inspect.signature(inspect.unwrap(one.object)).parameters) - {"field"}
        # The tests of the rule engine share one contract, at the top of their module.
        short = parameters & {"facts", "limit"} or one.name in IN_ONE_SENTENCE
        if len(parameters) > 1 and not short and "Parameters\n----------" not in inspect.getdoc(one.object):
            offenders.append(str(one))
    assert not offenders, listed(offenders)


def test_the_list_of_short_docstrings_is_not_stale():
    assert {one.name for one in public_functions()} >= IN_ONE_SENTENCE


def test_types_are_written():
    offenders = []
    for one in public_functions():
        signature = inspect.signature(inspect.unwrap(one.object))
        if signature.return_annotation is inspect.Signature.empty:
            offenders.append(f"{one}: what it returns")
        for parameter in signature.parameters.values():
            if parameter.annotation is inspect.Parameter.empty:
                offenders.append(f"{one}: {parameter.name}")
    assert not offenders, listed(offenders)


def test_what_is_raised_is_told():
    offenders = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in FILES
        for node, inner in functions(tree(path))
        if not inner and not node.name.startswith("_") and raises_input_error(node)
        if "Raises\n" not in (ast.get_docstring(node) or "")
    ]
    assert not offenders, listed(offenders)


def test_functions_are_short():
    offenders = []
    for path in FILES:
        source = path.read_text(encoding="utf-8").splitlines()
        for node, _ in functions(tree(path)):
            if (lines := code_lines(node, source)) > MOST_LINES:
                offenders.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines")
    assert not offenders, listed(offenders)


def test_every_module_says_what_it_is_for():
    offenders = [str(path.relative_to(ROOT)) for path in FILES if not ast.get_docstring(tree(path))]
    assert not offenders, listed(offenders)


def test_tests_stand_as_the_packages_do():
    def folders(top: Path, name: str) -> set[str]:
        return {path.parent.relative_to(top).as_posix() for path in top.rglob(name)}

    packages = {
        path.parent.relative_to(ROOT / "calc").parts[0] for path in IMPORTED if path.parent.name != "calc"
    }
    tested = folders(ROOT / "tests", "test_*.py")
    offenders = sorted(packages - tested)
    modules_alone = [path.stem for path in (ROOT / "calc").glob("[!_]*.py")]
    offenders += [name for name in modules_alone if not (ROOT / "tests" / f"test_{name}.py").exists()]
    # The other way round: no tests of what is gone. These are of the pages, and of what measures.
    others = {".", "app", "bench", "browser", "ui"}
    offenders += sorted(folder for folder in tested - others if not (ROOT / "calc" / folder).is_dir())
    assert not offenders, listed(offenders)


def test_no_public_name_means_two_things():
    places = defaultdict(set)
    for one in public_names():
        places[one.name].add(one.module)
    several = {name: sorted(modules) for name, modules in places.items() if len(modules) > 1}
    assert several.keys() >= SAME_IN_SEVERAL_MODULES.keys(), "the list of exceptions is stale"
    offenders = [
        f"{name}: {', '.join(modules)}"
        for name, modules in several.items()
        if name not in SAME_IN_SEVERAL_MODULES
    ]
    assert not offenders, listed(offenders)


def test_no_function_hides_its_own_module():
    offenders = [
        name
        for name, module in modules().items()
        if "." in name
        and getattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2]) is not module
    ]
    assert not offenders, listed(offenders)


def test_everything_that_is_offered_exists_once():
    offenders = [name for name in calc.__all__ if not hasattr(calc, name)]
    assert not offenders, listed(offenders)
    assert len(set(calc.__all__)) == len(calc.__all__)


def test_little_is_offered():
    assert len(calc.__all__) <= MOST_NAMES


def test_every_offered_function_has_an_example():
    offered = {name: getattr(calc, name) for name in calc.__all__}
    offenders = [
        name
        for name, value in offered.items()
        if inspect.isfunction(value) and ">>> " not in (inspect.getdoc(value) or "")
    ]
    assert not offenders, listed(offenders)


def test_the_kernel_of_every_checked_function_is_reachable():
    offenders = [
        str(one)
        for one in public_functions()
        if hasattr(one.object, "__wrapped__")
        and hasattr(one.object, "kernel")
        and one.object.kernel is not one.object.__wrapped__
    ]
    assert not offenders, listed(offenders)
