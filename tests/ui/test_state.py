"""What the page keeps, as far as it can be told without a page."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, replace

import pytest

from calc.chemistry.formula import composition
from calc.chemistry.recipe import LIGHTS, PACKAGES, WALLS
from calc.chemistry.stability import REASONS, life, wording
from calc.client.request import VisitRequest
from calc.errors import InputErrors
from calc.mixing.fields import FIELDS
from calc.mixing.request import (
    CHOICES,
    KNOWN_PAIRS,
    MixRequest,
    batch_of,
    parse_request,
)
from calc.mixing.storage_request import (
    ASSAY_FIELDS,
    STORAGE_FIELDS,
    parse_storage,
    storage_of,
)
from calc.reports.links import pack, unpack
from ui import labels, state


def test_every_field_has_a_key_of_its_own():
    keys = [state.key(attribute.name) for attribute in fields(MixRequest)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("start", KNOWN_PAIRS)
def test_the_first_bottle_is_the_same_from_every_start(start):
    # A beginner who switches the start must not find another bottle, or an error.
    batch = batch_of(parse_request(replace(state.FIRST, start=start)))
    assert batch.formula.total_mass_g == pytest.approx(30, rel=2e-3)
    assert composition(batch.formula).strengths[0].nominal == pytest.approx(0.15, rel=2e-3)


def test_the_first_bottle_fits_into_a_link():
    assert MixRequest.from_dict(unpack(pack(state.FIRST.as_dict()))) == state.FIRST


def test_the_fullest_recipe_fits_into_a_link_or_is_refused():
    lines = "\n".join(f"ingredient number {i} 0.{i} %" for i in range(40))
    full = replace(state.FIRST, others=lines[:1000])
    assert MixRequest.from_dict(unpack(pack(full.as_dict()))) == full
    with pytest.raises(InputErrors):
        pack(replace(state.FIRST, others="x" * 20_000).as_dict())


# --- words for every choice -----------------------------------------------------------------------


@pytest.mark.parametrize(("field", "words"), [("package", PACKAGES), ("wall", WALLS), ("light", LIGHTS)])
def test_every_word_of_a_recipe_can_be_chosen(field, words):
    assert set(labels.WORDS[field]) == {"", *words}
    assert len(set(labels.WORDS[field].values())) == len(labels.WORDS[field])


def keys_of(name: str) -> set[str]:
    """Return the keys that a class of `stability.life` names in its docstring and that its code uses."""
    text = inspect.getsource(life)
    written = {"Limit": r'Limit\(.*, "(\w+)"\)', "Advice": r'yield \(?\s*"(\w+)",\s*lambda'}[name]
    distinct = set(re.findall(written, text))
    documented = getattr(life, name).__doc__.split("``key``:")[1]
    assert set(re.findall(r"``(\w+)``", documented)) == distinct
    return distinct


def test_every_limit_and_every_advice_has_its_words():
    assert keys_of("Limit") == set(wording.LIMITS)
    assert keys_of("Advice") == set(wording.ADVICE)
    assert {"", *wording.WHY_UNKNOWN} == set(REASONS)
    for key, words in wording.ADVICE.items():
        named = set(re.findall(r"{(\w+)}", words))
        assert named == {value.property for value in life._numbers(key)}, key
    # How much of what is data.
    for words in (
        *wording.ADVICE.values(),
        *wording.LIMITS.values(),
        *wording.WHY_UNKNOWN.values(),
        *labels.BASES_IN_WORDS.values(),
    ):
        assert not re.search(r"\d", words)


def test_every_field_that_is_asked_has_a_label():
    requests = [MixRequest(way=way) for way in CHOICES["way"]]
    asked = {name for request in requests for name in (*request.needed, *request.optional)}
    assert {*asked, *STORAGE_FIELDS, *ASSAY_FIELDS} <= set(labels.LABELS)
    known = {attribute.name for kind in (MixRequest, VisitRequest) for attribute in fields(kind)}
    assert set(labels.LABELS) - known == {
        "schedule",
        "zone_words",
        "procedure_words",
    }  # of the plan of Check, and a place and a treatment in words


def test_every_example_about_keeping_can_be_read():
    for name in (*STORAGE_FIELDS, *ASSAY_FIELDS):
        if name not in labels.WORDS:
            example = labels.EXAMPLES[name].split(", or ")[-1]
            assert FIELDS[name].read(example) is not None


def test_the_first_bottle_is_kept_somehow():
    understood = parse_storage(state.FIRST)
    assert not understood.errors
    assert storage_of(understood).coldest_C == pytest.approx(5)


# --- readings -------------------------------------------------------------------------------------


@pytest.fixture
def field(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a session holds: one field, “box”."""
    session: dict[str, str] = {"box": ""}
    monkeypatch.setattr(state.st, "session_state", session)
    return session


@pytest.mark.parametrize(
    ("now", "drawn", "reading", "after"),
    [
        ("a\nb\nc", "a\nb\nc", "a\nB\nc", "a\nB\nc"),
        # Somebody has typed on meanwhile: above, below, in another line.
        ("new\na\nb\nc", "a\nb\nc", "a\nB\nc", "new\na\nB\nc"),
        ("a\nb\nc and more", "a\nb\nc", "a\nB\nc", "a\nB\nc and more"),
        # The line is gone, or is another one now.
        ("a\nc", "a\nb\nc", "a\nB\nc", "a\nc"),
        ("", "b", "B", ""),
        # The whole changes.
        ("a\nb", "a\nb", "c", "c"),
        ("a\nb, typed on", "a\nb", "c", "a\nb, typed on"),
    ],
)
def test_a_reading_changes_its_own_line_and_nothing_else(field, now, drawn, reading, after):
    field["box"] = now
    state.choose_text("box", reading, drawn)
    assert field["box"] == after
    state.take_back("box")
    assert field["box"] == now
