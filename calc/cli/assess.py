"""``assess``: what a recipe amounts to."""

from __future__ import annotations

import argparse
import json

from calc.chemistry.recipe import load_recipe
from calc.cli.blocks import Blocks, OutputLine
from calc.cli.mix import answer
from calc.cli.options import (
    Once,
    Parser,
    add_answer_options,
    bytes_of,
    lines_of,
)
from calc.cli.temperature_log import LogAnswer, add_log_options, read_logged
from calc.cli.text import report_words
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.recipe_batch import lines_of_formula
from calc.mixing.request import MixRequest
from calc.rules.assessment import Assessment, assess


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser("assess", help=say("what a recipe amounts to"), epilog=_EXAMPLE)
    command.add_argument("recipe", help=say("a recipe as JSON or as plain lines, or - for standard input"))
    for name, words in _CLAIM_OPTIONS.items():
        command.add_argument(f"--{name}", action=Once, default="", help=words)
    add_log_options(command)
    add_answer_options(command)
    command.set_defaults(run=_assess)


_EXAMPLE = say("Example: calc assess recipe.txt --claim-strength 5% --claim-ph 3.5")
_CLAIM_OPTIONS = {
    "claim-strength": say("of plain lines: the strength that the recipe claims, 15%%"),
    "claim-ph": say("of plain lines: the pH that it claims, 3.5"),
}


def _assess(options: argparse.Namespace) -> tuple[Assessment, str | Blocks]:
    """Assess a recipe file."""
    text = bytes_of(options.recipe)
    if not text.lstrip().startswith((b"{", b"[")) and text.strip():
        claims = {"claim_strength": options.claim_strength, "claim_pH": options.claim_ph}
        request = MixRequest.from_dict({"way": "made", "recipe": lines_of(text), **claims})
        storage, logged = read_logged(options, None)
        report, said = answer(request, options.json, storage, every=options.all)
        return report, _with_log(said, logged)
    if options.claim_strength or options.claim_ph:
        fix = say('Write "claims": {"mass_fraction": 0.15, "pH": 3.5} into the file.')
        problem = InputError("claim", say("an option"), say("a recipe in JSON has its claims inside."), fix)
        raise InputErrors([problem])
    recipe = load_recipe(text)
    storage, logged = read_logged(options, recipe.storage)
    report = assess(recipe.formula, storage=storage, measured=recipe.measured, claims=recipe.claims)
    if options.json:
        lines = [line.as_dict() for line in lines_of_formula(recipe.formula)]
        return report, _with_log(json.dumps({**report.as_dict(), "lines": lines}, indent=2), logged)
    return report, _with_log(report_words(report, every=options.all), logged)


def _with_log(said: str | Blocks, logged: LogAnswer | None) -> str | Blocks:
    """Return an answer, as JSON or for people, with what became of the temperature log."""
    if logged is None:
        return said
    if isinstance(said, str):
        return json.dumps({**json.loads(said), "temperature_log": logged.as_dict()}, indent=2)
    return [*map(OutputLine, logged.words), *said]
