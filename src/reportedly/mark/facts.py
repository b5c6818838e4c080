"""From clues to facts: what the form states wins, then the clue whose origin is most to be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reportedly.mark.outlet import by_domain
from reportedly.mark.page import Clue
from reportedly.records import Facts

# Most trusted first: a header line was written for this article, an address by its site.
TRUST: dict[str, tuple[str, ...]] = {
    "title": ("header line", "headline"),
    "outlet": (
        "header line",
        "address",
        "closing line",
        "copied address",
        "copyright notice",
        "headline",
        "byline",
        "dateline",
        "sign-off",
        "own words",
    ),
    "author": ("header line", "byline"),
    "published": (
        "header line",
        "address",
        "update line",
        "dateline",
        "closing line",
        "copied address",
        "own words",
        "file name",
    ),
    "url": ("address line",),
}


WEAK = ("page text", "pdf metadata", "file name")  # dates that stand for something else as often as not
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+\Z", re.IGNORECASE)


def _named(outlet: str | None) -> str | None:
    """An outlet that is given as a domain ("www.courier.example") by its name."""
    return by_domain(outlet) or outlet if outlet and _DOMAIN.match(outlet) else outlet


def with_clues(facts: Facts, clues: Iterable[Clue], language: str | None) -> Facts:
    """The facts that the form states, completed by the best clues."""
    found = list(clues)
    title, title_by = _settled(facts.title, facts.title_by, found, "title")
    outlet, outlet_by = _settled(_named(facts.outlet), facts.outlet_by, found, "outlet")
    published, published_by = _settled(facts.published, facts.published_by, found, "published")
    best = _best(found, "published")
    if published_by in WEAK and best and best.by not in WEAK:
        published, published_by = best.value, best.by
    return Facts(
        title=title,
        title_by=title_by,
        outlet=outlet,
        outlet_by=outlet_by,
        author=_settled(facts.author, None, found, "author")[0],
        published=published,
        published_by=published_by,
        url=_settled(facts.url, None, found, "url")[0],
        language=language or facts.language,
    )


def _settled(
    stated: str | None, by: str | None, clues: Sequence[Clue], fact: str
) -> tuple[str | None, str | None]:
    """A fact and how it was found."""
    if stated:
        return stated, by or "file form"
    best = _best(clues, fact)
    return (best.value, best.by) if best else (None, None)


def _best(clues: Sequence[Clue], fact: str) -> Clue | None:
    """The most trusted clue; one that says the same more precisely stands in for it."""
    fitting = sorted(
        (clue for clue in clues if clue.fact == fact), key=lambda clue: TRUST[fact].index(clue.by)
    )
    if not fitting:
        return None
    finer = (
        clue for clue in fitting if fact == "published" and clue.value.startswith(fitting[0].value + "-")
    )
    return max(finer, key=lambda clue: len(clue.value), default=fitting[0])
