"""A docstring is a contract: what every public name in the core must tell, and how long it may be."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import calc

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(path for path in (ROOT / "calc").rglob("*.py"))
MODULES = sorted(
    {path.relative_to(ROOT / "calc").parts[0].removesuffix(".py") for path in FILES}
    - {"__init__", "__main__"}
)
LONGEST = 40


def public(module: str) -> list[tuple[str, object]]:
    """Return the public functions and classes that a module defines, or a package in its modules."""
    loaded = importlib.import_module(f"calc.{module}")
    return [
        (name, each)
        for name, each in vars(loaded).items()
        if not name.startswith("_")
        and (inspect.isfunction(each) or inspect.isclass(each))
        and f"{each.__module__}.".startswith(f"{loaded.__name__}.")
    ]


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


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
    raised = [each.exc for each in ast.walk(node) if isinstance(each, ast.Raise) and each.exc is not None]
    names = {getattr(getattr(each, "func", each), "id", "") for each in raised}
    return bool(names & {"InputError", "InputErrors"})


EVERY = [(module, name, each) for module in MODULES for name, each in public(module)]


@pytest.mark.parametrize(("module", "name", "each"), EVERY, ids=[f"{m}.{n}" for m, n, _ in EVERY])
def test_every_public_name_is_documented(module, name, each):
    text = inspect.getdoc(each) or ""
    assert len(text) > 20
    assert not text.startswith(f"{name}("), "a docstring of its own, not the generated one"


FUNCTIONS = [(m, n, f) for m, n, f in EVERY if inspect.isfunction(f)]


# Small enough that their first sentence tells their parameters.
IN_ONE_SENTENCE = {
    "batch.sampled_volumes",
    "formula.purity_input",
    "rules.above",
    "rules.below",
    "rules.more_acid",
    "rules.findings_of",
    "rules.skipped_of",
    "rules.open_questions",
    "casebook.find_word",
    "casebook.near_words",
    "units.show_at_most",
    "units.show_band",
    "units.show_mass",
    "units.show_number",
}


@pytest.mark.parametrize(("module", "name", "each"), FUNCTIONS, ids=[f"{m}.{n}" for m, n, _ in FUNCTIONS])
def test_a_function_of_several_parameters_tells_them(module, name, each):
    # ``field`` only names the place for an error.
    parameters = set(inspect.signature(inspect.unwrap(each)).parameters) - {"field"}
    if parameters == {"facts", "limit"} or f"{module}.{name}" in IN_ONE_SENTENCE:
        return  # the predicates share one contract, at the top of their module
    if len(parameters) > 1:
        assert "Parameters\n----------" in inspect.getdoc(each)


def test_the_list_of_exceptions_is_not_stale():
    assert {f"{module}.{name}" for module, name, _ in FUNCTIONS} >= IN_ONE_SENTENCE


@pytest.mark.parametrize(("module", "name", "each"), FUNCTIONS, ids=[f"{m}.{n}" for m, n, _ in FUNCTIONS])
def test_types_are_written(module, name, each):
    signature = inspect.signature(inspect.unwrap(each))
    assert signature.return_annotation is not inspect.Signature.empty
    for parameter in signature.parameters.values():
        assert parameter.annotation is not inspect.Parameter.empty, parameter.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_raised_is_told(path):
    for node in functions(path):
        if not node.name.startswith("_") and not is_inner(node, path) and raises_input_error(node):
            assert "Raises\n" in (ast.get_docstring(node) or ""), f"{path.stem}.{node.name}"


def is_inner(node: ast.FunctionDef, path: Path) -> bool:
    """Tell whether a function stands inside another function or a private class."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outer = [each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.ClassDef))]
    return any(
        each.lineno < node.lineno <= each.end_lineno
        and (isinstance(each, ast.FunctionDef) or each.name.startswith("_"))
        for each in outer
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_functions_are_short(path):
    source = path.read_text(encoding="utf-8").splitlines()
    for node in functions(path):
        assert code_lines(node, source) <= LONGEST, f"{path.stem}.{node.name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_module_says_what_it_is_for(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_everything_that_is_offered_exists():
    for name in calc.__all__:
        assert hasattr(calc, name), name
    assert len(set(calc.__all__)) == len(calc.__all__)


def test_the_kernel_of_every_checked_function_is_reachable():
    for _, name, each in FUNCTIONS:
        if hasattr(each, "__wrapped__") and hasattr(each, "kernel"):
            assert each.kernel is each.__wrapped__, name


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_its_tests(module):
    assert (ROOT / "tests" / f"test_{module}.py").exists()
