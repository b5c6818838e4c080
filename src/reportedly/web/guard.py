"""What stands before every page: by what name it is called, from where, by whom; and what it may load."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.web.keeper import Keeper
from reportedly.web.settings import MIB, Settings

SESSION = "desk_session"
SAFE = ("GET", "HEAD", "OPTIONS")
OPEN_PATHS = ("/enter", "/static/")
BODY = 1 * MIB  # the most that anything but a drop of files may send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex",
}


class Guard:
    """Refuses what is not meant for the desk before it reaches a page, and tells browsers what is allowed."""

    def __init__(self, app: ASGIApp, settings: Settings, keeper: Keeper) -> None:
        self._app = app
        self._settings = settings
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = self._refusal(scope)
        answer: ASGIApp = refused if refused is not None else self._app
        most = self._settings.upload_bytes + BODY if scope["path"] == "/read" else BODY
        await answer(scope, limited(scope, receive, most), with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        name = name_called(headers)
        if name is None or not self._settings.answers_to(name):
            called = (
                f"this desk does not answer to the name {name or ''!r}; expected the address it was opened at"
            )
            return PlainTextResponse(called, 421)
        if is_cross_site(scope, headers):
            return PlainTextResponse("a page elsewhere asked for this; expected the desk's own pages", 403)
        path: str = scope["path"]
        if path.startswith(OPEN_PATHS) or self._keeper.knows(session_of(headers)):
            return None
        if path.endswith(".json") or scope["method"] not in SAFE:
            return PlainTextResponse(
                "this desk asks for its password first; expected to come in by /enter", 401
            )
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"/enter?to={quote(path + ('?' + query if query else ''))}", 303)


def name_called(headers: Headers) -> str | None:
    """The name in the Host header without its port; None where there is none, or more than one."""
    given = headers.getlist("host")
    if len(given) != 1:
        return None
    try:
        return urlsplit(f"//{given[0]}").hostname
    except ValueError:
        return None


def is_cross_site(scope: Scope, headers: Headers) -> bool:
    """Whether a page elsewhere sent it. A link followed from elsewhere is fine: it only shows a page."""
    site = headers.get("sec-fetch-site")
    if scope["method"] in SAFE:
        follows_link = headers.get("sec-fetch-mode") == "navigate" and scope["method"] == "GET"
        framed = headers.get("sec-fetch-dest") in ("iframe", "frame", "object", "embed")
        return site in ("cross-site", "same-site") and (framed or not follows_link)
    origin = headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        return True
    return origin is not None and urlsplit(origin).netloc != headers.get("host")


def session_of(headers: Mapping[str, str]) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(SESSION)
    except CookieError:
        return None
    return found.value if found else None


def limited(scope: Scope, receive: Receive, most: int) -> Receive:
    """The request's body, refused where it goes on beyond `most` bytes, whatever it says of its length."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        said = Headers(scope=scope).get("content-length", "0")
        if taken > most or (said.isdecimal() and int(said[:20]) > most):
            raise HTTPException(413, f"more than {most:,} bytes were sent; expected fewer")
        return message

    return counted


def with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sent
