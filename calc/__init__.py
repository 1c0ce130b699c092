"""A bench for vitamin C on skin: what to weigh, what comes out, and how well that is known.

The public API. Quantities go in (`Q_`), records with bands and sourced findings come out.
"""

from calc.chemistry import acidity
from calc.chemistry.dosing import (
    Dose,
    RemainingDose,
    dose,
    remaining_dose,
)
from calc.chemistry.formula import (
    Composition,
    Formula,
    Line,
    composition,
)
from calc.chemistry.prediction import Adjuster, Prediction, predict_pH
from calc.chemistry.recipe import (
    Claims,
    Measured,
    Recipe,
    Storage,
    load_recipe,
    read_recipe,
    recipe_of,
)
from calc.chemistry.solubility import Solubility, solubilities
from calc.chemistry.stability.life import (
    Advice,
    ShelfLife,
    shelf_life,
    what_helps,
)
from calc.chemistry.stability.oxygen import Oxygen, oxygen_budget
from calc.chemistry.stability.temperatures import (
    TemperatureLog,
    mean_kinetic_temperature,
    read_temperature_log,
)
from calc.client.intake import (
    OralIntake,
    Supplement,
    oral_intake,
    skin_bound_mg,
)
from calc.client.person import Client
from calc.client.product import Product
from calc.client.verdict import CheckResult, check
from calc.client.visit import Visit, load_visit, read_visit
from calc.errors import (
    BenchError,
    DataError,
    InputError,
    InputErrors,
)
from calc.findings import (
    Action,
    Evidence,
    Finding,
    Severity,
)
from calc.log import open_log
from calc.mixing.batch import Batch, Weighing
from calc.mixing.batch_from_two import Part, new_batch, part
from calc.mixing.boosting import boost
from calc.mixing.from_lines import batch_from_lines
from calc.mixing.measures import (
    Amount,
    dropped,
    dropped_by_weight,
    poured,
    pumped,
    scoops,
    spooned,
    weighed,
)
from calc.products import Comparison, Screened, compare, screen
from calc.products.screening import screen_file, screen_formulas, screen_products
from calc.reports.share import (
    make_card,
    make_label,
    open_link,
    share_link,
)
from calc.rules.assessment import MODEL_VERSION, Assessment, assess
from calc.tables import Table, read_table
from calc.uncertainty import Band, Reading
from calc.units import Q_, ureg

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
    "CheckResult",
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
    "OralIntake",
    "Oxygen",
    "Part",
    "Prediction",
    "Product",
    "Reading",
    "Recipe",
    "RemainingDose",
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
    "batch_from_lines",
    "boost",
    "check",
    "compare",
    "composition",
    "dose",
    "dropped",
    "dropped_by_weight",
    "load_recipe",
    "load_visit",
    "make_card",
    "make_label",
    "mean_kinetic_temperature",
    "new_batch",
    "open_link",
    "open_log",
    "oral_intake",
    "oxygen_budget",
    "part",
    "poured",
    "predict_pH",
    "pumped",
    "read_recipe",
    "read_table",
    "read_temperature_log",
    "read_visit",
    "recipe_of",
    "remaining_dose",
    "scoops",
    "screen",
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
