"""Each bad input gives one clear line, what can be read of it is read, and the run goes on."""

from __future__ import annotations

import gzip
import io
import json
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fuzz import check
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import HTML, JSONL, PDF, RSS, SEEDS, TEXT, WARC, packed, pdf, tarred, warc, zipped

from reportedly.ingest import Limits, Source, documents
from reportedly.ingest.attempt import TimeIsUp, attempt, time_limit
from reportedly.records import Document, Unread

ENTITY = '<!ENTITY a "lol">' + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
CHANNEL = "<rss><channel><item><title>&a39;</title></item></channel></rss>"
BOMB = f"<?xml version='1.0'?><!DOCTYPE l [{ENTITY}]>{CHANNEL}"
FILE = BOMB.replace(ENTITY, '<!ENTITY a39 SYSTEM "file:///etc/passwd">')
OFFICE = zipped(**{"[Content_Types]__xml": b"<x/>", "word/document__xml": b"<x/>"})
PLAIN = zipped(a__txt=TEXT.encode())
FLAGS = (6, PLAIN.index(b"PK\x01\x02") + 8)  # places of the two headers' flags, whose bit 0 says "encrypted"
LOCKED = bytes(byte | (at in FLAGS) for at, byte in enumerate(PLAIN))
RANDOM = random.Random(1).randbytes(5000)

# name, bytes, words of the one line that says why nothing was read
NOT_READ: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "empty file"),
    "white space": ("a.txt", b" \r\n\t\n", "only white space"),
    "white space in UTF-16": ("a.txt", " \n".encode("utf-16"), "only white space"),
    "random bytes": ("a.dat", RANDOM, "binary data"),
    "NULs": ("a.txt", bytes(5000), "binary data"),
    "text with many NULs": ("a.txt", b"words \0\0\0" * 100, "binary data"),
    "picture": ("a.txt", b"\x89PNG\r\n\x1a\n" + RANDOM, "PNG picture"),
    "database": ("a.db", b"SQLite format 3\0" + bytes(100), "SQLite database"),
    "Word": ("a.docx", OFFICE, "Word or another office document"),
    "old Word": ("a.doc", b"\xd0\xcf\x11\xe0" + RANDOM, "Word or another office document"),
    "mail": ("a.eml", b"From: a@b.example\r\nMIME-Version: 1.0\r\n\r\nHello", "mail"),
    "script": ("a.js", b"var a = 1;", "script (.js)"),
    "table": ("a.csv", b"a,b\n1,2\n", "table (.csv)"),
    "wrong extension": ("a.json", TEXT.encode(), "named .json but not JSON"),
    "entity bomb": ("a.rss", BOMB.encode(), "declares entities"),
    "entity bomb in UTF-16": ("a.xml", BOMB.encode("utf-16"), "declares entities"),
    "external entity": ("a.xml", FILE.encode(), "declares entities"),
    "other XML": ("a.xml", b"<?xml version='1.0'?><nitf><body/></nitf>", "root is <nitf>"),
    "no entries": ("a.rss", b"<rss version='2.0'><channel/></rss>", "without entries"),
    "deep feed": ("a.rss", b"<rss><channel>" + b"<item>" * 100_000, "nested deeper than 200"),
    "empty page": ("a.html", b"<html><body><script>x()</script></body></html>", "only white space"),
    "scanned PDF": ("a.pdf", pdf(), "without a text layer"),
    "broken PDF": ("a.pdf", PDF[:200], "broken PDF"),
    "broken gzip": ("a.gz", packed(TEXT.encode())[:20] + b"\xff" * 50, "compressed data are broken"),
    "truncated gzip": ("a.txt.gz", packed(TEXT.encode())[:-20], "truncated"),
    "gzip in gzip": ("a.gz", packed(packed(TEXT.encode())), "gzip file inside a gzip file"),
    "gzip of nothing": ("a.gz", packed(b""), "empty file"),
    "gzip bomb": ("a.gz", packed(b"words " * 10_000_000), "unpacks to more"),
    "gzip bomb of lines": ("a.gz", packed(b'{"title": ""}' + b" " * 60_000_000), "unpacks to more"),
    "empty zip": ("a.zip", zipped(), "holds nothing"),
    "empty list": ("a.json", b"[]", "holds nothing"),
    "record without text": ("a.json", b'{"title": "x"}', "without text"),
    "list of numbers": ("a.json", b"[[1], [2]]", "not a record"),
    "deep JSON": ("a.json", b'{"text": ' + b"[" * 100_000, "nested too deep"),
    "deep list": ("a.json", b"[" * 100_000, "nested too deep"),
    "pictures in WARC": ("a.warc", warc(("image/png", b"x")), "none of them a page or a text"),
    "broken WARC": ("a.warc", b"WARC/1.0\r\nnonsense", "record 1"),
    "archive in archive": ("a.zip", zipped(a__zip=SEEDS["zip"][1]), "archive inside an archive"),
}


def read(name: str, data: bytes, limits: Limits | None = None) -> list[Document | Unread]:
    return list(documents(Source(name, data), limits or Limits()))


