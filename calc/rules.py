"""Every rule: one small pure predicate over columns of facts.

A predicate gets a view of the facts and its limits, and returns a boolean per row; one formula is
a table of one row. Severity, limits, wording and sources stand under the same code in
``data/rules.toml``. Results are bit words, a bit per rule, so that a catalogue of millions and a
single finding run the same code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.catalog import RuleText
from calc.findings import Finding, Severity
from calc.units import THIN, show_at_most, show_band, show_number

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
View = Mapping[str, Array]
Limits = Mapping[str, float]

#: A stated value equals its limit when it is this close [same unit].
TOLERANCE = 1e-9
#: A pH equals its limit when it is this close: a meter shows two decimals, and who aims at 3.0 must
#: not be told of 2.9999.
PH_TOLERANCE = 0.005


@dataclass(frozen=True)
class Fact:
    """What a column of facts is: how it is called when it is missing, and how it is written."""

    label: str
    kind: str


#: What facts are called that are missing where nobody said how it is kept.
KEPT = "how it is kept"
#: Every column that a rule may look at. Flags are 1 or 0; NaN is unknown.
FACTS: Mapping[str, Fact] = {
    "has_form": Fact("whether there is vitamin C", "flag"),
    "has_laa": Fact("whether there is L-ascorbic acid", "flag"),
    "has_derivative": Fact("whether there is another form", "flag"),
    "has_usual_range": Fact("the usual strength of the form", "flag"),
    "has_water_soluble_form": Fact("whether the form dissolves in water", "flag"),
    "has_ethyl": Fact("whether there is 3-O-ethyl ascorbic acid", "flag"),
    "has_water": Fact("whether there is water", "flag"),
    "has_free_water": Fact("whether water is weighed", "flag"),
    "ethanol": Fact("the alcohol", "fraction"),
    "has_preservative": Fact("whether there is a preservative", "flag"),
    "crystal_water_unstated": Fact("the crystal water", "flag"),
    "purity_stated": Fact("the purity", "flag"),
    "has_label_strength": Fact("whether a label is relied on", "flag"),
    "by_eye": Fact("whether anything was measured by eye", "flag"),
    "clear_in_daylight": Fact("whether light gets into the bottle", "flag"),
    "can_predilute": Fact("the scale", "flag"),
    "cannot_predilute": Fact("the scale", "flag"),
    "laa_mass_fraction": Fact("the strength", "fraction"),
    "laa_aim": Fact("the strength", "fraction"),
    "laa_dissolves": Fact("whether it dissolves", "flag"),
    "laa_near_limit": Fact("whether it dissolves", "flag"),
    "dissolved_C": Fact("the temperature", "degC"),
    "falls_out_cold": Fact("whether it dissolves in the cold", "flag"),
    "cold_C": Fact("the temperature", "degC"),
    "derivative_mass_fraction": Fact("the strength", "fraction"),
    "derivative_usual_low": Fact("the usual strength of the form", "fraction"),
    "derivative_usual_high": Fact("the usual strength of the form", "fraction"),
    "derivative_aa_equivalent": Fact("the ascorbic acid content of the form", "fraction"),
    "derivative_pH_low": Fact("the pH that the form needs", "pH as given"),
    "derivative_pH_high": Fact("the pH that the form bears", "pH as given"),
    "derivative_by_water": Fact("the water present", "flag"),
    "derivative_dissolves": Fact("whether it dissolves", "flag"),
    "derivative_near_limit": Fact("whether it dissolves", "flag"),
    "derivative_limit_unknown": Fact("the solubility", "flag"),
    "is_phosphate": Fact("whether the form is a phosphate", "flag"),
    "strength_low": Fact("the strength", "fraction"),
    "strength_high": Fact("the strength", "fraction"),
    "strength_spread": Fact("the strength", "fraction"),
    "window_width": Fact("the usual strength of the form", "fraction"),
    "powder_g": Fact("the powder", "g"),
    "fitting_scale_g": Fact("the powder", "g"),
    "pH": Fact("the pH", "pH"),
    "has_pH": Fact("whether the pH can be predicted", "flag"),
    "no_pH": Fact("whether the pH is known", "flag"),
    "no_pH_form": Fact("the constants of the form", "flag"),
    "no_pH_acid": Fact("what decides the pH", "flag"),
    "cosolvent_share": Fact("glycols and alcohol", "fraction"),
    "ionic_strength": Fact("the pH", "mol/kg"),
    "has_citrate": Fact("whether there is citrate", "flag"),
    "has_uncounted": Fact("whether everything's constants are known", "flag"),
    "solids_per_water": Fact("the water present", "g"),
    "metals_per_water": Fact("sodium and potassium", "mol/kg"),
    "shelf_C": Fact("the temperature", "degC"),
    "preservative_share": Fact("the pH", "fraction about"),
    "mend_g": Fact("the pH", "g about"),
    "mend_pH": Fact("the pH", "pH as given"),
    "has_reading": Fact("a reading of the pH", "flag"),
    "reading": Fact("a reading of the pH", "pH as given"),
    "reading_off": Fact("a reading of the pH", "times"),
    "has_lye": Fact("whether there is lye", "flag"),
    "foams": Fact("whether gas leaves", "flag"),
    "gas_g": Fact("whether gas leaves", "g about"),
    "has_dose": Fact("whether a pH was asked for", "flag"),
    "out_of_reach": Fact("whether a pH was asked for", "flag"),
    "target_pH": Fact("the dose", "pH as given"),
    "reach_low": Fact("the dose", "pH"),
    "reach_high": Fact("the dose", "pH"),
    "dose_g": Fact("the dose", "g about"),
    "first_g": Fact("the dose", "g at most"),
    "dose_steps": Fact("the dose", "steps"),
    "stock_mL": Fact("the dose", "mL"),
    "stock_first_mL": Fact("the dose", "mL at most"),
    "stock_powder_g": Fact("the dose", "g"),
    "has_claimed_total": Fact("what it adds up to", "flag"),
    "claimed_total": Fact("what it adds up to", "whole"),
    "water_share": Fact("the water", "whole"),
    "mended_water": Fact("the water", "whole"),
    "has_claimed_strength": Fact("the strength that it claims", "flag"),
    "claimed_strength": Fact("the strength that it claims", "whole"),
    "true_strength": Fact("the strength", "fraction"),
    "true_strength_low": Fact("the strength", "fraction"),
    "true_strength_high": Fact("the strength", "fraction"),
    "claimed_powder_g": Fact("the strength that it claims", "g"),
    "claimed_rest_g": Fact("the strength that it claims", "g"),
    "has_claimed_pH": Fact("the pH that it claims", "flag"),
    "claimed_pH": Fact("the pH that it claims", "pH as given"),
    "true_pH_low": Fact("the pH", "pH"),
    "true_pH_high": Fact("the pH", "pH"),
    "claimed_dose_g": Fact("the pH that it claims", "g about"),
    "is_finished": Fact("whether it is a finished product", "flag"),
    "has_carbomer": Fact("whether there is carbomer", "flag"),
    "has_hyaluronate": Fact("whether there is hyaluronate", "flag"),
    "has_copper": Fact("whether there is a copper peptide", "flag"),
    "has_ferulic": Fact("whether there is ferulic acid", "flag"),
    "has_niacinamide": Fact("whether there is niacinamide", "flag"),
    "dilution_g": Fact("the mass of the batch", "g"),
    "lightest_g": Fact("the scale", "g"),
    "lightest_steps": Fact("the scale", "steps"),
    "weighable_batch_g": Fact("the scale", "g"),
    "stock_part_g": Fact("the scale", "g"),
    "stock_carrier_g": Fact("the scale", "g"),
    "stock_saved_g": Fact("the scale", "g"),
    "stock_dose_g": Fact("the scale", "g"),
    "is_kept": Fact(KEPT, "flag"),
    "has_t90": Fact(KEPT, "flag"),
    "ends_by_t90": Fact(KEPT, "flag"),
    "ends_by_germs": Fact(KEPT, "flag"),
    "ends_by_six_months": Fact(KEPT, "flag"),
    "no_days_light": Fact(KEPT, "flag"),
    "no_days_cold": Fact(KEPT, "flag"),
    "no_days_hot": Fact(KEPT, "flag"),
    "no_days_alkaline": Fact(KEPT, "flag"),
    "no_days_pH": Fact(KEPT, "flag"),
    "no_days_solvent": Fact(KEPT, "flag"),
    "no_days_powder": Fact(KEPT, "flag"),
    "kept_C_low": Fact(KEPT, "degC"),
    "kept_C_high": Fact(KEPT, "degC"),
    "known_C_low": Fact(KEPT, "degC"),
    "known_C_high": Fact(KEPT, "degC"),
    "known_pH_high": Fact(KEPT, "pH as given"),
    "assay_off": Fact(KEPT, "times"),
    "outside_series": Fact(KEPT, "flag"),
    "package_assumed": Fact(KEPT, "flag"),
    "temperature_assumed": Fact(KEPT, "flag"),
    "opened_to_air": Fact(KEPT, "flag"),
    "has_wall": Fact(KEPT, "flag"),
    "may_see_light": Fact(KEPT, "flag"),
    "has_assay": Fact(KEPT, "flag"),
    "assay_narrows": Fact(KEPT, "flag"),
    "undated_assay": Fact(KEPT, "flag"),
    "state_stable": Fact(KEPT, "flag"),
    "state_buffer": Fact(KEPT, "flag"),
    "state_outside": Fact(KEPT, "flag"),
    "state_poor": Fact(KEPT, "flag"),
    "state_keep_dark": Fact(KEPT, "flag"),
    "state_released": Fact(KEPT, "flag"),
    "state_not_known": Fact(KEPT, "flag"),
}
#: Words, not numbers, that a message may show.
TEXTS = (
    "derivative",
    "derivative_name",
    "lightest",
    "lightest_name",
    "adjuster_name",
    "preservative_name",
    "uncounted_names",
    "laa_amount",
    "laa_limit",
    "cold_limit",
    "derivative_amount",
    "derivative_limit",
    "dose_range",
    "expected_pH",
    "true_pH",
    "t90",
    "t90_range",
    "before_range",
    "discard_after",
    "outside_words",
    "room_range",
    "bottle_size",
    "air_range",
    "opening_range",
    "wall_range",
)


@dataclass(frozen=True)
class Facts:
    """A table of facts: a float64 column each, NaN where unknown.

    Parameters
    ----------
    columns : mapping of str to (n,) array
        Values as stated.
    bands : mapping of str to {"median", "low", "high"} of (n,) arrays
        For the columns that carry a band.
    texts : mapping of str to sequence of str
        Names that messages show, n each.
    """

    columns: Mapping[str, Array]
    bands: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of rows."""
        return next(iter(self.columns.values())).size

    def at(self, end: str) -> View:
        """Return the columns as stated ("nominal") or at the median, low or high of their band."""
        if end == "nominal":
            return self.columns
        return {**self.columns, **{name: band[end] for name, band in self.bands.items()}}


