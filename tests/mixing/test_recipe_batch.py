"""Recipes as people write them, to a batch: every line right or asked about, none misread."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.chemistry.density import volumes_per_gram
from calc.chemistry.formula import Formula, Line
from calc.errors import InputErrors
from calc.mixing.line_masses import Measures
from calc.mixing.recipe_batch import batch_of_recipe, lines_of_formula, offered_rest
from calc.mixing.request import MixRequest, assess_request, parse_request
from calc.parsing.ingredient_names import says_diluted, says_powder
from calc.parsing.recipe_text import read_recipe_text

RECIPES = json.loads((Path(__file__).parents[1] / "reference" / "recipes.json").read_text(encoding="utf-8"))


def test_the_recipes_are_many_and_of_many_languages():
    assert len(RECIPES) >= 60
    assert sum(recipe["language"] != "en" for recipe in RECIPES) >= 20


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe["title"] for recipe in RECIPES])
def test_every_line_is_right_or_asked_about(recipe):
    batch, lines = batch_of_recipe(read_recipe_text(recipe["text"]))
    assert [line.status for line in lines] == [expected["status"] for expected in recipe["lines"]]
    for line, expected in zip(lines, recipe["lines"], strict=True):
        ingredient = "other" if line.kind == "other" else line.ingredient
        if "ingredient" in expected:
            assert ingredient == expected["ingredient"], line.text
        else:
            assert line.mass is None, line.text
        for unit, whole in (("grams", 1.0), ("percent", batch.formula.total_mass_g / 100)):
            if unit in expected:
                low, high = expected[unit]
                assert line.mass is not None, line.text
                assert 0.99 * low <= line.mass.median / whole <= 1.01 * high, line.text


def test_a_solution_in_brackets_is_no_salt_and_no_pure_lye():
    lines = read_recipe_text(
        "Sodium Hydroxide (10% sol.) q.s. to pH 6.5\nSodium Hydroxide (10% sol.) 2 g\nwater 20 g"
    )
    assert [line.ingredient.id for line in lines] == ["sodium_hydroxide", "sodium_hydroxide", "water"]
    assert (lines[0].status, lines[1].share) == ("not_understood", 0.1)


def test_a_line_that_is_in_no_figure_is_told_as_a_finding():
    def cautions(recipe: str) -> dict[str, str]:
        report = assess_request(parse_request(MixRequest(way="made", recipe=recipe)))[1]
        return {finding.code: finding.message for finding in report.findings}

    whole = "15 g vitamin C\n85 g water\nStir until it is clear."
    assert "MIX-024" not in cautions(whole)
    assert "“11/2 tsp glycerin”" in cautions(f"{whole}\n11/2 tsp glycerin")["MIX-024"]


@pytest.mark.parametrize(
    ("line", "share", "status"),
    [
        ("lactic acid (88 %) 1 g", 0.88, "assumed"),
        ("1 g lactic acid (88%)", 0.88, "assumed"),
        ("lactic acid (40 %) 1 g", 0.4, "assumed"),
        ("lactic acid (39 %) 1 g", 0.8, "assumed"),  # its share of the whole: sold at 80 %
        ("lactic acid (2%) 1 g", 0.8, "assumed"),
        ("lactic acid 88 % 1 g", 0.88, "used"),
        ("lye (10 %) 1 g", 0.1, "assumed"),
        ("lye (5 %) 1 g", 0.05, "assumed"),
        ("lye (4.9 %) 1 g", None, "used"),
        ("vitamin C (20 %) 1 g", None, "used"),
    ],
)
def test_a_percentage_in_brackets_is_a_strength_or_a_share(line, share, status):
    batch, lines = batch_of_recipe(read_recipe_text(f"{line}\nwater 20 g"))
    assert (lines[0].mass.median, lines[0].status) == (1, status)
    assert batch.formula.lines[0].purity == share
    assert batch.formula.lines[0].water_content == pytest.approx(0 if share is None else 1 - share)


def test_a_strength_that_was_assumed_can_be_confirmed():
    (line, _) = read_recipe_text("lactic acid (88 %) 1 g\nwater 20 g")
    assert line.note == "88 % is taken as its strength."
    assert line.readings == ("lactic acid 88 % 1 g",)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("water up to 30 mL\nvitamin C 5 g\nglycerin 40 g", "The rest is more than the whole already."),
        ("water to 45 g\nvitamin C 5 g\nglycerin 40 g", "The rest is more than the whole already."),
        ("water to 100 %\nvitamin C 5 %\nglycerin 95 %", "The rest is more than the whole already."),
        ("water q.s.\nvitamin C 5 g\nglycerin 40 g", "Up to how much is not said."),
        ("water to 0 g\nvitamin C 5 g\nglycerin 40 g", "Up to how much is not said."),
        ("water 100 %\nvitamin C 5 g\nglycerin 40 g", "This leaves no room beside what is given by mass."),
        ("water 1000 kg\nvitamin C 5 g\nglycerin 40 g", "So much is not mixed here."),
        ("water to 1000 kg\nvitamin C 5 g\nglycerin 40 g", "So much is not mixed here."),
        ("water 1 scoop\nvitamin C 5 g\nglycerin 40 g", "What one level scoop holds is needed;"),
    ],
)
def test_what_has_no_room_is_told_and_the_others_count(text, note):
    batch, (water, acid, glycerin) = batch_of_recipe(read_recipe_text(text))
    assert (water.status, water.mass, water.ingredient) == ("not_understood", None, "water")
    assert water.note.startswith(note)
    assert (acid.status, glycerin.status) == ("used", "used")
    assert acid.mass.median == pytest.approx(5)
    assert batch.formula.total_mass_g == pytest.approx(acid.mass.median + glycerin.mass.median)


@pytest.mark.parametrize(
    ("line", "measures", "grams"),
    [
        ("vitamin C 2 scoops", Measures(scoop_g=0.25), (0.4, 0.5, 0.6)),
        ("water 2 scoops", Measures(scoop_mL=1.0), None),
        ("vitamin C 2 ml", Measures(bulk_density=0.9), None),
        ("vitamin C 2 parts", Measures(), "Parts: by mass or by volume? Write grams, or %."),
        ("glycerin 2 pumps", Measures(), "What one stroke of the pump gives is needed; or give it in g."),
    ],
)
def test_what_a_measure_holds_is_taken_or_asked_for(line, measures, grams):
    _, (first, _) = batch_of_recipe(read_recipe_text(f"{line}\nwater 50 g"), measures=measures)
    if isinstance(grams, str):
        assert (first.status, first.mass, first.note) == ("not_understood", None, grams)
        return
    # Water has 1 g/mL; a powder that somebody weighed by the spoon has what they say.
    middle = {"water 2 scoops": 2 * 0.998, "vitamin C 2 ml": 1.8, "vitamin C 2 scoops": 0.5}[line]
    assert first.mass.median == pytest.approx(middle, rel=0.01)
    assert first.mass.low < middle < first.mass.high
    if grams:
        assert (first.mass.low, first.mass.median, first.mass.high) == pytest.approx(grams, rel=0.02)


@pytest.mark.parametrize(
    ("name", "is_told"), [("Optiphen", False), ("Germaben II", False), ("Germall Plus powder", True)]
)
def test_a_mixture_of_which_most_is_a_liquid_is_poured(name, is_told):
    # Of a liquid a mL weighs from 0.84 to 1.27 g, a powder lies looser: from a fifth of a gram on.
    _, (mixture, _) = batch_of_recipe(read_recipe_text(f"{name} 1 ml\nwater 50 g"))
    assert mixture.name
    assert (mixture.mass.low < 0.8) is is_told


@pytest.mark.parametrize(("name", "percent"), [("lactic acid", "80"), ("hydrogen peroxide", "3")])
def test_what_is_sold_as_a_solution_is_taken_as_that_and_told(name, percent):
    _, (acid, _) = batch_of_recipe(read_recipe_text(f"{name} 5 g\nwater 50 g"))
    assert (acid.status, acid.note) == ("assumed", f"Taken as the {percent} % solution that is sold.")


def test_a_line_as_it_stands_in_JSON():
    _, (acid, other, nothing) = batch_of_recipe(read_recipe_text("vitamin C 5 g\nhemp dust 1 g\n??? 3 g"))
    assert acid.as_dict() == {
        "text": "vitamin C 5 g",
        "status": "used",
        "ingredient": "l_ascorbic_acid",
        "kind": "known",
        "name": "L-ascorbic acid",
        "mass_g": {"median": 5.0, "low": 5.0, "high": 5.0},
        "note": acid.note,
        "readings": list(acid.readings),
    }
    assert (other.as_dict()["ingredient"], other.as_dict()["kind"]) == (None, "other")
    assert other.as_dict()["mass_g"] is None or other.as_dict()["mass_g"]["median"] == pytest.approx(1.0)
    assert (nothing.as_dict()["ingredient"], nothing.as_dict()["kind"]) == (None, None)
    assert nothing.as_dict()["mass_g"] is None


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("water to 45.1 g\nvitamin C 5 g\nglycerin 40 g", 0.1),
        ("water to 100 %\nvitamin C 5 %\nglycerin 94.9 %", 0.1),
        ("water 99 %\nvitamin C 1 g", 99),
    ],
)
def test_what_has_just_room_counts(text, filled):
    _, (water, *_) = batch_of_recipe(read_recipe_text(text))
    assert (water.status, water.mass.median) == ("used", pytest.approx(filled))


def test_only_the_first_of_two_that_fill_up_does():
    _, lines = batch_of_recipe(read_recipe_text("vitamin C 5 g\nwater to 100 g\nglycerin to 100 g"))
    assert [line.mass and line.mass.median for line in lines] == [5, 95, None]
    assert lines[2].note.startswith("Only one line can fill up the rest.")


@pytest.mark.parametrize(
    ("text", "given", "accepted", "readings"),
    [
        ("", "", "no ingredient with its amount was found in it.", ()),
        ("Stir well.", "", "no ingredient with its amount was found in it.", ()),
        ("water 0 g", "", "no ingredient with its amount was found in it.", ()),
        ("water", "water", "how much of it?", ()),
        ("5 drops vitamin C", "5 drops vitamin C", "a powder is not counted in drops.", ()),
        (
            "11/2 tsp water",
            "11/2 tsp water",
            "this can be read in two ways.",
            ("1 1/2 tsp water", "5.5 tsp water"),
        ),
    ],
)
def test_only_a_recipe_of_which_nothing_counts_is_refused(text, given, accepted, readings):
    with pytest.raises(InputErrors) as caught:
        batch_of_recipe(read_recipe_text(text))
    (error,) = caught.value.errors
    assert (error.field, error.given, error.accepted, error.readings) == ("recipe", given, accepted, readings)
    assert error.fix


def test_shares_that_leave_no_room_together_are_no_single_line():
    with pytest.raises(InputErrors, match="130 %”: the shares leave no room"):
        batch_of_recipe(read_recipe_text("vitamin C 5 g\nwater 80 %\nglycerin 50 %"))


# --- recipes in any style and language ------------------------------------------------------------

NAMED = (
    "water l_ascorbic_acid glycerin propanediol ferulic_acid tocopherol niacinamide panthenol "
    "sodium_bicarbonate citric_acid squalane xanthan_gum sodium_hyaluronate phenoxyethanol propylene_glycol"
).split()
BASE = "500 g jojoba oil"  # so that something counts where nothing else does
MEASURED = ("g", "mg", "kg", "oz", "mL", "L", "fl_oz", "teaspoon", "tablespoon", "cup", "drop")
NUMBERS = {
    0.5: ("0.5", "0,5", ".5", "1/2", "½", "0.50"),
    1.0: ("1", "1.0", "1,0", "１"),
    1.5: ("1.5", "1,5", "1 1/2", "1½", "1-1/2", "3/2"),
    2.25: ("2.25", "2,25", "2 1/4", "2¼"),
    20.0: ("20", "20.0", "２０"),
    1200.0: ("1200", "1 200"),
}
BULLETS = (
    "",
    "- ",
    "-",
    "* ",
    "• ",
    "•",
    "☐ ",
    "✔ ",
    "[ ] ",
    "> ",
    "– ",
    "1. ",
    "2) ",
    "a) ",
    "🌿 ",
    "**",
    "\t",
)
STYLES = (
    "{number} {unit} {name}",
    "{number}{unit} {name}",
    "{number} {unit} of {name}",
    "{name} {number} {unit}",
    "{name} {number}{unit}",
    "{name}: {number} {unit}",
    "{name} — {number} {unit}",
    "{name} - {number} {unit}",
    "{name} ({number} {unit})",
    "{name} ........ {number} {unit}",
    "{name}\t{number} {unit}",
    "{name}     {number} {unit}",
    "| {name} | {number} {unit} |",
    "{number} {unit}\t{name}",
)


def names_of(id: str) -> list[str]:
    """Return the names of an ingredient in all languages that do not say that it is a powder or a gel."""
    record = catalog.ingredients()[id]
    names = (record.name, record.inci, *record.aliases)
    return [name for name in names if not (says_powder(name) or says_diluted(name))]


def words_of(unit: str) -> list[str]:
    """Return every word for a unit in all languages that does not say that something is liquid."""
    unit_words = recipe_words().units[unit]
    every = (*unit_words.words, *unit_words.exact)
    return [word.removesuffix("*") for word in every if not says_diluted(word)]


@st.composite
def printed_lines(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return an ingredient, a line that says how much of it in some style, and one in the plainest."""
    id, unit = draw(st.sampled_from(NAMED)), draw(st.sampled_from(MEASURED))
    number = draw(st.sampled_from(sorted(NUMBERS)))
    style = draw(st.sampled_from(BULLETS)) + draw(st.sampled_from(STYLES))
    printed = style.format(
        name=draw(st.sampled_from(names_of(id))),
        unit=draw(st.sampled_from(words_of(unit))),
        number=draw(st.sampled_from(NUMBERS[number])),
    )
    return id, printed, f"{number:g} {recipe_words().units[unit].words[0]} {catalog.ingredients()[id].name}"


