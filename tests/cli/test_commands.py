"""The command line: what it prints, in which shape, and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import calc
from calc import catalog
from calc.__main__ import main
from calc.chemistry.recipe import read_recipe
from calc.mixing.recipe_batch import lines_of_formula
from calc.rules import codes_of
from calc.units import Q_

ROOT = Path(__file__).resolve().parents[2]
ACID = "l_ascorbic_acid"
EXAMPLE = "mix --form l_ascorbic_acid --strength 15% --batch 30g --purity 99% --scale 0.01g"
# The example of the design.
TO_PH = f"{EXAMPLE} --target-ph 3.2 --adjuster sodium_bicarbonate"
RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 84.2},
        {"ingredient": ACID, "mass_g": 15.0, "purity": 0.99},
    ],
    "system": "solution",
    "storage": {"temperature_C": 25, "package": "dropper_bottle"},
    "measured": {"pH": 3.1, "pH_sd": 0.1},
}
BAND = {"median", "low", "high"}


@pytest.fixture
def run(capsys):
    """Run the command line here; returns the exit code and what was printed."""

    def call(command: str | list[str]) -> tuple[int, str, str]:
        code = main(command.split() if isinstance(command, str) else command)
        out, err = capsys.readouterr()
        return code, out.replace("\u202f", " "), err.replace("\u202f", " ")

    return call


@pytest.fixture
def answer(run):
    """Run the command line with ``--json``; returns what it answers."""

    def call(command: str | list[str]) -> dict:
        words = command.split() if isinstance(command, str) else command
        code, out, err = run([*words, "--json"])
        assert (code, err) == (0, "")
        return json.loads(out, parse_constant=pytest.fail)

    return call


@pytest.fixture
def refused(run):
    """Run the command line with something bad; returns what is said about it."""

    def call(command: str | list[str]) -> str:
        code, out, err = run(command)
        assert (code, out) == (2, "")
        assert err.startswith("calc ")
        assert "Traceback" not in err
        return err

    return call


@pytest.fixture
def recipe_file(tmp_path):
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps(RECIPE), encoding="utf-8")
    return path


# --- mix ------------------------------------------------------------------------------------------


def test_the_example_of_the_design_as_text(run):
    code, out, err = run(EXAMPLE)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Weigh, in this order:"
    # 30 × 0.15 / 0.99 = 4.5454… g on a scale of 0.01 g.
    assert lines[1].split()[:4] == ["1", "25.45", "g", "Water"]
    assert lines[2].split()[:4] == ["2", "4.55", "g", "L-ascorbic"]
    assert lines[3] == "15.0 % (14.9–15.1 %) L-ascorbic acid"
    # 4.5 g in 25.45 / 0.9982 + 4.545 × 105 / 176.12 = 28.2 mL (apparent molar volume 105 cm³/mol).
    assert lines[4] == "Makes 30 g, about 28 mL"
    assert lines[5] == "pH 2.1 (2.0–2.2); your meter may show 1.9–2.3"
    assert lines[6].startswith("STOP More acidic than pH 2.5. ")
    assert re.search(r"\d+ checks run; \d+ not checked \(not known: how it is kept, ", lines[-2])
    assert lines[-1] == f"model {calc.MODEL_VERSION}, data {catalog.data_hash()}"


def test_one_screen_names_the_most_severe_and_counts_the_rest(run, answer):
    said = answer(TO_PH)["findings"]
    lines = run(TO_PH)[1].splitlines()
    shown = [line for line in lines if line.split()[0] in ("STOP", "CAUTION", "NOTE")]
    assert len(shown) == 5
    # Adding the first part is a step of the sheet.
    assert f"{len(said) - 1 - len(shown)} more: --all" in lines
    assert len(lines) <= 20


def test_all_of_it_as_text(run, answer):
    lines = run(f"{EXAMPLE} --all")[1].splitlines()
    assert "±0.01 scale" in lines[2]
    assert re.fullmatch(r"15.0 % \(14.9–15.1 %\) L-ascorbic acid; 16.0 % \(.*\) w/v", lines[3])
    assert any(line.startswith("STOP PH-001 More acidic than pH 2.5. pH 2.1 is below 2.5.") for line in lines)
    assert "  PH-014 the temperature: unknown" in lines
    codes = [line.split()[1] for line in lines if line.split()[0] in ("STOP", "CAUTION", "NOTE")]
    assert codes == [finding["code"] for finding in answer(EXAMPLE)["findings"]]


def test_a_scale_that_cannot_weigh_it_gets_no_sheet(run):
    _, out, _ = run("mix --strength 15% --batch 30g --target-ph 3.2 --scale 1g")
    assert out.startswith("A 1 g scale can’t weigh ")
    assert "  - Use a 0.01 g pocket scale" in out
    assert "Weigh, in this order" not in out
    assert "Add " not in out


def test_a_terminal_gets_colour_and_what_is_piped_does_not(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "50")
    assert main(EXAMPLE.split()) == 0
    coloured = capsys.readouterr().out
    monkeypatch.delenv("FORCE_COLOR")
    assert main(EXAMPLE.split()) == 0
    assert "\x1b[" in coloured
    assert "\x1b" not in capsys.readouterr().out
    assert max(len(re.sub(r"\x1b\[[0-9;]*m", "", line)) for line in coloured.splitlines()) <= 50


def test_every_command_shows_an_example(capsys):
    for command in ("mix", "assess", "check", "compare", "screen", "log", "card", "link"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert f"\nExample: calc {command} " in capsys.readouterr().out


def test_the_example_of_the_design_as_json(answer):
    result = answer(EXAMPLE)
    assert result.keys() == {
        "total_mass_g",
        "strength",
        "aa_equivalent_fraction",
        "pH",
        "pH_reading",
        "pH_basis",
        "solubility",
        "shelf_life",
        "findings",
        "rules",
        "model_version",
        "data_hash",
        "weigh",
        "lines",
    }
    assert [(line["ingredient"], line["status"]) for line in result["lines"]] == [
        ("water", "used"),
        (ACID, "used"),
    ]
    assert result["pH"].keys() == BAND
    assert result["pH_basis"] == "predicted"
    assert result["solubility"].keys() == {
        "form",
        "dissolves",
        "g_per_100g_water",
        "limit_g_per_100g_water",
        "coldest_C",
    }
    # 15 × 0.99 g of acid against 84.85 g of water; nobody said how cold: 20 °C.
    # Of the acid 10^(2.09 − 4.17) is ionised, and does not count.
    free = 1 / (1 + 10 ** (2.09 - 4.17))
    grams = 100 * 15 / (100 - 15 / 0.99)
    assert result["solubility"]["g_per_100g_water"] == pytest.approx(free * grams, rel=1e-3)
    assert result["solubility"]["dissolves"] is True
    assert result["solubility"]["coldest_C"] == 20
    assert result["total_mass_g"] == pytest.approx(30)
    (strength,) = result["strength"]
    assert strength.keys() == {"form", "mass_fraction", "aa_equivalent_fraction"}
    assert strength["form"] == ACID
    assert strength["mass_fraction"]["median"] == pytest.approx(0.15, abs=1e-4)
    for band in (
        strength["mass_fraction"],
        strength["aa_equivalent_fraction"],
        result["aa_equivalent_fraction"],
    ):
        assert band.keys() == BAND
        assert 0.149 < band["low"] < band["median"] < band["high"] < 0.151
    assert result["rules"].keys() == {"evaluated", "skipped"}
    skipped = [rule["code"] for rule in result["rules"]["skipped"]]
    assert sorted([*result["rules"]["evaluated"], *skipped]) == sorted(codes_of("formula"))
    assert all(rule.keys() == {"code", "reason"} and rule["reason"] for rule in result["rules"]["skipped"])
    assert result["model_version"] == calc.MODEL_VERSION
    assert result["data_hash"] == catalog.data_hash()


def test_without_storage_there_is_no_date_and_the_reason_is_told(answer):
    content = answer(EXAMPLE)
    assert content["shelf_life"] is None
    assert any(rule["reason"] == "how it is kept: unknown" for rule in content["rules"]["skipped"])
    assert "dose" not in content, "nobody asked for a pH"


def test_findings_in_json_are_words(answer):
    findings = answer(EXAMPLE)["findings"]
    assert findings
    for finding in findings:
        assert {"code", "severity", "action", "subject", "message", "remedy", "sources"} <= finding.keys()
        assert finding["severity"] in ("NOTE", "CAUTION", "STOP")
        assert finding["action"] in ("none", "adapt", "wait", "refer")
        assert set(finding["sources"]) <= set(catalog.sources())
        assert finding["sources"]


def test_the_rows_to_weigh(answer):
    rows = answer(EXAMPLE)["weigh"]
    assert [row["ingredient"] for row in rows] == ["water", ACID]
    for row in rows:
        assert row.keys() == {
            "ingredient",
            "mass_g",
            "scale_plus_minus_g",
            "method_plus_minus_g",
            "first_g",
            "strength",
        }
        assert (row["first_g"], row["strength"]) == (None, 1.0)
        assert row["scale_plus_minus_g"] == 0.01
        # 4.5454 g × 0.002 / 0.99.
        assert row["method_plus_minus_g"] == pytest.approx(0.0092, abs=0.0005)
    assert rows[1]["mass_g"] == pytest.approx(4.5 / 0.99, rel=1e-12)


def test_without_a_scale_there_is_no_scale_error(answer, run):
    rows = answer("mix --strength 15% --batch 30g")["weigh"]
    assert [row["scale_plus_minus_g"] for row in rows] == [None, None]
    assert "scale," not in run("mix --strength 15% --batch 30g --all")[1]


def test_an_unknown_equivalent_is_null(answer):
    result = answer("mix --form encapsulated_ascorbic_acid --strength 5% --batch 30g")
    assert result["aa_equivalent_fraction"] is None
    assert result["strength"][0]["aa_equivalent_fraction"] is None
    known = answer("mix --form encapsulated_ascorbic_acid --strength 5% --batch 30g --loading 20%")
    assert known["aa_equivalent_fraction"]["high"] == pytest.approx(0.01, rel=1e-3)


def test_other_ingredients_stand_in_the_order_of_addition(answer):
    others = ["--other", "glycerin 5 %", "--other", "ferulic acid 0,5 g"]
    result = answer(["mix", "--strength", "15%", "--batch", "100 g", "--purity", "100%", *others])
    masses = {row["ingredient"]: row["mass_g"] for row in result["weigh"]}
    assert masses == pytest.approx({"water": 79.5, ACID: 15, "glycerin": 5, "ferulic_acid": 0.5})


@pytest.mark.parametrize("texts", [("15,5%", "30,5g"), ("15.5%", "30.5g"), ("15½%", "30½g")])
def test_a_comma_is_a_decimal_point(answer, texts):
    result = answer(["mix", "--strength", texts[0], "--batch", texts[1], "--purity", "100%"])
    assert result["total_mass_g"] == pytest.approx(30.5)
    assert result["weigh"][1]["mass_g"] == pytest.approx(30.5 * 0.155)


def test_grams_to_strength_and_back(answer):
    there = answer(EXAMPLE)["weigh"]
    water, powder = (repr(row["mass_g"]) for row in there)
    options = ["--purity", "99%", "--scale", "0.01g"]
    back = answer(["mix", "--powder", f"{powder}g", "--water", f"{water}g", *options])
    assert back["total_mass_g"] == pytest.approx(30, rel=1e-9)
    assert [row["mass_g"] for row in back["weigh"]] == pytest.approx([float(water), float(powder)], rel=1e-9)
    assert float(powder) * 0.99 / back["total_mass_g"] == pytest.approx(0.15, rel=1e-9)
    assert back["strength"][0]["mass_fraction"]["median"] == pytest.approx(0.15, abs=1e-4)
    for known in ("powder", "water"):
        mass = powder if known == "powder" else water
        again = answer(["mix", "--strength", "15%", f"--{known}", f"{mass}g", *options])
        assert again["total_mass_g"] == pytest.approx(30, rel=1e-9)


# --- to a pH --------------------------------------------------------------------------------------


def test_the_dose_of_the_design_as_text(run):
    code, out, err = run(TO_PH)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    rows = [line.split() for line in lines[1:4]]
    # 30 − 4.545 − 0.261 and the 0.137 g of gas that leaves: 25.33 g of water.
    assert [row[1] for row in rows] == ["25.33", "4.55", "0.20"]
    assert lines[3].endswith("Baking soda (sodium bicarbonate) – first, of about 0.26 g (0.21–0.34 g)")
    assert lines[4].startswith("Stir in the first 0.20 g, measure the pH, ")
    assert "pH 3.2 (3.0–3.3); your meter may show 3.0–3.4" in lines


@pytest.mark.parametrize("option", ["--target-pH", "--target_pH", "--Target-ph"])
def test_an_option_may_be_written_in_capitals_and_with_underscores(run, option):
    assert run(TO_PH.replace("--target-ph", option)) == run(TO_PH)


def test_the_dose_of_the_design_as_json(answer):
    result = answer(TO_PH)
    assert result["dose"].keys() == {
        "adjuster",
        "adjuster_strength",
        "target_pH",
        "now",
        "now_reading",
        "mass_g",
        "first_addition_g",
        "reachable_pH",
        "after",
    }
    dose = result["dose"]
    assert (dose["adjuster"], dose["target_pH"], dose["after"]) == ("sodium_bicarbonate", 3.2, None)
    # 0.425 g of lye per 100 g are 0.268 g of baking soda in 30 g.
    assert dose["mass_g"].keys() == BAND
    assert dose["mass_g"]["median"] == pytest.approx(0.3 * 0.425 * 84.007 / 39.997, rel=0.03)
    assert dose["mass_g"]["low"] < dose["mass_g"]["median"] < dose["mass_g"]["high"]
    assert 0 < dose["first_addition_g"] <= min(dose["mass_g"]["low"], 0.8 * dose["mass_g"]["median"])
    assert dose["reachable_pH"][0] == pytest.approx(dose["now"]["median"])
    assert result["pH"]["median"] == pytest.approx(3.2, abs=0.005)
    (row,) = [row for row in result["weigh"] if row["ingredient"] == "sodium_bicarbonate"]
    assert row["mass_g"] == dose["mass_g"]["median"]
    assert row["first_g"] == dose["first_addition_g"]


def test_the_dose_from_python_is_the_same(answer):
    batch = calc.new_batch(
        ACID,
        mass_fraction=Q_(15, "percent"),
        batch_mass=Q_(30, "g"),
        purity=Q_(99, "percent"),
        scale_resolution=Q_(0.01, "g"),
        target_pH=3.2,
        adjuster="sodium_bicarbonate",
    )
    content = {
        **calc.assess(batch.formula, dose=batch.dose).as_dict(),
        "weigh": [row.as_dict() for row in batch.weigh],
        "dose": batch.dose.as_dict(),
        "lines": [line.as_dict() for line in lines_of_formula(batch.formula)],
    }
    assert answer(TO_PH) == json.loads(json.dumps(content))


def test_a_solution_is_named_by_its_strength_everywhere(run):
    # "1.3 g of lye" for 1.3 g of a 10 % solution would be ten times too much.
    words = f"{EXAMPLE} --target-ph 3.2 --adjuster sodium_hydroxide --adjuster-strength 10%"
    _, out, _ = run(words)
    for line in out.splitlines():
        if "(sodium hydroxide)" in line:
            assert "(sodium hydroxide), 10 % solution" in line
    assert "10 % solution" in out


def test_a_reading_on_the_way(answer, run):
    words = f"{TO_PH} --added 0.21g --reading 3.05 --instrument meter --reading-error 0.05"
    after = answer(words)["dose"]["after"]
    assert after.keys() == {
        "added_g",
        "reading",
        "expected_pH",
        "expected_reading",
        "standard_deviations_off",
        "believed",
        "pH",
        "remaining_g",
        "too_much",
    }
    assert (after["added_g"], after["reading"], after["believed"]) == (0.21, 3.05, True)
    assert after["remaining_g"].keys() == BAND
    assert after["too_much"] is None
    _, out, _ = run(words)
    assert "Add 0.0" in out
    assert "–-" not in out
    assert "(-" not in out, "nothing is taken out again"


def test_too_much_on_the_way(answer, run):
    words = f"{TO_PH} --added 0.6g --reading 3.6"
    back = answer(words)["dose"]["after"]["too_much"]
    assert back["back"] == "citric_acid"
    assert back["enlarge_by"]["median"] > 1
    _, out, _ = run(words)
    for words in ("That is more than it takes.", "To go back, add", "make everything else"):
        assert words in out


def test_a_reading_that_cannot_be(answer, run):
    words = f"{TO_PH} --added 0.21g --reading 6"
    result = answer(words)
    assert result["dose"]["after"]["believed"] is False
    assert severities(result)["PH-005"] == "CAUTION"
    assert "You read pH 6; " in run(f"{words} --all")[1]


def test_a_pH_out_of_reach(answer, run):
    words = "mix --strength 20% --batch 30g --target-ph 6.5 --adjuster trisodium_citrate_dihydrate"
    result = answer(words)
    assert result["dose"]["mass_g"] is None
    assert severities(result)["ADJ-005"] == "CAUTION"
    assert [row["ingredient"] for row in result["weigh"]] == ["water", ACID]
    assert "this mix goes from pH 2.0 to " in run(f"{words} --all")[1]


def test_a_target_that_is_there_already_asks_to_measure_first(run):
    code, out, err = run("mix --strength 15% --batch 30g --target-ph 2.1")
    assert (code, err) == (0, "")
    assert "Measure the pH first, and run this again with --reading." in out
    assert run("mix --strength 15% --batch 30g --target-ph 2.1 --added 0 --reading 2.1")[0] == 0


def test_twenty_percent_stays_twenty_after_a_reading(answer):
    # The water is weighed by then, so that the whole moves by a hair; that is no reason to stop.
    words = "mix --strength 20% --batch 30g --purity 99% --target-ph 3.2 --added 0.3g --reading"
    for reading in ("3.05", "3.2", "3.4"):
        result = answer([*words.split(), reading])
        assert "STR-001" not in severities(result), reading
        (told_of,) = [finding["message"] for finding in result["findings"] if finding["code"] == "STR-003"]
        assert told_of.startswith("20\u202f% is in the upper part")


# --- what the issue asks, from here and from Python -----------------------------------------------


def severities(result: dict) -> dict[str, str]:
    return {finding["code"]: finding["severity"] for finding in result["findings"]}


def mixed(percent: float) -> dict:
    """Return what Python answers to the command line's question."""
    batch = calc.new_batch(
        ACID,
        mass_fraction=Q_(percent, "percent"),
        batch_mass=Q_(30, "g"),
        purity=Q_(99, "percent"),
        scale_resolution=Q_(0.01, "g"),
    )
    weigh = [row.as_dict() for row in batch.weigh]
    lines = [line.as_dict() for line in lines_of_formula(batch.formula)]
    return {**calc.assess(batch.formula).as_dict(), "weigh": weigh, "lines": lines}


