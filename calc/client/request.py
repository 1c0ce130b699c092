"""What someone entered about a client in the chair, read the same way wherever it comes from."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from calc import catalog
from calc.catalog import market
from calc.chemistry.formula import Formula
from calc.client.intake import ORAL_FORMS, Supplement
from calc.client.person import NOTHING, Client
from calc.client.product import Product
from calc.client.visit import PROCEDURE_TYPES, Visit
from calc.errors import InputError, InputErrors, refuse
from calc.mixing.fields import echo, read_field
from calc.mixing.request import ParsedRequest, take
from calc.units import (
    Q_,
    THIN,
    read_quantity,
    show_number,
)

NONE = "none"
_Made = TypeVar("_Made")
#: Fields that are typed, each with a reader in `fields`.
TYPED = ("age", "product_strength", "product_pH", "appointment")
#: Which field answers what is not known, by what a rule calls it.
ASKS: Mapping[str, str] = {
    "the age": "age",
    "the sex": "sex",
    "the skin": "skin",
    "where it goes": "zone",
    "pregnancy or breastfeeding": "expecting",
    "other actives in use": "actives",
    "conditions": "conditions",
    "medicines": "medicines",
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


def parse_visit(request: VisitRequest) -> ParsedRequest:
    """Read every field that says something, and gather what cannot be read."""
    understood = ParsedRequest("check")
    for name in (*TYPED, "tablets"):
        text = getattr(request, name)
        if not text.strip() or (name.startswith("product_") and request.product != "label"):
            continue
        take(understood, name, text, _read, _said)
    return understood


def visit_of(request: VisitRequest, understood: ParsedRequest, mixed: Formula | None = None) -> Visit:
    """Return the visit that the answers describe.

    Parameters
    ----------
    request : VisitRequest
    understood : ParsedRequest
        As `parse_visit` returned it.
    mixed : Formula, optional
        The batch of Mix, for ``product`` = ``mix``.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names.
    """
    errors = list(understood.errors.values())
    values = understood.values
    kinds = PROCEDURE_TYPES.get(request.procedure, ())
    visit = _gathered(
        errors,
        Visit,
        _gathered(errors, _client, request, values) or Client(),
        _gathered(errors, _product, request, values, mixed),
        request.product == NONE,
        request.procedure or None,
        request.procedure_type if request.procedure_type in kinds else None,
        values.get("tablets"),
    )
    refuse(errors)
    assert visit
    return visit


def _gathered(errors: list[InputError], make: Callable[..., _Made], *given: Any) -> _Made | None:
    """Return what is made of some values; None where they are wrong, which is added to the errors."""
    try:
        return make(*given)
    except InputErrors as problems:
        errors.extend(each.renamed(_FIELD_OF.get(each.field, each.field)) for each in problems.errors)
        return None


_FIELD_OF = {
    **dict.fromkeys(("pregnant", "breastfeeding", "trying"), "expecting"),
    "form": "product_form",
    "mass_fraction": "product_strength",
    "pH": "product_pH",
    "package": "product_package",
}


def asked(request: VisitRequest, open_questions: Iterable[str]) -> tuple[str, ...]:
    """Return the questions about a client that matter for this visit, in their order.

    Those that are answered stay; of the rest only those that could change the verdict are asked.

    Parameters
    ----------
    request : VisitRequest
    open_questions : iterable of str
        As `check.check` found them.
    """
    wanted = set() if request.is_blank else {ASKS[label] for label in open_questions if label in ASKS}
    if request.product != NONE:
        wanted |= {"age", "skin"}
    told = {"mix": "mix", "list": request.listed, "label": request.product_form}
    if told.get(request.product):
        wanted |= {"reactions"}
    if request.tablets.strip() and not _takes_none(request.tablets):
        wanted |= {"age", "sex", "smoker", "conditions", "medicines"}
    answered = {name for name in QUESTIONS if getattr(request, name)}
    return tuple(name for name in QUESTIONS if name in wanted | answered)


def _told(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what was answered: None for nothing yet, an empty list for "none"."""
    if not words:
        return None
    return () if words == (NONE,) else words


def _client(request: VisitRequest, values: Mapping[str, Any]) -> Client:
    """Return who sits in the chair."""
    expecting = _told(request.expecting)
    states = ("pregnant", "breastfeeding", "trying")
    return Client(
        age=values.get("age"),
        sex=request.sex or None,
        skin=request.skin or None,
        zone=request.zone or None,
        **{name: None if expecting is None else name in expecting for name in states},
        smoker={"yes": True, "no": False}.get(request.smoker),
        conditions=_told(request.conditions),
        medicines=_told(request.medicines),
        actives=_told(request.actives),
        reactions=_told(request.reactions),
    )


def _product(request: VisitRequest, values: Mapping[str, Any], mixed: Formula | None) -> Product | None:
    """Return the product; None where there is none, or nothing is said of it."""
    if request.product == "mix":
        return Product.of_formula(mixed) if mixed else None
    if request.product == "list":
        return Product.of_market(market.products()[request.listed]) if request.listed else None
    if request.product != "label":
        return None
    strength = values.get("product_strength")
    return Product(
        request.product_form or None,
        strength,
        values.get("product_pH"),
        request.product_package or None,
        False,
        _told(request.coactives),
    )