@pytest.mark.parametrize("case", NOT_READ)
def test_one_clear_line(case: str) -> None:
    name, data, words = NOT_READ[case]
    found = read(name, data)
    assert all(isinstance(item, Unread) for item in found), found
    assert words in found[0].reason, found  # type: ignore[union-attr]
    if case != "list of numbers":
        assert len(found) == 1
    check(found[0], name)


# name, bytes, how many articles come before the line, words of the line
BROKEN_OFF: dict[str, tuple[str, bytes, int, str]] = {
    "zip": (
        "a.zip",
        SEEDS["zip"][1][:-200],
        2,
        "broke off after 2 articles: the archive is broken or truncated",
    ),
    "tar": (
        "a.tar",
        tarred(a__txt=TEXT.encode(), b__txt=b"x")[:1200],
        1,
        "broke off after 1 article: the archive",
    ),
    "tar header": ("a.tar", SEEDS["tar"][1].replace(b"c.jsonl", b"d.jsonl"), 1, "broke off after 1 article"),
    "JSON list": ("a.json", SEEDS["json"][1][:-30], 1, "broke off after 1 article: not JSON"),
    "JSON lines": ("a.jsonl", JSONL[:-30], 1, "not JSON: Unterminated string"),
    "JSON lines, gzip": ("a.jsonl.gz", packed(JSONL + RANDOM.hex().encode())[:-1000], 2, "truncated"),
    "JSON list, gzip": ("a.json.gz", packed(SEEDS["json"][1] + RANDOM.hex().encode())[:-1000], 2, ""),
    "WARC": ("a.warc", WARC[:-50], 1, "broke off after 1 article: record 5 is cut short"),
    "WARC, gzip": ("a.warc.gz", packed(WARC + RANDOM)[:-1000], 2, "broke off after 2 articles"),
    "WARC, garbage": ("a.warc", WARC + RANDOM, 2, "broke off after 2 articles"),
    "feed": (
        "a.rss",
        RSS[: RSS.rindex("</channel>")].encode(),
        2,
        "broke off after entry 2: the file is truncated",
    ),
}


@pytest.mark.parametrize("case", BROKEN_OFF)
def test_what_came_before_a_defect_is_read(case: str) -> None:
    name, data, count, words = BROKEN_OFF[case]
    found = read(name, data)
    assert sum(isinstance(item, Document) for item in found) == count, found
    if words:
        [line] = [item for item in found if isinstance(item, Unread)]
        assert words in line.reason


