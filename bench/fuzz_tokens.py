"""Tokens and recipe files, random and mutated: refused with words or read, in bounded time and memory.

``python -m bench.fuzz_tokens [COUNT]``: guided by coverage where atheris is installed, else by chance alone.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import random
import resource
import sys
import time
import types
from collections import Counter
from datetime import date
from typing import Any

from calc import units
from calc.catalog import presets
from calc.chemistry import recipe
from calc.chemistry.recipe import Recipe, load_recipe
from calc.errors import InputErrors
from calc.mixing import fields, request, storage_request
from calc.mixing.request import MixRequest
from calc.parsing import json_reader
from calc.parsing.json_reader import read_json
from calc.reports import batch_label_pdf, links, recipe_card_pdf, share
from calc.reports.links import pack
from calc.reports.share import (
    effective_fields,
    make_card,
    make_label,
    open_link,
    preset,
    share_link,
)

DAY = date(2026, 11, 23)
SEED = 20261123
#: Longest that one input may keep a processor busy [s], and most memory of the whole run [MB].
MOST_SECONDS, MOST_MB = 5.0, 700
# After so long by the clock an input is taken for endless [s].
_WAIT_FOR_ENDLESS = 300
#: One in so many of what can be read is put on paper too, which takes a hundred times as long.
ON_PAPER = 50
RECIPE = {
    "lines": [
        {"ingredient": "water", "mass_g": 84.2},
        {
            "ingredient": "l_ascorbic_acid",
            "mass_g": 15.0,
            "purity": 0.99,
            "mass_low_g": 14,
            "mass_high_g": 16,
        },
    ],
    "system": "solution",
    "scale_g": 0.01,
    "storage": {
        "schedule": [{"temperature_C": 5, "hours_per_day": 24}],
        "package": "jar",
        "made_on": "2026-11-01",
    },
    "measured": {"pH": 2.2, "pH_step": 0.5, "assay_fraction": 0.9, "assay_on": "2026-12-01"},
    "claims": {"mass_fraction": 0.15, "pH": 3.5, "total": 1.0},
}
_OF_VERSION_1 = (
    "1eNolyksKgDAMRdGtlIAzkRZxUDcjafy04I80DkTcu6EOz7vvgfngDXpYB8x0cEg0IKURasiCLFoCCsVinvZFok6uM5Uuf-mhtWZRnh"
    "cnudXel5wJ10lpG-v08H5Syh_-"
)
# Pieces of text that break careless readers.
ODD = b"0-9999-12-31 1e999 -0 NaN \xff\xfe \xed\xa0\x80 \\ud800 [[[[ {{ 1/0 % w/v drops scoop".split()

VALUES: list[Any] = [
    *(None, True, 0, -1, 1e308, 1e-300, 5, [], {}, [0]),
    *("", "5", "3,2", "1/2", "15 % w/v", "water", "carbomer"),
    *("5 °C 24 h", "2026-12-31", "9999-12-31", "1 fl oz", "2 pumps", "\ud800"),
    *("x" * 1000, "water 5 g\n" * 30),
]


#: The modules that read: the fuzzer watches which of their code an input reaches.
GUIDED = (links, json_reader, recipe, units, fields, request, storage_request, share)


def seeds() -> list[bytes]:
    """Return what can be read: tokens of requests and recipes, and recipe files."""
    tokens = [pack(effective_fields(preset(name))) for name in presets()]
    tokens += [pack(RECIPE), _OF_VERSION_1]
    files = [json.dumps(RECIPE), "ascorbic acid 5 g\n- water: 1,5 oz\nglycerin 5 %", json.dumps(RECIPE)[:-1]]
    held = [json.dumps(effective_fields(preset(name))) for name in presets()] + [json.dumps(RECIPE)]
    kinds = ((b"t", tokens), (b"f", files), (b"p", held))
    return [kind + text.encode() for kind, texts in kinds for text in texts]


def mutated(chance: random.Random, inputs: list[bytes]) -> bytes:
    """Return an input with a few changes; now and then one of nothing but chance."""
    if chance.random() < 0.05:
        return chance.choice([b"t", b"f", b"p", b"t1", b"t2"]) + chance.randbytes(chance.randint(0, 300))
    if chance.random() < 0.6:
        return reworded(chance, chance.choice(inputs))
    data = bytearray(chance.choice(inputs))
    for _ in range(chance.choice([1, 1, 1, 2, 3, 6])):
        at = chance.randrange(1, len(data) + 1)
        change = chance.randrange(5)
        if change == 0:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif change == 1:
            data[at:at] = chance.choice(ODD)
        elif change == 2:
            del data[at : at + chance.randint(1, 8)]
        elif change == 3:
            data[at:at] = data[at : at + chance.randint(1, 40)] * chance.randint(1, 20)
        else:
            other = chance.choice(inputs)
            data[at:] = other[chance.randrange(len(other)) :]
    return bytes(data)


def reworded(chance: random.Random, data: bytes) -> bytes:
    """Return an input of JSON with one thing in it changed; the input itself where it is none."""
    try:
        content = json.loads(data[1:])
    except (ValueError, RecursionError):
        return data
    place, key = content, None
    while isinstance(place, dict | list) and place:
        outer, key = place, chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        place = outer[key]
    if key is None:
        return data
    if chance.random() < 0.5:
        outer[key] = chance.choice(VALUES)
    elif isinstance(place, str) and place:
        at = chance.randrange(len(place))
        outer[key] = (
            place[:at] + chance.choice("0123456789.,%- /eg°\n₂½x") + place[at + chance.randint(0, 2) :]
        )
    elif isinstance(place, int | float):
        outer[key] = place * chance.choice([0, -1, 1e-6, 0.1, 0.9, 1.1, 3, 1e6, 1e300])
    return data[:1] + json.dumps(content).encode()


def read(data: bytes) -> MixRequest | Recipe:
    """Return what an input holds: a token (t), what is packed into one (p), a recipe file or lines (f)."""
    body = data[1:]
    if data[:1] == b"t":
        return open_link(body.decode("utf-8", "replace"))
    if data[:1] == b"p":
        content = read_json(body, "recipe")
        return open_link(pack(content if isinstance(content, dict) else {"content": content}))
    if not body.lstrip().startswith(b"{"):
        return MixRequest.from_dict({"way": "made", "recipe": body.decode("utf-8", "replace")})
    return load_recipe(body)


def try_one(data: bytes, *, on_paper: bool = False) -> str:
    """Return how far an input got; whatever is raised but for `InputErrors` is a defect."""
    outcome = "refused"
    try:
        what = read(data)
        outcome = "read, not worked out"
        with contextlib.suppress(InputErrors):
            open_link(share_link(what))
        card, label = make_card(what, made_on=DAY), make_label(what, made_on=DAY)
        outcome = "worked out"
        if on_paper:
            recipe_card_pdf(card)
            batch_label_pdf(label)
            outcome = "on paper"
    except InputErrors as errors:
        if not all(error.field and error.fix for error in errors.errors):
            raise AssertionError(f"an error without a fix: {errors}") from errors
    return outcome


def main() -> None:
    """Try so many inputs and print what became of them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    if importlib.util.find_spec("atheris"):
        guided(count)
    else:
        by_chance(count)


