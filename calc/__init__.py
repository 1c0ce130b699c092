"""A bench for vitamin C on skin: what to weigh, what comes out, and how well that is known.

The doors: quantities go in (`Q_`), records with bands and sourced findings come out. Everything else is
reached by its module: `calc.chemistry`, `calc.mixing`, `calc.client`, `calc.products`, `calc.reports` …

What mixes and assesses is there at once. Clients, products, reports, tables and the log are imported when a
name of theirs is first asked for: the command line and a first answer do not wait for them.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from calc.chemistry import acidity
from calc.chemistry.adjusters import Adjuster
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import Claims, Measured, Recipe, Storage, load_recipe
from calc.chemistry.stability.life import shelf_life
from calc.errors import BenchError, InputError, InputErrors
from calc.findings import Finding, Severity
from calc.mixing.batch import Batch
from calc.mixing.batch_from_two import new_batch
from calc.mixing.boosting import boost, single_dose
from calc.mixing.from_lines import batch_from_lines
from calc.mixing.measures import Amount
from calc.rules.assessment import MODEL_VERSION, Assessment, assess
from calc.uncertainty import Band
from calc.units import Q_

if TYPE_CHECKING:
    from calc.chemistry.stability.logger import read_temperature_log
    from calc.client.intake import Supplement
    from calc.client.person import Client
    from calc.client.product import Product
    from calc.client.verdict import check
    from calc.client.visit import Visit, load_visit
    from calc.log import open_log
    from calc.products import Comparison, compare, screen
    from calc.reports.share import make_card, share_link
    from calc.tables import read_table

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

#: Where the names stand that are imported when they are first asked for.
_LATE = {
    "calc.chemistry.stability.logger": ("read_temperature_log",),
    "calc.client.intake": ("Supplement",),
    "calc.client.person": ("Client",),
    "calc.client.product": ("Product",),
    "calc.client.verdict": ("check",),
    "calc.client.visit": ("Visit", "load_visit"),
    "calc.log": ("open_log",),
    "calc.products": ("Comparison", "compare", "screen"),
    "calc.reports.share": ("make_card", "share_link"),
    "calc.tables": ("read_table",),
}
_HOMES = {name: module for module, names in _LATE.items() for name in names}
_PACKAGES = ("client", "log", "products", "reports", "tables")

if not TYPE_CHECKING:  # a type checker that saw this would take any name for one of ours

    def __getattr__(name):
        """Import what is asked for by name: one of the doors, or a package whose modules all come with it."""
        if name in _HOMES:
            globals()[name] = getattr(import_module(_HOMES[name]), name)
        elif name in _PACKAGES:
            for module in (*_LATE, f"calc.{name}"):
                import_module(module)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals()[name]

    def __dir__():
        """Return the names that are there, and those that come when they are asked for."""
        return sorted({*globals(), *__all__})
