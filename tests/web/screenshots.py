"""`make screenshots`: the desk over the demo's articles, in light and dark, on a phone and a wide screen."""

from __future__ import annotations

import shutil
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import sleep
from typing import Any

import uvicorn
from playwright.sync_api import sync_playwright

from reportedly.ledger import open_ledger
from reportedly.pipeline import Options, read_into
from reportedly.web import Settings, make_app

EXAMPLES = Path(__file__).parents[2] / "src" / "reportedly" / "examples" / "articles"
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light", "device_scale_factor": 2},
    "wide": {"viewport": {"width": 2560, "height": 1440}, "color_scheme": "light"},
}
PAGES = {
    "library": "/library",
    "article": "/articles/{article}#s5",
    "statements": "/statements",
    "search": "/search?q=dam+flow",
    "actor": "/actor?name=Jaromir+Vesthal",
    "outlet": "/outlet?name=Corant",
    "timeline": "/timeline",
    "network": "/network",
    "review": "/review",
}
DRAWN = {"timeline": ".vis-item", "network": "canvas"}  # what is there once a picture is
SETTLES = 500  # milliseconds for what a page loads after itself


@contextmanager
def served(ledger: Path) -> Iterator[tuple[str, str]]:
    """The address of a desk over the ledger, and the article with the most statements."""
    with open_ledger(ledger, create=True) as opened:
        if not opened.counts().articles:
            read_into(opened, [str(EXAMPLES)], Options(actors=EXAMPLES.parent / "actors.toml"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        app = make_app(opened, str(ledger), Settings(port=port))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
        thread = Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            sleep(0.05)
        yield f"http://127.0.0.1:{port}", max(opened.articles(), key=lambda row: row.statements).id
        server.should_exit = True
        thread.join()


def main(to: Path, ledger: Path | None) -> None:
    to.mkdir(parents=True, exist_ok=True)
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        sys.exit("no chromium; expected Debian's package")
    with (
        TemporaryDirectory() as folder,
        served(ledger or Path(folder) / "demo.db") as (at, article),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for screen, how in SCREENS.items():
            page = browser.new_context(locale="en-GB", **how).new_page()
            for name, path in PAGES.items():
                page.goto(at + path.format(article=article))
                if name in DRAWN and screen != "phone":
                    page.wait_for_selector(DRAWN[name])
                page.wait_for_timeout(SETTLES)
                page.screenshot(path=to / f"{name}-{screen}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
