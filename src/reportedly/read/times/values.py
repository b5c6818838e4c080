"""Values as TIMEX3 writes them, and counting with them.

A value is as precise as what is known: "2023-12-05", "2023-W12", "2023-12", "2023-Q1", "2023", "202" (a
decade), "20" (a century). What is not known is written with X.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_PART_OF_YEAR = re.compile(r"(\d{4})-(?:W(\d\d)|Q(\d)|H(\d)|(SP|SU|FA|WI))")
_SEASON_MONTH = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}
_UNKNOWN = {
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "half": "XXXX-HX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
# From the coarsest to the finest: how far a date is known.
_PRECISION = {"century": 0, "decade": 1, "year": 2, "half": 3, "season": 3, "quarter": 4, "month": 5}


def first_day(value: str) -> date | None:
    """The first day of what the value covers, None where it is not wholly known."""
    try:
        if part := _PART_OF_YEAR.match(value):
            return _first_of(int(part[1]), *part.groups()[1:])
        if (whole := _ISO.match(value)) and not value[len(whole[0]) :].startswith("-"):
            year, month, day = (int(number or 1) for number in whole.groups())
            return date(year, month, day)
    except ValueError:
        pass
    return None


def _first_of(year: int, week: str | None, quarter: str | None, half: str | None, season: str | None) -> date:
    if week:
        return date.fromisocalendar(year, int(week), 1)
    if season:
        return date(year, _SEASON_MONTH[season], 1)
    return date(year, int(quarter) * 3 - 2 if quarter else int(half or 1) * 6 - 5, 1)


def unit_of(value: str) -> str | None:
    """The unit of the calendar that the value names, None for one that names none."""
    for unit, form in _FORMS.items():
        if form.fullmatch(value):
            return unit
    return None


_FORMS = {
    unit: re.compile(form)
    for unit, form in {
        "day": r"\d{4}-\d\d-\d\d(?:T.*)?",
        "weekend": r"\d{4}-W\d\d-WE",
        "week": r"\d{4}-W\d\d",
        "month": r"\d{4}-\d\d",
        "quarter": r"\d{4}-Q\d",
        "half": r"\d{4}-H\d",
        "season": r"\d{4}-(?:SP|SU|FA|WI)",
        "year": r"\d{4}",
        "decade": r"\d{3}",
        "century": r"\d\d",
    }.items()
}


def unknown(unit: str) -> str:
    return _UNKNOWN.get(unit, "XXXX-XX-XX")


def at(day: date, unit: str) -> str:
    """The value of the unit's stretch in which the day lies."""
    year, week, _ = day.isocalendar()
    written = {
        "week": f"{year:04}-W{week:02}",
        "fortnight": f"{year:04}-W{week:02}",
        "weekend": f"{year:04}-W{week:02}-WE",
        "month": f"{day.year:04}-{day.month:02}",
        "quarter": f"{day.year:04}-Q{(day.month + 2) // 3}",
        "half": f"{day.year:04}-H{(day.month + 5) // 6}",
        "year": f"{day.year:04}",
        "decade": f"{day.year // 10:03}",
        "century": f"{day.year // 100:02}",
    }
    return written.get(unit, day.isoformat())


def moved(day: date, unit: str, count: int) -> date | None:
    """The day so many units later, None beyond the calendar; the last of the month where it is too short."""
    try:
        if unit in _DAYS:
            return day + timedelta(days=_DAYS[unit] * count)
        months = day.year * 12 + day.month - 1 + _MONTHS[unit] * count
        for spare in range(4):
            if (moved_day := day.day - spare) <= _month_days(months // 12, months % 12 + 1):
                return date(months // 12, months % 12 + 1, moved_day)
    except (ValueError, OverflowError):
        pass
    return None


def _month_days(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def fine_enough(value: str, unit: str) -> bool:
    """Whether the value is known at least to the unit: a month is not known to the day."""
    own = unit_of(value)
    return own is not None and _PRECISION.get(own, 6) >= _PRECISION.get(unit, 6)


def counted(value: str, unit: str, count: int) -> str:
    """The unit's stretch so many units after the value: the month before "2025-11-07" is "2025-10"."""
    day = first_day(value)
    if day is None or not fine_enough(value, unit):
        return value if count == 0 and day else unknown(unit)
    there = moved(day, unit, count)
    return at(there, unit) if there else unknown(unit)


def kept(value: str, unit: str, count: int) -> str:
    """The value moved by so many units, as precise as it was: a year before "2025-Q3" is "2024-Q3"."""
    day, own = first_day(value), unit_of(value)
    if day is None or own is None:
        return unknown(unit)
    if own == "season":
        return f"{day.year + count:04}{value[4:]}" if unit == "year" else unknown(unit)
    there = moved(day, unit, count)
    finer = own if _PRECISION.get(own, 6) >= _PRECISION.get(unit, 6) else unit
    return at(there, finer) if there else unknown(unit)
