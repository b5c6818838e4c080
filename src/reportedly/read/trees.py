"""Sentences, words, parts of speech and dependency trees from the network's numbers.

A word of Universal Dependencies begins with a word piece that the network says it does; its head is the word
whose vector agrees most with its own (Dozat and Manning 2017, without their hidden layers: the encoder is
trained along), made a tree by the method of Chu, Liu (1965) and Edmonds (1967).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from reportedly.read.form import PARTS, RELATIONS, UPOS
from reportedly.read.links import Floats, Halves
from reportedly.read.tokens import Ints, Tokens
from reportedly.records import Sentence, Span, Word

GOES_ON, WORD, SENTENCE = range(3)
LONGEST = 250  # words of a sentence; lists without an end are cut, for a tree's cost grows with the square
BLANK_LINE = 3  # of Tokens.features: no sentence goes on over it
# Words that are two: the length of the first, and what the second is ("can|not", "gon|na").
CONTRACTED = {"cannot": (3, "PART", "advmod"), "gonna": (3, "PART", "mark"), "wanna": (3, "PART", "mark")}
ROOT = RELATIONS.index("root")


@dataclass(frozen=True, slots=True)
class Surface:
    """What the network says of words and trees, a row a piece: `starts` (n, 3), `upos` (n, 17), `syntax`
    (n, 384); and of names, a row a word of Tokens: `names` (w, 17)."""

    starts: Floats
    upos: Floats
    syntax: Halves
    names: Floats


@dataclass(frozen=True, slots=True)
class TreeTables:
    """The root's vectors (384,) and the last layer for relations: `weight` (37, 64), `bias` (37,)."""

    root: Floats
    weight: Floats
    bias: Floats


def sentences(tokens: Tokens, text: str, surface: Surface, tables: TreeTables) -> tuple[Sentence, ...]:
    """The sentences of a text, which hold all its words in order."""
    if not len(tokens):
        return ()
    begins = _begins(tokens, surface.starts)
    at = np.flatnonzero(begins)
    firsts = [*np.flatnonzero(begins[at] == SENTENCE).tolist(), len(at)]
    spans = list(_spans(tokens, text, at))
    upos = surface.upos[at].argmax(axis=1)
    vectors = surface.syntax[at].astype(np.float32)
    out = []
    for first, stop in _cut(firsts):
        heads, relations = tree(vectors[first:stop], tables)
        words = (
            Word(span, UPOS[part], head, RELATIONS[relation])
            for span, part, head, relation in zip(
                spans[first:stop], upos[first:stop].tolist(), heads.tolist(), relations.tolist(), strict=True
            )
        )
        out.append(Sentence(tuple(_parted(list(words), text))))
    return tuple(out)


def _begins(tokens: Tokens, starts: Floats) -> Ints:
    """What begins with each piece: white space always parts words, a blank line always sentences."""
    gaps = tokens.features[:, 1]
    begins = starts.argmax(axis=1)
    begins = np.where((gaps > 0) & (begins == GOES_ON), WORD, begins)
    begins = np.where((gaps == BLANK_LINE) | (np.arange(len(gaps)) == 0), SENTENCE, begins)
    return np.asarray(begins, np.int64)


def _spans(tokens: Tokens, text: str, at: Ints) -> Iterator[Span]:
    """Where the words stand; the n of "n't" goes to the apostrophe, whose piece it is not. Letters that the
    vocabulary drops, such as marks that combine, go to the word they follow."""
    starts = tokens.starts[at]
    ends = tokens.ends[np.append(at[1:], len(tokens)) - 1]
    for word, limit in enumerate([*starts[1:].tolist(), len(text)]):
        while ends[word] < limit and not text[ends[word]].isspace():
            ends[word] += 1
    for word in range(1, len(at)):
        start = int(starts[word])
        if (
            text[start : start + 2].lower() in ("'t", "’t")
            and ends[word] == start + 2
            and (
                text[start - 1 : start].lower() == "n"
                and starts[word - 1] < start - 1
                and ends[word - 1] == start
            )
        ):
            starts[word], ends[word - 1] = start - 1, start - 1
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield Span(start, end)


