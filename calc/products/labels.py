"""What many labels say, as columns: the kind of each product, and its numbers; and the facts for the rules.

Rules see little of a label: its form, what else is in it, whether it holds water. Labels that agree in
these are of one *kind*, whose facts are worked out once; only strength and pH differ from row to row.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from calc import catalog
from calc.chemistry.recipe import PACKAGES as STORED_IN
from calc.client.facts import visit_facts
from calc.client.intake import skin_bound_mg
from calc.client.person import Client
from calc.client.product import Product
from calc.client.visit import Visit
from calc.products.digests import names_said
from calc.products.listings.listing import VITAMIN_C, Listing
from calc.rules import Facts

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.intp]

ACID = "l_ascorbic_acid"
_UNKNOWN = float("nan")
# So many kinds of products are remembered.
_MOST_KINDS = 4_096
_NAMED = tuple(VITAMIN_C)


@dataclass(frozen=True, eq=False)
class Labels:
    """What n labels say, (n,) each; the numbers NaN where unknown.

    Parameters
    ----------
    mass_fraction, aa_equivalent : (n,) array
        Strength of the first form, and of all counted as ascorbic acid [0–1].
    pH : (n,) array
    kinds : (n,) array of int
        Positions among ``examples``.
    packages : (n,) array of int
        Positions among `recipe.PACKAGES`; one beyond for unknown.
    is_powder : (n,) array of bool
        Whether a product is mixed before use, so that its strength is not what touches the skin.
    vitamin_c : (n,) array of int
        What of it each names: positions among `listing.VITAMIN_C`.
    examples : tuple of Product
        One of each kind, without strength, pH and package.
    wrong : (n,) array of int
        0, or from 1 which of ``reasons`` keeps a label from being read.
    reasons : tuple of str
    """

    mass_fraction: Array
    aa_equivalent: Array
    pH: Array
    kinds: Rows
    packages: Rows
    is_powder: Flags
    vitamin_c: Rows
    examples: tuple[Product, ...]
    wrong: Rows
    reasons: tuple[str, ...]

    def readable(self) -> Labels:
        """Return those that can be read."""
        rows = np.flatnonzero(self.wrong == 0)
        names = (*NUMBERS, "kinds", "packages", "is_powder", "vitamin_c")
        columns = {name: getattr(self, name)[rows] for name in names}
        return replace(self, **columns)

    @functools.cached_property
    def facts_of_kinds(self) -> tuple[Facts, ...]:
        """The facts of each example, a row each, of somebody of whom nothing is known."""
        return tuple(map(_facts_of, self.examples))

    def of_kind(self, value: Callable[[Product], float]) -> Array:
        """Return a number that depends on the kind alone, (n,)."""
        return np.array([value(product) for product in self.examples], dtype=np.float64)[self.kinds]


class LabelColumns:
    """The columns of `Labels` while they are filled, from one reading or from several.

    Parameters
    ----------
    size : int
        How many labels there are.
    """

    def __init__(self, size: int) -> None:
        self.numbers = {name: np.full(size, _UNKNOWN) for name in NUMBERS}
        self.kinds, self.packages, self.wrong, self.vitamin_c = np.zeros((4, size), dtype=np.intp)
        self.is_powder = np.zeros(size, dtype=bool)
        self._places: dict[tuple[object, ...], int] = {}
        self._places_with: dict[tuple[int, int], int] = {}
        self._examples: list[Product] = []
        self._reasons: dict[str, int] = {}

    def add_words(
        self,
        rows: Rows,
        places: Rows,
        readings: Sequence[Listing | str | None],
        said: Rows | None = None,
    ) -> None:
        """Take what the words of some labels say, or why they cannot be read.

        Parameters
        ----------
        rows : (m,) array of int
            Which labels.
        places : (m,) array of int
            Which of the readings each of them has.
        readings : sequence of Listing, str or None
            A text is the reason why a label cannot be read.
        said : (m,) array of int, optional
            What is in them besides, as `names_said` has the names for it.
        """
        if not rows.size:
            return
        listings = [None if isinstance(reading, str) else reading for reading in readings]
        wrong = [self._reason(reading) if isinstance(reading, str) else 0 for reading in readings]
        packages = [_package(listing.product.package) if listing else 0 for listing in listings]
        powders = [listing.product.is_powder if listing else False for listing in listings]
        named = [_NAMED.index(listing.vitamin_c) if listing else 0 for listing in listings]
        self.wrong[rows] = np.array(wrong, dtype=np.intp)[places]
        self.kinds[rows] = self._kinds(listings, places, np.zeros_like(places) if said is None else said)
        self.packages[rows] = np.array(packages, dtype=np.intp)[places]
        self.is_powder[rows] = np.array(powders, dtype=bool)[places]
        self.vitamin_c[rows] = np.array(named, dtype=np.intp)[places]

    def add_numbers(self, rows: Rows, places: Rows, readings: Sequence[Listing | str]) -> None:
        """Take the numbers of some labels; arguments as for `add_words`."""
        for name, number in NUMBERS.items():
            values = [None if isinstance(reading, str) else number(reading) for reading in readings]
            column = np.array([_UNKNOWN if value is None else value for value in values], dtype=np.float64)
            self.numbers[name][rows] = column[places]

    def _reason(self, reason: str) -> int:
        """Return the number of a reason, from 1."""
        return self._reasons.setdefault(reason, len(self._reasons) + 1)

    def _kinds(self, listings: Sequence[Listing | None], places: Rows, said: Rows) -> Rows:
        """Return of which kind each label is, by its reading and what is in it besides."""
        kinds = np.array([self._kind(listing.product) if listing else -1 for listing in listings])[places]
        pairs, which = np.unique(np.column_stack([kinds, said]), axis=0, return_inverse=True)
        together = [self._kind_with(kind, besides) for kind, besides in pairs.tolist()]
        return np.array(together, dtype=np.intp)[which.ravel()]

    def _kind_with(self, kind: int, said: int) -> int:
        """Return of which kind a product of some kind is with what is in it besides."""
        if kind < 0 or not said:
            return max(kind, 0)
        if (kind, said) not in self._places_with:
            example = self._examples[kind]
            names = (*(example.coactives or ()), *names_said(said))
            self._places_with[kind, said] = self._kind(replace(example, coactives=names))
        return self._places_with[kind, said]

    def _kind(self, product: Product) -> int:
        """Return of which kind a product is."""
        key = _kind_of(product)
        place = self._places.setdefault(key, len(self._examples))
        if place == len(self._examples):
            self._examples.append(replace(product, mass_fraction=None, pH=None, package=None))
        return place

    def labels(self) -> Labels:
        """Return the labels."""
        return Labels(
            **self.numbers,
            kinds=self.kinds,
            packages=self.packages,
            is_powder=self.is_powder,
            vitamin_c=self.vitamin_c,
            examples=tuple(self._examples) or (Product(),),
            wrong=self.wrong,
            reasons=tuple(self._reasons),
        )


def _kind_of(product: Product) -> tuple[object, ...]:
    """Return what rules look at of a product without strength, pH and package."""
    rest = (product.flags, product.is_preserved, bool(product.unrecognised))
    return (product.form, product.home_made, product.has_water, product.is_powder, *rest)


def _facts_of(product: Product) -> Facts:
    """Return the facts of a kind of product, a row, of somebody of whom nothing is known."""
    kind = _kind_of(product)
    if len(_FACTS) >= _MOST_KINDS:
        _FACTS.clear()
    if kind not in _FACTS:
        _FACTS[kind] = visit_facts(Visit(_NOBODY, product), None)
    return _FACTS[kind]


_FACTS: dict[tuple[object, ...], Facts] = {}
_NOBODY = Client()


def labels_of(listings: Sequence[Listing]) -> Labels:
    """Return the labels of some listings, in their order.

    Parameters
    ----------
    listings : sequence of Listing

    Examples
    --------
    >>> labels = labels_of([Listing("Serum", Product(form="l_ascorbic_acid", pH=3.2))])
    >>> labels.pH.tolist(), labels.examples[0].form
    ([3.2], 'l_ascorbic_acid')
    """
    columns, rows = LabelColumns(len(listings)), np.arange(len(listings))
    columns.add_words(rows, rows, listings)
    columns.add_numbers(rows, rows, listings)
    return columns.labels()


def _mass_fraction(listing: Listing) -> float | None:
    """Return the strength of the first form [0–1]."""
    return listing.mass_fraction.median if listing.mass_fraction else None


def _aa_equivalent(listing: Listing) -> float | None:
    """Return the strength of all forms counted as ascorbic acid [0–1]."""
    content = listing.aa_equivalent
    return None if content is None else content.median


def _pH(listing: Listing) -> float | None:
    """Return the pH of a listing."""
    band = listing.product.pH_band
    return None if band is None else band.median


#: The numbers of a label, with what they are of a listing.
NUMBERS: Mapping[str, Callable[[Listing], float | None]] = {
    "mass_fraction": _mass_fraction,
    "aa_equivalent": _aa_equivalent,
    "pH": _pH,
}


def _package(package: str | None) -> int:
    """Return the position of a package among those that keep a product; the last where it is not known."""
    stored_in = "sealed_ampoule" if package == "ampoule" else package
    return STORED_IN.index(stored_in) if stored_in in STORED_IN else len(STORED_IN)


def label_facts(labels: Labels) -> Facts:
    """Return what rules look at of labels: what each kind has, and what depends on strength and pH.

    Parameters
    ----------
    labels : Labels

    Returns
    -------
    Facts
        Columns (n,) alone, of somebody of whom nothing is known; without bands and texts.

    Examples
    --------
    >>> facts = label_facts(labels_of([Listing("Serum", Product(form="ascorbyl_glucoside", pH=6.0))]))
    >>> facts.columns["has_derivative"].tolist(), facts.columns["pH"].tolist()
    ([1.0], [6.0])
    """
    size = labels.kinds.size
    names = tuple(labels.facts_of_kinds[0].columns)
    by_kind = np.array(
        [np.concatenate([facts.columns[name] for name in names]) for facts in labels.facts_of_kinds]
    )
    alike = ((by_kind == by_kind[0]).all(axis=0) | np.isnan(by_kind).all(axis=0)).tolist()
    of_first = np.broadcast_to(by_kind[0][:, np.newaxis], (len(names), size))
    columns: dict[str, Array] = {
        name: of_first[place] if alike[place] else by_kind[labels.kinds, place]
        for place, name in enumerate(names)
    }
    on_skin = np.where(labels.is_powder, _UNKNOWN, labels.mass_fraction)
    acid = labels.of_kind(lambda product: product.form == ACID) == 1
    derivative = labels.of_kind(lambda product: product.form not in (None, ACID)) == 1
    centre = labels.of_kind(lambda product: _content(product.form, 0))
    high = labels.of_kind(lambda product: _content(product.form, 2))
    # An oil has no pH: where a label tells one, there is water.
    wet = labels.of_kind(lambda product: float(product.has_water is not False))
    by_row = {
        "laa_mass_fraction": np.where(acid, on_skin, _UNKNOWN),
        "derivative_mass_fraction": np.where(derivative, on_skin, _UNKNOWN),
        "derivative_aa_equivalent": np.where(derivative, on_skin * centre, _UNKNOWN),
        "skin_bound_mg": on_skin * high * _bound_of_pure_mg(),
        "pH": labels.pH,
        "has_water": np.where(np.isnan(labels.pH), columns["has_water"], wet),
    }
    return Facts({**columns, **by_row})


def _content(form: str | None, end: int) -> float:
    """Return the ascorbic acid that a gram of a form stands for [g/g]: its centre, or its low or high end."""
    row = catalog.forms()[form].aa_equivalent if form else None
    return _UNKNOWN if row is None else row.to("dimensionless")[end]


@functools.cache
def _bound_of_pure_mg() -> float:
    """Return what reaches the skin in a day at the very most, of nothing but ascorbic acid [mg]."""
    return float(skin_bound_mg(1.0).m_as("mg/day"))
