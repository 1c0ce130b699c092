"""Formulas as lines with masses, and their composition with bands.

The mass fraction of line i is wᵢ = mᵢ pᵢ / (Σ m − g): the mass weighed mᵢ [g], the purity pᵢ [0–1], and the
carbon dioxide g [g] that escapes. Its AA-equivalent is wᵢ times the ascorbic acid per mass of the form.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.ions import IONS, carbon_dioxide_g
from calc.chemistry.waters import water_share
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.uncertainty import Band, Samples, UncertainInput
from calc.units import with_units

Array = NDArray[np.float64]

#: How the rest of a recipe is called whose shares do not reach the whole.
LEFT_OUT = say("what the recipe leaves out")
#: Where there is less of something [g], what it is divided by overflows.
LEAST_MASS_G = 1e-30
SYSTEMS = ("solution", "o_w_emulsion", "w_o_emulsion", "suspension")


@dataclass(frozen=True)
class Line:
    """An ingredient with the mass of it that is weighed.

    Parameters
    ----------
    ingredient : str
        Id in `catalog.ingredients`.
    mass_g : float
        As weighed [g].
    purity : float, optional
        Mass of the ingredient, as ``data/`` names it, per mass weighed [0–1]. None: not stated,
        taken as pure.
    water_content : float
        Mass of free water per mass weighed [0–1].
    mass_plus_minus_g : float
        95 % half-width of the weighing [g]; 0 when no scale was named.
    purity_plus_minus : float, optional
        95 % half-width of the purity [0–1]; None for the usual one of ``data/inputs.toml``.
    aa_eq : float, optional
        Ascorbic acid per mass of the form [0–1], where the catalogue cannot know it
        (the loading of an encapsulated acid).
    mass_range_g : tuple of float, optional
        Ends of the 95 % interval of the mass [g], where it was measured by spoon, scoop, drops or
        pumps instead of weighed; replaces ``mass_plus_minus_g``.
    together : str
        Name of the amount that several lines were measured as (a serum and the vitamin C in it);
        they share its error.
    name : str
        What it was called, where the catalogue does not know it; "" for what it knows.
    """

    ingredient: str
    mass_g: float
    purity: float | None = None
    water_content: float = 0.0
    mass_plus_minus_g: float = 0.0
    purity_plus_minus: float | None = None
    aa_eq: float | None = None
    mass_range_g: tuple[float, float] | None = None
    together: str = ""
    name: str = ""

    @classmethod
    @with_units(
        mass="mass", purity="fraction", water_content="fraction", scale_resolution="mass", aa_eq="fraction"
    )
    def of(
        cls,
        ingredient: str,
        mass: float,
        purity: float | None = None,
        water_content: float = 0.0,
        scale_resolution: float = 0.0,
        aa_eq: float | None = None,
    ) -> Line:
        """Return a line from quantities.

        Parameters
        ----------
        ingredient : str
            An id, a name, an INCI name or an alias.
        mass : Quantity
            As weighed [g].
        purity, water_content, aa_eq : Quantity or float, optional
            As for `Line` [0–1].
        scale_resolution : Quantity, optional
            Readability of the scale [g]; a weighing is good to one step of it (95 %).

        Returns
        -------
        Line

        Raises
        ------
        InputError, InputErrors
            Unknown ingredient; wrong units; out of range.

        Examples
        --------
        >>> from calc.units import Q_
        >>> line = Line.of("Vitamin C", Q_(0.015, "kg"), purity=Q_(99, "percent"))
        >>> line.ingredient, line.mass_g, line.purity
        ('l_ascorbic_acid', 15.0, 0.99)
        """
        record = catalog.find_ingredient(ingredient)
        return cls(record.id, mass, purity, water_content, scale_resolution, aa_eq=aa_eq)

    @property
    def record(self) -> catalog.Ingredient:
        """The catalogue's entry of the ingredient."""
        return catalog.ingredients()[self.ingredient]

    @property
    def said(self) -> str:
        """Its name as it stands in the middle of a sentence."""
        return self.name or self.record.said

    @property
    def is_form(self) -> bool:
        """True for a form of vitamin C."""
        return self.ingredient in catalog.forms()

    @property
    def ionises(self) -> bool:
        """True for an ingredient that affects the pH with known constants."""
        return bool(self.record.acid or any(getattr(self.record, ion) for ion in IONS))

    @property
    def nominal_purity(self) -> float:
        """The purity as stated; else all that is not water."""
        return 1.0 - self.water_content if self.purity is None else self.purity


