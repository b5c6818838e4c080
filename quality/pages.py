"""Text and facts taken from saved pages, ours beside the libraries alone.

Text: token-overlap F1, macro-averaged, on scrapinghub's 181 pages (their own measure counts 4-grams of words,
averaged over pages; so does this) and fundus's 80. Dates: share of the 195 dated pages of htmldate's
evaluation with the very day. Outlets: fundus names the outlet in the file name; addresses: its gold address.
Fundus has no gold titles and dates; a title is held against the words of its address, a date against the day
of the crawl. Needs the labelled pages beside the project (REPORTEDLY_DATA).
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from htmldate import find_date
from trafilatura import bare_extraction

from reportedly.ingest import Source, documents
from reportedly.records import Unread

WORD = re.compile(r"\w+", re.UNICODE)
GRAM = 4  # words, as in scrapinghub's evaluate.py
FRESH = 10  # days before the crawl: fundus took its pages from feeds and news sitemaps
FULL_NAMES = {"LATimes": "losangelestimes"}  # where the page's own name is not that of the file


@dataclass(frozen=True, slots=True)
class Found:
    """What one way of reading took from a page."""

    text: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None


Way = Callable[[bytes], Found]


def by_us(raw: bytes) -> Found:
    document = next(documents(Source("page.html", raw)))
    if isinstance(document, Unread):
        return Found("", None, None, None, None)
    facts = document.facts
    return Found(document.text, facts.title, facts.outlet, facts.published, facts.url)


def by_libraries(raw: bytes) -> Found:
    """trafilatura as its documentation calls it; the date by htmldate with its defaults."""
    found: Any = bare_extraction(raw, with_metadata=True)
    published = find_date(raw)
    if found is None:
        return Found("", None, None, published, None)
    return Found(found.text or "", found.title, found.sitename, published, found.url)


WAYS: dict[str, Way] = {"ours": by_us, "libraries": by_libraries}


def measure(data: Path) -> dict[str, float]:
    """All figures by name, "pages/<what>/<ours or libraries>", between 0 and 1."""
    figures: dict[str, float] = {}
    for name, way in WAYS.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            figures |= {f"pages/{what}/{name}": value for what, value in _all(data / "pages", way).items()}
    return figures


def _all(pages: Path, way: Way) -> dict[str, float]:
    return _scrapinghub(pages, way) | _fundus(pages, way) | _dates(pages, way)


def _scrapinghub(pages: Path, way: Way) -> dict[str, float]:
    folder = pages / "extract_scrapinghub"
    gold: dict[str, Any] = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    scores = [
        gram_f1(item["articleBody"], way(_page(folder / "html" / f"{name}.html.gz")).text)
        for name, item in gold.items()
    ]
    return {"text F1 scrapinghub": _mean(scores)}


def _fundus(pages: Path, way: Way) -> dict[str, float]:
    folder = pages / "extract_fundus" / "dataset"
    gold: dict[str, Any] = json.loads((folder / "ground_truth.json").read_text("utf-8"))
    rows = []
    for name, item in gold.items():
        found = way(_page(folder / "html" / name))
        body = " ".join(line.strip("[]") for line in item["body"])
        rows.append(
            (
                token_f1(body, found.text),
                _same_outlet(name.split("_")[0], found.outlet),
                _same_address(item["url"], found.url),
                _title_fits(item["url"], found.title),
                _is_fresh(found.published, item["crawl_date"][:10]),
            )
        )
    names = ("text F1 fundus", "outlet fundus", "address fundus", "title fundus", "date fundus")
    return dict(zip(names, map(_mean, zip(*rows, strict=True)), strict=True))


def _dates(pages: Path, way: Way) -> dict[str, float]:
    folder = pages / "dates_htmldate"
    gold: dict[str, Any] = json.loads((folder / "eval_mediacloud_2020.json").read_text("utf-8"))
    dated = [item for item in gold.values() if isinstance(item["date"], str)]
    right = [
        way(_page(folder / "test_set" / f"{item['file']}.gz")).published == item["date"] for item in dated
    ]
    return {"date htmldate": _mean(right)}


def gram_f1(gold: str, found: str) -> float:
    """F1 of the 4-grams of words in common, as scrapinghub counts them."""
    return _overlap_f1(_grams(gold), _grams(found))


def token_f1(gold: str, found: str) -> float:
    """F1 of the words in common."""
    return _overlap_f1(Counter(WORD.findall(gold.lower())), Counter(WORD.findall(found.lower())))


def _grams(text: str) -> Counter[Any]:
    tokens = WORD.findall(text)
    most = max(1, len(tokens) - GRAM + 1)
    return Counter(tuple(tokens[start : start + GRAM]) for start in range(most)) if tokens else Counter()


def _overlap_f1(gold: Counter[Any], found: Counter[Any]) -> float:
    shared: int = (gold & found).total()
    return 2 * shared / (gold.total() + found.total()) if gold or found else 1.0


def _same_outlet(gold: str, found: str | None) -> float:
    """Whether the outlet found is the publisher's name, or holds it: "AP News", "www.apnews.com"."""
    wanted = FULL_NAMES.get(gold, _letters(gold).removeprefix("the"))
    return float(wanted in _letters(found or ""))


def _same_address(gold: str, found: str | None) -> float:
    return float(_letters(gold.split("?")[0]) == _letters((found or "").split("?")[0]))


def _title_fits(address: str, title: str | None) -> float:
    """How many of the words in the address the title has; 1.0 where the address has no words."""
    slug = max(re.split(r"[/.]", address.split("?")[0]), key=lambda piece: piece.count("-"))
    words = [word for word in slug.lower().split("-") if word.isalpha() and len(word) > 3]
    have = _letters(title or "")
    return sum(word in have for word in words) / len(words) if words else 1.0


def _is_fresh(published: str | None, crawled: str) -> float:
    if not published or len(published) != 10:
        return 0.0
    age = (date.fromisoformat(crawled) - date.fromisoformat(published)).days
    return float(-1 <= age <= FRESH)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers)


def _page(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def rows(figures: dict[str, float]) -> Iterator[str]:
    """The figures as a table, ours beside the libraries'."""
    yield f"{'':24}{'ours':>8}{'libraries':>11}"
    for name, value in figures.items():
        what, way = name.split("/")[1:]
        if way == "ours":
            yield f"{what:24}{value:8.4f}{figures[f'pages/{what}/libraries']:11.4f}"


def main() -> int:
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))
    if not (data / "pages").is_dir():
        sys.stderr.write(f"no labelled pages at {data / 'pages'}; REPORTEDLY_DATA says where they are\n")
        return 1
    sys.stdout.writelines(f"{row}\n" for row in rows(measure(data)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
