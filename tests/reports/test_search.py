"""The search of the evidence finds what people write: their words, spelling, slips and questions."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from calc.catalog.search_words import search_words
from calc.reports import evidence
from calc.reports.evidence.query import read_query, spell
from tests.cases import every_case
from tests.conftest import refusal

# What people write, and one of the entries that must be among the first three.
ASKED = {
    # The articles' own words.
    "mesoscooter": "c003_36",
    "dermaroller": "c003_36",
    "meso-cocktail": "c000_12",
    "biorevitalization": "c000_01",
    "plasmolifting": "c002_38",
    "hardware": "c000_23",
    "lipodissolve": "c001_06",
    "deoxyzolate": "c000_58",
    "collagen hydrolyzate": "c000_62",
    "dandelion": "c000_118",
    "plantain": "c000_118",
    "sweet clover": "c000_118",
    "blood dew": "c003_58",
    "anesthetic": "c003_39",
    "swimming pool": "course.heat_and_pool",
    "oncology": "c000_50",
    "needle phobia": "NEED-017",
    "parental consent": "c000_52",
    "1,500 rubles": "c003_44",
    "post-acne": "c000_32",
    "scalp": "c000_115",
    "temples": "c001_38",
    "author's cocktail": "c000_117",
    "advice from forums": "c003_62",
    # Numbers and terms.
    "20 %": "l_ascorbic_acid.usual_use",
    "20%": "l_ascorbic_acid.usual_use",
    "T90": "STAB-001",
    "half-life": "STAB-001",
    "half life": "dehydroascorbic_acid.evidence.2",
    "penetration": "PH-003",
    "pKa": "ascorbic.pKa1.at_no_ionic_strength",
    "8-20": "c000_112",
    # Spellings and slips.
    "biorevitalisation": "c000_01",
    "anaesthetic": "c003_39",
    "color of skin": "c003_09",
    "colour of skin": "c003_09",
    "haemochromatosis": "ORAL-006",
    "hemochromatosis": "ORAL-006",
    "mesothrapy": "PROC-004",
    "granulma": "c000_70",
    "niacinimide": "ACT-004",
    "epilespy": "NEED-007",
    "keliod": "NEED-006",
    # Questions.
    "does vitamin C expire": "STAB-001",
    "can I use it with niacinamide": "ACT-004",
    "can I use vitamin C with retinol?": "ACT-001",
    "can I use it together with AHA": "ACT-002",
    "is mesotherapy safe in pregnancy": "PREG-002",
    "is mesotherapy safe?": "c002_10",
    "who should not have mesotherapy": "PREG-002",
    "how deep does it go": "c002_51",
    "how long does it keep in the fridge": "STAB-013",
    "why is my serum yellow": "STAB-015",
    "why did my serum turn orange": "STAB-014",
    "does it sting": "PH-002",
    "does it hurt?": "c000_05",
    "how many sessions do I need": "c000_40",
    "can teenagers use it": "AGE-002",
    "is it for children": "AGE-001",
    "how much vitamin C per day": "intake.adult.rda_female",
    "vitamin C tablets and kidney stones": "ORAL-005",
    "what percentage of vitamin C is best": "c000_96",
    "what pH should my serum have": "PH-003",
    "which form for sensitive skin": "SKIN-002",
    "what is the most stable form of vitamin C": "ascorbyl_glucoside",
    "can I make my own serum": "MIX-001",
    "do I need distilled water": "MIX-002",
    "do I need a preservative": "MICRO-001",
    "does light destroy vitamin C": "LIGHT-001",
    "can I drink alcohol after mesotherapy": "course.alcohol",
    "may I go to the sauna": "course.heat_and_pool",
    "do I need sunscreen": "SUN-001",
    "how do I test for an allergy": "TEST-001",
    "is needling at home safe": "PROC-003",
    "does microneedling build collagen": "c000_29",
    "does mesotherapy help against hair loss": "c000_37",
    "can injections remove a double chin": "c001_06",
    "is botox mesotherapy": "c000_28",
    "what is PRP": "c002_38",
    "I take blood thinners": "NEED-002",
    "I take Accutane": "PROC-007",
    "I have cold sores": "NEED-004",
    "iron overload": "ORAL-006",
    "can the scalp be numbed": "c000_115",
    "what are the side effects of mesotherapy": "c000_70",
    "difference between mesotherapy and biorevitalization": "c002_34",
    "price of a mesoscooter": "c003_44",
    "how do I know it has gone bad": "STAB-014",
    "400x": "c000_23",
    "weight loss": "c003_12",
    "is the cocktail individual": "c003_65",
    "do synthetic drugs contain hyaluronic acid": "c002_64",
    "sagging skin": "c003_64",
    "treatment without needles": "c002_62",
    "whose responsibility is it": "c003_61",
    "should I read the instructions": "c003_63",
}


@every_case("text", ASKED)
def test_what_people_write_finds_its_answer_among_the_first_three(text: str) -> None:
    results = [entry.key for entry in evidence.search(text)]
    assert ASKED[text] in results[:3], f"{text}: {results[:5]}"


def test_there_are_more_than_sixty_of_them() -> None:
    assert len(ASKED) >= 60


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("biorevitalisation", "biorevitalization"),
        ("anaesthetic", "anesthetic"),
        ("colour", "color"),
        ("oestrogen", "estrogen"),
        ("tumour", "tumor"),
        ("sulphate", "sulfate"),
        ("haemochromatosis", "hemochromatosis"),
    ],
)
def test_british_and_american_spelling_find_the_same(british: str, american: str) -> None:
    assert spell(british) == spell(american)
    assert evidence.search(british) == evidence.search(american)


def test_a_slip_is_forgiven_and_said() -> None:
    for slip in ("hyaluronc", "hyaluornic", "hyalurronic", "hyalronik"):
        result = evidence.look_up(slip)
        assert dict(result.taken_as) == {slip: "hyaluronic"}
        assert result.entries[0] == evidence.search("hyaluronic")[0]
    assert not evidence.look_up("hyaluronic").taken_as


@pytest.mark.parametrize("word", ["zzzz", "hyzzzronic", "qwertyuiop", "dgo"])
def test_more_than_two_slips_and_short_words_are_not_guessed(word: str) -> None:
    result = evidence.look_up(word)
    assert (result.entries, dict(result.taken_as)) == ((), {})


def test_the_title_comes_before_a_synonym_and_that_before_the_rest() -> None:
    results = [entry.key for entry in evidence.search("anaesthetic")]
    title = results.index("c003_39")  # says “anaesthetic”
    synonym = results.index("c000_11")  # says “numbs”, “lidocaine”
    assert title < synonym


def test_a_long_question_finds_what_has_most_of_it() -> None:
    result = evidence.look_up("niacinamide together with wombats and vitamin C in one serum")
    assert result.entries
    assert not result.is_complete
    assert evidence.look_up("glycerin density").is_complete
    assert not evidence.look_up("density zzz").entries, "two words are no question: both must occur"


def test_an_answer_is_not_forced_on_a_search_for_more() -> None:
    assert evidence.search("pregnancy")[0].key == "PREG-001"
    assert evidence.search("upper level pregnancy 19")[0].key == "intake.pregnant_adult.ul"


def test_words_of_a_question_alone_are_looked_for() -> None:
    assert read_query("how long", {}).terms
    assert [term.phrase for term in read_query("is it the", {}).terms] == ["is", "it", "the"]


def test_every_answer_and_synonym_leads_somewhere() -> None:
    by_key = evidence.entries_by_key()
    lost = {key for keys in search_words().answers.values() for key in keys if key not in by_key}
    assert not lost
    for phrase in search_words().same:
        assert evidence.search(phrase), phrase
    for phrase in search_words().answers:
        assert evidence.search(phrase), phrase


def test_an_answer_that_is_gone_is_no_crash(spoil: Callable[[str, str, str], int]) -> None:
    spoil("search_words.toml", '"t90" = ["STAB-001"]', '"t90" = ["STAB-999"]')
    assert evidence.search("t90")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"dermaroller" = ["roller"]', '"dermaroller" = []', "names nothing"),
        ('"dermaroller" = ["roller"]', '"dermaroller" = "roller"', "must be a list of texts"),
        ('"dermaroller" = ["roller"]', '"Meso-Scooter" = ["roller"]', "stands twice or has no word"),
        ('our   = "or"', "our = 5", "must be text"),
        ("[skipped]", "[left_out]", "unknown part"),
    ],
)
def test_spoiled_words_are_refused(
    old: str, new: str, words: str, spoil: Callable[[str, str, str], int]
) -> None:
    spoil("search_words.toml", old, new)
    assert re.search(words, refusal("search_words.toml", search_words).problem)


def test_a_search_of_a_slip_or_a_question_is_fast() -> None:
    """Typing waits for it; measured 2 to 5 ms."""
    evidence.search("warm")
    taken = []
    for text in ("hyaluronc acid", "mesothrapy", *list(ASKED)[-20:]):
        start = time.process_time()
        evidence.search(text)
        taken.append(time.process_time() - start)
    assert sorted(taken)[len(taken) // 2] < 0.01
    assert min(taken) < 0.005
