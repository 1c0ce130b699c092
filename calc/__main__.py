"""The command line: ``python -m calc mix``, ``assess``, ``check``, ``compare`` and ``screen``."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from calc import catalog
from calc.assess import Assessment, assess
from calc.batch import Batch
from calc.check import Checked, check
from calc.dosing import Dose
from calc.draws import Band
from calc.errors import BenchError, InputError, InputErrors, refuse
from calc.fields import read_field
from calc.findings import Severity
from calc.formula import SYSTEMS
from calc.jsonfile import LONGEST
from calc.keeping_facts import days_words
from calc.offers import Comparison, compare_table
from calc.products import HANDFUL, Compared, better_at
from calc.recipe import PACKAGES, Storage, load_recipe
from calc.request import STARTS, MixRequest, assessed, understand
from calc.screen import ENGINES, Progress, screen_file
from calc.screen_facts import USUAL
from calc.shelf import ShelfLife
from calc.tables import read_table
from calc.units import read_number, show_at_most, show_band, show_mass, show_number
from calc.visit import load_visit

BAD_INPUT = 2
FOUND = 3
STOPPED = 130


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
    options = _parser().parse_args(arguments)
    try:
        report, text = options.run(options)
    except BenchError as error:
        print(f"calc {options.command}: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print(f"calc {options.command}: stopped, nothing was written", file=sys.stderr)
        return STOPPED
    print(text)
    limit = Severity[options.fail_on.upper()] if options.fail_on else None
    severe = report and limit is not None and any(finding.severity >= limit for finding in report.findings)
    return FOUND if severe else 0


class _Once(argparse.Action):
    """Takes an option once: of two that contradict each other, one would be lost silently."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: Any = None
    ) -> None:
        """Keep the value, or leave with a message where there is one already."""
        if getattr(namespace, self.dest):
            parser.error(f"{option} stands twice, {getattr(namespace, self.dest)} and {values}: give it once")
        setattr(namespace, self.dest, values)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Leave with one message that names the option and the fix."""
        hint = "A value that begins with a minus is written --batch=-30g; --help lists the options."
        self.exit(BAD_INPUT, f"{self.prog}: {message}. {hint}\n")


def _parser() -> argparse.ArgumentParser:
    """Return the reader of the arguments."""
    parser = _Parser(prog="python -m calc", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    mix = commands.add_parser("mix", help="what to weigh for a batch")
    for name, words in _MIX_OPTIONS.items():
        mix.add_argument(f"--{name}", action=_Once, default="", help=words)
    mix.add_argument("--other", action="append", default=[], help="another ingredient: 'glycerin 5 %%'")
    for name, metavar, words in _WAYS:
        mix.add_argument(f"--{name}", action=_Once, metavar=metavar, default="", help=words)
    mix.set_defaults(run=_mix)
    recipe = commands.add_parser("assess", help="what a recipe amounts to")
    recipe.add_argument("recipe", help="a recipe as JSON or as plain lines, or - for standard input")
    for name, words in _CLAIM_OPTIONS.items():
        recipe.add_argument(f"--{name}", action=_Once, default="", help=words)
    recipe.set_defaults(run=_assess)
    client = commands.add_parser("check", help="whether a product, a procedure or tablets suit a client")
    client.add_argument("client", help="a client as JSON, or - for standard input")
    client.set_defaults(run=_check)
    table = commands.add_parser("compare", help="products of a table side by side")
    table.add_argument("products", help="CSV, TSV, Excel, Parquet or JSON")
    table.add_argument("--months", action=_Once, default="", help="months since they were made: 6")
    table.set_defaults(run=_compare)
    for command in (mix, recipe, client, table):
        command.add_argument("--json", action="store_true", help="answer as JSON")
        command.add_argument("--fail-on", choices=("caution", "stop"), help="exit 3 from this severity up")
    _add_screen(commands)
    return parser


def _add_screen(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Add the command that screens tables."""
    screen = commands.add_parser("screen", help="what every rule says of a table of formulas of any size")
    screen.description = _SCREEN_WORDS
    screen.add_argument("table", help="Parquet, CSV or TSV; masses in columns named water_g, glycerin_g, ...")
    screen.add_argument("answer", help="the same table with verdicts, ending in .parquet, .csv or .csv.gz")
    screen.add_argument("--engine", choices=ENGINES, default="local", help="where it is worked out (local)")
    screen.add_argument("--scheduler-address", default="", help="of a Dask cluster: tcp://10.0.0.1:8786")
    screen.add_argument("--workers", type=int, help="processes that Dask starts here (one per processor)")
    screen.add_argument("--temperature", default="25 °C", help="at which all are kept (25 °C)")
    screen.add_argument("--package", choices=PACKAGES, default=USUAL.package, help="(dropper_bottle)")
    screen.add_argument("--system", choices=SYSTEMS, default="solution", help="(solution)")
    screen.set_defaults(run=_screen, fail_on=None)


