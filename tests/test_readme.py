"""What the README shows works as it stands there: the Python, the commands, the files."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pandas as pd
import pytest

from calc.__main__ import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = (
    *("README.md", "CONTRIBUTING.md", "SECURITY.md"),
    *("docs/house.md", "docs/serving.md", "data/README.md"),
)
COMMANDS = re.findall(r"^python -m calc (.+)$", README, flags=re.MULTILINE)


def blocks(kind: str) -> list[str]:
    """Return the blocks of code of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with the files that the README names."""
    monkeypatch.chdir(tmp_path)
    recipe, client = blocks("json")
    Path("recipe.json").write_text(recipe, encoding="utf-8")
    Path("fridge.csv").write_text("time,°C\n2026-03-01 10:00,5\n2026-03-01 11:00,6\n", encoding="utf-8")
    Path("client.json").write_text(client, encoding="utf-8")
    Path("recipe.txt").write_text("5 g ascorbic acid\n15 mL water\n", encoding="utf-8")
    shutil.copy(ROOT / "data" / "products.csv", "products.csv")
    shutil.copy(ROOT / "data" / "products.csv", "catalogue.csv")
    pd.DataFrame({"water_g": [85.0], "l_ascorbic_acid_g": [15.0]}).to_parquet("formulas.parquet")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_its_python_runs(capsys):
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})
    assert "Band(" in capsys.readouterr().out
    assert Path("card.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.usefixtures("folder")
def test_its_commands_run_in_their_order(capsys):
    assert len(COMMANDS) > 15
    link = ""
    for command in COMMANDS:
        arguments = shlex.split(command)
        if arguments[-1].endswith("…"):  # the link that was printed before
            arguments[-1] = link
        code = main(arguments)
        printed = capsys.readouterr()
        assert code == 0 or (code == 3 and "--fail-on" in arguments), (command, printed.err)
        link = printed.out.strip() if arguments[0] == "link" else link
    names = {"verdicts.parquet", "verdicts.csv", "card.pdf", "label.html", "batches.json"}
    assert names <= {path.name for path in Path().iterdir()}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_files_that_a_document_names_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|toml|csv|css))?)`", text))
    missing = [path for path in named if not any((top / path).exists() for top in (ROOT, ROOT / "calc"))]
    assert not sorted(missing)
