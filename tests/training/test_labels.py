"""Labelled articles on their way to the network: read from their formats, tagged, cut, split into folds."""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from reportedly.read.decode import _stretches
from reportedly.read.form import LAYERS, NAME_KINDS, RELATIONS, UPOS
from reportedly.read.session import load_tokenizer
from reportedly.read.windows import Window, windows
from reportedly.records import Span
from training.conllu import read_conllu
from training.corpora import Annotated, NameLabel, Reference, join
from training.data import Attribution, Labelled, gold, polnear
from training.folds import folds
from training.rewritten import rewritten
from training.sequences import UNLABELLED, Labels, annotated, example, sequences

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
            found = _stretches(np.asarray(sequence.labels.tags)[:, LAYERS.index(layer)].tolist())
            assert [TEXT[starts[a] : ends[b - 1]] for a, b in found] == words
    assert inner.tokens.features[:, 3].all() and not top.tokens.features[:, 3].any()


def test_windows_keep_labels_in_step_with_words(tokenizer: Tokenizer) -> None:
    (sequence, *_) = sequences(ARTICLE, tokenizer, nested=False)
    for window in windows(sequence.tokens, sequence.text, body=12, context=6):
        one = example(sequence, window)
        assert len(np.asarray(one.labels.tags)) == len(one.heads)
        for piece in one.labels.pieces:
            assert 0 <= piece.start < piece.end <= len(one.heads)


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
    assert [sorted(p.statements) for p in sequence.labels.pieces if p.layer == 0] == [[0, 1]]


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


def test_an_inner_cue_is_marked_in_the_text_and_in_the_content_around_it(tokenizer: Tokenizer) -> None:
    top, inner, _ = sequences(ARTICLE, tokenizer, nested=True)
    starts, ends = top.tokens.word_spans()
    marked = [TEXT[starts[at] : ends[at]] for at in np.flatnonzero(top.labels.inner)]
    assert marked == ["had", "agreed"]
    assert not np.asarray(inner.labels.inner).any()


UD = """\
# newdoc id = a
# sent_id = a-1
1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_
2\tn't\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_

# sent_id = a-2
1\tWe\twe\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\t_
2\tcan\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tnot\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tstay\tstay\tVERB\tVB\t_\t0\troot\t_\t_

"""


def test_trees_stand_on_the_pieces_their_words_begin_with(tokenizer: Tokenizer, tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(UD, "utf-8")
    (document,) = read_conllu(tmp_path / "a.conllu")
    tagged = annotated(Annotated("a", document.text, document.sentences), tokenizer)
    trees = tagged.labels.trees
    assert trees is not None
    words = [tagged.text[tagged.tokens.starts[at] : tagged.tokens.ends[at]] for at in trees.at]
    assert words == ["Don", "'", "go", ".", "We", "cannot", "stay"]
    assert [UPOS[at] for at in trees.upos] == ["AUX", "PART", "VERB", "PUNCT", "PRON", "AUX", "VERB"]
    assert trees.heads.tolist() == [2, 2, -1, 2, 6, 6, -1]
    assert RELATIONS[trees.relations[5]] == "aux"
    assert np.flatnonzero(trees.starts == 2).tolist() == [0, 5]


def test_a_window_that_cuts_a_sentence_learns_none_of_its_heads(tokenizer: Tokenizer, tmp_path: Path) -> None:
    (tmp_path / "a.conllu").write_text(UD, "utf-8")
    (document,) = read_conllu(tmp_path / "a.conllu")
    tagged = annotated(Annotated("a", document.text, document.sentences), tokenizer)
    trees = example(tagged, Window(0, 0, 6)).labels.trees
    assert trees is not None
    assert (trees.relations[:4] >= 0).all() and (trees.relations[4:] == UNLABELLED).all()


def test_names_leave_open_what_their_corpus_does(tokenizer: Tokenizer) -> None:
    names = (
        NameLabel(at("Dirvan"), frozenset({"place"})),
        NameLabel(at("Korvelia"), frozenset({"group", "out"})),
    )
    labels = annotated(Annotated("a", TEXT, names=names), tokenizer).labels
    place, group = 1 + 2 * NAME_KINDS.index("place"), 1 + 2 * NAME_KINDS.index("group")
    found = np.asarray(labels.names)
    assert found[0] == 1 << place
    assert found[3] == (1 << group) | (1 << group + 1) | 1
    assert found[1] == 1


def test_a_mention_keeps_its_candidates_or_goes(tokenizer: Tokenizer) -> None:
    reference = Reference(at("he", 55), (at("Dirvan"), at("Korvelia")), frozenset({0}))
    tagged = annotated(Annotated("a", TEXT, references=(reference,)), tokenizer)
    (choice,) = tagged.labels.choices
    assert choice.right.tolist() == [1, 0]
    whole, end = len(tagged.tokens), int(np.searchsorted(tagged.tokens.starts, at("Korvelia").start))
    assert example(tagged, Window(0, 0, whole)).labels.choices
    assert not example(tagged, Window(end, end, whole)).labels.known


def test_nothing_to_learn_is_known_as_such() -> None:
    assert not Labels().known and Labels(names=np.ones(3, np.int64)).known


def test_words_become_running_text_again() -> None:
    words = ["``", "No", ",", "''", "he", "said", "(", "twice", ")", "it", "'s", "50", "%", "."]
    text, places = join(words)
    assert text == '"No," he said (twice) it\'s 50%.'
    assert [text[place.start : place.end] for place in places][1:3] == ["No", ","]


def test_rewritten_articles_hold_their_statements() -> None:
    said = "The Sundrey foreign minister Irena Vell said the border would open in the spring of next year."
    start = said.index("the border")
    entry = Attribution((Span(start, len(said) - 1),), (Span(start - 5, start - 1),), (Span(4, start - 6),))
    made = list(rewritten([Labelled("a", said, (entry,))] * 20, seed=1))
    assert {one.name for one in made} == {"a-headed", "a-lines"}
    contents = [
        span.of(one.text).lower() for one in made for given in one.attributions for span in given.content
    ]
    assert len(contents) > 40 and all(
        "the border would open in the spring of next year" in c for c in contents
    )
