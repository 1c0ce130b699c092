"""What follows from a batch today: whether it is fresh, from all that was weighed and measured."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from calc import catalog
from calc.chemistry.formula import Formula
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import Measured, Recipe, Storage
from calc.chemistry.stability.life import DATED, shelf_life
from calc.chemistry.stability.wording import WHY_UNKNOWN, reason_words
from calc.errors import InputErrors
from calc.log.entry import LoggedBatch, Measurement, recipe_as_weighed
from calc.messages import say
from calc.rules.assessment import Assessment, assess

#: The state that asks for something first.
BATCH_STATES = ("discard", "use_soon", "unknown", "fresh", "discarded")
_WHY = {
    **WHY_UNKNOWN,
    "no_day": say("when it was made is not known"),
    "unreadable": say("its recipe cannot be read by this version"),
    "recheck": say("a reading does not fit: do not use it until it is measured again"),
}


@dataclass(frozen=True)
class BatchState:
    """Whether a batch is still to be used.

    Parameters
    ----------
    key : str
        One of `BATCH_STATES`.
    reason : str
        Why. Of a day: a key of `stability.life.Limit`. Of ``unknown``: ``no_day`` (nobody said when it was
        made), ``unreadable`` (its recipe cannot be read here), ``recheck`` (a reading is so far off what
        was expected that it is to be read again), or one of `calc.chemistry.stability.REASONS`. Of
        ``fresh`` without a day: ``dry_powder``. Of ``discarded``: "".
    on : date, optional
        The last day of its use; of ``recheck`` the earlier of the days with and without what was read, of
        ``discarded`` the day it was thrown away.
    days_left : int, optional
        From today to the last day; negative when it is over.
    days : int, optional
        How long it may be used from the day on which it was made; None where that is not known.
    ends : str
        What ends it then: a key of `stability.life.Limit`.
    """

    key: str
    reason: str
    on: datetime.date | None = None
    days_left: int | None = None
    days: int | None = None
    ends: str = ""

    @property
    def why(self) -> str:
        """The reason in words; "" where there is none."""
        return _WHY.get(self.reason) or reason_words(self.reason)

    @property
    def why_then(self) -> str:
        """Why its last day is that day, in words; "" where there is none."""
        return reason_words(self.ends)


def batch_state(entry: LoggedBatch, today: datetime.date) -> BatchState:
    """Return whether a batch is still to be used, by the grams as weighed and the latest readings.

    Parameters
    ----------
    entry : LoggedBatch
    today : date
        Measurements of later days do not count.

    Examples
    --------
    >>> yesterday, today = datetime.date(2026, 3, 30), datetime.date(2026, 3, 31)
    >>> batch_state(LoggedBatch("Serum", {}, discarded_on=yesterday), today).key
    'discarded'
    """
    if entry.discarded_on is not None and entry.discarded_on <= today:
        return BatchState("discarded", "", entry.discarded_on)
    try:
        recipe = current_recipe(entry, today)
        storage = recipe.storage or Storage()
        days, reason, believed = _end(recipe.formula, storage, recipe.measured)
        if not believed:
            unread, why, _ = _end(recipe.formula, storage, None)
            if unread is not None and (days is None or unread < days):
                days, reason = unread, why
    except InputErrors:
        return BatchState("unknown", "unreadable")
    if days is None:
        return BatchState("fresh" if reason == "dry_powder" else "unknown", reason)
    if storage.since is None:
        return BatchState("unknown", "no_day", days=days, ends=reason)
    last = storage.since + datetime.timedelta(days=days)
    left = (last - today).days
    if left < 0:
        return BatchState("discard", reason, last, left, days, reason)
    if not believed:
        return BatchState("unknown", "recheck", last, left, days, reason)
    assumed = catalog.stability().assumed
    share = assumed["use_soon_share"].to("dimensionless")[0]
    soon = min(assumed["use_soon"].to("day")[0], share * days)
    return BatchState("use_soon" if left <= soon else "fresh", reason, last, left, days, reason)


def assess_logged(entry: LoggedBatch, today: datetime.date) -> Assessment:
    """Return everything that is known of a batch, by the grams as weighed and the latest readings.

    Parameters
    ----------
    entry : LoggedBatch
    today : date
        Measurements of later days do not count; what is left is predicted for this day, or for the one on
        which it is to be made where that is later.

    Raises
    ------
    InputErrors
        As `current_recipe`.

    Examples
    --------
    >>> recipe = {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]}
    >>> report = assess_logged(LoggedBatch("Powder", recipe), datetime.date(2026, 3, 31))
    >>> f"{report.composition.aa_equivalent.median:.2f}"
    '1.00'
    """
    recipe = current_recipe(entry, today)
    since = recipe.storage and recipe.storage.since
    return assess(
        recipe.formula,
        storage=recipe.storage,
        measured=recipe.measured,
        claims=recipe.claims,
        on=max(today, since or today),
    )


def current_recipe(entry: LoggedBatch, today: datetime.date) -> Recipe:
    """Return the recipe of a batch as it was weighed, with its latest pH and its latest assay.

    Where nobody measured, what the recipe itself says of them counts.

    Parameters
    ----------
    entry : LoggedBatch
    today : date
        Measurements of later days do not count.

    Raises
    ------
    InputErrors
        A recipe or a measurement that cannot be read here any more.

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> readings = (Measurement(day, "pH", 3.1, sd=0.05),)
    >>> recipe = {"lines": [{"ingredient": "l_ascorbic_acid", "mass_g": 15}]}
    >>> entry = LoggedBatch("Powder", recipe, measurements=readings)
    >>> current_recipe(entry, day).measured.pH
    3.1
    """
    recipe = recipe_as_weighed(entry)
    measured = recipe.measured or Measured()
    pH, assay = (latest_measurement(entry.measurements, kind, today) for kind in ("pH", "assay"))
    if pH is not None:
        read = pH.measured
        measured = replace(measured, pH=read.pH, pH_sd=read.pH_sd, pH_step=read.pH_step)
    if assay is not None:
        read = assay.measured
        measured = replace(
            measured, assay_fraction=read.assay_fraction, assay_sd=read.assay_sd, assay_on=read.assay_on
        )
    return replace(recipe, measured=None if measured == Measured() else measured)


def latest_measurement(
    measurements: Iterable[Measurement], kind: str, today: datetime.date
) -> Measurement | None:
    """Return the latest measurement of a kind up to a day; None where there is none.

    Parameters
    ----------
    measurements : iterable of Measurement
    kind : str
        One of `entry.MEASUREMENT_KINDS`.
    today : date

    Examples
    --------
    >>> day = datetime.date(2026, 3, 31)
    >>> readings = [Measurement(day.replace(day=n), "pH", 3.0 + n / 10, sd=0.05) for n in (1, 2)]
    >>> latest_measurement(readings, "pH", day).value
    3.2
    """
    of_kind = [row for row in measurements if row.kind == kind and row.on <= today]
    return max(of_kind, key=lambda row: row.on, default=None)


@functools.lru_cache(maxsize=2048)
def _end(formula: Formula, storage: Storage, measured: Measured | None) -> tuple[int | None, str, bool]:
    """Return after how many days the use ends, and why, and whether what was read is believed.

    None instead of the days where they are not known, and why that is.
    """
    life = shelf_life(formula, storage=storage, measured=measured)
    believed = life.assay is None or life.assay.believed
    if measured is not None and measured.pH is not None:
        believed = believed and predict_pH(formula, measured.reading).believed
    if life.discard_after_days is not None:
        return int(life.discard_after_days), life.limits[0].key, believed
    return None, "dry_powder" if life.reason in DATED else life.reason, believed
