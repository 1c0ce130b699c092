"""A table of formulas → columns of facts, at the values as stated: no draws, no bands.

What `facts.facts_of` says of one formula, said of n formulas at once: every uncertain input stands at
its centre. Only the published range of a solubility stays a range, for within it nobody knows whether
something dissolves. A plain table of grams has no readings, doses, claims, scale or labels; those facts
are what they are for a formula without them.

Words of the single path that hold for a whole storage, or for a form whatever it is in, are asked there
once, with a plain serum, and not written a second time.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.acidity import Acid, Pair, Solution, balanced, unionised_share
from calc.batch import specific_volume
from calc.dosing import LYES
from calc.draws import Band
from calc.facts import FRIDGE, ROOM, facts_of, known_of
from calc.formula import Formula, Line, aa_content, composition
from calc.ions import brought, driven_out, gas_molar_mass
from calc.keeping import KINDS, Keeping, keeping
from calc.keeping import REASONS as NO_NUMBER
from calc.keeping_facts import NO_DAYS, NOT_SERUMS, STATES
from calc.recipe import Storage
from calc.rules import PH_TOLERANCE, Facts
from calc.shelf import DATED
from calc.solubility import fullness_per_gram, oil_limit
from calc.stability import CLOSED, KEPT, days_until, ferulic_share, inputs, log_rate
from calc.titration import NO_WATER, REASONS, Bath, nominal
from calc.units import Q_

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]
Columns = dict[str, Array]

#: How it is kept where nobody says: at 25 °C in a bottle with a dropper, opened once a day.
USUAL = Storage(temperature=Q_(25.0, "degC"), package="dropper_bottle", openings_per_day=1.0)

_NAN = float("nan")
_ACID = "l_ascorbic_acid"
# About where the acid of a serum has let go of half of its protons, salt considered.
_SERUM_PKA = 4.0
# Fewer solutions of one make than this are not worth a search of their own.
_FEW = 300
_OF_STORAGE = ("clear_in_daylight", "too_cold", "too_hot")
_STATE_NAMES = ("", "not_known", "no_pH", *catalog.STATES)
_MEDIA = ("powder", "oil", "other", "glycol", "water")
#: Facts that a table of grams never has: flags that are down, and numbers that are not known.
_NEVER = (
    *("has_label_strength", "by_eye", "has_reading", "has_dose", "out_of_reach", "has_claimed_total"),
    *("has_claimed_strength", "has_claimed_pH", "has_assay", "assay_narrows", "undated_assay"),
)
_UNKNOWN = (
    *("reading_off", "dose_g", "dose_steps", "target_pH", "claimed_total", "claimed_strength", "claimed_pH"),
    *("lightest_steps", "can_predilute", "cannot_predilute", "assay_off"),
)
#: Looked at only beside a flag that is never up here.
_IDLE = (
    *("strength_low", "strength_high", "strength_spread", "window_width"),
    *("true_strength", "true_strength_low", "true_strength_high", "true_pH_low", "true_pH_high"),
)
# What is known of a form whatever it is in.
_OF_FORM = (
    *("has_usual_range", "derivative_usual_low", "derivative_usual_high", "derivative_pH_low"),
    *("derivative_pH_high", "is_phosphate", "has_content", "crystal_water_unstated"),
)


@dataclass(frozen=True, eq=False)
class FormulaFacts:
    """What is known of n formulas, and the facts that rules look at.

    Parameters
    ----------
    mass_fraction : (n,) array
        Of the strongest form of vitamin C [0–1]; 0 where there is none.
    aa_equivalent : (n,) array
        Of all forms [0–1]; NaN where the content of one is not known.
    pH : (n,) array
        NaN where it cannot be predicted.
    dissolves : (n,) array
        1 where every form does, 0 where one does not, NaN where that is not known.
    t90_days : (n,) array
        When a tenth of the ascorbic acid is lost [day]; NaN where no number is given.
    facts : tuple of (rows, Facts)
        For every row with the first of its derivatives, then for rows with a second one, and so on:
        what fires for any of them holds for the row.
    """

    mass_fraction: Array
    aa_equivalent: Array
    pH: Array
    dissolves: Array
    t90_days: Array
    facts: tuple[tuple[Rows, Facts], ...]


def formula_facts(
    grams: Array, ingredients: tuple[str, ...], storage: Storage | None = None, system: str = "solution"
) -> FormulaFacts:
    """Return the facts of many formulas at the values as stated.

    Parameters
    ----------
    grams : (n, k) array
        Masses, finite and none below 0, each row with a mass [g].
    ingredients : tuple of str
        Ids in `catalog.ingredients`, all different, one per column.
    storage : Storage, optional
        How all of them are kept; `USUAL` when not given.
    system : str
        One of `formula.SYSTEMS`.

    Returns
    -------
    FormulaFacts
    """
    kept = storage or USUAL
    bottles = _Bottles(np.ascontiguousarray(grams.T), ingredients, system)
    water = _in_water(bottles)
    dissolved = _dissolved(bottles, kept)
    life = _life(bottles, water, kept)
    whole = {
        **_constants(bottles.size),
        **_whole_facts(bottles, water),
        **_acid_facts(bottles, dissolved, kept),
        **water.facts(bottles, kept),
        **life.facts(bottles, kept),
    }
    states = _state_keys(bottles, life.medium, water.pH)
    forms = [each for each in bottles.forms if each != _ACID]
    levels = [
        (rows, _facts_of_level(bottles, whole, dissolved, states, forms, rows, held))
        for rows, held in _levels(bottles, forms)
    ]
    strongest = np.max([bottles.of(each) for each in bottles.forms], axis=0, initial=0.0, keepdims=True)[0]
    return FormulaFacts(
        np.broadcast_to(strongest, bottles.size) / bottles.total_g,
        _aa_equivalent(bottles),
        water.pH,
        _all_dissolve(bottles, dissolved),
        life.t90_days,
        tuple(levels),
    )


def days_in_water(form: str, mass_fraction: Array, pH: Array, storage: Storage) -> Array:
    """Return how long a form of ascorbic acid keeps in nothing but water, as labels tell its pH.

    Where its own pH lies above the one that is told, it counts: there the acid is lost faster.

    Parameters
    ----------
    form : str
        Id of ascorbic acid or one of its salts.
    mass_fraction : (n,) array
        Above 0 and below 1.
    pH : (n,) array
        NaN where it is not told.
    storage : Storage

    Returns
    -------
    (n,) array
        When a tenth is lost [day]; NaN where no number is given.
    """
    bottles = _Bottles(np.array([1 - mass_fraction, mass_fraction]), ("water", form), "solution")
    water = _in_water(bottles)
    pH = np.where(np.isnan(pH), water.pH, np.fmax(pH, water.pH))
    reason = _Words.first(REASONS, [("form", np.isnan(pH))], "")
    return _life(bottles, replace(water, pH=pH, reason=reason), storage).t90_days


@dataclass(frozen=True, eq=False)
class _Words:
    """A word for each row: its position among names."""

    names: tuple[str, ...]
    positions: NDArray[np.int8]

    @classmethod
    def first(cls, names: tuple[str, ...], flags: Iterable[tuple[str, Flags]], rest: str) -> _Words:
        """Return for each row the first word whose flag is up."""
        every = [*flags]
        positions = np.full(every[0][1].size, names.index(rest), dtype=np.int8)
        for name, up in reversed(every):
            positions[up] = names.index(name)
        return cls(names, positions)

    def are(self, *words: str) -> Flags:
        """Tell which rows have one of some words."""
        found = np.zeros(self.positions.size, dtype=bool)
        for word in words:
            if word in self.names:
                found |= self.positions == self.names.index(word)
        return found

    def of(self, rows: Rows) -> _Words:
        """Return the words of some rows."""
        return _Words(self.names, self.positions[rows])


# --- what is in the bottles -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Bottles:
    """Formulas as a table: a row of grams for each ingredient, (k, n)."""

    grams: Array
    ingredients: tuple[str, ...]
    system: str

    @property
    def size(self) -> int:
        """How many formulas there are."""
        return self.grams.shape[1]

    @functools.cached_property
    def records(self) -> tuple[catalog.Ingredient, ...]:
        """The catalogue's entries."""
        return tuple(catalog.ingredients()[name] for name in self.ingredients)

    @functools.cached_property
    def forms(self) -> tuple[str, ...]:
        """The forms of vitamin C that any of them may hold, in the catalogue's order."""
        return tuple(each for each in catalog.forms() if each in self.ingredients)

    def of(self, *names: str) -> Array:
        """Return the grams of some ingredients together, (n,)."""
        return self.where(lambda each: each.id in names)

    def where(self, test: Callable[[catalog.Ingredient], bool]) -> Array:
        """Return the grams of all that pass a test together, (n,)."""
        rows = [i for i, each in enumerate(self.records) if test(each)]
        if not rows:
            return np.zeros(self.size)
        return self.grams[rows[0]] if len(rows) == 1 else self.grams[rows].sum(axis=0)

    def has_role(self, role: str) -> Flags:
        """Tell which hold something of a role."""
        return self.where(lambda each: role in each.roles) > 0

    def weighed(self, per_gram: Array) -> Array:
        """Return a sum over the ingredients, so much for a gram of each, (n,)."""
        whole = np.zeros(self.size)
        for grams, each in zip(self.grams, per_gram.tolist()):
            if each:
                whole += each * grams
        return whole

    @functools.cached_property
    def acid_mol(self) -> Array:
        """What there is of each acid of `ions.brought`, (acids, n) [mol]."""
        columns = [self.weighed(each) for each in brought(self.ingredients).acid_mol.T]
        return np.array(columns).reshape(len(columns), self.size)

    @functools.cached_property
    def metals_mol(self) -> Array:
        """Sodium and potassium together, (n,) [mol]."""
        ions = brought(self.ingredients)
        return self.weighed(ions.sodium_mol + ions.potassium_mol)

    @functools.cached_property
    def water_g(self) -> Array:
        """Water present [g]."""
        return self.of("water")

    @functools.cached_property
    def gas_g(self) -> Array:
        """Carbon dioxide that leaves [g]."""
        if "carbonic" not in brought(self.ingredients).acids:
            return np.zeros(self.size)
        gas = driven_out(brought(self.ingredients).acids, self.acid_mol.T, self.metals_mol)
        return np.where(self.water_g > 0, gas * gas_molar_mass(), 0.0)

    @functools.cached_property
    def total_g(self) -> Array:
        """Mass of the whole, without the gas that leaves [g]."""
        return self.grams.sum(axis=0) - self.gas_g

    @functools.cached_property
    def finished(self) -> Flags:
        """Which have something bought in them."""
        return self.has_role("finished")

    @functools.cached_property
    def glycols_g(self) -> Array:
        """Glycols and glycerin, alcohol left out [g]."""
        return self.where(lambda each: "cosolvent" in each.roles and each.id != "ethanol")

    def share(self, *names: str) -> Array:
        """Return ingredients as a share of the whole [0–1]."""
        return self.of(*names) / self.total_g

    def has_solvent(self, *phases: str) -> Flags:
        """Tell which hold a solvent other than water, of one of some phases."""
        roles = {"solvent", "cosolvent"}
        found = self.where(
            lambda each: each.id != "water" and each.phase in phases and bool(roles & {*each.roles})
        )
        return found > 0


