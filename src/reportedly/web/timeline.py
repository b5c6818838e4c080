"""Statements over time, a lane an actor."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from reportedly.ledger import Lane, StatementFilter, StatementRow
from reportedly.web import spells
from reportedly.web.asked import StatementsAsked, Words
from reportedly.web.desk import STATIC, Desk, Page, desk_of, page
from reportedly.web.lanes import lane_names, only, who_link
from reportedly.web.statements import chips
from reportedly.web.waiting import must_wait, waiting

router = APIRouter()
LANES = 12
LIBRARY = STATIC / "vendor" / "vis-timeline-graph2d.min.js"


class TimelineAsked(StatementsAsked):
    """The timeline's address: as the list of statements, and a spell of time."""

    when: Words = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A statement with its date and its lane; `by` tells what the date is of."""

    lane: int
    when: str
    by: str
    row: StatementRow


@page(router, "/timeline")
def timeline(
    request: Request, desk: Annotated[Desk, Depends(desk_of)], asked: Annotated[TimelineAsked, Query()]
) -> Page:
    """The statements of the busiest actors over time: one by one, or how many in each spell."""
    wanted = asked.filter
    if must_wait(request, desk, ("lanes", wanted)):
        return waiting(desk, "Timeline", asked)
    lanes = lanes_of(desk, wanted)
    actors = tuple(lane.actor for lane in lanes)
    moments = desk.remembered(("moments", wanted, actors), lambda: desk.ledger.moments(wanted, actors))
    dated = spells.within(moments, asked.when)
    scale = spells.scale_for(dated, asked.when)
    data = {
        "scale": scale,
        "total": desk.remembered(("total", wanted), lambda: desk.ledger.count_statements(wanted)),
        "of_lanes": sum(lane.statements for lane in lanes),
        "dated": sum(moment.count for moment in moments),
        "within": sum(moment.count for moment in dated),
        "lanes": lanes,
        "groups": [] if scale == "statement" else spells.grouped(dated, scale),
        "points": points(desk, wanted, lanes, asked.when) if scale == "statement" else [],
    }
    return Page("timeline.html", "Timeline", data, shown_with(desk, asked, lanes, data))


def lanes_of(desk: Desk, wanted: StatementFilter) -> tuple[Lane, ...]:
    return desk.remembered(("lanes", wanted), lambda: desk.ledger.lanes(wanted, most=LANES))


def points(desk: Desk, wanted: StatementFilter, lanes: tuple[Lane, ...], when: str) -> list[Point]:
    places = {lane.actor: number for number, lane in enumerate(lanes)}
    rows = desk.ledger.dated(wanted, tuple(places), spells.spell(when), limit=spells.MOST_POINTS)
    return [point(row, places) for row in rows]


def point(row: StatementRow, places: dict[str, int]) -> Point:
    said, speaker = row.statement.said_on, row.statement.speaker
    lane = places[speaker.actor or speaker.name]
    if said is not None and said.iso is not None:
        return Point(lane, said.iso, "said", row)
    return Point(lane, row.published or "", "published", row)


def shown_with(
    desk: Desk, asked: TimelineAsked, lanes: tuple[Lane, ...], data: dict[str, Any]
) -> dict[str, Any]:
    counts: dict[str, dict[str, int]] = {}
    for group in data["groups"]:
        counts.setdefault(group.when, {})[group.actor] = group.count
    return {
        "asked": asked,
        "chosen": chips(desk, asked),
        "names": lane_names(lanes),
        "counts": counts,
        "most": max((group.count for group in data["groups"]), default=1),
        "called": spells.called,
        "ends": spells.ends,
        "who_link": who_link,
        "only": only,
        "has_library": LIBRARY.is_file(),
    }
