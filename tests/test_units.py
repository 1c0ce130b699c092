"""Units at the door, numbers as people type them, numbers as people read them."""

from __future__ import annotations

import contextlib
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import InputError, InputErrors
from calc.units import (
    KINDS,
    MEASURE_NAMES,
    Q_,
    magnitude,
    read_fraction,
    read_number,
    read_quantity,
    show_band,
    show_mass,
    show_number,
    ureg,
    with_units,
)


@with_units(mass="mass", share="fraction", temperature="temperature", strength="mass_concentration")
def echo(mass=None, share=None, temperature=None, strength=None):
    """Give back what came through the door."""
    return mass, share, temperature, strength


def refused(call, *args, **kwargs) -> InputError:
    """Return the single error that a call raises."""
    with pytest.raises((InputError, InputErrors)) as caught:
        call(*args, **kwargs)
    errors = getattr(caught.value, "errors", (caught.value,))
    assert len(errors) == 1
    return errors[0]


# --- the door -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quantity", "kelvin"),
    [
        (Q_(25, "degC"), 298.15),
        (Q_(0, "degC"), 273.15),
        (Q_(77, "degF"), 298.15),
        (Q_(298.15, "kelvin"), 298.15),
    ],
)
def test_temperatures_become_kelvin(quantity, kelvin):
    assert echo(temperature=quantity)[2] == pytest.approx(kelvin, abs=1e-9)


@pytest.mark.parametrize(
    "difference",
    [Q_(5, "delta_degC"), Q_(9, "delta_degF"), Q_(25, "degC") - Q_(20, "degC")],
)
def test_a_difference_is_not_a_temperature(difference):
    error = refused(echo, temperature=difference)
    assert error.field == "temperature"
    assert "difference" in error.accepted
    assert "Q_(25, 'degC')" in error.fix


def test_a_fraction_may_be_a_bare_number_from_0_to_1():
    assert echo(share=0.15)[1] == 0.15
    assert echo(share=0)[1] == 0.0
    assert echo(share=1)[1] == 1.0


@pytest.mark.parametrize("bare", [20, 1.0000001, -0.1])
def test_a_bare_number_out_of_range_is_not_a_fraction(bare):
    error = refused(echo, share=bare)
    assert error.field == "share"
    assert "Q_(15, 'percent')" in error.fix


@pytest.mark.parametrize("field", ["mass", "temperature", "strength"])
def test_a_bare_number_is_refused_where_a_unit_belongs(field):
    error = refused(echo, **{field: 20})
    assert error.field == field
    assert "unit" in error.accepted
    assert "Q_(" in error.fix


def test_w_w_and_w_v_do_not_convert_into_each_other():
    by_volume = refused(echo, share=Q_(150, "g/L"))
    assert "density" in by_volume.fix
    by_mass = refused(echo, strength=Q_(15, "percent"))
    assert "Q_(150, 'g/L')" in by_mass.fix


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("mass", Q_(30, "mL")), ("mass", Q_(30, "drop")), ("share", Q_(15, "g")), ("temperature", Q_(1, "g"))],
)
def test_another_kind_is_refused_with_an_example(field, wrong):
    error = refused(echo, **{field: wrong})
    assert error.field == field
    assert KINDS["mass"].example in error.fix or "Q_(" in error.fix


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_not_finite_is_refused(value):
    for error in (refused(echo, mass=Q_(value, "g")), refused(echo, share=value)):
        assert "finite" in error.accepted


TRUTHS = [True, False, np.True_, np.False_, [True], [True, False], np.array([False, True])]


@pytest.mark.parametrize("value", [*TRUTHS, "0.15", "15 %", "", ["0.15"]], ids=repr)
def test_words_and_truth_values_are_not_fractions(value):
    assert refused(echo, share=value).field == "share"


def test_below_zero_is_refused():
    assert refused(echo, mass=Q_(-1, "g")).field == "mass"
    assert refused(echo, temperature=Q_(-300, "degC")).field == "temperature"


