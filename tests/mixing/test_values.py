"""From typed fields to functions: one name all the way, and the same batch by either door."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields

import pytest

from calc.chemistry.recipe import Storage
from calc.errors import InputError, InputErrors
from calc.mixing import Amount, batch_from_lines, boost, new_batch, single_dose
from calc.mixing.fields import FIELDS, field_of
from calc.mixing.request import MixRequest, batch_of, claims_of, parse_request
from calc.mixing.values import (
    BoostValues,
    FromLinesValues,
    NewBatchValues,
    PowderValues,
    SingleDoseValues,
    StorageValues,
)
from calc.units import Q_

ACID = "l_ascorbic_acid"


@pytest.mark.parametrize(
    ("values", "function", "beside"),
    [
        (NewBatchValues, new_batch, {"vitamin_c", "measured", "powder_there"}),
        (PowderValues, new_batch, set()),
        (BoostValues, boost, {"vitamin_c", "base_density"}),
        (
            SingleDoseValues,
            single_dose,
            {"vitamin_c", "base_density", "scoop", "bulk_density", "pump", "drops"},
        ),
        (
            FromLinesValues,
            batch_from_lines,
            {
                "recipe",
                "scale_resolution",
                "scoop",
                "bulk_density",
                "measured",
                "claim_strength",
                "claim_pH",
            },
        ),
        (StorageValues, Storage, {"assay_fraction", "assay_error", "assay_on"}),
    ],
)
def test_a_value_has_the_name_of_its_parameter(
    values: type, function: Callable[..., object], beside: set[str]
) -> None:
    names = {attribute.name for attribute in fields(values)}
    assert names - set(inspect.signature(function).parameters) == beside


def test_every_parameter_is_filled_by_one_field() -> None:
    filled = [parameter for field in FIELDS.values() for parameter in field.fills]
    assert len(filled) == len(set(filled))
    assert field_of("aa_equivalent") == "loading"
    assert field_of("other_ingredients") == "others"


def test_one_dose_by_function_and_by_fields_is_the_same() -> None:
    by_function = single_dose(
        ACID,
        dose=Amount.drops("serum", 20),
        powder=Amount.scoops(2, Q_(0.1, "g")),
        purity=Q_(99, "percent"),
    )
    typed = MixRequest(way="palm", dose="20 drops", measure="2 scoops", scoop="0.1 g", purity="99 %")
    by_fields = batch_of(parse_request(typed))
    assert by_fields.formula == by_function.formula
    assert by_fields.weigh == by_function.weigh


@pytest.mark.parametrize(
    ("typed", "dose", "powder"),
    [
        ({"dose": "2 pumps", "pump": "0.5 ml"}, Amount.pumps("serum", 2, Q_(0.5, "mL")), None),
        ({"dose": "20 drops"}, Amount.drops("serum", 20), None),
        ({"dose": "20 drops", "drops": "25"}, Amount.drops("serum", 20, Q_(25, "drop/mL")), None),
        ({"dose": "20 drops", "drops": "0.9 g"}, Amount.drops_by_weight(20, Q_(0.9, "g")), None),
        (
            {"dose": "20 drops", "base_density": "1.1"},
            Amount.drops("serum", 20, density=Q_(1.1, "g/mL")),
            None,
        ),
        ({"dose": "2 ml", "base_density": "1.1"}, Amount.poured("serum", Q_(2, "mL"), Q_(1.1, "g/mL")), None),
        (
            {"dose": "2 pumps", "pump": "0.5 ml", "base_density": "1.1"},
            Amount.pumps("serum", 2, Q_(0.5, "mL"), Q_(1.1, "g/mL")),
            None,
        ),
        ({"measure": "0.5 ml", "bulk": "0.9"}, None, Amount.spooned(ACID, Q_(0.5, "mL"), Q_(0.9, "g/mL"))),
        (
            {"measure": "2 scoops", "scoop": "0.5 ml", "bulk": "0.9"},
            None,
            Amount.spooned(ACID, Q_(1, "mL"), Q_(0.9, "g/mL")),
        ),
        ({"dose": "2 g", "scale": "0.1 g"}, Amount.weighed(Q_(2, "g"), Q_(0.1, "g")), None),
        ({"dose": "2 ml"}, Amount.poured("serum", Q_(2, "mL")), None),
        ({"measure": "0.5 ml"}, None, Amount.spooned(ACID, Q_(0.5, "mL"))),
        ({"measure": "2 scoops", "scoop": "0.5 ml"}, None, Amount.spooned(ACID, Q_(1, "mL"))),
        ({"measure": "2 scoops", "scoop": "0.1 g"}, None, Amount.scoops(2, Q_(0.1, "g"))),
    ],
)
def test_a_dose_by_any_measure_is_what_that_measure_holds(typed, dose, powder) -> None:
    by_fields = batch_of(
        parse_request(MixRequest(way="palm", **{"dose": "2 g", "measure": "0.2 g", **typed}))
    )
    scale = Q_(0.1, "g") if "scale" in typed else None
    by_function = single_dose(
        ACID,
        dose=dose or Amount.weighed(Q_(2, "g")),
        powder=powder or Amount.weighed(Q_(0.2, "g"), scale),
        scale_resolution=scale,
    )
    assert by_fields.formula == by_function.formula
    assert by_fields.weigh == by_function.weigh


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"dose": "2 pumps"}, "pump"),
        ({"measure": "2 scoops"}, "scoop"),
    ],
)
def test_a_measure_of_unknown_content_is_asked_for(typed, field) -> None:
    with pytest.raises(InputErrors) as caught:
        batch_of(parse_request(MixRequest(way="palm", **{"dose": "2 g", "measure": "0.2 g", **typed})))
    (error,) = caught.value.errors
    assert (error.field, bool(error.fix)) == (field, True)


def test_one_dose_has_no_strength_by_volume() -> None:
    by_volume = PowderValues(form=ACID, mass_concentration=Q_(100, "g/L"))
    with pytest.raises(InputError) as caught:
        SingleDoseValues(by_volume, dose=Q_(2, "g")).batch()
    assert (caught.value.field, caught.value.given, bool(caught.value.fix)) == ("strength", "w/v", True)


def test_one_dose_of_a_wanted_strength() -> None:
    # 2 g at 10 % with pure powder: 2 × 0.1 / 0.9 = 0.2222 g.
    batch = single_dose(ACID, dose=Amount.weighed(Q_(2, "g")), mass_fraction=0.1, purity=1.0)
    assert batch.weigh[1].mass_g == pytest.approx(0.2 / 0.9)


def test_what_one_dose_refuses_has_its_own_names() -> None:
    with pytest.raises(InputErrors) as caught:
        single_dose(ACID, dose=Amount.weighed(Q_(0, "g")), powder=Amount.weighed(Q_(1, "g")))
    assert [error.field for error in caught.value.errors] == ["dose"]
    with pytest.raises(InputErrors) as caught:
        single_dose(ACID, dose=Amount.weighed(Q_(2, "g")))
    assert [error.field for error in caught.value.errors] == ["mass_fraction"]


def test_more_powder_than_dose_is_told_at_the_field_of_the_powder() -> None:
    with pytest.raises(InputErrors) as caught:
        batch_of(parse_request(MixRequest(way="palm", dose="1 g", measure="2 g")))
    assert [error.field for error in caught.value.errors] == ["measure"]


@pytest.mark.parametrize(
    ("recipe", "total"),
    [
        ("vitamin C 15 %\nwater 85 %", 1.0),
        ("vitamin C 15 %\nwater 80 %", 0.95),
        ("vitamin C 15 %\nStir well.\nwater 85 %", 1.0),
        # Beside grams, something that fills up, or what has no amount, percentages claim no whole.
        ("vitamin C 15 %\nwater 85 g", None),
        ("vitamin C 15 g\nwater 85 g", None),
        ("vitamin C 15 %\nwater to 100 %", None),
        ("vitamin C 15 %\nwater q.s.", None),
    ],
)
def test_percentages_alone_claim_what_they_add_up_to(recipe: str, total: float | None) -> None:
    parsed = parse_request(MixRequest(way="made", recipe=recipe))
    claims = claims_of(parsed, batch_of(parsed))
    assert claims
    assert claims.total == (None if total is None else pytest.approx(total))
    assert claims.unread == ()


def test_lines_that_are_in_no_figure_are_told_to_the_claims() -> None:
    parsed = parse_request(MixRequest(way="made", recipe="vitamin C 15 g\n11/2 tsp glycerin\nwater 85 g"))
    claims = claims_of(parsed, batch_of(parsed))
    assert claims
    assert claims.unread == ("11/2 tsp glycerin",)


def test_what_was_said_of_scale_and_scoop_is_that_of_the_lines() -> None:
    texts = {"scale": "0.1 g", "scoop": "0.25 g", "bulk": "0.9", "purity": "98 %", "density": "1.05"}
    recipe = "vitamin C 5 g\nvitamin C 2 scoops\nvitamin C 2 mL\nwater 90 g"
    batch = batch_of(parse_request(MixRequest(way="made", recipe=recipe, **texts)))
    assert [row.mass_g for row in batch.weigh] == pytest.approx([5, 0.5, 1.8, 90])
    assert [row.scale_plus_minus_g for row in batch.weigh] == [0.1, None, None, 0.1]
    assert [line.purity for line in batch.formula.lines] == [0.98, 0.98, 0.98, None]
    assert batch.volume.median == pytest.approx(97.3 / 1.05, rel=1e-3)
    by_volume = batch_of(parse_request(MixRequest(way="made", recipe=recipe, **{**texts, "scoop": "1 mL"})))
    assert by_volume.weigh[1].mass_g == pytest.approx(1.8)
