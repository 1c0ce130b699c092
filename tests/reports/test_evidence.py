"""Everything in data/ has its entry, is found, says where it is used, and can be taken away."""

from __future__ import annotations

import re
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calc import catalog
from calc.catalog import market
from calc.catalog.course import SKIN_TEST, course_facts
from calc.catalog.intake import oral_facts
from calc.client import care, course, intake
from calc.reports import evidence
from calc.reports.evidence import EvidenceEntry, entries
from calc.reports.evidence.uses import INTAKE_USES, SKIN_TEST_USES
from calc.reports.evidence.words import searchable
from calc.rules.legal_limits import ANNEXES

ROOT = Path(__file__).parents[2]
APP = str(ROOT / "app.py")
VIEW = "ui/views/evidence.py"


def every_row() -> list[catalog.Value]:
    """Return every value row of data/."""
    inputs, stability = catalog.inputs(), catalog.stability()
    return [
        *(row for record in catalog.ingredients().values() for row in record.values),
        *(row for acid in catalog.acids().values() for row in acid.values),
        *(row for rule in catalog.rules().values() for row in rule.limits.values()),
        *inputs.accepted.values(),
        *inputs.assumed.values(),
        *(row for part in evidence.STABILITY_USES for row in getattr(stability, part).values()),
        *(row for state in stability.states.values() for row in (state.window, state.falls_apart) if row),
        *rows_by_mouth(),
        *rows_of_courses(),
        *(outcome.row for test in market.lab_tests().values() for outcome in test.outcomes),
    ]


def rows_by_mouth() -> list[catalog.Value]:
    """Return every value row of intake.toml; one for both sexes counts once."""
    facts = oral_facts()
    result = [row for stage in facts.stages for row in (*stage.rda.values(), stage.ul) if row]
    result += [facts.smoker, facts.smokers_from, facts.uk, facts.heaviest_piece, facts.most_per_day]
    result += [facts.applied, *(row for rows in facts.minerals.values() for row in rows)]
    return list({id(row): row for row in result}.values())


def rows_of_courses() -> list[catalog.Value]:
    """Return every value row of course.toml that its reader keeps."""
    facts = course_facts()
    phases = [phase for schedule in facts.schedules.values() for phase in schedule.phases]
    return [
        *(row for phase in phases for row in (phase.sessions, phase.interval) if row),
        *(row for limit in facts.limits.values() for row in limit.values),
        *(row for sign in facts.warnings.values() for row in sign.values),
        *facts.skin_test.values(),
    ]


def written_in(name: str) -> dict[str, Any]:
    """Return a file of data/ as it is written, read by nothing of ours."""
    return tomllib.loads((catalog.DATA / name).read_text("utf-8"))


def keys(result: tuple[EvidenceEntry, ...]) -> list[str]:
    return [entry.key for entry in result]


# --- what there is --------------------------------------------------------------------------------


def test_every_value_row_has_exactly_one_entry() -> None:
    held = [id(entry.row) for entry in evidence.all_entries() if entry.row is not None]
    assert sorted(held) == sorted(id(row) for row in every_row())


def test_every_record_rule_and_source_has_its_entry() -> None:
    wanted = {*catalog.ingredients(), *catalog.acids(), *catalog.rules(), *catalog.sources(), "order"}
    assert wanted <= set(evidence.entries_by_key())
    others = {"value", "limit", "assumed", "accepted", "statement", "claim", "intake", "course", "product"}
    assert wanted - {"order"} == {
        entry.key for entry in evidence.all_entries() if entry.section not in others
    }


def test_every_statement_has_its_entry() -> None:
    result = [entry.value for entry in evidence.all_entries() if entry.section == "statement"]
    stated = [said.text for form in catalog.forms().values() for said in form.evidence]
    shown = ["; ".join(example.lines) for example in catalog.examples().values()]
    shown += [entry.value for key, entry in evidence.entries_by_key().items() if key.startswith("preset.")]
    assert {f"preset.{name}" for name in catalog.presets()} <= set(evidence.entries_by_key())
    kept = {key: entry for key, entry in evidence.entries_by_key().items() if key.endswith(".keeping")}
    series = {key: entry for key, entry in evidence.entries_by_key().items() if key.startswith("series.")}
    assert {key.split(".")[0] for key in kept} == set(catalog.stability().states)
    assert {key.split(".")[1] for key in series} == set(catalog.stability_series())
    others = [entry.value for entry in (*kept.values(), *series.values())]
    assert sorted(result) == sorted(stated + shown + others)


def test_a_series_tells_its_points() -> None:
    entry = evidence.entries_by_key()["series.water_100"]
    assert entry.value.startswith("0 days: 100\u202f%; 30 days: 97\u202f%; 60 days: 93\u202f%")
    assert entry.notes[0] == "100\u202fg/L, 23\u202f°C, pH 2.21."
    assert evidence.entries_by_key()["series.ferulic_150"].value.endswith("30 days: more than 90\u202f%")


def test_a_form_tells_how_it_keeps() -> None:
    entry = evidence.entries_by_key()["sodium_ascorbyl_phosphate.keeping"]
    assert entry.value == "in water: keeps for months; outside of its pH: not known to keep"
    assert entry.used_in == ("STAB-022", "STAB-024")
    assert evidence.entries_by_key()["sodium_ascorbyl_phosphate.keeping.window"].value == "pH 6–7.5"
    for state in catalog.stability().states:
        assert all(
            use in evidence.entries_by_key() for use in evidence.entries_by_key()[f"{state}.keeping"].used_in
        )


def test_every_number_about_keeping_is_read() -> None:
    source = code() + (ROOT / "bench" / "stability_fit.py").read_text("utf-8")
    for part in ("fitted", "prior", "assumed", "factors", "oxygen"):
        for name in getattr(catalog.stability(), part):
            assert f'"{name}"' in source, name


