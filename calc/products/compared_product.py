"""A listing with what follows from it: its strength as ascorbic acid, prices, how it keeps, findings."""

from __future__ import annotations

from dataclasses import dataclass

from calc import catalog
from calc.chemistry.stability import FormState
from calc.chemistry.stability.life import ShelfLife
from calc.client.criteria import Criterion, ampoule_criteria
from calc.client.person import Client
from calc.client.product import PURE_ACIDS
from calc.findings import Finding, Severity
from calc.messages import say
from calc.parsing.price import Rates
from calc.products.listings.listing import EQUIVALENTS, Listing
from calc.products.prices import applied
from calc.reports.evidence import FORM_STATE_WORDS
from calc.rules import Skipped
from calc.rules.form_facts import closed_window
from calc.uncertainty import Band
from calc.units import PH_TOLERANCE

#: Where the range of a pH lies beside the window of a form, by `ComparedProduct.in_window`.
WINDOW_WORDS = {True: "inside", False: "outside", None: "partly"}
#: How far a product may sting, in words.
STINGS = {
    "burns": say("burns: too far from the pH of skin"),
    "likely": say("may sting: acid below pH {limit:g}"),
    "less": say("stings less: acid at pH {limit:g} or above"),
    "mild": say("mild: not the acid itself"),
}
# Rules that say that something is corrosive.
_CORROSIVE = ("PH-020",)
_AMPOULES = ("ampoule", "sealed_ampoule")


def sting_limit() -> float:
    """Return the pH below which the acid may sting.

    Examples
    --------
    >>> sting_limit()
    3.0
    """
    return catalog.rules()["PH-002"].limit["below"]


