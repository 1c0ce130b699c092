"""The log of batches without a browser, always from app.py."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from calc.log import (
    LogError,
    LoggedBatch,
    Measurement,
    Note,
    batch_state,
    open_log,
    read_log,
)
from calc.log.store import Log
from tests import apptest
from tests.apptest import checked, new_visit, pressed, switched
from ui import state, visitor
from ui.batches import (
    drafts,
    log_choice,
    overview,
    transfer,
)
from ui.batches.measurement_marks import Mark, curve_end, marks_of
from ui.batches.readings import READING_OPEN
from ui.file_readers import read_batches

PAGE = "ui/views/batches.py"
TODAY = datetime.date.today()


@pytest.fixture
def log_file() -> Path:
    """Where the log of this test is, once there is one."""
    return Path(os.environ["BENCH_LOG_FILE"])


def mix(app: AppTest | None = None) -> AppTest:
    """Return Mix, as it opens where it is not given, with the panel open in which a batch is saved."""
    app = app or new_visit()
    app.session_state["fold-keep"] = True
    return checked(app.run())


def the_list() -> AppTest:
    """Return the list of batches as it opens."""
    return switched(new_visit(), "batches")


def typed(app: AppTest, **texts: str) -> AppTest:
    """Return the page after texts were typed into fields, by what they are called."""
    for start, text in texts.items():
        field = next(field for field in app.text_input if field.label.replace(" ", "_").startswith(start))
        field.set_value(text)
    return checked(app.run())


def value(app: AppTest, start: str) -> str:
    """Return what stands in a field, by how its name begins."""
    return str(next(field for field in app.text_input if field.label.startswith(start)).value)


def words(app: AppTest) -> str:
    """Return everything that is said on the page, as it reads."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", apptest.words(app)).replace("\u2060", "")


def kept(name: str = "Evening serum", **more: str) -> str:
    """Keep the first bottle from Mix, and return its id."""
    app = typed(mix(), Name=name, **more)
    assert f"Saved: {name}." in words(pressed(app, "Save"))
    with open_log() as log:
        return log.entries()[0].id


def opened(id: str) -> AppTest:
    """Return the page of one batch."""
    app = the_list()
    app.button(key=f"open-{id}").click()
    return checked(app.run())


def entry_of(id: str) -> LoggedBatch:
    """Return a batch as it stands in the log."""
    with open_log() as log:
        return log.get(id)


# --- keeping --------------------------------------------------------------------------------------


def test_an_empty_log_says_what_to_do_and_where_it_is(log_file: Path) -> None:
    app = the_list()
    assert "No batches yet" in words(app)
    assert str(log_file) in words(app)


def test_the_batch_of_mix_is_kept_with_all_that_is_known_of_it() -> None:
    app = mix()
    assert value(app, "Name") == "L-ascorbic acid 15\u202f%"
    assert app.session_state["keep-made-on"] == TODAY.isoformat()
    entry = entry_of(kept("Evening serum", Lot_of_the_powder="A12"))
    assert (entry.name, entry.powder_lot, entry.made_on) == ("Evening serum", "A12", TODAY)
    assert entry.request == state.FIRST.as_dict()
    assert [row.ingredient for row in entry.weighed] == ["water", "l_ascorbic_acid", "sodium_bicarbonate"]
    assert entry.weighed[1].target_g == pytest.approx(4.545, abs=0.001)
    assert entry.recipe["storage"]["package"] == "dropper_bottle"
    assert batch_state(entry, TODAY).on == TODAY + datetime.timedelta(days=14)


def test_a_name_follows_the_recipe_until_somebody_types_one() -> None:
    app = mix()
    app.text_input(key=state.key("strength")).set_value("10 %")
    app = checked(app.run())
    assert value(app, "Name") == "L-ascorbic acid 10\u202f%"
    app = typed(app, Name="Mine")
    app.text_input(key=state.key("strength")).set_value("12 %")
    assert value(checked(app.run()), "Name") == "Mine"


