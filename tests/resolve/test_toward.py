"""Who is addressed, case by case, on invented sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportedly.resolve import Register, own_file
from reportedly.resolve.toward import toward
from tests.resolve.invented import cases, reading_of, speakers_of

CASES = list(cases("cases_toward"))
REGISTER = Register(own_file(Path(__file__).parent / "cases_speakers" / "_actors.toml"))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    reading = reading_of(case)
    nobody: list[tuple[str, ...]] = [()] * len(reading.statements)
    found = toward(reading, speakers_of(case), nobody, REGISTER)
    assert [list(names) for names in found] == [one["toward"] for one in case["statement"]]


def test_who_stands_in_the_chain_is_not_addressed() -> None:
    case = next(case for case in CASES if "urged" in case["id"])
    assert toward(reading_of(case), speakers_of(case), [("Dirvan",)], REGISTER) == ((),)
