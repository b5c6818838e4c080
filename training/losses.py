"""What the network is told: one loss for each finding, summed with the weights below.

Every loss is a sum over what is labelled, divided by the words of the batch: a finding counts by how much of
it a batch holds, and none has a weight that depends on what else was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from reportedly.read.form import COLUMNS, LAYERS, NAME_TAGS, PARTS
from reportedly.read.links import REACH, RELATIONS, ROLES, WIDTH, between, buckets, gaps
from reportedly.read.tokens import Ints
from training.network import Network
from training.sequences import UNLABELLED, Choice, Example

CLS, SEP = 101, 102
SOURCE, CUE, CONTENT = range(3)
NO = -1e4  # a score that leaves no chance
# Statements weigh most: the other findings serve them. Links come one to thirty words, mentions to sixty.
WEIGHTS = {
    "tags": 5.0,
    "inner": 2.0,
    "links": 15.0,
    "starts": 1.0,
    "upos": 0.5,
    "arcs": 0.8,
    "names": 1.8,
    "choices": 6.0,
}


def collate(batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Windows of one length with the encoder's opening and closing marks: (b, n), (b, n, 4)."""
    rows, longest = len(batch), len(batch[0].ids) + 2
    ids = np.full((rows, longest), SEP, np.int64)
    features = np.zeros((rows, longest, batch[0].features.shape[1]), np.int64)
    for row, example in enumerate(batch):
        ids[row, 0], ids[row, 1:-1] = CLS, example.ids
        features[row, 1:-1] = example.features
        features[row, :, 3] = example.features[0, 3]
    return torch.from_numpy(ids), torch.from_numpy(features)


def loss_of(network: Network, batch: Sequence[Example], device: torch.device) -> Tensor:
    """The weighted sum of all losses of a batch of windows of one length."""
    ids, features = collate(batch)
    with torch.autocast(device.type, torch.bfloat16):
        tags, links, syntax = network(ids.to(device), features.to(device))
    width = ids.shape[1]
    # Row of each word's first piece in the batch laid out flat; 1 for the opening mark.
    heads = [example.heads + 1 + row * width for row, example in enumerate(batch)]
    tags, links, syntax = (part.reshape(-1, part.shape[-1]) for part in (tags, links, syntax))
    words = sum(len(example.heads) for example in batch)
    parts = {
        "tags": _tag_loss(tags, batch, heads),
        "inner": _inner_loss(tags, batch, heads),
        "links": _link_loss(network, links, batch, heads),
        "starts": _start_loss(tags, batch, width),
        "upos": _upos_loss(tags, batch, width),
        "arcs": _tree_loss(network, syntax, batch, width),
        "names": _name_loss(tags, batch, heads),
        "choices": _mention_loss(network, links, batch, heads),
    }
    total = torch.zeros((), device=device)
    for name, loss in parts.items():
        if loss is not None:
            total = total + loss * (WEIGHTS[name] / words)
    return total


def _rows(places: Sequence[Ints], scores: Tensor) -> Tensor:
    """The rows of `scores` at these places, in full precision."""
    at = torch.from_numpy(np.concatenate(places)).to(scores.device)
    return scores.index_select(0, at).float()


def _tag_loss(tags: Tensor, batch: Sequence[Example], heads: Sequence[Ints]) -> Tensor | None:
    some = [row for row, example in enumerate(batch) if example.labels.tags is not None]
    if not some:
        return None
    found = _rows([heads[row] for row in some], tags)[:, COLUMNS["statement"]]
    wanted = np.concatenate([np.asarray(batch[row].labels.tags) for row in some])
    right = torch.from_numpy(wanted).to(tags.device).reshape(-1)
    return nn.functional.cross_entropy(found.reshape(-1, 3), right, reduction="sum") / len(LAYERS)


def _inner_loss(tags: Tensor, batch: Sequence[Example], heads: Sequence[Ints]) -> Tensor | None:
    some = [row for row, example in enumerate(batch) if example.labels.inner is not None]
    if not some:
        return None
    found = _rows([heads[row] for row in some], tags)[:, COLUMNS["inner"]].squeeze(1)
    wanted = np.concatenate([np.asarray(batch[row].labels.inner) for row in some])
    right = torch.from_numpy(wanted).to(tags.device).float()
    return nn.functional.binary_cross_entropy_with_logits(found, right, reduction="sum")


