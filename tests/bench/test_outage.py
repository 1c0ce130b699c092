"""The configuration that `docs/serving.md` shows, with a few users; `bench.outage` brings many."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator

import pytest

from bench.outage import MOST_SECONDS, Salon, Site, kept_in, nginx, serving_site

USERS = 4


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The page behind nginx; skipped where it is not installed, but for CI, where it must be."""
    if not nginx():
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    with serving_site() as site:
        yield site


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic c2Fsb246d3Jvbmc="},
        {"Cookie": "bench_pass=; bench_seat=a"},
        {"Cookie": "bench_pass=" + "0" * 64},
    ],
    ids=["nothing", "another password", "an empty cookie", "another cookie"],
)
def test_nobody_comes_in_without_the_password(site, headers):
    for path in ("/", "/_stcore/stream", "/_stcore/health"):
        assert site.open(path, **headers) == (401, [])


def test_the_cookie_opens_what_the_password_opened(site):
    given = site.cookies()
    assert set(given) == {"bench_pass", "bench_seat"}
    status, _ = site.open(Cookie=f"bench_pass={given['bench_pass']}")
    assert status == 200


def test_nobody_loses_work_when_a_process_is_killed(site):
    salon = Salon(site, USERS, pause=0.05)
    seen = asyncio.run(salon.run())
    assert site.apps[0].wait(timeout=10)
    assert 0 < len(seen.back) < USERS, "both processes had users"
    assert max(seen.back) < MOST_SECONDS
    assert not seen.lost
    assert seen.moved == len(seen.back), "files go where the page is"
    assert kept_in(site) >= USERS
