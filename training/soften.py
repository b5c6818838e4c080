"""Make a float model lose less when it is put in int8, without changing what it computes in float.

Over a few texts the few large columns of each input of a matrix product are scaled down and the weights that
meet them up (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438); then the weights are `rounded`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import NodeProto, helper, numpy_helper

from training.rounding import Matrix, rounded

Feed = Mapping[str, npt.NDArray[np.int64]]

EASED = 0.8  # how much of a column's size goes over to the weights; .5 to 1 tried, least error at .7 to .9


@dataclass(slots=True)
class _Product:
    """An input and all matrix products by weights that take it."""

    name: str
    nodes: list[NodeProto]
    largest: Matrix  # (k,) of each column
    squares: Matrix  # (k, k) of each two columns, the mean over words


def soften(model: onnx.ModelProto, feeds: Sequence[Feed]) -> None:
    """Change the model in place; `feeds` are what its session takes for some texts."""
    weights = {tensor.name: tensor for tensor in model.graph.initializer}
    for number, product in enumerate(_measured(model, feeds)):
        tensors = [weights[node.input[1]] for node in product.nodes]
        given = [numpy_helper.to_array(tensor).astype(np.float64) for tensor in tensors]
        scale = _scale(product, given)
        squares = product.squares / np.outer(scale, scale)
        for tensor, old in zip(tensors, given, strict=True):
            new = rounded(old * scale[:, None], squares).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(new, tensor.name))
        _divide(model, product, scale, f"eased_{number}")


def _divide(model: onnx.ModelProto, product: _Product, scale: Matrix, name: str) -> None:
    """Let the products take their input divided by `scale`."""
    by = numpy_helper.from_array((1 / scale).astype(np.float32), f"by_{name}")
    model.graph.initializer.append(by)
    nodes = model.graph.node
    for node in product.nodes:
        node.input[0] = name
    made = next(at for at, node in enumerate(nodes) if product.name in node.output)
    nodes.insert(made + 1, helper.make_node("Mul", [product.name, by.name], [name], name=name))


def _scale(product: _Product, weights: Iterable[Matrix]) -> Matrix:
    largest = np.maximum.reduce([np.abs(one).max(axis=1) for one in weights])
    scale = np.maximum(product.largest, 1e-5) ** EASED / np.maximum(largest, 1e-5) ** (1 - EASED)
    eased: Matrix = scale / np.exp(np.log(scale).mean())
    return eased


def _measured(model: onnx.ModelProto, feeds: Sequence[Feed]) -> list[_Product]:
    """The model's products by weights, with what their inputs were for the feeds."""
    weights = {tensor.name for tensor in model.graph.initializer}
    nodes: dict[str, list[NodeProto]] = {}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            nodes.setdefault(node.input[0], []).append(node)
    watched = onnx.ModelProto.FromString(model.SerializeToString())
    outputs = watched.graph.output
    outputs.extend(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in nodes)
    session = onnxruntime.InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    products: dict[str, _Product] = {}
    words = 0
    for feed in feeds:
        for name, value in zip(nodes, session.run(list(nodes), feed), strict=True):
            rows = value.reshape(-1, value.shape[-1])
            largest, squares = np.abs(rows).max(axis=0).astype(np.float64), (rows.T @ rows).astype(np.float64)
            if name in products:
                products[name].largest = np.maximum(products[name].largest, largest)
                products[name].squares += squares
            else:
                products[name] = _Product(name, nodes[name], largest, squares)
        words += len(rows)
    for product in products.values():
        product.squares /= words
    return list(products.values())
