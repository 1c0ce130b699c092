"""``compare``: products of a table side by side."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from calc import catalog
from calc.commands.parsing import Once, Parser, add_answer_options
from calc.commands.words import percent
from calc.offers import Comparison, compare_table
from calc.products import HANDFUL, Compared, better_at
from calc.tables import read_table
from calc.units import read_number, show_number


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser("compare", help="products of a table side by side")
    command.add_argument("products", help="CSV, TSV, Excel, Parquet or JSON")
    command.add_argument("--months", action=Once, default="", help="months since they were made: 6")
    add_answer_options(command)
    command.set_defaults(run=_compare)


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
    strength = " ".join(percent(each.mass_fraction)) if each.mass_fraction else "strength unknown"
    acid = each.aa_equivalent
    counted = f"as ascorbic acid at most {show_number(acid.median * 100)} %" if acid else "content unknown"
    pH = "pH unknown" if product.pH_band is None else f"pH {show_number(product.pH_band.median)}"
    head = f"{each.offer.name}: {form}, {strength}, {counted}, {pH}"
    return [head, *(f"  {finding.severity.name} {finding.code} {finding.title}" for finding in each.findings)]
