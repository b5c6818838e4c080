"""Scores of `mark/` on the annotated articles: outlets, dates, and statements lost under furniture.

    python quality/marks.py [--misses]

The data lies at $REPORTEDLY_DATA, the annotated articles beside it in ../gold.
"""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.mark import mark, not_read_because
from reportedly.records import Article, Document

# Words that do not tell one name from another; the same list as the scorer beside the annotated articles has.
STOP = frozenset(
    {"the", "of", "and", "mr", "mrs", "ms", "dr", "sir", "gen", "president", "minister", "prime", "unnamed"}
    | {"anonymous", "an", "a", "some", "his", "her", "its", "government"}
)


class Case(NamedTuple):
    """An annotated article, and the same as `mark` sees it."""

    id: str
    gold: dict[str, Any]
    article: Article


def measure(data: Path) -> dict[str, float]:
    """Shares of outlets and dates that were found; how many statements furniture hides in part."""
    cases = list(cases_of(data.parent / "gold"))
    outlets = [case for case in cases if case.gold.get("outlet")]
    dates = [case for case in cases if case.gold.get("published")]
    return {
        "articles": len(cases),
        "outlets": len(outlets),
        "outlet accuracy": share([right_outlet(case) for case in outlets]),
        "dates": len(dates),
        "published accuracy": share([right_date(case) for case in dates]),
        "statements": sum(len(case.gold["statements"]) for case in cases),
        "statements under furniture": sum(len(list(hidden(case))) for case in cases),
        "articles not read": sum(not_read_because(case.article) is not None for case in cases),
    }


def cases_of(gold: Path) -> Iterator[Case]:
    for path in sorted((gold / "dev").glob("*.offsets.json")):
        name = path.name.removesuffix(".offsets.json")
        yield Case(name, json.loads(path.read_text(encoding="utf-8")), marked(gold / "texts" / f"{name}.txt"))


def marked(path: Path) -> Article:
    raw = path.read_bytes()
    return mark(Document(path.name, raw, "text", raw.decode("utf-8").removeprefix("\ufeff")))


def share(right: list[bool]) -> float:
    return round(sum(right) / len(right), 4) if right else 0.0


def right_outlet(case: Case) -> bool:
    return same_name(case.article.facts.outlet or "", case.gold["outlet"])


def right_date(case: Case) -> bool:
    wanted: str = case.gold["published"]
    return (case.article.facts.published or "")[:10] == wanted[:10]


def hidden(case: Case) -> Iterator[str]:
    """The contents of statements that furniture overlaps."""
    for statement in case.gold["statements"]:
        for start, end in statement["offsets"]["content"]:
            if any(span.start < end and start < span.end for span in case.article.furniture):
                yield case.article.text[start:end]


def same_name(one: str, other: str) -> bool:
    """The scorer's rule: equal words, one name part of the other, or its initials."""
    x, y = folded(one), folded(other)
    if not x or not y or x == y:
        return x == y
    small, big = sorted((x, y), key=len)
    if set(small) <= set(big) and (small[-1] == big[-1] or small[0] == big[0]):
        return True
    letters = "".join(word[0] for word in big)
    return len(small) == 1 and len(small[0]) > 1 and small[0] in (letters, letters.replace("o", ""))


def folded(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.replace("İ", "I").replace("ı", "i")).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word for word in re.findall(r"\w+", letters) if word not in STOP]


def misses(data: Path) -> Iterator[str]:
    """What was not found, one line each."""
    for case in cases_of(data.parent / "gold"):
        facts = case.article.facts
        if case.gold.get("outlet") and not right_outlet(case):
            yield f"{case.id}: outlet {facts.outlet!r} ({facts.outlet_by}), expected {case.gold['outlet']!r}"
        if case.gold.get("published") and not right_date(case):
            wanted = case.gold["published"]
            yield f"{case.id}: published {facts.published!r} ({facts.published_by}), expected {wanted!r}"
        yield from (f"{case.id}: furniture hides {text!r}" for text in hidden(case))


def main() -> int:
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))
    if "--misses" in sys.argv:
        print(*misses(data), sep="\n")
    for name, value in measure(data).items():
        print(f"{name:28} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
