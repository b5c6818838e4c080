"""Databases for the tests of the ledger, from outside the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, create_engine


def fresh(server: str, name: str) -> str:
    """The address of an empty database; what another test left in it is dropped."""
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    with psycopg.connect(server.format(name), autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return server.format(name)


@contextmanager
def behind_its_back(address: str) -> Iterator[Connection]:
    """A connection to a ledger's database that does not go through the ledger."""
    url = (
        address.replace("postgresql://", "postgresql+psycopg://")
        if "://" in address
        else f"sqlite:///{address}"
    )
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()  # else psycopg warns of it later, in another test
