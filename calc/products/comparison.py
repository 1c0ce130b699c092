"""Products side by side: what is really in the bottle, judged by the rules that judge everything else.

Never one score for all: each line says which is better at what. What a label does not tell is unknown.
"""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from calc import catalog, rules
from calc.catalog import Value
from calc.catalog.intake import oral_facts
from calc.chemistry.density import specific_volume
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import PACKAGES, Measured, Storage
from calc.chemistry.stability import (
    KINDS,
    FormState,
    form_states,
)
from calc.chemistry.stability.life import ShelfLife, shelf_life
from calc.client.criteria import Criterion, criteria
from calc.client.facts import label_facts
from calc.client.person import Client
from calc.client.product import PURE_ACIDS, Product
from calc.errors import InputError, refuse
from calc.findings import Action, Finding, Severity
from calc.parsing.price import Rates
from calc.products.listing import (
    EQUIVALENTS,
    Listing,
    Second,
    equivalent,
)
from calc.reports.evidence import STATES
from calc.rules import Facts, Skipped
from calc.rules.form_facts import pH_window
from calc.uncertainty import Band
from calc.units import PH_TOLERANCE, Q_

__all__ = [
    *(
        "EQUIVALENTS",
        "HANDFUL",
        "WINDOW_WORDS",
        "Better",
        "Compared",
        "Offer",
        "Second",
        "applied",
        "better_at",
    ),
    *("compare", "compared", "converted", "rows_of", "window_of"),
]

#: How many can be held side by side.
HANDFUL = 5
#: What a range of pH is to the window of a form; "" is unknown.
WINDOW_WORDS = {True: "inside", False: "outside", None: "partly"}
_DAYS_PER_MONTH = 365.25 / 12
_AMPOULES = ("ampoule", "sealed_ampoule")


