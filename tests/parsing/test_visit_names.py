"""Procedures and zones by the names that people have for them."""

from __future__ import annotations

import pytest

from calc.catalog import people
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


@pytest.mark.parametrize(
    ("kind", "text", "note", "names"),
    [
        ("procedures", "Dermapen", "taken as Microneedling", ()),
        ("procedures", "micro needling with a dermapen", "taken as Microneedling", ()),
        ("procedures", "derma roller at home", "taken as Home roller", ()),
        ("procedures", "peel and peeling", "taken as Peel", ()),
        ("procedures", "botox", "Botulinum toxin: known, but no rule looks at it", ()),
        ("zones", "foot", "taken as Body", ()),
        ("zones", "face and neck", "One of them at a time is checked.", ("Face", "Body")),
        ("zones", "around the eyes, face", "One of them at a time is checked.", ("Eye area", "Face")),
        ("zones", "fase", "", ("Face",)),
        ("procedures", "none of it", "", ()),
        ("procedures", "lasr", "", ("Laser",)),
    ],
)
def test_what_was_made_of_a_word_is_told_with_its_place(kind, text, note, names):
    mention = visit_mention(kind, text)
    assert (mention.note, mention.readings) == (note, names)
    assert (mention.text, mention.place) == (text, (0, len(text)))
    assert mention.holds
    assert bool(mention.terms) == note.startswith(("taken", "Botulinum"))


@pytest.mark.parametrize("kind", people.VISIT_KINDS)
def test_every_name_of_what_is_done_and_where_leads_to_it_alone(kind):
    for term in people.terms(kind).values():
        for name in (term.name, *term.aliases):
            assert visit_mention(kind, name).name == term.name, name
