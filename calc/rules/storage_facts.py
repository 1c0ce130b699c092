"""Facts about how long formulas keep in their storage, and the words about it that messages show."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from calc import catalog
from calc.chemistry.formula import Formula
from calc.chemistry.formula_table import Array, Columns, Flags
from calc.chemistry.recipe import Storage
from calc.chemistry.stability import LossConditions, any_of
from calc.chemistry.stability.kinetics import CLOSED
from calc.chemistry.stability.life import DATED, ShelfLife
from calc.chemistry.stability.oxygen import oxygen_budget
from calc.chemistry.stability.storage import assumptions_of
from calc.messages import say, say_list
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number

_UNKNOWN = math.nan
#: Reasons for having no number of days (`stability.REASONS`), by their fact.
NO_DAYS = {
    "no_days_light": "clear_in_daylight",
    "no_days_cold": "too_cold",
    "no_days_hot": "too_hot",
    "no_days_alkaline": "too_alkaline",
    "no_days_pH": "no_pH",
    "no_days_solvent": "unknown_solvent",
    "no_days_powder": "dry_powder",
}
#: Reasons for which the limit of six months, which is one of solutions, is not mentioned.
NOT_SERUMS = ("dry_powder", "no_form")
#: States of a form (`derivatives.STATE_KEYS`), by their fact.
STATES = {
    "state_stable": ("stable",),
    "state_buffer": ("buffer",),
    "state_outside": ("caution", "falls_apart"),
    "state_poor": ("poor",),
    "state_keep_dark": ("keep_dark",),
    "state_released": ("released",),
    "state_not_known": ("not_known",),
}
#: What makes a formula differ from the published series, in words; the package has its own rule.
OUTSIDE_WORDS = {
    "finished": say("a finished product"),
    "emulsion": say("an emulsion"),
    "suspension": say("a suspension"),
    "solvent": say("the solvent"),
    "alcohol": "alcohol",
    "weak": say("so little vitamin C"),
    "benzoate": "benzoate",
    "metals": "copper",
    "light": "light",
}


@dataclass(frozen=True, eq=False)
class Keeping:
    """Conditions and time of the loss in a storage.

    Parameters
    ----------
    loss : LossConditions
        Conditions of the loss of ascorbic acid.
    t90_days : (n,) array
        When a tenth of the ascorbic acid is lost, of a band the low end [day]; NaN where no number is given.
    """

    loss: LossConditions
    t90_days: Array


def storage_facts(storage: Storage, keeping: Keeping) -> Columns:
    """Return the facts about how long formulas keep.

    Parameters
    ----------
    storage : Storage
    keeping : Keeping
        How formulas keep there.

    Examples
    --------
    >>> from calc.chemistry.formula_table import FormulaTable
    >>> from calc.chemistry.stability import loss_conditions, t90_as_stated
    >>> from calc.units import Q_
    >>> table = FormulaTable.of_grams(np.array([[85.0], [15.0]]), ("water", "l_ascorbic_acid"))
    >>> fridge = Storage(temperature=Q_(5.0, "degC"), package="dropper_bottle")
    >>> loss = loss_conditions(table, fridge, np.array([3.2]))
    >>> storage_facts(fridge, Keeping(loss, t90_as_stated(loss, fridge)))["ends_by_germs"].tolist()
    [1.0]
    """
    celsius = [celsius for celsius, _ in storage.stays]
    assumed, loss, size = [*assumptions_of(storage)], keeping.loss, keeping.t90_days.size
    shared = {
        "is_kept": 1.0,
        "kept_C_low": min(celsius, default=_UNKNOWN),
        "kept_C_high": max(celsius, default=_UNKNOWN),
        "package_assumed": "package" in assumed,
        "temperature_assumed": "temperature" in assumed,
        "opened_to_air": storage.package not in CLOSED and storage.openings_per_day != 0,
        "has_wall": storage.wall in catalog.stability().walls,
        "clear_in_daylight": storage.is_clear_in_daylight,
    }
    flags = {
        "has_t90": loss.reason.isin(""),
        "outside_series": any_of(loss.outside, size, but="package"),
        "may_see_light": loss.outside["light"] | loss.reason.isin("clear_in_daylight"),
        **{name: loss.reason.isin(reason) for name, reason in NO_DAYS.items()},
        **_ends(storage, keeping),
    }
    # Broadcast, because a column of one number needs no memory per row.
    rows = np.broadcast_to(np.array([*shared.values()], dtype=np.float64)[:, np.newaxis], (len(shared), size))
    return {
        **dict(zip(shared, rows)),
        **{name: flag.astype(np.float64) for name, flag in flags.items()},
    }


def _ends(storage: Storage, keeping: Keeping) -> dict[str, Flags]:
    """Tell which limit is reached first: the loss, germs, or six months."""
    reason = keeping.loss.reason
    longest = catalog.stability().assumed["six_months"].centre
    is_dated = reason.isin(*DATED)
    if storage.package == "powder_jar":
        is_dated &= ~reason.isin("dry_powder")
    germs, t90 = (
        np.where(np.isnan(days), np.inf, days)
        for days in (keeping.loss.microbial_limit_days, keeping.t90_days)
    )
    first = np.fmin(np.fmin(germs, t90), longest)
    by_germs = is_dated & (germs == first) & (germs < longest)
    return {
        "ends_by_t90": is_dated & (t90 == first) & (t90 < longest) & ~by_germs,
        "ends_by_germs": by_germs,
        "ends_by_six_months": is_dated & (first == longest) & ~reason.isin(*NOT_SERUMS),
    }


def assay_facts(life: ShelfLife | None) -> dict[str, float]:
    """Return the facts about an assay; unknown where no storage is given.

    Parameters
    ----------
    life : ShelfLife, optional
    """
    if life is None:
        return dict.fromkeys(("has_assay", "assay_off", "assay_narrows", "undated_assay"), _UNKNOWN)
    assay, band = life.assay, life.t90_days
    return {
        "has_assay": assay is not None,
        "assay_off": abs(assay.z) if assay else _UNKNOWN,
        "assay_narrows": bool(assay and band and assay.believed and _width(band) < _width(assay.before)),
        "undated_assay": life.undated_assay,
    }


def keeping_texts(formula: Formula, storage: Storage | None, life: ShelfLife | None) -> dict[str, str]:
    """Return the words about shelf life that messages show; "" for what is unknown.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
    life : ShelfLife, optional
        Its shelf life in that storage.
    """
    if life is None:
        return dict.fromkeys(_TEXTS, "")
    band, discard = life.t90_days, life.discard_after_days
    room = catalog.stability().assumed["room"]
    low, high = (show_number(end) for end in room.ends)
    return {
        "t90": _days(show_band(band.median, band.low, band.high)[0]) if band else "",
        "t90_range": _days_range(band) if band else "",
        "before_range": _days_range(life.assay.before) if life.assay else "",
        "discard_after": days_words(discard) if discard is not None else "",
        "outside_words": say_list([OUTSIDE_WORDS[reason] for reason in _outside(life)], "and"),
        "room_range": say("{low} to {high}\u202f°C", low=low, high=high),
        **_air_texts(formula, storage, life),
    }


def days_words(days: float) -> str:
    """Return a time limit in words, rounded down to whole days.

    >>> days_words(12.7), days_words(0.4)
    ('12 days', 'less than a day')
    """
    return _days(str(math.floor(days))) if days >= 1 else say("less than a day")


def _width(band: Band) -> float:
    """Return the ratio of the ends of a band."""
    return band.high / band.low


def _outside(life: ShelfLife) -> list[str]:
    """Return what makes it differ from the published series, the package left out."""
    return [reason for reason in life.domain if reason in OUTSIDE_WORDS]


_AIR_TEXTS = ("bottle_size", "air_range", "opening_range", "wall_range")
_TEXTS = ("t90", "t90_range", "before_range", "discard_after", "outside_words", "room_range", *_AIR_TEXTS)


def _air_texts(formula: Formula, storage: Storage | None, life: ShelfLife) -> dict[str, str]:
    """Return the share that oxygen from the air and through the wall can oxidise; "" without days."""
    budget = oxygen_budget(formula, storage) if life.t90_days else None
    if budget is None:
        return dict.fromkeys(_AIR_TEXTS, "")
    return {
        "bottle_size": f"{show_number(budget.bottle_mL)}{THIN}mL",
        "air_range": _span(budget.air_mL, "mL"),
        "opening_range": _span(budget.opening, "%"),
        "wall_range": _span(budget.wall, "%") if budget.wall else "",
    }


def _span(band: Band, unit: str) -> str:
    """Return the ends of a band with their unit; shares in per cent."""
    factor = 100 if unit == "%" else 1
    _, low, high = show_band(*(factor * value for value in (band.median, band.low, band.high)))
    return (
        f"{high}{THIN}{unit}"
        if low == high
        else say("{low} to {high}\u202f{unit}", low=low, high=high, unit=unit)
    )


def _days_range(band: Band) -> str:
    """Return the ends of a band of days."""
    _, low, high = show_band(band.median, band.low, band.high)
    return _days(high) if low == high else say("{low} to {high} days", low=low, high=high)


def _days(number: str) -> str:
    """Return a number of days in words."""
    return say("{number} day", number=number) if number == "1" else say("{number} days", number=number)