@pytest.mark.parametrize("reason", ["full", "read_only"])
def test_what_was_typed_stays_when_nothing_can_be_written(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Log, entry: LoggedBatch) -> LoggedBatch:
        raise LogError(reason, self.where)

    app = typed(mix(), Name="Evening serum", Lot_of_the_powder="A12")
    with monkeypatch.context() as patch:
        patch.setattr(Log, "add", refuse)
        app = pressed(app, "Save")
    assert "Nothing you typed is lost." in words(app)
    assert (value(app, "Name"), value(app, "Lot")) == ("Evening serum", "A12")
    assert "Saved: Evening serum." in words(pressed(app, "Save"))


# --- the list -------------------------------------------------------------------------------------


def test_what_asks_for_something_stands_first() -> None:
    recipe = entry_of(kept()).recipe
    days = {"long gone": 40, "soon": 12, "new": 1}
    with open_log() as log:
        for name, ago in days.items():
            log.add(LoggedBatch(name, recipe, made_on=TODAY - datetime.timedelta(days=ago)))
        thrown = log.add(LoggedBatch("thrown away", recipe, made_on=TODAY - datetime.timedelta(days=9)))
        log.discard(thrown.id, thrown.version, TODAY)
    app = the_list()
    names = [button.label for button in app.button if (button.key or "").startswith("open-")]
    assert [name.replace("\\", "") for name in names] == ["long gone", "soon", "new", "Evening serum"]
    assert [head.value for head in app.subheader] == ["Needs you", "In use"]
    said = words(app)
    assert "Discard it: its last day was" in said
    assert "26 days ago" in said
    assert f"**Use by {overview.day_words(TODAY + datetime.timedelta(days=2))} – no preservative" in said
    app.checkbox(key=overview.GONE).set_value(True)
    assert "**Discarded on" in words(checked(app.run()))


def test_each_row_has_three_buttons() -> None:
    id = kept()
    keys = [str(button.key) for button in the_list().button]
    assert [key for key in keys if key.endswith(id)] == [
        f"{what}-{id}" for what in ("open", "read", "again", "done")
    ]
    app = the_list()
    app.button(key=f"read-{id}").click()
    app = checked(app.run())
    assert app.session_state[f"{READING_OPEN}-{id}"]
    assert "Measured pH" in [field.label for field in app.text_input]
    app = the_list()
    app.button(key=f"done-{id}").click()
    app = checked(app.run())
    assert entry_of(id).discarded_on == TODAY
    app = pressed(app, "Undo: Evening serum is still in use")
    assert entry_of(id).discarded_on is None


def test_a_batch_is_never_without_a_word_on_its_day() -> None:
    recipe = dict(entry_of(kept()).recipe)
    dry = {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}], "storage": {"package": "powder_jar"}}
    ten = TODAY - datetime.timedelta(days=3)
    stored = {key: value for key, value in recipe["storage"].items() if key != "made_on"}
    entries = {
        "undated": LoggedBatch("undated", {**recipe, "storage": stored}),
        "dry": LoggedBatch("dry", dry, made_on=TODAY),
        "no vessel": LoggedBatch(
            "glass", {**recipe, "storage": {**stored, "wall": "clear_glass", "light": "daylight"}}
        ),
        "odd": LoggedBatch("odd", recipe, made_on=ten, measurements=(Measurement(ten, "pH", 6.5),)),
    }
    said = {name: overview.state_sentence(batch_state(entry, TODAY)) for name, entry in entries.items()}
    assert said["undated"].startswith("Use within 14 days of making – no preservative")
    assert said["dry"] == "Keeps for years – dry powder keeps for years"
    assert said["no vessel"] == "No date – clear glass in daylight"
    assert said["odd"].startswith("Use by ")
    assert said["odd"].endswith("do not use until measured again")


