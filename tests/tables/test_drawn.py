"""Tables that are drawn with bars and lines, as notes, forums and databases show them."""

from __future__ import annotations

import pytest

from calc.tables import read_table

MARKDOWN = """| product | vit C | pH |
|---|:---:|--:|
| A | 15 % | 3.2 |
| B |  | 7 |
"""
BOXED = """+---------+-------+-----+
| product | vit C | pH  |
+=========+=======+=====+
| A       | 15 %  | 3.2 |
+---------+-------+-----+
| B       |       | 7   |
+---------+-------+-----+
"""
DATABASE = """ product | vit C | pH
---------+-------+-----
 A       | 15 %  | 3.2
 B       |       | 7
(2 rows)
"""


@pytest.mark.parametrize("text", [MARKDOWN, BOXED, DATABASE])
def test_what_draws_a_table_is_none_of_its_rows(text):
    table = read_table(text.encode(), name="notes.txt")
    assert table.columns == ("product", "vit C", "pH")
    cells = [[str(cell).strip() for cell in row] for row in table.rows.fillna("").values.tolist()]
    assert cells == [["A", "15 %", "3.2"], ["B", "", "7"]]


def test_bars_that_only_separate_keep_empty_cells_at_the_ends():
    table = read_table(b"product|form|pH\nA|LAA|3.2\n|SAP|7\nC|MAP|\n", name="export.txt")
    assert table.rows.fillna("").values.tolist() == [["A", "LAA", "3.2"], ["", "SAP", "7"], ["C", "MAP", ""]]
