"""A file on the disk or in memory as a stream of bytes, unpacked within bounds when it is gzip."""

from __future__ import annotations

import io
import math
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from calc.messages import say
from calc.tables import bounds
from calc.tables.bounds import refusal, too_large

#: So much of a file is looked at to tell what it is [bytes].
HEAD = 1_000_000
# What zlib calls gzip; how much is read at a time; how many parts a file has, and one for so many bytes more.
_GZIP, _PIECE, _FEW_MEMBERS, _LEAST_IN_MEMBER = 31, 1 << 16, 1_000, 1_000


class File:
    """A file on the disk or in memory, unpacked when it is gzip.

    Parameters
    ----------
    source : bytes or Path
        The content, or where it is.
    name : str
        For messages.
    most_unpacked : float
        More than this is not unpacked [bytes].

    Raises
    ------
    InputError
        It cannot be read, or is empty.
    """

    def __init__(self, source: bytes | Path, name: str, most_unpacked: float = math.inf) -> None:
        self.source, self.name, self.most_unpacked = source, name, most_unpacked
        self.most_lines = bounds.MOST_LINES if most_unpacked < math.inf else math.inf
        self.packed = False
        self._opened: BinaryIO | None = None
        self._raw: BinaryIO | None = None
        try:
            self.size = len(source) if isinstance(source, bytes) else _size_of(source, name)
            self.head = self.read(HEAD)
        except OSError as error:
            raise refusal(name, error.strerror or "", say("this is not a file that can be read.")) from error
        if not self.size:
            raise refusal(name, say("0 bytes"), say("the file is empty."))
        if self.head.startswith(b"\x1f\x8b"):
            self.packed = True
            self.head = self.read(HEAD)

    def stream(self) -> BinaryIO:
        """Return it as `open` does, to be read bit by bit: `share` tells how far that is."""
        stream = self.open()
        self._raw = self._opened
        return stream

    def open(self) -> BinaryIO:
        """Return it as a stream of bytes, from its start."""
        raw = io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")
        self._opened = raw
        if not self.packed:
            return raw
        most = min(self.most_unpacked, max(bounds.SMALL, bounds.MOST_RATIO * self.size))
        return io.BufferedReader(_Unpacked(raw, self.name, most))

    @property
    def share(self) -> float:
        """What share of it was read so far [0–1]; 0 where it is not read bit by bit, so that nobody knows."""
        if self._raw is None:
            return 0.0
        return 1.0 if self._raw.closed else min(self._raw.tell() / self.size, 1.0)

    def read(self, most: int = -1) -> bytes:
        """Return its first bytes, or all.

        Parameters
        ----------
        most : int
            How many [bytes]; −1 for all.
        """
        with self.open() as stream:
            return stream.read(most)


def _size_of(path: Path, name: str) -> int:
    """Return how large a file is [bytes]."""
    try:
        return path.stat().st_size
    except ValueError as error:  # a zero, or half of a character
        raise refusal(
            name, str(path), say("no file can have this name."), say("Give the path of a file.")
        ) from error


class _Unpacked(io.RawIOBase):
    """What a gzip file holds, up to a bound."""

    def __init__(self, raw: BinaryIO, name: str, most: float) -> None:
        self._raw, self._name, self._most = raw, name, most
        self._member = zlib.decompressobj(_GZIP)
        self._packed = b""
        self._members, self._given = 1, 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Unpack the next bytes."""
        try:
            piece = self._unpack(len(buffer))
        except (EOFError, OSError, zlib.error) as error:
            accepted = say("this gzip file breaks off or is damaged.")
            raise refusal(self._name, "gzip", accepted, say("Download or pack it again.")) from error
        self._given += len(piece)
        if self._given > self._most:
            raise too_large(
                self._name,
                "gzip",
                say("it unpacks to more than {most:g} MB, which is not done.", most=self._most / 1000000.0),
            )
        buffer[: len(piece)] = piece
        return len(piece)

    def _unpack(self, most: int) -> bytes:
        """Return the next bytes; none at the end of the last part."""
        while True:
            if self._member.eof:
                rest = (self._packed or self._raw.read(_PIECE)).lstrip(b"\0")
                if not rest:
                    return b""
                self._members += 1
                if self._members > _FEW_MEMBERS + self._given // _LEAST_IN_MEMBER:
                    given, limit = (
                        say("{members} parts", members=self._members),
                        say("it is packed in more parts than are read."),
                    )
                    raise refusal(self._name, given, limit, say("Unpack it first."))
                self._member, self._packed = zlib.decompressobj(_GZIP), rest
            packed = self._packed or self._raw.read(_PIECE)
            if not packed:
                raise EOFError
            piece = self._member.decompress(packed, most)
            self._packed = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if piece:
                return piece

    def close(self) -> None:
        """Close the file below as well."""
        self._raw.close()
        super().close()
