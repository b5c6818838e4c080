"""A reading as decisions make it: what is looked up for that, and what is noted of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select, update

from reportedly.ledger import schema
from reportedly.ledger.cast import Cast, cast_of
from reportedly.ledger.codec import action_of
from reportedly.ledger.force import Outcomes
from reportedly.ledger.replay import replay
from reportedly.records import Decision, Reading, Speaker

DECISION = schema.decision
# Made once, as those in save.py: they are asked at each saving, mostly in vain.
COLUMNS: tuple[ColumnElement[Any], ...] = (DECISION.c.id, DECISION.c.at, DECISION.c.author, DECISION.c.action)
OF_ARTICLE = select(*COLUMNS).where(DECISION.c.article == bindparam("article"))
OF_ACTORS = select(*COLUMNS).where(DECISION.c.article.is_(None))


@dataclass(frozen=True, slots=True)
class Corrected:
    """One reading as the machine made it, as the decisions about its article make it, and who then speaks.

    `speakers` stand in the order of `reading.statements`; `decided`: whether a decision is about the article.
    """

    machine: Reading
    reading: Reading
    speakers: tuple[Speaker, ...]
    decided: bool
    outcomes: Outcomes

    @property
    def effective(self) -> Reading:
        """The reading as it is listed and exported."""
        pairs = zip(self.reading.statements, self.speakers, strict=True)
        return replace(self.reading, statements=tuple(replace(one, speaker=two) for one, two in pairs))


def correct(connection: Connection, machine: Reading) -> Corrected:
    """The machine's reading with all decisions made on it."""
    return corrected(machine, of_article(connection, machine.article.id), actors_cast(connection))


def corrected(machine: Reading, decisions: Sequence[Decision], cast: Cast) -> Corrected:
    replayed = replay(machine, decisions) if decisions else None
    reading = replayed.reading if replayed else machine
    speakers = tuple(cast.speaker(reading.article.id, one.speaker) for one in reading.statements)
    return Corrected(machine, reading, speakers, bool(decisions), replayed.outcomes if replayed else {})


def of_article(connection: Connection, article_id: str) -> list[Decision]:
    return [decision(row) for row in connection.execute(OF_ARTICLE, {"article": article_id})]


def of_articles(connection: Connection, ids: Iterable[str]) -> dict[str, list[Decision]]:
    """The decisions about each of these articles that has any."""
    found: dict[str, list[Decision]] = {}
    asked = select(*(*COLUMNS, DECISION.c.article)).where(DECISION.c.article.in_(list(ids)))
    for row in connection.execute(asked):
        found.setdefault(row.article, []).append(decision(row))
    return found


def actors_cast(connection: Connection) -> Cast:
    """Who is who by all decisions about actors."""
    return cast_of([decision(row) for row in connection.execute(OF_ACTORS)])


def decision(row: Row[Any]) -> Decision:
    return Decision(row.id, row.at, row.author, action_of(row.action))


def note(connection: Connection, outcomes: Outcomes) -> None:
    """Note what became of decisions."""
    if not outcomes:
        return
    table = DECISION.c
    kept = select(table.id, table.state, table.reason, table.statement).where(table.id.in_(list(outcomes)))
    for row in connection.execute(kept).all():
        now = outcomes[row.id]
        if (row.state, row.reason, row.statement) != (now.state, now.reason, now.statement):
            noted = {"state": now.state, "reason": now.reason, "statement": now.statement}
            connection.execute(update(DECISION).where(table.id == row.id).values(**noted))
