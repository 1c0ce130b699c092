"""Lines above the ingredients: headings, heads of tables, and what a recipe is made with.

A heading changes how the lines below it are read: “Method” says that sentences follow, “Amount (%)” says
what the numbers without a unit mean.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from calc.catalog.recipe_words import recipe_words
from calc.parsing.amounts_in_text import StatedAmount
from calc.parsing.ingredient_names import find_named
from calc.parsing.line_amounts import in_brackets, quiet_amounts, without_amounts
from calc.parsing.line_names import CELLS, holding_pattern, named_part, outside_brackets
from calc.parsing.phrases import Phrases, alternation, is_unspaced, phrases_of
from calc.parsing.plain_text import without_accents

_SIGNS_AROUND = re.compile(r"[*#:_=|\-–—\[\]【】〔〕《》「」<>]+")
_NUMBER = re.compile(r"\d[\d.,]*")
REMARK_WORDS = 4


def is_label(label: str) -> bool:
    """Tell whether the words in front of a colon are a heading: “Water phase”, “Here is the formula”."""
    words = re.findall(r"[^\W_]+", without_accents(outside_brackets(label)))
    if not words or any(word[0].isdigit() for word in words):
        return False
    if len(words[-1]) == 1 and len(words) > 1:  # phase B
        words = words[:-1]
    kinds = {_headings().key(words[-1]), _headings().key(" ".join(words))}
    return bool(kinds & {"phase", "ingredients"})


@functools.cache
def _headings() -> Phrases:
    """Return the words of headings."""
    return Phrases(
        {key: words for key, words in recipe_words().headings.items() if key not in ("columns", "equipment")}
    )


@functools.cache
def _phase_words() -> frozenset[str]:
    """Return the words for a phase, which may end a heading: “water phase”."""
    grammar = recipe_words().grammar
    return frozenset((*grammar["label"], *(f"{word}s" for word in grammar["label"]), *grammar["order"]))


@functools.cache
def _given_in() -> re.Pattern[str]:
    """Return the pattern of what stands in front of the unit of a table: “in grams”."""
    return re.compile(rf"\b{alternation(recipe_words().grammar['given_in'])}\s+(?=\w|%)", re.IGNORECASE)


def heading_kind(plain: str) -> str:
    """Return what kind of heading a line is; "" for none."""
    words = _SIGNS_AROUND.sub(" ", plain).strip()
    outside = outside_brackets(words).strip() or words
    last = outside.split()[-1].strip(" .:,").lower() if outside.split() else ""
    if last in _phase_words() and len(outside.split()) <= REMARK_WORDS:
        return "phase"
    if _headings().key(last) == "total" and re.fullmatch(
        r"\W*[\d.,\s]+%?\s*[a-zA-Z]*\W*", outside[: -len(last)]
    ):
        return "total"
    match = _headings().at(outside)
    if not match:
        return ""
    rest = outside[match.end :].strip(" .:")
    if match.key in ("total", "yields"):
        return (
            match.key
            if not re.search(r"[^\W\d_]{3,}", without_amounts(rest, quiet_amounts(rest))) or _is_short(rest)
            else ""
        )
    if match.key == "method":
        return match.key if not rest or plain.rstrip().endswith(":") or _is_short(rest) else ""
    return (
        match.key
        if not rest
        or plain.rstrip().endswith(":")
        or re.fullmatch(r"[A-Za-zА-я\d]{1,2}|[IVX]+|[A-H]?\d*[A-Z\d-]*\d[A-Z\d-]*", rest)
        or (match.key == "phase" and not quiet_amounts(rest) and len(rest.split()) < 3)
        or not _holds_more(rest)
        else ""
    )


def _holds_more(rest: str) -> bool:
    """Tell whether the rest of a heading holds an amount or an ingredient."""
    return bool(quiet_amounts(rest)) or find_named(rest) is not None


@functools.cache
def heading_words(key: str) -> Phrases:
    """Return the words of one kind of heading."""
    return phrases_of(recipe_words().headings[key])


def holds_heading_word(plain: str, key: str) -> bool:
    """Tell whether a text holds a word of one kind of heading."""
    return heading_words(key).stand_in(plain)


def is_of_whole(plain: str, amount: StatedAmount) -> bool:
    """Tell whether an amount is that of the whole: in brackets, behind “for”, or before a colon."""
    return (
        in_brackets(plain, amount.start)
        or _for().before(plain, amount.start) is not None
        or plain[amount.end :].strip() == ":"
        or plain[amount.end :].lstrip().startswith(recipe_words().grammar["of_whole"])
    )


@functools.cache
def _for() -> Phrases:
    """Return the words before the amount of a whole: “for 30 mL”."""
    return phrases_of(recipe_words().phrases["for"])


def unit_said(plain: str) -> str:
    """Return the unit that a heading says of the numbers below it: “(in grams)”; "" for none."""
    match = _given_in().search(plain)
    unit = _column_units().at(plain, match.end()) if match else None
    return unit.key if unit else ""


def is_equipment(body: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line names a bottle or a spoon, and no ingredient."""
    plain = without_accents(body)
    units = {amount.unit for amount in amounts if amount.end and not in_brackets(plain, amount.start)}
    rest = named_part(without_amounts(body, amounts))
    if not units.issubset({"", "oz", "fl_oz", "mL"}) or find_named(rest):
        return False
    plain = without_accents(rest)
    unspaced = filter(is_unspaced, recipe_words().headings["equipment"])
    tools = [*_equipment().within(plain)]
    for tool in tools:
        beside = f"{rest[: tool.start]} {rest[tool.end :]}"
        if find_named(beside) or find_named(holding_pattern().sub("", rest[tool.end :])):
            return False  # a dropper of vitamin E
    return bool(tools) or (not units and any(word in plain for word in unspaced))


