"""Families of hostile texts, each of any length, and the bound on what reading one may take."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

#: Most that reading one thing may take: processor [s], and memory beyond its own size [bytes].
MOST_SECONDS, MOST_HELD = 2.0, 200e6


@contextlib.contextmanager
def bounded(size: int, seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Assert that what is done takes at most 2 s of processor, and 200 MB beyond the size of its input."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")

    def held(name: str) -> int:
        match = re.search(rf"{name}:\s+(\d+) kB", status.read_text())
        return 1000 * int(match[1]) if match else 0

    linux = reset.exists() and os.access(reset, os.W_OK)
    if linux:
        reset.write_text("5")  # the most that was ever held starts from now
    before, start = held("VmRSS") if linux else 0, time.process_time()
    yield
    assert time.process_time() - start < seconds
    assert not linux or held("VmHWM") - before - size < MOST_HELD


def is_linear(work: Callable[[int], object], few: int, many: int) -> bool:
    """Tell whether the processor time of some work grows at most four times as fast as its size."""

    def seconds(count: int) -> float:
        start = time.process_time()
        work(count)
        return time.process_time() - start

    seconds(few)
    return seconds(many) < 4 * many / few * max(seconds(few), 0.005)


def _again(*pieces: str, parted: str = "") -> Callable[[int], str]:
    """Return what writes pieces in turn, numbered where they ask for it, up to a length."""

    def write(length: int) -> str:
        written, size, number = [], 0, 0
        while size < length:
            piece = pieces[number % len(pieces)].replace("#", str(number)) + parted
            written.append(piece)
            size += len(piece)
            number += 1
        return "".join(written)[:length]

    return write


def _nested(opening: str, inside: str, closing: str) -> Callable[[int], str]:
    """Return what writes brackets in brackets up to a length."""

    def write(length: int) -> str:
        count = max((length - len(inside)) // (len(opening) + len(closing)), 1)
        return opening * count + inside + closing * count

    return write


def _around(before: str, repeated: str, behind: str) -> Callable[[int], str]:
    """Return what writes one thing again and again between two others."""

    def write(length: int) -> str:
        return before + repeated * ((length - len(before) - len(behind)) // len(repeated)) + behind

    return write


#: Texts of any length that may be brought wherever one may write: what each is, and what writes it.
TEXTS: Mapping[str, Callable[[int], str]] = {
    "one word": _again("x"),
    "one word of capitals": _again("X"),
    "one name without blanks": _again("ascorbicacid"),
    "digits without end": _again("9"),
    "digits, then a unit": _around("water ", "7", " g"),
    "zeros behind a point": _around("water 0.", "0", "1 g"),
    "groups of three": _around("water 1", ",000", " g"),
    "points": _again("."),
    "numbers and points": _again("1."),
    "commas": _again(","),
    "slashes": _again("/"),
    "dashes": _again("-"),
    "dashes of several kinds": _again("-–—−‐"),
    "stars": _again("*"),
    "percent signs": _again("%"),
    "signs of times": _again("x 2 "),
    "blanks": _again(" "),
    "blanks between two words": _around("water", " ", "5 g"),
    "blanks and a comma": _again(" ,"),
    "tabs": _again("\t"),
    "newlines": _again("\n"),
    "newlines of Windows": _again("\r\n"),
    "odd line ends": _again("\u2028\x0b\x0c\x85"),
    "zeros": _again("\0"),
    "brackets that open": _again("("),
    "brackets that close": _again(")"),
    "brackets in brackets": _nested("(", "water 5 g", ")"),
    "names in brackets in brackets": _nested("water (", "5 g", ")"),
    "brackets of several kinds": _again("([{"),
    "empty brackets": _again("()"),
    "brackets one after the other": _again("(5 g) "),
    "quotation marks": _again('"'),
    "quotation marks around names": _again('"water" '),
    "curly quotation marks": _again("“„»"),
    "amounts": _again("5 g "),
    "amounts with commas": _again("5 g, "),
    "amounts without a blank": _again("5g"),
    "amounts of two meanings": _again("1,500 g "),
    "ranges": _again("5-10 g "),
    "ranges without end": _again("5-"),
    "sums": _again("5 g + "),
    "products": _again("2 x 5 g "),
    "fractions": _again("1/2 "),
    "fractions of nothing": _again("1/0 "),
    "fractions in fractions": _again("1/"),
    "vulgar fractions": _again("½"),
    "exponents": _again("1e999 g "),
    "long exponents": _around("water 1e", "9", " g"),
    "percentages": _again("5 % "),
    "names with amounts": _again("water 5 g, "),
    "names with percentages": _again("Water (85 %), Glycerin (5 %), "),
    "names": _again("water, "),
    "names without amounts": _again("ascorbic acid "),
    "names that are not known": _again("abc# "),
    "names that are nearly known": _again("askorbik asid, glyserin, tokoferol, "),
    "names that are nearly known, without signs": _again("askorbik asid glyserin tokoferol "),
    "names with dashes": _again("sodium-ascorbyl-phosphate-"),
    "names and slashes": _again("water/glycerin/"),
    "numbered names": _again("water # g, "),
    "ors": _again("water or "),
    "ors alone": _again("or "),
    "ands": _again("water and "),
    "ors of amounts": _again("5 or 6 g "),
    "up to": _again("water to 100 g "),
    "of": _again("5 g of "),
    "colons": _again("water: "),
    "pH": _again("pH 3.2 "),
    "units": _again("g mL tsp "),
    "prices": _again("5 € "),
    "links": _again("https://a.b/c?d=e "),
    "addresses without end": _around("https://", "a.", ""),
    "stops": _again("Stir. "),
    "exclamations": _again("!?"),
    "sentences": _again("Dissolve 5 g of ascorbic acid in water. "),
    "one long sentence": _again("Dissolve 5 g of ascorbic acid in 20 mL of water and "),
    "tags": _again("<b>"),
    "entities": _again("&amp;"),
    "Markdown": _again("**water** | "),
    "table of Markdown": _again("| water | 5 g |\n"),
    "underlines": _again("_"),
    "accents on one letter": _around("e", "\u0301", ""),
    "letters with accents": _again("e\u0301"),
    "signs without width": _again("\u200b"),
    "signs without width in a name": _again("w\u200ba\u200bt\u200be\u200br\u200b "),
    "joiners": _around("water", "\u200d", "5 g"),
    "marks of direction": _again("\u202e\u202d\u2066"),
    "soft hyphens": _around("wa", "\u00ad", "ter 5 g"),
    "two scripts": _again("wаter 5 g "),
    "many scripts": _again("水вода水water"),
    "Chinese": _again("维生素"),
    "Cyrillic": _again("вода 5 г, "),
    "Korean": _again("정제수"),
    "Arabic digits": _again("١٢ g "),
    "wide signs": _again("５ｇ，"),
    "ligatures": _again("ﷺ"),
    "signs that become many": _again("㎎㏄㎖"),
    "faces": _again("👩‍🔬"),
    "halves of characters": _again("\ud800"),
    "superscripts": _again("²³"),
    "lines": _again("water 5 g\n"),
    "lines of one sign": _again("-\n"),
    "lines of numbers": _again("5\n"),
    "lines of names": _again("water\n"),
    "lines of brackets": _again("(\n"),
    "headings": _again("Phase A:\n"),
    "bullets": _again("- "),
    "bullets of several kinds": _again("•·*-"),
    "numbers of lines": _again("1) "),
}  # fmt: skip

#: Texts about people.
OF_PEOPLE: Mapping[str, Callable[[int], str]] = {
    "no": _again("no "),
    "no, with commas": _again("no, "),
    "not": _again("not "),
    "nothing but doubts": _again("maybe "),
    "never": _again("never had no "),
    "no of something": _again("no pregnancy "),
    "no in no": _around("", "no allergy to no ", "retinol"),
    "medicines": _again("warfarin, isotretinoin, metformin, "),
    "medicines without signs": _again("warfarin isotretinoin metformin "),
    "medicines with doses": _again("warfarin 5 mg twice a day, "),
    "medicines that are nearly known": _again("warfrin, isotretinon, metfromin, "),
    "medicines that are nearly known, without signs": _again("warfrin isotretinon metfromin "),
    "medicines that are not known": _again("abc#mab "),
    "conditions": _again("eczema, rosacea, diabetes, "),
    "allergies": _again("allergic to "),
    "allergies to many things": _again("allergic to lanolin, nickel and "),
    "dates": _again("stopped 2026-03-31, "),
    "dates without end": _again("31.12.2026 "),
    "dates that are none": _again("99/99/9999 "),
    "times": _again("two weeks ago "),
    "times of times": _again("since until "),
    "ago": _again("ago "),
    "until": _again("until December "),
    "years without end": _around("stopped ", "9", " years ago"),
    "weeks": _around("pregnant in week ", "9", ""),
    "but": _again("eczema but no rosacea but "),
    "colons": _again("conditions: "),
    "question marks": _again("pregnant? "),
    "brackets": _nested("eczema (", "since 2020", ")"),
    "apostrophes": _again("hasn't doesn't "),
    "mother": _again("her mother's sister's "),
    "except": _again("all except "),
    "without": _again("without "),
    "stopped": _again("stopped retinol "),
    "lists": _again("1. eczema 2. rosacea "),
}  # fmt: skip
