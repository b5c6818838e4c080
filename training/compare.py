"""Score a model in float and in int8 on PolNeAR dev: `python -m training.compare out/model/reader.onnx`."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from training.readings import write_readings
from training.train import data_folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path, help="the int8 file; the float one lies beside it")
    model: Path = parser.parse_args().model
    split = data_folder() / "polnear" / "dev"
    scorer = data_folder().parent / "score" / "polnear.py"
    for name, file in (("float", model.with_suffix(".float.onnx")), ("int8", model)):
        with tempfile.TemporaryDirectory() as work:
            readings = Path(work) / "readings.jsonl"
            write_readings(file, sorted((split / "text").glob("*.txt")), readings)
            print(name, flush=True)
            subprocess.run([sys.executable, str(scorer), str(split), str(readings)], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
