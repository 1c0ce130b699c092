"""Pictures of products side by side → Vega-Lite specs: pure functions, colours handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from calc.messages import say, say_n
from calc.units import show_number
from ui.charts import Palette, Spec

_HEIGHT = 300
_LINE = 15  # of a label [px]
_WIDTHS = (300, 420, 600)  # plots on a phone, and on wider screens [px]
_FAR = 3  # so many lines away no name of the others is worth reading
_LETTER = 6.2  # of a label [px]
_DOT = 8  # half of a point [px]
#: So many points, at most, all have their names written beside them.
ALL_NAMED = 8


class Point(NamedTuple):
    """A product in a picture; ``note`` is told with its numbers."""

    name: str
    x: float
    y: float
    chosen: bool
    note: str = ""


class Window(NamedTuple):
    """The pH that a form needs; an end is None where there is none."""

    form: str
    low: float | None
    high: float | None


class _Plane(NamedTuple):
    """The two axes of a picture, with the ends of each."""

    x: Spec
    y: Spec
    across: tuple[float, float]
    up: tuple[float, float]


def strength_against_pH(points: Sequence[Point], windows: Sequence[Window], palette: Palette) -> Spec:
    """Return products as points, with the window of each chosen form shaded and its limits written.

    Parameters
    ----------
    points : sequence of Point
        pH and strength [0–1].
    windows : sequence of Window
    palette : mapping
        "text", "window", "value", "track": colours.
    """
    rows = [point._replace(y=100 * point.y) for point in points]
    inside = [end for window in windows for end in (window.low, window.high) if end is not None]
    ends = [*(point.x for point in rows), *inside]
    across = (min(ends) - 0.5, max(ends) + 0.5)
    # Room above the points, for what is written into the windows.
    headroom = 1.12 + 0.08 * len(windows)
    up = (0.0, max((point.y for point in rows), default=0.0) * headroom or 1.0)
    plane = _Plane(_axis("pH", across, palette), _axis(say("strength, %"), up, palette), across, up)
    shades = [layer for turn, window in enumerate(windows) for layer in _shade(window, turn, plane, palette)]
    return _picture([*shades, *_points(rows, plane, palette)])


def price_against_content(points: Sequence[Point], currency: str, palette: Palette) -> Spec:
    """Return products as points: the price of a gram against what it counts as ascorbic acid.

    Parameters
    ----------
    points : sequence of Point
        AA-equivalent [0–1] and price [currency/g].
    currency : str
    palette : mapping
        As for `strength_against_pH`.
    """
    rows = [point._replace(x=100 * point.x) for point in points]
    across = (0.0, max((point.x for point in rows), default=0.0) * 1.15 or 1.0)
    up = (0.0, max((point.y for point in rows), default=0.0) * 1.15 or 1.0)
    x = _axis(say("counted as ascorbic acid, at most, %"), across, palette)
    y = _axis(say("{currency} per gram of product", currency=currency), up, palette)
    return _picture(_points(rows, _Plane(x, y, across, up), palette))


def strength_words(points: Sequence[Point], windows: Sequence[Window]) -> str:
    """Return strength against pH in words, for those who do not see it."""
    places = [
        f"{point.name}: pH {show_number(point.x)}, {show_number(100 * point.y)} %" for point in _first(points)
    ]
    spans = [say("{form} needs {limits}", form=window.form, limits=limits(window)) for window in windows]
    return _sentences(
        say_n("{number} product by pH and strength", "{number} products by pH and strength", len(points)),
        [*places, *spans],
    )


def price_words(points: Sequence[Point], currency: str) -> str:
    """Return the price against the content in words, for those who do not see it."""
    places = [
        say(
            "{product}: {price} {currency} per gram, at most {content} % ascorbic acid",
            product=point.name,
            price=show_number(point.y),
            currency=currency,
            content=show_number(100 * point.x),
        )
        for point in _first(points, all_of_few=True)
    ]
    return _sentences(
        say_n("{number} product by content and price", "{number} products by content and price", len(points)),
        places,
    )


def _sentences(first: str, parts: Sequence[str]) -> str:
    """Return what a picture shows, and its points, as sentences."""
    return f"{first}. {'; '.join(parts)}." if parts else f"{first}."


def limits(window: Window) -> str:
    """Return the limits of a window in words."""
    low, high = window.low, window.high
    if low is None:
        return say("any pH") if high is None else say("pH up to {high:g}", high=high)
    return say("pH {low:g} or more", low=low) if high is None else f"pH {low:g}–{high:g}"


def _first(points: Sequence[Point], all_of_few: bool = False) -> list[Point]:
    """Return the points whose names are written: the chosen, and all where they are few."""
    every = all_of_few and len(points) <= ALL_NAMED
    return [point for point in points if point.chosen or every]


# --- layers ---------------------------------------------------------------------------------------


def _axis(title: str, ends: tuple[float, float], palette: Palette) -> Spec:
    """Return a scale with its axis."""
    text = palette["text"]
    axis = {"labelColor": text, "titleColor": text, "labelFontSize": 12, "titleFontSize": 12, "tickCount": 5}
    scale = {"domain": list(ends), "nice": False, "zero": False}
    return {"type": "quantitative", "title": title, "scale": scale, "axis": axis}


def _picture(layers: list[Spec]) -> Spec:
    """Return layers as a picture without a frame."""
    bare = {"view": {"stroke": None}, "axis": {"grid": False}}
    return {"layer": layers, "height": _HEIGHT, "config": bare}


def _shade(window: Window, turn: int, plane: _Plane, palette: Palette) -> list[Spec]:
    """Return a window as a shade with its limits written at the top, each on a line of its own."""
    x, across = plane.x, plane.across
    start = across[0] if window.low is None else window.low
    end = across[1] if window.high is None else window.high
    right = _is_right((start + end) / 2, across)
    row = {
        "from": start,
        "to": end,
        "at": end if right else start,
        "label": f"{limits(window)} · {window.form}",
    }
    words: Spec = {
        "type": "text",
        "align": "right" if right else "left",
        "dx": -3 if right else 3,
        "fontSize": 12,
    }
    words |= {"color": palette["text"], "limit": {"expr": "0.7 * width"}}
    return [
        {
            "data": {"values": [row]},
            "mark": {"type": "rect", "color": palette["window"], "opacity": 0.2},
            "encoding": {"x": {**x, "field": "from"}, "x2": {"field": "to"}},
        },
        {
            "data": {"values": [row]},
            "mark": words,
            "encoding": {
                "x": {**x, "field": "at"},
                "y": {"value": 9 + _LINE * turn},
                "text": {"field": "label"},
            },
        },
    ]


def _points(points: Sequence[Point], plane: _Plane, palette: Palette) -> list[Spec]:
    """Return products as dots, the chosen ones as large diamonds, and the names of those to be named."""
    rows = [{"name": point.name, "x": point.x, "y": point.y, "note": point.note} for point in points]
    place = {"x": {**plane.x, "field": "x"}, "y": {**plane.y, "field": "y"}}
    tooltip = [{"field": field, "type": "nominal", "title": field} for field in ("name", "note")]
    layers = []
    for chosen, shape, size, color in ((False, "circle", 60, "text"), (True, "diamond", 230, "value")):
        mark = {
            "type": "point",
            "filled": True,
            "shape": shape,
            "size": size,
            "opacity": 1 if chosen else 0.6,
        }
        drawn = [row for row, point in zip(rows, points) if point.chosen == chosen]
        if drawn:
            mark["color"] = palette[color]
            layers.append(
                {"data": {"values": drawn}, "mark": mark, "encoding": {**place, "tooltip": tooltip}}
            )
    return [*layers, *_names(_first(points, all_of_few=True), plane, palette)]


def _names(points: Sequence[Point], plane: _Plane, palette: Palette) -> list[Spec]:
    """Return names beside their points, moved up or down until none lies on another."""
    place = {"x": {**plane.x, "field": "x"}, "y": {**plane.y, "field": "y"}}
    layers = []
    for point, shift in zip(points, shifts(points, plane.across, plane.up)):
        if shift is None:
            continue
        right = _is_right(point.x, plane.across)
        mark = {
            "type": "text",
            "align": "right" if right else "left",
            "dx": -11 if right else 11,
            "dy": shift,
            "color": palette["text"],
            "fontSize": 12,
            "fontWeight": "bold" if point.chosen else "normal",
            # A phone has room for half of them, and for those of the chosen alone.
            "limit": {"expr": "width / 2 - 14"},
            "opacity": 1 if point.chosen else {"expr": f"width < {_WIDTHS[1]} ? 0 : 1"},
        }
        row = {"x": point.x, "y": point.y, "label": point.name}
        encoding = {**place, "text": {"field": "label"}}
        layers.append({"data": {"values": [row]}, "mark": mark, "encoding": encoding})
    return layers


def shifts(points: Sequence[Point], across: tuple[float, float], up: tuple[float, float]) -> list[int | None]:
    """Return how far each name is moved so that none lies on another, or on a point [px, down].

    None where there is no room near the point; a chosen one is named all the same.

    Parameters
    ----------
    points : sequence of Point
        The chosen ones find their places first.
    across, up : tuple of float
        The ends of the axes.
    """
    taken = [_box(point, 0, across, up, width, dot=True) for width in _WIDTHS for point in points]
    moved: dict[int, int | None] = {}
    for i in sorted(range(len(points)), key=lambda i: not points[i].chosen):
        point = points[i]
        # Names of the others are not shown on a phone.
        widths = _WIDTHS if point.chosen else _WIDTHS[1:]
        steps = range(_HEIGHT // _LINE if point.chosen else _FAR)
        places = [turn * side * _LINE for turn in steps for side in (1, -1)]
        free = (
            shift for shift in places if _fits([_box(point, shift, across, up, w) for w in widths], taken)
        )
        moved[i] = next(free, 0 if point.chosen else None)
        taken += [_box(point, moved[i] or 0, across, up, width) for width in widths]
    return [moved[i] for i in range(len(points))]


class _Box(NamedTuple):
    """Where something lies on a plot of a width, its line from the top [px]."""

    width: int
    left: float
    right: float
    line: float


def _box(
    point: Point,
    shift: int,
    across: tuple[float, float],
    up: tuple[float, float],
    width: int,
    *,
    dot: bool = False,
) -> _Box:
    """Return where the name of a point lies, or its dot."""
    at = width * (point.x - across[0]) / (across[1] - across[0])
    line = _HEIGHT * (up[1] - point.y) / (up[1] - up[0]) + shift
    if dot:
        return _Box(width, at - _DOT, at + _DOT, line)
    length = 11 + min(_LETTER * len(point.name), width / 2 - 14)
    if _is_right(point.x, across):
        return _Box(width, at - length, at - _DOT, line)
    return _Box(width, at + _DOT, at + length, line)


def _fits(boxes: Sequence[_Box], taken: Sequence[_Box]) -> bool:
    """Tell whether boxes lie inside their plots and on none of those that are there."""
    return all(0 < box.line < _HEIGHT for box in boxes) and not any(
        box.width == other.width
        and box.left < other.right
        and other.left < box.right
        and abs(box.line - other.line) < _LINE
        for box in boxes
        for other in taken
    )


def _is_right(x: float, across: tuple[float, float]) -> bool:
    """Tell whether something lies in the right half, where names stand to the left of it."""
    return x > (across[0] + across[1]) / 2
