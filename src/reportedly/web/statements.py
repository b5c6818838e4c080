"""The list of statements with its facets, and the search."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from reportedly.ledger import FACETS, Facet, FacetCount, Hit
from reportedly.records import Span
from reportedly.web import marking
from reportedly.web.asked import ROWS, StatementsAsked
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.saved import saved_here
from reportedly.web.shown import speaker as spoken

router = APIRouter()
MOST_VALUES = 10  # of a facet; those chosen come on top of it
NAMES: dict[Facet, tuple[str, str]] = {
    "speaker": ("who", "Speaker"),
    "speaks_for": ("for", "Speaks for"),
    "kind": ("kind", "Kind of source"),
    "named": ("named", "Source named"),
    "outlet": ("outlet", "Outlet"),
    "via": ("via", "Came through"),
    "distance": ("distance", "Words of distance"),
    "mode": ("mode", "Mode"),
}
HITS = 20


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet with the values to choose from; `parameter` is what it is called in the address."""

    facet: Facet
    parameter: str
    name: str
    values: tuple[FacetCount, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is chosen: its parameter with the value, and both in words."""

    parameter: str
    name: str
    value: str
    words: str


@page(router, "/statements")
def statements(
    request: Request, desk: Annotated[Desk, Depends(desk_of)], asked: Annotated[StatementsAsked, Query()]
) -> Page:
    """The statements that answer to the filters, the newest first unless the oldest are asked for."""
    newest = asked.order == "newest"
    rows = desk.ledger.statements(asked.filter, limit=ROWS, offset=asked.offset, newest_first=newest)
    total = desk.remembered(("total", asked.filter), lambda: desk.ledger.count_statements(asked.filter))
    more = {
        "asked": asked,
        "rows_a_page": ROWS,
        "chosen": chips(desk, asked),
        "openings": desk.openings((row.article, row.title) for row in rows),
    } | saved_here(desk, request)
    return Page("statements.html", "Statements", {"total": total, "statements": rows}, more)


@page(router, "/statements/counts")
def counts(desk: Annotated[Desk, Depends(desk_of)], asked: Annotated[StatementsAsked, Query()]) -> Page:
    """How many statements there are of each value of each facet."""
    found = [facet_shown(desk, asked, facet) for facet in FACETS]
    months = desk.remembered(("months", asked.filter), lambda: desk.ledger.months(asked.filter))
    data = {"facets": found, "months": months}
    return Page("counts.html", "Counts of statements", data, {"view": asked.view})


def facet_shown(desk: Desk, asked: StatementsAsked, facet: Facet) -> FacetShown:
    wanted = asked.without(facet)
    values = desk.remembered((facet, wanted), lambda: desk.ledger.facet(facet, wanted, most=MOST_VALUES))
    chosen = asked.chosen(facet)
    shown = {value.value for value in values}
    rest = tuple(counted(desk, asked, facet, one) for one in chosen if one not in shown)
    return FacetShown(facet, *NAMES[facet], values + rest, chosen)


def counted(desk: Desk, asked: StatementsAsked, facet: Facet, value: str) -> FacetCount:
    """How many statements there are of a value that is chosen, but not among the commonest."""
    one = asked.only(facet, value)
    number = desk.remembered(("total", one), lambda: desk.ledger.count_statements(one))
    names = desk.ledger.names([value]) if facet == "speaker" else {}
    return FacetCount(value, number, names.get(value))


def chips(desk: Desk, asked: StatementsAsked) -> list[Chip]:
    """All that is chosen, to be taken away."""
    actors = [one for one in (asked.actor, *asked.who) if one]
    names = desk.ledger.names(actors) if actors else {}
    made = [Chip("actor", "Actor", asked.actor, names.get(asked.actor, asked.actor))] if asked.actor else []
    made += [Chip("speaker", "Speaker in words", one, spoken(one)) for one in asked.speaker]
    for facet, (parameter, name) in NAMES.items():
        nothing = "nobody between" if facet == "via" else "not known"
        for value in asked.chosen(facet):
            words = value.replace("_", " ") if facet == "kind" else names.get(value, value)
            made.append(Chip(parameter, name, value, spoken(words) or nothing))
    return made


@page(router, "/search")
def search(
    desk: Annotated[Desk, Depends(desk_of)],
    q: Annotated[str, Query(max_length=300)] = "",
    most: Annotated[int, Query(ge=1, le=200)] = HITS,
) -> Page:
    """The best articles and statements for some words, with the words marked in their passage."""
    hits = desk.ledger.search(q, limit=most) if any(map(str.isalnum, q)) else []
    data = {"asked": q, "hits": hits}
    begun = desk.openings((hit.article, hit.title) for hit in hits)
    more = {"marked": marked_hit, "most": most, "first": HITS, "openings": begun}
    return Page("search.html", f"Search: {q}" if q else "Search", data, more)


def marked_hit(hit: Hit) -> str:
    """The passage with the finds marked."""
    offset = hit.passage.start if hit.passage else 0
    layers = [marking.Layer(Span(span.start - offset, span.end - offset), "asked") for span in hit.marks]
    return marking.marked(hit.words, layers)
