"""What each field makes of a text."""

from __future__ import annotations

import pytest

from calc.chemistry.adjusters import ADJUSTERS
from calc.errors import InputError, InputErrors
from calc.mixing.fields import FIELDS, Field, FieldReader
from calc.mixing.request import MixRequest
from calc.mixing.storage_request import ASSAY_FIELDS, STORAGE_FIELDS
from calc.units import THIN
from tests.cases import every_case


def test_every_field_that_is_typed_has_a_reader() -> None:
    requests = [MixRequest(way=way) for way in ("new", "boost", "palm", "made")]
    asked = {name for request in requests for name in (*request.needed, *request.optional)}
    assert asked <= set(FIELDS)


@pytest.mark.parametrize(
    ("name", "text", "unit", "value"),
    [
        ("dose", "2", "mL", 2),
        ("dose", "20 drops", "drop", 20),
        ("dose", "2 pumps", "pump", 2),
        ("dose", "1/2 tsp", "mL", 4.92892159375 / 2),
        ("dose", "1,5 g", "g", 1.5),
        ("measure", "1", "scoop", 1),
        ("measure", "1/4 tsp", "mL", 4.92892159375 / 4),
        ("measure", "0,3 g", "g", 0.3),
        ("scoop", "0.25", "g", 0.25),
        ("scoop", "0,5 ml", "mL", 0.5),
        ("pump", "0.5", "mL", 0.5),
        ("drops", "20", "drop/mL", 20),
        ("drops", "0,9 g", "g", 0.9),
        ("bulk", "0.7", "g/mL", 0.7),
        ("base_amount", "1 fl oz", "mL", 29.5735295625),
        ("base_strength", "0", "percent", 0),
    ],
)
def test_household_amounts_are_read(name: str, text: str, unit: str, value: float) -> None:
    assert FIELDS[name].read(text).m_as(unit) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dose", "0"),
        ("dose", "-1 mL"),
        ("dose", "15 %"),
        ("measure", "0 g"),
        ("measure", "5 drops"),
        ("scoop", "0"),
        ("pump", "1 g"),
        ("drops", "2000"),
        ("drops", "0"),
        ("bulk", "7"),
        ("base", "vodka"),
        ("base", "ferulic acid"),
        ("base_strength", "99 %"),
        ("base_form", "water"),
        ("target_pH", "15"),
        ("target_pH", "-1"),
        ("target_pH", "1.9"),
        ("target_pH", "7.1"),
        ("target_pH", "abc"),
        ("target_pH", "3.2 g"),
        ("target_pH", "nan"),
        ("target_pH", ""),
        ("reading", "14.1"),
        ("reading", "-0.1"),
        ("reading", "pH"),
        ("reading_error", "0"),
        ("reading_error", "3"),
        ("reading_error", "0.1 g"),
        ("claim_pH", "15"),
        ("claim_strength", "0 %"),
        ("claim_strength", "5 g"),
        ("adjuster", "salt"),
        ("adjuster", "glycerin"),
        ("adjuster_strength", "0"),
        ("adjuster_strength", "101 %"),
        ("added", "-1"),
        ("added", "1 mL"),
    ],
)
def test_what_cannot_be_is_refused_under_the_name_of_its_field(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    assert caught.value.field == name
    assert caught.value.accepted
    assert caught.value.fix


def test_lines_of_a_recipe_take_any_unit() -> None:
    lines = FIELDS["recipe"].read(
        "5 g vitamin C\nwater 15 ml\n1/2 tsp glycerin\n3 drops squalane\n2 % tocopherol"
    )
    assert [line.ingredient.id for line in lines] == [
        "l_ascorbic_acid",
        "water",
        "glycerin",
        "squalane",
        "tocopherol",
    ]
    assert [line.amount.unit for line in lines] == ["g", "mL", "teaspoon", "drop", "percent"]


def test_a_broken_line_leaves_the_others() -> None:
    lines = FIELDS["recipe"].read("5 g vitamin C\n5 g moonlight\nwater\n5 glycerin")
    assert [(line.ingredient.id, line.status) for line in lines] == [
        ("l_ascorbic_acid", "used"),
        ("other_unknown", "used"),
        ("water", "not_understood"),
        ("glycerin", "not_understood"),
    ]
    assert lines[2].note == "How much of it? Write for example 5 g."
    assert lines[3].readings == ("5 g glycerin", "5 % glycerin")


def test_no_recipe_is_refused_where_it_is_worked_out() -> None:
    assert FIELDS["recipe"].read("") == ()


@pytest.mark.parametrize(
    ("count", "letters", "given"),
    [(200, 1, ""), (201, 1, "201 lines"), (1, 20_000, ""), (1, 20_001, "20,001 characters")],
)
def test_only_a_recipe_that_is_too_long_is_refused(count: int, letters: int, given: str) -> None:
    text = "\n".join(["x" * letters] * count)
    if not given:
        assert len(FIELDS["recipe"].read(text)) == count
        return
    with pytest.raises(InputErrors) as caught:
        FIELDS["recipe"].read(text)
    (error,) = caught.value.errors
    assert error.field == "recipe"
    assert given in str(error.given)
    assert "200 lines, 20,000 characters and 1,000 numbers" in error.accepted


def test_a_reading_is_said_with_its_measure() -> None:
    assert FIELDS["dose"].echo(FIELDS["dose"].read("1 tsp")) == f"= 4.929{THIN}mL (US teaspoon)"
    assert FIELDS["strength"].echo(FIELDS["strength"].read("15 % w/v")) == f"= 15{THIN}% w/v"
    assert FIELDS["dose"].echo(FIELDS["dose"].read("20 drops")) == ""
    assert FIELDS["base"].echo(FIELDS["base"].read("my serum")) == ""


@pytest.mark.parametrize("text", ["3.2", "3,2", "pH 3.2", "pH3.2", " PH 3,20 ", "3 1/5"])
def test_a_pH_is_read_as_people_write_it(text: str) -> None:
    for name in ("target_pH", "reading", "claim_pH"):
        assert FIELDS[name].read(text) == pytest.approx(3.2)
        assert FIELDS[name].echo(FIELDS[name].read(text)) == ""


@pytest.mark.parametrize(
    ("text", "words"), [("15", "between 2 and 7"), ("abc", "not a number"), ("3 g", "no unit")]
)
def test_a_pH_that_cannot_be_shows_one_that_can(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS["target_pH"].read(text)
    assert (caught.value.given, caught.value.fix) == (text, "Type for example 3.2.")
    assert words in caught.value.accepted


def test_the_ends_of_a_pH_are_accepted() -> None:
    assert [FIELDS["reading"].read(text) for text in ("0", "14")] == [0, 14]
    assert [FIELDS["target_pH"].read(text) for text in ("2", "7")] == [2, 7]


@pytest.mark.parametrize("text", ["lye", "baking soda", "Sodium Hydroxide", "citric acid", "sodium_citrate"])
def test_what_moves_the_pH_is_named_as_people_name_it(text: str) -> None:
    assert FIELDS["adjuster"].read(text) in ADJUSTERS


def test_what_does_not_move_the_pH_is_refused_with_what_does() -> None:
    for text in ("salt", "glycerin", "phosphoric acid"):
        with pytest.raises(InputError) as caught:
            FIELDS["adjuster"].read(text)
        for name in ADJUSTERS:
            assert name in caught.value.fix


def test_nothing_added_yet_is_an_answer() -> None:
    assert FIELDS["added"].read("0").m_as("g") == 0
    assert FIELDS["added"].read("0 g").m_as("g") == 0
    assert FIELDS["added"].read("0,2").m_as("g") == pytest.approx(0.2)


def test_a_claimed_strength_says_which_kind_it_is() -> None:
    assert FIELDS["claim_strength"].echo(FIELDS["claim_strength"].read("15")) == f"= 15{THIN}% w/w"
    assert FIELDS["claim_strength"].echo(FIELDS["claim_strength"].read("15 % w/v")) == f"= 15{THIN}% w/v"


def test_every_field_about_keeping_has_a_reader() -> None:
    assert {*STORAGE_FIELDS, *ASSAY_FIELDS} <= set(FIELDS)


@every_case("name", [*STORAGE_FIELDS, *ASSAY_FIELDS])
@every_case("text", ["?", "nan", "-1", "1e300", "1" * 1000, "²"])
def test_what_says_nothing_about_keeping_is_refused_under_its_field(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    assert caught.value.field == name
    assert caught.value.accepted
    assert caught.value.fix


def test_words_and_days_need_not_say_how_they_were_read() -> None:
    assert FIELDS["kept_at"].echo(FIELDS["kept_at"].read("41 °F")) == f"= 5{THIN}°C"
    for name, text in (("package", "jar"), ("made_on", "2026-03-31")):
        assert FIELDS[name].echo(FIELDS[name].read(text)) == ""


# --- several readings of one text -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "readings", "fix"),
    [
        # Of two meanings those are offered that the field takes.
        ("batch", "4,545", ("4.545", "4545"), "Write 4.545 or 4545."),
        ("batch", "4,545 kg", ("4.545 kg",), "Write 4.545 kg."),
        ("purity", "1,234 %", ("1.234 %",), "Write 1.234 %."),
        ("purity", "0.99", ("99 %",), "Write 99 %."),
        ("density", "1,050", ("1.050",), "Write 1.050."),
        ("scale", "1,234", ("1.234",), "Write 1.234."),
    ],
)
def test_of_two_meanings_those_are_offered_that_a_field_takes(name, text, readings, fix) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    error = caught.value
    assert (error.field, error.given, tuple(error.readings), error.fix) == (name, text, readings, fix)
    for reading in readings:
        assert FIELDS[name].read(reading) is not None


@pytest.mark.parametrize(("name", "text"), [("density", "9,050"), ("bulk", "7,250"), ("scale", "20,500")])
def test_where_a_field_takes_no_meaning_it_says_what_it_takes(name: str, text: str) -> None:
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    assert (caught.value.field, caught.value.given, tuple(caught.value.readings)) == (name, text, ())
    assert "between" in caught.value.accepted
    assert caught.value.fix


# --- what counts and what does not ----------------------------------------------------------------


def reader_of(needed: tuple[str, ...], optional: tuple[str, ...], **texts: str) -> FieldReader:
    return FieldReader(MixRequest(**texts), needed, optional)


def test_a_field_counts_where_it_is_needed_or_says_something() -> None:
    reader = reader_of(("batch",), ("purity", "density"), batch="30 g", purity="99 %", density=" ", scale="x")
    read = {name: reader.read(FIELDS[name]) for name in ("batch", "purity", "density", "scale")}
    assert {name: value is not None for name, value in read.items()} == {
        "batch": True,
        "purity": True,
        "density": False,
        "scale": False,
    }
    assert reader.echo == {"batch": f"= 30{THIN}g", "purity": f"= 99{THIN}%"}
    assert reader.errors == {}


def test_what_cannot_be_read_is_gathered_in_the_order_of_the_fields() -> None:
    texts = {"batch": "x", "purity": "x", "others": "gold\nglycerin 5 %\nsilver"}
    reader = reader_of(("batch",), ("purity", "others"), **texts)
    for name in ("others", "purity", "batch"):
        assert reader.read(FIELDS[name]) is None
    assert list(reader.errors_in_order) == ["batch", "purity", "others line 1", "others line 3"]
    assert reader.echo == {}


def test_what_turns_out_not_to_count_is_forgotten() -> None:
    reader = reader_of(("batch", "purity", "scale"), (), batch="30 g", purity="x", scale="0.1 g")
    for name in ("batch", "purity", "scale"):
        reader.read(FIELDS[name])
    reader.forget("batch", "purity", "density")
    assert (list(reader.echo), reader.errors) == (["scale"], {})


@pytest.mark.parametrize(
    ("remembers", "text", "times"), [(True, "30 g", 1), (False, "30 g", 2), (True, "3" + "0" * 23 + " g", 2)]
)
def test_only_short_amounts_that_are_nobodys_are_remembered(remembers, text, times) -> None:
    asked: list[str] = []

    def reads(text: str, *, field: str) -> str:
        asked.append(text)
        return text

    field = Field("batch", reads)
    for _ in range(2):
        reader = FieldReader(MixRequest(batch=text), ("batch",), (), remembers=remembers)
        assert reader.read(field) == text
    assert len(asked) == times


# --- other ingredients ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "ingredient", "share", "grams", "strength", "name"),
    [
        ("glycerin 5 %", "glycerin", 0.05, 0.0, 1.0, ""),
        ("glycerin 5 g", "glycerin", 0.0, 5.0, 1.0, ""),
        ("glycerin 2 mL", "glycerin", 0.0, 2.5226, 1.0, ""),
        # What the catalogue does not know, and words that only recipes have.
        ("moon dust 5 %", "other_unknown", 0.05, 0.0, 1.0, "moon dust"),
        ("moon dust 99.9 %", "other_unknown", 0.999, 0.0, 1.0, "moon dust"),
        ("moon dust 0.5 %", "other_unknown", 0.005, 0.0, 1.0, "moon dust"),
        ("two g moon dust", "other_unknown", 0.0, 2.0, 1.0, "moon dust"),
        ("unicorn dust (powder) 2 %", "other_powder", 0.02, 0.0, 1.0, "unicorn dust"),
        ("glycerin five %", "glycerin", 0.05, 0.0, 1.0, ""),
        ("lactic acid 88 % 1 g", "lactic_acid", 0.0, 1.0, 0.88, ""),
    ],
)
def test_another_ingredient_is_a_share_or_a_mass(line, ingredient, share, grams, strength, name) -> None:
    (part,) = FIELDS["others"].read(line)
    assert (part.ingredient, part.name) == (ingredient, name)
    assert (part.mass_fraction, part.mass_g, part.strength) == pytest.approx((share, grams, strength))


@pytest.mark.parametrize(
    "line",
    [
        # A sign, w/v, all or nothing, no amount, one that fills up, several, two meanings, parts.
        "moon dust - 5 g",
        "moon dust –5 g",
        "moon dust 5 % w/v",
        "moon dust 100 %",
        "moon dust to 100 g",
        "moon dust q.s.",
        "moon dust 0 g",
        "moon dust 0 %",
        "moon dust",
        "moon dust 1 g, star dust 2 g",
        "11/2 tsp moon dust",
        "2 parts moon dust",
        "Stir well.",
    ],
)
def test_another_ingredient_that_is_doubtful_is_asked_about(line: str) -> None:
    with pytest.raises(InputErrors) as caught:
        FIELDS["others"].read(f"glycerin 5 %\n{line}")
    assert [error.field for error in caught.value.errors] == ["others line 2"]


@pytest.mark.parametrize(
    ("line", "accepted", "readings"),
    [
        ("retinol in oil 5 g", "how strong is it in oil, and how much of it is there?", ["5 g Retinol"]),
        (
            "Ferulasäure in Alkohol 3 g",
            "how strong is it in Ethanol, and how much of it is there?",
            ["3 g Ferulic acid"],
        ),
        ("retinol in oil", "how much of it?", []),
        ("Retinol 10 % in oil, 5 g", "this is two ingredients.", ["Retinol 0.5 g\noil 4.5 g"]),
        ("glycerin 1 g, urea 2 g", "these are several ingredients.", ["Glycerin 1 g\nUrea 2 g"]),
        (
            "5 g retinol in 20 g jojoba oil",
            "jojoba oil has an amount of its own here: if both count, give each a line.",
            ["Retinol 5 g\nJojoba oil 20 g", "5 g Retinol"],
        ),
        ("glycerin 5 g (not used)", "does it go in?", ["glycerin 5 g"]),
        ("vitamin E oil 2 %", "is it pure?", ["vitamin E oil 2 % 100 %"]),
        ("phosphoric acid 1 g", "is it pure?", ["phosphoric acid 1 g 100 %"]),
        ("glycerin", "how much of it?", []),
        ("glycerin 5", "the amount needs a unit.", ["glycerin 5 %", "glycerin 5 g"]),
    ],
)
def test_another_ingredient_asks_what_a_recipe_asks_and_each_reading_can_be_typed(line, accepted, readings):
    with pytest.raises(InputErrors) as caught:
        FIELDS["others"].read(line)
    assert (caught.value.errors[0].accepted, caught.value.errors[0].readings) == (accepted, tuple(readings))
    for reading in readings:
        assert all(part.mass_g or part.mass_fraction for part in FIELDS["others"].read(reading))


# --- how it was read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("batch", "1 oz", "= 28.35 g (ounce by weight)"),
        ("water", "20 drops", "= 0.9982 g"),
        ("water", "30 mL", "= 29.95 g"),
        ("drops", "20", "= 20 drops per mL"),
        ("drops", "0.9 g", "= 0.9 g"),
        ("bulk", "0.7", "= 0.7 g/mL"),
        ("scoop", "0.5 mL", "= 0.5 mL"),
        ("dose", "20 drops", ""),
        ("measure", "2 scoops", ""),
        ("strength", "15 %", "= 15 % w/w"),
        ("strength", "150 g/L", "= 15 % w/v"),
        ("purity_plus_minus", "2", "= 2 points"),
        ("kept_at", "5 °C", "= 5 °C"),
        ("kept_at", "5 °C 22 h, 25 °C 2 h", "= 5 °C for 22 h, 25 °C for 2 h"),
        ("form", "vitamin C", ""),
        ("fill", "80 %", "= 80 % full"),
        ("fill", "half full", "= 50 % full"),
        ("fill", "halb voll", "= 50 % full"),
        ("openings", "2", "= 2 times a day"),
        ("openings", "twice a day", "= 2 times a day"),
        ("openings", "jeden Morgen", "= once a day"),
        ("openings", "every other day", "= 0.5 times a day"),
        ("openings", "3x/week", "= 0.429 times a day"),
        ("kept_at", "room temp", "= 20 °C"),
        ("kept_at", "im Kühlschrank", "= 5 °C"),
    ],
)
def test_each_field_says_how_it_was_read(name: str, text: str, words: str) -> None:
    field = FIELDS[name]
    assert field.echo(field.read(text)).replace(THIN, " ") == words


