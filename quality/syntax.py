"""Scores of sentences, words, parts of speech and dependency trees on the test sets of UD EWT and GUM.

    python quality/syntax.py [MODEL]

Each document is read from its raw text and scored as in the CoNLL 2018 shared task, by the task's own program
(udtools.udeval): F1 over the whole set; sentences by their exact bounds, words as aligned by characters, LAS
with universal relations. GUM are its free documents that splits.md has under test.
"""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from udtools.udeval import evaluate, load_conllu

from reportedly.records import Span

sys.path.append(str(Path(__file__).parent.parent))  # training/ is not installed, it lies beside quality/
from training.conllu import read_conllu

METRICS = {"sentences": "Sentences", "words": "Words", "UPOS": "UPOS", "LAS": "LAS"}


class Word(Protocol):
    """A word of a reading; `head` is an index into all words of the text, -1 for a root."""

    @property
    def span(self) -> Span: ...
    @property
    def upos(self) -> str: ...
    @property
    def head(self) -> int: ...
    @property
    def deprel(self) -> str: ...


class Reading(Protocol):
    """What is scored of a reading: ranges of word indices, and the words."""

    @property
    def sentences(self) -> Sequence[tuple[int, int]]: ...
    @property
    def words(self) -> Sequence[Word]: ...


Read = Callable[[str], Reading]


def measure(data: Path, read: Read) -> dict[str, float]:
    """F1 of sentences, words, UPOS and LAS on both test sets."""
    ewt = [data / "syntax" / "ud_ewt" / "en_ewt-ud-test.conllu"]
    gum = gum_files(data / "syntax" / "gum", "test")
    return figures("EWT", ewt, read) | figures("GUM", gum, read)


def gum_files(folder: Path, split: str) -> list[Path]:
    """The free documents of a split ("train", "dev", "test"), as splits.md lists them."""
    parts = re.split(r"^## *(\S+) *$", (folder / "splits.md").read_text("utf-8"), flags=re.MULTILINE)
    names = re.findall(r"\bGUM_\w+", dict(zip(parts[1::2], parts[2::2], strict=True))[split])
    paths = [folder / "free" / f"{name}.conllu" for name in names]
    return [path for path in paths if path.exists()]


def figures(name: str, paths: Sequence[Path], read: Read) -> dict[str, float]:
    """The figures over all documents of the files taken together."""
    texts = [document.text for path in paths for document in read_conllu(path)]
    gold = "".join(path.read_text("utf-8").rstrip("\n") + "\n\n" for path in paths)
    return {f"{name} {key}": value for key, value in scores(gold, conllu(texts, read)).items()}


def conllu(texts: Iterable[str], read: Read) -> str:
    """The readings of the texts as one CoNLL-U file."""
    return "".join(sentence for text in texts for sentence in _sentences(text, read(text)))


def scores(gold: str, system: str) -> dict[str, float]:
    """F1 by the shared task's program. Raises its UDError where the characters or a tree do not fit."""
    found: dict[str, Any] = evaluate(_loaded(gold, "gold"), _loaded(system, "reading"))
    return {name: found[metric].f1 for name, metric in METRICS.items()}


def _loaded(lines: str, name: str) -> object:
    loaded: object = load_conllu(io.StringIO(lines), name, {})
    return loaded


def _sentences(text: str, reading: Reading) -> Iterator[str]:
    for start, end in reading.sentences:
        yield "\n".join(_rows(text, reading.words[start:end], start)) + "\n\n"


def _rows(text: str, words: Sequence[Word], start: int) -> Iterator[str]:
    """A line for each word, and one before words that share a span: a multi-word token."""
    number = 1
    for span, group in groupby(words, key=lambda word: word.span):
        parts = list(group)
        form = "".join(span.of(text).split())
        if len(parts) > 1:
            yield f"{number}-{number + len(parts) - 1}\t{form}" + "\t_" * 8
        for word in parts:
            head = 0 if word.head < 0 else word.head - start + 1
            yield f"{number}\t{form}\t_\t{word.upos}\t_\t_\t{head}\t{word.deprel}\t_\t_"
            number += 1


def main() -> int:
    from found import reader

    read = reader(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))
    for name, value in measure(data, read).items():
        print(f"{name:28} {value:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
