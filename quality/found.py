"""What the reader finds in a bare text, laid out as the scorers of this folder take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportedly.read import Session, antecedent_chances, findings
from reportedly.records import Name, Span
from reportedly.resolve import register, with_known_kinds


@dataclass(frozen=True, slots=True)
class FlatWord:
    """A word whose `head` counts among all words of the text, -1 for a root."""

    span: Span
    upos: str
    head: int
    deprel: str


@dataclass(frozen=True, slots=True)
class Flat:
    """Ranges of words that are sentences, the words, and the names."""

    sentences: tuple[tuple[int, int], ...]
    words: tuple[FlatWord, ...]
    names: tuple[Name, ...]


def reader(model: Path | None = None) -> Callable[[str], Flat]:
    """Reads texts with the shipped model or another."""
    session = Session(model)

    def read(text: str) -> Flat:
        found = findings(text, [Span(0, len(text))], session)
        ranges: list[tuple[int, int]] = []
        words: list[FlatWord] = []
        for sentence in found.sentences:
            start = len(words)
            words += [
                FlatWord(word.span, word.upos, word.head + start if word.head >= 0 else -1, word.relation)
                for word in sentence.words
            ]
            ranges.append((start, len(words)))
        return Flat(tuple(ranges), tuple(words), with_known_kinds(text, found.names, register()))

    return read


def chooser(model: Path | None = None) -> Callable[[str, Span, Sequence[Span]], list[float]]:
    """Gives the probability of each candidate to be who a pronoun stands for."""
    session = Session(model)

    def scores(text: str, pronoun: Span, candidates: Sequence[Span]) -> list[float]:
        found = findings(text, [Span(0, len(text))], session)
        return [float(chance) for chance in antecedent_chances(found.linked, pronoun, candidates)]

    return scores