def _content(form: str) -> float:
    """Return the ascorbic acid per mass of a form [0–1]; NaN where it is unknown."""
    content = aa_content(Line(form, 1.0))
    return content.centre if isinstance(content, catalog.Value) else _NAN


def _aa_equivalent(bottles: _Bottles) -> Array:
    """Return the AA-equivalents of all forms [0–1]; NaN where the content of one is not known."""
    whole = np.zeros(bottles.size)
    for form in bottles.forms:
        own = bottles.of(form)
        whole += np.where(own > 0, own * _content(form), 0.0)
    return whole / bottles.total_g


@functools.cache
def _never(names: tuple[str, ...], value: float, size: int) -> Columns:
    """Return columns that are the same everywhere; they take no room."""
    column = np.broadcast_to(np.float64(value), size)
    return dict.fromkeys(names, column)


def _constants(size: int) -> Columns:
    """Return the columns that a table of grams never has anything in."""
    return {**_never(_NEVER, 0.0, size), **_never((*_UNKNOWN, *_IDLE), _NAN, size)}


def _any(flags: Flags) -> Flags:
    """Tell in which columns any flag is up."""
    return np.asarray(flags.any(axis=0))


def _floats(flags: Mapping[str, Array | Flags]) -> Columns:
    """Return columns as floats."""
    return {name: np.asarray(column, dtype=np.float64) for name, column in flags.items()}


