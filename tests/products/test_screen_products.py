"""Tables of products: the same as one product at a time, read as Compare reads them, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from calc import InputErrors
from calc.catalog.market import products as market_products
from calc.products import ComparedProduct, Listing, compare, read_listings, stability
from calc.products.screening import ADDED, screen_file, screen_products
from calc.products.screening.products import label_columns
from calc.tables import Table

ROWS = 300
MARKET = Path(__file__).resolve().parents[2] / "data" / "products.csv"


def catalogue(n: int, seed: int = 1, decimal: str = ".") -> pd.DataFrame:
    """Return random products as a shop may list them, some of them in words, some beyond reading."""
    dice = np.random.default_rng(seed)

    def some(*texts: str) -> list[str]:
        return dice.choice(np.array(texts, dtype=object), n).tolist()

    words = some("15", "12.5", "", "0", "101", "10-12", "up to 5", "150 mg/mL", "0.5", "8.333")
    plain = [f"{number:.2f}" for number in dice.uniform(1, 30, n)]
    acidity = some("3", "", "3.0-3.5", "6", "15", "1.9", "low")
    numbers = [f"{number:.2f}" for number in dice.uniform(1.8, 8, n)]
    frame = pd.DataFrame(
        {
            "Name": [f"Serum {i} with vitamin C" for i in range(n)],
            "form": some(
                *["l_ascorbic_acid"] * 4,
                *(
                    "Sodium Ascorbyl Phosphate",
                    "sodium_ascorbate",
                    "3-O-Ethyl Ascorbic Acid",
                    "",
                    "vitamin C",
                ),
                *("Ascorbic Acid, Ascorbyl Glucoside", "Ascorbyl Glucoside 2 %", "Ascorbyl Xylate"),
            ),
            "Strength (%)": np.where(dice.random(n) < 0.5, words, plain),
            "pH": np.where(dice.random(n) < 0.5, acidity, numbers),
            "Package": some("ampoule", "dropper bottle", "airless", "tube", "jar", "", "strange"),
            "ingredients": some(
                *["", ""],
                *("Aqua, Ascorbic Acid, Retinol", "Aqua, Glycerin, Phenoxyethanol, Ferulic Acid"),
                *("Water, Salicylic Acid, Niacinamide", "Aqua, Sodium Ascorbate"),
            ),
            "coactives": some("", "ferulic_acid", "retinol;niacinamide", "none", "something new"),
        }
    )
    if decimal == ",":
        for name in ("Strength (%)", "pH"):
            frame[name] = frame[name].str.replace(".", ",")
    return frame


def read_alone(frame: pd.DataFrame, decimal: str = "") -> list[Listing | None]:
    """Return the rows as Compare reads them; None for one that it leaves out."""
    table = Table(tuple(frame.columns), frame.astype("str"), (), 0, "", "", decimal, "", ())
    result = read_listings(table)
    unread = {row.line for row in result.unread}
    offers = iter(result.listings)
    return [None if i in unread else next(offers) for i in range(len(frame))]


def judged_alone(offer: Listing) -> ComparedProduct:
    """Return what follows from an offer at its stated values: of a range of pH the middle alone."""
    band = offer.product.pH_band
    pH = None if band is None else band.median
    return compare([replace(offer, product=replace(offer.product, pH=pH))]).products[0]


def codes(cell: object) -> set[str]:
    return set(str(cell).split(";")) - {""} if pd.notna(cell) else set()


def assert_same(row: pd.Series, result: ComparedProduct) -> None:
    assert codes(row["codes"]) == {finding.code for finding in result.findings}
    assert codes(row["skipped"]) == {rule.code for rule in result.skipped}
    assert (None if pd.isna(row["worst"]) else row["worst"]) == (result.worst.name if result.worst else None)
    band = result.listing.product.pH_band
    for name, value in {
        "mass_fraction": result.mass_fraction,
        "aa_equivalent_fraction": result.aa_equivalent,
        "pH": band,
    }.items():
        expected = np.nan if value is None else value.median
        assert row[name] == pytest.approx(expected, rel=1e-9, nan_ok=True), name
    days = result.life.t90_days if result.life else None
    assert row["t90_days"] == pytest.approx(days.median if days else np.nan, rel=1e-6, nan_ok=True)
    assert pd.isna(row["dissolves"])


@pytest.fixture
def _kept_anew():
    """How long something keeps is worked out anew: it is remembered with its spread."""
    stability._shelf_life.cache_clear()
    yield
    stability._shelf_life.cache_clear()


# With every input at its centre there is no spread, so that the days are the same as well. With it the
# median over the draws lies beside the days at the centre, most where a pH far from the acid's own is
# taken with all that lies between.


@pytest.mark.usefixtures("centred", "_kept_anew")
def test_every_product_of_the_list_is_judged_as_alone():
    screened = screen_products(pd.read_csv(MARKET, dtype=str, keep_default_na=False))
    seen = list(market_products().values())
    assert len(screened) == len(seen) > 50
    # What is injected is no product to leave on skin, and not judged as one.
    assert screened["unread"].notna().tolist() == [product.is_comparator for product in seen]
    for (_, row), text in zip(screened.iterrows(), seen):
        if not text.is_comparator:
            assert_same(row, judged_alone(Listing.of_market(text)))


@pytest.mark.parametrize(
    "told",
    [
        {"product": "Vitamin C for injection"},
        {"product": "A", "use": "IV"},
        {"product": "A", "kind": "comparator"},
    ],
)
def test_what_is_injected_or_swallowed_gets_no_verdict_but_the_reason(told):
    frame = pd.DataFrame([{"form": "LAA", "strength": "15 %", "pH": "3.2", **told}])
    row = screen_products(frame).iloc[0]
    assert "no leave-on cosmetic" in row["unread"]
    assert pd.isna(row["codes"])


@pytest.mark.usefixtures("centred", "_kept_anew")
@pytest.mark.parametrize("decimal", ["", ","])
def test_random_products_are_judged_as_alone(decimal):
    frame = catalogue(ROWS, seed=4, decimal=decimal)
    result, offers = screen_products(frame, decimal=decimal), read_alone(frame, decimal)
    assert result["t90_days"].notna().sum() > 30
    assert result["unread"].notna().sum() > 30
    for (_, row), offer in zip(result.iterrows(), offers):
        assert pd.notna(row["unread"]) == (offer is None), row["unread"]
        if offer is not None:
            assert_same(row, judged_alone(offer))


def test_a_row_that_cannot_be_read_says_the_reason_and_nothing_else():
    frame = pd.DataFrame(
        {"form": "l_ascorbic_acid", "strength": ["15 %", "twelve", "15"], "pH": ["3", "3", "30"]}
    )
    screened = screen_products(frame)
    assert pd.isna(screened["unread"].iloc[0])
    assert "twelve" in screened["unread"].iloc[1]
    assert "pH" in screened["unread"].iloc[2]
    for name in ADDED[:-1]:
        assert screened[name].iloc[1:].isna().all(), name
    assert screened["pH_given"].tolist() == ["3", "3", "30"], "what was typed stays"


def test_numbers_and_their_texts_say_the_same():
    frame = pd.DataFrame(
        {
            "product": [f"p{i}" for i in range(6)],
            "form": "l_ascorbic_acid",
            "strength_percent": [15.0, np.nan, 0.4, 100.0, 101.0, 12.5],
            "pH": [3, 3, 2, 3, 3, 14],
        }
    )
    texts = frame.astype(str).replace("nan", "")
    texts["strength_percent"] = texts["strength_percent"].str.removesuffix(".0")
    numbers, typed = screen_products(frame), screen_products(texts)
    for name in ADDED:
        one, other = numbers[name].astype("object"), typed[name].astype("object")
        assert one.where(one.notna(), None).tolist() == other.where(other.notna(), None).tolist(), name
    assert numbers["unread"].notna().tolist() == [False, False, False, False, True, False]


def test_the_name_of_a_product_counts_where_nothing_else_names_a_form():
    frame = pd.DataFrame(
        {
            "product": ["Ascorbyl Glucoside Serum", "Plain"],
            "form": ["", "l_ascorbic_acid"],
            "strength": ["2 %", "15"],
        }
    )
    screened = screen_products(frame)
    assert screened["mass_fraction"].tolist() == pytest.approx([0.02, 0.15])
    assert screened["aa_equivalent_fraction"].iloc[0] == pytest.approx(0.02 * 0.52, rel=0.02)


def test_no_products_are_no_rows():
    screened = screen_products(catalogue(0))
    assert not len(screened)
    assert {*ADDED} <= {*screened}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["form", "codes"], "codes"),
        (["form", "form"], "twice"),
        (["strength", "pH"], "product, form, ingredients"),
        (["form", "pH", "pH_given"], "pH_given"),
    ],
)
def test_a_table_that_cannot_be_judged_is_refused(columns, said):
    with pytest.raises(InputErrors, match=said):
        label_columns(pd.DataFrame([["x"] * len(columns)], columns=columns))


# --- files ----------------------------------------------------------------------------------------


def test_a_file_of_products_says_the_same(tmp_path):
    frame = catalogue(200, seed=2)
    expected = screen_products(frame)
    frame.to_csv(tmp_path / "in.csv", index=False)
    screened = screen_file(tmp_path / "in.csv", tmp_path / "out.parquet", rows_per_piece=70)
    assert (screened.rows, screened.unread, screened.kind) == (
        200,
        expected["unread"].notna().sum(),
        "products",
    )
    answer = pd.read_parquet(tmp_path / "out.parquet")
    assert {*answer} == {*expected}
    for name in ("mass_fraction", "pH", "t90_days", "aa_equivalent_fraction"):
        np.testing.assert_allclose(answer[name], expected[name], rtol=1e-9)
    for name in ("codes", "worst", "skipped", "unread"):
        assert answer[name].astype(str).tolist() == expected[name].astype(str).tolist()


def dump(folder: Path) -> Path:
    """Write a file in the shape of Open Beauty Facts: made up, with food and toilet paper in it."""
    names = ("code", "url", "creator", "created_t", "product_name", "quantity", "brands", "ingredients_text")
    rows = [
        (
            "1",
            "u",
            "c",
            "1",
            "Brightening serum",
            "30 ml",
            "Nobody",
            "Aqua, Ascorbic Acid, Glycerin, Retinol",
        ),
        ("2", "u", "c", "1", "Apple juice", "1 l", "Nobody", "Apple juice, antioxidant: E 300"),
        ("3", "u", "c", "1", "Toilet paper", "8 rolls, soft", "Nobody", ""),
        ("4", "u", "c", "1", 'Cream "light"', "", "", "Aqua, Sodium Ascorbyl Phosphate, Parfum"),
        ("5", "u", "c", "1", "Cut off"),
    ]
    import gzip

    text = "\n".join("\t".join(row) for row in [names, *rows]) + "\n"
    path = folder / "beauty.csv.gz"
    path.write_bytes(gzip.compress(text.encode()))
    return path


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_open_beauty_facts_goes_through_with_its_credit(tmp_path, ending):
    target = tmp_path / f"out.{ending}"
    screened = screen_file(dump(tmp_path), target)
    assert (screened.rows, screened.unread, screened.left_out, screened.kind) == (4, 0, 1, "products")
    assert screened.lines[0].line == 6
    answer = pd.read_parquet(target) if ending == "parquet" else pd.read_csv(target)
    skipped = [codes(rule) for rule in answer["skipped"]]
    assert answer["mass_fraction"].isna().all(), "no strength is stated"
    assert answer["product_name"].tolist()[1:3] == ["Apple juice", "Toilet paper"]
    assert len(skipped[2]) > len(skipped[0]), "of toilet paper less is known"
    if ending == "csv":
        credit = (tmp_path / "out.csv.credit.txt").read_text(encoding="utf-8")
        left = ["beauty.csv.gz", "out.csv", "out.csv.credit.txt"]
    else:
        from pyarrow import parquet

        credit = parquet.read_schema(target).metadata[b"calc.credit"].decode()
        left = ["beauty.csv.gz", "out.parquet"]
    assert "Open Beauty Facts" in credit
    assert "opendatacommons.org/licenses/odbl" in credit
    assert sorted(path.name for path in tmp_path.iterdir()) == left
