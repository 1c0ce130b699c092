"""A bench for vitamin C on skin: what to weigh, what comes out, and how well that is known.

The doors: quantities go in (`Q_`), records with bands and sourced findings come out. Everything else is
reached by its module: `calc.chemistry`, `calc.mixing`, `calc.client`, `calc.products`, `calc.reports` …
"""

from calc.chemistry import acidity
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Claims, Measured, Recipe, Storage, load_recipe
from calc.chemistry.stability.life import shelf_life
from calc.chemistry.stability.logger import read_temperature_log
from calc.client.intake import Supplement
from calc.client.person import Client
from calc.client.product import Product
from calc.client.verdict import check
from calc.client.visit import Visit, load_visit
from calc.errors import BenchError, InputError, InputErrors
from calc.findings import Finding, Severity
from calc.log import open_log
from calc.mixing.batch import Batch
from calc.mixing.batch_from_two import new_batch
from calc.mixing.boosting import boost, single_dose
from calc.mixing.from_lines import batch_from_lines
from calc.mixing.measures import Amount
from calc.products import Comparison, compare, screen
from calc.reports.share import make_card, share_link
from calc.rules.assessment import MODEL_VERSION, Assessment, assess
from calc.tables import read_table
from calc.uncertainty import Band
from calc.units import Q_

__all__ = [
    "MODEL_VERSION",
    "Q_",
    "Adjuster",
    "Amount",
    "Assessment",
    "Band",
    "Batch",
    "BenchError",
    "Claims",
    "Client",
    "Comparison",
    "Finding",
    "Formula",
    "InputError",
    "InputErrors",
    "Line",
    "Measured",
    "Product",
    "Recipe",
    "Severity",
    "Storage",
    "Supplement",
    "Visit",
    "acidity",
    "assess",
    "batch_from_lines",
    "boost",
    "check",
    "compare",
    "load_recipe",
    "load_visit",
    "make_card",
    "new_batch",
    "open_log",
    "read_table",
    "read_temperature_log",
    "screen",
    "share_link",
    "shelf_life",
    "single_dose",
]
