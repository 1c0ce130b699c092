"""What one line of a recipe comes to in grams, by whatever it was measured, and what is said of that."""

from __future__ import annotations

import pytest

from calc.mixing.line_masses import (
    NO_MEASURES,
    LinePart,
    Measures,
    holds_mL,
    most_line_g,
    part_of,
    stated_amount,
)
from calc.parsing.recipe_text import read_recipe_text

OUNCE, TEASPOON, FLUID_OUNCE = 28.349523125, 4.92892159375, 29.5735295625
#: What a mL weighs, least, usual and most [g]: any powder, any liquid, what is mostly water, any oil.
DROPS = "A powder is not counted in drops. Give it in g, or the strength of a solution, such as 10 %."
HOW_STRONG = "How strong is this solution? Write its strength beside the name, such as 10 %."
SOLID_OR_NOT = "Solid, or dissolved in water? Give it in g, or the strength of a solution, such as 10 %."
TOO_STRONG = "What a mL of so strong a solution weighs is not known here. Give it in g."
STRENGTH_OR_SHARE = "Is the percentage its strength, or its share of the whole? Give it in g."
POWDER, LIQUID, WATERY, OILY = (0.25, 0.6, 1.2), (0.84, 1.05, 1.27), (0.96, 1.0, 1.06), (0.84, 0.92, 1.0)


def one(line: str, measures: Measures = NO_MEASURES) -> LinePart:
    """Return what a line comes to."""
    (read,) = read_recipe_text(line)
    part = part_of(read, measures)
    assert isinstance(part, LinePart), part
    return part


def ends(line: str, measures: Measures = NO_MEASURES) -> tuple[float, float, float]:
    amount = one(line, measures).amount
    assert amount
    return amount.low_g, amount.mass_g, amount.high_g


@pytest.mark.parametrize(
    ("line", "measures", "grams"),
    [
        # Weighed: as good as a step of the scale; a range, which nobody weighed, is as good as it says.
        ("5 g glycerin", {}, (5, 5, 5)),
        ("5 g glycerin", {"scale_g": 0.1}, (4.9, 5, 5.1)),
        ("0.05 g glycerin", {"scale_g": 0.1}, (0, 0.05, 0.15)),
        ("5-6 g glycerin", {"scale_g": 0.1}, (5, 5.5, 6)),
        ("500 mg glycerin", {}, (0.5, 0.5, 0.5)),
        ("500 mcg retinol", {}, (5e-4, 5e-4, 5e-4)),
        ("2 kg water", {}, (2000, 2000, 2000)),
        ("1 lb citric acid", {}, (453.59237, 453.59237, 453.59237)),
        ("2 oz citric acid", {}, (2 * OUNCE, 2 * OUNCE, 2 * OUNCE)),
        # Of a liquid either ounce is meant: glycerin is heavier than water, squalane lighter; volume ± 3 %.
        ("2 oz glycerin", {}, (2 * OUNCE, 2 * OUNCE, 2 * FLUID_OUNCE * 1.2613 * 1.03)),
        ("2 oz squalane", {}, (2 * FLUID_OUNCE * 0.8115 * 0.97, 2 * OUNCE, 2 * OUNCE)),
        # By the scoop, ± 20 %, of what it holds by mass or by volume.
        ("2-3 scoops vitamin C", {"scoop_g": 0.25}, (2 * 0.2, 2.5 * 0.25, 3 * 0.3)),
        ("2 scoops allantoin", {"scoop_mL": 0.5}, POWDER),
        ("2-4 scoops allantoin", {"scoop_mL": 0.5}, (0.25, 0.9, 2.4)),
        # By volume: how a powder lies, what a liquid weighs ± 3 % of the volume.
        ("5 mL allantoin", {}, tuple(5 * one_mL for one_mL in POWDER)),
        ("2 tsp allantoin", {}, tuple(2 * TEASPOON * one_mL for one_mL in POWDER)),
        ("5 mL water", {}, (5 * 0.9982 * 0.97, 5 * 0.9982, 5 * 0.9982 * 1.03)),
        ("5-10 mL water", {}, (5 * 0.9982 * 0.97, 7.5 * 0.9982, 10 * 0.9982 * 1.03)),
        ("2 cups water", {}, (400 * 0.9982 * 0.97, 473.2 * 0.9982, 568 * 0.9982 * 1.03)),
        ("2 pinches xanthan gum", {}, (2 * 0.15 * 0.25, 2 * 0.31 * 0.6, 2 * 0.9 * 1.2)),
        ("1-3 pinches xanthan gum", {}, (0.15 * 0.25, 2 * 0.31 * 0.6, 3 * 0.9 * 1.2)),
        # What somebody says of how the vitamin lies, ± 20 %, is of the vitamin alone.
        ("2 mL vitamin C", {"bulk_density": 0.9}, (1.44, 1.8, 2.16)),
        ("2 mL allantoin", {"bulk_density": 0.9}, tuple(2 * one_mL for one_mL in POWDER)),
        # Drops of any dropper: 6 to 22 a mL.
        ("20 drops water", {}, (20 / 22 * 0.9982, 0.9982, 20 / 6 * 0.9982)),
        ("10-30 drops water", {}, (10 / 22 * 0.9982, 0.9982, 30 / 6 * 0.9982)),
        # “About” is a fifth either way, or as much as the range says.
        ("about 5 g glycerin", {}, (4, 5, 6)),
        ("about 5-6 g glycerin", {}, (4.4, 5.5, 6.6)),
        ("about 3-8 g glycerin", {}, (3, 5.5, 8)),
    ],
)
def test_any_measure_comes_to_grams_with_its_ends(line, measures, grams) -> None:
    assert ends(line, Measures(**measures)) == pytest.approx(grams, rel=5e-3, abs=1e-9)