Predicate = Callable[[View, Limits], Flags]
#: Predicates by code, in the order of the findings.
PREDICATES: dict[str, Predicate] = {}


def rule(code: str) -> Callable[[Predicate], Predicate]:
    """Register a predicate under its code."""

    def register(predicate: Predicate) -> Predicate:
        if code in PREDICATES:
            raise ValueError(f"{code} is taken")
        PREDICATES[code] = predicate
        return predicate

    return register


def above(values: Array, limit: float | Array) -> Flags:
    """Tell where values pass a limit by more than the tolerance."""
    return values > limit + TOLERANCE


def below(values: Array, limit: float | Array) -> Flags:
    """Tell where values stay under a limit by more than the tolerance."""
    return values < limit - TOLERANCE


def more_acid(pH: Array, limit: float | Array) -> Flags:
    """Tell where a pH stays under a limit by more than a meter shows."""
    return pH < limit - PH_TOLERANCE


@rule("STR-001")
def acid_above_window(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid above the strength up to which uptake rises."""
    return above(facts["laa_mass_fraction"], limit["most"])


@rule("STR-002")
def acid_below_window(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid below the house's window."""
    return below(facts["laa_mass_fraction"], limit["least"])


@rule("STR-003")
def acid_for_used_skin(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid in the upper part of the window."""
    strength = facts["laa_mass_fraction"]
    return above(strength, limit["above"]) & ~above(strength, limit["most"])


@rule("STR-004")
def derivative_above_usual(facts: View, limit: Limits) -> Flags:
    """A derivative above its usual range."""
    return above(facts["derivative_mass_fraction"], facts["derivative_usual_high"])


@rule("STR-005")
def derivative_below_usual(facts: View, limit: Limits) -> Flags:
    """A derivative below its usual range."""
    return below(facts["derivative_mass_fraction"], facts["derivative_usual_low"])


@rule("STR-006")
def derivative_without_range(facts: View, limit: Limits) -> Flags:
    """A derivative of which no usual range is known."""
    return facts["has_usual_range"] == 0


@rule("STR-007")
def no_vitamin_c(facts: View, limit: Limits) -> Flags:
    """No form of vitamin C at all."""
    return facts["has_form"] == 0


@rule("STR-008")
def acid_may_pass_window(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid aimed inside the window whose band reaches out of it."""
    return (facts["laa_aim"] <= limit["most"] + TOLERANCE) & above(facts["laa_mass_fraction"], limit["most"])


@rule("FORM-001")
def derivative_counts_at_most(facts: View, limit: Limits) -> Flags:
    """A derivative whose content of ascorbic acid is known."""
    return facts["derivative_aa_equivalent"] > 0


@rule("FORM-002")
def crystal_water_unstated(facts: View, limit: Limits) -> Flags:
    """A form whose hydrate is not stated."""
    return facts["crystal_water_unstated"] == 1


@rule("FORM-003")
def derivative_content_unknown(facts: View, limit: Limits) -> Flags:
    """A derivative whose content of ascorbic acid is unknown."""
    return np.isnan(facts["derivative_aa_equivalent"])


@rule("FORM-005")
def forms_want_different_pH(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid beside a form that needs a higher pH than the acid goes in at."""
    return above(facts["derivative_pH_low"], limit["acid"])


@rule("LABEL-001")
def label_taken_at_its_word(facts: View, limit: Limits) -> Flags:
    """A finished product whose stated strength goes into the result."""
    return facts["has_label_strength"] == 1


@rule("MIX-012")
def too_uncertain_by_eye(facts: View, limit: Limits) -> Flags:
    """A band that is too wide, or wider than the window that it is meant for."""
    width = facts["strength_high"] - facts["strength_low"]
    return above(facts["strength_spread"], limit["most"]) | above(width, facts["window_width"])


@rule("FORM-004")
def ethyl_allergy(facts: View, limit: Limits) -> Flags:
    """3-O-ethyl ascorbic acid, a published contact allergen."""
    return facts["has_ethyl"] == 1


@rule("PH-001")
def acid_below_limit(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid at a pH that burns."""
    return more_acid(facts["pH"], limit["least"])


@rule("PH-002")
def acid_quite_low(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid between the hard limit and the comfortable window."""
    return ~more_acid(facts["pH"], limit["least"]) & more_acid(facts["pH"], limit["below"])


@rule("PH-003")
def acid_above_uptake(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid at a pH at which little goes in."""
    return ~more_acid(facts["pH"], limit["from"])


@rule("PH-004")
def acid_without_pH(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid in water whose pH nobody knows."""
    return np.isnan(facts["pH"])


@rule("PH-005")
def reading_not_explained(facts: View, limit: Limits) -> Flags:
    """A reading that the chemistry cannot explain."""
    return above(facts["reading_off"], limit["most"])


@rule("PH-006")
def reading_unlikely(facts: View, limit: Limits) -> Flags:
    """A reading outside of what was expected, though it can be."""
    return above(facts["reading_off"], limit["from"]) & ~above(facts["reading_off"], limit["most"])


@rule("PH-007")
def cosolvent_shifts(facts: View, limit: Limits) -> Flags:
    """Enough glycols or alcohol to shift the pH."""
    return above(facts["cosolvent_share"], limit["most"])


@rule("PH-008")
def cosolvent_forbids(facts: View, limit: Limits) -> Flags:
    """Too much glycol or alcohol for any prediction."""
    return above(facts["cosolvent_share"], limit["most"])


@rule("PH-009")
def no_water_no_pH(facts: View, limit: Limits) -> Flags:
    """Nothing that could have a pH."""
    return facts["has_water"] == 0


@rule("PH-012")
def citrate_in_strong_solution(facts: View, limit: Limits) -> Flags:
    """Citrate at an ionic strength at which the activity model is poor."""
    return above(facts["ionic_strength"], limit["above"])


@rule("PH-013")
def too_salty(facts: View, limit: Limits) -> Flags:
    """More salt than the activity model was made for."""
    return above(facts["metals_per_water"], limit["most"])


@rule("PH-018")
def too_dry(facts: View, limit: Limits) -> Flags:
    """More to dissolve than any water takes up."""
    return above(facts["solids_per_water"], limit["most"])


@rule("PH-014")
def away_from_room_temperature(facts: View, limit: Limits) -> Flags:
    """Kept where the constants are not known."""
    return below(facts["shelf_C"], limit["low"]) | above(facts["shelf_C"], limit["high"])


@rule("PH-017")
def strong_solution(facts: View, limit: Limits) -> Flags:
    """An ionic strength beyond the activity model's own range."""
    return above(facts["ionic_strength"], limit["above"])


@rule("ADJ-003")
def first_addition(facts: View, limit: Limits) -> Flags:
    """A dose that is a prediction."""
    return facts["dose_g"] > 0


@rule("ADJ-004")
def dose_too_little_to_weigh(facts: View, limit: Limits) -> Flags:
    """A dose of a few steps of the scale."""
    return below(facts["dose_steps"], limit["least"])


@rule("FORM-006")
def derivative_too_acid(facts: View, limit: Limits) -> Flags:
    """A derivative below the pH that it keeps at; a phosphate lower still is another rule's."""
    low = facts["derivative_pH_low"]
    far = (facts["is_phosphate"] == 1) & more_acid(facts["pH"], limit["phosphate"])
    return more_acid(facts["pH"], low) & ~far


@rule("FORM-007")
def phosphate_in_acid(facts: View, limit: Limits) -> Flags:
    """A phosphate of ascorbic acid in an acid."""
    return more_acid(facts["pH"], limit["least"])


@rule("FORM-008")
def derivative_too_alkaline(facts: View, limit: Limits) -> Flags:
    """A derivative above the pH that it keeps at."""
    return more_acid(facts["derivative_pH_high"], facts["pH"])


@rule("SOL-003")
def acid_near_solubility(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid within the range of what dissolves."""
    return facts["laa_near_limit"] == 1


@rule("SOL-004")
def acid_falls_out_cold(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid that may fall out in a refrigerator."""
    return facts["falls_out_cold"] == 1


@rule("SOL-005")
def derivative_solubility_unknown(facts: View, limit: Limits) -> Flags:
    """A form of which nobody says how much dissolves."""
    return facts["derivative_limit_unknown"] == 1


@rule("SOL-006")
def derivative_beyond_solubility(facts: View, limit: Limits) -> Flags:
    """More of a form than the water present dissolves."""
    return (facts["derivative_dissolves"] == 0) & (facts["derivative_by_water"] == 1)


@rule("SOL-008")
def derivative_beside_water(facts: View, limit: Limits) -> Flags:
    """More of a form than dissolves in what is there instead of water."""
    return (facts["derivative_dissolves"] == 0) & (facts["derivative_by_water"] == 0)


@rule("SOL-007")
def derivative_near_solubility(facts: View, limit: Limits) -> Flags:
    """A form within the range of what dissolves."""
    return facts["derivative_near_limit"] == 1


@rule("MICRO-002")
def preservative_out_of_its_pH(facts: View, limit: Limits) -> Flags:
    """A preservative of which too little is in the form that works."""
    return below(facts["preservative_share"], limit["least"])


@rule("CLAIM-001")
def does_not_total(facts: View, limit: Limits) -> Flags:
    """Shares that do not add up to a whole."""
    return above(np.abs(facts["claimed_total"] - 1), limit["off"])


@rule("CLAIM-002")
def strength_is_another(facts: View, limit: Limits) -> Flags:
    """A strength outside of the recipe's own band, by more than rounding."""
    claimed, true = facts["claimed_strength"], facts["true_strength"]
    outside = below(claimed, facts["true_strength_low"]) | above(claimed, facts["true_strength_high"])
    return outside & above(np.abs(claimed - true), limit["off"] * true)


@rule("CLAIM-003")
def pH_is_another(facts: View, limit: Limits) -> Flags:
    """A pH outside of the band, by more than a strip tells."""
    claimed = facts["claimed_pH"]
    low, high = facts["true_pH_low"] - limit["off"], facts["true_pH_high"] + limit["off"]
    return below(claimed, low) | above(claimed, high)


@rule("SOL-001")
def acid_without_water(facts: View, limit: Limits) -> Flags:
    """L-ascorbic acid with nothing that is known to dissolve it."""
    return facts["has_water"] == 0


@rule("SOL-002")
def acid_beyond_solubility(facts: View, limit: Limits) -> Flags:
    """More L-ascorbic acid than the water present dissolves."""
    return facts["laa_dissolves"] == 0


@rule("MICRO-001")
def unpreserved_water(facts: View, limit: Limits) -> Flags:
    """Water without a preservative, unless its pH is known to be hostile to germs."""
    hostile = more_acid(facts["pH"], limit["below"]) | above(facts["ethanol"], limit["alcohol"])
    return (facts["has_preservative"] == 0) & ~hostile


@rule("LIGHT-001")
def clear_glass_in_daylight(facts: View, limit: Limits) -> Flags:
    """A clear bottle that stands in daylight."""
    return facts["clear_in_daylight"] == 1


@rule("MIX-010")
def too_little_for_scale(facts: View, limit: Limits) -> Flags:
    """A line of a few steps of the scale that pre-dilution would mend."""
    return below(facts["lightest_steps"], limit["least"])


@rule("MIX-011")
def too_little_to_predilute(facts: View, limit: Limits) -> Flags:
    """A line of a few steps of the scale, with too little liquid to pre-dilute it."""
    return below(facts["lightest_steps"], limit["least"])


@rule("MIX-006")
def purity_not_stated(facts: View, limit: Limits) -> Flags:
    """A powder taken as pure because nobody said."""
    return facts["purity_stated"] == 0


@rule("STAB-018")
def assay_not_explained(facts: View, limit: Limits) -> Flags:
    """An assay that the prediction cannot explain."""
    return above(facts["assay_off"], limit["most"])


@rule("STAB-022")
def form_keeps(facts: View, limit: Limits) -> Flags:
    """A form that keeps here, unless another rule calls its pH wrong."""
    return ~_out_of_its_pH(facts)


@rule("STAB-024")
def form_does_not_keep(facts: View, limit: Limits) -> Flags:
    """A form at a pH at which it does not keep, where no other rule says so."""
    return ~_out_of_its_pH(facts)


def _out_of_its_pH(facts: View) -> Flags:
    """Tell where FORM-006, FORM-007 or FORM-008 speak of the pH of a form."""
    pH = facts["pH"]
    return more_acid(pH, facts["derivative_pH_low"]) | more_acid(facts["derivative_pH_high"], pH)


def _always(facts: View, limit: Limits) -> Flags:
    """Advice that holds wherever its rule matters."""
    return np.ones(facts["has_form"].shape, dtype=bool)


for _code in (
    *("PH-010", "PH-011", "PH-015", "PH-016", "ADJ-001", "ADJ-002", "ADJ-005"),
    *("MIX-020", "MIX-021", "MIX-022"),
    *("MIX-004", "MIX-005", "MIX-001", "MIX-002", "MIX-003"),
    *("STAB-001", "STAB-002", "STAB-003", "STAB-004", "STAB-005", "STAB-006", "STAB-007", "STAB-008"),
    *("STAB-009", "STAB-010", "STAB-011", "STAB-012", "STAB-013", "STAB-014", "STAB-015", "STAB-016"),
    *("STAB-017", "STAB-019", "STAB-020", "STAB-021", "STAB-023", "STAB-025", "STAB-026", "STAB-027"),
    "STAB-028",
):
    rule(_code)(_always)


# --- running them ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdicts:
    """What every rule says of every row, as bit words (n, words) of uint64.

    ``fires``: the limit is crossed. ``may``: only the harmful end of the band crosses it.
    ``skipped``: the rule matters here, but a fact that it needs is unknown.
    """

    codes: tuple[str, ...]
    fires: NDArray[np.uint64]
    may: NDArray[np.uint64]
    skipped: NDArray[np.uint64]

    def of_row(self, words: NDArray[np.uint64], row: int) -> list[str]:
        """Return the codes whose bit is set in a row, in their order."""
        bits = np.unpackbits(words[row].view(np.uint8), bitorder="little")
        return [code for code, bit in zip(self.codes, bits) if bit]


def evaluate(facts: Facts) -> Verdicts:
    """Run every rule over every row.

    Parameters
    ----------
    facts : Facts
        Needs every column of `FACTS`; NaN where unknown.
    """
    views = {end: facts.at(end) for end in catalog.JUDGES}
    judged = [_judge(predicate, catalog.rules()[code], views) for code, predicate in PREDICATES.items()]
    fires, may, skipped = (_packed(np.array(columns)) for columns in zip(*judged))
    return Verdicts(tuple(PREDICATES), fires, may, skipped)


def _judge(predicate: Predicate, text: RuleText, views: Mapping[str, View]) -> tuple[Flags, Flags, Flags]:
    """Return where one rule fires, may fire, and is skipped."""
    stated = views["nominal"]
    matters = np.ones(stated["has_form"].shape, dtype=bool)
    for flag in text.when:
        matters &= stated[flag] != 0
    unknown = np.zeros_like(matters)
    for name in (*text.when, *text.needs):
        unknown |= np.isnan(stated[name])
    looks = matters & ~unknown
    centre = text.judges if text.judges in ("nominal", "median") else "median"
    fires = looks & predicate(views[centre], text.limit)
    may = looks & ~fires & predicate(views[text.judges], text.limit)
    return fires, may, matters & unknown


def _packed(columns: Flags) -> NDArray[np.uint64]:
    """Return booleans (rules, n) as bit words (n, words)."""
    rules, n = columns.shape
    padded = np.zeros((n, -(-rules // 64) * 64), dtype=bool)
    padded[:, :rules] = columns.T
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)


# --- saying it ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Skipped:
    """A rule that could not look, and why."""

    code: str
    reason: str


def findings_of(verdicts: Verdicts, facts: Facts, row: int = 0) -> tuple[Finding, ...]:
    """Return the findings of a row, the most severe first."""
    fires = [(code, False) for code in verdicts.of_row(verdicts.fires, row)]
    may = [(code, True) for code in verdicts.of_row(verdicts.may, row)]
    found = [_finding(catalog.rules()[code], facts, row, only_may) for code, only_may in fires + may]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def skipped_of(verdicts: Verdicts, facts: Facts, row: int = 0) -> tuple[Skipped, ...]:
    """Return the rules that could not look at a row, with the facts that they missed."""
    missing = {name for name, column in facts.columns.items() if np.isnan(column[row])}
    return tuple(
        Skipped(code, _reason(catalog.rules()[code], missing))
        for code in verdicts.of_row(verdicts.skipped, row)
    )


def _reason(text: RuleText, missing: set[str]) -> str:
    """Return why a rule could not look."""
    labels = [FACTS[name].label for name in (*text.when, *text.needs) if name in missing]
    return f"{' and '.join(dict.fromkeys(labels))}: unknown"


def _finding(text: RuleText, facts: Facts, row: int, only_may: bool) -> Finding:
    """Return a rule as a finding; a tier lower where only the end of the band crosses."""
    severity = Severity(max(text.severity - only_may, Severity.NOTE))
    said = _words(text, facts, row)
    title = f"May be: {text.title[0].lower()}{text.title[1:]}" if only_may else text.title
    return Finding(
        text.code,
        severity,
        text.action,
        text.subject.format_map(said),
        title,
        _sentence((text.may if only_may and text.may else text.message).format_map(said)),
        _sentence(_remedy(text, facts, row).format_map(said)),
        text.evidence,
        text.sources,
    )


def _sentence(text: str) -> str:
    """Return a text with a capital where a name begins it; a pH begins small anywhere."""
    return text if text.startswith("pH") else text[0].upper() + text[1:]


def _remedy(text: RuleText, facts: Facts, row: int) -> str:
    """Return what to do; the other remedy of a rule where a number of the first is not known."""
    asked = re.findall(r"{(\w+)}", text.remedy)
    missing = any(name in facts.columns and np.isnan(facts.columns[name][row]) for name in asked)
    return text.otherwise if missing and text.otherwise else text.remedy


def _words(text: RuleText, facts: Facts, row: int) -> dict[str, str]:
    """Return every fact, limit and name as it is written in the messages of a rule."""
    said = {
        name: _written(float(facts.columns[name][row]), FACTS[name].kind, _limits_of(text, facts, row, name))
        for name in _asked_for(text.code)
        if name in FACTS
    }
    for name, band in facts.bands.items():
        ends = [float(band[end][row]) for end in ("median", "low", "high")]
        said |= _band_words(name, ends, _limits_of(text, facts, row, name))
    said |= {name: texts[row] for name, texts in facts.texts.items()}
    return said | {name: _limit_words(row) for name, row in text.limits.items()}


def _band_words(name: str, ends: Sequence[float], limits: tuple[float, ...]) -> dict[str, str]:
    """Return a band as it is written: a pH and a dose with as many digits as its width allows."""
    kind = FACTS[name].kind
    names = (name, f"{name}_low", f"{name}_high")
    if kind not in ("pH", "g about"):
        return {each: _written(end, kind, limits) for each, end in zip(names[1:], ends[1:])}
    spelled = zip(names, ends, show_band(ends[0], ends[1], ends[2]))
    return {
        each: written + _unit_words(kind)
        if _tells(written, end, kind, limits)
        else _written(end, kind, limits)
        for each, end, written in spelled
    }


@functools.cache
def _asked_for(code: str) -> frozenset[str]:
    """Return the names that the texts of a rule have in braces."""
    text = catalog.rules()[code]
    texts = (text.subject, text.message, text.may, text.remedy, text.otherwise)
    return frozenset(re.findall(r"{(\w+)}", " ".join(texts)))


def _limit_words(row: catalog.Value) -> str:
    """Return a limit as it is written in a message."""
    kind = _KIND_OF_UNIT.get(row.unit, row.unit)
    return _spelled(row.centre, kind, _DIGITS.get(kind, 3)) + _unit_words(kind)


def _limits_of(text: RuleText, facts: Facts, row: int, name: str) -> tuple[float, ...]:
    """Return what a fact must not be taken for: limits of its kind, of the rule and of the form."""
    kind = _basic(FACTS[name].kind)
    own = [
        text.limit[key]
        for key, each in text.limits.items()
        if _KIND_OF_UNIT.get(each.unit, each.unit) == kind
    ]
    bounds = [each for each in _BOUNDS if each != name and _basic(FACTS[each].kind) == kind]
    values = (float(facts.columns[each][row]) for each in bounds if each in _asked_for(text.code))
    return (*own, *(value for value in values if np.isfinite(value)))


# Facts that are the limits of a form.
_BOUNDS = ("derivative_usual_low", "derivative_usual_high", "derivative_pH_low", "derivative_pH_high")
_UNIT_WORDS: Mapping[str, str] = {
    "fraction": f"{THIN}%",
    "g": f"{THIN}g",
    "mL": f"{THIN}mL",
    "steps": " steps",
    "mol/kg": f"{THIN}mol/kg",
    "degC": f"{THIN}°C",
    "pH": "",
    "times": "",
}
_KIND_OF_UNIT: Mapping[str, str] = {"g/100g": "g", "percent": "fraction", "dimensionless": "times"}
# Digits to begin with (of a pH: decimals); more where it takes them to tell a value from a limit.
_DIGITS: Mapping[str, int] = {
    "pH": 1,
    "g about": 2,
    "mL": 2,
    "mol/kg": 2,
    "steps": 2,
    "fraction about": 2,
    "whole": 4,
}


def _basic(kind: str) -> str:
    """Return a kind of fact without how exactly it is written."""
    return "fraction" if kind == "whole" else kind.split(" ")[0]


def _unit_words(kind: str) -> str:
    """Return the unit of a kind of fact as it is written."""
    return _UNIT_WORDS[_basic(kind)]


def _written(value: float, kind: str, limits: tuple[float, ...] = ()) -> str:
    """Return a fact with its unit, with digits enough to tell it from the limits it is not at."""
    if np.isnan(value):
        return "unknown"
    if kind.endswith("at most"):
        return show_at_most(value) + _unit_words(kind)
    factor = 100 if _basic(kind) == "fraction" else 1
    others = tuple(limit * factor for limit in limits)
    fewest = _DIGITS.get(kind, 3)
    spellings = (_spelled(value * factor, kind, digits) for digits in range(fewest, 13))
    telling = (each for each in spellings if _tells(each, value * factor, kind, others))
    text = next(telling, None) or _spelled(value * factor, kind, fewest)
    return text + (" step" if (text, kind) == ("1", "steps") else _unit_words(kind))


def _spelled(value: float, kind: str, digits: int) -> str:
    """Return a number in so many digits; a pH in so many decimals."""
    return f"{value:.{digits}f}" if kind == "pH" else show_number(value, digits)


def _tells(text: str, value: float, kind: str, limits: tuple[float, ...]) -> bool:
    """Tell whether a spelling reads like none of the limits that a value is not at."""
    close = PH_TOLERANCE if _basic(kind) == "pH" else TOLERANCE
    others = (limit for limit in limits if abs(value - limit) > close)
    return all(float(text) != float(show_number(limit)) for limit in others)
