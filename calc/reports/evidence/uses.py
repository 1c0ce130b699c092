"""Where numbers are used, and where they are missed when they are unknown."""

from __future__ import annotations

from collections.abc import Mapping

from calc.messages import say
from calc.rules.legal_limits import ANNEXES

NOT_USED = say("no computation yet")
ANOTHER_COUNTS = say("nothing: another row counts")
TABLETS = say("the sum of tablets on Check")
DATES = say("the dates on Check and its sheet")
COURSES = say("the courses side by side on Check")
SAID_BY_EACH = say("what each article says, on Check")
COMPARE = say("Compare")
IN_WATER = (say("the pH"), say("the dose of a base or an acid"))
_KEEPS = say("how long it keeps")
#: Where a number is used: by the property of an ingredient or an acid, or by the key of an entry.
USES: Mapping[str, tuple[str, ...]] = {
    "aa_eq": (say("strength counted as ascorbic acid"), "FORM-001", TABLETS, "ORAL-017"),
    "usual_use": (say("the gauge on Mix"), "STR-004", "STR-005", "MIX-012"),
    "pH_window": ("FORM-005", "FORM-006", "FORM-008"),
    "density": (say("volumes and strength by volume"),),
    "sold_as_strength": (say("what a recipe that names no strength holds"),),
    "preservative_pH_window": ("MICRO-003",),
    **dict.fromkeys((*ANNEXES, "counted_for_limit"), ("LIMIT-001",)),
    "bulk_density": (say("the mass of a scoop or spoon of powder"),),
    "solubility_water": ("SOL-006", "SOL-007"),
    "solubility_temperature": ("SOL-005", "SOL-006", "SOL-007"),
    "solubility_oil": ("SOL-008",),
    **dict.fromkeys(("molar_mass", "equivalent_mass"), IN_WATER),
    **dict.fromkeys((f"pKa{step}" for step in range(1, 6)), IN_WATER),
    **dict.fromkeys((f"epsilon_sodium_{lost}" for lost in range(1, 6)), IN_WATER),
    **dict.fromkeys(
        (
            *("sodium_pair_1", "sodium_pair_2", "sodium_pair_1_lost_2"),
            *("sodium_pair_1_lost_1_sit", "sodium_pair_1_lost_2_sit"),
            *("potassium_pair_1", "potassium_pair_1_lost_2", "potassium_pair_1_lost_2_sit"),
            *("calcium_pair_1", "calcium_pair_1_sit", "calcium_pair_1_lost_1", "calcium_pair_1_lost_1_sit"),
        ),
        IN_WATER,
    ),
    "gas_molar_mass": (say("the carbon dioxide that leaves, and with it the mass of the whole"),),
    "STR-001.most": (say("the gauge on Mix"), say("the water that brings a batch back to it"), "MIX-012"),
    "STR-002.least": (say("the gauge on Mix"), "MIX-012"),
    "MIX-010.least": (say("the batch that a scale can weigh"), say("the scale that fits a powder")),
    "PH-001.least": (say("the baking soda that mends a batch"),),
    "PH-007.most": (say("from there it is said that glycols and alcohol widen the pH"),),
    "PH-008.most": (say("above it no pH is predicted"),),
    "PH-012.above": (say("from there it is said that citrate widens the pH"),),
    "PH-013.most": (say("above it no pH is predicted"),),
    "PH-018.most": (say("above it no pH is predicted"),),
    "assumed.purity_plus_minus": (say("the band of a purity that was typed"),),
    "assumed.purity_not_stated": (say("the band where no purity was stated"),),
    "assumed.ideal_mixing_plus_minus": (say("the band of an estimated volume"),),
    **dict.fromkeys(
        (
            *("assumed.volume_electrolyte", "assumed.volume_solute", "assumed.volume_contraction"),
            *("assumed.volume_in_water_plus_minus", "assumed.volume_all_plus_minus"),
        ),
        (say("volumes and strength by volume"),),
    ),
    "apparent_molar_volume": (say("volumes and strength by volume"),),
    "assumed.density_unknown": (say("volumes, where an ingredient's density is unknown"),),
    "assumed.water_in_waters": (
        say("what floral waters, juices and tap water dissolve"),
        say("pH beside them"),
    ),
    "assumed.density_water_like": (say("volumes of a water whose density is unknown"),),
    "assumed.density_oil": (say("volumes of an oil whose density is unknown"),),
    "assumed.bulk_density_unknown": (say("spoons of a powder whose bulk density is unknown"),),
    "assumed.density_poured": (say("spoons and drops of a liquid whose density is unknown"),),
    "assumed.drops_per_mL": (say("amounts in drops"),),
    "assumed.drops_any_dropper": (say("amounts in drops of a dropper that nobody counted out"),),
    "assumed.solution_below": (say("millilitres and drops of something whose strength is stated"),),
    "assumed.scoop_plus_minus": (say("the band of a scoop or spoon of powder"),),
    "assumed.volume_plus_minus": (say("the band of a volume that is poured"),),
    "assumed.pump_plus_minus": (say("the band of a stroke of a pump"),),
    "assumed.room_temperature": (say("what dissolves, where nobody said how cold it is kept"),),
    "assumed.refrigerator": ("SOL-004", "SOL-012", say("what would help")),
    "assumed.adjuster_not_stated": (say("the band of a base or an acid whose purity was not stated"),),
    "assumed.pKa_unknown": (say("the pH, where an acid constant is unknown"), "PH-011"),
    "assumed.equivalent_mass_unknown": (say("the pH, where a molar mass is unknown"),),
    "assumed.pH_temperature": (say("the pH in the cold and in the heat"),),
    "assumed.pH_per_degree": (say("the pH in the cold and in the heat"),),
    "assumed.cosolvent_pKa": (say("the pH with glycols and alcohol"), "PH-007"),
    **dict.fromkeys(
        ("assumed.cosolvent_share", "assumed.cosolvent_bend"), (say("the pH with glycols and alcohol"),)
    ),
    **dict.fromkeys(
        ("assumed.epsilon_unknown", "assumed.epsilon_hydroxide", "assumed.traces", "assumed.gas_left"),
        (say("the pH and the dose"),),
    ),
    **dict.fromkeys(
        (
            "assumed.pH_model",
            "assumed.pH_model_several",
            "assumed.pH_model_ionic",
            "assumed.pH_model_alkaline",
            "assumed.pH_alkaline",
            "assumed.pH_models_differ",
        ),
        (say("the band of the pH and of the dose"),),
    ),
    "assumed.meter_plus_minus": (say("the reading of a meter that says nothing of its error"),),
    "assumed.strip_step": (say("the reading of a strip that says nothing of its step"),),
    **dict.fromkeys(
        ("assumed.fewest_steps", "assumed.largest_batch"),
        (say("the ways out of a scale that is too coarse"),),
    ),
    "assumed.first_addition": (say("the first part of a dose"), "ADJ-003"),
    "assumed.stock_strength": ("ADJ-004",),
    **dict.fromkeys(
        ("assumed.ampoule_most", "assumed.ampoule_pH"),
        (say("what an article wants of an ampoule, held against a product"),),
    ),
    **dict.fromkeys(
        ("assumed.solubiliser_per_oil", "assumed.emulsifier_per_oil", "assumed.oil_that_shows"), ("MIX-023",)
    ),
    "assumed.solvent_unknown": ("SOL-009", "SOL-010"),
    "assumed.medicine_still": (say("whether a medicine counts as taken, on Check"),),
    "assumed.sizes_agree": (say("two statements of one size, on Compare"),),
    "assumed.first_target_pH": (say("the baking soda that mends a batch"), "PH-001"),
    "assumed.pH_reached": (say("the way to a pH, when nothing more is to be added"),),
    "assumed.most_adjuster": (say("the dose of a base or an acid, and whether a pH is in reach"), "ADJ-005"),
    "assumed.drives_out_gas": (say("the carbon dioxide that leaves"), say("the pH")),
    "keeping.fitted.assay_scatter": (say("the spread of an assay that says nothing of its own"),),
    "keeping.assumed.mean_kinetic_energy": (say("the mean kinetic temperature"),),
    "keeping.assumed.coldest": (_KEEPS, "STAB-005"),
    "keeping.assumed.hottest": (_KEEPS, "STAB-006"),
    "keeping.assumed.most_alkaline": (_KEEPS, "STAB-007"),
    "keeping.assumed.room": (_KEEPS, "STAB-013"),
    "keeping.assumed.germs": (say("the day to discard it"), "STAB-002"),
    "keeping.assumed.six_months": (say("the day to discard it"), "STAB-003"),
    **dict.fromkeys(
        ("keeping.assumed.use_soon", "keeping.assumed.use_soon_share"),
        (say("batches that are to be used soon"),),
    ),
    **dict.fromkeys(
        (f"keeping.assumed.{name}" for name in ("lower_pH_to", "ferulic_used", "tocopherol_used")),
        (say("what would help"),),
    ),
    "keeping.factors.outside": (_KEEPS, "STAB-011"),
}
#: Where the numbers about keeping are used, by their part; `USES` knows better of single ones.
STABILITY_USES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("fitted", "assumed", "factors", "packages"), (_KEEPS,)),
    "prior": (say("the fit of the rate"),),
    "oxygen": (say("what oxygen can take"), "STAB-016"),
    "walls": (say("what oxygen can take"), "STAB-017"),
}
_THROUGH_SKIN = say("what could go through the skin, on Check")
#: Where what is known of vitamin C by mouth is used, by its property or the name of a statement.
INTAKE_USES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("rda", "rda_female", "rda_male", "ai", "smoker", "smokers_from"), (TABLETS,)),
    "ul": (TABLETS, "ORAL-001"),
    "uk": (TABLETS, "ORAL-002"),
    **dict.fromkeys(("heaviest_piece", "most_per_day"), (say("the range of what can be typed"), TABLETS)),
    "applied": (_THROUGH_SKIN, "ORAL-017"),
    "sodium": (TABLETS, "ORAL-015"),
    "calcium": (TABLETS,),
    "supplements_only": ("ORAL-001", "ORAL-004"),
    "no_level_for_infants": (TABLETS, "ORAL-003"),
    "no_level_in_europe": (TABLETS, "ORAL-002"),
    "never_added": (_THROUGH_SKIN, "ORAL-017"),
    "younger_than_the_rows": (TABLETS,),
}
#: Where a number about the skin test is used, if not in the dates.
SKIN_TEST_USES: Mapping[str, tuple[str, ...]] = {
    "article": (say("nothing: it is never planned with"), "TEST-001")
}
#: Where a property is missed when it is unknown; these properties are asked of every form.
MISSED_BY: Mapping[str, tuple[str, ...]] = {
    "usual_use": ("STR-006",),
    "aa_eq": ("FORM-003",),
    "pH_window": ("FORM-005", "FORM-006", "FORM-008"),
    "density": ("assumed.density_unknown",),
    "solubility_water": ("SOL-005",),
}
#: Properties of which every row counts, not only the preferred one.
EVERY_ROW_COUNTS = ("bulk_density",)
#: Rows whose place in a computation is taken by something else.
USED_INSTEAD: Mapping[str, tuple[str, ...]] = {
    "l_ascorbic_acid.usual_use": (say("nothing: STR-001.most and STR-002.least count instead"),),
    "sodium_ascorbate.pH_window": (say("nothing: in an acid it becomes the acid"),),
    "calcium_ascorbate.pH_window": (say("nothing: in an acid it becomes the acid"),),
    "magnesium_ascorbyl_phosphate.pH_window": ("FORM-005", "FORM-006"),
    "tetrahexyldecyl_ascorbate.pH_window": ("FORM-008",),
    "ascorbyl_palmitate.solubility_temperature": ("SOL-008",),
    **dict.fromkeys(
        (
            "l_ascorbic_acid.solubility_water",
            "l_ascorbic_acid.dissolution_enthalpy",
            "sodium_ascorbate.solubility_water",
            "sodium_ascorbate.solubility_temperature",
        ),
        (say("nothing: the measured table counts"),),
    ),
    **dict.fromkeys(
        ("l_ascorbic_acid.solubility_ethanol", "l_ascorbic_acid.solubility_propylene_glycol"),
        ("SOL-002", "SOL-003", "SOL-004"),
    ),
    **dict.fromkeys(
        (
            *(
                f"{solute}.solubility_water"
                for solute in (
                    *("ferulic_acid", "phloretin", "salicylic_acid"),
                    *("azelaic_acid", "sorbic_acid", "benzoic_acid"),
                )
            ),
            *("ferulic_acid.solubility_propylene_glycol", "sorbic_acid.solubility_propylene_glycol"),
            *("salicylic_acid.solubility_ethanol", "sorbic_acid.solubility_ethanol"),
            *("ferulic_acid.solubility_ethoxydiglycol", "azelaic_acid.solubility_ethoxydiglycol"),
            "salicylic_acid.solubility_glycerin",
        ),
        ("SOL-009", "SOL-010"),
    ),
    "salicylic_acid.eu_annex_V_limit": (say("nothing: the wider limit of annex III counts"),),
    "potassium_sorbate.preservative_pH_window": (say("nothing: MICRO-002 counts instead"),),
    **dict.fromkeys(("benzoic.pKa1", "sorbic.pKa1"), (*IN_WATER, "MICRO-002")),
}
