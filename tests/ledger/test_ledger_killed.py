"""Killed at any moment, the ledger holds whole articles; two that write wait for each other."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from ledger_made import reading_of

from reportedly.errors import LedgerError
from reportedly.ledger import Ledger, open_ledger
from reportedly.records import Rename

HERE = Path(__file__).parent
ARTICLES = 300
SAVE = """
import sys
sys.path.insert(0, sys.argv[1])
from ledger_made import reading_of
from reportedly.ledger import open_ledger
with open_ledger(sys.argv[2], create=True) as ledger:
    print("open", flush=True)
    known = ledger.ids_read_by("reader-1")
    for number in range(int(sys.argv[3]), int(sys.argv[4])):
        text = f"Report {number}. " + "The union said the port was closed. " * 20
        found = [{"content": [text[20:40]]}, {"content": [f"Report {number}"]}]
        reading, raw = reading_of({"path": f"{number}.txt", "text": text, "statements": found})
        if reading.article.id not in known:
            ledger.save(reading, raw, version="0")
"""


def _saver(address: str, first: int, end: int) -> subprocess.Popen[bytes]:
    line = [sys.executable, "-c", SAVE, str(HERE), address, str(first), str(end)]
    return subprocess.Popen(line, stdout=subprocess.PIPE)


def _content(ledger: Ledger) -> list[object]:
    return [*ledger.readings_all(), [row.path for row in ledger.articles()]]


def test_a_kill_loses_no_more_than_the_article_in_hand(address: str) -> None:
    chance = random.Random(2)
    kept = [0]
    for _ in range(4):
        with _saver(address, 0, ARTICLES) as process:
            assert process.stdout is not None
            process.stdout.read(1)  # it has the ledger open
            time.sleep(chance.uniform(0.0, 0.15))
            process.kill()
        with open_ledger(address, create=False) as ledger:
            assert list(ledger.verify()) == []
            kept.append(ledger.count_articles())
    assert kept == sorted(kept)
    with _saver(address, 0, ARTICLES) as process:
        process.communicate()
    assert process.returncode == 0
    with open_ledger(address, create=False) as ledger:
        assert ledger.counts().articles == ARTICLES
        assert ledger.counts().statements == 2 * ARTICLES
        assert list(ledger.verify()) == []
        assert all(len(ledger.custody(row.id)) == 1 for row in ledger.articles(limit=20))


def test_a_kill_while_the_ledger_is_made_leaves_one_that_opens(tmp_path: Path) -> None:
    chance = random.Random(3)
    for number in range(4):
        address = str(tmp_path / f"{number}.db")
        with _saver(address, 0, 1) as process:
            time.sleep(chance.uniform(0.2, 0.7))
            process.kill()
        try:
            open_ledger(address, create=False).close()
        except LedgerError as error:
            assert "no ledger at" in str(error) or "holds nothing yet" in str(error)
        with open_ledger(address, create=True) as ledger:
            assert list(ledger.verify()) == []


DECIDE = """
import sys
from reportedly.ledger import open_ledger
from reportedly.records import AmendFacts, Rename
with open_ledger(sys.argv[1], create=False) as ledger:
    print("open", flush=True)
    for number in range(400):
        ledger.decide(Rename("article:union", f"Union {number}"), author="ana")
        ledger.decide(AmendFacts("0.txt", "title", f"Title {number}"), author="ana")
"""


def test_a_kill_while_deciding_leaves_each_decision_made_or_not_there(tmp_path: Path) -> None:
    address = str(tmp_path / "reportedly.db")
    with open_ledger(address, create=True) as ledger:
        said = {"content": ["the port"], "source": "The union"}
        for number in range(8):
            case = {
                "path": f"{number}.txt",
                "text": f"The union shut the port {number}.",
                "statements": [said],
            }
            reading, raw = reading_of(case)
            one = reading.statements[0]
            union = replace(one.speaker, actor="article:union", kind="organisation")
            ledger.save(replace(reading, statements=(replace(one, speaker=union),)), raw, version="0")
    with subprocess.Popen([sys.executable, "-c", DECIDE, address], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.read(1)  # it has the ledger open
        time.sleep(0.3)
        process.kill()
    with open_ledger(address, create=False) as ledger:
        assert list(ledger.verify()) == []
        actions = [row.decision.action for row in ledger.decisions()]
        names = [action.name for action in actions if isinstance(action, Rename)]
        shown = {row.statement.speaker.name for row in ledger.statements()}
        assert shown == {names[0] if names else "The union"}


def test_two_make_and_fill_a_ledger_at_once(address: str) -> None:
    with _saver(address, 0, 60) as one, _saver(address, 50, 110) as other:
        one.communicate()
        other.communicate()
    assert (one.returncode, other.returncode) == (0, 0)
    with open_ledger(address, create=False) as ledger:
        assert ledger.count_articles() == 110
        assert list(ledger.verify()) == []