@dataclass(frozen=True)
class ComparedProduct:
    """A listing with what follows from it.

    Parameters
    ----------
    listing : Listing
    window : tuple of float, optional
        The pH that its form needs; an end is None where there is none.
    price_per_g, price_per_mL : float, optional
        [currency/g, currency/mL] The mass of what is sold by volume is estimated by adding up volumes.
    price_per_g_aa : Band, optional
        Of the ascorbic acid that it stands for, the least that it can be [currency/g].
    cost_per_day : float, optional
        Of a face a day at the amount of `prices.applied` [currency].
    life : ShelfLife, optional
        In its package at room temperature.
    states : tuple of FormState
        How its forms other than ascorbic acid keep at its pH; two where the ends of its pH differ.
    findings : tuple of Finding
    evaluated : tuple of str
        Codes of the rules that ran.
    skipped : tuple of Skipped
    """

    listing: Listing
    window: tuple[float | None, float | None] | None
    price_per_g: float | None
    price_per_mL: float | None
    price_per_g_aa: Band | None
    cost_per_day: float | None
    life: ShelfLife | None
    states: tuple[FormState, ...]
    findings: tuple[Finding, ...]
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]

    @property
    def mass_fraction(self) -> Band | None:
        """The strength of its first form [0–1]."""
        return self.listing.mass_fraction

    @property
    def aa_equivalent(self) -> Band | None:
        """Its strength counted as ascorbic acid [0–1], as ``aa_equivalent_key`` says."""
        return self.listing.aa_equivalent

    @property
    def aa_equivalent_key(self) -> str:
        """A key of `EQUIVALENTS`: how it was counted, or why it is unknown."""
        return self.listing.aa_equivalent_key

    @property
    def aa_equivalent_words(self) -> str:
        """How its content was counted as ascorbic acid, or why it is unknown."""
        return EQUIVALENTS[self.aa_equivalent_key]

    @property
    def in_window(self) -> bool | None:
        """True where the whole range of its pH lies in the window, False where all of it lies outside.

        None where only a part does, or where the pH or the window is unknown. An end that the form leaves
        open is that of the skin.
        """
        pH = self.listing.product.pH_band
        if pH is None or self.window is None:
            return None
        least, most = closed_window(self.window)
        low, high = least - PH_TOLERANCE, most + PH_TOLERANCE
        if low <= pH.low and pH.high <= high:
            return True
        return False if pH.high < low or pH.low > high else None

    @property
    def window_word(self) -> str:
        """Whether its pH lies ``inside`` the window, ``outside`` or ``partly``; "" where it is unknown."""
        is_known = self.window is not None and self.listing.product.pH_band is not None
        return WINDOW_WORDS[self.in_window] if is_known else ""

    @property
    def left(self) -> Band | None:
        """What may be left of the acid after the months that were asked for [0–1]."""
        return self.life.now if self.life else None

    @property
    def worst(self) -> Severity | None:
        """The worst severity of its findings."""
        return max((finding.severity for finding in self.findings), default=None)

    @property
    def is_stopped(self) -> bool:
        """Whether a rule says stop, so that it is better at nothing."""
        return self.worst is Severity.STOP

    @property
    def sting(self) -> str | None:
        """A key of `STINGS`: how far it may sting, by its forms and its pH; None where that is not known.

        How often which pH stings has not been measured; the limit is that of rule PH-002.
        """
        listing, pH = self.listing, self.listing.product.pH_band
        if self.is_corrosive:
            return "burns"
        if any(form in PURE_ACIDS for form in listing.forms):
            return None if pH is None else "likely" if pH.low < sting_limit() else "less"
        if listing.product.form is None or listing.has_unknown_form:
            return None
        return "mild"

    @property
    def is_corrosive(self) -> bool:
        """Whether its pH keeps it off the skin, so that it is better at nothing."""
        stops = {finding.code for finding in self.findings if finding.severity is Severity.STOP}
        return bool(stops & {*_CORROSIVE})

    @property
    def ampoule(self) -> tuple[Criterion, ...]:
        """What an article wants of an ampoule, held against it; none where it is sold as something else."""
        product = self.listing.product
        return ampoule_criteria(product, Client()) if product.package in _AMPOULES else ()

    def converted(self, rates: Rates) -> dict[str, object] | None:
        """Return the prices in the one currency of some rates; None where its own has no rate.

        Parameters
        ----------
        rates : Rates
        """
        listing = self.listing
        if listing.price is None or not rates.covers(listing.currency):
            return None
        rate, per_aa = rates.into(1.0, listing.currency) or 0.0, self.price_per_g_aa
        amounts = {
            "price": listing.price,
            "price_per_g": self.price_per_g,
            "price_per_mL": self.price_per_mL,
            "cost_per_day": self.cost_per_day,
        }
        return {
            "currency": rates.to,
            **{name: None if amount is None else amount * rate for name, amount in amounts.items()},
            "price_per_g_aa_equivalent": per_aa
            and Band(per_aa.median * rate, per_aa.low * rate, per_aa.high * rate).as_dict(),
        }

    def as_dict(self, rates: Rates | None = None) -> dict[str, object]:
        """Return it as it stands in JSON; null is unknown."""
        wishes = [
            {"claim": wish.claim, "wanted": wish.wanted, "has": wish.has or None, "met": wish.met}
            for wish in self.ampoule
        ]
        return {
            **self._label(),
            **self._prices(),
            "converted": self.converted(rates) if rates else None,
            "t90_days": _dict(self.life.t90_days if self.life else None),
            "left_fraction": _dict(self.left),
            "states": [
                {"form": state.form, "state": state.key, "words": FORM_STATE_WORDS[state.key]}
                for state in self.states
            ],
            "ampoule": wishes or None,
            "worst": self.worst.name if self.worst else None,
            "findings": [finding.as_dict() for finding in self.findings],
            "rules": {
                "evaluated": list(self.evaluated),
                "skipped": [skip.as_dict() for skip in self.skipped],
            },
            "sources": list(self.listing.sources),
            "note": self.listing.note or None,
        }

    def _label(self) -> dict[str, object]:
        """Return its label, and what follows from that alone, as it stands in JSON."""
        listing, product = self.listing, self.listing.product
        return {
            "product": listing.name,
            "kind": listing.kind,
            "vitamin_c": listing.vitamin_c,
            "form": product.form,
            "other_forms": list(listing.other_forms),
            "second_forms": [
                {"form": second.form, "mass_fraction": _dict(second.strength)}
                for second in listing.second_forms
            ],
            "matched": [{"words": words, "form": form} for words, form in listing.matched],
            "mass_fraction": _dict(self.mass_fraction),
            "total_mass_fraction": _dict(listing.total),
            "g_per_100mL": _dict(listing.g_per_100mL),
            "total_g_per_100mL": _dict(listing.total_g_per_100mL),
            "strength_basis": listing.basis or None,
            "aa_equivalent_fraction": _dict(self.aa_equivalent),
            "aa_equivalent_words": self.aa_equivalent_words,
            "pH": _dict(product.pH_band),
            "pH_window": self.window and list(self.window),
            "in_pH_window": self.in_window,
            "pH_window_word": self.window_word or None,
            "base": listing.base or None,
            "package": product.package,
            "coactives": None if product.coactives is None else list(product.coactives),
            "size_g": listing.size_g,
            "size_mL": listing.size_mL,
            "pieces": listing.pieces,
        }

    def _prices(self) -> dict[str, object]:
        """Return the prices as they stand in JSON, in the currency as seen."""
        listing = self.listing
        return {
            "price": listing.price,
            "currency": listing.currency or None,
            "price_date": listing.price_date or None,
            "price_per_g": self.price_per_g,
            "price_per_mL": self.price_per_mL,
            "price_per_g_aa_equivalent": _dict(self.price_per_g_aa),
            "cost_per_day": self.cost_per_day,
            "applied_g_per_day": None if self.cost_per_day is None else applied().to("g/day")[0],
        }


def _dict(band: Band | None) -> dict[str, float] | None:
    """Return a band as it stands in JSON."""
    return None if band is None else band.as_dict()
