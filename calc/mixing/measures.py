"""Household measures to masses: scale, scoop, spoon, bottle, dropper and pump, with their spread."""

from __future__ import annotations

import math
from dataclasses import dataclass

from calc import catalog
from calc.chemistry.formula import Line
from calc.errors import InputError, InputErrors
from calc.mixing.batch import Weighing
from calc.units import with_units


@dataclass(frozen=True)
class Amount:
    """A mass that was weighed, or measured by spoon, scoop, drops or pumps.

    Parameters
    ----------
    mass_g : float
        Nominal [g].
    low_g, high_g : float
        Ends of its 95 % interval [g].
    scale_g : float, optional
        Step of the scale, where it was weighed [g].
    """

    mass_g: float
    low_g: float
    high_g: float
    scale_g: float | None = None

    @property
    def is_weighed(self) -> bool:
        """True for a mass from a scale."""
        return self.scale_g is not None

    def line(self, ingredient: str, share: float, purity: float | None, together: str) -> Line:
        """Return a line for a share of the amount [0–1], measured together with the rest of it."""
        ends = (self.low_g * share, self.high_g * share)
        spread = ends if ends[0] < ends[1] else None
        return Line(ingredient, self.mass_g * share, purity, mass_range_g=spread, together=together)


@with_units(mass="mass", scale_resolution="mass")
def weighed(mass: float, scale_resolution: float | None = None) -> Amount:
    """Return an amount from a scale, good to one step of it (95 %).

    Parameters
    ----------
    mass, scale_resolution : Quantity
        [g].
    """
    step = scale_resolution or 0.0
    return Amount(mass, max(mass - step, 0.0), mass + step, scale_resolution or None)


@with_units(one="mass")
def scoops(count: float, one: float) -> Amount:
    """Return a number of level scoops of known content.

    Parameters
    ----------
    count : float
        How many.
    one : Quantity
        What one level scoop holds [g].
    """
    return _spread(count * one, _off("scoop_plus_minus"), _off("scoop_plus_minus"))


@with_units(volume="volume", bulk_density="density")
def spooned(form: str, volume: float, bulk_density: float | None = None) -> Amount:
    """Return a volume of powder as a mass.

    Parameters
    ----------
    form : str
        Form of vitamin C.
    volume : Quantity
        Level, not heaped [mL].
    bulk_density : Quantity, optional
        Of this powder [g/mL]; otherwise everything between loose and tapped of any grade.

    Raises
    ------
    InputErrors
        When no bulk density is given and none is known.
    """
    if bulk_density is not None:
        return _spread(volume * bulk_density, _off("scoop_plus_minus"), _off("scoop_plus_minus"))
    found = catalog.find_form(form)
    rows = [row.to("g/mL") for row in found.values if row.property == "bulk_density"]
    if not rows:
        fix = "Weigh it, or give the bulk density in g/mL."
        problem = InputError("bulk", "", "the bulk density of this powder is not known here.", fix)
        raise InputErrors([problem])
    preferred = found.value("bulk_density")
    assert preferred is not None
    off = _off("scoop_plus_minus") if len(rows) == 1 else 0.0
    low, high = min(row[1] for row in rows), max(row[2] for row in rows)
    return Amount(volume * preferred.to("g/mL")[0], volume * low * (1 - off), volume * high * (1 + off))


@with_units(volume="volume", density="density")
def poured(base: str, volume: float, density: float | None = None) -> Amount:
    """Return a volume of a liquid as a mass.

    Parameters
    ----------
    base : str
        Ingredient id.
    volume : Quantity
        [mL].
    density : Quantity, optional
        [g/mL]; otherwise that of the catalogue with its spread.
    """
    off = _off("volume_plus_minus")
    return _combined(_massed(base, volume, density), 1 - off, 1 + off)


