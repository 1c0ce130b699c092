"""Any table through the screen that fits it: formulas or products, in memory or in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, overload

from calc.chemistry.recipe import Storage
from calc.errors import InputError, refuse
from calc.messages import say
from calc.products.screening.files import ROWS_PER_PIECE, Progress, Screened, screen_file
from calc.products.screening.formulas import screen_formulas
from calc.products.screening.kinds import KINDS, kind_of
from calc.products.screening.products import screen_products

if TYPE_CHECKING:
    import pandas


@overload
def screen(
    source: pandas.DataFrame,
    target: None = None,
    *,
    storage: Storage | None = None,
    system: str = "solution",
    decimal: str = "",
) -> pandas.DataFrame: ...
@overload
def screen(
    source: str | Path,
    target: str | Path,
    *,
    storage: Storage | None = None,
    system: str = "solution",
    engine: str = "local",
    workers: int | None = None,
    scheduler_address: str = "",
    progress: Callable[[Progress], None] | None = None,
    rows_per_piece: int = ROWS_PER_PIECE,
) -> Screened: ...
def screen(
    source: pandas.DataFrame | str | Path,
    target: str | Path | None = None,
    *,
    storage: Storage | None = None,
    system: str = "solution",
    decimal: str = "",
    engine: str = "local",
    workers: int | None = None,
    scheduler_address: str = "",
    progress: Callable[[Progress], None] | None = None,
    rows_per_piece: int = ROWS_PER_PIECE,
) -> pandas.DataFrame | Screened:
    """Return what every rule says of each row of a table, or write that beside a file of any size.

    Parameters
    ----------
    source : DataFrame, str or Path
        A formula per row, its masses in columns ``<ingredient id>_g`` [g]; or a product per row, with
        columns as in ``data/products.csv``. A path is read piece by piece.
    target : str or Path, optional
        Of the answer, where a file is screened: ``.parquet``, ``.csv`` or ``.csv.gz``.
    storage, system
        Of formulas, as for `screen_formulas`.
    decimal : str, optional
        "," for a DataFrame whose texts have decimal commas.
    engine, workers, scheduler_address, progress, rows_per_piece
        Of files, as for `screen_file`.

    Returns
    -------
    DataFrame or Screened
        The table with the columns `ADDED`; of a file how many rows were written and left out.

    Raises
    ------
    InputErrors
        A table that holds neither formulas nor products, a file without a target, a DataFrame with one,
        and what `screen_formulas`, `screen_products` and `screen_file` refuse.

    Examples
    --------
    >>> import pandas
    >>> frame = pandas.DataFrame({"water_g": [84.0], "l_ascorbic_acid_g": [16.0]})
    >>> screen(frame)["mass_fraction"].round(2).tolist()
    [0.16]
    """
    if isinstance(source, str | Path):
        if target is None:
            accepted = say("a file is screened into another one.")
            refuse([InputError("target", "", accepted, say("Give a name that ends in .parquet or .csv."))])
        return screen_file(
            Path(source),
            Path(str(target)),
            storage=storage,
            system=system,
            engine=engine,
            workers=workers,
            scheduler_address=scheduler_address,
            progress=progress,
            rows_per_piece=rows_per_piece,
        )
    if target is not None:
        accepted = say("a DataFrame is answered with a DataFrame.")
        refuse(
            [InputError("target", str(target), accepted, say("Leave it out, or give the path of a file."))]
        )
    if kind_of(source.columns) == KINDS[1]:
        return screen_products(source, decimal=decimal)
    return screen_formulas(source, storage=storage, system=system, decimal=decimal)
