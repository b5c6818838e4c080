"""Which cue and source belong to a piece of content, and which pieces make one statement.

The encoder gives every word one vector a role (ROLES). A stretch's vector is the mean of its first and last
word's; the score of a link is the product of the asking role's and the answering role's vector, plus a
learned bias for how far apart the two stand and how many contents lie between. "None" is a candidate as well.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Bounds = npt.NDArray[np.int64]

# asking roles of a content (and of its cue, when it asks for the source), answering ones; those of mentions
ROLES = (
    "content>cue",
    "content>source",
    "cue>source",
    "content>before",
    "cue",
    "source",
    "source of cue",
    "before",
    "mention>antecedent",
    "antecedent",
)
WIDTH = 48  # numbers a role
RELATIONS = ("cue", "source", "before", "antecedent")
REACH = 160  # words; no link of the training data's 99.5 % is longer
BUCKETS = 18
BETWEEN = 4


def gaps(asking: Bounds, answering: Bounds) -> Bounds:
    """Signed words between stretches, (a, 2) and (b, 2) -> (a, b): negative where the answer comes first."""
    after = answering[None, :, 0] - asking[:, None, 1]
    before = asking[:, None, 0] - answering[None, :, 1]
    signed: Bounds = np.where(after >= 0, after, np.where(before >= 0, -1 - before, 0))
    return signed


def buckets(gap: Bounds) -> Bounds:
    """Logarithmic classes of `gaps`: 0-8 for answers after, 9-17 for answers before."""
    size = np.minimum(np.log2(np.where(gap >= 0, gap, -1 - gap) + 1).astype(np.int64), 8)
    classes: Bounds = np.where(gap >= 0, size, 9 + size)
    return classes


def between(asking: Bounds, answering: Bounds, contents: Bounds) -> Bounds:
    """How many contents begin between two stretches, at most 3: (a, 2), (b, 2), (c, 2) -> (a, b)."""
    low = np.minimum(asking[:, None, 0], answering[None, :, 0])
    high = np.maximum(asking[:, None, 0], answering[None, :, 0])
    starts = np.sort(contents[:, 0])
    count = np.searchsorted(starts, high, "left") - np.searchsorted(starts, low, "right")
    clipped: Bounds = np.clip(count, 0, BETWEEN - 1)
    return clipped


@dataclass(frozen=True, slots=True)
class LinkTables:
    """Learned biases: `distance` (4, BUCKETS), `between` (4, BETWEEN), `none` (4,), one row a relation."""

    distance: Floats
    between: Floats
    none: Floats


def stretch_vectors(words: Halves, bounds: Bounds, role: str) -> Floats:
    """Mean of first and last word's vectors of a role: (w, ROLES * WIDTH), bounds (n, 2) -> (n, WIDTH)."""
    at = ROLES.index(role) * WIDTH
    part = words[:, at : at + WIDTH]
    first, last = part[bounds[:, 0]].astype(np.float32), part[bounds[:, 1] - 1].astype(np.float32)
    means: Floats = (first + last) / np.float32(2)
    return means


def link_probabilities(
    scores: Floats, gap: Bounds, tables: LinkTables, relation: int, crossed: Bounds
) -> Floats:
    """Scores (a, b) with their biases, as probabilities (a, b + 1); the last column is "none"."""
    biased = scores + tables.distance[relation][buckets(gap)] + tables.between[relation][crossed]
    if RELATIONS[relation] != "antecedent":  # an antecedent may be anywhere before
        biased = np.where(np.abs(gap) > REACH, -np.inf, biased)
    if RELATIONS[relation] == "before":
        biased = np.where(gap >= 0, -np.inf, biased)
    full = np.concatenate([biased, np.full((len(scores), 1), tables.none[relation])], axis=1)
    chances = np.exp(full - full.max(axis=1, keepdims=True))
    shares: Floats = (chances / chances.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
