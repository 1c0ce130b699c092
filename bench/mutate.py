"""Mutation testing: small faults are put into a package's functions, and its own tests should find them.

    make mutate MODULE=chemistry [COUNT=150] [SEED=1]

MODULE is a package of ``calc`` or one of its files; its own tests are ``tests/MODULE`` and the examples in
its docstrings. The tests are collected once; for each fault a process is forked, the code of one function is
exchanged in it, and the tests that call that function run until one fails. Names and tables at the top of a
module are not changed: they are made when it is imported. A fault that no test calls counts as survived.

Sentences said to people, three words or more, are not changed either: a test that holds every word of them
would only say them twice. What stands in them (a number, a name, a unit) is changed as everything else.
What a cached function has worked out before is forgotten before each file of tests, and what is called
inside of one counts as called by every test of that file: which of them filled the cache is chance.
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
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
_SENTENCE = re.compile(r"(?:[^\W\d_]+[’']?[^\W\d_]*[ ,.:;–]+){2,}[^\W\d_]+")
_OF_PATTERNS = re.compile(r"[\\|\[\]{}*+^$]|\(\?")


@dataclass(frozen=True)
class Fault:
    """One change of a file: which function it is in, where, and what became of what."""

    path: Path
    function: Key
    place: int
    variant: int
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}  {self.words}"


def variants(node: ast.AST) -> list[ast.AST]:
    """Return what a node can be changed into."""
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
            return [ast.Constant(f"XX{value}XX")]
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            return [_changed(node, value=ast.Constant(None))]
        case ast.Assign(value=value) if not _is_none(value):
            return [_changed(node, value=ast.Constant(None))]
        case ast.Break():
            return [ast.Continue()]
        case ast.Continue():
            return [ast.Break()]
    return []


def _changed(node: ast.AST, **fields: Any) -> ast.AST:
    """Return a copy of a node with other fields."""
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_none(node: ast.AST) -> bool:
    """Tell whether a node is None."""
    return isinstance(node, ast.Constant) and node.value is None


def places(tree: ast.Module) -> list[tuple[ast.AST, str, Any, str, int]]:
    """Return every place in a function: owner, field, place in it; name and first line of the function.

    Docstrings, annotations, decorators and defaults are left out, and so are sentences and what only
    programmers see (``assert``).
    """
    held: list[tuple[ast.AST, str, Any, str, int]] = []

    def walk(node: ast.AST, name: str, line: int) -> None:
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
                if isinstance(child, ast.FunctionDef) and not line:
                    first = min([child.lineno, *(part.lineno for part in child.decorator_list)])
                    for number, statement in enumerate(child.body):
                        if not (number == 0 and _is_text(statement)):
                            held.append((child, "body", number, f"{name}{child.name}", first))
                            walk(statement, f"{name}{child.name}", first)
                    continue
                inner = f"{name}{child.name}." if isinstance(child, ast.ClassDef) and not line else name
                if line:
                    held.append((node, field, at, name, line))
                walk(child, inner, line)

    walk(tree, "", 0)
    return held


def is_sentence(node: ast.AST) -> bool:
    """Tell whether a text, with or without places to fill in, is a sentence said to people."""
    match node:
        case ast.JoinedStr(values=[*parts]):
            text = "".join(part.value if isinstance(part, ast.Constant) else "X" for part in parts)
        case ast.Constant(value=str(text)):
            pass
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
    for number, (owner, field, at, name, line) in enumerate(places(_parsed(path))):
        node = getattr(owner, field) if at is None else getattr(owner, field)[at]
        for variant, changed in enumerate(variants(node)):
            before, after = (ast.unparse(part).partition("\n")[0] for part in (node, _located(changed)))
            words = f"{before[:70]}  →  {after[:70]}"
            yield Fault(path, (str(path), name, line), number, variant, getattr(node, "lineno", line), words)


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
    owner, field, at, _, _ = places(tree)[fault.place]
    node = getattr(owner, field) if at is None else getattr(owner, field)[at]
    changed = ast.copy_location(variants(node)[fault.variant], node)
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


class Mutation:
    """Takes the place of pytest's run of the tests that it collected."""

    def __init__(self, files: list[Path], count: int, seed: int) -> None:
        self.files, self.count, self.seed = files, count, seed
        self.survivors: list[Fault] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Let random tests end with what they find first: its shortest form says nothing of a fault."""
        from hypothesis import Phase, settings  # pytest wants to be the first that imports it

        settings.register_profile("fault", settings.default, phases=(Phase.explicit, Phase.generate))
        settings.load_profile("fault")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Find out which test calls what, then try each fault of a sample."""
        gc.collect()
        functions = {key_of(value.__code__): value for value in gc.get_objects() if _is_function(value)}
        observed = self._who_calls_what(session)
        faults = [fault for path in self.files for fault in faults_of(path) if fault.function in functions]
        sample = random.Random(self.seed).sample(faults, min(self.count, len(faults)))
        sample.sort(key=lambda fault: (str(fault.path), fault.line))
        outcomes: Counter[str] = Counter()
        for fault in sample:
            calls = observed.callers.get(_unplaced(fault.function))
            how = self._try(session, fault, functions[fault.function], observed) if calls else "survived"
            outcomes[how] += 1
            if how == "survived":
                self.survivors.append(fault)
                print(f"survived  {fault}{'' if calls else '  (no test calls it)'}", flush=True)
        self._print(len(faults), outcomes)
        return True

    def _who_calls_what(self, session: pytest.Session) -> Observed:
        """Return what the tests do, found out in a process of its own; refuse tests that fail."""
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            _be_silent()
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump(_observed(session.items, {str(path) for path in self.files}), pipe)
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as pipe:
            observed: Observed = pickle.load(pipe)
        os.waitpid(child, 0)
        if observed.failed:
            pytest.exit(f"these fail without a fault: {observed.failed}", 2)
        return observed

    @staticmethod
    def _try(session: pytest.Session, fault: Fault, function: types.FunctionType, observed: Observed) -> str:
        """Return what became of a fault: killed, survived, or too slow."""
        child = os.fork()
        if not child:
            name = _unplaced(fault.function)
            tests = sorted(observed.callers[name], key=observed.seconds.__getitem__)
            _be_silent()
            _put_in(fault, function, observed.caches.get(name, set()))
            os._exit(
                _one_fails(
                    [session.items[test] for test in tests], [observed.seconds[test] for test in tests]
                )
            )
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            return "too slow" if os.WTERMSIG(status) == signal.SIGPROF else "killed"
        return "killed" if os.WEXITSTATUS(status) else "survived"

    def _print(self, possible: int, outcomes: Counter[str]) -> None:
        """Print the figures."""
        total = outcomes.total()
        caught = total - outcomes["survived"]
        print(
            f"{total} of {possible} faults (seed {self.seed}): {outcomes['killed']} killed, "
            f"{outcomes['too slow']} too slow, {outcomes['survived']} survived: {caught / max(total, 1):.1%}"
        )


