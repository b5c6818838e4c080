"""The order of the steps: take in, mark, read, keep. One process, or a worker for each core."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from hashlib import file_digest, sha256
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from reportedly import __version__
from reportedly.analyse import Sketch, alike, copy_groups, sketch
from reportedly.ingest import Limits, Source, documents, sources
from reportedly.ledger import Ledger
from reportedly.mark import mark, not_read_because
from reportedly.read import Session, read, reader_name
from reportedly.records import Document, Reading, Unread, article_id
from reportedly.resolve import OwnFile, own_file, register, resolve, rules

IN_HAND = 8  # documents a worker has before it, so that none waits; more only cost memory
TRIES = 3  # at grouping copies, where other processes do so at the same time
STOPPED = "the reading process died of it; expected a text that it can finish"
POOL_FROM = 12  # documents; for fewer a second process takes longer to start than it saves


@dataclass(slots=True)
class Account:
    """What a run did. `words` and `seconds` are of the articles read now; `seen` are known to the byte.

    `own_actors` are those of the user's file `actors_from`.
    """

    read: int = 0
    seen: int = 0
    statements: int = 0
    words: int = 0
    seconds: float = 0.0
    unread: list[Unread] = field(default_factory=list)
    own_actors: int = 0
    actors_from: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Told after each input: how many of how many files are done, and the account so far."""

    files: int
    of: int
    account: Account


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done; only `actors` changes what is found, and with it the reader's name."""

    limits: Limits = field(default_factory=Limits)
    jobs: int = 0  # worker processes; 0 for one a core
    again: bool = False  # read also what this reader has read before
    actors: Path | None = None  # a file of the user's own actors


Told = Callable[[Progress], None]
Result = tuple[Document, Reading | str]


def read_into(
    ledger: Ledger, paths: Sequence[str], options: Options = Options(), told: Told = lambda _: None
) -> Account:
    """Read everything under the paths into the ledger, an article a transaction.

    What this reader version has read before is skipped; what cannot be read is listed and the run goes on.
    """
    began = time.monotonic()
    own = _own_actors(options)
    account = Account()
    if own:
        account.own_actors, account.actors_from = register(own).own_actors, str(own.path)
    lost: set[str] = set()  # ids of what was taken in but could not be read
    known: set[str] = set() if options.again else ledger.ids_read_by(_reader_name(own))
    inputs = _without(sources(paths, options.limits), ledger.name, options.actors)
    taken = _Intake(inputs, options.limits, known, account, told)
    for document, reading in readings(taken, options.jobs, own):
        if isinstance(reading, str):
            account.unread.append(Unread(document.path, reading))
            lost.add(article_id(sha256(document.raw).hexdigest(), document.fragment))
            continue
        ledger.save(reading, document.raw, version=__version__)
        _count(account, reading)
        account.seconds = time.monotonic() - began
        told(Progress(taken.files, taken.of, account))
    account.seen = len(taken.seen)
    for found_id, path in taken.seen:
        if found_id in lost:
            account.seen -= 1
            account.unread.append(Unread(path, "the same to the byte as another that could not be read"))
    ledger.note_seen([one for one in taken.seen if one[0] not in lost], version=__version__)
    ledger.note_unread(account.unread)
    find_copies(ledger, options)
    account.seconds = time.monotonic() - began
    return account


def find_copies(ledger: Ledger, options: Options = Options()) -> None:
    """Find which articles carry the same text as those read or corrected since this was last done.

    Where other processes keep getting ahead, it is left for the next time.
    """
    agency = _agency_by(options)
    for _ in range(TRIES):
        if not ledger.without_sketch():
            return
        held = ledger.sketches()
        made: dict[str, tuple[str, bytes]] = {}
        sketches = [Sketch(*one) for one in held.held]
        for article in ledger.articles_of(ledger.without_sketch()):
            packed = sketch(article)
            made[article.id] = article.text_sha256, packed
            sketches.append(Sketch(article.id, article.facts.outlet or "", packed))
        parts = [part for part in alike(sketches, held.joined) if not made.keys().isdisjoint(part)]
        groups = [one for part in parts for one in copy_groups(ledger.articles_of(part), agency)]
        if ledger.keep_copies(made, groups, set(chain.from_iterable(parts)), held.state):
            return


def _agency_by(options: Options) -> Callable[[str], str | None]:
    """Which news agency a name means, by the register and the user's own actors."""
    own = own_file(options.actors) if options.actors else None

    @cache
    def agency(name: str) -> str | None:
        best = next(iter(register(own).find(name)), None)
        return best.actor.name if best and best.actor.form == "agency" else None

    return agency


def _own_actors(options: Options) -> OwnFile | None:
    """The user's own actors; what is wrong with them is raised before anything is read."""
    own = own_file(options.actors) if options.actors else None
    if own:
        register(own)
    return own


def _without(found: Iterable[Source | Unread], ledger: str, actors: Path | None) -> list[Source | Unread]:
    """The inputs without the ledger's own files and that of actors, which may lie in the folder read."""
    own = {Path(ledger + ending).absolute() for ending in ("", "-wal", "-shm", "-journal")}
    own |= {actors.absolute()} if actors else set()
    return [item for item in found if Path(item.path).absolute() not in own]


