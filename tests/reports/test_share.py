"""Links of requests and recipes: all that counts goes along, or stays whole, or is refused with words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.chemistry.recipe import Recipe, read_recipe, recipe_of
from calc.errors import InputErrors
from calc.mixing.request import CHOICES, MixRequest, batch_of, parse_request
from calc.reports.links import HERE, pack, token_in
from calc.reports.share import (
    content_of,
    effective_fields,
    make_card,
    make_label,
    open_link,
    request_of,
    share_link,
    worked_out,
)
from calc.rules.assessment import assess
from tests.cases import every_case
from ui import state

DAY = datetime.date(2026, 11, 23)
PLAIN = {
    "lines": [
        {"ingredient": "water", "mass_g": 84.2, "mass_plus_minus_g": 0.01},
        {"ingredient": "l_ascorbic_acid", "mass_g": 15.0, "purity": 0.99, "mass_plus_minus_g": 0.01},
    ],
    "storage": {
        "schedule": [{"temperature_C": 5, "hours_per_day": 22}, {"temperature_C": 25, "hours_per_day": 2}],
        "package": "dropper_bottle",
        "wall": "amber_glass",
        "light": "dark",
        "openings_per_day": 2,
        "fill_fraction": 0.9,
        "made_on": "2026-11-01",
        "opened_on": "2026-11-02",
    },
    "measured": {
        "pH": 2.25,
        "pH_sd": 0.05,
        "assay_fraction": 0.95,
        "assay_sd": 0.02,
        "assay_on": "2026-12-01",
    },
    "claims": {"mass_fraction": 0.15, "pH": 3.5},
}


def whole(recipe: Recipe) -> dict[str, Any]:
    return recipe_of(**vars(recipe))


def with_(**parts: Any) -> dict[str, Any]:
    return {**PLAIN, **parts}


# --- requests -------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", CHOICES["way"])
def test_a_link_carries_what_counts_and_nothing_else(way):
    request = replace(state.FIRST, way=way)
    carried = effective_fields(request)
    again = MixRequest(**carried)
    assert worked_out(again) == worked_out(request)
    assert carried["way"] == way
    # Every field that counts makes a difference, but for a default that might change one day.
    for name in set(carried) - {"way", "adjuster", "form", "base", "start", "boost", "palm", "openings"}:
        assert getattr(MixRequest(), name) != carried[name]
    assert len(pack(carried)) <= len(pack(request.as_dict())) + 30


def test_what_belongs_to_a_pH_goes_along_only_with_one():
    first = effective_fields(state.FIRST)
    assert {"target_pH", "adjuster"} <= set(first)
    assert not {"reading", "instrument", "added"} & set(first)
    read = effective_fields(replace(state.FIRST, reading="3.0", added="0.2 g"))
    assert {"reading", "instrument", "added"} <= set(read)
    without = effective_fields(replace(state.FIRST, target_pH="", reading="3.0", added="0.2 g"))
    assert not {"adjuster", "reading", "instrument", "added", "target_pH"} & set(without)
    mild = effective_fields(replace(state.FIRST, form="ascorbyl_glucoside"))
    assert not {"target_pH", "adjuster"} & set(mild)


def test_what_cannot_be_read_goes_along_as_it_was_typed():
    request = replace(state.FIRST, strength="lots", others="glycerin\nunheard of 5 %")
    carried = effective_fields(request)
    assert carried["strength"] == "lots"
    assert carried["others"] == request.others
    assert parse_request(MixRequest(**carried)).errors.keys() == parse_request(request).errors.keys()


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.sampled_from(["", "5", "0.5 g", "3,2", "15 %", "1/2", "x", "-1", "1e9", "2026-01-01"])
REQUESTS = st.fixed_dictionaries(
    {"way": st.sampled_from(CHOICES["way"])},
    optional={
        **{name: st.sampled_from(words) for name, words in CHOICES.items() if name != "way"},
        **dict.fromkeys(
            ("strength", "batch", "others", "recipe", "target_pH", "reading", "dose", "kept_at"),
            numbers | texts,
        ),
    },
)


@settings(max_examples=60)
@given(REQUESTS)
def test_any_request_comes_back_or_is_refused(content):
    request = MixRequest(**content)
    again = open_link(share_link(request))
    assert effective_fields(again) == effective_fields(request)
    assert told(again) == told(request)


def told(request: MixRequest) -> Any:
    """Return what is worked out of a request, or what is said of it instead."""
    try:
        return worked_out(request)
    except InputErrors as errors:
        return str(errors)


# --- recipes --------------------------------------------------------------------------------------


def test_a_recipe_becomes_fields_of_the_page_where_these_say_it_all():
    request, lost = request_of(read_recipe(PLAIN))
    assert lost == ()
    assert request.way == "made"
    assert request.recipe == "Water 84.2 g\nL-ascorbic acid 15 g"
    assert (request.purity, request.scale, request.reading) == ("99 %", "0.01 g", "2.25")
    assert request.kept_at == "5 °C 22 h, 25 °C 2 h"
    assert content_of(read_recipe(PLAIN))["way"] == "made"


def test_fields_made_of_a_recipe_are_assessed_as_it_is():
    recipe = read_recipe(PLAIN)
    plain = assess(recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims)
    for what in (recipe, open_link(share_link(recipe))):
        report = worked_out(what).report
        assert report.pH.median == pytest.approx(plain.pH.median, rel=1e-9)
        assert report.shelf_life.discard_on == plain.shelf_life.discard_on
        assert [finding.code for finding in report.findings] == [finding.code for finding in plain.findings]


LINE = PLAIN["lines"][1]
UNSAID: list[tuple[dict[str, Any], str]] = [
    ({"system": "suspension"}, "system"),
    ({"lines": [PLAIN["lines"][0], {**LINE, "purity_plus_minus": 0.01}]}, "lines[1].purity_plus_minus"),
    ({"lines": [PLAIN["lines"][0], {**LINE, "water_content": 0.01}]}, "lines[1].water_content"),
    ({"lines": [PLAIN["lines"][0], {**LINE, "together": "a scoop"}]}, "lines[1].together"),
    ({"lines": [{**PLAIN["lines"][0], "purity": 0.98}, LINE]}, "lines[0].purity"),
    ({"lines": [PLAIN["lines"][0], {**LINE, "mass_plus_minus_g": 0.5}]}, "lines[0].mass_plus_minus_g"),
    (
        {"lines": [{"ingredient": "water", "mass_g": 9, "mass_low_g": 8, "mass_high_g": 11}]},
        "lines[0].mass_low_g",
    ),
    ({"claims": {"total": 1.02}}, "claims.total"),
    ({"measured": {"pH": 2.25, "pH_step": 2.5}}, "reading_error"),
    ({"storage": {"temperature_C": -5}}, "kept_at"),
]


@pytest.mark.parametrize(("parts", "place"), UNSAID, ids=[place for _, place in UNSAID])
def test_what_the_fields_cannot_say_is_named_and_goes_along_whole(parts, place):
    recipe = read_recipe(with_(**parts))
    _, lost = request_of(recipe)
    assert place in lost
    content = content_of(recipe)
    assert content == whole(recipe)
    again = open_link(share_link(recipe))
    assert isinstance(again, Recipe)
    assert whole(again) == whole(recipe)
    assert make_card(again, made_on=DAY).lines == make_card(recipe, made_on=DAY).lines


NOT_KNOWN = [
    {"ingredient": f"other_{kind}", "name": "rosehip thing", "mass_g": 4.545}
    for kind in ("water", "oil", "gum", "extract", "powder", "unknown")
]


@pytest.mark.parametrize("line", NOT_KNOWN, ids=[line["ingredient"] for line in NOT_KNOWN])
def test_what_is_not_known_comes_along_by_its_name(line):
    recipe = read_recipe({"lines": [{"ingredient": "water", "mass_g": 80}, line]})
    request, lost = request_of(recipe)
    assert lost == ()
    again = open_link(share_link(recipe))
    assert effective_fields(again) == effective_fields(request)
    (result,) = [row for row in worked_out(again).batch.formula.lines if row.ingredient == line["ingredient"]]
    assert (result.name, result.mass_g) == ("rosehip thing", 4.545)
    assert "rosehip thing" in [row.name for row in make_card(again, made_on=DAY).lines]


@pytest.mark.parametrize(
    "name", ["Glycerin", "glycerinn", "5 g of it, and tea", "Water (aqua)", "jojoba oil", "-"]
)
def test_a_name_that_would_be_read_as_something_else_comes_along_too(name):
    recipe = read_recipe({"lines": [{"ingredient": "other_gum", "name": name, "mass_g": 4.545}]})
    (result,) = worked_out(open_link(share_link(recipe))).batch.formula.lines
    assert (result.ingredient, result.name, result.mass_g) == ("other_gum", name, 4.545)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"ingredient": "lactic_acid"}, "Lactic acid 100 % 5 g"),
        ({"ingredient": "lactic_acid", "purity": 0.9, "water_content": 0.1}, "Lactic acid 90 % 5 g"),
        (
            {"ingredient": "sodium_hydroxide", "purity": 0.1, "water_content": 0.9},
            "Lye (sodium hydroxide) 10 % 5 g",
        ),
        ({"ingredient": "sodium_hyaluronate"}, "Sodium hyaluronate (powder) 5 g"),
    ],
)
def test_how_strong_a_solution_is_comes_along(line, text):
    recipe = read_recipe({"lines": [{**line, "mass_g": 5.0}]})
    request, lost = request_of(recipe)
    assert (request.recipe, lost) == (text, ())
    (known,), (wanted,) = worked_out(request).batch.formula.lines, recipe.formula.lines
    assert (known.ingredient, known.mass_g, known.purity) == (wanted.ingredient, 5.0, wanted.purity)
    assert known.water_content == pytest.approx(wanted.water_content, abs=1e-12)


def test_a_recipe_of_many_lines_comes_along_and_has_no_card():
    rows = [{"ingredient": "water", "mass_g": 1 + at / 100} for at in range(80)]
    recipe = read_recipe({"lines": rows})
    assert request_of(recipe)[1] == ()
    again = open_link(share_link(recipe))
    assert [line.mass_g for line in worked_out(again).batch.formula.lines] == [row["mass_g"] for row in rows]
    with pytest.raises(InputErrors, match="50 lines"):
        make_card(recipe, made_on=DAY)


def test_a_recipe_that_is_too_long_for_the_page_is_told_and_has_no_link():
    rows = [{"ingredient": "other_oil", "name": "rosehip " * 20, "mass_g": 1 + at / 7} for at in range(150)]
    recipe = read_recipe({"lines": rows})
    assert request_of(recipe)[1] == ("recipe",)
    with pytest.raises(InputErrors, match="too long for a link"):
        share_link(recipe)


def test_a_recipe_that_is_too_long_for_a_link_is_refused_with_words():
    rows = [
        {"ingredient": "water", "mass_g": 1.0 + at * 1.2345678e-5, "together": f"{at}" * 40}
        for at in range(200)
    ]
    recipe = read_recipe({"lines": rows})
    with pytest.raises(InputErrors, match="too long for a link"):
        share_link(recipe)
    label = make_label(recipe, made_on=DAY)
    assert label.link == ""


MASSES = st.floats(1e-5, 1e4) | st.decimals(1, 500, places=3).map(float) | st.integers(1, 100)
SHARES = st.floats(0.02, 0.99) | st.sampled_from([0.99, 0.985, 1 / 3])
ROWS = st.fixed_dictionaries(
    {"ingredient": st.sampled_from(sorted(catalog.ingredients())), "mass_g": MASSES},
    optional={
        "purity": SHARES | st.just(0.97),
        "water_content": st.just(0.01),
        "together": st.just("a scoop"),
    },
)
RECIPES = st.fixed_dictionaries(
    {"lines": st.lists(ROWS, min_size=1, max_size=8)},
    optional={
        "scale_g": st.sampled_from([0.01, 0.001, 0.1]),
        "system": st.sampled_from(["solution", "suspension", "o_w_emulsion"]),
        "storage": st.fixed_dictionaries(
            {},
            optional={
                "temperature_C": st.floats(-20, 60),
                "package": st.just("jar"),
                "fill_fraction": SHARES,
                "openings_per_day": st.floats(0, 100),
                "made_on": st.dates(datetime.date(2020, 1, 1), datetime.date(2050, 1, 1)).map(str),
            },
        ),
        "measured": st.fixed_dictionaries(
            {"pH": st.floats(0, 14)},
            optional={"pH_sd": st.floats(0.001, 3), "assay_fraction": st.floats(0, 1.5)},
        ),
        "claims": st.fixed_dictionaries({}, optional={"mass_fraction": SHARES, "pH": st.floats(0, 14)}),
    },
)


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything that stands in nested objects, with its place."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, f"{place}.{key}")
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from leaves(part, f"{place}[{at}]")
    else:
        yield place, value


@settings(max_examples=60)  # every ingredient goes over a link in a test of its own
@given(RECIPES)
def test_nothing_of_any_recipe_is_lost_on_the_way(content):
    recipe = read_recipe(content)
    again = open_link(share_link(recipe))
    if isinstance(again, Recipe):
        assert whole(again) == whole(recipe)
        return
    # It went as fields: what is worked out of these is the recipe, number by number.
    known = worked_out(again)
    result = dict(leaves(recipe_of(known.batch.formula, storage=known.storage)))
    wanted = dict(leaves(recipe_of(recipe.formula, storage=recipe.storage)))
    assert result.keys() == wanted.keys()
    for place, value in wanted.items():
        same = pytest.approx(value, rel=1e-9) if isinstance(value, float) else value
        assert result[place] == same, place
    if recipe.measured:
        assert float(again.reading) == recipe.measured.pH


@every_case("name", sorted(catalog.ingredients()))
def test_every_ingredient_can_be_a_line_of_a_link(name):
    recipe = read_recipe({"lines": [{"ingredient": name, "mass_g": 4.545}]})
    request, lost = request_of(recipe)
    assert lost == ()
    assert batch_of(parse_request(request)).formula.mass_of(name) == 4.545


# --- links ----------------------------------------------------------------------------------------


def test_a_link_leads_where_it_is_told():
    assert share_link(state.FIRST).startswith(f"{HERE}?r=2")
    assert share_link(state.FIRST, "https://bench.example/app").startswith("https://bench.example/app/?r=2")
    assert open_link(token_in(share_link(state.FIRST))) == open_link(share_link(state.FIRST))
    for make in (make_card, make_label):
        with pytest.raises(InputErrors, match="not the address of a page"):
            make(state.FIRST, made_on=DAY, address="javascript:x")


@pytest.mark.parametrize(
    "content",
    [
        {"lines": 5},
        {"lines": []},
        {"lines": [{"ingredient": "water", "mass_g": float("nan")}]},
        {"lines": [{"ingredient": "water", "mass_g": 1}], "way": "new"},
        {"way": "elsewhere"},
        {"strength": 15},
        {"unheard": "of"},
    ],
    ids=json.dumps,
)
def test_a_token_that_holds_something_else_is_refused(content):
    with pytest.raises(InputErrors):
        open_link(pack(content))
