"""Many cases of one contract as one test, which names all that fail."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., None]


def every_case(names: str, cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Run a test on all cases, given as to `pytest.mark.parametrize`, and name those that fail.

    For what the data hold, one case a row or a name: thousands of tests of their own cost more than what
    they look at. What differs in more than a name, or needs a fixture anew, is parametrised.
    """
    parameters = [name.strip() for name in names.split(",")]
    rows = [case if len(parameters) > 1 else (case,) for case in cases]
    assert rows, f"no cases of {names}"

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def run(**fixtures: Any) -> None:
            failures = []
            for row in rows:
                try:
                    test(**fixtures, **dict(zip(parameters, row, strict=True)))
                except (Exception, pytest.fail.Exception) as error:
                    failures.append((row, error))
            if failures:
                words = "\n".join(f"{row}: {type(error).__name__}: {error}" for row, error in failures)
                raise AssertionError(f"{len(failures)} of {len(rows)}:\n{words}") from failures[0][1]

        signature = inspect.signature(test)
        rest = [value for name, value in signature.parameters.items() if name not in parameters]
        run.__signature__ = signature.replace(parameters=rest)  # type: ignore[attr-defined]
        return run

    return decorate
