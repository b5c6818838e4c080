"""Checks that everything is as it was kept: hashes again, every span, custody, the index."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence, Set
from hashlib import sha256
from typing import get_args

from sqlalchemy import Connection, case, func, select
from sqlalchemy.exc import DBAPIError

from reportedly.ledger import load, schema
from reportedly.ledger.cast import Cast
from reportedly.ledger.codec import decision_id
from reportedly.ledger.corrections import COLUMNS, actors_cast, corrected, of_article
from reportedly.ledger.entries import Kind, article_entry, statement_entry
from reportedly.ledger.findings import TABLES, findings_sha256, name_keys, places, spans_of
from reportedly.ledger.index import index_of
from reportedly.ledger.rows import Finding
from reportedly.ledger.schema import ROOM
from reportedly.records import MODES, Article, NameKind, Reading, Statement, TimeType, article_id

ARTICLE = schema.article
KINDS: tuple[Kind, ...] = ("article", "statement")
UNREADABLE = (ValueError, TypeError, KeyError, DBAPIError)  # what a row that was tampered with may cause
NAME_KINDS, TIME_TYPES = get_args(NameKind), get_args(TimeType)
Place = tuple[int, str, str]  # row number, id and path of an article


def verify(connection: Connection, checked: Callable[[], None]) -> Iterator[Finding]:
    """Name everything that is not as it was kept; `checked` is called after each article."""
    try:
        for line in index_of(connection).damage(connection):
            yield Finding(None, None, f"the database file is damaged: {line}")
        yield from _strays(connection)
        yield from _decisions(connection)
        yield from _copies(connection)
        cast = actors_cast(connection)
        for batch in _batches(connection):
            for place, reading in zip(batch, _readings(connection, batch), strict=True):
                for what in [reading] if isinstance(reading, str) else _wrong(connection, place[0], reading):
                    yield Finding(place[1], place[2], what)
                if not isinstance(reading, str):
                    for what in _uncorrected(connection, place[0], reading, cast):
                        yield Finding(place[1], place[2], what)
                checked()
    except DBAPIError as error:
        yield Finding(None, None, f"the database cannot be read further: {error.orig}")


def _decisions(connection: Connection) -> Iterator[Finding]:
    """Decisions that are not what their ids say."""
    for row in connection.execute(select(*COLUMNS).order_by(schema.decision.c.id)):
        if decision_id(row.at, row.author, row.action) != row.id:
            yield Finding(None, None, f"decision {row.id} has changed: its id does not follow from the rest")


def _copies(connection: Connection) -> Iterator[Finding]:
    """Copy groups that have not as many articles as they say, or not their origin among them."""
    copy = schema.copy
    is_origin = case((copy.c.article == copy.c.origin, 1), else_=0)
    sums = (func.count(), func.min(copy.c.others), func.max(copy.c.others), func.sum(is_origin))
    found = select(ARTICLE.c.id, ARTICLE.c.path, *sums).join(ARTICLE, ARTICLE.c.row == copy.c.origin)
    for ref, path, held, least, most, origins in connection.execute(
        found.group_by(ARTICLE.c.id, ARTICLE.c.path).order_by(ARTICLE.c.id)
    ):
        if not held == least + 1 == most + 1 or origins != 1:
            yield Finding(
                ref,
                path,
                f"the group of its copies holds {held} articles; expected {most + 1}, it among them",
            )


def _batches(connection: Connection) -> Iterator[list[Place]]:
    """All articles by id, a few at a time."""
    columns = select(ARTICLE.c.row, ARTICLE.c.id, ARTICLE.c.path).order_by(ARTICLE.c.id)
    for rows in load.rows_by_id(connection):
        batch = connection.execute(columns.where(ARTICLE.c.row.in_(rows)))
        yield [(row.row, row.id, row.path) for row in batch]


def _readings(connection: Connection, batch: Sequence[Place]) -> list[Reading | str]:
    """The readings, or why one cannot be read."""
    try:
        return list(load.readings(connection, [row for row, _, _ in batch]))
    except UNREADABLE as error:
        if len(batch) == 1:
            return [f"its rows cannot be read: {error}"]
    return [one for place in batch for one in _readings(connection, [place])]


def _strays(connection: Connection) -> Iterator[Finding]:
    """What belongs to no article, and so would be checked with none."""
    tables = (
        schema.mark,
        schema.reading,
        schema.statement,
        *TABLES,
        schema.trees,
        schema.machine,
        schema.custody,
        schema.sketch,
        schema.copy,
    )
    for table in tables:
        lost = select(func.count()).select_from(table).where(table.c.article.not_in(select(ARTICLE.c.row)))
        if number := connection.scalar(lost):
            yield Finding(None, None, f"{number} rows of table {table.name!r} belong to no article")
    for kind, table in zip(KINDS, (ARTICLE, schema.statement), strict=True):
        kept = connection.scalar(select(func.count()).select_from(table))
        indexed = index_of(connection).size(connection, kind)
        if kept != indexed:
            yield Finding(None, None, f"the word index holds {indexed} {kind}s; expected {kept}")


def _wrong(connection: Connection, row: int, reading: Reading) -> Iterator[str]:
    """What is wrong with one article."""
    article = reading.article
    if sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != article.text_sha256:
        yield f"its text has changed: its SHA-256 is no longer {article.text_sha256}"
    yield from _raw(connection, article)
    yield from _custody(connection, row, article)
    misfits = list(_misfits(reading))
    yield from misfits
    if not misfits:  # the index is made from what the spans stand for
        yield from _index(connection, row, reading)


def _uncorrected(connection: Connection, row: int, kept: Reading, cast: Cast) -> Iterator[str]:
    """Whether the machine's findings are those that were hashed, and the rest what decisions make of them."""
    try:
        machine = load.machine_reading(connection, row, kept)
    except (*UNREADABLE, zlib.error) as error:
        yield f"what the machine found in it cannot be read: {error}"
        return
    noted = connection.scalar(select(schema.reading.c.findings_sha256).where(schema.reading.c.article == row))
    packed = connection.scalar(select(schema.trees.c.packed).where(schema.trees.c.article == row))
    if noted != findings_sha256(machine, packed):
        yield "its facts, marks or findings have changed: their SHA-256 is no longer the one noted"
    elif corrected(machine, of_article(connection, machine.article.id), cast).effective != kept:
        yield "its facts or statements are not what its decisions make of what the machine found"