@pytest.mark.parametrize("percent", [5, 15, 20, 22])
def test_both_doors_give_the_same_answer(answer, percent):
    result = answer(f"mix --strength {percent}% --batch 30g --purity 99% --scale 0.01g")
    assert result == json.loads(json.dumps(mixed(percent)))


def test_thirty_grams_at_fifteen_percent_need_4_545_g(answer):
    powder = answer(EXAMPLE)["weigh"][1]["mass_g"]
    assert round(powder, 3) == 4.545
    assert "STR-001" not in severities(mixed(15))


def test_twenty_two_percent_stops(answer):
    result = answer("mix --strength 22% --batch 30g --purity 99% --scale 0.01g")
    assert severities(result)["STR-001"] == "STOP"
    assert result["findings"][0]["code"] == "STR-001"


def test_twenty_percent_does_not(answer):
    result = answer("mix --strength 20.0% --batch 30g --purity 99% --scale 0.01g")
    assert "STR-001" not in severities(result)
    assert "STR-001" in result["rules"]["evaluated"]
    # It stops for its pH, until a base is in.
    assert severities(result)["PH-001"] == "STOP"
    mended = answer("mix --strength 20.0% --batch 30g --purity 99% --scale 0.01g --target-ph 3.2")
    assert "STOP" not in severities(mended).values()


