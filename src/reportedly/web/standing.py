"""Where words stand, as forms carry it: "12-40,55-60", code points; and words looked up in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from reportedly.errors import SpanError
from reportedly.ledger.anchors import meant
from reportedly.records import Reading, Span, Statement, anchor
from reportedly.web.shown import shown

MOST_PIECES = 20
MOST_FOUND = 2_000  # places of one quotation that are compared
_PLACES = re.compile(r"[0-9]{1,9}-[0-9]{1,9}(?:,[0-9]{1,9}-[0-9]{1,9})*")


def places(spans: Iterable[Span]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)


def stands(statement: Statement) -> str:
    """Where a statement stands: its content and, behind a bar, its cue."""
    return f"{places(statement.content)}|{places([statement.cue] if statement.cue else [])}"


def spans_of(said: str, text: str) -> tuple[Span, ...]:
    """The spans that a form names, in order. Raises SpanError where they are none of this text."""
    if not said:
        return ()
    if not _PLACES.fullmatch(said):
        raise SpanError(f"{said[:40]!r} is no place in the text; expected one like 12-40")
    pairs = [one.split("-") for one in said.split(",")]
    if len(pairs) > MOST_PIECES:
        raise SpanError(f"{len(pairs)} pieces were sent; expected at most {MOST_PIECES}")
    spans = tuple(sorted(Span(int(start), int(end)) for start, end in pairs))
    for span in spans:
        span.of(text)
    return apart(spans)


def apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans as they are. Raises SpanError where two share a character."""
    for one, other in pairwise(spans):
        if one.overlaps(other):
            raise SpanError(
                f"the pieces {one.start}-{one.end} and {other.start}-{other.end} overlap; expected them apart"
            )
    return spans


def statement_at(reading: Reading, said: str) -> Statement | None:
    """The statement that stands there, or the one that has the most in common with it; None where none has
    half of its characters."""
    text = reading.article.text
    content, _, cue = said.partition("|")
    spans, cues = spans_of(content, text), spans_of(cue, text)
    if not spans:
        raise SpanError("no place of a statement was sent; expected one like 12-40|41-45")
    exact = [one for one in reading.statements if stands(one) == said]
    if exact:
        return exact[0]
    asked = anchor(reading.article, spans, cues[0] if cues else None)
    at = meant(asked, reading.statements, reading.article)
    return None if at is None else reading.statements[at]


def in_one_line(words: str) -> str:
    return " ".join(shown(words).split())


def words_at(words: str, said: str, text: str) -> tuple[Span, ...]:
    """The spans of the words of a field, a piece on each line: where the form says they stand, else the
    nearest place where they do. Raises SpanError where the text does not have them."""
    pieces = [in_one_line(line) for line in words.splitlines() if line.strip()]
    spans = spans_of(said, text)
    if [in_one_line(span.of(text)) for span in spans] == pieces:
        return spans
    if len(pieces) > MOST_PIECES:
        raise SpanError(f"{len(pieces)} pieces were sent; expected at most {MOST_PIECES}")
    near = spans[0].start if spans else 0
    return apart(tuple(sorted(find(piece, text, near) for piece in pieces)))


def find(words: str, text: str, near: int) -> Span:
    """The place of these words that is nearest; white space may be any."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    best: Span | None = None
    for number, match in enumerate(pattern.finditer(shown(text))):
        if best is None or abs(match.start() - near) < abs(best.start - near):
            best = Span(*match.span())
        if number > MOST_FOUND:
            break
    if best is None:
        raise SpanError(f"the article has no words {words[:60]!r}; expected them as they stand there")
    return best