def _whole_facts(bottles: _Bottles, water: _Water) -> Columns:
    """Return the facts about the product as a whole."""
    forms = catalog.forms()
    has_form = bottles.where(lambda each: each.id in forms) > 0
    dissolves = bottles.where(lambda each: each.id in forms and each.phase == "water") > 0
    present = {
        "has_laa": _ACID,
        "has_ethyl": "ethyl_ascorbic_acid",
        "has_free_water": "water",
        "has_carbomer": "carbomer",
        "has_hyaluronate": "sodium_hyaluronate",
        "has_copper": "copper_tripeptide_1",
        "has_ferulic": "ferulic_acid",
        "has_niacinamide": "niacinamide",
    }
    preserved = bottles.has_role("preservative")
    return _floats(
        {
            **{name: bottles.of(each) > 0 for name, each in present.items()},
            "has_form": has_form,
            "has_derivative": bottles.where(lambda each: each.id in forms and each.id != _ACID) > 0,
            "has_water_soluble_form": dissolves,
            "has_water": ~water.reason.are("no_water"),
            "ethanol": bottles.share("ethanol"),
            "has_preservative": np.where(~preserved & bottles.finished, _NAN, preserved),
            "purity_stated": ~has_form,
            "is_finished": bottles.finished,
            "has_lye": bottles.of(*LYES) > 0,
            "foams": bottles.gas_g > 0,
        }
    )


# --- the pH ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Water:
    """The pH of formulas, why there may be none, and what it hangs on, (n,) each."""

    pH: Array
    ionic_strength: Array
    reason: _Words
    solids_per_water: Array
    cosolvent_share: Array
    metals_per_water: Array

    def facts(self, bottles: _Bottles, storage: Storage) -> Columns:
        """Return the facts about the pH."""
        acid = _acids_of(bottles.ingredients)
        watery = bottles.water_g > 0
        shelf = _NAN if storage.coldest_C is None else storage.coldest_C
        return {
            "pH": self.pH,
            **_floats(
                {
                    "has_pH": self.reason.are(""),
                    "no_pH": ~self.reason.are(""),
                    "no_pH_form": self.reason.are("form"),
                    "no_pH_acid": self.reason.are("no_acid"),
                    "has_citrate": bottles.where(lambda each: acid[each.id] == "citric") > 0,
                    "has_uncounted": bottles.where(lambda each: bool(each.ionises)) > 0,
                    "solids_per_water": np.where(watery, self.solids_per_water, _NAN),
                }
            ),
            "cosolvent_share": self.cosolvent_share,
            "ionic_strength": self.ionic_strength,
            "metals_per_water": self.metals_per_water,
            "shelf_C": np.broadcast_to(np.float64(shelf), bottles.size),
            "preservative_share": _preservative_share(bottles, self.pH),
        }


def _acids_of(ingredients: tuple[str, ...]) -> Mapping[str, str]:
    """Return the known acid that each ingredient brings; "" for none."""
    return {name: catalog.ingredients()[name].acid for name in ingredients}


