"""Where an anchored quotation stands in a text, and which statement an anchor means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from reportedly.records import Anchor, Article, Quote, Span, Statement

LEAST = 0.5  # of all characters of both contents, those in common
MOST_PLACES = 500  # of one quotation in one text: "he said" is not looked for any further


def place(quote: Quote, article: Article, text_sha256: str) -> Span | None:
    """The span of a quotation that was made in the text with this hash; None where it cannot be told."""
    text, span = article.text, quote.span
    if article.text_sha256 == text_sha256 and text[span.start : span.end] == quote.words:
        return span
    found = list(islice(_places(quote.words, text), MOST_PLACES))
    if not found:
        return None
    best = max(found, key=lambda one: (_surroundings(quote, text, one), -abs(one.start - span.start)))
    return best if len(found) == 1 or _surroundings(quote, text, best) else None


def _places(words: str, text: str) -> Iterator[Span]:
    """Every place of the words; where they stand nowhere as they are, with other white space between them."""
    at = text.find(words) if words else -1
    if at >= 0:
        while at >= 0:
            yield Span(at, at + len(words))
            at = text.find(words, at + 1)
        return
    parts = [re.escape(word) for word in words.split()]
    if parts:
        yield from (Span(*match.span()) for match in re.finditer(r"\s+".join(parts), text))


def _surroundings(quote: Quote, text: str, span: Span) -> int:
    """How many characters around the place are those around the quotation; white space does not count."""
    before, after = "".join(quote.before.split()), "".join(quote.after.split())
    room = 3 * max(len(quote.before), len(quote.after), 1)
    there = "".join(text[max(0, span.start - room) : span.start].split())
    behind = "".join(text[span.end : span.end + room].split())
    return _common(reversed(before), reversed(there)) + _common(after, behind)


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    number = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        number += 1
    return number


def places(quotes: Sequence[Quote], article: Article, text_sha256: str) -> tuple[Span, ...] | None:
    """The spans of all these quotations in order, each once; None where one is missing, or all are."""
    found = [place(one, article, text_sha256) for one in quotes]
    spans = sorted({span for span in found if span is not None})
    return tuple(spans) if spans and None not in found else None


def shared(one: Iterable[Span], other: Iterable[Span]) -> float:
    """The characters in common of two contents as a share of all of both."""
    mine, theirs = _apart(one), _apart(other)
    common = sum(
        max(0, min(a.end, b.end) - max(a.start, b.start)) for a in mine for b in theirs if a.overlaps(b)
    )
    whole = sum(span.end - span.start for span in (*mine, *theirs)) - common
    return common / whole if whole else 0.0


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The same characters as spans that do not overlap."""
    made: list[Span] = []
    for span in sorted(spans):
        if made and span.start <= made[-1].end:
            made[-1] = Span(made[-1].start, max(made[-1].end, span.end))
        else:
            made.append(span)
    return made


def meant(anchor: Anchor, statements: Sequence[Statement], article: Article) -> int | None:
    """The number of the statement that an anchor means, None where no content shares half with it."""
    content = places(anchor.content, article, anchor.text_sha256)
    if content is None or not statements:
        return None
    cue = place(anchor.cue, article, anchor.text_sha256) if anchor.cue else None
    fits = [
        (shared(content, one.content), cue is not None and one.cue is not None and cue.overlaps(one.cue))
        for one in statements
    ]
    best = max(range(len(fits)), key=lambda at: fits[at])
    return best if fits[best][0] >= LEAST else None
