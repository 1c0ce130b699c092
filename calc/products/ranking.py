"""Which of some compared products is better at what; never one score for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from calc import catalog
from calc.client.product import PURE_ACIDS
from calc.findings import Action
from calc.parsing.price import Rates
from calc.products.compared_product import ComparedProduct


@dataclass(frozen=True)
class Better:
    """Which of some products is better at something, and how far that is known.

    ``winners``: names; several where they are equal. ``unknown``: those of which it is not known.
    """

    at: str
    winners: tuple[str, ...]
    unknown: tuple[str, ...]


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
    ranked = [product for product in products if not product.listing.is_comparator]
    lines = [
        _best("most vitamin C, counted as ascorbic acid at most", ranked, _most_vitamin_c),
        _best("pH in the window of its form", ranked, _in_window),
        _best("mildest by its form", ranked, _mildness),
        _best("fewest warnings", ranked, _calm),
        *_cheapest(ranked, rates),
    ]
    return tuple(line for line in lines if line)


def _cheapest(products: Sequence[ComparedProduct], rates: Rates | None) -> Iterable[Better | None]:
    """Yield who costs least per gram of ascorbic acid, in each currency that has no rate to another."""
    priced = {product.listing.currency for product in products if product.price_per_g_aa} - {""}
    pooled = {currency for currency in priced if rates and rates.covers(currency)}
    if rates and pooled:
        at = f"least {rates.to} per gram of ascorbic acid, at the rates given"
        rivals = [p for p in products if p.listing.price is None or rates.covers(p.listing.currency)]
        yield _best(at, rivals, lambda product: _least_price(product, rates))
    for currency in sorted(priced - pooled):
        rivals = [p for p in products if p.listing.price is None or p.listing.currency == currency]
        yield _best(f"least {currency} per gram of ascorbic acid", rivals, _least_price)


def _best(
    at: str, products: Sequence[ComparedProduct], worth: Callable[[ComparedProduct], float | None]
) -> Better | None:
    """Return who is best at something; None where nobody's worth is known, or everybody's is the same.

    What is corrosive is worse than all others.
    """
    worths = [  # a name may come twice
        (product.listing.name, -math.inf if product.is_corrosive else worth(product)) for product in products
    ]
    stated = [(name, value) for name, value in worths if value is not None]
    most = max((value for _, value in stated), default=0.0)
    winners = tuple(name for name, value in stated if math.isclose(value, most, rel_tol=1e-9))
    if len(winners) == len(stated):
        return None
    return Better(at, winners, tuple(name for name, value in worths if value is None))


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
