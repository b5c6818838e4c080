"""Through whom a statement came: each rule and hard case, and what holds of any speakers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Speaker
from reportedly.resolve import register
from reportedly.resolve.chains import chains
from tests.resolve.invented import cases, reading_of, speakers_of

CASES = list(cases("cases_chains"))
NAMES = st.sampled_from(
    ["Ana Kirsel", "Reuters", "unknown", "Dirvan", "unnamed official", "The Tarn Courier", ""]
)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = chains(reading_of(case), speakers_of(case), register())
    assert [list(chain) for chain in found] == [one["via"] for one in case["statement"]]


@settings(deadline=None)
@given(st.data())
def test_any_speakers(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from(CASES))
    reading = reading_of(case)
    size = len(reading.statements)
    names = data.draw(st.lists(NAMES, min_size=size, max_size=size))
    found = chains(reading, [Speaker(name) for name in names], register())
    assert len(found) == size
    for chain, statement in zip(found, reading.statements, strict=True):
        assert (all(chain) and len(set(chain)) == len(chain)) or statement.inside
        assert case.get("outlet") not in chain


def test_nothing_read() -> None:
    case = {"text": "The harbour of Tarn was quiet.", "statement": []}
    assert chains(reading_of(case), (), register()) == ()
