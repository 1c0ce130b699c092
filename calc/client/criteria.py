"""What an article wants of an ampoule, line by line: whether a product has it, and what is known of that.

The lines are one article's (its claims stand in ``data/claims.toml``); none of them decides a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass

from calc import catalog
from calc.catalog.claims import claims
from calc.client.person import Client
from calc.client.product import PURE_ACIDS, Product
from calc.messages import say, say_list
from calc.units import THIN, TOLERANCE, show_number

#: Claims of the article, a line each.
STRENGTH, PEPTIDES, HYALURONIC, ACIDITY, SKIN = "c000_102", "c000_103", "c000_104", "c000_105", "c000_99"
#: What counts as the peptides and the hyaluronic acid that it wants.
PEPTIDE_FLAGS, HYALURONIC_FLAGS = ("peptides", "copper_peptides"), ("hmw_hyaluronic_acid",)


@dataclass(frozen=True)
class Criterion:
    """One line of what the article wants.

    Parameters
    ----------
    claim : str
        Key of `catalog.claims.claims`, which says what is known of it.
    wanted : str
        What the article wants, in a few words.
    has : str
        What the product has of that; "" where it is not known.
    met : bool, optional
        None where it is not known.
    """

    claim: str
    wanted: str
    has: str
    met: bool | None

    @property
    def evidence(self) -> str:
        """What is known of that wish."""
        return claims()[self.claim].evidence


def ampoule_criteria(product: Product, client: Client) -> tuple[Criterion, ...]:
    """Return the lines of an ampoule for a product and a client.

    Parameters
    ----------
    product : Product
    client : Client
        Whose skin it is for.

    Examples
    --------
    >>> ampoule = Product(form="l_ascorbic_acid", pH=3.0)
    >>> [line.met for line in ampoule_criteria(ampoule, Client(skin=("sensitive",)))]
    [None, None, None, False, False]
    """
    accepted = catalog.inputs().assumed
    most, wanted_pH = accepted["ampoule_most"], accepted["ampoule_pH"]
    low, high = wanted_pH.ends
    percent = None if product.strength is None else 100 * product.strength
    band, inside = product.pH_band, product.flags
    return (
        Criterion(
            STRENGTH,
            say("at most {centre}\u202f%", centre=show_number(most.centre)),
            "" if percent is None else f"{_distinguishable(percent, most.centre)}{THIN}%",
            None if percent is None else percent <= most.centre + 100 * TOLERANCE,
        ),
        _holds(PEPTIDES, "peptides", inside, PEPTIDE_FLAGS),
        _holds(HYALURONIC, say("high-molecular hyaluronic acid"), inside, HYALURONIC_FLAGS),
        Criterion(
            ACIDITY,
            f"pH {show_number(wanted_pH.centre)}",
            "" if band is None else f"pH {show_number(band.median)}",
            None if band is None else low - TOLERANCE <= band.median <= high + TOLERANCE,
        ),
        _on_skin(product, client),
    )


def _distinguishable(value: float, limit: float) -> str:
    """Return a number with digits enough to differ from a limit that it is not at."""
    few, more = show_number(value), (show_number(value, digits) for digits in range(4, 13))
    at_limit = abs(value - limit) <= 100 * TOLERANCE or few != show_number(limit)
    return few if at_limit else next((text for text in more if text != few), few)


def _holds(claim: str, wanted: str, inside: frozenset[str] | None, flags: tuple[str, ...]) -> Criterion:
    """Return whether something is in it."""
    met = None if inside is None else bool(inside & {*flags})
    return Criterion(claim, wanted, {None: "", True: say("has it"), False: say("none named")}[met], met)


def _on_skin(product: Product, client: Client) -> Criterion:
    """Return whether pure acid meets sensitive or irritated skin."""
    skin = client.skin or None
    delicate = None if skin is None else bool({"sensitive", "irritated", "broken"} & {*skin})
    pure = None if product.form is None else product.form in PURE_ACIDS
    decided = False in (delicate, pure) or None not in (delicate, pure)
    met = not (delicate and pure) if decided else None
    stated = "" if skin is None else say("{skin} skin", skin=say_list(skin, "and"))
    return Criterion(SKIN, say("pure acid not on sensitive or irritated skin"), stated, met)
