"""How a recipe lies on a page: bullets, numbers, cells and torn lines, until a line holds one ingredient."""

from __future__ import annotations

import functools
import html
import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from calc.catalog.recipe_words import recipe_words
from calc.parsing.amounts_in_text import StatedAmount, is_unit
from calc.parsing.headings import column_unit, heading_kind, is_label
from calc.parsing.ingredient_names import find_named, says_diluted
from calc.parsing.known_names import is_in_names
from calc.parsing.line_amounts import (
    MASSES,
    SHARES,
    VOLUMES,
    amounts_of,
    in_brackets,
    is_aim,
    is_strength,
    quiet_amounts,
    stated_amounts,
    without_amounts,
)
from calc.parsing.line_names import LONGEST_NAME, WORD, fill_pattern, made_up_to, named_part, outside_brackets
from calc.parsing.phrases import alternation
from calc.parsing.plain_text import plain_text, runs_of_letters, without_accents
from calc.parsing.sentences import is_sentence
from calc.parsing.struck_out import struck_rows, without_struck_out
from calc.units import Q_

BULLET = re.compile(
    r"^\s*(?:(?:[>#]+|[-*•·‣◦▪▫●○■□☐☑✓✔✅➤➢→»«–—+~]|\[[ xX]?\]|\(\s*[a-zA-Z\d]\s*\)"
    r"|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f])\s*"
    r"|(?:\d{1,2}|[a-zA-Z])[.)]\s+(?=\D|\d))+"
)
_MARKDOWN = re.compile(
    r"\*\*|__|`|(?<![A-Za-z\d])_(?=\w)|(?<=[^\W_])[.]?_(?!\w)|<[^<>]*>|\[([^\]]*)\]\([^)]*\)"
)
LINK = re.compile(r"(?:https?://|www\.)\S+")
_LEADERS = re.compile(r"\.{3,}|…|_{3,}|·{3,}|-{3,}|={2,}")
_PHASE_SIGN = re.compile(r"^\s*[A-H]\d?\s*:\s+(?=\S)")
# The frames of tables that are drawn in signs, whose upright lines part the cells.
_FRAMES = str.maketrans(
    dict.fromkeys("│┃║┆┊╎¦", "|")
    | {chr(sign): " " for sign in range(0x2500, 0x2580) if chr(sign) not in "│┃║┆┊╎"}
)
# A name and its amount without a space between: “Glycerin3-7%”.
_GLUED = re.compile(
    r"(?<=[A-Za-z]{2})(?=\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?(?:%|(?:g|gr|grams?|mg|m[lL])(?![^\W\d_])))"
)
# The same where a letter ends a name in signs: 维生素C15克.
_GLUED_LETTER = re.compile(
    r"(?<=[\u1100-\uffef][A-Za-z])(?=\d[\d.,]*\s?(?:%|(?:g|m[lL])(?![^\W\d_])|公?克|毫升|滴|グラム|그램|방울))"
)
# A unit in Latin letters with a word in signs, or a name, without a space between: 20g水, 5gVC.
_GLUED_UNIT = re.compile(
    r"(?<=\d)(\s?(?:[mk]?g|gr|[mcd]?[lL]|cc|oz)(?=[\u1100-\uffef])|(?:[mk]?g|m[lL])(?=[A-Z][A-Za-z-]))"
)
# The same in small letters, where what follows is a name: 5gwater.
_GLUED_NAME = re.compile(r"(?<=\d)([mk]?g|ml)([a-z]{3,})", re.IGNORECASE)
# A measure of which a part stands in brackets: “colher (café)”.
_SPLIT_UNIT = re.compile(r"([^\W\d_]+)\s*\(\s*([^\W\d_][^()\d]{1,14}?)\s*\)")
# How often an amount is taken, without a space behind it: “2x5 g”.
_TIMES = re.compile(r"(?<=\d)(\s?[xX×])(?=\d)")
# One piece of what follows: “1 x 5 g”.
_ONCE = re.compile(r"(?<!\S)1\s*[x×]\s+(?=\d)", re.IGNORECASE)
# By how much of itself, or by how many points, a percentage is off by rounding.
_ROUNDED, _POINTS = 0.03, 0.06
_ROW_NUMBER = re.compile(r"^\s*\|?\s*\d{1,2}\s*[\t|]\s*(?=[^\W\d_])")


