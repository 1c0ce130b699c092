"""What stands in each cell of a comparison: words, how they look, and which field its “?” opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from calc import catalog
from calc.client.product import PURE_ACIDS
from calc.errors import InputError
from calc.findings import Action, Severity
from calc.messages import say, say_n
from calc.parsing.price import Rates
from calc.products import ChosenProduct, ComparedProduct, applied, better_at
from calc.products.compared_product import STINGS, sting_limit
from calc.products.listings import VITAMIN_C
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number

UNKNOWN = say("unknown")
_LOUD = 2  # titles of findings in a cell
_NOT_LEFT_ON = say("It is injected, needled in or swallowed, so it is never the best here.")
_DAYS_PER_MONTH, _DAYS_PER_YEAR = 365.25 / 12, 365.25
#: How a form other than the acid keeps, by a key of `FORM_STATE_WORDS`.
_KEEPS = {
    "stable": say("for months"),
    "buffer": say("with a buffer"),
    "caution": say("not known to keep"),
    "falls_apart": say("falls apart"),
    "poor": say("breaks down in water"),
    "keep_dark": say("in the dark"),
    "released": say("like plain ascorbic acid"),
}
_WINDOW = {
    "inside": say("right for this form"),
    "outside": say("wrong for this form ({needs})"),
    "partly": say("partly right for this form ({needs})"),
}
#: By field of a label: how one is asked to add it, how to change it, and an example of what to type.
FIELDS = {
    "form": (say("Add the form"), say("Change the form"), say("ascorbic acid")),
    "strength": (say("Add the strength"), say("Change the strength"), "15 %"),
    "pH": (say("Add the pH"), say("Change the pH"), "3.2"),
    "package": (say("Add the package"), say("Change the package"), say("dropper bottle")),
    "size": (say("Add the size"), say("Change the size"), "30 mL"),
    "price": (say("Add the price"), say("Change the price"), say("29 EUR")),
    "product": (say("Add the name"), say("Change the name"), say("C serum")),
    "coactives": (
        say("Add other ingredients"),
        say("Change other ingredients"),
        say("ferulic acid, vitamin E"),
    ),
}
#: Rows that are always shown; of the others only those of which something is known.
ALWAYS = ("verdict", "vitamin_c", "pH", "sting", "keeps", "price_per_gram")


@dataclass(frozen=True)
class Ask:
    """The field that a cell opens: of a label, what the button says, an example, what stands in it.

    ``of``: the same with the name of the product, for those who do not see where it stands.
    """

    field: str
    add: str
    hint: str
    value: str = ""
    of: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell: its lines, the first of them large; ``tone``: stop, caution, good or ""; whose it is."""

    lines: tuple[str, ...] = ()
    tone: str = ""
    ask: Ask | None = None
    is_best: bool = False
    is_mine: bool = False
    is_wrong: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.lines) or self.is_wrong


