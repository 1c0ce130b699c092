"""From clocks to the time that passed: order of dates, zones, and the nights in which clocks change.

Clocks of Berlin went forward on 29 March 2026 at 01:00 UTC, and went back on 26 October 2025 and 25 October
2026 at 01:00 UTC (Directive 2000/84/EC).
"""

from __future__ import annotations

import datetime

import numpy as np
import pytest

from calc.chemistry.stability.logger.rows import NO_OFFSET, Readings
from calc.chemistry.stability.logger.times import (
    DateOrder,
    decide_order,
    elapsed_clock,
    find_clock,
    local_seconds,
)
from calc.errors import InputError, InputErrors

NIGHT, BERLIN = "2026-10-25", "Europe/Berlin"


def seconds_of(*moments: str) -> np.ndarray:
    start = datetime.datetime(1970, 1, 1)
    return np.array([(datetime.datetime.fromisoformat(text) - start).total_seconds() for text in moments])


def on(day: str, *clocks: str) -> list[str]:
    return [f"{day} {clock}" for clock in clocks]


AGAIN, TWICE, FALLS = "has the same time", "counts twice", "Times fall back (1 place)"
# Clocks as written, minutes ahead of UTC, the zone; hours since the first, the order, and what is said.
CLOCKS = {
    "one after the other": (on(NIGHT, "10:00", "11:00", "13:00"), (), "", [0, 1, 3], [0, 1, 2], []),
    "newest first": (on(NIGHT, "13:00", "11:00", "10:00"), (), "", [0, 1, 3], [2, 1, 0], ["turned round"]),
    "one is late": (
        on(NIGHT, "10:00", "12:00", "11:00", "13:00"),
        (),
        "",
        [0, 1, 2, 3],
        [0, 2, 1, 3],
        [FALLS],
    ),
    "as many back as forth": (on(NIGHT, "10:00", "12:00", "11:00"), (), "", [0, 1, 2], [0, 2, 1], [FALLS]),
    "newest first, two at a time": (
        on(NIGHT, "13:00", "13:00", "12:00"),
        (),
        "",
        [0, 1, 1],
        [2, 1, 0],
        ["turned round", AGAIN],
    ),
    "two at a time": (on(NIGHT, "10:00", "10:00", "11:00"), (), "", [0, 0, 1], [0, 1, 2], [AGAIN]),
    "three to a minute": (
        on(NIGHT, "10:00", "10:00", "10:00", "10:01"),
        (),
        "",
        [0, 0, 0, 1 / 60],
        [0, 1, 2, 3],
        ["2 readings have"],
    ),
    "parts of a second": (
        on(NIGHT, "10:00:00", "10:00:00.360", "10:00:00.720"),
        (),
        "",
        [0, 1e-4, 2e-4],
        [0, 1, 2],
        [],
    ),
    "offsets that change": (
        on(NIGHT, "10:00", "10:30", "11:30"),
        (60, 120, 60),
        "",
        [0, 0.5, 2],
        [1, 0, 2],
        [FALLS],
    ),
    "the hour that comes twice": (
        on(NIGHT, "01:00", "02:00", "02:00", "03:00"),
        (),
        "",
        [0, 1, 2, 3],
        [0, 1, 2, 3],
        [TWICE],
    ),
    "twice by half hours": (
        on(NIGHT, "02:00", "02:30", "02:00", "02:30"),
        (),
        "",
        [0, 0.5, 1, 1.5],
        [0, 1, 2, 3],
        [TWICE],
    ),
    "twice in the last hour": (on(NIGHT, "02:00", "03:00", "03:00"), (), "", [0, 1, 2], [0, 1, 2], [TWICE]),
    "an hour too late": (on(NIGHT, "03:00", "04:00", "04:00"), (), "", [0, 1, 1], [0, 1, 2], [AGAIN]),
    "on a Saturday": (
        on("2026-10-24", "01:00", "02:00", "02:00", "03:00"),
        (),
        "",
        [0, 1, 1, 2],
        [0, 1, 2, 3],
        [AGAIN],
    ),
    "in summer": (on("2026-07-05", "01:00", "02:00", "02:00"), (), "", [0, 1, 1], [0, 1, 2], [AGAIN]),
    "the same half hour": (
        on(NIGHT, "01:30", "02:00", "02:30", "02:30"),
        (),
        "",
        [0, 0.5, 1, 1],
        [0, 1, 2, 3],
        [AGAIN],
    ),
    "a whole hour back": (
        on(NIGHT, "02:00", "02:30", "03:00", "02:00", "03:30"),
        (),
        "",
        [0, 0, 0.5, 1, 1.5],
        [0, 3, 1, 2, 4],
        [FALLS, AGAIN],
    ),
    # The night's first interval back is half again as long as the others, and no longer.
    "a quarter of an hour back": (
        on(NIGHT, "02:30", "02:40", "02:50", "02:05", "02:15"),
        (),
        "",
        [0, 1 / 6, 2 / 6, 2 / 6 + 0.25, 2 / 6 + 0.25 + 1 / 6],
        [0, 1, 2, 3, 4],
        [TWICE],
    ),
    "more than that back": (
        on(NIGHT, "02:30", "02:40", "02:50", "02:06", "02:16"),
        (),
        "",
        [0, 1 / 6, 0.4, 34 / 60, 44 / 60],
        [3, 4, 0, 1, 2],
        ["Times fall back (1 place)"],
    ),
    "before four in the morning": (
        on(NIGHT, "03:30", "03:59", "03:29"),
        (),
        "",
        [0, 29 / 60, 59 / 60],
        [0, 1, 2],
        [TWICE],
    ),
    "later in the morning": (
        on(NIGHT, "04:30", "04:59", "04:29"),
        (),
        "",
        [0, 1 / 60, 0.5],
        [2, 0, 1],
        [FALLS],
    ),
    "in autumn of the other half of the earth": (
        on("2026-04-05", "02:00", "02:30", "02:00", "02:30"),
        (),
        "",
        [0, 0.5, 1, 1.5],
        [0, 1, 2, 3],
        [TWICE],
    ),
    "every other hour": (on(NIGHT, "01:00", "03:00", "03:00"), (), "", [0, 2, 2], [0, 1, 2], [AGAIN]),
    "a zone in spring": (
        on("2026-03-29", "01:00", "03:00", "04:00"),
        (),
        BERLIN,
        [0, 1, 2],
        [0, 1, 2],
        ["set to Europe/Berlin"],
    ),
    "a zone in autumn": (
        on(NIGHT, "01:00", "02:00", "02:00", "03:00"),
        (),
        BERLIN,
        [0, 1, 2, 3],
        [0, 1, 2, 3],
        ["set to"],
    ),
    "a zone in autumn, once": (
        on(NIGHT, "01:30", "02:30", "03:30"),
        (),
        BERLIN,
        [0, 1, 3],
        [0, 1, 2],
        ["set to"],
    ),
    "a zone in two autumns": (
        ["2025-10-26 02:00", "2025-10-26 02:00", "2026-10-25 02:00"],
        (),
        BERLIN,
        [0, 1, 364 * 24],
        [0, 1, 2],
        ["set to"],
    ),
    "shown in a zone": (
        on(NIGHT, "00:30", "01:00", "01:30"),
        (0, 0, 0),
        BERLIN,
        [0, 0.5, 1],
        [0, 1, 2],
        ["shown as in"],
    ),
}


