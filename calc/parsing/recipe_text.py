"""A recipe as somebody wrote it → its lines, each with what was made of it.

`layout` makes clean lines of a page; `titles`, `headings`, `remarks` and `sentences` say what is no
ingredient; of the rest `line_names` says what it names, and `line_amounts` how much of it. Amounts stay as
they were stated: what a teaspoon of something weighs is asked where batches are made.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from calc.catalog.recipe_words import recipe_words
from calc.errors import InputError
from calc.messages import say, say_list
from calc.parsing.account import Status
from calc.parsing.amounts_in_text import FEW, StatedAmount
from calc.parsing.bare_numbers import settle_units
from calc.parsing.bounds_in_text import bounded, is_ratio, per_whole
from calc.parsing.halved import of_halved
from calc.parsing.headings import (
    REMARK_WORDS,
    column_unit,
    heading_kind,
    heading_words,
    is_equipment,
    pH_pattern,
    phase_alone,
    phase_column,
    price_pattern,
    unit_said,
    units_of_columns,
    with_column_units,
    words_of_columns,
)
from calc.parsing.ingredient_names import (
    as_diluted,
    find_named,
    known_within,
    stated_kind,
    with_kind,
)
from calc.parsing.joined_names import apiece, labelled, shared_amount, told_beside
from calc.parsing.layout import (
    BULLET,
    LINK,
    TextLine,
    are_bare,
    body_of,
    ingredients_on,
    is_parted_by,
    is_struck_out,
    is_torn,
    joined_lines,
    split_lines,
    states_shares,
)
from calc.parsing.line_amounts import (
    COUNT,
    GONE,
    MASSES,
    SHARES,
    VOLUMES,
    added_amounts,
    amounts_of,
    choose_amount,
    counted_amount,
    in_brackets,
    in_words,
    is_aim,
    is_grade_said,
    is_of_solution,
    is_strength,
    quiet_amounts,
    stated_amounts,
    strength_in_brackets,
    strength_in_name,
    without_amounts,
)
from calc.parsing.line_names import (
    LONGEST_NAME,
    are_apart,
    begins_with_measure,
    begins_with_name,
    dilute,
    fill_pattern,
    holds_name,
    made_up_to,
    name_among,
    name_in,
    named_as_needed,
    named_last,
    named_part,
    outside_brackets,
    parted_number,
    ready_mixes,
)
from calc.parsing.molarity import take_molarity
from calc.parsing.passed_over import told_of_rest
from calc.parsing.phrases import TOKEN, alternation
from calc.parsing.pieces import of_pieces
from calc.parsing.plain_text import runs_of_letters, without_accents
from calc.parsing.proportions import of_ratio
from calc.parsing.recipe_bounds import refuse_too_much, too_much_of_line
from calc.parsing.recipe_line import RecipeLine
from calc.parsing.remarks import is_counted_out, is_on_card, is_page_remark, is_prose, says_nothing
from calc.parsing.sentences import (
    MAKING,
    MANY_WORDS,
    doubt_in_sentence,
    ends_as_sentence,
    is_paragraph,
    is_sentence,
    is_telling,
    named_in_sentence,
    unnamed_in_sentence,
    without_remark,
)
from calc.parsing.solvents import dissolved_lines
from calc.parsing.struck_out import never_closed
from calc.parsing.titles import is_title
from calc.parsing.whole_recipe import (
    ABOUT_PH,
    HEADING,
    REMARK,
    with_doubtful_title,
    with_missing,
    with_product_in_front,
)

_PHASE_LETTER = re.compile(r"^\s*\(?([A-H])[1-9]?\)?[.:)]?\s+(?=\S)")
# “pH”, in Latin letters or in the Cyrillic ones that look alike.
_PH = re.compile(r"(?<![^\W\d_\u1100-\uffef])[pPрР][hHнН](?![^\W\d_\u1100-\uffef])")
_AROUND = " ()[],;:.!–—-"
_CODE = re.compile(r"[A-Z]{1,4}[-/ ]?\d[\w/-]*")  # the number of a formula
_RUNNING_TEXT = say("Several amounts in running text: give each ingredient a line of its own.")


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
        More lines, characters or numbers than are read. What is not understood raises nothing.

    Examples
    --------
    >>> for line in read_recipe_text("Serum\\n- 1 tsp vitamin C powder\\n- 20 ml water\\nStir well."):
    ...     print(line.status, line.ingredient and line.ingredient.id)
    set_aside None
    used l_ascorbic_acid
    used water
    set_aside None
    """
    refuse_too_much(text, (), field)
    unread = {line: why for line in split_lines(text) if (why := too_much_of_line(line.text))}
    rest = [line for line in split_lines(text) if line not in unread]
    refuse_too_much(text, rest[::2], field)  # two of them may be one, as a table came apart
    lines = joined_lines(rest)
    refuse_too_much(text, [*lines, *unread], field)
    read = [*_Document().read(lines, text)]
    if not any(line.counts for line in read):
        read = [*_Document(sentences_count=True).read(lines, text)]
    said = [*with_missing([*with_doubtful_title([*settle_units([*with_product_in_front(read)])])])]
    for line, why in unread.items():
        place = (line.start, line.end)
        said.append(RecipeLine(line.text.strip(), "not_understood", " ".join(why), place=place))
    return tuple(sorted(said, key=lambda line: line.place) if unread else said)


