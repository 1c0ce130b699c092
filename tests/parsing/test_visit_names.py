"""Procedures and zones by the names that people have for them."""

from __future__ import annotations

import pytest

from calc.parsing.visit_names import visit_mention


@pytest.mark.parametrize(
    ("kind", "text", "status", "name", "readings"),
    [
        ("procedures", "Dermapen", "used", "Microneedling", ()),
        ("procedures", "Dermapen on the face", "used", "Microneedling", ()),
        ("zones", "under the eyes", "used", "Eye area", ()),
        ("procedures", "botox", "used", "Botulinum toxin", ()),
        ("procedures", "IPL and Jessner", "not_understood", "", ("Laser", "Peel")),
        (
            "procedures",
            "Dermapn",
            "not_understood",
            "",
            ("Microneedling", "Device treatment without needles"),
        ),
        ("procedures", "moonlight", "not_understood", "", ()),
    ],
)
def test_one_name_is_used_and_several_are_asked_about(kind, text, status, name, readings):
    mention = visit_mention(kind, text)
    assert (mention.status, mention.name, mention.readings) == (status, name, readings)
    assert (set(mention.terms) == {kind}) == (status == "used")
    assert ("no rule looks at it" in mention.note) == (text == "botox")
