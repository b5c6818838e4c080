"""Decisions as they are listed: what was decided, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from reportedly.errors import LedgerError
from reportedly.ledger import schema
from reportedly.ledger.cast import mentioned
from reportedly.ledger.complete import article_of, load_id
from reportedly.ledger.corrections import COLUMNS, OF_ACTORS, actors_cast, decision
from reportedly.ledger.load import batches
from reportedly.ledger.rows import DecisionRow
from reportedly.records import Action, Decision, Split, Undo

ARTICLE, DECISION, STATEMENT = schema.article, schema.decision, schema.statement


def listed(connection: Connection, about: str | None = None) -> list[DecisionRow]:
    """All decisions, or those about an article or an actor, newest first."""
    fate = (DECISION.c.state, DECISION.c.reason, DECISION.c.article, DECISION.c.statement)
    columns = (*COLUMNS, *fate, ARTICLE.c.title, ARTICLE.c.path)
    found = select(*columns).join(ARTICLE, ARTICLE.c.id == DECISION.c.article, isouter=True)
    if about is not None:
        ids = ids_about(connection, about)
        found = found.where(DECISION.c.id.in_(ids))
    rows = connection.execute(found.order_by(DECISION.c.at.desc(), DECISION.c.id.desc())).all()
    here = _known_actors(connection, rows)
    return [_row(row, here) for row in rows]


def _row(row: Row[Any], here: set[str]) -> DecisionRow:
    made = decision(row)
    state, reason = row.state, row.reason
    first = next(iter(mentioned(made)), None)
    if state == "holds" and first is not None and first not in here:
        state, reason = "orphan", f"no statement here is by {first}"
    return DecisionRow(made, state, reason, row.article, row.title, row.path, row.statement)


def _known_actors(connection: Connection, rows: Sequence[Row[Any]]) -> set[str]:
    """Of the actors these decisions are about, those who have statements or were made by a split."""
    made = [decision(row) for row in rows]
    here = {one.action.to for one in made if isinstance(one.action, Split) and one.action.to}
    asked = {actor for one in made for actor in mentioned(one)[:1]} - here
    for batch in batches(sorted(asked), 300):
        for column in (STATEMENT.c.actor, STATEMENT.c.own_actor):
            here.update(connection.scalars(select(column).where(column.in_(batch)).distinct()))
    return here


def ids_about(connection: Connection, about: str) -> list[str]:
    """The decisions about an article (any reference) or an actor (its id, or one that is merged into it)."""
    article = _article(connection, about)
    if article is not None:
        return list(connection.scalars(select(DECISION.c.id).where(DECISION.c.article == article)))
    return [one.id for one in _about_actor(connection, about)]


def _article(connection: Connection, about: str) -> str | None:
    known = connection.scalar(select(DECISION.c.article).where(DECISION.c.article == about).limit(1))
    if known is not None:
        return str(known)
    try:
        return load_id(connection, about)
    except LedgerError:
        return None


def _about_actor(connection: Connection, actor: str) -> Iterator[Decision]:
    made = [decision(row) for row in connection.execute(OF_ACTORS)]
    ids = actors_cast(connection).members(actor)
    named = {one.id: set(mentioned(one)) for one in made}
    for one in sorted(made, key=lambda other: (other.at, other.id)):
        if isinstance(one.action, Undo):
            named[one.id] = named.get(one.action.decision, set())
        if named[one.id] & ids:
            yield one


def newest(connection: Connection, action: Action) -> Decision | None:
    """The newest decision about what an action is about: its article, or the first actor it names."""
    if isinstance(action, Undo):
        row = connection.execute(select(*COLUMNS).where(DECISION.c.id == action.decision)).one()
        place = connection.scalar(select(DECISION.c.article).where(DECISION.c.id == action.decision))
        return _last(connection, place) if place else newest(connection, decision(row).action)
    article = article_of(action)
    if article is not None:
        return _last(connection, article)
    actors = mentioned(Decision("", "", "", action))
    return max(_about_actor(connection, actors[0]), key=lambda one: (one.at, one.id), default=None)


def _last(connection: Connection, article: str) -> Decision | None:
    of = select(*COLUMNS).where(DECISION.c.article == article)
    row = connection.execute(of.order_by(DECISION.c.at.desc(), DECISION.c.id.desc()).limit(1)).first()
    return None if row is None else decision(row)


def newest_id(connection: Connection, about: str) -> str:
    """The id of the newest decision about an article or actor, "" where there is none."""
    article = _article(connection, about)
    if article is not None:
        last = _last(connection, article)
    else:
        last = max(_about_actor(connection, about), key=lambda one: (one.at, one.id), default=None)
    return last.id if last else ""


def all_of(connection: Connection) -> Iterator[Decision]:
    """All decisions, oldest first."""
    for row in connection.execute(select(*COLUMNS).order_by(DECISION.c.at, DECISION.c.id)):
        yield decision(row)
