"""The temperatures that something is kept at: degrees, places, and the hours of a day at each."""

from __future__ import annotations

import pytest

from calc.errors import InputError
from calc.parsing.temperatures import read_temperatures


def stays(text: str) -> list[tuple[float, float]]:
    """Return degrees Celsius with their hours."""
    return [
        (float(temperature.m_as("degC")), hours)
        for temperature, hours in read_temperatures(text, field="kept_at")
    ]


def refused(text: str) -> InputError:
    """Return the error of a text, which shows the whole of it."""
    with pytest.raises(InputError) as caught:
        read_temperatures(text, field="kept_at")
    error = caught.value
    assert (error.field, error.given) == ("kept_at", text)
    return error


@pytest.mark.parametrize(
    ("text", "celsius"),
    [
        ("5", 5),
        ("5 °C", 5),
        (" 5°c ", 5),
        ("5 C", 5),
        ("5\u202f°C", 5),
        ("5 ℃", 5),
        ("5 ºC", 5),
        ("5 degrees", 5),
        ("5 deg C", 5),
        ("5 Celsius", 5),
        ("+5 °C", 5),
        ("4,5 °C", 4.5),
        ("4½ °C", 4.5),
        ("41 °F", 5),
        ("41F", 5),
        ("41 Fahrenheit", 5),
        ("278 K", 4.85),
        ("278.15 k", 5),
        ("5 °C 24 h", 5),
        ("32.9", 32.9),
        # Both ends of what is accepted, in each unit.
        ("0", 0),
        ("32 °F", 0),
        ("273.15 K", 0),
        ("50 °C", 50),
        ("122 °F", 50),
    ],
)
def test_one_temperature_lasts_all_day(text, celsius):
    ((result, hours),) = stays(text)
    assert result == pytest.approx(celsius, abs=1e-9)
    assert hours == 24


@pytest.mark.parametrize(
    "text",
    [
        "5 °C 22 h, 25 °C 2 h",
        "5 °C: 22 h; 25 °C: 2 h",
        "5 °C for 22 h; 25 °C for 2 h",
        "5 °C : for 22 h; 25 °C: for 2 h",
        "5°C 22h,25°C 2h",
        "5C 22h; 25C 2h",
        "5 22 h, 25 2 h",
        "5 °C 22 h and 25 °C 2 h",
        "5 °C 22 h AND 25 °C 2 h",
        "5 °C 22 h\n25 °C 2 h",
        "5 °C 22 h\r\n\r\n25 °C 2 h\r\n",
        "5 °C 22 h + 25 °C 2 h",
        "5 °C 22 h & 25 °C 2 h,",
        "5 °C: 22 h, 25 °C: 2 h",
        "5 °C for 22 hours, 25 °C for 2 hours",
        "5 C 22 H, 25 C 2 hrs",
        "41 °F 22 h, 77 °F 2 h",
        "278.15 K 22 h, 25 °C 2 h",
    ],
)
def test_several_temperatures_come_with_their_hours(text):
    assert stays(text) == [pytest.approx((5, 22)), pytest.approx((25, 2))]


def test_a_comma_may_be_a_decimal_one():
    assert stays("4,5 °C 22,5 h, 25 °C 1,5 h") == [pytest.approx((4.5, 22.5)), pytest.approx((25, 1.5))]


def test_thirds_of_a_day_make_a_whole_day():
    # 23.99 h: a storage takes only what adds up to 24.
    text = "5 °C 7.99 h, 20 °C 8 h, 25 °C 8 h"
    assert sum(hours for _, hours in stays(text)) == pytest.approx(24, abs=1e-9)


@pytest.mark.parametrize("number", ["33", "41", "50"])
def test_a_bare_number_that_may_be_fahrenheit_asks(number):
    error = refused(number)
    assert error.readings == (f"{number} °C", f"{number} °F")
    assert [round(stays(reading)[0][0]) for reading in error.readings] == [
        int(number),
        round((int(number) - 32) / 1.8),
    ]


