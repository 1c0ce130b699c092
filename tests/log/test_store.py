"""The log: batches in and out of SQLite and PostgreSQL, whole or not at all, and never over each other."""

from __future__ import annotations

import csv
import datetime
import io
import json
import math
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.recipe import MOST_LINES
from calc.errors import InputError, InputErrors
from calc.log import (
    EditConflict,
    LogError,
    LoggedBatch,
    Measurement,
    Note,
    WeighedLine,
    export_json,
    export_tables,
    new_id,
    open_log,
    read_log,
    validate,
)
from calc.log import database as database_module
from calc.log.database import migrate_to, open_engine, transaction
from calc.log.location import locate
from calc.log.schema import METADATA, REVISIONS, VERSION_TABLE
from calc.log.transfer import FORMAT
from calc.log.validation import LONGEST_NAME, LONGEST_NOTE, MOST_OF_ONE
from calc.mixing.request import MixRequest
from calc.rules.assessment import MODEL_VERSION
from tests.postgres import PASSWORD

DAY = datetime.date(2025, 3, 1)
LATER = datetime.date(2025, 3, 9)
RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 84.4},
        {"ingredient": "l_ascorbic_acid", "mass_g": 15.2, "purity": 0.99},
        {"ingredient": "sodium_bicarbonate", "mass_g": 0.9},
    ],
    "system": "solution",
    "storage": {"temperature_C": 5.0, "package": "dropper_bottle"},
}
FULL = LoggedBatch(
    "Evening serum",
    RECIPE,
    request=MixRequest(strength="15 %", batch="100 g", others="glycerin 5 %").as_dict(),
    weighed=(WeighedLine("water", 84.4, 84.51), WeighedLine("l_ascorbic_acid", 15.2)),
    made_on=DAY,
    powder_lot="A17",
    notes=(Note(DAY, "clear, no smell"),),
    measurements=(
        Measurement(DAY, "pH", 3.1, sd=0.05, instrument="meter"),
        Measurement(LATER, "assay", 0.97, sd=0.01, note="titrated"),
        Measurement(LATER, "colour", words="pale straw"),
    ),
)
PLAIN = LoggedBatch("Plain", RECIPE)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """An empty database of either kind."""
    if request.param == "sqlite":
        return str(tmp_path / "batches.sqlite")
    return request.getfixturevalue("postgres").emptied_database()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A file with a log that nobody has kept a batch in: it is copied in less time than it is made."""
    file = tmp_path_factory.mktemp("made") / "batches.sqlite"
    open_log(str(file)).close()
    return file


@pytest.fixture
def log(where, made):
    if locate(where).path:
        shutil.copy(made, where)
    with open_log(where) as opened:
        yield opened


def fields(errors: pytest.ExceptionInfo[InputErrors]) -> set[str]:
    return {error.field for error in errors.value.errors}


def told(entry: LoggedBatch) -> LoggedBatch:
    """Return what somebody told of a batch, without what the log adds."""
    return replace(
        entry,
        id="",
        version=0,
        created_at=None,
        changed_at=None,
        model_version="",
        data_hash="",
        notes=tuple(replace(note, id="") for note in entry.notes),
        measurements=tuple(
            sorted((replace(measurement, id="") for measurement in entry.measurements), key=str)
        ),
        recipe={},
    )


# --- in and out -----------------------------------------------------------------------------------


def test_a_batch_comes_back_as_it_was_kept(log):
    kept = log.add(FULL)
    assert told(kept) == told(FULL)
    assert kept.recipe == {**RECIPE, "storage": {**RECIPE["storage"], "made_on": "2025-03-01"}}
    assert log.get(kept.id) == kept
    assert log.entries() == (kept,)
    assert (kept.model_version, kept.data_hash, kept.version) == (MODEL_VERSION, catalog.data_hash(), 1)
    assert abs((datetime.datetime.now(datetime.UTC) - kept.created_at).total_seconds()) < 60


def test_it_is_there_after_closing(where):
    with open_log(where) as log:
        kept = log.add(FULL)
    with open_log(where) as log:
        assert log.get(kept.id) == kept


def test_the_latest_comes_first(log):
    names = ["one", "two", "three"]
    for name in names:
        log.add(replace(PLAIN, name=name))
    assert [entry.name for entry in log.entries()] == names[::-1]


def test_a_closed_log_opens_again(log):
    log.add(PLAIN)
    log.close()
    assert len(log.entries()) == 1


def test_the_day_of_the_recipe_is_the_day_of_the_batch(log):
    recipe = {**RECIPE, "storage": {"made_on": "2025-03-01"}}
    assert log.add(LoggedBatch("x", recipe)).made_on == DAY


def test_what_is_sent_twice_is_kept_once(log):
    kept = log.add(replace(PLAIN, id=new_id()))
    with pytest.raises(InputError) as error:
        log.add(replace(PLAIN, id=kept.id))
    assert error.value.field == "id"
    assert log.entries() == (kept,)


def test_nobody_knows_an_id_that_is_not_there(log):
    for id in (new_id(), "", "x\0y", "\ud800", "' OR 1=1"):
        for call in (
            lambda id=id: log.get(id),
            lambda id=id: log.restore(id),
            lambda id=id: log.delete(id, 1),
        ):
            with pytest.raises(InputError, match="no such batch"):
                call()


@pytest.mark.parametrize(
    "text",
    ["Крем №1", "ναι — όχι", "日本", "'; DROP TABLE bench_batches; --", "100 % _x_", '"', "🧴", "=1+1"],
)
def test_any_writing_is_kept_and_found(log, text):
    kept = log.add(replace(PLAIN, name=text, notes=(Note(DAY, text),)))
    log.add(PLAIN)
    assert (kept.name, kept.notes[0].text) == (text, text)
    assert [entry.id for entry in log.entries(text)] == [kept.id]


# --- searching ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "search",
    [
        "evening",
        "SERUM ev",
        "a17",
        "ascorbic_acid",
        "bicarbonate",
        "no smell",
        "serum clear",
        "ＥＶＥＮＩＮＧ",
    ],
)
def test_search_looks_into_name_lot_ingredients_and_notes(log, search):
    kept = log.add(FULL)
    log.add(replace(PLAIN, name="Other", recipe={"lines": [{"ingredient": "glycerin", "mass_g": 1}]}))
    assert [entry.id for entry in log.entries(search)] == [kept.id]


@pytest.mark.parametrize("search", ["evening morning", "%", "\\", "titrated", "x" * 1000, "\0", "\ud800"])
def test_search_finds_nothing_else(log, search):
    log.add(FULL)
    assert log.entries(search) == ()


def test_case_is_folded_in_any_script(log):
    log.add(replace(PLAIN, name="Сыворотка ΟΔΟΣ Straße"))
    for search in ("сЫВОРОТКА", "οδος", "STRASSE"):
        assert len(log.entries(search)) == 1, search


def test_an_empty_search_finds_all(log):
    log.add(FULL)
    assert len(log.entries("  ")) == 1


# --- changing -------------------------------------------------------------------------------------


def test_a_change_is_kept_and_counted(log):
    kept = log.add(FULL)
    changed = log.change(kept.id, kept.version, name="Night serum", powder_lot="B2")
    assert (changed.name, changed.powder_lot, changed.version) == ("Night serum", "B2", 2)
    assert replace(changed, name=kept.name, powder_lot="A17", version=1, changed_at=kept.changed_at) == kept
    assert changed.changed_at > kept.changed_at
    assert [entry.id for entry in log.entries("night b2")] == [kept.id]
    assert log.entries("evening") == ()


def test_the_second_of_two_people_is_told_and_loses_nothing(log):
    read = log.add(FULL)
    log.change(read.id, read.version, name="Hers")
    with pytest.raises(EditConflict) as error:
        log.change(read.id, read.version, name="His", powder_lot="B2")
    assert error.value.now == log.get(read.id)
    assert error.value.now.name == "Hers"
    assert error.value.yours == {"name": "His", "powder_lot": "B2"}
    assert "was changed in another window" in str(error.value)
    again = log.change(read.id, error.value.now.version, **error.value.yours)
    assert (again.name, again.version) == ("His", 3)


@pytest.mark.parametrize("how", ["delete", "discard"])
def test_nobody_deletes_or_discards_what_they_have_not_seen(log, how):
    read = log.add(FULL)
    log.change(read.id, read.version, name="Hers")
    with pytest.raises(EditConflict):
        log.delete(read.id, 1) if how == "delete" else log.discard(read.id, 1, LATER)
    now = log.get(read.id)
    assert (now.deleted_at, now.discarded_on, now.name) == (None, None, "Hers")


def test_a_batch_that_was_deleted_meanwhile_is_not_changed(log):
    read = log.add(FULL)
    log.delete(read.id, read.version)
    with pytest.raises(EditConflict, match="deleted in another window"):
        log.change(read.id, read.version, name="x")


def test_measurements_and_notes_of_two_people_are_both_kept(log):
    read = log.add(PLAIN)
    log.measure(read.id, Measurement(DAY, "pH", 3.0, step=0.5))
    log.note(read.id, Note(DAY, "hers"))
    log.note(read.id, Note(LATER, "his"))
    now = log.change(read.id, read.version, name="Edited")  # nobody edited the fields meanwhile
    assert [note.text for note in now.notes] == ["hers", "his"]
    assert [measurement.value for measurement in now.measurements] == [3.0]
    assert now.name == "Edited"


def test_a_new_recipe_says_what_it_was_worked_out_with(log):
    content = export_json([log.add(PLAIN)])
    content["batches"][0] |= {"id": new_id(), "model_version": "0.1", "data_hash": "old"}
    log.import_(read_log(json.dumps(content)))
    old = log.get(content["batches"][0]["id"])
    assert old.model_version == "0.1"
    assert log.change(old.id, 1, name="y").model_version == "0.1"
    assert log.change(old.id, 2, recipe=RECIPE).model_version == MODEL_VERSION


@pytest.mark.parametrize("name", ["notes", "measurements", "deleted_at", "version", "id", "client"])
def test_only_what_people_edit_is_changed(log, name):
    kept = log.add(PLAIN)
    with pytest.raises(InputError, match="not changed here"):
        log.change(
            kept.id, kept.version, **({name: ()} if name not in ("version", "id") else {"created_at": 1})
        )


def test_a_wrong_change_changes_nothing(log):
    kept = log.add(FULL)
    with pytest.raises(InputErrors):
        log.change(kept.id, kept.version, name="", recipe={"lines": []})
    with pytest.raises(InputErrors) as errors:
        log.change(kept.id, kept.version, made_on=LATER + datetime.timedelta(1))
    assert fields(errors) >= {"measurements[0].on"}
    assert log.get(kept.id) == kept


def test_discarding_can_be_taken_back(log):
    kept = log.add(FULL)
    gone = log.discard(kept.id, kept.version, LATER)
    assert gone.discarded_on == LATER
    assert log.discard(kept.id, gone.version, None).discarded_on is None
    with pytest.raises(InputErrors) as errors:
        log.discard(kept.id, 3, DAY - datetime.timedelta(1))
    assert fields(errors) == {"discarded_on"}


def test_a_deletion_is_undone(log):
    kept = log.add(FULL)
    gone = log.delete(kept.id, kept.version)
    assert log.entries() == ()
    assert log.entries(include_deleted=True) == (gone,)
    assert gone.deleted_at is not None
    back = log.restore(kept.id)
    assert replace(back, version=1, changed_at=kept.changed_at) == kept
    assert log.entries() == (back,)
    assert log.restore(kept.id) == back


def test_measurements_and_notes_are_forgotten_for_good(log):
    kept = log.add(FULL)
    colour = next(measurement for measurement in kept.measurements if measurement.kind == "colour")
    now = log.forget_measurement(kept.id, colour.id)
    assert {measurement.kind for measurement in now.measurements} == {"pH", "assay"}
    assert log.forget_measurement(kept.id, colour.id).measurements == now.measurements
    assert len(log.forget_note(kept.id, "\0").notes) == 1
    assert log.forget_note(kept.id, kept.notes[0].id).notes == ()
    assert log.entries("smell") == ()


def test_a_measurement_that_is_sent_twice_is_kept_once(log):
    kept = log.add(PLAIN)
    measurement = Measurement(DAY, "pH", 3.0, id=new_id())
    log.measure(kept.id, measurement)
    assert log.measure(kept.id, measurement).measurements == (measurement,)
    note = Note(DAY, "x", new_id())
    log.note(kept.id, note)
    assert log.note(kept.id, note).notes == (note,)


# --- what is refused ------------------------------------------------------------------------------


WRONG = {
    "no name": ({"name": "  "}, "name"),
    "long name": ({"name": "x" * (LONGEST_NAME + 1)}, "name"),
    "half a character": ({"name": "\ud800"}, "name"),
    "a zero byte": ({"powder_lot": "a\0b"}, "powder_lot"),
    "long lot": ({"powder_lot": "x" * 201}, "powder_lot"),
    "no recipe": ({"recipe": {}}, "recipe.lines"),
    "unknown ingredient": (
        {"recipe": {"lines": [{"ingredient": "gold", "mass_g": 1}]}},
        "recipe.lines[0].ingredient",
    ),
    "huge recipe": ({"recipe": {"lines": ["x" * 100_000]}}, "recipe"),
    "unknown field": ({"request": {"client": "Anna"}}, "request.client"),
    "long field": ({"request": {"others": "x" * 20_001}}, "request.others"),
    "year": ({"made_on": datetime.date(1999, 1, 1)}, "made_on"),
    "discarded before": ({"made_on": LATER, "discarded_on": DAY}, "discarded_on"),
    "weighed what": ({"weighed": (WeighedLine("gold", 1),)}, "weighed[0].ingredient"),
    "weighed less than nothing": ({"weighed": (WeighedLine("water", 1, -1),)}, "weighed[0].actual_g"),
    "weighed no number": ({"weighed": (WeighedLine("water", math.nan),)}, "weighed[0].target_g"),
    "weighed too much": ({"weighed": (WeighedLine("water", 1e9),)}, "weighed[0].target_g"),
    "many rows": ({"weighed": (WeighedLine("water", 1),) * (MOST_LINES + 1)}, "weighed"),
    "many notes": ({"notes": (Note(DAY, "x"),) * (MOST_OF_ONE + 1)}, "notes"),
    "an id twice": ({"notes": (Note(DAY, "x", "1"), Note(DAY, "y", "1"))}, "notes"),
    "empty note": ({"notes": (Note(DAY, " "),)}, "notes[0].text"),
    "long note": ({"notes": (Note(DAY, "x" * (LONGEST_NOTE + 1)),)}, "notes[0].text"),
    "kind": ({"measurements": (Measurement(DAY, "smell", 1),)}, "measurements[0].kind"),
    "pH": ({"measurements": (Measurement(DAY, "pH", 15),)}, "measurements[0].value"),
    "pH no number": ({"measurements": (Measurement(DAY, "pH", math.nan),)}, "measurements[0].value"),
    "pH without number": ({"measurements": (Measurement(DAY, "pH"),)}, "measurements[0].value"),
    "pH spread": ({"measurements": (Measurement(DAY, "pH", 3, sd=9),)}, "measurements[0].sd"),
    "pH both": ({"measurements": (Measurement(DAY, "pH", 3, sd=0.1, step=0.5),)}, "measurements[0].step"),
    "assay": ({"measurements": (Measurement(DAY, "assay", 90),)}, "measurements[0].value"),
    "assay step": ({"measurements": (Measurement(DAY, "assay", 0.9, step=0.1),)}, "measurements[0].step"),
    "colour number": ({"measurements": (Measurement(DAY, "colour", 3, words="x"),)}, "measurements[0].value"),
    "colour": ({"measurements": (Measurement(DAY, "colour"),)}, "measurements[0].words"),
    "before": ({"made_on": LATER, "measurements": (Measurement(DAY, "pH", 3),)}, "measurements[0].on"),
}


@pytest.mark.parametrize(("changes", "field"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_at_its_place(changes, field):
    with pytest.raises(InputErrors) as errors:
        validate(replace(PLAIN, **changes))
    assert field in fields(errors)
    assert all(error.accepted and error.fix for error in errors.value.errors)


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InputErrors) as errors:
        validate(replace(PLAIN, name="", powder_lot="\0", made_on=datetime.date(1999, 1, 1)))
    assert fields(errors) == {"name", "powder_lot", "made_on"}


def test_what_is_refused_is_not_kept(log):
    kept = log.add(PLAIN)
    with pytest.raises(InputErrors):
        log.add(replace(PLAIN, name=""))
    with pytest.raises(InputErrors):
        log.measure(kept.id, Measurement(DAY, "pH", 15))
    with pytest.raises(InputErrors):
        log.note(kept.id, Note(DAY, ""))
    assert log.entries() == (kept,)


def test_one_batch_has_so_many_notes(log):
    full = tuple(Note(DAY, f"{number}") for number in range(MOST_OF_ONE))
    kept = log.add(replace(PLAIN, notes=full))
    with pytest.raises(InputErrors) as errors:
        log.note(kept.id, Note(DAY, "one more"))
    assert fields(errors) == {"notes"}


def test_no_table_has_room_for_a_person():
    names = {column.name for table in METADATA.tables.values() for column in table.columns}
    assert names == {
        *("id", "version", "name", "recipe", "request", "weighed", "made_on", "powder_lot", "discarded_on"),
        *("model_version", "data_hash", "created_at", "changed_at", "deleted_at", "words", "seal"),
        *("batch_id", "on_day", "kind", "value", "sd", "step", "instrument", "note", "text"),
    }


# --- moving ---------------------------------------------------------------------------------------


def test_a_log_moves_to_another(log, tmp_path):
    full, gone = log.add(FULL), log.add(PLAIN)
    log.delete(gone.id, 1)
    content = json.loads(json.dumps(log.export()))
    assert [batch["name"] for batch in content["batches"]] == ["Evening serum"]
    with open_log(str(tmp_path / "other.sqlite")) as other:
        done = other.import_(read_log(json.dumps(content)))
        assert (done.added, done.there, done.deleted) == (1, 0, 0)
        assert other.get(full.id) == full
        assert other.export() == content


def test_an_import_never_overwrites(log):
    kept = log.add(FULL)
    content = log.export()
    edited = log.change(kept.id, 1, name="Edited here")
    new = {**content["batches"][0], "id": new_id(), "name": "New"}
    content["batches"].append(new)
    done = log.import_(read_log(json.dumps(content)))
    assert (done.added, done.there) == (1, 1)
    assert log.get(kept.id) == edited
    assert log.get(new["id"]).measurements == kept.measurements
    log.delete(kept.id, edited.version)
    done = log.import_(read_log(json.dumps(content)))
    assert (done.added, done.there, done.deleted) == (0, 1, 1)


def test_a_short_file_written_by_hand_is_read():
    row = {"name": "x", "recipe": {"lines": [{"ingredient": "water", "mass_g": 1}]}}
    (entry,) = read_log(json.dumps({"bench_log": 1, "batches": [row]}))
    assert entry.name == "x"
    assert len(entry.id) == 36


def test_an_empty_log_is_exported_and_read():
    assert read_log(json.dumps(export_json([]))) == ()


BROKEN = {
    "nothing": (b"", "log"),
    "no JSON": (b"{", "log"),
    "binary": (b"\xff\xfe\x00", "log"),
    "a list": (b"[]", "log"),
    "no version": (b'{"batches": []}', "bench_log"),
    "later version": (b'{"bench_log": 2, "batches": []}', "bench_log"),
    "true version": (b'{"bench_log": true, "batches": []}', "bench_log"),
    "no batches": (b'{"bench_log": 1}', "batches"),
    "batches no list": (b'{"bench_log": 1, "batches": 5}', "log.batches"),
    "a key twice": (b'{"bench_log": 1, "bench_log": 1, "batches": []}', "log"),
    "unknown key": (b'{"bench_log": 1, "batches": [{"client": "Anna"}]}', "batches[0].client"),
    "deep": (b'{"bench_log": 1, "batches": ' + b"[" * 100_000, "log"),
}


@pytest.mark.parametrize(("text", "field"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(text, field):
    with pytest.raises(InputErrors) as errors:
        read_log(text)
    assert field in fields(errors)


PH = {"on": "2025-03-01", "kind": "pH"}


def _spoiled(**changes: object) -> str:
    row = export_json([validate(replace(FULL, id=new_id()))])["batches"][0]
    return json.dumps({"bench_log": FORMAT, "batches": [{**row, **changes}]})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "1"}, "batches[0].id"),
        ({"name": 5}, "batches[0].name"),
        ({"name": ""}, "batches[0].name"),
        ({"recipe": "x"}, "batches[0].recipe"),
        ({"recipe": None}, "batches[0].recipe.lines"),
        ({"made_on": 20250301}, "batches[0].made_on"),
        ({"made_on": "yesterday"}, "batches[0].made_on"),
        ({"created_at": "noon"}, "batches[0].created_at"),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, "batches[0].created_at"),
        ({"created_at": "1970-01-01T00:00:00+00:00"}, "batches[0].created_at"),
        ({"weighed": [{}]}, "batches[0].weighed.target_g"),
        ({"weighed": [5]}, "batches[0].weighed"),
        ({"notes": [{"text": "x"}]}, "batches[0].notes.on"),
        (
            {"measurements": [{"on": "2025-03-01", "kind": "pH", "value": "3"}]},
            "batches[0].measurements.value",
        ),
        (
            {"measurements": [{"on": "2025-03-01", "kind": "pH", "value": 33}]},
            "batches[0].measurements[0].value",
        ),
        ({"request": {"way": "sideways"}}, "batches[0].request.way"),
    ],
)
def test_a_broken_batch_is_refused_at_its_place(changes, field):
    with pytest.raises(InputErrors) as errors:
        read_log(_spoiled(**changes))
    assert field in fields(errors)


def test_a_batch_that_stands_twice_is_refused():
    content = json.loads(_spoiled())
    content["batches"] *= 2
    with pytest.raises(InputErrors, match="twice"):
        read_log(json.dumps(content))


def test_many_mistakes_are_not_all_told():
    content = {"bench_log": 1, "batches": [{"name": ""}] * 10_000}
    with pytest.raises(InputErrors) as errors:
        read_log(json.dumps(content))
    assert len(errors.value.errors) == 50


def test_a_file_without_end_is_not_read(monkeypatch):
    monkeypatch.setattr("calc.log.transfer.LONGEST_FILE", 1000)
    with pytest.raises(InputErrors, match="too large"):
        read_log(b" " * 1001)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just("2025-03-01"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


def read_or_refused(text: str | bytes) -> tuple[LoggedBatch, ...] | None:
    """Return what a file holds; None where it was refused, with words."""
    try:
        return read_log(text)
    except (InputError, InputErrors) as error:
        refused = str(error)
    assert refused
    return None


def _places(value: object, path: tuple = ()) -> list[tuple]:
    """Return the path of every value within a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, value in inside for place in _places(value, (*path, key)))]


