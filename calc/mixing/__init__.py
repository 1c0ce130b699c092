"""Batches: a new one, a boosted one, one dose, one as it was found; what to weigh."""
