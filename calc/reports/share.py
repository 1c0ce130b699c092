"""What to take along of a batch: its link, its card, its label; from a request, a recipe or a preset."""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.chemistry.formula import Formula, Line
from calc.chemistry.recipe import (
    Claims,
    Measured,
    Recipe,
    Storage,
    read_recipe,
    recipe_of,
)
from calc.errors import InputError, InputErrors
from calc.messages import say
from calc.mixing.batch import Batch, Weighing, as_batch
from calc.mixing.request import (
    MixRequest,
    assess_request,
    batch_of,
    claims_of,
    measured_of,
    parse_request,
)
from calc.mixing.storage_request import (
    ASSAY_FIELDS,
    STORAGE_FIELDS,
    parse_storage,
    storage_of,
    with_assay,
)
from calc.mixing.values import FromLinesValues
from calc.parsing.ingredient_names import written_name
from calc.reports.batch_label import BatchLabel
from calc.reports.content import AS_WEIGHED, TO_WEIGH, fill_batch_label, fill_recipe_card
from calc.reports.links import (
    COMPARISON,
    link_to,
    pack,
    token_in,
    unpack,
)
from calc.reports.recipe_card import MOST_LINES, RecipeCard
from calc.rules.assessment import Assessment, assess
from calc.uncertainty import Z95

# How far two numbers may be apart that mean the same, after a way through per cent and back.
_SAME = 1e-9


@dataclass(frozen=True)
class WorkedBatch:
    """A batch with everything that is known of it; ``heading``: what its lines are.

    ``recipe``: what is in it, how it is kept, what was measured, and what it says of itself.
    """

    batch: Batch
    report: Assessment
    recipe: Recipe
    heading: str

    @property
    def storage(self) -> Storage | None:
        """How it is kept."""
        return self.recipe.storage


@functools.cache
def preset(name: str) -> MixRequest:
    """Return a recipe to start from.

    Raises
    ------
    InputErrors
        There is none of that name.

    Examples
    --------
    >>> preset("start_10").strength
    '10 %'
    """
    presets = catalog.presets()
    if name not in presets:
        fix = say("Use one of {presets}.", presets=", ".join(presets))
        raise InputErrors([InputError("preset", name, say("there is no recipe of this name."), fix)])
    return MixRequest.from_dict(dict(presets[name].fields))


def open_link(link: str) -> MixRequest | Recipe:
    """Return what a link or a token holds.

    Raises
    ------
    InputErrors
        It is damaged, what it holds cannot be read, or it is no recipe but a comparison.

    Examples
    --------
    >>> open_link(share_link(MixRequest(strength="15 %", batch="30 g"))).batch
    '30 g'
    """
    content = unpack(token_in(link))
    if COMPARISON in content:
        fix = say("Open it on the page Compare, or give it to calc compare.")
        raise InputErrors(
            [InputError("link", token_in(link)[:12], say("this link holds a comparison."), fix)]
        )
    return read_recipe(content) if "lines" in content else MixRequest.from_dict(content)


def content_of(what: MixRequest | Recipe) -> dict[str, Any]:
    """Return what a link holds of a request or a recipe, all of it that counts and nothing else.

    A recipe goes as the fields of the page wherever those say the same; else whole.
    """
    if isinstance(what, MixRequest):
        return effective_fields(what)
    request, lost = request_of(what)
    return _whole(what) if lost else effective_fields(request)


def effective_fields(request: MixRequest) -> dict[str, str]:
    """Return the fields of a request that count in its way, choices among them."""
    parsed = parse_request(request)
    wrong = {name.split(" ")[0] for name in parsed.errors}
    used = {"way", _aim_of(request.way), "instrument", *parsed.echo, *wrong, *STORAGE_FIELDS, *ASSAY_FIELDS}
    aimed = request.way != "new" or "target_pH" in used
    if not (aimed and "reading" in used):
        used -= {"reading", "reading_error", "instrument", "added"} - wrong
    if "target_pH" not in used:
        used -= {"adjuster", "adjuster_strength"} - wrong
    return {name: text for name, text in request.as_dict().items() if name in used}


