"""Full-text search: the best articles and statements for some words, each with the passage they stand in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from sqlalchemy import Connection

from reportedly.ledger import find, load
from reportedly.ledger.entries import Kind
from reportedly.ledger.index import index_of
from reportedly.ledger.query import Term, parse, spans_of
from reportedly.ledger.rows import Hit
from reportedly.records import Article, Span

Wanted = Literal["articles", "statements", "both"]
KINDS: dict[Wanted, tuple[Kind, ...]] = {
    "articles": ("article",),
    "statements": ("statement",),
    "both": ("article", "statement"),
}

PASSAGE = 280  # characters: two or three lines of a terminal
LEAD = 60  # characters of it before the first find
EDGE = 24  # how far an end of the passage moves to meet white space

Found = list[tuple[Span, int]]  # where each term stands, with its number


def search(connection: Connection, query: str, kind: Wanted, limit: int) -> list[Hit]:
    """The best hits for all the words of the query, best first: up to `limit` articles, then statements."""
    terms = parse(query)
    hits: list[Hit] = []
    if not terms or limit <= 0:
        return hits
    for one in KINDS[kind]:
        ranked = index_of(connection).ranked(connection, one, terms, limit)
        for batch in load.batches(ranked):
            hits += (_article_hits if one == "article" else _statement_hits)(connection, terms, batch)
    return hits


def _article_hits(
    connection: Connection, terms: tuple[Term, ...], ranked: list[tuple[int, float]]
) -> Iterator[Hit]:
    articles = load.articles(connection, [row for row, _ in ranked])
    for article, (_, score) in zip(articles, ranked, strict=True):
        found = _outside_furniture(spans_of(terms, article.text), article)
        passage = passage_of(found, article.text)
        yield Hit(
            kind="article",
            article=article.id,
            path=article.path,
            title=article.facts.title,
            outlet=article.facts.outlet,
            published=article.facts.published,
            statement=None,
            passage=passage,
            words=passage.of(article.text) if passage else "",
            marks=_inside(found, passage),
            score=score,
        )


def _statement_hits(
    connection: Connection, terms: tuple[Term, ...], ranked: list[tuple[int, float]]
) -> Iterator[Hit]:
    rows = find.statements_by_row(connection, [row for row, _ in ranked])
    texts = load.texts(connection, {row.article for row in rows.values()})
    for number, score in ranked:
        row = rows[number]
        statement, text = row.statement, texts[row.article]
        pieces = sorted([*statement.content, *([statement.source] if statement.source else [])])
        found = _within(terms, text, pieces)
        passage = passage_of(found or [(statement.content[0], 0)], text)
        yield Hit(
            kind="statement",
            article=row.article,
            path=row.path,
            title=row.title,
            outlet=row.outlet,
            published=row.published,
            statement=statement,
            passage=passage,
            words=passage.of(text) if passage else "",
            marks=_inside(found, passage),
            score=score,
        )


def _outside_furniture(found: Found, article: Article) -> Found:
    """The finds in the article itself; those in its furniture only where there are no others."""
    furniture = article.furniture
    own = [one for one in found if not any(span.overlaps(one[0]) for span in furniture)]
    return own or found


def _within(terms: tuple[Term, ...], text: str, pieces: list[Span]) -> Found:
    return [
        (Span(piece.start + span.start, piece.start + span.end), number)
        for piece in pieces
        for span, number in spans_of(terms, piece.of(text))
    ]


def passage_of(found: Found, text: str) -> Span | None:
    """The stretch with the most different terms in it, the first of equals; else the text's beginning."""
    if not text:
        return None
    start = max(0, _richest(found) - LEAD) if found else 0
    end = min(len(text), start + PASSAGE)
    return Span(_back_to_space(text, start), _on_to_space(text, end))


def _richest(found: Found) -> int:
    """Where the stretch with the most different terms begins."""
    best, most = found[0][0].start, 0
    first = 0
    for last in range(len(found)):
        while found[last][0].end - found[first][0].start > PASSAGE - LEAD and first < last:
            first += 1
        different = len({number for _, number in found[first : last + 1]})
        if different > most:
            best, most = found[first][0].start, different
    return best


def _back_to_space(text: str, start: int) -> int:
    for place in range(start, max(0, start - EDGE), -1):
        if text[place - 1].isspace():
            return place
    return max(0, start - EDGE) if start <= EDGE else start


def _on_to_space(text: str, end: int) -> int:
    for place in range(end, min(len(text), end + EDGE)):
        if text[place].isspace():
            return place
    return len(text) if len(text) - end <= EDGE else end


def _inside(found: Found, passage: Span | None) -> tuple[Span, ...]:
    """The finds that the passage shows, cut at its ends."""
    if passage is None:
        return ()
    shown = (span for span, _ in found if span.overlaps(passage))
    return tuple(Span(max(span.start, passage.start), min(span.end, passage.end)) for span in shown)
