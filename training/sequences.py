"""Labelled texts as token sequences, cut into windows that the network learns from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from tokenizers import Tokenizer

from reportedly.read.form import LAYERS, NAME_KINDS, RELATIONS, UPOS
from reportedly.read.tokens import Ints, Tokens, tokenise
from reportedly.read.windows import Window
from reportedly.records import Span
from training.conllu import Sentence
from training.corpora import OUT, Annotated, NameLabel, Reference
from training.data import Attribution, Labelled, Spans

MIN_NESTED = 4  # words; a shorter content holds no statement
UNLABELLED = -1


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
class Trees:
    """Dependency trees over word pieces; one row a syntactic word, `at` the piece that begins it.

    `starts` (pieces,): 0 goes on, 1 begins a word, 2 begins a sentence. `heads` are rows, -1 for a root.
    """

    starts: Ints
    at: Ints
    upos: Ints
    heads: Ints
    relations: Ints
    sentences: Ints


@dataclass(frozen=True, slots=True)
class Choice:
    """A mention, in words [start, end), and its candidates (n, 2) of which `right` (n,) are the same."""

    mention: tuple[int, int]
    candidates: Ints
    right: Ints


@dataclass(frozen=True, slots=True)
class Labels:
    """What is known of a sequence or a window; None where nothing is.

    `tags` (words, 3): 0 out, 1 begins, 2 inside of each layer. `inner` (words,): 1 for a cue in a content,
    where nested statements are labelled. `names` (words,): a bit for each tag of
    `read.form` that a word may have.
    """

    tags: Ints | None = None
    inner: Ints | None = None
    pieces: tuple[Piece, ...] = ()
    trees: Trees | None = None
    names: Ints | None = None
    choices: tuple[Choice, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is anything to learn from it."""
        arrays = (self.tags, self.trees, self.names)
        return bool(self.choices) or any(part is not None for part in arrays)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A text, or a content read as a text, with its labels."""

    tokens: Tokens
    text: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Example:
    """One window of a sequence; indices count from its first piece or word, `heads` as in Tokens."""

    ids: Ints
    features: Ints
    heads: Ints
    labels: Labels


def sequences(
    article: Labelled, tokenizer: Tokenizer, *, nested: bool, references: Sequence[Reference] = ()
) -> Iterator[Tagged]:
    """The article, then (where nested statements are labelled) each content as a text of its own."""
    everything = article.attributions
    top = [entry for entry in everything if entry.inside is None]
    tokens = tokenise(article.text, tokenizer, [Span(0, len(article.text))])
    inner = _cues(tokens, [entry for entry in everything if entry.inside is not None]) if nested else None
    labels = replace(_statements(tokens, top), inner=inner, choices=tuple(_choices(tokens, references)))
    yield Tagged(tokens, article.text, labels)
    if not nested:
        return
    for index, outer in enumerate(everything):
        if sum(len(span.of(article.text).split()) for span in outer.content) >= MIN_NESTED:
            within = {at for at, entry in enumerate(everything) if entry.inside == index}
            inside = [everything[at] for at in sorted(within)]
            tokens = tokenise(article.text, tokenizer, sorted(outer.content), nested=True)
            deeper = [entry for entry in everything if entry.inside in within]
            labels = replace(_statements(tokens, inside), inner=_cues(tokens, deeper))
            yield Tagged(tokens, article.text, labels)


def annotated(entry: Annotated, tokenizer: Tokenizer) -> Tagged:
    """A text of another corpus with its trees, names and references."""
    tokens = tokenise(entry.text, tokenizer, [Span(0, len(entry.text))])
    labels = Labels(
        trees=_trees(tokens, entry.sentences) if entry.sentences is not None else None,
        names=_names(tokens, entry.names) if entry.names is not None else None,
        choices=tuple(_choices(tokens, entry.references)),
    )
    return Tagged(tokens, entry.text, labels)


def _statements(tokens: Tokens, entries: Sequence[Attribution]) -> Labels:
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
    return Labels(tags, pieces=pieces)


def _cues(tokens: Tokens, entries: Sequence[Attribution]) -> Ints:
    starts, ends = tokens.word_spans()
    out = np.zeros(len(starts), np.int64)
    for entry in entries:
        for first, stop in _words(entry.cue, starts, ends):
            out[first:stop] = 1
    return out


def _words(spans: Spans, starts: Ints, ends: Ints) -> Iterator[tuple[int, int]]:
    for span in spans:
        first = int(np.searchsorted(ends, span.start, "right"))
        stop = int(np.searchsorted(starts, span.end, "left"))
        if first < stop:
            yield first, stop


def _trees(tokens: Tokens, sentences: Sequence[Sentence]) -> Trees:
    """Each word to the piece it begins with; "not" of "cannot" has none and is left out."""
    starts = np.zeros(len(tokens), np.int64)
    rows: list[tuple[int, int, int, int, int]] = []
    for number, sentence in enumerate(sentences):
        row_of: dict[int, int] = {}
        for at, word in enumerate(sentence.words):
            piece = _piece_of(tokens, word.span, starts)
            if piece is not None:
                starts[piece] = 1 if row_of else 2
                row_of[at] = len(rows)
                upos, relation = UPOS.index(word.upos), RELATIONS.index(word.deprel)
                rows.append((piece, upos, word.head, relation, number))
        _count_heads(rows, row_of, sentence)
    table = np.array(rows, np.int64).reshape(-1, 5)
    return Trees(starts, *(table[:, column] for column in range(5)))


def _count_heads(
    rows: list[tuple[int, int, int, int, int]], row_of: dict[int, int], sentence: Sentence
) -> None:
    """Heads as rows; a word whose head was left out hangs on the word before that."""
    for row in row_of.values():
        piece, upos, head, relation, number = rows[row]
        while head > 0 and head not in row_of:
            head -= 1
        rows[row] = (piece, upos, -1 if head < 0 else row_of.get(head, -1), relation, number)


def _piece_of(tokens: Tokens, span: Span, starts: Ints) -> int | None:
    """The piece a word begins with: "n't" begins with the apostrophe, for "don" is one piece."""
    piece = int(np.searchsorted(tokens.starts, span.start, "right")) - 1
    if piece >= 0 and tokens.ends[piece] <= span.start:
        piece += 1
    if 0 <= piece < len(tokens) and starts[piece]:
        piece += 1
    if piece < 0 or piece >= len(tokens) or tokens.starts[piece] >= span.end or starts[piece]:
        return None
    return piece


def _names(tokens: Tokens, names: Sequence[NameLabel]) -> Ints:
    starts, ends = tokens.word_spans()
    allowed = np.ones(len(starts), np.int64)
    for name in names:
        for first, stop in _words((name.span,), starts, ends):
            loose = OUT in name.kinds
            begins = sum(1 << (1 + 2 * NAME_KINDS.index(kind)) for kind in name.kinds - {OUT})
            inside = begins << 1
            allowed[first:stop] = (begins | inside | 1) if loose else inside
            if not loose:
                allowed[first] = begins
    return allowed


def _choices(tokens: Tokens, references: Sequence[Reference]) -> Iterator[Choice]:
    starts, ends = tokens.word_spans()
    for reference in references:
        places = [next(_words((span,), starts, ends), None) for span in reference.candidates]
        mention = next(_words((reference.mention,), starts, ends), None)
        kept = [at for at, place in enumerate(places) if place is not None]
        if mention is not None and kept:
            yield Choice(
                mention,
                np.array([places[at] for at in kept], np.int64),
                np.array([at in reference.right for at in kept], np.int64),
            )


def example(sequence: Tagged, window: Window) -> Example:
    """One window of the sequence."""
    tokens, labels = sequence.tokens, sequence.labels
    first, stop = (int(at) for at in np.searchsorted(tokens.heads, (window.context, window.end)))
    pieces = tuple(
        Piece(p.layer, max(p.start, first) - first, min(p.end, stop) - first, p.statements)
        for p in labels.pieces
        if p.start < stop and p.end > first
    )
    return Example(
        ids=tokens.ids[window.context : window.end],
        features=tokens.features[window.context : window.end],
        heads=tokens.heads[first:stop] - window.context,
        labels=Labels(
            tags=None if labels.tags is None else labels.tags[first:stop],
            inner=None if labels.inner is None else labels.inner[first:stop],
            pieces=pieces,
            trees=None if labels.trees is None else _cut_trees(labels.trees, window.context, window.end),
            names=None if labels.names is None else labels.names[first:stop],
            choices=tuple(_cut_choices(labels.choices, first, stop)),
        ),
    )


def _cut_trees(trees: Trees, start: int, end: int) -> Trees:
    """The words of a window; those of a sentence that it cuts have no head there."""
    low, high = (int(at) for at in np.searchsorted(trees.at, (start, end)))
    sentences = trees.sentences[low:high]
    heads = np.where(trees.heads[low:high] >= 0, trees.heads[low:high] - low, UNLABELLED)
    relations = trees.relations[low:high].copy()
    for edge in (low, high):
        if 0 < edge < len(trees.at) and trees.sentences[edge - 1] == trees.sentences[edge]:
            relations[sentences == trees.sentences[edge]] = UNLABELLED
    return Trees(
        trees.starts[start:end], trees.at[low:high] - start, trees.upos[low:high], heads, relations, sentences
    )


def _cut_choices(choices: Sequence[Choice], first: int, stop: int) -> Iterator[Choice]:
    """Those whose mention is in the window, with such candidates, save where no right one is left."""
    for choice in choices:
        if first <= choice.mention[0] and choice.mention[1] <= stop:
            kept = (choice.candidates[:, 0] >= first) & (choice.candidates[:, 1] <= stop)
            right = choice.right[kept]
            if len(right) and (right.any() or not choice.right.any()):
                mention = (choice.mention[0] - first, choice.mention[1] - first)
                yield Choice(mention, choice.candidates[kept] - first, right)