@dataclass(frozen=True)
class Formula:
    """The lines that make up a finished product.

    Parameters
    ----------
    lines : tuple of Line
        In the order of addition.
    system : str
        One of `SYSTEMS`.

    Raises
    ------
    InputErrors
        No lines, no mass at all, unknown ingredient or system, a number out of range.

    Examples
    --------
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0)))
    >>> serum.total_mass_g, serum.water_g
    (100.0, 85.0)
    """

    lines: tuple[Line, ...]
    system: str = "solution"

    def __post_init__(self) -> None:
        errors = list(_problems(self.lines, self.system))
        if errors:
            raise InputErrors(errors)

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[type[Formula], tuple[tuple[Line, ...], str]]:
        # Another process hashes text in another way: nothing that is remembered goes there.
        return Formula, (self.lines, self.system)

    @functools.cached_property
    def _hash(self) -> int:
        """What all that remembers formulas asks for, a hundred times an answer."""
        return hash((self.lines, self.system))

    @functools.cached_property
    def gas_g(self) -> float:
        """Carbon dioxide that escapes on mixing [g]."""
        if self.water_g <= 0:
            return 0.0
        pure = np.array([line.mass_g * line.nominal_purity for line in self.lines])
        return float(carbon_dioxide_g(tuple(line.ingredient for line in self.lines), pure))

    @functools.cached_property
    def total_mass_g(self) -> float:
        """Mass of all lines, without the gas that escapes [g]."""
        return float(sum(line.mass_g for line in self.lines)) - self.gas_g

    @functools.cached_property
    def water_g(self) -> float:
        """Water present: plain, as floral water or juice, and in other ingredients [g]."""
        return float(
            sum(line.mass_g * (water_share(line.ingredient) or line.water_content) for line in self.lines)
        )

    @functools.cached_property
    def labels(self) -> tuple[str, ...]:
        """A name for each line, numbered where several have the same ingredient."""
        seen: Counter[str] = Counter()
        labels = []
        for line in self.lines:
            seen[line.ingredient] += 1
            count = seen[line.ingredient]
            labels.append(line.record.english + (f" ({count})" if count > 1 else ""))
        return tuple(labels)

    def mass_of(self, ingredient: str) -> float:
        """Return the mass weighed of an ingredient [g]; 0 when the formula does not contain it."""
        return float(sum(line.mass_g for line in self.lines if line.ingredient == ingredient))

    def contents_g(self) -> dict[str, float]:
        """Return the contents by ingredient [g]; "" stands for impurities."""
        contents: dict[str, float] = {}
        for line in self.lines:
            pure, water = line.mass_g * line.nominal_purity, line.mass_g * line.water_content
            rest = line.mass_g - pure - water
            for name, mass in ((line.ingredient, pure), ("water", water), ("", rest)):
                contents[name] = contents.get(name, 0.0) + max(mass, 0.0)
        if "sodium_bicarbonate" in contents:
            contents["sodium_bicarbonate"] -= self.gas_g
        return {name: mass for name, mass in contents.items() if mass > 0}

    def has_role(self, role: str) -> bool:
        """Tell whether any line with a mass has a role."""
        return any(role in line.record.roles and line.mass_g > 0 for line in self.lines)


@dataclass(frozen=True)
class Strength:
    """The strength of one form of vitamin C in the finished product.

    ``nominal`` is the mass fraction by the stated values [0–1]; ``mass_fraction`` and
    ``aa_equivalent`` are bands [0–1]; the latter is None where the form's content of ascorbic
    acid is unknown.
    """

    form: str
    nominal: float
    mass_fraction: Band
    aa_equivalent: Band | None


@dataclass(frozen=True)
class Composition:
    """Strengths of a formula, strongest first, and their sum in ascorbic acid.

    ``ascorbate`` is the sum of L-ascorbic acid and its salts alone, as acid [0–1]: in water they are the
    same ions. None where there is none.
    """

    strengths: tuple[Strength, ...]
    aa_equivalent: Band | None
    ascorbate: Band | None = None

    def strength_of(self, form: str) -> Strength | None:
        """Return the strength of one form; None when the product does not contain it."""
        return next((strength for strength in self.strengths if strength.form == form), None)


def mass_fractions(masses_g: Array, purity: Array, gas_g: Array) -> Array:
    """Return the mass fraction of each line's pure ingredient in the finished product.

    Parameters
    ----------
    masses_g : (..., k) array
        Masses weighed [g], one line per column.
    purity : (..., k) array
        Mass of the ingredient per mass weighed [0–1].
    gas_g : (...) array
        Carbon dioxide that escapes [g].

    Returns
    -------
    (..., k) array
        Mass fractions [0–1].

    Examples
    --------
    >>> mass_fractions(np.array([85.0, 15.0]), purity=np.array([1.0, 0.98]), gas_g=np.array(0.0)).round(3)
    array([0.85 , 0.147])
    """
    return masses_g * purity / (masses_g.sum(axis=-1) - gas_g)[..., np.newaxis]


