"""What to weigh for a batch, in both directions, and how far off it can be."""

from __future__ import annotations

import contextlib
import math
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc.errors import InputError, InputErrors
from calc.formula import composition
from calc.mixing import Batch, Part, new_batch, part
from calc.units import Q_, show_mass

ACID = "l_ascorbic_acid"


def percent(value: float):
    return Q_(value, "percent")


def grams(value: float):
    return Q_(value, "g")


def mass_of(batch: Batch, ingredient: str) -> float:
    return {each.ingredient: each.mass_g for each in batch.weigh}.get(ingredient, 0.0)


def strength_of(batch: Batch) -> float:
    return composition(batch.formula).strength_of(batch.form).nominal


def errors_of(*args, **kwargs) -> tuple[InputError, ...]:
    with pytest.raises((InputError, InputErrors)) as caught:
        new_batch(*args, **kwargs)
    return getattr(caught.value, "errors", (caught.value,))


# --- by hand --------------------------------------------------------------------------------------


def test_thirty_grams_of_fifteen_percent():
    # 30 g × 0.15 = 4.5 g of acid; / 0.99 = 4.5454… g of powder; 30 − 4.5454… = 25.4545… g of water.
    batch = new_batch(
        ACID,
        mass_fraction=percent(15),
        batch_mass=grams(30),
        purity=percent(99),
        scale_resolution=grams(0.01),
    )
    assert mass_of(batch, ACID) == pytest.approx(4.5 / 0.99, rel=1e-12)
    assert mass_of(batch, "water") == pytest.approx(30 - 4.5 / 0.99, rel=1e-12)
    assert show_mass(mass_of(batch, ACID), 0.01) == "4.55"
    band = composition(batch.formula).strength_of(ACID).mass_fraction
    assert 0.149 <= band.low < 0.15 < band.high <= 0.151
    assert [driver.name for driver in band.drivers[:2]] == [
        "purity of L-ascorbic acid",
        "amount of L-ascorbic acid",
    ]


def test_the_weighing_sheet_tells_scale_and_method_apart():
    batch = new_batch(
        ACID,
        mass_fraction=percent(15),
        batch_mass=grams(30),
        purity=percent(99),
        scale_resolution=grams(0.01),
    )
    for row in batch.weigh:
        assert row.scale_plus_minus_g == 0.01
        # 4.5454 g × 0.002 / 0.99 = 0.0092 g; a tenth of a standard deviation of tolerance.
        assert row.method_plus_minus_g == pytest.approx(4.5454 * 0.002 / 0.99, abs=0.0005)
    assert batch.weigh[0].as_dict().keys() == {
        "ingredient",
        "mass_g",
        "scale_plus_minus_g",
        "method_plus_minus_g",
    }


def test_no_scale_no_scale_error():
    batch = new_batch(ACID, mass_fraction=percent(15), batch_mass=grams(30), purity=percent(99))
    assert [row.scale_plus_minus_g for row in batch.weigh] == [None, None]


def test_water_in_the_powder_counts_twice():
    # Powder with 5 % water, dry purity 98 %: holds 0.98 × 0.95 = 93.1 %.
    # 20 % of 50 g = 10 g of acid; / 0.931 = 10.7411 g of powder; 50 − 10.7411 = 39.2589 g of water.
    batch = new_batch(
        ACID,
        mass_fraction=percent(20),
        batch_mass=grams(50),
        purity=percent(98),
        water_content=percent(5),
    )
    assert mass_of(batch, ACID) == pytest.approx(10 / 0.931, rel=1e-12)
    assert mass_of(batch, "water") == pytest.approx(50 - 10 / 0.931, rel=1e-12)
    assert strength_of(batch) == pytest.approx(0.2, rel=1e-12)
    # 39.2589 g as such and 5 % of 10.7411 g.
    assert batch.formula.water_g == pytest.approx(50 - 0.95 * 10 / 0.931, rel=1e-12)


