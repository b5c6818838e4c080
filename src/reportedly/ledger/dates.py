"""Dates as precise as their source: which days a date may mean, compared as text."""

from __future__ import annotations

import re
from datetime import datetime

from reportedly.errors import LedgerError

_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?(?![0-9-])")
NO_FIRST_DAY = "9999-99-99"  # an undated article stands last, and after any day asked for
NO_LAST_DAY = ""  # and before any


def days(published: str | None) -> tuple[str, str]:
    """The first and last day that a date may mean; every month is given 31 days, for comparing only."""
    match = _DATE.match(published or "")
    if match is None:
        return NO_FIRST_DAY, NO_LAST_DAY
    year, month, day = match.groups()
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}"


def is_date(date: str) -> bool:
    """Whether it is a date of this form that the calendar has, and nothing else."""
    if not _DATE.fullmatch(date):
        return False
    try:
        datetime.strptime(f"{date}-01-01"[:10], "%Y-%m-%d")
    except ValueError:
        return False
    return True


def first_day(date: str, name: str) -> str:
    """The first day of a date the user gave for the filter `name`; raises LedgerError where it is no date."""
    return _asked(date, name)[0]


def last_day(date: str, name: str) -> str:
    return _asked(date, name)[1]


def _asked(date: str, name: str) -> tuple[str, str]:
    if not is_date(date.strip()):
        raise LedgerError(f"{name} {date!r} is not a date; expected a form like 2025-11-07, 2025-11 or 2025")
    return days(date.strip())
