"""How a content is given: in the speaker's words, in the writer's, or in both."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.records import Mode, Span

# Shares of a content's letters inside quotation marks: the tagger may take a word too much or too little.
WHOLE, NONE = 0.95, 0.0


def mode_of(text: str, content: Sequence[Span], quotes: Sequence[Span]) -> Mode:
    """direct where the content stands wholly inside quotation marks, mixed partly, indirect not at all."""
    inside = total = 0
    for piece in content:
        letters = [at for at in range(piece.start, piece.end) if text[at].isalnum()]
        total += len(letters)
        near = [quote for quote in quotes if quote.overlaps(piece)]
        inside += sum(1 for at in letters if any(q.start <= at < q.end for q in near))
    share = inside / total if total else 0.0
    if share >= WHOLE:
        return "direct"
    return "mixed" if share > NONE else "indirect"
