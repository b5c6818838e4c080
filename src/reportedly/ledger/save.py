"""Everything that writes: an article with its findings goes in whole or not at all."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from reportedly.errors import LedgerError, SpanError
from reportedly.ledger import codec, findings, schema, trees
from reportedly.ledger.corrections import Corrected, correct, note
from reportedly.ledger.dates import days
from reportedly.ledger.entries import article_entry, statement_entry
from reportedly.ledger.findings import findings_sha256, spans_of
from reportedly.ledger.fold import key
from reportedly.ledger.index import index_of
from reportedly.ledger.load import batches
from reportedly.ledger.schema import ROOM, escape
from reportedly.records import Article, Mark, Reading, Span, Speaker, Statement, Unread

TOGETHER = 200  # rows in one statement, of at most 65,535 values
PACKING = 3  # zlib's level: 6 makes saved pages 10 % smaller in twice the time (2.6 ms against 1.3)

# Made once: SQLAlchemy takes longer to put these together than SQLite to run them.
INSERT = {table: insert(table) for table in (schema.article, schema.run)}  # those whose key is asked for
KNOWN = select(schema.article.c.row, schema.article.c.path).where(schema.article.c.id == bindparam("id"))
RAW_KNOWN = select(schema.raw.c.size).where(schema.raw.c.sha256 == bindparam("sha256"))
KEEP_TEXT = {
    "sqlite": sqlite.insert(schema.text).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(schema.text).on_conflict_do_nothing(),
}


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def save(connection: Connection, reading: Reading, raw: bytes, version: str) -> None:
    """Keep one reading; findings of an earlier reading of the article are replaced, all else is kept.

    The same article from another path, read by the same reader, only gets a line of custody.
    """
    _check(reading, raw)
    article = reading.article
    known = _known(connection, article.id)
    if known is None:
        corrected = correct(connection, reading)
        row = _insert(connection, corrected.reading.article, raw)
        note_custody(connection, row, article, "read", version)
    else:
        row, first_path = known
        other = article.path != first_path
        note_custody(connection, row, article, "seen again" if other else "read again", version)
        if other and _has(connection, row, reading):
            return
        corrected = correct(connection, reading)
        _keep_text(connection, article)
        _update_facts(connection, row, corrected.reading.article)
        _forget_findings(connection, row)
    _insert_findings(connection, row, corrected)


def rewrite(connection: Connection, row: int, corrected: Corrected) -> None:
    """Put the corrected facts and statements of a known article in the place of those kept."""
    article, statements = corrected.reading.article, schema.statement
    _update_facts(connection, row, article)
    index = index_of(connection)
    index.drop(connection, "article", row, row + 1)
    index.drop(connection, "statement", row * ROOM, (row + 1) * ROOM)
    connection.execute(delete(statements).where(statements.c.article == row))
    number = {"statements": len(corrected.reading.statements)}
    connection.execute(update(schema.reading).where(schema.reading.c.article == row).values(number))
    _insert_corrected(connection, row, corrected)


def _update_facts(connection: Connection, row: int, article: Article) -> None:
    connection.execute(update(schema.article).where(schema.article.c.row == row).values(_facts(article)))
    # Who is likely to have copied whom depends on them: it is looked at again.
    connection.execute(delete(schema.sketch).where(schema.sketch.c.article == row))


def _check(reading: Reading, raw: bytes) -> None:
    """Refuse what could not be checked later: bytes of another article, spans beyond the text."""
    article = reading.article
    if sha256(raw).hexdigest() != article.raw_sha256:
        raise LedgerError(f"{article.path}: these are not the bytes the article was taken from")
    if len(reading.statements) >= ROOM:
        raise LedgerError(f"{article.path}: {len(reading.statements)} statements; expected below {ROOM}")
    for statement in reading.statements:
        if not statement.content:
            raise SpanError(
                f"{article.path}: statement {statement.id} has no content; expected at least one span"
            )
    length = len(article.text)
    last = max(_spans(reading), key=attrgetter("end"), default=None)
    if last is not None and last.end > length:
        raise SpanError(
            f"{article.path}: span {last.start}:{last.end} does not fit a text of {length} characters"
        )


def _spans(reading: Reading) -> list[Span]:
    """Every span of a reading."""
    spans = [mark.span for mark in reading.article.marks]
    for statement in reading.statements:
        spans += spans_of(statement)
    spans += [span for _, span in findings.places(reading)]
    spans += [word.span for sentence in reading.sentences for word in sentence.words]
    return spans


def _known(connection: Connection, article_id: str) -> tuple[int, str] | None:
    row = connection.execute(KNOWN, {"id": article_id}).first()
    return None if row is None else (row.row, row.path)


def _has(connection: Connection, row: int, reading: Reading) -> bool:
    """Whether this reader's findings in this very text are kept."""
    found = (
        select(schema.reading.c.article)
        .join(schema.article, schema.article.c.row == schema.reading.c.article)
        .where(schema.reading.c.article == row, schema.reading.c.reader == reading.reader)
        .where(schema.article.c.text_sha256 == reading.article.text_sha256)
    )
    return connection.execute(found).first() is not None


