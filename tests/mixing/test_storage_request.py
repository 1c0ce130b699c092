"""How a batch is kept and what an assay said: what was typed, to storage and measurements."""

from __future__ import annotations

import datetime
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chemistry.recipe import (
    LIGHTS,
    PACKAGES,
    WALLS,
    Measured,
    Storage,
)
from calc.chemistry.stability.logger import TemperatureLog
from calc.errors import InputError, InputErrors
from calc.mixing.fields import FIELDS
from calc.mixing.request import (
    LONGEST_TEXT,
    MixRequest,
    ParsedRequest,
    measured_of,
    parse_request,
)
from calc.mixing.storage_request import (
    ASSAY_FIELDS,
    STORAGE_FIELDS,
    parse_storage,
    storage_of,
    with_assay,
)
from calc.mixing.values import StorageValues
from calc.reports.links import pack, unpack
from calc.uncertainty import Z95
from calc.units import THIN
from tests.cases import every_case

DAY = datetime.date
FULL = MixRequest(
    kept_at="5 °C 22 h, 25 °C 2 h",
    package="dropper_bottle",
    wall="amber_glass",
    light="dark",
    openings="2",
    fill="80 %",
    made_on="2026-03-31",
    opened_on="2026-04-02",
    assay="92 %",
    assay_error="3",
    assay_on="2026-05-15",
)


def kept(**texts: str) -> ParsedRequest[StorageValues]:
    return parse_storage(MixRequest(**texts))


def refused(name: str, text: str) -> InputError:
    """Return the error of a field, which names it and shows the whole of what was typed."""
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    error = caught.value
    assert (error.field, error.given) == (name, text)
    assert error.accepted
    assert error.fix
    return error


def log(*celsius: float) -> TemperatureLog:
    """Return a log of a reading each hour."""
    hours = np.arange(float(len(celsius)))
    times = np.datetime64("2026-03-01") + (3_600_000 * hours).astype("timedelta64[ms]")
    return TemperatureLog(times, np.array(celsius, dtype=float), hours)


# --- temperatures ---------------------------------------------------------------------------------


def test_hours_that_nearly_make_a_day_are_those_of_a_storage():
    # 23.99 h: a storage takes only what adds up to 24.
    assert storage_of(kept(kept_at="5 °C 7.99 h, 20 °C 8 h, 25 °C 8 h")).schedule


PIECES = [
    "5",
    "9",
    ",",
    ";",
    " ",
    "\n",
    ".",
    ":",
    "°",
    "C",
    "f",
    "h",
    "for ",
    " and ",
    "1 h, ",
    "1.",
    "5 °C ",
]


@every_case("piece", PIECES)
@every_case("start", ["", "5", "5 °C", "5 °C 1"])
@every_case("end", ["", "x", "h", "°C", " 2 h"])
def test_the_longest_text_is_read_in_no_time(start, piece, end):
    text = f"{start}{piece * LONGEST_TEXT}"[: LONGEST_TEXT - len(end)] + end
    started = time.process_time()
    kept(kept_at=text)
    assert time.process_time() - started < 2, "it grows faster than the text"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_is_a_day_or_an_input_error(text):
    understood = kept(kept_at=text)
    if understood.values.schedule:
        assert sum(hours for _, hours in understood.values.schedule) == pytest.approx(24)
        assert storage_of(understood).coldest_C is not None
    assert set(understood.errors) <= {"kept_at"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5", "= 5 °C"),
        ("41 °F", "= 5 °C"),
        ("4,5 °C", "= 4.5 °C"),
        ("278 K", "= 4.85 °C"),
        ("5 °C 24 h", "= 5 °C"),
        ("41 °F 22 h; 77 °F 2 h", "= 5 °C for 22 h, 25 °C for 2 h"),
        ("5 °C 22,5 h, 25 °C 1,5 h", "= 5 °C for 22.5 h, 25 °C for 1.5 h"),
    ],
)
def test_temperatures_say_how_they_were_read(text, words):
    assert FIELDS["kept_at"].echo(FIELDS["kept_at"].read(text)).replace(THIN, " ") == words
    assert kept(kept_at=text).echo["kept_at"].replace(THIN, " ") == words


# --- dates, words and numbers ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["made_on", "opened_on", "assay_on"])
def test_a_date_is_year_month_day(name):
    assert FIELDS[name].read(" 2026-03-31 ") == DAY(2026, 3, 31)
    assert FIELDS[name].read("2028-02-29") == DAY(2028, 2, 29)
    for text in ("2026-02-30", "31.03.2026", "03/31/2026", "2026-3-1", "today", "2026-03-31T10:00", "2026"):
        error = refused(name, text)
        assert error.accepted == "this is not a date."
        assert error.fix == "Write year-month-day: 2026-03-31."


