"""Sentence ends: cases, and what holds for any text."""

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.analyse.sentences import sentences
from reportedly.records import Span

CASES = tomllib.loads(Path(__file__).with_name("cases_sentences.toml").read_text("utf-8"))["cases"]
PIECES = [
    *"aB3 .!?…。\"'“”()[]-\n\r\t\u2028\xa0éİ水\ufeff",
    "\n\n",
    "\r\n",
    "Mr. ",
    "U.S. ",
    " The ",
    "…”",
    "p.m.",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=80)
RANGES = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 20)), max_size=4)


@pytest.mark.parametrize("marked", CASES)
def test_sentences_end_where_the_case_says(marked: str) -> None:
    text = marked.replace("¦", "")
    assert [span.of(text) for span in sentences(text)] == [part.strip() for part in marked.split("¦")]


@given(TEXTS, RANGES)
def test_no_word_is_lost_and_none_told_twice(text: str, ranges: list[tuple[int, int]]) -> None:
    passed = [Span(start, start + length) for start, length in ranges]
    found = sentences(text, passed)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(span.of(text) == span.of(text).strip() != "" for span in found)
    covered = {at for span in found for at in range(span.start, span.end)}
    skipped = {at for span in passed for at in range(span.start, span.end)}
    assert not covered & skipped
    assert {at for at, sign in enumerate(text) if not sign.isspace()} <= covered | skipped


@pytest.mark.parametrize(
    "piece", ["The U.S. said no. ", ".", ". ", '"', "x", "a.[1]", "J. A. ", "Ab cd efg hi\n"]
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        begun = time.process_time()
        sentences(text)
        return time.process_time() - begun

    assert seconds(400_000) < 1.0 + 20 * seconds(100_000)
