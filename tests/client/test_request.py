"""What was answered about a client: how each field is read, the visit it makes, what is asked next."""

from __future__ import annotations

import contextlib
import datetime
import itertools
from dataclasses import fields, replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc import catalog, rules
from calc.catalog import people
from calc.chemistry.formula import Formula, Line
from calc.client.person import SKINS
from calc.client.product import Product
from calc.client.request import (
    ASKS,
    NONE,
    NOTHING_ELSE,
    QUESTIONS,
    VisitRequest,
    VisitValues,
    asked,
    ignore_words,
    parse_visit,
    replace_words,
    visit_of,
)
from calc.client.verdict import CheckResult, check
from calc.client.visit import PROCEDURE_TYPES, PROCEDURES, Visit
from calc.errors import InputError, InputErrors
from calc.parsing.amounts import read_age
from calc.parsing.dates import read_moment
from calc.rules import CLIENT_FACTS, FACTS

ACID = "l_ascorbic_acid"
MIXED = Formula((Line("water", 85.0), Line(ACID, 15.0)))
# Everything told, and nothing wrong with it.
FULL = VisitRequest(
    product_form=ACID,
    product_strength="15 %",
    product_pH="3,2",
    product_package="ampoule",
    coactives=(NONE,),
    age="34",
    sex="female",
    skin=("normal",),
    zone="face",
    expecting=(NONE,),
    conditions=(NONE,),
    medicines=(NONE,),
    actives=(NONE,),
    reactions=(NONE,),
    smoker="no",
    procedure=NONE,
    tablets=NONE,
    appointment="2026-03-31 15:00",
)


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u202f", " ")


def taken(text: str) -> list[tuple[str, float, float, bool | None]]:
    """Return form, mg in a piece, pieces a day and whether it fizzes."""
    understood = parse_visit(VisitRequest(tablets=text))
    assert not understood.errors
    rows = understood.values.intake
    return [(row.form, float(row.mass.m_as("mg")), row.per_day, row.effervescent) for row in rows]


def tablet_error(text: str, place: str = "tablets line 1") -> InputError:
    """Return the one error that a text of tablets ends in."""
    understood = parse_visit(VisitRequest(tablets=text))
    assert understood.values.intake is None
    assert "tablets" not in understood.echo
    (error,) = understood.errors.values()
    assert [error.field] == [*understood.errors] == [place]
    assert error.accepted
    assert error.fix
    return error


def refused(name: str, text: str) -> InputError:
    """Return the error of a typed field, which shows back the whole of what was typed."""
    (error,) = parse_visit(replace(FULL, **{name: text})).errors.values()
    assert (error.field, error.given) == (name, text)
    assert error.accepted
    assert error.fix
    return error


def visit(mixed: Formula | None = None, base: VisitRequest = FULL, **answers: object) -> Visit:
    request = replace(base, **answers)
    return visit_of(request, parse_visit(request), mixed)


def wrong(mixed: Formula | None = None, base: VisitRequest = FULL, **answers: object) -> list[str]:
    """Return the fields that a request is refused for."""
    with pytest.raises(InputErrors) as caught:
        visit(mixed, base, **answers)
    assert all(error.accepted and error.fix for error in caught.value.errors)
    return [error.field for error in caught.value.errors]


def result(request: VisitRequest) -> CheckResult:
    return check(visit_of(request, parse_visit(request), MIXED))


def test_a_product_of_the_list_is_the_product():
    product = visit(product="list", listed="timeless_20_c_e_ferulic").product
    assert product is not None
    assert (product.form, product.strength) == ("l_ascorbic_acid", 0.2)
    assert visit(product="list").product is None


def test_every_field_starts_with_nothing_said():
    assert all(
        not getattr(VisitRequest(), attribute.name)
        for attribute in fields(VisitRequest)
        if attribute.name != "product"
    )
    understood = parse_visit(VisitRequest())
    assert (understood.values, understood.echo, understood.errors) == (VisitValues(), {}, {})