def test_an_example_tells_what_it_claims() -> None:
    entry = evidence.entries_by_key()["example.more_than_whole"]
    assert entry.value.startswith("80 % water; 15 % ascorbic acid")
    assert entry.notes[0] == "It claims: strength 15 %."
    assert (entry.sources, entry.used_in) == (("public_recipe_cards",), ("the examples of a check",))
    assert evidence.entries_by_key()["example.acid_in_water"].notes == ("It claims: pH 5.",)


def test_an_acid_tells_what_it_comes_with() -> None:
    entry = evidence.entries_by_key()["citric"]
    assert entry.notes == (
        "It lets go of 3 protons, one after the other. Comes with: Trisodium citrate (dihydrate), "
        "Citric acid (anhydrous), Citric acid monohydrate, Potassium citrate.",
    )
    assert "one proton." in evidence.entries_by_key()["lactic"].notes[0]
    # Two rows for one step are two entries, and the choice is visible.
    both = [evidence.entries_by_key()[f"citric.pKa1.{key}"] for key in ("nist_46", "thermochimie")]
    assert [entry.value for entry in both] == ["3.128 (3.108–3.148)", "3.13"]
    assert both[1].used_in == ("nothing: another row counts",)


@pytest.mark.parametrize("acid", catalog.acids())
def test_every_acid_comes_with_something_that_is_weighed(acid: str) -> None:
    assert any(ingredient.acid == acid for ingredient in catalog.ingredients().values())


def stands(key: str, row: dict[str, Any]) -> None:
    """Check that a row as it is written has an entry with its numbers, its source and its use."""
    entry = evidence.entries_by_key()[key]
    assert entry.row is not None
    assert (entry.row.value, entry.row.low, entry.row.high) == tuple(map(row.get, ("value", "low", "high")))
    assert (entry.row.unit, entry.sources) == (row["unit"], (row["source"],))
    assert (entry.kind, entry.locator, entry.caveat) == (
        row["kind"],
        row.get("locator", ""),
        row.get("caveat", ""),
    )
    assert entry.used_in
    assert evidence.NOT_USED not in entry.used_in


def test_every_row_of_intake_stands_under_its_key() -> None:
    written = written_in("intake.toml")
    for stage, row in written["stages"].items():
        for name in row.keys() & {"rda", "rda_female", "rda_male", "ai", "ul"}:
            if row[name] != "not set":
                stands(f"intake.{stage}.{name}", row[name])
    for name, row in {**written["by_mouth"], **written["on_skin"]}.items():
        stands(f"intake.{name}", row)
    for form, table in written["minerals"].items():
        for row in table["values"]:
            stands(".".join(filter(None, ("intake", form, row["property"], row.get("variant")))), row)
    for name, row in written["statements"].items():
        entry = evidence.entries_by_key()[f"intake.{name}"]
        assert (entry.value, entry.sources) == (row["text"], tuple(row["sources"]))


def test_a_level_that_is_not_set_says_so_and_why() -> None:
    unset = [key for key, row in written_in("intake.toml")["stages"].items() if row["ul"] == "not set"]
    assert unset == ["infant_0_6_months", "infant_7_12_months"]
    for stage in unset:
        entry = evidence.entries_by_key()[f"intake.{stage}.ul"]
        assert (entry.value, entry.sources) == ("not set", ("iom_2000",))
        assert entry.notes == ("Under 1 year no upper level is set, so there is none to stay below.",)
        assert "ORAL-003" in entry.used_in


@pytest.mark.parametrize(
    ("key", "what", "value"),
    [
        ("intake.adult.rda_female", "recommended a day (RDA), female", "75\u202fmg a day"),
        ("intake.child_1_3.ul", "upper level a day (UL), both sexes", "400\u202fmg a day"),
        ("intake.pregnant_adult.ul", "upper level a day (UL)", "2000\u202fmg a day"),
        ("intake.infant_0_6_months.ai", "adequate intake a day (AI), both sexes", "40\u202fmg a day"),
        ("intake.smokers_from", "age from which smoking counts", "14\u202fyears"),
        ("intake.applied", "amount of cream that goes on it", "1.54\u202fg a day"),
        ("course.face_000.sessions", "sessions", "8–12"),
        ("course.phases_002.interval.next", "time between two sessions, second phase", "3–4\u202fdays"),
        ("course.water_and_cosmetics.seed_004", "how long after a session, article 004", "10–15\u202fh"),
        ("course.vitamin_c.clinic_convention", "how long after a session", "72\u202fh"),
        ("course.sun_holiday.seed_000", "how long after the last session, article 000", "14\u202fdays"),
        ("course.skin_test.shows_on", "day on which a reaction showed", "3\u202fdays (1–10)"),
    ],
)
def test_numbers_about_people_read_as_people_say_them(key: str, what: str, value: str) -> None:
    entry = evidence.entries_by_key()[key]
    assert (entry.what, entry.value) == (what, value)


def test_every_row_of_course_stands_under_its_key() -> None:
    written = written_in("course.toml")
    for key, table in written["schedules"].items():
        assert evidence.entries_by_key()[f"course.{key}"].value == table["says"]
        for row in table.get("values", ()):
            part = "" if row["variant"] == "course" else f".{row['variant']}"
            stands(f"course.{key}.{row['property']}{part}", row)
    for key, table in written["limits"].items():
        for row in table.get("values", ()):
            stands(f"course.{key}.{row['source']}", row)
    for name, row in written["skin_test"].items():
        stands(f"course.skin_test.{name}", row)


def test_every_sign_for_a_doctor_stands_with_all_its_sources() -> None:
    for key, table in written_in("course.toml")["warnings"].items():
        sign = evidence.entries_by_key()[f"course.{key}"]
        assert sign.value == table["text"]
        assert sign.sources == tuple(row["source"] for row in table["values"])
        for row in (row for row in table["values"] if row["property"] == "time"):
            stands(f"course.{key}.{row['source']}", row)


