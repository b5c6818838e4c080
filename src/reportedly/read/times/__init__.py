"""Expressions of time in a text, as TIMEX3, dated by the publication."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.read.times import clock, dates, lengths, parts, relative, vague
from reportedly.read.times.context import Context
from reportedly.read.times.grammar import Found, fits, runs
from reportedly.read.times.meaning import Meaning, Rule
from reportedly.read.times.words import Words, words_of
from reportedly.records import Span, Time

__all__ = ["times"]

# Which function a rule of the grammar names by `means`.
_MEANINGS: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        *(dates.attacks_of_2001, dates.day_of_month, dates.week_of, dates.days_of_month, dates.day_alone),
        *(dates.written_date, dates.month, dates.year, dates.spelled_year, dates.years, dates.decade),
        *(dates.century, dates.weekday_dated, parts.quarter, parts.half, parts.season, parts.same_period),
        *(relative.unit, relative.year_end, relative.ago, relative.day_word, relative.weekday),
        *(relative.part_of_day, clock.clock, lengths.length, lengths.every, lengths.often),
        *(vague.present, vague.past, vague.future, vague.feast),
    )
}
_SETS_THE_SCENE = ("DATE", "TIME")  # what such an expression names can be referred back to


def times(text: str, within: Sequence[Span], published: str | None) -> tuple[Time, ...]:
    """The expressions of time in the given stretches, in text order. `published` is an ISO date as precise
    as is known: a day, a month, a year."""
    context = Context(text, published)
    found: list[Time] = []
    for stretch in sorted(within):
        found.extend(_in_words(words_of(text, stretch), context))
    return tuple(found)


def _in_words(words: Words, context: Context) -> list[Time]:
    found: list[Time] = []
    for first, last in runs(words):
        place = first
        while place < last:
            one, place = _at(words, place, context)
            if one is not None:
                found.append(one)
                if one.type in _SETS_THE_SCENE and one.value:
                    context.named(one.value.partition("T")[0], one.span.end)
    return found


def _at(words: Words, place: int, context: Context) -> tuple[Time | None, int]:
    """The expression that starts at the word, and where to go on."""
    for found in fits(words, place):
        if found.means == "nothing":
            return None, found.match.end()
        try:
            meaning = _MEANINGS[found.means](found, context)
        except OverflowError:  # beyond the last day of the calendar
            continue
        if meaning is not None:
            return _time(found, meaning), found.match.end()
    return None, place + 1


def _time(found: Found, meaning: Meaning) -> Time:
    return Time(found.span, meaning.type, meaning.value, meaning.mod, meaning.quant, meaning.freq)
