"""What dates of the calendar mean: days, months, years, decades, and their parts."""

from __future__ import annotations

import re
from datetime import date

from reportedly.read.times.context import Context
from reportedly.read.times.grammar import Found
from reportedly.read.times.meaning import Meaning, edge_of, step_of
from reportedly.read.times.numbers import number_of
from reportedly.read.times.values import at, counted, first_day, unit_of
from reportedly.read.times.words import VALUES

NEAR = 75  # days: a date this near the publication is meant, whatever the tense says of its clause
NEAR_MONTHS = 4  # a month so far ahead is rather that one than last year's, where no verb tells
JUST_PAST = 2  # months: "would" in a report of the last two months is no plan for the next year
CENTURY_TURN = 50  # "7.11.25" is 2025, "7.11.87" is 1987
_MONTHS = {name[:3]: number for name, number in VALUES["month"].items()}
ATTACKS_OF_2001 = "2001-09-11"


def iso_day(year: int, month: int, day: int) -> str | None:
    """The ISO date, None where no calendar has it."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def month_of(found: Found) -> int:
    return int(_MONTHS[found.said("month")[:3]])


def day_of_month(found: Found, context: Context) -> Meaning | None:
    month, day = month_of(found), _digits(found.said("day"))
    if found.has("year"):
        value = iso_day(int(found.said("year")), month, day)
        return Meaning("DATE", value) if value else None
    if iso_day(2024, month, day) is None:
        return None
    step = step_of(found.said("rel"))
    beyond = _beyond(context, month, day, step) if step else None
    return Meaning("DATE", beyond or _nearest_day(found, context, month, day))


def _digits(said: str) -> int:
    return int(re.sub(r"\D", "", said))


def _beyond(context: Context, month: int, day: int, step: int) -> str | None:
    """The last such day before the publication, or the first after it."""
    now = context.published and first_day(context.published)
    if not now:
        return None
    days = [iso for year in (now.year - 1, now.year, now.year + 1) if (iso := iso_day(year, month, day))]
    if step < 0:
        return max((iso for iso in days if iso < now.isoformat()), default=None)
    return min((iso for iso in days if iso > now.isoformat()), default=None)


def week_of(found: Found, context: Context) -> Meaning | None:
    told = day_of_month(found, context)
    day = first_day(told.value) if told and told.value else None
    return Meaning("DATE", at(day, "week")) if day else told


def weekday_dated(found: Found, context: Context) -> Meaning | None:
    """ "Tuesday [11 December]": the editor says which."""
    return day_of_month(found, context)


def attacks_of_2001(found: Found, context: Context) -> Meaning | None:
    """ "9/11", "the Sept. 11 attacks"."""
    if found.has("month") and (month_of(found), _digits(found.said("day"))) != (9, 11):
        return None
    return Meaning("DATE", ATTACKS_OF_2001)


def _nearest_day(found: Found, context: Context, month: int, day: int) -> str:
    """The year that is nearest, unless the clause speaks of the other side of a publication long before."""
    now = context.published and first_day(context.published)
    if not now:
        return f"XXXX-{month:02}-{day:02}"
    if len(context.now) == len("2025"):
        return iso_day(now.year, month, day) or f"XXXX-{month:02}-{day:02}"
    years = (now.year + step for step in (0, -1, 1, -2, 2, -3, 3))
    days = [date.fromisoformat(iso) for year in years if (iso := iso_day(year, month, day))]
    nearest = min(days, key=lambda one: abs((one - now).days))
    if abs((nearest - now).days) <= NEAR:
        return nearest.isoformat()
    ahead = context.tense(found.span) == "future"
    fits = (one for one in days if (one > now) == ahead)
    return min(fits, key=lambda one: abs((one - now).days), default=nearest).isoformat()


def days_of_month(found: Found, context: Context) -> Meaning | None:
    """Several days of a month have no value of their own: the month is what is sure."""
    one = _month_value(found, context)
    return Meaning("DATE", one) if one else None


def day_alone(found: Found, context: Context) -> Meaning | None:
    """ "The 18th": of the month last named, else the last such day before the publication."""
    day, around = _digits(found.said("day")), first_day(context.anchor)
    if around is None or unit_of(context.anchor) not in ("day", "month"):
        return Meaning("DATE", f"XXXX-XX-{day:02}")
    value = iso_day(around.year, around.month, day)
    if not value or unit_of(context.anchor) == "month":
        return Meaning("DATE", value or f"XXXX-XX-{day:02}")
    if context.anchor == context.now and day > around.day and context.tense(found.span) != "future":
        before = counted(context.now, "month", -1)
        value = iso_day(int(before[:4]), int(before[5:7]), day)
    return Meaning("DATE", value or f"XXXX-XX-{day:02}")


def written_date(found: Found, context: Context) -> Meaning | None:
    numbers = [int(number) for number in re.findall(r"\d+", found.text)]
    if found.has("iso"):
        value = iso_day(numbers[0], numbers[1], numbers[2])
    else:
        first, second, year = numbers
        if year < 100:
            year += 2000 if year < CENTURY_TURN else 1900
        orders = [iso_day(year, second, first), iso_day(year, first, second)]
        value = _likelier([iso for iso in orders if iso], context, dotted="." in found.text)
    return Meaning("DATE", value) if value else None


def _likelier(days: list[str], context: Context, dotted: bool) -> str | None:
    """Day first, as most of the world writes it, unless month first is nearer the publication."""
    now = context.published and first_day(context.published)
    if not days or not now or dotted:
        return days[0] if days else None
    return min(days, key=lambda iso: abs((date.fromisoformat(iso) - now).days))


def month(found: Found, context: Context) -> Meaning | None:
    value = found.said("written") or _month_value(found, context)
    return Meaning("DATE", value, edge_of(found)) if value else None


def _month_value(found: Found, context: Context) -> str | None:
    number = month_of(found)
    if found.has("year"):
        return f"{found.said('year')}-{number:02}"
    year = _month_year(found, context, number)
    return f"{year:04}-{number:02}" if year else f"XXXX-{number:02}"


def _month_year(found: Found, context: Context, number: int) -> int | None:
    rel, in_words = found.said("rel"), found.text.split()
    if "year" in in_words:
        anchor = context.anchor if set(rel.split()) & {"that", "previous", "following"} else context.now
        there = first_day(counted(anchor, "year", step_of(rel) or 0))
        return there.year if there else None
    now = first_day(context.now)
    if now is None:
        return None
    return now.year + _month_step(found, context, number - now.month if len(context.now) > 4 else 0)


def _month_step(found: Found, context: Context, gap: int) -> int:
    """How many years from the publication's year: `gap` is how many months later in the year the month is."""
    rel = found.said("rel")
    if rel in ("last", "past", "this past"):
        return -1 if gap >= 0 else 0
    if rel in ("next", "coming", "this coming"):
        return 1 if gap <= 0 else 0
    if rel == "this" or gap == 0:
        return 0
    tense = context.tense(found.span)
    if gap > 0:
        return 0 if tense == "future" or (tense is None and gap < NEAR_MONTHS) else -1
    return 1 if tense == "future" and gap < -JUST_PAST else 0


