"""Facts about a form of vitamin C, whatever product it is in: usual strength and pH window."""

from __future__ import annotations

import functools
import math

from calc import catalog
from calc.messages import say

_UNKNOWN = math.nan
# The upper end of their pH window does not bind: they are stable above it, too.
_NO_HIGHEST_PH = ("magnesium_ascorbyl_phosphate",)
_PHOSPHATES = ("sodium_ascorbyl_phosphate", "magnesium_ascorbyl_phosphate", "aminopropyl_ascorbyl_phosphate")
#: Keys of the assumed temperatures of a room and a refrigerator in ``data/inputs.toml``.
ROOM = "room_temperature"
FRIDGE = "refrigerator"


def comfortable_pH() -> tuple[float, float]:
    """Return the ends of the pH at which ascorbic acid goes into skin and stings less, as the rules have it.

    Examples
    --------
    >>> comfortable_pH()
    (3.0, 3.5)
    """
    rules = catalog.rules()
    return rules["PH-002"].limit["below"], rules["PH-003"].limit["from"]


def comfort_words() -> str:
    """Return what is said of a pH between the ends of `comfortable_pH`.

    Examples
    --------
    >>> comfort_words()
    '3–3.5: absorbed, stings less'
    """
    low, high = comfortable_pH()
    return say("{low:g}–{high:g}: absorbed, stings less", low=low, high=high)


def product_form_facts(form: str | None, mass_fraction: float) -> dict[str, float]:
    """Return the facts about the form of a product, by its label.

    Parameters
    ----------
    form : str or None
        Id in `catalog.forms`; None where it is unknown.
    mass_fraction : float
        Strength [0–1]; NaN where it is unknown.
    """
    if form is None or form == "l_ascorbic_acid":
        unknown = _UNKNOWN if form is None else 0.0
        names = ("usual_low", "usual_high", "pH_low", "pH_high", "mass_fraction", "aa_equivalent")
        rest = dict.fromkeys(("has_usual_range", "is_phosphate", "has_content"), unknown)
        return {**{f"derivative_{name}": _UNKNOWN for name in names}, **rest}
    record = catalog.forms()[form]
    content = record.aa_equivalent
    return {
        **derivative_facts_of_form(form, emulsion=True),
        "derivative_mass_fraction": mass_fraction,
        "has_content": content is not None,
        "derivative_aa_equivalent": _UNKNOWN if content is None else mass_fraction * content.centre,
    }


def derivative_facts_of_form(form: str, *, emulsion: bool) -> dict[str, float]:
    """Return the facts about a form other than L-ascorbic acid, whatever product it is in.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`.
    emulsion : bool
        Whether it is in an emulsion: only there an oil-soluble form meets water with a pH.
    """
    record = catalog.forms()[form]
    usual = record.value("usual_use")
    low, high = usual.to("dimensionless")[1:] if usual else (_UNKNOWN, _UNKNOWN)
    return {
        "has_usual_range": usual is not None,
        "derivative_usual_low": low,
        "derivative_usual_high": high,
        "derivative_pH_low": _lowest_pH(record),
        "derivative_pH_high": _highest_pH(record, emulsion=emulsion),
        "is_phosphate": form in _PHOSPHATES,
    }


def _lowest_pH(form: catalog.Form) -> float:
    """Return the lowest pH at which a form is stable; NaN where unknown.

    A salt of ascorbic acid has no lower end: in an acid it becomes the acid.
    """
    window = form.value("pH_window")
    if form.kind == "salt":
        return 0.0
    return _UNKNOWN if window is None or window.low is None else window.low


def _highest_pH(form: catalog.Form, *, emulsion: bool) -> float:
    """Return the highest pH at which a form is stable; NaN where unknown.

    A salt has no upper end, nor has an oil-soluble form outside an emulsion.
    """
    window = form.value("pH_window")
    no_water = form.phase == "oil" and not emulsion
    if form.kind == "salt" or no_water or form.id in _NO_HIGHEST_PH:
        return math.inf
    return _UNKNOWN if window is None else window.ends[1]


@functools.cache
def pH_window(form: str | None, *, emulsion: bool) -> tuple[float | None, float | None] | None:
    """Return the pH window of a form by which the rules judge; None where none is known.

    Parameters
    ----------
    form : str or None
        Id in `catalog.forms`; None where it is unknown.
    emulsion : bool
        Whether it is in an emulsion: only there an oil-soluble form meets water with a pH.

    Returns
    -------
    tuple of float
        Lowest and highest pH; None for an end that does not bind or is unknown.

    Examples
    --------
    >>> pH_window("magnesium_ascorbyl_phosphate", emulsion=False)
    (6, None)
    """
    if form is None:
        return None
    if form == "l_ascorbic_acid":
        texts = catalog.rules()
        return texts["PH-002"].limit["below"], texts["PH-003"].limit["from"]
    record = catalog.forms()[form]
    if record.value("pH_window") is None or record.kind == "salt":
        return None
    low, high = _lowest_pH(record), _highest_pH(record, emulsion=emulsion)
    ends = (low if math.isfinite(low) else None, high if math.isfinite(high) else None)
    return None if ends == (None, None) else ends


def skin_pH() -> tuple[float, float]:
    """Return the lowest and highest pH at which something stays on skin, where its form sets no end itself.

    Examples
    --------
    >>> skin_pH()
    (3.5, 8.5)
    """
    texts = catalog.rules()
    return texts["PH-022"].limit["below"], texts["PH-023"].limit["above"]


def closed_window(window: tuple[float | None, float | None] | None) -> tuple[float, float]:
    """Return a window of pH with its open ends closed by those of `skin_pH`.

    Parameters
    ----------
    window : tuple, optional
        As `pH_window` returns it.

    Examples
    --------
    >>> closed_window((6, None)), closed_window(None)
    ((6, 8.5), (3.5, 8.5))
    """
    low, high = window or (None, None)
    least, most = skin_pH()
    return least if low is None else low, most if high is None else high


def pH_outside(form: str | None, pH: float, *, emulsion: bool) -> float:
    """Return how far a pH lies outside what a form and the skin bear; 0 where it lies inside.

    L-ascorbic acid above the pH at which it goes in harms nobody: there the skin alone counts.

    Parameters
    ----------
    form : str or None
        Id in `catalog.forms`; None where there is none.
    pH : float
    emulsion : bool
        As for `pH_window`.

    Examples
    --------
    >>> [pH_outside("l_ascorbic_acid", pH, emulsion=False) for pH in (2.0, 3.2, 6.0, 9.5)]
    [1.0, 0.0, 0.0, 1.0]
    """
    low, high = closed_window(pH_window(form, emulsion=emulsion))
    if form == "l_ascorbic_acid":
        high = skin_pH()[1]
    return max(low - pH, pH - high, 0.0)


def window_of(form: str) -> tuple[float, float] | None:
    """Return the strengths by which a form is judged [0–1]: the window of the rules, or its usual use.

    Parameters
    ----------
    form : str
        Id in `catalog.forms`.

    Examples
    --------
    >>> window_of("l_ascorbic_acid")
    (0.08, 0.2)
    """
    if form == "l_ascorbic_acid":
        texts = catalog.rules()
        return texts["STR-002"].limit["least"], texts["STR-001"].limit["most"]
    usual = catalog.forms()[form].value("usual_use")
    return None if usual is None else usual.to("dimensionless")[1:]
