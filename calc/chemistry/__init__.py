"""Formulas in water: ions, acids, pH, doses, solubility, density, stability."""
