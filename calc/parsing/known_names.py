"""The names of the ingredients that are known: looked up whole, without the words beside them, or nearly."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.parsing.phrases import TOKEN, Phrases, alternation, is_unspaced, phrases_of
from calc.parsing.plain_text import plain_text, without_accents

#: What “vitamin C” is where no form is named.
PURE = "l_ascorbic_acid"
# The ends of ids of what is named by its kind alone.
UNSTATED = ("_kind_not_stated", "vegetable_oil")
#: Words of scripts that do not part words by spaces, with what is written together with them: クエン酸3Na.
_UNSPACED = re.compile(r"[A-Za-z\d,-]*[\u1100-\uffef][A-Za-z\d\u1100-\uffef-]*|(?<=[\u1100-\uffef] )[A-Z]\b")
#: A Latin word beside them, which is a name of its own: glycerin甘油.
_LATIN_WORD = re.compile(r"[A-Za-z]{5,}")
# A name with the words beside it has no more words than this.
_MOST_WORDS = 16
# A code in Latin letters in front of a name in a script that does not part words by spaces.
_CODE_AND_NAME = re.compile(r"([A-Za-z][A-Za-z\d-]*)([\u1100-\uffef]+)")
# Signs of names in their older form, and in that which the names here have.
_SIMPLIFIED = str.maketrans(
    "維純蒸餾鈉鎂鉀鋅劑膠質凍傳檸檬蘆薈氫醣矽靈濃縮鹼蘇蠟欖葉黃濕麥樹漿餘銀銅鈣",
    "维纯蒸馏钠镁钾锌剂胶质冻传柠檬芦荟氢糖硅灵浓缩碱苏蜡榄叶黄湿麦树浆余银铜钙",
)
# “Acid” in Russian as it is shortened, and what is no part of a word.
_SHORT_ACID, _SIGNS = re.compile(r"\bк-?т([аыуе])\b"), re.compile(r"[^\w\s]|_")
# What salts, alcohols, aldehydes and hydrocarbons end in.
_SERIES = re.compile(r"(?:[aeiy]n|[ai]t|id|[aioy]l|[аеи]н|[аи]т|ид|[аио]л)[aeoiuyа]?(?![^\W\d_])")


def holds_phrase(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a text holds one of some phrases."""
    return _phrases(words).stand_in(without_accents(plain_text(text)))


@functools.lru_cache(maxsize=16)
def _phrases(words: tuple[str, ...]) -> Phrases:
    """Return phrases that stand for the same."""
    return phrases_of(words)


def known_id(text: str) -> str:
    """Return the id of the known ingredient that a text names; "" where there is none.

    A derivative of vitamin C, or what else it is called beside its name, is not vitamin C.
    """
    ingredient = _looked_up(text)
    if (
        ingredient != PURE
        or words_of(text) in known_names()
        or not holds_phrase(text, recipe_words().changing)
    ):
        return ingredient
    return ""


def _looked_up(text: str) -> str:
    """Return the id of the known ingredient of which a text says the name; "" where there is none.

    The words beside the name must be known not to change it.
    """
    words = _with_kind_apart(words_of(text))
    if is_unspaced(words) and words in recipe_words().dilute:  # 水溶液 names no water
        return ""
    whole = known_names().get(words) or _without_beside(words)
    if whole:
        return whole
    for part in _parts(text):
        words = words_of(part)
        ingredient = known_names().get(words) or (
            known_names().get(words[:-1]) if words.endswith("s") else None
        )
        if ingredient:
            return ingredient
    for part in _parts(text):
        words = words_of(part)
        ingredient = _without_beside(words) or _named_twice(words) or _in_any_order(words)
        if ingredient:
            return ingredient
    return ""


def _with_kind_apart(words: str) -> str:
    """Return words with “powder” or “solution” apart from a name before it: Ascorbinsäurepulver."""
    head, _, last = words.rpartition(" ")
    if not last.isalpha() or last in _vocabulary():
        return words
    for grown in map(words_of, (*recipe_words().powder, *recipe_words().grown)):
        name = last.removesuffix(grown)
        if name != last and name in _vocabulary():
            return f"{head} {name} {grown}".strip()
    return words


def _named_twice(words: str) -> str:
    """Return the id of what two names in a row mean alike, as trade name and INCI run together; "" else."""
    tokens = words.split(" ")
    for at in range(1, len(tokens)):
        ingredient = known_names().get(" ".join(tokens[:at]))
        if ingredient and known_names().get(" ".join(tokens[at:])) == ingredient:
            return ingredient
    return ""


