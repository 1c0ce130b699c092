"""What stands in a rule's sentences where the numbers and names of a formula or a person go."""

from __future__ import annotations

from collections.abc import Mapping

from calc.messages import say

#: By the name of the placeholder; the others are named by their own words.
_WORDS: Mapping[str, str] = {
    "above_limit_words": say("ingredient, with its share and its limit"),
    "acid_words": say("ascorbic acid"),
    "adjuster_name": say("base or acid"),
    "assay_off": say("number"),
    "before_range": say("range before"),
    "claimed_rest_g": say("grams"),
    "claimed_total": say("sum"),
    "cosolvent_share": say("share"),
    "derivative_name": say("form of vitamin C"),
    "derivative_mass_fraction": say("strength"),
    "derivative_amount": say("amount"),
    "derivative_limit": say("amount"),
    "derivative_aa_equivalent": say("share"),
    "derivative_pH_low": say("lowest pH of the form"),
    "derivative_pH_high": say("highest pH of the form"),
    "derivative_usual_low": say("lowest usual strength"),
    "derivative_usual_high": say("highest usual strength"),
    "discard_after": say("days"),
    "ionic_strength": say("ionic strength"),
    "laa_amount": say("amount"),
    "laa_limit": say("amount"),
    "cold_limit": say("amount"),
    "laa_mass_fraction": say("strength"),
    "laa_mass_fraction_high": say("highest strength"),
    "lone_pH": "pH",
    "oral_mg": say("mg a day"),
    "highest_ul_mg": say("upper level"),
    "ul_mg": say("upper level"),
    "skin_bound_mg": say("amount"),
    "sodium_words": say("how much, where it is known"),
    "t90": say("days"),
    "t90_range": say("range of days"),
    "total_words": say("what follows from that"),
    "undissolved_words": say("ingredient, and how much of it"),
    "maybe_undissolved_words": say("ingredient, and how much of it"),
    "outside_words": say("what differs"),
    "uncounted_names": say("ingredients"),
    "unchecked_names": say("words"),
    "unread_lines": say("lines"),
    "no_rule_names": say("words"),
    "other_names": say("ingredients"),
    "reading": say("reading"),
    "pH_low": say("pH low"),
    "correction_pH": say("correction pH"),
    "pH_high": say("pH high"),
    "expected_pH": say("expected pH"),
    "solids_per_water": say("solids per water"),
    "clear_strength": say("clear strength"),
    "clear_strength_cold": say("clear strength cold"),
    "undissolved_names": say("undissolved names"),
    "maybe_undissolved_names": say("maybe undissolved names"),
    "preservative_name": say("preservative name"),
    "preservative_share": say("preservative share"),
    "limited_preservatives": say("limited preservatives"),
    "target_pH": say("target pH"),
    "dose_range": say("dose range"),
    "dose_steps": say("dose steps"),
    "reach_low": say("reach low"),
    "reach_high": say("reach high"),
    "corrected_water": say("corrected water"),
    "water_share": say("water share"),
    "claimed_strength": say("claimed strength"),
    "true_strength": say("true strength"),
    "claimed_pH": say("claimed pH"),
    "true_pH": say("true pH"),
    "lightest_name": say("lightest name"),
    "lightest_steps": say("lightest steps"),
    "strength_low": say("strength low"),
    "strength_high": say("strength high"),
    "oil_names": say("oil names"),
    "known_pH_high": say("known pH high"),
    "room_range": say("room range"),
    "air_range": say("air range"),
    "bottle_size": say("bottle size"),
    "opening_range": say("opening range"),
    "wall_range": say("wall range"),
    "age": say("age"),
    "allergen_names": say("allergen names"),
    "allergens_inside": say("allergens inside"),
}
_UNITS = {"g": say("grams"), "mL": "mL", "C": say("temperature"), "mg": "mg"}


def placeholder_words(name: str) -> str:
    """Return what stands for a placeholder in a sentence that is about nothing in particular.

    Parameters
    ----------
    name : str

    Examples
    --------
    >>> placeholder_words("derivative_name"), placeholder_words("kept_C_high"), placeholder_words("true_pH")
    ('[form of vitamin C]', '[temperature]', '[true pH]')
    """
    if name in _WORDS:
        return f"[{_WORDS[name]}]"
    parts = name.split("_")
    return f"[{next((_UNITS[part] for part in parts if part in _UNITS), ' '.join(parts))}]"
