"""A page that comes at once where the one asked for takes longer, and goes on to that by itself."""

from __future__ import annotations

from collections.abc import Hashable

from fastapi import Request

from reportedly.web.asked import StatementsAsked
from reportedly.web.desk import Desk, Page
from reportedly.web.statements import chips

MANY = 30_000  # statements: fewer are counted in less than 200 ms


def must_wait(request: Request, desk: Desk, what: Hashable) -> bool:
    """Whether the answer is still to be counted from many statements; `now` in an address waits for it."""
    return may_wait(request) and desk.counts.statements >= MANY and not desk.recalls(what)


def may_wait(request: Request) -> bool:
    return not request.url.path.endswith(".json") and "now" not in request.query_params


def waiting(desk: Desk, title: str, asked: StatementsAsked) -> Page:
    more = {"statements": desk.counts.statements, "asked": asked, "chosen": chips(desk, asked)}
    return Page("wait.html", title, {}, more)
