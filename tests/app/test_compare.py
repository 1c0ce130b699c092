"""The Compare page without a browser, always from app.py."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.testing.v1 import AppTest

from calc.catalog import market
from calc.cli.options import Parser, add_table_options
from calc.products import (
    HANDFUL,
    ComparisonRequest,
    Listing,
    compare,
    open_comparison,
    read_chosen,
    read_listings,
    share_comparison,
)
from calc.products.listings import COLUMNS
from calc.reports.links import LINK, pack, token_in
from calc.tables import COMMAND, MOST_BYTES, read_table
from calc.tables.export import export_csv
from tests.apptest import checked, new_visit, opened, switched
from ui import uploads
from ui.compare import catalogue, chosen, listing
from ui.compare.adding import FIELD
from ui.compare.advice import COLUMN_LABELS, FIELD_LABELS

PART, OWN_FILE = "compare-part", "compare-own"
GLOW = "Glow serum, 15 % ascorbic acid, pH 3.2, 30 mL, 29 EUR"
MILD = "Mild lotion, SAP 5 %, pH 6.5, 30 mL, 12 EUR"
OWN = (
    "Produkt;INCI;Konzentration;pH;Inhalt;Preis\n"
    "Serum A;Ascorbic Acid;15 %;3,2;30 ml;29,90 €\n"
    "<script>window.bad=1</script>;Sodium Ascorbyl Phosphate;5 %;6,5;30 ml;12,50 €\n"
    "Serum C;Ascorbic Acid;0,15;3,2;30 ml;9,90 €\n"
    "Serum A;Ascorbic Acid;10 %;4,2;30 ml;9,90 €\n"
)
FORMULAS = "name,water_g,l_ascorbic_acid_g\n=1+1,85,15\n<b>mild</b>,97,3\nbroken,-1,3\n"  # one cannot be read


def typed(app: AppTest, text: str) -> AppTest:
    """Return the page after something was typed into its one field."""
    app.text_input(key=FIELD).set_value(text)
    return checked(app.run())


def added(app: AppTest, *texts: str) -> AppTest:
    """Return the page after products were typed and added."""
    for text in texts:
        app = typed(app, text)
        app.button(key="compare-add-typed").click()
        app = checked(app.run())
    return app


def comparing(*texts: str, **how: Any) -> AppTest:
    """Return the page as a link opens it that holds products."""
    link = share_comparison(ComparisonRequest(tuple(map(read_chosen, texts)), **how))
    return visited(token_in(link))


def visited(token: str) -> AppTest:
    """Return the page as an address with a token opens it."""
    app = new_visit().switch_page("ui/views/compare.py")
    app.query_params[LINK] = token
    return checked(app.run())


def token_of(app: AppTest) -> str:
    """Return the token in the address."""
    result = app.query_params[LINK]
    return result if isinstance(result, str) else result[0]


def table(app: AppTest) -> dict[str, Any] | None:
    """Return what the table of the comparison is given; None where there is none."""
    parts = [part.proto for part in app.get("bidi_component")]  # type: ignore[attr-defined]
    return next((json.loads(part.json) for part in parts if part.component_name == "comparison"), None)


def names(app: AppTest) -> list[str]:
    """Return the names of the compared products."""
    return [product["name"] for product in (table(app) or {"products": []})["products"]]


def cells(app: AppTest, key: str) -> list[str]:
    """Return what stands in a row of the table, its lines joined."""
    (row,) = [row for row in (table(app) or {"rows": []})["rows"] if row["key"] == key]
    return ["; ".join(cell["lines"]).replace("\u202f", " ") for cell in row["cells"]]


def best(app: AppTest, key: str) -> list[bool]:
    """Return which cells of a row are marked as the best."""
    (row,) = [row for row in (table(app) or {"rows": []})["rows"] if row["key"] == key]
    return [cell["is_best"] for cell in row["cells"]]


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


def shown(app: AppTest) -> list[str]:
    """Return the names in the whole list."""
    return list(app.dataframe[-1].value["product"])


def listed_name(key: str) -> str:
    """Return the name of a product of the list."""
    return Listing.of_market(market.products()[key]).name


# --- side by side ---------------------------------------------------------------------------------


def test_starts_empty_with_one_field() -> None:
    app = opened("compare")
    assert table(app) is None
    assert app.text_input(key=FIELD).value == ""
    assert "For example: Glow serum" in words(app)
    assert LINK not in app.query_params


def test_two_products_typed_by_hand_stand_side_by_side() -> None:
    app = typed(opened("compare"), GLOW)
    assert "“Glow serum, 15 % ascorbic acid” · L-ascorbic acid · 15 % · pH 3.2 · 30 mL · 29 EUR" in words(app)
    app = added(app, GLOW, MILD)
    assert app.text_input(key=FIELD).value == ""
    assert names(app) == ["Glow serum, 15 % ascorbic acid", "Mild lotion, SAP 5 %"]
    assert cells(app, "vitamin_c")[0] == "15 %; L-ascorbic acid"
    assert cells(app, "pH") == ["3.2; right for this form", "6.5; right for this form"]
    assert cells(app, "sting") == ["Stings less; acid at pH 3 or above", "Mild; not the acid itself"]
    assert (best(app, "vitamin_c"), best(app, "sting")) == ([True, False], [False, True])
    assert cells(app, "verdict")[0] == "No warnings; 18 checks passed."


def test_a_search_finds_products_of_the_list_and_what_a_file_holds() -> None:
    app = typed(brought(opened("compare"), OWN), "serum a")
    labels = [button.label for button in app.button]
    assert "Serum A · from your file" in labels
    app = typed(app, listed_name("cipla_vc_15").lower())
    app.button(key="compare-add-cipla_vc_15").click()
    assert names(checked(app.run()))[-1] == listed_name("cipla_vc_15")


def test_a_product_that_nobody_knows_is_added_as_it_was_typed() -> None:
    app = added(opened("compare"), "Wonder cream")
    assert names(app) == ["Wonder cream"]
    assert cells(app, "verdict") == ["Not sure yet; 18 checks could not run."]
    (row,) = [row for row in (table(app) or {})["rows"] if row["key"] == "pH"]
    assert row["cells"][0]["ask"]["add"] == "Add the pH"


def test_what_cannot_be_read_is_told_before_it_is_added() -> None:
    app = typed(opened("compare"), "name=X; form=LAA; pH=sour")
    assert "pH: “sour”: this is not a pH" in words(app)
    app = typed(app, "colour=red")
    assert "this is not a field of a label" in words(app)
    assert not [button for button in app.button if button.key == "compare-add-typed"]


def test_what_cannot_be_read_stays_in_its_cell_with_the_fix() -> None:
    app = comparing("name=X; form=LAA; pH=sour")
    (row,) = [row for row in (table(app) or {})["rows"] if row["key"] == "pH"]
    (cell,) = row["cells"]
    assert cell["is_wrong"]
    assert cell["lines"][0].startswith("“sour”: this is not a pH")
    assert cell["ask"]["value"] == "sour"


def test_no_more_than_a_handful_fit() -> None:
    app = comparing(*(f"Serum {n}, LAA {n} %" for n in range(1, HANDFUL + 1)))
    app = added(app, "One too many, LAA 9 %")
    assert len(names(app)) == HANDFUL
    assert f"Up to {HANDFUL} products fit side by side." in words(app)


def test_two_of_one_name_are_told_apart() -> None:
    assert names(comparing("Serum, LAA 10 %", "name=Serum, LAA 10 %; pH=3")) == [
        "Serum, LAA 10 %",
        "Serum, LAA 10 % (2)",
    ]


def test_no_best_among_the_stopped_and_the_unknown() -> None:
    app = comparing("Strong, LAA 30 %, pH 3.2", "Plain, LAA 10 %, pH 3.2", "Dark, LAA")
    assert cells(app, "verdict")[0].startswith("STOP; Above 20 %")
    assert best(app, "vitamin_c") == [False, True, False]
    assert "A product with a STOP is never the best." in words(app)


def test_what_somebody_adds_to_the_list_is_marked_as_theirs() -> None:
    app = comparing("listed=skinceuticals_c_e_ferulic; pH=3")
    rows = {row["key"]: row["cells"][0] for row in (table(app) or {})["rows"]}
    assert rows["pH"]["lines"][0] == "3"
    assert (rows["pH"]["is_mine"], rows["size"]["is_mine"]) == (True, False)


def test_an_ampoule_is_held_against_what_an_article_wants() -> None:
    app = comparing("One; ascorbic acid 12 %; ampoule")
    app.expander[-2].open = True
    labels = [fold.label for fold in app.expander]
    assert any(label.endswith("warnings, notes and sources") for label in labels)


def test_what_a_test_found_stands_apart() -> None:
    labels = [fold.label for fold in opened("compare").expander]
    assert any(label.startswith("Lab test: 17 vitamin C serums") for label in labels)


def test_time_takes_from_the_acid() -> None:
    app = comparing(GLOW)
    assert "left" not in {row["key"] for row in (table(app) or {})["rows"]}
    app.segmented_control(key="compare-months").set_value(6)
    app = checked(app.run())
    assert cells(app, "left")[0].endswith("%)")
    assert open_comparison(token_of(app))[0].months == 6


# --- the link -------------------------------------------------------------------------------------


def test_a_reload_and_a_friend_see_the_same() -> None:
    app = added(opened("compare"), GLOW, MILD)
    friend = visited(token_of(app))
    assert (table(friend) or {})["rows"] == (table(app) or {})["rows"]
    assert (table(friend) or {})["link"].endswith(f"/compare?r={token_of(app)}")


def test_a_link_keeps_how_products_are_compared() -> None:
    app = comparing(GLOW, "Other, LAA 10 %, pH 3, 30 mL, 20 USD", months=12, rates="USD=0.9 EUR")
    assert app.segmented_control(key="compare-months").value == 12
    assert cells(app, "price_per_gram")[1].startswith("at least 5.77 EUR")
    assert app.text_input(key="compare-rates").value == "USD=0.9 EUR"


@pytest.mark.parametrize("token", ["3damaged", "9x", pack({"strength": "15 %"})])
def test_a_link_that_is_none_is_told_and_stops_nothing(token: str) -> None:
    app = visited(token)
    assert app.error
    assert names(added(app, GLOW)) == ["Glow serum, 15 % ascorbic acid"]


def test_mix_says_where_a_comparison_opens() -> None:
    app = new_visit()
    app.query_params[LINK] = token_in(share_comparison(ComparisonRequest((read_chosen(GLOW),))))
    assert "Open it on Compare." in words(checked(app.run()))


def test_another_page_keeps_the_comparison() -> None:
    app = switched(comparing(GLOW), "check")
    app = switched(app, "compare")
    assert names(app) == ["Glow serum, 15 % ascorbic acid"]
    assert LINK in app.query_params


def test_back_to_an_empty_address_is_an_empty_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    app = added(opened("compare"), GLOW)
    token = token_of(app)
    monkeypatch.setattr(chosen, "_LAG_S", 0.0)
    del app.query_params[LINK]
    app = checked(app.run())
    assert names(app) == []
    app.query_params[LINK] = token
    assert names(checked(app.run())) == ["Glow serum, 15 % ascorbic acid"]


def test_an_address_that_is_late_takes_nothing_away() -> None:
    app = added(opened("compare"), GLOW)
    del app.query_params[LINK]
    assert names(checked(app.run())) == ["Glow serum, 15 % ascorbic acid"]
    assert LINK in app.query_params


# --- prices ---------------------------------------------------------------------------------------


def test_the_picture_of_prices_says_what_it_needs() -> None:
    app = comparing(GLOW, "Other, LAA 10 %, pH 3")
    app.segmented_control(key="compare-picture").set_value("Price and strength")
    assert "the picture needs price in this currency, size and strength: Other, LAA 10 %" in words(
        checked(app.run())
    )


def test_currencies_are_kept_apart_until_somebody_gives_a_rate() -> None:
    app = comparing("One, LAA 15 %, 30 mL, 182 USD", "Two, LAA 10 %, 30 mL, 145 GBP")
    assert best(app, "price_per_gram") == [False, False]
    app.text_input(key="compare-rates").set_value("1 USD = 0,8 GBP")
    app = checked(app.run())
    # 182 USD at 0.8: 145.6 GBP for 15 % in 30 mL, beside 145 GBP for 10 %.
    assert best(app, "price_per_gram") == [True, False]
    assert "GBP" in cells(app, "price_per_gram")[0].split("; ")[0]
    app.text_input(key="compare-rates").set_value("much")
    assert "this is not a rate" in words(checked(app.run()))


def test_without_two_currencies_no_rate_is_asked_for() -> None:
    assert not [field for field in comparing(GLOW).text_input if field.key == "compare-rates"]


# --- a table of one's own -------------------------------------------------------------------------


def test_a_small_table_is_compared_at_once() -> None:
    app = brought(opened("compare"), OWN)
    assert "3 products read, 1 left out." in words(app)
    assert "Line 4: strength: “0,15”: this could be a fraction or a percentage" in words(app)
    # Two of one name are told apart, and none is lost.
    assert names(app) == ["Serum A", "<script>window.bad=1</script>", "Serum A (2)"]
    assert cells(app, "strength") == ["15 %", "5 %", "10 %"]
    assert shown(app)[:3] == names(app)
    friend = visited(token_of(app))
    assert [cells(friend, key) for key in ("verdict", "price")] == [
        cells(app, key) for key in ("verdict", "price")
    ]


def test_what_is_compared_stays_when_a_table_comes() -> None:
    assert names(brought(comparing(GLOW), OWN)) == ["Glow serum, 15 % ascorbic acid"]


def test_a_column_can_be_named_and_what_is_compared_follows() -> None:
    app = brought(opened("compare"), OWN.replace("Konzentration", "Wie viel"))
    assert cells(app, "strength")[0] == ""
    (box,) = [box for box in app.selectbox if box.label == "Strength"]
    box.set_value("Wie viel")
    assert cells(checked(app.run()), "strength")[0] == "15 %"


def test_a_row_that_says_more_than_a_link_can_is_told() -> None:
    app = brought(opened("compare"), "product;form;strength\nOne;ascorbyl wonderate;12 %\n")
    assert names(app) == ["One"]
    assert "Not in the link, because its row of the file says more than a link can: One" in words(app)
    assert LINK not in app.query_params


def test_another_page_and_the_other_part_keep_the_table() -> None:
    app = brought(opened("compare"), OWN)
    app.segmented_control(key=PART).set_value("list")
    checked(app.run())
    app.switch_page("ui/views/check.py").run()
    app.switch_page("ui/views/compare.py").run()
    app.segmented_control(key=PART).set_value("side")
    app = checked(app.run())
    assert "own.csv is still here." in words(app)
    assert "Serum A (2)" in shown(app)
    next(button for button in app.button if button.label == "Put it away").click()
    assert "Serum A (2)" not in shown(checked(app.run()))


@pytest.mark.parametrize(("part", "key"), [("side", OWN_FILE), ("list", "screen-file")])
def test_a_file_of_no_use_is_refused_kindly(part: str, key: str) -> None:
    app = opened("compare")
    app.segmented_control(key=PART).set_value(part)
    app = checked(app.run())
    for content in (b"", b"hello", bytes(range(256)) * 20, b"a,b\n1,2\n"):
        app = brought(app, content, "no use.csv", key)
        assert app.error, content
        assert "/tmp" not in words(app)
        assert "table.csv" not in words(app)
    app = brought(app, b"a" * (MOST_BYTES + 1), "big.csv", key)
    assert "big.csv has 50.0 MB; a page takes up to 50 MB." in words(app)
    assert app.code[0].value == COMMAND


# --- the whole list -------------------------------------------------------------------------------


def test_no_injection_is_offered_as_a_serum() -> None:
    in_list = shown(opened("compare"))
    kept_apart = [key for key, product in market.products().items() if product.is_comparator]
    assert kept_apart
    assert not {*map(listed_name, kept_apart)} & {*in_list}


def test_the_list_is_searched_and_narrowed() -> None:
    app = opened("compare")
    every = len(shown(app))
    app.text_input(key="list-search").set_value("the ordinary MAGNESIUM")
    app = checked(app.run())
    assert listed_name("the_ordinary_map_10") in shown(app)
    assert len(shown(app)) < every
    app.text_input(key="list-search").set_value("")
    app.checkbox(key="list-priced").check()
    app.checkbox(key="list-pH").check()
    app = checked(app.run())
    assert 0 < len(shown(app)) < every
    app.text_input(key="list-search").set_value("no such thing")
    assert "No match. Remove a filter." in words(checked(app.run()))


def test_columns_of_unknowns_are_behind_more() -> None:
    app = opened("compare")
    app.text_input(key="list-search").set_value(listed_name("skinceuticals_phloretin_cf"))
    app = checked(app.run())
    order = list(app.dataframe[-1].proto.column_order)
    assert "pH" not in order
    app.checkbox(key="list-more").check()
    assert "pH" in list(checked(app.run()).dataframe[-1].proto.column_order)


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


def test_a_workbook_of_the_list_has_words_and_no_empty_column() -> None:
    comparison = compare([Listing.of_market(market.products()["skinceuticals_c_e_ferulic"])]).products
    frame = listing.for_people(listing.products_table(comparison))
    assert list(frame.columns)[:3] == ["Product", "Form of vitamin C", "Strength (%)"]
    assert frame.notna().all().all()
    assert "pH" not in frame
    assert list(listing.for_people(listing.findings_table(comparison)).columns) == []


def test_what_is_unknown_leaves_as_the_word_and_comes_back_as_unknown() -> None:
    comparison = compare(
        Listing.of_market(product) for product in market.products().values() if not product.is_comparator
    ).products
    body = export_csv(listing.with_unknown_written(listing.products_table(comparison)))
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    by_name = {row["product"]: row for row in rows}
    assert by_name["SkinCeuticals C E Ferulic"]["pH"] == "unknown"
    assert by_name["SkinCeuticals C E Ferulic"]["worst"] == "none"
    read = read_listings(read_table(body, name="products.csv"))
    again = {listing.name: listing for listing in read.listings}
    assert again["SkinCeuticals C E Ferulic"].product.pH_band is None
    assert again["SkinCeuticals C E Ferulic"].price == 182


def test_findings_leave_one_line_each() -> None:
    comparison = compare([Listing.of_market(market.products()["the_ordinary_map_10"])]).products
    frame = listing.findings_table(comparison)
    assert len(frame) == len(comparison[0].findings) == 2
    first = frame.iloc[0]
    assert (first["product"], first["severity"]) == (comparison[0].listing.name, "CAUTION")
    assert first["code"] == comparison[0].findings[0].code
    assert first["message"]
    assert first["remedy"]
    assert first["sources"]
    assert list(listing.findings_table(()).columns) == list(frame.columns)


# --- a catalogue ----------------------------------------------------------------------------------


def screening() -> AppTest:
    """Return the part of the page that screens."""
    app = opened("compare")
    app.segmented_control(key=PART).set_value("list")
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


def test_what_is_refused_is_given_back_and_the_field_is_empty_again(monkeypatch: pytest.MonkeyPatch) -> None:
    given_back: list[str] = []
    remove = MemoryUploadedFileManager.remove_file

    def noted(manager: MemoryUploadedFileManager, session_id: str, file_id: str) -> None:
        given_back.append(file_id)
        remove(manager, session_id, file_id)

    monkeypatch.setattr(MemoryUploadedFileManager, "remove_file", noted)
    monkeypatch.setattr(uploads, "MOST_IN_ALL", 10)
    app = brought(screening(), FORMULAS, key="screen-file")
    assert "are using all the space" in words(app)
    assert len(given_back) == 1
    assert app.file_uploader(key="screen-file-1").value is None
    monkeypatch.setattr(uploads, "MOST_IN_ALL", 10_000)
    app = brought(app, FORMULAS, key="screen-file-1")
    assert "are using all the space" not in words(app)
    assert "3 formulas. At worst" in words(app)


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
    told = "Not used of your file: “Wie viel” looks like a strength"
    assert told in words(app)
    app.button(key="compare-table-use-Wie viel").click()
    app = checked(app.run())
    assert told not in words(app)
    assert cells(app, "strength")[0] == "15 %"
    assert "“Wie viel” is the strength" in words(app)


def test_a_catalogue_says_what_its_columns_were_used_as_and_takes_another() -> None:
    table = "name,form,how much,list\n" + "".join(f"P{i},LAA,{20 + i} %,\n" for i in range(3))
    app = brought(screening(), table + 'Mask,,5 %,"Aqua, Niacinamide, Glycerin, Parfum"\n', key="screen-file")
    assert "“how much” looks like a strength" in words(app)
    app.button(key="screen-table-use-how much").click()
    app = checked(app.run())
    assert "“how much” is the strength" in words(app)
    assert "2 STOP" in words(app)
    (box,) = [box for box in app.selectbox if box.label == "Strength"]
    box.set_value("")
    assert "STOP" not in words(checked(app.run()))


def test_rows_are_shown_by_what_they_name() -> None:
    rows = 'A,LAA,\nB,,"Aqua, Niacinamide, Glycerin"\nC,,"Aqua, Glycerin, Panthenol"\n'
    app = brought(screening(), f"name,form,ingredients\n{rows}", key="screen-file")
    assert len(app.dataframe[-1].value) == 3
    app.pills(key="screen-kind").set_value("none")
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


@pytest.mark.parametrize("part", ["side", "list"])
@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("Serum A,15 %\nSerum B,10 %\n", "enter 1 under “Row with the column names”"),
        ("product,form,price\nA,LAA,12\nB,SAP,13\n", "enter EUR under “Currency of prices without one”"),
        ("товар;состав\nКрем;Вода\n".encode("cp1251"), "choose it under “Encoding”"),
        ("shop,weight\nA,1\nB,2\n", "under “Name of the product”"),
    ],
)
def test_what_is_advised_of_a_table_is_a_field_of_the_page(
    part: str, content: str | bytes, field: str
) -> None:
    if part == "list" and "Currency" in field:
        pytest.skip("a list is not judged by its prices")
    page = opened("compare") if part == "side" else screening()
    app = brought(page, content, key=OWN_FILE if part == "side" else "screen-file")
    assert field in words(app)
    assert not re.search(r"--[a-z]", words(app))
    label = field.split("“")[1].rstrip("”")
    assert label in [box.label for box in [*app.text_input, *app.selectbox]]


def test_every_option_of_a_table_has_its_field() -> None:
    command = Parser()
    add_table_options(command)
    options = {name.removeprefix("--") for action in command._actions for name in action.option_strings}
    assert {option for option in options if len(option) > 2} - {"help", "column"} == {*FIELD_LABELS}
    assert {*COLUMN_LABELS} == {*COLUMNS}


def test_a_currency_is_said_of_a_whole_list_too() -> None:
    app = brought(screening(), "product,form,strength,price\nA,LAA,15 %,12\n", key="screen-file")
    app.text_input(key="screen-table-currency").set_value("eur")
    app = checked(app.run())
    assert list(app.dataframe[-1].value["currency"]) == ["EUR"]


def test_a_large_file_is_read_and_screened_beside_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SMALL", 0)
    app = brought(screening(), FORMULAS, key="screen-file")
    assert "3 formulas. At worst" in words(app)
    assert not [button for button in app.button if button.label == "Stop"]


def test_of_a_table_of_very_long_rows_fewer_are_read() -> None:
    long = ", ".join(f"Extract of plant {i}" for i in range(1_300))
    table = "name,strength,ingredients\n" + "".join(f'P{i},15 %,"{long}"\n' for i in range(150))
    app = brought(opened("compare"), table)
    assert "Only the first 104 of 150 rows are here" in words(app)
