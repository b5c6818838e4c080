"""When each statement was said: the time words that date the saying, not what was said."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from reportedly.records import Reading, SaidOn, Sentence, Span, Statement, Time
from reportedly.resolve.sources import phrase_of
from reportedly.resolve.venues import mended

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|T|-X)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(?:-(WE|\d))?")
_YEAR = re.compile(r"\d{4}(?=-)")
_DATED = ("DATE", "TIME")
_CLIMB = 6  # heads above a time expression to look for the cue
# Between cue and time word: whom it was said to, and where ("told the daily Lyra in Tarn on Monday").
_NEAR = 45  # characters
_EVENT = re.compile(
    r"\b(?:during|after|following|before|at the (?:end|close|start|beginning|opening) of)\s+"
    r"(?:the|their|his|her)\s+(?:\w+\s+)?"
    r"(?:meetings?|talks|conversation|call|summit|session|conference|visit|ceremony|event|encounter|hearing)\b",
    re.IGNORECASE,
)
# "The same day", "earlier in the day": the day that the article named last.
_THAT_DAY = re.compile(
    r"\b(?:(?:on |later |earlier )?(?:that|the same) (?:day|morning|afternoon|evening|night)"
    r"|(?:earlier|later) (?:in|on|that) the day)\b",
    re.IGNORECASE,
)
# What a report begins with is no date of what is said in it: "TARN, March 4 (Lyra) -".
_DATELINE = re.compile(
    r"^[ \t]*[A-Z][^\n]{1,60}?(?:\(\w[\w .-]{1,30}\)|\d{4}[:.])\s*(?:--?|–|—|:)?", re.MULTILINE
)
_ISSUED = ("utterance", "document")
_HANGS_TOGETHER = ("advcl", "xcomp")
_EVENT_REACH = 1500  # characters before "the talks" that may tell their day
_WHEN = re.compile(r",?\s*when\s*(?:\S+\s+){0,3}$", re.IGNORECASE)  # "in 1998 when the president pledged"
_STOP = re.compile(
    r"[.;:!?\n\"“”]|,\s+(?:\w+\s+)?(?:who|which|when|where|whose|after|before|since|while|as)\b"
)


def said_on(reading: Reading) -> tuple[SaidOn | None, ...]:
    """What dates each statement, in the order of the reading; None where its sentence does not."""
    sentences = tuple(mended(reading))
    page = _Page(
        reading,
        sentences,
        tuple(sentence.words[0].span.start for sentence in sentences),
        tuple(time.span.start for time in reading.times),
        tuple(_DATELINE.finditer(reading.article.text)),
    )
    return _shared(page, [_dated(page, statement) for statement in reading.statements])


def _shared(page: _Page, dated: list[SaidOn | None]) -> tuple[SaidOn | None, ...]:
    """The same, with what else one date holds for: "slammed the deal on Friday and demanded", and a quotation
    that goes on in a sentence of its own."""
    statements = page.reading.statements
    for at in range(1, len(statements)):
        this, before = statements[at], statements[at - 1]
        if dated[at] or this.inside != before.inside:
            continue
        goes_on = this.cue is None and this.source is None
        if goes_on or (
            this.source is not None and this.source == before.source and _joined(page, this, before)
        ):
            dated[at] = dated[at - 1]
    return tuple(dated)


def _joined(page: _Page, this: Statement, before: Statement) -> bool:
    if this.cue is None or before.cue is None:
        return False
    return page.sentence_at(this.cue.start) is page.sentence_at(before.cue.start)


@dataclass(frozen=True, slots=True)
class _Page:
    """A reading with the beginnings of its sentences and times, for bisecting."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    times: tuple[int, ...]
    datelines: tuple[re.Match[str], ...]

    def sentence_at(self, place: int) -> Sentence | None:
        at = bisect_right(self.starts, place) - 1
        return self.sentences[at] if at >= 0 else None

    def times_in(self, span: Span) -> Sequence[Time]:
        first, last = bisect_left(self.times, span.start), bisect_left(self.times, span.end)
        return self.reading.times[first:last]


def _dated(page: _Page, statement: Statement) -> SaidOn | None:
    if statement.cue is None:
        return None
    sentence = page.sentence_at(statement.cue.start)
    if sentence is None:
        return None
    best: tuple[int, Time] | None = None
    for time in page.times_in(sentence.span):
        if _may_date(page, time) and not _elsewhere(page, statement, time.span):
            rank = _rank(page, sentence, statement, time.span)
            if rank is not None and (best is None or rank < best[0]):
                best = rank, time
    if best is None:
        return _by_event(page, statement, sentence)
    if _THAT_DAY.fullmatch(best[1].span.of(page.reading.article.text)):
        return SaidOn(best[1].span, _day_before(page, best[1].span.start) or iso_of(best[1], None))
    return SaidOn(best[1].span, iso_of(best[1], page.reading.article.facts.published))


