"""The Shelf life page without a browser, always from app.py."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from calc.mixing import request
from calc.rules import analysis
from tests.apptest import checked, new_visit, opened, switched, typed, words
from ui import state


def chosen(app: AppTest, **choices: str) -> AppTest:
    """Return the page after something else was chosen."""
    for field, choice in choices.items():
        app.selectbox(key=state.key(field)).set_value(choice)
    return checked(app.run())


def day_words(day: datetime.date) -> str:
    """Return a day as the page says it."""
    return f"{day.day} {day:%b}" + (f" {day.year}" if day.year != datetime.date.today().year else "")


def in_days(days: int) -> str:
    """Return the day so many days from today, as the page says it."""
    return day_words(datetime.date.today() + datetime.timedelta(days=days))


def made(app: AppTest, day: datetime.date) -> AppTest:
    """Return the page after the day was picked on which it was made."""
    app.date_input(key=f"{state.key('made_on')}-day").set_value(day)
    return checked(app.run())


def moves(app: AppTest) -> dict[str, str]:
    """Return what each change does to the date."""
    table = app.table[0].value
    return dict(zip(table["Change"], table["Discard after"]))


def test_opens_on_the_first_bottle_in_the_fridge() -> None:
    app = opened("keeps")
    said = words(app)
    assert f"Discard by {in_days(14)} (14 days)" in said
    assert "Why: no preservative that works. Counted from today" in said
    assert "Today **" not in said
    assert "A tenth of the vitamin C is probably lost only after 6 months; at the earliest" in said
    assert "Add to calendar" in [button.label for button in app.get("download_button")]


def test_a_date_counts_from_the_day_it_was_made() -> None:
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    app = made(opened("keeps"), yesterday)
    assert f"Discard by {in_days(13)} (14 days)" in words(app)
    assert "Counted from today" not in words(app)
    assert f"Discard by {in_days(6)} (7 days)" in words(typed(app, kept_at="25 °C"))
    assert app.session_state[state.key("made_on")] == yesterday.isoformat()


@pytest.mark.parametrize(("ago", "said"), [(14, "Discard by"), (15, "Discard it: its last day was")])
def test_on_its_last_day_it_may_be_used_and_no_longer(ago: int, said: str) -> None:
    app = made(opened("keeps"), datetime.date.today() - datetime.timedelta(days=ago))
    assert f"{said} {in_days(14 - ago)} (14 days)" in words(app)


def test_what_is_left_is_told_from_the_day_it_was_made() -> None:
    app = made(opened("keeps"), datetime.date.today() - datetime.timedelta(days=3))
    assert "Today **" in words(app)
    assert "Today **" not in words(made(app, datetime.date.today() + datetime.timedelta(days=3)))


def test_what_moves_the_date_says_how_much_of_what_and_what_does_not() -> None:
    app = typed(opened("keeps"), kept_at="25 °C")
    changes = {name.replace("\u202f", " "): days for name, days in moves(app).items()}
    assert changes["+\u00a0fridge, 5 °C"] == "7 days → **14 days**"
    assert changes["+\u00a0airless pump"] == "no change"
    both = [name for name in changes if name.count("+") == 2]
    assert both
    assert "+\u00a0preservative that works at its pH" in changes
    assert not [days for days in changes.values() if "more than" in days]


def test_no_day_beyond_the_maximum_is_said() -> None:
    app = opened("keeps")
    assert any(days.endswith("**6 months**") for days in moves(app).values())
    numbers = [
        float(number) for number in re.findall(r"(\d+) days", "\n".join([words(app), *moves(app).values()]))
    ]
    assert max(numbers) <= 183


@pytest.mark.parametrize(("word", "days"), [("Fridge", 14), ("Room", 7)])
def test_the_fridge_and_the_room_are_a_tap(word: str, days: int) -> None:
    app = pressed(typed(opened("keeps"), kept_at="12 °C"), word)
    assert f"Discard by {in_days(days)} ({days} days)" in words(app)


def test_everything_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    app, calls = opened("keeps"), []

    def counted(module: ModuleType, name: str) -> None:
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, **more: calls.append(name) or real(*a, **more))

    counted(request, "batch_of")
    counted(analysis, "shelf_life")
    typed(app, kept_at="12 °C")
    assert sorted(calls) == ["batch_of", "shelf_life"]


def test_a_jar_of_dry_powder_has_no_last_day() -> None:
    app = new_visit().run()
    app.button_group(key=state.key("way")).set_value("made")
    app = checked(app.run())
    app.text_area(key=state.key("recipe")).set_value("100 g ascorbic acid")
    app = switched(checked(app.run()), "keeps")
    assert "(6 months)" in words(app)
    app = chosen(app, package="powder_jar")
    assert "No date can be given" in words(app)
    assert "Discard by" not in words(app)
    app.session_state["fold-why"] = True
    app = checked(app.run())
    assert "Without water the powder lasts for years" in words(app)


def test_what_cannot_be_read_keeps_the_last_answer() -> None:
    app = typed(opened("keeps"), kept_at="25 °C")
    app = typed(app, kept_at="warm")
    assert "As of your last readable entry. Check this first: Storage temperature." in words(app)
    assert "is not a temperature" in words(app)
    assert f"Discard by {in_days(7)} (7 days)" in words(app)
    assert app.text_input(key=state.key("kept_at")).value == "warm"


def test_opened_before_it_was_made_is_told() -> None:
    app = opened("keeps")
    app.session_state[state.key("made_on")] = "2026-03-02"
    app.session_state[state.key("opened_on")] = "2026-03-01"
    assert "before it was made" in words(checked(app.run()))


def test_a_day_of_a_link_that_is_none_is_told() -> None:
    app = opened("keeps")
    app.session_state[state.key("made_on")] = "31.13.2026"
    app = checked(app.run())
    assert "Check this first: Made on" in words(app)
    assert app.session_state[state.key("made_on")] == "31.13.2026"
    assert "Check this first" not in words(made(app, datetime.date.today()))


def test_clear_glass_in_daylight_gets_no_number() -> None:
    app = chosen(opened("keeps"), wall="clear_glass")
    app.button_group(key=state.key("light")).set_value("daylight")
    app = checked(app.run())
    assert "No date can be given" in words(app)
    assert "A tenth of the vitamin C" not in words(app)


def test_a_derivative_gets_a_state_and_no_number() -> None:
    app = new_visit().run()
    app.selectbox(key=state.key("form")).set_value("sodium_ascorbyl_phosphate")
    app = switched(checked(app.run()), "keeps")
    assert "A tenth of the vitamin C" not in words(app)


def test_what_cannot_be_mixed_cannot_be_kept_either() -> None:
    app = new_visit().run()
    app.text_input(key=state.key("strength")).set_value("lots")
    app = switched(checked(app.run()), "keeps")
    assert "Check this first: Strength" in words(app)
    assert "Discard by" not in words(app)


def test_what_is_typed_stays_when_somebody_visits_mix() -> None:
    app = typed(opened("keeps"), kept_at="12 °C")
    app = switched(app, "mix")
    app = switched(app, "keeps")
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
    app = made(opened("keeps"), datetime.date.today())
    said = words(logged(app, "hobo.csv"))
    assert "counts instead of the temperature above" in said
    assert "no temperature in it" in said
    assert f"Discard by {in_days(7)} (7 days)" in said


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("day_or_month.csv", r"2 January 2026 \(month first\)"),
        ("celsius_or_fahrenheit.csv", "°F"),
        ("sensors_without_names.csv", "B"),
    ],
)
def test_what_a_log_leaves_open_is_settled_by_a_button(name: str, offered: str) -> None:
    app = logged(opened("keeps"), name)
    assert "The log is not used yet" in words(app)
    assert "(14 days)" in words(app)
    app = pressed(app, offered)
    assert "counts instead of the temperature above" in words(app)
    assert "The log is not used yet" in words(pressed(app, "Take back my choices"))


def test_another_sensor_can_be_chosen_and_taken_back() -> None:
    app = logged(opened("keeps"), "several_rooms.csv")
    assert "read from “bath”" in words(app)
    (choice,) = [box for box in app.selectbox if box.label == "Read instead"]
    app = checked(choice.set_value("kitchen").run())
    assert "read from “kitchen”" in words(app)
    app = pressed(app, "Take back my choices")
    assert "read from “bath”" in words(app)


def test_a_refused_log_leaves_the_date() -> None:
    app = logged(opened("keeps"), "decimal_commas_between_commas.csv")
    said = words(app)
    assert "The log is not used yet" in said
    assert "a decimal comma may split a number" in said.replace("\\", "")
    assert "(14 days)" in said
