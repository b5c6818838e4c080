"""What a user types into a search, taken literally: words, "phrases" and a trailing * for any ending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reportedly.ledger.fold import INNER, LONGEST, SIGN, fold, places, words
from reportedly.records import Span

_PIECE = re.compile(r'["“”„«»]([^"“”„«»]*)(?:["“”„«»](\*?)|$)|([^\s"“”„«»]+)')
_SIGN = re.compile(f"[{SIGN}]")
MOST_SHOWN = 32  # terms marked in a passage: a pasted page is searched whole, but not marked word by word


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand one after the other; `open_end` where the last may go on."""

    words: tuple[str, ...]
    open_end: bool = False


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query, all of which must be found; none where it holds no word."""
    terms: dict[Term, None] = {}
    for phrase, star, bare in _PIECE.findall(query):
        text = bare or phrase
        found = tuple(words(text))
        if found:
            terms[Term(found, bool(star) or text.endswith("*"))] = None
    return tuple(terms)


def spans_of(terms: tuple[Term, ...], text: str) -> list[tuple[Span, int]]:
    """Where the terms stand in a text, with the number of the term, in text order."""
    shown = terms[:MOST_SHOWN]
    if not shown:
        return []
    origin = places(text)
    found = []
    for match in _pattern(shown).finditer(fold(text)):
        number = int((match.lastgroup or "t0")[1:])
        found.append((_original(match.start(), match.end(), origin), number))
    return found


def _original(start: int, end: int, origin: list[int] | None) -> Span:
    """The characters that a stretch of the folded text came from, silent ones after it included."""
    if origin is None:
        return Span(start, end)
    return Span(origin[start], max(origin[end], origin[end - 1] + 1))


@lru_cache(maxsize=8)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str]:
    longest_first = sorted(enumerate(terms), key=lambda pair: -sum(map(len, pair[1].words)))
    return re.compile("|".join(f"(?P<t{number}>{_one(term)})" for number, term in longest_first))


def _one(term: Term) -> str:
    """The words in their order with no word between them; a sign of a script without spaces has no border."""
    inner = term.words[0]
    for before, after in pairwise(term.words):
        touching = len(before) == LONGEST or _is_sign(before) or _is_sign(after)
        inner += (r"[\W_]*" if touching else r"[\W_]+") + after
    front = "" if _is_sign(term.words[0]) else f"(?<!{INNER})"
    back = "" if _is_sign(term.words[-1]) else f"(?!{INNER})"
    return front + inner + (f"{INNER}*" if term.open_end and back else back)


def _is_sign(word: str) -> bool:
    return _SIGN.match(word) is not None
