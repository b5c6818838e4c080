"""Score the program on labelled data and hold the figures to their floors: `python quality/measure.py`.

Reads through the same command a user has, in a ledger of its own, and scores with ../shared/score. A figure
below its floor in floors.json ends with status 1. Without the data it says so and ends with status 0, save in
CI, where the data must be there.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import antecedents
import cases
import found
import marks
import mpqa
import names
import pages
import register
import syntax
import times

HERE = Path(__file__).parent
Figures = dict[str, float]


def export(paths: list[Path], work: Path) -> Path:
    """What the program finds under the paths, as the scorers read it."""
    ledger, out = work / "quality.db", work / "readings.jsonl"
    for arguments in (["read", *map(str, paths)], ["export", "--format", "jsonl", "--to", str(out)]):
        done = subprocess.run(
            [sys.executable, "-m", "reportedly", *arguments, "--ledger", str(ledger)],
            capture_output=True,
            text=True,
        )
        if done.returncode > 1:
            raise SystemExit(
                f"reportedly {arguments[0]} ended with status {done.returncode}: {done.stderr[-2000:]}"
            )
    return out


def score(scorer: Path, gold: Path, predicted: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(predicted), "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def polnear(data: Path, work: Path) -> Figures:
    """PolNeAR dev: never trained on."""
    split = data / "polnear" / "dev"
    scores = score(data.parent / "score" / "polnear.py", split, export([split / "text"], work))
    figures = {
        f"{kind} {part}": scores[kind][part] for kind in ("strict", "overlap") for part in scores[kind]
    }
    return figures | {"linked": scores["linked"], "articles missing": scores["counts"]["articles missing"]}


def gold(data: Path, work: Path) -> Figures:
    """gold/dev, on which the shipped model was trained: guards the whole way, says nothing of new articles
    (models/CARD.md has the cross-validated figures)."""
    folder = data.parent / "gold"
    scores = score(data.parent / "score" / "statements.py", folder / "dev", export([folder / "texts"], work))
    figures = {"detection": scores["detection"]["f1"], "exact": scores["exact"]["f1"]}
    figures |= {name: scores[name]["of all"] for name in ("cue", "source", "inside", "mode", "distance")}
    figures |= {name: scores[name]["of all"] for name in ("via", "said_on", "toward")}
    resolved = ("speaker", "pronoun speaker", "speaker kind", "speaker for")
    figures |= {f"{name} of paired": scores[name]["of paired"] for name in resolved}
    return (
        figures
        | {name: scores[name]["of all"] for name in ("published", "outlet")}
        | {"missing": scores["missing"]}
    )


def mpqa_chains(data: Path, work: Path) -> Figures:
    """MPQA's nested sources: measured only."""
    texts = work / "texts"
    texts.mkdir()
    marked = mpqa.copy(data, texts)
    return mpqa.measure(export([texts], work), marked)


def demo(_: Path, work: Path) -> Figures:
    """The key statements of the demo's articles, which are ours and were never trained on."""
    wanted = json.loads((HERE.parent / "tests" / "examples_gold.json").read_text("utf-8"))["statements"]
    exported = export([HERE.parent / "src" / "reportedly" / "examples" / "articles"], work)
    return demo_figures(wanted, [json.loads(line) for line in exported.read_text("utf-8").splitlines()])


def demo_figures(wanted: list[dict[str, Any]], readings: list[dict[str, Any]]) -> Figures:
    """Shares of the key statements found (half of the characters shared), with their cue and source."""
    found = cue = source = 0
    for entry in wanted:
        best = _best(entry, readings)
        if best is None:
            continue
        statement, text = best
        found += 1
        cue += _says(statement["cue"], text, entry.get("cue"))
        source += _says(statement["source"], text, entry.get("source"))
    total = len(wanted)
    return {"found": found / total, "cue": cue / total, "source": source / total}


def _best(entry: dict[str, Any], readings: list[dict[str, Any]]) -> tuple[dict[str, Any], str] | None:
    best, most = None, 0.5
    for reading in readings:
        text = reading["article"]["text"]
        if not reading["article"]["path"].endswith(entry["path"]) or entry["content"][0] not in text:
            continue
        wanted = {at for piece in entry["content"] if piece in text for at in _range(text, piece)}
        for statement in reading["statements"]:
            got = {at for start, end in statement["content"] for at in range(start, end)}
            share = len(wanted & got) / len(wanted | got)
            if share >= most:
                best, most = (statement, text), share
    return best


def _range(text: str, piece: str) -> range:
    start = text.index(piece)
    return range(start, start + len(piece))


def _says(span: list[int] | None, text: str, wanted: str | None) -> bool:
    if not span or not wanted:
        return not span and not wanted
    got = text[slice(*span)]
    return got in wanted or wanted in got


SETS: dict[str, Callable[[Path, Path], Figures]] = {
    "polnear dev": polnear,
    "gold dev (trained on)": gold,
    "demo articles": demo,
    "hard cases": lambda data, _: cases.measure(data),
    "syntax": lambda data, _: syntax.measure(data, found.reader()),
    "names": lambda data, _: names.measure(data, found.reader()),
    "antecedents": lambda data, _: antecedents.measure(data, found.chooser()),
    "times": lambda data, _: times.measure(data),
    "pages": lambda data, _: pages.measure(data),
    "marks": lambda data, _: marks.measure(data),
    "mpqa chains": mpqa_chains,
    "register": lambda data, _: register.measure(data),
}


def below_floor(figures: dict[str, Figures], floors: dict[str, Figures]) -> Iterator[str]:
    """One line for each figure that is missing or lower than its floor ("missing" figures: higher)."""
    for name, wanted in floors.items():
        for figure, floor in wanted.items():
            got = figures.get(name, {}).get(figure)
            worse = got is None or (got > floor if "missing" in figure else got < floor)
            if worse:
                yield f"{name}, {figure}: {got}; the floor is {floor}"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", choices=SETS, default=list(SETS))
    chosen = parser.parse_args().only
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data")).resolve()
    if not data.is_dir():
        print(f"no labelled data at {data}; set REPORTEDLY_DATA to its folder")
        return 1 if os.environ.get("CI") else 0
    figures: dict[str, Figures] = {}
    for name in chosen:
        with tempfile.TemporaryDirectory() as work:
            figures[name] = SETS[name](data, Path(work))
        print(name)
        for figure, value in figures[name].items():
            print(f"  {figure:32} {value:.4f}", flush=True)
    floors = json.loads((HERE / "floors.json").read_text("utf-8"))
    worse = list(below_floor(figures, {name: floors[name] for name in chosen if name in floors}))
    print("\n".join(worse) or "every figure is at its floor or above")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
