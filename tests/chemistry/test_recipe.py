"""Recipes as JSON: what is read, what is refused and where, and the way back."""

from __future__ import annotations

import contextlib
import datetime
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chemistry.formula import SYSTEMS, Formula, Line
from calc.chemistry.recipe import (
    LIGHTS,
    LONGEST_NAME,
    MOST_LINES,
    PACKAGES,
    WALLS,
    Claims,
    Measured,
    Recipe,
    Storage,
    load_recipe,
    read_recipe,
    recipe_of,
)
from calc.errors import InputErrors
from calc.parsing.json_reader import LONGEST
from calc.uncertainty import Z95
from calc.units import Q_
from tests.cases import every_case

WATER = {"ingredient": "water", "mass_g": 84.2}
OTHER = {"ingredient": "other_powder", "mass_g": 1.0}
ACID = {"ingredient": "l_ascorbic_acid", "mass_g": 15.0, "purity": 0.99}


def recipe(*lines: dict, **more: object) -> dict:
    return {"lines": list(lines or (WATER, ACID)), **more}


def fields_of(call, *args, **kwargs) -> list[str]:
    with pytest.raises(InputErrors) as caught:
        call(*args, **kwargs)
    for error in caught.value.errors:
        assert error.accepted
        assert error.fix
    return [error.field for error in caught.value.errors]


# --- good ones ------------------------------------------------------------------------------------


def test_the_recipe_of_the_design_is_read():
    text = json.dumps(
        recipe(
            system="solution",
            storage={"temperature_C": 25, "package": "dropper_bottle"},
            measured={"pH": 3.1, "pH_sd": 0.1},
        )
    )
    read = load_recipe(text)
    assert read.formula == Formula((Line("water", 84.2), Line("l_ascorbic_acid", 15.0, 0.99)))
    assert read.storage.temperature.m_as("kelvin") == pytest.approx(298.15)
    assert read.storage.package == "dropper_bottle"
    assert read.measured == Measured(pH=3.1, pH_sd=0.1)
    assert load_recipe(text.encode()) == read


def test_a_recipe_needs_no_more_than_lines():
    assert read_recipe(recipe(WATER)) == Recipe(Formula((Line("water", 84.2),)))


def test_names_are_read_as_people_write_them():
    read = read_recipe(recipe({"ingredient": "Aqua", "mass_g": 9}, {"ingredient": "Vitamin C", "mass_g": 1}))
    assert [line.ingredient for line in read.formula.lines] == ["water", "l_ascorbic_acid"]


def test_the_scale_goes_to_every_line():
    read = read_recipe(recipe(scale_g=0.01))
    assert [line.mass_plus_minus_g for line in read.formula.lines] == [0.01, 0.01]


def test_null_is_left_out():
    read = read_recipe(recipe({**WATER, "purity": None}, storage=None, measured=None, scale_g=None))
    assert read == Recipe(Formula((Line("water", 84.2),)))


def test_a_schedule_is_read():
    stays = [{"temperature_C": 4, "hours_per_day": 23}, {"temperature_C": 25, "hours_per_day": 1}]
    schedule = read_recipe(recipe(storage={"schedule": stays})).storage.schedule
    assert [hours for _, hours in schedule] == [23.0, 1.0]
    assert [temperature.m_as("degC") for temperature, _ in schedule] == pytest.approx([4, 25])


def test_dates_are_read():
    storage = read_recipe(recipe(storage={"made_on": "2026-03-31", "opened_on": "2026-04-01"})).storage
    assert storage.made_on == datetime.date(2026, 3, 31)
    assert storage.opened_on == datetime.date(2026, 4, 1)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_is_read(system):
    assert read_recipe(recipe(system=system)).formula.system == system


# --- bad ones -------------------------------------------------------------------------------------