def masses(text: str) -> list[tuple[str, float, float, float]]:
    """Return what counts in a recipe with its mass and ends, in a fixed order."""
    _, lines = batch_of_recipe(read_recipe_text(text))
    counted = [line for line in lines if line.mass]
    return sorted((line.ingredient, line.mass.median, line.mass.low, line.mass.high) for line in counted)


@given(st.lists(printed_lines(), min_size=1, max_size=6))
@settings(max_examples=60)  # two hundred lines: each unit and style a dozen times
def test_any_style_and_language_says_the_same(lines):
    plain = "\n".join([*(line for _, _, line in lines), BASE])
    printed = "\n".join([*(line for _, line, _ in lines), BASE])
    assert masses(printed) == masses(plain)


@given(st.data(), st.lists(printed_lines(), min_size=1, max_size=6))
@settings(max_examples=50)  # names and styles have had their turn above; what is left is the order
def test_the_order_bullets_and_white_space_change_nothing(data, lines):
    rows = [BASE, *(plain for _, _, plain in lines)]
    shuffled = data.draw(st.permutations(rows))
    spaces = st.sampled_from(["", " ", "   ", "\u00a0", "\t"])
    ends = st.sampled_from(["\n", "\r\n", "\n\n", " \n \n"])
    bullet = data.draw(st.sampled_from(BULLETS))
    text = "".join(
        f"{data.draw(spaces)}{bullet}{row}{data.draw(spaces)}{data.draw(ends)}" for row in shuffled
    )
    assert masses(text) == masses("\n".join(rows))


