"""The curve of a batch with what was measured on it, as a Vega-Lite spec."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from calc.log import Measurement
from calc.messages import say
from calc.uncertainty import Band
from calc.units import show_number
from ui.charts import Palette, Spec, text_mark

_COLOUR_LENGTH = 18
#: Heights at which words stand over the days in turn, so that they do not overlap [%].
_HEIGHTS = (18, 32, 46)


@dataclass(frozen=True)
class Mark:
    """Something measured, as it stands on a curve.

    ``left``: median, low and high of an assay [%]; ``pH``: those of a pH.
    """

    day: float
    label: str
    left: tuple[float, float, float] | None = None
    pH: tuple[float, float, float] | None = None


def marks_of(measurements: Sequence[Measurement], since: datetime.date) -> list[Mark]:
    """Return measurements as marks over the days since a batch was made."""
    marks = []
    for measurement in measurements:
        day = float((measurement.on - since).days)
        if measurement.kind == "assay" and measurement.value is not None:
            off, left = 100 * (measurement.plus_minus or 0.0), 100 * measurement.value
            marks.append(
                Mark(day, say("{left} % left", left=show_number(left)), (left, left - off, left + off))
            )
        elif measurement.kind == "pH" and measurement.value is not None:
            off = (measurement.step or 0.0) / 2 or measurement.plus_minus or 0.0
            ends = (measurement.value, measurement.value - off, measurement.value + off)
            marks.append(Mark(day, f"pH {show_number(measurement.value)}", pH=ends))
        elif measurement.words:
            words = measurement.words
            marks.append(Mark(day, words if len(words) <= _COLOUR_LENGTH else f"{words[:_COLOUR_LENGTH]}…"))
    return marks


def curve_end(discard: float | None, today: float | None, marks: Sequence[Mark]) -> float | None:
    """Return the last day to show, so that all of a batch stands on the curve; None for the whole curve."""
    if discard is None:
        return None
    return 1.5 * max(discard, today or 0.0, *(mark.day for mark in marks), 1.0)


def add_marks(spec: Spec, marks: Sequence[Mark], today: float | None, palette: Palette) -> Spec:
    """Return a curve of `charts.loss` with what was measured, and a line for today.

    Parameters
    ----------
    spec : dict
    marks : sequence of Mark
    today : float, optional
        Days since it was made.
    palette : mapping
        "text", "value", "track": colours.
    """
    encoding = spec["layer"][1]["encoding"]
    x, y = encoding["x"], encoding["y"]
    _, end = x["scale"]["domain"]
    layers = list(spec["layer"])
    if today is not None and 0 <= today <= end:
        layers += _line(x, y, today, palette)
    others = 0
    for mark in marks:
        if not 0 <= mark.day <= end:
            continue
        if mark.left is not None:
            layers += _assay(x, y, mark, palette)
        else:
            layers += _flag(x, y, mark, _HEIGHTS[others % len(_HEIGHTS)], end, palette)
            others += 1
    return {**spec, "layer": layers}


def marks_words(marks: Sequence[Mark], today: float | None) -> str:
    """Return what stands on the curve in words."""
    words = [say("day {day:.0f}: {label}", day=mark.day, label=mark.label) for mark in marks]
    now = [] if today is None else [say("today is day {today:.0f}", today=today)]
    said = say("Measured, {marks}.", marks="; ".join([*words, *now]))
    return f" {said}" if words or now else ""


def _line(x: Spec, y: Spec, day: float, palette: Palette) -> list[Spec]:
    """Return a line for today."""
    row = {"data": {"values": [{"day": day, "left": 0, "to": 100, "at": 60, "label": say("today")}]}}
    rule = {"type": "rule", "color": palette["track"], "strokeWidth": 2}
    return [
        {**row, "mark": rule, "encoding": {"x": x, "y": y, "y2": {"field": "to"}}},
        {
            **row,
            "mark": text_mark(palette, dx=4, align="left"),
            "encoding": {"x": x, "y": {**y, "field": "at"}, "text": {"field": "label"}},
        },
    ]


def _assay(x: Spec, y: Spec, mark: Mark, palette: Palette) -> list[Spec]:
    """Return an assay with its error."""
    assert mark.left is not None
    left, low, high = mark.left
    row = {
        "data": {"values": [{"day": mark.day, "left": left, "low": low, "high": high, "label": mark.label}]}
    }
    point = {"type": "point", "filled": True, "size": 90, "color": palette["text"], "opacity": 1}
    bar = {"type": "rule", "color": palette["text"]}
    return [
        {**row, "mark": bar, "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}},
        {**row, "mark": point, "encoding": {"x": x, "y": y}},
        {
            **row,
            "mark": text_mark(palette, dx=8, dy=16, align="left"),
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]


def _flag(x: Spec, y: Spec, mark: Mark, height: float, end: float, palette: Palette) -> list[Spec]:
    """Return words over a day; to the left of it where the curve ends soon."""
    row = {"data": {"values": [{"day": mark.day, "left": height, "label": mark.label}]}}
    near_end = mark.day > 0.6 * end
    words = text_mark(palette, dx=-6 if near_end else 6, align="right" if near_end else "left")
    point = {"type": "point", "shape": "diamond", "size": 60, "color": palette["text"], "opacity": 1}
    return [
        {**row, "mark": point, "encoding": {"x": x, "y": y}},
        {**row, "mark": words, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
    ]


def pH_chart(marks: Sequence[Mark], predicted: Band | None, end: float, palette: Palette) -> Spec:
    """Return the pH that was measured over the days, over the band that is expected.

    Parameters
    ----------
    marks : sequence of Mark
        Those of a pH.
    predicted : Band, optional
    end : float
        The last day that is shown.
    palette : mapping
        "text", "value": colours.
    """
    ends = [mark.pH for mark in marks if mark.pH is not None]
    lows = [low for _, low, _ in ends] + ([predicted.low] if predicted else [])
    highs = [high for _, _, high in ends] + ([predicted.high] if predicted else [])
    axis = {"labelColor": palette["text"], "titleColor": palette["text"], "labelFontSize": 12}
    x = {"field": "day", "type": "quantitative", "title": say("days"), "axis": {**axis, "tickCount": 6}}
    x["scale"] = {"domain": [0, end], "nice": False}
    y = {"field": "pH", "type": "quantitative", "title": "pH", "axis": {**axis, "tickCount": 4}}
    y["scale"] = {"domain": [min(lows) - 0.2, max(highs) + 0.2], "zero": False, "nice": False}
    layers: list[Spec] = []
    if predicted:
        band = {"day": 0, "to": end, "pH": predicted.low, "high": predicted.high}
        layers.append(
            {
                "data": {"values": [band]},
                "mark": {"type": "rect", "color": palette["value"], "opacity": 0.2},
                "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "y2": {"field": "high"}},
            }
        )
    rows = [
        {"day": mark.day, "pH": pH, "low": low, "high": high, "label": mark.label.removeprefix("pH ")}
        for mark, (pH, low, high) in zip(marks, ends)
    ]
    point = {"type": "point", "filled": True, "size": 70, "color": palette["text"], "opacity": 1}
    lines = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    layers += [
        {"mark": {"type": "rule", "color": palette["text"]}, "encoding": lines},
        {"mark": point, "encoding": {"x": x, "y": y}},
        {
            "mark": text_mark(palette, dx=8, align="left"),
            "encoding": {"x": x, "y": y, "text": {"field": "label"}},
        },
    ]
    measured = {"data": {"values": rows}, "layer": layers[-3:]}
    return {
        "layer": [*layers[:-3], measured],
        "height": 110,
        "config": {"view": {"stroke": None}, "axis": {"grid": False}},
    }


def pH_words(marks: Sequence[Mark], predicted: Band | None) -> str:
    """Return the measured pH in words, for those who do not see it."""
    said = "; ".join(say("day {day:.0f}: {label}", day=mark.day, label=mark.label) for mark in marks)
    words = say("The pH that was measured: {said}.", said=said)
    if predicted is None:
        return words
    expected = say("Expected: {low:.1f} to {high:.1f}.", low=predicted.low, high=predicted.high)
    return f"{words} {expected}"