@pytest.mark.parametrize("name", CLOCKS)
def test_clocks_become_the_time_that_passed(name):
    moments, offsets, zone, hours, order, words = CLOCKS[name]
    ahead = np.array(offsets or [NO_OFFSET] * len(moments), dtype=np.int64)
    clock = find_clock(seconds_of(*moments), ahead, zone or None)
    assert clock.elapsed_s / 3600 == pytest.approx(hours, abs=1e-9)
    assert clock.order.tolist() == order
    assert [word in note for word, note in zip(words, clock.notes, strict=True)] == [True] * len(words)
    if not offsets:
        assert clock.local_s.tolist() == seconds_of(*moments)[order].tolist()


def test_time_in_UTC_is_shown_as_a_clock_on_the_wall():
    utc = on("2026-03-29", "00:59:59.500", "01:00", "01:14:59")
    clock = find_clock(seconds_of(*utc), np.zeros(3, dtype=np.int64), BERLIN)
    shown = on("2026-03-29", "01:59:59.500", "03:00", "03:14:59")
    assert clock.local_s.tolist() == seconds_of(*shown).tolist()


@pytest.mark.parametrize(
    ("zone", "offsets", "field", "given"),
    [
        ("Mars/Olympus", [NO_OFFSET] * 2, "time_zone", "Mars/Olympus"),
        ("", [60, NO_OFFSET], "log times", "1 with a"),
    ],
)
def test_zones_that_do_not_exist_or_are_missing_are_refused(zone, offsets, field, given):
    with pytest.raises(InputErrors) as caught:
        find_clock(np.array([0.0, 60.0]), np.array(offsets), zone)
    (error,) = caught.value.errors
    assert (error.field, given in str(error.given), bool(error.fix)) == (field, True, True)


