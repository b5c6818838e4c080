"""CoNLL-U on its way in: the raw text, and every word at its place in it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.records import Span
from training.conllu import place, read_conllu

TREEBANK = """\
# newdoc id = dirvan-1
# sent_id = d1
# newpar
1\tDirvan\t_\tPROPN\t_\t_\t4\tnsubj:pass\t_\t_
2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\t_
2\tcan\t_\tAUX\t_\t_\t4\taux\t_\t_
3\tnot\t_\tPART\t_\t_\t4\tadvmod\t_\t_
4\ttrade\t_\tVERB\t_\t_\t0\troot\t_\tEntity=(1|SpaceAfter=No
5\t.\t_\tPUNCT\t_\t_\t4\tpunct\t_\t_

# sent_id = d2
1\tMuch\t_\tADJ\t_\t_\t0\troot\t_\t_
1.1\tis\t_\tVERB\t_\t_\t_\t_\t0:root\t_
2-3\taux\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
2\tà\t_\tADP\t_\t_\t1\tcase\t_\t_
3\tles\t_\tDET\t_\t_\t1\tdet\t_\t_

# sent_id = d3
# newpar id = dirvan-1-p2
1\tWhy\t_\tADV\t_\t_\t0\troot\t_\tSpaceAfter=No
2\t?\t_\tPUNCT\t_\t_\t1\tpunct\t_\tSpaceAfter=No

# newdoc
# sent_id = e1
1\tEnd\t_\tNOUN\t_\t_\t0\troot\t_\t_
"""


@pytest.fixture
def treebank(tmp_path: Path) -> Path:
    path = tmp_path / "dirvan.conllu"
    path.write_text(TREEBANK, "utf-8")
    return path


def test_the_raw_text_has_the_spaces_and_paragraphs_that_the_file_tells(treebank: Path) -> None:
    documents = read_conllu(treebank)
    assert [document.text for document in documents] == ["Dirvan cannot trade. Much aux\n\nWhy?", "End"]
    assert [document.name for document in documents] == ["dirvan-1", "dirvan"]
    assert [[one.opens for one in document.sentences] for document in documents] == [
        [True, False, True],
        [True],
    ]


def test_words_of_a_token_stand_side_by_side_or_all_in_the_whole_of_it(treebank: Path) -> None:
    document = read_conllu(treebank)[0]
    first, second, _ = document.sentences
    assert [word.span.of(document.text) for word in first.words] == ["Dirvan", "can", "not", "trade", "."]
    assert [word.span.of(document.text) for word in second.words] == ["Much", "aux", "aux"]
    assert [word.form for word in second.words] == ["Much", "à", "les"]


def test_a_word_has_its_head_by_index_and_its_relation_without_subtype(treebank: Path) -> None:
    words = read_conllu(treebank)[0].sentences[0].words
    assert [(word.head, word.deprel) for word in words[:4]] == [
        (3, "nsubj"),
        (3, "aux"),
        (3, "advmod"),
        (-1, "root"),
    ]
    assert [word.misc for word in words[3:]] == ["Entity=(1|SpaceAfter=No", ""]


def test_a_line_with_other_than_ten_columns_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "short.conllu"
    path.write_text("# newdoc\n1\tDirvan\t_\n\n", "utf-8")
    with pytest.raises(ValueError, match=r"short\.conllu:2 has 3 columns; expected 10"):
        read_conllu(path)


@given(st.lists(st.text("abn'’", min_size=1), min_size=1), st.integers(0, 50))
def test_forms_that_make_up_their_token_read_back_at_their_places(forms: list[str], start: int) -> None:
    text = " " * start + "".join(forms)
    spans = place("".join(forms), forms, start)
    assert [span.of(text) for span in spans] == forms


def test_forms_that_do_not_make_up_their_token_share_it() -> None:
    assert place("wanna", ["want", "to"], 3) == [Span(3, 8), Span(3, 8)]
