"""Sheets to take away: care sheet, recipe card and batch label, on paper or as pages of their own.

They show what others found, worked out and planned; they decide nothing and never ask for a name.
"""

from calc.reports.care import (
    VERDICTS,
    CareSheet,
    care_sheet_html,
    care_sheet_pdf,
)
from calc.reports.content import batch_label, recipe_card
from calc.reports.label import BatchLabel, batch_label_html, batch_label_pdf
from calc.reports.recipe import (
    CardLine,
    RecipeCard,
    recipe_card_html,
    recipe_card_pdf,
)

__all__ = [
    "VERDICTS",
    "BatchLabel",
    "CardLine",
    "CareSheet",
    "RecipeCard",
    "batch_label",
    "batch_label_html",
    "batch_label_pdf",
    "care_sheet_html",
    "care_sheet_pdf",
    "recipe_card",
    "recipe_card_html",
    "recipe_card_pdf",
]