def _placed(parts: Sequence[RecipeLine], line: TextLine, text: str) -> Iterator[RecipeLine]:
    """Yield what was made of a line with its place; a part whose place is not plain offers no reading."""
    if len(parts) == 1:
        yield replace(parts[0], place=(line.start, line.end))
        return
    at = line.start
    for part in parts:
        start = text.find(part.text, at, line.end)
        if start < 0:
            yield replace(part, readings=(), place=(line.start, line.end))
            continue
        at = start + len(part.text)
        yield replace(part, place=(start, at))


@dataclass
class _Document:
    """A recipe while it is read: what a heading said of the lines below it."""

    sentences_count: bool = False
    is_method: bool = False
    unit: str = ""
    is_bare: bool = False
    has_shares: bool = False
    is_about_ph: bool = False
    has_counted: bool = False
    has_phases: bool = False
    parting: str = ""
    parts: int = 0
    column_units: tuple[str, ...] = ()

    def read(self, lines: Sequence[TextLine], text: str) -> Iterator[RecipeLine]:
        """Yield what was made of each line; of several ingredients on one, a line each."""
        at = 0
        letters = [match[1] for line in lines if (match := _PHASE_LETTER.match(line.text))]
        self.has_phases = len(letters) > 2 and letters == sorted(letters)
        self.parting = next((sign for sign in (",", ";") if lines and is_parted_by(lines[0].text, sign)), "")
        self.parts = lines[0].text.count(self.parting) if self.parting else 0
        heads = (units_of_columns(without_accents(self._body(line.text))) for line in lines)
        self.column_units = next((units for units in heads if units), ())
        bodies = [line._replace(text=self._body(line.text)) for line in lines]
        self.is_bare, self.has_shares = are_bare(bodies), states_shares(bodies)
        while at < len(lines):
            line, following = lines[at], lines[at + 1] if at + 1 < len(lines) else None
            torn = following if following and is_torn(line.text, following.text) else None
            line = line.with_next(torn) if torn else line
            parts = [_with_open_sign(part, line.text) for part in self._line(line.text)]
            for part in _placed(parts, line, text):
                self.has_counted |= part.counts
                yield part
            if torn:
                note = say("It belongs to the line above.")
                yield RecipeLine(torn.text.strip(), "set_aside", note, place=(torn.start, torn.end))
            at += 2 if torn else 1

    def _line(self, text: str) -> Iterator[RecipeLine]:
        """Yield what was made of one line."""
        shown = " ".join(text.split())
        body = self._body(text)
        if self.has_phases:
            body = _PHASE_LETTER.sub("", body)
        whole = BULLET.sub("", body)
        body = without_remark(whole)
        remark = whole[len(body) :]
        self.is_about_ph = bool(_PH.search(outside_brackets(body)))
        without_pH = pH_pattern().sub(" ", body)
        body = _without_price(without_pH if find_named(named_part(without_pH)) else body)
        if asked := of_ratio(body, shown) or of_pieces(body, shown) or of_halved(body, shown):
            yield asked
            return
        aside = self._aside(text, body)
        if aside is not None:
            yield RecipeLine(shown, "set_aside", aside)
            return
        if self.sentences_count and is_telling(without_accents(body)):
            doubt = doubt_in_sentence(body)
            if doubt:
                yield RecipeLine(shown, "not_understood", _asked(doubt), doubt.readings)
                return
            mentioned = named_in_sentence(body)
            note = say("Taken from a sentence.")
            yield from (RecipeLine(shown, "assumed", note, (), named, amount) for named, amount in mentioned)
            if mentioned and (unnamed := unnamed_in_sentence(body, mentioned)):
                note = say("So much of what? {amounts}", amounts=say_list(unnamed, "and"))
                yield RecipeLine(shown, "not_understood", note)
            if not mentioned:
                yield RecipeLine(shown, "set_aside", MAKING)
            return
        if is_paragraph(body):
            yield RecipeLine(shown, "not_understood", _RUNNING_TEXT)
            return
        added = added_amounts(body)
        if added:
            yield _of_several(body, shown, *added, sum(amount.value for amount in added))
            return
        counted = counted_amount(body)
        if counted:
            times, amount = counted
            yield _of_several(body, shown, amount, amount, times * amount.value)
            return
        try:
            parts = [part for several in ingredients_on(body) for part in apiece(several)]
            if self._are_of_a_product(body, parts):
                yield RecipeLine(shown, "not_understood", _RUNNING_TEXT)
                return
            read = self._parts(parts, shown, remark)
        except InputError as error:
            note = _asked(error)
            named = find_named(TOKEN.sub(lambda token: " " if token[0].isdigit() else token[0], body))
            if named is None and len(runs_of_letters(body)) > MANY_WORDS:
                yield RecipeLine(shown, "set_aside", REMARK)
                return
            yield RecipeLine(shown, "not_understood", note, error.readings, named)
            return
        yield from read

    def _are_of_a_product(self, body: str, parts: Sequence[str]) -> bool:
        """Tell whether parts may be what a product is named for: “Hyaluronic acid 2% + B5 10 g”."""
        if "+" not in body or len(parts) < 2:
            return False
        units = [{amount.unit for amount in stated_amounts(without_accents(part))} for part in parts]
        return all(one <= {*SHARES} for one in units[:-1]) and not units[-1] <= {*SHARES}

    def _parts(self, parts: Sequence[str], shown: str, remark: str) -> Sequence[RecipeLine]:
        """Return what was made of the parts of a line; a remark behind it belongs to one that is alone."""
        if len(parts) == 1:
            return self._part(parts[0], shown, remark)
        return [line for part in parts for line in self._part(part, part)]

    def _part(self, part: str, shown: str, remark: str = "") -> Sequence[RecipeLine]:
        """Return what was made of a part of a line: an ingredient, or a solution of one in another."""
        if bound := bounded(part, shown) or per_whole(part, shown):
            return [bound]
        if is_ratio(without_accents(part)):
            note = say("So much per how much? Give its strength in %, and how much of it there is.")
            return [RecipeLine(shown, "not_understood", note)]
        part, molarity = take_molarity(part)
        dissolved = dissolved_lines(part, shown, has_shares=self.has_shares)
        asked = None if dissolved else shared_amount(part) or labelled(part, shown)
        read = dissolved or [asked or _with_rest(_settled(self._ingredient(part, shown), part), part, remark)]
        return [replace(line, molarity=molarity) for line in read] if molarity else read

    def _body(self, text: str) -> str:
        """Return a line as it is read: its cells parted, with the units that the head of the table says."""
        is_row = self.parting and text.count(self.parting) == self.parts
        body = body_of(text.replace(self.parting, "\t") if is_row else text)
        return with_column_units(body, self.column_units) if self.column_units else body

    def _aside(self, text: str, body: str) -> str | None:
        """Return what a line is that is set aside, as `_heading` does; what is struck out is too."""
        if is_struck_out(text):
            return say("Struck out.")
        is_heading = text.lstrip().startswith("#") and not quiet_amounts(body)
        return HEADING if is_heading else self._heading(body)

    def _heading(self, body: str) -> str | None:
        """Return what a line is that is no ingredient: "" for nothing to say; None where it may be one."""
        plain = without_accents(body)
        if not re.search(r"\w", LINK.sub("", plain)):
            return "" if not LINK.search(plain) else say("A link.")
        columns = column_unit(plain)
        if columns is None:
            columns = words_of_columns(plain)
        if columns is not None:
            self.unit, self.is_method = columns, False
            self.has_phases |= bool(phase_column().match(plain))
            return say("The head of a table.")
        kind = heading_kind(plain)
        amounts = quiet_amounts(plain)
        with_unit = [amount for amount in amounts if amount.unit]
        remark = self._remark(body, plain, amounts)
        if remark is not None:
            return remark
        if price_pattern().search(plain) and find_named(named_part(without_amounts(body, amounts))) is None:
            return say("A price.")
        if kind in ("total", "yields"):
            return say("The total.") if kind == "total" else say("How much it makes.")
        if kind == "method" and not (with_unit and find_named(without_amounts(body, amounts))):
            self.is_method = True
            return say("A heading: what follows is how it is made.")
        if (
            not re.search(r"[^\W\d_]", without_amounts(plain, amounts))
            and amounts
            and not with_unit
            and self.has_counted
        ):
            return say("The total.") if abs(amounts[0].value - 100) < 5 else None
        if phase_alone().fullmatch(plain.strip(" .:)")):
            return HEADING
        is_phase = with_unit and _is_phase(body, amounts)
        if is_phase or (kind in ("ingredients", "phase") and not with_unit):
            self.is_method = False
            self.unit = unit_said(plain) or self.unit
            return HEADING
        if is_equipment(body, amounts):
            return say("What it is made with.")
        if _PH.search(plain) and not with_unit and not begins_with_name(body):
            return ABOUT_PH
        if is_sentence(plain) and not (self.sentences_count and with_unit):
            return MAKING
        if self.is_method and not (self.sentences_count and with_unit):
            if not (with_unit and _looks_like_ingredient(body, amounts)):
                return MAKING
            self.is_method = False
        return self._unmeasured(body, plain, amounts)

    def _unmeasured(self, body: str, plain: str, amounts: Sequence[StatedAmount]) -> str | None:
        """Return what a line without an amount is that names nothing; None where it may be an ingredient."""
        words = len(re.findall(r"[^\W\d_]{2,}", plain))
        is_filled = words <= LONGEST_NAME and made_up_to(plain)
        is_long = words > LONGEST_NAME and plain.rstrip().endswith(".")
        if is_long and not any(amount.unit for amount in amounts):
            return MAKING
        if not amounts and not is_filled and find_named(named_part(body)) is None:
            may_end_in_name = self.has_counted or begins_with_measure(plain)
            is_named = named_as_needed(body) or (may_end_in_name and named_last(body))
            if is_named or fill_pattern().match(plain):
                return None
            is_remark = words >= REMARK_WORDS and not (self.has_counted and holds_name(body))
            if is_remark or ends_as_sentence(plain, words):
                return REMARK
            if plain.rstrip().endswith(":") or not self.has_counted:
                return HEADING
        return None

    def _remark(self, body: str, plain: str, amounts: Sequence[StatedAmount]) -> str | None:
        """Return what a line is that pages write around a recipe; None where it may be a part of it."""
        with_unit = [amount for amount in amounts if amount.unit]
        named = find_named(named_part(without_amounts(body, amounts)))
        if is_on_card(plain) and not (with_unit and named):
            return say("About the recipe.")
        kind = heading_kind(plain)
        is_stated = bool(stated_kind(body)[1]) or _are_ingredients(body, amounts)
        if not is_stated and is_title(body, amounts, kind=kind, is_first=not self.has_counted):
            if kind == "phase" or heading_words("ingredients").at(plain):
                self.is_method = False
            self.unit = unit_said(plain) or self.unit
            return HEADING
        is_share = all(amount.unit == "percent" for amount in with_unit)
        if is_page_remark(plain) and is_share and named is None:
            return REMARK
        is_filled = made_up_to(plain) and find_named(named_part(body)) is not None
        may_count = is_filled or (with_unit and (named or self.sentences_count))
        if not may_count and is_prose(plain, amounts):
            return REMARK
        ends = plain.rstrip().endswith(("!", "?")) or _CODE.fullmatch(plain.strip())
        if ends and not with_unit and find_named(named_part(body)) is None:
            return REMARK
        return None

    def _ingredient(self, body: str, shown: str) -> RecipeLine:
        """Return what was made of a line, or a part of one, that names an ingredient."""
        plain = without_accents(body)
        amounts = list(amounts_of(plain))
        is_filled = made_up_to(plain)
        with_unit = [amount for amount in amounts if amount.unit]
        outside = [amount for amount in with_unit if not in_brackets(plain, amount.start)]
        if is_filled and outside and len(outside) < len(with_unit):  # “water to 100 g (about 95 g)”
            return self._ingredient(outside_brackets(body), shown)
        strength = None
        if [amount.unit for amount in with_unit] == ["percent"] and is_strength(plain, with_unit[0]):
            strength = with_unit[0].value / 100
            with_unit, amounts = [], [amount for amount in amounts if not amount.unit]
        if with_unit and all(amount.unit == "percent" for amount in with_unit) and with_unit[-1].high > 100:
            parted, note = parted_number(body), say("More than 100 % cannot be. Check the amount.")
            return self._ingredient(parted, shown) if parted else RecipeLine(shown, "not_understood", note)
        is_share = [amount.unit for amount in with_unit] == ["percent"]
        if is_share and (self.is_about_ph or is_grade_said(plain, with_unit[0])):  # how strong the lye is
            with_unit, amounts = [], []
        concentration = None
        if self.is_bare and is_share and amounts and not amounts[-1].unit:  # “sodium lactate 60 %  2.5”
            concentration, with_unit = with_unit[0], []
        chosen, (named, note, others) = name_among(body, amounts, with_unit)
        if concentration:
            chosen = [concentration, *chosen]
            named, note, others = name_in(body, chosen)
        if not named.is_known and (unnamed := _of_nothing_known(named.name, body, shown, chosen)):
            is_heading = unnamed.status == "set_aside"
            if not is_heading or chosen[:1] == with_unit[:1]:
                return unnamed
        if named.is_asked and (chosen or named.is_known):
            names = (*((named.name,) if named.is_known else ()), *named.readings)
            readings = _whole_lines(names, in_words(body, chosen), shown)
            return RecipeLine(shown, "not_understood", named.note, readings)
        if chosen and not re.search(r"[^\W\d_]", named.name):
            return RecipeLine(shown, "not_understood", say("So much of what?"))
        if not chosen and not is_filled:
            return _without_amount(body, shown)
        counted = [one for one in chosen if one.unit != "percent" or is_of_solution(plain, one)]
        amount, rest, share = choose_amount(counted if self.has_shares and counted else chosen, plain)
        share = None if named.id == "water" else strength if strength and amount and strength < 1 else share
        if asked := told_beside(body, named, amount, chosen, share, has_others=bool(others)):
            return replace(asked, text=shown)
        if amount and not amount.unit:
            amount = replace(amount, unit=self.unit)
        diluted = as_diluted(named, without_amounts(body, chosen), share)
        if diluted is not named:
            named, share = diluted, None
        strength, taken = strength_in_brackets(named, plain, rest) if share is None else None, ""
        if strength is not None:
            share, taken = strength, _told_strength(strength)
        few = say("“A few” is taken as 2 to 5.") if amount and (amount.low, amount.high) == FEW else ""
        aim = _told_aim(plain, rest)
        status: Status = "assumed" if named.is_assumed or others or few or strength or aim else "used"
        notes = " ".join(filter(None, (named.note, note, taken, aim, few)))
        names = (*((named.name,) if status == "assumed" else ()), *named.readings, *others)
        said = [one for one in chosen if one not in rest or one.unit == "percent"]
        readings = _whole_lines(names, in_words(body, said), shown) if named.readings or others else ()
        if strength is not None:
            readings = (*readings, re.sub(r"\(([^()]*%[^()]*)\)", r"\1", shown))
        return RecipeLine(shown, status, notes, readings, named, amount, rest, share, is_filled)


