"""What people read for the names of uncertain inputs, by which samples are drawn and looked up."""

from __future__ import annotations

from calc import catalog
from calc.messages import say, say_data


def input_words(name: str) -> str:
    """Return the name of an uncertain input in the chosen language.

    Parameters
    ----------
    name : str
        As `calc.uncertainty.UncertainInput` has it: it seeds the draws, and is the same in every language.

    Examples
    --------
    >>> input_words("purity of L-ascorbic acid")
    'purity of L-ascorbic acid'
    """
    whole = {
        "activity model": say("activity model"),
        "adding volumes up": say("adding volumes up"),
        "amount": say("amount"),
        "carbon dioxide still dissolved": say("carbon dioxide still dissolved"),
        "glycols and alcohol": say("glycols and alcohol"),
        "how well the model fits measured pH": say("how well the model fits measured pH"),
        "purity": say("purity"),
        "strength": say("strength"),
        "temperature": say("temperature"),
        "temperature of the volume": say("temperature of the volume"),
        "traces of acid or base": say("traces of acid or base"),
        "water in the powder": say("water in the powder"),
    }
    kind, _, named = name.partition(" of ")
    of = _called(named.removesuffix(" with metal ions").removesuffix(", not known"))
    of_something = {
        "acid constant": say("acid constant of {acid}, not known", acid=of),
        "acid content": say("acid content of {ingredient}", ingredient=of),
        "amount": say("amount of {ingredient}", ingredient=of),
        "density": say("density of {ingredient}", ingredient=of),
        "interaction": say("interaction of {acid} with metal ions", acid=of),
        "purity": say("purity of {ingredient}", ingredient=of),
        "solubility": say("solubility of {ingredient}", ingredient=of),
    }
    if kind.startswith("pKa"):
        return say("{constant} of {acid}", constant=kind, acid=of)
    return whole.get(name) or of_something.get(kind if of else "", name)


def _called(name: str) -> str:
    """Return what an ingredient is called, by its name in the data or by its id."""
    if name in catalog.ingredients():
        return catalog.ingredients()[name].said
    base, bracket, number = name.partition(" (") if name[-2:-1].isdigit() else (name, "", "")
    capital = base[:1].upper() + base[1:]
    translated = (
        say_data(base) if say_data(base) != base or say_data(capital) == capital else say_data(capital)
    )
    return f"{translated}{bracket}{number}"
