"""What the program knows, as frozen records: no input or output happens here.

Offsets are code points of the article's text, half-open. An article's text is stored once; every finding is
a span in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from reportedly.errors import SpanError

Mode = Literal["direct", "mixed", "indirect"]
MODES: tuple[Mode, ...] = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in an article's text.

    Raises SpanError where 0 <= start < end does not hold.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"span {self.start}:{self.end} is not a range; expected 0 <= start < end")

    def of(self, text: str) -> str:
        """The words that stand there. Raises SpanError where the span ends beyond the text."""
        if self.end > len(text):
            raise SpanError(
                f"span {self.start}:{self.end} does not fit a text of {len(text)} characters; "
                "expected 0 <= start < end <= length"
            )
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


MarkKind = Literal["furniture", "title", "dateline"]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of the text that a marker named. Furniture is passed over by the readers, never cut."""

    span: Span
    kind: MarkKind
    by: str  # which rule found it: "banner lines", "agency notice"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about the article as a publication. None where it is not known, never guessed.

    `published` is an ISO date as precise as the source of it: "2025-11-07", "2025-11" or "2025".
    `*_by` says how the fact was found: "header line", "address", "html metadata", "dateline", "file form".
    """

    title: str | None = None
    title_by: str | None = None
    outlet: str | None = None
    outlet_by: str | None = None
    author: str | None = None
    published: str | None = None
    published_by: str | None = None
    url: str | None = None
    language: str | None = None  # ISO 639-1


@dataclass(frozen=True, slots=True)
class Document:
    """One article as received: its bytes and the text taken from them, before anything is marked.

    `path` names where it came from as the user would name it; a part of a container has its place behind
    "#": "feed.xml#3", "crawl.warc.gz#17", "news.jsonl#204" (1-based). `raw` are the bytes that `text` was
    taken from: the file, the JSON line, the WARC payload; for an entry of a feed, the feed. `fragment` tells
    which part of `raw` it is, "" for the whole. `facts` holds only what the form itself states.
    """

    path: str
    raw: bytes
    media: Literal["text", "html", "json", "feed", "pdf"]
    text: str
    facts: Facts = Facts()
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An input of which nothing, or not all, was read, with the reason in one line."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the ledger keeps it. `id` depends on the bytes alone, so that reading the same bytes
    again, from wherever, is the same article."""

    id: str
    path: str
    fragment: str
    media: str
    raw_sha256: str
    text_sha256: str
    text: str
    facts: Facts
    marks: tuple[Mark, ...] = ()

    @property
    def furniture(self) -> tuple[Span, ...]:
        """The spans the readers pass over, sorted."""
        return tuple(sorted(mark.span for mark in self.marks if mark.kind == "furniture"))


def article_id(raw_sha256: str, fragment: str = "") -> str:
    """The id of the article made of these bytes, or of a part of them."""
    whole = sha256(f"{raw_sha256}#{fragment}".encode()).hexdigest() if fragment else raw_sha256
    return whole[:16]


def article_of(document: Document, facts: Facts, marks: Iterable[Mark]) -> Article:
    """The article that a marked document becomes."""
    raw = sha256(document.raw).hexdigest()
    return Article(
        id=article_id(raw, document.fragment),
        path=document.path,
        fragment=document.fragment,
        media=document.media,
        raw_sha256=raw,
        text_sha256=sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=document.text,
        facts=facts,
        marks=tuple(sorted(marks)),
    )