def _in_water(bottles: _Bottles) -> _Water:
    """Return the pH of formulas, where it can be predicted."""
    water, metals = bottles.water_g, bottles.metals_mol
    dry = water <= 0
    kg = np.where(dry, 1.0, water) / 1000
    cosolvents = bottles.where(lambda each: "cosolvent" in each.roles)
    liquid = cosolvents + water
    solids = bottles.where(_counts)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(liquid > 0, cosolvents / liquid, 0.0)
        per_water = np.where(dry, np.inf, 100 * solids / water)
    per_kg = np.where(dry, 0.0, metals / kg)
    reason = _no_pH(bottles, per_water, share, per_kg)
    pH, ionic = np.full((2, bottles.size), _NAN)
    rows = np.flatnonzero(reason.are(""))
    if rows.size:
        pH[rows], ionic[rows] = _solved(bottles, rows)
    return _Water(pH, ionic, reason, per_water, share, per_kg)


def _counts(record: catalog.Ingredient) -> bool:
    """Tell whether something takes part in the pH with constants that are known."""
    return bool(record.acid or record.sodium or record.potassium)


def _no_pH(bottles: _Bottles, solids: Array, cosolvents: Array, metals: Array) -> _Words:
    """Return why the pH cannot be predicted: one of `titration.REASONS` for each."""
    forms, limits = catalog.forms(), catalog.rules()
    unknown = bottles.where(lambda each: each.id in forms and each.phase != "oil" and not each.acid) > 0
    reasons: dict[str, Flags] = {
        "finished": bottles.finished,
        "no_water": bottles.water_g <= NO_WATER * bottles.total_g,
        "form": unknown,
        "too_dry": solids > limits["PH-018"].limit["most"],
        "cosolvent": cosolvents > limits["PH-008"].limit["most"],
        "no_acid": ~(bottles.where(_counts) > 0),
        "too_salty": metals > limits["PH-013"].limit["most"],
    }
    return _Words.first(REASONS, reasons.items(), "")


def _solved(bottles: _Bottles, rows: Rows) -> tuple[Array, Array]:
    """Return pH and ionic strength of some formulas."""
    amounts = bottles.acid_mol[:, rows]
    here = _any(amounts.T != 0)
    known = _acids(bottles.ingredients)
    bath = Bath(
        tuple(name for name, there in zip(known.names, here) if there),
        tuple(acid for acid, there in zip(known.acids, here) if there),
        amounts[here].T,
        bottles.weighed(brought(bottles.ingredients).sodium_mol)[rows],
        bottles.weighed(brought(bottles.ingredients).potassium_mol)[rows],
        bottles.water_g[rows] / 1000,
    )
    return _by_kind(bath.solution())


def _by_kind(solution: Solution) -> tuple[Array, Array]:
    """Return pH and ionic strength, solutions of like make together and without what none of them holds.

    Of thirty acids in a table a formula holds a few. Which ones differs from row to row, how many of
    each kind hardly does: so each gets the constants of its own.
    """
    kinds = _kinds(solution)
    if not kinds:
        return balanced(solution)
    counts = np.array([(solution.totals[:, each] > 0).sum(axis=1) for each in kinds])
    make = np.ravel_multi_index(tuple(counts), tuple(len(each) + 1 for each in kinds))
    # Few makes fit into short numbers, which are put in order by their digits.
    short = make.astype(np.uint16) if make.max(initial=0) < 2**16 else make
    order: Rows = np.argsort(short, kind="stable").astype(np.intp)
    ends = np.flatnonzero(np.diff(make[order], append=-1)) + 1
    ordered, rest = solution.part(order), np.zeros(order.size, dtype=bool)
    pH, ionic = np.empty((2, order.size))
    for start, end in pairwise([0, *ends.tolist()]):
        if end - start < _FEW:
            rest[start:end] = True
            continue
        narrowed = _narrowed(ordered.part(slice(start, end)), kinds, counts[:, order[start]])
        pH[order[start:end]], ionic[order[start:end]] = balanced(narrowed, near=_near(narrowed))
    if rest.any():
        pH[order[rest]], ionic[order[rest]] = balanced(ordered.part(rest))
    return pH, ionic


def _near(solution: Solution) -> Array:
    """Return a pH close to that of solutions: of a serum's acid, as far as bases have neutralised it."""
    base = np.array([acid.charge for acid in solution.acids], dtype=np.float64)
    acids = np.maximum(solution.totals @ (1 - base), 1e-9)
    spent = np.clip((solution.strong_charge + solution.totals @ base) / acids, 0.015, 0.97)
    return _SERUM_PKA + np.log10(spent / (1 - spent))


def _kinds(solution: Solution) -> list[list[int]]:
    """Return the positions of acids that have as many steps and the same charge; those with pairs alone."""
    paired = {each.acid for each in solution.pairs}
    found: dict[tuple[int, int, int], list[int]] = {}
    for i, acid in enumerate(solution.acids):
        found.setdefault((acid.charge, len(acid.pKa), i if i in paired else -1), []).append(i)
    return list(found.values())


