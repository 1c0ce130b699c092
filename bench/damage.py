"""A log damaged at random: is each damage a clear error, no change, or a batch told as unreadable?

python -m bench.damage [count] [seed]
"""

from __future__ import annotations

import datetime
import random
import sys
import tempfile
import warnings
from collections import Counter
from pathlib import Path

from calc.log import LogError, LoggedBatch, Measurement, Note, open_log

DAY = datetime.date(2026, 3, 31)
BATCHES = 12


def make_log(file: Path) -> dict[str, LoggedBatch]:
    """Make a log of several pages; return its batches by their ids."""
    with open_log(str(file)) as log:
        for i in range(BATCHES):
            lines = [{"ingredient": "water", "mass_g": 80.0 + i}, {"ingredient": "glycerin", "mass_g": 5.0}]
            lines += [{"ingredient": "l_ascorbic_acid", "mass_g": 15.0}]
            kept = log.add(LoggedBatch(f"Serum {i}", {"lines": lines}, made_on=DAY, powder_lot=f"lot {i}"))
            log.measure(kept.id, Measurement(DAY, "pH", 3.0 + i / 100, sd=0.05))
            log.note(kept.id, Note(DAY, f"Клар {i} " + "and clear " * 40))
        log.delete(kept.id, log.get(kept.id).version)
        return {entry.id: entry for entry in log.entries(include_deleted=True)}


def damage(content: bytes, dice: random.Random) -> bytes:
    """Return a file with one damage: a bit, some bytes, zeros, a block in the place of another, its end."""
    kind, at = dice.randrange(6), dice.randrange(len(content))
    damaged = bytearray(content)
    if kind <= 1:
        damaged[at] ^= 1 << dice.randrange(8)
    elif kind == 2:
        damaged[at : at + 8] = dice.randbytes(len(damaged[at : at + 8]))
    elif kind == 3:
        length = min(dice.choice((1, 16, 512, 4096)), len(content) - at)
        damaged[at : at + length] = bytes(length)
    elif kind == 4:
        length = min(dice.choice((16, 512, 4096)), len(content) - at)
        other = dice.randrange(len(content) - length + 1)
        damaged[at : at + length] = content[other : other + length]
    else:
        del damaged[at:]
    return bytes(damaged)


def outcome(file: Path, before: dict[str, LoggedBatch]) -> str:
    """Return what a damaged log gives: error, same or told.

    Raises
    ------
    AssertionError
        A batch that is another one, or is gone without a word.
    """
    try:
        with open_log(str(file)) as log:
            entries, unreadable = log.entries(include_deleted=True), log.unreadable()
            shown = {entry.id for entry in log.entries()}
            log.export()
    except LogError:
        return "error"
    for entry in entries:
        assert before.get(entry.id) == entry, f"{entry.name} is not what it was"
    missing = before.keys() - {entry.id for entry in entries}
    assert len(unreadable) >= len(missing), "a batch is gone without a word"
    assert shown == {entry.id for entry in entries if entry.deleted_at is None}
    return "told" if unreadable else "same"


def damage_often(count: int, seed: int) -> Counter[str]:
    """Return how often each outcome was, of so many damages."""
    dice, outcomes = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what stands in a damaged schema
        whole = Path(folder, "whole.sqlite")
        before = make_log(whole)
        content = whole.read_bytes()
        for i in range(count):
            file = Path(folder, f"{i}.sqlite")
            file.write_bytes(damage(content, dice))
            try:
                outcomes[outcome(file, before)] += 1
            except Exception:
                print(f"damage {i} of seed {seed}")
                raise
            for rest in Path(folder).glob(f"{i}.sqlite*"):
                rest.unlink()
    return outcomes


def main() -> None:
    """Damage, and print what came of it."""
    count, seed = (int(argument) for argument in (sys.argv[1:] + ["1000", "1"][len(sys.argv) - 1 :])[:2])
    outcomes = damage_often(count, seed)
    counts = ", ".join(f"{number} {name}" for name, number in outcomes.most_common())
    print(f"{count} random damages to a log: {counts}; none in silence")


if __name__ == "__main__":
    main()
