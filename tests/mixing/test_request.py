"""What someone typed: how each field is read, what is refused under which name, and the batch it makes."""

from __future__ import annotations

import contextlib
import math
import re
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.formula import composition
from calc.chemistry.recipe import Measured
from calc.errors import InputError, InputErrors
from calc.mixing.batch import Batch
from calc.mixing.request import (
    CHOICES,
    KNOWN_PAIRS,
    MixRequest,
    MixValues,
    ParsedRequest,
    assess_request,
    batch_of,
    lines_of_batch,
    longest_text,
    measured_of,
    parse_request,
)
from calc.mixing.storage_request import ASSAY_FIELDS, STORAGE_FIELDS
from calc.mixing.values import NewBatchValues, PowderValues
from calc.rules.assessment import Assessment
from tests.cases import every_case
from tests.phreeqc import grams_to_pH

ACID = "l_ascorbic_acid"
SERUM = MixRequest(strength="15 %", batch="30 g", purity="99 %")
NAMES = [attribute.name for attribute in fields(MixRequest)]


def batch(**texts: str) -> Batch:
    return batch_of(parse_request(replace(SERUM, **texts)))


def mass(ingredient: str, **texts: str) -> float:
    return next(row.mass_g for row in batch(**texts).weigh if row.ingredient == ingredient)


def strength(**texts: str) -> float:
    return composition(batch(**texts).formula).strengths[0].nominal


def read(**texts: str) -> ParsedRequest[MixValues]:
    """Return what is understood when every field can be read."""
    understood = parse_request(replace(SERUM, **texts))
    assert not understood.errors
    return understood


def said(field: str, **texts: str) -> str:
    return read(**texts).echo[field].replace("\u202f", " ")


def refused(**texts: str) -> InputError:
    """Return the single error that a request ends in."""
    with pytest.raises(InputErrors) as caught:
        batch(**texts)
    (error,) = caught.value.errors
    assert error.accepted
    assert error.fix
    return error


# --- the example of the first page ----------------------------------------------------------------


def test_thirty_grams_of_fifteen_percent():
    # 30 × 0.15 / 0.99 = 4.5454… g of powder, the rest is water.
    assert mass(ACID) == pytest.approx(4.5 / 0.99, rel=1e-12)
    assert mass("water") == pytest.approx(30 - 4.5 / 0.99, rel=1e-12)
    assert strength() == pytest.approx(0.15, rel=1e-12)


def test_an_empty_request_asks_for_its_two_fields():
    understood = parse_request(MixRequest())
    assert set(understood.errors) == {"strength", "batch"}
    assert understood.values == NewBatchValues(PowderValues(ACID))
    assert set(understood.echo) == {"form", "adjuster"}


# --- every field, good ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", catalog.forms())
def test_every_form_is_understood(form):
    assert read(form=form).values.vitamin_c.form == form
    assert batch(form=form, strength="1 %").form == form


@pytest.mark.parametrize("text", ["L-Ascorbic Acid", "vitamin c", "LAA", " ascorbic acid "])
def test_a_form_is_named_as_people_name_it(text):
    assert read(form=text).values.vitamin_c.form == ACID


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("15", 0.15),
        ("15 %", 0.15),
        ("15%", 0.15),
        ("15,5 %", 0.155),
        ("7½ %", 0.075),
        ("0.15 %", 0.0015),
        ("150 mg/g", 0.15),
        ("0.15 g/g", 0.15),
        ("15 % w/w", 0.15),
        ("1", 0.01),
    ],
)
def test_a_strength_is_mass_per_mass(text, share):
    values = read(strength=text).values
    assert values.vitamin_c.mass_fraction.m_as("dimensionless") == pytest.approx(share)


@pytest.mark.parametrize("text", ["15 % w/v", "15% w/v", "150 g/l", "150 mg/ml", "0.15 g/mL", "15 w/v %"])
def test_a_strength_by_volume_says_so(text):
    values = read(strength=text).values
    assert values.vitamin_c.mass_concentration.m_as("g/dL") == pytest.approx(15)
    assert said("strength", strength=text) == "= 15 % w/v"


def test_a_batch_by_volume_at_a_strength_by_volume():
    # 15 g per 100 mL × 30 mL = 4.5 g; / 0.99 of purity.
    texts = {"strength": "15 % w/v", "batch": "30 mL"}
    assert mass(ACID, **texts) == pytest.approx(4.5 / 0.99, rel=1e-9)
    # With a density of 1.05 the 30 mL weigh 31.5 g: 4.5 / 31.5 = 14.2857 % w/w.
    assert strength(**texts, density="1.05") == pytest.approx(1 / 7, rel=1e-9)
    assert batch(**texts, density="1.05").formula.total_mass_g == pytest.approx(31.5, rel=1e-9)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("30", 30),
        ("30 g", 30),
        ("30g", 30),
        ("0,03 kg", 30),
        ("30 000 mg", 30),
        ("1 oz", 28.349523125),  # a sixteenth of the pound of 453.59237 g
        ("½ oz", 14.1747615625),
    ],
)
def test_a_batch_by_mass(text, grams):
    assert batch(batch=text).formula.total_mass_g == pytest.approx(grams, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "millilitres"),
    [
        ("30 mL", 30),
        ("30 ml", 30),
        ("3 cl", 30),
        ("0.03 L", 30),
        ("1 fl oz", 29.5735295625),  # a 128th of the gallon of 231 cubic inches
        ("2 tbsp", 29.5735295625),
    ],
)
def test_a_batch_by_volume(text, millilitres):
    # At a given density the mass follows by hand.
    made = batch(batch=text, density="1.05 g/mL")
    assert made.formula.total_mass_g == pytest.approx(1.05 * millilitres, rel=1e-9)
    assert made.density_given


