"""The one user of onnxruntime: word pieces in, numbers a word out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from reportedly.errors import ModelError
from reportedly.read.decode import Output, log_softmax
from reportedly.read.form import COLUMNS, FORM, LAYERS, NAME_TAGS, SYNTAX, UPOS
from reportedly.read.links import ROLES, WIDTH, Floats, LinkTables
from reportedly.read.tokens import Ints, Tokens
from reportedly.read.trees import Surface, TreeTables
from reportedly.read.windows import Window, windows

CLS, SEP = 101, 102


class Session:
    """A loaded model. Raises ModelError where the file is missing or of a form this version cannot read."""

    def __init__(self, model: Path | None = None, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        with as_file(files("reportedly") / "models") as folder:
            path = model or folder / "reader.onnx"
            if not path.exists():
                raise ModelError(f"no model at {path}; expected the file that `make train` writes")
            self.tokenizer = load_tokenizer(folder / "tokenizer.json")
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        facts = self._session.get_modelmeta().custom_metadata_map
        if facts.get("form") != FORM:
            raise ModelError(f"model {path} has form {facts.get('form')}; expected form {FORM}")
        self.weights = facts["weights"]
        self.tables = LinkTables(
            *(np.array(json.loads(facts[name]), np.float32) for name in ("distance", "between", "none"))
        )
        self.tree_tables = TreeTables(
            *(np.array(json.loads(facts[name]), np.float32) for name in ("root", "weight", "bias"))
        )

    def run(self, tokens: Tokens, text: str) -> tuple[Output, Surface]:
        """The network's numbers for a text, window by window: the same whatever else is being read."""
        out, surface = empty_output(len(tokens.heads)), empty_surface(len(tokens), len(tokens.heads))
        for window in windows(tokens, text):
            self._read_window(tokens, window, out, surface)
        return out, surface

    def run_packed(self, several: Sequence[Tokens]) -> list[Output]:
        """The same for short texts, several to a pass; none sees another."""
        out: list[Output] = []
        for batch in _packs(several):
            out += self._pack(batch)
        return out

    def _read_window(self, tokens: Tokens, window: Window, out: Output, surface: Surface) -> None:
        """Fill in the rows of the window's body."""
        part = slice(window.context, window.end)
        tags, links, syntax = self._forward([(tokens.ids[part], tokens.features[part])])
        first, stop = np.searchsorted(tokens.heads, (window.body, window.end))
        heads = tokens.heads[first:stop] - window.context + 1
        out.tags[first:stop] = log_softmax(tags[heads][:, COLUMNS["statement"]])
        out.links[first:stop] = links[heads]
        out.inner[first:stop] = sigmoid(tags[heads, -1])
        surface.names[first:stop] = tags[heads][:, COLUMNS["name"]]
        body, pieces = slice(window.body, window.end), slice(window.body - window.context + 1, -1)
        surface.starts[body] = tags[pieces, COLUMNS["start"]]
        surface.upos[body] = tags[pieces, COLUMNS["upos"]]
        surface.syntax[body] = syntax[pieces]

    def _pack(self, batch: Sequence[Tokens]) -> list[Output]:
        tags, links, _ = self._forward([(tokens.ids, tokens.features) for tokens in batch])
        out, at = [], 0
        for tokens in batch:
            heads = tokens.heads + at + 1
            statement = log_softmax(tags[heads][:, COLUMNS["statement"]])
            out.append(Output(statement, links[heads].astype(np.float16), sigmoid(tags[heads, -1])))
            at += len(tokens) + 2
        return out

    def _forward(self, texts: Sequence[tuple[Ints, Ints]]) -> tuple[Floats, Floats, Floats]:
        """One pass over several texts, blind to each other."""
        tags, links, syntax = self._session.run(None, laid_out(texts))
        return tags[0], links[0], syntax[0]


def laid_out(texts: Sequence[tuple[Ints, Ints]]) -> dict[str, Ints]:
    """What the network takes: pieces and features of texts end to end, each between the encoder's marks."""
    ids, features, positions, segments = [], [], [], []
    for number, (pieces, columns) in enumerate(texts):
        ids += [CLS, *pieces.tolist(), SEP]
        edge = np.zeros((1, columns.shape[1]), np.int64)
        edge[0, 3] = columns[0, 3]
        features += [edge, columns, edge]
        positions.append(np.arange(len(pieces) + 2))
        segments.append(np.full(len(pieces) + 2, number))
    return {
        "ids": np.array([ids], np.int64),
        "features": np.concatenate(features)[None],
        "positions": np.concatenate(positions)[None],
        "segments": np.concatenate(segments)[None],
    }


def empty_output(words: int) -> Output:
    """Room for the numbers of so many words; half precision keeps the longest article below 350 MB."""
    links = np.zeros((words, len(ROLES) * WIDTH), np.float16)
    return Output(np.zeros((words, len(LAYERS), 3), np.float32), links, np.zeros(words, np.float32))


def sigmoid(scores: Floats) -> Floats:
    chances: Floats = np.float32(1) / (np.float32(1) + np.exp(-scores))
    return chances


def empty_surface(pieces: int, words: int) -> Surface:
    return Surface(
        starts=np.zeros((pieces, 3), np.float32),
        upos=np.zeros((pieces, len(UPOS)), np.float32),
        syntax=np.zeros((pieces, SYNTAX), np.float16),
        names=np.zeros((words, NAME_TAGS), np.float32),
    )


def _packs(several: Sequence[Tokens], most: int = 384) -> list[list[Tokens]]:
    """In order, as many to a pass as fit; a text that is too long by itself does not come here."""
    packs: list[list[Tokens]] = []
    room = 0
    for tokens in several:
        size = len(tokens) + 2
        if size > room:
            packs.append([])
            room = most
        packs[-1].append(tokens)
        room -= size
    return packs


def load_tokenizer(path: Path) -> Tokenizer:
    """The encoder's vocabulary, giving a text's pieces uncut and unpadded."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
