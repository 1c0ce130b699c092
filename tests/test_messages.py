"""Every sentence that people see stands whole in the catalogue, and the catalogue is that of the sources."""

from __future__ import annotations

import ast
import functools
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from calc import messages
from calc.messages import say_list
from docs.messages import POT, as_text, catalogue, sources
from tests.pseudo_locale import KEPT, LANGUAGE, pseudo, write_catalogue

ROOT = Path(__file__).resolve().parent.parent
CALLS = ("say", "say_n")
# Sentences of these are for whoever writes data or code, and stay English.
FOR_PROGRAMMERS = {
    "calc/__init__.py": "a name that the package does not have",
    "calc/uncertainty.py": "arguments of the core",
    "calc/catalog": "what is wrong with a data file, for whoever writes it",
    "calc/log/migrations": "the schema of the log",
}
BUT = ("calc/catalog/lookup.py",)
# Texts that look like sentences and are none.
OUTSIDE = {
    " drops per mL": "a unit behind its number, as %",
    "pH as given": "a kind of fact, by which it is written",
    "mL at most": "a kind of fact, by which it is written",
    **dict.fromkeys(
        (
            "acid constant of {}, not known",
            "acid constant of ",
            "acid content of ",
            "acid content of {}",
            "adding volumes up",
            "carbon dioxide still dissolved",
            "glycols and alcohol",
            "how well the model fits measured pH",
            "interaction of {} with metal ions",
            " with metal ions",
            "temperature of the volume",
            "traces of acid or base",
            "water in the powder",
        ),
        "the name of an input, which seeds its draws: `input_words` says it",
    ),
    "does not exist": "what a database driver says",
    "python -m calc screen FILE OUT": "a command to type",
}
# What a call of these is given is read by code: names, patterns, queries, errors of code.
CODE_CALLS = {
    *(
        "compile",
        "match",
        "fullmatch",
        "search",
        "sub",
        "finditer",
        "findall",
        "split",
        "replace",
        "translate",
    ),
    *("ValueError", "TypeError", "KeyError", "RuntimeError", "AttributeError", "AssertionError", "DataError"),
    *(
        "execute",
        "exec_driver_sql",
        "set_page_config",
        "text",
        "warn",
        "getattr",
        "Literal",
        "TypeVar",
        "strptime",
    ),
    *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "get", "pop", "count", "index"),
    *CALLS,
}
# Patterns, styles, queries, lists of words.
TECHNICAL = re.compile(r"\w\|\w|[:;] \w+: |font-|\\|\(\?|^(SELECT|PRAGMA|<style|<svg)|[;{]\s*}|: \w+;")
TAGS = re.compile(r"<[^<>]*>?")
SENTENCE = re.compile(r"[A-Za-z’']{2,}[,;:]? (\S+ )?[A-Za-z’']{2,}[,;:]? (\S+ )?[A-Za-z’']{2,}")


def listed(offenders: Iterable[str]) -> str:
    """Return all offenders, one a line."""
    return "\n".join(offenders)


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(tree(path)))