def test_water_in_a_powder_of_unstated_purity_keeps_the_strength():
    # 15 % of 30 g = 4.5 g of acid; / 0.95 = 4.7368 g of powder. With the water left out of the
    # strength, as it once was, that reads 15.8 %.
    batch = new_batch(ACID, mass_fraction=percent(15), batch_mass=grams(30), water_content=percent(5))
    assert mass_of(batch, ACID) == pytest.approx(4.5 / 0.95, rel=1e-12)
    assert strength_of(batch) == pytest.approx(0.15, rel=1e-12)
    band = composition(batch.formula).strength_of(ACID).mass_fraction
    # Not stated means taken as pure, 99.0 % at least.
    assert 0.147 < band.low < band.median <= 0.15
    assert batch.formula.lines[1].purity is None


def test_w_v_with_a_given_density():
    # 15 g per 100 mL at 1.05 g/mL, 200 mL: 210 g in all, 30 g of acid, 180 g of water; 14.2857 % w/w.
    batch = new_batch(
        ACID,
        mass_concentration=Q_(150, "g/L"),
        batch_volume=Q_(200, "mL"),
        density=Q_(1.05, "g/mL"),
        purity=percent(100),
    )
    assert mass_of(batch, ACID) == pytest.approx(30, rel=1e-12)
    assert mass_of(batch, "water") == pytest.approx(180, rel=1e-12)
    assert strength_of(batch) == pytest.approx(1 / 7, rel=1e-12)
    assert batch.density_given
    assert batch.volume.median == pytest.approx(200, rel=1e-12)


def test_w_v_with_an_estimated_density():
    # 15 g / 1.65 g/mL = 9.0909 mL of acid in 100 mL; the rest is water: 90.9091 × 0.9982 = 90.7455 g.
    batch = new_batch(ACID, mass_concentration=Q_(150, "g/L"), batch_volume=Q_(100, "mL"))
    assert mass_of(batch, ACID) == pytest.approx(15, rel=1e-9)
    assert mass_of(batch, "water") == pytest.approx((100 - 15 / 1.65) * 0.9982, rel=1e-9)
    assert not batch.density_given


def test_a_volume_with_a_given_density():
    # 30 mL × 1.05 = 31.5 g; 10 % = 3.15 g.
    batch = new_batch(
        ACID, mass_fraction=percent(10), batch_volume=Q_(30, "mL"), density=Q_(1.05, "g/mL"), purity=1.0
    )
    assert mass_of(batch, ACID) == pytest.approx(3.15, rel=1e-12)
    assert batch.formula.total_mass_g == pytest.approx(31.5, rel=1e-12)


def test_powder_fixed():
    # 5 g of 99 % powder hold 4.95 g; at 15 % that is 33 g; 28 g of water.
    batch = new_batch(ACID, mass_fraction=percent(15), powder_mass=grams(5), purity=percent(99))
    assert batch.formula.total_mass_g == pytest.approx(33, rel=1e-12)
    assert mass_of(batch, "water") == pytest.approx(28, rel=1e-12)


def test_water_fixed():
    # w = 85 g of water and x of pure powder: x / (85 + x) = 0.15, so x = 85 × 0.15 / 0.85 = 15 g.
    batch = new_batch(ACID, mass_fraction=percent(15), water_mass=grams(85), purity=percent(100))
    assert mass_of(batch, ACID) == pytest.approx(15, rel=1e-12)


def test_grams_to_strength():
    # 5 g of 98 % powder and 45 g of water: 4.9 / 50 = 9.8 %.
    batch = new_batch(ACID, powder_mass=grams(5), water_mass=grams(45), purity=percent(98))
    assert strength_of(batch) == pytest.approx(0.098, rel=1e-12)


def test_others_as_shares_and_as_masses():
    # 100 g: 15 g of acid, 5 % glycerin = 5 g, 0.5 g of ferulic acid; water 100 − 15 − 5 − 0.5 = 79.5 g.
    batch = new_batch(
        ACID,
        mass_fraction=percent(15),
        batch_mass=grams(100),
        purity=percent(100),
        others=[part("glycerol", mass_fraction=percent(5)), part("ferulic acid", mass=Q_(500, "mg"))],
    )
    assert mass_of(batch, "glycerin") == pytest.approx(5, rel=1e-12)
    assert mass_of(batch, "ferulic_acid") == pytest.approx(0.5, rel=1e-12)
    assert mass_of(batch, "water") == pytest.approx(79.5, rel=1e-12)


