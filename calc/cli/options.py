"""How commands read their options, and the files that they are given."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.parsing.json_reader import LONGEST

if TYPE_CHECKING:
    from calc.tables import FileChoices

BAD_INPUT = 2


class Once(argparse.Action):
    """Takes an option once: of two that contradict each other, one would be lost silently."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: Any = None
    ) -> None:
        """Keep the value, or leave with a message where there is one already."""
        if getattr(namespace, self.dest):
            parser.error(
                say(
                    "{option} stands twice, {first} and {second}: give it once",
                    option=option,
                    first=getattr(namespace, self.dest),
                    second=values,
                )
            )
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line; an example stands at the end of its help as it is to be typed."""

    def format_help(self) -> str:
        """Return the help; the last paragraph is not broken."""
        example, self.epilog = self.epilog, None
        try:
            return super().format_help() + (f"\n{example}\n" if example else "")
        finally:
            self.epilog = example

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Return the values of an option; two dashes alone are one, as in --name=--."""
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def _parse_optional(self, arg_string: str) -> Any:
        """Return the option that a word names, in capitals or with underscores too: --target_pH."""
        name, sign, value = arg_string.partition("=")
        plain = name.lower().replace("_", "-")
        known = name in self._option_string_actions or plain not in self._option_string_actions
        return super()._parse_optional(arg_string if known else f"{plain}{sign}{value}")

    def error(self, message: str) -> NoReturn:
        """Leave with one message that names the option and the fix."""
        hint = say("A value that begins with a minus is written --batch=-30g; --help lists the options.")
        self.exit(BAD_INPUT, f"{self.prog}: {message}. {hint}\n")


def add_answer_options(command: argparse.ArgumentParser) -> None:
    """Add what every command that gives findings can be told."""
    command.add_argument("--json", action="store_true", help=say("answer as JSON"))
    command.add_argument("--all", action="store_true", help=say("everything, rather than one screen"))
    command.add_argument("--fail-on", choices=("caution", "stop"), help=say("exit 3 from this severity up"))


def add_table_options(command: argparse.ArgumentParser) -> None:
    """Add what every command that reads a table can be told of it."""
    from calc.catalog.market import COLUMN_FIELDS

    columns = ", ".join(COLUMN_FIELDS)
    command.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="SAYS=NAME",
        help=say(
            "which column says what: strength=stated_percent; nothing behind = is none. {columns}",
            columns=columns,
        ),
    )
    command.add_argument(
        "--sheet", action=Once, default="", help=say("of a workbook: its name, or its number from 1")
    )
    command.add_argument(
        "--header-row",
        action=Once,
        default="",
        help=say("the line that names the columns, from 1; none if none does"),
    )
    command.add_argument("--encoding", action=Once, default="", help=say("of text: cp949, windows-1250, ..."))
    command.add_argument(
        "--currency", action=Once, default="", help=say("of prices that name none: EUR, or its sign")
    )
    command.add_argument(
        "--unit",
        action="append",
        default=[],
        help=say("of bare numbers: mg/mL of strengths, oz of sizes; repeatable"),
    )


def reading_of(options: argparse.Namespace) -> FileChoices:
    """Return what the options say of a file.

    Raises
    ------
    InputErrors
        A row that is none.
    """
    from calc.tables import NO_HEADER, FileChoices

    row = str(options.header_row)
    if row.strip().casefold() == "none":
        return FileChoices(str(options.sheet), NO_HEADER, str(options.encoding))
    if row and (not row.isdigit() or int(row) < 1):
        fix = say("Write for example --header-row 3, or --header-row none.")
        raise InputErrors([InputError("header-row", row, say("this is not a number of a row, from 1."), fix)])
    return FileChoices(str(options.sheet), int(row or 0), str(options.encoding))


def refuse_unwritable(words: Sequence[str]) -> None:
    """Refuse words that no file can be named by, and no terminal can show.

    Raises
    ------
    InputErrors
        Half of a character, or the sign of number zero, in one of them.
    """
    for number, word in enumerate(words, 1):
        try:
            writable = b"\0" not in os.fsencode(word)
        except UnicodeEncodeError:
            writable = False
        if not writable:
            accepted = say(
                "word {number} of the command holds half of a character, or a zero.", number=number
            )
            raise InputErrors([InputError("command", ascii(word), accepted, say("Type it anew."))])


def bytes_of(name: str, what: str = "recipe", longest: int = LONGEST) -> bytes:
    """Return the bytes of a file, or of standard input for "-"; never many more than one can have.

    Raises
    ------
    InputErrors
        It cannot be read.
    """
    try:
        if name == "-" and sys.stdin is None:
            fix = say("Give a file, or pipe one in.")
            raise InputErrors([InputError(what, name, say("there is no standard input."), fix)])
        if name == "-":
            return sys.stdin.buffer.read(longest + 1)
        with Path(name).open("rb") as file:
            return file.read(longest + 1)
    except OSError as error:
        reason = error.strerror or say("it cannot be read")
        problem = InputError(what, name, f"{reason}.", say("Give the path of a {kind} file.", kind=what))
        raise InputErrors([problem]) from error


def lines_of(text: bytes) -> str:
    """Return a recipe that is written as plain lines.

    Raises
    ------
    InputErrors
        It is no text in UTF-8.
    """
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = InputError(
            "recipe", "bytes", say("this is not text."), say("Give JSON, or lines as UTF-8.")
        )
        raise InputErrors([problem]) from None
