"""Opening a ledger: finding it, making it, bringing an older one up to date, refusing what is none."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, inspect, make_url
from sqlalchemy import text as sql
from sqlalchemy.exc import ArgumentError

from reportedly.errors import LedgerError
from reportedly.ledger.ledger import Ledger, told, writing
from reportedly.ledger.schema import REVISION

PATIENCE = 10.0  # seconds to wait for another process that writes
PRAGMAS = (
    "synchronous = NORMAL",  # a loss of power may lose the last articles, but never harms the ledger
    "foreign_keys = ON",
    "cache_size = -4096",  # 4 MiB a connection: 64 save and find no faster, for the system caches the file
    "wal_autocheckpoint = 8000",  # 32 MB; saving takes 15 % more CPU at the default of 1,000 pages
)
MIGRATIONS = Path(__file__).with_name("migrations")


def open_ledger(address: str | Path, *, create: bool) -> Ledger:
    """Open the ledger in a file or at a postgresql:// address; with `create`, make it where there is none.

    Raises LedgerError where there is no ledger, something else, or one of a newer version of the program.
    """
    at_server = isinstance(address, str) and "://" in address
    engine, name = _server(str(address)) if at_server else _file(Path(address), create)
    try:
        with told(name):
            _bring_up_to_date(engine, name, create)
    except BaseException:
        engine.dispose()
        raise
    return Ledger(engine, name)


def _server(address: str) -> tuple[Engine, str]:
    try:
        url = make_url(address)
        if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
            raise LedgerError(f"{url.drivername}:// is no ledger's address; expected a file or postgresql://")
        engine = create_engine(url.set(drivername="postgresql+psycopg"))
    except ArgumentError as error:
        raise LedgerError(f"the ledger's address cannot be read: {error}") from error
    except ModuleNotFoundError as error:
        raise LedgerError(
            "a ledger at postgresql:// needs psycopg; expected `pip install 'reportedly[postgres]'`"
        ) from error
    return engine, url.render_as_string(hide_password=True)


def _file(path: Path, create: bool) -> tuple[Engine, str]:
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; expected a ledger's file")
    if not path.exists():
        if not create:
            raise LedgerError(f"there is no ledger at {path}; expected a file made by `reportedly read`")
        if not path.parent.is_dir():
            raise LedgerError(f"there is no folder {path.parent}; expected one to make the ledger in")
    address = _address(path, create)
    engine = create_engine("sqlite://", creator=lambda: _connect(address), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    return engine, str(path)


def _address(path: Path, create: bool) -> str:
    """A file that may only be read is opened as one that nobody changes, for then it needs no lock files."""
    way = "rwc" if create else "rw"
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)):
        way = "ro" if path.with_name(f"{path.name}-wal").exists() else "ro&immutable=1"
    return f"file:{quote(os.fsencode(path.absolute()))}?mode={way}"


def _connect(address: str) -> sqlite3.Connection:
    """A connection that leaves transactions to SQLAlchemy, as _begin says."""
    connection = sqlite3.connect(
        address, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )
    try:
        if "mode=ro" not in address:
            _write_ahead(connection)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers go on while one writes. A change of mode does not wait for others by itself."""
    until = time.monotonic() + PATIENCE
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)


def _begin(connection: Connection) -> None:
    """Who will write waits for the others at once: a reader that turns writer would be refused instead."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up_to_date(engine: Engine, name: str, create: bool) -> None:
    with engine.connect() as connection:
        stored = _revision(connection, name)
    if stored == REVISION:
        return
    if stored is None and not create:
        raise LedgerError(f"{name} holds nothing yet; expected a ledger made by `reportedly read`")
    if stored is not None and stored > REVISION:
        raise LedgerError(
            f"{name} was made by a newer version of the program (tables {stored}); "
            f"expected {REVISION} at most: bring the program up to date"
        )
    _migrate(engine)


def _revision(connection: Connection, name: str) -> str | None:
    """The revision of the tables, None where there are none. Raises LedgerError where they are not ours."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if {"alembic_version", "meta", "article"} <= set(tables):
        stored = connection.execute(sql("SELECT version_num FROM alembic_version")).scalar()
        if stored is not None:
            return str(stored)
    raise LedgerError(f"{name} holds another program's tables; expected a ledger or an empty database")


def _migrate(engine: Engine) -> None:
    """Run the scripts that the ledger lacks, all or none. Alembic is slow to import and seldom needed."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