def by_chance(count: int) -> Counter[str]:
    """Try inputs that chance makes; keep those that got far, to change them further."""
    chance, inputs, outcomes = random.Random(SEED), seeds(), Counter[str]()
    worst = 0.0
    for number in range(count):
        data = mutated(chance, inputs)
        started = time.process_time()
        try:
            how = try_one(data, on_paper=number % ON_PAPER == 0)
        except Exception as error:
            raise AssertionError(f"{type(error).__name__} for {data!r}") from error
        worst = max(worst, time.process_time() - started)
        outcomes[how] += 1
        if how in ("worked out", "on paper") and len(inputs) < 400:
            inputs.append(data)
    print_figures(count, outcomes, worst)
    return outcomes


def guided(count: int) -> None:
    """Try inputs that reach code which none before has reached."""
    import tempfile
    from pathlib import Path

    import atheris

    outcomes, worst = Counter[str](), [0.0]
    for module in GUIDED:
        for member in vars(module).values():
            if isinstance(member, types.FunctionType) and member.__module__ == module.__name__:
                atheris.instrument_func(member)

    def one(data: bytes) -> None:
        started = time.process_time()
        outcomes[try_one(data)] += 1
        seconds = time.process_time() - started
        assert seconds < MOST_SECONDS, f"{seconds:.1f} s of processor time"
        worst[0] = max(worst[0], seconds)
        if outcomes.total() == count:
            print_figures(count, outcomes, worst[0])

    def changed(data: bytes, most: int, seed: int) -> bytes:
        chance = random.Random(seed)
        if len(data) > 1 and chance.random() < 0.7:
            return mutated(chance, [data])[:most]
        return bytes(atheris.Mutate(data, most))

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds()):
            (Path(folder) / f"{number}").write_bytes(seed)
        limits = [
            f"-runs={count}",
            f"-timeout={_WAIT_FOR_ENDLESS}",  # by the clock: on a busy machine nothing is told by it
            f"-rss_limit_mb={4 * MOST_MB}",
            "-max_len=5000",
        ]
        atheris.Setup([sys.argv[0], folder, *limits], one, custom_mutator=changed)
        atheris.Fuzz()


def print_figures(count: int, outcomes: Counter[str], worst: float) -> None:
    """Print the figures, and refuse those out of bounds."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} inputs: {', '.join(f'{many} {how}' for how, many in outcomes.most_common())}")
    print(
        f"longest {worst * 1000:.0f} ms, peak memory {peak:.0f} MB, nothing raised but input errors",
        flush=True,
    )
    assert worst < MOST_SECONDS, "one input took too long"
    assert peak < MOST_MB or importlib.util.find_spec("atheris"), "too much memory"


if __name__ == "__main__":
    main()
