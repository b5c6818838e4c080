"""What the ledger is asked with, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reportedly.ledger.force import State
from reportedly.records import Decision, Facts, Mode, Span, Statement


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
    outlet_is: tuple[str, ...] = ()  # one of these exactly; "" for an outlet that is not known
    copies: Literal["only", "without"] | None = None  # texts that others carry; or each text once


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements are listed; as ArticleFilter, with `text` searched in the contents only.

    `speaker` is found at the beginning of any word of the speaker's name. `distance` asks for statements
    with (True) or without (False) words of distance. `article` names one as `Ledger.article` takes it.
    The tuples ask for one of their values exactly, "" being what is not known; `via` for one that carried it.
    """

    speaker: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    mode: Mode | None = None
    distance: bool | None = None
    text: str | None = None
    article: str | None = None
    speaker_is: tuple[str, ...] = ()
    speaker_not: str | None = None
    who: tuple[str, ...] = ()  # an actor by its id, or who has none by the words
    speaks_for: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    named: bool | None = None
    outlet_is: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    actor: str | None = None  # this one, by its id


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One article in a listing: everything but its text. `copies` counts the others that carry its text."""

    id: str
    path: str
    media: str
    facts: Facts
    added_at: str
    reader: str
    skipped: str | None
    words: int
    statements: int
    copies: int = 0


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


Facet = Literal["speaker", "speaks_for", "kind", "named", "outlet", "via", "distance", "mode"]
FACETS: tuple[Facet, ...] = ("speaker", "speaks_for", "kind", "named", "outlet", "via", "distance", "mode")
Sort = Literal["date", "outlet", "title", "statements", "unnamed", "copies", "added"]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """One value of a facet and how many statements have it; "" for what is not known, else "yes" or "no"
    where the facet is a yes or no. `name` is what an actor is called whose id is the value."""

    value: str
    count: int
    name: str | None = None


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """An article in the library, with how many of its statements rest on nobody named."""

    article: ArticleRow
    unnamed: int


@dataclass(frozen=True, slots=True)
class Month:
    """The statements of a month ("2025-03"; "2025" where the day is known no better) and their articles."""

    month: str
    articles: int
    statements: int
    unnamed: int


@dataclass(frozen=True, slots=True)
class OutletRow:
    """An outlet with how much it published, how much of it by nobody named, and its first and last date."""

    name: str | None
    articles: int
    statements: int
    unnamed: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was taken, and what it contradicts or does not fit, a sentence each."""

    decision: Decision
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision in a listing, and what became of it.

    `statement` is the id of the statement it applies to now; title and path are None where the article is not
    here.
    """

    decision: Decision
    state: State
    reason: str | None
    article: str | None
    title: str | None
    path: str | None
    statement: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something is met."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor in a listing. `outlets` counts those that carry its statements.

    `surname_only` warns of a person whom no article names in full: it may be several of that surname.
    """

    id: str
    name: str
    kind: str | None
    speaks_for: str | None
    statements: int
    articles: int
    outlets: int
    named: bool
    origin: Literal["register", "articles"]
    surname_only: bool
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class ActorPage:
    """All about one actor; every list of tallies has the most frequent first, statements the newest.

    `ids` are the actors of the reader's that are joined in it; `words` are those of its sources, counted in
    its newest statements; `through` is whom its statements came through. `said_of` are statements of others
    whose content names it, counted in the newest articles that do. `namesakes` are full names with its
    surname in the articles of an actor of which no more than the surname is known.
    """

    actor: ActorRow
    ids: tuple[str, ...]
    names: tuple[Tally, ...]
    words: tuple[Tally, ...]
    reasons: tuple[Tally, ...]
    through: tuple[Tally, ...]
    outlets: tuple[Tally, ...]
    statements: tuple[StatementRow, ...]
    said_of: tuple[StatementRow, ...]
    said_of_total: int
    namesakes: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of an article: an actor, or a description of one that is not named."""

    actor: str | None
    name: str
    kind: str | None
    speaks_for: str | None
    named: bool
    statements: int
    direct: int
    mixed: int
    indirect: int
    via: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class ArticleSources:
    """An article's sources at a glance, those with most statements first; all numbers count statements.

    Of all, `named`, `unnamed` and `unknown` (no source is expressed) make the sum; `second_hand` came through
    somebody else, `documents` are what papers say.
    """

    article: str
    path: str
    title: str | None
    outlet: str | None
    published: str | None
    sources: tuple[SourceRow, ...]
    statements: int
    named: int
    unnamed: int
    unknown: int
    second_hand: int
    documents: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two actors who may be one, and why; `score` between 0 and 1 orders them."""

    one: ActorRow
    other: ActorRow
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Lane:
    """An actor with its statements among those asked for; `actor` is its id, or its name where it has none.

    `names` is all it is called there, the commonest first.
    """

    actor: str
    name: str
    kind: str | None
    speaks_for: str | None
    names: tuple[str, ...]
    statements: int
    has_id: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """How many of an actor's statements have one date: when it was said, else when it was published."""

    actor: str
    when: str
    count: int


@dataclass(frozen=True, slots=True)
class Spell:
    """A time: dates between two, both included and compared as text, that are at least so long.

    "2025-01" lies between "2024-12-30" and "2025-01-05" as text, and may yet be no day of that week.
    """

    first: str = ""
    last: str = "~"  # after any date
    least: int = 0

    def holds(self, when: str) -> bool:
        return self.first <= when <= self.last and len(when) >= self.least


TieKind = Literal["through", "of"]


@dataclass(frozen=True, slots=True)
class Tie:
    """One actor speaks through another, or of another; `rows` number the statements that say so."""

    kind: TieKind
    one: str
    other: str
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class Ties:
    """The ties between these actors: of each kind the strongest first."""

    actors: tuple[Lane, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One of the articles that carry a text; `shared` is the part of its words that stands in the origin."""

    article: str
    path: str
    title: str | None
    outlet: str | None
    published: str | None
    shared: float


@dataclass(frozen=True, slots=True)
class Copies:
    """A copy group: the likely origin first, then the others by date.

    `credited` is the agency that they name as their source, where that is not the origin's outlet.
    """

    origin: str
    reason: str
    credited: str | None
    articles: tuple[CopyRow, ...]


@dataclass(frozen=True, slots=True)
class Sketches:
    """What copies are looked for with: the sketches (article, outlet, sketch) and who was grouped with whom
    (article, origin). `state` is another word each time groups are kept."""

    state: str
    held: tuple[tuple[str, str, bytes], ...]
    joined: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """The filters of a list under a name; `query` is what stands in the list's address."""

    name: str
    page: Literal["library", "statements"]
    query: str
    author: str
    at: str = ""  # UTC; the ledger fills it in