def _insert(connection: Connection, article: Article, raw: bytes) -> int:
    if connection.execute(RAW_KNOWN, {"sha256": article.raw_sha256}).first() is None:
        packed = zlib.compress(raw, PACKING)
        row = {"sha256": article.raw_sha256, "size": len(raw), "packed": packed}
        insert_all(connection, schema.raw, [row])
    _keep_text(connection, article)
    added = {
        "id": article.id,
        "path": article.path,
        "fragment": article.fragment,
        "raw_sha256": article.raw_sha256,
        "added_at": now(),
        **_facts(article),
    }
    return _key_of(connection.execute(INSERT[schema.article], added))


def _keep_text(connection: Connection, article: Article) -> None:
    kept = {"sha256": article.text_sha256, "body": article.text}
    connection.execute(KEEP_TEXT[connection.dialect.name], kept)


def _facts(article: Article) -> dict[str, object]:
    """The columns of an article that a later reading may know better."""
    facts = article.facts
    first_day, last_day = days(facts.published)
    return {
        "media": article.media,
        "text_sha256": article.text_sha256,
        **{name: getattr(facts, name) for name in facts.__slots__},
        "outlet_key": key(facts.outlet),
        "first_day": first_day,
        "last_day": last_day,
    }


def _forget_findings(connection: Connection, row: int) -> None:
    index = index_of(connection)
    index.drop(connection, "article", row, row + 1)
    index.drop(connection, "statement", row * ROOM, (row + 1) * ROOM)
    tables = (schema.mark, schema.statement, *findings.TABLES, schema.trees, schema.machine, schema.reading)
    for table in tables:
        connection.execute(delete(table).where(table.c.article == row))


def _insert_findings(connection: Connection, row: int, corrected: Corrected) -> None:
    reading, article = corrected.machine, corrected.machine.article
    packed = trees.pack(reading.sentences)
    about = {
        "article": row,
        "reader": reading.reader,
        "read_at": now(),
        "skipped": reading.skipped,
        "words": reading.words,
        "statements": len(corrected.reading.statements),
        "findings_sha256": findings_sha256(reading, packed),
    }
    insert_all(connection, schema.reading, [about])
    insert_all(
        connection, schema.mark, [_mark(row, number, mark) for number, mark in enumerate(article.marks)]
    )
    for table, rows in zip(findings.TABLES, findings.rows_of(row, reading), strict=True):
        insert_all(connection, table, rows)
    if packed is not None:
        insert_all(connection, schema.trees, [{"article": row, "packed": packed}])
    _insert_corrected(connection, row, corrected)


def _insert_corrected(connection: Connection, row: int, corrected: Corrected) -> None:
    """Statements and words to search as corrected, and what the machine found in their place."""
    article = corrected.reading.article
    own = [one.speaker for one in corrected.reading.statements]
    numbered = list(enumerate(corrected.effective.statements, row * ROOM))
    rows = [
        {**_statement(row, place, found), **_own(speaker, found.speaker)}
        for (place, found), speaker in zip(numbered, own, strict=True)
    ]
    insert_all(connection, schema.statement, rows)
    if corrected.decided:
        _keep_machine(connection, row, corrected.machine)
    note(connection, corrected.outcomes)
    index = index_of(connection)
    index.add(connection, "article", [article_entry(row, article)])
    index.add(
        connection, "statement", [statement_entry(place, found, article.text) for place, found in numbered]
    )


def _keep_machine(connection: Connection, row: int, machine: Reading) -> None:
    packed = codec.pack(machine.article.facts, machine.statements)
    connection.execute(delete(schema.machine).where(schema.machine.c.article == row))
    insert_all(connection, schema.machine, [{"article": row, "packed": packed}])


