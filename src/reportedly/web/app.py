"""The desk's web application: its pages, its files, and what an error looks like."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Annotated

from anyio import to_thread
from fastapi import FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from reportedly import __version__
from reportedly.errors import ReportedlyError
from reportedly.ledger import Ledger
from reportedly.web import (
    actors,
    article,
    correct,
    correct_actors,
    history,
    intake,
    library,
    network,
    review,
    saved,
    statements,
    timeline,
)
from reportedly.web.desk import STATIC, Desk, Page, as_json, desk_of
from reportedly.web.guard import SESSION, Guard, session_of
from reportedly.web.settings import Settings

FAILED = "the desk failed on this; expected a page, please report it with what stands in the terminal"

AT_ONCE = 8  # pages made at a time; each may hold a connection to the ledger, which keeps 15 at most


@asynccontextmanager
async def limiting(_: FastAPI) -> AsyncIterator[None]:
    """More requests than that wait for their turn: at forty, some would wait for a connection in vain."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    yield


def make_app(ledger: Ledger, address: str, settings: Settings = Settings()) -> FastAPI:  # noqa: B008
    """The desk over an open ledger; `address` is where another process opens it."""
    app = FastAPI(title="Reportedly", version=__version__, docs_url=None, redoc_url=None, lifespan=limiting)
    desk = app.state.desk = Desk(ledger, address, settings)
    reading = (library, article, statements, timeline, network, actors, saved, intake)
    for one in (correct, correct_actors, history, review, *reading):
        app.include_router(one.router)
    app.add_api_route("/", home, include_in_schema=False)
    app.add_api_route("/enter", gate, include_in_schema=False)
    app.add_api_route("/enter", enter, methods=["POST"], include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, refused)
    app.add_exception_handler(RequestValidationError, refused)
    app.add_exception_handler(ReportedlyError, refused)
    app.add_exception_handler(Exception, refused)
    app.add_middleware(Guard, settings=settings, keeper=desk.keeper)
    return app


def home() -> Response:
    return RedirectResponse("/library", 303)


def gate(request: Request, to: str = "/") -> Response:
    """The page that asks for the password."""
    return desk_of(request).render(request, Page("enter.html", "Come in", {"to": own_path(to)}))


def enter(
    request: Request, password: Annotated[str, Form(max_length=1000)], to: Annotated[str, Form()] = "/"
) -> Response:
    desk = desk_of(request)
    session = desk.keeper.enter(password)
    if session is None:
        wrong = Page("enter.html", "Come in", {"to": own_path(to)}, {"wrong": True})
        return desk.render(request, wrong, 401)
    answer = RedirectResponse(own_path(to), 303)
    answer.set_cookie(SESSION, session, httponly=True, samesite="strict")
    with suppress(KeyError):
        desk.keeper.leave(session_of(request.headers))
    return answer


def own_path(to: str) -> str:
    """A path of the desk itself: nothing that a browser takes for an address elsewhere."""
    fine = to.startswith("/") and not to.startswith(("//", "/\\")) and to.isprintable()
    return to if fine else "/"


def refused(request: Request, error: Exception) -> Response:
    """One sentence: as a page, or as JSON where data was asked for."""
    status, said = sentence(error)
    if request.url.path.endswith(".json"):
        answer = as_json({"error": said})
        answer.status_code = status
        return answer
    return desk_of(request).render(request, Page("error.html", "Not possible", {"error": said}), status)


def sentence(error: Exception) -> tuple[int, str]:
    match error:
        case HTTPException():
            missing = "there is no such page; expected one of those in the list above"
            return error.status_code, missing if error.detail == "Not Found" else str(error.detail)
        case RequestValidationError():
            return 422, _of_validation(error)
        case ReportedlyError():
            return 400, str(error)
        case _:
            return 500, FAILED


def _of_validation(error: RequestValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ())[1:]) or "the address"
    return f"{where}: {first.get('msg', 'not understood')}"
