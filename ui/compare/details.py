"""Behind a comparison: why each product is judged as it is, where it is from, and what tests found."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from calc.catalog import market
from calc.messages import say, say_data
from calc.products import ComparedProduct
from calc.reports.evidence.words import value_words
from calc.units import THIN
from ui import widgets
from ui.check_result import show_ampoule_table


def reasons(products: Sequence[ComparedProduct]) -> None:
    """Show what is behind each product, one click away."""
    for place, product in enumerate(products):
        label = say(
            "{product}: warnings, notes and sources", product=widgets.escape_markdown(product.listing.name)
        )
        with widgets.fold(label, f"compare-why-{place}") as fold:
            if fold.open:
                _reasons_of(product)


def _reasons_of(product: ComparedProduct) -> None:
    """Show the findings, what was not checked, and the sources of a product."""
    for finding in product.findings:
        widgets.finding_card(finding)
    if product.skipped:
        missing = dict.fromkeys(skip.reason for skip in product.skipped)
        st.markdown(say("**Not checked, because it is not known**"))
        st.markdown("\n".join(f"- {widgets.escape_markdown(reason)}" for reason in missing))
    if product.ampoule:
        st.markdown(say("**What one article wants of an ampoule**"))
        show_ampoule_table(product.ampoule)
    if product.listing.note:
        widgets.aside(widgets.escape_markdown(say_data(product.listing.note)))
    if product.listing.sources:
        widgets.source_list(product.listing.sources)


def tests_found() -> None:
    """Show what tests of bought products found when they measured what the label says."""
    for test in market.lab_tests().values():
        with widgets.fold(
            say("Lab test: {test}, {date}", test=test.what, date=test.date), f"test-{test.id}"
        ) as fold:
            if fold.open:
                for outcome in test.outcomes:
                    number = value_words(outcome.row).replace(f"{THIN}dimensionless", "")
                    caveat = f" :small[:gray[({outcome.row.caveat})]]" if outcome.row.caveat else ""
                    st.markdown(f"- {number} · {outcome.says}{caveat}")
                widgets.source_list(test.sources)
