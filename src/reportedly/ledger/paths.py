"""Statements by actor and time, and the ties between actors: who speaks through whom, and of whom."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    func,
    literal,
    select,
    type_coerce,
)

from reportedly.ledger import find, schema
from reportedly.ledger.dates import NO_FIRST_DAY, is_date
from reportedly.ledger.facets import WHO, by
from reportedly.ledger.fold import key
from reportedly.ledger.load import batches
from reportedly.ledger.rows import Lane, Moment, Spell, StatementFilter, StatementRow, Tie, TieKind, Ties

ARTICLE, STATEMENT, NAME = schema.article, schema.statement, schema.name
ACTOR, SPEAKER = STATEMENT.c.actor, STATEMENT.c.speaker
CONTENT = type_coerce(STATEMENT.c.content, Text)  # neither has anything to unescape, and there are many
NAME_KEY = type_coerce(NAME.c.key, Text)
WHEN = func.coalesce(STATEMENT.c.said_iso, ARTICLE.c.published)
NOBODY = "unknown"  # the speaker where none is expressed
Place = tuple[int, int, str]  # of a name: start, end, actor
DIRECT = json.dumps([])  # the chain of what came through nobody
SPEAKERS = 60  # that a network shows at most
CARRIERS = 20
FEW_ARTICLES = 2_000  # whose names are asked for one by one; of more, all names are gone through
TOGETHER = 500
SHORTEST = 4  # letters of a surname that may stand for its bearer: "Un" is more often something else


def lanes(
    connection: Connection, asked: StatementFilter, most: int, actors: Collection[str] = ()
) -> tuple[Lane, ...]:
    """Who makes most of these statements, or these actors; who has no id goes by the name."""
    number, sample = func.count().label("number"), func.min(STATEMENT.c.row).label("row")
    by_id = _asked(connection, asked, ACTOR, number).where(ACTOR.is_not(None)).group_by(ACTOR)
    by_name = _asked(connection, asked, SPEAKER, number, sample).where(ACTOR.is_(None), SPEAKER != NOBODY)
    if actors:
        by_id, by_name = by_id.where(ACTOR.in_(actors)), by_name.where(SPEAKER.in_(actors))
    ids = connection.execute(by_id.order_by(number.desc(), ACTOR).limit(most)).all()
    names = connection.execute(by_name.group_by(SPEAKER).order_by(number.desc(), SPEAKER).limit(most)).all()
    totals = Counter({row.actor: int(row.number) for row in ids})
    totals |= Counter({row.speaker: int(row.number) for row in names if row.speaker not in totals})
    ranked = sorted(totals, key=lambda actor: (-totals[actor], actor))[:most]
    known = {row.actor for row in ids}
    samples = _samples(connection, asked, [actor for actor in ranked if actor in known])
    samples |= {row.speaker: [row.row] for row in names if row.speaker in ranked}
    said = _said(connection, [row for rows in samples.values() for row in rows])
    return tuple(_lane(actor, [said[row] for row in samples[actor]], totals[actor]) for actor in ranked)


def _asked(connection: Connection, asked: StatementFilter, *columns: ColumnElement[Any]) -> Select[Any]:
    """A database passes over an article that is joined from outside where nothing of it is asked for."""
    joined = STATEMENT.outerjoin(ARTICLE, ARTICLE.c.row == STATEMENT.c.article)
    return select(*columns).select_from(joined).where(*find.statement_conditions(connection, asked))


def _samples(connection: Connection, asked: StatementFilter, actors: Sequence[str]) -> dict[str, list[int]]:
    """A statement under each name of these actors, the commonest first; the index alone knows them."""
    number, sample = func.count().label("number"), func.min(STATEMENT.c.row).label("row")
    columns = (ACTOR, STATEMENT.c.speaker_kind, STATEMENT.c.speaker_key)
    found = _asked(connection, asked, ACTOR, number, sample).where(ACTOR.in_(actors)).group_by(*columns)
    samples: dict[str, list[int]] = defaultdict(list)
    for row in connection.execute(found.order_by(number.desc(), sample)):
        samples[row.actor].append(row.row)
    return samples


def _said(connection: Connection, rows: Iterable[int]) -> dict[int, Row[Any]]:
    """Who the speaker of each of these statements is."""
    columns = (STATEMENT.c.row, ACTOR, SPEAKER, STATEMENT.c.speaker_kind, STATEMENT.c.speaks_for)
    said: dict[int, Row[Any]] = {}
    for batch in batches(rows, TOGETHER):
        found = connection.execute(select(*columns).where(STATEMENT.c.row.in_(batch)))
        said.update({row.row: row for row in found})
    return said


def _lane(actor: str, said: Sequence[Row[Any]], statements: int) -> Lane:
    first = said[0]
    names = tuple(dict.fromkeys(row.speaker for row in said))
    about = (first.speaker, first.speaker_kind, first.speaks_for, names)
    return Lane(actor, *about, statements, first.actor is not None)


def moments(connection: Connection, asked: StatementFilter, actors: Sequence[str]) -> list[Moment]:
    """How many of these actors' statements are dated alike, by date; those without a date are left out."""
    if not actors:
        return []
    columns = (ACTOR, SPEAKER, WHEN)
    found = _asked(connection, asked, *columns, func.count()).where(by(actors), WHEN.is_not(None))
    totals: Counter[tuple[str, str]] = Counter()
    for actor, speaker, when, number in connection.execute(found.group_by(*columns)):
        if is_date(when.partition("T")[0]):
            totals[when, actor or speaker] += int(number)
    return [Moment(actor, when, totals[when, actor]) for when, actor in sorted(totals)]


