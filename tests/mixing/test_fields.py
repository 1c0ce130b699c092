"""What each field makes of a text."""

from __future__ import annotations

import pytest

from calc.chemistry.adjusters import ADJUSTERS
from calc.errors import InputError, InputErrors
from calc.mixing.fields import FIELDS
from calc.mixing.request import MixRequest
from calc.mixing.storage_request import ASSAY_FIELDS, STORAGE_FIELDS
from calc.units import THIN
from tests.cases import every_case


def test_every_field_that_is_typed_has_a_reader() -> None:
    requests = [MixRequest(way=way) for way in ("new", "boost", "palm", "made")]
    asked = {name for request in requests for name in (*request.needed, *request.optional)}
    assert asked <= set(FIELDS)


@pytest.mark.parametrize(
    ("name", "text", "unit", "value"),
    [
        ("dose", "2", "mL", 2),
        ("dose", "20 drops", "drop", 20),
        ("dose", "2 pumps", "pump", 2),
        ("dose", "1/2 tsp", "mL", 4.92892159375 / 2),
        ("dose", "1,5 g", "g", 1.5),
        ("measure", "1", "scoop", 1),
        ("measure", "1/4 tsp", "mL", 4.92892159375 / 4),
        ("measure", "0,3 g", "g", 0.3),
        ("scoop", "0.25", "g", 0.25),
        ("scoop", "0,5 ml", "mL", 0.5),
        ("pump", "0.5", "mL", 0.5),
        ("drops", "20", "drop/mL", 20),
        ("drops", "0,9 g", "g", 0.9),
        ("bulk", "0.7", "g/mL", 0.7),
        ("base_amount", "1 fl oz", "mL", 29.5735295625),
        ("base_strength", "0", "percent", 0),
    ],
)
def test_household_amounts_are_read(name: str, text: str, unit: str, value: float) -> None:
    assert FIELDS[name].read(text).m_as(unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dose", "0"),
        ("dose", "-1 mL"),
        ("dose", "15 %"),
        ("measure", "0 g"),
        ("measure", "5 drops"),
        ("scoop", "0"),
        ("pump", "1 g"),
        ("drops", "2000"),
        ("drops", "0"),
        ("bulk", "7"),
        ("base", "vodka"),
        ("base", "ferulic acid"),
        ("base_strength", "99 %"),
        ("base_form", "water"),
        ("target_pH", "15"),
        ("target_pH", "-1"),
        ("target_pH", "1.9"),
        ("target_pH", "7.1"),
        ("target_pH", "abc"),
        ("target_pH", "3.2 g"),
        ("target_pH", "nan"),
        ("target_pH", ""),
        ("reading", "14.1"),
        ("reading", "-0.1"),
        ("reading", "pH"),
        ("reading_error", "0"),
        ("reading_error", "3"),
        ("reading_error", "0.1 g"),
        ("claim_pH", "15"),
        ("claim_strength", "0 %"),
        ("claim_strength", "5 g"),
        ("adjuster", "salt"),
        ("adjuster", "glycerin"),
        ("adjuster_strength", "0"),
        ("adjuster_strength", "101 %"),
        ("added", "-1"),
        ("added", "1 mL"),
    ],
)
def test_what_cannot_be_is_refused_under_the_name_of_its_field(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    assert caught.value.field == name
    assert caught.value.accepted
    assert caught.value.fix


def test_lines_of_a_recipe_take_any_unit() -> None:
    lines = FIELDS["recipe"].read(
        "5 g vitamin C\nwater 15 ml\n1/2 tsp glycerin\n3 drops squalane\n2 % tocopherol"
    )
    assert [line.ingredient.id for line in lines] == [
        "l_ascorbic_acid",
        "water",
        "glycerin",
        "squalane",
        "tocopherol",
    ]
    assert [line.amount.unit for line in lines] == ["g", "mL", "teaspoon", "drop", "percent"]


def test_a_broken_line_leaves_the_others() -> None:
    lines = FIELDS["recipe"].read("5 g vitamin C\n5 g moonlight\nwater\n5 glycerin")
    assert [(line.ingredient.id, line.status) for line in lines] == [
        ("l_ascorbic_acid", "used"),
        ("other_unknown", "used"),
        ("water", "not_understood"),
        ("glycerin", "not_understood"),
    ]
    assert lines[2].note == "How much of it? Write for example 5 g."
    assert lines[3].readings == ("5 g glycerin", "5 % glycerin")


def test_no_recipe_is_refused_where_it_is_worked_out() -> None:
    assert FIELDS["recipe"].read("") == ()


@pytest.mark.parametrize(
    ("count", "letters", "given"),
    [(200, 1, ""), (201, 1, "201 lines"), (1, 20_000, ""), (1, 20_001, "20,001 characters")],
)
def test_only_a_recipe_that_is_too_long_is_refused(count: int, letters: int, given: str) -> None:
    text = "\n".join(["x" * letters] * count)
    if not given:
        assert len(FIELDS["recipe"].read(text)) == count
        return
    with pytest.raises(InputErrors) as caught:
        FIELDS["recipe"].read(text)
    (error,) = caught.value.errors
    assert error.field == "recipe"
    assert given in str(error.given)
    assert "200 lines and 20,000 characters" in error.accepted


def test_a_reading_is_said_with_its_measure() -> None:
    assert FIELDS["dose"].echo(FIELDS["dose"].read("1 tsp")) == f"= 4.929{THIN}mL (US teaspoon)"
    assert FIELDS["strength"].echo(FIELDS["strength"].read("15 % w/v")) == f"= 15{THIN}% w/v"
    assert FIELDS["dose"].echo(FIELDS["dose"].read("20 drops")) == ""
    assert FIELDS["base"].echo(FIELDS["base"].read("my serum")) == ""


@pytest.mark.parametrize("text", ["3.2", "3,2", "pH 3.2", "pH3.2", " PH 3,20 ", "3 1/5"])
def test_a_pH_is_read_as_people_write_it(text: str) -> None:
    for name in ("target_pH", "reading", "claim_pH"):
        assert FIELDS[name].read(text) == pytest.approx(3.2)
        assert FIELDS[name].echo(FIELDS[name].read(text)) == ""


@pytest.mark.parametrize(
    ("text", "words"), [("15", "between 2 and 7"), ("abc", "not a number"), ("3 g", "no unit")]
)
def test_a_pH_that_cannot_be_shows_one_that_can(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS["target_pH"].read(text)
    assert (caught.value.given, caught.value.fix) == (text, "Type for example 3.2.")
    assert words in caught.value.accepted


def test_the_ends_of_a_pH_are_accepted() -> None:
    assert [FIELDS["reading"].read(text) for text in ("0", "14")] == [0, 14]
    assert [FIELDS["target_pH"].read(text) for text in ("2", "7")] == [2, 7]


@pytest.mark.parametrize("text", ["lye", "baking soda", "Sodium Hydroxide", "citric acid", "sodium_citrate"])
def test_what_moves_the_pH_is_named_as_people_name_it(text: str) -> None:
    assert FIELDS["adjuster"].read(text) in ADJUSTERS


def test_what_does_not_move_the_pH_is_refused_with_what_does() -> None:
    for text in ("salt", "glycerin", "phosphoric acid"):
        with pytest.raises(InputError) as caught:
            FIELDS["adjuster"].read(text)
        for name in ADJUSTERS:
            assert name in caught.value.fix


def test_nothing_added_yet_is_an_answer() -> None:
    assert FIELDS["added"].read("0").m_as("g") == 0
    assert FIELDS["added"].read("0 g").m_as("g") == 0
    assert FIELDS["added"].read("0,2").m_as("g") == pytest.approx(0.2)


def test_a_claimed_strength_says_which_kind_it_is() -> None:
    assert FIELDS["claim_strength"].echo(FIELDS["claim_strength"].read("15")) == f"= 15{THIN}% w/w"
    assert FIELDS["claim_strength"].echo(FIELDS["claim_strength"].read("15 % w/v")) == f"= 15{THIN}% w/v"


def test_every_field_about_keeping_has_a_reader() -> None:
    assert {*STORAGE_FIELDS, *ASSAY_FIELDS} <= set(FIELDS)


@every_case("name", [*STORAGE_FIELDS, *ASSAY_FIELDS])
@every_case("text", ["?", "nan", "-1", "1e300", "1" * 1000, "²"])
def test_what_says_nothing_about_keeping_is_refused_under_its_field(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    assert caught.value.field == name
    assert caught.value.accepted
    assert caught.value.fix


def test_only_temperatures_say_how_they_were_read() -> None:
    assert FIELDS["kept_at"].echo(FIELDS["kept_at"].read("41 °F")) == f"= 5{THIN}°C"
    for name, text in (("package", "jar"), ("openings", "2"), ("fill", "80 %"), ("made_on", "2026-03-31")):
        assert FIELDS[name].echo(FIELDS[name].read(text)) == ""
