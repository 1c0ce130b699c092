"""Exceptions that carry their fields."""

from __future__ import annotations

import copy
import pickle

import pytest

from calc.errors import (
    BenchError,
    DataError,
    InputError,
    InputErrors,
)


def test_a_message_names_field_given_accepted_and_fix():
    error = InputError("purity", "99", "must be between 0 and 1.", "Write 0.99.", ["0.99", "0.0099"])
    assert str(error) == "purity: “99”: must be between 0 and 1. Write 0.99."
    assert error.advice == "“99”: must be between 0 and 1. Write 0.99."
    assert error.readings == ("0.99", "0.0099")


def test_a_renamed_error_says_the_same_of_another_field():
    error = InputError("pH", 31, "too high.", "Correct it.", ["3.1"])
    other = error.renamed("measured.pH")
    assert other.field == "measured.pH"
    assert other.advice == error.advice
    assert other.readings == error.readings
    assert error.field == "pH"


@pytest.mark.parametrize(
    ("given", "shown"), [("", "nothing given"), (None, "None"), ("a\n  b", "a b"), (0, "0")]
)
def test_what_was_given_stands_on_one_line(given, shown):
    assert shown in InputError("x", given, "a.", "b.").advice


def test_what_was_given_is_cut_short():
    message = str(InputError("x", "y" * 5000, "a.", "b."))
    assert len(message) < 100
    assert "…" in message


def test_errors_are_told_a_line_each():
    errors = InputErrors(InputError(name, 1, "a.", "b.") for name in ("x", "y"))
    assert str(errors).splitlines() == [str(error) for error in errors.errors]


def test_all_of_them_are_value_errors_of_the_bench():
    for error in (InputError("x", 1, "a.", "b."), InputErrors([]), DataError("forms.toml", 3, "bad")):
        assert isinstance(error, BenchError)
        assert isinstance(error, ValueError)
    assert str(DataError("forms.toml", 3, "bad")) == "forms.toml:3: bad"


@pytest.mark.parametrize(
    "error",
    [
        InputError("purity", "99", "must be between 0 and 1.", "Write 0.99.", ["0.99", "0.0099"]),
        InputErrors([InputError("x", 1, "a.", "b."), InputError("y", None, "c.", "d.")]),
        DataError("forms.toml", 3, "bad"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_way_to_another_process(error):
    # An exception is rebuilt from its ``args``: without all of them there it dies in a worker.
    for again in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again).keys() == vars(error).keys()
    again = pickle.loads(pickle.dumps(error))
    if isinstance(error, InputErrors):
        assert [vars(error) for error in again.errors] == [vars(problem) for problem in error.errors]
    else:
        assert vars(again) == vars(error)
