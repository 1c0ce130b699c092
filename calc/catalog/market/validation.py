"""What is wrong with a row of products.csv: cells, words, lists, numbers, and what does not fit together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from calc import catalog
from calc.catalog import people
from calc.catalog.market.cells import (
    ABOVE_ZERO,
    LISTS,
    NUMBERS,
    SPREADS,
    STRENGTHS,
    is_plain_number,
    second_form,
)
from calc.catalog.market.vocabulary import (
    BASES,
    CONFIDENCES,
    COUNTRIES,
    CURRENCIES,
    KINDS,
    PACKAGES,
    VEHICLES,
    is_date,
)


def problems_of(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a row; a check may rely on those before it."""
    yield from _problems_of_cells(row)
    yield from _problems_of_words(row)
    yield from _problems_of_lists(row)
    yield from _problems_of_numbers(row)
    yield from _problems_of_strength(row)
    yield from _problems_of_price(row)


def _problems_of_cells(row: Mapping[str, str]) -> Iterator[str]:
    """Yield cells that are not one trimmed line, and those that are missing."""
    for name, cell in row.items():
        if cell != cell.strip() or not cell.isprintable():
            yield f"{name}: spaces around it, or more than one line"
    for name in ("id", "kind", "brand", "product", "form", "sources", "confidence"):
        if not row[name]:
            yield f"{name} is missing"
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", row["id"]):
        yield f"id “{row['id']}” is not in snake_case"


def _problems_of_words(row: Mapping[str, str]) -> Iterator[str]:
    """Yield words that are not known."""
    words: Mapping[str, Iterable[str]] = {
        "kind": KINDS,
        "form": tuple(catalog.forms()),
        "strength_basis": BASES,
        "pH_basis": BASES,
        "base": VEHICLES,
        "package": PACKAGES,
        "currency": CURRENCIES,
        "confidence": CONFIDENCES,
    }
    for name, allowed in words.items():
        if row[name] and row[name] not in allowed:
            yield f"{name} “{row[name]}” is none of {', '.join(allowed)}"
    if row["country"] and row["country"] not in COUNTRIES:
        yield f"country “{row['country']}” is no code of ISO 3166, such as KR or GB"
    for name in ("price_date", "seen_on"):
        if row[name] and not is_date(row[name]):
            yield f"{name} “{row[name]}” is no date: YYYY, YYYY-MM or YYYY-MM-DD"


def _problems_of_lists(row: Mapping[str, str]) -> Iterator[str]:
    """Yield entries of lists that are not known, or stand twice."""
    seconds, coactives, sources = (row[name].split(";") if row[name] else [] for name in LISTS)
    for text in seconds:
        if not re.fullmatch(r"[a-z_]+(:[0-9.]+(-[0-9.]+)?)?", text):
            yield f"second_forms: “{text}” reads neither form, form:value nor form:low-high"
    forms = [text.split(":")[0] for text in seconds]
    actives, ingredients = people.terms("actives"), catalog.ingredients()
    for text in forms:
        if text not in catalog.forms():
            yield f"second_forms: “{text}” is not a form of vitamin C"
    for text in coactives:
        if text in catalog.forms() or not (text in actives or text in ingredients):
            yield f"coactives: “{text}” is neither in people.toml nor in ingredients.toml"
    for text in sources:
        if text not in catalog.sources():
            yield f"source “{text}” is not in sources.toml"
    for name, every in (
        ("second_forms", [row["form"], *forms]),
        ("coactives", coactives),
        ("sources", sources),
    ):
        if len(set(every)) < len(every):
            yield f"{name}: one of them stands twice"


def _problems_of_numbers(row: Mapping[str, str]) -> Iterator[str]:
    """Yield numbers that are none, out of bounds or out of order."""
    for name in NUMBERS:
        if row[name] and not is_plain_number(row[name]):
            yield f"{name} “{row[name]}” is not a finite number"
    for name in (*STRENGTHS, *SPREADS[2]):
        most = 14 if name.startswith("pH") else 100
        if row[name] and not 0 <= float(row[name]) <= most:
            yield f"{name} lies from 0 to {most}"
    for name in ABOVE_ZERO:
        if row[name] and not float(row[name]) > 0:
            yield f"{name} lies above 0"
    if row["pieces"] and not row["pieces"].isdigit():
        yield "pieces is a whole number"
    for value, low, high in SPREADS:
        stated = [float(row[name]) for name in (low, value, high) if row[name]]
        if stated != sorted(stated):
            yield f"{value}: low ≤ value ≤ high must hold"
    if row["size_mL"] and row["size_g"]:
        yield "a size is a volume or a mass, not both"


def _problems_of_strength(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what does not fit together in strength and pH."""
    by_mass, by_volume, pH = (any(row[name] for name in names) for names in SPREADS)
    if by_mass and by_volume:
        yield "a strength is by mass or by volume, not both"
    for name, stated in (("strength_basis", by_mass or by_volume or row["total_percent"]), ("pH_basis", pH)):
        if bool(row[name]) != bool(stated):
            yield f"{name}: a number and what it rests on come together"
    parts = row["second_forms"].split(";") if row["second_forms"] else []
    amounts = [part.partition(":")[2] for part in parts]
    ends = [end for amount in amounts if amount for end in amount.split("-")]
    if not all(is_plain_number(end) and float(end) <= 100 for end in ends):
        yield "second_forms: an amount lies from 0 to 100"
    seconds = [second_form(part) for part in parts]
    strengths = [second.strength for second in seconds if second.strength]
    if any(strength.low > strength.high for strength in strengths):
        yield "second_forms: low ≤ high must hold"
    first = row["strength_percent"] or row["strength_low_percent"] or 0
    if row["total_percent"]:
        least = float(first) + 100 * sum(strength.low for strength in strengths)
        if not seconds or least > float(row["total_percent"]) + 1e-9:
            yield "total_percent is the sum of several forms, and not less than they"


def _problems_of_price(row: Mapping[str, str]) -> Iterator[str]:
    """Yield what a price misses."""
    stated = [name for name in ("price", "currency", "price_date") if row[name]]
    if stated and len(stated) < 3:
        missing = next(name for name in ("price", "currency", "price_date") if not row[name])
        yield f"{missing} is missing: a price has its currency and its date"
    if row["price_place"] and not stated:
        yield "price_place without a price"
