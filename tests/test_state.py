"""What the page keeps, as far as it can be told without a page."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from calc.errors import InputErrors
from calc.formula import composition
from calc.links import pack, unpack
from calc.request import STARTS, MixRequest, batch_of, understand
from ui import state


def test_every_field_has_a_key_of_its_own():
    keys = [state.key(each.name) for each in fields(MixRequest)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("start", STARTS)
def test_the_first_bottle_is_the_same_from_every_start(start):
    # A beginner who switches the start must not find another bottle, or an error.
    batch = batch_of(understand(replace(state.FIRST, start=start)))
    assert batch.formula.total_mass_g == pytest.approx(30, rel=2e-3)
    assert composition(batch.formula).strengths[0].nominal == pytest.approx(0.15, rel=2e-3)


def test_the_first_bottle_fits_into_a_link():
    assert MixRequest.from_dict(unpack(pack(state.FIRST.as_dict()))) == state.FIRST


def test_the_fullest_recipe_fits_into_a_link_or_is_refused():
    lines = "\n".join(f"ingredient number {i} 0.{i} %" for i in range(40))
    full = replace(state.FIRST, others=lines[:1000])
    assert MixRequest.from_dict(unpack(pack(full.as_dict()))) == full
    with pytest.raises(InputErrors):
        pack(replace(state.FIRST, others="x" * 20_000).as_dict())