class TextLine(NamedTuple):
    """A line, or two that belong together, and where in the text it stands."""

    text: str
    start: int
    end: int

    def with_next(self, other: TextLine) -> TextLine:
        """Return this line and the next as one."""
        return TextLine(f"{self.text.rstrip()} {other.text.strip()}", self.start, other.end)


def split_lines(text: str) -> Iterator[TextLine]:
    """Yield the lines that are not blank; each of those between which something is struck out says so."""
    start = 0
    for line, whole, said in zip(text.splitlines(), text.splitlines(keepends=True), struck_rows(text)):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            yield TextLine(said, first, start + len(line.rstrip()))
        start += len(whole)


def are_bare(lines: Sequence[TextLine]) -> bool:
    """Tell whether most amounts of a recipe are numbers without a unit."""
    every = [amounts for line in lines if (amounts := quiet_amounts(without_accents(body_of(line.text))))]
    return 2 * sum(not any(amount.unit for amount in amounts) for amounts in every) > len(every)


def states_shares(lines: Sequence[TextLine]) -> bool:
    """Tell whether the percentages beside the masses of a recipe are shares of its whole: “15 g | 15 %”.

    They are where every one of them fits the sum of all masses, or what is filled up to; how strong a
    solution is would not. Of a recipe for several sizes, those of one size have to fit.
    """
    ingredients, wholes = list[tuple[list[float], float | None]](), list[list[float]]()
    for line in lines:
        plain = without_accents(body_of(line.text))
        amounts = stated_amounts(plain)
        weighed = [_in_g(amount) for amount in amounts if amount.unit in (*MASSES, *VOLUMES)]
        shares = [amount for amount in amounts if amount.unit == "percent"]
        if any(is_strength(plain, share) for share in shares):
            shares = []
        if not weighed or column_unit(plain) is not None:
            continue
        if made_up_to(plain) or heading_kind(plain) in ("total", "yields"):
            wholes.append(weighed)
        elif len(weighed) == len(shares):
            ingredients += (([mass], share.value) for mass, share in zip(weighed, shares))
        else:
            ingredients.append((weighed, shares[0].value if len(shares) == 1 else None))
    sizes = max((len(masses) for masses, share in ingredients if share is not None), default=0)
    return any(_are_shares(ingredients, wholes, size) for size in range(sizes))


def _are_shares(
    ingredients: Sequence[tuple[list[float], float | None]], wholes: Sequence[list[float]], size: int
) -> bool:
    """Tell whether the percentages are shares of the whole for one of the sizes of a recipe."""
    masses = [(weighed[min(size, len(weighed) - 1)], share) for weighed, share in ingredients]
    sums = [math.fsum(mass for mass, _ in masses), *(whole[min(size, len(whole) - 1)] for whole in wholes)]
    return len(masses) + len(wholes) > 1 and any(
        whole
        and all(
            abs(100 * mass / whole - share) <= max(_ROUNDED * share, _POINTS)
            for mass, share in masses
            if share is not None
        )
        for whole in sums
    )


def _in_g(amount: StatedAmount) -> float:
    """Return a mass [g]; of a volume that of as much water, nearly."""
    stated = Q_(amount.value, recipe_words().units[amount.unit].unit)
    return float(stated.m_as("g" if amount.unit in MASSES else "mL"))


