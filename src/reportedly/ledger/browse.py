"""What the desk asks: sorted pages of articles, counts of facets, outlets and speakers, and their months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, case, func, literal_column, select

from reportedly.ledger import actors, copies, facets, find, schema
from reportedly.ledger.rows import (
    ArticleFilter,
    Facet,
    FacetCount,
    LibraryRow,
    Month,
    OutletRow,
    Sort,
    StatementFilter,
)

ARTICLE, READING, STATEMENT = schema.article, schema.reading, schema.statement
UNNAMED = func.sum(case((STATEMENT.c.speaker_named, 0), else_=1))
# Written out, not bound: PostgreSQL takes the same expression with two sets of values for two.
MONTH = func.substr(ARTICLE.c.published, literal_column("1"), literal_column("7"))
MOST_GROUPS = 5_000  # values of a facet that are looked at: the rest of a long tail is never shown


def library(
    connection: Connection, asked: ArticleFilter, sort: Sort, *, down: bool, page: tuple[int, int]
) -> list[LibraryRow]:
    """A page (limit, offset) of the articles that answer to the filter, each with its unnamed sources."""
    if sort == "date":
        rows = find.articles_by_day(connection, asked, page, down=down)
    else:
        rows = find.article_rows(connection, asked, _order(sort, down), *page)
    unnamed = _unnamed(connection, [row.row for row in rows])
    return [LibraryRow(find.article_of_row(row), unnamed.get(row.row, 0)) for row in rows]


def _order(sort: Sort, down: bool) -> list[ColumnElement[Any]]:
    """What is not known comes last, whichever way it goes."""
    column = _sorted_by(sort)
    last = case((column.is_(None), 1), else_=0)
    return [last, column.desc() if down else column.asc(), ARTICLE.c.id]


def _sorted_by(sort: Sort) -> ColumnElement[Any]:
    match sort:
        case "date":
            return ARTICLE.c.first_day
        case "outlet":
            return func.nullif(ARTICLE.c.outlet_key, "")
        case "title":
            return func.lower(func.coalesce(ARTICLE.c.title, ARTICLE.c.path))
        case "statements":
            return READING.c.statements
        case "copies":
            return schema.copy.c.others
        case "added":
            return ARTICLE.c.added_at
        case "unnamed":
            counted = select(UNNAMED).where(STATEMENT.c.article == ARTICLE.c.row).scalar_subquery()
            return counted * 1.0 / func.nullif(READING.c.statements, 0)


def _unnamed(connection: Connection, rows: Sequence[int]) -> dict[int, int]:
    found = select(STATEMENT.c.article, UNNAMED).where(STATEMENT.c.article.in_(rows))
    return {int(row[0]): int(row[1]) for row in connection.execute(found.group_by(STATEMENT.c.article))}


def facet(connection: Connection, asked: StatementFilter, name: Facet, most: int) -> tuple[FacetCount, ...]:
    """The commonest values of one facet among the statements that answer to the filter."""
    column = facets.COLUMNS[name]
    count = func.count().label("count")
    found = _of_statements(connection, asked, column, count).group_by(column).order_by(count.desc())
    groups = [(row[0], int(row[1])) for row in connection.execute(found.limit(MOST_GROUPS))]
    counts = facets.counted(name, groups, most)
    if name != "speaker":
        return counts
    called = actors.names(connection, [one.value for one in counts])
    return tuple(replace(one, name=called.get(one.value)) for one in counts)


def _of_statements(
    connection: Connection, asked: StatementFilter, *columns: ColumnElement[Any]
) -> Select[Any]:
    joined = STATEMENT.join(ARTICLE, ARTICLE.c.row == STATEMENT.c.article)
    return select(*columns).select_from(joined).where(*find.statement_conditions(connection, asked))


def months(connection: Connection, asked: StatementFilter) -> list[Month]:
    """How many statements there are in each month, of how many articles, and how many name nobody."""
    columns = (MONTH, func.count(func.distinct(ARTICLE.c.row)), func.count(), UNNAMED)
    found = _of_statements(connection, asked, *columns).where(ARTICLE.c.published.is_not(None))
    rows = connection.execute(found.group_by(MONTH).order_by(MONTH))
    return [Month(str(row[0]), int(row[1]), int(row[2]), int(row[3])) for row in rows]


def outlets(connection: Connection, most: int, offset: int = 0) -> list[OutletRow]:
    """The outlets with the most articles first; None stands for those whose outlet is not known."""
    held = func.count()
    day = ARTICLE.c.published
    sums = (held, func.coalesce(func.sum(READING.c.statements), 0), func.min(day), func.max(day))
    columns: list[Any] = [ARTICLE.c.outlet, *sums]
    found: Select[Any] = select(*columns).join(READING, READING.c.article == ARTICLE.c.row)
    grouped = found.group_by(ARTICLE.c.outlet).order_by(held.desc(), ARTICLE.c.outlet)
    rows = connection.execute(grouped.limit(most).offset(offset)).all()
    unnamed = _unnamed_by_outlet(connection, [row[0] for row in rows])
    return [_outlet_row(row, unnamed) for row in rows]


def outlet_names(connection: Connection, most: int) -> list[FacetCount]:
    """The outlets with the most articles, and how many each has: a tenth of the work of `outlets`."""
    count = func.count().label("count")
    found = select(ARTICLE.c.outlet, count).group_by(ARTICLE.c.outlet)
    rows = connection.execute(found.order_by(count.desc(), ARTICLE.c.outlet).limit(most))
    return [FacetCount(row[0] or facets.NOTHING, int(row[1])) for row in rows]


def _outlet_row(row: Row[Any], unnamed: dict[str | None, int]) -> OutletRow:
    name, articles, statements, first, last = tuple(row)
    return OutletRow(name, int(articles), int(statements), unnamed.get(name, 0), first, last)


def _unnamed_by_outlet(connection: Connection, names: Sequence[str | None]) -> dict[str | None, int]:
    wanted = StatementFilter(outlet_is=tuple(name or facets.NOTHING for name in names), named=False)
    if not names:
        return {}
    found = _of_statements(connection, wanted, ARTICLE.c.outlet, func.count()).group_by(ARTICLE.c.outlet)
    return {row[0]: int(row[1]) for row in connection.execute(found)}


def state(connection: Connection) -> str:
    """Another word each time something was read or decided: counts may be kept for as long as it stays."""
    marks = [func.max(schema.custody.c.row), func.max(schema.run.c.row)]
    values = [connection.scalar(select(mark)) for mark in marks]
    decided = connection.execute(
        select(func.count(), func.max(schema.decision.c.at)).select_from(schema.decision)
    ).one()
    return "-".join(str(value) for value in [*values, *decided, copies.state(connection)])
