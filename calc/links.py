"""Share tokens: a small set of texts packed into an address, and read back like a stranger's file."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from typing import Any

from calc.errors import InputError, InputErrors

#: Version of the packing; the first character of every token. Readers of older ones stay.
VERSION = "1"
#: Longest token that is read, and longest text that it may unpack to [characters, bytes].
LONGEST_TOKEN = 4_000
LONGEST_TEXT = 16_000


def pack(content: Mapping[str, str]) -> str:
    """Return a token that holds a set of texts.

    Parameters
    ----------
    content : mapping of str to str

    Returns
    -------
    str
        Version, then URL-safe base64 of the deflated JSON.

    Raises
    ------
    InputErrors
        When it would be longer than an address can be.
    """
    text = json.dumps(dict(content), ensure_ascii=False, separators=(",", ":"))
    packed = base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")
    if len(packed) >= LONGEST_TOKEN or len(text.encode()) > LONGEST_TEXT:
        raise _error(f"{len(text)} characters", "this is too long for a link.", "Shorten the lines.")
    return VERSION + packed


def unpack(token: str) -> dict[str, Any]:
    """Return what a token holds.

    Raises
    ------
    InputErrors
        Too long, damaged, of a later version, unpacking to too much, or not a set of fields.
    """
    if len(token) > LONGEST_TOKEN:
        raise _error(f"{len(token)} characters", "this link is too long.", "Ask for the link again.")
    if not token.startswith(VERSION):
        fix = "Ask for the link again, or update this program."
        raise _error(token[:12], "this link is of a version that is not known here.", fix)
    content = _loaded(_inflated(token[1:]))
    if not isinstance(content, dict):
        raise _damaged(token)
    return content


def _inflated(packed: str) -> bytes:
    """Return the unpacked bytes; never more than `LONGEST_TEXT`."""
    try:
        raw = base64.b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
        inflater = zlib.decompressobj()
        text = inflater.decompress(raw, LONGEST_TEXT)
    except (ValueError, binascii.Error, zlib.error) as error:
        raise _damaged(packed) from error
    if not inflater.eof or inflater.unused_data:
        raise _damaged(packed)
    return text


def _loaded(text: bytes) -> Any:
    """Return the objects of a JSON text."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(text[:12].decode(errors="replace")) from error


def _damaged(given: str) -> InputErrors:
    """Return the error for a link that was cut or changed on its way."""
    return _error(f"{given[:12]}…", "this link is damaged.", "Copy all of it, or ask for it again.")


def _error(given: str, accepted: str, fix: str) -> InputErrors:
    """Return an error about a link."""
    return InputErrors([InputError("link", given, accepted, fix)])