def test_only_an_amount_from_the_scale_has_its_step() -> None:
    scale = Measures(scale_g=0.1)
    lines = ("5 g glycerin", "5-6 g glycerin", "5 mL glycerin", "about 5 g glycerin")
    assert [one(line, scale).amount.scale_g for line in lines] == [0.1, None, None, None]


@pytest.mark.parametrize(
    ("line", "share", "note"),
    [
        ("glycerin 5 %", 0.05, ""),
        ("glycerin 5-10 %", 0.075, ""),
        ("glycerin 15 % w/v", 0.15, "Taken as mass per mass."),
    ],
)
def test_a_percentage_is_a_share_of_the_whole(line, share, note) -> None:
    part = one(line)
    assert (part.amount, part.share, part.note) == (None, pytest.approx(share), note)
    assert stated_amount(part.line) == pytest.approx(share)


@pytest.mark.parametrize("line", ["water to 100 g", "water q.s."])
def test_what_fills_up_has_no_amount_of_its_own(line) -> None:
    part = one(line)
    assert (part.ingredient, part.amount, part.share) == ("water", None, None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("glycerin 2 parts", "Parts: by mass or by volume? Write grams, or %."),
        ("vitamin C 5 drops", DROPS),
        ("20 drops allantoin", DROPS),
        # Of a solution nobody can say what is in it without its strength.
        ("vitamin C solution 20 g", HOW_STRONG),
        ("L-ascorbic acid solution 10 ml", HOW_STRONG),
        ("niacinamide solution 5 %", HOW_STRONG),
        ("NaOH solution 1 g", HOW_STRONG),
        ("vitamin C stock 10 g", HOW_STRONG),
        ("ferulic acid stock 2 g", HOW_STRONG),
        ("クエン酸溶液 5ml", HOW_STRONG),
        ("Natronlauge 1 g", HOW_STRONG),
        ("Zitronensäure Lösung 5 g", HOW_STRONG),
        ("acide citrique solution 5 ml", HOW_STRONG),
        ("раствор лимонной кислоты 5 мл", HOW_STRONG),
        # A mL of lye or of a strong acid may be anything from a drop of it to a spoon of flakes.
        ("NaOH 0.5 ml", SOLID_OR_NOT),
        ("0.5 ml phosphoric acid", SOLID_OR_NOT),
        ("hydrochloric acid 1 ml", SOLID_OR_NOT),
        # In brackets it may be either.
        ("citric acid (50% w/w) 2 ml", STRENGTH_OR_SHARE),
        ("ascorbic acid 15 % w/v 30 ml", STRENGTH_OR_SHARE),
        # Measured to 30 and 20 %: what is stronger has another volume.
        ("phosphoric acid 85 % 1 ml", TOO_STRONG),
        ("NaOH 50 % 5 drops", TOO_STRONG),
        ("glycerin 2 scoops", "What one level scoop holds is needed; or weigh ten of them."),
        ("glycerin 2 pumps", "What one stroke of the pump gives is needed; or give it in g."),
        ("glycerin 101 kg", "So much is not mixed here. Check the number and its unit."),
    ],
)
def test_why_nobody_can_say_what_a_line_comes_to(line, why) -> None:
    (read,) = read_recipe_text(line)
    assert part_of(read, Measures()) == why
    assert stated_amount(read) is None


