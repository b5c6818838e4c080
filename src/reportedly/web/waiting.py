"""A page that comes at once where the one asked for takes longer, and goes on to that by itself."""

from __future__ import annotations

from collections.abc import Hashable

from fastapi import Request

from reportedly.web.desk import Desk, Page

MANY = 30_000  # statements: fewer are counted in less than 200 ms


def must_wait(request: Request, desk: Desk, what: Hashable) -> bool:
    """Whether the answer is still to be counted from many statements; `now` in an address waits for it."""
    if request.url.path.endswith(".json") or "now" in request.query_params:
        return False
    return desk.counts.statements >= MANY and not desk.recalls(what)


def waiting(desk: Desk, title: str) -> Page:
    return Page("wait.html", title, {}, {"statements": desk.counts.statements})
