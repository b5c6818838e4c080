"""Proper names from the network's tags."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np

from reportedly.read.form import NAME_KINDS, NAME_TAGS
from reportedly.read.links import Floats
from reportedly.read.tokens import Tokens
from reportedly.records import Name, NameKind, Sentence, Span

SURE = 0.98  # chance of being no name above which a word is not looked at further

# Tag `to` may follow tag `of`: inside of a kind (even) only its beginning or itself.
_MAY_FOLLOW = np.array(
    [[to % 2 == 1 or to == 0 or of in (to - 1, to) for to in range(NAME_TAGS)] for of in range(NAME_TAGS)]
)
_STEP = np.where(_MAY_FOLLOW, 0.0, -np.inf).astype(np.float32)

# Between two names of persons or places, or in the midst of none: "Larn, Dirvan" is two places.
_BETWEEN = re.compile(r"\s*[,;/]\s*|\s*\n\s*\n\s*")
_LISTED = frozenset(("person", "place", "facility"))
# Small words that open a name; any other before its first capital is no part of it: "city of Larn".
_OPENING = (
    "(?:al|el|as|ad|an|ar|at|az|bin|ibn|ben|abu|de|del|della|da|di|du|des|dos|la|le|van|von|der|den|zu)"
)
_BEFORE = re.compile(rf"(?:[^\w(]+|(?!{_OPENING}\b)[a-z]+(?:\s+|$)(?=.*[A-Z]))+", re.DOTALL)
_AFTER = re.compile(r"(?:(?:^|\s+)(?:of|the|and|in|for|at|to|by|on|from|with)|[\s,;:/“‘(–—-])+$")
# Who somebody is stands before his name and is no part of it.
_TITLES = re.compile(
    r"(?:(?i:(?:(?:vice|deputy|prime|foreign|first)[ -])*"
    r"(?:president|premier|minister|chancellor|senator|congressman|congresswoman|governor|mayor|secretary"
    r"|ambassador|general|colonel|major|captain|lieutenant|sergeant|admiral|judge|justice|professor|ayatollah"
    r"|sen|rep|gov|gen|col|maj|capt|lt|sgt|adm|prof|dr|mr|mrs|ms)\b)\.?(?:\s+of\s+(?:the\s+)?[A-Z]\w+)?\s+)+"
    r"(?=[A-Z])"
)
_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.[ -]?){1,3}\Z")
_REACH = 12  # characters that initials take
# What is no name: an article, an address.
_NONE = re.compile(r"(?:the|an?|this|that|these|those)\Z|\S*@", re.IGNORECASE)


def names(text: str, tokens: Tokens, scores: Floats, sentences: Sequence[Sentence]) -> tuple[Name, ...]:
    """The names of a text, each of whole words of its sentences; `scores` (w, 17) as `read.form` has them."""
    if not len(scores):
        return ()
    logs = scores - scores.max(axis=1, keepdims=True)
    logs = logs - np.log(np.exp(logs).sum(axis=1, keepdims=True))
    starts, ends = tokens.word_spans()
    words = [word.span for sentence in sentences for word in sentence.words]
    out: list[Name] = []
    for first, stop, kind in _found(logs):
        chances = np.logaddexp(logs[first:stop, 1 + 2 * kind], logs[first:stop, 2 + 2 * kind])
        span = _whole(words, Span(int(starts[first]), int(ends[stop - 1])))
        if out and out[-1].span.overlaps(span):
            continue
        told, sure = cast(NameKind, NAME_KINDS[kind]), round(float(np.exp(chances.mean())), 3)
        parts = (_alone(text, part, told, out) for part in _parts(text, span, told))
        out += [Name(part, told, sure) for part in parts if not _NONE.match(text, part.start, part.end)]
    return tuple(out)


def _alone(text: str, span: Span, kind: NameKind, before: Sequence[Name]) -> Span:
    """A person's name without title, with its initials: "General R. Vell" is "R. Vell"."""
    if kind != "person":
        return span
    title = _TITLES.match(text, span.start, span.end)
    start = title.end() if title else span.start
    initials = _INITIALS.search(text, max(0, start - _REACH), start)
    free = initials and not (before and before[-1].span.end > initials.start())
    return Span(initials.start() if initials and free else start, span.end)


def _parts(text: str, span: Span, kind: str) -> Iterator[Span]:
    """The names that a stretch holds, without the words that are no part of one."""
    start = span.start
    borders = _BETWEEN.finditer(text, span.start, span.end) if kind in _LISTED else ()
    for low, high in [*((border.start(), border.end()) for border in borders), (span.end, span.end)]:
        before = _BEFORE.match(text, start, low)
        first = before.end() if before else start
        after = _AFTER.search(text[first:low])
        last = first + after.start() if after else low
        if first < last:
            yield Span(first, last)
        start = high


def _found(logs: Floats) -> Iterator[tuple[int, int, int]]:
    """Words [first, stop) and the kind of each name: the likeliest tags of each stretch that may hold one."""
    unsure = np.flatnonzero(logs[:, 0] < np.log(SURE))
    if not len(unsure):
        return
    for stretch in np.split(unsure, np.flatnonzero(np.diff(unsure) > 1) + 1):
        offset = int(stretch[0])
        path = best_tags(logs[offset : int(stretch[-1]) + 1])
        first = 0
        for at, tag in enumerate([*path, 0]):
            if at and path[at - 1] and (tag == 0 or tag % 2):
                yield offset + first, offset + at, (path[at - 1] - 1) // 2
            if tag % 2:
                first = at


def best_tags(logs: Floats) -> list[int]:
    """The likeliest sequence of tags, (w, 17) -> w, in which only what has begun goes on (Viterbi 1967)."""
    score = np.where(_MAY_FOLLOW[0], logs[0], -np.inf)
    back = []
    for row in logs[1:]:
        reached = score[:, None] + _STEP
        came = reached.argmax(axis=0)
        back.append(came)
        score = reached[came, np.arange(NAME_TAGS)] + row
    path = [int(score.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


def _whole(words: Sequence[Span], span: Span) -> Span:
    """The span with the rest of the words it begins and ends in: "Ont" is "Ont."."""
    first = bisect_right(words, span.start, key=lambda word: word.start) - 1
    last = bisect_right(words, span.end - 1, key=lambda word: word.start) - 1
    if first < 0:
        return span
    start = words[first].start if words[first].end > span.start else span.start
    return Span(start, max(span.end, words[last].end) if words[last].start < span.end else span.end)