_SCREEN_WORDS = (
    "Adds mass_fraction, aa_equivalent_fraction, pH, dissolves, t90_days, codes, skipped, worst, "
    "model_version and unread to each row. Everything is taken at its stated value, so that a rule fires "
    "or is silent and never “may be”. All are taken as kept at 25 °C in a dropper bottle that is opened "
    "once a day, unless told otherwise. Ctrl-C leaves nothing half written."
)


_WAYS = (
    ("boost", "AMOUNT", "add powder to so much of a serum: 30g"),
    ("palm", "DOSE", "add powder to one dose: 2mL, '20 drops'"),
)
_MIX_OPTIONS = {
    "form": "form of vitamin C (l_ascorbic_acid)",
    "strength": "strength: 15%%, or '15%% w/v'",
    "batch": "size of a new batch: 30g, 30mL, 1oz",
    "powder": "powder as weighed, instead of strength or batch: 4.55g",
    "water": "water as weighed, instead of strength or batch: 25g",
    "purity": "purity of the dry powder: 99%%",
    "purity-plus-minus": "how far the purity may be off, 95 %%: 0.2",
    "moisture": "water in the powder: 0.5%%",
    "loading": "ascorbic acid in an encapsulated form: 20%%",
    "density": "density of the finished batch: 1.05",
    "scale": "readability of the scale: 0.01g",
    "base": "with --boost or --palm, what powder goes into: serum, lotion, squalane, ...",
    "base-strength": "strength that it has already: 10%%",
    "base-form": "form of vitamin C that it has, where it is another one",
    "base-density": "its density: 1.03",
    "measure": "with --palm, the powder: '1 scoop', '1/4 tsp', 0.3g",
    "scoop": "what one level scoop holds: 0.25g, 0.5mL",
    "bulk": "bulk density of the powder: 0.7",
    "pump": "what one stroke of the pump gives: 0.5mL",
    "target-ph": "pH that a new batch shall have: 3.2",
    "adjuster": "what brings it there: sodium_bicarbonate (usual), sodium_hydroxide, citric_acid, ...",
    "adjuster-strength": "its strength, where it is a solution in water: 10%%",
    "added": "how much of it is in, when the pH was read: 0.2g",
    "reading": "the pH that was read then: 3.0",
    "instrument": "what read it: meter (usual) or strip",
    "reading-error": "what the meter may be off by, 95 %%, or the step of the strip: 0.1",
    "drops": "drops per mL, or what twenty drops weigh: 20, 0.9g",
}


_CLAIM_OPTIONS = {
    "claim-strength": "of plain lines: the strength that the recipe claims, 15%%",
    "claim-ph": "of plain lines: the pH that it claims, 3.5",
}


