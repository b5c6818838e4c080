"""Feeds mutated files to the intake: nothing may crash, hang or come out malformed.

    python tests/ingest/fuzz.py --kind html --count 10000 --seed 1

Each case depends on kind, seed and number alone, so that one can be run again (--start 4711 --count 1) and a
run that was stopped can go on (--start). The cases run in a process of their own: a crash in a C library ends
that process, is counted, and the next case goes on in a new one. The last line is the result as JSON.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import select
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from seeds import HTML, JSONL, SEEDS, TEXT, WARC, packed, tarred, zipped

from reportedly.ingest import Limits, Source, documents
from reportedly.records import Document, Unread

LIMITS = Limits(seconds=10.0)
SLACK = 2.0  # seconds beyond the limit, for what cannot be interrupted at once
SILENCE = 60.0  # seconds without a word from the working process, after which it counts as hung
MEDIA = {"text", "html", "json", "feed", "pdf"}
# What breaks parsers more often than random bytes do.
SNIPPETS = (
    *(b"\0", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&#xD800;", b"&a;", b"<a<a", b"\\ud800", b"[[[[[["),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b'{"text":', b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"-1"),
    *(b"99999999999999999999", b"\r\n\r\n", b"Content-Length: 7\r\n", b"WARC/1.0\r\n", b"endstream"),
    *(b"<div>" * 300, b"<script>", b"PK\x03\x04", b"\x1f\x8b\x08\0", b"<base href='file:///etc/'>"),
    *(b"charset=utf-7", b"Content-Encoding: gzip\r\n", b"\x1b$B", b"%PDF-", b"<html", b"ustar"),
)
# Kinds whose bytes are packed: every other case is mutated before it is packed.
REPACKED = {
    "warc.gz": lambda case: packed(case(WARC)),
    "gz": lambda case: packed(case(HTML.encode())),
    "zip": lambda case: zipped(a__txt=case(TEXT.encode()), b__html=HTML.encode(), c__jsonl=case(JSONL)),
    "tar": lambda case: tarred(a__txt=case(TEXT.encode()), c__jsonl=case(JSONL)),
}


def case(kind: str, seed: int, number: int) -> tuple[str, bytes]:
    """The mutated file of that number, with its name."""
    chance = random.Random(f"{kind}/{seed}/{number}")
    name, data = SEEDS[kind]
    if number % 50 == 49:  # a wrong extension
        name = "a" + chance.choice((".txt", ".html", ".json", ".pdf", ".gz", ".zip", ".warc", ""))
    if kind in REPACKED and number % 2:
        return name, REPACKED[kind](lambda inner: mutated(inner, chance))
    return name, mutated(data, chance)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data after one to four mutations."""
    work = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        chance.choice((_flip, _flip, _cut, _double, _drop, _splice, _insert))(work, chance)
    return bytes(work)


def _stretch(work: bytearray, chance: random.Random) -> slice:
    start = chance.randrange(len(work) + 1)
    return slice(start, start + chance.choice((1, 4, 16, 64, 256, 1024)))


def _flip(work: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 8, 32))):
        if work:
            work[chance.randrange(len(work))] = chance.randrange(256)


def _cut(work: bytearray, chance: random.Random) -> None:
    del work[chance.randrange(len(work) + 1) :]


def _double(work: bytearray, chance: random.Random) -> None:
    block = work[_stretch(work, chance)]
    at = chance.randrange(len(work) + 1)
    work[at:at] = block * chance.choice((1, 2, 10))


def _drop(work: bytearray, chance: random.Random) -> None:
    del work[_stretch(work, chance)]


def _splice(work: bytearray, chance: random.Random) -> None:
    other = bytearray(chance.choice(list(SEEDS.values()))[1])
    at = chance.randrange(len(work) + 1)
    work[at : at + chance.choice((0, 64, 1024))] = other[_stretch(other, chance)]


def _insert(work: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(work) + 1)
    work[at:at] = chance.choice(SNIPPETS)


