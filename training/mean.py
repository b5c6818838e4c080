"""The mean of checkpoints' weights: `python -m training.mean OUT.pt A.pt=0.5 B.pt=0.3 C.pt=0.2`.

Models tuned from one ancestor lie in one valley, and their mean is often better than each, at the cost of one
("model soups", Wortsman et al. 2022, arXiv:2203.05482).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch


def mean(shares: Mapping[Path, float], out: Path) -> Path:
    """Write a checkpoint whose weights are the mean of those named, each by its share; shares add up to 1."""
    total: dict[str, torch.Tensor] = {}
    for path, share in shares.items():
        network = torch.load(path, weights_only=True, map_location="cpu")["network"]
        for name, weights in network.items():
            total[name] = total.get(name, 0) + weights * (share / sum(shares.values()))
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save({"network": total}, out)
    return out


def _share(given: str) -> tuple[Path, float]:
    path, _, share = given.rpartition("=")
    return Path(path), float(share)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("parts", type=_share, nargs="+", metavar="CHECKPOINT=SHARE")
    arguments = parser.parse_args()
    print(mean(dict(arguments.parts), arguments.out))


if __name__ == "__main__":
    main()