@every_case(
    "content, field",
    [
        ({}, "lines"),
        ({"lines": []}, "lines"),
        ({"lines": {}}, "lines"),
        ({"lines": "water"}, "lines"),
        ([], "recipe"),
        (None, "recipe"),
        ("water", "recipe"),
        (recipe(colour="blue"), "recipe.colour"),
        (recipe({**WATER, "colour": "blue"}), "lines[0].colour"),
        (recipe("water"), "lines[0]"),
        (recipe(None), "lines[0]"),
        (recipe({"ingredient": "water"}), "lines[0].mass_g"),
        (recipe({"ingredient": "water", "mass_g": None}), "lines[0].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": -1}), "lines[1].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": math.nan}), "lines[1].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": math.inf}), "lines[1].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": "15"}), "lines[1].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": True}), "lines[1].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": [15]}), "lines[1].mass_g"),
        (recipe(WATER, {**ACID, "mass_g": 10**400}), "lines[1].mass_g"),
        (recipe({"mass_g": 1}), "lines[0].ingredient"),
        (recipe({"ingredient": 5, "mass_g": 1}), "lines[0].ingredient"),
        (recipe({**WATER, "ingredient": "unobtainium"}), "lines[0].ingredient"),
        (recipe(WATER, {**ACID, "purity": 99}), "lines[1].purity"),
        (recipe(WATER, {**ACID, "purity": 0}), "lines[1].purity"),
        (recipe(WATER, {**ACID, "water_content": 5}), "lines[1].water_content"),
        (recipe(WATER, {**ACID, "water_content": 0.5}), "lines[1].water_content"),
        (recipe(WATER, {**ACID, "aa_eq": 40}), "lines[1].aa_eq"),
        (recipe({**WATER, "mass_g": 0}), "lines"),
        (recipe(system="soup"), "system"),
        (recipe(system=["solution"]), "system"),
        (recipe(scale_g=-0.01), "recipe.scale_g"),
        (recipe(scale_g="0.01 g"), "recipe.scale_g"),
        (recipe(storage=[]), "storage"),
        (recipe(storage={"fridge": True}), "storage.fridge"),
        (recipe(storage={"temperature_C": "25"}), "storage.temperature_C"),
        (recipe(storage={"temperature_C": -300}), "storage.temperature"),
        (recipe(storage={"package": "bucket"}), "storage.package"),
        (recipe(storage={"package": ["jar"]}), "storage.package"),
        (recipe(storage={"wall": "gold"}), "storage.wall"),
        (recipe(storage={"light": 5}), "storage.light"),
        (recipe(storage={"fill_fraction": 50}), "storage.fill_fraction"),
        (recipe(storage={"openings_per_day": -1}), "storage.openings_per_day"),
        (recipe(storage={"made_on": "31.3.2026"}), "storage.made_on"),
        (recipe(storage={"made_on": "2026-02-30"}), "storage.made_on"),
        (recipe(storage={"made_on": "9999-12-31"}), "storage.made_on"),
        (recipe(storage={"opened_on": "1999-12-31"}), "storage.opened_on"),
        (recipe(measured={"assay_fraction": 0.9, "assay_on": "2101-01-01"}), "measured.assay_on"),
        (recipe(storage={"made_on": "2026-03-31", "opened_on": "2026-03-30"}), "storage.opened_on"),
        (recipe(storage={"schedule": [{"temperature_C": 4, "hours_per_day": 23}]}), "storage.schedule"),
        (recipe(storage={"schedule": [{"temperature_C": 4, "hours": 24}]}), "storage.schedule[0].hours"),
        (recipe(storage={"schedule": [4]}), "storage.schedule[0]"),
        (
            recipe(storage={"temperature_C": 4, "schedule": [{"temperature_C": 4, "hours_per_day": 24}]}),
            "storage.schedule",
        ),
        # Half a stay was once taken as 0 °C or 0 h, and what is no list of stays was passed over.
        (recipe(storage={"schedule": [{"hours_per_day": 24}]}), "storage.schedule[0]"),
        (recipe(storage={"schedule": [{"temperature_C": 4}]}), "storage.schedule[0]"),
        (recipe(storage={"schedule": [{"temperature_C": None, "hours_per_day": 24}]}), "storage.schedule[0]"),
        (recipe(storage={"schedule": 24}), "storage.schedule"),
        (recipe(storage={"schedule": True}), "storage.schedule"),
        (recipe(storage={"schedule": {"temperature_C": 4, "hours_per_day": 24}}), "storage.schedule"),
        (
            recipe(
                storage={
                    "schedule": [
                        {"temperature_C": 4, "hours_per_day": 30},
                        {"temperature_C": 25, "hours_per_day": -6},
                    ]
                }
            ),
            "storage.schedule[1].hours_per_day",
        ),
        (recipe(measured={"ph": 3.1}), "measured.ph"),
        (recipe(measured={"pH": 31}), "measured.pH"),
        (recipe(measured={"pH": "3.1"}), "measured.pH"),
        (recipe(measured={"pH_sd": 0.1}), "measured.pH"),
        (recipe(measured={"pH": 3.1, "pH_sd": -0.1}), "measured.pH_sd"),
        (recipe(measured={"pH": 3.1, "pH_step": 5}), "measured.pH_step"),
        (recipe(measured={"pH": 3.1, "pH_sd": 0}), "measured.pH_sd"),
        (recipe(measured={"assay_fraction": 90}), "measured.assay_fraction"),
        (recipe(claims=[]), "claims"),
        (recipe(claims={"strength": 0.15}), "claims.strength"),
        (recipe(claims={"mass_fraction": 15}), "claims.mass_fraction"),
        (recipe(claims={"mass_fraction": 0}), "claims.mass_fraction"),
        (recipe(claims={"mass_fraction": "15 %"}), "claims.mass_fraction"),
        (recipe(claims={"pH": 14.1}), "claims.pH"),
        (recipe(claims={"pH": -1}), "claims.pH"),
        (recipe(claims={"pH": True}), "claims.pH"),
        (recipe(claims={"total": -1}), "claims.total"),
        (recipe(claims={"total": 10**400}), "claims.total"),
        (recipe(measured={"assay_on": "soon"}), "measured.assay_on"),
        (recipe(*[WATER] * (MOST_LINES + 1)), "lines"),
        (recipe({**WATER, "mass_low_g": 80}), "lines[0].mass_low_g"),
        (recipe({**WATER, "mass_high_g": 90}), "lines[0].mass_low_g"),
        (recipe({**WATER, "name": "spring water"}), "lines[0].name"),
        (recipe({**OTHER, "name": "x" * (LONGEST_NAME + 1)}), "lines[0].name"),
        (recipe({**OTHER, "name": "hemp\noil"}), "lines[0].name"),
        (recipe({**OTHER, "name": 7}), "lines[0].name"),
        (recipe(claims={"unread": "a line"}), "claims.unread"),
        (recipe(claims={"unread": ["a line", 7]}), "claims.unread"),
        (recipe(storage={"schedule": [{"temperature_C": 5}]}), "storage.schedule[0]"),
        (recipe(storage={"schedule": [{"hours_per_day": 24}]}), "storage.schedule[0]"),
    ],
)
def test_what_is_no_recipe_is_refused_with_its_place(content, field):
    assert field in fields_of(read_recipe, content)


