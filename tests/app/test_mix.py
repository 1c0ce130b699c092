"""The page without a browser, always from app.py."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calc.mixing.request import MixRequest
from calc.reports.links import pack
from tests.apptest import checked, new_visit, typed
from tests.apptest import sheet as rows_of
from ui import state


def opened(token: str = "") -> AppTest:
    """Return the page as it opens, from a link if there is one."""
    app = new_visit()
    if token:
        app.query_params[state.LINK] = token
    return checked(app.run())


def words(app: AppTest) -> str:
    """Return everything that is said on the page, as it reads."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", markup(app))


def markup(app: AppTest) -> str:
    """Return everything that is said on the page, with its markup."""
    parts = (
        app.title,
        app.header,
        app.subheader,
        app.markdown,
        app.caption,
        app.error,
        app.warning,
        app.info,
        app.success,
    )
    return "\n".join(str(element.value) for part in parts for element in part)


def titles(blocks: object) -> list[str]:
    """Return the titles of a list of alerts."""
    return [block.proto.title for block in blocks]  # type: ignore[attr-defined]


def sheet(app: AppTest) -> str:
    """Return the weighing sheet as text."""
    rows = [(row["mass"], row["name"], row.get("beside", "")) for row in rows_of(app)]
    return "\n".join(" ".join(filter(None, row)) for row in rows)


def test_opens_on_a_worked_example() -> None:
    app = opened()
    assert sheet(app).splitlines() == [
        "25.33 g Water",
        "4.55 g L-ascorbic acid",
        "0.20 g Baking soda first, of about 0.26 g",
    ]
    assert "15.0\u202f% · pH 3.2" in words(app)
    assert "Makes 30\u202fg, about 28\u202fmL (14.9–15.1\u202f%)" in words(app)
    assert "The whole dose is likely 0.21–0.34\u202fg" in words(app)
    app.session_state["fold-pH"] = True
    assert "pH **2.1** now (a meter may show 1.9–2.3) → **3.2** needs about **0.26" in words(
        checked(app.run())
    )


@pytest.mark.parametrize(("strength", "stops"), [("22 %", 1), ("20.0 %", 0), ("5 %", 0)])
def test_stop_above_twenty_percent(strength: str, stops: int) -> None:
    app = typed(opened(), strength=strength)
    assert sum(title.startswith("STOP") for title in titles(app.error)) == stops


def test_five_percent_cites_its_trial() -> None:
    app = typed(opened(), strength="5 %")
    assert "Humbert" not in words(app), "the sources are one click away"
    app.session_state["fold-why"] = True
    assert "Humbert" in words(checked(app.run()))
    assert any("Below 8" in title for title in titles(app.info))


def test_comma_and_dot_mean_the_same() -> None:
    assert sheet(typed(opened(), strength="12,5 %")) == sheet(typed(opened(), strength="12.5 %"))


def test_ambiguous_number_offers_both_readings() -> None:
    app = typed(opened(), batch="4,545")
    assert "two ways" in words(app)
    app.button(key="mix_batch-4.545").click()
    checked(app.run())
    assert app.text_input(key=state.key("batch")).value == "4.545"
    assert "A 0.01\u202fg scale can’t weigh 0.031\u202fg of baking soda" in words(app)
    button(app, "Use a 0.001\u202fg scale").click()
    assert "0.689 g L-ascorbic acid" in sheet(checked(app.run()))


def test_fraction_as_strength_asks() -> None:
    app = typed(opened(), strength="0.15")
    app.button(key="mix_strength-15 %").click()
    checked(app.run())
    assert "4.55 g L-ascorbic acid" in sheet(app)


def test_what_i_weighed_gives_the_strength() -> None:
    app = opened()
    app.button_group(key=state.key("start")).set_value("grams")
    checked(app.run())
    assert "You have 30.01\u202fg, about 28\u202fmL" in words(app), "the soda comes on top"
    typed(app, powder="6,6 g", water="23,4 g")
    assert any(title.startswith("STOP") for title in titles(app.error))


def test_bad_input_keeps_what_was_typed() -> None:
    app = typed(opened(), strength="lots", batch="30 g")
    assert "not a number" in words(app)
    assert app.text_input(key=state.key("strength")).value == "lots"
    assert "As of your last readable entry" in words(app)
    assert "4.55 g L-ascorbic acid" in sheet(app)
    assert not any(button.label == "Card" for button in app.get("download_button")), "that of no answer"


