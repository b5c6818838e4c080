"""The words of a text and what each can be in an expression of time: one letter of a small alphabet a word.

The grammar then runs over the letters, not over the text, so that a word that has nothing to do with time
costs one look-up.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from reportedly.records import Span

OTHER = "."  # the letter of every word the lexicon does not know
LONGEST = 24  # characters; no word of the lexicon and no number that dates anything is longer
_LEXICON = tomllib.loads((files(__package__) / "lexicon.toml").read_text("utf-8"))
VALUES: dict[str, dict[str, str]] = _LEXICON["values"]
_TOKEN = re.compile(
    r"[ap]\.\s?m\b\.?"  # a.m.
    r"|[^\W\d_]+"
    r"|\d+(?:[.,:/-]\d+)*(?:(?:st|nd|rd|th|s)\b)?"
    r"|['’](?:s\b)?"
    r"|\n[^\S\n]*\n"  # an empty line: no expression goes on after it
    r"|[^\w\s]",
    re.IGNORECASE,
)
_NUMBERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern)) for name, pattern in _LEXICON["numbers"].items()
)
_KINDS = (*_LEXICON["words"], *_LEXICON["capitalised"], *_LEXICON["numbers"])
LETTERS = {name: chr(0x100 + place) for place, name in enumerate(dict.fromkeys(_KINDS))}


def _table(kinds: dict[str, list[str]]) -> dict[str, str]:
    return {word: LETTERS[name] for name, words in kinds.items() for word in words}


_WORDS = _table(_LEXICON["words"])
_CAPITALISED = _table(_LEXICON["capitalised"])


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text: their places, and their letters as one string."""

    text: str
    spans: list[tuple[int, int]]
    letters: str

    def word(self, place: int) -> str:
        """The word at the place in lower case, "" beyond either end."""
        if not 0 <= place < len(self.spans):
            return ""
        start, end = self.spans[place]
        return self.text[start : min(end, start + LONGEST)].lower()

    def span(self, first: int, last: int) -> Span:
        """From the first of the words to before the last, as a span of the text."""
        return Span(self.spans[first][0], self.spans[last - 1][1])


def words_of(text: str, within: Span) -> Words:
    spans = [found.span() for found in _TOKEN.finditer(text, within.start, min(within.end, len(text)))]
    letters = [_letter(text[start:end]) if end - start <= LONGEST else OTHER for start, end in spans]
    return Words(text, spans, "".join(letters))


@lru_cache(maxsize=1 << 16)
def _letter(word: str) -> str:
    if word[0].isdigit():
        return next((LETTERS[name] for name, form in _NUMBERS if form.fullmatch(word)), OTHER)
    lower = word.lower()
    if word[0].isupper() and lower in _CAPITALISED:
        return _CAPITALISED[lower]
    return _WORDS.get(lower, OTHER)
