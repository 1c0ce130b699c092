"""What a single text says, and what is refused under the name of its field."""

from __future__ import annotations

import pytest

from calc.errors import InputError
from calc.parsing.amounts import (
    is_poured,
    mass_of,
    read_added_mass,
    read_age,
    read_amount,
    read_bare_number,
    read_drops,
    read_form,
    read_fraction_or_concentration,
    read_percentage,
    read_pH,
    read_powder_mass,
    read_word,
    require_within,
)
from calc.units import Q_


def test_a_bare_number_has_the_first_unit() -> None:
    ranges = {"mL": "batch_volume", "g": "batch_mass"}
    assert read_amount("30", field="dose", ranges=ranges).m_as("mL") == 30
    assert read_amount("30 g", field="dose", ranges=ranges).m_as("g") == 30


def test_the_ends_of_a_range_are_accepted() -> None:
    for grams in (0.1, 100_000):
        assert require_within(Q_(grams, "g"), "batch_mass", "", field="batch").m == grams


@pytest.mark.parametrize(("grams", "accepted"), [(0.0, "more than zero"), (1e6, "and 100 000")])
def test_what_lies_outside_is_refused_under_its_field(grams: float, accepted: str) -> None:
    with pytest.raises(InputError) as caught:
        require_within(Q_(grams, "g"), "line_mass", "so much", field="pinch", above_zero=True)
    assert (caught.value.field, caught.value.given) == ("pinch", "so much")
    assert accepted in caught.value.accepted


def test_by_mass_and_by_volume_are_two_kinds() -> None:
    assert read_fraction_or_concentration("15", field="strength").m_as("dimensionless") == 0.15
    assert read_fraction_or_concentration("15 % w/v", field="strength").m_as("g/L") == 150


def test_a_mass_by_drops_and_by_volume() -> None:
    # 20 drops are 1 mL, of water 0.9982 g.
    assert mass_of("water", Q_(20, "drop"), "", field="water") == pytest.approx(0.9982, rel=1e-3)
    with pytest.raises(InputError, match="density as it is poured"):
        mass_of("l_ascorbic_acid", Q_(1, "mL"), "1 mL", field="recipe line 1")


def test_of_the_forms_only_oils_are_poured() -> None:
    assert is_poured("tetrahexyldecyl_ascorbate")
    assert not is_poured("sodium_ascorbyl_phosphate")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("34", 34),
        ("34 years old", 34),
        ("18 y", 18),
        ("6 months", 0.5),
        ("3 mo.", 0.25),
        ("0", 0),
        ("120", 120),
        ("32 yo", 32),
        ("32-year-old", 32),
        ("32 y/o", 32),
        ("aged 32", 32),
        ("32 Jahre alt", 32),
        ("32 ans", 32),
        ("32 años", 32),
        ("32 лет", 32),
        ("8 месяцев", 8 / 12),
        ("8 Monate", 8 / 12),
        ("about 40", 40),
    ],
)
def test_an_age_is_in_years_or_in_months(text: str, years: float) -> None:
    assert read_age(text) == years


@pytest.mark.parametrize(
    ("text", "pH"), [("3.2", 3.2), ("pH 3,2", 3.2), ("ph3", 3), (" PH 3", 3), ("0", 0), ("14", 14)]
)
def test_a_pH_may_say_so(text: str, pH: float) -> None:
    assert read_pH(text, field="reading") == pH


