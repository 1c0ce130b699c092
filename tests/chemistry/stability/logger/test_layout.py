"""Where the readings of a log begin, which row names its columns, and which column says what, by hand."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from calc.chemistry.stability.logger.layout import Layout, choose_column, epoch_unit, find_layout
from calc.errors import InputErrors
from calc.tables.grid import Grid


class Found(NamedTuple):
    """What is found: line of the headings (0 for none) and of the first reading, and names of columns."""

    header: int
    start: int
    time: tuple[str, ...]
    temperatures: tuple[str, ...]
    counts: str = ""
    guessed: bool = False
    series: str = ""
    unit: str = ""


def layout_of(text: str, parts: str = ",") -> Layout | None:
    """Return how a text with commas is laid out."""
    rows = [(line, cells.split(parts)) for line, cells in enumerate(text.splitlines(), 1)]
    return find_layout(Grid("commas", "text", "utf-8", lambda: iter(rows)), rows)


def found(text: str) -> Found | None:
    """Return what is found in a text, by the names of columns."""
    layout = layout_of(text)
    if layout is None:
        return None
    names = [column.name for column in layout.columns]
    return Found(
        layout.header + 1,
        layout.start + 1,
        tuple(names[place] for place in layout.time),
        tuple(column.name for column in layout.temperatures),
        layout.counts,
        layout.guessed,
        names[layout.series] if layout.series >= 0 else "",
        names[layout.unit] if layout.unit >= 0 else "",
    )


def rows(*cells: str, form: str = "2026-03-01 {},{}", hour: int = 10) -> str:
    """Return rows of an hour each; ``form`` says where the clock stands, and where what the row holds."""
    return "\n".join(form.format(f"{hour + i:02}:00", cell) for i, cell in enumerate(cells))


THREE = rows("20", "22", "21")
PLAIN = ("time",), ("temp",)
UNNAMED = ("column 1",), ("column 2",)
BEGINNINGS = {
    "headings, then readings": (f"time,temp\n{THREE}", Found(1, 2, *PLAIN)),
    "no headings": (THREE, Found(0, 1, *UNNAMED, guessed=True)),
    "remarks above": (f"Logger 7\nShelf,2\n\ntime,temp\n{THREE}", Found(4, 5, *PLAIN)),
    "a remark below the headings": (f"time,temp\nStarted by hand\n{THREE}", Found(1, 3, *PLAIN)),
    "headings of another table above": (f"Date,Temperature\n\ntime,temp\n{THREE}", Found(3, 4, *PLAIN)),
    "a time with a number above": (
        f"Start,2026-03-01 09:00,5\n{THREE}",
        Found(0, 2, *UNNAMED, guessed=True),
    ),
    "the times of a trip above": (
        f"Start,2026-03-01 09:00\nEnd,2026-03-01 15:00\n{THREE}",
        Found(0, 3, *UNNAMED, guessed=True),
    ),
    "the days of a trip above": (
        f"Start,2026-03-01\nEnd,2026-03-02\n{THREE}",
        Found(0, 3, *UNNAMED, guessed=True),
    ),
    "the clock of the start above": (f"Start,09:00\n{THREE}", Found(0, 2, *UNNAMED, guessed=True)),
    "the first is missing": (f"{rows('NaN', '21', '22')}", Found(0, 1, *UNNAMED, guessed=True)),
    "all are missing": (rows("NaN", "NaN", "NaN"), None),
    "one reading": (rows("20"), None),
    "two readings": (rows("20", "21"), Found(0, 1, *UNNAMED, guessed=True)),
    "blank lines between": (THREE.replace("\n", "\n\n\n\n\n"), Found(0, 1, *UNNAMED, guessed=True)),
    "remarks between": (
        THREE.replace("\n", "\nopened\nclosed\n", 1),
        Found(0, 1, *UNNAMED, guessed=True),
    ),
    "a title of two words for headings": (
        f"Time and temperature of the fridge\n{THREE}",
        Found(0, 2, *UNNAMED, guessed=True),
    ),
    "a moment beside the words": (
        f"Temperature,Start time,2026-02-28 10:00\n{THREE}",
        Found(0, 2, *UNNAMED, guessed=True),
    ),
    "long remarks": (
        f"{'Time is that of the clock on the wall; ' * 4},{'temperature in °C of the probe; ' * 5}\n{THREE}",
        Found(0, 2, *UNNAMED, guessed=True),
    ),
    "seconds since 1970": (
        "1767225600,20\n1767229200,22\n1767232800,21",
        Found(0, 1, *UNNAMED, "seconds", guessed=True),
    ),
    "two of them": ("1767225600,20\n1767229200,21", Found(0, 1, *UNNAMED, "seconds", guessed=True)),
    "seconds below a title": (
        "Logger 1767225600\n1767225600,20\n1767229200,22\n1767232800,21",
        Found(0, 2, *UNNAMED, "seconds", guessed=True),
    ),
    "a number above that is no such count": (
        "7,fridge\n1767225600,20\n1767229200,22\n1767232800,21",
        Found(0, 2, *UNNAMED, "seconds", guessed=True),
    ),
    "a serial number like seconds above": (
        "1767225600,\nfridge,\n1767225600,20\n1767229200,22\n1767232800,21",
        Found(0, 3, *UNNAMED, "seconds", guessed=True),
    ),
    "a count with its units below": (
        "Time,Temp\n(s),(°C)\n0,20\n60,21\n120,22",
        None,
    ),
    "a count that says it": (
        "Time (s),Temp\n,(°F)\n,\n0,70\n60,71\n120,72",
        Found(1, 4, ("Time (s)",), ("Temp",), "elapsed"),
    ),
    "a count at once": ("Time (s),Temp\n0,70\n60,71", Found(1, 2, ("Time (s)",), ("Temp",), "elapsed")),
    "headings alone": ("Time (s),Temp\n", None),
    "headings and words": ("Time (s),Temp\nno,readings\n", None),
}
HEADERS = {
    "words that say nothing": (f"seen,fridge\n{THREE}", Found(1, 2, ("seen",), ("fridge",), guessed=True)),
    "one word": (f"fridge\n{THREE}", Found(0, 2, *UNNAMED, guessed=True)),
    "half as many as cells": (
        f"seen,fridge\n{rows('20,a,b', '21,d,e')}",
        Found(1, 2, ("seen",), ("fridge",), guessed=True),
    ),
    "less than half": (
        f"seen,fridge\n{rows('20,a,b,d', '21,e,g,h')}",
        Found(0, 2, *UNNAMED, guessed=True),
    ),
    "words below the readings": (f"{THREE}\nstopped,by hand", Found(0, 1, *UNNAMED, guessed=True)),
    "a number among them": (f"seen,fridge,7\n{THREE}", Found(0, 2, *UNNAMED, guessed=True)),
    "a remark by its sign": (f"# seen,fridge\n{THREE}", Found(0, 2, *UNNAMED, guessed=True)),
    "the last that may be": (
        f"shop,street\nseen,fridge\n{THREE}",
        Found(2, 3, ("seen",), ("fridge",), guessed=True),
    ),
    "one that says temperature before": (
        f"seen,temperature\nx,y\n{THREE}",
        Found(1, 3, ("seen",), ("temperature",)),
    ),
    "four rows above": (f"seen,fridge\n\nb\nc\n{THREE}", Found(1, 5, ("seen",), ("fridge",), guessed=True)),
    "five rows above": (f"seen,fridge\n\nb\nc\nd\n{THREE}", Found(0, 6, *UNNAMED, guessed=True)),
    "cells of 59 signs": (
        f"seen,{'f' * 59}\n{THREE}",
        Found(1, 2, ("seen",), ("f" * 59,), guessed=True),
    ),
    "cells of 60 signs": (f"seen,{'f' * 60}\n{THREE}", Found(0, 2, *UNNAMED, guessed=True)),
    "blank cells behind": (f"time,temp,,\n{THREE}", Found(1, 2, *PLAIN)),
    "rows that begin with their number": (
        f"time,temp\n{rows('20', '21', '22', form='7,2026-03-01 {},{}')}",
        Found(1, 2, *PLAIN),
    ),
    "and with units below": (
        f"time,temp\n,°F\n{rows('70', '71', '72', form='7,2026-03-01 {},{}')}",
        Found(1, 3, *PLAIN),
    ),
    "numbers of rows and no heading of times": (
        f"seen,temp\n{rows('20', '21', '22', form='7,2026-03-01 {},{}')}",
        Found(1, 2, ("seen",), ("temp",)),
    ),
    "a last column without a heading": (
        f"when,temp\n{rows('20,45', '22,46')}",
        Found(1, 2, ("when",), ("temp",)),
    ),
    "words in front that have no heading": (
        f"time,temp\n{rows('20', '22', '21', form='shelf,2026-03-01 {},{}')}",
        Found(1, 2, ("column 2",), ("column 3",), guessed=True, series="column 1"),
    ),
    "times below a temperature": (f"Temperature,Time\n{THREE}", Found(1, 2, *UNNAMED, guessed=True)),
    "the time of a temperature": (
        f"Temperature time,Bath\n{THREE}",
        Found(1, 2, ("Temperature time",), ("Bath",), guessed=True),
    ),
    "words behind the last heading": (
        f"time,temp\n{rows('20,open', '21,shut', '22,open')}",
        Found(1, 2, *PLAIN),
    ),
    "names that come again": (
        f"time,temp,temp,temp\n{rows('20,5,7', '21,5,7')}",
        Found(1, 2, ("time",), ("temp", "temp (2)", "temp (3)")),
    ),
    "groups above": (
        "Indoor,,Outdoor,,\nTemperature,Humidity,Temperature,Humidity,Time\n"
        "20,40,5,80,2026-03-01 10:00\n21,40,5,80,2026-03-01 11:00",
        Found(2, 3, ("Time",), ("Indoor Temperature", "Outdoor Temperature")),
    ),
    "groups below": (
        f"time,temp,temp\n,bath,hall\n{rows('20,5', '21,5')}",
        Found(1, 3, ("time",), ("bath temp", "hall temp")),
    ),
    "a group below one of them": (
        f"time,temp,temp\n,bath,\n{rows('20,5', '21,5')}",
        Found(1, 3, ("time",), ("bath temp", "temp")),
    ),
    "a group above one of them": (
        f",,hall\ntime,temp,temp\n{rows('20,5', '21,5')}",
        Found(2, 3, ("time",), ("temp", "hall temp")),
    ),
    "groups below that are the same": (
        f"time,temp,temp\n,°C,°C\n{rows('20,5', '21,5')}",
        Found(1, 3, ("time",), ("temp", "temp (2)")),
    ),
    "names that differ need no group": (
        f",bath,hall\ntime,temp,temperature\n{rows('20,5', '21,5')}",
        Found(2, 3, ("time",), ("temp", "temperature")),
    ),
}
D = "2026-03-01"
TIMES = {
    "a day of export and dates": (
        f"exported on,day,temp\n{D},2026-02-01,20\n{D},2026-02-02,21\n{D},2026-02-03,22",
        Found(1, 2, ("day",), ("temp",)),
    ),
    "a moment of export and moments": (
        "exported,seen,temp\n" + rows("20", "21", "22", form=f"{D} 23:00,{D} {{}},{{}}"),
        Found(1, 2, ("seen",), ("temp",)),
    ),
    "the moments that are named as times": (
        "door,time,temp\n" + rows("20", "21", "22", form=f"{D} {{0}}:01,{D} {{0}},{{1}}"),
        Found(1, 2, *PLAIN),
    ),
    "date and clock": (
        "date,time,temp\n" + rows("20", "21", form=f"{D},{{}},{{}}"),
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "clock before the date": (
        "time,date,temp\n" + rows("20", "21", form=f"{{}},{D},{{}}"),
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "a clock before and one behind": (
        "up,date,time,temp\n" + rows("20", "21", form=f"03:00,{D},{{}},{{}}"),
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "moments of few rows beside date and clock": (
        f"checked at,date,time,temp\n{D} 10:07,{D},10:00,20\n,{D},11:00,21\n,{D},12:00,22",
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "moments of half of the rows and nothing else": (
        f"time,temp\n{D} 10:00,20\n,\n{D} 11:00,21\n,",
        Found(1, 2, *PLAIN),
    ),
    "moments of fewer than half of the rows": (
        f"seen,temp\n{D} 10:00,20\n{D} 11:00,22\nlater,21\nlater,22\nthen,21",
        None,
    ),
    "dates of fewer than half of the rows": (
        f"seen,temp\n{D},20\n{D},22\nlater,21\nlater,22\nthen,21",
        None,
    ),
    "clocks of fewer than half of the rows": (
        f"day,up,temp\n{D},10:00,20\n{D},11:00,22\n{D},later,21\n{D},then,22\n{D},soon,21",
        Found(1, 2, ("day",), ("temp",)),
    ),
    "dates alone": (f"day,temp\n{D},20\n2026-03-02,21", Found(1, 2, ("day",), ("temp",))),
    "clocks alone": ("time,temp\n10:00,20\n11:00,21", None),
    "whole hours": (
        "date,hour,temp\n2026-03-01,10,20\n2026-03-01,11,21",
        Found(1, 2, ("date", "hour"), ("temp",)),
    ),
    "hours with points": (
        "date,time,temp\n2026-03-01,10.00,20\n2026-03-01,10.30,21",
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "clocks with points and seconds": (
        "date,time,temp\n2026-03-01,9.30.15,20\n2026-03-01,9.45.15,22",
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "days with points below a time": (
        "time,temp\n1.3.15,20\n2.3.15,22",
        Found(1, 2, *PLAIN),
    ),
    "no clock anywhere": (
        "date,time,temp\n2026-03-01,,20\n2026-03-02,,22",
        Found(1, 2, ("date",), ("temp",)),
    ),
    "numbers that are no clocks": (
        "date,time,temp\n2026-03-01,10.77,20\n2026-03-02,11.00,21",
        Found(1, 2, ("date",), ("temp",)),
    ),
    "a temperature of an hour is no clock": (
        "date,hour temperature,humidity\n2026-03-01,10,40\n2026-03-02,11,40",
        Found(1, 2, ("date",), ("hour temperature",)),
    ),
    "seconds below a heading that is not known": (
        "epoch,temp\n1767225600,20\n1767229200,22\n1767232800,21",
        Found(1, 2, ("epoch",), ("temp",), "seconds"),
    ),
    "seconds below a heading of something else": (
        "humidity,temp\n1767225600,20\n1767229200,22\n1767232800,21",
        None,
    ),
    "days without any heading": (
        "46082.5;20\n46082.75;22\n46083.5;21".replace(";", ","),
        None,
    ),
    "seconds, newest first": (
        "time,temp\n1767232800,20\n1767229200,21\n1767225600,22",
        Found(1, 2, *PLAIN, "seconds"),
    ),
    "milliseconds, newest first": (
        "time,temp\n1767232800000,20\n1767229200000,21",
        Found(1, 2, *PLAIN, "seconds"),
    ),
    "seconds in the last column, and a remark": (
        "temp,time\n20,1767232800\nopened\n22,1767229200",
        Found(1, 2, *PLAIN, "seconds"),
    ),
    "days of Excel": ("time,temp\n46082.5,20\n46082.75,21", Found(1, 2, *PLAIN, "days")),
    "the ends of days of Excel": ("time,temp\n30000,20\n70000,21", Found(1, 2, *PLAIN, "days")),
    "below these days": ("time,temp\n29999,20\n30001,21", None),
    "above these days": ("time,temp\n69999,20\n70001,21", None),
    "numbers with a unit are no days": ("time (°C),temp (°C)\n46082 °C,20\n46083 °C,21", None),
    "of two counts not all": ("time,temp\n1767232800,20\n5,21", None),
    "seconds of a heading that rise": (
        "Time (s),temp\n1767225600,20\n1767229200,21",
        Found(1, 2, ("Time (s)",), ("temp",), "seconds"),
    ),
    "numbers below another heading": ("shelf,temp\n46082,20\n46083,21", None),
}
TEMPERATURES = {
    "the value": (f"time,value,door\n{rows('20,1', '21,5')}", Found(1, 2, ("time",), ("value",))),
    "values": (
        f"time,channel 1,channel 2\n{rows('20,1', '21,5')}",
        Found(1, 2, ("time",), ("channel 1", "channel 2"), guessed=True),
    ),
    "a value that is a name rather": (
        f"time,sensor,reading\n{rows('7,20', '9,21', '7,20', '9,21')}",
        Found(1, 2, ("time",), ("reading",), series="sensor"),
    ),
    "a unit rather than a value": (
        f"time,value,inside (°C)\n{rows('7,20', '5,21')}",
        Found(1, 2, ("time",), ("inside (°C)",)),
    ),
    "neither": (
        f"time,bath,hall\n{rows('20,1', '21,5')}",
        Found(1, 2, ("time",), ("bath", "hall"), guessed=True),
    ),
    "another quantity": (
        f"time,bath,RH\n{rows('20,40', '21,41')}",
        Found(1, 2, ("time",), ("bath",), guessed=True),
    ),
    "another quantity by its unit": (
        f"time,bath,hall (%)\n{rows('20,40', '21,41')}",
        Found(1, 2, ("time",), ("bath",), guessed=True),
    ),
    "a chilled mirror": (f"time,dew point (°C)\n{rows('20', '21')}", None),
    "numbers of rows": (
        f"time,a,b\n{rows('1,20', '2,21', '3,21')}",
        Found(1, 2, ("time",), ("b",), guessed=True),
    ),
    "two numbers are no count": (
        f"time,a,b\n{rows('1,20', '2,21')}",
        Found(1, 2, ("time",), ("a", "b"), guessed=True),
    ),
    "numbers with a step": (
        f"time,a,b\n{rows('1,20', '2,21', '4,21')}",
        Found(1, 2, ("time",), ("a", "b"), guessed=True),
    ),
    "degrees that rise by one": (f"time,temp\n{rows('1', '2', '3')}", Found(1, 2, *PLAIN)),
    "degrees with a unit that rise by one": (
        f"time,bath (°C)\n{rows('1', '2', '3')}",
        Found(1, 2, ("time",), ("bath (°C)",)),
    ),
    "an index": (f"time,no,bath\n{rows('7,20', '9,21')}", Found(1, 2, ("time",), ("bath",), guessed=True)),
    "a probe that fell out": (
        f"time,temp 1,temp 2\n{rows('20,5', ',5', ',6', ',6')}",
        Found(1, 2, ("time",), ("temp 2", "temp 1")),
    ),
    "a probe that is there half of the time": (
        f"time,temp 1,temp 2\n{rows('20,5', '20,5', ',6', ',6')}",
        Found(1, 2, ("time",), ("temp 1", "temp 2")),
    ),
    "a column of which most is words": (
        f"time,temp,min temp\n{rows('20,18', '21,18', 'door,19', 'door,18', 'door,')}",
        Found(1, 2, ("time",), ("min temp", "temp")),
    ),
    "words beneath": (
        f"time,remark,bath\n{rows('fine,20', 'well,21')}",
        Found(1, 2, ("time",), ("bath",), guessed=True),
    ),
    "C alone": (f"time,C,rest\n{rows('20,7', '21,9')}", Found(1, 2, ("time",), ("C",))),
    "A, B and C": (
        f"time,A,B,C\n{rows('20,7,1', '21,9,1')}",
        Found(1, 2, ("time",), ("A", "B", "C"), guessed=True),
    ),
    "a unit below the headings": (
        f"time,channel 1,channel 2\n,%,°C\n{rows('40,20', '41,21')}",
        Found(1, 3, ("time",), ("channel 2",)),
    ),
    "units behind the numbers": (f"time,a,b\n{rows('40,20 °C', '41,21 °C')}", Found(1, 2, ("time",), ("b",))),
    "degrees that are no temperature": (
        f"time,delta,b\n{rows('2 °C,20', '3 °C,21')}",
        Found(1, 2, ("time",), ("b",), guessed=True),
    ),
}
SERIES = {
    "a place by its heading": (
        f"time,room,temp\n{rows('bath,20', 'hall,21')}",
        Found(1, 2, ("time",), ("temp",), series="room"),
    ),
    "numbers of sensors": (
        f"time,sensor id,temp\n{rows('7,20', '9,21')}",
        Found(1, 2, ("time",), ("temp",), series="sensor id"),
    ),
    "words without a heading that tells": (
        f"time,a,temp\n{rows('bath,20', 'hall,21', 'bath,20', 'hall,21')}",
        Found(1, 2, ("time",), ("temp",), series="a"),
    ),
    "words that do not come again": (
        f"time,a,temp\n{rows('bath,20', 'hall,21', 'bed,20', 'hall,21')}",
        Found(1, 2, ("time",), ("temp",)),
    ),
    "words of nine rows of ten": (
        f"time,a,temp\n{rows(*['bath,20'] * 9, ',21', hour=1)}",
        Found(1, 2, ("time",), ("temp",), series="a"),
    ),
    "words of eight rows of ten": (
        f"time,a,temp\n{rows(*['bath,20'] * 8, ',21', ',22', hour=1)}",
        Found(1, 2, ("time",), ("temp",)),
    ),
    "words that begin with a digit": (
        f"time,a,temp\n{rows(*['2 alarms,20'] * 4)}",
        Found(1, 2, ("time",), ("temp",)),
    ),
    "units": (f"time,a,temp\n{rows(*['°C,20'] * 4)}", Found(1, 2, ("time",), ("temp",), unit="a")),
    "units with their heading in the middle": (
        f"time,a,temp\n{rows('°C,20', '°C,21', 'a,', '°C,21')}",
        Found(1, 2, ("time",), ("temp",), unit="a"),
    ),
    "units and words": (f"time,a,temp\n{rows('°C,20', '°C,21', 'x,21')}", Found(1, 2, ("time",), ("temp",))),
    "units first": (
        "unit,time,temp\n°F,2026-03-01 10:00,30\n°F,2026-03-01 11:00,31",
        Found(1, 2, *PLAIN, unit="unit"),
    ),
    "moments of half of the rows beside date and clock": (
        f"at,date,time,temp\n{D} 10:07,{D},10:00,20\n{D} 11:07,{D},11:00,20\n,{D},12:00,21\n,{D},13:00,22",
        Found(1, 2, ("date", "time"), ("temp",)),
    ),
    "units that are called a measurement": (
        f"last_changed,state,unit_of_measurement\n{rows(*['30,°F'] * 4)}",
        Found(1, 2, ("last_changed",), ("state",), unit="unit_of_measurement"),
    ),
    "units and names": (
        f"time,room,unit,temp\n{rows(*['bath,°F,70', 'hall,°F,71'] * 2)}",
        Found(1, 2, ("time",), ("temp",), series="room", unit="unit"),
    ),
    "many numbers of sensors, each once": (
        f"time,sensor id,temp\n{rows(*[f'{7 * i},20' for i in range(21)], hour=0)}",
        Found(1, 2, ("time",), ("temp",)),
    ),
}
OF_SEVERAL = {
    "sensors that are columns": (
        f"time,sensor 1,sensor 2\n{rows('20,9', '21,7')}",
        Found(1, 2, ("time",), ("sensor 1", "sensor 2"), guessed=True),
    ),
    "a sensor with a unit": (
        f"time,sensor,sensor 2 (°C)\n{rows('9,20', '7,21')}",
        Found(1, 2, ("time",), ("sensor 2 (°C)",), series="sensor"),
    ),
    "a temperature that is called a sensor": (
        f"time,temp,hall sensor (°C)\n{rows('20,9', '21,7')}",
        Found(1, 2, ("time",), ("temp", "hall sensor (°C)")),
    ),
    "a sensor and the number of its station": (
        f"time,station id,sensor\n{rows('7,20', '9,5', '7,22', '9,7')}",
        Found(1, 2, ("time",), ("sensor",), series="station id"),
    ),
    "a place that is told once": (
        f"time,temp,room\n{rows('20,bath', '21,')}",
        Found(1, 2, ("time",), ("temp",), series="room"),
    ),
}
CASES = OF_SEVERAL | BEGINNINGS | HEADERS | TIMES | TEMPERATURES | SERIES


@pytest.mark.parametrize("name", CASES)
def test_how_a_log_is_laid_out(name):
    text, expected = CASES[name]
    assert found(text) == expected


def test_each_of_several_of_one_name_has_that_of_its_group():
    layout = layout_of(HEADERS["groups above"][0])
    assert [column.name for column in layout.columns] == [
        *("Indoor Temperature", "Indoor Humidity", "Outdoor Temperature", "Outdoor Humidity", "Time"),
    ]


def test_no_two_cases_have_one_name():
    assert len(CASES) == sum(map(len, (OF_SEVERAL, BEGINNINGS, HEADERS, TIMES, TEMPERATURES, SERIES)))


@pytest.mark.parametrize(
    ("body", "readings"),
    [
        (rows("20,x", "21,x", "22,x"), 3),
        (rows("20,x", "21,x", "NaN,x", ",x", "warm,x"), 2),
        (rows("20,x", "21,x", "23,x") + "\nstopped\n,22,x\nlater,22,x", 4),
        (rows("20", "21") + "\n2026-03-01 12:00", 2),
    ],
)
def test_how_many_rows_are_readings(body, readings):
    """A row whose time is missing may have that of the row above; one with words for it is no reading."""
    assert layout_of(f"time,temp,note\n{body}").readings == readings


@pytest.mark.parametrize(
    ("body", "is_parted"),
    [
        (rows("21,5,,", "22,5,,"), True),
        (rows("-3,5,,", "+4,5,,"), True),
        # A whole number is written without a comma: these are 21.5, 21, 22.5 and 22 degrees.
        (rows("21,5,,", "21,,", "22,5,,", "22,,"), True),
        (rows("21,5,,", "22,,", "23,,"), True),
        (rows("21,,", "22,,"), False),
        (rows("21,55,,", "22,56,,"), False),  # humidity, and a comma behind the last cell
        (rows("21.5,5,,", "22.5,5,,"), False),
        (rows("21,5,,", "22,55,,"), False),
        (rows("21,x,,", "22,x,,"), False),
        (rows("21,5,,,", "22,5,,,"), False),
    ],
)
def test_a_decimal_comma_between_commas_is_seen_by_the_cell_too_many(body, is_parted):
    text = f"time,temperature,event,flag\n{body}"
    if not is_parted:
        assert layout_of(text).temperatures[0].name == "temperature"
        return
    with pytest.raises(InputErrors) as caught:
        layout_of(text)
    (error,) = caught.value.errors
    assert (error.field, error.given) == ("log", body.partition("\n")[0].replace(",", ", "))
    assert ("one cell more" in error.accepted, "semicolons" in error.fix) == (True, True)


def test_the_last_column_is_parted_too() -> None:
    with pytest.raises(InputErrors, match="one cell more"):
        layout_of(f"time,temp\n{rows('21,5', '22,5')}")


MANY = f"time,room,temp,door,hall\n{rows('a,20,x,9', 'b,21,y,7')}"
PROBES = f"time,A,door,B\n{rows('20,x,9', '21,y,7')}"


@pytest.mark.parametrize(
    ("text", "column", "temperatures"),
    [
        (PROBES, "A", ("A", "B")),
        (PROBES, "B", ("B", "A")),
        (MANY, "hall", ("hall", "temp")),
        (MANY, "a", ("temp",)),  # it may be a room
    ],
)
def test_the_column_that_somebody_chooses_comes_first(text, column, temperatures):
    layout = choose_column(layout_of(text), column)
    assert tuple(one.name for one in layout.temperatures) == temperatures
    assert not layout.guessed


@pytest.mark.parametrize(
    ("text", "column", "offered"),
    [
        (PROBES, "C", ("A", "B")),
        (PROBES, "time", ("A", "B")),
        (PROBES, "door", ("A", "B")),
        (MANY, "time", ("temp", "hall")),
        (MANY, "door", ("temp", "hall")),
    ],
)
def test_only_a_column_of_numbers_can_be_chosen(text, column, offered):
    with pytest.raises(InputErrors) as caught:
        choose_column(layout_of(text), column)
    (error,) = caught.value.errors
    assert (error.field, error.given, error.readings) == ("column", column, offered)
    assert error.fix == f"Choose one of {offered[0]}, {offered[1]}."


@pytest.mark.parametrize(
    ("number", "worth"),
    [
        (999_999_999, 0),
        (1e9, 1),
        (4.09e9, 1),
        (4.1e9, 0),
        (1e12, 1e-3),
        (1e15, 1e-6),
        (1e18, 1e-9),
        (4.1e18, 0),
        (-1.7e9, 0),
    ],
)
def test_counts_since_1970_by_their_size(number, worth):
    """From September 2001 on, in seconds, and in thousandths, millionths and thousand millionths of them."""
    assert epoch_unit(number) == worth


def test_what_a_column_holds() -> None:
    text = "time,temp,index,note,mixed\n" + rows("20,1,a,1", "NaN,2,,b", "21,3,b,NaN", "22,4,c,")
    columns = layout_of(text).columns
    assert [(c.name, c.position, c.is_number, c.is_text, c.counts) for c in columns] == [
        ("time", 0, False, False, False),
        ("temp", 1, True, False, True),
        ("index", 2, True, False, True),
        ("note", 3, False, True, False),
        ("mixed", 4, False, False, False),
    ]
    assert dict(columns[1].kinds) == {"number": 3, "missing": 1}
    assert [
        c.unit for c in layout_of(f"time,temp °F,K,bb\n,,,°C/°F\n{rows('20,280,1', '21,281,5')}").columns
    ] == [
        "",
        "F",
        "K",
        "",
    ]
    behind = layout_of(HEADERS["blank cells behind"][0])
    assert [c.name for c in behind.columns] == ["time", "temp"]
    both = layout_of(f"time,temp °C/°F\n{rows('20', '22')}")
    assert [c.unit for c in both.columns] == ["", ""]
    other = layout_of(f"time,dew point,temp\n{rows('9 °C,20', '8 °C,22')}")
    assert [c.unit for c in other.columns] == ["", "", ""]
    numbered = layout_of(f"time,temp\n{rows('20', '22', form='7,2026-03-01 {},{}')}")
    assert [c.name for c in numbered.columns] == ["column 1", "time", "temp"]