def test_all_bad_arguments_are_told_at_once():
    with pytest.raises(InputErrors) as caught:
        echo(mass=30, share=20, temperature=Q_(5, "delta_degC"), strength=Q_(15, "percent"))
    assert [error.field for error in caught.value.errors] == ["mass", "share", "strength", "temperature"]
    for error in caught.value.errors:
        assert str(error) in str(caught.value)
        assert error.fix


def test_none_stays_none():
    assert echo(mass=None) == (None, None, None, None)
    assert magnitude(None, "mass", "mass") is None


def test_the_kernel_is_reachable_and_unchecked():
    assert echo.kernel(mass=30) == (30, None, None, None)
    assert echo.__name__ == "echo"


def test_a_declared_result_gets_its_unit():
    @with_units("g", mass="mass")
    def double(mass):
        return 2 * mass

    result = double(Q_(1, "kg"))
    assert result.m_as("g") == 2000
    assert double.kernel(3.0) == 6.0


def test_a_misspelt_parameter_is_refused_when_the_function_is_made():
    with pytest.raises(TypeError, match="no parameter mas"):
        with_units(mas="mass")(lambda mass: mass)


def test_arrays_come_through_as_float64():
    seen = []
    total = with_units("g", mass="mass", share="fraction")(
        lambda mass, share: seen.append((mass.dtype, share.dtype)) or mass * share
    )
    result = total(mass=Q_(np.array([1, 2], dtype=np.float32), "kg"), share=[0, 1])
    assert seen == [(np.float64, np.float64)]
    assert result.m_as("g").tolist() == [0.0, 2000.0]


def test_a_record_takes_one_value_at_a_time():
    assert refused(echo, mass=Q_([1.0, 2.0], "g")).accepted == "one at a time."


def test_one_bad_element_spoils_an_array():
    assert refused(echo, mass=Q_([1.0, math.nan], "g")).field == "mass"
    assert refused(echo, share=[0.5, 1.5]).field == "share"


def test_there_is_one_registry():
    assert Q_(1, "g").units == ureg.gram
    assert not Q_(1, "drop").is_compatible_with("mL")


# --- reading --------------------------------------------------------------------------------------

READINGS = [
    ("0,75", 0.75, ""),
    ("0.75", 0.75, ""),
    ("3/4", 0.75, ""),
    ("3 / 4", 0.75, ""),
    ("3⁄4", 0.75, ""),
    (".5", 0.5, ""),
    (",5", 0.5, ""),
    ("5.", 5.0, ""),
    ("1 1/2", 1.5, ""),
    ("½", 0.5, ""),
    ("1½", 1.5, ""),
    ("1 ½", 1.5, ""),
    ("2⅓ g", 2 + 1 / 3, "gram"),
    # NFKC leaves a fraction slash, and nothing between the whole and the fraction.
    ("1⅐", 1 + 1 / 7, ""),
    ("1⅑", 1 + 1 / 9, ""),
    ("1⅒ g", 1.1, "gram"),
    ("1⅟2", 1.5, ""),
    ("⅟3", 1 / 3, ""),
    ("+5", 5.0, ""),
    ("-5", -5.0, ""),
    ("−5", -5.0, ""),
    ("1e3", 1000.0, ""),
    ("1,5e-2", 0.015, ""),
    ("15%", 15.0, "percent"),
    ("15 %", 15.0, "percent"),
    ("１５％", 15.0, "percent"),
    ("15 % w/w", 15.0, "percent"),
    ("15 % w/v", 15.0, "g/dL"),
    ("150 mg/ml", 150.0, "mg/mL"),
    ("30 ml", 30.0, "milliliter"),
    ("30ml", 30.0, "milliliter"),
    ("30 mL", 30.0, "milliliter"),
    ("1 oz", 1.0, "ounce"),
    ("1 fl oz", 1.0, "fluid_ounce"),
    ("1 fl. oz.", 1.0, "fluid_ounce"),
    ("2 tsp", 2.0, "teaspoon"),
    ("1 tbsp", 1.0, "tablespoon"),
    ("5 drops", 5.0, "drop"),
    ("5 µg", 5.0, "microgram"),
    ("5 μg", 5.0, "microgram"),
    ("1\u00a0000", 1000.0, ""),
    ("1\u202f000\u202f000", 1e6, ""),
    ("1\u2009234,5", 1234.5, ""),
    ("30\u00a0ml", 30.0, "milliliter"),
    ("30\u202fml", 30.0, "milliliter"),
    ("30\u2009ml", 30.0, "milliliter"),
    ("\ufeff 30", 30.0, ""),
    ("0,125", 0.125, ""),
    ("00,125", 0.125, ""),
    ("1.234", 1.234, ""),
    ("1234,567", 1234.567, ""),
    ("1,234.5", 1234.5, ""),
    ("1.234,5", 1234.5, ""),
    ("1'234.5", 1234.5, ""),
    ("6’000", 6000.0, ""),
    ("1,234,567", 1234567.0, ""),
    ("1.234.567", 1234567.0, ""),
    ("1.234.567,8", 1234567.8, ""),
    ("٣", 3.0, ""),
]