TOKENS = st.sampled_from(
    "5 0 1/2 11/2 1,234 1e9 -3 99999999999 g mL % tsp drop scoop oz to ad q.s. water glycerin or and ( ) , "
    ": | vitamin C lactic acid (80%) hyaluronic gel lye pH about few Phase A Total Mix. \n \n \n \t № 小さじ "
    "水 油 ½".split(" ")
)


@given(st.one_of(st.text(max_size=200), st.lists(TOKENS, max_size=40).map(" ".join)))
@settings(max_examples=200)  # half of signs, half of the words that recipes are made of; some seconds
def test_no_text_raises_anything_but_that_nothing_counts(text):
    lines = read_recipe_text(text)
    try:
        batch, weighed = batch_of_recipe(lines)
    except InputErrors as errors:
        (error,) = errors.errors
        assert (error.field, bool(error.accepted and error.fix)) == ("recipe", True)
        return
    assert len(weighed) == len(lines)
    assert batch.formula.total_mass_g > 0
    for line in weighed:
        assert line.mass is None or 0 <= line.mass.low <= line.mass.median <= line.mass.high < math.inf
        assert line.note or line.status != "not_understood"


@pytest.mark.parametrize(
    ("recipe", "note"),
    [
        (
            "water 80.5 %\nvitamin C 15 %\nglycerin 4 %",
            "The percentages add up to 99.5 %. With 81 % of water instead of 80.5 % they reach 100 %.",
        ),
        (
            "water 82 %\nvitamin C 15 %\nglycerin 4 %",
            "The percentages add up to 101 %. With 81 % of water instead of 82 % they reach 100 %.",
        ),
    ],
)
def test_the_water_that_reaches_the_whole_is_told(recipe, note):
    assert offered_rest(read_recipe_text(recipe)).note == note