def _settled(line: RecipeLine, part: str) -> RecipeLine:
    """Return a line with the strength that its name ends in; without one where the name is not known.

    Of what is not known here nobody can say what the rest of it is: all of it counts as not known.
    """
    if not line.counts or line.ingredient is None or line.amount is None:
        return line
    if left_out := _left_out().search(part):
        note = say("Does it go in? Delete the line, or the words “{said}”.", said=left_out[0].strip(_AROUND))
        bare = f"{part[: left_out.start()]} {part[left_out.end() :]}"
        return RecipeLine(line.text, "not_understood", note, (" ".join(bare.split()),), line.ingredient)
    if line.ingredient.is_known:
        strength = strength_in_name(without_accents(part)) if line.share is None else None
        told = "" if strength is None else _told_strength(strength)
        status: Status = "assumed" if told else line.status
    else:
        strength, status, share = None, line.status, 100 * (line.share or 0.0)
        told = (
            say("All of it counts as not known, whatever its {share:g} % is.", share=share) if share else ""
        )
    note = " ".join(filter(None, (line.note, told)))
    return replace(line, status=status, note=note, share=strength) if told else line


def _with_rest(line: RecipeLine, part: str, remark: str) -> RecipeLine:
    """Return a line that says what of it was passed over beside the ingredient that counts."""
    if not line.counts or line.ingredient is None:
        return line
    rest = told_of_rest(part, line.ingredient, line.note, remark)
    return replace(line, status="assumed", note=" ".join(filter(None, (line.note, rest)))) if rest else line


