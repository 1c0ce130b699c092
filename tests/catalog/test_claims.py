"""The claims of the five articles: all there, judged, sourced, and answered by the rules that cite them."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

import pytest

from calc import catalog
from calc.catalog.claims import TOPICS, VERDICTS, Claim, claims
from calc.reports import evidence
from tests.cases import every_case
from tests.conftest import refusal

FEWEST = {"seed_000": 100, "seed_001": 35, "seed_002": 55, "seed_003": 55, "seed_004": 24}

# What the first article says of vitamin C: each row of the table of verdicts, with what became of it.
OF_VITAMIN_C = {
    "effective only as powder or ascorbic acid": {"c000_87": "contradicted"},
    "destroyed by heat, oxygen, light": {"c000_89": "supported"},
    "three forms, the first is the most stable": {"c000_93": "supported", "c000_94": "contradicted"},
    "best: L-AA, 10–20 %, pH ≤ 3.5": {"c000_96": "supported"},
    "8–20 % of the product": {"c000_112": "disagree", "c000_113": "plausible"},
    "> 20 % irritates": {"c000_113": "plausible"},
    "oral maximum 2000 mg": {"c000_97": "disagree"},
    "encapsulated acid not on sensitive skin": {"c000_99": "plausible"},
    "ampoule": {
        "c000_102": "disagree",
        "c000_103": "unsupported",
        "c000_104": "unsupported",
        "c000_105": "plausible",
    },
    "mix in the palm; squalane": {"c000_110": "unsupported", "c000_111": "unsupported"},
    "powder for topical use": {"c000_109": "unsupported"},
    "24 h test with powder": {"c000_114": "contradicted"},
    "almost 400 times": {"c000_23": "unsupported"},
    "patches: > 90 % water; act instantly": {"c000_82": "unsupported", "c000_78": "unsupported"},
    "injections lighten by several tones": {"c000_17": "unsupported"},
}

# What the articles say of courses and the time around them: the claim, and what it must hold.
OF_COURSES = {
    "c000_40": "8–12 procedures at intervals of 7–10 days",
    "c000_41": "12–16 procedures",
    "c000_75": "4–6 sessions, each 2–3 weeks",
    "c000_71": "up to 1.5 years",
    "c000_106": "4–6 months",
    "c000_52": "minors can have mesotherapy with the consent of their parents",
    "c000_76": "20 years",
    "c000_25": "several millimetres",
    "c000_66": "12 hours",
    "c000_64": "5 days",
    "c000_65": "5–7 days",
    "c000_67": "2 weeks",
    "c000_09": "2–3 days",
    "c000_10": "aspirin, ibuprofen",
    "c001_36": "several weeks apart",
    "c001_37": "several months",
    "c001_23": "gentle",
    "c001_25": "a few days",
    "c001_26": "hard exercise is out for a few days",
    "c001_22": "sun",
    "c001_30": "blood-thinning",
    "c002_21": "6 to 10 sessions about a week apart",
    "c002_43": "three days to two weeks",
    "c002_44": "7–10 days apart, then 5–10 twice a week, then one every 1.5–2 months",
    "c002_24": "before a year has passed",
    "c002_15": "six months",
    "c002_25": "2–2.5 years, in those who begin at 25–28",
    "c002_06": "about 30",
    "c002_16": "no age limits",
    "c002_51": "1–1.5 mm",
    "c002_46": "4 hours",
    "c002_47": "smoking, alcohol and energy drinks are out for 6 hours",
    "c002_48": "three days",
    "c002_50": "during the course",
    "c002_08": "past and present diseases",
    "c002_27": "8–12 months",
    "c003_52": "10–20 procedures, 1–2 each week, and comes twice a year",
    "c003_56": "5–10 sessions every 7–14 days",
    "c003_29": "slimming takes 4–10 procedures and cellulite 5–15",
    "c003_08": "one and a half to two years",
    "c003_06": "17–18 years",
    "c003_50": "daily after that with needles up to 0.5 mm",
    "c003_58": "1 mm and bleeding are not for home",
    "c003_34": "make-up stays off during recovery",
    "c003_32": "alcohol and smoking are out during recovery",
    "c003_31": "limited",
    "c003_33": "training and other exercise",
    "c003_49": "SPF",
    "c003_13": "dermatologist",
    "c004_26": "several sessions",
    "c004_13": "10–15 hours",
    "c004_14": "10–15 hours",
    "c004_12": "blood-thinning",
}

# Who must not be needled, by the articles that say so; the first of the five lists nobody.
BARRED = {
    "NEED-001": "0234",
    "NEED-002": "024",
    "NEED-003": "0234",
    "NEED-004": "0234",
    "NEED-005": "02",
    "NEED-006": "0",
    "NEED-007": "03",
    "NEED-008": "034",
    "NEED-009": "024",
    "NEED-010": "02",
    "NEED-011": "3",
    "NEED-012": "3",
    "NEED-013": "3",
    "NEED-014": "3",
    "NEED-015": "3",
    "NEED-016": "3",
    "NEED-017": "02",
    "PREG-002": "0234",
}


def every() -> list[Claim]:
    return list(claims().values())


def naming(code: str) -> list[Claim]:
    """Return the claims that name a rule."""
    return [claim for claim in every() if code in claim.rules]


# --- all there ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", FEWEST)
def test_every_article_has_its_claims(seed: str) -> None:
    assert Counter(claim.seed for claim in every())[seed] >= FEWEST[seed]


@pytest.mark.parametrize("row", OF_VITAMIN_C)
def test_every_claim_about_vitamin_c_has_its_verdict(row: str) -> None:
    result = {key: claims()[key].verdict for key in OF_VITAMIN_C[row]}
    assert result == OF_VITAMIN_C[row]


def test_the_table_of_verdicts_has_fifteen_rows() -> None:
    assert len(OF_VITAMIN_C) == 15


@every_case("key", OF_COURSES)
def test_every_number_about_courses_is_told(key: str) -> None:
    assert OF_COURSES[key] in claims()[key].text


@pytest.mark.parametrize("code", BARRED)
def test_every_contraindication_is_told_of_the_articles_that_have_it(code: str) -> None:
    result = {claim.seed[-1] for claim in naming(code) if claim.topic == "contraindication"}
    assert result == set(BARRED[code])


def test_no_contraindication_is_laid_on_the_article_that_lists_none() -> None:
    assert not [node for node in every() if node.seed == "seed_001" and node.topic == "contraindication"]


@pytest.mark.parametrize(
    ("key", "verdict"),
    [
        ("c002_10", "contradicted"),  # absolute safety
        ("c002_14", "contradicted"),  # painless
        ("c003_07", "contradicted"),
        ("c002_17", "contradicted"),  # allergy to the needle only
        ("c000_74", "contradicted"),  # at home
        ("c003_36", "contradicted"),
        ("c000_52", "contradicted"),  # minors with consent
        ("c002_16", "contradicted"),  # no age limits
        ("c002_39", "unsupported"),  # 100 % biocompatible
        ("c001_31", "unsupported"),  # arnica
        ("c003_55", "unsupported"),  # alginate masks
    ],
)
def test_what_matters_most_is_judged(key: str, verdict: str) -> None:
    assert claims()[key].verdict == verdict


def test_numbers_run_without_gaps() -> None:
    for seed in FEWEST:
        keys = [claim.id for claim in every() if claim.seed == seed]
        assert keys == [f"c{seed[-3:]}_{number:02d}" for number in range(1, len(keys) + 1)]


def test_every_verdict_and_topic_is_used() -> None:
    assert {claim.verdict for claim in every()} == set(VERDICTS)
    assert {claim.topic for claim in every()} == set(TOPICS)


# --- what they rest on ----------------------------------------------------------------------------


def test_where_nothing_was_found_it_says_so() -> None:
    for claim in every():
        assert claim.sources or "no source was found here" in claim.evidence.lower(), claim.id


def test_articles_alone_support_nothing() -> None:
    # Articles that agree make a claim plausible; supported needs something measured or reviewed.
    for claim in every():
        if claim.verdict == "supported":
            assert any(catalog.sources()[key].kind != "seed" for key in claim.sources), claim.id


def test_articles_that_disagree_are_sources() -> None:
    for claim in every():
        named = {f"seed_{number}" for number in re.findall(r"\b00\d\b", claim.evidence)}
        assert claim.seed not in named, claim.id
        if claim.verdict != "unsupported":
            assert named <= set(claim.sources), claim.id


def test_every_rule_that_is_named_exists() -> None:
    named = {code for claim in every() for code in claim.rules}
    assert named <= set(catalog.rules()), sorted(named - set(catalog.rules()))


def test_every_rule_that_cites_an_article_answers_one_of_its_claims() -> None:
    for code, rule in catalog.rules().items():
        cited = {*rule.sources, *(row.source for row in rule.limits.values())}
        for seed in cited & set(FEWEST):
            assert any(claim.seed == seed for claim in naming(code)), f"{code}: {seed}"


# --- how they are worded --------------------------------------------------------------------------


def test_a_claim_says_whose_word_it_is() -> None:
    for claim in every():
        assert re.fullmatch(r"Says that [^.]+(\.\d[^.]*)*\.", claim.text), claim.id


@pytest.mark.parametrize(
    "pattern", [r"mg ?/ ?m[lL]", r"inject\w*[^.]*\d\s*m[lL]\b", r"stop(s|ped)? taking", r"\d\s*units?\b"]
)
def test_nothing_reads_like_a_dose_or_an_order(pattern: str) -> None:
    for claim in every():
        assert not re.search(pattern, f"{claim.text} {claim.evidence}", re.IGNORECASE), claim.id


def test_who_takes_a_blood_thinner_asks_who_prescribed_it() -> None:
    words = r"blood.thinn|anticoagul|aspirin"
    results = [claim for claim in every() if re.search(words, claim.text, re.IGNORECASE)]
    assert len(results) >= 5
    for claim in results:
        assert "who prescribed it" in claim.evidence, claim.id


# --- strictness -----------------------------------------------------------------------------------

FILE = "claims.toml"
# Each row: text, what it becomes, a word of the message. The line is that of the text.
SPOILED = {
    "unknown key": ('verdict  = "plausible"', 'judgement = "plausible"', "unknown key “judgement”"),
    "unknown verdict": ('verdict  = "plausible"', 'verdict  = "perhaps"', "verdict “perhaps” is none of"),
    "unknown topic": ('topic    = "oral"', 'topic    = "weather"', "topic “weather” is none of"),
    "unknown article": ('seed     = "seed_003"', 'seed     = "seed_009"', "seed “seed_009” is none of"),
    "a source that is no article": ('seed     = "seed_003"', 'seed     = "hpe"', "seed “hpe” is none of"),
    "unknown source": ('"fda_microneedling"', '"nobody_1900"', "source “nobody_1900” is not in"),
    "text as a list": ('sources  = ["seed_004"]', 'sources  = "seed_004"', "sources must be a list of texts"),
    "number as a claim": ('claim    = "Says that DMAE', 'claim = 5 # "', "claim must be text"),
    "verdict without a source": ('sources  = ["seed_004"]', "sources  = []", "needs a source besides"),
    "the article as its own source": ('["seed_004"]', '["seed_000"]', "the article itself is no source"),
    "a source twice": ('["seed_004"]', '["seed_004", "seed_004"]', "one of them stands twice"),
    "a rule twice": ('["NEED-012"]', '["NEED-012", "NEED-012"]', "one of them stands twice"),
    "no code": ('["NEED-012"]', '["need twelve"]', "“need twelve” is no code"),
    "a table twice": ("[c000_02]", "[c000_01]", "Cannot declare"),
    "id of another article": ("[c003_60]", "[c002_99]", "has an id like c003_01"),
    "id without its number": ("[c003_60]", "[c003_x]", "has an id like c003_01"),
}


refused = partial(refusal, FILE, claims)


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_claim_is_refused_with_its_line(case, refuses):
    refuses(FILE, claims, *SPOILED[case])


@pytest.mark.parametrize("key", ["claim", "evidence"])
def test_an_empty_text_is_refused(key, spoil):
    text = {"claim": claims()["c001_31"].text, "evidence": claims()["c001_31"].evidence}
    line = spoil(FILE, f'"{text[key]}"', '" "')
    error = refused()
    assert f"c001_31: {key} is empty" in error.problem
    assert error.line == line


@pytest.mark.parametrize("key", ["seed", "topic", "claim", "verdict", "evidence", "sources", "rules"])
def test_a_missing_key_points_at_its_table(key, data_copy):
    from tests.conftest import forget_data

    file = data_copy / FILE
    lines = file.read_text("utf-8").splitlines()
    table = lines.index("[c002_17]")
    del lines[next(i for i in range(table, len(lines)) if lines[i].startswith(key))]
    file.write_text("\n".join(lines), "utf-8")
    forget_data()
    error = refused()
    assert f"c002_17: “{key}” is missing" in error.problem
    assert error.line == table + 1


def test_a_claim_told_twice_is_refused(spoil):
    first, second = claims()["c004_09"].text, claims()["c004_10"].text
    line = spoil(FILE, f'"{second}"', f'"{first.upper()}"')
    error = refused()
    assert "c004_10: c004_09 says the same" in error.problem
    assert error.line == line


# --- on the page ----------------------------------------------------------------------------------


def test_every_claim_is_an_entry_with_its_verdict_in_words() -> None:
    result = {entry.key: entry for entry in evidence.all_entries() if entry.section == "claim"}
    assert set(result) == set(claims())
    for claim in every():
        entry = result[claim.id]
        assert entry.value == evidence.CLAIM_VERDICTS[claim.verdict][0]
        assert (f"{entry.what}.", entry.notes) == (claim.text, (claim.evidence,))
        assert entry.sources == (claim.seed, *claim.sources)
        assert entry.used_in == (claim.rules or ("nothing but this page",))


def test_what_nothing_was_found_for_is_graded_as_its_article() -> None:
    for claim in every():
        if claim.verdict == "unsupported":
            assert evidence.entries_by_key()[claim.id].grade.name == "D", claim.id
    assert evidence.entries_by_key()["c000_94"].grade.name == "A"


def test_every_verdict_is_explained() -> None:
    assert set(evidence.CLAIM_VERDICTS) == set(VERDICTS)
    assert evidence.CLAIM_VERDICTS["disagree"][0] == "sources disagree"