def test_a_search_finds_lots_and_notes() -> None:
    first, second = kept("First", Lot_of_the_powder="A12"), kept("Second")
    with open_log() as log:
        log.note(second, Note(TODAY, "smells of iron"))
    for text, result in (("a12", [first]), ("IRON", [second]), ("nowhere", [])):
        app = the_list()
        app.text_input(key=overview.LOG_SEARCH).set_value(text)
        app = checked(app.run())
        shown = [button.key for button in app.button if (button.key or "").startswith("open-")]
        assert shown == [f"open-{entry}" for entry in result]


def test_markup_in_a_name_is_text() -> None:
    id = kept("[x](http://a.b) **bold** <script>")
    label = the_list().button(key=f"open-{id}").label
    assert "\\[x\\]" in label
    assert "\\*\\*bold" in label
    assert "\\*\\*bold" in opened(id).title[0].value


# --- one batch ------------------------------------------------------------------------------------


def test_a_batch_says_first_until_when_and_why() -> None:
    app = opened(kept())
    until = TODAY + datetime.timedelta(days=14)
    assert f"Use by {overview.day_words(until)} – no preservative that works" in app.header[0].value
    assert "pH **3.2**" in words(app)
    assert "of that is left" in words(app)


def test_grams_as_weighed_count() -> None:
    id = kept()
    app = pressed(typed(opened(id), **{"2_·": "6,2", "1_·": "25.33 g"}), "Save")
    assert "Saved." in words(app)
    weighed = entry_of(id).weighed
    assert [row.actual_g for row in weighed] == [25.33, 6.2, None]
    assert "L-ascorbic acid 19." in words(app)
    assert "6.20 g were weighed, not 4.55 g (+36.3 %)" in words(app)
    assert "as far as it was weighed" in words(app)
    assert ", as weighed" in words(pressed(typed(app, **{"3_·": "0.26"}), "Save"))


def test_what_nobody_weighed_is_as_it_was_meant() -> None:
    app = opened(kept())
    assert "as planned" in words(app)
    assert ", as weighed" not in words(app)


def test_what_was_weighed_as_it_was_told_teaches_nothing() -> None:
    """Mix told 4.55 g of 4.545 g: who weighs that has weighed what was meant."""
    app = pressed(typed(opened(kept()), **{"2_·": "4.55", "1_·": "25.33"}), "Save")
    assert "Saved." in words(app)
    assert "were weighed, not" not in words(app)


def test_a_mass_that_cannot_be_read_saves_nothing() -> None:
    id = kept()
    app = pressed(typed(opened(id), **{"2_·": "much", "1_·": "25.3"}), "Save")
    assert "much" in words(app)
    assert value(app, "2 ·") == "much"
    assert "Not saved yet." in words(app)
    assert entry_of(id).weighed[0].actual_g is None
    app = pressed(typed(app, **{"2_·": "-4 g"}), "Save")
    assert "Grams weighed" in words(app)
    assert entry_of(id).version == 1


def test_measurements_sharpen_what_is_known() -> None:
    id = kept()
    app = pressed(typed(opened(id), Measured_pH="3,1", Accuracy="0.05", Which="Pocket meter"), "Save reading")
    read = entry_of(id).measurements[0]
    assert (read.kind, read.value, read.instrument, read.on) == ("pH", 3.1, "Pocket meter", TODAY)
    assert read.sd == pytest.approx(0.05 / 1.959964, abs=1e-5)
    assert "Added" in words(app)
    assert "predicted at 20–25\u202f°C and measured" in words(app)
    assert value(app, "Measured pH") == ""
    app.button_group(key=drafts.field_key(id, "instrument")).set_value("strip")
    app = pressed(typed(checked(app.run()), Measured_pH="3.0"), "Save reading")
    assert {measurement.step for measurement in entry_of(id).measurements} == {None, 0.5}


