"""What expressions mean that count from the publication date or from the date named before."""

from __future__ import annotations

from datetime import timedelta

from reportedly.read.times.context import Context
from reportedly.read.times.grammar import Found
from reportedly.read.times.meaning import Meaning, edge_of, step_of
from reportedly.read.times.numbers import length_value, number_of
from reportedly.read.times.values import at, counted, fine_enough, first_day, kept, unit_of, unknown
from reportedly.read.times.words import VALUES

DAY_WORDS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NEAR_QUARTER = 600  # characters in which "a year ago" still compares with the quarter that was named
SAME_PASSAGE = 250  # characters in which "earlier in the day" still is of the day that was named
SAME_STORY = 1500  # the same for "that day", which must refer to one
REMEMBERED = 2  # weeks: "a week ago" is meant to the day, "six weeks ago" to the week
_SMALL = ("second", "minute", "hour")


def singular(unit: str) -> str:
    return VALUES["unit"].get(unit, unit)


def unit(found: Found, context: Context) -> Meaning | None:
    """ "Last week", "the previous month", "that day", "the quarter"."""
    rel, name = found.said("rel"), singular(found.said("unit"))
    mod = edge_of(found) or ("APPROX" if found.has("so") else None)
    if name in _SMALL:
        return (
            Meaning("TIME" if "this" in rel else "DATE", "PRESENT_REF")
            if rel in ("this", "the current")
            else None
        )
    if not rel or rel == "the":
        return _bare_unit(found, context, name, mod)
    told = set(rel.split()) & {"that", "same", "following", "previous"} or (name == "day" and "next" in rel)
    if name in ("decade", "century") and "last" in rel and not told:
        return Meaning("DATE", counted(context.now, name, -1), mod)
    base = context.anchor if told else context.now
    if told and name == "day":
        base = context.day_before(found.span, SAME_STORY)
    return Meaning("DATE", counted(base, name, step_of(rel) or 0), mod)


def _bare_unit(found: Found, context: Context, name: str, mod: str | None) -> Meaning | None:
    """ "The quarter", "the end of the year": the one spoken of, else the publication's own."""
    if found.text.startswith("the week of"):
        return None
    if name == "quarter":
        return Meaning("DATE", context.last_quarter or counted(context.now, name, -1), mod)
    if name == "weekend":
        ahead = context.tense(found.span) == "future"
        return Meaning("DATE", counted(context.now, name, 0 if ahead or _is_weekend(context) else -1), mod)
    if name == "day":
        return Meaning("DATE", context.day_before(found.span, SAME_PASSAGE), mod)
    return Meaning("DATE", counted(context.now, name, 0), mod)


def _is_weekend(context: Context) -> bool:
    now = first_day(context.now)
    return now is not None and now.weekday() >= 5


def year_end(found: Found, context: Context) -> Meaning | None:
    return Meaning("DATE", counted(context.now, "year", 0), "END")


def ago(found: Found, context: Context) -> Meaning | None:
    name, way = singular(found.said("unit")), found.said("way")
    count = number_of(found.said("count"))
    mod = _qualified(found)
    if way in ("earlier", "later") and name in _SMALL:
        return Meaning("DURATION", length_value(name, count), mod)
    if way in ("earlier", "later"):
        return _from_last(context, name, count, way, mod)
    if way == "hence":
        return Meaning("DATE", counted(context.now, name, int(count)) if count else "FUTURE_REF", mod)
    if count is None or name in _SMALL:
        return Meaning("DATE", "PAST_REF", mod)
    if found.has("today"):
        return Meaning("DATE", kept(context.now, name, -int(count)), mod)
    return Meaning("DATE", _before_now(context, name, count), mod)


def _qualified(found: Found) -> str | None:
    if found.has("so") or found.has("so2") or "couple" in found.said("count"):
        return "APPROX"
    return modifier(found.said("qualifier"))


def modifier(said: str) -> str | None:
    """What TIMEX3 calls "more than", "at least", "nearly"..."""
    words = set(said.split())
    if not words:
        return None
    if "no" in words:
        return "EQUAL_OR_LESS" if "more" in words else "EQUAL_OR_MORE"
    if words & {"more", "over"}:
        return "MORE_THAN"
    if words & {"less", "fewer"}:
        return "LESS_THAN"
    if words & {"least", "most", "up"}:
        return "EQUAL_OR_MORE" if "least" in words else "EQUAL_OR_LESS"
    return "APPROX"


