"""The desk over the demo's ledger and over one of hostile articles, for a test client and for a browser."""

import os
import shutil
import socket
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from starlette.testclient import TestClient

from reportedly.ledger import SavedFilter, open_ledger
from reportedly.web import Settings, make_app
from tests.ledger.ledger_made import reading_of

HERE = Path(__file__).parent
LOOPBACK = Settings()
AT = "http://127.0.0.1:8484"


@pytest.fixture(scope="session")
def hostile_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of articles whose every word tries something."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    cases = tomllib.loads((HERE / "cases_articles.toml").read_text(encoding="utf-8"))["article"]
    with open_ledger(path, create=True) as ledger:
        for case in cases:
            ledger.save(*reading_of(case), version="test")
        for name in tomllib.loads((HERE / "cases_saved.toml").read_text(encoding="utf-8"))["names"]["shown"]:
            ledger.save_filter(SavedFilter(name, "library", f"q={name}", name))
    return path


@pytest.fixture(scope="session")
def desk_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., TestClient]]:
    """Makes a test client of a desk over the ledger in a file."""
    with ExitStack() as opened:

        def made(path: Path, settings: Settings = LOOPBACK, at: str = AT) -> TestClient:
            ledger = opened.enter_context(open_ledger(path, create=True))
            app = make_app(ledger, str(path), settings)
            return TestClient(app, base_url=at, raise_server_exceptions=False, follow_redirects=False)

        yield made


@pytest.fixture(scope="session")
def client(desk_on: Callable[..., TestClient], demo_ledger: Path) -> TestClient:
    return desk_on(demo_ledger)


@pytest.fixture(scope="session")
def hostile(desk_on: Callable[..., TestClient], hostile_ledger: Path) -> TestClient:
    return desk_on(hostile_ledger)


@pytest.fixture(scope="session")
def live() -> Iterator[Callable[[Path], str]]:
    """Serves the ledger in a file as `reportedly serve` does; gives the address."""
    with ExitStack() as opened:

        def served(path: Path) -> str:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            ledger = opened.enter_context(open_ledger(path, create=True))
            app = make_app(ledger, str(path), Settings(port=port))
            server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
            thread = Thread(target=server.run, daemon=True)
            thread.start()
            opened.callback(stop, server, thread)
            until = monotonic() + 30
            while not server.started and monotonic() < until:
                sleep(0.02)
            return f"http://127.0.0.1:{port}"

        yield served


def stop(server: uvicorn.Server, thread: Thread) -> None:
    server.should_exit = True
    thread.join(timeout=10)


def missing(what: str) -> None:
    """A browser may be absent on a user's machine, never in CI."""
    if os.environ.get("CI"):
        pytest.fail(f"no {what}; expected it in CI")
    pytest.skip(f"no {what}; these tests look at the pages in it")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright; nothing is downloaded."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        missing("chromium")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()