def test_what_an_article_says_without_a_number_is_unknown_there() -> None:
    for key, table in written_in("course.toml")["limits"].items():
        for seed, words in table.get("said", {}).items():
            entry = evidence.entries_by_key()[f"course.{key}.{seed}"]
            assert (entry.value, entry.sources, entry.row) == ("unknown", (seed,), None)
            assert entry.notes == (f"It says: {words}.",)
    lacking = evidence.entries_by_key()["course.several_004.interval"]
    assert (lacking.value, lacking.sources) == ("unknown", ("seed_004",))


def test_only_what_counts_is_said_to_be_in_the_dates() -> None:
    dates = "the dates on Check and its sheet"
    for key, limit in course_facts().limits.items():
        counted = [
            row.source for row in limit.values if row.source == care.find_strictest_limits()[key].source
        ]
        result = [
            row.source
            for row in limit.values
            if dates in evidence.entries_by_key()[f"course.{key}.{row.source}"].used_in
        ]
        assert result == counted
    for row in course.compare_courses():
        entry = evidence.entries_by_key()[f"course.{row.id}"]
        assert (dates in entry.used_in) == (not row.refusal)
        assert all(row.refusal in note for note in entry.notes[1:])
    assert "TEST-001" in evidence.entries_by_key()["course.skin_test.article"].used_in


def test_every_product_has_its_entry() -> None:
    result = {
        entry.key.removeprefix("product."): entry
        for entry in evidence.all_entries()
        if entry.section == "product"
    }
    assert list(result) == list(market.products())
    for key, product in market.products().items():
        entry, said = result[key], " ".join((result[key].value, *result[key].notes))
        assert (entry.subject, entry.what, entry.kind) == (product.brand, product.product, product.kind)
        assert (entry.sources, entry.used_in, entry.caveat) == (product.sources, ("Compare",), product.note)
        assert entry.value.startswith(f"{catalog.forms()[product.form].name}, ")
        assert ("strength unknown" in said) == (not product.strength_basis)
        assert ("pH: unknown" in said) == (not product.pH_basis)
        assert ("Base: unknown" in said) == (not product.base)
        assert ("Package: unknown" in said) == (not product.package)
        assert ("size unknown" in said) == (product.size_mL is None and product.size_g is None)
        assert ("Price as seen: unknown" in said) == (product.price is None)
        assert product.price is None or (product.currency in said and product.price_date in said)
        assert ("A comparator: no leave-on cosmetic" in said) == product.is_comparator


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        (
            "mad_hippie_vitamin_c_2012",
            "Sodium ascorbyl phosphate, strength unknown",
            "USD\u00a033.99, 2012-12-08.",
        ),
        (
            "kiehls_powerful_strength",
            "L-ascorbic acid, 10.5\u202f%; 12.5\u202f% of all forms together (by its label), "
            "with 2\u202f% ascorbyl glucoside",
            "pump bottle, size unknown",
        ),
        (
            "obagi_professional_c_20",
            "L-ascorbic acid, 20\u202f% (by its label), with ascorbyl glucoside (how much unknown)",
            "Base: water. Besides in it: propylene glycol, hyaluronic acid, ethanol.",
        ),
        (
            "mcguff_ascor",
            "L-ascorbic acid, 50\u202fg per 100\u202fmL (by an official register)",
            "Package: unknown, 50\u202fmL. Price as seen: unknown.",
        ),
        (
            "skinceuticals_hk_test_2024",
            "L-ascorbic acid, 10–13\u202f% (measured in a test)",
            "HKD\u00a01580 in Hong Kong, 2024-10.",
        ),
        (
            "ru_ascorbic_ampoules",
            "L-ascorbic acid, 5–10\u202fg per 100\u202fmL (by its label)",
            "10 pieces, size",
        ),
        (
            "la_roche_posay_c10",
            "L-ascorbic acid, 10\u202f% (by its label)",
            "BHA (salicylic acid), peptides without copper,",
        ),
        ("pilgrim_10", "3-O-ethyl ascorbic acid, 10\u202f% (by its name alone)", "Seen: date unknown."),
        (
            "garden_of_wisdom_23_ferulic",
            "L-ascorbic acid, 23\u202f% (by its label)",
            "pH: 3.1–3.4 (as somebody",
        ),
        ("the_ordinary_hk_test_2024", "L-ascorbic acid, strength unknown", "pH: at most 3.5 (measured in a"),
    ],
)
def test_a_product_tells_what_was_seen(key: str, value: str, part: str) -> None:
    entry = evidence.entries_by_key()[f"product.{key}"]
    assert entry.value == value
    assert part in " ".join(entry.notes)


def test_sources_about_people_and_products_are_used() -> None:
    cited = {row.source for row in (*rows_by_mouth(), *rows_of_courses())}
    cited |= {key for product in market.products().values() for key in product.sources}
    cited |= {key for said in oral_facts().statements.values() for key in said.sources}
    for key in cited:
        assert evidence.entries_by_key()[key].used_in != ("nothing yet",), key
    assert "product.galenic_no_1_powder" in evidence.entries_by_key()["galenic_vitamin_c"].used_in


def test_keys_are_unique() -> None:
    assert len(evidence.entries_by_key()) == len(evidence.all_entries())


def test_rows_that_differ_only_in_source_keep_their_own_keys(spoil: Callable[[str, str, str], int]) -> None:
    row = '{ property = "dissolution_enthalpy",                                               value = 20.5,'
    second = row.replace(
        "20.5,", '21, unit = "kJ/mol", kind = "estimated", source = "hpe", preferred = true },'
    )
    spoil("forms.toml", row, f"{second}\n  {row}")
    assert {f"l_ascorbic_acid.dissolution_enthalpy.{key}" for key in ("hpe", "yadav_2022")} <= set(
        evidence.entries_by_key()
    )


