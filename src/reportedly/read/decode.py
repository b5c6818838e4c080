"""From the network's numbers to linked stretches; no text and no session here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.read.form import LAYERS
from reportedly.read.links import (
    REACH,
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

OUT, BEGINS, INSIDE = range(3)
JOINED = 0.02  # PolNeAR dev: 0.001 to 0.1 give linked F1 within 0.3 points
WordSpan = tuple[int, int]  # words [start, end)


@dataclass(frozen=True, slots=True)
class Output:
    """What the network says of a text: `tags` (words, 3, 3) log-probabilities, `links` (words, 480), `inner`
    (words,) the probability of being a cue within a content."""

    tags: Floats
    links: Halves
    inner: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A content with its cue and source, in words; `confidence` is the tags' and the cue link's together."""

    content: tuple[WordSpan, ...]
    cue: WordSpan | None
    source: WordSpan | None
    confidence: float


def log_softmax(scores: Floats) -> Floats:
    """(words, 9) -> (words, 3, 3)."""
    split = scores.reshape(-1, len(LAYERS), 3).astype(np.float32)
    split = split - split.max(axis=2, keepdims=True)
    return np.asarray(split - np.log(np.exp(split).sum(axis=2, keepdims=True)), np.float32)


def decode(output: Output, tables: LinkTables) -> list[Found]:
    """The statements, in order of their first word."""
    sources, cues, contents = (_stretches(best_path(output.tags[:, layer])) for layer in range(len(LAYERS)))
    linker = _Linker(output.links, tables, contents)
    found = []
    for group, cue, certainty in _claims(linker, cues):
        pieces = contents[group]
        source, _ = linker.choose("source", pieces, sources, cue)
        found.append(
            Found(
                content=tuple((int(start), int(end)) for start, end in pieces),
                cue=cue,
                source=source,
                confidence=round(_certainty(output.tags, pieces) * certainty, 3),
            )
        )
    return sorted(found, key=lambda one: one.content)


def best_path(scores: Floats) -> list[int]:
    """The likeliest tags of a layer, (words, 3) -> words, with INSIDE never after OUT (Viterbi 1967)."""
    out, begins, inside = 0.0, 0.0, -np.inf
    back: list[tuple[int, int, int]] = []
    for row in scores.tolist():
        best = out if out >= begins else begins
        at = OUT if out >= begins else BEGINS
        if inside > best:
            best, at = inside, INSIDE
        within, from_ = (begins, BEGINS) if begins >= inside else (inside, INSIDE)
        if not back:
            within = -np.inf
        back.append((at, at, from_))
        out, begins, inside = best + row[OUT], best + row[BEGINS], within + row[INSIDE]
    if not back:
        return []
    state = int(np.argmax((out, begins, inside)))
    path = [state]
    for step in reversed(back[1:]):
        state = step[state]
        path.append(state)
    return path[::-1]


