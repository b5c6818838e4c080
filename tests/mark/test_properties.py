"""What holds for any text at all, and within what time."""

from __future__ import annotations

import time
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.mark import mark, not_read_because
from reportedly.records import Document, Facts

CASES = [
    tomllib.loads(path.read_text(encoding="utf-8"))["text"]
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
]
LINES = sorted({line for text in CASES for line in text.splitlines()})
BREAKS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", "\u2028", " \t\n", "\x0b", ""])
DUMPS = st.lists(st.tuples(st.sampled_from(LINES) | st.text(max_size=40), BREAKS), max_size=30).map(
    lambda parts: "".join(line + end for line, end in parts)
)
ONE_MEGABYTE = 1_000_000
SECONDS = 2.0  # half a second on an idle machine; the tests run beside others
HOSTILE = (
    "a",
    " ",
    "\n",
    "a\n",
    "Advertisement\n",
    "A-",
    "A. ",
    "A, ",
    "(",
    "(AFP) ",
    "By A B C ",
    "https://a.example/2031/",
    "20310101",
    "1/1/2031 ",
    "May 5, ",
    "Reporting by Editing by ",
    "Copyright © 2031 ",
    "all rights reserved ",
    "Previous Article\n",
    "Next Article\nx\n",
    "Related:\n",
    "- ",
    "<< Previous | Next >> ",
    "today (",
    " could not verify",
    "Subject: a\nDate: b\n",
    "\u200b",
    "[Photo: ",
    "A | ",
    "VELMORA, ",
)


def document(text: str, facts: Facts | None = None) -> Document:
    return Document("a.txt", b"", "text", text, facts or Facts())


@settings(max_examples=300, deadline=None)
@given(DUMPS | st.text(max_size=300))
def test_marks_lie_in_the_text_and_furniture_is_apart(text: str) -> None:
    article = mark(document(text))
    assert article.text == text
    assert all(0 <= one.span.start < one.span.end <= len(text) for one in article.marks)
    assert all(one.span.of(text).strip() for one in article.marks)
    spans = article.furniture
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert not_read_because(article) is None or isinstance(not_read_because(article), str)


@settings(max_examples=100, deadline=None)
@given(DUMPS, st.sampled_from(["Dorn refuses", "", " "]))
def test_marking_is_repeatable_and_keeps_what_the_form_states(text: str, title: str) -> None:
    stated = Facts(
        title=title or None, outlet="The Form", published="2031-07", url="https://x.example/2031/07/05/"
    )
    first, second = mark(document(text, stated)), mark(document(text, stated))
    assert first == second
    assert (first.facts.outlet, first.facts.published) == ("The Form", "2031-07")


@pytest.mark.parametrize("piece", HOSTILE, ids=lambda piece: repr(piece)[:20])
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * (ONE_MEGABYTE // len(piece))
    mark(document("warm up: the tables and the patterns are read once, and the language statistics too"))
    start = time.perf_counter()
    not_read_because(mark(document(text)))
    assert time.perf_counter() - start < SECONDS