def test_sections_and_kinds_are_known() -> None:
    assert {entry.section for entry in evidence.all_entries()} == set(evidence.SECTIONS)
    assert set(evidence.VALUE_KINDS) == set(catalog.VALUE_KINDS)
    assert set(evidence.PHASE_WORDS) == set(catalog.PHASES)


def test_everything_but_the_unknown_and_the_records_has_a_source() -> None:
    without = {
        entry.section for entry in evidence.all_entries() if not entry.sources and entry.value != "unknown"
    }
    assert without == {"form", "ingredient", "assumed"}
    assert [
        entry.key for entry in evidence.all_entries() if entry.section == "assumed" and not entry.sources
    ] == ["order"]


def test_what_is_unknown_says_so_and_what_then_happens() -> None:
    entry = evidence.entries_by_key()["glyceryl_ascorbate.usual_use"]
    assert (entry.value, entry.used_in, entry.sources) == ("unknown", ("STR-006",), ())
    for form in catalog.forms().values():
        for name in evidence.MISSED_BY:
            assert (
                f"{form.id}.{name}" in evidence.entries_by_key() and form.value(name) is None
            ) or form.value(name)


def test_forms_stand_side_by_side() -> None:
    result = {value.form.id: value for value in evidence.compare_values()}
    assert set(result) == set(catalog.forms())
    acid, sap = result["l_ascorbic_acid"], result["sodium_ascorbyl_phosphate"]
    assert acid.entries["usual_use"].value == "5–20\u202f%"
    assert sap.entries["aa_eq"].value == "49.19\u202f% (45–54.69)"
    assert (acid.stability, result["glyceryl_ascorbate"].stability) == ("1 of 5", "unknown")


@pytest.mark.parametrize(
    ("numbers", "unit", "text"),
    [
        ({"value": 176.124}, "g/mol", "176.124\u202fg/mol"),
        ({"value": 0.0001}, "g", "0.0001\u202fg"),
        ({"low": 2.5, "high": 3.5}, "pH", "pH 2.5–3.5"),
        ({"value": 1.3, "low": 0.9, "high": 1.7}, "g/mL", "1.3\u202fg/mL (0.9–1.7)"),
        ({"value": 1, "low": 1, "high": 1}, "g/g", "100\u202f%"),
        ({"value": 20}, "steps", "20\u202fsteps"),
        ({"value": 33.3}, "g/100g", "33.3\u202fg per 100\u202fg"),
        ({"value": 4.17, "low": 4.09, "high": 4.25}, "pKa", "4.17 (4.09–4.25)"),
        ({"value": 1.03}, "log_K", "1.03"),
        ({"value": 0.5}, "mol/kg", "0.5\u202fmol/kg"),
    ],
)
def test_values_are_written_in_all_their_digits(numbers: dict[str, float], unit: str, text: str) -> None:
    assert evidence.value_words(catalog.Value("x", unit, "measured", "hpe", **numbers)) == text


def test_the_distance_of_two_pH_is_no_pH() -> None:
    result = {
        key: evidence.entries_by_key()[key].value
        for key in ("assumed.meter_plus_minus", "CLAIM-003.off", "PH-001.least")
    }
    assert list(result.values()) == ["0.1 units of pH", "0.2 units of pH", "pH 2.5"]
    assert evidence.entries_by_key()["assumed.pH_reached"].value == "0.05 units of pH"
    assert evidence.entries_by_key()["assumed.first_target_pH"].value == "pH 3.2"
    assert evidence.entries_by_key()["accepted.years"].value == "2000–2100"


def test_rules_show_their_limits_and_words_for_the_rest() -> None:
    said = " ".join(evidence.entries_by_key()["STR-001"].notes)
    # Which form it is comes from the batch: with salts beside it the acid is counted with them.
    assert "[strength] of [ascorbic acid] is above 20\u202f%" in said
    assert "Why it says stop" in said
    for entry in evidence.all_entries():
        assert not re.search(r"[{}]|pH pH|… of", " ".join(entry.notes)), entry.key


# --- where it is used -----------------------------------------------------------------------------


def test_a_rule_shows_both_of_its_remedies() -> None:
    said = " ".join(evidence.entries_by_key()["PH-001"].notes)
    for words in ("as low as [pH low]", "[grams] of baking soda should bring it", "Raise the pH to 3.0–3.5"):
        assert words in said


def test_every_key_that_is_named_exists() -> None:
    records = [*catalog.ingredients().values(), *catalog.acids().values()]
    properties = {row.property for record in records for row in record.values}
    numbers = {key for key, entry in evidence.entries_by_key().items() if entry.row is not None}
    assert set(evidence.USES) <= properties | numbers
    assert set(evidence.MISSED_BY) <= properties
    assert set(evidence.EVERY_ROW_COUNTS) <= properties
    for key in evidence.USED_INSTEAD:
        assert any(entry == key or entry.startswith(f"{key}.") for entry in evidence.entries_by_key()), key
    by_mouth = {row.property for row in rows_by_mouth()} | set(oral_facts().statements)
    assert set(INTAKE_USES) == by_mouth
    assert set(SKIN_TEST_USES) <= set(SKIN_TEST)
    maps = (evidence.USES, evidence.MISSED_BY, evidence.USED_INSTEAD, INTAKE_USES, SKIN_TEST_USES)
    places = {use for by_key in maps for uses in by_key.values() for use in uses}
    places |= {use for entry in evidence.all_entries() for use in entry.used_in}
    for use in places:
        assert use in evidence.entries_by_key() or not re.match(r"[A-Z]+-\d|assumed\.", use), use


