"""Score a model in float and in int8, side by side: `python quality/compare.py out/model/reader.onnx`.

As a Markdown table, on PolNeAR dev, the syntax and name test sets and GAP: sets that nothing was trained on.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import antecedents
import found
import measure
import names
import syntax

sys.path.append(str(Path(__file__).parent.parent))  # training/ is not installed, it lies beside quality/
from training.readings import write_readings


def figures(model: Path, data: Path) -> dict[str, float]:
    """Every figure of one model file."""
    split = data / "polnear" / "dev"
    with tempfile.TemporaryDirectory() as work:
        readings = Path(work) / "readings.jsonl"
        write_readings(model, sorted((split / "text").glob("*.txt")), readings)
        scores = measure.score(data.parent / "score" / "polnear.py", split, readings)
    out = {
        f"PolNeAR {kind} {part}": scores[kind][part]
        for kind in ("strict", "overlap")
        for part in scores[kind]
    }
    read = found.reader(model)
    out["PolNeAR linked"] = scores["linked"]
    out |= syntax.measure(data, read)
    out |= names.measure(data, read)
    return out | antecedents.measure(data, found.chooser(model))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="the int8 file; the float one lies beside it")
    model: Path = parser.parse_args().model
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data")).resolve()
    whole, small = figures(model.with_suffix(".float.onnx"), data), figures(model, data)
    print("| | float | int8 |\n|---|---|---|")
    for name, value in whole.items():
        print(f"| {name} | {value:.4f} | {small[name]:.4f} |")


if __name__ == "__main__":
    main()