def test_five_percent_cites_its_trial(answer):
    result = answer("mix --strength 5% --batch 30g --purity 99% --scale 0.01g")
    (note,) = [finding for finding in result["findings"] if finding["code"] == "STR-002"]
    assert note["severity"] == "NOTE"
    assert "humbert_2003" in note["sources"]


# --- assess ---------------------------------------------------------------------------------------


def test_a_recipe_from_a_file(answer, run, recipe_file):
    result = answer(["assess", str(recipe_file)])
    assert result["total_mass_g"] == pytest.approx(99.2)
    # 15 × 0.99 / 99.2 = 14.97 %.
    assert result["strength"][0]["mass_fraction"]["median"] == pytest.approx(14.85 / 99.2, rel=1e-3)
    assert "weigh" not in result
    assert {"PH-001", "PH-002", "PH-003"} <= set(result["rules"]["evaluated"])
    code, out, _ = run(["assess", str(recipe_file)])
    assert code == 0
    assert out.startswith("14.97 % (")


def test_a_recipe_from_python_is_the_same(answer, recipe_file):
    recipe = read_recipe(RECIPE)
    report = calc.assess(recipe.formula, storage=recipe.storage, measured=recipe.measured)
    result = answer(["assess", str(recipe_file)])
    lines = result.pop("lines")
    assert result == json.loads(json.dumps(report.as_dict()))
    assert [(line["ingredient"], line["status"], line["kind"], line["note"]) for line in lines] == [
        (row["ingredient"], "used", "known", "") for row in RECIPE["lines"]
    ]
    assert [line["mass_g"]["median"] for line in lines] == [row["mass_g"] for row in RECIPE["lines"]]


