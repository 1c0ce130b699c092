"""What someone entered about a client in the chair, read the same way wherever it comes from."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from calc import catalog
from calc.catalog import market
from calc.chemistry.formula import Formula
from calc.client.intake import ORAL_FORMS, Supplement
from calc.client.person import NOTHING, Client
from calc.client.product import Product
from calc.client.visit import PROCEDURE_TYPES, Visit
from calc.date_words import date_words
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say
from calc.mixing.fields import (
    Field,
    FieldReader,
    echo_quantity,
)
from calc.mixing.request import ParsedRequest
from calc.parsing.amounts import read_age, read_percentage, read_pH
from calc.parsing.dates import read_moment
from calc.parsing.plain_text import plain_text
from calc.units import (
    Q_,
    Quantity,
    read_quantity,
    show_number,
)

NONE = "none"
_Record = TypeVar("_Record")
#: Which field answers what is not known, by what a rule calls it.
ASKS: Mapping[str, str] = {
    say("the age"): "age",
    say("the sex"): "sex",
    say("the skin"): "skin",
    say("where it goes"): "zone",
    say("pregnancy or breastfeeding"): "expecting",
    say("other actives in use"): "actives",
    say("conditions"): "conditions",
    say("medicines"): "medicines",
    say("when that of the conditions ended"): "conditions",
    say("when that of the medicines ended"): "medicines",
}


#: The questions about a client, in the order in which they are asked.
QUESTIONS = tuple("age sex skin zone expecting actives reactions conditions medicines smoker".split())
#: Those that "nothing else applies" answers.
NOTHING_ELSE = tuple("expecting actives reactions conditions medicines coactives".split())


@dataclass(frozen=True)
class VisitRequest:
    """The answers about a visit; "" and () say nothing.

    Parameters
    ----------
    age, product_strength, product_pH, appointment : str
        As typed.
    sex, zone, product_package, procedure, procedure_type, product_form : str
        A word of a list.
    product : str
        ``label``, ``list`` (one of `market.products`), ``mix`` (the batch of Mix) or ``none``.
    listed : str
        Which of the list.
    skin, expecting, conditions, medicines, actives, reactions, coactives : tuple of str
        Words of a list, or texts of one's own; `NONE` is "asked, and there is none".
    smoker : str
        ``yes``, ``no``.
    tablets : str
        One supplement per line: ``1000 mg, 2 a day``; `NONE` for none.
    """

    product: str = "label"
    listed: str = ""
    product_form: str = ""
    product_strength: str = ""
    product_pH: str = ""
    product_package: str = ""
    coactives: tuple[str, ...] = ()
    age: str = ""
    sex: str = ""
    skin: tuple[str, ...] = ()
    zone: str = ""
    expecting: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()
    actives: tuple[str, ...] = ()
    reactions: tuple[str, ...] = ()
    smoker: str = ""
    procedure: str = ""
    procedure_type: str = ""
    tablets: str = ""
    appointment: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered yet."""
        return self == VisitRequest(product=self.product) and self.product != "mix"


@dataclass(frozen=True)
class VisitValues:
    """What was typed about a visit as typed values, by the names of `Client`, `Product` and `Visit`.

    Parameters
    ----------
    age : float, optional
        [years].
    mass_fraction : Quantity, optional
        Strength on the label.
    pH : float, optional
        On the label.
    intake : tuple of Supplement, optional
        What is taken by mouth.
    appointment : datetime.datetime, optional
        Of the procedure.
    """

    age: float | None = None
    mass_fraction: Quantity | None = None
    pH: float | None = None
    intake: tuple[Supplement, ...] | None = None
    appointment: datetime.datetime | None = None


def parse_visit(request: VisitRequest) -> ParsedRequest[VisitValues]:
    """Read every field that says something, and gather what cannot be read.

    Examples
    --------
    >>> parse_visit(VisitRequest(age="34")).echo
    {'age': '= 34 years'}
    """
    label = ("product_strength", "product_pH") if request.product == "label" else ()
    reader = FieldReader(request, (), ("age", *label, "appointment", "tablets"))
    values = VisitValues(
        age=reader.read(_AGE),
        mass_fraction=reader.read(_STRENGTH),
        pH=reader.read(_PH),
        appointment=reader.read(_APPOINTMENT),
        intake=reader.read(_TABLETS),
    )
    return ParsedRequest(values, reader.echo, reader.errors_in_order)


