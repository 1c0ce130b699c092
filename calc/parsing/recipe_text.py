"""A recipe as somebody wrote it → its lines, each with what was made of it.

Amounts stay as they were stated: what a teaspoon of something weighs is asked where batches are made.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from calc import catalog
from calc.catalog.recipe_words import recipe_words
from calc.errors import InputError, InputErrors
from calc.parsing.account import Account, Status
from calc.parsing.amounts_in_text import FEW, StatedAmount, amounts_in
from calc.parsing.ingredient_names import (
    NamedIngredient,
    as_diluted,
    find_named,
    named_ingredient,
    says_diluted,
)
from calc.parsing.phrases import TOKEN, Phrases
from calc.parsing.plain_text import plain_text, without_accents
from calc.parsing.remarks import is_counted_out, is_on_card, is_page_remark, is_prose, is_title, names_product

#: So much of a recipe is read.
MOST_LINES, MOST_CHARACTERS = 200, 20_000
#: What is said of a number without a unit, and the units that are offered for it.
NEEDS_UNIT, OFFERED_UNITS = "The amount needs a unit.", ("g", "%")

_BULLET = re.compile(
    r"^\s*(?:(?:[>#]+|[-*•·‣◦▪▫●○■□☐☑✓✔✅➤➢→»«–—+~]|\[[ xX]?\]|\(\s*[a-zA-Z\d]\s*\)"
    r"|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f])\s*"
    r"|(?:\d{1,2}|[a-zA-Z])[.)]\s+(?=\D|\d))+"
)
_MARKDOWN = re.compile(
    r"\*\*|__|`|(?<![A-Za-z\d])_(?=\w)|(?<=[^\W_])[.]?_(?!\w)|<[^<>]*>|\[([^\]]*)\]\([^)]*\)"
)
_DASH = re.compile(r"\s[-–—]\s|\s\(")
_IN_UNIT = re.compile(r"\b(?:in|en|em|w|в|als)\s+(?=\w|%)", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_LEADERS = re.compile(r"\.{3,}|…|_{3,}|·{3,}|-{3,}|={2,}")
_PHASE = re.compile(
    r"^\s*(?:phase|fase|faza|фаза|teil|part)\s*[A-HА-Д0-9]?\s*[:.)–—-]?\s+(?=\S)", re.IGNORECASE
)
_PHASE_LETTER = re.compile(r"^\s*\(?([A-H])[1-9]?\)?[.:)]?\s+(?=\S)")
_PHASE_SIGN = re.compile(r"^\s*[A-H]\d?\s*:\s+(?=\S)")
_OF_PH = re.compile(
    r"(?:\b(?:to|for|until|bis|auf|zum|до|для|à|a|pour|para|per|hasta|fino|até|ad|do)\s[^\d,;:()%]{0,30}?)?"
    r"\b[pр][hн]\b\s*(?:of|von|de|=|около|ok\.?|ca\.?|~)?\s*[\d.,]+(?:\s*[-–]\s*[\d.,]+)?",
    re.IGNORECASE,
)
_PH = re.compile(r"(?<![^\W\d_\u1100-\uffef])[pр][hн](?![^\W\d_\u1100-\uffef])", re.IGNORECASE)
_PRICE = re.compile(r"\d[\s|]*(?:€|\$|£|₽|₩|¥|руб|р\.|грн|zł|원|円|元|euros?\b)|[€$£¥₩]\s*\d", re.IGNORECASE)
# The ends of sentences in Japanese and Korean.
_SPOKEN = re.compile(
    r"(?:ます|です|ません|ください|下さい|ましょう|でした|する"
    r"|니다|어요|아요|여요|해요|세요|네요|지요|죠|된다|한다|준다|쓴다|는다)[。.!~！^ ]*$"
)
_REMARK_BEHIND = 5
_MOST_BEFORE = 3
_SIGNS_AROUND = re.compile(r"[*#:_=|\-–—\[\]【】〔〕《》「」<>]+")
_CELLS = re.compile(r"\t|\||\s{3,}")
# The frames of tables that are drawn in signs, whose upright lines part the cells.
_FRAMES = str.maketrans(
    dict.fromkeys("│┃║┆┊╎¦", "|")
    | {chr(sign): " " for sign in range(0x2500, 0x2580) if chr(sign) not in "│┃║┆┊╎"}
)
# A name and its amount without a space between: “Glycerin3-7%”.
_GLUED = re.compile(
    r"(?<=[a-z]{2})(?=\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\s?(?:%|(?:g|gr|grams?|mg|m[lL])(?![^\W\d_])))"
)
_OPTIONAL = re.compile(r"[(\[]\s*([^()\[\]]*)\s*[)\]]")
_PHASE_COLUMN = re.compile(r"\W*(?:phase|part|seq|sequence|stage|step|fase|faza|фаза)\b", re.IGNORECASE)
_TWO_AMOUNTS = re.compile("\ue000[.\\s]*(?:or|oder|ou|o|lub|или|=|/|,|;)\\s*\ue000[.\\s]*", re.IGNORECASE)
# Numbers of substances and of lots, which are no amounts.
_NUMBERED = re.compile(
    r"(?:\bCAS(?:[\s-]*(?:no|number|nr))?[\s.:#]*)?\b\d{2,7}-\d{2}-\d\b(?![\d.,-])"
    r"|\b(?:lot|item|sku|batch)(?:\s*(?:no\.?|number|#))?\s*[:#]?\s*[A-Z]?\d{3,}\w*",
    re.IGNORECASE,
)
_MAKING = "How it is made."
_CODE = re.compile(r"[A-Z]{1,4}[-/ ]?\d[\w/-]*")  # the number of a formula
# What may be a name: two letters, or one sign of a script without spaces.
_WORD = re.compile(r"[^\W\d_]{2,}|[\u1100-\ud7ff]")
# Digits that are part of a name, while amounts are looked for.
_HIDDEN = {ord("0") + digit: 0xE100 + digit for digit in range(10)}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()}
# “10%ige Lösung”, “40%-ный”; «полчайной ложки».
_PERCENT_ENDING = re.compile(r"(?<=%)-?(?:ige?[rsnm]?|н?(?:ый|ая|ой|ого|ое))\b")
_ROW_NUMBER = re.compile(r"^\s*\|?\s*\d{1,2}\s*[\t|]\s*(?=[^\W\d_])")
_HALF = re.compile(r"\bпол-?(?=чайн|стол)", re.IGNORECASE)
_SHORT_FILLS = ("to", "do", "bis", "a", "до", "auf", "ad")
_GONE = "\ue000"  # where an amount stood
# A remark in brackets: a note, or more words than a name has.
_REMARK_BRACKETS = re.compile(
    r"[(\[](?:\s*(?:note|nb|n\.b)\b[^()\[\]]*|(?:[^()\[\]\s]+\s+){5,}[^()\[\]]*)(?:[)\]]|$)", re.IGNORECASE
)
_ONE_OF = re.compile(r"^\s*(?:one|any|either)\s+(?:of\s+)?(?:the following\s*:?\s*)?(?=\S)", re.IGNORECASE)
_LEADING_OF = re.compile(r"^\W*(?:of|full of|fuls? of|s of)\s+", re.IGNORECASE)
_REMARK_WORDS = 4
_MANY_WORDS = 14
_NEAR = 12
_LONGEST_NAME = 8


@dataclass(frozen=True)
class RecipeLine(Account):
    """One line of a recipe, and what was made of it.

    Parameters
    ----------
    ingredient : NamedIngredient, optional
        What it names; None where it names nothing.
    amount : StatedAmount, optional
        How much; the mass where several amounts stand there, else the volume.
    other_amounts : tuple of StatedAmount
        What else was said of the same amount.
    share : float, optional
        Of a solution: how much of it is the ingredient [0–1].
    made_up_to : bool
        It fills up to the amount, or to the whole where none stands there.
    """

    ingredient: NamedIngredient | None = None
    amount: StatedAmount | None = None
    other_amounts: tuple[StatedAmount, ...] = ()
    share: float | None = None
    made_up_to: bool = False

    @property
    def counts(self) -> bool:
        """Whether something of it is in the recipe."""
        return self.ingredient is not None and (self.amount is not None or self.made_up_to)


def read_recipe_text(text: str, *, field: str = "recipe") -> tuple[RecipeLine, ...]:
    """Return the lines of a recipe, each with what was made of it.

    Parameters
    ----------
    text : str
        As somebody wrote or pasted it.
    field : str, optional
        Name for the error.

    Raises
    ------
    InputErrors
        More lines or characters than are read. What is not understood raises nothing.

    Examples
    --------
    >>> for line in read_recipe_text("Serum\\n- 1 tsp vitamin C powder\\n- 20 ml water\\nStir well."):
    ...     print(line.status, line.ingredient and line.ingredient.id)
    set_aside None
    used l_ascorbic_acid
    used water
    set_aside None
    """
    is_long = len(text) > MOST_CHARACTERS
    lines = [] if is_long else _joined([*_lines_of(text)])
    if is_long or len(lines) > MOST_LINES:
        given = f"{len(text):,} characters" if is_long else f"{len(lines)} lines"
        accepted = f"up to {MOST_LINES} lines and {MOST_CHARACTERS:,} characters are read."
        raise InputErrors([InputError(field, given, accepted, "Leave out what is not the recipe.")])
    found = [*_Document().read(lines, text)]
    if not any(line.counts for line in found):
        found = [*_Document(sentences_count=True).read(lines, text)]
    return tuple(_with_missing(tuple(_with_units(found))))


def _with_missing(lines: Sequence[RecipeLine]) -> Iterator[RecipeLine]:
    """Yield lines; a sentence about the making asks where it has an amount of what no line has."""
    had = {line.ingredient.id for line in lines if line.counts and line.ingredient}
    for line in lines:
        if line.status != "set_aside" or line.note != _MAKING:
            yield line
            continue
        told = [part.ingredient for part in _told_in_sentence(_body(line.text), line.text) if part.ingredient]
        missing = next((named for named in told if named.id not in had), None)
        if missing is None:
            yield line
            continue
        note = (
            f"{missing.name} has an amount here and no line of its own: if it belongs to the recipe, add one."
        )
        yield replace(line, status="not_understood", note=note)


class _Line(NamedTuple):
    """A line, or two that belong together, and where in the text it stands."""

    text: str
    start: int
    end: int

    def with_next(self, other: _Line) -> _Line:
        """Return this line and the next as one."""
        return _Line(f"{self.text.rstrip()} {other.text.strip()}", self.start, other.end)


def _lines_of(text: str) -> Iterator[_Line]:
    """Yield the lines that are not blank."""
    start = 0
    for line, whole in zip(text.splitlines(), text.splitlines(keepends=True)):
        if line.strip():
            first = start + len(line) - len(line.lstrip())
            yield _Line(line, first, start + len(line.rstrip()))
        start += len(whole)


def _placed(found: Sequence[RecipeLine], line: _Line, text: str) -> Iterator[RecipeLine]:
    """Yield what was made of a line with its place; a part whose place is not plain offers no reading."""
    at = line.start
    for part in found:
        if len(found) == 1:
            yield replace(part, place=(line.start, line.end))
            continue
        start = text.find(part.text, at, line.end)
        if start < 0:
            yield replace(part, readings=(), place=(line.start, line.end))
            continue
        at = start + len(part.text)
        yield replace(part, place=(start, at))


class _Document:
    """A recipe while it is read: what a heading said of the lines below it."""

    def __init__(self, *, sentences_count: bool = False) -> None:
        self.sentences_count = sentences_count
        self.is_method = False
        self.unit = ""
        self.is_bare = False
        self.is_about_ph = False
        self.has_counted = False
        self.has_phases = False
        self.parting, self.parts = "", 0

    def read(self, lines: Sequence[_Line], text: str) -> Iterator[RecipeLine]:
        """Yield what was made of each line; of several ingredients on one, a line each."""
        at = 0
        letters = [match[1] for line in lines if (match := _PHASE_LETTER.match(line.text))]
        self.has_phases = len(letters) > 2 and letters == sorted(letters)
        self.parting = next((sign for sign in (",", ";") if lines and _is_parted_by(lines[0].text, sign)), "")
        self.parts = lines[0].text.count(self.parting) if self.parting else 0
        self.is_bare = _are_bare(lines)
        while at < len(lines):
            line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else None
            torn = following if following and _is_torn(line.text, following.text) else None
            line = line.with_next(torn) if torn else line
            for found in _placed([*self._line(line.text)], line, text):
                self.has_counted |= found.counts
                yield found
            if torn:
                note = "It belongs to the line above."
                yield RecipeLine(torn.text.strip(), "set_aside", note, place=(torn.start, torn.end))
            at += 2 if torn else 1

    def _line(self, text: str) -> Iterator[RecipeLine]:
        """Yield what was made of one line."""
        shown = " ".join(text.split())
        body = _body(text)
        if self.parting and text.count(self.parting) == self.parts:
            body = _body(text.replace(self.parting, "\t"))
        if self.has_phases:
            body = _PHASE_LETTER.sub("", body)
        body = _without_remark(_BULLET.sub("", body))
        self.is_about_ph = bool(_PH.search(_OPTIONAL.sub(" ", body)))
        body = _OF_PH.sub(" ", body) if find_named(_named_part(_OF_PH.sub(" ", body))) else body
        heading = (
            "A heading."
            if text.lstrip().startswith("#") and not _quiet_amounts(body)
            else self._heading(body)
        )
        if heading is not None:
            yield RecipeLine(shown, "set_aside", heading)
            return
        if self.sentences_count and _is_told(without_accents(body)):
            yield from _told_in_sentence(body, shown)
            return
        if _is_paragraph(body):
            note = "Several amounts in running text: give each ingredient a line of its own."
            yield RecipeLine(shown, "not_understood", note)
            return
        try:
            parts = _ingredients_on(body)
            read = [self._ingredient(part, shown if len(parts) == 1 else part) for part in parts]
        except InputError as error:
            note = f"{error.accepted[:1].upper()}{error.accepted[1:]} {error.fix}"
            named = find_named(TOKEN.sub(lambda token: " " if token[0].isdigit() else token[0], body))
            if named is None and len(re.findall(r"[^\W\d_]+", body)) > _MANY_WORDS:
                yield RecipeLine(shown, "set_aside", "A remark.")
                return
            yield RecipeLine(shown, "not_understood", note, error.readings, named)
            return
        yield from read

    def _heading(self, body: str) -> str | None:
        """Return what a line is that is no ingredient: "" for nothing to say; None where it may be one."""
        plain = without_accents(body)
        if not re.search(r"\w", _LINK.sub("", plain)):
            return "" if not _LINK.search(plain) else "A link."
        columns = _column_unit(plain)
        if columns is None:
            columns = _words_of_columns(plain)
        if columns is not None:
            self.unit, self.is_method = columns, False
            self.has_phases |= bool(_PHASE_COLUMN.match(plain))
            return "The head of a table."
        kind = _heading_kind(plain)
        amounts = _quiet_amounts(plain)
        with_unit = [amount for amount in amounts if amount.unit]
        remark = self._remark(body, plain, amounts)
        if remark is not None:
            return remark
        if self._is_title(body, kind, amounts):
            self.is_method = self.is_method and kind not in ("ingredients", "phase")
            self.unit = _unit_said(plain) or self.unit
            return "A heading."
        if _PRICE.search(plain) and find_named(_named_part(_rest(body, amounts))) is None:
            return "A price."
        if kind in ("total", "yields"):
            return "The total." if kind == "total" else "How much it makes."
        if kind == "method" and not (with_unit and find_named(_rest(body, amounts))):
            self.is_method = True
            return "A heading: what follows is how it is made."
        if not amounts and not self.has_counted and (_is_finished(body) or names_product(plain)):
            return "A heading."
        if (
            not re.search(r"[^\W\d_]", _rest(plain, amounts))
            and amounts
            and not with_unit
            and self.has_counted
        ):
            return "The total." if abs(amounts[0].value - 100) < 5 else None
        if re.fullmatch(r"[A-H]\s*[상相]?", plain.strip(" .:)")):
            return "A heading."
        if kind in ("ingredients", "phase") and not with_unit:
            self.is_method = False
            self.unit = _unit_said(plain) or self.unit
            return "A heading."
        if _is_equipment(body, amounts):
            return "What it is made with."
        if _PH.search(plain) and not with_unit and not _begins_with_name(body):
            return "About the pH; it is no ingredient."
        if _is_sentence(plain) and not (self.sentences_count and with_unit):
            return _MAKING
        if self.is_method and not (self.sentences_count and with_unit):
            if not (with_unit and _looks_like_ingredient(body, amounts)):
                return _MAKING
            self.is_method = False
        return self._unmeasured(body, plain, amounts)

    def _unmeasured(self, body: str, plain: str, amounts: Sequence[StatedAmount]) -> str | None:
        """Return what a line without an amount is that names nothing; None where it may be an ingredient."""
        words = len(re.findall(r"[^\W\d_]{2,}", plain))
        is_filled = words <= _LONGEST_NAME and _made_up_to(plain)
        is_long = words > _LONGEST_NAME and plain.rstrip().endswith(".")
        if is_long and not any(amount.unit for amount in amounts):
            return _MAKING
        if not amounts and not is_filled and find_named(_named_part(body)) is None:
            is_named = _named_as_needed(body) or (self.has_counted and _named_last(body))
            if is_named or _fill().match(plain):
                return None
            is_remark = words >= _REMARK_WORDS and not (self.has_counted and _holds_name(body))
            if is_remark or _ends_as_sentence(plain, words):
                return "A remark."
            if plain.rstrip().endswith(":") or not self.has_counted:
                return "A heading."
        return None

    def _remark(self, body: str, plain: str, amounts: Sequence[StatedAmount]) -> str | None:
        """Return what a line is that pages write around a recipe; None where it may be a part of it."""
        with_unit = [amount for amount in amounts if amount.unit]
        if is_on_card(plain) and not (with_unit and find_named(_named_part(_rest(body, amounts)))):
            return "About the recipe."
        if is_title(plain, amounts, is_first=not self.has_counted):
            return "A heading."
        is_share = all(amount.unit == "percent" for amount in with_unit)
        if is_page_remark(plain) and is_share and find_named(_named_part(_rest(body, amounts))) is None:
            return "A remark."
        is_filled = _made_up_to(plain) and find_named(_named_part(body)) is not None
        if is_prose(plain, amounts) and not is_filled and not (self.sentences_count and with_unit):
            return "A remark."
        ends = plain.rstrip().endswith(("!", "?")) or _CODE.fullmatch(plain.strip())
        if ends and not with_unit and find_named(_named_part(body)) is None:
            return "A remark."
        return None

    def _is_title(self, body: str, kind: str, amounts: Sequence[StatedAmount]) -> bool:
        """Tell whether a line says what is made, or how much of it, and names no ingredient."""
        plain = without_accents(body)
        with_unit = [amount for amount in amounts if amount.unit]
        if find_named(_named_part(_rest(body, amounts))):
            return False
        about_all = [amount for amount in with_unit if _is_of_all(plain, amount)]
        if _says_heading(plain) and with_unit and (kind == "ingredients" or about_all == with_unit):
            return True
        if with_unit and _heading_words("ingredients").at(plain):
            return True
        if with_unit and about_all == with_unit and plain.rstrip().endswith(":"):
            return True
        if kind == "phase" and with_unit and about_all == with_unit:
            return True
        if self.has_counted or _is_told(plain) or not _says_product(plain):
            return False
        if not with_unit or with_unit[0].start > 0:
            return True
        behind = plain[with_unit[0].end :]
        return names_product(behind) or bool(_heading_words("products").at(behind))

    def _ingredient(self, body: str, shown: str) -> RecipeLine:
        """Return what was made of a line, or a part of one, that names an ingredient."""
        plain = without_accents(body)
        amounts = list(_amounts_of(plain))
        is_filled = _made_up_to(plain)
        with_unit = [amount for amount in amounts if amount.unit]
        strength = None
        if [amount.unit for amount in with_unit] == ["percent"] and _is_strength(plain, with_unit[0]):
            strength = with_unit[0].value / 100
            with_unit = []
            amounts = [amount for amount in amounts if not amount.unit]
        if with_unit and all(amount.unit == "percent" for amount in with_unit) and with_unit[-1].high > 100:
            parted = _parted_number(body)
            if parted:
                return self._ingredient(parted, shown)
            return RecipeLine(shown, "not_understood", "More than 100 % cannot be. Check the amount.")
        is_share = [amount.unit for amount in with_unit] == ["percent"]
        if self.is_about_ph and is_share:  # how strong the lye is
            with_unit, amounts = [], []
        concentration = None
        if self.is_bare and is_share and amounts and not amounts[-1].unit:  # “sodium lactate 60 %  2.5”
            concentration, with_unit = with_unit[0], []
        chosen, (named, note, others) = _named_among(body, amounts, with_unit)
        if concentration:
            chosen = [concentration, *chosen]
            named, note, others = _named(body, chosen)
        refused = "" if named.is_known else _refused(named.name, is_counted=bool(chosen))
        if refused:
            return RecipeLine(shown, "not_understood", refused)
        if not named.is_known and _dilute().key(without_accents(named.name)) and chosen[:1] == with_unit[:1]:
            return RecipeLine(shown, "set_aside", "A heading.")
        if chosen and not re.search(r"[^\W\d_]", named.name):
            return RecipeLine(shown, "not_understood", "So much of what?")
        if not chosen and not is_filled:
            return _without_amount(body, shown)
        amount, rest, share = _chosen(chosen, plain)
        share = strength if strength and amount and strength < 1 else share
        if amount and not amount.unit:
            amount = replace(amount, unit=self.unit)
        diluted = as_diluted(named, _rest(body, chosen), share)
        if diluted is not named:
            named, share = diluted, None
        strength = _strength_in_brackets(named, plain, rest) if share is None else None
        if strength is not None:
            share = strength
            note = " ".join(filter(None, (note, f"{100 * share:g} % is taken as its strength.")))
        few = "“A few” is taken as 2 to 5." if amount and (amount.low, amount.high) == FEW else ""
        status: Status = "assumed" if named.is_assumed or others or few or strength else "used"
        notes = " ".join(filter(None, (named.note, note, few)))
        names = (*((named.name,) if status == "assumed" else ()), *named.readings, *others)
        in_words = " ".join(body[part.start : part.end].strip() for part in sorted(chosen, key=_start))
        readings = _whole_lines(names, in_words, shown) if named.readings or others else ()
        if strength is not None:
            readings = (*readings, re.sub(r"\(([^()]*%[^()]*)\)", r"\1", shown))
        return RecipeLine(shown, status, notes, readings, named, amount, rest, share, is_filled)


def _named_among(
    body: str, amounts: Sequence[StatedAmount], with_unit: Sequence[StatedAmount]
) -> tuple[list[StatedAmount], tuple[NamedIngredient, str, tuple[str, ...]]]:
    """Return the amounts of a line that count, and what it names beside them."""
    chosen = [*with_unit] or [*amounts[-1:]]
    named = _named(body, chosen)
    if named[0].is_known or len(chosen) >= len(amounts):
        return chosen, named
    if with_unit:  # the columns of a table
        again = _named(body, amounts)
        return chosen, again if again[0].is_known else named
    for stated in amounts:  # names hold numbers too: polysorbate 20
        again = _named(body, [stated])
        if again[0].is_known:
            chosen, named = [stated], again
    return chosen, named


def _refused(name: str, *, is_counted: bool) -> str:
    """Return why a name that is not known is no ingredient; "" where it may be one."""
    words = _OPTIONAL.sub(" ", name).split() or name.split()
    if len(words) > (_LONGEST_NAME if is_counted else _REMARK_WORDS):
        return "This names no ingredient that is known."
    return "How much one holds is not known: write it in g." if is_counted_out(name) else ""


def _without_amount(body: str, shown: str) -> RecipeLine:
    """Return what was made of a line that says no amount."""
    known = find_named(_named_part(body)) or _named_as_needed(body) or _named_last(body)
    note = "How much of it? Write for example 5 g." if known else "This names no ingredient with its amount."
    return RecipeLine(shown, "not_understood", note, (), known)


def _parted_number(body: str) -> str:
    """Return a line with a space behind the number in its name, “Polysorbate 806-12%”; "" for none."""
    for number in re.finditer(r"\d{2,}", body):
        for at in range(number.start() + 1, number.end()):
            if find_named(_named_part(body[:at])) and find_named(_named_part(body[: number.start()])) is None:
                return f"{body[:at]} {body[at:]}"
    return ""


def _are_bare(lines: Sequence[_Line]) -> bool:
    """Tell whether most amounts of a recipe are numbers without a unit."""
    every = [amounts for line in lines if (amounts := _quiet_amounts(without_accents(_body(line.text))))]
    return 2 * sum(not any(amount.unit for amount in amounts) for amounts in every) > len(every)


def _start(amount: StatedAmount) -> int:
    """Return where an amount begins."""
    return amount.start


def _whole_lines(names: Sequence[str], stated: str, shown: str) -> tuple[str, ...]:
    """Return names that may be meant as lines with their amount; not the line as it stands."""
    lines = dict.fromkeys(f"{stated} {name}".strip() for name in names)
    return tuple(line for line in lines if line.casefold() != shown.casefold())


# --- lines ----------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=2048)
def _body(text: str) -> str:
    """Return a line without bullets, numbering, marks and dot leaders."""
    if "&" in text and ";" in text:
        text = html.unescape(text)
    text = text.translate(_FRAMES).replace("º", "°")
    text = _MARKDOWN.sub(lambda mark: " " if mark[0][0] == "<" else mark[1] or "", text)
    plain = _NUMBERED.sub(" ", plain_text(text))
    plain = _LINK.sub(" ", plain) if re.search(r"\w", _LINK.sub("", plain)) else plain
    plain = _ROW_NUMBER.sub("", plain) if len(re.findall(r"\d+", plain)) > 1 else plain
    plain = _HALF.sub("пол ", _PERCENT_ENDING.sub(" ", plain))
    plain = _GLUED.sub(" ", _LEADERS.sub("  ", plain)).strip(" |")
    while True:
        stripped = _BULLET.sub("", plain, count=1)
        if stripped == plain or not stripped.strip():
            break
        plain = stripped
    label, _, behind = plain.partition(":")
    if any(amount.unit for amount in _quiet_amounts(without_accents(behind))) and _is_label(label):
        plain = behind.strip()
    phase = _PHASE.match(plain)
    if phase and _WORD.search(plain, phase.end()):
        behind = plain[phase.end() :]
        bare = without_accents(behind)
        is_numbered = not phase[0].strip().isalpha()
        counts = _quiet_amounts(_OPTIONAL.sub(" ", bare)) or _made_up_to(bare)
        if counts or (is_numbered and find_named(behind)):
            plain = behind
    plain = _PHASE_SIGN.sub("", plain)
    return plain.strip()


def _is_label(label: str) -> bool:
    """Tell whether the words in front of a colon are a heading: “Water phase”, “Here is the formula”."""
    words = re.findall(r"[^\W_]+", without_accents(_OPTIONAL.sub(" ", label)))
    if not words or any(word[0].isdigit() for word in words):
        return False
    if len(words[-1]) == 1 and len(words) > 1:  # phase B
        words = words[:-1]
    return _headings().key(words[-1]) in ("phase", "ingredients") or _headings().key(" ".join(words)) in (
        "phase",
        "ingredients",
    )


def _without_remark(body: str) -> str:
    """Return a line without the long remark that follows its name and amount."""
    plain = without_accents(body)
    amounts = [amount for amount in _quiet_amounts(plain) if amount.unit and amount.end]
    heavy = [amount for amount in amounts if amount.unit not in _SHARES]
    for amount in heavy[:1] or amounts[:1]:
        if heavy[1:]:
            return body
        cuts = [amount.end, *(match.start() for match in _DASH.finditer(plain, amount.end))]
        for cut in cuts:
            head, tail = body[:cut].rstrip(), body[cut:].strip()
            rest = _rest(head, [part for part in _quiet_amounts(plain[:cut]) if part.end <= cut])
            if not _is_remark(tail):
                continue
            if find_named(_named_part(rest)):
                return head
            words = len(re.findall(r"[^\W\d_]{2,}", rest))
            if tail[:1] in "-–—(" and 0 < words < _LONGEST_NAME and not _is_equipment(body, amounts):
                return head
    return body


def _is_remark(tail: str) -> bool:
    """Tell whether what follows a name and its amount is as long as a remark."""
    if _or().match(f" {tail.lstrip('-–—( ')}"):
        return False
    outside = _OPTIONAL.sub(" ", tail)
    amounts = [amount for amount in _quiet_amounts(without_accents(outside)) if amount.unit]
    if any(_named_behind(outside, amount.end, len(outside)) for amount in amounts):
        return False
    return len(re.findall(r"[^\W\d_]{2,}", tail)) >= _REMARK_BEHIND - (tail[:1] in "-–—") or (
        tail[:1] in "-–—(" and len(re.findall(r"[\u1100-\uffef]", tail)) > 2 * _REMARK_BEHIND
    )


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """Return lines with those joined that a table came apart into: a name, and its amount on the next line.

    Which of the two comes first is what most such pairs of the text show.
    """
    empty = [line for line in lines if not re.search(r"\w", line.text)]
    lines = [line for line in lines if re.search(r"\w", line.text)]
    bodies = [_body(line.text) for line in lines]
    kinds = ["amount" if _is_amount(body) else "name" if _is_name(body) else "" for body in bodies]
    pairs = [pair for pair in pairwise(kinds) if set(pair) == {"amount", "name"}]
    if not pairs:
        return sorted([*lines, *empty], key=_place)
    is_name_first = sum(pair[0] == "name" for pair in pairs) * 2 >= len(pairs)
    wanted = ("name", "amount") if is_name_first else ("amount", "name")
    many = pairs.count(wanted) > 1
    joined, at = [], 0
    while at < len(lines):
        kind, following = kinds[at], kinds[at + 1] if at + 1 < len(lines) else None
        is_pair = (kind, following) == wanted or (
            many
            and wanted == (kind or "name", following or "name")
            and _may_be_name(bodies[at + (not is_name_first)])
        )
        joined.append(lines[at].with_next(lines[at + 1]) if is_pair else lines[at])
        at += 2 if is_pair else 1
    return sorted([*joined, *empty], key=_place)


def _place(line: _Line) -> int:
    """Return where a line begins."""
    return line.start


def _may_be_name(body: str) -> bool:
    """Tell whether a line of a table that came apart may be a name that is not known."""
    plain = without_accents(body)
    return (
        len(re.findall(r"[^\W\d_]+", plain)) <= _LONGEST_NAME
        and not any(amount.unit for amount in _quiet_amounts(plain))
        and not _heading_kind(plain)
        and not _is_sentence(plain)
    )


def _is_torn(line: str, following: str) -> bool:
    """Tell whether a name goes on in the next line: known only with it."""
    body, rest = _body(line), _body(following) if following else ""
    amounts = _quiet_amounts(without_accents(body))
    if not rest or not any(amount.unit for amount in amounts) or _quiet_amounts(without_accents(rest)):
        return False
    name = _named_part(_rest(body, amounts))
    return (
        bool(name)
        and not find_named(name)
        and not find_named(rest)
        and find_named(f"{name} {rest}") is not None
    )


def _is_amount(body: str) -> bool:
    """Tell whether a line is an amount with a unit and nothing else."""
    plain = without_accents(body)
    amounts = _quiet_amounts(plain)
    rest = _rest(plain, amounts)
    return any(amount.unit for amount in amounts) and not re.search(r"\w", _fill().sub(" ", rest))


def _is_name(body: str) -> bool:
    """Tell whether a line is the name of a known ingredient and nothing else."""
    return not _quiet_amounts(without_accents(body)) and find_named(body) is not None


@functools.lru_cache(maxsize=4096)
def _amounts_of(plain: str) -> tuple[StatedAmount, ...]:
    """Return the amounts of a line; a number that is part of a known name is none: “d-panthenol 75 - 2 g”.

    Raises
    ------
    InputError
        As `amounts_in`.
    """
    hidden, names = plain, _names_with_numbers()
    for token in TOKEN.finditer(plain):
        if token[0].lower() in names.firsts and (name := names.at(plain, token.start())):
            shown = plain[name.start : name.end].translate(_HIDDEN)
            hidden = f"{hidden[: name.start]}{shown}{hidden[name.end :]}"
    if hidden != plain:
        try:
            amounts = amounts_in(hidden)
        except InputError as error:
            readings = [reading.translate(_SHOWN) for reading in error.readings]
            raise InputError(error.field, error.given, error.accepted, error.fix, readings) from None
        if any(amount.unit for amount in amounts):
            return amounts
    return amounts_in(plain)


@functools.cache
def _names_with_numbers() -> Phrases:
    """Return the names of ingredients that hold a number which is no percentage."""
    every = (
        name
        for record in catalog.ingredients().values()
        for name in (record.name, record.inci, *record.aliases)
    )
    return Phrases({"name": [name for name in every if re.search(r"\d", name) and "%" not in name]})


def _quiet_amounts(plain: str) -> tuple[StatedAmount, ...]:
    """Return the amounts of a text; one that has two meanings counts as one without a unit."""
    try:
        return _amounts_of(plain)
    except InputError:
        return (StatedAmount(1.0, 1.0, 1.0, "g", 0, 0),)


def _rest(body: str, amounts: Sequence[StatedAmount]) -> str:
    """Return a text without its amounts."""
    for amount in sorted(amounts, key=lambda amount: -amount.start):
        body = f"{body[: amount.start]}{_GONE}{body[amount.end :]}"
    return body


def _looks_like_ingredient(body: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line under a heading of the making is an ingredient again."""
    return find_named(_named_part(_rest(body, amounts))) is not None and not _is_sentence(
        without_accents(body)
    )


