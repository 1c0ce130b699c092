"""The command line: ``python -m calc`` mix, assess, check, compare, screen, log, card, link."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence

from calc.cli.options import BAD_INPUT, Parser, refuse_unwritable
from calc.cli.terminal import discard_rest, show
from calc.errors import BenchError
from calc.findings import Severity
from calc.messages import say

COMMANDS = ("mix", "assess", "check", "compare", "screen", "log", "card", "link")
FOUND = 3
STOPPED, UNHEARD = 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the process when not given.

    Returns
    -------
    int
        0 done, 2 bad input (nothing written), 3 a finding as severe as ``--fail-on`` names, 130
        stopped by Ctrl-C (nothing written).
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Thin spaces, whatever the console's code page; and half of a character in a file.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        refuse_unwritable(given)
    except BenchError as error:
        print(say("calc: {error}", error=error), file=sys.stderr)
        return BAD_INPUT
    options = _parser(given[0] if given else "").parse_args(given)
    try:
        report, answer = options.run(options)
    except BenchError as error:
        print(say("calc {command}: {error}", command=options.command, error=error), file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print(say("calc {command}: stopped, nothing was written", command=options.command), file=sys.stderr)
        return STOPPED
    if isinstance(answer, str):
        print(answer)
    else:
        show(answer)
    limit = Severity[options.fail_on.upper()] if options.fail_on else None
    severe = report and limit is not None and any(finding.severity >= limit for finding in report.findings)
    return FOUND if severe else 0


def _parser(named: str) -> argparse.ArgumentParser:
    """Return the reader of the arguments; of one command where it is named, for each takes time to import."""
    parser = Parser(prog="python -m calc", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for command in [named] if named in COMMANDS else COMMANDS:
        importlib.import_module(f"calc.cli.{command}").add(commands)
    return parser


def run_as_process() -> int:
    """Run the command line as a process does, and return its exit code: 141 where nobody reads its answer.

    Whoever reads may stop when they have seen enough, as ``| head`` does. The signal that says so stays
    switched off, for it would also end the program where a server closes a connection.
    """
    try:
        try:
            code = main()
        finally:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
    except KeyboardInterrupt:
        code = STOPPED
    except BrokenPipeError:
        code = UNHEARD
    except OSError as error:  # a full disk behind it
        discard_rest()
        print(say("calc: the answer cannot be written: {strerror}", strerror=error.strerror), file=sys.stderr)
        return BAD_INPUT
    if code in (STOPPED, UNHEARD):
        discard_rest()
    return code


if __name__ == "__main__":
    sys.exit(run_as_process())