def insert_all(connection: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert rows by the driver's own way: SQLAlchemy takes twice as long to make them ready for it.

    PostgreSQL gets many rows in one statement, for each statement is a message; SQLite is fastest one by one.
    """
    columns = tuple(rows[0]) if rows else ()
    plain = [_plain(row.values()) for row in rows]
    if connection.dialect.name == "postgresql":
        for batch in batches(plain, TOGETHER):
            line = _insert_line(table.name, columns, ", ".join([_places("%s", columns)] * len(batch)))
            connection.exec_driver_sql(line, tuple(chain.from_iterable(batch)))
    elif rows:
        connection.exec_driver_sql(_insert_line(table.name, columns, _places("?", columns)), plain)


def _insert_line(table: str, columns: Sequence[str], values: str) -> str:
    names = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{table}" ({names}) VALUES {values}'  # noqa: S608  # names of our own


def _places(mark: str, columns: Sequence[str]) -> str:
    return f"({', '.join([mark] * len(columns))})"


def _plain(values: Iterable[object]) -> tuple[object, ...]:
    """The values of a row as the driver takes them."""
    return tuple(escape(value) if isinstance(value, str) else value for value in values)


def _mark(row: int, number: int, mark: Mark) -> dict[str, object]:
    span = mark.span
    return {
        "article": row,
        "number": number,
        "start": span.start,
        "end": span.end,
        "kind": mark.kind,
        "by": mark.by,
    }


def _statement(row: int, place: int, statement: Statement) -> dict[str, object]:
    cue, source, speaker = statement.cue, statement.source, statement.speaker
    return {
        "row": place,
        "article": row,
        "id": statement.id,
        "content": _pairs(statement.content),
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "source_start": source.start if source else None,
        "source_end": source.end if source else None,
        "speaker": speaker.name,
        "speaker_key": key(speaker.name),
        "speaker_kind": speaker.kind,
        "speaker_named": speaker.named,
        "speaks_for": speaker.speaks_for,
        "actor": speaker.actor,
        "mode": statement.mode,
        "distance": _pairs(statement.distance),
        "distant": bool(statement.distance),
        "via": json.dumps(statement.via),
        "inside": statement.inside,
        "confidence": statement.confidence,
        "reader": statement.reader,
        "speaker_reason": speaker.reason,
        "speaker_confidence": speaker.confidence,
        "speaker_others": _rivals(speaker),
        "said_start": statement.said_on.span.start if statement.said_on else None,
        "said_end": statement.said_on.span.end if statement.said_on else None,
        "said_iso": statement.said_on.iso if statement.said_on else None,
        "toward": json.dumps(statement.toward) if statement.toward else None,
    }


def _rivals(speaker: Speaker) -> str | None:
    others = [(one.name, one.actor, one.reason, one.confidence) for one in speaker.others]
    return json.dumps(others) if others else None


def _own(speaker: Speaker, cast: Speaker) -> dict[str, object]:
    """What is kept of a speaker whom decisions about actors have made another one."""
    if speaker == cast:
        return {"own_actor": None, "own_speaker": None}
    told = {"name": speaker.name, "kind": speaker.kind, "speaks_for": speaker.speaks_for}
    return {"own_actor": speaker.actor, "own_speaker": json.dumps(told)}


def recast(speaker: Speaker, cast: Speaker) -> dict[str, object]:
    """The columns of a statement that change with who its speaker is."""
    return {
        "speaker": cast.name,
        "speaker_key": key(cast.name),
        "speaker_kind": cast.kind,
        "speaks_for": cast.speaks_for,
        "actor": cast.actor,
        **_own(speaker, cast),
    }


def _pairs(spans: Iterable[Span]) -> str:
    return json.dumps([(span.start, span.end) for span in spans], separators=(",", ":"))


def note_custody(connection: Connection, row: int, article: Article, action: str, version: str) -> None:
    """Add a line of custody; the same path is noted as "seen again" only once."""
    line = {
        "article": row,
        "path": article.path,
        "version": version,
        "raw_sha256": article.raw_sha256,
        "text_sha256": article.text_sha256,
        "action": action,
    }
    _note(connection, line)


def note_seen(connection: Connection, article_id: str, path: str, version: str) -> None:
    """Note that bytes already read were met at another path; raises LedgerError for an unknown article."""
    columns = (schema.article.c.row, schema.article.c.raw_sha256, schema.article.c.text_sha256)
    known = connection.execute(select(*columns).where(schema.article.c.id == article_id)).first()
    if known is None:
        raise LedgerError(f"{path}: the ledger holds no article {article_id}; expected one read before")
    line = {"article": known.row, "raw_sha256": known.raw_sha256, "text_sha256": known.text_sha256}
    _note(connection, {**line, "path": path, "version": version, "action": "seen again"})


def _note(connection: Connection, line: dict[str, object]) -> None:
    custody = schema.custody
    if line["action"] == "seen again":
        known = select(custody.c.row).where(
            custody.c.article == line["article"], custody.c.path == line["path"]
        )
        if connection.execute(known).first() is not None:
            return
    insert_all(connection, custody, [{**line, "at": now()}])


def note_unread(connection: Connection, unread: Iterable[Unread]) -> None:
    """Note a run with all that it did not read."""
    run = _key_of(connection.execute(INSERT[schema.run], {"at": now()}))
    rows = [{"run": run, "path": one.path, "reason": one.reason} for one in unread]
    insert_all(connection, schema.unread, rows)


def _key_of(inserted: CursorResult[Any]) -> int:
    key_of_row = inserted.inserted_primary_key
    assert key_of_row is not None  # noqa: S101  # only an insert of many rows has none
    return int(key_of_row[0])