def test_a_household_measure_says_which_one_was_taken():
    assert said("batch", batch="1 oz") == "= 28.35 g (ounce by weight)"
    assert said("batch", batch="1 fl oz") == "= 29.57 mL (US fluid ounce)"
    assert "US tablespoon" in said("batch", batch="2 tbsp")
    assert "US teaspoon" in said("batch", batch="6 tsp")
    assert said("batch", batch="30 mL") == "= 30 mL"
    assert "ounce by weight" in said("powder", start="powder", powder="1 oz")


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("strength", "15", "= 15 % w/w"),
        ("strength", "150 mg/g", "= 15 % w/w"),
        ("batch", "0.03 kg", "= 30 g"),
        ("purity", "99,5", "= 99.5 %"),
        ("purity_plus_minus", "0.2", "= 0.2 points"),
        ("moisture", "0.5 %", "= 0.5 %"),
        ("density", "1050 g/L", "= 1.05 g/mL"),
        ("scale", "10 mg", "= 0.01 g"),
        ("loading", "20", "= 20 %"),
    ],
)
def test_a_field_says_how_it_was_read(field, text, words):
    form = "encapsulated_ascorbic_acid" if field == "loading" else ACID
    assert said(field, form=form, **{field: text}) == words


def test_purity_moisture_and_its_band_reach_the_batch():
    # 99 % of the dry powder, which is 95 % of it: 4.5 / (0.99 × 0.95).
    texts = {"moisture": "5 %", "purity_plus_minus": "1", "scale": "0.01"}
    assert mass(ACID, **texts) == pytest.approx(4.5 / 0.99 / 0.95, rel=1e-12)
    row = next(row for row in batch(**texts).formula.lines if row.ingredient == ACID)
    assert (row.purity_plus_minus, row.mass_plus_minus_g) == pytest.approx((0.01, 0.01))
    assert row.water_content == pytest.approx(0.05)


@pytest.mark.parametrize("text", ["0.2", "0,2", "0.2 %"])
def test_points_of_purity_are_never_fractions(text):
    # Below 1 everywhere, so that asking back would be a nuisance.
    points = read(purity_plus_minus=text).values.vitamin_c.purity_plus_minus
    assert points.m_as("percent") == pytest.approx(0.2)


def test_loading_counts_as_ascorbic_acid():
    # 10 % of a powder that holds 20 % of acid: 2 %.
    made = batch(form="encapsulated_ascorbic_acid", strength="10 %", purity="", loading="20 %")
    band = composition(made.formula).aa_equivalent
    # Purity not stated: taken as pure, or about 1 % less.
    assert 0.0197 < band.low < band.high <= 0.02
    assert band.high == pytest.approx(0.02, rel=1e-3)
    unknown = batch(form="encapsulated_ascorbic_acid", strength="10 %")
    assert composition(unknown.formula).aa_equivalent is None


@pytest.mark.parametrize("name", ["purity", "purity_plus_minus", "moisture", "density", "scale", "others"])
@pytest.mark.parametrize("nothing", ["", "  ", "\n", "\u202f"])
def test_what_may_be_left_out_says_nothing(name, nothing):
    understood = read(**{name: nothing})
    assert name not in understood.echo
    assert batch_of(understood)


# --- every field, bad -----------------------------------------------------------------------------

NO_NUMBERS = ["nan", "inf", "-inf", "1e309", "abc", "--", "1e", "five"]
ABSURD = ["1e300", "99999999999", "-1", "-1e9"]
WRONG = {
    "strength": [
        "30 g",
        "30 mL",
        "5 drops",
        "0",
        "0 %",
        "0.0001 %",
        "101",
        "100.1 %",
        "151 % w/v",
        "0 % w/v",
    ],
    "batch": ["15 %", "150 g/L", "5 drops", "0", "0 g", "0 mL", "0.09 g", "101 kg", "101 L"],
    "purity": ["5 g", "99 % w/v", "0", "0.5 %", "100.1", "101 %", "5 drops"],
    "purity_plus_minus": ["1 g", "0", "0.001", "21", "60 %", "1 % w/v"],
    "moisture": ["1 g", "51", "100 %", "-0.1 %", "1 % w/v"],
    "density": ["1 g", "1 %", "0", "0.5", "2.1", "1.05 kg", "1 mL"],
    "scale": ["1 mL", "1 %", "0", "0.00001", "11", "11 g", "2 drops"],
    "loading": ["1 g", "0", "0.5 %", "101", "5 % w/v"],
}


@every_case(
    "field, text",
    [(field, text) for field, texts in WRONG.items() for text in (*texts, *NO_NUMBERS, *ABSURD)],
)
def test_what_a_field_cannot_take_is_refused_under_its_name(field, text):
    error = refused(**{field: text})
    assert error.field == field
    assert error.given == text
    assert parse_request(replace(SERUM, **{field: text})).errors[field].advice == error.advice