def _read(name: str, text: str) -> Any:
    """Read a field."""
    return _tablets(text) if name == "tablets" else read_field(name, text)


def _said(name: str, value: Any) -> str:
    """Return how a field was read."""
    if name == "age":
        return f"= {show_number(value)} years"
    if name == "tablets":
        return "  \n".join(map(_supplement_said, value)) or "= none"
    if isinstance(value, datetime.datetime):
        return f"= {value:%A %d %B %Y, %H:%M}"
    return echo(name, value)


def _supplement_said(each: Supplement) -> str:
    """Return how a supplement was read."""
    mg = show_number(float(each.mass.m_as("mg")), 5)
    fizzy = ", effervescent" if each.effervescent else ""
    often = (
        f"{show_number(each.per_day)} a day"
        if each.per_day >= 1
        else f"{show_number(7 * each.per_day)} a week"
    )
    return f"= {mg}{THIN}mg {each.record.said}{fizzy}, {often}"


# --- tablets --------------------------------------------------------------------------------------

_MOST_LINES = 20
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
_EXAMPLE = "Write for example 1000 mg, 2 a day."


def _tablets(text: str) -> tuple[Supplement, ...]:
    """Read what is taken by mouth, one supplement per line."""
    rows = text.splitlines()
    lines = [(at, row.strip()) for at, row in enumerate(rows) if row.strip()]
    if _takes_none(text):
        return ()
    if len(lines) > _MOST_LINES:
        fix = "Sum up those of one form."
        raise InputError("tablets", f"{len(lines)} lines", f"at most {_MOST_LINES} lines are read.", fix)
    found, errors = [], []
    for number, (at, line) in enumerate(lines, start=1):
        place = f"tablets line {number}"
        try:
            found.append(_supplement(line))
        except InputError as error:
            whole = ["\n".join([*rows[:at], each, *rows[at + 1 :]]) for each in error.readings]
            errors.append(InputError(place, line, error.accepted, error.fix, whole))
        except InputErrors as problems:
            errors.extend(each.renamed(place) for each in problems.errors)
    refuse(errors)
    return tuple(found)


def _takes_none(text: str) -> bool:
    """Tell whether a text says that nothing is taken."""
    return text.strip().casefold() in (*NOTHING, "0")


def _supplement(line: str) -> Supplement:
    """Read one supplement: how many times how much of what, how often a day."""
    plain = "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in line)
    plain = " ".join(plain.split()).rstrip(" ,;.")
    often = _PER_DAY.search(plain)
    rest = plain[: often.start()].rstrip(" ,;") if often else plain
    per_day = _per_day(often)
    times = _TIMES.search(rest)
    if times:
        per_day *= _decimal(times[1])
    found = _AMOUNT.search(rest[times.end() :] if times else rest)
    if not found:
        raise InputError("tablets", line, "an amount and how often is read here.", _EXAMPLE)
    _refuse_thousands(found["amount"], plain)
    amount = read_quantity(found["amount"], field="tablets", default="mg", accepts=("g",))
    fizzy = True if re.search(r"effervescent|fizz", found["rest"], re.IGNORECASE) else None
    name = " ".join(_NO_FORM.sub(" ", found["rest"]).split()).strip(" ;.")
    before = f"{times.group() if times else ''}{found['amount']}"
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
            raise InputError("tablets", line, "how much or how often cannot be read.", _EXAMPLE) from None
        near = [catalog.forms()[each].said for each in error.readings if each in ORAL_FORMS]
        fix = f"Use {', '.join(catalog.forms()[each].said for each in ORAL_FORMS)}."
        whole = [f"{before} {each}{after}" for each in near]
        raise InputError("tablets", line, f"“{name}”: {error.accepted}", fix, whole) from None


def _refuse_thousands(amount: str, line: str) -> None:
    """Refuse a number that is a thousand to some and one to others.

    Raises
    ------
    InputError
    """
    found = _THOUSANDS.match(amount)
    if found:
        whole, part = found.groups()
        part = part.rstrip("0") or "0" if part.endswith("0") else f"{part}0"  # three digits would ask again
        both = [line.replace(found[0], text, 1) for text in (whole + found[2], f"{whole}.{part}")]
        accepted = "this can be meant in two ways."
        raise InputError("tablets", line, accepted, f"Write {both[0]} or {both[1]}.", both)


def _per_day(often: re.Match[str] | None) -> float:
    """Return how often a day; once where nothing is said."""
    if often is None:
        return 1.0
    if often["other"]:
        return 0.5
    count = {"": 1.0, "once": 1.0, "twice": 2.0}.get(told := (often["count"] or "").lower()) or _decimal(told)
    return count / (7 if "week" in (often["span"] or often["adverb"]).lower() else 1)


def _decimal(digits: str) -> float:
    """Return a small number as it is typed, with a point or a comma, or as a fraction."""
    over, _, under = digits.replace(",", ".").partition("/")
    return float(over) / float(under or 1)
