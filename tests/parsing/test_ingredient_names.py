"""Names in recipes, whatever words stand beside them."""

from __future__ import annotations

import pytest

from calc import catalog
from calc.parsing.ingredient_names import NamedIngredient, as_diluted, find_named, named_ingredient
from tests.cases import every_case


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("L-Ascorbic Acid (Vitamin C) powder, ultra fine", "l_ascorbic_acid"),
        ("organic vegetable glycerin (USP)", "glycerin"),
        ("Aqua/Water/Eau", "water"),
        ("Water (Aqua)", "water"),
        ("*Ferulic Acid*", "ferulic_acid"),
        ("Optiphen™", "optiphen"),
        ("of distilled water", "water"),
        ("d'eau distillée", "water"),
        ("аскорбиновой кислоты", "l_ascorbic_acid"),
        ("глицерина", "glycerin"),
        ("gliceryny", "glycerin"),
        ("polysorbate 20", "polysorbate_20"),
        ("정제수", "water"),
        ("甘油", "glycerin"),
        ("グリセリン（植物性）", "glycerin"),
    ],
)
def test_a_name_is_known_among_the_words_beside_it(text, id):
    named = named_ingredient(text)
    assert (named.id, named.is_assumed, named.note) == (id, False, "")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("sea buckthorn berry oil", "other_oil"),
        ("moonlight water", "other_water"),
        ("moonlight gum", "other_gum"),
        ("moonlight extract", "other_extract"),
        ("moonlight powder", "other_powder"),
        ("moonlight", "other_unknown"),
        ("Mondöl", "other_oil"),
        ("лунное масло", "other_oil"),
        ("月光油", "other_oil"),
    ],
)
def test_what_is_not_known_has_a_class_and_its_own_name(text, id):
    named = named_ingredient(text)
    assert (named.id, named.name, named.is_known) == (id, text, False)
    assert "mass counts" in named.note


@pytest.mark.parametrize(("text", "id"), [("tocopherl", "tocopherol"), ("asorbic acid", "l_ascorbic_acid")])
def test_a_letter_away_is_assumed_and_offers_itself(text, id):
    named = named_ingredient(text)
    (itself,) = named.readings
    assert (named.id, named.is_assumed) == (id, True)
    assert itself.startswith(f"{text} (")
    again = named_ingredient(itself)
    assert (again.name, again.is_known) == (text, False)
    assert text not in named.note
    assert catalog.ingredients()[id].name in named.note


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("washing soda", "sodium_carbonate"),
        ("isoascorbic acid", "isoascorbic_acid"),
        ("erythorbic acid", "isoascorbic_acid"),
        ("benzyl alcohol", "benzyl_alcohol"),
        ("palmitate d'ascorbyle", "ascorbyl_palmitate"),
        ("sodium carbonate", "sodium_carbonate"),
        ("polysorbate 80", "polysorbate_80"),
    ],
)
def test_another_substance_is_itself(text, id):
    assert named_ingredient(text).id == id


@pytest.mark.parametrize("text", ["polysorbate 40", "polysorbate 21", "PEG-41 hydrogenated castor oil"])
def test_a_number_is_part_of_the_name(text):
    assert not named_ingredient(text).is_known


def test_two_names_of_different_things_are_told():
    named = find_named("glycerin (propanediol)")
    assert named is not None
    assert named.is_assumed
    assert "Glycerin" in named.note
    assert "ropanediol" in named.note


@pytest.mark.parametrize(
    ("text", "share", "id"),
    [
        ("hyaluronic acid", None, "sodium_hyaluronate"),
        ("hyaluronic acid powder", None, "sodium_hyaluronate"),
        ("hyaluronic acid gel", None, "sodium_hyaluronate_gel_1_percent"),
        ("hyaluronic acid (liquid form)", None, "sodium_hyaluronate_gel_1_percent"),
        ("hyaluronic acid", 0.01, "sodium_hyaluronate_gel_1_percent"),
        ("hyaluronic acid", 0.02, "sodium_hyaluronate"),
    ],
)
def test_powder_and_gel_of_one_name_are_told_apart(text, share, id):
    assert as_diluted(named_ingredient(text), text, share).id == id


def test_every_name_of_the_catalogue_is_known_as_itself():
    for record in catalog.ingredients().values():
        if "other" not in record.roles:
            named = find_named(record.name)
            assert named is not None, record.name
            assert named.id == record.id, record.name


