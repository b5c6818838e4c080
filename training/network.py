"""The reader's network in PyTorch: a BERT encoder with extra input embeddings and light heads.

The encoder is MiniLM-L6 (Wang et al. 2020, arXiv:2002.10957) as published for sentence embeddings; it is
written out here because nothing but its forward pass is needed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from reportedly.read import form
from reportedly.read.links import BETWEEN, BUCKETS, RELATIONS, ROLES, WIDTH
from reportedly.read.tokens import FEATURES

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522


class Dropout(nn.Module):
    """Dropout whose mask is drawn a byte a number: PyTorch's own takes a ninth of a step on two cores."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.kept = 256 - round(256 * rate)
        self.draw = np.random.Generator(np.random.SFC64(0))

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.kept == 256:
            return x
        if x.device.type != "cpu":
            return nn.functional.dropout(x, 1 - self.kept / 256)
        drawn = np.frombuffer(self.draw.bytes(x.numel()), np.uint8) < self.kept
        return x * torch.from_numpy(drawn).view(x.shape) * (256 / self.kept)


class Block(nn.Module):
    """One layer of the encoder."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(HIDDEN, HIDDEN) for _ in range(3))
        self.mixed = nn.Linear(HIDDEN, HIDDEN)
        self.mixed_norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.wide = nn.Linear(HIDDEN, INNER)
        self.narrow = nn.Linear(INNER, HIDDEN)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.dropout = Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        def heads(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], HEADS, HIDDEN // HEADS).transpose(1, 2)

        # Written out: on two cores the fused form's backward pass takes a quarter of a step.
        scores = (heads(self.query(x)) * (HIDDEN // HEADS) ** -0.5) @ heads(self.key(x)).transpose(-1, -2)
        if mask is not None:
            scores = scores + mask
        attended = torch.softmax(scores, -1, dtype=scores.dtype) @ heads(self.value(x))
        mixed = self.mixed(attended.transpose(1, 2).reshape(x.shape))
        x = self.mixed_norm(x + self.dropout(mixed))
        return self.norm(x + self.dropout(self.narrow(nn.functional.gelu(self.wide(x)))))


class Network(nn.Module):
    """Word pieces and their features in; tag scores and link vectors, a row a piece, out."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.kinds = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.features = nn.ModuleList(nn.Embedding(size, HIDDEN) for size in FEATURES.values())
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(LAYERS))
        self.dropout = Dropout(dropout)
        self.tags = nn.Linear(HIDDEN, form.TAGS)
        self.links = nn.Linear(HIDDEN, len(ROLES) * WIDTH)
        self.syntax = nn.Linear(HIDDEN, form.SYNTAX)
        self.root = nn.Parameter(torch.zeros(form.SYNTAX))
        self.relations = nn.Linear(form.LABEL, len(form.RELATIONS))
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        self.between = nn.Parameter(torch.zeros(len(RELATIONS), BETWEEN))
        self.none = nn.Parameter(torch.zeros(len(RELATIONS)))
        for table in self.features:
            nn.init.zeros_(table.weight)
        for head in (self.links, self.syntax):
            nn.init.normal_(head.weight, std=0.02)

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor | None = None, positions: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """ids (b, n), features (b, n, 4), mask (b, 1, n or 1, n) added to the attention, positions (1, n)
        where not 0, 1, 2...; gives tags, links and syntax, (b, n, as many as `read.form` says)."""
        where = self.positions.weight[: ids.shape[1]] if positions is None else self.positions(positions)
        x = self.words(ids) + where + self.kinds
        for column, table in enumerate(self.features):
            x = x + table(features[..., column])
        x = self.dropout(self.norm(x))
        for block in self.blocks:
            x = block(x, mask)
        x = self.dropout(x)
        return self.tags(x), self.links(x), self.syntax(x)


def pretrained(folder: Path, dropout: float = 0.1) -> Network:
    """A network whose encoder is the published one and whose heads are new."""
    network = Network(dropout)
    source = load_file(folder / "model.safetensors")
    state = network.state_dict()
    state["words.weight"] = source["embeddings.word_embeddings.weight"]
    state["positions.weight"] = source["embeddings.position_embeddings.weight"]
    state["kinds"] = source["embeddings.token_type_embeddings.weight"][0]
    parts = {"norm": "embeddings.LayerNorm"}
    for layer in range(LAYERS):
        for ours, theirs in (
            ("query", "attention.self.query"),
            ("key", "attention.self.key"),
            ("value", "attention.self.value"),
            ("mixed", "attention.output.dense"),
            ("mixed_norm", "attention.output.LayerNorm"),
            ("wide", "intermediate.dense"),
            ("narrow", "output.dense"),
            ("norm", "output.LayerNorm"),
        ):
            parts[f"blocks.{layer}.{ours}"] = f"encoder.layer.{layer}.{theirs}"
    for ours, theirs in parts.items():
        for kind in ("weight", "bias"):
            state[f"{ours}.{kind}"] = source[f"{theirs}.{kind}"]
    network.load_state_dict(state)
    return network


def take_over(network: Network, state: dict[str, Tensor]) -> None:
    """Take the weights of a checkpoint, also of one with fewer heads: what it lacks stays as it is."""
    own = network.state_dict()
    for name, tensor in state.items():
        if own[name].shape == tensor.shape:
            own[name] = tensor
        else:  # fewer rows: the statement's tags come first, and links keep their roles' order
            own[name][: len(tensor)] = tensor
    network.load_state_dict(own)