@dataclass(frozen=True)
class ComparedProduct:
    """An offer with what follows from it.

    Parameters
    ----------
    offer : Listing
    mass_fraction : Band, optional
        Strength of its first form [0–1].
    aa_equivalent : Band, optional
        Counted as ascorbic acid [0–1], as ``aa_equivalent_key`` says.
    aa_equivalent_key : str
        A key of `offered.EQUIVALENTS`: how it was counted, or why it is unknown.
    window : tuple of float, optional
        The pH that its form needs; an end is None where there is none.
    in_window : bool, optional
        True where the whole range of its pH lies in the window, False where all of it lies outside;
        None where only a part does, or where the pH or the window is unknown.
    price_per_g, price_per_g_aa : float or Band, optional
        Of the product, and of the ascorbic acid that it stands for [currency/g]; the second is the
        least that it can be. The mass of what is sold by volume is estimated by adding up volumes.
    price_per_mL : float, optional
        [currency/mL]
    cost_per_day : float, optional
        Of a face a day at the amount of `applied` [currency].
    life : ShelfLife, optional
        In its package at room temperature.
    left : Band, optional
        What may be left of the acid after so many months [0–1].
    states : tuple of FormState
        How its forms other than ascorbic acid keep at its pH; two where the ends of its pH differ.
    findings : tuple of Finding
    skipped : tuple of Skipped
    """

    offer: Listing
    mass_fraction: Band | None
    aa_equivalent: Band | None
    aa_equivalent_key: str
    window: tuple[float | None, float | None] | None
    in_window: bool | None
    price_per_g: float | None
    price_per_mL: float | None
    price_per_g_aa: Band | None
    cost_per_day: float | None
    life: ShelfLife | None
    left: Band | None
    states: tuple[FormState, ...]
    findings: tuple[Finding, ...]
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]

    @property
    def worst(self) -> Severity | None:
        """The worst severity of its findings."""
        return max((each.severity for each in self.findings), default=None)

    @property
    def window_word(self) -> str:
        """Whether its pH lies ``inside`` the window, ``outside`` or ``partly``; "" where it is unknown."""
        known = self.window is not None and self.offer.product.pH_band is not None
        return WINDOW_WORDS[self.in_window] if known else ""

    @property
    def aa_equivalent_words(self) -> str:
        """How its content was counted as ascorbic acid, or why it is unknown."""
        return EQUIVALENTS[self.aa_equivalent_key]

    @property
    def ampoule(self) -> tuple[Criterion, ...]:
        """What an article wants of an ampoule, held against it; none where it is sold as something else."""
        product = self.offer.product
        return criteria(product, Client()) if product.package in _AMPOULES else ()

    def as_dict(self, rates: Rates | None = None) -> dict[str, object]:
        """Return it as it stands in JSON; null is unknown."""
        wishes = [
            {"claim": each.claim, "wanted": each.wanted, "has": each.has or None, "met": each.met}
            for each in self.ampoule
        ]
        return {
            **self._label(),
            **self._prices(),
            "converted": converted(self, rates) if rates else None,
            "t90_days": _dict(self.life.t90_days if self.life else None),
            "left_fraction": _dict(self.left),
            "states": [
                {"form": each.form, "state": each.key, "words": STATES[each.key]} for each in self.states
            ],
            "ampoule": wishes or None,
            "findings": [each.as_dict() for each in self.findings],
            "rules": {
                "evaluated": list(self.evaluated),
                "skipped": [vars(each) for each in self.skipped],
            },
            "sources": list(self.offer.sources),
            "note": self.offer.note or None,
        }

    def _label(self) -> dict[str, object]:
        """Return its label, and what follows from that alone, as it stands in JSON."""
        offer, product = self.offer, self.offer.product
        return {
            "product": offer.name,
            "kind": offer.kind,
            "form": product.form,
            "other_forms": list(offer.others),
            "second_forms": [
                {"form": each.form, "mass_fraction": _dict(each.strength)} for each in offer.seconds
            ],
            "matched": [{"words": words, "form": form} for words, form in offer.matched],
            "mass_fraction": _dict(self.mass_fraction),
            "total_mass_fraction": _dict(offer.total),
            "g_per_100mL": _dict(offer.g_per_100mL),
            "total_g_per_100mL": _dict(offer.total_g_per_100mL),
            "strength_basis": offer.basis or None,
            "aa_equivalent_fraction": _dict(self.aa_equivalent),
            "aa_equivalent_words": self.aa_equivalent_words,
            "pH": _dict(product.pH_band),
            "pH_window": self.window and list(self.window),
            "in_pH_window": self.in_window,
            "pH_window_word": self.window_word or None,
            "base": offer.base or None,
            "package": product.package,
            "coactives": None if product.coactives is None else list(product.coactives),
            "size_g": offer.size_g,
            "size_mL": offer.size_mL,
            "pieces": offer.pieces,
        }

    def _prices(self) -> dict[str, object]:
        """Return the prices as they stand in JSON, in the currency as seen."""
        offer = self.offer
        return {
            "price": offer.price,
            "currency": offer.currency or None,
            "price_date": offer.price_date or None,
            "price_per_g": self.price_per_g,
            "price_per_mL": self.price_per_mL,
            "price_per_g_aa_equivalent": _dict(self.price_per_g_aa),
            "cost_per_day": self.cost_per_day,
            "applied_g_per_day": None if self.cost_per_day is None else applied().to("g/day")[0],
        }


def applied() -> Value:
    """Return how much goes on a face in a day, on which `Compared.cost_per_day` rests, with its source."""
    return oral_facts().applied


def compared(offer: Listing, *, months: float = 0.0) -> ComparedProduct:
    """Return what follows from an offer.

    Parameters
    ----------
    offer : Listing
    months : float, optional
        Since it was made, for what may be left of it.

    Returns
    -------
    ValueComparison

    Raises
    ------
    InputErrors
        Months out of the range that ``data/inputs.toml`` accepts.
    """
    return compare_listings((offer,), months=months)[0]


