"""From files to ledger: nothing is lost, nothing is read twice, and a death costs an article at most."""

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly import pipeline
from reportedly.ledger import open_ledger
from reportedly.pipeline import Options, Progress, read_into, read_only
from reportedly.publish import encode
from reportedly.read import read
from reportedly.records import Document, Reading, Unread
from reportedly.resolve import OwnFile

ARTICLE = "The foreign minister of Varnia said on {day} that dam number {number} would be opened next week.\n"
KILLS = 20


def make_folder(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(ARTICLE.format(day="Monday", number=number), "utf-8")
    return folder


def content(path: Path) -> list[bytes]:
    """All that a ledger holds, but for times."""
    with open_ledger(path, create=False) as ledger:
        assert list(ledger.verify()) == []
        return [encode(reading) for reading in ledger.readings_all()]


def test_every_input_is_read_or_listed(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 3)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "fr.txt").write_text(
        "Le ministre des affaires étrangères a déclaré hier que le barrage. " * 5, "utf-8"
    )
    (folder / "cut.txt.gz").write_bytes(gzip.compress(b"The minister said no. " * 500)[:-30])
    told: list[Progress] = []
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        account = read_into(ledger, [str(folder), str(tmp_path / "missing")], told=told.append)
        assert ledger.counts().articles == 4
        assert {item.path for item in ledger.unread()} == {item.path for item in account.unread}
    assert account.read == 3
    assert account.statements >= 3
    names = sorted(Path(item.path).name for item in account.unread)
    assert names == ["cut.txt.gz", "empty.txt", "fr.txt", "image.png", "missing"]
    assert next(item.reason for item in account.unread if "fr.txt" in item.path) == "not read: language fr"
    assert all(item.reason and "\n" not in item.reason for item in account.unread)
    assert told[-1].files == told[-1].of == 8


def test_a_second_run_reads_only_what_is_new(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 3)
    (folder / "more.jsonl").write_text('{"text": "The envoy said no.", "title": "a"}\n', "utf-8")
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        assert read_into(ledger, [str(folder)]).read == 4
        (folder / "new.txt").write_text(ARTICLE.format(day="Friday", number=9), "utf-8")
        account = read_into(ledger, [str(folder)])
        assert (account.read, account.seen) == (1, 4)
        again = read_into(ledger, [str(folder)], Options(again=True))
        assert (again.read, again.seen) == (5, 0)


def test_another_reader_version_reads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(tmp_path / "in", 2)
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        read_into(ledger, [str(folder)])
        monkeypatch.setattr("reportedly.read.reader.RULES", "next")
        account = read_into(ledger, [str(folder)])
        assert (account.read, account.seen) == (2, 0)
        assert {row.reader.split("-")[1] for row in ledger.articles()} == {"next"}


def test_a_ledger_in_the_folder_that_is_read_is_no_input(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 1)
    for _ in range(2):
        with open_ledger(folder / "a.db", create=True) as ledger:
            assert read_into(ledger, [str(folder)]).unread == []


def test_the_same_bytes_elsewhere_are_the_same_article(tmp_path: Path) -> None:
    one, other = make_folder(tmp_path / "one", 1), make_folder(tmp_path / "other", 1)
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        read_into(ledger, [str(one)])
        assert read_into(ledger, [str(other)]).seen == 1
        (row,) = ledger.articles()
        assert [Path(line.path).parent.name for line in ledger.custody(row.id)] == ["one", "other"]


