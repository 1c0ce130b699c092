"""How much is taken of what people bring: one limit for a file, lower for others, and one for all."""

from __future__ import annotations

import gc
import weakref

import pytest

from calc.tables import MOST_BYTES
from ui import uploads, visitor


def test_the_limit_is_lower_where_the_page_is_open_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor, "listens_here_alone", lambda: True)
    assert uploads.most_bytes() == MOST_BYTES
    monkeypatch.setattr(visitor, "listens_here_alone", lambda: False)
    assert uploads.most_bytes() == 20_000_000
    monkeypatch.setattr(visitor, "listens_here_alone", lambda: True)
    monkeypatch.setattr(visitor, "came_straight", lambda headers: False)  # behind a server on this computer
    assert uploads.most_bytes() == 20_000_000


def test_what_all_visits_hold_is_bounded_and_free_when_one_goes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(visitor, "listens_here_alone", lambda: False)
    monkeypatch.setattr(uploads, "MOST_OF_ALL_OTHERS", 25)
    monkeypatch.setattr(uploads, "_VISITS", weakref.WeakSet())  # without those of other tests
    one: dict[str, object] = {}
    other: dict[str, object] = {}

    def is_room(visit: dict[str, object], key: str, size: int) -> bool:
        monkeypatch.setattr(uploads.st, "session_state", visit)
        return uploads._is_room(key, size)

    assert is_room(one, "a", 20)
    assert is_room(one, "a", 20)  # the same again counts once
    assert not is_room(other, "a", 10)
    assert is_room(other, "a", 5)
    one.clear()
    gc.collect()
    assert is_room(other, "b", 20)
