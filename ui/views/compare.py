"""Compare: what is really in the bottle, side by side, from the list or from a table of one's own."""

from __future__ import annotations

import streamlit as st

from calc import market
from calc.errors import InputError, InputErrors
from calc.offers import COLUMNS, Offers, offers_of, recognised
from calc.products import HANDFUL, Compared, Offer, compare
from calc.tables import Table, read_table
from ui import widgets
from ui.compared import side_by_side, whole_list

OWN, CHOSEN, MONTHS = "compare-own", "compare-chosen", "compare-months"
#: What the page opens on: two of the list of which much is known.
FIRST = ("paulas_choice_c15_booster_2019", "the_ordinary_map_10")
PREVIEW = 5
COLUMN_WORDS = {
    "product": "Name of the product",
    "brand": "Brand",
    "form": "Form of vitamin C",
    "ingredients": "List of ingredients",
    "strength": "Strength",
    "pH": "pH",
    "package": "Package",
    "size": "Size",
    "price": "Price",
    "currency": "Currency",
    "coactives": "What else is in it",
}


def page() -> None:
    """Choose on the left, compare on the right."""
    widgets.aside("Vitamin C bench")
    st.title("What is really in the bottle?")
    left, right = st.columns([5, 7], gap="large")
    with left:
        st.session_state.setdefault(CHOSEN, [Offer.of_market(market.products()[key]).name for key in FIRST])
        own = own_table()
        offers = {each.name: each for each in (*own, *listed())}
        names = st.multiselect(
            f"Two to {HANDFUL} products",
            list(offers),
            key=CHOSEN,
            max_selections=HANDFUL,
            placeholder="Type to search, or choose",
            persist_state="session",
        )
        months = st.radio(
            "Made how long ago",
            [0, 3, 6, 12],
            format_func=lambda n: f"{n} months" if n else "fresh",
            key=MONTHS,
            horizontal=True,
            persist_state="session",
        )
    with right:
        chosen = compare([offers[name] for name in names], months=months or 0)
        if chosen:
            side_by_side(chosen, rest())
        else:
            st.info("Choose products from the list, or bring a table of your own.", icon=":material/compare:")
        whole_list((*compare(own, months=months or 0), *rest()))


@st.cache_data(show_spinner=False)
def rest() -> tuple[Compared, ...]:
    """Return every product of the list, for the picture behind the chosen ones."""
    return compare(listed())


def listed() -> list[Offer]:
    """Return the products of the list; what is no leave-on cosmetic is kept apart."""
    return [Offer.of_market(each) for each in market.products().values() if not each.is_comparator]


def own_table() -> tuple[Offer, ...]:
    """Take a table, say how it was read, and let its columns be named."""
    with st.expander("Bring a table of your own"):
        file = st.file_uploader("CSV, TSV, Excel, Parquet or JSON", key=OWN)
        if file is None:
            return ()
        try:
            table = read_table(file.getvalue(), name=file.name)
            columns = mapping(table)
            read = offers_of(table, columns)
        except InputError as error:
            widgets.wrong(str(error))
            return ()
        except InputErrors as errors:
            for error in errors.errors:
                widgets.wrong(str(error))
            return ()
        report(table, read)
        return read.offers


def mapping(table: Table) -> dict[str, str]:
    """Show what each column was taken for, with a preview, and let that be changed."""
    known = recognised(table.columns)
    st.dataframe(
        table.rows.head(PREVIEW), hide_index=True, alt=f"The first {PREVIEW} rows of {len(table.rows)}."
    )
    chosen: dict[str, str] = {}
    with widgets.fold("Which column is which", "columns"):
        for field in COLUMNS:
            options = ["", *table.columns]
            start = options.index(known.get(field, ""))
            name = st.selectbox(
                COLUMN_WORDS[field],
                options,
                index=start,
                format_func=lambda each: each or "none",
                key=f"compare-{field}-{'-'.join(table.columns)[:80]}",
            )
            if name:
                chosen[field] = name
    return chosen


def report(table: Table, read: Offers) -> None:
    """Say what was read, and what was left out with its reason."""
    st.markdown(f"{len(read.offers)} products read, {len(read.unread)} left out.")
    for note in table.notes:
        widgets.aside(widgets.plain(note))
    for each in read.unread[:10]:
        widgets.aside(widgets.plain(f"Line {each.line}: {each.reason}"))
    if len(read.unread) > 10:
        widgets.aside(f"… and {len(read.unread) - 10} more.")


page()
