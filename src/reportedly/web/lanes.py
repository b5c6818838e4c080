"""Actors as lanes of the timeline and knots of the network: what they are called and where they lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reportedly.ledger import Lane
from reportedly.web.links import Here, id_link


def who_link(lane: Lane) -> str:
    """The page of an actor; where it has no id, all that is said by that name."""
    return id_link(lane.actor) if lane.has_id else Here("/statements").only("who", lane.name)


def only(here: Here, lane: Lane) -> Here:
    """The same asked of this actor alone."""
    kept = tuple(here.without("actor", "speaker", "who"))
    return Here(here.path, (*kept, ("actor", lane.actor) if lane.has_id else ("who", lane.name)))


def lane_names(lanes: Iterable[Lane]) -> dict[str, str]:
    """What to call each lane: two of one name are told apart by whom they speak for, else by their ids."""
    lanes = tuple(lanes)
    names = Counter(lane.name for lane in lanes)
    made: dict[str, str] = {}
    for lane in lanes:
        apart = lane.speaks_for if lane.speaks_for not in (None, lane.name) else lane.actor
        made[lane.actor] = lane.name if names[lane.name] == 1 else f"{lane.name} ({apart})"
    return made