def test_an_offer_keeps_the_rest_of_the_text():
    error = refused("41 °F 20 h, 41 4 h")
    assert error.readings == ("41 °F 20 h, 41 °C 4 h", "41 °F 20 h, 41 °F 4 h")
    assert stays(error.readings[1]) == [pytest.approx((5, 20)), pytest.approx((5, 4))]


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("77", "For degrees Fahrenheit write 77 °F."),
        ("60", "For degrees Fahrenheit write 60 °F."),
        ("60 °C", "Check the number."),
        ("50.1 °C", "Check the number."),
        ("31.9 °F", "Check the number."),
        ("123 °F", "Check the number."),
        ("123", "Check the number."),
        ("33 K", "Check the number."),
        ("-3", "Check the number."),
        ("−3 °C", "Check the number."),
        ("1e3", "Check the number."),
        ("5 °C 22 h, 77 °C 2 h", "Check the number."),
    ],
)
def test_what_is_too_cold_or_too_hot_is_refused(text, fix):
    error = refused(text)
    assert (error.accepted, error.fix) == ("must be between 0 and 50 °C.", fix)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("fridge", [(5, 24)]),
        ("in the Fridge", [(5, 24)]),
        ("room temperature", [(20, 24)]),
        ("fridge 22 h, room 2 h", [(5, 22), (20, 2)]),
        ("fridge for 22 h and 30 °C 2 h", [(5, 22), (30, 2)]),
    ],
)
def test_a_place_stands_for_its_temperature(text, read):
    assert stays(text) == read


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2–8 °C", ("2 °C", "8 °C")),
        ("5-8", ("5", "8")),
        ("2 to 8 degrees", ("2 degrees", "8 degrees")),
        ("between 36 and 46 °F", ("36 °F", "46 °F")),
        ("4 °C bis 8 °C", ("4 °C", "8 °C")),
    ],
)
def test_of_a_range_one_end_is_asked_for(text, ends):
    error = refused(text)
    assert error.readings == ends
    assert "warmer end" in error.accepted
    for end in ends:
        assert read_temperatures(end, field="kept_at")


@pytest.mark.parametrize(
    "text",
    [
        *("warm", "bathroom", "fridge room", "nan", "inf", "--", "5 g", "5 %", "5 °C g"),
        *("22 h", "524 h", "h", "5 °C h", "5 °C 1.2.3 h", "5 °C 23 h 1 h", "5 °C 24 h, 25 °C -1 h"),
        *("4,545 °C", "5 °C 1,234 h, 25 °C 2 h", "5 °C 22 h 25 °C 2 h", "10² °C"),
    ],
)
def test_what_is_no_temperature_shows_one(text):
    error = refused(text)
    fix = "Enter a temperature, for example 5 °C, or “fridge” or “room”."
    assert (error.accepted, error.fix) == ("this is not a temperature.", fix)
    # An offer of part of the text would lose the rest.
    assert not error.readings


@pytest.mark.parametrize(
    ("text", "total"), [("5 °C 20 h, 25 °C 2 h", 22), ("5 °C 24 h, 25 °C 2 h", 26), ("5 °C 2 h", 2)]
)
def test_hours_must_make_a_day(text, total):
    error = refused(text)
    assert error.accepted == f"the hours of a day add up to 24, these to {total}."
    assert error.fix == "Fill up the day."


@pytest.mark.parametrize(
    "text", ["5 °C, 25 °C", "5 °C 22 h, 25 °C", "5, 25", "5 °C and 25 °C", ",", ";;", ""]
)
def test_missing_hours_are_asked_for(text):
    error = refused(text)
    assert "needs its hours" in error.accepted
    assert stays(error.fix.removeprefix("Write for example ").removesuffix(".")) == [(5, 22), (25, 2)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 °C 24 h, 25 °C 0 h", [(5, 24), (25, 0)]),
        ("fridge 12 h; 25 12 h", [(5, 12), (25, 12)]),
        ("5 for 12 h and 25 for 12 h", [(5, 12), (25, 12)]),
        # A minute may be missing: what is said is brought to 24 hours.
        ("5 °C 20 h, 25 °C 3.99 h", [(5, 20 * 24 / 23.99), (25, 3.99 * 24 / 23.99)]),
    ],
)
def test_the_hours_of_a_day_are_those_that_are_said(text, day):
    assert stays(text) == [pytest.approx(stay) for stay in day]


def test_of_two_temperatures_that_are_alike_the_first_is_asked_about():
    error = refused("45 12 h, 45 12 h")
    assert error.readings == ("45 °C 12 h, 45 12 h", "45 °F 12 h, 45 12 h")
    assert refused("5 °C 20 h, 25 °C 3.98 h").accepted == "the hours of a day add up to 24, these to 23.98."
