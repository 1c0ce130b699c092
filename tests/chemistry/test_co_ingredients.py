"""What hardly dissolves beside vitamin C, and oil beside water: by hand, from the stated values.

Sorbic acid: 0.15–0.16 g in 100 g of water, 5.5 g in propylene glycol, pKa 4.72–4.80, 112.128 g/mol; potassium
sorbate 150.22 g/mol. Phloretin: 0.93 mg in 100 g. Of what nobody measured 100 g dissolve up to 10 g.
"""

from __future__ import annotations

import numpy as np
import pytest

from calc.chemistry.co_ingredients import credited_g, dissolved_of, dissolved_shares
from calc.chemistry.formula_table import FormulaTable
from calc.chemistry.phases import emulsifier_missing_g, phases_of, solubiliser_missing_g

SORBIC = "sorbic_acid"


def table_of(system: str = "solution", **grams: float) -> FormulaTable:
    return FormulaTable.of_grams(np.array([[mass] for mass in grams.values()]), tuple(grams), system)


def columns(pH: float, name: str = SORBIC, **grams: float) -> list[float]:
    it = dissolved_of(table_of(**grams), np.array([pH]))[name]
    return [float(column[0]) for column in (it.least_g, it.most_g, it.least_limit_g, it.most_limit_g)]


NAN = float("nan")
# At pH 4.72 half of an acid of pKa 4.72 has kept its proton, and 1 / (1 + 10^-0.08) = 0.54592 of one of 4.80.
HALVES = (0.5, 0.54592)
SALT = 112.128 / 150.22


@pytest.mark.parametrize(
    ("pH", "grams", "expected"),
    [
        (NAN, {"water": 100, SORBIC: 0.5}, [0.5, 0.5, 0.15, 0.16]),
        (4.72, {"water": 200, SORBIC: 0.5}, [0.25, 0.27296, 0.3, 0.32]),
        (NAN, {"water": 100, "potassium_sorbate": 1.0}, [NAN] * 4),
        (NAN, {"water": 100, SORBIC: 0.5, "potassium_sorbate": 1.0}, [0.5, 0.5, 0.15, 0.16]),
        (4.72, {"water": 100, "potassium_sorbate": 1.0}, [SALT * HALVES[0], SALT * HALVES[1], 0.15, 0.16]),
        # Half and half: at least √(0.15 × 5.5) = 0.9083 g by the log-linear rule, at most 0.08 + 2.75 g.
        (NAN, {"water": 50, "propylene_glycol": 50, SORBIC: 1.0}, [1.0, 1.0, 0.90830, 2.83]),
        # How much glycerin dissolves is not known: no more than water, or 10 g in 100 g.
        (NAN, {"water": 50, "glycerin": 50, SORBIC: 1.0}, [1.0, 1.0, 0.15, 5.08]),
        (NAN, {"water": 100, "squalane": 5, "polysorbate_20": 2, SORBIC: 1.0}, [1.0, 1.0, 0.15, 0.86]),
    ],
)
def test_what_is_there_and_what_dissolves_by_hand(pH, grams, expected):
    assert columns(pH, **grams) == pytest.approx(expected, rel=1e-4, nan_ok=True)


def test_an_acid_of_unknown_constant_may_have_one_from_three_to_six():
    least, most, *limits = columns(6.0, "phloretin", water=100, phloretin=0.01)
    assert (least, most) == (pytest.approx(0.01 / 1001), pytest.approx(0.005))
    assert limits == pytest.approx([0.00093, 0.00093])


@pytest.mark.parametrize(
    ("grams", "surely", "maybe"),
    [(0.15, False, False), (0.151, False, True), (0.16, False, True), (0.161, True, False)],
)
def test_between_the_ends_of_its_limit_it_may_come_out(grams, surely, maybe):
    it = dissolved_of(table_of(water=100, sorbic_acid=grams), np.array([NAN]))[SORBIC]
    assert (it.surely_not.tolist(), it.maybe_not.tolist()) == ([surely], [maybe])