def _parts(text: str) -> Iterator[str]:
    """Yield a text, then what stands before a remark, and what stands between slashes."""
    yield text
    head = _aside().split(text)[0].strip()
    role, _, behind = text.rpartition(":")
    if role and behind.strip():
        yield behind.strip()
    if head and head != text:
        yield head
    for sign in ("/", "(and)", "&"):
        if sign in text:
            yield from (part.strip() for part in text.split(sign) if part.strip())
    wholes = (_LATIN_WORD.sub(" ", part) for part in dict.fromkeys((text, head)))
    for unspaced in filter(None, ("".join(_UNSPACED.findall(whole)) for whole in wholes)):
        yield from _without_ends(unspaced)
        yield from _glued_twice(unspaced)
        spaced = " ".join(_UNSPACED.sub(" ", text).split())
        if len(spaced) > 3:
            yield spaced


def _glued_twice(unspaced: str) -> Iterator[str]:
    """Yield the name behind a code grown together with it, where both name one thing: SAP抗坏血酸磷酸酯钠."""
    match = _CODE_AND_NAME.fullmatch(unspaced)
    if match is None:
        return
    code, name = (known_names().get(words_of(part), "") for part in match.groups())
    if code and (code == name or name.endswith(UNSTATED)):
        yield match[1]


def _without_ends(unspaced: str) -> Iterator[str]:
    """Yield a name of a script without spaces, then without words at its ends that do not change it."""
    yield unspaced
    words = recipe_words()
    ends = [word for word in (*words.beside, *words.phrases["of"]) if is_unspaced(word)]
    for word in sorted(ends, key=len, reverse=True):
        if unspaced.endswith(word):
            yield unspaced.removesuffix(word)
        if unspaced.startswith(word):
            yield unspaced.removeprefix(word)


def _without_beside(words: str) -> str:
    """Return the id of a name in words of which all others are known not to change it."""
    tokens = words.split(" ")
    stemmed = [_stem(token) for token in tokens]
    vocabulary = _vocabulary()
    if len(tokens) > _MOST_WORDS or any(
        token.isalpha() and token not in vocabulary and stem not in vocabulary
        for token, stem in zip(tokens, stemmed)
    ):
        return ""
    names, stems, beside = known_names(), _stemmed_names(), _beside()
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length + 1):
            end = start + length
            ingredient = names.get(" ".join(tokens[start:end])) or stems.get(" ".join(stemmed[start:end]), "")
            around = [*tokens[:start], *tokens[end:]]
            if ingredient in recipe_words().diluted:
                around = [token for token in around if token not in recipe_words().dilute]
            if ingredient and _are_plain(around, beside):
                return ingredient
    return ""


@functools.cache
def _vocabulary() -> frozenset[str]:
    """Return the words that stand in names or beside them, with and without the endings of their cases."""
    words = recipe_words()
    around = (words.phrases[key] for key in ("of", "optional", "measure"))
    beside = chain(words.beside, words.dilute, *around)
    return frozenset(
        token
        for names in (known_names(), _stemmed_names(), map(words_of, beside))
        for name in names
        for token in name.split(" ")
    )


def is_in_names(word: str) -> bool:
    """Tell whether a word stands in a name that is known, or beside one."""
    return words_of(word) in _vocabulary()


def changing_words(text: str) -> str:
    """Return the words of a name without those that do not change it, articles and “of” among them."""
    beside = _beside()
    return " ".join(token for token in words_of(text).split(" ") if not beside.key(token))


def _in_any_order(words: str) -> str:
    """Return the id of a name whose words stand in another order, articles and words beside it left out."""
    if words in recipe_words().unclear:
        return ""
    beside = _beside()
    tokens = [token for token in words.split(" ") if not beside.key(token)]
    return _names_in_any_order().get(_ordered(tokens), "") if len(tokens) > 1 else ""


def _ordered(tokens: Iterable[str]) -> str:
    """Return the stems of words in the order of the alphabet, without articles."""
    articles = recipe_words().grammar["article"]
    return " ".join(sorted(_stem(token) for token in tokens if token not in articles))


@functools.cache
def _names_in_any_order() -> Mapping[str, str]:
    """Return the stems of the words of names, ordered, with the id that they lead to, where it is one."""
    beside, ids = _beside(), dict[str, set[str]]()
    for words, id in known_names().items():
        tokens = [token for token in words.split(" ") if not beside.key(token)]
        if len(tokens) > 1 and not is_unspaced(words):
            ids.setdefault(_ordered(tokens), set()).add(id)
    return {words: ingredients.pop() for words, ingredients in ids.items() if len(ingredients) == 1}


def _are_plain(tokens: list[str], beside: Phrases) -> bool:
    """Tell whether words beside a name do not change it."""
    text, at = " ".join(tokens), 0
    while at < len(text):
        token = TOKEN.match(text, at)
        if token is None:
            at += 1
            continue
        match = beside.at(text, at)
        if match is None and token[0].isalpha():
            return False
        at = match.end if match else token.end()
    return True


