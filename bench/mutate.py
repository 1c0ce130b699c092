"""Mutation testing: small faults are put into a package's functions, and its own tests should find them.

    make mutate MODULE=chemistry [COUNT=150] [SEED=1]

MODULE is a package of ``calc`` or a part of one; its own tests are ``tests/MODULE`` and the examples in
its docstrings. The tests run once, and what each takes and which lines it executes is noted. Then for each
fault a process is forked, the code of one function is exchanged in it, and the tests that execute the
changed statement run until one fails: those first that are quick, or have found others in that file. Names
and tables at the top of a module are not changed: they are made when it is imported. A fault that no test
executes counts as survived.

Sentences said to people, three words or more, are not changed either: a test that holds every word of them
would only say them twice. What stands in them (a number, a name, a unit) is changed as everything else.
A set of signs (what is stripped off an end, a text that a sign is sought in, or that is taken apart into its
signs) loses them; with two “X” more, as other texts get them, it would be the same for whatever has no X.
What functions and properties remember is forgotten before each test: which of them filled a cache is chance.
Tables, cached functions without arguments, are forgotten before each file of tests, and what is executed in
one counts for every test of that file; what is executed for a shared fixture, for every test that has it.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import gc
import os
import pickle
import random
import re
import signal
import sys
import time
import types
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parent.parent
#: With a fault a test may take so many times as long as without it, and so much longer [s of processor].
SLOWER, LEAST_SECONDS = 8, 4

_COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
Key = tuple[str, str, int]  # file, qualified name and first line of a function
Line = tuple[str, int]  # file and line
Place = tuple[ast.AST, str, Any, Key, range]  # owner, field, place in it; function; lines of the statement
_SENTENCE = re.compile(r"(?:[^\W\d_]+[’']?[^\W\d_]*[ ,.:;–]+){2,}[^\W\d_]+")
_FIELD = re.compile(r"\{[a-z]\w*(?::[^{}]*)?\}")
_OF_PATTERNS = re.compile(r"[\\|\[\]{}*+^$]|\(\?")


@dataclass(frozen=True)
class Fault:
    """One change of a file: which function and which lines it is in, where, and what became of what."""

    path: Path
    function: Key
    place: int
    variant: int
    line: int
    statement: range
    words: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}  {self.words}"


def variants(node: ast.AST, owner: ast.AST) -> list[ast.AST]:
    """Return what a node, a part of another, can be changed into."""
    match node:
        case ast.Compare(ops=[*operators]):
            return [
                _changed(node, ops=[*operators[:at], _COMPARED[type(operator)](), *operators[at + 1 :]])
                for at, operator in enumerate(operators)
            ]
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in _COUNTED:
            return [_changed(node, op=_COUNTED[type(operator)]())]
        case ast.BoolOp(op=operator):
            return [_changed(node, op=ast.Or() if isinstance(operator, ast.And) else ast.And())]
        case ast.UnaryOp(op=ast.Not(), operand=operand) | ast.UnaryOp(op=ast.USub(), operand=operand):
            return [operand]
        case ast.IfExp(test=test) | ast.If(test=test) | ast.While(test=test):
            return [_changed(node, test=ast.UnaryOp(ast.Not(), test))]
        case ast.Constant(value=bool(value)):
            return [ast.Constant(not value)]
        case ast.Constant(value=int(value) | float(value)):
            return [ast.Constant(value + 1)]
        case ast.Constant(value=str(value)):
            return [ast.Constant("" if value and _are_signs(node, owner) else f"XX{value}XX")]
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            return [_changed(node, value=ast.Constant(None))]
        case ast.Assign(value=value) if not _is_none(value):
            return [_changed(node, value=ast.Constant(None))]
        case ast.Break():
            return [ast.Continue()]
        case ast.Continue():
            return [ast.Break()]
    return []


def _are_signs(text: ast.AST, owner: ast.AST) -> bool:
    """Tell whether a text is a set of signs: each of them is stripped off, or one of them is sought."""
    match owner:
        case ast.Call(func=ast.Attribute(attr="strip" | "lstrip" | "rstrip" | "issubset"), args=[signs]):
            return text is signs
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[signs]) | ast.Starred(value=signs):
            return text is signs
    return False


def _changed(node: ast.AST, **fields: Any) -> ast.AST:
    """Return a copy of a node with other fields."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_none(node: ast.AST) -> bool:
    """Tell whether a node is None."""
    return isinstance(node, ast.Constant) and node.value is None


