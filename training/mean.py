"""The mean of two checkpoints' weights: `python -m training.mean OUT.pt A.pt B.pt --share 0.35`.

Models tuned from one ancestor lie in one valley, and their mean is often better than each, at the cost of one
("model soups", Wortsman et al. 2022, arXiv:2203.05482).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def mean(first: Path, second: Path, share: float, out: Path) -> Path:
    """Write a checkpoint whose weights lie between the two, at `share` of the way to the second."""
    one, other = (
        torch.load(path, weights_only=True, map_location="cpu")["network"] for path in (first, second)
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": {name: torch.lerp(one[name], other[name], share) for name in one}}, out)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.5, help="of the second")
    arguments = parser.parse_args()
    print(mean(arguments.first, arguments.second, arguments.share, arguments.out))


if __name__ == "__main__":
    main()
