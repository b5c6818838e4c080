"""A text as the encoder sees it: word pieces with their place in the text and what the vocabulary drops.

The vocabulary is uncased and knows no white space; shape, gap and quotation state give these back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from reportedly.read.quotes import quoted
from reportedly.records import Span

Ints = npt.NDArray[np.int64]

# Sizes of the extra input embeddings, in the order of the columns of `Tokens.features`.
FEATURES = {"shape": 7, "gap": 4, "quote": 3, "nested": 2}
_CHUNK = 20_000  # characters given to the tokenizer at once: its memory grows with the text


@dataclass(frozen=True, slots=True)
class Tokens:
    """Word pieces of a text; all arrays have one row a piece.

    `ids` (n,), `starts` and `ends` (n,) code points, `features` (n, 4) as in FEATURES, `heads` (w,) the index
    of each word's first piece. A word is what the vocabulary's splitter takes for one: punctuation marks are
    words of their own.
    """

    ids: Ints
    starts: Ints
    ends: Ints
    features: Ints
    heads: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def word_spans(self) -> tuple[Ints, Ints]:
        """Starts and ends of the words, code points, each (w,)."""
        if not len(self.heads):
            return self.starts, self.ends
        last = np.append(self.heads[1:], len(self.ids)) - 1
        return self.starts[self.heads], self.ends[last]


def tokenise(text: str, tokenizer: Tokenizer, within: Sequence[Span], *, nested: bool = False) -> Tokens:
    """The word pieces of the stretches of `text` that are named in `within` (sorted, apart)."""
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    heads: list[int] = []
    for stretch in _chunks(text, within):
        encoding = tokenizer.encode(text[stretch.start : stretch.end], add_special_tokens=False)
        word_before: int | None = -1
        for piece, word, (start, end) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
            if word != word_before:
                heads.append(len(ids))
                word_before = word
            ids.append(piece)
            starts.append(stretch.start + start)
            ends.append(stretch.start + end)
    tokens = Tokens(
        ids=np.array(ids, np.int64),
        starts=np.array(starts, np.int64),
        ends=np.array(ends, np.int64),
        features=np.zeros((len(ids), len(FEATURES)), np.int64),
        heads=np.array(heads, np.int64),
    )
    _fill_features(tokens, text, nested)
    return tokens


def _chunks(text: str, within: Iterable[Span]) -> Iterable[Span]:
    """The stretches, long ones cut at white space so that no word is cut."""
    for stretch in within:
        start = stretch.start
        while stretch.end - start > _CHUNK:
            cut = start + _CHUNK
            while cut > start + _CHUNK // 2 and not text[cut].isspace():
                cut -= 1
            yield Span(start, cut)
            start = cut
        yield Span(start, stretch.end)


def _fill_features(tokens: Tokens, text: str, nested: bool) -> None:
    features = tokens.features
    features[:, 3] = nested
    if not len(tokens):
        return
    word_starts, word_ends = tokens.word_spans()
    bounds = np.append(tokens.heads, len(tokens))
    for word, (first, stop) in enumerate(pairwise(bounds)):
        start = int(word_starts[word])
        features[first:stop, 0] = _shape(text[start : int(word_ends[word])])
        before = int(word_ends[word - 1]) if word else max(0, start - 2)
        features[first, 1] = _gap(text[before:start])
    for quote in quoted(text):
        first, stop = np.searchsorted(tokens.starts, (quote.start, quote.end))
        features[first:stop, 2] = 1
        if first < stop:
            features[first, 2] = 2
            if not text[quote.end - 1].isalnum():
                features[stop - 1, 2] = 2


def _shape(word: str) -> int:
    """0 lower, 1 Title, 2 CAPITALS, 3 digits, 4 mIxed, 5 punctuation, 6 letters without case."""
    if not word[:1].isalnum():
        return 5
    if word[:1].isdigit():
        return 3
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[:1].isupper():
        return 1 if word[1:].islower() else 4
    return 4 if any(letter.isupper() for letter in word) else 6


def _gap(between: str) -> int:
    """0 nothing, 1 space, 2 line break, 3 blank line before the word."""
    breaks = between.count("\n")
    if breaks:
        return 3 if breaks > 1 else 2
    return 1 if between else 0
