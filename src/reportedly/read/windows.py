"""Cutting a long token sequence into windows the encoder can take, at the best break there is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportedly.read.tokens import Ints, Tokens

BODY = 420  # word pieces read for themselves; 420 + 64 + 2 marks stay below the encoder's 512 positions
CONTEXT = 64  # word pieces before the body that are read again, so that no window opens blind


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces [context, body) are read for context only, [body, end) for themselves."""

    context: int
    body: int
    end: int


def windows(tokens: Tokens, text: str, body: int = BODY, context: int = CONTEXT) -> list[Window]:
    """Windows whose bodies cover all pieces once, in order; each begins and ends at a word's edge."""
    strength = _break_strength(tokens, text)
    out: list[Window] = []
    start = 0
    while start < len(tokens):
        end = _cut(strength, start, body)
        out.append(Window(_context_start(strength, start, context), start, end))
        start = end
    return out


def _break_strength(tokens: Tokens, text: str) -> Ints:
    """How good each piece is to begin at: 0 inside a word, 1 word, 2 line, 3 sentence, 4 paragraph."""
    strength = np.zeros(len(tokens) + 1, np.int64)
    strength[tokens.heads] = 1
    gaps = tokens.features[:, 1]
    for head in tokens.heads[1:]:
        gap = gaps[head]
        if not gap:
            continue
        closed = text[int(tokens.starts[head - 1])] in '.!?”"’»…'
        strength[head] = (4 if closed or gap == 3 else 2) if gap > 1 else (3 if closed else 1)
    strength[len(tokens)] = 5
    return strength


def _cut(strength: Ints, start: int, body: int) -> int:
    """The last of the strongest breaks in the second half of what may be read at once."""
    last = len(strength) - 1
    if last - start <= body:
        return last
    low = start + body // 2
    part = strength[low : start + body + 1]
    best = int(np.flatnonzero(part == part.max())[-1])
    return low + best if part.max() else start + body


def _context_start(strength: Ints, start: int, context: int) -> int:
    """The first sentence break within reach before the body; the body itself where there is none."""
    low = max(0, start - context)
    breaks = np.flatnonzero(strength[low:start] >= 3)
    if low == 0:
        return 0
    return low + int(breaks[0]) if len(breaks) else start