def _ingredients_on(body: str) -> list[str]:
    """Return the parts of a line that name an ingredient with its amount each; the whole where it is one."""
    plain = without_accents(body)
    amounts = [amount for amount in _amounts_of(plain) if amount.unit]
    if len(amounts) < 2:
        return [body]
    cuts = [match for match in _separators().finditer(plain) if not _in_brackets(plain, match.start())]
    parts, start = [], 0
    for cut in cuts:
        part, tail = body[start : cut.start()], body[cut.end() :]
        if _is_whole(part) and _is_whole(tail):
            parts.append(part.strip())
            start = cut.end()
    if not parts:
        parts = _run_together(body, amounts)
        if parts:
            return parts
    return [*parts, body[start:].strip()]


def _run_together(body: str, amounts: Sequence[StatedAmount]) -> list[str]:
    """Return ingredients that follow one another without a sign between: “water 80 % glycerin 5 %”."""
    if any(_in_brackets(body, amount.start) for amount in amounts):
        return []
    if not body[: amounts[0].start].strip():
        cuts = [amount.start for amount in amounts]
        parts = [body[start:end].strip() for start, end in pairwise([*cuts, len(body)])]
    elif not body[amounts[-1].end :].strip(" .;"):
        parts = [body[start:end].strip() for start, end in pairwise([0, *(amount.end for amount in amounts)])]
    else:
        return []
    stated = [[amount for amount in _quiet_amounts(without_accents(part)) if amount.unit] for part in parts]
    if all(len(one) == 1 and find_named(_named_part(_rest(part, one))) for part, one in zip(parts, stated)):
        return parts
    return []