@pytest.mark.parametrize("field", ["powder", "water"])
@pytest.mark.parametrize("text", ["15 %", "150 g/L", "0", "0 g", "101 kg", *NO_NUMBERS, *ABSURD])
def test_grams_that_cannot_be_are_refused_under_their_name(field, text):
    error = refused(start="grams", **{"powder": "5 g", "water": "25 g", field: text})
    assert error.field == field
    assert error.given == text


@pytest.mark.parametrize(
    ("field", "text", "readings"),
    [
        ("strength", "0.15", ("15 %", "0.15 %")),
        ("strength", "0,15", ("15 %", "0.15 %")),
        ("purity", "0.99", ("99 %",)),
        ("moisture", "0.005", ("0.5 %", "0.005 %")),
        ("batch", "4,545", ("4.545", "4545")),
        ("batch", "4,545 g", ("4.545 g", "4545 g")),
        ("density", "1,050", ("1.050",)),
    ],
)
def test_two_meanings_are_offered_not_guessed(field, text, readings):
    error = refused(**{field: text})
    assert error.field == field
    assert error.readings == readings
    for reading in readings:
        assert reading in error.fix
        # Each of what is offered has one meaning, even where it lies out of range.
        assert not parse_request(replace(SERUM, **{field: reading})).errors.get(field, error).readings or (
            parse_request(replace(SERUM, **{field: reading})).errors.get(field) is None
        )


def test_an_unknown_form_comes_with_near_names():
    error = refused(form="ascorbic acd")
    assert error.field == "form"
    assert ACID in error.readings


def test_a_form_must_be_a_form():
    assert refused(form="glycerin").field == "form"


def test_a_volume_of_powder_is_refused_with_the_reason():
    for text in ("1 tsp", "5 mL", "1 fl oz"):
        error = refused(start="powder", powder=text)
        assert error.field == "powder"
        assert "bulk density" in error.accepted
        assert "g" in error.fix


@pytest.mark.parametrize("text", ["99 %", "99.5 %", "100 %"])
@pytest.mark.parametrize("start", ["batch", "powder"])
def test_a_strength_beyond_the_powder_is_refused_as_strength(start, text):
    error = refused(start=start, strength=text, powder="5 g")
    assert error.field == "strength"
    assert "99 %" in error.accepted


def test_lines_that_exceed_the_batch_say_by_how_much():
    # 4.5 g of acid and 27 g of glycerin in 30 g: 1.5 g too much.
    error = refused(purity="100 %", others="glycerin 27 g")
    assert error.field == "others"
    assert "1.5 g" in error.accepted


def test_everything_wrong_is_told_at_once():
    understood = parse_request(
        replace(SERUM, strength="nan", batch="0", purity="101", scale="1 mL", others="gold\nsilver")
    )
    assert set(understood.errors) == {
        "strength",
        "batch",
        "purity",
        "scale",
        "others line 1",
        "others line 2",
    }
    with pytest.raises(InputErrors) as caught:
        batch_of(understood)
    assert {error.field for error in caught.value.errors} == set(understood.errors)


def test_one_bad_field_leaves_the_others_read():
    understood = parse_request(replace(SERUM, strength="nan"))
    assert set(understood.errors) == {"strength"}
    assert understood.values.vitamin_c.form == ACID
    assert understood.values.batch_mass.m_as("g") == 30
    assert understood.values.vitamin_c.purity.m_as("percent") == pytest.approx(99)
    assert understood.echo["batch"]


# --- starts ---------------------------------------------------------------------------------------

# 5 g of 99 % powder hold 4.95 g; at 15 % that is 33 g of batch with 28 g of water.
WHOLE = {"strength": "15 %", "batch": "33 g", "powder": "5 g", "water": "28 g"}


@pytest.mark.parametrize("start", KNOWN_PAIRS)
def test_every_start_gives_the_same_batch(start):
    known = {name: WHOLE[name] for name in KNOWN_PAIRS[start]}
    request = MixRequest(start=start, purity="99 %", **known)
    result = batch_of(parse_request(request))
    masses = {row.ingredient: row.mass_g for row in result.weigh}
    assert masses == pytest.approx({ACID: 5, "water": 28}, rel=1e-9)
    assert composition(result.formula).strengths[0].nominal == pytest.approx(0.15, rel=1e-9)


@pytest.mark.parametrize("start", KNOWN_PAIRS)
@pytest.mark.parametrize("hidden", ["nonsense", "-1", "15 % of 30 g", "4,545"])
def test_hidden_fields_are_neither_used_nor_judged(start, hidden):
    texts = {name: WHOLE[name] if name in KNOWN_PAIRS[start] else hidden for name in WHOLE}
    understood = parse_request(MixRequest(start=start, purity="99 %", **texts))
    assert not understood.errors
    assert set(understood.echo) & set(WHOLE) == set(KNOWN_PAIRS[start])
    assert batch_of(understood).formula.total_mass_g == pytest.approx(33, rel=1e-9)


@pytest.mark.parametrize("start", KNOWN_PAIRS)
def test_a_field_of_the_start_cannot_be_left_out(start):
    for name in KNOWN_PAIRS[start]:
        texts = {**WHOLE, name: " "}
        assert set(parse_request(MixRequest(start=start, **texts)).errors) == {name}


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("28", 28),
        ("28 g", 28),
        ("25 mL", 25 * 0.9982),
        ("1 fl oz", 29.5735295625 * 0.9982),
        ("1 oz", 28.349523125),
        ("100 drops", 100 / 20 * 0.9982),
    ],
)
def test_water_may_be_measured_by_volume(text, grams):
    made = batch(start="grams", powder="5 g", water=text)
    assert next(row.mass_g for row in made.weigh if row.ingredient == "water") == pytest.approx(grams)


