"""Words by which the writer keeps away from the truth of what is reported ("reportedly", "alleged")."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from reportedly.records import Span


@cache
def _lexicon() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((files("reportedly.read") / "distance.toml").read_text("utf-8"))
    return {
        place: re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
        for place, patterns in table.items()
    }


def distance_words(
    text: str, content: Sequence[Span], cue: Span | None, source: Span | None, quotes: Sequence[Span]
) -> tuple[Span, ...]:
    """The words of distance of one statement: in its cue, in its source ("rumours") and, where they
    are the writer's own, in its content ("is reportedly...").

    Words inside quotation marks are the speaker's: a content is searched only outside `quotes`.
    """
    found: set[Span] = set()
    for place, span in (("cue", cue), ("source", source)):
        if span:
            found |= {
                Span(span.start + hit.start(), span.start + hit.end())
                for hit in _lexicon()[place].finditer(span.of(text))
            }
    found |= {span for piece in content for span in _adverbs(text, piece, quotes)}
    return tuple(sorted(found))


def _adverbs(text: str, piece: Span, quotes: Sequence[Span]) -> list[Span]:
    hits = _lexicon()["content"].finditer(text, piece.start, piece.end)
    spans = [Span(hit.start(), hit.end()) for hit in hits]
    return [span for span in spans if not any(quote.overlaps(span) for quote in quotes)]