def test_an_assay_and_a_colour_are_kept() -> None:
    with open_log() as log:
        recipe = entry_of(kept()).recipe
        old = log.add(LoggedBatch("Old", recipe, made_on=TODAY - datetime.timedelta(days=10)))
    app = opened(old.id)
    app.button_group(key=drafts.field_key(old.id, "kind")).set_value("assay")
    app = pressed(typed(checked(app.run()), Strength_left="97 %", Accuracy="2"), "Save reading")
    assay = entry_of(old.id).measurements[0]
    assert (assay.kind, assay.value) == ("assay", 0.97)
    assert assay.sd == pytest.approx(0.02 / 1.959964, abs=1e-5)
    assert "97 ± 2\u202f% left" in words(app)
    app.button_group(key=drafts.field_key(old.id, "kind")).set_value("colour")
    app = pressed(typed(checked(app.run()), Colour="pale straw"), "Save reading")
    assert "pale straw" in [measurement.words for measurement in entry_of(old.id).measurements]
    app = pressed(app, "Save reading")
    assert "Colour: nothing given: this needs some words." in words(app)


def test_a_measurement_that_is_removed_can_come_back() -> None:
    id = kept()
    with open_log() as log:
        log.measure(id, Measurement(TODAY, "pH", 3.1))
    app = pressed(opened(id), f"Remove pH 3\\.1 of {TODAY.day} {TODAY:%b}")
    assert not entry_of(id).measurements
    app = pressed(app, "Undo: bring the measurement back")
    assert entry_of(id).measurements[0].value == 3.1
    assert "Undo" not in [button.label for button in app.button]


def test_notes_are_kept_and_taken_back() -> None:
    id = kept()
    app = opened(id)
    app.text_area(key=drafts.field_key(id, "note")).set_value("smells of *iron*")
    app = pressed(checked(app.run()), "Add note")
    assert entry_of(id).notes[0].text == "smells of *iron*"
    assert app.text_area(key=drafts.field_key(id, "note")).value == ""
    label = f"Remove “smells of \\*iron\\*” of {TODAY.day} {TODAY:%b}"
    app = pressed(pressed(app, label), "Undo: bring the note back")
    assert entry_of(id).notes[0].text == "smells of *iron*"


def test_each_button_that_removes_says_what() -> None:
    id = kept()
    with open_log() as log:
        log.measure(id, Measurement(TODAY, "pH", 3.1))
        log.measure(id, Measurement(TODAY, "pH", 3.3, step=0.5))
        log.measure(id, Measurement(TODAY, "colour", words="straw"))
        log.note(id, Note(TODAY, "one"))
        log.note(id, Note(TODAY, "two"))
    labels = [button.label for button in opened(id).button if button.label.startswith("Remove")]
    assert len(set(labels)) == len(labels) == 5


def on_day(app: AppTest, key: str, day: datetime.date) -> AppTest:
    """Return the page after a day was picked; ``key``: of its text."""
    app.date_input(key=f"{key}-day").set_value(day)
    return checked(app.run())


def test_a_day_to_come_is_refused_and_breaks_nothing() -> None:
    later = TODAY + datetime.timedelta(days=2000)
    app = on_day(typed(mix(), Name="Tomorrow's"), "keep-made-on", later)
    app = pressed(app, "Save")
    assert "still to come" in words(app)
    assert app.session_state["keep-made-on"] == later.isoformat()
    id = kept()
    app = pressed(on_day(opened(id), drafts.field_key(id, "made_on"), later), "Save")
    assert "still to come" in words(app)
    assert entry_of(id).made_on == TODAY
    app = typed(on_day(app, drafts.field_key(id, "made_on"), TODAY), Measured_pH="3.1")
    app = pressed(on_day(app, drafts.field_key(id, "on"), later), "Save reading")
    assert "still to come" in words(app)
    assert not entry_of(id).measurements
    app = pressed(on_day(app, drafts.field_key(id, "discarded_on"), later), "Mark as discarded")
    assert "still to come" in words(app)
    assert entry_of(id).discarded_on is None