def _mix(options: argparse.Namespace) -> tuple[Assessment, str]:
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
            **_way(options, typed),
        }
    )
    _refuse_idle(request, typed)
    return _answer(request, options.json)


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
    understood = understand(request)
    used = {*understood.values, *understood.errors}
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
    accepted, fix = "this does not count here.", "Leave it out."
    if name in _OF_PH and request.way != "new":
        accepted = "a pH can be aimed at in a new batch only."
    elif name == "target_pH":
        accepted, fix = "the acid constants of this form are not known.", "Adjust in small steps, measuring."
    elif name in _OF_PH:
        missing = "reading" if request.target_pH and name != "reading" else "target-ph"
        fix = f"Leave it out, or give --{missing} too."
    return InputError(name, getattr(request, name), accepted, fix)


_OF_PH = ("target_pH", "adjuster", "adjuster_strength", "added", "reading", "instrument", "reading_error")


def _answer(request: MixRequest, as_json: bool) -> tuple[Assessment, str]:
    """Return the assessment of a request, and how it is written."""
    batch, report = assessed(understand(request))
    if as_json:
        content = {**report.as_dict(), "weigh": [row.as_dict() for row in batch.weigh]}
        if batch.dose:
            content["dose"] = batch.dose.as_dict()
        return report, json.dumps(content, indent=2)
    head = "It holds:" if request.way == "made" else "Weigh, in this order:"
    return report, "\n".join([head, *_sheet(batch), *_dose(batch.dose), *_report(report, batch)])


def _way(options: argparse.Namespace, typed: dict[str, str]) -> dict[str, str]:
    """Return which way of mixing the options mean, and which things are known."""
    if options.boost and options.palm:
        problem = InputError("boost", options.boost, "it is --boost or --palm, not both.", "Leave one out.")
        raise InputErrors([problem])
    if options.boost:
        known = "powder" if typed["powder"] else "strength"
        return {"way": "boost", "base_amount": options.boost, "boost": known}
    if options.palm:
        known = "powder" if typed["measure"] else "strength"
        return {"way": "palm", "dose": options.palm, "palm": known}
    return {"way": "new", "start": _start(typed)}


def _start(typed: dict[str, str]) -> str:
    """Return which two things are known of a new batch, from the options that were given."""
    known = ("strength", "batch", "powder", "water")
    given = {name for name in known if typed[name]}
    for start, pair in STARTS.items():
        if given == set(pair):
            return start
    pairs = ", ".join(f"--{one} with --{other}" for one, other in STARTS.values())
    shown = " ".join(f"--{name} {typed[name]}" for name in known if typed[name])
    fix = f"Give {pairs}."
    raise InputErrors([InputError("batch", shown, "two things fix a batch, no more, no less.", fix)])


def _assess(options: argparse.Namespace) -> tuple[Assessment, str]:
    """Assess a recipe file."""
    text = _text_of(options.recipe)
    if not text.lstrip().startswith((b"{", b"[")) and text.strip():
        claims = {"claim_strength": options.claim_strength, "claim_pH": options.claim_ph}
        request = MixRequest.from_dict({"way": "made", "recipe": _lines_of(text), **claims})
        return _answer(request, options.json)
    if options.claim_strength or options.claim_ph:
        fix = 'Write "claims": {"mass_fraction": 0.15, "pH": 3.5} into the file.'
        problem = InputError("claim", "an option", "a recipe in JSON has its claims inside.", fix)
        raise InputErrors([problem])
    recipe = load_recipe(text)
    report = assess(recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims)
    if options.json:
        return report, json.dumps(report.as_dict(), indent=2)
    return report, "\n".join(_report(report))


def _check(options: argparse.Namespace) -> tuple[Checked, str]:
    """Check a client file."""
    checked = check(load_visit(_text_of(options.client, "client")))
    if options.json:
        return checked, json.dumps(checked.as_dict(), indent=2)
    lines = [checked.words.upper()]
    if checked.open_questions:
        lines.append(f"not known, and it could matter: {', '.join(checked.open_questions)}")
    if checked.oral:
        total, ul = show_number(checked.oral.total_mg), checked.oral.ul_mg
        above = "unknown" if ul is None else f"{show_number(ul)} mg"
        lines.append(f"by mouth {total} mg a day as ascorbic acid; upper level {above}")
    return checked, "\n".join([*lines, *_reasons(checked)])