@pytest.mark.parametrize(("text", "value", "unit"), READINGS)
def test_numbers_are_read_as_people_type_them(text, value, unit):
    reading = read_number(text)
    assert reading.value == pytest.approx(value, rel=1e-15)
    assert reading.unit == unit
    assert not unit or ureg.Unit(unit) is not None


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("4,545", ("4.545", "4545")),
        ("4,545 g", ("4.545 g", "4545 g")),
        ("999,999", ("999.999", "999999")),
        ("-4,545", ("-4.545", "-4545")),
    ],
)
def test_two_meanings_are_offered_not_guessed(text, readings):
    error = refused(read_number, text, field="powder")
    assert error.field == "powder"
    assert error.readings == readings
    for reading in readings:
        assert reading in error.fix
        # What is offered must itself have one meaning only.
        assert read_number(reading).value == float(reading.removesuffix(" g"))


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "inf",
        "-inf",
        "∞",
        "1e999",
        "",
        "   ",
        "abc",
        "3/0",
        "10²",
        "1.2.3",
        "1,2,3",
        "1..5",
        "1.,5",
        "5,",
        "1/2/3",
        "3/4.5",
        "½½",
        "-1/2",
        "12 34",
        "1234'567",
        "1,234 567",
        "1_000",
        "0x10",
        "10-12",
        "10–12",
        "5 g g",
        "5 cups",
        "5 °C",
        "15 % of 30",
        "1" * 65,
        "①",
        "2⑩",  # was read as 210
        "0 125",  # a thousand never starts with a zero: was read as 125
        "0'125",
        "0\u202f125",
    ],
)
def test_what_is_no_number_is_refused(text):
    error = refused(read_number, text, field="mass")
    assert error.field == "mass"
    assert error.given == text
    assert error.accepted
    assert error.fix
    assert error.readings == ()


def test_a_unit_that_is_not_known_is_named():
    assert "cups" in refused(read_number, "5 cups").accepted


def told(text: str) -> tuple[float, tuple[str, ...]]:
    """Return what a text was read as, or NaN and the readings that are offered."""
    try:
        return read_number(text).value, ()
    except InputError as error:
        return math.nan, error.readings


decimals = st.tuples(st.integers(0, 10**7), st.text("0123456789", min_size=1, max_size=7))


@given(decimals, st.sampled_from(["", " g", " %", "\u00a0ml"]))
def test_dot_and_comma_never_differ_by_a_factor(parts, unit):
    whole, digits = parts
    expected = float(f"{whole}.{digits}")
    assert read_number(f"{whole}.{digits}{unit}").value == expected
    with_comma, readings = told(f"{whole},{digits}{unit}")
    if readings:
        assert len(readings) == 2
        assert 1 <= whole <= 999
        assert len(digits) == 3
    else:
        assert with_comma == expected


@given(st.integers(1, 10**15), st.sampled_from([" ", "\u00a0", "\u2009", "\u202f", "'", "’", ",", "."]))
def test_grouped_thousands_are_read_whole_or_asked_about(number, group):
    text = f"{number:,}".replace(",", group)
    value, readings = told(text)
    if readings:
        assert group == ","
        assert str(number) in readings
    else:
        # One dot before three digits is a decimal in every locale that types a dot.
        assert value == number or (group == "." and text.count(".") == 1)


