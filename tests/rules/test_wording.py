"""A rule as a finding: how loud, what it asks for, which of its texts, and how its numbers are written."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from calc import catalog
from calc.catalog import RuleText, Value
from calc.findings import Action, Severity
from calc.rules import FACTS, Facts, wording

NAN = math.nan


def column(value: float) -> np.ndarray:
    return np.array([value])


def told(text: RuleText, only_may: bool = False, bands: dict | None = None, **columns: float):
    """Return a rule as a finding about one row of facts."""
    facts = Facts({name: column(value) for name, value in columns.items()}, bands or {})
    return wording._finding(text, facts, 0, only_may)


#: A rule of no numbers.
PLAIN = replace(
    catalog.rules()["STAB-014"],
    subject="batch",
    title="The acid Falls out",
    message="grains in it.",
    remedy="take less.",
    may="grains may come.",
    otherwise="",
    bought="",
)


@pytest.mark.parametrize(
    ("severity", "then"),
    [
        (Severity.STOP, Severity.CAUTION),
        (Severity.CAUTION, Severity.NOTE),
        (Severity.NOTE, Severity.NOTE),
    ],
)
def test_what_may_be_is_one_step_milder_and_a_note_at_least(severity, then):
    text = replace(PLAIN, severity=severity)
    assert told(text).severity is severity
    assert told(text, only_may=True).severity is then


@pytest.mark.parametrize("action", Action)
def test_nobody_waits_for_what_only_may_be(action):
    text = replace(PLAIN, action=action)
    assert told(text).action is action
    # Who has to ask a doctor still has.
    expected = Action.adapt if action is Action.wait else action
    assert told(text, only_may=True).action is expected


def test_what_may_be_is_said_so_in_title_and_message():
    surely, maybe = told(PLAIN), told(PLAIN, only_may=True)
    assert (surely.title, surely.message) == ("The acid Falls out", "Grains in it.")
    assert (maybe.title, maybe.message) == ("May be: the acid Falls out", "Grains may come.")
    assert maybe.remedy == surely.remedy == "Take less."
    # Without words of its own it says what it always says.
    assert told(replace(PLAIN, may=""), only_may=True).message == "Grains in it."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("pH 2 burns.", "pH 2 burns."), ("a pH of 2 burns.", "A pH of 2 burns."), ("4 g", "4 g"), ("É", "É")],
)
def test_a_sentence_begins_with_a_capital_but_for_pH(text, sentence):
    assert told(replace(PLAIN, message=text)).message == sentence


@pytest.mark.parametrize(
    ("columns", "remedy"),
    [
        # Who did not make it cannot mix it anew; where nobody said, it is taken as bought.
        ({"is_home_made": 0}, "Take another."),
        ({"is_home_made": NAN}, "Take another."),
        ({"is_home_made": 1}, "Take less."),
        # In a batch in hand nobody asks.
        ({"pH": 3.0}, "Take less."),
    ],
)
def test_of_a_bought_product_another_remedy_is_told(columns, remedy):
    assert told(replace(PLAIN, bought="take another."), **columns).remedy == remedy
    assert told(PLAIN, **columns).remedy == "Take less."


@pytest.mark.parametrize(
    ("columns", "remedy"),
    [
        ({"correction_g": 0.3, "correction_pH": 3.2}, "About 0.3 g to 3.2."),
        ({"correction_g": NAN, "correction_pH": 3.2}, "Raise it."),
        ({"correction_g": 0.3, "correction_pH": NAN}, "Raise it."),
    ],
)
def test_a_remedy_with_a_number_that_is_not_known_gives_way(columns, remedy):
    # The words of PH-001 are those that its texts in the data ask for.
    text = replace(
        catalog.rules()["PH-001"],
        message="it burns.",
        remedy="about {correction_g} to {correction_pH}.",
        otherwise="raise it.",
        bought="",
    )
    columns = {**columns, "pH": 2.1, "laa_mass_fraction": 0.15}
    assert told(text, **columns).remedy.replace("\u202f", " ") == remedy
    # Without another text it is told as it is.
    assert told(replace(text, otherwise=""), **columns).remedy.startswith("About ")


@pytest.mark.parametrize(
    ("value", "kind", "limits", "text"),
    [
        (NAN, "g", (), "unknown"),
        (NAN, "g at most", (), "unknown"),
        # One of a thing, and as many of it as are not one; shares are told in hundredths.
        (1.0, "years", (), "1 year"),
        (1.0, "day", (), "1 day"),
        (1.0, "minute", (), "1 minute"),
        (2.0, "years", (), "2 years"),
        (0.0, "day", (), "0 days"),
        (0.5, "steps", (), "0.5 steps"),
        (1.0, "hour", (), "1 h"),
        (1.0, "g", (), "1 g"),
        (1.0, "times", (), "1"),
        (12.0, "mm", (), "12 mm"),
        (0.01, "fraction", (), "1 %"),
        # Of tablets every milligram is told, of powder three digits, of what is about two.
        (1234.5, "mg", (), "1234.5 mg"),
        (12.345, "g", (), "12.3 g"),
        (1.2345, "mL", (), "1.2 mL"),
        (0.98765, "whole", (), "98.77 %"),
        (0.98765, "fraction", (), "98.8 %"),
        # As many more digits as tell it from a limit, but none more where it is the limit.
        (20.04, "g", (20.0,), "20.04 g"),
        (20.0, "g", (20.0,), "20 g"),
        (20.0 + 1e-10, "g", (20.0,), "20 g"),
        (0.2004, "fraction", (0.2,), "20.04 %"),
        (0.2004, "fraction", (0.2, 0.20038), "20.04 %"),
        (2.494, "pH", (2.5,), "2.49"),
        (2.46, "pH", (), "2.5"),
        (2.5, "pH", (2.5,), "2.5"),
        (5.98, "pH as given", (6.0,), "5.98"),
        # Thirteen digits would tell it: nobody reads those.
        (10.00000000002, "fraction", (10.0,), "1000 %"),
        # A volume that must not be passed is rounded down, whatever stands beside it.
        (0.219, "g at most", (0.21,), "0.21 g"),
    ],
)
def test_a_number_is_written_as_its_kind_asks(value, kind, limits, text):
    assert wording._written(value, kind, limits).replace("\u202f", " ") == text


def row(unit: str, value: float | None = None, low: float | None = None, high: float | None = None) -> Value:
    """Return a limit as the data have it."""
    known = catalog.rules()["REACT-001"].limits["open_use"]
    return replace(known, value=value, low=low, high=high, unit=unit)


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (row("day", low=10, high=14), "10–14 days"),
        (row("minute", 50), "50 minutes"),
        (row("percent", 20), "20 %"),
        (row("g/100g", 100), "100 g"),
        (row("year", 18), "18 years"),
        (row("pH", 3.0), "3.0"),
        (row("pH", 2.46), "2.5"),
        (row("dimensionless", 7), "7"),
        (row("mg", 1234.5), "1234.5 mg"),
        (row("steps", 20), "20 steps"),
        # A value with its range is told as the value.
        (row("hour", 72, low=24, high=96), "72 h"),
    ],
)
def test_a_limit_is_written_with_the_unit_of_the_data(limit, text):
    assert wording._limit_words(limit).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("code", "name", "columns", "limits"),
    [
        # Of a share the limits of the rule in its unit; not those of a pH.
        ("MICRO-001", "ethanol", {}, (0.2,)),
        ("MICRO-001", "pH", {}, (3.0,)),
        ("SKIN-002", "laa_mass_fraction", {}, (0.05,)),
        # A limit in years is one of an age, one of 100 g is one of masses.
        ("AGE-001", "age", {}, (13.0,)),
        ("PH-018", "solids_per_water", {}, (100.0,)),
        ("MIX-010", "lightest_g", {}, ()),
        # The ends of the form, where the rule tells them and they are known.
        ("STR-004", "derivative_mass_fraction", {"derivative_usual_low": 0.01}, (0.01, 0.05)),
        ("STR-004", "derivative_mass_fraction", {"derivative_usual_low": NAN}, (0.05,)),
        ("STR-004", "derivative_usual_high", {"derivative_usual_low": 0.01}, (0.01,)),
        ("FORM-001", "derivative_mass_fraction", {"derivative_usual_low": 0.01}, ()),
        ("FORM-006", "pH", {"derivative_pH_low": 6.0}, (5.0, 6.0)),
        ("FORM-008", "pH", {"derivative_pH_high": math.inf}, ()),
        ("ORAL-001", "oral_mg", {"ul_mg": 2000.0}, (2000.0,)),
        ("ORAL-001", "ul_mg", {"ul_mg": 2000.0}, ()),
    ],
)
def test_what_a_number_must_not_read_like(code, name, columns, limits):
    known = {"derivative_usual_high": 0.05, "derivative_pH_high": 7.0, **columns}
    facts = Facts({fact: column(known.get(fact, NAN)) for fact in FACTS})
    assert wording._limits_of(catalog.rules()[code], facts, 0, name) == limits


@pytest.mark.parametrize(
    ("name", "ends", "limits", "words"),
    [
        # As many digits as the width allows, the ends outwards; of a share only the ends.
        ("pH", (3.1234, 3.05, 3.21), (), {"pH": "3.1", "pH_low": "3.0", "pH_high": "3.3"}),
        ("dose_g", (0.271, 0.22, 0.33), (), {"dose_g": "0.27 g", "dose_g_low": "0.22 g"}),
        ("laa_mass_fraction", (0.15, 0.14, 0.1637), (), {"laa_mass_fraction_high": "16.4 %"}),
        # An end that would read like a limit has more digits; the others stay.
        ("pH", (2.6, 2.494, 2.71), (2.5,), {"pH": "2.6", "pH_low": "2.4", "pH_high": "2.8"}),
        ("pH", (2.52, 2.4, 2.64), (2.5,), {"pH": "2.52", "pH_low": "2.4", "pH_high": "2.7"}),
        ("laa_mass_fraction", (0.2, 0.19, 0.2004), (0.2,), {"laa_mass_fraction_high": "20.04 %"}),
    ],
)
def test_a_band_is_written_with_its_ends(name, ends, limits, words):
    written = wording._band_words(name, ends, limits)
    assert {key: written[key].replace("\u202f", " ") for key in words} == words
    # The middle of a share is told as it was stated, not as the middle of its band.
    assert (name in written) == (name != "laa_mass_fraction")


def test_only_the_words_that_a_rule_asks_for_are_written():
    facts = Facts(
        {name: column(NAN) for name in FACTS} | {"pH": column(2.2)},
        {"dose_g": {end: column(0.3) for end in ("median", "low", "high")}},
        {"true_pH": ["3.1 to 3.3"], "dose_range": ["0.2 to 0.4 g"]},
    )
    of_claim = wording._words(catalog.rules()["CLAIM-003"], facts, 0)
    assert of_claim["true_pH"] == "3.1 to 3.3"
    assert of_claim["claimed_pH"] == "unknown"
    assert not {"dose_range", "dose_g", "pH"} & set(of_claim)
    of_dose = wording._words(catalog.rules()["ADJ-003"], facts, 0)
    assert (of_dose["dose_g"].replace("\u202f", " "), of_dose["dose_range"]) == ("0.3 g", "0.2 to 0.4 g")
    assert wording._words(catalog.rules()["PH-001"], facts, 0)["least"] == "2.5"
