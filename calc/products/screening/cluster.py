"""Pieces through a function on Dask, in their order, a few of them under way at a time."""

from __future__ import annotations

import importlib
import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from calc.errors import InputError, InputErrors
from calc.messages import say

# Pieces that wait for each worker, beside the one that it works on.
_WAITING = 2


@contextmanager
def on_dask(
    work: Callable[[Any], Any], pieces: Iterator[Any], *, workers: int | None = None, address: str = ""
) -> Iterator[Iterator[tuple[Any, Any]]]:
    """Hold pieces with what workers make of them, in their order.

    Parameters
    ----------
    work : callable
        Goes to the workers; it and what it returns can be pickled.
    pieces : iterator
    workers : int, optional
        How many processes are started on this machine; as many as it has processors when not given.
    address : str, optional
        Of a cluster that is there already, and whose workers have this program.

    Raises
    ------
    InputErrors
        Dask is not installed, or nobody answers at the address.
    """
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError as error:
        fix = say("Install it: pip install 'dask[distributed]', or use --engine local.")
        raise InputErrors([InputError("engine", "dask", say("Dask is not installed."), fix)]) from error
    with ExitStack() as held:
        try:
            cluster = address or held.enter_context(
                distributed.LocalCluster(
                    n_workers=workers or os.cpu_count(), threads_per_worker=1, dashboard_address="127.0.0.1:0"
                )
            )
            # On this machine nothing needs to go by way of the scheduler.
            client = held.enter_context(distributed.Client(cluster, direct_to_workers=not address))
        except OSError as error:
            fix = say("Check that the scheduler runs, and its address.")
            problem = InputError("scheduler-address", address, say("there is no answer."), fix)
            raise InputErrors([problem]) from error
        many = max(sum(client.nthreads().values()), 1)
        yield _in_order(client, work, pieces, many * (1 + _WAITING))


def _in_order(
    client: Any, work: Callable[[Any], Any], pieces: Iterator[Any], most: int
) -> Iterator[tuple[Any, Any]]:
    """Yield pieces with what a cluster makes of them, in their order, with so many under way at most."""
    waiting: deque[tuple[Any, Any]] = deque()
    for piece in pieces:
        there = client.scatter(piece, hash=False, direct=client.direct_to_workers)
        waiting.append((piece, client.submit(work, there, pure=False)))
        if len(waiting) >= most:
            piece, future = waiting.popleft()
            yield piece, future.result()
    while waiting:
        piece, future = waiting.popleft()
        yield piece, future.result()
