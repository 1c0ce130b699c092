"""Facts about formulas, as columns for the rules; one serum is a table of one row.

All inputs are taken at their stated values. `batch_facts` calls the same functions with what is known
better of one batch: a pH reading, a strength or a solubility with its band.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.adjusters import LYES
from calc.chemistry.co_ingredients import Dissolved, dissolved_of
from calc.chemistry.density import specific_volume
from calc.chemistry.formula_table import (
    ACID,
    NAN,
    Array,
    Categories,
    Columns,
    Flags,
    FormulaTable,
    Rows,
    is_derivative,
    is_form,
)
from calc.chemistry.phases import emulsifier_missing_g, phases_of, solubiliser_missing_g
from calc.chemistry.recipe import Storage
from calc.chemistry.solubility import (
    ASCORBATES,
    fullness,
    is_judged_by_oil,
    oil_limit,
    solvent_of,
    verdict_in_water,
)
from calc.chemistry.stability import KINDS, loss_conditions, state_of, t90_as_stated
from calc.rules.acidity_facts import Acidity, acidity_of, pH_facts
from calc.rules.engine import Facts
from calc.rules.form_facts import FRIDGE, ROOM, derivative_facts_of_form
from calc.rules.legal_limits import legal_facts, preservative_facts
from calc.rules.storage_facts import STATES, Keeping, storage_facts
from calc.units import Q_

#: Storage where none is given: at 25 °C in a dropper bottle, opened once a day.
USUAL = Storage(temperature=Q_(25.0, "degC"), package="dropper_bottle", openings_per_day=1.0)
#: Facts that only a batch in hand has: in a table of grams the flags are 0, the numbers unknown.
_DOWN = (
    *("has_label_strength", "by_eye", "has_reading", "has_dose", "out_of_reach", "has_claimed_total"),
    *("has_lone_reading", "has_unread"),
    *("has_claimed_strength", "has_claimed_pH", "has_assay", "assay_narrows", "undated_assay"),
)
_NOT_KNOWN = (
    *("reading_off", "dose_g", "dose_steps", "target_pH", "claimed_total", "claimed_strength", "claimed_pH"),
    *("lightest_steps", "can_predilute", "cannot_predilute", "assay_off", "reading_above"),
    *("clear_strength", "clear_strength_cold"),
    # Read only together with a flag that is 0 here.
    *("strength_low", "strength_high", "strength_spread", "window_width"),
    *("true_strength", "true_strength_low", "true_strength_high", "true_pH_low", "true_pH_high"),
)
_PRESENT: Mapping[str, tuple[str, ...]] = {
    "has_laa": (ACID,),
    "has_ethyl": ("ethyl_ascorbic_acid",),
    "has_free_water": ("water",),
    "has_carbomer": ("carbomer",),
    "has_hyaluronate": ("sodium_hyaluronate",),
    "has_copper": ("copper_tripeptide_1",),
    "has_ferulic": ("ferulic_acid",),
    "has_niacinamide": ("niacinamide",),
    "has_lye": LYES,
}


# --- contents -------------------------------------------------------------------------------------


def content_facts(table: FormulaTable, reason: Categories) -> Columns:
    """Return the facts about the contents of formulas.

    Parameters
    ----------
    table : FormulaTable
    reason : Categories
        Why the pH cannot be predicted.
    """
    is_preserved, has_form = table.has_role("preservative"), table.where(is_form) > 0
    flags = {
        **{name: table.of(*ingredients) > 0 for name, ingredients in _PRESENT.items()},
        "has_form": has_form,
        "has_ascorbate": table.of(*ASCORBATES) > 0,
        "has_derivative": table.where(is_derivative) > 0,
        "has_water_soluble_form": table.where(_is_water_soluble_form) > 0,
        "has_water": ~reason.isin("no_water"),
        "has_preservative": np.where(~is_preserved & table.is_finished, NAN, is_preserved),
        # A table states no purities.
        "purity_stated": ~has_form,
        "is_finished": table.is_finished,
        "foams": table.gas_g > 0,
    }
    columns = {name: np.asarray(flag, dtype=np.float64) for name, flag in flags.items()}
    return {**columns, "ethanol": table.share("ethanol")}


def ascorbate_g(table: FormulaTable) -> Array:
    """Return L-ascorbic acid and its salts as acid, (n,) [g].

    Parameters
    ----------
    table : FormulaTable

    >>> table = FormulaTable.of_grams(np.array([[80.0], [10.0], [10.0]]), ("water", ACID, "sodium_ascorbate"))
    >>> f"{ascorbate_g(table)[0]:.2f} g"
    '18.89 g'
    """
    whole = np.zeros(table.size)
    for form in ASCORBATES:
        if form in table.forms:
            whole += table.form_equivalent_g(form)
    return whole


def co_ingredient_facts(table: FormulaTable, solutes: Mapping[str, Dissolved]) -> Columns:
    """Return the facts about oil beside water, and about what hardly dissolves beside vitamin C.

    Parameters
    ----------
    table : FormulaTable
    solutes : mapping of str to Dissolved
        As `dissolved_of` returns it.
    """
    phases = phases_of(table)
    surely, maybe = np.zeros((2, table.size), dtype=bool)
    for solute in solutes.values():
        surely |= solute.surely_not
        maybe |= solute.maybe_not
    return {
        "oil_separates": phases.separates.astype(np.float64),
        "oil_g": phases.oil_g,
        "solubiliser_g": solubiliser_missing_g(phases),
        "emulsifier_g": emulsifier_missing_g(phases),
        "stays_undissolved": surely.astype(np.float64),
        "may_stay_undissolved": maybe.astype(np.float64),
    }


def _is_water_soluble_form(record: catalog.Ingredient) -> bool:
    """Tell whether an ingredient is a form of vitamin C that dissolves in water alone."""
    return is_form(record) and record.phase == "water"


# --- solubility -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Dissolution:
    """Whether one form dissolves, (n,) each.

    ``dissolves``: 1 or 0, ½ within the range of the limit, NaN where it is not known.
    ``by_water``: where it is judged by the water present.
    """

    dissolves: Array
    by_water: Flags


#: From a form and a temperature [°C] to its dissolution there.
Dissolving = Callable[[str, float], Dissolution]


def dissolution_of(
    table: FormulaTable, form: str, coldest_C: float, acidity: Acidity | None = None
) -> Dissolution:
    """Return whether a form dissolves, by its measured or published solubility.

    Parameters
    ----------
    table : FormulaTable
    form : str
        Id in `catalog.forms`.
    coldest_C : float
        Coldest temperature that it is kept at [°C].
    acidity : Acidity, optional
        Without it, nothing of an acid counts as neutralised.

    >>> table = FormulaTable.of_grams(np.array([[70.0], [30.0]]), ("water", "l_ascorbic_acid"))
    >>> dissolution_of(table, "l_ascorbic_acid", 20.0).dissolves.tolist()
    [0.0]
    """
    record, held = catalog.forms()[form], table.pure(form)
    if record.phase not in ("water", "both"):
        return Dissolution(_by_oil(table, form, coldest_C), np.zeros(table.size, dtype=bool))
    solvent = solvent_of(table)
    by_water = solvent.isin("water") & (held > 0)
    dissolves = np.where(solvent.isin("oil"), 0.0, NAN)
    unknown = np.full(table.size, NAN)
    pH, ionic = (acidity.pH, acidity.ionic_strength) if acidity else (unknown, unknown)
    share = fullness(table, form, coldest_C, pH, ionic)
    if share is not None:
        dissolves = np.where(by_water, verdict_in_water(share.sure, share.high, coldest_C), dissolves)
    return Dissolution(dissolves, by_water)


def _by_oil(table: FormulaTable, form: str, coldest_C: float) -> Array:
    """Return 0 where a form exceeds its solubility in the one oil with a published figure, else NaN."""
    most, unknown = oil_limit(catalog.forms()[form], coldest_C), np.full(table.size, NAN)
    if most is None:
        return unknown
    per_gram = [specific_volume(record.id)[0] if "oil" in record.roles else 0.0 for record in table.records]
    volume = table.summed(per_gram, table.weighed_g)
    judged = is_judged_by_oil(table) & (volume > 0)
    beyond = table.pure(form) / np.where(judged, volume, 1.0) / most > 1
    return np.where(judged & beyond, 0.0, unknown)


def all_dissolve(table: FormulaTable, dissolutions: Mapping[str, Dissolution]) -> Array:
    """Return 1 where every form dissolves, 0 where one does not, NaN where unknown, (n,)."""
    dissolves = np.where(table.where(is_form) > 0, 1.0, NAN)
    for form, dissolution in dissolutions.items():
        verdict = np.where(dissolution.dissolves == 0.5, NAN, dissolution.dissolves)
        worse = np.where((dissolves == 0) | (verdict == 0), 0.0, dissolves * verdict)
        dissolves = np.where(table.of(form) > 0, worse, dissolves)
    return dissolves


def coldest_of(storage: Storage | None) -> float:
    """Return the coldest storage temperature [°C]; room temperature where it is unknown."""
    coldest = storage.coldest_C if storage else None
    return catalog.inputs().assumed[ROOM].centre if coldest is None else coldest


def acid_facts(table: FormulaTable, total_g: Array, dissolving: Dissolving, coldest_C: float) -> Columns:
    """Return the facts about L-ascorbic acid, its strength with that of its salts, and how it dissolves.

    Parameters
    ----------
    table : FormulaTable
    total_g : (n,) array
        Total mass by which the strength is judged [g].
    dissolving : callable
        From a form and a temperature [°C] to its `Dissolution`.
    coldest_C : float
        Coldest storage temperature [°C].
    """
    strength = ascorbate_g(table) / total_g
    now, warm, cold = np.full((3, table.size), NAN)
    room_C, cold_C = (catalog.inputs().assumed[name].centre for name in (ROOM, FRIDGE))
    if ACID in table.forms:
        held = table.of(ACID) > 0
        now = np.where(held, dissolving(ACID, coldest_C).dissolves, NAN)
        # Only of what does not dissolve now is asked whether it would where it is warmer, and the other way.
        warm = now
        if coldest_C < room_C and (now == 0).any():
            warm = np.where(held, dissolving(ACID, room_C).dissolves, NAN)
        if coldest_C > cold_C and (now == 1).any():
            cold = np.where(now == 1, dissolving(ACID, cold_C).dissolves, NAN)
    return {
        "laa_mass_fraction": strength,
        "laa_aim": strength,
        "laa_dissolves": now,
        "laa_near_limit": (now == 0.5).astype(np.float64),
        "laa_never_dissolves": np.where(np.isnan(now), NAN, (now == 0) & (warm == 0)),
        "laa_falls_out_now": ((now == 0) & (warm != 0)).astype(np.float64),
        "falls_out_cold": (cold == 0).astype(np.float64),
        "may_fall_out_cold": (cold == 0.5).astype(np.float64),
    }


# --- derivatives ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Derivative:
    """One form other than L-ascorbic acid in formulas.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`.
    mass_fraction, aa_equivalent : (n,) array
        [0–1]; the latter NaN where the content of ascorbic acid is unknown.
    dissolution : Dissolution
    state : Categories, optional
        Its stability, one of `derivatives.STATE_KEYS`; None for a salt, whose stability is in days.
    """

    form: str
    mass_fraction: Array
    aa_equivalent: Array
    dissolution: Dissolution
    state: Categories | None


def derivative_of(
    table: FormulaTable,
    form: str,
    total_g: Array,
    dissolving: Dissolving,
    coldest_C: float,
    is_wet: Flags,
    pH: Array,
) -> Derivative:
    """Return the strength, dissolution and stability of one form other than L-ascorbic acid.

    Parameters
    ----------
    table, form, total_g, dissolving, coldest_C
        As for `acid_facts`.
    is_wet : (n,) array of bool
        Where the form is in water.
    pH : (n,) array
        NaN where it is not known.
    """
    has_days = catalog.forms()[form].kind in KINDS
    return Derivative(
        form,
        table.pure(form) / total_g,
        table.form_equivalent_g(form) / table.total_g,
        dissolving(form, coldest_C),
        None if has_days else state_of(form, is_wet, pH),
    )


def derivative_facts(table: FormulaTable, derivative: Derivative, rows: Rows) -> Mapping[str, Array | float]:
    """Return the facts about one form other than L-ascorbic acid in some rows; a scalar holds for all.

    Parameters
    ----------
    table : FormulaTable
    derivative : Derivative
    rows : (m,) array of int
        The rows that contain it.
    """
    dissolves = derivative.dissolution.dissolves[rows]
    state = None if derivative.state is None else derivative.state.at(rows)
    equivalent = derivative.aa_equivalent[rows]
    is_emulsion = phases_of(table).is_emulsion[rows]
    apart, mixed = (derivative_facts_of_form(derivative.form, emulsion=mixed) for mixed in (False, True))
    if catalog.forms()[derivative.form].kind == "salt":
        # In water it is the acid, whose window it is judged by.
        apart.update(has_usual_range=1.0, derivative_usual_low=0.0, derivative_usual_high=np.inf)
    return {
        **apart,
        "derivative_pH_high": np.where(is_emulsion, mixed["derivative_pH_high"], apart["derivative_pH_high"]),
        "crystal_water_unstated": _crystal_water_unstated(table, derivative.form),
        "has_content": ~np.isnan(equivalent),
        "derivative_mass_fraction": derivative.mass_fraction[rows],
        "derivative_aa_equivalent": equivalent,
        "derivative_dissolves": dissolves,
        "derivative_by_water": derivative.dissolution.by_water[rows],
        "derivative_near_limit": dissolves == 0.5,
        "derivative_limit_unknown": np.isnan(dissolves),
        **{name: 0.0 if state is None else state.isin(*keys) for name, keys in STATES.items()},
    }


def _crystal_water_unstated(table: FormulaTable, form: str) -> bool:
    """Tell whether the content of a form is assumed because its crystal water is not stated."""
    row = catalog.forms()[form].value("aa_eq")
    return form not in table.content_stated and row is not None and row.kind == "assumed"


_FLAGS_OF_DERIVATIVE = (
    *("has_content", "is_phosphate", "crystal_water_unstated", "derivative_by_water"),
    *("derivative_near_limit", "derivative_limit_unknown", *STATES),
)
_NUMBERS_OF_DERIVATIVE = (
    *("has_usual_range", "derivative_usual_low", "derivative_usual_high", "derivative_pH_low"),
    *("derivative_pH_high", "derivative_mass_fraction", "derivative_aa_equivalent", "derivative_dissolves"),
)


def without_derivative(size: int) -> Columns:
    """Return the facts about a derivative for formulas without any, (size,) each."""
    flags = {name: np.zeros(size) for name in _FLAGS_OF_DERIVATIVE}
    return {**flags, **{name: np.full(size, NAN) for name in _NUMBERS_OF_DERIVATIVE}}


def by_derivative(table: FormulaTable, forms: list[str]) -> Iterable[tuple[Rows, NDArray[np.intp]]]:
    """Yield all rows with the position of their first derivative, then those with a second, and so on.

    Parameters
    ----------
    table : FormulaTable
    forms : list of str
        The derivatives that positions refer to; the position of a row without any is ``len(forms)``.

    Examples
    --------
    >>> forms = ["ascorbyl_glucoside", "ethyl_ascorbic_acid"]
    >>> table = FormulaTable.of_grams(np.array([[2.0, 0.0], [2.0, 0.0], [96.0, 100.0]]), (*forms, "water"))
    >>> [(rows.tolist(), held.tolist()) for rows, held in by_derivative(table, forms)]
    [([0, 1], [0, 2]), ([0], [1])]
    """
    held = np.array([table.of(form) > 0 for form in forms]).reshape(len(forms), table.size)
    turn = np.cumsum(held, axis=0)
    count = turn[-1] if forms else np.zeros(table.size, dtype=int)
    first = held.argmax(axis=0) if forms else np.zeros(table.size, dtype=np.intp)
    yield np.arange(table.size), np.where(count > 0, first, len(forms))
    for level in range(2, int(count.max(initial=0)) + 1):
        rows = np.flatnonzero(count >= level)
        yield rows, (held & (turn == level))[:, rows].argmax(axis=0)


# --- all facts ------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class FormulaFacts:
    """Strength, pH, dissolution and shelf life of n formulas, and the facts for the rules.

    Parameters
    ----------
    mass_fraction : (n,) array
        Of the strongest form of vitamin C [0–1]; 0 where there is none.
    aa_equivalent : (n,) array
        Of all forms [0–1]; NaN where the content of one is unknown.
    pH : (n,) array
        NaN where it cannot be predicted.
    dissolves : (n,) array
        1 where every form dissolves, 0 where one does not, NaN where unknown.
    t90_days : (n,) array
        When a tenth of the ascorbic acid is lost [day]; NaN where no number is given.
    facts : tuple of (rows, Facts)
        For all rows with their first derivative, then for rows with a second one, and so on; a rule
        that fires for any of them fires for the row.
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
    """Return the facts of many formulas at their stated values.

    Parameters
    ----------
    grams : (n, k) array
        Masses [g], finite and not negative; every row has a positive total.
    ingredients : tuple of str
        Ids in `catalog.ingredients`, all different, one per column.
    storage : Storage, optional
        How all of them are kept; `USUAL` by default.
    system : str
        One of `formula.SYSTEMS`.

    Returns
    -------
    FormulaFacts

    Examples
    --------
    >>> facts = formula_facts(np.array([[85.0, 15.0]]), ("water", "l_ascorbic_acid"))
    >>> facts.mass_fraction.tolist(), facts.dissolves.tolist()
    ([0.15], [1.0])
    """
    kept = storage or USUAL
    table = FormulaTable.of_grams(np.ascontiguousarray(grams.T), ingredients, system)
    coldest_C, acidity = coldest_of(kept), acidity_of(table)
    loss = loss_conditions(table, kept, acidity.pH)
    t90_days = t90_as_stated(loss, kept)
    dissolutions = {form: dissolution_of(table, form, coldest_C, acidity) for form in table.forms}

    def dissolving(form: str, celsius: float) -> Dissolution:
        """Return whether a form dissolves; at the coldest storage temperature it is known already."""
        if celsius == coldest_C:
            return dissolutions[form]
        return dissolution_of(table, form, celsius, acidity)

    shared = {
        **_batch_facts_of_none(table.size),
        **content_facts(table, acidity.predictability.reason),
        **acid_facts(table, table.total_g, dissolving, coldest_C),
        **co_ingredient_facts(table, dissolved_of(table, acidity.pH)),
        **legal_facts(table),
        **preservative_facts(table),
        **pH_facts(table, acidity, kept.coldest_C),
        **storage_facts(kept, Keeping(loss, t90_days)),
    }
    is_wet = loss.vehicle.isin("water")
    derivatives = [
        derivative_of(table, form, table.total_g, dissolving, coldest_C, is_wet, acidity.pH)
        for form in table.forms
        if form != ACID
    ]
    forms = [derivative.form for derivative in derivatives]
    levels = [
        (rows, _facts_of_level(table, shared, derivatives, rows, held))
        for rows, held in by_derivative(table, forms)
    ]
    strongest = np.max([table.of(form) for form in table.forms], axis=0, initial=0.0, keepdims=True)[0]
    return FormulaFacts(
        np.broadcast_to(strongest, table.size) / table.total_g,
        table.aa_equivalent(),
        acidity.pH,
        all_dissolve(table, dissolutions),
        t90_days,
        tuple(levels),
    )


def _facts_of_level(
    table: FormulaTable, whole: Columns, derivatives: list[Derivative], rows: Rows, held: NDArray[np.intp]
) -> Facts:
    """Return the facts of some rows, each with one of its derivatives."""
    shared = whole if rows.size == table.size else {name: column[rows] for name, column in whole.items()}
    columns = without_derivative(rows.size)
    for position, derivative in enumerate(derivatives):
        places = np.flatnonzero(held == position)
        if places.size:
            for name, values in derivative_facts(table, derivative, rows[places]).items():
                columns[name][places] = values
    return Facts({**shared, **columns})


def _batch_facts_of_none(size: int) -> Columns:
    """Return the facts of `_DOWN` and `_NOT_KNOWN`, as columns that share one number."""
    down, unknown = (np.broadcast_to(np.float64(value), size) for value in (0.0, NAN))
    return {**dict.fromkeys(_DOWN, down), **dict.fromkeys(_NOT_KNOWN, unknown)}


def days_in_water(form: str, mass_fraction: Array, pH: Array, storage: Storage) -> Array:
    """Return how long a form of ascorbic acid keeps in plain water at the pH on a label.

    Where the predicted pH is higher than the one on the label it is used, because loss is faster there.

    Parameters
    ----------
    form : str
        Id of ascorbic acid or one of its salts.
    mass_fraction : (n,) array
        Above 0 and below 1.
    pH : (n,) array
        From the label; NaN where unknown.
    storage : Storage

    Returns
    -------
    (n,) array
        When a tenth is lost [day]; NaN where no number is given.

    Examples
    --------
    >>> days = days_in_water("l_ascorbic_acid", np.array([0.15]), np.array([3.0]), USUAL)
    >>> print(f"{days[0]:.0f} days")
    57 days
    """
    grams = np.array([1 - mass_fraction, mass_fraction])
    table = FormulaTable.of_grams(grams, ("water", form))
    predicted = acidity_of(table).pH
    counted = np.where(np.isnan(pH), predicted, np.fmax(pH, predicted))
    return t90_as_stated(loss_conditions(table, storage, counted), storage)
