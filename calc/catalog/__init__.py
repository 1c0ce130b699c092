"""The only reader of ``data/``: strict loaders to frozen records. Nothing here computes.

Unknown keys, units, kinds or sources, non-finite values, duplicates and values out of order are refused
with file and line. What chemistry, rules and mixing need stands here; what is known about people, about
courses, intake and the claims of articles is read by `catalog.people`, `catalog.course`, `catalog.intake`
and `catalog.claims`, products on the market by `catalog.market`. `find_form` and `find_ingredient` return
what somebody means by a name; two spellings are one name by the rule in `catalog.normalize`.
"""

from calc.catalog.densities import DensityPoint, density_points
from calc.catalog.folder import (
    DATA,
    data_file,
    data_hash,
    data_path,
    load,
)
from calc.catalog.literature import Source, cited, sources
from calc.catalog.lookup import find_form, find_ingredient, is_ingredient
from calc.catalog.numbers import Value, value_row, values_by_name
from calc.catalog.recipes import (
    Example,
    Inputs,
    Preset,
    examples,
    inputs,
    presets,
)
from calc.catalog.rule_texts import RuleText, rules
from calc.catalog.saturation import SaturationPoint, saturation_points
from calc.catalog.series import Series, stability_series
from calc.catalog.shelf_life import FormStates, Stability, stability
from calc.catalog.substances import (
    AcidRecord,
    Form,
    Ingredient,
    Statement,
    acids,
    forms,
    ingredients,
)
from calc.catalog.vocabulary import (
    IONISES,
    JUDGES,
    PHASES,
    PRESET_KINDS,
    ROLES,
    SOURCE_KINDS,
    STATES,
    SUBJECTS,
    VALUE_KINDS,
)

__all__ = [
    "DATA",
    "IONISES",
    "JUDGES",
    "PHASES",
    "PRESET_KINDS",
    "ROLES",
    "SOURCE_KINDS",
    "STATES",
    "SUBJECTS",
    "VALUE_KINDS",
    "AcidRecord",
    "DensityPoint",
    "Example",
    "Form",
    "FormStates",
    "Ingredient",
    "Inputs",
    "Preset",
    "RuleText",
    "SaturationPoint",
    "Series",
    "Source",
    "Stability",
    "Statement",
    "Value",
    "acids",
    "cited",
    "data_file",
    "data_hash",
    "data_path",
    "density_points",
    "examples",
    "find_form",
    "find_ingredient",
    "forms",
    "ingredients",
    "inputs",
    "is_ingredient",
    "load",
    "presets",
    "rules",
    "saturation_points",
    "sources",
    "stability",
    "stability_series",
    "value_row",
    "values_by_name",
]
