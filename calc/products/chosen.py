"""Products that somebody compares, and how they compare them: kept in a link, so that others see the same.

A product is one of the list, or one by its label as somebody typed it, or one of a file; to each of them
somebody can add what its label says.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from calc import catalog
from calc.catalog import market
from calc.catalog.normalize import normalize
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say
from calc.products.listings.heading import FURTHER
from calc.products.listings.listing import Listing
from calc.products.listings.typed_label import LABEL_FIELDS, LabelReading, TypedLabel, read_label
from calc.products.rows import label_row
from calc.reports.links import COMPARISON, COMPARISON_VERSION, LONGEST_TEXT, link_to, pack, token_in, unpack

#: How many can be held side by side.
HANDFUL = 5
#: The page that opens it, under the address of the program.
PAGE = "compare"
_LISTED = "listed"
_PARTS = ("of", "file", "label")


@dataclass(frozen=True)
class ChosenProduct:
    """A product that is compared.

    Parameters
    ----------
    listed : str
        Its id in the list of this program; "" where it is none of it.
    file : TypedLabel
        What a file says of it.
    added : TypedLabel
        What somebody typed: all of it, or what they add to list or file.

    Examples
    --------
    >>> ChosenProduct("cipla_vc_15", added=TypedLabel((("pH", "3.1"),))).listing.product.pH
    3.1
    """

    listed: str = ""
    file: TypedLabel = field(default_factory=TypedLabel)
    added: TypedLabel = field(default_factory=TypedLabel)

    @property
    def is_typed(self) -> bool:
        """Whether all of it was typed."""
        return not self.listed and not self.file.cells

    @property
    def reading(self) -> LabelReading:
        """The product, and what of the words for it could not be read."""
        return _reading(self)

    @property
    def listing(self) -> Listing:
        """The product."""
        return self.reading.listing

    def with_fact(self, name: str, text: str) -> ChosenProduct:
        """Return it with one more thing that its label says, or without it.

        Parameters
        ----------
        name : str
            One of `LABEL_FIELDS`.
        text : str
        """
        return replace(self, added=self.added.with_fact(name, text))

    def content(self) -> str | dict[str, Any]:
        """Return it as it stands in a link."""
        parts = {"of": self.listed, "file": self.file.texts, "label": self.added.texts}
        said = {name: part for name, part in parts.items() if part}
        return self.listed if [*said] == ["of"] else said


@functools.lru_cache(maxsize=1024)
def _reading(chosen: ChosenProduct) -> LabelReading:
    """Return a chosen product, and what of the words for it could not be read."""
    if chosen.is_typed:
        return chosen.added.reading
    if not chosen.listed:
        return _with_added(chosen.file, chosen.added).reading
    listing = Listing.of_market(market.products()[chosen.listed])
    if not chosen.added.cells:
        return LabelReading(listing, {})
    reading = _with_added(label_of(listing), chosen.added).reading
    kept = {name: getattr(listing, name) for name in ("kind", "base", "sources", "note")}
    name = reading.listing.name if "product" in chosen.added.texts else listing.name
    return reading._replace(listing=replace(reading.listing, **kept, name=name))


def _with_added(label: TypedLabel, added: TypedLabel) -> TypedLabel:
    """Return a label with what somebody adds to it."""
    for name, text in added.cells:
        label = label.with_fact(name, text)
    return label


def label_of(listing: Listing) -> TypedLabel:
    """Return a listing as the label that says the same.

    Parameters
    ----------
    listing : Listing

    Examples
    --------
    >>> label_of(read_label("name=C15; form=LAA; strength=15 %").reading.listing).texts["strength"]
    '15'
    """
    row = {**label_row(listing), "ingredients": None}
    row["strength"] = row.pop("strength_percent")
    cells = {
        name: f"{cell:.12g}" if isinstance(cell, float) else str(cell) for name, cell in row.items() if cell
    }
    if cells.get("kind") == market.KINDS[0]:
        del cells["kind"]
    return TypedLabel(tuple((name, cells[name]) for name in (*LABEL_FIELDS, *FURTHER) if name in cells))


def read_chosen(text: str) -> ChosenProduct:
    """Return the product that somebody names, or types.

    Parameters
    ----------
    text : str
        Its id or its name in the list; ``listed=ID; pH=3.1`` for one of the list with something added; else
        what a label says, as for `read_label`.

    Raises
    ------
    InputErrors
        As `read_label`; an id that is not in the list.

    Examples
    --------
    >>> read_chosen("cipla_vc_15").listed, read_chosen("C15 serum, 15 % ascorbic acid").listed
    ('cipla_vc_15', '')
    """
    key, _, rest = text.partition(";")
    name, equals, listed = key.partition("=")
    if equals and normalize(name) == _LISTED:
        _refuse_unlisted(listed.strip())
        return ChosenProduct(listed.strip(), added=read_label(rest) if rest.strip() else TypedLabel())
    alike = _ids_by_name().get(normalize(text), "")
    listed = text.strip() if text.strip() in market.products() else alike
    return ChosenProduct(listed) if listed else ChosenProduct(added=read_label(text))


@functools.cache
def _ids_by_name() -> Mapping[str, str]:
    """Return the ids of the list by name."""
    return {normalize(f"{row.brand} {row.product}"): key for key, row in market.products().items()}


def _refuse_unlisted(key: str) -> None:
    """Refuse what is no product of the list.

    Raises
    ------
    InputErrors
    """
    if key not in market.products():
        fix = say("Type what its label says instead.")
        refuse([InputError(_LISTED, key, say("the list has no product under this id."), fix)])


@dataclass(frozen=True)
class ComparisonRequest:
    """What somebody compares, and how.

    Parameters
    ----------
    products : tuple of ChosenProduct
    months : int
        Since they were made.
    rates : str
        Exchange rates as typed, parted by semicolons.
    """

    products: tuple[ChosenProduct, ...] = ()
    months: int = 0
    rates: str = ""

    def content(self) -> dict[str, Any]:
        """Return it as it stands in a link; what is as usual is left out."""
        content: dict[str, Any] = {COMPARISON: [chosen.content() for chosen in self.products]}
        rest = {"months": str(self.months or ""), "rates": self.rates.strip()}
        return content | {name: text for name, text in rest.items() if text}


def share_comparison(request: ComparisonRequest, address: str = "") -> str:
    """Return the link that reopens a comparison.

    Parameters
    ----------
    request : ComparisonRequest
    address : str
        As for `share.share_link`, with its errors.

    Examples
    --------
    >>> link = share_comparison(ComparisonRequest((read_chosen("C15, 15 % LAA, pH 3.2"),)))
    >>> open_comparison(link)[0].products[0].listing.product.pH
    3.2
    """
    return link_to(pack(request.content(), COMPARISON_VERSION), address, PAGE)


def open_comparison(link: str) -> tuple[ComparisonRequest, tuple[InputError, ...]]:
    """Return the comparison that a link or a token holds, and what of it cannot be read.

    Parameters
    ----------
    link : str

    Raises
    ------
    InputErrors
        It is damaged, or holds no comparison.
    """
    content = unpack(token_in(link))
    if COMPARISON not in content:
        refuse(
            [
                InputError(
                    "link", link[:12], say("this link holds no comparison."), say("Open it on the page Mix.")
                )
            ]
        )
    problems: list[InputError] = []
    entries = content[COMPARISON] if isinstance(content[COMPARISON], list) else [content[COMPARISON]]
    chosen = []
    for entry in entries[:HANDFUL]:
        try:
            chosen.append(_chosen_from(entry))
        except InputErrors as errors:
            problems += errors.errors
    if len(entries) > HANDFUL:
        fix = say("The first {handful} are shown.", handful=HANDFUL)
        problems.append(
            InputError(
                "link", len(entries), say("up to {handful} products are compared.", handful=HANDFUL), fix
            )
        )
    months = content.get("months", "")
    accepted = catalog.inputs().accepted["months"].ends
    if months and not (str(months).isdecimal() and accepted[0] <= int(months) <= accepted[1]):
        problems.append(
            InputError("months", months, say("this is not a number of months."), say("It counts as new."))
        )
        months = ""
    rates = content.get("rates", "")
    return ComparisonRequest(tuple(chosen), int(months or 0), rates if isinstance(rates, str) else ""), tuple(
        problems
    )


def _chosen_from(entry: object) -> ChosenProduct:
    """Return a product as it stands in a link.

    Raises
    ------
    InputErrors
        It is none.
    """
    said = {"of": entry} if isinstance(entry, str) else entry
    if not isinstance(said, dict) or not said or {*said} - {*_PARTS}:
        refuse(
            [
                InputError(
                    "link", entry, say("this is not a product."), say("Type what its label says instead.")
                )
            ]
        )
        raise AssertionError
    listed = said.get("of", "")
    if listed:
        _refuse_unlisted(str(listed))
    labels = {name: _label_from(said.get(name, {})) for name in ("file", "label")}
    return ChosenProduct(str(listed), labels["file"], labels["label"])


def _label_from(cells: object) -> TypedLabel:
    """Return a label as it stands in a link.

    Raises
    ------
    InputErrors
        It is none.
    """
    order = (*LABEL_FIELDS, *FURTHER)
    is_label = isinstance(cells, dict) and all(
        name in order and isinstance(text, str) and len(text) <= LONGEST_TEXT for name, text in cells.items()
    )
    if not isinstance(cells, dict) or not is_label:
        refuse(
            [InputError("link", cells, say("this is not a label."), say("Type what its label says instead."))]
        )
        raise AssertionError
    return TypedLabel(tuple((name, cells[name]) for name in order if cells.get(name)))
