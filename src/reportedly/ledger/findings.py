"""Names, times and references as rows, and what all findings of a reading are known again by."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from reportedly.ledger import schema
from reportedly.ledger.fold import key
from reportedly.records import Name, Reading, Reference, Span, Statement, Time

Row = dict[str, object]
TABLES = (schema.name, schema.time, schema.reference)


def spans_of(statement: Statement) -> list[Span]:
    """Every span of a statement."""
    parts = [statement.cue, statement.source, statement.said_on.span if statement.said_on else None]
    return [*statement.content, *statement.distance, *(span for span in parts if span is not None)]


def places(reading: Reading) -> Iterator[tuple[str, Span]]:
    """Every span of a name, time or reference, with what it is of."""
    for name in reading.names:
        yield "name", name.span
    for time in reading.times:
        yield "time", time.span
    for reference in reading.references:
        yield "reference", reference.mention
        yield "reference", reference.antecedent


def name_keys(reading: Reading) -> list[str]:
    """What each name is found by; a name said often is folded once."""
    text = reading.article.text
    words = [name.span.of(text) for name in reading.names]
    keys = {name: key(name) for name in set(words)}
    return [keys[name] for name in words]


def rows_of(row: int, reading: Reading) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of the three TABLES; `row` is the article's."""
    keys = name_keys(reading)
    return (
        [_name(row, number, name, keys[number]) for number, name in enumerate(reading.names)],
        [_time(row, number, time) for number, time in enumerate(reading.times)],
        [_reference(row, number, reference) for number, reference in enumerate(reading.references)],
    )


def _name(row: int, number: int, name: Name, found_by: str) -> Row:
    return {
        "article": row,
        "number": number,
        "start": name.span.start,
        "end": name.span.end,
        "kind": name.kind,
        "key": found_by,
        "confidence": name.confidence,
    }


def _time(row: int, number: int, time: Time) -> Row:
    return {
        "article": row,
        "number": number,
        "start": time.span.start,
        "end": time.span.end,
        "type": time.type,
        "value": time.value,
        "mod": time.mod,
        "quant": time.quant,
        "freq": time.freq,
    }


def _reference(row: int, number: int, reference: Reference) -> Row:
    return {
        "article": row,
        "number": number,
        "mention_start": reference.mention.start,
        "mention_end": reference.mention.end,
        "antecedent_start": reference.antecedent.start,
        "antecedent_end": reference.antecedent.end,
        "confidence": reference.confidence,
    }


def findings_sha256(reading: Reading, packed: bytes | None) -> str:
    """What `verify` knows a reading again by: all that is kept of it but text and bytes, which have hashes of
    their own, and the path, which custody has. `packed` are its trees as they are kept."""
    article = reading.article
    kept = (article.id, article.fragment, article.media, article.facts, article.marks)
    found = (reading.reader, reading.skipped, reading.words, reading.statements)
    more = _more(reading, packed)  # a reading without any hashes as it did before there were these
    whole = (kept, found, more) if any(more) else (kept, found)
    return sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()


def _more(reading: Reading, packed: bytes | None) -> tuple[object, ...]:
    """As plain values: the repr of a record takes longer, and changes with its fields."""
    names = [(one.span.start, one.span.end, one.kind, one.confidence) for one in reading.names]
    times = [
        (one.span.start, one.span.end, one.type, one.value, one.mod, one.quant, one.freq)
        for one in reading.times
    ]
    references = [
        (one.mention.start, one.mention.end, one.antecedent.start, one.antecedent.end, one.confidence)
        for one in reading.references
    ]
    resolved = [
        (one.id, one.speaker.reason, one.speaker.confidence, one.said_on, *one.speaker.others, *one.toward)
        for one in reading.statements
        if one.said_on or one.speaker.reason or one.speaker.confidence < 1
    ]
    return names, times, references, resolved, packed and sha256(packed).hexdigest()
