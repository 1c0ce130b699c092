"""What people say of conditions, medicines and reactions: a table of phrases, and what holds for any text."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from calc.catalog import people
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.term_names import close_names, term_at
from calc.parsing.terms_in_text import LONGEST, Mention, mentions_in

DAY = datetime.date(2026, 11, 29)


def table(name: str) -> list[tuple[str, ...]]:
    """Return the rows of a table of phrases beside this file."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.split(" => ")) for line in lines if line and not line.startswith("#")]


PHRASES = table("person_phrases.txt")


def said(mention: Mention) -> str:
    """Return what was made of a piece, as the table has it."""
    if mention.status == "set_aside":
        return "–"
    if not mention.terms:
        assert mention.status == "not_understood"
        return f"? {mention.text}"
    name = next(iter(mention.terms.values())).id
    if mention.says_no or (mention.is_cause and not mention.holds):
        return f"no {name}"
    if mention.is_cause:
        return f"cause {name}"
    if not mention.holds:
        return f"other {name}"
    if not mention.is_stopped:
        return name
    return f"{name} {'ended' if mention.stopped_days is None else f'{mention.stopped_days:g}'}"


def read(text: str) -> list[str]:
    """Return what a text says, as the table has it."""
    return [said(mention) for mention in mentions_in(text, DAY)]


@pytest.mark.parametrize(("text", "wanted"), table("person_notes.txt"))
def test_each_piece_says_what_it_was_taken_for(text, wanted):
    mentions = mentions_in(text, DAY)
    notes = [
        f"{mention.text}: {mention.note}".rstrip(": ")
        + (f" [{' / '.join(mention.readings)}]" if mention.readings else "")
        for mention in mentions
    ]
    assert " ; ".join(notes) == wanted
    assert all(text[slice(*mention.place)] == mention.text for mention in mentions if not mention.is_slip)


@pytest.mark.parametrize(("count", "pieces"), [(LONGEST, 1), (LONGEST + 1, 2), (LONGEST + 9, 2)])
def test_a_text_is_read_up_to_its_longest(count: int, pieces: int) -> None:
    text = "wonderstuff ".ljust(count, "x")
    *_, last = mentions_in(text, DAY)
    assert last.note.startswith(f"Longer than {LONGEST} characters") is (pieces == 2)
    assert last.place == ((0, count) if pieces == 1 else (LONGEST, count))


def test_the_table_is_as_large_as_it_must_be():
    assert len(PHRASES) >= 150
    assert len({text for text, _ in PHRASES}) == len(PHRASES)


@pytest.mark.parametrize(("text", "wanted"), PHRASES)
def test_a_phrase_is_read(text, wanted):
    assert ", ".join(read(text)) == wanted


@pytest.mark.parametrize(
    ("text", "status", "note"),
    [
        ("warfarin", "used", ""),
        ("warfrin", "assumed", "taken as Warfarin"),
        ("no warfarin", "used", "there is none"),
        ("mother takes warfarin", "assumed", "somebody else's: not counted"),
        ("was on warfarin", "assumed", "ended, nobody says when: counted as now"),
        ("warfarin 3 months ago", "assumed", "taken as ended then; ended 90 days ago at least"),
        ("stopped warfarin 3 months ago", "used", "ended 90 days ago at least"),
        ("maybe warfarin", "assumed", "not certain: counted"),
        ("starts warfarin next week", "assumed", "still to come: counted"),
        ("warfarin next week", "assumed", "still to come: counted"),
        ("warfarin from 1 March 2027", "assumed", "still to come: counted"),
        ("botox 3 weeks ago", "used", "21 days ago at least"),
        ("isotretinoin from 2019 to 2020", "used", "ended 2159 days ago at least"),
        ("isotretinoin until December", "assumed", "still to come: counted"),
    ],
)
def test_what_was_assumed_is_told(text, status, note):
    (mention,) = mentions_in(text, DAY)
    assert (mention.status, mention.note) == (status, note)


def test_a_doubt_offers_its_readings():
    _, second = mentions_in("no diabetes, epilepsy", DAY)
    assert second.status == "assumed"
    assert second.readings == ("has epilepsy", "no epilepsy")
    assert read(second.readings[1]) == ["no epilepsy"]
    (slip,) = mentions_in("warfrin", DAY)
    assert slip.readings == ("Warfarin",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("isotkatinoin", ["Isotretinoin by mouth"]),  # two letters off that the name does not have
        ("osotretinoin", ["Isotretinoin by mouth"]),
        ("osotretinain", []),  # two, and the first of them
        ("isotkatinaon", []),
        ("x" * 90, []),  # longer than any name
    ],
)
def test_a_name_may_be_off_by_two_letters_if_it_begins_alike(text, names):
    assert [near.name for near in close_names(text)] == names