def test_copies_in_one_run_are_read_once(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 2)
    (folder / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        for again in (False, True):
            account = read_into(ledger, [str(folder)], Options(again=again))
            assert (account.read, account.seen) == (2, 1)
            assert account.statements == ledger.counts().statements
        assert ledger.article("copy.txt").id == ledger.article("000.txt").id


def test_copies_are_each_printed_where_nothing_is_kept(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 1)
    (folder / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    found = [item.article.path for item in read_only([str(folder)]) if isinstance(item, Reading)]
    assert [Path(path).name for path in found] == ["000.txt", "copy.txt"]


def test_a_copy_of_what_could_not_be_read_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_folder(tmp_path / "in", 1)
    (folder / "copy.txt").write_bytes((folder / "000.txt").read_bytes())
    monkeypatch.setattr(pipeline, "read_document", lambda document, own: "no reading")
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        account = read_into(ledger, [str(folder)])
    assert (account.read, account.seen) == (0, 0)
    assert sorted(Path(item.path).name for item in account.unread) == ["000.txt", "copy.txt"]


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", pipeline.POOL_FROM + 3)
    for jobs in (1, 2):
        with open_ledger(tmp_path / f"{jobs}.db", create=True) as ledger:
            read_into(ledger, [str(folder)], Options(jobs=jobs))
    assert content(tmp_path / "1.db") == content(tmp_path / "2.db")


def test_own_actors_reach_every_worker_and_the_readers_name(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", pipeline.POOL_FROM + 3)
    own = tmp_path / "actors.toml"
    own.write_text('[[actor]]\nname = "Varnia"\nkind = "government"\n', "utf-8")
    plain = {item.reader for item in read_only([str(folder)], Options(jobs=1)) if isinstance(item, Reading)}
    found = list(read_only([str(folder)], Options(jobs=2, actors=own)))
    assert len(found) == pipeline.POOL_FROM + 3
    readings = [item for item in found if isinstance(item, Reading)]
    assert {item.reader.rpartition("-")[0] for item in readings} == plain
    speakers = {one.speaker.speaks_for for item in readings for one in item.statements}
    assert speakers == {"Varnia"}


def _troubled(document: Document, own: OwnFile | None) -> Reading | str:
    if "number 7 " in document.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    return _read_document(document, own)


_read_document = pipeline.read_document


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("count", [pipeline.POOL_FROM + 3, 60])
def test_a_crash_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    folder = make_folder(tmp_path / "in", count)
    monkeypatch.setattr(pipeline, "read_document", _troubled)
    found = list(read_only([str(folder)], Options(jobs=2)))
    assert [Path(item.path).name for item in found if isinstance(item, Unread)] == ["007.txt"]
    assert sum(isinstance(item, Reading) for item in found) == count - 1


def test_a_failure_of_the_program_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(article, session):
        if "number 1 " in article.text:
            raise ValueError("no\nsuch thing")
        return read(article, session)

    monkeypatch.setattr(pipeline, "read", failing)
    found = list(read_only([str(make_folder(tmp_path / "in", 3))]))
    (unread,) = [item for item in found if isinstance(item, Unread)]
    assert unread.reason.startswith("the program failed on it (ValueError: no such thing)")
    assert sum(isinstance(item, Reading) for item in found) == 2


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_workers_die_with_the_run(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", 400)
    command = [
        sys.executable,
        "-m",
        "reportedly",
        "read",
        str(folder),
        "--jobs",
        "2",
        "--ledger",
        str(tmp_path / "a.db"),
    ]
    run = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    until = time.monotonic() + 60
    while len(_of_session(run.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.05)
    assert len(_of_session(run.pid)) >= 3
    run.kill()
    run.wait()
    while _of_session(run.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert _of_session(run.pid) == []


def _of_session(session: int) -> list[str]:
    """The living processes of a session, by /proc/PID/stat: state and session are its 3rd and 6th fields."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(path.parent.name)
    return found


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_kills_at_random_moments_lose_nothing(data: Path, tmp_path: Path) -> None:
    texts = str(data.parent / "gold" / "texts")
    command = [sys.executable, "-m", "reportedly", "read", texts, "--ledger"]
    subprocess.run([*command, str(tmp_path / "whole.db")], check=True, capture_output=True)
    draw = random.Random(7)
    for _ in range(KILLS):
        run = subprocess.Popen(
            [*command, str(tmp_path / "killed.db")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(draw.uniform(0.2, 4.0))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        if (tmp_path / "killed.db").exists():
            # As the next run does: a kill may fall between the file and its tables.
            with open_ledger(tmp_path / "killed.db", create=True) as ledger:
                assert list(ledger.verify()) == []
    subprocess.run([*command, str(tmp_path / "killed.db")], check=True, capture_output=True)
    whole = content(tmp_path / "whole.db")
    assert len(whole) == 254
    assert content(tmp_path / "killed.db") == whole