def test_the_advice_of_the_united_kingdom_is_one_number() -> None:
    uk, limit = oral_facts().uk, catalog.rules()["ORAL-002"].limits["below"]
    assert (uk.value, uk.source) == (limit.value, limit.source)


def test_a_rule_says_what_is_checked_with_it() -> None:
    assert evidence.entries_by_key()["STR-001"].used_in == (
        "every check of a formula",
        "every check of a product",
    )
    assert evidence.entries_by_key()["NEED-001"].used_in == ("every check of a client",)
    assert evidence.entries_by_key()["MIX-010"].used_in == ("every check of a formula",)


def code() -> str:
    """Return the code that computes and shows, without the catalogue and this page."""
    paths = (path for folder in ("calc", "ui") for path in (ROOT / folder).rglob("*.py"))
    computing = (path for path in paths if not {"catalog", "evidence"} & {path.stem, path.parent.stem})
    return "\n".join(path.read_text("utf-8") for path in computing)


def test_what_is_said_of_use_is_what_the_code_reads() -> None:
    source = code()
    read = set(re.findall(r'\.value\(\s*"(\w+)"', source))
    read |= {name for name in ("sold_as_strength",) if f".{name}" in source}  # an attribute of the record
    # The steps of an acid and the sizes of its pairs are counted through.
    steps = {row.property for acid in catalog.acids().values() for row in acid.pKa}
    constants = {row.property for acid in catalog.acids().values() for row in acid.values}
    counted = re.compile(r"(sodium|potassium|calcium)_pair_\d(_lost_\d)?(_sit)?|epsilon_sodium_\d")
    assert all(counted.fullmatch(name) for name in constants - steps - read)
    assert {name for name in evidence.USES if "." not in name} == read | constants | {*ANNEXES}
    assumed = {f"assumed.{name}" for name in catalog.inputs().assumed if f'"{name}"' in source}
    assert {name for name in evidence.USES if name.startswith("assumed.")} == assumed


def test_a_source_names_everything_that_cites_it() -> None:
    for key in catalog.sources():
        citing = [
            entry.key
            for entry in evidence.all_entries()
            if key in entry.sources and entry.section != "source"
        ]
        result = evidence.entries_by_key()[key].used_in
        assert sorted(result) == sorted(citing) if citing else result == ("nothing yet",)
    assert {"STR-001", "STR-001.most", "PH-003.from"} <= set(
        evidence.entries_by_key()["pinnell_2001"].used_in
    )


@pytest.mark.parametrize(
    ("key", "use"),
    [
        ("sodium_ascorbyl_phosphate.usual_use", "STR-004"),
        ("sodium_ascorbyl_phosphate.aa_eq.hydrate_not_stated", "FORM-001"),
        ("sodium_ascorbyl_phosphate.aa_eq.dihydrate", "nothing: another row counts"),
        ("l_ascorbic_acid.aa_eq", "strength counted as ascorbic acid"),
        ("l_ascorbic_acid.solubility_propylene_glycol.encyclopaedia", "SOL-002"),
        ("l_ascorbic_acid.solubility_glycerol", evidence.NOT_USED),
        ("l_ascorbic_acid.molar_mass", "the pH"),
        ("glycerin.molar_mass", evidence.NOT_USED),
        ("ascorbyl_glucoside.molar_mass", evidence.NOT_USED),
        ("ferulic_acid.molar_mass", "the pH"),
        ("carbomer.equivalent_mass", "the pH"),
        ("sodium_ascorbyl_phosphate.solubility_water", "SOL-006"),
        ("ascorbyl_palmitate.solubility_oil", "SOL-008"),
        ("ascorbyl_palmitate.solubility_temperature", "SOL-008"),
        ("sodium_ascorbyl_phosphate.pH_window.usual", "FORM-006"),
        ("ethyl_ascorbic_acid.pH_window", "FORM-008"),
        ("sodium_ascorbate.pH_window", "nothing: in an acid it becomes the acid"),
        ("ascorbic.pKa1.at_no_ionic_strength", "the dose of a base or an acid"),
        ("ascorbic.pKa1.encyclopaedia", "nothing: another row counts"),
        ("citric.sodium_pair_2", "the pH"),
        ("benzoic.pKa1.nist_46", "MICRO-002"),
        ("PH-008.most", "above it no pH is predicted"),
        ("assumed.first_addition", "ADJ-003"),
        ("assumed.refrigerator", "SOL-004"),
        ("assumed.refrigerator", "what would help"),
        ("assumed.first_target_pH", "PH-001"),
        ("carbonic.gas_molar_mass", "the carbon dioxide that leaves, and with it the mass of the whole"),
        ("keeping.assumed.ferulic_used", "what would help"),
        ("keeping.assumed.coldest", "STAB-005"),
        ("keeping.walls.PP", "STAB-017"),
        ("keeping.prior.order", "the fit of the rate"),
        ("keeping.fitted.order", "how long it keeps"),
        ("l_ascorbic_acid.density", "volumes and strength by volume"),
        ("glycerin.density", "volumes and strength by volume"),
        ("STR-001.most", "STR-001"),
        ("l_ascorbic_acid.bulk_density.powder_tapped", "the mass of a scoop or spoon of powder"),
        ("l_ascorbic_acid.aa_eq", "the sum of tablets on Check"),
        ("ethyl_ascorbic_acid.aa_eq", "ORAL-017"),
        ("intake.adult.ul", "ORAL-001"),
        ("intake.uk", "ORAL-002"),
        ("intake.no_level_in_europe", "ORAL-002"),
        ("intake.supplements_only", "ORAL-004"),
        ("intake.sodium_ascorbate.sodium", "ORAL-015"),
        ("intake.calcium_ascorbate.calcium.dihydrate", "nothing: another row counts"),
        ("intake.calcium_ascorbate.calcium.anhydrous", "the sum of tablets on Check"),
        ("intake.smoker", "the sum of tablets on Check"),
        ("intake.applied", "ORAL-017"),
        ("intake.never_added", "ORAL-017"),
        ("intake.heaviest_piece", "the range of what can be typed"),
        ("course.touch.seed_000", "the dates on Check and its sheet"),
        ("course.alcohol.seed_002", "what each article says, on Check"),
    ],
)
def test_a_number_says_where_it_is_used(key: str, use: str) -> None:
    assert use in evidence.entries_by_key()[key].used_in