def test_more_options_lose_nothing_when_folded() -> None:
    app = opened()
    app.toggle(key="mix-bench").set_value(True)
    checked(app.run())
    typed(app, purity="97,5")
    before = sheet(app)
    app.toggle(key="mix-bench").set_value(False)
    checked(app.run())
    assert sheet(app) == before
    assert "Also included: purity of the powder 97.5" in words(app)
    app.toggle(key="mix-bench").set_value(True)
    checked(app.run())
    assert app.text_input(key=state.key("purity")).value == "97,5"


def pasted(app: AppTest, text: str) -> AppTest:
    """Return the page after a list of other ingredients was pasted."""
    app.text_area(key=state.key("others")).set_value(text)
    return checked(app.run())


def test_other_ingredients_are_rows_in_the_order_of_making() -> None:
    app = pasted(opened(), "ferulic acid 0.5 %\nvitamin E 1 %\nethoxydiglycol 10 %\nphenoxyethanol 1 %")
    assert [row["name"] for row in rows_of(app)] == [
        "Water",
        "L-ascorbic acid",
        "Ethoxydiglycol",
        "Ferulic acid",
        "Tocopherol",
        "Phenoxyethanol",
        "Baking soda",
    ]
    phases = {row["name"]: row["phase"] for row in rows_of(app) if "phase" in row}
    assert phases == {
        "Ethoxydiglycol": "Dissolve these together, then stir them in",
        "Phenoxyethanol": "Pour that in, then add",
    }
    app.text_input(key="other-1-vitamin E").set_value("2 %")
    checked(app.run())
    assert "0.60 g Tocopherol" in sheet(app)
    button(app, "Remove vitamin E").click()
    checked(app.run())
    assert "Tocopherol" not in sheet(app)
    assert (
        app.session_state[state.key("others")]
        == "ferulic acid 0.5 %\nethoxydiglycol 10 %\nphenoxyethanol 1 %"
    )


def test_an_ingredient_that_is_added_asks_how_much() -> None:
    app = opened()
    app.selectbox(key="other-add").set_value("Glycerin")
    checked(app.run())
    assert "how much of it?" in words(app)
    assert "As of your last readable entry" in words(app)
    app.text_input(key="other-0-Glycerin").set_value("5 %")
    checked(app.run())
    assert "1.50 g Glycerin" in sheet(app)


def test_a_reading_of_one_ingredient_leaves_the_others() -> None:
    app = pasted(opened(), "glycerin 5\n\npanthenol 1,234 g\nglycerin 5")
    button(app, "panthenol 1\\.234 g").click()
    checked(app.run())
    assert app.session_state[state.key("others")] == "glycerin 5\n\npanthenol 1.234 g\nglycerin 5"


def test_unknown_ingredient_is_named_in_its_row() -> None:
    app = pasted(opened(), "glycerin 5 %\nferrulic acid 1 %")
    assert "“ferrulic acid”" in words(app)
    assert "Ferulic acid 1 \\%" in [button.label for button in app.button]


def test_start_again_can_be_undone() -> None:
    app = typed(opened(), strength="11 %")
    before = sheet(app)
    button(app, "Start again").click()
    checked(app.run())
    assert sheet(app) != before
    button(app, "Undo: bring my recipe back").click()
    checked(app.run())
    assert sheet(app) == before


def button(app: AppTest, label: str) -> object:
    """Return a button by its words."""
    return next(button for button in app.button if button.label == label)


def test_link_reopens_the_recipe() -> None:
    app = typed(opened(), strength="12 % w/v", batch="1 fl oz")
    token = app.query_params[state.LINK]
    again = opened(token[0] if isinstance(token, list) else token)
    assert sheet(again) == sheet(app)
    assert again.text_input(key=state.key("batch")).value == "1 fl oz"


@pytest.mark.parametrize(
    "token",
    ["1", "nonsense", "1%%%", "9abc", "1" + "A" * 5000, pack({"form": "rust"}), pack({"nope": "1"})],
)
def test_damaged_link_says_so_and_shows_the_example(token: str) -> None:
    app = opened(token)
    assert "link" in words(app) or "known here" in words(app) or "cannot be read" in words(app)
    assert "4.55 g L-ascorbic acid" in sheet(app)


