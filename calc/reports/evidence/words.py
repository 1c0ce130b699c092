"""What numbers are called and how they are written: properties in words, values with their units."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from calc.catalog import Value
from calc.catalog.normalize import normalize
from calc.messages import say
from calc.reports.evidence.property_names import PROPERTY_WORDS
from calc.units import THIN, show_number

PHASE_WORDS: Mapping[str, str] = {
    "water": say("water"),
    "oil": say("oil"),
    "both": say("water and oil"),
    "shell": say("depends on its shell"),
}
# What an ingredient does, by the roles of the data.
_ROLES: Mapping[str, str] = {
    "solvent": say("solvent"),
    "cosolvent": say("cosolvent"),
    "humectant": say("humectant"),
    "base": say("base"),
    "acid": say("acid"),
    "buffer": say("buffer"),
    "antioxidant": say("antioxidant"),
    "chelator": say("chelator"),
    "preservative": say("preservative"),
    "thickener": say("thickener"),
    "solid": say("solid"),
    "emulsifier": say("emulsifier"),
    "oil": say("oil"),
    "peptide": say("peptide"),
    "active": say("active"),
    "sulfite": say("sulfite"),
    "finished": say("finished"),
    "other": say("other"),
    "form": say("form"),
}
# Properties whose value is a difference of two pH.
_BETWEEN_TWO_PH = (
    "pH_per_degree",
    "pH_model",
    "pH_model_several",
    "pH_model_ionic",
    "pH_model_alkaline",
    "pH_models_differ",
    "meter_plus_minus",
    "strip_step",
    "reading_error",
    "pH_reached",
    "off",
)
_PER_100_G = say("g per 100\u202fg")
_UNITS: Mapping[str, str] = {
    "percent": f"{THIN}%",
    "g/g": f"{THIN}%",
    "g/cm^3": f"{THIN}g/cm³",
    "g/100g": f"{THIN}{_PER_100_G}",
    "drop/mL": f"{THIN}{say('drops per mL')}",
    "1/day": f" {say('a day')}",
    "mg/day": f"{THIN}{say('mg a day')}",
    "g/day": f"{THIN}{say('g a day')}",
    "day": f"{THIN}{say('days')}",
    "hour": f"{THIN}h",
    "year": f"{THIN}{say('years')}",
    "umol/L": f"{THIN}µmol/L",
    "minute": f"{THIN}{say('minutes')}",
    "month": f"{THIN}{say('months')}",
    "steps": f"{THIN}{say('steps')}",
    "degC": f"{THIN}°C",
    "pH": "",
    "pKa": "",
    "log_K": "",
    "kg/mol": f"{THIN}kg/mol",
    "mol/kg": f"{THIN}mol/kg",
    "dimensionless": "",
}

_PER_CENT = re.compile("per cent|[%％]", re.IGNORECASE)
_LETTER_BESIDE_DIGIT = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")


def value_words(row: Value) -> str:
    """Return a value with its unit and range, in all its digits.

    Examples
    --------
    >>> from calc import catalog
    >>> value_words(catalog.forms()["sodium_ascorbyl_phosphate"].value("pH_window"))
    'pH 6–7'
    >>> value_words(catalog.stability().states["magnesium_ascorbyl_phosphate"].window)
    'pH 6 and up'
    """
    apart = row.unit == "pH" and row.property in _BETWEEN_TWO_PH
    unit = f" {say('units of pH')}" if apart else _UNITS.get(row.unit, f"{THIN}{row.unit}")
    factor = 100 if row.unit == "g/g" else 1
    start = "pH " * (row.unit == "pH" and not apart)
    low, high = (show_number(factor * end, 10) if math.isfinite(end) else "" for end in row.ends)
    span = (
        f"{low}–{high}"
        if low and high
        else say("{low} and up", low=low)
        if low
        else say("up to {high}", high=high)
    )
    if row.value is None:
        return start + span + unit
    return start + show_number(factor * row.value, 10) + unit + (f" ({span})" if low != high else "")


def property_words(name: str) -> str:
    """Return a property as a person calls it.

    Examples
    --------
    >>> property_words("aa_eq"), property_words("molar_mass")
    ('ascorbic acid content', 'molar mass')
    """
    return PROPERTY_WORDS.get(name, name.replace("_", " "))


def role_words(role: str) -> str:
    """Return what an ingredient does, as a person calls it.

    Examples
    --------
    >>> role_words("cosolvent")
    'cosolvent'
    """
    return _ROLES[role]


def searchable(text: str) -> str:
    """Return the normalised words of a text, numbers apart from letters, per cent as one word.

    Examples
    --------
    >>> searchable("Crème, 1,5 per cent!")
    'creme 1 5 percent'
    """
    words = normalize(_PER_CENT.sub(" percent ", text))
    return _LETTER_BESIDE_DIGIT.sub(" ", words)
