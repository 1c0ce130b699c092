"""The command that compares the products of a table."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import calc
from calc import catalog
from calc.__main__ import main
from calc.products import HANDFUL

ROOT = Path(__file__).resolve().parents[2]
MOST_MONTHS = 120
TABLE = (
    "product,form,strength,pH,size,price\n"
    "One,LAA,15 %,3.2,30 ml,45 EUR\n"
    "Two,SAP,5 %,6.5,30 g,30 EUR\n"
    "Dark,Vitamin C,,,,\n"
    "Wrong,LAA,lots,3.2,30 ml,45 EUR\n"
)
QUIET = "product,form,strength,pH\nOne,LAA,15 %,3.2\nTwo,LAA,10 %,3.2\n"
# Below pH 3 is a caution, below pH 2.5 a stop.
CAUTION = "product,form,strength,pH\nOne,LAA,15 %,2.7\nTwo,LAA,10 %,3.2\n"
STOP = "product,form,strength,pH\nOne,LAA,15 %,2.0\nTwo,LAA,10 %,3.2\n"


@pytest.fixture
def file(tmp_path):
    """Write a table; returns its path."""

    def write(content: str | bytes = TABLE, name: str = "products.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture
def run(capsys):
    """Run ``compare`` here; returns the exit code and what was printed."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["compare", *words])
        out, err = capsys.readouterr()
        return code, out.replace("\u202f", " "), err.replace("\u202f", " ")

    return call


@pytest.fixture
def refused(run):
    """Run ``compare`` with something bad; returns the one line that is said about it."""

    def call(*words: str) -> str:
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.startswith("calc compare: ")
        assert "Traceback" not in err
        (line,) = err.splitlines()
        return line

    return call


def test_products_as_text(run, file):
    code, out, err = run(file(), "--all")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    one, two, dark = (
        next(line for line in lines if line.startswith(f"{name}: ")) for name in ("One", "Two", "Dark")
    )
    assert "L-ascorbic acid" in one
    assert "15 %" in one
    assert "pH 3.2" in one
    # 5 % × 0.4919.
    assert "as ascorbic acid at most 2.46 %" in two
    assert dark == "Dark: form unknown, strength unknown, content unknown, pH unknown"
    assert "Better at: most vitamin C, counted as ascorbic acid at most: One" in lines
    assert "Better at: least EUR per gram of ascorbic acid: One" in lines
    assert lines[-1].startswith("line 5 was left out: strength: “lots”")


def test_findings_stand_under_their_product(run, file):
    lines = run(file(STOP), "--all")[1].splitlines()
    assert lines[0].startswith("One: ")
    assert lines[1].startswith("  STOP PH-001 ")
    below = lines[lines.index(next(line for line in lines if line.startswith("Two: "))) + 1 :]
    assert not any(line.startswith("  ") and " checks ran, " not in line for line in below)


def test_one_screen_is_a_table_with_the_worst_of_each(run, file):
    lines = run(file(STOP))[1].splitlines()
    assert lines[0].split() == ["Product", "Vitamin", "C", "Strength", "pH", "To", "mind"]
    assert re.match(r"One +L-ascorbic acid +15 % +2 .* STOP More acidic than pH 2.5", lines[1])
    many = "product,form\n" + "".join(f"P{i},LAA\n" for i in range(30))
    assert "15 more products: --all" in run(file(many))[1]


def test_products_as_json(run, file):
    code, out, err = run(file(), "--json")
    assert (code, err) == (0, "")
    payload = json.loads(out, parse_constant=pytest.fail)
    assert payload.keys() == {
        *("products", "better_at", "unread", "unread_count", "unread_cells", "notes", "columns", "rates"),
        *("model_version", "data_hash", "messages", "unused_columns", "set_aside", "vitamin_c", "credit"),
    }
    assert [product["product"] for product in payload["products"]] == ["One", "Two", "Dark"]
    one, two, dark = payload["products"]
    assert one["form"] == "l_ascorbic_acid"
    assert one["mass_fraction"]["median"] == pytest.approx(0.15)
    assert two["aa_equivalent_fraction"]["median"] == pytest.approx(0.05 * 0.4919)
    assert one["pH"]["median"] == 3.2
    assert (one["price"], one["currency"], one["price_per_mL"]) == (45, "EUR", 1.5)
    assert two["price_per_g"] == 1.0
    for key in ("form", "mass_fraction", "aa_equivalent_fraction", "pH", "price", "t90_days", "cost_per_day"):
        assert dark[key] is None
    (unread,) = payload["unread"]
    assert unread["line"] == 5
    assert unread["reason"].startswith("strength: ")
    assert (payload["model_version"], payload["data_hash"]) == (calc.MODEL_VERSION, catalog.data_hash())