def places(path: Path, tree: ast.Module) -> list[Place]:
    """Return every place in a function.

    Docstrings, annotations, decorators and defaults are left out, and so are sentences and what only
    programmers see (``assert``).
    """
    held: list[Place] = []

    def walk(node: ast.AST, name: str, function: Key | None, statement: range) -> None:
        for field, value in ast.iter_fields(node):
            if field in ("annotation", "returns", "decorator_list", "type_comment", "type_params"):
                continue
            values = enumerate(value) if isinstance(value, list) else [(None, value)]
            for at, child in values:
                if not isinstance(child, ast.AST) or isinstance(child, ast.Assert | ast.arguments):
                    continue
                if field == "body" and at == 0 and _is_text(child):
                    continue  # a docstring
                if isinstance(child, ast.Constant) and (is_sentence(node) or is_sentence(child)):
                    continue
                inner, inside = name, function
                if not function and isinstance(child, ast.ClassDef):
                    inner = f"{name}{child.name}."
                elif not function and isinstance(child, ast.FunctionDef):
                    first = min([child.lineno, *(part.lineno for part in child.decorator_list)])
                    inside = str(path), f"{name}{child.name}", first
                lines = _own_lines(child) if isinstance(child, ast.stmt) else statement
                if function:
                    held.append((node, field, at, function, lines))
                walk(child, inner, inside, lines)

    walk(tree, "", None, range(0))
    return held


def _own_lines(statement: ast.stmt) -> range:
    """Return the lines of a statement, without those of what stands in it (but for ``match`` and ``try``)."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body and not isinstance(statement, ast.Try) else statement.end_lineno
    return range(statement.lineno, max(last or 0, statement.lineno) + 1)


def is_sentence(node: ast.AST) -> bool:
    """Tell whether a text, with or without places to fill in, is a sentence said to people."""
    match node:
        case ast.JoinedStr(values=[*parts]):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in parts)
        case ast.Constant(value=str(value)):
            text = _FIELD.sub("X", value)
        case _:
            return False
    return bool(_SENTENCE.search(text)) and not _OF_PATTERNS.search(text)


def _is_text(node: ast.AST) -> bool:
    """Tell whether a statement is nothing but a text."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def faults_of(path: Path) -> Iterator[Fault]:
    """Yield every fault that can be put into a file."""
    for number, (owner, field, at, function, lines) in enumerate(places(path, _parsed(path))):
        node = getattr(owner, field) if at is None else getattr(owner, field)[at]
        for variant, changed in enumerate(variants(node, owner)):
            before, after = (ast.unparse(part).partition("\n")[0] for part in (node, _located(changed)))
            words = f"{before[:70]}  →  {after[:70]}"
            line = getattr(node, "lineno", lines.start)
            yield Fault(path, function, number, variant, line, lines, words)


def _located(node: ast.AST) -> ast.AST:
    """Return a node that can be printed and compiled."""
    return ast.fix_missing_locations(node)


@functools.cache
def _parsed(path: Path) -> ast.Module:
    """Return the tree of a file; it stays as it is."""
    return ast.parse(path.read_text(encoding="utf-8"))


def code_with(fault: Fault) -> types.CodeType:
    """Return the code of a fault's function with the fault in it."""
    tree = copy.deepcopy(_parsed(fault.path))
    owner, field, at, _, _ = places(fault.path, tree)[fault.place]
    node = getattr(owner, field) if at is None else getattr(owner, field)[at]
    changed = ast.copy_location(variants(node, owner)[fault.variant], node)
    if at is None:
        setattr(owner, field, changed)
    else:
        getattr(owner, field)[at] = changed
    module = compile(ast.fix_missing_locations(tree), str(fault.path), "exec")
    return next(code for code in _functions(module) if key_of(code) == fault.function)


