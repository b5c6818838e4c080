"""Summaries: cases, the demo corpus, and what holds for any text."""

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.analyse.summary import body_sentences, summarise
from reportedly.records import (
    Article,
    Document,
    Facts,
    Mark,
    MarkKind,
    Reading,
    Sentence,
    Span,
    Speaker,
    Statement,
    Word,
    article_of,
)

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases_summary.toml").read_text("utf-8"))["cases"]
DEMO = HERE.parents[1] / "src/reportedly/examples/articles"
GOLD = json.loads((HERE.parent / "examples_gold.json").read_text("utf-8"))["statements"]
WORDS = st.sampled_from(
    ["Dirvan", "He", "said", "gates", "“No", "”", '"', "will not allow", ".", ". ", "?", "\n", "\n\n", " "]
)


def article(text: str, marks: list[Mark] | None = None) -> Article:
    return article_of(
        Document("a.txt", text.encode("utf-8", "surrogatepass"), "text", text), Facts(), marks or []
    )


def sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences as the reader gives them, ended by a stop before white space or by a blank line."""
    ends = [found.end() for found in re.finditer(r"[.!?]+[\"”’]*(?=\s)|\n\s*\n|$", text)]
    return tuple(
        Sentence(
            tuple(
                Word(Span(word.start(), word.end()), "X", -1, "root")
                for word in re.compile(r"\S+").finditer(text, start, end)
            )
        )
        for start, end in pairwise([0, *ends])
        if text[start:end].strip()
    )


def place(text: str, words: str, near: int = 0) -> Span:
    """The occurrence of words nearest to a place."""
    starts = [at for at in range(len(text)) if text.startswith(words, at)]
    start = min(starts, key=lambda at: abs(at - near))
    return Span(start, start + len(words))


def statement(text: str, number: int, content: list[str], cue: str | None, source: str | None) -> Statement:
    pieces = tuple(place(text, piece) for piece in content)
    where = pieces[0].start
    return Statement(
        id=f"s{number}",
        content=pieces,
        cue=place(text, cue, where) if cue else None,
        source=place(text, source, where) if source else None,
        speaker=Speaker(source or "unknown"),
        mode="indirect",
        confidence=1.0,
        reader="case",
    )


def reading_of(case: dict[str, Any]) -> Reading:
    text = case["text"]
    kinds: list[tuple[MarkKind, list[str]]] = [
        ("title", [case["title"]] if "title" in case else []),
        ("dateline", [case["dateline"]] if "dateline" in case else []),
        ("furniture", case.get("furniture", [])),
    ]
    marks = [Mark(place(text, words), kind, "case") for kind, all_words in kinds for words in all_words]
    made = [
        statement(text, number, [content], cue, source)
        for number, (content, cue, source) in enumerate(case.get("statements", []), start=1)
    ]
    return Reading(article(text, marks), "case", tuple(made), sentences=sentences(text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_summary_takes_what_the_case_says(case: dict[str, Any]) -> None:
    taken = summarise(reading_of(case), case.get("most", 5))
    told = [one.span.of(case["text"]) for one in taken]
    assert [sentence for sentence in case["takes"] if sentence not in told] == []
    assert [sentence for sentence in case.get("leaves", []) if sentence in told] == []
    assert len(told) == len(case["takes"]) or not (case.get("exactly") or not case["takes"])
    if "reason" in case:
        found = next(one for one in taken if case["reason"] in one.reason)
        assert found.speakers == (case["speaker"],)
        assert found.statements == ("s1",)


def test_summary_of_the_demo_dispatch_names_the_red_line_and_who_draws_it() -> None:
    path = "dumps/2025-03-04-corant-gates.txt"
    text = (DEMO / path).read_bytes().decode("utf-8")
    found = [one for one in GOLD if one["path"] == path]
    made = tuple(
        statement(text, number, one["content"], one["cue"], one["source"])
        for number, one in enumerate(found, start=1)
    )
    taken = summarise(Reading(article(text), "gold", made, sentences=sentences(text)))
    assert 3 <= len(taken) <= 5
    assert "Prime Minister Jaromir Vesthal" in {name for one in taken for name in one.speakers}
    assert any(one.reason.count("red line") for one in taken)
    assert not any(
        "Reporting by" in one.span.of(text) or "rights reserved" in one.span.of(text) for one in taken
    )


@given(st.lists(WORDS, max_size=80).map("".join) | st.text(max_size=80), st.integers(0, 7), st.data())
def test_summary_is_sentences_of_the_text_in_order(text: str, most: int, data: st.DataObject) -> None:
    ends = st.integers(0, max(len(text) - 1, 0))
    places = data.draw(st.lists(ends, max_size=6)) if text else []
    made = tuple(
        Statement(f"s{at}", (Span(at, at + 1),), None, None, Speaker("X"), "indirect", 1.0, "any")
        for at in sorted(set(places))
    )
    marks = [Mark(Span(at, len(text)), "furniture", "any") for at in places[:1]]
    reading = Reading(article(text, marks), "any", made, sentences=sentences(text))
    taken = summarise(reading, most)
    assert len(taken) <= most
    assert bool(taken) == bool(most and body_sentences(reading))
    assert {one.span for one in taken} <= set(body_sentences(reading))
    assert all(one.span < other.span for one, other in pairwise(taken))
    assert all(one.reason for one in taken)
    assert taken == summarise(reading, most)
    for one in taken:
        inside = {each.id for each in made if any(one.span.overlaps(piece) for piece in each.content)}
        assert set(one.statements) == inside
