"""What the rules say of many labels: findings in words, which rules ran, and which could not and why.

The rules run once over all labels. Words are made only where a rule fires, and once for labels that
share what the words depend on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from calc import catalog, rules
from calc.findings import Finding
from calc.messages import say_list
from calc.products.labels import Labels, label_facts, labels_of
from calc.products.listings.listing import Listing
from calc.rules import Facts, RuleResults, Skipped


class LabelFindings(NamedTuple):
    """What the rules say of one label: findings, the codes that ran, and those that could not."""

    findings: tuple[Finding, ...]
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def findings_of_labels(listings: Sequence[Listing]) -> list[LabelFindings]:
    """Return what the rules say of each listing, in their order.

    Parameters
    ----------
    listings : sequence of Listing

    Examples
    --------
    >>> from calc.client.product import Product
    >>> said = findings_of_labels([Listing("Serum", Product(form="l_ascorbic_acid", pH=2.0))])
    >>> [finding.code for finding in said[0].findings]
    ['PH-001', 'PH-020']
    """
    if not listings:
        return []
    labels = labels_of(listings)
    facts = _with_texts(label_facts(labels), labels, listings)
    results = rules.evaluate(_with_bands(facts, listings), ("product",))
    findings = _findings(results, facts, labels, listings)
    accounts = _accounts(results, facts)
    return [
        # In a list without vitamin C there is nothing for them to look at.
        LabelFindings((), (), ()) if listing.vitamin_c == "none" else LabelFindings(fired, *account)
        for listing, fired, account in zip(listings, findings, accounts)
    ]


def _with_texts(facts: Facts, labels: Labels, listings: Sequence[Listing]) -> Facts:
    """Return facts with the words that messages show."""
    by_kind = [facts.texts for facts in labels.facts_of_kinds]
    kinds = labels.kinds.tolist()
    texts = {name: [by_kind[kind][name][0] for kind in kinds] for name in by_kind[0]}
    unknown = [dict.fromkeys(listing.product.unrecognised) for listing in listings]
    texts["unchecked_names"] = [say_list([f"“{name}”" for name in names], "and") for names in unknown]
    return replace(facts, texts=texts)


def _with_bands(facts: Facts, listings: Sequence[Listing]) -> Facts:
    """Return facts with the ends of each pH; NaN where it is unknown."""
    bands = [listing.product.pH_band for listing in listings]
    ends = ("median", "low", "high")
    columns = {
        end: np.array([getattr(band, end, np.nan) for band in bands], dtype=np.float64) for end in ends
    }
    return replace(facts, bands={"pH": columns})


def _findings(
    results: RuleResults, facts: Facts, labels: Labels, listings: Sequence[Listing]
) -> list[tuple[Finding, ...]]:
    """Return the findings of each row, made once for rows whose words are the same."""
    with_bands = _with_bands(facts, listings)
    every: list[tuple[Finding, ...]] = [()] * len(listings)
    made: dict[tuple[object, ...], tuple[Finding, ...]] = {}
    for row in np.flatnonzero((results.fires | results.may).any(axis=1)).tolist():
        product = listings[row].product
        key = (int(labels.kinds[row]), product.strength, product.pH_band, product.unrecognised)
        if key not in made:
            # A pH that is unknown has no band to be written out.
            stated = with_bands if product.pH_band else facts
            made[key] = rules.findings_of(results, stated, row)
        every[row] = made[key]
    return every


def _accounts(results: RuleResults, facts: Facts) -> list[tuple[tuple[str, ...], tuple[Skipped, ...]]]:
    """Return which rules ran and which could not, made once for rows that miss the same facts."""
    texts = [catalog.rules()[code] for code in results.codes]
    needed = dict.fromkeys(name for text in texts for name in (*text.when, *text.needs))
    missing = np.array([np.isnan(facts.columns[name]) for name in needed])
    marks = np.hstack([np.packbits(missing, axis=0).T, _bytes(results.skipped)])
    _, first, places = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    accounts = []
    for row in first.tolist():
        skipped = rules.skipped_of(results, facts, row)
        missed = {skip.code for skip in skipped}
        accounts.append((tuple(code for code in results.codes if code not in missed), skipped))
    return [accounts[place] for place in places.ravel().tolist()]


def _bytes(words: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return bit words (n, words) as bytes."""
    return np.ascontiguousarray(words).view(np.uint8).reshape(len(words), -1)
