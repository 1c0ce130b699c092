"""Random and mutated tokens and recipe files in short; the long run is ``make fuzz``."""

from __future__ import annotations

import random
import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.fuzz_tokens import MOST_SECONDS, mutated, seeds, try_one


def test_what_is_mutated_could_be_read_before():
    came = [try_one(seed) for seed in seeds()]
    assert came.count("worked out") >= len(came) - 3


@pytest.mark.parametrize("seed", range(2))
def test_mutated_inputs_are_read_or_refused(seed):
    chance, known = random.Random(seed), seeds()
    for number in range(100):
        data = mutated(chance, known)
        started = time.process_time()
        try_one(data, on_paper=number % 25 == 0)
        assert time.process_time() - started < MOST_SECONDS, data


@settings(max_examples=150)
@given(
    st.sampled_from([b"t", b"t1", b"t2", b"p", b"f", b"f{"]), st.binary(max_size=200) | st.text(max_size=80)
)
def test_anything_is_read_or_refused(kind, content):
    try_one(kind + (content if isinstance(content, bytes) else content.encode("utf-8", "replace")))


def test_memory_is_bounded():
    inputs = [
        b"f" + b"[" * 900_000,
        b"f" + b"water 1 g\n" * 90_000,
        b"t2" + b"A" * 900_000,
        b"p" + b"9" * 900_000,
    ]
    tracemalloc.start()
    try:
        for content in inputs:
            assert try_one(content) == "refused"
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 40_000_000