@pytest.mark.parametrize(
    ("zone", "utc", "local"),
    [
        ("Asia/Kathmandu", "2026-03-01 00:00", "2026-03-01 05:45"),
        ("America/St_Johns", "2026-01-10 12:00", "2026-01-10 08:30"),
        ("UTC", "2026-03-01 00:00", "2026-03-01 00:00"),
        (BERLIN, "2026-10-25 00:59", "2026-10-25 02:59"),
        (BERLIN, "2026-10-25 01:00", "2026-10-25 02:00"),
    ],
)
def test_clocks_of_other_places(zone, utc, local):
    clock = find_clock(seconds_of(utc, utc), np.zeros(2, dtype=np.int64), zone)
    assert clock.local_s.tolist() == seconds_of(local, local).tolist()
    assert f"Times are shown as in {zone}." in clock.notes
    # A clock that was set there says the same time in UTC, but for the hour that comes twice.
    if local != "2026-10-25 02:00":
        later = find_clock(seconds_of(local, "2026-12-01 12:00"), np.full(2, NO_OFFSET), zone)
        ahead = {"Asia/Kathmandu": 5.75, "America/St_Johns": -3.5, "UTC": 0, BERLIN: 1}[zone]
        noon = seconds_of("2026-12-01 12:00")[0] - 3600 * ahead
        assert later.elapsed_s[1] == noon - seconds_of(utc)[0]


def test_a_count_that_begins_again_goes_on_from_there():
    clock = elapsed_clock(np.array([5.0, 15.0, 25.0, 0.0, 10.0, 10.5]))
    assert clock.elapsed_s.tolist() == [0.0, 10.0, 20.0, 20.0, 30.0, 30.5]
    assert clock.order.tolist() == [0, 1, 2, 3, 4, 5]
    assert np.isnan(clock.local_s).all()
    assert "(1 time)" in clock.notes[0]
    assert elapsed_clock(np.array([0.0, 0.0, 1.0])).notes == ()


# --- which number of a date is the day ------------------------------------------------------------


def order_of(*dates: str, clock: str = "10:00", day_first: bool | None = None, names=(), above=(), stray=()):
    readings = Readings(dates=list(dict.fromkeys(dates)), stray_dates=list(stray))
    for date in dates:
        readings.date.append(readings.dates.index(date))
        readings.second.append(seconds_of(f"1970-01-01 {clock}")[0])
    readings.remarks = list(enumerate(above, 1))
    return decide_order(readings, np.arange(len(dates)), names, day_first)


