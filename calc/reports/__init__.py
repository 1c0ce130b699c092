"""Sheets to take away: care sheet, recipe card and batch label, on paper or as pages of their own.

They show what others found, worked out and planned; they decide nothing and never ask for a name.
"""

from calc.reports.batch_label import BatchLabel, batch_label_html, batch_label_pdf
from calc.reports.care_sheet import (
    VERDICT_MARKS,
    CareSheet,
    care_sheet_html,
    care_sheet_pdf,
)
from calc.reports.content import fill_batch_label, fill_recipe_card
from calc.reports.recipe_card import (
    CardLine,
    RecipeCard,
    recipe_card_html,
    recipe_card_pdf,
)

__all__ = [
    "VERDICT_MARKS",
    "BatchLabel",
    "CardLine",
    "CareSheet",
    "RecipeCard",
    "batch_label_html",
    "batch_label_pdf",
    "care_sheet_html",
    "care_sheet_pdf",
    "fill_batch_label",
    "fill_recipe_card",
    "recipe_card_html",
    "recipe_card_pdf",
]
