"""Who sits in the chair: what a client says of age, skin, conditions and medicines; contradictions in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calc import catalog
from calc.catalog import people
from calc.catalog.intake import SEXES
from calc.errors import InputError, refuse

SKINS = ("normal", "sensitive", "irritated", "broken", "rosacea", "acne")
ZONES = ("face", "eye_area", "body")
#: How somebody says that there is nothing of a kind.
NOTHING = ("none", "nothing", "no")
_EXPECTING = ("pregnant", "breastfeeding", "trying")


@dataclass(frozen=True)
class Client:
    """What a client said; None is unknown, an empty list is "none".

    Parameters
    ----------
    age : float, optional
        [years], with fractions below two.
    sex, zone : str, optional
        One of `SEXES`, `ZONES`.
    skin : tuple of str, optional
        Of `SKINS`.
    pregnant, breastfeeding, trying, smoker : bool, optional
        ``trying``: to become pregnant.
    conditions, medicines, actives, reactions : tuple of str, optional
        As people call them; what `catalog.people` does not know is kept, and reported as not checked.

    Raises
    ------
    InputErrors
        An impossible age, an unknown word, answers that contradict each other.

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

    def __post_init__(self) -> None:
        refuse([*self._unknown_choices(), *self._age_problems(), *self._contradictions()])

    def has(self, kind: str, *flags: str) -> bool | None:
        """Tell whether any flag of a kind holds; None where nothing was said of that kind.

        A word counts in whatever list it stands: who names a medicine among the conditions takes it
        all the same.

        Parameters
        ----------
        kind : str
            One of `people.WORD_KINDS`.
        flags : str
            As `people.flags` has them.
        """
        texts = (text for name in people.WORD_KINDS for text in getattr(self, name) or ())
        terms = (people.find_term(kind, text) for text in texts)
        if any({*flags} & {*term.counts_as} for term in terms if term):
            return True
        return None if getattr(self, kind) is None else False

    @property
    def unrecognised(self) -> tuple[str, ...]:
        """What was named in words that are not known here."""
        return tuple(
            text
            for kind in people.WORD_KINDS
            for text in getattr(self, kind) or ()
            if text.casefold() not in NOTHING
            and not any(people.find_term(name, text) for name in people.WORD_KINDS)
        )

    @property
    def is_pregnant(self) -> bool | None:
        """Whether she is pregnant: stated, named among the conditions, or ruled out."""
        return self._expects(self.pregnant, "pregnant")

    @property
    def is_breastfeeding(self) -> bool | None:
        """Whether she breastfeeds: stated, named among the conditions, or ruled out."""
        return self._expects(self.breastfeeding, "breastfeeding")

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

    def _unknown_choices(self) -> Iterable[InputError]:
        """Yield the answers that are none of the choices."""
        choices = (("sex", SEXES, [self.sex]), ("zone", ZONES, [self.zone]), ("skin", SKINS, self.skin or ()))
        for name, allowed, given in choices:
            for word in given:
                if word not in (None, *allowed):
                    yield InputError(name, word, "this word is not known.", f"Use {', '.join(allowed)}.")

    def _age_problems(self) -> Iterable[InputError]:
        """Yield what is wrong with the age, and with what goes with it."""
        if self.age is None:
            return
        low, high = catalog.inputs().accepted["age"].ends
        if not low <= self.age <= high:
            accepted = f"an age lies from {low:g} to {high:g} years."
            yield InputError("age", f"{self.age:g}", accepted, "Correct it, or leave it out.")
            return
        low, high = catalog.inputs().accepted["age_pregnant"].ends
        for name in _EXPECTING:
            if self._tells(name) and not low <= self.age <= high:
                accepted = f"this does not go with an age of {self.age:g}."
                yield InputError(name, "yes", accepted, "Check the age and this answer.")

    def _contradictions(self) -> Iterable[InputError]:
        """Yield answers that cannot both be true."""
        for name in _EXPECTING:
            if self._tells(name) and self.sex == "male":
                fix = "Check the sex and this answer."
                yield InputError(name, "yes", "this does not go with the sex “male”.", fix)
            if self._tells(name) and getattr(self, name) is False:
                yield InputError(name, "no", "a condition says yes.", "Take one of them out.")
        lists = {"skin": ("normal",), **dict.fromkeys(people.WORD_KINDS, NOTHING)}
        for name, nothing in lists.items():
            texts = list(getattr(self, name) or ())
            if len(texts) > 1 and any(text.casefold() in nothing for text in texts):
                accepted = f"“{nothing[0]}” contradicts the rest."
                yield InputError(name, ", ".join(texts), accepted, "Take one of them out.")
