"""Which decisions hold, and what became of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportedly.records import Decision, Undo

State = Literal["holds", "undone", "orphan", "conflict"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a decision. `statement` is the id of the one it applies to, as it now stands."""

    state: State = "holds"
    reason: str | None = None
    statement: str | None = None


HOLDS = Outcome()
Outcomes = dict[str, Outcome]


def by(decision: Decision) -> str:
    """Who decided, and when, in few words."""
    return f"{decision.author} on {decision.at[:10]}"


def in_force(decisions: Sequence[Decision]) -> tuple[list[Decision], Outcomes]:
    """The decisions that nobody has undone, oldest first, and what became of each; an Undo may be undone."""
    ordered = sorted(decisions, key=lambda one: (one.at, one.id))
    known = {one.id for one in ordered}
    undone: dict[str, Decision] = {}
    for one in reversed(ordered):
        if isinstance(one.action, Undo) and one.id not in undone:
            undone[one.action.decision] = one
    outcomes: Outcomes = {one.id: HOLDS for one in ordered}
    for one in ordered:
        if isinstance(one.action, Undo) and one.action.decision not in known:
            outcomes[one.id] = Outcome("orphan", f"there is no decision {one.action.decision} here")
        if one.id in undone:
            outcomes[one.id] = Outcome("undone", f"undone by {by(undone[one.id])}")
    holding = [one for one in ordered if one.id not in undone and not isinstance(one.action, Undo)]
    return holding, outcomes
