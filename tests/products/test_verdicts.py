"""Bit words → the columns of an answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from calc import rules
from calc.catalog import rules as texts
from calc.products.screening.verdicts import (
    ADDED,
    NUMBERS,
    answered,
    named_column,
    rule_columns,
)
from calc.rules.assessment import MODEL_VERSION


def words(*of_rows: tuple[str, ...]) -> np.ndarray:
    """Return bit words in which the bits of some codes are set."""
    every = rules.codes_of("formula")
    result = np.zeros((len(of_rows), -(-len(every) // 64)), dtype=np.uint64)
    for row, codes in enumerate(of_rows):
        for code in codes:
            place = every.index(code)
            result[row, place // 64] |= np.uint64(1) << np.uint64(place % 64)
    return result


def by_severity(name: str) -> str:
    return next(code for code in rules.codes_of("formula") if texts()[code].severity.name == name)


def test_codes_stand_with_the_most_severe_first():
    note, stop, caution = (by_severity(name) for name in ("NOTE", "STOP", "CAUTION"))
    columns = rule_columns(
        words((note, stop), (), (caution,), (note, stop)), words((), (note,), (), ()), "formula"
    )
    assert columns["codes"].astype(str).tolist() == [f"{stop};{note}", "", caution, f"{stop};{note}"]
    assert list(columns["worst"].astype(object)) == ["STOP", np.nan, "CAUTION", "STOP"] or (
        pd.isna(columns["worst"][1])
    )
    assert columns["skipped"].astype(str).tolist() == ["", note, "", ""]
    assert {*columns["model_version"].astype(str)} == {MODEL_VERSION}


def test_no_rows_have_no_texts():
    columns = rule_columns(words(), words(), "formula")
    assert all(len(column) == 0 for column in columns.values())


def test_unread_rows_have_nothing_but_the_reason():
    columns = {**{name: np.array([0.5, 0.25]) for name in NUMBERS}, "dissolves": np.array([1.0, np.nan])}
    columns |= {"vitamin_c_named": named_column(np.array([0, 0]))}
    columns |= rule_columns(words((), ()), words((), ()), "formula")
    frame = answered(columns, np.array([0, 2, 0]), ("one", "two"), pd.Index([5, 6, 7]))
    assert [*frame] == [*ADDED]
    assert frame.index.tolist() == [5, 6, 7]
    assert frame["unread"].astype("object").tolist()[1] == "two"
    assert frame.loc[6, [*ADDED[:-1]]].isna().all()
    assert frame["pH"].tolist()[::2] == [0.5, 0.25]
    assert frame["dissolves"].tolist()[0] is True
    assert pd.isna(frame["dissolves"].iloc[2])
