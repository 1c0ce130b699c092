"""What is said of a shelf life: why it ends, why there is no number of days, what would help."""

from __future__ import annotations

from collections.abc import Mapping

from calc import catalog
from calc.messages import say, say_n
from calc.uncertainty import Band
from calc.units import show_band

_MONTH_DAYS = 30.4

#: Why there is no number of days, by what `limits.REASONS` calls it.
WHY_UNKNOWN: Mapping[str, str] = {
    "no_form": say("there is no vitamin C in it"),
    "derivative": say("no loss of this form was published"),
    "dry_powder": say("dry powder keeps for years"),
    "clear_in_daylight": say("clear glass in daylight"),
    "too_cold": say("kept colder than anything that was measured"),
    "too_hot": say("kept hotter than anything that was measured"),
    "unknown_solvent": say("nobody measured it in this solvent"),
    "no_pH": say("its pH is not known"),
    "too_alkaline": say("more alkaline than anything that was measured"),
}
#: What ends the use, by the key of `life.Limit`: in a list of what does, and as the reason for a day.
LIMITS: Mapping[str, str] = {
    "t90": say("a tenth of the vitamin C may be lost"),
    "germs": say("germs"),
    "six_months": say("our maximum"),
}
_REASONS: Mapping[str, str] = {
    "t90": say("a tenth of the vitamin C may be lost by then"),
    "germs": say("no preservative that works"),
    "six_months": say("that is the longest we ever give"),
}
#: What would help, by the key of `life.Advice`; with the names of the rows of ``data/`` that say how much.
ADVICE: Mapping[str, str] = {
    "fridge": say("fridge, {refrigerator}"),
    "airless": say("airless pump"),
    "ferulic_tocopherol": say("{ferulic_used} ferulic acid and {tocopherol_used} vitamin E"),
    "lower_pH": "{lower_pH_to}",
    "chelator": say("chelator"),
    "propylene_glycol": say("propylene glycol instead of water"),
    "preservative": say("preservative that works at its pH"),
}
#: When a tenth is lost, with its band; where that is later than any date that is given, its earliest day.
TENTH_GONE = say("A tenth of the vitamin C is lost after about **{median}** ({low} to {high}).")
TENTH_LATER = say(
    "A tenth of the vitamin C is probably lost only after {most}; at the earliest after **{low}**."
)


def span_words(days: float) -> str:
    """Return a number of whole days in words; never one beyond the longest that is ever given.

    Examples
    --------
    >>> span_words(1), span_words(14.6), span_words(183), span_words(280)
    ('1 day', '14 days', '6 months', 'more than 6 months')
    """
    longest = catalog.stability().assumed["six_months"].centre
    months = say("{longest:.0f} months", longest=longest / _MONTH_DAYS)
    if days > longest:
        return say("more than {months}", months=months)
    if days == longest:
        return months
    return say_n("{number} day", "{number} days", int(days))


def tenth_words(t90_days: Band) -> str:
    """Return when a tenth is lost, as a sentence; no day beyond the longest that is ever given stands in it.

    Examples
    --------
    >>> tenth_words(Band(83.0, 8.0, 763.0))
    'A tenth of the vitamin C is lost after about **83 days** (8 days to more than 6 months).'
    """
    ends = show_band(t90_days.median, t90_days.low, t90_days.high)
    median, low, high = (span_words(float(end)) for end in ends)
    longest = catalog.stability().assumed["six_months"].centre
    template = TENTH_LATER if float(ends[0]) > longest else TENTH_GONE
    return template.format(median=median, low=low, high=high, most=span_words(longest))


def reason_words(limit: str) -> str:
    """Return a limit as the reason for a day; "" for none.

    Examples
    --------
    >>> reason_words("germs"), reason_words("")
    ('no preservative that works', '')
    """
    return _REASONS.get(limit, "")
