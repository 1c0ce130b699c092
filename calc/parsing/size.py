"""The size that a cell of a table states: by mass or by volume, of one piece or of many."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from calc import catalog
from calc.catalog.market import table_words
from calc.errors import InputError
from calc.parsing.strength import refuse_thousand
from calc.units import (
    Q_,
    is_like,
    read_number,
    read_quantity,
    show_number,
)

_FIX = "Write for example 30 ml, 50 g or 10 x 2 ml."
_LONGEST = 80
# A slash between two digits is a fraction, a comma between them a decimal.
_APART = re.compile(r"(?<!\d)\s*/\s*|\s*/\s*(?!\d)|[()\[\]|;≈]|,(?!\d)")
_OF_THE_STATES = re.compile(r"\bU\.?\s?S\.?\s*(?=fl\b)", re.IGNORECASE)
_ESTIMATED = re.compile(r"℮|(?<=[^\W\d_][\s.])\s*e\s*$", re.IGNORECASE)


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
    text: str, *, field: str = "size", unit: str = "mL", decimal: str = "", pieces: int | None = None
) -> Size:
    """Read the size that a cell states.

    Parameters
    ----------
    text : str
        ``30 ml`` · ``1 fl. oz. / 30 mL e`` · ``10 x 2 ml`` · ``2 мл x 10`` · ``5 ampoules x 1.3 ml`` ·
        ``30`` in the unit of the column. An ounce beside a volume is a fluid one.
    field : str
        Name for the error.
    unit : str, optional
        The unit that the name of the column says.
    decimal : str, optional
        As for `strength.read_strength`.
    pieces : int, optional
        How many there are, where another cell says so; the size is then that of one piece.

    Returns
    -------
    Size

    Raises
    ------
    InputError
        Not a size; two statements of it that do not agree; one out of range.

    Examples
    --------
    >>> read_size("10 x 2 ml")
    Size(g=None, mL=20.0, pieces=10)
    """
    if len(text) > _LONGEST:
        raise InputError(field, text, "this is too long for a size.", _FIX)
    parts = [part for piece in _APART.split(_latin(text)) if (part := piece.strip())]
    if not parts:
        raise InputError(field, text, "this is not a size.", _FIX)
    try:
        statements = [_statement(part, unit, decimal) for part in parts]
    except InputError as error:
        raise InputError(field, text, error.accepted, error.fix, error.readings) from error
    counted = {piece.pieces for piece in statements if piece.pieces} | ({pieces} if pieces else set())
    if len(counted) > 1:
        raise InputError(field, text, "two numbers of pieces do not agree.", "Give the one that is right.")
    factor = pieces if pieces and not any(piece.pieces for piece in statements) else 1
    g, mL = _together(statements, field, text)
    size = Size(g and g * factor, mL and mL * factor, next(iter(counted), None))
    _refuse_absurd(size, field, text)
    return size


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
            unit = read_number(f"1 {text}", field="size").unit
        except InputError:
            continue
        if unit and (is_like(Q_(1, unit), "g") or is_like(Q_(1, unit), "mL")):
            return unit
    return "mL"


def _together(told: Iterable[_Statement], field: str, text: str) -> tuple[float | None, float | None]:
    """Return the mass [g] and the volume [mL] that several statements of one size make.

    Raises
    ------
    InputError
        They do not agree, or no liquid is so heavy or so light.
    """
    every = list(told)
    volumes = [statement for statement in every if not statement.is_mass]
    masses = [
        statement for statement in every if statement.is_mass and not (volumes and statement.unit == "ounce")
    ]
    if volumes:
        volumes += [statement for statement in every if statement.unit == "ounce"]
    close = catalog.inputs().assumed["sizes_agree"].to("dimensionless")[0]
    sums: list[float | None] = []
    for statements, unit in ((masses, "g"), (volumes, "mL")):
        # A rounded amount goes behind.
        exact = sorted(statements, key=lambda statement: "ounce" in statement.unit)
        amounts = [statement.amount(unit) for statement in exact]
        if any(abs(amount - amounts[0]) > close * amounts[0] + 1e-12 for amount in amounts):
            raise InputError(field, text, "two statements of the size do not agree.", "Give one of them.")
        sums.append(amounts[0] if amounts else None)
    g, mL = sums
    low, high = catalog.inputs().accepted["density"].ends
    if g is not None and mL and not low <= g / mL <= high:
        raise InputError(field, text, "no product has so many grams in a millilitre.", "Give one of them.")
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
        problem = f"a size lies above 0 and up to {show_number(most)}."
        raise InputError(field, text, problem, "Check the size and its unit.")
    fewest, many = accepted["pieces"].ends
    if size.pieces is not None and not fewest <= size.pieces <= many:
        raise InputError(field, text, "this is no number of pieces.", _FIX)


def _statement(part: str, unit: str, decimal: str) -> _Statement:
    """Read one statement of a size."""
    for pattern in _counted():
        match = pattern.fullmatch(part)
        if match:
            pieces, amount = int(match["pieces"][:9]), match["amount"]
            one = _amount(amount, unit, decimal)
            return _Statement(one.value * pieces, one.unit, pieces)
    return _amount(part, unit, decimal)


def _amount(text: str, unit: str, decimal: str) -> _Statement:
    """Read one amount with its unit."""
    refuse_thousand("size", text, decimal)
    read_quantity(text, field="size", default=unit, accepts=("g", "mL"))
    value, own = read_number(text, field="size")
    if not value > 0:
        raise InputError("size", text, "a size lies above 0.", "Check the size and its unit.")
    return _Statement(value, own or unit, None)


@functools.cache
def _counted() -> tuple[re.Pattern[str], ...]:
    """Return how a number of pieces stands before or behind the size of one."""
    words = table_words().sizes
    piece, times = (_any_of(words[key]) for key in ("pieces", "times"))
    signs = _any_of(each for each in words["times"] if len(each) == 1)
    counted = r"(?P<pieces>\d+)"
    return tuple(
        re.compile(text, re.IGNORECASE)
        for text in (
            rf"{counted}\s*(?:{piece})?\.?\s*(?:{times})\s*(?P<amount>\d.*)",
            rf"{counted}\s*(?:{piece})\.?\s+(?P<amount>\d.*)",
            rf"(?P<amount>.*?\D)\s*(?:{signs})\s*{counted}\s*(?:{piece})?\.?",
        )
    )


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of some words, the longest first; one of letters ends with its last letter."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) + (r"(?![^\W\d_])" if word[-1].isalpha() else "") for word in longest)


def _latin(text: str) -> str:
    """Return a size with its units in Latin letters, without the sign ℮ and without words for net."""
    plain = _OF_THE_STATES.sub("", " ".join(_ESTIMATED.sub(" ", text).split()))
    plain = re.sub(rf"^(?:{_any_of(table_words().sizes['net'])})\.?\s*:?\s*(?=\d)", "", plain, flags=re.I)
    for unit in ("mL", "g", "L"):
        own = _any_of(table_words().sizes[unit])
        plain = re.sub(rf"(?<![^\W\d_])(?:{own})\.?", unit, plain, flags=re.IGNORECASE)
    return plain
