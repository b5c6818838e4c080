"""Cross-validate on our own annotations: `python -m training.crossval --start A/last.pt --out out/cv`.

Trains one model a fold on the others, reads each fold's articles with the model that has not seen them, as
`reportedly read` would, and writes the readings to OUT/foldN/readings.jsonl for the scorer. Folds that are
done are not trained again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.data import gold
from training.export import export
from training.folds import folds
from training.readings import write_readings
from training.train import Plan, data_folder, train

FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", default="", help="a checkpoint that has not seen our own annotations")
    parser.add_argument("--only", type=int, nargs="*", default=list(range(FOLDS)), help="folds to train")
    for name in ("epochs", "polnear", "gold", "others", "rewritten", "rate", "head_rate", "seed"):
        value = getattr(Plan(), name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = parser.parse_args()
    folder = data_folder().parent / "gold"
    for number, held_out in enumerate(folds(gold(folder), FOLDS)):
        out = arguments.out / f"fold{number}"
        out.mkdir(parents=True, exist_ok=True)
        (out / "held_out.txt").write_text("\n".join(held_out) + "\n", "utf-8")
        if number not in arguments.only:
            continue
        plan = Plan(
            epochs=arguments.epochs,
            polnear=arguments.polnear,
            gold=arguments.gold,
            others=arguments.others,
            rewritten=arguments.rewritten,
            rate=arguments.rate,
            head_rate=arguments.head_rate,
            seed=arguments.seed,
            start=arguments.start,
            held_out=str(out / "held_out.txt"),
        )
        if not (out / "reader.onnx").exists():
            export(train(plan, out), out / "reader.onnx")
        write_readings(out / "reader.onnx", text_paths(folder, held_out), out / "readings.jsonl")


def text_paths(folder: Path, names: Sequence[str]) -> list[Path]:
    return [folder / "texts" / f"{name}.txt" for name in names]


if __name__ == "__main__":
    main()