def test_hostile_text_in_a_link_stays_text() -> None:
    picture = "![x](http://example.org/x.png) :red[5 %]"
    app = opened(pack({"others": picture, "strength": picture, "batch": "30 g"}))
    assert "![x](" in words(app)
    assert "![x](" not in markup(app)
    assert ":red[5" not in markup(app)


def test_error_in_a_folded_field_is_still_told() -> None:
    app = opened(pack({"strength": "15 %", "batch": "30 g", "purity": "pure"}))
    assert "Purity of the powder" in words(app)
    assert "not a number" in words(app)


def test_derivative_shows_its_own_range_and_ceiling() -> None:
    link = MixRequest(form="sodium_ascorbyl_phosphate", strength="8 %", batch="30 g", purity="99 %")
    app = opened(pack(link.as_dict()))
    app.session_state["fold-contents"] = True
    checked(app.run())
    assert "at most" in words(app)
    assert any("CAUTION" in fold.label and "usual strength" in fold.label for fold in app.expander)


# --- a scale that is too coarse, and how the page opens -------------------------------------------


def test_a_kitchen_scale_is_one_answer_with_its_ways_out() -> None:
    app = typed(opened(), batch="30 mL", stock="20 g")
    app.button_group(key="mix_scale-buttons").set_value("1 g")
    checked(app.run())
    assert "A 1\u202fg scale can’t weigh this" in words(app)
    assert not rows_of(app), "a sheet that nobody can weigh is no sheet"
    larger = next(one for one in app.button if one.label.startswith("Make 132"))
    assert "uses your 20\u202fg of powder, and dissolve the baking soda first (5\u202f%)" in larger.label
    larger.click()
    checked(app.run())
    assert "First make the solution: dissolve 5\u202fg of baking soda in 95\u202fg of water." in words(app)
    assert [row["mass"] for row in rows_of(app)] == ["90 g", "20 g", "18 g"]


def test_what_is_left_is_never_less_than_the_scale_can_weigh() -> None:
    app = typed(typed(opened(), reading="3.1"), added="0.24 g")
    assert "which your scale can’t weigh. **Stop here" in words(app)


def test_a_shared_recipe_asks_what_to_do_with_it() -> None:
    app = opened(pack({**state.FIRST.as_dict(), "strength": "12 %"}))
    assert "Shared recipe: **12 % · 30 g · pH 3.2 · 0.01 g**" in words(app)
    assert not app.pills, "nobody who was given a recipe needs one to start from"
    button(app, "Change it").click()
    checked(app.run())
    assert "Shared recipe" not in words(app)
    assert any(one.label.endswith("**done**") for one in app.button), "the fields are unfolded"


def test_the_address_is_followed_back() -> None:
    app = typed(opened(), strength="12 %")
    token = app.query_params[state.LINK]
    app = typed(app, strength="13 %")
    app.session_state["mix-written-at"] = 0.0  # long ago: what somebody has just typed is never undone
    app.query_params[state.LINK] = token
    checked(app.run())
    assert app.text_input(key=state.key("strength")).value == "12 %"


def test_an_address_that_is_only_late_undoes_nothing() -> None:
    app = typed(opened(), strength="12 %")
    token = app.query_params[state.LINK]
    app = typed(app, strength="13 %")
    app.query_params[state.LINK] = token
    typed(app, batch="40 g")
    assert app.text_input(key=state.key("strength")).value == "13 %"


# --- the other ways in ----------------------------------------------------------------------------


def switched(app: AppTest, way: str) -> AppTest:
    """Return the page after another task was chosen."""
    app.button_group(key=state.key("way")).set_value(way)
    return checked(app.run())


def test_boost_counts_what_the_serum_holds() -> None:
    # 30 g × (15 − 10) / (99 − 15) = 1.786 g of 99 % powder.
    app = switched(opened(), "boost")
    assert "1.79 g L-ascorbic acid" in sheet(app)
    assert "30.00 g Your serum" in sheet(app)
    assert "if its label is right" in words(app)


def test_boost_below_what_is_there_says_how_to_dilute() -> None:
    app = typed(switched(opened(), "boost"), strength="5 %")
    assert "dilute it with 30 g" in words(app)
    assert app.text_input(key=state.key("strength")).value == "5 %"


def test_boost_with_another_form_counts_both() -> None:
    app = switched(opened(), "boost")
    app.selectbox(key=state.key("base_form")).set_value("sodium_ascorbyl_phosphate")
    checked(app.run())
    assert words(app).count("counted as ascorbic acid at most") == 2
    assert any("Two forms" in fold.label for fold in app.expander)


