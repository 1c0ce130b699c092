"""How much is taken of what people bring: one limit for a file, lower for others, and one for all."""

from __future__ import annotations

import gc
import weakref

import pytest
import streamlit as st

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


class Server:
    """A server of whose sessions some are there."""

    def __init__(self) -> None:
        self.present = {"here", "back"}
        self.ended: list[str] = []

    def is_active_session(self, session_id: str) -> bool:
        return session_id in self.present

    def clear_user_info_for_session(self, session_id: str) -> None:
        self.ended.append(session_id)


def test_what_a_visitor_brought_is_given_back_when_they_have_left_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    visits = [uploads._Visit(name) for name in ("here", "gone", "back", "nothing")]
    for visit in visits[:3]:
        visit.sizes["file"] = 1
    monkeypatch.setattr(uploads, "_VISITS", weakref.WeakSet(visits))
    server, left = Server(), dict[str, float]()
    server.present = {"here"}
    uploads.end_visits_left(server, left, 0.0)
    server.present = {"here", "back"}
    uploads.end_visits_left(server, left, uploads.STAY_S - 1)
    assert not server.ended
    server.present = {"here"}
    uploads.end_visits_left(server, left, uploads.STAY_S)
    assert server.ended == ["gone"]
    assert not visits[1].sizes  # others have the room
    uploads.end_visits_left(server, left, uploads.STAY_S + 1)
    assert [*left] == ["back"]
    assert st.get_option("server.disconnectedSessionTTL") > uploads.STAY_S