@pytest.mark.parametrize(
    ("line", "grams"),
    [
        # Densities of solutions in water at 20 °C (CRC Handbook; Perry), the volume ± 3 %.
        ("NaOH 10 % 2 ml", 2 * 1.1089),
        ("2 ml NaOH solution (10 %)", 2 * 1.1089),
        ("natronlauge 10 % 2 ml", 2 * 1.1089),
        ("KOH 10 % 1 ml", 1.0904),
        ("phosphoric acid 10 % 3 ml", 3 * 1.053),
        ("citric acid 30 % solution 10 ml", 11.244),
        ("HCl 10 % 1 ml", 1.0474),
        ("L-ascorbic acid 15 % solution 10 ml", 10.627),
        ("vitamin C 15 % 10 ml", 10.627),
        ("glycerin 50 % 10 ml", 11.26),
        ("lactic acid 10 % 10 ml", 10.215),
        # Of alcohol percentages are by volume: as much ethanol as its volume says.
        ("ethanol 70 % 10 ml", 7.89),
        # Dissolved in something else it is any liquid.
        ("0.5% ferulic acid 50 ml", 52.5),
        # Twenty drops are a mL of a usual dropper.
        ("NaOH 10 % 20 drops", 1.1089),
        ("citric acid 30 % 20 drops", 1.1244),
        # In grams it is weighed; a powder is purer than any solution.
        ("NaOH solution 10 % 2 g", 2.0),
        ("NaOH 97 % 2 g", 2.0),
        ("vitamin C powder 70 % 10 ml", 10 * POWDER[1] * 0.7 / 0.6),
        ("ascorbic acid 99 % 10 ml", 10 * POWDER[1] * 0.7 / 0.6),
    ],
)
def test_a_solution_is_measured_by_its_density(line, grams) -> None:
    low, middle, high = ends(line)
    assert middle == pytest.approx(grams, rel=0.02)
    assert low <= grams <= high


@pytest.mark.parametrize(
    "line",
    [
        # What is said of a mix is not what is weighed.
        "niacinamide 5 g in water",
        "niacinamide 5 g, stirred to a clear solution",
        "niacinamide 5 g (dissolve in a little solution)",
        "niacinamide powder for solution 5 g",
        "niacinamide 5 g for the solution",
    ],
)
def test_a_solution_that_is_made_is_no_solution_that_is_weighed(line) -> None:
    assert ends(line) == (5, 5, 5)


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("phosphoric acid 0.2 g", True),
        ("phosphoric acid 0.2 %", True),
        ("hydrochloric acid 1 g", True),
        ("phosphoric acid 85 % 0.2 g", False),
        ("NaOH 0.2 g", False),
        ("citric acid 0.2 g", False),
    ],
)
def test_what_is_only_sold_dissolved_is_told_to_be_taken_as_pure(line, is_told) -> None:
    assert ("Taken as pure." in one(line).note) is is_told


def test_the_largest_line_is_still_mixed() -> None:
    assert most_line_g() == 1e5
    assert ends("100 kg water") == (1e5, 1e5, 1e5)


def test_a_line_without_a_name_or_an_amount_comes_to_nothing() -> None:
    assert [stated_amount(line) for line in read_recipe_text("Stir well.\nwater")] == [None, None]
    assert stated_amount(read_recipe_text("5 g water")[0]).mass_g == 5


