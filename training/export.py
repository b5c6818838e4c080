"""Write a checkpoint as ONNX, float and int8: `python -m training.export CHECKPOINT OUT.onnx`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from reportedly.read.form import FORM
from reportedly.read.session import laid_out
from reportedly.read.tokens import Ints, tokenise
from reportedly.read.windows import windows
from reportedly.records import Span
from training.network import Network
from training.soften import soften
from training.train import data_folder, load_tokenizer


class Packed(nn.Module):
    """The network as it is shipped: texts laid end to end, `segments` telling which piece is of which."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, features: Tensor, positions: Tensor, segments: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        apart = segments[:, None, :, None] != segments[:, None, None, :]
        tags, links, syntax = self.network(ids, features, apart.to(torch.float32) * -1e4, positions)
        return tags, links, syntax


def export(checkpoint: Path, out: Path) -> None:
    """Write OUT (int8) and OUT with the suffix .float.onnx."""
    network = Network(dropout=0.0)
    network.load_state_dict(torch.load(checkpoint, weights_only=True, map_location="cpu")["network"])
    network.eval()
    float_path = out.with_suffix(".float.onnx")
    n = 12
    sample = (
        torch.ones(1, n, dtype=torch.long),
        torch.zeros(1, n, 4, dtype=torch.long),
        torch.arange(n)[None],
        torch.zeros(1, n, dtype=torch.long),
    )
    names = ["ids", "features", "positions", "segments"]
    torch.onnx.export(
        Packed(network),
        sample,
        str(float_path),
        input_names=names,
        output_names=["tags", "links", "syntax"],
        dynamic_axes={name: {1: "pieces"} for name in [*names, "tags", "links", "syntax"]},
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(str(float_path))
    _describe(model, network)
    onnx.save(model, str(float_path))
    soften(model, list(_feeds()))
    _describe(model, network)
    soft_path = out.with_suffix(".soft.onnx")
    onnx.save(model, str(soft_path))
    quantize_dynamic(
        str(soft_path),
        str(out),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )
    soft_path.unlink()


EVERY = 30  # of PolNeAR's training articles, by which the numbers between the layers are measured


def _feeds() -> Iterator[dict[str, Ints]]:
    """What the network takes for some articles, window by window."""
    tokenizer = load_tokenizer()
    for path in sorted((data_folder() / "polnear" / "train" / "text").glob("*.txt"))[::EVERY]:
        text = path.read_bytes().decode("utf-8")
        tokens = tokenise(text, tokenizer, [Span(0, len(text))])
        for window in windows(tokens, text):
            part = slice(window.context, window.end)
            yield laid_out([(tokens.ids[part], tokens.features[part])])


def _describe(model: onnx.ModelProto, network: Network) -> None:
    """Put what is computed outside the graph, the form and the weights' own name into the model."""
    weights = sha256(b"".join(tensor.raw_data for tensor in model.graph.initializer)).hexdigest()[:8]
    facts = {"form": FORM, "weights": weights}
    for name in ("distance", "between", "none"):
        facts[name] = json.dumps(getattr(network, name).detach().tolist())
    last = {"root": network.root, "weight": network.relations.weight, "bias": network.relations.bias}
    facts |= {name: json.dumps(tensor.detach().tolist()) for name, tensor in last.items()}
    onnx.helper.set_model_props(model, facts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    export(arguments.checkpoint, arguments.out)


if __name__ == "__main__":
    main()