OPEN = ("01/02/2026", "01/02/2026")
# Dates and what is known; the order, a part of why, and whether it is assumed.
ORDERS = {
    "year first": ((("2026-01-02", "2 Jan 26"), {}), ("year first", "", False)),
    "a day after the twelfth": ((("01/02/2026", "13/02/2026"), {}), ("day first", "fits 13/02/2026", False)),
    "a month before the thirteenth": (
        (("01/02/2026", "01/13/2026"), {}),
        ("month first", "fits 01/13/2026", False),
    ),
    "somebody says it": ((OPEN, {"day_first": True}), ("day first", "as you said", False)),
    "somebody says no": ((OPEN, {"day_first": False}), ("month first", "as you said", False)),
    "somebody says what cannot be": (
        (("01/02/2026", "13/02/2026"), {"day_first": False}),
        ("day first", "no other order", False),
    ),
    "a heading": (
        (OPEN, {"names": ["No.", "Date (dd/mm/yyyy)"]}),
        ("day first", "as the file says: Date (dd", False),
    ),
    "a heading in German": (
        (OPEN, {"names": ["Datum TT.MM.JJJJ"]}),
        ("day first", "as the file says", False),
    ),
    "another heading": ((OPEN, {"names": ["MM-DD-YYYY"]}), ("month first", "as the file says", False)),
    "a line above": (
        (OPEN, {"above": ["format m/d/yy"]}),
        ("month first", "as the file says: format", False),
    ),
    "the year first in two digits": (
        (("01-02-03", "01-02-03"), {"names": ["yy-mm-dd"]}),
        ("year first", "as the file says", False),
    ),
    "a date above": ((OPEN, {"stray": ["25/12/2025"]}), ("day first", "dates above", True)),
    "another date above": (
        (OPEN, {"stray": ["12/25/2025", "01/02/2026"]}),
        ("month first", "dates above", True),
    ),
    "the first day above": (
        (("01/02/2026", "03/04/2026"), {"stray": ["2026-02-01"]}),
        ("day first", "dates above", True),
    ),
    "the last day above": (
        (("01/02/2026", "03/04/2026"), {"stray": ["2026-03-04"]}),
        ("month first", "dates above", True),
    ),
    "dots": ((("01.02.2026", "01.02.2026"), {}), ("day first", "dots", True)),
    "day after day": ((("01/02/2026", "02/02/2026", "03/02/2026"), {}), ("day first", "without a gap", True)),
    "three a day": (
        (("01/02/2026", "01/02/2026", "01/02/2026", "02/02/2026"), {}),
        ("day first", "without a gap", True),
    ),
    "three a day, newest first": (
        (("02/02/2026", "01/02/2026", "01/02/2026", "01/02/2026"), {}),
        ("day first", "without a gap", True),
    ),
    "day after day, newest first": (
        (("02/03/2026", "02/02/2026", "02/01/2026"), {}),
        ("month first", "without a gap", True),
    ),
    "the same in either order": ((("03/03/2026", "03/03/2026"), {}), ("day first", "without a gap", True)),
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_order_of_dates_and_what_told_it(name):
    (dates, known), (order, words, assumed) = ORDERS[name]
    answer = order_of(*dates, **known)
    assert isinstance(answer, DateOrder)
    assert (answer.order, words in answer.note, bool(answer.note), answer.assumed) == (
        *(order, True, bool(words)),
        assumed,
    )


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"names": ["dd/mm/yy or mm/dd/yy"]},
        {"stray": ["25-12-2025"]},
        {"stray": ["25.12.2025"]},
        {"stray": ["2026-03-01"]},
        {"stray": ["25/12/2025", "12/25/2025"]},
    ],
)
def test_what_tells_nothing_leaves_a_question(known):
    answer = order_of(*OPEN, **known)
    assert isinstance(answer, InputError)
    assert (answer.field, answer.given) == ("day_first", "01/02/2026")
    assert answer.readings == ("1 February 2026 (day first)", "2 January 2026 (month first)")
    assert answer.fix == "Say whether 01/02/2026 is 1 February 2026 or 2 January 2026."


def test_gaps_of_the_same_length_tell_nothing():
    # From 1 February to 3 April as from 2 January to 4 March: 61 days.
    answer = order_of("01/02/2026", "03/04/2026")
    assert isinstance(answer, InputError)
    assert answer.given == "01/02/2026"


def test_seconds_since_1970_need_no_date():
    readings = Readings()
    readings.date.extend([-1, -1])
    readings.second.extend([1767225600.0, 1767225660.5])
    assert local_seconds(readings, np.arange(2), "year first").tolist() == [1767225600.0, 1767225660.5]


def test_dates_that_no_order_fits_are_refused():
    answer = order_of("2026-01-01", "13/02/2026", "02/14/2026")
    assert isinstance(answer, InputError)
    assert (answer.field, answer.given, bool(answer.fix)) == ("log", "13/02/2026", True)