def test_what_lies_at_a_limit_is_taken():
    name = "x" * LONGEST_NAME
    read = read_recipe(recipe({**OTHER, "name": name, "mass_low_g": 0.5, "mass_high_g": 2, "together": "a"}))
    (line,) = read.formula.lines
    assert (line.name, line.mass_range_g, line.together) == (name, (0.5, 2.0), "a")
    assert recipe_of(read.formula)["lines"] == [
        {**OTHER, "mass_low_g": 0.5, "mass_high_g": 2.0, "together": "a", "name": name}
    ]
    assert len(read_recipe(recipe(*[WATER] * MOST_LINES)).formula.lines) == MOST_LINES
    assert read_recipe(recipe({**ACID, "purity_plus_minus": 1})).formula.lines[0].purity_plus_minus == 1


def test_a_name_beside_what_has_one_is_told_where_it_goes():
    with pytest.raises(InputErrors) as caught:
        read_recipe(recipe({**WATER, "name": "spring water"}))
    (error,) = caught.value.errors
    others = "other_water, other_oil, other_gum, other_extract, other_powder, other_unknown"
    assert (error.given, error.fix) == ("spring water", f"Leave it out, or use it beside {others}.")


def test_an_unknown_ingredient_comes_with_near_names():
    with pytest.raises(InputErrors) as caught:
        read_recipe(recipe(WATER, {"ingredient": "ferulic acd", "mass_g": 0.5}))
    (error,) = caught.value.errors
    assert error.field == "lines[1].ingredient"
    assert "ferulic_acid" in error.readings