@pytest.mark.parametrize(("name", "value"), [("fill", 0.8), ("assay", 0.8), ("assay_error", 0.8)])
def test_a_percentage_of_what_is_left_is_a_fraction(name: str, value: float) -> None:
    text = "80 %" if name != "assay_error" else "8"
    assert FIELDS[name].read(text) == pytest.approx(value if name != "assay_error" else 0.08)


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("NaOH solution 1 %", "Write its strength beside the name, such as 10 %."),
        ("NaOH solution 1 ml", "Write its strength beside the name, such as 10 %."),
        ("niacinamide solution 5 %", "Write its strength beside the name, such as 10 %."),
        ("5 drops citric acid", "Give it in g, or the strength of a solution, such as 10 %."),
        ("NaOH 1 ml", "Give it in g, or the strength of a solution, such as 10 %."),
        ("lactic acid (88 %) 1 g", "Write for example lactic acid 88 % 1 g."),
    ],
)
def test_a_solution_among_other_ingredients_needs_its_strength(line, fix) -> None:
    with pytest.raises(InputErrors) as caught:
        FIELDS["others"].read(line)
    assert caught.value.errors[0].fix == fix


@pytest.mark.parametrize(
    ("line", "grams", "strength"),
    [
        ("NaOH 10 % 1 ml", 1.109, 0.1),
        ("NaOH solution 10 % 1 g", 1.0, 0.1),
        ("lactic acid 88 % 1 g", 1.0, 0.88),
        ("citric acid 30 % solution 5 g", 5.0, 0.3),
        ("d-panthenol 75 1 g", 1.0, 0.75),
        ("d-panthenol 75 % 1 g", 1.0, 0.75),
    ],
)
def test_a_solution_among_other_ingredients_has_its_strength(line, grams, strength) -> None:
    (part,) = FIELDS["others"].read(line)
    assert (part.mass_g, part.strength) == (pytest.approx(grams, rel=1e-3), strength)


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("batch", "about 30 g", "30 g"),
        ("batch", "half an ounce", "0.5 oz"),
        ("strength", "fifteen percent", "15 %"),
        ("purity", "99 Prozent", "99 %"),
    ],
)
def test_one_amount_in_words_is_read(name, text, same):
    assert FIELDS[name].read(text) == FIELDS[name].read(same)


@pytest.mark.parametrize(
    ("name", "text", "readings"),
    [
        ("batch", "a 30ml bottle", ["30 ml"]),
        ("strength", "10-15%", ["10 %", "15 %"]),
        ("purity", "99-101 %", ["99 %"]),
    ],
)
def test_amounts_among_words_are_offered_as_far_as_the_field_takes_them(name, text, readings):
    with pytest.raises(InputError, match="one amount alone") as caught:
        FIELDS[name].read(text)
    assert [*caught.value.readings] == readings
    for reading in readings:
        FIELDS[name].read(reading)


@pytest.mark.parametrize(
    ("name", "text"), [("batch", "-30 g"), ("batch", "30 bananas"), ("strength", "150 percent")]
)
def test_what_has_no_amount_that_fits_keeps_its_own_reason(name, text):
    with pytest.raises(InputError) as caught:
        FIELDS[name].read(text)
    assert "one amount alone" not in str(caught.value)
    assert not caught.value.readings
