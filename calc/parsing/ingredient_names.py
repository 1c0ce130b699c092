"""Which ingredient a name in a recipe means, whatever words stand beside it."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.parsing.phrases import TOKEN, Phrases, any_of
from calc.parsing.plain_text import plain_text, without_accents

#: What is said of an ingredient that is not known.
NOT_KNOWN = "Not known here; its mass counts."
#: Prefix of the ids that stand for an ingredient which is not known, by its class.
OTHER = "other_"
#: The class of what may be anything.
UNKNOWN = "unknown"
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_PURE = "l_ascorbic_acid"
# The ends of ids of what is named by its kind alone.
_UNSTATED = ("_kind_not_stated", "vegetable_oil")
#: Words of scripts that do not part words by spaces, with what is written together with them: クエン酸3Na.
_UNSPACED = re.compile(r"[A-Za-z\d,-]*[\u1100-\uffef][A-Za-z\d\u1100-\uffef-]*|(?<=[\u1100-\uffef] )[A-Z]\b")
#: A Latin word beside them, which is a name of its own: glycerin甘油.
_LATIN_WORD = re.compile(r"[A-Za-z]{5,}")
_SIGNS = re.compile(r"[®™©℠*†‡†^_`~#]+")
# A name with the words beside it has no more words than this.
_MOST_WORDS = 16
# A name in brackets is as long as this: “(sol.)” is none.
_LONG_ENOUGH = 5

# Signs of names in their older form, and in that which the names here have.
_SIMPLIFIED = str.maketrans(
    "維純蒸餾鈉鎂鉀鋅劑膠質凍傳檸檬蘆薈氫醣矽靈濃縮鹼蘇蠟欖葉黃濕麥樹漿餘銀銅鈣",
    "维纯蒸馏钠镁钾锌剂胶质冻传柠檬芦荟氢糖硅灵浓缩碱苏蜡榄叶黄湿麦树浆余银铜钙",
)
# What salts, alcohols, aldehydes and hydrocarbons end in.
_SERIES = re.compile(r"(?:[aeiy]n|[ai]t|id|[aioy]l|[аеи]н|[аи]т|ид|[аио]л)[aeoiuyа]?(?![^\W\d_])")


@dataclass(frozen=True)
class NamedIngredient:
    """What a name in a recipe means.

    Parameters
    ----------
    id : str
        In `catalog.ingredients`, or `OTHER` with a class of `catalog.recipe_words.CLASSES` or ``unknown``.
    name : str
        As it is called here; of what is not known, as it was written.
    note : str
        What was taken for what; "" where the name says it plainly.
    readings : tuple of str
        Names that may be meant instead.
    is_assumed : bool
        It can be meant in another way.
    """

    id: str
    name: str
    note: str = ""
    readings: tuple[str, ...] = ()
    is_assumed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether the catalogue knows it."""
        return not self.id.startswith(OTHER)


@functools.lru_cache(maxsize=8192)
def find_named(text: str) -> NamedIngredient | None:
    """Return the known ingredient that a name means; None where there is none.

    Parameters
    ----------
    text : str
        The name with the words around it: “L-Ascorbic Acid (Vitamin C) powder, ultra fine”.

    Examples
    --------
    >>> find_named("organic vegetable glycerin (USP)").id
    'glycerin'
    """
    bare = _SIGNS.sub(" ", plain_text(text)).strip(" .:;,-–—=|•")
    if bare.count("(") > bare.count(")"):
        bare = f"{bare})"
    whole = _names().get(_words_of(bare))
    if whole:
        return NamedIngredient(whole, _name(whole))
    inner = [part.strip() for part in _BRACKETS.findall(bare) if part.strip()]
    outer = " ".join(_BRACKETS.sub(" ", bare).split())
    within = [
        found for part in inner if sum(map(str.isalpha, part)) >= _LONG_ENOUGH and (found := _known(part))
    ]
    found = _known(outer) or _known(bare)
    if (
        found
        and within
        and within[0] != found
        and not _is_wider(found, within[0])
        and not found.endswith(_UNSTATED)
    ):
        other = _name(within[0])
        note = f"Taken as {_name(found)}; “{inner[0]}” would be {other}."
        return NamedIngredient(found, _name(found), note, (other,), is_assumed=True)
    chosen = within[0] if within else found
    if chosen and _is_mixture_of_unknown(bare):
        return None
    mixed = _mixed_with(bare, chosen)
    if mixed:
        note = f"Taken as {_name(chosen)}; it says {_name(mixed)} too."
        return NamedIngredient(chosen, _name(chosen), note, is_assumed=True)
    return NamedIngredient(chosen, _name(chosen)) if chosen else _unclear(outer)


