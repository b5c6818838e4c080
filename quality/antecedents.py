"""Scores of pronoun antecedents on the test set of GAP.

    python quality/antecedents.py [MODEL]

As in Webster et al. 2018: each pronoun has two candidate names, each of them true or not; F1 over all
candidates, over those of masculine and of feminine pronouns, and bias, feminine by masculine F1. A candidate
counts as found where its probability is higher than the other's and than that of neither. The pronoun and the
names are given (the paper's task with gold mentions; its parser baselines had to find them).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reportedly.records import Span

MASCULINE = frozenset({"he", "him", "his"})
FEMININE = frozenset({"she", "her", "hers"})

# text, pronoun, candidates -> the probability of each candidate; what is left of 1 is that of none
Scores = Callable[[str, Span, Sequence[Span]], Sequence[float]]


class Case(NamedTuple):
    """A pronoun with its two candidates, and which of them it means."""

    text: str
    pronoun: Span
    candidates: tuple[Span, Span]
    gold: tuple[bool, bool]


def measure(data: Path, scores: Scores) -> dict[str, float]:
    """F1 overall, masculine, feminine, and bias."""
    return figures(list(cases_of(data / "syntax" / "gap" / "gap-test.tsv")), scores)


def cases_of(path: Path) -> Iterator[Case]:
    """The rows of a GAP file."""
    head, *lines = path.read_text("utf-8").rstrip("\n").split("\n")
    for line in lines:
        row = dict(zip(head.split("\t"), line.split("\t"), strict=True))
        pronoun, one, other = (_span(row, column) for column in ("Pronoun", "A", "B"))
        gold = (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE")
        yield Case(row["Text"], pronoun, (one, other), gold)


def _span(row: dict[str, str], column: str) -> Span:
    start = int(row[f"{column}-offset"])
    span = Span(start, start + len(row[column]))
    if span.of(row["Text"]) != row[column]:
        raise ValueError(f"{row['ID']}: {column} at {start} is not {row[column]!r} there; expected so")
    return span


def figures(cases: Sequence[Case], scores: Scores) -> dict[str, float]:
    results = [(case, chosen(scores(case.text, case.pronoun, case.candidates))) for case in cases]
    masculine = f1([result for result in results if gender(result[0]) in MASCULINE])
    feminine = f1([result for result in results if gender(result[0]) in FEMININE])
    return {
        "GAP F1": f1(results),
        "GAP masculine": masculine,
        "GAP feminine": feminine,
        "GAP bias": feminine / masculine if masculine else 0.0,
    }


def gender(case: Case) -> str:
    return case.pronoun.of(case.text).lower()


def chosen(probabilities: Sequence[float]) -> tuple[bool, bool]:
    """Which of the two candidates is meant: the one more probable than the other and than neither."""
    one, other = probabilities
    neither = 1 - one - other
    return one > max(other, neither), other > max(one, neither)


def f1(results: Sequence[tuple[Case, tuple[bool, bool]]]) -> float:
    """F1 over all candidates, found against true."""
    pairs = [pair for case, found in results for pair in zip(case.gold, found, strict=True)]
    right = sum(gold and found for gold, found in pairs)
    total = sum(gold + found for gold, found in pairs)
    return 2 * right / total if total else 0.0


def main() -> int:
    from found import chooser

    scores = chooser(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))
    for name, value in measure(data, scores).items():
        print(f"{name:28} {value:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