def share_link(what: MixRequest | Recipe, address: str = "") -> str:
    """Return the link that reopens a request or a recipe.

    Parameters
    ----------
    what : MixRequest or Recipe
    address : str
        Of the page; the one on this computer when not given.

    Raises
    ------
    InputErrors
        It is too long for a link; an address that is none.

    Examples
    --------
    >>> share_link(preset("start_10"))[:26]
    'http://127.0.0.1:8501/?r=2'
    """
    return link_to(pack(content_of(what)), address)


@functools.lru_cache(maxsize=64)
def worked_out(what: MixRequest | Recipe) -> WorkedBatch:
    """Work out a request or a recipe, kept as it says.

    Raises
    ------
    InputErrors
        Everything that is wrong with it.
    """
    if isinstance(what, Recipe):
        batch = as_batch(what.formula, [_row(line) for line in what.formula.lines])
        report = assess(what.formula, storage=what.storage, measured=what.measured, claims=what.claims)
        return WorkedBatch(batch, report, what, AS_WEIGHED)
    parsed, parsed_storage = parse_request(what), parse_storage(what)
    storage = storage_of(parsed_storage) if parsed_storage.echo or parsed_storage.errors else None
    measured = with_assay(measured_of(parsed), parsed_storage)
    batch, report = assess_request(parsed, storage=storage, measured=measured)
    recipe = Recipe(batch.formula, storage, measured, claims_of(parsed, batch))
    return WorkedBatch(batch, report, recipe, AS_WEIGHED if what.way == "made" else TO_WEIGH)


def refuse_unmakeable(request: MixRequest) -> None:
    """Refuse a request that is worked out by itself, but of which no card can be made.

    Quick, so that a page can ask each time it is drawn: the whole is worked out only where an assay, or
    very many lines, might stand in the way.

    Parameters
    ----------
    request : MixRequest

    Raises
    ------
    InputErrors
        What stands in the way.
    """
    storage_of(parse_storage(request))
    if is_worked_out_first(request):
        make_card(request, made_on=datetime.date.today())


def is_worked_out_first(request: MixRequest) -> bool:
    """Tell whether only the whole card shows that it can be made: an assay, or very many lines.

    Parameters
    ----------
    request : MixRequest

    Examples
    --------
    >>> is_worked_out_first(MixRequest(strength="15 %", batch="30 g"))
    False
    """
    lines = request.others.count("\n") + request.recipe.count("\n")
    return lines > MOST_LINES // 2 or any(getattr(request, name).strip() for name in ASSAY_FIELDS)


def make_card(
    what: MixRequest | Recipe, *, made_on: datetime.date, address: str = "", title: str = ""
) -> RecipeCard:
    """Return the card of a request or a recipe.

    Parameters
    ----------
    what : MixRequest or Recipe
    made_on : datetime.date
        From here the days count that it keeps, unless it says so itself.
    address : str
        Of the page that its code opens; the one on this computer when not given.
    title : str
        What somebody calls it.

    Raises
    ------
    InputErrors
        Everything that is wrong with it; an address that is none.

    Examples
    --------
    >>> make_card(preset("start_10"), made_on=datetime.date(2026, 3, 31), title="Evening serum").title
    'Evening serum'
    """
    worked = worked_out(what)
    return fill_recipe_card(
        worked.batch,
        worked.report,
        made_on=made_on,
        storage=worked.storage,
        title=title,
        link=_link_or_none(what, address),
        heading=worked.heading,
        about=_about(what),
    )


def make_label(
    what: MixRequest | Recipe, *, made_on: datetime.date | None = None, address: str = "", name: str = ""
) -> BatchLabel:
    """Return the label of a request or a recipe.

    Parameters
    ----------
    what, address
        As for `make_card`.
    made_on : datetime.date, optional
        When it was made; without it the label has a line to write on.
    name : str
        What somebody calls it.

    Raises
    ------
    InputErrors
        As for `make_card`.

    Examples
    --------
    >>> make_label(preset("start_10"), made_on=datetime.date(2026, 3, 31), name="Evening serum").name
    'Evening serum'
    """
    worked = worked_out(what)
    return fill_batch_label(
        worked.batch,
        worked.report,
        made_on=made_on,
        storage=worked.storage,
        name=name,
        link=_link_or_none(what, address),
    )