def _put(value: object, path: tuple, new: object) -> object:
    """Return a value with another one at a path."""
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _put(copy[path[0]], path[1:], new)
    return copy


WHOLE = json.loads(_spoiled())
PLACES = _places(WHOLE)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), _JSON), min_size=1, max_size=3))
def test_a_mutated_file_is_read_or_refused(mutations):
    content: object = WHOLE
    for path, new in mutations:
        try:
            content = _put(content, path, new)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier mutation took that place away
    entries = read_or_refused(json.dumps(content))
    if entries is not None:
        assert read_log(json.dumps(export_json(entries))) == entries


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data):
    text = json.dumps(WHOLE).encode()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 50)))
    read_or_refused(text[:start] + data.draw(st.binary(max_size=20)) + text[end:])


def test_whatever_is_read_from_a_file_is_kept(log):
    """The door of a file and the door of the database let the same things in."""

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(st.text(min_size=1, max_size=LONGEST_NAME), st.text(max_size=200), st.floats(), st.floats())
    def kept(name, words, value, grams):
        measured = {"on": "2025-03-01", "kind": "pH", "value": value, "note": words}
        weighed = {"ingredient": "water", "target_g": grams}
        try:
            result = read_log(_spoiled(name=name, measurements=[measured], weighed=[weighed]))
        except InputErrors:
            return
        assert log.import_(result).added == 1
        back = log.get(result[0].id)
        assert replace(back, version=0, created_at=None, changed_at=None) == result[0]

    kept()


