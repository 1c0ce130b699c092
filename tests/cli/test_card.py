"""``card`` and ``link`` from the command line: what is written, what is refused, and that nothing else is."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pypdf
import pytest

from calc import catalog
from calc.__main__ import main
from calc.reports.links import HERE, pack
from calc.reports.share import effective_fields, open_link, preset

RECIPE = {
    "lines": [{"ingredient": "water", "mass_g": 85.0}, {"ingredient": "l_ascorbic_acid", "mass_g": 15.0}],
    "storage": {"temperature_C": 5, "package": "dropper_bottle"},
}


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "recipe.json"
    path.write_text(json.dumps(RECIPE), encoding="utf-8")
    return path


def text_of(path: Path) -> str:
    return " ".join(pypdf.PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text().split())


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Return what is said of bad input, which exits 2 and prints nothing else."""
    assert main([str(argument) for argument in arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


@pytest.mark.parametrize("extra", [[], ["--label"]])
def test_a_recipe_becomes_a_file(
    recipe: Path, capsys: pytest.CaptureFixture[str], extra: tuple[str, ...]
) -> None:
    pdf, html = recipe.with_name("card.pdf"), recipe.with_name("card.HTML")
    said = ["--name", "Утро", "--made-on", "2026-11-23", *extra]
    for path in (pdf, html):
        assert main(["card", str(recipe), str(path), *said]) == 0
        assert capsys.readouterr().out == f"wrote {path}\n"
    for text in (text_of(pdf), html.read_text("utf-8")):
        for words in ("Утро", "15", "2026-11-23", "L-ascorbic acid"):
            assert words in text
    assert sorted(path.name for path in recipe.parent.iterdir()) == ["card.HTML", "card.pdf", "recipe.json"]
    first = pdf.read_bytes()
    main(["card", str(recipe), str(pdf), *said])
    assert pdf.read_bytes() == first


def test_a_preset_becomes_a_card(tmp_path: Path) -> None:
    path, name = tmp_path / "card.pdf", next(iter(catalog.presets()))  # reports/test_recipe_card.py: all
    assert main(["card", "--preset", name, str(path)]) == 0
    assert catalog.presets()[name].name in text_of(path)


def test_all_kinds_of_recipe_are_taken(
    recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["link", str(recipe)])
    link = capsys.readouterr().out.strip()
    lines = tmp_path / "lines.txt"
    lines.write_text("ascorbic acid 15 g\nwater 85 g\n", encoding="utf-8")
    saved = tmp_path / "saved.txt"
    saved.write_text(link + "\n", encoding="utf-8")
    for given in (recipe, link, link.split("=")[1], lines, saved):
        path = tmp_path / "card.html"
        assert main(["card", str(given), str(path)]) == 0
        assert "L-ascorbic acid" in path.read_text("utf-8")
        path.unlink()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(recipe.read_bytes())))
    assert main(["card", "-", str(tmp_path / "card.html")]) == 0


def test_a_link_says_what_it_holds(recipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", str(recipe), "--address", "https://bench.example/"]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("https://bench.example/?r=2")
    for given in (link, link.split("=")[1]):
        assert main(["link", given]) == 0
        held = json.loads(capsys.readouterr().out)
        assert held["recipe"] == "Water 85 g\nL-ascorbic acid 15 g"
        assert held["kept_at"] == "5 °C"


def test_a_recipe_that_the_page_cannot_hold_stays_a_recipe(
    recipe: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = {**RECIPE, "system": "suspension"}
    recipe.write_text(json.dumps(content), encoding="utf-8")
    main(["link", str(recipe)])
    main(["link", capsys.readouterr().out.strip()])
    held = json.loads(capsys.readouterr().out)
    assert held["system"] == "suspension"
    assert held["lines"] == RECIPE["lines"]


def test_a_preset_has_a_link(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["link", "--preset", "squalane"]) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith(HERE)
    assert effective_fields(open_link(link)) == effective_fields(preset("squalane"))


def test_bad_input_writes_nothing(recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = tmp_path / "card.pdf"
    for given, words in {
        tmp_path / "nowhere.json": "No such file",
        f"{HERE}?r=2damaged": "damaged",
        "9abc": "version",
        HERE: "version",
        "2": "damaged",
        "": "one of them",
    }.items():
        assert words in refused(capsys, "card", given, card)
        assert words in refused(capsys, "link", given)
    broken = tmp_path / "broken.json"
    broken.write_text('{"lines": [{"ingredient": "unobtainium"}]', encoding="utf-8")
    assert "not JSON" in refused(capsys, "card", broken, card)
    assert "not JSON" in refused(capsys, "link", broken)
    unread = tmp_path / "unread.txt"
    unread.write_text("1,234 g unobtainium", encoding="utf-8")
    assert "unobtainium" in refused(capsys, "card", unread, card)
    assert "unobtainium" in refused(capsys, "link", unread)
    assert "not a kind of card" in refused(capsys, "card", recipe, tmp_path / "card.docx")
    assert "address" in refused(capsys, "card", recipe, card, "--address", "bench.example")
    assert "made_on" in refused(capsys, "card", recipe, card, "--made-on", "yesterday")
    assert "one of them" in refused(capsys, "card", recipe, card, "--preset", "palm")
    assert "one of them" in refused(capsys, "link", recipe, "--preset", "palm")
    assert not card.exists()


def test_what_is_not_known_is_on_the_card_by_its_name(tmp_path: Path) -> None:
    recipe, card = tmp_path / "recipe.txt", tmp_path / "card.pdf"
    recipe.write_text("unobtainium (oil) 5 g\nwater 45 g\nstir for a while", encoding="utf-8")
    assert main(["card", str(recipe), str(card)]) == 0
    assert "unobtainium" in text_of(card)


def test_a_card_that_cannot_be_written_leaves_nothing(
    recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "card:" in refused(capsys, "card", recipe, tmp_path / "nowhere" / "card.pdf")
    folder = tmp_path / "card.pdf"
    (folder / "inside").mkdir(parents=True)
    assert "card:" in refused(capsys, "card", recipe, folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["card.pdf", "recipe.json"]


def test_a_name_that_is_no_text_does_no_harm(recipe: Path, tmp_path: Path) -> None:
    # What a shell hands over when its bytes are not UTF-8.
    for name in ("card.pdf", "card.html"):
        assert main(["card", str(recipe), str(tmp_path / name), "--name", "x\udcffy"]) == 0
    assert "<h1>x y</h1>" in (tmp_path / "card.html").read_text("utf-8")


def test_an_older_card_stays_when_the_new_one_is_refused(
    recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = tmp_path / "card.pdf"
    card.write_bytes(b"older")
    refused(capsys, "card", "2damaged", card)
    assert card.read_bytes() == b"older"


def test_a_file_comes_before_a_token_of_its_name(
    recipe: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("2024.txt").write_text("water 5 g", encoding="utf-8")
    assert main(["link", "2024.txt"]) == 0
    assert "?r=2" in capsys.readouterr().out
    assert main(["link", pack({"recipe": "water 5 g", "way": "made"})]) == 0
    assert json.loads(capsys.readouterr().out)["recipe"] == "water 5 g"


@pytest.mark.parametrize("command", [["link"], ["card"]])
def test_a_token_longer_than_any_name_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    written = [tmp_path / "card.pdf"] if command == ["card"] else []
    assert "this link is too long" in refused(capsys, *command, f"2{'A' * 5000}", *written)
    assert not list(tmp_path.iterdir())
