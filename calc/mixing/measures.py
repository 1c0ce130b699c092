"""Household measures to masses: scale, scoop, spoon, bottle, dropper and pump, with their spread."""

from __future__ import annotations

import math
from dataclasses import dataclass

from calc import catalog
from calc.chemistry.density import density_of
from calc.chemistry.formula import Line
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.batch import Weighing
from calc.units import with_units


@dataclass(frozen=True)
class Amount:
    """A mass with its 95 % interval: from a scale, a spoon, a scoop, a dropper, a bottle or a pump.

    Each constructor checks units; its unchecked function, in g, mL and g/mL, is its ``.kernel``.

    Parameters
    ----------
    mass_g : float
        Nominal [g].
    low_g, high_g : float
        Ends of its 95 % interval [g].
    scale_g : float, optional
        Step of the scale, where it was weighed [g].

    Examples
    --------
    >>> from calc import Q_
    >>> Amount.weighed(Q_(4.5, "g"), Q_(0.1, "g"))
    Amount(mass_g=4.5, low_g=4.4, high_g=4.6, scale_g=0.1)
    """

    mass_g: float
    low_g: float
    high_g: float
    scale_g: float | None = None

    @staticmethod
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

    @staticmethod
    @with_units(one="mass")
    def scoops(count: float, one: float) -> Amount:
        """Return a number of level scoops of known content.

        Parameters
        ----------
        count : float
            How many.
        one : Quantity
            What one level scoop holds [g].

        Examples
        --------
        >>> from calc import Q_
        >>> Amount.scoops(2, Q_(0.25, "g"))
        Amount(mass_g=0.5, low_g=0.4, high_g=0.6, scale_g=None)
        """
        off = _half_width("scoop_plus_minus")
        return _spread(count * one, off, off)

    @staticmethod
    @with_units(volume="volume", bulk_density="density")
    def spooned(form: str, volume: float, bulk_density: float | None = None) -> Amount:
        """Return a level volume of powder as a mass.

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

        Examples
        --------
        >>> from calc import Q_
        >>> Amount.spooned("l_ascorbic_acid", Q_(5, "mL"), Q_(0.8, "g/mL")).mass_g
        4.0
        """
        off = _half_width("scoop_plus_minus")
        if bulk_density is not None:
            return _spread(volume * bulk_density, off, off)
        record = catalog.find_form(form)
        rows = [row.to("g/mL") for row in record.values if row.property == "bulk_density"]
        preferred = record.value("bulk_density")
        if preferred is None:
            fix = say("Weigh it, or give the bulk density in g/mL.")
            problem = InputError("bulk", "", say("the bulk density of this powder is not known here."), fix)
            raise InputErrors([problem])
        off = off if len(rows) == 1 else 0.0
        low, high = min(row[1] for row in rows), max(row[2] for row in rows)
        return Amount(volume * preferred.to("g/mL")[0], volume * low * (1 - off), volume * high * (1 + off))

    @staticmethod
    @with_units(volume="volume", density="density")
    def poured(ingredient: str, volume: float, density: float | None = None) -> Amount:
        """Return a volume of a liquid as a mass.

        Parameters
        ----------
        ingredient : str
            Ingredient id.
        volume : Quantity
            [mL].
        density : Quantity, optional
            [g/mL]; otherwise that of the catalogue with its spread.

        Examples
        --------
        >>> from calc import Q_
        >>> Amount.poured("serum", Q_(50, "mL"), Q_(1.05, "g/mL")).mass_g
        52.5
        """
        off = _half_width("volume_plus_minus")
        return _combined(_mass_of_volume(ingredient, volume, density), off, off)

    @staticmethod
    @with_units(per_volume="drops_per_volume", density="density")
    def drops(
        ingredient: str, count: float, per_volume: float | None = None, density: float | None = None
    ) -> Amount:
        """Return a number of drops as a mass.

        Parameters
        ----------
        ingredient : str
            Ingredient id.
        count : float
            How many drops.
        per_volume : Quantity, optional
            Of this dropper [drop/mL], good to ± 10 %; otherwise any dropper's.
        density : Quantity, optional
            [g/mL].

        Examples
        --------
        >>> from calc import Q_
        >>> Amount.drops("serum", 20, Q_(20, "drop/mL"), Q_(1.0, "g/mL")).mass_g
        1.0
        """
        calibrated, any_dropper = (
            catalog.inputs().assumed[key] for key in ("drops_per_mL", "drops_any_dropper")
        )
        centre, low, high = (calibrated if per_volume is not None else any_dropper).to("drop/mL")
        nominal = per_volume if per_volume is not None else centre
        amount = _mass_of_volume(ingredient, count / nominal, density)
        return _combined(amount, 1 - centre / high, centre / low - 1)

    @staticmethod
    @with_units(weight_of_twenty="mass", scale_resolution="mass")
    def drops_by_weight(
        count: float, weight_of_twenty: float, scale_resolution: float | None = None
    ) -> Amount:
        """Return a number of drops as a mass, from what twenty of them weigh.

        Parameters
        ----------
        count : float
            How many drops.
        weight_of_twenty, scale_resolution : Quantity
            [g].

        Examples
        --------
        >>> from calc import Q_
        >>> Amount.drops_by_weight(10, Q_(1, "g")).mass_g
        0.5
        """
        one, off = weight_of_twenty / 20, (scale_resolution or 0.0) / 20
        return Amount(count * one, count * max(one - off, 0.0), count * (one + off))

    @staticmethod
    @with_units(one="volume", density="density")
    def pumps(ingredient: str, count: float, one: float, density: float | None = None) -> Amount:
        """Return a number of strokes of a pump as a mass.

        Parameters
        ----------
        ingredient : str
            Ingredient id.
        count : float
            How many strokes.
        one : Quantity
            What one stroke gives [mL].
        density : Quantity, optional
            [g/mL].

        Examples
        --------
        >>> from calc import Q_
        >>> Amount.pumps("serum", 2, Q_(0.5, "mL"), Q_(1.0, "g/mL")).mass_g
        1.0
        """
        off = _half_width("pump_plus_minus")
        return _combined(_mass_of_volume(ingredient, count * one, density), off, off)

    @property
    def is_weighed(self) -> bool:
        """True for a mass from a scale."""
        return self.scale_g is not None

    def line(self, ingredient: str, share: float, purity: float | None, together: str) -> Line:
        """Return a line for a share of the amount [0–1], measured together with the rest of it."""
        ends = (self.low_g * share, self.high_g * share)
        spread = ends if ends[0] < ends[1] else None
        return Line(ingredient, self.mass_g * share, purity, mass_range_g=spread, together=together)


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