def compare_listings(offers: Iterable[Listing], *, months: float = 0.0) -> tuple[ComparedProduct, ...]:
    """Return what follows from each of some offers, in their order.

    Parameters
    ----------
    offers : iterable of Listing
    months : float, optional
        As for `compared`.
    """
    low, high = catalog.inputs().accepted["months"].ends
    if not low <= months <= high:
        accepted = f"this lies from {low:g} to {high:g}."
        refuse([InputError("months", months, accepted, "Correct it, or leave it out.")])
    every = tuple(offers)
    judged = _judged([each.product for each in every])
    return tuple(_compared(each, months, verdict) for each, verdict in zip(every, judged))


# --- what the rules say ---------------------------------------------------------------------------

_Label = tuple[object, ...]
_Verdict = tuple[tuple[Finding, ...], tuple[str, ...], tuple[Skipped, ...]]


def _judged(products: Sequence[Product]) -> list[_Verdict]:
    """Return what the rules say of each product: findings, what ran, and what was skipped.

    Labels that say the same are looked at once. Facts are stacked and the rules run once; of those with a
    pH apart from those without, for only they have its band.
    """
    labels = {_label(each): each for each in products}
    found: dict[_Label, _Verdict] = {}
    for known in (True, False):
        own = [label for label, each in labels.items() if (each.pH_band is not None) is known]
        if own:
            found.update(zip(own, _verdicts(label_facts([labels[label] for label in own]))))
    return [found[_label(each)] for each in products]


def _label(product: Product) -> _Label:
    """Return everything that a rule can see of a product."""
    rest = (product.package, product.home_made, product.coactives, product.has_water, product.is_powder)
    return (product.form, product.strength, product.pH, *rest)


def _verdicts(facts: Facts) -> Iterable[_Verdict]:
    """Yield what the rules say of each row."""
    verdicts = rules.evaluate(facts, ("product",))
    for row in range(facts.size):
        skipped = rules.skipped_of(verdicts, facts, row)
        missed = {each.code for each in skipped}
        ran = tuple(code for code in verdicts.codes if code not in missed)
        yield rules.findings_of(verdicts, facts, row), ran, skipped


# --- what follows ---------------------------------------------------------------------------------


def _compared(offer: Listing, months: float, verdict: _Verdict) -> ComparedProduct:
    """Return what follows from an offer, what the rules say of it being known."""
    product, strength = offer.product, offer.mass_fraction
    content, key = equivalent(offer)
    life, left = _keeping(offer, strength, months)
    window = pH_window_of(product.form)
    per_g, per_mL, per_g_aa, per_day = _prices(offer, content)
    findings, evaluated, skipped = verdict
    return ComparedProduct(
        offer,
        strength,
        content,
        key,
        window,
        _inside(product.pH_band, window),
        per_g,
        per_mL,
        per_g_aa,
        per_day,
        life,
        left,
        _states(offer),
        findings,
        evaluated,
        skipped,
    )


def _dict(band: Band | None) -> dict[str, float] | None:
    """Return a band as it stands in JSON."""
    return None if band is None else band.as_dict()


def pH_window_of(form: str | None) -> tuple[float | None, float | None] | None:
    """Return the pH that a form needs, as the rules see it; an end that does not bind is None."""
    if form == "l_ascorbic_acid":
        texts = catalog.rules()
        return texts["PH-002"].limit["below"], texts["PH-003"].limit["from"]
    return pH_window(form, emulsion=True) if form else None


def _inside(pH: Band | None, window: tuple[float | None, float | None] | None) -> bool | None:
    """Tell whether all of a pH lies in a window, ends and all; None for a part, or where it is unknown."""
    if pH is None or window is None:
        return None
    low = -math.inf if window[0] is None else window[0] - PH_TOLERANCE
    high = math.inf if window[1] is None else window[1] + PH_TOLERANCE
    if low <= pH.low and pH.high <= high:
        return True
    return False if pH.high < low or pH.low > high else None


def _prices(
    offer: Listing, content: Band | None
) -> tuple[float | None, float | None, Band | None, float | None]:
    """Return the price per gram, per mL, per gram of ascorbic acid, and of a face a day."""
    price = offer.price
    if price is None:
        return None, None, None, None
    size_g = offer.size_g or _grams(offer)
    per_g = price / size_g if size_g else None
    per_mL = price / offer.size_mL if offer.size_mL else None
    whole = offer.mass_fraction is not None and offer.mass_fraction.median >= 1
    per_day = None if per_g is None or whole or offer.product.is_powder else per_g * applied().to("g/day")[0]
    if per_g is None or content is None or content.low <= 0:
        return per_g, per_mL, None, per_day
    dearest, cheapest = per_g / content.low, per_g / content.high
    return per_g, per_mL, Band(per_g / content.median, cheapest, dearest), per_day


