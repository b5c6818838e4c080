"""The grammar of expressions of time: patterns over the kinds of words, compiled from `grammar.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from reportedly.read.times.words import LETTERS, OTHER, Words
from reportedly.records import Span

_GRAMMAR = tomllib.loads((files(__package__) / "grammar.toml").read_text("utf-8"))
_NAME = re.compile(r"(?:([a-z]\w*):)?(?<!\(\?)\b([A-Z][A-Z_]*)\b")
_PLACE = re.compile(r"([a-z]\w*):\(")
_RUN = re.compile(rf"[^{re.escape(OTHER)}]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of words that a rule fits, and which words fill its places."""

    words: Words
    match: re.Match[str]
    means: str

    @property
    def span(self) -> Span:
        return self.words.span(self.match.start(), self.match.end())

    @property
    def text(self) -> str:
        """The words in lower case, a space between each two."""
        return self._said(*self.match.span())

    def has(self, place: str) -> bool:
        return self.match.groupdict().get(place) is not None

    def said(self, place: str) -> str:
        """The words that fill the place, in lower case, "" where it is left open."""
        return self._said(*self.match.span(place)) if self.has(place) else ""

    def _said(self, first: int, last: int) -> str:
        return " ".join(self.words.word(at) for at in range(first, last))


def _letters(found: re.Match[str]) -> str:
    place, name = found.groups()
    alias = _GRAMMAR["kinds"].get(name)
    pattern = LETTERS[name] if alias is None else _NAME.sub(_letters, _PLACE.sub(r"(?P<\1>", alias))
    return f"(?P<{place}>{pattern})" if place else f"(?:{pattern})" if alias is not None else pattern


def _compiled(pattern: str) -> re.Pattern[str]:
    named = _PLACE.sub(r"(?P<\1>", pattern)
    return re.compile(_NAME.sub(_letters, named).replace(" ", ""))


_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (rule["means"], _compiled(pattern)) for rule in _GRAMMAR["rule"] for pattern in rule["say"]
)
_CORE = re.compile(f"[{''.join(set(_compiled(_GRAMMAR['core']).pattern) & set(LETTERS.values()))}]")


def runs(words: Words) -> Iterator[tuple[int, int]]:
    """The stretches of words in which an expression can stand, as places of the first and behind the last."""
    for run in _RUN.finditer(words.letters):
        if _CORE.search(words.letters, *run.span()):
            yield run.span()


def fits(words: Words, place: int) -> list[Found]:
    """What the rules find at a place, the longest first and among equals in the order of the grammar."""
    found = [
        Found(words, match, means) for means, rule in _RULES if (match := rule.match(words.letters, place))
    ]
    return sorted(found, key=lambda one: -one.match.end())
