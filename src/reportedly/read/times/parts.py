"""What quarters, halves and seasons mean."""

from __future__ import annotations

from reportedly.read.times.context import Context
from reportedly.read.times.dates import decade_value, ordinal
from reportedly.read.times.grammar import Found
from reportedly.read.times.meaning import Meaning, edge_of, step_of
from reportedly.read.times.values import counted, fine_enough, first_day, kept
from reportedly.read.times.words import VALUES


def quarter(found: Found, context: Context) -> Meaning | None:
    which = ordinal(found.said("which"))
    if not 1 <= which <= 4:
        return None
    value = f"{_year_of_part(found, context, which, 'quarter')}-Q{which}"
    if not found.has("back"):
        context.last_quarter = value
    return Meaning("DATE", value, edge_of(found))


def half(found: Found, context: Context) -> Meaning | None:
    which = 2 if found.said("which") == "last" else ordinal(found.said("which"))
    if found.has("decade"):
        return Meaning("DATE", decade_value(found.said("decade")), "START" if which == 1 else "END")
    if not 1 <= which <= 2:
        return None
    if "months" in found.text.split():
        return None
    return Meaning("DATE", f"{_year_of_part(found, context, which, 'half')}-H{which}")


def _year_of_part(found: Found, context: Context, which: int, unit: str) -> str:
    """The year of a quarter or a half that is named by its number."""
    if found.has("year"):
        return found.said("year")
    now = first_day(context.now)
    if now is None:
        return "XXXX"
    if found.has("back"):
        return str(now.year - 1)
    if found.has("rel"):
        return str(now.year + (step_of(found.said("rel")) or 0))
    gap = which - ((now.month + 2) // 3 if unit == "quarter" else (now.month + 5) // 6)
    tense = context.tense(found.span)
    if gap > 0:
        return str(now.year - (tense != "future"))
    return str(now.year + (tense == "future" and gap < -1))


def season(found: Found, context: Context) -> Meaning | None:
    name = VALUES["season"][found.said("season")]
    if found.has("year"):
        return Meaning("DATE", f"{found.said('year')}-{name}", edge_of(found))
    now = first_day(context.now)
    if now is None:
        return Meaning("DATE", f"XXXX-{name}", edge_of(found))
    start = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}[name]
    gap = start - now.month if len(context.now) > 4 else 0
    return Meaning("DATE", f"{now.year + _season_step(found, context, gap):04}-{name}", edge_of(found))


def _season_step(found: Found, context: Context, gap: int) -> int:
    """A season lasts three months from its start, which is `gap` months after the publication's."""
    running = -3 < gap <= 0
    rel = found.said("rel")
    if rel == "last":
        return -1 if running or gap > 0 else 0
    if rel == "next":
        return 1 if running or gap < 0 else 0
    if rel == "this past":
        return -1 if gap > 0 else 0
    if not rel and gap > 0 and context.tense(found.span) == "past":
        return -1
    return 1 if not rel and gap <= -3 and context.tense(found.span) == "future" else 0


def same_period(found: Found, context: Context) -> Meaning | None:
    """ "The year-earlier quarter", "the same period last year": the quarter spoken of, a year before."""
    before = counted(context.now, "quarter", -1)
    quarter = context.last_quarter or before
    if found.has("year"):
        of_year = found.said("year") + (context.last_quarter or "")[4:]
        return Meaning("DATE", of_year)
    if "latest" in found.text:
        return Meaning("DATE", before)
    if set(found.text.split()) & {"month", "week", "day"}:
        name = next(word for word in found.text.split() if word in ("month", "week", "day"))
        base = context.anchor if fine_enough(context.anchor, name) else context.now
        return Meaning("DATE", kept(counted(base, name, 0), "year", -1))
    if context.last_quarter or "quarter" in found.text:
        return Meaning("DATE", kept(quarter, "year", -1))
    if "same" in found.text and context.last and fine_enough(context.last, "month"):
        return Meaning("DATE", kept(context.last, "year", -1))
    return Meaning("DATE", counted(context.now, "year", -1))
