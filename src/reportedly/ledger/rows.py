"""What the ledger is asked with, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportedly.records import Facts, Mode, Span, Statement


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles are listed; None asks nothing. All that is asked must hold.

    `outlet` is found at the beginning of any word of the outlet's name. `since` and `until` are dates of any
    precision, both included; an article that may fall between them is listed, one without a date is not.
    `text` is a query as for search.
    """

    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements are listed; as ArticleFilter, with `text` searched in the contents only.

    `speaker` is found at the beginning of any word of the speaker's name. `distance` asks for statements
    with (True) or without (False) words of distance. `article` names one as `Ledger.article` takes it.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    mode: Mode | None = None
    distance: bool | None = None
    text: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article in a listing: everything but its text."""

    id: str
    path: str
    media: str
    facts: Facts
    added_at: str
    reader: str
    skipped: str | None
    words: int
    statements: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement in a listing, with the words its spans stand for and where it was published."""

    article: str
    path: str
    title: str | None
    outlet: str | None
    published: str | None
    statement: Statement
    content: tuple[str, ...]
    cue: str | None
    source: str | None
    distance: tuple[str, ...]

    @property
    def ref(self) -> str:
        """How `Ledger.statement` finds it again."""
        return f"{self.article}:{self.statement.id}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of a search: the passage of the article's text around it, and what was found there.

    `passage` and `marks` are spans of the article's text, `words` what stands in the passage. Where the words
    stand in the title only, the passage is the beginning of the text and there are no marks.
    """

    kind: Literal["article", "statement"]
    article: str
    path: str
    title: str | None
    outlet: str | None
    published: str | None
    statement: Statement | None
    passage: Span | None  # None where the text is empty
    words: str
    marks: tuple[Span, ...]
    score: float  # comparable within one kind and one search only


@dataclass(frozen=True, slots=True)
class Custody:
    """One line of an article's custody: who had which bytes from where."""

    article: str
    at: str  # UTC
    path: str
    version: str
    raw_sha256: str
    text_sha256: str
    action: Literal["read", "read again", "seen again"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was kept. `article` is None where it concerns the ledger as a whole."""

    article: str | None
    path: str | None
    what: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a ledger holds."""

    articles: int
    statements: int
    skipped: int
    words: int
    outlets: int
