"""Sketches of texts, and the groups of copies that were found by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, select, update

from reportedly.ledger import load, schema
from reportedly.ledger.rows import Copies, CopyRow, Sketches
from reportedly.ledger.save import insert_all
from reportedly.records import CopyGroup

ARTICLE, SKETCH, COPY = schema.article, schema.sketch, schema.copy
MARK = "copies"  # in the table `meta`: another word each time groups are kept
TOGETHER = 500
LEAST_HIDDEN = 0.5  # of an article's words that stand in the origin: below, it has more to say than that


def state(connection: Connection) -> str:
    """Another word each time groups were kept; "" before the first time."""
    found = select(schema.meta.c.value).where(schema.meta.c.key == MARK)
    return connection.scalar(found) or ""


def sketches(connection: Connection) -> Sketches:
    """All sketches and groups as they stand."""
    held = select(ARTICLE.c.id, ARTICLE.c.outlet, SKETCH.c.packed).join(SKETCH).where(_is_of_its_text())
    origin = ARTICLE.alias()
    joined = select(ARTICLE.c.id, origin.c.id).join(COPY, COPY.c.article == ARTICLE.c.row)
    pairs = connection.execute(joined.join(origin, origin.c.row == COPY.c.origin).order_by(ARTICLE.c.id))
    return Sketches(
        state=state(connection),
        held=tuple((row[0], row[1] or "", row[2]) for row in connection.execute(held.order_by(ARTICLE.c.id))),
        joined=tuple((row[0], row[1]) for row in pairs),
    )


def _is_of_its_text() -> ColumnElement[bool]:
    return SKETCH.c.text_sha256 == ARTICLE.c.text_sha256


def without_sketch(connection: Connection) -> list[str]:
    """The ids of the articles that have none of their present text."""
    has = select(SKETCH.c.article).join(ARTICLE, ARTICLE.c.row == SKETCH.c.article).where(_is_of_its_text())
    found = select(ARTICLE.c.id).where(ARTICLE.c.row.not_in(has.correlate(None)))
    return list(connection.scalars(found.order_by(ARTICLE.c.id)))


def forget(connection: Connection, row: int) -> None:
    """Have the article in this row looked at again."""
    connection.execute(delete(SKETCH).where(SKETCH.c.article == row))


def keep(
    connection: Connection,
    made: Mapping[str, tuple[str, bytes]],
    groups: Iterable[CopyGroup],
    looked_at: Collection[str],
    seen: str,
) -> bool:
    """Keep sketches and the groups among the articles looked at, in the place of those they were in.

    `made` has the SHA-256 of the text with each sketch. Nothing is kept, and False comes back, where others
    have kept groups since `seen`.
    """
    if state(connection) != seen:
        return False
    kept = list(groups)
    row = _rows(connection, {*made, *looked_at})
    for batch in load.batches([row[one] for one in made], TOGETHER):
        connection.execute(delete(SKETCH).where(SKETCH.c.article.in_(batch)))
    for batch in load.batches([row[one] for one in looked_at], TOGETHER):
        connection.execute(delete(COPY).where(COPY.c.article.in_(batch)))
    packed = [
        {"article": row[one], "text_sha256": text, "packed": sketch} for one, (text, sketch) in made.items()
    ]
    insert_all(connection, SKETCH, packed)
    insert_all(connection, COPY, [line for group in kept for line in _lines(group, row)])
    _mark(connection)
    return True


def _lines(group: CopyGroup, row: Mapping[str, int]) -> Iterator[dict[str, object]]:
    for article, shared in group.shared:
        yield {
            "article": row[article],
            "origin": row[group.origin],
            "shared": shared,
            "others": len(group.shared) - 1,
            "reason": group.reason,
            "credited": group.credited,
        }


def _rows(connection: Connection, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for batch in load.batches(ids, TOGETHER):
        lines = connection.execute(select(ARTICLE.c.id, ARTICLE.c.row).where(ARTICLE.c.id.in_(batch)))
        found |= {line.id: line.row for line in lines}
    return found


def _mark(connection: Connection) -> None:
    value = {"value": uuid4().hex}
    known = connection.execute(update(schema.meta).where(schema.meta.c.key == MARK).values(value))
    if known.rowcount == 0:
        insert_all(connection, schema.meta, [{"key": MARK, **value}])


def of_article(connection: Connection, row: int) -> Copies | None:
    """The group that the article in this row is in: the origin first, then the others by date."""
    mine = connection.execute(select(COPY).where(COPY.c.article == row)).first()
    if mine is None:
        return None
    columns = (ARTICLE.c.id, ARTICLE.c.path, ARTICLE.c.title, ARTICLE.c.outlet, ARTICLE.c.published)
    found = select(*columns, COPY.c.shared).join(COPY, COPY.c.article == ARTICLE.c.row)
    order = (COPY.c.article != mine.origin, ARTICLE.c.first_day, ARTICLE.c.id)
    lines = connection.execute(found.where(COPY.c.origin == mine.origin).order_by(*order)).all()
    return Copies(lines[0].id, mine.reason, mine.credited, tuple(CopyRow(*line) for line in lines))


def groups(connection: Connection) -> dict[str, str]:
    """The origin's id for the id of each article whose text others carry."""
    return dict(sketches(connection).joined)


def met_again() -> ColumnElement[bool]:
    """Whether others carry the article's text."""
    return ARTICLE.c.row.in_(select(COPY.c.article))


def is_copy() -> ColumnElement[bool]:
    """Whether most of its words stand in an earlier article, so that it says little that is its own."""
    taken = select(COPY.c.article).where(COPY.c.origin != COPY.c.article, COPY.c.shared >= LEAST_HIDDEN)
    return ARTICLE.c.row.in_(taken)
