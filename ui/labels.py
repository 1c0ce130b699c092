"""What the fields of Mix are called, and an example for each."""

from __future__ import annotations

from collections.abc import Mapping

WAYS_IN_WORDS: Mapping[str, str] = {
    "new": "New batch",
    "boost": "Boost",
    "palm": "One dose",
    "made": "I have",
}
STARTS_IN_WORDS: Mapping[str, Mapping[str, str]] = {
    "start": {
        "batch": "A strength and a batch size",
        "powder": "A strength and the powder I have",
        "water": "A strength and the water I have",
        "grams": "What I weighed: what is it?",
    },
    "boost": {
        "strength": "The strength I want",
        "powder": "The powder I add",
    },
    "palm": {
        "powder": "What I take: what is it?",
        "strength": "The strength I want",
    },
}
LABELS: Mapping[str, str] = {
    "form": "Vitamin C powder",
    "start": "I start from",
    "boost": "I start from",
    "palm": "I start from",
    "strength": "Strength",
    "batch": "Batch size",
    "powder": "Powder, weighed",
    "water": "Water, weighed",
    "scale": "My scale shows steps of",
    "purity": "Purity of the powder",
    "purity_plus_minus": "Purity may be off by (points)",
    "moisture": "Water in the powder",
    "loading": "Ascorbic acid in it (supplier's sheet)",
    "density": "Density of the whole, g/mL",
    "others": "Other ingredients, one per line",
    "base": "I add it to",
    "base_amount": "How much of that",
    "base_strength": "It holds already",
    "base_form": "of this form",
    "base_density": "Density of that, g/mL",
    "dose": "One dose of that",
    "measure": "Powder in one dose",
    "scoop": "One level scoop holds",
    "bulk": "Bulk density of the powder, g/mL",
    "pump": "One pump gives",
    "drops": "Drops per mL, or what 20 drops weigh",
    "recipe": "What went in, one per line",
}
EXAMPLES: Mapping[str, str] = {
    "strength": "15 %",
    "batch": "30 g, 30 mL or 1 oz",
    "powder": "4.55 g",
    "water": "25.45 g",
    "scale": "0.01 g",
    "purity": "99 %",
    "purity_plus_minus": "0.2",
    "moisture": "0 %",
    "loading": "20 %",
    "density": "estimated",
    "others": "glycerin 5 %\nferulic acid 0.15 g",
    "base_amount": "30 g or 30 mL",
    "base_strength": "10 %, or 0",
    "base_density": "estimated",
    "dose": "2 mL, 20 drops, 2 pumps or 2 g",
    "measure": "1 scoop, 1/4 tsp or 0.25 g",
    "scoop": "0.25 g or 0.5 mL",
    "bulk": "unknown",
    "pump": "0.5 mL",
    "drops": "20, or 0.9 g",
    "recipe": "5 g ascorbic acid\n15 mL water",
}