def _is_whole(part: str) -> bool:
    """Tell whether a part of a line has an amount with a unit, and a name."""
    plain = without_accents(part)
    amounts = [
        amount
        for amount in _quiet_amounts(plain)
        if amount.unit and not (amount.end and _in_brackets(plain, amount.start))
    ]
    rest = _OPTIONAL.sub(" ", _rest(part, amounts))
    return bool(amounts) and (_WORD.search(rest) is not None or find_named(_named_part(rest)) is not None)


def _in_brackets(text: str, at: int) -> bool:
    """Tell whether a place lies in brackets."""
    return text.count("(", 0, at) > text.count(")", 0, at)


@functools.cache
def _dilute() -> Phrases:
    """Return the words for a solution or a gel."""
    return Phrases({"dilute": recipe_words().dilute})


@functools.cache
def _separators() -> re.Pattern[str]:
    """Return the pattern of what stands between two ingredients on one line."""
    words = [re.escape(without_accents(word)) for word in recipe_words().phrases["and"] if word.isalpha()]
    long = "|".join(sorted((word for word in words if len(word) > 1), key=len, reverse=True))
    letters = "".join(word for word in words if len(word) == 1)  # in small letters: vitamin E is no “and”
    return re.compile(rf"[,;+&](?!\d)|、|，|\s(?:(?i:{long})|[{letters}])\s")


