"""What numbers are called and how they are written: properties in words, values with their units."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from calc.catalog import Value
from calc.catalog.normalize import normalize
from calc.units import THIN, show_number

PHASE_WORDS: Mapping[str, str] = {
    "water": "water",
    "oil": "oil",
    "both": "water and oil",
    "shell": "depends on its shell",
}
_WORDS: Mapping[str, str] = {
    "aa_eq": "ascorbic acid content",
    "usual_use": "usual strength",
    "clinical_use": "strength in a trial",
    "maximum_use": "highest strength admitted",
    "pH_optimum": "pH at which it keeps best",
    "heat_limit": "warmest it may get",
    "most": "at most",
    "least": "at least",
    "worked": "worked at",
    "strength_w_v": "strength by volume",
    "per_mL": "drops per mL",
    "purity_plus_minus": "how far a purity may be off",
    "purity_not_stated": "purity that was not stated",
    "ideal_mixing_plus_minus": "how far adding up volumes may be off",
    "volume_electrolyte": "what a gram of a salt adds to the volume of a solution",
    "volume_solute": "what a gram of another solid adds to the volume of a solution",
    "volume_contraction": "how much a liquid shrinks in water",
    "volume_in_water_plus_minus": "how far a measured gram's volume in water may be off",
    "volume_all_plus_minus": "how far any volume may be off",
    "density_unknown": "density where none is known",
    "density_poured": "density of a liquid where none is known",
    "water_in_waters": "water in floral waters and juices",
    "density_water_like": "density of a water where none is known",
    "density_oil": "density of an oil where none is known",
    "bulk_density_unknown": "bulk density of a powder where none is known",
    "drops_per_mL": "drops per mL, calibrated dropper",
    "drops_any_dropper": "drops per mL, any dropper",
    "scoop_plus_minus": "how far a scoop may be off",
    "pump_plus_minus": "how far a pump may be off",
    "volume_plus_minus": "how far a measured volume may be off",
    "pKa1": "first acid constant (pKa1)",
    "pKa2": "second acid constant (pKa2)",
    "pKa3": "third acid constant (pKa3)",
    "pKa4": "fourth acid constant (pKa4)",
    "pKa5": "fifth acid constant (pKa5)",
    "sodium_pair_2": "pairs with two sodium (log K)",
    **{
        f"{metal}_pair_1{of}{model}": f"pairs with one {metal}{step}{theory} (log K)"
        for metal in ("sodium", "potassium", "calcium", "magnesium")
        for of, step in (("", ""), ("_lost_1", ", one proton lost"), ("_lost_2", ", two protons lost"))
        for model, theory in (("", ""), ("_sit", ", interaction theory"))
    },
    **{
        f"epsilon_sodium_{lost}": f"interaction with sodium, {protons} lost"
        for lost, protons in enumerate(
            ("one proton", "two protons", "three protons", "four protons", "five protons"), start=1
        )
    },
    "epsilon_unknown": "interaction with metal ions where none is known",
    "epsilon_hydroxide": "interaction of hydroxide with sodium",
    "traces": "acid or base that nobody weighed",
    "gas_left": "carbon dioxide that stays dissolved",
    "cosolvent_share": "alcohol for that rise",
    "cosolvent_bend": "how the rise bends with the share",
    "pH_model": "how far measured pH lies from the model, plain acid",
    "pH_model_several": "how far measured pH lies from the model, citrate and phosphate",
    "pH_model_ionic": "how far measured pH lies from the model, per ionic strength",
    "pH_model_alkaline": "how far measured pH lies from the model, strong base",
    "pH_alkaline": "pH at which strong base begins",
    "pH_models_differ": "most that two activity models may differ by",
    "equivalent_mass": "mass per proton",
    "solubility_water": "solubility in water",
    "solubility_oil": "solubility in oil",
    "solubility_temperature": "temperature of the solubility",
    "solubility_anchor": "temperature of the published solubility",
    "adjuster_not_stated": "purity of a base or an acid, not stated",
    "pKa_unknown": "acid constant where none is known",
    "equivalent_mass_unknown": "mass per proton where none is known",
    "pH_temperature": "temperature at which the pH is predicted",
    "pH_per_degree": "how far the pH may be off per degree",
    "cosolvent_pKa": "rise of acid constants by alcohol",
    "meter_plus_minus": "how far a meter may be off",
    "strip_step": "step of a strip",
    "first_addition": "first part of a dose",
    "stock_strength": "stock solution for small doses",
    "first_target_pH": "pH to start from",
    "pH_reached": "how close to a pH is there",
    "most_adjuster": "most of a base or an acid that is tried",
    "drives_out_gas": "acid constant below which a proton drives out carbon dioxide",
    "gas_molar_mass": "molar mass of the gas that leaves",
    "years": "year of a date",
    "target_pH": "pH that is aimed at",
    "reading_error": "error of a meter, step of a strip",
    "months": "months since it was made",
    "size_sold": "size of a product",
    "pieces": "pieces in a pack",
    "rate": "rate between two currencies",
    "sizes_agree": "how far two statements of one size may lie apart",
    "off": "off by more than",
    "window": "pH at which it keeps",
    "falls_apart": "pH below which it falls apart",
    "rda": "recommended a day (RDA)",
    "rda_female": "recommended a day (RDA)",
    "rda_male": "recommended a day (RDA)",
    "ai": "adequate intake a day (AI)",
    "ul": "upper level a day (UL)",
    "smoker": "added to the recommended amount for smoking",
    "smokers_from": "age from which smoking counts",
    "uk": "United Kingdom: supplements stay below",
    "heaviest_piece": "heaviest piece of a supplement",
    "most_per_day": "most pieces of a supplement",
    "applied": "amount of cream that goes on it",
    "supplements_only": "what an upper level counts",
    "no_level_for_infants": "infants",
    "no_level_in_europe": "Europe (EFSA)",
    "never_added": "what goes through the skin",
    "younger_than_the_rows": "pregnancy and lactation below 14 years",
    "interval": "time between two sessions",
    "first_look": "first look after",
    "second_look": "second look after",
    "open_use": "open use, where allergy is the question",
    "uses_a_day": "uses a day",
    "side": "side of the square on the forearm",
    "shows_on": "day on which a reaction showed",
    "article": "powder left on, as article 000 has it",
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
_UNITS: Mapping[str, str] = {
    "percent": f"{THIN}%",
    "g/g": f"{THIN}%",
    "g/cm^3": f"{THIN}g/cm³",
    "g/100g": f"{THIN}g per 100{THIN}g",
    "drop/mL": f"{THIN}drops per mL",
    "1/day": " a day",
    "mg/day": f"{THIN}mg a day",
    "g/day": f"{THIN}g a day",
    "day": f"{THIN}days",
    "hour": f"{THIN}h",
    "year": f"{THIN}years",
    "umol/L": f"{THIN}µmol/L",
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
    unit = " units of pH" if apart else _UNITS.get(row.unit, f"{THIN}{row.unit}")
    factor = 100 if row.unit == "g/g" else 1
    start = "pH " * (row.unit == "pH" and not apart)
    low, high = (show_number(factor * end, 10) if math.isfinite(end) else "" for end in row.ends)
    span = f"{low}–{high}" if low and high else f"{low} and up" if low else f"up to {high}"
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
    return _WORDS.get(name, name.replace("_", " "))


def searchable(text: str) -> str:
    """Return the normalised words of a text, numbers apart from letters, per cent as one word.

    Examples
    --------
    >>> searchable("Crème, 1,5 per cent!")
    'creme 1 5 percent'
    """
    words = normalize(_PER_CENT.sub(" percent ", text))
    return _LETTER_BESIDE_DIGIT.sub(" ", words)
