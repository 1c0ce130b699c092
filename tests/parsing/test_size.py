"""Sizes as cells state them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import InputError
from calc.parsing.size import Size, read_size, size_unit
from tests.cases import every_case

# A US fluid ounce is 29.5735 mL; an ounce by weight 28.3495 g.
SIZES = {
    "30 ml": (None, 30, None),
    "50 г.": (50, None, None),
    "10 x 2 ml": (None, 20, 10),
    "10×2 мл": (None, 20, 10),
    "10 х 2 мл": (None, 20, 10),
    "2 ml x 10": (None, 20, 10),
    "2.0 ml*5": (None, 10, 5),
    "5 ampoules x 1.3 ml": (None, 6.5, 5),
    "10 ампул по 2 мл": (None, 20, 10),
    "28 Ampullen à 2 ml": (None, 56, 28),
    "7 x 2ml (14 ml)": (None, 14, 7),
    "1 x 30 ml": (None, 30, 1),
    "30 ml / 1 fl oz": (None, 30, None),
    "1 fl. oz. / 30 mL e": (None, 30, None),
    "30 ml (1 fl. oz.)": (None, 30, None),
    "30 ml, 1.0 fl oz": (None, 30, None),
    "30ml ℮": (None, 30, None),
    "30 ml / 1 oz": (None, 30, None),
    "1 oz": (28.3495, None, None),
    "1/2 oz": (14.1748, None, None),
    "Net wt. 1 oz": (28.3495, None, None),
    "1 fl. oz.": (None, 29.5735, None),
    "50 ml / 1.7 oz / 52 g": (52, 50, None),
    "0,5 l": (None, 500, None),
    "30": (None, 30, None),
    "30 ml (x 2)": (None, 60, 2),
    "30 ml, ampoules x 2": (None, 60, 2),
    "100 L": (None, 100_000, None),
}


@pytest.mark.parametrize("text", SIZES)
def test_sizes(text):
    result, (g, mL, pieces) = read_size(text), SIZES[text]
    assert result.g == (None if g is None else pytest.approx(g, rel=1e-5))
    assert result.mL == (None if mL is None else pytest.approx(mL, rel=1e-5))
    assert result.pieces == pieces


OF_VOLUME = [
    text
    for text, (g, _, _) in SIZES.items()
    if g is None and re.search(r"m[lL]\b", text) and "oz" not in text
]


@pytest.mark.parametrize("text", OF_VOLUME)
def test_a_size_by_mass_is_read_as_one_by_volume(text):
    size, (_, amount, pieces) = read_size(re.sub(r"m[lL]\b", "g", text)), SIZES[text]
    assert (size.g, size.mL, size.pieces) == (pytest.approx(amount), None, pieces)


NO_SIZES = (
    "", "x", "10 x", "big", "0", "0 g", "-5 ml", "101 L", "1e9 g", "1e400 g", "30 %", "5 drops", "30 cm",
    "30 ml 1 oz", "30 ml / 2 fl oz", "30 g / 300 ml", "3 x 10 x 2 ml", "10 x 2 ml / 5 x 4 ml", "30 шт",
    "99999999 x 1 ml", "1,234 ml", "/", "30 ml " + "x" * 100,
)  # fmt: skip


@pytest.mark.parametrize("text", NO_SIZES)
def test_what_is_no_size_says_so(text):
    with pytest.raises(InputError) as caught:
        read_size(text)
    assert (caught.value.field, caught.value.given) == ("size", text)
    assert caught.value.fix.endswith(".")


@pytest.mark.parametrize(
    ("ounces", "agree"), [("0.97", True), ("1.06", True), ("0.95", False), ("1.1", False)]
)
def test_two_statements_within_five_per_cent_are_one(ounces, agree):
    # 30 mL are 1.0144 fluid ounces; 5 % of 30 mL are 1.5 mL.
    if agree:
        assert read_size(f"30 ml / {ounces} fl oz") == Size(None, 30.0)
    else:
        with pytest.raises(InputError, match="do not agree"):
            read_size(f"30 ml / {ounces} fl oz")


def test_another_cell_may_tell_the_pieces():
    assert read_size("2 ml", pieces=10) == Size(None, 20.0, 10)
    assert read_size("10 x 2 ml", pieces=10) == Size(None, 20.0, 10)
    with pytest.raises(InputError, match="pieces do not agree"):
        read_size("5 x 2 ml", pieces=10)
    assert read_size("30", unit="gram") == Size(30.0)


def test_a_dot_may_part_thousands_where_decimals_have_commas():
    assert read_size("1.234 ml", decimal=".").mL == 1.234
    for decimal in ("", ","):
        with pytest.raises(InputError) as caught:
            read_size("1.234 ml", decimal=decimal)
        assert caught.value.readings == ("1.234", "1234")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Size (g)", "gram"),
        ("size_mL", "milliliter"),
        ("Объём, мл", "milliliter"),
        ("Volume (fl oz)", "fluid_ounce"),
        ("Size", "mL"),
        ("size in oz", "ounce"),
        ("net weight g", "gram"),
        ("Content [ml]", "milliliter"),
        ("Grams (net) g", "gram"),
        ("size mL per piece", "mL"),
        ("Size (%)", "mL"),
    ],
)
def test_units_in_names_of_columns(name, unit):
    assert size_unit(name) == unit


@given(st.text(max_size=40), st.sampled_from(["mL", "g"]))
def test_any_text_is_a_size_or_refused(text, unit):
    try:
        result = read_size(text, unit=unit)
    except InputError:
        return
    assert any(amount is not None and amount > 0 for amount in (result.g, result.mL))


@given(st.integers(1, 50), st.integers(1, 200), st.sampled_from(["x", " x ", "×", " х ", " * "]))
def test_pieces_multiply_whichever_stands_first(pieces, size, sign):
    assert read_size(f"{pieces}{sign}{size} ml").mL == pieces * size
    assert read_size(f"{size} ml{sign}{pieces}").mL == pieces * size


LABELS = {
    "bottle: 30 ml": (None, 30, None),
    "2 ml per ampoule": (None, 2, None),
    "3 pcs, 5 ml each": (None, 15, 3),
    "5 ml, 1 piece": (None, 5, None),
    "10 ampoules (10 x 2 ml)": (None, 20, 10),
    "pack of 3 30 ml": (None, 90, 3),
    "30 ml pack of 3": (None, 90, 3),
    "30 ml x 2 packs": (None, 60, 2),
    "3-pack 30 ml": (None, 90, 3),
    "30 ml 10 ampoules": (None, 300, 10),
    "2 oz (60 ml / 56 g)": (56, 60, None),
    "30 ml ≈ 1 fl oz": (None, 30, None),
    "30 ml - 1 fl oz": (None, 30, None),
    "1 U.S. fl oz": (None, 29.574, None),
    "30 ml e 1 fl oz": (None, 30, None),
    "30 ml ca.": (None, 30, None),
    "½ oz": (14.175, None, None),
    "1½ oz": (42.524, None, None),
    "1 kg": (1000, None, None),
    "500 mg": (0.5, None, None),
    "15ml": (None, 15, None),
    "15 mL.": (None, 15, None),
    "15 ML ℮": (None, 15, None),
    "0.5 fl oz": (None, 14.787, None),
    "0.5 fl. oz. / 15 ml": (None, 15, None),
    "15 ml | 0.5 oz": (None, 15, None),
    "15 ml/0.5 fl.oz": (None, 15, None),
    "15ml / 0.5oz.": (None, 15, None),
    "Net 15 ml": (None, 15, None),
    "net wt. 15 g": (15, None, None),
    "15 gr": (15, None, None),
    "15 grams": (15, None, None),
    "0.015 L": (None, 15, None),
    "1.5 cl": (None, 15, None),
    "15 cc": (None, 15, None),
    "15 毫升": (None, 15, None),
    "15ml装": (None, 15, None),
    "15ML/瓶": (None, 15, None),
    "15g/支": (15, None, None),
    "15公克": (15, None, None),
    "15ミリリットル": (None, 15, None),
    "内容量：15mL": (None, 15, None),
    "15미리": (None, 15, None),
    "15ml x 2개": (None, 30, 2),
    "15ml*2": (None, 30, 2),
    "2x15ml": (None, 30, 2),
    "2 × 15 ml": (None, 30, 2),
    "2 x 15ml bottles": (None, 30, 2),
    "2 bottles x 15 ml": (None, 30, 2),
    "2 bottles of 15 ml": (None, 30, 2),
    "pack of 2, 15 ml": (None, 30, 2),
    "15 ml, pack of 2": (None, 30, 2),
    "15 ml (2 pack)": (None, 30, 2),
    "15 ml (2-pack)": (None, 30, 2),
    "Set of 2 x 15 ml": (None, 30, 2),
    "15ml 2개입": (None, 30, 2),
    "1.5ml×20本": (None, 30, 20),
    "1.5 ml x 20 vials": (None, 30, 20),
    "20 vials x 1.5ml": (None, 30, 20),
    "20 x 1.5 ml (30 ml)": (None, 30, 20),
    "30 ml (20 x 1.5 ml)": (None, 30, 20),
    "20 ampułek po 1,5 ml": (None, 30, 20),
    "20 Ampullen je 1,5 ml": (None, 30, 20),
    "20 fiale da 1,5 ml": (None, 30, 20),
    "20 ampollas de 1,5 ml": (None, 30, 20),
    "20 ampoules de 1,5 ml": (None, 30, 20),
    "20 ампул по 1,5 мл": (None, 30, 20),
    "20 ampul x 1,5 ml": (None, 30, 20),
    "20 st x 1,5 ml": (None, 30, 20),
    "20 db x 1,5 ml": (None, 30, 20),
    "20支*1.5ml": (None, 30, 20),
    "1.5ml/支*20支": (None, 30, 20),
    "2 oz": (56.699, None, None),
    "2 oz. (56 g)": (56, None, None),
    "1 fl oz (30ml) e": (None, 30, None),
    "1 US fl oz": (None, 29.574, None),
    "30 ml dropper bottle": (None, 30, None),
    "30ml Glass Bottle": (None, 30, None),
    "Tube 30 g": (30, None, None),
    "Flacon 30 ml": (None, 30, None),
    "30 ml approx.": (None, 30, None),
    "ca. 30 ml": (None, 30, None),
    "3 x 10 ml / 30 ml": (None, 30, 3),
    "100 g / 3.5 oz": (100, None, None),
    "28 x 2ml ampoules": (None, 56, 28),
    "5ml*7ea": (None, 35, 7),
    "1 Fl Oz (Pack of 2)": (None, 59.147, 2),
    "75ml 2입": (None, 150, 2),
    "10 ampoules, 2 ml each": (None, 20, 10),
}
REFUSED = (
    "7 Kapseln",
    "20 ampoules",
    "20 ct",
    "20개",
    "20支",
    "one bottle",
    "30 ml (20 ampoules)",
    "15 ml + 15 ml",
    "15-30 ml",
    "medium",
    "30 ml (1 month)",
    "refill 30 ml",
)


@every_case("text", LABELS)
def test_sizes_as_packs_state_them(text):
    result, (g, mL, pieces) = read_size(text), LABELS[text]
    assert result == Size(g and pytest.approx(g, rel=1e-4), mL and pytest.approx(mL, rel=1e-4), pieces)


@every_case("text", REFUSED)
def test_a_refused_size_says_how_to_write_it_and_that_is_read(text):
    with pytest.raises(InputError) as caught:
        read_size(text)
    advised = caught.value.readings or caught.value.fix.removeprefix("Write for example ").rstrip(".").split(
        " or "
    )
    for advice in advised:
        for choice in advice.split(", "):
            assert read_size(choice), choice


def test_a_count_is_no_volume():
    with pytest.raises(InputError, match="number of pieces, and no size"):
        read_size("20 ampoules")


def test_a_size_beside_a_count_may_be_that_of_all():
    with pytest.raises(InputError) as caught:
        read_size("20 ml (10 ampoules)")
    assert [read_size(reading).mL for reading in caught.value.readings] == [200, 20]


@pytest.mark.parametrize(("text", "g", "mL"), [("1 oz.", None, 29.5735), ("1 oz / 28 g", 28, None)])
def test_an_ounce_of_a_liquid_is_a_fluid_one(text, g, mL):
    assert read_size(text, is_liquid=True) == Size(g, mL and pytest.approx(mL, rel=1e-5))


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        # Twenty millilitres are each of ten, or two of each make them.
        ("20 ml (10 ampoules)", ("10 x 20 ml", "10 x 2 ml")),
        ("2,5 ml (2 ampoules)", ("2 x 2,5 ml", "2 x 1.25 ml")),
        ("30 ml (2-pack, 3 ampoules)", ("3 x 30 ml", "3 x 10 ml")),
        ("30ml (2 bottles)", ("2 x 30ml", "2 x 15 ml")),
        ("1/2 oz (10 ampoules)", ("10 x 1/2 oz", "1/2 oz")),
    ],
)
def test_a_count_apart_asks_whether_it_is_in_or_of_the_size(text, readings):
    with pytest.raises(InputError) as caught:
        read_size(text)
    assert caught.value.readings == readings
    assert caught.value.fix == f"Write {readings[0]} or {readings[1]}."
    assert all(read_size(reading) for reading in readings)


@pytest.mark.parametrize(
    ("text", "options", "size"),
    [
        # Pieces that another cell tells multiply masses and volumes, unless the size has told them.
        ("2 g", {"pieces": 10}, (20, None, 10)),
        ("2 g / 2 ml", {"pieces": 10}, (20, 20, 10)),
        ("10 x 2 g / 20 ml", {"pieces": 10}, (20, 20, 10)),
        ("2 ml", {"pieces": 1}, (None, 2, 1)),
        # What holds it, and one piece or pack of it, count nothing.
        ("30 ml, bottle", {}, (None, 30, None)),
        ("30 ml | ampoules", {}, (None, 30, None)),
        ("30 ml, pack", {}, (None, 30, None)),
        ("5 ml, 1 piece, 1 pack", {}, (None, 5, None)),
        # Packs multiply each other; a count that repeats the pieces does not.
        ("30 ml (pack of 2, pack of 3)", {}, (None, 180, 6)),
        ("10 x 2 ml (pack of 3)", {}, (None, 60, 30)),
        ("10 x 2 ml (10 ampoules)", {}, (None, 20, 10)),
        ("1 ml each (5 ampoules)", {}, (None, 5, 5)),
        ("3 ml (3 x 1 ml) (3 ampoules)", {}, (None, 3, 3)),
        # An ounce is fluid beside a volume or of a liquid, else a mass; the exact amount counts before it.
        ("1 oz / 1 fl oz", {}, (None, 29.5735, None)),
        ("1 oz / 1 oz", {"is_liquid": True}, (None, 29.5735, None)),
        ("1 oz / 28 g", {}, (28, None, None)),
        ("100 ml / 3.4 oz / 98 g", {}, (98, 100, None)),
        ("30 ml = 1 fl oz", {}, (None, 30, None)),
        # From half to twice as heavy as water.
        ("30 g / 15 ml", {}, (30, 15, None)),
        ("30 g / 50 ml", {}, (30, 50, None)),
        # Packs multiply the mass too.
        ("2 g (pack of 3)", {}, (6, None, 3)),
        ("2 g / 2 ml (pack of 3)", {}, (6, 6, 3)),
        ("15 g x 10", {}, (150, None, 10)),
        ("15 g / x10", {}, (150, None, 10)),
        ("15 g (pack of 2)", {"pieces": 10}, (300, None, 20)),
        ("1 oz (pack of 2)", {}, (56.6990, None, 2)),
        # The unit of the column, unless the cell has its own; no size is longer than eighty signs.
        ("30", {"unit": "g"}, (30, None, None)),
        ("30 ml", {"unit": "gram"}, (None, 30, None)),
        ("30 ml" + " " * 75, {}, (None, 30, None)),
    ],
)
def test_what_is_beside_a_size_counts_or_does_not(text, options, size):
    g, mL, pieces = size
    assert read_size(text, **options) == Size(
        g and pytest.approx(g, rel=1e-5), mL and pytest.approx(mL, rel=1e-5), pieces
    )


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("30 ml" + " " * 76, "this is too long for a size."),
        ("x 3", "this is a number of pieces, and no size."),
        ("bottle", "this is not a size."),
        ("30 g / 60.1 ml", "no product has so many grams in a millilitre."),
        ("30 g / 14 ml", "no product has so many grams in a millilitre."),
        ("1e-9 ml", "a size lies above 0 and up to 100000."),
        ("100 x 1001 ml", "a size lies above 0 and up to 100000."),
        ("100 x 1001 g", "a size lies above 0 and up to 100000."),
        ("5 x 2 ml / 4 x 2.5 ml", "two numbers of pieces do not agree."),
        ("0 ml", "a size lies above 0."),
    ],
)
def test_what_no_product_has_is_refused_with_the_reason(text, accepted):
    with pytest.raises(InputError) as caught:
        read_size(text)
    assert (caught.value.field, caught.value.given, caught.value.accepted) == ("size", text, accepted)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Net contents fl oz", "fluid_ounce"),
        ("fl oz", "fluid_ounce"),
        ("Size, fl. oz.", "fluid_ounce"),
        ("Volume (fl oz) net", "fluid_ounce"),
        ("Inhalt in g", "gram"),
        ("ml", "milliliter"),
        ("weight", "mL"),
    ],
)
def test_a_unit_of_two_words_ends_the_name_of_a_column(name, unit):
    assert size_unit(name) == unit
