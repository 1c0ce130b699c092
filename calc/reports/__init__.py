"""What people take away: recipe card, batch label, care sheet, and links that reopen a recipe.

`make_card` and `make_label` fill a sheet from a request or a recipe, `share_link` and `open_link` go to an
address and back, `preset` is a request to start from; each sheet becomes a PDF or a page for a browser. The
entries of the evidence stand in `reports.evidence`. Sheets show what others found, worked out and planned;
they decide nothing and never ask for a name.
"""

from calc.reports.batch_label import BatchLabel, batch_label_html, batch_label_pdf
from calc.reports.care_sheet import (
    VERDICT_MARKS,
    CareSheet,
    care_sheet_fragment,
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
from calc.reports.share import make_card, make_label, open_link, preset, share_link

__all__ = [
    "VERDICT_MARKS",
    "BatchLabel",
    "CardLine",
    "CareSheet",
    "RecipeCard",
    "batch_label_html",
    "batch_label_pdf",
    "care_sheet_fragment",
    "care_sheet_html",
    "care_sheet_pdf",
    "fill_batch_label",
    "fill_recipe_card",
    "make_card",
    "make_label",
    "open_link",
    "preset",
    "recipe_card_html",
    "recipe_card_pdf",
    "share_link",
]
