"""Exported logs that somebody made or damaged are read, or refused, within bounded work: a family each."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest

from calc.errors import InputErrors
from calc.log import LoggedBatch, export_json, export_tables, read_log
from calc.log import transfer as log_transfer
from calc.parsing.json_reader import MOST_ERRORS
from tests.hostile import bounded

ONE = {"name": "S", "recipe": {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]}}
HEAD = export_tables([])["batches"].decode("utf-8-sig").strip()


def batches(*rows: object) -> str:
    """Return a log of these batches."""
    return json.dumps({"bench_log": 1, "batches": rows})


def numbered(number: int) -> dict[str, object]:
    """Return a batch with an id of its own."""
    return {**ONE, "id": str(uuid.UUID(int=number + 1))}


def one_with(text: str) -> str:
    """Return a log of one batch, in which this stands as JSON."""
    return f'{{"bench_log":1,"batches":[{{"name":"S",{text}}}]}}'


#: What makes a file, and what is said of it.
REFUSED: dict[str, tuple[Callable[[], str], str]] = {
    "one key again and again": (lambda: one_with(",".join(['"k":1'] * 400_000)), "given twice"),
    "a key twice among many": (
        lambda: one_with(",".join(f'"k{i}":1' for i in range(200_000)) + ',"k199999":1'), "given twice",
    ),
    "keys that are not known": (
        lambda: one_with(",".join(f'"k{i}":1' for i in range(200_000))), "this key is not known",
    ),
    "one batch again and again": (lambda: batches(*[numbered(0)] * 20_000), "twice"),
    "batches that are none": (lambda: batches(*[5] * 300_000), "must be an object"),
    "objects that are none": (lambda: batches(*[{}] * 500_000), "needs some words"),
    "numbers": (lambda: '{"bench_log":1,"batches":[' + "1," * 3_000_000 + "1]}", "values"),
    "empty objects": (lambda: '{"bench_log":1,"batches":[' + "{}," * 3_000_000 + "{}]}", "values"),
    "lists in lists": (lambda: "[" * 400_000, "not JSON"),
    "a recipe in a recipe": (lambda: one_with('"recipe":' + '{"a":' * 900 + "1" + "}" * 900), "recipe"),
    "measurements": (
        lambda: batches({**ONE, "measurements": [{"on": "2026-03-31", "kind": "pH", "value": 3}] * 100_000}),
        "up to 1000",
    ),
    "measurements that are none": (lambda: batches({**ONE, "measurements": [5] * 400_000}), "up to 1000"),
    "notes of other types": (lambda: batches({**ONE, "notes": [[]] * 400_000}), "up to 1000"),
    "notes that are none": (lambda: batches({**ONE, "notes": [5] * 900}), "must be an object"),
    "rows of a weighing": (
        lambda: batches({**ONE, "weighed": [{"ingredient": "water", "target_g": 1}] * 100_000}), "up to 200",
    ),
    "lines": (
        lambda: batches({**ONE, "recipe": {"lines": [{"ingredient": "water", "mass_g": 1}] * 100_000}}),
        "characters",
    ),
    "fields of a request": (
        lambda: batches({**ONE, "request": {f"k{i}": "x" for i in range(200_000)}}), "cannot be read",
    ),
    "a request without end": (
        lambda: batches({**ONE, "request": {"way": "made", "recipe": "x" * 9_000_000}}), "characters",
    ),
    "a name without end": (lambda: batches({**ONE, "name": "x" * 9_000_000}), "characters"),
    "digits without end": (lambda: batches(ONE).replace("15", "1" + "0" * 100_000), "not JSON"),
    "NaN": (lambda: batches(ONE).replace("15", "NaN"), "not JSON"),
    "1e999": (lambda: batches(ONE).replace("15", "1e999"), "number"),
    "days out of range": (lambda: batches({**ONE, "made_on": "9999-99-99"}), "not a date"),
    "damaged rows": (lambda: HEAD + "\n" + '"a","b"\n' * 600_000, "not a batch"),
    "rows of commas": (lambda: HEAD + "\n" + ",\n" * 600_000, "not a batch"),
    "rows that are no batch": (lambda: HEAD + "\n" + ('"",' * 10 + '"5"\n') * 60_000, "must be an object"),
    "a giant cell": (lambda: HEAD + '\n"' + "x" * 9_000_000 + '"\n', "not a batch"),
    "lists in lists in a cell": (lambda: HEAD + '\n"' + '","' * 10 + "[" * 900_000 + '"\n', "not a batch"),
    "a heading without end": (lambda: '"id","name","' + "x" * 900_000 + '"\n1,2,3\n', "whole"),
    "an open quote": (lambda: HEAD + '\n"' + "a\n" * 3_000_000, "not a batch"),
    "commas": (lambda: HEAD + "\n" + "," * 3_000_000, "values"),
    "columns": (lambda: '"id","name",' + '"k",' * 900_000 + "\n", "whole"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_log_is_refused_with_little_work_and_a_reason(name):
    make, words = REFUSED[name]
    data = make().encode()
    with bounded(len(data)), pytest.raises(InputErrors, match=words) as caught:
        read_log(data)
    assert 0 < len(caught.value.errors) <= MOST_ERRORS
    assert all(error.field and error.fix for error in caught.value.errors)


def test_many_batches_are_read_one_by_one():
    data = batches(*map(numbered, range(3_000))).encode()
    with bounded(len(data)):
        entries = read_log(data)
    assert len(entries) == 3_000


def test_a_cell_with_a_key_twice_is_told():
    # Python's reader would keep the last of the two without a word.
    table = export_tables(read_log(batches(numbered(0))))["batches"].decode("utf-8-sig")
    damaged = table.replace('""mass_g"": 15', '""mass_g"": 5, ""mass_g"": 15')
    assert damaged != table
    with pytest.raises(InputErrors, match="not a batch"):
        read_log(damaged)


def test_a_log_of_as_many_values_as_are_read_comes_back(monkeypatch):
    text = json.dumps(export_json([LoggedBatch("S", ONE["recipe"], id=str(uuid.UUID(int=1)))]))
    monkeypatch.setattr(log_transfer, "MOST_VALUES", sum(map(text.count, ",[{")))
    assert len(read_log(text)) == 1
    monkeypatch.setattr(log_transfer, "MOST_VALUES", sum(map(text.count, ",[{")) - 1)
    with pytest.raises(InputErrors, match="Bring a part of its batches at a time"):
        read_log(text)
