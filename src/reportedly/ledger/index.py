"""Which form of the word index a database has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Select

from reportedly.ledger import words_postgres, words_sqlite
from reportedly.ledger.entries import Entry, Kind
from reportedly.ledger.query import Term


class WordIndex(Protocol):
    """What both forms of the index can do; the two modules are its only instances."""

    def add(self, connection: Connection, kind: Kind, entries: Sequence[Entry]) -> None: ...
    def drop(self, connection: Connection, kind: Kind, first: int, end: int) -> None: ...
    def forget(self, connection: Connection, kind: Kind, rows: Sequence[int]) -> None: ...
    def matching(self, kind: Kind, terms: Sequence[Term], field: str | None = None) -> Select[Any]: ...
    def ranked(
        self, connection: Connection, kind: Kind, terms: Sequence[Term], limit: int
    ) -> list[tuple[int, float]]: ...
    def differing(
        self, connection: Connection, kind: Kind, entries: Sequence[Entry], first: int, end: int
    ) -> set[int]: ...
    def size(self, connection: Connection, kind: Kind) -> int: ...
    def damage(self, connection: Connection) -> list[str]: ...
    def check(self, connection: Connection, kind: Kind) -> None: ...


def index_of(connection: Connection) -> WordIndex:
    return words_postgres if connection.dialect.name == "postgresql" else words_sqlite
