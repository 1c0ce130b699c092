"""Share tokens: there and back, and whatever else an address may hold."""

from __future__ import annotations

import base64
import contextlib
import json
import random
import string
import time
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.errors import InputErrors
from calc.links import LONGEST_TEXT, LONGEST_TOKEN, VERSION, pack, unpack
from calc.request import MixRequest

# A token that was given out once opens for ever. Never change one of these: add one per version.
GIVEN_OUT = {
    "1eNolyksKgDAMRdGtlIAzkRZxUDcjafy04I80DkTcu6EOz7vvgfngDXpYB8x0cEg0IKURasiCLFoCCsVinvZFok6uM5Uuf-mhtWZRnh"
    "cnudXel5wJ10lpG-v08H5Syh_-": {
        "form": "l_ascorbic_acid",
        "start": "batch",
        "strength": "15 %",
        "batch": "30 g",
        "purity": "99 %",
        "scale": "0.01 g",
    },
}
RECIPE = next(iter(GIVEN_OUT.values()))


def token(content: str | bytes, version: str = VERSION) -> str:
    """Return a token of any bytes, as a stranger could make it."""
    raw = content if isinstance(content, bytes) else content.encode()
    return version + base64.urlsafe_b64encode(zlib.compress(raw, 9)).decode().rstrip("=")


def raw_token(raw: bytes) -> str:
    return VERSION + base64.urlsafe_b64encode(raw).decode().rstrip("=")


def refused(text: str) -> str:
    """Return what is said about a token that cannot be opened."""
    with pytest.raises(InputErrors) as caught:
        unpack(text)
    (error,) = caught.value.errors
    assert error.field == "link"
    assert error.fix
    assert len(str(error)) < 300
    return error.accepted


# --- there and back -------------------------------------------------------------------------------

whole = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
emoji = st.sampled_from(["🧪", "👩🏽‍🔬", "ß", "٣", "維他命", "\u202f", "\u0000", '"', "\\", "</script>"])


@given(st.dictionaries(whole, whole | emoji, max_size=8))
def test_what_is_packed_comes_out_again(content):
    assert unpack(pack(content)) == content


@given(st.dictionaries(whole, whole | emoji, max_size=8))
def test_a_token_can_stand_in_an_address(content):
    assert set(pack(content)) <= set(string.ascii_letters + string.digits + "-_")
    assert pack(content) == pack(dict(content))
    assert pack(content).startswith(VERSION)


@pytest.mark.parametrize("given_out", GIVEN_OUT)
def test_tokens_open_for_ever(given_out):
    assert unpack(given_out) == GIVEN_OUT[given_out]
    assert MixRequest.from_dict(unpack(given_out)) == MixRequest(**GIVEN_OUT[given_out])


def test_every_version_is_pinned():
    assert {each[0] for each in GIVEN_OUT} >= {VERSION}


@pytest.mark.parametrize("size", [LONGEST_TEXT - 1, LONGEST_TEXT])
def test_the_longest_text_still_goes_both_ways(size):
    content = {"a": "x" * (size - len('{"a":""}'))}
    assert unpack(pack(content)) == content


def test_what_is_too_long_is_not_packed():
    with pytest.raises(InputErrors, match="too long for a link"):
        pack({"a": "x" * LONGEST_TEXT})
    noise = "".join(random.Random(1).choices(string.printable, k=6000))
    with pytest.raises(InputErrors, match="too long for a link"):
        pack({"a": noise})


def test_a_token_that_was_packed_is_never_too_long_to_open():
    noise = random.Random(2)
    for length in range(3200, 3700, 7):
        content = {"a": "".join(noise.choices(string.ascii_letters + string.digits, k=length))}
        with contextlib.suppress(InputErrors):
            assert unpack(pack(content)) == content