# --- which measures hold a powder -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "one_mL"),
    [
        # Weighed by the spoon somewhere, or a form of vitamin C: a powder, whatever the words say.
        ("10 mL SAP", None),
        ("10 mL ethyl ascorbic acid", POWDER),
        # Poured forms, solvents, oils, finished things, what is mostly water.
        ("10 mL THDA", (0.9365, 0.9365, 0.9365)),
        ("10 mL pentylene glycol", LIQUID),
        ("10 mL rose water", None),
        ("10 mL aloe vera juice", WATERY),
        ("10 mL my favourite oil", OILY),
        # Powders with a formula, thickeners, solids among the humectants.
        ("10 mL niacinamide", POWDER),
        ("10 mL ferulic acid", POWDER),
        ("10 mL kaolin", POWDER),
        ("10 mL sorbitol", POWDER),
        ("1 pinch sodium hyaluronate", POWDER),
        ("10 mL silica", POWDER),
        ("10 mL cetyl alcohol", POWDER),
        # The juice of aloe dried is no juice.
        ("10 mL aloe vera powder", POWDER),
        # Humectants and emulsifiers are poured, unless the line says that it is a powder.
        ("10 mL panthenol", LIQUID),
        ("10 mL panthenol powder", POWDER),
        ("10 mL polysorbate 20", LIQUID),
        # Nobody measures an extract that is a powder in millilitres; by the pinch one may.
        ("10 mL green tea extract", LIQUID),
        ("10 mL green tea extract powder", POWDER),
        ("1 tsp green tea extract", LIQUID),
        ("1 pinch green tea extract", POWDER),
        # Mixtures are poured where most of them is a liquid.
        ("10 mL Optiphen", LIQUID),
        ("1 pinch Optiphen", LIQUID),
        ("1 pinch Symdiol 68", LIQUID),
        ("1 pinch Germall Plus powder", POWDER),
        ("10 mL Olivem 1000", OILY),
        ("1 pinch Olivem 1000", POWDER),
        # What is not known here: as its line says.
        ("10 mL moon dust", LIQUID),
        ("10 mL moon dust powder", POWDER),
    ],
)
def test_a_measure_holds_a_powder_or_a_liquid_by_what_it_is(line, one_mL) -> None:
    low, middle, high = ends(line)
    volumes = (0.15, 0.31, 0.9) if "pinch" in line else (TEASPOON,) * 3 if "tsp" in line else (10.0,) * 3
    if one_mL is None:
        return
    expected = tuple(volume * grams for volume, grams in zip(volumes, one_mL))
    assert (low, middle, high) == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(
    ("unit", "holds"),
    [
        ("teaspoon", (TEASPOON,) * 3),
        ("cL", (10.0,) * 3),
        ("cup", (236.6, 200.0, 284.0)),
        ("pinch", (0.31, 0.15, 0.9)),
        ("g", None),
        ("percent", None),
        ("w_v", None),
        ("drop", None),
        ("scoop", None),
        ("part", None),
        ("firkin", None),
    ],
)
def test_what_a_measure_of_volume_holds(unit, holds) -> None:
    assert holds_mL(unit) == (None if holds is None else pytest.approx(holds))


# --- what is said of a line -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("2 oz glycerin", "Ounces by weight, or fluid ounces: the band holds both."),
        # 500 mL × 1.2613 g/mL, ± 3 %.
        (
            "2 oz glycerin (500 mL)",
            "Ounces by weight, or fluid ounces: the band holds both. "
            "The two amounts differ: the other one would be 612 to 650 g.",
        ),
        ("2 oz citric acid", ""),
        ("2 oz vitamin C", ""),
        ("2 cups water", "A cup is no exact measure: taken as 400 to 568 mL."),
        ("2-3 cups water", "A cup is no exact measure: taken as 500 to 710 mL."),
        ("2 tsp water", ""),
        ("20 drops water", ""),
        ("lactic acid 5 g", "Taken as the 80 % solution that is sold."),
        ("lactic acid 88 % 5 g", ""),
        # A second amount that is far off; percentages beside grams are no second amount.
        ("5 g glycerin (4 mL)", ""),
        ("5 g glycerin (15 %)", ""),
        ("5 g glycerin (20 mL)", "The two amounts differ: the other one would be 24 to 26 g."),
        ("5 g glycerin (1 mL)", "The two amounts differ: the other one would be 1.2 to 1.3 g."),
        ("5 g glycerin (20 oz)", "The two amounts differ: the other one would be 567 g."),
        ("5 g glycerin (5.5 g)", ""),
        ("5 g glycerin (5.6 g)", "The two amounts differ: the other one would be 5.6 g."),
        ("5 g glycerin (4.6 g)", ""),
        ("5 g glycerin (4.5 g)", "The two amounts differ: the other one would be 4.5 g."),
    ],
)
def test_what_is_told_of_the_amount_of_a_line(line, note) -> None:
    assert one(line).note == note


