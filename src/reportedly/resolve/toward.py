"""To whom a statement is directed, where its sentence names him as an object of the cue: "urged | Dirvan | to
reopen the gate", "told | President Vell | that"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.records import Reading, Span, Speaker, Statement, Word
from reportedly.resolve.names import fold
from reportedly.resolve.register import Register
from reportedly.resolve.scene import Scene
from reportedly.resolve.sources import kind_of_name, phrase_of, plain, word_set
from reportedly.resolve.speakers import persons_in

_OBJECTS = ("obj", "iobj", "nsubj:pass", "obl")
_TO = frozenset({"to", "with", "against", "toward", "towards"})
_ON = _TO | {"on", "upon"}
_CALLING = re.compile(r"\bcall|\bpress|\bprevail|\bimpos", re.IGNORECASE)  # on him
# Who carries the words is no addressee: he stands in the chain.
_PRESS = re.compile(
    r"\b(?:media|press|news|television|TV|radio|newspaper|daily|weekly|magazine|agency|channel|network|reporters?|"
    r"journalists?|correspondents?|interviewers?|show|programme|program)\b",
    re.IGNORECASE,
)
_DIRECTED = ("state", "organisation", "agency", "igo", "armed group", "party", "company")


def toward(
    reading: Reading, who: Sequence[Speaker], through: Sequence[tuple[str, ...]], known: Register
) -> tuple[tuple[str, ...], ...]:
    """For each statement the names of those addressed, as the register or the article has them."""
    scene = Scene(reading, known)
    return tuple(
        tuple(name for name in dict.fromkeys(_addressed(scene, statement, via)) if name != speaker.name)
        for statement, speaker, via in zip(reading.statements, who, through, strict=True)
    )


def _addressed(scene: Scene, statement: Statement, via: Sequence[str]) -> Iterator[str]:
    span = _object(scene, statement)
    if span is None:
        return
    words = span.of(scene.text)
    phrase, line = phrase_of(words), fold(words)
    if _PRESS.search(words) or kind_of_name(phrase.core) == "outlet" or any(fold(one) in line for one in via):
        return
    body = scene.body(phrase.core) if phrase.named else None
    state = scene.state_named(plain(phrase.core))
    if not state and phrase.kind == "government":
        state = scene.state_in(phrase.core)
    if body and body.kind == "outlet":
        return
    if state:
        yield state
    elif persons := persons_in(scene, span):
        yield from (one.name for one in persons if one.name.lower() not in word_set("no_name"))
    elif body and body.named and body.kind in _DIRECTED:
        yield body.name


def _object(scene: Scene, statement: Statement) -> Span | None:
    """The objects of the cue outside content and source, as one stretch that ends where these begin."""
    cue = statement.cue
    number = scene.sentence_at(cue.start) if cue else -1
    if cue is None or number < 0:
        return None
    words = scene.reading.sentences[number].words
    cues = {at for at, word in enumerate(words) if word.span.overlaps(cue)}
    others = [*statement.content, *([statement.source] if statement.source else [])]
    others += [time.span for time in scene.reading.times]
    borders = [other.start for other in others if other.start >= cue.end]
    to = _ON if _CALLING.search(cue.of(scene.text)) else _TO
    found: set[int] = set()
    for at, word in enumerate(words):
        if word.head in cues and at not in cues and word.relation in _OBJECTS:
            fits = word.relation != "obl" or _preposition(scene, words, at) in to
            if fits and word.span.start >= cue.end and not any(other.overlaps(word.span) for other in others):
                found |= {k for k in _below(words, at) if words[k].head != at or words[k].relation != "case"}
    border = min(borders, default=len(scene.text))
    found = {at for at in found if cue.end <= words[at].span.start < border}
    if not found:
        return None
    return Span(words[min(found)].span.start, min(words[max(found)].span.end, border))


def _preposition(scene: Scene, words: Sequence[Word], at: int) -> str:
    cases = [word for word in words if word.relation == "case" and word.head == at]
    return cases[0].span.of(scene.text).lower() if cases else ""


def _below(words: Sequence[Word], top: int) -> set[int]:
    """A word with all words that hang on it."""
    below = {top}
    for _ in words:
        more = {at for at, word in enumerate(words) if word.head in below} - below
        if not more:
            break
        below |= more
    return below