def _by_event(page: _Page, statement: Statement, sentence: Sentence) -> SaidOn | None:
    """ "During the talks, she said": on the day that was named last, which the talks were held on."""
    text = page.reading.article.text
    start, end = sentence.span.start, sentence.span.end
    for event in chain(_EVENT.finditer(text, start, end), _THAT_DAY.finditer(text, start, end)):
        span = Span(event.start(), event.end())
        if _elsewhere(page, statement, span):
            continue
        if _rank(page, sentence, statement, span) is None:
            continue
        return SaidOn(span, _day_before(page, span.start))
    return None


def _day_before(page: _Page, place: int) -> str | None:
    """The day that the article named last before a place, if it is near and not to come."""
    published = page.reading.article.facts.published
    for time in reversed(page.times_in(Span(max(0, place - _EVENT_REACH), max(1, place)))):
        day = _DAY.match(time.value or "")
        if day and day[3] and not (published and day[0] > published):
            return day[0]
    return None


def _may_date(page: _Page, time: Time) -> bool:
    dated = time.type in _DATED and time.value not in ("PRESENT_REF", "FUTURE_REF", "PAST_REF")
    return dated and not any(line.start() <= time.span.start < line.end() for line in page.datelines)


def _elsewhere(page: _Page, statement: Statement, time: Span) -> bool:
    """Whether the time stands in what was said, or in what somebody else said in the same sentence."""
    if any(piece.overlaps(time) for piece in statement.content):
        return True
    if statement.source and statement.source.holds(time):
        return phrase_of(statement.source.of(page.reading.article.text)).kind not in _ISSUED
    cue = statement.cue
    for other in page.reading.statements:
        for piece in other.content:
            if piece.overlaps(time) and other is not statement and not (cue and piece.overlaps(cue)):
                return True
    return False


def _rank(page: _Page, sentence: Sentence, statement: Statement, time: Span) -> int | None:
    """How near the time is to the act of saying, 0 the nearest; None where it dates something else."""
    text, cue, source = page.reading.article.text, statement.cue, statement.source
    if cue is None:
        return None
    if cue.overlaps(time):
        return 0
    if _hangs_on(sentence, time, cue) or (source and source.holds(time)):
        return 1
    main = _main_verb(sentence, cue)
    if main and _hangs_on(sentence, time, main):
        return 2
    if time.start >= cue.end:
        between = text[cue.end : time.start]
        return 2 if len(between) <= _NEAR and not _STOP.search(between) else None
    first = source if source and time.end <= source.start and source.end <= cue.start else cue
    between = text[time.end : first.start]
    if not between.strip(" ,") or _WHEN.match(between):
        return 2
    opens = " " not in text[sentence.words[0].span.start : time.start].strip(' "“')
    return 3 if opens and not _STOP.search(between) else None


def _hangs_on(sentence: Sentence, time: Span, cue: Span) -> bool:
    """Whether the tree attaches the time to the cue."""
    place = next((at for at, word in enumerate(sentence.words) if time.overlaps(word.span)), -1)
    for _ in range(_CLIMB):
        if place < 0:
            return False
        word = sentence.words[place]
        if cue.overlaps(word.span):
            return True
        if not time.overlaps(word.span) and word.upos == "VERB":
            return False
        place = word.head
    return False


def _main_verb(sentence: Sentence, cue: Span) -> Span | None:
    """The verb that a cue only adds to: of "repeated the warning on Monday, saying that"."""
    for word in sentence.words:
        if cue.overlaps(word.span) and word.upos == "VERB":
            head = sentence.words[word.head] if word.head >= 0 else None
            adds = word.relation.partition(":")[0] in _HANGS_TOGETHER
            return head.span if head and adds and head.upos == "VERB" else None
    return None


def iso_of(time: Time, published: str | None) -> str | None:
    """The day, month or year that a time expression means, as far as it can be told."""
    value = time.value or ""
    week = _WEEK.match(value)
    if week:
        return _of_week(int(week[1]), int(week[2]), week[3])
    day = _DAY.match(value)
    if day:
        return "-".join(part for part in day.groups() if part)
    year = _YEAR.match(value)
    if year:
        return year[0]
    near = value.startswith(
        ("XXXX-XX-XX", "XXXX-W")
    )  # "today", "Sunday" of an article of which only that is known
    return published[:4] if published and len(published) < len("2022-07-28") and near else None


def _of_week(year: int, week: int, day: str | None) -> str | None:
    """A day of a week, or the month that the whole week lies in, or its year."""
    if not year or not 1 <= week <= date(year, 12, 28).isocalendar().week:
        return None
    if day and day.isdigit() and 1 <= int(day) <= 7:
        return date.fromisocalendar(year, week, int(day)).isoformat()
    first, last = date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
    if first.month == last.month:
        return first.isoformat()[:7]
    return first.isoformat()[:4] if first.year == last.year else None
