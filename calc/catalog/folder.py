"""The folder data/: where its files are, how one is read into records, its fingerprint."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from calc.catalog.toml_reader import DataFile

DATA = Path(__file__).resolve().parent.parent.parent / "data"


def data_path(name: str) -> Path:
    """Return where a file of ``data/`` lies.

    Parameters
    ----------
    name : str
        Of the file, with its ending.

    Examples
    --------
    >>> data_path("forms.toml").name
    'forms.toml'
    """
    return DATA / name


def data_file(name: str) -> DataFile:
    """Return a TOML file of ``data/``, to be read strictly.

    Parameters
    ----------
    name : str
        Of the file, with its ending.

    Raises
    ------
    DataError
        When it is not TOML.
    """
    return DataFile(data_path(name))


def load(name: str, read: Callable[[str, dict[str, Any], DataFile], Any]) -> dict[str, Any]:
    """Return the records of a file by the name of their table.

    Parameters
    ----------
    name : str
        Of the file in ``data/``.
    read : function
        From the name of a table, the table and its file to a record.

    Returns
    -------
    dict of str to record

    Raises
    ------
    DataError
        From ``read``, or when the file is not TOML.

    Examples
    --------
    >>> load("sources.toml", lambda key, table, file: table["kind"])["bench_editorial"]
    'editorial'
    """
    file = data_file(name)
    return {key: read(key, table, file) for key, table in file.tables.items()}


@functools.cache
def data_hash() -> str:
    """Return a fingerprint of all data files: it changes when any number or wording does.

    Examples
    --------
    >>> len(data_hash())
    12
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in DATA.iterdir() if path.suffix in (".toml", ".csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
