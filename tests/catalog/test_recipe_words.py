"""The words of recipes: read strictly, each spoiled line refused at its place."""

from __future__ import annotations

import pytest

from calc import catalog
from calc.catalog.recipe_words import NUMBER_WORDS, recipe_words
from calc.units import Q_
from tests.conftest import refusal

SPOILED = {
    "unknown part": ("[units.ug]", "[colours.ug]", "colours"),
    "unknown key of a unit": ("[units.mg]\nunit  =", "[units.mg]\ncolour =", "colour"),
    "no words": ('unit  = "microgram"\nwords', 'unit  = "microgram"\nexact', "words"),
    "neither a unit nor what it holds": ('unit  = "microgram"\n', "", "either a name in the registry, or mL"),
    "a unit and what it holds": ("mL    = [236.6", 'unit  = "cup"\nmL    = [236.6', "either"),
    "two numbers": ("[236.6, 200, 284]", "[236.6, 200]", "a middle with its ends"),
    "ends that are exchanged": ("[236.6, 200, 284]", "[236.6, 284, 200]", "a middle with its ends"),
    "an end at zero": ("[236.6, 200, 284]", "[236.6, 0, 284]", "above zero"),
    "an end without end": ("[236.6, 200, 284]", "[236.6, 200, inf]", "a middle with its ends"),
    "no number": ("[236.6, 200, 284]", "[236.6, 200, true]", "a middle with its ends"),
    "unit that is no text": ('unit  = "microgram"', "unit  = 5", "unit must be text"),
    "words that are no list": ('words = ["lb", "lbs", "pound", "pounds"]', 'words = "lb"', "list of texts"),
    "unknown number": ("\nnine    =", "\nseventeen  =", "seventeen"),
    "number without a word": ('ten     = ["ten",', 'ten = [] # ["ten",', "ten names nothing"),
    "blank word": ('["ten", "zehn"', '["", "zehn"', "ten names nothing"),
    "unknown kind of phrase": ("\nabout    =", "\nnearly   =", "nearly"),
    "unknown heading": ("\nyields      =", "\nmakes       =", "makes"),
    "unknown class": ("\nextract =", "\njelly =", "jelly"),
    "unknown word of a dilution": ("holds  = 0.01", "keeps  = 0.01", "keeps"),
    "a share of nothing": ("holds  = 0.01", "holds  = 0.0", "holds lies between 0 and 1"),
    "a share of all": ("above  = 0.03", "above  = 1.0", "above lies between 0 and 1"),
    "a share that is a text": ("above  = 0.03", 'above  = "3 %"', "above lies between 0 and 1"),
}


@pytest.mark.parametrize(("old", "new", "words"), SPOILED.values(), ids=SPOILED)
def test_a_spoiled_file_is_refused_with_its_line(spoil, old, new, words):
    line = spoil("recipe_words.toml", old, new)
    error = refusal("recipe_words.toml", recipe_words)
    assert words in error.problem
    assert abs(error.line - line) <= old.count("\n") + 1


def test_each_unit_is_in_the_registry_or_says_what_it_holds():
    for unit in recipe_words().units.values():
        if unit.id == "part":  # of what: asked about
            continue
        assert Q_(1.0, unit.unit).m > 0
        assert unit.mL is None or unit.mL[1] < unit.mL[0] < unit.mL[2]


def test_what_a_name_means_otherwise_is_an_ingredient():
    for id, diluted in recipe_words().diluted.items():
        assert {id, diluted.ingredient} <= catalog.ingredients().keys()


def test_no_word_is_two_units():
    owners: dict[str, set[str]] = {}
    for unit in recipe_words().units.values():
        for word in unit.words:
            owners.setdefault(word.casefold(), set()).add(unit.id)
    assert {word: ids for word, ids in owners.items() if len(ids) > 1} == {}


def test_every_number_has_words():
    assert recipe_words().numbers.keys() == NUMBER_WORDS.keys()
