"""What is known of a batch before it is solved: what fills it up, and when each line goes in."""

from __future__ import annotations

import pytest

from calc.chemistry.formula import Line
from calc.mixing.batch_from_two import new_batch
from calc.mixing.batch_plan import Plan
from calc.mixing.parts import Part
from calc.units import Q_

ACID, OILY = "l_ascorbic_acid", "tetrahexyldecyl_ascorbate"
SIZE = {"mass_fraction": 0.1, "batch_mass": 30.0}


def plan_of(form: str, *others: Part, known: dict[str, float] | None = None, adjuster: str = "") -> Plan:
    return Plan(known or SIZE, Line(form, 0.0, 1.0), 0.0, others, None, adjuster=adjuster)


@pytest.mark.parametrize(
    ("form", "others", "known", "liquid"),
    [
        (ACID, (), SIZE, "water"),
        (ACID, ("squalane",), SIZE, "water"),
        # A form that dissolves in oil alone starts from one that is not in the batch yet.
        (OILY, (), SIZE, "squalane"),
        (OILY, ("glycerin",), SIZE, "squalane"),
        (OILY, ("squalane",), SIZE, "caprylic_capric_triglyceride"),
        ("ascorbyl_palmitate", (), SIZE, "squalane"),
        # Water that is weighed stays water, and so does what an emulsifier holds together.
        (OILY, (), {"mass_fraction": 0.1, "water_mass": 20.0}, "water"),
        (OILY, ("polysorbate_20",), SIZE, "water"),
        (OILY, ("gold",), SIZE, "squalane"),
        (OILY, ("squalane", "caprylic_capric_triglyceride"), SIZE, "squalane"),
    ],
)
def test_what_fills_up_a_batch(form, others, known, liquid) -> None:
    plan = plan_of(form, *(Part(name, 0.1) for name in others), known=known)
    assert plan.liquid == liquid
    assert plan.ingredients == (form, liquid, *others)


def test_the_oil_goes_in_before_all_and_what_moves_the_pH_after_all() -> None:
    # Alcohol would otherwise go in before any oil, and the citric acid before the gum.
    oily = new_batch(
        OILY,
        mass_fraction=Q_(10, "percent"),
        batch_mass=Q_(30, "g"),
        other_ingredients=[Part("ethanol", 0.1), Part("tocopherol", 0.01)],
    )
    assert [row.ingredient for row in oily.weigh] == ["squalane", "ethanol", OILY, "tocopherol"]
    plan = plan_of(ACID, Part("xanthan_gum", 0.01), Part("citric_acid", 0.01), adjuster="citric_acid")
    lines = [Line(name, 1.0) for name in ("citric_acid", "xanthan_gum", ACID, "water", "serum")]
    # Water is no oil: what is finished stands before it, as everywhere.
    assert [line.ingredient for line in sorted(lines, key=plan.turn)] == [
        *("serum", "water", ACID, "xanthan_gum", "citric_acid")
    ]


@pytest.mark.parametrize(
    ("known", "by_volume"),
    [
        ({"mass_fraction": 0.1, "batch_mass": 30.0}, False),
        ({"powder_mass": 3.0, "water_mass": 27.0}, False),
        ({"mass_concentration": 0.1, "batch_mass": 30.0}, True),
        ({"mass_fraction": 0.1, "batch_volume": 30.0}, True),
    ],
)
def test_volumes_count_where_something_is_known_by_volume(known, by_volume) -> None:
    assert plan_of(ACID, known=known).is_by_volume is by_volume


def test_water_in_the_powder_is_as_uncertain_as_a_purity_and_a_dry_one_is_not() -> None:
    # 4.5 g of a pure acid, of which exactly all or exactly 95 % is dry; a purity is good to 0.2 points.
    def half_width(moisture: float) -> float:
        batch = new_batch(
            ACID,
            mass_fraction=Q_(15, "percent"),
            batch_mass=Q_(30, "g"),
            purity=1.0,
            purity_plus_minus=0.0,
            water_content=moisture,
        )
        return next(row.method_plus_minus_g for row in batch.weigh if row.ingredient == ACID)

    assert half_width(0.0) == 0
    # 4.5 / 0.95 = 4.737 g; ± 0.002 of 0.95 are ± 0.00997 g.
    assert half_width(0.05) == pytest.approx(4.5 / 0.95 * 0.002 / 0.95, rel=0.05)