def row_of(ingredient: str, amount: Amount, called: str = "", strength: float = 1.0) -> Weighing:
    """Return a row of the weighing sheet for an amount.

    Parameters
    ----------
    ingredient : str
        Ingredient id.
    amount : Amount
    called : str, optional
        As a recipe calls what the catalogue does not know.
    strength : float, optional
        Of what is weighed as a solution [0–1].
    """
    off = 0.0 if amount.is_weighed else (amount.high_g - amount.low_g) / 2
    return Weighing(ingredient, amount.mass_g, amount.scale_g, off, strength=strength, called=called)


def _half_width(row: str) -> float:
    """Return an assumed half-width [0–1]."""
    return catalog.inputs().assumed[row].to("dimensionless")[0]


def _mass_of_volume(ingredient: str, volume_mL: float, density: float | None) -> Amount:
    """Return an exact volume as a mass, as uncertain as its density [g/mL]."""
    if density is not None:
        return Amount(volume_mL * density, volume_mL * density, volume_mL * density)
    centre, low, high = density_of(ingredient, is_poured=True)
    return Amount(volume_mL * centre, volume_mL * low, volume_mL * high)


def _spread(mass_g: float, below: float, above: float) -> Amount:
    """Return a mass with relative ends."""
    return Amount(mass_g, mass_g * (1 - below), mass_g * (1 + above))


def _combined(amount: Amount, below: float, above: float) -> Amount:
    """Return an amount that is off by so much more either way, in proportion; spreads add as squares."""
    if amount.mass_g == 0:
        return amount
    below = math.hypot(1 - amount.low_g / amount.mass_g, below)
    above = math.hypot(amount.high_g / amount.mass_g - 1, above)
    return Amount(amount.mass_g, amount.mass_g * max(1 - below, 0.0), amount.mass_g * (1 + above))
