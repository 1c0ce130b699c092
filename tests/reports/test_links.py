"""Share tokens: there and back, and whatever else an address may hold."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import random
import string
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc.chemistry.recipe import read_recipe, recipe_of
from calc.errors import InputErrors
from calc.mixing.request import MixRequest, parse_request
from calc.reports.links import (
    _DICTIONARY_2,
    _DICTIONARY_3,
    HERE,
    LONGEST_ADDRESS,
    LONGEST_TEXT,
    LONGEST_TOKEN,
    VERSION,
    link_to,
    pack,
    token_in,
    unpack,
)
from calc.reports.share import open_link
from tests.hostile import bounded, is_linear

FILES = Path(__file__).parents[1] / "files" / "links"
# A token that was given out once opens for ever. Never change one of these: add some per version.
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
    **{
        token: content
        for file in sorted(FILES.glob("version_*.json"))
        for token, content in json.loads(file.read_text("utf-8")).items()
    },
}
RECIPE = next(iter(GIVEN_OUT.values()))


def token(content: str | bytes, version: str = VERSION) -> str:
    """Return a token of any bytes, as a stranger could make it."""
    raw = content if isinstance(content, bytes) else content.encode()
    return raw_token(zlib.compress(raw, 9) if version == "1" else checked(raw) + deflated(raw), version)


def checked(raw: bytes) -> bytes:
    """Return the three bytes that tell damage, as version 2 has them."""
    return zlib.crc32(raw).to_bytes(4, "big")[1:]


def deflated(raw: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, _DICTIONARY_2)
    return deflater.compress(raw) + deflater.flush()


def raw_token(raw: bytes, version: str = VERSION) -> str:
    return version + base64.urlsafe_b64encode(raw).decode().rstrip("=")


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
    content = GIVEN_OUT[given_out]
    assert unpack(given_out) == content
    if "lines" in content:
        assert recipe_of(**vars(read_recipe(content))) == recipe_of(**vars(read_recipe(unpack(given_out))))
    else:
        assert MixRequest.from_dict(unpack(given_out)) == MixRequest(**content)


def test_every_version_is_pinned():
    kept = [token[0] for token in GIVEN_OUT]
    assert {token: kept.count(token) >= 20 for token in "12"} == {"1": True, "2": True}
    assert set(kept) == {"1", VERSION}


def test_the_dictionary_of_version_2_is_frozen():
    # Tokens that are out there were packed against these very bytes: another dictionary is another version.
    assert (
        hashlib.sha256(_DICTIONARY_2).hexdigest()
        == "d0d98373134d8419cfece42e5b5a7648a931b7e419b97f61fa3a2454b916f886"
    )


def test_the_dictionary_of_version_3_is_frozen():
    assert (
        hashlib.sha256(_DICTIONARY_3).hexdigest()
        == "dd0b65fc07d5bb94c01d65929b438e77ba5892056f0887242afc1f275f862a20"
    )


def test_tokens_of_the_page_are_short():
    # What a QR code on a label has room for; of version 1 these took three to twenty times as much.
    for given_out, content in GIVEN_OUT.items():
        if given_out.startswith("1"):
            assert len(pack(content)) <= 0.5 * len(given_out)


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


def test_half_of_a_character_is_refused():
    with pytest.raises(InputErrors, match="half of a character"):
        pack({"a": "x\ud800"})


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
        raw_token(checked(b"{}") + deflated(b"{}")[:-1]),
        raw_token(deflated(b"{}")),
        raw_token(checked(b"{}") + deflated(b"{}") + b"more"),
        raw_token((checked(b"{}") + deflated(b"{}")) * 2),
        raw_token(b"\0\0\0" + deflated(b"{}")),
        raw_token(checked(b"[]") + deflated(b"{}")),
        raw_token(zlib.compress(b"{}")),
        "1" + VERSION,
        raw_token(b"plain, not deflated", "1"),
        raw_token(zlib.compress(b"{}")[:-1], "1"),
        raw_token(zlib.compress(b"{}")[2:], "1"),
        raw_token(zlib.compress(b"{}") + b"more", "1"),
        raw_token(zlib.compress(b"{}") * 2, "1"),
        raw_token(zlib.compress(b"{}")[:-4] + b"\0\0\0\0", "1"),
        token("[]", "1"),
        token("[" * 5000, "1"),
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
    "text", ["", "0", "4", "v1", " 1", "\u0661", "\ud800", token("{}", "4"), raw_token(b"")[1:]]
)
def test_another_version_is_refused_by_its_name(text):
    assert "version" in refused(text)


def test_a_token_beyond_the_longest_is_refused_unread():
    assert "too long" in refused(VERSION + "A" * LONGEST_TOKEN)
    # 10 MB of one letter deflate to 10 kB, more than a token may have.
    assert "too long" in refused(token(b" " * 10_000_000))


GOOD = pack({"batch": "30 g"})
#: What an address may hold: what writes so much of it, and whether its recipe is opened.
ADDRESSES = {
    "a token without end": (lambda count: f"r={GOOD}{'A' * count}", False),
    "one key again and again": (lambda count: f"r={GOOD}&" * count, True),
    "parameters": (lambda count: "&".join(f"k{i}=1" for i in range(count)), False),
    "parameters before the link": (
        lambda count: "".join(f"k{i}=1&" for i in range(count)) + f"r={GOOD}",
        True,
    ),
    "broken per cent signs": (lambda count: "r=" + "%zz%1" * count, False),
    "per cent signs": (lambda count: "r=" + "%" * count, False),
    "halves of characters": (lambda count: "r=" + "%ed%a0%80" * count, False),
    "zeros": (lambda count: "r=" + "%00" * count, False),
    "hashes": (lambda count: "#" * count + f"r={GOOD}", False),
    "brackets": (lambda count: "r=" + "[" * count, False),
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_address_of_any_length_is_read_or_refused_in_proportion(name):
    write, opens = ADDRESSES[name]

    def read(count: int) -> None:
        found = token_in(f"http://127.0.0.1:8501/?{write(count)}")
        if opens:
            assert unpack(found) == {"batch": "30 g"}
        else:
            assert refused(found)

    assert is_linear(read, 2_000, 20_000)


#: Texts of as many characters as a link holds.
TEXTS_OF_LINKS = {
    "digits": b'{"batch": %s}' % (b"9" * 15_000),
    "lists in lists": b"[" * 16_000,
    "objects in objects": b'{"a":' * 3_000 + b"1" + b"}" * 900,
    "one key again and again": b"{" + b",".join([b'"batch":"30 g"'] * 1_000) + b"}",
    "keys that are none": b"{" + b",".join(b'"k%d":1' % i for i in range(1_500)) + b"}",
    "lines": b'{"lines":[' + b",".join([b'{"ingredient":"water","mass_g":1}'] * 400) + b"]}",
    "NaN": b'{"batch": NaN}',
    "no mass": b'{"lines":[{"ingredient":"water","mass_g":Infinity}]}',
    "fractions": json.dumps({"way": "made", "recipe": ("1/2 " * 60 + "\n") * 16}).encode(),
    "ranges": json.dumps({"way": "made", "recipe": "5-" * 7_000}).encode(),
}


@pytest.mark.parametrize("name", TEXTS_OF_LINKS)
def test_a_link_that_holds_as_much_as_it_may_takes_bounded_work(name):
    text = TEXTS_OF_LINKS[name]
    with bounded(len(text)):
        try:
            opened, errors = open_link(token(text, "1")), ()
            if isinstance(opened, MixRequest):
                errors = parse_request(opened).errors.values()
        except InputErrors as caught:
            errors = caught.errors
    assert all(error.field and error.fix for error in errors)


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_bomb_is_refused_before_it_goes_off(version):
    # Deflate packs a thousand to one at best, so this is the worst that fits into a token: 2.6 MB.
    bomb = token(b" " * 2_600_000, version)
    assert len(bomb) <= LONGEST_TOKEN
    started = time.process_time()
    tracemalloc.start()
    try:
        assert refused(bomb) == "this link is damaged."
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert time.process_time() - started < 1.0
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
    for written in (text, VERSION + text):
        with contextlib.suppress(InputErrors):
            assert isinstance(unpack(written), dict)


@given(st.binary(max_size=200))
def test_any_deflated_bytes_are_a_token_or_input_errors(content):
    with contextlib.suppress(InputErrors):
        assert isinstance(unpack(token(content)), dict)


# --- in an address --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://bench.example/app",
        "https://bench.example/app/?x=1#top",
        "http://[::1]:8501/",
        " http://h ",
    ],
)
def test_a_link_gives_its_token_back(address):
    packed = pack(RECIPE)
    link = link_to(packed, address)
    assert link.startswith(address.strip().split("?")[0] or HERE)
    assert link.count("?") == 1
    assert token_in(link) == token_in(f" {packed}\n") == packed
    assert token_in(f"{link}&other=1") == packed


@pytest.mark.parametrize(
    "address",
    [
        "bench.example",
        "javascript:alert(1)//http://",
        "ftp://bench.example/",
        "https://",
        "https:///path",
        "https://bench.example/a b",
        'https://bench.example/"onclick',
        "https://bench.example/é",
        "https://bench.example/\n",
        "https://" + "a" * LONGEST_ADDRESS,
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InputErrors) as caught:
        link_to("2x", address + "x" if address.endswith("\n") else address)
    assert caught.value.errors[0].field == "address"


@pytest.mark.parametrize("text", ["https://bench.example/", "http://[::1", "http://h/?r=", "x://?r"])
def test_an_address_without_a_token_opens_nothing(text):
    assert token_in(text) == ""
    with pytest.raises(InputErrors):
        unpack(token_in(text))
