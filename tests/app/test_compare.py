"""The Compare page without a browser, always from app.py."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from calc.catalog import market
from calc.products import Listing, compare, read_listings
from calc.tables import COMMAND, MOST_BYTES, read_table
from calc.tables.export import export_csv
from tests.apptest import checked, opened, switched
from ui.compare import catalogue, listing, plots

CHOSEN, PART, OWN_FILE = "compare-chosen", "compare-part", "compare-own"
OWN = (
    "Produkt;INCI;Konzentration;pH;Inhalt;Preis\n"
    "Serum A;Ascorbic Acid;15 %;3,2;30 ml;29,90 €\n"
    "<script>window.bad=1</script>;Sodium Ascorbyl Phosphate;5 %;6,5;30 ml;12,50 €\n"
    "Serum C;Ascorbic Acid;0,15;3,2;30 ml;9,90 €\n"
    "Serum A;Ascorbic Acid;10 %;4,2;30 ml;9,90 €\n"
)
FORMULAS = "name,water_g,l_ascorbic_acid_g\n=1+1,85,15\n<b>mild</b>,97,3\nbroken,-1,3\n"  # one cannot be read


def chosen(app: AppTest, *keys: str) -> AppTest:
    """Return the page after products were chosen."""
    app.multiselect(key=CHOSEN).set_value([Listing.of_market(market.products()[key]).name for key in keys])
    return checked(app.run())


def brought(app: AppTest, content: str | bytes, name: str = "own.csv", key: str = OWN_FILE) -> AppTest:
    """Return the page after a file was put on it."""
    body = content.encode() if isinstance(content, str) else content
    app.file_uploader(key=key).set_value((name, body, "text/csv"))
    return checked(app.run())


def words(app: AppTest) -> str:
    """Return everything that is said on the page."""
    parts = (app.title, app.subheader, app.markdown, app.error, app.warning, app.info, app.success, app.code)
    said = "\n".join(
        f"{getattr(element, 'title', '') or ''} {element.value}" for part in parts for element in part
    )
    return said.replace("\u202f", " ").replace("\\", "")


def tables(app: AppTest) -> list[dict[str, str]]:
    """Return what stands in the table of each product."""
    return [
        dict(table.value.replace("\u202f", " ", regex=True).itertuples(index=False, name=None))
        for table in app.table
    ]


def shown(app: AppTest) -> list[str]:
    """Return the names in the whole list."""
    return list(app.dataframe[-1].value["product"])


# --- side by side ---------------------------------------------------------------------------------


def test_opens_on_real_products() -> None:
    app = opened("compare")
    assert "Better at" in words(app)
    one, two, three = tables(app)
    assert one["Form"] == "L-ascorbic acid"
    assert one["pH"] == "3, inside the window of its form"
    assert two["Price"].startswith("182 USD (2025); ")
    assert three["Form"] == "Magnesium ascorbyl phosphate"
    assert three["Keeps"] == "keeps for months"
    assert "unknown" in three.values()


def test_a_range_keeps_its_ends_and_what_is_unknown_is_said() -> None:
    app = chosen(opened("compare"), "skinceuticals_hk_test_2024")
    (told,) = tables(app)
    assert told["Strength"] == "12 % (10–13 %)"
    assert told["pH"] == "unknown"
    assert "Not checked: the pH: unknown" in words(app)
    assert "Better at" not in words(app)


def test_other_forms_stand_with_their_strengths() -> None:
    every = (market.products()[key] for key in market.products())
    seen = next(product for product in every if product.second_forms and not product.is_comparator)
    (told,) = tables(chosen(opened("compare"), seen.id))
    assert told["With"]


def test_an_ampoule_is_held_against_what_an_article_wants() -> None:
    app = brought(opened("compare"), "product;form;strength;package\nOne;ascorbic acid;12 %;ampoule\n")
    labels = [fold.label for fold in app.expander]
    assert "What one article wants of an ampoule" in labels


def test_what_a_test_found_stands_apart_with_its_source() -> None:
    app = opened("compare")
    labels = [fold.label for fold in app.expander]
    assert any(label.startswith("What a test found: 17 vitamin C serums") for label in labels)


def test_time_takes_from_the_acid() -> None:
    app = opened("compare")
    assert "May be left by now" not in tables(app)[0]
    app.radio(key="compare-months").set_value(6)
    told = tables(checked(app.run()))[0]
    assert told["May be left by now"].endswith("%)")


def test_no_injection_is_offered_as_a_serum() -> None:
    names = opened("compare").multiselect(key=CHOSEN).options
    kept_apart = [product for product in market.products().values() if product.is_comparator]
    assert kept_apart
    for product in kept_apart:
        assert Listing.of_market(product).name not in names


def test_nothing_chosen_is_an_invitation() -> None:
    assert "Choose products from the list" in words(chosen(opened("compare")))


# --- prices ---------------------------------------------------------------------------------------


def priced(app: AppTest) -> AppTest:
    """Return the page with the picture of prices."""
    app.radio(key="compare-picture").set_value("Price against content")
    return checked(app.run())


def test_the_picture_of_prices_says_what_is_missing_and_why() -> None:
    app = priced(opened("compare"))
    every = compare(
        Listing.of_market(product) for product in market.products().values() if not product.is_comparator
    ).products
    complete = [product for product in every if not plots.why_unpriced(product)]
    dollars = [product for product in complete if product.listing.currency == "USD"]
    without = sum(product.listing.price is None for product in every)
    assert f"{len(dollars)} of {len(every)} are shown. Prices as seen, 20" in words(app)
    assert f"{without} without a price" in words(app)
    assert f"{len(complete) - len(dollars)} in other currencies" in words(app)


def test_currencies_are_kept_apart_until_somebody_gives_a_rate() -> None:
    app = priced(chosen(opened("compare"), "skinceuticals_c_e_ferulic", "skinceuticals_phloretin_cf_gel"))
    assert "Least" not in words(app)
    (asked,) = [radio for radio in app.radio if radio.label == "Prices in"]
    asked.set_value("GBP")
    every = compare(
        Listing.of_market(product) for product in market.products().values() if not product.is_comparator
    ).products
    paid = [product.listing.currency for product in every if not plots.why_unpriced(product)]
    pounds, dollars = paid.count("GBP"), paid.count("USD")
    assert f"{pounds} of {len(every)} are shown" in words(checked(app.run()))
    app.text_input(key="compare-rates").set_value("1 USD = 0,8 GBP")
    app = checked(app.run())
    assert "1 USD = 0.8 GBP" in words(app)
    # 182 USD at 0.8: 145.6 GBP, 15 % in 30 mL beside 10 % in 30 mL for 145 GBP.
    assert "Least GBP per gram of ascorbic acid, at the rates given: **SkinCeuticals C E Ferulic" in words(
        app
    )
    assert tables(app)[0]["In GBP"] == "145.60 GBP"
    assert f"{pounds + dollars} of {len(every)} are shown" in words(app)


def test_a_rate_that_is_none_is_refused_in_its_place() -> None:
    app = chosen(opened("compare"), "skinceuticals_c_e_ferulic", "skinceuticals_phloretin_cf_gel")
    app.text_input(key="compare-rates").set_value("much")
    assert "this is no rate" in words(checked(app.run()))


def test_without_two_currencies_no_rate_is_asked_for() -> None:
    assert not [field for field in opened("compare").text_input if field.key == "compare-rates"]


# --- a table of one's own -------------------------------------------------------------------------


def test_a_table_of_ones_own_is_compared_at_first_try() -> None:
    app = brought(opened("compare"), OWN)
    assert "3 products read, 1 left out." in words(app)
    assert "Line 4: strength: “0,15”: this could be a fraction or a percentage" in words(app)
    assert app.multiselect(key=CHOSEN).value == ["Serum A", "<script>window.bad=1</script>"]
    assert tables(app)[0]["Strength"] == "15 %"
    # Two of one name are told apart, and none is lost.
    assert shown(app)[:3] == ["Serum A", "<script>window.bad=1</script>", "Serum A (2)"]


def test_what_was_chosen_stays_when_a_table_comes() -> None:
    app = brought(chosen(opened("compare"), "cipla_vc_15"), OWN)
    assert app.multiselect(key=CHOSEN).value == ["Cipla VC 15 Serum"]


def test_a_column_can_be_named() -> None:
    app = brought(opened("compare"), OWN.replace("Konzentration", "Wie viel"))
    assert tables(app)[0]["Strength"] == "unknown"
    (box,) = [box for box in app.selectbox if box.label == "Strength"]
    box.set_value("Wie viel")
    assert tables(checked(app.run()))[0]["Strength"] == "15 %"


def test_another_page_and_the_other_part_keep_the_table() -> None:
    app = brought(opened("compare"), OWN)
    app.radio(key=PART).set_value("Screen a catalogue")
    checked(app.run())
    app.switch_page("ui/views/check.py").run()
    app.switch_page("ui/views/compare.py").run()
    app.radio(key=PART).set_value("Side by side")
    app = checked(app.run())
    assert "own.csv is still here." in words(app)
    assert "Serum A (2)" in shown(app)
    app.button[-1].click()
    app = checked(app.run())
    assert "Serum A (2)" not in shown(app)


def test_another_table_is_compared_in_the_place_of_the_first() -> None:
    app = brought(opened("compare"), OWN)
    app = brought(app, "Produkt;Form;Konzentration\nX;LAA;10,5\nY;SAP;5,0\n", "other.csv")
    assert app.multiselect(key=CHOSEN).value == ["X", "Y"]


def test_a_file_taken_away_is_gone() -> None:
    app = brought(opened("compare"), OWN)
    app.file_uploader(key=OWN_FILE).set_value(None)
    app = checked(app.run())
    assert "Serum A" not in shown(app)
    assert app.multiselect(key=CHOSEN).value == []


@pytest.mark.parametrize("content", [b"", b"hello", bytes(range(256)) * 20, b"a,b\n1,2\n"])
@pytest.mark.parametrize(("part", "key"), [("Side by side", OWN_FILE), ("Screen a catalogue", "screen-file")])
def test_a_file_of_no_use_is_refused_kindly(content: bytes, part: str, key: str) -> None:
    app = opened("compare")
    app.radio(key=PART).set_value(part)
    app = brought(checked(app.run()), content, "no use.csv", key)
    assert app.error
    assert "/tmp" not in words(app)
    assert "table.csv" not in words(app)


@pytest.mark.parametrize(("part", "key"), [("Side by side", OWN_FILE), ("Screen a catalogue", "screen-file")])
def test_a_file_too_large_for_a_page_is_refused_with_the_command(part: str, key: str) -> None:
    app = opened("compare")
    app.radio(key=PART).set_value(part)
    app = brought(checked(app.run()), b"a" * (MOST_BYTES + 1), "big.csv", key)
    assert "big.csv has 50.0 MB; a page takes up to 50 MB." in words(app)
    assert app.code[0].value == COMMAND


# --- the whole list -------------------------------------------------------------------------------


def test_the_list_is_searched_and_narrowed() -> None:
    app = opened("compare")
    every = len(shown(app))
    app.text_input(key="list-search").set_value("the ordinary PHOSPHATE 2021")
    app = checked(app.run())
    assert shown(app) == ["The Ordinary Magnesium Ascorbyl Phosphate 10% (2021)"]
    app.text_input(key="list-search").set_value("")
    app.checkbox(key="list-priced").check()
    app.checkbox(key="list-pH").check()
    app = checked(app.run())
    assert 0 < len(shown(app)) < every
    app.multiselect(key="list-forms").set_value(["ethyl_ascorbic_acid"])
    assert "None of them fits" in words(checked(app.run()))


def test_the_list_is_narrowed_to_its_worst() -> None:
    app = opened("compare")
    app.multiselect(key="list-worst").set_value(["CAUTION"])
    app = checked(app.run())
    assert set(app.dataframe[-1].value["worst"]) == {"CAUTION"}


def test_unknown_comes_last_in_every_order() -> None:
    app = opened("compare")
    app.selectbox(key="list-sort").set_value("lowest pH")
    column = checked(app.run()).dataframe[-1].value["pH"]
    known = column.dropna()
    assert known.is_monotonic_increasing
    assert len(known) < len(column)
    assert column.iloc[: len(known)].notna().all()


def test_what_is_unknown_leaves_as_the_word_and_comes_back_as_unknown() -> None:
    found = compare(
        Listing.of_market(product) for product in market.products().values() if not product.is_comparator
    ).products
    body = export_csv(listing.with_unknown_written(listing.products_table(found)))
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    by_name = {row["product"]: row for row in rows}
    assert by_name["SkinCeuticals C E Ferulic"]["pH"] == "unknown"
    assert by_name["SkinCeuticals C E Ferulic"]["worst"] == "none"
    read = read_listings(read_table(body, name="products.csv"))
    again = {listing.name: listing for listing in read.listings}
    assert again["SkinCeuticals C E Ferulic"].product.pH_band is None
    assert again["SkinCeuticals C E Ferulic"].price == 182


def test_findings_leave_one_line_each() -> None:
    found = compare([Listing.of_market(market.products()["the_ordinary_map_10"])]).products
    frame = listing.findings_table(found)
    assert len(frame) == len(found[0].findings) == 2
    first = frame.iloc[0]
    assert (first["product"], first["severity"]) == (found[0].listing.name, "CAUTION")
    assert first["code"] == found[0].findings[0].code
    assert first["message"]
    assert first["remedy"]
    assert first["sources"]
    assert list(listing.findings_table(()).columns) == list(frame.columns)


# --- a catalogue ----------------------------------------------------------------------------------


def screening() -> AppTest:
    """Return the part of the page that screens."""
    app = opened("compare")
    app.radio(key=PART).set_value("Screen a catalogue")
    return checked(app.run())


def test_a_catalogue_is_screened_worst_first() -> None:
    app = brought(screening(), FORMULAS, key="screen-file")
    assert "3 formulas. At worst: **2 STOP**. 1 could not be read." in words(app)
    frame = app.dataframe[-1].value
    assert list(frame["worst"]) == ["STOP", "STOP", "could not be read"]
    assert frame["unread"].iloc[2] == "water_g is below 0"
    assert frame["mass_fraction"].iloc[0] == pytest.approx(
        {"=1+1": 0.15, "<b>mild</b>": 0.03}[frame["name"].iloc[0]]
    )


def test_a_rerun_does_not_screen_again() -> None:
    app = brought(screening(), FORMULAS, key="screen-file")
    answer = app.session_state["screen-answer"][1]
    app.run()
    assert checked(app).session_state["screen-answer"][1] is answer


def test_an_answer_goes_when_its_file_is_taken_away() -> None:
    app = brought(screening(), FORMULAS, key="screen-file")
    folder = Path(app.session_state["screen-answer"][1].folder.name)
    assert [path.name for path in folder.iterdir()] == ["answer.parquet"]
    app.file_uploader(key="screen-file").set_value(None)
    checked(app.run())
    checked(app.run())
    assert not folder.exists()


def test_an_answer_stays_while_another_page_is_visited() -> None:
    app = brought(screening(), FORMULAS, key="screen-file")
    app.switch_page("ui/views/check.py").run()
    app = switched(app, "compare")
    assert "3 formulas. At worst" in words(app)


def test_all_of_an_answer_as_csv_acts_as_no_formula() -> None:
    app = brought(screening(), FORMULAS, key="screen-file")
    body = catalogue.answer_csv(app.session_state["screen-answer"][1].path)
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["'=1+1", "<b>mild</b>", "broken"]
    assert float(rows[0]["mass_fraction"]) == pytest.approx(0.15)


@pytest.mark.parametrize("make", [catalogue.formulas_to_try, catalogue.products_to_try])
def test_what_is_offered_to_try_can_be_screened(make: object) -> None:
    assert callable(make)
    app = brought(screening(), export_csv(make()), "try.csv", "screen-file")
    assert words(app).count("could not be read") == 0
    assert len(app.dataframe[-1].value) == 3


def test_a_column_that_looks_like_a_strength_is_offered() -> None:
    app = brought(opened("compare"), OWN.replace("Konzentration", "Wie viel"))
    assert "“Wie viel” looks like a strength" in words(app)
    app.button(key="compare-table-use-Wie viel").click()
    app = checked(app.run())
    assert tables(app)[0]["Strength"] == "15 %"
    assert "“Wie viel”: strength" in words(app)


def test_a_catalogue_says_what_its_columns_were_used_as_and_takes_another() -> None:
    table = "name,form,how much,list\n" + "".join(f"P{i},LAA,{20 + i} %,\n" for i in range(3))
    app = brought(screening(), table + 'Mask,,5 %,"Aqua, Niacinamide, Glycerin, Parfum"\n', key="screen-file")
    assert "“how much” looks like a strength" in words(app)
    app.button(key="screen-table-use-how much").click()
    app = checked(app.run())
    assert "“how much”: strength" in words(app)
    assert "2 STOP" in words(app)


def test_rows_are_shown_by_what_they_name() -> None:
    rows = 'A,LAA,\nB,,"Aqua, Niacinamide, Glycerin"\nC,,"Aqua, Glycerin, Panthenol"\n'
    app = brought(screening(), f"name,form,ingredients\n{rows}", key="screen-file")
    assert len(app.dataframe[-1].value) == 3
    app.selectbox(key="screen-kind").set_value("none")
    assert list(checked(app.run()).dataframe[-1].value["name"]) == ["B", "C"]


def test_equal_messages_are_one_with_a_count() -> None:
    rows = "".join(f"P{i},LAA,{i + 10}\n" for i in range(30))
    app = brought(opened("compare"), f"product,form,price\n{rows}")
    assert "30 lines have a cell that stays unknown (2, 3, 4, 5, 6, ...): price" in words(app)


def test_a_table_is_read_another_way() -> None:
    app = brought(opened("compare"), "Shop,Spring\nproduct,form\nX,LAA\n")
    app.text_input(key="compare-table-header-row").set_value("1")
    app = checked(app.run())
    assert "a column for product, form, ingredients is needed" in words(app)