def read_only(paths: Sequence[str], options: Options = Options()) -> Iterator[Reading | Unread]:
    """Read everything under the paths without keeping it, in the order given."""
    own = _own_actors(options)
    account = Account()
    taken = _Intake(list(sources(paths, options.limits)), options.limits, set(), account, lambda _: None)
    taken.fold_copies = False  # each path is asked for by itself, and no ledger keeps the others
    for document, reading in readings(taken, options.jobs, own):
        yield Unread(document.path, reading) if isinstance(reading, str) else reading
    yield from account.unread


def _count(account: Account, reading: Reading) -> None:
    if reading.skipped:
        account.unread.append(Unread(reading.article.path, f"not read: {reading.skipped}"))
        return
    account.read += 1
    account.words += reading.words
    account.statements += len(reading.statements)


@dataclass(slots=True)
class _Intake:
    """The documents under the files, without those that are known; what is none goes to the account."""

    inputs: list[Source | Unread]
    limits: Limits
    known: set[str]
    account: Account
    told: Told
    files: int = 0
    fold_copies: bool = True  # take what is the same to the byte once
    seen: list[tuple[str, str]] = field(default_factory=list)  # article id, path
    met: set[str] = field(default_factory=set)  # ids of this run

    @property
    def of(self) -> int:
        return len(self.inputs)

    def __iter__(self) -> Iterator[Document]:
        for source in self.inputs:
            if isinstance(source, Unread):
                self.account.unread.append(source)
            elif self.known and (known := _whole_file_id(source.path)) in self.known:
                self.seen.append((known, source.path))
            else:
                yield from self._new(documents(source, self.limits))
            self.files += 1
            self.told(Progress(self.files, self.of, self.account))

    def _new(self, found: Iterable[Document | Unread]) -> Iterator[Document]:
        for item in found:
            if isinstance(item, Unread):
                self.account.unread.append(item)
                continue
            found_id = article_id(sha256(item.raw).hexdigest(), item.fragment)
            if self.fold_copies and (found_id in self.known or found_id in self.met):
                self.seen.append((found_id, item.path))
            else:
                self.met.add(found_id)
                yield item


def _whole_file_id(path: str) -> str:
    """The id of the article that a file is by itself, "" for none: a known one need not be taken in again."""
    try:
        if not Path(path).is_file():
            return ""
        with Path(path).open("rb") as file:
            return article_id(file_digest(file, "sha256").hexdigest())
    except OSError:
        return ""


def readings(taken: Iterable[Document], jobs: int, own: OwnFile | None = None) -> Iterator[Result]:
    """Each document with its reading, in order, or with why there is none."""
    workers = jobs or os.cpu_count() or 1
    rest = iter(taken)
    first = list(islice(rest, POOL_FROM)) if workers > 1 else []
    if len(first) == POOL_FROM:
        yield from _in_pool(chain(first, rest), workers, own)
    else:
        for document in chain(first, rest):
            yield document, read_document(document, own)


def _in_pool(taken: Iterator[Document], workers: int, own: OwnFile | None) -> Iterator[Result]:
    """A crash costs the document that caused it: all in hand are tried again, one at a time."""
    while True:
        hand: deque[Document] = deque()
        coming: deque[Future[Reading | str]] = deque()
        with _executor(workers) as executor:
            try:
                for document in taken:
                    hand.append(document)  # first, for a dead pool refuses what is given to it
                    coming.append(executor.submit(read_document, document, own))
                    if len(hand) >= workers * IN_HAND:
                        yield hand[0], coming.popleft().result()
                        hand.popleft()
                while hand:
                    yield hand[0], coming.popleft().result()
                    hand.popleft()
                return
            except BrokenProcessPool:
                pass
        for document in hand:
            yield document, _alone(document, own)


def _executor(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_serve_parent)


def _serve_parent() -> None:
    """Leave an interrupt to the parent, and die with it however it dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_die_with, args=(parent.join,), daemon=True).start()


def _die_with(ended: Callable[[], None]) -> None:
    ended()
    os._exit(1)


def _alone(document: Document, own: OwnFile | None) -> Reading | str:
    with _executor(1) as executor:
        try:
            return executor.submit(read_document, document, own).result()
        except BrokenProcessPool:
            return STOPPED


_session: Session | None = None


def _own_session() -> Session:
    """This process's model, loaded once."""
    global _session
    if _session is None:
        _session = Session()
    return _session


def _reader_name(own: OwnFile | None) -> str:
    """Names the reader, the rules that resolve what it finds, and the user's own actors among them."""
    return f"{reader_name(_own_session())}-{rules(own)}"


def read_document(document: Document, own: OwnFile | None = None) -> Reading | str:
    """The document's reading, or why there is none: no document ends a run, whatever is wrong with it."""
    session = _own_session()
    try:
        article = mark(document)
        if reason := not_read_because(article):
            return Reading(article, _reader_name(own), skipped=reason)
        return resolve(read(article, session), register(own))
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return f"the program failed on it ({what}); expected a reading, please report this"