def _narrowed(solution: Solution, kinds: list[list[int]], counts: Rows) -> Solution:
    """Return solutions that hold so many acids of each kind, without the others."""
    acids: list[Acid] = []
    totals: list[Array] = []
    pairs: list[Pair] = []
    for kind, count in zip(kinds, counts.tolist()):
        first = solution.acids[kind[0]]
        if count and len(kind) == 1:
            pairs += [replace(each, acid=len(acids)) for each in solution.pairs if each.acid == kind[0]]
            acids.append(first)
            totals.append(solution.totals[:, kind[0]])
        elif count:
            own = solution.totals[:, kind]
            held = np.nonzero(own > 0)[1].reshape(-1, count)
            constants = np.array([solution.acids[i].pKa for i in kind], dtype=np.float64).T
            for which in held.T:
                acids.append(Acid(first.name, tuple(each[which] for each in constants), first.charge))
                totals.append(own[np.arange(which.size), which])
    stacked = np.column_stack(totals) if totals else np.zeros((solution.cations.size, 0))
    return Solution(acids, stacked, solution.strong_charge, solution.cations, pairs)


@functools.lru_cache(maxsize=64)
def _acids(ingredients: tuple[str, ...]) -> Bath:
    """Return a bath of a gram of each ingredient, for the acids with their constants."""
    return nominal(Formula(tuple(Line(name, 1.0) for name in ingredients)))


def _preservative_share(bottles: _Bottles, pH: Array) -> Array:
    """Return the un-ionised share of the preservative that works best at a pH [0–1]; NaN without one."""
    shares = np.full(bottles.size, _NAN)
    for each in bottles.records:
        if "preservative" in each.roles:
            own = unionised_share(pH, catalog.acids()[each.acid].pKa[0].centre) if each.acid else 1.0
            shares = np.where(bottles.of(each.id) > 0, np.fmax(shares, own), shares)
    return shares


# --- what dissolves -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Dissolved:
    """How one form stands to what dissolves it, (n,) each: 1 or 0, ½ at the limit, NaN where unknown."""

    dissolves: Array
    by_water: Flags


def _coldest_C(storage: Storage) -> float:
    """Return the coldest temperature that it is kept at [°C]; a room's where that is not known."""
    room = catalog.inputs().assumed[ROOM].centre
    return room if storage.coldest_C is None else storage.coldest_C


def _dissolved(bottles: _Bottles, storage: Storage) -> dict[str, _Dissolved]:
    """Return how each form stands to what dissolves it, by its id."""
    coldest = _coldest_C(storage)
    return {
        form: _by_water(bottles, form, coldest)
        if catalog.forms()[form].phase in ("water", "both")
        else _Dissolved(_by_oil(bottles, form, coldest), np.zeros(bottles.size, dtype=bool))
        for form in bottles.forms
    }


def _by_water(bottles: _Bottles, form: str, coldest_C: float) -> _Dissolved:
    """Judge a form by the water that is there."""
    water, held = bottles.water_g, bottles.of(form)
    solvent = (water == 0) & bottles.has_solvent("water", "both")
    by_water = ~bottles.finished & ~solvent & (water > 0) & (held > 0)
    without = ~bottles.finished & ~solvent & (water <= 0) & bottles.has_role("oil")
    ends = fullness_per_gram(catalog.forms()[form], coldest_C)
    verdict = np.where(without, 0.0, _NAN)
    if ends is not None:
        per_100g = 100 * held / np.where(by_water, water, 1.0)
        fits = _NAN if coldest_C < 0 else 1.0
        judged = np.where(per_100g * ends.low > 1, 0.0, np.where(per_100g * ends.high > 1, 0.5, fits))
        verdict = np.where(by_water, judged, verdict)
    return _Dissolved(verdict, by_water)


def _by_oil(bottles: _Bottles, form: str, coldest_C: float) -> Array:
    """Judge a form that does not dissolve in water by the one oil of which a figure is known."""
    most = oil_limit(catalog.forms()[form], coldest_C)
    unknown = np.full(bottles.size, _NAN)
    if most is None:
        return unknown
    oils = [(i, each) for i, each in enumerate(bottles.records) if "oil" in each.roles]
    volume = sum((specific_volume(each.id)[0] * bottles.grams[i] for i, each in oils), np.zeros(bottles.size))
    judged = ~bottles.finished & (volume > 0) & ~bottles.has_solvent("both")
    beyond = bottles.of(form) / np.where(judged, volume, 1.0) / most > 1
    return np.where(judged & beyond, 0.0, unknown)


def _all_dissolve(bottles: _Bottles, dissolved: Mapping[str, _Dissolved]) -> Array:
    """Return 1 where every form dissolves, 0 where one does not, NaN where that is not known."""
    whole = np.where(bottles.where(lambda each: each.id in bottles.forms) > 0, 1.0, _NAN)
    for form, found in dissolved.items():
        held, verdict = bottles.of(form) > 0, np.where(found.dissolves == 0.5, _NAN, found.dissolves)
        worse = np.where((whole == 0) | (verdict == 0), 0.0, whole * verdict)
        whole = np.where(held, worse, whole)
    return whole


def _acid_facts(bottles: _Bottles, dissolved: Mapping[str, _Dissolved], storage: Storage) -> Columns:
    """Return the facts about L-ascorbic acid, and how it dissolves."""
    own = bottles.of(_ACID)
    strength, held = own / bottles.total_g, own > 0
    found = dissolved[_ACID].dissolves if _ACID in dissolved else np.full(bottles.size, _NAN)
    now = np.where(held, found, _NAN)
    falls = np.zeros(bottles.size)
    cold = catalog.inputs().assumed[FRIDGE].centre
    if _ACID in dissolved and _coldest_C(storage) > cold:
        falls = (now == 1) & (_by_water(bottles, _ACID, cold).dissolves != 1)
    return {
        "laa_mass_fraction": strength,
        "laa_aim": strength,
        "laa_dissolves": now,
        **_floats({"laa_near_limit": now == 0.5, "falls_out_cold": falls}),
    }


