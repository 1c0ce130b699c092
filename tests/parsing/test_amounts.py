"""What a single text says, and what is refused under the name of its field."""

from __future__ import annotations

import pytest

from calc.errors import InputError
from calc.parsing.amounts import (
    is_poured,
    mass_of,
    read_amount,
    read_fraction_or_concentration,
    require_within,
)
from calc.units import Q_


def test_a_bare_number_has_the_first_unit() -> None:
    ranges = {"mL": "batch_volume", "g": "batch_mass"}
    assert read_amount("30", field="dose", ranges=ranges).m_as("mL") == 30
    assert read_amount("30 g", field="dose", ranges=ranges).m_as("g") == 30


def test_the_ends_of_a_range_are_accepted() -> None:
    for grams in (0.1, 100_000):
        assert require_within(Q_(grams, "g"), "batch_mass", "", field="batch").m == grams


@pytest.mark.parametrize(("grams", "accepted"), [(0.0, "more than zero"), (1e6, "and 100 000")])
def test_what_lies_outside_is_refused_under_its_field(grams: float, accepted: str) -> None:
    with pytest.raises(InputError) as caught:
        require_within(Q_(grams, "g"), "line_mass", "so much", field="pinch", above_zero=True)
    assert (caught.value.field, caught.value.given) == ("pinch", "so much")
    assert accepted in caught.value.accepted


def test_by_mass_and_by_volume_are_two_kinds() -> None:
    assert read_fraction_or_concentration("15", field="strength").m_as("dimensionless") == 0.15
    assert read_fraction_or_concentration("15 % w/v", field="strength").m_as("g/L") == 150


def test_a_mass_by_drops_and_by_volume() -> None:
    # 20 drops are 1 mL, of water 0.9982 g.
    assert mass_of("water", Q_(20, "drop"), "", field="water") == pytest.approx(0.9982, rel=1e-3)
    with pytest.raises(InputError, match="density as it is poured"):
        mass_of("l_ascorbic_acid", Q_(1, "mL"), "1 mL", field="recipe line 1")


def test_of_the_forms_only_oils_are_poured() -> None:
    assert is_poured("tetrahexyldecyl_ascorbate")
    assert not is_poured("sodium_ascorbyl_phosphate")
