"""An article's statements: the network's stretches, nested ones too, as records."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportedly.read.clauses import Clauses
from reportedly.read.contents import tidied
from reportedly.read.decode import Output, WordSpan, decode
from reportedly.read.distance import distance_words
from reportedly.read.links import LinkTables
from reportedly.read.mode import mode_of, own_quotes
from reportedly.read.names import names
from reportedly.read.quotes import quoted
from reportedly.read.references import Linked, references, stands_for_another
from reportedly.read.session import Session
from reportedly.read.signals import signals
from reportedly.read.times import times
from reportedly.read.tokens import Tokens, tokenise
from reportedly.read.trees import sentences
from reportedly.records import Article, Name, Reading, Reference, Sentence, Span, Speaker, Statement, Word

RULES = "6"  # of everything in this package that is not the model; raised whenever its results change
DEPTH = 3  # of nesting; CODEBOOK's annotators went no deeper
MIN_NESTED = 4  # words of a content that can hold a statement of its own
# The confidence from which something is a statement; of what lies below a third was right (five folds).
SURE_NESTED = 0.65
SURE_SOURCED = 0.5  # with a source, or a word of hearsay
SURE_UNSOURCED = 0.7
INNER = 0.2  # chance of an inner cue below which a content is not read again: costs 1 of 50, saves two thirds
LONGEST_PACKED = 382  # word pieces; a longer content is read in windows like an article
QUOTES = "\"“„«'‘`"
CLOSING = ",;:"  # marks that never end a content, cue or source of CODEBOOK.md, save as a cue by themselves


@dataclass(frozen=True, slots=True)
class _Draft:
    """A statement before it has its number: spans in the text, and which draft it stands in."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    confidence: float
    inside: int | None
    inner: float  # how sure it is that the content holds a statement of its own


def reader_name(session: Session) -> str:
    """Names the reader and its version: results of one name are alike to the last character."""
    return f"reader-{RULES}-{session.weights}"


@dataclass(frozen=True, slots=True)
class Findings:
    """What the reader finds in a text, before it is anybody's article; `linked` serves who asks further."""

    drafts: tuple[_Draft, ...]
    names: tuple[Name, ...]
    sentences: tuple[Sentence, ...]
    references: tuple[Reference, ...]
    linked: Linked

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for sentence in self.sentences for word in sentence.words)


def read(article: Article, session: Session) -> Reading:
    """All findings of an article, passing over its furniture."""
    text, within = article.text, readable(article)
    found = findings(text, within, session)
    reader = reader_name(session)
    return Reading(
        article=article,
        reader=reader,
        statements=tuple(_statements(found, text, reader)),
        names=found.names,
        times=times(text, within, article.facts.published),
        references=found.references,
        sentences=found.sentences,
        words=len(text.split()),
    )


def findings(text: str, within: Sequence[Span], session: Session) -> Findings:
    """What stands in the named stretches of a text: one pass over it, and one over the contents found."""
    tokens = tokenise(text, session.tokenizer, within)
    output, surface = session.run(tokens, text)
    trees = sentences(tokens, text, surface, session.tree_tables)
    clauses = Clauses(trees)
    drafts = list(_drafts(tokens, text, output, session.tables, None))
    drafts = _set_right(text, _completed(drafts, clauses, within), clauses)
    level = range(len(drafts))
    for _ in range(DEPTH - 1):
        start = len(drafts)
        nested = _nested(drafts, level, text, within, session)
        nested = _completed(nested, clauses, [span for at in level for span in drafts[at].content])
        drafts += _set_right(text, nested, clauses)
        level = range(start, len(drafts))
    named = names(text, tokens, surface.names, trees)
    linked = Linked(tokens, output.links, session.tables)
    mentions = {d.source for d in drafts if d.source and stands_for_another(d.source.of(text))}
    return Findings(
        drafts=tuple(drafts),
        names=named,
        sentences=trees,
        references=references(text, linked, mentions, named),
        linked=linked,
    )


def _completed(drafts: list[_Draft], clauses: Clauses, within: Sequence[Span]) -> list[_Draft]:
    """The statements of one level, their contents brought to the end of their clauses, but not beyond the
    stretches that they were read in: furniture and what stands around an outer content are not theirs."""
    spans = (span for d in drafts for span in (*d.content, d.cue, d.source) if span is not None)
    limits = sorted([*(span.start for span in spans), *(span.end for span in within)])
    return [replace(draft, content=clauses.completed(draft.content, limits)) for draft in drafts]


def _set_right(text: str, drafts: list[_Draft], clauses: Clauses) -> list[_Draft]:
    """The statements of one level, as noun phrases and clauses, without what is none."""
    right = [_in_phrases(text, draft, clauses) for draft in drafts]
    signalled = (d for d in right if signals(text, d.cue, d.source, nested=d.inside is not None))
    return [d for d in signalled if d.confidence >= _least(text, d)]


