"""Taking a decision that a form of the desk sent: by whom, unless somebody else decided meanwhile."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Annotated, Any
from urllib.parse import urlsplit, urlunsplit

from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.background import BackgroundTask

from reportedly.errors import ConflictError, ReportedlyError
from reportedly.ledger import Decided, DecisionRow
from reportedly.ledger.anchors import LEAST, shared
from reportedly.pipeline import Options, find_copies
from reportedly.records import Action, Add, Amend, AmendFacts, Reject, Undo
from reportedly.web.author import author_of, checked_author, remember_author
from reportedly.web.desk import Desk, Page, desk_of
from reportedly.web.intake import trusted_form
from reportedly.web.told import quotes_of, teller

LONGEST = 20_000  # characters of one field
MOST_KEPT = 200
TRIES = 3  # others who decide on the same article in the same moment
NOT_AGAIN = ("token", "seen", "author")  # of a form that is sent once more
Where = Callable[[Desk, Decided], str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent, and who sent it. `seen` is the newest decision that stood on its page."""

    values: Mapping[str, str]
    author: str
    seen: str | None  # None where that is not to be checked
    is_named: bool = False  # whether the form itself gives the author

    def get(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def unchecked(self) -> "Sent":
        return replace(self, seen=None)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the page after a decision says of it."""

    id: str
    act: str
    words: str
    rest: str
    warnings: tuple[str, ...]


def sent_form(request: Request, form: Annotated[Any, Depends(trusted_form)]) -> Sent:
    """What the form sent. Raises HTTPException where it is too long, or nobody is known to have sent it."""
    values = {name: value for name, value in form.multi_items() if isinstance(value, str)}
    for name, value in values.items():
        if len(value) > LONGEST:
            raise HTTPException(
                413, f"{name[:40]}: {len(value):,} characters were sent; expected at most {LONGEST:,}"
            )
    given = values.get("author", "").strip()
    is_open = desk_of(request).settings.is_open
    author = checked_author(given) if given else author_of(request, is_open=is_open)
    if author is None:
        raise HTTPException(
            400, "nobody is known to decide this; expected your name first, /author asks for it"
        )
    return Sent(values, author, values.get("seen", ""), bool(given))


SentHere = Annotated[Sent, Depends(sent_form)]


def answer(request: Request, sent: Sent, action: Action, about: str, to: Where) -> Response:
    """Take the decision and go to where `to` says; or show what others decided on the same meanwhile."""
    desk = desk_of(request)
    made = take(desk, sent, action, about)
    by_htmx = request.headers.get("hx-request") == "true"
    if not isinstance(made, Decided):
        return meanwhile(request, sent, action, made)
    kept = keep(desk, made)
    if by_htmx:
        done: Response = desk.render(request, Page("correct_done.html", "Decided", None, {"kept": kept}))
    else:
        done = RedirectResponse(with_done(to(desk, made), kept.id), 303)
    if isinstance(action, AmendFacts | Undo):
        done.background = BackgroundTask(find_copies_again, desk)
    return remember_author(done, sent.author) if sent.is_named else done


def find_copies_again(desk: Desk) -> None:
    """Look again who is likely to have copied whom: dates and outlets have changed. If it cannot be done now,
    the next reading does it."""
    with suppress(ReportedlyError):
        find_copies(desk.ledger, Options(actors=desk.settings.actors))


def take(desk: Desk, sent: Sent, action: Action, about: str) -> Decided | list[DecisionRow]:
    """The decision taken, or those on the same thing that came since its page was shown. What others decided
    on another statement of the article is no conflict."""
    seen = sent.seen
    for _ in range(TRIES):
        try:
            return desk.ledger.decide(action, author=sent.author, seen=seen)
        except ConflictError as error:
            rows = desk.ledger.decisions(about)
            since = list(takewhile(lambda row: row.decision.id != seen, rows))  # noqa: B023  used at once
            known = {row.decision.id: row.decision.action for row in rows}
            against = [row for row in since if touches(row.decision.action, action, known)]
            if against:
                return against
            if not since:
                raise HTTPException(409, str(error)) from error
            seen = since[0].decision.id
    raise HTTPException(409, "others are deciding on the same; expected you to try again")


def touches(theirs: Action, mine: Action, known: Mapping[str, Action]) -> bool:
    """Whether a decision is about the same statement or fact as another."""
    if isinstance(theirs, Undo):
        undone = known.get(theirs.decision)
        return undone is None or touches(undone, mine, known)
    if isinstance(theirs, AmendFacts):
        return isinstance(mine, AmendFacts) and mine.fact == theirs.fact
    if isinstance(theirs, Reject | Add | Amend):
        if not isinstance(mine, Reject | Add | Amend):
            return False
        return any(shared(one, other) >= LEAST for one in _contents(theirs) for other in _contents(mine))
    return True


def _contents(action: Reject | Add | Amend) -> list[list[Any]]:
    """The content it is about, and the one it makes of it."""
    made = action.content if isinstance(action, Amend) else None
    return [[quote.span for quote in one] for one in (action.anchor.content, made) if one]


def meanwhile(request: Request, sent: Sent, action: Action, since: Sequence[DecisionRow]) -> Response:
    """What others decided, and the same form once more, which now has seen that."""
    desk = desk_of(request)
    again = [(name, value) for name, value in sent.values.items() if name not in NOT_AGAIN]
    here = request.url.path
    tell = teller(desk, [action, *(row.decision.action for row in since)])
    more = {
        "told": tell,
        "mine": tell(action),
        "since": since,
        "openings": desk.openings_of(since),
        "again": again,
        "path": here,
        "seen": since[0].decision.id,
        "back": own_place(sent.get("to")) or "/history",
    }
    template = "correct_conflict_row.html" if request.headers.get("hx-request") else "correct_conflict.html"
    data = {"error": "somebody decided on the same since you looked"}
    response: HTMLResponse = desk.render(request, Page(template, "Decided meanwhile", data, more), 409)
    return response


def keep(desk: Desk, made: Decided) -> Kept:
    """Have the next page say what was decided."""
    what = teller(desk, [made.decision.action])(made.decision.action)
    kept = Kept(made.decision.id, what.act, what.words, what.rest, made.warnings)
    desk.kept[kept.id] = kept
    while len(desk.kept) > MOST_KEPT:
        desk.kept.popitem(last=False)
    return kept


def with_done(to: str, decision: str) -> str:
    """The address with the decision that its page is to speak of."""
    parts = urlsplit(to)
    query = "&".join(filter(None, (parts.query, f"done={decision}")))
    return urlunsplit(parts._replace(query=query))


def own_place(to: str) -> str | None:
    """A path of the desk, None where it leads elsewhere."""
    fine = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable() and len(to) < 2_000
    return to if fine and "\\" not in to else None


def quoted_at(action: Action) -> str | None:
    """The passage a decision is about, for an address."""
    quotes = quotes_of(action)
    return f"{quotes[0].span.start}-{quotes[-1].span.end}" if quotes else None
