"""What the word index holds of an article and of a statement: folded words, by where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reportedly.ledger.fold import words
from reportedly.records import Article, Statement

Kind = Literal["article", "statement"]

# What a word counts by where it stands. Furniture is found too, but last: it may be what was looked for.
FIELDS: dict[Kind, tuple[tuple[str, float], ...]] = {
    "article": (("title", 3.0), ("body", 1.0), ("furniture", 0.1)),
    "statement": (("content", 1.0), ("frame", 0.5)),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """The words of one article or statement, in the order of FIELDS."""

    row: int
    fields: tuple[list[str], ...]


def article_entry(row: int, article: Article) -> Entry:
    body = " ".join(article.text[start:end] for start, end in _between(article))
    furniture = " ".join(span.of(article.text) for span in article.furniture)
    return Entry(row, (words(article.facts.title or ""), words(body), words(furniture)))


def _between(article: Article) -> Iterator[tuple[int, int]]:
    """The stretches of the text outside its furniture, whose spans may overlap."""
    start = 0
    for span in article.furniture:
        if span.start > start:
            yield start, span.start
        start = max(start, span.end)
    yield start, len(article.text)


def statement_entry(row: int, statement: Statement, text: str) -> Entry:
    """A statement is found by its content, and by who said it: the source's words and the speaker's name."""
    content = " ".join(span.of(text) for span in statement.content)
    source = words(statement.source.of(text)) if statement.source else []
    speaker = words(statement.speaker.name)
    return Entry(row, (words(content), source if speaker == source else source + speaker))