def run_case(kind: str, seed: int, number: int) -> Counter[str]:
    """How many articles and lines came of one case. Raises AssertionError where something is amiss."""
    name, data = case(kind, seed, number)
    began = time.monotonic()
    found: Counter[str] = Counter()
    for item in documents(Source(name, data), LIMITS):
        check(item, name)
        found["documents" if isinstance(item, Document) else "unread"] += 1
        assert sum(found.values()) < 10_000, "no end of it"
    took = time.monotonic() - began
    assert took < LIMITS.seconds + SLACK, f"took {took:.1f} seconds"
    assert found, "neither an article nor a reason"
    found["milliseconds"] = int(1000 * took)
    return found


def check(item: Document | Unread, name: str) -> None:
    """That an item is well-formed."""
    assert item.path.startswith(name), item.path
    item.path.encode()
    if isinstance(item, Unread):
        assert 0 < len(item.reason) <= 300, item.reason
        assert "\n" not in item.reason, item.reason
        item.reason.encode()
        return
    assert item.text.strip()
    assert len(item.text) <= LIMITS.article_chars
    item.text.encode()
    assert isinstance(item.raw, bytes)
    assert item.media in MEDIA
    facts = item.facts
    for fact in (facts.title, facts.outlet, facts.author, facts.published, facts.url, facts.language):
        assert fact is None or (fact.strip() and "\n" not in fact), facts
        (fact or "").encode()
    assert (facts.published is None) == (facts.published_by is None), facts


def work(kind: str, seed: int, start: int, count: int) -> None:
    """Runs the cases one by one and says before each which it is, after each what came of it."""
    faulthandler.enable()
    for number in range(start, start + count):
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        try:
            found = run_case(kind, seed, number)
        except Exception as error:
            found = Counter({f"failed {number}: {type(error).__name__}: {str(error)[:200]}": 1})
        sys.stdout.write(json.dumps(found) + "\n")


def watched(kind: str, seed: int, start: int, count: int) -> Iterator[Counter[str]]:
    """What came of each case, from working processes that are replaced when they die or fall silent."""
    end = start + count
    while start < end:
        command = [sys.executable, str(Path(__file__).resolve()), "--work", "--kind", kind]
        numbers = ["--seed", str(seed), "--start", str(start), "--count", str(end - start)]
        with subprocess.Popen(command + numbers, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as worker:
            assert worker.stdout is not None
            current = start - 1
            while True:
                ready, _, _ = select.select([worker.stdout], [], [], SILENCE)
                line = worker.stdout.readline() if ready else b""
                if not line:
                    break
                if line.startswith(b"{"):
                    yield Counter(json.loads(line))
                else:
                    current = int(line)
            silent = worker.poll() is None and not ready
            worker.kill()
        if current < end - 1 or worker.returncode not in (0, -9):
            yield Counter({f"{'hung' if silent else f'crashed ({worker.returncode})'} {current}": 1})
        start = current + 1


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", choices=sorted(SEEDS), required=True)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.work:
        work(wanted.kind, wanted.seed, wanted.start, wanted.count)
        return 0
    began, slowest, total = time.monotonic(), 0, Counter[str]()
    for done, found in enumerate(watched(wanted.kind, wanted.seed, wanted.start, wanted.count), start=1):
        slowest = max(slowest, found.pop("milliseconds", 0))
        total += found
        if done % 1000 == 0:
            sys.stderr.write(f"{wanted.kind}: {wanted.start + done} done\n")
    trouble = [name for name in total if name not in ("documents", "unread")]
    result = {
        "kind": wanted.kind,
        "cases": wanted.count,
        "documents": total["documents"],
        "unread": total["unread"],
        "slowest_ms": slowest,
        "seconds": round(time.monotonic() - began),
        "trouble": trouble,
    }
    sys.stdout.write(json.dumps(result) + "\n")
    return 1 if trouble else 0


if __name__ == "__main__":
    raise SystemExit(main())
