"""Trees come back as they were packed, and bytes that are no trees are refused."""

from __future__ import annotations

import zlib

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ledger_made import any_sentence

from reportedly.errors import LedgerError
from reportedly.ledger.trees import pack, unpack
from reportedly.records import Sentence, Span, Word

FAR = 10_000_000  # a book's length, many times over
SPANS = st.tuples(st.integers(0, FAR), st.integers(1, FAR)).map(lambda pair: Span(pair[0], sum(pair)))
SENTENCE = Sentence((Word(Span(4, 9), "VERB", -1, "root"), Word(Span(9, 10), "PUNCT", 0, "punct")))


@given(st.lists(any_sentence(SPANS), min_size=1, max_size=5).map(tuple))
@example((Sentence(()), SENTENCE))
def test_any_sentences_come_back(sentences: tuple[Sentence, ...]) -> None:
    packed = pack(sentences)
    assert packed is not None
    assert unpack(packed) == sentences


def test_no_sentences_take_no_bytes() -> None:
    assert pack(()) is None


@pytest.mark.parametrize("head", [-2, 2])
def test_a_head_outside_the_sentence_is_refused(head: int) -> None:
    first, second = SENTENCE.words
    other = Sentence((first, Word(second.span, second.upos, head, second.relation)))
    with pytest.raises(LedgerError, match="expected -1 or a word's number"):
        pack((SENTENCE, other))


def _packed(*columns: object) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(columns))


LABELS = (["VERB"], ["root"])
NOT_TREES = {
    "no zlib": b"trees",
    "no MessagePack": zlib.compress(b"\xc1"),
    "no columns": zlib.compress(b"\x90"),
    "no list": zlib.compress(b"\x01"),
    "cut off": (pack((SENTENCE,)) or b"")[:-3],
    "another form": _packed(2, [], []),
    "too few words": _packed(1, *LABELS, [2], [0], [1], [0], [-1], [0]),
    "a word of no length": _packed(1, *LABELS, [1], [0], [0], [0], [-1], [0]),
    "an unknown label": _packed(1, *LABELS, [1], [0], [1], [7], [-1], [0]),
    "a label that is none": _packed(1, [3], ["root"], [1], [0], [1], [0], [-1], [0]),
}


@pytest.mark.parametrize("name", NOT_TREES)
def test_what_are_no_trees_is_refused(name: str) -> None:
    with pytest.raises(LedgerError, match="expected"):
        unpack(NOT_TREES[name])


@given(st.binary(max_size=40) | st.binary(max_size=40).map(zlib.compress))
def test_any_other_bytes_are_refused(content: bytes) -> None:
    with pytest.raises(LedgerError):
        unpack(content)
