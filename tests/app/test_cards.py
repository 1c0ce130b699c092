"""Recipes to start from, links of recipes, card and label on the page, without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from calc import catalog
from calc.reports.links import pack, unpack
from calc.reports.share import effective_fields, preset
from tests.app.test_mix import opened, words
from tests.apptest import checked, sheet, typed
from ui import state

RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 85.0},
        {"ingredient": "l_ascorbic_acid", "mass_g": 15.0, "purity": 0.99, "water_content": 0.005},
    ],
    "system": "suspension",
    "storage": {"temperature_C": 5.0},
}


def field(app: AppTest, name: str) -> str:
    return str(app.session_state[state.key(name)])


def token_of(app: AppTest) -> str:
    """Return the token in the address."""
    result = app.query_params[state.LINK]
    return result if isinstance(result, str) else str(result[0])


def started(app: AppTest, name: str) -> AppTest:
    """Return the page after a recipe to start from was chosen."""
    app.button_group(key=state.PRESETS).set_value(name)
    return checked(app.run())


@pytest.mark.parametrize("name", catalog.presets())
def test_every_preset_is_reached_from_the_page(name: str) -> None:
    app = started(opened(), name)
    wanted = catalog.presets()[name]
    for key, text in wanted.fields.items():
        assert field(app, key) == text
    assert wanted.caveat in words(app)
    assert app.button(key=f"lead-preset.{name}")
    # It stands in the address, and is opened again from there.
    again = opened(token_of(app))
    assert wanted.caveat in words(again)
    assert sheet(again) == sheet(app)
    labels = [button.label for button in app.get("download_button")]
    assert labels[:2] == ["Card", "Label"]


def test_a_preset_can_be_undone() -> None:
    app = typed(opened(), strength="12 %", batch="40 g")
    app = started(app, "sap_5")
    assert (field(app, "form"), field(app, "strength")) == ("sodium_ascorbyl_phosphate", "5 %")
    undo = next(button for button in app.button if button.label.startswith("Undo"))
    undo.click()
    app = checked(app.run())
    assert (field(app, "strength"), field(app, "batch")) == ("12 %", "40 g")


def test_a_preset_that_was_changed_is_a_recipe_of_its_own() -> None:
    app = started(opened(), "start_10")
    caveat = catalog.presets()["start_10"].caveat
    assert caveat in words(app)
    assert caveat not in words(typed(app, strength="11 %"))


def test_without_an_answer_there_is_no_card() -> None:
    app = typed(opened(), strength="lots")
    labels = [button.label for button in app.get("download_button")]
    assert "Card" not in labels


def test_what_keeps_a_card_back_is_said() -> None:
    app = opened(pack({**effective_fields(preset("start_10")), "kept_at": "very cold"}))
    assert "No card and no label yet" in words(app)
    assert "Card" not in [button.label for button in app.get("download_button")]


@pytest.mark.parametrize(
    "typed_in", [{"assay": "90 %", "assay_on": "2026-01-01", "made_on": "2026-02-01"}, {"openings": "often"}]
)
def test_whatever_keeps_a_card_back_is_said_before_it_is_asked_for(typed_in: dict[str, str]) -> None:
    app = opened(pack({**effective_fields(preset("start_10")), **typed_in}))
    assert "No card and no label yet" in words(app)
    assert "Card" not in [button.label for button in app.get("download_button")]


def test_a_recipe_in_a_link_is_shown_as_far_as_the_page_can() -> None:
    token = pack(RECIPE)
    app = opened(token)
    assert field(app, "recipe") == "Water 85 g\nL-ascorbic acid 15 g"
    assert field(app, "purity") == "99 %"
    assert field(app, "kept_at") == "5 °C"
    said = words(app)
    for place in ("system", "lines[1].water_content"):
        assert f"{place}: the page has no field for this" in said
    # It stays in the address, whole, until somebody edits.
    assert token_of(app) == token
    edited = typed(app, reading="2.4")
    assert "lines" not in unpack(token_of(edited))


def test_a_recipe_that_the_page_can_say_whole_opens_without_a_word() -> None:
    app = opened(pack({"lines": RECIPE["lines"][:1]}))
    assert field(app, "recipe") == "Water 85 g"
    assert "no field for this" not in words(app)


def test_a_broken_recipe_in_a_link_shows_the_example() -> None:
    app = opened(pack({"lines": [{"ingredient": "unobtainium", "mass_g": 5}]}))
    assert "unobtainium" in words(app)
    assert "The first example is shown instead." in words(app)
