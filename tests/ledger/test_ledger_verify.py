"""Whatever is changed behind the ledger's back is named."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from ledger_databases import behind_its_back
from ledger_made import reading_of
from sqlalchemy import text as sql

from reportedly.ledger import open_ledger

CASES = [
    {
        "path": f"{number}.txt",
        "title": "Port closed",
        "text": f"The union said the port was closed on day {number}, reportedly.",
        "furniture": ["reportedly."],
        "statements": [{"content": ["the port was closed"], "cue": "said", "source": "The union"}],
        "names": [["The union", "organisation"]],
        "times": [[f"day {number}", "DATE", "2025-11-03"]],
        "references": [["the port", "The union"]],
        "tree": ["The", "union", "said"],
    }
    for number in range(3)
]

# What is done to the second article, and words of what is said of it.
CHANGES = {
    "UPDATE text SET body = replace(body, 'day 1,', 'day 7,')": "its text has changed",
    "UPDATE raw SET packed = :packed WHERE sha256 = :raw": "raw bytes have changed",
    "UPDATE raw SET packed = :junk WHERE sha256 = :raw": "raw bytes have changed: they cannot be unpacked",
    "UPDATE raw SET size = size + 1 WHERE sha256 = :raw": "raw bytes have changed",
    "UPDATE article SET id = '0123456789abcdef' WHERE row = :row": "id does not follow",
    "UPDATE custody SET raw_sha256 = 'x' WHERE article = :row": "custody names other raw bytes",
    "DELETE FROM custody WHERE article = :row": "custody is missing",
    'UPDATE mark SET "end" = 999 WHERE article = :row': "mark 45:999 (furniture) does not fit",
    "UPDATE statement SET content = '[[15,999]]' WHERE article = :row": "statement s1: 15:999 does not fit",
    "UPDATE statement SET content = '[[9,2]]' WHERE article = :row": "rows cannot be read",
    "UPDATE statement SET content = 'x' WHERE article = :row": "rows cannot be read",
    "UPDATE statement SET content = '[]' WHERE article = :row": "has no content",
    "UPDATE statement SET mode = 'loud' WHERE article = :row": "has mode 'loud'",
    "UPDATE statement SET inside = 's9' WHERE article = :row": "stands inside s9",
    "UPDATE statement SET mode = 'mixed' WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE statement SET confidence = 0.11 WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE article SET published = '1999-01-01' WHERE row = :row": "facts, marks or findings have changed",
    "UPDATE article SET path = 'elsewhere' WHERE row = :row": "is not one that custody names",
    "UPDATE reading SET reader = 'x' WHERE article = :row": "facts, marks or findings have changed",
    "DELETE FROM mark WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE statement SET speaker = 'Somebody' WHERE article = :row": "out of step with its statements",
    "UPDATE statement SET content = '[[15,20]]' WHERE article = :row": "out of step with its statements",
    'UPDATE name SET "end" = 999 WHERE article = :row': "name 0:999 does not fit",
    'UPDATE time SET "end" = 999 WHERE article = :row': "time 38:999 does not fit",
    "UPDATE reference SET mention_end = 999 WHERE article = :row": "reference 15:999 does not fit",
    "UPDATE reference SET antecedent_end = 0 WHERE article = :row": "rows cannot be read",
    "UPDATE name SET kind = 'ship' WHERE article = :row": "a name of it has kind 'ship'",
    "UPDATE time SET type = 'EPOCH' WHERE article = :row": "a time of it has kind 'EPOCH'",
    "UPDATE name SET key = ' onion' WHERE article = :row": "the index of names is out of step",
    "UPDATE name SET kind = 'person' WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE time SET value = '2025-11-04' WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE reference SET confidence = 0.51 WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE trees SET packed = :packed WHERE article = :row": "facts, marks or findings have changed",
    "DELETE FROM name WHERE article = :row": "facts, marks or findings have changed",
    "DELETE FROM time WHERE article = :row": "facts, marks or findings have changed",
    "DELETE FROM reference WHERE article = :row": "facts, marks or findings have changed",
    "DELETE FROM trees WHERE article = :row": "facts, marks or findings have changed",
    "UPDATE reading SET statements = 5 WHERE article = :row": "not the number noted",
    "DELETE FROM reading WHERE article = :row": "rows cannot be read",
    "DELETE FROM statement WHERE article = :row": "the word index holds 3 statements; expected 2",
    "UPDATE article SET title = 'Port open' WHERE row = :row": "out of step with its text",
}


def _change(address: str, change: str) -> None:
    reading, _ = reading_of(CASES[1])
    values = {
        "raw": reading.article.raw_sha256,
        "packed": zlib.compress(b"other"),
        "junk": b"\x00\x01",
    }
    with behind_its_back(address) as connection:
        found = "SELECT row FROM article WHERE path = '1.txt'"
        values["row"] = connection.scalar(sql(found))
        names = [name for name in values if f":{name}" in change]
        assert connection.execute(sql(change), {name: values[name] for name in names}).rowcount > 0


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_named(address: str, change: str) -> None:
    with open_ledger(address, create=True) as ledger:
        ledger.save_many(map(reading_of, CASES), version="0")
        assert list(ledger.verify()) == []
    _change(address, change)
    with open_ledger(address, create=False) as ledger:
        found = list(ledger.verify())
    assert any(CHANGES[change] in finding.what for finding in found), found
    assert {finding.path for finding in found} <= {"1.txt", "elsewhere", None}


@pytest.mark.parametrize("table", ["name", "time", "reference", "trees"])
def test_findings_of_no_article_are_named(tmp_path: Path, table: str) -> None:
    """PostgreSQL lets none stray: its tables lean on each other."""
    path = tmp_path / "reportedly.db"
    with open_ledger(path, create=True) as ledger:
        ledger.save_many(map(reading_of, CASES), version="0")
    _change(str(path), f"UPDATE {table} SET article = 99 WHERE article = :row")  # noqa: S608
    with open_ledger(path, create=False) as ledger:
        said = [finding.what for finding in ledger.verify()]
    assert f"1 rows of table {table!r} belong to no article" in said


def test_every_article_is_counted(address: str) -> None:
    counted: list[None] = []
    with open_ledger(address, create=True) as ledger:
        ledger.save_many(map(reading_of, CASES), version="0")
        assert list(ledger.verify(lambda: counted.append(None))) == []
    assert len(counted) == 3


def test_a_damaged_file_is_named_and_not_a_crash(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    with open_ledger(path, create=True) as ledger:
        ledger.save_many(map(reading_of, CASES), version="0")
    content = bytearray(path.read_bytes())
    place = content.rindex(b"day 2, reportedly.")  # in a page of data, not in the file's head
    content[place - 300 : place + 300] = b"\xff" * 600
    path.write_bytes(bytes(content))
    with open_ledger(path, create=False) as ledger:
        assert list(ledger.verify()) != []


def test_an_index_out_of_step_with_itself_is_named(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    with open_ledger(path, create=True) as ledger:
        ledger.save_many(map(reading_of, CASES), version="0")
    _change(str(path), "UPDATE article_words_content SET c1 = 'other' WHERE id = :row")
    with open_ledger(path, create=False) as ledger:
        said = [finding.what for finding in ledger.verify()]
    assert any("word index of articles is damaged" in what for what in said)