def test_either_ounce_can_be_chosen_for_a_liquid() -> None:
    assert one("2 oz glycerin").line.readings == ("56.7 g glycerin", "2 fl oz glycerin")
    assert one("2 oz citric acid").line.readings == ()


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        # What a volume weighs is told where it was not measured, as it is taken.
        ("10 mL glycerin", ""),
        ("10 mL vitamin C", ""),
        ("10 mL ethyl ascorbic acid", ""),
        ("10 g allantoin", ""),
        ("2 oz pentylene glycol", ""),
        ("1 tsp sugar", ""),
        ("20 drops glycerin", ""),
        ("10 mL allantoin", "0.25 to 1.2"),
        ("1 pinch xanthan gum", "0.25 to 1.2"),
        ("10 mL pentylene glycol", "0.84 to 1.27"),
        ("20 drops panthenol", "0.84 to 1.27"),
        ("10 mL tocopherol", "0.84 to 1"),
        ("10 mL green tea extract", "0.84 to 1.27"),
        ("1 pinch green tea extract", "0.25 to 1.2"),
        ("10 mL aloe vera powder", "0.25 to 1.2"),
    ],
)
def test_what_a_mL_is_taken_to_weigh_is_told_where_nobody_measured_it(line, taken) -> None:
    told = f"What a mL of it weighs is not known here: taken as {taken} g." if taken else ""
    assert one(line).line.note == told


@pytest.mark.parametrize(
    "line",
    [
        "Ascorbinsäurelösung 5 g",
        "Zitronensäurelösung (10 %) 5 g",
        "diluted NaOH 1 g",
        "verdünnte Natronlauge 1 g",
        "soude diluée 2 g",
        "разбавленная лимонная кислота 5 г",
        "vitamin C stock 5 g",
        # Of a liquid that is thinned or dissolved too.
        "diluted alcohol 5 g",
        "vitamin E oil solution 5 g",
        "Vitamin E Öllösung 5 g",
        "витамин Е масляный раствор 5 г",
        "维生素E油溶液 5克",
        "glycerin solution 5 g",
    ],
)
def test_a_solution_of_no_strength_is_asked_about_however_it_is_named(line) -> None:
    (read,) = read_recipe_text(line)
    assert part_of(read, NO_MEASURES).startswith("How strong is this solution?")


@pytest.mark.parametrize(
    "line",
    [
        "vitamin C in gel 5 g",
        "niacinamide (gel) 5 g",
        "niacinamide, gel, 5 g",
        "liquid vitamin C 5 mL",
        "vitamin C in liquid form 5 g",
        "vitamine C liquide 5 g",
        "sorbitol liquid 5 g",
        "retinol (oil) 5 g",
        "vitamin C (oil) 3 g",
        "magnesium oil 5 g",
    ],
)
def test_what_is_a_powder_by_itself_and_said_to_be_a_gel_a_liquid_or_an_oil_is_asked_about(line) -> None:
    (read,) = read_recipe_text(line)
    assert part_of(read, NO_MEASURES).startswith("How much of it is in this gel, liquid or oil?")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("vitamin E oil 2 g", "It is sold in another oil too"),
        ("vitamin E oil 2 %", "It is sold in another oil too"),
        ("Vitamin-E-Öl 2 g", "It is sold in another oil too"),
        ("Vitamin E Öl 2 g", "It is sold in another oil too"),
        ("huile de vitamine E 2 g", "It is sold in another oil too"),
        ("vitamine E huile 2 g", "It is sold in another oil too"),
        ("vitamin E 2 g, in the oil phase", ""),
        ("vitamin E (oil) 2 g", "It is sold in another oil too"),
        ("vitamin C oil 2 g", "It is sold in another oil too"),
        ("vitamin E oil 2 % (50 %)", "What the other 50 % of it is was not said."),
        ("vitamin E oil 50 % 2 g", "What the other 50 % of it is was not said."),
        ("vitamin E oil 100 % 2 g", ""),
        ("vitamin E 2 g", ""),
        ("vitamin E 2 g (oil phase)", ""),
        ("rosemary oil extract 1 g", ""),
        ("jojoba (oil) 5 g", ""),
    ],
)
def test_what_is_sold_pure_and_in_another_oil_says_that_it_was_taken_as_pure(line, told) -> None:
    note = one(line).note
    assert told in note
    assert bool(note) == bool(told)


