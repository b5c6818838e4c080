"""Make a float model lose less when it is put in int8, without changing what it computes in float.

Two known steps, both on the inputs of the matrix products over a few texts. The few large columns of each
input are scaled down and the weights that meet them up (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438).
Then the weights are rounded to int8 row by row, the error of each made good by the rows to come (GPTQ,
Frantar et al. 2023, arXiv:2210.17323).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
from onnx import NodeProto, helper, numpy_helper

Feed = Mapping[str, npt.NDArray[np.int64]]
Matrix = npt.NDArray[np.float64]

EASED = 0.8  # how much of a column's size goes over to the weights; .5 to 1 tried, least error at .7 to .9
LEVELS = 64  # on either side of zero: with 128 the sums of processors without VNNI overflow
DAMPED = 0.01  # share of the mean square added to every input, as in the paper
BLOCK = 128  # rows whose errors are made good at once


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


def rounded(weights: Matrix, squares: Matrix) -> Matrix:
    """Weights (k, n) on the grid of int8, a step for each column; `squares` (k, k) of the inputs they meet.

    The largest of each column stays where it is, so that whoever rounds them again finds the same grid.
    """
    rows, columns = weights.shape
    step = np.abs(weights).max(axis=0) / LEVELS
    step[step == 0] = 1
    damped = squares + np.eye(rows) * DAMPED * np.mean(np.diag(squares))
    order = np.argsort(-np.diag(damped))
    left, out = weights[order], np.zeros_like(weights)
    upper = np.linalg.cholesky(np.linalg.inv(damped[np.ix_(order, order)])).T
    top = np.abs(left).argmax(axis=0)
    ends = np.sign(left[top, np.arange(columns)]) * LEVELS
    for start in range(0, rows, BLOCK):
        stop = min(rows, start + BLOCK)
        errors = np.zeros((stop - start, columns))
        for row in range(start, stop):
            levels = np.clip(np.rint(left[row] / step), -LEVELS, LEVELS)
            out[row] = np.where(top == row, ends, levels) * step
            errors[row - start] = (left[row] - out[row]) / upper[row, row]
            left[row + 1 : stop] -= np.outer(upper[row, row + 1 : stop], errors[row - start])
        left[stop:] -= upper[start:stop, stop:].T @ errors
    back = np.empty_like(out)
    back[order] = out
    return back
