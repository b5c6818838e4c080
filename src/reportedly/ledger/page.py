"""All about one actor, and an article's sources at a glance."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, func, select, type_coerce

from reportedly.ledger import find, load, schema
from reportedly.ledger.actors import rows_of
from reportedly.ledger.dates import NO_FIRST_DAY
from reportedly.ledger.fold import key
from reportedly.ledger.rows import ActorPage, ActorRow, ArticleSources, SourceRow, StatementFilter, Tally
from reportedly.records import Statement

ARTICLE, STATEMENT, NAME = schema.article, schema.statement, schema.name
MOST_READ = 500  # newest statements whose sources' words are counted
TOGETHER = 500  # articles asked for at a time
MOST_LOOKED = 2_000  # newest articles that name an actor, looked through for what is said of it
TITLES = frozenset(  # words before a surname that make no full name of it
    {"president", "vice", "prime", "first", "minister", "premier", "chancellor", "governor", "mayor", "judge"}
    | {"mr", "mrs", "ms", "miss", "dr", "sir", "lord", "lady", "king", "queen", "prince", "princess", "pope"}
    | {"general", "colonel", "major", "captain", "admiral", "ambassador", "senator", "secretary", "sheikh"}
    | {
        "ayatollah",
        "foreign",
        "defence",
        "defense",
        "spokesman",
        "spokeswoman",
        "former",
        "the",
        "us",
        "u",
        "s",
    }
)
NEWEST = (ARTICLE.c.first_day == NO_FIRST_DAY, ARTICLE.c.first_day.desc(), ARTICLE.c.id, STATEMENT.c.row)
_COUNT = re.compile(r", \d+ (sentences?) before$")


def page(connection: Connection, actor: str, newest: int) -> ActorPage:
    """What the ledger knows of the actor with this id, with so many of its newest statements."""
    about = rows_of(connection, [actor])[0]
    told = _told(connection, actor)
    names = _tallies((name, number) for row, number in told for name in _names(row))
    places = list(connection.scalars(_of(actor, STATEMENT.c.row).order_by(*NEWEST).limit(MOST_READ)))
    read = find.statements_by_row(connection, places)
    words = Counter(" ".join(row.source.split()) for row in read.values() if row.source)
    of = _said_of(connection, about, [tally.what for tally in names])
    said_of = find.statements_by_row(connection, of[:newest])
    own = select(func.coalesce(STATEMENT.c.own_actor, STATEMENT.c.actor)).distinct()
    return ActorPage(
        actor=about,
        ids=tuple(sorted(connection.scalars(own.where(STATEMENT.c.actor == actor)))),
        names=names,
        words=_tallies(words.items()),
        reasons=_tallies((_COUNT.sub(r", \1 before", row.speaker_reason or ""), n) for row, n in told),
        through=_tallies((one, number) for row, number in told for one in json.loads(row.via)),
        outlets=_tallies((row.outlet or "", number) for row, number in told),
        statements=tuple(read[place] for place in places[:newest]),
        said_of=tuple(said_of[place] for place in of[:newest]),
        said_of_total=len(of),
        namesakes=_namesakes(connection, about) if about.surname_only else (),
    )


def brief(connection: Connection, actor: str, newest: int) -> ActorPage:
    """Who the actor with this id is, and so many of its newest statements."""
    about = rows_of(connection, [actor])[0]
    rows = find.newest_statements(connection, StatementFilter(actor=actor), newest, 0) if newest else []
    return ActorPage(about, (), (), (), (), (), (), tuple(rows), (), 0, ())


def _of(actor: str, *columns: ColumnElement[Any]) -> Any:
    found = select(*columns).join(ARTICLE, ARTICLE.c.row == STATEMENT.c.article)
    return found.where(STATEMENT.c.actor == actor)


def _told(connection: Connection, actor: str) -> list[tuple[Row[Any], int]]:
    """All that its statements say of an actor, with how many say it."""
    columns = STATEMENT.c
    kept = (columns.speaker, columns.own_speaker, columns.speaker_reason, columns.via, ARTICLE.c.outlet)
    found = _of(actor, *kept, func.count().label("number")).group_by(*kept)
    return [(row, int(row.number)) for row in connection.execute(found)]


def _names(row: Row[Any]) -> Sequence[str]:
    """What it is called, and what the reader called it before a decision."""
    own = json.loads(row.own_speaker)["name"] if row.own_speaker else row.speaker
    return (row.speaker,) if own == row.speaker else (row.speaker, own)


def _tallies(pairs: Iterable[tuple[str, int]]) -> tuple[Tally, ...]:
    """What there is, the most frequent first; what is empty is not counted."""
    counts: Counter[str] = Counter()
    for what, number in pairs:
        counts[what] += number
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Tally(what, number) for what, number in ordered if what)


def _said_of(connection: Connection, about: ActorRow, names: Sequence[str]) -> list[int]:
    """The row numbers of statements of others whose content names the actor, newest first.

    A person's surname alone counts in articles that have the full name, or where the person speaks.
    """
    full = {key(name) for name in names if key(name)}
    short = {
        f" {name.split()[-1]}" for name in full if len(name.split()) > 1 and about.kind == "person"
    } - full
    speaks = set(
        connection.scalars(select(STATEMENT.c.article).where(STATEMENT.c.actor == about.id).distinct())
    )
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    whole = set(speaks)
    for row in connection.execute(_naming(full | short)):
        if row.article in places or len(places) < MOST_LOOKED:
            places[row.article].append((row.start, row.end))
        if row.key in full:
            whole.add(row.article)
    newest = [article for article in places if article in whole]
    found = {article: list[int]() for article in newest}
    for number, article, content in _of_others(connection, about.id, newest):
        if _names_it(json.loads(content), places[article]):
            found[article].append(number)
    return [row for article in newest for row in sorted(found[article])]


def _of_others(connection: Connection, actor: str, articles: Sequence[int]) -> Iterator[tuple[int, int, str]]:
    """The statements of others in these articles: row number, article, content."""
    # Neither column has anything to unescape, and there are many.
    columns = (STATEMENT.c.row, STATEMENT.c.article, type_coerce(STATEMENT.c.content, Text))
    others = STATEMENT.c.actor.is_distinct_from(actor)
    for batch in load.batches(articles, TOGETHER):
        asked = select(*columns).where(STATEMENT.c.article.in_(batch), others)
        for row in connection.execute(asked):
            yield row[0], row[1], row[2]


def _naming(keys: set[str]) -> Any:
    """The places of names, by article, the newest first."""
    by_day = (ARTICLE.c.first_day == NO_FIRST_DAY, ARTICLE.c.first_day.desc(), ARTICLE.c.id)
    found = select(NAME.c.article, NAME.c.start, NAME.c.end, type_coerce(NAME.c.key, Text).label("key"))
    found = found.join(ARTICLE, ARTICLE.c.row == NAME.c.article).where(NAME.c.key.in_(sorted(keys)))
    return found.order_by(*by_day)


def _names_it(content: list[list[int]], places: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in content for start, end in places)


def _namesakes(connection: Connection, about: ActorRow) -> tuple[Tally, ...]:
    """The persons of this surname whom its articles name in full, with the number of articles."""
    surname = key(about.name)
    speaks = select(STATEMENT.c.article).where(STATEMENT.c.actor == about.id)
    found = select(NAME.c.article, NAME.c.start, NAME.c.end, NAME.c.key, ARTICLE.c.id)
    found = found.join(ARTICLE, ARTICLE.c.row == NAME.c.article).where(
        NAME.c.article.in_(speaks), NAME.c.kind == "person", NAME.c.key.endswith(surname, autoescape=True)
    )
    rows = [row for row in connection.execute(found) if set(row.key.split()) - TITLES - {surname.strip()}]
    first = {row.key: row for row in rows}
    texts = load.texts(connection, {row.id for row in first.values()})
    articles = Counter(name for name, _ in {(row.key, row.article) for row in rows})
    words = {name: " ".join(texts[row.id][row.start : row.end].split()) for name, row in first.items()}
    return _tallies((words[name], number) for name, number in articles.items())


def sources(connection: Connection, ref: str) -> ArticleSources:
    """The sources of the article that a reference means; each description of an unnamed one by itself."""
    reading = load.readings(connection, [find.article_row(connection, ref)])[0]
    found: dict[tuple[str | None, ...], list[Statement]] = defaultdict(list)
    for one in reading.statements:
        speaker = one.speaker
        who = (speaker.actor,) if speaker.actor else (None, speaker.name, speaker.kind, speaker.speaks_for)
        found[who].append(one)
    rows = sorted(map(_source, found.values()), key=lambda row: -row.statements)
    article, speakers = reading.article, [one.speaker for one in reading.statements]
    return ArticleSources(
        article=article.id,
        path=article.path,
        title=article.facts.title,
        outlet=article.facts.outlet,
        published=article.facts.published,
        sources=tuple(rows),
        statements=len(speakers),
        named=sum(speaker.named for speaker in speakers),
        unnamed=sum(not speaker.named and speaker.kind != "unknown" for speaker in speakers),
        unknown=sum(not speaker.named and speaker.kind == "unknown" for speaker in speakers),
        second_hand=sum(bool(one.via) for one in reading.statements),
        documents=sum(speaker.kind == "document" for speaker in speakers),
    )


def _source(statements: Sequence[Statement]) -> SourceRow:
    speaker = Counter(one.speaker.name for one in statements).most_common(1)[0][0]
    first = next(one.speaker for one in statements if one.speaker.name == speaker)
    modes = Counter(one.mode for one in statements)
    return SourceRow(
        actor=first.actor,
        name=first.name,
        kind=first.kind,
        speaks_for=first.speaks_for,
        named=first.named,
        statements=len(statements),
        direct=modes["direct"],
        mixed=modes["mixed"],
        indirect=modes["indirect"],
        via=_tallies((name, 1) for one in statements for name in one.via),
    )
