"""Small faults in a package of a few functions: which are tried, found, and left out."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.mutate import faults_of, files_of, is_sentence

ROOT = Path(__file__).parents[2]
SMALL = '''
"""A package."""
import functools

@functools.cache
def limit() -> int:
    """Return eight degrees."""
    return 8

def is_warm(celsius: float = 20) -> bool:
    """Tell whether a fridge is too warm."""
    assert celsius < 1000
    return celsius > limit()

def is_far(metres):
    return metres > 100

def advice(days):
    return f"Keep it in a fridge for {days} days."

def twice(number):
    return number * 2
'''
TESTS = """
from calc.small import advice, is_far, is_warm, limit

LIMIT = limit()  # is remembered before any fault is there

def test_eight_degrees_are_not_too_warm():
    assert is_warm(LIMIT + 0.1) is True
    assert is_warm(8) is False

def test_half_a_kilometre_is_far():
    assert is_far(500)

def test_the_advice_names_the_days():
    assert advice(7)
"""
RUN = "import pathlib; from bench import mutate; mutate.ROOT = pathlib.Path.cwd(); mutate.main()"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with a package and its tests."""
    files = {"calc/__init__.py": "", "calc/small/__init__.py": SMALL, "tests/small/test_small.py": TESTS}
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_what_a_test_finds_counts_as_found_and_the_rest_is_told(small):
    paths = os.pathsep.join([str(small), str(ROOT)])
    run = subprocess.run(
        [sys.executable, "-c", RUN, "small", "--count", "99", "--jobs", "1"],
        capture_output=True,
        check=True,
        cwd=small,
        env={**os.environ, "PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        text=True,
    )
    told = [line for line in run.stdout.splitlines() if line.startswith("survived") or "faults" in line]
    survived = sorted(line.split("  ", 2)[2] for line in told[:-1])
    # At a hundred metres and beside them nobody looks; nobody asks for twice of anything.
    assert survived == [
        "100  →  101",
        "2  →  3  (no test executes it)",
        "metres > 100  →  metres >= 100",
        "number * 2  →  number / 2  (no test executes it)",
        "return number * 2  →  return None  (no test executes it)",
    ]
    # Found are the limit, though it is remembered, the comparison with it, and that there is an answer.
    assert told[-1] == "11 of 11 faults (seed 1): 6 killed, 0 too slow, 5 survived: 54.5%"


def test_neither_sentences_nor_what_only_programmers_see_are_changed(small):
    words = [fault.words for fault in faults_of(small / "calc" / "small" / "__init__.py")]
    assert len(words) == 11
    assert not [word for word in words if "fridge" in word and "return" not in word]
    assert not [
        word for word in words if "1000" in word or "20" in word or "cache" in word or "degrees" in word
    ]


@pytest.mark.parametrize(
    ("code", "is_said"),
    [
        ('"Keep it cold."', True),
        ('"{days} days are left"', True),
        ('f"{days} days are left"', True),
        ('"Keep cold"', False),
        ('"jar"', False),
        ('f"{name} ({count})"', False),
        (r'r"(?:one|two) of these\s"', False),
        ("7", False),
    ],
)
def test_what_a_sentence_is(code, is_said):
    assert is_sentence(ast.parse(code, mode="eval").body) == is_said


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        # A text gets letters that nothing has; of signs, each of which stands for itself, none is left.
        ('return text.removesuffix(" .")', ["'XX .XX'"]),
        ('return text.strip(" .")', ["''"]),
        ('return text.lstrip("(")', ["''"]),
        ('return text[0] in ".,"', ["''"]),
        ('return text[0] not in ".,"', ["''"]),
        ('return ".," in text', ["'XX.,XX'"]),
        ('return {*".,"}', ["''"]),
        ('return {*text}.issubset(".,")', ["''"]),
        ('return text.strip("")', ["'XXXX'"]),
        ('return text in (".", ",")', ["'XX.XX'", "'XX,XX'"]),
    ],
)
def test_a_set_of_signs_loses_them(tmp_path, code, changes):
    file = tmp_path / "signs.py"
    file.write_text(f"def changed(text):\n    {code}\n", encoding="utf-8")
    texts = [fault.words.partition("  →  ") for fault in faults_of(file)]
    assert [after for before, _, after in texts if before[0] + before[-1] == "''"] == changes


def test_the_files_of_a_part_of_a_package_and_where_its_tests_stand():
    files, tests = files_of("chemistry/stability/logger")
    assert {path.name for path in files} >= {"layout.py", "rows.py"}
    assert tests[0] == str(ROOT / "tests" / "chemistry" / "stability" / "logger")
    one, tests = files_of("calc/chemistry/density.py")
    assert (one, tests[0]) == (
        [ROOT / "calc" / "chemistry" / "density.py"],
        str(ROOT / "tests" / "chemistry"),
    )
    with pytest.raises(SystemExit, match="no package of calc"):
        files_of("alchemy")
