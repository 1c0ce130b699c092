"""Lists and names without what has no say in a verdict: the verdict is the one of the whole."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from calc.products.digests import list_digests, nameless, names_said, title_digest
from calc.products.listings.table import named_by_title
from calc.products.screening import ADDED, cells, screen_products

# What may stand in a list: names in order, beside strengths and brackets, wrongly spelled, left out, parted.
ENTRIES = (
    *("Aqua", "Glycerin", "Phenoxyethanol", "Potassium Sorbate", "1,2-Hexanediol", "Retinol", "Stardust"),
    *("Ascorbic Acid", "ASCORBIC ACID", "Ascorbic Acid 15%", "Ascorbyl Glucoside", "Ascorbyl", "Glucoside"),
    *("15 %", "max. 5 %", "5 % Niacinamide", "Iron Oxides (CI 77491", "CI 77499)", "(Ascorbic Acid", "SAP"),
    *("free of ascorbic acid", "Vitamin C", "Ascorbyl Xylate", "Sodium Ascorbat", "- Aqua", "Aqua - Sun"),
    *("Ferulic Acid; Water", "Ascorbic Acid <br> Water", "抗坏血酸", "and Ascorbic Acid 10 %", "x", "n/a"),
)
TITLES = ("Serum", "C Serum 15 %", "SAP 5 %", "Ascorbic Serum", "Vitamin C 7", "Serum<br>MAP", "维生素C")


def lists(count: int, seed: int) -> list[str]:
    """Return random lists, one in five in capitals."""
    dice = random.Random(seed)
    listed = [", ".join(dice.choices(ENTRIES, k=dice.choice((1, 2, 3, 4, 6, 12)))) for _ in range(count)]
    return [text.upper() if dice.random() < 0.2 else text for text in listed]


def test_verdicts_are_those_of_the_whole_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    rows = 400
    frame = pd.DataFrame(
        {
            "product": [dice.choice(TITLES) for _ in range(rows)],
            "ingredients": lists(rows, seed=7),
            "strength": [dice.choice(("", "", "15 %", "5-10 %", "100 %", "low")) for _ in range(rows)],
            "pH": [dice.choice(("", "3.2", "3-4", "15")) for _ in range(rows)],
        }
    )
    short = screen_products(frame)
    monkeypatch.setattr(cells, "list_digests", lambda texts: (texts, np.zeros(texts.size, dtype=np.int64)))
    monkeypatch.setattr(cells, "title_digest", lambda title, decimal: title)
    monkeypatch.setattr(cells, "nameless", lambda titles: np.zeros(titles.size, dtype=bool))
    whole = screen_products(frame)
    for name in ADDED:
        pd.testing.assert_series_equal(short[name].astype(object), whole[name].astype(object))
    assert whole["unread"].notna().any()
    assert whole["vitamin_c_named"].nunique() > 3


def test_most_lists_become_few() -> None:
    texts = np.array([f"Aqua, Ascorbic Acid, Retinol, Extract {i}, Wax" for i in range(9)], dtype=object)
    short, said = list_digests(texts)
    assert len({*short}) == len({*said.tolist()}) == 1
    assert names_said(int(said[0])) != ()


@pytest.mark.parametrize(
    "text", ["Aqua, Ascorbic Acid, 15 %, Sun", "Aqua, (Ascorbic Acid, Sun) 5 %, Wax", "- A, - B, - C - D"]
)
def test_a_list_whose_entries_lean_on_each_other_stays(text: str) -> None:
    assert list_digests(np.array([text], dtype=object))[0].tolist() == [text]


def test_names_of_products_that_name_nothing_are_told_by_their_words() -> None:
    titles = np.array(["Day Cream 50 ml", *TITLES], dtype=object)
    told = dict(zip(titles, nameless(titles).tolist()))
    assert told["Day Cream 50 ml"]
    assert not any(told[title] for title in titles if named_by_title(title))
    assert title_digest("Glow 15 % SAP", "") == title_digest("Shine 15 % SAP", "") != title_digest("SAP", "")
