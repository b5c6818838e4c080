"""From rows back to records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, CursorResult, Row, Table, select

from reportedly.ledger import codec, schema
from reportedly.ledger.trees import unpack
from reportedly.records import (
    Article,
    Facts,
    Mark,
    Name,
    Reading,
    Reference,
    Rival,
    SaidOn,
    Sentence,
    Span,
    Speaker,
    Statement,
    Time,
)

BATCH = 100  # articles held in memory at a time when all are asked for

FACTS = tuple(Facts.__slots__)
T = TypeVar("T")


def batches(items: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def readings(connection: Connection, rows: Sequence[int], *, trees: bool = False) -> list[Reading]:
    """The readings of the articles with these row numbers, in their order; without `trees`, no sentences."""
    reading = schema.reading
    columns = select(reading.c.article, reading.c.reader, reading.c.skipped, reading.c.words)
    about = {row.article: row for row in connection.execute(columns.where(reading.c.article.in_(rows)))}
    statements, names = _statements(connection, rows), _names(connection, rows)
    times, references = _times(connection, rows), _references(connection, rows)
    sentences, groups = _sentences(connection, rows) if trees else {}, _copy_groups(connection, rows)
    return [
        Reading(
            article=article,
            reader=about[row].reader,
            statements=tuple(statements[row]),
            skipped=about[row].skipped,
            names=tuple(names[row]),
            times=tuple(times[row]),
            references=tuple(references[row]),
            sentences=sentences.get(row, ()),
            words=about[row].words,
            copy_group=groups.get(row),
        )
        for row, article in zip(rows, articles(connection, rows), strict=True)
    ]


def machine_reading(connection: Connection, row: int, kept: Reading) -> Reading:
    """The reading of the article in this row, which is `kept`, as the machine made it before any decision."""
    table, own_of = schema.machine, schema.statement.c
    packed = connection.scalar(select(table.c.packed).where(table.c.article == row))
    if packed is not None:
        told, statements = codec.unpack(packed)
        return replace(kept, article=replace(kept.article, facts=told), statements=statements)
    columns: tuple[ColumnElement[Any], ...] = (own_of.id, own_of.own_actor, own_of.own_speaker)
    found = select(*columns).where(own_of.article == row, own_of.own_speaker.is_not(None))
    own = {line.id: line for line in connection.execute(found)}
    return replace(
        kept,
        statements=tuple(
            replace(one, speaker=own_speaker(one.speaker, own[one.id])) if one.id in own else one
            for one in kept.statements
        ),
    )


def articles(connection: Connection, rows: Sequence[int]) -> list[Article]:
    """The articles with these row numbers, in their order."""
    article, text = schema.article, schema.text
    found = select(article, text.c.body).join(text, text.c.sha256 == article.c.text_sha256)
    marks = _marks(connection, rows)
    made = {
        row.row: _article(row, tuple(marks[row.row]))
        for row in connection.execute(found.where(article.c.row.in_(rows)))
    }
    return [made[row] for row in rows]


def articles_by_id(connection: Connection, ids: Sequence[str]) -> list[Article]:
    """The articles with these ids, in any order; those that are not here are left out."""
    found = select(schema.article.c.row).where(schema.article.c.id.in_(ids)).order_by(schema.article.c.row)
    return articles(connection, list(connection.scalars(found)))


def rows_by_id(connection: Connection) -> Iterator[list[int]]:
    """The row numbers of all articles by id, a batch at a time."""
    article = schema.article
    found = select(article.c.row, article.c.id).order_by(article.c.id).limit(BATCH)
    last = ""
    while batch := connection.execute(found.where(article.c.id > last)).all():
        yield [row.row for row in batch]
        last = batch[-1].id


def _article(row: Row[Any], marks: tuple[Mark, ...]) -> Article:
    return Article(
        id=row.id,
        path=row.path,
        fragment=row.fragment,
        media=row.media,
        raw_sha256=row.raw_sha256,
        text_sha256=row.text_sha256,
        text=row.body,
        facts=facts(row),
        marks=marks,
    )


def facts(row: Row[Any]) -> Facts:
    return Facts(**{name: getattr(row, name) for name in FACTS})


def _marks(connection: Connection, rows: Sequence[int]) -> dict[int, list[Mark]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for row in _numbered(connection, schema.mark, rows):
        marks[row.article].append(Mark(Span(row.start, row.end), row.kind, row.by))
    return marks


def _statements(connection: Connection, rows: Sequence[int]) -> dict[int, list[Statement]]:
    table = schema.statement
    found = select(table).where(table.c.article.in_(rows)).order_by(table.c.row)
    statements: dict[int, list[Statement]] = defaultdict(list)
    for row in connection.execute(found):
        statements[row.article].append(statement(row))
    return statements


def _names(connection: Connection, rows: Sequence[int]) -> dict[int, list[Name]]:
    names: dict[int, list[Name]] = defaultdict(list)
    for row in _numbered(connection, schema.name, rows):
        names[row.article].append(Name(Span(row.start, row.end), row.kind, row.confidence))
    return names


def _times(connection: Connection, rows: Sequence[int]) -> dict[int, list[Time]]:
    times: dict[int, list[Time]] = defaultdict(list)
    for row in _numbered(connection, schema.time, rows):
        span = Span(row.start, row.end)
        times[row.article].append(Time(span, row.type, row.value, row.mod, row.quant, row.freq))
    return times


def _references(connection: Connection, rows: Sequence[int]) -> dict[int, list[Reference]]:
    references: dict[int, list[Reference]] = defaultdict(list)
    for row in _numbered(connection, schema.reference, rows):
        mention = Span(row.mention_start, row.mention_end)
        antecedent = Span(row.antecedent_start, row.antecedent_end)
        references[row.article].append(Reference(mention, antecedent, row.confidence))
    return references


def _sentences(connection: Connection, rows: Sequence[int]) -> dict[int, tuple[Sentence, ...]]:
    table = schema.trees
    found = connection.execute(select(table).where(table.c.article.in_(rows)))
    return {row.article: unpack(row.packed) for row in found}


def _copy_groups(connection: Connection, rows: Sequence[int]) -> dict[int, str]:
    article, copy = schema.article, schema.copy
    found = select(copy.c.article, article.c.id).join(article, article.c.row == copy.c.origin)
    return {row[0]: row[1] for row in connection.execute(found.where(copy.c.article.in_(rows)))}


def _numbered(connection: Connection, table: Table, rows: Sequence[int]) -> CursorResult[Any]:
    """The rows of these articles from a table that numbers them, in order."""
    columns = table.c
    found = select(table).where(columns.article.in_(rows))
    return connection.execute(found.order_by(columns.article, columns.number))


def statement(row: Row[Any]) -> Statement:
    """The statement of a row that has all columns of the table."""
    values = row._mapping
    columns = schema.statement.c
    speaker = Speaker(
        name=values[columns.speaker],
        kind=values[columns.speaker_kind],
        named=values[columns.speaker_named],
        speaks_for=values[columns.speaks_for],
        actor=values[columns.actor],
        reason=values[columns.speaker_reason],
        confidence=1.0 if values[columns.speaker_confidence] is None else values[columns.speaker_confidence],
        others=_rivals(values[columns.speaker_others]),
    )
    said = _span(values[columns.said_start], values[columns.said_end])
    return Statement(
        id=values[columns.id],
        content=_spans(values[columns.content]),
        cue=_span(values[columns.cue_start], values[columns.cue_end]),
        source=_span(values[columns.source_start], values[columns.source_end]),
        speaker=speaker,
        mode=values[columns.mode],
        confidence=values[columns.confidence],
        reader=values[columns.reader],
        inside=values[columns.inside],
        distance=_spans(values[columns.distance]),
        via=tuple(json.loads(values[columns.via])),
        said_on=None if said is None else SaidOn(said, values[columns.said_iso]),
        toward=tuple(json.loads(values[columns.toward] or "[]")),
    )


def _rivals(written: str | None) -> tuple[Rival, ...]:
    return tuple(Rival(*one) for one in json.loads(written)) if written else ()


def own_speaker(cast: Speaker, row: Row[Any]) -> Speaker:
    """The speaker of a statement before decisions about actors; `row` has own_actor and own_speaker."""
    if row.own_speaker is None:
        return cast
    return replace(cast, **json.loads(row.own_speaker), actor=row.own_actor)


def _span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None else Span(start, end)


def _spans(pairs: str) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in json.loads(pairs))


def texts(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The texts of these articles, by article id."""
    article, text = schema.article, schema.text
    found = select(article.c.id, text.c.body).join(text, text.c.sha256 == article.c.text_sha256)
    return {row.id: row.body for row in connection.execute(found.where(article.c.id.in_(list(ids))))}