def _cut(firsts: list[int]) -> Iterator[tuple[int, int]]:
    for first, stop in pairwise(firsts):
        for start in range(first, stop, LONGEST):
            yield start, min(start + LONGEST, stop)


def _parted(words: list[Word], text: str) -> list[Word]:
    """The words with "cannot" and its like as the two that they are."""
    twice = [at for at, word in enumerate(words) if word.span.of(text).lower() in CONTRACTED]
    if not twice:
        return words
    moved = [at + sum(other < at for other in twice) for at in range(len(words))]
    out = []
    for at, word in enumerate(words):
        head = word.head if word.head < 0 else moved[word.head]
        if at not in twice:
            out.append(Word(word.span, word.upos, head, word.relation))
            continue
        size, upos, relation = CONTRACTED[word.span.of(text).lower()]
        middle = word.span.start + size
        out.append(Word(Span(word.span.start, middle), word.upos, head, word.relation))
        second_head = moved[at] if head < 0 or word.relation not in ("aux", "cop") else head
        out.append(Word(Span(middle, word.span.end), upos, second_head, relation))
    return out


def tree(vectors: Floats, tables: TreeTables) -> tuple[Ints, Ints]:
    """Heads (-1 for the one root) and relations of a sentence's words, (n, 384) -> (n,), (n,)."""
    scores = vectors[:, PARTS["dependent"]] @ vectors[:, PARTS["head"]].T
    as_root = vectors[:, PARTS["dependent"]] @ tables.root[PARTS["head"]]
    best = np.maximum(_off_diagonal(scores).max(axis=1), as_root) if len(scores) > 1 else as_root
    root = int((as_root - best).argmax()) if (as_root >= best).sum() != 1 else int((as_root >= best).argmax())
    heads = spanning_tree(_off_diagonal(scores), root)
    above = np.where(heads < 0, root, heads)
    of_head = vectors[above][:, PARTS["relation of head"]]
    hidden = np.maximum(vectors[:, PARTS["relation of dependent"]] + of_head, 0)
    labels = hidden @ tables.weight.T + tables.bias
    labels[:, ROOT] = -np.inf
    relations = labels.argmax(axis=1)
    relations[root] = ROOT
    return heads, np.asarray(relations, np.int64)


def _off_diagonal(scores: Floats) -> Floats:
    out = scores.copy()
    np.fill_diagonal(out, -np.inf)
    return out


def spanning_tree(scores: Floats, root: int) -> Ints:
    """The best tree below `root`: scores (n, n) of dependents' heads -> heads (n,), -1 for the root."""
    heads = scores.argmax(axis=1)
    heads[root] = -1
    cycle = _cycle(heads)
    if cycle is None:
        return np.asarray(heads, np.int64)
    inside = np.zeros(len(scores), bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    within = scores[cycle, heads[cycle]]  # what each word of the cycle gives up when it is hung elsewhere
    into = scores[np.ix_(cycle, rest)] - within[:, None]
    out_of = scores[np.ix_(rest, cycle)]
    size = len(rest)
    contracted = np.full((size + 1, size + 1), -np.inf, scores.dtype)
    contracted[:size, :size] = scores[np.ix_(rest, rest)]
    contracted[size, :size] = into.max(axis=0)
    contracted[:size, size] = out_of.max(axis=1)
    found = spanning_tree(contracted, int(np.flatnonzero(rest == root)[0]))
    for place, word in enumerate(rest):
        above = found[place]
        heads[word] = -1 if above < 0 else (cycle[out_of[place].argmax()] if above == size else rest[above])
    opened = int(into[:, found[size]].argmax())
    heads[cycle[opened]] = rest[found[size]]
    return np.asarray(heads, np.int64)


def _cycle(heads: Ints) -> Ints | None:
    """The words of one cycle, None where there is none."""
    above = heads.tolist()
    state = [0] * len(above)  # 0 not met, 1 on the way now, 2 known to end at the root
    for start in range(len(above)):
        way = []
        word = start
        while word >= 0 and not state[word]:
            state[word] = 1
            way.append(word)
            word = above[word]
        if word >= 0 and state[word] == 1:
            return np.array(way[way.index(word) :], np.int64)
        for met in way:
            state[met] = 2
    return None
