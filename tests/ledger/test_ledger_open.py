"""Opening: what is made, what is brought up to date, what is refused."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from ledger_databases import behind_its_back
from ledger_made import reading_of
from sqlalchemy import Text
from sqlalchemy import text as sql

from reportedly.errors import LedgerError
from reportedly.ledger import SavedFilter, open_ledger
from reportedly.ledger.open import MIGRATIONS
from reportedly.ledger.schema import REVISION, AnyText, metadata
from reportedly.pipeline import find_copies
from reportedly.records import Rename, SaidOn, Span, Speaker

HERE = Path(__file__).parent


def _execute(address: str, statement: str) -> None:
    with behind_its_back(address) as connection:
        connection.execute(sql(statement))


def test_a_ledger_is_made_where_that_is_asked(address: str) -> None:
    with open_ledger(address, create=True) as ledger:
        assert ledger.articles() == []
    with open_ledger(address, create=False) as ledger:
        assert ledger.search("anything") == []


def _differs(context: object, column: object, known: object, made: Any, type_: Any) -> bool | None:
    """AnyText is text; in PostgreSQL in the order of code points. All else Alembic compares itself."""
    if not isinstance(type_, AnyText):
        return None
    return not isinstance(made, Text) or (made.collation or "C") != "C"


def test_the_migrations_make_the_tables_the_program_knows(address: str) -> None:
    open_ledger(address, create=True).close()
    words = ("article_words", "statement_words")
    with behind_its_back(address) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: kind != "table" or not str(name).startswith(words),
                "compare_type": _differs,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_the_revision_is_that_of_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


def _make_older(address: str, revision: str) -> list[dict[str, Any]]:
    """A ledger of a revision as the program of that time left it; returns the cases it was made of."""
    stored = json.loads((HERE / f"ledger_{revision}.json").read_text("utf-8"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with behind_its_back(address) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for table, rows in (*stored["tables"].items(), *stored[connection.dialect.name].items()):
            for row in rows:
                connection.execute(sql(_insert(table, row, connection.dialect.name)), _bytes(row))
    return list(stored["cases"])


def _insert(table: str, row: dict[str, Any], dialect: str) -> str:
    names = ", ".join(f'"{name}"' for name in row)
    vector = table.endswith("_words") and dialect == "postgresql"
    values = [f"CAST(:{name} AS tsvector)" if vector and name == "words" else f":{name}" for name in row]
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(values)})"  # noqa: S608


def _bytes(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes.fromhex(value) if name == "packed" else value for name, value in row.items()}


def test_a_ledger_of_the_first_revision_is_brought_up_to_date(address: str) -> None:
    cases = _make_older(address, "0001")
    with open_ledger(address, create=False) as ledger:
        assert list(ledger.verify()) == []
        for case in cases:
            assert ledger.reading(case["path"], trees=True) == reading_of(case)[0]
        assert [row.path for row in ledger.articles()] == ["old/port.txt", "old/note.txt"]
        assert [hit.path for hit in ledger.search("korvelia", kind="articles")] == ["old/note.txt"]
        found = {"names": [["Melkin", "place"]], "times": [["3 May", "DATE", "2025-05-03"]]}
        again, raw = reading_of({**cases[0], **found, "tree": ["The", "union"]}, "reader-2")
        ledger.save(again, raw, version="1")
        new, raw = reading_of({"path": "new.txt", "text": "Melkin said so.", "names": [["Melkin", "place"]]})
        ledger.save(new, raw, version="1")
        assert list(ledger.verify()) == []
    with open_ledger(address, create=False) as ledger:
        assert ledger.reading("old/port.txt", trees=True) == again
        assert ledger.reading("new.txt") == new
        assert ledger.count_articles() == 3
        assert [line.action for line in ledger.custody("old/port.txt")][-1] == "read again"


def test_a_ledger_of_the_second_revision_is_brought_up_to_date(address: str) -> None:
    cases = _make_older(address, "0002")
    with open_ledger(address, create=False) as ledger:
        assert list(ledger.verify()) == []
        made, raw = reading_of(cases[0])
        kept = ledger.reading("old/port.txt", trees=True)
        said = SaidOn(_place(kept.article.text, "3 May"), "2025-05-03")
        union = Speaker("The union", "organisation", True, None, "article:union", "described", 0.6)
        first = replace(made.statements[0], speaker=union, said_on=said)
        assert kept == replace(made, statements=(first, *made.statements[1:]))
        assert [row.id for row in ledger.actors()] == ["article:union"]
        ledger.decide(Rename("article:union", "Harbour Union"), author="ana")
        assert [row.name for row in ledger.actors()] == ["Harbour Union"]
        assert [hit.path for hit in ledger.search('"harbour union"')] == ["old/port.txt"]
        ledger.save(kept, raw, version="1")
        assert list(ledger.verify()) == []


def test_a_ledger_of_the_third_revision_is_brought_up_to_date(address: str) -> None:
    cases = _make_older(address, "0003")
    with open_ledger(address, create=False) as ledger:
        assert list(ledger.verify()) == []
        assert ledger.saved_filters() == []
        kept = ledger.reading("old/port.txt", trees=True)
        made, raw = reading_of(cases[0])
        assert (kept.article.facts.published, kept.article.facts.title) == ("2025-11-06", "Port closed")
        assert [row.name for row in ledger.actors()] == ["Harbour Union"]
        assert {row.state for row in ledger.decisions()} == {"holds"}
        assert [row.copies for row in ledger.articles()] == [0, 0]
        assert len(ledger.without_sketch()) == 2
        find_copies(ledger)
        assert ledger.without_sketch() == []
        ledger.save_filter(SavedFilter("Port", "library", "q=port", "ana"))
        ledger.save(made, raw, version="1")
        assert len(ledger.without_sketch()) == 1
        assert list(ledger.verify()) == []


def _place(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_a_newer_ledger_is_refused(address: str) -> None:
    open_ledger(address, create=True).close()
    _execute(address, "UPDATE alembic_version SET version_num = '9001'")
    for create in (True, False):
        with pytest.raises(LedgerError, match="newer version of the program"):
            open_ledger(address, create=create)


def test_another_programs_tables_are_refused(address: str) -> None:
    _execute(address, "CREATE TABLE recipes (name TEXT)")
    for create in (True, False):
        with pytest.raises(LedgerError, match="another program's tables"):
            open_ledger(address, create=create)


def test_a_missing_ledger_is_not_made_by_asking(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger at"):
        open_ledger(tmp_path / "none.db", create=False)
    with pytest.raises(LedgerError, match="there is no folder"):
        open_ledger(tmp_path / "nowhere" / "none.db", create=True)
    with pytest.raises(LedgerError, match="is a folder"):
        open_ledger(tmp_path, create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"Varnia", b"Varnia reports. " * 1000, b"\x00" * 5000])
def test_what_is_no_ledger_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    for create in (True, False):
        with pytest.raises(LedgerError, match="not a ledger"):
            open_ledger(path, create=create)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_becomes_a_ledger_only_where_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    path.touch()
    with pytest.raises(LedgerError, match="holds nothing yet"):
        open_ledger(path, create=False)
    open_ledger(path, create=True).close()
    open_ledger(path, create=False).close()


@pytest.mark.parametrize("name", ["a b?c#d%41.db", "çift-ğ.db", "x'y\"z.db", "-db"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    open_ledger(path, create=True).close()
    assert path.is_file()
    open_ledger(path, create=False).close()


@pytest.mark.parametrize("address", ["mysql://host/name", "sqlite:///x.db", "http://host", "://"])
def test_other_addresses_are_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LedgerError, match="address"):
        open_ledger(address, create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_password_is_never_shown(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as error:
        open_ledger(f"postgresql://me:secret@/none?host={tmp_path}", create=True)
    assert "secret" not in str(error.value)


def test_a_current_ledger_is_opened_without_alembic(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    open_ledger(path, create=True).close()
    program = (
        "import sys; from reportedly.ledger import open_ledger;"
        f"open_ledger({str(path)!r}, create=False).close();"
        "print([name for name in ('alembic', 'msgspec', 'numpy', 'psycopg') if name in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "[]\n"


READ_ONLY = """
import os, sys, sqlalchemy.dialects.sqlite, encodings.idna
from pathlib import Path
from typing import Any
from reportedly.errors import LedgerError
from reportedly.ledger import open_ledger
if os.getuid() == 0:
    os.setuid(65534)