def test_one_dose_with_a_scoop() -> None:
    # 0.25 × 0.99 / (2 × 1.03 + 0.25) = 10.7 %, ± about a fifth.
    app = switched(opened(), "palm")
    assert "You have 2.31" in words(app)
    assert not any("Weigh it" in title for title in titles(app.warning))


def test_a_teaspoon_says_weigh_it() -> None:
    app = typed(switched(opened(), "palm"), dose="30 mL", measure="1 tsp")
    assert "By eye, anywhere from" in words(app)
    assert "1 tsp L-ascorbic acid ≈" in sheet(app)


def test_a_pump_asks_what_it_gives() -> None:
    app = typed(switched(opened(), "palm"), dose="2 pumps")
    assert "what one pump gives is needed" in words(app)
    typed(app, pump="0.5 mL")
    assert "You have" in words(app)


def test_a_scoop_of_nothing_is_refused() -> None:
    app = typed(switched(opened(), "palm"), scoop="0 g")
    assert "more than zero" in words(app)


def test_squalane_is_a_suspension() -> None:
    app = switched(opened(), "palm")
    app.selectbox(key=state.key("base")).set_value("squalane")
    checked(app.run())
    assert any("No water" in fold.label for fold in app.expander)
    assert not any("CAUTION" in fold.label and "pH" in fold.label for fold in app.expander)


def test_what_have_i_made() -> None:
    app = switched(opened(), "made")
    app.text_area(key=state.key("recipe")).set_value("5 g ascorbic acid\n15 ml water\n1 tsp glycerin")
    checked(app.run())
    # 5 × 0.99 / (5 + 14.97 + 6.22) = 18.9 %.
    assert "18.9" in words(app)
    app.text_area(key=state.key("recipe")).set_value("80 % water\n15 % vitamin c\n7.5 % glycerin")
    checked(app.run())
    app.session_state["fold-finding-CLAIM-001"] = True
    assert "102.5\u202f%" in words(checked(app.run()))


def chosen(app: AppTest, **choices: str) -> AppTest:
    """Return the page after something else was chosen."""
    for field, choice in choices.items():
        app.selectbox(key=state.key(field)).set_value(choice)
    return checked(app.run())


def measured(app: AppTest, reading: str) -> AppTest:
    """Return the page after a reading was typed."""
    return typed(app, reading=reading)


def test_the_first_part_then_a_reading_then_the_rest() -> None:
    app = opened()
    assert "0.20 g Baking soda first, of about 0.26 g" in sheet(app)
    app = measured(app, "3,0")
    assert re.search(r"\*\*Add 0.0\d+.g more\*\* \(0.0\d+–0.1\d+.g\), stir, and measure again", words(app))
    assert "so far, of about" in sheet(app)
    assert "add nothing more" in words(typed(app, added="0.26 g", reading="3.2"))


def test_too_much_has_a_way_back() -> None:
    app = measured(opened(), "3.35")
    app = typed(app, added="0.33 g")
    assert "more than it takes" in words(app)
    assert re.search(r"add 0.\d+.g .* of citric acid", words(app))
    assert "times as much" in words(app)


def test_a_reading_that_cannot_be_says_measure_again() -> None:
    app = measured(opened(), "4.5")
    assert "**Measure again.**" in words(app)
    assert "more**" not in words(app)
    assert app.text_input(key=state.key("reading")).value == "4.5"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"target_pH": "15"}, "between 2 and 7"),
        ({"target_pH": "three"}, "not a number"),
        ({"target_pH": "3.2 g"}, "has no unit"),
    ],
)
def test_a_pH_that_cannot_be_is_told_at_its_field(fields: dict[str, str], said: str) -> None:
    app = typed(opened(), **fields)
    assert said in words(app)
    assert "Check **Target pH** to see your recipe" in words(app)
    assert app.text_input(key=state.key("target_pH")).value == fields["target_pH"]


def test_without_a_target_pH_the_stop_carries_the_grams() -> None:
    app = typed(opened(), target_pH="")
    stop = next(message for message in app.error if "pH 2.5" in message.proto.title)
    assert re.search(r"\*\*About 0.26.g of baking soda", str(stop.value))
    assert "Baking soda" not in sheet(app)


def test_a_base_that_moves_the_wrong_way_says_which_would_not() -> None:
    app = chosen(opened(), adjuster="citric_acid")
    assert "To reach 3.2 use baking soda" in words(app)
    assert "4.55 g" not in sheet(app)