# --- how long it keeps ----------------------------------------------------------------------------


@dataclass(frozen=True)
class _Life:
    """How long formulas keep, why there may be no number, and what they are in, (n,) each."""

    t90_days: Array
    reason: _Words
    medium: _Words
    germs_days: Array
    outside: Flags
    probe: Keeping

    def facts(self, bottles: _Bottles, storage: Storage) -> Columns:
        """Return the facts about how long they keep."""
        celsius = [each for each, _ in storage.stays]
        of_all = {
            "is_kept": 1.0,
            "kept_C_low": min(celsius, default=_NAN),
            "kept_C_high": max(celsius, default=_NAN),
            "package_assumed": "package" in self.probe.assumed,
            "temperature_assumed": "temperature" in self.probe.assumed,
            "opened_to_air": storage.package not in CLOSED and storage.openings_per_day != 0,
            "has_wall": storage.wall in catalog.stability().walls,
            "clear_in_daylight": storage.is_clear_in_daylight,
        }
        seen = ("light" in self.probe.domain) | self.reason.are("clear_in_daylight")
        return {
            **{name: np.broadcast_to(np.float64(each), bottles.size) for name, each in of_all.items()},
            **_floats({name: self.reason.are(reason) for name, reason in NO_DAYS.items()}),
            **_floats(
                {"has_t90": self.reason.are(""), "outside_series": self.outside, "may_see_light": seen}
            ),
            **_floats(self.ends(storage)),
        }

    def ends(self, storage: Storage) -> dict[str, Flags]:
        """Tell what ends the use first."""
        longest = catalog.stability().assumed["six_months"].centre
        dated = self.reason.are(*DATED)
        if storage.package == "powder_jar":
            dated &= ~self.reason.are("dry_powder")
        germs = np.where(np.isnan(self.germs_days), np.inf, self.germs_days)
        t90 = np.where(np.isnan(self.t90_days), np.inf, self.t90_days)
        first = np.fmin(np.fmin(germs, t90), longest)
        serums = ~self.reason.are(*NOT_SERUMS)
        by_germs = dated & (germs == first) & (germs < longest)
        return {
            "ends_by_t90": dated & (t90 == first) & (t90 < longest) & ~by_germs,
            "ends_by_germs": by_germs,
            "ends_by_six_months": dated & (first == longest) & serums,
        }


def _life(bottles: _Bottles, water: _Water, storage: Storage) -> _Life:
    """Return how long formulas keep in a storage."""
    probe = _probe(storage)
    medium = _medium(bottles)
    pH = np.where(medium.are("water"), water.pH, _NAN)
    strength = _strength_g_per_L(bottles)
    reason = _no_days(bottles, probe, medium, water, strength)
    ferulic = _ferulic(bottles, medium, pH)
    outside = _outside(bottles, medium)
    factors = _factors(bottles, medium, _any(outside) | bool(probe.domain), ferulic)
    t90 = np.full(bottles.size, _NAN)
    rows = np.flatnonzero(reason.are(""))
    if probe.conditions is not None and rows.size:
        inside = {name: power[rows] for name, power in factors.items()}
        acid = np.where(medium.are("water"), pH, -np.inf)[rows]
        t90[rows] = _t90(probe, inside, strength[rows], acid, ferulic[rows])
    germs = _germs_days(bottles, medium, pH, storage)
    named = _any(outside) | bool({*probe.domain} - {"package"})
    return _Life(t90, reason, medium, germs, named, probe)


@functools.lru_cache(maxsize=16)
def _probe(storage: Storage) -> Keeping:
    """Return what a storage does to a plain serum: all of it goes back to the storage."""
    return keeping(Formula((Line("water", 85.0), Line(_ACID, 15.0))), storage)


def _assumed(name: str) -> float:
    """Return an assumed share or number."""
    row = catalog.stability().assumed[name]
    return row.to("dimensionless")[0] if row.unit == "percent" else row.centre


def _medium(bottles: _Bottles) -> _Words:
    """Return what the acid is in."""
    watery = bottles.finished | (bottles.water_g / bottles.total_g > _assumed("anhydrous"))
    media = {
        "water": watery,
        "glycol": bottles.glycols_g > 0,
        "other": bottles.of("ethanol") > 0,
        "oil": bottles.has_role("oil"),
    }
    return _Words.first(_MEDIA, media.items(), "powder")


def _acids_in(bottles: _Bottles) -> list[str]:
    """Return the forms that are ascorbic acid once they are in water."""
    return [each for each in bottles.forms if catalog.forms()[each].kind in KINDS]


def _strength_g_per_L(bottles: _Bottles) -> Array:
    """Return the ascorbic acid by volume, its salts counted [g/L]; 0 where there is none."""
    known = [(each, _content(each)) for each in _acids_in(bottles)]
    acid = sum((bottles.of(each) * own for each, own in known if own == own), np.zeros(bottles.size))
    volumes = np.array([specific_volume(each)[0] for each in bottles.ingredients])
    return 1000 * acid / bottles.weighed(volumes)


