"""An open ledger: what can be done with it, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from reportedly.errors import LedgerError
from reportedly.ledger import (
    actors,
    browse,
    candidates,
    complete,
    copies,
    decide,
    decisions,
    find,
    load,
    openings,
    page,
    paths,
    save,
    saved,
)
from reportedly.ledger.index import index_of
from reportedly.ledger.rows import (
    ActorPage,
    ActorRow,
    ArticleFilter,
    ArticleRow,
    ArticleSources,
    Candidate,
    Copies,
    Counts,
    Custody,
    Decided,
    DecisionRow,
    Facet,
    FacetCount,
    Finding,
    Hit,
    Lane,
    LibraryRow,
    Moment,
    Month,
    OutletRow,
    SavedFilter,
    Sketches,
    Sort,
    Spell,
    StatementFilter,
    StatementRow,
    Ties,
)
from reportedly.ledger.search import Wanted, search
from reportedly.ledger.verify import KINDS, verify
from reportedly.records import Action, Article, CopyGroup, Decision, Reading, Undo, Unread

EVERYTHING = ArticleFilter()
EVERY_STATEMENT = StatementFilter()
WRITER = 0x7265706F  # the lock that lets one process at a time write to PostgreSQL, as SQLite does by itself


@contextmanager
def told(name: str) -> Iterator[None]:
    """What the database says is wrong, as an error in the program's own form."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().partition("\n")[0]
        known = next((meaning for words, meaning in MEANINGS.items() if words in said), said)
        raise LedgerError(f"{name}: {known}") from error


MEANINGS = {
    "file is not a database": "this is not a ledger; expected a file made by `reportedly read`",
    "database is locked": "another process has been writing for more than ten seconds; expected less",
    "readonly database": "the ledger may only be read; expected a file and folder that can be written to",
    "is full": "the disk is full; what was saved before is kept",
}


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes; others that write wait for it."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})
        yield connection


