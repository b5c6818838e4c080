"""Actors over all articles: who there is, and which one a reference means."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from reportedly.errors import LedgerError
from reportedly.ledger import schema
from reportedly.ledger.complete import FROM_ARTICLES
from reportedly.ledger.dates import NO_FIRST_DAY, NO_LAST_DAY
from reportedly.ledger.fold import key
from reportedly.ledger.load import batches
from reportedly.ledger.rows import ActorRow

ARTICLE, STATEMENT = schema.article, schema.statement
ACTOR, NAME_KEY = STATEMENT.c.actor, STATEMENT.c.speaker_key
TOGETHER = 300  # actors asked for at a time
MOST_NAMED = 5  # actors named where a reference means several


@dataclass(slots=True)
class Met:
    """How an actor is met in statements: how often as which kind and under which name."""

    kinds: Counter[str | None] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)  # by their keys
    rows: dict[str, int] = field(default_factory=dict)  # a statement that has the name

    @property
    def kind(self) -> str | None:
        return max(self.kinds, key=lambda kind: (self.kinds[kind], kind or ""))

    @property
    def name_key(self) -> str:
        """The name most statements have; of two, the longer."""
        return max(self.names, key=lambda name: (self.names[name], len(name), name))


def met(connection: Connection, ids: Collection[str] | None = None) -> dict[str, Met]:
    """How these actors, or all, are met; the index alone answers it."""
    columns: tuple[ColumnElement[Any], ...] = (ACTOR, STATEMENT.c.speaker_kind, NAME_KEY)
    numbers = (func.count().label("number"), func.min(STATEMENT.c.row).label("row"))
    asked = select(*(*columns, *numbers)).where(ACTOR.is_not(None)).group_by(*columns)
    found: dict[str, Met] = {}
    for batch in [None] if ids is None else batches(ids, TOGETHER):
        for row in connection.execute(asked if batch is None else asked.where(ACTOR.in_(batch))):
            one = found.setdefault(row.actor, Met())
            one.kinds[row.speaker_kind] += row.number
            one.names[row.speaker_key] += row.number
            one.rows.setdefault(row.speaker_key, row.row)
    return found


def listed(connection: Connection, text: str | None, kind: str | None, limit: int | None) -> list[ActorRow]:
    """The actors with a name that has these words in a row, and of that kind; most statements first."""
    return rows_of(connection, _chosen(connection, text, kind)[:limit])


def counted(connection: Connection, text: str | None, kind: str | None) -> int:
    return len(_chosen(connection, text, kind))


def _chosen(connection: Connection, text: str | None, kind: str | None) -> list[str]:
    columns: tuple[ColumnElement[Any], ...] = (ACTOR, STATEMENT.c.speaker_kind, func.count().label("number"))
    asked = select(*columns).where(ACTOR.is_not(None)).group_by(ACTOR, STATEMENT.c.speaker_kind)
    found: dict[str, Met] = {}
    for row in connection.execute(asked):
        found.setdefault(row.actor, Met()).kinds[row.speaker_kind] += row.number
    if text is not None:
        named = _named(connection, NAME_KEY.contains(key(text), autoescape=True)) if key(text) else set()
        found = {actor: one for actor, one in found.items() if actor in named}
    fits = [actor for actor, one in found.items() if kind is None or one.kind == kind]
    return sorted(fits, key=lambda actor: (-found[actor].kinds.total(), actor))


def _named(connection: Connection, condition: ColumnElement[bool]) -> set[str]:
    return set(connection.scalars(select(ACTOR).where(ACTOR.is_not(None), condition).distinct()))


def rows_of(connection: Connection, ids: Sequence[str]) -> list[ActorRow]:
    """The actors with these ids, in their order; those without a statement are left out."""
    known, spread = met(connection, ids), _spread(connection, ids)
    spoken = _spoken(connection, known)
    return [_row(actor, known[actor], spoken[actor], spread[actor]) for actor in ids if actor in known]


def _spoken(connection: Connection, known: dict[str, Met]) -> dict[str, Any]:
    """What a statement under the commonest name of each of these actors says of it."""
    places = {one.rows[one.name_key]: actor for actor, one in known.items()}
    said = (STATEMENT.c.row, STATEMENT.c.speaker, STATEMENT.c.speaks_for, STATEMENT.c.speaker_named)
    spoken: dict[str, Any] = {}
    for batch in batches(places, TOGETHER):
        found = connection.execute(select(*said).where(STATEMENT.c.row.in_(batch)))
        spoken.update({places[row.row]: row for row in found})
    return spoken


def names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """What these actors are called now, two of one name with their side or id; others are left out."""
    spoken = _spoken(connection, met(connection, ids))
    often = Counter(row.speaker for row in spoken.values())
    sides = Counter((row.speaker, row.speaks_for) for row in spoken.values())
    found = {actor: row.speaker for actor, row in spoken.items()}
    for actor, row in spoken.items():
        if often[row.speaker] > 1:
            told = row.speaks_for if sides[row.speaker, row.speaks_for] == 1 else None
            found[actor] = f"{row.speaker} ({told or actor})"
    return found


def own_names(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """What the reader calls these actors, before all decisions; who is not here is left out."""
    own: dict[str, Counter[str]] = {}
    columns = (STATEMENT.c.own_actor, STATEMENT.c.own_speaker)
    for batch in batches(ids, TOGETHER):
        found = select(*columns, func.count()).where(STATEMENT.c.own_actor.in_(batch)).group_by(*columns)
        for actor, told, number in connection.execute(found):
            own.setdefault(actor, Counter())[json.loads(told)["name"]] += number
    names = {actor: max(said, key=lambda name: (said[name], name)) for actor, said in own.items()}
    rest = _spoken(connection, met(connection, [actor for actor in ids if actor not in names]))
    return names | {actor: row.speaker for actor, row in rest.items()}


def _spread(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    """In how many articles and outlets each actor speaks, and between which days."""
    found: dict[str, Any] = {}
    for batch in batches(ids, TOGETHER):
        pairs = select(ACTOR, STATEMENT.c.article).where(ACTOR.in_(batch)).distinct().subquery()
        columns = (
            pairs.c.actor,
            func.count().label("articles"),
            func.count(func.distinct(func.nullif(ARTICLE.c.outlet_key, ""))).label("outlets"),
            func.min(ARTICLE.c.first_day).label("first"),
            func.max(ARTICLE.c.last_day).label("last"),
        )
        asked = select(*columns).join(ARTICLE, ARTICLE.c.row == pairs.c.article).group_by(pairs.c.actor)
        found.update({row.actor: row for row in connection.execute(asked)})
    return found


def _row(actor: str, one: Met, said: Any, spread: Any) -> ActorRow:
    return ActorRow(
        id=actor,
        name=said.speaker,
        kind=one.kind,
        speaks_for=said.speaks_for,
        statements=one.names.total(),
        articles=spread.articles,
        outlets=spread.outlets,
        named=said.speaker_named,
        origin="articles" if from_articles(actor) else "register",
        surname_only=surname_only(actor, one),
        first_day=None if spread.first == NO_FIRST_DAY else spread.first,
        last_day=None if spread.last == NO_LAST_DAY else spread.last,
    )


def from_articles(actor: str) -> bool:
    """Whether only articles, or a split, know this actor."""
    return actor.startswith(FROM_ARTICLES) or "~" in actor


def surname_only(actor: str, one: Met) -> bool:
    """Whether it is a person whom no article names by more than one word: each may be another."""
    words = {len(name.split()) for name in one.names}
    return actor.startswith(FROM_ARTICLES) and one.kind == "person" and words == {1}


def actor_id(connection: Connection, ref: str) -> str:
    """The one actor that a reference means: an id, the end of one, or a name, accents folded.

    Raises LedgerError where it means none or several.
    """
    for condition in _meanings(ref):
        found = _named(connection, condition)
        if len(found) == 1:
            return found.pop()
        if found:
            raise LedgerError(_several(connection, ref, found))
    raise LedgerError(
        f"no statement here is by {ref!r}; expected an actor's id or a name as `actors` lists it"
    )


def _meanings(ref: str) -> Iterator[ColumnElement[bool]]:
    """What a reference may mean, the strictest first."""
    yield ACTOR.in_([ref])
    yield STATEMENT.c.own_actor.in_([ref])
    if not ref:
        return
    yield ACTOR.endswith(f"/{ref}", autoescape=True) | ACTOR.endswith(f":{ref}", autoescape=True)
    words = key(ref)
    if words:
        yield NAME_KEY.in_([words])
        yield NAME_KEY.endswith(words, autoescape=True)
        yield NAME_KEY.contains(f"{words} ", autoescape=True)
        yield NAME_KEY.contains(words, autoescape=True)


def _several(connection: Connection, ref: str, found: Collection[str]) -> str:
    rows = sorted(rows_of(connection, sorted(found)), key=lambda row: -row.statements)
    named = ", ".join(f"{row.id} ({row.name}, {row.statements} statements)" for row in rows[:MOST_NAMED])
    more = f" and {len(rows) - MOST_NAMED} more" if len(rows) > MOST_NAMED else ""
    return f"{ref!r} means several actors: {named}{more}; expected one of these ids"
