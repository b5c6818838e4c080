"""Who is the source where a sentence says that somebody only passes words on."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from reportedly.resolve import register
from reportedly.resolve.cited import with_cited
from tests.resolve.invented import reading_of

CASES = tomllib.loads((Path(__file__).parent / "cases_cited.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = with_cited(reading_of(case), register())
    text = case["text"]
    told = [[one.source and one.source.of(text), one.cue and one.cue.of(text)] for one in found.statements]
    assert told == [one["cited"] for one in case["statement"]]


def test_once_cited_stays() -> None:
    reading = reading_of(CASES[0])
    once = with_cited(reading, register())
    assert with_cited(once, register()) == once