@pytest.mark.parametrize("text", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_that_is_a_slip_is_refused(text):
    # From the last of them on, days could not be counted.
    assert refused("made_on", text).accepted == "must be between 2000 and 2100."


@pytest.mark.parametrize(("name", "words"), [("package", PACKAGES), ("wall", WALLS), ("light", LIGHTS)])
def test_words_are_those_of_a_recipe(name, words):
    assert [FIELDS[name].read(word) for word in words] == list(words)
    error = refused(name, "bucket")
    assert all(word in error.fix for word in words)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("openings", "0", 0),
        ("openings", "2", 2),
        ("openings", "1/7", 1 / 7),
        ("openings", "2,5", 2.5),
        ("openings", "100", 100),
        ("fill", "80 %", 0.8),
        ("fill", "80", 0.8),
        ("fill", "1 %", 0.01),
        ("fill", "100 %", 1),
        ("assay", "92 %", 0.92),
        ("assay", "92", 0.92),
        ("assay", "1 %", 0.01),
        ("assay", "105 %", 1.05),
        ("assay", "150 %", 1.5),
        ("assay_error", "3", 0.03),
        ("assay_error", "3 %", 0.03),
        # Points, as those of a purity: below 1 everywhere, so that asking back would be a nuisance.
        ("assay_error", "0,5", 0.005),
        ("assay_error", "0.1", 0.001),
        ("assay_error", "50", 0.5),
    ],
)
def test_numbers_are_read_as_people_write_them(name, text, value):
    assert FIELDS[name].read(text) == pytest.approx(value, rel=1e-12)
    assert not kept(**{name: text}).errors


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("openings", text) for text in ("-1", "101", "2 g", "often", "nan", "")),
        *(("fill", text) for text in ("0", "0.5 %", "101 %", "80 g", "nearly", "80 % w/v")),
        *(("assay", text) for text in ("0", "0.9 %", "151 %", "150.1 %", "92 g", "-1", "all", "92 % w/v")),
        *(("assay_error", text) for text in ("0", "0.05", "51", "3 g", "-3", "little")),
    ],
)
def test_numbers_that_cannot_be_are_refused(name, text):
    refused(name, text)


@pytest.mark.parametrize(
    ("name", "text", "readings"),
    [("assay", "0.92", ("92 %",)), ("fill", "0.8", ("80 %",))],
)
def test_a_fraction_or_a_percentage_is_asked(name, text, readings):
    assert refused(name, text).readings == readings


# --- to storage -----------------------------------------------------------------------------------


def test_every_field_has_a_reader_and_stands_in_a_request():
    assert {*STORAGE_FIELDS, *ASSAY_FIELDS} <= set(FIELDS)
    assert {*STORAGE_FIELDS, *ASSAY_FIELDS} <= set(vars(MixRequest()))


def test_what_says_nothing_is_not_known():
    for request in (MixRequest(), MixRequest(kept_at=" ", package="\n", assay="\t")):
        understood = parse_storage(request)
        assert (understood.values, understood.errors) == (StorageValues(), {})
        assert storage_of(understood) == Storage()


def test_one_temperature_is_no_schedule():
    storage = storage_of(kept(kept_at="41 °F"))
    assert storage.temperature.m_as("degC") == pytest.approx(5)
    assert storage.schedule == ()


def test_everything_reaches_the_storage():
    storage = storage_of(parse_storage(FULL))
    assert storage.temperature is None
    assert [(temperature.m_as("degC"), hours) for temperature, hours in storage.schedule] == [
        (5, 22),
        (25, 2),
    ]
    assert (storage.package, storage.wall, storage.light) == ("dropper_bottle", "amber_glass", "dark")
    assert (storage.openings_per_day, storage.fill_fraction) == pytest.approx((2, 0.8))
    assert (storage.made_on, storage.opened_on) == (DAY(2026, 3, 31), DAY(2026, 4, 2))


def test_a_log_takes_the_place_of_what_was_typed():
    # Half an hour at 5 °C, an hour at 25 °C, half an hour at 5 °C: twelve hours of a day each.
    storage = storage_of(parse_storage(FULL), log(5.1, 24.9, 5.0))
    assert [(temperature.m_as("degC"), hours) for temperature, hours in storage.schedule] == [
        (5, 12),
        (25, 12),
    ]
    assert storage.package == "dropper_bottle"
    assert storage_of(kept(kept_at="20"), log(5, 5)).temperature.m_as("degC") == 5


