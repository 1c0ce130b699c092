"""Compared products as rows of a table to sort, filter, take away and bring again."""

from __future__ import annotations

from collections.abc import Iterable

from calc.catalog.market import SecondaryForm
from calc.messages import say_list
from calc.parsing.price import Rates
from calc.products.compared_product import ComparedProduct
from calc.products.listings.listing import Listing
from calc.reports.evidence import FORM_STATE_WORDS


def rows_of(products: Iterable[ComparedProduct], rates: Rates | None = None) -> list[dict[str, object]]:
    """Return products as rows of a table; None is unknown.

    Parameters
    ----------
    products : iterable of ComparedProduct
    rates : Rates, optional
        For prices in one currency, beside those as seen.

    Examples
    --------
    >>> from calc.client.product import Product
    >>> from calc.products.comparison import compare
    >>> from calc.products.listings import Listing
    >>> rows = rows_of(compare([Listing("Serum", Product(form="LAA", pH=3.2))]).products)
    >>> rows[0]["product"], rows[0]["pH_window_word"]
    ('Serum', 'inside')
    """
    return [
        {**label_row(product.listing), **_result_row(product), **_converted_row(product, rates)}
        for product in products
    ]


def label_row(listing: Listing) -> dict[str, object]:
    """Return what a label states under the names of the list of this program, one number each.

    Parameters
    ----------
    listing : Listing

    Examples
    --------
    >>> from calc.client.product import Product
    >>> label_row(Listing("Serum", Product(pH=3.2)))["pH"]
    3.2
    """
    product, strength, volume = listing.product, listing.mass_fraction, listing.g_per_100mL
    pH, pieces = product.pH_band, listing.pieces or 1
    return {
        "product": listing.name,
        "kind": listing.kind,
        "form": product.form,
        "second_forms": ";".join(map(_second_form_cell, listing.second_forms)),
        "strength_percent": strength and 100 * strength.median,
        "strength_low_percent": strength and 100 * strength.low,
        "strength_high_percent": strength and 100 * strength.high,
        "strength_g_per_100mL": volume and volume.median,
        "strength_low_g_per_100mL": volume and volume.low,
        "strength_high_g_per_100mL": volume and volume.high,
        "total_percent": listing.total and 100 * listing.total.median,
        "total_g_per_100mL": listing.total_g_per_100mL and listing.total_g_per_100mL.median,
        "strength_basis": listing.basis,
        "pH": pH and pH.median,
        "pH_low": pH and pH.low,
        "pH_high": pH and pH.high,
        "base": listing.base,
        "package": product.package,
        "coactives": "; ".join(product.coactives or ()),
        "size_mL": listing.size_mL and listing.size_mL / pieces,
        "size_g": listing.size_g and listing.size_g / pieces,
        "pieces": listing.pieces,
        "price": listing.price,
        "currency": listing.currency or None,
        "price_date": listing.price_date or None,
    }


def _second_form_cell(second: SecondaryForm) -> str:
    """Return a second form as the list of this program writes it."""
    strength = second.strength
    if strength is None:
        return second.form
    ends = dict.fromkeys(f"{100 * end:.10g}" for end in (strength.low, strength.high))
    return f"{second.form}:{'-'.join(ends)}"


def _result_row(product: ComparedProduct) -> dict[str, object]:
    """Return what follows from a product, one number each, and the codes of its findings."""
    worst, listing = product.worst, product.listing
    # The middle of what may be one form or another is no ceiling.
    is_range = product.aa_equivalent_key == "between"
    content, price = product.aa_equivalent, product.price_per_g_aa
    return {
        "aa_equivalent_at_most_percent": content and 100 * (content.high if is_range else content.median),
        "aa_equivalent_words": product.aa_equivalent_words,
        "in_pH_window": product.in_window,
        "pH_window_word": product.window_word or None,
        "t90_days": product.life and product.life.t90_days and product.life.t90_days.median,
        "state": say_list(dict.fromkeys(FORM_STATE_WORDS[state.key] for state in product.states), "or")
        or None,
        "price_per_g_aa_at_least": price and (price.low if is_range else price.median),
        "worst": worst.name if worst else None,
        "findings": "; ".join(f"{finding.code} {finding.title}" for finding in product.findings),
        "not_checked": "; ".join(dict.fromkeys(skip.reason for skip in product.skipped)),
        "sources": ";".join(listing.sources),
        "note": listing.note or None,
    }


def _converted_row(product: ComparedProduct, rates: Rates | None) -> dict[str, object]:
    """Return the prices of a product in one currency, where rates are given."""
    if rates is None:
        return {}
    converted = product.converted(rates) or {}
    per_aa = converted.get("price_per_g_aa_equivalent")
    return {
        f"price_in_{rates.to}": converted.get("price"),
        f"price_per_g_aa_at_least_in_{rates.to}": per_aa["median"] if isinstance(per_aa, dict) else None,
    }