@functools.lru_cache(maxsize=2048)
def body_of(text: str) -> str:
    """Return a line without bullets, numbering, marks and dot leaders."""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = text.translate(_FRAMES).replace("º", "°")
    text = without_struck_out(text)
    text = _MARKDOWN.sub(lambda mark: " " if mark[0][0] == "<" else mark[1] or "", text)
    plain = _numbered().sub(" ", plain_text(text))
    plain = LINK.sub(" ", plain) if re.search(r"\w", LINK.sub("", plain)) else plain
    plain = _ROW_NUMBER.sub("", plain) if len(re.findall(r"\d+", plain)) > 1 else plain
    plain = _half().sub(r"\1 ", _percent_ending().sub(" ", plain))
    plain = _GLUED_NAME.sub(_apart_from_name, _GLUED_UNIT.sub(r"\1 ", plain))
    plain = _TIMES.sub(r"\1 ", plain)
    plain = _GLUED_LETTER.sub(" ", _GLUED.sub(" ", _LEADERS.sub("  ", plain))).strip(" |")
    plain = _SPLIT_UNIT.sub(_as_one_unit, plain) if "(" in plain else plain
    while True:
        stripped = BULLET.sub("", plain)
        if stripped == plain or not stripped.strip():
            break
        plain = stripped
    plain = _without_sum(_of_whole().sub("", _going_on().sub("", _ONCE.sub("", plain))))
    label, _, behind = plain.partition(":")
    if any(amount.unit for amount in quiet_amounts(without_accents(behind))) and is_label(label):
        plain = behind.strip()
    if behind and _is_strong_mix(label, behind):
        plain = behind.strip()  # “10 % vitamin C solution: 5 g ascorbic acid, 45 g water”
    phase = _phase().match(plain)
    if phase and WORD.search(plain, phase.end()):
        behind = plain[phase.end() :]
        bare = without_accents(behind)
        is_numbered = not phase[0].strip().isalpha()
        counts = quiet_amounts(outside_brackets(bare)) or made_up_to(bare)
        if counts or (is_numbered and find_named(outside_brackets(behind))):
            plain = behind
    plain = _PHASE_SIGN.sub("", plain)
    return plain.strip()


def is_struck_out(text: str) -> bool:
    """Tell whether all that a line says is struck out.

    Examples
    --------
    >>> is_struck_out("- ~~5 g glycerin~~"), is_struck_out("~~5 g~~ 3 g glycerin")
    (True, False)
    """
    rest = without_struck_out(text)
    return rest != text and not re.search(r"\w", _MARKDOWN.sub(" ", rest))


def _without_sum(body: str) -> str:
    """Return a line of several ingredients without what they make together: “2 g LAA + 8 g water = 10 g”."""
    head, sign, told = body.rpartition("=")
    plain = without_accents(head)
    if not sign or len(stated_amounts(plain)) < 2 or len(stated_amounts(without_accents(told))) != 1:
        return body
    parts = [part for part in re.split(r"[,;+&]", head) if stated_amounts(without_accents(part))]
    bare = (without_amounts(part, stated_amounts(without_accents(part))) for part in parts)
    return head.strip() if len(parts) > 1 and all(find_named(named_part(name)) for name in bare) else body


def _is_strong_mix(label: str, behind: str) -> bool:
    """Tell whether words in front of a colon say how strong a mix shall be, of which the parts stand behind.

    What is known here is none, unless the first part has a known name of its own.
    """
    shares = stated_amounts(without_accents(label))
    if not shares or any(share.unit != "percent" for share in shares):
        return False
    first = _named_first(behind)
    is_known = find_named(named_part(without_amounts(label, shares))) and not says_diluted(label)
    return bool(first) and not (is_known and find_named(first) is None)


def _named_first(behind: str) -> str:
    """Return the name of the first of several amounts; "" where it has none, or is the only one."""
    amounts = stated_amounts(without_accents(behind))
    if len(amounts) < 2:
        return ""
    first, second = amounts[:2]
    own = re.split(r"[,;+]", behind[first.end : second.start])[0]
    name = f"{behind[: first.start]} {own}".strip()
    return name if WORD.search(name) else ""


def _apart_from_name(match: re.Match[str]) -> str:
    """Return a unit apart from the name that has grown together with it; a longer unit as it is."""
    unit, name = match.groups()
    return f"{unit} {name}" if not is_unit(match[0]) and find_named(name) else match[0]


