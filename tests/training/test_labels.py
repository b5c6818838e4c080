"""Labelled articles on their way to the network: read from their formats, tagged, cut, split into folds."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from reportedly.read.decode import _stretches
from reportedly.read.session import load_tokenizer
from reportedly.records import Span
from training.data import Attribution, Labelled, gold, polnear
from training.folds import folds
from training.sequences import LAYERS, examples, sequences

TEXT = "Dirvan said that Korvelia had agreed to talk.\n\n“We will go,” he said. “Today.”"


def at(words: str, start: int = 0) -> Span:
    place = TEXT.index(words, start)
    return Span(place, place + len(words))


ARTICLE = Labelled(
    "a",
    TEXT,
    (
        Attribution((at("that Korvelia had agreed to talk"),), (at("said"),), (at("Dirvan"),)),
        Attribution((at("to talk"),), (at("had agreed"),), (at("Korvelia"),), inside=0),
        Attribution((at("“We will go,”"), at("“Today.”")), (at("said", 60),), (at("he", 55),)),
    ),
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(Path(str(files("reportedly") / "models" / "tokenizer.json")))


def test_tags_say_where_the_labels_stand(tokenizer: Tokenizer) -> None:
    top, inner, last = sequences(ARTICLE, tokenizer, nested=True)
    for sequence, wanted in (
        (top, {"source": ["Dirvan", "he"], "cue": ["said", "said"]}),
        (inner, {"source": ["Korvelia"], "cue": ["had agreed"], "content": ["to talk"]}),
        (last, {"source": [], "cue": [], "content": []}),
    ):
        starts, ends = sequence.tokens.word_spans()
        for layer, words in wanted.items():
            found = _stretches(sequence.tags[:, LAYERS.index(layer)].tolist())
            assert [TEXT[starts[a] : ends[b - 1]] for a, b in found] == words
    assert inner.tokens.features[:, 3].all() and not top.tokens.features[:, 3].any()


def test_windows_keep_labels_in_step_with_words(tokenizer: Tokenizer) -> None:
    (sequence, *_) = sequences(ARTICLE, tokenizer, nested=False)
    for example in examples(sequence, body=12, context=6):
        assert len(example.tags) == len(example.heads)
        for piece in example.pieces:
            assert 0 <= piece.start < piece.end <= len(example.heads)
            assert example.tags[piece.start : piece.end, piece.layer].all()


def test_a_source_can_be_of_two_statements(tokenizer: Tokenizer) -> None:
    text = "The minister rejected the offer and warned that war was near."
    span = lambda words: (Span(text.index(words), text.index(words) + len(words)),)  # noqa: E731
    two = Labelled(
        "b",
        text,
        (
            Attribution(span("the offer"), span("rejected"), span("The minister")),
            Attribution(span("that war was near"), span("warned"), span("The minister")),
        ),
    )
    (sequence,) = sequences(two, tokenizer, nested=False)
    assert [sorted(p.statements) for p in sequence.pieces if p.layer == 0] == [[0, 1]]


def test_formats(tmp_path: Path) -> None:
    for folder in ("text", "attributions", "dev", "texts"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "x.txt").write_text("He said no.\n\nNever.", "utf-8")
    (tmp_path / "attributions" / "x_1.ann").write_text(
        "T1\tSource 0 2\tHe\nT2\tCue 3 7\tsaid\nT3\tContent 8 19\tno. Never.\n"
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n",
        "utf-8",
    )
    (article,) = polnear(tmp_path)
    assert article.attributions == (Attribution((Span(8, 11), Span(13, 19)), (Span(3, 7),), (Span(0, 2),)),)
    (tmp_path / "texts" / "y.txt").write_text("He said no.", "utf-8")
    entry = {"id": "s1", "inside": None, "offsets": {"content": [[8, 10]], "cue": [3, 7], "source": None}}
    (tmp_path / "dev" / "y.offsets.json").write_text(json.dumps({"statements": [entry]}), "utf-8")
    assert gold(tmp_path)[0].attributions == (Attribution((Span(8, 10),), (Span(3, 7),), ()),)


def test_near_copies_and_serials_stay_in_one_fold() -> None:
    words = [f"word{number}" for number in range(60)]
    copy = Labelled("agency_1", " ".join(words), ())
    other = Labelled("daily_9", " ".join([*words[:50], "an", "ending", "of", "its", "own"]), ())
    serial = [Labelled(f"weekly_{n}", f"text number {n} of the weekly alone", ()) for n in range(3)]
    rest = [Labelled(f"single{n}", f"something else entirely {n}", ()) for n in range(6)]
    found = folds([copy, other, *serial, *rest], 3)
    where = {name: number for number, fold in enumerate(found) for name in fold}
    assert len(where) == 11
    assert where["agency_1"] == where["daily_9"]
    assert len({where[f"weekly_{n}"] for n in range(3)}) == 1
