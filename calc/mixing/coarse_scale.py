"""A scale too coarse for a batch: what it cannot weigh, and the ways out.

Nothing is solved again: a larger batch is the same recipe in proportion, and a base or an acid that is
dissolved first only weighs more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calc import catalog
from calc.messages import say, say_list
from calc.mixing.batch import Batch, Weighing
from calc.units import THIN, show_number

#: Steps of scales that are easy to buy [g].
_SCALES_SOLD = (0.1, 0.01, 0.001)
#: Strengths of a solution of a base or an acid, the strongest first [0–1]; baking soda dissolves to 9 g/dL.
_SOLUTIONS = (0.05, 0.02, 0.01)
_ROUNDED_DOWN = 1.1
_MOST_OF_WATER = 0.8  # share of the water of a recipe that such a solution may bring


@dataclass(frozen=True)
class WayOut:
    """One way to make a batch that a scale cannot weigh.

    Parameters
    ----------
    kind : str
        ``scale``: a finer one; ``batch``: a larger one; ``solution``: what moves the pH is dissolved
        first; ``dose``: one dose by the scoop.
    changes : mapping of str to str
        What to change in the fields of `MixRequest` for it.
    batch_g : float
        Mass of the whole then [g].
    powder_g : float
        Powder that it takes [g].
    uses_all : bool
        Whether that is all the powder there is.
    solution : float
        Strength of the solution of what moves the pH [0–1]; 0 where it goes in as it is.
    """

    kind: str
    changes: Mapping[str, str]
    batch_g: float
    powder_g: float
    uses_all: bool = False
    solution: float = 0.0

    def as_dict(self) -> dict[str, object]:
        """Return it as a JSON object."""
        return {**vars(self), "changes": dict(self.changes)}


@dataclass(frozen=True)
class CoarseScale:
    """A scale that cannot weigh a batch.

    Parameters
    ----------
    step_g : float
        Its step [g].
    rows : tuple of Weighing
        What it cannot weigh, in the order of addition.
    ways : tuple of WayOut
        The simplest first; a scale that weighs it is always among them, unless none is sold.
    """

    step_g: float
    rows: tuple[Weighing, ...]
    ways: tuple[WayOut, ...]

    def as_dict(self) -> dict[str, object]:
        """Return it as a JSON object."""
        return {
            "step_g": self.step_g,
            "cannot_weigh": [row.ingredient for row in self.rows],
            "ways": [way.as_dict() for way in self.ways],
        }


def fewest_steps() -> float:
    """Return how many steps of a scale a mass needs: with fewer, half a step is more than 10 % of it."""
    return catalog.inputs().assumed["fewest_steps"].centre


def is_weighable(mass_g: float, step_g: float | None) -> bool:
    """Tell whether a scale can weigh a mass; one whose step nobody named can.

    Examples
    --------
    >>> is_weighable(0.27, 0.01), is_weighable(0.27, 0.1), is_weighable(0.27, None)
    (True, False, True)
    """
    return step_g is None or mass_g >= (fewest_steps() - 1e-9) * step_g


def coarse_scale(batch: Batch, powder_there_g: float | None = None) -> CoarseScale | None:
    """Return what a scale cannot weigh of a batch and the ways out; None where it weighs everything.

    Parameters
    ----------
    batch : Batch
        A new one or one that powder is added to: what is weighed on a scale.
    powder_there_g : float, optional
        Powder that there is [g]; a larger batch never takes more.

    Examples
    --------
    >>> from calc.mixing.request import MixRequest, batch_of, parse_request
    >>> request = MixRequest(strength="15 %", batch="30 g", target_pH="3.2", scale="1 g")
    >>> [way.kind for way in coarse_scale(batch_of(parse_request(request)), 20.0).ways]
    ['scale', 'batch', 'dose']
    """
    weighed = [row for row in batch.weigh if row.scale_plus_minus_g and row.mass_g > 0]
    too_little = tuple(row for row in weighed if not is_weighable(_least_g(row), row.scale_plus_minus_g))
    if not too_little:
        return None
    step = max(row.scale_plus_minus_g or 0.0 for row in too_little)
    ways = [*_finer(batch, weighed), *_other_sizes(batch, weighed, step, powder_there_g)]
    total, powder = batch.formula.total_mass_g, _powder_g(batch)
    return CoarseScale(step, too_little, (*ways, WayOut("dose", {"way": "palm"}, total, powder)))


def _least_g(row: Weighing) -> float:
    """Return the least that is weighed at once of a row [g]: where it goes in by parts, the first of them."""
    return min(row.mass_g, row.first_g or row.mass_g)


def _times_for(rows: Iterable[Weighing], least_g: float) -> float:
    """Return how much larger a batch must be for so much to be weighed at once of each row.

    The first part of what moves the pH is rounded down, in another batch perhaps by more.
    """
    needed = (least_g / _least_g(row) * (_ROUNDED_DOWN if row.first_g else 1.0) for row in rows)
    return max([1.0, *needed])


def _powder_g(batch: Batch) -> float:
    """Return the mass of the powder of a batch [g]."""
    return math.fsum(row.mass_g for row in batch.weigh if row.ingredient == batch.form)


def _finer(batch: Batch, weighed: Iterable[Weighing]) -> list[WayOut]:
    """Return the coarsest scale sold that weighs everything: finer than one that does not."""
    least = min(_least_g(row) for row in weighed)
    fitting = [sold for sold in _SCALES_SOLD if is_weighable(least, sold)]
    total, powder = batch.formula.total_mass_g, _powder_g(batch)
    return [WayOut("scale", {"scale": f"{show_number(sold)} g"}, total, powder) for sold in fitting[:1]]


def _other_sizes(
    batch: Batch, weighed: list[Weighing], step: float, powder_there_g: float | None
) -> list[WayOut]:
    """Return a larger batch that the scale can weigh, or the same with what moves the pH dissolved first."""
    powder = _powder_g(batch)
    if batch.dose is None or not batch.dose.mass or batch.dose.adjuster.strength < 1:
        mover = ""
    else:
        mover = batch.dose.adjuster.ingredient
    most = catalog.inputs().assumed["largest_batch"].centre
    if powder_there_g:
        most = max(powder_there_g / powder, 1.0)
    least_g = fewest_steps() * step
    whole = _times_for(weighed, least_g)
    others = _times_for([row for row in weighed if row.ingredient != mover], least_g)
    larger = [_enlarged(batch, whole, most if powder_there_g else None)] if whole <= most else []
    if not mover or others > most or (larger and others > 1):
        return larger
    size = _enlarged(batch, others, most if powder_there_g and others > 1 else None)
    strength = _solution(batch, weighed, mover, size.batch_g / batch.formula.total_mass_g, least_g)
    if not strength:
        return larger
    dissolved = {"adjuster_strength": f"{show_number(100 * strength)} %"}
    kind, changes = ("solution", dissolved) if others == 1 else ("batch", {**size.changes, **dissolved})
    return [*larger, WayOut(kind, changes, size.batch_g, size.powder_g, size.uses_all, strength)]


def _enlarged(batch: Batch, times: float, all_times: float | None) -> WayOut:
    """Return a larger batch: with all the powder there is, or rounded up to a size that people make.

    ``all_times``: how much larger it is with all the powder; None where that is not known.
    """
    total, powder = batch.formula.total_mass_g, _powder_g(batch)
    if all_times is None:
        place = 10.0 ** (math.floor(math.log10(total * times)) - 1)
        size_g = math.ceil(total * times / (5 * place) - 1e-9) * 5 * place if times > 1 else total
    else:
        place = 1.0 if total * all_times > 100 else 0.1
        size_g = math.floor(total * all_times / place + 1e-6) * place
    changes = {"start": "batch", "batch": f"{show_number(size_g, 6)} g"}
    return WayOut("batch", changes, size_g, powder * size_g / total, uses_all=all_times is not None)


def _solution(batch: Batch, weighed: list[Weighing], mover: str, times: float, least_g: float) -> float:
    """Return the strength of a solution of what moves the pH, such that its dose can be weighed; or 0.

    The solution itself is weighed on the same scale, and its water comes out of that of the batch.
    """
    (row,) = [row for row in weighed if row.ingredient == mover]
    water_g = times * math.fsum(row.mass_g for row in weighed if row.ingredient == "water")
    for strength in _SOLUTIONS:
        dose_g, first_g = (times * mass / strength for mass in (row.mass_g, _least_g(row)))
        if first_g >= _ROUNDED_DOWN * least_g and dose_g * (1 - strength) <= _MOST_OF_WATER * water_g:
            return strength
    return 0.0


def stock_to_make(strength: float, dose_g: float, step_g: float) -> tuple[float, float]:
    """Return how much to dissolve in how much water for a solution that a batch needs [g].

    Both can be weighed on the scale, and there is a fifth more than may go in.

    Parameters
    ----------
    strength : float
        Of the solution [0–1].
    dose_g : float
        What moves the pH, as a solid, that the batch may take [g].
    step_g : float
        Step of the scale [g].

    Examples
    --------
    >>> stock_to_make(0.05, 1.5, 1.0)
    (5.0, 95.0)
    """
    solid_g = max(fewest_steps() * step_g, math.ceil(1.2 * dose_g / step_g) * step_g)
    return solid_g, round(solid_g * (1 / strength - 1), 9)


def scale_words(step_g: float) -> str:
    """Return the name of a scale by its step.

    Examples
    --------
    >>> scale_words(0.01).replace(THIN, " "), scale_words(1.0).replace(THIN, " ")
    ('0.01 g pocket scale', '1 g scale')
    """
    if step_g == 0.01:
        return say("0.01\u202fg pocket scale")
    return say("{step}\u202fg scale", step=show_number(step_g))


def cannot_weigh_words(coarse: CoarseScale) -> str:
    """Return what a scale cannot weigh, as a sentence.

    Parameters
    ----------
    coarse : CoarseScale
    """
    parts = [
        say("{mass}\u202fg of {ingredient}", mass=show_number(_least_g(row), 2), ingredient=spoken_name(row))
        for row in coarse.rows
    ]
    return say(
        "A {step}\u202fg scale can’t weigh {masses}.",
        step=show_number(coarse.step_g),
        masses=say_list(parts, "or"),
    )


def way_words(way: WayOut, mover: str = "") -> str:
    """Return a way out of a scale that is too coarse, as something to do.

    Parameters
    ----------
    way : WayOut
    mover : str
        Name of what moves the pH, where it is dissolved first.
    """
    size = f"{show_number(way.batch_g, 4)}{THIN}g"
    powder = f"{show_number(way.powder_g, 2)}{THIN}g"
    solution = f"{show_number(100 * way.solution)}{THIN}%"
    if way.kind == "scale":
        return say("Use a {scale}", scale=scale_words(float(way.changes["scale"].split()[0])))
    if way.kind == "dose":
        return say("Mix one dose by scoop")
    if way.kind == "solution":
        return say("Dissolve the {mover} in water first ({solution})", mover=mover, solution=solution)
    fields = {"size": size, "powder": powder, "mover": mover, "solution": solution}
    if way.solution and way.uses_all:
        return say(
            "Make {size}, which uses your {powder} of powder, and dissolve the {mover} first ({solution})",
            **fields,
        )
    if way.solution:
        return say(
            "Make {size}, which takes {powder} of powder, and dissolve the {mover} first ({solution})",
            **fields,
        )
    if way.uses_all:
        return say("Make {size}, which uses your {powder} of powder", **fields)
    return say("Make {size}, which takes {powder} of powder", **fields)


def spoken_name(row: Weighing) -> str:
    """Return the name of a row as it stands in a sentence, without what stands in brackets.

    Examples
    --------
    >>> spoken_name(Weighing("sodium_bicarbonate", 0.2, None, 0.0))
    'baking soda'
    """
    return row.called or catalog.ingredients()[row.ingredient].said.split(" (")[0]