def test_tables_open_in_a_spreadsheet_without_harm():
    evil = "=HYPERLINK(1)"
    entry = validate(
        replace(
            FULL,
            name=evil,
            powder_lot="@x",
            notes=(Note(DAY, "+1 (a note)"),),
            measurements=(*FULL.measurements, Measurement(DAY, "colour", words="-red")),
        )
    )
    result = {
        name: list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        for name, text in export_tables([entry]).items()
    }
    assert set(result) == {"batches", "weighings", "measurements", "notes"}
    (batch,) = result["batches"]
    assert (batch["name"], batch["powder_lot"], batch["made_on"]) == (f"'{evil}", "'@x", "2025-03-01")
    assert "l_ascorbic_acid 15.2 g" in batch["lines"]
    assert [row["actual_g"] for row in result["weighings"]] == ["84.51", ""]
    assert [row["value"] for row in result["measurements"]] == ["3.1", "0.97", "", ""]
    assert result["measurements"][3]["words"] == "'-red"
    assert result["notes"][0]["text"] == "'+1 (a note)"
    assert all(text for text in export_tables([]).values())


# --- versions of the tables -----------------------------------------------------------------------


def test_the_list_of_revisions_is_that_of_the_migrations():
    script = ScriptDirectory(str(database_module._MIGRATIONS))
    result = [revision.revision for revision in script.walk_revisions()][::-1]
    assert tuple(result) == REVISIONS
    assert script.get_heads() == [REVISIONS[-1]]


