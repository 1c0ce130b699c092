"""How strong a solution is by mol per litre, and what only looks so."""

from __future__ import annotations

import pytest

from calc.parsing.molarity import take_molarity
from calc.parsing.recipe_text import read_recipe_text


@pytest.mark.parametrize(
    ("body", "rest", "mol_per_L", "is_normal"),
    [
        ("1M NaOH 2 g", "NaOH 2 g", 1.0, False),
        ("NaOH (0,5 M) 2 g", "NaOH 2 g", 0.5, False),
        ("20 mM ascorbic acid 5 g", "ascorbic acid 5 g", 0.02, False),
        ("250 mmol/L citric acid 5 g", "citric acid 5 g", 0.25, False),
        ("0.1 N sodium hydroxide 2 g", "sodium hydroxide 2 g", 0.1, True),
        ("N/50 NaOH 2 g", "NaOH 2 g", 0.02, True),
        ("acide citrique 1 mol par litre 5 g", "acide citrique 5 g", 1.0, False),
    ],
)
def test_a_molarity_is_taken_out_of_its_line(body, rest, mol_per_L, is_normal):
    left, molarity = take_molarity(body)
    assert molarity
    assert (left, molarity.is_normal) == (rest, is_normal)
    assert molarity.mol_per_L == pytest.approx(mol_per_L)


@pytest.mark.parametrize(
    "body",
    [
        "hyaluronic acid 1 MDa 1 g",
        "5 g MAP",
        "Polysorbate 20 N-acetyl 5 g",
        "glycerin 5 m",
        "2 mol ascorbic acid",
        "peptide 3.1M/x 2 g",
    ],
)
def test_what_only_looks_like_a_molarity_stays(body):
    assert take_molarity(body) == (body, None)


def test_a_molarity_is_of_its_own_ingredient():
    lye, glycerin = read_recipe_text("1 M NaOH 2 g, 5 g glycerin")
    assert lye.molarity
    assert lye.molarity.mol_per_L == 1.0
    assert glycerin.molarity is None
