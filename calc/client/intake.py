"""Vitamin C by mouth: the sum of supplements, what is recommended, what is too much; and the skin's bound.

Figures stand in ``data/intake.toml``; a decision to warn is made by the rules.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from calc import catalog
from calc.catalog.intake import SEXES, Stage, oral_facts
from calc.errors import InputError, refuse
from calc.messages import say, say_list
from calc.units import THIN, Quantity, is_like, show_number, with_units

#: Forms of vitamin C that are swallowed.
ORAL_FORMS = ("l_ascorbic_acid", "sodium_ascorbate", "calcium_ascorbate", "ascorbyl_palmitate")
#: Why there is no upper level.
AGE_UNKNOWN, UL_NOT_SET = "age_unknown", "not_set"
#: What the sum counts.
COUNTED = say("supplements only")


@dataclass(frozen=True)
class Supplement:
    """A supplement, and how many pieces of it are taken a day.

    Parameters
    ----------
    form : str
        One of `ORAL_FORMS`, or a name of it.
    mass : Quantity
        Of that form in one piece, as the form, not as the vitamin in it.
    per_day : float
        Pieces a day; 0.5 for one every other day.
    effervescent : bool, optional
        Whether it fizzes: then it brings sodium that is not counted. None is unknown.

    Raises
    ------
    InputErrors
        A form that is not swallowed, a mass or a number out of range; all at once, under the names
        ``form``, ``mg`` and ``per_day``.
    """

    form: str
    mass: Quantity
    per_day: float
    effervescent: bool | None = None

    def __post_init__(self) -> None:
        problems = (_form_problem(self), _mass_problem(self), _number_problem(self))
        refuse([problem for problem in problems if problem])

    @property
    def record(self) -> catalog.Form:
        """The form as it stands in the catalogue."""
        return catalog.find_form(self.form)

    @property
    def mg_per_day(self) -> float:
        """The form a day [mg]."""
        return float(self.mass.m_as("mg")) * self.per_day

    @property
    def ascorbic_acid_mg(self) -> float:
        """The ascorbic acid a day [mg].

        Where the crystal water of a form is not stated, none is assumed: the sum is compared with an
        upper level and must not come out too low.
        """
        equivalent = self.record.aa_equivalent
        assert equivalent is not None
        return self.mg_per_day * equivalent.ends[1]

    def mineral_mg(self, mineral: str) -> float:
        """Return the sodium or calcium of the salt a day [mg], without crystal water if none is stated."""
        rows = oral_facts().minerals.get(self.record.id, ())
        amounts = (row.centre for row in rows if row.property == mineral)
        return self.mg_per_day * next(amounts, 0.0)


@dataclass(frozen=True)
class OralIntake:
    """What somebody takes by mouth, next to what is recommended and what is too much.

    Parameters
    ----------
    total_mg : float
        Vitamin C of all supplements, as ascorbic acid [mg/day]; what food brings is not in it.
    sodium_mg, calcium_mg : float
        From the salts [mg/day]; what makes a tablet fizz is not in it.
    tablets_per_week : float
        Pieces of whatever brings ascorbic acid.
    effervescent : bool, optional
        Whether anything fizzes, and so brings more sodium than ``sodium_mg``.
    rda_mg : tuple of float, optional
        Lowest and highest recommended intake that may be theirs [mg/day]; None without an age.
    ul_mg : float, optional
        Lowest upper level that may be theirs [mg/day]; None for the reason in
    ul_reason : str
        "", ``age_unknown`` or ``not_set``.
    stages : tuple of str
        Names of the stages of life that were looked at; none without an age.
    is_ai : bool
        Whether the recommendation is an adequate intake and not an RDA.
    caveat : str
        "", or why figures of another age stand in.
    """

    total_mg: float
    sodium_mg: float
    calcium_mg: float
    tablets_per_week: float
    effervescent: bool | None
    rda_mg: tuple[float, float] | None
    ul_mg: float | None
    ul_reason: str = ""
    stages: tuple[str, ...] = ()
    is_ai: bool = False
    caveat: str = ""

    @property
    def amounts_in_words(self) -> dict[str, str]:
        """What is taken a day, what is recommended, and what is too much, by name."""
        low, high = self.rda_mg or (None, None)
        if low is None:
            need = say("unknown without the age")
        else:
            need = _mg(low) if high in (None, low) else f"{show_number(low)}–{_mg(high)}"
        above = {AGE_UNKNOWN: say("unknown without the age"), UL_NOT_SET: say("none is set for infants")}
        minerals = {say("Sodium"): self.sodium_mg, say("Calcium"): self.calcium_mg}
        return {
            say("From these tablets, as ascorbic acid"): _mg(self.total_mg),
            say("Recommended, from everything"): need,
            say("Upper level (United States), with food"): above.get(self.ul_reason) or _mg(self.ul_mg),
            say("United Kingdom: from supplements"): say(
                "under {centre}", centre=_mg(oral_facts().uk.centre)
            ),
            **{say("{mineral} with it", mineral=name): _mg(mg) for name, mg in minerals.items() if mg},
        }

    def remarks(self, bound_mg: float | None = None) -> tuple[str, ...]:
        """Return what is to be known beside the amounts.

        Parameters
        ----------
        bound_mg : float, optional
            What could go through the skin at the very most, as `skin_bound_mg` returns it [mg/day].
        """
        bound = say(
            "Through the skin at the very most {bound_mg} a day; never added to the above.",
            bound_mg=_mg(bound_mg),
        )
        remarks = (
            oral_facts().statements["no_level_in_europe"].text,
            "" if bound_mg is None else bound,
            self.caveat,
        )
        return tuple(filter(None, remarks))

    def as_dict(self) -> dict[str, object]:
        """Return it as it stands in JSON: one recommended number where both ends are the same."""
        low, high = self.rda_mg or (None, None)
        return {
            "total_mg": self.total_mg,
            "rda_mg": low if low == high else [low, high],
            "ul_mg": self.ul_mg,
            **({"ul_reason": self.ul_reason} if self.ul_reason else {}),
            "sodium_mg": self.sodium_mg,
            "calcium_mg": self.calcium_mg,
            "counts": COUNTED,
        }


def oral_intake(
    supplements: Iterable[Supplement],
    *,
    age_years: float | None,
    sex: str | None,
    pregnant: bool | None,
    breastfeeding: bool | None,
    smoker: bool | None,
) -> OralIntake:
    """Sum what supplements bring a day, and find what is recommended and what is too much.

    The table is that of the Institute of Medicine (iom_2000). Whatever is not known is None and
    widens: without the sex both sexes count; without word of pregnancy or breastfeeding, either
    counts too for whoever is not male and old enough (14 years). The upper level is the lowest of
    all that count. Someone pregnant and breastfeeding has the higher recommendation and the lower
    upper level; below 14 years the figures of 14–18 stand in, with the upper level of their age
    where that is lower, and ``caveat`` says so.

    Parameters
    ----------
    supplements : iterable of Supplement
        None of them is a sum of 0.
    age_years : float, optional
        Fractions count: 7 months, 7/12, are the first day of 7–12 months [years].
    sex : str, optional
        "female" or "male".
    pregnant, breastfeeding : bool, optional
        True counts whatever the sex says.
    smoker : bool, optional
        True adds 35 mg to the recommendation from 14 years; None adds nothing.

    Raises
    ------
    InputErrors
        An age below 0 or not a number, another word for the sex, anything but yes or no.

    Examples
    --------
    >>> from calc.units import Q_
    >>> tablet = Supplement("l_ascorbic_acid", Q_(1000, "mg"), per_day=2)
    >>> adult = {"age_years": 34, "sex": "female", "pregnant": False, "breastfeeding": False}
    >>> intake = oral_intake([tablet], smoker=False, **adult)
    >>> intake.total_mg, intake.rda_mg, intake.ul_mg
    (2000.0, (75.0, 75.0), 2000)
    """
    answers = {"pregnant": pregnant, "breastfeeding": breastfeeding, "smoker": smoker}
    refuse(list(_person_problems(age_years, sex, **answers)))
    taken = tuple(supplements)
    sums = (
        _sum(taken, lambda piece: piece.ascorbic_acid_mg),
        _sum(taken, lambda piece: piece.mineral_mg("sodium")),
        _sum(taken, lambda piece: piece.mineral_mg("calcium")),
        7 * _sum(taken, lambda piece: piece.per_day),
        _any([supplement.effervescent for supplement in taken]),
    )
    if age_years is None:
        return OralIntake(*sums, None, None, AGE_UNKNOWN)
    at_age = _stage("", age_years)
    sure, possible = _states(age_years, sex, {"pregnancy": pregnant, "lactation": breastfeeding})
    looked_at = (at_age, *sure, *possible)
    levels = [stage.ul.centre for stage in looked_at if stage.ul]
    is_set = len(levels) == len(looked_at)
    facts = oral_facts()
    smoker_mg = facts.smoker.centre if smoker and age_years >= facts.smokers_from.centre else 0.0
    younger = any(age_years < stage.from_years for stage in sure)
    return OralIntake(
        *sums,
        _recommended(at_age, sure, possible, sex, smoker_mg),
        min(levels) if is_set else None,
        "" if is_set else UL_NOT_SET,
        tuple(stage.name for stage in looked_at),
        at_age.is_ai and not sure,
        facts.statements["younger_than_the_rows"].text if younger else "",
    )


@with_units("mg/day", mass_fraction="fraction")
def skin_bound_mg(mass_fraction: Any, aa_equivalent: Any = 1.0) -> Any:
    """Return the ascorbic acid that would go through a face a day if all of it did.

    The worst case of the amount applied (sccs_exposure) times strength times AA-equivalent: a
    bound, far above what skin takes up. It is never added to what is swallowed. Element-wise.

    Parameters
    ----------
    mass_fraction : Quantity or float
        Strength of the form in the product [0–1], of any shape.
    aa_equivalent : float
        Ascorbic acid in one gram of the form [g/g], of a shape that fits; 1 is the acid itself.

    Returns
    -------
    Quantity
        [mg/day].

    Raises
    ------
    InputErrors
        A strength that is no fraction; an equivalent below 0 or not a number.

    Examples
    --------
    >>> f"{skin_bound_mg(0.15):.0f~}"
    '231 mg / d'
    """
    equivalent = np.asarray(aa_equivalent)
    usable = equivalent.dtype.kind in "iuf" and np.all(np.isfinite(equivalent) & (equivalent >= 0))
    if not usable:
        fix = say("Take the row aa_eq of the form, for example 0.889.")
        refuse(
            [
                InputError(
                    "aa_equivalent", aa_equivalent, say("this is a number of grams per gram, 0 or more."), fix
                )
            ]
        )
    return oral_facts().applied.to("mg/day")[0] * mass_fraction * equivalent


def _any(flags: list[bool | None]) -> bool | None:
    """Tell whether anything holds; None where nothing does, but something is unknown."""
    return True if True in flags else None if None in flags else False


def _sum(taken: Iterable[Supplement], amount: Callable[[Supplement], float]) -> float:
    """Return a sum that does not hang on the order."""
    return math.fsum(amount(supplement) for supplement in taken)


def _stage(state: str, age_years: float) -> Stage:
    """Return the stage of an age; the youngest of a state where the age lies below it."""
    return next(stage for stage in oral_facts().stages_of(state) if age_years < stage.to_years)


def _states(
    age_years: float, sex: str | None, states: dict[str, bool | None]
) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    """Return the stages of the states that somebody is in, and of those that they may be in."""
    stages = {state: _stage(state, age_years) for state in states}
    sure = tuple(stages[state] for state, holds in states.items() if holds)
    unstated = (stages[state] for state, holds in states.items() if holds is None and sex != "male")
    return sure, tuple(stage for stage in unstated if age_years >= stage.from_years)


def _recommended(
    at_age: Stage, sure: tuple[Stage, ...], possible: tuple[Stage, ...], sex: str | None, smoker_mg: float
) -> tuple[float, float]:
    """Return the lowest and the highest recommended intake that may be theirs [mg/day].

    Of the states that somebody is in, the highest counts; each other that may be theirs can only
    add to it.
    """
    by_age = [row.centre for key, row in at_age.rda.items() if sex in (key, None)]
    in_state = [max(row.centre for row in stage.rda.values()) for stage in sure]
    base = [max(in_state)] if in_state else by_age
    highest = [row.centre for stage in possible for row in stage.rda.values()]
    return min(base) + smoker_mg, max([*base, *highest]) + smoker_mg


# --- what cannot be read --------------------------------------------------------------------------


def _form_problem(supplement: Supplement) -> InputError | None:
    """Return what is wrong with the form of a supplement."""
    fix = say("Use {oral_forms}, or leave the supplement out.", oral_forms=", ".join(ORAL_FORMS))
    try:
        form = catalog.find_form(str(supplement.form))
    except InputError as error:
        near = [reading for reading in error.readings if reading in ORAL_FORMS]
        if near:
            guess = say("Did you mean {near}?", near=say_list(near, "or"))
            fix = f"{guess} {fix}"
        return InputError("form", supplement.form, error.accepted, fix, near)
    if form.id in ORAL_FORMS:
        return None
    return InputError("form", supplement.form, say("this form is for skin and is not swallowed."), fix)


def _mass_problem(supplement: Supplement) -> InputError | None:
    """Return what is wrong with the mass of one piece."""
    given, most = supplement.mass, oral_facts().heaviest_piece.to("mg")[0]
    if not isinstance(given, Quantity) or not is_like(given, "mg"):
        fix = say("Write for example Q_(1000, 'mg').")
        return InputError("mg", given, say("the mass of one piece needs its unit."), fix)
    mass_mg = np.asarray(given.m_as("mg"), dtype=np.float64)
    if mass_mg.ndim == 0 and 0 < mass_mg <= most:
        return None
    shown = f"{float(mass_mg):.10g} mg" if mass_mg.ndim == 0 else given
    accepted = say("one piece has more than 0 mg and at most {most:g} mg of the form.", most=most)
    return InputError("mg", shown, accepted, say("Give the mass in one piece, for example 1000 mg."))


def _number_problem(supplement: Supplement) -> InputError | None:
    """Return what is wrong with the number of pieces a day."""
    given, most = supplement.per_day, oral_facts().most_per_day.centre
    accepted = say("must be above 0 and at most {most:g} pieces a day.", most=most)
    if not _is_number(given):
        return InputError("per_day", given, accepted, say("Write how many a day, for example 2."))
    if given == 0:
        return InputError("per_day", f"{given:g}", accepted, say("If it is not taken, leave it out."))
    usable = 0 < given <= most
    fix = say("Write how many a day, for example 2, or 0.5 for one every other day.")
    return None if usable else InputError("per_day", given, accepted, fix)


def _person_problems(age_years: float | None, sex: str | None, **answers: object) -> Iterator[InputError]:
    """Yield what is wrong with the description of a person."""
    if age_years is not None and not (_is_number(age_years) and 0 <= age_years < math.inf):
        fix = say("Write for example 34, or leave it out.")
        yield InputError("age", age_years, say("this is a number of years, 0 or more."), fix)
    if sex not in (None, *SEXES):
        fix = say("Use {sexes}, or leave it out.", sexes=say_list(SEXES, "or"))
        yield InputError("sex", sex, say("this word is not known here."), fix)
    for name, answer in answers.items():
        if answer is not None and not isinstance(answer, bool):
            yield InputError(
                name, answer, say("this is yes or no."), say("Use True or False, or leave it out.")
            )


def _is_number(given: object) -> bool:
    """Tell whether something is a plain number: no text, no truth value."""
    return isinstance(given, numbers.Real) and not isinstance(given, bool)


def _mg(amount: float | None) -> str:
    """Return an amount in milligrams."""
    return "unknown" if amount is None else f"{show_number(amount, 5)}{THIN}mg"
