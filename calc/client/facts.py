"""Columns of facts about a visit, for the rules to look at: a row for one client."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from calc import catalog
from calc.catalog.intake import oral_facts
from calc.client.allergens import allergies_of
from calc.client.intake import UL_NOT_SET, OralIntake, skin_bound_mg
from calc.client.product import PURE_ACIDS, Product
from calc.client.visit import Visit
from calc.messages import say, say_list
from calc.rules import Facts
from calc.rules.form_facts import product_form_facts
from calc.units import show_number

_UNKNOWN = math.nan
NEEDLED = ("microneedling", "mesoroller", "mesotherapy", "biorevitalisation", "plasma")
# What goes through the skin with needles too, though no rule is about it alone.
_NEEDLED_WITHOUT_RULE = ("filler", "botulinum", "threads", "permanent_make_up")
_MEDICAL = ("mesotherapy", "biorevitalisation", "plasma")
_SERIOUS = ("heart_disease", "renal_impairment", "liver_disease", "epilepsy", "thalassaemia")
_HARSH = ("chemotherapy", "radiotherapy", "targeted_therapy", "immunotherapy")
_DEVICES = ("microneedling", "mesoroller", "mesotherapy mesoroller", "mesotherapy fractional")
#: Kinds of mesotherapy that do without needles.
_WITHOUT_NEEDLES = ("hardware", "oxygen", "laser")


def visit_facts(visit: Visit, oral: OralIntake | None) -> Facts:
    """Return the facts of a visit.

    Parameters
    ----------
    visit : Visit
    oral : OralIntake, optional
        What is taken by mouth, summed up; None where nothing was said of it.

    Examples
    --------
    >>> float(visit_facts(Visit(procedure="laser"), None).columns["breaks_skin"][0])
    1.0
    """
    product = _product_facts(visit)
    values = {**product, **_other_facts(visit, oral, product)}
    columns = dict(zip(values, np.array([*values.values()], dtype=np.float64)[:, np.newaxis]))
    return Facts(columns, _bands(visit.product), {name: [text] for name, text in _texts(visit, oral).items()})


def _other_facts(visit: Visit, oral: OralIntake | None, product: Mapping[str, float]) -> dict[str, float]:
    """Return all facts of a visit but those about the product by its label."""
    skin, words, procedure = _skin_flags(visit), _word_facts(visit), _procedure_facts(visit)
    return {
        **_person_facts(visit, skin, product["has_pure_acid"]),
        **words,
        **procedure,
        **_joined_facts(visit, words, skin),
        **_allergy_facts(visit),
        **_oral_facts(visit, oral),
        "touches_skin": either(product["has_product"], procedure["has_procedure"]),
    }


def either(*flags: float) -> float:
    """Return 1 where any flag is 1, else NaN where any is unknown, else 0: Kleene's “or”.

    >>> either(0.0, math.nan, 1.0)
    1.0
    """
    if any(flag == 1 for flag in flags):
        return 1.0
    return _UNKNOWN if any(math.isnan(flag) for flag in flags) else 0.0


def both(*flags: float) -> float:
    """Return 0 where any flag is 0, else NaN where any is unknown, else 1: Kleene's “and”.

    >>> both(1.0, math.nan, 0.0)
    0.0
    """
    return 1.0 - either(*(1.0 - flag for flag in flags))


def _flag(value: bool | None) -> float:
    """Return a flag; NaN where it is unknown."""
    return _UNKNOWN if value is None else float(value)


def _any_of(stated: Iterable[str] | None, *words: str) -> float:
    """Tell whether any of some words was stated; NaN where nothing was."""
    return _UNKNOWN if stated is None else float(bool({*stated} & {*words}))


def _product_facts(visit: Visit) -> dict[str, float]:
    """Return the facts about the product by its label."""
    product = visit.product or Product()
    strength, band = product.on_skin, product.pH_band
    value = _UNKNOWN if strength is None else strength
    acid = product.form == "l_ascorbic_acid"
    named = product.form is not None
    return {
        "has_product": 1.0 if visit.product else 0.0 if visit.no_product else _UNKNOWN,
        "is_home_made": _flag(product.home_made),
        "has_form": 1.0 if named else _UNKNOWN,
        "has_laa": float(acid) if named else _UNKNOWN,
        "has_ascorbate": float(acid) if named else _UNKNOWN,
        "has_derivative": float(not acid) if named else _UNKNOWN,
        "has_ethyl": float(product.form == "ethyl_ascorbic_acid") if named else _UNKNOWN,
        "has_pure_acid": float(product.form in PURE_ACIDS) if named else _UNKNOWN,
        "has_water": float(_is_watery(product)),
        "is_preserved": float(product.is_preserved),
        "laa_mass_fraction": value if acid else _UNKNOWN,
        "dilution_g": _UNKNOWN,
        "correction_g": _UNKNOWN,
        "correction_pH": _UNKNOWN,
        "pH": _UNKNOWN if band is None else band.median,
        **product_form_facts(product.form, value),
        "skin_bound_mg": _bound_mg(product),
    }


def _is_watery(product: Product) -> bool:
    """Tell whether a product counts as watery: not where its form dissolves in oil, and no pH is told."""
    in_oil = product.form is not None and catalog.forms()[product.form].phase == "oil" and product.pH is None
    return product.has_water if product.has_water is not None else not in_oil


def _bound_mg(product: Product) -> float:
    """Return what reaches the skin in a day at the very most, as ascorbic acid [mg]."""
    content = catalog.forms()[product.form].aa_equivalent if product.form else None
    if product.on_skin is None or content is None:
        return _UNKNOWN
    return float(skin_bound_mg.kernel(product.on_skin, content.to("dimensionless")[2]))


def _bands(product: Product | None) -> dict[str, dict[str, np.ndarray]]:
    """Return the pH with its band."""
    band = product.pH_band if product else None
    ends = ("median", "low", "high")
    return {"pH": {end: np.array([getattr(band, end)]) for end in ends}} if band else {}


def _person_facts(visit: Visit, skin: Mapping[str, float], pure: float) -> dict[str, float]:
    """Return the facts about the client, and the skin beside an acid (``pure``)."""
    client = visit.client
    pregnant = _flag(client.is_pregnant)
    return {
        "age": _UNKNOWN if client.age is None else client.age,
        "is_male": _UNKNOWN if client.sex is None else float(client.sex == "male"),
        "harmed_skin": either(skin["irritated"], skin["broken"]),
        "irritated_without_acid": both(skin["irritated"], 1 - skin["broken"], float(pure != 1)),
        "broken_without_acid": both(skin["broken"], float(pure != 1)),
        "delicate_skin": either(skin["sensitive"], skin["rosacea"]),
        "acne_skin": skin["acne"],
        "rosacea_skin": skin["rosacea"],
        "at_eye": _UNKNOWN if client.zone is None else float(client.zone == "eye_area"),
        "is_pregnant": pregnant,
        "is_breastfeeding": _flag(client.is_breastfeeding),
        "expecting": either(pregnant, _flag(client.is_breastfeeding)),
        "conceiving": either(pregnant, float(bool(client.is_trying))),
        "may_conceive": both(_UNKNOWN if client.sex is None else float(client.sex == "female"), 1 - pregnant),
        "trying_unknown": float(client.is_trying is None),
        "has_unchecked": float(bool(visit.unrecognised)),
        "has_no_rule": float(bool(visit.no_rule_names)),
    }


#: What makes a skin broken, irritated and so on, beside the word itself.
_SKIN_BY_CONDITION = {
    "broken": ("cuts", "recent_peel"),
    "irritated": ("irritated", "skin_infection"),
    "sensitive": ("sensitive",),
    "rosacea": ("rosacea",),
    "acne": ("acne",),
}


def _skin_flags(visit: Visit) -> dict[str, float]:
    """Return what the skin is: as it was stated, or as a condition implies."""
    client = visit.client
    return {
        word: either(
            _any_of(client.skin or None, word),
            float(bool(client.has("conditions", *conditions))),
        )
        for word, conditions in _SKIN_BY_CONDITION.items()
    }


def _word_facts(visit: Visit) -> dict[str, float]:
    """Return a flag for everything that a person can have, take, use or have reacted with."""
    inside = visit.product.flags if visit.product else frozenset()
    used = {
        f"uses_{flag}": either(_flag(of_client), _any_of(inside, flag))
        for flag, of_client in visit.client.actives_used.items()
    }
    said = visit.client.words_said
    return {**{name: _UNKNOWN if value is None else float(value) for name, value in said.items()}, **used}


def _procedure_facts(visit: Visit) -> dict[str, float]:
    """Return the facts about the procedure; all unknown where it is not stated."""
    name, kind = visit.procedure, visit.procedure_type
    if name is None:
        needles = ("is_needling", "is_needling_device", "is_roller", "is_medical")
        others = ("has_procedure", "is_laser", "is_peel", "is_laser_or_peel", "is_patch", "breaks_skin")
        return dict.fromkeys((*needles, *others), _UNKNOWN)
    said = visit.procedure_mention
    terms = {term.id for term in said.terms.values()} if said else set()
    needled = (name in NEEDLED and kind not in _WITHOUT_NEEDLES) or bool(terms & {*_NEEDLED_WITHOUT_RULE})
    laser = name == "laser" or kind == "laser"
    return {
        "has_procedure": float(name != "none"),
        "is_needling": float(needled),
        "is_needling_device": float(name in _DEVICES or f"{name} {kind}" in _DEVICES),
        "is_roller": float(name == "mesoroller"),
        "is_medical": float(name in _MEDICAL),
        "is_laser": float(laser),
        "is_peel": float(name == "peel"),
        "is_laser_or_peel": float(laser or name == "peel"),
        "is_patch": float(name == "patch"),
        "breaks_skin": float(needled or laser or name == "peel"),
    }


def _joined_facts(visit: Visit, words: Mapping[str, float], skin: Mapping[str, float]) -> dict[str, float]:
    """Return the facts that several answers decide together."""
    diabetic = either(words["has_diabetes"], words["takes_insulin"], words["takes_antidiabetic"])
    return {
        "patch_barrier": either(words["has_conjunctivitis"], skin["broken"], skin["rosacea"]),
        "thin_blood": either(words["takes_anticoagulant"], words["has_clotting_disorder"]),
        "low_immunity": either(words["has_low_immunity"], words["takes_low_immunity"]),
        "immune_held_down": either(words["has_immunosuppression"], words["takes_low_immunity"]),
        "serious_illness": either(*(words[f"has_{illness}"] for illness in _SERIOUS)),
        "ill_now": either(words["has_acute_illness"], words["has_conjunctivitis"]),
        "is_diabetic": diabetic,
        "watches_glucose": either(diabetic, words["has_glucose_meter"]),
        "harsh_cancer_treatment": either(*(words[f"takes_{treatment}"] for treatment in _HARSH)),
        "other_oral_retinoid": both(words["takes_retinoid"], 1 - words["takes_isotretinoin"]),
        "other_acid": either(words["uses_aha"], words["uses_bha"]),
        "any_retinoid": either(words["uses_retinoid"], words["takes_retinoid"]),
        "statin_and_niacin": both(words["takes_statin"], words["takes_niacin"]),
        "watches_sodium": either(
            words["has_heart_disease"], words["has_renal_impairment"], words["has_low_sodium"]
        ),
        "needled_infection": either(
            _any_of(visit.client.skin or None, "irritated", "broken"),
            words["has_irritated"],
            words["has_skin_infection"],
            words["has_cuts"],
        ),
    }


def _allergy_facts(visit: Visit) -> dict[str, float]:
    """Return the facts about allergies; the contents of a product are known where form and rest are told."""
    allergies, product = allergies_of(visit.client, visit.product), visit.product
    if allergies.is_allergic is None:
        names = ("reacts_allergy", "unnamed_allergy", "names_allergen", "allergen_inside")
        return dict.fromkeys(names, _UNKNOWN)
    is_told = product is not None and product.form is not None and product.coactives is not None
    return {
        "reacts_allergy": float(allergies.is_allergic),
        "unnamed_allergy": float(allergies.is_allergic and not allergies.named),
        "names_allergen": float(bool(allergies.named)),
        "allergen_inside": 1.0 if allergies.inside else 0.0 if is_told or not allergies.named else _UNKNOWN,
    }


def _oral_facts(visit: Visit, oral: OralIntake | None) -> dict[str, float]:
    """Return the facts about what is taken by mouth."""
    age = visit.client.age
    total = oral.total_mg if oral else _UNKNOWN
    ul, reason = (oral.ul_mg, oral.ul_reason) if oral else (None, "")
    return {
        "has_intake": float(bool(visit.intake)) if visit.intake is not None else _UNKNOWN,
        "oral_mg": total,
        "ul_mg": _UNKNOWN if ul is None else ul,
        "highest_ul_mg": oral_facts().highest_ul_mg if ul is None else ul,
        "has_ul": _UNKNOWN if age is None or oral is None else float(reason != UL_NOT_SET),
        "is_infant": _UNKNOWN if age is None or oral is None else float(reason == UL_NOT_SET),
        "tablets_per_week": oral.tablets_per_week if oral else _UNKNOWN,
        "brings_sodium": either(_flag(oral.effervescent), float(oral.sodium_mg > 0)) if oral else _UNKNOWN,
    }


def _texts(visit: Visit, oral: OralIntake | None) -> dict[str, str]:
    """Return the words that messages show."""
    form = visit.product.form if visit.product else None
    allergies = allergies_of(visit.client, visit.product)
    salt = (
        say(
            "We do not know how much; the sodium ascorbate adds {sodium_mg}\u202fmg.",
            sodium_mg=show_number(oral.sodium_mg),
        )
        if oral and oral.sodium_mg
        else say("We do not know how much.")
    )
    return {
        "acid_words": say("L-ascorbic acid"),
        "derivative": form or "",
        "derivative_name": catalog.forms()[form].said if form else "",
        "unchecked_names": say_list([f"“{text}”" for text in visit.unrecognised], "and"),
        "allergen_names": say_list([*allergies.named], "and"),
        "allergens_inside": say_list([*allergies.inside], "and"),
        "no_rule_names": say_list([f"“{text}”" for text in visit.no_rule_names], "and"),
        "sodium_words": salt,
    }
