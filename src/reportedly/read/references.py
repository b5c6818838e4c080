"""Who a pronoun or a description that speaks stands for: its antecedent among the names before it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.read.links import (
    RELATIONS,
    Bounds,
    Floats,
    Halves,
    LinkTables,
    between,
    gaps,
    link_probabilities,
    stretch_vectors,
)
from reportedly.read.tokens import Tokens
from reportedly.records import Name, Reference, Span

MOST = 24  # candidates, as in training
FAR = 4000  # characters; an article that has not named somebody for that long names him again
ANTECEDENT = RELATIONS.index("antecedent")

_PERSONAL = re.compile(r"he|she|him|her|his", re.IGNORECASE)
PRONOUN = re.compile(r"he|she|they|it|him|her|them|his|their|its|both", re.IGNORECASE)
_DESCRIPTION = re.compile(r"(?:the|this|that|these|those|his|her|its|their)\s+(?=[a-z])", re.IGNORECASE)
# What a description is of, by its last word: "the minister" is a person, "the daily" a body.
_PERSONS = re.compile(
    r".*(?:man|woman|men|women|person|official|minister|president|premier|chancellor|secretary|ambassador|envoy|"
    r"leader|chief|head|commander|general|colonel|admiral|officer|spokes\w+|diplomat|lawmaker|senator|deputy|"
    r"politician|analyst|expert|scholar|professor|lawyer|judge|activist|cleric|king|queen|prince|pope|author|"
    r"writer|journalist|reporter|director|governor|mayor|candidate|chairman|speaker|statesman|\w+ian|\w+ist)s?",
    re.IGNORECASE,
)
PEOPLE = frozenset({"person"})
BODIES = frozenset({"organisation", "place", "group", "outlet", "law", "facility"})


def stands_for_another(words: str) -> bool:
    """Whether a source names nobody by itself: a pronoun, or a description without a name."""
    text = " ".join(words.split())
    return bool(PRONOUN.fullmatch(text)) or (bool(_DESCRIPTION.match(text)) and text[4:].lower() == text[4:])


def _kinds(words: str) -> frozenset[str]:
    """Of which kinds of names the one meant may be."""
    text = " ".join(words.split()).lower()
    if _PERSONAL.fullmatch(text):
        return PEOPLE
    if text in ("they", "them", "their", "both"):
        return PEOPLE | BODIES
    if PRONOUN.fullmatch(text):
        return BODIES
    head = re.split(r"\s+(?:of|for|from|in|at|to|who|which|that)\s|,", text)[0].split()[-1]
    return PEOPLE if _PERSONS.fullmatch(head) else BODIES


@dataclass(frozen=True, slots=True)
class Linked:
    """A text's words with their link vectors (w, 480) and the tables that go with them."""

    tokens: Tokens
    vectors: Halves
    tables: LinkTables


def references(
    text: str, linked: Linked, mentions: Iterable[Span], names: Sequence[Name]
) -> tuple[Reference, ...]:
    """The antecedent of each mention that stands for somebody named before it, where there is one.

    Names of one actor, as far as their last word tells, count together.
    """
    starts = [name.span.start for name in names]
    out = []
    for mention in sorted(set(mentions)):
        kinds = _kinds(mention.of(text))
        before = names[: bisect_left(starts, mention.start)]
        near = [n for n in before if n.kind in kinds and mention.start - n.span.end <= FAR][-MOST:]
        if near:
            spans = [name.span for name in near]
            chances = antecedent_chances(linked, mention, spans)
            found = _best(text, spans, chances)
            if found is not None:
                out.append(Reference(mention, *found))
    return tuple(out)


def antecedent_chances(linked: Linked, mention: Span, candidates: Sequence[Span]) -> Floats:
    """The probability that each candidate is who the mention stands for; what is left is "none of them"."""
    asking, answers = _bounds(linked.tokens, [mention]), _bounds(linked.tokens, candidates)
    asked = stretch_vectors(linked.vectors, asking, "mention>antecedent")
    scores = asked @ stretch_vectors(linked.vectors, answers, "antecedent").T
    crossed = between(asking, answers, answers)
    return link_probabilities(scores, gaps(asking, answers), linked.tables, ANTECEDENT, crossed)[0, :-1]


def _bounds(tokens: Tokens, spans: Sequence[Span]) -> Bounds:
    """The words [first, stop) of each span, at least one."""
    starts, ends = tokens.word_spans()
    first = np.searchsorted(ends, [span.start for span in spans], "right")
    first = np.minimum(first, len(starts) - 1)
    stop = np.searchsorted(starts, [span.end for span in spans], "left")
    return np.stack([first, np.maximum(stop, first + 1)], axis=1)


def _best(text: str, spans: Sequence[Span], chances: Floats) -> tuple[Span, float] | None:
    """The nearest mention of the likeliest actor, and how likely it is among all."""
    total: dict[str, float] = defaultdict(float)
    last: dict[str, Span] = {}
    for span, chance in zip(spans, chances.tolist(), strict=True):
        key = span.of(text).split()[-1].casefold().removesuffix("'s").removesuffix("’s")
        total[key] += chance
        last[key] = span
    key = max(total, key=lambda one: total[one])
    return (last[key], round(min(total[key], 1.0), 3)) if total[key] > 0 else None