# --- tablets --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mg", "per_day"),
    [
        ("1000 mg, 2 a day", 1000, 2),
        ("1000 mg 2 a day", 1000, 2),
        ("1000 mg,2 a day", 1000, 2),
        ("1000 mg; 2 a day", 1000, 2),
        ("1000 mg, 2 a day.", 1000, 2),
        ("  1000   mg ,  2   a   day  ", 1000, 2),
        ("1000 MG, 2 A DAY", 1000, 2),
        ("1000, 2 a day", 1000, 2),
        ("1000", 1000, 1),
        ("500mg", 500, 1),
        ("500 mg/day", 500, 1),
        ("500mg 2/day", 500, 2),
        ("500 mg 2 / day", 500, 2),
        ("500 mg per day", 500, 1),
        ("500 mg a day", 500, 1),
        ("500 mg every day", 500, 1),
        ("500 mg daily", 500, 1),
        ("500 mg once daily", 500, 1),
        ("500 mg twice daily", 500, 2),
        ("500 mg 2 daily", 500, 2),
        ("500 mg 3x a day", 500, 3),
        ("500 mg 3×/day", 500, 3),
        ("500 mg, 3 times a day", 500, 3),
        ("500 mg, 2 tablets a day", 500, 2),
        ("500 mg tablets, 2 a day", 500, 2),
        ("500 mg capsules of vitamin C, 2 a day", 500, 2),
        ("2 x 500 mg", 500, 2),
        ("2x500mg", 500, 2),
        ("2 × 500 mg, twice a day", 500, 4),
        ("2 * 500 mg", 500, 2),
        ("2 x .5 g", 500, 2),
        ("2,5 x 500 mg", 500, 2.5),
        ("0,5 g twice a day", 500, 2),
        ("0.5 g", 500, 1),
        (".5 g", 500, 1),
        (",5 g", 500, 1),
        ("0,500 g", 500, 1),
        ("1/2 g", 500, 1),
        ("1 1/2 g", 1500, 1),
        ("500 milligrams", 500, 1),
        ("1 gramme", 1000, 1),
        ("2 grams", 2000, 1),
        ("1000 µg", 1, 1),
        ("1000 μg", 1, 1),
        ("1000 mcg", 1, 1),
        ("1000 mg, 0,5 a day", 1000, 0.5),
        ("1000 mg .5 a day", 1000, 0.5),
        ("1000 mg, 1,5 a day", 1000, 1.5),
        ("1000 mg,1,5 a day", 1000, 1.5),
        ("1000 mg, 1/2 a day", 1000, 0.5),
        ("1000 1/2 a day", 1000, 0.5),
        ("1000 mg every other day", 1000, 0.5),
        ("1000 mg, 3 a week", 1000, 3 / 7),
        ("1000 mg 3 per week", 1000, 3 / 7),
        ("1000 mg 3/week", 1000, 3 / 7),
        ("1000 mg, once a week", 1000, 1 / 7),
        ("1000 mg weekly", 1000, 1 / 7),
        ("1000 mg twice weekly", 1000, 2 / 7),
        ("2 x 500 mg, 3 a week", 500, 6 / 7),
        # Thousands with a space of any kind; both signs of a number have one meaning.
        ("1 000 mg", 1000, 1),
        ("1\u00a0000\u00a0mg", 1000, 1),
        ("1\u2009000\u2009mg, 2\u2009a\u2009day", 1000, 2),
        ("1\u202f000\u202fmg", 1000, 1),
        ("1 000 a day", 1000, 1),
        ("1.500,5 mg", 1500.5, 1),
        ("1,500.5 mg", 1500.5, 1),
        ("١٠٠٠ mg", 1000, 1),
        # The ends of what is believed.
        ("100 g", 100_000, 1),
        ("1 mg, 50 a day", 1, 50),
    ],
)
def test_one_supplement_as_people_write_it(text, mg, per_day):
    ((form, found_mg, found_per_day, fizzy),) = taken(text)
    assert (form, fizzy) == (ACID, None)
    assert found_mg == pytest.approx(mg, rel=1e-12)
    assert found_per_day == pytest.approx(per_day, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "form", "fizzy"),
    [
        ("2 x 500 mg sodium ascorbate", "sodium_ascorbate", None),
        ("500 mg of sodium_ascorbate, 2 a day", "sodium_ascorbate", None),
        ("500 mg E301 2 a day", "sodium_ascorbate", None),
        ("500 mg Ester-C capsules, 2 a day", "calcium_ascorbate", None),
        ("500 mg calcium ascorbate twice daily", "calcium_ascorbate", None),
        ("500 mg ascorbyl palmitate, 2 a day", "ascorbyl_palmitate", None),
        ("500 mg ascorbic acid, 2 a day", ACID, None),
        ("500 mg vitamin C, 2 a day", ACID, None),
        ("500 mg effervescent tablet 2 daily", ACID, True),
        ("500 mg fizzy vitamin C, 2 a day", ACID, True),
        ("500 mg effervescent calcium ascorbate, 2 a day", "calcium_ascorbate", True),
    ],
)
def test_a_supplement_says_its_form_and_whether_it_fizzes(text, form, fizzy):
    assert taken(text) == [(form, 500, 2, fizzy)]


def test_an_effervescent_tablet_a_day():
    assert taken("1 g effervescent tablet daily") == [(ACID, 1000, 1, True)]


@pytest.mark.parametrize("text", ["none", "None", " NONE \n", "no", "nothing", "0", "\n none"])
def test_nothing_by_mouth_is_an_answer(text):
    assert taken(text) == []
    assert parse_visit(VisitRequest(tablets=text)).echo["tablets"] == "= none"
    assert visit(tablets=text).intake == ()


@pytest.mark.parametrize("text", ["", "  ", "\n\n", "\u202f"])
def test_an_empty_field_says_nothing_about_tablets(text):
    understood = parse_visit(VisitRequest(tablets=text))
    assert (understood.values, understood.echo, understood.errors) == (VisitValues(), {}, {})
    assert visit(tablets=text).intake is None


def test_several_lines_are_read_in_their_order():
    text = "1000 mg, 2 a day\n\n  2 x 500 mg sodium ascorbate  \r\n250 mg effervescent, 3 a week\n"
    assert taken(text) == [
        (ACID, 1000, 2, None),
        ("sodium_ascorbate", 500, 2, None),
        (ACID, 250, pytest.approx(3 / 7), True),
    ]
    parsed = parse_visit(VisitRequest(tablets=text)).echo["tablets"]
    assert plain(parsed).split("  \n") == [
        "= 1000 mg L-ascorbic acid, 2 a day",
        "= 500 mg sodium ascorbate, 2 a day",
        "= 250 mg L-ascorbic acid, effervescent, 3 a week",
    ]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("1234,5 mg", "= 1234.5 mg L-ascorbic acid, 1 a day"),
        ("0,5 g twice a day", "= 500 mg L-ascorbic acid, 2 a day"),
        ("500 mcg", "= 0.5 mg L-ascorbic acid, 1 a day"),
        ("1 g every other day", "= 1000 mg L-ascorbic acid, 3.5 a week"),
        ("1 g once a week", "= 1000 mg L-ascorbic acid, 1 a week"),
        ("1 g, 7 a week", "= 1000 mg L-ascorbic acid, 1 a day"),
        ("1,5 x 1 g", "= 1000 mg L-ascorbic acid, 1.5 a day"),
    ],
)
def test_how_tablets_were_read_stands_under_them(text, content):
    assert plain(parse_visit(VisitRequest(tablets=text)).echo["tablets"]) == content


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.000 mg", ["1000 mg", "1.0 mg"]),
        ("1,000 mg", ["1000 mg", "1.0 mg"]),
        ("1.250 mg", ["1250 mg", "1.25 mg"]),
        ("1,250", ["1250", "1.25"]),
        ("10.000 mg", ["10000 mg", "10.0 mg"]),
        # Three digits would be asked about again.
        ("1.125 mg", ["1125 mg", "1.1250 mg"]),
        (
            "1,250 mg sodium ascorbate, 2 a day",
            [f"{n} mg sodium ascorbate, 2 a day" for n in ("1250", "1.25")],
        ),
        ("2 x 1.250 mg", ["2 x 1250 mg", "2 x 1.25 mg"]),
        # Zeros at the end say nothing, and three digits would be asked about again.
        ("1.500 mg", ["1500 mg", "1.5 mg"]),
        ("1.050 mg", ["1050 mg", "1.05 mg"]),
        ("1.001 mg", ["1001 mg", "1.0010 mg"]),
        ("١.٢٥٠ mg", ["1250 mg", "1.25 mg"]),
    ],
)
def test_a_thousand_to_some_and_one_to_others_is_asked_about(text, readings):
    error = tablet_error(text)
    assert list(error.readings) == readings
    assert (error.given, error.accepted) == (text, "this can be meant in two ways.")
    assert all(reading in error.fix for reading in readings)
    masses = [taken(reading)[0][1] for reading in error.readings]
    assert masses[0] == pytest.approx(1000 * masses[1])


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        ("500 mg\n", "1.000 mg", "\n200 mg, 3 a week"),
        ("2 x 500 mg\n\n  \n", "1,000 mg, 2 a day", "\n\n100 mg"),
        # The same text stands in the line above, too.
        ("21 x 1000 mg\n1000 mg, 2 a day\n", "1.000 mg, 2 a day", ""),
    ],
)
def test_a_reading_keeps_the_other_lines(before, line, after):
    number = before.count("mg") + 1
    error = tablet_error(before + line + after, f"tablets line {number}")
    assert error.readings == tuple(before + line.replace(line[:5], word) + after for word in ("1000", "1.0"))
    assert all(len(taken(reading)) == number + bool(after) for reading in error.readings)