@pytest.mark.parametrize(
    ("recipe", "offered"),
    [
        ("vitamin C 15 %\nglycerin 5 %", True),
        ("vitamin C 15 %\nwater 60 %", True),
        ("vitamin C 15 %\nwater 95 %", True),
        ("vitamin C 15 %\nwater 84.6 %", False),
        ("vitamin C 15 %\nwater 84.4 %", True),
        ("vitamin C 15 %\nwater to 100 %", False),
        ("vitamin C 60 %\nglycerin 50 %", False),
        ("vitamin C 60 %\nglycerin 50 %\nwater 5 %", False),
        ("vitamin C 25 %\nglycerin 100 %\nwater 25 %", False),  # no water at all would be left
        ("vitamin C 25 %\nglycerin 75 %\nwater 25 %", False),
        ("vitamin C 15 g\nwater 60 %", False),
        ("vitamin C 15 %\nwater 40 %\nwater 20 %", False),
        ("hello", False),
    ],
)
def test_water_to_100_percent_is_offered_where_it_reaches_the_whole(recipe: str, offered: bool) -> None:
    lines = read_recipe_text(recipe)
    rest = offered_rest(lines)
    assert (rest is not None) == offered
    if rest:
        text = rest.replaced_by(rest.readings[0], recipe, recipe)
        batch, _ = batch_of_recipe(read_recipe_text(text))
        assert batch.formula.total_mass_g == pytest.approx(100)
        assert offered_rest(read_recipe_text(text)) is None


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("5 g glycerin (4 mL)", ""),
        ("5 g (15 % w/v) glycerin", ""),
        ("5 g glycerin (20 mL)", "The two amounts differ: the other one would be 24 to 26 g."),
        ("5 g (20 oz) glycerin", "The two amounts differ: the other one would be 567 g."),
    ],
)
def test_a_second_amount_that_contradicts_the_first_is_told(line: str, note: str) -> None:
    _, (account, _) = batch_of_recipe(read_recipe_text(f"{line}\nwater 20 g"))
    assert account.note == note