def request_of(recipe: Recipe) -> tuple[MixRequest, tuple[str, ...]]:
    """Return a recipe as the fields of the page, and what of it these cannot say.

    Returns
    -------
    tuple of MixRequest and tuple of str
        The second names places in the recipe, as its JSON has them; none where nothing is lost.

    Examples
    --------
    >>> request, lost = request_of(read_recipe({"lines": [{"ingredient": "water", "mass_g": 9.0}]}))
    >>> request.recipe, lost
    ('Water 9 g', ())
    """
    texts = {**_lines(recipe.formula), **_storage_fields(recipe.storage), **_reading_and_claims(recipe)}
    request = MixRequest(way="made", **texts)
    try:
        MixRequest.from_dict(request.as_dict())
    except InputErrors as errors:
        return MixRequest(way="made"), tuple(dict.fromkeys(error.field for error in errors.errors))
    try:
        read_again = _recipe_again(request)
    except InputErrors as errors:
        return request, tuple(dict.fromkeys(error.field for error in errors.errors))
    return request, tuple(_differences(_bare(_whole(recipe)), _bare(read_again)))


# --- links ----------------------------------------------------------------------------------------


def _link_or_none(what: MixRequest | Recipe, address: str) -> str:
    """Return a link; "" for a recipe that is too long for one."""
    link_to("", address)
    try:
        return share_link(what, address)
    except InputErrors:
        return ""


def _about(what: MixRequest | Recipe) -> tuple[str, ...]:
    """Return what to know of a recipe to start from, as long as it is unchanged."""
    if isinstance(what, Recipe):
        return ()
    counted = effective_fields(what)
    return tuple(words for fields, words in _presets() if fields == counted)


@functools.cache
def _presets() -> tuple[tuple[Mapping[str, str], str], ...]:
    """Return what counts of each recipe to start from, with what to know of it."""
    return tuple(
        (effective_fields(preset(record.id)), f"{record.kind.capitalize()}. {record.caveat}")
        for record in catalog.presets().values()
    )


def _aim_of(way: str) -> str:
    """Return the choice of what is known that belongs to a way; "" where there is none."""
    return {"new": "start", "boost": "boost", "palm": "palm"}.get(way, "")


def _whole(recipe: Recipe) -> dict[str, Any]:
    """Return all of a recipe as JSON has it."""
    return recipe_of(recipe.formula, storage=recipe.storage, measured=recipe.measured, claims=recipe.claims)


def _row(line: Line) -> Weighing:
    """Return a line of a recipe as a row of a sheet."""
    low, high = line.mass_range_g or (line.mass_g, line.mass_g)
    spread = (high - low) / 2
    return Weighing(line.ingredient, line.mass_g, line.mass_plus_minus_g or None, spread, called=line.name)


# --- a recipe as fields ---------------------------------------------------------------------------


def _lines(formula: Formula) -> dict[str, str]:
    """Return lines with what is said of them all."""
    rows = [f"{name_and_strength(line)} {_text(line.mass_g)} g" for line in formula.lines]
    purities = {line.purity for line in formula.lines if line.is_form}
    steps = {line.mass_plus_minus_g for line in formula.lines}
    pure, step = (values.pop() if len(values) == 1 else None for values in (purities, steps))
    return _non_empty(
        recipe="\n".join(rows), purity=_percent(pure), scale=f"{_text(step)} g" if step else None
    )


def name_and_strength(line: Line) -> str:
    """Return what a line is, so that a recipe in words says no less of it.

    Parameters
    ----------
    line : Line

    Examples
    --------
    >>> name_and_strength(Line("other_oil", 5.0, name="rosehip thing"))
    'rosehip thing (oil)'
    >>> name_and_strength(Line("lactic_acid", 5.0))
    'Lactic acid 100 %'
    """
    record, name = line.record, line.name or line.record.name
    if "other" in record.roles:
        return written_name(line.ingredient, line.name)
    if line.ingredient in recipe_words().diluted:
        return f"{name} ({recipe_words().powder[0]})"
    is_solution = line.purity is not None and math.isclose(line.purity + line.water_content, 1)
    if line.is_form or not (is_solution or record.sold_as_strength is not None):
        return name
    return f"{name} {_percent(line.purity if is_solution else 1.0)}"


