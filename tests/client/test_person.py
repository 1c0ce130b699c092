"""Who sits in the chair: what is kept, what contradicts itself, and what is said about it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc import catalog
from calc.catalog import people
from calc.client.person import (
    NOTHING,
    SEXES,
    SKINS,
    ZONES,
    Client,
)
from calc.errors import InputError, InputErrors

EXPECTING = ("pregnant", "breastfeeding", "trying")
IS = {"pregnant": "is_pregnant", "breastfeeding": "is_breastfeeding"}


def errors_of(**content: object) -> list[InputError]:
    """Return what is wrong with a client, each with all that a person needs."""
    with pytest.raises(InputErrors) as caught:
        Client(**content)
    for error in caught.value.errors:
        assert error.field in content
        assert error.given not in (None, "")
        assert error.accepted.endswith(".")
        assert error.fix.endswith(".")
        assert str(error).startswith(f"{error.field}: “")
    return list(caught.value.errors)


def fields_of(**content: object) -> list[str]:
    return [error.field for error in errors_of(**content)]


# --- what is known --------------------------------------------------------------------------------


def test_nobody_needs_to_tell_anything():
    client = Client()
    assert client.unrecognised == ()
    assert client.is_pregnant is None
    assert client.is_breastfeeding is None
    assert all(client.has(kind, *people.flags(kind)) is None for kind in people.WORD_KINDS)


def test_every_sex_is_kept_and_no_other():
    for word in SEXES:
        assert Client(sex=word).sex == word
    for wrong in (SEXES[0].upper(), f" {SEXES[0]}", "unicorn"):
        (error,) = errors_of(sex=wrong)
        assert error.given == wrong
        assert all(word in error.fix for word in SEXES)
    with pytest.raises(InputErrors, match="sex"):
        Client(sex="")


@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_is_kept(zone):
    client = Client(zone=zone)
    assert (client.zone, client.zone_mention) == (zone, None)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Face", "face"),
        ("under eyes", "eye_area"),
        ("eyelids", "eye_area"),
        ("neck", "body"),
        ("décolleté", "body"),
        ("hands", "body"),
        ("вокруг глаз", "eye_area"),
        ("шея", "body"),
        ("Hals", "body"),
        ("cuello", "body"),
    ],
)
def test_a_zone_is_known_by_its_names(text, zone):
    client = Client(zone=text)
    assert client.zone == zone
    assert client.zone_mention.terms["zones"].id == zone


@pytest.mark.parametrize(
    ("text", "term"),
    [("lips", "lips"), ("scalp", "scalp"), ("underarm", "folds"), ("intimate area", "folds")],
)
def test_a_zone_without_a_rule_is_known_by_name(text, term):
    client = Client(zone=text)
    assert client.zone == text
    assert client.zone_mention.terms["zones"].asked


def test_a_zone_that_nobody_knows_is_kept_and_not_understood():
    client = Client(zone="unicorn")
    assert client.zone == "unicorn"
    assert client.zone_mention.status == "not_understood"


def test_a_blank_zone_says_nothing():
    assert Client(zone=" ").zone is None


def test_skin_is_any_of_its_words():
    assert Client(skin=SKINS[1:]).skin == SKINS[1:]
    assert Client(skin=("normal",)).skin == ("normal",)
    assert Client(skin=()).skin == ()


def test_every_wrong_word_about_the_skin_is_told():
    errors = errors_of(skin=("oily", "sensitive", "dry"))
    assert [(error.field, error.given) for error in errors] == [("skin", "oily"), ("skin", "dry")]


# --- age ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("age", [0, 0.5, 1 / 12, 1.75, 34, 17.99, 120])
def test_an_age_is_kept_with_its_fractions(age):
    assert Client(age=age).age == age


@pytest.mark.parametrize("age", [-0.1, -1, 120.1, 1990, float("nan"), float("inf"), float("-inf")])
def test_an_age_that_nobody_has_is_refused(age):
    (error,) = errors_of(age=age)
    assert error.field == "age"
    assert error.given == f"{age:g}"
    assert "0 and 120" in error.accepted


@pytest.mark.parametrize("state", EXPECTING)
def test_expecting_goes_with_the_ages_of_the_data(state):
    low, high = catalog.inputs().accepted["age_pregnant"].ends
    for age in (low, high):
        assert getattr(Client(age=age, **{state: True}), state) is True
    for age in (low - 0.01, high + 0.01):
        (error,) = errors_of(age=age, **{state: True})
        assert error.field == state
        assert f"{age:g}" in error.accepted
        assert getattr(Client(age=age, **{state: False}), state) is False


def test_an_age_that_is_refused_is_not_held_against_other_answers():
    assert fields_of(age=200, pregnant=True) == ["age"]


# --- contradictions -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", EXPECTING)
def test_a_man_does_not_expect(state):
    (error,) = errors_of(sex="male", **{state: True})
    assert error.field == state
    assert "male" in error.accepted
    assert Client(sex="male", **{state: False}).sex == "male"
    assert getattr(Client(sex="female", **{state: True}), state) is True
    assert getattr(Client(**{state: True}), state) is True


@pytest.mark.parametrize("content", [None, False])
def test_a_man_is_never_pregnant_even_where_nobody_asked(content):
    client = Client(sex="male", pregnant=content, breastfeeding=content)
    assert client.is_pregnant is False
    assert client.is_breastfeeding is False


@pytest.mark.parametrize("sex", ["female", None])
@pytest.mark.parametrize("content", [None, False, True])
@pytest.mark.parametrize("state", IS)
def test_of_anybody_else_it_is_what_was_told(sex, content, state):
    client = Client(sex=sex, **{state: content})
    assert getattr(client, IS[state]) is content


@pytest.mark.parametrize("other", SKINS[1:])
def test_normal_skin_is_nothing_else(other):
    for skin in (("normal", other), (other, "normal")):
        (error,) = errors_of(skin=skin)
        assert error.field == "skin"
        assert "normal" in error.accepted
        assert error.given == ", ".join(skin)


@pytest.mark.parametrize("kind", people.WORD_KINDS)
@pytest.mark.parametrize("nothing", [*NOTHING, "None", "NO"])
def test_none_beside_something_contradicts_it(kind, nothing):
    (error,) = errors_of(**{kind: ("something", nothing)})
    assert error.field == kind
    assert nothing in error.given
    assert Client(**{kind: (nothing,)}).has(kind, *people.flags(kind)) is False


def test_everything_that_is_wrong_is_told_at_once():
    result = fields_of(
        age=300,
        sex="male",
        skin=("oily",),
        pregnant=True,
        trying=True,
        medicines=("aspirin", "none"),
    )
    assert sorted(result) == ["age", "medicines", "pregnant", "skin", "trying"]


def test_two_things_wrong_with_one_answer_are_two():
    # Neither her age nor his sex goes with it.
    assert fields_of(age=5, sex="male", pregnant=True) == ["pregnant", "pregnant"]


# --- words ----------------------------------------------------------------------------------------


def flags_of(kind: str, client: Client) -> set[str]:
    """Return the flags of a kind that hold."""
    return {flag for flag in people.flags(kind) if client.has(kind, flag)}


@pytest.mark.parametrize(
    ("kind", "content", "flags"),
    [
        ("conditions", ("kidney stones",), {"kidney_stones"}),
        (
            "conditions",
            ("Cold sore", "HIV"),
            {"skin_infection", "herpes", "low_immunity", "immunosuppression"},
        ),
        ("conditions", ("hypertension",), {"low_sodium"}),
        ("medicines", ("coumadin",), {"warfarin", "anticoagulant"}),
        ("medicines", ("Roaccutane",), {"isotretinoin", "retinoid"}),
        ("medicines", ("statin and niacin",), {"statin", "niacin"}),
        ("actives", ("Retinol", "glycolic acid"), {"retinoid", "aha"}),
        ("reactions", ("hives", "burning"), {"allergy", "stinging"}),
        ("reactions", ("unheard of",), set()),
        ("actives", (), set()),
    ],
)
def test_what_is_told_stands_for_flags(kind, content, flags):
    assert flags_of(kind, Client(**{kind: content})) == flags


def test_a_word_counts_under_whatever_list_it_was_told():
    client = Client(conditions=("aspirin",))
    assert client.has("medicines", "aspirin") is True
    assert client.unrecognised == ()
    # Of the rest of that list nobody told anything.
    assert client.has("medicines", "warfarin") is None
    assert client.has("conditions", "cancer") is False


def test_any_of_several_flags_is_enough():
    client = Client(conditions=("epilepsy",))
    assert client.has("conditions", "cancer", "epilepsy") is True
    assert client.has("conditions", "cancer", "keloids") is False


@pytest.mark.parametrize(("word", "state"), [("pregnancy", "pregnant"), ("nursing", "breastfeeding")])
def test_who_names_it_among_the_conditions_expects(word, state):
    assert getattr(Client(conditions=(word,)), IS[state]) is True
    assert getattr(Client(conditions=("epilepsy",)), IS[state]) is None


@pytest.mark.parametrize("age", [5, 70])
def test_an_age_may_rule_it_out(age):
    assert Client(age=age).is_pregnant is False
    assert Client(age=age).is_breastfeeding is False
    assert Client(age=30).is_pregnant is None


def test_what_is_not_known_is_kept_as_it_was_typed():
    client = Client(
        conditions=("Blue knees", "kidney stones"), medicines=("Wonderpill 5 mg",), actives=("snail foam",)
    )
    assert client.unrecognised == ("Blue knees", "Wonderpill", "snail foam")
    assert client.conditions == ("Blue knees", "kidney stones")


def test_none_is_no_word_that_is_not_known():
    assert Client(conditions=("None",), medicines=("no",), reactions=("nothing",)).unrecognised == ()


known_words = st.sampled_from(
    [
        (kind, name)
        for kind in people.WORD_KINDS
        for term in people.terms(kind).values()
        for name in term.aliases
    ]
)


@given(st.sampled_from(people.WORD_KINDS), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_nothing_that_is_typed_is_lost(kind, content):
    assume(len(content) < 2 or not any(text.casefold() in NOTHING for text in content))
    client = Client(**{kind: tuple(content)})
    assert getattr(client, kind) == tuple(content)
    for text in content:
        said = Client(**{kind: (text,)})
        # Letters and numbers have an account; signs alone say nothing.
        assert said.mentions or text.casefold() in NOTHING or not any(sign.isalnum() for sign in text)


@given(known_words)
def test_a_known_word_is_known_and_counts(word):
    kind, name = word
    client = Client(**{kind: (name,)})
    assert client.unrecognised == ()
    assert flags_of(kind, client) or client.reacted_to


@pytest.mark.parametrize("content", [{"sex": "male"}, {"age": 5}, {"pregnant": False}])
def test_a_pregnancy_among_the_conditions_may_contradict_the_rest(content):
    with pytest.raises(InputErrors):
        Client(conditions=("pregnancy",), **content)


# --- time and negation -----------------------------------------------------------------------------

DAY = datetime.date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "has", "days"),
    [
        ("isotretinoin 20 mg", True, 0),
        ("stopped isotretinoin 2 months ago", True, 60),
        ("stopped isotretinoin 179 days ago", True, 179),
        ("stopped isotretinoin 180 days ago", False, 180),
        ("stopped isotretinoin 8 months ago", False, 240),
        ("stopped isotretinoin 3 years ago", False, 1095),
        ("was on isotretinoin", True, None),
        ("starts isotretinoin next week", True, 0),
        ("no isotretinoin", False, None),
        ("mother takes isotretinoin", False, None),
    ],
)
def test_time_matters(text, has, days):
    client = Client(medicines=(text,), today=DAY)
    assert client.has("medicines", "isotretinoin") is has
    assert client.days_since("medicines", "isotretinoin") == days


def test_a_medicine_without_a_span_of_its_own_counts_for_a_month():
    for days, has in ((29, True), (30, False)):
        client = Client(medicines=(f"stopped warfarin {days} days ago",), today=DAY)
        assert client.has("medicines", "warfarin") is has
        assert client.had("medicines", "warfarin") is True


@pytest.mark.parametrize("text", ["was pregnant", "no longer pregnant", "stopped breastfeeding 2 days ago"])
def test_who_no_longer_expects_does_not(text):
    client = Client(conditions=(text,), today=DAY)
    assert client.has("conditions", "pregnant", "breastfeeding") is False


@pytest.mark.parametrize(
    ("text", "flag", "has"),
    [
        ("no diabetes", "diabetes", False),
        ("no diabetes but epilepsy", "epilepsy", True),
        ("mother has diabetes", "diabetes", False),
        ("diabetes without medication", "diabetes", True),
    ],
)
def test_what_there_is_not_does_not_count(text, flag, has):
    assert Client(conditions=(text,)).has("conditions", flag) is has


def test_what_somebody_reacts_to_is_not_taken():
    client = Client(reactions=("penicillin and aspirin",), conditions=("allergic to ibuprofen",))
    assert client.has("medicines", "aspirin", "antibiotic") is None
    assert client.has("reactions", "allergy") is True
    assert len(client.reacted_to) == 3


@pytest.mark.parametrize(
    ("text", "is_allergic"),
    [
        ("allergic to penicillin", True),
        ("penicillin allergy", True),
        ("lanolin allergy", True),
        ("allergic to lanolin", True),
        # Who says that there is none has none, in whatever order it is said.
        ("no allergy to penicillin", False),
        ("not allergic to lanolin", False),
        ("no penicillin allergy", False),
        ("no known lanolin allergy", False),
        ("no reaction to retinol", False),
        ("no allergy to glycerin", False),
        ("my mother has a penicillin allergy", False),
        ("no allergies except penicillin", True),
    ],
)
@pytest.mark.parametrize("kind", ["reactions", "conditions"])
def test_an_allergy_that_is_denied_is_none(text, is_allergic, kind):
    client = Client(**{kind: (text,)})
    assert client.has("reactions", "allergy") is (is_allergic or (False if kind == "reactions" else None))


@pytest.mark.parametrize(
    ("text", "reacts"),
    [
        # A medicine, an active or an ingredient among the reactions is what somebody reacts to.
        ("aspirin", ("aspirin",)),
        ("retinol", ("retinol",)),
        ("glycerin", ("glycerin",)),
        # A condition is none, nor is the reaction itself, nor what nobody knows.
        ("diabetes", ()),
        ("burning", ()),
        # What is known for the allergy to it needs no word about a reaction.
        ("iodine", ()),
        ("essential oils", ()),
        ("blue knees", ()),
    ],
)
def test_a_substance_among_the_reactions_does_it(text, reacts):
    client = Client(reactions=(text,))
    assert client.reacted_to == reacts
    assert client.unrecognised == (("blue knees",) if text == "blue knees" else ())
    (mention,) = (mention for _, mention in client.mentions)
    assert mention.status == ("not_understood" if text == "blue knees" else "used")
    # Elsewhere it is taken, or used, or not understood.
    assert Client(conditions=(text,)).reacted_to == ()


@pytest.mark.parametrize(
    ("told", "is_trying"),
    [
        ({}, None),
        ({"trying": True}, True),
        ({"trying": False}, False),
        ({"conditions": ("trying to conceive",)}, True),
        ({"conditions": ("no trying to conceive",)}, None),
        ({"conditions": ("epilepsy",), "trying": False}, False),
    ],
)
def test_who_tries_to_conceive_says_so_by_an_answer_or_among_the_conditions(told, is_trying):
    assert Client(**told).is_trying is is_trying


@pytest.mark.parametrize(
    ("said", "is_trying"),
    [("embryo transfer last week", True), ("IVF in 2019", False), ("trying to conceive", True)],
)
def test_a_treatment_of_the_last_months_may_have_led_to_a_pregnancy(said, is_trying):
    client = Client(conditions=(said,), today=datetime.date(2026, 11, 29))
    assert client.has("conditions", "trying") is is_trying


@pytest.mark.parametrize("said", ["pregnant, due in March", "w ciąży, termin na marzec", "pregnant 12 March"])
def test_the_day_of_a_birth_to_come_ends_no_pregnancy(said):
    assert Client(conditions=(said,), today=datetime.date(2026, 11, 29)).is_pregnant


def test_who_nurses_a_child_nurses():
    assert Client(conditions=("baby is 4 months old and exclusively breastfed",)).is_breastfeeding