def _least(text: str, draft: _Draft) -> float:
    """The confidence that a statement must have, once it is known who its source is."""
    if draft.inside is not None or text[draft.content[0].start] in QUOTES:
        return 0
    hearsay = draft.cue is not None and distance_words(text, (), draft.cue, None, ())
    return SURE_SOURCED if draft.source or hearsay else SURE_UNSOURCED


def _in_phrases(text: str, draft: _Draft, clauses: Clauses) -> _Draft:
    """The statement, its content without the one addressed, its source a noun phrase."""
    if draft.source:
        source = clauses.sourced(text, draft.source, draft.cue)
    else:
        source = clauses.subject(text, draft.cue) if draft.cue else None
    if source is None or not any(piece.overlaps(source) for piece in draft.content):
        draft = replace(draft, source=source)
    draft = replace(draft, content=clauses.own(draft.content, draft.cue, draft.source))
    if draft.cue is None or draft.content[0].start < draft.cue.end:
        return draft
    return replace(draft, content=clauses.unaddressed(text, draft.content, draft.cue))


def readable(article: Article) -> list[Span]:
    """The text without its furniture."""
    spans, at = [], 0
    for mark in (*article.furniture, Span(len(article.text), len(article.text) + 1)):
        if mark.start > at:
            spans.append(Span(at, mark.start))
        at = max(at, mark.end)
    return spans


def _nested(
    drafts: Sequence[_Draft], level: range, text: str, within: Sequence[Span], session: Session
) -> list[_Draft]:
    """Statements within the contents of a level, found by reading each content, without furniture that it
    reaches over, as a text of its own."""
    held = [(at, _common(drafts[at].content, within)) for at in level if drafts[at].inner >= INNER]
    texts = [(at, tokenise(text, session.tokenizer, spans, nested=True)) for at, spans in held]
    texts = [(at, tokens) for at, tokens in texts if len(tokens.heads) >= MIN_NESTED]
    short = [(at, tokens) for at, tokens in texts if len(tokens) <= LONGEST_PACKED]
    long = [(at, tokens) for at, tokens in texts if len(tokens) > LONGEST_PACKED]
    outputs = session.run_packed([tokens for _, tokens in short])
    outputs += [session.run(tokens, text)[0] for _, tokens in long]
    found = []
    for (at, tokens), output in zip(short + long, outputs, strict=True):
        inner = _drafts(tokens, text, output, session.tables, at)
        sure = (d for d in inner if d.cue and d.confidence >= SURE_NESTED)
        found += [d for d in sure if d.content != drafts[at].content]
    return found


def _common(content: Sequence[Span], within: Sequence[Span]) -> list[Span]:
    """What a content has in common with the stretches of a text that are read, which are sorted."""
    both = []
    for piece in content:
        first = bisect_right(within, piece.start, key=lambda span: span.end)
        for span in within[first:]:
            if span.start >= piece.end:
                break
            both.append(Span(max(piece.start, span.start), min(piece.end, span.end)))
    return both


def _drafts(
    tokens: Tokens, text: str, output: Output, tables: LinkTables, inside: int | None
) -> Iterator[_Draft]:
    """What the network's numbers say of a text, or of a content read as one."""
    starts, ends = tokens.word_spans()

    def span(words: WordSpan) -> Span:
        first, last = words[0], words[1] - 1
        while last > first and text[int(starts[last])] in CLOSING:
            last -= 1
        return Span(int(starts[first]), int(ends[last]))

    for found in decode(output, tables):
        content = tidied(text, [span(piece) for piece in found.content])
        if content:
            yield _Draft(
                content=content,
                cue=span(found.cue) if found.cue else None,
                source=span(found.source) if found.source else None,
                confidence=found.confidence,
                inside=inside,
                inner=max(float(output.inner[first:stop].max()) for first, stop in found.content),
            )


def _statements(found: Findings, text: str, reader: str) -> Iterator[Statement]:
    """Numbered in order of the content's first character, the containing one before the contained."""
    drafts = found.drafts
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
            speaker=Speaker(" ".join(draft.source.of(text).split()) if draft.source else "unknown"),
            mode=mode_of(text, draft.content, own_quotes(text, near, draft.cue, draft.source)),
            confidence=draft.confidence,
            reader=reader,
            inside=name[draft.inside] if draft.inside is not None else None,
            distance=distance_words(text, draft.content, draft.cue, draft.source, near),
        )


__all__ = ["RULES", "Findings", "findings", "read", "readable", "reader_name"]
