"""How long a formula keeps, as facts and words for the rules; unknown where nobody said how it is kept."""

from __future__ import annotations

import math

from calc import catalog, rules
from calc.chemistry.formula import Formula
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.kinetics import CLOSED
from calc.chemistry.stability.life import ShelfLife
from calc.chemistry.stability.oxygen import oxygen_budget
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number

_UNKNOWN = math.nan
#: Reasons for which there is no number of days, by the fact that tells them.
NO_DAYS = {
    "no_days_light": "clear_in_daylight",
    "no_days_cold": "too_cold",
    "no_days_hot": "too_hot",
    "no_days_alkaline": "too_alkaline",
    "no_days_pH": "no_pH",
    "no_days_solvent": "unknown_solvent",
    "no_days_powder": "dry_powder",
}
#: Without a solution six months are no limit that anybody should be told of.
NOT_SERUMS = ("dry_powder", "no_form")
#: States of a form, by the fact that tells them.
STATES = {
    "state_stable": ("stable",),
    "state_buffer": ("buffer",),
    "state_outside": ("caution", "falls_apart"),
    "state_poor": ("poor",),
    "state_keep_dark": ("keep_dark",),
    "state_released": ("released",),
    "state_not_known": ("not_known",),
}
#: What takes a formula away from the published series, in words; a package has a rule of its own.
OUTSIDE_WORDS = {
    "finished": "a finished product",
    "emulsion": "an emulsion",
    "suspension": "a suspension",
    "solvent": "the solvent",
    "alcohol": "alcohol",
    "weak": "so little vitamin C",
    "benzoate": "benzoate",
    "metals": "copper",
    "light": "light",
}


def keeping_facts(storage: Storage | None, life: ShelfLife | None) -> dict[str, float]:
    """Return the facts about how long a formula keeps.

    Parameters
    ----------
    storage : Storage, optional
    life : ShelfLife, optional
        How long it keeps there.
    """
    if storage is None or life is None:
        return {name: _UNKNOWN for name, fact in rules.FORMULA_FACTS.items() if fact.label == rules.STORAGE}
    has_t90, walls = life.t90_days is not None, catalog.stability().walls
    return {
        "is_kept": 1.0,
        "has_t90": has_t90,
        **_end_facts(life),
        **{name: life.reason == reason for name, reason in NO_DAYS.items()},
        **_range_facts(storage),
        "outside_series": bool(_outside(life)),
        "package_assumed": "package" in life.assumed,
        "temperature_assumed": "temperature" in life.assumed,
        "opened_to_air": storage.package not in CLOSED and storage.openings_per_day != 0,
        "has_wall": storage.wall in walls,
        "may_see_light": "light" in life.domain or life.reason == "clear_in_daylight",
        **_assay_facts(life),
    }


def state_facts(form: str, life: ShelfLife | None) -> dict[str, float]:
    """Return the facts about how one form other than ascorbic acid keeps.

    Parameters
    ----------
    form : str
        "" where there is none.
    life : ShelfLife, optional
        How long the formula keeps.
    """
    if life is None:
        return dict.fromkeys(STATES, _UNKNOWN)
    key = next((each.key for each in life.states if each.form == form), "")
    return {name: float(key in keys) for name, keys in STATES.items()}


def keeping_texts(formula: Formula, storage: Storage | None, life: ShelfLife | None) -> dict[str, str]:
    """Return the words about how long a formula keeps that messages show; "" for what is not known.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
    life : ShelfLife, optional
        How long it keeps there.
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
        "outside_words": listed([OUTSIDE_WORDS[each] for each in _outside(life)]),
        "room_range": f"{low} to {high}{THIN}°C",
        **_air_texts(formula, storage),
    }


def days_words(days: float) -> str:
    """Return whole days, of what must not be passed."""
    return _days(str(math.floor(days))) if days >= 1 else "less than a day"


def listed(names: list[str]) -> str:
    """Return names as they are listed in a sentence."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _end_facts(life: ShelfLife) -> dict[str, float]:
    """Return what ends the use first."""
    first = life.limits[0].key if life.discard_after_days is not None else ""
    return {
        "ends_by_t90": first == "t90",
        "ends_by_germs": first == "germs",
        "ends_by_six_months": first == "six_months" and life.reason not in NOT_SERUMS,
    }


def _range_facts(storage: Storage) -> dict[str, float]:
    """Return the temperatures that it is kept at, and the ends of what is known."""
    assumed = catalog.stability().assumed
    celsius = [each for each, _ in storage.stays]
    return {
        "kept_C_low": min(celsius, default=_UNKNOWN),
        "kept_C_high": max(celsius, default=_UNKNOWN),
        "known_C_low": assumed["coldest"].centre,
        "known_C_high": assumed["hottest"].centre,
        "known_pH_high": assumed["most_alkaline"].centre,
    }


def _assay_facts(life: ShelfLife) -> dict[str, float]:
    """Return what an assay says."""
    assay, band = life.assay, life.t90_days
    return {
        "has_assay": assay is not None,
        "assay_off": abs(assay.z) if assay else _UNKNOWN,
        "assay_narrows": bool(assay and band and assay.believed and _width(band) < _width(assay.before)),
        "undated_assay": life.undated_assay,
    }


def _width(band: Band) -> float:
    """Return how many times the low end of a band its high end is."""
    return band.high / band.low


def _outside(life: ShelfLife) -> list[str]:
    """Return what takes it away from the published series, but for its package."""
    return [each for each in life.domain if each in OUTSIDE_WORDS]


_AIR_TEXTS = ("bottle_size", "air_range", "opening_range", "wall_range")
_TEXTS = ("t90", "t90_range", "before_range", "discard_after", "outside_words", "room_range", *_AIR_TEXTS)


def _air_texts(formula: Formula, storage: Storage | None) -> dict[str, str]:
    """Return what the oxygen in the air and through the wall can take; "" without ascorbic acid."""
    budget = oxygen_budget(formula, storage)
    if budget is None:
        return dict.fromkeys(_AIR_TEXTS, "")
    return {
        "bottle_size": f"{show_number(budget.bottle_mL)}{THIN}mL",
        "air_range": _span(budget.air_mL, "mL"),
        "opening_range": _span(budget.opening, "%"),
        "wall_range": _span(budget.wall, "%") if budget.wall else "",
    }


def _span(band: Band, unit: str) -> str:
    """Return the ends of a band; of shares in per cent."""
    factor = 100 if unit == "%" else 1
    _, low, high = show_band(*(factor * each for each in (band.median, band.low, band.high)))
    return f"{high}{THIN}{unit}" if low == high else f"{low} to {high}{THIN}{unit}"


def _days_range(band: Band) -> str:
    """Return the ends of a number of days."""
    _, low, high = show_band(band.median, band.low, band.high)
    return _days(high) if low == high else f"{low} to {high} days"


def _days(number: str) -> str:
    """Return a number of days as it is written."""
    return f"{number} day" if number == "1" else f"{number} days"