# --- other ingredients ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "ingredient", "grams"),
    [
        # Shares are of the batch of 30 g.
        ("glycerin 5 %", "glycerin", 1.5),
        ("5 % glycerin", "glycerin", 1.5),
        ("glycerin: 5%", "glycerin", 1.5),
        ("glycerin\t5 %", "glycerin", 1.5),
        ("glycerin = 5 %", "glycerin", 1.5),
        ("Glycerol 5%", "glycerin", 1.5),
        ("glycerin 2,5 %", "glycerin", 0.75),
        ("glycerin ½ %", "glycerin", 0.15),
        ("Polysorbate 20 1 %", "polysorbate_20", 0.3),
        ("1 % polysorbate 20", "polysorbate_20", 0.3),
        ("1,3-propanediol 5 %", "propanediol", 1.5),
        ("5 % 1,3-propanediol", "propanediol", 1.5),
        ("copper tripeptide-1 0.01 g", "copper_tripeptide_1", 0.01),
        ("ferulic acid 0,15 g", "ferulic_acid", 0.15),
        ("0.15 g ferulic acid", "ferulic_acid", 0.15),
        ("ferulic acid 150 mg", "ferulic_acid", 0.15),
        ("ferulic_acid .15g", "ferulic_acid", 0.15),
        ("1 oz glycerin", "glycerin", 28.349523125),
        # 2 × 4.92892159375 mL × 1.2613 g/mL.
        ("2 tsp glycerin", "glycerin", 12.43369761),
        # 5 / 20 mL × 1.2613 g/mL.
        ("5 drops glycerin", "glycerin", 0.315325),
        ("glycerin 5 drops", "glycerin", 0.315325),
        ("glycerin 2 mL", "glycerin", 2.5226),
    ],
)
def test_an_ingredient_is_read_with_its_amount(line, ingredient, grams):
    texts = {"batch": "300 g"} if "oz" in line else {}
    assert mass(ingredient, others=line, **texts) == pytest.approx(grams, rel=1e-8)


def test_several_lines_and_empty_ones():
    made = batch(others="\n  glycerin 5 %  \n\n panthenol 2 %\r\n\nferulic acid 0.15 g\n")
    masses = {row.ingredient: row.mass_g for row in made.weigh}
    assert masses["glycerin"] == pytest.approx(1.5)
    assert masses["panthenol"] == pytest.approx(0.6)
    assert masses["ferulic_acid"] == pytest.approx(0.15)
    assert sum(masses.values()) == pytest.approx(30)


@pytest.mark.parametrize("line", ["glycerin 5", "glycerin: 5", "5 glycerin"])
def test_a_bare_amount_asks_for_its_unit(line):
    error = refused(others=line)
    assert error.field == "others line 1"
    assert "unit" in error.accepted
    assert error.readings == ("glycerin 5 %", "glycerin 5 g")
    for reading in error.readings:
        assert reading in error.fix
        assert batch(others=reading)


@pytest.mark.parametrize("line", ["polysorbate 20 1", "polysorbate 20 1,5", "1.5 polysorbate 20"])
def test_a_number_in_a_name_is_no_amount(line):
    for reading in refused(others=line).readings:
        assert batch(others=reading).weigh


def test_an_unknown_name_comes_with_near_names():
    error = refused(others="glycerin 5 %\nferulic acd 0.5 %")
    assert error.field == "others line 2"
    assert error.given == "ferulic acd"
    assert error.readings[0] == "glycerin 5 %\nFerulic acid 0.5 %", "its own line alone is replaced"
    assert batch(others=error.readings[0]).weigh
    assert "ferulic_acid" in error.fix


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("glycerin", "how much"),
        ("gold", "not known"),
        ("5 %", "not known"),
        ("glycerin nan g", "not a number"),
        ("glycerin -5 %", "more than zero"),
        ("glycerin 0 %", "more than zero"),
        ("glycerin 101 %", "must be between"),
        ("glycerin 0 g", "more than zero"),
        ("glycerin -1 g", "more than zero"),
        ("glycerin 1e300 g", "must be between"),
        ("glycerin 5 % w/v", "does not fit here"),
        ("glycerin 1,234 g", "two ways"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line, word):
    error = refused(others=f"ferulic acid 0.5 %\n{line}\nsqualane 1 %")
    assert error.field == "others line 2"
    assert word in error.accepted


@pytest.mark.parametrize("line", ["water 5 %", "vitamin c 5 %", "glycerin 1 %\nglycerol 2 %"])
def test_an_ingredient_stands_once(line):
    error = refused(others=line)
    assert error.field == "others"
    assert "twice" in error.accepted


def test_a_list_without_end_is_refused():
    assert refused(others="glycerin 0.1 %\n" * 41).field == "others"
    assert "40" in refused(others="glycerin 0.1 %\n" * 41).accepted
    # Forty are read, and here refused for another reason.
    assert "twice" in refused(others="glycerin 0.1 %\n" * 40).accepted


@given(st.text(max_size=40) | st.from_regex(r"[0-9., ]{0,6}(g|%|mL|tsp|drops)? ?(glycerin|water)?\n?"))
def test_any_text_of_others_is_read_or_refused_as_others(text):
    result = []
    try:
        assert batch(others=text).weigh
    except InputErrors as errors:
        result = [error.field for error in errors.errors]
    assert all(field.startswith("others") for field in result)


