"""Make the shipped model: `python -m training.make`; taken up again where it stopped.

First PolNeAR alone, then all corpora but our own annotations, then these with a little of all; this last step
four times, three of them, with three seeds, after more of all corpora; then a mean of the four, and ONNX.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

from training.export import export
from training.mean import mean
from training.train import Plan, encoder_folder, train

MODELS = Path(__file__).parent.parent / "src" / "reportedly" / "models"
NEWS = Plan(epochs=5, others=0.0)
ALL = Plan(epochs=5, polnear=0.7, rewritten=0.5)
MORE = Plan(epochs=6, polnear=0.4, rewritten=0.5)
OWN = Plan(epochs=9, gold=1, polnear=0.15, others=0.4, rewritten=0.3, rate=1.5e-4, head_rate=5e-4)
SHARES = (0.35, 0.12, 0.28, 0.25)  # of the four, in their order below; EXPERIMENTS.md has others


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the shipped model.")
    parser.add_argument("--out", type=Path, default=Path("out/model"), help="where checkpoints are kept")
    out: Path = parser.parse_args().out
    news = train(NEWS, out / "news")
    everything = train(replace(ALL, start=str(news)), out / "all")
    more = train(replace(MORE, start=str(everything)), out / "more")
    own = replace(OWN, start=str(more), epochs=8)
    four = [
        train(replace(OWN, start=str(everything)), out / "own"),
        train(replace(own, epochs=6, polnear=0.2, others=0.35, seed=3), out / "own3"),
        train(replace(own, seed=4), out / "own4"),
        train(replace(own, seed=5), out / "own5"),
    ]
    export(mean(dict(zip(four, SHARES, strict=True)), out / "mean.pt"), out / "reader.onnx")
    shutil.copy(out / "reader.onnx", MODELS / "reader.onnx")
    shutil.copy(encoder_folder() / "tokenizer.json", MODELS / "tokenizer.json")


if __name__ == "__main__":
    main()
