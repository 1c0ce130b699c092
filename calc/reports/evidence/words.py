"""What numbers are called and how they are written: properties in words, values with their units."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from calc.catalog import Value
from calc.catalog.normalize import normalize
from calc.messages import say
from calc.units import THIN, show_number

PHASE_WORDS: Mapping[str, str] = {
    "water": "water",
    "oil": "oil",
    "both": say("water and oil"),
    "shell": say("depends on its shell"),
}
_WORDS: Mapping[str, str] = {
    "aa_eq": say("ascorbic acid content"),
    "usual_use": say("usual strength"),
    "clinical_use": say("strength in a trial"),
    "maximum_use": say("highest strength admitted"),
    "pH_optimum": say("pH at which it keeps best"),
    "heat_limit": say("warmest it may get"),
    "most": "at most",
    "least": "at least",
    "worked": say("worked at"),
    "strength_w_v": say("strength by volume"),
    "per_mL": say("drops per mL"),
    "purity_plus_minus": say("how far a purity may be off"),
    "purity_not_stated": say("purity that was not stated"),
    "ideal_mixing_plus_minus": say("how far adding up volumes may be off"),
    "volume_electrolyte": say("what a gram of a salt adds to the volume of a solution"),
    "volume_solute": say("what a gram of another solid adds to the volume of a solution"),
    "volume_contraction": say("how much a liquid shrinks in water"),
    "volume_in_water_plus_minus": say("how far a measured gram's volume in water may be off"),
    "volume_all_plus_minus": say("how far any volume may be off"),
    "density_unknown": say("density where none is known"),
    "density_poured": say("density of a liquid where none is known"),
    "water_in_waters": say("water in floral waters and juices"),
    "density_water_like": say("density of a water where none is known"),
    "density_oil": say("density of an oil where none is known"),
    "bulk_density_unknown": say("bulk density of a powder where none is known"),
    "drops_per_mL": say("drops per mL, calibrated dropper"),
    "drops_any_dropper": say("drops per mL, any dropper"),
    "scoop_plus_minus": say("how far a scoop may be off"),
    "pump_plus_minus": say("how far a pump may be off"),
    "volume_plus_minus": say("how far a measured volume may be off"),
    "pKa1": say("first acid constant (pKa1)"),
    "pKa2": say("second acid constant (pKa2)"),
    "pKa3": say("third acid constant (pKa3)"),
    "pKa4": say("fourth acid constant (pKa4)"),
    "pKa5": say("fifth acid constant (pKa5)"),
    "sodium_pair_2": say("pairs with two sodium (log K)"),
    **{
        f"{metal}_pair_1{of}{model}": words.format(metal=metal)
        for metal in ("sodium", "potassium", "calcium", "magnesium")
        for of, model, words in (
            ("", "", say("pairs with one {metal} (log K)")),
            ("_lost_1", "", say("pairs with one {metal}, one proton lost (log K)")),
            ("_lost_2", "", say("pairs with one {metal}, two protons lost (log K)")),
            ("", "_sit", say("pairs with one {metal}, interaction theory (log K)")),
            ("_lost_1", "_sit", say("pairs with one {metal}, one proton lost, interaction theory (log K)")),
            ("_lost_2", "_sit", say("pairs with one {metal}, two protons lost, interaction theory (log K)")),
        )
    },
    **{
        f"epsilon_sodium_{lost}": say("interaction with sodium, {protons} lost", protons=protons)
        for lost, protons in enumerate(
            (
                say("one proton"),
                say("two protons"),
                say("three protons"),
                say("four protons"),
                say("five protons"),
            ),
            start=1,
        )
    },
    "epsilon_unknown": say("interaction with metal ions where none is known"),
    "epsilon_hydroxide": say("interaction of hydroxide with sodium"),
    "traces": say("acid or base that nobody weighed"),
    "gas_left": say("carbon dioxide that stays dissolved"),
    "cosolvent_share": say("alcohol for that rise"),
    "cosolvent_bend": say("how the rise bends with the share"),
    "pH_model": say("how far measured pH lies from the model, plain acid"),
    "pH_model_several": say("how far measured pH lies from the model, citrate and phosphate"),
    "pH_model_ionic": say("how far measured pH lies from the model, per ionic strength"),
    "pH_model_alkaline": say("how far measured pH lies from the model, strong base"),
    "pH_alkaline": say("pH at which strong base begins"),
    "pH_models_differ": say("most that two activity models may differ by"),
    "equivalent_mass": say("mass per proton"),
    "solubility_water": say("solubility in water"),
    "solubility_oil": say("solubility in oil"),
    "solubility_temperature": say("temperature of the solubility"),
    "solubility_anchor": say("temperature of the published solubility"),
    "adjuster_not_stated": say("purity of a base or an acid, not stated"),
    "pKa_unknown": say("acid constant where none is known"),
    "equivalent_mass_unknown": say("mass per proton where none is known"),
    "pH_temperature": say("temperature at which the pH is predicted"),
    "pH_per_degree": say("how far the pH may be off per degree"),
    "cosolvent_pKa": say("rise of acid constants by alcohol"),
    "meter_plus_minus": say("how far a meter may be off"),
    "strip_step": say("step of a strip"),
    "first_addition": say("first part of a dose"),
    "stock_strength": say("stock solution for small doses"),
    "first_target_pH": say("pH to start from"),
    "pH_reached": say("how close to a pH is there"),
    "most_adjuster": say("most of a base or an acid that is tried"),
    "drives_out_gas": say("acid constant below which a proton drives out carbon dioxide"),
    "gas_molar_mass": say("molar mass of the gas that leaves"),
    "years": say("year of a date"),
    "target_pH": say("pH that is aimed at"),
    "reading_error": say("error of a meter, step of a strip"),
    "months": say("months since it was made"),
    "size_sold": say("size of a product"),
    "pieces": say("pieces in a pack"),
    "rate": say("rate between two currencies"),
    "sizes_agree": say("how far two statements of one size may lie apart"),
    "off": say("off by more than"),
    "window": say("pH at which it keeps"),
    "falls_apart": say("pH below which it falls apart"),
    "rda": say("recommended a day (RDA)"),
    "rda_female": say("recommended a day (RDA)"),
    "rda_male": say("recommended a day (RDA)"),
    "ai": say("adequate intake a day (AI)"),
    "ul": say("upper level a day (UL)"),
    "smoker": say("added to the recommended amount for smoking"),
    "smokers_from": say("age from which smoking counts"),
    "uk": say("United Kingdom: supplements stay below"),
    "heaviest_piece": say("heaviest piece of a supplement"),
    "most_per_day": say("most pieces of a supplement"),
    "applied": say("amount of cream that goes on it"),
    "supplements_only": say("what an upper level counts"),
    "no_level_for_infants": "infants",
    "no_level_in_europe": say("Europe (EFSA)"),
    "never_added": say("what goes through the skin"),
    "younger_than_the_rows": say("pregnancy and lactation below 14 years"),
    "interval": say("time between two sessions"),
    "first_look": say("first look after"),
    "second_look": say("second look after"),
    "open_use": say("open use, where allergy is the question"),
    "uses_a_day": say("uses a day"),
    "side": say("side of the square on the forearm"),
    "shows_on": say("day on which a reaction showed"),
    "article": say("powder left on, as article 000 has it"),
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
