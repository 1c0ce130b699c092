"""``compare``: products side by side, of a table, of the list, or typed."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from calc import catalog
from calc.cli.blocks import Block, Blocks, OutputLine, Rows
from calc.cli.card import is_link
from calc.cli.options import Once, Parser, add_answer_options, add_table_options, reading_of
from calc.cli.text import column_words
from calc.errors import InputError, refuse
from calc.findings import Severity
from calc.messages import say, say_list, say_n
from calc.parsing.price import read_rates
from calc.products import (
    ComparedProduct,
    Comparison,
    ComparisonRequest,
    compare,
    open_comparison,
    read_chosen,
    share_comparison,
)
from calc.products.listings import VITAMIN_C, gathered, read_column_choices, read_currency, read_units
from calc.reports.evidence import FORM_STATE_WORDS
from calc.tables import read_table
from calc.uncertainty import Band
from calc.units import read_number, show_band, show_number

#: So many products stand on one screen.
_MOST_PRODUCTS = 15
#: Of more than so many, each has one line.
_MOST_BROKEN = 4
_INSIDE = {
    "": "",
    "inside": say("in its window"),
    "outside": say("outside its window"),
    "partly": say("partly in its window"),
}


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command."""
    command = commands.add_parser(
        "compare",
        help=say("products side by side: of a table, of the list, or as their labels say"),
        epilog=say("Example: calc compare --add 'Glow serum, 15% ascorbic acid, pH 3.2' --add cipla_vc_15"),
    )
    command.add_argument(
        "products",
        nargs="?",
        default="",
        help=say("CSV, TSV, Excel, Parquet or JSON; or a link to a comparison; nothing with --add alone"),
    )
    command.add_argument(
        "--add",
        action="append",
        default=[],
        metavar="LABEL",
        help=say(
            "one more product: what its label says, in words or as 'name=C15; form=ascorbic acid;"
            " strength=15%%; pH=3.2; price=29 EUR; size=30 mL' (also ingredients, package, coactives); or"
            " the id or name of one of the list, with more of its label as 'listed=ID; pH=3.1'; repeatable"
        ),
    )
    command.add_argument(
        "--link",
        action="store_true",
        help=say("print the link that opens it on the page, in place of the answer"),
    )
    command.add_argument("--months", action=Once, default="", help=say("months since they were made: 6"))
    command.add_argument(
        "--rate",
        action="append",
        default=[],
        help=say("what a currency is worth: 'USD=0.92 EUR'; repeatable"),
    )
    add_table_options(command)
    add_answer_options(command)
    command.set_defaults(run=_compare)


def _compare(options: argparse.Namespace) -> tuple[Comparison | None, str | Blocks]:
    """Compare the products of a table, of a link, and those that are added."""
    opened = _opened(options)
    request = replace(opened, products=(*opened.products, *map(read_chosen, options.add)))
    refuse([error for chosen in request.products for error in chosen.reading.errors.values()])
    is_table = bool(options.products) and not is_link(options.products)
    if not is_table and not request.products:
        fix = say("Give a table, a link, or --add 'C15 serum, 15 % ascorbic acid, pH 3.2'.")
        refuse([InputError("products", "", say("there is nothing to compare."), fix)])
    if options.link:
        if is_table:
            fix = say("Leave --link out, or give the products by --add.")
            refuse([InputError("link", options.products, say("a table is too long for a link."), fix)])
        return None, share_comparison(request)
    path = Path(options.products)
    table = read_table(path, name=path.name, how=reading_of(options)) if is_table else None
    added = [chosen.listing for chosen in request.products]
    comparison = compare(
        table or added,
        read_column_choices(options.column) if table else None,
        months=read_number(options.months, field="months").value if options.months else float(request.months),
        rates=read_rates(options.rate or [part for part in request.rates.split(";") if part.strip()]),
        added=added if table else (),
        currency=read_currency(options.currency),
        units=read_units(options.unit),
    )
    notes = (note for chosen in request.products for note in chosen.reading.notes)
    comparison = replace(comparison, notes=(*comparison.notes, *notes))
    if options.json:
        return comparison, json.dumps(comparison.as_dict(), indent=2)
    return comparison, list(_lines(comparison, every=options.all))


def _opened(options: argparse.Namespace) -> ComparisonRequest:
    """Return the comparison that a link holds, as its options change it; an empty one without a link."""
    if not is_link(options.products):
        return ComparisonRequest(rates="; ".join(options.rate))
    request, problems = open_comparison(options.products)
    refuse(problems)
    return replace(request, rates="; ".join(options.rate) or request.rates)


def _lines(comparison: Comparison, *, every: bool) -> Iterator[Block]:
    """Yield a comparison: a table, or every product with all that is known of it."""
    if every:
        for product in comparison.products:
            yield from map(OutputLine, _product(product, comparison))
    else:
        yield from _table(comparison.products)
    for line in comparison.better_at:
        yield OutputLine(
            say("Better at: {property}: {products}", property=line.at, products=say_list(line.winners, ","))
        )
    yield from column_words(comparison.columns, comparison.unused)
    if comparison.columns:
        named = (f"{count:,} {VITAMIN_C[key]}" for key, count in comparison.named.items() if count)
        yield OutputLine(
            say("products by what they name: {counts}", counts="; ".join(named) or say("none")), "quiet"
        )
    for note in comparison.notes:
        yield OutputLine(say("note: {note}", note=note), "quiet")
    for message in gathered(comparison.unread_cells):
        yield OutputLine(message.words_unknown())
    for message in gathered(comparison.unread):
        yield OutputLine(message.words_left_out(), "CAUTION")
    more = comparison.unread_count - len(comparison.unread)
    if more:
        yield OutputLine(
            say(
                "{more:,} more rows were left out, {total:,} in all",
                more=more,
                total=comparison.unread_count,
            ),
            "CAUTION",
        )
    if comparison.credit:
        yield OutputLine(comparison.credit, "quiet")