def _unclear(text: str) -> NamedIngredient | None:
    """Return what a word is taken for that means several substances: “soda”; None for any other."""
    ids = recipe_words().unclear.get(_words_of(text)) or recipe_words().unclear.get(_stemmed(_words_of(text)))
    if not ids:
        return None
    first, *others = map(_name, ids)
    note = f"Taken as {first}; “{text}” can be {' or '.join(others)} too."
    return NamedIngredient(ids[0], first, note, tuple(others), is_assumed=True)


@functools.lru_cache(maxsize=8192)
def named_ingredient(text: str) -> NamedIngredient:
    """Return what a name means: a known ingredient, one of a close spelling, or another of some class.

    Parameters
    ----------
    text : str
        As for `find_named`.

    Examples
    --------
    >>> named_ingredient("unicorn oil").id
    'other_oil'
    >>> named_ingredient("rosehip thing (oil)").id, named_ingredient("rosehip thing (oil)").name
    ('other_oil', 'rosehip thing')
    """
    text, kind = stated_kind(text)
    found = find_named(text)
    if found:
        return found
    shown = _leading().sub("", " ".join(_SIGNS.sub(" ", text).split()).strip(" .:;,-–—=|•"))
    if kind:
        return NamedIngredient(OTHER + kind, shown, NOT_KNOWN)
    near = _near(_words_of(shown))
    if near:
        spelled, id, is_close = near
        if is_close:
            note = f"Taken as {_name(id)}, spelled “{spelled}”."
            other = with_kind(shown, shown, _other(shown).removeprefix(OTHER))
            return NamedIngredient(id, _name(id), note, (other,), is_assumed=True)
        return NamedIngredient(_other(shown), shown, f"Not known here. {_name(id)}?", (_name(id),))
    return NamedIngredient(_other(shown), shown, NOT_KNOWN)


def stated_kind(text: str) -> tuple[str, str]:
    """Return a text without the brackets in which somebody says what kind of thing it is, and that kind.

    Parameters
    ----------
    text : str

    Returns
    -------
    tuple of str and str
        A key of ``recipe_words().kinds``; "" where no kind is stated.

    Examples
    --------
    >>> stated_kind("wonderstuff (oil)"), stated_kind("wonderstuff (mine)")
    (('wonderstuff', 'oil'), ('wonderstuff (mine)', ''))
    """
    for said in _BRACKETS.finditer(text):
        kind = _kinds().get(said[1].strip().casefold(), "")
        if kind:
            return " ".join(f"{text[: said.start()]} {text[said.end() :]}".split()), kind
    return text, ""


def with_kind(text: str, name: str, kind: str) -> str:
    """Return a line in which brackets behind the name of an ingredient say what kind of thing it is.

    Parameters
    ----------
    text : str
        The line.
    name : str
        Of the ingredient, as the line has it.
    kind : str
        A key of ``recipe_words().kinds``.

    Examples
    --------
    >>> with_kind("wonderstuff, 4 g", "wonderstuff", "oil")
    'wonderstuff (oil), 4 g'
    >>> with_kind("wonderstuff (oil) 4 g", "wonderstuff", "powder")
    'wonderstuff (powder) 4 g'
    """
    said = f"({recipe_words().kinds[kind][0]})"
    for before in _BRACKETS.finditer(text):
        if before[1].strip().casefold() in _kinds():
            return f"{text[: before.start()]}{said}{text[before.end() :]}"
    at = text.rfind(name)
    end = at + len(name) if at >= 0 else len(text.rstrip())
    return f"{text[:end]} {said}{text[end:]}"