def visit_of(
    request: VisitRequest, parsed: ParsedRequest[VisitValues], mixed: Formula | None = None
) -> Visit:
    """Return the visit that the answers describe.

    Parameters
    ----------
    request : VisitRequest
    parsed : ParsedRequest
        As `parse_visit` returned it.
    mixed : Formula, optional
        The batch of Mix, for ``product`` = ``mix``.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names; an appointment that cannot be read stays the
        matter of its own field.

    Examples
    --------
    >>> request = VisitRequest(age="34", product_form="l_ascorbic_acid", product_strength="15 %")
    >>> visit_of(request, parse_visit(request)).client.age
    34.0
    """
    errors = [error for name, error in parsed.errors.items() if name != "appointment"]
    values = parsed.values
    kinds = PROCEDURE_TYPES.get(request.procedure, ())
    visit = _gathered(
        errors,
        Visit,
        _gathered(errors, _client, request, values) or Client(),
        _gathered(errors, _product, request, values, mixed),
        request.product == NONE,
        request.procedure or None,
        request.procedure_type if request.procedure_type in kinds else None,
        values.intake,
    )
    refuse(errors)
    assert visit
    return visit


def _gathered(errors: list[InputError], make: Callable[..., _Record], *given: Any) -> _Record | None:
    """Return what is made of some values; None where they are wrong, which is added to the errors."""
    try:
        return make(*given)
    except InputErrors as problems:
        errors.extend(error.renamed(_FIELD_OF.get(error.field, error.field)) for error in problems.errors)
        return None


_FIELD_OF = {
    **dict.fromkeys(("pregnant", "breastfeeding", "trying"), "expecting"),
    "form": "product_form",
    "mass_fraction": "product_strength",
    "pH": "product_pH",
    "package": "product_package",
}


def replace_words(request: VisitRequest, kind: str, text: str, reading: str) -> VisitRequest:
    """Return a request in which a reading stands where a text stood, and all else stays.

    Parameters
    ----------
    request : VisitRequest
    kind : str
        The field in which it stands, as `CheckResult.mentions` tells it: ``conditions``, ``medicines``,
        ``actives``, ``reactions``, ``coactives``, ``procedure``, ``zone``.
    text : str
        A piece of what was typed, as its mention has it.
    reading : str
        One of the readings of that mention, or any other text; "" takes the piece out.

    Examples
    --------
    >>> request = VisitRequest(medicines=("warfrin 5 mg", "iron"))
    >>> replace_words(request, "medicines", "warfrin", "warfarin").medicines
    ('warfarin 5 mg', 'iron')
    """
    given = getattr(request, kind)
    changed: Any
    if isinstance(given, str):
        changed = _with_reading(given, text, reading)
    else:
        texts = (_with_reading(entry, text, reading) for entry in given)
        changed = tuple(dict.fromkeys(filter(None, texts)))
    return replace(request, **{kind: changed})


def ignore_words(request: VisitRequest, kind: str, text: str) -> VisitRequest:
    """Return a request without a text that, as somebody says, is no condition, medicine or the like.

    Where nothing else stands in the field, it is a question without an answer again.

    Parameters
    ----------
    request, kind, text
        As for `replace_words`.

    Examples
    --------
    >>> ignore_words(VisitRequest(medicines=("green tea, iron",)), "medicines", "green tea").medicines
    ('iron',)
    """
    return replace_words(request, kind, text, "")


def _with_reading(entry: str, text: str, reading: str) -> str:
    """Return an entry with a reading in the place of a text in it; without what parted it where it goes."""
    if text not in entry:
        entry = plain_text(entry) if text in plain_text(entry) else entry
    if reading or text not in entry:
        return entry.replace(text, reading, 1)
    before, _, after = entry.partition(text)
    parts = (before.rstrip(" ,;+/"), after.lstrip(" ,;+/"))
    return ", ".join(part for part in parts if part.strip())


def asked(request: VisitRequest, open_questions: Iterable[str]) -> tuple[str, ...]:
    """Return the questions about a client that matter for this visit, in their order.

    Those that are answered stay; of the rest only those that could change the verdict are asked.

    Parameters
    ----------
    request : VisitRequest
    open_questions : iterable of str
        As `check.check` found them.

    Examples
    --------
    >>> asked(VisitRequest(age="34"), ("age", "pregnant"))
    ('age', 'skin')
    """
    wanted = set() if request.is_blank else {ASKS[label] for label in open_questions if label in ASKS}
    if request.product != NONE:
        wanted |= {"age", "skin"}
    stated = {"mix": "mix", "list": request.listed, "label": request.product_form}
    if stated.get(request.product):
        wanted |= {"reactions"}
    if request.tablets.strip() and not _takes_none(request.tablets):
        wanted |= {"age", "sex", "smoker", "conditions", "medicines"}
    answered = {name for name in QUESTIONS if getattr(request, name)}
    return tuple(name for name in QUESTIONS if name in wanted | answered)


