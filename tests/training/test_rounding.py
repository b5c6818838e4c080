"""Weights rounded for int8: on the grid, and better than the nearest level where inputs go together."""

import numpy as np

from training.rounding import LEVELS, rounded


def test_on_the_grid_and_nearer_in_what_comes_out() -> None:
    draw = np.random.default_rng(7)
    weights = draw.normal(size=(40, 6))
    inputs = draw.normal(size=(400, 8)) @ draw.normal(size=(8, 40)) + 0.1 * draw.normal(size=(400, 40))
    found = rounded(weights, inputs.T @ inputs / len(inputs))
    step = np.abs(weights).max(axis=0) / LEVELS
    levels = found / step
    assert np.abs(levels - np.rint(levels)).max() < 1e-9
    assert np.allclose(np.abs(found).max(axis=0), np.abs(weights).max(axis=0))
    plain = np.rint(weights / step) * step
    assert np.square(inputs @ (found - weights)).sum() < 0.5 * np.square(inputs @ (plain - weights)).sum()
