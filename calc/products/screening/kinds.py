"""Which kind of table it is that somebody brought: of formulas, or of products."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from calc import catalog
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say, say_list
from calc.products.listings import NEEDED, recognised
from calc.products.screening.grams import ENDING, nothing_to_screen, unknown_column
from calc.products.screening.products import JUDGED

#: What a row of a table can be.
KINDS = ("formulas", "products")


def kind_of(columns: Iterable[object], said: Iterable[str] = ()) -> str:
    """Return what the rows of a table are, by its columns.

    A column `<ingredient id>_g` makes it one of formulas. Else one of products has a column that names
    them, as `data/products.csv` has or `recognised` knows; beside masses of something that is not known
    also one that says something of them.

    Parameters
    ----------
    columns : iterable of str
    said : iterable of str, optional
        What columns say, where more is known than their names tell.

    Returns
    -------
    str
        One of `KINDS`.

    Raises
    ------
    InputErrors
        Neither; with what was seen, what is accepted, and what comes close.

    Examples
    --------
    >>> kind_of(["water_g", "l_ascorbic_acid_g"]), kind_of(["product", "strength"])
    ('formulas', 'products')
    """
    names = tuple(str(name) for name in columns)
    if has_masses(names):
        return KINDS[0]
    masses = [name.removesuffix(ENDING) for name in names if name.endswith(ENDING)]
    seen = recognised(names)
    says = {*seen, *said}
    other = [name for name in masses if f"{name}{ENDING}" not in seen.values()]
    if {*NEEDED} & says and (not other or {*JUDGED} & says):
        return KINDS[1]
    refuse([unknown_column(f"{name}{ENDING}", name) for name in other])
    raise InputErrors([_neither(names)])


def has_masses(names: Iterable[str]) -> bool:
    """Tell whether a column is the mass of an ingredient that is known.

    Parameters
    ----------
    names : iterable of str
        Of the columns.

    Examples
    --------
    >>> has_masses(["water_g"]), has_masses(["product", "stardust_g"])
    (True, False)
    """
    ingredients = catalog.ingredients()
    return any(name.endswith(ENDING) and name.removesuffix(ENDING) in ingredients for name in names)


def _neither(names: Sequence[str]) -> InputError:
    """Return what is said of a table that holds neither formulas nor products."""
    formulas = nothing_to_screen(names)
    accepted_names = sorted({*NEEDED, *JUDGED})
    near = [
        close for name in names for close in difflib.get_close_matches(name.lower(), accepted_names, 1, 0.7)
    ]
    offered = list(dict.fromkeys(near))[:3] or [*NEEDED, "strength", "pH"]
    products = say("Or, for products: {columns}, ...", columns=say_list(offered, ","))
    fix = f"{formulas.fix} {products}"
    if names:
        said = say('Or say which column names them: --column product="{name}".', name=names[0])
        fix = f"{fix} {said}"
    accepted = say("these are neither masses of ingredients nor columns about products.")
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return InputError("columns", shown, accepted, fix, (*formulas.readings, *near))
