"""The mean kinetic temperature against hand values."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chemistry.stability.temperatures import mean_kinetic_temperature


def test_by_hand():
    # 83144 / 8.314463 = 9999.92 K. e^(−9999.92/278.15) = e^−35.95154, e^(−9999.92/298.15) = e^−33.53990.
    # (22 + 2·e^2.41164) / 24 = 1.84603; 9999.92 / (35.95154 − ln 1.84603) = 282.975 K.
    assert mean_kinetic_temperature([278.15, 298.15], [22, 2]) == pytest.approx(282.975, abs=0.005)


def test_of_one_temperature_is_that_temperature():
    assert mean_kinetic_temperature([295.0, 295.0], [1, 5]) == pytest.approx(295.0)


@given(st.lists(st.tuples(st.floats(273, 323), st.floats(0.1, 10)), min_size=1, max_size=8))
def test_lies_between_mean_and_warmest(stays):
    kelvin, hours = [stay for stay, _ in stays], [stay for _, stay in stays]
    result = mean_kinetic_temperature(kelvin, hours)
    mean = math.fsum(k * h for k, h in stays) / math.fsum(hours)
    assert mean - 1e-6 <= result <= max(kelvin) + 1e-6


def test_a_small_energy_is_the_mean():
    assert mean_kinetic_temperature([280.0, 300.0], [1, 1], 1.0) == pytest.approx(290.0, abs=0.5)