def test_a_reading_changes_its_own_line_and_not_one_that_holds_it():
    understood = parse_visit(VisitRequest(tablets="2 x 1.000 mg\n1.000 mg"))
    first, second = understood.errors["tablets line 1"], understood.errors["tablets line 2"]
    assert first.readings == ("2 x 1000 mg\n1.000 mg", "2 x 1.0 mg\n1.000 mg")
    assert second.readings == ("2 x 1.000 mg\n1000 mg", "2 x 1.000 mg\n1.0 mg")


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("500 mg sodium ascorbat, 2 a day", ["500 mg sodium ascorbate, 2 a day"]),
        (
            "2 x 1 g fizzy calcium ascorbat twice daily",
            ["2 x 1 g calcium ascorbate effervescent, twice daily"],
        ),
        ("1 g\n0,5 g sodium ascorbat", ["1 g\n0,5 g sodium ascorbate"]),
    ],
)
def test_a_near_name_is_offered_with_all_that_stands_around_it(text, readings):
    error = tablet_error(text, f"tablets line {text.count(chr(10)) + 1}")
    assert set(readings) <= {*error.readings}
    for reading in error.readings:
        matched = taken(reading)
        assert len(matched) == text.count("\n") + 1
        assert matched[-1][1] in (500, 1000)
    ((*_, per_day, fizzy),) = taken(tablet_error("2 x 1 g fizzy calcium ascorbat twice daily").readings[0])
    assert (per_day, fizzy) == (4, True)


@pytest.mark.parametrize(
    "text", ["500 mg magic", "500 IU", "500 mg moon dust, 2 a day", "500 mg ascorbyl glucoside"]
)
def test_a_form_that_is_not_swallowed_is_refused_with_those_that_are(text):
    fix = tablet_error(text).fix.replace("_", " ")
    assert all(word in fix for word in ("sodium ascorbate", "calcium ascorbate", "ascorbyl palmitate"))
    assert "phosphate" not in fix


@pytest.mark.parametrize(
    "text",
    [
        "1000 mg, 2 a month",
        "1000 mg, -1 a day",
        "1000 mg, ½ a day",
        "1000 mg, 1.000 a day",
        "1000 mg ,5 a day",
        "1000 mg, three times a day",
        "1000 mg 2 a day with food",
        "500 mg 2 a day sodium ascorbate",
    ],
)
def test_how_often_is_never_guessed(text):
    error = tablet_error(text)
    assert (error.given, error.accepted) == (text, "how much or how often cannot be read.")


@pytest.mark.parametrize(
    "text",
    [
        "3 a week",
        "twice a day",
        "every other day",
        "vitamin C",
        "yes",
        "-500 mg",
        "nan",
        "0 mg",
        "101 g",
        "500 mL",
        "5 %",
        "1000 mg, 0 a day",
        "1000 mg, 51 a day",
        "99 x 500 mg",
        "1,2,3 mg",
        "1000, 1000 mg",
        "9" * 400,
        "9" * 400 + " x 500 mg",
        "500 mg " + "x" * 1000,
    ],
)
def test_what_is_no_supplement_is_refused_at_its_line(text):
    tablet_error(text)


def test_every_broken_line_is_named_and_the_good_ones_are_not():
    understood = parse_visit(VisitRequest(tablets="500 mg\nmagic\n\n1.000 mg\n2 x 1 g\n500 mg gold"))
    assert list(understood.errors) == ["tablets line 2", "tablets line 3", "tablets line 5"]
    assert wrong(tablets="500 mg\n1 g moonlight") == ["tablets line 2"]
    assert [*parse_visit(VisitRequest(tablets="500 mg\nnone")).errors] == ["tablets line 2"]


def test_too_many_lines_are_refused_at_once():
    assert len(taken("1 mg\n" * 20)) == 20
    assert tablet_error("1 mg\n" * 21, "tablets").given == "21 lines"


# --- a decimal comma ------------------------------------------------------------------------------

UNITS = [
    ("mg", 1),
    (" mg", 1),
    (" g", 1000),
    ("g", 1000),
    ("\u00a0mg", 1),
    ("\u202fg", 1000),
    ("\u2009mg", 1),
]
FREQUENCIES = [("", 1.0), (", 2 a day", 2.0), (" daily", 1.0), (", 0,5 a day", 0.5), (",2 a day", 2.0)]
FREQUENCIES += [(" .5 a day", 0.5), (", 1,5 a day", 1.5), ("/day", 1.0), (" twice a week", 2 / 7)]
WHOLE, PART = (
    st.integers(0, 99),
    st.text("0123456789", min_size=1, max_size=2).filter(lambda value: int(value)),
)