def test_a_log_makes_up_for_what_could_not_be_read():
    assert storage_of(kept(kept_at="fridge"), log(5, 5)).coldest_C == pytest.approx(5)
    with pytest.raises(InputErrors) as caught:
        storage_of(kept(kept_at="fridge", openings="often"), log(5, 5))
    assert [error.field for error in caught.value.errors] == ["openings"]


def test_everything_wrong_is_told_under_its_field():
    wrong = dict.fromkeys((*STORAGE_FIELDS, *ASSAY_FIELDS), "?")
    understood = kept(**wrong)
    assert set(understood.errors) == set(wrong)
    assert understood.values == StorageValues()
    with pytest.raises(InputErrors) as caught:
        storage_of(understood)
    assert {error.field for error in caught.value.errors} == set(wrong)


def test_one_wrong_field_leaves_the_others_read():
    understood = kept(kept_at="bathroom", package="jar", fill="80 %")
    assert set(understood.errors) == {"kept_at"}
    assert understood.values.package == "jar"


def test_opened_before_it_was_made_is_told_at_the_opening():
    with pytest.raises(InputErrors) as caught:
        storage_of(kept(made_on="2026-03-31", opened_on="2026-03-30"))
    (error,) = caught.value.errors
    assert (error.field, error.accepted) == ("opened_on", "this is before it was made.")
    assert storage_of(kept(made_on="2026-03-31", opened_on="2026-03-31"))


def test_what_a_storage_refuses_has_the_name_of_the_field():
    day = FIELDS["kept_at"].read("5 °C 22 h, 25 °C 2 h")
    values = StorageValues(schedule=day[:1] * 2, openings_per_day=101.0, fill_fraction=1.5)
    with pytest.raises(InputErrors) as caught:
        storage_of(ParsedRequest(values, {}, {}))
    assert {error.field for error in caught.value.errors} == {"kept_at", "openings", "fill"}


# --- to what was measured -------------------------------------------------------------------------


def test_an_assay_reaches_what_was_measured():
    assayed = with_assay(None, parse_storage(FULL))
    assert assayed == Measured(assay_fraction=0.92, assay_sd=assayed.assay_sd, assay_on=DAY(2026, 5, 15))
    # Three points either way are 95 %.
    assert assayed.assay_sd == pytest.approx(0.03 / Z95)
    assert assayed.assay_sd == pytest.approx(0.03 / 1.96, rel=1e-4)


def test_an_assay_alone_is_enough():
    assert with_assay(None, kept(assay="150 %")) == Measured(assay_fraction=1.5)


def test_a_reading_of_the_pH_stays():
    made = MixRequest(way="made", recipe="5 g vitamin C\n20 g water", reading="3.1", reading_error="0.1")
    measured = measured_of(parse_request(made))
    assert (measured.pH, measured.pH_sd) == pytest.approx((3.1, 0.1 / Z95))
    assayed = with_assay(measured, kept(assay="92"))
    assert (assayed.pH, assayed.pH_sd, assayed.assay_fraction) == (measured.pH, measured.pH_sd, 0.92)
    assert with_assay(measured, kept()) == measured


def test_without_anything_nothing_was_measured():
    assert with_assay(None, kept()) is None


@pytest.mark.parametrize(("name", "text"), [("assay_error", "3"), ("assay_on", "2026-05-15")])
def test_what_belongs_to_an_assay_asks_for_it(name, text):
    with pytest.raises(InputErrors) as caught:
        with_assay(Measured(3.0), kept(**{name: text}))
    (error,) = caught.value.errors
    assert error.field == name
    assert error.fix == "Give the assay too."


# --- links ----------------------------------------------------------------------------------------


def test_a_link_carries_how_it_is_kept():
    opened = MixRequest.from_dict(unpack(pack(FULL.as_dict())))
    assert opened == FULL
    assert parse_storage(opened).values == parse_storage(FULL).values


@pytest.mark.parametrize("name", [*STORAGE_FIELDS, *ASSAY_FIELDS])
def test_a_link_carries_each_field(name):
    request = MixRequest(**{name: getattr(FULL, name)})
    assert getattr(MixRequest.from_dict(unpack(pack(request.as_dict()))), name) == getattr(FULL, name)
    assert name not in MixRequest().as_dict()
