"""A scale that is too coarse: what it cannot weigh, and ways out that it can."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.mixing.batch import Weighing
from calc.mixing.coarse_scale import (
    CoarseScale,
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
