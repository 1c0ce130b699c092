"""Powder into something finished: each of base, powder and strength from the other two."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calc.catalog import ingredients
from calc.chemistry.formula import composition
from calc.errors import InputError, InputErrors
from calc.findings import Severity
from calc.mixing.batch import Batch
from calc.mixing.boosting import BASES, boost
from calc.mixing.measures import Amount
from calc.rules.assessment import Assessment, assess
from calc.units import Q_

ACID = "l_ascorbic_acid"
SAP = "sodium_ascorbyl_phosphate"
ONE = Q_(1.0, "g/mL")
PURE = {"purity": 1.0, "purity_plus_minus": 0.0}


def percent(value: float):
    return Q_(value, "percent")


def grams(value: float):
    return Q_(value, "g")


def mL(value: float):
    return Q_(value, "mL")


def powder_of(batch: Batch) -> float:
    return batch.weigh[1].mass_g


def strength_of(batch: Batch, form: str = ACID) -> float:
    return composition(batch.formula).strength_of(form).nominal


def band_of(batch: Batch, form: str = ACID):
    return composition(batch.formula).strength_of(form).mass_fraction


def codes_of(report: Assessment) -> list[str]:
    return [finding.code for finding in report.findings]


def errors_of(*args, **kwargs) -> tuple[InputError, ...]:
    with pytest.raises((InputError, InputErrors)) as caught:
        boost(*args, **kwargs)
    return getattr(caught.value, "errors", (caught.value,))


# --- by hand --------------------------------------------------------------------------------------


def test_ten_percent_to_fifteen():
    # 30 g hold 3 g. (3 + p) / (30 + p) = 0.15, so p = (4.5 − 3) / 0.85 = 1.7647 g of pure powder.
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        base_fraction=percent(10),
        mass_fraction=percent(15),
        **PURE,
    )
    assert powder_of(batch) == pytest.approx(1.7647, abs=5e-5)
    assert strength_of(batch) == pytest.approx(0.15, rel=1e-12)
    assert batch.formula.total_mass_g == pytest.approx(31.7647, abs=5e-5)
    assert batch.form == ACID


def test_a_bottle_without_vitamin_c():
    # 50 mL × 1.05 g/mL = 52.5 g. 0.98 p / (52.5 + p) = 0.12: p = 52.5 × 0.12 / (0.98 − 0.12) = 7.3256 g.
    base = Amount.poured("serum", mL(50), Q_(1.05, "g/mL"))
    batch = boost(ACID, base_amount=base, mass_fraction=percent(12), purity=percent(98))
    assert powder_of(batch) == pytest.approx(7.3256, abs=5e-5)
    assert strength_of(batch) == pytest.approx(0.12, rel=1e-12)


def test_water_in_the_powder():
    # Dry purity 98 %, 5 % of water: 0.931. 30 × 0.1 / (0.931 − 0.1) = 3.6101 g.
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        mass_fraction=percent(10),
        purity=percent(98),
        water_content=percent(5),
    )
    assert powder_of(batch) == pytest.approx(3.6101, abs=5e-5)
    assert strength_of(batch) == pytest.approx(0.1, rel=1e-12)
    # Not stated: 0.95. 30 × 0.1 / 0.85 = 3.5294 g.
    batch = boost(
        ACID, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(10), water_content=percent(5)
    )
    assert powder_of(batch) == pytest.approx(3.5294, abs=5e-5)
    assert strength_of(batch) == pytest.approx(0.1, rel=1e-12)


def test_powder_and_strength_give_the_base():
    # 5 g of pure powder to 20 %: 25 g in all, 20 g of base.
    batch = boost(ACID, powder=Amount.weighed(grams(5)), mass_fraction=percent(20), **PURE)
    assert batch.weigh[0].mass_g == pytest.approx(20, rel=1e-12)
    # Into something with 10 %: (0.1 B + 5) / (B + 5) = 0.2, so B = 4 / 0.1 = 40 g.
    batch = boost(
        ACID, powder=Amount.weighed(grams(5)), mass_fraction=percent(20), base_fraction=percent(10), **PURE
    )
    assert batch.weigh[0].mass_g == pytest.approx(40, rel=1e-12)


def test_powder_and_base_give_the_strength():
    # 30 g of 10 % and 2 g of 99 % powder: (3 + 1.98) / 32 = 15.5625 %.
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        base_fraction=percent(10),
        powder=Amount.weighed(grams(2)),
        purity=percent(99),
    )
    assert strength_of(batch) == pytest.approx(0.155625, rel=1e-12)


def test_the_strength_by_volume():
    # 10 % w/w at 1.1 g/mL: 0.11 g/mL; 30 + 3.3333 g are 30.303 mL.
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        mass_fraction=percent(10),
        density=Q_(1.1, "g/mL"),
        **PURE,
    )
    assert batch.mass_concentration.median == pytest.approx(0.11, rel=1e-12)
    assert batch.volume.median == pytest.approx(30 / 0.9 / 1.1, rel=1e-12)
    assert batch.density_given


# --- by eye ---------------------------------------------------------------------------------------


def test_one_scoop_into_the_palm():
    # 0.25 g in 2.25 g: 11.11 %. A scoop of 0.2 to 0.3 g: 0.2 / 2.2 = 9.09 % to 0.3 / 2.3 = 13.04 %.
    batch = boost(
        ACID, base_amount=Amount.poured("serum", mL(2), ONE), powder=Amount.scoops(1, grams(0.25)), **PURE
    )
    band = band_of(batch)
    assert strength_of(batch) == pytest.approx(1 / 9, rel=1e-12)
    assert band.low == pytest.approx(0.089, abs=0.004)
    assert band.high == pytest.approx(0.132, abs=0.004)
    assert band.low == pytest.approx(0.2 / 2.2, abs=0.001)
    assert band.high == pytest.approx(0.3 / 2.3, abs=0.001)
    assert "MIX-012" not in codes_of(assess(batch.formula))


def test_a_teaspoon_of_any_powder_should_be_weighed():
    # 4.929 mL: 2.46 to 5.91 g, in 30.9 g of serum 7.4 to 16.1 %: by a third around 10 %.
    batch = boost(
        ACID, base_amount=Amount.poured("serum", mL(30)), powder=Amount.spooned(ACID, Q_(1, "teaspoon"))
    )
    band = band_of(batch)
    assert band.low == pytest.approx(0.0735, abs=0.002)
    assert band.high == pytest.approx(0.160, abs=0.002)
    (finding,) = (finding for finding in assess(batch.formula).findings if finding.code == "MIX-012")
    assert finding.title == "Weigh it"
    assert finding.severity is Severity.CAUTION
    # 4.929 × 0.7 = 3.45 g; a twentieth of it is 0.17 g, so steps of 0.1 g.
    assert "3.45\u202fg" in finding.remedy
    assert "scale" in finding.remedy
    assert "0.1\u202fg" in finding.remedy


def test_weighing_the_teaspoon_ends_the_warning():
    batch = boost(
        ACID,
        base_amount=Amount.poured("serum", mL(30)),
        powder=Amount.weighed(grams(3.45), grams(0.1)),
        purity=0.99,
    )
    assert "MIX-012" not in codes_of(assess(batch.formula))


def test_twenty_drops_of_any_dropper():
    # 1 g of water, 0.909 to 3.333 g, and 0.1 g of powder: 0.1 / 3.433 = 2.9 % to 0.1 / 1.009 = 9.9 %.
    drops = Amount.drops("water", 20, density=ONE)
    batch = boost(ACID, base="water", base_amount=drops, powder=Amount.weighed(grams(0.1)), **PURE)
    band = band_of(batch)
    assert band.low == pytest.approx(0.029, abs=0.001)
    assert band.high == pytest.approx(0.099, abs=0.001)
    assert "MIX-012" in codes_of(assess(batch.formula))


def test_twenty_drops_of_a_calibrated_dropper():
    # 0.909 to 1.111 g and 0.1 g of powder: 0.1 / 1.211 = 8.3 % to 9.9 %.
    drops = Amount.drops("water", 20, Q_(20, "drop/mL"), ONE)
    batch = boost(ACID, base="water", base_amount=drops, powder=Amount.weighed(grams(0.1)), **PURE)
    band = band_of(batch)
    assert band.low == pytest.approx(0.1 / (20 / 18 + 0.1), abs=0.0005)
    assert band.high == pytest.approx(0.1 / (20 / 22 + 0.1), abs=0.0005)
    assert "MIX-012" not in codes_of(assess(batch.formula))


def test_drops_that_were_weighed_and_pumps():
    # 20 drops are 0.9 g; 0.1 / 1 = 10 %.
    drops = Amount.drops_by_weight(20, grams(0.9), grams(0.01))
    assert strength_of(boost(ACID, base_amount=drops, powder=Amount.weighed(grams(0.1)))) == pytest.approx(
        0.1
    )
    # 3 × 0.6 mL × 1 g/mL = 1.8 g; 0.2 / 2 = 10 %; 1.62 to 1.98 g: 0.2 / 2.18 to 0.2 / 1.82.
    strokes = Amount.pumps("lotion", 3, mL(0.6), ONE)
    batch = boost(ACID, base="lotion", base_amount=strokes, powder=Amount.weighed(grams(0.2)), **PURE)
    assert strength_of(batch) == pytest.approx(0.1)
    assert band_of(batch).low == pytest.approx(0.2 / 2.18, abs=0.0005)
    assert band_of(batch).high == pytest.approx(0.2 / 1.82, abs=0.0005)


def test_a_wide_base_is_named_as_what_widens():
    drops = Amount.drops("serum", 20)
    band = band_of(boost(ACID, base_amount=drops, powder=Amount.weighed(grams(0.1)), **PURE))
    assert band.drivers[0].name == f"amount of {ingredients()['serum'].name}"


# --- the sheet ------------------------------------------------------------------------------------


def test_the_sheet_has_the_base_and_the_powder():
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30), grams(0.1)),
        base_fraction=percent(10),
        mass_fraction=percent(15),
        scale_resolution=grams(0.01),
    )
    # The acid that the serum holds is not weighed by itself.
    assert [row.ingredient for row in batch.weigh] == ["serum", ACID]
    assert [row.scale_plus_minus_g for row in batch.weigh] == [0.1, 0.01]
    assert batch.weigh[0].mass_g == 30
    assert sum(row.mass_g for row in batch.weigh) == pytest.approx(batch.formula.total_mass_g, rel=1e-12)


def test_the_powder_is_as_uncertain_as_purity_and_base():
    # Purity 95 ± 2 %, 10 % wanted of 30 g: p = 3 / (a − 0.1).
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        mass_fraction=percent(10),
        purity=percent(95),
        purity_plus_minus=percent(2),
    )
    # 3 / 0.85 = 3.5294 g; 3 / 0.83 = 3.6145, 3 / 0.87 = 3.4483 g: half of that is 0.083 g.
    assert powder_of(batch) == pytest.approx(3.5294, abs=5e-5)
    assert batch.weigh[1].method_plus_minus_g == pytest.approx(0.083, abs=0.001)
    assert batch.weigh[0].method_plus_minus_g == 0.0
    # Three pumps, ± 10 %: so is the powder. 3 × 10 mL × 1 g/mL = 30 g ± 3 g; 3.3333 ± 0.3333 g.
    batch = boost(ACID, base_amount=Amount.pumps("serum", 3, mL(10), ONE), mass_fraction=percent(10), **PURE)
    assert batch.weigh[0].method_plus_minus_g == pytest.approx(3.0)
    assert batch.weigh[0].scale_plus_minus_g is None
    assert batch.weigh[1].method_plus_minus_g == pytest.approx(1 / 3, rel=0.01)


def test_a_scoop_stands_with_its_own_spread():
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(2), grams(0.01)),
        powder=Amount.scoops(1, grams(0.25)),
        purity=percent(99),
    )
    base, powder = batch.weigh
    assert (base.scale_plus_minus_g, base.method_plus_minus_g) == (0.01, 0.0)
    assert powder.scale_plus_minus_g is None
    assert powder.method_plus_minus_g == pytest.approx(0.05)


def test_the_scale_weighs_what_is_worked_out():
    batch = boost(
        ACID, powder=Amount.weighed(grams(5)), mass_fraction=percent(20), scale_resolution=grams(0.1), **PURE
    )
    assert [row.scale_plus_minus_g for row in batch.weigh] == [0.1, None]


# --- two forms ------------------------------------------------------------------------------------


def test_acid_into_a_serum_of_another_form():
    # 30 g of 5 % SAP hold 1.5 g. Acid to 10 %: 30 × 0.1 / 0.9 = 3.3333 g, as if the SAP were not there.
    batch = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        base_form="sap",
        base_fraction=percent(5),
        mass_fraction=percent(10),
        **PURE,
    )
    assert powder_of(batch) == pytest.approx(10 / 3, rel=1e-12)
    known = composition(batch.formula)
    assert [strength.form for strength in known.strengths] == [ACID, SAP]
    assert strength_of(batch) == pytest.approx(0.1, rel=1e-12)
    # 1.5 / 33.3333 = 4.5 %; × 0.4919 = 2.2136 %; with the acid 12.2136 %.
    assert strength_of(batch, SAP) == pytest.approx(0.045, rel=1e-12)
    assert known.strength_of(ACID).aa_equivalent.median == pytest.approx(0.1, rel=1e-9)
    assert known.strength_of(SAP).aa_equivalent.median == pytest.approx(0.022136, rel=1e-3)
    assert known.aa_equivalent.median == pytest.approx(0.122136, rel=1e-3)
    assert "FORM-005" in codes_of(assess(batch.formula))


def test_another_form_into_an_acid_serum():
    # 30 g of 15 % acid hold 4.5 g. SAP to 3 %: 30 × 0.03 / 0.97 = 0.92784 g; 4.5 / 30.92784 = 14.55 %.
    batch = boost(
        SAP,
        base_amount=Amount.weighed(grams(30)),
        base_form=ACID,
        base_fraction=percent(15),
        mass_fraction=percent(3),
        **PURE,
    )
    assert batch.form == SAP
    assert powder_of(batch) == pytest.approx(0.92784, abs=5e-6)
    assert strength_of(batch, SAP) == pytest.approx(0.03, rel=1e-12)
    assert strength_of(batch) == pytest.approx(0.1455, rel=1e-9)
    # 0.03 × 0.4919 = 1.4757 %; with the acid 16.0257 %.
    known = composition(batch.formula)
    assert known.strength_of(SAP).aa_equivalent.median == pytest.approx(0.014757, rel=1e-3)
    assert known.aa_equivalent.median == pytest.approx(0.160257, rel=1e-3)
    (finding,) = (finding for finding in assess(batch.formula).findings if finding.code == "FORM-005")
    assert finding.severity is Severity.CAUTION
    assert finding.subject == SAP


def test_the_same_form_counts():
    # Named or not, 10 % acid in the base is 10 % acid: 1.7647 g, and no clash.
    for base_form in (None, ACID, "vitamin c"):
        batch = boost(
            ACID,
            base_amount=Amount.weighed(grams(30)),
            base_form=base_form,
            base_fraction=percent(10),
            mass_fraction=percent(15),
            **PURE,
        )
        assert powder_of(batch) == pytest.approx(1.5 / 0.85, rel=1e-12)
        assert [strength.form for strength in composition(batch.formula).strengths] == [ACID]
        assert "FORM-005" not in codes_of(assess(batch.formula))


def test_a_target_below_another_form_is_no_matter():
    # The base holds 15 % of acid; 3 % of SAP is more than the none that it has.
    batch = boost(
        SAP,
        base_amount=Amount.weighed(grams(30)),
        base_form=ACID,
        base_fraction=percent(15),
        mass_fraction=percent(3),
    )
    assert strength_of(batch, SAP) == pytest.approx(0.03, rel=1e-12)


# --- what the rules say of it ---------------------------------------------------------------------


def test_a_label_is_told_only_where_it_counts():
    result = boost(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        base_fraction=percent(10),
        mass_fraction=percent(15),
        purity=0.99,
    )
    without = boost(ACID, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(15), purity=0.99)
    zero = boost(
        ACID, base_amount=Amount.weighed(grams(30)), base_fraction=0.0, mass_fraction=percent(15), purity=0.99
    )
    assert "LABEL-001" in codes_of(assess(result.formula))
    assert "LABEL-001" not in codes_of(assess(without.formula))
    assert "LABEL-001" not in codes_of(assess(zero.formula))


@pytest.mark.parametrize("base", ["serum", "lotion"])
def test_of_a_finished_product_water_and_preservative_are_unknown(base):
    batch = boost(ACID, base=base, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(15))
    report = assess(batch.formula)
    reasons = {rule.code: rule.reason for rule in report.skipped}
    assert reasons["MICRO-001"] == "whether there is a preservative: unknown"
    assert reasons["SOL-002"] == "whether it dissolves: unknown"
    # It has water all the same: what matters only with water is said, and what needs none is not.
    assert {"PH-004", "PH-015"} <= set(codes_of(report))
    assert report.pH is None
    # Nobody has plain water here to dissolve the powder in, or to distil.
    assert not {"MIX-002", "MIX-003"} & set(codes_of(report))
    assert "SOL-001" in report.evaluated
    assert "SOL-001" not in codes_of(report)


def test_into_plain_water_nothing_is_unknown():
    batch = boost(ACID, base="water", base_amount=Amount.weighed(grams(30)), mass_fraction=percent(15))
    report = assess(batch.formula)
    assert {"MICRO-001", "SOL-002", "PH-001"} <= set(report.evaluated)
    # 15 % of acid is near pH 2.1: nothing grows there, and nobody should put it on skin.
    assert "PH-001" in codes_of(report)
    assert "MICRO-001" not in codes_of(report)
    # 15 g per 85 g of water are 17.6 per 100 g, below 33.3.
    assert "SOL-002" not in codes_of(report)


def test_powder_in_oil_never_dissolves():
    # 10 g of squalane and 1 g of acid: 1 / 11 = 9.09 %.
    batch = boost(
        ACID, base="squalane", base_amount=Amount.weighed(grams(10)), powder=Amount.weighed(grams(1))
    )
    assert strength_of(batch) == pytest.approx(1 / 11, rel=1e-12)
    assert batch.formula.system == "suspension"
    report = assess(batch.formula)
    assert "SOL-001" in codes_of(report)
    water_rules = [code for code in codes_of(report) if code.startswith(("PH-", "MICRO-"))]
    assert water_rules == ["PH-009"]
    assert report.pH is None
    assert not [rule for rule in report.skipped if rule.code.startswith(("PH-", "MICRO-", "SOL-"))]


@pytest.mark.parametrize(
    ("base", "system"),
    [
        ("serum", "solution"),
        ("lotion", "o_w_emulsion"),
        ("water", "solution"),
        ("squalane", "suspension"),
        ("glycerin", "solution"),
        ("propanediol", "solution"),
    ],
)
def test_what_comes_out(base, system):
    batch = boost(ACID, base=base, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(5))
    assert batch.formula.system == system
    assert batch.weigh[0].ingredient == base


def test_every_base_is_in_the_catalogue():
    assert set(BASES) <= set(ingredients())


# --- invariants -----------------------------------------------------------------------------------

holds = st.just(0.0) | st.floats(1e-12, 0.3)  # less than anything weighs is refused
gains = st.floats(0.005, 0.3)
assays = st.floats(0.8, 1.0)
sizes = st.floats(0.1, 400)
fewer = settings(max_examples=25)


def ratio(before: float, target: float, assay: float) -> float:
    return (target - before) / (assay - target)


@fewer
@given(holds, gains, assays, sizes)
def test_strength_to_powder_and_back(before, gain, assay, size):
    target = before + gain
    assume(ratio(before, target, assay) < 0.99)
    base = Amount.weighed(grams(size))
    one = boost(ACID, base_amount=base, base_fraction=before, mass_fraction=target, purity=assay)
    again = boost(
        ACID,
        base_amount=base,
        base_fraction=before,
        powder=Amount.weighed(grams(powder_of(one))),
        purity=assay,
    )
    assert strength_of(again) == pytest.approx(target, rel=1e-9)
    assert strength_of(one) == pytest.approx(target, rel=1e-9)
    assert [row.mass_g for row in again.weigh] == [row.mass_g for row in one.weigh]


@fewer
@given(holds, gains, assays, sizes)
def test_strength_to_base_and_back(before, gain, assay, size):
    target = before + gain
    assume(ratio(before, target, assay) < 0.99)
    powder = Amount.weighed(grams(size))
    one = boost(ACID, powder=powder, base_fraction=before, mass_fraction=target, purity=assay)
    base = Amount.weighed(grams(one.weigh[0].mass_g))
    again = boost(ACID, powder=powder, base_amount=base, base_fraction=before, purity=assay)
    assert strength_of(again) == pytest.approx(target, rel=1e-9)
    third = boost(ACID, base_amount=base, base_fraction=before, mass_fraction=target, purity=assay)
    assert powder_of(third) == pytest.approx(size, rel=1e-9)


@fewer
@given(holds, st.floats(0.01, 0.9), assays, sizes)
def test_powder_and_base_to_strength_and_back(before, share, assay, size):
    base, powder = Amount.weighed(grams(size)), Amount.weighed(grams(size * share))
    settings = {"base_fraction": before, "purity": assay}
    one = boost(ACID, base_amount=base, powder=powder, **settings)
    # By hand: (w0·B + a·p) / (B + p).
    strength = (before + assay * share) / (1 + share)
    assert strength_of(one) == pytest.approx(strength, rel=1e-9)
    to_powder = boost(ACID, base_amount=base, mass_fraction=strength_of(one), **settings)
    assert powder_of(to_powder) == pytest.approx(size * share, rel=1e-9)
    to_base = boost(ACID, powder=powder, mass_fraction=strength_of(one), **settings)
    assert to_base.weigh[0].mass_g == pytest.approx(size, rel=1e-9)


@fewer
@given(st.floats(0.01, 0.3), st.floats(0.05, 0.3), sizes, st.sampled_from(["kg", "mg", "oz", "lb"]))
def test_the_choice_of_unit_changes_nothing(before, gain, size, unit):
    target = before + gain
    assume(ratio(before, target, 0.95) < 0.99)
    plain = boost(
        ACID, base_amount=Amount.weighed(grams(size)), base_fraction=before, mass_fraction=target, purity=0.95
    )
    other = boost(
        ACID,
        base_amount=Amount.weighed(grams(size).to(unit)),
        base_fraction=percent(before * 100),
        mass_fraction=Q_(target * 1000, "mg/g"),
        purity=percent(95),
    )
    for one, two in zip(plain.weigh, other.weigh, strict=True):
        assert two.mass_g == pytest.approx(one.mass_g, rel=1e-9)
    assert strength_of(other) == pytest.approx(strength_of(plain), rel=1e-9)


@fewer
@given(holds, gains, st.floats(0.001, 0.1), sizes, st.floats(1.001, 5))
def test_more_strength_and_more_base_need_more_powder(before, gain, more, size, factor):
    assume(ratio(before, before + gain + more, 1.0) < 0.99)
    assume(ratio(0.0, before + gain, 1.0) < 0.99)

    def powder(target: float, base: float) -> float:
        batch = boost(
            ACID,
            base_amount=Amount.weighed(grams(base)),
            base_fraction=before,
            mass_fraction=target,
            purity=1.0,
        )
        return powder_of(batch)

    plain = powder(before + gain, size)
    assert powder(before + gain + more, size) > plain
    # In the base it is in proportion.
    assert powder(before + gain, size * factor) == pytest.approx(factor * plain, rel=1e-9)
    # What it has already is not needed again.
    if before > 1e-6:
        without = boost(
            ACID, base_amount=Amount.weighed(grams(size)), mass_fraction=before + gain, purity=1.0
        )
        assert plain < powder_of(without)


@fewer
@given(holds, gains, assays, sizes, st.sampled_from(BASES), st.sampled_from([ACID, SAP]))
def test_the_lines_add_up(before, gain, assay, size, base, base_form):
    target = before + gain
    assume(ratio(0.0, target, assay) < 0.99)
    batch = boost(
        ACID,
        base=base,
        base_amount=Amount.weighed(grams(size)),
        base_form=base_form,
        base_fraction=before,
        mass_fraction=target,
        purity=assay,
    )
    whole = size + powder_of(batch)
    assert batch.formula.total_mass_g == pytest.approx(whole, rel=1e-9)
    assert sum(batch.formula.contents_g().values()) == pytest.approx(whole, rel=1e-9)
    assert sum(row.mass_g for row in batch.weigh) == pytest.approx(whole, rel=1e-12)
    if base_form == SAP and before:
        assert strength_of(batch, SAP) == pytest.approx(before * size / whole, rel=1e-9)


def test_the_same_boost_twice_is_the_same_batch():
    first, second = (
        boost(ACID, base_amount=Amount.drops("serum", 20), powder=Amount.scoops(1, grams(0.1)))
        for _ in range(2)
    )
    assert first == second


# --- what cannot be -------------------------------------------------------------------------------


def test_below_what_it_has_powder_does_not_help():
    # 30 g of 15 % hold 4.5 g; at 10 % that is 45 g: 15 g of something without vitamin C.
    (error,) = errors_of(
        ACID, base_amount=Amount.weighed(grams(30)), base_fraction=percent(15), mass_fraction=percent(10)
    )
    assert error.field == "mass_fraction"
    assert error.given == "10 %"
    assert "15 % already" in error.accepted
    assert "dilute" in error.fix
    assert "15 g" in error.fix


def test_the_dilution_by_hand():
    # 50 g of 20 % hold 10 g; at 12 % that is 83.333 g: 33.3 g more.
    (error,) = errors_of(
        ACID, base_amount=Amount.weighed(grams(50)), base_fraction=percent(20), mass_fraction=percent(12)
    )
    assert "33.3 g" in error.fix


def test_what_it_has_already_and_nothing_are_no_targets():
    (error,) = errors_of(
        ACID, base_amount=Amount.weighed(grams(30)), base_fraction=percent(15), mass_fraction=percent(15)
    )
    assert error.field == "mass_fraction"
    (error,) = errors_of(ACID, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(0))
    assert (error.field, error.fix) == ("mass_fraction", "Ask for more than it has.")


def test_below_what_it_has_without_a_base_names_no_grams():
    (error,) = errors_of(
        ACID, powder=Amount.weighed(grams(1)), base_fraction=percent(15), mass_fraction=percent(10)
    )
    assert error.field == "mass_fraction"
    assert " g " not in error.fix


@pytest.mark.parametrize("target", [98, 99, 100])
def test_a_target_that_the_powder_cannot_reach(target):
    (error,) = errors_of(
        ACID, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(target), purity=percent(98)
    )
    assert error.field == "mass_fraction"
    assert "98 %" in error.accepted
    assert "purer" in error.fix


def test_water_in_the_powder_lowers_what_it_can_reach():
    # 0.98 × 0.95 = 93.1 %.
    (error,) = errors_of(
        ACID,
        base_amount=Amount.weighed(grams(30)),
        mass_fraction=percent(94),
        purity=percent(98),
        water_content=percent(5),
    )
    assert "93.1 %" in error.accepted


def test_more_powder_than_base():
    # 30 × 0.6 / 0.4 = 45 g of powder to 30 g.
    (error,) = errors_of(ACID, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(60), purity=1.0)
    assert error.field == "powder"
    assert "45 g" in error.given
    assert "30 g" in error.given
    (error,) = errors_of(ACID, base_amount=Amount.weighed(grams(2)), powder=Amount.weighed(grams(2.1)))
    assert error.field == "powder"


def test_as_much_powder_as_base_is_the_most():
    batch = boost(ACID, base_amount=Amount.weighed(grams(2)), powder=Amount.weighed(grams(2)), purity=1.0)
    assert strength_of(batch) == pytest.approx(0.5)


def test_nothing_is_no_amount():
    (error,) = errors_of(ACID, base_amount=Amount.weighed(grams(30)), powder=Amount.scoops(0, grams(0.25)))
    assert (error.field, error.given) == ("powder", 0.0)
    assert "more than zero" in error.accepted
    (error,) = errors_of(ACID, base_amount=Amount.weighed(grams(0)), powder=Amount.scoops(1, grams(0.25)))
    assert error.field == "base_amount"
    errors = errors_of(ACID, base_amount=Amount.poured("serum", mL(0)), powder=Amount.scoops(0, grams(0.25)))
    assert [error.field for error in errors] == ["base_amount", "powder"]


@pytest.mark.parametrize(
    "names",
    [(), ("base_amount",), ("powder",), ("mass_fraction",), ("base_amount", "powder", "mass_fraction")],
)
def test_two_of_three(names):
    known = {
        "base_amount": Amount.weighed(grams(30)),
        "powder": Amount.weighed(grams(3)),
        "mass_fraction": percent(10),
    }
    (error,) = errors_of(ACID, **{name: known[name] for name in names})
    assert error.field == "mass_fraction"
    assert "two of three" in error.accepted
    for name in names:
        assert name in error.given


@pytest.mark.parametrize("base", ["honey", "", "ethanol", ACID, "Water"])
def test_what_powder_is_not_put_into(base):
    (error,) = errors_of(ACID, base=base, base_amount=Amount.weighed(grams(30)), mass_fraction=percent(10))
    assert error.field == "base"
    assert error.given == base
    for name in BASES:
        assert name in error.fix


def test_errors_come_together():
    errors = errors_of(ACID, base="honey", base_amount=Amount.weighed(grams(0)))
    assert [error.field for error in errors] == ["base", "mass_fraction", "base_amount"]


def test_forms_that_are_none():
    known = {"base_amount": Amount.weighed(grams(30)), "mass_fraction": percent(10)}
    assert [error.field for error in errors_of("honey", **known)] == ["form"]
    assert [error.field for error in errors_of(ACID, base_form="glycerin", **known)] == ["form"]


def test_wrong_units_are_told_together():
    errors = errors_of(
        ACID, base_amount=Amount.weighed(grams(30)), mass_fraction=15, scale_resolution=0.1, density=1.0
    )
    assert [error.field for error in errors] == ["density", "mass_fraction", "scale_resolution"]


# --- a serum and what it holds are one amount -----------------------------------------------------


def test_the_strength_of_a_serum_does_not_depend_on_how_it_is_measured():
    # Twenty drops of any dropper are anything from 0.3 to 3 mL, of 10 % all the same.
    batch = boost(
        ACID,
        base_amount=Amount.drops("serum", 20),
        base_fraction=Q_(10, "percent"),
        powder=Amount.weighed(Q_(0.0001, "g")),
    )
    band = composition(batch.formula).strength_of(ACID).mass_fraction
    assert 0.099 < band.low < band.high < 0.102


def test_advice_to_weigh_is_about_the_powder_that_is_added():
    batch = boost(
        ACID,
        base_amount=Amount.drops("serum", 20, density=Q_(1, "g/mL")),
        powder=Amount.scoops(1, Q_(0.05, "g")),
    )
    advice = next(finding for finding in assess(batch.formula).findings if finding.code == "MIX-012")
    assert "0.05" in advice.remedy


def test_nobody_weighs_what_is_in_the_serum():
    batch = boost(
        ACID,
        base_amount=Amount.weighed(Q_(30, "g"), Q_(0.01, "g")),
        base_fraction=Q_(0.2, "percent"),
        powder=Amount.weighed(Q_(3, "g"), Q_(0.01, "g")),
    )
    assert "MIX-011" not in {finding.code for finding in assess(batch.formula).findings}


def test_a_base_worked_out_from_a_scoop_is_as_uncertain_as_the_scoop():
    # 0.25 g ÷ 0.1 × 0.9 = 2.25 g, ± 20 %.
    batch = boost(ACID, powder=Amount.scoops(1, Q_(0.25, "g")), mass_fraction=Q_(10, "percent"))
    assert batch.weigh[0].mass_g == pytest.approx(2.25)
    assert batch.weigh[0].method_plus_minus_g == pytest.approx(0.45, rel=0.05)


def test_what_powder_is_not_put_into_is_refused_with_what_it_may_be():
    errors = errors_of(ACID, base="soup", base_amount=Amount.weighed(grams(30)), mass_fraction=percent(10))
    assert [(error.field, error.given) for error in errors] == [("base", "soup")]
    assert errors[0].fix == f"Use {', '.join(BASES)}."
