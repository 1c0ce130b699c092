"""A bench for vitamin C on skin: what to weigh, what comes out, and how well that is known.

The public API. Quantities go in (`Q_`), records with bands and sourced findings come out.
"""

from calc.assess import MODEL_VERSION, Assessment, assess
from calc.batch import Batch, Weighing
from calc.boost import boost
from calc.draws import Band
from calc.errors import BenchError, DataError, InputError, InputErrors
from calc.findings import Action, Evidence, Finding, Severity
from calc.formula import Composition, Formula, Line, composition, line
from calc.made import made
from calc.measures import Amount, dropped, dropped_by_weight, poured, pumped, scoops, spooned, weighed
from calc.mixing import Part, new_batch, part
from calc.recipe import Measured, Recipe, Storage, load_recipe, read_recipe, recipe_of
from calc.units import Q_, ureg

__all__ = [
    "MODEL_VERSION",
    "Q_",
    "Action",
    "Amount",
    "Assessment",
    "Band",
    "Batch",
    "BenchError",
    "Composition",
    "DataError",
    "Evidence",
    "Finding",
    "Formula",
    "InputError",
    "InputErrors",
    "Line",
    "Measured",
    "Part",
    "Recipe",
    "Severity",
    "Storage",
    "Weighing",
    "assess",
    "boost",
    "composition",
    "dropped",
    "dropped_by_weight",
    "line",
    "load_recipe",
    "made",
    "new_batch",
    "part",
    "poured",
    "pumped",
    "read_recipe",
    "recipe_of",
    "scoops",
    "spooned",
    "ureg",
    "weighed",
]
