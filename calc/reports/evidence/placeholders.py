"""What stands in a rule's sentences where the numbers and names of a formula or a person go."""

from __future__ import annotations

from collections.abc import Mapping

#: By the name of the placeholder; the others are named by their own words.
_WORDS: Mapping[str, str] = {
    "above_limit_words": "ingredient, with its share and its limit",
    "acid_words": "ascorbic acid",
    "adjuster_name": "base or acid",
    "assay_off": "number",
    "before_range": "range before",
    "claimed_rest_g": "grams",
    "claimed_total": "sum",
    "cosolvent_share": "share",
    "derivative_name": "form of vitamin C",
    "derivative_mass_fraction": "strength",
    "derivative_amount": "amount",
    "derivative_limit": "amount",
    "derivative_aa_equivalent": "share",
    "derivative_pH_low": "lowest pH of the form",
    "derivative_pH_high": "highest pH of the form",
    "derivative_usual_low": "lowest usual strength",
    "derivative_usual_high": "highest usual strength",
    "discard_after": "days",
    "ionic_strength": "ionic strength",
    "laa_amount": "amount",
    "laa_limit": "amount",
    "cold_limit": "amount",
    "laa_mass_fraction": "strength",
    "laa_mass_fraction_high": "highest strength",
    "lone_pH": "pH",
    "oral_mg": "mg a day",
    "highest_ul_mg": "upper level",
    "ul_mg": "upper level",
    "skin_bound_mg": "amount",
    "sodium_words": "how much, where it is known",
    "t90": "days",
    "t90_range": "range of days",
    "total_words": "what follows from that",
    "undissolved_words": "ingredient, and how much of it",
    "maybe_undissolved_words": "ingredient, and how much of it",
    "outside_words": "what differs",
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