@pytest.fixture
def at_revision(where):
    """Make a database of an earlier version, without what the program does today."""

    def make(revision: str) -> sa.Engine:
        place = locate(where)
        engine = (
            database_module._file_engine(place, place.path)
            if place.path
            else database_module._server_engine(place)
        )
        with transaction(engine, place, writes=True) as connection:
            migrate_to(connection, revision)
        return engine

    return make


# As the first version wrote them; later columns have what their migration gives.
OLD_BATCH = (
    "INSERT INTO bench_batches (id, version, name, recipe, request, weighed, made_on, powder_lot,"
    " discarded_on, model_version, data_hash, created_at, changed_at, deleted_at) VALUES"
    " (:id, 3, :name, :recipe, NULL, :rows, '2025-03-01', 'Ü17', NULL, '0.1', 'old',"
    " '2025-03-01 12:00:00', '2025-03-02 12:00:00', :deleted)"
)
OLD_MEASUREMENT = (
    "INSERT INTO bench_measurements (batch_id, id, on_day, kind, value, sd, step, words, instrument, note)"
    " VALUES (:id, 'm', '2025-03-02', 'pH', 3.25, NULL, 0.5, '', 'strip', '')"
)
OLD_NOTE = "INSERT INTO bench_notes (batch_id, id, on_day, text) VALUES (:id, 'n', '2025-03-02', 'ÄÖ')"
DAY_2 = datetime.date(2025, 3, 2)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_earlier_version_keeps_all_rows(where, at_revision, revision):
    engine = at_revision(revision)
    number = 150
    rows = '[{"ingredient": "water", "target_g": 1.5, "actual_g": null}]'
    with engine.connect().execution_options(bench_writes=True) as connection, connection.begin():
        for i in range(number):
            deleted = datetime.datetime(2025, 3, 3, 12) if i == 7 else None
            own = {"id": f"{i:036d}", "name": f"Крем {i}", "recipe": json.dumps(RECIPE), "rows": rows}
            batch = sa.text(OLD_BATCH).bindparams(sa.bindparam("deleted", type_=sa.DateTime))
            connection.execute(batch, {**own, "deleted": deleted})
            connection.execute(sa.text(OLD_MEASUREMENT), {"id": own["id"]})
            connection.execute(sa.text(OLD_NOTE), {"id": own["id"]})
    engine.dispose()
    with open_log(where) as log:
        result = log.entries(include_deleted=True)
        assert len(result) == number
        assert len(log.entries()) == number - 1
        if revision < "0003":  # from then on a row has its words from whoever wrote it
            assert len(log.entries("äö ü17 крем ascorbic")) == number - 1
            assert len(log.entries("AO u-17 КРЁМ")) == number - 1
    entry = next(entry for entry in result if entry.name == "Крем 8")
    utc = datetime.UTC
    assert entry == LoggedBatch(
        "Крем 8",
        RECIPE,
        weighed=(WeighedLine("water", 1.5),),
        made_on=DAY,
        powder_lot="Ü17",
        notes=(Note(DAY_2, "ÄÖ", "n"),),
        measurements=(Measurement(DAY_2, "pH", 3.25, step=0.5, instrument="strip", id="m"),),
        model_version="0.1",
        data_hash="old",
        id=f"{8:036d}",
        version=3,
        created_at=datetime.datetime(2025, 3, 1, 12, tzinfo=utc),
        changed_at=datetime.datetime(2025, 3, 2, 12, tzinfo=utc),
    )


