"""The reader's network in PyTorch: a BERT encoder with extra input embeddings, tag and link heads.

The encoder is MiniLM-L6 (Wang et al. 2020, arXiv:2002.10957) as published for sentence embeddings; it is
written out here because nothing but its forward pass is needed.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from reportedly.read.links import BETWEEN, BUCKETS, RELATIONS, ROLES, WIDTH
from reportedly.read.tokens import FEATURES

HIDDEN, LAYERS, HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522
TAGS = 9  # three layers (source, cue, content) of out, begins, inside


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
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        def heads(y: Tensor) -> Tensor:
            return y.view(y.shape[0], y.shape[1], HEADS, HIDDEN // HEADS).transpose(1, 2)

        attended = nn.functional.scaled_dot_product_attention(
            heads(self.query(x)), heads(self.key(x)), heads(self.value(x)), attn_mask=mask
        )
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
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(HIDDEN, TAGS)
        self.links = nn.Linear(HIDDEN, len(ROLES) * WIDTH)
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        self.between = nn.Parameter(torch.zeros(len(RELATIONS), BETWEEN))
        self.none = nn.Parameter(torch.zeros(len(RELATIONS)))
        for table in self.features:
            nn.init.zeros_(table.weight)
        nn.init.normal_(self.links.weight, std=0.02)

    def forward(
        self, ids: Tensor, features: Tensor, mask: Tensor | None = None, positions: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """ids (b, n), features (b, n, 4), mask (b, 1, n or 1, n) added to the attention, positions (1, n)
        where not 0, 1, 2...; gives tags (b, n, 9) and links (b, n, 384)."""
        where = self.positions.weight[: ids.shape[1]] if positions is None else self.positions(positions)
        x = self.words(ids) + where + self.kinds
        for column, table in enumerate(self.features):
            x = x + table(features[..., column])
        x = self.dropout(self.norm(x))
        for block in self.blocks:
            x = block(x, mask)
        return self.tags(self.dropout(x)), self.links(x)


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
