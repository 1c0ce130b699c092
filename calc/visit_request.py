"""What someone entered about a client in the chair, read the same way wherever it comes from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from calc import catalog
from calc.errors import InputError, InputErrors, refuse
from calc.fields import read_field, said
from calc.formula import Formula
from calc.intake import Supplement
from calc.person import Client
from calc.product import Product
from calc.request import Understood, take
from calc.units import Q_, THIN, read_quantity, show_number
from calc.visit import TYPES, Visit

NONE = "none"
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
        ``label``, ``mix`` (the batch of Mix) or ``none``.
    skin, expecting, conditions, medicines, actives, reactions, coactives : tuple of str
        Words of a list, or texts of one's own; `NONE` is "asked, and there is none".
    smoker : str
        ``yes``, ``no``.
    tablets : str
        One supplement per line: ``1000 mg, 2 a day``; `NONE` for none.
    """

    product: str = "label"
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


def understand_visit(request: VisitRequest) -> Understood:
    """Read every field that says something, and gather what cannot be read."""
    understood = Understood("check")
    for name in (*TYPED, "tablets"):
        text = getattr(request, name)
        if not text.strip() or (name.startswith("product_") and request.product != "label"):
            continue
        take(understood, name, text, _read, _said)
    return understood


def visit_of(request: VisitRequest, understood: Understood, mixed: Formula | None = None) -> Visit:
    """Return the visit that the answers describe.

    Parameters
    ----------
    request : VisitRequest
    understood : Understood
        As `understand_visit` returned it.
    mixed : Formula, optional
        The batch of Mix, for ``product`` = ``mix``.

    Raises
    ------
    InputErrors
        Everything that is wrong, by the request's field names.
    """
    refuse(list(understood.errors.values()))
    values = understood.values
    expecting = _told(request.expecting)
    procedure = request.procedure or None
    kinds = TYPES.get(request.procedure, ())
    try:
        return Visit(
            Client(
                age=values.get("age"),
                sex=request.sex or None,
                skin=request.skin or None,
                zone=request.zone or None,
                **{
                    name: None if expecting is None else name in expecting
                    for name in ("pregnant", "breastfeeding", "trying")
                },
                smoker={"yes": True, "no": False}.get(request.smoker),
                conditions=_told(request.conditions),
                medicines=_told(request.medicines),
                actives=_told(request.actives),
                reactions=_told(request.reactions),
            ),
            _product(request, values, mixed),
            request.product == NONE,
            procedure,
            request.procedure_type if request.procedure_type in kinds else None,
            values.get("tablets"),
        )
    except InputErrors as errors:
        raise InputErrors(
            each.renamed(_FIELD_OF.get(each.field, each.field)) for each in errors.errors
        ) from None


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
    if request.product_form or request.product == "mix":
        wanted |= {"reactions"}
    if request.tablets.strip() not in ("", NONE):
        wanted |= {"age", "sex", "smoker", "conditions", "medicines"}
    answered = {name for name in QUESTIONS if getattr(request, name)}
    return tuple(name for name in QUESTIONS if name in wanted | answered)


def _told(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return what was answered: None for nothing yet, an empty list for "none"."""
    if not words:
        return None
    return () if words == (NONE,) else words


def _product(request: VisitRequest, values: Mapping[str, Any], mixed: Formula | None) -> Product | None:
    """Return the product; None where there is none, or nothing is said of it."""
    if request.product == "mix":
        return Product.of_formula(mixed) if mixed else None
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
    return said(name, value)


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
_TIMES = re.compile(r"^(\d+(?:[.,]\d+)?)\s*[x×*]\s*(?=\d)", re.IGNORECASE)
_PER_DAY = re.compile(
    r"[,;]?\s*(?:(?:(?P<count>\d+(?:[.,]\d+)?|once|twice)\s*(?:x|×|times)?)?\s*(?:\ba|\bper|/)\s*(?P<span>day|week)"
    r"|(?P<daily>daily)|(?P<other>every other day))\s*$",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"^(?P<amount>[\d.,/\s]*\d\s*(?:mg|g|µg|mcg|gram|grams)?)\b[\s,]*(?P<rest>.*)$", re.IGNORECASE
)
_THOUSANDS = re.compile(r"([1-9]\d{0,2})[.,](\d{3})(?!\d)")
_EXAMPLE = "Write for example 1000 mg, 2 a day."


def _tablets(text: str) -> tuple[Supplement, ...]:
    """Read what is taken by mouth, one supplement per line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if [line.casefold() for line in lines] in ([NONE], ["no"], ["nothing"], ["0"]):
        return ()
    if len(lines) > _MOST_LINES:
        fix = "Sum up those of one form."
        raise InputError("tablets", f"{len(lines)} lines", f"at most {_MOST_LINES} lines are read.", fix)
    found, errors = [], []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_supplement(line))
        except InputError as error:
            whole = [text.replace(line, each, 1) for each in error.readings]
            place = f"tablets line {number}"
            errors.append(InputError(place, error.given, error.accepted, error.fix, whole))
        except InputErrors as problems:
            errors.extend(each.renamed(f"tablets line {number}") for each in problems.errors)
    refuse(errors)
    return tuple(found)


def _supplement(line: str) -> Supplement:
    """Read one supplement: how many times how much of what, how often a day."""
    plain = " ".join(line.split())
    often = _PER_DAY.search(plain)
    rest = plain[: often.start()].rstrip(" ,;") if often else plain
    per_day = _per_day(often)
    if times := _TIMES.search(rest):
        per_day *= _decimal(times[1])
        rest = rest[times.end() :]
    found = _AMOUNT.search(rest)
    if not found:
        raise InputError("tablets", line, "an amount and how often is read here.", _EXAMPLE)
    _refuse_thousands(found["amount"], line)
    amount = read_quantity(found["amount"], field="tablets", default="mg", accepts=("g",))
    name = found["rest"].strip(" ,;.")
    fizzy = True if re.search(r"effervescent|fizz", name, re.IGNORECASE) else None
    name = re.sub(
        r"effervescent|fizzy?|tablets?|capsules?|vitamin c\b|\bof\b|,", " ", name, flags=re.IGNORECASE
    )
    form = catalog.find_form(name, field="tablets").id if name.strip() else "l_ascorbic_acid"
    return Supplement(form, Q_(float(amount.m_as("mg")), "mg"), per_day, fizzy)


def _refuse_thousands(amount: str, line: str) -> None:
    """Refuse a number that is a thousand to some and one to others.

    Raises
    ------
    InputError
    """
    found = _THOUSANDS.match(amount)
    if found:
        both = [
            line.replace(found[0], text, 1)
            for text in (found[1] + found[2], f"{found[1]}.{found[2].rstrip('0') or '0'}")
        ]
        accepted = "this can be meant in two ways."
        raise InputError("tablets", line, accepted, f"Write {both[0]} or {both[1]}.", both)


def _per_day(often: re.Match[str] | None) -> float:
    """Return how often a day; once where nothing is said."""
    if often is None or often["daily"]:
        return 1.0
    if often["other"]:
        return 0.5
    count = {"": 1.0, "once": 1.0, "twice": 2.0}.get(said := (often["count"] or "").lower()) or _decimal(said)
    return count / (7 if often["span"].lower() == "week" else 1)


def _decimal(digits: str) -> float:
    """Return a small number as it is typed, with a point or a comma."""
    return float(digits.replace(",", "."))