@given(
    WHOLE,
    PART,
    st.sampled_from([".", ","]),
    st.sampled_from(UNITS),
    st.sampled_from(FREQUENCIES),
    st.sampled_from([("", 1.0), ("2 x ", 2.0), ("1,5 x ", 1.5), ("0.5x", 0.5)]),
    st.sampled_from(["", " sodium ascorbate", " tablets"]),
)
def test_a_decimal_comma_is_a_decimal_point(whole, part, sign, unit, often, times, form):
    text = f"{times[0]}{whole}{sign}{part}{unit[0]}{form}{often[0]}"
    ((_, mg, per_day, _),) = taken(text)
    assert mg == pytest.approx(float(f"{whole}.{part}") * unit[1])
    assert per_day == pytest.approx(often[1] * times[1])


@given(st.integers(0, 49), PART, st.sampled_from([".", ","]), st.sampled_from([", ", " ", ",", "; "]))
def test_a_decimal_comma_of_a_count_is_a_decimal_point(whole, part, sign, between):
    ((_, mg, per_day, _),) = taken(f"500 mg{between}{whole}{sign}{part} a day")
    assert (mg, per_day) == (500, pytest.approx(float(f"{whole}.{part}")))


@given(
    st.integers(1, 999), st.integers(0, 999), st.sampled_from([".", ","]), st.sampled_from(["", " mg", " g"])
)
def test_three_digits_after_a_sign_are_never_read_without_asking(thousands, rest, sign, unit):
    error = tablet_error(f"{thousands}{sign}{rest:03}{unit}")
    assert len(error.readings) == 2
    assert [float(reading.split(" ")[0]) for reading in error.readings] == [
        1000 * thousands + rest,
        pytest.approx(thousands + rest / 1000),
    ]


@given(st.text("0123456789,./ x", max_size=12), st.sampled_from(["", " mg", "g", " mg, 2 a day", " a day"]))
def test_whatever_digits_are_typed_end_in_supplements_or_in_errors_of_their_line(digits, rest):
    understood = parse_visit(VisitRequest(tablets=digits + rest))
    assert set(understood.errors) <= {"tablets line 1"}
    for error in understood.errors.values():
        for reading in error.readings:
            again = parse_visit(VisitRequest(tablets=reading)).errors
            assert all(not problem.readings for problem in again.values())


# --- age ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("34", 34),
        (" 34 ", 34),
        ("34 years", 34),
        ("34\u00a0years old", 34),
        ("34 yrs", 34),
        ("34y", 34),
        ("1 year", 1),
        ("34,5", 34.5),
        ("8 months", 8 / 12),
        ("8mo", 8 / 12),
        ("8 Months.", 8 / 12),
        ("18\u202fmonths", 1.5),
        ("0,5", 0.5),
        ("0.5 years", 0.5),
        ("3/4", 0.75),
        ("½", 0.5),
        ("1 1/2 years", 1.5),
        ("0", 0),
        ("120", 120),
    ],
)
def test_an_age_as_people_write_it(text, years):
    understood = parse_visit(VisitRequest(age=text))
    assert not understood.errors
    assert understood.values.age == pytest.approx(years)
    assert visit(age=text).client.age == pytest.approx(years)


@pytest.mark.parametrize(
    ("text", "content"), [("34", "= 34 years"), ("0,5", "= 0.5 years"), ("8 months", "= 0.667 years")]
)
def test_an_age_says_how_it_was_read(text, content):
    assert parse_visit(VisitRequest(age=text)).echo["age"] == content


@pytest.mark.parametrize(
    "text",
    [
        "-1",
        "120.1",
        "121",
        "1441 months",
        "340",
        "thirty",
        "34 g",
        "34 %",
        "8 weeks",
        "nan",
        "inf",
        "1 year 6 months",
    ],
)
def test_an_age_that_cannot_be_is_refused(text):
    error = refused("age", text)
    assert error.fix == "Type for example 34, or 8 months."
    assert wrong(age=text) == ["age"]


def test_an_age_with_two_meanings_keeps_its_months():
    assert refused("age", "1,234").readings == ("1.234",), "nobody is 1234 years old"
    assert refused("age", "1,234 months").readings == ("1.234 months", "1234 months")


@given(WHOLE, PART, st.sampled_from([".", ","]), st.sampled_from([("", 1), (" years", 1), (" months", 12)]))
def test_a_decimal_comma_of_an_age_is_a_decimal_point(whole, part, sign, unit):
    matched = read_age(f"{whole}{sign}{part}{unit[0]}")
    assert matched == pytest.approx(float(f"{whole}.{part}") / unit[1])


# --- appointment ----------------------------------------------------------------------------------

NOON, THREE = datetime.time(12), datetime.time(15)


@pytest.mark.parametrize(
    ("text", "day", "time"),
    [
        ("2026-12-13", (2026, 12, 13), NOON),
        ("2026-12-13 15:00", (2026, 12, 13), THREE),
        ("2026-12-13T15:00", (2026, 12, 13), THREE),
        ("2026-12-13, 15:00", (2026, 12, 13), THREE),
        ("2026-12-13 at 15h00", (2026, 12, 13), THREE),
        ("  2026-12-13\u00a0 15.00 ", (2026, 12, 13), THREE),
        ("13.12.2026", (2026, 12, 13), NOON),
        ("1.2.2026 15:00", (2026, 2, 1), THREE),
        ("01.02.2026", (2026, 2, 1), NOON),
        ("13/12/2026", (2026, 12, 13), NOON),
        ("12/13/2026 15:00", (2026, 12, 13), THREE),
        ("13-12-2026", (2026, 12, 13), NOON),
        ("05/05/2026", (2026, 5, 5), NOON),
        ("5/05/2026", (2026, 5, 5), NOON),
        ("29.2.2028", (2028, 2, 29), NOON),
        ("2000-01-01", (2000, 1, 1), NOON),
        ("31.12.2100", (2100, 12, 31), NOON),
        ("2026-12-13 00:00", (2026, 12, 13), datetime.time(0)),
    ],
)
def test_an_appointment_as_people_write_it(text, day, time):
    parsed = parse_visit(VisitRequest(appointment=text))
    assert not parsed.errors
    assert parsed.values.appointment == datetime.datetime.combine(datetime.date(*day), time)