# --- not there ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        VERSION,
        VERSION + "!",
        VERSION + "A",
        VERSION + "é🧪",
        VERSION + "\u0000",
        VERSION + "   ",
        VERSION + "=" * 20,
        VERSION + "++//",
        raw_token(b"plain, not deflated"),
        raw_token(zlib.compress(b"{}")[:-1]),
        raw_token(zlib.compress(b"{}")[2:]),
        raw_token(zlib.compress(b"{}") + b"more"),
        raw_token(zlib.compress(b"{}") * 2),
        raw_token(zlib.compress(b"{}")[:-4] + b"\0\0\0\0"),
        token(""),
        token("{"),
        token("[]"),
        token('["form"]'),
        token("null"),
        token("5"),
        token('"text"'),
        token("{}{}"),
        token(b"\xff\xfe{}"),
        token(b'{"a": "\xff"}'),
        token("[" * 5000),
        token('{"a":' * 3000),
        token('{"a": ' + "1" * 5000 + "}"),
    ],
    ids=lambda text: repr(text)[:24],
)
def test_what_is_damaged_is_refused(text):
    assert refused(text) == "this link is damaged."


def test_every_cut_of_a_token_is_refused():
    whole_token = pack(RECIPE)
    for length in range(1, len(whole_token)):
        assert refused(whole_token[:length]) == "this link is damaged."


@pytest.mark.parametrize(
    "text", ["", "0", "2", "v1", " 1", "\u0661", "\ud800", token("{}", "2"), token("{}", "")]
)
def test_another_version_is_refused_by_its_name(text):
    assert "version" in refused(text)


def test_a_token_beyond_the_longest_is_refused_unread():
    assert "too long" in refused(VERSION + "A" * LONGEST_TOKEN)
    # 10 MB of one letter deflate to 10 kB, more than a token may have.
    assert "too long" in refused(token(b" " * 10_000_000))


def test_a_bomb_is_refused_before_it_goes_off():
    # Deflate packs a thousand to one at best, so this is the worst that fits into a token: 2.6 MB.
    bomb = token(b" " * 2_600_000)
    assert len(bomb) <= LONGEST_TOKEN
    started = time.perf_counter()
    tracemalloc.start()
    try:
        assert refused(bomb) == "this link is damaged."
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.perf_counter() - started < 1.0
    # The text, the token and its bytes, and the tables of the inflater; not megabytes.
    assert peak < LONGEST_TEXT + 4 * LONGEST_TOKEN + 100_000


@pytest.mark.parametrize("size", [LONGEST_TEXT + 1, 2 * LONGEST_TEXT])
def test_a_text_beyond_the_longest_is_refused(size):
    content = json.dumps({"a": "x" * (size - len('{"a": ""}'))})
    assert len(content) == size
    assert refused(token(content)) == "this link is damaged."


def test_a_thousand_mutations_raise_nothing_else():
    chance = random.Random(3)
    letters = string.ascii_letters + string.digits + "-_+/=%. é\u0000🧪"
    start = pack(RECIPE)
    for _ in range(1000):
        mutated = list(start)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(mutated))
            change = chance.choice(("replace", "insert", "delete"))
            if change == "replace":
                mutated[at] = chance.choice(letters)
            elif change == "insert":
                mutated.insert(at, chance.choice(letters))
            elif len(mutated) > 1:
                del mutated[at]
        with contextlib.suppress(InputErrors):
            assert isinstance(unpack("".join(mutated)), dict)


@given(st.text(max_size=80) | st.text(st.characters(categories=["Lu", "Ll", "Nd"]), max_size=80))
def test_any_text_is_a_token_or_input_errors(text):
    for each in (text, VERSION + text):
        with contextlib.suppress(InputErrors):
            assert isinstance(unpack(each), dict)


@given(st.binary(max_size=200))
def test_any_deflated_bytes_are_a_token_or_input_errors(content):
    with contextlib.suppress(InputErrors):
        assert isinstance(unpack(token(content)), dict)
