"""Correcting an article: adding, mending and rejecting statements, and the facts about it."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from time import monotonic
from typing import Annotated, Any, Literal, cast, get_args

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from reportedly.errors import LedgerError
from reportedly.ledger import ActorRow, Decided, DecisionRow
from reportedly.ledger.anchors import LEAST, shared
from reportedly.records import (
    MODES,
    AmendFacts,
    Article,
    Reading,
    Reject,
    Statement,
    anchor,
)
from reportedly.resolve import KINDS
from reportedly.web.article import Ref
from reportedly.web.author import checked_author, remember_author
from reportedly.web.deciding import Sent, SentHere, Where, answer, own_place, quoted_at
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.links import article_link
from reportedly.web.shown import shown
from reportedly.web.standing import in_one_line, places, spans_of, stands, statement_at
from reportedly.web.wanted import addition, amendment, in_the_calendar, restatement, wanted

router = APIRouter()
DeskHere = Annotated[Desk, Depends(desk_of)]
Fact = Literal["title", "published", "outlet", "author"]
MOST_ACTORS = 300  # suggested
FRESH = 300.0  # seconds
AROUND = 240  # characters shown before and after


@page(router, "/articles/{ref}/correct")
def correcting(
    ref: Ref,
    desk: DeskHere,
    statement: Annotated[str, Query(max_length=20)] = "",
    to: Annotated[str, Query(max_length=2000)] = "",
) -> Page:
    """The form that corrects a statement of an article, or adds one."""
    reading = reading_of(desk, ref)
    article = reading.article
    one = next((found for found in reading.statements if found.id == statement), None)
    if statement and one is None:
        raise HTTPException(404, f"this article has no statement {statement!r}; expected one like s3")
    data = {"article": article.id, "seen": desk.ledger.newest_decision(article.id), "statement": one}
    more = {
        "text_id": article.text_sha256[:16],
        "called": desk.called(article),
        "values": values_of(article, one),
        "stands": stands(one) if one else "",
        "around": around(article, one) if one else None,
        "kinds": KINDS,
        "modes": MODES,
        "names": names_to_suggest(desk, reading),
        "rivals": one.speaker.others if one else (),
        "to": own_place(to) or article_link(article.id),
    }
    return Page("correct.html", f"Correct statement {one.id[1:]}" if one else "Add a statement", data, more)


def reading_of(desk: Desk, ref: str) -> Reading:
    try:
        return desk.ledger.reading(ref)
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error


def values_of(article: Article, one: Statement | None) -> dict[str, Any]:
    """What the form holds at first."""
    if one is None:
        return {"content": ("", ""), "cue": ("", ""), "source": ("", ""), "speaker": "", "kind": "",
                "for": "", "via": "", "mode": "", "said_on": ""}  # fmt: skip
    pieces = {
        "content": one.content,
        "cue": (one.cue,) if one.cue else (),
        "source": (one.source,) if one.source else (),
    }
    words = {
        name: ("\n".join(in_one_line(span.of(article.text)) for span in spans), places(spans))
        for name, spans in pieces.items()
    }
    speaker = one.speaker
    return words | {
        "speaker": "" if speaker.name == "unknown" else speaker.name,
        "kind": speaker.kind or "",
        "for": speaker.speaks_for or "",
        "via": " → ".join(one.via),
        "mode": one.mode,
        "said_on": (one.said_on.iso or "") if one.said_on else "",
    }


def around(article: Article, one: Statement) -> tuple[str, str, str]:
    """The statement's words in their surroundings, from its first to its last character."""
    text = article.text
    spans = [*one.content, *filter(None, (one.cue, one.source))]
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return text[max(0, start - AROUND) : start], text[start:end], text[end : end + AROUND]


def frequent(desk: Desk) -> tuple[ActorRow, ...]:
    """The ledger's most frequent actors as of minutes ago: no form is to wait until all are counted."""
    if desk.frequent is None or monotonic() - desk.frequent[0] > FRESH:
        desk.frequent = monotonic(), tuple(desk.ledger.actors(limit=MOST_ACTORS))
    return desk.frequent[1]


def names_to_suggest(desk: Desk, reading: Reading) -> list[tuple[str, str, str]]:
    """Speakers with their kinds and sides: the article's first, then the ledger's most frequent."""
    here = [one.speaker for one in reading.statements if one.speaker.name != "unknown"]
    found = {one.name: (one.kind or "", one.speaks_for or "") for one in frequent(desk)}
    mine = {one.name: (one.kind or "", one.speaks_for or "") for one in here}
    return [
        (name, *about) for name, about in (mine | {n: v for n, v in found.items() if n not in mine}).items()
    ]


def same_text(sent: Sent, article: Article) -> None:
    """Raises HTTPException where the places in the form are those of another text."""
    if sent.get("text") not in ("", article.text_sha256[:16]):
        raise HTTPException(409, "the article has another text since you looked; expected you to look again")