@functools.lru_cache(maxsize=64)
def composition(formula: Formula) -> Composition:
    """Return strengths and AA-equivalents of a formula with their bands.

    Uncertain are the weighings, and the purity and the ascorbic acid content of each form.

    Parameters
    ----------
    formula : Formula

    Returns
    -------
    Composition

    Examples
    --------
    >>> serum = Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0, purity=0.99)))
    >>> f"{composition(serum).strengths[0].nominal:.2%}"
    '14.85%'
    """
    draws = Samples(uncertain_inputs(formula))
    sampled = sample_lines(formula, draws)
    names = tuple(line.ingredient for line in formula.lines)
    gas = (
        carbon_dioxide_g(names, sampled.masses_g * sampled.purity) if formula.gas_g else np.zeros(draws.size)
    )
    fractions = mass_fractions(sampled.masses_g, sampled.purity, gas)
    contents = [_contents(line, label, draws) for line, label in zip(formula.lines, formula.labels)]
    equivalents = fractions * _stacked(draws, contents)
    pure = np.array([line.mass_g * line.nominal_purity for line in formula.lines])
    nominal = pure / formula.total_mass_g
    groups = _lines_by_form(formula)

    @functools.cache
    def equivalent(positions: tuple[int, ...]) -> Band | None:
        """Return what some lines stand for; often the same lines are asked about again."""
        values = equivalents[:, positions].sum(axis=1)
        return None if np.isnan(values).any() else draws.band(values)

    strengths = [
        Strength(
            form,
            float(nominal[[*lines]].sum()),
            draws.band(fractions[:, lines].sum(axis=1)),
            equivalent(lines),
        )
        for form, lines in groups.items()
    ]
    positions = tuple(i for lines in groups.values() for i in lines)
    same_ions = tuple(
        i for form, lines in groups.items() if catalog.forms()[form].kind in ("acid", "salt") for i in lines
    )
    return Composition(
        tuple(sorted(strengths, key=lambda strength: -strength.nominal)),
        equivalent(positions),
        equivalent(same_ions) if same_ions else None,
    )


@dataclass(frozen=True)
class SampledLines:
    """Draws of a formula's lines, (size, lines) each.

    ``masses_g`` [g], ``purity`` [0–1].
    """

    masses_g: Array
    purity: Array


def uncertain_inputs(formula: Formula) -> list[UncertainInput]:
    """Return the uncertain inputs of the lines of a formula.

    Parameters
    ----------
    formula : Formula

    Examples
    --------
    >>> [uncertain.name for uncertain in uncertain_inputs(Formula((Line("l_ascorbic_acid", 1.0),)))]
    ['purity of L-ascorbic acid', 'acid content of L-ascorbic acid']
    """
    return [uncertain for pair in zip(formula.lines, formula.labels) for uncertain in _uncertain(*pair)]


def sample_lines(formula: Formula, draws: Samples) -> SampledLines:
    """Return the draws of a formula's lines.

    Parameters
    ----------
    formula : Formula
    draws : Samples
        Of `uncertain_inputs`, and of anything else.
    """
    pairs, columns = list(zip(formula.lines, formula.labels)), draws.columns
    return SampledLines(
        _stacked(draws, [line.mass_g * columns.get(_amount_of(line, label), 1.0) for line, label in pairs]),
        _stacked(draws, [columns.get(f"purity of {label}", line.nominal_purity) for line, label in pairs]),
    )


def aa_equivalent(line: Line) -> catalog.Value | float | None:
    """Return the ascorbic acid per mass of a form: as stated on the line, by the catalogue, or None."""
    return line.record.aa_equivalent if line.aa_eq is None else line.aa_eq


def purity_input(line: Line, name: str) -> UncertainInput:
    """Return the purity of a form of vitamin C, an acid or a base as an uncertain input [0–1].

    A form of unstated purity counts as pure, with the lower end in ``data/inputs.toml``.

    Parameters
    ----------
    line : Line
    name : str
        Of the input.
    """
    assumed = catalog.inputs().assumed
    if line.purity is None:
        dry = 1.0 - line.water_content
        row = assumed["purity_not_stated" if line.is_form else "adjuster_not_stated"]
        return UncertainInput(name, dry, dry * row.to("dimensionless")[1], dry)
    usual = assumed["purity_plus_minus"].to("dimensionless")[0]
    spread = usual if line.purity_plus_minus is None else line.purity_plus_minus
    low, high = max(line.purity - spread, 0.0), line.purity + spread
    return UncertainInput(name, line.purity, low, high, floor=0.0, ceiling=1.0)