def written_name(id: str, name: str) -> str:
    """Return how an ingredient is written so that it is read again as the same, of the same kind.

    Parameters
    ----------
    id : str
        In `catalog.ingredients`.
    name : str
        As a recipe calls what the catalogue does not know; "" for the name that it has here.

    Examples
    --------
    >>> written_name("other_oil", "wonderstuff"), written_name("water", "")
    ('wonderstuff (oil)', 'Water')
    """
    if not name or not id.startswith(OTHER) or named_ingredient(name).id == id:
        return name or _name(id)
    return with_kind(name, name, id.removeprefix(OTHER))


@functools.cache
def _kinds() -> Mapping[str, str]:
    """Return what somebody says of a kind, with its key."""
    return {word.casefold(): kind for kind, words in recipe_words().kinds.items() for word in words}


def as_diluted(named: NamedIngredient, text: str, share: float | None) -> NamedIngredient:
    """Return what a name means that people use for a powder and for its solution or gel alike.

    Parameters
    ----------
    named : NamedIngredient
        As `named_ingredient` returned it.
    text : str
        The name with the words around it.
    share : float, optional
        How much of it is the powder, where the line says so [0–1].

    Examples
    --------
    >>> as_diluted(find_named("hyaluronic acid"), "hyaluronic acid (liquid form)", None).id
    'sodium_hyaluronate_gel_1_percent'
    """
    diluted = recipe_words().diluted.get(named.id)
    if diluted is None or not (share == diluted.holds or (share is None and says_diluted(text))):
        return named
    name = _name(diluted.ingredient)
    if share == diluted.holds:
        return NamedIngredient(diluted.ingredient, name)
    readings = (f"{named.name} {recipe_words().powder[0]}",)
    return NamedIngredient(diluted.ingredient, name, f"Taken as {name}.", readings, is_assumed=True)


def says_powder(text: str) -> bool:
    """Tell whether a text says that something is a powder.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> says_powder("hyaluronic acid powder"), says_powder("hyaluronic acid")
    (True, False)
    """
    return _holds(text, recipe_words().powder)


def says_diluted(text: str) -> bool:
    """Tell whether a text says that something is dissolved or thickened.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> says_diluted("hyaluronic acid (liquid form)")
    True
    """
    return _holds(text, recipe_words().dilute)


