"""What is said of a shelf life: why it ends, why there is no number of days, what would help."""

from __future__ import annotations

from collections.abc import Mapping

#: Why there is no number of days, by what `limits.REASONS` calls it.
WHY_UNKNOWN: Mapping[str, str] = {
    "no_form": "there is no vitamin C in it",
    "derivative": "no loss of this form was published",
    "dry_powder": "dry powder keeps for years",
    "clear_in_daylight": "clear glass in daylight",
    "too_cold": "kept colder than anything that was measured",
    "too_hot": "kept hotter than anything that was measured",
    "unknown_solvent": "nobody measured it in this solvent",
    "no_pH": "its pH is not known",
    "too_alkaline": "more alkaline than anything that was measured",
}
#: What ends the use, by the key of `life.Limit`; with the word that leads to it in a sentence.
LIMITS: Mapping[str, str] = {
    "t90": "a tenth of the vitamin C may be lost (the short end)",
    "germs": "germs",
    "six_months": "the furthest date that is given here",
}
_BECAUSE: Mapping[str, str] = {"t90": "because ", "germs": "because of ", "six_months": "because that is "}
#: What would help, by the key of `life.Advice`; with the names of the rows of ``data/`` that say how much.
ADVICE: Mapping[str, str] = {
    "fridge": "Keep it in the fridge, at {refrigerator}",
    "airless": "Fill it into an airless pump",
    "ferulic_tocopherol": "Add {ferulic_used} ferulic acid and {tocopherol_used} vitamin E",
    "lower_pH": "Make it at {lower_pH_to}",
    "chelator": "Add a chelator",
    "propylene_glycol": "Make it in propylene glycol instead of water",
    "preservative": "Add a preservative that works at its pH",
}
#: Over the median of a loss, its days and their band.
TENTH_GONE = "A tenth of the vitamin C is gone after about **{median} days** ({low}–{high})."
#: Behind an advice: the day to discard after it, and what ends it then.
AFTERWARDS = "discard after **{days} days**, {later} later; what ends it then: {ends}"
#: Before the advice that does nothing for that day.
NO_CHANGE = "No change to the discard date: {changes}."


def because(limit: str) -> str:
    """Return a limit as the reason for a day; "" for none.

    Examples
    --------
    >>> because("germs"), because("")
    ('because of germs', '')
    """
    return f"{_BECAUSE[limit]}{LIMITS[limit]}" if limit in LIMITS else ""