def _no_days(bottles: _Bottles, probe: Keeping, medium: _Words, water: _Water, strength: Array) -> _Words:
    """Return why no number of days is given; "" where one is."""
    none = strength <= 0
    forms = bottles.where(lambda each: each.id in bottles.forms) > 0
    kept = {each: np.full(bottles.size, probe.reason == each) for each in _OF_STORAGE}
    watery, predicted = medium.are("water"), water.reason.are("")
    reasons = {
        "no_form": none & ~forms,
        "derivative": none,
        "dry_powder": medium.are("powder"),
        **kept,
        "unknown_solvent": medium.are("other"),
        "no_pH": watery & ~predicted,
        "too_alkaline": watery & (water.pH > _assumed("most_alkaline") + PH_TOLERANCE),
    }
    return _Words.first(NO_NUMBER, reasons.items(), "")


def _glycol_share(bottles: _Bottles) -> Array:
    """Return glycols and glycerin as a share of them and the water [0–1]."""
    liquid = bottles.glycols_g + bottles.water_g
    return bottles.glycols_g / np.where(liquid > 0, liquid, 1.0)


def _outside(bottles: _Bottles, medium: _Words) -> Flags:
    """Tell what takes formulas away from the published series, (causes, n); storage left aside."""
    strength = bottles.of(*_acids_in(bottles)) / bottles.total_g
    high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[2]
    measured = _assumed("most_glycol_share") * bottles.glycols_g
    other_glycol = medium.are("glycol") & (bottles.of("propylene_glycol") < measured)
    creamy = bottles.where(lambda each: "finished" in each.roles and each.phase == "both") > 0
    return np.array(
        [
            bottles.finished,
            creamy | ("emulsion" in bottles.system),
            medium.are("oil") | (bottles.system == "suspension"),
            other_glycol | (medium.are("water") & (_glycol_share(bottles) > high)),
            bottles.share("ethanol") > _assumed("alcohol"),
            strength < _assumed("weak") - 1e-9,
            bottles.of("sodium_benzoate") > 0,
            bottles.of("copper_tripeptide_1") > 0,
        ]
    )


def _ferulic(bottles: _Bottles, medium: _Words, pH: Array) -> Flags:
    """Tell where ferulic acid with tocopherol does something."""
    enough = (bottles.share("ferulic_acid") >= _assumed("ferulic_least")) & (
        bottles.share("tocopherol") >= _assumed("tocopherol_least")
    )
    return enough & medium.are("water") & (ferulic_share(pH) > 0)


def _factors(bottles: _Bottles, medium: _Words, outside: Flags, ferulic: Flags) -> dict[str, Array]:
    """Return the power of each factor, by its row in ``data/stability.toml``."""
    rest = ~medium.are("oil", "glycol")
    creamy = bottles.system == "w_o_emulsion"
    some, most = _glycol_powers(_glycol_share(bottles))
    plain = rest & (not creamy)
    wet = medium.are("water", "glycol")
    chelated = bottles.share("disodium_edta", "sodium_phytate") >= _assumed("chelator_least")
    spared = bottles.share("sodium_metabisulfite", "glutathione") >= _assumed("antioxidant_least")
    return _floats(
        {
            "outside": outside,
            "between_laboratories": ~outside,
            "oil": medium.are("oil"),
            "w_o_emulsion": rest & creamy,
            "some_glycol": np.where(plain, some, 0.0),
            "propylene_glycol": np.where(plain, most, medium.are("glycol")),
            "chelator": wet & chelated,
            "sulfite_or_glutathione": wet & ~ferulic & spared,
        }
    )


def _glycol_powers(share: Array) -> tuple[Array, Array]:
    """Return the powers of some glycol, and of nothing but glycol."""
    low, high = catalog.stability().assumed["some_glycol_share"].to("dimensionless")[1:]
    towards = np.clip((share - high) / (_assumed("most_glycol_share") - high), 0.0, 1.0)
    return np.minimum(share / low, 1.0) * (1 - towards), towards


def _t90(probe: Keeping, factors: Mapping[str, Array], strength: Array, pH: Array, ferulic: Flags) -> Array:
    """Return after how long a tenth is lost, by the rate of the single path [day].

    A column takes the place of what the conditions say once for all: a factor to its power, the
    antioxidant where it works, a pH of −∞ where there is no water.
    """
    assert probe.conditions
    any_pH = Band(0.0, 0.0, 0.0)
    names = tuple((name, 1.0) for name in factors)
    conditions = replace(probe.conditions, factors=names, ferulic=True, pH=any_pH)
    columns = {each.name: np.array([each.value]) for each in inputs(conditions)}
    columns.update((name, columns[name] * power) for name, power in factors.items())
    columns["ferulic_with_tocopherol"] = columns["ferulic_with_tocopherol"] * ferulic
    columns.update(strength=strength, pH=pH)
    return days_until(KEPT, np.exp(log_rate(conditions, columns)), columns["order"])