class Ledger:
    """An open ledger; made by open_ledger. Not to be carried into another process: open it there again."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self.name = name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; an open ledger can be closed more than once."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.name), writing(self._engine) as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the ledger, whatever others write meanwhile."""
        with told(self.name), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection  # begun by its first question, and rolled back at the end

    # Saving

    def save(self, reading: Reading, raw: bytes, *, version: str) -> None:
        """Keep one reading with the bytes it came from, whole or not at all."""
        self.save_many([(reading, raw)], version=version)

    def save_many(self, readings: Iterable[tuple[Reading, bytes]], *, version: str) -> None:
        """Keep several readings in one transaction: faster, and a death in the midst loses all of them."""
        with self._writing() as connection:
            for reading, raw in readings:
                save.save(connection, reading, raw, version)

    def note_seen(self, seen: Iterable[tuple[str, str]], *, version: str) -> None:
        """Note in custody that these articles (id, path) were met again; a path is noted once."""
        with self._writing() as connection:
            for article_id, path in seen:
                save.note_seen(connection, article_id, path, version)

    def note_unread(self, unread: Iterable[Unread]) -> None:
        """Note what a run did not read, once, at its end; unread() lists it until the next run has ended."""
        with self._writing() as connection:
            save.note_unread(connection, unread)

    # What is there

    def has_reading(self, article_id: str, reader: str) -> bool:
        with self._reading() as connection:
            return find.has_reading(connection, article_id, reader)

    def ids_read_by(self, reader: str) -> set[str]:
        """The ids of all articles whose findings are this reader's; records.article_id makes ids of bytes."""
        with self._reading() as connection:
            return find.ids_read_by(connection, reader)

    def counts(self) -> Counts:
        with self._reading() as connection:
            return find.counts(connection)

    def unread(self) -> list[Unread]:
        """What the last run did not read, and why."""
        with self._reading() as connection:
            return find.unread(connection)

    def articles(
        self, asked: ArticleFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> list[ArticleRow]:
        """The articles that answer to the filter, by date and then id; those without a date come last."""
        with self._reading() as connection:
            return find.articles(connection, asked, limit, offset)

    def count_articles(self, asked: ArticleFilter = EVERYTHING) -> int:
        with self._reading() as connection:
            return find.count_articles(connection, asked)

    def statements(
        self,
        asked: StatementFilter = EVERY_STATEMENT,
        *,
        limit: int | None = None,
        offset: int = 0,
        newest_first: bool = False,
    ) -> list[StatementRow]:
        """The statements that answer to the filter, by date, article and then place in it.

        Those without a date come last, whichever way the dates go.
        """
        with self._reading() as connection:
            if newest_first:
                return find.newest_statements(connection, asked, limit, offset)
            return find.statements(connection, asked, limit, offset)

    def count_statements(self, asked: StatementFilter = EVERY_STATEMENT) -> int:
        with self._reading() as connection:
            return find.count_statements(connection, asked)

    def search(self, words: str, *, kind: Wanted = "both", limit: int = 20) -> list[Hit]:
        """The best hits for all the words, best first: up to `limit` articles, then up to `limit` statements.

        Words in double quotes must follow each other; a word that ends in * may go on; all else is taken as
        it stands. Case, accents and letter forms do not count.
        """
        with self._reading() as connection:
            return search(connection, words, kind, limit)

    # As the desk shows it

    def library(
        self, asked: ArticleFilter, page: tuple[int, int], *, sort: Sort = "date", down: bool = True
    ) -> list[LibraryRow]:
        """A page (limit, offset) of the articles that answer to the filter, in any order."""
        with self._reading() as connection:
            return browse.library(connection, asked, sort, down=down, page=page)

    def facet(
        self, name: Facet, asked: StatementFilter = EVERY_STATEMENT, *, most: int = 12
    ) -> tuple[FacetCount, ...]:
        """The commonest values of a facet among the statements that answer to the filter."""
        with self._reading() as connection:
            return browse.facet(connection, asked, name, most)

    def months(self, asked: StatementFilter = EVERY_STATEMENT) -> list[Month]:
        """How many of these statements there are in each month that has any."""
        with self._reading() as connection:
            return browse.months(connection, asked)

    def outlets(self, *, most: int = 100, offset: int = 0) -> list[OutletRow]:
        """The outlets, those with the most articles first."""
        with self._reading() as connection:
            return browse.outlets(connection, most, offset)

    def openings(self, ids: Collection[str]) -> dict[str, str]:
        """How the texts of these articles begin, furniture passed over, by article id: a dozen words."""
        with self._reading() as connection:
            return openings.openings(connection, ids)

    def outlet_names(self, *, most: int = 200) -> list[FacetCount]:
        """The outlets with the most articles and how many each has; "" for those not known."""
        with self._reading() as connection:
            return browse.outlet_names(connection, most)

    def state(self) -> str:
        """Another word each time something was read or decided."""
        with self._reading() as connection:
            return browse.state(connection)

    def lanes(
        self, asked: StatementFilter = EVERY_STATEMENT, *, most: int = 12, actors: Sequence[str] = ()
    ) -> tuple[Lane, ...]:
        """Who makes most of these statements, or only these actors; nobody named is nobody here."""
        with self._reading() as connection:
            return paths.lanes(connection, asked, most, actors)

    def moments(self, asked: StatementFilter, actors: Sequence[str]) -> list[Moment]:
        """How many of these actors' statements have which date, by date."""
        with self._reading() as connection:
            return paths.moments(connection, asked, actors)

    def dated(
        self, asked: StatementFilter, actors: Sequence[str], spell: Spell, *, limit: int
    ) -> list[StatementRow]:
        """These actors' statements of a time, by date: when they were said, else published."""
        with self._reading() as connection:
            return paths.dated(connection, asked, actors, spell, limit)

    def ties(self, asked: StatementFilter = EVERY_STATEMENT, *, most: int = 80) -> Ties:
        """Who speaks through whom and of whom in these statements, among the busiest; `most` of each kind."""
        with self._reading() as connection:
            return paths.ties(connection, asked, most)

    def statements_at(self, rows: Sequence[int], page: tuple[int, int]) -> list[StatementRow]:
        """A page (limit, offset) of the statements behind a tie, the newest first."""
        with self._reading() as connection:
            return paths.by_rows(connection, rows, page)

    # One by one

    def article(self, ref: str) -> Article:
        """The article that an id, the beginning of one, a path or a file name means.

        Raises LedgerError where that is none or several.
        """
        with self._reading() as connection:
            return load.articles(connection, [find.article_row(connection, ref)])[0]

    def reading(self, ref: str, *, trees: bool = False) -> Reading:
        """The article and what was found in it, its sentences only with `trees`; `ref` as for article."""
        with self._reading() as connection:
            return load.readings(connection, [find.article_row(connection, ref)], trees=trees)[0]

    def statement(self, ref: str) -> StatementRow:
        """The statement that "ARTICLE:s3" means. Raises LedgerError where there is none."""
        with self._reading() as connection:
            return find.statement_row(connection, ref)

    def custody(self, ref: str) -> list[Custody]:
        """Who had which bytes of the article from where, oldest first."""
        with self._reading() as connection:
            return find.custody(connection, find.article_row(connection, ref))

    # Copies

    def copies(self, ref: str) -> Copies | None:
        """The articles that carry the text of this one, it among them; None where it is alone."""
        with self._reading() as connection:
            return copies.of_article(connection, find.article_row(connection, ref))

    def copy_groups(self) -> dict[str, str]:
        """The id of the likely origin for that of each article whose text others carry, too."""
        with self._reading() as connection:
            return copies.groups(connection)

    def sketches(self) -> Sketches:
        """What is known for finding copies."""
        with self._reading() as connection:
            return copies.sketches(connection)

    def without_sketch(self) -> list[str]:
        """The ids of the articles whose copies were not looked for since they were read or corrected."""
        with self._reading() as connection:
            return copies.without_sketch(connection)

    def articles_of(self, ids: Iterable[str]) -> Iterator[Article]:
        """The articles with these ids, few at a time in memory; those that are not here are left out."""
        for batch in load.batches(ids):
            with self._reading() as connection:
                yield from load.articles_by_id(connection, batch)

    def keep_copies(
        self,
        made: Mapping[str, tuple[str, bytes]],
        groups: Iterable[CopyGroup],
        looked_at: Collection[str],
        seen: str,
    ) -> bool:
        """Keep sketches (with the text's SHA-256), and the groups among the articles looked at instead of
        those they were in; False where others have kept groups since `seen` (Sketches.state)."""
        with self._writing() as connection:
            return copies.keep(connection, made, groups, looked_at, seen)

    # Saved filters

    def saved_filters(self) -> list[SavedFilter]:
        """The filters that were given a name, by name."""
        with self._reading() as connection:
            return saved.saved(connection)

    def save_filter(self, given: SavedFilter, *, replace: bool = False) -> SavedFilter:
        """Keep filters under a name. Raises ConflictError where others have it, unless they are replaced;
        LedgerError where there are too many."""
        with self._writing() as connection:
            return saved.keep(connection, given, replace=replace)

    def delete_filter(self, name: str) -> bool:
        """Delete the filters of this name; False where there are none."""
        with self._writing() as connection:
            return saved.drop(connection, name)

    # Actors

    def actors(
        self, text: str | None = None, kind: str | None = None, limit: int | None = 50
    ) -> list[ActorRow]:
        """Who speaks, most statements first: of a kind, or with a name that has these words in a row."""
        with self._reading() as connection:
            return actors.listed(connection, text, kind, limit)

    def count_actors(self, text: str | None = None, kind: str | None = None) -> int:
        with self._reading() as connection:
            return actors.counted(connection, text, kind)

    def actor_id(self, ref: str) -> str:
        """The id of the one actor that an id, the end of one, or a name means.

        One that is merged into another gives the other. Raises LedgerError where that is none or several.
        """
        with self._reading() as connection:
            return actors.actor_id(connection, ref)

    def knows_actor(self, actor: str) -> bool:
        """Whether a statement here is by the actor with this id, now or before it was merged."""
        with self._reading() as connection:
            return complete.knows(connection, actor)

    def actor(self, ref: str, *, newest: int = 20, brief: bool = False) -> ActorPage:
        """All about one actor, with so many of its newest statements; `ref` as for actor_id.

        In brief it is these and who it is, and nothing is counted: a tenth of the work.
        """
        with self._reading() as connection:
            made = page.brief if brief else page.page
            return made(connection, actors.actor_id(connection, ref), newest)

    def sources(self, article: str) -> ArticleSources:
        """An article's sources at a glance; `article` as for article."""
        with self._reading() as connection:
            return page.sources(connection, article)

    def names(self, ids: Collection[str]) -> dict[str, str]:
        """What these actors are called now; those of one name are told apart, who is not here is left out."""
        with self._reading() as connection:
            return actors.names(connection, ids)

    def own_names(self, ids: Collection[str]) -> dict[str, str]:
        """What the reader calls these actors, before all decisions; who is not here is left out."""
        with self._reading() as connection:
            return actors.own_names(connection, ids)

    def candidates(
        self, limit: int | None = 50, sound: Callable[[str], str] | None = None
    ) -> list[Candidate]:
        """Pairs of actors who may be one, likeliest first; `sound` gives names that sound alike one key."""
        with self._reading() as connection:
            return candidates.candidates(connection, limit, sound)

    # Decisions

    def decide(self, action: Action, *, author: str, seen: str | None = None) -> Decided:
        """Keep a correction and make it, whole or not at all; what it contradicts comes back as warnings.

        `seen` is the newest decision on the same article or actor that the user saw, "" for none, None where
        that is not to be checked. Raises ConflictError where another came since.
        """
        with self._writing() as connection:
            return decide.decide(connection, action, author, seen)

    def undo(self, decision: str, author: str, *, seen: str | None = None) -> Decided:
        """Have a decision (its id, or the beginning of it) hold no longer; an Undo can be undone, too."""
        return self.decide(Undo(decision), author=author, seen=seen)

    def decisions(self, about: str | None = None) -> list[DecisionRow]:
        """All decisions, or those about an article or actor, newest first, with what became of each."""
        with self._reading() as connection:
            return decisions.listed(connection, about)

    def newest_decision(self, about: str) -> str:
        """The id of the newest decision about an article or actor, "" where there is none: for `seen`."""
        with self._reading() as connection:
            return decisions.newest_id(connection, about)

    def orphans(self) -> list[DecisionRow]:
        """The decisions that fit nothing in the ledger as it is."""
        return [row for row in self.decisions() if row.state == "orphan"]

    def conflicts(self) -> list[DecisionRow]:
        """The decisions that a later one contradicts."""
        return [row for row in self.decisions() if row.state == "conflict"]

    def decisions_all(self) -> Iterator[Decision]:
        """All decisions as they were made, oldest first, for another ledger to take."""
        with self._reading() as connection:
            yield from decisions.all_of(connection)

    def take_decisions(self, given: Iterable[Decision]) -> tuple[int, int]:
        """Keep decisions made elsewhere and make them; returns how many are new, and how many were known."""
        with self._writing() as connection:
            return decide.take(connection, given)

    # Everything

    def readings_all(self, *, trees: bool = False) -> Iterator[Reading]:
        """All readings by article id, few at a time in memory, as they stand when the first is asked for.

        Their sentences come with `trees` only.
        """
        with self._reading() as connection:
            for rows in load.rows_by_id(connection):
                yield from load.readings(connection, rows, trees=trees)

    def verify(self, checked: Callable[[], None] = lambda: None) -> Iterator[Finding]:
        """Name everything that is not as it was kept; `checked` is called after each article."""
        yield from self._check_index()
        with self._reading() as connection:
            yield from verify(connection, checked)

    def _check_index(self) -> Iterator[Finding]:
        """FTS5's own check counts as writing, so that a ledger that may only be read goes without."""
        for kind in KINDS:
            try:
                with writing(self._engine) as connection:
                    index_of(connection).check(connection, kind)
            except DBAPIError as error:
                if "readonly" not in str(error.orig):
                    yield Finding(None, None, f"the word index of {kind}s is damaged: {error.orig}")
