"""Entries about products seen on the market, and about what laboratory tests of them found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from calc import catalog
from calc.catalog import market, people
from calc.catalog.market import MarketProduct, SecondaryForm
from calc.chemistry.storage_words import PACKAGE_WORDS
from calc.messages import say, say_data, say_list, say_n
from calc.reports.evidence.entry import UNKNOWN, EvidenceEntry, best_grade, names_of, row_entry
from calc.reports.evidence.uses import COMPARE
from calc.units import THIN, show_number

#: What a number about a product rests on.
BASES: Mapping[str, str] = {
    "label": say("by its label"),
    "name": say("by its name alone"),
    "register": say("by an official register"),
    "reported": say("as somebody reports"),
    "lab": say("measured in a test"),
}
_VEHICLES: Mapping[str, str] = {
    "water": say("water"),
    "anhydrous": say("without water"),
    "powder": say("a powder"),
    "two_part": say("powder and liquid, mixed by the buyer"),
}
_CONFIDENCE = {"high": say("high"), "medium": say("medium")}
_NO_BREAK = "\u00a0"
_COMPARATOR = say("A comparator: no leave-on cosmetic, and never ranked among them.")
_PER_100_ML = say("g per 100\u202fmL")


def product_entries() -> Iterator[EvidenceEntry]:
    """Yield every product that was seen on the market."""
    yield from map(_product, market.products().values())


def lab_test_entries() -> Iterator[EvidenceEntry]:
    """Yield every number that a test of bought products found."""
    for test in market.lab_tests().values():
        for outcome in test.outcomes:
            key = f"test.{test.id}.{outcome.row.property}"
            entry = row_entry(key, "value", test.what, outcome.says, outcome.row)
            yield replace(entry, notes=(f"{test.place}, {test.date}.",), used_in=(COMPARE,))


def _product(product: MarketProduct) -> EvidenceEntry:
    """Return a product as it was seen."""
    forms = [
        catalog.forms()[form] for form in (product.form, *(second.form for second in product.second_forms))
    ]
    return EvidenceEntry(
        f"product.{product.id}",
        "product",
        product.brand,
        product.product,
        say_list((forms[0].name, _strength(product), *map(_second, product.second_forms)), ","),
        kind=product.kind,
        grade=best_grade(product.sources),
        sources=product.sources,
        caveat=say_data(product.note),
        notes=tuple(_notes(product)),
        used_in=(COMPARE,),
        names=(product.id, *(name for form in forms for name in names_of(form))),
    )


def _notes(product: MarketProduct) -> Iterator[str]:
    """Yield what else is known of a product."""
    if product.is_comparator:
        yield _COMPARATOR
    besides = say_list(map(_besides, product.coactives), ",") or UNKNOWN
    pH = _within(product.pH, product.pH_low, product.pH_high)
    base = _VEHICLES.get(product.base, UNKNOWN)
    yield say(
        "pH: {pH}. Base: {base}. Besides in it: {other_ingredients}.",
        pH=_resting(pH, product.pH_basis),
        base=base,
        other_ingredients=besides,
    )
    yield say("Package: {package}. Price as seen: {price}.", package=_package(product), price=_price(product))
    yield say("Country of the maker: {country}.", country=product.country or UNKNOWN)
    yield say(
        "Seen: {date}. Confidence in what was read: {confidence}.",
        date=product.seen_on or say("date unknown"),
        confidence=_CONFIDENCE[product.confidence],
    )


def _strength(product: MarketProduct) -> str:
    """Return the strength of a product with what it rests on."""
    by_mass = _within(
        product.strength_percent, product.strength_low_percent, product.strength_high_percent, f"{THIN}%"
    )
    by_volume = _within(
        product.strength_g_per_100mL,
        product.strength_low_g_per_100mL,
        product.strength_high_g_per_100mL,
        f"{THIN}{_PER_100_ML}",
    )
    total = _within(product.total_percent, None, None, f"{THIN}{say('% of all forms together')}")
    amount = "; ".join(filter(None, (by_mass or by_volume, total)))
    return _resting(amount, product.strength_basis) if amount else say("strength unknown")


def _second(second: SecondaryForm) -> str:
    """Return a second form with its amount."""
    form = catalog.forms()[second.form].said
    if second.strength is None:
        return say("with {form} (how much unknown)", form=form)
    amount = _within(None, 100 * second.strength.low, 100 * second.strength.high, f"{THIN}%")
    return say("with {amount} {form}", amount=amount, form=form)


def _within(value: float | None, low: float | None, high: float | None, unit: str = "") -> str:
    """Return a number alone, within its ends or as a bound; "" where it is not known."""
    shown = [show_number(end, 10) for end in dict.fromkeys((low, high)) if end is not None]
    if value is not None:
        span = f" ({'–'.join(shown)})" if len(shown) > 1 else ""
        return f"{show_number(value, 10)}{unit}{span}"
    if not shown:
        return ""
    amount = f"{'–'.join(shown)}{unit}"
    if low is None:
        return say("at most {amount}", amount=amount)
    return say("at least {amount}", amount=amount) if high is None else amount


def _resting(text: str, basis: str) -> str:
    """Return a text with what it rests on, or that it is unknown."""
    return f"{text} ({BASES[basis]})" if text else UNKNOWN


def _besides(word: str) -> str:
    """Return what else is in a product, as people call it in the middle of a sentence."""
    if word in catalog.ingredients():
        return catalog.ingredients()[word].said
    name = people.terms("actives")[word].name
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _package(product: MarketProduct) -> str:
    """Return the package of a product and how much is in it."""
    sizes = {f"{THIN}mL": product.size_mL, f"{THIN}g": product.size_g}
    size = next(
        (f"{show_number(amount, 10)}{unit}" for unit, amount in sizes.items() if amount), say("size unknown")
    )
    number = product.pieces or 1
    pieces = say_n("{number} piece", "{number} pieces", number) if number > 1 else ""
    package = PACKAGE_WORDS[product.package] if product.package else UNKNOWN
    return say_list(filter(None, (package, pieces, size)), ",")


def _price(product: MarketProduct) -> str:
    """Return what a product cost, when and where that was seen."""
    if product.price is None:
        return UNKNOWN
    number = f"{product.price:.0f}" if product.price == int(product.price) else f"{product.price:.2f}"
    price, date = f"{product.currency}{_NO_BREAK}{number}", product.price_date
    if product.price_place:
        return say("{price} in {place}, {date}", price=price, place=say_data(product.price_place), date=date)
    return say("{price}, {date}", price=price, date=date)
