"""The word index in SQLite: FTS5 tables that are given finished words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    Select,
    TableClause,
    Text,
    bindparam,
    column,
    func,
    insert,
    select,
    table,
)
from sqlalchemy import text as sql

from reportedly.ledger.entries import FIELDS, Entry, Kind
from reportedly.ledger.query import Term

# Matches that are ranked, the last saved: to rank 200,000 takes 200 ms, and a word in so many tells little.
MOST_RANKED = 20_000


@cache
def _table(kind: Kind) -> TableClause:
    names = [name for name, _ in FIELDS[kind]]
    return table(f"{kind}_words", column("rowid", Integer), *(column(name, Text) for name in names))


def _match(kind: Kind, query: str) -> ColumnElement[bool]:
    return column(f"{kind}_words").op("MATCH", return_type=Boolean())(bindparam("query", query, unique=True))


def _query(terms: Iterable[Term], field: str | None = None) -> str:
    """The terms in FTS5's language; words hold letters and digits only, so that quoting them is enough."""
    asked = " AND ".join(f'"{" ".join(term.words)}"{" *" if term.open_end else ""}' for term in terms)
    return f"{field} : ({asked})" if field else asked


@cache
def _insert_line(kind: Kind) -> str:
    names = ("rowid", *(name for name, _ in FIELDS[kind]))
    return f"INSERT INTO {kind}_words ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


def add(connection: Connection, kind: Kind, entries: Sequence[Entry]) -> None:
    """By the driver's own way, as save.py does: this is done for every statement."""
    rows = [(entry.row, *map(" ".join, entry.fields)) for entry in entries]
    if rows:
        connection.exec_driver_sql(_insert_line(kind), rows)


def drop(connection: Connection, kind: Kind, first: int, end: int) -> None:
    """Forget the rows from `first` up to but not including `end`."""
    words = _table(kind)
    connection.execute(words.delete().where(words.c.rowid >= first, words.c.rowid < end))


def forget(connection: Connection, kind: Kind, rows: Sequence[int]) -> None:
    """Forget these rows, wherever they lie."""
    words = _table(kind)
    connection.execute(words.delete().where(words.c.rowid.in_(rows)))


def matching(kind: Kind, terms: Sequence[Term], field: str | None = None) -> Select[Any]:
    """The rows that hold all terms, in the given field or anywhere."""
    return select(_table(kind).c.rowid).where(_match(kind, _query(terms, field)))


def ranked(connection: Connection, kind: Kind, terms: Sequence[Term], limit: int) -> list[tuple[int, float]]:
    """The best rows for the terms with their scores, best first."""
    words = _table(kind)
    weights = [weight for _, weight in FIELDS[kind]]
    score = func.bm25(column(f"{kind}_words"), *weights).label("score")
    matches = select(words.c.rowid, score).where(_match(kind, _query(terms)))
    last = matches.order_by(words.c.rowid.desc()).limit(MOST_RANKED).subquery()
    rows = connection.execute(select(last).order_by(last.c.score, last.c.rowid).limit(limit))
    return [(row.rowid, -row.score) for row in rows]


def differing(connection: Connection, kind: Kind, entries: Sequence[Entry], first: int, end: int) -> set[int]:
    """The rows from `first` up to `end` that are not exactly these entries."""
    words = _table(kind)
    kept = connection.execute(select(words).where(words.c.rowid >= first, words.c.rowid < end))
    stored: set[tuple[Any, ...]] = {tuple(row) for row in kept}
    expected: set[tuple[Any, ...]] = {(entry.row, *map(" ".join, entry.fields)) for entry in entries}
    return {int(row[0]) for row in stored ^ expected}


def size(connection: Connection, kind: Kind) -> int:
    return connection.scalar(select(func.count()).select_from(_table(kind))) or 0


def damage(connection: Connection) -> list[str]:
    """What the database says is wrong with its file, in its own words."""
    said = [str(row[0]) for row in connection.execute(sql("PRAGMA integrity_check(20)"))]
    return [line for line in said if line != "ok"]


def check(connection: Connection, kind: Kind) -> None:
    """Have the index compared with the words it was made of; raises DBAPIError. FTS5 counts it as writing."""
    itself = table(f"{kind}_words", column(f"{kind}_words"))
    connection.execute(insert(itself).values({f"{kind}_words": "integrity-check"}))