@given(
    st.sampled_from([text for text, *_ in READINGS if " " in text]),
    st.sampled_from(["\u00a0", "\u2007", "\u2009", "\u202f", "  "]),
)
def test_every_space_is_a_space(text, space):
    assert read_number(text.replace(" ", space)) == read_number(text)


@given(st.text(max_size=20))
def test_any_text_gives_a_finite_number_or_an_input_error(text):
    with contextlib.suppress(InputError):
        assert math.isfinite(read_number(text).value)


@given(st.floats(1e-6, 1e9))
def test_python_spelling_round_trips(value):
    assert read_number(repr(value)).value == value


def test_the_process_locale_changes_nothing():
    code = (
        "import locale\n"
        "try: locale.setlocale(locale.LC_ALL, '')\n"
        "except locale.Error: pass\n"
        "from calc.units import read_number, show_number\n"
        "print(read_number('0,75').value, read_number('1.234').value, show_number(1234.5, 5))"
    )
    env = {**os.environ, "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
    root = Path(__file__).resolve().parent.parent
    run = subprocess.run([sys.executable, "-c", code], env=env, cwd=root, capture_output=True, check=True)
    assert run.stdout.decode().strip() == "0.75 1.234 1234.5"


# NIST Special Publication 811 (2008), appendix B.8, and NIST Handbook 44, appendix C: exact, as
# the inch is 2.54 cm, the US gallon 231 cubic inches and the pound 453.59237 g by definition.
@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1 tsp", "mL", 4.92892159375),
        ("1 tbsp", "mL", 14.78676478125),
        ("1 fl oz", "mL", 29.5735295625),
        ("1 oz", "g", 28.349523125),
    ],
)
def test_household_measures_are_the_us_ones(text, unit, value):
    reading = read_number(text)
    assert Q_(reading.value, reading.unit).m_as(unit) == pytest.approx(value, rel=1e-12)
    assert reading.unit in MEASURE_NAMES


@pytest.mark.parametrize("text", ["0.15", "0,15", "3/20"])
def test_a_bare_share_below_one_is_asked_about(text):
    error = refused(read_fraction, text, field="strength")
    assert error.field == "strength"
    assert error.readings == ("15 %", "0.15 %")


@pytest.mark.parametrize(
    ("text", "share"), [("15", 0.15), ("15 %", 0.15), ("0.15 %", 0.0015), ("1", 0.01), ("150 mg/g", 0.15)]
)
def test_a_percentage_is_mass_per_mass(text, share):
    assert read_fraction(text, field="strength").m_as("dimensionless") == pytest.approx(share)


@pytest.mark.parametrize("text", ["15 % w/v", "150 mg/ml", "150 g/l", "0.15 g/ml"])
def test_w_v_comes_back_as_mass_per_volume(text):
    quantity = read_fraction(text, field="strength")
    assert quantity.m_as("g/dL") == pytest.approx(15)
    assert not quantity.is_compatible_with("dimensionless")


def test_a_strength_in_grams_is_refused():
    error = refused(read_fraction, "30 g", field="strength")
    assert error.field == "strength"
    assert "%" in error.fix


def test_a_typed_amount_takes_its_default_unit():
    assert read_quantity("30", field="size", default="g", accepts=("g", "mL")).m_as("g") == 30
    assert read_quantity("30 ml", field="size", default="g", accepts=("g", "mL")).m_as("mL") == 30
    assert refused(read_quantity, "5 drops", field="size", default="g", accepts=("g", "mL")).field == "size"


# --- showing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("band", "shown"),
    [
        ((15, 14.9, 15.1), ("15.0", "14.9", "15.1")),
        ((14.9933, 14.958, 15.0401), ("15.0", "14.9", "15.1")),
        ((14.9933, 14.9612, 15.0301), ("14.99", "14.96", "15.04")),
        ((15, 15, 15), ("15", "15", "15")),
        ((123.4, 100, 150), ("120", "100", "150")),
        ((0.1 + 0.2, 0.29, 0.31), ("0.30", "0.29", "0.31")),
        ((0, -0.01, 0.01), ("0.00", "-0.01", "0.01")),
        ((8.8e-30, -0.098, 0.098), ("0.0000000000", "-0.0980000000", "0.0980000000")),
    ],
)
def test_a_band_shows_the_digits_that_it_deserves(band, shown):
    assert show_band(*band) == shown


