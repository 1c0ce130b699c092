"""What was made of every word about a client: doubts stand out with their buttons, the rest is quiet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from calc.catalog import people
from calc.client.person import NOTHING, Client
from calc.client.product import Product
from calc.messages import say, say_list
from calc.parsing.account import Account
from calc.parsing.terms_in_text import Mention
from ui import state, widgets

#: What leaves a word of a field out.
_NOT = {
    "conditions": say("Not a condition: leave it out"),
    "medicines": say("Not a medicine: leave it out"),
    "reactions": say("Not a reaction: leave it out"),
    "actives": say("Not skincare: leave it out"),
    "coactives": say("Not an ingredient: leave it out"),
    "procedure": say("Not a treatment: leave it out"),
    "zone": say("Not a place: leave it out"),
}
#: What is said of something that holds, by the field in which it stands.
_NOW = {
    "medicines": say("taken now"),
    "actives": say("used now"),
    "conditions": say("counted"),
    "reactions": say("counted"),
}


def show_account(field: str, texts: Iterable[str], names: Mapping[str, str]) -> None:
    """Show what was made of the texts of a field: doubts to settle, then what is used.

    ``names``: of the list to choose from instead.
    """
    quiet = []
    for text in texts:
        for account in _accounts(field, text):
            if account.is_open:
                _show_doubt(field, text, account, names)
            elif isinstance(account, Mention) and (text not in names or _has_no_rule(account)):
                quiet.append(used_words(field, account))
    if quiet:
        widgets.aside("  \n".join(widgets.without_markup(line) for line in quiet))
    widgets.offer_take_back(state.key(field))


def show_word(field: str, mentions: Iterable[tuple[str, Mention]]) -> None:
    """Show what was made of the one text of a field, where it is no word of its list.

    ``mentions``: as `CheckResult.mentions` has them.
    """
    for kind, mention in mentions:
        if kind == field and mention.is_open:
            _show_doubt(field, state.text_in(word_key(field)), mention, {})
        elif kind == field:
            widgets.aside(widgets.without_markup(used_words(field, mention)))
    widgets.offer_take_back(word_key(field))


def word_key(field: str) -> str:
    """Return the widget key of the field in which words of one's own are typed."""
    return state.key(state.WORDS_BESIDE.get(field, field))


def _accounts(field: str, text: str) -> tuple[Account, ...]:
    """Return what was made of a text, piece by piece."""
    if text.casefold() in NOTHING:
        return ()
    if field == "coactives":
        unknown = Product(coactives=(text,)).unrecognised
        return tuple(Account(name, "not_understood", place=(0, len(text))) for name in unknown)
    said: dict[str, Any] = {field: (text,)}
    return tuple(mention for _, mention in Client(**said).mentions)


def used_words(field: str, mention: Mention) -> str:
    """Return what a piece of text was used as, in one line.

    ``field``: the list in which it stands.
    """
    names = say_list(dict.fromkeys(term.name for term in mention.terms.values()), ",") or mention.name
    if not names:
        return f"{mention.text}: {mention.note or say('set aside')}"
    if not mention.holds:
        said = say("there is none")
    elif mention.is_cause:
        said = say("reacts to it")
    elif mention.is_stopped and mention.stopped_days is not None:
        said = say("ended at least {stopped_days:.0f} days ago", stopped_days=mention.stopped_days)
    else:
        kind = next(iter(mention.terms), field)
        said = _NOW.get(kind if field != "reactions" else field, say("read this way"))
    if _has_no_rule(mention):
        said = say("{reading}, but no check looks at it", reading=said)
    return f"{mention.text}: {names}, {said}"


def _has_no_rule(mention: Mention) -> bool:
    """Tell whether no rule looks at anything that a piece of text names."""
    return bool(mention.terms) and all(term.asked for term in mention.terms.values())


def _show_doubt(field: str, text: str, account: Account, names: Mapping[str, str]) -> None:
    """Show a piece of text that somebody should look at, with a way to settle it."""
    said = widgets.without_markup(account.text)
    slot = f"{state.key(field)}-{text}-{account.place[0]}"
    with st.container(key=f"doubt-{slot}", gap="xsmall"):
        note = widgets.without_markup(account.note)
        unchecked = say("“{text}” was not understood, so it was **not checked**.", text=said)
        unchecked = f"{unchecked} {note}".strip()
        assumed = f"“{said}”: {note or say('is this right?')}"
        st.warning(assumed if account.status == "assumed" else unchecked, icon=":material/help:")
        with st.container(horizontal=True, gap="xsmall"):
            for reading in dict.fromkeys(account.readings):
                st.button(
                    say("Do you mean {reading}?", reading=widgets.escape_markdown(reading)),
                    key=f"{slot}-{reading}",
                    on_click=_settle,
                    args=(field, text, account, reading),
                )
            if account.status == "not_understood" or account.readings:
                st.button(
                    _NOT[field],
                    key=f"{slot}-out",
                    icon=":material/playlist_remove:",
                    on_click=_settle,
                    args=(field, text, account, ""),
                )
        if account.status == "not_understood" and names:
            _offer_list(field, text, account, names, slot)


def _offer_list(field: str, text: str, account: Account, names: Mapping[str, str], slot: str) -> None:
    """Offer the list of known names for a piece of text."""

    def settle() -> None:
        chosen = st.session_state.get(f"{slot}-list")
        if chosen:
            _settle(field, text, account, names[chosen])

    st.selectbox(
        say("Choose from the list what “{text}” is", text=account.text),
        list(names),
        index=None,
        format_func=names.__getitem__,
        key=f"{slot}-list",
        placeholder=say("Choose from the list"),
        label_visibility="collapsed",
        on_change=settle,
    )


def _settle(field: str, text: str, account: Account, reading: str) -> None:
    """Put a reading in the place of a piece of text; "" leaves the piece out."""
    start, end = account.place
    new = account.replaced_by(reading, text, text) if reading else _joined(text[:start], text[end:])
    held = st.session_state.get(word_key(field)) or []
    if isinstance(held, str):
        state.put_reading(word_key(field), new)
        return
    held = list(held)
    if text not in held:
        return
    at = held.index(text)
    held[at : at + 1] = [new] if new else []
    state.put_words(field, list(dict.fromkeys(held)))


def _joined(before: str, after: str) -> str:
    """Return what is left of a text of which a piece was taken out."""
    parts = (re.sub(r"^[\s,;]+|[\s,;]+$", "", part) for part in (before, after))
    return ", ".join(filter(None, parts))


def names_of(kind: str) -> dict[str, str]:
    """Return the names of the list of a kind, by their ids."""
    return {key: term.name for key, term in people.terms(kind).items()}
