"""A beaker filled to the strength, and the line of pH with its window: the answer at a glance."""

from __future__ import annotations

from calc.messages import say
from calc.units import show_number
from ui import components

Ends = tuple[float, float]
#: What the beaker holds when it is full, in times of the highest usual strength.
_FULL = 1.25
#: What the line of pH spans.
_PH_ENDS = (2.0, 7.0)
#: Inside of the beaker, and the line of pH [px].
_TOP, _BOTTOM, _LEFT, _RIGHT = 4.0, 44.0, 4.0, 36.0
_LINE_LEFT, _LINE_RIGHT, _LINE = 62.0, 236.0, 26.0


def show_picture(
    strength: float,
    window: Ends | None,
    pH: float | None,
    pH_window: Ends | None,
) -> None:
    """Draw the strength in its beaker, and the pH on its line.

    Parameters
    ----------
    strength : float
        Mass fraction [0–1].
    window : tuple of float, optional
        Usual strengths [0–1]; without them the beaker has no marks.
    pH : float, optional
    pH_window : tuple of float, optional
    """
    line = _line(pH, pH_window) if pH is not None else ""
    words = picture_words(strength, window, pH, pH_window)
    width = _LINE_RIGHT + 8 if line else _RIGHT + 8
    components.picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{words}" viewBox="0 0 {width:g} 48"'
        f' width="{width:g}" height="48">{_beaker(strength, window)}{line}</svg>',
        key="picture",
    )


def picture_words(
    strength: float,
    window: Ends | None,
    pH: float | None,
    pH_window: Ends | None,
) -> str:
    """Return what the picture shows, in words.

    Examples
    --------
    >>> picture_words(0.15, (0.08, 0.2), 3.2, (3.0, 3.5)).replace(THIN, " ")
    'Strength 15 %, usual 8–20 %; pH 3.2, best 3–3.5'
    """
    shown = show_number(100 * strength, 3)
    said = say("Strength {strength}\u202f%", strength=shown)
    if window:
        low, high = (show_number(100 * end) for end in window)
        said = say(
            "Strength {strength}\u202f%, usual {low}–{high}\u202f%", strength=shown, low=low, high=high
        )
    if pH is None:
        return said
    at = show_number(pH, 2)
    if pH_window is None:
        return f"{said}; pH {at}"
    low, high = (show_number(end) for end in pH_window)
    best = say("pH {pH}, best {low}–{high}", pH=at, low=low, high=high)
    return f"{said}; {best}"


def _beaker(strength: float, window: Ends | None) -> str:
    """Return a beaker filled to a strength, with marks at the ends of what is usual."""
    full = _FULL * (window[1] if window else max(strength, 0.01))

    def height(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(share / full, 1.0)

    marks = "".join(
        f'<path class="mark" d="M{_RIGHT - 9:g} {height(end):.1f}H{_RIGHT:g}"/>' for end in window or ()
    )
    level = height(strength)
    size = f'width="{_RIGHT - _LEFT:g}" height="{_BOTTOM - level:.1f}"'
    fill = f'<rect class="fill" x="{_LEFT:g}" y="{level:.1f}" {size}/>'
    glass = f'<path class="glass" d="M1 2H{_LEFT:g}V{_BOTTOM:g}H{_RIGHT:g}V2H39"/>'
    return fill + marks + glass


def _line(pH: float, window: Ends | None) -> str:
    """Return the line of pH with its window and where this one stands."""
    low, high = _PH_ENDS

    def place(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return _LINE_LEFT + (_LINE_RIGHT - _LINE_LEFT) * share

    tint = ""
    if window:
        left, right = map(place, window)
        size = f'width="{right - left:.1f}" height="14"'
        tint = f'<rect class="window" x="{left:.1f}" y="{_LINE - 7:g}" {size}/>'
    whole = range(int(low), int(high) + 1)
    ticks = "".join(f'<text x="{place(at):.1f}" y="{_LINE + 20:g}">{at}</text>' for at in whole)
    axis = f'<path class="glass" d="M{_LINE_LEFT:g} {_LINE:g}H{_LINE_RIGHT:g}"/>'
    name = f'<text x="{_LINE_LEFT - 12:g}" y="{_LINE + 4:g}">pH</text>'
    return f'{name}{tint}{axis}<circle class="fill" cx="{place(pH):.1f}" cy="{_LINE:g}" r="6"/>{ticks}'
