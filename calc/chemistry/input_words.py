"""What people read for the names of uncertain inputs, by which samples are drawn and looked up."""

from __future__ import annotations

from calc.messages import say


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
    kind, _, of = name.partition(" of ")
    of_something = {
        "acid content": say("acid content of {name}", name=of),
        "amount": say("amount of {name}", name=of),
        "density": say("density of {name}", name=of),
        "interaction": say("interaction of {name}", name=of),
        "purity": say("purity of {name}", name=of),
        "solubility": say("solubility of {name}", name=of),
    }
    if kind.startswith("pKa"):
        return say("{constant} of {name}", constant=kind, name=of)
    return whole.get(name) or of_something.get(kind if of else "", name)
