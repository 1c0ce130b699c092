"""The amounts that stand in a line of a recipe: numbers, ranges and number words with their units."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from calc.catalog.recipe_words import NUMBER_WORDS, recipe_words
from calc.errors import InputError
from calc.messages import say
from calc.parsing.phrases import TOKEN, Match, Phrases, alternation, is_unspaced, phrases_of
from calc.parsing.plain_text import without_accents
from calc.units import read_number

_DECIMAL = r"(?:(?:(?<!\w )\d{1,3}|\d)(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d(?:[\d.,'’]*\d)?|(?<![\d.,])[.,]\d+)"
_FRACTION = r"\d+ ?/ ?\d+"
#: “11/2”: eleven halves, or one and a half?
# Around “about” behind an amount: in brackets, or in front of no other number.
_OPENED, _CLOSED, _NO_NUMBER = (
    re.compile(pattern) for pattern in (r"\s*[(\[]\s*", r"\.?\s*[)\]]", r"\.?(?!\s*[\d½¼¾])")
)
_RUN_TOGETHER = re.compile(r"(\d+?)(\d) ?/ ?(\d+)")
#: Measures that may stand without a number.
_MEASURES = ("pinch", "dash", "smidgen", "teaspoon", "tablespoon", "drop", "scoop")
#: Units that may stand in front of their number.
_WRITTEN_BEFORE = ("g", "mg", "mL")
_TENS = (20.0, 30.0, 40.0, 50.0)
_PARTS = ("half", "third", "quarter")
#: How many “a few” are.
FEW = (2.0, 5.0)
# In front of a number that is a part of a code or a name: “C12-15”, “Oil3-8”.
_IN_CODE = re.compile(r"[A-Za-z]\d[\d.,]*[-–]$")
_CODE = 8
_BEHIND = re.compile(r"\s[-–—]\s|[:：]|\s{2,}|(?<=[\u1100-\uffef])\s")
# Kinds of words that stand around a number.
_AROUND = ("about", "of", "and", "times", "measure")
_GAP = re.compile(r"\s*")
_HYPHEN = re.compile(r"\s*-?")


@dataclass(frozen=True)
class StatedAmount:
    """An amount as it stands in a text.

    Parameters
    ----------
    value, low, high : float
        The number and its ends, in ``unit``; alike where no range was written.
    unit : str
        Key of `recipe_words().units`; "" where none was written.
    start, end : int
        Where it stands.
    is_about : bool
        It says of itself that it is about right.
    """

    value: float
    low: float
    high: float
    unit: str
    start: int
    end: int
    is_about: bool = False


@functools.lru_cache(maxsize=4096)
def amounts_in(text: str) -> tuple[StatedAmount, ...]:
    """Return the amounts of a plain text in their order.

    Parameters
    ----------
    text : str
        As `plain_text.plain_text` and `plain_text.without_accents` return it.

    Raises
    ------
    InputError
        A number that can be read in two ways (``11/2 tsp``, ``4,545 g``), with both as ``readings``.

    Examples
    --------
    >>> [(amount.value, amount.unit) for amount in amounts_in("1/4 tsp (1.2 g) ascorbic acid")]
    [(0.25, 'teaspoon'), (1.2, 'g')]
    """
    return tuple(_amounts(text)) or tuple(_one_without_number(text))


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit or a measure of recipes.

    Examples
    --------
    >>> is_unit("colher de chá"), is_unit("glycerin")
    (True, False)
    """
    return bool(_words().units.key(without_accents(text)))


def _amounts(text: str) -> Iterator[StatedAmount]:
    """Yield the amounts of a plain text."""
    words, end = _words(), 0
    firsts = [token for token in TOKEN.finditer(text) if _begins_number(token[0], words)]
    for match in sorted([*_words().number.finditer(text), *firsts], key=lambda match: match.start()):
        if match.start() < end or _IN_CODE.search(text, max(0, match.start() - _CODE), match.start()):
            continue
        amount = (_counted if match[0][0] in ".,0123456789" else _spelled)(match, text, words)
        if amount:
            end = amount.end
            yield amount


def _one_without_number(text: str) -> Iterator[StatedAmount]:
    """Yield the one measure that a text begins or ends with: “pinch of soda”, “soda – a pinch”."""
    words = _words()
    between = words.measure.at(text)
    unit = words.units.at(text) or (words.units.at(text, between.end) if between else None)
    if unit and unit.key in _MEASURES and unit.end < len(text.rstrip()):
        yield StatedAmount(1.0, 1.0, 1.0, unit.key, unit.start, unit.end)
        return
    behind = _BEHIND.search(text)
    unit = _words().units.at(text, behind.end()) if behind else None
    if unit and unit.key in _MEASURES and not re.search(r"\w", text[unit.end :]):
        yield StatedAmount(1.0, 1.0, 1.0, unit.key, unit.start, unit.end)


