"""What was decided: the history with its undo, and the decisions that fit nothing any more."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections.abc import Sequence
from itertools import takewhile
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from reportedly.errors import LedgerError
from reportedly.ledger import Decided, DecisionRow
from reportedly.records import Decision, Undo
from reportedly.web.author import author_kept, author_of
from reportedly.web.deciding import SentHere, answer, meanwhile, own_place
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.told import is_here, quotes_of, teller

router = APIRouter()
DeskHere = Annotated[Desk, Depends(desk_of)]
ROWS = 100
States = Literal["", "holds", "undone", "orphan", "conflict"]
DecisionId = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]


@page(router, "/history")
def history(
    desk: DeskHere,
    article: Annotated[str, Query(max_length=64)] = "",
    actor: Annotated[str, Query(max_length=1000)] = "",
    state: States = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Page:
    """All decisions, or those about an article or actor, newest first."""
    every = desk.ledger.decisions(about(desk, article, actor))
    rows = [row for row in every if state in ("", row.state)]
    shown = rows[ROWS * (page - 1) : ROWS * page]
    data = {"about": article or actor, "total": len(rows), "decisions": shown}
    more = {
        "number": page,
        "rows_a_page": ROWS,
        "told": teller(desk, (row.decision.action for row in shown)),
        "openings": desk.openings_of(shown),
        "seen": newest(every),
        "article": article,
        "actor": actor,
        "called": called(desk, article, actor),
        "state": state,
    }
    return Page("history.html", "History of decisions", data, more)


def about(desk: Desk, article: str, actor: str) -> str | None:
    """The id of the article or actor that the history is asked for."""
    try:
        return desk.ledger.article(article).id if article else desk.ledger.actor_id(actor) if actor else None
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error


def called(desk: Desk, article: str, actor: str) -> str:
    """The article or actor that the history is asked for, in words."""
    if article:
        return desk.called(desk.ledger.article(article))
    known = desk.ledger.actor_id(actor) if actor else ""
    return desk.ledger.names([known]).get(known, actor) if actor else ""


def newest(rows: Sequence[DecisionRow]) -> str:
    return rows[0].decision.id if rows else ""


@page(router, "/orphans")
def orphans(desk: DeskHere) -> Page:
    """The decisions that fit nothing in the ledger as it is, with the words they were about."""
    rows = desk.ledger.orphans()
    here = {row.article: is_here(desk, row.article) for row in rows if row.article}
    more = {
        "told": teller(desk, (row.decision.action for row in rows)),
        "openings": desk.openings_of(rows),
        "quotes_of": quotes_of,
        "here_is": here,
        "seen": newest(desk.ledger.decisions()),
    }
    return Page("correct_orphans.html", "Orphans", {"decisions": rows}, more)


@router.post("/decisions/{decision}/undo", status_code=303, response_class=RedirectResponse)
def undo(decision: DecisionId, request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Have a decision hold no longer."""
    rows = desk.ledger.decisions()
    known = next((row for row in rows if row.decision.id.startswith(decision)), None)
    if known is None:
        raise HTTPException(404, f"there is no decision {decision}; expected one of the history")
    since = list(takewhile(lambda row: row.decision.id != sent.seen, rows))
    against = [row for row in since if undoes(row.decision, known.decision.id)]
    if against and against[0].decision.id != known.decision.id:
        return meanwhile(request, sent, Undo(known.decision.id), against)
    # What else was decided on the same meanwhile is not undone by this, and so not overwritten.
    unchecked = sent.unchecked()
    subject = known.article or known.decision.id
    return answer(
        request, unchecked, Undo(known.decision.id), subject, lambda _, made: after(made, sent.get("to"))
    )


def undoes(one: Decision, decision: str) -> bool:
    return isinstance(one.action, Undo) and one.action.decision == decision


def after(made: Decided, to: str) -> str:
    return own_place(to) or "/history"


@page(router, "/author")
def author(request: Request, to: Annotated[str, Query(max_length=2000)] = "/history") -> Page:
    """Who decides in this browser."""
    data = {
        "author": author_of(request, is_open=desk_of(request).settings.is_open),
        "kept": author_kept(request) is not None,
    }
    return Page("correct_author.html", "Who decides", data, {"to": own_place(to) or "/history"})