SUNDAY = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("tomorrow 10:00", (2026, 11, 30, 10)),
        ("12 Dec 2026, 10 am", (2026, 12, 12, 10)),
        ("December 12th at 3 pm", (2026, 12, 12, 15)),
        ("next Friday 3pm", (2026, 12, 4, 15)),
        ("Friday, 4 December, 10am", (2026, 12, 4, 10)),
        ("Sunday", (2026, 12, 6, 12)),
        ("in 3 weeks", (2026, 12, 20, 12)),
        ("28 November", (2027, 11, 28, 12)),
        ("29 November 9:00", (2026, 11, 29, 9)),
        ("13/12", (2026, 12, 13, 12)),
        ("12 am tomorrow", (2026, 11, 30, 0)),
        ("12 pm tomorrow", (2026, 11, 30, 12)),
        ("завтра в 15:00", (2026, 11, 30, 15)),
        ("12 декабря 2026 г. 15:00", (2026, 12, 12, 15)),
        ("12. Dezember um 15 Uhr", (2026, 12, 12, 15)),
        ("nächsten Freitag 9:30", (2026, 12, 4, 9, 30)),
        ("le 12 décembre à 15h", (2026, 12, 12, 15)),
        ("12 de diciembre de 2026 a las 15:00", (2026, 12, 12, 15)),
        ("domani alle 10:30", (2026, 11, 30, 10, 30)),
        ("amanhã às 10h", (2026, 11, 30, 10)),
        ("jutro o 10:00", (2026, 11, 30, 10)),
    ],
)
def test_an_appointment_in_words(text, moment):
    assert read_moment(text, field="appointment", today=SUNDAY) == datetime.datetime(*moment)


def test_a_day_without_a_year_may_be_meant_in_two_ways_too():
    with pytest.raises(InputError) as caught:
        read_moment("3/12 10:00", field="appointment", today=SUNDAY)
    assert caught.value.readings == ("2026-12-03 10:00", "2027-03-12 10:00")


@given(st.text(max_size=30))
def test_no_appointment_raises_anything_else(text):
    with contextlib.suppress(InputError):
        assert read_moment(text, field="appointment", today=SUNDAY).year >= 2000


# --- words that were not understood ----------------------------------------------------------------


def test_a_reading_takes_the_place_of_a_word_and_all_else_stays():
    request = VisitRequest(medicines=("warfrin 5 mg", "iron"), procedure="moonlight", zone="")
    assert replace_words(request, "medicines", "warfrin", "warfarin").medicines == ("warfarin 5 mg", "iron")
    assert replace_words(request, "procedure", "moonlight", "peel").procedure == "peel"
    assert replace_words(request, "medicines", "gone", "warfarin") == request
    assert replace_words(request, "medicines", "warfrin 5 mg", "iron").medicines == ("iron",)


@pytest.mark.parametrize(
    ("texts", "left"),
    [
        (("green tea",), ()),
        (("green tea, iron",), ("iron",)),
        (("iron, green tea",), ("iron",)),
        (("iron; green tea; zinc",), ("iron, zinc",)),
        (("iron", "green tea"), ("iron",)),
    ],
)
def test_a_word_that_is_to_be_ignored_goes(texts, left):
    assert ignore_words(VisitRequest(medicines=texts), "medicines", "green tea").medicines == left


def test_what_was_ignored_is_no_open_question_any_more():
    request = replace(FULL, medicines=("blue knees, iron",))
    assert "“blue knees”" in result(request).open_questions
    ignored = ignore_words(request, "medicines", "blue knees")
    assert result(ignored).open_questions == ()


def test_an_appointment_says_its_day_of_the_week():
    parsed = parse_visit(VisitRequest(appointment="13/12/2026 9:30")).echo["appointment"]
    assert parsed == "= Sunday 13 December 2026, 09:30"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("01/12/2026", ("2026-12-01", "2026-01-12")),
        ("1-12-2026", ("2026-12-01", "2026-01-12")),
        ("01/12/2026 15:00", ("2026-12-01 15:00", "2026-01-12 15:00")),
    ],
)
def test_day_or_month_first_is_asked(text, readings):
    error = refused("appointment", text)
    assert error.readings == readings
    assert all(reading in error.fix for reading in readings)
    assert len({read_moment(reading, field="appointment") for reading in readings}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "31/02/2026",
        "30.2.2026",
        "2026-02-30",
        "29.2.2027",
        "12.13.2026",
        "45/45/2026",
        "0/5/2026",
        "5/00/2026",
        "2026-12-13 24:00",
        "2026-12-13 15:60",
        "2026-12-13 13 pm",
        "2026-13-12",
        "13.12.26",
        "next week",
        "someday 10:00",
        "31 June",
        "15:00",
        "T",
        "T" * 1000,
        "²",
    ],
)
def test_a_day_that_cannot_be_is_refused(text):
    error = refused("appointment", text)
    assert not error.readings
    assert "2026-03-31 15:00" in error.fix


@pytest.mark.parametrize("text", ["1999-12-31", "31.12.1999", "2101-01-01", "13/12/9999", "0001-01-01"])
def test_a_year_that_is_a_slip_is_refused(text):
    error = refused("appointment", text)
    assert "between 2000 and 2100" in error.accepted


@given(st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2100, 12, 31)), st.data())
def test_every_spelling_of_a_moment_reads_the_same_or_asks(moment, data):
    moment = moment.replace(second=0, microsecond=0)
    day, month = (
        f"{value:02}" if data.draw(st.booleans()) else f"{value}" for value in (moment.day, moment.month)
    )
    date = data.draw(
        st.sampled_from([f"{moment:%Y-%m-%d}", *(f"{day}{sign}{month}{sign}{moment.year}" for sign in "./-")])
    )
    text = f"{date}{data.draw(st.sampled_from([' ', 'T', ', ', ' at ']))}{moment:%H:%M}"
    try:
        assert read_moment(text, field="appointment") == moment
    except InputError as error:
        assert moment.day <= 12
        assert "." not in date
        assert moment in {read_moment(reading, field="appointment") for reading in error.readings}  # noqa: PT017