def test_migrated_tables_are_those_that_the_program_knows(where):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = open_engine(locate(where))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_a_log_of_a_later_version_is_left_alone(where):
    with open_log(where) as log:
        kept = log.add(PLAIN)
        with log._connections.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(LogError, match="later version") as error:
        open_log(where)
    assert error.value.reason == "later"
    engine = open_engine_unchecked(where)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT id FROM bench_batches").scalars().all() == [kept.id]
        assert connection.exec_driver_sql(f"SELECT * FROM {VERSION_TABLE}").scalars().all() == ["9999"]
    engine.dispose()


def open_engine_unchecked(where: str) -> sa.Engine:
    return sa.create_engine(locate(where).url)


def test_a_migration_that_fails_leaves_everything_as_it_was(where, at_revision):
    engine = at_revision("0001")
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO bench_batches (id, version, name, recipe, weighed, powder_lot, model_version,"
                " data_hash, created_at, changed_at) VALUES ('x', 1, 'x', 'no JSON', '[]', '', '', '',"
                " '2025-03-01 12:00:00', '2025-03-01 12:00:00')"
            )
        )
    with pytest.raises(LogError, match="earlier version"):
        open_log(where)
    with engine.connect() as connection:
        assert "words" not in {
            column["name"] for column in sa.inspect(connection).get_columns("bench_batches")
        }
        assert connection.exec_driver_sql(f"SELECT * FROM {VERSION_TABLE}").scalars().all() == ["0001"]
    engine.dispose()


