"""Which column says what."""

from __future__ import annotations

import pytest

from calc.catalog import market
from calc.errors import InputErrors
from calc.products.listings.header import (
    COLUMNS,
    FURTHER,
    match_columns,
    recognised,
    refuse_columns,
)

MADE_WITH = {"strength_percent": "strength", "size_mL": "size"}


def test_every_column_of_the_own_list_that_says_something_is_recognised():
    silent = {"id", "pH_basis", "price_place", "seen_on", "confidence"}
    found = recognised(market.COLUMNS)
    assert set(found.values()) == set(market.COLUMNS) - silent
    assert all(found[field] == name for name, field in MADE_WITH.items())
    assert set(found) <= {*COLUMNS, *FURTHER}


def test_one_size_column_alone_is_the_size():
    assert recognised(("size_g",)) == {"size": "size_g"}
    assert recognised(("size_mL", "size_g")) == {"size": "size_mL", "size_g": "size_g"}


def test_further_columns_are_known_by_exactly_their_names():
    assert recognised(("Price date", "Pieces", "pieces")) == {"pieces": "pieces"}


def test_what_somebody_said_goes_first():
    columns = ("note", "form", "kind", "product")
    assert match_columns(columns, given={"product": "note", "form": ""}).fields == {
        "kind": "kind",
        "product": "note",
    }


def test_columns_that_are_not_there_are_refused_all_at_once():
    with pytest.raises(InputErrors) as caught:
        match_columns(("c",), given={"product": "a", "price": "b"})
    assert [error.field for error in caught.value.errors] == ["product", "price"]
    refuse_columns(match_columns(("c",), given={"product": "c"}), ("c",))


@pytest.mark.parametrize(
    "columns",
    [
        "Produktname;Hersteller;Wirkstoff;Gehalt in %;pH-Wert;Behälter;Füllmenge (ml);Preis in EUR;Währung",
        "Nom du produit;Marque;Forme;Concentration en %;Valeur pH;Emballage;Contenance;Prix TTC;Devise",
        "Название;Бренд;Форма витамина С;Концентрация, %;рН;Упаковка;Объём, мл;Цена, руб;Валюта",
        "Nazwa;Marka;Forma witaminy C;Stężenie (%);pH;Opakowanie;Pojemność;Cena (zł);Waluta",
        "Nombre;Marca;Forma;Concentración (%);pH;Envase;Tamaño;Precio;Moneda",
        "product_name;brand_name;active_ingredient;strength_mg_per_ml;ph_value;container;size_ml;price_usd;currency",
    ],
)
def test_headers_in_several_languages(columns):
    fields = ("product", "brand", "form", "strength", "pH", "package", "size", "price", "currency")
    assert recognised(tuple(columns.split(";"))) == dict(zip(fields, columns.split(";")))


@pytest.mark.parametrize("name", ["strength_g_per_100mL", "strength mg", "strength g", "price per mL"])
def test_a_unit_that_nobody_reads_is_not_lost_from_a_name(name):
    assert not {"strength", "price"} & {*recognised((name,))}