# --- the product by its label ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "share", "content"),
    [
        ("15", 0.15, "= 15 %"),
        ("15 %", 0.15, "= 15 %"),
        ("15,5\u202f%", 0.155, "= 15.5 %"),
        ("150 mg/g", 0.15, "= 15 %"),
        ("0,15 %", 0.0015, "= 0.15 %"),
        ("100 %", 1, "= 100 %"),
    ],
)
def test_a_strength_by_the_label(text, share, content):
    assert visit(product_strength=text).product.strength == pytest.approx(share)
    assert plain(parse_visit(replace(FULL, product_strength=text)).echo["product_strength"]) == content


@pytest.mark.parametrize("text", ["0", "101", "-1", "5 g", "15 % w/v", "abc", "nan"])
def test_a_strength_that_cannot_be_is_refused(text):
    refused("product_strength", text)
    assert wrong(product_strength=text) == ["product_strength"]


@pytest.mark.parametrize(("text", "readings"), [("0.15", ("15 %", "0.15 %")), ("1,234", ("1.234",))])
def test_a_strength_with_two_meanings_is_asked_about(text, readings):
    assert refused("product_strength", text).readings == readings


@pytest.mark.parametrize("text", ["2.8", "2,8", "pH 2.8", "pH2,8", "2 4/5"])
def test_a_pH_by_the_label(text):
    assert visit(product_pH=text).product.pH == pytest.approx(2.8)


@pytest.mark.parametrize("text", ["15", "-1", "3 %", "acid", "nan"])
def test_a_pH_that_cannot_be_is_refused(text):
    refused("product_pH", text)
    assert wrong(product_pH=text) == ["product_pH"]


@pytest.mark.parametrize("product", ["mix", NONE])
def test_a_label_that_is_hidden_is_neither_used_nor_judged(product):
    request = replace(FULL, product=product, product_strength="nonsense", product_pH="99")
    understood = parse_visit(request)
    assert not understood.errors
    assert (understood.values.mass_fraction, understood.values.pH) == (None, None)
    assert not {"product_strength", "product_pH"} & {*understood.echo}


# --- nothing typed is lost ------------------------------------------------------------------------

# The typed fields, each with the value that it fills.
VALUE_OF = {
    "age": "age",
    "product_strength": "mass_fraction",
    "product_pH": "pH",
    "appointment": "appointment",
    "tablets": "intake",
}
TEXTS = st.sampled_from(
    ["", " ", "34", "1,5", "3/4", "nan", "?", "none", "1.000", "2026-03-31", "01/12/2026"]
)


@given(st.fixed_dictionaries(dict.fromkeys(VALUE_OF, TEXTS)))
def test_everything_typed_is_read_or_named_as_wrong(texts):
    request = VisitRequest(**texts)
    understood = parse_visit(request)
    for name, text in texts.items():
        is_read = getattr(understood.values, VALUE_OF[name]) is not None
        content = {is_read, any(error.split(" ")[0] == name for error in understood.errors)}
        assert content == ({True, False} if text.strip() else {False})
        assert (name in understood.echo) == is_read
    assert request == VisitRequest(**texts)


def test_one_bad_field_leaves_the_others_read_and_all_are_told_at_once():
    request = replace(FULL, age="?", tablets="1 g\n?", appointment="2026-02-30", product_pH="99")
    understood = parse_visit(request)
    assert set(understood.errors) == {"age", "tablets line 2", "appointment", "product_pH"}
    assert understood.echo["product_strength"]
    assert set(wrong(base=request)) == set(understood.errors) - {"appointment"}


@pytest.mark.parametrize("text", ["2026-02-30", "someday", "3/12/2026"])
def test_an_appointment_that_cannot_be_read_takes_no_verdict_away(text):
    request = replace(FULL, appointment=text)
    assert set(parse_visit(request).errors) == {"appointment"}
    assert result(request).verdict == result(FULL).verdict


# --- the visit ------------------------------------------------------------------------------------


def test_each_answer_lands_where_it_belongs():
    content = visit(
        age="8 months",
        sex="male",
        skin=("sensitive", "acne"),
        zone="eye_area",
        conditions=("asthma of mine", "diabetes"),
        medicines=("statin",),
        actives=("retinoid",),
        reactions=("stinging",),
        smoker="yes",
        coactives=("peptides", "stardust"),
        procedure="mesotherapy",
        procedure_type="oxygen",
        tablets="1 g\n2 x 500 mg sodium ascorbate",
    )
    client, product = content.client, content.product
    assert (client.age, client.sex, client.skin, client.zone) == (
        8 / 12,
        "male",
        ("sensitive", "acne"),
        "eye_area",
    )
    assert (client.pregnant, client.breastfeeding, client.trying, client.smoker) == (
        False,
        False,
        False,
        True,
    )
    assert (client.conditions, client.medicines) == (("asthma of mine", "diabetes"), ("statin",))
    assert (client.actives, client.reactions) == (("retinoid",), ("stinging",))
    assert (product.form, product.strength, product.pH) == (ACID, pytest.approx(0.15), pytest.approx(3.2))
    assert (product.package, product.home_made, product.coactives) == (
        "ampoule",
        False,
        ("peptides", "stardust"),
    )
    assert (content.no_product, content.procedure, content.procedure_type) == (False, "mesotherapy", "oxygen")
    assert [tablet.form for tablet in content.intake] == [ACID, "sodium_ascorbate"]


def test_texts_of_ones_own_are_kept_and_told_as_not_checked():
    content = visit(conditions=("blue knees", "asthma"), coactives=("stardust",))
    assert content.unrecognised == ("blue knees", "stardust")
    assert check(content).unrecognised == content.unrecognised


@pytest.mark.parametrize("name", ["conditions", "medicines", "actives", "reactions"])
def test_none_is_an_empty_list_and_blank_is_not_known(name):
    assert getattr(visit(**{name: (NONE,)}).client, name) == ()
    assert getattr(visit(**{name: ()}).client, name) is None
    assert wrong(**{name: (NONE, "diabetes")}) == [name]


def test_none_else_inside_is_an_empty_list_and_blank_is_not_known():
    assert visit(coactives=(NONE,)).product.coactives == ()
    assert visit(coactives=()).product.coactives is None


def test_of_a_blank_request_everything_is_unknown():
    content = visit(base=VisitRequest())
    assert content == Visit(product=Product(home_made=False))
    assert all(getattr(content.client, attribute.name) is None for attribute in fields(content.client))