def test_about_is_a_fifth_either_way() -> None:
    _, (account, _) = batch_of_recipe(read_recipe_text("about 5 g glycerin\nwater 20 g"))
    assert account.mass
    assert (account.mass.low, account.mass.median, account.mass.high) == (4.0, 5.0, 6.0)


def test_filled_up_to_a_volume_beside_a_share_by_mass() -> None:
    batch, _ = batch_of_recipe(read_recipe_text("15 g vitamin C\nglycerin 20 %\nwater to 100 mL"))
    masses = {line.ingredient: line.mass_g for line in batch.formula.lines}
    assert masses["l_ascorbic_acid"] == 15
    assert masses["glycerin"] == pytest.approx(0.2 * sum(masses.values()))
    volumes = volumes_per_gram(tuple(masses), np.array([*masses.values()]))
    assert float(volumes @ np.array([*masses.values()])) == pytest.approx(100, rel=1e-3)


TEASPOON = 4.92892159375


@pytest.mark.parametrize(
    ("line", "note"),
    [
        # What a volume of it weighs was measured.
        ("1 tsp sugar", ""),
        ("5 mL glycerin", ""),
        # Assumed: a poured liquid, an oil, a powder.
        ("5 mL pentylene glycol", "What a mL of it weighs is not known here: taken as 0.84 to 1.27 g."),
        ("5 mL tocopherol", "What a mL of it weighs is not known here: taken as 0.84 to 1 g."),
        ("1 tsp allantoin", "What a mL of it weighs is not known here: taken as 0.25 to 1.2 g."),
        ("1 tsp urea", "What a mL of it weighs is not known here: taken as 0.25 to 1.2 g."),
        ("1 tsp cetyl alcohol", "What a mL of it weighs is not known here: taken as 0.25 to 1.2 g."),
        ("5 g allantoin", ""),
    ],
)
def test_what_a_volume_weighs_is_told_where_it_is_assumed_as_it_is_taken(line: str, note: str) -> None:
    (account, _) = batch_of_recipe(read_recipe_text(f"{line}\nwater 90 g"))[1]
    assert account.note == note
    if note:
        volume = TEASPOON if "tsp" in line else 5.0
        low, high = (float(end) for end in note.removesuffix(" g.").split(" as ")[1].split(" to "))
        assert account.mass.low <= volume * low * 1.001 < volume * high * 0.999 <= account.mass.high


