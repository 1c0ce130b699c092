"""What cannot be mixed: refused at its field, with what was given, what is accepted and what would work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from calc.errors import InputError, InputErrors
from calc.mixing import Amount, batch_from_lines, boost, new_batch, single_dose
from calc.mixing.parts import Part, part
from calc.mixing.request import MixRequest, batch_of, claims_of, parse_request
from calc.mixing.storage_request import parse_storage, with_assay
from calc.units import Q_

ACID = "l_ascorbic_acid"
BASES = "serum, lotion, water, squalane, glycerin, propanediol"
NO_BATCH = "Lower the strength, the water or the other ingredients, or make the batch larger."
NO_MORE_POWDER = "Take less powder, or more to put it into."
TWO_OF_FOUR = "Give two of: strength, batch size, powder, water."
TWO_OF_THREE = "Give two of: what it goes into, powder, strength."
UNITS = {
    "mass_fraction": "percent",
    "purity": "percent",
    "water_content": "percent",
    "base_fraction": "percent",
}


def refused(call: Callable[..., object], *args: Any, **kwargs: Any) -> list[tuple[str, object, str, str]]:
    """Return the errors that a call ends in."""
    with pytest.raises((InputError, InputErrors)) as caught:
        call(*args, **kwargs)
    errors = getattr(caught.value, "errors", (caught.value,))
    return [(error.field, error.given, error.accepted, error.fix) for error in errors]


def quantities(known: dict[str, Any]) -> dict[str, Any]:
    """Return numbers with their units: per cent, or else grams."""
    return {
        name: Q_(value, UNITS.get(name, "g")) if isinstance(value, int | float) else value
        for name, value in known.items()
    }


@pytest.mark.parametrize(
    ("known", "errors"),
    [
        (
            {"mass_fraction": 15, "mass_concentration": Q_(150, "g/L"), "batch_mass": 30},
            [
                (
                    "mass_concentration",
                    "both",
                    "one of the two is enough.",
                    "Give mass_fraction or mass_concentration, not both.",
                )
            ],
        ),
        (
            {"batch_mass": 30, "batch_volume": Q_(30, "mL")},
            [
                (
                    "batch_volume",
                    "both",
                    "one of the two is enough.",
                    "Give batch_mass or batch_volume, not both.",
                )
            ],
        ),
        (
            {"mass_fraction": 15},
            [("batch", "mass_fraction", "two things fix a batch, no more, no less.", TWO_OF_FOUR)],
        ),
        (
            {"mass_fraction": 15, "powder_mass": 5, "water_mass": 20},
            [
                (
                    "batch",
                    "mass_fraction, powder_mass, water_mass",
                    "two things fix a batch, no more, no less.",
                    TWO_OF_FOUR,
                )
            ],
        ),
        (
            {"mass_fraction": 15, "batch_mass": 0},
            [("batch_mass", 0, "this must be more than zero.", "Leave it out or give it.")],
        ),
        (
            {"mass_fraction": 15, "batch_mass": 30, "purity": 0},
            [("purity", "0 %", "nothing is left of the powder.", "Check purity and water.")],
        ),
        (
            {"mass_fraction": 95, "batch_mass": 30, "purity": 90, "water_content": 10},
            [
                (
                    "mass_fraction",
                    "95 %",
                    "the powder itself holds only 81 %.",
                    "Ask for less, or use a purer powder.",
                )
            ],
        ),
        (
            {
                "mass_fraction": 15,
                "batch_mass": 30,
                "other_ingredients": [
                    *(Part("glycerin", 0.1), Part("glycerin", 0.1)),
                    *(
                        Part("other_unknown", 0.1, name="moon dust"),
                        Part("other_unknown", 0.1, name="moon dust"),
                    ),
                    *(Part("other_unknown", 0.1, name="star dust"), Part("panthenol", 0.1)),
                ],
            },
            [
                ("other_ingredients", "glycerin", "this stands in the batch twice.", "Put it into one line."),
                (
                    "other_ingredients",
                    "moon dust",
                    "this stands in the batch twice.",
                    "Put it into one line.",
                ),
            ],
        ),
        (
            {
                "mass_fraction": 15,
                "batch_mass": 30,
                "other_ingredients": [Part("gold", 0.1), Part("glycerin", 1.0), Part("panthenol", 0.0)],
            },
            [
                ("other_ingredients", "gold", "this is not known here.", "Use an id of the catalogue."),
                (
                    "other_ingredients",
                    "glycerin",
                    "its amount cannot be.",
                    "Give a share below 100 %, or a mass.",
                ),
            ],
        ),
        # 60 % of powder and 40 % of glycerin leave nothing for the water; with 50 % less than nothing.
        (
            {
                "mass_fraction": 60,
                "water_mass": 30,
                "purity": 100,
                "other_ingredients": [Part("glycerin", 0.4)],
            },
            [("batch", "these numbers", "no batch has these numbers.", NO_BATCH)],
        ),
        (
            {
                "mass_fraction": 60,
                "water_mass": 30,
                "purity": 100,
                "other_ingredients": [Part("glycerin", 0.5)],
            },
            [("batch", "these numbers", "no batch has these numbers.", NO_BATCH)],
        ),
        # 16 kg of powder at 15 % are more than the 100 kg that are mixed here.
        (
            {"mass_fraction": 15, "powder_mass": 16000, "purity": 100},
            [("batch", "these numbers", "no batch has these numbers.", NO_BATCH)],
        ),
        # 4.5 g and 27 g are 1.5 g more than 30 g.
        (
            {
                "mass_fraction": 15,
                "batch_mass": 30,
                "purity": 100,
                "other_ingredients": [Part("glycerin", mass_g=27)],
            },
            [
                (
                    "other_ingredients",
                    "batch of 30 g",
                    "powder and other ingredients exceed the batch by 1.5 g.",
                    "Take out 1.5 g, or make the batch larger.",
                )
            ],
        ),
        (
            {
                "mass_fraction": 15,
                "batch_mass": 30,
                "target_pH": "3.5",
                "other_ingredients": [Part("sodium_bicarbonate", 0.01)],
            },
            [
                (
                    "adjuster",
                    "Baking soda (sodium bicarbonate)",
                    "this stands in the batch already.",
                    "Take it out there: how much of it is needed is worked out.",
                )
            ],
        ),
    ],
)
def test_a_new_batch_that_cannot_be(known, errors) -> None:
    known = {**known, "target_pH": float(known["target_pH"])} if "target_pH" in known else known
    pH = known.pop("target_pH", None)
    assert refused(new_batch, ACID, **quantities(known), target_pH=pH) == errors


def test_exactly_as_much_as_is_mixed_here_is_a_batch() -> None:
    # 15 kg of pure powder at 15 % are 100 kg.
    batch = new_batch(ACID, mass_fraction=Q_(15, "percent"), powder_mass=Q_(15, "kg"), purity=1.0)
    assert batch.formula.total_mass_g == pytest.approx(1e5)


SERUM = Amount.weighed(Q_(30, "g"))
ONLY_UP = "it holds 15 % already; powder only goes up."


@pytest.mark.parametrize(
    ("known", "error"),
    [
        (
            {"base": "vodka", "base_amount": SERUM, "mass_fraction": 15},
            ("base", "vodka", "powder is not put into that here.", f"Use {BASES}."),
        ),
        ({}, ("mass_fraction", "", "two of three fix the third.", TWO_OF_THREE)),
        (
            {"base_amount": SERUM},
            ("mass_fraction", "base_amount", "two of three fix the third.", TWO_OF_THREE),
        ),
        (
            {"base_amount": SERUM, "powder": Amount.weighed(Q_(3, "g")), "mass_fraction": 15},
            (
                "mass_fraction",
                "base_amount, powder, mass_fraction",
                "two of three fix the third.",
                TWO_OF_THREE,
            ),
        ),
        (
            {"base_amount": Amount.weighed(Q_(0, "g")), "mass_fraction": 15},
            ("base_amount", 0.0, "this must be more than zero.", "Give an amount."),
        ),
        (
            {"base_amount": SERUM, "powder": Amount.weighed(Q_(0, "g"))},
            ("powder", 0.0, "this must be more than zero.", "Give an amount."),
        ),
        # No water thins 15 % to nothing; 30 g at 15 % and 15 g of anything are 10 %.
        (
            {"base_amount": SERUM, "base_fraction": 15, "mass_fraction": 0},
            ("mass_fraction", "0 %", ONLY_UP, "Ask for more than it has."),
        ),
        (
            {"base_amount": SERUM, "base_fraction": 15, "mass_fraction": 15},
            ("mass_fraction", "15 %", ONLY_UP, "Ask for more than it has."),
        ),
        (
            {"powder": Amount.weighed(Q_(3, "g")), "base_fraction": 15, "mass_fraction": 10},
            ("mass_fraction", "10 %", ONLY_UP, "Ask for more than it has."),
        ),
        (
            {"base_amount": SERUM, "base_fraction": 15, "mass_fraction": 10},
            (
                "mass_fraction",
                "10 %",
                ONLY_UP,
                "To go down, dilute it with 15 g of a base without vitamin C.",
            ),
        ),
        (
            {"base_amount": SERUM, "mass_fraction": 98, "purity": 98},
            (
                "mass_fraction",
                "98 %",
                "the powder itself holds only 98 %.",
                "Ask for less, or use a purer powder.",
            ),
        ),
        (
            {"base_amount": SERUM, "powder": Amount.weighed(Q_(30.1, "g"))},
            (
                "powder",
                "30.1 g of powder to 30 g",
                "this is more powder than what it goes into.",
                NO_MORE_POWDER,
            ),
        ),
    ],
)
def test_powder_that_cannot_go_into_something_finished(known, error) -> None:
    assert refused(boost, ACID, **quantities(known)) == [error]


def test_one_dose_names_the_dose_and_the_powder() -> None:
    nothing, much = Amount.weighed(Q_(0, "g")), Amount.weighed(Q_(31, "g"))
    assert [error[0] for error in refused(single_dose, ACID, dose=nothing, powder=SERUM)] == ["dose"]
    assert refused(single_dose, ACID, dose=SERUM, powder=much)[0][:2] == ("powder", "31 g of powder to 30 g")


def test_a_part_has_one_amount() -> None:
    error = ("glycerin", "", "one amount is needed.", "Give mass_fraction or mass, not both.")
    assert refused(part, "glycerin") == [error]
    assert refused(part, "glycerin", mass_fraction=0.1, mass=Q_(1, "g")) == [error]
    assert part("glycerin", mass=Q_(1, "g")) == Part("glycerin", mass_fraction=0.0, mass_g=1.0)


def test_lines_that_are_nothing_or_too_much() -> None:
    assert refused(batch_from_lines, []) == [
        ("recipe", "", "nothing is in it.", "Write for example: ascorbic acid 5 g.")
    ]
    assert refused(batch_from_lines, [("water", SERUM), (ACID, 1.1012345)]) == [
        (
            "recipe",
            "110.12 %",
            "the shares leave no room for the rest.",
            "Give what is missing in %, or all in g.",
        )
    ]


BY_MASS = (
    "strength",
    "w/v",
    "here a strength is mass per mass.",
    "Write it in % w/w; for a watery serum that is a little less than % w/v.",
)


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        (
            {"way": "palm", "dose": "2 pumps", "measure": "1 g"},
            [
                (
                    "pump",
                    "",
                    "what one pump gives is needed.",
                    "Pump ten times onto a scale, or read the bottle.",
                )
            ],
        ),
        (
            {"way": "palm", "dose": "2 g", "measure": "2 scoops"},
            [
                (
                    "scoop",
                    "",
                    "what one level scoop holds is needed.",
                    "It may stand on the jar; or weigh ten level scoops.",
                )
            ],
        ),
        ({"way": "palm", "palm": "strength", "dose": "2 g", "strength": "15 % w/v"}, [BY_MASS]),
        ({"way": "boost", "base_amount": "30 g", "strength": "15 % w/v"}, [BY_MASS]),
        (
            {"way": "palm", "dose": "1 g", "measure": "2 g"},
            [
                (
                    "measure",
                    "2 g of powder to 1 g",
                    "this is more powder than what it goes into.",
                    NO_MORE_POWDER,
                )
            ],
        ),
        (
            {"way": "boost", "base": "vodka", "base_amount": "30 g", "strength": "15 %"},
            [("base", "vodka", "powder is not put into that here.", f"Use {BASES}.")],
        ),
        (
            {"way": "boost", "base": "gold", "base_amount": "30 g", "strength": "15 %"},
            [("base", "gold", "powder is not put into that here.", f"Use {BASES}.")],
        ),
        (
            {"strength": "15 %", "batch": "30 g", "target_pH": "3.2", "adjuster": "salt"},
            [
                (
                    "adjuster",
                    "salt",
                    "this does not adjust a pH here.",
                    "Use sodium_bicarbonate, sodium_hydroxide, potassium_hydroxide, triethanolamine, "
                    "sodium_ascorbate, trisodium_citrate_dihydrate, citric_acid, citric_acid_monohydrate, "
                    "lactic_acid.",
                )
            ],
        ),
    ],
)
def test_what_is_typed_and_cannot_be_mixed(typed, errors) -> None:
    assert refused(lambda: batch_of(parse_request(MixRequest(**typed)))) == errors


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ([1], ("recipe", [1], "this must be a set of fields.", "Start again.")),
        ({"": "x"}, ('""', "x", "this field cannot be read.", "Start again.")),
        ({"strength": 1}, ("strength", 1, "this field cannot be read.", "Start again.")),
        ({"strength": "\ud800"}, ("strength", "\ud800", "this field cannot be read.", "Start again.")),
        ({"batch": "x\udfff"}, ("batch", "x\udfff", "this field cannot be read.", "Start again.")),
        (
            {"start": "x"},
            ("start", "x", "this choice is not known.", "Use batch, powder, water or grams."),
        ),
        ({"boost": "x"}, ("boost", "x", "this choice is not known.", "Use strength or powder.")),
        (
            {"strength": "x" * 1001},
            (
                "strength",
                "1,001 characters",
                "up to 1,000 characters are read.",
                "Leave out what does not belong here.",
            ),
        ),
    ],
)
def test_a_link_that_says_nothing_that_can_be(content, error) -> None:
    assert refused(MixRequest.from_dict, content) == [error]


def test_letters_beside_those_that_cannot_be_written_down_are_read() -> None:
    assert MixRequest.from_dict({"strength": "\ud7ff\ue000"}).strength == "\ud7ff\ue000"
    assert MixRequest.from_dict({"strength": "x" * 1000}).strength == "x" * 1000


@pytest.mark.parametrize(
    ("strength", "density", "claimed"),
    [
        ("15 %", "", 0.15),
        ("100 %", "", 1.0),
        # 15 g in 100 mL of 105 g; as many grams as the whole weighs.
        ("15 % w/v", "1.05", 1 / 7),
        ("105 % w/v", "1.05", 1.0),
        ("140 % w/v", "1.05", None),
    ],
)
def test_a_claim_of_more_than_the_whole_is_refused(strength, density, claimed) -> None:
    texts = {"claim_strength": strength, "density": density, "recipe": "5 g vitamin C\n15 g water"}
    parsed = parse_request(MixRequest(way="made", **texts))
    batch = batch_of(parsed)
    if claimed is None:
        assert refused(claims_of, parsed, batch) == [
            (
                "claim_strength",
                "140 % w/v",
                "so much does not even fit into the whole.",
                "Check the number.",
            )
        ]
        return
    claims = claims_of(parsed, batch)
    assert claims
    assert claims.mass_fraction == pytest.approx(claimed)


@pytest.mark.parametrize(("name", "text"), [("assay_error", "2"), ("assay_on", "2026-03-31")])
def test_what_belongs_to_an_assay_is_refused_without_it(name: str, text: str) -> None:
    parsed = parse_storage(MixRequest(**{name: text}))
    ((field, given, accepted, fix),) = refused(with_assay, None, parsed)
    assert (field, accepted, fix) == (name, "this belongs to an assay.", "Give the assay too.")
    assert given == getattr(parsed.values, name)