def _named(body: str, amounts: Sequence[StatedAmount]) -> tuple[NamedIngredient, str, tuple[str, ...]]:
    """Return the ingredient that a line names, what to say of it, and alternatives that it names too."""
    rest = _named_part(_TWO_AMOUNTS.sub(_GONE, _rest(body, amounts)))
    optional = _optional().search(without_accents(rest))
    if optional:
        rest = f"{rest[: optional.start()]} {rest[optional.end() :]}"
    first, *others = _alternatives(rest)
    named = named_ingredient(first)
    if not named.is_known and (bare := _REMARK_BRACKETS.sub(" ", rest)) != rest:
        first, *others = _alternatives(bare)
        named = named_ingredient(first)
    notes = []
    if optional:
        notes.append("Written as optional; it counts.")
    if others:
        notes.append(f"“{named.name}” counts; it says “or {' or '.join(others)}” too.")
    return named, " ".join(notes), tuple(others)


def _named_part(rest: str) -> str:
    """Return the part of a line in which the name stands: of a table the cell that names something known."""
    cells = [cell.replace(_GONE, " ").strip() for cell in _CELLS.split(rest)]
    rest = rest.replace(_GONE, " ")
    fill = _fill().sub(" ", without_accents(rest))
    if len(cells) > 1:
        named = [cell for cell in cells if _WORD.search(cell)]
        known = next((cell for cell in named if find_named(cell)), None)
        filled = (cell for cell in _CELLS.split(fill) if find_named(cell)) if known is None else iter(())
        return known or next(filled, named[0] if named else "")
    if fill != without_accents(rest) and find_named(rest) is None:
        rest = fill
    return re.sub(r"[(\[][^\w()\[\]]*[)\]]", " ", rest).strip(" \t:;,.=–—|-/")


