"""What decides what an under-specified expression means: the publication date, the dates named before it,
and whether the clause speaks of the past or of what is to come."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from reportedly.read.times.values import first_day, unit_of
from reportedly.records import Span

Tense = Literal["past", "future"]
REACH = 140  # characters to either side in which a verb still tells the tense of an expression
_CUES = tomllib.loads((files(__package__) / "tense.toml").read_text("utf-8"))
NEXT_TO = 24  # characters between a verb and the expression it takes: "attacked the town on"
_CONTENT_STARTS = re.compile(r"[,\"“”:]|\bthat\b|^.{60}", re.DOTALL)
_ABBREVIATED = r"(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bMrs)(?<!\bGen)(?<!\bSen)(?<!\bGov)(?<!\b[A-Z])"
_CLAUSE_END = re.compile(_ABBREVIATED + r"[.!?;:](?=\s|[\"'”’])|\n\s*\n")
_CUE = re.compile(
    "|".join(
        rf"(?P<{name}>\b(?:{'|'.join(_CUES[name])})(?!\w))"
        for name in ("future", "intended", "report", "past", "perhaps")
    )
)
_PAST_BEFORE, _FUTURE_BEFORE = (
    re.compile(rf"\b(?:{'|'.join(_CUES[name])})\s+(?:the\s+)?$", re.IGNORECASE)
    for name in ("past_before", "future_before")
)


@dataclass(slots=True)
class Context:
    """What is known where an expression stands. The dates named last change as the text is read."""

    text: str
    published: str | None
    last: str | None = None
    last_done: str | None = None  # the last that is not after the publication
    last_end: int = 0
    last_quarter: str | None = None

    def __post_init__(self) -> None:
        if self.published and first_day(self.published) is None:
            self.published = None

    @property
    def now(self) -> str:
        return self.published or "XXXX-XX-XX"

    @property
    def anchor(self) -> str:
        """The last date named, else the publication."""
        return self.last or self.now

    def tense(self, span: Span) -> Tense | None:
        return _tense(self.text, span)

    def named(self, value: str, end: int) -> None:
        """Remember a date, for what is said in relation to it."""
        if unit_of(value) is not None:
            self.last, self.last_end = value, end
            if value <= self.now:
                self.last_done = value

    def day_before(self, span: Span, reach: int) -> str:
        """The day named last, within so many characters before the words; else that of the publication."""
        day = self.last_done if self.tense(span) == "past" else self.last
        near = span.start - self.last_end <= reach
        return day if day and near and unit_of(day) == "day" else self.now


def _tense(text: str, span: Span) -> Tense | None:
    """Whether the clause around the words speaks of the past or of what is to come, None where nothing says.

    The nearest finite verb before them in the sentence decides, then the first after them. A regular past
    form may be a participle and counts only near by, or where there is no other. It looks at words alone:
    where parts of speech are known this is the place to use them.
    """
    before = text[max(0, span.start - REACH) : span.start]
    if _PAST_BEFORE.search(before):
        return "past"
    if _FUTURE_BEFORE.search(before):
        return "future"
    ends = list(_CLAUSE_END.finditer(before))
    tense = _before((before[ends[-1].end() :] if ends else before).lower())
    if tense is not None:
        return tense
    tense = _after(text[span.end : span.end + REACH])
    return "future" if tense is None and before.endswith("by ") else tense


def _before(clause: str) -> Tense | None:
    cues = list(_CUE.finditer(clause))
    if not cues:
        return None
    last, between = cues[-1], clause[cues[-1].end() :]
    if last.lastgroup == "perhaps" and len(between) <= NEXT_TO:
        return "past"
    if last.lastgroup == "report" and not _CONTENT_STARTS.search(between):
        return "past"
    for cue in reversed(cues):
        if cue.lastgroup in ("future", "intended"):
            return "future"
        if cue.lastgroup == "past":
            return "past"
    return "past" if any(cue.lastgroup == "perhaps" for cue in cues) else None


def _after(rest: str) -> Tense | None:
    end = _CLAUSE_END.search(rest)
    cue = _CUE.search(rest[: end.start() if end else len(rest)].lower())
    return None if cue is None else "future" if cue.lastgroup == "future" else "past"