@pytest.mark.parametrize(
    "line",
    [
        "panthenol liquid 5 g",
        "ferulic acid liquid 10 % 1 g",
        "vitamin C 5 g for the gel",
        "vitamin C 5 g (stir until liquid)",
        "diluted water 5 g",
        "Zinkoxidpulver 2 g",
        "verdünnte Natronlauge 10 % 1 g",
        "wonder oil solution 5 g",
        "lactic acid solution 2 g",
    ],
)
def test_what_is_no_solution_or_says_its_strength_is_not_asked_about(line) -> None:
    assert one(line).amount


@pytest.mark.parametrize(
    ("line", "share"),
    [
        # 39.997 g in a litre that weighs 1041 g, by the density of 3.8 % lye.
        ("1M NaOH 2 g", 0.0384),
        ("NaOH 1 mol/l 2 ml", 0.0384),
        ("1-molare Natronlauge 2 g", 0.0384),
        ("раствор NaOH 1 моль/л 2 г", 0.0384),
        ("2 g sodium hydroxide (0.1 N)", 0.00399),
        ("N/10 NaOH 2 g", 0.00399),
        ("1 M citric acid 5 g", 0.1786),
        ("20 mM ascorbic acid 5 g", 0.003524),
        ("1M NaOH q.s. to 100 g", 0.0384),
    ],
)
def test_mol_per_litre_is_a_strength_by_mass_and_says_so(line, share) -> None:
    part = one(line)
    assert part.line.share == pytest.approx(share, rel=0.005)
    assert "% by mass, by the density of such a solution." in part.line.note
    assert part.line.status == "assumed"


@pytest.mark.parametrize(
    ("line", "grams", "note"),
    [
        ("10 mmol citric acid", 1.9212, "A mol of C6H8O7 weighs 192.12 g."),
        ("0.05 mol ascorbic acid", 8.806, "A mol of C6H8O6 weighs 176.12 g."),
        ("ascorbic acid (0.05 mol, 8.8 g)", 8.8, ""),
    ],
)
def test_an_amount_by_the_mol_says_what_a_mol_weighs(line, grams, note) -> None:
    part = one(line)
    assert part.amount.mass_g == pytest.approx(grams, rel=1e-4)
    assert part.note == note


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("0.1 N citric acid 5 g", "“0.1 N”: how many ions of it a molecule gives is not taken for granted."),
        ("1 M xanthan gum 5 g", "What a mol of Xanthan gum weighs is not known here."),
        ("10 M NaOH 2 g", "What a litre of 10 M Lye (sodium hydroxide) weighs is not known here."),
        ("xanthan gum 5 mmol", "What a mol of it weighs is not known here. Give it in g."),
        ("10 mmol NaOH 10 % solution", "Of the pure substance, or of the solution? Give it in g."),
        ("1 M wonderstuff 2 g", "What a mol of wonderstuff weighs is not known here."),
    ],
)
def test_what_mol_come_to_is_asked_where_nobody_can_say(line, asked) -> None:
    (read,) = read_recipe_text(line)
    assert part_of(read, NO_MEASURES).startswith(asked)


@pytest.mark.parametrize(
    ("line", "note", "readings"),
    [
        (
            "15% L-AA = 4.5g",
            "Taken as a solution in water that holds 15 % of it.",
            ("4.5 g L-ascorbic acid",),
        ),
        ("глицерин 5% = 2,5 г", "Taken as a solution in water that holds 5 % of it.", None),
        ("citric acid 10 % 5 g", "Taken as a solution in water that holds 10 % of it.", None),
        (
            "4.5 g NaOH 15 %",
            "Taken as a solution in water that holds 15 % of it.",
            ("4.5 g Lye (sodium hydroxide)",),
        ),
        ("2 g KOH 30 %", "Taken as a solution in water that holds 30 % of it.", None),
        ("2 г едкого натра 10 %", "Taken as a solution in water that holds 10 % of it.", None),
        # A word says so, it is sold so, nobody weighs it otherwise, or it is how pure it is.
        ("20 % vitamin C solution 5 g", "", ()),
        ("vitamin C 20 % in water 5 g", "", ()),
        ("lactic acid 80 % 2 g", "", ()),
        ("NaOH 10 % solution 2 g", "", ()),
        ("phosphoric acid 85 % 2 g", "", ()),
        ("vitamin C 99 % 5 g", "", ()),
    ],
)
def test_a_percentage_that_no_word_calls_a_strength_is_told(line, note, readings) -> None:
    part = one(line)
    assert part.note == note
    assert readings is None or part.line.readings == readings