def _as_one_unit(match: re.Match[str]) -> str:
    """Return a measure without the brackets that are a part of it; what is no measure as it is."""
    head, inner = match.groups()
    for between in (" ", " de ", " à ", " da "):
        spelled = f"{head}{between}{inner}"
        if is_unit(spelled):
            return spelled
    return match[0]


def joined_lines(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return lines with those joined that a table came apart into: a name, and its amount on the next line.

    Which of the two comes first is what most such pairs of the text show.
    """
    empty = [line for line in lines if not re.search(r"\w", line.text)]
    lines = [line for line in lines if re.search(r"\w", line.text)]
    bodies = [body_of(line.text) for line in lines]
    kinds = ["amount" if _is_amount(body) else "name" if _is_name(body) else "" for body in bodies]
    pairs = [pair for pair in pairwise(kinds) if set(pair) == {"amount", "name"}]
    if not pairs:
        return sorted([*lines, *empty], key=_place)
    excess = sum(1 if pair[0] == "name" else -1 for pair in pairs)
    is_name_first = excess > 0 or (excess == 0 and kinds[0] != "amount")
    wanted = ("name", "amount") if is_name_first else ("amount", "name")
    many = pairs.count(wanted) > 1
    joined, at = [], 0
    while at < len(lines):
        kind, following = kinds[at], kinds[at + 1] if at + 1 < len(lines) else None
        is_pair = (kind, following) == wanted or (
            many
            and following is not None
            and wanted == (kind or "name", following or "name")
            and _may_be_name(bodies[at + (not is_name_first)])
        )
        joined.append(lines[at].with_next(lines[at + 1]) if is_pair else lines[at])
        at += 2 if is_pair else 1
    return sorted([*joined, *empty], key=_place)


def _place(line: TextLine) -> int:
    """Return where a line begins."""
    return line.start


def _may_be_name(body: str) -> bool:
    """Tell whether a line of a table that came apart may be a name that is not known."""
    plain = without_accents(body)
    return (
        len(runs_of_letters(plain)) <= LONGEST_NAME
        and not any(amount.unit for amount in quiet_amounts(plain))
        and not heading_kind(plain)
        and not is_sentence(plain)
    )


def is_torn(line: str, following: str) -> bool:
    """Tell whether a name goes on in the next line: known only with it."""
    body, rest = body_of(line), body_of(following)
    amounts = quiet_amounts(without_accents(body))
    if not rest or not any(amount.unit for amount in amounts) or quiet_amounts(without_accents(rest)):
        return False
    name = named_part(without_amounts(body, amounts))
    return (
        bool(name)
        and not find_named(name)
        and not find_named(rest)
        and find_named(f"{name} {rest}") is not None
    )


def _is_amount(body: str) -> bool:
    """Tell whether a line is an amount with a unit and nothing else."""
    plain = without_accents(body)
    amounts = quiet_amounts(plain)
    rest = without_amounts(plain, amounts)
    return any(amount.unit for amount in amounts) and not re.search(r"\w", fill_pattern().sub(" ", rest))


def _is_name(body: str) -> bool:
    """Tell whether a line is the name of a known ingredient and nothing else."""
    return not quiet_amounts(without_accents(body)) and find_named(body) is not None


def ingredients_on(body: str) -> list[str]:
    """Return the parts of a line that name an ingredient with its amount each; the whole where it is one."""
    plain = without_accents(body)
    amounts = [amount for amount in amounts_of(plain) if amount.unit]
    if len(amounts) < 2:
        return [body]
    cuts = [match for match in separators().finditer(plain) if not in_brackets(plain, match.start())]
    inside = all(in_brackets(plain, amount.start) for amount in amounts)  # “Water (85 %), glycerin (5 %)”
    parts, start = [], 0
    for cut in cuts:
        part, tail = body[start : cut.start()], body[cut.end() :]
        if _dissolved().fullmatch(cut[0].strip()) and _is_strength_of(part, tail):
            continue  # “ferulic acid 10 % dissolved in ethanol 5 g” is a solution
        if _is_whole(part, inside=inside) and _is_whole(tail, inside=inside):
            parts.append(part.strip())
            start = cut.end()
    if not parts:
        parts = _each_in_brackets(body, amounts) if inside else _run_together(body, amounts)
        if parts:
            return parts
    first, *others = [*parts, body[start:].strip()]
    return [first, *(match[1] if (match := _into().match(other)) else other for other in others)]


@functools.cache
def _into() -> re.Pattern[str]:
    """Return the pattern of so much of something in which the ingredient before it is dissolved."""
    grammar = recipe_words().grammar
    words, last = (
        alternation((*grammar["dissolved"], *grammar["solvent"])),
        alternation(grammar["dissolved_last"]),
    )
    return re.compile(rf"^{words}\s+([\d½¼¾].*?)(?:\s+{last})?$", re.IGNORECASE)


@functools.cache
def _dissolved() -> re.Pattern[str]:
    """Return the pattern of the words for “dissolved in”."""
    return re.compile(alternation(recipe_words().grammar["dissolved"]), re.IGNORECASE)


def _is_strength_of(part: str, tail: str) -> bool:
    """Tell whether a part says a percentage alone, and what stands behind it how much of it there is."""
    shares, behind = ({amount.unit for amount in amounts_of(without_accents(one))} for one in (part, tail))
    is_measured = bool(behind - {*SHARES, ""}) and not made_up_to(without_accents(tail))
    return bool(shares) and shares <= {*SHARES} and is_measured


def _each_in_brackets(body: str, amounts: Sequence[StatedAmount]) -> list[str]:
    """Return ingredients with an amount in brackets each, without a sign between: “LAA(15g)water(80g)”."""
    if len({amount.unit for amount in amounts}) > 1:  # “vitamin C (5 g) powder (1 tsp)”
        return []
    ends = [body.find(")", amount.end) + 1 or len(body) for amount in amounts]
    starts = [body.rfind("(", 0, amount.start) for amount in amounts]
    is_named_last = bool(WORD.search(body[ends[-1] :]))
    cuts = [*starts, len(body)] if is_named_last and not body[: starts[0]].strip() else [0, *ends]
    parts = [body[start:end].strip(" ,;") for start, end in pairwise(cuts)]
    names = [named_part(outside_brackets(part)) for part in parts]
    is_weighed = amounts[0].unit in (*MASSES, *VOLUMES)
    ids = {_named_or_unknown(name, is_weighed=is_weighed) for name in names}
    is_whole = not body[cuts[-1] :].strip(" .;") and any(map(find_named, names))
    return parts if is_whole and "" not in ids and len(ids) == len(parts) else []


def _named_or_unknown(name: str, *, is_weighed: bool) -> str:
    """Return what a name names, itself where it may be weighed and no word of it is known; "" else."""
    named = find_named(name)
    is_strange = is_weighed and WORD.search(name) and not any(map(is_in_names, name.split()))
    return named.id if named else name if is_strange else ""


def _run_together(body: str, amounts: Sequence[StatedAmount]) -> list[str]:
    """Return ingredients that follow one another without a sign between: “water 80 % glycerin 5 %”."""
    if any(in_brackets(body, amount.start) or is_aim(without_accents(body), amount) for amount in amounts):
        return []
    if amounts[0].unit in SHARES and amounts[-1].unit not in SHARES:  # “green tea extract 50 % EGCG 1 g”
        return []
    if not body[: amounts[0].start].strip():
        cuts = [amount.start for amount in amounts]
        parts = [body[start:end].strip() for start, end in pairwise([*cuts, len(body)])]
    elif not body[amounts[-1].end :].strip(" .;"):
        parts = [body[start:end].strip() for start, end in pairwise([0, *(amount.end for amount in amounts)])]
    else:
        return []
    stated = [[amount for amount in quiet_amounts(without_accents(part)) if amount.unit] for part in parts]
    if all(
        len(one) == 1 and find_named(named_part(without_amounts(part, one)))
        for part, one in zip(parts, stated)
    ):
        return parts
    return []


def _is_whole(part: str, *, inside: bool) -> bool:
    """Tell whether a part of a line has an amount with a unit, and a name.

    ``inside``: the amounts of the line all stand in brackets; else those in brackets are said beside others.
    """
    plain = without_accents(part)
    every = [amount for amount in quiet_amounts(plain) if amount.unit]
    amounts = [one for one in every if inside or not (one.end and in_brackets(plain, one.start))]
    rest = outside_brackets(without_amounts(part, amounts or every))
    is_named = find_named(named_part(rest)) is not None
    is_stated = bool(every) or made_up_to(plain)  # “water qs 100” beside percentages
    return (is_stated and is_named) or (bool(amounts) and WORD.search(rest) is not None)


@functools.cache
def separators() -> re.Pattern[str]:
    """Return the pattern of what stands between two ingredients on one line."""
    return re.compile(rf"[,;+&](?!\d)|、|，|\s{_and(*recipe_words().grammar['dissolved'])}\s")


@functools.cache
def _and(*others: str) -> str:
    """Return the pattern of “and” and others; of one letter in small ones: vitamin E is no “and”."""
    words = [word for word in recipe_words().phrases["and"] if word.isalpha()]
    long = alternation((*others, *(word for word in words if len(word) > 1)))
    return rf"(?:(?i:{long})|[{''.join(word for word in words if len(word) == 1)}])"


def is_parted_by(head: str, sign: str) -> bool:
    """Tell whether a sign parts the cells of the head of a table."""
    return sign in head and "\t" not in head and column_unit(body_of(head.replace(sign, "\t"))) is not None


@functools.cache
def _phase() -> re.Pattern[str]:
    """Return the pattern of the name of a phase in front of an ingredient: “Phase A: ”."""
    label = alternation(recipe_words().grammar["label"])
    return re.compile(rf"^\s*{label}\s*[A-HА-Д0-9]?\s*[:.)–—-]?\s+(?=\S)", re.IGNORECASE)


@functools.cache
def _going_on() -> re.Pattern[str]:
    """Return the pattern of “and” in front of an amount on a line of its own: “and 5 g vitamin C”."""
    return re.compile(rf"^{_and()}\s+(?=\d)")


@functools.cache
def _of_whole() -> re.Pattern[str]:
    """Return the pattern of the whole behind a number that is a part of it: “80 (of 100)”."""
    out_of = alternation(recipe_words().grammar["out_of"])
    return re.compile(
        rf"(?<=\d)\s*\(\s*{out_of}\s*\d[\d.,]*\s*\)|(?<=\d)\s+{out_of}\s+100(?![\d.,]*\d)(?!\s*[^\W\d_])",
        re.IGNORECASE,
    )


@functools.cache
def _numbered() -> re.Pattern[str]:
    """Return the pattern of numbers of substances and of lots, which are no amounts."""
    grammar = recipe_words().grammar
    number = alternation(grammar["number"])
    return re.compile(
        rf"(?:\bCAS(?:[\s-]*{number})?[\s.:#]*)?\b\d{{2,7}}-\d{{2}}-\d\b(?![\d.,-])"
        rf"|\b{alternation(grammar['lot'])}(?:\s*{number})?\s*[:#]?\s*[A-Z]?\d{{3,}}\w*",
        re.IGNORECASE,
    )


@functools.cache
def _percent_ending() -> re.Pattern[str]:
    """Return the pattern of what is written behind a percent sign: “10%ige Lösung”."""
    return re.compile(rf"(?<=%)-?{alternation(recipe_words().grammar['percent_ending'])}\b")


@functools.cache
def _half() -> re.Pattern[str]:
    """Return the pattern of a half that has grown together with its spoon: «полчайной ложки»."""
    grammar = recipe_words().grammar
    return re.compile(
        rf"\b({alternation(grammar['half_of'])})-?(?={alternation(grammar['spoonful'])})", re.IGNORECASE
    )
