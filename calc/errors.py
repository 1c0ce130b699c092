"""Exceptions that carry their fields, so that a page can show them where they belong.

Every message a person may read names the field, what was given, what is accepted, and the fix.
"""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Sequence

from calc.messages import say


class BenchError(ValueError):
    """Base of everything that this program raises on purpose."""


class InputError(BenchError):
    """One field that cannot be used as given.

    Parameters
    ----------
    field : str
        Name of the field or parameter, as the caller knows it.
    given : object
        What was given, shown back verbatim (shortened when long).
    accepted : str
        What would be accepted.
    fix : str
        What to do, in one sentence.
    readings : sequence of str, optional
        When the text can mean several things: each meaning, in a spelling that is not ambiguous.

    Examples
    --------
    >>> print(InputError("batch", "ten", "this is not a number.", "Type for example 30 g."))
    batch: “ten”: this is not a number. Type for example 30 g.
    """

    def __init__(
        self, field: str, given: object, accepted: str, fix: str, readings: Sequence[str] = ()
    ) -> None:
        self.field = field
        self.given = given
        self.accepted = accepted
        self.fix = fix
        self.readings = tuple(readings)
        super().__init__(field, given, accepted, fix, self.readings)

    def renamed(self, field: str) -> InputError:
        """Return the same error under the name that the caller uses for the field."""
        return InputError(field, self.given, self.accepted, self.fix, self.readings)

    @property
    def advice(self) -> str:
        """The message without the field's name, for showing right under the field."""
        return f"{_shown(self.given)}: {self.accepted} {self.fix}"

    def __str__(self) -> str:
        return f"{self.field}: {self.advice}"


class InputErrors(BenchError):  # noqa: N818  plural of InputError
    """Everything that is wrong with one call, gathered so that it is fixed in one go.

    Parameters
    ----------
    errors : iterable of InputError
    """

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def refuse(errors: Sequence[InputError]) -> None:
    """Raise everything that is wrong, all at once; do nothing when nothing is.

    Parameters
    ----------
    errors : sequence of InputError

    Raises
    ------
    InputErrors

    Examples
    --------
    >>> refuse([])
    """
    if errors:
        raise InputErrors(errors)


class DataError(BenchError):
    """A data file that does not keep its contract: file, line, and what is wrong.

    Parameters
    ----------
    file : str
    line : int
        From 1 on.
    problem : str
    """

    def __init__(self, file: str, line: int, problem: str) -> None:
        self.file = file
        self.line = line
        self.problem = problem
        super().__init__(file, line, problem)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


def _shown(given: object, longest: int = 60) -> str:
    """Return what was given, quoted, on one line and not longer than a line."""
    text = " ".join((given if isinstance(given, str) else reprlib.repr(given)).split())
    text = text if len(text) <= longest else text[: longest - 1] + "…"
    return f"“{text}”" if text else say("nothing given")
