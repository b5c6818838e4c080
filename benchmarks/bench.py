"""Speed and memory: `python benchmarks/bench.py` prints a table; nothing is asserted.

Words are white-space separated. The stages are timed in one process on one core each; the whole way through
the command line with its worker processes, whose largest gives the peak memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median

import desk as desk_bench
import ledger as ledger_bench
from reportedly import __version__
from reportedly.ingest import Source, documents, sources
from reportedly.ledger import open_ledger
from reportedly.mark import mark, not_read_because
from reportedly.read import Session, read
from reportedly.records import Document

REUTERS = 2000  # articles
Figures = dict[str, float]


def command(*arguments: str) -> float:
    """Seconds that a whole command takes, its start included."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "reportedly", *arguments], capture_output=True, text=True)
    if done.returncode > 1:
        raise SystemExit(done.stderr[-2000:])
    return time.monotonic() - began


def start_up() -> Figures:
    return {"reportedly --help, s (median of 7)": median(command("--help") for _ in range(7))}


def reuters(data: Path, work: Path) -> Path:
    """The first articles of Reuters-21578 that have a text, as JSON Lines."""
    out = work / "reuters.jsonl"
    with out.open("w", encoding="utf-8") as lines:
        for entry in islice(_reuters_entries(data / "scale" / "scale_reuters21578" / "json-data"), REUTERS):
            lines.write(json.dumps(entry) + "\n")
    return out


def _reuters_entries(folder: Path) -> Iterator[dict[str, str]]:
    for path in sorted(folder.iterdir()):
        for entry in json.loads(path.read_text("utf-8")):
            if entry.get("body"):
                yield {"title": entry["title"], "text": entry["body"], "date": entry["date"]}


def stages(path: Path, work: Path) -> Figures:
    """Words a second of each stage by itself."""
    found = [
        item
        for source in sources([str(path)])
        for item in (documents(source) if isinstance(source, Source) else ())
        if isinstance(item, Document)
    ]
    words = sum(len(document.text.split()) for document in found)
    session = Session(threads=os.cpu_count() or 1)
    articles = [mark(document) for document in found]
    readings = [read(article, session) for article in articles if not not_read_because(article)]
    raw = {document.path: document.raw for document in found}

    def save() -> None:
        with (
            tempfile.TemporaryDirectory(dir=work) as folder,
            open_ledger(f"{folder}/a.db", create=True) as ledger,
        ):
            for reading in readings:
                ledger.save(reading, raw[reading.article.path], version=__version__)

    def take_in() -> Iterable[object]:
        return [list(documents(source)) for source in sources([str(path)]) if isinstance(source, Source)]

    return {
        "words": float(words),
        "intake, words/s": words / seconds(take_in),
        "marking, words/s": words / seconds(lambda: [mark(document) for document in found]),
        "reading, words/s": words / seconds(lambda: [read(article, session) for article in articles]),
        "storing, words/s": words / seconds(save),
    }


def seconds(act: Callable[[], object]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began


def whole(path: Path, words: float, work: Path) -> Figures:
    """The command line from files to ledger."""
    took = command("read", str(path), "--ledger", str(work / f"{path.stem}.db"))
    again = command("read", str(path), "--ledger", str(work / f"{path.stem}.db"))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {
        "whole command, words/s": words / took,
        "nothing new, s": again,
        "peak memory of a process, MiB": peak,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--skip", nargs="*", choices=("gold", "reuters", "ledger", "desk"), default=[])
    parser.add_argument(
        "--desk-articles",
        type=int,
        default=desk_bench.ARTICLES,
        help="in the desk's ledger; 20000 takes minutes",
    )
    asked = parser.parse_args()
    skipped = asked.skip
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data")).resolve()
    show("start-up", start_up())
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        if not data.is_dir():
            print(f"no data at {data}: only ledger and desk are timed; set REPORTEDLY_DATA to its folder")
            skipped = [*skipped, "gold", "reuters"]
        if "gold" not in skipped:
            time_all("gold/texts", data.parent / "gold" / "texts", work)
        if "reuters" not in skipped:
            time_all(f"{REUTERS} Reuters articles", reuters(data, work), work)
    if "ledger" not in skipped:
        show("ledger of 20,000 articles", ledger_bench.measure())
    if "desk" not in skipped:
        show(f"desk over {asked.desk_articles:,} articles", desk_bench.measure(asked.desk_articles))


def time_all(name: str, path: Path, work: Path) -> None:
    figures = stages(path, work)
    show(name, figures | whole(path, figures["words"], work))


def show(name: str, figures: Figures) -> None:
    print(name)
    for figure, value in figures.items():
        print(f"  {figure:48} {value:12,.3f}", flush=True)


if __name__ == "__main__":
    main()