def dated(
    connection: Connection,
    asked: StatementFilter,
    actors: Sequence[str],
    spell: Spell,
    limit: int,
) -> list[StatementRow]:
    """These actors' statements of a time, by date, article and place in it."""
    if not actors:
        return []
    # Not "between": PostgreSQL takes no collation there.
    then = (spell.first <= WHEN, spell.last >= WHEN, func.length(WHEN) >= spell.least)
    found = _asked(connection, asked, STATEMENT.c.row).where(by(actors), *then)
    rows = list(connection.scalars(found.order_by(WHEN, ARTICLE.c.id, STATEMENT.c.row).limit(limit)))
    made = find.statements_by_row(connection, rows)
    return [made[row] for row in rows]


def by_rows(connection: Connection, rows: Sequence[int], page: tuple[int, int]) -> list[StatementRow]:
    """A page (limit, offset) of the statements with these row numbers, the newest first."""
    limit, offset = page
    days: list[Any] = []
    for batch in batches(rows, TOGETHER):
        found = select(ARTICLE.c.id, STATEMENT.c.row, ARTICLE.c.first_day)
        joined = found.join(ARTICLE, ARTICLE.c.row == STATEMENT.c.article)
        days += connection.execute(joined.where(STATEMENT.c.row.in_(batch)))
    ordered = sorted(days, key=lambda day: (day.id, day.row))
    ordered.sort(key=lambda day: "" if day.first_day == NO_FIRST_DAY else day.first_day, reverse=True)
    wanted = [day.row for day in ordered[offset : offset + limit]]
    made = find.statements_by_row(connection, wanted)
    return [made[row] for row in wanted]


# The network


