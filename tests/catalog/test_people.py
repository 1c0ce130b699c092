"""The words that people use of themselves: how they are found, and that each of them matters."""

from __future__ import annotations

import re
from functools import partial

import pytest

from calc import catalog
from calc.catalog import people
from calc.catalog.normalize import normalize
from calc.catalog.people import (
    WORD_KINDS,
    find_term,
    terms,
)
from calc.client import criteria
from calc.client.facts import visit_facts
from calc.client.person import Client
from calc.client.visit import Visit
from calc.errors import DataError
from calc.parsing.term_names import stem
from calc.rules import codes_of
from tests.cases import every_case
from tests.conftest import refusal

NAME = "people.toml"
PREFIX = {"conditions": "has_", "medicines": "takes_", "actives": "uses_", "reactions": "reacts_"}
EVERY_WORD = [(kind, term) for kind in WORD_KINDS for term in terms(kind).values()]
# Flags that nothing looks at.
IDLE = {"uses_peptides", "uses_hyaluronic_acid", "uses_hmw_hyaluronic_acid"}


def refused(kind: str = "conditions") -> DataError:
    """Return the error that reading the words of a kind raises."""
    return refusal(NAME, terms, kind)


# --- what is refused ------------------------------------------------------------------------------

# Each row: kind, text, what it becomes, a word of the message. The line is that of the text.
SPOILED = {
    "unknown key": ("conditions", 'aliases = ["seizures", ', 'alias = ["seizures", ', "unknown key “alias”"),
    "text as a list": (
        "conditions",
        'aliases = ["seizures", ',
        'aliases = "seizures" # ',
        "must be a list of texts",
    ),
    "numbers in a list": (
        "conditions",
        'aliases = ["seizures", ',
        "aliases = [5, ",
        "must be a list of texts",
    ),
    "number as a name": ("conditions", 'name    = "Epilepsy"', "name    = 5", "name must be text"),
    "text as flags": (
        "medicines",
        'counts_as = ["statin", "niacin"]',
        'counts_as = "statin"',
        "counts_as must be a list of texts",
    ),
    "unknown key of an active": ("actives", 'aliases = ["BPO"', 'aka = ["BPO"', "unknown key “aka”"),
    "unknown key of a reaction": (
        "reactions",
        'aliases = ["stinging"',
        'aka = ["stinging"',
        "unknown key “aka”",
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_word_is_refused_with_its_line(case, refuses):
    kind, *change = SPOILED[case]
    refuses(NAME, partial(terms, kind), *change)


def test_a_name_that_two_words_claim_is_refused(spoil):
    # Which of the two it leads to must not hang on the order of the file.
    spoil(NAME, 'aliases = ["seizures", ', 'aliases = ["Kidney-Stone", ')
    table = spoil(NAME, "[conditions.epilepsy]", "[conditions.epilepsy]")
    error = refused()
    assert "“kidney stone” is claimed by kidney_stones too" in error.problem
    assert error.line == table


@pytest.mark.parametrize("name", ["kidney_stones", "KIDNEY STONES", "Kidney  stones!"])
def test_an_alias_may_not_be_the_id_or_the_name_of_another(name, spoil):
    spoil(NAME, 'aliases = ["seizures", ', f'aliases = ["{name}", ')
    assert "is claimed by kidney_stones too" in refused().problem


def test_a_word_of_two_lists_is_two_words(spoil):
    spoil(NAME, 'aliases = ["seizures", ', 'aliases = ["aspirin", ')
    assert find_term("conditions", "aspirin").id == "epilepsy"
    assert find_term("medicines", "aspirin").id == "aspirin"


def test_a_missing_name_points_at_its_table(spoil):
    table = spoil(NAME, "[conditions.epilepsy]", "[conditions.epilepsy]")
    spoil(NAME, 'name    = "Epilepsy"\n', "")
    error = refused()
    assert "conditions.epilepsy: “name” is missing" in error.problem
    assert error.line == table


@pytest.mark.parametrize("kind", WORD_KINDS)
def test_an_unknown_part_is_refused_whatever_is_read(kind, spoil):
    spoil(NAME, "[conditions.epilepsy]", "[ailments.epilepsy]")
    assert "ailments: unknown part" in refused(kind).problem


def test_a_missing_part_is_refused(data_copy):
    from tests.conftest import forget_data

    file = data_copy / NAME
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[reactions.")], encoding="utf-8")
    forget_data()
    assert "“reactions” is missing" in refused().problem


def test_a_word_that_is_no_table_is_refused(data_copy):
    from tests.conftest import forget_data

    file = data_copy / NAME
    file.write_text('conditions.gout = "Gout"\n' + file.read_text(encoding="utf-8"), encoding="utf-8")
    forget_data()
    assert "a table is needed here" in refused().problem


def test_bad_toml_is_refused_with_its_line(spoil):
    line = spoil(NAME, "[conditions.epilepsy]", "[conditions.epilepsy")
    assert refused().line == line


# --- finding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "text", "result"),
    [
        ("conditions", "kidney_stones", "kidney_stones"),
        ("conditions", "Kidney stones", "kidney_stones"),
        ("conditions", "KIDNEY STONES", "kidney_stones"),
        ("conditions", "  kidney   stone ", "kidney_stones"),
        ("conditions", "kidney-stones", "kidney_stones"),
        ("conditions", "G6PD", "g6pd_deficiency"),
        ("conditions", "Glucose-6-phosphate dehydrogenase deficiency", "g6pd_deficiency"),
        ("conditions", "Hemochromatosis", "haemochromatosis"),
        ("conditions", "lupus", "lupus"),
        ("conditions", "cold", "acute_illness"),
        ("conditions", "cold sore", "herpes"),
        ("medicines", "Eliquis", "anticoagulant"),
        ("medicines", "Coumadin", "warfarin"),
        ("medicines", "statin + niacin", "statin_with_niacin"),
        ("medicines", "niacin", "niacin"),
        ("actives", "Retinol", "retinoid"),
        ("actives", "GHK-Cu", "copper_peptides"),
        ("actives", "glycolic acid", "aha"),
        ("actives", "Vitamin B3", "niacinamide"),
        ("reactions", "Hives", "allergy"),
        ("reactions", "burning", "stinging"),
    ],
)
def test_people_name_things_in_many_ways(kind, text, result):
    assert find_term(kind, text).id == result


@every_case("kind, word", EVERY_WORD)
def test_every_name_of_a_word_leads_to_it(kind, word):
    for name in (word.id, word.name, *word.aliases):
        for spelling in (name, name.upper(), name.casefold(), f"  {name}. ", name.replace(" ", "-")):
            assert find_term(kind, spelling) == word, spelling


@pytest.mark.parametrize("kind", WORD_KINDS)
@pytest.mark.parametrize("text", ["", "  ", "!?", "none", "unobtainium", "☃", "kidney"])
def test_what_is_not_known_is_none(kind, text):
    assert find_term(kind, text) is None


def test_no_word_means_nothing():
    # “No”, “none” and “nothing” say that there is nothing of a kind.
    for kind, word in EVERY_WORD:
        assert not {"none", "nothing", "no"} & {
            normalize(name) for name in (word.id, word.name, *word.aliases)
        }, kind


# --- what words are for ---------------------------------------------------------------------------


def test_a_word_counts_as_itself_unless_it_says_otherwise():
    assert terms("conditions")["epilepsy"].counts_as == ("epilepsy",)
    assert terms("conditions")["herpes"].counts_as == ("skin_infection", "herpes")
    assert terms("medicines")["warfarin"].counts_as == ("warfarin", "anticoagulant")


def test_the_flags_of_a_kind_stand_once():
    for kind in WORD_KINDS:
        flags = people.flags(kind)
        assert len(set(flags)) == len(flags)
        assert set(flags) == {flag for term in terms(kind).values() for flag in term.counts_as}
    assert "thyroid_disease" not in people.flags("conditions")


@every_case("kind, word", EVERY_WORD)
def test_every_word_counts_and_reads_well(kind, word):
    assert word.counts_as
    assert word.name[0].isupper()
    assert not word.name.endswith(".")
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", flag) for flag in (word.id, *word.counts_as))


def every_flag() -> set[str]:
    return {PREFIX[kind] + flag for kind in WORD_KINDS for flag in people.flags(kind)}


def asked() -> set[str]:
    """Return every fact that the rules about a client look at."""
    rules = [catalog.rules()[code] for code in codes_of("client")]
    return {name for rule in rules for name in (*rule.when, *rule.needs)}


def columns_of(kind: str, result: list[str]) -> dict[str, float]:
    """Return what rules look at where somebody told this of a kind, and nothing of another."""
    client = Client(skin=("normal",), **{**dict.fromkeys(WORD_KINDS, ()), kind: tuple(result)})
    columns = visit_facts(Visit(client), None).columns
    return {name: float(columns[name][0]) for name in asked() if columns[name][0] in (0, 1)}


def matters(kind: str, flag: str) -> bool:
    """Tell whether a flag changes anything that a rule looks at, alone or beside all others."""
    own = [term.name for term in terms(kind).values() if flag in term.counts_as]
    others = [term.name for term in terms(kind).values() if flag not in term.counts_as]
    alone = columns_of(kind, own) != columns_of(kind, [])
    return alone or columns_of(kind, own + others) != columns_of(kind, others)


def test_every_flag_that_a_rule_names_exists():
    others = {"has_product", "has_procedure", "has_intake", "has_pure_acid", "has_unchecked", "has_ul"}
    others |= {"has_derivative", "has_water", "has_no_rule"}
    named = {name for name in asked() if name.startswith(tuple(PREFIX.values()))}
    assert named - others <= every_flag()


FLAGS = [(kind, flag) for kind in WORD_KINDS for flag in people.flags(kind)]


@every_case("kind, flag", [flag for flag in FLAGS if PREFIX[flag[0]] + flag[1] not in IDLE])
def test_no_word_is_idle(kind, flag):
    assert matters(kind, flag)


def test_words_that_no_rule_looks_at_serve_the_lines_of_an_ampoule():
    looked_at = {text for line in (criteria.PEPTIDE_FLAGS, criteria.HYALURONIC_FLAGS) for text in line}
    assert {name.removeprefix("uses_") for name in IDLE} - {"hyaluronic_acid"} <= looked_at


def test_an_unknown_part_is_refused_with_its_line(spoil):
    line = spoil(NAME, "[conditions.epilepsy]", "[ailments.epilepsy]")
    assert refused().line == line


@pytest.mark.parametrize(("kind", "fewest"), [("conditions", 400), ("medicines", 600)])
def test_the_vocabulary_is_large(kind, fewest):
    # Counted without ids, and once however a name ends or is accented.
    names = {
        " ".join(map(stem, normalize(name).split()))
        for term in terms(kind).values()
        for name in term.names[1:]
    }
    assert len(names) >= fewest


def test_every_term_of_a_person_says_where_it_is_classed():
    own = [
        term.id for kind in ("conditions", "medicines") for term in terms(kind).values() if not term.source
    ]
    assert own == []


def test_what_no_rule_looks_at_says_so():
    silent = [
        f"{kind}.{term.id}"
        for kind, term in EVERY_WORD
        if not term.asked and not any(matters(kind, flag) for flag in term.counts_as)
    ]
    assert silent == [f"actives.{name}" for name in ("peptides", "hyaluronic_acid", "hmw_hyaluronic_acid")]
