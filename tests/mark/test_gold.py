"""On the annotated articles: nothing that anyone says is furniture, and the facts keep their level."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REPORTEDLY_DATA", ROOT / ".." / "shared" / "data"))


@pytest.mark.skipif(
    not (DATA.parent / "gold" / "dev").is_dir(), reason="the annotated articles are not on this machine"
)
def test_the_annotated_articles() -> None:
    spec = importlib.util.spec_from_file_location("marks", ROOT / "quality" / "marks.py")
    assert spec and spec.loader
    marks = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(marks)
    scores = marks.measure(DATA)
    assert scores["statements under furniture"] == 0
    assert scores["articles not read"] == 0
    assert scores["outlet accuracy"] >= 0.89
    assert scores["published accuracy"] >= 0.92
