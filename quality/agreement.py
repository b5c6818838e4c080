"""How far two people agree who marked the same articles of PolNeAR: `python quality/agreement.py`.

One reads as the key and the other as the program, through the scorer that the program is judged by. It says
what a figure on PolNeAR can mean: beyond it a program learns one annotator's habits. 16 articles of the
training split and 2 of dev were annotated by several.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from measure import score

DATA = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data")).resolve()
SCORERS = DATA.parent / "score"
sys.path.insert(0, str(SCORERS))


def twice(split: Path) -> Iterator[tuple[Path, Path, Path]]:
    """The texts that two people annotated, with the annotations of the first two by name."""
    for text in sorted((split / "text").glob("*.txt")):
        found = sorted(path for path in (split / "attributions").iterdir() if path.name.startswith(text.stem))
        if len(found) > 1:
            yield text, found[0], found[1]


def as_read(text: Path, annotations: Path) -> dict[str, Any]:
    """What one annotator marked, as a reading."""
    from polnear import brat  # type: ignore[import-not-found]  # the scorer's own reader of the format

    words = text.read_bytes().decode("utf-8")
    found = [
        {
            "content": one["content"],
            "cue": [one["cue"][0][0], one["cue"][-1][1]] if one["cue"] else None,
            "source": [one["source"][0][0], one["source"][-1][1]] if one["source"] else None,
        }
        for one in brat(str(annotations), words)
        if one["content"]
    ]
    return {"article": {"path": text.name, "text": words}, "statements": found}


def agreement(splits: list[Path]) -> dict[str, Any]:
    """The scorer's figures, with the second annotator in the program's place."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        for name in ("text", "attributions"):
            (folder / name).mkdir()
        lines = []
        for text, first, second in (entry for split in splits for entry in twice(split)):
            (folder / "text" / text.name).write_bytes(text.read_bytes())
            (folder / "attributions" / f"{text.stem}.ann").write_bytes(first.read_bytes())
            lines.append(json.dumps(as_read(text, second)))
        (folder / "second.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        return score(SCORERS / "polnear.py", folder, folder / "second.jsonl") | {"articles": len(lines)}


if __name__ == "__main__":
    for name, figures in agreement([DATA / "polnear" / "train", DATA / "polnear" / "dev"]).items():
        print(f"{name:10} {figures}")
