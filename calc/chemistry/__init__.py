"""Formulas in water: what dissolves, what pH it has and how to change it.

`formula` is what is weighed; `ions` what it brings into water; `acidity` the pH of any mix of weak acids
and bases; `prediction` and `dosing` the pH of a formula and the way to another, with bands; `solubility`,
`density` and `stability` the rest of what happens in the bottle; `recipe` reads and writes it as JSON.
"""
