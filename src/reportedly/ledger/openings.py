"""The first words of an article, to know it by where it has no title."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from sqlalchemy import Connection, select

from reportedly.ledger import load, schema
from reportedly.records import Article

WORDS = 12
LONGEST = 90  # characters: words of a script without spaces may be whole sentences
LOOKED_AT = 3 * WORDS  # words, addresses among them
ENOUGH = 2_000  # characters of a piece of text that are split into words
PASSED_OVER = ("furniture", "dateline")


def openings(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """How the texts of these articles begin, by article id; those without a word are left out."""
    article = schema.article
    found: dict[str, str] = {}
    for batch in load.batches(ids):
        rows = connection.scalars(select(article.c.row).where(article.c.id.in_(batch))).all()
        found |= {one.id: opening(one) for one in load.articles(connection, rows)}
    return {ref: words for ref, words in found.items() if words}


def opening(article: Article) -> str:
    """The first words of the text itself: furniture, dateline and addresses are passed over."""
    words = [word for word in islice(_words(article), LOOKED_AT) if "://" not in word][:WORDS]
    while len(words) > 1 and len(" ".join(words)) > LONGEST:
        words.pop()
    return " ".join(words)[:LONGEST]


def _words(article: Article) -> Iterator[str]:
    place = 0
    passed = sorted(mark.span for mark in article.marks if mark.kind in PASSED_OVER)
    end = len(article.text)
    for start, after in [*((span.start, span.end) for span in passed), (end, end)]:
        yield from article.text[place : max(place, min(start, place + ENOUGH))].split()
        place = max(place, after)