@pytest.mark.parametrize(
    ("content", "states"),
    [
        ((), (None, None, None)),
        ((NONE,), (False, False, False)),
        (("pregnant",), (True, False, False)),
        (("breastfeeding",), (False, True, False)),
        (("trying",), (False, False, True)),
        (("breastfeeding", "pregnant"), (True, True, False)),
        # "No" beside it hides nothing.
        ((NONE, "pregnant"), (True, False, False)),
    ],
)
def test_pregnancy_is_one_question_of_three(content, states):
    client = visit(expecting=content).client
    assert (client.pregnant, client.breastfeeding, client.trying) == states


@pytest.mark.parametrize(("content", "smoker"), [("", None), ("yes", True), ("no", False)])
def test_smoking_is_yes_no_or_not_known(content, smoker):
    assert visit(smoker=content).client.smoker is smoker


def test_the_batch_of_mix_is_a_product_with_its_strength():
    content = visit(MIXED, product="mix")
    assert content.product == Product.of_formula(MIXED)
    assert (content.product.form, content.product.home_made, content.no_product) == (ACID, True, False)
    assert content.product.strength == pytest.approx(0.15)


def test_mix_without_a_batch_is_not_known_and_not_no_product():
    content = visit(None, product="mix")
    assert (content.product, content.no_product) == (None, False)


def test_a_batch_of_mix_counts_only_where_it_is_the_product():
    assert visit(MIXED) == visit(None)
    assert visit(MIXED, product=NONE).product is None


def test_no_product_is_told_as_none():
    content = visit(product=NONE)
    assert (content.product, content.no_product) == (None, True)


@pytest.mark.parametrize("procedure", ["", *PROCEDURES])
def test_a_kind_of_another_procedure_is_dropped(procedure):
    kinds = tuple(itertools.chain.from_iterable(PROCEDURE_TYPES.values()))
    for kind in kinds:
        content = visit(procedure=procedure, procedure_type=kind)
        assert content.procedure == (procedure or None)
        assert content.procedure_type == (kind if kind in PROCEDURE_TYPES.get(procedure, ()) else None)


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        ({"sex": "male", "expecting": ("pregnant",)}, {"expecting"}),
        ({"age": "8 months", "expecting": ("trying", "breastfeeding")}, {"expecting"}),
        ({"skin": ("normal", "acne")}, {"skin"}),
        ({"sex": "other"}, {"sex"}),
        ({"product_form": "water"}, {"product_form"}),
        ({"product_package": "bucket"}, {"product_package"}),
    ],
)
def test_what_contradicts_itself_is_told_by_the_names_of_the_request(answers, names):
    assert {*wrong(**answers)} == names
    assert names <= {attribute.name for attribute in fields(VisitRequest)}


def test_everything_that_is_wrong_is_told_at_once():
    answers = {
        "skin": ("normal", "acne"),
        "product_package": "bucket",
        "product_pH": "99",
    }
    assert {*wrong(age="?", tablets="?", **answers)} == {"age", "tablets line 1", *answers}


# --- what is asked --------------------------------------------------------------------------------


def test_nothing_told_asks_only_age_and_skin():
    blank = VisitRequest()
    assert blank.is_blank
    assert asked(blank, result(blank).open_questions) == ("age", "skin")
    assert asked(blank, ASKS) == ("age", "skin")


def test_a_request_is_blank_until_anything_is_said():
    assert VisitRequest(product=NONE).is_blank
    assert not VisitRequest(product="mix").is_blank
    assert not any(
        replace(
            VisitRequest(), **{attribute.name: ("x",) if isinstance(attribute.default, tuple) else "x"}
        ).is_blank
        for attribute in fields(VisitRequest)
        if attribute.name != "product"
    )


def test_without_a_product_age_and_skin_wait_until_they_matter():
    assert asked(VisitRequest(product=NONE), ()) == ()
    assert asked(VisitRequest(product=NONE, procedure="peel"), ["the skin"]) == ("skin",)


def test_a_product_asks_about_earlier_reactions():
    assert "reactions" in asked(VisitRequest(product_form=ACID), ())
    assert "reactions" in asked(VisitRequest(product="mix"), ())
    assert "reactions" in asked(VisitRequest(product="list", listed="a serum"), ())
    assert "reactions" not in asked(VisitRequest(product="list"), ())
    # A form that is hidden, for there is no product, asks nothing.
    assert "reactions" not in asked(VisitRequest(product=NONE, product_form=ACID), ())


def test_tablets_ask_what_bears_on_them():
    questions = asked(VisitRequest(product=NONE, tablets="1 g"), ())
    assert questions == ("age", "sex", "conditions", "medicines", "smoker")
    for none in ("", " ", NONE, " None\n", "no", "nothing", "0"):
        assert asked(VisitRequest(product=NONE, tablets=none), ()) == ()


@given(st.sets(st.sampled_from(sorted(ASKS))), st.sets(st.sampled_from(QUESTIONS)))
def test_questions_keep_their_order_and_answered_ones_stay(labels, answered):
    request = VisitRequest(product_form=ACID, **{name: getattr(FULL, name) for name in answered})
    questions = asked(request, labels)
    assert list(questions) == [name for name in QUESTIONS if name in questions]
    assert answered | {ASKS[label] for label in labels} <= {*questions}
    assert questions == asked(request, sorted(labels, reverse=True))


GROWING = [
    "product_form",
    "product_strength",
    "product_pH",
    "tablets",
    "procedure",
    "age",
    "skin",
    "sex",
    "zone",
]


def test_the_questions_grow_with_what_matters():
    request, before = VisitRequest(), ("age", "skin")
    content = {"tablets": "1 g", "procedure": "microneedling"}
    for name in GROWING:
        request = replace(request, **{name: content.get(name, getattr(FULL, name))})
        questions = asked(request, result(request).open_questions)
        assert list(questions) == [question for question in QUESTIONS if question in questions]
        answered = {question for question in QUESTIONS if getattr(request, question)}
        assert answered <= {*questions}
        if name in ("product_form", "tablets", "procedure"):
            assert {*before} <= {*questions}
        before = questions
    assert {"conditions", "medicines", "expecting"} <= {*before}