REFUSED = [
    (lambda text: read_age(text, field="x"), "34 kg", "an age is in years.", ()),
    (lambda text: read_age(text, field="x"), "121", "must be between 0 and 120.", ()),
    (lambda text: read_age(text, field="x"), "-1", "must be between 0 and 120.", ()),
    (
        lambda text: read_age(text, field="x"),
        "1,234 months",
        "this can be read in two ways.",
        ("1.234 months", "1234 months"),
    ),
    (lambda text: read_age(text, field="x"), "early 30s", "this is ten years of age.", ("30", "39")),
    (lambda text: read_age(text, field="x"), "1,234", "this can be read in two ways.", ("1.234", "1234")),
    (lambda text: read_pH(text, field="x"), "3 %", "a pH has no unit.", ()),
    (lambda text: read_pH(text, field="x"), "14.1", "must be between 0 and 14.", ()),
    (lambda text: read_pH(text, field="x"), "-0.1", "must be between 0 and 14.", ()),
    (lambda text: read_pH(text, field="x"), "phone 3", "this is not a number.", ()),
    (lambda text: read_pH(text, field="x"), "pH 1,234", "this can be read in two ways.", ("1.234", "1234")),
    (lambda text: read_pH(text, field="x", row="target_pH"), "9", "absorbed below 3.5", ()),
    (lambda text: read_drops(text, field="x"), "2", "must be between 3 and 100\u202fdrop/mL.", ()),
    (lambda text: read_drops(text, field="x"), "0 g", "this must be more than zero.", ()),
    (lambda text: read_drops(text, field="x"), "20 mL", "does not fit here", ()),
    (lambda text: read_added_mass(text, field="x"), "5 mL", "does not fit here", ()),
    (lambda text: read_added_mass(text, field="x"), "-1 g", "this must be more than zero.", ()),
    (lambda text: read_powder_mass(text, field="x"), "4.55 mL", "needs its bulk density", ()),
    (lambda text: read_powder_mass(text, field="x"), "0", "this must be more than zero.", ()),
    (lambda text: read_percentage(text, field="x", row="purity"), "0.5 %", "between 1 and 100\u202f%.", ()),
    (lambda text: read_percentage(text, field="x", row="purity"), "101 %", "between 1 and 100\u202f%.", ()),
    (lambda text: read_percentage(text, field="x", row="purity"), "15 % w/v", "fit", ()),
    (lambda text: read_fraction_or_concentration(text, field="x"), "0", "more than zero", ()),
    (lambda text: read_fraction_or_concentration(text, field="x"), "101 %", "between 0.001 and 100", ()),
    (lambda text: read_fraction_or_concentration(text, field="x"), "151 % w/v", "and 150\u202fg/dL.", ()),
    (
        lambda text: read_amount(text, field="x", ranges={"drop": "count"}),
        "1001",
        "must be between 0.01 and 1 000.",
        (),
    ),
    (
        lambda text: read_amount(text, field="x", ranges={"drop": "count"}, above_zero=True),
        "0.001",
        "must be between 0.01 and 1 000.",
        (),
    ),
    (lambda text: read_word(text, field="x", words=iter(("dark", "room"))), "dim", "not known", ()),
    (lambda text: read_form(text, field="x"), "gold", "", ()),
    (
        lambda text: read_bare_number(text, field="x", row="pieces", accepted="no unit.", fix="Type 2."),
        "2 g",
        "no unit.",
        (),
    ),
    (
        lambda text: read_bare_number(text, field="x", row="pieces", accepted="no unit.", fix="Type 2."),
        "0",
        "must be between 1 and 10000.",
        (),
    ),
]


@pytest.mark.parametrize(("read", "text", "accepted", "readings"), REFUSED)
def test_what_is_refused_says_what_is_accepted_and_how_to_mend_it(read, text, accepted, readings) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    error = caught.value
    assert (error.field, error.given, error.readings) == ("x", text, readings)
    assert accepted in error.accepted
    assert error.fix.endswith(".")


@pytest.mark.parametrize(
    ("text", "fix"), [("pH 1,234", "Write 1.234 or 1234."), ("x", "Type for example 3.2.")]
)
def test_a_pH_of_two_readings_names_both(text: str, fix: str) -> None:
    with pytest.raises(InputError) as caught:
        read_pH(text, field="x")
    assert caught.value.fix == fix


def test_what_is_accepted_reaches_to_both_ends() -> None:
    assert [read_percentage(text, field="x", row="purity").m_as("percent") for text in ("1", "100 %")] == [
        1,
        100,
    ]
    assert read_drops("3", field="x").m == 3
    assert read_drops("1.2 g", field="x").m_as("g") == 1.2
    assert read_added_mass("0", field="x").m_as("g") == 0
    assert read_added_mass("5 mg", field="x").m_as("g") == 0.005
    assert read_bare_number("1", field="x", row="pieces", accepted="", fix="") == 1
    assert read_word("room", field="x", words=("dark", "room")) == "room"


def test_what_is_no_amount_of_it_has_no_mass() -> None:
    with pytest.raises(InputError, match="not an amount"):
        mass_of("water", Q_(15, "percent"), "15 %", field="water")
    with pytest.raises(InputError, match="between"):
        mass_of("water", Q_(200, "kg"), "200 kg", field="water")
    assert mass_of("water", Q_(2, "kg"), "2 kg", field="water") == 2000


def test_a_word_that_is_not_known_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError) as caught:
        read_word("dim", field="light", words=("dark", "room"))
    assert (caught.value.field, caught.value.given, caught.value.fix) == ("light", "dim", "Use dark, room.")
