"""``mix``: what to weigh for a batch."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from calc.chemistry.recipe import Storage
from calc.cli.blocks import Blocks, OutputLine
from calc.cli.options import Once, Parser, add_answer_options
from calc.cli.text import account_words, coarse_words, dose_words, reason_lines, report_words, sheet
from calc.errors import InputError, InputErrors, refuse
from calc.findings import Severity
from calc.messages import say
from calc.mixing.request import (
    KNOWN_PAIRS,
    MixRequest,
    assess_request,
    coarse_scale_of,
    lines_of_batch,
    parse_request,
)
from calc.rules.assessment import Assessment


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser("mix", help=say("what to weigh for a batch"), epilog=_EXAMPLE)
    for name, words in _MIX_OPTIONS.items():
        command.add_argument(f"--{name}", action=Once, default="", help=words)
    command.add_argument(
        "--other", action="append", default=[], help=say("another ingredient: 'glycerin 5 %%'")
    )
    for name, metavar, words in _MODE_OPTIONS:
        command.add_argument(f"--{name}", action=Once, metavar=metavar, default="", help=words)
    add_answer_options(command)
    command.set_defaults(run=_mix)


_EXAMPLE = say(
    "Example: calc mix --strength 15% --batch 30g --target-ph 3.2 --scale 0.01g --other 'glycerin 5 %'"
)
_MODE_OPTIONS = (
    ("boost", "AMOUNT", say("add powder to so much of a serum: 30g")),
    ("palm", "DOSE", say("add powder to one dose: 2mL, '20 drops'")),
)
_MIX_OPTIONS = {
    "form": say("form of vitamin C (l_ascorbic_acid)"),
    "strength": say("strength: 15%%, or '15%% w/v'"),
    "batch": say("size of a new batch: 30g, 30mL, 1oz"),
    "powder": say("powder as weighed, instead of strength or batch: 4.55g"),
    "stock": say("powder that you have, for a batch that a coarse scale can weigh: 20g"),
    "water": say("water as weighed, instead of strength or batch: 25g"),
    "purity": say("purity of the dry powder: 99%%"),
    "purity-plus-minus": say("how far the purity may be off, 95 %%: 0.2"),
    "moisture": say("water in the powder: 0.5%%"),
    "loading": say("ascorbic acid in an encapsulated form: 20%%"),
    "density": say("density of the finished batch: 1.05"),
    "scale": say("readability of the scale: 0.01g"),
    "base": say("with --boost or --palm, what powder goes into: serum, lotion, squalane, ..."),
    "base-strength": say("strength that it has already: 10%%"),
    "base-form": say("form of vitamin C that it has, where it is another one"),
    "base-density": say("its density: 1.03"),
    "measure": say("with --palm, the powder: '1 scoop', '1/4 tsp', 0.3g"),
    "scoop": say("what one level scoop holds: 0.25g, 0.5mL"),
    "bulk": say("bulk density of the powder: 0.7"),
    "pump": say("what one stroke of the pump gives: 0.5mL"),
    "target-ph": say("pH that a new batch shall have: 3.2"),
    "adjuster": say("what brings it there: sodium_bicarbonate (usual), sodium_hydroxide, citric_acid, ..."),
    "adjuster-strength": say("its strength, where it is a solution in water: 10%%"),
    "added": say("how much of it is in, when the pH was read: 0.2g"),
    "reading": say("the pH that was read then: 3.0"),
    "instrument": say("what read it: meter (usual) or strip"),
    "reading-error": say("what the meter may be off by, 95 %%, or the step of the strip: 0.1"),
    "drops": say("drops per mL, or what twenty drops weigh: 20, 0.9g"),
}


def _mix(options: argparse.Namespace) -> tuple[Assessment, str | Blocks]:
    """Work out a batch from the options."""
    typed = {_field(name): getattr(options, name.replace("-", "_")) for name in _MIX_OPTIONS}
    request = MixRequest.from_dict(
        {
            **typed,
            "form": typed["form"] or "l_ascorbic_acid",
            "base": typed["base"] or "serum",
            "adjuster": typed["adjuster"] or "sodium_bicarbonate",
            "instrument": typed["instrument"] or "meter",
            "others": "\n".join(options.other),
            **_mode(options, typed),
        }
    )
    _refuse_idle(request, typed)
    return answer(request, options.json, every=options.all)


def _field(option: str) -> str:
    """Return the field of a request that an option fills."""
    return {"target-ph": "target_pH"}.get(option, option.replace("-", "_"))


def _refuse_idle(request: MixRequest, typed: dict[str, str]) -> None:
    """Refuse options that this way of mixing does not use, rather than drop them silently.

    Raises
    ------
    InputErrors
        Each of them.
    """
    parsed = parse_request(request)
    used = {*parsed.echo, *parsed.errors, "instrument"}
    if not request.target_pH:
        used -= {"adjuster", "instrument"}
    if not (request.target_pH and request.reading):
        used -= {"added", "reading", "reading_error", "instrument"}
    idle = [name for name, text in typed.items() if text and name not in used]
    idle += ["others"] if request.others and "others" not in request.optional else []
    if "target_pH" in idle:
        idle = [name for name in idle if name not in _OF_PH or name == "target_pH"]
    refuse([_idle(name, request) for name in idle])


def _idle(name: str, request: MixRequest) -> InputError:
    """Return what is said of an option that does not count."""
    accepted, fix = say("this does not count here."), say("Leave it out.")
    if name in _OF_PH and request.way != "new":
        accepted = say("a pH can be aimed at in a new batch only.")
    elif name == "target_pH":
        accepted, fix = (
            say("the acid constants of this form are not known."),
            say("Adjust in small steps, measuring."),
        )
    elif name in _OF_PH:
        missing = "reading" if request.target_pH and name != "reading" else "target-ph"
        fix = say("Leave it out, or give --{missing} too.", missing=missing)
    return InputError(name, getattr(request, name), accepted, fix)


_OF_PH = ("target_pH", "adjuster", "adjuster_strength", "added", "reading", "instrument", "reading_error")


def answer(
    request: MixRequest, as_json: bool, storage: Storage | None = None, *, every: bool = False
) -> tuple[Assessment, str | Blocks]:
    """Return the assessment of a request, and what is said of it.

    Parameters
    ----------
    request : MixRequest
    as_json : bool
    storage : Storage, optional
        How it is kept.
    every : bool
        All that is known, rather than one screen.
    """
    parsed = parse_request(request)
    batch, report = assess_request(parsed, storage=storage)
    coarse = coarse_scale_of(parsed, batch)
    if as_json:
        content = {**report.as_dict(), "weigh": [row.as_dict() for row in batch.weigh]}
        content["lines"] = [line.as_dict() for line in lines_of_batch(parsed, batch)]
        if batch.dose:
            content["dose"] = batch.dose.as_dict()
        if coarse:
            content["coarse_scale"] = coarse.as_dict()
        return report, json.dumps(content, indent=2)
    doubts = account_words(lines_of_batch(parsed, batch))
    if coarse and request.way != "made":
        # What the other findings say is about a sheet that nobody can weigh.
        stops = tuple(finding for finding in report.findings if finding.severity is Severity.STOP)
        coarse_report = report if every else replace(report, findings=stops)
        return report, [*coarse_words(coarse), *doubts, *reason_lines(coarse_report, every=every)]
    head = OutputLine(say("It holds:") if request.way == "made" else say("Weigh, in this order:"), "title")
    rows = [head, *sheet(batch, every=every)]
    return report, [*rows, *doubts, *dose_words(batch), *report_words(report, batch, every=every)]


def _mode(options: argparse.Namespace, typed: dict[str, str]) -> dict[str, str]:
    """Return which way of mixing the options mean, and which things are known."""
    if options.boost and options.palm:
        problem = InputError(
            "boost", options.boost, say("it is --boost or --palm, not both."), say("Leave one out.")
        )
        raise InputErrors([problem])
    if options.boost:
        aim = "powder" if typed["powder"] else "strength"
        return {"way": "boost", "base_amount": options.boost, "boost": aim}
    if options.palm:
        aim = "powder" if typed["measure"] else "strength"
        return {"way": "palm", "dose": options.palm, "palm": aim}
    return {"way": "new", "start": _start(typed)}


def _start(typed: dict[str, str]) -> str:
    """Return which two things are known of a new batch, from the options that were given."""
    names = ("strength", "batch", "powder", "water")
    given = {name for name in names if typed[name]}
    for start, pair in KNOWN_PAIRS.items():
        if given == set(pair):
            return start
    pairs = ", ".join(
        say("--{option} with --{other_option}", option=one, other_option=other)
        for one, other in KNOWN_PAIRS.values()
    )
    shown = " ".join(f"--{name} {typed[name]}" for name in names if typed[name])
    fix = say("Give {pairs}.", pairs=pairs)
    raise InputErrors([InputError("batch", shown, say("two things fix a batch, no more, no less."), fix)])
