"""A scale that is too coarse: what it cannot weigh, and ways out that it can."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chemistry.adjusters import Adjuster
from calc.chemistry.dosing import Dose
from calc.chemistry.formula import Formula, Line
from calc.mixing.batch import Batch, Weighing, as_batch
from calc.mixing.coarse_scale import (
    CoarseScale,
    WayOut,
    cannot_weigh_words,
    coarse_scale,
    fewest_steps,
    is_weighable,
    scale_words,
    spoken_name,
    stock_to_make,
    way_words,
)
from calc.mixing.request import MixRequest, batch_of, coarse_scale_of, parse_request
from calc.uncertainty import Band
from calc.units import THIN

SODA = MixRequest(strength="15 %", batch="30 g", purity="99 %", target_pH="3.2", scale="1 g")


def judged(request: MixRequest) -> CoarseScale | None:
    parsed = parse_request(request)
    return coarse_scale_of(parsed, batch_of(parsed))


def ways(request: MixRequest) -> dict[str, dict[str, str]]:
    coarse = judged(request)
    assert coarse
    return {way.kind: dict(way.changes) for way in coarse.ways}


def test_a_kitchen_scale_and_the_powder_that_is_there() -> None:
    # 20 g of 99 % make 20 × 0.99 / 0.15 = 132 g; the soda for that, 1.2 g, is weighed as a solution.
    request = replace(SODA, batch="30 mL", stock="20 g")
    coarse = judged(request)
    assert coarse
    assert [row.ingredient for row in coarse.rows] == ["l_ascorbic_acid", "sodium_bicarbonate"]
    assert ways(request) == {
        "scale": {"scale": "0.01 g"},
        "batch": {"start": "batch", "batch": "132 g", "adjuster_strength": "5 %"},
        "dose": {"way": "palm"},
    }


def test_what_a_scale_cannot_weigh_in_words_and_as_json() -> None:
    coarse = judged(SODA)
    assert coarse
    words = cannot_weigh_words(coarse).replace(THIN, " ")
    assert words == "A 1 g scale can’t weigh 4.5 g of L-ascorbic acid or 0.18 g of baking soda."
    content = coarse.as_dict()
    assert content["step_g"] == 1.0
    assert content["cannot_weigh"] == ["l_ascorbic_acid", "sodium_bicarbonate"]
    assert [way["kind"] for way in content["ways"]] == [way.kind for way in coarse.ways]


def test_a_larger_batch_has_room_for_a_first_part_that_is_rounded_down() -> None:
    # Of the soda for 30 g, 0.2 g go in first; 0.5 g can be weighed: 2.5 times the batch, and a tenth more.
    assert ways(replace(SODA, scale="0.1 g"))["batch"]["batch"] == "85 g"


def test_a_stock_holds_a_fifth_more_than_may_go_in() -> None:
    assert stock_to_make(0.1, 10.0, 1.0) == (12.0, 108.0)


@pytest.mark.parametrize(("mass", "fits"), [(0.049, False), (0.05, True), (0.051, True)])
def test_five_steps_can_be_weighed(mass: float, fits: bool) -> None:
    assert fewest_steps() == 5
    assert is_weighable(mass, 0.01) is fits


def test_a_scale_that_weighs_everything_is_not_coarse() -> None:
    assert judged(replace(SODA, scale="0.01 g")) is None
    assert judged(replace(SODA, scale="")) is None, "nobody named a scale"


def test_what_was_made_and_what_a_spoon_measures_is_not_judged() -> None:
    assert judged(MixRequest(way="made", recipe="1 g vitamin C\n9 g water", scale="1 g")) is None
    assert judged(MixRequest(way="palm", dose="2 mL", measure="1/4 tsp", scale="1 g")) is None


def test_powder_in_a_serum_too() -> None:
    boost = MixRequest(
        way="boost", base_amount="30 g", base_strength="10 %", base_form="l_ascorbic_acid", strength="15 %"
    )
    assert ways(replace(boost, scale="1 g"))["scale"] == {"scale": "0.1 g"}
    assert judged(replace(boost, scale="0.1 g")) is None


def test_no_larger_batch_than_there_is_powder_for() -> None:
    assert "batch" not in ways(replace(SODA, stock="4.9 g"))
    assert "solution" in ways(replace(SODA, start="powder", powder="30 g")), "the powder can be weighed"


@given(
    strength=st.integers(5, 20), grams=st.integers(10, 200), scale=st.sampled_from(["1 g", "0.1 g", "0.5 g"])
)
def test_every_way_out_leads_out(strength: int, grams: int, scale: str) -> None:
    request = replace(SODA, strength=f"{strength} %", batch=f"{grams} g", scale=scale)
    coarse = judged(request)
    for way in coarse.ways if coarse else ():
        changed = replace(request, **way.changes)
        if changed.way == "new":
            assert judged(changed) is None, way
        if way.solution:
            solid, water = stock_to_make(way.solution, 1.0, float(scale.split()[0]))
            assert is_weighable(solid, 0.1)
            assert solid / (solid + water) == pytest.approx(way.solution)


def test_a_batch_without_a_scale_has_nothing_to_judge() -> None:
    assert coarse_scale(batch_of(parse_request(replace(SODA, scale="")))) is None


@pytest.mark.parametrize(
    ("changes", "words", "grams"),
    [
        # 30 × 0.15 / 0.99 = 4.545 g of powder; 35 g take 5.303 g, 85 g 12.88 g, and 20 g make 132 g.
        (
            {},
            [
                "Use a 0.01 g pocket scale",
                "Make 35 g, which takes 5.3 g of powder, and dissolve the soda first (2 %)",
                "Mix one dose by scoop",
            ],
            [(30, 4.545, False), (35, 5.303, False), (30, 4.545, False)],
        ),
        (
            {"scale": "0.1 g"},
            [
                "Use a 0.01 g pocket scale",
                "Make 85 g, which takes 13 g of powder",
                "Dissolve the soda in water first (5 %)",
                "Mix one dose by scoop",
            ],
            [(30, 4.545, False), (85, 12.879, False), (30, 4.545, False), (30, 4.545, False)],
        ),
        (
            {"stock": "20 g"},
            [
                "Use a 0.01 g pocket scale",
                "Make 132 g, which uses your 20 g of powder, and dissolve the soda first (5 %)",
                "Mix one dose by scoop",
            ],
            [(30, 4.545, False), (132, 20, True), (30, 4.545, False)],
        ),
        (
            {"scale": "0.1 g", "stock": "30 g"},
            [
                "Use a 0.01 g pocket scale",
                "Make 198 g, which uses your 30 g of powder",
                "Dissolve the soda in water first (5 %)",
                "Mix one dose by scoop",
            ],
            [(30, 4.545, False), (198, 30, True), (30, 4.545, False), (30, 4.545, False)],
        ),
    ],
)
def test_a_way_out_says_what_to_do_and_what_it_takes(changes, words, grams) -> None:
    coarse = judged(replace(SODA, **changes))
    assert coarse
    assert [way_words(way, "soda").replace(THIN, " ") for way in coarse.ways] == words
    assert [way.uses_all for way in coarse.ways] == [uses_all for _, _, uses_all in grams]
    for way, (batch_g, powder_g, _) in zip(coarse.ways, grams, strict=True):
        assert (way.batch_g, way.powder_g) == pytest.approx((batch_g, powder_g), rel=1e-3)
        assert way.as_dict()["changes"] == dict(way.changes)


def test_scales_and_rows_have_the_names_that_people_use() -> None:
    assert [scale_words(step).replace(THIN, " ") for step in (0.001, 0.01, 0.1)] == [
        *("0.001 g scale", "0.01 g pocket scale", "0.1 g scale")
    ]
    assert spoken_name(Weighing("sodium_bicarbonate", 0.2, None, 0.0)) == "baking soda"


# --- each decision, on a sheet written by hand: a scale weighs five of its steps -------------------

ACID, LYE = "l_ascorbic_acid", "sodium_hydroxide"


def hand_written(masses: dict[str, float], *, step: float = 1.0, **changes) -> Batch:
    """Return a batch of these masses [g], with what is said of the lye that moves its pH."""
    said = {"first_g": None, "strength": 1.0, "mover": LYE, "is_reached": True, **changes}
    formula = Formula(tuple(Line(name, mass) for name, mass in masses.items()))
    rows = [
        Weighing(name, mass, step, 0.0, said["first_g"] if name == said["mover"] else None)
        for name, mass in masses.items()
    ]
    if not said["mover"]:
        return as_batch(formula, rows, density=1.0)
    mass = masses[said["mover"]]
    adjuster = Adjuster(said["mover"], said["strength"])
    needed = Band(mass, mass, mass) if said["is_reached"] else None
    wanted = Dose(adjuster, 3.5, formula, needed, said["first_g"] or mass, 4.0)
    return as_batch(formula, rows, density=1.0, dose=wanted)


def way_out(batch: Batch, powder_there_g: float | None = None) -> list[tuple[str, float, float, bool, float]]:
    """Return the ways between a finer scale and a single dose: kind, whole, powder, all of it, strength."""
    coarse = coarse_scale(batch, powder_there_g)
    assert coarse
    assert coarse.ways[-1].kind == "dose"
    return [
        (way.kind, way.batch_g, way.powder_g, way.uses_all, way.solution)
        for way in coarse.ways
        if way.kind in ("batch", "solution")
    ]


#: 100 g with lye too light for a scale of 1 g, and with a powder too light for it.
LIGHT_LYE = {"water": 80.0, ACID: 10.0, "glycerin": 9.0, LYE: 1.0}
LIGHT_BOTH = {"water": 90.0, ACID: 2.0, "glycerin": 7.5, LYE: 0.5}


@pytest.mark.parametrize(
    ("masses", "said", "there", "ways"),
    [
        # 1 g of lye: five times the batch is 5 g, and five times is the most. Dissolved it is 20 g.
        (LIGHT_LYE, {}, None, [("batch", 500, 50, False, 0), ("solution", 100, 10, False, 0.05)]),
        (LIGHT_LYE, {}, 0.0, [("batch", 500, 50, False, 0), ("solution", 100, 10, False, 0.05)]),
        # 0.99 g would take more than five times the batch.
        ({**LIGHT_LYE, LYE: 0.99}, {}, None, [("solution", 99.99, 10, False, 0.05)]),
        # Unless there is the powder for it, all of which goes in: 60 g are six times as much.
        (
            {**LIGHT_LYE, LYE: 0.99},
            {},
            60.0,
            [("batch", 599, 10 * 599 / 99.99, True, 0), ("solution", 99.99, 10, False, 0.05)],
        ),
        # Exactly enough powder; too little of it; less than for the batch itself.
        (LIGHT_LYE, {}, 50.0, [("batch", 500, 50, True, 0), ("solution", 100, 10, False, 0.05)]),
        (LIGHT_LYE, {}, 49.0, [("solution", 100, 10, False, 0.05)]),
        (LIGHT_LYE, {}, 5.0, [("solution", 100, 10, False, 0.05)]),
        # 2 g of powder want 2.5 times the batch; the lye alone would want ten times, and is dissolved.
        (LIGHT_BOTH, {}, None, [("batch", 250, 5, False, 0.05)]),
        (LIGHT_BOTH, {}, 5.0, [("batch", 250, 5, True, 0.05)]),
        (LIGHT_BOTH, {}, 6.0, [("batch", 300, 6, True, 0.05)]),
        (LIGHT_BOTH, {}, 4.9, []),
        ({**LIGHT_BOTH, ACID: 1.0, "water": 91.0}, {}, None, [("batch", 500, 5, False, 0.05)]),
        ({**LIGHT_BOTH, ACID: 0.9, "water": 91.1}, {}, None, []),
        # Where a larger batch weighs both as they are, nothing is dissolved.
        ({**LIGHT_BOTH, LYE: 1.0, "water": 89.5}, {}, None, [("batch", 500, 10, False, 0)]),
        # 4 g of powder want 1.25 times the batch, 1.5 g of lye 3.33 times; 0.5 g of it are dissolved.
        (
            {**LIGHT_BOTH, ACID: 4.0, LYE: 1.5, "water": 87.0},
            {},
            None,
            [("batch", 350, 14, False, 0)],
        ),
        ({**LIGHT_BOTH, ACID: 4.0, "water": 88.0}, {}, None, [("batch", 150, 6, False, 0.05)]),
        ({**LIGHT_BOTH, ACID: 4.0, "water": 88.0}, {}, 5.6, [("batch", 140, 5.6, True, 0.05)]),
        # What is a solution already, what does not reach the pH, and where nothing moves it.
        (LIGHT_LYE, {"strength": 0.1}, None, [("batch", 500, 50, False, 0)]),
        (LIGHT_LYE, {"is_reached": False}, None, [("batch", 500, 50, False, 0)]),
        (LIGHT_LYE, {"mover": ""}, None, [("batch", 500, 50, False, 0)]),
        # The first part alone is too light: 5 / 4 of the batch, and a tenth more, is 137.5 g.
        (
            {**LIGHT_LYE, LYE: 5.0, "water": 76.0},
            {"first_g": 4.0},
            None,
            [("batch", 150, 15, False, 0)],  # 100 g of 5 % would bring 95 g of water
        ),
    ],
)
def test_a_larger_batch_or_a_solution_is_a_way_out_where_it_can_be_weighed(masses, said, there, ways) -> None:
    found = way_out(hand_written(masses, **said), there)
    assert [(kind, uses_all) for kind, _, _, uses_all, _ in found] == [(way[0], way[3]) for way in ways]
    for (_, whole, powder, _, strength), way in zip(found, ways, strict=True):
        assert (whole, powder, strength) == pytest.approx((way[1], way[2], way[4]))


@pytest.mark.parametrize(
    ("total", "step", "size"),
    [
        (30.0, 1.0, 60.0),
        (17.5, 1.0, 35.0),
        (25.1, 1.0, 55.0),
        (50.2, 1.0, 150.0),
        (4.1, 0.1, 8.5),
        (505.0, 10.0, 1500.0),
    ],
)
def test_a_larger_batch_is_rounded_up_to_a_size_that_people_make(total, step, size) -> None:
    # Of two and a half steps of powder twice as much is weighed: in fives of the second digit.
    sheet = {"water": total - 2.5 * step, ACID: 2.5 * step}
    assert way_out(hand_written(sheet, step=step, mover="")) == [
        ("batch", pytest.approx(size), pytest.approx(2.5 * step * size / total), False, 0.0)
    ]


@pytest.mark.parametrize(
    ("there", "size"), [(6.6, "44 g"), (6.67, "44.4 g"), (14.99, "99.9 g"), (15.0, "100 g"), (20.0, "133 g")]
)
def test_all_the_powder_there_is_makes_a_size_that_is_rounded_down(there: float, size: str) -> None:
    # 4.5 g in 30 g: 6.67 g make 44.47 g, in tenths of a gram up to 100 g, then in grams.
    coarse = coarse_scale(hand_written({"water": 25.5, ACID: 4.5}, mover=""), there)
    assert coarse
    assert [way.changes for way in coarse.ways if way.kind == "batch"] == [{"start": "batch", "batch": size}]


@pytest.mark.parametrize(
    ("lye", "water", "strength"),
    [
        # What is weighed of a solution is 5.5 g at least: 5 %, else 2 %, else 1 %, else nothing.
        (0.275, 80.0, 0.05),
        (0.274, 80.0, 0.02),
        (0.11, 80.0, 0.02),
        (0.109, 80.0, 0.01),
        (0.056, 80.0, 0.01),
        (0.054, 80.0, None),
        # 20 g of 5 % bring 19 g of water: four fifths of 23.75 g. Weaker ones bring more.
        (1.0, 23.76, 0.05),
        (1.0, 23.74, None),
        (0.25, 80.0, 0.02),
        (0.25, 15.4, 0.02),  # 12.5 g bring 12.25 g, of 12.32 g
        (0.25, 15.3, None),
    ],
)
def test_a_solution_is_as_strong_as_can_be_weighed_and_brings_no_more_than_the_water(lye, water, strength):
    ways = way_out(hand_written({"water": water, ACID: 10.0, "glycerin": 9.0, LYE: lye}))
    assert [way[4] for way in ways if way[0] == "solution"] == ([] if strength is None else [strength])


@pytest.mark.parametrize(
    ("step", "lye", "scale"),
    [
        (1.0, 0.5, "0.1 g"),
        (1.0, 0.49, "0.01 g"),
        (0.5, 0.5, "0.1 g"),
        (0.1, 0.3, "0.01 g"),
        (0.1, 0.05, "0.01 g"),
        (0.1, 0.04, "0.001 g"),
        (0.01, 0.04, "0.001 g"),
        (0.01, 0.004, None),
        (0.001, 0.004, None),
    ],
)
def test_the_coarsest_scale_that_is_sold_and_weighs_everything(step, lye, scale) -> None:
    batch = hand_written({**LIGHT_LYE, LYE: lye}, step=step)
    coarse = coarse_scale(batch)
    assert coarse
    finer = [way for way in coarse.ways if way.kind == "scale"]
    assert [(way.changes, way.batch_g, way.powder_g) for way in finer] == (
        [] if scale is None else [({"scale": scale}, pytest.approx(99 + lye), 10)]
    )


def test_of_two_scales_the_coarser_is_told_and_of_a_row_its_first_part() -> None:
    # A jar on a kitchen scale, powder on a pocket scale; 4 g go in first of 8 g of lye.
    rows = [
        Weighing("water", 3.0, 1.0, 0.0),
        Weighing(ACID, 0.04, 0.01, 0.0),
        Weighing(LYE, 8.0, 1.0, 0.0, 4.0),
        Weighing("glycerin", 5.0, 1.0, 0.0, 6.0),
        Weighing("panthenol", 0.01, None, 0.0),
        Weighing("urea", 0.0, 1.0, 0.0),
    ]
    batch = as_batch(Formula(tuple(Line(row.ingredient, row.mass_g) for row in rows)), rows, density=1.0)
    coarse = coarse_scale(batch)
    assert coarse
    assert coarse.step_g == 1.0
    assert [row.ingredient for row in coarse.rows] == ["water", ACID, LYE]
    assert cannot_weigh_words(coarse).replace(THIN, " ") == (
        "A 1 g scale can’t weigh 3 g of water, 0.04 g of L-ascorbic acid or 4 g of lye."
    )


@pytest.mark.parametrize(
    ("strength", "dose", "step", "solid", "water"),
    [
        # A fifth more than may go in, in whole steps; five steps at least.
        (0.05, 10.0, 1.0, 12.0, 228.0),
        (0.02, 10.0, 0.1, 12.0, 588.0),
        (0.05, 10.1, 1.0, 13.0, 247.0),
        (0.05, 4.0, 1.0, 5.0, 95.0),
        (0.01, 0.1, 0.1, 0.5, 49.5),
    ],
)
def test_a_stock_can_be_weighed_and_is_enough(strength, dose, step, solid, water) -> None:
    assert stock_to_make(strength, dose, step) == pytest.approx((solid, water))


@pytest.mark.parametrize(
    ("size", "words"), [(133.25, "133.3 g"), (1234.5, "1235 g"), (99.95, "99.95 g"), (0.5, "0.5 g")]
)
def test_a_size_is_told_in_four_digits(size: float, words: str) -> None:
    way = WayOut("batch", {}, size, 5.349)
    assert way_words(way).replace(THIN, " ") == f"Make {words}, which takes 5.3 g of powder"
