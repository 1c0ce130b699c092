"""The words that entries of data/ may use."""

VALUE_KINDS = "measured fitted regulatory supplier estimated assumed calculated".split()
SOURCE_KINDS = (
    "article review book pharmacopoeia database regulation supplier web seed editorial calculation".split()
)
PRESET_KINDS = "published illustrative".split()
PHASES = "water oil both shell".split()
ROLES = (
    "solvent cosolvent humectant base acid buffer antioxidant chelator preservative thickener solid "
    "emulsifier oil peptide active sulfite finished other".split()
)
#: What a rule can be about: a formula by its lines, a product by its label, a client in the chair.
SUBJECTS = ("formula", "product", "client")
JUDGES = ("nominal", "median", "low", "high", "ends")
#: How a form other than ascorbic acid may keep.
STATES = ("stable", "buffer", "caution", "poor", "falls_apart", "keep_dark", "released")
#: How an ingredient whose constants are not known takes part in the pH.
IONISES = ("", "acid", "base", "salt")
