"""Weights on the grid of int8, row by row, the error of each row made good by the rows to come (GPTQ, Frantar
et al. 2023, arXiv:2210.17323)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float64]

LEVELS = 64  # on either side of zero: with 128 the sums of processors without VNNI overflow
DAMPED = 0.01  # share of the mean square added to every input, as in the paper
BLOCK = 128  # rows whose errors are made good at once


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