def year(found: Found, context: Context) -> Meaning | None:
    value = found.said("year")
    bare = not (found.has("edge") or found.has("fiscal") or "year" in found.text)
    if bare and not _dates(found, int(value)):
        return None
    return Meaning("DATE", value, edge_of(found))


_DATING = frozenset({"in", "since", "by", "of", "from", "until", "till", "through", "before", "after", "("})


def _dates(found: Found, value: int) -> bool:
    """Whether a bare number dates something: far from our time only where a preposition says so."""
    return 1900 <= value <= 2050 or found.words.word(found.match.start() - 1) in _DATING


def spelled_year(found: Found, context: Context) -> Meaning | None:
    words = found.said("spelled").replace("-", " ").split()
    if words[0] in ("eighteen", "nineteen", "twenty") and "thousand" not in words and "hundred" not in words:
        first, rest = number_of(words[0]), number_of(" ".join(words[1:]))
        if first and rest and 10 <= rest < 100:
            return Meaning("DATE", str(int(first * 100 + rest)))
        return None
    value = number_of(" ".join(words))
    return Meaning("DATE", str(int(value))) if value and 1900 <= value < 2100 else None


def years(found: Found, context: Context) -> Meaning | None:
    """ "2014-16": an interval, written as ISO 8601 does."""
    first, last = re.split(r"[-/]", found.said("years"))
    last = first[: 4 - len(last)] + last
    return Meaning("DATE", f"{first}/{last}") if 0 < int(last) - int(first) < 200 else None


def decade(found: Found, context: Context) -> Meaning | None:
    said = found.said("decade")
    if said[0].isdigit() and len(said) < len("1990s") and not _short_decade(found):
        return None
    return Meaning("DATE", decade_value(said), edge_of(found))


def decade_value(said: str) -> str:
    """ "198" of "1980s", "80s", "eighties"."""
    if said in VALUES["decade"]:
        return VALUES["decade"][said]
    return said[:3] if len(said) == len("1990s") else ("20" if said[0] in "01" else "19") + said[0]


def _short_decade(found: Found) -> bool:
    """ "The 80s" is a decade, "in his 80s" is an age and "a 70s degree" is neither."""
    before = found.words.word(found.match.start() - 1)
    return found.text.startswith(("the", "'", "’")) or found.has("edge") or before == "and"


def century(found: Found, context: Context) -> Meaning | None:
    which = ordinal(found.said("which"))
    return Meaning("DATE", f"{which - 1:02}", edge_of(found)) if which and 0 < which < 30 else None


def ordinal(said: str) -> int:
    digits = re.sub(r"\D", "", said)
    return int(digits or VALUES["ordinal"].get(said, "0"))
