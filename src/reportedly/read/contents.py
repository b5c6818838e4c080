"""The pieces of a content as CODEBOOK.md has them, from the stretches that the network marks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportedly.records import Span

# Between two pieces of one sentence: nothing that anybody says, and no new paragraph.
_NOTHING_SAID = re.compile(r"(?!.*\n\s*\n)[\s,;–—-]*", re.DOTALL)
# A piece that is one of these, or no word at all, is a slip of the network.
_NO_CONTENT = re.compile(
    r"\W*(?:(?:the|an?|of|to|which|what|whether|and|or|but|in|on|at|for|from|by|with|as|any|have|has|had|"
    r"is|are|was|were|be|been|its|his|her|their|these|those|not|while|when|after|before|also|however)\W*)?",
    re.IGNORECASE,
)


def tidied(text: str, pieces: Sequence[Span]) -> tuple[Span, ...]:
    """Pieces that nothing parts are one, and those that say nothing are none; may be empty."""
    kept = [piece for piece in pieces if not _NO_CONTENT.fullmatch(piece.of(text))]
    out: list[Span] = []
    for piece in kept:
        if out and _NOTHING_SAID.fullmatch(text, out[-1].end, piece.start):
            out[-1] = Span(out[-1].start, piece.end)
        else:
            out.append(piece)
    return tuple(out)
