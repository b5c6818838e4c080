"""Parquet: flat tables in a folder, joined by the article's id: articles, statements, names, times.

A row repeats what is most asked of its article, so that most questions need one table:
`SELECT speaker, content FROM 'statements.parquet' WHERE published >= '2025-06'`.
Without text, the articles' text and the words of content, cue, source, distance and times are null.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from reportedly.publish.files import make_folder, replacing
from reportedly.publish.quotes import encodable, in_one_line, quote
from reportedly.records import Article, Reading, Span, Statement

GROUP = 1_000  # articles written at a time: a few megabytes of text, and groups large enough to read fast
ABOUT = ("article", "published", "outlet", "title", "path")  # what each row repeats of its article
Row = dict[str, Any]


def write_parquet(readings: Iterable[Reading], folder: Path, *, without_text: bool = False) -> int:
    """Write the tables into the folder, made where there is none; returns the number of readings."""
    import pyarrow.parquet as pq  # slow to import, and only this function needs it

    make_folder(folder)
    number = 0
    with ExitStack() as stack:
        writers = []
        for name, schema in _schemas().items():
            file = stack.enter_context(replacing(folder / f"{name}.parquet"))
            writers.append(stack.enter_context(pq.ParquetWriter(file, schema, compression="zstd")))
        for group in _groups(readings):
            for writer, rows_of in zip(writers, (_articles, _statements, _names, _times), strict=True):
                _write(writer, [row for reading in group for row in rows_of(reading, without_text)])
            number += len(group)
    return number


def _groups(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    rest = iter(readings)
    while group := list(islice(rest, GROUP)):
        yield group


def _write(writer: Any, rows: list[Row]) -> None:
    import pyarrow as pa

    if rows:
        writer.write_table(pa.Table.from_pylist(rows, schema=writer.schema))


def _schemas() -> dict[str, Any]:
    """The columns of each table, by its name."""
    return {
        "articles": _article_schema(),
        "statements": _statement_schema(),
        "names": _name_schema(),
        "times": _time_schema(),
    }


def _article_schema() -> Any:
    import pyarrow as pa

    texts = (
        "id",
        "path",
        "media",
        "title",
        "outlet",
        "author",
        "published",
        "published_by",
        "url",
        "language",
    )
    return pa.schema(
        [
            *((name, pa.string()) for name in texts),
            ("raw_sha256", pa.string()),
            ("text_sha256", pa.string()),
            ("text", pa.string()),
            ("furniture", pa.list_(_span_type())),
            ("reader", pa.string()),
            ("skipped", pa.string()),
            ("words", pa.int64()),
            ("statements", pa.int64()),
        ]
    )


def _statement_schema() -> Any:
    import pyarrow as pa

    about = ("article", "id", *ABOUT[1:])
    speaker = ("speaker", "speaker_kind", "speaker_for", "speaker_actor")
    return pa.schema(
        [
            *((name, pa.string()) for name in (*about, *speaker)),
            ("speaker_named", pa.bool_()),
            *((name, pa.string()) for name in ("source", "cue", "content", "mode", "inside", "reader")),
            ("confidence", pa.float64()),
            ("via", pa.list_(pa.string())),
            ("toward", pa.list_(pa.string())),
            ("distance", pa.list_(pa.string())),
            ("content_at", pa.list_(_span_type())),
            ("cue_at", _span_type()),
            ("source_at", _span_type()),
            ("distance_at", pa.list_(_span_type())),
        ]
    )


def _name_schema() -> Any:
    import pyarrow as pa

    texts = ((name, pa.string()) for name in (*ABOUT, "name", "kind", "actor", "reader"))
    return pa.schema([*texts, ("confidence", pa.float64()), ("name_at", _span_type())])


def _time_schema() -> Any:
    import pyarrow as pa

    own = ("words", "type", "value", "mod", "quant", "freq", "reader")
    return pa.schema([*((name, pa.string()) for name in (*ABOUT, *own)), ("words_at", _span_type())])


def _span_type() -> Any:
    import pyarrow as pa

    return pa.struct([("start", pa.int64()), ("end", pa.int64())])


def _articles(reading: Reading, without_text: bool) -> Iterator[Row]:
    article, facts = reading.article, reading.article.facts
    yield _encodable(
        {
            "id": article.id,
            "path": article.path,
            "media": article.media,
            "title": facts.title,
            "outlet": facts.outlet,
            "author": facts.author,
            "published": facts.published,
            "published_by": facts.published_by,
            "url": facts.url,
            "language": facts.language,
            "raw_sha256": article.raw_sha256,
            "text_sha256": article.text_sha256,
            "text": None if without_text else article.text,
            "furniture": _spans(article.furniture),
            "reader": reading.reader,
            "skipped": reading.skipped,
            "words": reading.words,
            "statements": len(reading.statements),
        }
    )


def _statements(reading: Reading, without_text: bool) -> Iterator[Row]:
    for statement in reading.statements:
        yield _statement(reading.article, statement, without_text)


def _statement(article: Article, statement: Statement, without_text: bool) -> Row:
    speaker = statement.speaker
    words = {} if without_text else _words(statement, article.text)
    return _encodable(
        {
            **_about(article),
            "id": statement.id,
            "speaker": speaker.name,
            "speaker_kind": speaker.kind,
            "speaker_for": speaker.speaks_for,
            "speaker_actor": speaker.actor,
            "speaker_named": speaker.named,
            "mode": statement.mode,
            "inside": statement.inside,
            "reader": statement.reader,
            "confidence": statement.confidence,
            "via": list(statement.via),
            "toward": list(statement.toward),
            "content_at": _spans(statement.content),
            "cue_at": _span(statement.cue),
            "source_at": _span(statement.source),
            "distance_at": _spans(statement.distance),
            **words,
        }
    )


def _words(statement: Statement, text: str) -> Row:
    return {
        "source": statement.source.of(text) if statement.source else None,
        "cue": statement.cue.of(text) if statement.cue else None,
        "content": quote(statement.content, text),
        "distance": [span.of(text) for span in statement.distance],
    }


def _names(reading: Reading, without_text: bool) -> Iterator[Row]:
    for name in reading.names:
        yield _encodable(
            {
                **_about(reading.article),
                "name": in_one_line(name.span.of(reading.article.text)),
                "kind": name.kind,
                "reader": reading.reader,
                "confidence": name.confidence,
                "name_at": _span(name.span),
            }
        )


def _times(reading: Reading, without_text: bool) -> Iterator[Row]:
    for time in reading.times:
        yield _encodable(
            {
                **_about(reading.article),
                "words": None if without_text else time.span.of(reading.article.text),
                "type": time.type,
                "value": time.value,
                "mod": time.mod,
                "quant": time.quant,
                "freq": time.freq,
                "reader": reading.reader,
                "words_at": _span(time.span),
            }
        )


def _about(article: Article) -> Row:
    """The columns of ABOUT."""
    facts = article.facts
    told = (article.id, facts.published, facts.outlet, facts.title, article.path)
    return dict(zip(ABOUT, told, strict=True))


def _spans(spans: Iterable[Span]) -> list[Row | None]:
    return [_span(span) for span in spans]


def _span(span: Span | None) -> Row | None:
    return None if span is None else {"start": span.start, "end": span.end}


def _encodable(row: Row) -> Row:
    """The row with every string in a form that UTF-8 has."""
    return {name: _encodable_value(value) for name, value in row.items()}


def _encodable_value(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    return [_encodable_value(one) for one in value] if isinstance(value, list) else value
