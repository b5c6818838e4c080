"""Dates as forms write them, to ISO dates no more precise than what was written."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T\s].*)?)?)?", re.DOTALL)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?:\D.*)?", re.DOTALL)
SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:\D.*)?", re.DOTALL)
DAY_MONTH = re.compile(
    r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]+)\.?,?[\s-]+(\d{4})\b.*", re.DOTALL
)
MONTH_DAY = re.compile(r"(?:[a-z]+,\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b.*", re.DOTALL)
MONTH_YEAR = re.compile(r"([a-z]+)\.?,?\s+(\d{4})")
SECONDS = (10**8, 10**10)  # 1973 to 2286: what a number of seconds since 1970 looks like


def iso_date(value: object) -> str | None:
    """The date that a field holds: "2025-11-07", "2025-11" or "2025"; None where it is not plain.

    The day is that of the writer's own clock: no zone is converted. 11/07/2025, which is another day in
    another country, is None.
    """
    if isinstance(value, dict):  # as MongoDB exports it
        value = value.get("$date")
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        written = isinstance(value, int) and value < SECONDS[0]  # 20251107, 2025
        return _written(str(value)) if written else _of_seconds(float(value))
    if not isinstance(value, str) or not 4 <= len(value.strip()) <= 100:
        return None
    text = value.strip()
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        return _of_seconds(float(text))
    return _written(text)


def _written(text: str) -> str | None:
    if match := COMPACT.fullmatch(text) or ISO.fullmatch(text):
        return _checked(match[1], match[2], match[3])
    if match := DAY_FIRST.fullmatch(text):
        return _checked(match[3], match[2], match[1])
    if match := SLASHES.fullmatch(text):
        return _slashes(int(match[1]), int(match[2]), match[3])
    low = text.lower()
    if match := DAY_MONTH.fullmatch(low):
        return _checked(match[3], MONTHS.get(match[2]), match[1])
    if match := MONTH_DAY.fullmatch(low):
        return _checked(match[3], MONTHS.get(match[1]), match[2])
    if match := MONTH_YEAR.fullmatch(low):
        return _checked(match[2], MONTHS.get(match[1]), None) if match[1] in MONTHS else None
    return None


def _slashes(first: int, second: int, year: str) -> str | None:
    if first > 12 or first == second:
        return _checked(year, second, first)
    return _checked(year, first, second) if second > 12 else None


def _of_seconds(count: float) -> str | None:
    if SECONDS[0] * 1000 <= count < SECONDS[1] * 1000:
        count /= 1000
    if not SECONDS[0] <= count < SECONDS[1]:
        return None
    return datetime.fromtimestamp(count, UTC).date().isoformat()


def _checked(year: str | int, month: str | int | None, day: str | int | None) -> str | None:
    """The parts as an ISO date, where there is such a day and an article can have been published on it."""
    if not 1600 <= int(year) <= 2200 or (day is not None and month is None):
        return None
    try:
        whole = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day is not None:
        return whole.isoformat()
    return f"{whole:%Y-%m}" if month is not None else f"{int(year):04d}"