# --- the contract with the rules ------------------------------------------------------------------

#: What rules call that the page asks always: the fields of the product, the procedure, the tablets.
ALWAYS = {
    "the product",
    "the form of vitamin C",
    "the strength",
    "what else is in it",
    "the procedure",
    "what is taken by mouth",
}
#: What opens no question: it need not be told, or is always known from what was told.
NEVER = {
    "earlier reactions",
    "what is not known here",
    "what no rule looks at",
    "whether it is home made",
    "whether there is a preservative",
}


def test_whatever_a_rule_about_clients_misses_is_asked_somewhere():
    parts = {part for fact in CLIENT_FACTS.values() for part in fact.label.split(" and ")}
    assert parts == {*ASKS} | ALWAYS | NEVER
    assert len(parts) == len(ASKS) + len(ALWAYS) + len(NEVER)  # each stands in one of them


def test_every_fact_that_a_rule_about_clients_needs_is_asked_somewhere():
    needed = {
        part
        for code in rules.codes_of("client")
        for name in (*catalog.rules()[code].when, *catalog.rules()[code].needs)
        for part in FACTS[name].label.split(" and ")
    }
    # The pH is a field of the label, too; and a label without a word of it is taken for a watery product.
    assert needed <= {*ASKS} | ALWAYS | NEVER | {"the pH", "whether there is water"}


def test_what_is_asked_are_questions_of_the_request():
    names = {attribute.name for attribute in fields(VisitRequest)}
    assert {*ASKS.values()} <= {*QUESTIONS} <= names
    assert {*NOTHING_ELSE} <= names
    assert {*QUESTIONS} - {*ASKS.values()} == {"reactions", "smoker"}


def words(kind: str) -> st.SearchStrategy[tuple[str, ...]]:
    """Return answers to a question about words of a kind."""
    some = st.lists(st.sampled_from(sorted(people.terms(kind))), max_size=2, unique=True)
    return st.one_of(some.map(tuple), st.just((NONE,)))


ANSWERS = st.builds(
    VisitRequest,
    product=st.sampled_from(["label", "mix", NONE]),
    product_form=st.sampled_from(["", *catalog.forms()]),
    product_strength=st.sampled_from(["", "15 %", "1 %"]),
    product_pH=st.sampled_from(["", "2,8", "3.5", "7"]),
    product_package=st.sampled_from(["", "ampoule", "jar"]),
    coactives=words("actives"),
    age=st.sampled_from(["", "8 months", "9", "16", "34", "70"]),
    sex=st.sampled_from(["", "female"]),
    skin=st.lists(st.sampled_from(SKINS[1:]), max_size=3, unique=True).map(tuple),
    zone=st.sampled_from(["", "face", "eye_area"]),
    expecting=st.sampled_from([(), (NONE,)]),
    conditions=words("conditions"),
    medicines=words("medicines"),
    actives=words("actives"),
    reactions=words("reactions"),
    smoker=st.sampled_from(["", "yes", "no"]),
    procedure=st.sampled_from(["", *PROCEDURES]),
    procedure_type=st.sampled_from(["", "oxygen", "hydrogel"]),
    tablets=st.sampled_from(["", NONE, "1 g", "2 x 500 mg sodium ascorbate"]),
)
BY_LABEL = ALWAYS | {"the pH"}


JOINED = [fact.label.split(" and ") for fact in CLIENT_FACTS.values()]


def outcome(request: VisitRequest) -> CheckResult | set[str]:
    """Return what a check says, or the fields that contradict each other."""
    try:
        return result(request)
    except InputErrors as errors:
        return {error.field for error in errors.errors}


@settings(deadline=None)
@given(ANSWERS)
def test_every_open_question_has_a_field_and_is_asked(request):
    checked = outcome(request)
    assume(isinstance(checked, CheckResult))
    matched = checked.open_questions
    assert {*matched} <= {*ASKS} | BY_LABEL
    asking = asked(request, matched)
    assert request.is_blank or {ASKS[question] for question in matched if question in ASKS} <= {*asking}
    assert {name for name in QUESTIONS if getattr(request, name)} <= {*asking}


@settings(deadline=None)
@given(ANSWERS)
def test_an_answered_question_stays_open_only_beside_one_that_is_not_answered(request):
    checked = outcome(request)
    assume(isinstance(checked, CheckResult))
    field_of = {**ASKS, "what else is in it": "coactives", "the form of vitamin C": "product_form"}
    for label in checked.open_questions:
        if getattr(request, ASKS.get(label, ""), ""):
            others = {part for parts in JOINED if label in parts for part in parts}
            if "other actives in use" in others:  # an active may come with the product, too
                others |= {"what else is in it"}
            if "the skin" in others:  # what harmed skin bears depends on the form
                others |= {"the form of vitamin C"}
            assert any(not getattr(request, field_of[other]) for other in others)


@settings(deadline=None)
@given(ANSWERS, st.randoms(use_true_random=False))
def test_the_order_of_chips_changes_nothing(request, random):
    lists = [attribute.name for attribute in fields(VisitRequest) if isinstance(attribute.default, tuple)]
    content = {name: getattr(request, name) for name in lists}
    mixed = replace(
        request, **{name: tuple(random.sample(chips, len(chips))) for name, chips in content.items()}
    )
    first, second = outcome(mixed), outcome(request)
    if isinstance(first, CheckResult) and isinstance(second, CheckResult):
        assert sorted(map(repr, first.mentions)) == sorted(map(repr, second.mentions))
        codes = [sorted(finding.code for finding in matched.findings) for matched in (first, second)]
        assert codes[0] == codes[1]
        first, second = (replace(matched, mentions=(), findings=()) for matched in (first, second))
    assert first == second
    assert parse_visit(mixed).values == parse_visit(request).values


def test_whatever_was_told_in_full_leaves_nothing_open():
    matched = result(FULL)
    assert (matched.open_questions, matched.unrecognised) == ((), ())
    assert matched.verdict in ("go", "care")
    for procedure in PROCEDURES:
        assert result(replace(FULL, procedure=procedure, tablets="1 g, 2 a day")).open_questions == ()
