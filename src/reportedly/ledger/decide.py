"""Taking decisions: each is kept and made on what it concerns in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update

from reportedly.errors import ConflictError, LedgerError
from reportedly.ledger import load, save, schema
from reportedly.ledger.cast import Cast, cast_of, changed
from reportedly.ledger.codec import action_json, check, decision_id
from reportedly.ledger.complete import article_of, complete, knows
from reportedly.ledger.corrections import COLUMNS, OF_ACTORS, actors_cast, correct, decision, note, of_article
from reportedly.ledger.decisions import newest
from reportedly.ledger.entries import statement_entry
from reportedly.ledger.force import Outcome, Outcomes, by, in_force
from reportedly.ledger.index import index_of
from reportedly.ledger.rows import Decided
from reportedly.records import Action, Decision, Split, Statement, Undo

ARTICLE, DECISION, STATEMENT = schema.article, schema.decision, schema.statement
TOGETHER = 300  # actors looked up at a time
WRONG = ("conflict", "orphan")


def decide(connection: Connection, asked: Action, author: str, seen: str | None) -> Decided:
    """Keep a decision and make it. Raises ConflictError where one came since that the user has not seen."""
    author = author.strip()
    if not author:
        raise LedgerError("a decision needs its author; expected a name")
    action = complete(connection, asked)
    last = None if seen is None else newest(connection, action)
    if last is not None and last.id != seen:
        raise ConflictError(f"{by(last)} decided on the same since you looked; expected you to look again")
    at = _now(connection)
    made = Decision(decision_id(at, author, action_json(action)), at, author, action)
    before = _states(connection)
    _take(connection, [made])
    now = _states(connection)
    return Decided(made, (*_idle(connection, action, before), *_warnings(before, now)))


def _idle(connection: Connection, action: Action, before: dict[str, Row[Any]]) -> Iterator[str]:
    """That a decision changes nothing."""
    if isinstance(action, Undo) and before[action.decision].state == "undone":
        yield f"decision {action.decision} had been undone before"
    if isinstance(action, Split) and not knows(connection, actors_cast(connection).root(action.to or "")):
        yield f"no statement of {action.actor} stands there, so that none is split off"


def take(connection: Connection, given: Iterable[Decision]) -> tuple[int, int]:
    """Keep decisions made elsewhere; returns how many are new here, and how many were known."""
    unique = {one.id: one for one in given}
    for one in unique.values():
        check(one)
        _check_time(one)
    known: set[str] = set()
    for ids in load.batches(unique, TOGETHER):
        known.update(connection.scalars(select(DECISION.c.id).where(DECISION.c.id.in_(ids))))
    new = sorted((one for one in unique.values() if one.id not in known), key=lambda one: (one.at, one.id))
    if new:
        _take(connection, new)
    return len(new), len(known)


def _now(connection: Connection) -> str:
    """Now, or just after the last decision: their order is their meaning."""
    last = connection.scalar(select(func.max(DECISION.c.at)))
    now = datetime.now(UTC)
    if last is not None:
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")


def _check_time(one: Decision) -> None:
    try:
        same = datetime.fromisoformat(one.at).astimezone(UTC).isoformat(timespec="microseconds") == one.at
    except (ValueError, OverflowError):
        same = False
    if not same:
        raise LedgerError(
            f"decision {one.id} has no time ({one.at!r}); expected one in UTC to the microsecond"
        )


def _states(connection: Connection) -> dict[str, Row[Any]]:
    columns = (*COLUMNS, DECISION.c.state, DECISION.c.reason)
    return {row.id: row for row in connection.execute(select(*columns))}


def _warnings(before: dict[str, Row[Any]], now: dict[str, Row[Any]]) -> Iterable[str]:
    """What has become of decisions that held until now, or of the new one."""
    for told_by, row in now.items():
        held = told_by not in before or before[told_by].state != row.state
        if held and row.state in WRONG:
            yield f"{decision(row).action.what} of {by(decision(row))} does not hold: {row.reason}"


def _take(connection: Connection, new: Sequence[Decision]) -> None:
    """Keep new decisions, in their order, and make them."""
    old = actors_cast(connection)
    places = _articles(connection, new)
    rows = [
        {
            "id": one.id,
            "at": one.at,
            "author": one.author,
            "action": action_json(one.action),
            "article": places[one.id],
            "state": "holds",
        }
        for one in new
    ]
    connection.execute(insert(DECISION), rows)
    _claim(connection, places)
    for article in dict.fromkeys(filter(None, places.values())):
        refresh(connection, article)
    if None in places.values():
        cast = cast_of([decision(row) for row in connection.execute(OF_ACTORS)])
        _recast(connection, changed(old, cast), cast)
        note(connection, cast.outcomes)


def _articles(connection: Connection, new: Sequence[Decision]) -> dict[str, str | None]:
    """The article that each decision is about; for an Undo, that of what it undoes, where that is known."""
    places = {one.id: article_of(one.action) for one in new}
    for one in new:
        if isinstance(one.action, Undo):
            undone = one.action.decision
            kept = select(DECISION.c.article).where(DECISION.c.id == undone)
            places[one.id] = places[undone] if undone in places else connection.scalar(kept)
    return places


def _claim(connection: Connection, places: dict[str, str | None]) -> None:
    """An Undo that was here before what it undoes learns now which article that is about."""
    for row in connection.execute(OF_ACTORS).all():
        made = decision(row)
        place = places.get(made.action.decision) if isinstance(made.action, Undo) else None
        if place is not None:
            connection.execute(update(DECISION).where(DECISION.c.id == made.id).values(article=place))


def refresh(connection: Connection, article_id: str) -> None:
    """Make the decisions about an article again on what the machine found in it."""
    row = connection.scalar(select(ARTICLE.c.row).where(ARTICLE.c.id == article_id))
    if row is None:
        outcomes = in_force(of_article(connection, article_id))[1]
        note(connection, _nowhere(outcomes, f"the ledger holds no article {article_id}"))
        return
    kept = load.readings(connection, [row])[0]
    machine = load.machine_reading(connection, row, kept)
    save.rewrite(connection, row, correct(connection, machine))


def _nowhere(outcomes: Outcomes, reason: str) -> Outcomes:
    return {
        told_by: Outcome("orphan", reason) if outcome.state == "holds" else outcome
        for told_by, outcome in outcomes.items()
    }


def _recast(connection: Connection, actors: Iterable[str], cast: Cast) -> None:
    """Say of all statements of these actors, as the reader named them, who speaks now."""
    own, columns = STATEMENT.c.own_actor, (STATEMENT, ARTICLE.c.id.label("of"))
    for batch in load.batches(sorted(actors), TOGETHER):
        theirs = or_(own.in_(batch), own.is_(None) & STATEMENT.c.actor.in_(batch))
        found = select(*columns).join(ARTICLE, ARTICLE.c.row == STATEMENT.c.article).where(theirs)
        for rows in load.batches(connection.execute(found).all()):
            _recast_rows(connection, rows, cast)


def _recast_rows(connection: Connection, rows: Sequence[Row[Any]], cast: Cast) -> None:
    changes: list[dict[str, object]] = []
    renamed: list[tuple[int, Statement, str]] = []
    for row in rows:
        kept, values = load.statement(row), row._mapping
        own = load.own_speaker(kept.speaker, row)
        now = cast.speaker(values["of"], own)
        if now != kept.speaker:
            changes.append({"place": values[STATEMENT.c.row], **save.recast(own, now)})
        if now.name != kept.speaker.name:
            renamed.append((values[STATEMENT.c.row], replace(kept, speaker=now), values["of"]))
    if changes:
        names = [name for name in changes[0] if name != "place"]
        line = update(STATEMENT).where(STATEMENT.c.row == bindparam("place"))
        connection.execute(line.values({name: bindparam(name) for name in names}), changes)
    _index_again(connection, renamed)


def _index_again(connection: Connection, statements: Sequence[tuple[int, Statement, str]]) -> None:
    index, texts = index_of(connection), load.texts(connection, {article for _, _, article in statements})
    if statements:
        index.forget(connection, "statement", [place for place, _, _ in statements])
    entries = [statement_entry(place, one, texts[article]) for place, one, article in statements]
    index.add(connection, "statement", entries)