def test_others_when_the_size_follows_from_the_powder():
    # 15 g of pure acid at 15 %: 100 g in all; 10 % glycerin = 10 g and 2 g of panthenol; water 73 g.
    batch = new_batch(
        ACID,
        mass_fraction=percent(15),
        powder_mass=grams(15),
        purity=percent(100),
        others=[part("glycerin", mass_fraction=0.1), part("panthenol", mass=grams(2))],
    )
    assert batch.formula.total_mass_g == pytest.approx(100, rel=1e-12)
    assert mass_of(batch, "water") == pytest.approx(73, rel=1e-12)


def test_powder_and_water_with_a_share():
    # 10 g of powder and 70 g of water are 80 % of the batch: 100 g, 20 g of glycerin.
    batch = new_batch(
        ACID, powder_mass=grams(10), water_mass=grams(70), others=[part("glycerin", mass_fraction=0.2)]
    )
    assert mass_of(batch, "glycerin") == pytest.approx(20, rel=1e-12)


def test_no_water_left_is_still_a_batch():
    # 20 g of acid and 80 g of glycerin.
    batch = new_batch(
        ACID,
        mass_fraction=percent(20),
        batch_mass=grams(100),
        purity=percent(100),
        others=[part("glycerin", mass_fraction=0.8)],
    )
    assert mass_of(batch, "water") == pytest.approx(0, abs=1e-9)
    assert batch.formula.total_mass_g == pytest.approx(100)


def test_the_order_of_addition_is_the_house_order():
    batch = new_batch(
        ACID,
        mass_fraction=percent(10),
        batch_mass=grams(100),
        others=[
            part("squalane", mass_fraction=0.02),
            part("phenoxyethanol", mass_fraction=0.01),
            part("glycerin", mass_fraction=0.05),
            part("carbomer", mass_fraction=0.005),
            part("sodium hydroxide", mass_fraction=0.002),
        ],
    )
    assert [row.ingredient for row in batch.weigh] == [
        "water",
        "carbomer",
        ACID,
        "sodium_hydroxide",
        "glycerin",
        "phenoxyethanol",
        "squalane",
    ]


def test_an_estimated_volume_carries_a_band():
    batch = new_batch(ACID, mass_fraction=percent(15), batch_mass=grams(100), purity=percent(100))
    # 15 / 1.65 + 85 / 0.9982 = 94.244 mL, ± 1 % for ideal mixing.
    assert batch.volume.median == pytest.approx(15 / 1.65 + 85 / 0.9982, rel=2e-3)
    assert batch.volume.high - batch.volume.low == pytest.approx(2 * 0.94, rel=0.1)
    assert "ideal-volume mixing" in [driver.name for driver in batch.volume.drivers]


# --- both directions ------------------------------------------------------------------------------

PAIRS = [
    pair
    for pair in combinations(
        ("mass_fraction", "mass_concentration", "batch_mass", "batch_volume", "powder_mass", "water_mass"), 2
    )
    if pair not in (("mass_fraction", "mass_concentration"), ("batch_mass", "batch_volume"))
]
UNITS = {
    "mass_fraction": "dimensionless",
    "mass_concentration": "g/mL",
    "batch_mass": "g",
    "batch_volume": "mL",
    "powder_mass": "g",
    "water_mass": "g",
}


@pytest.mark.parametrize("density", [None, Q_(1.06, "g/mL")], ids=["estimated", "given"])
@pytest.mark.parametrize("pair", PAIRS, ids="+".join)
@given(
    strength=st.floats(0.01, 0.5),
    size=st.floats(1, 1e4),
    purity=st.floats(0.8, 1.0),
    moisture=st.floats(0, 0.1),
    share=st.floats(0, 0.2),
)
def test_any_two_known_things_give_the_same_batch(pair, density, strength, size, purity, moisture, share):
    settings = {
        "purity": purity,
        "purity_plus_minus": 0.0,
        "water_content": moisture,
        "density": density,
        "others": [Part("glycerin", mass_fraction=share), Part("panthenol", mass_g=0.01 * size)],
    }
    whole = new_batch(ACID, mass_fraction=strength, batch_mass=grams(size), **settings)
    volume = whole.formula.total_mass_g / 1.06 if density is not None else nominal_volume(whole)
    told = {
        "mass_fraction": strength,
        "mass_concentration": strength * size / volume,
        "batch_mass": size,
        "batch_volume": volume,
        "powder_mass": mass_of(whole, ACID),
        "water_mass": mass_of(whole, "water"),
    }
    again = new_batch(ACID, **{name: Q_(told[name], UNITS[name]) for name in pair}, **settings)
    for row in whole.weigh:
        assert mass_of(again, row.ingredient) == pytest.approx(row.mass_g, rel=1e-9, abs=1e-9 * size)
    assert strength_of(again) == pytest.approx(strength, rel=1e-9)


