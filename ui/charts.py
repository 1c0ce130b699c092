"""Results to Vega-Lite specs (plain dicts): pure functions, colours handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calc.dosing import Curve, Dose
from calc.draws import Band
from calc.units import THIN, show_band

Spec = dict[str, Any]
Palette = Mapping[str, str]

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
    said = f"{name}: {median} %, between {low} and {high} %."
    if window is None:
        return f"{said} No usual range is known."
    return f"{said} The usual range is {window[0] * 100:g} to {window[1] * 100:g} %."


def titration(curve: Curve, dose: Dose, window: tuple[float, float], palette: Palette) -> Spec:
    """Return the pH against the grams that are in, with the window, the dose and a reading.

    Parameters
    ----------
    curve : Curve
    dose : Dose
    window : tuple of float
        Lower and upper end of the pH that is comfortable and goes in.
    palette : mapping
        "text", "window", "value", "track": colours.
    """
    rows = [
        {"g": mass, "low": band.low, "pH": band.median, "high": band.high}
        for mass, band in zip(curve.mass_g, curve.bands)
    ]
    bottom, top = min(rows[0]["low"], window[0]) - 0.1, max(rows[-1]["high"], window[1] + 0.3) + 0.1
    end = curve.mass_g[-1]
    axis = {
        "labelColor": palette["text"],
        "titleColor": palette["text"],
        "labelFontSize": 12,
        "titleFontSize": 12,
    }
    x = {"field": "g", "type": "quantitative", "title": "g added", "axis": {**axis, "tickCount": 5}}
    x["scale"] = {"domain": [0, end], "nice": False}
    y = {"field": "pH", "type": "quantitative", "title": "pH", "axis": {**axis, "tickCount": 5}}
    y["scale"] = {"domain": [bottom, top], "zero": False, "nice": False}
    value = palette["value"]
    band = {"type": "area", "color": value, "opacity": 0.25}
    layers = [
        {
            "data": {"values": [{"g": 0, "to": end, "pH": window[0], "top": window[1]}]},
            "mark": {"type": "rect", "color": palette["window"], "opacity": 0.25},
            "encoding": {"x": x, "x2": {"field": "to"}, "y": y, "y2": {"field": "top"}},
        },
        _note(x, y, window[1], f"{window[0]:g}–{window[1]:g}: goes in, stings less", palette),
        {
            "data": {"values": rows},
            "mark": band,
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {"data": {"values": rows}, "mark": {"type": "line", "color": value}, "encoding": {"x": x, "y": y}},
    ]
    layers += [_mark(x, y, *point, palette) for point in _points(dose)]
    return {"layer": layers, "height": 220, "config": {"view": {"stroke": None}, "axis": {"grid": False}}}


def titration_words(curve: Curve, dose: Dose, name: str) -> str:
    """Return the curve in words, for those who do not see it.

    Parameters
    ----------
    curve : Curve
    dose : Dose
    name : str
        Of what goes in.
    """
    first, last = curve.bands[0], curve.bands[-1]
    said = (
        f"pH against grams of {name}: from {first.median:.1f} with none"
        f" to {last.median:.1f} with {curve.mass_g[-1]:.2g} g."
    )
    return " ".join([said, *(f"{label}: pH {pH:.1f} at {mass:.2g} g." for mass, pH, label in _points(dose))])


def _points(dose: Dose) -> list[tuple[float, float, str]]:
    """Return what is marked on a curve: grams, pH and words."""
    found = [(dose.planned_g, dose.target_pH, "wanted")]
    if dose.after:
        found.append((dose.after.added_g, dose.after.reading.value, "your reading"))
    return found


def _mark(x: Spec, y: Spec, mass_g: float, pH: float, label: str, palette: Palette) -> Spec:
    """Return a labelled point."""
    row = {"data": {"values": [{"g": mass_g, "pH": pH, "label": label}]}}
    words = {"type": "text", "dy": -12, "color": palette["text"], "fontSize": 12, "fontWeight": "bold"}
    point = {"type": "point", "filled": label == "wanted", "size": 90, "color": palette["text"], "opacity": 1}
    return {
        **row,
        "encoding": {"x": x, "y": y},
        "layer": [{"mark": point}, {"mark": words, "encoding": {"text": {"field": "label"}}}],
    }


def _note(x: Spec, y: Spec, at_pH: float, words: str, palette: Palette) -> Spec:
    """Return words over a line inside the plot, at its left end."""
    mark = {"type": "text", "align": "left", "dx": 4, "dy": -8, "color": palette["text"], "fontSize": 12}
    return {
        "data": {"values": [{"g": 0, "pH": at_pH, "label": words}]},
        "mark": mark,
        "encoding": {"x": x, "y": y, "text": {"field": "label"}},
    }


def composition(shares: Sequence[tuple[str, float]], palette: Palette) -> Spec:
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
                "mark": {"type": "text", "align": "left", "dx": 6, "color": palette["text"], "fontSize": 13},
                "encoding": {"text": {"field": "label"}},
            },
        ],
        "config": _BARE,
    }


def composition_words(shares: Sequence[tuple[str, float]]) -> str:
    """Return what is in the bottle in words."""
    return "By mass: " + ", ".join(f"{name} {_percent(share)}" for name, share in shares) + "."


def _percent(share: float) -> str:
    """Return a share with as many digits as help."""
    return f"{share * 100:.3g}{THIN}%"


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
        "mark": {"type": "text", "dy": dy, "color": palette["text"], "fontSize": 13, "fontWeight": weight},
        "encoding": {"x": x, "text": {"field": "label"}},
    }
