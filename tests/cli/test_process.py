"""The command line as a process: a reader who leaves, a full disk, streams that are closed, odd words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from calc.__main__ import main
from tests.cli.test_commands import EXAMPLE, RECIPE

ROOT = Path(__file__).resolve().parents[2]
#: One line of each command that answers; those that write a file do so beside it.
COMMANDS = (
    f"{EXAMPLE} --json",
    "assess recipe.json --all",
    "check client.json --json",
    "compare products.csv",
    "screen products.csv answer.csv",
    "log list --database batches.sqlite",
    "log export log.json --database batches.sqlite",
    "card --preset start_10 card.html",
    "link recipe.json --address http://127.0.0.1:8501/",
    "--help",
    "mix --no-such-option",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the commands name."""
    (tmp_path / "recipe.json").write_text(json.dumps(RECIPE))
    (tmp_path / "client.json").write_text('{"client": {"age": 34}}')
    (tmp_path / "products.csv").write_text("product,strength\nSerum,15 %\n")
    return tmp_path


def start(folder: Path, command: str, **streams: object) -> subprocess.Popen[str]:
    """Start a command in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "calc", *command.split()]
    return subprocess.Popen(words, cwd=folder, env=environment, text=True, **streams)  # type: ignore[call-overload]


def nobody() -> int:
    """Return the writing end of a pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    return writer


def test_a_reader_who_leaves_ends_no_process_in_a_traceback(folder: Path) -> None:
    writer = nobody()
    process = start(folder, EXAMPLE, stdout=writer, stderr=subprocess.PIPE)
    assert (process.communicate(timeout=200)[1], process.returncode) == ("", 141)
    os.close(writer)


# Each command in a process of its own that ends as any other, but comes from one that has loaded the program.
FORKED = """
import contextlib, io, json, os, sys
from calc.__main__ import main, run_as_process
writer, *commands = json.loads(sys.argv[1])
with contextlib.redirect_stdout(io.StringIO()):
    main(commands[0].split())
codes = []
for number, command in enumerate(commands):
    process = os.fork()
    if not process:
        os.dup2(writer, 1)
        os.dup2(os.open(f"{number}.errors", os.O_WRONLY | os.O_CREAT), 2)
        sys.argv[1:] = command.split()
        sys.exit(run_as_process())
    codes.append(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
print(json.dumps(codes))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
def test_a_reader_who_leaves_ends_no_command_in_a_traceback(folder: Path) -> None:
    writer = nobody()
    words = [sys.executable, "-c", FORKED, json.dumps([writer, *COMMANDS])]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        words, cwd=folder, env=environment, pass_fds=[writer], capture_output=True, text=True
    )
    os.close(writer)
    codes = json.loads(run.stdout)
    errors = [(folder / f"{number}.errors").read_text() for number in range(len(COMMANDS))]
    assert [command for command, said in zip(COMMANDS, errors) if "Traceback" in said] == []
    assert {*codes} <= {141, 2, 0}
    assert (codes[0], errors[0]) == (141, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_an_answer_that_cannot_be_written_is_told_with_its_reason(folder: Path) -> None:
    with open("/dev/full", "w") as full:
        process = start(folder, EXAMPLE, stdout=full, stderr=subprocess.PIPE)
        errors = process.communicate(timeout=200)[1]
    assert process.returncode == 2
    assert errors == "calc: the answer cannot be written: No space left on device\n"


@pytest.mark.skipif(os.name != "posix", reason="a shell closes the streams")
@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (f"{EXAMPLE} >&-", 0, ""),
        ("assess - <&-", 2, "there is no standard input"),
        (f"{EXAMPLE} 2>&-", 0, ""),
    ],
)
def test_streams_that_are_closed_are_borne(folder: Path, command: str, code: int, said: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = f'"{sys.executable}" -m calc {command}'
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)
    assert said in done.stderr


@pytest.mark.parametrize("word", ["\ud800", "a\udfff.json", "zero\0.json"])
@pytest.mark.parametrize("command", ["assess", "check", "compare", "screen", "log", "card", "link", "mix"])
def test_a_word_that_no_file_can_have_is_refused(
    capsys: pytest.CaptureFixture[str], command: str, word: str
) -> None:
    assert main([command, word]) == 2
    assert "word 2 of the command" in capsys.readouterr().err


def test_letters_of_another_code_page_name_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", str(folder / "caf\udce9.json")]) == 2
    assert "No such file" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["mix", "--fail-on=--"], ["screen", "a.csv", "b.csv", "--package=--"], ["card", "--preset=--"]]
)
def test_two_dashes_are_no_choice(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert "invalid choice: '--'" in capsys.readouterr().err
