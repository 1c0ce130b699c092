"""The assessment of one formula: strength, pH, solubility, shelf life, and the findings of all rules."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from calc import catalog, rules
from calc.chemistry.dosing import Dose
from calc.chemistry.formula import (
    Composition,
    Formula,
    Strength,
)
from calc.chemistry.reading_bands import ReadingBands, reading_bands
from calc.chemistry.recipe import Claims, Measured, Storage
from calc.chemistry.solubility import Solubility
from calc.chemistry.stability.life import ShelfLife
from calc.findings import Finding
from calc.rules.analysis import analyse
from calc.rules.batch_facts import facts_of
from calc.rules.wording import Skipped
from calc.uncertainty import Band

#: Raised with every change that can alter a result; see CHANGELOG.md.
MODEL_VERSION = "0.9.0"


@dataclass(frozen=True)
class Assessment:
    """Strengths, pH, solubility and shelf life of a formula, the findings, and the rules that were skipped.

    Parameters
    ----------
    total_mass_g : float
        As stated [g].
    composition : Composition
        Strengths and AA-equivalents as bands [0–1].
    pH : Band, optional
        Predicted and sharpened by a reading, or as measured; None with the reason among the
        findings.
    pH_basis : str
        What the pH rests on: ``predicted``, ``measured``, ``both``, or "" where there is none. A
        reading that the chemistry cannot explain changes nothing.
    solubilities : tuple of Solubility
        Of each form, the one nearest to its limit first.
    shelf_life : ShelfLife, optional
        How long it keeps; None where no storage is given.
    findings : tuple of Finding
        Most severe first.
    evaluated : tuple of str
        Codes of the rules that ran.
    skipped : tuple of Skipped
        Rules that could not be evaluated, with the reason.
    """

    total_mass_g: float
    composition: Composition
    pH: Band | None
    pH_basis: str
    solubilities: tuple[Solubility, ...]
    shelf_life: ShelfLife | None
    findings: tuple[Finding, ...]
    evaluated: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    model_version: str
    data_hash: str

    @property
    def pH_reading(self) -> ReadingBands | None:
        """What a meter or a strip may show; None without a pH, and where the pH is a reading itself."""
        return reading_bands(self.pH) if self.pH and self.pH_basis != "measured" else None

    def as_dict(self) -> dict[str, object]:
        """Return the assessment as a JSON object."""
        equivalent = self.composition.aa_equivalent
        return {
            "total_mass_g": self.total_mass_g,
            "strength": [_strength_dict(strength) for strength in self.composition.strengths],
            "aa_equivalent_fraction": None if equivalent is None else equivalent.as_dict(),
            "pH": None if self.pH is None else self.pH.as_dict(),
            "pH_basis": self.pH_basis,
            "pH_reading": None if self.pH_reading is None else self.pH_reading.as_dict(),
            "solubility": self.solubilities[0].as_dict() if self.solubilities else None,
            "shelf_life": None if self.shelf_life is None else self.shelf_life.as_dict(),
            "findings": [finding.as_dict() for finding in self.findings],
            "rules": {
                "evaluated": list(self.evaluated),
                "skipped": [skipped.as_dict() for skipped in self.skipped],
            },
            "model_version": self.model_version,
            "data_hash": self.data_hash,
        }


def assess(
    formula: Formula,
    *,
    storage: Storage | None = None,
    measured: Measured | None = None,
    dose: Dose | None = None,
    claims: Claims | None = None,
    on: datetime.date | None = None,
) -> Assessment:
    """Assess a formula: strength, pH and solubility with bands, shelf life, and the findings of all rules.

    Parameters
    ----------
    formula : Formula
    storage : Storage, optional
        How it is kept; rules about that are skipped when it is not given.
    measured : Measured, optional
        What was measured on it: a reading sharpens the pH, an assay how long it keeps.
    dose : Dose, optional
        The acid or base for a target pH, as a batch has it.
    claims : Claims, optional
        What the recipe claims.
    on : date, optional
        The day for which to compute what is left.

    Returns
    -------
    Assessment

    Raises
    ------
    InputErrors
        An assay date or ``on`` before the day on which the product was made or opened.

    Examples
    --------
    >>> from calc import Formula, Line
    >>> report = assess(Formula((Line("water", 85.0), Line("l_ascorbic_acid", 15.0))))
    >>> f"pH {report.pH.median:.1f}", [finding.code for finding in report.findings][:1]
    ('pH 2.1', ['PH-001'])
    """
    analysis = analyse(formula, storage=storage, measured=measured, dose=dose, claims=claims, on=on)
    facts = facts_of(analysis)
    verdicts = rules.evaluate(facts)
    rows = range(facts.size)
    findings = {
        (finding.code, finding.subject): finding
        for row in rows
        for finding in rules.findings_of(verdicts, facts, row)
    }
    skipped = {skip.code: skip for row in rows for skip in rules.skipped_of(verdicts, facts, row)}
    return Assessment(
        formula.total_mass_g,
        analysis.composition,
        analysis.pH,
        analysis.pH_basis,
        analysis.solubilities,
        analysis.life,
        tuple(sorted(findings.values(), key=lambda finding: -finding.severity)),
        tuple(code for code in verdicts.codes if code not in skipped),
        tuple(skipped.values()),
        MODEL_VERSION,
        catalog.data_hash(),
    )


def _strength_dict(strength: Strength) -> dict[str, object]:
    """Return one form's strength as a JSON object."""
    equivalent = strength.aa_equivalent
    return {
        "form": strength.form,
        "mass_fraction": strength.mass_fraction.as_dict(),
        "aa_equivalent_fraction": None if equivalent is None else equivalent.as_dict(),
    }
