"""Finds the outlets that a text names: "Reuters", "the French daily Le Phare", "state television"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from reportedly.records import Sentence, Span, Word
from reportedly.resolve.names import fold, without_possessive
from reportedly.resolve.register import Register

_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "X"})
_LEAST = 0.5  # a surer match than this is the outlet; "narrow" names lie below
_BACK = 1500  # characters to look back over for what "the newspaper" means
_LONGEST = 5  # words of an outlet's name
_TOKEN = re.compile(r"\S+")
_ARTICLES = ("the", "a", "an", "this", "that")
_EDGE = " ,.;:()[]\"'’‘“”"
_OF = re.compile(r"\s+(?:of|for|and|de|al)\s+(?:the\s+)?[A-Z][\w-]+")
_CAPITALS = r"(?:\b[A-Z][\w’'.-]*[ ])+"
RUN = re.compile(r"(?:al-|el-)?[A-Z][\w’'.-]*(?:\s+(?:of\s+|de\s+|al-)?[A-Z][\w’'.-]*)*")


# "BELTAR (Lyra) -", "TARN, March 4 (Lyra) --": the report below is that agency's.
_DATELINE = re.compile(
    r"(?:^[ \t]*(?:[A-Z][\w.’'-]*[ ]?){1,4}(?:,[^()\n]{1,30})?[.,]?(?: [^()\n]{1,12})?|\b[A-Z]{4,}) ?"
    r"\(([A-Z][\w. -]{1,24})\)",
    re.MULTILINE,
)


@cache
def _words(kind: str) -> frozenset[str]:
    text = resources.files("reportedly.resolve").joinpath("chains.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)[kind])


@lru_cache(maxsize=1 << 14)
def registered(name: str, known: Register) -> str | None:
    """The id of the outlet that the register knows under a name; None where it is somebody else's."""
    best = next(iter(known.find(name)), None)
    return best.actor.id if best and best.actor.kind == "outlet" and best.confidence >= _LEAST else None


def is_agency(name: str, known: Register) -> bool:
    """Whether it is a news agency, whose words others print."""
    best = next(iter(known.find(name)), None)
    return best is not None and best.actor.form == "agency"


