"""What is dissolved in a named solvent, in recipes whose percentages may be shares of the whole."""

from __future__ import annotations

from calc.parsing.recipe_text import read_recipe_text

RECIPE = "4.5 g vitamin C\n0.05 g EDTA\n{line}\nwater to 50 g"


def test_a_percentage_that_fits_the_whole_too_is_asked_about_with_readings_that_count() -> None:
    line = read_recipe_text(RECIPE.format(line="ferulic acid 10 % in propylene glycol 5 g"))[2]
    assert line.status == "not_understood"
    assert line.note == "Is 10 % how strong it is in Propylene glycol?"
    parted, pure = (read_recipe_text(RECIPE.format(line=reading)) for reading in line.readings)
    had = [
        [(one.ingredient and one.ingredient.id, one.amount and one.amount.value) for one in lines[2:-1]]
        for lines in (parted, pure)
    ]
    assert had == [[("ferulic_acid", 0.5), ("propylene_glycol", 4.5)], [("ferulic_acid", 5.0)]]


def test_a_percentage_that_does_not_is_how_strong_the_solution_is() -> None:
    lines = read_recipe_text(RECIPE.format(line="ferulic acid 8 % in propylene glycol 5 g"))[2:4]
    assert [line.amount and round(line.amount.value, 9) for line in lines] == [0.4, 4.6]
