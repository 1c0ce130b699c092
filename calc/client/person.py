"""Who sits in the chair: what a client says of age, skin, conditions and medicines; contradictions in it."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from calc import catalog
from calc.catalog import people
from calc.catalog.intake import SEXES
from calc.catalog.people import Term
from calc.errors import InputError, refuse
from calc.messages import say
from calc.parsing.terms_in_text import EXPECTING, Mention, mentions_in
from calc.parsing.visit_names import visit_mention

SKINS = ("normal", "sensitive", "irritated", "broken", "rosacea", "acne")
ZONES = ("face", "eye_area", "body")
#: How somebody says that there is nothing of a kind.
NOTHING = ("none", "nothing", "no")
#: So much is read of what a client says in words, all answers together [characters].
MOST_CHARACTERS = 6_000
_EXPECTING = ("pregnant", "breastfeeding", "trying")


@dataclass(frozen=True)
class Client:
    """What a client said; None is unknown, an empty list is "none".

    Parameters
    ----------
    age : float, optional
        [years], with fractions below two.
    sex : str, optional
        One of `SEXES`.
    zone : str, optional
        One of `ZONES`, or people's word for one of them; of another place the word is kept.
    skin : tuple of str, optional
        Of `SKINS`.
    pregnant, breastfeeding, trying, smoker : bool, optional
        ``trying``: to become pregnant.
    conditions, medicines, actives, reactions : tuple of str, optional
        As people say it; what is not understood is kept, and reported as not checked.
    today : datetime.date, optional
        What “2 months ago” and “until 2021” are counted from; the day of asking unless it is said.

    Raises
    ------
    InputErrors
        An impossible age, an unknown word, answers that contradict each other, or more than is read.

    Examples
    --------
    >>> Client(age=34, conditions=("rosacea", "blue knees")).unrecognised
    ('blue knees',)
    """

    age: float | None = None
    sex: str | None = None
    skin: tuple[str, ...] | None = None
    zone: str | None = None
    pregnant: bool | None = None
    breastfeeding: bool | None = None
    trying: bool | None = None
    smoker: bool | None = None
    conditions: tuple[str, ...] | None = None
    medicines: tuple[str, ...] | None = None
    actives: tuple[str, ...] | None = None
    reactions: tuple[str, ...] | None = None
    today: datetime.date | None = None

    def __post_init__(self) -> None:
        refuse([*self._much_said()])
        said = self.zone_mention
        if said and said.terms and said.terms["zones"].id in ZONES:
            object.__setattr__(self, "zone", said.terms["zones"].id)
        elif self.zone is not None and not self.zone.strip():
            object.__setattr__(self, "zone", None)
        refuse([*self._unknown_choices(), *self._age_problems(), *self._contradictions()])

    def has(self, kind: str, *flags: str) -> bool | None:
        """Tell whether any flag of a kind holds; None where nothing was said of that kind.

        A word counts in whatever list it stands: who names a medicine among the conditions takes it
        all the same. What there is not (“no diabetes”) does not count; a medicine that has ended counts as
        long as its term says, and where nobody says when it ended.

        Parameters
        ----------
        kind : str
            One of `people.WORD_KINDS`.
        flags : str
            As `people.flags` has them.
        """
        if any(flag in self._flags_held[kind] for flag in flags):
            return True
        if kind == "reactions" and "allergy" in flags and self.reacted_to:
            return True
        return None if getattr(self, kind) is None else False

    def had(self, kind: str, *flags: str) -> bool | None:
        """Tell whether any flag of a kind holds or held before; None where nothing was said of that kind.

        Parameters
        ----------
        kind, flags
            As for `has`.
        """
        if any(flag in self._days_since[kind] for flag in flags):
            return True
        return None if getattr(self, kind) is None else False

    def days_since(self, kind: str, flag: str) -> float | None:
        """Return how long ago something ended, at the least [days]; 0 where it has not ended.

        Parameters
        ----------
        kind, flag
            As for `has`.

        Returns
        -------
        float, optional
            None where it never was, and where nobody says when it ended.

        Examples
        --------
        >>> Client(medicines=("Roaccutane until 2 months ago",)).days_since("medicines", "isotretinoin")
        60.0
        """
        return self._days_since[kind].get(flag)

    @functools.cached_property
    def actives_used(self) -> Mapping[str, bool | None]:
        """Which kinds of actives are used, by their flags; None where nothing was said of actives."""
        return {flag: self.has("actives", flag) for flag in people.flags("actives")}

    @functools.cached_property
    def words_said(self) -> Mapping[str, float | None]:
        """What there is of conditions, medicines and reactions, and since when, by the names of facts."""
        prefixes = {"conditions": "has", "medicines": "takes", "reactions": "reacts"}
        stated = {
            f"{prefix}_{flag}": self.has(kind, flag)
            for kind, prefix in prefixes.items()
            for flag in people.flags(kind)
        }
        had = {f"took_{flag}": self.had("medicines", flag) for flag in people.flags("medicines")}
        days = {
            f"days_since_{flag}": self.days_since(kind, flag)
            for kind in ("conditions", "medicines")
            for flag in people.flags(kind)
        }
        return {**stated, **had, **days}

    @functools.cached_property
    def zone_mention(self) -> Mention | None:
        """What was made of the word for the zone; None where it is one of `ZONES`, or nothing was said."""
        is_word = self.zone and self.zone.strip() and self.zone not in ZONES
        return visit_mention("zones", self.zone or "") if is_word else None

    @functools.cached_property
    def mentions(self) -> tuple[tuple[str, Mention], ...]:
        """Everything that was said in words, piece by piece, each with the list in which it stands."""
        today = self.today or datetime.date.today()
        mentions: list[tuple[str, Mention]] = []
        for kind in people.WORD_KINDS:
            for text in getattr(self, kind) or ():
                said = () if text.casefold() in NOTHING else mentions_in(text, today)
                reacts = kind == "reactions" or any("reactions" in mention.terms for mention in said)
                mentions += [
                    (kind, _as_allergen(mention, any_substance=kind == "reactions") if reacts else mention)
                    for mention in said
                ]
        return tuple(mentions)

    @functools.cached_property
    def _flags_held(self) -> Mapping[str, frozenset[str]]:
        """The flags of each kind that hold."""
        held: dict[str, set[str]] = {kind: set() for kind in people.WORD_KINDS}
        for _, mention in self._stated:
            for kind, term in mention.terms.items():
                if not _is_over(kind, term, mention):
                    held[kind].update(term.counts_as)
        return {kind: frozenset(flags) for kind, flags in held.items()}

    @functools.cached_property
    def _days_since(self) -> Mapping[str, Mapping[str, float | None]]:
        """How long ago the flags of each kind ended at the least [days]; None where nobody says."""
        since: dict[str, dict[str, float | None]] = {kind: {} for kind in people.WORD_KINDS}
        for _, mention in self._stated:
            days = mention.stopped_days if mention.is_stopped else 0.0
            for kind, term in mention.terms.items():
                for flag in term.counts_as:
                    known = since[kind].get(flag, days)
                    since[kind][flag] = None if known is None or days is None else min(known, days)
        return since

    @property
    def _stated(self) -> Iterable[tuple[str, Mention]]:
        """What was named as there, now or earlier, and not only as what somebody reacts to."""
        return ((kind, mention) for kind, mention in self.mentions if mention.holds and not mention.is_cause)

    @property
    def reacted_to(self) -> tuple[str, ...]:
        """What somebody reacts to, as it was written."""
        return tuple(mention.text for _, mention in self.mentions if mention.is_cause and mention.holds)

    @functools.cached_property
    def unrecognised(self) -> tuple[str, ...]:
        """What was named in words that are not known here, each once."""
        return tuple(
            dict.fromkeys(mention.text for _, mention in self.mentions if mention.status == "not_understood")
        )

    @functools.cached_property
    def no_rule_names(self) -> tuple[str, ...]:
        """What is known here but no rule looks at, each once."""
        named = (mention for _, mention in self._stated if mention.terms)
        return tuple(
            dict.fromkeys(
                mention.name for mention in named if all(term.asked for term in mention.terms.values())
            )
        )

    @property
    def is_pregnant(self) -> bool | None:
        """Whether she is pregnant: stated, named among the conditions, or ruled out."""
        return self._expects(self.pregnant, "pregnant")

    @property
    def is_breastfeeding(self) -> bool | None:
        """Whether she breastfeeds: stated, named among the conditions, or ruled out."""
        return self._expects(self.breastfeeding, "breastfeeding")

    @property
    def is_trying(self) -> bool | None:
        """Whether she tries to become pregnant: stated, or named among the conditions."""
        return True if self.has("conditions", "trying") else self.trying

    def _expects(self, stated: bool | None, flag: str) -> bool | None:
        """Return what was stated; else what the sex and the age rule out."""
        if stated or self.has("conditions", flag):
            return True
        low, high = catalog.inputs().accepted["age_pregnant"].ends
        ruled_out = self.sex == "male" or (self.age is not None and not low <= self.age <= high)
        return False if ruled_out else stated

    def _tells(self, name: str) -> bool:
        """Tell whether an answer is yes, by itself or among the conditions."""
        return bool(getattr(self, name) or self.has("conditions", name))

    def _much_said(self) -> Iterable[InputError]:
        """Yield the longest answer, where all of them are longer than is read."""
        texts = {name: getattr(self, name) or () for name in people.WORD_KINDS} | {"zone": (self.zone or "",)}
        counts = {name: sum(map(len, said)) for name, said in texts.items()}
        if sum(counts.values()) > MOST_CHARACTERS:
            longest = max(counts, key=lambda name: counts[name])
            yield InputError(
                longest,
                say("{count:,} characters", count=counts[longest]),
                say("all answers together have up to {most:,} characters.", most=MOST_CHARACTERS),
                say("Name each thing once, in a few words."),
            )

    def _unknown_choices(self) -> Iterable[InputError]:
        """Yield the answers that are none of the choices."""
        choices = (("sex", SEXES, [self.sex]), ("skin", SKINS, self.skin or ()))
        for name, allowed, given in choices:
            for word in given:
                if word not in (None, *allowed):
                    yield InputError(
                        name,
                        word,
                        say("this word is not known."),
                        say("Use {allowed}.", allowed=", ".join(allowed)),
                    )

    def _age_problems(self) -> Iterable[InputError]:
        """Yield what is wrong with the age, and with what goes with it."""
        if self.age is None:
            return
        low, high = catalog.inputs().accepted["age"].ends
        if not low <= self.age <= high:
            accepted = say("an age must be between {low:g} and {high:g} years.", low=low, high=high)
            yield InputError("age", f"{self.age:g}", accepted, say("Correct it, or leave it out."))
            return
        low, high = catalog.inputs().accepted["age_pregnant"].ends
        for name in _EXPECTING:
            if self._tells(name) and not low <= self.age <= high:
                accepted = say("this does not go with an age of {age:g}.", age=self.age)
                yield InputError(name, "yes", accepted, say("Check the age and this answer."))

    def _contradictions(self) -> Iterable[InputError]:
        """Yield answers that cannot both be true."""
        for name in _EXPECTING:
            if self._tells(name) and self.sex == "male":
                fix = say("Check the sex and this answer.")
                yield InputError(name, "yes", say("this does not go with the sex “male”."), fix)
            if self._tells(name) and getattr(self, name) is False:
                yield InputError(name, "no", say("a condition says yes."), say("Take one of them out."))
        lists = {"skin": ("normal",), **dict.fromkeys(people.WORD_KINDS, NOTHING)}
        for name, nothing in lists.items():
            texts = list(getattr(self, name) or ())
            if len(texts) > 1 and any(text.casefold() in nothing for text in texts):
                accepted = say("“{nothing}” contradicts the rest.", nothing=nothing[0])
                yield InputError(name, ", ".join(texts), accepted, say("Take one of them out."))


def _as_allergen(mention: Mention, *, any_substance: bool) -> Mention:
    """Return a piece of what somebody reacts to: a substance that is named there is one that does it.

    ``any_substance``: also a medicine or an active, not only an ingredient.
    """
    if mention.status == "not_understood" and catalog.is_ingredient(mention.text):
        return replace(mention, status="used", name=mention.text, is_cause=True)
    is_substance = bool({*mention.terms} & {"medicines", "actives"}) and "reactions" not in mention.terms
    return replace(mention, is_cause=True) if any_substance and is_substance else mention


def _is_over(kind: str, term: Term, mention: Mention) -> bool:
    """Tell whether something ended so long ago that it does not count any more."""
    if mention.is_stopped and {*term.counts_as} & EXPECTING:
        return term.still_days is None or (mention.stopped_days or 0.0) >= term.still_days
    if not mention.is_stopped or mention.stopped_days is None:
        return False
    if kind in ("medicines", "actives"):
        general = catalog.inputs().assumed["medicine_still"].to("day")[0]
        return mention.stopped_days >= (general if term.still_days is None else term.still_days)
    return term.still_days is not None and mention.stopped_days >= term.still_days
