"""Other ingredients as plain lines, read strictly: an ingredient with its amount each."""

from __future__ import annotations

import pytest

from calc.errors import InputError, InputErrors
from calc.parsing.ingredient_lines import name_and_amount, read_ingredient_amount, read_lines


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


def test_a_reading_takes_the_place_of_its_line_alone() -> None:
    with pytest.raises(InputErrors) as caught:
        read_lines(
            "5 g urea\n\nglycerin 5\n5 g water",
            field="others",
            read=lambda line, place: read_ingredient_amount(line, field=place),
        )
    (error,) = caught.value.errors
    assert error.field == "others line 2"
    assert error.readings == tuple(f"5 g urea\n\nglycerin 5 {unit}\n5 g water" for unit in ("%", "g"))


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("polysorbate 20", ("polysorbate 20", "")),
        ("polysorbate 20 5 %", ("polysorbate 20", "5 %")),
        ("- 5 g glycerin;", ("glycerin", "5 g")),
        ("1) glycerin: 5 g", ("glycerin", "5 g")),
        *(
            (f"{bullet} glycerin 5 g", ("glycerin", "5 g"))
            for bullet in ("•", "*", "–", "·", "10.", "-", " -")
        ),
        *((f"glycerin{sign} 5 g", ("glycerin", "5 g")) for sign in ("", " =", "\t", ";", ":")),
        *((f"glycerin 5 g{sign}", ("glycerin", "5 g")) for sign in (".", ",", ";", " ", ". ;,")),
        (".5 g glycerin", ("glycerin", ".5 g")),
        ("5 g polysorbate 20", ("polysorbate 20", "5 g")),
        ("glycerin - 5 g", ("glycerin", "- 5 g")),
        ("vitamin E (mixed) 2 g", ("vitamin E", "(mixed) 2 g")),
        *((f"wonderstuff {number} g", ("wonderstuff", f"{number} g")) for number in (".5", ",5", "¼", "¾")),
        ("½ tsp glycerin", ("glycerin", "½ tsp")),
        ("vitamin E acetate 2 g", ("vitamin E acetate", "2 g")),
        # What is not known is parted at its number, where a number does not begin it.
        ("wonderstuff 5 g", ("wonderstuff", "5 g")),
        ("wonderstuff ½ g", ("wonderstuff", "½ g")),
        ("wonderstuff B12 5 g", ("wonderstuff B12", "5 g")),
        ("5 g wonderstuff", ("5 g wonderstuff", "")),
        ("wonderstuff", ("wonderstuff", "")),
        ("", ("", "")),
    ],
)
def test_a_line_is_a_name_and_an_amount(line: str, parts: tuple[str, str]) -> None:
    assert name_and_amount(line) == parts


@pytest.mark.parametrize(
    ("line", "given", "accepted"),
    [
        ("wonderstuff 5 g", "wonderstuff", ""),
        ("glycerin", "glycerin", "how much"),
        ("glycerin 5 °C", "5 °C", "not a unit"),
        ("glycerin 1,234 g", "1,234 g", "two ways"),
        ("glycerin 200 %", "200 %", "between"),
        ("glycerin 0 g", "0 g", "more than zero"),
        ("glycerin 15 % w/v", "15 % w/v", "fit"),
        ("glycerin 2000 drops", "2000 drops", "between"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_of_it(line: str, given: str, accepted: str) -> None:
    with pytest.raises(InputError) as caught:
        read_ingredient_amount(line, field="others line 1")
    assert (caught.value.field, caught.value.given) == ("others line 1", given)
    assert accepted in caught.value.accepted
    assert caught.value.fix
    assert all(read_ingredient_amount(reading, field="x") for reading in caught.value.readings)


def test_what_may_be_several_things_is_asked_about():
    with pytest.raises(InputError) as caught:
        read_ingredient_amount("BHA 2 %", field="others line 1")
    assert caught.value.readings == ("Salicylic acid 2 %", "BHA (butylated hydroxyanisole) 2 %")