def test_a_percentage_as_purity_shows_the_fix():
    with pytest.raises(InputErrors, match=r"Write 99 % as 0\.99"):
        read_recipe(recipe(WATER, {**ACID, "purity": 99}))


def test_everything_wrong_is_told_at_once():
    content = recipe(
        {"ingredient": "unobtainium", "mass_g": -1},
        {"ingredient": "water"},
        system="soup",
        storage={"package": "bucket", "fill_fraction": 2},
        measured={"pH": 20},
    )
    assert fields_of(read_recipe, content) == [
        "lines[0].ingredient",
        "lines[0].mass_g",
        "lines[1].mass_g",
        "system",
        "storage.package",
        "storage.fill_fraction",
        "measured.pH",
    ]


# --- hostile files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "lines: water",
        '{"lines": [{"ingredient": "water", "mass_g": NaN}]}',
        '{"lines": [{"ingredient": "water", "mass_g": Infinity}]}',
        '{"lines": [{"ingredient": "water", "mass_g": -Infinity}]}',
        '{"lines": [{"ingredient": "water", "mass_g": 015}]}',
        '{"lines": [{"ingredient": "water", "mass_g": 1' + "0" * 5000 + "}]}",
        b"\xff\xfe\x00",
        b"\x80abc",
        "\ufeff{}",
    ],
    ids=lambda text: repr(text)[:24],
)
def test_what_is_not_json_is_refused(text):
    assert fields_of(load_recipe, text) == ["recipe"]


@pytest.mark.parametrize("text", ['{"lines": [{"ingredient": "water", "mass_g": 1e999}]}'])
def test_a_number_too_large_for_a_float_is_refused(text):
    assert fields_of(load_recipe, text) == ["lines[0].mass_g"]


@pytest.mark.parametrize(
    "text",
    [
        '{"lines": [{"ingredient": "water", "mass_g": 1}], "lines": []}',
        '{"lines": [{"ingredient": "water", "mass_g": 1, "mass_g": 100}]}',
    ],
)
def test_a_key_that_stands_twice_is_refused(text):
    # JSON readers keep the last one and lose the other silently.
    with pytest.raises(InputErrors, match="given twice") as caught:
        load_recipe(text)
    assert [error.field for error in caught.value.errors] == ["recipe"]


@pytest.mark.parametrize("key", ["mass_g", "purity", "purity_plus_minus", "water_content", "aa_eq"])
def test_an_integer_beyond_every_float_is_refused(key):
    # Python compares it with a float but cannot make one of it: that was an OverflowError.
    assert f"lines[1].{key}" in fields_of(read_recipe, recipe(WATER, {**ACID, key: 10**400}))
    assert "storage.temperature_C" in fields_of(read_recipe, recipe(storage={"temperature_C": -(10**400)}))
    assert "measured.pH" in fields_of(read_recipe, recipe(measured={"pH": 10**400}))