def test_a_recipe_with_storage_says_how_long_it_keeps(answer, run, recipe_file):
    result = answer(["assess", str(recipe_file)])["shelf_life"]
    assert result["discard_after_days"] == 7
    assert result["t90_days"].keys() == BAND
    _, out, _ = run(["assess", str(recipe_file)])
    line = next(line for line in out.splitlines() if line.startswith("Discard"))
    pattern = r"Discard after 7 days \(.*\); loses 10 % in about [\d.]+ days \([\d.]+–[\d.]+\)"
    assert re.fullmatch(pattern, line)


def test_without_storage_nothing_is_said_of_keeping(answer, run):
    assert answer(EXAMPLE)["shelf_life"] is None
    assert "Discard after" not in run(EXAMPLE)[1]


def test_a_germ_limit_alone_is_a_line_too(run, tmp_path):
    path = tmp_path / "recipe.json"
    lines = [{"ingredient": "water", "mass_g": 95}, {"ingredient": "ascorbyl_glucoside", "mass_g": 5}]
    path.write_text(json.dumps({**RECIPE, "lines": lines, "measured": {"pH": 6}}), encoding="utf-8")
    assert re.search("^Discard after 7 days", run(["assess", str(path)])[1], re.MULTILINE)


def piped(monkeypatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


def test_a_recipe_from_standard_input(answer, recipe_file, monkeypatch):
    from_file = answer(["assess", str(recipe_file)])
    piped(monkeypatch, json.dumps(RECIPE).encode())
    assert answer("assess -") == from_file


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not text"),
        (b"[" * 2_000_000, "too large"),
        (b"[" * 500_000, "recipe"),
        (b'{"lines": []}', "lines"),
        (b'{"lines": [{"ingredient": "water", "mass_g": 1, "mass_g": 2}]}', "is given twice"),
        (b'{"lines": [{"ingredient": "gold", "mass_g": 1}]}', "lines[0].ingredient"),
        (b'{"lines": [{"ingredient": "\\ud800", "mass_g": 1}]}', "lines[0].ingredient"),
        (b'{"lines": [{"ingredient": "water", "mass_g": -1}]}', "lines[0].mass_g"),
        (b'{"lines": [{"ingredient": "water", "mass_g": 1' + b"0" * 400 + b"}]}", "lines[0].mass_g"),
        (b'{"lines": [{"ingredient": "water", "mass_g": 1}], "measured": {"pH": 15}}', "measured.pH"),
        (b'{"lines": [{"ingredient": "water", "mass_g": 1}], "claims": {"pH": 15}}', "claims.pH"),
        (
            b'{"lines": [{"ingredient": "water", "mass_g": 1}], "claims": {"mass_fraction": 15}}',
            "claims.mass",
        ),
    ],
    ids=lambda option: repr(option)[:32],
)
def test_a_bad_recipe_is_refused_with_its_place(refused, monkeypatch, content, words):
    piped(monkeypatch, content)
    assert words in refused("assess -")