def test_text_and_json_name_the_same_findings(run, file):
    payload = json.loads(run(file(STOP), "--json")[1])
    text = run(file(STOP), "--all")[1]
    codes = [finding["code"] for product in payload["products"] for finding in product["findings"]]
    assert codes
    assert all(code in text for code in codes)


def test_what_could_not_be_read_and_what_was_found_out_is_told(run, file):
    rows = (
        "product,form,strength,size,price",
        "One,LAA,15 %,big,45",
        "Two,LAA,150 mg/mL,30 ml,5 EUR",
        "Three,LAA,10 %,,5 USD",
    )
    text = "\n".join((*rows, "Bad,LAA,lots,,"))
    _, out, _ = run(file(text), "--all")
    assert "line 2, a cell is unknown: size: “big”" in out
    assert "line 2, a cell is unknown: price: “45”: a price needs its currency." in out
    assert "note: UTF-8 text, commas between columns." in out
    two = next(line for line in out.splitlines() if line.startswith("Two: "))
    assert "15 g per 100 mL" in two
    assert "strength unknown" not in two
    payload = json.loads(run(file(text), "--json")[1])
    assert [cell["line"] for cell in payload["unread_cells"]] == [2, 2]
    assert (payload["unread_count"], len(payload["unread"])) == (1, 1)
    assert payload["notes"]


def test_a_value_without_width_is_one_number(run, file):
    text = "product,form,strength\nOne,LAA,15 %\nRange,LAA,10-12 %\n"
    one, other = (
        line for line in run(file(text), "--all")[1].splitlines() if line.startswith(("One", "Range"))
    )
    assert "15 %," in one
    assert "(15" not in one
    assert "11 (10–12) %" in other


def test_several_forms_are_told_apart(run, file):
    text = 'product,form,strength\nMix,"THD Ascorbate, Ascorbyl Glucoside",25 %\n'
    mix = run(file(text), "--all")[1].splitlines()[0]
    assert "25 % in all, as ascorbic acid 3.9 to 13 %" in mix


def test_rates_bring_currencies_together(run, refused, file):
    text = (
        "product,form,strength,pH,size,price\nOne,LAA,15 %,3.2,30 ml,45 EUR\nTwo,LAA,15 %,3.2,30 ml,45 USD\n"
    )
    assert "least" not in run(file(text))[1]
    words = ("--rate", "USD=0.92 EUR", "--rate", "GBP=1.17 EUR")
    assert (
        "Better at: least EUR per gram of ascorbic acid, at the rates given: Two"
        in run(file(text), *words)[1]
    )
    payload = json.loads(run(file(text), "--json", *words)[1])
    assert payload["rates"] == {"to": "EUR", "of": {"USD": 0.92, "GBP": 1.17}}
    assert payload["products"][1]["converted"]["price"] == pytest.approx(41.4)
    assert "rate" in refused(file(text), "--rate", "USD=nothing EUR")


def test_months_tell_what_may_be_left(run, file):
    def left(*words: str):
        return json.loads(run(file(), "--json", *words)[1])["products"][0]["left_fraction"]

    assert left() is None
    assert left("--months", "0") is None
    half_a_year, year = left("--months", "6"), left("--months=12")
    assert 0 < year["median"] < half_a_year["median"] < 1


@pytest.mark.parametrize("months", ["-1", "121", "many", "", "1,234", "nan", "1e999"])
def test_months_that_cannot_be_are_refused(run, refused, file, months):
    if not months:
        assert run(file(), "--months", months)[0] == 0, "nothing typed is nothing said"
        return
    line = refused(file(), f"--months={months}")
    assert "months" in line
    assert months in line


def test_the_limit_of_months_is_that_of_the_comparison(run, refused, file):
    assert run(file(), f"--months={MOST_MONTHS}")[0] == 0
    assert str(MOST_MONTHS) in refused(file(), f"--months={MOST_MONTHS + 1}")


@pytest.mark.parametrize(
    ("content", "limit", "code"),
    [
        (QUIET, "caution", 0),
        (QUIET, "stop", 0),
        (CAUTION, None, 0),
        (CAUTION, "caution", 3),
        (CAUTION, "stop", 0),
        (STOP, None, 0),
        (STOP, "caution", 3),
        (STOP, "stop", 3),
    ],
)
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_findings_change_the_exit_code_only_when_asked(run, file, content, limit, code, more):
    words = [file(content), *more, *(["--fail-on", limit] if limit else [])]
    ended, out, err = run(*words)
    assert (ended, err) == (code, "")
    assert out


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "products.csv"),
        (b"   \n\n", "products.csv"),
        (b"product,pH\n", "products.csv"),
        (bytes(range(256)) * 8, "products.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "products.csv"),
        (b"PK\x03\x04" + bytes(100), "products.xlsx"),
        (b"%PDF-1.7\n", "products.pdf"),
        (b"just a text without any table", "products.txt"),
        (b'{"product": ', "products.json"),
    ],
)
def test_a_bad_file_is_one_line(refused, file, content, name):
    assert name in refused(file(content, name))


