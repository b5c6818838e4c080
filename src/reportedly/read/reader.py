"""An article's statements: the network's stretches, nested ones too, as records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.read.decode import Found, WordSpan, decode
from reportedly.read.distance import distance_words
from reportedly.read.mode import mode_of, own_quotes
from reportedly.read.quotes import quoted
from reportedly.read.session import Session
from reportedly.read.tokens import Tokens, tokenise
from reportedly.records import Article, Reading, Span, Speaker, Statement

RULES = "1"  # of everything in this package that is not the model; raised whenever its results change
DEPTH = 3  # of nesting; CODEBOOK's annotators went no deeper
MIN_NESTED = 4  # words of a content that can hold a statement of its own
LONGEST_PACKED = 382  # word pieces; a longer content is read in windows like an article
CLOSING = ",;:"  # marks that never end a content, cue or source of CODEBOOK.md, save as a cue by themselves
_NO_QUOTES = str.maketrans("", "", '“”"')
_AROUND = re.compile(r"^(?:the|an?)\s+(?=\S)|,?\s+(?:who|which|that)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement before it has its number: spans in the text, and which draft it stands in."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    confidence: float
    inside: int | None


def reader_name(session: Session) -> str:
    """Names the reader and its version: results of one name are alike to the last character."""
    return f"reader-{RULES}-{session.weights}"


def read(article: Article, session: Session) -> Reading:
    """All statements of an article, passing over its furniture."""
    text = article.text
    tokens = tokenise(text, session.tokenizer, readable(article))
    drafts = [
        _draft(found, tokens, text, None) for found in decode(session.run(tokens, text), session.tables)
    ]
    level = range(len(drafts))
    for _ in range(DEPTH - 1):
        start = len(drafts)
        drafts += _nested(drafts, level, text, session)
        level = range(start, len(drafts))
    statements = tuple(_statements(drafts, text, reader_name(session)))
    return Reading(article, reader_name(session), statements, words=len(text.split()))


def readable(article: Article) -> list[Span]:
    """The text without its furniture."""
    spans, at = [], 0
    for mark in (*article.furniture, Span(len(article.text), len(article.text) + 1)):
        if mark.start > at:
            spans.append(Span(at, mark.start))
        at = max(at, mark.end)
    return spans


def _nested(drafts: Sequence[_Draft], level: range, text: str, session: Session) -> list[_Draft]:
    """Statements within the contents of a level, found by reading each content as a text of its own."""
    texts = [(at, tokenise(text, session.tokenizer, drafts[at].content, nested=True)) for at in level]
    texts = [(at, tokens) for at, tokens in texts if len(tokens.heads) >= MIN_NESTED]
    short = [(at, tokens) for at, tokens in texts if len(tokens) <= LONGEST_PACKED]
    long = [(at, tokens) for at, tokens in texts if len(tokens) > LONGEST_PACKED]
    outputs = session.run_packed([tokens for _, tokens in short])
    outputs += [session.run(tokens, text) for _, tokens in long]
    found = []
    for (at, tokens), output in zip(short + long, outputs, strict=True):
        for inner in decode(output, session.tables):
            draft = _draft(inner, tokens, text, at)
            if (draft.cue or draft.source) and draft.content != drafts[at].content:
                found.append(draft)
    return found


def _draft(found: Found, tokens: Tokens, text: str, inside: int | None) -> _Draft:
    starts, ends = tokens.word_spans()

    def span(words: WordSpan) -> Span:
        first, last = words[0], words[1] - 1
        while last > first and text[int(starts[last])] in CLOSING:
            last -= 1
        return Span(int(starts[first]), int(ends[last]))

    return _Draft(
        content=tuple(span(piece) for piece in found.content),
        cue=span(found.cue) if found.cue else None,
        source=span(found.source) if found.source else None,
        confidence=found.confidence,
        inside=inside,
    )


def _statements(drafts: Sequence[_Draft], text: str, reader: str) -> Iterator[Statement]:
    """Numbered in order of the content's first character, the containing one before the contained."""
    order = sorted(
        range(len(drafts)), key=lambda at: (drafts[at].content[0].start, -drafts[at].content[-1].end, at)
    )
    name = {at: f"s{number}" for number, at in enumerate(order, 1)}
    quotes = quoted(text)
    quote_starts = np.array([quote.start for quote in quotes], np.int64)
    for at in order:
        draft = drafts[at]
        low = int(np.searchsorted(quote_starts, draft.content[0].start)) - 1
        high = int(np.searchsorted(quote_starts, draft.content[-1].end))
        near = quotes[max(low, 0) : high]
        yield Statement(
            id=name[at],
            content=draft.content,
            cue=draft.cue,
            source=draft.source,
            speaker=speaker_of(text, draft.source),
            mode=mode_of(text, draft.content, own_quotes(text, near, draft.cue, draft.source)),
            confidence=draft.confidence,
            reader=reader,
            inside=name[draft.inside] if draft.inside is not None else None,
            distance=distance_words(text, draft.content, draft.cue, draft.source, near),
        )


def speaker_of(text: str, source: Span | None) -> Speaker:
    """The source as it stands, without its article and relative pronoun; who that is, is resolved later."""
    if source is None:
        return Speaker("unknown", kind="unknown")
    words = " ".join(source.of(text).split())
    name = _AROUND.sub("", words)
    if name.count("“") != name.count("”") or name.count('"') % 2:  # the other mark lies outside the source
        name = name.translate(_NO_QUOTES)
    return Speaker(name, named=_has_name(name, opens=_opens_sentence(text, source.start)))


def _has_name(name: str, *, opens: bool) -> bool:
    """Whether a word is capitalised that would not be so anyway, as the first of a sentence is."""
    words = name.split()
    return any(word[:1].isupper() for word in words[opens:]) and words != ["I"]


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start].rstrip()
    return not before or before[-1] in ".!?:”\"'"


__all__ = ["RULES", "read", "readable", "reader_name", "speaker_of"]
