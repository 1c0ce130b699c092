"""``link``: a recipe as a link, or what a link holds."""

from __future__ import annotations

import argparse
import json

from calc import catalog
from calc.cli.card import WHAT, is_link, recipe_from
from calc.cli.options import Once, Parser
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.request import MixRequest, batch_of, parse_request
from calc.products import open_comparison
from calc.reports.links import COMPARISON, HERE, token_in, unpack
from calc.reports.share import open_link, preset, share_link


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "link",
        help=say("a recipe as a link, or what a link holds"),
        epilog=say("Example: calc link recipe.txt"),
    )
    command.add_argument(
        "recipe", nargs="?", default="", help=say("{what}; of the latter two, what they hold", what=WHAT)
    )
    command.add_argument(
        "--preset", choices=tuple(catalog.presets()), help=say("a recipe to start from, instead")
    )
    command.add_argument(
        "--address", action=Once, default="", help=say("of the page that it opens ({address})", address=HERE)
    )
    command.set_defaults(run=_link, fail_on=None)


def _link(options: argparse.Namespace) -> tuple[None, str]:
    """Return a link, or what one holds as JSON."""
    if bool(options.preset) == bool(options.recipe):
        accepted = say("it is a recipe or --preset, one of them.")
        raise InputErrors(
            [InputError("recipe", options.recipe, accepted, say("Give one, leave out the other."))]
        )
    if options.preset:
        return None, share_link(preset(options.preset), options.address)
    if not is_link(options.recipe):
        recipe = recipe_from(options.recipe)
        if isinstance(recipe, MixRequest):
            batch_of(parse_request(recipe))  # what comes to nothing is refused before it is passed on
        return None, share_link(recipe, options.address)
    content = unpack(token_in(options.recipe))
    if COMPARISON in content:
        open_comparison(options.recipe)
    else:
        open_link(options.recipe)
    return None, json.dumps(content, indent=2, ensure_ascii=False)