def _with_open_sign(line: RecipeLine, text: str) -> RecipeLine:
    """Return a line that says of a sign before it, which strikes nothing out, that it is never closed."""
    sign = never_closed(text) if line.counts else ""
    if not sign or text.find(line.text) + len(line.text) <= text.find(sign):
        return line
    note = say("“{sign}” is never closed, so nothing is struck out: it counts.", sign=sign)
    return replace(line, status="assumed", note=" ".join(filter(None, (line.note, note))))


@functools.cache
def _left_out() -> re.Pattern[str]:
    """Return the pattern of what says that something does not go in: in brackets, behind a sign, or last."""
    words = alternation(recipe_words().grammar["left_out"])
    said = rf"(?<![^\W\u1100-\uffef]){words}(?![^\W\u1100-\uffef])"
    inside = rf"[(\[]\s?{said}\s?[)\]]"
    return re.compile(rf"{inside}|[,;:–—-]?\s?{said}[\s.!]{{0,3}}$", re.IGNORECASE)


def _told_strength(strength: float) -> str:
    """Return what to say of a number that is taken as how strong a solution is [0–1]."""
    return say("{share:g} % is taken as its strength.", share=100 * strength)


def _told_aim(plain: str, amounts: Sequence[StatedAmount]) -> str:
    """Return what to say of a percentage that is how strong the whole shall be; "" where there is none."""
    aims = [amount for amount in amounts if amount.unit == "percent" and is_aim(plain, amount)]
    return say("The {share:g} % is what it shall make.", share=aims[0].value) if aims else ""


