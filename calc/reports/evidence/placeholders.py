"""What stands in a rule's sentences where the numbers and names of a formula or a person go."""

from __future__ import annotations

from collections.abc import Mapping

from calc.messages import say

#: By the name of the placeholder; the others are named by their own words.
_WORDS: Mapping[str, str] = {
    "above_limit_words": say("ingredient, with its share and its limit"),
    "acid_words": say("ascorbic acid"),
    "adjuster_name": say("base or acid"),
    "assay_off": "number",
    "before_range": say("range before"),
    "claimed_rest_g": "grams",
    "claimed_total": "sum",
    "cosolvent_share": "share",
    "derivative_name": say("form of vitamin C"),
    "derivative_mass_fraction": "strength",
    "derivative_amount": "amount",
    "derivative_limit": "amount",
    "derivative_aa_equivalent": "share",
    "derivative_pH_low": say("lowest pH of the form"),
    "derivative_pH_high": say("highest pH of the form"),
    "derivative_usual_low": say("lowest usual strength"),
    "derivative_usual_high": say("highest usual strength"),
    "discard_after": "days",
    "ionic_strength": say("ionic strength"),
    "laa_amount": "amount",
    "laa_limit": "amount",
    "cold_limit": "amount",
    "laa_mass_fraction": "strength",
    "laa_mass_fraction_high": say("highest strength"),
    "lone_pH": "pH",
    "oral_mg": say("mg a day"),
    "highest_ul_mg": say("upper level"),
    "ul_mg": say("upper level"),
    "skin_bound_mg": "amount",
    "sodium_words": say("how much, where it is known"),
    "t90": "days",
    "t90_range": say("range of days"),
    "total_words": say("what follows from that"),
    "undissolved_words": say("ingredient, and how much of it"),
    "maybe_undissolved_words": say("ingredient, and how much of it"),
    "outside_words": say("what differs"),
    "uncounted_names": "ingredients",
    "unchecked_names": "words",
    "unread_lines": "lines",
    "no_rule_names": "words",
    "other_names": "ingredients",
    "reading": "reading",
}
_UNITS = {"g": "grams", "mL": "mL", "C": "temperature", "mg": "mg"}


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
