"""A few inputs of every reader of what people bring; a hundred thousand are for ``make fuzz``."""

from __future__ import annotations

import pytest

from bench.fuzz import MOST_SECONDS, SHARES, fuzz, readers, standing_with_files

#: Of one reader; those of the command line run whole commands.
INPUTS = {"command line": 20, "clients": 100, "log import": 100}


@pytest.mark.parametrize("name", SHARES)
def test_what_is_odd_is_read_or_refused_in_words(name):
    with standing_with_files():
        tally = fuzz(name, readers()[name], INPUTS.get(name, 60), seed=1)
    assert not tally.defects
    assert tally.longest < MOST_SECONDS
    assert tally.outcomes["read"] + tally.outcomes["worked out"] > 0.05 * tally.outcomes.total()


def test_a_defect_is_counted_with_its_input():
    def broken(_chance):
        return b"an input", lambda: str(1 / 0)

    tally = fuzz("broken", broken, 3, seed=1)
    assert tally.outcomes == {"raised": 3}
    ((kind, (given, words)),) = tally.defects.items()
    assert kind.startswith("ZeroDivisionError")
    assert given == b"an input"
    assert "Traceback" in words