def _functions(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield every code in a code."""
    for held in code.co_consts:
        if isinstance(held, types.CodeType):
            yield held
            yield from _functions(held)


def key_of(code: types.CodeType) -> Key:
    """Return what names a function."""
    return code.co_filename, code.co_qualname, code.co_firstlineno


class Observer:
    """Runs the tests and notes the seconds of each, which lines it executes, and whether it fails."""

    def __init__(self, names: set[str]) -> None:
        self.names = names
        self.caches: list[Any] = []
        self.seconds: dict[int, float] = {}
        self.failed: list[str] = []
        #: By line the numbers of the tests that execute it; the lines that are executed in a table.
        self.tests = defaultdict[Line, set[int]](set)
        self.in_tables = set[Line]()
        self._tables = set[Line]()
        self._now, self._in_tables = set[Line](), set[Line]()
        self._of_fixture = defaultdict[Any, set[Line]](set)
        self._open_tables = 0

    def observe(self, items: list[pytest.Item], jobs: int) -> None:
        """Run the tests, file by file, in so many processes."""
        for reader in (one for one in _cached() if _is_table(one) and one not in _caches()):
            reader()  # the data, which all need
        self.caches = _caches()
        wrapped = (wrapper.__wrapped__.__code__ for wrapper in self.caches if _is_table(wrapper))
        self._tables = {(code.co_filename, code.co_firstlineno) for code in wrapped}
        of_file = defaultdict[Path, list[int]](list)
        for number, item in enumerate(items):
            of_file[item.path].append(number)
        waiting, full = os.pipe()
        for at in range(len(of_file)):
            os.write(full, at.to_bytes(4, "big"))
        os.close(full)
        pipes = [self._begin(items, list(of_file.values()), waiting) for _ in range(jobs)]
        for pipe in pipes:
            with pipe:
                seconds, failed, tests, in_tables = pickle.load(pipe)
            os.wait()
            self.seconds |= seconds
            self.failed += failed
            self.in_tables |= in_tables
            for line, numbers in tests.items():
                self.tests[line] |= numbers
        os.close(waiting)

    def _begin(self, items: list[pytest.Item], files: list[list[int]], waiting: int) -> IO[bytes]:
        """Observe files of tests in a process of its own, as long as any wait; return what it writes to."""
        reader, writer = os.pipe()
        if os.fork():
            os.close(writer)
            return os.fdopen(reader, "rb")
        _be_silent()
        while at := os.read(waiting, 4):
            self._observe_file(items, files[int.from_bytes(at, "big")])
        with os.fdopen(writer, "wb") as pipe:
            pickle.dump((self.seconds, self.failed, self.tests, self.in_tables), pipe)
        os._exit(0)

    def _observe_file(self, items: list[pytest.Item], numbers: list[int]) -> None:
        """Run the tests of a file."""
        _forget(self.caches)
        self._in_tables = set()
        for number, after in zip_longest(numbers, numbers[1:]):
            _forget([wrapper for wrapper in self.caches if not _is_table(wrapper)])
            self._now, started = set(), time.process_time()
            following = None if after is None else items[after]
            sys.settrace(self._call)
            fails = _fails(items[number], following)
            sys.settrace(None)
            self.seconds[number] = time.process_time() - started
            fails = fails and _fails(items[number], following)  # who is watched takes longer
            self.failed += [items[number].nodeid] if fails else []
            for line in self._now:
                self.tests[line].add(number)
        for number in numbers:
            shared = (self._of_fixture[fixture] for fixture in _fixtures(items[number]))
            for line in self._in_tables.union(*shared):
                self.tests[line].add(number)
        self.in_tables |= self._in_tables

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        """Note what is executed while a fixture is made."""
        before, self._now = self._now, set()
        try:
            return (yield)
        finally:
            self._of_fixture[fixturedef] |= self._now
            self._now |= before

    def _call(self, frame: types.FrameType, _: str, __: object) -> Any:
        """Follow the lines of a frame, if it is of one of the files."""
        code = frame.f_code
        if code.co_filename not in self.names:
            return None
        if (code.co_filename, code.co_firstlineno) not in self._tables:
            return self._line
        self._open_tables += 1
        return self._line_of_table

    def _line(self, frame: types.FrameType, _: str, __: object) -> Any:
        """Note a line."""
        line = frame.f_code.co_filename, frame.f_lineno
        self._now.add(line)
        if self._open_tables:
            self._in_tables.add(line)
        return self._line

    def _line_of_table(self, frame: types.FrameType, event: str, argument: object) -> Any:
        """Note a line of a table, and its end."""
        self._line(frame, event, argument)
        self._open_tables -= event == "return"
        return self._line_of_table


class Mutation:
    """Takes the place of pytest's run of the tests that it collected."""

    def __init__(self, files: list[Path], count: int, seed: int, jobs: int) -> None:
        self.files, self.count, self.seed, self.jobs = files, count, seed, jobs
        self.observer = Observer({str(path) for path in files})
        self.outcomes: Counter[str] = Counter()
        #: How often a test has found a fault in a file.
        self.finds: Counter[tuple[Path, int]] = Counter()

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> None:
        """Let random tests end with what they find first, and let no slow machine count as a fault."""
        from hypothesis import HealthCheck, Phase, settings  # pytest wants to be the first that imports it

        settings.register_profile(
            "fault",
            settings.default,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("fault")
        session.config.pluginmanager.register(self.observer)
        functools.cached_property.__get__ = _computed  # type: ignore[method-assign,assignment]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Find out which test executes what, then try each fault of a sample."""
        gc.unfreeze()  # what was collected; among it are the functions and what they remember
        self.observer.observe(session.items, self.jobs)
        if self.observer.failed:
            pytest.exit(f"these fail without a fault: {self.observer.failed}", 2)
        gc.collect()
        functions = {key_of(value.__code__): value for value in gc.get_objects() if _is_function(value)}
        faults = [fault for path in self.files for fault in faults_of(path) if fault.function in functions]
        if not faults:
            pytest.exit("no function of these files was found, so no fault was tried", 2)
        sample = random.Random(self.seed).sample(faults, min(self.count, len(faults)))
        gc.freeze()
        trials = dict[int, tuple[Fault, int]]()
        for fault in sample:
            tests = self._tests_of(fault)
            if not tests:
                self._note(fault, "survived", "  (no test executes it)")
                continue
            if len(trials) == self.jobs:
                self._end_one(trials)
            trials.update([self._begin(session.items, fault, functions[fault.function], tests)])
        while trials:
            self._end_one(trials)
        self._print(len(faults))
        return True

    def _tests_of(self, fault: Fault) -> list[int]:
        """Return the tests that execute the changed statement, in the order in which they are tried."""
        lines = ((str(fault.path), line) for line in fault.statement)
        tests = set[int]().union(*(self.observer.tests.get(line, ()) for line in lines))
        seconds = self.observer.seconds
        return sorted(tests, key=lambda test: seconds[test] / (1 + 10 * self.finds[fault.path, test]))

    def _begin(
        self, items: list[pytest.Item], fault: Fault, function: types.FunctionType, tests: list[int]
    ) -> tuple[int, tuple[Fault, int]]:
        """Try a fault in a process of its own, which writes the test that finds it; return its number."""
        code = code_with(fault)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            _be_silent()
            in_table = any((str(fault.path), line) in self.observer.in_tables for line in fault.statement)
            _forget([wrapper for wrapper in self.observer.caches if in_table or not _is_table(wrapper)])
            function.__code__ = code
            for at, test in enumerate(tests):
                signal.setitimer(signal.ITIMER_PROF, LEAST_SECONDS + SLOWER * self.observer.seconds[test])
                if _fails(items[test], items[tests[at + 1]] if at + 1 < len(tests) else None):
                    os.write(writer, str(test).encode())
                    os._exit(1)
            os._exit(0)
        os.close(writer)
        return child, (fault, reader)

    def _end_one(self, trials: dict[int, tuple[Fault, int]]) -> None:
        """Wait until one of the trials ends, and note what became of it: killed, survived, or too slow."""
        child, status = os.wait()
        fault, reader = trials.pop(child)
        with os.fdopen(reader) as pipe:
            finder = pipe.read()
        if finder:
            self.finds[fault.path, int(finder)] += 1
        if os.WIFSIGNALED(status):
            self._note(fault, "too slow" if os.WTERMSIG(status) == signal.SIGPROF else "killed")
        else:
            self._note(fault, "killed" if os.WEXITSTATUS(status) else "survived")

    def _note(self, fault: Fault, how: str, why: str = "") -> None:
        """Count what became of a fault, and print it if it survived."""
        self.outcomes[how] += 1
        if how == "survived":
            print(f"survived  {fault}{why}", flush=True)

    def _print(self, possible: int) -> None:
        """Print the figures."""
        killed, slow, survived = (self.outcomes[how] for how in ("killed", "too slow", "survived"))
        total = self.outcomes.total()
        print(
            f"{total} of {possible} faults (seed {self.seed}): {killed} killed, {slow} too slow, "
            f"{survived} survived: {(killed + slow) / max(total, 1):.1%}"
        )


def _fixtures(item: pytest.Item) -> list[Any]:
    """Return the fixtures of a test that others share."""
    fixtures = getattr(item, "_fixtureinfo", None)
    ends = [several[-1] for several in fixtures.name2fixturedefs.values()] if fixtures else []
    return [one for one in ends if one.scope != "function"]


def _be_silent() -> None:
    """Let a forked process print nothing."""
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)


def _cached() -> list[Any]:
    """Return the cached functions of the repository."""
    wrappers = (value for value in gc.get_objects() if isinstance(value, functools._lru_cache_wrapper))
    return [one for one in wrappers if str(one.__module__).startswith("calc.")]


def _caches() -> list[Any]:
    """Return the cached functions of the repository, but for those that read the data."""
    return [one for one in _cached() if not one.__module__.startswith("calc.catalog")]


def _is_table(wrapper: Any) -> bool:
    """Tell whether a cached function has no arguments."""
    return not wrapper.__wrapped__.__code__.co_argcount


#: What cached properties have worked out: whose, and the name.
_REMEMBERED: list[tuple[weakref.ref[Any], str]] = []


def _computed(cached: Any, instance: Any, _: type | None = None) -> Any:
    """Return what a cached property gets, and remember that it did."""
    if instance is None:
        return cached
    value = instance.__dict__[cached.attrname] = cached.func(instance)
    if type(instance).__module__.startswith("calc."):
        _REMEMBERED.append((weakref.ref(instance), cached.attrname))
    return value


def _forget(wrappers: list[Any]) -> None:
    """Forget what cached functions and all cached properties have worked out."""
    for wrapper in wrappers:
        wrapper.cache_clear()
    for reference, name in _REMEMBERED:
        if (instance := reference()) is not None:
            instance.__dict__.pop(name, None)
    _REMEMBERED.clear()


def _is_function(value: object) -> bool:
    """Tell whether a thing is a function of this repository."""
    return isinstance(value, types.FunctionType) and value.__code__.co_filename.startswith(str(ROOT / "calc"))


def _next(items: list[pytest.Item], number: int) -> pytest.Item | None:
    """Return the item after one."""
    return items[number + 1] if number + 1 < len(items) else None


def _fails(item: pytest.Item, after: pytest.Item | None) -> bool:
    """Run a test; tell whether it fails."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def files_of(module: str) -> tuple[list[Path], list[str]]:
    """Return the files of a package or a file of one, and where its own tests stand."""
    name = module.removeprefix("calc/").removeprefix("calc.").strip("/").removesuffix(".py").replace(".", "/")
    folder = ROOT / "calc" / name
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    if not all(path.is_file() for path in files) or not files:
        raise SystemExit(f"{module} is no package of calc, and no file of one")
    own = next(path for path in (Path(name), *Path(name).parents) if (ROOT / "tests" / path).is_dir())
    return files, [str(ROOT / "tests" / own), str(ROOT / "calc" / own)]


def main() -> None:
    """Put a sample of faults into a package and print which survive."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutate")
    parser.add_argument("module", help="a package of calc, such as chemistry, or a file of one")
    parser.add_argument("--count", type=int, default=150, help="faults to try (150)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (one a processor)")
    options = parser.parse_args()
    files, tests = files_of(options.module)
    mutation = Mutation(files, options.count, options.seed, options.jobs)
    quiet = ["-o", "addopts=", "--doctest-modules", "-q", "-s", "-p", "no:cacheprovider", "-o", "timeout=0"]
    code = pytest.main([*quiet, *tests], plugins=[mutation])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(int(code))


if __name__ == "__main__":
    main()
