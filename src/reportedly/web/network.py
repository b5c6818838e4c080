"""Who speaks through whom, and of whom."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request

from reportedly.ledger import Tie, TieKind, Ties
from reportedly.web.asked import ROWS, StatementsAsked, Words
from reportedly.web.desk import STATIC, Desk, Page, desk_of, page
from reportedly.web.lanes import lane_names, who_link
from reportedly.web.statements import chips
from reportedly.web.waiting import must_wait, waiting

router = APIRouter()
TIES = 80  # of each kind
LIBRARY = STATIC / "vendor" / "sigma.min.js"
DeskHere = Annotated[Desk, Depends(desk_of)]


class NetworkAsked(StatementsAsked):
    """The network's address: as the list of statements, and perhaps one kind of tie alone."""

    ties: TieKind | None = None


class TieAsked(StatementsAsked):
    """The address of the statements behind one tie."""

    ties: TieKind = "through"
    one: Words = ""
    other: Words = ""


@dataclass(frozen=True, slots=True)
class TieShown:
    """A tie with the number of statements behind it."""

    kind: TieKind
    one: str
    other: str
    count: int


@page(router, "/network")
def network(request: Request, desk: DeskHere, asked: Annotated[NetworkAsked, Query()]) -> Page:
    """Who speaks through whom and of whom, among the busiest actors."""
    if must_wait(request, desk, ("ties", asked.filter)):
        return waiting(desk, "Network", asked)
    found = ties_of(desk, asked)
    shown = [shown_tie(tie) for tie in found.ties if asked.ties in (None, tie.kind)]
    ends = {end for tie in shown for end in (tie.one, tie.other)}
    data = {
        "total": desk.remembered(("total", asked.filter), lambda: desk.ledger.count_statements(asked.filter)),
        "actors": [lane for lane in found.actors if lane.actor in ends],
        "ties": shown,
    }
    more = {
        "asked": asked,
        "chosen": chips(desk, asked),
        "names": lane_names(found.actors),
        "lanes": {lane.actor: lane for lane in found.actors},
        "most": TIES,
        "who_link": who_link,
        "has_library": LIBRARY.is_file(),
    }
    return Page("network.html", "Network", data, more)


def ties_of(desk: Desk, asked: StatementsAsked) -> Ties:
    wanted = asked.filter
    return desk.remembered(("ties", wanted), lambda: desk.ledger.ties(wanted, most=TIES))


def shown_tie(tie: Tie) -> TieShown:
    return TieShown(tie.kind, tie.one, tie.other, len(tie.rows))


@page(router, "/network/statements")
def tied(desk: DeskHere, asked: Annotated[TieAsked, Query()]) -> Page:
    """The statements behind one tie, the newest first."""
    found = ties_of(desk, asked)
    wanted = (asked.ties, asked.one, asked.other)
    tie = next((tie for tie in found.ties if (tie.kind, tie.one, tie.other) == wanted), None)
    if tie is None:
        raise HTTPException(404, "the network has no such tie; expected one of those it lists")
    names = lane_names(found.actors)
    data: dict[str, Any] = {
        "tie": shown_tie(tie),
        "total": len(tie.rows),
        "statements": desk.ledger.statements_at(tie.rows, (ROWS, asked.offset)),
    }
    more = {
        "asked": asked,
        "rows_a_page": ROWS,
        "openings": desk.openings((row.article, row.title) for row in data["statements"]),
    }
    return Page("tie.html", f"{names[tie.one]} {tie.kind} {names[tie.other]}", data, more)
