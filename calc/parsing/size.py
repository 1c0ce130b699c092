"""The size that a cell of a table states: by mass or by volume, of one piece or of many."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calc import catalog
from calc.catalog.market import table_words
from calc.errors import InputError
from calc.messages import say
from calc.parsing.strength import refuse_thousand, without_about
from calc.units import Q_, is_like, read_number, read_quantity, show_number

_FIX = say("Write for example 30 ml, 50 g or 10 x 2 ml.")
_LONGEST = 80
# In errors that are named anew.
_FIELD = "size"
# A slash between two digits is a fraction, a comma between them a decimal.
_APART = re.compile(r"(?<!\d)\s*/\s*|\s*/\s*(?!\d)|[()\[\]（）|;≈=、]|\s[-–—]\s|,(?!\d)|(?<!\d),")
_DOT = re.compile(r"(?<=[^\W\d_])\.(?=\s|$|[)）/,x×*])", re.IGNORECASE)
_OF_THE_STATES = re.compile(r"\bU\.?\s?S\.?\s*(?=fl\b)", re.IGNORECASE)
_ESTIMATED = re.compile(r"℮|(?<=[^\W\d_][\s.)])\s*e\s*$", re.IGNORECASE)
_ABOUT_BEHIND = re.compile(r"\s(?:approx|ca|circa|approximately)\.?$", re.IGNORECASE)
_ESTIMATED_BETWEEN = re.compile(r"(?<=[^\W\d_])\.?\s+e\s+(?=\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Size:
    """A size of all pieces together [g, mL]; None is not stated.

    ``pieces``: how many there are, where that is stated.
    """

    g: float | None = None
    mL: float | None = None
    pieces: int | None = None


@dataclass(frozen=True)
class _Statement:
    """One statement of a size: how much in all, in the unit that was typed."""

    value: float
    unit: str
    pieces: int | None

    def amount(self, unit: str) -> float:
        """Return it in grams or millilitres; an ounce counts as fluid where a volume is asked for."""
        own_unit = "fluid_ounce" if unit == "mL" and self.unit == "ounce" else self.unit
        return float(Q_(self.value, own_unit).m_as(unit))

    @property
    def is_mass(self) -> bool:
        """Whether it is a mass as it was typed."""
        return is_like(Q_(1, self.unit), "g")


@functools.lru_cache(maxsize=4096)
def read_size(
    text: str,
    *,
    field: str = "size",
    unit: str = "mL",
    decimal: str = "",
    pieces: int | None = None,
    is_liquid: bool = False,
) -> Size:
    """Read the size that a cell states.

    Parameters
    ----------
    text : str
        ``30 ml`` · ``1 fl. oz. / 30 mL e`` · ``10 x 2 ml`` · ``2 мл x 10`` · ``5 ampoules x 1.3 ml`` ·
        ``30 ml (Pack of 2)`` · ``75ml 2입`` · ``30`` in the unit of the column. An ounce beside a volume is
        a fluid one.
    field : str
        Name for the error.
    unit : str, optional
        The unit that the name of the column says.
    decimal : str, optional
        As for `strength.read_strength`.
    pieces : int, optional
        How many there are, where another cell says so; the size is then that of one piece.
    is_liquid : bool, optional
        Whether an ounce alone is a fluid one.

    Returns
    -------
    Size

    Raises
    ------
    InputError
        Not a size; a number of pieces alone; two statements of it that do not agree; one out of range.

    Examples
    --------
    >>> read_size("10 x 2 ml")
    Size(g=None, mL=20.0, pieces=10)
    """
    if len(text) > _LONGEST:
        raise InputError(field, text, say("this is too long for a size."), _FIX)
    parts = [part for piece in _APART.split(_latin(text)) if (part := piece.strip()) and not _is_holder(part)]
    counts = [count for part in parts if (count := _count_alone(part))]
    sized = [part for part in parts if not _count_alone(part)]
    if not sized:
        accepted = say("this is a number of pieces, and no size.") if counts else say("this is not a size.")
        raise InputError(field, text, accepted, _FIX)
    try:
        statements = [_statement(part, unit, decimal) for part in sized]
    except InputError as error:
        fix = error.fix if error.readings else _FIX
        raise InputError(field, text, error.accepted, fix, error.readings) from error
    counted = {piece.pieces for piece in statements if piece.pieces} | ({pieces} if pieces else set())
    packs = _packs(counts, counted, sized, field, text)
    if len(counted) > 1:
        raise InputError(
            field, text, say("two numbers of pieces do not agree."), say("Give the one that is right.")
        )
    factor = pieces if pieces and not any(piece.pieces for piece in statements) else 1
    g, mL = _together(statements, field, text, is_liquid)
    number = next(iter(counted), 1) * packs if counted or packs > 1 else None
    size = Size(g and g * factor * packs, mL and mL * factor * packs, number)
    _refuse_absurd(size, field, text)
    return size


def _packs(counts: list[tuple[int, bool]], counted: set[int], sized: list[str], field: str, text: str) -> int:
    """Return by how much a number of pieces that stands apart multiplies a size.

    Raises
    ------
    InputError
        It could as well be the size of all of them: 20 ml (10 ampoules).
    """
    packs = 1
    for count, is_pack in dict.fromkeys(counts):
        if not is_pack and count in counted:
            continue
        if count > 1 and not is_pack and not _says_each(text):
            readings = [f"{count} x {sized[0]}", sized[0]]
            alone = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_].*)", sized[0])
            if alone:
                readings[1] = f"{count} x {show_number(float(alone[1].replace(',', '.')) / count)} {alone[2]}"
            accepted = say("this may be the size of one piece, or of all of them.")
            raise InputError(
                field,
                text,
                accepted,
                say("Write {reading} or {other_reading}.", reading=readings[0], other_reading=readings[1]),
                readings,
            )
        packs *= count
    return packs


@functools.cache
def _words_of_size() -> Mapping[str, str]:
    """Return patterns of the words around a size."""
    return {key: _any_of(words) for key, words in table_words().sizes.items()}


def _is_holder(part: str) -> bool:
    """Tell whether a part of a size names what holds it, and no number."""
    words = _words_of_size()
    return bool(
        re.fullmatch(rf"(?:{words['holders']}|{words['pieces']}|{words['pack']})\.?", part, re.IGNORECASE)
    )


def _says_each(text: str) -> bool:
    """Tell whether a size says that it is that of one piece."""
    return bool(re.search(r"\b(?:each|je|à|chacune?|cada|cadauno|по|per)\b", text, re.IGNORECASE))


def _count_alone(part: str) -> tuple[int, bool] | None:
    """Return a number of pieces that stands alone, and whether it is one of equal packs; None for a size."""
    words, signs = _words_of_size(), _any_of(word for word in table_words().sizes["times"] if len(word) == 1)
    counted = r"(\d{1,6})"
    packs = (
        rf"(?:{words['packs']})\s*:?\s*{counted}\s*(?:{words['pieces']})?\.?",
        rf"{counted}[-\s]*(?:{words['pack']})\.?",
        rf"(?:{words['pieces']})?\s*(?:{signs})\s*{counted}\s*(?:{words['pieces']})?\.?",
    )
    for pattern in packs:
        if match := re.fullmatch(pattern, part, re.IGNORECASE):
            return int(match[1]), True
    match = re.fullmatch(rf"{counted}\s*(?:{words['pieces']})\.?", part, re.IGNORECASE)
    return (int(match[1]), False) if match else None


@functools.lru_cache(maxsize=256)
def size_unit(name: str) -> str:
    """Return the unit of the sizes in a column, as its name says; mL where it says none.

    Examples
    --------
    >>> size_unit("Size (g)"), size_unit("Size")
    ('gram', 'mL')
    """
    name = _latin(name)
    words = [word for word in re.split(r"[\s,;:_()\[\]]+", name) if word]
    for text in (*re.findall(r"[(\[]([^)\]]*)[)\]]", name), " ".join(words[-2:]), *words[-1:]):
        try:
            unit = read_number(f"1 {text}", field=_FIELD).unit
        except InputError:
            continue
        if unit and (is_like(Q_(1, unit), "g") or is_like(Q_(1, unit), "mL")):
            return unit
    return "mL"


def _together(
    given: Iterable[_Statement], field: str, text: str, is_liquid: bool
) -> tuple[float | None, float | None]:
    """Return the mass [g] and the volume [mL] that several statements of one size make.

    An ounce is a fluid one beside a volume, and of a liquid if nothing is by mass.

    Raises
    ------
    InputError
        They do not agree, or no liquid is so heavy or so light.
    """
    every = list(given)
    volumes = [statement for statement in every if not statement.is_mass]
    ounces = [statement for statement in every if statement.unit == "ounce"]
    masses = [statement for statement in every if statement.is_mass and statement not in ounces]
    if volumes or (is_liquid and not masses):
        volumes += ounces
    else:
        masses += ounces
    close = catalog.inputs().assumed["sizes_agree"].to("dimensionless")[0]
    sums: list[float | None] = []
    for statements, unit in ((masses, "g"), (volumes, "mL")):
        # A rounded amount goes behind.
        exact = sorted(statements, key=lambda statement: "ounce" in statement.unit)
        amounts = [statement.amount(unit) for statement in exact]
        if any(abs(amount - amounts[0]) > close * amounts[0] + 1e-12 for amount in amounts):
            raise InputError(
                field, text, say("two statements of the size do not agree."), say("Give one of them.")
            )
        sums.append(amounts[0] if amounts else None)
    g, mL = sums
    low, high = catalog.inputs().accepted["density"].ends
    if g is not None and mL and not low <= g / mL <= high:
        raise InputError(
            field, text, say("no product has so many grams in a millilitre."), say("Give one of them.")
        )
    return g, mL


def _refuse_absurd(size: Size, field: str, text: str) -> None:
    """Refuse a size or a number of pieces that no product has.

    Raises
    ------
    InputError
    """
    accepted = catalog.inputs().accepted
    least, most = accepted["size_sold"].ends
    if any(amount is not None and not least <= amount <= most for amount in (size.g, size.mL)):
        problem = say("a size lies above 0 and up to {most}.", most=show_number(most))
        raise InputError(field, text, problem, say("Check the size and its unit."))
    fewest, many = accepted["pieces"].ends
    if size.pieces is not None and not fewest <= size.pieces <= many:
        raise InputError(field, text, say("this is not a number of pieces."), _FIX)


def _statement(part: str, unit: str, decimal: str) -> _Statement:
    """Read one statement of a size."""
    for pattern in _counted():
        match = pattern.fullmatch(part)
        if match:
            pieces, amount = int(match["pieces"][:9]), match["amount"]
            one = _amount(_bare(amount), unit, decimal)
            return _Statement(one.value * pieces, one.unit, pieces)
    return _amount(_bare(part), unit, decimal)


def _bare(text: str) -> str:
    """Return an amount without the words for what holds it: “2 ml ampoules”, “bottle 30 ml”."""
    words = _words_of_size()
    held = rf"(?:{words['holders']}|{words['pieces']})"
    plain = re.sub(rf"^(?:{held})\.?\s*:?\s+(?=\d)", "", text, flags=re.IGNORECASE)
    return re.sub(rf"(?<=[^\W\d_])\s*(?:\bper\s+)?(?:{held})\.?$", "", plain, flags=re.IGNORECASE)


def _amount(text: str, unit: str, decimal: str) -> _Statement:
    """Read one amount with its unit."""
    refuse_thousand(_FIELD, text, decimal)
    read_quantity(text, field=_FIELD, default=unit, accepts=("g", "mL"))
    value, own = read_number(text, field=_FIELD)
    if not value > 0:
        raise InputError(_FIELD, text, say("a size lies above 0."), say("Check the size and its unit."))
    return _Statement(value, own or unit, None)


@functools.cache
def _counted() -> tuple[re.Pattern[str], ...]:
    """Return how a number of pieces stands before or behind the size of one."""
    words = _words_of_size()
    piece, times, packs, pack = (words[key] for key in ("pieces", "times", "packs", "pack"))
    signs = _any_of(word for word in table_words().sizes["times"] if len(word) == 1)
    counted, amount = r"(?P<pieces>\d+)", r"(?P<amount>\d.*)"
    return tuple(
        re.compile(text, re.IGNORECASE)
        for text in (
            rf"{counted}\s*(?:{piece})?\.?\s*(?:{times})\s*{amount}",
            rf"{counted}\s*(?:{piece})\.?\s+{amount}",
            rf"(?P<amount>.*?\D)\s*(?:{signs})\s*{counted}\s*(?:{piece}|{pack})?\.?",
            rf"(?P<amount>.*?\D)\s+{counted}\s*(?:{piece}|{pack})\.?",
            rf"(?:{packs})\s*{counted}\s*(?:{piece})?\s*(?:{times})?\s*{amount}",
            rf"(?P<amount>.*?\D)\s*(?:{packs})\s*{counted}",
            rf"{counted}[-\s]*(?:{pack})\.?\s*(?:{times})?\s*{amount}",
        )
    )


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of some words, the longest first; one of letters ends with its last letter."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![^\W\d_])" if _ends(word) else "") for word in longest)


def _ends(word: str) -> bool:
    """Tell whether a word must end where it ends: not in scripts that do not part words by spaces."""
    return word[-1].isalpha() and word[-1] < "\u0e00"


def _latin(text: str) -> str:
    """Return a size with its units in Latin letters, without the sign ℮, dots and words for net and about."""
    words = _words_of_size()
    plain = "".join(
        sign if unicodedata.category(sign) == "No" else unicodedata.normalize("NFKC", sign) for sign in text
    )
    plain = _ESTIMATED_BETWEEN.sub(" / ", " ".join(_ESTIMATED.sub(" ", plain).split()))
    plain = _ABOUT_BEHIND.sub("", without_about(_OF_THE_STATES.sub("", plain)))
    plain = re.sub(rf"^(?:{words['net']})\.?\s*:?\s*(?=\d)", "", plain, flags=re.IGNORECASE)
    for unit in ("mL", "g", "L"):
        plain = re.sub(rf"(?<![^\W\d_])(?:{words[unit]})\.?", unit, plain, flags=re.IGNORECASE)
    return _DOT.sub("", plain)