def meant_statement(desk: Desk, reading: Reading, sent: Sent) -> Statement:
    one = statement_at(reading, sent.get("statement"))
    if one is None:
        gone = rejected_at(desk, reading.article, sent)
        raise HTTPException(409, f"{gone.decision.author} has rejected it already; nothing is left to decide")
    return one


def rejected_at(desk: Desk, article: Article, sent: Sent) -> DecisionRow:
    """The decision by which no statement stands there. Raises HTTPException where there is none."""
    content = spans_of(sent.get("statement").partition("|")[0], article.text)
    for row in desk.ledger.decisions(article.id):
        action = row.decision.action
        if not isinstance(action, Reject) or row.state != "holds":
            continue
        if shared([one.span for one in action.anchor.content], content) >= LEAST:
            return row
    raise HTTPException(409, "no statement stands there any more; expected you to look again")


def to_statement(desk: Desk, made: Decided) -> str:
    """The article at the statement as it is now called, or at the passage where it stood."""
    about = getattr(made.decision.action, "anchor", None)
    article = about.article if about else ""
    rows = desk.ledger.decisions(article)
    now = next((row.statement for row in rows if row.decision.id == made.decision.id), None)
    at = quoted_at(made.decision.action)
    return article_link(article, now) if now else f"{article_link(article)}?at={at}#at={at}"


def on_from(sent: Sent) -> Where:
    """Back to the review list for who came from there, else to the statement."""
    review = own_place(sent.get("to")) or ""
    return (lambda _, __: review) if review.startswith("/review") else to_statement


def to_sent(sent: Sent, otherwise: str) -> str:
    return own_place(sent.get("to")) or otherwise


@router.post("/articles/{ref}/add", status_code=303, response_class=RedirectResponse)
def add(ref: Ref, request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Add a statement that the reader missed."""
    article = reading_of(desk, ref).article
    same_text(sent, article)
    return answer(request, sent, addition(article, wanted(sent, article)), article.id, to_statement)


@router.post("/articles/{ref}/amend", status_code=303, response_class=RedirectResponse)
def amend(ref: Ref, request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Change what a statement says."""
    reading = reading_of(desk, ref)
    same_text(sent, reading.article)
    one, asked = statement_at(reading, sent.get("statement")), wanted(sent, reading.article)
    action = (
        restatement(
            reading.article, cast(Reject, rejected_at(desk, reading.article, sent).decision.action), asked
        )
        if one is None
        else amendment(reading.article, one, asked)
    )
    return answer(request, sent, action, reading.article.id, on_from(sent))


@router.post("/articles/{ref}/reject", status_code=303, response_class=RedirectResponse)
def reject(ref: Ref, request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Say that what was found is no statement."""
    reading = reading_of(desk, ref)
    same_text(sent, reading.article)
    one = meant_statement(desk, reading, sent)
    action = Reject(anchor(reading.article, one.content, one.cue))
    return answer(request, sent, action, reading.article.id, on_from(sent))


@page(router, "/articles/{ref}/facts")
def facts(ref: Ref, desk: DeskHere) -> Page:
    """The form that corrects what is known about an article as a publication."""
    article = reading_of(desk, ref).article
    known = article.facts
    rows = {
        "title": (known.title, known.title_by),
        "published": (known.published, known.published_by),
        "outlet": (known.outlet, known.outlet_by),
        "author": (known.author, None),
    }
    data = {"article": article.id, "seen": desk.ledger.newest_decision(article.id), "facts": known}
    more = {"rows": rows, "called": desk.called(article)}
    return Page("correct_facts.html", "Correct the facts", data, more)


@router.post("/articles/{ref}/facts", status_code=303, response_class=RedirectResponse)
def set_fact(ref: Ref, request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Set the title, date, outlet or author of an article."""
    article = reading_of(desk, ref).article
    fact, value = sent.get("fact"), " ".join(sent.get("value").split())
    if fact not in get_args(Fact):
        raise HTTPException(400, f"{fact[:40]!r} is no fact; expected {', '.join(get_args(Fact))}")
    if value == (getattr(article.facts, fact) or ""):
        raise HTTPException(400, f"the {fact} is the same as before; expected another, or to leave it")
    if shown(value) != value:
        raise HTTPException(400, f"the {fact} has characters that cannot be shown; expected plain words")
    if fact == "published":
        in_the_calendar(value)
    action = AmendFacts(article.id, cast(Fact, fact), value or None)
    return answer(request, sent, action, article.id, lambda _, __: to_sent(sent, article_link(article.id)))


@router.post("/author", status_code=303, response_class=RedirectResponse)
def set_author(sent: SentHere) -> Response:
    """Say who decides in this browser."""
    checked_author(sent.author)
    return remember_author(RedirectResponse(to_sent(sent, "/history"), 303), sent.author)