def _holds(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a text holds one of some phrases."""
    plain, phrases = without_accents(plain_text(text)), _phrases(words)
    return any(phrases.at(plain, token.start()) for token in TOKEN.finditer(plain)) or any(
        word in plain for word in words if word >= "\u1100"
    )


@functools.lru_cache(maxsize=16)
def _phrases(words: tuple[str, ...]) -> Phrases:
    """Return phrases that stand for the same."""
    return Phrases({"found": words})


def _other(text: str) -> str:
    """Return the id of the class that a name which is not known belongs to, by the words in it."""
    plain, classes = without_accents(plain_text(_BRACKETS.sub(" ", text))), _classes()
    found = [match.key for token in TOKEN.finditer(plain) if (match := classes.at(plain, token.start()))]
    found += [
        key
        for key, words in recipe_words().classes.items()
        if any(word in plain for word in words if word >= "\u1100")
    ]
    spelled = plain_text(_BRACKETS.sub(" ", text)).lower().strip()
    ends = [
        key
        for key, words in recipe_words().classes.items()
        if any(spelled.endswith(word) for word in words if len(word) > 2 or not word.isascii())
    ]
    return OTHER + (found[-1] if found else ends[0] if ends else UNKNOWN)


# --- known names ----------------------------------------------------------------------------------


def _known(text: str) -> str:
    """Return the id of the known ingredient that a text names; "" where there is none.

    A derivative of vitamin C, or what else it is called beside its name, is not vitamin C.
    """
    found = _looked_up(text)
    if found != _PURE or _words_of(text) in _names() or not _holds(text, recipe_words().changing):
        return found
    return ""


def _looked_up(text: str) -> str:
    """Return the id of the known ingredient of which a text says the name; "" where there is none.

    The words beside the name must be known not to change it.
    """
    words = _words_of(text)
    if words >= "\u1100" and words in recipe_words().dilute:  # 水溶液 names no water
        return ""
    whole = _names().get(words) or _without_beside(words)
    if whole:
        return whole
    for part in _parts(text):
        words = _words_of(part)
        found = _names().get(words) or (_names().get(words[:-1]) if words.endswith("s") else None)
        if found:
            return found
    for part in _parts(text):
        words = _words_of(part)
        found = _without_beside(words) or _named_twice(words) or _in_any_order(words)
        if found:
            return found
    return ""


def _named_twice(words: str) -> str:
    """Return the id of what two names in a row mean alike, as trade name and INCI run together; "" else."""
    tokens = words.split(" ")
    for at in range(1, len(tokens)):
        found = _names().get(" ".join(tokens[:at]))
        if found and _names().get(" ".join(tokens[at:])) == found:
            return found
    return ""


def _is_mixture_of_unknown(text: str) -> bool:
    """Tell whether a name joins parts by “(and)” of which one is not known, nor is the whole."""
    parts = text.split("(and)")
    return (
        len(parts) > 1 and _words_of(text) not in _names() and not all(_known(part.strip()) for part in parts)
    )


def _mixed_with(text: str, chosen: str) -> str:
    """Return the second of two ingredients that a name joins, “Glycerin (and) Water”; "" where it is one."""
    halves = re.split(r"\(and\)|\s&\s", text)
    if not chosen or len(halves) < 2 or _words_of(text) in _names():
        return ""
    return next((id for half in halves if (id := _known(half.strip())) and id != chosen), "")


def _parts(text: str) -> Iterator[str]:
    """Yield a text, then what stands before a remark, and what stands between slashes."""
    yield text
    head = _aside().split(text, maxsplit=1)[0].strip()
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
        spaced = " ".join(_UNSPACED.sub(" ", text).split())
        if len(spaced) > 3:
            yield spaced


def _without_ends(unspaced: str) -> Iterator[str]:
    """Yield a name of a script without spaces, then without words at its ends that do not change it."""
    yield unspaced
    ends = [word for word in recipe_words().beside if word >= "\u1100"]
    for word in sorted(ends, key=len, reverse=True):
        if unspaced.endswith(word) and len(unspaced) > len(word):
            yield unspaced.removesuffix(word)
        if unspaced.startswith(word) and len(unspaced) > len(word):
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
    names, stems, beside = _names(), _stemmed_names(), _beside()
    for length in range(len(tokens), 0, -1):
        for start in range(len(tokens) - length + 1):
            end = start + length
            found = names.get(" ".join(tokens[start:end])) or stems.get(" ".join(stemmed[start:end]), "")
            around = [*tokens[:start], *tokens[end:]]
            if found in recipe_words().diluted:
                around = [token for token in around if token not in recipe_words().dilute]
            if found and _are_plain(around, beside):
                return found
    return ""


@functools.cache
def _vocabulary() -> frozenset[str]:
    """Return the words that stand in names or beside them, with and without the endings of their cases."""
    words = recipe_words()
    around = (words.phrases[key] for key in ("of", "optional", "measure"))
    beside = chain(words.beside, words.dilute, *around)
    return frozenset(
        token
        for names in (_names(), _stemmed_names(), map(_words_of, beside))
        for name in names
        for token in name.split(" ")
    )


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
    for words, id in _names().items():
        tokens = [token for token in words.split(" ") if not beside.key(token)]
        if len(tokens) > 1 and words < "\u1100":
            ids.setdefault(_ordered(tokens), set()).add(id)
    return {words: found.pop() for words, found in ids.items() if len(found) == 1}


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


def _is_wider(found: str, other: str) -> bool:
    """Tell whether a name may stand for several things, of which another is one."""
    one, two = catalog.ingredients()[found], catalog.ingredients()[other]
    if found.endswith(_UNSTATED):
        return True
    return {"form"} <= {*one.roles} & {*two.roles} or one.inci == two.inci


def _name(id: str) -> str:
    """Return the name of an ingredient as it is called here."""
    return catalog.ingredients()[id].name


@functools.lru_cache(maxsize=8192)
def _words_of(text: str) -> str:
    """Return the words of a name, without case, accents and signs."""
    bare = _elided().sub(" ", without_accents(plain_text(text)).lower())
    bare = re.sub(r"\bк-?т([аыуе])\b", r"кислот\1", bare)
    tokens = TOKEN.findall(re.sub(r"[^\w\s]|_", " ", bare.translate(_SIMPLIFIED)))
    return " ".join(recipe_words().short.get(token, token) for token in tokens)


@functools.cache
def _names() -> Mapping[str, str]:
    """Return the names of all ingredients, in words, with the ids that they lead to."""
    every = list(catalog.ingredients().values())
    inci = {
        _words_of(spelled): record.id
        for record in reversed(every)
        for spelled in (record.inci, record.inci.replace("(and)", ","))
    }
    own = {
        _words_of(name): record.id
        for record in every
        for name in (record.id.replace("_", " "), record.name, record.short, *record.aliases)
        if name
    }
    return {**inci, **own}


@functools.lru_cache(maxsize=8192)
def _stemmed(words: str) -> str:
    """Return words of Russian or Polish without the endings of their cases; others with theirs."""
    return " ".join(map(_stem, words.split(" ")))


@functools.lru_cache(maxsize=16384)
def _stem(word: str) -> str:
    """Return a word without the ending of its case, where enough of it is left to know it by."""
    if word >= "\u1100":
        return word
    stem = _case_endings().sub("", word)
    return stem if len(stem) >= (4 if word.isascii() else 3) else word


@functools.cache
def _stemmed_names() -> Mapping[str, str]:
    """Return the stems of names with the ids that they lead to, where they lead to one only."""
    stems: dict[str, set[str]] = {}
    for words, id in _names().items():
        stems.setdefault(_stemmed(words), set()).add(id)
    return {stem: ids.pop() for stem, ids in stems.items() if len(ids) == 1}


@functools.cache
def _beside() -> Phrases:
    """Return the words that do not change a name, articles and prepositions among them."""
    words = recipe_words()
    around = (words.phrases[key] for key in ("of", "optional", "measure"))
    return Phrases({"plain": chain(words.beside, *around)})


@functools.cache
def _classes() -> Phrases:
    """Return the words that tell the class of a name."""
    return Phrases(recipe_words().classes)


def _near(words: str) -> tuple[str, str, bool] | None:
    """Return a name that is spelled nearly so, its id, and whether it is a letter away; None without one."""
    if len(words) < 6:
        return None
    alike = (name for name in _names_by_start().get(words[0], ()) if abs(len(name) - len(words)) <= 3)
    for name in difflib.get_close_matches(words, alike, n=3, cutoff=0.86):
        if [*map(_sign, name.split())] == [*map(_sign, words.split())]:
            is_close = (
                words < "\u1100" and _is_a_letter_away(words, name) and not _is_other_series(words, name)
            )
            return name, _names()[name], is_close
    return None


@functools.cache
def _names_by_start() -> Mapping[str, tuple[str, ...]]:
    """Return the names by their first sign."""
    starts: dict[str, list[str]] = {}
    for name in _names():
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


# --- small words ----------------------------------------------------------------------------------


@functools.cache
def _aside() -> re.Pattern[str]:
    """Return the pattern of what parts a name from a remark about it."""
    return re.compile(rf"\s[-–—]\s|[,;:–—]|\s{any_of(recipe_words().grammar['aside'])}\s", re.IGNORECASE)


@functools.cache
def _leading() -> re.Pattern[str]:
    """Return the pattern of “of” in front of a name."""
    return re.compile(rf"^{any_of(recipe_words().grammar['leading'])}\s+|^d['’]\s*", re.IGNORECASE)


@functools.cache
def _elided() -> re.Pattern[str]:
    """Return the pattern of articles that have lost their vowel."""
    return re.compile(rf"\b{any_of(recipe_words().grammar['elided'])}['’](?=\w)")


@functools.cache
def _case_endings() -> re.Pattern[str]:
    """Return the pattern of the endings of Russian and Polish cases."""
    return re.compile(rf"{any_of(recipe_words().grammar['case_ending'])}$")
