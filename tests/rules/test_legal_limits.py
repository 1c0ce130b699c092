"""What the law allows of an ingredient, and the pH up to which preservatives work."""

from __future__ import annotations

import re

import numpy as np
import pytest

from calc import catalog
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Measured
from calc.findings import Severity
from calc.rules.assessment import assess
from calc.rules.formula_facts import formula_facts
from calc.rules.legal_limits import highest_pH, legal_limits


def bottle(purity: float | None = None, **percent: float) -> Formula:
    """Return 100 g of a serum of 10 % vitamin C with some of something else in it."""
    beside = tuple(Line(name, mass, purity) for name, mass in percent.items())
    rest = 90 - sum(percent.values())
    return Formula((Line("water", rest), Line("l_ascorbic_acid", 10.0), *beside))


def told(formula: Formula, code: str, **measured: float) -> list[str]:
    report = assess(formula, measured=Measured(**measured) if measured else None)
    return [finding.message.replace("\u202f", " ") for finding in report.findings if finding.code == code]


# Free acid is 84.75 % of benzoate and 74.64 % of sorbate; sulfur dioxide 67.4 % of metabisulfite.
EDGES = [
    ("phenoxyethanol", 1.0),
    ("triethanolamine", 2.5),
    ("ethoxydiglycol", 2.6),
    ("sodium_benzoate", 0.5 / 0.8475),
    ("potassium_sorbate", 0.6 / 0.7464),
    ("sodium_metabisulfite", 0.2 / 0.674),
    ("salicylic_acid", 2.0),
    ("retinyl_palmitate", 0.3 / 0.5458),
    ("kojic_acid", 1.0),
    ("zinc_oxide", 25.0),
    ("iodopropynyl_butylcarbamate", 0.01),
]


@pytest.mark.parametrize(("ingredient", "edge"), EDGES, ids=[name for name, _ in EDGES])
def test_a_limit_is_where_the_annex_puts_it(ingredient, edge):
    assert told(bottle(**{ingredient: 0.99 * edge}), "LIMIT-001") == []
    assert told(bottle(**{ingredient: edge}), "LIMIT-001") == []
    assert len(told(bottle(**{ingredient: 1.01 * edge}), "LIMIT-001")) == 1


def test_the_message_names_ingredient_share_limit_and_source():
    (message,) = told(bottle(phenoxyethanol=1.2), "LIMIT-001")
    assert message == "Phenoxyethanol: 1.2 % of the whole, above the 1 % of Annex V, entry 29."
    (finding,) = [
        result for result in assess(bottle(phenoxyethanol=1.2)).findings if result.code == "LIMIT-001"
    ]
    assert finding.severity is Severity.CAUTION
    assert finding.subject == "phenoxyethanol"
    assert "cosing_annexes" in finding.sources


def test_a_share_beside_its_limit_is_never_written_like_it():
    (message,) = told(bottle(phenoxyethanol=1.00002), "LIMIT-001")
    assert message.startswith("Phenoxyethanol: 1.00002 % of the whole, above the 1 %")


def test_a_share_above_its_limit_has_no_more_digits_than_tell_it():
    (message,) = told(bottle(phenoxyethanol=1.0066667), "LIMIT-001")
    assert message.startswith("Phenoxyethanol: 1.01 % of the whole")


def test_two_limits_are_told_one_after_the_other():
    (message,) = told(bottle(phenoxyethanol=1.2, sodium_benzoate=1), "LIMIT-001")
    first, second = re.split(r"; (?=phenoxyethanol)", message)
    assert first.startswith("Sodium benzoate: 0.848 % of the whole, above the 0.5 % of Annex V, entry 1 (")
    assert second == "phenoxyethanol: 1.2 % of the whole, above the 1 % of Annex V, entry 29."


def test_what_stands_in_one_entry_counts_together():
    assert told(bottle(sodium_benzoate=0.4), "LIMIT-001") == []
    assert told(bottle(benzoic_acid=0.3), "LIMIT-001") == []
    (message,) = told(bottle(sodium_benzoate=0.4, benzoic_acid=0.3), "LIMIT-001")
    assert message.startswith("Sodium benzoate and benzoic acid: 0.639 % of the whole, above the 0.5 %")


def test_each_paraben_counts_alone():
    assert told(bottle(methylparaben=0.4, ethylparaben=0.4), "LIMIT-001") == []


def test_what_only_rinse_off_products_may_hold_is_above_it_at_once():
    assert len(told(bottle(methylisothiazolinone=0.0001), "LIMIT-001")) == 1
    assert told(bottle(methylisothiazolinone=0), "LIMIT-001") == []


def test_of_a_solution_what_is_in_it_counts():
    assert told(bottle(hydrogen_peroxide=5, purity=0.03), "LIMIT-001") == []
    assert len(told(bottle(hydrogen_peroxide=5, purity=0.9), "LIMIT-001")) == 1


def test_gas_that_leaves_changes_no_share_that_is_written():
    lines = (Line("water", 78.0), Line("l_ascorbic_acid", 15.0), Line("sodium_bicarbonate", 6.0))
    assert told(Formula((*lines, Line("phenoxyethanol", 1.0))), "LIMIT-001") == []


def test_a_table_of_formulas_says_the_same():
    grams = np.array([[89.0, 10.0, 1.0], [88.9, 10.0, 1.1]])
    ((_, facts),) = formula_facts(grams, ("water", "l_ascorbic_acid", "phenoxyethanol")).facts
    assert facts.columns["above_legal_limit"].tolist() == [0.0, 1.0]


def test_every_limit_is_about_something():
    for limit in legal_limits():
        assert limit.counts
        assert all(0 < share <= 1 for share in limit.counts.values())
        assert 0 <= limit.most <= 0.25


# --- preservatives --------------------------------------------------------------------------------


@pytest.mark.parametrize(("pH", "fires"), [(7.5, False), (8.0, False), (8.05, True)])
def test_a_preservative_works_up_to_its_pH(pH, fires):
    formula = Formula((Line("water", 97.0), Line("sodium_ascorbyl_phosphate", 2.0), Line("geogard_ect", 1.0)))
    messages = told(formula, "MICRO-003", pH=pH, pH_sd=0.001)
    assert messages == (
        ["Geogard ECT (up to pH 8): pH 8.050 is above the limit its suppliers give."] if fires else []
    )


def test_each_preservative_above_its_pH_is_named():
    lines = (Line("water", 96.0), Line("sodium_ascorbyl_phosphate", 2.0))
    both = Formula((*lines, Line("geogard_ect", 1.0), Line("phenoxyethanol", 1.0)))
    (message,) = told(both, "MICRO-003", pH=9.0, pH_sd=0.001)
    assert "Geogard ECT" in message
    assert "henoxyethanol" not in message  # works up to pH 12


def test_without_a_known_pH_a_preservative_is_not_judged():
    unknown = next(
        record.id
        for record in catalog.ingredients().values()
        if "preservative" in record.roles and np.isnan(highest_pH(record.id) or 0.0)
    )
    report = assess(bottle(**{unknown: 0.1}))
    assert ("MICRO-003", "the pH up to which the preservative works: unknown") in [
        (skipped.code, skipped.reason) for skipped in report.skipped
    ]
    assert "MICRO-003" in assess(bottle(geogard_ect=1)).evaluated