with open_ledger(sys.argv[1], create=False) as ledger:
    print(ledger.count_articles(), list(ledger.verify()))
    try:
        ledger.note_unread([])
    except LedgerError as error:
        print(error)
"""


def test_a_ledger_that_may_only_be_read_is_read(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("shared")
    path = folder / "reportedly.db"
    with open_ledger(path, create=True) as ledger:
        ledger.save(*reading_of({"path": "a.txt", "text": "Varnia said so."}), version="0")
    path.chmod(0o444)
    folder.chmod(0o555)
    for parent in list(folder.parents)[:3]:  # pytest's own folders are closed to others
        if parent.stat().st_uid == os.getuid():
            parent.chmod(parent.stat().st_mode | 0o011)
    try:
        said = subprocess.check_output([sys.executable, "-c", READ_ONLY, str(path)], text=True)
    finally:
        folder.chmod(0o755)
    assert said.startswith("1 []\n")
    assert "may only be read" in said


def test_readers_go_on_while_one_writes(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    with open_ledger(path, create=True) as ledger:
        ledger.save(*reading_of({"path": "a.txt", "text": "Varnia said so."}), version="0")
        with sqlite3.connect(path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("DELETE FROM statement")
            assert ledger.count_articles() == 1
            assert len(ledger.search("varnia")) == 1
            other.execute("ROLLBACK")
        other.close()