def test_lye_only_among_more_options_and_with_its_warning() -> None:
    app = opened()
    assert not any("Lye" in option for option in app.selectbox(key=state.key("adjuster")).options)
    app.toggle(key="mix-bench").set_value(True)
    app = chosen(checked(app.run()), adjuster="sodium_hydroxide")
    assert any("goggles" in fold.label for fold in app.expander)
    app.toggle(key="mix-bench").set_value(False)
    assert app.selectbox(key=state.key("adjuster")).value == "sodium_hydroxide", "in use, so still there"


def test_a_form_without_constants_has_no_target_pH() -> None:
    app = chosen(opened(), form="sodium_ascorbyl_phosphate")
    assert not any(field.key == state.key("target_pH") for field in app.text_input)
    assert "pH: unknown" in words(app)
    assert "4.55 g" in sheet(app)


def test_a_pH_says_what_it_rests_on() -> None:
    app = switched(opened(), "made")
    app.text_area(key=state.key("recipe")).set_value("15 g ascorbic acid\n85 g water")
    app = typed(app, reading="2.1")
    assert ", predicted at 20–25\u202f°C and measured" in words(app)
    # What a finished product holds is not known: here the reading stands alone, water or not.
    app.text_area(key=state.key("recipe")).set_value("3 g ascorbic acid\n27 g serum")
    app = typed(app, reading="3.0")
    assert "pH **3.0** (2.9–3.1), measured" in words(app)
    assert "predicted" not in words(app)
    app = typed(app, reading="")
    assert "pH **" not in words(app)


def test_a_wrong_recipe_found_in_public_gets_its_verdict() -> None:
    app = switched(opened(), "made")
    app.button(key="example-acid_in_water").click()
    checked(app.run())
    assert "**No** · It has the pH 5 that it claims" in words(app)
    assert "pH **1.9** (1.8–2.1), predicted at 20–25\u202f°C; your meter may show 1.8–2.1" in words(app)
    app.button(key="example-more_than_whole").click()
    checked(app.run())
    assert "**No** · The lines add up to 100 %" in words(app)
    assert "**No** · It has the 15\u202f% w/w that it claims" in words(app)
    assert "102.5" in words(app)
    app.button(key="example-ten_times_off").click()
    checked(app.run())
    assert "**No** · It has the 5\u202f% w/w that it claims" in words(app)
    assert "**0.50" in words(app) or "**0.5\u202f%" in words(app)


def test_a_reading_travels_in_the_link() -> None:
    app = measured(opened(), "3.0")
    token = app.query_params[state.LINK]
    again = opened(token[0] if isinstance(token, list) else token)
    assert sheet(again) == sheet(app)
    assert again.text_input(key=state.key("reading")).value == "3.0"


def test_switching_the_task_keeps_what_fits() -> None:
    app = opened(pack({**state.FIRST.as_dict(), "scale": "0,1 g"}))
    app = typed(app, strength="12,5 %")
    for way in ("boost", "palm", "made", "new"):
        app = switched(app, way)
    assert app.text_input(key=state.key("strength")).value == "12,5 %"
    assert app.text_input(key=state.key("scale")).value == "0,1 g"


@pytest.mark.parametrize("way", ["boost", "palm", "made"])
def test_a_link_reopens_every_way(way: str) -> None:
    app = switched(opened(), way)
    token = app.query_params[state.LINK]
    again = opened(token[0] if isinstance(token, list) else token)
    assert sheet(again) == sheet(app)


# --- nothing is lost ------------------------------------------------------------------------------


def test_a_line_may_stand_twice() -> None:
    app = switched(opened(), "made")
    app.text_area(key=state.key("recipe")).set_value("2 g vitamin C\n15 g water\n2 g vitamin C")
    checked(app.run())
    assert sheet(app).count("2.00 g L-ascorbic acid") == 2


def test_start_again_twice_still_has_the_recipe_to_undo() -> None:
    app = typed(opened(), strength="11 %")
    for _ in range(2):
        button(app, "Start again").click()
        checked(app.run())
    button(app, "Undo: bring my recipe back").click()
    checked(app.run())
    assert app.text_input(key=state.key("strength")).value == "11 %"


def test_start_again_is_there_while_something_is_wrong() -> None:
    app = typed(opened(), strength="lots")
    assert button(app, "Start again")