def is_wider(ingredient: str, other: str) -> bool:
    """Tell whether a name may stand for several things, of which another is one."""
    one, two = catalog.ingredients()[ingredient], catalog.ingredients()[other]
    if ingredient.endswith(UNSTATED):
        return True
    return one.inci == two.inci


def called(id: str) -> str:
    """Return the name of an ingredient as it is called here."""
    return catalog.ingredients()[id].name


@functools.lru_cache(maxsize=8192)
def words_of(text: str) -> str:
    """Return the words of a name, without case, accents and signs."""
    bare = without_accents(plain_text(text)).lower()
    if "'" in bare or "’" in bare:
        bare = _elided().sub(" ", bare)
    if not bare.isascii():
        bare = _SHORT_ACID.sub(r"кислот\1", bare).translate(_SIMPLIFIED)
    tokens = TOKEN.findall(_SIGNS.sub(" ", bare))
    return " ".join(recipe_words().short.get(token, token) for token in tokens)


@functools.cache
def known_names() -> Mapping[str, str]:
    """Return the names of all ingredients, in words, with the ids that they lead to."""
    every = list(catalog.ingredients().values())
    inci = {
        words_of(spelled): record.id
        for record in reversed(every)
        for spelled in (record.inci, record.inci.replace("(and)", ","))
    }
    own = {
        words_of(name): record.id
        for record in every
        for name in (record.id.replace("_", " "), record.name, record.short, *record.aliases)
        if name
    }
    return {**inci, **own}


@functools.lru_cache(maxsize=8192)
def stemmed_words(words: str) -> str:
    """Return words of Russian or Polish without the endings of their cases; others with theirs."""
    return " ".join(map(_stem, words.split(" ")))


@functools.lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """Return a word without the ending of its case, where enough of it is left to know it by."""
    if is_unspaced(word):
        return word
    stem = _case_endings().sub("", word)
    return stem if len(stem) >= (4 if word.isascii() else 3) else word


@functools.cache
def _stemmed_names() -> Mapping[str, str]:
    """Return the stems of names with the ids that they lead to, where they lead to one only."""
    stems: dict[str, set[str]] = {}
    for words, id in known_names().items():
        stems.setdefault(stemmed_words(words), set()).add(id)
    return {stem: ids.pop() for stem, ids in stems.items() if len(ids) == 1}


@functools.cache
def _beside() -> Phrases:
    """Return the words that do not change a name, articles and prepositions among them."""
    words = recipe_words()
    around = (words.phrases[key] for key in ("of", "optional", "measure"))
    return phrases_of(chain(words.beside, *around))


def nearest_name(words: str) -> tuple[str, str, bool] | None:
    """Return a name that is spelled nearly so, its id, and whether it is a letter away; None without one."""
    if len(words) < 6:
        return None
    alike = (name for name in _names_by_start().get(words[0], ()) if abs(len(name) - len(words)) <= 3)
    for name in difflib.get_close_matches(words, alike, n=3, cutoff=0.86):
        if [*map(_sign, name.split())] == [*map(_sign, words.split())]:
            is_other = is_unspaced(words) or _is_other_series(words, name)
            return name, known_names()[name], _is_a_letter_away(words, name) and not is_other
    return None


@functools.cache
def _names_by_start() -> Mapping[str, tuple[str, ...]]:
    """Return the names by their first sign."""
    starts: dict[str, list[str]] = {}
    for name in known_names():
        starts.setdefault(name[0], []).append(name)
    return {start: tuple(names) for start, names in starts.items()}


def _sign(word: str) -> str:
    """Return a word that is a number or a letter, "" for any other: vitamin F is not vitamin C."""
    return word if word.isdigit() or len(word) == 1 else ""


def _is_other_series(one: str, other: str) -> bool:
    """Tell whether endings make another substance of a name: a sulfate is no sulfite, retinol no retinal."""
    ends, others = _SERIES.findall(one), _SERIES.findall(other)
    return len(ends) == len(others) and ends != others


def _is_a_letter_away(one: str, other: str) -> bool:
    """Tell whether two spellings differ by one letter, missing, wrong or exchanged with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


@functools.cache
def _aside() -> re.Pattern[str]:
    """Return the pattern of what parts a name from a remark about it."""
    return re.compile(rf"\s[-–—]\s|[,;:–—]|\s{alternation(recipe_words().grammar['aside'])}\s", re.IGNORECASE)


@functools.cache
def _elided() -> re.Pattern[str]:
    """Return the pattern of articles that have lost their vowel."""
    return re.compile(rf"\b{alternation(recipe_words().grammar['elided'])}['’](?=\w)")


@functools.cache
def _case_endings() -> re.Pattern[str]:
    """Return the pattern of the endings of Russian and Polish cases."""
    return re.compile(rf"{alternation(recipe_words().grammar['case_ending'])}$")
