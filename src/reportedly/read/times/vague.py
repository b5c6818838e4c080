"""What vague words and feasts mean."""

from __future__ import annotations

from datetime import date, timedelta

from reportedly.read.times.context import Context
from reportedly.read.times.grammar import Found
from reportedly.read.times.meaning import Meaning, step_of
from reportedly.read.times.values import first_day
from reportedly.read.times.words import VALUES


def present(found: Found, context: Context) -> Meaning | None:
    return Meaning("DATE", "PRESENT_REF")


def past(found: Found, context: Context) -> Meaning | None:
    return Meaning("DATE", "PAST_REF")


def future(found: Found, context: Context) -> Meaning | None:
    return Meaning("DATE", "FUTURE_REF")


def feast(found: Found, context: Context) -> Meaning | None:
    """A day of the calendar where the feast has one each year, else only that it is named."""
    name = found.said("feast").replace(" 's", "'s").replace(" ’s", "'s")
    if found.has("year"):
        return Meaning("DATE", _in_year(name, int(found.said("year"))))
    now = first_day(context.now)
    if now is None:
        return Meaning("DATE", _in_year(name, 0))
    year, step = now.year, step_of(found.said("rel"))
    day = _in_year(name, year)
    if day and step and (day < now.isoformat()) != (step < 0):
        day = _in_year(name, year + step)
    elif day and not step and context.tense(found.span) == "past" and day > now.isoformat():
        day = _in_year(name, year - 1)
    return Meaning("DATE", day)


def _in_year(name: str, year: int) -> str | None:
    """The day of the feast; with X for a year that is not known, None for a day that no rule here gives."""
    if name.startswith("thanksgiving") and year:
        return (date(year, 11, 22) + timedelta(days=(3 - date(year, 11, 22).weekday()) % 7)).isoformat()
    day = VALUES["feast"].get(name)
    return f"{year:04}-{day}".replace("0000-", "XXXX-") if day else None
