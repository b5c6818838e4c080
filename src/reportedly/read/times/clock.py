"""What times of the clock mean."""

from __future__ import annotations

import re

from reportedly.read.times.context import Context
from reportedly.read.times.dates import day_of_month
from reportedly.read.times.grammar import Found
from reportedly.read.times.meaning import Meaning
from reportedly.read.times.relative import DAY_WORDS, SAME_STORY, weekday_value
from reportedly.read.times.values import counted, unit_of, unknown
from reportedly.read.times.words import VALUES

_HOUR = re.compile(r"(\d{1,2})(?:[:.]?(\d\d))?")
_AFTER_NOON, _BEFORE_NOON = re.compile(r"p\.?\s?m"), re.compile(r"a\.?\s?m")
_UNIVERSAL = re.compile(r"\b(?:gmt|utc)\b")


def clock(found: Found, context: Context) -> Meaning | None:
    day, said = _day(found, context), found.said("hour")
    if not said:
        return Meaning("TIME", f"{day}T{VALUES['noon'][found.text.split()[0]]}")
    if found.has("hours") and not found.said("hours").startswith("h"):
        return None  # "1400 days"
    time = _time(said, found.said("part"))
    return Meaning("TIME", f"{day}T{time}", "APPROX" if found.has("qualifier") else None) if time else None


def _time(said: str, part: str) -> str | None:
    hour = _HOUR.match(said)
    if hour is None:
        return None
    number, minutes = int(hour[1]), hour[2] or "00"
    if number < 12 and (_AFTER_NOON.search(said) or part in ("afternoon", "evening", "night")):
        number += 12
    elif number == 12 and _BEFORE_NOON.search(said):
        number = 0
    if number > 24 or int(minutes) > 59:
        return None
    return f"{number:02}:{minutes}" + ("Z" if _UNIVERSAL.search(said) else "")


def _day(found: Found, context: Context) -> str:
    """The day said with the time, else the one named before it, else the publication's."""
    if found.has("weekday"):
        return weekday_value(found, context)
    if found.has("word"):
        return counted(context.now, "day", DAY_WORDS[found.said("word")])
    if found.has("month"):
        told = day_of_month(found, context)
        return told.value if told and told.value else unknown("day")
    day = context.day_before(found.span, SAME_STORY)
    return day if unit_of(day) == "day" else unknown("day")
