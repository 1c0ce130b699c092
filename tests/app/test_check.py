"""The Check page without a browser, always from app.py."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from calc.catalog.people import WORD_KINDS
from calc.client.request import VisitRequest
from tests.apptest import checked, opened, pressed
from ui import state

ACID = {"product": "label", "product_form": "l_ascorbic_acid"}


def answered(app: AppTest, **answers: object) -> AppTest:
    """Return the page after each answer was given, one after the other, as a person does."""
    for field, answer in answers.items():
        fold = {"tablets": "fold-tablets"}.get(field, "fold-others" if field in WORD_KINDS else "")
        if fold and not app.session_state[fold]:
            app.session_state[fold] = True
            checked(app.run())
        widget = next(result for result in boxes(app) if result.key == state.key(field))
        widget.set_value(answer)
        checked(app.run())
    return app


def boxes(app: AppTest) -> list[Any]:
    """Return everything on the page that can be answered in."""
    kinds = (app.text_input, app.text_area, app.selectbox, app.multiselect, app.button_group)
    return [widget for kind in kinds for widget in kind]


def words(app: AppTest) -> str:
    """Return everything that is said on the page, the sheet included."""
    parts = (app.title, app.subheader, app.markdown, app.error, app.warning, app.info, app.success)
    said = [f"{getattr(element, 'title', '') or ''} {element.value}" for part in parts for element in part]
    return "\n".join((*said, sheet(app)))


def sheet(app: AppTest) -> str:
    """Return the sheet as it will print, as HTML; "" where there is none."""
    return next((element.proto.body for element in app.html if "care-sheet" in element.proto.body), "")


def fields(app: AppTest) -> set[str]:
    """Return the fields that are asked now."""
    return {str(widget.key).removeprefix("check_").split("-")[0] for widget in boxes(app)}


def filled(app: AppTest) -> set[str]:
    """Return the fields in which something stands."""
    return {str(box.key).removeprefix("check_").split("-")[0] for box in boxes(app) if box.value}


def verdict(app: AppTest) -> str:
    """Return the verdict: the word in front of what was checked."""
    heads = [box.title for part in (app.error, app.warning, app.success) for box in part if box.title]
    return str(heads[0]).split(":")[0] if heads else ""


def test_a_new_client_is_asked_little_and_told_nothing() -> None:
    app = opened("check")
    assert verdict(app) == ""
    assert "Reloading clears the client" in words(app)
    assert {"product", "procedure", "age", "expecting", "common", "skin"} <= fields(app)
    assert not {"product_form", "medicines", "conditions", "sex", "smoker"} & fields(app)


def test_a_plain_adult_with_a_good_serum_goes_in_few_steps() -> None:
    app = answered(
        opened("check"),
        **ACID,
        product_strength="15 %",
        product_pH="3,2",
        age="34",
        skin=["normal"],
        zone="face",
    )
    app = pressed(app, "I asked – nothing else applies")
    assert verdict(app) == "Go"
    assert "Nothing to change" not in words(app)


def test_sensitive_skin_is_told_what_is_milder() -> None:
    app = answered(opened("check"), **ACID, skin=["sensitive"])
    assert verdict(app) == "Not sure yet"
    assert "Ascorbyl glucoside" in words(app)


def test_broken_skin_waits() -> None:
    app = answered(opened("check"), **ACID, skin=["broken"])
    assert verdict(app) == "Not now"
    assert "STOP · No pure acid on irritated or broken skin" in words(app)


def test_needles_bring_contraindications_limits_and_courses() -> None:
    app = answered(opened("check"), **ACID, age="34", procedure="microneedling")
    assert verdict(app) == "Not now"
    assert "No sauna, pool or solarium" in sheet(app)
    app = answered(app, appointment="2026-12-01 15:00")
    assert "Wed 2 Dec, 06:00" in sheet(app)
    app = answered(app, conditions=["epilepsy"])
    assert verdict(app) == "Ask a doctor first"
    assert "What would have to change" in sheet(app)
    for prepared in ("Wed 2 Dec, 06:00", "No sauna", "Before and after"):
        assert prepared not in words(app), prepared


def test_a_medicine_that_nobody_knows_is_kept_and_told() -> None:
    app = answered(opened("check"), **ACID, age="34", tablets="500 mg", medicines=["warfarin", "frobnicol"])
    assert verdict(app) == "Ask a doctor first"
    assert "frobnicol" in words(app)
    assert next(box for box in app.multiselect if box.key == state.key("medicines")).value == [
        "warfarin",
        "frobnicol",
    ]


def test_tablets_are_summed_beside_the_upper_level() -> None:
    app = answered(opened("check"), age="34", tablets="1000 mg, 2 a day\n500 mg sodium ascorbate")
    said = words(app).replace("\u202f", " ")
    assert "= 1000 mg L-ascorbic acid, 2 a day" in said
    table = dict(app.table[0].value.replace("\u202f", " ", regex=True).itertuples(index=False))
    assert table["From these tablets, as ascorbic acid"] == "2444.5 mg"
    assert table["Upper level (United States), with food"] == "2000 mg"
    assert table["Sodium with it"] == "58 mg"
    assert "CAUTION · Above the upper level" in said


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"age": "200"}, "must be between 0 and 120"),
        ({"skin": ["normal"], "expecting": ["pregnant"], "age": "8"}, "this does not go with an age of 8"),
        ({"skin": ["normal", "broken"]}, "contradicts the rest"),
        ({"tablets": "lots"}, "an amount and how often is read here"),
        ({"tablets": "1.000 mg"}, "this can be meant in two ways"),
        ({"product_pH": "31"}, "must be between 0 and 14"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(answers, result) -> None:
    app = answered(opened("check"), **ACID, **answers)
    assert result in words(app)
    assert "Nothing you answered is lost" in words(app)
    last, text = list(answers.items())[-1]
    assert app.session_state[state.key(last)] == text


def test_the_batch_of_mix_can_be_checked() -> None:
    app = answered(opened("check"), product="mix", skin=["normal"], age="34")
    assert verdict(app) == "Not sure yet"
    assert "Home made: how is it preserved?" in words(app)


def test_the_next_client_starts_blank_and_the_product_stays() -> None:
    app = answered(opened("check"), **ACID, age="34", skin=["sensitive"], procedure="peel", tablets="1 g")
    app = pressed(app, "Next client")
    assert {name: app.session_state[state.key(name)] for name in ACID} == ACID
    assert not filled(app) - set(ACID)
    for name in ("age", "skin", "procedure", "tablets"):
        assert state.key(name) not in app.session_state, name


def test_what_a_browser_still_holds_of_a_client_reaches_no_other() -> None:
    app = pressed(answered(opened("check"), **ACID, age="34", skin=["sensitive"]), "Next client")
    app.session_state[state.key("age")] = "34"  # as it comes with an answer that was given too early
    app.session_state[state.key("skin")] = ["sensitive"]
    assert not filled(checked(app.run())) - set(ACID)


def test_an_ampoule_is_held_against_the_article() -> None:
    app = answered(opened("check"), **ACID, product_strength="15 %", product_package="ampoule")
    table = dict(app.table[0].value.replace("\u202f", " ", regex=True).itertuples(index=False))
    assert table["at most 10 %"] == "✗ no, 15 %"
    assert table["pH 2.8"] == "? unknown"


def test_nothing_of_a_client_gets_into_the_address() -> None:
    app = answered(opened("check"), **ACID, age="34", skin=["sensitive"])
    assert not dict(app.query_params)


def test_every_question_has_a_label() -> None:
    from ui.labels import LABELS

    assert set(VisitRequest.__dataclass_fields__) <= set(LABELS)


def test_a_product_of_the_list_can_be_checked() -> None:
    app = answered(opened("check"), product="list", listed="timeless_20_c_e_ferulic", skin=["broken"])
    assert verdict(app) == "Not now"
    assert "STOP · No pure acid on irritated or broken skin" in words(app)


@pytest.mark.parametrize(
    "answers",
    [{"age": "200"}, {"tablets": "lots"}, {"appointment": "whenever she likes"}, {"product_pH": "31"}],
)
def test_what_cannot_be_read_takes_no_verdict_and_no_field_away(answers) -> None:
    app = answered(opened("check"), **ACID, procedure="microneedling", conditions=["epilepsy"])
    before, asked = verdict(app), fields(app)
    app = answered(app, **answers)
    assert verdict(app) == before == "Ask a doctor first"
    assert asked <= fields(app)


def test_what_cannot_be_read_is_never_fine() -> None:
    app = answered(
        opened("check"),
        **ACID,
        product_strength="15 %",
        product_pH="3,2",
        age="34",
        skin=["normal"],
        zone="face",
    )
    app = pressed(app, "I asked – nothing else applies")
    assert verdict(app) == "Go"
    app = answered(app, tablets="lots")
    assert verdict(app) == "Not sure yet"
    assert "cannot be read" in words(app)


def test_answers_that_contradict_keep_the_last_verdict_but_never_a_go() -> None:
    app = answered(
        opened("check"), **ACID, product_strength="15 %", product_pH="3,2", age="34", skin=["normal"]
    )
    app = pressed(answered(app, zone="face"), "I asked – nothing else applies")
    assert verdict(app) == "Go"
    app = answered(app, skin=["normal", "broken"])
    assert "As of your last answers that go together" in words(app)
    assert verdict(app) == "Not sure yet"


def test_what_is_used_is_quiet_and_a_doubt_has_its_buttons() -> None:
    app = answered(opened("check"), product="none", procedure="laser", medicines=["Isotretinoin 20 mg"])
    assert "Isotretinoin 20 mg: Isotretinoin by mouth, taken now" in words(app)
    assert "not checked" not in words(app)
    app = answered(app, medicines=["isotretinion 20 mg"])
    app = pressed(app, "Do you mean Isotretinoin by mouth?")
    assert medicines(app) == ["Isotretinoin by mouth 20 mg"]
    app = pressed(app, "Undo")
    assert medicines(app) == ["isotretinion 20 mg"]


def test_one_word_of_several_is_left_out_and_comes_back() -> None:
    said = ["warfarin, zzyzx", "aspirin"]
    app = answered(opened("check"), product="none", procedure="laser", medicines=said)
    assert "“zzyzx” was not understood" in words(app)
    app = pressed(app, "Not a medicine: leave it out")
    assert medicines(app) == ["warfarin", "aspirin"]
    app = pressed(app, "Undo")
    assert medicines(app) == said


def medicines(app: AppTest) -> list[str]:
    """Return what stands under medicines."""
    return next(box.value for box in app.multiselect if box.key == state.key("medicines"))


def test_after_a_stop_it_says_that_no_more_need_be_asked_and_moves_nothing() -> None:
    app = answered(opened("check"), product="none", procedure="microneedling", age="34")
    before = fields(app)
    assert "That is enough to say no" not in words(app)
    app = answered(app, expecting=["pregnant"])
    assert "That is enough to say no" in words(app)
    assert before <= fields(app)


def test_chips_answer_in_the_fields_of_their_kinds() -> None:
    app = answered(opened("check"), product="none", procedure="laser", age="34")
    app = answered(app, common=["Isotretinoin, now or lately"])
    assert verdict(app) == "Ask a doctor first"
    app = answered(app, common=[])
    assert verdict(app) == "Not sure yet"
    app = pressed(answered(app, common=["Diabetes"]), "I asked – nothing else applies")
    assert app.session_state[state.key("medicines")] == ["none"]
    assert state.key("conditions") not in app.session_state


@pytest.mark.parametrize(
    ("chosen", "then", "left"),
    [(["none"], ["none", "pregnant"], ["pregnant"]), (["pregnant"], ["pregnant", "none"], ["none"])],
)
def test_neither_stands_alone(chosen, then, left) -> None:
    app = answered(opened("check"), expecting=chosen)
    app = answered(app, expecting=then)
    assert app.session_state[state.key("expecting")] == left


def test_the_next_client_has_no_chip_left() -> None:
    app = answered(
        opened("check"), product="none", procedure="laser", common=["Herpes", "Retinoid"], skin=["acne"]
    )
    app = pressed(app, "Next client")
    assert app.session_state[state.key("product")] == "none"
    assert filled(app) == {"product"}
    assert verdict(app) == ""


def test_nothing_else_says_what_it_covers_and_what_it_leaves() -> None:
    app = answered(opened("check"), **ACID, age="34")
    assert (
        "“Nothing else applies” answers “none” to: Pregnant or breastfeeding, Other active skincare"
        in words(app)
    )
    app = pressed(app, "I asked – nothing else applies")
    assert "“Nothing else applies” answers" not in words(app)
    assert "It leaves: " in words(app)
    assert "the skin" in words(app).split("It leaves: ")[1].splitlines()[0]


def test_a_sun_holiday_counts_from_the_last_session_of_a_course() -> None:
    app = answered(opened("check"), product="none", age="34", procedure="microneedling")
    app = answered(app, appointment="2026-12-01 15:00")
    assert "Tue 15 Dec" in sheet(app)
    app.session_state["fold-course"] = True
    app = answered(checked(app.run()), schedule="weekly_002")
    # Five weeks after the first session, and 14 days more.
    assert "Tue 19 Jan 2027" in sheet(app)


def test_what_a_procedure_is_can_be_read() -> None:
    app = answered(opened("check"), procedure="plasma")
    assert "What is plasma?" in [fold.label for fold in app.expander]