# --- to a pH --------------------------------------------------------------------------------------

LYE = {"target_pH": "3.5", "adjuster": "sodium_hydroxide", "batch": "100 g", "purity": ""}


def test_a_pH_is_reached_with_what_the_facts_say():
    # Of 100 g, 15 are acid of 99 to 100 % and the lye has 97 to 100 %. pKa1 alone makes 14 % of the width,
    # and the error that measured points show the rest.
    expected = 1.005 * grams_to_pH(3.5, 15, 39.997, lambda base: 85 - base)
    dose = batch(**LYE).dose
    assert dose.mass.median == pytest.approx(expected, rel=0.01)
    assert (dose.mass.high - dose.mass.low) / 2 / dose.mass.median == pytest.approx(0.2, abs=0.03)
    # Ten times as much of a tenth as strong.
    solution = batch(**LYE, adjuster_strength="10 %").dose
    assert solution.mass.median == pytest.approx(10 * expected, rel=0.015)


def test_without_a_target_nothing_is_added():
    assert batch().dose is None
    assert batch(adjuster="sodium_hydroxide", added="0.2 g", reading="3").dose is None


def test_a_reading_is_taken_as_its_instrument_is_good():
    for instrument, error, sd, step in (
        ("meter", "", 0.1 / 1.96, None),
        ("meter", "0.2", 0.2 / 1.96, None),
        ("strip", "", None, 0.5),
        ("strip", "0.2", None, 0.2),
    ):
        texts = {"reading": "3.3", "added": "0.5 g", "instrument": instrument, "reading_error": error}
        reading = batch(**LYE, **texts).dose.after.reading
        assert reading.value == 3.3
        assert (reading.sd, reading.step) == (sd and pytest.approx(sd, rel=1e-3), step)


def test_a_reading_without_an_addition_is_of_the_first_part():
    dose = batch(**LYE, reading="3.3").dose
    assert dose.after.added_g == dose.first_g
    assert batch(**LYE, reading="2.1", added="0").dose.after.added_g == 0


@pytest.mark.parametrize(
    "form", ["sodium_ascorbyl_phosphate", "tetrahexyldecyl_ascorbate", "ascorbyl_glucoside"]
)
def test_a_pH_that_a_form_cannot_have_is_left_aside(form):
    # The page hides the fields then: what stands in them neither counts nor is judged.
    understood = parse_request(replace(SERUM, form=form, strength="2 %", target_pH="99", reading="x"))
    assert not understood.errors
    assert understood.values.target_pH is None
    assert not {"target_pH", "reading"} & {*understood.echo}
    assert batch_of(understood).dose is None


@pytest.mark.parametrize(
    ("texts", "field", "words", "fix"),
    [
        ({"target_pH": "15"}, "target_pH", "between 2 and 7", "3.2"),
        ({"target_pH": "-1"}, "target_pH", "between 2 and 7", "3.2"),
        ({"target_pH": "3.2", "adjuster": "citric acid"}, "adjuster", "lowers the pH", "baking soda"),
        ({"target_pH": "2"}, "adjuster", "raises the pH", "citric acid"),
        ({"target_pH": "3.2", "adjuster": "salt"}, "adjuster", "does not adjust", "sodium_bicarbonate"),
        ({"target_pH": "3.2", "reading": "15"}, "reading", "between 0 and 14", "3.2"),
        ({"target_pH": "3.2", "others": "propylene glycol 50 %"}, "target_pH", "glycol", "Measure"),
        ({"target_pH": "3.2", "others": "squalane 85 %"}, "target_pH", "without water", "Add water"),
        ({"target_pH": "3.2", "others": "baking soda 1 %"}, "adjuster", "stands in the batch", "Take it out"),
        ({"target_pH": "3.2", "others": "lye 15 %"}, "target_pH", "so much salt or lye", "Use less"),
    ],
)
def test_a_pH_that_cannot_be_is_refused_at_its_field(texts, field, words, fix):
    error = refused(**{"purity": "100 %", **texts})
    assert error.field == field
    assert words in error.accepted
    assert fix.lower() in error.fix.lower()


# --- what a recipe claims -------------------------------------------------------------------------


def checked(*lines: str, **texts: str) -> Assessment:
    """Return what is known of a recipe as somebody pastes it."""
    return assess_request(parse_request(MixRequest(way="made", recipe="\n".join(lines), **texts)))[1]


def said_of(report: Assessment) -> dict[str, str]:
    return {
        finding.code: f"{finding.message} {finding.remedy}".replace("\u202f", " ")
        for finding in report.findings
    }


def example(name: str) -> Assessment:
    shown = catalog.examples()[name]
    return checked(*shown.lines, claim_strength=shown.claim_strength, claim_pH=shown.claim_pH)


def test_the_acid_in_water_is_nowhere_near_pH_5():
    # 5 g in 15 g of water: 25 %, pH about 1.95; 33 g per 100 g of water, where 27.2 g dissolve at 20 °C.
    report = example("acid_in_water")
    assert report.composition.strengths[0].nominal == pytest.approx(0.25)
    assert report.pH.median == pytest.approx(1.95, abs=0.01)
    (solubility,) = report.solubilities
    assert (solubility.dissolves, solubility.reason) == (False, "")
    assert solubility.g_per_100g_water.median == pytest.approx(33.1, abs=0.2)
    sentences = said_of(report)
    assert {"STR-001", "PH-001", "SOL-002", "CLAIM-003"} <= set(sentences)
    assert sentences["CLAIM-003"].startswith("It claims pH 5; by its own lines it is 1.8 to 2.1.")
    assert "CLAIM-002" not in sentences