@dataclass(frozen=True)
class Observed:
    """What tests do: the seconds of each, which of them call which function, and which fail.

    ``caches``: by function the cached ones in which it is called, whose results a fault in it may change.
    """

    seconds: list[float]
    callers: dict[Key, set[int]]
    caches: dict[Key, set[Key]]
    failed: list[str]


def _observed(items: list[pytest.Item], names: set[str]) -> Observed:
    """Run tests and return what they do."""
    observed = Observed([], defaultdict(set), defaultdict(set), [])
    cached = {wrapper.__wrapped__.__code__ for wrapper in _caches()}
    of_file = defaultdict[Path, set[int]](set)
    in_caches = defaultdict[Key, set[Path]](set)
    for number, item in enumerate(items):
        if item.path not in of_file:
            _forget()
        of_file[item.path].add(number)
        started = time.process_time()
        called, inside, fails = _calls_of(item, _next(items, number), cached)
        observed.seconds.append(time.process_time() - started)
        observed.failed.extend([item.nodeid] if fails else [])
        for code in called:
            if code.co_filename in names:
                observed.callers[_outermost(key_of(code))].add(number)
        for code, cache in inside:
            in_caches[_outermost(key_of(code))].add(item.path)
            observed.caches[_outermost(key_of(code))].add(key_of(cache))
    for key, tests in observed.callers.items():
        tests.update(*(of_file[path] for path in in_caches[key]))
    for caches in observed.caches.values():
        waiting = [*caches]
        while waiting:
            outer = observed.caches.get(_unplaced(waiting.pop()), set()) - caches
            caches |= outer
            waiting += outer
    return observed


