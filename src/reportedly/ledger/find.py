"""Listings: which articles and statements answer to a filter, and which one a reference means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, false, func, or_, select

from reportedly.errors import LedgerError
from reportedly.ledger import copies, facets, load, schema
from reportedly.ledger.dates import NO_FIRST_DAY, first_day, last_day
from reportedly.ledger.entries import Kind
from reportedly.ledger.fold import key
from reportedly.ledger.index import index_of
from reportedly.ledger.query import parse
from reportedly.ledger.rows import (
    ArticleFilter,
    ArticleRow,
    Counts,
    Custody,
    StatementFilter,
    StatementRow,
)
from reportedly.records import Span, Unread

ARTICLE, READING, STATEMENT, COPY = schema.article, schema.reading, schema.statement, schema.copy
ORDER = (ARTICLE.c.first_day, ARTICLE.c.id, STATEMENT.c.row)
NEWEST = (ARTICLE.c.first_day.desc(), ARTICLE.c.id, STATEMENT.c.row)
Condition = ColumnElement[bool]
TOGETHER = 500  # rows asked for at once: a query has room for so many numbers in every database
MOST_NAMED = 5  # articles named where a reference means several


def articles(
    connection: Connection, asked: ArticleFilter, limit: int | None, offset: int
) -> list[ArticleRow]:
    """The articles that answer to the filter, by date and then id; those without a date come last."""
    by_day = (ARTICLE.c.first_day, ARTICLE.c.id)
    return [article_of_row(row) for row in article_rows(connection, asked, by_day, limit, offset)]


def article_rows(
    connection: Connection,
    asked: ArticleFilter,
    order: Iterable[ColumnElement[Any]],
    limit: int | None,
    offset: int,
) -> Sequence[Row[Any]]:
    """As `articles`, in any order, as rows that still know their numbers."""
    found = _articles(connection, asked).order_by(*order)
    return connection.execute(found.limit(limit).offset(offset)).all()


def _articles(connection: Connection, asked: ArticleFilter) -> Select[Any]:
    columns = (READING.c.reader, READING.c.skipped, READING.c.words, READING.c.statements)
    others = func.coalesce(COPY.c.others, 0).label("copies")
    found = select(ARTICLE, *columns, others).join(READING, READING.c.article == ARTICLE.c.row)
    found = found.outerjoin(COPY, COPY.c.article == ARTICLE.c.row)
    return found.where(*_article_conditions(connection, asked))


def articles_by_day(
    connection: Connection, asked: ArticleFilter, page: tuple[int, int], *, down: bool
) -> Sequence[Row[Any]]:
    """A page (limit, offset) by date, those without one last: downwards by two ways through the index."""
    limit, offset = page
    if not down:
        return article_rows(connection, asked, (ARTICLE.c.first_day, ARTICLE.c.id), limit, offset)
    has_day = ARTICLE.c.first_day < NO_FIRST_DAY
    dated = _articles(connection, asked).where(has_day).order_by(ARTICLE.c.first_day.desc(), ARTICLE.c.id)
    rows = list(connection.execute(dated.limit(limit).offset(offset)))
    if len(rows) < limit:
        conditions = _article_conditions(connection, asked)
        before = connection.scalar(select(func.count()).select_from(ARTICLE).where(has_day, *conditions))
        rest = _articles(connection, asked).where(ARTICLE.c.first_day == NO_FIRST_DAY).order_by(ARTICLE.c.id)
        rows += connection.execute(rest.limit(limit - len(rows)).offset(max(0, offset - (before or 0))))
    return rows


def count_articles(connection: Connection, asked: ArticleFilter) -> int:
    conditions = _article_conditions(connection, asked)
    return connection.scalar(select(func.count()).select_from(ARTICLE).where(*conditions)) or 0


def statements(
    connection: Connection, asked: StatementFilter, limit: int | None, offset: int
) -> list[StatementRow]:
    """The statements that answer to the filter, by date, article and then place in it."""
    page = _in_order(connection, asked).limit(limit).offset(offset)
    found = _listed().where(STATEMENT.c.row.in_(page)).order_by(*ORDER)
    return list(_statement_rows(connection, connection.execute(found)))


def newest_statements(
    connection: Connection, asked: StatementFilter, limit: int | None, offset: int
) -> list[StatementRow]:
    """As `statements`, the newest first; those without a date still come last.

    The two are asked for apart, so that the index of days can be gone through from its end.
    """
    has_day = ARTICLE.c.first_day < NO_FIRST_DAY
    dated = _in_order(connection, asked, NEWEST).where(has_day)
    rows = list(connection.scalars(dated.limit(limit).offset(offset)))
    if limit is None or len(rows) < limit:
        before = select(func.count()).select_from(STATEMENT.join(ARTICLE))
        conditions = statement_conditions(connection, asked)
        skipped = max(0, offset - (connection.scalar(before.where(has_day, *conditions)) or 0))
        rest = _in_order(connection, asked).where(ARTICLE.c.first_day == NO_FIRST_DAY).offset(skipped)
        rows += connection.scalars(rest.limit(None if limit is None else limit - len(rows)))
    made: dict[int, StatementRow] = {}
    for batch in load.batches(rows, TOGETHER):
        made |= statements_by_row(connection, batch)
    return [made[row] for row in rows]


def _in_order(
    connection: Connection, asked: StatementFilter, order: Iterable[ColumnElement[Any]] = ORDER
) -> Select[Any]:
    """The row numbers of the statements asked for, in order; only these are sorted, not whole rows.

    Without a short list to begin with, SQLite must go through the articles by date: left to itself it goes
    through all statements and sorts them, which takes 40 ms for a first page. `row + 0` bars that way.
    """
    lists = (asked.text, asked.article, asked.actor)
    short = any(one is not None for one in lists) or connection.dialect.name != "sqlite"
    row = ARTICLE.c.row if short else ARTICLE.c.row + 0
    found = select(STATEMENT.c.row).join(ARTICLE, row == STATEMENT.c.article)
    return found.where(*statement_conditions(connection, asked)).order_by(*order)


def count_statements(connection: Connection, asked: StatementFilter) -> int:
    conditions = statement_conditions(connection, asked)
    if not conditions:
        return connection.scalar(select(func.coalesce(func.sum(READING.c.statements), 0))) or 0
    counted = select(func.count()).select_from(STATEMENT.join(ARTICLE)).where(*conditions)
    return connection.scalar(counted) or 0


def statements_by_row(connection: Connection, rows: Iterable[int]) -> dict[int, StatementRow]:
    """The statements with these row numbers, by row number."""
    wanted = list(rows)
    kept = connection.execute(_listed().where(STATEMENT.c.row.in_(wanted)).order_by(STATEMENT.c.row)).all()
    made = _statement_rows(connection, kept)
    return {row._mapping[STATEMENT.c.row]: one for row, one in zip(kept, made, strict=True)}


def _listed() -> Select[Any]:
    about = (ARTICLE.c.id, ARTICLE.c.path, ARTICLE.c.title, ARTICLE.c.outlet, ARTICLE.c.published)
    return select(STATEMENT, *about).join(ARTICLE, ARTICLE.c.row == STATEMENT.c.article)


def _statement_rows(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[StatementRow]:
    for batch in load.batches(rows):
        texts = load.texts(connection, {row._mapping[ARTICLE.c.id] for row in batch})
        for row in batch:
            yield _statement_row(row, texts[row._mapping[ARTICLE.c.id]])


def _statement_row(row: Row[Any], text: str) -> StatementRow:
    values, statement = row._mapping, load.statement(row)
    return StatementRow(
        article=values[ARTICLE.c.id],
        path=values[ARTICLE.c.path],
        title=values[ARTICLE.c.title],
        outlet=values[ARTICLE.c.outlet],
        published=values[ARTICLE.c.published],
        statement=statement,
        content=tuple(span.of(text) for span in statement.content),
        cue=_words(statement.cue, text),
        source=_words(statement.source, text),
        distance=tuple(span.of(text) for span in statement.distance),
    )


def _words(span: Span | None, text: str) -> str | None:
    return None if span is None else span.of(text)


def article_of_row(row: Row[Any]) -> ArticleRow:
    return ArticleRow(
        id=row.id,
        path=row.path,
        media=row.media,
        facts=load.facts(row),
        added_at=row.added_at,
        reader=row.reader,
        skipped=row.skipped,
        words=row.words,
        statements=row.statements,
        copies=row.copies,
    )


def _article_conditions(connection: Connection, asked: ArticleFilter) -> list[Condition]:
    conditions = _published(asked)
    if asked.language is not None:
        conditions.append(ARTICLE.c.language == asked.language)
    if asked.text is not None:
        conditions.append(_holds(connection, "article", asked.text, ARTICLE.c.row))
    if asked.outlet_is:
        conditions.append(facets.one_of(ARTICLE.c.outlet, asked.outlet_is))
    if asked.copies is not None:
        conditions.append(copies.met_again() if asked.copies == "only" else ~copies.is_copy())
    return conditions


def statement_conditions(connection: Connection, asked: StatementFilter) -> list[Condition]:
    conditions = [*_published(asked), *facets.conditions(asked)]
    if asked.speaker is not None:
        conditions.append(_named(STATEMENT.c.speaker_key, asked.speaker))
    if asked.actor is not None:
        conditions.append(STATEMENT.c.actor == asked.actor)
    if asked.mode is not None:
        conditions.append(STATEMENT.c.mode == asked.mode)
    if asked.distance is not None:
        conditions.append(STATEMENT.c.distant.is_(asked.distance))
    if asked.text is not None:
        conditions.append(_holds(connection, "statement", asked.text, STATEMENT.c.row, "content"))
    if asked.article is not None:
        conditions.append(STATEMENT.c.article == article_row(connection, asked.article))
    return conditions


def _published(asked: ArticleFilter | StatementFilter) -> list[Condition]:
    conditions: list[Condition] = []
    if asked.outlet is not None:
        conditions.append(_named(ARTICLE.c.outlet_key, asked.outlet))
    if asked.since is not None:
        conditions.append(ARTICLE.c.last_day >= first_day(asked.since, "since"))
    if asked.until is not None:
        conditions.append(ARTICLE.c.first_day <= last_day(asked.until, "until"))
    return conditions


def _named(column: ColumnElement[str], name: str) -> Condition:
    """A name that has the asked words in a row, the last perhaps unfinished; no words are in no name."""
    words = key(name)
    return column.contains(words) if words else false()


def _holds(
    connection: Connection, kind: Kind, query: str, row: ColumnElement[int], field: str | None = None
) -> Condition:
    terms = parse(query)
    return row.in_(index_of(connection).matching(kind, terms, field)) if terms else false()


def article_row(connection: Connection, ref: str) -> int:
    """The row number of the one article that a reference means.

    A reference is an id, a path, the beginning of an id (four characters at least), the end of a path, or a
    file name without its ending. Raises LedgerError where it means none or several.
    """
    for condition in _meanings(ref):
        found = connection.execute(
            select(ARTICLE.c.row, ARTICLE.c.id, ARTICLE.c.path)
            .where(condition)
            .order_by(ARTICLE.c.id)
            .limit(MOST_NAMED + 1)
        ).all()
        if len(found) == 1:
            return int(found[0].row)
        if found:
            raise LedgerError(_several(ref, found))
    raise LedgerError(
        f"the ledger holds no article {ref!r}; expected an article id, its beginning, or a path"
    )


def _meanings(ref: str) -> Iterator[Condition]:
    """What a reference may mean, the strictest first."""
    yield ARTICLE.c.id == ref
    yield ARTICLE.c.path == ref
    yield ARTICLE.c.row.in_(select(schema.custody.c.article).where(schema.custody.c.path == ref))
    if len(ref) >= 4 and ref.isalnum():
        yield ARTICLE.c.id.startswith(ref, autoescape=True)
    if ref:
        yield or_(*(ARTICLE.c.path.endswith(border + ref, autoescape=True) for border in "/\\"))
        yield or_(*(ARTICLE.c.path.contains(f"{border}{ref}.", autoescape=True) for border in "/\\"))
        yield ARTICLE.c.path.startswith(f"{ref}.", autoescape=True)
        yield or_(ARTICLE.c.path.startswith(f"{ref}#", autoescape=True), _path_met(f"/{ref}"))


def _path_met(ending: str) -> Condition:
    """Articles whose bytes were met at a path with this ending as well."""
    custody = schema.custody
    return ARTICLE.c.row.in_(
        select(custody.c.article).where(custody.c.path.endswith(ending, autoescape=True))
    )


def _several(ref: str, found: Sequence[Any]) -> str:
    named = ", ".join(f"{row.id} ({row.path})" for row in found[:MOST_NAMED])
    more = " and more" if len(found) > MOST_NAMED else ""
    return f"{ref!r} means several articles: {named}{more}; expected one of these ids"


def statement_row(connection: Connection, ref: str) -> StatementRow:
    """The one statement that "ARTICLE:s3" means. Raises LedgerError where there is none."""
    article_ref, colon, statement_id = ref.rpartition(":")
    if not colon or not article_ref:
        raise LedgerError(f"{ref!r} names no statement; expected a form like 1f0c:s3, article and statement")
    row = article_row(connection, article_ref)
    found = _listed().where(STATEMENT.c.article == row, STATEMENT.c.id == statement_id)
    for one in _statement_rows(connection, connection.execute(found)):
        return one
    raise LedgerError(f"article {article_ref!r} has no statement {statement_id!r}")


def ids_read_by(connection: Connection, reader: str) -> set[str]:
    found = select(ARTICLE.c.id).join(READING, READING.c.article == ARTICLE.c.row)
    return set(connection.scalars(found.where(READING.c.reader == reader)))


def has_reading(connection: Connection, article_id: str, reader: str) -> bool:
    found = select(READING.c.reader).join(ARTICLE, READING.c.article == ARTICLE.c.row)
    return connection.scalar(found.where(ARTICLE.c.id == article_id)) == reader


def custody(connection: Connection, row: int) -> list[Custody]:
    """The custody of an article, oldest first."""
    table = schema.custody
    found = (
        select(table, ARTICLE.c.id)
        .join(ARTICLE, ARTICLE.c.row == table.c.article)
        .where(table.c.article == row)
        .order_by(table.c.row)
    )
    return [
        Custody(
            article=line.id,
            at=line.at,
            path=line.path,
            version=line.version,
            raw_sha256=line.raw_sha256,
            text_sha256=line.text_sha256,
            action=line.action,
        )
        for line in connection.execute(found)
    ]


def unread(connection: Connection) -> list[Unread]:
    """What the last run did not read, and why."""
    table = schema.unread
    last = select(func.max(schema.run.c.row)).scalar_subquery()
    found = select(table).where(table.c.run == last).order_by(table.c.row)
    return [Unread(row.path, row.reason) for row in connection.execute(found)]


def counts(connection: Connection) -> Counts:
    sums = select(
        func.count(),
        func.coalesce(func.sum(READING.c.statements), 0),
        func.count(READING.c.skipped),
        func.coalesce(func.sum(READING.c.words), 0),
    )
    held, found, skipped, words = connection.execute(sums.select_from(READING)).one()
    outlets = select(func.count(func.distinct(ARTICLE.c.outlet)))
    return Counts(held, int(found), skipped, int(words), connection.scalar(outlets) or 0)