def test_the_soda_that_makes_a_claimed_pH_true_does():
    # What is advised, put into the recipe, gives the pH that was claimed.
    grams = re.search(
        r"([\d.]+) g of baking soda would make that true", said_of(example("acid_in_water"))["CLAIM-003"]
    )
    report = checked("5 g ascorbic acid", "15 g water", f"{grams[1]} g baking soda", claim_pH="5")
    assert report.pH.median == pytest.approx(5, abs=0.1)
    assert "CLAIM-003" not in said_of(report)


def test_more_than_the_whole_is_weaker_than_it_says():
    # 15 / 102.5 = 14.63 %; with 2.5 points of water less it would be 100 %.
    report = example("more_than_whole")
    assert report.composition.strengths[0].nominal == pytest.approx(15 / 102.5)
    sentences = said_of(report)
    assert sentences["CLAIM-001"].startswith("They add up to 102.5 %.")
    assert "With 77.5 % of water instead of 80 % it adds up" in sentences["CLAIM-001"]
    assert sentences["CLAIM-002"].startswith("It claims 15 % w/w; by its own lines it is 14.6 %.")
    mended = checked(*catalog.examples()["more_than_whole"].lines[1:], "77.5 % water", claim_strength="15 %")
    assert not {"CLAIM-001", "CLAIM-002"} & set(said_of(mended))


def test_a_factor_ten_is_found():
    # 0.15 g in 29.57 mL of water: 0.15 / 29.67 = 0.506 %.
    report = example("ten_times_off")
    assert report.composition.strengths[0].nominal == pytest.approx(0.00506, abs=2e-5)
    sentences = said_of(report)["CLAIM-002"]
    assert sentences.startswith(
        "It claims 5 % w/w; by its own lines it is 0.506 %. 1.55 g of powder to 29.5 g"
    )
    assert "CLAIM-002" not in said_of(checked("1.55 g ascorbic acid", "1 fl oz water", claim_strength="5 %"))


def test_a_true_claim_is_not_told():
    sentences = said_of(checked("15 % ascorbic acid", "85 % water", claim_strength="15 %", claim_pH="2.1"))
    assert not [code for code in sentences if code.startswith("CLAIM")]


def test_a_claim_by_volume_is_judged_by_volume():
    # 15 g in 100 mL are 14.2 % by mass at a density of 1.056.
    lines = ("15 g ascorbic acid", "90.6 g water")
    texts = {"density": "1.056"}
    assert "CLAIM-002" not in said_of(checked(*lines, claim_strength="15 % w/v", **texts))
    assert "CLAIM-002" in said_of(checked(*lines, claim_strength="15 %", **texts))


def test_a_claim_without_anything_to_judge_it_by_is_skipped_with_the_reason():
    report = checked("5 g ascorbic acid", "15 g squalane", claim_pH="5")
    assert "CLAIM-003" not in said_of(report)
    assert {rule.code: rule.reason for rule in report.skipped}["CLAIM-003"] == "the pH: unknown"
    assert "PH-009" in said_of(report)
    report = checked("50 g water", "5 g glycerin", claim_strength="15 %")
    assert {rule.code: rule.reason for rule in report.skipped}["CLAIM-002"] == "the strength: unknown"


@pytest.mark.parametrize(
    ("lines", "texts", "field", "words"),
    [
        (("5 drops vitamin C", "water"), {}, "recipe", "not counted in drops"),
        (("", "Stir well."), {}, "recipe", "no ingredient"),
        (("5 g vitamin C", "80 % water", "50 % glycerin"), {}, "recipe", "no room"),
        (("5 vitamin C", "10 glycerin"), {}, "recipe", "unit"),
        (("5 g vitamin C", "15 g water"), {"claim_pH": "15"}, "claim_pH", "between 0 and 14"),
        (("5 g vitamin C", "15 g water"), {"claim_strength": "0.05"}, "claim_strength", "fraction"),
        (
            ("5 g vitamin C", "15 g water"),
            {"claim_strength": "140 % w/v"},
            "claim_strength",
            "does not even fit",
        ),
        (("5 g vitamin C", "15 g water"), {"reading": "-2"}, "reading", "between 0 and 14"),
    ],
)
def test_a_recipe_that_cannot_be_is_refused_at_its_place(lines, texts, field, words):
    with pytest.raises(InputErrors) as caught:
        checked(*lines, **texts)
    (error,) = caught.value.errors
    assert error.field == field
    assert words in error.accepted
    assert error.fix


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("5 drops vitamin C", "not counted in drops"),
        ("5 glycerin", "needs a unit"),
        ("1 scoop citric acid", "What one level scoop holds is needed"),
        ("water q.s.", "Up to how much"),
    ],
)
def test_a_line_that_cannot_be_is_told_and_the_others_count(line, words):
    parsed = parse_request(MixRequest(way="made", recipe=f"5 g vitamin C\n{line}\n15 g water"))
    batch = batch_of(parsed)
    assert [row.mass_g for row in batch.weigh] == [5, 15]
    result = lines_of_batch(parsed, batch)
    assert [account.status for account in result] == ["used", "not_understood", "used"]
    assert (result[1].text, result[1].mass) == (line, None)
    assert words in result[1].note