def _start_loss(tags: Tensor, batch: Sequence[Example], width: int) -> Tensor | None:
    places, wanted = [], []
    for row, example in enumerate(batch):
        if example.labels.trees is not None:
            places.append(np.arange(len(example.ids)) + 1 + row * width)
            wanted.append(example.labels.trees.starts)
    if not places:
        return None
    right = torch.from_numpy(np.concatenate(wanted)).to(tags.device)
    return nn.functional.cross_entropy(_rows(places, tags)[:, COLUMNS["start"]], right, reduction="sum")


def _upos_loss(tags: Tensor, batch: Sequence[Example], width: int) -> Tensor | None:
    places, wanted = [], []
    for row, example in enumerate(batch):
        trees = example.labels.trees
        if trees is not None:
            places.append(trees.at + 1 + row * width)
            wanted.append(trees.upos)
    if not places or not sum(map(len, places)):
        return None
    right = torch.from_numpy(np.concatenate(wanted)).to(tags.device)
    return nn.functional.cross_entropy(_rows(places, tags)[:, COLUMNS["upos"]], right, reduction="sum")


def _name_loss(tags: Tensor, batch: Sequence[Example], heads: Sequence[Ints]) -> Tensor | None:
    """Minus the log of the probability of all tags that a word may have."""
    some = [row for row, example in enumerate(batch) if example.labels.names is not None]
    if not some:
        return None
    logs = _rows([heads[row] for row in some], tags)[:, COLUMNS["name"]].log_softmax(1)
    allowed = np.concatenate([np.asarray(batch[row].labels.names) for row in some])
    may = (allowed[:, None] >> np.arange(NAME_TAGS)) & 1 == 1
    return -logs.masked_fill(torch.from_numpy(~may).to(tags.device), NO).logsumexp(1).sum()


def _tree_loss(network: Network, syntax: Tensor, batch: Sequence[Example], width: int) -> Tensor | None:
    """For each word of a whole sentence: its head among the sentence's words and the root; its relation."""
    found = [one for row, e in enumerate(batch) for one in _whole_sentences(e, 1 + row * width)]
    if not found:
        return None
    longest = max(len(places) for places, _, _ in found)
    at = np.zeros((len(found), longest), np.int64)
    heads = np.full((len(found), longest), -1, np.int64)
    relations = np.zeros((len(found), longest), np.int64)
    for row, (places, own, labels) in enumerate(found):
        at[row, : len(places)] = places
        heads[row, : len(places)] = np.where(own < 0, longest, own)  # the root comes last
        relations[row, : len(places)] = labels
    vectors = syntax.index_select(0, torch.from_numpy(at.ravel()).to(syntax.device)).float()
    vectors = vectors.view(len(found), longest, -1)
    root = network.root.expand(len(found), 1, -1)
    both = torch.cat([vectors, root], dim=1)
    scores = vectors[..., PARTS["dependent"]] @ both[..., PARTS["head"]].transpose(1, 2)
    none = torch.from_numpy(heads < 0).to(syntax.device)
    padded = torch.cat([none, none.new_zeros(len(found), 1)], dim=1)
    scores = scores.masked_fill(padded[:, None, :], NO)
    right = torch.from_numpy(heads).to(syntax.device)
    arcs = nn.functional.cross_entropy(
        scores.flatten(0, 1), right.flatten(), ignore_index=-1, reduction="sum"
    )
    of_head = both[..., PARTS["relation of head"]].gather(
        1,
        right.clamp(min=0)[..., None].expand(
            -1, -1, PARTS["relation of head"].stop - PARTS["relation of head"].start
        ),
    )
    labels = network.relations((vectors[..., PARTS["relation of dependent"]] + of_head).relu())
    wanted = torch.from_numpy(np.where(heads < 0, -1, relations)).to(syntax.device)
    return arcs + nn.functional.cross_entropy(
        labels.flatten(0, 1), wanted.flatten(), ignore_index=-1, reduction="sum"
    )


MAX_SENTENCE = 100  # words