def _germs_days(bottles: _Bottles, medium: _Words, pH: Array, storage: Storage) -> Array:
    """Return how long water without a preservative that works may be used [day]; NaN where it may."""
    limit, least = catalog.rules()["MICRO-001"].limit, catalog.rules()["MICRO-002"].limit["least"]
    hostile = (bottles.share("ethanol") > limit["alcohol"]) | (pH < limit["below"] - PH_TOLERANCE)
    works = _preservative_share(bottles, pH) >= least - 1e-9
    grow = ~bottles.finished & medium.are("water") & ~hostile & ~works
    warmest = catalog.stability().assumed["fridge_warmest"].to("degC")[0]
    cold = bool(storage.stays) and all(celsius <= warmest + 1e-9 for celsius, _ in storage.stays)
    days = catalog.stability().assumed["germs"].ends[1 if cold else 0]
    return np.where(grow, days, _NAN)


# --- other forms ----------------------------------------------------------------------------------


def _state_keys(bottles: _Bottles, medium: _Words, pH: Array) -> dict[str, _Words]:
    """Return how each form other than ascorbic acid keeps, by its id: one word for each formula."""
    own = [each for each in bottles.forms if catalog.forms()[each].kind not in KINDS]
    return {form: _state(form, medium.are("water"), pH) for form in own}


def _state(form: str, watery: Flags, pH: Array) -> _Words:
    """Return how one form keeps, as `keeping.states` does."""
    known = catalog.stability().states.get(form)
    if known is None:
        return _Words.first(_STATE_NAMES, [("not_known", ~watery)], "not_known")
    flags = [(known.dry or "not_known", ~watery)]
    if known.window is None:
        return _Words.first(_STATE_NAMES, flags, known.wet)
    low, high = known.window.ends
    apart = known.falls_apart.centre if known.falls_apart else -np.inf
    flags += [
        ("no_pH", np.isnan(pH)),
        ("falls_apart", pH < apart - PH_TOLERANCE),
        (known.wet, (low - PH_TOLERANCE <= pH) & (pH <= high + PH_TOLERANCE)),
    ]
    return _Words.first(_STATE_NAMES, flags, known.outside)


@functools.lru_cache(maxsize=256)
def _form_facts(form: str, system: str) -> Mapping[str, float]:
    """Return what is known of a form whatever it is in, as the single path says it of a weak serum."""
    serum = Formula((Line("water", 99.0), Line(form, 1.0)), system)
    columns = facts_of(known_of(serum, composition(serum))).columns
    return {name: float(columns[name][0]) for name in _OF_FORM}


def _levels(bottles: _Bottles, forms: list[str]) -> Iterable[tuple[Rows, NDArray[np.intp]]]:
    """Yield rows with the position of their first derivative, then of their second, and so on.

    A row without any is in the first level, with the position one beyond the last.
    """
    held = np.array([bottles.of(each) > 0 for each in forms]).reshape(len(forms), bottles.size)
    turn = np.cumsum(held, axis=0)
    count = turn[-1] if forms else np.zeros(bottles.size, dtype=int)
    first = held.argmax(axis=0) if forms else np.zeros(bottles.size, dtype=np.intp)
    yield np.arange(bottles.size), np.where(count > 0, first, len(forms))
    for level in range(2, int(count.max(initial=0)) + 1):
        rows = np.flatnonzero(count >= level)
        yield rows, (held & (turn == level))[:, rows].argmax(axis=0)


def _facts_of_level(
    bottles: _Bottles,
    whole: Columns,
    dissolved: Mapping[str, _Dissolved],
    states: Mapping[str, _Words],
    forms: list[str],
    rows: Rows,
    held: NDArray[np.intp],
) -> Facts:
    """Return the facts of some rows, each with one of its derivatives."""
    own = whole if rows.size == bottles.size else {name: each[rows] for name, each in whole.items()}
    none = {name: 0.0 if name in ("has_content", "is_phosphate") else _NAN for name in _OF_FORM}
    none["crystal_water_unstated"] = 0.0
    every = [*(_form_facts(form, bottles.system) for form in forms), none]
    columns = {name: np.array([each[name] for each in every])[held] for name in _OF_FORM}
    flags = ("derivative_by_water", "derivative_near_limit", "derivative_limit_unknown", *STATES)
    numbers = ("derivative_mass_fraction", "derivative_aa_equivalent", "derivative_dissolves")
    columns |= {name: np.zeros(rows.size) for name in flags}
    columns |= {name: np.full(rows.size, _NAN) for name in numbers}
    for position, form in enumerate(forms):
        here = np.flatnonzero(held == position)
        if here.size:
            told = _one_form(bottles, form, dissolved[form], states.get(form), rows[here])
            for name, values in told.items():
                columns[name][here] = values
    return Facts({**own, **columns})


def _one_form(
    bottles: _Bottles, form: str, found: _Dissolved, state: _Words | None, rows: Rows
) -> Mapping[str, Array | Flags]:
    """Return the facts about one derivative in some rows."""
    strength = bottles.of(form)[rows] / bottles.total_g[rows]
    dissolves = found.dissolves[rows]
    told = {
        "derivative_mass_fraction": strength,
        "derivative_aa_equivalent": strength * _content(form),
        "derivative_dissolves": dissolves,
        "derivative_by_water": found.by_water[rows],
        "derivative_near_limit": dissolves == 0.5,
        "derivative_limit_unknown": np.isnan(dissolves),
    }
    if state is not None:
        told |= {name: state.of(rows).are(*keys) for name, keys in STATES.items()}
    return told