def _answered(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what was answered: None for nothing yet, an empty list for "none"."""
    if not words:
        return None
    return () if words == (NONE,) else words


def _client(request: VisitRequest, values: VisitValues) -> Client:
    """Return who sits in the chair."""
    expecting = _answered(request.expecting)
    pregnant, breastfeeding, trying = (
        None if expecting is None else state in expecting for state in ("pregnant", "breastfeeding", "trying")
    )
    return Client(
        age=values.age,
        sex=request.sex or None,
        skin=request.skin or None,
        zone=request.zone or None,
        pregnant=pregnant,
        breastfeeding=breastfeeding,
        trying=trying,
        smoker={"yes": True, "no": False}.get(request.smoker),
        conditions=_answered(request.conditions),
        medicines=_answered(request.medicines),
        actives=_answered(request.actives),
        reactions=_answered(request.reactions),
    )


def _product(request: VisitRequest, values: VisitValues, mixed: Formula | None) -> Product | None:
    """Return the product; None where there is none, or nothing is said of it."""
    if request.product == "mix":
        return Product.of_formula(mixed) if mixed else None
    if request.product == "list":
        return Product.of_market(market.products()[request.listed]) if request.listed else None
    if request.product != "label":
        return None
    return Product(
        request.product_form or None,
        values.mass_fraction,
        values.pH,
        request.product_package or None,
        False,
        _answered(request.coactives),
    )


def _echo_tablets(supplements: tuple[Supplement, ...]) -> str:
    """Return how the supplements were read, a line each."""
    return "  \n".join(map(_echo_supplement, supplements)) or say("= none")


def _echo_supplement(supplement: Supplement) -> str:
    """Return how a supplement was read."""
    mg = show_number(float(supplement.mass.m_as("mg")), 5)
    per_day = supplement.per_day
    often = (
        say("{number} a day", number=show_number(per_day))
        if per_day >= 1
        else say("{number} a week", number=show_number(7 * per_day))
    )
    if supplement.effervescent:
        return say(
            "= {mg}\u202fmg {form}, effervescent, {often}", mg=mg, form=supplement.record.said, often=often
        )
    return say("= {mg}\u202fmg {form}, {often}", mg=mg, form=supplement.record.said, often=often)


# --- tablets --------------------------------------------------------------------------------------

_MOST_LINES = 20
# The field of what is wrong with a line, until the whole has told which one it is.
_LINE = "tablets"
# A count has no more than two decimals, lest a thousand be taken for one.
_COUNT = r"(?:0?\.\d+|0,\d+|[1-9]\d*(?:[.,]\d{1,2}|/[1-9]\d?)?|0)(?![\d.,]|/\d)"
_TIMES = re.compile(rf"^({_COUNT})\s*[x×*]\s*(?=[\d.,])", re.IGNORECASE)
# A comma parts an amount from a count only where it cannot be the comma of a decimal.
_PER_DAY = re.compile(
    rf"(?:(?:(?<![\s\d])[,;]\s*|[,;]\s+|(?<![\d.,/+−-]))(?P<count>{_COUNT}|once|twice)"
    r"\s*(?:x|×|times|tablets?|capsules?)?\s*|[,;]?\s*)"
    r"(?:(?:\b(?:a|per|every)|/)\s*(?P<span>day|week)|\b(?P<adverb>daily|weekly)"
    r"|\b(?P<other>every other day))$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?P<amount>[\d.,/\s]*\d\s*(?:mg|g|µg|mcg|milligrams?|gram(?:me)?s?)?)\b[\s,]*(?P<rest>.*)$",
    re.IGNORECASE,
)
_NO_FORM = re.compile(r"effervescent|fizzy?|tablets?|capsules?|vitamin c\b|\bof\b|,", re.IGNORECASE)
_THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})(?!\d|[.,]\d)")
_EXAMPLE = say("Write for example 1000 mg, 2 a day.")


def _tablets(text: str, *, field: str) -> tuple[Supplement, ...]:
    """Read what is taken by mouth, one supplement per line."""
    rows = text.splitlines()
    lines = [(at, row.strip()) for at, row in enumerate(rows) if row.strip()]
    if _takes_none(text):
        return ()
    if len(lines) > _MOST_LINES:
        fix = say("Add up those of one form.")
        raise InputError(
            field,
            say("{count} lines", count=len(lines)),
            say("at most {most_lines} lines are read.", most_lines=_MOST_LINES),
            fix,
        )
    supplements, errors = [], []
    for number, (at, line) in enumerate(lines, start=1):
        place = say("{field} line {number}", field=field, number=number)
        try:
            supplements.append(_supplement(line))
        except InputError as error:
            whole = ["\n".join([*rows[:at], reading, *rows[at + 1 :]]) for reading in error.readings]
            errors.append(InputError(place, line, error.accepted, error.fix, whole))
        except InputErrors as problems:
            errors.extend(problem.renamed(place) for problem in problems.errors)
    refuse(errors)
    return tuple(supplements)


def _takes_none(text: str) -> bool:
    """Tell whether a text says that nothing is taken."""
    return text.strip().casefold() in (*NOTHING, "0")


def _supplement(line: str) -> Supplement:
    """Read one supplement: how many times how much of what, how often a day."""
    plain = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in line)
    plain = " ".join(plain.split()).rstrip(" ,;.")
    often = _PER_DAY.search(plain)
    rest = plain[: often.start()].rstrip(" ,;") if often else plain
    per_day = _per_day(often)
    times = _TIMES.search(rest)
    if times:
        per_day *= _decimal(times[1])
    dose = _AMOUNT.search(rest[times.end() :] if times else rest)
    if not dose:
        raise InputError(_LINE, line, say("an amount and how often is read here."), _EXAMPLE)
    _refuse_thousands(dose["amount"], plain)
    amount = read_quantity(dose["amount"], field=_LINE, default="mg", accepts=("g",))
    fizzy = True if re.search(r"effervescent|fizz", dose["rest"], re.IGNORECASE) else None
    name = " ".join(_NO_FORM.sub(" ", dose["rest"]).split()).strip(" ;.")
    before = f"{times.group() if times else ''}{dose['amount']}"
    after = (" effervescent" if fizzy else "") + (f", {often.group().strip(' ,;')}" if often else "")
    form = _swallowed(name, line, before, after) if name else "l_ascorbic_acid"
    return Supplement(form, Q_(float(amount.m_as("mg")), "mg"), per_day, fizzy)


def _swallowed(name: str, line: str, before: str, after: str) -> str:
    """Return the form that is taken; a near name is offered with all that stands around it.

    Raises
    ------
    InputError
    """
    try:
        return catalog.find_form(name).id
    except InputError as error:
        if re.search(
            r"[\d½¼¾]|\b(?:day|week|month|daily|weekly|monthly|once|twice|times)\b", name, re.IGNORECASE
        ):
            raise InputError(_LINE, line, say("how much or how often cannot be read."), _EXAMPLE) from None
        near = [catalog.forms()[form].said for form in error.readings if form in ORAL_FORMS]
        fix = say(
            "Use {oral_forms}.", oral_forms=", ".join(catalog.forms()[form].said for form in ORAL_FORMS)
        )
        whole = [f"{before} {name}{after}" for name in near]
        raise InputError(_LINE, line, f"“{name}”: {error.accepted}", fix, whole) from None


def _refuse_thousands(amount: str, line: str) -> None:
    """Refuse a number that is a thousand to some and one to others.

    Raises
    ------
    InputError
    """
    match = _THOUSANDS.match(amount)
    if match:
        whole, part = match.groups()
        part = part.rstrip("0") or "0" if part.endswith("0") else f"{part}0"  # three digits would ask again
        both = [line.replace(match[0], text, 1) for text in (whole + match[2], f"{whole}.{part}")]
        accepted = say("this can be meant in two ways.")
        raise InputError(
            _LINE,
            line,
            accepted,
            say("Write {reading} or {other_reading}.", reading=both[0], other_reading=both[1]),
            both,
        )


def _per_day(often: re.Match[str] | None) -> float:
    """Return how often a day; once where nothing is said."""
    if often is None:
        return 1.0
    if often["other"]:
        return 0.5
    written = (often["count"] or "").lower()
    count = {"": 1.0, "once": 1.0, "twice": 2.0}.get(written) or _decimal(written)
    return count / (7 if "week" in (often["span"] or often["adverb"]).lower() else 1)


def _decimal(digits: str) -> float:
    """Return a small number as it is typed, with a point or a comma, or as a fraction."""
    over, _, under = digits.replace(",", ".").partition("/")
    return float(over) / float(under or 1)


def _echo_moment(moment: datetime.datetime) -> str:
    """Return how a moment was read."""
    return f"= {date_words(moment, weekday=True, short=False)}, {moment:%H:%M}"


# --- the fields that are typed --------------------------------------------------------------------

_AGE: Field[float] = Field("age", read_age, echo=lambda age: say("= {age} years", age=show_number(age)))
_STRENGTH = Field("product_strength", partial(read_percentage, row="strength"), echo=echo_quantity)
_PH: Field[float] = Field("product_pH", read_pH)
_APPOINTMENT: Field[datetime.datetime] = Field("appointment", read_moment, echo=_echo_moment)
_TABLETS = Field("tablets", _tablets, echo=_echo_tablets)
