"""What is worth a second look: doubtful statements, actors who may be one, decisions that contradict."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from reportedly.errors import LedgerError
from reportedly.ledger import Candidate, DecisionRow, StatementFilter, StatementRow
from reportedly.records import Action, Amend, Article, Merge, NotSame, Reject, Statement, Undo, anchor, quote
from reportedly.resolve.names import sound
from reportedly.web.correct import meant_statement, reading_of, same_text
from reportedly.web.deciding import Sent, SentHere, answer, own_place
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.standing import stands
from reportedly.web.told import teller

router = APIRouter()
DeskHere = Annotated[Desk, Depends(desk_of)]
WINDOW = 1_000  # statements looked through at a time
DOUBTFUL = 0.6  # of the reader's confidence in a statement or its speaker
MOST_SHOWN = 50
Answer = Literal["accept", "reject"]
OTHER = "other:"  # begins the answer that somebody else speaks


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement in doubt, where it stands, and the newest decision on its article."""

    row: StatementRow
    confidence: float
    stands: str
    seen: str


@dataclass(frozen=True, slots=True)
class Possible:
    """Two actors who may be one, with the newest decision about the first."""

    candidate: Candidate
    seen: str


@page(router, "/review")
def review(
    desk: DeskHere,
    article: Annotated[str, Query(max_length=64)] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Page:
    """What is worth a second look, the most doubtful first."""
    asked = StatementFilter(article=reading_of(desk, article).article.id if article else None)
    total = desk.ledger.count_statements(asked)
    doubts = doubtful(desk, asked, max(0, total - WINDOW * page), min(WINDOW, total - WINDOW * (page - 1)))
    first = page == 1 and not article
    conflicts = desk.ledger.conflicts() if first else []
    data = {
        "conflicts": conflicts,
        "merges": possible(desk) if first else [],
        "statements": doubts[:MOST_SHOWN],
        "doubtful": len(doubts),
        "total": total,
    }
    listed = [one.row for one in doubts[:MOST_SHOWN]]
    more = {
        "told": teller(desk, (row.decision.action for row in conflicts)),
        "openings": desk.openings_of(conflicts) | desk.openings((row.article, row.title) for row in listed),
        "number": page,
        "window": WINDOW,
        "article": article,
    }
    return Page("review.html", "Review", data, more)


def doubtful(desk: Desk, asked: StatementFilter, offset: int, number: int) -> list[Doubt]:
    """The statements of a stretch of the list that the reader is not sure of and nobody decided on."""
    if number <= 0:
        return []
    rows = desk.remembered(
        ("for review", asked, offset, number),
        lambda: [
            row
            for row in desk.ledger.statements(asked, limit=number, offset=offset)
            if confidence(row.statement) < DOUBTFUL or row.statement.speaker.others
        ],
    )
    decided = {(row.article, row.statement) for row in desk.ledger.decisions() if row.state == "holds"}
    left = [row for row in rows if (row.article, row.statement.id) not in decided]
    left.sort(key=lambda row: confidence(row.statement))
    seen = {row.article: desk.ledger.newest_decision(row.article) for row in left[:MOST_SHOWN]}
    return [
        Doubt(row, confidence(row.statement), stands(row.statement), seen.get(row.article, ""))
        for row in left
    ]


def confidence(one: Statement) -> float:
    """How sure the reader is of all of a statement: as sure as of its weakest part."""
    return min(one.confidence, one.speaker.confidence)


def possible(desk: Desk) -> list[Possible]:
    found = desk.remembered("candidates", lambda: desk.ledger.candidates(MOST_SHOWN, sound))
    return [Possible(one, desk.ledger.newest_decision(one.one.id)) for one in found]


def answered(sent: Sent) -> Answer:
    match sent.get("answer"):
        case "accept":
            return "accept"
        case "reject":
            return "reject"
        case other:
            raise HTTPException(400, f"{other[:40]!r} is no answer; expected accept or reject")


def back(sent: Sent) -> str:
    return own_place(sent.get("to")) or "/review"


@router.post("/review/statement", status_code=303, response_class=RedirectResponse)
def statement(request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Accept a statement as it stands, or reject it."""
    reading = reading_of(desk, sent.get("article"))
    same_text(sent, reading.article)
    one = meant_statement(desk, reading, sent)
    action: Action
    if sent.get("answer").startswith(OTHER):
        action = by_another(reading.article, one, sent.get("answer").removeprefix(OTHER))
    elif answered(sent) == "accept":
        action = accepted(reading.article, one)
    else:
        action = Reject(anchor(reading.article, one.content, one.cue))
    return answer(request, sent, action, reading.article.id, lambda _, __: back(sent))


def accepted(article: Article, one: Statement) -> Amend:
    """All of a statement as it stands: so it stays, whatever another reader finds there."""
    made = Amend(
        anchor(article, one.content, one.cue),
        content=tuple(quote(article.text, span) for span in one.content),
        cue=quote(article.text, one.cue) if one.cue else None,
        source=quote(article.text, one.source) if one.source else None,
        via=one.via,
        mode=one.mode,
    )
    speaker = one.speaker
    if speaker.name == "unknown":
        return made
    said = replace(made, speaker=speaker.name, actor=speaker.actor, named=speaker.named)
    return replace(said, kind=speaker.kind, speaks_for=speaker.speaks_for)


def by_another(article: Article, one: Statement, name: str) -> Amend:
    """A statement as it stands, but by another of those who may be meant."""
    for rival in one.speaker.others:
        if rival.name == name:
            named = rival.actor is not None
            made = replace(accepted(article, one), speaker=name, actor=rival.actor, named=named)
            return replace(made, kind=None, speaks_for=None)
    raise HTTPException(400, f"{name[:40]!r} is none of those who may be meant; expected one of the list")


@router.post("/review/merge", status_code=303, response_class=RedirectResponse)
def merge(request: Request, sent: SentHere) -> Response:
    """Accept that two actors are one, or say that they are not."""
    one, other = sent.get("actor"), sent.get("into")
    action: Action = Merge(one, other) if answered(sent) == "accept" else NotSame(one, other)
    return answer(request, sent, action, one, lambda _, __: back(sent))


@router.post("/review/conflict", status_code=303, response_class=RedirectResponse)
def conflict(request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Accept that the later decision holds, or have the earlier one hold after all."""
    row = conflicting(desk, sent.get("decision"))
    earlier = row.decision
    if answered(sent) == "reject":
        desk.ledger.decide(earlier.action, author=sent.author)
    return answer(request, sent.unchecked(), Undo(earlier.id), earlier.id, lambda _, __: back(sent))


def conflicting(desk: Desk, decision: str) -> DecisionRow:
    for row in desk.ledger.conflicts():
        if decision and row.decision.id == decision:
            return row
    raise LedgerError(f"{decision[:40]!r} is no decision in conflict; expected one of the review list")
