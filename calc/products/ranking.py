"""Which of some compared products is better at what; never one score for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from calc import catalog
from calc.client.product import PURE_ACIDS
from calc.findings import Action
from calc.messages import say
from calc.parsing.price import Rates
from calc.products.compared_product import ComparedProduct

#: What products can be better at, by the row of a comparison that it stands in, in words.
BETTER_WORDS = {
    "verdict": say("Fewest warnings"),
    "vitamin_c": say("Most vitamin C (as ascorbic acid, upper bound)"),
    "pH": say("pH right for its form"),
    "sting": say("Mildest form"),
    "price": say("Least {currency} per gram of vitamin C"),
}


@dataclass(frozen=True)
class Better:
    """Which of some products is better at something, and how far that is known.

    Parameters
    ----------
    at : str
    winners : tuple of str
        Names; several where they are equal. Never one that a rule stops.
    unknown : tuple of str
        Those of which it is not known.
    key : str
        Of `BETTER_WORDS`.
    places : tuple of int
        Where the winners stand among the products, counted from 0.
    currency : str
        Of prices.
    """

    at: str
    winners: tuple[str, ...]
    unknown: tuple[str, ...]
    key: str = field(default="", compare=False)
    places: tuple[int, ...] = field(default=(), compare=False)
    currency: str = field(default="", compare=False)

    @property
    def words(self) -> str:
        """What they are better at, as a heading."""
        return BETTER_WORDS[self.key].format(currency=self.currency)


def better_at(products: Sequence[ComparedProduct], rates: Rates | None = None) -> tuple[Better, ...]:
    """Return, for each thing that products can be better at, which of them is; never a total.

    Comparators are left aside: what is injected is no leave-on cosmetic.

    Parameters
    ----------
    products : sequence of ComparedProduct
        Two or more.
    rates : Rates, optional
        Between currencies, which stay apart without them.

    Examples
    --------
    >>> from calc.client.product import Product
    >>> from calc.products.comparison import compare
    >>> from calc.products.listings import Listing
    >>> labels = {"A": Product(form="LAA"), "B": Product(form="ascorbyl_glucoside")}
    >>> products = compare(Listing(name, label) for name, label in labels.items()).products
    >>> [(line.at, line.winners) for line in better_at(products)]
    [('mildest by its form', ('B',))]
    """
    lines = [
        _best(
            "vitamin_c", say("most vitamin C, counted as ascorbic acid at most"), products, _most_vitamin_c
        ),
        _best("pH", say("pH in the window of its form"), products, _in_window),
        _best("sting", say("mildest by its form"), products, _mildness),
        _best("verdict", say("fewest warnings"), products, _calm),
        *_cheapest(products, rates),
    ]
    return tuple(line for line in lines if line)


def _cheapest(products: Sequence[ComparedProduct], rates: Rates | None) -> Iterable[Better | None]:
    """Yield who costs least per gram of ascorbic acid, in each currency that has no rate to another."""
    ranked = [product for product in products if not product.listing.is_comparator]
    priced = {product.listing.currency for product in ranked if product.price_per_g_aa} - {""}
    pooled = {currency for currency in priced if rates and rates.covers(currency)}
    if rates and pooled:
        at = say("least {currency} per gram of ascorbic acid, at the rates given", currency=rates.to)
        yield _best(
            "price",
            at,
            products,
            lambda product: _least_price(product, rates),
            currency=rates.to,
            among=lambda product: rates.covers(product.listing.currency),
        )
    for currency in sorted(priced - pooled):
        at = say("least {currency} per gram of ascorbic acid", currency=currency)
        yield _best("price", at, products, _least_price, currency=currency, among=_priced_in(currency))


def _priced_in(currency: str) -> Callable[[ComparedProduct], bool]:
    """Return what tells whether a product is priced in a currency."""
    return lambda product: product.listing.currency == currency


def _best(
    key: str,
    at: str,
    products: Sequence[ComparedProduct],
    worth: Callable[[ComparedProduct], float | None],
    *,
    currency: str = "",
    among: Callable[[ComparedProduct], bool] | None = None,
) -> Better | None:
    """Return who is best at something; None where nobody's worth is known, or everybody's is the same.

    What is stopped is worse than all others. ``among`` tells which prices take part; a product without one
    takes part as unknown.
    """
    rivals = [
        (place, product)
        for place, product in enumerate(products)
        if not product.listing.is_comparator
        and (among is None or product.listing.price is None or among(product))
    ]
    worths = [(place, product, worth(product)) for place, product in rivals]
    known = [(place, product, value) for place, product, value in worths if value is not None]
    usable = [entry for entry in known if not entry[1].is_stopped]
    most = max((value for _, _, value in usable), default=-math.inf)
    winners = [entry for entry in usable if math.isclose(entry[2], most, rel_tol=1e-9)]
    if not winners or len(winners) == len(known):
        return None
    return Better(
        at,
        tuple(product.listing.name for _, product, _ in winners),
        tuple(p.listing.name for _, p, value in worths if value is None and not p.is_stopped),
        key,
        tuple(place for place, _, _ in winners),
        currency,
    )


def _most_vitamin_c(product: ComparedProduct) -> float | None:
    """Return the content of ascorbic acid, at most; None where it may be that of one form or of another.

    Nor is it known of a powder before it is mixed.
    """
    unclear = product.aa_equivalent_key == "between" or product.listing.product.is_powder
    return None if product.aa_equivalent is None or unclear else product.aa_equivalent.median


def _least_price(product: ComparedProduct, rates: Rates | None = None) -> float | None:
    """Return the price, less being better."""
    if product.price_per_g_aa is None or product.aa_equivalent_key == "between":
        return None
    price = product.price_per_g_aa.median
    worth = rates.into(price, product.listing.currency) if rates else price
    return None if worth is None else -worth


def _in_window(product: ComparedProduct) -> float | None:
    """Return 1 where the pH lies in the window of the form, 0 where it does not."""
    return None if product.in_window is None else float(product.in_window)


def _mildness(product: ComparedProduct) -> float | None:
    """Return 1 for derivatives and 0 where the acid itself is among the forms."""
    listing = product.listing
    if any(form in PURE_ACIDS for form in listing.forms):
        return 0.0
    return None if listing.product.form is None or listing.has_unknown_form else 1.0


def _calm(product: ComparedProduct) -> float | None:
    """Return how few findings ask for something; None where something that matters is not known."""
    if any(catalog.rules()[skip.code].action > Action.none for skip in product.skipped):
        return None
    return -float(sum(finding.action > Action.none for finding in product.findings))
