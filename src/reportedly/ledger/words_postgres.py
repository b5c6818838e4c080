"""The word index in PostgreSQL: tsvectors written out word by word, so that its parser decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    ARRAY,
    REAL,
    Boolean,
    ColumnElement,
    Connection,
    Select,
    TableClause,
    cast,
    column,
    func,
    insert,
    literal,
    select,
    table,
    union,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from reportedly.ledger.entries import FIELDS, Entry, Kind
from reportedly.ledger.query import Term

LABELS = "ABD"  # one for each field of FIELDS
PART = 3_000  # words in a row: at most 64 letters of 4 bytes each stay below a tsvector's limit of 1 MB
OVERLAP = 50  # words repeated in the next part, so that a phrase across the border is found
BY_LENGTH_BELOW_1 = 1 | 32  # divided by the logarithm of the length, then kept below 1
MOST_RANKED = 5_000  # matches that are ranked: ts_rank reads each one's whole row


@cache
def _table(kind: Kind) -> TableClause:
    return table(f"{kind}_words", column("owner"), column("part"), column("words", TSVECTOR))


def _label(kind: Kind, field: str) -> str:
    return LABELS[[name for name, _ in FIELDS[kind]].index(field)]


def _vectors(entry: Entry) -> list[str]:
    """The entry's words with their places and labels in the form of a tsvector, one for each part."""
    labelled = list(
        chain.from_iterable(
            ((word, label) for word in field) for field, label in zip(entry.fields, LABELS, strict=False)
        )
    )
    starts = range(0, max(1, len(labelled) - OVERLAP), PART - OVERLAP)
    return [_vector(labelled[start : start + PART]) for start in starts]


def _vector(labelled: list[tuple[str, str]]) -> str:
    return " ".join(f"'{word}':{place}{label}" for place, (word, label) in enumerate(labelled, 1))


def _one(term: Term, label: str) -> str:
    """A term in the form of a tsquery: words that follow each other, the last perhaps open-ended."""
    ends = [label] * len(term.words)
    ends[-1] = ("*" if term.open_end else "") + label
    quoted = (f"'{word}'" + (f":{end}" if end else "") for word, end in zip(term.words, ends, strict=True))
    return "(" + " <-> ".join(quoted) + ")"


def _meets(words: TableClause, query: str) -> ColumnElement[bool]:
    return words.c.words.op("@@", return_type=Boolean())(cast(literal(query), TSQUERY))


def add(connection: Connection, kind: Kind, entries: Sequence[Entry]) -> None:
    words = _table(kind)
    rows = [
        {"owner": entry.row, "part": part, "words": vector}
        for entry in entries
        for part, vector in enumerate(_vectors(entry))
    ]
    if rows:
        connection.execute(insert(words), rows)


def drop(connection: Connection, kind: Kind, first: int, end: int) -> None:
    """Forget the rows from `first` up to but not including `end`."""
    words = _table(kind)
    connection.execute(words.delete().where(words.c.owner >= first, words.c.owner < end))


def forget(connection: Connection, kind: Kind, rows: Sequence[int]) -> None:
    """Forget these rows, wherever they lie."""
    words = _table(kind)
    connection.execute(words.delete().where(words.c.owner.in_(rows)))


def matching(kind: Kind, terms: Sequence[Term], field: str | None = None) -> Select[Any]:
    """The rows that hold all terms, in the given field or anywhere; of a long one, each in some part."""
    words = _table(kind)
    asked = [_one(term, _label(kind, field) if field else "") for term in terms]
    whole = select(words.c.owner).where(_meets(words, " & ".join(asked)))
    long = (
        select(words.c.owner)
        .where(words.c.owner.in_(select(words.c.owner).where(words.c.part == 1)))
        .where(_meets(words, " | ".join(asked)))
        .group_by(words.c.owner)
        .having(*(func.bool_or(_meets(words, one)) for one in asked))
    )
    return select(union(whole, long).subquery().c.owner)


def ranked(connection: Connection, kind: Kind, terms: Sequence[Term], limit: int) -> list[tuple[int, float]]:
    """The best rows for the terms with their scores, best first."""
    words = _table(kind)
    found = matching(kind, terms).limit(MOST_RANKED)
    asked = cast(literal(" | ".join(_one(term, "") for term in terms)), TSQUERY)
    rank = func.ts_rank(cast(_weights(kind), ARRAY(REAL)), words.c.words, asked, BY_LENGTH_BELOW_1)
    score = func.max(rank).label("score")
    best = select(words.c.owner, score).where(words.c.owner.in_(found)).group_by(words.c.owner)
    rows = connection.execute(best.order_by(score.desc(), words.c.owner).limit(limit))
    return [(row.owner, row.score) for row in rows]


def _weights(kind: Kind) -> list[float]:
    """The weights of FIELDS by label, D to A, brought below 1 as ts_rank wants them."""
    most = max(weight for _, weight in FIELDS[kind])
    by_label = {label: weight / most for label, (_, weight) in zip(LABELS, FIELDS[kind], strict=False)}
    return [by_label.get(label, 1.0) for label in "DCBA"]


def differing(connection: Connection, kind: Kind, entries: Sequence[Entry], first: int, end: int) -> set[int]:
    """The rows from `first` up to `end` that are not exactly these entries."""
    words = _table(kind)
    kept = connection.execute(
        select(words.c.owner, words.c.part).where(words.c.owner >= first, words.c.owner < end)
    )
    stored = {(row.owner, row.part) for row in kept}
    vectors = {(entry.row, part): one for entry in entries for part, one in enumerate(_vectors(entry))}
    changed = {
        place for place in vectors if place in stored and not _same(connection, kind, place, vectors[place])
    }
    return {owner for owner, _ in (stored ^ vectors.keys()) | changed}


def _same(connection: Connection, kind: Kind, place: tuple[int, int], vector: str) -> bool:
    words = _table(kind)
    same = select(words.c.words == cast(vector, TSVECTOR))
    return bool(connection.scalar(same.where(words.c.owner == place[0], words.c.part == place[1])))


def size(connection: Connection, kind: Kind) -> int:
    words = _table(kind)
    return connection.scalar(select(func.count()).select_from(words).where(words.c.part == 0)) or 0


def damage(connection: Connection) -> list[str]:
    """PostgreSQL checks its own pages as it reads them; nothing more can be asked of it here."""
    return []


def check(connection: Connection, kind: Kind) -> None:
    """PostgreSQL keeps its index in step by itself."""