def test_a_day_to_come_in_a_file_is_shown() -> None:
    """Where somebody else lives, it may be tomorrow already."""
    id = kept()
    with open_log() as log:
        content = log.export()
        log.delete(id, 1)
    day = TODAY + datetime.timedelta(days=40)
    content["batches"][0].update(id="", made_on=day.isoformat())
    content["batches"][0]["recipe"]["storage"]["made_on"] = day.isoformat()
    with open_log() as log:
        log.import_(read_log(json.dumps(content)))
        (entry,) = log.entries()
    app = opened(entry.id)
    assert "L-ascorbic acid 15." in words(app)
    assert not app.error


def test_what_a_recipe_says_of_itself_is_kept() -> None:
    app = mix()
    app.button_group(key="mix_way").set_value("made")
    checked(app.run())
    fields = {"claim_strength": "20 %", "claim_pH": "3.5"}
    for name, text in fields.items():
        app.text_input(key=f"mix_{name}").set_value(text)
    app = pressed(typed(checked(app.run()), Name="Claimed"), "Save")
    with open_log() as log:
        (entry,) = log.entries()
    assert entry.recipe["claims"] == {"mass_fraction": 0.2, "pH": 3.5}
    assert entry.request is not None
    assert {name: entry.request[name] for name in fields} == fields


def test_discarding_and_taking_it_back() -> None:
    id = kept()
    app = pressed(opened(id), "Mark as discarded")
    assert f"Discarded on {overview.day_words(TODAY)}" in app.header[0].value
    app = pressed(app, "It is still in use")
    assert entry_of(id).discarded_on is None


def test_deleting_can_be_undone_at_once_and_later() -> None:
    id = kept("Evening serum")
    app = pressed(opened(id), "Delete it from the log")
    assert "Deleted: Evening serum." in words(app)
    assert app.title[0].value == "What have you made?"
    app = pressed(app, "Undo: bring Evening serum back")
    assert entry_of(id).deleted_at is None
    pressed(opened(id), "Delete it from the log")
    later = the_list()
    assert not [button for button in later.button if button.key == f"open-{id}"]
    later.checkbox(key=overview.GONE).set_value(True)
    later = checked(later.run())
    later.button(key=f"open-{id}").click()
    later = checked(later.run())
    assert "This batch was deleted" in words(later)
    pressed(later, "Bring it back")
    assert entry_of(id).deleted_at is None


def test_an_address_of_a_batch_that_is_not_there() -> None:
    app = mix()
    app.query_params[log_choice.BATCH] = "../../etc"
    assert "There is no such batch" in words(switched(app, "batches"))


# --- two at once ----------------------------------------------------------------------------------


def test_two_people_see_each_others_changes_and_choose() -> None:
    id = kept("First name")
    one, two = opened(id), opened(id)
    pressed(typed(one, Name="Name by one", Lot="A12"), "Save")
    two = typed(two, Name="Name by two", **{"1_·": "25.4"})
    assert "This batch was changed in another window while you typed" in words(two)
    assert entry_of(id).name == "Name by one"
    table = two.table[0].value
    assert list(table["Yours"]) == ["25\\.4", "Name by two"]
    assert list(table["There now"]) == ["nothing", "Name by one"]
    assert "Lot of the powder" in words(two)
    two = pressed(two, "Keep mine")
    now = entry_of(id)
    assert (now.name, now.powder_lot, now.weighed[0].actual_g) == ("Name by two", "A12", 25.4)
    assert value(two, "Lot") == "A12"


def test_what_is_there_can_be_taken_instead() -> None:
    id = kept("First name")
    one, two = opened(id), opened(id)
    pressed(typed(one, Name="Name by one"), "Save")
    next(field for field in two.text_input if field.label == "Name").set_value("Name by two")
    two = pressed(two, "Save")
    assert "was changed in another window" in words(two)
    assert entry_of(id).name == "Name by one"
    assert value(two, "Name") == "Name by two"
    two = pressed(two, "Take what is there")
    assert value(two, "Name") == "Name by one"
    assert entry_of(id).name == "Name by one"


def test_who_typed_nothing_sees_what_is_new() -> None:
    id = kept("First name")
    one, two = opened(id), opened(id)
    pressed(typed(one, Name="Name by one"), "Save")
    two = checked(two.run())
    assert value(two, "Name") == "Name by one"
    assert "in another window" not in words(two)


