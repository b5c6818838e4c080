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
from reportedly.read.decode import LAYERS, Output, log_softmax
from reportedly.read.links import ROLES, WIDTH, LinkTables
from reportedly.read.tokens import Ints, Tokens
from reportedly.read.windows import Window, windows

CLS, SEP = 101, 102
FORM = "2"  # of the model file: its inputs, outputs and metadata


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

    def run(self, tokens: Tokens, text: str) -> Output:
        """The network's numbers for each word, window by window: the same whatever else is being read."""
        out = empty_output(len(tokens.heads))
        at = 0
        for window in windows(tokens, text):
            part = self._window(tokens, window)
            out.tags[at : at + len(part.tags)] = part.tags
            out.links[at : at + len(part.tags)] = part.links
            at += len(part.tags)
        return out

    def run_packed(self, several: Sequence[Tokens]) -> list[Output]:
        """The same for short texts, several to a pass; none sees another."""
        out: list[Output] = []
        for batch in _packs(several):
            out += self._pack(batch)
        return out

    def _window(self, tokens: Tokens, window: Window) -> Output:
        part = slice(window.context, window.end)
        first, body, stop = np.searchsorted(tokens.heads, (window.context, window.body, window.end))
        heads = tokens.heads[first:stop] - window.context + 1
        tags, links = self._forward([(tokens.ids[part], tokens.features[part])])
        keep = heads[body - first :]
        return Output(log_softmax(tags[keep]), links[keep].astype(np.float16))

    def _pack(self, batch: Sequence[Tokens]) -> list[Output]:
        tags, links = self._forward([(tokens.ids, tokens.features) for tokens in batch])
        out, at = [], 0
        for tokens in batch:
            heads = tokens.heads + at + 1
            out.append(Output(log_softmax(tags[heads]), links[heads].astype(np.float16)))
            at += len(tokens) + 2
        return out

    def _forward(self, texts: Sequence[tuple[Ints, Ints]]) -> tuple[np.ndarray, np.ndarray]:
        """One pass over texts laid end to end, each between the encoder's marks and blind to the others."""
        ids, features, positions, segments = [], [], [], []
        for number, (pieces, columns) in enumerate(texts):
            ids += [CLS, *pieces.tolist(), SEP]
            edge = np.zeros((1, columns.shape[1]), np.int64)
            edge[0, 3] = columns[0, 3]
            features += [edge, columns, edge]
            positions.append(np.arange(len(pieces) + 2))
            segments.append(np.full(len(pieces) + 2, number))
        tags, links = self._session.run(
            None,
            {
                "ids": np.array([ids], np.int64),
                "features": np.concatenate(features)[None],
                "positions": np.concatenate(positions)[None],
                "segments": np.concatenate(segments)[None],
            },
        )
        return tags[0], links[0]


def empty_output(words: int) -> Output:
    """Room for the numbers of so many words; half precision keeps the longest article below 250 MB."""
    links = np.zeros((words, len(ROLES) * WIDTH), np.float16)
    return Output(np.zeros((words, len(LAYERS), 3), np.float32), links)


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
