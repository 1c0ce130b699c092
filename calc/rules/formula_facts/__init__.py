"""A table of formulas → columns of facts, at the values as stated: no draws, no bands.

What `facts.facts_of` says of one formula, said of n formulas at once: every uncertain input stands at
its centre. Only the published range of a solubility stays a range, for within it nobody knows whether
something dissolves. A plain table of grams has no readings, doses, claims, scale or labels; those facts
are what they are for a formula without them.

Words of the single path that hold for a whole storage, or for a form whatever it is in, are asked there
once, with a plain serum, and not written a second time.
"""

from calc.rules.formula_facts.table import (
    USUAL,
    FormulaFacts,
    days_in_water,
    formula_facts,
)

__all__ = ["USUAL", "FormulaFacts", "days_in_water", "formula_facts"]