def _begins_number(token: str, words: _Words) -> bool:
    """Tell whether a word may begin a number that is spelled out."""
    return token.lower() in words.numbers.firsts or (
        is_unspaced(token[0]) and token[0] in words.numbers.firsts
    )


def _counted(match: re.Match[str], text: str, words: _Words) -> StatedAmount | None:
    """Return an amount whose number is written in digits; None for a time or a temperature."""
    low = high = _value(match[0], text)
    start, end = match.span()
    joint = words.both if words.between.before(text, start) else words.to
    to = joint.at(text, end)
    also = words.about.at(text, to.end) if to else None
    behind = also or to
    second = words.number.match(text, _GAP.match(text, behind.end).end()) if behind else None  # type: ignore[union-attr]
    second = second or _second_of_range(text, end, low, joint)
    # “Polysorbate 20 or 80” are names, “1 or 2 tsp” is a range.
    if second and to and to.key == "or" and not _unit_behind(text, second.end(), words):
        second = None
    is_range = second and not _is_name_and_amount(text[end : second.start()], low, _value(second[0], text))
    if second and is_range:
        low, high = sorted((low, _value(second[0], text)))
        end = second.end()
    spoon, about = words.spoons.before(text, start), words.about.before(text, start)
    if words.times.at(text, end) and not words.units.at(text, end):
        return None
    unit = spoon or _unit_behind(text, end, words)
    lead = None if unit else _unit_in_front(text, start, end, words)
    unit, first = unit or lead, spoon or lead or about
    start = first.start if first else start
    ahead = words.ahead.before(text, start) if is_range else None  # “from 5 g to 10 g”
    if spoon:
        end = words.counter.match(text, end).end()  # type: ignore[union-attr]
    elif unit and not lead:
        end = unit.end
    told = _about_behind(text, end, words) if unit and not about else end
    return StatedAmount(
        *((low + high) / 2, low, high, unit.key if unit else ""),
        ahead.start if ahead else start,
        told,
        is_about=about is not None or told > end,
    )


def _about_behind(text: str, end: int, words: _Words) -> int:
    """Return where “about” behind an amount ends, “80 g (approx.)”; the end of the amount without one."""
    bracket = _OPENED.match(text, end)
    about = words.about.at(text, bracket.end() if bracket else end)
    closed = (_CLOSED if bracket else _NO_NUMBER).match(text, about.end) if about else None
    return closed.end() if closed else end


def _second_of_range(text: str, end: int, low: float, joint: Phrases) -> re.Match[str] | None:
    """Return the higher number behind a number with its unit, where it has that unit too: “5 % – 10 %”.

    ``joint``: what may stand between the two.
    """
    words = _words()
    unit = words.units.at(text, end)
    to = joint.at(text, unit.end) if unit else None
    if unit is None or to is None or to.key != "to":
        return None
    second = words.number.match(text, _GAP.match(text, to.end).end())  # type: ignore[union-attr]
    own = words.units.at(text, second.end()) if second else None
    is_range = own and own.key == unit.key and second and _value(second[0], text) > low
    return second if is_range else None


def _unit_in_front(text: str, start: int, end: int, words: _Words) -> Match | None:
    """Return the unit in front of the last number of a line, as prescriptions have it: “Glycerin g 10”."""
    unit = words.units.before(text, start)
    if unit is None or unit.key not in _WRITTEN_BEFORE or text[end:].strip(" .,;"):
        return None
    head = text[: unit.start]
    return unit if head[-1:].isspace() and head.rstrip()[-1:].isalpha() else None


def _is_name_and_amount(between: str, first: float, second: float) -> bool:
    """Tell whether two numbers are no range: “Euxyl 9010 - 0.8 %”."""
    return between[:1].isspace() and between.strip() in ("-", "–", "—") and first > 10 * second


