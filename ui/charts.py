"""Results to Vega-Lite specs (plain dicts): pure functions, colours handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calc.catalog.truth import TruthRow
from calc.chemistry.dosing import Dose
from calc.chemistry.stability.kinetics import T90_FRACTION
from calc.chemistry.stability.life import LossCurve
from calc.chemistry.titration import TitrationCurve
from calc.messages import say, say_list, say_n
from calc.uncertainty import Band
from calc.units import THIN, show_band

Spec = dict[str, Any]
Palette = Mapping[str, str]
Numbers = Sequence[float] | NDArray[np.float64]

_BARE = {"view": {"stroke": None}, "axis": {"grid": False, "domain": False, "ticks": False}}


def gauge(band: Band, window: tuple[float, float] | None, palette: Palette) -> Spec:
    """Return a strength with its band on a line that shows the window it is judged by.

    Parameters
    ----------
    band : Band
        Strength [0–1].
    window : tuple of float, optional
        Lower and upper end of the usual range [0–1]; None where no range is known.
    palette : mapping
        "text", "window", "value", "track": colours.
    """
    low, high = window or (0.0, 0.0)
    top = max(band.high * 1.15, high * 1.25, 0.01) * 100
    scale = {"domain": [0, top], "nice": False}
    x = {"field": "from", "type": "quantitative", "scale": scale, "axis": None}
    layers = [_bar(x, [{"from": 0, "to": top}], palette["track"], 4, 0.5)]
    if window:
        layers += [
            _bar(x, [{"from": low * 100, "to": high * 100}], palette["window"], 18, 0.35),
            _words(x, [(low * 100, f"{low * 100:g}"), (high * 100, f"{high * 100:g}{THIN}%")], 20, palette),
        ]
    ends = {"from": band.low * 100, "to": band.high * 100}
    median = show_band(band.median * 100, band.low * 100, band.high * 100)[0]
    layers += [
        _bar(x, [ends], palette["value"], 26, 0.45),
        _dot(x, band.median * 100, palette["value"]),
        _words(x, [(band.median * 100, f"{median}{THIN}%")], -22, palette, bold=True),
    ]
    return {"layer": layers, "height": 84, "config": _BARE, "padding": {"left": 4, "right": 24, "top": 4}}


def gauge_words(name: str, band: Band, window: tuple[float, float] | None) -> str:
    """Return the gauge in words, for those who do not see it."""
    median, low, high = show_band(band.median * 100, band.low * 100, band.high * 100)
    strength = say(
        "{product}: {median} %, between {low} and {high} %.", product=name, median=median, low=low, high=high
    )
    if window is None:
        return f"{strength} {say('No usual range is known.')}"
    usual = say("The usual range is {low:g} to {high:g} %.", low=window[0] * 100, high=window[1] * 100)
    return f"{strength} {usual}"


def titration(
    curve: TitrationCurve, dose: Dose, window: tuple[float, float], comfort: str, palette: Palette
) -> Spec:
    """Return the pH against the grams that are in, with the window, the dose and a reading.

    Parameters
    ----------
    curve : TitrationCurve
    dose : Dose
    window : tuple of float
        Lower and upper end of the pH that is comfortable and goes in.
    comfort : str
        What is said of that window.
    palette : mapping
        "text", "window", "value", "track": colours.
    """
    rows = [
        {"g": mass, "low": band.low, "pH": band.median, "high": band.high}
        for mass, band in zip(curve.mass_g, curve.bands)
    ]
    points = _points(dose)
    marked = [pH for _, pH, _ in points]
    bottom = min(*(row["low"] for row in rows), window[0], *marked) - 0.1
    top = max(*(row["high"] for row in rows), window[1] + 0.3, *marked) + 0.1
    end = max(curve.mass_g[-1], *(mass for mass, _, _ in points))
    axis = _axis(palette)
    x = {"field": "g", "type": "quantitative", "title": say("g added"), "axis": {**axis, "tickCount": 5}}
    x["scale"] = {"domain": [0, end], "nice": False}
    y = {"field": "pH", "type": "quantitative", "title": "pH", "axis": {**axis, "tickCount": 5}}
    y["scale"] = {"domain": [bottom, top], "zero": False, "nice": False}
    layers = [
        {
            "data": {"values": [{"g": 0, "to": end, "pH": window[0], "top": window[1]}]},
            "mark": {"type": "rect", "color": palette["window"], "opacity": 0.25},
            "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "y2": {"field": "top"}},
        },
        _note(x, y, window[1], comfort, palette),
        *_band_and_median(x, y, rows, palette),
    ]
    layers += [_mark(x, y, *point, palette) for point in points]
    return {"layer": layers, "height": 220, "config": {"view": {"stroke": None}, "axis": {"grid": False}}}


def titration_words(curve: TitrationCurve, dose: Dose, name: str) -> str:
    """Return the curve in words, for those who do not see it.

    Parameters
    ----------
    curve : TitrationCurve
    dose : Dose
    name : str
        Of what goes in.
    """
    first, last = curve.bands[0], curve.bands[-1]
    course = say(
        "pH against grams of {ingredient}: from {first_pH:.1f} with none to {last_pH:.1f} with {mass:.2g} g.",
        ingredient=name,
        first_pH=first.median,
        last_pH=last.median,
        mass=curve.mass_g[-1],
    )
    return " ".join(
        [
            course,
            *(
                say("{label}: pH {pH:.1f} at {mass:.2g} g.", label=label, pH=pH, mass=mass)
                for mass, pH, label in _points(dose)
            ),
        ]
    )


def _points(dose: Dose) -> list[tuple[float, float, str]]:
    """Return what is marked on a curve: grams, pH and words."""
    points = [(dose.planned_g, dose.target_pH, say("wanted"))]
    if dose.after:
        points.append((dose.after.added_g, dose.after.reading.value, say("your reading")))
    return points


def _mark(x: Spec, y: Spec, mass_g: float, pH: float, label: str, palette: Palette) -> Spec:
    """Return a labelled point."""
    row = {"data": {"values": [{"g": mass_g, "pH": pH, "label": label}]}}
    words = text_mark(palette, dy=-12, fontWeight="bold")
    point = {
        "type": "point",
        "filled": label == say("wanted"),
        "size": 90,
        "color": palette["text"],
        "opacity": 1,
    }
    return {
        **row,
        "encoding": {"x": x, "y": y},
        "layer": [{"mark": point}, {"mark": words, "encoding": {"text": {"field": "label"}}}],
    }


def _note(x: Spec, y: Spec, at_pH: float, words: str, palette: Palette) -> Spec:
    """Return words over a line inside the plot, at its left end."""
    return {
        "data": {"values": [{"g": 0, "pH": at_pH, "label": words}]},
        "mark": text_mark(palette, align="left", dx=4, dy=-8),
        "encoding": {"x": x, "y": y, "text": {"field": "label"}},
    }


def loss(curve: LossCurve, discard: float | None, palette: Palette, until: float | None = None) -> Spec:
    """Return what is left of the start over time, with the day it goes.

    Parameters
    ----------
    curve : LossCurve
    discard : float, optional
        The day after which it is no longer used.
    palette : mapping
        "text", "window", "value", "track": colours.
    until : float, optional
        The last day that is shown; that of the curve when not given.
    """
    end = curve.days[-1] if until is None else min(until, curve.days[-1])
    rows = [
        {"day": day, "low": 100 * band.low, "left": 100 * band.median, "high": 100 * band.high}
        for day, band in zip(curve.days, curve.remaining)
    ]
    axis = _axis(palette)
    x = {"field": "day", "type": "quantitative", "title": say("days"), "axis": {**axis, "tickCount": 6}}
    x["scale"] = {"domain": [0, end], "nice": False}
    y = {"field": "left", "type": "quantitative", "title": say("% left"), "axis": {**axis, "tickCount": 5}}
    y["scale"] = {"domain": [0, 105], "nice": False}
    layers = [
        *_band_and_median(x, y, rows, palette, clip=True),
        _rule(x, y, 0, end, 100 * T90_FRACTION, f"{100 * T90_FRACTION:g} %", palette),
    ]
    if discard is not None and discard <= end:
        row = {"data": {"values": [{"day": discard, "left": 5, "to": 100, "label": say("discard")}]}}
        line = {"mark": {"type": "rule", "color": palette["text"], "strokeDash": [4, 3]}}
        words = text_mark(palette, align="left", dx=4, fontWeight="bold")
        layers += [
            {**row, **line, "encoding": {"x": x, "y": y, "y2": {"field": "to"}}},
            {**row, "mark": words, "encoding": {"x": x, "y": y, "text": {"field": "label"}}},
        ]
    return {"layer": layers, "height": 240, "config": {"view": {"stroke": None}, "axis": {"grid": False}}}


def _band_and_median(x: Spec, y: Spec, rows: list[Spec], palette: Palette, **looks: Any) -> list[Spec]:
    """Return a curve: the area between low and high, and the median as a line."""
    data, colour = {"values": rows}, palette["value"]
    ends = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    return [
        {"data": data, "mark": {"type": "area", "color": colour, "opacity": 0.25, **looks}, "encoding": ends},
        {"data": data, "mark": {"type": "line", "color": colour, **looks}, "encoding": {"x": x, "y": y}},
    ]


def _rule(x: Spec, y: Spec, start: float, end: float, at: float, label: str, palette: Palette) -> Spec:
    """Return a level line with its words at its left end."""
    row = {"data": {"values": [{"day": start, "to": end, "left": at, "label": label}]}}
    words = text_mark(palette, align="left", dx=4, dy=8)
    return {
        **row,
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "rule", "color": palette["track"]}, "encoding": {"x2": {"field": "to"}}},
            {"mark": words, "encoding": {"text": {"field": "label"}}},
        ],
    }


def loss_words(curve: LossCurve, discard: float | None) -> str:
    """Return the loss in words, for those who do not see it.

    Parameters
    ----------
    curve : LossCurve
    discard : float, optional
        The day after which it is no longer used.
    """
    last = curve.remaining[-1]
    course = say(
        "What is left falls from 100 % to {median:.0f} % after {days:.0f} days, "
        "between {low:.0f} and {high:.0f} %.",
        median=100 * last.median,
        days=curve.days[-1],
        low=100 * last.low,
        high=100 * last.high,
    )
    if discard is None:
        return course
    last_day = say_n("Discard after {number} day.", "Discard after {number} days.", int(discard))
    return f"{course} {last_day}"


def days_map(
    pH: Numbers,
    celsius: Numbers,
    days: Any,
    here: tuple[float, float | None],
    palette: Palette,
) -> Spec:
    """Return the days until a tenth is lost over pH and temperature, with a batch on it.

    Parameters
    ----------
    pH, celsius : sequence of float
    days : (pH, celsius) array
    here : tuple
        pH and temperature of the batch; None where that is not known.
    palette : mapping
        "text": colour.
    """
    x, y = (
        {"field": name, "type": "quantitative", "title": title, "axis": _axis(palette)}
        for name, title in (("pH", "pH"), ("C", "°C"))
    )
    x["scale"] = y["scale"] = {"zero": False, "nice": False}
    layers = [_cells(pH, celsius, days, x, y, palette)]
    if here[1] is not None:
        layers.append(_here(here[0], here[1], x, y))
    return {"layer": layers, "height": 300, "config": {"view": {"stroke": None}}}


def _cells(pH: Numbers, celsius: Numbers, days: Any, x: Spec, y: Spec, palette: Palette) -> Spec:
    """Return a coloured cell for each pH and temperature."""
    # A little more than half, so that no background shows between the cells.
    half_pH, half_C = 0.55 * (pH[1] - pH[0]), 0.55 * (celsius[1] - celsius[0])
    rows = [
        {"pH": a - half_pH, "to": a + half_pH, "C": b - half_C, "top": b + half_C, "days": float(days[i][j])}
        for i, a in enumerate(pH)
        for j, b in enumerate(celsius)
    ]
    color = {
        "field": "days",
        "type": "quantitative",
        "scale": {"type": "log", "scheme": "cividis"},
        "legend": {"title": say("days"), "labelColor": palette["text"], "titleColor": palette["text"]},
    }
    return {
        "data": {"values": rows},
        "mark": {"type": "rect"},
        "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "y2": {"field": "top"}, "color": color},
    }


def _here(pH: float, celsius: float, x: Spec, y: Spec) -> Spec:
    """Return the point of a batch, readable on light and dark cells."""
    dot = {"type": "point", "filled": True, "size": 110, "color": "white", "stroke": "black", "opacity": 1}
    words = {"type": "text", "dy": -13, "fontSize": 13, "fontWeight": "bold", "text": say("yours")}
    halo = {**words, "color": "white", "stroke": "white", "strokeWidth": 4}
    return {
        "data": {"values": [{"pH": pH, "C": celsius}]},
        "encoding": {"x": x, "y": y},
        "layer": [{"mark": dot}, {"mark": halo}, {"mark": {**words, "color": "black"}}],
    }


def days_map_words(pH: Numbers, celsius: Numbers, days: Any) -> str:
    """Return the corners of the map in words.

    Parameters
    ----------
    pH, celsius : sequence of float
    days : (pH, celsius) array
    """
    corners = ((0, 0), (0, -1), (-1, 0), (-1, -1))
    corner_words = (
        say(
            "{days:.0f} days at pH {pH:.1f} and {celsius:.0f} °C",
            days=days[i][j],
            pH=pH[i],
            celsius=celsius[j],
        )
        for i, j in corners
    )
    return say("Days until a tenth is lost: {corners}.", corners=say_list(corner_words, ","))


def contents(shares: Sequence[tuple[str, float]], palette: Palette) -> Spec:
    """Return what is in the bottle as bars, largest first.

    Parameters
    ----------
    shares : sequence of (str, float)
        Name and share of the mass [0–1].
    palette : mapping
        "text", "value".
    """
    rows = [{"name": name, "share": share * 100, "label": _percent(share)} for name, share in shares]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None}
    x = {"field": "share", "type": "quantitative", "axis": None, "scale": {"domain": [0, 118]}}
    axis = {
        "labelLimit": 150,
        "labelColor": palette["text"],
        "labelFontSize": 13,
        "domain": False,
        "ticks": False,
    }
    return {
        "data": {"values": rows},
        "height": 30 * len(rows),
        "encoding": {"y": {**y, "axis": axis}, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": palette["value"], "height": 16, "opacity": 0.75}},
            {
                "mark": text_mark(palette, align="left", dx=6, fontSize=13),
                "encoding": {"text": {"field": "label"}},
            },
        ],
        "config": _BARE,
    }


def contents_words(shares: Sequence[tuple[str, float]]) -> str:
    """Return what is in the bottle in words."""
    parts = say_list((f"{name} {_percent(share)}" for name, share in shares), ",")
    return say("By mass: {parts}.", parts=parts)


def _percent(share: float) -> str:
    """Return a share with as many digits as help."""
    return f"{share * 100:.3g}{THIN}%"


def truth(rows: Sequence[TruthRow], unit: str, palette: Palette) -> Spec:
    """Return measured points against their predictions, with the bands; on the line both are the same.

    Parameters
    ----------
    rows : sequence of TruthRow
        Of one quantity.
    unit : str
        What was measured.
    palette : mapping
        "text", "value", "window", "track".
    """
    ends = [end for row in rows for end in (row.low, row.high, row.band_low, row.band_high)]
    domain = [min(ends), max(ends)]
    points = [
        {
            "case": row.case,
            "measured": (row.low + row.high) / 2,
            "low": row.low,
            "high": row.high,
            "predicted": row.median,
            "from": row.band_low,
            "to": row.band_high,
        }
        for row in rows
    ]
    scale = {"domain": domain, "nice": True, "zero": False}
    x = {"field": "predicted", "type": "quantitative", "scale": scale}
    x |= {"title": say("Predicted {unit}", unit=unit), "axis": {**_axis(palette), "grid": False}}
    y = {"field": "measured", "type": "quantitative", "scale": scale}
    y |= {"title": say("Measured"), "axis": {**_axis(palette), "grid": False}}
    band = {"x": {**x, "field": "from"}, "x2": {"field": "to"}, "y": y}
    spread = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
    titles = {"case": say("Case"), "measured": say("Measured"), "predicted": say("Predicted")}
    tips = [{"field": name, "type": "nominal", "title": title} for name, title in titles.items()]
    same = {"data": {"values": [{"predicted": end, "measured": end} for end in domain]}}
    return {
        "data": {"values": points},
        "height": 320,
        "layer": [
            {**same, "mark": {"type": "line", "color": palette["track"]}, "encoding": {"x": x, "y": y}},
            {"mark": {"type": "rule", "color": palette["value"], "opacity": 0.5}, "encoding": band},
            {"mark": {"type": "rule", "color": palette["window"], "opacity": 0.8}, "encoding": spread},
            {
                "mark": {"type": "point", "filled": True, "size": 40, "color": palette["value"]},
                "encoding": {"x": x, "y": y, "tooltip": tips},
            },
        ],
        "config": {"view": {"stroke": None}},
    }


def truth_words(rows: Sequence[TruthRow], unit: str) -> str:
    """Return measured points against their predictions in words."""
    outside = [row.case for row in rows if not row.inside]
    counts = say(
        "{quantity}: {count} of {total} measured points lie in the band.",
        quantity=unit,
        count=len(rows) - len(outside),
        total=len(rows),
    )
    outside_words = say("Outside: {points}.", points=say_list(outside, ",")) if outside else ""
    return " ".join(filter(None, (counts, outside_words)))


def text_mark(palette: Palette, **looks: Any) -> Spec:
    """Return how words in a plot look, with what is said of these ones."""
    return {"type": "text", "color": palette["text"], "fontSize": 12, **looks}


def _axis(palette: Palette) -> Spec:
    """Return how an axis is written."""
    text = palette["text"]
    return {"labelColor": text, "titleColor": text, "labelFontSize": 12, "titleFontSize": 12}


def _bar(x: Spec, rows: list[Spec], color: str, height: int, opacity: float = 1.0) -> Spec:
    """Return a horizontal bar."""
    return {
        "data": {"values": rows},
        "mark": {"type": "bar", "color": color, "height": height, "opacity": opacity},
        "encoding": {"x": x, "x2": {"field": "to"}},
    }


def _dot(x: Spec, at: float, color: str) -> Spec:
    """Return a dot at a value."""
    return {
        "data": {"values": [{"from": at}]},
        "mark": {"type": "point", "filled": True, "size": 120, "color": color, "opacity": 1},
        "encoding": {"x": x},
    }


def _words(
    x: Spec, labels: Sequence[tuple[float, str]], dy: int, palette: Palette, bold: bool = False
) -> Spec:
    """Return words at values."""
    weight = "bold" if bold else "normal"
    return {
        "data": {"values": [{"from": at, "label": label} for at, label in labels]},
        "mark": text_mark(palette, dy=dy, fontSize=13, fontWeight=weight),
        "encoding": {"x": x, "text": {"field": "label"}},
    }