def test_tablets_are_not_said_to_bring_what_nobody_swallows() -> None:
    for form in catalog.forms().values():
        row = form.value("aa_eq")
        entry = next(
            (entry for entry in evidence.all_entries() if row is not None and entry.row is row), None
        )
        if entry:
            assert ("the sum of tablets on Check" in entry.used_in) == (form.id in intake.ORAL_FORMS)


def test_rules_about_derivatives_are_not_said_to_use_the_acid() -> None:
    assert "FORM-001" not in evidence.entries_by_key()["l_ascorbic_acid.aa_eq"].used_in
    assert (
        "SOL-006"
        not in evidence.entries_by_key()["l_ascorbic_acid.solubility_water.pharmacopoeial_statement"].used_in
    )
    assert "SOL-002" not in evidence.entries_by_key()["sodium_ascorbyl_phosphate.solubility_water"].used_in
    assert evidence.entries_by_key()["l_ascorbic_acid.pH_window.usual"].used_in == (evidence.NOT_USED,)
    assert all(entry.used_in for entry in evidence.all_entries())


@pytest.mark.parametrize(
    ("key", "missed"),
    [
        ("lactobionic_acid.pKa1", ("assumed.pKa_unknown", "PH-011")),
        ("diisopropanolamine.pKa1", ("assumed.pKa_unknown", "PH-011")),
        ("sodium_ascorbyl_phosphate.pKa1", ("PH-010",)),
        ("ascorbyl_glucoside.pKa1", ("PH-010",)),
        ("copper_tripeptide_1.equivalent_mass", ("assumed.equivalent_mass_unknown",)),
        ("ascorbyl_glucoside.solubility_water", ("SOL-005",)),
        ("calcium_ascorbate.pH_window", ("nothing: in an acid it becomes the acid",)),
    ],
)
def test_a_constant_that_nobody_knows_says_so(key: str, missed: tuple[str, ...]) -> None:
    entry = evidence.entries_by_key()[key]
    assert (entry.value, entry.used_in) == (evidence.UNKNOWN, missed)


def test_no_constant_is_said_to_be_unknown_that_is_known_or_not_wanted() -> None:
    for key in (
        "l_ascorbic_acid.pKa1",
        "mandelic_acid.pKa1",
        "tromethamine.pKa1",
        "glycerin.pKa1",
        "ascorbyl_palmitate.pKa1",
        "ferulic_acid.equivalent_mass",
    ):
        assert key not in evidence.entries_by_key()


# --- finding it -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Pinnell", "pinnell_2001"),
        ("STR-001", "STR-001"),
        ("str 001", "STR-001"),
        ("STR-001.most", "STR-001.most"),
        ("sodium ascorbyl phosphate density unknown", "sodium_ascorbyl_phosphate.density"),
        ("aa2g", "ascorbyl_glucoside"),
        ("AA-2G", "ascorbyl_glucoside"),
        ("5-20 %", "l_ascorbic_acid.usual_use"),
        ("spiclin", "sap_stability"),
        ("10.1111/cod.13528", "eaa_allergy_13528"),
        ("tocopherol", "tocopherol"),
        ("assumed.density_unknown", "assumed.density_unknown"),
        ("citric pKa2", "citric.pKa2.nist_46"),
        ("lactobionic acid pKa1 unknown", "lactobionic_acid.pKa1"),
        ("example.ten_times_off", "example.ten_times_off"),
        ("arnica", "c001_31"),
        ("absolutely safe", "c002_10"),
        ("almost 400 times", "c000_23"),
        ("upper level pregnancy 19", "intake.pregnant_adult.ul"),
        ("tablets smoking", "intake.smoker"),
        ("UL infant", "intake.infant_0_6_months.ul"),
        ("EFSA", "intake.no_level_in_europe"),
        ("klairs", "product.klairs_vitamin_drop"),
        ("mad hippie SAP", "product.mad_hippie_vitamin_c_2012"),
        ("hands off", "course.touch.seed_000"),
        ("comparator ampoule", "product.ru_ascorbic_ampoules"),
    ],
)
def test_the_nearest_comes_first(text: str, first: str) -> None:
    assert keys(evidence.search(text))[0] == first


def test_a_short_name_that_is_a_word_too_finds_both() -> None:
    wanted = {"betula_alba_juice.density", "sodium_ascorbyl_phosphate.density"}  # birch sap, and SAP
    assert {*keys(evidence.search("SAP density unknown"))[:2]} == wanted


def test_every_key_finds_itself_first() -> None:
    by_key = evidence.entries_by_key()
    # What is typed in full comes first, and no two keys read alike: so it is enough to look for some.
    assert len({searchable(key) for key in by_key}) == len(by_key)
    for key in [*by_key][::8]:
        assert keys(evidence.search(key))[0] == key


def test_a_source_is_followed_by_what_cites_it() -> None:
    source, *others = keys(evidence.search("usual_use"))
    citing = evidence.entries_by_key()[source].used_in
    assert set(others[: len(citing)]) == set(citing)


def test_every_word_must_occur() -> None:
    result = evidence.search("density glycerin")
    assert keys(result)[0] == "glycerin.density"
    assert len(result) < len(evidence.search("density"))
    assert not evidence.search("density zzz")