def _alternatives(rest: str) -> list[str]:
    """Return the names of a line that says “or”, each of which is a name of its own."""
    bare = _ONE_OF.sub("", rest)
    if bare != rest and _or().search(bare):
        parts = [part.strip(" ,()") for part in re.split(r",", _or().sub(",", bare)) if part.strip(" ,()")]
        if len(parts) > 1 and find_named(parts[0]):
            return parts
    if find_named(rest):
        inside = _or().split(_OPTIONAL.sub(" ", rest))
        if len(inside) < 2:
            within = [_or().sub("", f" {part} ", count=1).strip() for part in _OPTIONAL.findall(rest)]
            others = [
                part
                for part, said in zip(within, _OPTIONAL.findall(rest))
                if part != said.strip() and _begins_with_name(part)
            ]
            return [_OPTIONAL.sub(" ", rest).strip(), *others] if others else [rest]
    parts = [part.strip(" ,()") for part in _or().split(rest) if part.strip(" ,()")]
    if len(parts) < 2 or find_named(parts[0]):
        return parts if len(parts) > 1 else [rest]
    behind = parts[1].split()
    heads = (" ".join([parts[0], *behind[start:]]) for start in range(1, len(behind)))
    first = next((head for head in heads if find_named(head)), None)
    return [first, *parts[1:]] if first else [rest]


