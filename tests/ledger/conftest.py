"""Every test of the ledger runs on SQLite and on PostgreSQL, a fresh one each."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from decisions_made import fill
from ledger_databases import fresh

from reportedly.ledger import Ledger, open_ledger


def _binaries() -> Path | None:
    """Where PostgreSQL's programs are: the wheel pgserver has them, or the system."""
    wheel = find_spec("pgserver")
    folders = wheel.submodule_search_locations if wheel else None
    places = [Path(folder) / "pginstall" / "bin" for folder in folders or []]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server of this test run's own, without the database's name."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL here; expected the wheel pgserver or Debian's package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="reportedly-pg-"))  # a socket's path must be short
    user = None
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = "nobody"
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        line = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(line, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)

    run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        yield f"postgresql://postgres@/{{}}?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a ledger may be made that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "reportedly.db")
    return fresh(request.getfixturevalue("server"), "postgres")


@pytest.fixture
def ledger(address: str) -> Iterator[Ledger]:
    with open_ledger(address, create=True) as ledger:
        yield ledger


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Ledger]:
    """The articles of the cases of decisions, for what does not depend on the database."""
    cases = tomllib.loads(Path(__file__).with_name("cases_decisions.toml").read_text("utf-8"))
    with open_ledger(tmp_path / "small.db", create=True) as ledger:
        fill(ledger, cases["article"])
        yield ledger
