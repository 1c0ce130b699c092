"""The file of a temperature logger beside a recipe: its options, and what is said of it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import Any

from calc.chemistry.recipe import Storage
from calc.chemistry.stability.logger import TemperatureLog, read_temperature_log, stored_as_logged
from calc.cli.options import Once, Parser, bytes_of
from calc.errors import InputError, InputErrors
from calc.messages import say, say_list
from calc.tables import MOST_BYTES

_OPTIONS = {
    "day_first": "log-day-first",
    "column": "log-column",
    "unit": "log-unit",
    "time_zone": "log-time-zone",
}
_WORDS = {
    "log-column": say("of the log: which column or sensor is meant, by its name"),
    "log-unit": say("of the log: °C, °F or K, where the file does not say it"),
    "log-time-zone": say("of the log: where its clock was set: Europe/Berlin"),
}


@dataclass(frozen=True)
class LogAnswer:
    """What became of the file of a logger.

    Parameters
    ----------
    file : str
    log : TemperatureLog, optional
        None where it was refused.
    errors : tuple of InputError
        Why it was, under the names of the options that settle it.
    """

    file: str
    log: TemperatureLog | None
    errors: tuple[InputError, ...] = ()

    @property
    def words(self) -> list[str]:
        """What is said of it, as lines of text."""
        if self.log is None:
            return [
                say("Temperature log {file}: not used.", file=self.file),
                *(f"  {error}" for error in self.errors),
            ]
        mean = say("mean kinetic temperature {mean_kinetic_C:.1f} °C", mean_kinetic_C=self.log.mean_kinetic_C)
        head = say("Temperature log {file}: used, {mean}.", file=self.file, mean=mean)
        return [head, *(f"  {sentence}" for sentence in self.log.told())]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        errors = [
            {
                "field": error.field,
                "given": str(error.given),
                "accepted": error.accepted,
                "fix": error.fix,
                "readings": list(error.readings),
            }
            for error in self.errors
        ]
        read = self.log.as_dict() if self.log else {}
        return {"file": self.file, "used": self.log is not None, "errors": errors, **read}


def add_log_options(command: Parser) -> None:
    """Add the file of a logger, and what settles the questions about it.

    Parameters
    ----------
    command : Parser
    """
    words = say("temperatures that it was kept at: the file of a data logger (CSV, Excel, JSON)")
    command.add_argument("--temperature-log", action=Once, metavar="FILE", default="", help=words)
    both = say("of the log: whether 01/02 is the first of February")
    command.add_argument("--log-day-first", choices=("yes", "no"), help=both)
    for name, text in _WORDS.items():
        command.add_argument(f"--{name}", action=Once, default="", help=text)


def read_logged(
    options: argparse.Namespace, storage: Storage | None
) -> tuple[Storage | None, LogAnswer | None]:
    """Return how a recipe is kept by its log, and what became of the log; a refused one changes nothing.

    Parameters
    ----------
    options : Namespace
        Of a command with `add_log_options`.
    storage : Storage, optional
        As the recipe has it.

    Raises
    ------
    InputErrors
        The file cannot be opened; an option of a log without a log.
    """
    given = {name: getattr(options, option.replace("-", "_")) for name, option in _OPTIONS.items()}
    if not options.temperature_log:
        idle = [f"--{_OPTIONS[name]}" for name, value in given.items() if value]
        if idle:
            fix = say("Give --temperature-log FILE too, or leave it out.")
            raise InputErrors(
                [InputError(idle[0].strip("-"), say("an option"), say("there is no log here."), fix)]
            )
        return storage, None
    file = options.temperature_log
    content = bytes_of(file, "temperature-log", MOST_BYTES)
    day_first = {"yes": True, "no": False}.get(given["day_first"] or "")
    try:
        log = read_temperature_log(
            content,
            name=file,
            day_first=day_first,
            column=given["column"] or None,
            unit=given["unit"] or None,
            time_zone=given["time_zone"] or None,
        )
        return stored_as_logged(storage, log), LogAnswer(file, log)
    except InputErrors as errors:
        return storage, LogAnswer(file, None, tuple(map(_by_option, errors.errors)))


def _by_option(error: InputError) -> InputError:
    """Return an error under the option that settles it."""
    option = _OPTIONS.get(error.field)
    if option is None:
        return error
    values = ("yes", "no") if option == "log-day-first" else error.readings
    shown = say_list(
        (f'--{option} "{value}"' if " " in value else f"--{option} {value}" for value in values[:12]), "or"
    )
    fix = f"{error.fix} {say('Give {options}.', options=shown)}" if shown else error.fix
    return InputError(f"--{option}", error.given, error.accepted, fix, error.readings)
