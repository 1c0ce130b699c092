"""Other ingredients as plain lines, read strictly: an ingredient with its amount each."""

from __future__ import annotations

import pytest

from calc.errors import InputError, InputErrors
from calc.parsing.ingredient_lines import read_ingredient_amount, read_lines


@pytest.mark.parametrize(
    ("line", "ingredient", "unit"),
    [
        ("polysorbate 20 0.5 %", "polysorbate_20", "percent"),
        ("0,5 % polysorbate 20", "polysorbate_20", "percent"),
        ("- glycerin = 1/2 tsp", "glycerin", "mL"),
        ("2) 3 scoops vitamin C", "l_ascorbic_acid", "scoop"),
        ("water: 15 ml.", "water", "mL"),
    ],
)
def test_name_and_amount_stand_in_either_order(line: str, ingredient: str, unit: str) -> None:
    parsed = read_ingredient_amount(line, field="others line 1")
    assert parsed.ingredient == ingredient
    assert parsed.amount.check(unit)


def test_an_amount_without_a_unit_is_asked_about() -> None:
    with pytest.raises(InputError) as caught:
        read_ingredient_amount("glycerin 5", field="others line 1")
    assert caught.value.readings == ("glycerin 5 %", "glycerin 5 g")


@pytest.mark.parametrize("count", [0, 41])
def test_no_line_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(InputError) as caught:
        read_lines("glycerin\n" * count, field="others", read=lambda line, place: line)
    assert caught.value.given == f"{count} lines"


@pytest.mark.parametrize("count", [1, 40])
def test_one_line_and_the_most_are_read(count: int) -> None:
    assert len(read_lines("glycerin\n" * count, field="others", read=lambda line, place: line)) == count


def test_every_line_that_cannot_be_read_is_named_and_its_readings_keep_the_others() -> None:
    def read(line: str, place: str) -> object:
        return read_ingredient_amount(line, field=place)

    with pytest.raises(InputErrors) as caught:
        read_lines("5 gold\n5 g water\nwater\n5 glycerin", field="others", read=read)
    errors = caught.value.errors
    assert [error.field for error in errors] == ["others line 1", "others line 3", "others line 4"]
    assert errors[2].readings[0] == "5 gold\n5 g water\nwater\nglycerin 5 %"
