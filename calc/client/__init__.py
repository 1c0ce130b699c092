"""A client in the chair: who sits there, what was brought, what is planned, and whether they go together.

`check` takes a `Visit` (a `Client`, a `Product`, a procedure, the tablets) to a verdict with its reasons;
`visit_of` makes one of what somebody typed, `load_visit` of JSON. Around a procedure `plan_skin_test`,
`plan_sessions` and `plan_care` give events by date, `as_ical` a calendar of them. What is left out is
unknown, never fine; nothing of a client is stored.
"""

from calc.client.care import compare_limits, plan_care, summarise_limits
from calc.client.course import compare_courses, plan_sessions
from calc.client.criteria import Criterion, ampoule_criteria
from calc.client.event import Event
from calc.client.ics import as_ical
from calc.client.intake import OralIntake, Supplement, oral_intake, skin_bound_mg
from calc.client.person import Client
from calc.client.product import Product
from calc.client.request import VisitRequest, ignore_words, parse_visit, replace_words, visit_of
from calc.client.skin_test import plan_skin_test
from calc.client.verdict import CheckResult, check
from calc.client.visit import Visit, load_visit, read_visit

__all__ = [
    "CheckResult",
    "Client",
    "Criterion",
    "Event",
    "OralIntake",
    "Product",
    "Supplement",
    "Visit",
    "VisitRequest",
    "ampoule_criteria",
    "as_ical",
    "check",
    "compare_courses",
    "compare_limits",
    "ignore_words",
    "load_visit",
    "oral_intake",
    "parse_visit",
    "plan_care",
    "plan_sessions",
    "plan_skin_test",
    "read_visit",
    "replace_words",
    "skin_bound_mg",
    "summarise_limits",
    "visit_of",
]
