"""Formulas in water: what dissolves, what pH it has and how to change it.

`formula` and `formula_table` hold what is weighed; `ions` what it contributes to a solution; `acidity` the
pH of any mix of weak acids and bases, `activity` the pairs and interactions for it; `prediction` and
`dosing` the pH of a formula and the dose for another, with bands; `solubility`, `density` and `stability`
what else is computed of it; `recipe` reads and writes it as JSON.
"""
