"""Screening: a table of formulas or of products in, the same with verdicts out, whatever its size.

`screen_formulas` judges a piece of a table of formulas, `screen_products` one of products, `screen_file`
streams a file through the one that fits, here or on Dask. What it says of a row is what the single path
says with every input at its centre: a rule fires or is skipped, it never "may" fire, for there are no bands.
"""

from calc.products.screen.answer import counts_of, worst_of
from calc.products.screen.files import (
    ENGINES,
    ROWS_PER_PIECE,
    Progress,
    Screened,
    screen_file,
    stream,
)
from calc.products.screen.formulas import screen_formulas
from calc.products.screen.kinds import KINDS, kind_of
from calc.products.screen.products import screen_products
from calc.products.screen.verdicts import ADDED
from calc.rules.formula_facts import USUAL

__all__ = [
    "ADDED",
    "ENGINES",
    "KINDS",
    "ROWS_PER_PIECE",
    "USUAL",
    "Progress",
    "Screened",
    "counts_of",
    "kind_of",
    "screen_file",
    "screen_formulas",
    "screen_products",
    "stream",
    "worst_of",
]