def nominal_volume(batch: Batch) -> float:
    """Add up the volumes of the lines; panthenol has no density and takes the house's 1.3 g/mL."""
    density = {"water": 0.9982, ACID: 1.65, "glycerin": 1.2613, "panthenol": 1.3}
    return sum(row.mass_g / density[row.ingredient] for row in batch.weigh)


# --- invariants -----------------------------------------------------------------------------------

strengths = st.floats(0.001, 0.7)
sizes = st.floats(0.1, 1e5)
purities = st.floats(0.75, 1.0)


@given(strengths, sizes, purities, st.sampled_from(["g", "kg", "mg", "oz", "lb"]))
def test_the_choice_of_unit_changes_nothing(strength, size, purity, unit):
    plain = new_batch(ACID, mass_fraction=strength, batch_mass=grams(size), purity=purity)
    other = new_batch(
        ACID,
        mass_fraction=percent(strength * 100),
        batch_mass=grams(size).to(unit),
        purity=Q_(purity * 1000, "mg/g"),
    )
    for one, two in zip(plain.weigh, other.weigh, strict=True):
        assert two.mass_g == pytest.approx(one.mass_g, rel=1e-9)


@given(strengths, sizes, purities, st.floats(0, 0.2), st.floats(0, 0.05))
def test_the_lines_add_up_to_the_batch(strength, size, purity, share, fixed):
    assume(strength / purity + share + fixed < 1)
    batch = new_batch(
        ACID,
        mass_fraction=strength,
        batch_mass=grams(size),
        purity=purity,
        others=[Part("glycerin", share), Part("ferulic_acid", mass_g=fixed * size)],
    )
    assert sum(row.mass_g for row in batch.weigh) == pytest.approx(size, rel=1e-9)
    assert batch.formula.total_mass_g == pytest.approx(size, rel=1e-9)
    assert strength_of(batch) == pytest.approx(strength, rel=1e-9)


@given(strengths, st.floats(1.001, 1.5), purities)
def test_more_strength_needs_more_powder_in_proportion(strength, factor, purity):
    assume(strength * factor < purity)
    one = new_batch(ACID, mass_fraction=strength, batch_mass=grams(30), purity=purity)
    two = new_batch(ACID, mass_fraction=strength * factor, batch_mass=grams(30), purity=purity)
    assert mass_of(two, ACID) > mass_of(one, ACID)
    assert mass_of(two, ACID) == pytest.approx(factor * mass_of(one, ACID), rel=1e-9)


@given(strengths, purities)
def test_powder_is_inverse_to_purity(strength, purity):
    impure = new_batch(ACID, mass_fraction=strength, batch_mass=grams(30), purity=purity)
    pure = new_batch(ACID, mass_fraction=strength, batch_mass=grams(30), purity=1.0)
    assert mass_of(impure, ACID) * purity == pytest.approx(mass_of(pure, ACID), rel=1e-9)


@given(strengths, st.floats(0.01, 1000))
def test_a_larger_batch_is_the_same_batch(strength, factor):
    others = [Part("glycerin", 0.05)]
    one = new_batch(ACID, mass_fraction=strength, batch_mass=grams(10), others=others)
    large = new_batch(ACID, mass_fraction=strength, batch_mass=grams(10 * factor), others=others)
    for small, big in zip(one.weigh, large.weigh, strict=True):
        assert big.mass_g == pytest.approx(factor * small.mass_g, rel=1e-9)
        assert big.method_plus_minus_g == pytest.approx(
            factor * small.method_plus_minus_g, rel=1e-6, abs=1e-12 * factor
        )


