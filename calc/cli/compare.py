"""``compare``: products of a table side by side."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from calc import catalog
from calc.cli.options import Once, Parser, add_answer_options
from calc.parsing.price import read_rates
from calc.products.comparison import (
    HANDFUL,
    ComparedProduct,
    better_at,
    converted,
)
from calc.products.table import Comparison, compare_table
from calc.reports.evidence import FORM_STATE_WORDS
from calc.tables import read_table
from calc.uncertainty import Band
from calc.units import read_number, show_band, show_number

_INSIDE = {
    "": "",
    "inside": " (in its window)",
    "outside": " (outside its window)",
    "partly": " (partly in its window)",
}


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser("compare", help="products of a table side by side")
    command.add_argument("products", help="CSV, TSV, Excel, Parquet or JSON")
    command.add_argument("--months", action=Once, default="", help="months since they were made: 6")
    command.add_argument(
        "--rate", action="append", default=[], help="what a currency is worth: 'USD=0.92 EUR'; repeatable"
    )
    add_answer_options(command)
    command.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> tuple[Comparison, str]:
    """Compare the products of a table."""
    months = read_number(options.months, field="months").value if options.months else 0.0
    rates = read_rates(options.rate)
    path = Path(options.products)
    comparison = compare_table(read_table(path, name=path.name), months=months, rates=rates)
    if options.json:
        return comparison, json.dumps(comparison.as_dict(), indent=2)
    return comparison, "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison as lines of text."""
    for each in comparison.found:
        yield from _offer(each, comparison)
    best = better_at(comparison.found, comparison.rates) if len(comparison.found) <= HANDFUL else ()
    for each_best in best:
        yield f"better at: {each_best.at}: {', '.join(each_best.winners)}"
    for note in comparison.notes:
        yield f"note: {note}"
    for cell in comparison.unread_cells:
        yield f"line {cell.line}, a cell is unknown: {cell.reason}"
    for row in comparison.unread:
        yield f"line {row.line} was left out: {row.reason}"
    more = comparison.unread_count - len(comparison.unread)
    if more:
        yield f"{more:,} more rows were left out, {comparison.unread_count:,} in all"


def _offer(each: ComparedProduct, comparison: Comparison) -> Iterator[str]:
    """Yield one product as lines of text."""
    product = each.offer.product
    forms = [catalog.forms()[form].name for form in each.offer.forms]
    pH = "pH unknown" if product.pH_band is None else f"pH {_told(product.pH_band)}"
    head = f"{' + '.join(forms) or 'form unknown'}, {_strength(each)}, {_content(each)}"
    yield f"{each.offer.name}: {head}, {pH}{_INSIDE[each.window_word]}"
    if each.offer.is_comparator:
        yield "  a comparator: no leave-on cosmetic, and not ranked"
    for state in each.states:
        yield f"  {catalog.forms()[state.form].name}: {FORM_STATE_WORDS[state.key]}"
    worth = converted(each, comparison.rates) if comparison.rates else None
    if worth:
        yield f"  {show_number(float(str(worth['price'])))} {worth['currency']} at the rates given"
    yield from (f"  {finding.severity.name} {finding.code} {finding.title}" for finding in each.findings)
    yield f"  {len(each.evaluated)} checks ran, {len(each.skipped)} could not{_why(each)}"


def _why(each: ComparedProduct) -> str:
    """Return why checks of a product could not run, each reason once."""
    reasons = dict.fromkeys(skip.reason for skip in each.skipped)
    return f": {'; '.join(reasons)}" if reasons else ""


def _strength(each: ComparedProduct) -> str:
    """Return the strength as it is known."""
    offer = each.offer
    known = (
        (each.mass_fraction, 100, " %"),
        (offer.g_per_100mL, 1, " g per 100 mL"),
        (offer.total, 100, " % in all"),
        (offer.total_g_per_100mL, 1, " g per 100 mL in all"),
    )
    told = [f"{_told(band, factor)}{unit}" for band, factor, unit in known if band]
    return "; ".join(told) or "strength unknown"


def _content(each: ComparedProduct) -> str:
    """Return the content counted as ascorbic acid."""
    band = each.aa_equivalent
    if band is None:
        return "content unknown"
    if each.aa_equivalent_key == "between":
        return f"as ascorbic acid {show_number(band.low * 100)} to {show_number(band.high * 100)} %"
    return f"as ascorbic acid at most {show_number(band.median * 100)} %"


def _told(band: Band, factor: float = 1) -> str:
    """Return a band as it is written; one number where it has no width."""
    if band.low == band.high:
        return show_number(factor * band.median)
    median, low, high = show_band(*(factor * end for end in (band.median, band.low, band.high)))
    return f"{median} ({low}–{high})"
