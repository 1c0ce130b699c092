"""Labels together say what each says alone: the facts of the rules, and the findings."""

from __future__ import annotations

import numpy as np
import pytest

from calc import rules
from calc.client.facts import visit_facts
from calc.client.product import Product
from calc.client.visit import Visit
from calc.products import Listing
from calc.products.label_findings import findings_of_labels
from calc.products.labels import label_facts, labels_of
from calc.uncertainty import Band
from calc.units import Q_

PRODUCTS = [
    Product(form="l_ascorbic_acid", mass_fraction=Q_(15, "percent"), pH=3.2, home_made=False),
    Product(form="l_ascorbic_acid", pH=Band(3.2, 2.9, 3.5), coactives=("retinol", "snail slime")),
    Product(form="sodium_ascorbyl_phosphate", mass_fraction=Q_(5, "percent"), pH=7.0, has_water=False),
    Product(form="ascorbyl_glucoside", mass_fraction=Q_(1, "dimensionless"), is_powder=True),
    Product(form="l_ascorbic_acid", mass_fraction=Q_(1, "dimensionless")),
    Product(form="sodium_ascorbyl_phosphate", mass_fraction=Q_(30, "percent")),
    Product(pH=4.0, coactives=("none",)),
    Product(),
]
LISTINGS = [Listing(f"{number}", product) for number, product in enumerate(PRODUCTS)]


def test_labels_together_have_the_facts_of_each_visit():
    facts = label_facts(labels_of(LISTINGS))
    for row, product in enumerate(PRODUCTS):
        alone = visit_facts(Visit(product=product), None)
        assert facts.columns.keys() == alone.columns.keys()
        for name, values in alone.columns.items():
            together = facts.columns[name][row]
            assert together == pytest.approx(values[0], rel=1e-12, nan_ok=True), name


def test_labels_together_have_the_findings_of_each_visit():
    for product, said in zip(PRODUCTS, findings_of_labels(LISTINGS)):
        facts = visit_facts(Visit(product=product), None)
        alone = rules.evaluate(facts, ("product",))
        assert said.findings == rules.findings_of(alone, facts)
        assert said.skipped == rules.skipped_of(alone, facts)
        assert {*said.evaluated, *(skip.code for skip in said.skipped)} == {*alone.codes}


def test_of_no_labels_nothing_is_said():
    assert findings_of_labels([]) == []
    assert np.array_equal(labels_of([]).kinds, [])
