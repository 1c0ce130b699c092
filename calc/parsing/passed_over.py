"""What a line says beside the ingredient that it names, and what of that is not understood.

“Glycerin, fluff 5 g” counts as glycerin, and nobody knows what “fluff” is; “Jojoba oil (with 0.5 % rosemary
extract) 5 g” names an extract that does not count. Words that change nothing are no reason for a note.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.catalog.vocabulary import ROLES
from calc.messages import say, say_list, say_n
from calc.parsing.ingredient_names import NamedIngredient, is_any_form, without_denied
from calc.parsing.known_names import UNSTATED, known_names, stemmed_words, words_of
from calc.parsing.line_amounts import GONE, quiet_amounts, without_amounts
from calc.parsing.line_names import CELLS, remark_brackets
from calc.parsing.phrases import TOKEN, Phrases, is_unspaced, phrases_of
from calc.parsing.plain_text import without_accents

_LINK = re.compile(r"(?:https?://|www\.)\S+")
# Where a remark ends and another may begin; a hyphen within a word parts nothing.
_PARTED = re.compile(r"[()\[\]{},;:/|=+\t]|\s[-–—]\s|[.!?](?=\s|$)")
# Between two words that are told as one.
_BETWEEN = re.compile(r"[\s'’-]*")
# A name of an ingredient has no more words than this, and a word at least so many letters.
_LONGEST_NAME, _LEAST_LETTERS = 6, 3
# So alike are a word and one of the name itself that it is spelled wrong [0–1].
_ALIKE = 0.8
# So many of what is not understood are told one by one.
_MOST_TOLD = 4


class _Aside(NamedTuple):
    """What of a line is passed over: words that are not understood, and names of other ingredients.

    ``measured``: those of the other ingredients beside which an amount stands.
    """

    unknown: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()


def told_of_rest(part: str, named: NamedIngredient, told: str, remark: str = "") -> str:
    """Return what to say of the words of a line that were passed over beside its name; "" for nothing.

    Parameters
    ----------
    part : str
        The line, or the part of it that names the ingredient.
    named : NamedIngredient
        What was taken of it.
    told : str
        What is said of the line so far: what stands there is told already.
    remark : str, optional
        A long remark behind it, of which only what has an amount is told.

    Examples
    --------
    >>> from calc.parsing.ingredient_names import find_named
    >>> glycerin = find_named("glycerin")
    >>> told_of_rest("glycerin, fluff 5 g", glycerin, "")
    '“fluff” was not understood and does not count.'
    >>> told_of_rest("organic glycerin (for slip), 99 % 5 g", glycerin, "")
    ''
    """
    rest = _without_amounts(part)
    long = " ; ".join((*remark_brackets().findall(rest), _without_amounts(remark)))
    aside = _passed_over(remark_brackets().sub(" ", rest), named)
    others = (*aside.others, *_passed_over(long, named).measured)
    said = told.casefold()
    unknown = [word for word in aside.unknown if word.casefold() not in said]
    names = [name for name in dict.fromkeys(others) if name.casefold() not in said]
    notes = []
    if names:
        notes.append(
            say_n(
                "“{names}” does not count: if it goes in separately, give it a line of its own.",
                "{names} do not count: what goes in separately needs a line of its own.",
                len(names),
                names=names[0] if len(names) == 1 else _quoted(names),
            )
        )
    if unknown:
        notes.append(
            say_n(
                "“{words}” was not understood and does not count.",
                "{words} were not understood and do not count.",
                len(unknown),
                words=unknown[0] if len(unknown) == 1 else _quoted(unknown),
            )
        )
    return " ".join(notes)


def _without_amounts(text: str) -> str:
    """Return a line without links and amounts, its cells parted by bars; "" where an amount is unclear."""
    cells = (" ".join(cell.split()) for cell in CELLS.split(_LINK.sub(" ", text)))
    body = without_denied(" | ".join(cells))
    amounts = quiet_amounts(without_accents(body))
    return without_amounts(body, amounts) if all(amount.end for amount in amounts) else ""


def _quoted(words: list[str]) -> str:
    """Return words in quotes, the first of them where they are many."""
    shown = [f"“{word}”" for word in words[:_MOST_TOLD]]
    is_all = len(words) <= _MOST_TOLD
    return say_list(shown, "and") if is_all else say("{words} …", words=say_list(shown, ","))


@functools.lru_cache(maxsize=8192)
def _passed_over(text: str, named: NamedIngredient) -> _Aside:
    """Return what of a line without its amounts is passed over beside an ingredient."""
    plain, own = without_accents(text), _own_words(named.id, named.name)
    unknown: list[str] = []
    others: list[str] = []
    measured: list[str] = []
    for start, end in _segments(plain):
        words = [word for word in TOKEN.finditer(plain, start, end) if word[0].isalpha()]
        at, run = 0, list[re.Match[str]]()
        while at < len(words):
            if words[at][0].lower() in _purposes() and at + 1 < len(words):
                break
            quiet, (id, count) = _quiet_count(words, at, plain, own), _name_at(words, at)
            found = words[at : at + count]
            if count > quiet and _is_another(id, named.id, found, own):
                said, is_measured = text[found[0].start() : found[-1].end()], _is_measured(found, plain)
                others += [said] if is_measured or id != "water" else []
                measured += [said] if is_measured else []
            known = max(quiet, count) or int(_is_code(words[at], plain))
            if run and (known or not _BETWEEN.fullmatch(plain[run[-1].end() : words[at].start()])):
                unknown.append(text[run[0].start() : run[-1].end()])
                run = []
            run += [] if known else [words[at]]
            at += known or 1
        unknown += [text[run[0].start() : run[-1].end()]] if run else []
    return _Aside(*(tuple(dict.fromkeys(said)) for said in (unknown, others, measured)))


def _is_measured(words: Sequence[re.Match[str]], plain: str) -> bool:
    """Tell whether an amount stood right before a name, or right behind it."""
    before, behind = plain[: words[0].start()].rstrip(" ("), plain[words[-1].end() :].lstrip(" (")
    return before.endswith(GONE) or behind.startswith(GONE)


def _segments(plain: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where the parts of a line reach that signs part."""
    start = 0
    for sign in _PARTED.finditer(plain):
        yield start, sign.start()
        start = sign.end()
    yield start, len(plain)