def _grams(offer: Listing) -> float | None:
    """Return the mass of a watery product that is sold by volume, from volumes that add up [g]."""
    product, strength = offer.product, offer.mass_fraction
    watery = product.has_water is not False and product.form and catalog.forms()[product.form].phase != "oil"
    if not offer.size_mL or not watery or strength is None or strength.median >= 1:
        return None
    share, form = strength.median, str(product.form)
    per_gram = (1 - share) * specific_volume("water")[0] + share * specific_volume(form)[0]
    return offer.size_mL / per_gram


# --- how it keeps ---------------------------------------------------------------------------------


def _keeping(offer: Listing, strength: Band | None, months: float) -> tuple[ShelfLife | None, Band | None]:
    """Return how long its acid keeps in its package at room temperature, and what may be left by now."""
    product = offer.product
    if product.form is None or strength is None or product.has_water is False or strength.median >= 1:
        return None, None
    if catalog.forms()[product.form].kind not in KINDS:
        return None, None  # of derivatives no number of days is known
    if product.form == "l_ascorbic_acid" and product.pH is None:
        return None, None  # how far the maker has neutralised it is not known
    package = "sealed_ampoule" if product.package == "ampoule" else product.package
    life = _life(
        product.form, strength.median, product.pH_band, package if package in PACKAGES else None, months
    )
    return life, life.now


@functools.lru_cache(maxsize=4096)
def _life(form: str, strength: float, pH: Band | None, package: str | None, months: float) -> ShelfLife:
    """Return how long an acid or a salt keeps in water at room temperature."""
    bottle = Formula((Line("water", 1 - strength), Line(form, strength, together="label")))
    measured = None if pH is None else Measured(pH=pH.median, pH_step=max(pH.high - pH.low, 0.01))
    made = datetime.date(2000, 1, 1)
    room = catalog.stability().assumed["room"].to("degC")[0]
    storage = Storage(temperature=Q_(room, "degC"), package=package, made_on=made)
    day = made + datetime.timedelta(days=round(months * _DAYS_PER_MONTH)) if months else None
    return shelf_life(bottle, storage=storage, measured=measured, on=day)


def _states(offer: Listing) -> tuple[FormState, ...]:
    """Return how its forms other than ascorbic acid keep at its pH, at both ends where they differ."""
    pH = offer.product.pH_band
    ends = (None,) if pH is None else tuple(dict.fromkeys((pH.low, pH.high)))
    medium = "powder" if offer.product.has_water is False else "water"
    found = (state for form in offer.forms for end in ends for state in _state(form, end, medium))
    return tuple(dict.fromkeys(found))


@functools.lru_cache(maxsize=4096)
def _state(form: str, pH: float | None, medium: str) -> tuple[FormState, ...]:
    """Return how a form keeps at a pH; nothing of ascorbic acid and its salts, which have days."""
    # How strong it is does not matter to the state.
    bottle = Formula((Line("water", 0.9), Line(form, 0.1, together="label")))
    at = None if pH is None else Band(pH, pH, pH)
    return form_states(bottle, medium, at)


# --- better at what -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Better:
    """Which of some products is better at something, and how far that is known.

    ``winners``: names; several where they are equal. ``unknown``: those of which it is not known.
    """

    at: str
    winners: tuple[str, ...]
    unknown: tuple[str, ...]


