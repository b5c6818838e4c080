"""Decisions about one article, made again on a reading of it. Pure: a reading in, the corrected one out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reportedly.ledger.anchors import meant, place, places, shared
from reportedly.ledger.force import Outcome, Outcomes, by, in_force
from reportedly.records import (
    Add,
    Amend,
    AmendFacts,
    Article,
    Decision,
    Facts,
    Mode,
    Quote,
    Reading,
    Reject,
    SaidOn,
    Span,
    Speaker,
    Statement,
)

GONE = Outcome("orphan", "no statement stands where it was decided on")
NO_WORDS = Outcome("orphan", "its words are no longer in the text")
SAME = 0.9  # of the characters of two contents: what the reader now finds is what was added
QUOTATION = frozenset("\"“”„‟«»‹›'‘’")
MARKS = frozenset('"“”„‟«»‹›')  # those that are no apostrophes


@dataclass(frozen=True, slots=True)
class Replayed:
    """The corrected reading, and what became of each decision."""

    reading: Reading
    outcomes: Outcomes


@dataclass(slots=True)
class _Entry:
    """A statement being corrected. Those added have ids that begin with "+" until all are numbered."""

    statement: Statement
    rejected: Decision | None = None
    decisions: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    article: Article
    facts: Facts
    entries: list[_Entry]
    outcomes: Outcomes
    moved: bool = False  # whether the order of the contents may be another


def replay(reading: Reading, decisions: Sequence[Decision]) -> Replayed:
    """Make the decisions about a reading's article again, oldest first; a later one wins."""
    holding, outcomes = in_force(decisions)
    work = _Work(
        reading.article, reading.article.facts, [_Entry(one) for one in reading.statements], outcomes
    )
    for decision in holding:
        _apply(work, decision)
    article = replace(reading.article, facts=work.facts)
    statements = _numbered(work)
    return Replayed(replace(reading, article=article, statements=statements), work.outcomes)


def _apply(work: _Work, decision: Decision) -> None:
    action = decision.action
    if isinstance(action, AmendFacts):
        names = [action.fact, f"{action.fact}_by"] if action.fact != "author" else [action.fact]
        values = [action.value, f"decision of {by(decision)}"]
        work.facts = replace(work.facts, **dict(zip(names, values, strict=False)))
    elif isinstance(action, Reject):
        entry = _entry(work, action)
        if entry is None:
            work.outcomes[decision.id] = GONE
        else:
            entry.rejected = decision
            entry.decisions.append(decision.id)
    elif isinstance(action, Amend):
        _amend(work, decision, action)
    elif isinstance(action, Add):
        _add(work, decision, action)


def _entry(work: _Work, action: Reject | Amend) -> _Entry | None:
    """The statement that is meant; or the one that stands where the decision would have put it."""
    statements = [entry.statement for entry in work.entries]
    at = meant(action.anchor, statements, work.article)
    if at is None and isinstance(action, Amend) and action.content:
        at = meant(replace(action.anchor, content=action.content), statements, work.article)
    return None if at is None else work.entries[at]


def _amend(work: _Work, decision: Decision, action: Amend) -> None:
    entry = _entry(work, action)
    if entry is None:
        work.outcomes[decision.id] = GONE
        return
    old, found = entry.statement, _Found(work.article, action.anchor.text_sha256)
    content = found.all(action.content) if action.content else old.content
    cue, source = found.one(action.cue, old.cue), found.one(action.source, old.source)
    if found.missing:
        work.outcomes[decision.id] = NO_WORDS
        return
    work.moved = work.moved or content != old.content
    if entry.rejected is not None:
        reason = f"the statement was amended by {by(decision)}, and so stands again"
        work.outcomes[entry.rejected.id] = Outcome("conflict", reason)
        entry.rejected = None
    entry.decisions.append(decision.id)
    entry.statement = replace(
        old,
        content=content,
        cue=None if "cue" in action.cleared else cue,
        source=None if "source" in action.cleared else source,
        speaker=_speaker(old.speaker, action, decision),
        via=() if "via" in action.cleared else old.via if action.via is None else action.via,
        mode=action.mode or old.mode,
        said_on=_said_on(old, content, action),
    )


@dataclass(slots=True)
class _Found:
    """Looks quotations up in a text and remembers whether one was missing."""

    article: Article
    text_sha256: str
    missing: bool = False

    def one(self, quote: Quote | None, otherwise: Span | None) -> Span | None:
        if quote is None:
            return otherwise
        span = place(quote, self.article, self.text_sha256)
        self.missing = self.missing or span is None
        return span

    def all(self, quotes: Sequence[Quote]) -> tuple[Span, ...]:
        spans = places(quotes, self.article, self.text_sha256)
        self.missing = self.missing or spans is None
        return spans or ()


def _speaker(old: Speaker, action: Amend, decision: Decision) -> Speaker:
    """The speaker as decided; what the decision leaves open stays."""
    why = f"decision of {by(decision)}"
    if "speaker" in action.cleared:
        return Speaker("unknown", "unknown", False, None, None, why, 1.0)
    given = (action.speaker, action.actor, action.kind, action.speaks_for, action.named)
    if all(one is None for one in given) and not {"kind", "speaks_for"} & set(action.cleared):
        return old
    kind = None if "kind" in action.cleared or old.kind == "unknown" else old.kind
    side = None if "speaks_for" in action.cleared else old.speaks_for
    other = action.speaker is not None
    actor = action.actor if other or action.actor else old.actor
    named = old.named if not other else actor is not None
    return Speaker(
        name=action.speaker if action.speaker is not None else old.name,
        kind=action.kind or kind,
        named=named if action.named is None else action.named,
        speaks_for=action.speaks_for or side,
        actor=None if action.named is False else actor,
        reason=why,
        confidence=1.0,
    )