def _quiet_count(words: Sequence[re.Match[str]], at: int, plain: str, own: frozenset[str]) -> int:
    """Return how many words from one on are of the name itself, or change nothing."""
    word = words[at][0].lower()
    match = _quiet().at(plain, words[at].start())
    count = sum(one.start() < match.end for one in words[at:]) if match else 0
    if count:
        return count
    if len(word) < 2 or {word, words_of(word)} & own:
        return 1
    if stemmed_words(word) in own or stemmed_words(word) in _quiet_stems():
        return 1
    if is_unspaced(word):
        return int(any(said in word or said in words_of(word) for said in _unspaced()))
    grown = any(word.removesuffix(ending) in own for ending in _grown())
    return int(grown or bool(difflib.get_close_matches(word, own, n=1, cutoff=_ALIKE)))


def _name_at(words: Sequence[re.Match[str]], at: int) -> tuple[str, int]:
    """Return the ingredient whose name begins at a word, the longest, and of how many words it is."""
    names = known_names()
    first = words_of(words[at][0])
    if first.split(" ")[0] not in _first_words():
        return "", 0
    for count in range(min(_LONGEST_NAME, len(words) - at), 0, -1):
        spelled = words_of(" ".join(word[0] for word in words[at : at + count]))
        id = names.get(spelled) or names.get(spelled.removesuffix("s"), "")
        if id and len(spelled) >= _LEAST_LETTERS:
            return id, count
    return "", 0


def _is_another(id: str, own_id: str, words: Sequence[re.Match[str]], own: frozenset[str]) -> bool:
    """Tell whether a name is that of another ingredient than the line is about."""
    if id == own_id or id.endswith(UNSTATED) or all(word[0].lower() in own for word in words):
        return False
    diluted = recipe_words().diluted.get(id)
    if (diluted and diluted.ingredient == own_id) or (own_id in catalog.forms() and _says_any_form(words)):
        return False
    every = catalog.ingredients()
    return own_id not in every or every[id].inci != every[own_id].inci


def _says_any_form(words: Sequence[re.Match[str]]) -> bool:
    """Tell whether words say vitamin C and not of which form."""
    return is_any_form(" ".join(word[0] for word in words))


def _is_code(word: re.Match[str], plain: str) -> bool:
    """Tell whether letters are part of a code, “PE9010”, “T-50”."""
    return bool(re.search(r"\d-?$", plain[: word.start()]) or re.match(r"-?\d", plain[word.end() :]))


@functools.lru_cache(maxsize=2048)
def _own_words(id: str, name: str) -> frozenset[str]:
    """Return the words of all names of an ingredient, with and without the endings of their cases."""
    own = set(words_of(name).split(" ")) | _words_by_id().get(id, set())
    return frozenset(own | {stemmed_words(word) for word in own})


@functools.cache
def _words_by_id() -> Mapping[str, set[str]]:
    """Return the words of the names of each ingredient."""
    words: dict[str, set[str]] = {}
    for name, id in known_names().items():
        words.setdefault(id, set()).update(name.split(" "))
    return words


@functools.cache
def _first_words() -> frozenset[str]:
    """Return the words with which names begin."""
    return frozenset(name.split(" ")[0] for name in known_names())


@functools.cache
def _purposes() -> frozenset[str]:
    """Return the words in front of what something is for, where it is from, or what it is not."""
    grammar = recipe_words().grammar
    return frozenset(map(words_of, (*grammar["purpose"], *grammar["denied"])))


@functools.cache
def _grown() -> tuple[str, ...]:
    """Return what is grown together with a name in front of it: Zitronensäurelösung."""
    return tuple(map(words_of, (*recipe_words().grown, *recipe_words().powder)))


@functools.cache
def _quiet() -> Phrases:
    """Return the words that change nothing, wherever in a line they stand."""
    words = recipe_words()
    grammar = (said for kind, said in words.grammar.items() if kind != "case_ending")
    headings = (said for kind, said in words.headings.items() if kind != "ingredients")
    units = (unit.words for unit in words.units.values())
    kinds = (words.kinds.values(), words.remarks.values(), words.phrases.values(), words.numbers.values())
    beside = (words.method, words.beside, words.quiet, words.dilute, words.fluid, words.powder, ROLES)
    return phrases_of(chain(*chain(grammar, headings, units, *kinds, beside)))


@functools.cache
def _unspaced() -> tuple[str, ...]:
    """Return names and words that change nothing in scripts that do not part words by spaces."""
    return tuple(said for said in (*known_names(), *_quiet().unspaced) if is_unspaced(said))


@functools.cache
def _quiet_stems() -> frozenset[str]:
    """Return the words that change nothing without the endings of their cases."""
    words = chain(recipe_words().beside, recipe_words().quiet)
    return frozenset(stemmed_words(words_of(word)) for word in words if " " not in word)
