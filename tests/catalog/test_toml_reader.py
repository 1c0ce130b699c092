"""TOML files read strictly, with the line in which something is wrong."""

from __future__ import annotations

import pytest

from calc.catalog.toml_reader import DataFile
from calc.errors import DataError

TEXT = """# A note.
[glycerin]
name = "Glycerin"
values = [
  { property = "density", value = 1.26, unit = "g/mL" },
  { property = "density", value = 1.25, unit = "kg/L" },
]

[squalane]
name = "Squalane"
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "things.toml"
    path.write_text(TEXT, encoding="utf-8")
    return DataFile(path)


def refused(call, *args) -> DataError:
    with pytest.raises(DataError) as caught:
        call(*args)
    assert caught.value.file == "things.toml"
    return caught.value


def test_the_tables_are_there(file):
    assert list(file.tables) == ["glycerin", "squalane"]
    assert file.tables["squalane"] == {"name": "Squalane"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[a]\nb = \n", 2),
        ("[a]\n[a]\n", 2),
        ("[a]\nb = 1\nb = 2\n", 3),
        ("[a\n", 1),
        ("[a]\n\n\nb = nope", 4),
    ],
)
def test_what_is_not_toml_is_refused_with_its_line(tmp_path, text, line):
    path = tmp_path / "things.toml"
    path.write_text(text, encoding="utf-8")
    assert refused(DataFile, path).line == line


@pytest.mark.parametrize("value", ["5", "true", '"text"', "[1, 2]"])
def test_what_is_no_table_is_refused(tmp_path, value):
    path = tmp_path / "things.toml"
    path.write_text(f"\ncolour = {value}\n", encoding="utf-8")
    assert "must be a table" in refused(DataFile, path).problem


def test_an_error_stands_at_the_first_line_with_all_the_words(file):
    assert file.error("glycerin", ("density",), "bad").line == 5
    assert file.error("glycerin", ("density", "kg/L"), "bad").line == 6
    assert file.error("squalane", ("name",), "bad").line == 10


def test_an_error_never_leaves_its_table(file):
    assert file.error("glycerin", ("Squalane",), "bad").line == 2
    assert file.error("squalane", ("density",), "bad").line == 9
    assert file.error("squalane", (), "bad").line == 9
    assert file.error("nowhere", (), "bad").line == 1


def test_an_error_of_a_row_stands_at_that_row(file):
    row = file.tables["glycerin"]["values"][1]
    assert file.row_error("glycerin", row, "bad").line == 6


def test_keys_are_all_known_and_none_is_missing(file):
    row = file.tables["squalane"]
    file.keys(row, "squalane", ("name", "short"), ("name",))
    assert refused(file.keys, row, "squalane", ("nome",), ()).problem == "squalane: unknown key “name”"
    assert "“cas” is missing" in refused(file.keys, row, "squalane", ("name", "cas"), ("cas",)).problem
    for wrong in (5, "text", ["a"], None, True):
        assert "table is needed" in refused(file.keys, wrong, "squalane", (), ()).problem


@pytest.mark.parametrize("wrong", [5, True, ["a"], {"a": 1}, 1.5])
def test_what_is_not_text_is_refused(file, wrong):
    assert refused(file.texts, {"name": wrong}, "squalane", "name").line == 10
    file.texts({"name": "text"}, "squalane", "name", "left_out")


@pytest.mark.parametrize("wrong", ["text", 5, True, [5], ["a", 5], {"a": 1}])
def test_what_is_no_list_of_texts_is_refused(file, wrong):
    assert "list of texts" in refused(file.lists, {"name": wrong}, "squalane", "name").problem
    file.lists({"name": ["a", "b"]}, "squalane", "name", "left_out")


def test_a_word_is_one_of_a_list(file):
    file.one_of({"name": "Squalane"}, "name", ("Squalane",), "squalane")
    error = refused(file.one_of, {"name": "Squalane"}, "name", ("A", "B"), "squalane")
    assert error.line == 10
    assert error.problem == "squalane: name “Squalane” is none of A, B"
