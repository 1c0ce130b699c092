"""Batches: a new one, a boosted one, one dose, one as it was found; what to weigh."""

from calc.mixing.batch import Batch, Weighing
from calc.mixing.batch_from_two import new_batch
from calc.mixing.boosting import boost, single_dose
from calc.mixing.from_lines import batch_from_lines
from calc.mixing.measures import Amount
from calc.mixing.parts import Part, part

__all__ = [
    "Amount",
    "Batch",
    "Part",
    "Weighing",
    "batch_from_lines",
    "boost",
    "new_batch",
    "part",
    "single_dose",
]