def test_a_link_with_one_bad_field_keeps_the_others() -> None:
    token = pack({"form": "bogus", "strength": "12 %", "batch": "50 g", "colour": "red"})
    app = opened(token)
    assert "bogus" in words(app)
    assert app.text_input(key=state.key("strength")).value == "12 %"
    assert app.text_input(key=state.key("batch")).value == "50 g"
    kept = app.query_params[state.LINK]
    assert token in kept, "the address stays until somebody edits"


def test_a_recipe_too_long_for_a_link_is_no_accident() -> None:
    app = switched(opened(), "made")
    many = "\n".join(f"0.{i} g {chr(0x4E00 + i * 97)}{chr(0x5E00 + i * 53)}" * 3 for i in range(38))
    app.text_area(key=state.key("recipe")).set_value(many[:1000])
    app.text_area(key=state.key("recipe")).run()
    assert not app.exception


@pytest.mark.parametrize("form", ["l_ascorbic_acid", "magnesium_ascorbyl_phosphate"])
def test_the_reasons_lead_to_their_entries(form: str) -> None:
    app = opened(pack({"form": form, "strength": "3 %", "batch": "30 g"}))
    for fold in ("why", "precision", "contents"):
        app.session_state[f"fold-{fold}"] = True
    checked(app.run())
    button(app, "Where the usual strengths come from").click()
    checked(app.run())
    assert app.title[0].value == "Evidence"
    assert app.session_state[state.SEARCH] in markup(app).replace("\\", "")


def test_an_emptied_field_stays_empty_in_a_link() -> None:
    # An empty purity means "not stated"; 99 % would be somebody else's recipe.
    app = opened()
    app.toggle(key="mix-bench").set_value(True)
    checked(app.run())
    typed(app, purity="")
    before = sheet(app)
    token = app.query_params[state.LINK]
    again = opened(token[0] if isinstance(token, list) else token)
    assert sheet(again) == before
    purity = state.key("purity")
    assert purity not in again.session_state or again.session_state[purity] == ""


def drawn(app: AppTest) -> dict[tuple[int, ...], str]:
    """Return what a run drew, by its place on the page."""
    places: dict[tuple[int, ...], str] = {}

    def walk(node: Any, place: tuple[int, ...]) -> None:
        for at, child in node.children.items():
            proto = getattr(child, "proto", None)
            # Of a file, another each time; of a field, what stands in it in the browser already.
            text = re.sub(r"(?m)^ *(deferred_file_id|url|(set_|raw_)?values?): .*\n", "", str(proto))
            if child.type != "unknown":  # what leads to a part and is not drawn with it
                places[*place, at] = f"{child.type} {text}"
            walk(child, (*place, at)) if hasattr(child, "children") else None

    walk(app._tree, ())
    return places


@pytest.mark.parametrize(
    "changes",
    [
        {"strength": ["14 %", "20.0 %", "22 %", "lots", "4 %"]},
        {"batch": ["50 mL", "4,545", "1 g", "30 g"]},
        {"target_pH": ["3.4", "9", "", "3.0"], "stock": ["20 g"]},
        {"reading": ["3,0", "about three", "3.1", ""], "added": ["0.1 g"]},
    ],
    ids=str,
)
def test_what_a_typed_amount_leaves_alone_is_as_the_whole_page_would_draw_it(
    changes: dict[str, list[str]],
) -> None:
    app = pasted(opened(), "ferulic acid 0.5 %\nphenoxyethanol 1 %")
    parts = 0
    for field, texts in changes.items():
        for text in texts:
            if state.key(field) not in [box.key for box in app.text_input]:
                continue
            before = drawn(app)
            app.text_input(key=state.key(field)).set_value(text).run()
            part = drawn(app)
            whole = drawn(checked(app.run()))
            parts += len(part) < len(whole)
            left = {place: shown for place, shown in before.items() if place not in part}
            assert {place: part.get(place, before.get(place)) for place in whole} == whole
            gone = [place for place in left if place not in whole]
            assert all(any(place[:size] in part for size in range(4, len(place))) for place in gone)
    assert parts, "none of it was drawn by itself"


def test_an_ingredient_that_is_not_known_keeps_the_pH_back_with_a_reason() -> None:
    app = pasted(opened(), "unknownthing 3 %")
    assert "an ingredient in it is not known here, so its pH cannot be worked out" in words(app)
    typed(app, target_pH="")
    assert "0.90 g unknownthing" in sheet(app)