def test_a_spoon_of_sugar_weighs_what_was_measured():
    # USDA: 4.2 g a teaspoon; ± 20 % of the grain and 20 % of how the spoon is filled.
    (account, _) = batch_of_recipe(read_recipe_text("1 tsp sugar\nwater 90 g"))[1]
    assert account.mass.median == pytest.approx(4.2, rel=1e-3)
    assert account.mass.low == pytest.approx(0.682 * 0.8 * TEASPOON)
    assert account.mass.high == pytest.approx(1.022 * 1.2 * TEASPOON)


def test_a_note_of_the_volume_stands_before_the_note_of_the_gel():
    (account, _) = batch_of_recipe(read_recipe_text("hyaluronic acid 5 ml\nwater 95 g"))[1]
    assert (
        " g. More than 3 % of the powder is not dissolved: taken as Hyaluronic acid gel (1 %). "
        in account.note
    )
    assert account.readings == ("5 ml Hyaluronic acid gel (1 %)", "hyaluronic acid 5 ml (powder)")


def test_what_percentages_leave_open_is_in_the_batch_as_unknown() -> None:
    batch, lines = batch_of_recipe(read_recipe_text("vitamin C 15 %\nglycerin 5 %"))
    assert [line.mass.median for line in lines] == [15, 5]
    rest = batch.formula.lines[-1]
    assert (rest.ingredient, rest.mass_g, rest.mass_range_g) == ("other_unknown", pytest.approx(80), None)
    assert batch.formula.total_mass_g == pytest.approx(100)


@pytest.mark.parametrize(
    ("percent", "open_g"), [("84.4", 0.6), ("84.6", None), ("85", None), ("86", None), ("to 100", None)]
)
def test_half_a_per_cent_is_rounding(percent: str, open_g: float | None) -> None:
    water = f"water {percent}" if "to" in percent else f"water {percent} %"
    batch, _ = batch_of_recipe(read_recipe_text(f"vitamin C 15 %\n{water}"))
    unknown = [line.mass_g for line in batch.formula.lines if line.ingredient == "other_unknown"]
    assert unknown == ([] if open_g is None else [pytest.approx(open_g)])


def test_the_rest_that_nobody_named_is_told_in_percent() -> None:
    offered = offered_rest(read_recipe_text("vitamin C 15 %\nglycerin 5.5 %"))
    assert (offered.text, offered.status, offered.readings) == ("", "assumed", ("water to 100 %",))
    assert offered.note == ("The percentages add up to 20.5 %. What the other 79.5 % is was not said.")
    water = offered_rest(read_recipe_text("vitamin C 15 %\nwater 60 %"))
    assert (water.text, water.status, water.place) == ("water 60 %", "assumed", water.place)
    assert offered_rest(read_recipe_text("water 60 %\nvitamin C 15 %")).text == "water 60 %"