def place(path: Path, node: ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def called(node: ast.AST) -> str:
    """Return the last name of what a call calls; nothing for what is no call."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def literal(node: ast.AST) -> str | None:
    """Return the text of a literal, with the fields of an f-string as empty braces."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@functools.cache
def says(path: Path) -> list[ast.Call]:
    """Return every call in a file that looks a sentence up."""
    return [node for node in nodes(path) if isinstance(node, ast.Call) and called(node) in CALLS]


def given(call: ast.Call) -> list[ast.expr]:
    """Return the sentences that a call is given: one, or one and its plural."""
    return call.args[: 2 if called(call) == "say_n" else 1]


def loose(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the literals under a node that are neither looked up, nor docstrings, nor read by code."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Assert) or (isinstance(child, ast.Attribute) and child.attr == "split"):
            continue
        if called(child) in CODE_CALLS or isinstance(child, (ast.Compare, ast.arguments)):
            within = [one for one in ast.walk(child) if called(one) in CALLS]
            yield from (part for call in within for keyword in call.keywords for part in loose(keyword))
            continue
        if literal(child) is not None:
            assert isinstance(child, ast.expr)
            yield child
        yield from loose(child)


def for_programmers(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return name not in BUT and any(name == one or name.startswith(f"{one}/") for one in FOR_PROGRAMMERS)


def test_no_sentence_stands_outside_the_catalogue():
    offenders = [
        f"{place(path, node)}: {text[:80]!r}"
        for path in sources()
        if not for_programmers(path)
        for node in loose(tree(path))
        if SENTENCE.search(TAGS.sub("|", text := literal(node) or ""))
        and not TECHNICAL.search(text)
        and text not in OUTSIDE
    ]
    assert not offenders, listed(offenders)


def test_sentences_are_plain_literals():
    # What extraction cannot read is in no catalogue.
    offenders = [
        place(path, call)
        for path in sources()
        for call in says(path)
        if path.name != "messages.py"
        and not all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in given(call))
    ]
    assert not offenders, listed(offenders)


def test_sentences_are_whole():
    # One that begins or ends with a space, or begins with a comma, is half of something.
    offenders = [
        f"{place(path, call)}: {text!r}"
        for path in sources()
        for call in says(path)
        for text in (literal(one) or "" for one in given(call))
        if text != text.strip() or re.match(r"[,;.)]", text) or not re.search(r"\w", text)
    ]
    assert not offenders, listed(offenders)


def test_nothing_is_added_to_a_sentence():
    # “a” + “b” cannot be turned round in another language; neither can an s be hung on a noun.
    offenders = []
    for path in sources():
        for node in nodes(path):
            sides = [node.left, node.right] if isinstance(node, ast.BinOp) else []
            added = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
            ends = [node.body, node.orelse] if isinstance(node, ast.IfExp) else sides
            hung = any(literal(end) in ("s", "es") for end in ends)
            if hung or (added and any(called(side) in CALLS for side in sides)):
                offenders.append(place(path, node))
    assert not offenders, listed(offenders)


def fields(text: str) -> set[str]:
    """Return the names in braces, those in a format too."""
    found = set()
    for _, name, spec, _ in string.Formatter().parse(text):
        if name is not None:
            found |= {name} | fields(spec or "")
    return found


def test_every_field_is_given_and_used():
    offenders = []
    for path in sources():
        for call in says(path):
            if any(keyword.arg is None for keyword in call.keywords):
                continue
            passed = {str(keyword.arg) for keyword in call.keywords}
            own = {"number"} if called(call) == "say_n" else set()
            texts = [literal(one) or "" for one in given(call)]
            asked = set().union(*(fields(text) for text in texts)) if passed or own else set()
            if asked - passed - own or passed - asked:
                offenders.append(f"{place(path, call)}: {texts[0]!r}, given {sorted(passed)}")
    assert not offenders, listed(offenders)


def test_the_catalogue_is_that_of_the_sources():
    assert POT.read_text(encoding="utf-8") == as_text(catalogue()), "run make messages"


def test_a_sentence_in_another_language_keeps_its_fields():
    for message in catalogue():
        for text in [message.id] if isinstance(message.id, str) else message.id:
            other = pseudo(text)
            assert re.findall(r"{[^{}]*}", other) == re.findall(r"{[^{}]*}", text)
            if re.search("[aeiou]", KEPT.sub("", text)):
                assert other != text


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> dict[str, str]:
    """The environment of a process that speaks a language which nobody speaks."""
    folder = tmp_path_factory.mktemp("locale")
    write_catalogue(folder)
    return {messages.LANGUAGE: LANGUAGE, messages.FOLDER: str(folder)}


def test_a_process_speaks_the_language_of_its_environment(spoken):
    code = (
        "from calc.messages import say, say_n, say_list\n"
        "print(say('Measure again.'))\n"
        "print(say_list(['a', 'b', 'c'], 'or'))\n"
        "from calc.catalog import rules\n"
        "print(rules()['STR-001'].title)"
    )
    comma, either = pseudo("{first}, {rest}"), pseudo("{first} or {rest}")
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT, env={**os.environ, **spoken}, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert run.stdout.splitlines() == [
        pseudo("Measure again."),
        either.format(first=comma.format(first="a", rest="b"), rest="c"),
        pseudo("Above 20 %"),
    ]


def test_a_language_without_a_catalogue_is_refused(monkeypatch):
    monkeypatch.setenv(messages.LANGUAGE, "xx")
    messages._catalogue.cache_clear()
    try:
        with pytest.raises(FileNotFoundError):
            messages.say("Choose one:")
    finally:
        messages._catalogue.cache_clear()


def test_numbers_choose_their_form():
    assert messages.say_n("{number} day", "{number} days", 1) == "1 day"
    assert messages.say_n("{number} day", "{number} days", 0) == "0 days"
    assert messages.say_n("{number} day", "{number} days", 1200, number="1,200") == "1,200 days"


READ = """
import contextlib, io, json, sys
from pathlib import Path
from calc.__main__ import main
folder, said = Path(sys.argv[1]), []
for command in json.loads((folder / "commands.json").read_text("utf-8")):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        main([word.replace("HERE", str(folder)) for word in command])
    said.append(json.loads(out.getvalue()))
print(json.dumps(said))
"""
RECIPE = """Zutat | g | %
Wasser | 42,5 | 85
ascorbic acid | 7,5 | 15
1 tsp urea
2 drops lavender oil
1/2 oz glycerin"""
CLIENT = {
    "client": {"age": 34, "conditions": ["herpes until 3 months ago"], "medicines": ["isotretinoin 20 mg"]},
    "product": {"form": "l_ascorbic_acid", "mass_fraction": 0.15, "pH": 3.2},
    "procedure": "mesotherapy",
    "intake": [{"form": "sodium_ascorbate", "mg": 1000, "per_day": 1}],
}
TABLE = """Product,Ingredients,Conc. (%),Size,Price
A,"Aqua, Ascorbic Acid",15,30 ml,29 EUR
B,ascorbic acid derivative,5,1 oz.,$20
"""


def without_words(value: object) -> object:
    """Return an answer with its numbers, keys and codes, and no word that a person reads."""
    if isinstance(value, dict):
        return {key: without_words(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_words(part) for part in value]
    is_words = isinstance(value, str) and not re.fullmatch(r"[A-Z]{2,}(-\d+)?|\w*_\w+", value)
    return "" if is_words else value


def test_what_people_type_is_read_the_same_in_every_language(tmp_path, spoken):
    # Units, names and codes are no sentences: looked up in a catalogue, they would be heard no more.
    (tmp_path / "recipe.txt").write_text(RECIPE, encoding="utf-8")
    (tmp_path / "client.json").write_text(json.dumps(CLIENT), encoding="utf-8")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    mix = "mix --strength 15% --batch 1oz --target-ph 3.2 --scale 0.01g --other"
    commands = [
        [*mix.split(), "glycerin 5 %"],
        ["assess", "HERE/recipe.txt"],
        ["check", "HERE/client.json"],
        ["compare", "HERE/table.csv", "--add", "Glow serum, 15 % ascorbic acid, pH 3.2, 28 x 2 mL, 29 EUR"],
    ]
    (tmp_path / "commands.json").write_text(json.dumps([[*words, "--json"] for words in commands]))
    answers = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", READ, str(tmp_path)],
                cwd=ROOT, env={**os.environ, **language}, capture_output=True, check=True,
            ).stdout
        )
        for language in ({}, spoken)
    ]  # fmt: skip
    english, other = answers
    assert english != other
    assert without_words(other) == without_words(english)


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_listed(names, text):
    assert say_list(names, "and") == text
