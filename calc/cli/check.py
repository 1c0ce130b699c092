"""``check``: whether a product, a procedure or tablets suit a client."""

from __future__ import annotations

import argparse
import json

from calc.cli.options import Parser, add_answer_options, bytes_of
from calc.cli.text import reason_lines
from calc.client.answer import headline
from calc.client.verdict import CheckResult, check
from calc.client.visit import load_visit
from calc.parsing.terms_in_text import Mention
from calc.units import show_number


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser("check", help="whether a product, a procedure or tablets suit a client")
    command.add_argument("client", help="a client as JSON, or - for standard input")
    add_answer_options(command)
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> tuple[CheckResult, str]:
    """Check a client file."""
    checked = check(load_visit(bytes_of(options.client, "client")))
    if options.json:
        return checked, json.dumps(checked.as_dict(), indent=2)
    lines = [checked.words.upper(), headline(checked).partition(": ")[2]]
    if checked.open_questions:
        lines.append(f"not known, and it could matter: {', '.join(checked.open_questions)}")
    lines += [_account_line(field, mention) for field, mention in checked.mentions]
    if checked.oral:
        total, ul = show_number(checked.oral.total_mg), checked.oral.ul_mg
        above = "unknown" if ul is None else f"{show_number(ul)} mg"
        lines.append(f"by mouth {total} mg a day as ascorbic acid; upper level {above}")
    return checked, "\n".join([*lines, *reason_lines(checked)])


def _account_line(field: str, mention: Mention) -> str:
    """Return what was made of a piece of text as a line."""
    if mention.status == "not_understood":
        note = " ".join(("not understood.", mention.note)).strip()
        offer = f" Do you mean {' or '.join(mention.readings)}?" if mention.readings else ""
        return f"  {field}: “{mention.text}”: {note}{offer}"
    taken = "" if mention.name.casefold() == mention.text.casefold() else mention.name
    note = "; ".join(filter(None, (taken, mention.note)))
    return f"  {field}: “{mention.text}”" + (f": {note}" if note else "")