@pytest.mark.parametrize("name", catalog.examples())
def test_a_wrong_recipe_gets_its_verdict(run, answer, monkeypatch, name):
    example = catalog.examples()[name]
    claims = {"strength": example.claim_strength, "ph": example.claim_pH}
    words = [word for key, text in claims.items() if text for word in (f"--claim-{key}", text)]
    verdicts = {
        "acid_in_water": ("CLAIM-003", "It claims pH 5; by its own lines it is 1.8 to 2.1.", 0.25, 1.95),
        "more_than_whole": ("CLAIM-002", "It claims 15 % w/w; by its own lines it is 14.6 %.", 0.146, 2.1),
        "ten_times_off": ("CLAIM-002", "It claims 5 % w/w; by its own lines it is 0.506 %.", 0.005, 2.87),
    }
    code, verdict, strength, pH = verdicts[name]
    text = "\n".join(example.lines).encode()
    piped(monkeypatch, text)
    ended, out, err = run(["assess", "-", *words, "--all"])
    assert (ended, err) == (0, "")
    assert out.startswith("It holds:\n")
    assert f"CAUTION {code} " in out
    assert verdict in out
    piped(monkeypatch, text)
    result = answer(["assess", "-", *words])
    assert result["strength"][0]["mass_fraction"]["median"] == pytest.approx(strength, rel=0.02)
    assert result["pH"]["median"] == pytest.approx(pH, abs=0.05)
    assert result["solubility"]["dissolves"] == {"acid_in_water": False}.get(name, True)
    assert (code, "CAUTION") in severities(result).items()
    if name == "more_than_whole":
        assert "They add up to 102.5 %." in out


