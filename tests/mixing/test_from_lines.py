"""What have I made: amounts and shares to a batch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc.chemistry.formula import composition
from calc.chemistry.recipe import Claims
from calc.errors import InputError, InputErrors
from calc.mixing.batch import Batch
from calc.mixing.from_lines import batch_from_lines
from calc.mixing.measures import Amount
from calc.rules.assessment import assess
from calc.units import Q_

ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"


def grams(value: float):
    return Q_(value, "g")


def mL(value: float):
    return Q_(value, "mL")


def masses_of(batch: Batch) -> dict[str, float]:
    return {row.ingredient: row.mass_g for row in batch.weigh}


def strength_of(batch: Batch, form: str = ACID) -> float:
    return composition(batch.formula).strength_of(form).nominal


def errors_of(*args, **kwargs) -> tuple[InputError, ...]:
    with pytest.raises((InputError, InputErrors)) as caught:
        batch_from_lines(*args, **kwargs)
    return getattr(caught.value, "errors", (caught.value,))


# --- by hand --------------------------------------------------------------------------------------


def test_grams_only():
    # 5 g of 98 % powder, 40 g of water, 5 g of glycerin: 4.9 / 50 = 9.8 %.
    parts = [
        ("water", Amount.weighed(grams(40))),
        (ACID, Amount.weighed(grams(5))),
        ("glycerin", Amount.weighed(grams(5))),
    ]
    batch = batch_from_lines(parts, purity=Q_(98, "percent"))
    assert batch.form == ACID
    assert batch.formula.total_mass_g == pytest.approx(50, rel=1e-12)
    assert strength_of(batch) == pytest.approx(0.098, rel=1e-12)
    assert masses_of(batch) == {"water": 40, ACID: 5, "glycerin": 5}
    # The purity is that of the powder, not of the glycerin.
    assert [line.purity for line in batch.formula.lines] == [None, 0.98, None]


def test_shares_only():
    # Per 100 g: 15 g of acid, 80 g of water, 5 g of glycerin.
    batch = batch_from_lines([("water", 0.8), (ACID, 0.15), ("glycerin", 0.05)])
    assert batch.formula.total_mass_g == pytest.approx(100, rel=1e-12)
    assert masses_of(batch) == pytest.approx({"water": 80, ACID: 15, "glycerin": 5})
    assert strength_of(batch) == pytest.approx(0.15, rel=1e-12)


@pytest.mark.parametrize("water", [0.8496, 0.85, 0.8504])
def test_shares_may_be_off_by_rounding(water):
    # 99.96 to 100.04 %: brought to 100 g in proportion; 15 / 99.96 = 15.006 %.
    batch = batch_from_lines([("water", water), (ACID, 0.15)])
    assert batch.formula.total_mass_g == pytest.approx(100, rel=1e-12)
    assert strength_of(batch) == pytest.approx(0.15 / (0.15 + water), rel=1e-12)


@pytest.mark.parametrize(
    ("water", "total"), [(0.849, "99.9 %"), (0.851, "100.1 %"), (0.875, "102.5 %"), (0.5, "65 %")]
)
def test_shares_that_do_not_add_up_are_taken_in_proportion_and_told(water, total):
    # Refusing them would hide what such a recipe amounts to.
    batch = batch_from_lines([("water", water), (ACID, 0.15)])
    assert batch.formula.total_mass_g == pytest.approx(100, rel=1e-12)
    assert strength_of(batch) == pytest.approx(0.15 / (0.15 + water), rel=1e-12)
    report = assess(batch.formula, claims=Claims(total=water + 0.15))
    (result,) = [finding for finding in report.findings if finding.code == "CLAIM-001"]
    assert result.message.replace("\u202f", " ").startswith(f"They add up to {total}.")


def test_grams_and_shares():
    # 3 g of acid and 9 g of glycerin beside 50 % of water and 10 % of propanediol:
    # M = 12 / (1 − 0.6) = 30 g; 15 g of water, 3 g of propanediol; acid 10 %.
    parts = [
        ("water", 0.5),
        (ACID, Amount.weighed(grams(3))),
        ("glycerin", Amount.weighed(grams(9))),
        ("propanediol", 0.1),
    ]
    batch = batch_from_lines(parts)
    assert batch.formula.total_mass_g == pytest.approx(30, rel=1e-12)
    assert masses_of(batch) == pytest.approx({"water": 15, ACID: 3, "glycerin": 9, "propanediol": 3})
    assert strength_of(batch) == pytest.approx(0.1, rel=1e-12)


def test_the_vitamin_as_a_share_of_a_weighed_bottle():
    # 85 g of water and 15 % of acid: M = 85 / 0.85 = 100 g.
    batch = batch_from_lines([("water", Amount.weighed(grams(85))), (ACID, 0.15)])
    assert masses_of(batch)[ACID] == pytest.approx(15, rel=1e-12)


@pytest.mark.parametrize(("water", "total"), [(0.85, "100 %"), (0.875, "102.5 %")])
def test_shares_that_leave_no_room_for_the_grams(water, total):
    (error,) = errors_of([("water", water), (ACID, 0.15), ("glycerin", Amount.weighed(grams(1)))])
    assert error.field == "recipe"
    assert error.given == total
    assert "no room" in error.accepted


def test_two_forms():
    # 10 g of acid and 3 g of SAP in 100 g; the clash is told.
    batch = batch_from_lines([("water", 0.87), (ACID, 0.1), (SAP, 0.03)], purity=1.0)
    assert strength_of(batch) == pytest.approx(0.1, rel=1e-12)
    assert strength_of(batch, SAP) == pytest.approx(0.03, rel=1e-12)
    assert batch.form == ACID
    assert "FORM-005" in [finding.code for finding in assess(batch.formula).findings]


def test_a_line_that_stands_twice():
    # 10 + 5 g of acid in 100 g.
    batch = batch_from_lines([("water", 0.85), (ACID, 0.1), (ACID, 0.05)])
    assert strength_of(batch) == pytest.approx(0.15, rel=1e-12)
    assert len(batch.weigh) == 3


def test_without_vitamin_c():
    batch = batch_from_lines([("water", 0.8), ("glycerin", 0.2)])
    assert batch.form == ""
    assert composition(batch.formula).strengths == ()
    assert batch.mass_concentration.high == 0.0
    assert "STR-007" in [finding.code for finding in assess(batch.formula).findings]


# --- spread ---------------------------------------------------------------------------------------


def test_household_amounts_carry_their_spread():
    # 4 scoops of 0.25 g are 1 g, 0.8 to 1.2 g, in 9 mL of water at 1 g/mL: 10 %,
    # 0.8 / 9.8 = 8.16 % to 1.2 / 10.2 = 11.76 %.
    parts = [("water", Amount.poured("water", mL(9), Q_(1.0, "g/mL"))), (ACID, Amount.scoops(4, grams(0.25)))]
    batch = batch_from_lines(parts, purity=1.0)
    band = composition(batch.formula).strength_of(ACID).mass_fraction
    assert strength_of(batch) == pytest.approx(0.1, rel=1e-12)
    assert band.low == pytest.approx(0.8 / 9.8, abs=0.001)
    assert band.high == pytest.approx(1.2 / 10.2, abs=0.001)
    assert band.drivers[0].name == "amount of L-ascorbic acid"


def test_spoon_and_dropper_together_should_be_weighed():
    parts = [("water", Amount.drops("water", 200)), (ACID, Amount.spooned(ACID, Q_(0.25, "teaspoon")))]
    codes = [finding.code for finding in assess(batch_from_lines(parts).formula).findings]
    assert "MIX-012" in codes


def test_rows_tell_scale_and_method_apart():
    parts = [
        ("water", Amount.weighed(grams(40), grams(0.1))),
        (ACID, Amount.scoops(20, grams(0.25))),
        ("glycerin", Amount.weighed(grams(5))),
        ("propanediol", 0.1),
    ]
    batch = batch_from_lines(parts)
    assert [row.ingredient for row in batch.weigh] == ["water", ACID, "glycerin", "propanediol"]
    assert [row.scale_plus_minus_g for row in batch.weigh] == [0.1, None, None, None]
    # 20 scoops are 5 g, ± 20 %.
    assert [row.method_plus_minus_g for row in batch.weigh] == pytest.approx([0.0, 1.0, 0.0, 0.0])
    water, acid, glycerin, _ = batch.formula.lines
    assert (water.mass_plus_minus_g, water.mass_range_g) == (0.1, None)
    assert (acid.mass_plus_minus_g, acid.mass_range_g) == (0.0, pytest.approx((4.0, 6.0)))
    assert (glycerin.mass_plus_minus_g, glycerin.mass_range_g) == (0.0, None)


def test_by_volume_is_by_mass_times_density():
    # 15 % × 1.08 g/mL = 16.2 g per 100 mL; 100 g are 92.59 mL.
    batch = batch_from_lines([("water", 0.85), (ACID, 0.15)], purity=1.0, density=Q_(1.08, "g/mL"))
    band = composition(batch.formula).strength_of(ACID).mass_fraction
    assert batch.density_given
    assert batch.volume.median == pytest.approx(100 / 1.08, rel=1e-12)
    for end in ("low", "median", "high"):
        assert getattr(batch.mass_concentration, end) == pytest.approx(1.08 * getattr(band, end), rel=1e-9)
    assert batch.mass_concentration.median == pytest.approx(0.162, rel=1e-4)


def test_without_a_density_it_is_estimated():
    # 85 / 0.9982 + 15 × 105 / 176.124 = 94.0959 mL.
    batch = batch_from_lines([("water", 0.85), (ACID, 0.15)])
    assert not batch.density_given
    assert batch.volume.median == pytest.approx(94.0959, rel=1e-4)


# --- invariants -----------------------------------------------------------------------------------

fewer = settings(max_examples=25)


@fewer
@given(st.lists(st.floats(0.01, 1000), min_size=3, max_size=3), st.lists(st.floats(0.0, 0.45), max_size=2))
def test_grams_over_what_the_shares_leave(grams_of, shares):
    names = ["glycerin", "propanediol"]
    weighed_parts = [
        (name, Amount.weighed(grams(mass))) for name, mass in zip(["water", ACID, "panthenol"], grams_of)
    ]
    batch = batch_from_lines([*weighed_parts, *zip(names, shares)])
    # M = Σg / (1 − Σshare)
    total = sum(grams_of) / (1 - sum(shares))
    assert batch.formula.total_mass_g == pytest.approx(total, rel=1e-9)
    assert sum(row.mass_g for row in batch.weigh) == pytest.approx(total, rel=1e-9)
    assert strength_of(batch) == pytest.approx(grams_of[1] / total, rel=1e-9)


@fewer
@given(st.floats(0.001, 0.9), st.floats(0.1, 1e4))
def test_grams_and_shares_say_the_same(strength, size):
    by_share = batch_from_lines([("water", 1 - strength), (ACID, strength)])
    by_mass = batch_from_lines(
        [
            ("water", Amount.weighed(grams(size * (1 - strength)))),
            (ACID, Amount.weighed(grams(size * strength))),
        ]
    )
    mixed = batch_from_lines([("water", Amount.weighed(grams(size * (1 - strength)))), (ACID, strength)])
    for batch in (by_share, by_mass, mixed):
        assert strength_of(batch) == pytest.approx(strength, rel=1e-9)
    assert mixed.formula.total_mass_g == pytest.approx(size, rel=1e-9)


@fewer
@given(st.floats(0.01, 1000), st.sampled_from(["mg", "kg", "oz"]))
def test_the_choice_of_unit_changes_nothing(mass, unit):
    one = batch_from_lines([("water", Amount.weighed(grams(10))), (ACID, Amount.weighed(grams(mass)))])
    two = batch_from_lines(
        [("water", Amount.weighed(grams(10).to(unit))), (ACID, Amount.weighed(grams(mass).to(unit)))]
    )
    assert strength_of(two) == pytest.approx(strength_of(one), rel=1e-9)


@fewer
@given(st.permutations([("water", 0.75), (ACID, 0.15), ("glycerin", 0.1)]))
def test_the_order_of_the_lines_changes_no_strength(parts):
    assert strength_of(batch_from_lines(parts)) == pytest.approx(0.15, rel=1e-12)


def test_the_same_parts_twice_are_the_same_batch():
    parts = [("water", Amount.drops("water", 100)), (ACID, Amount.scoops(1, grams(0.25)))]
    assert batch_from_lines(parts) == batch_from_lines(parts)


# --- what cannot be -------------------------------------------------------------------------------


def test_nothing_is_no_recipe():
    (error,) = errors_of([])
    assert error.field == "recipe"
    (error,) = errors_of([("water", Amount.weighed(grams(0)))])
    assert error.field == "recipe"
    assert "5 g" in error.fix


def test_an_unknown_line_is_told_by_its_place():
    (error,) = errors_of([("water", 0.5), ("honey", 0.5)])
    assert error.field == "lines[1].ingredient"
    assert error.given == "honey"


def test_a_negative_share_is_refused():
    errors = errors_of([("water", 1.1), (ACID, -0.1)])
    assert [error.field for error in errors] == ["lines[1].mass_g"]


def test_wrong_units_are_told_together():
    parts = [("water", 0.85), (ACID, 0.15)]
    assert [error.field for error in errors_of(parts, purity=98, density=1.0)] == ["density", "purity"]
    assert [error.field for error in errors_of(parts, purity=0.0)] == ["lines[1].purity"]