@given(st.floats(0.001, 1000), st.floats(1e-4, 0.5), st.floats(1e-4, 0.5))
def test_a_shown_band_is_never_narrower(median, below, above):
    low, high = median * (1 - below), median * (1 + above)
    _, shown_low, shown_high = show_band(median, low, high)
    assert float(shown_low) <= low * (1 + 1e-12)
    assert float(shown_high) >= high * (1 - 1e-12)


@pytest.mark.parametrize(
    ("mass", "step", "shown"),
    [
        (4.545, 0.01, "4.55"),  # 4.545 is 4.54499… in binary and must not become 4.54
        (4.5454545, 0.01, "4.55"),
        (4.545, 0.05, "4.55"),
        (4.52, 0.05, "4.50"),
        (4.545, 0.1, "4.5"),
        (4.545, 1, "5"),
        (30.0, 0.01, "30.00"),
        (44.0, 10, "40"),
        (0.003, 0.01, "0.003"),
        (0.00345, 0.01, "0.0035"),
        (0.005, 0.01, "0.01"),
    ],
)
def test_a_mass_is_shown_in_steps_of_the_scale(mass, step, shown):
    assert show_mass(mass, step) == shown


def test_a_mass_of_an_array_is_shown_too():
    # Its repr is np.float64(4.545) and no Decimal.
    assert show_mass(np.float64(4.545), 0.01) == "4.55"
    assert show_mass(4.545, np.float64(0.01)) == "4.55"
    assert show_mass(np.float32(4.5), np.float32(0.5)) == "4.5"
    assert show_mass(np.float64(0.003), np.float64(0.01)) == "0.003"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.1 + 0.2, "0.3"),
        (0, "0"),
        (-0.0, "0"),
        (15.0, "15"),
        (15.04, "15"),
        (15.05, "15.1"),
        (0.0004567, "0.000457"),
        (1234567, "1234567"),
        (9.996, "10"),
        (-2.5, "-2.5"),
        (1e30, "1e+30"),  # more digits than a Decimal keeps: was an InvalidOperation
        (-1e30, "-1e+30"),
        (1.7e308, "1.7e+308"),
        (999999999999.0, "999999999999"),
        (np.float64(0.1) + np.float64(0.2), "0.3"),
        (np.float32(0.5), "0.5"),
    ],
)
def test_a_number_is_shown_without_noise(value, shown):
    assert show_number(value) == shown


def test_the_units_of_the_bench_are_those_of_pint():
    """The short list says of each unit what pint's own says, and of a household measure too."""
    theirs = pint.UnitRegistry()
    ours = {name for name in ureg if not name.startswith("delta_")}
    own = {"ppb", "drop", "scoop", "pump"}
    shared = {name for name in ours if name in theirs}
    assert ours - shared == own & ours
    for name in sorted(shared):
        mine, pints = ureg.Quantity(1.0, name), theirs.Quantity(1.0, name)
        assert f"{mine:~P}" == f"{pints:~P}", name
        mine, pints = mine.to_base_units(), pints.to_base_units()
        assert str(mine.units) == str(pints.units), name
        assert mine.magnitude == pytest.approx(pints.magnitude, rel=1e-9), name


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("11/2 tsp", ["1 1/2 tsp", "5.5 tsp"]),
        ("13/4 cup", ["1 3/4 cup", "3.25 cup"]),
        ("21/3", ["2 1/3", "7"]),
        ("103/8 g", ["10 3/8 g", "12.875 g"]),
    ],
)
def test_a_mixed_fraction_without_its_space_is_asked_about(text, readings):
    with pytest.raises(InputError, match="two ways") as caught:
        read_number(text)
    assert list(caught.value.readings) == readings
    for reading in readings:
        if not reading.endswith("cup"):
            read_number(reading)


@pytest.mark.parametrize("text", ["3/2", "15/2", "12/2", "10/15", "1 1/2", "7/4", "25/100"])
def test_a_fraction_with_one_meaning_is_read(text):
    assert read_number(text).value == pytest.approx(eval(text.replace(" ", "+")))
