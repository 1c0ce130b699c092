"""Household measures to masses, and how wide each of them is."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.errors import InputErrors
from calc.mixing.measures import Amount, line_of, row_of
from calc.units import Q_

ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
ONE = Q_(1.0, "g/mL")


def grams(value: float):
    return Q_(value, "g")


def mL(value: float):
    return Q_(value, "mL")


def ends(amount: Amount) -> tuple[float, float, float]:
    return amount.mass_g, amount.low_g, amount.high_g


# --- by hand --------------------------------------------------------------------------------------


def test_a_scale_is_good_to_one_step():
    assert ends(Amount.weighed(grams(4.5), grams(0.1))) == pytest.approx((4.5, 4.4, 4.6))
    assert Amount.weighed(grams(4.5), grams(0.1)).is_weighed


def test_no_scale_no_spread():
    amount = Amount.weighed(grams(4.5))
    assert ends(amount) == (4.5, 4.5, 4.5)
    assert not amount.is_weighed


def test_less_than_a_step_ends_at_nothing():
    assert ends(Amount.weighed(grams(0.05), grams(0.1))) == pytest.approx((0.05, 0.0, 0.15))


def test_level_scoops():
    # 3 × 0.25 g = 0.75 g, ± 20 %: 0.6 to 0.9 g.
    amount = Amount.scoops(3, grams(0.25))
    assert ends(amount) == pytest.approx((0.75, 0.6, 0.9))
    assert not amount.is_weighed


def test_a_spoon_of_any_grade():
    # 5 mL of acid: 0.7 × 5 = 3.5 g; loose powder 0.5 × 5 = 2.5 g, tapped crystals 1.2 × 5 = 6 g.
    assert ends(Amount.spooned(ACID, mL(5))) == pytest.approx((3.5, 2.5, 6.0))


def test_a_spoon_of_a_form_with_one_bulk_density():
    rows = [row.to("g/mL") for row in catalog.forms()[SAP].values if row.property == "bulk_density"]
    ((centre, low, high),) = rows
    # One row alone: its ends, and the 20 % of a level spoon.
    assert ends(Amount.spooned(SAP, mL(5))) == pytest.approx((5 * centre, 5 * low * 0.8, 5 * high * 1.2))


def test_a_spoon_of_known_powder():
    # 5 mL × 0.8 g/mL = 4 g, ± 20 %: 3.2 to 4.8 g.
    assert ends(Amount.spooned(ACID, mL(5), Q_(0.8, "g/mL"))) == pytest.approx((4.0, 3.2, 4.8))
    # A bulk density serves where none is on file: 5 mL × 0.6 = 3 g.
    assert Amount.spooned("ethyl_ascorbic_acid", mL(5), Q_(0.6, "g/mL")).mass_g == pytest.approx(3.0)


def test_a_us_teaspoon_is_not_five():
    # 1 tsp = 4.92892 mL; × 0.7 = 3.45024 g.
    assert Amount.spooned(ACID, Q_(1, "teaspoon")).mass_g == pytest.approx(3.45024, rel=1e-5)


def test_poured_with_a_density():
    # 50 mL × 1.05 = 52.5 g; the volume is good to 3 %: ± 1.575 g.
    assert ends(Amount.poured("serum", mL(50), Q_(1.05, "g/mL"))) == pytest.approx((52.5, 50.925, 54.075))


def test_poured_by_the_catalogue():
    # 100 mL of water: 99.82 g ± 3 %. Of somebody's serum: 103 g, 98 to 110 g by density, and
    # below √(0.04854² + 0.03²) = 5.706 %, above √(0.06796² + 0.03²) = 7.429 % with the volume.
    assert ends(Amount.poured("water", mL(100))) == pytest.approx((99.82, 96.8254, 102.8146))
    assert ends(Amount.poured("serum", mL(100))) == pytest.approx((103, 97.123, 110.652), rel=1e-4)


def test_poured_of_unknown_density():
    # 10 mL of a liquid of which none is on file: 1.05, 0.84 to 1.27 g/mL.
    # With the volume: √(0.2² + 0.03²) = 20.224 %, √(0.20952² + 0.03²) = 21.166 %.
    expected = (10.5, 10.5 * (1 - 0.20224), 10.5 * (1 + 0.21166))
    assert ends(Amount.poured("pentylene_glycol", mL(10))) == pytest.approx(expected, rel=1e-4)


def test_drops_of_any_dropper():
    # 20 drops at 20 to the mL: 1 mL, 1 g; at 22 to the mL 0.909 g; at 6 to the mL 3.33 g.
    assert ends(Amount.drops("serum", 20, density=ONE)) == pytest.approx((1.0, 20 / 22, 20 / 6))


def test_drops_of_a_calibrated_dropper():
    # 20 drops at 20 to the mL: 1 g; a drop is good to 10 %: 18 to 22 to the mL, 0.909 to 1.111 g.
    amount = Amount.drops("serum", 20, Q_(20, "drop/mL"), ONE)
    assert ends(amount) == pytest.approx((1.0, 20 / 22, 20 / 18))
    assert 0.9 < amount.low_g < amount.high_g < 1.12
    # 50 drops at 25 to the mL: 2 mL, and the same share off.
    assert ends(Amount.drops("serum", 50, Q_(25, "drop/mL"), ONE)) == pytest.approx((2.0, 40 / 22, 40 / 18))


def test_drops_and_density_both_spread():
    # 20 drops at 20 to the mL of serum: 1.03 g. Below: √((1 − 0.98/1.03)² + (1 − 20/22)²)
    # = √(0.04854² + 0.09091²) = 0.10306; above: √(0.06796² + 0.11111²) = 0.13025.
    expected = (1.03, 1.03 * (1 - 0.10306), 1.03 * (1 + 0.13025))
    assert ends(Amount.drops("serum", 20, Q_(20, "drop/mL"))) == pytest.approx(expected, rel=1e-4)


def test_twenty_drops_weighed():
    # 0.9 g / 20 = 0.045 g a drop.
    assert ends(Amount.drops_by_weight(1, grams(0.9))) == pytest.approx((0.045, 0.045, 0.045))
    # On a scale of 0.02 g a drop is good to 0.001 g: 10 of them 0.45 g, 0.44 to 0.46 g.
    assert ends(Amount.drops_by_weight(10, grams(0.9), grams(0.02))) == pytest.approx((0.45, 0.44, 0.46))


def test_twenty_drops_on_a_scale_too_coarse():
    # 0.9 g on a kitchen scale of 1 g: anything from nothing to 1.9 g.
    assert ends(Amount.drops_by_weight(20, grams(0.9), grams(1))) == pytest.approx((0.9, 0.0, 1.9))


def test_pumps():
    # 3 × 0.5 mL × 1 g/mL = 1.5 g, ± 10 %.
    assert ends(Amount.pumps("lotion", 3, mL(0.5), ONE)) == pytest.approx((1.5, 1.35, 1.65))
    # Serum: 1.545 g. Below: √(0.04854² + 0.1²) = 0.11116; above: √(0.06796² + 0.1²) = 0.12091.
    expected = (1.545, 1.545 * (1 - 0.11116), 1.545 * (1 + 0.12091))
    assert ends(Amount.pumps("serum", 3, mL(0.5))) == pytest.approx(expected, rel=1e-4)


def test_calibrating_narrows():
    wide, narrow = Amount.drops("serum", 20), Amount.drops("serum", 20, Q_(20, "drop/mL"))
    weighed_once = Amount.drops_by_weight(20, grams(1.03), grams(0.01))
    widths = [amount.high_g - amount.low_g for amount in (wide, narrow, weighed_once)]
    assert widths == sorted(widths, reverse=True)


# --- lines and rows -------------------------------------------------------------------------------


def test_a_share_of_an_amount_is_off_with_the_whole():
    line = Amount.scoops(4, grams(0.25)).line(ACID, 0.5, 1.0, "jar")
    assert (line.mass_g, *line.mass_range_g) == pytest.approx((0.5, 0.4, 0.6))
    assert line.together == "jar"


def test_a_line_of_a_weighed_amount_carries_the_scale():
    line = line_of(ACID, Amount.weighed(grams(4.5), grams(0.1)), 0.99)
    assert (line.ingredient, line.mass_g, line.purity) == (ACID, 4.5, 0.99)
    assert line.mass_plus_minus_g == 0.1
    assert line.mass_range_g is None


def test_a_line_of_a_measured_amount_carries_its_ends():
    line = line_of(ACID, Amount.scoops(1, grams(0.25)), None)
    assert line.mass_plus_minus_g == 0.0
    assert line.mass_range_g == pytest.approx((0.2, 0.3))
    assert line.purity is None


def test_an_exact_amount_carries_nothing():
    line = line_of("water", Amount.weighed(grams(10)), None)
    assert (line.mass_plus_minus_g, line.mass_range_g) == (0.0, None)
    assert Amount.weighed(grams(10)).line("water", 0.5, None, "a").mass_range_g is None


def test_rows_tell_scale_and_method_apart():
    row = row_of(ACID, Amount.weighed(grams(4.5), grams(0.1)))
    assert (row.mass_g, row.scale_plus_minus_g, row.method_plus_minus_g) == (4.5, 0.1, 0.0)
    # Half of 0.2 to 0.3 g.
    row = row_of(ACID, Amount.scoops(1, grams(0.25)))
    assert (row.mass_g, row.scale_plus_minus_g) == (0.25, None)
    assert row.method_plus_minus_g == pytest.approx(0.05)
    # Half of 2.5 to 6 g.
    assert row_of(ACID, Amount.spooned(ACID, mL(5))).method_plus_minus_g == pytest.approx(1.75)
    row = row_of("water", Amount.weighed(grams(30)))
    assert (row.scale_plus_minus_g, row.method_plus_minus_g) == (None, 0.0)


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=25)

counts = st.floats(0.01, 1000)
bases = st.sampled_from(["serum", "lotion", "water", "squalane", "glycerin", "propanediol"])


@fewer
@given(counts, bases, st.floats(0.1, 10))
def test_the_ends_lie_around_the_middle(count, base, volume):
    for amount in (
        Amount.weighed(grams(count), grams(volume)),
        Amount.scoops(count, grams(volume)),
        Amount.spooned(ACID, mL(volume)),
        Amount.poured(base, mL(volume)),
        Amount.drops(base, count),
        Amount.drops(base, count, Q_(20, "drop/mL")),
        Amount.drops_by_weight(count, grams(volume), grams(0.01)),
        Amount.pumps(base, count, mL(volume)),
    ):
        assert 0 <= amount.low_g <= amount.mass_g <= amount.high_g < math.inf


@fewer
@given(counts, st.floats(1.01, 10), bases)
def test_twice_as_many_are_twice_as_much(count, factor, base):
    for measure in (
        lambda n: Amount.scoops(n, grams(0.25)),
        lambda n: Amount.spooned(ACID, mL(n)),
        lambda n: Amount.poured(base, mL(n)),
        lambda n: Amount.drops(base, n),
        lambda n: Amount.drops_by_weight(n, grams(0.9), grams(0.01)),
        lambda n: Amount.pumps(base, n, mL(0.5)),
    ):
        larger = tuple(factor * end for end in ends(measure(count)))
        assert ends(measure(count * factor)) == pytest.approx(larger, rel=1e-9)


@fewer
@given(st.floats(0.01, 1000), bases)
def test_the_choice_of_unit_changes_nothing(volume, base):
    for unit in ("L", "teaspoon", "fluid_ounce"):
        other = mL(volume).to(unit)
        assert ends(Amount.poured(base, other)) == pytest.approx(
            ends(Amount.poured(base, mL(volume))), rel=1e-9
        )
        assert ends(Amount.spooned(ACID, other)) == pytest.approx(
            ends(Amount.spooned(ACID, mL(volume))), rel=1e-9
        )
    for unit in ("mg", "oz"):
        other = grams(volume).to(unit)
        assert ends(Amount.weighed(other, other)) == pytest.approx(
            ends(Amount.weighed(grams(volume), grams(volume)))
        )
        assert ends(Amount.scoops(2, other)) == pytest.approx(ends(Amount.scoops(2, grams(volume))), rel=1e-9)


# --- what cannot be -------------------------------------------------------------------------------


def test_a_powder_of_unknown_bulk_asks_for_it():
    with pytest.raises(InputErrors) as caught:
        Amount.spooned("ethyl_ascorbic_acid", mL(5))
    (error,) = caught.value.errors
    assert error.field == "bulk"
    assert "not known" in error.accepted
    assert "Weigh it" in error.fix
    assert "bulk density in g/mL" in error.fix


@pytest.mark.parametrize("form", sorted(catalog.forms()))
def test_every_powder_has_a_mass_or_asks(form):
    if any(row.property == "bulk_density" for row in catalog.forms()[form].values):
        assert Amount.spooned(form, mL(1)).mass_g > 0
    else:
        with pytest.raises(InputErrors, match="bulk"):
            Amount.spooned(form, mL(1))


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: Amount.weighed(4.5), "mass"),
        (lambda: Amount.weighed(mL(4.5)), "mass"),
        (lambda: Amount.weighed(grams(-1)), "mass"),
        (lambda: Amount.weighed(grams(math.nan)), "mass"),
        (lambda: Amount.weighed(grams(1), 0.1), "scale_resolution"),
        (lambda: Amount.scoops(1, mL(0.25)), "one"),
        (lambda: Amount.spooned(ACID, grams(1)), "volume"),
        (lambda: Amount.spooned(ACID, mL(1), 0.7), "bulk_density"),
        (lambda: Amount.poured("water", 50), "volume"),
        (lambda: Amount.poured("water", mL(50), 1.05), "density"),
        (lambda: Amount.drops("water", 20, Q_(20, "1/mL")), "per_volume"),
        (lambda: Amount.drops_by_weight(20, 0.9), "weight_of_twenty"),
        (lambda: Amount.pumps("water", 2, grams(0.5)), "one"),
    ],
)
def test_units_are_checked_at_the_door(call, field):
    with pytest.raises(InputErrors) as caught:
        call()
    assert [error.field for error in caught.value.errors] == [field]
