"""Filters that were given a name: saved, listed above both lists, replaced after a question, deleted."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, ValidationError

from reportedly.errors import ConflictError
from reportedly.ledger import SavedFilter
from reportedly.web.asked import ANY, LibraryAsked, StatementsAsked
from reportedly.web.author import remember_author
from reportedly.web.deciding import SentHere, own_place
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.links import Pairs
from reportedly.web.shown import shown

router = APIRouter()
DeskHere = Annotated[Desk, Depends(desk_of)]
LONGEST_NAME = 80
LONGEST_QUERY = 4_000
LISTS: dict[str, type[BaseModel]] = {"/library": LibraryAsked, "/statements": StatementsAsked}
NO_FILTERS = ("page", "view")  # where in the list one is, and what is asked of its counts


@dataclass(frozen=True, slots=True)
class SavedShown:
    """A saved filter as a link; `is_here` where its list is the page in hand."""

    name: str
    page: str
    to: str
    author: str
    at: str
    is_here: bool = False


@page(router, "/saved")
def saved(desk: DeskHere) -> Page:
    """The saved filters, for use and for deleting."""
    return Page("saved.html", "Saved filters", {"saved": saved_shown(desk)})


def saved_here(desk: Desk, request: Request) -> dict[str, object]:
    """What a list's template needs of saved filters: all of them, and whether there is something to save."""
    path = request.url.path.removesuffix(".json")
    query = urlencode(tidied(path, request.query_params.multi_items()))
    return {"saved": saved_shown(desk, path, query), "savable": bool(query)}


def saved_shown(desk: Desk, path: str = "", query: str = "") -> list[SavedShown]:
    """All saved filters; those that the page in hand shows are marked."""
    here = (path.removeprefix("/"), query)
    return [
        SavedShown(
            name=one.name,
            page=one.page,
            to=f"/{one.page}?{one.query}",
            author=one.author,
            at=one.at,
            is_here=(one.page, one.query) == here,
        )
        for one in desk.ledger.saved_filters()
    ]


@router.post("/saved", status_code=303, response_class=RedirectResponse)
def save(request: Request, desk: DeskHere, sent: SentHere) -> Response:
    """Give the filters of a list a name; where others have it, ask before they are replaced."""
    given = wanted(sent.get("name"), sent.get("to"), sent.author)
    try:
        kept = desk.ledger.save_filter(given, replace=sent.get("replace") == "yes")
    except ConflictError:
        held = next((one for one in saved_shown(desk) if one.name == given.name), None)
        more = {"mine": given, "to": f"/{given.page}?{given.query}"}
        return desk.render(request, Page("saved_replace.html", "Replace?", {"held": held}, more), 409)
    done = RedirectResponse(f"/{kept.page}?{kept.query}", 303)
    return remember_author(done, sent.author) if sent.is_named else done


@router.post("/saved/delete", status_code=303, response_class=RedirectResponse)
def delete(desk: DeskHere, sent: SentHere) -> Response:
    """Delete a saved filter; what it lists stays."""
    name = sent.get("name")
    if not desk.ledger.delete_filter(name):
        raise HTTPException(404, f"there is no saved filter {name[:LONGEST_NAME]!r}; expected one of /saved")
    return RedirectResponse(own_place(sent.get("to")) or "/saved", 303)


def wanted(name: str, to: str, author: str) -> SavedFilter:
    """What is to be saved. Raises HTTPException where the name, the list or its filters are none."""
    called = " ".join(name.split())
    if not 0 < len(called) <= LONGEST_NAME or shown(called) != called:
        raise HTTPException(400, f"{called[:40]!r} is no name; expected 1 to {LONGEST_NAME} characters")
    parts = urlsplit(own_place(to) or "")
    if parts.path not in LISTS:
        raise HTTPException(400, "only the library's filters and those of statements can be saved")
    query = urlencode(tidied(parts.path, parse_qsl(parts.query, keep_blank_values=True)))
    if not query:
        raise HTTPException(400, "no filter is set; expected one at least to save")
    if len(query) > LONGEST_QUERY:
        raise HTTPException(
            400, f"these filters take {len(query):,} characters; expected {LONGEST_QUERY:,} at most"
        )
    kind: Literal["library", "statements"] = "library" if parts.path == "/library" else "statements"
    return SavedFilter(called, kind, query, author)


def tidied(path: str, pairs: Iterable[tuple[str, str]]) -> Pairs:
    """What an address asks of its list, in an order of its own. Raises HTTPException where it is wrong."""
    fields = {field.alias or name: field for name, field in LISTS[path].model_fields.items()}
    many = {name for name, field in fields.items() if field.default == []}
    known = [(name, value) for name, value in pairs if name in fields and name not in NO_FILTERS]
    kept = [(name, value) for name, value in known if value != ANY and (value.strip() or name in many)]
    try:
        LISTS[path].model_validate(_values(kept, many))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise HTTPException(400, f"{where}: {first['msg']}") from error
    return tuple(sorted(set(kept)))


def _values(pairs: Sequence[tuple[str, str]], many: set[str]) -> dict[str, object]:
    lists: dict[str, object] = {name: [value for one, value in pairs if one == name] for name in many}
    return lists | {name: value for name, value in pairs if name not in many}
