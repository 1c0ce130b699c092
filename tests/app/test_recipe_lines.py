"""The account of a recipe's lines under its field, without a browser."""

from __future__ import annotations

import re
from hashlib import sha256

import pytest
from streamlit.testing.v1 import AppTest

from calc.parsing.recipe_text import MOST_CHARACTERS
from calc.reports.links import pack
from tests.app.test_mix import opened, sheet, words
from tests.apptest import checked, pressed
from ui import state

RECIPE = state.key("recipe")
OTHERS = state.key("others")


def recipe(text: str) -> AppTest:
    """Return the page with a recipe in its field."""
    app = opened()
    app.radio(key=state.key("way")).set_value("made")
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
    assert "3 used, 1 taken with a guess, 2 set aside, 1 not understood" in text
    assert "My serum · A heading." in text
    assert "5 g vitamin C → **5 g** L-ascorbic acid" in text
    assert "Is this right?:** 2 g tocopherl → **2 g** Tocopherol (vitamin E)" in text
    assert "Not counted:** 3 glycerin" in text
    assert "4 g wonderstuff → **4 g** wonderstuff :gray[· Not known here; its mass counts.]" in text
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
    assert app.checkbox


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
    assert len(app.checkbox) >= 199
    assert state.LINK not in app.query_params, "the link of another recipe would mislead"
    assert "Too long for a link: reloading this page loses it" in told(app)
    assert app.text_area(key=RECIPE).proto.max_chars == MOST_CHARACTERS


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
