"""A product by its label: what a client brings, a shop sells, or somebody has mixed."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from calc import catalog
from calc.catalog import people
from calc.catalog.market import MarketProduct
from calc.chemistry.formula import Formula, composition
from calc.chemistry.prediction import predict_pH
from calc.chemistry.recipe import PACKAGES as STORED_IN
from calc.client.person import NOTHING
from calc.errors import InputError, refuse
from calc.messages import say
from calc.uncertainty import Band
from calc.units import Q_, Quantity, is_like

PACKAGES = (*STORED_IN, "ampoule")
#: Forms that bring ascorbic acid itself, whatever it is wrapped in.
PURE_ACIDS = ("l_ascorbic_acid", "encapsulated_ascorbic_acid")


def is_nothing_else(form: str | None, strength: float | None) -> bool:
    """Tell whether a product is a dry form of vitamin C and nothing else, to be mixed before use.

    Parameters
    ----------
    form : str or None
        Id in `catalog.forms`; None where it is unknown.
    strength : float or None
        As labelled [0–1]; None where it is unknown.

    Examples
    --------
    >>> is_nothing_else("l_ascorbic_acid", 1.0), is_nothing_else("l_ascorbic_acid", 0.15)
    (True, False)
    """
    return (
        form is not None and strength is not None and strength >= 1 and catalog.forms()[form].phase != "oil"
    )


@dataclass(frozen=True)
class Product:
    """What is known of a product; None is unknown.

    Parameters
    ----------
    form : str, optional
        Form of vitamin C; id, INCI name or alias.
    mass_fraction : Quantity, optional
        Its strength, w/w.
    pH : float or Band, optional
        As labelled, measured or predicted.
    package : str, optional
        One of `PACKAGES`.
    home_made : bool, optional
    coactives : tuple of str, optional
        What else is in it that acts; names that are not known here are kept.
    has_water : bool, optional
        Unknown, it is taken for a watery product, as most are.
    is_powder : bool
        To be mixed before use: its strength is not what touches the skin.

    Raises
    ------
    InputErrors
        An unknown form or package, a number out of range.

    Examples
    --------
    >>> product = Product(form="LAA", mass_fraction=Q_(15, "percent"), pH=3.2, coactives=("retinol",))
    >>> product.form, product.strength, sorted(product.flags)
    ('l_ascorbic_acid', 0.15, ['retinoid'])
    """

    form: str | None = None
    mass_fraction: Quantity | None = None
    pH: float | Band | None = None
    package: str | None = None
    home_made: bool | None = None
    coactives: tuple[str, ...] | None = None
    has_water: bool | None = None
    is_powder: bool = False

    def __post_init__(self) -> None:
        refuse(list(self._problems()))
        if self.form is not None:
            object.__setattr__(self, "form", catalog.find_form(self.form).id)

    @classmethod
    def of_formula(cls, formula: Formula) -> Product:
        """Return a formula as the product that it makes: its acid, else its strongest form; its pH."""
        strengths = sorted(composition(formula).strengths, key=lambda part: part.form not in PURE_ACIDS)
        others = (part.record.name for part in formula.lines if part.mass_g > 0 and not part.is_form)
        return cls(
            form=strengths[0].form if strengths else None,
            mass_fraction=Q_(strengths[0].nominal, "dimensionless") if strengths else None,
            pH=predict_pH(formula).pH,
            home_made=True,
            coactives=tuple(dict.fromkeys(others)),
            has_water=formula.water_g > 0,
        )

    @classmethod
    def of_market(cls, seen: MarketProduct) -> Product:
        """Return a product of the list; a strength by volume is not known by mass, a range by its middle."""
        percent, pH = seen.percent_range, seen.pH_range
        return cls(
            form=seen.form,
            mass_fraction=None if percent is None else Q_(percent[0], "percent"),
            pH=None if pH is None else pH[0] if pH[1] == pH[2] else Band(*pH),
            package=seen.package or None,
            home_made=False,
            coactives=seen.coactives or None,
            has_water=False if seen.base in ("anhydrous", "powder") else None,
            is_powder=seen.base == "powder" or is_nothing_else(seen.form, percent and percent[1] / 100),
        )

    @functools.cached_property
    def strength(self) -> float | None:
        """Its strength as a fraction [0–1]."""
        stated = self.mass_fraction
        if stated is None:
            return None
        # Of a plain number there is nothing to convert, which a catalogue asks of every row.
        return float(stated.m_as("dimensionless") if stated.unit_items() else stated.magnitude)

    @property
    def on_skin(self) -> float | None:
        """The strength of what touches the skin [0–1]; of a powder nobody knows it before it is mixed."""
        return None if self.is_powder else self.strength

    @functools.cached_property
    def pH_band(self) -> Band | None:
        """Its pH with a band; without width where a single number was given."""
        if self.pH is None or isinstance(self.pH, Band):
            return self.pH
        return Band(self.pH, self.pH, self.pH)

    @functools.cached_property
    def flags(self) -> frozenset[str] | None:
        """The flags of what else is in it; None where nobody told."""
        if self.coactives is None:
            return None
        return frozenset(flag for said in self._said for flag in said.flags)

    @functools.cached_property
    def unrecognised(self) -> tuple[str, ...]:
        """What else is in it under names that are not known here."""
        return tuple(text for text, said in zip(self.coactives or (), self._said) if not said.is_known)

    @functools.cached_property
    def is_preserved(self) -> bool:
        """Whether a preservative is named; that none is named does not mean that there is none."""
        return any(said.is_preservative for said in self._said)

    @functools.cached_property
    def _said(self) -> tuple[_Coactive, ...]:
        """What each name of something else in it says."""
        return tuple(map(_coactive, self.coactives or ()))

    def _problems(self) -> Iterable[InputError]:
        """Yield everything that is wrong."""
        if self.form is not None:
            try:
                catalog.find_form(self.form)
            except InputError as error:
                yield error
        if self.package not in (None, *PACKAGES):
            yield InputError(
                "package",
                self.package,
                say("this word is not known."),
                say("Use {packages}.", packages=", ".join(PACKAGES)),
            )
        fix = say("Correct it, or leave it out.")
        names = self.coactives or ()
        if len(names) > 1 and not {*NOTHING}.isdisjoint(map(str.casefold, names)):
            yield InputError(
                "coactives",
                ", ".join(names),
                say("“none” contradicts the rest."),
                say("Take one of them out."),
            )
        given: object = self.mass_fraction
        if given is not None and not isinstance(given, Quantity):
            yield InputError(
                "mass_fraction", given, say("a strength needs its unit."), say('Write Q_(15, "percent").')
            )
        elif isinstance(given, Quantity) and not is_like(given, "dimensionless"):
            yield InputError("mass_fraction", given, say("a strength is a mass per mass."), fix)
        elif self.strength is not None and not 0 < self.strength <= 1:
            yield InputError(
                "mass_fraction", self.strength, say("must be above 0 and at most 1 (100 %)."), fix
            )
        band = self.pH_band
        if band is not None and not 0 <= band.low <= band.high <= 14:
            yield InputError("pH", band.median, say("must be between 0 and 14."), fix)


class _Coactive(NamedTuple):
    """What a name of something else in a product says."""

    flags: tuple[str, ...]
    is_preservative: bool
    is_known: bool


@functools.lru_cache(maxsize=8192)
def _coactive(text: str) -> _Coactive:
    """Return what a name says; the same names stand on many labels."""
    term, is_ingredient = people.find_term("actives", text), catalog.is_ingredient(text)
    return _Coactive(
        tuple(term.counts_as) if term else (),
        is_ingredient and "preservative" in catalog.find_ingredient(text).roles,
        bool(term) or is_ingredient or text.casefold() in NOTHING,
    )
