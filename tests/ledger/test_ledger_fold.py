"""Folding, and finding the place of folded words in the text as it stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_made import ANY_TEXT

from reportedly.ledger.fold import LONGEST, fold, places, words
from reportedly.ledger.query import Term, parse, spans_of

CASES = tomllib.loads((Path(__file__).parent / "cases_fold.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_words(case: dict[str, list[str]]) -> None:
    assert words(str(case["text"])) == case["words"]


QUERIES = {
    "two words": (Term(("two",)), Term(("words",))),
    '"two words" more': (Term(("two", "words")), Term(("more",))),
    "«two words»*": (Term(("two", "words"), open_end=True),),
    "open* open": (Term(("open",), open_end=True), Term(("open",))),
    '"never closed': (Term(("never", "closed")),),
    "al-Qasr o'Brien": (Term(("al", "qasr")), Term(("o", "brien"))),
    "a a A": (Term(("a",)),),
    '* "" -': (),
}


@pytest.mark.parametrize("query", QUERIES)
def test_queries(query: str) -> None:
    assert parse(query) == QUERIES[query]


@given(ANY_TEXT)
def test_each_folded_character_has_its_place(text: str) -> None:
    folded, origin = fold(text), places(text)
    if origin is None:
        assert len(folded) == len(text)
        origin = list(range(len(text) + 1))
    assert len(origin) == len(folded) + 1
    assert origin == sorted(origin)
    assert all(folded[i] in fold(text[origin[i]]) for i in range(len(folded)))


@given(ANY_TEXT)
def test_every_word_of_a_text_is_found_where_it_stands(text: str) -> None:
    for word in words(text)[:20]:
        if len(word) == LONGEST:
            continue  # may be a piece of a longer run
        found = spans_of((Term((word,)),), text)
        assert found
        assert all(word in "".join(words(span.of(text))) for span, _ in found)


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=3))
def test_spans_fit_any_text(text: str, queries: list[str]) -> None:
    for span, number in spans_of(parse(" ".join(queries)), text):
        assert span.end <= len(text)
        assert number >= 0
