"""How a content is given: in the speaker's words, in the writer's, or in both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportedly.read.quotes import quoted
from reportedly.records import Mode, Span

WHOLE = 0.98  # of a content's letters inside quotation marks: the tagger may take a letter too many


def mode_of(text: str, content: Sequence[Span], quotes: Iterable[Span]) -> Mode:
    """direct where the content stands wholly inside quotation marks, mixed partly, indirect not at all."""
    near = list(quotes)
    inside = total = 0
    for piece in content:
        letters = [at for at in range(piece.start, piece.end) if text[at].isalnum()]
        total += len(letters)
        over = [quote for quote in near if quote.overlaps(piece)]
        inside += sum(1 for at in letters if any(quote.start <= at < quote.end for quote in over))
    share = inside / total if total else 0.0
    if share >= WHOLE:
        return "direct"
    return "mixed" if inside else "indirect"


def own_quotes(text: str, quotes: Iterable[Span], cue: Span | None, source: Span | None) -> Iterator[Span]:
    """The quotations that may be this statement's: where its cue or source stands within one, somebody else
    says all of that, and only the quotations inside it count."""
    for quote in quotes:
        if any(part is not None and quote.overlaps(part) for part in (cue, source)):
            start = quote.start + 1
            for inner in quoted(text[start : quote.end - 1]):
                yield Span(start + inner.start, start + inner.end)
        else:
            yield quote
