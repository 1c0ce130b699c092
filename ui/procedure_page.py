"""What a procedure is: what is done, what is claimed and known of it, who must not, what else there is."""

from __future__ import annotations

import streamlit as st

from calc.catalog.claims import Claim
from calc.catalog.procedures import procedures
from calc.client.procedure import KNOWN, ProcedurePage, describe_procedure
from calc.messages import say
from ui import state, widgets


def explain_procedure(chosen: str) -> None:
    """Offer to read what the chosen procedure is, or any of them while none is chosen."""
    known = procedures()
    if chosen in known:
        label = say("What is {procedure}?", procedure=known[chosen].name)
    elif chosen in ("", "none"):
        label = say("What are mesotherapy, biorevitalisation, plasma and the other ways?")
    else:
        return
    with widgets.fold(label, f"procedure-{chosen}") as fold:
        if not fold.open:
            return
        names = {id: procedure.name.removeprefix("the ").capitalize() for id, procedure in known.items()}
        ids = list(names)
        about = st.selectbox(
            say("Read about"),
            ids,
            index=ids.index(chosen) if chosen in known else 0,
            format_func=names.__getitem__,
            key=f"{state.key('about')}-{chosen}",
        )
        show_procedure(describe_procedure(about or ids[0]), names)


def show_procedure(page: ProcedurePage, names: dict[str, str]) -> None:
    """Show what is known of a procedure.

    ``names``: of all that are explained, by their ids.
    """
    procedure = page.procedure
    plain = widgets.without_markup
    st.markdown(say("**What it is**  \n{description}", description=procedure.what))
    said = [
        f"- {plain(_said(claim))}  \n  **{KNOWN[claim.verdict]}.** {plain(claim.evidence)}"
        for claim in page.claims
    ]
    st.markdown("\n".join([f"{say('**What is claimed, and what is known**')}\n", *said]))
    groups = (
        (say("Who must not"), page.refused),
        (say("Who waits"), page.not_now),
        (say("Who asks a doctor first"), page.ask_first),
    )
    for head, titles in groups:
        if titles:
            st.markdown(f"**{head}**  \n{' · '.join(titles)}")
    others = ", ".join(names[other].lower() for other in procedure.instead)
    st.markdown(say("**Other ways:** {others}. Choose them above.", others=others))
    widgets.lead(
        say("More on {procedure} in Evidence", procedure=procedure.name), procedure.name.removeprefix("the ")
    )
    keys = [key for claim in page.claims for key in (*claim.sources, claim.seed)]
    widgets.source_list([*procedure.sources, *keys])


def _said(claim: Claim) -> str:
    """Return what a claim says, as a sentence of its own."""
    text = claim.text.removeprefix("Says that ")
    return text[0].upper() + text[1:]