def _raw(connection: Connection, article: Article) -> Iterator[str]:
    kept = select(schema.raw.c.packed, schema.raw.c.size).where(schema.raw.c.sha256 == article.raw_sha256)
    row = connection.execute(kept).first()
    if row is None:
        yield f"its raw bytes are missing: SHA-256 {article.raw_sha256}"
        return
    try:
        content = zlib.decompress(row.packed)
    except zlib.error as error:
        yield f"its raw bytes have changed: they cannot be unpacked ({error})"
        return
    if sha256(content).hexdigest() != article.raw_sha256 or len(content) != row.size:
        yield f"its raw bytes have changed: their SHA-256 is no longer {article.raw_sha256}"


def _custody(connection: Connection, row: int, article: Article) -> Iterator[str]:
    if article_id(article.raw_sha256, article.fragment) != article.id:
        yield f"its id does not follow from its raw bytes: SHA-256 {article.raw_sha256}"
    custody = schema.custody
    columns = select(custody.c.raw_sha256, custody.c.path)
    lines = connection.execute(columns.where(custody.c.article == row)).all()
    if not lines:
        yield "its custody is missing; expected one line at least"
    elif article.path not in {line.path for line in lines}:
        yield f"its path {article.path} is not one that custody names"
    if any(line.raw_sha256 != article.raw_sha256 for line in lines):
        yield f"its custody names other raw bytes; expected SHA-256 {article.raw_sha256}"


def _misfits(reading: Reading) -> Iterator[str]:
    """Spans beyond the text, and statements that contradict what they say of each other."""
    length = len(reading.article.text)
    for mark in reading.article.marks:
        if mark.span.end > length:
            yield f"mark {mark.span.start}:{mark.span.end} ({mark.kind}) does not fit its {length} characters"
    ids = [statement.id for statement in reading.statements]
    if len(set(ids)) != len(ids):
        yield "two of its statements have the same id"
    for statement in reading.statements:
        yield from _misfit(statement, length, set(ids))
    for what, span in places(reading):
        if span.end > length:
            yield f"{what} {span.start}:{span.end} does not fit its {length} characters"
    yield from _unknown("name", {name.kind for name in reading.names}, NAME_KINDS)
    yield from _unknown("time", {time.type for time in reading.times}, TIME_TYPES)


def _unknown(what: str, kinds: Set[str], known: Sequence[str]) -> Iterator[str]:
    for kind in sorted(kinds - set(known)):
        yield f"a {what} of it has kind {kind!r}; expected one of {', '.join(known)}"


def _misfit(statement: Statement, length: int, ids: set[str]) -> Iterator[str]:
    for span in spans_of(statement):
        if span.end > length:
            yield f"statement {statement.id}: {span.start}:{span.end} does not fit its {length} characters"
    if not statement.content:
        yield f"statement {statement.id} has no content"
    if statement.inside is not None and statement.inside not in ids:
        yield f"statement {statement.id} stands inside {statement.inside}, which there is not"
    if statement.mode not in MODES:
        yield f"statement {statement.id} has mode {statement.mode!r}; expected one of {', '.join(MODES)}"


def _index(connection: Connection, row: int, reading: Reading) -> Iterator[str]:
    index, statements = index_of(connection), reading.statements
    counted = select(schema.reading.c.statements).where(schema.reading.c.article == row)
    if connection.scalar(counted) != len(statements):
        yield f"it has {len(statements)} statements, which is not the number noted when it was read"
    entry = article_entry(row, reading.article)
    if index.differing(connection, "article", [entry], row, row + 1):
        yield "the word index is out of step with its text"
    first = row * ROOM
    entries = [statement_entry(first + n, one, reading.article.text) for n, one in enumerate(statements)]
    if index.differing(connection, "statement", entries, first, first + ROOM):
        yield "the word index is out of step with its statements"
    keys = select(schema.name.c.key).where(schema.name.c.article == row).order_by(schema.name.c.number)
    if list(connection.scalars(keys)) != name_keys(reading):
        yield "the index of names is out of step with its names"
