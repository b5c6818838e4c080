"""Starting the desk."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from threading import Thread

import uvicorn
from fastapi import Request

from reportedly.ledger import open_ledger
from reportedly.web.actors import actors, outlets, own_register
from reportedly.web.app import make_app
from reportedly.web.asked import LibraryAsked, StatementsAsked
from reportedly.web.desk import Desk, Page, templates
from reportedly.web.library import library
from reportedly.web.network import ties_of
from reportedly.web.settings import DeskError, Settings
from reportedly.web.statements import counts, statements
from reportedly.web.timeline import lanes_of


def warm(desk: Desk) -> None:
    """What takes its time once is done before somebody asks for it."""
    own_register(desk)
    show(desk, "/statements", lambda request: statements(request, desk, StatementsAsked()))
    show(desk, "/statements/counts", lambda _: counts(desk, StatementsAsked()))
    show(desk, "/outlets", lambda _: outlets(desk))
    show(desk, "/actors", lambda _: actors(desk))
    show(desk, "/library", lambda request: library(request, desk, LibraryAsked(sort="unnamed")))
    for name in templates().list_templates():
        templates().get_template(name)
    lanes_of(desk, StatementsAsked().filter)
    ties_of(desk, StatementsAsked())


def show(desk: Desk, path: str, make: Callable[[Request], Page]) -> None:
    """Make a page for nobody: its template is compiled, and what it counts is remembered."""
    asked = {"type": "http", "method": "GET", "scheme": "http", "server": (desk.settings.host, 80)}
    request = Request(asked | {"path": path, "query_string": b"", "headers": []})
    desk.render(request, make(request))


def serve(address: str, settings: Settings, *, ready: Callable[[], None] = lambda: None) -> None:
    """Serve the ledger at the address until stopped; an empty one is made where there is none.

    `ready` is called once the desk can be reached. Raises DeskError where it cannot listen there.
    """
    with closing(listening(settings)) as listener, open_ledger(address, create=True) as ledger:
        app = make_app(ledger, address, settings)
        desk: Desk = app.state.desk
        show(desk, "/library", lambda request: library(request, desk, LibraryAsked()))
        Thread(target=warm, args=(desk,), daemon=True).start()
        ready()
        config = uvicorn.Config(app, log_level="warning", server_header=False, proxy_headers=False)
        uvicorn.Server(config).run(sockets=[listener])


def listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise DeskError(
            f"port {settings.port} of {settings.host} cannot be used ({error.strerror}); "
            "expected a free one, as with --port 8585"
        ) from error
