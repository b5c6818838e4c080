"""Names of outlets: by domain, by what they call themselves in a dateline, by how a name looks."""

from __future__ import annotations

import re
from functools import cache

from reportedly.mark import data

LONGEST_NAME = 60
_GENERIC = {
    "www",
    "m",
    "amp",
    "en",
    "eng",
    "english",
    "edition",
    "mobile",
    "news",
    "int",
    "web",
    "old",
    "beta",
}
_SECOND_LEVEL = {"co", "com", "org", "net", "gov", "ac", "edu", "go", "or", "ne", "gob", "govt", "mil"}
_SMALL = ("of", "the", "and", "&", "in")


def bare(name: str) -> str:
    """A name as it is compared: folded, without its article."""
    return re.sub(r"^the\s+|[\s.]+\Z", "", " ".join(name.split()).casefold())


@cache
def _known() -> dict[str, str]:
    outlets = data.table("outlets.toml")
    names = [*outlets["domains"].values(), *outlets["agencies"].values(), *outlets["others"]["names"]]
    return {bare(name): name for name in names} | {bare(k): v for k, v in outlets["agencies"].items()}


def known(name: str) -> str | None:
    """The outlet that a name stands for, where the table has it."""
    return _known().get(bare(name)) if len(name) <= LONGEST_NAME else None


def known_after_city(name: str) -> str | None:
    """The same where a city may stand before the name, as monitoring services put it."""
    return known(name) or known(name.partition(" ")[2])


def agency(name: str) -> str | None:
    """The agency that a word in a dateline stands for, where the table has it."""
    agencies: dict[str, str] = data.table("outlets.toml")["agencies"]
    return agencies.get(" ".join(name.split()).upper().strip("."))


def named_like_news(name: str) -> bool:
    """A known outlet, or capitalised words with a news word among them: "The Varnia Courier"."""
    if known(name):
        return True
    parts = name.split()
    fits = len(parts) <= 6 and all(part[:1].isupper() or part in _SMALL for part in parts)
    folded = {part.strip(".,'’s").lower() for part in parts} | {part.lower() for part in parts}
    return fits and len(name) <= LONGEST_NAME and not folded.isdisjoint(data.words("news"))


def by_domain(host: str) -> str | None:
    """The outlet under a host name: from the table, else a readable name made of it."""
    labels = [label for label in host.lower().split(":")[0].strip(".").split(".") if label]
    domains: dict[str, str] = data.table("outlets.toml")["domains"]
    for start in range(len(labels) - 1):
        name = domains.get(".".join(labels[start:]))
        if name:
            return name
    return _readable(labels)


def _readable(labels: list[str]) -> str | None:
    if len(labels) < 2 or all(label.isdigit() for label in labels):
        return None
    stem = labels[:-1]
    if len(stem) > 1 and stem[-1] in _SECOND_LEVEL and len(labels[-1]) == 2:
        stem = stem[:-1]
    while len(stem) > 1 and stem[0] in _GENERIC:
        stem = stem[1:]
    parts = [word for part in stem[-1].split("-") for word in _cut(part) if word]
    return " ".join(word.upper() if len(word) <= 3 else word.capitalize() for word in parts) or None


def _cut(label: str) -> list[str]:
    """From "addistribune" addis, tribune: news words are cut off both ends, the longest first."""
    for word in sorted(data.words("in_domains"), key=lambda word: (-len(word), word)):
        if label.endswith(word) and len(label) - len(word) >= 3:
            return [*_cut(label[: -len(word)]), word]
        if label.startswith(word) and len(label) - len(word) >= 4:
            return [word, label[len(word) :]]
    return [label]