def test_numbers_count_as_a_whole() -> None:
    assert "STR-002.worked" in keys(evidence.search("5 %"))
    assert "STR-003.above" not in keys(evidence.search("5 %", ("limit",)))


def test_sections_narrow_the_search() -> None:
    assert {entry.section for entry in evidence.search("", ("source",))} == {"source"}
    citing = [code for code, rule in catalog.rules().items() if "pinnell_2001" in rule.sources]
    assert keys(evidence.search("Pinnell", ("rule",))) == citing


def test_nothing_typed_finds_everything_and_signs_alone_nothing() -> None:
    assert evidence.search(" ") == evidence.all_entries()
    assert evidence.search("!?") == ()


def test_a_search_costs_less_than_ten_milliseconds() -> None:
    evidence.search("warm")
    taken = []
    for text in ("", "Pinnell", "STR-001", "20 %", "a b c d e f g h i j k l m n " * 7, "SAP density unknown"):
        start = time.process_time()
        evidence.search(text)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.01
    assert sorted(taken)[len(taken) // 2] < 0.01


def test_everything_is_gathered_within_a_quarter_of_a_second() -> None:
    """What a first visit waits for, once the files are read."""
    evidence.all_entries()
    taken = []
    for _ in range(3):
        start = time.process_time()
        entries.all_entries.__wrapped__()
        taken.append(time.process_time() - start)
    assert min(taken) < 0.25


# --- the page -------------------------------------------------------------------------------------


def opened(link: str = "") -> AppTest:
    """Return the page as it opens, from an address if there is one."""
    app = AppTest.from_file(APP, default_timeout=20)
    app.run()
    app.switch_page(VIEW)
    if link:
        app.query_params["q"] = link
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception
    return app


def markup(app: AppTest) -> str:
    parts = (app.title, app.header, app.subheader, app.markdown)
    return "\n".join(str(element.value) for part in parts for element in part)


def words(app: AppTest) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markup(app))


def typed(app: AppTest, text: str) -> AppTest:
    app.text_input(key="evidence-search").set_value(text)
    return checked(app.run())


def unfolded(app: AppTest, key: str) -> AppTest:
    """Return the page with the rest of a hit in sight."""
    app.session_state[f"more-{key}"] = True
    return checked(app.run())


def hits(app: AppTest) -> int:
    """Return how many hits are shown."""
    return sum(str(block.proto.popover.label) == "More" for block in app.get("popover"))


def test_opens_with_the_forms_side_by_side() -> None:
    app = opened()
    assert app.header[1].value == "The forms side by side"
    first, second = (table.value for table in app.table)
    assert list(first["Form"]) == [form.name for form in catalog.forms().values()] == list(second["Form"])
    assert "≈\u00a0estimated" in first["Usual strength"][0]
    for kind in catalog.VALUE_KINDS:
        assert f"{kind}: {evidence.VALUE_KINDS[kind]}" in words(app)
    assert catalog.data_hash() in words(app)


def test_search_shows_value_kind_source_grade_errata_and_use() -> None:
    app = unfolded(typed(opened(), "STR-001"), "STR-001.most")
    said = words(unfolded(app, "STR-001"))
    assert "STR-001 · Above 20 %: STOP" in said
    assert "limit, at most: 20\u202f% :small[●\u00a0measured]" in said
    assert "[Pinnell 2001](https://doi.org/10.1046/j.1524-4725.2001.00264.x)" in said
    assert "Grade A: clinical trial or primary measurement" in said
    assert "occluded pig skin, not people" in said
    assert "Used in: every check of a formula" in said


def test_every_kind_and_verdict_has_its_own_sign() -> None:
    app = opened()
    signs = re.findall(r"^- (\S) ([\w ]+):", words(app), re.MULTILINE)
    verdicts = {word for word, _ in evidence.CLAIM_VERDICTS.values()}
    assert {kind for _, kind in signs} == {*catalog.VALUE_KINDS, *verdicts}
    assert len({sign for sign, _ in signs}) == len(signs)


def test_a_link_fills_the_search_once() -> None:
    app = opened("PH-003")
    assert app.text_input(key="evidence-search").value == "PH-003"
    assert "Little is absorbed at this pH" in words(app)
    assert app.query_params["q"] == "PH-003"
    typed(app, "glycerin")
    assert app.query_params["q"] == "glycerin"
    assert "Little is absorbed at this pH" not in words(app)
    assert "q" not in typed(app, "").query_params


@pytest.mark.parametrize("by_link", [True, False])
def test_hostile_text_stays_text(by_link: bool) -> None:
    picture = "![x](http://example.org/x.png) :red[5 %] <b>$a$</b>"
    app = opened(picture) if by_link else typed(opened(), picture)
    assert "![x](" in words(app)
    for part in ("![x](", ":red[", "<b>", "$a$"):
        assert part not in markup(app)


def test_a_very_long_link_is_cut() -> None:
    assert len(opened("a" * 5000).text_input(key="evidence-search").value) == 200


def test_nothing_found_says_so() -> None:
    assert "Nothing found for “zzzz”" in words(typed(opened(), "zzzz"))


def test_the_nearest_answer_on_one_line_each() -> None:
    app = typed(opened(), "can I use it with niacinamide")
    lines = [element.value for element in app.markdown if element.value.startswith("**")]
    assert lines[0].startswith("**NOTE** · Niacinamide is fine")
    assert not any("\n" in line for line in lines)
    claim = typed(app, "scalp")
    assert "**✗ contradicted** · Says that the scalp cannot be numbed" in words(claim)


def test_what_was_taken_for_a_known_word_is_said() -> None:
    app = typed(opened(), "niacinimide")
    assert "“niacinimide” is read as “niacinamide”." in words(app)
    assert "is read as" not in words(typed(app, "niacinamide"))
    asked = typed(app, "niacinamide together with wombats and vitamin C in one serum")
    assert "Nothing has all of these words" in words(asked)