def _from_last(context: Context, name: str, count: float | None, way: str, mod: str | None) -> Meaning:
    """ "A year earlier", "three days later": from the date named before."""
    if count is None:
        return Meaning("DATE", "PAST_REF" if way == "earlier" else None, mod)
    step = -int(count) if way == "earlier" else int(count)
    if name == "year":
        base = context.last_quarter or context.last or counted(context.now, "year", 0)
        return Meaning("DATE", kept(base, name, step), mod)
    if context.last and fine_enough(context.last, name):
        return Meaning("DATE", kept(context.last, name, step), mod)
    if way == "earlier":
        return Meaning("DATE", counted(context.now, name, step), mod)
    return Meaning("DATE", unknown(name), mod)


def _before_now(context: Context, name: str, count: float) -> str:
    if name == "year" and count == 1 and context.last_quarter:
        return kept(context.last_quarter, "year", -1)
    if name in ("week", "fortnight") and count <= REMEMBERED:
        return counted(context.now, "day", -int(count * (7 if name == "week" else 14)))
    if name in ("decade", "century"):
        return counted(context.now, "year", -int(count * (10 if name == "decade" else 100)))
    return counted(context.now, name, -int(count))


def day_word(found: Found, context: Context) -> Meaning | None:
    step = DAY_WORDS[found.said("word").split()[0]]
    if found.has("step"):
        step += -1 if found.said("step") == "before" else 1
    day = counted(context.now, "day", step)
    if found.has("part"):
        return part(day, found.said("part"), edge_of(found))
    return Meaning("DATE", day, edge_of(found))


def part(day: str, name: str, mod: str | None = None) -> Meaning:
    if name in VALUES["noon"]:
        return Meaning("TIME", f"{day}T{VALUES['noon'][name]}", mod)
    return Meaning("TIME", f"{day}T{VALUES['part'][name]}", mod)


def weekday(found: Found, context: Context) -> Meaning | None:
    day = weekday_value(found, context)
    if found.has("part") or found.has("noon"):
        return part(day, found.said("part") or found.said("noon"), edge_of(found))
    return Meaning("DATE", day, edge_of(found))


def weekday_value(found: Found, context: Context) -> str:
    """The day that a weekday names: the last up to the publication, the next in a clause of the future."""
    number = WEEKDAYS.index(found.said("weekday"))
    now = first_day(context.now)
    if now is None or unit_of(context.now) != "day":
        return f"{context.now[:4]}-WXX-{number + 1}"
    since = (now.weekday() - number) % 7
    rel = found.said("rel").removeprefix("the ")
    if found.has("week"):
        return at(
            now + timedelta(days=number - now.weekday() + 7 * (step_of(found.said("week")) or 0)), "day"
        )
    if rel in ("previous", "following"):
        return _beside_last(context, number, rel)
    if rel in ("last", "past", "this past"):
        return at(now - timedelta(days=since or 7), "day")
    ahead = timedelta(days=-since % 7)
    if rel in ("next", "coming", "this coming"):
        return at(now + (ahead or timedelta(days=7)), "day")
    tense = context.tense(found.span)
    coming = tense == "future" or (rel == "this" and tense is None)
    return at(now + ahead if coming else now - timedelta(days=since), "day")


def _beside_last(context: Context, number: int, rel: str) -> str:
    """ "The previous Friday", "the following Monday": beside the date named before."""
    base = first_day(context.anchor)
    if base is None:
        return f"XXXX-WXX-{number + 1}"
    gap = (base.weekday() - number) % 7
    step = -(gap or 7) if rel == "previous" else (-gap % 7 or 7)
    return at(base + timedelta(days=step), "day")


def part_of_day(found: Found, context: Context) -> Meaning | None:
    """ "This morning", "last night", "that evening", "tonight"."""
    rel = found.said("rel")
    if found.text in ("overnight", "tonight"):
        return Meaning("TIME", f"{context.now}TNI")
    if found.has("weekday"):
        return part(weekday_value(found, context), found.said("part"))
    if found.has("edge") and not rel and not (found.text.startswith("mid") or found.has("word")):
        return None  # "late night" is no night of its own
    if found.has("word"):
        day = counted(context.now, "day", DAY_WORDS[found.said("word")])
    else:
        day = context.now if rel in ("this", "last") else context.day_before(found.span, SAME_STORY)
    if rel in ("last", "the next", "the following", "the previous"):
        day = counted(day, "day", -1 if rel in ("last", "the previous") else 1)
    return part(day, found.said("part"), edge_of(found))
