"""What a storage means for the rate: temperatures, package, light, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterable

from calc import catalog
from calc.chemistry.recipe import Storage
from calc.chemistry.stability.kinetics import CLOSED

_ZERO_CELSIUS_K = 273.15


def stays_of(storage: Storage) -> tuple[tuple[float, float], ...]:
    """Return temperatures [K] with the share of the time at each; none where unknown."""
    return tuple((celsius + _ZERO_CELSIUS_K, hours / 24) for celsius, hours in storage.stays)


def package_of(storage: Storage) -> str:
    """Return the row of a package in ``data/stability.toml``; a dropper bottle where it is unknown."""
    package = storage.package or ""
    if not knows_package(storage):
        return "dropper_bottle"
    return "jar" if storage.wall == "LDPE" and package not in CLOSED else package


def knows_package(storage: Storage) -> bool:
    """Tell whether the package is known; an opened ampoule no longer counts as one."""
    opened_ampoule = storage.package == "sealed_ampoule" and storage.opened_on is not None
    return storage.package in catalog.stability().packages and not opened_ampoule


def assumptions_of(storage: Storage) -> Iterable[str]:
    """Yield what has to be assumed: any of ``temperature``, ``package`` and ``openings``."""
    if not storage.stays:
        yield "temperature"
    if not knows_package(storage):
        yield "package"
    if storage.openings_per_day is None and package_of(storage) not in CLOSED:
        yield "openings"


def may_see_daylight(storage: Storage) -> bool:
    """Tell whether daylight may reach the contents; clear glass counts where the light is not stated."""
    shielded = storage.wall in ("amber_glass", "aluminium")
    in_the_open = storage.light == "daylight" or (storage.light is None and storage.wall == "clear_glass")
    return in_the_open and not shielded
