"""Allergies held against what is in a product: by name, by family, by blend; and what stays silent."""

from __future__ import annotations

import pytest

from calc import catalog
from calc.catalog.allergens import allergen_families, components_of, families_by_name
from calc.catalog.normalize import normalize
from calc.client.allergens import Allergies, allergies_of
from calc.client.person import Client
from calc.client.product import Product
from calc.client.verdict import check
from calc.client.visit import read_visit
from calc.findings import Severity


def answer(reaction: str, *inside: str, form: str = "sodium_ascorbyl_phosphate", **client: object):
    content = {
        "age": 34,
        "sex": "female",
        "skin": ["normal"],
        "zone": "face",
        "conditions": [],
        "medicines": [],
    }
    content |= {"pregnant": False, "breastfeeding": False, "trying": False, "actives": []}
    product = {"form": form, "mass_fraction": 0.03, "pH": 6.3, "home_made": False, "coactives": [*inside]}
    return check(
        read_visit(
            {
                "client": {**content, "reactions": [reaction], **client},
                "product": product,
                "procedure": "none",
                "intake": [],
            }
        )
    )


def codes(result) -> set[str]:
    return {finding.code for finding in result.findings if finding.code.startswith("REACT")}


@pytest.mark.parametrize(
    ("reaction", "inside"),
    [
        ("allergic to tocopherol", "tocopherol"),
        ("allergic to vitamin E", "tocopheryl acetate"),
        ("contact allergy to propylene glycol", "propylene glycol"),
        ("allergic to propylene glycol", "Liquid Germall Plus"),
        ("allergic to phenoxyethanol", "phenoxyethanol"),
        ("allergic to phenoxyethanol", "Euxyl PE 9010"),
        ("methylisothiazolinone allergy", "methylisothiazolinone"),
        ("allergic to fragrance", "parfum"),
        ("allergic to perfume", "linalool"),
        ("allergic to lanolin", "lanolin"),
        ("lanolin", "lanolin"),
        ("allergic to salicylic acid", "willow bark extract"),
        ("allergic to niacinamide", "niacinamide"),
    ],
)
def test_what_is_inside_is_a_stop_in_those_words(reaction, inside):
    result = answer(reaction, "glycerin", inside)
    stop = next(finding for finding in result.findings if finding.code == "REACT-003")
    assert stop.severity is Severity.STOP
    assert inside in stop.message
    assert result.verdict == "not_now"
    assert not codes(result) & {"REACT-001", "REACT-004"}


@pytest.mark.parametrize(
    ("reaction", "form", "is_inside"),
    [
        ("allergic to 3-O-ethyl ascorbic acid", "ethyl_ascorbic_acid", True),
        ("allergic to 3-O-ethyl ascorbic acid", "sodium_ascorbyl_phosphate", False),
        ("allergic to vitamin C", "sodium_ascorbyl_phosphate", True),
        ("allergic to vitamin C", "l_ascorbic_acid", True),
        ("allergic to ascorbyl palmitate", "l_ascorbic_acid", False),
    ],
)
def test_a_form_is_meant_by_its_own_name_and_all_by_that_of_vitamin_C(reaction, form, is_inside):
    assert ("REACT-003" in codes(answer(reaction, form=form))) == is_inside


@pytest.mark.parametrize(
    "reaction", ["allergic to vitamin E", "allergic to penicillin", "allergic to propylene glycol"]
)
def test_what_is_not_told_of_it_is_to_be_looked_for_on_the_label(reaction):
    result = answer(reaction, "glycerin")
    assert codes(result) == {"REACT-004"}
    assert result.verdict in ("care", "unsure")


def test_an_allergy_without_a_name_waits_for_it():
    assert codes(answer("allergy", "glycerin")) == {"REACT-001"}


@pytest.mark.parametrize("reaction", ["no known allergies", "stinging", "none"])
def test_without_an_allergy_there_is_nothing_to_say_of_one(reaction):
    assert codes(answer(reaction, "tocopherol")) <= {"REACT-002"}


def test_contents_that_nobody_told_are_an_open_question():
    visit = read_visit({"client": {"reactions": ["allergic to vitamin E"]}, "product": {"form": "SAP"}})
    assert "what else is in it" in check(visit).open_questions


def test_an_allergy_counts_in_whatever_list_it_stands():
    result = answer("none", "propylene glycol", conditions=["allergic to propylene glycol"])
    assert "REACT-003" in codes(result)


def test_what_nobody_said_is_not_known():
    assert allergies_of(Client(), Product()) == Allergies(None)
    assert allergies_of(Client(reactions=()), Product()) == Allergies(False)


# --- the families ---------------------------------------------------------------------------------


def test_every_name_leads_to_one_family():
    for family in allergen_families().values():
        assert family.members
        for name in family.names:
            assert families_by_name()[name] is family, name


def test_a_member_is_an_ingredient_or_a_name_on_labels():
    for family in allergen_families().values():
        for member in family.members:
            assert member in catalog.ingredients() or member == normalize(member), member
    assert {*catalog.forms()} <= allergen_families()["vitamin_c"].members


def test_a_blend_brings_what_it_consists_of():
    assert {"methylparaben", "propylene_glycol", "diazolidinyl_urea"} <= components_of("germaben_ii")
    assert components_of("glycerin") == {"glycerin"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('members = ["lanolin"]', 'members = ["stardust"]', "“stardust” is no ingredient"),
        ('roles  = ["preservative"]', 'roles  = ["magic"]', "roles “magic”"),
        (
            'labels  = ["lanolin alcohol"',
            'labels  = ["stearic acid", "lanolin alcohol"',
            "name it among the members",
        ),
    ],
)
def test_a_spoiled_family_is_refused_with_its_line(old, new, words, refuses):
    refuses("allergens.toml", allergen_families, old, new, words)


