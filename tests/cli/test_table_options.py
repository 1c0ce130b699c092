"""What is said of a table on the command line, and that messages advise only options that exist."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import pytest

from calc.__main__ import main
from calc.cli import compare, screen
from calc.cli.options import Parser

ROOT = Path(__file__).resolve().parents[2]
ACID = "name,how much,INCI\nA,25,Ascorbic Acid\nB,5,Sodium Ascorbyl Phosphate\n"


def options_of(command: str) -> set[str]:
    """Return the options of a command."""
    commands = Parser().add_subparsers()
    assert isinstance(commands, argparse._SubParsersAction)
    {"compare": compare, "screen": screen}[command].add(commands)
    return {name for action in commands.choices[command]._actions for name in action.option_strings}


def test_messages_about_tables_name_options_that_exist():
    known = options_of("compare") & options_of("screen")
    folders = ("calc/tables", "calc/products/listings")
    named = {
        option
        for folder in folders
        for path in (ROOT / folder).glob("*.py")
        for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", path.read_text(encoding="utf-8"))
    }
    assert "--column" in named
    assert named <= known
    assert {"--column", "--sheet", "--header-row", "--encoding", "--unit"} <= known
    assert "--currency" in options_of("compare")


@pytest.fixture
def answer(tmp_path, capsys):
    """Run a command on a table; return exit code and what was printed."""

    def run(command: str, content: bytes | str, *words: str, name: str = "table.csv") -> tuple[int, str]:
        source = tmp_path / name
        source.write_bytes(content if isinstance(content, bytes) else content.encode())
        target = [str(tmp_path / "answer.csv")] if command == "screen" else []
        code = main([command, str(source), *target, *words])
        out, err = capsys.readouterr()
        return code, out + err

    return run


@pytest.mark.parametrize("command", ["compare", "screen"])
def test_a_column_that_is_named_reaches_the_rules(answer, tmp_path, command):
    assert "STR-001" not in answer(command, ACID)[1]
    every = ["--all"] if command == "compare" else []
    code, out = answer(command, ACID, "--column", "strength=how much", *every)
    assert code == 0
    assert "“how much” is the strength" in out
    result = out if command == "compare" else (tmp_path / "answer.csv").read_text()
    assert "STR-001" in result


@pytest.mark.parametrize("command", ["compare", "screen"])
def test_both_commands_account_for_the_same_columns(answer, command):
    text = "name,stated_percent,pH strips included,in short\n" + "".join(
        f"P{i},{i + 1},yes,{words}\n" for i, words in enumerate(("vegan", "with LAA", "new", "strong"))
    )
    payload = json.loads(answer(command, text, "--json")[1])
    assert payload["columns"] == {"product": "name", "strength": "stated_percent"}
    assert [(column["name"], column["looks_like"]) for column in payload["unused_columns"]] == [
        ("pH strips included", None),
        ("in short", "form"),
    ]
    assert any("No form of vitamin C was found" in note for note in payload["notes"])
    assert 'use it? --column form="in short"' in answer(command, text)[1]


@pytest.mark.parametrize("command", ["compare", "screen"])
def test_header_row_encoding_and_unit_are_taken(answer, command):
    text = "가게,x,y\n이름,농도,형태\n세럼,150,LAA\n".encode("cp949")
    how = ("--header-row", "2", "--encoding", "cp949", "--unit", "mg/mL", "--column", "form=형태", "--json")
    payload = json.loads(answer(command, text, *how)[1])
    assert payload["columns"] == {"form": "형태", "product": "이름", "strength": "농도"}
    if command == "compare":
        assert payload["products"][0]["g_per_100mL"]["median"] == 15


@pytest.mark.parametrize(
    "words",
    [
        *(("--column", "strength"), ("--column", "colour=name"), ("--column", "strength=nowhere")),
        *(("--sheet", "2"), ("--header-row", "0"), ("--header-row", "x"), ("--encoding", "klingon")),
        *(("--unit", "furlong"), ("--header-row", "40")),
    ],
)
@pytest.mark.parametrize("command", ["compare", "screen"])
def test_what_is_said_wrongly_is_refused(answer, command, words):
    assert answer(command, ACID, *words)[0] == 2


def test_prices_without_a_currency_take_the_one_that_is_stated(answer):
    payload = json.loads(answer("compare", "name,INCI,price\nA,LAA,12\n", "--currency", "€", "--json")[1])
    assert (payload["products"][0]["price"], payload["products"][0]["currency"]) == (12, "EUR")
    assert answer("compare", ACID, "--currency", "shells")[0] == 2


@pytest.mark.parametrize("command", ["compare", "screen"])
def test_totals_among_rows_are_no_rows_that_cannot_be_read(answer, command):
    text = "product,form,strength,price\nSERUMS,,,\nA,LAA,15 %,20 EUR\nTotal,,,20 EUR\n"
    code, out = answer(command, text, *(["--all"] if command == "compare" else []))
    assert code == 0
    assert "2 (lines 2, 4)" in out
    assert "unread" not in out
    code, result = answer(command, text, "--json")
    assert [row["line"] for row in json.loads(result)["set_aside"]] == [2, 4]


@pytest.mark.parametrize("command", ["compare", "screen"])
def test_a_table_without_names_of_columns_is_told_how_it_can_be_read(answer, command):
    text = "101,15 %,3.2\n102,5 %,6.5\n"
    code, out = answer(command, text)
    assert code == 2
    advised = re.search(r'--column (product="[^"]+")', out)
    assert advised
    code, out = answer(command, text, "--column", advised[1])
    assert code == 0
    code, out = answer(command, text, "--column", advised[1], "--header-row", "none")
    assert code == 0


@pytest.mark.parametrize("command", ["compare", "screen"])
def test_rows_of_single_ingredients_are_put_together(answer, command):
    text = "product,ingredient,%\nA,Water,80\nA,Ascorbic Acid,15\nB,Water,90\nB,Glycerin,8\n"
    code, out = answer(command, text, *(["--all"] if command == "compare" else []))
    assert code == 0
    assert "4 rows of 2 products were put together" in out
