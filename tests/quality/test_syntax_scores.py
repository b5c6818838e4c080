"""Sentences, words and trees: figures counted by hand, and the labels against themselves."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from udtools.udeval import UDError

from reportedly.records import Span
from tests.conftest import ROOT
from training.conllu import Document, Word, read_conllu

sys.path.insert(0, str(ROOT / "quality"))
import syntax

TREEBANK = """\
# newdoc id = dirvan-1
# newpar
1\tDirvan\t_\tPROPN\t_\t_\t4\tnsubj\t_\t_
2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdoes\t_\tAUX\t_\t_\t4\taux\t_\t_
3\tn't\t_\tPART\t_\t_\t4\tadvmod\t_\t_
4\ttrade\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t_\tPUNCT\t_\t_\t4\tpunct\t_\t_

1\tSundrey\t_\tPROPN\t_\t_\t2\tnsubj:pass\t_\t_
2\twaits\t_\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t_\tPUNCT\t_\t_\t2\tpunct\t_\t_

"""
TEXT = "Dirvan doesn't trade. Sundrey waits."


@dataclass(frozen=True)
class Reading:
    sentences: tuple[tuple[int, int], ...]
    words: tuple[Word, ...]


def labels(document: Document) -> Reading:
    """The reading that finds what is labelled."""
    sentences, words = [], []
    for sentence in document.sentences:
        start = len(words)
        words += [replace(word, head=word.head + start if word.head >= 0 else -1) for word in sentence.words]
        sentences.append((start, len(words)))
    return Reading(tuple(sentences), tuple(words))


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "test.conllu"
    path.write_text(TREEBANK, "utf-8")
    return path


@pytest.fixture
def right(treebank: Path) -> Reading:
    return labels(read_conllu(treebank)[0])


def figures(path: Path, reading: Reading) -> list[float]:
    found = syntax.figures("X", [path], {TEXT: reading}.__getitem__)
    return [found[f"X {name}"] for name in ("sentences", "words", "UPOS", "LAS")]


def test_the_labels_score_one_and_clitics_need_no_multi_word_token(treebank: Path, right: Reading) -> None:
    assert figures(treebank, right) == [1, 1, 1, 1]


def test_a_tag_and_a_head_that_are_wrong_cost_one_word_of_eight_each(treebank: Path, right: Reading) -> None:
    first, second, *rest = right.words
    wrong = (replace(first, upos="NOUN"), replace(second, head=0), *rest)
    assert figures(treebank, replace(right, words=wrong)) == [1, 1, 7 / 8, 7 / 8]


def test_sentences_run_together_are_both_lost_and_the_second_root_with_them(
    treebank: Path, right: Reading
) -> None:
    words = [
        replace(word, head=3, deprel="parataxis") if i == 6 else word for i, word in enumerate(right.words)
    ]
    assert figures(treebank, Reading(((0, 8),), tuple(words))) == [0, 1, 1, 7 / 8]


def test_a_token_that_is_not_split_loses_both_of_its_words(treebank: Path, right: Reading) -> None:
    first, does, _, *rest = right.words
    down = [
        replace(word, head=word.head - 1 if word.head > 0 else word.head) for word in (first, does, *rest)
    ]
    down[1] = replace(down[1], span=Span(7, 14))
    reading = Reading(((0, 4), (4, 7)), tuple(down))
    assert figures(treebank, reading) == [1, 12 / 15, 12 / 15, 12 / 15]  # six aligned of eight and of seven


def test_words_that_share_a_span_are_one_token_of_several_words(treebank: Path, right: Reading) -> None:
    whole = [replace(word, span=Span(7, 14)) if i in (1, 2) else word for i, word in enumerate(right.words)]
    lines = syntax.conllu([TEXT], {TEXT: replace(right, words=tuple(whole))}.__getitem__).split("\n")
    assert lines[1:4] == [
        "2-3\tdoesn't\t_\t_\t_\t_\t_\t_\t_\t_",
        "2\tdoesn't\t_\tAUX\t_\t_\t4\taux\t_\t_",
        "3\tdoesn't\t_\tPART\t_\t_\t4\tadvmod\t_\t_",
    ]


def test_a_reading_that_leaves_characters_out_is_an_error(treebank: Path, right: Reading) -> None:
    with pytest.raises(UDError, match="differ"):
        figures(treebank, Reading(((0, 5), (5, 7)), right.words[:-1]))


def test_only_free_documents_of_the_split_count(tmp_path: Path) -> None:
    (tmp_path / "free").mkdir()
    for name in ("GUM_a", "GUM_b", "GUM_c"):
        (tmp_path / "free" / f"{name}.conllu").touch()
    (tmp_path / "splits.md").write_text(
        "# Splits\n\n## dev\n\n  * GUM_c\n\n## test\n\n  * GUM_a\n  * GUM_paid\n\n## train\n\n  * GUM_b\n"
    )
    assert [path.stem for path in syntax.gum_files(tmp_path, "test")] == ["GUM_a"]
    assert [path.stem for path in syntax.gum_files(tmp_path, "train")] == ["GUM_b"]


def test_both_test_sets_are_measured(tmp_path: Path) -> None:
    ewt = tmp_path / "syntax" / "ud_ewt" / "en_ewt-ud-test.conllu"
    gum = tmp_path / "syntax" / "gum" / "free" / "GUM_a.conllu"
    for path in (ewt, gum):
        path.parent.mkdir(parents=True)
        path.write_text(TREEBANK, "utf-8")
    (tmp_path / "syntax" / "gum" / "splits.md").write_text("## test\n\n  * GUM_a\n")
    reading = labels(read_conllu(ewt)[0])
    found = syntax.measure(tmp_path, {TEXT: reading}.__getitem__)
    assert found == {f"{title} {name}": 1 for title in ("EWT", "GUM") for name in syntax.METRICS}


def test_the_labels_of_real_documents_score_one(data: Path) -> None:
    """Empty nodes, multi-word tokens and extended relations among them."""
    paths = [path for path in syntax.gum_files(data / "syntax" / "gum", "test") if "news" in path.stem]
    known = {document.text: labels(document) for path in paths for document in read_conllu(path)}
    assert len(known) == 2
    assert set(syntax.figures("GUM", paths, known.__getitem__).values()) == {1.0}