@pytest.mark.parametrize(
    ("reactions", "allergies"),
    [
        (("stinging", "allergic to lanolin"), Allergies(True, ("lanolin",), ("lanolin",))),
        (("stinging",), Allergies(False)),
        (("skin stings with vitamin C",), Allergies(False)),
    ],
)
def test_what_only_stings_is_no_allergy(reactions, allergies):
    assert allergies_of(Client(reactions=reactions), Product(coactives=("lanolin",))) == allergies


@pytest.mark.parametrize(
    ("client", "inside", "named", "found"),
    [
        # By its name, by that of a blend with it, and by the form.
        ({"reactions": ("allergic to lanolin",)}, ("lanolin", "glycerin"), ("lanolin",), ("lanolin",)),
        (
            {"reactions": ("allergic to propylene glycol",)},
            *(("Liquid Germall Plus",), ("propylene glycol",), ("Liquid Germall Plus",)),
        ),
        # What nobody knows is found where the label has the same words, whole and longer than two letters.
        (
            {"reactions": ("allergic to unicorn dust",)},
            ("Unicorn dust",),
            ("Unicorn dust",),
            ("Unicorn dust",),
        ),
        ({"reactions": ("allergic to abc",)}, ("abc",), ("abc",), ("abc",)),
        ({"reactions": ("allergic to ab",)}, ("ab",), ("“ab”",), ()),
        ({"reactions": ("allergic to abcd",)}, ("abc", "bcd"), ("“abcd”",), ()),
        ({"reactions": ("allergic to glycol",)}, ("propylene glycol",), ("“glycol”",), ()),
        # Each once, the longest name first.
        (
            {"reactions": ("allergic to lanolin and unicorn dust", "allergic to lanolin")},
            *(("unicorn dust", "lanolin"), ("lanolin", "unicorn dust"), ("unicorn dust", "lanolin")),
        ),
        # A medicine is named as it was written; what was said elsewhere, or denied, is no allergen.
        ({"medicines": ("allergic to penicillin",)}, (), ("“penicillin”",), ()),
        ({"conditions": ("blue knees",), "reactions": ("allergy",)}, ("lanolin",), (), ()),
        (
            {"conditions": ("blue knees", "allergic to lanolin")},
            *(("blue knees", "lanolin"), ("blue knees", "lanolin"), ("blue knees", "lanolin")),
        ),
        (
            {"reactions": ("allergic to lanolin",), "conditions": ("blue knees",)},
            *(("blue knees",), ("lanolin",), ()),
        ),
        ({"reactions": ("allergic to lanolin, no allergy to glycerin",)}, ("glycerin",), ("lanolin",), ()),
    ],
)
def test_an_allergen_is_named_and_found_by_its_names(client, inside, named, found):
    assert allergies_of(Client(**client), Product(coactives=inside)) == Allergies(True, named, found)


def test_without_a_product_nothing_is_inside():
    client = Client(reactions=("allergic to lanolin",))
    assert allergies_of(client, None) == Allergies(True, ("lanolin",), ())
    assert allergies_of(client, Product()) == Allergies(True, ("lanolin",), ())


@pytest.mark.parametrize(
    "reaction", ["no allergy to lanolin", "no penicillin allergy", "no allergy to glycerin"]
)
def test_what_is_denied_is_not_looked_for(reaction):
    product = Product(coactives=("lanolin", "glycerin"))
    assert allergies_of(Client(reactions=(reaction,)), product) == Allergies(False)


@pytest.mark.parametrize(
    ("said", "is_allergic", "inside"),
    [
        ("no glycerin allergy", False, ()),
        ("never had a glycerin allergy", False, ()),
        ("keine Glycerinallergie", False, ()),
        ("no urea or glycerin allergy", False, ()),
        ("no glycerin, urea or fish allergy", False, ()),
        ("no glycerin or fish allergy", False, ()),
        ("no urea allergy, but a glycerin allergy", True, ("glycerin",)),
        ("no allergies except glycerin", True, ("glycerin",)),
        ("Glycerinallergie", True, ("glycerin",)),
    ],
)
def test_a_denial_denies_what_it_names_and_nothing_else(said, is_allergic, inside):
    found = allergies_of(Client(reactions=(said,)), Product(coactives=("glycerin",)))
    assert (found.is_allergic, found.inside) == (is_allergic, inside)


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("allergic to tree moss", ("“tree moss”",)),
        ("no allergies except for tree moss", ("“tree moss”",)),
        ("not allergic to anything but tree moss", ("“tree moss”",)),
        ("keine Allergien außer Baummoos", ("“Baummoos”",)),
        ("no known allergies apart from penicillin and tree moss", ("“penicillin”", "“tree moss”")),
        ("allergic to nuts and tree moss", ("nuts", "“tree moss”")),
    ],
)
@pytest.mark.parametrize("kind", ["reactions", "conditions"])
def test_what_is_not_known_stays_what_somebody_is_allergic_to(kind, said, named):
    client = Client(**{kind: (said,)})
    assert allergies_of(client, None) == Allergies(True, named)
    assert any("tree moss" in text or "Baummoos" in text for text in client.unrecognised)


def test_a_medicine_beside_a_known_allergen_is_named_too():
    allergies = allergies_of(
        Client(reactions=("keine Allergien außer gegen Penicillin und Duftstoffe",)), None
    )
    assert set(allergies.named) == {"fragrance", "“gegen Penicillin”"}