@dataclass(frozen=True, slots=True)
class Outlets:
    """The outlets of one article, and which of them it came out in."""

    text: str
    own: str | None
    known: Register
    found: dict[Span, str | None] = field(default_factory=dict)

    def in_phrase(self, span: Span) -> str | None:
        """What the outlet in a noun phrase is called; None where there is none, "" for the article's own."""
        if span not in self.found:
            self.found[span] = self._in_phrase(span)
        return self.found[span]

    def _in_phrase(self, span: Span) -> str | None:
        name = self._by_name(span) or self._by_neighbour(span)
        if name:
            return "" if self.is_own(name) else _without_the(name)
        return self._by_kind(span)

    def is_own(self, name: str) -> bool:
        """Whether a name is that of the outlet the article came out in."""
        return bool(self.own) and self.same(name, self.own or "")

    def same(self, one: str, other: str) -> bool:
        """Whether two names are one outlet's: by their words, or in the register."""
        if one_of_other(one, other):
            return True
        known = registered(one, self.known)
        return known is not None and known == registered(other, self.known)

    def credits(self) -> list[tuple[int, str]]:
        """The datelines of agencies whose reports the outlet prints: from which character on, and the name.

        Where the outlet is not known, a dateline's agency is the outlet itself."""
        if not self.own:
            return []
        lines = _DATELINE.finditer(self.text)
        named = [(line.end(), line[1]) for line in lines if is_agency(line[1], self.known)]
        return [(place, "" if self.is_own(name) else name) for place, name in named]

    def _by_name(self, span: Span) -> str | None:
        """The longest stretch that the register knows, or that sounds like an outlet: "Lyra Herald"."""
        tokens = list(_TOKEN.finditer(self.text, span.start, span.end))
        longer = _OF.match(self.text, span.end)
        tokens += list(_TOKEN.finditer(self.text, span.end, longer.end())) if longer else []
        for length in range(min(_LONGEST, len(tokens)), 0, -1):
            for first in range(len(tokens) - length + 1):
                start, end = tokens[first].start(), tokens[first + length - 1].end()
                name = without_possessive(" ".join(self.text[start:end].split())).strip(_EDGE)
                fuller = self._named(name, start) if start < span.end else None
                if fuller:
                    return fuller
        return None

    def _named(self, name: str, place: int) -> str | None:
        """The fullest name of the outlet that goes by a name, None where no outlet does."""
        parts = name.lower().split()
        capitals = [part for part in name.split() if part not in ("of", "for", "de", "and", "the", "al")]
        if not parts or not all(_is_capital(part) for part in capitals) or fold(name) in _words("platforms"):
            return None
        if parts[-1] in _words("endings") or parts[0] in _words("openings"):
            bare = [part for part in parts if part not in ("the", "a", "an")]
            if len(bare) > 1 and _is_capital(name.split()[-1]):
                return name
            before = self.text[max(0, place - 4 * _BACK) : place]
            earlier = re.findall(_CAPITALS + re.escape(name.split()[-1]) + r"\b", before)
            if earlier:
                return str(earlier[-1])
        return name if registered(name, self.known) else None

    def _by_neighbour(self, span: Span) -> str | None:
        """A name nobody knows, beside a word for an outlet: "the weekly Lyra", "the Lyra news agency"."""
        tokens = list(_TOKEN.finditer(self.text, span.start, span.end))
        for at, token in enumerate(tokens):
            if token[0].strip(_EDGE) not in _words("kinds") | _words("beside"):
                continue
            after = RUN.match(self.text, tokens[at + 1].start()) if at + 1 < len(tokens) else None
            if after:
                return without_possessive(after[0]).strip(_EDGE)
            first = at
            while first and self._may_name(tokens[first - 1][0]):
                first -= 1
            if first < at and (first == 0 or tokens[first - 1][0].lower() not in ("a", "an", "some")):
                name = self.text[tokens[first].start() : tokens[at - 1].end()].strip(_EDGE)
                return None if "'s" in name or "’s" in name else " ".join(name.split())
        return None

    def _may_name(self, word: str) -> bool:
        """Whether a word may be of an outlet's name: no article, no place."""
        return _is_capital(word) and word.lower() not in _ARTICLES and not self._is_place(word)

    def _is_place(self, word: str) -> bool:
        """Whether a word tells where an outlet is rather than what it is called: "Iraqi media"."""
        plain = without_possessive(word).strip(_EDGE)
        return self.known.government_of(plain) is not None or plain.endswith(("ish", "ese", "ian"))

    def _by_kind(self, span: Span) -> str | None:
        """An outlet without a name: "an Israeli television channel", "the newspaper"."""
        tokens = [token[0].strip(_EDGE).lower() for token in _TOKEN.finditer(self.text, span.start, span.end)]
        if tokens and tokens[0] in ("the", "that", "this") and set(tokens[1:]) <= _words("again"):
            return self._before(span.start) if len(tokens) > 1 else None
        ends = [at for at, token in enumerate(tokens) if token in _words("kinds")]
        if not ends or "social" in tokens:  # where anybody may post
            return None
        skip = 1 if tokens[0] in ("the", "a", "an", "some", "its", "their", "his", "her") else 0
        words = self.text[span.start : span.end].split()[skip : ends[-1] + 1]
        words = (
            words[1:] if words[0].endswith("day") and len(words) > 1 else words
        )  # "Thursday state television"
        return "unnamed " + " ".join(words).strip(_EDGE)

    def _before(self, place: int) -> str | None:
        """The outlet named last before a place."""
        runs = list(RUN.finditer(self.text, max(0, place - _BACK), place))
        for run in reversed(runs):
            name = self._by_name(Span(run.start(), run.end())) or self._beside(run.start(), run.end())
            if name:
                return "" if self.is_own(name) else _without_the(name)
        return ""

    def _beside(self, start: int, end: int) -> str | None:
        """A run of capitals with "newspaper" before or behind it."""
        around = self.text[max(0, start - 20) : start].split()[-1:] + self.text[end : end + 20].split()[:1]
        kinds = _words("kinds") | _words("beside")
        return self.text[start:end] if {word.strip(_EDGE) for word in around} & kinds else None


def phrases(sentence: Sentence, text: str) -> Iterable[tuple[int, int]]:
    """The runs of words that may be noun phrases, as places in the sentence, half-open."""
    words = sentence.words
    first = None
    for at, word in enumerate(words):
        if word.upos in _PHRASE or (first is not None and _joins(words, at, text)):
            first = at if first is None else first
        elif first is not None:
            yield first, at
            first = None
    if first is not None:
        yield first, len(words)


def _joins(words: tuple[Word, ...], at: int, text: str) -> bool:
    """Whether a word belongs to what stands before it: the hyphen of "al-Lyra", the "'s" of "Lyra's"."""
    span = words[at].span
    if words[at - 1].span.end != span.start:
        return False
    if text[span.start] in "'’" and span.end > span.start + 1:
        return True
    return text[span.start] == "-" and at + 1 < len(words) and span.end == words[at + 1].span.start


def one_of_other(one: str, other: str) -> bool:
    """Whether the words of one name are the first or last of the other's: "the Post", "The Lyra Post"."""
    small, big = sorted((fold(one).split(), fold(other).split()), key=len)
    return bool(small) and (big[: len(small)] == small or big[-len(small) :] == small)


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or word[:3] in ("al-", "el-")


def _without_the(name: str) -> str:
    return name[4:] if name.startswith("the ") else name
