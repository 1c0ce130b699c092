"""The weighing sheet in the order of making, with the reading of the pH inside its step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from calc.chemistry.dosing import Dose
from calc.messages import say
from calc.mixing.batch import STEPS_IN_WORDS, Weighing
from calc.units import THIN, show_mass, show_number
from ui import components

#: What stands over the rows after those that are dissolved together.
_AFTERWARDS = say("Pour that in, then add")


def show_rows(rows: Sequence[Mapping[str, str]], *, name: str = "mix") -> None:
    """Show what to weigh, in order, with a box to tick.

    Parameters
    ----------
    rows : sequence of mapping
        As `sheet_rows` returns them.
    name : str
        Of the sheet: the ticks of one are not those of another.
    """
    components.weighing_sheet(name, rows)


def sheet_rows(
    rows: Sequence[Weighing], *, dose: Dose | None = None, as_typed: Sequence[str] = ()
) -> list[dict[str, str]]:
    """Return the rows of a sheet as `components.weighing_sheet` takes them.

    Parameters
    ----------
    rows : sequence of Weighing
    dose : Dose, optional
        What moves the pH; its row says what goes in first.
    as_typed : sequence of str
        Amounts in the measures that were typed, in place of the grams, which stand beside.
    """
    shown, before = [], ""
    for number, row in enumerate(rows, start=1):
        name, _, meaning = (row.name, "", "") if row.called else row.name.partition(" (")
        entry = {"id": f"{number}-{row.ingredient}", "number": str(number), "name": name}
        if meaning:
            entry["note"] = "".join(meaning.rsplit(")", 1))
        entry["mass"] = f"{shown_mass(row)}{THIN}g"
        if as_typed:
            entry["mass"], entry["beside"] = as_typed[number - 1], f"≈ {entry['mass']}"
        if row.strength != 1:
            entry["note"] = say("{strength}\u202f% solution", strength=show_number(100 * row.strength))
        if row.first_g:
            entry["beside"] = (
                say("so far, of about {mass}", mass=entry["mass"])
                if dose and dose.after
                else say("first, of about {mass}", mass=entry["mass"])
            )
            entry["mass"] = f"{_as_weighed(row.first_g, row.scale_plus_minus_g)}{THIN}g"
        if row.step != before:
            entry["phase"] = STEPS_IN_WORDS.get(row.step, _AFTERWARDS)
        before = row.step
        shown.append(entry)
    return shown


def shown_mass(row: Weighing) -> str:
    """Return a mass as the scale can show it."""
    return _as_weighed(row.mass_g, row.scale_plus_minus_g)


def _as_weighed(mass_g: float, step_g: float | None) -> str:
    """Return a mass in the steps of a scale, where there is one."""
    return show_mass(mass_g, step_g) if step_g else show_number(mass_g, 4)
