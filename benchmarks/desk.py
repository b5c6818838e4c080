"""How fast the desk's pages come over a ledger of invented articles, alone and with fifty readers at once.

`python benchmarks/desk.py 20000` takes so many articles; `make bench` takes fewer, to be done sooner.
"""

from __future__ import annotations

import contextlib
import http.client
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import ledger as ledger_bench
from reportedly.ledger import Ledger, open_ledger
from reportedly.records import Reading, Speaker, Statement

ARTICLES = 5_000  # about a minute's work to make, on one core
TOGETHER = 200  # articles saved in one transaction
ACTORS = 400
READERS = 50
EACH = 6  # pages that each of them opens
REPEATS = 5
UNTIL_NEXT = 3.0  # seconds from the start to the first click, in which the desk counts what it shows first
PATIENCE = 120.0  # seconds for one page
SEED = 20


def measure(articles: int = ARTICLES) -> dict[str, float]:
    """Milliseconds to each page in full, the first time and then; fifty readers at once; memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with open_ledger(path, create=True) as ledger:
            fill(ledger, articles)
            pages = addresses(ledger)
        began = time.perf_counter()
        with served(path) as (port, process):
            _page_ms(port, "/library")
            start = {"start to the library, ms": (time.perf_counter() - began) * 1000}
            time.sleep(UNTIL_NEXT)
            figures = start | {f"{name}, first ms": _page_ms(port, at) for name, at in pages.items()}
            figures |= {f"{name}, ms": _median_ms(port, at) for name, at in pages.items()}
            figures["server's memory after one reader, MB"] = _memory(process, "VmRSS")
            figures |= crowd(port, list(pages.values()))
            figures["server's memory after fifty, MB"] = _memory(process, "VmRSS")
            figures["server's memory at most, MB"] = _memory(process, "VmHWM")
    return figures


def fill(ledger: Ledger, articles: int) -> None:
    chance = random.Random(SEED)  # noqa: S311
    made = ((voiced(reading, chance), raw) for reading, raw in ledger_bench.readings(articles))
    while batch := list(islice(made, TOGETHER)):
        ledger.save_many(batch, version="0")


def voiced(reading: Reading, chance: random.Random) -> Reading:
    """With speakers as an affair has them: few say most, and a quarter is not named."""
    return replace(reading, statements=tuple(_voiced(one, chance) for one in reading.statements))


def _voiced(one: Statement, chance: random.Random) -> Statement:
    if chance.random() < 0.25:
        speaker = Speaker("an official", kind="person", speaks_for="Varnia")
    else:
        name = ledger_bench.word(int(chance.paretovariate(0.7)) % ACTORS).capitalize()
        kind = "person" if len(name) % 2 else "government"
        speaker = Speaker(name, kind, named=True, actor=f"{kind}/{name.casefold()}")
    return replace(one, speaker=speaker, via=("Lyra",) if chance.random() < 0.1 else ())


def addresses(ledger: Ledger) -> dict[str, str]:
    """The pages an analyst opens, with one of what each shows."""
    article = ledger.articles(limit=1)[0].id
    actor = quote(ledger.actors(limit=1)[0].id)
    outlet = quote(ledger.outlet_names(most=1)[0].value)
    return {
        "library": "/library",
        "library, a late page": "/library?page=50",
        "library by unnamed": "/library?sort=unnamed",
        "article": f"/articles/{article}",
        "statements": "/statements",
        "statements of an outlet": f"/statements?outlet={outlet}",
        "counts": "/statements/counts",
        "search": f"/search?q={quote(ledger_bench.word(4_000))}",
        "actors": "/actors",
        "actor": f"/actor?id={actor}",
        "outlets": "/outlets",
        "outlet": f"/outlet?name={outlet}",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def served(path: Path) -> Iterator[tuple[int, int]]:
    """The desk over a ledger as a user starts it: its port and process."""
    port = str(_free_port())
    command = [sys.executable, "-m", "reportedly", "serve", "--ledger", str(path), "--port", port]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as desk:
        try:
            said = desk.stderr.readline() if desk.stderr else ""
            if not re.search("http://", said):
                raise SystemExit(f"the desk did not start: {said}")
            yield int(port), desk.pid
        finally:
            desk.send_signal(signal.SIGINT)


def crowd(port: int, pages: list[str]) -> dict[str, float]:
    """Fifty readers at once, each opening pages one after the other."""

    def reader(number: int) -> list[float]:
        chance = random.Random(number)  # noqa: S311
        return [_page_ms(port, chance.choice(pages)) for _ in range(EACH)]

    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        taken = sorted(took for one in readers.map(reader, range(READERS)) for took in one)
    seconds = time.perf_counter() - began
    return {
        "fifty readers, pages a second": len(taken) / seconds,
        "fifty readers, median ms": statistics.median(taken),
        "fifty readers, 95 of 100 within ms": taken[int(0.95 * len(taken))],
    }


def _page_ms(port: int, address: str) -> float:
    """Milliseconds until the whole page is here; stops the benchmark where it is no page."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address} answered {answer.status}; expected a page")
    return (time.perf_counter() - began) * 1000


def _median_ms(port: int, address: str) -> float:
    return statistics.median(_page_ms(port, address) for _ in range(REPEATS))


def _memory(process: int, figure: str) -> float:
    """What Linux says of a process's memory; 0 elsewhere."""
    status = Path(f"/proc/{process}/status")
    found = re.search(rf"{figure}:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1000 if found else 0.0


if __name__ == "__main__":
    for name, figure in measure(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES).items():
        print(f"{name:44} {figure:10.1f}")