def _asked(error: InputError) -> str:
    """Return what an amount with two meanings asks, as a note."""
    return f"{error.accepted[:1].upper()}{error.accepted[1:]} {error.fix}"


def _without_price(body: str) -> str:
    """Return a line that names an ingredient with its amount without what it costs: “Glycerin 5 g 20 zł”."""
    bare = price_pattern().sub(" ", body)
    amounts = quiet_amounts(without_accents(bare))
    is_priced = bare != body and any(amount.unit for amount in amounts)
    return bare if is_priced and find_named(named_part(without_amounts(bare, amounts))) else body


def _of_several(body: str, shown: str, first: StatedAmount, last: StatedAmount, whole: float) -> RecipeLine:
    """Return what was made of amounts that are added or taken several times: “20 g + 5 g”, “2 x 5 g”."""
    before, behind = COUNT.sub(" ", body[: first.start]), COUNT.sub(" ", body[last.end :])
    name = " ".join(f"{before} {behind}".split()).strip(" -–—:()")
    named = find_named(named_part(before)) or find_named(named_part(behind))
    unit = body[last.start : last.end].strip(" 0123456789.,/")
    readings = tuple(f"{value:g} {unit} {named.name if named else name}" for value in (whole, first.value))
    note = say("Several amounts stand here: how much is it in all?")
    return RecipeLine(shown, "not_understood", note, readings, named)