@dataclass(slots=True)
class _Paths:
    """The statements behind each tie, by kind and the two actors."""

    rows: dict[tuple[TieKind, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def carried(self) -> Counter[str]:
        """How many statements came through each."""
        found: Counter[str] = Counter()
        for (kind, _, other), rows in self.rows.items():
            if kind == "through":
                found[other] += len(rows)
        return found

    def among(self, actors: Collection[str], most: int) -> tuple[Tie, ...]:
        """The strongest ties between these, so many of each kind."""
        kept = [ends for ends in self.rows if {ends[1], ends[2]} <= set(actors)]
        kept.sort(key=lambda ends: (-len(self.rows[ends]), ends))
        kinds: tuple[TieKind, ...] = ("through", "of")
        strongest = [ends for kind in kinds for ends in [one for one in kept if one[0] == kind][:most]]
        return tuple(Tie(*ends, array("q", self.rows[ends])) for ends in strongest)


def ties(connection: Connection, asked: StatementFilter, most: int) -> Ties:
    """The strongest ties, so many of each kind, that these statements make between the busiest actors, and
    whoever the speakers asked for are.

    A tie goes from a speaker to the last of the chain, and on to whom it came through; and from a speaker to
    an actor whom the content names, a person by surname where the article has the full name or the person
    speaks.
    """
    everybody = replace(asked, speaker_is=(), speaker=None, actor=None)
    speakers = {lane.actor: lane for lane in lanes(connection, everybody, SPEAKERS)}
    if asked != everybody:
        speakers |= {lane.actor: lane for lane in lanes(connection, asked, SPEAKERS)}
    paths = _Paths()
    _through(connection, asked, paths)
    carriers = [actor for actor, _ in paths.carried().most_common(CARRIERS)]
    others = [actor for actor in carriers if actor not in speakers]
    known = speakers | {lane.actor: lane for lane in lanes(connection, everybody, CARRIERS, others)}
    known |= {
        actor: Lane(actor, actor, None, None, (actor,), 0, False) for actor in others if actor not in known
    }
    _of(connection, asked, known, paths)
    found = paths.among(known, most)
    ends = {end for tie in found for end in (tie.one, tie.other)}
    return Ties(tuple(known[actor] for actor in known if actor in ends), found)


def _through(connection: Connection, asked: StatementFilter, paths: _Paths) -> None:
    columns = (STATEMENT.c.row, ACTOR, SPEAKER, STATEMENT.c.via)
    found = connection.execute(_asked(connection, asked, *columns).where(STATEMENT.c.via != DIRECT)).all()
    chains = {via: tuple(json.loads(via)) for via in {row.via for row in found}}
    ids = _ids(connection, {name for chain in chains.values() for name in chain})
    for row in found:
        way = [row.actor or row.speaker, *(ids.get(name, name) for name in reversed(chains[row.via]))]
        for one, other in pairwise(way):
            if one != other and one != NOBODY:
                paths.rows["through", one, other].append(row.row)


def _ids(connection: Connection, names: Collection[str]) -> dict[str, str]:
    """Who goes by each of these names most often, where anybody does."""
    found: dict[str, str] = {}
    for batch in batches(names, TOGETHER):
        number = func.count().label("number")
        asked = select(SPEAKER, ACTOR, number).where(SPEAKER.in_(batch), ACTOR.is_not(None))
        for row in connection.execute(asked.group_by(SPEAKER, ACTOR).order_by(number, ACTOR)):
            found[row.speaker] = row.actor
    return found


def _of(connection: Connection, asked: StatementFilter, known: Mapping[str, Lane], paths: _Paths) -> None:
    import msgspec  # not on opening a ledger, as in codec.py

    pieces_of = msgspec.json.Decoder(list[tuple[int, int]]).decode
    columns = (STATEMENT.c.row, STATEMENT.c.article, WHO, CONTENT)
    said = [tuple(row) for row in connection.execute(_asked(connection, asked, *columns)) if row[2] in known]
    places = _places(connection, {row[1] for row in said}, known, {(row[1], row[2]) for row in said})
    for row, article, speaker, content in said:
        near = places.get(article)
        if near:
            for actor in _within(near, pieces_of(content)) - {speaker}:
                paths.rows["of", speaker, actor].append(row)


def _within(near: list[Place], pieces: list[tuple[int, int]]) -> set[str]:
    """Who is named within these pieces of a text; `near` is in its order."""
    found: set[str] = set()
    for first, last in pieces:
        for start, end, actor in near[bisect_left(near, (first, 0, "")) :]:
            if start >= last:
                break
            if end <= last:
                found.add(actor)
    return found


def _places(
    connection: Connection, articles: Collection[int], known: Mapping[str, Lane], speaks: set[tuple[int, str]]
) -> dict[int, list[Place]]:
    """Where these articles name these actors, in order."""
    full, short = name_keys(known.values())
    found = _named(connection, articles, {*full, *short})
    whole = speaks | {(article, full[name]) for article, _, _, name in found if name in full}
    places: dict[int, list[Place]] = defaultdict(list)
    for article, start, end, name in found:
        actor = full.get(name) or short[name]
        if name in full or (article, actor) in whole:
            places[article].append((start, end, actor))
    for near in places.values():
        near.sort()
    return places


def name_keys(known: Iterable[Lane]) -> tuple[dict[str, str], dict[str, str]]:
    """Which actor a name means: full names, and surnames that no other of these actors has."""
    full: dict[str, str] = {}
    short: dict[str, set[str]] = defaultdict(set)
    for lane in known:
        for name in filter(None, map(key, lane.names)):
            full.setdefault(name, lane.actor)
            words = name.split()
            if lane.kind == "person" and len(words) > 1 and len(words[-1]) >= SHORTEST:
                short[f" {words[-1]}"].add(lane.actor)
    return full, {name: min(who) for name, who in short.items() if len(who) == 1 and name not in full}


def _named(connection: Connection, articles: Collection[int], keys: set[str]) -> list[Any]:
    """The names with these keys: article, start, end, key. For many articles, going through all names is
    faster than looking each up; `"" ||` bars the index."""
    columns = (NAME.c.article, NAME.c.start, NAME.c.end, NAME_KEY)
    if len(articles) > FEW_ARTICLES:
        found = select(*columns).where((literal("") + NAME.c.key).in_(sorted(keys)))
        return [tuple(row) for row in connection.execute(found)]
    named: list[Any] = []
    for batch in batches(articles, TOGETHER):
        found = select(*columns).where(NAME.c.article.in_(batch), NAME.c.key.in_(sorted(keys)))
        named += [tuple(row) for row in connection.execute(found)]
    return named