@pytest.mark.parametrize(
    ("line", "ingredient", "readings"),
    [
        # Above 3 % of the whole nobody dissolves the powder: then it is the gel of 1 %.
        ("hyaluronic acid 5 g", "sodium_hyaluronate_gel_1_percent", 2),
        ("hyaluronic acid 5-6 g", "sodium_hyaluronate_gel_1_percent", 1),
        ("hyaluronic acid 4 %", "sodium_hyaluronate_gel_1_percent", 2),
        ("hyaluronic acid 3.1 %", "sodium_hyaluronate_gel_1_percent", 2),
        ("hyaluronic acid 3 %", "sodium_hyaluronate", 0),
        ("hyaluronic acid 1 g", "sodium_hyaluronate", 0),
        ("hyaluronic acid 3.1 g", "sodium_hyaluronate_gel_1_percent", 2),
        ("hyaluronic acid powder 5 g", "sodium_hyaluronate", 0),
        ("xanthan gum 5 g", "xanthan_gum", 0),
    ],
)
def test_more_than_dissolves_of_a_powder_is_its_gel(line, ingredient, readings) -> None:
    rest = "water to 100 %" if "%" in line else "water to 100 g"
    batch, (account, _) = batch_of_recipe(read_recipe_text(f"{line}\n{rest}"))
    assert (account.ingredient, batch.formula.lines[0].ingredient) == (ingredient, ingredient)
    gel = "gel" in ingredient
    assert account.status == ("assumed" if gel else "used")
    assert account.note.startswith("More than 3 % of the powder is not dissolved: taken as ") is gel
    amount = line.removeprefix("hyaluronic acid ")
    assert account.readings == (f"{amount} Hyaluronic acid gel (1 %)", f"{line} (powder)")[2 - readings :]


def test_a_formula_calls_what_is_not_known_as_the_recipe_does() -> None:
    batch, lines = batch_of_recipe(
        read_recipe_text("vitamin C 5 g\nunicorn dust 1 g\nglycerine 4 g\nwater 90 g")
    )
    assert [line.name for line in batch.formula.lines] == ["", "unicorn dust", "", ""]
    assert [line.name for line in lines] == ["L-ascorbic acid", "unicorn dust", "Glycerin", "Water"]
    assert [line.kind for line in lines] == ["known", "other", "known", "known"]
    assert [row.called for row in batch.weigh] == ["", "unicorn dust", "", ""]
    # Of a formula that was worked out each line is used, under the same names.
    assert [(line.text, line.name, line.ingredient) for line in lines_of_formula(batch.formula)] == [
        ("l_ascorbic_acid", "L-ascorbic acid", "l_ascorbic_acid"),
        ("unicorn dust", "unicorn dust", batch.formula.lines[1].ingredient),
        ("glycerin", "Glycerin", "glycerin"),
        ("water", "Water", "water"),
    ]


def test_the_lines_of_a_formula_have_their_ends() -> None:
    formula = Formula(
        (
            Line("water", 80.0),
            Line("glycerin", 5.0, mass_plus_minus_g=0.1),
            Line("panthenol", 0.05, mass_plus_minus_g=0.1),
            Line("l_ascorbic_acid", 15.0, mass_range_g=(12.0, 18.0)),
        )
    )
    bands = [line.mass for line in lines_of_formula(formula)]
    assert [(band.low, band.median, band.high) for band in bands] == [
        (80.0, 80.0, 80.0),
        (4.9, 5.0, 5.1),
        (0.0, 0.05, pytest.approx(0.15)),
        (12.0, 15.0, 18.0),
    ]


@pytest.mark.parametrize(
    ("line", "purity", "water"),
    [
        # The purity that was said is that of the forms of vitamin C; a line that says its own has that.
        ("vitamin C 5 g", 0.9, 0.0),
        ("SAP 5 g", 0.9, 0.0),
        ("glycerin 5 g", None, 0.0),
        ("lactic acid 5 g", 0.8, 0.2),
        ("lactic acid 88 % 5 g", 0.88, 0.12),
        ("lactic acid 100 % 5 g", None, 0.0),
    ],
)
def test_a_line_of_the_formula_is_as_pure_as_it_says(line, purity, water) -> None:
    batch, _ = batch_of_recipe(read_recipe_text(f"{line}\nwater 90 g"), purity=0.9)
    first = batch.formula.lines[0]
    assert (first.purity, first.water_content) == (purity, pytest.approx(water))


def test_a_density_of_the_whole_is_that_of_the_batch() -> None:
    lines = read_recipe_text("vitamin C 15 g\nwater 90 g")
    assert batch_of_recipe(lines, density=1.05)[0].volume.median == pytest.approx(100)


