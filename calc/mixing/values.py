"""What was typed for a batch as typed values: a record for each way of mixing, which makes its batch.

Attributes have the names of the parameters that they go to; None, or the default, is a field without text.
"""

from __future__ import annotations

import datetime
import functools
import math
from dataclasses import dataclass

from calc.chemistry.recipe import Claims, Measured
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.batch import Batch
from calc.mixing.batch_from_two import new_batch
from calc.mixing.boosting import boost, single_dose
from calc.mixing.line_masses import Measures
from calc.mixing.measures import Amount
from calc.mixing.parts import Part
from calc.mixing.recipe_batch import LineAccount, batch_of_recipe, offered_rest
from calc.parsing.account import Account
from calc.parsing.recipe_line import RecipeLine
from calc.units import Quantity, is_like, show_number


@dataclass(frozen=True)
class PowderValues:
    """What is said of the powder, its strength in the whole, and the scale.

    Parameters of `new_batch`, `boost` and `single_dose`. ``form`` is "" while it cannot be read.
    """

    form: str = ""
    purity: Quantity | None = None
    purity_plus_minus: Quantity | None = None
    water_content: Quantity | float = 0.0
    aa_equivalent: Quantity | None = None
    scale_resolution: Quantity | None = None
    mass_fraction: Quantity | None = None
    mass_concentration: Quantity | None = None


@dataclass(frozen=True)
class NewBatchValues:
    """The parameters of `new_batch`, with those about the powder as one record.

    ``powder_there``: as much as there is, for another size that is proposed.
    """

    vitamin_c: PowderValues = PowderValues()
    batch_mass: Quantity | None = None
    batch_volume: Quantity | None = None
    powder_mass: Quantity | None = None
    powder_there: Quantity | None = None
    water_mass: Quantity | None = None
    density: Quantity | None = None
    other_ingredients: tuple[Part, ...] = ()
    target_pH: float | None = None
    adjuster: str = "sodium_bicarbonate"
    adjuster_strength: Quantity | float = 1.0
    measured: Measured | None = None
    added: Quantity | None = None

    def batch(self) -> Batch:
        """Work out the batch.

        Raises
        ------
        InputErrors
            As `new_batch`.
        """
        return new_batch(
            self.vitamin_c.form,
            mass_fraction=self.vitamin_c.mass_fraction,
            mass_concentration=self.vitamin_c.mass_concentration,
            batch_mass=self.batch_mass,
            batch_volume=self.batch_volume,
            powder_mass=self.powder_mass,
            water_mass=self.water_mass,
            density=self.density,
            purity=self.vitamin_c.purity,
            purity_plus_minus=self.vitamin_c.purity_plus_minus,
            water_content=self.vitamin_c.water_content,
            aa_equivalent=self.vitamin_c.aa_equivalent,
            scale_resolution=self.vitamin_c.scale_resolution,
            other_ingredients=self.other_ingredients,
            target_pH=self.target_pH,
            adjuster=self.adjuster,
            adjuster_strength=self.adjuster_strength,
            reading=self.measured.reading if self.measured else None,
            added=self.added,
        )


@dataclass(frozen=True)
class BoostValues:
    """The parameters of `boost`; the base is weighed or poured, the powder weighed."""

    vitamin_c: PowderValues = PowderValues()
    base: str = ""
    base_amount: Quantity | None = None
    base_form: str | None = None
    base_fraction: Quantity | float = 0.0
    base_density: Quantity | None = None
    powder: Quantity | None = None

    def batch(self) -> Batch:
        """Work out powder in something finished.

        Raises
        ------
        InputError, InputErrors
            As `boost`; a strength by volume.
        """
        assert self.base_amount is not None
        _refuse_by_volume(self.vitamin_c.mass_concentration)
        is_weighed = is_like(self.base_amount, "g")
        return boost(
            self.vitamin_c.form,
            base=self.base,
            base_amount=Amount.weighed(self.base_amount, self.vitamin_c.scale_resolution)
            if is_weighed
            else Amount.poured(self.base, self.base_amount, self.base_density),
            powder=None
            if self.powder is None
            else Amount.weighed(self.powder, self.vitamin_c.scale_resolution),
            mass_fraction=self.vitamin_c.mass_fraction,
            base_form=self.base_form,
            base_fraction=self.base_fraction,
            purity=self.vitamin_c.purity,
            purity_plus_minus=self.vitamin_c.purity_plus_minus,
            water_content=self.vitamin_c.water_content,
            aa_equivalent=self.vitamin_c.aa_equivalent,
            scale_resolution=self.vitamin_c.scale_resolution,
        )