def test_more_is_shown_on_demand() -> None:
    app = typed(opened(), "density")
    total = len(evidence.search("density"))
    assert f"Showing 30 of {total}. Add a word" in words(app)
    assert hits(app) == 30
    next(button for button in app.button if button.label == "Show more").click()
    assert hits(checked(app.run())) == 60
    assert hits(typed(app, "water")) == 30, "another search starts small again"


@pytest.mark.parametrize("choice", ["Forms", "Numbers", "Rules", "Claims", "Products", "Sources"])
def test_each_choice_shows_something(choice: str) -> None:
    app = opened()
    app.session_state["evidence-shown"] = choice
    assert hits(checked(app.run())) == 30


def test_a_place_where_it_is_used_is_one_click_away() -> None:
    app = typed(opened(), "sodium_ascorbyl_phosphate.usual_use")
    app.button_group(key="evidence-shown").set_value("Numbers")
    unfolded(checked(app.run()), "sodium_ascorbyl_phosphate.usual_use")
    app.button(key="sodium_ascorbyl_phosphate.usual_use>STR-004").click()
    checked(app.run())
    assert app.text_input(key="evidence-search").value == "STR-004"
    assert "**CAUTION** · Above the usual strength of this form" in words(app)


def test_every_entry_can_be_shown() -> None:
    app = opened()
    app.session_state["evidence-more"] = ("a", "All"), 10_000
    typed(app, "a")
    for section in ("Forms", "Numbers", "Rules", "Claims", "Products", "Sources"):
        app.session_state["evidence-more"] = ("", section), 10_000
        app.session_state["evidence-shown"] = section
        app.text_input(key="evidence-search").set_value("")
        assert hits(checked(app.run())) > 28
        assert "{" not in re.sub(r"\\{", "", markup(app))


def test_a_claim_shows_its_verdict_in_a_word_and_its_article_first() -> None:
    app = unfolded(typed(opened(), "c000_94"), "c000_94")
    assert (
        "Article 000, stability · Says that the first of these, L-ascorbic acid, counts as the most stable: "
        "✗ contradicted" in words(app)
    )
    small = words(app)
    assert small.index("article 000, part on forms") < small.index("Austria 1997")
    assert "Austria 1997, part on forms" not in small
    assert app.button(key="c000_94>STAB-001").label.startswith(r"See STAB\-001 · ")
    app.button(key="c000_94>STAB-001").click()
    assert checked(app.run()).text_input(key="evidence-search").value == "STAB-001"


def test_a_claim_is_answered_and_a_number_used() -> None:
    for key, result in (
        ("c000_06", "See: nothing but this page"),
        ("intake.infant_0_6_months.ul", "By mouth, 0–6 months · upper level a day (UL), both sexes: not set"),
        ("intake.infant_0_6_months.ul", "Used in: the sum of tablets on Check"),
        ("course.sport.seed_001", "Missed in: what each article says, on Check"),
    ):
        assert result in words(unfolded(typed(opened(), key), key)), key


@pytest.mark.parametrize(
    ("choice", "text", "key"),
    [
        ("Numbers", "pregnancy upper level", "intake.pregnant_adult.ul"),
        ("Numbers", "EFSA sets no upper level", "intake.no_level_in_europe"),
        ("Numbers", "no sport", "course.sport.bench_editorial"),
        ("Claims", "roller at home", "course.roller_003"),
        ("Products", "Timeless", "product.timeless_10_c_e_ferulic"),
    ],
)
def test_what_is_known_of_people_and_products_stands_where_it_is_looked_for(
    choice: str, text: str, key: str
) -> None:
    app = typed(opened(), text)
    app.button_group(key="evidence-shown").set_value(choice)
    shown = {block.proto.id for block in checked(app.run()).get("popover")}
    assert any(name.endswith(f"more-{key}") for name in shown)


def test_a_product_shows_what_was_seen_and_what_is_unknown() -> None:
    said = words(unfolded(typed(opened(), "product.mcguff_ascor"), "product.mcguff_ascor"))
    assert "McGuff · Ascor (injection): L-ascorbic acid, 50\u202fg per 100\u202fmL" in said
    assert "A comparator: no leave-on cosmetic, and never ranked among them." in said
    assert "Price as seen: unknown" in said
    assert "[openFDA 67157-101](https://api.fda.gov/" in said
    assert "Used in: Compare" in said


def test_claims_that_name_a_rule_are_found_by_its_code() -> None:
    result = keys(evidence.search("NEED-007", ("claim",)))
    assert result == ["c000_45", "c003_24"]


def test_a_verdict_is_found_by_its_word() -> None:
    result = {entry.value for entry in evidence.search("sources disagree", ("claim",))}
    assert "sources disagree" in result
    assert {entry.value for entry in evidence.search("unsupported", ("claim",))} == {"unsupported"}


def test_the_verdicts_are_explained_on_the_page() -> None:
    shown = words(opened())
    for word, meaning in evidence.CLAIM_VERDICTS.values():
        assert f"{word}: {meaning}" in shown


def test_a_fold_tells_about_a_form() -> None:
    app = opened()
    app.session_state["fold-evidence-ascorbyl_glucoside"] = True
    app = unfolded(checked(app.run()), "ascorbyl_glucoside")
    assert "usual strength, Ascorbyl glucoside" in words(app)


def test_the_search_survives_a_visit_to_another_page() -> None:
    app = typed(opened(), "Pinnell")
    app.switch_page("ui/views/mix.py")
    checked(app.run())
    app.switch_page(VIEW)
    app.query_params.clear()
    assert checked(app.run()).text_input(key="evidence-search").value == "Pinnell"
