"""Labelled articles as token sequences: tags a word, and which pieces belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from reportedly.read.tokens import Ints, Tokens, tokenise
from reportedly.read.windows import Window, windows
from reportedly.records import Span
from training.data import Attribution, Labelled, Spans

LAYERS = ("source", "cue", "content")
MIN_NESTED = 4  # words; a shorter content holds no statement


@dataclass(frozen=True, slots=True)
class Piece:
    """A labelled stretch in words [start, end) of its sequence, and the statements it is of.

    One source may be that of several: "the minister rejected the offer and warned that...".
    """

    layer: int
    start: int
    end: int
    statements: frozenset[int]


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text, or a content read as a text, with its labels: `tags` (words, 3), 0 out, 1 begins, 2 inside."""

    tokens: Tokens
    text: str
    tags: Ints
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One window of a sequence, ready for the network; word indices count from the window's first."""

    ids: Ints
    features: Ints
    heads: Ints
    tags: Ints
    pieces: tuple[Piece, ...]


def sequences(article: Labelled, tokenizer: Tokenizer, *, nested: bool) -> Iterator[Tagged]:
    """The article, then (where nested statements are labelled) each content as a text of its own."""
    everything = article.attributions
    top = [entry for entry in everything if entry.inside is None]
    yield _labelled(article.text, [Span(0, len(article.text))], top, tokenizer, nested=False)
    if not nested:
        return
    for index, outer in enumerate(everything):
        if sum(len(span.of(article.text).split()) for span in outer.content) >= MIN_NESTED:
            inner = [entry for entry in everything if entry.inside == index]
            yield _labelled(article.text, sorted(outer.content), inner, tokenizer, nested=True)


def _labelled(
    text: str, within: Sequence[Span], entries: Sequence[Attribution], tokenizer: Tokenizer, *, nested: bool
) -> Tagged:
    tokens = tokenise(text, tokenizer, within, nested=nested)
    starts, ends = tokens.word_spans()
    tags = np.zeros((len(tokens.heads), len(LAYERS)), np.int64)
    owners: dict[tuple[int, int, int], set[int]] = {}
    for number, entry in enumerate(entries):
        for layer, spans in enumerate((entry.source, entry.cue, entry.content)):
            for first, stop in _words(spans, starts, ends):
                if (layer, first, stop) not in owners:
                    if tags[first:stop, layer].any():
                        continue  # it overlaps another of its layer: the first keeps the words
                    tags[first:stop, layer] = 2
                    tags[first, layer] = 1
                owners.setdefault((layer, first, stop), set()).add(number)
    pieces = tuple(Piece(*place, frozenset(numbers)) for place, numbers in owners.items())
    return Tagged(tokens, text, tags, pieces)


def _words(spans: Spans, starts: Ints, ends: Ints) -> Iterator[tuple[int, int]]:
    for span in spans:
        first = int(np.searchsorted(ends, span.start, "right"))
        stop = int(np.searchsorted(starts, span.end, "left"))
        if first < stop:
            yield first, stop


def examples(sequence: Tagged, body: int, context: int) -> Iterator[Example]:
    """The sequence cut into windows."""
    for window in windows(sequence.tokens, sequence.text, body, context):
        yield _example(sequence, window)


def _example(sequence: Tagged, window: Window) -> Example:
    tokens = sequence.tokens
    first, stop = np.searchsorted(tokens.heads, (window.context, window.end))
    pieces = tuple(
        Piece(p.layer, max(p.start, first) - first, min(p.end, stop) - first, p.statements)
        for p in sequence.pieces
        if p.start < stop and p.end > first
    )
    return Example(
        ids=tokens.ids[window.context : window.end],
        features=tokens.features[window.context : window.end],
        heads=tokens.heads[first:stop] - window.context,
        tags=sequence.tags[first:stop],
        pieces=pieces,
    )