@dataclass(frozen=True)
class SingleDoseValues:
    """The parameters of `single_dose`, with what its household measures hold."""

    vitamin_c: PowderValues = PowderValues()
    base: str = ""
    dose: Quantity | None = None
    powder: Quantity | None = None
    base_density: Quantity | None = None
    scoop: Quantity | None = None
    bulk_density: Quantity | None = None
    pump: Quantity | None = None
    drops: Quantity | None = None

    def batch(self) -> Batch:
        """Work out one dose in the palm.

        Raises
        ------
        InputError, InputErrors
            As `single_dose`; a pump or a scoop of unknown content; a strength by volume.
        """
        dose = self._liquid()
        powder = None
        if self.powder is not None:
            powder = _powder_amount(
                self.vitamin_c.form,
                self.powder,
                self.vitamin_c.scale_resolution,
                self.scoop,
                self.bulk_density,
            )
        _refuse_by_volume(self.vitamin_c.mass_concentration)
        return single_dose(
            self.vitamin_c.form,
            dose=dose,
            base=self.base,
            powder=powder,
            mass_fraction=self.vitamin_c.mass_fraction,
            purity=self.vitamin_c.purity,
            purity_plus_minus=self.vitamin_c.purity_plus_minus,
            water_content=self.vitamin_c.water_content,
            aa_equivalent=self.vitamin_c.aa_equivalent,
            scale_resolution=self.vitamin_c.scale_resolution,
        )

    def _liquid(self) -> Amount:
        """Return the dose of liquid: weighed, poured, dropped or pumped."""
        assert self.dose is not None
        if is_like(self.dose, "pump"):
            if self.pump is None:
                fix = say("Pump ten times onto a scale, or read the bottle.")
                raise InputError("pump", "", say("what one pump gives is needed."), fix)
            return Amount.pumps(self.base, float(self.dose.m), self.pump, self.base_density)
        if is_like(self.dose, "drop"):
            count = float(self.dose.m)
            if self.drops is not None and is_like(self.drops, "g"):
                return Amount.drops_by_weight(count, self.drops, self.vitamin_c.scale_resolution)
            return Amount.drops(self.base, count, self.drops, self.base_density)
        if is_like(self.dose, "g"):
            return Amount.weighed(self.dose, self.vitamin_c.scale_resolution)
        return Amount.poured(self.base, self.dose, self.base_density)