def _said_on(old: Statement, content: tuple[Span, ...], action: Amend) -> SaidOn | None:
    """The words that date it are those found, else the cue: something in the text must carry the date."""
    if "said_on" in action.cleared:
        return None
    if action.said_on is None:
        return old.said_on
    words = old.said_on.span if old.said_on else old.cue
    return SaidOn(words or content[0], action.said_on)


def _add(work: _Work, decision: Decision, action: Add) -> None:
    found = _Found(work.article, action.anchor.text_sha256)
    content = found.all(action.anchor.content)
    cue, source = found.one(action.anchor.cue, None), found.one(action.source, None)
    if found.missing:
        work.outcomes[decision.id] = NO_WORDS
        return
    made = Statement(
        id=f"+{decision.id}",
        content=content,
        cue=cue,
        source=source,
        speaker=_new_speaker(action, decision),
        mode=action.mode or mode_of(work.article.text, content),
        confidence=1.0,
        reader=f"decision {decision.id}",
        via=action.via,
        said_on=SaidOn(cue or content[0], action.said_on) if action.said_on else None,
    )
    for entry in work.entries:
        if _same(entry.statement, made):  # the reader finds it by now
            kept = entry.statement
            dated = made.said_on or kept.said_on
            entry.statement = replace(
                made,
                id=kept.id,
                inside=kept.inside,
                distance=kept.distance,
                said_on=dated,
                toward=kept.toward,
            )
            entry.rejected = None
            break
    else:
        entry = _Entry(made)
        work.entries.append(entry)
    entry.decisions.append(decision.id)
    work.moved = True


def _same(one: Statement, made: Statement) -> bool:
    if shared(one.content, made.content) < SAME:
        return False
    return one.cue == made.cue or bool(one.cue and made.cue and one.cue.overlaps(made.cue))


def _new_speaker(action: Add, decision: Decision) -> Speaker:
    why = f"decision of {by(decision)}"
    if action.speaker is None:
        return Speaker("unknown", "unknown", False, None, None, why, 1.0)
    named = action.actor is not None if action.named is None else action.named
    actor = action.actor if named else None
    return Speaker(action.speaker, action.kind, named, action.speaks_for, actor, why, 1.0)


def mode_of(text: str, content: Sequence[Span]) -> Mode:
    """Direct where quotation marks stand around every piece, mixed where there are some in it."""
    if all(_quoted(text, span) for span in content):
        return "direct"
    return "mixed" if any(MARKS & set(span.of(text)) for span in content) else "indirect"


def _quoted(text: str, span: Span) -> bool:
    words = span.of(text).strip()
    inner = len(words) > 1 and words[0] in QUOTATION and words[-1] in QUOTATION
    outer = text[span.start - 1 : span.start] in QUOTATION and text[span.end : span.end + 1] in QUOTATION
    return inner or (outer and span.start > 0)


def _numbered(work: _Work) -> tuple[Statement, ...]:
    """What is left, in order; ids stay as long as they are in order, and what was inside a statement that is
    rejected is inside the one around that."""
    if all(not entry.decisions for entry in work.entries):
        return tuple(entry.statement for entry in work.entries)
    around = {
        entry.statement.id: entry.statement.inside for entry in work.entries if entry.rejected is not None
    }
    kept = [entry for entry in work.entries if entry.rejected is None]
    if work.moved:
        kept.sort(key=lambda entry: entry.statement.content[0].start)
    renamed = {
        entry.statement.id: f"s{number}" if work.moved else entry.statement.id
        for number, entry in enumerate(kept, 1)
    }
    statements = [entry.statement for entry in kept]
    made: list[Statement] = []
    for entry, one in zip(kept, statements, strict=True):
        inside = _holding(one, statements) if one.id.startswith("+") else _outside(one.inside, around)
        made.append(replace(one, id=renamed[one.id], inside=renamed.get(inside or "")))
        for decision in entry.decisions:
            if work.outcomes[decision].state == "holds":
                work.outcomes[decision] = Outcome("holds", None, made[-1].id)
    return tuple(made)


def _outside(inside: str | None, around: dict[str, str | None]) -> str | None:
    """The nearest statement around that is not rejected; a circle, which no reader makes, has none."""
    for _ in range(len(around) + 1):
        if inside not in around:
            return inside
        inside = around[inside]
    return None


def _holding(one: Statement, statements: Sequence[Statement]) -> str | None:
    """The smallest content that holds all of this one's, and more."""

    def holds(other: Statement) -> bool:
        within = all(any(piece.holds(span) for piece in other.content) for span in one.content)
        return within and set(other.content) != set(one.content)

    around = [other for other in statements if other is not one and holds(other)]
    smallest = min(around, key=lambda other: sum(s.end - s.start for s in other.content), default=None)
    return smallest.id if smallest else None