def test_half_a_character_as_a_name_is_refused():
    # JSON can escape half of a surrogate pair; no encoding can print it.
    assert fields_of(load_recipe, '{"lines": [{"ingredient": "\\ud800", "mass_g": 1}]}') == [
        "lines[0].ingredient"
    ]


def test_a_huge_file_is_refused_unread():
    assert fields_of(load_recipe, " " * (LONGEST + 1)) == ["recipe"]
    assert fields_of(load_recipe, b"[" * (LONGEST + 1)) == ["recipe"]


@pytest.mark.parametrize("depth", [50, 500, 100_000])
@pytest.mark.parametrize(("left", "right"), [("[", "]"), ('{"lines":', "}")])
def test_a_deeply_nested_file_is_refused(depth, left, right):
    assert fields_of(load_recipe, left * depth + "1" + right * depth)


def test_a_long_answer_is_cut_short():
    with pytest.raises(InputErrors) as caught:
        read_recipe(recipe({"ingredient": "x" * 10_000, "mass_g": 1}))
    assert len(str(caught.value)) < 500


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**6), 10**15)
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["water", "l_ascorbic_acid", "solution", "jar", "dark", "2026-03-31"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def some_of(*names: str) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, json_values))


lines = some_of("ingredient", "mass_g", "purity", "water_content", "aa_eq")
storages = some_of(
    "temperature_C", "package", "wall", "light", "openings_per_day", "fill_fraction", "made_on", "opened_on"
)
guesses = st.fixed_dictionaries(
    {"lines": st.lists(lines | json_values, max_size=3) | json_values},
    optional={
        "system": json_values,
        "scale_g": json_values,
        "storage": storages | json_values | st.fixed_dictionaries({"schedule": json_values}),
        "claims": some_of("mass_fraction", "pH", "total") | json_values,
        "measured": some_of("pH", "pH_sd", "pH_step", "assay_fraction", "assay_sd", "assay_on") | json_values,
        "extra": json_values,
    },
)


@given(json_values | guesses)
def test_any_json_is_a_recipe_or_input_errors(content):
    with contextlib.suppress(InputErrors):
        assert isinstance(read_recipe(content), Recipe)


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_a_recipe_or_input_errors(text):
    with contextlib.suppress(InputErrors):
        assert isinstance(load_recipe(text), Recipe)


# --- and back -------------------------------------------------------------------------------------

good_lines = st.builds(
    Line,
    ingredient=st.sampled_from(["water", "l_ascorbic_acid", "glycerin", "encapsulated_ascorbic_acid"]),
    mass_g=st.floats(1e-6, 1e5),
    purity=st.none() | st.floats(0.01, 0.9),
    water_content=st.floats(0, 0.1),
    mass_plus_minus_g=st.just(0.0) | st.floats(1e-4, 10),
    purity_plus_minus=st.none() | st.floats(0, 1),
    aa_eq=st.none() | st.floats(0, 1),
)


@given(st.lists(good_lines, min_size=1, max_size=5), st.sampled_from(SYSTEMS))
def test_a_formula_survives_the_way_there_and_back(every, system):
    formula = Formula(tuple(every), system)
    text = json.dumps(recipe_of(formula))
    assert load_recipe(text).formula == formula
    assert recipe_of(load_recipe(text).formula) == recipe_of(formula)


def test_the_scale_survives_too():
    formula = Formula(
        (Line("water", 85.0, mass_plus_minus_g=0.01), Line("l_ascorbic_acid", 15.0, 0.99, 0.0, 0.01))
    )
    assert read_recipe(recipe_of(formula)).formula == formula
    assert [row["mass_plus_minus_g"] for row in recipe_of(formula)["lines"]] == [0.01, 0.01]


