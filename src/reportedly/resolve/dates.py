"""When each statement was said: the time words that date the saying, not what was said."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate, chain

from reportedly.records import Article, Reading, SaidOn, Sentence, Span, Speaker, Statement, Time, Word
from reportedly.resolve.chains import is_cue
from reportedly.resolve.sources import kind_of_head, phrase_of
from reportedly.resolve.venues import mended, who

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
_NEWS_DAY = re.compile(r"\b(?:earlier|later) in the day\b", re.IGNORECASE)
# What a report begins with is no date of what is said in it: "TARN, March 4 (Lyra) -".
_DATELINE = re.compile(
    r"^[ \t]*[A-Z][^\n]{1,60}?(?:\(\w[\w .-]{1,30}\)|\d{4}[:.])\s*(?:--?|–|—|:)?"
    r"|^[ \t]*(?!\w+day\b)[A-Z][\w .]{1,30},\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2})"
    r"(?=:|\s*--?\s|\s*[–—])"
    r"|\b[A-Z]{3}[A-Z ,.]*,\s+[A-Z][a-z]+\.?\s+\d{1,2}\s*\([A-Z][\w .-]{1,30}\)",
    re.MULTILINE,
)
_ISSUED = ("utterance", "document")
_HANGS_TOGETHER = ("advcl", "xcomp", "conj")
_EVENT_REACH = 1500  # characters before "the talks" that may tell their day
_ADDS = re.compile(r"\b(?:add(?:s|ed|ing)?|continu(?:e[sd]?|ing)|go(?:es|ing)? on|went on)\b", re.IGNORECASE)
_ADD_REACH = 400  # characters between what was said and what was added
_WHEN = re.compile(r",?\s*when\s*(?:\S+\s+){0,3}$", re.IGNORECASE)  # "in 1998 when the president pledged"
# Who goes on to speak, and what tells that he does so on another day.
_GOES_ON = 3  # sentences from what a person said to what he said next
_AUXILIARY = 9  # characters before a cue in which its auxiliary may stand
_AROUND = 400  # characters beside a cue in which another day may be told
_PERFECT = re.compile(r"\b(?:has|have|had)\b|[’']ve\b", re.IGNORECASE)
_OTHER_DAY = re.compile(
    r"\b(?:earlier|previously|once|later|then|repeatedly|often|always|while|addressing|told|again|meanwhile"
    r"|in (?:an?|another|his|her|their) (?:[\w-]+ ){0,3}"
    r"(?:interview|statement|speech|letter|article|book|address|talks))\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:\bcopyright|©|\(c\))[ \t]*(?:©[ \t]*|\(c\)[ \t]*)?((?:19|20)\d\d)\b(?!\s?[-–])", re.IGNORECASE
)
_HEARSAY = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|supposedly|apparently)\b"
    r"|\b(?:is|are|was|were|been|be)\s(?:\w+ly\s)?(?:reported|believed|said|thought|alleged|feared|expected|rumou?red|understood)\sto\b",
    re.IGNORECASE,
)
# What stands before a time at the head of a sentence: "And on", "In an interview with the daily".
_OPENS = re.compile(
    r"(?:(?:and|but|yet|meanwhile|however|earlier|later|early|late|also|only),?\s+)?\w*"
    r"|(?:in|at|during)\s+(?:an?|the|his|her|their)\s+(?:[\w-]+\s+){0,3}"
    r"(?:interview|statement|speech|conference|briefing|address|letter|message|meeting|call)"
    r"(?:\s+(?:with|to|in|on|at)\s+[\w’' -]{1,40})?",
    re.IGNORECASE,
)
# "Since 1949" is a time that something has lasted, not when it was said.
_LASTING = re.compile(r"\b(?:since|until|till|ahead of|prior to)\s+(?:the\s+)?$", re.IGNORECASE)
# A clause beside the noun before it, not yet closed: "the National Day, which is marked | on 14 July".
_ASIDE = re.compile(r",\s+(?:who|which|where|whose)\b[^,]*\Z")
_STOP = re.compile(
    r"[.;:!?\"“”]|\n\s*\n|,\s+but\s|,\s+(?:\w+\s+)?(?:who|which|when|where|whose|after|before|since|while|as)\b"
)


def said_on(reading: Reading, speakers: Sequence[Speaker]) -> tuple[SaidOn | None, ...]:
    """What dates each statement, in the order of the reading; None where neither its sentence does nor what
    its speaker said shortly before. `speakers` are those of the statements, in the same order."""
    sentences = tuple(mended(reading))
    page = _Page(
        reading,
        sentences,
        tuple(sentence.words[0].span.start for sentence in sentences),
        tuple(time.span.start for time in reading.times),
        tuple(_DATELINE.finditer(reading.article.text)),
        reading.article.facts.published or _year_of_rights(reading.article),
        tuple(sorted((piece, one.id) for one in reading.statements for piece in one.content)),
    )
    return _carried(
        page, speakers, _shared(page, [_dated(page, statement) for statement in reading.statements])
    )


def _shared(page: _Page, dated: list[SaidOn | None]) -> list[SaidOn | None]:
    """The same, with what else one date holds for: "slammed the deal on Friday and demanded", and a quotation
    that goes on in a sentence of its own."""
    statements = page.reading.statements
    last: dict[str | None, int] = {}  # the statement before among those that lie in the same one
    for at, this in enumerate(statements):
        before = last.get(this.inside)
        last[this.inside] = at
        if dated[at] or before is None:
            continue
        goes_on = this.cue is None and this.source is None and before == at - 1
        same = this.source is not None and this.source == statements[before].source
        if (
            goes_on
            or (same and _joined(page, this, statements[before]))
            or _adds(page, this, statements[before])
        ):
            dated[at] = dated[before]
    return dated


def _carried(
    page: _Page, speakers: Sequence[Speaker], dated: Sequence[SaidOn | None]
) -> tuple[SaidOn | None, ...]:
    """The same, with what a person goes on to say: "Kirsel said on Friday ... . He warned"."""
    last: dict[tuple[str | None, str], tuple[SaidOn, int]] = {}
    carried = list(dated)
    for at, (this, speaker) in enumerate(zip(page.reading.statements, speakers, strict=True)):
        home = page.home_of(this)
        if home is None or speaker.kind not in (None, "person") or speaker.name == "unknown":
            continue
        key = this.inside, who(speaker)
        when, since = last.get(key, (None, 0))
        if carried[at] is None and home - since <= _GOES_ON and not _is_other_day(page, this):
            carried[at] = when
        latest = carried[at]
        if latest:
            last[key] = latest, home
    return tuple(carried)


def _is_other_day(page: _Page, statement: Statement) -> bool:
    """Whether a statement may be of another day than the one before by the same person, or of none."""
    text, cue = page.reading.article.text, statement.cue
    sentence = page.sentence_at(cue.start) if cue else None
    if sentence is None or cue is None or is_cue("feels", cue.of(text).lower()):
        return True
    near = Span(max(sentence.span.start, cue.start - _AROUND), min(sentence.span.end, cue.end + _AROUND))
    if _PERFECT.search(text, max(0, cue.start - _AUXILIARY), cue.end) or _OTHER_DAY.search(near.of(text)):
        return True
    times = page.times_in(near)
    return any(_may_date(page, time) and not _elsewhere(page, statement, time.span) for time in times)


def _adds(page: _Page, this: Statement, before: Statement) -> bool:
    """Whether a statement is given as said in one go with the one before: "she added", "he went on"."""
    near = this.content[0].start - before.content[-1].end <= _ADD_REACH
    return near and this.cue is not None and _ADDS.search(this.cue.of(page.reading.article.text)) is not None


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
    published: str | None  # or the year of its rights
    pieces: tuple[tuple[Span, str], ...]  # of all contents, sorted, with their statements
    reaches: list[int] = field(default_factory=list)  # of each piece, the last end up to it

    def __post_init__(self) -> None:
        self.reaches.extend(accumulate((piece.end for piece, _ in self.pieces), max))

    def pieces_over(self, span: Span) -> Iterator[tuple[Span, str]]:
        """The pieces of contents that overlap a stretch, with their statements."""
        at = bisect_left(self.pieces, span.end, key=lambda one: one[0].start) - 1
        while at >= 0 and self.reaches[at] > span.start:
            if self.pieces[at][0].end > span.start:
                yield self.pieces[at]
            at -= 1

    def sentence_at(self, place: int) -> Sentence | None:
        at = bisect_right(self.starts, place) - 1
        return self.sentences[at] if at >= 0 else None

    def home_of(self, statement: Statement) -> int | None:
        """The place of the sentence that signals a statement."""
        return bisect_right(self.starts, statement.cue.start) - 1 if statement.cue else None

    def times_in(self, span: Span) -> Sequence[Time]:
        first, last = bisect_left(self.times, span.start), bisect_left(self.times, span.end)
        return self.reading.times[first:last]


def _dated(page: _Page, statement: Statement) -> SaidOn | None:
    if statement.cue is None or _is_hearsay(page, statement, statement.cue):
        return None
    sentence = page.sentence_at(statement.cue.start)
    if sentence is None:
        return None
    best: tuple[int, Time] | None = None
    for time in page.times_in(sentence.span):
        told = _may_date(page, time) and not _is_part(sentence, time.span, page.reading.article.text)
        if told and not _elsewhere(page, statement, time.span):
            rank = _rank(page, sentence, statement, time.span)
            if rank is not None and (best is None or rank < best[0]):
                best = rank, time
    if best is None:
        return _by_event(page, statement, sentence)
    article = page.reading.article
    if _THAT_DAY.fullmatch(best[1].span.of(article.text)):
        return SaidOn(best[1].span, _that_day(page, best[1].span) or iso_of(best[1], None))
    return SaidOn(best[1].span, iso_of(best[1], page.published))


def _year_of_rights(article: Article) -> str | None:
    """The year that a text's own copyright line gives; a web page's is that of the day it was fetched."""
    found = set(_RIGHTS.findall(article.text)) if article.media == "text" else set()
    return str(found.pop()) if len(found) == 1 else None


def _is_hearsay(page: _Page, statement: Statement, cue: Span) -> bool:
    """Whether a cue tells only that it is hearsay, "is reported to"; then times are of what is told."""
    text = page.reading.article.text
    return statement.source is None and _HEARSAY.search(text, cue.start, cue.end + 4) is not None


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
        return SaidOn(span, _day_of(page, event[0], span.start) or _that_day(page, span))
    return None


def _that_day(page: _Page, span: Span) -> str | None:
    """The day meant by "that day" or "the talks", the one named last; by "earlier in the day", the latest."""
    days = _days_before(page, span.start)
    if not days:
        return None
    return max(days) if _NEWS_DAY.search(span.of(page.reading.article.text)) else days[-1]


def _day_of(page: _Page, event: str, place: int) -> str | None:
    """The day that the last sentence before a place gives to the same event: "held a summit on 4 May"."""
    noun = event.split()[-1].rstrip("s").lower()
    text = page.reading.article.text
    named = [found.start() for found in re.finditer(rf"\b{re.escape(noun)}s?\b", text[:place], re.IGNORECASE)]
    for at in reversed(named):
        sentence = page.sentence_at(at)
        days = [iso_of(time, None) or "" for time in page.times_in(sentence.span)] if sentence else []
        full = [day for day in days if len(day) == len("2022-07-28")]
        if len(set(full)) == 1:
            return full[0]
    return None


def _days_before(page: _Page, place: int) -> list[str]:
    """The days that the article named shortly before a place, none of them to come."""
    published = page.reading.article.facts.published
    near = page.times_in(Span(max(0, place - _EVENT_REACH), max(1, place)))
    days = [iso_of(time, None) or "" for time in near]
    return [day for day in days if len(day) == len("2022-07-28") and not (published and day > published)]


def _may_date(page: _Page, time: Time) -> bool:
    dated = time.type in _DATED and time.value not in ("PRESENT_REF", "FUTURE_REF", "PAST_REF")
    return dated and not any(line.start() <= time.span.start < line.end() for line in page.datelines)


def _is_part(sentence: Sentence, time: Span, text: str) -> bool:
    """Whether a time only tells which one a noun behind it is: "the 4 May vote", not "a 4 May report"."""
    last = max((at for at, word in enumerate(sentence.words) if time.overlaps(word.span)), default=-1)
    if last < 0 or last + 1 >= len(sentence.words):
        return False
    word, noun = sentence.words[last], sentence.words[last + 1]
    beside = noun.upos == "NOUN" and word.head == last + 1 and noun.span.start == time.end + 1
    return beside and kind_of_head(noun.span.of(text).lower()) not in _ISSUED


def _elsewhere(page: _Page, statement: Statement, time: Span) -> bool:
    """Whether the time stands in what was said, or in what somebody else said in the same sentence."""
    text = page.reading.article.text
    if any(piece.overlaps(time) for piece in statement.content):
        return True
    if _LASTING.search(text, max(0, time.start - 14), time.start):
        return True
    if statement.source and statement.source.holds(time):
        return phrase_of(statement.source.of(text)).kind not in _ISSUED
    cue = statement.cue
    return any(
        other != statement.id and not (cue and piece.overlaps(cue)) for piece, other in page.pieces_over(time)
    )


def _rank(page: _Page, sentence: Sentence, statement: Statement, time: Span) -> int | None:
    """How near the time is to the act of saying, 0 the nearest; None where it dates something else."""
    text, cue, source = page.reading.article.text, statement.cue, statement.source
    if cue is None:
        return None
    if cue.overlaps(time):
        return 0
    if _ASIDE.search(text, cue.end, max(cue.end, time.start)):
        return None
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
    opens = _OPENS.fullmatch(text[sentence.words[0].span.start : time.start].strip(' "“'))
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
        if not time.overlaps(word.span) and word.upos == "VERB" and not _goes_on(sentence, place, cue):
            return False
        place = word.head
    return False


def _goes_on(sentence: Sentence, place: int, cue: Span) -> bool:
    """Whether a verb's sentence goes on with the cue after "and": "met on Monday and apologised"."""
    verb = sentence.words[place]
    head = sentence.words[verb.head] if verb.head > place else None
    joint = verb.head > 0 and sentence.words[verb.head - 1].relation == "cc"
    joined = verb.relation.partition(":")[0] in _HANGS_TOGETHER
    return head is not None and joint and joined and cue.overlaps(head.span)


def _main_verb(sentence: Sentence, cue: Span) -> Span | None:
    """The verb that a cue only adds to: of "repeated the warning on Monday, saying that"."""
    for word in sentence.words:
        if cue.overlaps(word.span) and word.upos == "VERB":
            head = sentence.words[word.head] if word.head >= 0 else None
            adds = word.relation.partition(":")[0] in _HANGS_TOGETHER
            if word.relation.startswith("conj") and _has_subject(sentence, word):
                return None
            return head.span if head and adds and head.upos == "VERB" else None
    return None


def _has_subject(sentence: Sentence, verb: Word) -> bool:
    return any(
        word.relation.startswith("nsubj") and word.head >= 0 and sentence.words[word.head] is verb
        for word in sentence.words
    )


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