def better_at(found: Sequence[ComparedProduct], rates: Rates | None = None) -> tuple[Better, ...]:
    """Return, for each thing that products can be better at, which of them is; never a total.

    Comparators are left aside: what is injected is no leave-on cosmetic.

    Parameters
    ----------
    found : sequence of ValueComparison
        Two or more.
    rates : Rates, optional
        Between currencies, which stay apart without them.
    """
    ranked = [each for each in found if not each.offer.is_comparator]
    lines = [
        _best("most vitamin C, counted as ascorbic acid at most", ranked, _most_vitamin_c),
        _best("pH in the window of its form", ranked, lambda each: _truth(each.in_window)),
        _best("mildest by its form", ranked, _mildness),
        _best("fewest warnings", ranked, _calm),
        *_cheapest(ranked, rates),
    ]
    return tuple(line for line in lines if line)


def _cheapest(found: Sequence[ComparedProduct], rates: Rates | None) -> Iterable[Better | None]:
    """Yield who costs least per gram of ascorbic acid, in each currency that has no rate to another."""
    priced = {each.offer.currency for each in found if each.price_per_g_aa} - {""}
    pooled = {each for each in priced if rates and rates.covers(each)}
    if rates and pooled:
        at = f"least {rates.to} per gram of ascorbic acid, at the rates given"
        own = [each for each in found if each.offer.price is None or rates.covers(each.offer.currency)]
        yield _best(at, own, lambda each: _least_price(each, rates))
    for currency in sorted(priced - pooled):
        own = [each for each in found if each.offer.price is None or each.offer.currency == currency]
        yield _best(f"least {currency} per gram of ascorbic acid", own, _least_price)


def _best(
    at: str, found: Sequence[ComparedProduct], worth: Callable[[ComparedProduct], float | None]
) -> Better | None:
    """Return who is best at something; None where nobody's worth is known, or everybody's is the same."""
    worths = [(each.offer.name, worth(each)) for each in found]  # a name may come twice
    known = [(name, value) for name, value in worths if value is not None]
    most = max((value for _, value in known), default=0.0)
    winners = tuple(name for name, value in known if math.isclose(value, most, rel_tol=1e-9))
    if len(winners) == len(known):
        return None
    return Better(at, winners, tuple(name for name, value in worths if value is None))


def _most_vitamin_c(each: ComparedProduct) -> float | None:
    """Return the content of ascorbic acid, at most; None where it may be that of one form or of another.

    Nor is it known of a powder before it is mixed.
    """
    if each.aa_equivalent is None or each.aa_equivalent_key == "between" or each.offer.product.is_powder:
        return None
    return each.aa_equivalent.median


def _least_price(each: ComparedProduct, rates: Rates | None = None) -> float | None:
    """Return the price, less being better."""
    if each.price_per_g_aa is None or each.aa_equivalent_key == "between":
        return None
    price = each.price_per_g_aa.median
    worth = rates.into(price, each.offer.currency) if rates else price
    return None if worth is None else -worth


def _truth(value: bool | None) -> float | None:
    """Return a truth as a number."""
    return None if value is None else float(value)


def _mildness(each: ComparedProduct) -> float | None:
    """Return 1 for derivatives and 0 where the acid itself is among the forms."""
    offer = each.offer
    if any(form in PURE_ACIDS for form in offer.forms):
        return 0.0
    return None if offer.product.form is None or offer.has_unknown_form else 1.0


def _calm(each: ComparedProduct) -> float | None:
    """Return how few findings ask for something; None where something that matters is not known."""
    if any(catalog.rules()[skip.code].action > Action.none for skip in each.skipped):
        return None
    return -float(sum(finding.action > Action.none for finding in each.findings))


# --- as a table -----------------------------------------------------------------------------------


def converted(each: ComparedProduct, rates: Rates) -> dict[str, object] | None:
    """Return the prices of a product in the one currency of some rates; None where its own has none.

    Parameters
    ----------
    each : ValueComparison
    rates : Rates
    """
    offer = each.offer
    if offer.price is None or not rates.covers(offer.currency):
        return None
    one, per_aa = rates.into(1.0, offer.currency) or 0.0, each.price_per_g_aa
    amounts = {
        "price": offer.price,
        "price_per_g": each.price_per_g,
        "price_per_mL": each.price_per_mL,
        "cost_per_day": each.cost_per_day,
    }
    return {
        "currency": rates.to,
        **{name: None if amount is None else amount * one for name, amount in amounts.items()},
        "price_per_g_aa_equivalent": per_aa
        and Band(per_aa.median * one, per_aa.low * one, per_aa.high * one).as_dict(),
    }


