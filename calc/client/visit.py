"""A visit: a client, a product, a procedure and what is taken by mouth; as JSON, read strictly."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from calc.client.intake import Supplement
from calc.client.person import NOTHING, Client
from calc.client.product import Product
from calc.errors import InputError, InputErrors, refuse
from calc.messages import say
from calc.parsing.json_reader import Reader, read_json, within
from calc.parsing.terms_in_text import Mention
from calc.parsing.visit_names import visit_mention
from calc.units import Q_

PROCEDURES = "none peel laser microneedling mesoroller mesotherapy biorevitalisation plasma patch".split()
#: Kinds of a procedure that the articles tell apart.
PROCEDURE_TYPES: Mapping[str, tuple[str, ...]] = {
    "mesotherapy": tuple("injection hardware mesoroller fractional oxygen laser lipolytic mesobotox".split()),
    "patch": ("hydrogel", "fabric", "collagen", "metal_ion"),
}
#: Most supplements of one client.
MOST_SUPPLEMENTS = 50
#: Most entries of one list.
MOST_ENTRIES = 100
#: A form that is none: the acid in a tablet that fizzes.
EFFERVESCENT = "effervescent"
_LISTS = ("skin", "conditions", "medicines", "actives", "reactions")
_FLAGS = ("pregnant", "breastfeeding", "trying", "smoker")


@dataclass(frozen=True)
class Visit:
    """What is to be checked; None is unknown.

    Parameters
    ----------
    client : Client
    product : Product, optional
    no_product : bool
        That there is none, rather than that none is known.
    procedure : str, optional
        One of `PROCEDURES`, or people's word for one of them; of another one the word is kept, and told.
    procedure_type : str, optional
        One of `PROCEDURE_TYPES` of that procedure.
    intake : tuple of Supplement, optional
        An empty one is "takes none".

    Raises
    ------
    InputErrors
        A type that the procedure does not have.
    """

    client: Client = field(default_factory=Client)
    product: Product | None = None
    no_product: bool = False
    procedure: str | None = None
    procedure_type: str | None = None
    intake: tuple[Supplement, ...] | None = None

    def __post_init__(self) -> None:
        said = self.procedure_mention
        if said and said.terms and said.terms["procedures"].id in PROCEDURES:
            object.__setattr__(self, "procedure", said.terms["procedures"].id)
        if self.procedure is not None and not self.procedure.strip():
            object.__setattr__(self, "procedure", None)
        errors = []
        types = PROCEDURE_TYPES.get(self.procedure or "", ())
        if self.procedure_type not in (None, *types):
            fix = say("Use {types}.", types=", ".join(types)) if types else say("Leave it out.")
            accepted = say("this kind of treatment is not known.")
            errors.append(InputError("procedure_type", self.procedure_type, accepted, fix))
        refuse(errors)

    @functools.cached_property
    def procedure_mention(self) -> Mention | None:
        """What was made of the word for the procedure; None for one of `PROCEDURES` and for none."""
        is_word = self.procedure and self.procedure.strip() and self.procedure not in PROCEDURES
        return visit_mention("procedures", self.procedure or "") if is_word else None

    @property
    def mentions(self) -> tuple[tuple[str, Mention], ...]:
        """Everything that was said in words, each piece with the list or the field in which it stands."""
        own = (("procedure", self.procedure_mention), ("zone", self.client.zone_mention))
        return (*self.client.mentions, *((field, said) for field, said in own if said))

    @property
    def open_words(self) -> tuple[str, ...]:
        """What could make the verdict worse and was not understood, or is known without a rule; each once.

        Of what is used on the skin or stands on a label only beside something that is put on or done. A word
        that is only almost a name counts where no rule looks at that name: it may be another one.
        """
        kinds = {"conditions", "medicines", "reactions", "procedure", "zone"}
        if self.product or self.procedure not in (None, "none"):
            kinds.add("actives")
        texts = [
            said.text
            for kind, said in self.mentions
            if kind in kinds
            and (
                said.status == "not_understood"
                or (kind in ("procedure", "zone") and _is_without_rule(said))
                or (said.is_slip and said.holds and _is_without_rule(said))
            )
        ]
        if self.procedure not in (None, "none") and self.product:
            texts += self.product.unrecognised
        return tuple(dict.fromkeys(texts))

    @property
    def no_rule_names(self) -> tuple[str, ...]:
        """What is known here but no rule looks at, each once."""
        own = (self.procedure_mention, self.client.zone_mention)
        names = [said.name for said in own if said and _is_without_rule(said)]
        return tuple(dict.fromkeys([*self.client.no_rule_names, *names]))

    @property
    def unrecognised(self) -> tuple[str, ...]:
        """What was named in words that are not known here, each once."""
        own = [said.text for _, said in self.mentions if said.status == "not_understood"]
        product = self.product.unrecognised if self.product else ()
        return tuple(dict.fromkeys([*own, *product]))


def _is_without_rule(mention: Mention) -> bool:
    """Tell whether what is named is known, and no rule looks at it."""
    return bool(mention.terms) and all(term.asked for term in mention.terms.values())


def load_visit(text: str | bytes) -> Visit:
    """Read a visit from JSON text.

    Raises
    ------
    InputErrors
        Everything that is wrong with it, each with its place in the file.

    Examples
    --------
    >>> load_visit('{"client": {"age": 34}, "procedure": "peel"}').client.age
    34.0
    """
    return read_visit(read_json(text, "client"))


def read_visit(content: Any) -> Visit:
    """Read a visit from the objects that JSON gives.

    Parameters
    ----------
    content : dict
        Any of ``client`` (the fields of `Client`), ``product`` (``form``, ``mass_fraction`` [0–1],
        ``pH``, ``package``, ``home_made``, ``coactives``; or "none"), ``procedure``, ``procedure_type`` and
        ``intake``: a list of ``form``, ``mg`` of that form in one piece, ``per_day``, ``effervescent``.
        What is left out is unknown.

    Raises
    ------
    InputErrors
        Everything that is wrong with it, each with its place.

    Examples
    --------
    >>> read_visit({"client": {"skin": ["sensitive"]}, "product": "none"}).no_product
    True
    """
    reader = _Reader()
    keys = ("client", "product", "procedure", "procedure_type", "intake")
    top = reader.table(content, "check", keys)
    client = reader.part(top, "client", reader.client) or Client()
    no_product = str(top.get("product")).casefold() in NOTHING and top.get("product") is not None
    product = None if no_product else reader.part(top, "product", reader.product)
    intake = None if top.get("intake") is None else reader.intake(top)
    procedure, kind = (reader.text(top, key, "") for key in ("procedure", "procedure_type"))
    try:
        visit = Visit(client, product, no_product, procedure, kind, intake)
    except InputErrors as errors:
        reader.errors.extend(errors.errors)
    reader.finish()
    return visit


class _Reader(Reader):
    """Reads the parts of a visit."""

    def client(self, row: Any) -> Client:
        """Return who sits in the chair."""
        row = self.table(row, "client", ("age", "sex", "zone", *_LISTS, *_FLAGS))
        values: dict[str, Any] = {key: self.text(row, key, "client") for key in ("sex", "zone")}
        values |= {key: self.words(row, key, "client") for key in _LISTS}
        values |= {key: self.flag(row, key, "client") for key in _FLAGS}
        return Client(age=self.number(row, "age", "client"), **values)

    def product(self, row: Any) -> Product:
        """Return the product by its label."""
        row = self.table(row, "product", ("form", "mass_fraction", "pH", "package", "home_made", "coactives"))
        strength = self.number(row, "mass_fraction", "product")
        return Product(
            form=self.text(row, "form", "product"),
            mass_fraction=None if strength is None else Q_(strength, "dimensionless"),
            pH=self.number(row, "pH", "product"),
            package=self.text(row, "package", "product"),
            home_made=self.flag(row, "home_made", "product"),
            coactives=self.words(row, "coactives", "product"),
        )

    def intake(self, top: Mapping[str, Any]) -> tuple[Supplement, ...]:
        """Return what is taken by mouth."""
        rows = self.list(top, "intake", "")
        if len(rows) > MOST_SUPPLEMENTS:
            accepted = say(
                "at most {most_supplements} supplements are read.", most_supplements=MOST_SUPPLEMENTS
            )
            self.wrong(
                "intake",
                say("{count} supplements", count=len(rows)),
                accepted,
                say("Add up those of one form."),
            )
        supplements = [self.supplement(row, f"intake[{i}]") for i, row in enumerate(rows[:MOST_SUPPLEMENTS])]
        return tuple(supplement for supplement in supplements if supplement)

    def supplement(self, row: Any, place: str) -> Supplement | None:
        """Return one supplement; None when it is broken."""
        before = len(self.errors)
        row = self.table(row, place, ("form", "mg", "per_day", "effervescent"))
        if len(self.errors) > before and not row:
            return None
        mg, per_day = (self.number(row, key, place) for key in ("mg", "per_day"))
        for key in ("mg", "per_day"):
            if row.get(key) is None:
                self.wrong(
                    f"{place}.{key}", "", say("each supplement needs it."), say('Write "{key}": 1.', key=key)
                )
        form = self.text(row, "form", place) or "l_ascorbic_acid"
        fizzy = True if form.casefold() == EFFERVESCENT else self.flag(row, "effervescent", place)
        form = "l_ascorbic_acid" if form.casefold() == EFFERVESCENT else form
        try:
            supplement = Supplement(
                form, Q_(1.0 if mg is None else mg, "mg"), 1.0 if per_day is None else per_day, fizzy
            )
        except InputErrors as errors:
            self.errors.extend(error.renamed(f"{place}.{error.field}") for error in errors.errors)
            return None
        return None if mg is None or per_day is None else supplement

    def text(self, row: Mapping[str, Any], key: str, place: str) -> str | None:
        """Return a text, or None when it is left out."""
        value = row.get(key)
        if value is None or isinstance(value, str):
            return value
        self.wrong(within(place, key), value, say("this must be text."), say("Put it in quotes."))
        return None

    def flag(self, row: Mapping[str, Any], key: str, place: str) -> bool | None:
        """Return true or false, or None when it is left out."""
        value = row.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(
            within(place, key),
            value,
            say("this is true or false."),
            say("Write true, false, or leave it out."),
        )
        return None

    def words(self, row: Mapping[str, Any], key: str, place: str) -> tuple[str, ...] | None:
        """Return a list of texts, or None when it is left out; empty ones say nothing."""
        if row.get(key) is None:
            return None
        given = self.list(row, key, place)
        if len(given) > MOST_ENTRIES or not all(isinstance(text, str) for text in given):
            accepted = say("this is a list of up to {most_entries} texts.", most_entries=MOST_ENTRIES)
            self.wrong(within(place, key), given, accepted, say('Write ["…"], or [] for none.'))
            return None
        texts = tuple(dict.fromkeys(text.strip() for text in given if text.strip()))
        if given and not texts:
            return None
        return () if len(texts) == 1 and key != "skin" and texts[0].casefold() in NOTHING else texts
