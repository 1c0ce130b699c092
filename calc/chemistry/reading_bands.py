"""What a reading of a pH may show, by how well it reads."""

from __future__ import annotations

import math
from dataclasses import dataclass

from calc import catalog
from calc.uncertainty import Band, Reading


@dataclass(frozen=True)
class ReadingBands:
    """What a reading of a pH may show: by a meter calibrated the same day, and by a strip."""

    meter: Band
    strip: Band

    def as_dict(self) -> dict[str, dict[str, float]]:
        """Return them as a JSON object."""
        return {"meter": self.meter.as_dict(), "strip": self.strip.as_dict()}


def reading_bands(pH: Band) -> ReadingBands:
    """Return what a meter or a strip of the usual kind may show of a pH.

    Parameters
    ----------
    pH : Band

    Examples
    --------
    >>> bands = reading_bands(Band(2.4, 2.3, 2.5))
    >>> f"{bands.meter.low:.2f}–{bands.meter.high:.2f}, {bands.strip.low:.2f}–{bands.strip.high:.2f}"
    '2.26–2.54, 2.13–2.67'
    """
    assumed = catalog.inputs().assumed
    meter, step = assumed["meter_plus_minus"].centre, assumed["strip_step"].centre
    return ReadingBands(_read_within(pH, meter), _read_within(pH, step / 2))


def expected_reading(pH: Band, reading: Reading) -> Band:
    """Return where a reading of a pH was to be expected, by how well it reads.

    Parameters
    ----------
    pH : Band
    reading : Reading

    Examples
    --------
    >>> band = expected_reading(Band(2.4, 2.3, 2.5), Reading(2.5, step=0.5))
    >>> f"{band.low:.2f} to {band.high:.2f}"
    '2.13 to 2.67'
    """
    return _read_within(pH, (reading.band.high - reading.band.low) / 2)


def _read_within(pH: Band, half: float) -> Band:
    """Return the band of a reading with a 95 % half-width of its own, independent of the pH."""
    low, high = math.hypot(pH.median - pH.low, half), math.hypot(pH.high - pH.median, half)
    return Band(pH.median, pH.median - low, pH.median + high)