@dataclass(frozen=True)
class FromLinesValues:
    """The lines of a recipe with what is said of them: parameters of `batch_from_lines`, and the claims."""

    recipe: tuple[RecipeLine, ...] = ()
    purity: Quantity | None = None
    density: Quantity | None = None
    scale_resolution: Quantity | None = None
    scoop: Quantity | None = None
    bulk_density: Quantity | None = None
    measured: Measured | None = None
    claim_strength: Quantity | None = None
    claim_pH: float | None = None

    def batch(self) -> Batch:
        """Work out what somebody has put together.

        Raises
        ------
        InputErrors
            As `batch_of_recipe`.
        """
        return self._worked[0]

    @property
    def lines(self) -> tuple[LineAccount, ...]:
        """What became of each line.

        Raises
        ------
        InputErrors
            As `batch_of_recipe`.
        """
        return self._worked[1]

    @property
    def _measures(self) -> Measures:
        """What scale, scoop and spoon hold."""
        scoop = self.scoop
        by_mass = scoop is not None and is_like(scoop, "g")
        return Measures(
            None if self.scale_resolution is None else float(self.scale_resolution.m_as("g")),
            float(scoop.m_as("g")) if scoop is not None and by_mass else None,
            float(scoop.m_as("mL")) if scoop is not None and not by_mass else None,
            None if self.bulk_density is None else float(self.bulk_density.m_as("g/mL")),
        )

    @functools.cached_property
    def _worked(self) -> tuple[Batch, tuple[LineAccount, ...]]:
        """The batch with what became of each line."""
        purity = None if self.purity is None else float(self.purity.m_as("dimensionless"))
        density = None if self.density is None else float(self.density.m_as("g/mL"))
        return batch_of_recipe(self.recipe, measures=self._measures, purity=purity, density=density)

    @property
    def offered_rest(self) -> Account | None:
        """The offer of water to 100 %, where percentages do not add up to the whole; None where they do."""
        return offered_rest(self.recipe, self._measures)

    @property
    def is_all_shares(self) -> bool:
        """Whether every line that counts is a share of the whole."""
        counted = [line for line in self.recipe if line.counts]
        return all(
            line.amount is not None and line.amount.unit == "percent" and not line.made_up_to
            for line in counted
        )

    def claims(self, batch: Batch) -> Claims:
        """Return what the recipe says of itself; a strength by volume with the density of the whole.

        Raises
        ------
        InputErrors
            More than the whole.
        """
        strength, claimed, given = self.claim_strength, None, ""
        if strength is not None and is_like(strength, "g/L"):
            claimed = float(strength.m_as("g/mL")) * batch.volume.median / batch.formula.total_mass_g
            given = f"{show_number(strength.m_as('g/dL'), 4)} % w/v"
        elif strength is not None:
            claimed = float(strength.m_as("dimensionless"))
            given = f"{show_number(strength.m_as('percent'), 4)} %"
        if claimed is not None and claimed > 1:
            accepted = say("so much does not even fit into the whole.")
            raise InputErrors([InputError("claim_strength", given, accepted, say("Check the number."))])
        total = None
        if self.is_all_shares:
            total = math.fsum(line.amount.value / 100 for line in self.recipe if line.amount and line.counts)
        unread = tuple(line.text for line in self.lines if line.status == "not_understood")
        return Claims(claimed, self.claim_pH, total, unread)


@dataclass(frozen=True)
class StorageValues:
    """How a batch is kept, as in `Storage`, and what an assay of it said.

    ``schedule``: temperatures with the hours a day at each; one alone is kept all day.
    ``assay_error``: 95 % half-width [0–1].
    """

    schedule: tuple[tuple[Quantity, float], ...] = ()
    package: str | None = None
    wall: str | None = None
    light: str | None = None
    openings_per_day: float | None = None
    fill_fraction: float | None = None
    made_on: datetime.date | None = None
    opened_on: datetime.date | None = None
    assay_fraction: float | None = None
    assay_error: float | None = None
    assay_on: datetime.date | None = None


def _powder_amount(
    form: str, amount: Quantity, scale: Quantity | None, scoop: Quantity | None, bulk_density: Quantity | None
) -> Amount:
    """Return an amount of powder: weighed, by the spoon or by the scoop."""
    if is_like(amount, "g"):
        return Amount.weighed(amount, scale)
    if is_like(amount, "mL"):
        return Amount.spooned(form, amount, bulk_density)
    if scoop is None:
        fix = say("It may stand on the jar; or weigh ten level scoops.")
        raise InputError("scoop", "", say("what one level scoop holds is needed."), fix)
    if is_like(scoop, "g"):
        return Amount.scoops(float(amount.m), scoop)
    return Amount.spooned(form, float(amount.m) * scoop, bulk_density)


def _refuse_by_volume(mass_concentration: Quantity | None) -> None:
    """Refuse a strength by volume where the volume of the whole is not known yet."""
    if mass_concentration is not None:
        fix = say("Write it in % w/w; for a watery serum that is a little less than % w/v.")
        raise InputError("strength", "w/v", say("here a strength is mass per mass."), fix)