def _refused(name: str, plain: str, chosen: Sequence[StatedAmount]) -> str:
    """Return why a name that is not known is no ingredient; "" where it may be one."""
    words = outside_brackets(name).split() or name.split()
    if are_apart(plain, chosen):
        return _RUNNING_TEXT
    if len(words) > (LONGEST_NAME if chosen else REMARK_WORDS):
        return say("This names no ingredient that is known.")
    return say("How much one holds is not known: write it in g.") if is_counted_out(name) else ""


def _of_nothing_known(name: str, body: str, shown: str, chosen: Sequence[StatedAmount]) -> RecipeLine | None:
    """Return what was made of a line whose name is not known and no ingredient; None where it may be one."""
    if refused := _refused(name, without_accents(body), chosen):
        return RecipeLine(shown, "not_understood", refused)
    if stated_kind(body)[1]:
        return None
    if chosen and says_nothing(name):
        return RecipeLine(shown, "not_understood", say("So much of what?"))
    if ready_mixes().key(without_accents(name)):
        note = say("A mix of what? Write each ingredient that is in it, with its amount.")
        return RecipeLine(shown, "not_understood", note, (with_kind(shown, name, "unknown"),))
    return RecipeLine(shown, "set_aside", HEADING) if dilute().key(without_accents(name)) else None


