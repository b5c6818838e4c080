"""The words of many short texts as sparse tf-idf vectors of length one, for what they have in common."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_](?:[\w’'.-]*[^\W_])?")
PLURAL = re.compile(r"(?:['’]s|(?<=[^\Ws]{3})s)$")

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Vectors:
    """One row for each text; `row`, `word` and `value` say where the values that are not zero stand."""

    size: int
    words: dict[str, int]
    row: NDArray[np.int64]
    word: NDArray[np.int64]
    value: Numbers

    def centrality(self) -> Numbers:
        """Each text's summed cosine with all the others (degree centrality, in time linear in the words)."""
        total = summed(self.word, self.value, len(self.words))
        alike = self.likeness_of(total)
        return alike - summed(self.row, self.value**2, self.size)

    def likeness_to(self, row: int) -> Numbers:
        """Each text's cosine with one of them."""
        here = self.row == row
        return self.likeness_of(summed(self.word[here], self.value[here], len(self.words)))

    def likeness(self, words: Iterable[str]) -> Numbers:
        """How much of each text's weight lies on the given words."""
        wanted = np.zeros(len(self.words))
        wanted[[self.words[word] for word in words if word in self.words]] = 1.0
        return self.likeness_of(wanted)

    def likeness_of(self, other: Numbers) -> Numbers:
        return summed(self.row, self.value * other[self.word], self.size)


def vectors(texts: Sequence[str], without: Collection[str] = ()) -> Vectors:
    """Texts as vectors: each word once, weighed by how rare it is among the texts."""
    words: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for number, text in enumerate(texts):
        for word in dict.fromkeys(folded_words(text)):
            if word not in without:
                rows.append(number)
                columns.append(words.setdefault(word, len(words)))
    row, column = np.array(rows, np.int64), np.array(columns, np.int64)
    rarity = np.log((1 + len(texts)) / np.maximum(np.bincount(column, minlength=len(words)), 1))
    value = rarity[column]
    length = np.sqrt(summed(row, value**2, len(texts)))
    return Vectors(len(texts), words, row, column, value / np.maximum(length, 1e-9)[row])


def summed(places: NDArray[np.int64], values: Numbers, size: int) -> Numbers:
    """The values added up by the places they belong to."""
    return np.bincount(places, values, minlength=size).astype(np.float64)


def folded_words(text: str) -> list[str]:
    """The words of a text without regard to case and to a plain plural or possessive s."""
    return [PLURAL.sub("", word) for word in WORD.findall(text.casefold())]


def scaled(numbers: Numbers) -> Numbers:
    """Divided by the greatest; as they are where none is above zero."""
    top = float(numbers.max(initial=0.0))
    return numbers / top if top > 0 else np.zeros_like(numbers)