def test_of_what_stays_behind_only_the_limit_counts():
    unknown = np.array([NAN])
    table = table_of(water=100, sorbic_acid=0.5, phloretin=0.01, niacinamide=4)
    assert credited_g(table, SORBIC, unknown) == pytest.approx([0.16])
    assert credited_g(table, "niacinamide", unknown).tolist() == [4]
    assert credited_g(table_of(water=100, sorbic_acid=0.16), SORBIC, unknown).tolist() == [0.16]
    # With the half that has its proton goes the half that has lost it: twice 0.16 g.
    assert credited_g(table_of(water=100, sorbic_acid=0.5), SORBIC, np.array([4.72])) == pytest.approx([0.32])
    shares = dissolved_shares(table, unknown)
    assert {name: share.tolist() for name, share in shares.items()} == {
        "sorbic": [pytest.approx(0.32)],
        "phloretin": [pytest.approx(0.093)],
    }
    assert not dissolved_shares(table_of(water=100, sorbic_acid=0.16), unknown)
    rows = FormulaTable.of_grams(np.array([[100.0, 100.0], [0.5, 0.1]]), ("water", SORBIC))
    assert dissolved_shares(rows, np.full(2, NAN))["sorbic"].tolist() == [pytest.approx(0.32), 1.0]


# --- oil beside water: a gram takes 2 g of a solubiliser, or 0.2 g of an emulsifier ----------------


@pytest.mark.parametrize(
    ("grams", "held", "separates", "missing"),
    [
        ({"water": 90, "tocopherol": 1}, 0.0, True, (2.0, 0.2)),
        ({"water": 90, "tocopherol": 1, "polysorbate_20": 1}, 0.5, True, (1.0, 0.0)),
        ({"water": 90, "tocopherol": 3, "polysorbate_20": 0.5}, 0.25, True, (5.5, 0.1)),
        ({"water": 90, "tocopherol": 1, "polysorbate_20": 3}, 1.5, False, (0.0, 0.0)),
        ({"water": 90, "tocopherol": 1, "olivem_1000": 0.1}, 0.5, True, (1.0, 0.1)),
        ({"water": 90, "tocopherol": 1, "olivem_1000": 0.1, "polysorbate_20": 0.1}, 1.0, False, (0.0, 0.0)),
        ({"glycerin": 90, "tocopherol": 1}, 0.0, False, (2.0, 0.2)),
    ],
)
def test_what_holds_oil_in_water(grams, held, separates, missing):
    phases = phases_of(table_of(**grams))
    assert phases.oil_g.tolist() == [grams["tocopherol"]]
    assert phases.held_g == pytest.approx([held])
    assert phases.separates.tolist() == [separates]
    assert (solubiliser_missing_g(phases)[0], emulsifier_missing_g(phases)[0]) == pytest.approx(missing)
    assert phases.is_wet.tolist() == ["water" in grams]
    assert phases.is_emulsion.tolist() == ["olivem_1000" in grams and not separates]


@pytest.mark.parametrize(
    ("grams", "separates", "is_wet"),
    [
        # A lotion is an emulsion already; what is bought in water, or is watery, holds no oil.
        ({"lotion": 80, "tocopherol": 1}, False, False),
        ({"lotion": 40, "water": 40, "tocopherol": 1}, False, True),
        ({"serum": 80, "tocopherol": 1}, True, True),
        ({"rosa_damascena_flower_water": 80, "tocopherol": 1}, True, True),
        ({"other_water": 80, "tocopherol": 1}, True, True),
        ({"niacinamide": 80, "tocopherol": 1}, False, False),
        # So little oil shows nothing.
        ({"water": 99.99, "tocopherol": 0.00999}, False, True),
    ],
)
def test_beside_what_oil_stands(grams, separates, is_wet):
    phases = phases_of(table_of(**grams))
    assert (phases.separates.tolist(), phases.is_wet.tolist()) == ([separates], [is_wet])


def test_what_is_said_to_be_an_emulsion_is_one_once_there_is_an_emulsifier():
    said = "o_w_emulsion"
    without = phases_of(table_of(said, water=90, tocopherol=1))
    little = phases_of(table_of(said, water=90, tocopherol=1, olivem_1000=0.01))
    assert (without.separates.tolist(), without.is_emulsion.tolist()) == ([True], [True])
    assert (little.separates.tolist(), little.is_emulsion.tolist()) == ([False], [True])