def test_each_line_keeps_its_own_scale_and_purity_band():
    # Both were once lost on the way, so that a recipe came back narrower or wider than it was.
    formula = Formula(
        (
            Line("water", 85.0, mass_plus_minus_g=1.0),
            Line("l_ascorbic_acid", 15.0, 0.99, 0.005, 0.001, purity_plus_minus=0.004),
            Line("glycerin", 5.0),
        )
    )
    written = recipe_of(formula)
    assert [row.get("mass_plus_minus_g") for row in written["lines"]] == [1.0, 0.001, None]
    assert written["lines"][1]["purity_plus_minus"] == 0.004
    assert load_recipe(json.dumps(written)).formula == formula


WHOLE = recipe(
    system="solution",
    storage={
        "schedule": [
            {"temperature_C": 4.0, "hours_per_day": 23.0},
            {"temperature_C": 21.5, "hours_per_day": 1.0},
        ],
        "package": "dropper_bottle",
        "wall": "amber_glass",
        "openings_per_day": 2.0,
        "fill_fraction": 0.9,
        "light": "dark",
        "made_on": "2026-03-31",
        "opened_on": "2026-04-01",
    },
    measured={"pH": 3.1, "pH_step": 0.5, "assay_fraction": 0.9, "assay_sd": 0.01, "assay_on": "2026-04-02"},
    claims={"mass_fraction": 0.15, "pH": 3.5, "total": 1.025},
)


def written_again(read: Recipe) -> dict:
    return recipe_of(read.formula, storage=read.storage, measured=read.measured, claims=read.claims)


def test_a_whole_recipe_survives_the_way_there_and_back():
    read = load_recipe(json.dumps(WHOLE))
    assert written_again(read) == WHOLE
    assert load_recipe(json.dumps(written_again(read))) == read


@pytest.mark.parametrize("degrees", [25, 25.0, -5.5, 4])
def test_a_temperature_survives_without_noise(degrees):
    read = read_recipe(recipe(storage={"temperature_C": degrees}))
    assert written_again(read)["storage"] == {"temperature_C": degrees}
    assert written_again(Recipe(read.formula, Storage(temperature=Q_(298.15, "kelvin"))))["storage"] == {
        "temperature_C": 25.0
    }


@given(
    st.builds(
        Claims,
        mass_fraction=st.none() | st.floats(1e-6, 1),
        pH=st.none() | st.floats(0, 14),
        total=st.none() | st.floats(1e-3, 100),
    )
)
def test_claims_survive_the_way_there_and_back(claims):
    read = load_recipe(json.dumps(recipe_of(Formula((Line("water", 1.0),)), claims=claims)))
    assert read.claims == claims


def test_what_is_not_said_is_not_written():
    written = recipe_of(Formula((Line("water", 1.0),)))
    assert written == {"lines": [{"ingredient": "water", "mass_g": 1.0}], "system": "solution"}


# --- storage and measured -------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "words"), [("package", PACKAGES), ("wall", WALLS), ("light", LIGHTS)])
def test_storage_knows_its_words(name, words):
    for word in words:
        assert getattr(Storage(**{name: word}), name) == word
    assert fields_of(Storage, **{name: "bucket"}) == [name]


def test_the_hours_of_a_day_add_up():
    stay = Q_(4, "degC")
    assert Storage(schedule=((stay, 24),)).schedule
    assert Storage(schedule=((stay, 8), (stay, 16))).schedule
    for hours in (0, 23, 23.99, 24.01, 48, math.nan):
        assert set(fields_of(Storage, schedule=((stay, hours),))) == {"schedule"}
    assert set(fields_of(Storage, schedule=((stay, 30), (stay, -6)))) == {"schedule"}


def test_storage_refuses_wrong_temperatures():
    for wrong in (25, Q_(25, "delta_degC"), Q_(25, "g"), Q_(-300, "degC"), Q_(math.nan, "kelvin")):
        assert fields_of(Storage, temperature=wrong) == ["temperature"]
        assert "temperature" in fields_of(Storage, schedule=((wrong, 24),))


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_storage_refuses_wrong_numbers(wrong):
    assert fields_of(Storage, fill_fraction=wrong) == ["fill_fraction"]


