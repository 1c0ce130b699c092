"""What is compared now: kept while the session lasts, and in the address, which opens it again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from calc.catalog import market
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.parsing.price import Rates, read_rates
from calc.products import (
    HANDFUL,
    ChosenProduct,
    ComparedProduct,
    ComparisonRequest,
    Listing,
    compare,
    label_of,
    open_comparison,
    share_comparison,
)
from calc.reports.links import LINK, token_in
from ui import state

_REQUEST = state.COMPARED
_TOKEN, _PROBLEMS, _FULL = (f"compare-{name}" for name in ("token", "problems", "full"))
#: When the address was written last, and of what.
_WRITTEN_AT, _WRITTEN_OF = "compare-written-at", "compare-written-of"
#: So long an address may be out of date, because the browser has not heard of the new one [s].
_LAG_S = 1.0
#: Names of products that were added from a file, and of all in it when it was read last.
_OF_FILE, _SEEN = "compare-of-file", "compare-file-seen"
#: Widget keys of how products are compared.
MONTHS, RATES = "compare-months", "compare-rates"
#: Products of a file whose row says more than a label can, each as it was read.
_EXACT = "compare-exact"


def request() -> ComparisonRequest:
    """Return what is compared now."""
    kept: ComparisonRequest = st.session_state.get(_REQUEST) or ComparisonRequest()
    return kept


def open_address() -> None:
    """Take over what the address holds, where that has changed: Back, forward, a typed one.

    An address that differs because somebody has just changed what is compared is only late. One that holds
    nothing is an empty comparison, but not where somebody comes from another page.
    """
    token = st.query_params.get(LINK, "")
    if token == st.session_state.get(_TOKEN, "") or (not token and not st.session_state.get(state.STAYED)):
        return
    written = st.session_state.get(_WRITTEN_OF)
    is_late = time.monotonic() - st.session_state.get(_WRITTEN_AT, -_LAG_S) < _LAG_S
    if is_late or (written is not None and written != linkable()):
        return
    problems: Iterable[InputError] = ()
    try:
        opened, problems = open_comparison(token) if token else (ComparisonRequest(), ())
    except InputErrors as errors:
        opened, problems = request(), errors.errors
    st.session_state[_REQUEST], st.session_state[_TOKEN] = opened, token
    st.session_state[_PROBLEMS] = tuple(map(str, problems))
    st.session_state[MONTHS], st.session_state[RATES] = opened.months, opened.rates


def write_address() -> str:
    """Put what is compared into the address; return the link to it, "" where there is none."""
    kept = linkable()
    try:
        link = share_comparison(kept, state.base_address()) if kept.products else ""
    except InputErrors:
        st.session_state[_WRITTEN_OF] = kept
        return ""
    token = token_in(link) if link else ""
    if st.session_state.get(_TOKEN, "") != token:
        st.session_state[_WRITTEN_AT] = time.monotonic()
    st.session_state[_TOKEN], st.session_state[_WRITTEN_OF] = token, kept
    if not token:
        st.query_params.pop(LINK, None)
    elif st.query_params.get(LINK) != token:
        st.query_params[LINK] = token
    return link


def carried_comparison() -> dict[str, str] | None:
    """Return what a link to this page has in its address, so that what is compared comes along."""
    kept = linkable()
    if kept == st.session_state.get(_WRITTEN_OF):
        token = st.session_state.get(_TOKEN, "")
    else:
        try:
            token = token_in(share_comparison(kept)) if kept.products else ""
        except InputErrors:
            token = ""
    return {LINK: token} if token else None


def linkable() -> ComparisonRequest:
    """Return what a link can hold of what is compared."""
    kept, exact = request(), st.session_state.get(_EXACT, {})
    return replace(kept, products=tuple(one for one in kept.products if one not in exact))


def link_problems() -> tuple[str, ...]:
    """Return what could not be read of the link that was opened."""
    problems: tuple[str, ...] = st.session_state.get(_PROBLEMS, ())
    return problems


def is_full() -> bool:
    """Tell, once, whether one more was chosen than fit side by side."""
    return bool(st.session_state.pop(_FULL, False))


def add(one: ChosenProduct) -> None:
    """Take one more product into the comparison."""
    kept = request()
    if one in kept.products:
        return
    if len(kept.products) >= HANDFUL:
        st.session_state[_FULL] = True
        return
    _put(replace(kept, products=(*kept.products, one)))


def add_of_file(listing: Listing) -> None:
    """Take a product of a file into the comparison."""
    _added_names().add(listing.name)
    add(_of_file(listing))


def _of_file(listing: Listing) -> ChosenProduct:
    """Return a product of a file by what a label can say, so that a link holds it.

    Where its row says more than that, it is kept as it was read, and no link holds it.
    """
    one = ChosenProduct(file=label_of(listing))
    said = replace(one.listing, **{name: getattr(listing, name) for name in ("matched", "note", "words_say")})
    if said != listing:
        st.session_state[_EXACT] = {**st.session_state.get(_EXACT, {}), one: listing}
    return one


def remove(place: int) -> None:
    """Take a product out of the comparison."""
    kept = request()
    _put(replace(kept, products=tuple(one for at, one in enumerate(kept.products) if at != place)))


def add_fact(place: int, field: str, text: str) -> None:
    """Take what somebody's label says into a product that is compared; nothing takes it away again."""
    kept = request()
    if place >= len(kept.products):
        return
    products = list(kept.products)
    before = products[place]
    changed = before.with_fact(field, text)
    exact = st.session_state.get(_EXACT, {})
    if before in exact:  # from here on it is what its label says
        st.session_state[_EXACT] = {one: listing for one, listing in exact.items() if one != before}
    products[place] = changed
    if changed.listed or changed.file.cells or changed.added.cells:
        _put(replace(kept, products=tuple(products)))


