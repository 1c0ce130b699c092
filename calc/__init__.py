"""A bench for vitamin C on skin: what to weigh, what comes out, and how well that is known.

The public API. Quantities go in (`Q_`), records with bands and sourced findings come out.
"""

from calc import acidity
from calc.assess import MODEL_VERSION, Assessment, assess
from calc.batch import Batch, Weighing
from calc.boost import boost
from calc.check import Checked, check
from calc.dosing import Dose, Remaining, dose, remaining
from calc.draws import Band, Reading
from calc.errors import BenchError, DataError, InputError, InputErrors
from calc.findings import Action, Evidence, Finding, Severity
from calc.formula import Composition, Formula, Line, composition, line
from calc.intake import Oral, Supplement, oral, skin_bound_mg
from calc.keepsakes import card_of, label_of, opened, share_link
from calc.log import open_log
from calc.made import made
from calc.measures import Amount, dropped, dropped_by_weight, poured, pumped, scoops, spooned, weighed
from calc.mixing import Part, new_batch, part
from calc.offers import Comparison, compare_table
from calc.oxygen import Oxygen, oxygen_budget
from calc.person import Client
from calc.product import Product
from calc.recipe import Claims, Measured, Recipe, Storage, load_recipe, read_recipe, recipe_of
from calc.screen import Screened, screen_file, screen_formulas, screen_products
from calc.shelf import Advice, ShelfLife, shelf_life, what_helps
from calc.solubility import Solubility, solubilities
from calc.tables import Table, read_table
from calc.temperatures import TemperatureLog, mean_kinetic_temperature, read_temperature_log
from calc.titration import Adjuster, Prediction, predicted
from calc.units import Q_, ureg
from calc.visit import Visit, load_visit, read_visit

__all__ = [
    "MODEL_VERSION",
    "Q_",
    "Action",
    "Adjuster",
    "Advice",
    "Amount",
    "Assessment",
    "Band",
    "Batch",
    "BenchError",
    "Checked",
    "Claims",
    "Client",
    "Comparison",
    "Composition",
    "DataError",
    "Dose",
    "Evidence",
    "Finding",
    "Formula",
    "InputError",
    "InputErrors",
    "Line",
    "Measured",
    "Oral",
    "Oxygen",
    "Part",
    "Prediction",
    "Product",
    "Reading",
    "Recipe",
    "Remaining",
    "Screened",
    "Severity",
    "ShelfLife",
    "Solubility",
    "Storage",
    "Supplement",
    "Table",
    "TemperatureLog",
    "Visit",
    "Weighing",
    "acidity",
    "assess",
    "boost",
    "card_of",
    "check",
    "compare_table",
    "composition",
    "dose",
    "dropped",
    "dropped_by_weight",
    "label_of",
    "line",
    "load_recipe",
    "load_visit",
    "made",
    "mean_kinetic_temperature",
    "new_batch",
    "open_log",
    "opened",
    "oral",
    "oxygen_budget",
    "part",
    "poured",
    "predicted",
    "pumped",
    "read_recipe",
    "read_table",
    "read_temperature_log",
    "read_visit",
    "recipe_of",
    "remaining",
    "scoops",
    "screen_file",
    "screen_formulas",
    "screen_products",
    "share_link",
    "shelf_life",
    "skin_bound_mg",
    "solubilities",
    "spooned",
    "ureg",
    "weighed",
    "what_helps",
]