def test_claims_stand_in_a_recipe_file(answer, tmp_path, refused):
    path = tmp_path / "claims.json"
    path.write_text(json.dumps({**RECIPE, "claims": {"mass_fraction": 0.2, "pH": 3.2}}), encoding="utf-8")
    result = severities(answer(["assess", str(path)]))
    assert "CLAIM-002" in result
    assert '"claims": {"mass_fraction"' in refused(["assess", str(path), "--claim-ph", "5"])


@pytest.mark.parametrize(
    ("lines", "words", "field", "fix"),
    [
        ("5 g vitamin C\n15 g water", "--claim-ph 15", "claim_pH", "between 0 and 14"),
        ("5 g vitamin C\n15 g water", "--claim-strength 0.05", "claim_strength", "5 %? Or 0.05 %?"),
        ("5 g vitamin C\n80 % water\n50 % glycerin", "", "recipe", "all in g"),
        ("5 vitamin C\n15 water", "", "recipe", "the amount needs a unit"),
        ("Snail slime", "", "recipe", "how much of it?"),
        ("Hello there.", "", "recipe", "no ingredient with its amount"),
    ],
)
def test_a_bad_list_of_lines_is_refused_with_its_place(refused, monkeypatch, lines, words, field, fix):
    piped(monkeypatch, lines.encode())
    said = refused(["assess", "-", *words.split()])
    assert said.startswith(f"calc assess: {field}: ")
    assert fix in said


def test_a_line_that_is_not_understood_stops_nothing(answer, run, monkeypatch):
    text = "5 g vitamin C\n80 g water\n5 panthenol\nrosehip thing (oil) 5 g\n1 tsp moon dust\nStir well."
    piped(monkeypatch, text.encode())
    lines = answer(["assess", "-"])["lines"]
    assert [line["text"] for line in lines] == text.splitlines()
    assert [line["status"] for line in lines] == [
        *("used", "used", "not_understood", "used", "used", "set_aside"),
    ]
    assert [line["kind"] for line in lines] == ["known", "known", "known", "other", "other", None]
    assert [line["ingredient"] for line in lines] == [ACID, "water", "panthenol", None, None, None]
    assert [line["name"] for line in lines][3:] == ["rosehip thing", "moon dust", None]
    assert lines[2]["mass_g"] is None
    assert lines[2]["readings"] == ["5 g panthenol", "5 % panthenol"]
    assert lines[3]["mass_g"]["median"] == 5
    piped(monkeypatch, text.encode())
    code, out, err = run(["assess", "-"])
    assert (code, err) == (0, "")
    assert "  ? 5 panthenol: The amount needs a unit. (5 g panthenol · 5 % panthenol)" in out


@pytest.mark.parametrize(
    ("ingredient", "text"),
    [
        ("other_oil", "rosehip thing (oil) 5 g"),
        ("other_water", "rosehip thing (water-like) 5 g"),
        ("other_powder", "rosehip thing (powder) 5 g"),
        ("other_unknown", "rosehip oil thing (unknown) 5 g"),
    ],
)
def test_what_is_not_known_keeps_name_and_class_in_text_and_in_json(answer, monkeypatch, ingredient, text):
    name = text.split(" (")[0]
    rows = [{"ingredient": "water", "mass_g": 85}, {"ingredient": ACID, "mass_g": 10}]
    content = {"lines": [*rows, {"ingredient": ingredient, "name": name, "mass_g": 5}]}
    answered = []
    for given in (f"85 g water\n10 g vitamin C\n{text}", json.dumps(content)):
        piped(monkeypatch, given.encode())
        answered.append(answer(["assess", "-"]))
    for item in answered:
        line = item["lines"][2]
        assert (line["ingredient"], line["name"], line["kind"]) == (None, name, "other")
    assert answered[0]["pH"] == answered[1]["pH"]
    assert severities(answered[0]) == severities(answered[1])
    for item in answered:
        (message,) = [result["message"] for result in item["findings"] if result["code"] == "OTHER-001"]
        assert name in message.lower()


@pytest.mark.parametrize(
    ("content", "place", "fix"),
    [
        ({"ingredient": "other_oil", "name": 5, "mass_g": 1}, "lines[0].name", "Shorten it"),
        ({"ingredient": "glycerin", "name": "syrup", "mass_g": 1}, "lines[0].name", "other_oil"),
        ({"ingredient": "other_soap", "name": "suds", "mass_g": 1}, "lines[0].ingredient", ""),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(refused, monkeypatch, content, place, fix):
    piped(monkeypatch, json.dumps({"lines": [content]}).encode())
    said = refused(["assess", "-"])
    assert place in said
    assert fix in said


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("assess - --claim-strength 5% --claim-strength 6%", "--claim-strength"),
        (f"{EXAMPLE} --target-ph 3.2 --target-ph 3.0", "--target-ph"),
        ("mix --boost 30g --boost 20g --strength 5%", "--boost"),
    ],
)
def test_of_two_options_that_contradict_none_is_lost(command, option, capsys):
    with pytest.raises(SystemExit) as caught:
        main(command.split())
    out, err = capsys.readouterr()
    assert (caught.value.code, out) == (2, "")
    assert f"{option} stands twice" in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there(refused, tmp_path):
    assert "recipe: " in refused(["assess", str(tmp_path / "nowhere.json")])
    assert "recipe: " in refused(["assess", str(tmp_path)])


