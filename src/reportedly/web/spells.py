"""Spells of time: days, weeks, months and years as the timeline groups by them and its address names them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from reportedly.errors import ReportedlyError
from reportedly.ledger import Moment, Spell

Scale = Literal["statement", "day", "week", "month", "year"]
MOST_SPELLS = 90  # rows of a table that is still read
MOST_GROUPS = 400  # numbers that stand side by side on a screen: twelve actors in a month of days
MOST_POINTS = 300  # statements shown one by one
_SPELL = re.compile(r"=?\d{4}(?:-\d\d(?:-\d\d)?)?|\d{4}-W\d\d")
DAY = len("2025-03-04")
_LENGTHS = {"day": DAY, "month": 7, "year": 4}


class SpellError(ReportedlyError):
    """An address names no spell of time."""


@dataclass(frozen=True, slots=True)
class Group:
    """How many of an actor's statements fall in a spell.

    `when` is "2025-03-04", "2025-W10", "2025-03", "2025", or "=2025-03" for those of which no more is known.
    """

    actor: str
    when: str
    count: int


def spell(when: str) -> Spell:
    """The time that an address names. Raises SpellError where it is none."""
    if not when:
        return Spell()
    if not _SPELL.fullmatch(when):
        raise SpellError(f"{when!r} is no spell of time; expected one like 2025-03-04, 2025-W10 or 2025-03")
    if "W" in when:
        first, last = week(when)
        return Spell(first, f"{last}~", DAY)
    return Spell(when[1:], when[1:]) if when.startswith("=") else Spell(when, f"{when}~")


def week(when: str) -> tuple[str, str]:
    """Monday and Sunday of "2025-W10"."""
    try:
        monday = date.fromisocalendar(int(when[:4]), int(when[6:]), 1)
    except ValueError as error:
        raise SpellError(f"{when!r} is no week; expected a form like 2025-W10") from error
    return monday.isoformat(), later(monday, 6)


def later(day: date, days: int) -> str:
    """The day that comes so many later, or the last there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal())).isoformat()


def within(moments: Iterable[Moment], when: str) -> list[Moment]:
    asked = spell(when)
    return [one for one in moments if asked.holds(one.when)]


def spell_of(when: str, scale: Scale) -> str:
    """The spell of this scale that a date falls in; one known less well makes a spell of its own."""
    if scale == "week" and len(when) >= DAY:
        try:
            year, number, _ = date.fromisoformat(when[:DAY]).isocalendar()
        except ValueError:
            return f"={when[:DAY]}"
        return f"{year:04}-W{number:02}"
    length = _LENGTHS.get(scale, DAY)
    return when[:length] if len(when) >= length else f"={when}"


def scale_for(moments: Sequence[Moment], when: str) -> Scale:
    """Statement by statement where that is not too much, else in the shortest spells that are few enough."""
    is_whole = len({one.when for one in moments}) <= 1 or ("W" not in when and len(when) >= DAY)
    if sum(one.count for one in moments) <= MOST_POINTS or is_whole:
        return "statement"
    scales: tuple[Scale, ...] = ("day", "week", "month")
    for scale in scales:
        groups = {(spell_of(one.when, scale), one.actor) for one in moments}
        if len(groups) <= MOST_GROUPS and len({when for when, _ in groups}) <= MOST_SPELLS:
            return scale
    return "year"


def grouped(moments: Iterable[Moment], scale: Scale) -> list[Group]:
    """How many statements of each actor fall in each spell, by date."""
    totals: Counter[tuple[str, str]] = Counter()
    for one in moments:
        totals[spell_of(one.when, scale), one.actor] += one.count
    ordered = sorted(totals, key=lambda pair: (spell(pair[0]).first, pair))
    return [Group(actor, when, totals[when, actor]) for when, actor in ordered]


def called(when: str, day: Callable[[str], str]) -> str:
    """A spell as a reader reads it: "4 Mar 2025", "3 Mar 2025 – 9 Mar 2025", "Mar 2025, day not known"."""
    if "W" in when:
        first, last = week(when)
        return f"{day(first)} – {day(last)}"
    if when.startswith("="):
        less = "day" if len(when) > 5 else "month"
        return f"{day(when[1:])}, {less} not known" if len(when) < 11 else day(when[1:])
    return day(when)


def ends(when: str) -> tuple[str, str]:
    """The first day of a spell and the first day after it, for a picture of it."""
    if "W" in when:
        first, last = week(when)
        return first, later(date.fromisoformat(last), 1)
    said = when.removeprefix("=")[:DAY]
    try:
        match len(said):
            case 4:
                return f"{said}-01-01", f"{int(said) + 1:04}-01-01"
            case 7:
                year, month = int(said[:4]), int(said[5:])
                return f"{said}-01", f"{year + month // 12:04}-{month % 12 + 1:02}-01"
            case _:
                return said, later(date.fromisoformat(said), 1)
    except ValueError:
        return said, said
