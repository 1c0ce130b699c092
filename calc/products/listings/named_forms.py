"""The forms of vitamin C that a cell names, with the strengths beside their names."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from calc import catalog
from calc.catalog import people
from calc.catalog.market.form_names import names_sought
from calc.catalog.normalize import normalize
from calc.errors import InputError
from calc.messages import say
from calc.parsing.forms_in_text import NamedForm, forms_named
from calc.parsing.strength import StatedStrength
from calc.parsing.strength_beside import BesideName, states_strength, strengths_beside, without_strength
from calc.uncertainty import Band

_BREAK = re.compile(
    r"<br\s*/?>|</?(?:p|li|ul|ol|div|tr|td)\b[^<>]*>|\\r?\\n|\r\n?|[\u2028\u2029\v]", re.IGNORECASE
)
_MAY_BREAK = re.compile(r"[<\n\r\u2028\u2029\v]|\\r?\\n")
_PARTED = re.compile(r"[,;，、；•|]")
# A name goes over so many line breaks.
_MOST_BREAKS = 2
_NOT_USED = say("It is not used.")


@dataclass(frozen=True)
class Forms:
    """The forms that a row names, each with the strength that stands beside its name, and the words for them.

    Parameters
    ----------
    shares : mapping of str to Band or None
        By mass [0–1]; None is not stated.
    volumes : mapping of str to Band
        By volume [g/100 mL], where a strength beside a name says so.
    matched : tuple of (str, str)
        Words of the row, each with the form that they were taken for.
    misspelt : frozenset of str
        Those of the words that are spelled wrongly.
    of_first : bool
        Whether the row itself says that its strength is that of the first.
    foreign : int
        Which of the names, counted from 0, is the first that is not known here; -1 for none.
    in_title : bool
        Whether their strengths are stated in the name of the product.
    problems : tuple of InputError
        What stands beside names and cannot be used.
    """

    shares: Mapping[str, Band | None]
    volumes: Mapping[str, Band] = field(default_factory=dict)
    matched: tuple[tuple[str, str], ...] = ()
    misspelt: frozenset[str] = frozenset()
    of_first: bool = False
    foreign: int = -1
    in_title: bool = False
    problems: tuple[InputError, ...] = ()

    @property
    def first(self) -> str | None:
        """The form that is named first; None where that one is not known here."""
        return None if self.foreign == 0 else next(iter(self.shares), None)

    @property
    def several(self) -> bool:
        """Whether a strength may be that of several forms together."""
        return not self.of_first and len(self.shares) + (self.foreign >= 0) > 1

    @property
    def is_stated(self) -> bool:
        """Whether a strength stands beside any name."""
        return bool(self.volumes) or any(self.shares.values())

    def without_strengths(self) -> Forms:
        """Return them without what stands beside their names."""
        shares: dict[str, Band | None] = dict.fromkeys(self.shares)
        return replace(self, shares=shares, volumes={}, in_title=False)

    def with_list(self, listed: Forms) -> Forms:
        """Return them with the forms that only a list of ingredients names besides."""
        shares = {form: share or listed.shares.get(form) for form, share in self.shares.items()}
        shares |= {form: share for form, share in listed.shares.items() if form not in shares}
        problems = tuple(dict.fromkeys((*self.problems, *listed.problems)))
        volumes = {**listed.volumes, **self.volumes}
        return replace(self, shares=shares, volumes=volumes, of_first=True, problems=problems)

    def with_title(self, title: str, decimal: str) -> Forms:
        """Return them with the strengths that the name of the product states of them.

        Where it says “vitamin C” and no form, that is said of the acid if the product has no other form.

        Parameters
        ----------
        title : str
        decimal : str
            As of `tables.Table`.
        """
        if not states_strength(title):
            return self
        every = forms_in(title)
        besides = strengths_beside(title, every, decimal=decimal, in_title=True)
        stated: dict[str, StatedStrength] = {}
        problems = list[InputError]()
        named = any(name.status == "form" for name in every)
        acid_alone = [*self.shares] == ["l_ascorbic_acid"] and self.foreign < 0
        for name, beside in zip(every, besides):
            form = name.form or ("l_ascorbic_acid" if name.status == "unnamed" and acid_alone else "")
            if beside.strength and form in self.shares:
                stated.setdefault(form, beside.strength)
            elif beside.text and not (named and name.status == "unnamed"):
                said = beside.problem or say(
                    "the name says it of {form}, and not of which form.", form=name.words
                )
                problems.append(_problem(name, replace(beside, problem=said)))
        shares = {form: share or _mass(stated.get(form)) for form, share in self.shares.items()}
        volumes = {form: volume for form, one in stated.items() if (volume := _volume(one))}
        distinct = {str(problem): problem for problem in (*self.problems, *problems)}
        return replace(
            self, shares=shares, volumes=volumes, in_title=bool(stated), problems=tuple(distinct.values())
        )


@functools.lru_cache(maxsize=4096)
def forms_in(text: str) -> tuple[NamedForm, ...]:
    """Return the forms that a text names; the same words stand in many rows.

    Parameters
    ----------
    text : str
        A line break parts entries.

    Examples
    --------
    >>> [name.form for name in forms_in("Ascorbic Acid")]
    ['l_ascorbic_acid']
    """
    return forms_named(text.replace("\n", ";"))


def entries_of(cell: str) -> str:
    """Return a cell with one line for each line that parts entries; a wrapped list is one line.

    A break within a name that is known here parts nothing, unless one of its lines is an entry by itself;
    nor does one behind “free of”.

    Parameters
    ----------
    cell : str

    Examples
    --------
    >>> entries_of("Niacinamide 5%<br>Ascorbic Acid"), entries_of("Aqua, Sodium\\nAscorbyl Phosphate, Parfum")
    ('Niacinamide 5%\\nAscorbic Acid', 'Aqua, Sodium Ascorbyl Phosphate, Parfum')
    """
    if not _MAY_BREAK.search(cell):
        return " ".join(cell.split())
    lines = [line for part in _BREAK.sub("\n", cell).split("\n") if (line := " ".join(part.split()))]
    if len(lines) < 2:
        return "".join(lines)
    is_list = len(_PARTED.findall(cell)) >= len(lines)
    joined, rest = lines[0], lines[1:]
    while rest:
        count = _lines_of_name(joined, rest)
        for line in rest[: count or 1]:
            wrapped = is_list and re.search(r"[^\W\d_]-?$", joined) and re.match(r"[^\W\d_]", line)
            joined = _joined(joined, line) if count or wrapped else f"{joined}\n{line}"
        rest = rest[count or 1 :]
    return joined


def may_break(cell: str) -> bool:
    """Tell whether a cell may hold line breaks, in whatever way they are written.

    Parameters
    ----------
    cell : str
    """
    return _MAY_BREAK.search(cell) is not None


def _joined(first: str, second: str) -> str:
    """Return two lines as one; a hyphen at the end may be that of the name."""
    return f"{first}{'' if first.endswith('-') else ' '}{second}"


def _lines_of_name(joined: str, rest: Sequence[str]) -> int:
    """Return how many lines go on with the name that the last entry begins; 0 where breaks part entries."""
    left = _PARTED.split(joined.rpartition("\n")[2])[-1].strip()
    if not left:
        return 0
    words = normalize(left).split()
    if any(" ".join(words[-count:]) in names_sought().guards["absent"] for count in (1, 2, 3)):
        return 1
    for count in range(min(len(rest), _MOST_BREAKS), 0, -1):
        if any(_PARTED.search(line) for line in rest[: count - 1]):
            continue
        right = _PARTED.split(rest[count - 1])[0].strip()
        if right and _is_one_name((left, *rest[: count - 1], right)):
            return count
    return 0


@functools.lru_cache(maxsize=4096)
def _is_one_name(lines: tuple[str, ...]) -> bool:
    """Tell whether lines are one name together, and none of them is one of an entry of its own."""
    whole = functools.reduce(_joined, lines)
    breaks = [len(functools.reduce(_joined, lines[:count])) for count in range(1, len(lines))]
    for name in forms_named(whole):
        around = f"{whole[: name.start]} {whole[name.end :]}"
        spans = all(name.start < at < name.end for at in breaks)
        if spans and name.form and not re.search(r"[^\W\d_]", without_strength(f"x {around}")[1:]):
            return True
    bare = without_strength(whole)
    return _is_known(bare) and not any(_is_known(without_strength(line)) for line in lines)


def _is_known(name: str) -> bool:
    """Tell whether a name is that of an active or an ingredient that is known here."""
    return bool(people.find_term("actives", name)) or catalog.is_ingredient(name)


@functools.lru_cache(maxsize=4096)
def named_in(text: str, *, decimal: str = "", in_title: bool = False) -> Forms:
    """Return the forms that a text names, with what stands beside their names.

    Parameters
    ----------
    text : str
    decimal : str, optional
        As of `tables.Table`.
    in_title : bool, optional
        Whether it is the name of a product.

    Examples
    --------
    >>> named_in("Niacinamide 25 %, Ascorbic Acid 12 %").shares["l_ascorbic_acid"].median
    0.12
    """
    every = forms_in(text)
    besides = strengths_beside(text, every, decimal=decimal, in_title=in_title)
    named = [(name, beside) for name, beside in zip(every, besides) if name.status != "unnamed"]
    shares: dict[str, Band | None] = {}
    volumes: dict[str, Band] = {}
    foreign = next((place for place, (name, _) in enumerate(named) if name.form is None), -1)
    for name, beside in named:
        if name.form:
            shares[name.form] = shares.get(name.form) or _mass(beside.strength)
            if volume := _volume(beside.strength):
                volumes.setdefault(name.form, volume)
    matched: dict[str, str] = {}
    for name, _ in named:
        if name.form:
            matched.setdefault(name.form, name.words)
    return Forms(
        shares,
        volumes,
        tuple((words, form) for form, words in matched.items()),
        frozenset(name.words for name, _ in named if name.misspelt),
        foreign=foreign,
        in_title=in_title and any(beside.strength for _, beside in named),
        problems=tuple(_problems(named, {*volumes, *(form for form, share in shares.items() if share)})),
    )


def _problems(named: Sequence[tuple[NamedForm, BesideName]], stated: set[str]) -> list[InputError]:
    """Return what stands beside names and cannot be used, where nothing else states the strength."""
    return list(
        {
            beside.text: _problem(name, beside)
            for name, beside in named
            if beside.problem and name.form not in stated
        }.values()
    )


def _problem(name: NamedForm, beside: BesideName) -> InputError:
    """Return why what stands beside a name is not used."""
    return InputError(
        "strength",
        beside.text,
        say("beside “{name}”: {problem}", name=name.words, problem=beside.problem),
        _NOT_USED,
    )


def _mass(stated: StatedStrength | None) -> Band | None:
    """Return a strength by mass as a band [0–1]; None for any other."""
    return band_of(stated) if stated and stated.kind == "mass fraction" else None


def _volume(stated: StatedStrength | None) -> Band | None:
    """Return a strength by volume as a band [g/100 mL]; None for any other."""
    return band_of(stated) if stated and stated.kind == "mass concentration" else None


def band_of(amount: StatedStrength) -> Band:
    """Return a strength as a band: a fraction [0–1], or grams in 100 mL.

    Parameters
    ----------
    amount : StatedStrength
        No bound.

    Examples
    --------
    >>> band_of(StatedStrength(0.1, 0.12, "mass fraction")).high
    0.12
    """
    over = 1.0 if amount.kind == "mass fraction" else 10.0
    return Band((amount.low + amount.high) / 2 / over, amount.low / over, amount.high / over)