@given(st.floats(0.001, 0.1), st.floats(1.1, 20))
def test_a_coarser_scale_never_narrows_the_strength(step, times):
    def width(scale: float) -> float:
        batch = new_batch(
            ACID,
            mass_fraction=percent(15),
            batch_mass=grams(30),
            purity=percent(99),
            scale_resolution=grams(scale),
        )
        band = composition(batch.formula).strength_of(ACID).mass_fraction
        return band.high - band.low

    # Where the purity dominates, the ends of the sample wobble by one or two parts in a hundred.
    assert width(step * times) >= width(step) * (1 - 0.02)


def test_the_same_batch_twice_is_the_same_batch():
    first, second = (new_batch(ACID, mass_fraction=percent(15), batch_mass=grams(30)) for _ in range(2))
    assert first == second


# --- what cannot be -------------------------------------------------------------------------------


@pytest.mark.parametrize("strength", [99, 99.5, 100])
def test_a_strength_that_the_powder_cannot_reach(strength):
    (error,) = errors_of(ACID, mass_fraction=percent(strength), batch_mass=grams(30), purity=percent(99))
    assert error.field == "mass_fraction"
    assert "99 %" in error.accepted


@pytest.mark.parametrize(
    ("field", "known"),
    [
        ("mass_fraction", {"mass_fraction": percent(0), "batch_mass": grams(30)}),
        ("batch_mass", {"mass_fraction": percent(15), "batch_mass": grams(0)}),
        ("powder_mass", {"powder_mass": grams(0), "water_mass": grams(30)}),
        ("density", {"mass_fraction": percent(15), "batch_mass": grams(30), "density": Q_(0, "g/mL")}),
        (
            "scale_resolution",
            {"mass_fraction": percent(15), "batch_mass": grams(30), "scale_resolution": grams(0)},
        ),
        ("purity", {"mass_fraction": percent(15), "batch_mass": grams(30), "purity": percent(0)}),
        ("purity", {"mass_fraction": percent(15), "batch_mass": grams(30), "water_content": percent(100)}),
    ],
)
def test_zero_is_told_by_its_name(field, known):
    assert field in [error.field for error in errors_of(ACID, **known)]


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"mass_fraction": percent(15)},
        {"batch_mass": grams(30)},
        {"mass_fraction": percent(15), "batch_mass": grams(30), "powder_mass": grams(4)},
        {"batch_mass": grams(30), "powder_mass": grams(4), "water_mass": grams(26)},
    ],
)
def test_two_things_fix_a_batch(known):
    (error,) = errors_of(ACID, **known)
    assert error.field == "batch"
    assert "two" in error.accepted
    for name in known:
        assert name in str(error.given)


@pytest.mark.parametrize(
    ("known", "field"),
    [
        ({"mass_fraction": percent(15), "mass_concentration": Q_(150, "g/L")}, "mass_concentration"),
        ({"batch_mass": grams(30), "batch_volume": Q_(30, "mL")}, "batch_volume"),
    ],
)
def test_the_same_thing_said_twice(known, field):
    assert field in [error.field for error in errors_of(ACID, **known)]


@pytest.mark.parametrize("twice", ["glycerin", "water", ACID])
def test_an_ingredient_stands_once(twice):
    others = [Part("glycerin", 0.05), Part(twice, 0.01)]
    (error,) = errors_of(ACID, mass_fraction=percent(15), batch_mass=grams(30), others=others)
    assert error.field == "others"
    assert error.given == twice


def test_lines_that_exceed_the_batch_say_by_how_much():
    # 4.5 g of acid + 27 g of glycerin − 30 g = 1.5 g too much.
    (error,) = errors_of(
        ACID,
        mass_fraction=percent(15),
        batch_mass=grams(30),
        purity=percent(100),
        others=[part("glycerin", mass=grams(27))],
    )
    assert error.field == "others"
    assert "1.5 g" in error.accepted
    assert "1.5 g" in error.fix
    assert "30 g" in error.given


def test_more_powder_than_batch_says_by_how_much():
    (error,) = errors_of(ACID, powder_mass=grams(40), batch_mass=grams(30))
    assert "10 g" in error.accepted