def _whole_sentences(example: Example, offset: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Places in the flat batch, heads counted within the sentence (-1: root), relations."""
    trees = example.labels.trees
    if trees is None or not len(trees.at):
        return
    edges = np.flatnonzero(np.diff(trees.sentences)) + 1
    for start, stop in zip([0, *edges], [*edges, len(trees.at)], strict=True):
        relations = trees.relations[start:stop]
        if stop - start <= MAX_SENTENCE and (relations != UNLABELLED).all():
            heads = trees.heads[start:stop]
            yield trees.at[start:stop] + offset, np.where(heads < 0, -1, heads - start), relations


def _link_loss(
    network: Network, links: Tensor, batch: Sequence[Example], heads: Sequence[Ints]
) -> Tensor | None:
    some = [
        row for row, example in enumerate(batch) if any(p.layer == CONTENT for p in example.labels.pieces)
    ]
    if not some:
        return None
    vectors = _rows([heads[row] for row in some], links).split([len(heads[row]) for row in some])
    losses = [
        part for own, row in zip(vectors, some, strict=True) for part in _links(network, own, batch[row])
    ]
    return torch.cat(losses).sum() / 3


def _links(network: Network, vectors: Tensor, example: Example) -> Iterator[Tensor]:
    """For each content: minus the log of the probability of its right cue, source and piece before."""
    by_layer = [[p for p in example.labels.pieces if p.layer == layer] for layer in range(len(LAYERS))]
    contents = by_layer[CONTENT]
    bounds = [np.array([(p.start, p.end) for p in ps], np.int64).reshape(-1, 2) for ps in by_layer]
    right = [
        np.array([[bool(p.statements & c.statements) for p in ps] for c in contents], bool).reshape(
            len(contents), -1
        )
        for ps in by_layer
    ]
    roles = ("content>cue", "content>source", "content>before")
    answering = ((CUE, "cue"), (SOURCE, "source"), (CONTENT, "before"))
    for relation, (role, (layer, answer)) in enumerate(zip(roles, answering, strict=True)):
        scores = _stretch(vectors, bounds[CONTENT], role) @ _stretch(vectors, bounds[layer], answer).T
        if answer == "source" and len(bounds[CUE]) and len(bounds[SOURCE]):
            pairs = (
                _stretch(vectors, bounds[CUE], "cue>source")
                @ _stretch(vectors, bounds[SOURCE], "source of cue").T
            )
            own = torch.from_numpy(right[CUE].astype(np.float32)).to(vectors.device)
            scores = scores + (own / own.sum(1, keepdim=True).clamp(min=1)) @ pairs
        places = (bounds[CONTENT], bounds[layer], bounds[CONTENT])
        yield _choice_loss(network, scores, places, right[layer], relation)


def _stretch(vectors: Tensor, bounds: Ints, role: str) -> Tensor:
    at = ROLES.index(role) * WIDTH
    part = vectors[:, at : at + WIDTH]
    return (part[bounds[:, 0]] + part[bounds[:, 1] - 1]) / 2


def _mention_loss(
    network: Network, links: Tensor, batch: Sequence[Example], heads: Sequence[Ints]
) -> Tensor | None:
    """For each mention: minus the log of the probability of those candidates that are the same."""
    losses = []
    for row, example in enumerate(batch):
        if example.labels.choices:
            vectors = _rows([heads[row]], links)
            losses += [_mention(network, vectors, choice) for choice in example.labels.choices]
    return torch.cat(losses).sum() if losses else None


def _mention(network: Network, vectors: Tensor, choice: Choice) -> Tensor:
    asking = np.array([choice.mention])
    scores = (
        _stretch(vectors, asking, "mention>antecedent") @ _stretch(vectors, choice.candidates, "antecedent").T
    )
    places = (asking, choice.candidates, choice.candidates)
    right = choice.right.astype(bool)[None]
    return _choice_loss(network, scores, places, right, RELATIONS.index("antecedent"))


def _choice_loss(
    network: Network,
    scores: Tensor,
    places: tuple[Ints, Ints, Ints],
    right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
    relation: int,
) -> Tensor:
    """(a, b) scores of answers: minus the log of the probability of the right ones, or of none; (a,)."""
    asking, answering, contents = places
    gap = gaps(asking, answering)
    name = RELATIONS[relation]
    allowed = np.ones(gap.shape, bool) if name == "antecedent" else np.abs(gap) <= REACH
    wanted = right
    if name == "before":
        allowed &= gap < 0
        nearest = np.where(wanted & allowed, gap, -(10**6)).max(axis=1, keepdims=True)
        wanted = wanted & allowed & (gap == nearest)
    wanted = wanted & allowed
    device = scores.device
    biased = (
        scores
        + network.distance[relation][torch.from_numpy(buckets(gap)).to(device)]
        + network.between[relation][torch.from_numpy(between(asking, answering, contents)).to(device)]
    )
    biased = biased.masked_fill(torch.from_numpy(~allowed).to(device), NO)
    full = torch.cat([biased, network.none[relation].expand(len(scores), 1)], dim=1)
    target = np.concatenate([wanted, ~wanted.any(axis=1, keepdims=True)], axis=1)
    logs = full.log_softmax(1).masked_fill(torch.from_numpy(~target).to(device), NO)
    return -logs.logsumexp(1)
