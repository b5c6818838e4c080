"""Filters that were given a name."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, select

from reportedly.errors import ConflictError, LedgerError
from reportedly.ledger import schema
from reportedly.ledger.rows import SavedFilter
from reportedly.ledger.save import insert_all, now

SAVED = schema.saved_filter
MOST = 100  # filters; a longer list is no help


def saved(connection: Connection) -> list[SavedFilter]:
    """All of them by name, capitals apart."""
    rows = connection.execute(select(SAVED).order_by(func.lower(SAVED.c.name), SAVED.c.name))
    return [SavedFilter(row.name, row.page, row.query, row.author, row.at) for row in rows]


def keep(connection: Connection, given: SavedFilter, *, replace: bool) -> SavedFilter:
    """Keep it with the present time.

    Raises ConflictError where there is another of the name, unless that is to be replaced; LedgerError where
    there are too many.
    """
    known = connection.execute(select(SAVED).where(SAVED.c.name == given.name)).first()
    same = known is not None and (known.page, known.query) == (given.page, given.query)
    if known is not None and not (same or replace):
        raise ConflictError(
            f"there is a filter {given.name!r} already; expected another name, or to replace it"
        )
    if known is None and (connection.scalar(select(func.count()).select_from(SAVED)) or 0) >= MOST:
        raise LedgerError(f"{MOST} filters are saved already; expected to delete one first")
    connection.execute(delete(SAVED).where(SAVED.c.name == given.name))
    kept = SavedFilter(given.name, given.page, given.query, given.author, now())
    row: dict[str, object] = {
        "name": kept.name,
        "page": kept.page,
        "query": kept.query,
        "author": kept.author,
        "at": kept.at,
    }
    insert_all(connection, SAVED, [row])
    return kept


def drop(connection: Connection, name: str) -> bool:
    """Delete the filter of this name; False where there is none."""
    return connection.execute(delete(SAVED).where(SAVED.c.name == name)).rowcount > 0
