"""Recipes to start from: understood, honest, with their sources, there and back through link and card."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from calc import catalog
from calc.errors import DataError, InputErrors
from calc.findings import Severity
from calc.mixing.request import MixRequest, parse_request
from calc.reports import evidence
from calc.reports.share import (
    effective_fields,
    open_link,
    preset,
    share_link,
    worked_out,
)

PRESETS = catalog.presets()


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_understood(name: str) -> None:
    understood = parse_request(preset(name))
    assert not understood.errors
    assert worked_out(preset(name)).report.composition.strengths


@pytest.mark.parametrize("name", PRESETS)
def test_no_preset_says_stop(name: str) -> None:
    stops = [
        finding for finding in worked_out(preset(name)).report.findings if finding.severity == Severity.STOP
    ]
    assert not stops or "STOP" in PRESETS[name].caveat


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_names_only_fields_that_count(name: str) -> None:
    assert effective_fields(preset(name)) == dict(PRESETS[name].fields)


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_comes_back_from_its_link(name: str) -> None:
    assert open_link(share_link(preset(name))) == MixRequest(**effective_fields(preset(name)))


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_its_entry_and_its_sources(name: str) -> None:
    entry = evidence.entries_by_key()[f"preset.{name}"]
    assert entry.sources == PRESETS[name].sources
    assert PRESETS[name].caveat in entry.notes
    assert ("bench_editorial" in entry.sources) or PRESETS[name].kind == "published"


def test_the_names_say_what_is_in_them() -> None:
    for known in PRESETS.values():
        stated = re.match(r"(\d+) %", known.name)
        if stated:
            result = worked_out(preset(known.id)).report.composition.strengths[0].nominal
            assert result == pytest.approx(int(stated[1]) / 100, rel=1e-9)


def test_the_trio_has_the_strengths_of_its_source() -> None:
    # Lin and others 2005: 15 % L-ascorbic acid, 1 % alpha-tocopherol, 0.5 % ferulic acid.
    formula = worked_out(preset("ferulic_15")).batch.formula
    shares = {line.ingredient: line.mass_g / formula.total_mass_g for line in formula.lines}
    strength = worked_out(preset("ferulic_15")).report.composition.strengths[0].nominal
    assert strength == pytest.approx(0.15, rel=1e-9)
    assert shares["ferulic_acid"] == pytest.approx(0.005, rel=1e-3)
    assert shares["tocopherol"] == pytest.approx(0.01, rel=1e-3)
    rows = catalog.stability().assumed
    assert (rows["ferulic_used"].value, rows["tocopherol_used"].value) == (0.5, 1)
    pH = worked_out(preset("ferulic_15")).report.pH
    assert pH.low < 3.2 < pH.high


@pytest.mark.parametrize("name", ["sap_5", "map_3", "glucoside_2"])
def test_the_mild_forms_are_within_what_is_usual_and_preserved(name: str) -> None:
    known = worked_out(preset(name))
    (result,) = known.report.composition.strengths
    low, high = (end / 100 for end in catalog.forms()[result.form].value("usual_use").ends)
    assert low <= result.nominal <= high * (1 + 1e-9)
    assert known.batch.formula.has_role("preservative")
    assert "MICRO-001" not in {finding.code for finding in known.report.findings}


def test_the_suspension_shows_its_warnings() -> None:
    result = {finding.code for finding in worked_out(preset("squalane")).report.findings}
    assert "SOL-001" in result


def test_an_unknown_preset_is_refused_by_name() -> None:
    with pytest.raises(InputErrors) as caught:
        preset("elixir")
    assert caught.value.errors[0].field == "preset"
    assert "ferulic_15" in caught.value.errors[0].fix


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('kind    = "published"', 'kind    = "proven"'),
        ('sources = ["lin_2005"', 'sources = ["nobody_1999"'),
        ('strength          = "15 %"', "strength          = 15"),
        ('caveat  = "The study has 15 %', 'remark  = "The study has 15 %'),
    ],
)
def test_a_spoilt_file_is_refused(spoil: Callable[[str, str, str], int], old: str, new: str) -> None:
    spoil("presets.toml", old, new)
    with pytest.raises(DataError, match=r"presets\.toml"):
        catalog.presets()


def test_a_preset_without_fields_is_refused(spoil: Callable[[str, str, str], int]) -> None:
    spoil("presets.toml", "[palm.fields]", "[palm.fields.more]")
    with pytest.raises(DataError, match=r"presets\.toml"):
        catalog.presets()
