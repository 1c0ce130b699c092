"""What a rule says."""

from __future__ import annotations

import dataclasses

import pytest

from calc.findings import (
    VERDICT_WORDS,
    Action,
    Evidence,
    Finding,
    Severity,
)


def finding(**changes: object) -> Finding:
    plain = Finding(
        "STR-001",
        Severity.STOP,
        Action.adapt,
        "l_ascorbic_acid",
        "Above 20 %",
        "22 % is above 20 %.",
        "Use less.",
        Evidence.A,
        ("pinnell_2001",),
    )
    return dataclasses.replace(plain, **changes)


def test_severities_and_actions_rise():
    assert Severity.NOTE < Severity.CAUTION < Severity.STOP
    assert Action.none < Action.adapt < Action.wait < Action.refer
    assert max([Action.adapt, Action.refer, Action.none]) is Action.refer


def test_no_finding_without_a_source():
    with pytest.raises(ValueError, match="STR-001"):
        finding(sources=())


def test_a_finding_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        finding().severity = Severity.NOTE


def test_in_json_it_is_words():
    result = finding().as_dict()
    assert (result["severity"], result["action"], result["evidence"]) == ("STOP", "adapt", "A")
    assert result["sources"] == ["pinnell_2001"]
    assert set(result) == {field.name for field in dataclasses.fields(Finding)}


def test_verdicts_rise_and_only_the_first_two_speak_of_going():
    assert [*VERDICT_WORDS] == ["go", "care", "unsure", "not_now", "refer"]
    going = [verdict for verdict, words in VERDICT_WORDS.items() if words.startswith("Go")]
    assert going == ["go", "care"]
