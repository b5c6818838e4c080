"""One article: its text with the statements marked in it, who they rest on, and the few sentences to read."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query

from reportedly.analyse import summarise
from reportedly.errors import LedgerError, SpanError
from reportedly.ledger import Copies
from reportedly.records import Article, Reading, Span, Speaker, Statement, source_kind
from reportedly.web import marking
from reportedly.web.desk import Desk, Page, desk_of, page

router = APIRouter()
Ref = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]
At = Annotated[str, Query(max_length=40)]
WIDTHS = range(40, 110)  # columns that text was broken at by whoever wrote the file
MOST_PLACES = 10**7


@dataclass(frozen=True, slots=True)
class Card:
    """What the margin says of one statement."""

    statement: Statement
    source_kind: str
    content: str
    cue: str | None
    source: str | None
    distance: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the article's sources, with the statements that rest on it."""

    speaker: Speaker
    source_kind: str
    statements: tuple[str, ...]


@page(router, "/articles/{ref}")
def article(ref: Ref, desk: Annotated[Desk, Depends(desk_of)], at: At = "") -> Page:
    """One article with its statements."""
    try:
        reading = desk.ledger.reading(ref, trees=True)
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error
    found = reading.article
    asked, copies = passage(at, found.text), desk.ledger.copies(found.id)
    data = {
        "article": found,
        "reader": reading.reader,
        "skipped": reading.skipped,
        "statements": reading.statements,
        "summary": () if reading.skipped else summarise(reading),
        "copies": copies,
    }
    return Page("article.html", desk.called(found), data, about(desk, reading, asked, copies))


def about(desk: Desk, reading: Reading, asked: Sequence[Span], copies: Copies | None) -> dict[str, Any]:
    article = reading.article
    cards = cards_of(reading)
    broken = has_broken_lines(article)
    layers = marking.layers_of(article, reading.statements, asked, breaks=broken)
    return {
        "text": marking.marked(article.text, layers),
        "cards": cards,
        "voices": voices_of(cards),
        "custody": desk.ledger.custody(article.id),
        "words": reading.words,
        "unnamed": sum(not one.speaker.named for one in reading.statements),
        "broken_lines": broken,
        "has_furniture": bool(article.furniture),
        "seen": desk.ledger.newest_decision(article.id),
        "openings": desk.openings((one.article, one.title) for one in copies.articles) if copies else {},
    }


def passage(at: str, text: str) -> list[Span]:
    """The passage that an address asks for ("120-180", code points), none where there is no such."""
    match = re.fullmatch(r"([0-9]{1,8})-([0-9]{1,8})", at)
    if not match:
        return []
    try:
        span = Span(int(match[1]), int(match[2]))
    except SpanError:
        return []
    return [span] if span.end <= len(text) else []


def cards_of(reading: Reading) -> list[Card]:
    text = reading.article.text
    known = {one.id: one for one in reading.statements}
    return [
        Card(
            statement=one,
            source_kind=source_kind(one.speaker),
            content=" … ".join(span.of(text) for span in one.content),
            cue=one.cue.of(text) if one.cue else None,
            source=one.source.of(text) if one.source else None,
            distance=tuple(span.of(text) for span in one.distance),
            depth=marking.depth_of(one, known),
        )
        for one in reading.statements
    ]


def voices_of(cards: Sequence[Card]) -> list[Voice]:
    """The article's sources, those that say most first."""
    said = Counter(card.statement.speaker.name for card in cards)
    first = {card.statement.speaker.name: card for card in reversed(cards)}
    return [
        Voice(
            speaker=first[name].statement.speaker,
            source_kind=first[name].source_kind,
            statements=tuple(one.statement.id for one in cards if one.statement.speaker.name == name),
        )
        for name, _ in said.most_common()
    ]


def has_broken_lines(article: Article) -> bool:
    """Whether the lines were broken at a column: then they may flow again, without a change to the text."""
    lines = [line.rstrip() for line in article.text.split("\n") if line.strip()]
    full = [line for line in lines if len(line) in WIDTHS]
    return len(lines) >= 6 and len(full) > 0.6 * len(lines) and max(map(len, lines)) < 2 * WIDTHS.stop
