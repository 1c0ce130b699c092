"""JSON read strictly: what is refused, under which name, and that everything wrong is gathered."""

from __future__ import annotations

import datetime
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import InputErrors
from calc.parsing.json_reader import LONGEST, Reader, read_json


def errors_of(call, *args) -> list:
    """Return the errors of a call, each with all that a person needs."""
    with pytest.raises(InputErrors) as caught:
        call(*args)
    for error in caught.value.errors:
        assert error.field
        assert error.accepted.endswith(".")
        assert error.fix
    return list(caught.value.errors)


def finished(reader: Reader) -> list[str]:
    """Return the fields of everything that a reader noted."""
    return [error.field for error in errors_of(reader.finish)]


# --- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ['{"a": [1, 2.5, null, true, "é"]}', b'{"a": [1, 2.5, null, true, "\xc3\xa9"]}']
)
def test_json_is_read_from_text_and_from_bytes(text):
    assert read_json(text, "client") == {"a": [1, 2.5, None, True, "é"]}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "{'a': 1}",
        '{"a": 1,}',
        '{"a": 01}',
        '{"a": 1} {"b": 2}',
        "client: 5",
        b"\xff\xfe\x00",
        b"\x80abc",
        "\ufeff{}",
        '{"a": 1' + "0" * 5000 + "}",
    ],
    ids=lambda text: repr(text)[:24],
)
def test_what_is_not_json_is_refused_under_the_name_of_the_file(text):
    (error,) = errors_of(read_json, text, "client")
    assert (error.field, error.accepted) == ("client", "this is not JSON.")
    assert error.given


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_json_does_not_have_is_refused(number):
    (error,) = errors_of(read_json, f'{{"a": [{number}]}}', "recipe")
    assert error.field == "recipe"
    assert number in str(error)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 1}', '{"b": {"a": 1, "c": 2, "a": 3}}', '[{"a": 1, "a": 2}]']
)
def test_a_key_that_stands_twice_is_refused_wherever_it_stands(text):
    (error,) = errors_of(read_json, text, "client")
    assert "'a' is given twice" in error.given


def test_the_same_key_in_two_objects_is_fine():
    assert read_json('[{"a": 1}, {"a": 2}]', "client") == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("blank", [" ", b" "])
def test_a_file_may_be_as_long_as_the_limit_and_not_longer(blank):
    assert read_json(b"{}" + b" " * (LONGEST - 2), "client") == {}
    (error,) = errors_of(read_json, blank * (LONGEST + 1), "client")
    assert "too large" in error.accepted
    assert error.given == f"{LONGEST + 1} bytes"
    assert str(LONGEST + 1) in error.given
    assert error.fix == "One client is a few lines long."
    (error,) = errors_of(lambda text, what: read_json(text, what, longest=9), blank * 10, "log")
    assert error.fix == "Give a part of it."


@pytest.mark.parametrize(("left", "right"), [("[", "]"), ('{"a":', "}")])
def test_a_deeply_nested_file_is_refused(left, right):
    (error,) = errors_of(read_json, left * 100_000 + "1" + right * 100_000, "client")
    assert error.field == "client"
    assert len(str(error)) < 500


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@given(json_values)
def test_nothing_of_a_good_file_is_lost(content):
    assert read_json(json.dumps(content), "client") == content


# --- objects --------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", [None, [], "a", 5, True])
def test_what_is_no_object_is_told_and_read_as_an_empty_one(row):
    reader = Reader()
    assert reader.table(row, "storage", ("wall", "light")) == {}
    (error,) = errors_of(reader.finish)
    assert error.field == "storage"
    assert "wall, light" in error.fix


def test_every_unknown_key_is_told_with_what_is_known():
    reader = Reader()
    row = {"wall": 1, "wal": 2, "ligth": 3}
    assert reader.table(row, "storage", ("wall", "light")) == row
    errors = errors_of(reader.finish)
    assert [error.field for error in errors] == ["storage.ligth", "storage.wal"]
    assert [error.given for error in errors] == [3, 2]
    assert all("wall, light" in error.fix for error in errors)


def test_an_object_with_known_keys_says_nothing():
    reader = Reader()
    assert reader.table({"wall": 1}, "storage", ("wall", "light")) == {"wall": 1}
    reader.finish()


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [0, -5, 2.5, 10**12, -(10**12)])
def test_a_number_becomes_a_float(value):
    reader = Reader()
    result = reader.number({"mg": value}, "mg", "intake[0]")
    reader.finish()
    assert result == value
    assert isinstance(result, float)


@pytest.mark.parametrize(
    "value", ["5", True, False, [5], {}, math.nan, math.inf, -math.inf, 10**400, -(10**400), 1.1e12, -1.1e12]
)
def test_what_is_no_usable_number_is_refused_with_its_place(value):
    reader = Reader()
    assert reader.number({"mg": value}, "mg", "intake[0]") is None
    assert finished(reader) == ["intake[0].mg"]


@pytest.mark.parametrize("row", [{}, {"mg": None}])
def test_a_number_that_is_left_out_is_none(row):
    reader = Reader()
    assert reader.number(row, "mg", "intake[0]") is None
    reader.finish()


def test_a_number_may_be_at_its_lowest_and_not_below():
    reader = Reader()
    assert reader.number({"mg": 2}, "mg", "intake[0]", low=2) == 2.0
    reader.finish()
    assert reader.number({"mg": 1.999}, "mg", "intake[0]", low=2) is None
    (error,) = errors_of(reader.finish)
    assert "from 2 up" in error.accepted


# --- lists and dates ------------------------------------------------------------------------------


def test_a_list_is_a_list_and_nothing_else():
    reader = Reader()
    assert reader.list({"a": [1]}, "a", "client") == [1]
    assert list(reader.list({"a": []}, "a", "client")) == []
    assert list(reader.list({}, "a", "client")) == []
    assert list(reader.list({"a": None}, "a", "client")) == []
    reader.finish()
    for wrong in ("text", {"b": 1}, 5, False):
        reader = Reader()
        assert list(reader.list({"a": wrong}, "a", "client")) == []
        assert finished(reader) == ["client.a"]


def test_a_date_is_read_and_a_wrong_one_refused():
    reader = Reader()
    assert reader.date({"on": "2026-03-31"}, "on", "storage") == datetime.date(2026, 3, 31)
    assert reader.date({}, "on", "storage") is None
    reader.finish()
    for wrong in ("31.3.2026", "2026-02-30", "soon", "", 5, True, ["2026-03-31"]):
        reader = Reader()
        assert reader.date({"on": wrong}, "on", "storage") is None
        assert finished(reader) == ["storage.on"]


# --- parts ----------------------------------------------------------------------------------------


def test_the_errors_of_a_part_stand_at_their_place_beside_the_others():
    def refuse_it(row):
        inner = Reader()
        inner.wrong("age", row, "this is not known.", "Leave it out.")
        inner.finish()

    reader = Reader()
    reader.wrong("top", 1, "this is not known.", "Leave it out.")
    assert reader.part({"client": 5}, "client", refuse_it) is None
    assert finished(reader) == ["top", "client.age"]


def test_a_part_that_is_left_out_is_not_read():
    def never(row):
        raise AssertionError(row)

    reader = Reader()
    assert reader.part({}, "client", never) is None
    assert reader.part({"client": None}, "client", never) is None
    reader.finish()


def test_a_part_that_is_empty_is_read_all_the_same():
    assert Reader().part({"client": {}}, "client", lambda row: (row, "read")) == ({}, "read")
