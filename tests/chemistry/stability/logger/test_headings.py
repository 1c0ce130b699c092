"""Headings of columns in the languages that tables are read in."""

from __future__ import annotations

import pytest

from calc.chemistry.stability.logger.headings import (
    heading_marks,
    names_other_quantity,
    unit_in,
    units_in,
)
from calc.chemistry.stability.logger.moments import day_of, split_moment

# Date, time of day, temperature, humidity, dew point.
HEADINGS = {
    "English": ("Date", "Time", "Temperature", "Humidity", "Dew point"),
    "German": ("Datum", "Uhrzeit", "Kühlschranktemperatur", "Luftfeuchte", "Taupunkttemperatur"),
    "French": ("Date", "Heure", "Température", "Humidité", "Point de rosée"),
    "Spanish": ("Fecha", "Hora", "Temperatura", "Humedad", "Punto de rocío"),
    "Italian": ("Data", "Ora", "Temperatura", "Umidità", "Punto di rugiada"),
    "Portuguese": ("Dia", "Hora", "Temperatura", "Umidade", "Ponto de orvalho"),
    "Polish": ("Data", "Godzina", "Temperatura", "Wilgotność", "Punkt rosy"),
    "Russian": ("Дата", "Время", "Температура", "Влажность", "Точка росы"),
    "Dutch": ("Datum", "Tijd", "Buitentemperatuur", "Luchtvochtigheid", "Dauwpunt"),
    "Swedish": ("Datum", "Tid", "Rumstemperatur", "Luftfuktighet", "Daggpunkt"),
    "Czech": ("Datum", "Čas", "Teplota", "Vlhkost", "Rosný bod"),
    "Turkish": ("Tarih", "Saat", "Sıcaklık", "Nem", "Çiy noktası"),
    "Ukrainian": ("Дата", "Час", "Температура", "Вологість", "Точка роси"),
    "Korean": ("날짜", "시간", "온도", "습도", "이슬점"),
    "Chinese": ("日期", "时间", "温度", "湿度", "露点温度"),
    "Chinese, traditional": ("日期", "時間", "溫度", "濕度", "露點溫度"),
    "Japanese": ("日付", "時刻", "室内温度", "湿度", "露点温度"),
}
MONTHS = {
    "English": "5 March 2026",
    "German": "5. März 2026",
    "French": "5 mars 2026",
    "Spanish": "5 de marzo de 2026",
    "Italian": "5 marzo 2026",
    "Portuguese": "5 de março de 2026",
    "Russian": "5 мар 2026",
    "Dutch": "5 maart 2026",
    "Swedish": "5 mars 2026",
    "Czech": "5. března 2026",
    "Turkish": "5 Mart 2026",
    "Ukrainian": "5 березня 2026",
}


@pytest.mark.parametrize("language", HEADINGS)
def test_headings_in_every_language(language):
    date, clock, temperature, *others = map(heading_marks, HEADINGS[language])
    assert "date" in date
    assert "clock" in clock
    assert "temperature" in temperature
    assert "other" not in temperature
    assert all("other" in marks for marks in others)


@pytest.mark.parametrize("language", MONTHS)
def test_months_in_every_language(language):
    moment = split_moment(f"{MONTHS[language]} 10:00")
    assert moment is not None
    assert day_of(moment.date, "day first") == day_of("2026-03-05", "day first")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Temp °C", "C"),
        ("Temp [ºF]", "F"),
        ("Temp, ?F (LGR)", "F"),
        ("Temp \udcb0C", "C"),
        ("Температура, °С", "C"),
        ("温度(℃)", "C"),
        ("temp_f", "F"),
        ("tempC", "C"),
        ("T (K)", "K"),
        ("deg C", "C"),
        ("섭씨", "C"),
        ("Temp F1", ""),
        ("Probe K1", ""),
        ("Thermocouple K", ""),
        ("Fridge", ""),
        ("Kitchen", ""),
        ("Celsius/Fahrenheit", ""),
    ],
)
def test_the_unit_in_a_heading(text, unit):
    assert unit_in(text) == unit


def test_two_units_are_both_seen():
    assert units_in("°C/°F") == {"C", "F"}


# What loggers write above their columns, and all that it says.
MARKS = {
    "Date_Time": "moment date clock",
    "dateTime": "moment date clock",
    "Timestamp": "moment",
    "recorded_at": "moment",
    "measuredAt": "",
    "elapsed_s": "elapsed",
    "dew_point_C": "other",
    "dewPoint": "other",
    "wet_bulb": "other",
    "Set Point": "other",
    "entity_id": "series index",
    "unit_of_measurement": "unit value series",
    "row no": "index",
    "Sensor": "series value",
    "outdoor temp": "outdoors temperature",
    "min. temperature": "lowest temperature",
    "maxTemp": "highest temperature",
    "avg": "middle",
    "mean": "middle value",
    "Rumstemperatur": "temperature",
    "attempts": "",
    "minutes": "",
    "Fridge": "",
    "": "",
}


@pytest.mark.parametrize("heading", MARKS)
def test_all_that_a_heading_says(heading):
    assert heading_marks(heading) == set(MARKS[heading].split())


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("RH, %", True), ("p (hPa)", True), ("mbar", True), ("CO2 ppm", True), ("Batt (V)", True),
        ("wind m/s", True), ("light lux", True), ("rain mm", True), ("ＲＨ ％", True),
        ("Vapour", False), ("Lab", False), ("Temp (°C)", False),
        ("ambient", False), ("volume", False),
    ],
)  # fmt: skip
def test_a_unit_that_is_no_degree_names_another_quantity(heading, other):
    assert names_other_quantity(heading) == other