@pytest.mark.parametrize("share", [0.4, 0.4 - 1e-16, 0.4 + 1e-12, 0.3999999999, 0.5])
def test_others_that_leave_no_room_are_no_batch(share):
    # 60 % of acid and 40 % of glycerin leave nothing for the water that is known to be in: the
    # system is singular, and next to it the masses are astronomic or negative.
    errors = errors_of(
        ACID,
        mass_fraction=percent(60),
        water_mass=grams(30),
        purity=percent(100),
        others=[Part("glycerin", share)],
    )
    assert [error.field for error in errors] == ["batch"]
    assert errors[0].fix


@pytest.mark.parametrize("shares", [(0.6, 0.4), (0.7, 0.5)])
def test_shares_that_fill_the_batch_leave_no_room_for_powder_and_water(shares):
    others = [Part("glycerin", shares[0]), Part("panthenol", shares[1])]
    errors_of(ACID, powder_mass=grams(5), water_mass=grams(30), others=others)


@pytest.mark.parametrize(("purity", "spread"), [(99, 60), (50, 100), (20, 20), (20, 10)])
def test_a_very_wide_purity_is_a_batch_or_an_input_error(purity, spread):
    # Some of the draws reach a purity of 0, where nothing can be solved.
    with contextlib.suppress(InputErrors):
        batch = new_batch(
            ACID,
            mass_fraction=percent(15),
            batch_mass=grams(30),
            purity=percent(purity),
            purity_plus_minus=percent(spread),
        )
        assert all(math.isfinite(row.method_plus_minus_g) for row in batch.weigh)


@pytest.mark.parametrize(
    "wrong",
    [
        Part("glycerin", -0.1),
        Part("glycerin", mass_g=-0.1),
        Part("glycerin", 1.0),
        Part("glycerin", math.nan),
        Part("glycerin", mass_g=math.inf),
        Part("gold", 0.1),
        Part("", 0.1),
    ],
    ids=str,
)
def test_a_part_made_by_hand_is_checked_too(wrong):
    # ``part`` checks, but nobody has to go through it: a negative share made more powder than batch.
    (error,) = errors_of(ACID, mass_fraction=percent(15), batch_mass=grams(30), others=[wrong])
    assert error.field == "others"
    assert error.given == wrong.ingredient


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("batch_mass", Q_([30.0, 40.0], "g")),
        ("batch_mass", Q_([30.0], "g")),
        ("mass_fraction", [0.1, 0.2]),
        ("density", Q_([1.0, 1.1], "g/mL")),
        ("scale_resolution", Q_([0.1, 0.01], "g")),
    ],
)
def test_one_batch_at_a_time(name, several):
    # Arrays pass the door; here one would end in a broadcast of something else.
    known = {"mass_fraction": percent(15), "batch_mass": grams(30), name: several}
    (error,) = errors_of(ACID, **known)
    assert error.field == name
    assert "one at a time" in error.accepted


def test_a_concentration_beyond_the_crystal_is_refused():
    errors_of(ACID, mass_concentration=Q_(2000, "g/L"), batch_volume=Q_(30, "mL"))


def test_an_unknown_form_comes_with_near_names():
    (error,) = errors_of("ascorbic acd", mass_fraction=percent(15), batch_mass=grams(30))
    assert error.field == "form"
    assert ACID in error.readings


def test_a_form_that_is_none():
    (error,) = errors_of("glycerin", mass_fraction=percent(15), batch_mass=grams(30))
    assert error.field == "form"
    assert "not a form" in error.accepted


def test_wrong_units_are_told_together():
    errors = errors_of(ACID, mass_fraction=15, batch_mass=30, purity=percent(101))
    assert [error.field for error in errors] == ["batch_mass", "mass_fraction", "purity"]


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0])
def test_no_batch_of_a_strange_mass(value):
    (error,) = errors_of(ACID, mass_fraction=percent(15), batch_mass=grams(value))
    assert error.field == "batch_mass"


def test_a_part_needs_one_amount():
    for amounts in ({}, {"mass_fraction": 0.1, "mass": grams(1)}):
        with pytest.raises(InputError, match="one amount"):
            part("glycerin", **amounts)
    with pytest.raises(InputError):
        part("unobtainium", mass=grams(1))
