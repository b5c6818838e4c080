"""Split our own annotations for cross-validation: near-duplicates and one outlet's serials stay together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from training.data import Labelled

SHINGLE = 6  # words
ALIKE = 0.05  # share of the shorter text's shingles; agency copies lie far above, unrelated texts at 0


def folds(articles: Sequence[Labelled], count: int) -> list[list[str]]:
    """Names of the articles of each fold, folds alike in statements; the same for the same articles."""
    weight = {article.name: len(article.attributions) for article in articles}
    out: list[list[str]] = [[] for _ in range(count)]
    for group in sorted(_groups(articles), key=lambda g: (-sum(weight[name] for name in g), g)):
        min(out, key=lambda fold: sum(weight[name] for name in fold)).extend(group)
    return [sorted(fold) for fold in out]


def _groups(articles: Sequence[Labelled]) -> list[list[str]]:
    parent = {article.name: article.name for article in articles}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    shingles = {article.name: _shingles(article.text) for article in articles}
    for one, other in combinations(sorted(parent), 2):
        smaller = min(len(shingles[one]), len(shingles[other]))
        shared = len(shingles[one] & shingles[other])
        if _serial(one) == _serial(other) or (smaller and shared / smaller > ALIKE):
            parent[root(one)] = root(other)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        groups[root(name)].append(name)
    return list(groups.values())


def _serial(name: str) -> str:
    """What the names of one outlet's or topic's articles share: "nw-af_afrol_2" -> "nw-af_afrol"."""
    return re.sub(r"_\d+$", "", name)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(*(words[at:] for at in range(SHINGLE)), strict=False))