def _massed(base: str, volume_mL: float, density: float | None) -> Amount:
    """Return an exact volume as a mass, as uncertain as its density."""
    if density is not None:
        return Amount(volume_mL * density, volume_mL * density, volume_mL * density)
    row = catalog.find_ingredient(base).value("density") or catalog.inputs().assumed["density_unknown"]
    centre, low, high = row.to("g/mL")
    return Amount(volume_mL * centre, volume_mL * low, volume_mL * high)


@with_units(per_volume="drops_per_volume", density="density")
def dropped(base: str, count: float, per_volume: float | None = None, density: float | None = None) -> Amount:
    """Return a number of drops as a mass.

    Parameters
    ----------
    base : str
        Ingredient id.
    count : float
        How many drops.
    per_volume : Quantity, optional
        Of this dropper [drop/mL], good to ± 10 %; otherwise any dropper's.
    density : Quantity, optional
        [g/mL].
    """
    calibrated, anyone = (catalog.inputs().assumed[key] for key in ("drops_per_mL", "drops_any_dropper"))
    centre, low, high = calibrated.to("drop/mL") if per_volume is not None else anyone.to("drop/mL")
    nominal = per_volume if per_volume is not None else centre
    one = _massed(base, count / nominal, density)
    return _combined(one, centre / high, centre / low)


@with_units(weight_of_twenty="mass", scale_resolution="mass")
def dropped_by_weight(count: float, weight_of_twenty: float, scale_resolution: float = 0.0) -> Amount:
    """Return a number of drops as a mass, from what twenty of them weigh.

    Parameters
    ----------
    count : float
        How many drops.
    weight_of_twenty, scale_resolution : Quantity
        [g].
    """
    each, off = weight_of_twenty / 20, scale_resolution / 20
    return Amount(count * each, count * max(each - off, 0.0), count * (each + off))


@with_units(one="volume", density="density")
def pumped(base: str, count: float, one: float, density: float | None = None) -> Amount:
    """Return a number of strokes of a pump as a mass.

    Parameters
    ----------
    base : str
        Ingredient id.
    count : float
        How many strokes.
    one : Quantity
        What one stroke gives [mL].
    density : Quantity, optional
        [g/mL].
    """
    off = _off("pump_plus_minus")
    return _combined(_massed(base, count * one, density), 1 - off, 1 + off)


def line_of(ingredient: str, amount: Amount, purity: float | None) -> Line:
    """Return a line of a formula for an amount.

    Parameters
    ----------
    ingredient : str
        Ingredient id.
    amount : Amount
    purity : float, optional
        Mass of the ingredient per mass [0–1].
    """
    if amount.scale_g:
        return Line(ingredient, amount.mass_g, purity, mass_plus_minus_g=amount.scale_g)
    ends = (amount.low_g, amount.high_g)
    return Line(ingredient, amount.mass_g, purity, mass_range_g=ends if ends[0] < ends[1] else None)


def row_of(ingredient: str, amount: Amount) -> Weighing:
    """Return a row of the weighing sheet for an amount.

    Parameters
    ----------
    ingredient : str
        Ingredient id.
    amount : Amount
    """
    off = 0.0 if amount.is_weighed else (amount.high_g - amount.low_g) / 2
    return Weighing(ingredient, amount.mass_g, amount.scale_g, off)


def _off(row: str) -> float:
    """Return an assumed half-width [0–1]."""
    return catalog.inputs().assumed[row].to("dimensionless")[0]


def _spread(mass_g: float, below: float, above: float) -> Amount:
    """Return a mass with relative ends."""
    return Amount(mass_g, mass_g * (1 - below), mass_g * (1 + above))


def _combined(amount: Amount, low: float, high: float) -> Amount:
    """Return an amount times a factor near one whose ends are given; spreads add as squares."""
    if amount.mass_g == 0:
        return amount
    below = math.hypot(1 - amount.low_g / amount.mass_g, 1 - low)
    above = math.hypot(amount.high_g / amount.mass_g - 1, high - 1)
    return Amount(amount.mass_g, amount.mass_g * max(1 - below, 0.0), amount.mass_g * (1 + above))
