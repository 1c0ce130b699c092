"""The strength that stands beside a name in a text, in its own entry only; told where it cannot be used."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from calc import catalog
from calc.catalog.market.form_names import label_names
from calc.errors import InputError
from calc.messages import say
from calc.parsing.forms_in_text import NamedForm
from calc.parsing.phrases import alternation
from calc.parsing.strength import StatedStrength, read_strength, without_about

_NUMBER = r"(?:\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
_PER_CENT = (
    r"(?:[%％٪]\s*(?:-?н(?:ый|ая|ой|ого)\b)?(?:\s*\(?\s*(?:[wmv]\s*/\s*[wmv]|wt\b\.?)\s*\)?)?"
    r"|(?:wt\.?|[wm]/[wmv])\s*%|‰|per ?cent\b|pct\b\.?|prozent\w*|pour ?cent\b|por ?ciento\b|procent\w*"
    r"|процент\w*|проц\b\.?|퍼센트|パーセント)"
)
_RATIO = (
    r"(?:(?:mg|g|µg|μg|ug|mcg|мг|г|мкг)\s*(?:/|\bper\b|\bpro\b|\bна\b|\bв\b)\s*(?:100\s*)?(?:ml|g|l|kg|dl|мл|г|л|кг)"
    r"(?![^\W\d_]))"
)
_UNIT = rf"(?:{_PER_CENT}|(?:ppm|ppb)(?![^\W\d_])|{_RATIO})"
_BOUND = (
    r"(?:(?:<=?|≤|>=?|≥|~|≈|±|(?<![^\W\d_])(?:up to|at least|at most|less than|more than|min|max|ca|approx"
    r"|about|bis zu|jusqu'à|до|не менее|не более|около|мин|макс)\b\.?)\s*)?"
)
_TO = r"\s*(?:[-–—~…]|\bto\b|\bbis\b|\bà\b|\bдо\b|/)\s*"
_STATED = re.compile(
    rf"{_BOUND}{_NUMBER}\s*(?:{_UNIT})?{_TO}{_NUMBER}\s*{_UNIT}|{_BOUND}{_NUMBER}\s*{_UNIT}|[%％]\s?{_NUMBER}(?!\s*[%％\d])",
    re.IGNORECASE,
)
# Digits beside what a unit of strength has; sought before the whole, for most texts have none.
_UNIT_SIGN = re.compile(
    r"\d\s*(?:[%％٪‰/]|pp[mb]|proz|proc|pct|проц|per|pou?r|на|퍼센|パーセ|wt"
    r"|[^\W\d_]{1,4}\.?\s*(?:[/%]|per\b|pro\b|на\b|в\b))|[%％٪‰]\s?\d",
    re.IGNORECASE,
)
# An amount that is no strength by itself.
_NO_STRENGTH = re.compile(
    rf"{_NUMBER}\s*(?:(?:mg|mcg|µg|μg|g|iu|i\.u\.|ui|ie|ме|мг|г)(?![^\W\d_])|$)", re.IGNORECASE
)
_SEPARATOR = re.compile(
    r"(?<!\d)[,，]|[,，](?!\d)|[;|\n+&•、；]|\s[/·]\s|(?<=%)\s*/\s*(?=[^\W\d_])|(?<=[%)\d])\.\s+(?=[^\W\d_])"
)
_OPEN, _CLOSED = "([{（【", ")]}）】"
_SIGNS = re.compile(r"[\s™®*†‡°:=@.…–—\-“”\"'’]+")
_BULLET = re.compile(r"^\s*(?:[-*•–>]|\d{1,2}[.)](?!\d))\s*|^[^:%\d]{1,40}:\s*")
_PURITY = re.compile(r"\bpur(?:e|ity|eté|eza|ezza)\b|\brein|чистот", re.IGNORECASE)
# A strength stands no further from its name than this; an entry is no longer.
_NEAR, _LONGEST_ENTRY = 80, 300
# So many words has the name of an ingredient that is looked for.
_LONGEST_NAME = 5
# Of more names the first of each form are looked at, with those around them alone: a list has a handful.
_MOST_NAMES, _MOST_OF_ONE, _AROUND = 60, 12, 6
# What an amount looks like, before it is read; and a number alone behind a name.
_AMOUNT = re.compile(
    r"\d\s*[%％٪‰]|[%％]\s?\d"
    r"|\d\s*(?:pp[mb]|per|proz|proc|pct|проц|pour|por|퍼|パ|wt|[wm]/|[mµμu]?c?g\b|мк?г|г\b|i\.?u|ui\b|ie\b|ме\b)",
    re.IGNORECASE,
)
_BARE = re.compile(r"[\s:=(\[]*\d+(?:[.,]\d+)?\s*(?:$|[\n;,)\]])")


@dataclass(frozen=True)
class BesideName:
    """What stands beside a name: its strength, or the words that cannot be used with the reason.

    Parameters
    ----------
    strength : StatedStrength, optional
        None where there is none.
    text : str
        As it stands there, "" where there is nothing.
    problem : str
        Why it cannot be used, "" where it is used.
    """

    strength: StatedStrength | None = None
    text: str = ""
    problem: str = ""


def without_strength(entry: str) -> str:
    """Return an entry of a list without the strength at its start or its end.

    Parameters
    ----------
    entry : str

    Examples
    --------
    >>> [without_strength(entry) for entry in ("Retinol (0.3 %)", "5 % Niacinamide", "Laureth-7")]
    ['Retinol', 'Niacinamide', 'Laureth-7']
    """
    if not _AMOUNT.search(entry):
        return entry
    bare = entry.strip()
    for stated in _STATED.finditer(bare):
        before, behind = bare[: stated.start()].rstrip(" ([:=-–@"), bare[stated.end() :].lstrip(" )]:-–")
        if not before or not behind:
            return (before or behind).strip()
    return bare


def strengths_beside(
    text: str, names: Sequence[NamedForm], *, decimal: str = "", in_title: bool = False
) -> tuple[BesideName, ...]:
    """Return for each name in a text the strength that stands beside it.

    It stands right behind the name, or before it at the start of the entry. Commas, line breaks and the
    like part entries, inside brackets for what is in them.

    Parameters
    ----------
    text : str
        A list of ingredients, or the name of a product.
    names : sequence of NamedForm
        As `forms_named` finds them in it.
    decimal : str, optional
        As for `read_strength`.
    in_title : bool, optional
        Whether it is the name of a product: there other words than names of ingredients may stand before.

    Returns
    -------
    tuple of BesideName

    Examples
    --------
    >>> from calc.parsing.forms_in_text import forms_named
    >>> text = "Niacinamide 25 %, Ascorbic Acid (Vitamin C) 12 %"
    >>> [beside.text for beside in strengths_beside(text, forms_named(text))]
    ['12 %', '12 %']
    """
    if not any(
        _AMOUNT.search(text, max(name.start - _NEAR, 0), name.start)
        or _AMOUNT.search(text, name.end, name.end + _NEAR)
        or _BARE.match(text, name.end)
        for name in names
    ):
        return (BesideName(),) * len(names)
    if len(names) > _MOST_NAMES:
        return _first_strengths(text, names, decimal, in_title)
    bounds = _entries(text)
    besides: list[BesideName] = []
    claimed: list[tuple[NamedForm, int]] = []  # up to where what stands behind a name is its own
    for name in names:
        first, last = _own_entry(text, bounds, name)
        first, last = max(first, name.start - _LONGEST_ENTRY), min(last, name.end + _LONGEST_ENTRY)
        first = max([first, *(reach for other, reach in claimed if not _belongs(other, name))])
        for other in names:
            if not _belongs(other, name):
                first = max(first, other.end) if other.end <= name.start else first
                last = min(last, other.start) if other.start >= name.end else last
        plain = _without(text, [other for other in names if _belongs(other, name)])
        before, behind = plain[first : name.start], plain[name.end : max(last, name.end)]
        behind += _entry_behind(text, bounds, last)
        beside, claims = _beside(before, behind, decimal, in_title)
        claimed += [(name, name.end + claims)] if claims else []
        besides.append(beside)
    return tuple(besides)


def _first_strengths(
    text: str, names: Sequence[NamedForm], decimal: str, in_title: bool
) -> tuple[BesideName, ...]:
    """Return the strengths beside very many names: of each form beside the first that name it."""
    counts: Counter[tuple[str, str]] = Counter()
    besides = []
    for place, name in enumerate(names):
        key = (name.form or "", name.status)
        counts[key] += 1
        looked = counts[key] <= _MOST_OF_ONE
        besides.append(_strength_near(text, names, place, decimal, in_title) if looked else BesideName())
    return tuple(besides)


def _strength_near(
    text: str, names: Sequence[NamedForm], place: int, decimal: str, in_title: bool
) -> BesideName:
    """Return the strength beside one of very many names, by what stands around it alone."""
    few, name = names[max(place - _AROUND, 0) : place + _AROUND + 1], names[place]
    start, end = max(name.start - _LONGEST_ENTRY, 0), name.end + _LONGEST_ENTRY
    if len(few) > 2 * _AROUND:
        start, end = max(start, few[0].start), min(end, few[-1].end)
    near = [one for one in few if one.start >= start and one.end <= end]
    moved = [replace(one, start=one.start - start, end=one.end - start) for one in near]
    return strengths_beside(text[start:end], moved, decimal=decimal, in_title=in_title)[near.index(name)]


def states_strength(text: str) -> bool:
    """Tell whether a text states any strength with its unit.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> states_strength("Serum 15 %"), states_strength("Serum 30 ml")
    (True, False)
    """
    return _UNIT_SIGN.search(text) is not None and _STATED.search(text) is not None


def begins_with_strength(text: str) -> bool:
    """Tell whether a text begins with a strength with its unit.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> begins_with_strength("5 % Niacinamide"), begins_with_strength("Niacinamide 5 %")
    (True, False)
    """
    return _STATED.match(text) is not None


def _entry_behind(text: str, bounds: list[tuple[int, int, int]], last: int) -> str:
    """Return the entry behind another where it is a strength and nothing else, and the first one is none."""
    ends = [bound for bound in bounds if bound[0] >= last][:2]
    if not ends or ends[0][0] != last:
        return ""
    entry = text[ends[0][1] : ends[1][0] if len(ends) > 1 else len(text)]
    stated = _STATED.fullmatch(entry.strip())
    return f" {entry}" if stated and not _STATED.fullmatch(text[: bounds[0][0]].strip()) else ""


def _belongs(other: NamedForm, name: NamedForm) -> bool:
    """Tell whether a name says the same as another, or vitamin C and no more."""
    return other.status == "unnamed" or (other.form == name.form and other.status == name.status)


def _without(text: str, names: Sequence[NamedForm]) -> str:
    """Return a text with blanks in the place of some names."""
    for name in names:
        text = text[: name.start] + " " * (name.end - name.start) + text[name.end :]
    return text


def _beside(before: str, behind: str, decimal: str, in_title: bool) -> tuple[BesideName, int]:
    """Return what stands beside a name, and how far what is used of it reaches behind the name."""
    ahead, starts = _stated_before(before, in_title)
    after, reach = _stated_behind(behind)
    if ahead and after and "".join(ahead.split()) != "".join(after.split()):
        problem = say("one strength stands before the name and another behind it.")
        return BesideName(None, f"{ahead} … {after}", problem), 0
    if after or starts:
        return _read(ahead or after, decimal), reach
    if ahead:
        return BesideName(None, ahead, say("it may belong to what stands before it.")), 0
    return _unusable(behind), 0


def _unusable(behind: str) -> BesideName:
    """Return what stands behind a name and is no strength of it, or not surely."""
    plain = behind.lstrip(f" {_OPEN}") if behind[:1].isspace() else behind
    signs = _SIGNS.match(plain)
    plain = plain[signs.end() :] if signs else plain
    bare = _NO_STRENGTH.match(plain.lstrip(f" {_OPEN}:="))
    if bare:
        return BesideName(None, bare[0], say("this is not a strength without its unit."))
    stated = _STATED.search(behind)
    problem = say("other words stand between the two.")
    return BesideName(None, stated[0].strip(), problem) if stated else BesideName()


def _read(stated: str, decimal: str) -> BesideName:
    """Return a strength as it is stated, or why it cannot be used."""
    try:
        strength = read_strength(without_about(stated), field="strength", decimal=decimal)
    except InputError as error:
        return BesideName(None, stated, f"{error.accepted} {error.fix}")
    if strength.bound:
        return BesideName(None, stated, say("a bound is not a strength."))
    if not strength.high > 0:
        return BesideName(None, stated, say("nothing of it is in there."))
    return BesideName(strength, stated)


def _stated_before(before: str, in_title: bool) -> tuple[str, bool]:
    """Return the strength that ends a text, and whether it stands at the start of it."""
    every = list(_STATED.finditer(before))
    if not every or _plain(before[every[-1].end() :]):
        return "", False
    head = _BULLET.sub("", before[: every[-1].start()])
    starts = not _plain(head) or (in_title and len(every) == 1 and not _names_ingredient(head))
    return every[-1][0].strip(), starts


def _stated_behind(behind: str) -> tuple[str, int]:
    """Return the strength that begins a text, in brackets or not, and where it ends."""
    at = 0
    while at < len(behind):
        signs = _SIGNS.match(behind, at)
        at = signs.end() if signs else at
        stated = _STATED.match(behind, at)
        if stated:
            return stated[0].strip(), stated.end()
        if behind[at : at + 1] in _OPEN and behind[at : at + 1]:
            close = next((i for i in range(at, len(behind)) if behind[i] in _CLOSED), len(behind))
            inside = list(_STATED.finditer(behind, at, close))
            if len(inside) == 1 and not _PURITY.search(behind, at, close):
                return inside[0][0].strip(), close
            if len(inside) > 1:
                return "", 0
            at = close + 1
        elif behind[at : at + 1] in _CLOSED and behind[at : at + 1]:
            at += 1
        elif (word := _filler().match(behind, at)) and word.end() > at:
            at = word.end()
        else:
            return "", 0
    return "", 0


def _plain(text: str) -> str:
    """Return a text without signs, brackets and words that may stand between a name and its strength."""
    kept = re.sub(rf"[\s{re.escape(_OPEN + _CLOSED)}™®*†‡°:=–—\-“”\"'’.,%]+", " ", text)
    return _filler().sub("", kept).strip()


@functools.lru_cache(maxsize=1024)
def _names_ingredient(text: str) -> bool:
    """Tell whether the last words of a text name an ingredient that is known here."""
    words = text.split()
    return any(
        catalog.is_ingredient(" ".join(words[start:]))
        for start in range(max(len(words) - _LONGEST_NAME, 0), len(words))
    )


@functools.cache
def _filler() -> re.Pattern[str]:
    """Return the pattern of a word that may stand between a name and its strength."""
    return re.compile(
        rf"(?<![^\W\d_]){alternation(label_names()['guards']['beside'])}(?![^\W\d_])\.?\s*", re.IGNORECASE
    )


@functools.cache
def _separator() -> re.Pattern[str]:
    """Return the pattern of what parts entries: signs, and words such as “and”."""
    words = alternation(label_names()["guards"]["parts"])
    pattern = rf"{_SEPARATOR.pattern}|\(\s*{words}\s*\)|(?<=\s){words}(?=\s)"
    return re.compile(pattern, re.IGNORECASE)


def _entries(text: str) -> list[tuple[int, int, int]]:
    """Return where something parts entries, from sign to sign, and in how many brackets it stands."""
    bounds: list[tuple[int, int, int]] = []
    depth = at = 0
    for match in _separator().finditer(text):
        depth = _depth(text[at : match.start()], depth)
        at = match.start()
        if match[0] == "\n":
            depth = 0
        bounds.append((match.start(), match.end(), depth))
    return bounds


def _depth(text: str, depth: int) -> int:
    """Return in how many brackets the end of a text stands."""
    for sign in text:
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSED:
            depth = max(depth - 1, 0)
    return depth


def _own_entry(text: str, bounds: list[tuple[int, int, int]], name: NamedForm) -> tuple[int, int]:
    """Return from where to where the entry of a name reaches; what stands deeper in brackets parts none."""
    before = [bound for bound in bounds if bound[1] <= name.start]
    depth = (
        _depth(text[before[-1][0] : name.start], before[-1][2]) if before else _depth(text[: name.start], 0)
    )
    first, last = 0, len(text)
    for start, end, deep in bounds:
        if deep > depth:
            continue
        if end <= name.start:
            first = end
        elif start >= name.end:
            last = start
            break
    return first, last