def rows_of(found: Iterable[ComparedProduct], rates: Rates | None = None) -> list[dict[str, object]]:
    """Return products as rows of a table to sort, filter, take away and bring again; None is unknown.

    Parameters
    ----------
    found : iterable of ValueComparison
    rates : Rates, optional
        For prices in one currency, beside those as seen.
    """
    return [{**_label_row(each.offer), **_row(each), **_converted_row(each, rates)} for each in found]


def _label_row(offer: Listing) -> dict[str, object]:
    """Return what a label states under the names of the list of this program, one number each."""
    product, strength, volume = offer.product, offer.mass_fraction, offer.g_per_100mL
    pH, pieces = product.pH_band, offer.pieces or 1
    return {
        "product": offer.name,
        "kind": offer.kind,
        "form": product.form,
        "second_forms": ";".join(map(_second_cell, offer.seconds)),
        "strength_percent": strength and 100 * strength.median,
        "strength_low_percent": strength and 100 * strength.low,
        "strength_high_percent": strength and 100 * strength.high,
        "strength_g_per_100mL": volume and volume.median,
        "strength_low_g_per_100mL": volume and volume.low,
        "strength_high_g_per_100mL": volume and volume.high,
        "total_percent": offer.total and 100 * offer.total.median,
        "total_g_per_100mL": offer.total_g_per_100mL and offer.total_g_per_100mL.median,
        "strength_basis": offer.basis,
        "pH": pH and pH.median,
        "pH_low": pH and pH.low,
        "pH_high": pH and pH.high,
        "base": offer.base,
        "package": product.package,
        "coactives": "; ".join(product.coactives or ()),
        "size_mL": offer.size_mL and offer.size_mL / pieces,
        "size_g": offer.size_g and offer.size_g / pieces,
        "pieces": offer.pieces,
        "price": offer.price,
        "currency": offer.currency or None,
        "price_date": offer.price_date or None,
    }


def _second_cell(second: Second) -> str:
    """Return a second form as the list of this program writes it."""
    share = second.strength
    if share is None:
        return second.form
    ends = dict.fromkeys(f"{100 * end:.10g}" for end in (share.low, share.high))
    return f"{second.form}:{'-'.join(ends)}"


def _row(each: ComparedProduct) -> dict[str, object]:
    """Return what follows from a product, one number each, and the codes of its findings."""
    worst = each.worst
    # The middle of what may be one form or another is no ceiling.
    apart = each.aa_equivalent_key == "between"
    content, price = each.aa_equivalent, each.price_per_g_aa
    return {
        "aa_equivalent_at_most_percent": content and 100 * (content.high if apart else content.median),
        "aa_equivalent_words": each.aa_equivalent_words,
        "in_pH_window": each.in_window,
        "pH_window_word": each.window_word or None,
        "t90_days": each.life and each.life.t90_days and each.life.t90_days.median,
        "state": " or ".join(dict.fromkeys(STATES[state.key] for state in each.states)) or None,
        "price_per_g_aa_at_least": price and (price.low if apart else price.median),
        "worst": worst.name if worst else None,
        "findings": "; ".join(f"{finding.code} {finding.title}" for finding in each.findings),
        "not_checked": "; ".join(dict.fromkeys(skip.reason for skip in each.skipped)),
        "sources": ";".join(each.offer.sources),
        "note": each.offer.note or None,
    }


def _converted_row(each: ComparedProduct, rates: Rates | None) -> dict[str, object]:
    """Return the prices of a product in one currency, where rates are given."""
    if rates is None:
        return {}
    told = converted(each, rates) or {}
    per_aa = told.get("price_per_g_aa_equivalent")
    return {
        f"price_in_{rates.to}": told.get("price"),
        f"price_per_g_aa_at_least_in_{rates.to}": per_aa["median"] if isinstance(per_aa, dict) else None,
    }
