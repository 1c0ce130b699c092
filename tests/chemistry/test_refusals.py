"""What chemistry refuses: at its field, with what was given, what is accepted and what would work."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from calc.chemistry.acidity import Acid, Interaction, Pair, solve
from calc.chemistry.adjusters import ADJUSTERS, Adjuster
from calc.chemistry.dosing import dose, remaining_dose
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Claims, Measured, Storage, read_recipe
from calc.errors import InputErrors
from calc.uncertainty import Reading
from calc.units import Q_

ACID, SODA, LYE = "l_ascorbic_acid", "sodium_bicarbonate", "sodium_hydroxide"
Refusal = tuple[str, object, str, str]


def refused(call: Callable[..., object], *args: Any, **kwargs: Any) -> list[Refusal]:
    """Return the errors that a call ends in."""
    with pytest.raises(InputErrors) as caught:
        call(*args, **kwargs)
    return [(error.field, error.given, error.accepted, error.fix) for error in caught.value.errors]


def bottle(**masses: float) -> Formula:
    return Formula(tuple(Line(name, mass) for name, mass in masses.items()))


SERUM = bottle(water=85, l_ascorbic_acid=15)
NO_PH = {
    "no_water": (
        bottle(squalane=80, l_ascorbic_acid=15),
        ("without water there is no pH.", "Add water, or leave the pH out."),
    ),
    "finished": (
        bottle(serum=80, l_ascorbic_acid=15),
        ("what a finished product holds is not known, so its pH cannot be worked out.", "Measure it."),
    ),
    "other": (
        bottle(water=80, l_ascorbic_acid=15, other_powder=1),
        (
            "an ingredient in it is not known here, so its pH cannot be worked out.",
            "Leave the pH out, and measure it.",
        ),
    ),
    "form": (
        bottle(water=85, sodium_ascorbyl_phosphate=5),
        ("the acid constants of this form of vitamin C are not known.", "Adjust in small steps, measuring."),
    ),
    "cosolvent": (
        bottle(water=50, glycerin=50, l_ascorbic_acid=15),
        ("with so much glycol or alcohol no pH can be predicted.", "Use more water, or measure it."),
    ),
    "too_dry": (
        bottle(water=10, l_ascorbic_acid=15),
        ("with so little water most of it stays grains.", "Use more water."),
    ),
    "too_salty": (
        bottle(water=100, sodium_hydroxide=19, l_ascorbic_acid=15),
        (
            "so much salt or lye is more than the pH can be worked out for.",
            "Use less, or more water.",
        ),
    ),
    "no_acid": (
        bottle(water=100, glycerin=5),
        ("nothing here decides the pH.", "Leave the pH out."),
    ),
}


@pytest.mark.parametrize("why", NO_PH)
def test_where_there_is_no_pH_there_is_no_dose(why):
    formula, (accepted, fix) = NO_PH[why]
    assert refused(dose, formula, Adjuster(SODA), 3.5) == [("target_pH", 3.5, accepted, fix)]


@pytest.mark.parametrize(
    ("formula", "adjuster", "target", "errors"),
    [
        (
            SERUM,
            Adjuster(SODA),
            7.5,
            [("target_pH", 7.5, "for ascorbic acid a pH from 2 to 7 makes sense.",
              "It is absorbed below 3.5: try 3.2.")],
        ),
        (
            SERUM,
            Adjuster("glycerin"),
            3.2,
            [("adjuster", "glycerin", "this does not adjust a pH here.", f"Use {', '.join(ADJUSTERS)}.")],
        ),
        (
            SERUM,
            Adjuster(SODA, 10.0),
            3.2,
            [("adjuster_strength", 10.0, "this is not a strength.",
              "Give 10 % as 0.1, or leave it out for a solid.")],
        ),
        (
            SERUM,
            Adjuster("citric_acid"),
            3.2,
            [("adjuster", "citric acid (anhydrous)",
              "this lowers the pH, and without it the mix is near 2.1 already.",
              "To reach 3.2 use baking soda (sodium bicarbonate) or lye (sodium hydroxide).")],
        ),
        (
            # The pharmacopoeia: 10 % have a pH of 7.0 to 8.0.
            bottle(water=90, sodium_ascorbate=10),
            Adjuster(SODA),
            4.0,
            [("adjuster", "baking soda (sodium bicarbonate)",
              "this raises the pH, and without it the mix is near 7.5 already.",
              "To reach 4 use citric acid (anhydrous) or citric acid monohydrate.")],
        ),
    ],
)  # fmt: skip
def test_a_dose_that_makes_no_sense(formula, adjuster, target, errors):
    assert refused(dose, formula, adjuster, target) == errors


def test_too_much_in_it_already():
    reading = Reading(7.0, sd=0.05)
    (error,) = refused(remaining_dose, SERUM, Adjuster(LYE), 3.5, added_g=20.0, reading=reading)
    assert error == (
        *("added", "20 g"),
        *("so much salt or lye is more than the pH can be worked out for.", "Use less, or more water."),
    )


# --- formulas -------------------------------------------------------------------------------------

FRACTION = "this is a fraction of the mass, 0 to 1."
GRAMS = "a mass must be 0, or between 1e-30 and 100000 g."
LINES = [
    (Line("unobtainium", 1.0), "ingredient", "unobtainium",
     "this ingredient is not known here.", "Use an id of the catalogue."),
    (Line("water", -1.0), "mass_g", -1.0, GRAMS, "Give it in g."),
    (Line("water", 1e6), "mass_g", 1e6, GRAMS, "Give it in g."),
    (Line("water", 1.0, mass_plus_minus_g=1000.0), "mass_plus_minus_g", 1000.0,
     "a scale is good to 0.0001–10 g.", "Give it in g."),
    (Line("water", 1.0, mass_range_g=(2.0, 3.0)), "mass_range_g", (2.0, 3.0),
     "this is not a range of a mass.", "Give its low and its high end around the mass."),
    (Line(ACID, 1.0, purity_plus_minus=20), "purity_plus_minus", 20, FRACTION, "Give 20 % as 0.2."),
    (Line(ACID, 1.0, aa_eq=1.1), "aa_eq", 1.1, FRACTION, "Give 20 % as 0.2."),
    (Line(ACID, 1.0, 99), "purity", 99, "a purity must be above 0 and at most 1.", "Give 99 % as 0.99."),
    (Line(ACID, 1.0, 0.95, 0.1), "water_content", 0.1,
     "this is too much water.", "Purity as weighed and water together are at most 100 %."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "field", "given", "accepted", "fix"), LINES)
def test_a_line_that_cannot_be(line, field, given, accepted, fix):
    errors = refused(Formula, (Line("water", 1.0), line))
    assert errors == [(f"lines[1].{field}", given, accepted, fix)]


SYSTEMS = "Use solution, o_w_emulsion, w_o_emulsion, suspension."


def test_a_formula_that_cannot_be():
    assert refused(Formula, (Line("water", 0.0),), "soup") == [
        ("system", "soup", "this system is not known.", SYSTEMS),
        ("lines", "", "a formula needs a line with a mass.", "Add an ingredient."),
    ]  # fmt: skip


# --- storage, measurements, claims ----------------------------------------------------------------

LEAVE = "Correct it or leave it out."
WHAT_IS_KNOWN = [
    (Storage, {"package": "bag"}, "package", "bag", "this word is not known.",
     "Use sealed_ampoule, airless_pump, dropper_bottle, pump_bottle, tube, jar, powder_jar."),
    (Storage, {"wall": "wood"}, "wall", "wood", "this word is not known.",
     "Use amber_glass, clear_glass, PET, HDPE, PP, LDPE, aluminium."),
    (Storage, {"light": "lamp"}, "light", "lamp", "this word is not known.", "Use dark, room, daylight."),
    (Storage, {"schedule": ((Q_(5, "degC"), 20.0),)}, "schedule", "20 h",
     "the hours of a day add up to 24.", "Fill up the day."),
    (Storage, {"schedule": ((Q_(5, "degC"), 24.0),), "temperature": Q_(5, "degC")}, "schedule", "both",
     "temperature or schedule, not both.", "Leave one out."),
    (Storage, {"openings_per_day": 101}, "openings_per_day", 101, "must be between 0 and 100.", LEAVE),
    (Storage, {"openings_per_day": -1}, "openings_per_day", -1, "must be between 0 and 100.", LEAVE),
    (Storage, {"fill_fraction": 1.1}, "fill_fraction", 1.1, "must be between 0 and 1.", LEAVE),
    (Storage, {"made_on": datetime.date(2026, 2, 1), "opened_on": datetime.date(2026, 1, 31)}, "opened_on",
     datetime.date(2026, 1, 31), "this is before it was made.", "Check the two dates."),
    (Measured, {"pH": 14.1}, "pH", 14.1, "must be between 0 and 14.", LEAVE),
    (Measured, {"assay_fraction": 1.51}, "assay_fraction", 1.51, "must be between 0 and 1.5.", LEAVE),
    (Measured, {"assay_fraction": 1.0, "assay_sd": 1.1}, "assay_sd", 1.1, "must be between 0 and 1.", LEAVE),
    (Measured, {"pH": 3.0, "pH_sd": 0.0}, "pH_sd", 0.0, "must be above 0 and at most 3.", LEAVE),
    (Measured, {"pH": 3.0, "pH_step": 3.1}, "pH_step", 3.1, "must be above 0 and at most 3.", LEAVE),
    (Measured, {"pH_sd": 0.1}, "pH", None, "a spread needs its reading.", "Give the pH too."),
    (Measured, {"pH": 3.0, "pH_sd": 0.1, "pH_step": 0.5}, "pH_step", "both",
     "a meter or a strip, not both.", "Leave one out."),
    (Measured, {"assay_sd": 0.1}, "assay_fraction", None, "a spread needs its value.", "Give the assay too."),
    (Claims, {"pH": -0.1}, "pH", -0.1, "must be between 0 and 14.", LEAVE),
    (Claims, {"mass_fraction": 1.1}, "mass_fraction", 1.1, "must be above 0 and at most 1.", LEAVE),
    (Claims, {"total": 0.0}, "total", 0.0, "must be above 0 and at most 100.", LEAVE),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "known", "field", "given", "accepted", "fix"), WHAT_IS_KNOWN)
def test_what_cannot_be_known_of_a_product(kind, known, field, given, accepted, fix):
    assert refused(kind, **known) == [(field, given, accepted, fix)]


def test_a_stay_that_is_longer_than_a_day():
    stays = ((Q_(5, "degC"), 25.0), (Q_(25, "degC"), -1.0))
    assert refused(Storage, schedule=stays) == [
        ("schedule", "25 h", "a stay lasts from 0 to 24 h.", "Correct it."),
        ("schedule", "-1 h", "a stay lasts from 0 to 24 h.", "Correct it."),
    ]


# --- recipes --------------------------------------------------------------------------------------

WATER = {"ingredient": "water", "mass_g": 9}
OTHERS = "other_oil"
RECIPES = [
    ({"lines": []}, "lines", "0 lines", "a recipe has 1 to 200 lines.", 'Write "lines": [ … ].'),
    ({"lines": [WATER] * 201}, "lines", "201 lines", "a recipe has 1 to 200 lines.", 'Write "lines": [ … ].'),
    ({"lines": [WATER], "system": "soup"}, "system", "soup", "this system is not known.",
     "Use solution, o_w_emulsion, w_o_emulsion, suspension."),
    ({"lines": [{"ingredient": "water"}]}, "lines[0].mass_g", "", "each line needs its mass.",
     'Write "mass_g": 15.0.'),
    ({"lines": [{**WATER, "purity": 99}]}, "lines[0].purity", 99, "must be between 0 and 1.",
     "Write 99 % as 0.99."),
    ({"lines": [{**WATER, "mass_low_g": 8}]}, "lines[0].mass_low_g", {**WATER, "mass_low_g": 8},
     "a range has two ends.", "Give both ends."),
    ({"lines": [{**WATER, "name": "x\n"}]}, "lines[0].name", "x\n",
     "a name is text of at most 200 characters on one line.", "Shorten it."),
    ({"lines": [WATER], "storage": {"schedule": [{"temperature_C": 5}]}}, "storage.schedule[0]",
     {"temperature_C": 5}, "a stay needs its temperature and its hours.", "Give both."),
    ({"lines": [WATER], "claims": {"unread": "a"}}, "claims.unread", "a",
     "the lines that are in no figure are a list of texts.", 'Write "unread": [ "…" ], or leave it out.'),
]  # fmt: skip


@pytest.mark.parametrize(("content", "field", "given", "accepted", "fix"), RECIPES)
def test_a_recipe_that_cannot_be(content, field, given, accepted, fix):
    assert (field, given, accepted, fix) in refused(read_recipe, content)


def test_a_name_for_what_has_one():
    (error,) = refused(read_recipe, {"lines": [{**WATER, "name": "dew"}]})
    assert error[:3] == ("lines[0].name", "dew", "water has its name; this is for what is not known here.")
    assert error[3].startswith("Leave it out, or use it beside other_")
    assert "other_oil" in error[3]


# --- acids ----------------------------------------------------------------------------------------

CITRIC, LACTIC = Acid("citric", (3.13, 4.76, 6.40)), Acid("lactic", (3.86,))
BOTH = ([CITRIC, LACTIC], [[0.1, 0.1]], [0.1])
MOLAL, CORRECT = "Give mol per kg of water.", "Correct the pair, or leave it out."
ODD = Acid("odd", (float("inf"),))
SOLVED = [
    ((*BOTH, "debye"), {}, ("activity", "debye", "this model is not known.", "Use davies, sit, ideal.")),
    (BOTH, {"pKw": None}, ("pKw", None, "the ionic product is one finite number.", "Use 13.995 for 25 °C.")),
    (([CITRIC, LACTIC], [[0.1, -0.1]], [0.1]), {},
     ("totals", -0.1, "amounts are finite and not negative.", MOLAL)),
    (([CITRIC, LACTIC], [[0.1, 0.1]], [float("inf")]), {},
     ("strong_charge", float("inf"), "amounts are finite.", MOLAL)),
    (([CITRIC, LACTIC], [[0.1]], [0.1]), {},
     ("totals", (1, 1), "1 solutions of 2 acids need 1 rows of 2 totals.", "Give one row per solution.")),
    (([CITRIC, LACTIC], [[0.1, 0.1]], [[0.1]]), {},
     ("strong_charge", (1, 1), "each solution has one charge.", "Give a row of them, or a single number.")),
    (BOTH, {"cations": [0.1, 0.1]},
     ("cations", (2,), "1 solutions need 1 of them.", "Give one row per solution.")),
    (BOTH, {"cations": -0.1}, ("cations", -0.1, "amounts are finite and not negative.", MOLAL)),
    (([ODD], [[0.1]], [0.1]), {},
     ("acids", "odd (inf,)", "each pKa is finite: one number, or 1 for 1 solutions.",
      "Give them first step first.")),
    # An acid that is there, a metal, and no more protons than it has; citrate holds up to three sodium.
    (BOTH, {"pairs": [Pair(2, 1, 1.0)]},
     ("pairs", Pair(2, 1, 1.0), "there are 2 acids, counted from 0.", CORRECT)),
    (BOTH, {"pairs": [Pair(0, 1, 1.0, metal=1)]},
     ("pairs", Pair(0, 1, 1.0, metal=1), "there is one metal, and citric loses 3 protons.", CORRECT)),
    (BOTH, {"pairs": [Pair(0, 7, 1.0)]},
     ("pairs", Pair(0, 7, 1.0), "at least one cation, and at most 6, go with a charge of -3.", CORRECT)),
    (BOTH, {"pairs": [Pair(1, 3, 1.0)]},
     ("pairs", Pair(1, 3, 1.0), "at least one cation, and at most 2, go with a charge of -1.", CORRECT)),
    (BOTH, {"pairs": [Pair(1, 1, float("nan"))]},
     ("pairs", Pair(1, 1, float("nan")), "log_K is a finite number.", CORRECT)),
    (BOTH, {"interactions": [Interaction(2, 1, 0.1)]},
     ("interactions", Interaction(2, 1, 0.1), "there are 2 acids, counted from 0, and one metal.",
      "Correct it, or leave it out.")),
    (BOTH, {"interactions": [Interaction(0, 4, 0.1)]},
     ("interactions", Interaction(0, 4, 0.1), "the species has lost 1 to 3 protons.",
      "Correct it, or leave it out.")),
    (BOTH, {"interactions": [Interaction(0, 1, float("inf"))]},
     ("interactions", Interaction(0, 1, float("inf")), "epsilon is finite: one number, or 1 for 1 solutions.",
      "Correct it, or leave it out.")),
]  # fmt: skip


@pytest.mark.parametrize(("given", "more", "error"), SOLVED)
def test_a_solution_that_cannot_be(given, more, error):
    assert [tuple(map(repr, one)) for one in refused(solve, *given, **more)] == [tuple(map(repr, error))]


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (BOTH, {"pairs": [Pair(0, 6, -9.0)]}),
        (BOTH, {"pairs": [Pair(1, 2, -9.0)]}),
        (BOTH, {"pairs": [Pair(0, 1, -9.0, 0)]}),
        (BOTH, {"interactions": [Interaction(0, 3, 0.1), Interaction(-1, 1, 0.1)]}),
        (BOTH, {"cations": 0.0}),
        (([CITRIC], [[0.0]], [-0.1]), {}),
    ],
)
def test_a_solution_at_the_edge_of_what_can_be(given, more):
    assert np.isfinite(solve(*given, **more)).all()
