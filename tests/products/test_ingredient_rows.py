"""Tables with one ingredient in each row: the rows of a product are put together, here and in screening."""

from __future__ import annotations

import pandas as pd
import pytest

from calc.products import compare
from calc.products.listings import read_listings
from calc.products.screening import screen, screen_file
from calc.tables import read_table

SERUM = ("Water,70", "Ascorbic Acid,15", "Glycerin,10", "Ferulic Acid,0.5")
GLOW = ("Aqua,80", "Sodium Ascorbyl Phosphate,5", "Panthenol,2")


def table(text: str):
    return read_table(text.encode(), name="a.csv")


def rows(heading: str, *, of: str = "{product},{row}") -> str:
    """Return a table of two products under a heading."""
    made = [of.format(product="C serum", row=row) for row in SERUM]
    made += [of.format(product="Glow", row=row) for row in GLOW]
    return "\n".join([heading, *made, ""])


@pytest.mark.parametrize(
    "text",
    [
        rows("product,ingredient,percentage"),
        rows("Product Name,Ingredient Name,% w/w"),
        rows("formula,INCI name,conc (%)"),
        rows("sku,raw material,percent"),
        rows("product,active,strength"),
        rows("product,ingredient,strength"),  # adds up to nearly 100
        "product,ingredient,percentage\nC serum,Water,70\n,Ascorbic Acid,15\n,Glycerin,10\n"
        ",Ferulic Acid,0.5\nGlow,Aqua,80\n,Sodium Ascorbyl Phosphate,5\n,Panthenol,2\n",
        "product,ingredient,share\n" + "\n".join(
            f"{name},{row.split(',')[0]},{float(row.split(',')[1]) / 100}"
            for name, some in (("C serum", SERUM), ("Glow", GLOW)) for row in some
        ).replace("share", "strength"),
    ],
)  # fmt: skip
def test_rows_of_one_product_become_its_list(text):
    read = read_listings(table(text.replace("share", "strength")))
    serum, glow = read.listings
    assert (serum.name, serum.product.form, glow.name) == ("C serum", "l_ascorbic_acid", "Glow")
    assert serum.product.strength == pytest.approx(0.15)
    assert glow.product.strength == pytest.approx(0.05)
    assert "Ferulic Acid" in serum.product.coactives
    assert any("7 rows of 2 products" in note for note in read.notes)
    assert read.unread == ()


def test_a_column_that_numbers_them_gives_the_order_and_is_named():
    text = "product_id,ingredient_name,ingredient_order\n1,Glycerin,2\n1,Ascorbic Acid,3\n1,Water,1\n"
    text += "2,Water,1\n2,Panthenol,2\n"
    read = read_listings(table(text))
    assert read.columns == {
        "product": "product_id",
        "ingredients": "ingredient_name",
        "order of the ingredients": "ingredient_order",
    }
    assert read.unused == ()
    frame = screen(table(text).rows)
    assert frame["ingredient_name"].tolist() == ["Water, Glycerin, Ascorbic Acid", "Water, Panthenol"]


def test_what_rows_of_a_product_say_alike_holds_for_it_and_what_they_contradict_is_unknown():
    text = "product,ingredient,pH,price\nA,Water,3.2,5 EUR\nA,Ascorbic Acid,,6 EUR\n"
    text += "B,Water,4,7 EUR\nB,Glycerin,4,7 EUR\n"
    one, two = read_listings(table(text)).listings
    assert (one.product.pH, one.price, two.product.pH, two.price) == (3.2, None, 4.0, 7.0)


def test_a_recipe_without_a_product_is_one_product():
    text = "Ingredient name,Minimum % w/w,Maximum % w/w,Exact % w/w\nWater,60,80,\nAscorbic acid,10,20,\n"
    text += "Glycerin,,,8\nTotal,,,100\n"
    (one,) = read_listings(table(text)).listings
    assert one.product.form == "l_ascorbic_acid"
    assert (one.strength.low, one.strength.high) == pytest.approx((0.1, 0.2))


def test_ingredients_without_anything_that_tells_their_product_are_asked_about():
    text = "ingredient,function\nWater,solvent\nAscorbic Acid,antioxidant\nGlycerin,humectant\n"
    read = read_listings(table(text))
    assert len(read.listings) == 3
    assert any("Say which column does: --column product" in note for note in read.notes)


def test_numbers_without_a_unit_are_asked_about():
    text = rows("product,ingredient,strength").replace(",80", ",300").replace(",70", ",2000")
    read = read_listings(table(text))
    assert [listing.product.strength for listing in read.listings] == [None, None]
    assert any("State it: --unit" in note for note in read.notes)
    stated = read_listings(table(text), units={"strength": "%"})
    assert stated.listings[0].product.strength == pytest.approx(0.15)


@pytest.mark.parametrize(
    "text",
    [
        "product,ingredient,size\nA,Ascorbic Acid,30 ml\nA,Ascorbic Acid,50 ml\nB,SAP,30 ml\nB,SAP,50 ml\n",
        "product,form,strength\nA,LAA,10\nA,SAP,5\nB,MAP,3\nC,LAA,8\nD,LAA,7\nE,LAA,6\n",
        'product,inci list\nA,"Water, Ascorbic Acid"\nA,"Water, Glycerin"\nB,"Water"\nB,"Aqua, Panthenol"\n',
    ],
)
def test_a_product_in_each_row_stays_one(text):
    assert len(read_listings(table(text)).listings) == text.count("\n") - 1


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_screening_says_the_same(tmp_path, ending):
    text = rows("product,ingredient,percentage")
    source = tmp_path / f"a.{ending}"
    if ending == "csv":
        source.write_text(text)
    else:
        table(text).rows.to_parquet(source, index=False)
    screened = screen_file(source, tmp_path / "b.parquet", rows_per_piece=3)
    compared = compare(table(text))
    assert (screened.columns, screened.unused) == (compared.columns, compared.unused)
    assert screened.notes[-1] == compared.notes[-1]
    answer = pd.read_parquet(tmp_path / "b.parquet")
    assert answer["mass_fraction"].tolist() == pytest.approx([0.15, 0.05])
    assert answer["ingredient"].tolist()[1] == "Aqua 80 %, Sodium Ascorbyl Phosphate 5 %, Panthenol 2 %"


def test_more_rows_than_fit_are_refused(tmp_path, monkeypatch):
    from calc.errors import InputErrors
    from calc.products.screening import files

    monkeypatch.setattr(files, "MOST_ROWS", 5)
    (tmp_path / "a.csv").write_text(rows("product,ingredient,percentage"))
    with pytest.raises(InputErrors, match="each row is one ingredient"):
        screen_file(tmp_path / "a.csv", tmp_path / "b.csv")
    assert not (tmp_path / "b.csv").exists()
