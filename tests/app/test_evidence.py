"""The Evidence page without a browser: how right the program is, as a picture and as a table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

from calc.catalog.truth import QUANTITIES, TruthRow, truth_rows
from calc.reports.evidence import VALUE_KINDS
from tests.apptest import checked, opened
from ui import state

EXAMPLES = (
    "How strong should it be?",
    "Which pH does it need?",
    "Can I use it with retinol?",
    "May I use it in pregnancy?",
)

HEADS = {"pH": "pH", "solubility": "Solubility", "density": "Density", "left": "Vitamin C left"}


def points(quantity: str) -> list[TruthRow]:
    """Return the measured points of a quantity."""
    return [row for row in truth_rows() if row.quantity == quantity]


def unfolded(app: AppTest, quantity: str) -> AppTest:
    """Return the page with the points of a quantity in sight."""
    app.session_state[f"fold-truth-{quantity}"] = True
    return checked(app.run())


def picture(app: AppTest) -> Any:
    """Return what the only picture on the page is drawn from."""
    (chart,) = app.get("vega_lite_chart")
    return chart.proto


def table(app: AppTest) -> Any:
    """Return the table of measured points."""
    (result,) = (table.value for table in app.table if "Measured" in table.value.columns)
    return result


def number(end: float) -> str:
    """Return a number as the table has it."""
    return f"{end:.4g}"


@pytest.fixture(scope="module")
def closed() -> AppTest:
    """The page as it opens."""
    return opened("evidence")


def test_a_legend_of_one_line_and_four_questions_stand_on_top(closed):
    labels = [button.label for button in closed.button]
    assert [label for label in labels if label.endswith("?")] == list(EXAMPLES)
    (line,) = (
        element.value
        for element in closed.markdown
        if "measured" in element.value and "grades" in element.value
    )
    assert all(kind in line for kind in VALUE_KINDS)


@pytest.mark.parametrize("question", EXAMPLES)
def test_every_example_is_answered_with_a_line_each(question):
    app = opened("evidence")
    next(button for button in app.button if button.label == question).click()
    app = checked(app.run())
    assert app.text_input(key=state.SEARCH).value == question
    hits = [
        element.value for element in app.markdown if element.value.startswith("**") and " · " in element.value
    ]
    assert len(hits) >= 5
    assert all("\n" not in line for line in hits)
    assert any("grade" in line for line in hits[:3])


def test_a_hit_has_value_meaning_source_with_its_link_and_grade():
    app = opened("evidence")
    app.text_input(key=state.SEARCH).set_value("sodium hydroxide molar mass")
    line = next(element.value for element in checked(app.run()).markdown if "molar mass" in element.value)
    assert "mol**" in line
    assert "calculated" in line
    app.text_input(key=state.SEARCH).set_value("STR-001")
    line = next(element.value for element in checked(app.run()).markdown if "Above 20" in element.value)
    assert "https://" in line
    assert "grade A" in line


def test_it_says_how_many_points_lie_inside_before_anything_is_opened(closed):
    assert "How right is it?" in [header.value for header in closed.header]
    labels = [fold.label for fold in closed.expander]
    for quantity in QUANTITIES:
        rows = points(quantity)
        inside = sum(row.low <= row.band_high and row.band_low <= row.high for row in rows)
        (label,) = (label for label in labels if label.startswith(HEADS[quantity]) and " of " in label)
        assert label.endswith(f": {inside} of {len(rows)} inside")
    assert not closed.get("vega_lite_chart"), "drawn only where somebody looks"


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_measured_points_stand_against_their_predictions(quantity):
    app, rows = unfolded(opened("evidence"), quantity), points(quantity)
    shown = table(app)
    assert list(shown.columns) == ["Measured", "Value", "Band", "Inside", "Source"]
    assert len(shown) == len(rows)
    for said, row in zip(shown.to_dict("records"), rows):
        assert said["Value"].split("–")[0] == number(row.low)
        assert said["Value"].split("–")[-1] == number(row.high)
        assert said["Band"] == f"{number(row.band_low)}–{number(row.band_high)}"
        assert said["Inside"] == ("yes" if row.low <= row.band_high and row.band_low <= row.high else "no")
        assert said["Source"]


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_the_picture_has_every_point_with_its_band_and_its_words(quantity):
    app, rows = unfolded(opened("evidence"), quantity), points(quantity)
    drawn = picture(app)
    held = convert_arrow_bytes_to_pandas_df(drawn.data.data)
    assert held["case"].tolist() == [row.case for row in rows]
    assert held["predicted"].tolist() == pytest.approx([row.median for row in rows])
    assert held["measured"].tolist() == pytest.approx([(row.low + row.high) / 2 for row in rows])
    assert held["from"].tolist() == pytest.approx([row.band_low for row in rows])
    assert held["to"].tolist() == pytest.approx([row.band_high for row in rows])
    marks = [layer["mark"]["type"] for layer in json.loads(drawn.spec)["layer"]]
    assert marks == ["line", "rule", "rule", "point"], "the line where both are alike, bands, windows, points"
    outside = [row.case for row in rows if row.low > row.band_high or row.band_low > row.high]
    assert f"{len(rows) - len(outside)} of {len(rows)} measured points lie in the band" in drawn.alt
    assert all(case in drawn.alt for case in outside)