def _spelled(match: re.Match[str], text: str, words: _Words) -> StatedAmount | None:
    """Return an amount whose number is a word; None where no unit follows it."""
    number = words.numbers.at(text, match.start())
    if not number:
        return None
    value, end = NUMBER_WORDS[number.key], number.end
    part = words.numbers.at(text, end)
    if part is None and value in _TENS:  # twenty-five
        joined = words.numbers.at(text, _HYPHEN.match(text, end).end())  # type: ignore[union-attr]
        part = joined if joined and text[end : joined.start] == "-" else None
    if part and value in _TENS and 1 <= NUMBER_WORDS[part.key] < 10:
        value, end = value + NUMBER_WORDS[part.key], part.end
    elif part and part.key in _PARTS and value >= 1:  # three quarters
        value, end = value * NUMBER_WORDS[part.key], part.end
    also = words.also.at(text, end)
    more = words.numbers.at(text, also.end) if also else None
    if more:
        value, end = value + NUMBER_WORDS[more.key], more.end
    to = words.to.at(text, end)
    last = words.numbers.at(text, to.end) if to else None
    unit = _unit_behind(text, last.end if last else end, words)
    if not unit:
        return None
    if last:  # two to three drops
        low, high = sorted((value, NUMBER_WORDS[last.key]))
        return StatedAmount((low + high) / 2, low, high, unit.key, number.start, unit.end)
    end = unit.end
    also = words.also.at(text, end)
    behind = words.numbers.at(text, also.end) if also and not more else None
    if behind and behind.key in _PARTS and not words.units.at(text, behind.end):
        value, end = value + NUMBER_WORDS[behind.key], behind.end
    low, high = FEW if number.key == "few" else (value, value)
    return StatedAmount(value, low, high, unit.key, number.start, end)


def _value(number: str, text: str) -> float:
    """Return what a number says.

    Raises
    ------
    InputError
        Where it can be read in two ways.
    """
    together = _RUN_TOGETHER.fullmatch(number)
    if together and 0 < int(together[2]) < int(together[3]) <= 16:
        whole, over, under = together.groups()
        mixed, improper = f"{whole} {over}/{under}", f"{int(whole + over) / int(under):.6g}"
        readings = [text.replace(number, reading, 1) for reading in (mixed, improper)]
        raise InputError(
            "amount",
            number,
            say("this can be read in two ways."),
            say("Write {reading} or {other_reading}.", reading=mixed, other_reading=improper),
            readings,
        )
    plain = _words().mixed.sub(r"\1 \2", number)
    try:
        return read_number(plain, field="amount").value
    except InputError as error:
        readings = [text.replace(number, reading, 1) for reading in error.readings]
        raise InputError("amount", number, error.accepted, error.fix, readings) from None


def _unit_behind(text: str, end: int, words: _Words) -> Match | None:
    """Return the unit behind a number; a hyphen, “of a” or a word such as “heaped” between is passed over."""
    end = _HYPHEN.match(text, end).end()  # type: ignore[union-attr]
    unit = words.units.at(text, end)
    if unit:
        return unit
    of = words.of.at(text, end)
    article = words.numbers.at(text, of.end) if of else None
    if article and article.key == "one":
        of, end = None, article.end
    end = of.end if of else end
    measure = words.measure.at(text, end)
    unit = words.units.at(text, measure.end if measure else end)
    return unit if unit and (measure or not of or unit.key in _MEASURES) else None


@dataclass(frozen=True)
class _Words:
    """What stands around a number; ``spoons``: measures that stand before it."""

    units: Phrases
    spoons: Phrases
    numbers: Phrases
    about: Phrases
    to: Phrases
    both: Phrases
    between: Phrases
    ahead: Phrases
    of: Phrases
    also: Phrases
    times: Phrases
    measure: Phrases
    number: re.Pattern[str]
    mixed: re.Pattern[str]
    counter: re.Pattern[str]


@functools.cache
def _words() -> _Words:
    """Return the words around numbers."""
    words = recipe_words()
    units = words.units.values()
    before = words.grammar["before_number"]
    spoons = {unit.id: [word for word in unit.words if word in before] for unit in units}
    and_a = alternation(words.grammar["and_a"])
    mixed = rf"(?:\d+(?: |-| - | ?& ?| {and_a} )|(?<!\d)\d ?\+ ?){_FRACTION}"
    number = rf"(?<![A-Za-z\u00c0-\u052f\d.,])(?<!\d/)(?:{mixed}|{_FRACTION}|{_DECIMAL})"
    around = {key: phrases_of(words.phrases[key]) for key in _AROUND}
    return _Words(
        units=Phrases({unit.id: unit.words for unit in units}, {unit.id: unit.exact for unit in units}),
        spoons=Phrases(spoons),
        numbers=Phrases(words.numbers),
        about=around["about"],
        to=Phrases({key: words.phrases[key] for key in ("to", "or")}),
        both=Phrases({"to": [*words.phrases["to"], *words.phrases["and"]], "or": words.phrases["or"]}),
        between=phrases_of(words.grammar["between"]),
        ahead=phrases_of([*words.grammar["between"], *words.grammar["from"]]),
        of=around["of"],
        also=around["and"],
        times=around["times"],
        measure=around["measure"],
        number=re.compile(number),
        mixed=re.compile(rf"(\d)(?:-| - | ?[&+] ?| {and_a} )(\d+ ?/ ?\d+)$"),
        counter=re.compile(rf"{alternation(words.grammar['counter'])}?"),
    )
