"""Tables in JSON as programs write them: by rows, by columns, by name, in lists, under a word."""

from __future__ import annotations

import json

import pytest

from calc.products.listings import read_listings
from calc.tables import read_table

ROWS = [
    {"product": "C serum", "form": "L-ascorbic acid", "strength": "15 %"},
    {"product": "Glow", "form": "SAP", "strength": "5 %"},
]
NAMES = list(ROWS[0])
SHAPES = {
    "rows": ROWS,
    "lists": [NAMES, *(list(row.values()) for row in ROWS)],
    "split": {"columns": NAMES, "index": [0, 1], "data": [list(row.values()) for row in ROWS]},
    "columns of lists": {name: [row[name] for row in ROWS] for name in NAMES},
    "columns by number": {name: {str(i): row[name] for i, row in enumerate(ROWS)} for name in NAMES},
    "by id": {str(17 + i): {"id": i, **row} for i, row in enumerate(ROWS)},
    "by name": {row["product"]: {"form": row["form"], "strength": row["strength"]} for row in ROWS},
    "under a word": {"status": "ok", "count": 2, "results": ROWS},
    "products": {"page": 1, "products": ROWS, "brands": [{"name": "A"}]},
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_of_json_are_the_same_table(name):
    read = read_listings(read_table(json.dumps(SHAPES[name]).encode(), name="a.json"))
    assert [(listing.name, listing.product.form) for listing in read.listings] == [
        ("C serum", "l_ascorbic_acid"),
        ("Glow", "sodium_ascorbyl_phosphate"),
    ]
    assert read.listings[0].product.strength == pytest.approx(0.15)


def test_one_product_may_have_lists_in_it():
    text = json.dumps(
        {"product_name": "C serum", "ingredients": ["Water", "Ascorbic Acid"], "tags": [{"a": 1}]}
    )
    (one,) = read_listings(read_table(text.encode(), name="a.json")).listings
    assert one.product.form == "l_ascorbic_acid"


@pytest.mark.parametrize(
    ("text", "columns", "first"),
    [
        # Of a key that stands twice one value would be lost; the same value is said twice.
        ('[{"strength": "5 %", "strength": "15 %"}]', ["strength", "strength (2)"], ["5 %", "15 %"]),
        (
            '{"strength": "5 %", "strength": "15 %"}\n{"strength": "7 %"}',
            ["strength", "strength (2)"],
            ["5 %", "15 %"],
        ),
        ('[{"pH": 3, "a": 1, "pH": 3}]', ["pH", "a"], ["3", "1"]),
        ('[{"a": 1, "a": 2, "a": 3}]', ["a", "a (2)", "a (3)"], ["1", "2", "3"]),
    ],
)
def test_a_key_that_stands_twice_loses_nothing(text, columns, first):
    table = read_table(text.encode(), name="a.json")
    assert list(table.rows.columns) == columns
    assert table.rows.iloc[0].tolist() == first
