"""JSON Lines: one article a line with all its statements, for programs.

The classes are the format; a field that no step fills yet is null or empty, and none is left out.
Without text, the article's text is null; titles, names and all places stay.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

import msgspec

from reportedly.publish.quotes import in_one_line
from reportedly.records import Article, Name, Reading, SaidOn, Span, Speaker, Statement, Time

Pair = tuple[int, int]


class ArticleLine(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    path: str
    title: str | None
    outlet: str | None
    author: str | None
    published: str | None
    published_by: str | None
    url: str | None
    language: str | None
    raw_sha256: str
    text_sha256: str
    text: str | None
    furniture: list[Pair]
    copy_group: str | None = None  # the id of the likely origin, its own where it is that itself


class SpeakerLine(msgspec.Struct, frozen=True, kw_only=True, rename={"speaks_for": "for"}):
    actor: str | None
    name: str
    kind: str | None
    named: bool
    speaks_for: str | None


class SaidOnLine(msgspec.Struct, frozen=True, kw_only=True):
    text: Pair
    iso: str | None


class StatementLine(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    content: list[Pair]
    cue: Pair | None
    source: Pair | None
    speaker: SpeakerLine
    via: tuple[str, ...]
    inside: str | None
    mode: str
    distance: list[Pair]
    said_on: SaidOnLine | None = None
    act: None = None
    toward: tuple[str, ...] = ()
    condition: None = None
    stance: None = None
    confidence: float
    reader: str


class NameLine(msgspec.Struct, frozen=True, kw_only=True):
    span: Pair
    kind: str
    actor: None = None
    name: str


class TimeLine(msgspec.Struct, frozen=True, kw_only=True):
    span: Pair
    type: str
    value: str | None
    mod: str | None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    article: ArticleLine
    statements: list[StatementLine]
    names: list[NameLine]
    times: list[TimeLine]


def write_jsonl(readings: Iterable[Reading], out: BinaryIO, *, without_text: bool = False) -> int:
    """Write one line for each reading; returns their number."""
    number = 0
    for reading in readings:
        out.write(encode(reading, without_text=without_text) + b"\n")
        number += 1
    return number


def encode(reading: Reading, *, without_text: bool = False) -> bytes:
    """The line of one reading, without its end."""
    line = Line(
        article=_article(reading.article, without_text, reading.copy_group),
        statements=[_statement(statement) for statement in reading.statements],
        names=[_name(name, reading.article.text) for name in reading.names],
        times=[_time(time) for time in reading.times],
    )
    try:
        return msgspec.json.encode(line)
    except UnicodeEncodeError:  # a lone surrogate: JSON can write it, as an escape, and msgspec cannot
        return json.dumps(msgspec.to_builtins(line), separators=(",", ":")).encode("ascii")


def _article(article: Article, without_text: bool, copy_group: str | None) -> ArticleLine:
    facts = article.facts
    return ArticleLine(
        id=article.id,
        path=article.path,
        title=facts.title,
        outlet=facts.outlet,
        author=facts.author,
        published=facts.published,
        published_by=facts.published_by,
        url=facts.url,
        language=facts.language,
        raw_sha256=article.raw_sha256,
        text_sha256=article.text_sha256,
        text=None if without_text else article.text,
        furniture=_pairs(article.furniture),
        copy_group=copy_group,
    )


def _statement(statement: Statement) -> StatementLine:
    return StatementLine(
        id=statement.id,
        content=_pairs(statement.content),
        cue=_pair(statement.cue),
        source=_pair(statement.source),
        speaker=_speaker(statement.speaker),
        via=statement.via,
        said_on=_said_on(statement.said_on),
        toward=statement.toward,
        inside=statement.inside,
        mode=statement.mode,
        distance=_pairs(statement.distance),
        confidence=statement.confidence,
        reader=statement.reader,
    )


def _said_on(said_on: SaidOn | None) -> SaidOnLine | None:
    if said_on is None:
        return None
    return SaidOnLine(text=(said_on.span.start, said_on.span.end), iso=said_on.iso)


def _speaker(speaker: Speaker) -> SpeakerLine:
    return SpeakerLine(
        actor=speaker.actor,
        name=speaker.name,
        kind=speaker.kind,
        named=speaker.named,
        speaks_for=speaker.speaks_for,
    )


def _name(name: Name, text: str) -> NameLine:
    return NameLine(span=_place(name.span), kind=name.kind, name=in_one_line(name.span.of(text)))


def _time(time: Time) -> TimeLine:
    return TimeLine(span=_place(time.span), type=time.type, value=time.value, mod=time.mod)


def _pairs(spans: Iterable[Span]) -> list[Pair]:
    return [_place(span) for span in spans]


def _pair(span: Span | None) -> Pair | None:
    return None if span is None else _place(span)


def _place(span: Span) -> Pair:
    return span.start, span.end