@dataclass(frozen=True)
class Row:
    """A row of the table: what it is called, and a cell for each product."""

    key: str
    head: str
    cells: tuple[Cell, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return it as it goes to the browser."""
        is_more = self.key not in ALWAYS and not any(cell.is_known for cell in self.cells)
        cells = [vars(cell) | {"ask": cell.ask and vars(cell.ask)} for cell in self.cells]
        return {"key": self.key, "head": self.head, "cells": cells, "is_more": is_more}


def rows_of_table(
    chosen: Sequence[ChosenProduct], products: Sequence[ComparedProduct], rates: Rates | None = None
) -> list[Row]:
    """Return the rows of a comparison, the best of each marked.

    ``chosen``: what was chosen, in the order of ``products``, which is what follows from it.
    """
    heads: dict[str, tuple[str, Callable[[ComparedProduct], Cell]]] = {
        "verdict": (say("Verdict"), verdict),
        "vitamin_c": (say("Vitamin C"), vitamin_c),
        "pH": (say("pH for its form"), pH),
        "sting": (say("Sting"), sting),
        "keeps": (say("Keeps at room temperature"), keeps),
        "price_per_gram": (
            say("Price per gram of vitamin C"),
            lambda product: price_per_gram(product, rates),
        ),
        "left": (say("Left by now"), left),
        "per_day": (say("Cost per day"), cost_per_day),
        "form": (say("Form"), form),
        "strength": (say("Strength"), strength),
        "package": (say("Package"), package),
        "size": (say("Size"), size),
        "price": (say("Price"), price),
        "coactives": (say("Also in it"), coactives),
    }
    best = _best_places(products, rates)
    rows = []
    for key, (head, cell_of) in heads.items():
        cells = [
            _named(replace(_told(cell_of(product), key, one), is_best=place in best.get(key, ())), product)
            for place, (one, product) in enumerate(zip(chosen, products))
        ]
        if key not in ("left", "per_day") or any(cell.is_known for cell in cells):
            rows.append(Row(key, head, tuple(cells)))
    if any(one.is_typed for one in chosen):
        names = [_named(_name(one, product), product) for one, product in zip(chosen, products)]
        rows.append(Row("product", say("Name"), tuple(names)))
    return rows


def _name(one: ChosenProduct, product: ComparedProduct) -> Cell:
    """Return the name of a product; one that was typed can be changed."""
    typed = ask("product", one.added.texts.get("product", "")) if one.is_typed else None
    return Cell((product.listing.name,), "", typed)


def _best_places(products: Sequence[ComparedProduct], rates: Rates | None) -> Mapping[str, tuple[int, ...]]:
    """Return which products are best at what, by row."""
    if len(products) < 2:
        return {}
    lines = {line.key: line.places for line in better_at(products, rates)}
    prices = [line for line in better_at(products, rates) if line.key == "price"]
    lines["price_per_gram"] = prices[0].places if len(prices) == 1 else ()
    return {key: places for key, places in lines.items() if key != "price"}


def _told(cell: Cell, key: str, one: ChosenProduct) -> Cell:
    """Return a cell with what somebody typed into it: marked as theirs, or as what cannot be read."""
    field = key if key in FIELDS else ""
    error: InputError | None = one.reading.errors.get(field)
    text = one.added.texts.get(field, "")
    if not field or not (text or error):
        return cell
    asked = ask(field, text)
    if error:
        return Cell((error.advice,), "stop", asked, is_wrong=True)
    return replace(cell, ask=asked, is_mine=not one.is_typed)


def _named(cell: Cell, product: ComparedProduct) -> Cell:
    """Return a cell whose button names the product."""
    if cell.ask is None:
        return cell
    return replace(cell, ask=replace(cell.ask, of=f"{cell.ask.add}: {product.listing.name}"))


def ask(field: str, value: str = "") -> Ask:
    """Return what opens a field of a label; ``value``: what stands in it already."""
    add, change, hint = FIELDS[field]
    return Ask(field, change if value else add, hint, value)


def _first_missing(product: ComparedProduct, *fields: str) -> Ask | None:
    """Return what opens the first of some fields that is not known; None where all are."""
    listing = product.listing
    known = {
        "form": listing.product.form is not None,
        "strength": bool(listing.mass_fraction or listing.g_per_100mL or listing.total),
        "pH": listing.product.pH_band is not None,
        "package": listing.product.package is not None,
        "size": bool(listing.size_g or listing.size_mL),
        "price": listing.price is not None and bool(listing.currency),
    }
    return next((ask(field) for field in fields if not known[field]), None)


# --- what follows from a label --------------------------------------------------------------------


def verdict(product: ComparedProduct) -> Cell:
    """Return the worst that is found, or that nothing is, with how much was looked at."""
    skipped = len(product.skipped)
    matters = any(catalog.rules()[skip.code].action > Action.none for skip in product.skipped)
    unrun = (
        (say_n("{number} check could not run.", "{number} checks could not run.", skipped),)
        if skipped
        else ()
    )
    if product.listing.vitamin_c == "none":
        return Cell((say("No vitamin C"), say("The ingredient list names none.")))
    loud = [finding for finding in product.findings if finding.severity > Severity.NOTE]
    if product.listing.is_comparator and not any(finding.severity is Severity.STOP for finding in loud):
        titles = [finding.title for finding in loud]
        return Cell((say("No leave-on product"), _NOT_LEFT_ON, *titles[:_LOUD], *unrun), "caution")
    if not loud:
        ran = len(product.evaluated)
        if matters:
            return Cell((say("Not sure yet"), *unrun))
        passed = say_n("{number} check passed.", "{number} checks passed.", ran)
        return Cell((say("No warnings"), passed, *unrun), "good")
    titles = [finding.title for finding in loud]
    more = (say("{count} more below", count=len(titles) - _LOUD),) if len(titles) > _LOUD else ()
    worst = max(finding.severity for finding in loud)
    tone, word = ("stop", "STOP") if worst is Severity.STOP else ("caution", "CAUTION")
    besides = (_NOT_LEFT_ON,) if product.listing.is_comparator else ()
    return Cell((word, *titles[:_LOUD], *more, *besides, *unrun), tone)


def vitamin_c(product: ComparedProduct) -> Cell:
    """Return the content counted as ascorbic acid, and of which form."""
    listing = product.listing
    band, key, name = product.aa_equivalent, product.aa_equivalent_key, form_name(listing.product.form)
    if listing.product.form is None:
        named = () if listing.vitamin_c in ("no_list", "form") else (VITAMIN_C[listing.vitamin_c],)
        if listing.mass_fraction:
            return Cell((share(listing.mass_fraction), say("of which form is not stated")), "", ask("form"))
        return Cell((), "", ask("form")) if not named else Cell((_capital(named[0]),), "", ask("form"))
    if band is None:
        stated = strength(product)
        return replace(stated, lines=(*stated.lines, name)) if stated.lines else Cell((), "", ask("strength"))
    if key == "between":
        lines = (f"{show_number(100 * band.low)}–{show_number(100 * band.high)}{THIN}%",)
        return Cell((*lines, say("as ascorbic acid; how much of each form is not stated")))
    notes = [say("a powder to be mixed first")] if listing.product.is_powder else []
    notes += [say("the amount of the other form is not stated")] if key == "stated" else []
    if listing.product.form in PURE_ACIDS and key == "one":
        return Cell((share(band), name, *notes))
    parts = [f"{share(part)} {form_name(shared)}" for shared, part in listing.shares if part]
    most = say("up to {high}\u202f%", high=show_number(100 * band.high))
    return Cell((most, say("as ascorbic acid"), *parts, *notes))


def pH(product: ComparedProduct) -> Cell:
    """Return the pH, and whether it is right for the form."""
    band = product.listing.product.pH_band
    if band is None:
        return Cell((), "", ask("pH"))
    words = _WINDOW.get(product.window_word, "")
    tone = {"inside": "good", "outside": "caution"}.get(product.window_word, "")
    needs = needed_pH(product.window) if product.window else ""
    return Cell((number(band), *filter(None, (words.format(needs=needs),))), tone)


def needed_pH(window: tuple[float | None, float | None]) -> str:
    """Return the pH that a form needs, in words."""
    low, high = window
    if low is None:
        return say("any pH") if high is None else say("needs up to {high:g}", high=high)
    return (
        say("needs {low:g} or more", low=low)
        if high is None
        else say("needs {low:g}–{high:g}", low=low, high=high)
    )


def sting(product: ComparedProduct) -> Cell:
    """Return how far it may sting."""
    if product.sting is None:
        return Cell((), "", _first_missing(product, "form", "pH"))
    first, _, rest = STINGS[product.sting].format(limit=sting_limit()).partition(": ")
    tone = {"burns": "stop", "likely": "caution"}.get(product.sting, "")
    return Cell((_capital(first), rest), tone)


def keeps(product: ComparedProduct) -> Cell:
    """Return how long it keeps: time of ascorbic acid, a word for other forms."""
    t90 = product.life.t90_days if product.life else None
    lines = []
    if t90 is not None:
        lines = [say("loses 10\u202f% in about {duration}", duration=duration(t90.median))]
        lines += (
            [say("{shortest} to {longest}", shortest=duration(t90.low), longest=duration(t90.high))]
            if t90.low < t90.high
            else []
        )
    several = t90 is not None or len({state.form for state in product.states}) > 1
    for state in product.states:
        if state.key in _KEEPS:
            start = f"{catalog.forms()[state.form].name}: " if several else ""
            lines.append(f"{start}{_KEEPS[state.key]}")
    missing = _first_missing(product, "form", "pH", "strength")
    return Cell(tuple(dict.fromkeys(lines)), "", None if lines else missing)


def left(product: ComparedProduct) -> Cell:
    """Return what may be left of the acid by now."""
    missing = _first_missing(product, "form", "strength", "pH")
    return Cell((share(product.left),)) if product.left else Cell((), "", missing)


def price_per_gram(product: ComparedProduct, rates: Rates | None) -> Cell:
    """Return what a gram of vitamin C costs, the least that it can be."""
    per_gram, listing = product.price_per_g_aa, product.listing
    missing = _first_missing(product, "form", "strength", "size", "price")
    if per_gram is None:
        return Cell((), "", missing)
    least = per_gram.low if product.aa_equivalent_key == "between" else per_gram.median
    if not listing.currency:
        return Cell((), "", ask("price"))
    lines = [say("at least {least}", least=money(least, listing.currency))]
    if rates and rates.covers(listing.currency) and rates.to != listing.currency:
        lines.insert(
            0, say("at least {least}", least=money(rates.into(least, listing.currency) or 0.0, rates.to))
        )
    return Cell(tuple(lines))


def cost_per_day(product: ComparedProduct) -> Cell:
    """Return what a face a day costs, with how much goes on it."""
    if not product.cost_per_day or not product.listing.currency:
        return Cell((), "", _first_missing(product, "form", "strength", "size", "price"))
    amount = show_number(applied().to("g/day")[0])
    return Cell(
        (
            money(product.cost_per_day, product.listing.currency),
            say("{amount}\u202fg on the face", amount=amount),
        )
    )


# --- what the label says --------------------------------------------------------------------------


def form(product: ComparedProduct) -> Cell:
    """Return the forms of vitamin C in it."""
    forms = product.listing.forms
    return Cell(tuple(map(form_name, forms))) if forms else Cell((), "", ask("form"))


def strength(product: ComparedProduct) -> Cell:
    """Return the strength as it is stated."""
    listing = product.listing
    if product.mass_fraction:
        return Cell((share(product.mass_fraction),))
    if listing.g_per_100mL:
        return Cell((say("{g_per_100mL}\u202fg per 100\u202fmL", g_per_100mL=number(listing.g_per_100mL)),))
    if listing.total:
        return Cell((share(listing.total), say("of all forms together")))
    if listing.total_g_per_100mL:
        return Cell(
            (
                say(
                    "{total_g_per_100mL}\u202fg per 100\u202fmL",
                    total_g_per_100mL=number(listing.total_g_per_100mL),
                ),
                say("of all forms together"),
            )
        )
    return Cell((), "", ask("strength"))


def package(product: ComparedProduct) -> Cell:
    """Return the package."""
    word = product.listing.product.package
    return Cell((_capital(word.replace("_", " ")),)) if word else Cell((), "", ask("package"))


def size(product: ComparedProduct) -> Cell:
    """Return the size of all pieces, and how many there are."""
    listing = product.listing
    amounts = ((listing.size_mL, "mL"), (listing.size_g, "g"))
    lines = tuple(f"{show_number(amount)}{THIN}{unit}" for amount, unit in amounts if amount)
    pieces = (say("{pieces} pieces", pieces=listing.pieces),) if lines and (listing.pieces or 1) > 1 else ()
    return Cell((*lines, *pieces)) if lines else Cell((), "", ask("size"))


def price(product: ComparedProduct) -> Cell:
    """Return the price as it was seen."""
    listing = product.listing
    if listing.price is None:
        return Cell((), "", ask("price"))
    seen = (say("seen {price_date}", price_date=listing.price_date),) if listing.price_date else ()
    return Cell(
        (money(listing.price, listing.currency or say("(currency {unknown})", unknown=UNKNOWN)), *seen)
    )


def coactives(product: ComparedProduct) -> Cell:
    """Return what else is in it."""
    names = [word.replace("_", " ") for word in product.listing.product.coactives or ()]
    return Cell((", ".join(names),)) if names else Cell((), "", ask("coactives"))


# --- words ----------------------------------------------------------------------------------------


def form_name(form_id: str | None) -> str:
    """Return the name of a form."""
    return catalog.forms()[form_id].name if form_id else UNKNOWN


def money(amount: float, currency: str) -> str:
    """Return an amount of money, with the cents that it has."""
    return f"{amount:,.2f} {currency}".replace(".00 ", " ")


def share(band: Band) -> str:
    """Return a share of the mass in per cent, with its ends where it has a width."""
    return number(band, 100, f"{THIN}%")


def number(band: Band, factor: float = 1.0, unit: str = "") -> str:
    """Return a band as numbers; one where it has no width."""
    if band.low == band.high:
        return f"{show_number(factor * band.median)}{unit}"
    median, low, high = show_band(*(factor * end for end in (band.median, band.low, band.high)))
    return f"{median}{unit} ({low}–{high}{unit})"


def duration(days: float) -> str:
    """Return a time as somebody says it.

    Examples
    --------
    >>> duration(8.2), duration(100), duration(700)
    ('8 days', '3 months', '2 years')
    """
    if days < 90:
        return say_n("{number} day", "{number} days", max(round(days), 1))
    if days < 550:
        return say_n("{number} month", "{number} months", max(round(days / _DAYS_PER_MONTH), 1))
    return say_n("{number} year", "{number} years", max(round(days / _DAYS_PER_YEAR), 1))


def _capital(text: str) -> str:
    """Return a text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