def _without_amount(body: str, shown: str) -> RecipeLine:
    """Return what was made of a line that says no amount."""
    known = find_named(named_part(body)) or named_as_needed(body) or named_last(body)
    note = (
        say("How much of it? Write for example 5 g.")
        if known
        else say("This names no ingredient with its amount.")
    )
    return RecipeLine(shown, "not_understood", note, (), known)


def _whole_lines(names: Sequence[str], stated: str, shown: str) -> tuple[str, ...]:
    """Return names that may be meant as lines with their amount; not the line as it stands."""
    lines = dict.fromkeys(f"{stated} {name}".strip() for name in names)
    return tuple(line for line in lines if line.casefold() != shown.casefold())


def _are_ingredients(body: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line holds several ingredients with an amount each: “2 g LAA, 8 g water serum”."""
    if sum(amount.unit in (*MASSES, *VOLUMES) for amount in amounts) < 2:
        return False
    try:
        parts = ingredients_on(body)
    except InputError:
        return False
    bare = (without_amounts(part, quiet_amounts(without_accents(part))) for part in parts)
    return sum(bool(known_within(name)) for name in bare) > 1


def _is_phase(body: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line says no more than how much a phase holds: “Phase A 50 g”."""
    rest = without_amounts(body, amounts).replace(GONE, " ")
    return heading_kind(without_accents(rest)) == "phase" and find_named(named_part(rest)) is None


def _looks_like_ingredient(body: str, amounts: Sequence[StatedAmount]) -> bool:
    """Tell whether a line under a heading of the making is an ingredient again."""
    return find_named(named_part(without_amounts(body, amounts))) is not None and not is_sentence(
        without_accents(body)
    )
