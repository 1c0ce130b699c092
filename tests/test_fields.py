"""What each field makes of a text."""

from __future__ import annotations

import pytest

from calc.errors import InputError, InputErrors
from calc.fields import READERS, read_field, said
from calc.request import MixRequest
from calc.units import THIN


def test_every_field_that_is_typed_has_a_reader() -> None:
    requests = [MixRequest(way=way) for way in ("new", "boost", "palm", "made")]
    asked = {name for each in requests for name in (*each.needed, *each.optional)}
    assert asked <= set(READERS)


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
    assert read_field(name, text).m_as(unit) == pytest.approx(value)


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
        ("recipe", ""),
    ],
)
def test_what_cannot_be_is_refused_under_the_name_of_its_field(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_field(name, text)
    assert caught.value.field == name
    assert caught.value.fix


def test_lines_of_a_recipe_take_any_unit() -> None:
    lines = read_field(
        "recipe", "5 g vitamin C\nwater 15 ml\n1/2 tsp glycerin\n3 drops tocopherol\n2 % squalane"
    )
    assert [name for name, _ in lines] == ["l_ascorbic_acid", "water", "glycerin", "tocopherol", "squalane"]
    assert [str(amount.units) for _, amount in lines] == ["gram", "milliliter", "teaspoon", "drop", "percent"]


def test_every_broken_line_is_named() -> None:
    with pytest.raises(InputErrors) as caught:
        read_field("recipe", "5 g vitamin C\n5 g moonlight\nwater")
    assert [error.field for error in caught.value.errors] == ["recipe line 2", "recipe line 3"]


def test_a_reading_is_said_with_its_measure() -> None:
    assert said("dose", read_field("dose", "1 tsp")) == f"= 4.929{THIN}mL (US teaspoon)"
    assert said("strength", read_field("strength", "15 % w/v")) == f"= 15{THIN}% w/v"
    assert said("dose", read_field("dose", "20 drops")) == ""
    assert said("base", read_field("base", "my serum")) == ""