def _holds_name(body: str) -> bool:
    """Tell whether a line of a few words holds the name of an ingredient, whose amount may be missing."""
    words = re.findall(r"[^\W_]+", _OPTIONAL.sub(" ", body))
    if len(words) > _LONGEST_NAME or body.rstrip().endswith((".", ":", "!", "?")):
        return False
    spans = (
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + 4, len(words)) + 1)
    )
    return any(find_named(" ".join(words[start:end])) for start, end in spans)


def _begins_with_name(text: str) -> bool:
    """Tell whether the first words of a text name something known."""
    words = text.split()
    return any(find_named(" ".join(words[:count])) for count in range(len(words), 0, -1))


@functools.cache
def _or() -> re.Pattern[str]:
    """Return the pattern of the word “or”."""
    words = [re.escape(without_accents(word)) for word in recipe_words().phrases["or"]]
    return re.compile(rf"[\s(](?:{'|'.join(sorted(words, key=len, reverse=True))})\s", re.IGNORECASE)


@functools.cache
def _optional() -> re.Pattern[str]:
    """Return the pattern of a word that says that something may be left out."""
    words = [re.escape(without_accents(word)) for word in recipe_words().phrases["optional"]]
    return re.compile(
        rf"[(\[]?\s*(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![^\W\d_])\s*[)\]]?", re.IGNORECASE
    )


@functools.cache
def _fill() -> re.Pattern[str]:
    """Return the pattern of words that say that something fills up to the whole."""
    words = sorted(
        {without_accents(plain_text(word)) for word in recipe_words().phrases["up_to"]}, key=len, reverse=True
    )
    parts = [
        r"[.\s]*".join(re.escape(piece) for piece in re.split(r"[.\s]+", word) if piece) for word in words
    ]
    return re.compile(
        rf"(?<![^\W\d_])(?:{'|'.join(parts)})\.?(?![^\W\d_])(?:\s*(?:to|ad|auf|a|до|do)(?![^\W\d_]))?",
        re.IGNORECASE,
    )


def _made_up_to(plain: str) -> bool:
    """Tell whether a line fills up to the whole: the words, and nothing or the whole behind them."""
    match = _fill().search(plain)
    if not match:
        return False
    word = re.sub(r"[.\s]+", "", match[0].lower())
    if _quiet_amounts(plain[: match.start()]):
        return False
    behind = _quiet_amounts(plain[match.end() :])
    if word in _SHORT_FILLS:
        return bool(behind) and not plain[match.end() : match.end() + behind[0].start].strip()
    if behind:
        return True
    if word in _AS_NEEDED:
        named = find_named(_fill().sub(" ", plain))
        return named is not None and "solvent" in catalog.ingredients()[named.id].roles
    return True


# --- headings and sentences -----------------------------------------------------------------------


@functools.cache
def _headings() -> Phrases:
    """Return the words of headings."""
    return Phrases(
        {key: words for key, words in recipe_words().headings.items() if key not in ("columns", "equipment")}
    )


def _heading_kind(plain: str) -> str:
    """Return what kind of heading a line is; "" for none."""
    words = _SIGNS_AROUND.sub(" ", plain).strip()
    outside = _OPTIONAL.sub(" ", words).strip() or words
    last = outside.split()[-1].strip(" .:,").lower() if outside.split() else ""
    if last in _PHASES and len(outside.split()) <= _REMARK_WORDS:
        return "phase"
    if _headings().key(last) == "total" and re.fullmatch(
        r"\W*[\d.,\s]+%?\s*[a-zA-Z]*\W*", outside[: -len(last)]
    ):
        return "total"
    match = _headings().at(outside)
    if not match:
        return ""
    rest = outside[match.end :].strip(" .:")
    if match.key in ("total", "yields"):
        return (
            match.key
            if not re.search(r"[^\W\d_]{3,}", _rest(rest, _quiet_amounts(rest))) or _is_short(rest)
            else ""
        )
    if match.key == "method":
        return match.key if not rest or plain.rstrip().endswith(":") or _is_short(rest) else ""
    return (
        match.key
        if not rest
        or plain.rstrip().endswith(":")
        or re.fullmatch(r"[A-Za-zА-я\d]{1,2}|[IVX]+|[A-H]?\d*[A-Z\d-]*\d[A-Z\d-]*", rest)
        or (match.key == "phase" and not _quiet_amounts(rest) and len(rest.split()) < 3)
        or not amounts_or_name(rest)
        else ""
    )


def amounts_or_name(rest: str) -> bool:
    """Tell whether the rest of a heading holds an amount or an ingredient."""
    return bool(_quiet_amounts(rest)) or find_named(rest) is not None


@functools.cache
def _heading_words(key: str) -> Phrases:
    """Return the words of one kind of heading."""
    return Phrases({key: recipe_words().headings[key]})


def _holds_any(plain: str, key: str) -> bool:
    """Tell whether a text holds a word of one kind of heading."""
    return any(_heading_words(key).at(plain, token.start()) for token in TOKEN.finditer(plain)) or any(
        word in plain for word in recipe_words().headings[key] if word >= "\u1100"
    )


def _says_heading(plain: str) -> bool:
    """Tell whether a line says that a recipe or its ingredients follow."""
    return _holds_any(plain, "ingredients")


def _says_product(plain: str) -> bool:
    """Tell whether a line says what is made."""
    return _holds_any(plain, "products")


def _is_of_all(plain: str, amount: StatedAmount) -> bool:
    """Tell whether an amount is that of the whole: in brackets, behind “for”, or before a colon."""
    return (
        _in_brackets(plain, amount.start)
        or _for().before(plain, amount.start) is not None
        or plain[amount.end :].strip() == ":"
        or bool(re.match(r"\s*(?:을|를|분량|分)", plain[amount.end :]))
    )


@functools.cache
def _for() -> Phrases:
    """Return the words before the amount of a whole: “for 30 mL”."""
    return Phrases({"for": recipe_words().phrases["for"]})


def _unit_said(plain: str) -> str:
    """Return the unit that a heading says of the numbers below it: “(in grams)”; "" for none."""
    match = _IN_UNIT.search(plain)
    unit = _column_units().at(plain, match.end()) if match else None
    return unit.key if unit else ""