def _calls_of(
    item: pytest.Item, after: pytest.Item | None, cached: set[types.CodeType]
) -> tuple[set[types.CodeType], set[tuple[types.CodeType, types.CodeType]], bool]:
    """Run a test; return what it calls, what of this in which cached function, and whether it fails."""
    called, inside = set[types.CodeType](), set[tuple[types.CodeType, types.CodeType]]()
    frames = list[types.FrameType]()

    def note(frame: types.FrameType, _: str, __: object) -> Any:
        called.add(frame.f_code)
        if frames:
            inside.add((frame.f_code, frames[-1].f_code))
        if frame.f_code not in cached:
            return None
        frames.append(frame)
        inside.add((frame.f_code, frame.f_code))
        frame.f_trace_lines = False
        return leave

    def leave(_: types.FrameType, event: str, __: object) -> Any:
        if event == "return":
            frames.pop()
        return leave

    sys.settrace(note)
    fails = _fails(item, after)
    sys.settrace(None)
    return called, inside, fails


def _be_silent() -> None:
    """Let a forked process print nothing."""
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)


def _put_in(fault: Fault, function: types.FunctionType, caches: set[Key]) -> None:
    """Exchange a function's code, and forget what it had a part in before."""
    function.__code__ = code_with(fault)
    for wrapper in _caches():
        if key_of(wrapper.__wrapped__.__code__) in caches:
            wrapper.cache_clear()


def _caches() -> list[Any]:
    """Return the cached functions of the repository, but for those that read the data."""
    wrappers = (value for value in gc.get_objects() if isinstance(value, functools._lru_cache_wrapper))
    return [one for one in wrappers if re.match(r"calc\.(?!catalog\.)", str(one.__module__))]


def _forget() -> None:
    """Forget what cached functions have worked out."""
    for wrapper in _caches():
        wrapper.cache_clear()


def _is_function(value: object) -> bool:
    """Tell whether a thing is a function of this repository."""
    return isinstance(value, types.FunctionType) and value.__code__.co_filename.startswith(str(ROOT / "calc"))


def _outermost(key: Key) -> Key:
    """Return the key of the function that another one stands in, without its line."""
    return _unplaced((key[0], key[1].partition(".<locals>")[0], key[2]))


def _unplaced(key: Key) -> Key:
    """Return a key without its line."""
    return key[0], key[1], 0


def _next(items: list[pytest.Item], number: int) -> pytest.Item | None:
    """Return the item after one."""
    return items[number + 1] if number + 1 < len(items) else None


def _fails(item: pytest.Item, after: pytest.Item | None) -> bool:
    """Run a test; tell whether it fails."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def _one_fails(items: list[pytest.Item], seconds: list[float]) -> bool:
    """Run tests until one fails, and tell whether one does; end the process where one takes too long."""
    for number, (item, usual) in enumerate(zip(items, seconds)):
        signal.setitimer(signal.ITIMER_PROF, LEAST_SECONDS + SLOWER * usual)
        if _fails(item, _next(items, number)):
            return True
    return False


def files_of(module: str) -> tuple[list[Path], list[str]]:
    """Return the files of a package or a file of one, and where its own tests stand."""
    name = module.removeprefix("calc/").removeprefix("calc.").strip("/").removesuffix(".py").replace(".", "/")
    folder = ROOT / "calc" / name
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    if not all(path.is_file() for path in files) or not files:
        raise SystemExit(f"{module} is no package of calc, and no file of one")
    own = name.split("/")[0]
    return files, [str(ROOT / "tests" / own), str(ROOT / "calc" / own)]


def main() -> None:
    """Put a sample of faults into a package and print which survive."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutate")
    parser.add_argument("module", help="a package of calc, such as chemistry, or a file of one")
    parser.add_argument("--count", type=int, default=150, help="faults to try (150)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (1)")
    options = parser.parse_args()
    files, tests = files_of(options.module)
    mutation = Mutation(files, options.count, options.seed)
    quiet = ["-o", "addopts=", "--doctest-modules", "-q", "-s", "-p", "no:cacheprovider", "-o", "timeout=0"]
    code = pytest.main([*quiet, *tests], plugins=[mutation])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(int(code))


if __name__ == "__main__":
    main()