class OnlyForward(io.RawIOBase):
    """Makes zipfile write sizes behind each member, as it does into a pipe."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def test_a_truncated_zip_that_was_written_into_a_pipe() -> None:
    out = OnlyForward()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.txt", "Other words.")
    found = read("a.zip", bytes(out.data)[:-30])
    assert [item.path for item in found] == ["a.zip#a.txt", "a.zip#b.txt", "a.zip"]


def test_one_bad_member_does_not_end_the_archive() -> None:
    data = zipped(a__png=b"\x89PNG", b__txt=TEXT.encode(), c__txt=b"")
    assert [type(item) for item in read("a.zip", data)] == [Unread, Document, Unread]
    lines = b'{"text": "One."}\n{broken\n[1]\n{"text": "Two."}\n'
    assert [type(item) for item in read("a.jsonl", lines)] == [Document, Unread, Unread, Document]


def test_an_encrypted_member_is_named() -> None:
    [item] = read("a.zip", LOCKED)
    assert (item.path, getattr(item, "reason", "")) == ("a.zip#a.txt", "encrypted")


@pytest.mark.parametrize("depth", [300, 100_000])
def test_a_page_nested_deep_is_read_to_its_last_word(depth: int) -> None:
    page = (
        f"<html><title>Deep</title><body>{'<div>' * depth}<p>He spoke.</p>{'</div>' * depth}<p>The end.</p>"
    )
    [item] = read("a.html", page.encode())
    assert isinstance(item, Document)
    assert item.text == "He spoke.\n\nThe end."
    assert item.facts.title == "Deep"


LIMITED: dict[str, tuple[str, bytes, Limits, int, str]] = {
    "characters": ("a.txt", b"word " * 30, Limits(article_chars=100), 0, "text of 150 characters"),
    "page": ("a.txt", b"word " * 300, Limits(article_chars=100), 0, "more than 1,000 bytes"),
    "file": ("a.txt", b"word " * 30, Limits(file_bytes=100), 0, "expected at most 100"),
    "members of a zip": (
        "a.zip",
        zipped(a__txt=b"One.", b__txt=b"Two."),
        Limits(members=1),
        1,
        "more than 1 member",
    ),
    "members of a tar": (
        "a.tar",
        tarred(a__txt=b"One.", b__txt=b"Two."),
        Limits(members=1),
        1,
        "more than 1 member",
    ),
    "lines": ("a.jsonl", JSONL, Limits(members=1), 1, "more than 1 article"),
    "list": ("a.json", SEEDS["json"][1], Limits(members=1), 1, "more than 1 article"),
    "records": ("a.warc", WARC, Limits(members=1), 1, "more than 1 article"),
    "entries": ("a.rss", RSS.encode(), Limits(members=1), 0, "more than 1 entries"),
    "unpacked": ("a.zip", SEEDS["zip"][1], Limits(unpacked_bytes=400), 1, "unpacks to more"),
    "line": (
        "a.jsonl",
        b'{"text": "' + b"x" * 2000 + b'"}\n' + JSONL,
        Limits(article_chars=100),
        1,
        "a line of",
    ),
    "PDF": ("a.pdf", PDF, Limits(article_chars=290), 0, "more than 290 characters"),
}


@pytest.mark.parametrize("case", LIMITED)
def test_limits(case: str) -> None:
    name, data, limits, count, words = LIMITED[case]
    found = read(name, data, limits)
    assert sum(isinstance(item, Document) for item in found) == count
    assert any(isinstance(item, Unread) and words in item.reason for item in found), found


def test_after_a_line_that_is_too_long_the_next_is_read() -> None:
    data = b'{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "Short."}\n'
    found = read("a.jsonl", data, Limits(article_chars=1000))
    assert [item.path for item in found] == ["a.jsonl#1", "a.jsonl#2"]
    assert isinstance(found[1], Document)


def memory_of(path: Path) -> int:
    """The peak memory, in MiB, of a process that reads the file, beyond one that reads a small page."""
    code = (
        "import resource, sys; from reportedly.ingest import Source, documents\n"
        f"list(documents(Source('a.html', {HTML.encode()!r})))\n"
        "peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = peak(); items = sum(1 for _ in documents(Source(sys.argv[1])))\n"
        "print(peak() - before, items)"
    )
    out = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    grown, items = map(int, out.stdout.split())
    assert items >= 1
    return grown // (1 if sys.platform == "darwin" else 1024)


def _long_line(path: Path) -> None:
    with path.open("wb") as file:
        for _ in range(200):
            file.write(b"word " * 209_715)


def _bomb(path: Path) -> None:
    with gzip.open(path, "wb", 9) as file:
        for _ in range(400):
            file.write(bytes(1 << 20))


def _many_records(path: Path) -> None:
    with gzip.open(path, "wb", 1) as file:
        for _ in range(600):
            file.write((json.dumps({"text": "word " * 20_000}) + "\n").encode())


@pytest.mark.parametrize("make", [_long_line, _bomb, _many_records])
def test_memory_is_bounded(make: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / "large"
    make(path)
    assert memory_of(path) < 100


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.rss", "a.warc", "a.pdf", "a.zip", "a.gz"])
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_give_well_formed_items(name: str, data: bytes) -> None:
    starts = {"a.html": b"<html>", "a.json": b'{"text":"', "a.rss": b"<rss>", "a.warc": b"WARC/1.0\r\n"}
    starts |= {"a.pdf": b"%PDF-1.4\n", "a.zip": b"PK\x03\x04", "a.gz": b"\x1f\x8b\x08"}
    found = read(name, starts.get(name, b"") + data)
    assert found
    for item in found:
        check(item, name)


def test_time_is_limited_and_handlers_are_left_as_they_were() -> None:
    before = signal.getsignal(signal.SIGALRM)
    timer = signal.getitimer(signal.ITIMER_REAL)
    began = time.monotonic()
    with pytest.raises(TimeIsUp), time_limit(0.05):
        try:
            time.sleep(5)
        except Exception:  # what libraries do
            pytest.fail("swallowed")
    assert time.monotonic() - began < 2
    assert signal.getsignal(signal.SIGALRM) is before
    assert (signal.getitimer(signal.ITIMER_REAL)[0] > 0) == (timer[0] > 0)


def test_an_article_that_takes_too_long_is_listed_and_the_next_is_read() -> None:
    slow = "<html><body><p>" + "&amp;" * 900_000 + "</p></body></html>"
    found = read("a.zip", zipped(a__html=slow.encode(), b__txt=TEXT.encode()), Limits(seconds=0.2))
    assert [item.path for item in found] == ["a.zip#a.html", "a.zip#b.txt"]
    assert getattr(found[0], "reason", "") == "took longer than 0.2 seconds (limit seconds)"
    assert isinstance(found[1], Document)


def test_without_a_main_thread_there_is_no_alarm_but_all_is_read() -> None:
    found: list[Document | Unread] = []
    thread = threading.Thread(target=lambda: found.extend(read(*SEEDS["text"])))
    thread.start()
    thread.join()
    assert isinstance(found[0], Document)


def test_what_is_not_the_inputs_fault_is_not_swallowed() -> None:
    def interrupted() -> Document:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempt("a.txt", interrupted)


def test_a_reason_is_one_short_line_that_can_be_printed() -> None:
    def fail() -> Document:
        raise ValueError("a\nb \udcff " + "x" * 1000)

    item = attempt("a.txt", fail)
    assert isinstance(item, Unread)
    check(item, "a.txt")


def open_files() -> int:
    """How many files this process holds open, where the system tells."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_a_run_stopped_early_closes_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(JSONL)
    before = open_files()
    reading = documents(Source(str(path)))
    next(reading)
    reading.close()
    assert open_files() == before
