"""``compare``: products of a table side by side."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from calc import catalog
from calc.cli.options import Once, Parser, add_answer_options
from calc.parsing.price import read_rates
from calc.products import ComparedProduct, Comparison, compare
from calc.reports.evidence import STATES
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
    comparison = compare(read_table(path, name=path.name), months=months, rates=rates)
    if options.json:
        return comparison, json.dumps(comparison.as_dict(), indent=2)
    return comparison, "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    """Yield a comparison as lines of text."""
    for product in comparison.products:
        yield from _product(product, comparison)
    for line in comparison.better_at:
        yield f"better at: {line.at}: {', '.join(line.winners)}"
    for note in comparison.notes:
        yield f"note: {note}"
    for cell in comparison.unread_cells:
        yield f"line {cell.line}, a cell is unknown: {cell.reason}"
    for row in comparison.unread:
        yield f"line {row.line} was left out: {row.reason}"
    more = comparison.unread_count - len(comparison.unread)
    if more:
        yield f"{more:,} more rows were left out, {comparison.unread_count:,} in all"


def _product(product: ComparedProduct, comparison: Comparison) -> Iterator[str]:
    """Yield one product as lines of text."""
    label = product.listing.product
    forms = [catalog.forms()[form].name for form in product.listing.forms]
    pH = "pH unknown" if label.pH_band is None else f"pH {_told(label.pH_band)}"
    head = f"{' + '.join(forms) or 'form unknown'}, {_strength(product)}, {_content(product)}"
    yield f"{product.listing.name}: {head}, {pH}{_INSIDE[product.window_word]}"
    if product.listing.is_comparator:
        yield "  a comparator: no leave-on cosmetic, and not ranked"
    for state in product.states:
        yield f"  {catalog.forms()[state.form].name}: {STATES[state.key]}"
    worth = product.converted(comparison.rates) if comparison.rates else None
    if worth:
        yield f"  {show_number(float(str(worth['price'])))} {worth['currency']} at the rates given"
    yield from (f"  {finding.severity.name} {finding.code} {finding.title}" for finding in product.findings)
    yield f"  {len(product.evaluated)} checks ran, {len(product.skipped)} could not{_why(product)}"


def _why(product: ComparedProduct) -> str:
    """Return why checks of a product could not run, each reason once."""
    reasons = dict.fromkeys(skip.reason for skip in product.skipped)
    return f": {'; '.join(reasons)}" if reasons else ""


def _strength(product: ComparedProduct) -> str:
    """Return the strength as it is known."""
    listing = product.listing
    strengths = (
        (product.mass_fraction, 100, " %"),
        (listing.g_per_100mL, 1, " g per 100 mL"),
        (listing.total, 100, " % in all"),
        (listing.total_g_per_100mL, 1, " g per 100 mL in all"),
    )
    parts = [f"{_told(band, factor)}{unit}" for band, factor, unit in strengths if band]
    return "; ".join(parts) or "strength unknown"


def _content(product: ComparedProduct) -> str:
    """Return the content counted as ascorbic acid."""
    band = product.aa_equivalent
    if band is None:
        return "content unknown"
    if product.aa_equivalent_key == "between":
        return f"as ascorbic acid {show_number(band.low * 100)} to {show_number(band.high * 100)} %"
    return f"as ascorbic acid at most {show_number(band.median * 100)} %"


def _told(band: Band, factor: float = 1) -> str:
    """Return a band as it is written; one number where it has no width."""
    if band.low == band.high:
        return show_number(factor * band.median)
    median, low, high = show_band(*(factor * end for end in (band.median, band.low, band.high)))
    return f"{median} ({low}–{high})"
