"""Readings made for tests, from a few words each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

from hypothesis import strategies as st

from reportedly.records import (
    MODES,
    Document,
    Facts,
    Mark,
    Name,
    NameKind,
    Reading,
    Reference,
    Rival,
    Sentence,
    Span,
    Speaker,
    Statement,
    Time,
    TimeType,
    Word,
    article_of,
)

READER = "reader-1"


def reading_of(case: dict[str, Any], reader: str = READER) -> tuple[Reading, bytes]:
    """A reading with its bytes, from a case: text, path, facts, and all findings by the words they hold."""
    text = case["text"]
    raw = text.encode("utf-8", "surrogatepass")
    names = [name for name in Facts.__slots__ if name in case]
    facts = Facts(**{name: case[name] for name in names})
    marks = [Mark(_span(text, words), "furniture", "test") for words in case.get("furniture", [])]
    article = article_of(Document(case["path"], raw, "text", text), facts, marks)
    statements = tuple(
        _statement(text, number, one, reader) for number, one in enumerate(case.get("statements", []), 1)
    )
    reading = Reading(article, reader, statements, case.get("skipped"), words=len(text.split()))
    return replace(reading, **_findings(text, case)), raw


def _findings(text: str, case: dict[str, Any]) -> dict[str, Any]:
    """Names, times and references by the words they hold, and one tree of the words of `tree`."""
    heads = range(-1, len(case.get("tree", [])))
    words = [
        Word(_span(text, word), "X", head, "dep")
        for word, head in zip(case.get("tree", []), heads, strict=False)
    ]
    return {
        "names": tuple(Name(_span(text, one), kind, 0.5) for one, kind in case.get("names", [])),
        "times": tuple(Time(_span(text, one), *told) for one, *told in case.get("times", [])),
        "references": tuple(
            Reference(_span(text, one), _span(text, other), 0.5) for one, other in case.get("references", [])
        ),
        "sentences": (Sentence(tuple(words)),) if words else (),
    }


def _statement(text: str, number: int, case: dict[str, Any], reader: str) -> Statement:
    source = _span(text, case["source"]) if "source" in case else None
    name = case.get("speaker", case.get("source", "unknown"))
    return Statement(
        id=f"s{number}",
        content=tuple(_span(text, words) for words in case["content"]),
        cue=_span(text, case["cue"]) if "cue" in case else None,
        source=source,
        speaker=Speaker(name, case.get("kind"), name != "unknown", case.get("for")),
        mode=case.get("mode", "indirect"),
        confidence=case.get("confidence", 0.5),
        reader=reader,
        inside=case.get("inside"),
        distance=tuple(_span(text, words) for words in case.get("distance", [])),
        via=tuple(case.get("via", [])),
    )


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


# Any string Python has, with much of what databases stumble over.
ANY_TEXT = st.text(st.characters() | st.sampled_from("\x00\ud800\udcff\ufdd0İıß'\"*%_\\\u0301\ufeff北京 \n"))


@st.composite
def any_reading(draw: st.DrawFn) -> tuple[Reading, bytes]:
    """Any article with any marks and findings whose spans fit it."""
    text = draw(ANY_TEXT)
    maybe = st.none() | ANY_TEXT
    facts = Facts(*(draw(maybe) for _ in Facts.__slots__))
    spans = _spans(max(1, len(text)))
    most = 3 if text else 0
    kinds = st.sampled_from(["furniture", "title"])
    marks = draw(st.lists(st.builds(Mark, spans, kinds, ANY_TEXT), max_size=most))
    made = draw(st.lists(_statements(spans), max_size=most))
    statements = tuple(_numbered(one, number) for number, one in enumerate(made, 1))
    raw = text.encode("utf-8", "surrogatepass")
    article = article_of(Document(draw(ANY_TEXT), raw, "text", text), facts, marks)
    reading = Reading(article, READER, statements, draw(maybe), words=3)
    found = {name: tuple(draw(st.lists(one, max_size=most))) for name, one in _found(spans).items()}
    return replace(reading, **found), raw


def _found(spans: st.SearchStrategy[Span]) -> dict[str, st.SearchStrategy[Any]]:
    """One name, time, reference or sentence, by the field it stands in."""
    maybe, sure = st.none() | ANY_TEXT, st.floats(0, 1)
    return {
        "names": st.builds(Name, spans, st.sampled_from(get_args(NameKind)), sure),
        "times": st.builds(Time, spans, st.sampled_from(get_args(TimeType)), maybe, maybe, maybe, maybe),
        "references": st.builds(Reference, spans, spans, sure),
        "sentences": any_sentence(spans),
    }


@st.composite
def any_sentence(draw: st.DrawFn, spans: st.SearchStrategy[Span]) -> Sentence:
    """Any words in any order, with any heads there are."""
    placed = draw(st.lists(spans, min_size=1, max_size=6))
    heads = st.integers(-1, len(placed) - 1)
    labels = st.sampled_from(["NOUN", "nsubj:pass", "", "é"]) | st.text(max_size=3)
    return Sentence(tuple(Word(span, draw(labels), draw(heads), draw(labels)) for span in placed))


def _spans(length: int) -> st.SearchStrategy[Span]:
    ends = st.tuples(st.integers(0, length - 1), st.integers(1, length))
    return ends.map(lambda pair: Span(min(pair[0], pair[1] - 1), max(pair[0] + 1, pair[1])))


def _statements(spans: st.SearchStrategy[Span]) -> st.SearchStrategy[Statement]:
    maybe, sure = st.none() | ANY_TEXT, st.floats(0, 1)
    rivals = st.lists(st.builds(Rival, ANY_TEXT, maybe, ANY_TEXT, sure), max_size=2).map(tuple)
    return st.builds(
        Statement,
        id=st.just("s"),
        content=st.lists(spans, min_size=1, max_size=3).map(tuple),
        cue=st.none() | spans,
        source=st.none() | spans,
        speaker=st.builds(Speaker, ANY_TEXT, maybe, st.booleans(), maybe, maybe, maybe, sure, rivals),
        mode=st.sampled_from(MODES),
        confidence=st.floats(0, 1),
        reader=st.just(READER),
        distance=st.lists(spans, max_size=2).map(tuple),
        via=st.lists(ANY_TEXT, max_size=2).map(tuple),
        toward=st.lists(ANY_TEXT, max_size=2).map(tuple),
    )


def _numbered(statement: Statement, number: int) -> Statement:
    return replace(statement, id=f"s{number}")