def test_a_file_that_is_not_there_is_one_line(refused, tmp_path):
    assert "absent.csv" in refused(str(tmp_path / "absent.csv"))
    assert "No such file" in refused(str(tmp_path / "absent.csv"), "--json")
    assert refused(str(tmp_path))


def test_a_table_without_products_names_its_columns(refused, file):
    line = refused(file("colour,weight\nred,3\nblue,4\n"))
    assert "colour, weight" in line
    assert "product" in line


def test_a_table_of_bad_rows_only_is_an_answer_without_products(run, file):
    code, out, _ = run(file("product,pH\nA,sour\nB,15\n"), "--json")
    payload = json.loads(out)
    assert (code, payload["products"], [row["line"] for row in payload["unread"]]) == (0, [], [2, 3])


def test_semicolons_commas_and_tabs(run, file):
    for delimiter in ";\t":
        text = TABLE.replace(",", delimiter).replace("3.2", "3,2")
        payload = json.loads(run(file(text), "--json")[1])
        assert [product["product"] for product in payload["products"]] == ["One", "Two", "Dark"]
        assert payload["products"][0]["pH"]["median"] == 3.2


def test_the_list_of_the_program_goes_through(run):
    code, out, err = run(str(catalog.DATA / "products.csv"), "--json", "--months", "6")
    assert (code, err) == (0, "")
    payload = json.loads(out, parse_constant=pytest.fail)
    assert len(payload["products"]) > HANDFUL
    assert (payload["unread"], payload["better_at"]) == ([], [])


def test_hostile_names_stay_text(run, file):
    code, out, _ = run(file("product,form\n<script>alert(1)</script>,LAA\n=1+1,SAP\n"), "--all")
    assert code == 0
    assert out.splitlines()[0].startswith("<script>alert(1)</script>: L-ascorbic acid")


def test_from_the_shell(file):
    command = [sys.executable, "-m", "calc", "compare"]
    good = subprocess.run([*command, file(), "--json"], cwd=ROOT, capture_output=True, check=False)
    assert (good.returncode, good.stderr) == (0, b"")
    assert len(json.loads(good.stdout)["products"]) == 3


def test_text_says_how_many_checks_could_not_run_and_why(run, file):
    _, out, _ = run(file("product,form,strength\nOne,LAA,15 %\nDark,,15 %\n"), "--all")
    dark = out.split("Dark: ")[1]
    assert re.search(r"  0 checks ran, \d+ could not: .*the form of vitamin C", dark)


# --- products typed by hand -----------------------------------------------------------------------

C15 = "name=C15; form=LAA; strength=15%; pH=3.2; price=29 EUR; size=30 mL"


def test_a_product_is_typed_in_fields_or_in_words(run):
    in_fields = json.loads(run("--add", C15, "--json")[1])["products"]
    in_words = json.loads(run("--add", "C15, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR", "--json")[1])[
        "products"
    ]
    (one,), (other,) = in_fields, in_words
    for key in ("form", "mass_fraction", "pH", "price", "currency", "size_mL", "price_per_g_aa_equivalent"):
        assert one[key] == other[key], key


def test_typed_products_stand_beside_those_of_a_table_and_of_the_list(run, file):
    out = run(file(QUIET), "--add", C15, "--add", "listed=cipla_vc_15; pH=3.1", "--all")[1]
    names = ("One: ", "Two: ", "C15: ", "Cipla VC 15 Serum: ")
    places = [out.index(name) for name in names]
    assert places == sorted(places)
    assert "pH 3.1" in out[places[-1] :]


def test_what_cannot_be_read_of_a_label_is_refused_with_the_fix(run):
    code, out, err = run("--add", "name=X; strength=lots; pH=sour")
    assert (code, out) == (2, "")
    assert "strength: “lots”" in err
    assert "pH: “sour”" in err
    assert "listed: “none_such”" in run("--add", "listed=none_such")[2]
    assert "there is nothing to compare" in run()[2]


def test_a_comparison_goes_through_its_link(run, file):
    code, link, _ = run("--add", C15, "--add", "cipla_vc_15", "--link")
    assert code == 0
    assert run(link.strip())[1] == run("--add", C15, "--add", "cipla_vc_15")[1]
    assert json.loads(run(link.strip(), "--add", "Third, LAA 5 %", "--json")[1])["products"][2]["product"]
    assert "too long for a link" in run(file(), "--link")[2]
    assert main(["link", link.strip()]) == 0