def _compare(options: argparse.Namespace) -> tuple[Comparison, str]:
    """Compare the products of a table."""
    months = read_number(options.months, field="months").value if options.months else 0.0
    path = Path(options.products)
    comparison = compare_table(read_table(path, name=path.name), months=months)
    if options.json:
        return comparison, json.dumps(comparison.as_dict(), indent=2)
    lines = [line for each in comparison.found for line in _offer(each)]
    for each in better_at(comparison.found) if len(comparison.found) <= HANDFUL else ():
        lines.append(f"better at: {each.at}: {', '.join(each.winners)}")
    lines += [f"line {each.line} was left out: {each.reason}" for each in comparison.unread]
    return comparison, "\n".join(lines)


def _offer(each: Compared) -> list[str]:
    """Return one product as lines of text."""
    product = each.offer.product
    form = catalog.forms()[product.form].name if product.form else "form unknown"
    strength = " ".join(_percent(each.mass_fraction)) if each.mass_fraction else "strength unknown"
    acid = each.aa_equivalent
    counted = f"as ascorbic acid at most {show_number(acid.median * 100)} %" if acid else "content unknown"
    pH = "pH unknown" if product.pH_band is None else f"pH {show_number(product.pH_band.median)}"
    head = f"{each.offer.name}: {form}, {strength}, {counted}, {pH}"
    return [head, *(f"  {finding.severity.name} {finding.code} {finding.title}" for finding in each.findings)]


def _screen(options: argparse.Namespace) -> tuple[None, str]:
    """Screen a table of formulas."""
    try:
        stays = read_field("kept_at", options.temperature)
    except InputError as error:
        raise error.renamed("temperature") from None
    kept = Storage(schedule=stays, package=options.package, openings_per_day=USUAL.openings_per_day)
    on_screen = sys.stderr.isatty()
    try:
        screened = screen_file(
            Path(options.table),
            Path(options.answer),
            storage=kept,
            system=options.system,
            engine=options.engine,
            workers=options.workers,
            scheduler_address=options.scheduler_address,
            progress=_show_progress if on_screen else None,
        )
    finally:
        if on_screen:
            print(file=sys.stderr)
    unread = f", {screened.unread:,} of them unread" if screened.unread else ""
    return None, f"{screened.rows:,} rows{unread}: {options.answer}"


def _show_progress(progress: Progress) -> None:
    """Write how far it has come over what stood there."""
    print(f"\r{progress}\x1b[K", end="", file=sys.stderr, flush=True)


def _lines_of(text: bytes) -> str:
    """Return a recipe that is written as plain lines."""
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        problem = InputError("recipe", "bytes", "this is not text.", "Give JSON, or lines as UTF-8.")
        raise InputErrors([problem]) from None


