"""A recipe as somebody wrote it, to its lines, each with what was made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calc.errors import InputErrors
from calc.parsing.layout import are_bare, split_lines
from calc.parsing.recipe_bounds import MOST_CHARACTERS, MOST_LINES
from calc.parsing.recipe_line import RecipeLine
from calc.parsing.recipe_text import read_recipe_text

RECIPES = json.loads((Path(__file__).parents[1] / "reference" / "recipes.json").read_text(encoding="utf-8"))


def table(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table of lines beside this file."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" => ")) for line in lines if line and not line.startswith("#")]


LINES = table("recipe_lines.txt")


def said(line: RecipeLine) -> str:
    """Return what was made of a line, as the table has it."""
    if line.status == "set_aside":
        return f"aside: {line.note}"
    words = ["open" if line.status == "not_understood" else line.status]
    words += [line.ingredient.id] if line.ingredient else []
    if line.amount:
        low, high = line.amount.low, line.amount.high
        words += [f"{low:g}" if low == high else f"{low:g}–{high:g}", line.amount.unit]
    words += [f"+ {other.unit}" for other in line.other_amounts]
    words += [f"of {100 * line.share:g} %"] if line.share is not None else []
    words += ["fill"] if line.made_up_to else []
    words += [f"[{' / '.join(line.readings)}]"] if line.readings else []
    return " ".join(filter(None, words))


@pytest.mark.parametrize(("text", "wanted"), LINES)
def test_a_line_as_people_write_it(text, wanted):
    assert " ; ".join(map(said, read_recipe_text(text.replace(" ⏎ ", "\n")))) == wanted


@pytest.mark.parametrize(("text", "wanted"), table("recipe_notes.txt"))
def test_a_line_says_what_it_was_taken_for(text, wanted):
    lines = read_recipe_text(text.replace(" ⏎ ", "\n"))
    notes = (
        f"{line.ingredient.name if line.ingredient else '–'}: {line.note}".rstrip(": ") for line in lines
    )
    assert " ; ".join(notes) == wanted


def made_of(text: str) -> list[tuple[str, str | None, float | None, str | None]]:
    """Return status, ingredient, amount and unit of each line."""
    return [
        (
            line.status,
            line.ingredient.id if line.ingredient else None,
            line.amount.value if line.amount else None,
            line.amount.unit if line.amount else None,
        )
        for line in read_recipe_text(text)
    ]


def test_a_line_is_an_ingredient_with_its_amount() -> None:
    assert made_of("5 g vitamin C\n\n  water: 15 ml.") == [
        ("used", "l_ascorbic_acid", 5, "g"),
        ("used", "water", 15, "mL"),
    ]


@pytest.mark.parametrize(
    ("line", "amount", "unit", "others"),
    [
        ("glycerin 1 tsp (5 g)", 5, "g", ["teaspoon"]),
        ("4.5 g (15%) glycerin", 4.5, "g", ["percent"]),
        ("1.5 tbsp / 22 ml glycerin", 22, "mL", ["tablespoon"]),
        ("10 drops (1 tsp) glycerin", 1, "teaspoon", ["drop"]),
    ],
)
def test_the_mass_counts_then_the_volume_then_the_spoon(line, amount, unit, others) -> None:
    (read,) = read_recipe_text(line)
    assert (read.amount.value, read.amount.unit) == (amount, unit)
    assert [other.unit for other in read.other_amounts] == others


@pytest.mark.parametrize(
    ("line", "ingredients"),
    [
        ("5 g vitamin C, 20 g water", ["l_ascorbic_acid", "water"]),
        ("5 g vitamin C and 20 g water", ["l_ascorbic_acid", "water"]),
        ("5 g 水、3 g 甘油", ["water", "glycerin"]),
        ("5 g e300 + 3 g h2o", ["l_ascorbic_acid", "water"]),
        ("20.5 g water, 0.5 g vitamin E", ["water", "tocopherol"]),
    ],
)
def test_two_ingredients_on_one_line_are_two(line, ingredients) -> None:
    assert [read.ingredient.id for read in read_recipe_text(line)] == ingredients


@pytest.mark.parametrize(
    "line",
    [
        "Phase A",
        "Ingredients:",
        "For the water phase",
        "## My serum",
        "Total 100",
        "https://example.org/serum",
        "Stir until it is clear.",
        "Dissolve 5 g of it in water and stir.",
        "Keep it in the fridge for 2 weeks.",
        "растворите всё в воде",
    ],
)
def test_headings_and_sentences_are_set_aside_and_never_blamed(line) -> None:
    first, aside = read_recipe_text(f"5 g vitamin C\n{line}")
    assert first.status == "used"
    assert (aside.text, aside.status, aside.counts) == (line, "set_aside", False)
    assert not aside.is_open


def test_a_decimal_point_ends_no_sentence() -> None:
    # More words than a line of a recipe has; only a sign behind the words makes a sentence of them.
    words = "from the shop in the old town that I told you about once more"
    assert made_of(f"glycerin 2.5 g, vegetable, {words}")[0][0] != "set_aside"
    assert made_of(f"5 g urea\nsome of 2.5 g, and more, {words}.")[1][0] == "set_aside"


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("water", "How much of it?"),
        ("glycerin 5", "The amount needs a unit."),
        ("5 g", "So much of what?"),
        ("11/2 tsp glycerin", "This can be read in two ways."),
    ],
)
def test_what_is_not_understood_says_why_and_stops_nothing(line, note) -> None:
    first, opened, last = read_recipe_text(f"5 g vitamin C\n{line}\n3 g urea")
    assert (first.status, last.status) == ("used", "used")
    assert (opened.text, opened.status, opened.counts) == (line, "not_understood", False)
    assert opened.note.startswith(note)


def test_the_first_of_two_alternatives_counts_and_the_other_is_told() -> None:
    (line,) = read_recipe_text("5 g lactic acid or citric acid")
    assert (line.ingredient.id, line.status) == ("lactic_acid", "assumed")
    assert "citric acid" in line.note
    assert line.readings == ("5 g Lactic acid", "5 g citric acid")


@pytest.mark.parametrize(
    "words", ["to 100 g", "up to 100 g", "q.s. to 100 g", "ad 100 g", "qsp 100 g", "до 100 г", "加至100克"]
)
def test_what_fills_up_is_heard(words) -> None:
    _, water = read_recipe_text(f"5 g vitamin C\nwater {words}")
    assert (water.ingredient.id, water.amount.value, water.amount.unit) == ("water", 100, "g")
    assert water.made_up_to


@pytest.mark.parametrize(
    ("head", "unit"),
    [("Ingredient | %", "percent"), ("Name\tAmount (g)", "g"), ("INCI | Function | mL", "mL")],
)
def test_the_head_of_a_table_says_the_unit(head, unit) -> None:
    aside, water = read_recipe_text(f"{head}\nWater | 90")
    assert (aside.status, water.amount.value, water.amount.unit) == ("set_aside", 90, unit)


@pytest.mark.parametrize(
    "table",
    [
        "Ingredient | g | %\nWater | 160 | 80\nVitamin C | 30 | 15\nGlycerin | 10 | 5",
        "Ingredient,%,g\nWater,80,160\nVitamin C,15,30\nGlycerin,5,10",
        "Phase\tINCI\tPercent\tGrams\nA\tAqua\t80\t160\nA\tAscorbic Acid\t15\t30\nB\tGlycerin\t5\t10",
    ],
)
def test_each_number_of_a_row_has_the_unit_of_its_column(table) -> None:
    lines = [line for line in read_recipe_text(table) if line.counts]
    assert [(line.ingredient.id, line.amount.value, line.amount.unit) for line in lines] == [
        ("water", 160, "g"),
        ("l_ascorbic_acid", 30, "g"),
        ("glycerin", 10, "g"),
    ]
    assert [line.text for line in lines] == [" ".join(row.split()) for row in table.splitlines()[1:]]


@pytest.mark.parametrize(
    "table",
    [
        "Ingredient | % | 50 g | 100 g\nWater | 85 | 42.5 | 85\nL-ascorbic acid | 15 | 7.5 | 15",
        "Water 85% 42.5 g 85 g\nL-ascorbic acid 15% 7.5 g 15 g",
        "Water | 85 g | 85 %\nVitamin C | 15 g | 15 %\nTotal | 100 g | 100 %",
    ],
)
def test_a_percentage_beside_masses_of_several_sizes_is_a_share_of_the_whole(table) -> None:
    (line,) = (line for line in read_recipe_text(table) if line.ingredient and line.ingredient.id[0] == "l")
    assert line.amount.unit == "g"
    assert line.share is None  # no 15 % solution of it, which would be 2.25 % in all


@pytest.mark.parametrize(
    ("lines", "bare"),
    [
        (("water 80", "glycerin 5", "vitamin C 15 g"), True),
        (("water 80", "glycerin 5 g"), False),
        (("water 80", "glycerin 5", "urea 1 g", "honey 1 g", "vitamin C 15 g"), False),
        (("water", "glycerin 5"), True),
        ((), False),
    ],
)
def test_a_recipe_is_bare_where_most_of_its_numbers_have_no_unit(lines, bare) -> None:
    assert are_bare([*split_lines("\n".join(lines))]) == bare


def test_a_row_of_a_table_is_no_head() -> None:
    assert made_of("glycerin 99.5 % | 2 g")[0][:2] == ("used", "glycerin")


@pytest.mark.parametrize(
    ("line", "amount", "id"),
    [
        ("polysorbate 20 - 5 g", 5, "polysorbate_20"),
        ("d-panthenol 75 - 2 g", 2, "panthenol"),
        ("propanediol 1,3 — 2 g", 2, "propanediol"),
        ("| 水 | 2 g |", 2, "water"),
        ("e330\t2 g", 2, "citric_acid"),
    ],
)
def test_a_number_or_a_single_sign_belongs_to_a_name(line, amount, id) -> None:
    (read,) = read_recipe_text(line)
    assert (read.ingredient.id, read.amount.low, read.amount.high) == (id, amount, amount)


def test_numbers_without_a_unit_that_add_up_to_the_whole_are_percent() -> None:
    lines = made_of("water 80\nvitamin C 15\nglycerin 5")
    assert lines[0] == ("assumed", "water", 80, "percent")
    assert made_of("water 80\nvitamin C 9\nglycerin 5")[0] == ("not_understood", "water", None, None)
    last = read_recipe_text("water 95\nwonderstuff 5")[1]
    assert last.note.split(". ") == [
        *("Not known here; its mass counts", "Taken as %: the numbers without a unit add up to the whole."),
    ]


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Distilled water - 20 g + 5 g", "Several amounts"),
        ("2 × 5 g vitamin C", "Several amounts"),
        ("Distilled water: 20 + 5 g for what evaporates", "Several amounts"),
        ("1 g Soda", "which of them"),
        ("a pinch of soda", "which of them"),
        ("1 sachet vitamin C", "How much one holds"),
        ("1 пакетик аскорбинки", "How much one holds"),
        ("1 saszetka witaminy C", "How much one holds"),
        ("Juice of half a lemon", "no ingredient"),
    ],
)
def test_what_may_not_be_guessed_is_asked(line, note):
    (read,) = read_recipe_text(f"30 g water\n{line}")[1:]
    assert (read.status, read.counts) == ("not_understood", False)
    assert note in read.note
    assert all(again.counts for reading in read.readings for again in read_recipe_text(reading))


def test_amounts_that_are_added_offer_their_sum():
    (read,) = read_recipe_text("Distilled water - 20 g + 5 g")
    assert read.readings == ("25 g Water", "20 g Water")


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("20 g Propylene Glycol UPS", "propylene_glycol"),
        ("2 g Glycerin CP", "glycerin"),
        ("0.5 g TEA", "triethanolamine"),
    ],
)
def test_letters_are_taken_and_told(line, id):
    (read,) = read_recipe_text(line)
    assert (read.status, read.ingredient.id) == ("assumed", id)
    assert read.note
    *_, other = read.readings
    (again,) = read_recipe_text(other)
    assert not again.ingredient.is_known


@pytest.mark.parametrize(
    "line", ["5 g tea", "2 g vitamin C IP", "2 g ascorbyl palmitate XYZ", "1 g glycerin complexes"]
)
def test_letters_that_may_make_another_substance_are_not_passed_over(line):
    (read,) = read_recipe_text(line)
    assert read.status != "used" or not read.ingredient.is_known


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("1 cuillère (à soupe) de miel", "tablespoon"),
        ("1 cuillère (café) de glycérine", "teaspoon"),
        ("2 colheres (sopa) de água", "tablespoon"),
        ("1 cucharada (sopera) de agua", "tablespoon"),
    ],
)
def test_a_measure_may_stand_in_brackets_in_part(line, unit):
    (read,) = read_recipe_text(line)
    assert read.amount.unit == unit
    assert read.ingredient.is_known


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("SAP抗坏血酸磷酸酯钠 3g", "sodium_ascorbyl_phosphate"),
        ("PE9010防腐剂 0.8g", "euxyl_pe_9010"),
        ("SAP甘油 3g", None),
        ("PEG抗坏血酸 3g", None),
    ],
)
def test_a_code_and_a_name_that_stand_together_name_one_thing_or_nothing(line, id):
    (read,) = read_recipe_text(line)
    known = read.ingredient if read.ingredient and read.ingredient.is_known else None
    assert (known and known.id) == id


@pytest.mark.parametrize(
    ("line", "value", "unit", "id"),
    [
        ("Acido ascorbico g 10", 10, "g", "l_ascorbic_acid"),
        ("Glycerin mL 2,5", 2.5, "mL", "glycerin"),
        ("1 x 25 ml rose water", 25, "mL", "rosa_damascena_flower_water"),
        ("3 g Ascorbinsäurepulver", 3, "g", "l_ascorbic_acid"),
        ("L-аскорбинка 5 г", 5, "g", "l_ascorbic_acid"),
        ("HE de citron : 3 gouttes (facultatif)", 3, "drop", "citrus_limon_peel_oil"),
    ],
)
def test_amounts_and_names_in_other_orders_are_heard(line, value, unit, id):
    (read,) = read_recipe_text(line)
    assert (read.amount.value, read.amount.unit, read.ingredient.id) == (value, unit, id)


@pytest.mark.parametrize("line", ["Para un frasquito de 50 ml necesitas:", "| Item | Amount (g) | Notes |"])
def test_what_announces_a_recipe_is_no_ingredient(line):
    first, second = read_recipe_text(f"{line}\nwater | 5 | warm" if "|" in line else f"{line}\n5 g water")
    assert (first.status, second.counts) == ("set_aside", True)


def test_a_measure_without_a_number_is_not_lost_as_a_title():
    (first, _) = read_recipe_text("стакан мин. воды\n5 г глицерина")
    assert first.status == "not_understood"
    assert first.ingredient.id == "mineral_water"


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe["title"] for recipe in RECIPES])
def test_every_line_of_a_recipe_has_its_ingredient_and_its_amount(recipe):
    """What a spoon holds or a name leaves open is asked about later; what is read here stays."""
    lines = read_recipe_text(recipe["text"])
    assert len(lines) == len(recipe["lines"])
    for line, expected in zip(lines, recipe["lines"]):
        assert line.status == expected["status"] or (line.status == "used" and line.ingredient), line.text
        wanted = expected.get("ingredient", "other")
        if wanted != "other":
            assert line.ingredient
            assert wanted.startswith(line.ingredient.id), line.text
        if "grams" in expected and line.amount and line.amount.unit == "g" and not line.made_up_to:
            low, high = expected["grams"]
            assert 0.99 * low <= line.amount.value <= 1.01 * high, line.text


@pytest.mark.parametrize(
    ("line", "id", "value", "unit", "share"),
    [
        # How strong a solution is, and how much of it: never the one for the other.
        ("Lactic acid (80%) 5%", "lactic_acid", 5, "percent", 0.8),
        ("Lactic acid 80 % (5 %)", "lactic_acid", 5, "percent", 0.8),
        ("Lactic acid 80 % solution 5 %", "lactic_acid", 5, "percent", 0.8),
        ("5 % lactic acid (80 % solution)", "lactic_acid", 5, "percent", 0.8),
        ("2 % of a 10 % lactic acid solution", "lactic_acid", 2, "percent", 0.1),
        ("2 % of a 10 % solution of lactic acid", "lactic_acid", 2, "percent", 0.1),
        ("tocopherol 95 % 2 %", "tocopherol", 2, "percent", 0.95),
        ("2 g lactic acid (90%)", "lactic_acid", 2, "g", 0.9),
        ("lactic acid (2 %) 2 g", "lactic_acid", 2, "g", None),
        ("glycerin (5 %) 2 g", "glycerin", 2, "g", None),
        # Lye burns: from 5 % on it is its strength, below it its share of the whole.
        ("sodium hydroxide (5 %) 2 g", "sodium_hydroxide", 2, "g", 0.05),
        ("sodium hydroxide (4.9 %) 2 g", "sodium_hydroxide", 2, "g", None),
        # A mass before a volume, this before a spoon, this before a share.
        ("1 tsp (5 g) glycerin", "glycerin", 5, "g", None),
        ("1 tsp (4 ml) glycerin", "glycerin", 4, "mL", None),
        ("5 % glycerin, 1 tsp", "glycerin", 1, "teaspoon", 0.05),
    ],
)
def test_which_of_several_amounts_counts(line, id, value, unit, share):
    (read,) = read_recipe_text(line)
    assert (read.ingredient.id, read.amount.value, read.amount.unit) == (id, value, unit)
    assert read.share == share


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("Water 120 %", "More than 100 % cannot be"),
        ("Water - as needed", "How much of it?"),
        ("water to taste", "How much of it?"),
        ("1 dropper of vitamin E", "How much one holds"),
        ("5 g of what was left in the small blue jar from my aunt", "no ingredient"),
    ],
)
def test_what_is_not_understood_is_told(line, note):
    (read,) = read_recipe_text(line)
    assert (read.status, read.counts) == ("not_understood", False)
    assert note in read.note


@pytest.mark.parametrize(
    "line", ["spray bottle", "30 ml bottle", "Price: $5", "2 % gel", "https://a.example"]
)
def test_tools_prices_and_titles_are_set_aside(line):
    _, aside = read_recipe_text(f"5 g glycerin\n{line}")
    assert (aside.status, aside.counts) == ("set_aside", False)
    assert aside.note


@pytest.mark.parametrize(
    "table",
    [
        "Water\n80 g\nWonderstuff\n5 g\nGlycerin\n15 g",
        "80 g\nWater\n5 g\nWonderstuff\n15 g\nGlycerin",
        "Phase Ingredient g\nA Water 80\nA Wonderstuff 5\nB Glycerin 15",
        "Phase | Ingredient | g\nA | Water | 80\nA | Wonderstuff | 5\nB | Glycerin | 15",
        "Ingredient;g\nWater;80\nWonderstuff;5\nGlycerin;15",
    ],
)
def test_a_table_that_came_apart_holds_what_is_not_known_too(table):
    lines = [line for line in read_recipe_text(table) if line.counts]
    assert [line.amount.value for line in lines] == [80, 5, 15]
    assert [line.ingredient.name for line in lines] == ["Water", "Wonderstuff", "Glycerin"]


def test_a_recipe_may_have_so_many_lines_and_no_more():
    assert len(read_recipe_text("5 g water\n" * MOST_LINES)) == MOST_LINES
    with pytest.raises(InputErrors) as caught:
        read_recipe_text("5 g water\n" * (MOST_LINES + 1), field="text")
    (error,) = caught.value.errors
    assert (error.field, error.given) == ("text", f"{MOST_LINES + 1} lines")
    with pytest.raises(InputErrors) as caught:
        read_recipe_text("x" * (MOST_CHARACTERS + 1))
    assert caught.value.errors[0].given == f"{MOST_CHARACTERS + 1:,} characters"


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe["title"] for recipe in RECIPES])
def test_what_does_not_count_says_why(recipe):
    for line in read_recipe_text(recipe["text"]):
        assert line.note or line.status == "used" or not any(map(str.isalnum, line.text)), line
        assert line.status != "not_understood" or not line.counts
        assert line.ingredient or line.status in ("set_aside", "not_understood")


@pytest.mark.parametrize(
    "recipe",
    [
        "Ingredient | Amount (g) | %\nWater | 85 g | 85 %\nVitamin C | 15 g | 15 %",
        "Water 170 g 85%\nvitamin C 30 g 15%",
        "Water 42.5 g (85%)\nvitamin C 7.5 g (15%)",
        "vitamin C 15 % 15 g\nwater to 100 g",
        "vitamin C 15 g 15 %\nwater 85 g",
        "Total 200 g 100%\nvitamin C 30 g 15%\nwater 170 g 85%",
        "water 85 ml 85%, vitamin C 15 g 15%",
        "water 99.67 g 99.7 %\nvitamin C 0.33 g 0.3 %",
    ],
)
def test_a_percentage_beside_a_mass_may_be_its_share_of_the_whole(recipe):
    counted = [line for line in read_recipe_text(recipe) if line.counts]
    assert {line.ingredient.id for line in counted} == {"water", "l_ascorbic_acid"}
    assert all(line.amount.unit in ("g", "mL") for line in counted)
    assert [line.share for line in counted] == [None, None], "no solution of it"


@pytest.mark.parametrize(
    ("recipe", "share"),
    [
        ("Water 90 g\nlactic acid 5 g 80 %\nurea 5 g", 0.8),
        ("water 91 g\nlactic acid 80 % 8 g\nsodium hydroxide 10 % 1 g", 0.8),
        ("2 g lactic acid 90 %", 0.9),
        ("water 85 g 85 %\nlactic acid 15 g 80 %", 0.8),
        ("water 95 g 95 %\n5 g lactic acid (80 % solution)", 0.8),
        ("lactic acid (10 % solution) 2 g\nwater 18 g", 0.1),
        ("lactic acid 10 % 2 g\nwater 20 g", 0.1),
    ],
)
def test_a_percentage_that_does_not_fit_the_whole_is_a_strength(recipe, share):
    (acid,) = (line for line in read_recipe_text(recipe) if line.ingredient.id == "lactic_acid")
    assert acid.share == share


@pytest.mark.parametrize(
    ("line", "ids", "value"),
    [
        ("one of the following: glycerin, honey or urea 5 g", ["glycerin", "mel", "urea"], 5),
        ("5 g glycerin (or honey)", ["glycerin", "mel"], 5),
        ("5 g lactic or citric acid", ["lactic_acid", "citric_acid"], 5),
        ("5 g glycerin or whatever is at hand", ["glycerin"], 5),
    ],
)
def test_of_alternatives_the_first_counts_and_each_can_be_chosen(line, ids, value):
    (read,) = read_recipe_text(line)
    assert (read.ingredient.id, read.amount.value, read.status) == (ids[0], value, "assumed")
    chosen = [read_recipe_text(reading)[0] for reading in read.readings]
    assert {one.ingredient.id for one in chosen if one.ingredient.is_known} >= {*ids}
    assert {one.amount.value for one in chosen} == {value}


PAGE = """\
Vitamin C serum => A heading.
Author: Robin => About the recipe.
For 100 g => A heading.
Ingredient | g => The head of a table.
85 water => water
5 g glycerin => glycerin
10 g vitamin C => l_ascorbic_acid
https://example.org/serum => A link.
$5 in the shop => A price.
glass bottle => What it is made with.
pH 3.2 is right => About the pH; not an ingredient.
Thank you! => A remark.
You can leave it out when it is hot => A remark.
A => A heading.
Method => A heading: what follows is how it is made.
Pour all of it in. => How it is made.
Keep it => How it is made.
5 g urea => urea
3 g honey => mel"""


def test_each_line_of_a_page_is_told_what_it_is_taken_for():
    """Below the making an ingredient may come again; then lines are ingredients as before."""
    pairs = [line.split(" => ") for line in PAGE.splitlines()]
    lines = read_recipe_text("\n".join(text for text, _ in pairs))
    assert [line.text for line in lines] == [text for text, _ in pairs]
    told = [line.note if line.status == "set_aside" else line.ingredient.id for line in lines]
    assert told == [wanted for _, wanted in pairs]


@pytest.mark.parametrize(
    ("line", "readings"),
    [
        ("wonderstuff 20 g + 5 g", ("25 g wonderstuff", "20 g wonderstuff")),
        ("20 g + 5 g wonderstuff", ("25 g wonderstuff", "20 g wonderstuff")),
        ("wonderstuff - 20 g + 5 g", ("25 g wonderstuff", "20 g wonderstuff")),
        ("3 x 5 g water", ("15 g Water", "5 g Water")),
    ],
)
def test_several_amounts_offer_all_of_it_and_one_of_them(line, readings):
    (read,) = read_recipe_text(line)
    assert (read.status, read.readings) == ("not_understood", readings)


def test_a_number_that_ran_into_its_name_is_parted():
    (read,) = read_recipe_text("Polysorbate 806-12%")
    assert (read.ingredient.id, read.amount.low, read.amount.high) == ("polysorbate_80", 6, 12)


@pytest.mark.parametrize(
    "line",
    [
        "5  g   glycerin",
        "5  g  glycerin,  honey",
        "5  g  wonderstuff",
        "5  g",
        "Phase  A",
        "so  much  of  it",
        "20  g +  5  g  glycerin",
        "3  x  5  g  glycerin",
        "glycerin,  11/2  tsp",
        "vitamin  C  derivative  5  g",
        "TEA  1  g",
        "5  g  vitamin C  (in  20  g  water)",
        "glycerin  200  %",
        "water  80  g  with  5  g  of  something",
        "Mix  5  g  of  it  well,  then  stir.",
        "5  g  glycerin  or  honey",
        "lactic acid  (80 %)  5  g",
        "2  vitamin C  capsules",
    ],
)
def test_a_line_is_shown_with_one_space_between_its_words(line: str) -> None:
    first, shown = read_recipe_text(f"5 g urea\n{line}")
    assert first.text == "5 g urea"
    assert shown.text == " ".join(line.split())
    assert shown.place == (9, 9 + len(line))


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("5 g glycerin", ""),
        ("5 g glycerin (optional)", "Written as optional; it counts."),
        ("optional: 5 g glycerin", "Written as optional; it counts."),
        ("5 g glycerin or honey", "“Glycerin” counts; it says “or honey” too."),
        ("5 g glycrein", "Taken as Glycerin, spelled “glycerin”."),
        ("TEA 1 g", "Taken as Triethanolamine, which “TEA” in capitals stands for."),
        ("5 g ascorbic acid (sodium ascorbate)", "“sodium ascorbate” would be Sodium ascorbate."),
        ("glycerin (and) water 5 g", "Taken as Glycerin; it says Water too."),
        ("soda 1 g", "which of them?"),
        ("соды 1 г", "Taken as Baking soda (sodium bicarbonate); “соды” can be"),
        ("wonderstuff 5 g", "Not known here; its mass counts."),
        ("sodium sulfate 5 g", "Not known here. Sodium sulfite?"),
        ("Propylene glycol UPS 5 g", "what “UPS” says of it is not known here."),
        ("a few drops of glycerin", "“A few” is taken as 2 to 5."),
        ("2 to 5 drops of glycerin", "“A few” is taken as 2 to 5."),
        ("2 to 6 drops of glycerin", ""),
        ("lactic acid (80 %) 5 g", "80 % is taken as its strength."),
        ("5 g vitamin C for a 10 % serum", "The 10 % is what it shall make."),
        ("vitamin C derivative 5 g", "It says vitamin C: of which form is it?"),
        ("potassium ascorbate 5 g", "A form of vitamin C that is not known here."),
        ("glycerin 200 %", "More than 100 % cannot be."),
        ("2 vitamin C capsules", "How much one holds is not known: write it in g."),
        ("glycerin", "How much of it? Write for example 5 g."),
        ("some wonderstuff", "This names no ingredient with its amount."),
        ("5 g", "So much of what?"),
        ("glycerin, honey 5 g", "glycerin and honey share one amount here: give each a line with its own."),
        ("20 g + 5 g glycerin", "Several amounts stand here: how much is it in all?"),
        ("2 x 5 g glycerin", "Several amounts stand here: how much is it in all?"),
        ("80 g water with 5 g of something new", "Several amounts in running text"),
        ("glycerin 5", "The amount needs a unit."),
        ("glycerin 11/2 tsp", "This can be read in two ways. Write 1 1/2 or 5.5."),
        ("Add 2 g glycerin.", "Glycerin has an amount here and no line of its own"),
        ("Add 2 g glycerin and 3 g honey.", "Glycerin and Honey have amounts here and no lines of their own"),
        ("Adjust with lye.", "Lye (sodium hydroxide) has no amount here and is not counted"),
        ("Stir it well.", "How it is made."),
    ],
)
def test_a_note_says_what_was_taken_and_what_is_missing(line: str, note: str) -> None:
    _, read = read_recipe_text(f"80 g water\n{line}")
    assert note in read.note
    assert bool(read.note) == bool(note)