# --- where it is ----------------------------------------------------------------------------------


def test_the_place_is_chosen_in_this_order(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("BENCH_LOG_FILE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert locate().where == str(tmp_path / "vitamin-c-bench" / "batches.sqlite")
    monkeypatch.setenv("BENCH_LOG_FILE", "~/mine.sqlite")
    assert locate().where == str(Path.home() / "mine.sqlite")
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@db.example:5433/lab")
    assert locate().where == "lab on db.example:5433"
    assert locate(str(tmp_path / "x")).where == str(tmp_path / "x")


@pytest.mark.parametrize("url", ["sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_a_file_may_be_named_by_a_url(tmp_path, url):
    file = tmp_path / "new folder" / "log.sqlite"
    with open_log(url.format(file)) as log:
        assert (log.where, log.is_file) == (str(file), True)
    assert file.exists()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("sqlite://", "memory"),
        ("sqlite:///:memory:", "memory"),
        ("sqlite:///x?mode=memory", "memory"),
        ("mysql://u:pw-pw@h/x", "kind"),
        ("gibberish://", "kind"),
        ("://", "kind"),
        ("postgresql://u:pw-pw@h:port/x", "kind"),
        ("a\0b", "not_found"),
    ],
)
def test_a_place_that_cannot_be_is_refused(given, reason):
    with pytest.raises(LogError) as error:
        open_log(given)
    assert error.value.reason == reason
    assert "pw-pw" not in str(error.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_a_server_is_reached_by_any_of_its_schemes(postgres, scheme):
    url = postgres.new_database().replace("postgresql", scheme)
    with open_log(url) as log:
        log.add(PLAIN)
        assert PASSWORD not in log.where
        assert log.where.endswith(f"on 127.0.0.1:{postgres.port}")
        assert not log.is_file


def test_the_driver_may_be_missing():
    code = (
        "import sys\n"
        "sys.modules['psycopg'] = None\n"
        "from calc.log import open_log\n"
        "open_log('postgresql://u:pw-pw@127.0.0.1/x')\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2]
    )
    assert "pip install 'psycopg[binary]'" in run.stderr
    assert "pw-pw" not in run.stderr.splitlines()[-1]


def test_a_wrong_password_is_told_and_not_shown(postgres):
    for url in (postgres.url(password="pw-pw"), postgres.url("nowhere")):
        with pytest.raises(LogError) as error:
            open_log(url)
        assert error.value.reason == "refused"
        assert PASSWORD not in str(error.value)
        assert "pw-pw" not in str(error.value)


def test_a_server_that_is_not_there_is_told(postgres):
    with pytest.raises(LogError) as error:
        open_log("postgresql://u:p@127.0.0.1:1/x")
    assert error.value.reason == "silent"


def test_a_server_that_never_answers_is_not_waited_for(postgres, monkeypatch):
    monkeypatch.setattr(database_module, "CONNECT_S", 2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        with pytest.raises(LogError) as error:
            open_log(f"postgresql://u:p@127.0.0.1:{silent.getsockname()[1]}/x")
        assert time.monotonic() - start < 6
    assert error.value.reason == "silent"


def test_a_user_who_may_not_make_tables_is_told(postgres):
    url = postgres.new_database()
    name = url.rsplit("/", 1)[1]
    postgres.say("DROP ROLE IF EXISTS guest")
    postgres.say(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    postgres.say("REVOKE CREATE ON SCHEMA public FROM PUBLIC", name)
    with pytest.raises(LogError) as error:
        open_log(url.replace("bench:", "guest:"))
    assert error.value.reason == "not_allowed"


def test_a_restarted_server_goes_on(postgres):
    with open_log(postgres.new_database()) as log:
        kept = log.add(PLAIN)
        postgres.stop()
        with pytest.raises(LogError) as error:
            log.entries()
        assert error.value.reason == "silent"
        postgres.start()
        assert log.entries() == (kept,)


def test_a_lock_on_a_server_is_not_waited_for_without_end(postgres, monkeypatch):
    monkeypatch.setattr(database_module, "WAIT_S", 1)
    with open_log(postgres.new_database()) as log:
        kept = log.add(PLAIN)
        with log._connections.engine.begin() as other:
            other.exec_driver_sql("SELECT * FROM bench_batches FOR UPDATE")
            with pytest.raises(LogError) as error:
                log.change(kept.id, 1, name="x")
        assert error.value.reason == "busy"
        assert log.change(kept.id, 1, name="x").version == 2


def test_a_lock_on_a_file_is_not_waited_for_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(database_module, "WAIT_S", 1)
    file = tmp_path / "log.sqlite"
    with open_log(str(file)) as log:
        kept = log.add(PLAIN)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        start = time.monotonic()
        with pytest.raises(LogError) as error:
            log.change(kept.id, 1, name="x")
        assert 0.5 < time.monotonic() - start < 5
        assert error.value.reason == "busy"
        assert log.entries() == (kept,)  # reading never waits for writing
        other.execute("ROLLBACK")
        other.close()
        assert log.change(kept.id, 1, name="x").version == 2


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to have a header" * 20, b"\0" * 4096]
)
def test_a_file_that_is_no_log_is_told_and_left_alone(tmp_path, content):
    file = tmp_path / "x.sqlite"
    file.write_bytes(content)
    with pytest.raises(LogError) as error:
        open_log(str(file))
    assert error.value.reason == "damaged"
    assert file.read_bytes() == content


def test_the_database_of_another_program_is_left_alone(tmp_path):
    file = tmp_path / "x.sqlite"
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE bookmarks (x)")
    other.commit()
    other.close()
    before = file.read_bytes()
    with pytest.raises(LogError) as error:
        open_log(str(file))
    assert error.value.reason == "foreign"
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "file/x.sqlite"])
def test_a_path_that_is_no_file_is_told(tmp_path, name):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LogError) as error:
        open_log(str(tmp_path / name))
    assert error.value.reason == "not_found"


def test_threads_share_a_log(log):
    kept = log.add(PLAIN)
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for i in range(10):
                log.note(kept.id, Note(DAY, f"{number} {i}"))
                log.entries("plain")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not failed
    assert {note.text for note in log.get(kept.id).notes} == {f"{a} {b}" for a in range(8) for b in range(10)}


def test_a_file_survives_a_power_cut_after_each_commit(tmp_path):
    """As SQLite documents it: WAL with FULL syncs the log after each transaction."""
    with open_log(str(tmp_path / "x.sqlite")) as log, log._connections.engine.connect() as connection:
        said = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert said == ["wal", 2, 1, database_module.WAIT_S * 1000]


# --- a file that is taken away --------------------------------------------------------------------


def remains(file: Path) -> list[Path]:
    """The file with all that SQLite keeps beside it."""
    return [file, Path(f"{file}-wal"), Path(f"{file}-shm")]


def is_whole(file: Path) -> bool:
    with sqlite3.connect(file) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("taken", ["the file", "all of it", "the folder"])
def test_what_is_kept_after_the_file_is_gone_is_in_the_file_that_is_there(tmp_path, taken):
    file = tmp_path / "own" / "x.sqlite"
    with open_log(str(file)) as log:
        log.add(PLAIN)
        for path in [file] if taken == "the file" else remains(file):
            path.unlink()
        if taken == "the folder":
            file.parent.rmdir()
        kept = log.add(FULL)
        with open_log(str(file)) as other:
            assert [entry.id for entry in other.entries()] == [kept.id]
        assert [entry.id for entry in log.entries()] == [kept.id]
    assert is_whole(file)


def test_reading_sees_at_once_that_the_file_is_gone(tmp_path):
    file = tmp_path / "x.sqlite"
    with open_log(str(file)) as log:
        kept = log.add(PLAIN)
        file.unlink()
        assert log.entries() == ()
        with pytest.raises(InputError) as error:
            log.change(kept.id, kept.version, name="another")
        assert error.value.field == "id"


def test_a_file_that_is_exchanged_stays_whole_and_is_gone_on_with(tmp_path):
    file, other = tmp_path / "x.sqlite", tmp_path / "backup.sqlite"
    with open_log(str(other)) as backup:
        there = [backup.add(replace(PLAIN, name=f"{number}")).id for number in range(30)]
    with open_log(str(file)) as log:
        for number in range(50):
            log.add(replace(FULL, name=f"old {number}"))
        other.replace(file)  # what was written ahead of the old file still lies beside it
        kept = log.add(PLAIN)
        assert {entry.id for entry in log.entries()} == {*there, kept.id}
    assert is_whole(file)


def test_a_file_that_goes_while_it_is_written_is_told(tmp_path):
    file = tmp_path / "x.sqlite"
    with open_log(str(file)) as log:
        with pytest.raises(LogError) as error, log._connections.writing():
            file.unlink()
        assert error.value.reason == "gone"
        kept = log.add(PLAIN)
        assert [entry.id for entry in log.entries()] == [kept.id]


def test_many_threads_go_on_after_the_file_is_gone(tmp_path):
    file, said, lost = tmp_path / "x.sqlite", [], []
    with open_log(str(file)) as log:

        def work() -> None:
            for _ in range(10):
                try:
                    said.append(log.add(PLAIN).id)
                except LogError as error:
                    lost.append(error.reason)

        log.add(PLAIN)
        file.unlink()
        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert lost == []
        assert {entry.id for entry in log.entries()} == set(said)
    assert len(said) == 60
    assert is_whole(file)


def test_all_that_is_named_can_be_imported():
    result: dict[str, object] = {}
    exec("from calc.log import *", result)
    named = {"open_log", "LoggedBatch", "Measurement", "repeat_batch", "read_log", "EditConflict", "LogError"}
    assert named <= set(result)