@dataclass(frozen=True, slots=True)
class Rival:
    """Another who may be meant by the same source, nearly as likely."""

    name: str
    actor: str | None
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words or mind a statement is. Until sources are resolved, `name` is the source as it stands.

    `reason` says in a few words how it was resolved: "alias of the register", "surname, 2 sentences before".
    `others` are who else may be meant where two readings are close, the likelier first.
    """

    name: str  # "unknown" where none is expressed
    kind: str | None = None
    named: bool = False
    speaks_for: str | None = None
    actor: str | None = None
    reason: str | None = field(default=None, repr=False)  # ledgers of before hash a record by its repr
    confidence: float = field(default=1.0, repr=False)
    others: tuple[Rival, ...] = field(default=(), repr=False)  # as above


SourceKind = Literal[
    "named person",
    "named body",
    "unnamed official",
    "unnamed source",
    "document",
    "outlet",
    "public",
    "unknown",
]
_OFFICIAL = re.compile(
    r"(?:official|minister|secretar(?:y|ie)|officer|diplomat|ambassador|envoy|spokes(?:man|men|woman|women|person"
    r"|people)|president|premier|general|commander|colonel|aide|advis[eo]r|negotiator|mediator|governor|mayor"
    r"|lawmaker|deput(?:y|ie)|senator|prosecutor|judge|attach[eé]|delegate|inspector|policem[ae]n|legislator)s?\b",
    re.IGNORECASE,
)


def source_kind(speaker: Speaker) -> SourceKind:
    """What kind of source a statement rests on, as analysts weigh sources."""
    if speaker.kind in ("document", "outlet", "public"):
        return speaker.kind  # type: ignore[return-value]
    if speaker.named:
        return "named person" if speaker.kind == "person" else "named body"
    if speaker.name == "unknown":
        return "unknown"
    return "unnamed official" if _OFFICIAL.search(speaker.name) else "unnamed source"


@dataclass(frozen=True, slots=True)
class SaidOn:
    """The words that date the act of saying, and the ISO date they mean where it can be worked out."""

    span: Span
    iso: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """Something an article attributes: what CODEBOOK calls a statement.

    `content` holds one or more pieces in text order; `id` is "s1", "s2"... in order of the content's first
    character and is unique in its article. `confidence` is the reader's own, between 0 and 1.
    """

    id: str
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    speaker: Speaker
    mode: Mode
    confidence: float
    reader: str
    inside: str | None = None
    distance: tuple[Span, ...] = ()
    via: tuple[str, ...] = ()
    said_on: SaidOn | None = field(default=None, repr=False)  # as above
    toward: tuple[str, ...] = field(default=(), repr=False)  # who is addressed, by name


NameKind = Literal["person", "place", "organisation", "group", "facility", "event", "weapon", "law", "outlet"]


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A proper name in the text; "group" is a nationality, people, faith or tribe."""

    span: Span
    kind: NameKind
    confidence: float


