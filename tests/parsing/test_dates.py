"""Days and moments as people write them; the many languages are tested with the client's request."""

from __future__ import annotations

import datetime

import pytest

from calc.errors import InputError
from calc.parsing.dates import read_date, read_moment

TODAY = datetime.date(2026, 11, 29)  # a Sunday


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("12 Dec 2027, 10:00", (2027, 12, 12), 10),
        ("Dec 12", (2026, 12, 12), 12),
        ("12 Nov", (2027, 11, 12), 12),
        ("tomorrow 3pm", (2026, 11, 30), 15),
        ("next Friday", (2026, 12, 4), 12),
        ("in 3 weeks", (2026, 12, 20), 12),
        ("2026-12-05 09:00", (2026, 12, 5), 9),
    ],
)
def test_a_moment_is_a_day_and_noon_unless_told(text, day, hour):
    assert read_moment(text, field="start", today=TODAY) == datetime.datetime(*day, hour)


def test_day_and_month_that_could_change_places_are_asked_about():
    with pytest.raises(InputError) as caught:
        read_moment("03/04/2027", field="start", today=TODAY)
    assert len(caught.value.readings) == 2


@pytest.mark.parametrize(("text", "words"), [("soon", "not a date"), ("1999-12-31", "between 2000 and 2100")])
def test_what_is_no_day_is_refused(text, words):
    with pytest.raises(InputError, match=words):
        read_date(text, field="made_on")
