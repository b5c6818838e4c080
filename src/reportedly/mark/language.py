"""The language of a text. The statistics are loaded when first asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.mark import data
from reportedly.records import Span

SAMPLE = 6000  # characters from which the language is judged
FEWEST = 40  # letters below which only English function words are believed
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
CLEAR = 0.2  # share of English function words that no other language reaches
LIKELY = 0.08  # and one that English full of names still has


def language_of(text: str, furniture: Iterable[Span] = ()) -> str | None:
    """The ISO 639-1 code of the language, None where there is too little to tell."""
    words = _WORDS.findall(_sample(text, furniture))
    letters = sum(map(len, words))
    if not words:
        return None
    low = [word.lower() for word in words]
    share = sum(1 for word in low if word in data.words("english")) / len(low)
    sure = len({word for word in low if word in data.words("surely_english")})
    if (share >= CLEAR and sure >= 2) or (letters < 3 * FEWEST and share >= CLEAR and sure):
        return "en"
    if letters < FEWEST:
        return None if _latin(low) else _statistics(" ".join(words))
    found = _statistics(" ".join(words))
    if found != "en" and _latin(low) and share >= LIKELY and sure >= 3:
        return "en"
    return found


def _sample(text: str, furniture: Iterable[Span]) -> str:
    """The first part of the text that is not furniture."""
    pieces, place, length = [], 0, 0
    for span in [*sorted(furniture), Span(len(text), len(text) + 1)]:
        if span.start > place:
            pieces.append(text[place : min(span.start, place + SAMPLE - length)])
            length += len(pieces[-1])
        place = max(place, span.end)
        if length >= SAMPLE:
            break
    return " ".join(pieces)


def _latin(words: list[str]) -> bool:
    letters = "".join(words)[:SAMPLE]
    return sum(1 for letter in letters if letter < "ɐ") * 2 > len(letters)


def _statistics(text: str) -> str:
    import py3langid  # half a second to load: only when a text is not plainly English

    code: str = py3langid.classify(text.lower() if text.isupper() else text)[0]
    return code