@pytest.mark.parametrize(
    ("line", "status", "ingredient", "name", "kind"),
    [
        ("glycerin 5 g", "used", "glycerin", "Glycerin", "known"),
        ("glycerin 2 oz", "assumed", "glycerin", "Glycerin", "known"),
        ("glycerin", "not_understood", "glycerin", "Glycerin", "known"),
        ("glycerin 2 parts", "not_understood", "glycerin", "Glycerin", "known"),
        ("Stir well.", "set_aside", "", "", None),
    ],
)
def test_what_became_of_a_line_names_what_it_is_about(line, status, ingredient, name, kind) -> None:
    _, (_, account) = batch_of_recipe(read_recipe_text(f"water 90 g\n{line}"))
    assert (account.status, account.ingredient, account.name, account.kind) == (
        status,
        ingredient,
        name,
        kind,
    )
    assert account.as_dict()["name"] == (name or None)
    assert (account.text, account.place) == (line, account.place)


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("", "Write for example: ascorbic acid 5 g."),
        ("water", "Write for example 5 g."),
        ("5 drops vitamin C", "Give it in g, or the strength of a solution, such as 10 %."),
        ("water 2 parts", "Write grams, or %."),
    ],
)
def test_a_recipe_of_which_nothing_counts_says_what_would(text, fix) -> None:
    with pytest.raises(InputErrors) as caught:
        batch_of_recipe(read_recipe_text(text), field="others")
    (error,) = caught.value.errors
    assert (error.field, error.fix) == ("others", fix)
    assert error.accepted[0].islower()


def test_the_gel_is_heard_in_the_smallest_batch_too() -> None:
    # 0.5 g of 10 g is 5 %, more than dissolves.
    batch, _ = batch_of_recipe(read_recipe_text("hyaluronic acid 0.5 g\nwater 9.5 g"))
    assert batch.formula.lines[0].ingredient == "sodium_hyaluronate_gel_1_percent"


@pytest.mark.parametrize(
    ("line", "strength"),
    [
        # The solution is weighed: without its strength somebody would weigh the pure substance.
        ("NaOH 10 % 2 ml", 0.1),
        ("NaOH solution 10 % 2 g", 0.1),
        ("20 % L-ascorbic acid solution 10 g", 0.2),
        ("phosphoric acid 85 % 1 g", 0.85),
        ("retinol 1 % 2 g", 0.01),
        # Sold dissolved, and stated or not.
        ("lactic acid 1 g", 0.8),
        ("lactic acid 88 % 1 g", 0.88),
        # How pure a powder or a liquid is makes no solution of it.
        ("NaOH 97 % 1 g", 1.0),
        ("L-ascorbic acid 99 % 10 g", 1.0),
        ("glycerin 99.5 % 5 g", 1.0),
        ("glycerin 5 g", 1.0),
    ],
)
def test_a_row_says_how_strong_the_solution_is_that_is_weighed(line, strength) -> None:
    batch, _ = batch_of_recipe(read_recipe_text(f"water 50 g\n{line}"), field="recipe")
    (row,) = (row for row in batch.weigh if row.ingredient != "water")
    assert row.strength == pytest.approx(strength)


@pytest.mark.parametrize(
    ("line", "masses"),
    [
        ("retinol 1 % in squalane 2 g", {"retinol": 0.02, "squalane": 1.98}),
        ("5 g ferulic acid (10 % in propylene glycol)", {"ferulic_acid": 0.5, "propylene_glycol": 4.5}),
        ("Ferulasäure 10 % in Propylenglykol 5 g", {"ferulic_acid": 0.5, "propylene_glycol": 4.5}),
        ("阿魏酸10%溶于丙二醇 5g", {"ferulic_acid": 0.5, "propylene_glycol": 4.5}),
        # What thins an oil is not said, and is no water.
        ("tocopherol 70 % 1 g", {"tocopherol": 0.7, "": 0.3}),
        ("lye 10 % in water 1 g", {"sodium_hydroxide": 0.1, "water": 0.9}),
    ],
)
def test_what_a_solution_is_in_counts_as_what_it_is(line, masses) -> None:
    batch, _ = batch_of_recipe(read_recipe_text(f"glycerin 50 g\n{line}"), field="recipe")
    contents = {name: mass for name, mass in batch.formula.contents_g().items() if name != "glycerin"}
    assert contents == pytest.approx(masses)
