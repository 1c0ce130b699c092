"""Products that were seen on the market, and the names under which forms of vitamin C stand on labels.

As strict as `catalog`, whose sources and forms it refers to. A name says what the label says: words such
as “vitamin C” name no form, and none is guessed.
"""

from calc.market.bought import MarketTest, Outcome, tests
from calc.market.columns import COLUMN_FIELDS, SIZE_WORDS, TableWords, table_words
from calc.market.listed import products
from calc.market.named import NamedForm, form_of, forms_named
from calc.market.names import label_names
from calc.market.seen import COLUMNS, MarketProduct, SecondForm
from calc.market.vocabulary import (
    BASES,
    CONFIDENCES,
    CURRENCIES,
    KINDS,
    LANGUAGES,
    PACKAGES,
    VEHICLES,
    is_date,
)

__all__ = [
    "BASES",
    "COLUMNS",
    "COLUMN_FIELDS",
    "CONFIDENCES",
    "CURRENCIES",
    "KINDS",
    "LANGUAGES",
    "PACKAGES",
    "SIZE_WORDS",
    "VEHICLES",
    "MarketProduct",
    "MarketTest",
    "NamedForm",
    "Outcome",
    "SecondForm",
    "TableWords",
    "form_of",
    "forms_named",
    "is_date",
    "label_names",
    "products",
    "table_words",
    "tests",
]