def test_a_slip_is_never_taken_for_another_class_when_two_come_close():
    # One letter from each of two medicines of different kinds.
    (mention,) = mentions_in("prednisilone", DAY)
    assert next(iter(mention.terms.values())).id == "steroid_oral"
    for text in ("hydroxizine", "cefadroxime", "clotrimazol x"):
        for mention in mentions_in(text, DAY):
            assert mention.status in ("used", "assumed", "not_understood")
    (mention,) = mentions_in("lamisal", DAY)  # Lamisil; Lamictal is three letters away
    assert mention.name == "Lamisil"


@pytest.mark.parametrize(
    "text",
    ["as needed", "or", "may", "in May", "it fits well", "les comprimés", "20 mg", "since 2021", "als"],
)
def test_words_are_no_abbreviations(text):
    assert all(not mention.terms or mention.name == "fits" for mention in mentions_in(text, DAY))


@pytest.mark.parametrize(("text", "term"), [("MS", "autoimmune_disease"), ("AF", "heart_disease")])
def test_an_abbreviation_of_two_letters_counts_in_capitals(text, term):
    assert read(f"{text} for years") == [term]
    assert read(f"{text.lower()} for years") != [term]


def test_a_date_with_two_readings_counts_as_the_later():
    assert read("stopped isotretinoin 03/05/2026") == ["isotretinoin 210"]
    assert read("stopped isotretinoin 05/03/2026") == ["isotretinoin 210"]
    assert read("stopped isotretinoin 13/03/2026") == ["isotretinoin 261"]


@pytest.mark.parametrize(
    "day",
    ["1 March 2027", "1 December 2026", "2026-12-01", "01.12.2026", "01/12/2026", "12/2026", "next week"],
)
def test_a_day_that_is_still_to_come_is_not_the_past(day):
    """Day and month change places in no date but 01/12, and there only where it cannot be meant otherwise."""
    assert read(f"isotretinoin until {day}") == ["isotretinoin"]


def test_nothing_was_stopped_on_a_day_that_is_still_to_come():
    assert read("stopped isotretinoin 01/12/2026") == ["isotretinoin 321"]  # 12 January
    assert read("stopped isotretinoin 12/01/2026") == ["isotretinoin 321"]


@pytest.mark.parametrize("text", ["²", "the", "and"])
def test_words_that_say_nothing_are_told_where_they_stand(text):
    mentions = mentions_in(text, DAY)
    assert [mention.status for mention in mentions] in ([], ["not_understood"])
    assert all(text[slice(*mention.place)] == text for mention in mentions)


def test_a_long_text_says_that_its_end_was_not_read():
    *_, last = mentions_in("x" * LONGEST + " warfarin", DAY)
    assert last.status == "not_understood"
    assert "its end was not read" in last.note


def test_as_json():
    (mention,) = mentions_in("stopped Roaccutane 2 months ago", DAY)
    assert mention.as_dict() == {
        "text": "stopped Roaccutane 2 months ago",
        "status": "used",
        "terms": ["isotretinoin"],
        "holds": True,
        "stopped_days": 60.0,
        "note": "ended 60 days ago at least",
        "readings": [],
    }


WORDS = st.sampled_from(
    [
        *"no not never stopped took since until for ago last next 3 2021 months years mg daily".split(),
        *"mother and or but".split(),
        *"warfarin isotretinoin diabetes epilepsy allergic to pregnant May blue without denies".split(),
        *"except , . / ? нет seit hace".split(),
    ]
)


@given(st.text(max_size=80))
def test_no_text_raises_and_none_is_lost(text):
    mentions = mentions_in(text, DAY)
    if any(sign.isalnum() for sign in text):
        assert mentions


@given(st.lists(WORDS, max_size=12))
def test_words_in_any_order_are_accounted_for(words):
    text = " ".join(words)
    mentions = mentions_in(text, DAY)
    for name in ("warfarin", "isotretinoin", "diabetes", "epilepsy"):
        if name in words:
            assert any(name in {term.id for term in said.terms.values()} for said in mentions)


STATEMENTS = st.lists(
    st.sampled_from(
        [
            "warfarin 5 mg",
            "stopped isotretinoin 2 months ago",
            "no diabetes",
            "epilepsy since 2010",
            "mother has lupus",
            "psoriasis on elbows",
            "allergic to penicillin",
            "blue knees",
        ]
    ),
    min_size=2,
    max_size=5,
    unique=True,
)


