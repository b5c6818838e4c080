"""What lengths of time mean, and what happens again and again."""

from __future__ import annotations

from reportedly.read.times.context import Context
from reportedly.read.times.grammar import Found
from reportedly.read.times.meaning import Meaning
from reportedly.read.times.numbers import length_value, number_of
from reportedly.read.times.relative import WEEKDAYS, modifier, singular
from reportedly.read.times.words import VALUES

# What half of a unit is, written behind the whole ones.
_HALVES = {"year": "6M", "hour": "30M", "minute": "30S"}
_AMOUNTS = frozenset(
    {"%", "$", "cents", "dollars", "million", "billion", "thousand", "barrels", "tons", "tonnes"}
)
AMOUNT_REACH = 4  # words before "a year" in which an amount makes a rate of it: "$5 billion in aid a year"
_LASTING = frozenset({"for", "in", "after", "within", "than", "over", "about", "took", "take", "of", "every"})


def length(found: Found, context: Context) -> Meaning | None:
    unit = singular(found.said("unit"))
    said = found.said("count")
    if unit == "quarter" and said == "three" and _is_share(found):
        return None
    if said in ("a", "an") and _is_rate(found):
        return Meaning("SET", length_value(unit, 1), quant="EVERY")
    if found.said("way") == "recent" and not said:
        return Meaning("DATE", "PAST_REF")
    return Meaning("DURATION", _value(found, unit), _modifier(found))


def _is_share(found: Found) -> bool:
    """ "Three quarters of the voters" are no nine months."""
    after = [found.words.word(found.match.end() + step) for step in (0, 1)]
    return after[0] == "of" and after[1] in ("the", "all", "its", "their", "those", "them", "a")


def _value(found: Found, unit: str) -> str:
    count = _count(found)
    if found.has("halved"):
        count = 0.5
    elif found.has("half") or found.said("fraction") == "1/2":
        if unit in _HALVES and count:
            return length_value(unit, count) + _HALVES[unit]
        count = count + 0.5 if count else None
    return length_value(unit, count)


def _count(found: Found) -> float | None:
    said = found.said("count")
    if set(said.split()) & {"another", "additional", "further", "extra"}:
        return number_of(said) or 1.0
    if said:
        return number_of(said)
    return None if found.said("unit") in VALUES["unit"] else 1.0


def _modifier(found: Found) -> str | None:
    if found.has("so"):
        return "EQUAL_OR_MORE" if "more" in found.said("so") else "APPROX"
    return "APPROX" if "couple" in found.said("count") else modifier(found.said("qualifier"))


def _is_rate(found: Found) -> bool:
    """ "5 million barrels a day" tells how often, "for a day" how long."""
    first = found.match.start()
    before = [found.words.word(place) for place in range(first - AMOUNT_REACH, first)]
    return before[-1] not in _LASTING and any(word in _AMOUNTS or word[:1].isdigit() for word in before)


def every(found: Found, context: Context) -> Meaning | None:
    first = found.text.split()[0]
    quant = first.upper() if first in ("every", "each") else "EVERY"
    if not found.has("unit"):
        return Meaning("SET", _repeated(found), quant=quant)
    count = (
        number_of(found.said("count"))
        if found.has("count")
        else 2.0
        if "other" in found.text.split()
        else 1.0
    )
    return Meaning("SET", length_value(singular(found.said("unit")), count), quant=quant)


def _repeated(found: Found) -> str:
    if found.has("weekday"):
        number = WEEKDAYS.index(found.said("weekday").removesuffix("s")) + 1
        said = found.text.split()[-1].removesuffix("s")
        return f"XXXX-WXX-{number}" + (f"T{VALUES['part'][said]}" if said in VALUES["part"] else "")
    if found.has("month"):
        numbers = {name[:3]: number for name, number in VALUES["month"].items()}
        return f"XXXX-{numbers[found.said('month')[:3]]}"
    if found.has("season"):
        return f"XXXX-{VALUES['season'][found.said('season')]}"
    return f"XXXX-XX-XXT{VALUES['part'][found.said('part')]}" if found.has("part") else "XXXX-XX-XXT12:00"


def often(found: Found, context: Context) -> Meaning | None:
    if found.has("word"):
        return Meaning("SET", VALUES["often"][found.said("word")], quant="EVERY")
    freq = VALUES["once"].get(found.text.split()[0])
    if count := number_of(found.said("count")):
        freq = f"{count:g}X"
    return Meaning("SET", length_value(singular(found.said("unit")), 1), freq=freq)
