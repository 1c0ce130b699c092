"""Comparing and screening say the same of the same file."""

from __future__ import annotations

import pandas as pd
import pytest

from calc.__main__ import main
from calc.products.comparison import compare
from calc.products.screening import screen_file
from calc.tables import read_table

TABLES = {
    "names alone": "name,brand,country\nVitamin C 10 % Serum,A,FR\nCream,B,DE\n",
    "strengths in names": (
        "product,ingredients\n"
        'Vitamin C Suspension 23% + HA Spheres 2%,"Aqua, Ascorbic Acid, Silica"\n'
        'SAP 5 % Serum,"Aqua, Sodium Ascorbyl Phosphate"\n'
        '8 % L-Ascorbic Acid + E,"Aqua, Ascorbic Acid, Tocopherol"\n'
    ),
    "other substances": 'product,ingredients\nA,"Aqua, E303, Parfum"\nB,"Aqua, E 300"\nC,"Aqua, Parfum"\n',
    "slips and prices": 'product,ingridients,price\nA,"Aqua, Ascorbic Acid",€5\nB,"Aqua, Parfum",7\n',
}


@pytest.mark.parametrize("name", TABLES)
def test_both_say_the_same(name, tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    source.write_text(TABLES[name], encoding="utf-8")
    compared = compare(read_table(source, name="in.csv"))
    screened = screen_file(source, target)
    assert screened.kind == "products"
    assert screened.columns == compared.columns
    assert screened.unused == compared.unused
    assert screened.notes == compared.notes
    assert screened.named == {key: count for key, count in compared.named.items() if count}
    answer = pd.read_parquet(target)
    for product, strength in zip(compared.products, answer["mass_fraction"]):
        stated = product.mass_fraction
        assert (stated is None) == pd.isna(strength)
        assert stated is None or stated.median == pytest.approx(strength)


def test_both_count_the_same_content_to_the_last_digit(tmp_path):
    """Whether a strength is a bare number, has its sign, or is that of several forms together."""
    source, target = tmp_path / "in.csv", tmp_path / "out.parquet"
    rows = [
        f"A,{form},{strength}"
        for form in ("SAP", "calcium_ascorbate", "ascorbyl_glucoside", '"Ascorbic Acid, Ascorbyl Glucoside"')
        for strength in ("14.5", "14.5 %", "3", "0.29 %", "7.3%")
    ]
    source.write_text("\n".join(["product,form,strength (%)", *rows]), encoding="utf-8")
    screen_file(source, target)
    counted = [
        product.aa_equivalent.median for product in compare(read_table(source, name="in.csv")).products
    ]
    assert pd.read_parquet(target)["aa_equivalent_fraction"].tolist() == counted


def test_a_strength_in_the_name_of_a_product_is_screened(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(TABLES["strengths in names"], encoding="utf-8")
    screen_file(source, target)
    assert pd.read_csv(target)["mass_fraction"].tolist() == pytest.approx([0.23, 0.05, 0.08])


def test_the_currency_of_bare_prices_goes_into_the_answer(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("product,form,price\nA,LAA,12\nB,SAP,$9\n", encoding="utf-8")
    assert main(["screen", str(source), str(target), "--currency", "€"]) == 0
    assert pd.read_csv(target)["currency"].tolist() == ["EUR", "USD"]
    assert main(["screen", str(source), str(target)]) == 0
    assert "currency" not in pd.read_csv(target)


def test_prices_that_name_no_currency_have_that_of_the_others():
    table = read_table(b"product,form,price\nA,LAA,12\nB,SAP,9 EUR\n", name="in.csv")
    compared = compare(table)
    assert [product.listing.currency for product in compared.products] == ["EUR", "EUR"]
    assert any("taken as EUR" in note for note in compared.notes)
    several = read_table(b"product,form,price\nA,LAA,12\nB,SAP,9 EUR\nC,SAP,9 USD\n", name="in.csv")
    assert compare(several).products[0].listing.price is None


def test_formulas_are_escaped_in_an_answer(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text('product,form,=note\n=1+1,LAA,-5\n"@x, y",SAP,+a\n', encoding="utf-8")
    screen_file(source, target)
    answer = pd.read_csv(target, dtype=str)
    assert answer["product"].tolist() == ["'=1+1", "'@x, y"]
    assert answer["'=note"].tolist() == ["-5", "'+a"]


def test_two_dashes_as_a_value_are_no_traceback(tmp_path, capsys):
    assert main(["screen", "--temperature=--", "in.csv", str(tmp_path / "out.csv")]) == 2
    assert "temperature: “--”" in capsys.readouterr().err