@given(STATEMENTS, st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(statements, random):
    mixed = random.sample(statements, len(statements))
    assert sorted(read("; ".join(mixed))) == sorted(read("; ".join(statements)))


@given(
    st.sampled_from([text for text, _ in PHRASES]), st.sampled_from(["patient says: ", "client: ", "note - "])
)
def test_filler_changes_nothing(text, filler):
    assume(not read(text)[0].startswith(("?", "–")))
    assert read(filler + text) == read(text)


@pytest.mark.parametrize("kind", people.WORD_KINDS)
def test_every_name_is_read_as_its_own_term(kind):
    wrong = []
    for term in people.terms(kind).values():
        for name in (term.id, *term.aliases):
            spelled = name.upper() if len(name) <= 2 else name
            mentions = mentions_in(f"{spelled}; blue knees", DAY)
            flags = {result.counts_as for mention in mentions for result in mention.terms.values()}
            if not any({*term.counts_as} <= {*counted} for counted in flags):
                wrong.append((term.id, name, flags))
    assert not wrong, f"{len(wrong)}: {wrong[:20]}"


@pytest.mark.parametrize("name", ["carbonic acid", "boric acid", "almond oil"])
def test_the_name_of_an_ingredient_is_no_slip_of_a_medicine(name):
    (mention,) = mentions_in(name, DAY)  # folic acid is two letters away
    assert (mention.text, mention.status, mention.is_slip) == (name, "not_understood", False)


@pytest.mark.parametrize("text", ["20 mg", "hm", "2021", "no diabetes, wonderpill; stopped warfarin in May"])
def test_each_piece_knows_its_place(text):
    for mention in mentions_in(text, DAY):
        assert text[slice(*mention.place)] == mention.text


def test_every_name_of_a_term_is_found_whole():
    for kind in people.WORD_KINDS:
        for term in people.terms(kind).values():
            for name in term.aliases:
                plain = plain_text(name)
                found = term_at(plain, without_accents(plain).lower(), 0)
                assert found is not None, name
                assert found.end >= len(plain.rstrip("?!.)")), name
                assert term.id in {one.id for one in found.terms.values()}, name


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("no allergy to glycerin", False),
        ("allergic to glycerin", True),
        ("no diabetes glycerin", True),
        ("no allergy to lanolin, glycerin", True),
    ],
)
def test_what_nobody_knows_in_a_denied_reaction_does_not_hold(text, holds):
    assert [mention.holds for mention in mentions_in(text, DAY) if mention.text == "glycerin"] == [holds]


@pytest.mark.parametrize(
    ("text", "note", "readings"),
    [
        (
            "allergic to aspirin, penicillin",
            "taken as one that does it too",
            ("allergic to penicillin", "takes penicillin"),
        ),
        (
            "no diabetes, epilepsy",
            "the “no” before it was not taken to reach it: counted",
            ("has epilepsy", "no epilepsy"),
        ),
        ("epilespy", "taken as Epilepsy", ("Epilepsy",)),
        ("mother has diabetes", "somebody else's: not counted", ()),
        ("perhaps diabetes", "not certain: counted", ()),
        ("chemo next week", "still to come: counted", ()),
        ("stopped warfarin", "ended, nobody says when: counted as now", ()),
        ("warfarin until May", "182 days ago at least", ()),
        ("no diabetes", "there is none", ()),
        ("none", "none of it", ()),
        ("...", "says nothing", ()),
        ("diabetes", "", ()),
    ],
)
def test_a_doubt_is_told_with_what_else_may_be_meant(text, note, readings):
    *_, last = mentions_in(text, DAY)
    assert note in last.note
    assert last.readings == readings


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("stopped warfarin in May, started it again with a nasty flu", {"Warfarin"}),
        ("stopped warfarin in May, then had it restarted because of AF", {"Warfarin"}),
        ("finished isotretinoin in 2024, now on it again for the acne", {"Isotretinoin by mouth"}),
        (
            "stopped isotretinoin and warfarin in 2024, started them again in June after the stroke",
            {"Isotretinoin by mouth", "Warfarin"},
        ),
        ("Warfarin 2024 abgesetzt, habe es wieder angefangen nach der Grippe", {"Warfarin"}),
        # What comes again is the other thing, and what was never taken stays so.
        ("stopped warfarin in May, eczema again", set()),
        ("never took warfarin, started it again with flu", set()),
    ],
)
def test_a_medicine_that_is_taken_up_again_beside_something_else_counts(text, current):
    substances = [one for one in mentions_in(text, datetime.date(2026, 11, 30)) if "medicines" in one.terms]
    assert substances
    assert {one.name for one in substances if one.holds and not one.is_stopped} == current