def _stretches(path: Sequence[int]) -> Bounds:
    """Tags -> (n, 2) word bounds."""
    spans: list[list[int]] = []
    for at, tag in enumerate(path):
        if tag == BEGINS:
            spans.append([at, at + 1])
        elif tag == INSIDE:
            spans[-1][1] = at + 1
    return np.array(spans, np.int64).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class _Linker:
    """Finds what stretches of a text belong together; looks no further than REACH, however long the text."""

    words: Halves
    tables: LinkTables
    contents: Bounds

    def choose(
        self, relation: str, asking: Bounds, answers: Bounds, cue: WordSpan | None = None
    ) -> tuple[WordSpan | None, float]:
        """The likeliest answer to all who ask together, None where that is "none", and its probability."""
        near = answers[_near(answers, int(asking[0, 0]) - REACH, int(asking[-1, 1]) + REACH)]
        scores = self._scores(relation, asking, near)
        if cue is not None:
            asked = stretch_vectors(self.words, np.array([cue]), "cue>source")
            scores = scores + asked @ stretch_vectors(self.words, near, "source of cue").T
        chances = self._chances(relation, asking, near, scores).mean(axis=0)
        best = int(chances.argmax())
        chosen = (int(near[best, 0]), int(near[best, 1])) if best < len(near) else None
        return chosen, float(chances[best])

    def continues(self, at: int, alike: Sequence[int] | None) -> int | None:
        """The content before that the one at `at` continues, if any; of `alike` only, where they are named.

        Named ones share a cue, which speaks for one statement: there JOINED is enough.
        """
        first = int(np.searchsorted(self.contents[:, 1], self.contents[at, 0] - REACH))
        near, asking = self.contents[first:at], self.contents[at : at + 1]
        chances = self._chances("before", asking, near, self._scores("before", asking, near))[0]
        if alike is None:
            best = int(chances.argmax())
            return first + best if best < len(near) else None
        reached = [other for other in alike if other >= first]
        together = sum(float(chances[other - first]) for other in reached)
        if not reached or together <= JOINED * (together + float(chances[-1])):
            return None
        return max(reached, key=lambda other: float(chances[other - first]))

    def _scores(self, relation: str, asking: Bounds, answers: Bounds) -> Floats:
        asked = stretch_vectors(self.words, asking, f"content>{relation}")
        scores: Floats = asked @ stretch_vectors(self.words, answers, relation).T
        return scores

    def _chances(self, relation: str, asking: Bounds, answers: Bounds, scores: Floats) -> Floats:
        low, high = int(asking[0, 0]) - REACH, int(asking[-1, 1]) + REACH
        crossed = between(asking, answers, self.contents[_near(self.contents, low, high)])
        gap = gaps(asking, answers)
        return link_probabilities(scores, gap, self.tables, RELATIONS.index(relation), crossed)


def _near(bounds: Bounds, low: int, high: int) -> slice:
    """Which of the sorted stretches lie, wholly or in part, in words [low, high)."""
    return slice(int(np.searchsorted(bounds[:, 1], low)), int(np.searchsorted(bounds[:, 0], high)))


def _claims(linker: _Linker, cues: Bounds) -> list[tuple[list[int], WordSpan | None, float]]:
    """The contents of each statement with its cue and how certain that is.

    A cue signals one statement: so it is with all 2,404 cues of gold/dev, and in PolNeAR by its guidelines.
    Of several that claim a cue the surest has it; the others are mostly quoted words that nobody says here,
    and are no statements.
    """
    claims = []
    for group in _groups(linker, cues):
        cue, certainty = linker.choose("cue", linker.contents[group], cues)
        claims.append((group, cue, certainty))
    surest: dict[WordSpan, float] = {}
    for _, cue, certainty in claims:
        if cue is not None:
            surest[cue] = max(certainty, surest.get(cue, 0.0))
    return [claim for claim in claims if claim[1] is None or claim[2] == surest[claim[1]]]


def _groups(linker: _Linker, cues: Bounds) -> list[list[int]]:
    """Contents, each with those that it goes on from: by its cue, or without one by its place."""
    group_of: list[int] = []
    groups: list[list[int]] = []
    by_cue: dict[WordSpan, list[int]] = {}
    for at in range(len(linker.contents)):
        cue, _ = linker.choose("cue", linker.contents[at : at + 1], cues)
        alike = by_cue.setdefault(cue, []) if cue else None
        before = linker.continues(at, alike)
        if before is None:
            groups.append([])
        group_of.append(len(groups) - 1 if before is None else group_of[before])
        groups[group_of[at]].append(at)
        if alike is not None:
            alike.append(at)
    return groups


def _certainty(tags: Floats, pieces: Bounds) -> float:
    """The geometric mean of the probabilities that the words are content."""
    content = tags[:, LAYERS.index("content")]
    inside = np.logaddexp(content[:, BEGINS], content[:, INSIDE])
    return float(np.exp(np.concatenate([inside[start:end] for start, end in pieces]).mean()))
