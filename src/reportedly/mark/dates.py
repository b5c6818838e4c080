"""Dates as pages write them: found in a short piece of text, as ISO with the precision that is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

EARLIEST, LATEST = 1900, 2049  # years outside are numbers that only look like a date
CENTURY_TURN = 50  # "17 May 02" is 2002, "17 May 87" is 1987
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
MONTH = MONTH_NAME + r"\b\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s*)"
_ZONE = r"(?:Z|[+-]\d\d:?\d\d|\(?(?:GMT|UTC|[A-Z]{1,3}[SD]?T|local time)(?: ?[+-] ?\d{1,2}(?::?\d\d)?)?\)?)"
TIME = (
    r"(?:(?:\s*(?:[,|T·•@–—-]|\bat\b)\s*|\s+)[0-2]?\d[:.h][0-5]\d(?:[:.][0-5]\d(?:\.\d{1,6})?)?"
    rf"(?:\s*[ap]\.?m\.?)?(?:\s*{_ZONE})?)?"
)


class Dated(NamedTuple):
    """A date and where it stands in the piece of text that was searched."""

    start: int
    end: int
    iso: str


def month_number(name: str) -> int:
    return _NAMES.index(name[:3].lower()) + 1


def iso_day(year: int, month: int, day: int) -> str | None:
    """The ISO date, or None where no calendar has it or no article can bear it."""
    try:
        when = date(year, month, day)
    except ValueError:
        return None
    return when.isoformat() if EARLIEST <= year <= LATEST else None


def full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < CENTURY_TURN else 1900)


def _number(digits: str) -> int:
    return int(re.sub(r"\D", "", digits))


def _named(found: re.Match[str]) -> str | None:
    return iso_day(full_year(found["y"]), month_number(found["m"]), _number(found["d"]))


def _iso(found: re.Match[str]) -> str | None:
    return iso_day(int(found["y"]), int(found["m"]), int(found["d"]))


def _slashed(found: re.Match[str]) -> str | None:
    """Day and month in figures: which is which shows only where one is above twelve or they are equal."""
    first, second, year = int(found["a"]), int(found["b"]), full_year(found["y"])
    if found["sep"] == "." or first > 12 or first == second:
        return iso_day(year, second, first)
    if second > 12:
        return iso_day(year, first, second)
    return str(year) if len(found["y"]) == 4 else None


def _month(found: re.Match[str]) -> str | None:
    return f"{found['y']}-{month_number(found['m']):02}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str | None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (rf"(?<![\d/.-])(?P<y>{_YEAR})[-./](?P<m>\d{{1,2}})[-./](?P<d>\d{{1,2}})(?![\d/-])", _iso),
        (rf"\b(?P<d>{_DAY})[\s-]+(?:of\s+)?(?P<m>{MONTH}),?[\s-]*(?P<y>{_YEAR}|\d\d)\b(?![:.]\d)", _named),
        (rf"\b(?P<m>{MONTH})\s*(?P<d>{_DAY})\s*,?\s+(?P<y>{_YEAR})\b", _named),
        (
            rf"(?<![\d/.-])(?P<a>\d{{1,2}})(?P<sep>[-./])(?P<b>\d{{1,2}})(?P=sep)(?P<y>{_YEAR}|\d\d)(?![\d/.-]*\d)",
            _slashed,
        ),
        (rf"(?<!\d )\b(?P<m>{MONTH}),?\s+(?P<y>{_YEAR})\b", _month),
    )
)


def dates_in(text: str) -> Iterator[Dated]:
    """The dates with a year, in text order, the fullest reading of each. Meant for a line, not for a book."""
    end = 0
    found = sorted(_all(text), key=lambda dated: (dated.start, -len(dated.iso), -dated.end))
    for dated in found:
        if dated.start >= end:
            end = dated.end
            yield dated


def _all(text: str) -> Iterator[Dated]:
    taken: list[tuple[int, int]] = []
    for pattern, reader in _FORMS:
        for match in pattern.finditer(text):
            inside = any(start < match.end() and match.start() < end for start, end in taken)
            iso = None if inside else reader(match)
            if iso:
                taken.append(match.span())
                yield Dated(match.start(), match.end(), iso)