@functools.cache
def _equipment() -> Phrases:
    """Return the words for what a recipe is made with."""
    return phrases_of(recipe_words().headings["equipment"])


def _is_short(rest: str) -> bool:
    """Tell whether the rest of a heading is a few words without a name."""
    return len(rest.split()) <= 4 and find_named(rest) is None


@functools.cache
def _columns() -> Phrases:
    """Return the heads of columns."""
    return phrases_of(recipe_words().headings["columns"])


def column_unit(plain: str) -> str | None:
    """Return the unit that the head of a table says, "" for none; None where it is no head of a table."""
    cells = [bare for cell in CELLS.split(plain) if (bare := cell.strip(" :*-"))]
    if len(cells) < 2 or not any(_columns().key(re.sub(r"[()\[\]]", " ", cell)) for cell in cells):
        return None
    if any(not re.search(r"\d", cell) and find_named(cell) for cell in cells):
        return None
    known = [cell for cell in cells if _columns().key(re.sub(r"[()\[\]]", " ", cell)) or _unit_in(cell)]
    if len(known) < 2 and len(known) < len(cells):
        return None
    if any(re.search(r"\d", cell) and not _unit_in(cell) for cell in cells):
        return None
    if any(find_named(re.sub(r"[\d.,/%]+", " ", cell)) for cell in cells):
        return None
    units = [unit for unit in map(_unit_in, cells) if unit]
    return next((unit for unit in units if unit != "percent"), units[0] if units else "")


def units_of_columns(plain: str) -> tuple[str, ...]:
    """Return the unit of each column that the head of a table says, "" for none.

    Nothing where they say less than two different ones: `column_unit` is enough then.
    """
    if column_unit(plain) is None:
        return ()
    units = tuple(_unit_in(cell.strip(" :*-")) for cell in CELLS.split(plain))
    return units if len({*units} - {""}) > 1 else ()


def with_column_units(plain: str, units: Sequence[str]) -> str:
    """Return a row of a table with the unit of its column behind each number that has none."""
    cells = CELLS.split(plain)
    if len(cells) != len(units):
        return plain
    signs = ("%" if unit == "percent" else unit for unit in units)
    return " | ".join(
        f"{cell.strip()} {sign}" if sign and _NUMBER.fullmatch(cell.strip()) else cell.strip()
        for cell, sign in zip(cells, signs)
    )


def words_of_columns(plain: str) -> str | None:
    """Return the unit that a head of a table says whose cells ran together; None where it is none."""
    kinds = [*_columns().within(plain)]
    if len(kinds) < 2 or kinds[0].start > 1:
        return None
    counted = (
        amount
        for amount in quiet_amounts(plain)
        if amount.unit and re.search(r"\d", plain[amount.start : amount.end])
    )
    if not all(is_of_whole(plain, amount) for amount in counted):
        return None
    words = re.findall(r"[^\W\d_]{2,}", plain)
    if len(kinds) < len(words) / 3 or find_named(plain):
        return None
    if re.search(r"\d", plain):
        return ""
    units = {unit.key for unit in _column_units().within(plain)}
    return "percent" if "percent" in units else units.pop() if len(units) == 1 else ""


def _unit_in(cell: str) -> str:
    """Return the unit that the head of a column says: “Amount (g)”, “% w/w”."""
    words = re.sub(r"\d+|[()\[\]]", " ", cell).strip()
    return next((unit.key for unit in _column_units().within(words) if unit.end >= len(words)), "")


@functools.cache
def _column_units() -> Phrases:
    """Return the units that heads of columns say."""
    units = recipe_words().units
    return Phrases({key: units[key].words for key in ("g", "mL", "percent", "mg")})


@functools.cache
def price_pattern() -> re.Pattern[str]:
    """Return the pattern of a price."""
    money = recipe_words().grammar["money"]
    signs = alternation(sign for sign in money if len(sign) == 1 and not sign.isalpha())
    return re.compile(rf"\d[\d.,]*[\s|]*{alternation(money)}|{signs}\s*\d[\d.,]*", re.IGNORECASE)


@functools.cache
def phase_column() -> re.Pattern[str]:
    """Return the pattern of the head of a table whose first column holds the phases."""
    grammar = recipe_words().grammar
    return re.compile(rf"\W*{alternation((*grammar['label'], *grammar['order']))}\b", re.IGNORECASE)


@functools.cache
def phase_alone() -> re.Pattern[str]:
    """Return the pattern of a line that is the letter of a phase."""
    return re.compile(rf"[A-H]\s*{alternation(recipe_words().grammar['phase_sign'])}?")


@functools.cache
def pH_pattern() -> re.Pattern[str]:
    """Return the pattern of a pH with its number, and of what aims at it: “to a pH of 3.5”."""
    grammar = recipe_words().grammar
    between = alternation((*grammar["of_pH"], *grammar["toward"]))
    return re.compile(
        rf"(?:\b{alternation(grammar['toward'])}\s[^\d,;:()%]{{0,30}}?)?"
        rf"\b[pр][hн]\b\s*{between}?\s*[\d.,]+(?:\s*[-–]\s*[\d.,]+)?",
        re.IGNORECASE,
    )
