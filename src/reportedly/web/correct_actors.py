"""Correcting who is who: actors merged, told apart, split and renamed."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from reportedly.errors import LedgerError
from reportedly.ledger import ActorRow, Decided, StatementFilter
from reportedly.records import Merge, NotSame, Rename, Split
from reportedly.resolve import KINDS
from reportedly.web.deciding import Sent, SentHere, answer
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.links import id_link
from reportedly.web.shown import file_name
from reportedly.web.wanted import chosen, short

router = APIRouter()
DeskHere = Annotated[Desk, Depends(desk_of)]
MOST_FOUND = 25
MOST_READ = 500  # statements looked through for the articles an actor speaks in


@page(router, "/actor/correct")
def correcting_actor(
    desk: DeskHere,
    actor: Annotated[str, Query(alias="id", max_length=1000)] = "",
    q: Annotated[str, Query(max_length=300)] = "",
) -> Page:
    """The forms that merge, split and rename an actor."""
    one = one_actor(desk, actor)
    asked = q.strip() or one.name
    more = {
        "one": one,
        "known": desk.ledger.actor(one.id, newest=0),
        "seen": desk.ledger.newest_decision(one.id),
        "articles": articles_of(desk, one.id),
        "asked": q,
        "others": [row for row in others(desk, asked) if row.id != one.id],
        "kinds": KINDS,
    }
    return Page("correct_actor.html", f"{one.name}: merge, split, rename", {"actor": one}, more)


def one_actor(desk: Desk, actor: str) -> ActorRow:
    try:
        return desk.ledger.actor(actor, newest=0, brief=True).actor
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error


def others(desk: Desk, words: str) -> list[ActorRow]:
    """Actors with these words in their name; without a hit, with the last of them: the surname."""
    found = desk.ledger.actors(words, limit=MOST_FOUND)
    if len(found) > 1 or not words.split():
        return found
    return desk.ledger.actors(words.split()[-1], limit=MOST_FOUND)


def articles_of(desk: Desk, actor: str) -> list[tuple[str, str, str | None, int]]:
    """The articles an actor speaks in: id, what it is called, its date, and how often."""
    rows = desk.ledger.statements(StatementFilter(actor=actor), limit=MOST_READ)
    counts = Counter(row.article for row in rows)
    first = {row.article: row for row in rows}
    begun = desk.openings((row.article, row.title) for row in first.values())
    names = {
        row.article: row.title or begun.get(row.article) or file_name(row.path) for row in first.values()
    }
    return [(article, names[article], first[article].published, number) for article, number in counts.items()]


def to_actor(desk: Desk, made: Decided) -> str:
    """The page of the actor that a decision was about, or of who took its place."""
    action = made.decision.action
    actor = action.into if isinstance(action, Merge) else getattr(action, "actor", None)
    try:
        return id_link(desk.ledger.actor_id(actor or ""))
    except LedgerError:
        return "/history"


def to_correcting(_: Desk, made: Decided) -> str:
    """The same forms once more: who is split off or told apart is one of several."""
    action = made.decision.action
    actor = action.one if isinstance(action, NotSame) else getattr(action, "actor", "")
    return id_link(actor).replace("/actor?", "/actor/correct?", 1)


@router.post("/actor/merge", status_code=303, response_class=RedirectResponse)
def merge(request: Request, sent: SentHere) -> Response:
    """Say that one actor is another."""
    actor, into = sent.get("actor"), sent.get("into")
    return answer(request, sent, Merge(actor, into), actor, to_actor)


@router.post("/actor/apart", status_code=303, response_class=RedirectResponse)
def keep_apart(request: Request, sent: SentHere) -> Response:
    """Say that two actors are not the same."""
    one, other = sent.get("actor"), sent.get("into")
    return answer(request, sent, NotSame(one, other), one, to_correcting)


@router.post("/actor/rename", status_code=303, response_class=RedirectResponse)
def rename(request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Give an actor another name, kind or side."""
    return answer(request, sent, renaming(desk, sent), sent.get("actor"), to_actor)


def renaming(desk: Desk, sent: Sent) -> Rename:
    name, kind, side = short(sent.get("name"), "name"), sent.get("kind"), short(sent.get("for"), "side")
    chosen(kind, KINDS, "kind of actor")
    old = one_actor(desk, sent.get("actor"))
    if (name, kind or old.kind, side or old.speaks_for) == (old.name, old.kind, old.speaks_for):
        raise HTTPException(400, "nothing is changed; expected another name, kind or side")
    return Rename(sent.get("actor"), name, kind or None, side or None)


@router.post("/actor/split", status_code=303, response_class=RedirectResponse)
def split(request: Request, sent: SentHere) -> Response:
    """Say that an actor's statements in an article, or under a name, are another actor's."""
    action = Split(sent.get("actor"), sent.get("article") or None, sent.get("name") or None)
    return answer(request, sent, action, sent.get("actor"), to_correcting)
