"""The Shelf life page without a browser, always from app.py."""

from __future__ import annotations

import datetime
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from calc.mixing import request
from calc.rules import batch_facts
from tests.apptest import checked, new_visit, opened, switched, typed
from ui import state


def chosen(app: AppTest, **choices: str) -> AppTest:
    """Return the page after something else was chosen."""
    for field, choice in choices.items():
        app.selectbox(key=state.key(field)).set_value(choice)
    return checked(app.run())


def words(app: AppTest) -> str:
    """Return everything that is said on the page."""
    parts = (app.title, app.subheader, app.markdown, app.error, app.warning, app.info, app.success)
    return "\n".join(str(element.value) for part in parts for element in part)


def test_opens_on_the_first_bottle_in_the_fridge() -> None:
    said = words(opened("shelf"))
    assert "Discard after 14 days" in said
    assert "- 14 days: germs\n" in said
    assert "Today" not in said
    assert "A tenth of the vitamin C is gone after about" in said
    assert "What would help most" in said


def test_a_date_counts_from_the_day_it_was_made() -> None:
    app = typed(opened("shelf"), made_on="2026-03-01")
    assert "Discard on 15 March 2026" in words(app)
    assert "Discard on 08 March 2026" in words(typed(app, kept_at="25 °C"))


def test_what_is_left_is_told_from_the_day_it_was_made() -> None:
    made = datetime.date.today() - datetime.timedelta(days=3)
    assert "Today **" in words(typed(opened("shelf"), made_on=made.isoformat()))
    later = datetime.date.today() + datetime.timedelta(days=3)
    assert "Today **" not in words(typed(opened("shelf"), made_on=later.isoformat()))


def test_advice_says_how_much_of_what() -> None:
    said = words(typed(opened("shelf"), kept_at="25 °C"))
    assert "Keep it in the fridge, at 5\u202f°C and add a preservative that works at its pH: discard" in said
    assert "and add 0.5\u202f% ferulic acid and 1\u202f% vitamin E: discard after" in said
    assert "No change to the discard date: Fill it into an airless pump" in said


def test_everything_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app, calls = opened("shelf"), []

    def counted(module: ModuleType, name: str) -> None:
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, **more: calls.append(name) or real(*a, **more))

    counted(request, "batch_of")
    counted(batch_facts, "shelf_life")
    typed(app, kept_at="12 °C")
    assert sorted(calls) == ["batch_of", "shelf_life"]


def test_a_jar_of_dry_powder_has_no_last_day() -> None:
    app = new_visit().run()
    app.button_group(key=state.key("way")).set_value("made")
    app = checked(app.run())
    app.text_area(key=state.key("recipe")).set_value("100 g ascorbic acid")
    app = switched(checked(app.run()), "shelf")
    assert "Discard after 183 days" in words(app)
    app = chosen(app, package="powder_jar")
    assert "No date can be given" in words(app)
    assert "Discard" not in words(app)
    assert "Without water the powder lasts for years" in words(app)


def test_bad_input_keeps_what_was_typed() -> None:
    app = typed(opened("shelf"), made_on="31.03.2026", kept_at="warm")
    assert "Not yet an answer" in words(app)
    assert "not a date" in words(app)
    assert app.text_input(key=state.key("made_on")).value == "31.03.2026"
    assert app.text_input(key=state.key("kept_at")).value == "warm"


def test_opened_before_it_was_made_is_told() -> None:
    app = typed(opened("shelf"), made_on="2026-03-02", opened_on="2026-03-01")
    assert "before it was made" in words(app)


def test_clear_glass_in_daylight_gets_no_number() -> None:
    app = chosen(opened("shelf"), wall="clear_glass", light="daylight")
    assert "No date can be given" in words(app)
    assert "A tenth of the vitamin C is gone" not in words(app)


def test_a_derivative_gets_a_state_and_no_number() -> None:
    app = new_visit().run()
    app.selectbox(key=state.key("form")).set_value("sodium_ascorbyl_phosphate")
    app = switched(checked(app.run()), "shelf")
    assert "A tenth of the vitamin C is gone" not in words(app)


def test_what_cannot_be_mixed_cannot_be_kept_either() -> None:
    app = new_visit().run()
    app.text_input(key=state.key("strength")).set_value("lots")
    app = switched(checked(app.run()), "shelf")
    assert "Not yet an answer" in words(app)


def test_what_is_typed_stays_when_somebody_visits_mix() -> None:
    app = typed(opened("shelf"), kept_at="12 °C")
    app = switched(app, "mix")
    app = switched(app, "shelf")
    assert app.text_input(key=state.key("kept_at")).value == "12 °C"


# --- a temperature log ----------------------------------------------------------------------------

LOGGERS = Path(__file__).parents[1] / "reference" / "loggers"


def logged(app: AppTest, name: str) -> AppTest:
    """Return the page after the file of a logger was put on it."""
    app.file_uploader(key="shelf-log").set_value((name, (LOGGERS / name).read_bytes(), "text/csv"))
    return checked(app.run())


def pressed(app: AppTest, label: str) -> AppTest:
    """Return the page after a button was pressed."""
    (button,) = [button for button in app.button if button.label == label]
    return checked(button.click().run())


def test_a_log_counts_instead_of_the_temperature() -> None:
    app = typed(opened("shelf"), made_on="2026-03-01")
    said = words(logged(app, "hobo.csv"))
    assert "counts instead of the temperature above" in said
    assert "no temperature in it" in said
    assert "Discard on 08 March 2026" in said


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("day_or_month.csv", r"2 January 2026 \(month first\)"),
        ("celsius_or_fahrenheit.csv", "°F"),
        ("sensors_without_names.csv", "B"),
    ],
)
def test_what_a_log_leaves_open_is_settled_by_a_button(name: str, offered: str) -> None:
    app = logged(opened("shelf"), name)
    assert "The log is not used yet" in words(app)
    assert "Discard after 14 days" in words(app)
    app = pressed(app, offered)
    assert "counts instead of the temperature above" in words(app)
    assert "The log is not used yet" in words(pressed(app, "Take back my choices"))


def test_another_sensor_can_be_chosen_and_taken_back() -> None:
    app = logged(opened("shelf"), "several_rooms.csv")
    assert "read from “bath”" in words(app)
    (choice,) = [box for box in app.selectbox if box.label == "Read instead"]
    app = checked(choice.set_value("kitchen").run())
    assert "read from “kitchen”" in words(app)
    app = pressed(app, "Take back my choices")
    assert "read from “bath”" in words(app)


def test_a_refused_log_leaves_the_date() -> None:
    app = logged(opened("shelf"), "decimal_commas_between_commas.csv")
    said = words(app)
    assert "The log is not used yet" in said
    assert "a decimal comma may part a number" in said.replace("\\", "")
    assert "Discard after 14 days" in said
