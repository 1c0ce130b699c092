"""How strong a solution is by mol per litre: “1 M NaOH”, “0.1 N sodium hydroxide”, “0,5 mol/L”."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from calc.catalog.recipe_words import recipe_words
from calc.parsing.phrases import alternation

_NUMBER = r"(?<![\w.,/])(\d{1,3}(?:[.,]\d{1,4})?)"
# A capital letter behind a number and nothing else; “1 MDa” is how heavy molecules are.
_SHORT = re.compile(rf"{_NUMBER}\s?(mM|M|N)(?![\w/.-]|\s?Da)|(?<![\w.,/])N\s?/\s?(\d{{1,3}})(?![\w.,/])")


@dataclass(frozen=True)
class Molarity:
    """How strong a solution is.

    Parameters
    ----------
    mol_per_L : float
        [mol/L]; of a normality of what takes part in a reaction.
    is_normal : bool
        It is a normality: how much it is depends on how many protons or ions a molecule gives.
    text : str
        As it was written.
    """

    mol_per_L: float
    is_normal: bool
    text: str


def take_molarity(body: str) -> tuple[str, Molarity | None]:
    """Return a line without the molarity in it, and the molarity; None where there is none.

    Parameters
    ----------
    body : str

    Examples
    --------
    >>> take_molarity("1M NaOH 2 g")
    ('NaOH 2 g', Molarity(mol_per_L=1.0, is_normal=False, text='1M'))
    >>> take_molarity("NaOH 0,5 mol/l 2 g")[1].mol_per_L, take_molarity("NaOH 2 g")[1]
    (0.5, None)
    """
    said = _spelled().search(body)
    short = None if said else _SHORT.search(body)
    match = said or short
    if match is None:
        return body, None
    if said:
        value = float(said[1].replace(",", ".")) * (1e-3 if said["milli"] else 1.0)
    elif match[3]:
        value = 1 / max(float(match[3]), 1.0)
    else:
        value = float(match[1].replace(",", ".")) * (1e-3 if match[2] == "mM" else 1.0)
    is_normal = not said and (match[3] is not None or match[2] == "N")
    rest = re.sub(r"\(\s*\)", " ", f"{body[: match.start()]} {body[match.end() :]}")
    rest = " ".join(rest.split()).strip(" ,;")
    return rest, Molarity(value, is_normal, match[0].strip())


@functools.cache
def _spelled() -> re.Pattern[str]:
    """Return the pattern of a molarity in words: “0.5 mol/L”, “1-molar”."""
    words = recipe_words()
    mol, milli = (alternation(words.units[unit].words) for unit in ("mol", "mmol"))
    litre, molar = alternation(words.units["L"].words), alternation(words.grammar["molar"])
    per = rf"(?:{mol}|(?P<milli>{milli}))\s?(?:/|per|pro|par|na|на)\s?(?:{litre}|dm3|dm³)(?![^\W\d_])"
    return re.compile(rf"{_NUMBER}[\s-]?(?:{per}|{molar}(?![^\W\d_]))", re.IGNORECASE)