# --- how it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strength", "limit", "code"),
    [
        ("22%", "stop", 3),
        ("22%", "caution", 3),
        ("22%", "", 0),
        ("15%", "stop", 3),  # pH 2.1
        ("15%", "", 0),
        ("15% --target-ph 3.2", "stop", 0),
        ("15% --target-ph 3.2", "caution", 3),  # no preservative
        ("15% --target-ph 3.2", "", 0),
    ],
)
@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_a_finding_fails_only_when_asked_to(run, strength, limit, code, json_too):
    fail = ["--fail-on", limit] if limit else []
    result, out, err = run(["mix", "--strength", *strength.split(), "--batch", "30g", *fail, *json_too])
    assert result == code
    assert out
    assert err == ""


def test_a_calm_recipe_does_not_fail(run, tmp_path):
    lines = [
        {"ingredient": "water", "mass_g": 88},
        {"ingredient": ACID, "mass_g": 10, "purity": 1},
        {"ingredient": "triethanolamine", "mass_g": 1},
        {"ingredient": "phenoxyethanol", "mass_g": 1},
    ]
    path = tmp_path / "calm.json"
    path.write_text(json.dumps({"lines": lines, "measured": {"pH": 3.2, "pH_sd": 0.02}}), encoding="utf-8")
    assert run(["assess", str(path), "--fail-on", "stop"])[0] == 0
    assert run(["assess", str(path), "--fail-on", "caution"])[0] == 0
    del lines[2]
    path.write_text(json.dumps({"lines": lines, "measured": {"pH": 2.2, "pH_sd": 0.02}}), encoding="utf-8")
    assert run(["assess", str(path), "--fail-on", "stop"])[0] == 3


BAD_PH = [
    (["--target-ph", "15"], "target_pH", "between 2 and 7"),
    (["--target-ph", "-1"], "target_pH", "Type for example 3.2"),
    (["--target-ph=-1"], "target_pH", "Type for example 3.2"),
    (["--target-ph", "soon"], "target_pH", "Type for example 3.2"),
    (["--target-ph", "3.2", "--adjuster", "citric_acid"], "adjuster", "use baking soda"),
    (["--target-ph", "3.2", "--adjuster", "salt"], "adjuster", "Use sodium_bicarbonate, sodium_hydroxide"),
    (["--target-ph", "3.2", "--adjuster-strength", "0.1"], "adjuster_strength", "10 %? Or 0.1 %?"),
    (["--target-ph", "3.2", "--reading", "15"], "reading", "between 0 and 14"),
    (["--target-ph", "3.2", "--reading", "-1"], "reading", "between 0 and 14"),
    (["--target-ph", "3.2", "--reading", "3", "--instrument", "eye"], "instrument", "meter or strip"),
    (["--target-ph", "3.2", "--reading", "3", "--reading-error", "0"], "reading_error", "between 0.01 and 2"),
    (["--target-ph", "3.2", "--reading", "3", "--added", "1 mL"], "added", "Give it in g"),
    (["--target-ph", "3.2", "--added", "0.2g"], "added", "give --reading too"),
    (["--target-ph", "3.2", "--instrument", "strip"], "instrument", "give --reading too"),
    (["--adjuster", "lye"], "adjuster", "give --target-ph too"),
    (["--reading", "3"], "reading", "give --target-ph too"),
    (["--target-ph", "3.2", "--other", "propylene glycol 50%"], "target_pH", "Use more water"),
    (["--target-ph", "3.2", "--purity", "100%", "--other", "squalane 85%"], "target_pH", "Add water"),
    (["--target-ph", "3.2", "--other", "glycerin 0 g"], "others line 1", "more than zero"),
]


