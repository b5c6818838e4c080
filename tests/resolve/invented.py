"""Readings made from case files: words are told apart by lists, trees hold only the arcs a case names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportedly.records import (
    Article,
    Document,
    Facts,
    Name,
    Reading,
    Sentence,
    Span,
    Speaker,
    Statement,
    Time,
    Word,
    article_of,
)

_WORD = re.compile(r"['’]s\b|\w+(?:[-.]\w+)*|[^\w\s]")
_STOP = re.compile(r"[.!?][\"”]?\s+(?=[A-Z“\"])|\n+")
_TAGS = {
    "DET": "the a an this that some every",
    "ADP": "in on at by with to from of for during after before as through under since until",
    "PRON": "he she it they who which we his her its their him them what",
    "AUX": "is are was were be been has have had will would",
    "SCONJ": "if because while when",
    "CCONJ": "and or but",
    "ADV": "also later earlier not however",
}
_TAG = {word: tag for tag, words in _TAGS.items() for word in words.split()}


def cases(folder: str) -> Iterator[dict[str, Any]]:
    """The cases of all files of a folder beside this file, each with an id of its own."""
    for path in sorted((Path(__file__).parent / folder).glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield {**case, "id": f"{path.stem}: {case['name']}"}


def reading_of(case: dict[str, Any]) -> Reading:
    """The reading that a case describes."""
    text = case["text"]
    statements: list[Statement] = []
    for number, given in enumerate(case["statement"], 1):
        statements.append(_statement(text, number, given))
    return Reading(
        _article(case),
        "invented",
        tuple(statements),
        names=tuple(sorted(Name(_place(text, words, 0), kind, 0.9) for words, kind in case.get("names", []))),
        times=tuple(sorted(_times(text, case.get("times", [])))),
        sentences=tuple(_sentences(case, statements)),
    )


def speakers_of(case: dict[str, Any]) -> tuple[Speaker, ...]:
    """The speakers that a case gives its statements, else their sources."""
    names = (one.get("speaker", one.get("source", "unknown")) for one in case["statement"])
    return tuple(
        Speaker(name, one.get("kind", "person"), not name.startswith("un"))
        for name, one in zip(names, case["statement"], strict=True)
    )


def _article(case: dict[str, Any]) -> Article:
    document = Document("invented.txt", case["text"].encode(), "text", case["text"])
    return article_of(document, Facts(outlet=case.get("outlet"), published=case.get("published")), ())


def _statement(text: str, number: int, given: dict[str, Any]) -> Statement:
    pieces = given["content"] if isinstance(given["content"], list) else [given["content"]]
    content = tuple(_place(text, piece, 0) for piece in pieces)
    near = content[0].start
    cue = _place(text, given["cue"], near) if "cue" in given else None
    source = _place(text, given["source"], cue.start if cue else near) if "source" in given else None
    inside = f"s{given['inside']}" if "inside" in given else None
    speaker = Speaker(given.get("source", "unknown"))
    return Statement(f"s{number}", content, cue, source, speaker, "indirect", 0.9, "invented", inside)


def _place(text: str, words: str, near: int) -> Span:
    """The occurrence of some words that is nearest to a place."""
    found = [match.start() for match in re.finditer(re.escape(words), text)]
    assert found, f"{words!r} does not stand in the case's text"
    start = min(found, key=lambda at: abs(at - near))
    return Span(start, start + len(words))


def _times(text: str, given: list[list[str]]) -> Iterator[Time]:
    for words, value, *kind in given:
        start = text.index(words)
        yield Time(Span(start, start + len(words)), kind[0] if kind else "DATE", value or None)  # type: ignore[arg-type]


def _sentences(case: dict[str, Any], statements: list[Statement]) -> Iterator[Sentence]:
    """The sentences, and where a case says so, cut behind a word as a reader may do wrongly."""
    text, arcs = case["text"], case.get("arcs", [])
    cuts = [text.index(words) + len(words) for words in case.get("cut_behind", [])]
    start = 0
    for end in sorted([*(stop.end() for stop in _STOP.finditer(text)), *cuts, len(text)]):
        found = [Span(start + word.start(), start + word.end()) for word in _WORD.finditer(text[start:end])]
        if found:
            yield Sentence(tuple(_words(text, found, statements, arcs)))
        start = end


def _words(
    text: str, spans: list[Span], statements: list[Statement], arcs: list[list[str]]
) -> Iterator[Word]:
    said = [span.of(text) for span in spans]
    hangs = {dependent: (head, relation) for dependent, head, relation in arcs}
    for span, word in zip(spans, said, strict=True):
        head, relation = hangs.get(word, ("", "dep"))
        tag = _TAG.get(word.lower(), "PROPN" if word[0].isupper() else "NOUN")
        if any(statement.cue and statement.cue.overlaps(span) for statement in statements):
            tag = "NOUN" if word in ("claim", "charge") else "VERB"
        tag = (
            "VERB"
            if word in ("cited", "quoted", "citing", "arrived", "gave", "reported", "closed", "said")
            else tag
        )
        tag = tag if word[0].isalnum() or word in ("'s", "’s") else "PUNCT"
        yield Word(span, tag, said.index(head) if head in said else -1, relation)
