"""Products that were seen on the market, and the names under which forms of vitamin C stand on labels.

As strict as `catalog`, whose sources and forms it refers to. A name says what the label says: words such
as “vitamin C” name no form, and none is guessed.
"""

from calc.catalog.market.columns import (
    COLUMN_FIELDS,
    SIZE_WORDS,
    TableWords,
    table_words,
)
from calc.catalog.market.form_names import label_names
from calc.catalog.market.lab_results import LabTest, Outcome, lab_tests
from calc.catalog.market.product import COLUMNS, MarketProduct, SecondaryForm
from calc.catalog.market.product_table import products
from calc.catalog.market.vocabulary import (
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
    "LabTest",
    "MarketProduct",
    "Outcome",
    "SecondaryForm",
    "TableWords",
    "is_date",
    "lab_tests",
    "label_names",
    "products",
    "table_words",
]
