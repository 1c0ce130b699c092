"""Clients written from medical sources alone: none judged too mildly, few too severely, each hazard named."""

from __future__ import annotations

import functools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import calc
from calc import catalog

TABLE = Path(__file__).resolve().parents[1] / "reference" / "clients.json"
CLIENTS: list[dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))
# From the mildest to the worst.
VERDICTS = ("go", "care", "unsure", "not_now", "refer")
PROCEDURES = {
    "none",
    "peel",
    "laser",
    "microneedling",
    "mesoroller",
    "mesotherapy",
    "biorevitalisation",
    "plasma",
    "patch",
}
MOST_TOO_SEVERE = 0.02


@functools.cache
def answers() -> list[tuple[dict[str, Any], str, str]]:
    """Return each client with the verdict and the text of what was found; what is refused says why."""
    content = []
    for client in CLIENTS:
        try:
            answer = calc.check(calc.load_visit(json.dumps(client["client"]))).as_dict()
        except calc.InputErrors as errors:
            content.append((client, "refused", str(errors)))
            continue
        text = json.dumps(answer["findings"], ensure_ascii=False)
        content.append((client, str(answer["verdict"]), text))
    return content


def line(client: dict[str, Any], verdict: str) -> str:
    """Return one client as a line of a failure."""
    accepted = f"{client['at_least']} to {client['at_most']}"
    return f"{client['id']}: {verdict}, not {accepted}: {client['why']} ({client['source']})"


def is_said(mention: str | list[str], text: str) -> bool:
    """Tell whether a text has a word, or any of several; capitals count where a word has them."""
    words = [mention] if isinstance(mention, str) else mention
    return any(word in (text if word != word.lower() else text.lower()) for word in words)


def test_the_table_covers_what_it_promises() -> None:
    assert len(CLIENTS) >= 400
    names = Counter(client["id"] for client in CLIENTS)
    assert [name for name, count in names.items() if count > 1] == []
    healthy = [
        client for client in CLIENTS if client["at_most"] in VERDICTS[:2] and client["at_least"] == "go"
    ]
    assert len(healthy) >= 80
    seen = {(client["client"]["procedure"], client["client"]["product"] != "none") for client in CLIENTS}
    assert seen == {(procedure, product) for procedure in PROCEDURES for product in (True, False)}
    for client in CLIENTS:
        assert VERDICTS.index(client["at_least"]) <= VERDICTS.index(client["at_most"]), client["id"]
        assert client["source"] in catalog.sources(), client["id"]
        assert client["why"], client["id"]


def test_nobody_is_judged_more_mildly_than_the_sources_allow() -> None:
    offenders = [
        line(client, verdict)
        for client, verdict, _ in answers()
        if verdict not in VERDICTS or VERDICTS.index(verdict) < VERDICTS.index(client["at_least"])
    ]
    assert not offenders, f"{len(offenders)} of {len(CLIENTS)} below:\n" + "\n".join(offenders)


def test_few_are_judged_more_severely_than_the_sources_ask() -> None:
    offenders = [
        line(client, verdict)
        for client, verdict, _ in answers()
        if verdict in VERDICTS and VERDICTS.index(verdict) > VERDICTS.index(client["at_most"])
    ]
    most = MOST_TOO_SEVERE * len(CLIENTS)
    assert len(offenders) <= most, f"{len(offenders)} of {len(CLIENTS)} above:\n" + "\n".join(offenders)


def test_every_hazard_is_named() -> None:
    offenders = [
        f"{client['id']}: {verdict}, says nothing of {', '.join(map(str, silent))}"
        for client, verdict, text in answers()
        if (silent := [mention for mention in client["mentions"] if not is_said(mention, text)])
    ]
    assert not offenders, f"{len(offenders)} of {len(CLIENTS)} silent:\n" + "\n".join(offenders)