def test_a_spoon_of_what_has_no_figure_takes_the_spread_of_its_class():
    # A powder, 0.3 to 1.1 g/mL, and a liquid: the band holds what may be in a spoon.
    parsed = parse_request(MixRequest(way="made", recipe="5 g vitamin C\n1 tsp allantoin\n1 tsp panthenol"))
    acid, powder, liquid = lines_of_batch(parsed, batch_of(parsed))
    assert acid.mass.low == acid.mass.high == 5
    assert (acid.note, powder.status, liquid.status) == ("", "used", "used")
    assert powder.note == "What a mL of it weighs is not known here: taken as 0.25 to 1.2 g."
    assert liquid.note == "What a mL of it weighs is not known here: taken as 0.84 to 1.27 g."
    assert powder.mass.high > 2 * powder.mass.low
    assert liquid.mass.low < liquid.mass.median < liquid.mass.high


def test_an_oil_that_is_a_form_is_poured_and_counted():
    # 1 mL of THDA weighs 0.9365 g; twenty drops of any dropper are a mL, more or less.
    for line in ("1 mL THDA", "20 drops THDA"):
        request = MixRequest(way="made", recipe=f"{line}\n9 g squalane", scoop="0.25 g")
        made = batch_of(parse_request(request))
        assert made.weigh[0].mass_g == pytest.approx(0.9365, abs=0.001)


def test_a_scoop_of_something_else_has_the_mass_of_a_scoop():
    request = MixRequest(way="made", recipe="2 scoops citric acid\n9 g water", scoop="0.25 g")
    assert batch_of(parse_request(request)).weigh[0].mass_g == pytest.approx(0.5)


def test_a_reading_of_what_was_made_counts():
    lines = ("15 % ascorbic acid", "84.1 % water", "0.9 % baking soda")
    predicted = checked(*lines).pH
    read = checked(*lines, reading="3.2", reading_error="0.05").pH
    assert read.high - read.low < predicted.high - predicted.low


# --- untrusted fields -----------------------------------------------------------------------------


@pytest.mark.parametrize("content", [None, [], "text", 5, True, [["form", ACID]]])
def test_what_is_no_set_of_fields_is_refused(content):
    with pytest.raises(InputErrors):
        MixRequest.from_dict(content)


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"colour": "blue"}, "colour"),
        ({"__class__": "x"}, "__class__"),
        ({"": "15 %"}, '""'),
        ({"strength": 15}, "strength"),
        ({"strength": None}, "strength"),
        ({"strength": ["15 %"]}, "strength"),
        ({"batch": True}, "batch"),
        ({"others": "x" * 20_001}, "others"),
        ({"start": "middle"}, "start"),
        ({"start": ""}, "start"),
        ({"instrument": "eye"}, "instrument"),
        ({"x" * 5000: "y"}, "x" * 40),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_a_field_that_cannot_be_is_refused_by_its_name(content, field):
    with pytest.raises(InputErrors) as caught:
        MixRequest.from_dict(content)
    assert field in [error.field for error in caught.value.errors]
    assert len(str(caught.value)) < 500


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(
    json_values
    | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), json_values | texts, max_size=5)
)
def test_any_json_is_a_request_or_input_errors(content):
    with contextlib.suppress(InputErrors):
        request = MixRequest.from_dict(content)
        assert isinstance(request, MixRequest)
        parse_request(request)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(NAMES, texts.filter(bool)),
            **{name: st.sampled_from(choices) for name, choices in CHOICES.items()},
        },
    )
)
def test_a_request_survives_the_way_there_and_back(content):
    request = MixRequest.from_dict(content)
    assert MixRequest.from_dict(request.as_dict()) == request
    assert content.items() <= request.as_dict().items()


def test_what_says_nothing_is_not_written():
    assert SERUM.as_dict() == {
        "way": "new",
        "form": ACID,
        "start": "batch",
        "boost": "strength",
        "palm": "powder",
        "base": "serum",
        "adjuster": "sodium_bicarbonate",
        "instrument": "meter",
        "strength": "15 %",
        "batch": "30 g",
        "purity": "99 %",
    }


TYPED = st.sampled_from(
    [
        "",
        "15",
        "15 %",
        "0.15",
        "30 g",
        "30 mL",
        "1 oz",
        "99",
        "5 drops",
        "4,545",
        "-1",
        "nan",
        "1e300",
        "15 % w/v",
        "½",
    ]
)


@given(
    st.fixed_dictionaries({name: TYPED for name in NAMES if name not in ("form", "start")}),
    st.sampled_from(sorted(KNOWN_PAIRS)),
)
def test_whatever_is_typed_ends_in_a_batch_or_in_input_errors(content, start):
    understood = parse_request(MixRequest(start=start, **content))
    result, answered = None, set()
    try:
        result = batch_of(understood)
    except InputErrors as errors:
        answered = {error.field for error in errors.errors}
    assert answered <= {*NAMES, "others line 1"}
    assert bool(answered) == (result is None)
    if result:
        assert all(math.isfinite(row.mass_g) and row.mass_g > 0 for row in result.weigh)


# --- what was measured ----------------------------------------------------------------------------


