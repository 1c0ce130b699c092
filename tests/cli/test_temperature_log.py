"""``assess --temperature-log``: a logger's file beside a recipe, used, asked about, or told as not used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from calc.__main__ import main

LOGGERS = Path(__file__).parents[1] / "reference" / "loggers"
RECIPE = {
    "lines": [{"ingredient": "water", "mass_g": 85}, {"ingredient": "l_ascorbic_acid", "mass_g": 15}],
    "storage": {"temperature_C": 5, "package": "dropper_bottle"},
}


@pytest.fixture
def recipes(tmp_path):
    """Write the recipe as JSON and as lines; returns both files."""
    as_json, as_lines = tmp_path / "recipe.json", tmp_path / "recipe.txt"
    as_json.write_text(json.dumps(RECIPE), encoding="utf-8")
    as_lines.write_text("85 g water\n15 g vitamin C\n", encoding="utf-8")
    return str(as_json), str(as_lines)


@pytest.fixture
def assess(capsys):
    """Assess with a log; returns the exit code and what was printed."""

    def call(recipe: str, log: str, *more: str) -> tuple[int, str, str]:
        code = main(["assess", recipe, "--temperature-log", str(LOGGERS / log), *more])
        out, err = capsys.readouterr()
        return code, out.replace("\u202f", " "), err

    return call


def test_a_log_takes_the_place_of_the_temperature(assess, recipes, capsys):
    main(["assess", recipes[0], "--json"])
    cold = json.loads(capsys.readouterr().out)
    code, out, _ = assess(recipes[0], "hobo.csv", "--json")
    warm = json.loads(out)
    assert code == 0
    assert warm["shelf_life"]["t90_days"]["median"] < cold["shelf_life"]["t90_days"]["median"] / 2
    log = warm.pop("temperature_log")
    assert (log["used"], log["readings"], log["errors"]) == (True, 4, [])
    assert log["mean_kinetic_C"] == pytest.approx(21.3, abs=0.1)
    assert {column["status"] for column in log["columns"]} == {"used", "set_aside"}
    assert sum(group["count"] for group in log["lines"]) == 8
    assert warm.keys() == cold.keys()


def test_plain_lines_are_kept_as_the_log_says(assess, recipes):
    code, out, _ = assess(recipes[1], "govee.csv")
    assert code == 0
    assert "used, mean kinetic temperature" in out
    assert "Discard after" in out


@pytest.mark.parametrize("form", [0, 1])
@pytest.mark.parametrize(
    ("log", "option", "values"),
    [
        ("day_or_month.csv", "--log-day-first", ("yes", "no")),
        ("celsius_or_fahrenheit.csv", "--log-unit", ("°C", "°F")),
        ("sensors_without_names.csv", "--log-column", ("A", "B")),
    ],
)
def test_a_question_stands_beside_the_answer_and_every_offer_settles_it(
    assess, recipes, form, log, option, values
):
    code, out, err = assess(recipes[form], log)
    assert (code, err) == (0, "")
    assert ": not used." in out
    assert "L-ascorbic acid" in out
    for value in values:
        assert f"{option} {value}" in out
        assert "used, mean kinetic temperature" in assess(recipes[form], log, option, value)[1]


def test_a_refused_log_leaves_the_date(assess, recipes):
    payload = json.loads(assess(recipes[0], "decimal_commas_between_commas.csv", "--json")[1])
    assert payload["temperature_log"]["used"] is False
    assert payload["temperature_log"]["errors"][0]["fix"]
    assert payload["shelf_life"]["discard_after_days"]


def test_a_zone_is_used_and_told(assess, recipes):
    out = assess(recipes[0], "autumn.csv", "--log-time-zone", "Europe/Berlin")[1]
    assert "The clock was set to Europe/Berlin." in out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--log-unit", "F"], "there is no log here"),
        (["--temperature-log", "nowhere.csv"], "No such file"),
    ],
)
def test_what_cannot_be_is_refused(recipes, capsys, options, words):
    assert main(["assess", recipes[0], *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
