"""What the articles behind the project claim, and what became of it when it was checked: claims.toml."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from calc.catalog.folder import data_file, load
from calc.catalog.literature import cited, sources
from calc.catalog.normalize import normalize
from calc.catalog.toml_reader import DataFile


def seed_articles() -> tuple[str, ...]:
    """Return the keys of the articles that the claims come from."""
    return tuple(key for key, source in sources().items() if source.kind == "seed")


#: What a claim may turn out to be.
VERDICTS = ("supported", "plausible", "contradicted", "unsupported", "disagree")
#: What a claim is about.
TOPICS = (
    *("form", "strength", "pH", "stability", "ampoule", "mixing", "test", "oral", "patch"),
    *("effect", "mechanism", "type", "ingredient", "biorevitalisation", "plasma", "history"),
    *("preparation", "session", "schedule", "duration", "aftercare", "side_effect", "safety"),
    *("contraindication", "age", "home", "device", "cost"),
)


@dataclass(frozen=True)
class Claim:
    """What an article says, in the bench's own words, and what became of it when it was checked.

    ``sources``: what the verdict rests on, besides the article itself. ``rules``: codes of the rules
    that rest on the claim or answer it. ``locator``: the part of the article.
    """

    id: str
    seed: str
    topic: str
    text: str
    verdict: str
    evidence: str
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    locator: str = ""


@functools.cache
def claims() -> Mapping[str, Claim]:
    """Return every claim of the articles by its id.

    Examples
    --------
    >>> next(iter(claims().values())).verdict
    'unsupported'
    """
    return MappingProxyType(_refuse_repeated(load("claims.toml", _claim)))


def _claim(key: str, row: dict[str, Any], file: DataFile) -> Claim:
    """Read one table of claims.toml."""
    texts, lists = ("seed", "topic", "claim", "verdict", "evidence"), ("sources", "rules")
    file.keys(row, key, (*texts, *lists, "locator"), (*texts, *lists))
    file.texts(row, key, *texts, "locator")
    file.lists(row, key, *lists)
    for name, allowed in (("seed", seed_articles()), ("topic", TOPICS), ("verdict", VERDICTS)):
        file.one_of(row, name, allowed, key)
    cited((row["seed"], *row["sources"]), file, key)
    word, problem = _claim_problem(key, row)
    if problem:
        raise file.error(key, (word, "=") if word else (), problem)
    tuples: dict[str, Any] = {name: tuple(row[name]) for name in lists}
    kept = {name: row[name] for name in row if name not in (*lists, "claim")}
    return Claim(key, text=row["claim"], **kept, **tuples)


def _claim_problem(key: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the key at which a claim is wrong and what is wrong with it, or two empty texts."""
    if not re.fullmatch(rf"c{row['seed'].removeprefix('seed_')}_\d{{2,3}}", key):
        return "", f"a claim of {row['seed']} has an id like c{row['seed'].removeprefix('seed_')}_01"
    for name in ("claim", "evidence"):
        if not row[name].strip():
            return name, f"{name} is empty"
    if not row["sources"] and row["verdict"] != "unsupported":
        return "sources", f"the verdict “{row['verdict']}” needs a source besides the article"
    if row["seed"] in row["sources"]:
        return "sources", "the article itself is no source of the verdict"
    for name in ("sources", "rules"):
        if len(set(row[name])) < len(row[name]):
            return name, f"{name}: one of them stands twice"
    wrong = next((code for code in row["rules"] if not re.fullmatch(r"[A-Z]{2,5}-\d{3}", code)), "")
    return (wrong, f"“{wrong}” is no code: a code reads AREA-NNN") if wrong else ("", "")


def _refuse_repeated(claims: dict[str, Claim]) -> dict[str, Claim]:
    """Refuse a claim that an article is said to make twice."""
    first: dict[tuple[str, str], str] = {}
    for claim in claims.values():
        statement = (claim.seed, normalize(claim.text))
        if first.setdefault(statement, claim.id) != claim.id:
            file = data_file("claims.toml")
            raise file.error(claim.id, ("claim",), f"{first[statement]} says the same")
    return claims
