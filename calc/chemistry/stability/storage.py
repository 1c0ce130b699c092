"""What a storage means for the rate: temperatures, package, light, and what nobody said."""

from __future__ import annotations

from collections.abc import Iterable

from calc import catalog
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.kinetics import CLOSED

#: What is taken for granted where nobody says.
ASSUMED = ("temperature", "package", "openings")
_ZERO_CELSIUS_K = 273.15


def stays_of(storage: Storage) -> tuple[tuple[float, float], ...]:
    """Return temperatures [K] with the share of the time at each; none where that is not known."""
    return tuple((celsius + _ZERO_CELSIUS_K, hours / 24) for celsius, hours in storage.stays)


def package_of(storage: Storage) -> str:
    """Return the row of a package; of a dropper bottle where it is not known."""
    package = storage.package or ""
    if not knows_package(storage):
        return "dropper_bottle"
    return "jar" if storage.wall == "LDPE" and package not in CLOSED else package


def knows_package(storage: Storage) -> bool:
    """Tell whether the package is known: an ampoule that was opened is none any more."""
    opened_ampoule = storage.package == "sealed_ampoule" and storage.opened_on is not None
    return storage.package in catalog.stability().packages and not opened_ampoule


def taken_for_granted(storage: Storage) -> Iterable[str]:
    """Yield what nobody said."""
    if not storage.stays:
        yield "temperature"
    if not knows_package(storage):
        yield "package"
    if storage.openings_per_day is None and package_of(storage) not in CLOSED:
        yield "openings"


def may_see_daylight(storage: Storage) -> bool:
    """Tell whether daylight may reach what is in a bottle, without its being said."""
    shielded = storage.wall in ("amber_glass", "aluminium")
    in_the_open = storage.light == "daylight" or (storage.light is None and storage.wall == "clear_glass")
    return in_the_open and not shielded
