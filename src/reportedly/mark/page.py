"""A page of lines over an article's text, and what markers hand back about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, islice
from typing import Literal

from reportedly.records import Document, Mark, Span

HEAD, TAIL = 60, 80  # lines looked at from either end; between them only lines with a tell-tale beginning
INNER = 500  # and of those no more than this: a text with more is no article
FEWEST = 3  # characters of a line between the ends that is looked at
SHORT = 160  # characters that a headline or a link stays within
STRAY = (  # white space and invisible characters that scrapers leave around a line
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x85\xa0\u200b\u200c\u200d\u200e\u200f\u2028\u2029"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u3000"
)
SPEECH = re.compile(
    r"\b(?:said|says|saying|told|tells|added|asked|stated|warned|urged|claimed|insisted|replied|according to"
    r"|announced|declared|stressed|argued|shouted|wrote|called on)\b",
    re.IGNORECASE,
)
CLOSING = (".", "!", "?", "…", '."', ".”", ".'", ".’", ".)", '!"', '?"', "!”", "?”", ".»", "。")
WRAPPED = 85  # mail and wire dumps break lines at 60 to 80 characters


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words, without the white space around it."""

    start: int
    end: int
    text: str
    number: int  # among the lines with words, from 0
    gap: bool  # a blank line, or nothing, stands before it

    @property
    def closed(self) -> bool:
        """It ends as a sentence does."""
        return self.text.endswith(CLOSING)

    @property
    def short(self) -> bool:
        return len(self.text) <= SHORT

    @property
    def link_like(self) -> bool:
        """It could be a link, a headline or a menu: short, unclosed, nobody speaks in it."""
        return (
            self.short and not self.text.endswith((".", '."', ".”", ",", ";", ":")) and not speaks(self.text)
        )

    def part(self, start: int, end: int) -> Span:
        """The span of a piece of the line, by its place in the line."""
        return Span(self.start + start, self.start + end)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def speaks(text: str) -> bool:
    """Somebody speaks, or is quoted, in it: whatever else it looks like, it may be the article's own."""
    return any(mark in text for mark in '"“”«»') or SPEECH.search(text) is not None


@dataclass(frozen=True, slots=True)
class Page:
    """A document with those of its lines that no marker has claimed as furniture yet."""

    document: Document
    lines: tuple[Line, ...]
    total: int  # lines with words in the whole text

    @property
    def wrapped(self) -> bool:
        """The lines are broken by width, not by paragraph."""
        inner = [line for line in self.lines if not line.text.startswith("http")]
        joined = sum(1 for line in inner if not line.gap)
        long = sum(1 for line in inner if len(line.text) > WRAPPED)
        return len(inner) >= 4 and long * 8 <= len(inner) and joined * 2 >= len(inner)

    def from_end(self, line: Line) -> int:
        return self.total - 1 - line.number

    def less(self, marks: Iterable[Mark]) -> Page:
        """The page without furniture and datelines: whole lines go, ends of lines are cut off."""
        gone = sorted(mark.span for mark in marks if mark.kind != "title")
        return replace(self, lines=tuple(_remaining(self.lines, gone)))


@dataclass(frozen=True, slots=True)
class Clue:
    """What a marker believes about the article as a publication, and how it came by it."""

    fact: Literal["title", "outlet", "author", "published", "url"]
    value: str
    by: str


Finding = Mark | Clue
Marker = Callable[[Page], Iterator[Finding]]


def page_of(document: Document, anywhere: re.Pattern[str]) -> Page:
    """The lines at both ends of a document and, between them, those that begin as `anywhere` says."""
    raw = document.text.splitlines(keepends=True)
    starts = list(accumulate(map(len, raw), initial=0))
    worded = [number for number, line in enumerate(raw) if line[0].isalnum() or line.strip(STRAY)]
    total = len(worded)
    inner = range(HEAD, max(HEAD, total - TAIL))
    chosen = [
        *range(min(HEAD, total)),
        *islice((place for place in inner if _begins(raw[worded[place]], anywhere)), INNER),
        *range(max(HEAD, total - TAIL), total),
    ]
    return Page(document, tuple(_line(raw, starts, worded, place) for place in chosen), total)


def _begins(line: str, anywhere: re.Pattern[str]) -> bool:
    return len(line) > FEWEST and anywhere.match(line) is not None


def _line(raw: list[str], starts: list[int], worded: list[int], place: int) -> Line:
    number = worded[place]
    text = raw[number]
    start = starts[number] + len(text) - len(text.lstrip(STRAY))
    text = text.strip(STRAY)
    return Line(start, start + len(text), text, place, place == 0 or worded[place - 1] != number - 1)


def _remaining(lines: Iterable[Line], gone: list[Span]) -> Iterator[Line]:
    """Lines and sorted spans walked together, each once."""
    place = 0
    for line in lines:
        while place < len(gone) and gone[place].end <= line.start:
            place += 1
        ahead = place
        start, end = line.start, line.end
        while ahead < len(gone) and gone[ahead].start < line.end:
            if gone[ahead].start <= start:
                start = max(start, gone[ahead].end)
            elif gone[ahead].end >= end:
                end = min(end, gone[ahead].start)
            ahead += 1
        rest = line.text[start - line.start : max(start, end) - line.start]
        text = rest.strip(STRAY)
        if text:
            begin = start + len(rest) - len(rest.lstrip(STRAY))
            yield replace(line, start=begin, end=begin + len(text), text=text)
