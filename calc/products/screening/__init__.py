"""Screening: a table of formulas or of products in, the same with verdicts out, whatever its size.

`screen` takes either kind, in memory or in a file. `screen_formulas` judges a table of formulas,
`screen_products` one of products; `screen_file` streams a file through the one that fits, here or on Dask.
What it says of a row is what `assess` says of one formula with every input at its centre: a rule fires or is
skipped, it never "may" fire, for there are no bands.
"""

from calc.products.screening.answer import counts_of, worst_of
from calc.products.screening.files import (
    ENGINES,
    ROWS_PER_PIECE,
    Progress,
    Screened,
    screen_file,
    stream,
)
from calc.products.screening.formulas import screen_formulas
from calc.products.screening.kinds import KINDS, has_masses, kind_of
from calc.products.screening.pieces import head_of
from calc.products.screening.products import screen_products
from calc.products.screening.tables import screen
from calc.products.screening.verdicts import ADDED
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
    "has_masses",
    "head_of",
    "kind_of",
    "screen",
    "screen_file",
    "screen_formulas",
    "screen_products",
    "stream",
    "worst_of",
]