def _lines_by_form(formula: Formula) -> dict[str, tuple[int, ...]]:
    """Return the positions of the lines of each form of vitamin C."""
    positions: dict[str, tuple[int, ...]] = {}
    for i, line in enumerate(formula.lines):
        if line.is_form and line.mass_g > 0:
            positions[line.ingredient] = (*positions.get(line.ingredient, ()), i)
    return positions


def _uncertain(line: Line, label: str) -> Iterable[UncertainInput]:
    """Yield the uncertain inputs of one line."""
    mass, spread = line.mass_g, line.mass_plus_minus_g
    low, high = line.mass_range_g or (mass - spread, mass + spread)
    if low < high and mass > 0:
        # A factor, shared by lines that were measured as one amount; always positive.
        yield UncertainInput(_amount_of(line, label), 1.0, low / mass, high / mass, floor=1e-9)
    if line.is_form or line.ionises:
        yield purity_input(line, f"purity of {label}")
    content = aa_equivalent(line) if line.is_form else None
    if isinstance(content, catalog.Value):
        yield UncertainInput(f"acid content of {label}", content.centre, *content.ends)


def _amount_of(line: Line, label: str) -> str:
    """Return the name of the input that scales the mass of a line."""
    return f"amount of {line.together or label}"


def _contents(line: Line, label: str, draws: Samples) -> Array | float:
    """Return the draws of a line's ascorbic acid per mass [0–1]; NaN where it is unknown."""
    content = aa_equivalent(line)
    if isinstance(content, catalog.Value):
        return draws.columns[f"acid content of {label}"]
    if not line.is_form:
        return 0.0
    return math.nan if content is None else content


def _stacked(draws: Samples, columns: list[Array | float]) -> Array:
    """Return columns and constants as one array, (size, columns)."""
    stacked = np.empty((len(columns), draws.size))
    for row, column in zip(stacked, columns):
        row[:] = column
    return stacked.T


def _problems(lines: tuple[Line, ...], system: str) -> Iterable[InputError]:
    """Yield everything that makes lines an invalid formula."""
    if system not in SYSTEMS:
        yield InputError(
            "system",
            system,
            say("this system is not known."),
            say("Use {systems}.", systems=", ".join(SYSTEMS)),
        )
    if not any(line.mass_g > 0 for line in lines):
        yield InputError("lines", "", say("a formula needs a line with a mass."), say("Add an ingredient."))
    for i, line in enumerate(lines):
        yield from _line_problems(line, f"lines[{i}]")


def _line_problems(line: Line, place: str) -> Iterable[InputError]:
    """Yield everything that is wrong with one line."""
    if line.ingredient not in catalog.ingredients():
        accepted = say("this ingredient is not known here.")
        yield InputError(f"{place}.ingredient", line.ingredient, accepted, say("Use an id of the catalogue."))
        return
    most = catalog.inputs().accepted["line_mass"].ends[1]
    if line.mass_g != 0 and not LEAST_MASS_G <= line.mass_g <= most:
        accepted = say(
            "a mass must be 0, or between {least_mass_g:g} and {most:g} g.",
            least_mass_g=LEAST_MASS_G,
            most=most,
        )
        yield InputError(f"{place}.mass_g", line.mass_g, accepted, say("Give it in g."))
    finest, coarsest = catalog.inputs().accepted["scale"].ends
    if line.mass_plus_minus_g != 0 and not finest <= line.mass_plus_minus_g <= coarsest:
        accepted = say("a scale is good to {finest:g}–{coarsest:g} g.", finest=finest, coarsest=coarsest)
        yield InputError(f"{place}.mass_plus_minus_g", line.mass_plus_minus_g, accepted, say("Give it in g."))
    if line.mass_range_g and not 0 <= line.mass_range_g[0] <= line.mass_g <= line.mass_range_g[1] <= most:
        fix = say("Give its low and its high end around the mass.")
        yield InputError(
            f"{place}.mass_range_g", line.mass_range_g, say("this is not a range of a mass."), fix
        )
    for name in ("purity_plus_minus", "aa_eq"):
        share = getattr(line, name)
        if share is not None and not 0 <= share <= 1:
            fix = say("Give 20 % as 0.2.")
            yield InputError(f"{place}.{name}", share, say("this is a fraction of the mass, 0 to 1."), fix)
    if line.purity is not None and not 0 < line.purity <= 1:
        fix = say("Give 99 % as 0.99.")
        yield InputError(f"{place}.purity", line.purity, say("a purity must be above 0 and at most 1."), fix)
    elif not (0 <= line.water_content < 1 and line.nominal_purity + line.water_content <= 1 + 1e-9):
        fix = say("Purity as weighed and water together are at most 100 %.")
        yield InputError(f"{place}.water_content", line.water_content, say("this is too much water."), fix)
