"""Reading what was dropped on the desk, in a process of its own, with its progress told to the page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock, Thread
from typing import Literal

from reportedly.errors import ReportedlyError
from reportedly.ledger import open_ledger
from reportedly.pipeline import Account, Options, Progress, read_into
from reportedly.records import Unread

ENDED = "the reading ended before it was done; what was read before is kept, drop the rest again"
BUSY = "another drop is being read; expected to wait until it is done"


class BusyError(ReportedlyError):
    """Something is being read already."""


@dataclass(frozen=True, slots=True)
class Run:
    """A reading as far as it is known to have gone."""

    began: str  # UTC
    state: Literal["reading", "done", "failed"] = "reading"
    files: int = 0
    of: int = 0
    read: int = 0
    seen: int = 0
    statements: int = 0
    seconds: float = 0.0
    unread: tuple[Unread, ...] = ()
    trouble: str | None = None


@dataclass(slots=True)
class Runs:
    """The reading under way, or the last one; one at a time."""

    address: str
    actors: Path | None = None  # a file of the user's own
    last: Run | None = None
    _lock: Lock = field(default_factory=Lock)

    def start(self, folder: Path, refused: Sequence[Unread]) -> None:
        """Read all in the folder, then delete it. Raises BusyError while another is under way."""
        with self._lock:
            if self.is_busy:
                raise BusyError(BUSY)
            self.last = Run(began=datetime.now(UTC).isoformat(timespec="seconds"))
        Thread(target=self._follow, args=(folder, tuple(refused)), daemon=True).start()

    @property
    def is_busy(self) -> bool:
        return self.last is not None and self.last.state == "reading"

    def _follow(self, folder: Path, refused: tuple[Unread, ...]) -> None:
        """Keep `last` up to date until the process ends."""
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        actors = self.actors.absolute() if self.actors else None
        given = (own_address(self.address), actors, str(folder), theirs)
        process = context.Process(target=read_folder, args=given)
        try:
            process.start()
            theirs.close()
            for run in told_by(ours, self.last or Run("")):
                self.last = replace(run, unread=refused + run.unread)
            process.join()
        finally:
            if self.last and self.is_busy:
                self.last = replace(self.last, state="failed", trouble=ENDED, unread=refused)
            shutil.rmtree(folder, ignore_errors=True)


def own_address(address: str) -> str:
    """The ledger's address as it is understood in another folder."""
    return address if "://" in address else str(Path(address).absolute())


def told_by(ours: Connection, run: Run) -> Iterable[Run]:
    while True:
        try:
            files, of, account, state, trouble = ours.recv()
        except (EOFError, OSError):
            return
        run = replace(
            run,
            state=state,
            files=files,
            of=of,
            read=account.read,
            seen=account.seen,
            statements=account.statements,
            seconds=account.seconds,
            unread=tuple(account.unread) if state != "reading" else (),
            trouble=trouble,
        )
        yield run


def read_folder(address: str, actors: Path | None, folder: str, told: Connection) -> None:
    """In a process of its own: read everything in the folder; paths are kept as they are called within it."""
    os.chdir(folder)
    files = of = 0

    def tell(progress: Progress) -> None:
        nonlocal files, of
        files, of = progress.files, progress.of
        told.send((files, of, short(progress.account), "reading", None))

    try:
        with open_ledger(address, create=True) as ledger:
            account = read_into(ledger, ["."], Options(actors=actors), tell)
        told.send((files, of, account, "done", None))
    except ReportedlyError as error:
        told.send((files, of, Account(), "failed", str(error)))


def short(account: Account) -> Account:
    """The account without what was not read, which is told once at the end."""
    return replace(account, unread=[])