def _ends_as_sentence(plain: str, words: int) -> bool:
    """Tell whether a line without an amount ends as a sentence does."""
    return (words > 2 and plain.rstrip()[-1:] in ".!?") or (
        len(re.findall(r"[\u3040-\uffef]", plain)) > _REMARK_BEHIND and bool(re.search(r"[,、。，]", plain))
    )


def _named_as_needed(body: str) -> NamedIngredient | None:
    """Return the ingredient of which a line takes as much as is needed; None for none."""
    plain, phrases = without_accents(body), _as_needed()
    if not any(phrases.at(plain, token.start()) for token in TOKEN.finditer(plain)):
        return None
    parts = re.split(r"\s[-–—]\s|[:,;]", body)
    return next((named for part in parts if (named := find_named(part))), None)


def _named_last(body: str) -> NamedIngredient | None:
    """Return the ingredient that a short line ends with, “half a sachet of vitamin C”; None for none."""
    words = body.split()
    if not 2 < len(words) <= _MOST_BEFORE + 2 or body.rstrip()[-1:] in ".!?:":
        return None
    tails = (" ".join(words[start:]) for start in range(2, len(words)))
    named = next((named for tail in tails if (named := find_named(tail))), None)
    return None if named is None or "finished" in catalog.ingredients()[named.id].roles else named


@functools.cache
def _as_needed() -> Phrases:
    """Return the words for as much as is needed."""
    return Phrases({"needed": recipe_words().phrases["without_amount"]})


def _is_finished(body: str) -> bool:
    """Tell whether a line names a finished product, as a title does."""
    named = find_named(body)
    return named is not None and "finished" in catalog.ingredients()[named.id].roles


