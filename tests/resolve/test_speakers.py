"""Who each statement's speaker is, case by case, on invented articles; and what holds for any article."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import (
    Article,
    Facts,
    Name,
    Reading,
    Reference,
    Sentence,
    Span,
    Speaker,
    Statement,
    Word,
)
from reportedly.resolve import KINDS, Register, own_file, speakers
from reportedly.resolve.mentions import Cast

CASES = Path(__file__).parent / "cases_speakers"
NAMED = sorted(path for path in CASES.glob("*.toml") if not path.name.startswith("_"))
REGISTER = Register(own_file(CASES / "_actors.toml"))


def _span(text: str, words: str, nth: int = 1) -> Span:
    """Where the words stand for the nth time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _statement(text: str, entry: dict[str, Any], number: int) -> Statement:
    source = entry.get("source")
    cue = entry.get("cue")
    return Statement(
        id=f"s{number}",
        content=(_span(text, entry["content"]),),
        cue=_span(text, cue) if cue else None,
        source=_span(text, source, entry.get("source_nth", 1)) if source else None,
        speaker=Speaker("unread"),
        mode=entry.get("mode", "indirect"),
        confidence=1.0,
        reader="case",
        inside=entry.get("inside"),
    )


def _sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences without trees: every word hangs on the first."""
    found = []
    for sentence in re.finditer(r"[^.]+\.[\"”]?", text):
        words = [
            Word(Span(sentence.start() + word.start(), sentence.start() + word.end()), "X", 0, "dep")
            for word in re.finditer(r"\w+|[^\w\s]", sentence.group())
        ]
        found.append(Sentence((Word(words[0].span, "X", -1, "root"), *words[1:])))
    return tuple(found)


def _reading(case: dict[str, Any]) -> Reading:
    text = case["text"]
    names = {
        Span(found.start(), found.end()): kind
        for words, kind in sorted(case.get("names", ()), key=lambda name: len(name[0]))
        for found in re.finditer(rf"\b{re.escape(words)}\b", text)
    }
    longest = [span for span in names if not any(o != span and o.holds(span) for o in names)]
    entries = enumerate(case["statement"], 1)
    return Reading(
        Article(
            "a",
            "a.txt",
            "",
            "text",
            "",
            "",
            text,
            Facts(outlet=case.get("outlet"), published=case.get("published")),
        ),
        "case",
        tuple(_statement(text, entry, number) for number, entry in entries),
        names=tuple(sorted(Name(span, names[span], 0.9) for span in longest)),
        references=tuple(
            Reference(_span(text, word, nth), _span(text, meant), sure)
            for word, nth, meant, sure in case.get("references", ())
        ),
        sentences=_sentences(text),
    )


@pytest.mark.parametrize("path", NAMED, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    found = speakers(_reading(case), REGISTER)
    assert len(found) == len(case["statement"])
    for entry, speaker in zip(case["statement"], found, strict=True):
        expected = entry["speaker"]
        told = {"name": speaker.name, "kind": speaker.kind, "for": speaker.speaks_for, "named": speaker.named}
        assert {key: told[key] or False for key in expected} == expected, entry["content"]
        assert speaker.named is expected.get("named", True), entry["content"]
        assert [one.name for one in speaker.others] == entry.get("others", []) or "others" not in entry
        assert entry.get("reason", speaker.reason) == speaker.reason


def test_an_office_joined_by_and_is_nobody() -> None:
    name = "Minister of Municipal and Rural Affairs and the Environment Maria Dell"
    cast = Cast(name, [Name(Span(0, len(name)), "person", 0.9)], REGISTER)
    assert [person.name for person in cast.persons] == ["Maria Dell"]


_ANY_WORDS = """he she they it we I who his the a said that Vell Irena Dirvan Dirvani minister official group
(HWU) report government and of by , . " 's statement Port Dir 50,000 reportedly"""
_WORDS = st.sampled_from(_ANY_WORDS.split())


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS, min_size=6, max_size=40), st.data())
def test_every_statement_has_one_speaker_of_a_known_kind(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words) + " end."
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 30)).map(
        lambda at: Span(at[0], min(len(text), sum(at)))
    )
    entries = data.draw(st.lists(st.tuples(spans, st.none() | spans, st.none() | spans), max_size=5))
    statements = tuple(
        Statement(f"s{n}", (content,), cue, source, Speaker("unread"), "indirect", 1.0, "any")
        for n, (content, cue, source) in enumerate(entries, 1)
    )
    names = tuple(Name(span, "person", 0.9) for span in sorted(data.draw(st.sets(spans, max_size=4))))
    article = Article("a", "a.txt", "", "text", "", "", text, Facts())
    reading = Reading(article, "any", statements, names=names, sentences=_sentences(text))
    found = speakers(reading, REGISTER)
    assert len(found) == len(statements)
    for speaker in found:
        assert speaker.kind in KINDS and speaker.name.strip() and speaker.reason
        assert 0 <= speaker.confidence <= 1
        assert speaker.named or speaker.name == "unknown" or speaker.name.startswith("unnamed ")
