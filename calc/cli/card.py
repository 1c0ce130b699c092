"""``card``: a recipe as a card or a label, to print."""

from __future__ import annotations

import argparse
import datetime
import os
import tempfile
from pathlib import Path

from calc import catalog
from calc.chemistry.recipe import Recipe, load_recipe
from calc.cli.options import (
    Once,
    Parser,
    bytes_of,
    lines_of,
)
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.mixing.request import MixRequest
from calc.parsing.dates import read_date
from calc.reports import (
    batch_label_html,
    batch_label_pdf,
    recipe_card_html,
    recipe_card_pdf,
)
from calc.reports.links import HERE
from calc.reports.share import (
    make_card,
    make_label,
    open_link,
    preset,
)

_ENDINGS = (".pdf", ".html")


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "card",
        help=say("a recipe as a card or a label, to print"),
        epilog=say("Example: calc card --preset start_10 label.pdf --label --name 'Evening serum'"),
    )
    command.add_argument("recipe", nargs="?", default="", help=WHAT)
    command.add_argument("card", help=say("what to write, ending in .pdf or .html"))
    command.add_argument(
        "--preset", choices=tuple(catalog.presets()), help=say("a recipe to start from, instead")
    )
    command.add_argument("--label", action="store_true", help=say("a label for the bottle, not a card"))
    command.add_argument(
        "--address",
        action=Once,
        default="",
        help=say("of the page that its code opens ({address})", address=HERE),
    )
    command.add_argument("--name", action=Once, default="", help=say("what you call it"))
    command.add_argument(
        "--made-on",
        action=Once,
        default="",
        help=say("when it was made: 2026-11-23; a label without it has a line to write on"),
    )
    command.set_defaults(run=_card, fail_on=None)


WHAT = say("a recipe as JSON or as plain lines, a link, its token, or - for standard input")


def recipe_from(given: str) -> MixRequest | Recipe:
    """Return the recipe that an argument names: a link, a token, or a file of JSON or of plain lines.

    Raises
    ------
    InputErrors
        It cannot be read.
    """
    if is_link(given):
        return open_link(given)
    text = bytes_of(given)
    if text.strip() and not text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        typed = lines_of(text).strip()
        return open_link(typed) if "://" in typed else MixRequest.from_dict({"way": "made", "recipe": typed})
    return load_recipe(text)


def is_link(given: str) -> bool:
    """Tell whether an argument is a link or a token rather than a file: a file of that name comes first."""
    if given == "-":
        return False
    return "://" in given or (given[:1].isdigit() and given.isascii() and not _is_there(given))


def _is_there(given: str) -> bool:
    """Tell whether there is a file of a name; a token may be longer than any name can be."""
    try:
        return Path(given).exists()
    except (OSError, ValueError):
        return False


def _card(options: argparse.Namespace) -> tuple[None, str]:
    """Write a card or a label."""
    path = Path(options.card)
    if path.suffix.lower() not in _ENDINGS:
        fix = say("End it in {endings}.", endings=say_list(_ENDINGS, "or"))
        raise InputErrors([InputError("card", options.card, say("this is not a kind of card."), fix)])
    if bool(options.preset) == bool(options.recipe):
        accepted = say("it is a recipe or --preset, one of them.")
        raise InputErrors(
            [InputError("recipe", options.recipe, accepted, say("Give one, leave out the other."))]
        )
    what = preset(options.preset) if options.preset else recipe_from(options.recipe)
    if options.preset and not options.name:
        options.name = catalog.presets()[options.preset].name
    _write(path, _made(what, options, path.suffix.lower() == ".pdf"))
    return None, say("wrote {card}", card=options.card)


def _made(what: MixRequest | Recipe, options: argparse.Namespace, as_pdf: bool) -> bytes:
    """Return the file."""
    day = read_date(options.made_on, field="made_on") if options.made_on else None
    if options.label:
        label = make_label(what, made_on=day, address=options.address, name=options.name)
        return batch_label_pdf(label) if as_pdf else batch_label_html(label).encode()
    card = make_card(what, made_on=day or datetime.date.today(), address=options.address, title=options.name)
    return recipe_card_pdf(card) if as_pdf else recipe_card_html(card).encode()


def _write(path: Path, content: bytes) -> None:
    """Write a file beside its place, then move it there, so that none is ever half written.

    Raises
    ------
    InputErrors
        It cannot be written.
    """
    beside = ""
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(beside).chmod(0o666 & ~_mask())
        Path(beside).replace(path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True) if beside else None
        reason = error.strerror or say("it cannot be written")
        raise InputErrors(
            [InputError("card", str(path), f"{reason}.", say("Give a path in a folder of yours."))]
        ) from error


def _mask() -> int:
    """Return what new files may not be allowed here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