def test_two_people_at_different_fields_are_not_asked() -> None:
    id = kept("First name")
    one, two = opened(id), opened(id)
    pressed(typed(one, Name="Name by one"), "Save")
    two = typed(two, **{"1_·": "25.4"})
    assert (value(two, "Name"), value(two, "1 ·")) == ("Name by one", "25.4")
    assert "in another window" not in words(two)
    pressed(two, "Save")
    assert (entry_of(id).name, entry_of(id).weighed[0].actual_g) == ("Name by one", 25.4)


def test_what_was_typed_survives_a_deletion_by_somebody_else() -> None:
    id = kept("First name")
    one, two = opened(id), opened(id)
    pressed(one, "Delete it from the log")
    two = typed(two, Name="Name by two")
    assert "This batch was deleted in another window while you typed" in words(two)
    pressed(two, "Keep mine")
    assert (entry_of(id).name, entry_of(id).deleted_at) == ("Name by two", None)


def test_a_draft_survives_a_visit_to_mix() -> None:
    id = kept()
    app = typed(opened(id), **{"1_·": "25.4"})
    app = switched(app, "mix")
    app.query_params[log_choice.BATCH] = id
    assert value(switched(app, "batches"), "1 ·") == "25.4"


def test_a_log_out_of_reach_is_told_and_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    id = kept()
    app = typed(opened(id), **{"1_·": "25.4"})

    def silent(self: Log, id: str) -> LoggedBatch:
        raise LogError("silent", "bench on example.org")

    with monkeypatch.context() as patch:
        patch.setattr(Log, "get", silent)
        app = checked(app.run())
        assert "The log cannot be reached now" in words(app)
        assert "the server does not answer" in words(app)
    app = pressed(app, "Try again")
    assert value(app, "1 ·") == "25.4"


def test_a_log_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database, and never was one" * 100)
    monkeypatch.setenv("BENCH_LOG_FILE", str(broken))
    app = the_list()
    assert "The log cannot be reached now" in words(app)
    broken.unlink()
    assert "No batches yet" in words(pressed(app, "Try again"))


# --- once more ------------------------------------------------------------------------------------


def test_made_again_as_it_was_typed() -> None:
    app = mix()
    app.text_input(key=state.key("strength")).set_value("12 %")
    pressed(typed(checked(app.run()), Name="Twelve"), "Save")
    with open_log() as log:
        id = log.entries()[0].id
    app = again(opened(id), id)
    assert app.text_input(key=state.key("strength")).value == "12 %"


def again(app: AppTest, id: str) -> AppTest:
    """Return Mix after a batch was made again."""
    app.button(key=f"again-{id}").click()
    return switched(checked(app.run()), "mix")


def test_made_again_at_the_size_typed_in_the_fields_as_they_were() -> None:
    id = kept()
    app = typed(opened(id), Size="60 g")
    app = again(app, id)
    assert app.text_input(key=state.key("batch")).value == "60 g"
    assert app.text_input(key=state.key("strength")).value == "15 %"


def test_a_mass_that_does_not_grow_with_the_batch_is_made_again_as_a_recipe() -> None:
    app = mix()
    app.session_state[state.key("others")] = "ferulic acid 0.5 g"
    pressed(typed(checked(app.run()), Name="With ferulic"), "Save")
    with open_log() as log:
        id = log.entries()[0].id
    app = again(typed(opened(id), Size="60 g"), id)
    recipe = app.session_state[state.key("recipe")].replace("\u202f", " ")
    assert "Ferulic acid 1 g" in recipe.splitlines() or "Ferulic acid 1.00 g" in recipe.splitlines()


def test_a_size_that_is_none_is_told() -> None:
    id = kept()
    for text, said in (("large", "large"), ("0.0001 g", "a batch weighs from")):
        app = typed(opened(id), Size=text)
        app.button(key=f"again-{id}").click()
        assert said in words(checked(app.run()))


