"""``check``: whether a product, a procedure or tablets suit a client."""

from __future__ import annotations

import argparse
import json

from calc.cli.blocks import Block, Blocks, OutputLine
from calc.cli.options import Parser, add_answer_options, bytes_of
from calc.cli.text import reason_lines
from calc.client.answer import headline
from calc.client.verdict import CheckResult, check
from calc.client.visit import load_visit
from calc.messages import say, say_list
from calc.parsing.terms_in_text import Mention
from calc.units import THIN, show_number


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "check",
        help=say("whether a product, a procedure or tablets suit a client"),
        epilog=say("Example: calc check client.json --fail-on stop"),
    )
    command.add_argument("client", help=say("a client as JSON, or - for standard input"))
    add_answer_options(command)
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> tuple[CheckResult, str | Blocks]:
    """Check a client file."""
    checked = check(load_visit(bytes_of(options.client, "client")))
    if options.json:
        return checked, json.dumps(checked.as_dict(), indent=2)
    lines: list[Block] = [
        OutputLine(checked.words.upper(), _LOOKS.get(checked.verdict, "STOP")),
        OutputLine(headline(checked).partition(": ")[2]),
    ]
    if checked.open_questions:
        lines.append(
            OutputLine(
                say(
                    "Not known, and it could matter: {open_questions}",
                    open_questions=say_list(checked.open_questions, ","),
                ),
                "CAUTION",
            )
        )
    lines += [
        OutputLine(
            _account_line(field, mention), "CAUTION" if mention.status == "not_understood" else "quiet"
        )
        for field, mention in checked.mentions
        if options.all or not _is_plain(mention)
    ]
    if checked.oral:
        total, ul = show_number(checked.oral.total_mg), checked.oral.ul_mg
        above = say("unknown") if ul is None else f"{show_number(ul)}{THIN}mg"
        lines.append(
            OutputLine(
                say(
                    "Tablets: {total}\u202fmg a day as ascorbic acid; upper level {above}",
                    total=total,
                    above=above,
                )
            )
        )
    return checked, [*lines, *reason_lines(checked, every=options.all)]


_LOOKS = {"go": "good", "care": "CAUTION", "unsure": "NOTE"}


def _is_plain(mention: Mention) -> bool:
    """Tell whether a piece of text was taken as what it says."""
    return (
        mention.status == "used" and not mention.note and mention.name.casefold() == mention.text.casefold()
    )


def _account_line(field: str, mention: Mention) -> str:
    """Return what was made of a piece of text as a line."""
    if mention.status == "not_understood":
        note = " ".join((say("not understood."), mention.note)).strip()
        if mention.readings:
            meant = say("Do you mean {readings}?", readings=say_list(mention.readings, "or"))
            note = f"{note} {meant}"
        return f"  {field}: “{mention.text}”: {note}"
    taken = "" if mention.name.casefold() == mention.text.casefold() else mention.name
    note = "; ".join(filter(None, (taken, mention.note)))
    return f"  {field}: “{mention.text}”" + (f": {note}" if note else "")