def set_way(months: int, rates: str) -> None:
    """Take how products are compared."""
    _put(replace(request(), months=months, rates=rates))


def _put(changed: ComparisonRequest) -> None:
    """Keep what is compared."""
    st.session_state[_REQUEST] = changed
    st.session_state.pop(_PROBLEMS, None)


def compared(kept: ComparisonRequest) -> tuple[ComparedProduct, ...]:
    """Return what follows from each product; two of one name are told apart by a number."""
    exact, seen = st.session_state.get(_EXACT, {}), Counter[str]()
    listings = []
    for one in kept.products:
        listing = exact.get(one, one.listing)
        seen[listing.name] += 1
        again = seen[listing.name]
        listings.append(replace(listing, name=f"{listing.name} ({again})") if again > 1 else listing)
    return compare(listings, months=kept.months).products


def read_rates_typed(text: str) -> tuple[Rates | None, tuple[str, ...]]:
    """Return exchange rates as typed, and what is wrong with them."""
    try:
        return read_rates(part.strip().removeprefix("1 ") for part in text.split(";") if part.strip()), ()
    except InputErrors as errors:
        return None, tuple(map(str, errors.errors))


def origin(one: ChosenProduct) -> str:
    """Return where a product is from, in words."""
    if one.listed:
        seen = market.products()[one.listed].seen_on
        return say("from our list, seen {seen}", seen=seen) if seen else say("from our list, date unknown")
    return say("typed by you") if one.is_typed else say("from your file")


def names_and_ids() -> set[str]:
    """Return what tells which rows of the list are compared: ids of the list, names of a file."""
    return {_name_or_id(one) for one in request().products if not one.is_typed}


def remove_named(name: str) -> None:
    """Take a product out of the comparison by its id in the list, or its name in a file."""
    places = [
        at for at, one in enumerate(request().products) if not one.is_typed and _name_or_id(one) == name
    ]
    for place in reversed(places):
        remove(place)


def _name_or_id(one: ChosenProduct) -> str:
    """Return the id of a product of the list, or the name of one of a file."""
    return one.listed or one.file.texts.get("product", "")


def renew_of_file(listings: Sequence[Listing]) -> bool:
    """Bring products of a file up to what is read of it now, as another column may be chosen for something.

    Where nothing is compared yet and the file has no more than fit side by side, all of it is. Return whether
    something else is compared than before.
    """
    by_name = {listing.name: listing for listing in listings}
    kept = request()
    renewed = tuple(
        replace(_of_file(by_name[name]), added=one.added)
        if one.file.cells and (name := _name_or_id(one)) in by_name and name in _added_names()
        else one
        for one in kept.products
    )
    if renewed != kept.products:
        _put(replace(kept, products=renewed))
    names = tuple(by_name)
    if names and not kept.products and len(names) <= HANDFUL and names != st.session_state.get(_SEEN):
        for listing in listings:
            add_of_file(listing)
    st.session_state[_SEEN] = names
    return request() != kept


def _added_names() -> set[str]:
    """Return the names of the products of a file that were added in this visit."""
    names: set[str] = st.session_state.setdefault(_OF_FILE, set())
    return names