# --- whose log ------------------------------------------------------------------------------------


def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the server listen to everybody."""
    monkeypatch.setattr(visitor, "listens_here_alone", lambda: False)


def test_a_page_that_is_open_to_others_keeps_no_log(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere(monkeypatch)
    app = pressed(typed(mix(), Name="Mine alone"), "Save")
    assert "Saved: Mine alone." in words(app)
    app = switched(app, "batches")
    assert "lives in this visit alone" in words(app)
    assert "Mine alone" in " ".join(button.label for button in app.button)
    assert "Mine alone" not in " ".join(button.label for button in the_list().button)
    assert not log_file.exists()


def test_a_shared_log_says_so(monkeypatch: pytest.MonkeyPatch, log_file: Path) -> None:
    elsewhere(monkeypatch)
    monkeypatch.setenv("BENCH_LOG", "shared")
    app = the_list()
    assert log_choice.owner_words() == "Shared by everybody who opens this page"
    assert str(log_file) in words(app)


def test_two_visitors_never_see_each_others_batches(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere(monkeypatch)
    one, other = (pressed(typed(mix(), Name=name), "Save") for name in ("Of one", "Of the other"))
    for app, own, strange in ((one, "Of one", "Of the other"), (other, "Of the other", "Of one")):
        listed = " ".join(button.label for button in switched(app, "batches").button)
        assert own in listed
        assert strange not in listed
    (id_of_one,) = (button.key.removeprefix("open-") for button in one.button if button.label == "Of one")
    other.query_params[log_choice.BATCH] = id_of_one
    assert "There is no such batch" in " ".join(title.value for title in other.run().title)
    assert not log_file.exists()


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("", False),
        ("10.0.0.5", False),
    ],
)
def test_only_a_loopback_is_this_computer_alone(
    address: str, here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor.st, "get_option", lambda name: address)
    assert visitor.listens_here_alone() is here


BROWSERS_OWN = {
    "Host": "localhost:8501",
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Origin": "http://localhost:8501",
    "Sec-WebSocket-Key": "x",
    "Cookie": "_streamlit_xsrf=x",
    "Accept-Language": "en",
    "Cache-Control": "no-cache",
    "Sec-GPC": "1",
}


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:8501", "[::1]:8501", "127.0.0.1"])
def test_the_log_is_shown_at_this_computer(host: str) -> None:
    assert visitor.came_straight({**BROWSERS_OWN, "Host": host, "Origin": f"http://{host}"})
    assert visitor.came_straight({})  # run without a browser


@pytest.mark.parametrize(
    "changed",
    [
        *({name: value} for value in ("203.0.113.7", "") for name in (
            "X-Request-Id", "X-Auth-Request-User", "X-Codespaces-Origin", "X-Rewrite-URL", "X-Url-Scheme",
            "B3", "Front-End-Https", "Traceparent", "Remote-User",
            "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host", "X-Forwarded", "Forwarded",
            "Forwarded-For", "Via", "CF-Ray", "CF-Connecting-IP", "X-Real-IP", "True-Client-IP",
            "X-Client-IP", "X-Cluster-Client-Ip", "X-Original-Forwarded-For", "X-Original-Host",
            "X-ProxyUser-Ip", "Proxy-Client-IP", "Fastly-Client-Ip", "Fly-Client-IP",
            "X-Envoy-External-Address", "X-Amzn-Trace-Id", "X-Remote-User",
            "Tailscale-User-Login", "CDN-Loop",
        )),
        *({"Host": host} for host in (
            "", "salon.example", "192.168.1.5:8501", "localhost.salon.example", "127.0.0.1.salon.example",
            "salon.example:localhost", "[::1", "0.0.0.0:8501", "localhost@salon.example",
        )),
        *({"Origin": origin} for origin in ("https://salon.example", "null", "", "http://192.168.1.5:8501")),
    ],
    ids=str,
)  # fmt: skip
def test_who_may_sit_anywhere_gets_no_log_of_the_owner(
    changed: dict[str, str],
) -> None:
    assert not visitor.came_straight({**BROWSERS_OWN, **changed})


def test_a_shared_log_is_for_those_who_come_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_choice.is_served()

    class Through:
        headers = {"X-Real-Ip": ""}  # noqa: RUF012

    monkeypatch.setattr(visitor.st, "context", Through)
    assert not log_choice.is_served()
    monkeypatch.setenv("BENCH_LOG", "shared")
    assert log_choice.is_served()


def test_a_damaged_batch_is_told_and_the_others_are_shown(log_file: Path) -> None:
    kept("Whole")
    kept("Broken")
    with contextlib.closing(sqlite3.connect(log_file)) as connection, connection:
        connection.execute("UPDATE bench_batches SET recipe = '{' WHERE name = 'Broken'")
    app = the_list()
    assert re.search("1 batch is damaged.*“Broken”", " ".join(error.value for error in app.error))
    assert "Whole" in " ".join(button.label for button in app.button)


# --- files ----------------------------------------------------------------------------------------


def test_everything_goes_out_and_comes_in_again(tmp_path: Path) -> None:
    kept("=1+1")
    with open_log() as log, open_log(str(tmp_path / "other.sqlite")) as other:
        path = tmp_path / "log.json"
        path.write_bytes(transfer.log_json(log))
        result, damaged = read_batches(lambda *_: None, path)
        assert damaged == 0
        assert transfer._add(other, result) == "1 batch added, 0 here already."
        assert transfer._add(other, result) == "0 batches added, 1 here already."
        again = other.entries()[0]
        assert (again.name, again.recipe) == ("=1+1", log.entries()[0].recipe)
        with zipfile.ZipFile(io.BytesIO(transfer.log_csv(log))) as archive:
            assert sorted(archive.namelist()) == [
                "batches.csv",
                "measurements.csv",
                "notes.csv",
                "weighings.csv",
            ]
            assert b"\n=1" not in archive.read("batches.csv")
            assert b",=1" not in archive.read("batches.csv")


def test_a_file_is_brought_on_the_page() -> None:
    kept("Evening serum")
    with open_log() as log:
        content = transfer.log_json(log)
        entry = log.entries()[0]
        log.delete(entry.id, entry.version)
    app = brought(content)
    assert "In this file: 1 batch: Evening serum" in words(app)
    assert "0 batches added, 0 here already, 1 here and deleted." in words(pressed(app, "Add them"))


def test_a_file_that_is_no_log_is_told() -> None:
    assert "log" in words(brought(b"not json"))
    app = brought(json.dumps({"bench_log": 1, "batches": [{"name": ""}] * 20}).encode())
    assert "more. Nothing was added." in words(app)


def brought(content: bytes) -> AppTest:
    """Return the list of batches after a file was brought."""
    app = the_list()
    app.session_state["fold-log-files"] = True
    app = checked(app.run())
    app.file_uploader(key=transfer.LOG_FILE).set_value(("log.json", content, "application/json"))
    return checked(app.run())


# --- the picture ----------------------------------------------------------------------------------


def test_marks_lie_on_their_days() -> None:
    since = datetime.date(2026, 3, 1)
    day = datetime.date(2026, 3, 11)
    measured = [
        Measurement(day, "assay", 0.9, sd=0.01),
        Measurement(since, "pH", 3.1),
        Measurement(day, "colour", words="straw"),
    ]
    assay, pH, colour = marks_of(measured, since)
    assert (assay.day, assay.label) == (10.0, "90 % left")
    assert assay.left is not None
    assert assay.left == pytest.approx((90.0, 88.04, 91.96), abs=0.01)
    assert (pH, colour) == (Mark(0.0, "pH 3.1", pH=(3.1, 3.1, 3.1)), Mark(10.0, "straw"))
    assert curve_end(14.0, 3.0, [colour]) == 21.0
    assert curve_end(14.0, 30.0, []) == 45.0
    assert curve_end(None, 3.0, []) is None
