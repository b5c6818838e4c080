"""Quotation marks, modes and words of distance: cases, and what holds for any text."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.read.distance import distance_words
from reportedly.read.mode import mode_of, own_quotes
from reportedly.read.quotes import quoted
from reportedly.records import Span

HERE = Path(__file__).parent
TEXTS = st.text(st.sampled_from(list("ab '\"“”‘’«»`.,\n—ıİ😀\u0301")), max_size=80)


def load(name: str) -> dict[str, list]:
    return tomllib.loads((HERE / name).read_text("utf-8"))


def unmark(marked: str, signs: dict[str, str]) -> tuple[str, dict[str, list[Span]]]:
    """The text without its signs, and the spans that stood between them."""
    spans: dict[str, list[Span]] = {opening: [] for opening in signs}
    text, opened = "", {}
    for character in marked:
        closing = next((o for o, c in signs.items() if c == character), None)
        if character in signs:
            opened[character] = len(text)
        elif closing is not None:
            spans[closing].append(Span(opened[closing], len(text)))
        else:
            text += character
    return text, spans


@pytest.mark.parametrize("marked", load("cases_quotes.toml")["cases"])
def test_quoted(marked: str) -> None:
    text = marked.replace("[[", "").replace("]]", "")
    wanted = re.findall(r"\[\[(.*?)\]\]", marked, re.DOTALL)
    assert [span.of(text) for span in quoted(text)] == wanted


@given(TEXTS)
def test_quoted_lies_inside_sorted_and_apart(text: str) -> None:
    spans = quoted(text)
    assert all(span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("case", load("cases_mode.toml")["case"], ids=lambda case: case["text"][:40])
def test_mode(case: dict[str, str]) -> None:
    text, spans = unmark(case["text"], {"{": "}", "<": ">"})
    cue = spans["<"][0] if spans["<"] else None
    assert mode_of(text, spans["{"], own_quotes(text, quoted(text), cue, None)) == case["mode"]


@pytest.mark.parametrize("case", load("cases_distance.toml")["case"], ids=lambda case: case["text"][:40])
def test_distance(case: dict) -> None:
    text, spans = unmark(case["text"], {"{": "}", "<": ">", "[": "]"})
    cue, source = (spans[sign][0] if spans[sign] else None for sign in "<[")
    found = distance_words(text, spans["{"], cue, source, quoted(text))
    assert [span.of(text) for span in found] == case["distance"]
