"""Spans and facts that need no model: furniture, headline, dateline, and what is known of the publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportedly.mark.address import address
from reportedly.mark.closing import closing, opening
from reportedly.mark.data import beginning
from reportedly.mark.dateline import dateline, file_name
from reportedly.mark.facts import with_clues
from reportedly.mark.furniture import furniture
from reportedly.mark.header import header
from reportedly.mark.headline import headline
from reportedly.mark.language import language_of
from reportedly.mark.links import links
from reportedly.mark.own import own_words
from reportedly.mark.page import Clue, Finding, Marker, page_of
from reportedly.records import Article, Document, Mark, Span, article_of

__all__ = ["MARKERS", "mark", "not_read_because"]

# Each marker sees only the lines that those before it have not claimed as furniture.
MARKERS: tuple[Marker, ...] = (
    address,
    opening,
    furniture,
    links,
    header,
    closing,
    file_name,  # before datelines are claimed: it looks for one
    dateline,
    headline,
    own_words,
)


def mark(document: Document) -> Article:
    """The article that a document becomes once its furniture, headline, dateline and facts are marked."""
    findings = list(_findings(document))
    marks = list(_apart(found for found in findings if isinstance(found, Mark)))
    clues = [found for found in findings if isinstance(found, Clue)]
    spans = [one.span for one in marks if one.kind == "furniture"]
    facts = with_clues(document.facts, clues, language_of(document.text, spans))
    return article_of(document, facts, marks)


def not_read_because(article: Article) -> str | None:
    """Why readers pass over an article: "no words", "only furniture", "language fr"; else None."""
    if not any(map(str.isalpha, article.text)):
        return "no words"
    place = 0
    for span in (*article.furniture, Span(len(article.text), len(article.text) + 1)):
        if any(map(str.isalpha, article.text[place : span.start])):
            break
        place = max(place, span.end)
    else:
        return "only furniture"
    language = article.facts.language
    return f"language {language}" if language and language != "en" else None


def _findings(document: Document) -> Iterator[Finding]:
    page = page_of(document, beginning())
    for marker in MARKERS:
        found = list(marker(page))
        yield from found
        page = page.less(one for one in found if isinstance(one, Mark))


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks without those that overlap an earlier one: where two rules claim the same words, one does."""
    end = 0
    for one in sorted(marks, key=lambda one: (one.span.start, -one.span.end)):
        if one.span.start >= end:
            end = one.span.end
            yield one
