"""What tests of screening share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from calc import uncertainty
from tests.conftest import forget_data

#: Inputs that stay ranges: what is published about a solubility.
RANGES = ("solubility of ", "temperature of the published solubility")


@pytest.fixture(scope="module")
def centred() -> Iterator[None]:
    """Every uncertain input of one product at its centre; published solubilities stay ranges."""
    drawn: Callable[..., np.ndarray] = uncertainty._column

    def column(uncertain: uncertainty.UncertainInput, size: int) -> np.ndarray:
        if uncertain.name.startswith(RANGES):
            return drawn(uncertain, size)
        return np.full(size, uncertain.value)

    forget_data()
    uncertainty._column = column
    yield
    uncertainty._column = drawn
    forget_data()