def _is_equipment(body: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line names a bottle or a spoon, and no ingredient."""
    plain = without_accents(body)
    units = {amount.unit for amount in amounts if amount.end and not _in_brackets(plain, amount.start)}
    rest = _named_part(_rest(body, amounts))
    if not units <= {"", "oz", "fl_oz", "mL"} or find_named(rest):
        return False
    plain = without_accents(rest)
    unspaced = [word for word in recipe_words().headings["equipment"] if word >= "\u1100"]
    tools = [match for token in TOKEN.finditer(plain) if (match := _equipment().at(plain, token.start()))]
    for tool in tools:
        beside = f"{rest[: tool.start]} {rest[tool.end :]}"
        if find_named(beside) or find_named(_LEADING_OF.sub("", rest[tool.end :])):
            return False  # a dropper of vitamin E
    return bool(tools) or (not units and any(word in plain for word in unspaced))


@functools.cache
def _equipment() -> Phrases:
    """Return the words for what a recipe is made with."""
    return Phrases({"equipment": recipe_words().headings["equipment"]})


def _is_short(rest: str) -> bool:
    """Tell whether the rest of a heading is a few words without a name."""
    return len(rest.split()) <= 4 and find_named(rest) is None


@functools.cache
def _columns() -> Phrases:
    """Return the heads of columns."""
    return Phrases({"column": recipe_words().headings["columns"]})


def _column_unit(plain: str) -> str | None:
    """Return the unit that the head of a table says, "" for none; None where it is no head of a table."""
    cells = [cell.strip(" :*") for cell in _CELLS.split(plain) if cell.strip(" :*-")]
    if len(cells) < 2 or not any(_columns().key(re.sub(r"[()\[\]]", " ", cell)) for cell in cells):
        return None
    if any(not re.search(r"\d", cell) and find_named(cell) for cell in cells):
        return None
    known = [cell for cell in cells if _columns().key(re.sub(r"[()\[\]]", " ", cell)) or _unit_in(cell)]
    if len(known) < 2 and len(known) < len(cells):
        return None
    if any(re.search(r"\d", cell) and not _unit_in(cell) for cell in cells):
        return None
    if any(find_named(re.sub(r"[\d.,/%]+", " ", cell)) for cell in cells):
        return None
    units = [unit for unit in map(_unit_in, cells) if unit]
    return next((unit for unit in units if unit != "percent"), units[0] if units else "")


def _is_parted_by(head: str, sign: str) -> bool:
    """Tell whether a sign parts the cells of the head of a table."""
    return sign in head and "\t" not in head and _column_unit(_body(head.replace(sign, "\t"))) is not None


def _words_of_columns(plain: str) -> str | None:
    """Return the unit that a head of a table says whose cells ran together; None where it is none."""
    if plain[:1].isdigit() or not any(_columns().at(plain, start) for start in (0, 1)):
        return None
    counted = (
        amount
        for amount in _quiet_amounts(plain)
        if amount.unit and re.search(r"\d", plain[amount.start : amount.end])
    )
    if not all(_is_of_all(plain, amount) for amount in counted):
        return None
    kinds = [
        match for token in TOKEN.finditer(plain) if (match := _columns().at(plain, token.start())) is not None
    ]
    words = re.findall(r"[^\W\d_]{2,}", plain)
    if len(kinds) < 2 or kinds[0].start > 1 or len(kinds) < len(words) / 3 or find_named(plain):
        return None
    return "percent" if "%" in plain and not re.search(r"\d", plain) else ""


def _unit_in(cell: str) -> str:
    """Return the unit that the head of a column says: “Amount (g)”, “% w/w”."""
    words = re.sub(r"\d+|[()\[\]]", " ", cell).strip()
    units = _column_units()
    matches = (units.at(words, token.start()) for token in TOKEN.finditer(words))
    return next((match.key for match in matches if match and match.end >= len(words)), "")


@functools.cache
def _column_units() -> Phrases:
    """Return the units that heads of columns say."""
    units = recipe_words().units
    return Phrases({key: units[key].words for key in ("g", "mL", "percent", "mg")})


def _is_sentence(plain: str) -> bool:
    """Tell whether a line says how something is made: it begins with a verb, or is as long as a sentence."""
    words = re.findall(r"[^\W\d_]+", plain)
    amounts = _quiet_amounts(plain)
    is_counted = any(
        amount.unit
        and re.search(r"\d", plain[amount.start : amount.end])
        and not plain[: amount.start].strip(" (~")
        for amount in amounts
    )
    if len(words) > _MANY_WORDS and re.search(r"[.!?](?!\d)", plain) and not is_counted:
        return True
    verb = _verbs().at(plain)
    if verb and (len(words) >= 3 or not any(amount.unit for amount in amounts)):
        return True
    if _SPOKEN.search(_OPTIONAL.sub(" ", plain).strip()):
        return True
    unspaced = any(word in plain for word in recipe_words().method if word >= "\u1100")
    return (unspaced and not _quiet_amounts(plain)) or (
        unspaced and plain.rstrip().endswith(("다", "요", "。", "ます"))
    )


def _is_paragraph(body: str) -> bool:
    """Tell whether a line is running text with several amounts in it."""
    outside = without_accents(_OPTIONAL.sub(" ", body))
    amounts = [amount for amount in _quiet_amounts(outside) if amount.unit]
    words = len(re.findall(r"[^\W\d_]+", outside))
    return len(amounts) > 1 and words > _MANY_WORDS and words > 5 * len(amounts)


def _is_told(plain: str) -> bool:
    """Tell whether a recipe is told on a line: a sentence, or a paragraph with several amounts."""
    amounts = _quiet_amounts(plain)
    is_long = len(re.findall(r"[^\W\d_]+", plain)) > _MANY_WORDS
    return _is_sentence(plain) or is_prose(plain, amounts) or (is_long and len(amounts) > 1)


def _told_in_sentence(body: str, shown: str) -> Iterator[RecipeLine]:
    """Yield the ingredients that a sentence names behind their amounts: “Dissolve 5 g of … in 20 mL of …”."""
    body = _REMARK_BRACKETS.sub(" ", body)
    plain = without_accents(body)
    amounts = [amount for amount in _quiet_amounts(plain) if amount.unit and amount.end]
    told = [
        (amount, _named_behind(body, amount.end, following.start if following else len(body)))
        for amount, following in zip(amounts, [*amounts[1:], None])
    ]
    if not any(named for _, named in told):
        starts = [0, *(amount.end for amount in amounts)]
        told = [(amount, _named_before(body, start, amount.start)) for amount, start in zip(amounts, starts)]
    found = False
    for amount, named in told:
        if named:
            found = True
            yield RecipeLine(shown, "assumed", "Taken from a sentence.", (), named, amount)
    if not found:
        yield RecipeLine(shown, "set_aside", _MAKING)


def _named_behind(body: str, start: int, end: int) -> NamedIngredient | None:
    """Return the ingredient that the first words of a part of a sentence name."""
    words = [] if body[start:end].lstrip()[:1] in (",", ";", ".") else body[start:end].split()
    heads = (" ".join(words[:count]).strip(" .,;:") for count in range(min(len(words), 6), 0, -1))
    return next((named for head in heads if head and (named := find_named(head))), None)


def _named_before(body: str, start: int, end: int) -> NamedIngredient | None:
    """Return the ingredient that the last words of a part of a sentence name."""
    words = body[start:end].split()
    tails = (" ".join(words[-count:]).strip(" .,;:(") for count in range(min(len(words), 6), 0, -1))
    return next((named for tail in tails if tail and (named := find_named(tail))), None)


@functools.cache
def _verbs() -> Phrases:
    """Return the words that a sentence about the making begins with."""
    return Phrases({"verb": recipe_words().method})


# --- amounts --------------------------------------------------------------------------------------


# “As much as needed”: of water that is the rest, of lye it is not.
_PHASES = ("phase", "phases", "stage", "fase", "faza", "фаза")
_AS_NEEDED = ("qs", "qb", "cs", "csp", "qsp", "適量")
_MASSES = ("g", "mg", "kg", "ug", "oz", "lb")
_VOLUMES = ("mL", "L", "cL", "dL", "fl_oz")
_HOUSEHOLD = ("cup", "tablespoon", "teaspoon", "dash", "pinch", "smidgen")
_SHARES = ("percent", "w_v")
_LYES = ("sodium_hydroxide", "potassium_hydroxide")
_LEAST_LYE = 0.05  # so much of it burns the skin severely: no share of a serum
# Of two percentages outside and inside of brackets, one from here on is how pure something is.
_GRADE = 50.0


def _chosen(
    amounts: Sequence[StatedAmount], plain: str
) -> tuple[StatedAmount | None, tuple[StatedAmount, ...], float | None]:
    """Return the amount that counts, the others, and how much of a solution is the ingredient [0–1].

    A mass counts before a volume, this before a spoon, a spoon before a number of things, these before a
    percentage.
    """
    if not amounts:
        return None, (), None
    order = {
        **dict.fromkeys(_MASSES, 0),
        **dict.fromkeys(_VOLUMES, 1),
        **dict.fromkeys(_HOUSEHOLD, 2),
        **dict.fromkeys(_SHARES, 4),
    }
    ranked = sorted(
        amounts, key=lambda amount: (order.get(amount.unit, 3), _in_brackets(plain, amount.start))
    )
    if all(amount.unit == "percent" for amount in ranked) and len(ranked) == 2:
        ranked.sort(key=lambda amount: (_in_brackets(plain, amount.start), -amount.start))
        outer, inner = (says_diluted(plain[amount.end : amount.end + _NEAR]) for amount in ranked)
        is_grade = ranked[0].value >= _GRADE > ranked[1].value and not inner
        if outer or is_grade:  # 2 % of a 10 % solution; of tocopherol 95 %
            ranked.reverse()
        strength = ranked[1].value / 100
        return ranked[0], (), strength if ranked[1].low == ranked[1].high and 0 < strength < 1 else None
    first, rest = ranked[0], tuple(ranked[1:])
    shares = [amount for amount in rest if amount.unit == "percent"]
    share = (
        shares[0].value / 100
        if shares and (_is_solution(plain, shares[0]) or _is_strength(plain, shares[0]))
        else None
    )
    return first, rest, share


def _is_strength(plain: str, share: StatedAmount) -> bool:
    """Tell whether the only percentage of a line is how strong a solution is: “(10 % solution) q.s.”."""
    return _in_brackets(plain, share.start) and says_diluted(plain[share.end : share.end + _NEAR])


def _strength_in_brackets(
    named: NamedIngredient, plain: str, amounts: Sequence[StatedAmount]
) -> float | None:
    """Return the percentage alone in brackets beside lye, or something sold as a solution [0–1].

    A lower one is its share of the whole: “lactic acid (2 %) 2 g”.
    """
    sold = catalog.ingredients()[named.id].sold_as_strength if named.is_known else None
    least = _LEAST_LYE if named.id in _LYES else sold / 2 if sold else 1.0
    for amount in amounts:
        is_alone = re.search(r"\(\s*$", plain[: amount.start]) and re.match(r"\s*\)", plain[amount.end :])
        if amount.unit == "percent" and is_alone and least <= amount.value / 100 < 1:
            return amount.value / 100
    return None


def _is_solution(plain: str, share: StatedAmount) -> bool:
    """Tell whether a percentage is the strength of a solution: it stands outside of brackets."""
    return not _in_brackets(plain, share.start) and 0 < share.value <= 100


def _with_units(lines: Sequence[RecipeLine]) -> Iterator[RecipeLine]:
    """Yield lines; numbers without a unit are percent where they add up to a hundred, else asked about."""
    bare = [line for line in lines if line.amount and not line.amount.unit and not line.made_up_to]
    others = [line for line in lines if line.amount and line.amount.unit and line.amount.unit != "percent"]
    total = sum(line.amount.value for line in bare if line.amount)
    percents = sum(line.amount.value for line in lines if line.amount and line.amount.unit == "percent")
    filled = any(line.made_up_to for line in lines)
    is_percent = not others and (95 <= total + percents <= 105 or (filled and total + percents < 100))
    for line in lines:
        if line not in bare or line.amount is None or line.ingredient is None:
            yield line
        elif is_percent:
            note = " ".join(
                filter(None, (line.note, "Taken as %: the numbers without a unit add up to the whole."))
            )
            yield replace(line, amount=replace(line.amount, unit="percent"), status="assumed", note=note)
        else:
            readings = tuple(_with_unit(line.text, unit) for unit in OFFERED_UNITS)
            yield replace(line, amount=None, status="not_understood", note=NEEDS_UNIT, readings=readings)


def with_amount(text: str, amount: StatedAmount, stated: str) -> str:
    """Return a line with another amount in the place of its own.

    Parameters
    ----------
    text : str
        The line.
    amount : StatedAmount
        As it was read from that line.
    stated : str
        What shall stand there.

    Examples
    --------
    >>> (line,) = read_recipe_text("- 2 oz rose water")
    >>> with_amount(line.text, line.amount, "2 fl oz")
    '2 fl oz rose water'
    """
    body = _body(text)
    alike = [
        found for found in _quiet_amounts(without_accents(body)) if found.value == amount.value and found.unit
    ]
    start, end = (alike[0].start, alike[0].end) if alike else (0, 0)
    return f"{body[:start].rstrip()} {stated} {body[end:].lstrip()}".strip()


def _with_unit(text: str, unit: str) -> str:
    """Return a line with a unit behind its last number."""
    body = _body(text)
    amounts = _quiet_amounts(without_accents(body))
    end = amounts[-1].end if amounts else len(body)
    return f"{body[:end].rstrip()} {unit} {body[end:].lstrip()}".strip()