def test_a_reading_is_measured_only_on_what_somebody_has():
    made = MixRequest(way="made", recipe="5 g vitamin C\n20 g water", reading="3.1")
    assert measured_of(parse_request(made)) == Measured(3.1)
    assert measured_of(parse_request(replace(made, reading=""))) is None
    assert measured_of(parse_request(replace(made, instrument="strip", reading_error="0.5"))) == Measured(
        3.1, pH_step=0.5
    )
    # On the way to a pH it belongs to the dose.
    assert measured_of(parse_request(replace(SERUM, target_pH="3.2", added="0.2 g", reading="3.1"))) is None


@pytest.mark.parametrize("way", CHOICES["way"])
def test_how_it_is_kept_does_not_bear_on_the_mix(way):
    request = MixRequest(way=way)
    assert not {*STORAGE_FIELDS, *ASSAY_FIELDS} & {*request.needed, *request.optional}
    wrong = replace(request, **dict.fromkeys((*STORAGE_FIELDS, *ASSAY_FIELDS), "?"))
    assert parse_request(wrong).errors.keys() == parse_request(request).errors.keys()


# --- other ingredients, as recipes call them ------------------------------------------------------


def test_other_ingredients_are_heard_as_in_recipes():
    others = "5 % rosehip thing\n2 % unicorn dust (powder)\n1 tsp organic glycerin (USP)"
    batch, report = assess_request(parse_request(replace(SERUM, others=others)))
    rows = {row.name: row.mass_g for row in batch.weigh}
    assert rows["rosehip thing"] == pytest.approx(0.05 * batch.formula.total_mass_g)
    assert rows["unicorn dust"] == pytest.approx(0.02 * batch.formula.total_mass_g)
    # A US teaspoon of 4.929 mL at 1.261 g/mL.
    assert rows["Glycerin"] == pytest.approx(4.929 * 1.261, rel=0.005)
    assert any(finding.code.startswith("OTHER-") for finding in report.findings)


def test_spoons_and_drops_work_for_other_ingredients_too():
    # Five per cent in words; a US teaspoon and drops of what has no density of its own, by its class.
    rows = {row.ingredient: row.mass_g for row in batch(others="glycerin five %\npanthenol 5 drops").weigh}
    assert rows["glycerin"] == pytest.approx(1.5)
    assert 0.1 < rows["panthenol"] < 0.4


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ("5 g tocopherl", "tocopherol"),
        ("unicorn dust", "not known"),
        ("5 % moon dust\n2 % moon dust", "twice"),
    ],
)
def test_other_ingredients_that_are_doubtful_are_asked_about(others, words):
    with pytest.raises(InputErrors) as caught:
        batch_of(parse_request(replace(SERUM, others=others)))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("request_", "needed"),
    [
        (MixRequest(way="made"), ("recipe",)),
        (MixRequest(way="boost", boost="strength"), ("form", "base", "base_amount", "strength")),
        (MixRequest(way="palm", palm="powder"), ("form", "base", "dose", "measure")),
        (MixRequest(way="palm", palm="strength"), ("form", "base", "dose", "strength")),
    ],
)
def test_each_way_needs_its_fields(request_: MixRequest, needed: tuple[str, ...]) -> None:
    assert request_.needed == needed


def test_a_text_that_is_far_too_long_is_told_with_its_length():
    most = longest_text("recipe")
    assert MixRequest.from_dict({"recipe": "x" * most}).recipe == "x" * most
    with pytest.raises(InputErrors) as caught:
        MixRequest.from_dict({"recipe": "x" * (most + 1)})
    (error,) = caught.value.errors
    assert (error.field, error.given) == ("recipe", f"{most + 1:,} characters")
    assert error.accepted == f"up to {most:,} characters are read."


@pytest.mark.parametrize(
    ("texts", "grams"),
    [
        # p / (30 + p) of pure powder is 15 %: 30 × 0.15 / 0.85 g; from 10 %: 30 × 0.05 / 0.85 g.
        ({}, 30 * 0.15 / 0.85),
        ({"base_strength": "10 %"}, 30 * 0.05 / 0.85),
        ({"base_strength": "0 %"}, 30 * 0.15 / 0.85),
        # What another form the serum holds is no part of it; of water nothing is asked.
        ({"base_strength": "10 %", "base_form": "sodium ascorbate"}, 30 * 0.15 / 0.85),
        ({"base_strength": "10 %", "base": "water"}, 30 * 0.15 / 0.85),
        ({"purity": "90 %", "moisture": "10 %"}, 30 * 0.15 / (0.81 - 0.15)),
    ],
)
def test_powder_that_a_serum_takes(texts, grams):
    request = MixRequest(**{"way": "boost", "base_amount": "30 g", "strength": "15 %", **texts})
    made = batch_of(parse_request(request))
    assert made.weigh[1].mass_g == pytest.approx(grams)
    assert [line.water_content for line in made.formula.lines][-1] == (0.1 if "moisture" in texts else 0.0)


def test_other_ingredients_that_are_solutions_say_their_strength_where_they_are_weighed() -> None:
    request = MixRequest(strength="10 %", batch="30 g", others="NaOH 10 % 1 ml\nglycerin 5 %")
    batch, _ = assess_request(parse_request(request))
    strengths = {row.ingredient: row.strength for row in batch.weigh}
    assert (strengths["sodium_hydroxide"], strengths["glycerin"], strengths["l_ascorbic_acid"]) == (0.1, 1, 1)
