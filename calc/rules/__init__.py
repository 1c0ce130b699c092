"""Rules about formulas, products and clients, and their evaluation.

Each rule is a predicate over columns of facts (`of_formula`, `of_client`). Its severity, limits, wording
and sources stand under the same code in ``data/rules.toml``. `columns` lists the facts; the `…_facts`
modules compute them, `engine` evaluates the rules, `wording` writes the findings.
"""

import calc.rules.of_client
import calc.rules.of_formula  # noqa: F401  both register their predicates
from calc.rules.columns import (
    CLIENT_FACTS,
    FACTS,
    FORMULA_FACTS,
    FORMULA_TEXTS,
    STORAGE,
    TEXTS,
)
from calc.rules.engine import (
    PREDICATES,
    Facts,
    RuleResults,
    above,
    below,
    codes_of,
    evaluate,
    more_acid,
    rule,
)
from calc.rules.wording import (
    Skipped,
    findings_of,
    open_questions,
    skipped_of,
)

__all__ = [
    "CLIENT_FACTS",
    "FACTS",
    "FORMULA_FACTS",
    "FORMULA_TEXTS",
    "PREDICATES",
    "STORAGE",
    "TEXTS",
    "Facts",
    "RuleResults",
    "Skipped",
    "above",
    "below",
    "codes_of",
    "evaluate",
    "findings_of",
    "more_acid",
    "open_questions",
    "rule",
    "skipped_of",
]