def _storage_fields(storage: Storage | None) -> dict[str, str]:
    """Return how it is kept."""
    if storage is None:
        return {}
    every = storage.schedule or (((storage.temperature, 24.0),) if storage.temperature is not None else ())
    stays = [(_text(round(float(stay.m_as("degC")), 9)), _text(hours)) for stay, hours in every]
    kept_at = ", ".join(f"{celsius} °C {hours} h" for celsius, hours in stays)
    return _non_empty(
        kept_at=f"{stays[0][0]} °C" if len(stays) == 1 else kept_at,
        package=storage.package,
        wall=storage.wall,
        light=storage.light,
        openings=_text(storage.openings_per_day),
        fill=_percent(storage.fill_fraction),
        made_on=_day(storage.made_on),
        opened_on=_day(storage.opened_on),
    )


def _reading_and_claims(recipe: Recipe) -> dict[str, str]:
    """Return what was measured, and what the recipe says of itself."""
    measured, claims = recipe.measured or Measured(), recipe.claims or Claims()
    strip = measured.pH_step is not None
    meter = None if measured.pH_sd is None else round(measured.pH_sd * Z95, 12)
    assay_error = None if measured.assay_sd is None else round(100 * measured.assay_sd * Z95, 12)
    return _non_empty(
        reading=_text(measured.pH),
        instrument="strip" if strip else "meter",
        reading_error=_text(measured.pH_step if strip else meter),
        assay=_percent(measured.assay_fraction),
        assay_error=_text(assay_error),
        assay_on=_day(measured.assay_on),
        claim_strength=_percent(claims.mass_fraction),
        claim_pH=_text(claims.pH),
    )


def _non_empty(**fields: str | None) -> dict[str, str]:
    """Return the fields that say something."""
    return {name: text for name, text in fields.items() if text}


def _text(value: float | None) -> str:
    """Return a number so that it is read back as it was; "" for none."""
    return "" if value is None else f"{Decimal(repr(float(value))).normalize():f}"


def _day(day: datetime.date | None) -> str:
    """Return a date as it is written; "" for none."""
    return "" if day is None else day.isoformat()


def _percent(share: float | None) -> str:
    """Return a share in per cent; "" for none."""
    return "" if share is None else f"{_text(float(Decimal(repr(float(share))) * 100))} %"


def _recipe_again(request: MixRequest) -> dict[str, Any]:
    """Return what fields say as a recipe, to hold it against the one they were made of."""
    parsed, parsed_storage = parse_request(request), parse_storage(request)
    values = parsed.values
    assert isinstance(values, FromLinesValues)
    claimed = None if values.claim_strength is None else float(values.claim_strength.m_as("dimensionless"))
    return recipe_of(
        batch_of(parsed).formula,
        storage=storage_of(parsed_storage),
        measured=with_assay(measured_of(parsed), parsed_storage),
        claims=Claims(claimed, values.claim_pH),
    )


def _bare(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recipe without parts that say nothing."""
    return {name: part for name, part in recipe.items() if part not in ({}, None)}


def _differences(wanted: Any, other: Any, place: str = "") -> Iterator[str]:
    """Yield the places at which a recipe says something else than another."""
    if isinstance(wanted, Mapping):
        other = other or {}
        for key in dict.fromkeys((*wanted, *other)):
            inner = f"{place}.{key}" if place else str(key)
            yield from _differences(wanted.get(key), other.get(key), inner)
    elif isinstance(wanted, list) and isinstance(other, list) and len(wanted) == len(other):
        for at, pair in enumerate(zip(wanted, other)):
            yield from _differences(*pair, f"{place}[{at}]")
    elif isinstance(wanted, (int, float)) and isinstance(other, (int, float)):
        if not math.isclose(wanted, other, rel_tol=_SAME, abs_tol=0.0):
            yield place
    elif wanted != other:
        yield place
