"""How fast the ledger keeps and finds: 20,000 invented articles of ten statements each."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from reportedly.ledger import ArticleFilter, Ledger, StatementFilter, open_ledger
from reportedly.records import (
    MODES,
    Document,
    Facts,
    Mark,
    Reading,
    Span,
    Speaker,
    Statement,
    article_of,
)

ARTICLES = 20_000
SENTENCES = 22  # of 16 words: about 350 words, the length of an agency's report
STATEMENTS = 10
REPEATS = 7
SYLLABLES = (
    "va",
    "rni",
    "ost",
    "ra",
    "mel",
    "do",
    "kin",
    "tas",
    "ğu",
    "lor",
    "ben",
    "şi",
    "ur",
    "pel",
    "na",
    "ek",
)
OUTLETS = tuple(
    f"The {name} {kind}" for name in ("Varnia", "Ostmark", "Pelna", "Dorvan") for kind in ("Post", "Star")
)
READER = "bench-1"


def measure(articles: int = ARTICLES, address: str | None = None) -> dict[str, float]:
    """Articles saved a second, and milliseconds for each listing and search (median of seven)."""
    with tempfile.TemporaryDirectory() as folder:
        with open_ledger(address or Path(folder) / "bench.db", create=True) as ledger:
            figures = {"saved a second": _save(ledger, articles)}
        started = time.perf_counter()
        with open_ledger(address or Path(folder) / "bench.db", create=False) as ledger:
            figures["open ms"] = (time.perf_counter() - started) * 1000
            for name, ask in questions(ledger, articles).items():
                figures[f"{name} ms"] = _median_ms(ask)
        figures["megabytes"] = sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6
    return figures


def questions(ledger: Ledger, articles: int) -> dict[str, Callable[[], object]]:
    """Every kind of listing and search, each in a form that is hard for it."""
    common, rare = word(0), word(4_000)
    return {
        "articles": lambda: ledger.articles(limit=50),
        "articles, deep": lambda: ledger.articles(limit=50, offset=articles - 100),
        "articles by outlet": lambda: ledger.articles(ArticleFilter(outlet="pelna star"), limit=50),
        "articles since": lambda: ledger.articles(ArticleFilter(since="2025-06", until="2025-08"), limit=50),
        "articles by text": lambda: ledger.articles(ArticleFilter(text=rare), limit=50),
        "articles by language": lambda: ledger.articles(ArticleFilter(language="fr"), limit=50),
        "articles counted": lambda: ledger.count_articles(ArticleFilter(outlet="star", since="2025-06")),
        "statements": lambda: ledger.statements(limit=50),
        "statements, deep": lambda: ledger.statements(limit=50, offset=articles * STATEMENTS - 1_000),
        "statements by speaker": lambda: ledger.statements(StatementFilter(speaker=word(700)), limit=50),
        "statements by no speaker": lambda: ledger.statements(StatementFilter(speaker="nobody"), limit=50),
        "statements by mode": lambda: ledger.statements(StatementFilter(mode="mixed"), limit=50),
        "statements with distance": lambda: ledger.statements(StatementFilter(distance=True), limit=50),
        "statements by text": lambda: ledger.statements(StatementFilter(text=rare), limit=50),
        "statements by common text": lambda: ledger.statements(StatementFilter(text=common), limit=50),
        "statements by all": lambda: ledger.statements(
            StatementFilter(
                speaker=word(40), outlet="star", since="2025-03", mode="direct", distance=False, text=common
            ),
            limit=50,
        ),
        "statements of an article": lambda: ledger.statements(
            StatementFilter(article=f"news/{articles // 2}.txt")
        ),
        "statements counted": lambda: ledger.count_statements(
            StatementFilter(mode="direct", since="2025-06")
        ),
        "statements by speaker counted": lambda: ledger.count_statements(StatementFilter(speaker=word(40))),
        "search rare word": lambda: ledger.search(rare),
        "search common word": lambda: ledger.search(common),
        "search two common words": lambda: ledger.search(f"{word(1)} {word(2)}"),
        "search phrase": lambda: ledger.search(f'"{word(1)} {word(2)}"'),
        "search prefix": lambda: ledger.search(f"{common[:3]}*"),
        "search nothing": lambda: ledger.search("nowhere"),
        "counts": ledger.counts,
        "article by file name": lambda: ledger.article(f"{articles // 2}.txt"),
        "read before": lambda: ledger.ids_read_by(READER),
    }


def word(rank: int) -> str:
    """The invented word of a rank of frequency."""
    letters = []
    number = rank + len(SYLLABLES)
    while number:
        number, which = divmod(number, len(SYLLABLES))
        letters.append(SYLLABLES[which])
    return "".join(letters)


def _save(ledger: Ledger, articles: int) -> float:
    """Save one by one, as a run does; the making of the articles is not counted."""
    seconds = 0.0
    for reading, raw in readings(articles):
        started = time.perf_counter()
        ledger.save(reading, raw, version="0")
        seconds += time.perf_counter() - started
    return articles / seconds


def readings(articles: int) -> Iterator[tuple[Reading, bytes]]:
    chance = np.random.default_rng(20)
    vocabulary = [word(rank) for rank in range(20_000)]
    for number in range(articles):
        ranks = np.minimum(chance.zipf(1.25, (SENTENCES, 16)) - 1, len(vocabulary) - 1)
        sentences = [" ".join(vocabulary[rank] for rank in line).capitalize() for line in ranks.tolist()]
        yield _reading(number, sentences, vocabulary[int(chance.integers(3_000))])


def _reading(number: int, sentences: list[str], speaker: str) -> tuple[Reading, bytes]:
    text = ".\n".join([f"No time to read {number}?", *sentences])
    raw = text.encode()
    document = Document(f"news/{number}.txt", raw, "text", text)
    day = f"2025-{number * 7 % 12 + 1:02}-{number * 11 % 28 + 1:02}"
    facts = Facts(title=sentences[0], outlet=OUTLETS[number % len(OUTLETS)], published=day, language="en")
    banner = Mark(Span(0, len(f"No time to read {number}?")), "furniture", "banner lines")
    starts, place = [], 0
    for line in text.split("\n"):
        starts.append((place, place + len(line) - 1))
        place += len(line) + 1
    found = [_statement(n, starts[2 * n + 1], f"{speaker} {n}") for n in range(STATEMENTS)]
    return Reading(article_of(document, facts, [banner]), READER, tuple(found), words=350), raw


def _statement(number: int, place: tuple[int, int], speaker: str) -> Statement:
    start, end = place
    cue = Span(start + 10, start + 14)
    return Statement(
        id=f"s{number + 1}",
        content=(Span(start + 15, end),),
        cue=cue,
        source=Span(start, start + 9),
        speaker=Speaker(speaker, named=True),
        mode=MODES[number % 3],
        confidence=0.9,
        reader=READER,
        distance=(cue,) if number == 7 else (),
    )


def _median_ms(ask: Callable[[], object]) -> float:
    return statistics.median(_ms(ask) for _ in range(REPEATS))


def _ms(ask: Callable[[], object]) -> float:
    started = time.perf_counter()
    ask()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    given = sys.argv[1:]  # how many articles, and the address of an empty database
    for name, figure in measure(int(given[0]) if given else ARTICLES, *given[1:]).items():
        print(f"{name:32} {figure:10.1f}")