TimeType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True, order=True)
class Time:
    """A time expression as TIMEX3 has it (Pustejovsky et al. 2003, ISO-TimeML).

    `value` is "2023-12", "2023-12-05T14:00", "P2W", "2023-Q1", "PAST_REF"..., None where it cannot be told;
    `mod` is "START", "MID", "END", "APPROX", "BEFORE", "MORE_THAN"...; `quant` and `freq` are for sets.
    """

    span: Span
    type: TimeType
    value: str | None
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word of Universal Dependencies 2; `head` counts in its sentence, -1 for the root."""

    span: Span
    upos: str
    head: int
    relation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, in order."""

    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, self.words[-1].span.end)

    def branch(self, top: int) -> Span:
        """A word with the words around it that hang on it, up to a mark on either side."""
        first = last = top
        while first and self._is_below(first - 1, top) and self.words[first - 1].upos != "PUNCT":
            first -= 1
        end = len(self.words) - 1
        while last < end and self._is_below(last + 1, top) and self.words[last + 1].upos != "PUNCT":
            last += 1
        return Span(self.words[first].span.start, self.words[last].span.end)

    def _is_below(self, at: int, top: int) -> bool:
        for _ in self.words:
            at = self.words[at].head
            if at == top or at < 0:
                break
        return at == top


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A pronoun or description that stands for somebody, and the words before it that name who that is."""

    mention: Span
    antecedent: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one reader found in one article. `skipped` says why nothing was read: "language fr"."""

    article: Article
    reader: str
    statements: tuple[Statement, ...] = ()
    skipped: str | None = None
    names: tuple[Name, ...] = ()
    times: tuple[Time, ...] = ()
    references: tuple[Reference, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    words: int = field(default=0, compare=False)  # white-space separated, for the account of the run
    copy_group: str | None = field(default=None, compare=False)  # the id of the likely origin of its text


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Articles that carry the same text. `shared` has the origin first, then the others: what part of the
    words of each stands in the origin. `credited` is the agency they name, where that is not the origin."""

    origin: str
    reason: str  # why it is the likely origin
    credited: str | None
    shared: tuple[tuple[str, float], ...]


# Decisions: an analyst's corrections, kept for ever and made again on each new reading. `what` names the kind
# of action where it is written as JSON.


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a text with what stands around them, by which they are found again in another text."""

    span: Span
    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The statement that a decision is about: its content, piece by piece, in the text it was decided on.

    `cue` tells apart two statements of one content; for an added statement it is the cue itself.
    """

    article: str
    text_sha256: str
    content: tuple[Quote, ...]
    cue: Quote | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """One actor is another. `name`, `kind` and `speaks_for` are what `into` was called then: the ledger fills
    them in where they are not given."""

    actor: str
    into: str
    name: str | None = None
    kind: str | None = None
    speaks_for: str | None = None
    what: Literal["merge"] = "merge"


@dataclass(frozen=True, slots=True)
class NotSame:
    """Two actors are not one, however alike they look."""

    one: str
    other: str
    what: Literal["not-same"] = "not-same"


@dataclass(frozen=True, slots=True)
class Rename:
    """An actor's name, and its kind and side where they are given."""

    actor: str
    name: str
    kind: str | None = None
    speaks_for: str | None = None
    what: Literal["rename"] = "rename"


@dataclass(frozen=True, slots=True)
class Split:
    """An actor's statements in one article, under one speaker's name, or both, are another actor's: `to`.

    The ledger makes up `to` where it is not given, the same one for the same article and name.
    """

    actor: str
    article: str | None = None
    name: str | None = None
    to: str | None = None
    what: Literal["split"] = "split"


@dataclass(frozen=True, slots=True)
class Reject:
    """What was found there is no statement."""

    anchor: Anchor
    what: Literal["reject"] = "reject"


@dataclass(frozen=True, slots=True)
class Add:
    """A statement that the reader missed; the anchor holds its content and cue. `mode` is told by the
    quotation marks where it is not given; `actor` follows from `speaker` where it is not."""

    anchor: Anchor
    source: Quote | None = None
    speaker: str | None = None  # unknown without
    actor: str | None = None
    kind: str | None = None
    speaks_for: str | None = None
    named: bool | None = None
    via: tuple[str, ...] = ()
    mode: Mode | None = None
    said_on: str | None = None  # an ISO date
    what: Literal["add"] = "add"


Clearable = Literal["cue", "source", "speaker", "kind", "speaks_for", "via", "said_on"]


@dataclass(frozen=True, slots=True)
class Amend:
    """What is otherwise in a statement; None leaves a field as it is, `cleared` names those that are empty.

    Another `speaker` has another actor: the ledger fills `actor` in where it is not given.
    """

    anchor: Anchor
    content: tuple[Quote, ...] | None = None
    cue: Quote | None = None
    source: Quote | None = None
    speaker: str | None = None
    actor: str | None = None
    kind: str | None = None
    speaks_for: str | None = None
    named: bool | None = None
    via: tuple[str, ...] | None = None
    mode: Mode | None = None
    said_on: str | None = None  # an ISO date
    cleared: tuple[Clearable, ...] = ()
    what: Literal["amend"] = "amend"


@dataclass(frozen=True, slots=True)
class AmendFacts:
    """What is otherwise about an article as a publication; None where it is not known."""

    article: str
    fact: Literal["title", "published", "outlet", "author"]
    value: str | None = None
    what: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Undo:
    """An earlier decision does not hold; undoing an Undo makes it hold again."""

    decision: str
    what: Literal["undo"] = "undo"


ActorAction = Merge | NotSame | Rename | Split
StatementAction = Reject | Add | Amend
Action = ActorAction | StatementAction | AmendFacts | Undo


@dataclass(frozen=True, slots=True)
class Decision:
    """One correction. `id` follows from all the rest, so that the same decision is known in any ledger."""

    id: str
    at: str  # UTC, to the microsecond: decisions are made again in this order
    author: str
    action: Action


AROUND = 40  # characters kept before and after a quotation


def quote(text: str, span: Span) -> Quote:
    """The words at a span with what stands around them. Raises SpanError where that ends beyond it."""
    before, after = text[max(0, span.start - AROUND) : span.start], text[span.end : span.end + AROUND]
    return Quote(span, span.of(text), before, after)


def anchor(article: Article, content: Iterable[Span], cue: Span | None = None) -> Anchor:
    """Where a decision about a statement with this content holds."""
    pieces = tuple(quote(article.text, span) for span in sorted(content))
    return Anchor(article.id, article.text_sha256, pieces, quote(article.text, cue) if cue else None)