def test_dates_stand_in_order():
    made, opened = datetime.date(2026, 3, 31), datetime.date(2026, 4, 1)
    assert Storage(made_on=made, opened_on=opened).opened_on == opened
    assert Storage(made_on=made, opened_on=made)
    assert fields_of(Storage, made_on=opened, opened_on=made) == ["opened_on"]


@pytest.mark.parametrize(
    ("storage", "clear"),
    [
        (Storage(light="daylight", wall="clear_glass"), 1.0),
        (Storage(light="dark", wall="clear_glass"), 0.0),
        (Storage(light="daylight", wall="amber_glass"), 0.0),
        (Storage(light="daylight", wall="aluminium"), 0.0),
        (Storage(light="room", wall="clear_glass"), 0.0),
        (Storage(light="daylight", wall="PET"), math.nan),
        (Storage(light="daylight"), math.nan),
        (Storage(wall="clear_glass"), math.nan),
        (Storage(), math.nan),
    ],
)
def test_clear_glass_in_daylight_is_yes_no_or_unknown(storage, clear):
    assert storage.is_clear_in_daylight == pytest.approx(clear, nan_ok=True)


@pytest.mark.parametrize(
    ("storage", "coldest"),
    [
        (Storage(), None),
        (Storage(light="dark"), None),
        (Storage(temperature=Q_(5, "degC")), 5),
        (Storage(temperature=Q_(298.15, "kelvin")), 25),
        (Storage(schedule=((Q_(25, "degC"), 16), (Q_(4, "degC"), 8))), 4),
        (Storage(schedule=((Q_(-5, "degC"), 1), (Q_(40, "degC"), 23))), -5),
        # A stay of no time is none.
        (Storage(schedule=((Q_(-5, "degC"), 0), (Q_(25, "degC"), 24))), 25),
    ],
)
def test_the_coldest_temperature_of_a_day(storage, coldest):
    assert storage.coldest_C == (None if coldest is None else pytest.approx(coldest))


def test_the_stays_of_a_day():
    assert Storage().stays == ()
    assert Storage(Q_(5, "degC")).stays == ((5.0, 24.0),)
    split = Storage(schedule=((Q_(5, "degC"), 22.0), (Q_(-5, "degC"), 0.0), (Q_(25, "degC"), 2.0)))
    assert split.stays == ((5.0, 22.0), (25.0, 2.0))


def test_the_days_count_from_the_making_or_else_the_opening():
    made, opened = datetime.date(2026, 3, 31), datetime.date(2026, 4, 1)
    assert Storage().since is None
    assert Storage(opened_on=opened).since == opened
    assert Storage(made_on=made, opened_on=opened).since == made


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2101-01-01", "9999-12-31"])
def test_a_year_that_is_a_slip_is_refused(day):
    date = datetime.date.fromisoformat(day)
    for call, name in ((Storage, "made_on"), (Storage, "opened_on"), (Measured, "assay_on")):
        with pytest.raises(InputErrors) as caught:
            call(**{name: date})
        (error,) = caught.value.errors
        assert (error.field, error.given) == (name, day)
        assert (error.accepted, error.fix) == ("must be between 2000 and 2100.", "Check the year.")


def test_the_first_and_the_last_year_are_read():
    first, last = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
    assert Storage(made_on=first, opened_on=last).since == first
    assert Measured(assay_fraction=0.9, assay_on=last).assay_on == last


def test_a_strip_is_half_a_step_wide_and_a_meter_normal():
    strip = Measured(pH=2.6, pH_step=0.5).reading
    assert (strip.step, strip.sd) == (0.5, None)
    assert (strip.band.low, strip.band.median, strip.band.high) == pytest.approx((2.35, 2.6, 2.85))
    meter = Measured(pH=3.1, pH_sd=0.1).reading
    assert (meter.band.low, meter.band.high) == pytest.approx((3.1 - 0.1 * Z95, 3.1 + 0.1 * Z95))


