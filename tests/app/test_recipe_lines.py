"""The account of a recipe's lines under its field, without a browser."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from streamlit.testing.v1 import AppTest

from calc.parsing.recipe_bounds import MOST_CHARACTERS
from calc.reports.links import pack
from tests.app.test_mix import opened, sheet, words
from tests.apptest import checked, pressed
from tests.apptest import sheet as rows_of
from ui import state

RECIPE = state.key("recipe")
OTHERS = state.key("others")


def recipe(text: str) -> AppTest:
    """Return the page with a recipe in its field."""
    app = opened()
    app.button_group(key=state.key("way")).set_value("made")
    checked(app.run())
    return retyped(app, text)


def retyped(app: AppTest, text: str, widget: str = RECIPE) -> AppTest:
    """Return the page after a text was typed into a field of lines."""
    app.text_area(key=widget).set_value(text)
    return checked(app.run())


def others(text: str) -> AppTest:
    """Return the page with other ingredients of a new batch."""
    app = opened()
    app.toggle(key="mix-bench").set_value(True)
    checked(app.run())
    return retyped(app, text, OTHERS)


def chosen(app: AppTest, reading: str, number: int = 0) -> AppTest:
    """Return the page after one of the buttons with a reading was pressed."""
    [button for button in app.button if re.sub(r"\\", "", button.label) == reading][number].click()
    return checked(app.run())


def told(app: AppTest) -> str:
    """Return what is said, with plain spaces."""
    return words(app).replace("\u202f", " ")


def test_every_line_is_told() -> None:
    app = recipe(
        "My serum\n5 g vitamin C\n2 g tocopherl\n3 glycerin\n20 ml water\n4 g wonderstuff\nMix well."
    )
    text = told(app)
    assert "3 used, 1 to check, 2 set aside, 1 not counted" in text
    assert "My serum · A heading." in text
    assert "5 g vitamin C → **5 g** L-ascorbic acid" in text
    assert "Is this right?** 2 g tocopherl → **2 g** Tocopherol (vitamin E)" in text
    assert "Not counted:** 3 glycerin" in text
    assert "4 g wonderstuff → **4 g** wonderstuff" in text
    assert "Not known here. Their mass counts" in text
    assert "Mix well. · How it is made." in text
    assert "5.00 g L-ascorbic acid" in sheet(app), "a doubt keeps nothing else back"


def test_a_reading_replaces_its_own_line_and_can_be_taken_back() -> None:
    typed = "5 g vitamin C\n1,234 g panthenol\n\n1,234 g panthenol\n20 ml water"
    app = chosen(recipe(typed), "1.234 g panthenol", number=1)
    assert (
        app.text_area(key=RECIPE).value
        == "5 g vitamin C\n1,234 g panthenol\n\n1.234 g panthenol\n20 ml water"
    )
    app = chosen(app, "1234 g panthenol")
    assert (
        app.text_area(key=RECIPE).value == "5 g vitamin C\n1234 g panthenol\n\n1.234 g panthenol\n20 ml water"
    )
    app = pressed(pressed(app, "Undo"), "Undo")
    assert app.text_area(key=RECIPE).value == typed
    assert not any(button.label == "Undo" for button in app.button)


def test_what_is_typed_after_a_reading_is_not_undone() -> None:
    app = chosen(recipe("5 g vitamin C\n3 glycerin\n20 ml water"), "3 g glycerin")
    app = retyped(app, "5 g vitamin C\n3 g glycerin\n20 ml water\n1 g urea")
    assert not any(button.label == "Undo" for button in app.button)


def test_a_line_that_names_nothing_keeps_nothing_back() -> None:
    app = recipe("15 g\n5 g vitamin C\n20 ml water")
    assert "Not counted:** 15 g" in told(app)
    assert sheet(app)


def test_a_recipe_without_a_line_that_counts_keeps_the_last_answer() -> None:
    app = retyped(recipe("5 g vitamin C\n20 ml water"), "vitamin C")
    assert "As of your last readable entry" in told(app)
    assert "Not counted:** vitamin C" in told(app)
    assert "5.00 g L-ascorbic acid" in sheet(app)


@pytest.mark.parametrize("claim", ["claim_strength", "claim_pH", "reading"])
def test_a_remark_that_cannot_be_read_takes_no_answer_away(claim: str) -> None:
    fields = {"way": "made", "recipe": "5 g vitamin C\n20 ml water", claim: "lots"}
    app = opened(pack(fields))
    assert "Worked out without" in told(app)
    assert "5 g L-ascorbic acid" in sheet(app)


def test_markup_in_a_recipe_stays_text() -> None:
    app = recipe("5 g vitamin C\n3 g [a](http://b.example) **c** :red[d] <b>e</b>\n20 ml water")
    said = "\n".join(str(part.value) for part in app.markdown)
    assert "[a](http" not in said
    assert "<b>" not in re.sub(r"\\<", "", said)
    assert ":red[d" not in said


def test_a_long_recipe_is_read_and_has_no_link() -> None:
    letters = str.maketrans("0123456789", "ghijklmnop")
    names = [sha256(bytes([number])).hexdigest().translate(letters) for number in range(197)]
    lines = [f"{number / 100 + 1} g {name[:40]}" for number, name in enumerate(names)]
    app = recipe("5 g vitamin C\n20 ml water")
    assert state.LINK in app.query_params
    text = "\n".join(["5 g vitamin C", "20 ml water", *lines])
    assert 5_000 < len(text) < MOST_CHARACTERS
    app = retyped(app, text)
    assert "5.00 g L-ascorbic acid" in sheet(app)
    assert len(sheet(app).splitlines()) >= 199
    assert state.LINK not in app.query_params, "the link of another recipe would mislead"
    assert "Too long for a link: reloading this page loses it" in told(app)


def test_a_reading_of_another_ingredient_replaces_its_own_line() -> None:
    typed = "glycerin 5\n\npanthenol 1,234 g\nglycerin 5"
    app = chosen(others(typed), "glycerin 5 %", number=1)
    assert app.text_area(key=OTHERS).value == "glycerin 5\n\npanthenol 1,234 g\nglycerin 5 %"
    app = chosen(app, "panthenol 1.234 g")
    assert app.text_area(key=OTHERS).value == "glycerin 5\n\npanthenol 1.234 g\nglycerin 5 %"
    app = pressed(pressed(app, "Undo"), "Undo")
    assert app.text_area(key=OTHERS).value == typed


def test_a_near_name_of_another_ingredient_keeps_its_amount() -> None:
    app = chosen(others("ferulic acd 0,5 %"), "Ferulic acid 0,5 %")
    assert "Ferulic acid" in sheet(app)


@pytest.mark.parametrize("name", ["глицерин", "甘油", "Glycérine", "Optiphen", "Liquid Germall Plus"])
def test_another_ingredient_goes_by_its_name_in_any_language(name: str) -> None:
    assert len(sheet(others(f"{name} 1 %")).splitlines()) == 4


def kinds(app: AppTest) -> dict[str, str]:
    """Return what is not known, with the kind that is chosen for it."""
    return {box.label: box.value for box in app.selectbox if str(box.key).startswith(f"{RECIPE}-kind-")}


def with_kind(app: AppTest, name: str, kind: str) -> AppTest:
    """Return the page after somebody said what kind of thing an ingredient is."""
    app.selectbox(key=f"{RECIPE}-kind-{name}").set_value(kind)
    return checked(app.run())


def test_what_is_not_known_has_one_choice_of_its_kind_that_lasts() -> None:
    typed = "5 g vitamin C\nwonderstuff, 4 g\n- 3 g Buriti oil\n20 ml water\n1 g wonderstuff"
    app = recipe(typed)
    assert kinds(app)["What is wonderstuff like?"] == "unknown"
    app = with_kind(app, "wonderstuff", "powder")
    changed = typed.replace("wonderstuff", "wonderstuff (powder)")
    assert app.text_area(key=RECIPE).value == changed
    assert kinds(app)["What is wonderstuff like?"] == "powder"
    assert sheet(app).count("g wonderstuff") == 2, "the name stays as it was written"
    again = opened(app.query_params[state.LINK])
    assert kinds(again)["What is wonderstuff like?"] == "powder"
    app = with_kind(app, "wonderstuff", "unknown")
    assert kinds(app)["What is wonderstuff like?"] == "unknown"
    app = pressed(pressed(app, "Undo"), "Undo")
    assert app.text_area(key=RECIPE).value == typed


def test_a_near_spelling_can_be_kept_as_it_is() -> None:
    app = recipe("5 g vitamin C\n• 2 g tocopherl\n20 ml water")
    app = chosen(app, "2 g tocopherl (kind unknown)")
    assert kinds(app) == {"What is tocopherl like?": "unknown"}
    assert "to check" not in told(app)


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("vitamin C 15 %\nglycerin 5 %", "vitamin C 15 %\nglycerin 5 %\nwater to 100 %"),
        ("water 60 %\n\nvitamin C 15 %", "water to 100 %\n\nvitamin C 15 %"),
        ("vitamin C 15 %\nwater 95 %\n", "vitamin C 15 %\nwater to 100 %\n"),
    ],
)
def test_water_fills_up_to_100_percent(typed: str, filled: str) -> None:
    app = chosen(recipe(typed), "water to 100 %")
    assert app.text_area(key=RECIPE).value == filled
    assert "15.00 g L-ascorbic acid" in sheet(app).replace("15 g", "15.00 g")
    assert not any(button.label == "water to 100 %" for button in app.button)
    assert pressed(app, "Undo").text_area(key=RECIPE).value == typed


@pytest.mark.parametrize(
    "typed", ["vitamin C 15 %\nwater 84.6 %", "5 g vitamin C\nwater 60 %", "vitamin C 15 %\nwater to 100 %"]
)
def test_nothing_is_offered_where_the_whole_is_told(typed: str) -> None:
    assert not any("to 100" in button.label for button in recipe(typed).button)


@pytest.mark.parametrize(("unit", "water"), [("g", "60 g water"), ("%", "60 % water")])
def test_one_answer_for_all_numbers_without_a_unit(unit: str, water: str) -> None:
    app = chosen(
        recipe("60 water\n15 vitamin C\n5 glycerin\n3 wonderstuff\n8 propanediol"), f"All of them are {unit}"
    )
    text = str(app.text_area(key=RECIPE).value)
    assert text.startswith(water)
    assert text.count(f" {unit} ") == 5
    assert sheet(app)


def test_a_long_recipe_is_folded_and_every_line_is_a_click_away() -> None:
    lines = ["5 g vitamin C", "60 ml water", *(f"{number} g glycerin" for number in range(1, 31))]
    doubts = [f"1,23{number} g urea" for number in range(10)]
    app = recipe("\n".join([*lines, *doubts]))
    assert "4 more to check" in [fold.label for fold in app.expander]
    assert "The 32 other lines" in [fold.label for fold in app.expander]
    assert "30 g glycerin →" not in told(app)


def test_rows_that_are_dissolved_together_may_stand_apart() -> None:
    rows = ["68 g water", "15 g vitamin C", "5 g glycerin", "2 g wonderstuff", "10 g propanediol"]
    app = recipe("\n".join([*rows, "0.5 g ferulic acid", "1 g vitamin E", "3 g polysorbate 20"]))
    assert "Dissolve these together, then stir them in" in [row.get("phase") for row in rows_of(app)]


def test_too_long_a_recipe_stays_and_is_told() -> None:
    text = "5 g vitamin C\n" + "20 ml water\n" * 2000
    app = retyped(recipe("5 g vitamin C\n20 ml water"), text)
    assert app.text_area(key=RECIPE).value == text
    assert not app.text_area(key=RECIPE).proto.max_chars, "a field with a limit drops a paste unseen"
    assert f"up to 200 lines, {MOST_CHARACTERS:,} characters and" in re.sub(r"\\", "", told(app))


def test_an_example_does_not_take_a_recipe_away() -> None:
    typed = "5 g vitamin C\n21 ml water"
    app = recipe(typed)
    next(button for button in app.button if str(button.key).startswith("example-")).click()
    app = checked(app.run())
    assert app.text_area(key=RECIPE).value != typed
    assert pressed(app, "Undo: bring my recipe back").text_area(key=RECIPE).value == typed


def test_a_recipe_that_nobody_typed_is_no_answer_to_another() -> None:
    app = recipe("hello")
    assert "As of your last readable entry" not in told(app)
    assert not sheet(app)


def test_what_is_typed_acts_nowhere_as_markup() -> None:
    app = recipe("5 g vitamin C\n3 g potion :red[d]\n4 g $x$ *b* stuff\n20 ml water")
    shown = [str(box.value) for box in (*app.warning, *app.info)]
    for text in shown:
        assert not re.search(r"(?<!\\):red|(?<!\\)\[|(?<!\\)\$", text), text
