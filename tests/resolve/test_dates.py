"""When a statement was said: each rule and hard case, and what holds of any value."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.records import Span, Time
from reportedly.resolve.dates import iso_of, said_on
from tests.resolve.invented import cases, reading_of, speakers_of

CASES = list(cases("cases_said_on"))
ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = said_on(reading_of(case), speakers_of(case))
    said = [[one.span.of(case["text"]), one.iso or ""] if one else [] for one in found]
    assert said == [one["said_on"] for one in case["statement"]]


@settings(deadline=None)
@given(
    st.from_regex(r"(\d{4}|XXXX)(-(\d\d|XX|W\d\d|WXX|Q\d|SU|H1)(-(\d\d?|WE|XX))?)?(T\w*)?", fullmatch=True)
)
def test_any_value(value: str) -> None:
    iso = iso_of(Time(Span(0, 1), "DATE", value), "2031")
    assert iso is None or ISO.fullmatch(iso)


@pytest.mark.parametrize(
    ("value", "published", "iso"),
    [
        ("2031-05-04", None, "2031-05-04"),
        ("2031-05-04T09:30", None, "2031-05-04"),
        ("2031-05-04TNI", None, "2031-05-04"),
        ("2031-05", None, "2031-05"),
        ("2031", None, "2031"),
        ("2031-Q2", None, "2031"),
        ("2031-XX-XX", None, "2031"),
        ("2031-W20", None, "2031-05"),  # all of it in May
        ("2031-W18", None, "2031"),  # from April to May
        ("2030-W01", None, None),  # from one year to the next
        ("2031-W20-3", None, "2031-05-14"),
        ("XXXX-WXX-3", None, None),
        ("XXXX-WXX-3", "2031", "2031"),  # only the year of the article is known
        ("XXXX-05-04", "2031", None),
        ("PAST_REF", "2031-05-04", None),
        (None, "2031-05-04", None),
    ],
)
def test_values(value: str | None, published: str | None, iso: str | None) -> None:
    assert iso_of(Time(Span(0, 1), "DATE", value), published) == iso