@pytest.mark.parametrize(
    ("options", "field", "fix"),
    [
        (["--strength", "99%", "--batch", "30g", "--purity", "99%"], "strength", "purer powder"),
        (["--strength", "100%", "--batch", "30g", "--purity", "99%"], "strength", "purer powder"),
        (["--strength=-5%", "--batch", "30g"], "strength", "Check"),
        (["--strength", "0", "--batch", "30g"], "strength", "Check"),
        (["--strength", "nan", "--batch", "30g"], "strength", "Type"),
        (["--strength", "inf", "--batch", "30g"], "strength", "Type"),
        (["--strength", "1e300", "--batch", "30g"], "strength", "Check"),
        (["--strength", "30g", "--batch", "30g"], "strength", "Give it in %"),
        (["--strength", "0.15", "--batch", "30g"], "strength", "15 %? Or 0.15 %?"),
        (["--strength", "15%", "--batch", "0"], "batch", "Check"),
        (["--strength", "15%", "--batch", "1e99 g"], "batch", "Check"),
        (["--strength", "15%", "--batch", "30%"], "batch", "Give it in g or mL"),
        (["--strength", "15%", "--batch", "4,545"], "batch", "Write 4.545 or 4545"),
        (["--strength", "15%", "--powder", "1 tsp"], "powder", "Weigh it"),
        (["--strength", "15%", "--batch", "30g", "--purity", "101%"], "purity", "Check"),
        (["--strength", "15%", "--batch", "30g", "--scale", "0"], "scale", "Check"),
        (["--strength", "15%", "--batch", "30g", "--moisture", "60%"], "moisture", "Check"),
        (["--strength", "15%", "--batch", "30g", "--density", "1 g"], "density", "g/ml"),
        (["--strength", "15%", "--batch", "30g", "--form", "glycerin"], "form", "Choose"),
        (["--strength", "15%", "--batch", "30g", "--form", "ascorbic acd"], "form", "Did you mean"),
        (["--strength", "15%", "--batch", "30g", "--other", "gliserin 5%"], "others line 1", "glycerin"),
        (["--strength", "15%", "--batch", "30g", "--other", "glycerin 5"], "others line 1", "glycerin 5 %"),
        (["--strength", "15%", "--batch", "30g", "--other", "glycerin 27 g"], "others", "Take out"),
        (["--strength", "15%", "--batch", "30g", "--powder", "5g"], "batch", "--strength with --batch"),
        (["--strength", "15%"], "batch", "--powder with --water"),
        ([], "batch", "Give --strength"),
        *((["--strength", "15%", "--batch", "30g", *words], field, fix) for words, field, fix in BAD_PH),
        (
            ["--form", "SAP", "--strength", "5%", "--batch", "30g", "--target-ph", "6"],
            "target_pH",
            "small steps",
        ),
        (
            ["--form", "THDA", "--strength", "5%", "--batch", "30g", "--target-ph", "5"],
            "target_pH",
            "small steps",
        ),
        (["--boost", "30g", "--strength", "5%", "--target-ph", "3.2"], "target_pH", "Leave it out"),
    ],
    ids=lambda option: " ".join(option) if isinstance(option, list) else "",
)
def test_bad_input_names_the_field_and_the_fix(refused, options, field, fix):
    for json_too in ([], ["--json"]):
        said = refused(["mix", *options, *json_too])
        assert said.startswith(f"calc mix: {field}: ")
        assert fix in said


def test_two_readings_are_both_named(refused):
    said = refused("mix --strength 15% --batch 4,545")
    assert "4.545" in said
    assert "4545" in said


def test_everything_wrong_is_told_at_once(refused):
    said = refused(["mix", "--strength", "nan", "--batch", "0", "--purity", "101", "--other", "gold"])
    assert len(said.splitlines()) == 4


@pytest.mark.parametrize(
    "command",
    [
        "",
        "mux",
        "mix --nonsense 5",
        "mix --strength",
        f"{EXAMPLE} --fail-on note",
        f"{EXAMPLE} --fail-on",
        f"{EXAMPLE} more",
        "assess",
        "assess a b",
        "assess - --strength 5%",
    ],
)
def test_unknown_options_are_refused(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main(command.split())
    out, err = capsys.readouterr()
    assert caught.value.code == 2
    assert out == ""
    assert err.startswith("python -m calc")
    assert err.count("\n") == 1, "one clear message, no list of options"


@pytest.mark.parametrize("command", ["--help", "mix --help", "assess --help"])
def test_help_is_there(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main(command.split())
    assert caught.value.code == 0
    assert "usage: python -m calc" in capsys.readouterr().out


# --- as a process of its own ----------------------------------------------------------------------


def process(*words: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "calc", *words],
        cwd=ROOT,
        input=given,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


CONSOLES = [
    {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
]


@pytest.mark.parametrize("console", CONSOLES, ids=["cp1252", "C"])
def test_the_console_changes_nothing(console):
    done = process(*EXAMPLE.split(), **console)
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode("utf-8").replace("\u202f", " ")
    assert "15.0 % (14.9–15.1 %) L-ascorbic acid" in said


def test_half_a_character_is_refused_as_input():
    # What is given is shown back, and half of a character no console can show.
    done = process(
        "assess",
        "-",
        given=b'{"lines": [{"ingredient": "\\ud800 \xf0\x9f\xa7\xaa", "mass_g": 1}]}',
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Traceback" not in done.stderr
    assert b"lines[0].ingredient" in done.stderr
    assert b"\\ud800" in done.stderr


def test_json_as_a_process():
    said = process(*EXAMPLE.split(), "--json").stdout
    assert json.loads(said) == json.loads(json.dumps(mixed(15)))
    assert said.isascii()


def test_exit_codes_as_a_process():
    assert process("mix", "--strength", "22%", "--batch", "30g", "--fail-on", "stop").returncode == 3


@pytest.mark.parametrize(
    ("command", "idle"),
    [
        ("mix --boost 30g --strength 15% --powder 3g", "strength"),
        ("mix --boost 3g --palm 2mL --strength 10%", "boost"),
        ("mix --boost 30g --strength 15% --batch 20g", "batch"),
        ("mix --strength 15% --batch 30g --drops 20", "drops"),
        ("mix --boost 30g --base squalane --base-strength 5% --strength 10%", "base_strength"),
    ],
)
def test_an_option_that_does_not_count_is_refused(command, idle, capsys):
    # Dropping it silently would answer another question than the one that was asked.
    assert main(command.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert f"{idle}:" in err