def _text_of(name: str, what: str = "recipe") -> bytes:
    """Return the bytes of a file, never many more than one can have."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(LONGEST + 1)
        with Path(name).open("rb") as file:
            return file.read(LONGEST + 1)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        problem = InputError(what, name, f"{reason}.", f"Give the path of a {what} file.")
        raise InputErrors([problem]) from error


def _sheet(batch: Batch) -> list[str]:
    """Return the weighing sheet as lines of text."""
    lines = []
    for number, row in enumerate(batch.weigh, start=1):
        step = row.scale_plus_minus_g
        mass = show_mass(row.mass_g, step) if step else show_number(row.mass_g, 4)
        spreads = [f"±{show_number(step)} scale"] if step else []
        if row.method_plus_minus_g:
            spreads.append(f"±{show_number(row.method_plus_minus_g, 2)} purity and method")
        spread = f"  ({', '.join(spreads)})" if spreads else ""
        lines.append(f"  {number}  {mass:>10} g  {_name(row.ingredient, row.strength)}{spread}")
    return lines


def _name(ingredient: str, strength: float = 1.0) -> str:
    """Return the name of an ingredient, with its strength where it is weighed as a solution."""
    name = catalog.ingredients()[ingredient].name
    return name if strength == 1 else f"{name} as a {show_number(100 * strength)} % solution"


def _dose(dose: Dose | None) -> list[str]:
    """Return what brings a batch to its pH as lines of text."""
    if dose is None or dose.mass is None:
        return []
    name = _name(dose.adjuster.ingredient, dose.adjuster.strength)
    lines = [f"For pH {show_number(dose.target_pH)}: {_grams(dose.mass)[0]} of {name} {_grams(dose.mass)[1]}"]
    after = dose.after
    if after is None:
        first = f"  first {show_at_most(dose.first_g)} g; then measure, and give --added and --reading"
        return [*lines, first if dose.first_g else "  first measure, and give --reading"]
    if after.rest:
        median, ends = _grams(after.rest)
        lines.append(f"  after your reading: {median} more {ends}")
    if after.too_much:
        lines.append("  too much is in")
        if after.too_much.mass:
            median, ends = _grams(after.too_much.mass)
            lines.append(f"  bring it back with {median} of {_name(after.too_much.back)} {ends}")
        if after.too_much.larger:
            larger = show_number(after.too_much.larger.median)
            lines.append(f"  or make everything else {larger} times as much")
    return lines


def _grams(mass: Band) -> tuple[str, str]:
    """Return the median of a mass that is still to go in, and its ends; none below nothing."""
    median, low, high = show_band(mass.median, mass.low, mass.high)
    return f"{median} g", f"({'0' if mass.low <= 0 else low}–{high} g)"


def _report(report: Assessment, batch: Batch | None = None) -> list[str]:
    """Return an assessment as lines of text."""
    lines = []
    for each in report.composition.strengths:
        name, band = catalog.forms()[each.form].name, each.mass_fraction
        lines.append(f"{_percent(band)[0]} {name} {_percent(band)[1]}")
        if batch and each.form == batch.form:
            median, ends = _percent(batch.mass_concentration)
            lines.append(f"  {median} w/v {ends}")
    if report.pH:
        median, low, high = show_band(report.pH.median, report.pH.low, report.pH.high)
        lines.append(f"pH {median} ({low}–{high})")
    lines += _shelf_life(report.shelf_life)
    return [*lines, *_reasons(report)]


def _reasons(report: Assessment | Checked) -> list[str]:
    """Return findings, what was not checked, and versions as lines of text."""
    lines = [
        f"{finding.severity.name} {finding.code} {finding.title}: {finding.message} {finding.remedy}"
        for finding in report.findings
    ]
    lines.append(f"{len(report.evaluated)} checks ran, {len(report.skipped)} skipped:")
    lines += [f"  {each.code} {each.reason}" for each in report.skipped]
    lines.append(f"model {report.model_version}, data {report.data_hash}")
    return lines


def _shelf_life(life: ShelfLife | None) -> list[str]:
    """Return how long it keeps as a line of text; none where nothing is known of that."""
    told = []
    if life and life.discard_after_days is not None:
        told.append(f"discard after {days_words(life.discard_after_days)}")
    if life and life.t90_days:
        median, low, high = show_band(life.t90_days.median, life.t90_days.low, life.t90_days.high)
        told.append(f"a tenth is gone after about {median} days ({low}–{high})")
    return ["; ".join(told).capitalize()] if told else []


def _percent(band: Band) -> tuple[str, str]:
    """Return the median of a share or of a strength by volume [g/mL] in per cent, and its ends."""
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    return f"{median} %", f"({low}–{high} %)"


if __name__ == "__main__":
    sys.exit(main())
