"""The words about one batch in hand that messages show: names, amounts, ranges."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from calc import catalog
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.co_ingredients import Dissolved
from calc.chemistry.formula import Strength
from calc.chemistry.formula_table import ACID
from calc.chemistry.phases import is_oil
from calc.chemistry.reading_bands import expected_reading
from calc.chemistry.solubility import ASCORBATES, Solubility, solubilities
from calc.chemistry.stability import preserving_shares
from calc.messages import say, say_list
from calc.rules.analysis import UNKNOWN, Analysis, lightest_of, solubility_of, untold_g
from calc.rules.form_facts import FRIDGE
from calc.rules.legal_limits import highest_pH, limits_passed
from calc.rules.storage_facts import (
    keeping_texts,
)
from calc.uncertainty import Band
from calc.units import THIN, show_band, show_number


def _in_fridge(analysis: Analysis) -> Solubility | None:
    """Return the solubility in a refrigerator of L-ascorbic acid that dissolves where it is kept warmer.

    None where it does not dissolve, or is refrigerated already.
    """
    cold = catalog.inputs().assumed[FRIDGE].centre
    now = solubility_of(ACID, analysis.solubilities)
    if now is None or now.dissolves is not True or now.coldest_C <= cold:
        return None
    return solubility_of(ACID, solubilities(analysis.formula, cold))


def _best_preservative(analysis: Analysis) -> str:
    """Return the id of the preservative that works best at the pH; "" without one."""
    table, pH = analysis.table, np.array([analysis.pH.median if analysis.pH else UNKNOWN])
    shares = preserving_shares(table, pH)
    held = [name for name in shares if table.of(name)[0] > 0]
    return max(held, key=lambda name: float(np.nan_to_num(shares[name][0])), default="")


def texts_of(analysis: Analysis, others: Iterable[Strength]) -> dict[str, list[str]]:
    """Return the words that messages show, one row per derivative, or a single row without any."""
    derivatives = [strength.form for strength in others]
    verdicts = [solubility_of(form, analysis.solubilities) for form in derivatives]
    rows = max(len(derivatives), 1)
    shared = {
        **_names(analysis),
        **_ranges(analysis),
        **keeping_texts(analysis.formula, analysis.storage, analysis.life),
    }
    return {
        "derivative": derivatives or [""],
        "derivative_name": [_name(form) for form in derivatives] or [""],
        "derivative_amount": [_amount(verdict) for verdict in verdicts] or [""],
        "derivative_limit": [_limit(verdict) for verdict in verdicts] or [""],
        **{name: [text] * rows for name, text in shared.items()},
    }


def _names(analysis: Analysis) -> dict[str, str]:
    """Return the names that messages show."""
    formula, lightest = analysis.formula, lightest_of(analysis)
    uncounted = [_name(line.ingredient) for line in formula.lines if line.record.ionises and line.mass_g > 0]
    others = [line.said for line in formula.lines if "other" in line.record.roles and line.mass_g > 0]
    return {
        "lightest": lightest.ingredient if lightest else "",
        "lightest_name": _name(lightest.ingredient) if lightest else "",
        "adjuster_name": _adjuster_name(analysis.dose.adjuster) if analysis.dose else "",
        "preservative_name": _name(_best_preservative(analysis)),
        "uncounted_names": say_list(list(dict.fromkeys(uncounted)), "and"),
        "other_names": say_list(list(dict.fromkeys(others)), "and"),
        "unread_lines": say_list([f"“{line}”" for line in analysis.claims.unread], "and"),
        **_co_ingredient_names(analysis),
        **_limit_words(analysis),
    }


def _limit_words(analysis: Analysis) -> dict[str, str]:
    """Return the words about what is above a legal limit, and about preservatives above their pH."""
    table, pH = analysis.table, analysis.pH_to_judge
    passed = limits_passed(table)
    words = [
        say(
            "{names}: {apart}\u202f% of the whole, above the {most}\u202f% of {locator}",
            names=say_list([_name(name) for name in names], "and"),
            apart=_apart(100 * share, 100 * limit.most),
            most=show_number(100 * limit.most, 3),
            locator=f"{limit.row.locator} ({limit.row.caveat})" if limit.row.caveat else limit.row.locator,
        )
        for limit, names, share in passed
    ]
    above = [
        (name, highest)
        for name in table.ingredients
        if pH and table.of(name)[0] > 0 and (highest := highest_pH(name)) and highest < pH.high
    ]
    return {
        "above_limit": passed[0][1][0] if passed else "",
        "above_limit_words": "; ".join(words),
        "limited_preservatives": say_list(
            [
                say(
                    "{preservative} (up to pH {highest})",
                    preservative=_name(name),
                    highest=show_number(highest),
                )
                for name, highest in above
            ],
            "and",
        ),
    }


def _apart(value: float, limit: float) -> str:
    """Return a number with as many digits as tell it from a limit."""
    spellings = (show_number(value, digits) for digits in range(3, 13))
    return next((text for text in spellings if float(text) > limit), show_number(value, 12))


def _co_ingredient_names(analysis: Analysis) -> dict[str, str]:
    """Return the words about what goes in beside vitamin C: what separates, what does not dissolve."""
    salts = analysis.table.of(*ASCORBATES[1:])[0] > 0
    oils = [line.said for line in analysis.formula.lines if is_oil(line.record) and line.mass_g > 0]
    surely = {name: solute for name, solute in analysis.solutes.items() if solute.surely_not[0]}
    maybe = {name: solute for name, solute in analysis.solutes.items() if solute.maybe_not[0]}
    untold = untold_g(analysis.formula)
    return {
        "acid_words": say("L-ascorbic acid, its salts counted with it,") if salts else say("L-ascorbic acid"),
        "oil_names": say_list(list(dict.fromkeys(oils)), "and"),
        "undissolved": next(iter(surely), ""),
        "undissolved_names": say_list([_name(name) for name in surely], "and"),
        "undissolved_words": "; ".join(_solute_words(name, solute) for name, solute in surely.items()),
        "maybe_undissolved": next(iter(maybe), ""),
        "maybe_undissolved_names": say_list([_name(name) for name in maybe], "and"),
        "maybe_undissolved_words": "; ".join(_solute_words(name, solute) for name, solute in maybe.items()),
        "total_words": _TOTAL_WORDS[untold > 0],
    }


_TOTAL_WORDS = {
    True: say(
        "What is missing stands as what the recipe leaves out: every share is the one that is written, and "
        "nobody can say what the rest does to the pH, to what dissolves and to how it keeps."
    ),
    False: say("Every line was taken in proportion, so every share is another than the one that is written."),
}


def _solute_words(name: str, solute: Dissolved) -> str:
    """Return how much there is of an ingredient, and how much of it dissolves."""
    there = _span(show_number(solute.least_g[0], 2), show_number(solute.most_g[0], 2), f"{THIN}g")
    limit = _span(show_number(solute.least_limit_g[0], 2), show_number(solute.most_limit_g[0], 2), f"{THIN}g")
    if catalog.ingredients()[name].acid:
        return say(
            "{share} of {ingredient} in its acid form, of which {limit} dissolve here",
            share=there,
            ingredient=_name(name),
            limit=limit,
        )
    return say(
        "{share} of {ingredient}, of which {limit} dissolve here",
        share=there,
        ingredient=_name(name),
        limit=limit,
    )


def _ranges(analysis: Analysis) -> dict[str, str]:
    """Return the ranges that messages show."""
    acid, check = solubility_of(ACID, analysis.solubilities), analysis.reading_check
    mass = analysis.dose.mass if analysis.dose else None
    return {
        "laa_amount": _amount(acid),
        "laa_limit": _limit(acid),
        "cold_limit": _limit(_in_fridge(analysis)),
        "dose_range": _span(*show_band(mass.median, mass.low, mass.high)[1:], f"{THIN}g") if mass else "",
        "expected_pH": _span_of(expected_reading(check.expected, check.reading)) if check else "",
        "true_pH": _span_of(analysis.pH) if analysis.pH else "",
    }


def _name(ingredient: str) -> str:
    """Return the name of an ingredient as written within a sentence; "" for none."""
    return catalog.ingredients()[ingredient].said if ingredient else ""


def _adjuster_name(adjuster: Adjuster) -> str:
    """Return the name of an adjuster, with its strength where it is a solution."""
    name = _name(adjuster.ingredient)
    return (
        name
        if adjuster.strength == 1
        else say(
            "{ingredient} as a {strength}\u202f% solution",
            ingredient=name,
            strength=show_number(100 * adjuster.strength),
        )
    )


def _amount(verdict: Solubility | None) -> str:
    """Return the amount of a form per water present [g/100 g]."""
    return _grams(verdict.g_per_100g_water if verdict else None)


def _limit(verdict: Solubility | None) -> str:
    """Return the solubility limit of a form [g/100 g]."""
    return _grams(verdict.limit_g_per_100g_water if verdict else None)


def _grams(band: Band | None) -> str:
    """Return the ends of a band of masses as a range."""
    return _span(show_number(band.low), show_number(band.high), f"{THIN}g") if band else ""


def _span_of(pH: Band) -> str:
    """Return the ends of a band of pH as a range."""
    return _span(*show_band(pH.median, pH.low, pH.high)[1:])


def _span(low: str, high: str, unit: str = "") -> str:
    """Return a range as it is written; a single number where its ends read alike."""
    return f"{high}{unit}" if low == high else say("{low} to {high}{unit}", low=low, high=high, unit=unit)
