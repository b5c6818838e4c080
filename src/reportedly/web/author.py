"""Who decides: the name that was given once in this browser, else who is logged in on this machine."""

from __future__ import annotations

import getpass
from urllib.parse import quote, unquote

from fastapi import HTTPException, Request
from fastapi.responses import Response

from reportedly.web.shown import shown

AUTHOR = "desk_author"
LONGEST = 100
STAYS = 365 * 24 * 3600


def checked_author(given: str) -> str:
    """The name as it is kept. Raises HTTPException where it is none."""
    name = " ".join(given.split())
    if not _is_name(name):
        raise HTTPException(400, f"{name[:40]!r} is no author's name; expected 1 to {LONGEST} characters")
    return name


def _is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST and shown(name) == name


def author_of(request: Request, *, is_open: bool) -> str | None:
    """Who decides in this browser; on an open desk, None until a name is given."""
    kept = author_kept(request)
    if kept or is_open:
        return kept
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return None


def author_kept(request: Request) -> str | None:
    name = " ".join(unquote(request.cookies.get(AUTHOR, ""), errors="replace").split())
    return name if _is_name(name) else None


def remember_author(response: Response, author: str) -> Response:
    response.set_cookie(AUTHOR, quote(author), max_age=STAYS, httponly=True, samesite="strict")
    return response
