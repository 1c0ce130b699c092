"""Everything in ``data/`` as entries that can be searched, followed to their source and taken away.

An entry is one number, rule, statement, claim or source, with how it is known and where it is used. What is
wanted but not known is an entry too, and says so.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from calc import casebook, catalog
from calc.casebook import Claim
from calc.catalog import Acid, Example, Form, FormState, Ingredient, RuleText, Series, Source, Value
from calc.findings import Evidence
from calc.units import THIN, show_number

SECTIONS = tuple("form ingredient value statement rule limit assumed accepted claim source".split())
UNKNOWN = "unknown"
NOT_USED = "no computation yet"
#: What the verdicts on claims are called, and what they mean.
VERDICTS: Mapping[str, tuple[str, str]] = {
    "supported": ("supported", "measured or reviewed, and found so"),
    "plausible": ("plausible", "fits what is known; nobody measured it"),
    "contradicted": ("contradicted", "something measured, reviewed or written there says otherwise"),
    "unsupported": ("unsupported", "no source was found here that shows it"),
    "disagree": ("sources disagree", "sources, the articles among them, say different things"),
}
#: What the kinds of values mean.
KINDS: Mapping[str, str] = {
    "measured": "someone measured it, under the conditions named",
    "fitted": "a curve drawn through measurements",
    "calculated": "follows from the chemical formula alone",
    "regulatory": "set by a pharmacopoeia, a standard or a regulator",
    "supplier": "a supplier says so",
    "estimated": "reckoned from practice or from related figures",
    "assumed": "chosen where nothing better is known",
}
_IN_WATER = ("the pH", "the dose of a base or an acid")
_KEEPS = "how long it keeps"
#: Where a number is used: by the property of an ingredient or an acid, or by the key of an entry.
USES: Mapping[str, tuple[str, ...]] = {
    "aa_eq": ("strength counted as ascorbic acid", "FORM-001"),
    "usual_use": ("the gauge on Mix", "STR-004", "STR-005", "MIX-012"),
    "pH_window": ("FORM-005", "FORM-006", "FORM-008"),
    "density": ("volumes and strength by volume",),
    "bulk_density": ("the mass of a scoop or spoon of powder",),
    "solubility_water": ("SOL-002", "SOL-003", "SOL-004", "SOL-006", "SOL-007"),
    "solubility_temperature": ("SOL-005", "SOL-006", "SOL-007"),
    "solubility_oil": ("SOL-008",),
    "dissolution_enthalpy": ("SOL-002", "SOL-003", "SOL-004"),
    **dict.fromkeys(("molar_mass", "equivalent_mass"), _IN_WATER),
    **dict.fromkeys(("pKa1", "pKa2", "pKa3", "sodium_pair_1", "sodium_pair_2"), _IN_WATER),
    "gas_molar_mass": ("the carbon dioxide that leaves, and with it the mass of the whole",),
    "STR-001.most": ("the gauge on Mix", "the water that brings a batch back to it", "MIX-012"),
    "STR-002.least": ("the gauge on Mix", "MIX-012"),
    "MIX-010.least": ("the batch that a scale can weigh", "the scale that fits a powder"),
    "PH-001.least": ("the baking soda that mends a batch",),
    "PH-007.most": ("from there glycols and alcohol widen the pH",),
    "PH-008.most": ("above it no pH is predicted",),
    "PH-012.above": ("from there citrate widens the pH",),
    "PH-013.most": ("above it no pH is predicted",),
    "PH-018.most": ("above it no pH is predicted",),
    "assumed.purity_plus_minus": ("the band of a purity that was typed",),
    "assumed.purity_not_stated": ("the band where no purity was stated",),
    "assumed.ideal_mixing_plus_minus": ("the band of an estimated volume",),
    "assumed.density_unknown": ("volumes, where an ingredient's density is unknown",),
    "assumed.drops_per_mL": ("amounts in drops",),
    "assumed.drops_any_dropper": ("amounts in drops of a dropper that nobody counted out",),
    "assumed.scoop_plus_minus": ("the band of a scoop or spoon of powder",),
    "assumed.volume_plus_minus": ("the band of a volume that is poured",),
    "assumed.pump_plus_minus": ("the band of a stroke of a pump",),
    "assumed.room_temperature": ("what dissolves, where nobody said how cold it is kept",),
    "assumed.refrigerator": ("SOL-004", "what would help"),
    "assumed.solubility_anchor": ("SOL-002", "SOL-003", "SOL-004"),
    "assumed.adjuster_not_stated": ("the band of a base or an acid whose purity was not stated",),
    "assumed.pKa_unknown": ("the pH, where an acid constant is unknown", "PH-011"),
    "assumed.equivalent_mass_unknown": ("the pH, where a molar mass is unknown",),
    "assumed.pH_temperature": ("the pH in the cold and in the heat",),
    "assumed.pH_per_degree": ("the pH in the cold and in the heat",),
    "assumed.cosolvent_pKa": ("the pH with glycols and alcohol", "PH-007"),
    "assumed.citrate_activity": ("the pH with much citrate", "PH-012"),
    "assumed.meter_plus_minus": ("the reading of a meter that says nothing of its error",),
    "assumed.strip_step": ("the reading of a strip that says nothing of its step",),
    "assumed.first_addition": ("the first part of a dose", "ADJ-003"),
    "assumed.stock_strength": ("ADJ-004",),
    **dict.fromkeys(
        ("assumed.ampoule_most", "assumed.ampoule_pH"),
        ("what an article wants of an ampoule, held against a product",),
    ),
    "assumed.first_target_pH": ("the baking soda that mends a batch", "PH-001"),
    "assumed.pH_reached": ("the way to a pH, when nothing more is to be added",),
    "assumed.most_adjuster": ("the dose of a base or an acid, and whether a pH is in reach", "ADJ-005"),
    "assumed.drives_out_gas": ("the carbon dioxide that leaves", "the pH"),
    "keeping.fitted.assay_scatter": ("the spread of an assay that says nothing of its own",),
    "keeping.assumed.mean_kinetic_energy": ("the mean kinetic temperature",),
    "keeping.assumed.coldest": (_KEEPS, "STAB-005"),
    "keeping.assumed.hottest": (_KEEPS, "STAB-006"),
    "keeping.assumed.most_alkaline": (_KEEPS, "STAB-007"),
    "keeping.assumed.room": (_KEEPS, "STAB-013"),
    "keeping.assumed.germs": ("the day to discard it", "STAB-002"),
    "keeping.assumed.six_months": ("the day to discard it", "STAB-003"),
    **dict.fromkeys(
        (f"keeping.assumed.{name}" for name in ("lower_pH_to", "ferulic_used", "tocopherol_used")),
        ("what would help",),
    ),
    "keeping.factors.outside": (_KEEPS, "STAB-011"),
}
#: Where the numbers about keeping are used, by their part; `USES` knows better of single ones.
KEEPING_USES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("fitted", "assumed", "factors", "packages"), (_KEEPS,)),
    "prior": ("the fit of the rate",),
    "oxygen": ("what oxygen can take", "STAB-016"),
    "walls": ("what oxygen can take", "STAB-017"),
}
#: Where a property is missed when it is unknown; these properties are asked of every form.
WITHOUT: Mapping[str, tuple[str, ...]] = {
    "usual_use": ("STR-006",),
    "aa_eq": ("FORM-003",),
    "pH_window": ("FORM-005", "FORM-006", "FORM-008"),
    "density": ("assumed.density_unknown",),
    "solubility_water": ("SOL-005",),
}
#: Properties of which every row counts, not only the preferred one.
SPANNED = ("bulk_density",)
#: Rows whose place in a computation is taken by something else.
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "l_ascorbic_acid.usual_use": ("nothing: STR-001.most and STR-002.least count instead",),
    "sodium_ascorbate.pH_window": ("nothing: in an acid it becomes the acid",),
    "calcium_ascorbate.pH_window": ("nothing: in an acid it becomes the acid",),
    "magnesium_ascorbyl_phosphate.pH_window": ("FORM-005", "FORM-006"),
    "tetrahexyldecyl_ascorbate.pH_window": ("FORM-008",),
    "ascorbyl_palmitate.solubility_temperature": ("SOL-008",),
    **dict.fromkeys(("benzoic.pKa1", "sorbic.pKa1"), (*_IN_WATER, "MICRO-002")),
}
PHASES: Mapping[str, str] = {
    "water": "water",
    "oil": "oil",
    "both": "water and oil",
    "shell": "depends on its shell",
}
_WORDS: Mapping[str, str] = {
    "aa_eq": "ascorbic acid per gram",
    "usual_use": "usual strength",
    "clinical_use": "strength in a trial",
    "maximum_use": "highest strength admitted",
    "pH_optimum": "pH at which it keeps best",
    "heat_limit": "warmest it may get",
    "most": "at most",
    "least": "at least",
    "worked": "worked at",
    "strength_w_v": "strength by volume",
    "per_mL": "drops per mL",
    "purity_plus_minus": "how far a purity may be off",
    "purity_not_stated": "purity that was not stated",
    "ideal_mixing_plus_minus": "how far adding up volumes may be off",
    "density_unknown": "density where none is known",
    "drops_per_mL": "drops per mL, calibrated dropper",
    "drops_any_dropper": "drops per mL, any dropper",
    "scoop_plus_minus": "how far a scoop may be off",
    "pump_plus_minus": "how far a pump may be off",
    "volume_plus_minus": "how far a measured volume may be off",
    "pKa1": "first acid constant (pKa1)",
    "pKa2": "second acid constant (pKa2)",
    "pKa3": "third acid constant (pKa3)",
    "sodium_pair_1": "pairs with one sodium (log K)",
    "sodium_pair_2": "pairs with two sodium (log K)",
    "equivalent_mass": "mass per proton",
    "solubility_water": "solubility in water",
    "solubility_oil": "solubility in oil",
    "solubility_temperature": "temperature of the solubility",
    "solubility_anchor": "temperature of the published solubility",
    "adjuster_not_stated": "purity of a base or an acid, not stated",
    "pKa_unknown": "acid constant where none is known",
    "equivalent_mass_unknown": "mass per proton where none is known",
    "pH_temperature": "temperature at which the pH is predicted",
    "pH_per_degree": "how far the pH may be off per degree",
    "cosolvent_pKa": "rise of acid constants per percent of glycols and alcohol",
    "citrate_activity": "how far the pH may be off with much citrate",
    "meter_plus_minus": "how far a meter may be off",
    "strip_step": "step of a strip",
    "first_addition": "first part of a dose",
    "stock_strength": "stock solution for small doses",
    "first_target_pH": "pH to start from",
    "pH_reached": "how close to a pH is there",
    "most_adjuster": "most of a base or an acid that is tried",
    "drives_out_gas": "acid constant below which a proton drives out carbon dioxide",
    "gas_molar_mass": "molar mass of the gas that leaves",
    "years": "year of a date",
    "target_pH": "pH that is aimed at",
    "reading_error": "error of a meter, step of a strip",
    "off": "off by more than",
    "window": "pH at which it keeps",
    "falls_apart": "pH below which it falls apart",
}
# What the parts of the numbers about keeping are called before a name.
_PARTS: Mapping[str, str] = {
    "fitted": "fitted, ",
    "prior": "before the fit, ",
    "assumed": "",
    "factors": "rate, times, with ",
    "packages": "rate, times, in ",
    "oxygen": "oxygen, ",
    "walls": "loss in a year through ",
}
_STATES: Mapping[str, str] = {
    "stable": "keeps for months",
    "buffer": "keeps with a buffer",
    "caution": "not known to keep",
    "falls_apart": "falls apart",
    "poor": "worn down by water",
    "keep_dark": "keeps in the dark",
    "released": "goes like the bare acid",
}
_STATE_RULES: Mapping[str, str] = {
    "stable": "STAB-022",
    "buffer": "STAB-023",
    "caution": "STAB-024",
    "falls_apart": "STAB-024",
    "poor": "STAB-025",
    "keep_dark": "STAB-026",
    "released": "STAB-027",
}
# Properties that tell how far apart two pH are.
_BETWEEN_TWO_PH = (
    "pH_per_degree",
    "citrate_activity",
    "meter_plus_minus",
    "strip_step",
    "reading_error",
    "pH_reached",
    "off",
)
_UNITS: Mapping[str, str] = {
    "percent": f"{THIN}%",
    "g/g": f"{THIN}g per g",
    "g/cm^3": f"{THIN}g/cm³",
    "g/100g": f"{THIN}g per 100{THIN}g",
    "drop/mL": f"{THIN}drops per mL",
    "1/day": " a day",
    "day": f"{THIN}days",
    "umol/L": f"{THIN}µmol/L",
    "degC": f"{THIN}°C",
    "pH": "",
    "pKa": "",
    "log_K": "",
    "dimensionless": "",
}


@dataclass(frozen=True)
class Entry:
    """One thing that is known, or known to be unknown.

    Parameters
    ----------
    key : str
        Unique and stable: ``l_ascorbic_acid.density``, ``STR-001``, ``STR-001.most``.
    section : str
        One of `SECTIONS`.
    subject, what, value : str
        Whose it is, what it is, and the number with its unit or the text.
    kind : str
        How a value is known (a key of `KINDS`), or the kind of a source.
    grade : Evidence, optional
        Grade of the best source behind it.
    sources : tuple of str
        Keys of `catalog.sources`.
    locator, caveat : str
        Where in the source; what to know before using it, or the errata of a source.
    notes : tuple of str
        Further sentences.
    used_in : tuple of str
        Where it is used, or missed when it is unknown: keys of other entries, or words.
    names : tuple of str
        Other names of the subject, for the search.
    row : Value, optional
        The numbers behind ``value``.
    """

    key: str
    section: str
    subject: str
    what: str
    value: str = ""
    kind: str = ""
    grade: Evidence | None = None
    sources: tuple[str, ...] = ()
    locator: str = ""
    caveat: str = ""
    notes: tuple[str, ...] = ()
    used_in: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    row: Value | None = None


@dataclass(frozen=True)
class Compared:
    """A form as it stands beside the others: its entries by property, its stability out of five."""

    form: Form
    entries: Mapping[str, Entry]
    stability: str


@functools.cache
def entries() -> tuple[Entry, ...]:
    """Return everything in ``data/``, each thing once."""
    told = [*_records(), *_acids(), *_rules(), *_inputs(), *_keeping()]
    told += map(_example, catalog.examples().values())
    told += map(_claim, casebook.claims().values())
    told += map(_series, catalog.stability_series().values())
    citing: dict[str, list[str]] = {key: [] for key in catalog.sources()}
    for entry in told:
        for key in dict.fromkeys(entry.sources):
            citing[key].append(entry.key)
    told += [_source(source, citing[source.key]) for source in catalog.sources().values()]
    return tuple(sorted(told, key=lambda entry: SECTIONS.index(entry.section)))


@functools.cache
def by_key() -> Mapping[str, Entry]:
    """Return every entry by its key."""
    return {entry.key: entry for entry in entries()}


@functools.cache
def side_by_side() -> tuple[Compared, ...]:
    """Return every form with the values by which forms are compared."""
    return tuple(_compared(form) for form in catalog.forms().values())


def about(record: str) -> tuple[Entry, ...]:
    """Return what is told about a form or an ingredient: itself, its numbers, what was found."""
    return tuple(entry for entry in entries() if entry.key == record or entry.key.startswith(f"{record}."))


def written(row: Value) -> str:
    """Return a value with its unit and range, in all its digits."""
    apart = row.unit == "pH" and row.property in _BETWEEN_TWO_PH
    unit = " units of pH" if apart else _UNITS.get(row.unit, f"{THIN}{row.unit}")
    start = "pH " * (row.unit == "pH" and not apart)
    low, high = (show_number(end, 10) for end in row.ends)
    span = f"{low}–{high}"
    if row.value is None:
        return start + span + unit
    return start + show_number(row.value, 10) + unit + (f" ({span})" if low != high else "")


# --- what there is --------------------------------------------------------------------------------


def _records() -> Iterator[Entry]:
    """Yield what is told about each form and each other ingredient."""
    for record in catalog.ingredients().values():
        yield _record(record)
        yield from _values(record, _names(record))
        yield from _unknown(record)
        for number, said in enumerate(getattr(record, "evidence", ()), start=1):
            yield Entry(
                f"{record.id}.evidence.{number}",
                "statement",
                record.name,
                "what was found",
                said.text,
                grade=_best_grade(said.sources),
                sources=said.sources,
                used_in=("nothing but this page",),
                names=_names(record),
            )


def _record(record: Ingredient) -> Entry:
    """Return a form or an ingredient itself."""
    is_form = isinstance(record, Form)
    cas, formula = ", ".join(record.cas) or UNKNOWN, record.chemical_formula.replace(" . ", " · ") or UNKNOWN
    notes = [
        f"INCI name: {record.inci}. CAS: {cas}. Formula: {formula}. Dissolves in: {PHASES[record.phase]}."
    ]
    if isinstance(record, Form):
        notes += [f"Stability: {record.stability or UNKNOWN}", f"Heat: {record.heat or UNKNOWN}"]
    return Entry(
        record.id,
        "form" if is_form else "ingredient",
        record.name,
        "form of vitamin C" if is_form else ", ".join(record.roles),
        caveat=record.cas_note,
        notes=(*notes, *record.notes),
        used_in=("the choice of forms",) if is_form else ("recipe lines",),
        names=_names(record),
    )


def _acids() -> Iterator[Entry]:
    """Yield what is told about each acid, as it lets go of protons in water."""
    for acid in catalog.acids().values():
        bringing = [each for each in catalog.ingredients().values() if each.acid == acid.id]
        names = (acid.id, *(name for each in bringing for name in (each.name, *_names(each))))
        steps = len(acid.pKa)
        protons = "one proton" if steps == 1 else f"{steps} protons, one after the other"
        comes = f"Comes with: {', '.join(each.name for each in bringing)}."
        notes = (f"It lets go of {protons}. {comes}",)
        yield Entry(
            acid.id, "ingredient", acid.name, "acid in water", notes=notes, used_in=_IN_WATER, names=names
        )
        yield from _values(acid, names)


def _values(record: Ingredient | Acid, names: tuple[str, ...]) -> Iterator[Entry]:
    """Yield the numbers of an ingredient or an acid."""
    keys = [_key(record.id, row.property, row.variant) for row in record.values]
    shared = Counter(keys)
    for key, row in zip(keys, record.values):
        own = key if shared[key] == 1 else f"{key}.{row.source}"
        words = ", ".join((property_words(row.property), *([row.variant] if row.variant else [])))
        entry = _row(own, "value", record.name, words, row)
        yield replace(entry, used_in=_used(record, row), names=names)


def _unknown(record: Ingredient) -> Iterator[Entry]:
    """Yield the numbers of an ingredient that are wanted but unknown."""
    wanted = {name: WITHOUT[name] for name in (WITHOUT if isinstance(record, Form) else ("density",))}
    if record.ionises:
        wanted["pKa1"] = ("assumed.pKa_unknown", "PH-011")
    elif isinstance(record, Form) and not record.acid and record.phase != "oil":
        wanted["pKa1"] = ("PH-010",)
    if record.ionises and not record.value("molar_mass"):
        wanted["equivalent_mass"] = ("assumed.equivalent_mass_unknown",)
    for name, missed in wanted.items():
        if record.value(name) is None:
            key, what = _key(record.id, name), property_words(name)
            uses = INSTEAD.get(key, missed)
            yield Entry(key, "value", record.name, what, UNKNOWN, used_in=uses, names=_names(record))


def _used(record: Ingredient | Acid, row: Value) -> tuple[str, ...]:
    """Return where a number of an ingredient or an acid is used."""
    if row is not record.value(row.property) and row.property not in SPANNED:
        return ("nothing: another row counts",)
    if row.property in ("molar_mass", "equivalent_mass") and not _takes_part(record):
        return (NOT_USED,)
    uses = INSTEAD.get(_key(record.id, row.property)) or USES.get(row.property, (NOT_USED,))
    return tuple(use for use in uses if _concerns(use, record)) or (NOT_USED,)


def _takes_part(record: Ingredient | Acid) -> bool:
    """Tell whether an ingredient takes part in the pH."""
    if isinstance(record, Acid):
        return True
    return bool(record.acid or record.sodium or record.potassium or record.ionises)


def _concerns(use: str, record: Ingredient | Acid) -> bool:
    """Tell whether a place of use is about a record: rules about the acid are not about derivatives."""
    rule = catalog.rules().get(use)
    if rule is None or not isinstance(record, Form):
        return True
    of_derivatives = "has_derivative" in rule.when
    return (
        not of_derivatives if record.id == "l_ascorbic_acid" else of_derivatives or "has_laa" not in rule.when
    )


def _rules() -> Iterator[Entry]:
    """Yield each rule and its limits."""
    for code, rule in catalog.rules().items():
        about = catalog.ingredients().get(rule.subject)
        names = _names(about) if about else ()
        yield Entry(
            code,
            "rule",
            code,
            rule.title,
            rule.severity.name,
            grade=rule.evidence,
            sources=rule.sources,
            notes=_rule_notes(rule),
            used_in=("every check of a formula",),
            names=names,
        )
        for name, row in rule.limits.items():
            key = f"{code}.{name}"
            entry = _row(key, "limit", code, f"limit, {property_words(name)}", row)
            yield replace(entry, used_in=(code, *USES.get(key, ())), names=(rule.title, *names))


def _rule_notes(rule: RuleText) -> tuple[str, ...]:
    """Return what a rule says, with dots where the numbers of a formula go."""
    limits = {name: written(row) for name, row in rule.limits.items()}
    texts = [
        re.sub(r"{(\w+)}", lambda name: limits.get(name[1], "…"), text).replace("pH pH", "pH")
        for text in (rule.message, rule.may, rule.remedy, rule.otherwise)
        if text
    ]
    return (*texts, f"Why it says stop: {rule.reason}") if rule.reason else tuple(texts)


def _inputs() -> Iterator[Entry]:
    """Yield what fields accept, what is assumed when nothing is said, and the order of addition."""
    inputs = catalog.inputs()
    for name, row in inputs.accepted.items():
        entry = _row(f"accepted.{name}", "accepted", "Fields", f"accepted, {property_words(name)}", row)
        yield replace(entry, used_in=("the range of what can be typed",))
    for name, row in inputs.assumed.items():
        key = f"assumed.{name}"
        entry = _row(key, "assumed", "Assumed", property_words(name), row)
        yield replace(entry, used_in=USES.get(key, (NOT_USED,)))
    yield Entry(
        "order",
        "assumed",
        "Assumed",
        "order of addition",
        ", ".join(inputs.order),
        kind="assumed",
        used_in=("the weighing sheet",),
    )


def _keeping() -> Iterator[Entry]:
    """Yield what is known of how long it keeps."""
    stability = catalog.stability()
    for part, uses in KEEPING_USES.items():
        for name, row in getattr(stability, part).items():
            key = f"keeping.{part}.{name}"
            entry = _row(key, "value", "Keeping", f"{_PARTS[part]}{property_words(name)}", row)
            yield replace(entry, used_in=USES.get(key, uses))
    for state in stability.states.values():
        yield from _state(state)


def _state(state: FormState) -> Iterator[Entry]:
    """Yield how a form other than ascorbic acid keeps, and the pH by which that is told."""
    form, key = catalog.forms()[state.form], f"{state.form}.keeping"
    words = {"in water": state.wet, "outside of its pH": state.outside, "without water": state.dry}
    told = "; ".join(f"{where}: {_STATES[word]}" for where, word in words.items() if word)
    uses = tuple(dict.fromkeys(_STATE_RULES[word] for word in words.values() if word))
    yield Entry(
        key,
        "statement",
        form.name,
        "how it keeps",
        told,
        grade=_best_grade(state.sources),
        sources=state.sources,
        used_in=uses,
        names=_names(form),
    )
    for row in (state.window, state.falls_apart):
        if row:
            entry = _row(f"{key}.{row.property}", "value", form.name, property_words(row.property), row)
            yield replace(entry, used_in=uses, names=_names(form))


def _series(series: Series) -> Entry:
    """Return a published series of what was left over time."""
    relation = "more than " if series.at_least else ""
    points = zip(series.days, series.remaining)
    left = "; ".join(
        f"{show_number(days)} days: {relation * (share < 1)}{show_number(100 * share)}{THIN}%"
        for days, share in points
    )
    pH = "" if series.pH is None else f", pH {show_number(series.pH)}"
    around = (
        f"{show_number(series.strength_g_per_L)}{THIN}g/L, {show_number(series.temperature_C)}{THIN}°C{pH}"
    )
    return Entry(
        f"series.{series.id}",
        "statement",
        f"Series: {series.system.replace('_', ' ')}",
        "what was left of the vitamin C",
        left,
        grade=_best_grade((series.source,)),
        sources=(series.source,),
        notes=tuple(filter(None, (f"{around}.", series.note))),
        used_in=("the fit of the rate, or its check",),
    )


def _example(example: Example) -> Entry:
    """Return a recipe found in public, with what it claims."""
    claims = {"strength": example.claim_strength, "pH": example.claim_pH}
    told = ", ".join(f"{name} {value}" for name, value in claims.items() if value)
    return Entry(
        f"example.{example.id}",
        "statement",
        example.title,
        "wrong recipe found in public",
        "; ".join(example.lines),
        grade=_best_grade((example.source,)),
        sources=(example.source,),
        notes=tuple(filter(None, (f"It claims: {told}.", example.note))),
        used_in=("the examples of a check",),
    )


def _claim(claim: Claim) -> Entry:
    """Return what an article says, with the verdict on it.

    What nothing was found for has no better grade than the article that says it.
    """
    sources = (claim.seed, *claim.sources)
    return Entry(
        claim.id,
        "claim",
        f"{catalog.sources()[claim.seed].cited.capitalize()}, {property_words(claim.topic)}",
        claim.text.rstrip("."),
        VERDICTS[claim.verdict][0],
        grade=_best_grade(sources[:1] if claim.verdict == "unsupported" else sources),
        sources=sources,
        locator=claim.locator,
        notes=(claim.evidence,),
        used_in=claim.rules or ("nothing but this page",),
        names=(claim.seed, "claim"),
    )


def _source(source: Source, citing: Iterable[str]) -> Entry:
    """Return a source with everything that cites it."""
    cited = source.cited
    facts = [source.title, source.container, str(source.year or "")]
    told = [fact for fact in dict.fromkeys(facts) if fact and fact not in cited] or [source.kind]
    return Entry(
        source.key,
        "source",
        cited,
        told[0],
        kind=source.kind,
        grade=source.grade,
        sources=(source.key,),
        caveat=source.errata,
        notes=(", ".join((*told[1:], source.kind)),),
        used_in=tuple(citing) or ("nothing yet",),
        names=(source.authors, source.title, source.doi, source.url),
    )


def _row(key: str, section: str, subject: str, what: str, row: Value) -> Entry:
    """Return a value row as an entry."""
    return Entry(
        key,
        section,
        subject,
        what,
        written(row),
        kind=row.kind,
        grade=catalog.sources()[row.source].grade,
        sources=(row.source,),
        locator=row.locator,
        caveat=row.caveat,
        row=row,
    )


def _compared(form: Form) -> Compared:
    """Return a form as it stands beside the others."""
    preferred = {name: form.value(name) for name in WITHOUT}
    own = about(form.id)
    found = {
        name: next(each for each in own if each.row is row and (row or each.key == f"{form.id}.{name}"))
        for name, row in preferred.items()
    }
    mark = re.search(r"\((\d[^)]*) of 5\)", form.stability)
    return Compared(form, found, f"{mark[1]} of 5" if mark else UNKNOWN)


def property_words(name: str) -> str:
    """Return a property as a person calls it."""
    return _WORDS.get(name, name.replace("_", " "))


def _key(record: str, name: str, variant: str = "") -> str:
    """Return the key of a number of an ingredient."""
    slug = _folded(variant).replace(" ", "_")
    return f"{record}.{name}.{slug}" if slug else f"{record}.{name}"


def _names(record: Ingredient) -> tuple[str, ...]:
    """Return every other name of an ingredient."""
    return tuple(
        name for name in (record.id, record.short, record.inci, *record.aliases, *record.cas) if name
    )


def _best_grade(sources: Iterable[str]) -> Evidence:
    """Return the best grade among sources."""
    order = list(Evidence)
    return min((catalog.sources()[key].grade for key in sources), key=order.index)


# --- finding it -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Indexed:
    """An entry with its folded texts, each between spaces."""

    entry: Entry
    key: str
    near: frozenset[str]
    head: str
    whole: str


def search(text: str, sections: Collection[str] = ()) -> tuple[Entry, ...]:
    """Return the entries in which every word of a text occurs, the nearest first.

    Parameters
    ----------
    text : str
        Words count from their start, numbers and words of one or two letters as a whole; case,
        accents and punctuation do not matter. Nothing typed finds everything.
    sections : collection of str
        Only entries of these `SECTIONS`; of all when empty.
    """
    phrase = _folded(text)
    if not phrase and text.strip():
        return ()
    words = [_wanted(word) for word in map(_folded, text.split()) if word]
    found = [
        each
        for each in _index()
        if (not sections or each.entry.section in sections) and all(word in each.whole for word in words)
    ]
    return tuple(each.entry for each in sorted(found, key=lambda each: _rank(each, phrase, words)))


def _wanted(word: str) -> str:
    """Return a folded word as it must occur: a number or a short end as a whole."""
    last = word.split()[-1]
    return f" {word} " if len(last) <= 2 or last[0].isdigit() else f" {word}"


def _rank(each: _Indexed, phrase: str, words: list[str]) -> int:
    """Return how far an entry is from what was typed."""
    if phrase in ("", each.key):
        return 0
    if phrase in each.near:
        return 1
    if _wanted(phrase) in each.head:
        return 2
    return 3 if all(word in each.head for word in words) else 4


@functools.cache
def _index() -> tuple[_Indexed, ...]:
    """Return every entry with its folded texts."""
    return tuple(map(_indexed, entries()))


def _indexed(entry: Entry) -> _Indexed:
    """Return an entry with its folded texts."""
    cited = [catalog.sources()[key].cited for key in entry.sources]
    head = (entry.key, entry.subject, entry.what, entry.value, *entry.names)
    grade = (f"grade {entry.grade.name}", entry.grade.value) if entry.grade else ()
    # What a source is used in would make it match everything about those who cite it.
    used = () if entry.section == "source" else entry.used_in
    rest = (entry.kind, *grade, *cited, *entry.sources, entry.locator, entry.caveat, *entry.notes, *used)
    return _Indexed(
        entry,
        _folded(entry.key),
        frozenset(map(_folded, (*entry.sources, *used, entry.subject))),
        f" {_folded(' '.join(head))} ",
        f" {_folded(' '.join((*head, entry.section, *rest)))} ",
    )


def _folded(text: str) -> str:
    """Return a text without case, accents and punctuation; decimals and the per cent sign stay."""
    letters = (each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    plain = "".join(letters).lower().replace("per cent", "%")
    return " ".join(re.findall(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%", plain)).replace(",", ".")