def test_a_meter_that_says_nothing_of_its_error_has_the_usual_one():
    # ± 0.1 at 95 %, of a pocket meter calibrated the same day.
    usual = Measured(pH=3.1).reading.band
    assert (usual.low, usual.high) == pytest.approx((3.0, 3.2))


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("pH", -1),
        ("pH", 15),
        ("pH", math.nan),
        ("pH_sd", 0),
        ("pH_sd", 3.1),
        ("pH_step", 0),
        ("pH_step", math.nan),
        ("assay_fraction", -0.1),
        ("assay_fraction", 2),
        ("assay_sd", -1),
    ],
)
def test_measured_refuses_wrong_numbers(name, wrong):
    # A spread of nothing was once taken for a usual one.
    assert name in fields_of(Measured, **{"pH": 3.1, name: wrong})


def test_a_spread_needs_its_reading():
    assert fields_of(Measured, pH_sd=0.1) == ["pH"]
    assert fields_of(Measured, pH_step=0.5) == ["pH"]
    assert fields_of(Measured, assay_sd=0.01) == ["assay_fraction"]


def test_a_meter_or_a_strip():
    # Which of the two bands holds was once decided silently.
    assert fields_of(Measured, pH=3.1, pH_sd=0.1, pH_step=0.5) == ["pH_step"]


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        *(("mass_fraction", wrong) for wrong in (0, -0.1, 1.1, 15, math.nan, "0.15")),
        *(("pH", wrong) for wrong in (-1, 14.1, math.nan, "5")),
        *(("total", wrong) for wrong in (0, -1, 101, math.nan)),
    ],
)
def test_claims_refuse_wrong_numbers(name, wrong):
    assert fields_of(Claims, **{name: wrong}) == [name]


def test_claims_at_their_limits_are_taken():
    most, least = Claims(1.0, 14.0, 100.0), Claims(1e-9, 0.0, 1e-9)
    assert (most.mass_fraction, most.pH, most.total) == (1.0, 14.0, 100.0)
    assert (least.mass_fraction, least.pH, least.total) == (1e-9, 0.0, 1e-9)


def test_measurements_and_storage_at_their_limits_are_taken():
    assert Measured(pH=14.0, pH_sd=3.0).pH == 14.0
    assert Measured(pH=0.0, pH_step=3.0).pH == 0.0
    assert Measured(assay_fraction=1.5, assay_sd=1.0).assay_fraction == 1.5
    assert Measured(assay_fraction=0.0, assay_sd=0.0).assay_fraction == 0.0
    kept = Storage(openings_per_day=100, fill_fraction=1)
    assert (kept.openings_per_day, kept.fill_fraction) == (100, 1)
    assert Storage(openings_per_day=0, fill_fraction=0).fill_fraction == 0
    day = datetime.date(2026, 1, 1)
    assert Storage(made_on=day, opened_on=day).since == day


def test_a_line_without_an_ingredient_says_so():
    with pytest.raises(InputErrors) as caught:
        read_recipe({"lines": [{"mass_g": 9}]})
    assert [(error.field, error.given) for error in caught.value.errors] == [("lines[0].ingredient", "")]


def test_claims_are_read_and_need_not_be_there():
    claims = read_recipe(recipe(claims={"mass_fraction": 0.15, "pH": 3.5, "total": 1.025})).claims
    assert claims == Claims(0.15, 3.5, 1.025)
    assert read_recipe(recipe(claims={"pH": 5})).claims == Claims(pH=5)
    assert read_recipe(recipe(claims={})).claims == Claims()
    assert read_recipe(recipe(claims=None)).claims is None


@pytest.mark.parametrize("name", ["pH", "pH_sd", "pH_step", "assay_fraction", "assay_sd"])
def test_measured_refuses_text(name):
    # A comparison of text and number was a TypeError.
    given = {"pH": 3.1, "assay_fraction": 0.9, name: "0.1"}
    assert name in fields_of(Measured, **given)