def _table(products: Sequence[ComparedProduct]) -> Iterator[Block]:
    """Yield products as a table of one screen, and how many more there are."""
    rows = tuple(map(_row, products[:_MOST_PRODUCTS]))
    heads = (say("Product"), say("Vitamin C"), say("Strength"), "pH", say("To mind"))
    if rows:
        yield Rows(rows, heads, bold=frozenset({0}), one_line=len(rows) > _MOST_BROKEN)
    if products[_MOST_PRODUCTS:]:
        yield OutputLine(say("{count:,} more products: --all", count=len(products) - _MOST_PRODUCTS), "quiet")


def _row(product: ComparedProduct) -> tuple[str, ...]:
    """Return one product as a row of the table."""
    label = product.listing.product
    if product.listing.vitamin_c == "none":
        return product.listing.name, VITAMIN_C["none"], "", "", ""
    forms = [catalog.forms()[form].name for form in product.listing.forms]
    pH = say("unknown") if label.pH_band is None else f"{_told(label.pH_band)}{_where(product)}"
    strength = _strength(product) or say("unknown")
    return product.listing.name, " + ".join(forms) or say("form unknown"), strength, pH, _to_mind(product)


def _to_mind(product: ComparedProduct) -> str:
    """Return the most severe finding of a product, and how many more there are; what was not checked."""
    stops = product.findings and product.findings[0].severity is Severity.STOP
    if product.listing.is_comparator and not stops:
        return say("not ranked: no leave-on cosmetic")
    skipped = len(product.skipped)
    if not product.findings:
        return (
            say_n("{number} check needs more information", "{number} checks need more information", skipped)
            if skipped
            else say("nothing found")
        )
    first, more = product.findings[0], len(product.findings) - 1
    return f"{first.severity.name} {first.title}" + (f" (+{more})" if more else "")


def _product(product: ComparedProduct, comparison: Comparison) -> Iterator[str]:
    """Yield one product as lines of text."""
    label = product.listing.product
    forms = [catalog.forms()[form].name for form in product.listing.forms]
    if product.listing.vitamin_c == "none":
        yield f"{product.listing.name}: {VITAMIN_C['none']}"
        return
    pH = say("pH unknown") if label.pH_band is None else f"pH {_told(label.pH_band)}"
    strength = _strength(product) or say("strength unknown")
    head = f"{' + '.join(forms) or say('form unknown')}, {strength}, {_content(product)}"
    yield f"{product.listing.name}: {head}, {pH}{_where(product)}"
    if product.listing.is_comparator:
        yield f"  {say('a comparator: no leave-on cosmetic, and not ranked')}"
    for state in product.states:
        yield f"  {catalog.forms()[state.form].name}: {FORM_STATE_WORDS[state.key]}"
    worth = product.converted(comparison.rates) if comparison.rates else None
    if worth:
        price = f"{show_number(float(str(worth['price'])))} {worth['currency']}"
        yield f"  {say('{price} at the rates given', price=price)}"
    yield from (f"  {finding.severity.name} {finding.code} {finding.title}" for finding in product.findings)
    checks = say(
        "{ran} checks ran, {skipped} could not", ran=len(product.evaluated), skipped=len(product.skipped)
    )
    yield f"  {checks}{_why(product)}"


def _where(product: ComparedProduct) -> str:
    """Return where the pH of a product stands to its window, in brackets behind it."""
    where = _INSIDE[product.window_word]
    return f" ({where})" if where else ""


def _why(product: ComparedProduct) -> str:
    """Return why checks of a product could not run, each reason once."""
    reasons = dict.fromkeys(skip.reason for skip in product.skipped)
    return f": {'; '.join(reasons)}" if reasons else ""


def _strength(product: ComparedProduct) -> str:
    """Return the strength as it is known; "" where it is not."""
    listing = product.listing
    parts = []
    if product.mass_fraction:
        parts.append(f"{_told(product.mass_fraction, 100)} %")
    if listing.g_per_100mL:
        parts.append(say("{amount} g per 100 mL", amount=_told(listing.g_per_100mL, 1)))
    if listing.total:
        parts.append(say("{share} % in all", share=_told(listing.total, 100)))
    if listing.total_g_per_100mL:
        parts.append(say("{amount} g per 100 mL in all", amount=_told(listing.total_g_per_100mL, 1)))
    return "; ".join(parts)


def _content(product: ComparedProduct) -> str:
    """Return the content counted as ascorbic acid."""
    band = product.aa_equivalent
    if band is None:
        return say("content unknown")
    if product.aa_equivalent_key == "between":
        return say(
            "as ascorbic acid {low} to {high} %",
            low=show_number(band.low * 100),
            high=show_number(band.high * 100),
        )
    return say("as ascorbic acid at most {median} %", median=show_number(band.median * 100))


def _told(band: Band, factor: float = 1) -> str:
    """Return a band as it is written; one number where it has no width."""
    if band.low == band.high:
        return show_number(factor * band.median)
    median, low, high = show_band(*(factor * end for end in (band.median, band.low, band.high)))
    return f"{median} ({low}–{high})"
