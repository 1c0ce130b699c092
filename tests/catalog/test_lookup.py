"""What somebody calls a form or an ingredient, and what is offered where that is not known."""

from __future__ import annotations

import pytest

from calc.catalog import find_form
from calc.errors import InputError


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("SAP (vitamin C)", ["sodium_ascorbyl_phosphate", "l_ascorbic_acid"]),
        ("Vitamin C (sodium ascorbate)", ["sodium_ascorbate", "l_ascorbic_acid"]),
        ("ascorbyl glucoside; mine", ["ascorbyl_glucoside"]),
    ],
)
def test_what_a_text_names_is_offered_first_and_what_may_be_any_form_last(text, offered):
    with pytest.raises(InputError) as error:
        find_form(text)
    assert list(error.value.readings) == offered