@pytest.mark.parametrize(
    ("text", "id", "note", "readings"),
    [
        ("TEA", "triethanolamine", "“TEA” in capitals stands for", ("tea (water-like)",)),
        ("glycerin [propanediol]", "glycerin", "“propanediol” would be", ("Propanediol (1,3-propanediol)",)),
        (
            "Propylene glycol UPS",
            "propylene_glycol",
            "what “UPS” says of it",
            ("Propylene glycol UPS (kind unknown)",),
        ),
        ("Water & Glycerin", "water", "Taken as Water; it says Glycerin too.", ()),
        ("Glycerin (and) Aqua (and) Urea", "glycerin", "Taken as Glycerin; it says Water too.", ()),
        ("sugar cane", "other_extract", "can be Sugar (sucrose) too.", ("Sugar (sucrose)",)),
        (
            "organic soda",
            "sodium_bicarbonate",
            "soda” can be Baking soda (sodium bicarbonate) or Washing soda (sodium carbonate): which",
            ("Washing soda (sodium carbonate)",),
        ),
        ("sosa", "sodium_hydroxide", "which of them?", ("Washing soda (sodium carbonate)",)),
        ("glycerim", "glycerin", "Taken as Glycerin, spelled “glycerin”.", ("glycerim (kind unknown)",)),
        (
            "vitamn C",
            "l_ascorbic_acid",
            "Taken as L-ascorbic acid, spelled “vitamin c”.",
            ("vitamn C (kind unknown)",),
        ),
    ],
)
def test_what_else_may_be_meant_is_told(text, id, note, readings):
    named = named_ingredient(text)
    assert (named.id, named.name, named.readings) == (id, catalog.ingredients()[id].name, readings)
    assert named.note == note or (note in named.note and not note.startswith("Taken"))
    assert named.is_assumed
    assert named.is_asked == ("which" in note)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("TEA (triethanolamine)", "triethanolamine"),
        ("glycerin (glycerol)", "glycerin"),
        ("glycerin (aqua", "glycerin"),
        ("ascorbic acid (sol.)", "l_ascorbic_acid"),
        ("vegetable oil (sunflower oil)", "helianthus_annuus_seed_oil"),
        ("preservative (optiphen)", "optiphen"),
        ("vitamin C (sodium ascorbate)", "sodium_ascorbate"),
        ("vitamin E, tocopherol", "tocopherol"),
        ("rose water, distilled", "rosa_damascena_flower_water"),
        ("glycerin (oil)", "glycerin"),
        ("soda ash", "sodium_carbonate"),
    ],
)
def test_what_says_the_same_twice_or_more_of_it_is_plain(text, id):
    assert named_ingredient(text) == NamedIngredient(id, catalog.ingredients()[id].name)


@pytest.mark.parametrize(
    ("text", "id", "name", "note"),
    [
        ("Propylene glycol ABCDE", "other_unknown", "Propylene glycol ABCDE", "Propylene glycol?"),
        ("sodium ascorbate UPS", "other_unknown", "sodium ascorbate UPS", "Sodium ascorbate?"),
        ("UPS", "other_unknown", "UPS", "its mass counts."),
        ("tea", "other_water", "tea", "its mass counts."),
        ("wonderstuff (and) Aqua", "other_unknown", "wonderstuff (and) Aqua", "its mass counts."),
        ("potasium sorbat", "other_unknown", "potasium sorbat", "Potassium sorbate?"),
        ("moonlight esters", "other_oil", "moonlight esters", "its mass counts."),
        ("super moonlight oil extract", "other_extract", "super moonlight oil extract", "its mass counts."),
        ("oil of moonlight", "other_oil", "oil of moonlight", "its mass counts."),
        ("Mondpulver", "other_powder", "Mondpulver", "its mass counts."),
        ("月光油粉", "other_powder", "月光油粉", "its mass counts."),
        ("de la moonlight", "other_unknown", "moonlight", "its mass counts."),
        ("d'moonlight", "other_unknown", "moonlight", "its mass counts."),
        ("_moonlight_ ", "other_unknown", "moonlight", "its mass counts."),
        ("moonlight (oil) (powder)", "other_oil", "moonlight (powder)", "its mass counts."),
        ("moonlight ( OIL )", "other_oil", "moonlight", "its mass counts."),
    ],
)
def test_what_is_not_known_says_so(text, id, name, note):
    named = named_ingredient(text)
    assert (named.id, named.name, named.is_assumed, named.is_asked) == (id, name, False, False)
    assert named.note.endswith(note)


@every_case("form", [form for form in catalog.forms() if form != "l_ascorbic_acid"])
def test_a_form_beside_vitamin_C_is_that_form(form) -> None:
    name = catalog.ingredients()[form].name
    assert find_named(f"{name} (vitamin C)").id == form
    assert find_named(f"Vitamin C ({name})").id == form


# What is in the capsules is ascorbic acid: that says nothing else.
@every_case("form", [form for form in catalog.forms() if form != "l_ascorbic_acid"])
def test_a_form_beside_ascorbic_acid_is_not_taken_unsaid(form) -> None:
    named = find_named(f"{catalog.ingredients()[form].name} (L-ascorbic acid)")
    assert (named.id, named.is_assumed) == (form, form != "encapsulated_ascorbic_acid")
    assert "L-ascorbic acid" in named.readings or not named.is_assumed
