"""What ends a serum, on one line of days, as a Vega-Lite spec."""

from __future__ import annotations

from collections.abc import Sequence

from calc import catalog
from calc.chemistry.stability.kinetics import T90_FRACTION
from calc.chemistry.stability.life import Limit
from calc.chemistry.stability.wording import LIMITS, span_words
from calc.messages import say
from ui.charts import Palette, Spec, text_mark

#: Labels nearer to each other than this share of the line stand at different heights, as a phone needs.
_NEAR = 0.6
_HEIGHTS = (0, -20, -40)


def timeline(limits: Sequence[Limit], palette: Palette) -> Spec:
    """Return the days on which something ends the use, the first of them filled.

    Parameters
    ----------
    limits : sequence of Limit
        The earliest first.
    palette : mapping
        "text", "value", "track": colours.
    """
    shown = _within_maximum(limits)
    end = catalog.stability().assumed["six_months"].centre
    x = {"field": "day", "type": "quantitative", "axis": None, "scale": {"domain": [0, end], "nice": False}}
    line = {"data": {"values": [{"day": 0, "to": end}]}, "mark": {"type": "rule", "color": palette["track"]}}
    layers: list[Spec] = [{**line, "encoding": {"x": x, "x2": {"field": "to"}}}]
    last = [-end] * len(_HEIGHTS)  # day of the label that stands last at each height
    for at, limit in enumerate(shown):
        free = (level for level, day in enumerate(last) if limit.days - day >= _NEAR * end)
        height = next(free, at % len(_HEIGHTS))
        last[height] = limit.days
        row = {"data": {"values": [{"day": limit.days, "label": _label(limit)}]}}
        point = {"type": "point", "filled": at == 0, "size": 140, "opacity": 1, "strokeWidth": 2}
        align = "left" if limit.days < end / 3 else "right" if limit.days > 2 * end / 3 else "center"
        words = text_mark(
            palette,
            align=align,
            dx={"left": -6, "right": 6, "center": 0}[align],
            dy=-18 + _HEIGHTS[height],
            fontWeight="bold" if at == 0 else "normal",
        )
        layers += [
            {
                **row,
                "mark": {**point, "color": palette["value" if at == 0 else "text"]},
                "encoding": {"x": x},
            },
            {**row, "mark": words, "encoding": {"x": x, "text": {"field": "label"}}},
        ]
    return {
        "layer": layers,
        "height": 100,
        "view": {"stroke": None},
        "padding": {"left": 10, "right": 10, "top": 4, "bottom": 4},
    }


def timeline_words(limits: Sequence[Limit]) -> str:
    """Return the line in words, for those who do not see it."""
    return say(
        "What ends it: {limits}.", limits="; ".join(_label(limit) for limit in _within_maximum(limits))
    )


def _within_maximum(limits: Sequence[Limit]) -> list[Limit]:
    """Return what ends the use no later than any date that is given."""
    end = catalog.stability().assumed["six_months"].centre
    return [limit for limit in limits if limit.days <= end]


def _label(limit: Limit) -> str:
    """Return a limit as it stands on the line."""
    lost = say("{t90_fraction:.0f}\u202f% may be lost", t90_fraction=100 * (1 - T90_FRACTION))
    return f"{span_words(limit.days)}: {lost if limit.key == 't90' else LIMITS[limit.key]}"
